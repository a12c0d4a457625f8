"""The time a simulated array lives in.

Knows seconds since the epoch and how to move them; knows no array. Nothing
in the model reads the machine's clock, so a test decides what time it is.
"""

from __future__ import annotations

import datetime
import math
import threading
import time

#: Where a standing clock starts: an arbitrary instant, the same every run.
STANDING_START = 1_500_000_000.0


class Clock:
    """Seconds since the epoch, which a test may push forward.

    :param start: the first reading; None means the machine's time now
    :param running: True follows the machine's pace, False stands still
        until :meth:`advance` is called
    :param speed: how many seconds pass in one second of the machine's time
    :raises ValueError: the speed is not above 0
    """

    def __init__(self, start: float | None = None,
                 running: bool = True, *, speed: float = 1.0) -> None:
        if not 0 < speed < math.inf:
            raise ValueError(f'speed must be above 0, not {speed}')
        if start is None:
            start = time.time() if running else STANDING_START
        self._running = running
        self._speed = speed
        self._base = start
        self._began = time.monotonic()
        self._lock = threading.Lock()

    def now(self) -> float:
        """Seconds since the epoch."""
        with self._lock:
            if not self._running:
                return self._base
            return self._base + self._speed * (
                time.monotonic() - self._began)

    def advance(self, seconds: float) -> None:
        """Move forward; an array's time never runs backwards."""
        if seconds < 0:
            raise ValueError('the clock of an array never runs backwards')
        with self._lock:
            self._base += seconds

    def turn_to(self, seconds: float) -> None:
        """Go on from a moment, earlier or later: a state is restored.

        All arrays that have this clock are then at that moment.
        """
        with self._lock:
            self._base, self._began = seconds, time.monotonic()


def iso8601(seconds: float) -> str:
    """The form of creationTime8601 and its like, in UTC."""
    moment = datetime.datetime.fromtimestamp(int(seconds),
                                             datetime.timezone.utc)
    return moment.isoformat()


def task_time(seconds: float) -> str:
    """The form task times have, which is not ISO 8601."""
    moment = datetime.datetime.fromtimestamp(int(seconds),
                                             datetime.timezone.utc)
    return moment.strftime('%Y-%m-%d %H:%M:%S UTC')
