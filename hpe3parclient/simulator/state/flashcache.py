"""The flash cache of an array."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional

#: Clearing is for the policy of the system alone: what is left is DISABLE.
ENABLE, DISABLE, CLEAR = 1, 2, 3
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
