"""A lock that arrays come to share when a remote-copy link joins them.

Knows nothing of arrays. The order of locks is the simplest there is: arrays
that are linked have ONE lock, so no order between them can be got wrong and
two arrays never wait for each other. Only :meth:`SharedLock.join` ever holds
two locks, in the order of their identity, and it waits for nothing else
meanwhile.
"""

from __future__ import annotations

import threading
from types import TracebackType
from typing import Optional


class SharedLock:
    """A re-entrant lock; :meth:`join` makes one of several."""

    def __init__(self) -> None:
        self._inner = threading.RLock()
        self._family: list[SharedLock] = [self]

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

    def __exit__(self, kind: Optional[type[BaseException]],
                 error: Optional[BaseException],
                 trace: Optional[TracebackType]) -> None:
        self.release()

    def join(self, other: SharedLock) -> None:
        """Make this lock and another (and all they were joined to) one lock.

        The caller holds neither.
        """
        while True:
            inner = sorted({self._inner, other._inner}, key=id)
            for lock in inner:
                lock.acquire()
            try:
                if {self._inner, other._inner} == set(inner):
                    if len(inner) > 1:
                        self._adopt(other)
                    return
            finally:
                for lock in reversed(inner):
                    lock.release()

    def _adopt(self, other: SharedLock) -> None:
        self._family.extend(other._family)
        for lock in other._family:
            lock._inner = self._inner
            lock._family = self._family
