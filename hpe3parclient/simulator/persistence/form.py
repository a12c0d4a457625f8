"""What a document is made of.

Knows which members an array has in a document and how the model's own
classes are written. What follows from other members is not written, so it
cannot contradict them: a volume says its parent, no volume its children.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Optional

from hpe3parclient.simulator.model.filepersona.accounts import first_groups
from hpe3parclient.simulator.model.hosts import FC as FC_PATH
from hpe3parclient.simulator.model.hosts import ISCSI, NVME
from hpe3parclient.simulator.model.personas import NAMES as PERSONAS
from hpe3parclient.simulator.model.remotecopy.link import RemoteLink
from hpe3parclient.simulator.model.volumes import activity
from hpe3parclient.simulator.persistence.codec import Codec, Shape
from hpe3parclient.simulator.personality import (
    FC,
    NL,
    SET_SIZES,
    SSD,
    Personality,
)
from hpe3parclient.simulator.state.alerts import Alert
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
from hpe3parclient.simulator.state.flashcache import (
    DISABLE,
    ENABLE,
    REAL,
    SIMULATED,
    Cache,
)
from hpe3parclient.simulator.state.hardware.state import PART_KINDS, Failure
from hpe3parclient.simulator.state.hosts import Chap, Host, Path
from hpe3parclient.simulator.state.maintenance import Patch, Schedule
from hpe3parclient.simulator.state.optimization import (
    BALANCED,
    COST,
    PERFORMANCE,
    Configuration,
)
from hpe3parclient.simulator.state.ports import Port
from hpe3parclient.simulator.state.qos import Rule
from hpe3parclient.simulator.state.remotecopy import (
    ASYNC,
    FAILSAFE,
    FROM_SNAPSHOT,
    HALTED,
    IP,
    NEW,
    PERIODIC,
    PRESYNCED,
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
from hpe3parclient.simulator.state.sets import HOSTS, VOLUMES, ObjectSet
from hpe3parclient.simulator.state.tasks import (
    ACTIVE,
    CANCELLED,
    DONE,
    FAILED,
    MEDIUM,
    PhysicalCopy,
    Tune,
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
    optimization: int = 1


@dataclass
class TargetForm:
    """A remote-copy target; its link is a place in the list of links."""

    id: int
    name: str
    type: int
    ports: list[tuple[str, str]]
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
    effect: dict[str, Any] = field(default_factory=dict[str, Any])
    details: list[str] = field(default_factory=list[str])


@dataclass
class Seen:
    """What a CPG saw of its hosts in one interval, bytes."""

    cpg: int
    interval: int
    read: int = 0
    written: int = 0


@dataclass
class VolumeSeen:
    """What a volume saw of its hosts in one interval, bytes."""

    volume: int
    interval: int
    read: int = 0
    written: int = 0


@dataclass
class CpgHeld:
    """What a CPG held at the end of an interval, usable MiB."""

    cpg: int
    interval: int
    full: int = 0
    thin: int = 0
    snap: int = 0
    admin: int = 0


@dataclass
class VolumeHeld:
    """What a volume held at the end of an interval, usable MiB."""

    volume: int
    interval: int
    user_reserved: int = 0
    user_used: int = 0
    snap_reserved: int = 0
    snap_used: int = 0
    admin_reserved: int = 0


@dataclass
class Holding:
    """What is on a volume: the mark of a write.

    ``writer`` is the number of an array in the document, from 1.
    """

    volume: int
    content: tuple[int, int]


@dataclass
class RemoteForm:
    """Remote copy on one array."""

    started: bool = False
    limits: Limits = field(default_factory=Limits)
    #: places in the document's list of links, in the order they were laid
    links: list[int] = field(default_factory=list[int])
    targets: list[TargetForm] = field(default_factory=list[TargetForm])
    groups: list[Group] = field(default_factory=list[Group])
    #: how many writes there were
    writes: int = 0
    contents: list[Holding] = field(default_factory=list[Holding])


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
    licences: set[str]
    pools: list[Pool]
    ports: list[Port]
    auto_log_in: bool = False
    domains: set[str] = field(default_factory=set[str])
    parameters: dict[str, Any] = field(default_factory=dict[str, Any])
    cpgs: list[Cpg] = field(default_factory=list[Cpg])
    volumes: list[Volume] = field(default_factory=list[Volume])
    volumesets: list[ObjectSet] = field(default_factory=list[ObjectSet])
    hosts: list[Host] = field(default_factory=list[Host])
    hostsets: list[ObjectSet] = field(default_factory=list[ObjectSet])
    #: initiators that belong to no host
    unassigned: list[Path] = field(default_factory=list[Path])
    vluns: list[Template] = field(default_factory=list[Template])
    qos: list[Rule] = field(default_factory=list[Rule])
    tasks: list[TaskForm] = field(default_factory=list[TaskForm])
    flash_cache: Optional[Cache] = None
    flash_cache_policy: int = DISABLE
    optimization: list[Configuration] = field(default_factory=list[Configuration])
    templates: dict[str, Any] = field(default_factory=dict[str, Any])
    remote_copy: RemoteForm = field(default_factory=RemoteForm)
    schedules: list[Schedule] = field(default_factory=list[Schedule])
    files: FilePersona = field(default_factory=_no_files)
    patches: list[Patch] = field(default_factory=list[Patch])
    applied: list[str] = field(default_factory=list[str])
    statistics: list[Seen] = field(default_factory=list[Seen])
    volume_statistics: list[VolumeSeen] = field(default_factory=list[VolumeSeen])
    cpg_space: list[CpgHeld] = field(default_factory=list[CpgHeld])
    volume_space: list[VolumeHeld] = field(default_factory=list[VolumeHeld])
    #: when the array was started; before, a load made from the seed
    started: Optional[float] = None
    history_seed: Optional[int] = None
    failures: list[Failure] = field(default_factory=list[Failure])
    alerts: list[Alert] = field(default_factory=list[Alert])
    domain_comments: dict[str, str] = field(default_factory=dict[str, str])
    #: nobody serves it: it stands in for the partner of a captured array
    stand_in: bool = False
    #: what a capture had that the model answers otherwise, as JSON text
    captured: Optional[str] = None


@dataclass
class LinkForm:
    """A link; ``ends`` are places in the document's list of arrays."""

    ends: tuple[int, int]
    kind: int = IP
    up: bool = True


