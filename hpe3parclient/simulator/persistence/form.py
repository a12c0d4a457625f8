"""What a document is made of.

Knows which members an array has in a document and how the model's own
classes are written. What follows from other members is not written, so it
cannot contradict them: a volume says its parent, no volume its children.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Dict, List, Mapping, Optional, Set, Tuple

from hpe3parclient.simulator.cli.state import Patch
from hpe3parclient.simulator.model import sets
from hpe3parclient.simulator.model.alerts import Alert
from hpe3parclient.simulator.model.filepersona.accounts import first_groups
from hpe3parclient.simulator.model.flashcache import (
    DISABLE,
    ENABLE,
    REAL,
    SIMULATED,
    Cache,
)
from hpe3parclient.simulator.model.hardware.state import (
    PART_KINDS,
    Failure,
)
from hpe3parclient.simulator.model.hosts import FC as FC_PATH
from hpe3parclient.simulator.model.hosts import ISCSI, NVME
from hpe3parclient.simulator.model.personas import NAMES as PERSONAS
from hpe3parclient.simulator.model.remotecopy.link import RemoteLink
from hpe3parclient.simulator.model.scheduled import Schedule
from hpe3parclient.simulator.model.volumes import activity
from hpe3parclient.simulator.persistence.codec import Codec, Shape
from hpe3parclient.simulator.personality import (
    FC,
    NL,
    SET_SIZES,
    SSD,
    Personality,
)
from hpe3parclient.simulator.state.cpgs import Cpg, Pool
from hpe3parclient.simulator.state.filepersona import (
    DEGRADED,
    FSTORE,
    GROUP,
    NFS,
    NORMAL,
    OBJ,
    RECLAMATION_STATES,
    SMB,
    USER,
    FilePersona,
    FileShare,
    Quota,
    Reclamation,
    Vfs,
)
from hpe3parclient.simulator.state.hosts import Chap, Host, Path
from hpe3parclient.simulator.state.ports import Port
from hpe3parclient.simulator.state.qos import Rule
from hpe3parclient.simulator.state.remotecopy import (
    ASYNC,
    FAILSAFE,
    HALTED,
    IP,
    NEW,
    PERIODIC,
    PRIMARY,
    SECONDARY,
    STARTED,
    STOPPED,
    SYNC,
    SYNCED,
    SYNCING,
    Group,
    GroupTarget,
    Limits,
    Mirror,
)
from hpe3parclient.simulator.state.remotecopy import (
    FC as FC_LINK,
)
from hpe3parclient.simulator.state.sets import ObjectSet
from hpe3parclient.simulator.state.tasks import (
    ACTIVE,
    CANCELLED,
    DONE,
    FAILED,
    MEDIUM,
)
from hpe3parclient.simulator.state.vluns import Template
from hpe3parclient.simulator.state.volumes import (
    BASE,
    DDS,
    FULL,
    PHYSICAL_COPY,
    SNP,
    TDVV,
    TPVV,
    VIRTUAL_COPY,
    Volume,
)

FORMAT = 'hpe3parclient simulated arrays'
VERSION = 1


@dataclass
class NextIds:
    """The ids that the next objects get."""

    cpgs: int
    volumes: int
    hosts: int
    hostsets: int
    volumesets: int
    vluns: int
    qos: int
    tasks: int
    targets: int
    groups: int


@dataclass
class TargetForm:
    """A remote-copy target; its link is a place in the list of links."""

    id: int
    name: str
    type: int
    ports: List[Tuple[str, str]]
    link: Optional[int] = None
    mirror_config: bool = True
    disabled: bool = False
    self_mirrored: bool = False


@dataclass
class TaskForm:
    """A task; ``effect`` is there while it is active."""

    id: int
    type: int
    name: str
    user: str
    start: float
    seconds: float
    priority: int = MEDIUM
    status: int = ACTIVE
    finish: Optional[float] = None
    cancellable: bool = True
    effect: Dict[str, Any] = field(default_factory=dict)
    details: List[str] = field(default_factory=list)


@dataclass
class Tune:
    """The effect of a tune task."""

    volume: int
    cpgs: Dict[str, int]
    state: int
    kind: Optional[int] = None
    compression: Optional[bool] = None
    keep: Optional[str] = None


@dataclass
class Copy:
    """The effect of an offline copy."""

    source: int
    copy: int
    state: int
    content: Tuple[int, int]
    used: int
    at: float


@dataclass
class OnlineCopy:
    """The effect of an online copy."""

    source: int
    copy: int
    used: int


@dataclass
class Promote:
    """The effect of a promotion."""

    snapshot: int
    target: int
    online: bool


@dataclass
class CreateFpg:
    """The effect of creating a file provisioning group."""

    name: str
    cpg: str
    size: int
    comment: str = ''
    node: Optional[int] = None
    full: bool = False


@dataclass
class CreateVfs:
    """The effect of creating a virtual file server."""

    name: str
    address: str
    netmask: str
    block_grace: int
    inode_grace: int
    certificate: str
    comment: str = ''
    fpg: str = ''
    cpg: str = ''
    size: int = 0
    node: Optional[int] = None
    vlan: int = 0


@dataclass
class RemoveFpg:
    """The effect of removing a file provisioning group."""

    fpg: int
    name: str
    forget: bool = False


#: Effects by their member ``do``.
EFFECTS: Mapping[str, type] = {
    'tune': Tune, 'copy': Copy, 'online copy': OnlineCopy,
    'promote': Promote, 'createfpg': CreateFpg, 'createvfs': CreateVfs,
    'removefpg': RemoveFpg}


@dataclass
class Seen:
    """What a CPG saw of its hosts in one interval, bytes."""

    cpg: int
    interval: int
    read: int = 0
    written: int = 0


@dataclass
class Holding:
    """What is on a volume: the mark of a write.

    ``writer`` is the number of an array in the document, from 1.
    """

    volume: int
    content: Tuple[int, int]


@dataclass
class RemoteForm:
    """Remote copy on one array."""

    started: bool = False
    limits: Limits = field(default_factory=Limits)
    #: places in the document's list of links, in the order they were laid
    links: List[int] = field(default_factory=list)
    targets: List[TargetForm] = field(default_factory=list)
    groups: List[Group] = field(default_factory=list)
    #: how many writes there were
    writes: int = 0
    contents: List[Holding] = field(default_factory=list)


def _no_files() -> FilePersona:
    """File Persona of a new array."""
    return FilePersona(groups=first_groups())


@dataclass
class ArrayForm:
    """One array. Lists of objects are in the order these were made."""

    name: str
    time: float
    born: float
    personality: Personality
    session_limit: int
    session_timeout: float
    next_ids: NextIds
    licences: Set[str]
    pools: List[Pool]
    ports: List[Port]
    auto_log_in: bool = False
    domains: Set[str] = field(default_factory=set)
    parameters: Dict[str, Any] = field(default_factory=dict)
    cpgs: List[Cpg] = field(default_factory=list)
    volumes: List[Volume] = field(default_factory=list)
    volumesets: List[ObjectSet] = field(default_factory=list)
    hosts: List[Host] = field(default_factory=list)
    hostsets: List[ObjectSet] = field(default_factory=list)
    #: initiators that belong to no host
    unassigned: List[Path] = field(default_factory=list)
    vluns: List[Template] = field(default_factory=list)
    qos: List[Rule] = field(default_factory=list)
    tasks: List[TaskForm] = field(default_factory=list)
    flash_cache: Optional[Cache] = None
    flash_cache_policy: int = DISABLE
    remote_copy: RemoteForm = field(default_factory=RemoteForm)
    schedules: List[Schedule] = field(default_factory=list)
    files: FilePersona = field(default_factory=_no_files)
    patches: List[Patch] = field(default_factory=list)
    applied: List[str] = field(default_factory=list)
    statistics: List[Seen] = field(default_factory=list)
    failures: List[Failure] = field(default_factory=list)
    alerts: List[Alert] = field(default_factory=list)
    domain_comments: Dict[str, str] = field(default_factory=dict)


@dataclass
class LinkForm:
    """A link; ``ends`` are places in the document's list of arrays."""

    ends: Tuple[int, int]
    kind: int = IP
    up: bool = True


