"""cheroot, made to serve as an array does.

Knows connections, their handshake and their end, how long a request may take
to come in, and how replies get onto the socket. Knows no resource.
"""

from __future__ import annotations

import contextlib
import logging
import socket
import struct
import threading
import time
from typing import (
    TYPE_CHECKING,
    Any,
    cast,
)

from cheroot.server import HTTPConnection
from cheroot.wsgi import Server

from hpe3parclient.simulator import assumptions
from hpe3parclient.simulator.errors import Refused
from hpe3parclient.simulator.http_request import Head, Reader, read_body, read_head
from hpe3parclient.simulator.replies import Reply, framed, head
from hpe3parclient.simulator.tls import say_goodbye
from hpe3parclient.simulator.workers import Workers
from hpe3parclient.simulator.wsapi.answers import text_of

if TYPE_CHECKING:
    from hpe3parclient.simulator.dispatcher import Dispatcher

_LOG = logging.getLogger(__name__)
#: What a connection is doing.
QUEUED, READING, SERVING, WRITING, IDLE = (
    'queued', 'reading', 'serving', 'writing', 'idle')
#: Seconds between two looks at who takes too long.
_LOOK = 0.25
#: Bytes and seconds of what a client still sends after it was refused.
_DRAINED_BYTES, _DRAINED_SECONDS = 1 << 20, 1.0


class ArrayConnection(HTTPConnection):
    """One connection: its handshake, its end, and how to break it."""

    def __init__(self, server: ArrayServer, sock: socket.socket,
                 makefile: Any) -> None:
        # cheroot's stub leaves out the types of the parameters
        super().__init__(  # pyright: ignore[reportUnknownMemberType]
            server, sock, self._reader)
        #: ends without TLS's end mark; and without TCP's
        self.aborted = self.reset = False
        #: what it is doing, and since when
        self.activity, self.since = QUEUED, time.monotonic()
        #: its time was up before its request had come in
        self.late = False
        self._greeted = False
        server.joined(self)

    def _reader(self, sock: Any, mode: str, size: int) -> Reader:
        """What reads requests from the socket."""
        return Reader(sock, self.patience)

    def begin(self, activity: str) -> None:
        """Do something else from now on."""
        self.activity, self.since = activity, time.monotonic()

    def patience(self) -> float:
        """Seconds for which the rest of a request may still come in."""
        if self.late:
            return 0.0
        limit: float = min(assumptions.REQUEST_SECONDS, self.server.timeout)
        return self.since + limit - time.monotonic()

    def communicate(self) -> bool:
        """Serve the next request; False when the connection is over."""
        self.begin(READING)
        self.rfile.begin()
        if not self._shake():
            return False
        try:
            request = read_head(self.rfile)
            return request is not None and self._exchange(request)
        except Refused as error:
            self._refuse(error)
        except socket.timeout:
            # Who has said nothing gets no answer.
            if self.rfile.started:
                self._refuse(Refused('TIMEOUT'))
        except OSError as error:
            _LOG.debug('a connection broke: %s', error)
            self.aborted = True
        return False

    def _shake(self) -> bool:
        """TLS's handshake, where it is still to be done."""
        if self._greeted:
            return True
        shake = getattr(self.socket, 'do_handshake', None)
        try:
            if shake is not None:
                self.socket.settimeout(self.patience())
                shake()
        except (OSError, ValueError) as error:
            _LOG.debug('no TLS handshake: %s', error)
            self.aborted = True
            return False
        self._greeted = True
        return True

    def _exchange(self, request: Head) -> bool:
        """Read the rest of a request and answer it; whether to go on."""
        if request.waits:
            self.socket.settimeout(self.server.timeout)
            self.socket.sendall(b'HTTP/1.1 100 Continue\r\n\r\n')
        early: Refused | None = None
        body = b''
        try:
            body = read_body(self.rfile, request)
        except Refused as error:
            early = error
        except socket.timeout:
            early = Refused('TIMEOUT')
        self.begin(SERVING)
        reply = self.server.dispatcher.handle(request, body, early,
                                              self.remote_addr)
        self.begin(WRITING)
        self.aborted, self.reset = reply.broken, reply.silent
        closes = (self.server.closes or reply.broken or early is not None
                  or reply.extra_length is not None or request.closes
                  or self.server.crowded)
        if reply.silent:
            return False
        sent = self._send(reply, closes, request.method == 'HEAD')
        if early is not None and sent:
            self._drain()
        if sent and not closes:
            self.begin(IDLE)
            return True
        return False

    def _send(self, reply: Reply, closes: bool, headless: bool) -> bool:
        """Send a reply; whether all of it went out."""
        try:
            self.socket.settimeout(self.server.timeout)
            return self._written(reply, closes, headless)
        except OSError as error:
            _LOG.debug('the client did not wait for its answer: %s', error)
            self.aborted = True
            return False

    def _written(self, reply: Reply, closes: bool, headless: bool) -> bool:
        quiet = self.server.closes
        length: int | None = None
        if not reply.chunked:
            reply.pieces = [] if headless else [b''.join(reply.pieces)]
        if not reply.chunked and (not quiet or reply.extra_length is not None):
            length = sum(map(len, reply.pieces)) + (reply.extra_length or 0)
        write = self.socket.sendall
        start = head(reply, closes, quiet, length)
        if reply.drip is None:
            pieces = framed(reply)
            write(start + next(pieces, b''))
            for piece in pieces:
                write(piece)
            return True
        for piece in [start, *framed(reply)]:
            for index in range(len(piece)):
                write(piece[index:index + 1])
                # Slow on purpose: not the client's fault.
                self.begin(WRITING)
                if self.server.stopping.wait(reply.drip):
                    self.aborted = True
                    return False
        return True

    def _refuse(self, error: Refused) -> None:
        """Answer what is not HTTP enough to be handled, and end it."""
        self.begin(WRITING)
        reply = Reply(error.status, {'Content-Type': 'application/json'},
                      [text_of(error.body())])
        if self._send(reply, True, False):
            self._drain()

    def _drain(self) -> None:
        """Take what a refused client still sends: it would miss its answer."""
        seconds = 0.0 if self.late else _DRAINED_SECONDS
        left, end = _DRAINED_BYTES, time.monotonic() + seconds
        try:
            say_goodbye(self.socket)
            socket.socket.shutdown(self.socket, socket.SHUT_WR)
            while left > 0:
                self.socket.settimeout(max(end - time.monotonic(), 0.01))
                data = socket.socket.recv(self.socket, 65536)
                left -= len(data)
                if not data or time.monotonic() > end:
                    return
        except (OSError, ValueError) as error:
            _LOG.debug('nothing to take: %s', error)

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

    def expire(self) -> None:
        """End the reading of a request that does not come in."""
        self.late = True
        if self.activity != READING or not self._greeted:
            self.kill()

    def kill(self) -> None:
        """Wake whoever reads or writes here; another thread may."""
        try:
            # Not SSLSocket's own: that would pull the TLS state from
            # under the thread that uses it.
            socket.socket.shutdown(self.socket, socket.SHUT_RDWR)
        except OSError as error:
            _LOG.debug('already gone: %s', error)


