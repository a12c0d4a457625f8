"""The moments at which samples were taken."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, NamedTuple

from hpe3parclient.simulator.clock import iso8601
from hpe3parclient.simulator.state.array_state import ArrayState
from hpe3parclient.simulator.state.statistics import FINEST

STEPS: Mapping[str, int] = {'hires': FINEST, 'hourly': 3600, 'daily': 86400}
#: How far back a report reaches that names no beginning.
REACH: Mapping[str, int] = {'hires': 12 * 3600, 'hourly': 7 * 86400,
                            'daily': 90 * 86400}


class Window(NamedTuple):
    """The times a report is about, seconds since the epoch."""

    begin: float | None = None
    end: float | None = None


def bounds(array: ArrayState, frequency: str, window: Window
           ) -> tuple[float, float]:
    """The first and the last moment of a window.

    Without an end it is open: an array whose clock was ahead of ours has
    taken samples that are yet to come.
    """
    begin, end = window
    return (int(array.clock.now()) - REACH[frequency] + 1 if begin is None
            else begin, math.inf if end is None else end)


def times(array: ArrayState, frequency: str, window: Window) -> range:
    """The sample times in a window, oldest first.

    A sample is taken at the end of its interval. The oldest is that of the
    first whole interval of the array's life, or of its recordings when
    there is no history before them.
    """
    step, now = STEPS[frequency], int(array.clock.now())
    statistics = array.statistics
    origin = statistics.started if statistics.seed is None else array.born
    first = (int(origin) // step + 1) * step
    begin = now - REACH[frequency] + 1 if window.begin is None \
        else math.ceil(window.begin)
    last = now if window.end is None else min(now, math.floor(window.end))
    return range(max(first, -(-begin // step) * step), last + 1, step)


def stamp(moment: int) -> dict[str, Any]:
    """A sample's time, as string and as number."""
    return {'sampleTime': iso8601(moment), 'sampleTimeSec': moment}
