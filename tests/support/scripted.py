"""A server that says exactly what a test tells it to, byte for byte.

It knows HTTP no better than it must to find the end of a request, so that it
cannot agree with the client by construction. Everything it received is kept.
"""

from __future__ import annotations

import contextlib
import json
import queue
import socket
import ssl
import struct
import threading
from typing import Any, Callable, NamedTuple, Union

KEY = '0-b737a583363549c42c5ad3d3780793d0-c2defd5b'


class Request(NamedTuple):
    """One request as it arrived."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes
    connection: int

    @property
    def json(self) -> Any:
        return json.loads(self.body)


class Reply(NamedTuple):
    """What to do with a request."""

    data: bytes = b''
    close: bool = True
    reset: bool = False
    #: wait for this before anything is sent
    until: threading.Event | None = None


Script = Union[Reply, Callable[[Request], Reply]]

#: read the request, then break the connection without a word
CUT = Reply()
RESET = Reply(reset=True)


def reply(status: int = 200, body: Any = None, *, raw: bytes | None = None,
          close: bool = True, length: int | None = None,
          content_type: str | None = 'application/json',
          **headers: str) -> Reply:
    """An answer; ``body`` as JSON or ``raw`` as it is."""
    data = raw if raw is not None else (
        b'' if body is None else json.dumps(body).encode())
    lines = [f'HTTP/1.1 {status} Whatever',
             'Content-Length: %d' % (len(data) if length is None else length)]
    if data and content_type:
        lines.append('Content-Type: ' + content_type)
    if close:
        lines.append('Connection: close')
    lines += [f'{name.replace("_", "-")}: {value}'
              for name, value in headers.items()]
    return Reply(('\r\n'.join(lines) + '\r\n\r\n').encode() + data, close)


def chunked(*pieces: bytes, last: bool = True, status: int = 200) -> Reply:
    """An answer in chunks; without the last one it breaks off."""
    head = (f'HTTP/1.1 {status} OK\r\nTransfer-Encoding: chunked\r\n'
            'Content-Type: application/json\r\nConnection: close\r\n\r\n').encode()
    data = b''.join(b'%x\r\n%s\r\n' % (len(piece), piece)
                    for piece in pieces)
    return Reply(head + data + (b'0\r\n\r\n' if last else b''))


def login(key: str = KEY) -> Reply:
    """The answer to a good login."""
    return reply(201, {'key': key},
                 Location='/api/v1/credentials/' + key)


def error(status: int, code: int | None = None, desc: str = 'refused',
          **headers: str) -> Reply:
    """An error as WSAPI writes it."""
    body = {'desc': desc} if code is None else {'code': code, 'desc': desc}
    return reply(status, body, **headers)


class Server:
    """Plays a script on 127.0.0.1; use it in a ``with`` block."""

    def __init__(self, context: ssl.SSLContext | None = None) -> None:
        self._context = context
        self._script: queue.Queue[Script] = queue.Queue()
        self.default: Script = reply(200, {})
        self.requests: list[Request] = []
        self.connections = 0
        self.resumed: list[bool | None] = []
        self._listener = socket.create_server(('127.0.0.1', 0))
        self.port = self._listener.getsockname()[1]
        self._threads: list[threading.Thread] = []
        self._open: list[socket.socket] = []
        self._closing = False

    @property
    def url(self) -> str:
        scheme = 'https' if self._context else 'http'
        return f'{scheme}://127.0.0.1:{self.port}/api/v1'

    def say(self, *script: Script) -> None:
        """Queue what comes next; afterwards ``default`` is played."""
        for item in script:
            self._script.put(item)

    @property
    def seen(self) -> list[str]:
        """Method and target of each request, without logins and logouts."""
        return [f'{item.method} {item.target}'
                for item in self.requests
                if '/credentials' not in item.target]

    def count(self, method: str, part: str) -> int:
        return sum(1 for item in self.requests
                   if item.method == method and part in item.target)

    def __enter__(self) -> Server:
        thread = threading.Thread(target=self._accept, daemon=True)
        self._threads.append(thread)
        thread.start()
        return self

    def __exit__(self, *_: Any) -> None:
        self._closing = True
        # accept() does not wake up when its socket is closed elsewhere.
        with contextlib.suppress(OSError):
            socket.create_connection(('127.0.0.1', self.port), 60).close()
        self._listener.close()
        # After its end no further connection is opened.
        self._threads[0].join(60)
        for sock in list(self._open):
            with contextlib.suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)
        for thread in list(self._threads):
            thread.join(60)
            assert not thread.is_alive()

    def _accept(self) -> None:
        while True:
            try:
                sock, _ = self._listener.accept()
            except OSError:
                return
            if self._closing:
                sock.close()
                return
            self.connections += 1
            self._open.append(sock)
            thread = threading.Thread(
                target=self._serve, args=(sock, self.connections),
                daemon=True)
            self._threads.append(thread)
            thread.start()

    def _serve(self, sock: socket.socket, number: int) -> None:
        try:
            if self._context is not None:
                sock = self._context.wrap_socket(sock, server_side=True)
                self.resumed.append(sock.session_reused)
                self._open.append(sock)
            with sock, sock.makefile('rb') as stream:
                while self._one(sock, stream, number):
                    pass
        except OSError:
            pass

    def _one(self, sock: socket.socket, stream: Any, number: int) -> bool:
        request = _read(stream, number)
        if request is None:
            return False
        self.requests.append(request)
        try:
            item = self._script.get_nowait()
        except queue.Empty:
            item = self.default
        if not isinstance(item, Reply):
            item = item(request)
        if item.until is not None:
            item.until.wait(60)
        if item.reset:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER,
                            struct.pack('ii', 1, 0))
            return False
        sock.sendall(item.data)
        return not item.close


def _read(stream: Any, number: int) -> Request | None:
    first = stream.readline().decode('latin-1').split()
    if len(first) < 2:
        return None
    headers = {}
    while True:
        line = stream.readline().decode('latin-1').rstrip('\r\n')
        if not line:
            break
        name, _, value = line.partition(':')
        headers[name.lower()] = value.strip()
    body = stream.read(int(headers.get('content-length', 0)))
    return Request(first[0], first[1], headers, body, number)
