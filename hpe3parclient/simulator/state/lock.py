"""A lock that arrays come to share when a remote-copy link joins them.

Knows nothing of arrays. The order of locks is the simplest there is: arrays
that are linked have ONE lock, so no order between them can be got wrong and
two arrays never wait for each other. Only :func:`join` ever holds two locks,
in the order of their identity, and it waits for nothing else meanwhile.
"""

from __future__ import annotations

import threading
from types import TracebackType
from typing import List, Optional, Type


class SharedLock:
    """A re-entrant lock; :func:`join` makes one of several."""

    def __init__(self) -> None:
        self._inner = threading.RLock()
        self._family: List[SharedLock] = [self]

    def acquire(self) -> bool:
        """Hold the lock, whichever it has become meanwhile."""
        while True:
            inner = self._inner
            inner.acquire()
            if inner is self._inner:
                return True
            inner.release()

    def release(self) -> None:
        """Let go of it, once."""
        self._inner.release()

    def __enter__(self) -> SharedLock:
        self.acquire()
        return self

    def __exit__(self, kind: Optional[Type[BaseException]],
                 error: Optional[BaseException],
                 trace: Optional[TracebackType]) -> None:
        self.release()


def join(one: SharedLock, other: SharedLock) -> None:
    """Make two locks (and all they were joined to) one lock.

    The caller holds neither.
    """
    while True:
        inner = sorted({one._inner, other._inner}, key=id)
        for lock in inner:
            lock.acquire()
        try:
            if {one._inner, other._inner} == set(inner):
                if len(inner) > 1:
                    _adopt(one, other)
                return
        finally:
            for lock in reversed(inner):
                lock.release()


def _adopt(one: SharedLock, other: SharedLock) -> None:
    one._family.extend(other._family)
    for lock in other._family:
        lock._inner = one._inner
        lock._family = one._family
