"""What a client may not take along into another process.

A session key, sockets and locks belong to the process that made them. This
module knows how to refuse copies of them, and how to have a lock that is not
held for ever in a forked child. It knows nothing of what is locked.
"""

from __future__ import annotations

import os
from typing import Any, Callable, Generic, NoReturn, TypeVar

Made = TypeVar('Made')


class NotCopied:
    """An object that refuses to be pickled or copied, and says why."""

    def __reduce_ex__(self, protocol: Any) -> NoReturn:
        raise TypeError(
            '%s cannot be pickled or copied: its session and its connections '
            'belong to this object in this process. Hand over the URL and '
            'the credentials and make a new one there; threads may share '
            'one, or take theirs from a ClientPool' % type(self).__name__)


class PerProcess(Generic[Made]):
    """One object for each process that asks.

    Whatever another thread held when a process forked is held in the child
    by nobody, for ever; so the child gets a new one.

    :param make: makes it
    """

    def __init__(self, make: Callable[[], Made]) -> None:
        self._make = make
        self._made: dict[int, Made] = {os.getpid(): make()}

    def get(self) -> Made:
        """Return the object of this process; all its threads share it."""
        process = os.getpid()
        made = self._made.get(process)
        if made is None:
            made = self._made.setdefault(process, self._make())
        return made
