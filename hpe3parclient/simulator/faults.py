"""Faults to inject into the service of a simulated array.

Knows which faults there are, which requests they meet and how often they
did. What a fault does to an answer on the wire is :mod:`.http_server`'s
business, when it is injected is :mod:`.dispatcher`'s.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, field, replace
from re import Pattern
from typing import Any

#: Faults that act before the request is looked at.
BEFORE = frozenset({'delay', 'expire', 'reset_before'})
#: Faults that answer in the array's place; the request is not carried out.
INSTEAD = frozenset({'busy', 'unavailable', 'session_limit', 'status',
                     'html', 'redirect', 'refuse'})
#: Faults that spoil the answer to a request that was carried out.
AFTER = frozenset({'reset_after', 'gateway', 'cut', 'truncate',
                   'wrong_length', 'broken_list', 'drip'})

#: Options each kind takes.
OPTIONS: dict[str, frozenset[str]] = {
    'delay': frozenset({'seconds'}),
    'expire': frozenset(),
    'reset_before': frozenset(),
    'busy': frozenset(),
    'unavailable': frozenset({'retry_after', 'code', 'desc', 'body'}),
    'session_limit': frozenset(),
    'refuse': frozenset({'symbol', 'ref'}),
    'status': frozenset({'status', 'body', 'content_type', 'headers'}),
    'html': frozenset({'status', 'body'}),
    'redirect': frozenset({'location', 'status'}),
    'reset_after': frozenset(),
    'gateway': frozenset({'status'}),
    'cut': frozenset({'after'}),
    'truncate': frozenset({'after'}),
    'wrong_length': frozenset({'extra'}),
    'broken_list': frozenset({'code', 'desc', 'chunks'}),
    'drip': frozenset({'seconds'})}


@dataclass
class Fault:
    """One fault, and whom it meets."""

    kind: str
    method: str | None = None
    path: str | Pattern[str] | None = None
    #: how many requests it still meets; None is no end
    left: int | None = 1
    #: how many fitting requests pass before
    skip: int = 0
    options: dict[str, Any] = field(default_factory=dict[str, Any])
    #: how many requests it met
    injected: int = 0

    def fits(self, method: str, target: str) -> bool:
        """Whether the request is one of those meant."""
        if self.left == 0 or self.method not in (None, method):
            return False
        if self.path is None:
            return True
        if isinstance(self.path, str):
            return target.startswith((self.path, '/api/v1' + self.path))
        return bool(self.path.search(target))


class Faults:
    """The faults of one array, and how it treats requests in general."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._faults: list[Fault] = []
        self._counts: dict[str, int] = {}
        #: seconds every request takes, in real time
        self.latency = 0.0
        #: True: requests with the same key wait for each other
        self.serialise_keys = False

    def add(self, kind: str, *, method: str | None = None,
            path: str | Pattern[str] | None = None,
            times: int | None = 1, skip: int = 0,
            **options: Any) -> Fault:
        """Inject a fault.

        :param kind: one of :data:`OPTIONS`
        :param method: only requests with this method
        :param path: only targets that begin so (``/api/v1`` may be left
            out), or that a compiled pattern finds something in
        :param times: how many requests it meets; None is all
        :param skip: how many fitting requests pass before the first
        :param options: what the kind needs, by name
        """
        if kind not in OPTIONS:
            raise ValueError(f'no fault is called {kind!r}; there are: '
                             + ', '.join(sorted(OPTIONS)))
        unknown = set(options) - OPTIONS[kind]
        if unknown:
            raise TypeError(f'{kind} has no option '
                            + ', '.join(sorted(unknown)))
        if kind == 'session_limit':
            method, path = method or 'POST', path or '/credentials'
        fault = Fault(kind, method, path, times, skip, dict(options))
        with self._lock:
            self._faults.append(fault)
        return fault

    def pending(self) -> list[Fault]:
        """The faults that may still be injected; copies."""
        with self._lock:
            return [replace(fault) for fault in self._faults]

    def clear(self) -> None:
        """Forget all faults and settings; counts stay."""
        with self._lock:
            self._faults.clear()
        self.latency, self.serialise_keys = 0.0, False

    def injected(self, kind: str | None = None) -> int:
        """How many times a kind (or any) was injected."""
        with self._lock:
            if kind is None:
                return sum(self._counts.values())
            return self._counts.get(kind, 0)

    def take(self, method: str, target: str) -> list[Fault]:
        """The faults this request meets; only one answers in its place."""
        with self._lock:
            met: list[Fault] = []
            answered = False
            for fault in self._faults:
                if not fault.fits(method, target):
                    continue
                if fault.skip:
                    fault.skip -= 1
                    continue
                if answered and fault.kind in INSTEAD:
                    continue
                answered = answered or fault.kind in INSTEAD
                if fault.left is not None:
                    fault.left -= 1
                fault.injected += 1
                self._counts[fault.kind] = \
                    self._counts.get(fault.kind, 0) + 1
                met.append(fault)
            self._faults = [item for item in self._faults if item.left != 0]
            return met
