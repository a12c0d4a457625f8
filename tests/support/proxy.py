"""A TCP proxy that breaks connections where a plan tells it to.

It knows bytes, connections and, where it is given a certificate, TLS towards
the client; it knows no protocol above them. One thread serves everything, and
nothing of it is left after :meth:`Proxy.close`.
"""

from __future__ import annotations

import collections
import contextlib
import selectors
import socket
import ssl
import struct
import threading
import time
from collections import Counter
from typing import (
    Any,
    Callable,
    NamedTuple,
)

#: what may happen to a connection
KINDS = frozenset({'pass', 'reset', 'cut', 'stall', 'drip', 'delay',
                   'spoil', 'insert'})
_PIECE = 1 << 16
_WOULD_BLOCK = (BlockingIOError, ssl.SSLWantReadError, ssl.SSLWantWriteError)


class Plan(NamedTuple):
    """What happens to one connection.

    :param kind: one of :data:`KINDS`: ``reset`` (RST), ``cut`` (an end
        without a proper goodbye), ``stall`` (nothing passes any more, either
        way), ``drip`` (one byte at a time), ``delay`` (a pause), ``spoil``
        (the byte on which it strikes arrives as another one; wants a side),
        ``insert`` (bytes that nobody sent come before it; wants a side)
    :param side: whose bytes are counted: ``client`` or ``server``; None
        strikes when the connection is made, before a byte has passed
    :param after: how many of its bytes pass before; the strike comes when
        the next byte does, so 0 is the first byte
    :param seconds: how long a ``delay`` is
    :param label: what a strike is counted as; the kind, without one
    :param data: what an ``insert`` puts in, before the byte on which it strikes
    """

    kind: str = 'pass'
    side: str | None = None
    after: int = 0
    seconds: float = 0.05
    label: str = ''
    data: bytes = b''


