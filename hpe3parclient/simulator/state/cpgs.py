"""Common provisioning groups, the disks below them and their use."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple, Optional


class Usage(NamedTuple):
    """Usable MiB of each kind."""

    full: int = 0
    thin: int = 0
    snap: int = 0
    admin: int = 0

    def plus(self, other: Usage) -> Usage:
        """The sum, kind by kind."""
        return Usage(self.full + other.full, self.thin + other.thin,
                     self.snap + other.snap, self.admin + other.admin)

    def negative(self) -> Usage:
        """What giving it all back amounts to."""
        return Usage(-self.full, -self.thin, -self.snap, -self.admin)


NOTHING = Usage()
Charge = tuple['Cpg', Usage]


@dataclass
class Pool:
    """All disks of one type; raw MiB."""

    disk_type: int
    total: int
    internal: int
    spare: int

    @property
    def usable(self) -> int:
        """What CPGs may share."""
        return self.total - self.internal - self.spare


@dataclass
class Cpg:
    """One CPG; MiB are usable MiB."""

    id: int
    uuid: str
    name: str
    raid: int
    set_size: int
    disk_type: int
    increment: int
    admin_increment: int
    ha: int = 2
    domain: Optional[str] = None
    limit: Optional[int] = None
    warning: Optional[int] = None
    chunklet_pref: Optional[int] = None
    #: percent of the limit at which an alert is raised; 0: none
    warn_percent: int = 0
    patterns: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    #: what it may hold once automatic growth is off
    frozen_at: int = 0
    usage: Usage = NOTHING
    virtual_mib: int = 0
    #: ids of volumes with user space here, and with snapshot space here
    users: set[int] = field(default_factory=set[int])
    snap_users: set[int] = field(default_factory=set[int])
    #: how many volumes are deduplicated here, and what holds their share
    dedup_users: int = 0
    shared_ids: list[int] = field(default_factory=list[int])
