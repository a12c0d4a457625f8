"""A server that writes bytes as a test says, on connections that it keeps.

It answers the requests in the order of its script, whichever connection they
come on, and the last answer again and again. An answer is bytes, or a list of
bytes, pauses in seconds, and events to wait for.
"""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
from collections.abc import Iterator, Sequence
from typing import Any

import trustme

#: in an answer: close the connection
END = object()


class _Forever:
    def __init__(self, piece: bytes, before: bytes, pause: float,
                 until: threading.Event | None) -> None:
        self.piece, self.before, self.pause = piece, before, pause
        self.until = until or threading.Event()


def forever(piece: bytes, before: bytes = b'', pause: float = 0.0,
            until: threading.Event | None = None) -> Any:
    """An answer that does not end until the client goes away.

    :param until: ends it, and the connection, when it is set
    """
    return _Forever(piece, before, pause, until)


@contextlib.contextmanager
def within(seconds: float) -> Iterator[None]:
    """Fail a call that does not end by itself.

    The limit is generous: it tells what is bounded from what is not.
    """
    late = threading.Event()
    timer = threading.Timer(seconds, late.set)
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        timer.join()
    assert not late.is_set(), f'the call took more than {seconds:g} s'


class Server:
    """Plays a script on 127.0.0.1; use it in a ``with`` block."""

    def __init__(self, script: Sequence[Any], tls: bool = False) -> None:
        self._script = list(script)
        self._context = None
        if tls:
            self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            trustme.CA().issue_cert('127.0.0.1').configure_cert(self._context)
        self._listener = socket.create_server(('127.0.0.1', 0))
        self._lock = threading.Lock()
        self._over = threading.Event()
        self._threads: list[threading.Thread] = []
        self._open: list[socket.socket] = []
        self.requests: list[bytes] = []
        self.connections = 0
        #: set when an answer has been written to its end
        self.sent = threading.Event()
        self.url = '%s://127.0.0.1:%d/api/v1' % (
            'https' if tls else 'http', self._listener.getsockname()[1])

    def __enter__(self) -> Server:
        self._start(self._accept)
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        with contextlib.suppress(OSError):
            socket.create_connection(self._listener.getsockname()).close()
        self._listener.close()
        # After its end no further connection is opened.
        self._threads[0].join()
        for sock in self._open:
            with contextlib.suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join()

    def _start(self, work: Any, *args: Any) -> None:
        thread = threading.Thread(target=work, args=args)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while True:
            try:
                sock, _ = self._listener.accept()
            except OSError:
                return
            if self._over.is_set():
                sock.close()
                return
            self.connections += 1
            self._open.append(sock)
            self._start(self._serve, sock)

    def _serve(self, plain: socket.socket) -> None:
        sock = plain
        try:
            if self._context is not None:
                sock = self._context.wrap_socket(plain, server_side=True)
            file = sock.makefile('rb')
            while self._read(file):
                if not self._answer(sock, self._next()):
                    break
        except (OSError, ValueError):
            pass            # the client has gone
        finally:
            sock.close()

    def _read(self, file: Any) -> bool:
        length, request = 0, b''
        while not request.endswith(b'\r\n\r\n'):
            line = file.readline()
            if not line:
                return False
            request += line
            if line.lower().startswith(b'content-length:'):
                length = int(line.split(b':')[1])
        self.requests.append(request + file.read(length))
        return True

    def _next(self) -> Any:
        with self._lock:
            return self._script.pop(0) if len(self._script) > 1 \
                else self._script[0]

    def _answer(self, sock: Any, answer: Any) -> bool:
        if isinstance(answer, _Forever):
            sock.sendall(answer.before)
            while not (self._over.is_set() or answer.until.is_set()):
                sock.sendall(answer.piece)
                self._over.wait(answer.pause)
            return False
        for item in answer if isinstance(answer, list) else [answer]:
            if item is END:
                return False
            if isinstance(item, bytes):
                sock.sendall(item)
            elif isinstance(item, float):
                self._over.wait(item)
            else:
                item.wait(60)
        self.sent.set()
        return True
