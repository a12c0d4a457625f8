"""Remote copy as one array sees it: targets, groups, volumes in groups.

Knows what there is and how to find it, here and on the other array. Rules
are in the modules beside it: targets and links (:mod:`.remotecopy_link`,
:mod:`.remotecopy_targets`), groups (:mod:`.remotecopy_groups`), volumes
(:mod:`.remotecopy_admission`, :mod:`.remotecopy_volumes`), copying
(:mod:`.remotecopy_sync`) and disasters (:mod:`.remotecopy_recover`).

Each array has a group of its own: what it knows. While the link is up a
change is made on both; while it is cut, on the one that was asked.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import (
    TYPE_CHECKING,
    Dict,
    Iterator,
    List,
    Mapping,
    NamedTuple,
    Optional,
    Set,
    Tuple,
)

from hpe3parclient.simulator import assumptions
from hpe3parclient.simulator.errors import Refused
from hpe3parclient.simulator.model.store import Store

if TYPE_CHECKING:
    from hpe3parclient.simulator.array import Array
    from hpe3parclient.simulator.model.remotecopy_link import RemoteLink
    from hpe3parclient.simulator.model.volumes import Volume

IP, FC = 1, 2
SYNC, PERIODIC, ASYNC = 1, 3, 4
PRIMARY, SECONDARY = 1, 2
STARTED, STOPPED, FAILSAFE = 3, 5, assumptions.RCOPY_GROUP_FAILSAFE
NEW, SYNCING = assumptions.RCOPY_VOLUME_NEW, assumptions.RCOPY_VOLUME_SYNCING
SYNCED, HALTED = 3, assumptions.RCOPY_VOLUME_STOPPED

POLICIES: Mapping[str, bool] = {
    'autoRecover': False, 'overPeriodAlert': False, 'autoFailover': False,
    'pathManagement': False, 'multiTargetPeerPersistence': False,
    'activeActive': False}
#: Who wrote, and which of his writes it was; equal contents are equal.
Content = Tuple[int, int]
BLANK: Content = (0, 0)


@dataclass(frozen=True)
class Limits:
    """How much there may be; the numbers are OURS."""

    targets_per_group: int = assumptions.RCOPY_TARGETS_PER_GROUP
    periodic_groups: int = assumptions.RCOPY_PERIODIC_GROUPS
    sync_targets: int = assumptions.RCOPY_SYNC_TARGETS
    periodic_targets: int = assumptions.RCOPY_PERIODIC_TARGETS
    volumes: int = assumptions.RCOPY_VOLUMES
    sync_volumes: int = assumptions.RCOPY_SYNC_VOLUMES
    periodic_volumes: int = assumptions.RCOPY_PERIODIC_VOLUMES


@dataclass
class Target:
    """Another array, as this one calls it."""

    id: int
    name: str
    type: int
    #: None: nothing answers at its addresses
    link: Optional[RemoteLink]
    #: local port and the address at the other end
    ports: List[Tuple[str, str]]
    mirror_config: bool = True
    disabled: bool = False
    #: its addresses are this array's own
    self_mirrored: bool = False

    @property
    def ready(self) -> bool:
        """Whether the other array answers."""
        return (self.link is not None and self.link.answers
                and not self.disabled)


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
    state: int = STOPPED
    reversed: bool = False
    policies: Dict[str, bool] = field(default_factory=lambda: dict(POLICIES))
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
    synced_at: Optional[float] = None
    mirrors: Dict[int, Mirror] = field(default_factory=dict)


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
    targets: List[GroupTarget] = field(default_factory=list)
    #: ids of volumes, in the order they were admitted
    volumes: List[int] = field(default_factory=list)
    #: id of the volume set the array keeps for it
    set_id: int = 0

    @property
    def started(self) -> bool:
        """Whether it copies to any target."""
        return any(one.state == STARTED for one in self.targets)


class Side(NamedTuple):
    """One array's end of a group that is copied to another array."""

    array: Array
    group: Group
    way: GroupTarget