class Proxy:
    """Passes connections on to one server, breaking those it is told to.

    :param target: host and port of the server
    :param context: speak TLS to clients with this, and plain bytes to the
        server; without it bytes pass as they are
    :param choose: gives the plan of each new connection; it is called in
        the proxy's thread. Without it, plans come from :meth:`expect`
    """

    def __init__(self, target: tuple[str, int],
                 context: ssl.SSLContext | None = None,
                 choose: Callable[[], Plan] | None = None) -> None:
        self.target = target
        self._context = context
        self._choose = choose or self._next_plan
        self._lock = threading.Lock()
        self._plans: collections.deque[Plan] = collections.deque()
        self._struck: Counter[str] = collections.Counter()
        self._pairs: set[_Pair] = set()
        self._orders: collections.deque[Callable[[], None]] = collections.deque()
        self._closing = False
        self._selector = selectors.DefaultSelector()
        self._bell, self._ear = socket.socketpair()
        self._bell.setblocking(False)
        self._ear.setblocking(False)
        self._selector.register(self._ear, selectors.EVENT_READ)
        # Keeps the port while nobody listens on it.
        self._holder = _bound(0)
        self.port: int = self._holder.getsockname()[1]
        self._listener: socket.socket | None = None
        self._listen()
        self._thread = threading.Thread(target=self._run, name='proxy')
        self._thread.start()

    def __enter__(self) -> Proxy:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # -- what a test says ---------------------------------------------------

    def expect(self, *plans: Plan) -> None:
        """Use these plans for the connections to come, then pass."""
        for plan in plans:
            if plan.kind not in KINDS:
                raise ValueError(f'no plan is called {plan.kind!r}')
        with self._lock:
            self._plans.extend(plans)

    def forget(self) -> None:
        """Forget the plans that no connection came for."""
        with self._lock:
            self._plans.clear()

    def shut(self) -> None:
        """Refuse connections; returns when that is so."""
        self._order(self._stop_listening)

    def open(self) -> None:
        """Accept connections again; returns when that is so."""
        self._order(self._listen)

    def drop_all(self) -> None:
        """Reset every connection there is; returns when that is done."""
        self._order(self._reset_all)

    def strike(self, plan: Plan) -> None:
        """Let a plan meet every connection there is; returns when it does.

        A plan with a side counts that side's bytes from now on.
        """
        self._order(lambda: self._strike_all(plan))

    def retarget(self, target: tuple[str, int]) -> None:
        """Pass connections to come on to another server."""
        self.target = target

    @property
    def struck(self) -> dict[str, int]:
        """How many times each kind of plan struck; ``pass`` did not."""
        with self._lock:
            return dict(self._struck)

    @property
    def passed(self) -> list[dict[str, int]]:
        """The bytes that came from each end of each open connection."""
        result: list[dict[str, int]] = []
        self._order(lambda: result.extend(pair.passed for pair in self._pairs))
        return result

    @property
    def connections(self) -> int:
        """How many connections are open now."""
        result: list[int] = []
        self._order(lambda: result.append(len(self._pairs)))
        return result[0]

    def settle(self) -> None:
        """Wait until the server is through with everybody who has left.

        Only then is it certain whether it carried out what was given up.
        """
        self._order(lambda: None)       # what is on its way has arrived
        left: list[int] = []
        while not left or left[-1]:
            if left:
                time.sleep(0.001)
            self._order(lambda: left.append(
                sum(pair.unsettled for pair in self._pairs)))

    def close(self) -> None:
        """Reset what is open and stop; no thread and no socket is left."""
        if self._closing:
            return
        self._closing = True
        self._ring()
        self._thread.join()

    # -- the thread ---------------------------------------------------------

    def _next_plan(self) -> Plan:
        with self._lock:
            return self._plans.popleft() if self._plans else Plan()

    def count(self, plan: Plan) -> None:
        """Count a strike."""
        with self._lock:
            self._struck[plan.label or plan.kind] += 1

    def _ring(self) -> None:
        # It rings already, or the thread has seen what there is and gone.
        with contextlib.suppress(OSError):
            self._bell.send(b'!')

    def _order(self, what: Callable[[], None]) -> None:
        """Let the thread do something; returns when it is done."""
        if threading.current_thread() is self._thread:
            what()
            return
        if self._closing:
            raise RuntimeError('the proxy is closed')
        done = threading.Event()

        def obey() -> None:
            try:
                what()
            finally:
                done.set()

        self._orders.append(obey)
        self._ring()
        if not done.wait(60):
            raise RuntimeError('the proxy does not answer')

    def _listen(self) -> None:
        if self._listener is not None:
            return
        listener = _bound(self.port)
        listener.listen(128)
        listener.setblocking(False)
        self._selector.register(listener, selectors.EVENT_READ)
        self._listener = listener

    def _stop_listening(self) -> None:
        listener, self._listener = self._listener, None
        if listener is None:
            return
        # Who is in the backlog has been let in, as far as TCP is concerned.
        self._accept_all(listener)
        self._selector.unregister(listener)
        listener.close()

    def _strike_all(self, plan: Plan) -> None:
        if self._listener is not None:
            self._accept_all(self._listener)
        for pair in list(self._pairs):
            pair.meet(plan)

    def _reset_all(self) -> None:
        if self._listener is not None:
            self._accept_all(self._listener)
        for pair in list(self._pairs):
            pair.break_off()

    def _end_all(self) -> None:
        for pair in list(self._pairs):
            pair.end(reset=True)

    def _run(self) -> None:
        try:
            while not self._closing:
                self._turn()
        finally:
            self._stop_listening()
            self._end_all()
            self._selector.close()
            for sock in (self._holder, self._bell, self._ear):
                sock.close()
            while self._orders:         # nobody may wait for us in vain
                self._orders.popleft()()

    def _turn(self) -> None:
        for key, mask in self._selector.select(self._patience()):
            if key.fileobj is self._ear:
                with contextlib.suppress(BlockingIOError):
                    self._ear.recv(4096)
            elif key.fileobj is self._listener:
                self._accept_all(self._listener)
            elif key.data is not None and key.data.alive:
                key.data.move(key.fileobj, mask)
        while self._orders:
            self._orders.popleft()()
        now = time.monotonic()
        for pair in list(self._pairs):
            if pair.resume_at is not None and pair.resume_at <= now:
                pair.resume()

    def _patience(self) -> float | None:
        moments = [pair.resume_at for pair in self._pairs
                   if pair.resume_at is not None]
        if not moments:
            return None
        return max(0.0, min(moments) - time.monotonic())

    def _accept_all(self, listener: socket.socket) -> None:
        while True:
            try:
                client, _ = listener.accept()
            except OSError:
                return
            self._begin(client)

    def _begin(self, client: socket.socket) -> None:
        plan = self._choose()
        if plan.kind == 'reset' and plan.side is None:
            self.count(plan)
            _reset(client)
            return
        if plan.kind == 'cut' and plan.side is None:
            self.count(plan)
            client.close()
            return
        try:
            server = socket.create_connection(self.target, timeout=60)
        except OSError:
            _reset(client)      # what a server that has gone looks like
            return
        try:
            pair = _Pair(self, self._selector, plan, client, server,
                         self._context)
        except OSError:
            client.close()      # it went before TLS could begin
            server.close()
            return
        self._pairs.add(pair)
        pair.start()

    def discard(self, pair: _Pair) -> None:
        """A connection is over."""
        self._pairs.discard(pair)