@dataclass
class Form:
    """A whole document."""

    format: str
    version: int
    arrays: List[ArrayForm]
    links: List[LinkForm] = field(default_factory=list)


_DISKS = (FC, NL, SSD)
_WORK = (activity.PROMOTING, activity.COPY_TARGET, activity.RESYNC_TARGET,
         activity.TUNING, activity.COPY_SOURCE, activity.CONVERTING)

SHAPES: Mapping[type, Shape] = {
    ArrayForm: Shape(allowed={'flash_cache_policy': (ENABLE, DISABLE)}),
    Volume: Shape(
        without=('children', 'sets', 'templates', 'shared_parent',
                 'phys_copies', 'kept_for'),
        listed={'metadata': 'key'}, names=('name',),
        allowed={'copy_type': (BASE, PHYSICAL_COPY, VIRTUAL_COPY),
                 'provisioning': (
                     FULL, TPVV,
                     SNP, TDVV,
                     DDS),
                 'busy': _WORK, 'failed': (activity.STALE, activity.COPY_FAILED)}),
    Cpg: Shape(
        without=('usage', 'virtual_mib', 'users', 'snap_users',
                 'dedup_users', 'shared_id'), names=('name',),
        allowed={'raid': tuple(SET_SIZES), 'disk_type': _DISKS}),
    Pool: Shape(allowed={'disk_type': _DISKS}),
    Host: Shape(without=('sets', 'templates'), names=('name',),
                allowed={'persona': tuple(PERSONAS)}),
    # A secret is no part of a document; the CHAP it belongs to is.
    Chap: Shape(without=('secret',), instead={'secret': ''}),
    Path: Shape(allowed={'kind': (FC_PATH, ISCSI, NVME)}),
    ObjectSet: Shape(without=('templates',), names=('name',),
                     allowed={'kind': (sets.HOSTS, sets.VOLUMES),
                              'flash_cache_policy': (ENABLE, DISABLE)}),
    Port: Shape(listed={'vlans': 'tag'}),
    TaskForm: Shape(allowed={'status': (
        DONE, ACTIVE, CANCELLED, FAILED)}),
    Tune: Shape(names=('keep',), allowed={
        'state': (activity.TUNING, activity.CONVERTING),
        'kind': (None, TPVV, FULL,
                 TDVV)}),
    Copy: Shape(allowed={'state': (activity.COPY_TARGET, activity.RESYNC_TARGET)}),
    Cache: Shape(allowed={'mode': (REAL, SIMULATED),
                          'raid': tuple(SET_SIZES)}),
    Failure: Shape(allowed={'kind': tuple(PART_KINDS),
                            'state': ('degraded', 'failed')}),
    Vfs: Shape(allowed={'state': (NORMAL, DEGRADED)}),
    FileShare: Shape(allowed={'protocol': (NFS, SMB, OBJ)}),
    Quota: Shape(allowed={'kind': (USER, GROUP, FSTORE)}),
    Reclamation: Shape(allowed={'state': RECLAMATION_STATES}),
    LinkForm: Shape(allowed={'kind': (IP, FC_LINK)}),
    TargetForm: Shape(allowed={'type': (IP, FC_LINK)}),
    Group: Shape(names=('name',), allowed={'role': (PRIMARY, SECONDARY)}),
    GroupTarget: Shape(
        listed={'mirrors': 'volume'},
        allowed={'mode': (SYNC, PERIODIC, ASYNC),
                 'state': (STARTED, STOPPED, FAILSAFE)}),
    Mirror: Shape(allowed={'status': (NEW, SYNCING, SYNCED, HALTED)}),
}

#: Writes and reads documents.
CODEC = Codec(SHAPES, {'RemoteLink': RemoteLink})
