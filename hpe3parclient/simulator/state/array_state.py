"""Everything that one array is, as plain data.

The state of an array and the links to other arrays refer to each other, so
both are here. Rules are in :mod:`hpe3parclient.simulator.model`; what
composes them is :class:`hpe3parclient.simulator.array.Array`.
"""

from __future__ import annotations

import random
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Optional, Protocol

from hpe3parclient.simulator.clock import Clock
from hpe3parclient.simulator.personality import Personality
from hpe3parclient.simulator.state.alerts import Alerts
from hpe3parclient.simulator.state.cpgs import Cpg, Pool
from hpe3parclient.simulator.state.filepersona import FilePersona
from hpe3parclient.simulator.state.flashcache import DISABLE, Cache
from hpe3parclient.simulator.state.hardware.state import Hardware
from hpe3parclient.simulator.state.hosts import Host, Path
from hpe3parclient.simulator.state.lock import SharedLock
from hpe3parclient.simulator.state.maintenance import Patch, Schedule
from hpe3parclient.simulator.state.optimization import Configuration
from hpe3parclient.simulator.state.ports import Port, PortPos
from hpe3parclient.simulator.state.qos import Rule
from hpe3parclient.simulator.state.remotecopy import (
    BLANK,
    IP,
    PRIMARY,
    Content,
    Group,
    Limits,
)
from hpe3parclient.simulator.state.sets import ObjectSet
from hpe3parclient.simulator.state.statistics import Statistics
from hpe3parclient.simulator.state.store import Store, Table
from hpe3parclient.simulator.state.tasks import Task
from hpe3parclient.simulator.state.vluns import Template
from hpe3parclient.simulator.state.volumes import Volume

if TYPE_CHECKING:
    from hpe3parclient.simulator.captured.outputs import Output
    from hpe3parclient.simulator.captured.samples import Samples
    from hpe3parclient.simulator.observer import Observer


class Link:
    """What carries remote copy between two arrays.

    :param first: the array whose clock counts
    :param second: the other array
    """

    def __init__(self, first: ArrayState, second: ArrayState,
                 kind: int = IP) -> None:
        self.arrays: tuple[ArrayState, ArrayState] = (first, second)
        self.kind = kind
        self.clock = first.clock
        #: whether data can pass
        self.up = True

    def other(self, array: ArrayState) -> ArrayState:
        """The array at the other end."""
        first, second = self.arrays
        return second if array is first else first

    @property
    def answers(self) -> bool:
        """Whether it is up and each array knows the other by it."""
        return self.up and all(
            any(target.link is self for target in array.remote.targets)
            for array in self.arrays)


@dataclass
class Target:
    """Another array, as this one calls it."""

    id: int
    name: str
    type: int
    #: None: nothing answers at its addresses
    link: Optional[Link]
    #: local port and the address at the other end
    ports: list[tuple[str, str]]
    mirror_config: bool = True
    disabled: bool = False
    #: its addresses are this array's own
    self_mirrored: bool = False

    @property
    def ready(self) -> bool:
        """Whether the other array answers."""
        return (self.link is not None and self.link.answers
                and not self.disabled)


class RemoteCopy:
    """Remote copy on one array."""

    def __init__(self) -> None:
        #: the service runs (command startrcopy; a link starts it too)
        self.started = False
        self.limits = Limits()
        self.links: list[Link] = []
        self.targets: Store[Target] = Store(1)
        self.groups: Store[Group] = Store(1)
        #: volume id → what is on it
        self._contents: dict[int, Content] = {}
        self._writes = 0
        #: snapshot id → the volume it was made for
        self.snapshots: dict[int, int] = {}

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

    def set_content(self, volume_id: int, content: Content) -> None:
        """The volume now holds this."""
        self._contents[volume_id] = content

    def new_content(self, volume_id: int) -> None:
        """The volume now holds what no other volume does."""
        self._writes += 1
        self._contents[volume_id] = (id(self), self._writes)

    def groups_of(self, volume_id: int) -> list[Group]:
        """The groups a volume is in."""
        return [item for item in self.groups if volume_id in item.volumes]

    def members(self) -> set[int]:
        """Ids of all volumes in groups."""
        return {number for item in self.groups for number in item.volumes}

    def holds(self, volume: Volume) -> bool:
        """Whether the volume is in a group, or keeps one's last state."""
        return volume.id in self.snapshots \
            or bool(self.groups_of(volume.id))

    def owns_set(self, set_id: int) -> bool:
        """Whether the array keeps this volume set for a group."""
        return any(item.set_id == set_id for item in self.groups)

    def status_of(self, volume: Volume) -> int:
        """rcopyStatus: 1 none, 2 primary, 3 secondary, 4 snapshot."""
        if volume.id in self.snapshots:
            return 4
        groups = self.groups_of(volume.id)
        if not groups:
            return 1
        return 2 if groups[0].role == PRIMARY else 3


