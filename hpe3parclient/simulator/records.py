"""What arrived at a simulated array, for tests to look at.

Knows how to remember a bounded number of requests without their secrets.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, overload

from hpe3parclient.web import redact

KEPT = 20_000


@dataclass
class Record:
    """One request and its answer's status (None: it got no answer)."""

    method: str
    #: the request target as on the wire, a session key in it masked
    target: str
    #: parsed JSON, or None; secrets masked
    body: Any = None
    #: a short hash of the session key, or None; the client's logs show
    #: the same one
    session: str | None = None
    status: int | None = None


class Records:
    """The last requests, oldest first; behaves like a sequence."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: deque[Record] = deque(maxlen=KEPT)

    def append(self, record: Record) -> None:
        """Remember a request."""
        with self._lock:
            self._kept.append(record)

    def clear(self) -> None:
        """Forget them all."""
        with self._lock:
            self._kept.clear()

    def _list(self) -> list[Record]:
        with self._lock:
            return list(self._kept)

    def __len__(self) -> int:
        with self._lock:
            return len(self._kept)

    def __iter__(self) -> Iterator[Record]:
        return iter(self._list())

    @overload
    def __getitem__(self, which: int) -> Record: ...

    @overload
    def __getitem__(self, which: slice) -> list[Record]: ...

    def __getitem__(self, which: int | slice) \
            -> Record | list[Record]:
        return self._list()[which]


def masked(value: Any) -> Any:
    """A copy of a JSON value without secrets."""
    return redact.body(value)
