"""Sets of hosts and of volumes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import List, Optional, Set


@dataclass
class ObjectSet:
    """One set of hosts or of volumes."""

    id: int
    uuid: str
    name: str
    kind: str
    comment: Optional[str] = None
    domain: Optional[str] = None
    #: ids of members, in the order they joined
    members: List[int] = field(default_factory=list)
    #: keys of VLUN templates that name this set
    templates: Set[int] = field(default_factory=set)
    qos_enabled: bool = False
    #: 1 enabled, 2 disabled
    flash_cache_policy: int = 2