class ArrayServer(Server):
    """cheroot, serving one array.

    Connections are bounded in number: when there are too many, the one that
    has been silent or incomplete for longest goes. Requests are bounded in
    time: one that is not complete in time is refused as TIMEOUT.
    """

    ConnectionClass = ArrayConnection
    #: how soon stop() is noticed
    expiration_interval = 0.02
    keep_alive_conn_limit = None  # type: ignore[assignment]

    def __init__(self, address: Any, dispatcher: Dispatcher, closes: bool,
                 stopping: threading.Event) -> None:
        # cheroot's stub leaves out the types of the parameters
        super().__init__(  # pyright: ignore[reportUnknownMemberType]
            address, None, numthreads=1, request_queue_size=128,
            timeout=assumptions.IDLE_SECONDS, server_name='hp3par-wsapi')
        self.requests = Workers(self, assumptions.MAX_THREADS)
        self.dispatcher = dispatcher
        self.closes = closes
        self.stopping = stopping
        self._open: set[ArrayConnection] = set()
        self._guard = threading.Lock()
        self._polite: threading.Thread | None = None
        self._watch: threading.Thread | None = None

    @property
    def port(self) -> int:
        """The TCP port that it listens on."""
        # cheroot's stub gives bind_addr no type
        address = cast(
            'tuple[str, int]',
            self.bind_addr)  # pyright: ignore[reportUnknownMemberType]
        return address[1]

    @property
    def crowded(self) -> bool:
        """Whether connections are not kept: there are many already."""
        return len(self._open) > assumptions.MAX_KEPT

    def joined(self, connection: ArrayConnection) -> None:
        """A connection began."""
        with self._guard:
            self._open.add(connection)
            many = len(self._open) > assumptions.MAX_CONNECTIONS
        if many and not self._evict(1, (IDLE, READING)):
            self._evict(1, (QUEUED,))
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

    def _evict(self, count: int, activities: tuple[str, ...],
               age: float = 0.0) -> int:
        """End connections of which nothing complete comes, the oldest first.

        :param age: seconds for which it has been so
        :returns: how many were ended
        """
        before = time.monotonic() - age
        passive = sorted((item for item in self.connections()
                          if item.activity in activities
                          and not item.late and item.since <= before),
                         key=lambda item: item.since)[:count]
        for connection in passive:
            connection.expire()
        return len(passive)

    def _look_after(self) -> None:
        """End, in a thread of its own, what takes too long."""
        while not self.stopping.wait(_LOOK):
            now = time.monotonic()
            for item in self.connections():
                if item.activity == READING and not item.late \
                        and now - item.since > assumptions.REQUEST_SECONDS:
                    item.expire()
                elif item.activity == WRITING \
                        and now - item.since > assumptions.ANSWER_SECONDS:
                    item.aborted = True
                    item.kill()
            if self.requests.waiting:
                self._evict(self.requests.waiting, (READING,),
                            assumptions.GRACE_SECONDS)

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

    def prepare(self) -> None:
        """Bind, and begin to look after connections."""
        super().prepare()
        self._watch = threading.Thread(target=self._look_after, daemon=True,
                                       name='simulated array, time limits')
        self._watch.start()

    def _serve_unservicable(self) -> None:
        self._polite = threading.current_thread()
        super()._serve_unservicable()  # type: ignore[misc]

    def stop(self) -> None:
        """Stop serving; no thread and no socket is left."""
        if not self.ready:
            return
        self.stopping.set()
        for connection in self.connections():
            connection.kill()
        super().stop()
        for connection in self.connections():
            connection.close()
        for thread in (self._polite, self._watch):
            if thread is not None:
                thread.join()
        # cheroot keeps every server's statistics for ever.
        getattr(logging, 'statistics', {}).pop(
            f'Cheroot HTTPServer {id(self)}', None)