class RemoteCopy:
    """Remote copy on one array."""

    def __init__(self, array: Array) -> None:
        self._array = array
        #: the service runs (command startrcopy; a link starts it too)
        self.started = False
        self.limits = Limits()
        self.links: List[RemoteLink] = []
        self.targets: Store[Target] = Store(1)
        self.groups: Store[Group] = Store(1)
        #: volume id → what is on it
        self._contents: Dict[int, Content] = {}
        self._writes = 0
        #: snapshot id → the volume it was made for
        self.snapshots: Dict[int, int] = {}

    def settle(self) -> None:
        """Let copies arrive whose time has come."""
        for link in self.links:
            link.settle()

    @property
    def contents(self) -> Mapping[int, Content]:
        """What is on each volume that anybody wrote to."""
        return self._contents

    @property
    def writes(self) -> int:
        """How many writes of this array's own there were."""
        return self._writes

    def restore(self, contents: Mapping[int, Content], writes: int) -> None:
        """Have volumes that hold this."""
        self._contents, self._writes = dict(contents), writes

    def content(self, volume_id: int) -> Content:
        """What is on a volume."""
        return self._contents.get(volume_id, BLANK)

    def content_of(self, name: str) -> Content:
        """What is on the volume of that name now, for tests to compare."""
        with self._array.lock:
            self._array.settle()
            volume = self._array.volumes.get(name)
            if volume is None:
                raise Refused('NON_EXISTENT_VOL')
            return self.content(volume.id)

    def set_content(self, volume_id: int, content: Content) -> None:
        """The volume now holds this."""
        self._contents[volume_id] = content

    def new_content(self, volume_id: int) -> None:
        """The volume now holds what no other volume does."""
        self._writes += 1
        self._contents[volume_id] = (id(self), self._writes)

    def ways(self, link: RemoteLink) -> Iterator[Side]:
        """Every group that is copied over a link."""
        for group in list(self.groups):
            for way in group.targets:
                if self.targets.by_id(way.target).link is link:
                    yield Side(self._array, group, way)

    def groups_of(self, volume_id: int) -> List[Group]:
        """The groups a volume is in."""
        return [one for one in self.groups if volume_id in one.volumes]

    def members(self) -> Set[int]:
        """Ids of all volumes in groups."""
        return {number for one in self.groups for number in one.volumes}

    def holds(self, volume: Volume) -> bool:
        """Whether the volume is in a group, or keeps one's last state."""
        return volume.id in self.snapshots \
            or bool(self.groups_of(volume.id))

    def owns_set(self, set_id: int) -> bool:
        """Whether the array keeps this volume set for a group."""
        return any(one.set_id == set_id for one in self.groups)

    def status_of(self, volume: Volume) -> int:
        """rcopyStatus: 1 none, 2 primary, 3 secondary, 4 snapshot."""
        if volume.id in self.snapshots:
            return 4
        groups = self.groups_of(volume.id)
        if not groups:
            return 1
        return 2 if groups[0].role == PRIMARY else 3


def find(array: Array, name: str) -> Group:
    """The group of that name, or NON_EXISTENT_RCOPY_GROUP."""
    group = array.remote.groups.get(name)
    if group is None:
        raise Refused('NON_EXISTENT_RCOPY_GROUP')
    return group


def way_to(array: Array, group: Group, name: str,
           status: int = 403) -> GroupTarget:
    """The group's target of that name, or RCOPY_GROUP_INV_TARGET."""
    for way in group.targets:
        if array.remote.targets.by_id(way.target).name == name:
            return way
    raise Refused('RCOPY_GROUP_INV_TARGET', 'targetName', status=status)


def target_of(side: Side) -> Target:
    """The target a side copies to."""
    return side.array.remote.targets.by_id(side.way.target)


def twin(side: Side) -> Optional[Side]:
    """The other array's end of it; None when it cannot be seen."""
    target = target_of(side)
    if target.link is None or not target.ready:
        return None
    peer = target.link.other(side.array)
    group = peer.remote.groups.get(side.way.remote_group)
    if group is None or group is side.group:
        return None
    for way in group.targets:
        if peer.remote.targets.by_id(way.target).link is target.link \
                and way.remote_group == side.group.name:
            return Side(peer, group, way)
    return None


def peer_of(side: Side) -> Array:
    """The array a ready target stands for."""
    target = target_of(side)
    if target.link is None or not target.ready:
        raise Refused('RCOPY_TARGET_IS_NOT_READY')
    return target.link.other(side.array)


def other_mirror(other: Side, volume_id: int,
                 mirror: Mirror) -> Optional[Mirror]:
    """The same pair of volumes as the other array knows it."""
    found = other.way.mirrors.get(mirror.remote_id)
    return found if found and found.remote_id == volume_id else None


def mirrored(side: Side) -> bool:
    """Whether a change of the group is made on the target as well."""
    return target_of(side).mirror_config and not side.way.unmirrored
