"""The flash cache of an array."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional

ENABLE, DISABLE = 1, 2
#: A simulated one only counts what a cache would do; it takes no space (OURS).
SIMULATED, REAL = 1, 2


@dataclass
class Cache:
    """The flash cache of an array."""

    size_gib: int
    mode: int
    raid: int
    #: when the last of it is gone
    gone_at: Optional[float] = None
