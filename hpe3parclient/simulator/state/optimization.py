"""Adaptive Optimization: which CPGs are the tiers of one configuration."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Optional

BALANCED, COST, PERFORMANCE = 1, 2, 3
TIERS = (0, 1, 2)


@dataclass
class Tier:
    """One tier: a CPG, and how much of it may be used, MiB."""

    cpg: int
    least_mib: int = 0
    most_mib: int = 0


@dataclass
class Configuration:
    """One AO configuration."""

    id: int
    name: str
    mode: int
    domain: Optional[str] = None
    #: by the number of the tier, 0 the fastest
    tiers: dict[int, Tier] = field(default_factory=dict[int, Tier])
