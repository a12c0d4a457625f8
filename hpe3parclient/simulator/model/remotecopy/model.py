"""Remote copy as one array knows it: links, targets and groups.

Each array has a group of its own: what it knows. While the link is up, a
change is made on both; while it is cut, on the array that receives it.
"""

from __future__ import annotations

from dataclasses import dataclass
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

from hpe3parclient.simulator.errors import Refused
from hpe3parclient.simulator.state.remotecopy import (
    BLANK,
    PRIMARY,
    Content,
    Group,
    GroupTarget,
    Limits,
)
from hpe3parclient.simulator.state.store import Store
from hpe3parclient.simulator.state.volumes import Volume

if TYPE_CHECKING:
    from hpe3parclient.simulator.array import Array
    from hpe3parclient.simulator.model.remotecopy.link import RemoteLink


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
