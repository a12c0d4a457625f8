"""Faults at random, from a seed: in the array, on the wire, and in time.

It knows the simulated array's faults and the proxy's, and how often each is
due. It knows no client but for the waiting before a request is sent again.
"""

from __future__ import annotations

import collections
import contextlib
import random
import re
import socket
import threading
from collections import Counter
from collections.abc import Iterator
from typing import (
    Any,
    Callable,
    cast,
)

from hpe3parclient.retry import Retry, RetryPolicy
from hpe3parclient.simulator import Fault, SimulatedArray
from tests.support.proxy import Plan, Proxy

LATIN = '{"name": "Gerät"'.encode('latin-1')
CONTINUE = b'HTTP/1.1 100 Continue\r\n\r\n'
EARLY_HINTS = b'HTTP/1.1 103 Early Hints\r\nLink: </x>; rel=preload\r\n\r\n'
SWITCHING = b'HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n'
HTML = b'<html><body>Please log in to the proxy</body></html>'


def as_sent(body: bytes, content_type: str) -> dict[str, Any]:
    """An answer of somebody else than the array, who gives its length.

    Who says 200 in the array's place and then breaks off before the body
    would not be told from an array that has nothing to say.
    """
    return {'status': 200, 'body': body, 'content_type': content_type,
            'headers': {'Content-Length': str(len(body))}}


class WatchedRetry(Retry):
    """A retry that says when it waits."""

    def __init__(self, policy: RetryPolicy,
                 waits: Callable[[], None]) -> None:
        super().__init__(policy)
        self._waits = waits

    def wait(self, retry_after: str | None = None) -> bool:
        again = super().wait(retry_after)
        if again:
            self._waits()
        return again


class WatchedPolicy(RetryPolicy):
    """A few attempts with next to no wait, each of which is told."""

    waits: Callable[[], None]

    def __new__(cls, waits: Callable[[], None], attempts: int = 4,
                first_wait: float = 0.002) -> WatchedPolicy:
        made = cast(WatchedPolicy, super().__new__(
            cls, attempts, first_wait, 0.01))
        made.waits = waits
        return made

    def begin(self) -> Retry:
        return WatchedRetry(self, self.waits)


class Elsewhere:
    """Another host, to which requests must not follow a redirect."""

    def __init__(self) -> None:
        self._socket = socket.create_server(('127.0.0.1', 0))
        self.url = f'http://127.0.0.1:{self._socket.getsockname()[1]}/api/v1/volumes'
        self._socket.setblocking(False)

    def visitors(self) -> int:
        """How many have come since the last time this was asked."""
        count = 0
        with contextlib.suppress(BlockingIOError):
            while True:
                self._socket.accept()[0].close()
                count += 1
        return count

    def close(self) -> None:
        """Stop listening."""
        self._socket.close()


