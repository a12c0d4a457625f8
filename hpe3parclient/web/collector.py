"""Pause the garbage collector while a long response is parsed.

There is one collector in a process, so this knows who else wants it to rest,
and hands it back as it was. It knows nothing of JSON.
"""

from __future__ import annotations

import gc
import sys
import threading

#: Later Pythons look at young objects a few at a time, and on others there
#: may be no such functions. Python 3.12 has objects of its own frozen, which
#: must stay so, as must those of a program that froze some.
_CAN_PASS_OVER = hasattr(gc, 'freeze') and sys.version_info < (3, 14) \
    and not gc.get_freeze_count()


class CollectorRests:
    """Context manager that pauses the garbage collector.

    Thousands of new dicts would start it again and again, which takes half
    the time and finds nothing. Several threads may be inside; the last one
    wakes it.
    """

    def __init__(self) -> None:
        # A finalizer, which may run when the collector wakes, may come here.
        self._lock = threading.RLock()
        self._users: int = 0
        self._was_on = False
        self._passed_over = 0

    def __enter__(self) -> None:
        with self._lock:
            before = self._users
            if not before:
                self._was_on = gc.isenabled()
            try:
                self._users = before + 1
                gc.disable()
            except BaseException:       # Ctrl-C
                self._users = before
                if not before and self._was_on:
                    gc.enable()
                raise

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self._users -= 1
            if self._users or not self._was_on:
                return
            try:
                due = _CAN_PASS_OVER and self._pass_over()
            finally:
                gc.enable()
        if due:
            gc.collect()

    def forked(self) -> None:
        """In a forked child, forget the threads that are not in it."""
        self._lock = threading.RLock()
        if self._users and self._was_on:
            gc.enable()
        self._users = 0

    def _pass_over(self) -> bool:
        """Move new objects past the collector's youngest generation.

        What was parsed has no cycles: to look at all of it takes a seventh
        of the time of a long list. Freezing and thawing moves it to the
        objects that have been looked at before. It moves what other code
        has just made, too, and forgets how long ago older objects were
        looked at. So that is counted here, in collections of the youngest.

        :returns: whether a collection of everything is due by that count
        """
        youngest, middle, oldest = gc.get_threshold()
        young, since_middle, since_oldest = gc.get_count()
        if not 0 < youngest < young or gc.get_freeze_count():
            return False    # nothing to spare, or a program froze its own
        try:
            gc.freeze()
        finally:
            gc.unfreeze()
        self._passed_over += 1 + since_middle + since_oldest * middle
        if self._passed_over < middle * oldest:
            return False
        self._passed_over = 0
        return True
