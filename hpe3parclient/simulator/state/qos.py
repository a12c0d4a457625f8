"""QoS rules."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple, Optional

NORMAL = 2


class Range(NamedTuple):
    """What is promised, and what is allowed."""

    goal: int
    limit: int


@dataclass
class Rule:
    """One rule; a range or a latency that is None is not limited."""

    id: int
    #: id of the volume set; None: all volumes that no other rule covers
    target: Optional[int]
    enabled: bool = True
    priority: int = NORMAL
    io: Optional[Range] = None
    kilobytes: Optional[Range] = None
    latency_us: Optional[int] = None
