"""File Persona: groups, servers, stores, shares, snapshots, quotas."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Optional

NFS, SMB, OBJ = 'nfs', 'smb', 'obj'
NORMAL, DEGRADED = 1, 2
#: kinds of quotas
USER, GROUP, FSTORE = 1, 2, 3
#: states of a reclamation
RUNNING, PAUSED, STOPPED, COMPLETED = ('RUNNING', 'PAUSED', 'STOPPED',
                                       'COMPLETED')
RECLAMATION_STATES = (RUNNING, PAUSED, STOPPED, COMPLETED)

#: the web service counts shares from here: twenty digits
FIRST_SHARE = 10 ** 19


@dataclass
class Fpg:
    """A file provisioning group; MiB."""

    id: int
    uuid: str
    name: str
    #: id of its CPG
    cpg: int
    #: ids of its volumes, and of the set that holds them
    volumes: list[int]
    volume_set: int
    #: number of the file system
    number: int
    created: float
    #: ids of the nodes of its pair
    primary: int
    alternate: int
    current: int
    size: int
    full: bool = False
    generation: int = 1
    comment: str = ''
    active: bool = True
    #: what the file system itself takes
    overhead: int = 0


@dataclass
class FsIp:
    """An address of a virtual file server."""

    policy: str
    address: str
    netmask: str
    vlan: int = 0


@dataclass
class Vfs:
    """A virtual file server; grace times in seconds."""

    id: int
    uuid: str
    name: str
    fpg: int
    addresses: list[FsIp] = field(default_factory=list[FsIp])
    comment: str = ''
    state: int = NORMAL
    #: what stands in it: 'self-signed', PEM, or nothing
    certificate: str = ''
    block_grace: int = 604800
    inode_grace: int = 604800


@dataclass
class FileStore:
    """A file store; MiB."""

    id: int
    uuid: str
    name: str
    vfs: int
    comment: str = ''
    security: int = 2
    #: what its files take, how many there are, and what only snapshots hold
    used: int = 0
    files: int = 0
    kept: int = 0


@dataclass
class FileShare:
    """A share of one protocol."""

    id: int
    uuid: str
    protocol: str
    name: str
    store: int
    directory: str = ''
    comment: str = ''
    #: NFS
    clients: list[str] = field(default_factory=list[str])
    options: list[str] = field(default_factory=list[str])
    #: SMB
    abe: bool = False
    ca: bool = True
    cache: str = 'manual'
    allow_ip: list[str] = field(default_factory=list[str])
    deny_ip: list[str] = field(default_factory=list[str])
    #: user and permission
    allow: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    deny: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    #: object
    ssl: bool = True
    urlpath: str = ''
    #: owner, group, and entries (type, flags, principal, permissions)
    owner: str = ''
    group: str = ''
    acl: list[tuple[int, str, str, str]] = field(
        default_factory=list[tuple[int, str, str, str]])


@dataclass
class FileSnapshot:
    """A snapshot of a store."""

    id: int
    name: str
    tag: str
    store: int
    created: float


@dataclass
class Quota:
    """Limits of a user, a group or a store; blocks in MiB, 0 for none."""

    id: int
    kind: int
    name: str
    vfs: int
    soft_block: int = 0
    hard_block: int = 0
    soft_files: int = 0
    hard_files: int = 0


@dataclass
class FsUser:
    """A local user; the array keeps no password that could be read."""

    name: str
    uid: int
    primary_group: str
    groups: list[str] = field(default_factory=list[str])
    enabled: bool = True


@dataclass
class FsGroup:
    """A local group."""

    name: str
    gid: int


@dataclass
class Reclamation:
    """A task that gives back the space of removed snapshots."""

    id: int
    fpg: int
    start: float
    #: how long it still takes since it was started or resumed
    seconds: float
    resumed: float
    strategy: str
    state: str = RUNNING
    end: Optional[float] = None
    #: MiB that its end gives back
    space: int = 0


@dataclass
class FilePersona:
    """All of it on one array, each kind in the order it was made."""

    next_id: int = 1
    fpgs: list[Fpg] = field(default_factory=list[Fpg])
    servers: list[Vfs] = field(default_factory=list[Vfs])
    stores: list[FileStore] = field(default_factory=list[FileStore])
    shares: list[FileShare] = field(default_factory=list[FileShare])
    snapshots: list[FileSnapshot] = field(default_factory=list[FileSnapshot])
    quotas: list[Quota] = field(default_factory=list[Quota])
    users: list[FsUser] = field(default_factory=list[FsUser])
    groups: list[FsGroup] = field(default_factory=list[FsGroup])
    reclamations: list[Reclamation] = field(default_factory=list[Reclamation])
    #: MiB per group that a reclamation can give back
    reclaimable: list[tuple[int, int]] = field(default_factory=list[tuple[int, int]])

    def new_id(self) -> int:
        """The id of a new object of any kind."""
        self.next_id += 1
        return self.next_id - 1