@dataclass
class Form:
    """A whole document."""

    format: str
    version: int
    arrays: list[ArrayForm]
    links: list[LinkForm] = field(default_factory=list[LinkForm])


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
                 'busy': _WORK, 'marks': (
                     *activity.WRONG.values(), *activity.UNDERWAY.values()),
                 'failed': (activity.STALE, activity.COPY_FAILED)}),
    Cpg: Shape(
        without=('usage', 'virtual_mib', 'users', 'snap_users',
                 'dedup_users', 'shared_ids'), names=('name',),
        allowed={'raid': tuple(SET_SIZES), 'disk_type': _DISKS}),
    Pool: Shape(allowed={'disk_type': _DISKS}),
    Configuration: Shape(names=('name',), listed={'tiers': 'tier'}, allowed={
        'mode': (BALANCED, COST, PERFORMANCE)}),
    Host: Shape(without=('sets', 'templates'), names=('name',),
                allowed={'persona': tuple(PERSONAS)}),
    # A secret is no part of a document; the CHAP it belongs to is.
    Chap: Shape(without=('secret',), instead={'secret': ''}),
    Path: Shape(allowed={'kind': (FC_PATH, ISCSI, NVME)}),
    ObjectSet: Shape(without=('templates',), names=('name',),
                     allowed={'kind': (HOSTS, VOLUMES),
                              'flash_cache_policy': (ENABLE, DISABLE)}),
    Port: Shape(listed={'vlans': 'tag'}),
    TaskForm: Shape(allowed={'status': (
        DONE, ACTIVE, CANCELLED, FAILED)}),
    Tune: Shape(names=('keep',), allowed={
        'state': (activity.TUNING, activity.CONVERTING),
        'kind': (None, TPVV, FULL,
                 TDVV)}),
    PhysicalCopy: Shape(allowed={'state': (
        activity.COPY_TARGET, activity.RESYNC_TARGET)}),
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
                 'state': (NEW, STARTED, STOPPED, FAILSAFE)}),
    Mirror: Shape(allowed={'status': (
        NEW, SYNCING, SYNCED, PRESYNCED, FROM_SNAPSHOT, HALTED)}),
}

#: Writes and reads documents.
CODEC = Codec(SHAPES, {'RemoteLink': RemoteLink})