class _End:
    """One end of a connection that passes."""

    def __init__(self, name: str, sock: Any) -> None:
        self.name = name
        self.sock = sock
        sock.setblocking(False)
        with contextlib.suppress(OSError):
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        #: bytes that came from it
        self.got = 0
        #: bytes still to be written to it
        self.out = bytearray()
        #: nothing more will come from it; nothing more goes to it
        self.ended = self.finished = False

    def read(self) -> bytes | None:
        """What it has sent; None for nothing yet, b'' at its end."""
        try:
            result: bytes = self.sock.recv(_PIECE)
        except _WOULD_BLOCK:
            return None
        return result

    def write(self, most: int) -> None:
        """Pass on what the socket takes."""
        with contextlib.suppress(*_WOULD_BLOCK):
            del self.out[:self.sock.send(bytes(self.out[:most]))]

    def finish(self, politely: bool) -> None:
        """Say that nothing more will come."""
        self.finished = True
        if politely and isinstance(self.sock, ssl.SSLSocket):
            with contextlib.suppress(OSError, ValueError):
                self.sock.unwrap()
        with contextlib.suppress(OSError):
            socket.socket.shutdown(self.sock, socket.SHUT_WR)


class _Pair:
    """A client's connection and ours to the server.

    A client that has left, or was thrown out, leaves the server's side open
    until the server is through with what it was asked.
    """

    def __init__(self, proxy: Proxy, selector: selectors.BaseSelector,
                 plan: Plan, client: socket.socket, server: socket.socket,
                 context: ssl.SSLContext | None) -> None:
        self._proxy = proxy
        self._selector = selector
        self._plan: Plan | None = None if plan.kind == 'pass' else plan
        client.setblocking(False)
        if context is not None:
            client = context.wrap_socket(client, server_side=True,
                                         do_handshake_on_connect=False)
        self._client = _End('client', client)
        self._server = _End('server', server)
        self._masks: dict[str, int] = {}
        self._piece = _PIECE
        #: nothing passes any more; what comes is thrown away
        self._stalled = False
        #: the client's side is over
        self._left = False
        #: what happens when everything that may pass has been written
        self._fate: str | None = None
        self.alive = True
        #: when a pause is over
        self.resume_at: float | None = None

    @property
    def unsettled(self) -> bool:
        """Whether the server may still work for a client that has left."""
        return self._left or self.resume_at is not None

    def start(self) -> None:
        """Take part in the selector."""
        plan = self._plan
        if plan is not None and plan.side is None:
            self._strike(plan)
        self._read_both()

    def meet(self, plan: Plan) -> None:
        """Follow another plan from now on; bytes count from here."""
        if plan.side is None:
            self._strike(plan)
        else:
            self._plan = plan
            self._client.got = self._server.got = 0
        if self.alive:
            self._after()

    @property
    def passed(self) -> dict[str, int]:
        """How many bytes came from each end."""
        return {end.name: end.got for end in (self._client, self._server)}

    def resume(self) -> None:
        """A pause is over."""
        self.resume_at = None
        self._read_both()

    def _read_both(self) -> None:
        """Read without asking the selector.

        TLS may hold bytes that no selector sees, and who has left already
        is to be known at once.
        """
        for end in (self._client, self._server):
            if self.alive and not end.ended:
                self._move(end, selectors.EVENT_READ)
        if self.alive:
            self._after()

    def break_off(self) -> None:
        """Reset the client's side; what has passed has passed."""
        self._leave(reset=True)

    def end(self, reset: bool) -> None:
        """Close what is open of both sides."""
        self.alive = False
        self.resume_at = None
        self._proxy.discard(self)
        for end in (self._client, self._server):
            self._set_mask(end, 0)
            _reset(end.sock) if reset else end.sock.close()

    def move(self, sock: Any, mask: int) -> None:
        """Something can be read or written."""
        end = self._client if sock is self._client.sock else self._server
        if end.name in self._masks:
            self._move(end, mask)

    def _move(self, end: _End, mask: int) -> None:
        try:
            if mask & selectors.EVENT_WRITE and end.out:
                end.write(self._piece)
            if mask & selectors.EVENT_READ and not end.ended:
                self._take(end)
        except OSError:
            if end is self._client:
                self._leave(reset=True)
            elif self._left:
                self.end(reset=True)
            else:
                # Whoever broke it off, the client must see it break.
                end.ended = end.finished = True
                end.out.clear()
                self._fate = 'reset'
        if self.alive:
            self._after()

    def _take(self, here: _End) -> None:
        """Read what an end has sent, as far as it may pass."""
        there = self._server if here is self._client else self._client
        while self._fate is None and self.resume_at is None:
            data = here.read()
            if data is None:
                return
            if not data:
                here.ended = True
                return
            if self._stalled:
                continue
            here.got += len(data)
            plan = self._plan
            if plan is None or plan.side != here.name \
                    or here.got <= plan.after:
                there.out += data
            else:
                before = len(data) - (here.got - plan.after)
                there.out += data[:before]
                if plan.kind in ('drip', 'delay', 'spoil', 'insert'):
                    there.out += plan.data
                    rest = bytearray(data[before:])
                    rest[0] ^= 0xff if plan.kind == 'spoil' else 0
                    there.out += rest
                self._strike(plan)

    def _strike(self, plan: Plan) -> None:
        self._plan = None
        self._proxy.count(plan)
        if plan.kind == 'drip':
            self._piece = 1
        elif plan.kind == 'delay':
            self.resume_at = time.monotonic() + plan.seconds
        elif plan.kind == 'stall':
            self._stalled = True
        elif plan.kind in ('reset', 'cut'):
            self._fate = plan.kind

    def _after(self) -> None:
        """What follows when bytes have moved."""
        client, server = self._client, self._server
        if self._fate is not None and not client.out and not server.out:
            fate, self._fate = self._fate, None
            if fate == 'reset':
                self._leave(reset=True)
            else:
                client.finish(politely=False)
                server.finish(politely=True)
                # What the client still sends is read and thrown away:
                # closing with unread bytes would send RST, not FIN.
                self._stalled = True
        for here, there in ((client, server), (server, client)):
            if here.ended and not there.out and not there.finished \
                    and not (self._stalled and there is client):
                there.finish(politely=True)
        if client.ended and server.finished and not self._left:
            # HTTP and SSH clients do not close one half.
            self._leave(reset=False)
        if self._left and server.ended:
            self.end(reset=False)
        if self.alive:
            self._watch()

    def _leave(self, reset: bool) -> None:
        """The client's side is over; let the server come to its end."""
        if self._left or not self.alive:
            return
        self._left = self._stalled = True
        self._fate = self.resume_at = None
        self._set_mask(self._client, 0)
        self._client.out.clear()
        self._client.ended = self._client.finished = True
        if reset:
            _reset(self._client.sock)
        else:
            self._client.sock.close()
        if not self._server.out:
            self._server.finish(politely=True)
        if self._server.ended:
            self.end(reset=False)
        else:
            self._watch()

    def _watch(self) -> None:
        """Wait for what may happen next."""
        for here in (self._client, self._server):
            mask = 0
            silent = self._stalled and not self._left \
                and here is self._server and not here.finished
            if not here.ended and self._fate is None \
                    and self.resume_at is None and not silent:
                mask |= selectors.EVENT_READ
            if here.out and self.resume_at is None:
                mask |= selectors.EVENT_WRITE
            self._set_mask(here, mask)

    def _set_mask(self, end: _End, mask: int) -> None:
        known = self._masks.get(end.name, 0)
        if known == mask:
            return
        if not mask:
            self._selector.unregister(end.sock)
            del self._masks[end.name]
            return
        if known:
            self._selector.modify(end.sock, mask, self)
        else:
            self._selector.register(end.sock, mask, self)
        self._masks[end.name] = mask


def _bound(port: int) -> socket.socket:
    """A socket bound to a port that a second one may be bound to."""
    sock = socket.socket()
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    sock.bind(('127.0.0.1', port))
    return sock


def _reset(sock: socket.socket) -> None:
    """Close a connection with RST."""
    with contextlib.suppress(OSError):
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER,
                        struct.pack('ii', 1, 0))
    sock.close()
