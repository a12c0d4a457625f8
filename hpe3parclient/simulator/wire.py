"""Bytes on the socket: status line, headers, framing, and their faults.

Knows HTTP/1.1 as each generation speaks it and how cheroot is made to say
it. Knows no resource.
"""

from __future__ import annotations

import email.utils
import http.client
import json
import logging
import socket
import struct
import threading
from dataclasses import dataclass
from typing import (
    TYPE_CHECKING,
    Any,
    Dict,
    Iterable,
    Iterator,
    List,
    Mapping,
    Optional,
    Set,
)

from cheroot.server import HTTPConnection, HTTPRequest
from cheroot.wsgi import Gateway_10, Server

from .errors import Refused
from .tls import say_goodbye

if TYPE_CHECKING:
    from .front import Front

_LOG = logging.getLogger(__name__)
#: What a broken list ends with (printed in the guide).
BROKEN = {'code': 101, 'desc': 'Invalid cursor id for chunking'}
#: What a request that is no HTTP is told, by status.
_SYMBOLS = {400: 'INV_INPUT', 408: 'TIMEOUT', 413: 'INPUT_TOO_LONG',
            414: 'INPUT_TOO_LONG', 501: 'UNSUP_OP', 505: 'UNSUP_HTTP'}


@dataclass
class Reply:
    """What is to be sent, and what is to go wrong with it."""

    status: int
    headers: Dict[str, str]
    pieces: Iterable[bytes]
    chunked: bool = False
    #: nothing is sent at all
    silent: bool = False
    #: bytes of the body after which the connection is cut
    cut_after: Optional[int] = None
    #: added to the Content-Length that is announced
    extra_length: Optional[int] = None
    #: pause between single bytes
    drip: Optional[float] = None
    last_chunk: bool = True

    @property
    def broken(self) -> bool:
        """Whether the connection ends without its proper end."""
        return (self.silent or self.cut_after is not None
                or not self.last_chunk)

    def spoil(self, kind: str, options: Mapping[str, Any]) -> None:
        """Let one of the faults of :data:`.faults.AFTER` happen."""
        if kind == 'reset_after':
            self.silent = True
        elif kind == 'drip':
            self.drip = options.get('seconds', 0.0)
        elif kind == 'wrong_length':
            self.pieces, self.chunked = [b''.join(self.pieces)], False
            self.extra_length = options.get('extra', 10)
        elif kind == 'truncate':
            whole = b''.join(self.pieces)
            self.pieces = [whole[:options.get('after', len(whole) // 2)]]
        elif kind == 'cut':
            self.pieces = list(self.pieces)
            size = sum(len(piece) for piece in self.pieces)
            self.cut_after = options.get('after', size // 2)
        elif self.status == 200:
            self._break_list(options)

    def _break_list(self, options: Mapping[str, Any]) -> None:
        pieces = list(self.pieces)
        kept = pieces[:options.get('chunks', max(1, len(pieces) // 2))]
        message = {'code': options.get('code', BROKEN['code']),
                   'desc': options.get('desc', BROKEN['desc'])}
        tail = '"success":false,"message":' + json.dumps(
            message, separators=(',', ':'))
        self.pieces = kept + [tail.encode('utf-8')]
        self.chunked, self.last_chunk = True, False


def head(reply: Reply, closes: bool, keeps_quiet: bool,
         length: Optional[int]) -> bytes:
    """Status line and headers.

    :param closes: the connection ends after this answer
    :param keeps_quiet: 3PAR: no length, and no cache headers on errors
    :param length: the length to announce, where one is
    """
    reason = http.client.responses.get(reply.status, 'Unknown')
    lines = [f'HTTP/1.1 {reply.status} {reason}',
             f'Date: {email.utils.formatdate(usegmt=True)}',
             'Server: hp3par-wsapi']
    if reply.status < 400 or not keeps_quiet:
        lines += ['Cache-Control: no-cache', 'Pragma: no-cache']
    lines += [f'{name}: {value}' for name, value in reply.headers.items()]
    if reply.chunked:
        lines.append('Transfer-Encoding: chunked')
    elif length is not None:
        lines.append(f'Content-Length: {length}')
    if closes:
        lines.append('Connection: close')
    return '\r\n'.join(lines + ['', '']).encode('iso-8859-1')


def framed(reply: Reply) -> Iterator[bytes]:
    """The body as it goes over the wire, cut where it is to be cut."""
    left = reply.cut_after
    for piece in _framed_whole(reply):
        if left is not None:
            piece = piece[:left]
            left -= len(piece)
        if piece:
            yield piece
        if left == 0:
            return


def _framed_whole(reply: Reply) -> Iterator[bytes]:
    for piece in reply.pieces:
        if reply.chunked and piece:
            yield b'%x\r\n%s\r\n' % (len(piece), piece)
        elif piece:
            yield piece
    if reply.chunked and reply.last_chunk:
        yield b'0\r\n\r\n'


class Request(HTTPRequest):
    """A request that may be absolute, and whose errors are WSAPI's."""

    def __init__(self, server: ArrayServer, conn: Connection) -> None:
        # proxy_mode is cheroot's word for allowing absolute targets.
        super().__init__(server, conn, proxy_mode=True)
        self.sent_headers = False

    def simple_response(self, status: Any, msg: str = '') -> None:
        """Refuse what is not HTTP enough to be handled."""
        number = int(str(status)[:3])
        error = Refused(_SYMBOLS.get(number, 'INT_SERV_ERR'))
        body = json.dumps(error.body(), separators=(',', ':')).encode()
        self.close_connection = True
        reply = Reply(number, {'Content-Type': 'application/json'}, [body])
        quiet = self.server.closes
        try:
            self.conn.wfile.write(
                head(reply, True, quiet, None if quiet else len(body))
                + body)
        except OSError as gone:
            _LOG.debug('nobody reads the refusal: %s', gone)


class Gateway(Gateway_10):
    """Hands requests to the front and sends what it says."""

    def respond(self) -> None:
        """Serve one request."""
        server: ArrayServer = self.req.server
        self.env['wsgi.input'] = self.req.rfile
        reply = server.front.handle(self.env)
        # From here on cheroot must add nothing of its own.
        self.req.sent_headers = True
        self.req.conn.aborted = reply.broken
        if server.closes or reply.broken or reply.extra_length is not None:
            self.req.close_connection = True
        if not reply.silent:
            self._send(server, reply)

    def _send(self, server: ArrayServer, reply: Reply) -> None:
        length: Optional[int] = None
        if not reply.chunked:
            reply.pieces = [b''.join(reply.pieces)]
            if self.req.method == b'HEAD':
                reply.pieces = []
        if not reply.chunked and (not server.closes
                                  or reply.extra_length is not None):
            length = sum(map(len, reply.pieces)) + (reply.extra_length or 0)
        write = self.req.conn.wfile.write
        start = head(reply, self.req.close_connection, server.closes, length)
        if reply.drip is None:
            write(start)
            for piece in framed(reply):
                write(piece)
            return
        for piece in [start, *framed(reply)]:
            for place in range(len(piece)):
                write(piece[place:place + 1])
                if server.stopping.wait(reply.drip):
                    return


class Connection(HTTPConnection):
    """One connection: its handshake, its end, and how to break it."""

    RequestHandlerClass = Request

    def __init__(self, server: ArrayServer, sock: socket.socket,
                 makefile: Any) -> None:
        super().__init__(server, sock, makefile)
        self.aborted = False
        self._greeted = False
        server.joined(self)

    def communicate(self) -> bool:
        """Serve the next request; False when the connection is over."""
        if not self._greeted:
            self._greeted = True
            shake = getattr(self.socket, 'do_handshake', None)
            try:
                if shake is not None:
                    shake()
            except (OSError, ValueError) as error:
                _LOG.debug('no TLS handshake: %s', error)
                self.aborted = True
                return False
        return bool(super().communicate())  # type: ignore[no-untyped-call]

    def close(self) -> None:
        """End it as TLS and TCP want it, or break it off."""
        self.server.left(self)
        if self.aborted:
            with_reset = struct.pack('ii', 1, 0)
            try:
                self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER,
                                       with_reset)
            except OSError as error:
                _LOG.debug('already gone: %s', error)
        else:
            say_goodbye(self.socket)
        super().close()

    def kill(self) -> None:
        """Wake whoever reads or writes here; another thread may."""
        try:
            # Not SSLSocket's own: that would pull the TLS state from
            # under the thread that uses it.
            socket.socket.shutdown(self.socket, socket.SHUT_RDWR)
        except OSError as error:
            _LOG.debug('already gone: %s', error)


class ArrayServer(Server):
    """cheroot, serving one array."""

    ConnectionClass = Connection
    #: how soon stop() is noticed
    expiration_interval = 0.05
    keep_alive_conn_limit = None  # type: ignore[assignment]

    def __init__(self, address: Any, front: Front, closes: bool,
                 stopping: threading.Event) -> None:
        super().__init__(address, None, numthreads=24,
                         request_queue_size=128, timeout=60,
                         server_name='hp3par-wsapi')
        self.gateway = Gateway
        self.front = front
        self.closes = closes
        self.stopping = stopping
        self._open: Set[Connection] = set()
        self._guard = threading.Lock()
        self._polite: Optional[threading.Thread] = None

    def joined(self, connection: Connection) -> None:
        """A connection began."""
        with self._guard:
            self._open.add(connection)

    def left(self, connection: Connection) -> None:
        """A connection is over."""
        with self._guard:
            self._open.discard(connection)

    def connections(self) -> List[Connection]:
        """Those that are open now."""
        with self._guard:
            return list(self._open)

    def error_log(self, msg: str = '', level: int = 20,
                  traceback: bool = False) -> None:
        """Cheroot's complaints go to logging, not to stderr."""
        _LOG.log(level, '%s', msg, exc_info=traceback)

    def _serve_unservicable(self) -> None:
        self._polite = threading.current_thread()
        super()._serve_unservicable()  # type: ignore[misc]

    def stop(self) -> None:
        """Stop serving; no thread and no socket is left."""
        if not self.ready:
            return
        for connection in self.connections():
            connection.kill()
        super().stop()
        for connection in self.connections():
            connection.close()
        if self._polite is not None:
            self._polite.join()
        # cheroot keeps every server's statistics for ever.
        getattr(logging, 'statistics', {}).pop(
            f'Cheroot HTTPServer {id(self)}', None)