class Overlay(Protocol):
    """Shows what was captured in place of what the model answers."""

    @property
    def samples(self) -> Samples:
        """What System Reporter said."""
        ...

    def members(self, path: str, members: list[dict[str, Any]],
                whole: bool) -> list[dict[str, Any]]:
        """The members of a list."""
        ...

    def object(self, path: str, value: dict[str, Any]) -> dict[str, Any]:
        """One object."""
        ...

    def find(self, path: str) -> Optional[dict[str, Any]]:
        """What the model refuses."""

    def output(self, name: str) -> Optional[Output]:
        """What a command printed where the model prints otherwise."""

    def as_json(self) -> dict[str, Any]:
        """All of it."""
        ...


class ArrayState:
    """The state of one array; hold ``lock`` while you read or change it.

    :param personality: what kind of array it is
    :param clock: its time
    :param user: name of the user that exists at the start
    :param password: password of this user
    :param seed: makes keys, UUIDs and the past the same every time
    :param age_days: for how many days it has been in use
    :param history: whether hosts did anything in those days
    """

    #: what a capture had that the model answers otherwise
    captured: Optional[Overlay] = None
    #: watches what comes by a network
    observer: Optional[Observer] = None
    #: nobody serves it: it stands in for the partner of a captured array
    stand_in = False
    #: when the services of the system have started
    ready_at: float = 0.0

    def __init__(self, personality: Personality, clock: Clock, *, user: str,
                 password: str, seed: Optional[int] = None,
                 age_days: float = 0.0, history: bool = False) -> None:
        self.personality = personality
        self.clock = clock
        self.lock = SharedLock()
        self.random: random.Random = random.SystemRandom() if seed is None \
            else random.Random(seed)  # noqa: S311 - meant to be repeatable
        self.name = f'sim-{personality.name}'
        self.statistics = Statistics(clock.now(), None if not history
                                     else personality.system_id
                                     if seed is None else seed)
        self.born = self.statistics.started - age_days * 86400
        self.admin = user
        self.users: dict[str, str] = {user: password}
        self.domains: set[str] = set()
        self.licences: set[str] = set()
        #: names of users that may look at everything and change nothing;
        #: of those that a directory knows, and the array does not; domains
        #: that are in a domain set
        self.browsers, self.directory_users, self.domains_in_sets = (
            set[str](), set[str](), set[str]())
        #: roles of the other users that are no administrators
        self.roles: dict[str, str] = {}
        #: comments of domains that have one
        self.domain_comments: dict[str, str] = {}
        #: parameters of the system that were changed
        self.parameters: dict[str, Any] = {}
        #: seconds that every task takes; None: by the space it works on
        self.task_seconds: Optional[float] = None
        #: True: hosts log in as soon as they are made
        self.auto_log_in = False
        #: by disk type
        self.pools: dict[int, Pool] = {}
        self.ports: dict[PortPos, Port] = {}
        self.hardware = Hardware(self)
        self.alerts = Alerts(self)
        self.cpgs: Store[Cpg] = Store()
        self.volumes: Store[Volume] = Store()
        self.hosts: Store[Host] = Store()
        self.hostsets: Store[ObjectSet] = Store(1)
        self.volumesets: Store[ObjectSet] = Store(1)
        self.vluns: Table[Template] = Table(1)
        self.qos: Table[Rule] = Table()
        self.tasks: Table[Task] = Table(1)
        #: the tasks that have not ended, by id
        self.active_tasks: dict[int, Task] = {}
        self.remote = RemoteCopy()
        self._set_up_performance()
        #: File Persona: groups, servers, stores, shares …
        self.files = FilePersona()
        #: commands that run later, by name
        self.schedules: dict[str, Schedule] = {}
        #: while scheduled commands run, no other begins
        self.running_schedules = False
        #: updates that were installed, and names of patches beside them
        self.patches: list[Patch] = []
        self.applied: list[str] = []
        #: path name → host id
        self.host_of_path: dict[str, int] = {}
        #: initiators that are there and belong to no host
        self.unassigned: dict[str, Path] = {}
        #: ids of volumes with an expiration time
        self.expiring: set[int] = set()

    def _set_up_performance(self) -> None:
        """What makes volumes faster, and templates of their CPGs."""
        self.flash_cache: Optional[Cache] = None
        #: templates of CPGs: members of a request for one, by name
        self.templates: dict[str, dict[str, Any]] = {}
        #: configurations of Adaptive Optimization
        self.optimization: Store[Configuration] = Store(1)
        #: flash-cache policy of the whole system
        self.flash_cache_policy = DISABLE

    def new_uuid(self) -> str:
        """A UUID of the array's own making."""
        return str(uuid.UUID(int=self.random.getrandbits(128), version=4))