class FaultInjector:
    """Lets faults happen to those who talk to an array.

    :param array: the array, which this may stop and start
    :param proxy: between the clients and the array
    :param rng: decides
    :param rate: the share of operations before which a fault is made ready
    """

    def __init__(self, array: SimulatedArray, proxy: Proxy,
                 rng: random.Random, rate: float = 0.4) -> None:
        self._array, self._proxy = array, proxy
        self._rng, self._rate = rng, rate
        self._lock = threading.Lock()
        self._restarting = threading.Lock()
        self._own: Counter[str] = collections.Counter()
        self._added: list[tuple[str, Fault]] = []
        self._refusals_left = 0
        self.elsewhere = Elsewhere()
        #: how often each is due, what it is called, what makes it happen
        self.kinds: list[tuple[float, str, Callable[[], None]]] = [
            *self._on_the_wire(), *self._in_the_array(),
            (0.6, 'restart', self.restart),
            (1.5, 'clock jump', self._jump),
            (3, 'refuse', self._refuse),
        ]

    def close(self) -> None:
        """Leave nothing."""
        self.calm()
        self.elsewhere.close()

    def _on_the_wire(self) -> list[tuple[float, str, Callable[[], None]]]:
        """Plans for the next connection, with their labels."""
        pick = self._rng.randint

        def plan(weight: float, label: str, kind: str,
                 side: str | None = None, least: int = 0, most: int = 0
                 ) -> tuple[float, str, Callable[[], None]]:
            return weight, label, lambda: self._proxy.expect(Plan(
                kind, side, pick(least, most), 0.005, label))

        def interim(weight: float, label: str, data: bytes
                    ) -> tuple[float, str, Callable[[], None]]:
            return weight, label, lambda: self._proxy.expect(Plan(
                'insert', 'server', 0, 0, label, data))

        return [
            interim(1, '100 before the answer', CONTINUE),
            interim(1, '103 before the answer', EARLY_HINTS),
            interim(1, '100, without end', 200 * CONTINUE),
            interim(1, '101 in place of the answer', SWITCHING),
            interim(1, '1xx that is cut', CONTINUE[:9]),
            plan(3, 'reset before the request', 'reset'),
            plan(3, 'reset in the request', 'reset', 'client', 1, 400),
            plan(3, 'reset when the answer came', 'reset', 'server'),
            plan(3, 'reset in the headers', 'reset', 'server', 1, 180),
            plan(3, 'reset in the body', 'reset', 'server', 181, 900),
            plan(3, 'end in the request', 'cut', 'client', 0, 400),
            plan(3, 'end in the headers', 'cut', 'server', 0, 180),
            plan(3, 'end in the body', 'cut', 'server', 181, 900),
            plan(2, 'late', 'delay', 'server'),
            plan(0.15, 'too late', 'stall', 'server'),
            plan(1.5, 'one byte at a time', 'drip', 'server'),
            plan(1.5, 'one byte at a time, in the body or its trailer', 'drip',
                 'server', 181, 900),
            # On an array that keeps connections open: it ends one while the
            # client sends the next request.
            plan(2, 'end as another request comes', 'cut', 'client', 300, 4000),
            plan(2, 'reset as another request comes', 'reset', 'client', 300,
                 4000),
        ]

    def _in_the_array(self) -> list[tuple[float, str, Callable[[], None]]]:
        """Faults for the next requests that fit, with their labels."""
        def fault(weight: float, label: str, kind: str, **options: Any
                  ) -> tuple[float, str, Callable[[], None]]:
            def add() -> None:
                self._added.append((label, self._array.faults.add(
                    kind, skip=self._rng.choice((0, 0, 0, 1, 2)),
                    times=self._rng.choice((1, 1, 1, 2, 5)), **options)))
            return weight, label, add

        lists = {'method': 'GET', 'path': '/volumes'}
        return [
            fault(2, 'reset, not carried out', 'reset_before'),
            fault(2, 'reset, carried out', 'reset_after'),
            fault(3, '503, busy', 'busy'),
            fault(2, '503', 'unavailable'),
            fault(2, '503, Retry-After', 'unavailable', retry_after=0),
            fault(1, '503, a limit', 'unavailable', code=134,
                  desc='limit reached'),
            fault(1, '503 on login', 'session_limit'),
            fault(2, '500', 'status', status=500, body={
                'code': 1, 'desc': 'internal server error'}),
            fault(1, '408', 'status', status=408, body={
                'code': 7, 'desc': 'timed out'}),
            fault(1, 'wrong charset', 'status', method='GET', **as_sent(
                LATIN, 'application/json; charset=utf-8')),
            # What the answer to a logout holds is believed unread.
            fault(1, 'HTML, 200', 'status',
                  path=re.compile('^(?!.*/credentials/)'),
                  **as_sent(HTML, 'text/html')),
            fault(1, 'HTML, 502', 'html', status=502),
            fault(1, '502, carried out', 'gateway', status=502),
            fault(1, '504, carried out', 'gateway', status=504),
            fault(1, 'redirect', 'redirect', location=self.elsewhere.url),
            fault(3, 'key expired', 'expire'),
            fault(2, 'truncated JSON', 'truncate'),
            fault(2, 'half a body', 'cut'),
            fault(1, 'Content-Length too high', 'wrong_length'),
            fault(1, 'Content-Length too low', 'wrong_length', extra=-3),
            fault(2, 'success:false in a list', 'broken_list', **lists),
        ]

    # -- what happens -------------------------------------------------------

    def strike(self) -> None:
        """Perhaps make a fault ready for the next who comes."""
        self.waiting()      # a client that did not wait counts as well
        with self._lock:
            if self._rng.random() >= self._rate:
                return
            weights = [weight for weight, _, _ in self.kinds]
            _, _, happen = self._rng.choices(self.kinds, weights)[0]
            happen()

    def _refuse(self) -> None:
        self._own['refuse'] += 1
        self._refusals_left = self._rng.randint(1, 2)
        self._proxy.shut()

    def waiting(self) -> None:
        """Somebody waits before trying again; a refusal may end."""
        if not self._refusals_left or self._restarting.locked():
            return
        with self._lock:
            self._refusals_left = max(0, self._refusals_left - 1)
            if not self._refusals_left:
                self._proxy.open()

    def _jump(self) -> None:
        self._own['clock jump'] += 1
        self._array.clock.advance(self._rng.choice((901, 86400)))

    def restart(self) -> None:
        """Stop and start the array: sessions are lost, the rest is not."""
        with self._restarting:
            self._own['restart'] += 1
            self._proxy.shut()
            self._array.stop()
            self._array.state.sessions.drop_all()
            self._array.start()
            self._proxy.retarget(('127.0.0.1', self._array.port))
            self._refusals_left = 0
            self._proxy.open()

    def settle(self) -> None:
        """Wait until the array is through with what was given up."""
        with self._restarting:
            self._proxy.settle()

    def calm(self) -> None:
        """No fault any more."""
        with self._lock:
            self._array.faults.clear()
            for label, fault in self._added:
                self._own[label] += fault.injected
            self._added.clear()
            self._proxy.forget()
            self._refusals_left = 0
            self._proxy.open()

    # -- what has happened --------------------------------------------------

    def injected(self) -> dict[str, int]:
        """How many faults there have been, by kind."""
        with self._lock:
            result = self._own + collections.Counter(self._proxy.struck)
            for label, fault in self._added:
                result[label] += fault.injected
        return {label: count for label, count in sorted(result.items())
                if count}


@contextlib.contextmanager
def injector_for(array: SimulatedArray, rng: random.Random,
               **options: Any) -> Iterator[tuple[Proxy, FaultInjector]]:
    """A proxy in front of an array, and its fault injector."""
    with Proxy(('127.0.0.1', array.port)) as proxy:
        injector = FaultInjector(array, proxy, rng, **options)
        try:
            yield proxy, injector
        finally:
            injector.close()
