"""A straight line through samples of space, and when it reaches the end.

Knows numbers and times; asks no array.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hpe3parclient.types import CapacityTrend

_DAY = 86400.0
#: Beyond a hundred years a line says nothing.
_LONGEST_DAYS = 36500.0


def slope(points: Sequence[tuple[float, float]]) -> float | None:
    """The slope of the line that fits points best (least squares).

    :param points: pairs of x and y
    :returns: y per x; None where all points have one x
    """
    count = len(points)
    if count < 2:
        return None
    middle = math.fsum(x for x, _ in points) / count
    level = math.fsum(y for _, y in points) / count
    spread = math.fsum((x - middle) ** 2 for x, _ in points)
    if not spread:
        return None
    return math.fsum((x - middle) * (y - level) for x, y in points) / spread


def fit(samples: Sequence[tuple[datetime.datetime, float]],
        capacity: float) -> CapacityTrend:
    """The trend of samples of used space.

    :param samples: time and used MiB, oldest first
    :param capacity: MiB at which it is full
    """
    used = samples[-1][1] if samples else 0.0
    growth = slope([((moment - samples[0][0]).total_seconds() / _DAY, amount)
                    for moment, amount in samples])
    days: float | None = None
    if used >= capacity and samples:
        days = 0.0
    elif growth is not None and growth > 0:
        days = (capacity - used) / growth
    if days is not None and days > _LONGEST_DAYS:
        days = None
    return {
        'usedMiB': used, 'capacityMiB': capacity, 'growthMiBPerDay': growth,
        'daysUntilFull': days,
        'fullAt': None if days is None else
        samples[-1][0] + datetime.timedelta(days=days),
        'samples': [{'sampleTime': moment, 'usedMiB': amount}
                    for moment, amount in samples]}
