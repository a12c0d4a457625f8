"""Remote-copy groups and the state of each volume in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Optional

from hpe3parclient.simulator import assumptions
from hpe3parclient.simulator.personality import Capability

IP, FC = 1, 2
SYNC, PERIODIC, ASYNC = 1, 3, 4
PRIMARY, SECONDARY = 1, 2
#: states of a group (guide 1.5, table 191); NEW: it was never started
STARTED, STOPPED, FAILSAFE = 3, 5, 7
#: states of a group, and of a volume (table 193)
NEW, SYNCING, SYNCED = 1, 2, 3
#: states of a volume: admitted as synchronized, or with a snapshot to start
#: from; stopped
PRESYNCED, FROM_SNAPSHOT, HALTED = 6, 7, 8
POLICIES: Mapping[str, bool] = {
    'autoRecover': False, 'overPeriodAlert': False, 'autoFailover': False,
    'pathManagement': False, 'multiTargetPeerPersistence': False,
    'activeActive': False, 'autoSynchronize': False}
#: What an array must be capable of to have a policy that is not in guide 1.5.
POLICY_NEEDS: Mapping[str, Capability] = {
    'multiTargetPeerPersistence': Capability.RCOPY_LATER_POLICIES,
    'activeActive': Capability.RCOPY_LATER_POLICIES,
    'autoSynchronize': Capability.RCOPY_AUTO_SYNCHRONIZE}
#: Who wrote, and which of his writes it was; equal contents are equal.
Content = tuple[int, int]
BLANK: Content = (0, 0)


@dataclass(frozen=True)
class Limits:
    """How much there may be; the numbers are OURS."""

    targets_per_group: int = assumptions.RCOPY_TARGETS_PER_GROUP
    sync_groups: int = assumptions.RCOPY_SYNC_GROUPS
    periodic_groups: int = assumptions.RCOPY_PERIODIC_GROUPS
    sync_targets: int = assumptions.RCOPY_SYNC_TARGETS
    periodic_targets: int = assumptions.RCOPY_PERIODIC_TARGETS
    volumes: int = assumptions.RCOPY_VOLUMES
    sync_volumes: int = assumptions.RCOPY_SYNC_VOLUMES
    periodic_volumes: int = assumptions.RCOPY_PERIODIC_VOLUMES


@dataclass
class Mirror:
    """What is known of one volume's copy on one target."""

    remote_id: int
    remote_name: str
    status: int = NEW
    #: MiB written here since both were the same
    pending: int = 0
    #: MiB on their way, the content they make, and when they are there
    sending: int = 0
    content: Content = BLANK
    done_at: Optional[float] = None
    synced_at: Optional[float] = None
    #: content both had when they last were the same; None: never
    point: Optional[Content] = None
    #: id of the snapshot that holds it here
    snapshot: Optional[int] = None
    #: a copy towards here broke off half-way
    torn: bool = False
    #: the first start need not copy everything
    presynced: bool = False
    delta: Optional[int] = None


@dataclass
class GroupTarget:
    """One target of a group."""

    target: int
    mode: int
    #: the group's name on the other array
    remote_group: str
    state: int = NEW
    reversed: bool = False
    policies: dict[str, bool] = field(default_factory=lambda: dict(POLICIES))
    period: int = 0
    frequency: int = 0
    user_cpg: Optional[str] = None
    snap_cpg: Optional[str] = None
    #: made while the target did not mirror the configuration
    unmirrored: bool = False
    #: stopped because the link went down, not because someone asked
    by_link: bool = False
    #: the next synchronisation keeps no snapshot
    plain: bool = False
    next_due: Optional[float] = None
    #: the array turned the group round by itself; its direction is natural
    #: once both arrays hold the same
    turning: bool = False
    synced_at: Optional[float] = None
    mirrors: dict[int, Mirror] = field(default_factory=dict[int, Mirror])


@dataclass
class Group:
    """One remote-copy group on one array."""

    id: int
    uuid: str
    name: str
    role: int
    domain: Optional[str] = None
    user_cpg: Optional[str] = None
    snap_cpg: Optional[str] = None
    targets: list[GroupTarget] = field(default_factory=list[GroupTarget])
    #: ids of volumes, in the order they were admitted
    volumes: list[int] = field(default_factory=list[int])
    #: id of the volume set the array keeps for it, where it keeps one
    set_id: Optional[int] = None
    #: refuses to be changed: a test says so, nothing in the model takes time
    busy: bool = False

    @property
    def started(self) -> bool:
        """Whether it copies to any target."""
        return any(item.state == STARTED for item in self.targets)
