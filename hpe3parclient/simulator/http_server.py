"""cheroot, made to serve as an array does.

Knows connections, their handshake and their end, and how replies get onto
the socket. Knows no resource.
"""

from __future__ import annotations

import contextlib
import json
import logging
import socket
import struct
import threading
from typing import (
    TYPE_CHECKING,
    Any,
)

from cheroot.server import HTTPConnection, HTTPRequest
from cheroot.wsgi import Gateway_10, Server

from hpe3parclient.simulator.errors import Refused
from hpe3parclient.simulator.replies import Reply, framed, head
from hpe3parclient.simulator.tls import say_goodbye

if TYPE_CHECKING:
    from hpe3parclient.simulator.dispatcher import Dispatcher

_LOG = logging.getLogger(__name__)
#: What a request that is no HTTP is told, by status.
_SYMBOLS = {400: 'INV_INPUT', 408: 'TIMEOUT', 413: 'INPUT_TOO_LONG',
            414: 'INPUT_TOO_LONG', 501: 'UNSUP_OP', 505: 'UNSUP_HTTP'}


class ArrayRequest(HTTPRequest):
    """A request that may be absolute, and whose errors are WSAPI's."""

    def __init__(self, server: ArrayServer, conn: ArrayConnection) -> None:
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
            self.conn.socket.sendall(
                head(reply, True, quiet, None if quiet else len(body))
                + body)
        except OSError as gone:
            _LOG.debug('nobody reads the refusal: %s', gone)


class ArrayGateway(Gateway_10):
    """Hands requests to the dispatcher and sends what it says."""

    def respond(self) -> None:
        """Serve one request."""
        server: ArrayServer = self.req.server
        self.env['wsgi.input'] = self.req.rfile
        reply = server.dispatcher.handle(self.env)
        # From here on cheroot must add nothing of its own.
        self.req.sent_headers = True
        self.req.conn.aborted = reply.broken
        self.req.conn.reset = reply.silent
        if server.closes or reply.broken or reply.extra_length is not None:
            self.req.close_connection = True
        if reply.silent:
            return
        try:
            self._send(server, reply)
        except OSError as error:
            _LOG.debug('the client did not wait for its answer: %s', error)
            self.req.close_connection = self.req.conn.aborted = True

    def _send(self, server: ArrayServer, reply: Reply) -> None:
        length: int | None = None
        if not reply.chunked:
            reply.pieces = [b''.join(reply.pieces)]
            if self.req.method == b'HEAD':
                reply.pieces = []
        if not reply.chunked and (not server.closes
                                  or reply.extra_length is not None):
            length = sum(map(len, reply.pieces)) + (reply.extra_length or 0)
        # Not wfile: what it cannot write it would try again when it dies.
        write = self.req.conn.socket.sendall
        start = head(reply, self.req.close_connection, server.closes, length)
        if reply.drip is None:
            write(start)
            for piece in framed(reply):
                write(piece)
            return
        for piece in [start, *framed(reply)]:
            for index in range(len(piece)):
                write(piece[index:index + 1])
                if server.stopping.wait(reply.drip):
                    self.req.close_connection = self.req.conn.aborted = True
                    return


class ArrayConnection(HTTPConnection):
    """One connection: its handshake, its end, and how to break it."""

    RequestHandlerClass = ArrayRequest

    def __init__(self, server: ArrayServer, sock: socket.socket,
                 makefile: Any) -> None:
        super().__init__(server, sock, makefile)
        #: ends without TLS's end mark; and without TCP's
        self.aborted = self.reset = False
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
        if self.reset:
            # Only where nothing was sent: a reset would take with it what
            # the peer has not read yet.
            with contextlib.suppress(OSError):
                self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER,
                                       struct.pack('ii', 1, 0))
        if not self.aborted:
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

    ConnectionClass = ArrayConnection
    #: how soon stop() is noticed
    expiration_interval = 0.02
    keep_alive_conn_limit = None  # type: ignore[assignment]

    def __init__(self, address: Any, dispatcher: Dispatcher, closes: bool,
                 stopping: threading.Event) -> None:
        super().__init__(address, None, numthreads=24,
                         request_queue_size=128, timeout=60,
                         server_name='hp3par-wsapi')
        self.gateway = ArrayGateway
        self.dispatcher = dispatcher
        self.closes = closes
        self.stopping = stopping
        self._open: set[ArrayConnection] = set()
        self._guard = threading.Lock()
        self._polite: threading.Thread | None = None

    def joined(self, connection: ArrayConnection) -> None:
        """A connection began."""
        with self._guard:
            self._open.add(connection)
        # stop() may have looked already at which connections there are.
        if self.stopping.is_set():
            connection.kill()

    def left(self, connection: ArrayConnection) -> None:
        """A connection is over."""
        with self._guard:
            self._open.discard(connection)

    def connections(self) -> list[ArrayConnection]:
        """Those that are open now."""
        with self._guard:
            return list(self._open)

    @staticmethod
    def bind_socket(socket_: socket.socket, bind_addr: Any) -> socket.socket:
        """Bind; cheroot would forget to close what cannot be bound."""
        try:
            socket_.bind(bind_addr)
        except OSError:
            socket_.close()
            raise
        return socket_

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
