"""Tasks, and what the end of a task changes: its effect.

An effect is plain data, so that a saved state can hold it. The module of
rules that starts a kind of task registers what the end of it does
(:func:`hpe3parclient.simulator.model.tasks.finishes`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Optional, Union

DONE, ACTIVE, CANCELLED, FAILED = 1, 2, 3, 4
BACKGROUND_COMMAND, TUNE_VV = 20, 24
VV_COPY, PHYS_COPY_RESYNC, PROMOTE_SV = 1, 2, 4
REMOTE_COPY_SYNC = 5
SNAPSHOT_ACCOUNTING = 12
ONLINE_COPY, ONLINE_PROMOTE = 18, 37
MEDIUM = 2


@dataclass
class Tune:
    """A volume moves to other CPGs, or is converted."""

    volume: int
    #: member of the request → id of the CPG
    cpgs: dict[str, int]
    #: volumeDetailedState while it lasts
    state: int
    #: provisioning after a conversion
    kind: Optional[int] = None
    compression: Optional[bool] = None
    #: name under which the volume is kept as it was
    keep: Optional[str] = None


@dataclass
class PhysicalCopy:
    """A volume is copied onto another one."""

    source: int
    copy: int
    #: volumeDetailedState of the copy while it lasts
    state: int
    #: what the source held when the copy began
    content: tuple[int, int]
    #: MiB to copy
    used: int
    #: when the copy began
    at: float


@dataclass
class OnlineCopy:
    """A volume that was made for it receives the data of another one."""

    source: int
    copy: int
    #: MiB to copy
    used: int


@dataclass
class Promotion:
    """A base volume becomes what its snapshot is."""

    snapshot: int
    target: int
    online: bool


@dataclass
class CreateFpg:
    """A file provisioning group is created."""

    name: str
    cpg: str
    size: int
    comment: str = ''
    node: Optional[int] = None
    full: bool = False


@dataclass
class CreateVfs:
    """A virtual file server is created."""

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
    """A file provisioning group is removed."""

    fpg: int
    name: str
    forget: bool = False


@dataclass
class RemoteSync:
    """A volume is sent to a target of its group.

    Remote copy itself says when the data have arrived; the end of the task
    changes nothing.
    """

    volume: int
    target: int


Effect = Union[Tune, PhysicalCopy, OnlineCopy, Promotion, CreateFpg, CreateVfs,
               RemoveFpg, RemoteSync]

#: Effects by the name they have in a document.
EFFECTS: Mapping[str, type] = {
    'tune': Tune, 'copy': PhysicalCopy, 'online copy': OnlineCopy,
    'promote': Promotion, 'createfpg': CreateFpg, 'createvfs': CreateVfs,
    'removefpg': RemoveFpg, 'remote copy': RemoteSync}


@dataclass
class Task:
    """One task."""

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
    #: what its end changes; None changes nothing
    effect: Optional[Effect] = None
    #: what it printed
    details: list[str] = field(default_factory=list[str])
