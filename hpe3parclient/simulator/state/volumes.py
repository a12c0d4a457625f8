"""Volumes, base or virtual copy, as the array keeps them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Optional

FULL, TPVV, SNP, TDVV, DDS = 1, 2, 3, 6, 7
BASE, PHYSICAL_COPY, VIRTUAL_COPY = 1, 2, 3
#: Policies the request may set, and their values at the start.
POLICIES = {'staleSS': True, 'oneHost': False, 'zeroDetect': False,
            'system': False, 'caching': True}


@dataclass
class Volume:
    """One volume, base or virtual copy."""

    id: int
    uuid: str
    name: str
    provisioning: int
    size_mib: int
    created: float
    copy_type: int = BASE
    base_id: int = -1
    parent_id: Optional[int] = None
    read_only: bool = False
    #: ids of CPGs
    user_cpg: Optional[int] = None
    snap_cpg: Optional[int] = None
    domain: Optional[str] = None
    comment: Optional[str] = None
    compression: bool = False
    expires: Optional[float] = None
    retained: Optional[float] = None
    policies: dict[str, bool] = field(default_factory=lambda: dict(POLICIES))
    #: ssSpcAllocWarningPct and its like, those that were set
    percents: dict[str, int] = field(default_factory=dict[str, int])
    user_reserved: int = 0
    user_used: int = 0
    snap_reserved: int = 0
    snap_used: int = 0
    admin_reserved: int = 0
    host_write_mib: int = 0
    #: ids of virtual copies made of this one, oldest first
    children: list[int] = field(default_factory=list[int])
    #: ids of volume sets
    sets: set[int] = field(default_factory=set[int])
    #: keys of VLUN templates that name this volume
    templates: set[int] = field(default_factory=set[int])
    shared_parent: Optional[int] = None
    system: bool = False
    #: numbers of volumeDetailedState, while something goes on
    busy: list[int] = field(default_factory=list[int])
    #: numbers of volumeDetailedState, after something went wrong
    failed: list[int] = field(default_factory=list[int])
    #: numbers of volumeDetailedState that a test has put it into
    marks: list[int] = field(default_factory=list[int])
    #: physical copies, as the module ``families`` links them: what this one is a
    #: copy of, those made of it, the snapshot they share, and from its side
    phys_parent_id: Optional[int] = None
    phys_copies: set[int] = field(default_factory=set[int])
    copy_snapshot: Optional[int] = None
    kept_for: Optional[int] = None
    #: an online copy makes it, or failed to
    online_copy: bool = False
    #: the WWN that was requested; None: the array's own
    wwn: Optional[str] = None
    metadata: dict[str, dict[str, Any]] = field(
        default_factory=dict[str, dict[str, Any]])

    @property
    def is_snapshot(self) -> bool:
        """Whether this is a virtual copy."""
        return self.copy_type == VIRTUAL_COPY

    @property
    def internal(self) -> bool:
        """Made by the array for itself."""
        return self.system or self.provisioning == DDS
