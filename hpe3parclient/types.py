"""The shapes of what the array answers, for type checkers.

Answers are plain dicts at run time, made afresh for every call; these classes
only tell mypy and editors which members there are, so that
``client.getVolume('v')['sizeMiB']`` is an int. A class with ``total=False``
has members that an array leaves out where they do not apply: absent, never
null. Newer arrays may send more than is named here.

This module knows names and types. It checks no answer.
"""

from __future__ import annotations

from typing import Any, Optional, TypedDict, Union


class Link(TypedDict):
    """Where more about an object can be read."""

    href: str
    rel: str


class PortPos(TypedDict):
    """A port's place: node, PCI slot, port of the card."""

    node: int
    slot: int
    cardPort: int


class Named(TypedDict):
    """What most objects have."""

    id: int
    name: str


class States(TypedDict, total=False):
    """How an object is: 1 normal, 2 degraded, 3 failed, 99 unknown."""

    state: int
    failedStates: list[int]
    degradedStates: list[int]
    additionalStates: list[int]


class TaskStarted(TypedDict, total=False):
    """The task a copy, tune or promote runs as."""

    taskid: int
    links: list[Link]


# -- the array ----------------------------------------------------------------


class WsApiVersion(TypedDict, total=False):
    """What getWsApiVersion returns."""

    major: int
    minor: int
    revision: int
    build: int


class WsApiConfiguration(TypedDict, total=False):
    """What getWSAPIConfigurationInfo returns."""

    httpState: str
    httpPort: int
    httpsState: str
    httpsPort: int
    version: str
    sessionsInUse: int
    systemResourceUsage: int


class License(TypedDict, total=False):
    """One licence of the array."""

    name: str
    expiryTimeSec: int
    expiryTime8601: str


class LicenseInfo(TypedDict, total=False):
    """The licences of the array; from OS 3.2.2 on."""

    issueTimeSec: int
    issueTime8601: str
    diskCount: int
    licenses: list[License]
    licenseState: dict[str, bool]


class StorageSystem(Named, total=False):
    """What getStorageSystemInfo returns; capacities in MiB."""

    systemVersion: str
    IPv4Addr: str
    IPv6Addr: str
    model: str
    serialNumber: str
    totalNodes: int
    masterNode: int
    onlineNodes: list[int]
    clusterNodes: list[int]
    chunkletSizeMiB: int
    totalCapacityMiB: float
    allocatedCapacityMiB: float
    freeCapacityMiB: float
    failedCapacityMiB: float
    location: str
    owner: str
    contact: str
    comment: str
    timeZone: str
    licenseInfo: LicenseInfo
    parameters: dict[str, Any]
    readOnlyParameters: dict[str, int]


class CapacityEfficiency(TypedDict, total=False):
    """Ratios: what data would need, to what it does need."""

    compaction: float
    deduplication: float
    compression: float
    dataReduction: float
    overProvisioning: float


class VolumesCapacity(TypedDict, total=False):
    """What volumes and CPGs hold, MiB."""

    totalVolumesMiB: int
    nonCPGsMiB: int
    nonCPGUserMiB: int
    nonCPGSnapshotMiB: int
    nonCPGAdminMiB: int
    CPGsMiB: int
    CPGUserMiB: int
    CPGUserUsedMiB: int
    CPGUserUsedBulkVVMiB: int
    CPGUserUnusedMiB: int
    CPGSnapshotMiB: int
    CPGSnapshotUsedMiB: int
    CPGSnapshotUsedBulkVVMiB: int
    CPGSnapshotUnusedMiB: int
    CPGAdminMiB: int
    CPGAdminUsedMiB: int
    CPGAdminUsedBulkVVMiB: int
    CPGAdminUnusedMiB: int
    CPGSharedMiB: int
    CPGPrivateMiB: int
    CPGFreeMiB: int
    unmappedMiB: int
    capacityEfficiency: CapacityEfficiency


class SystemCapacity(TypedDict, total=False):
    """What the array keeps for itself, MiB."""

    totalSystemMiB: int
    internalMiB: int
    spareMiB: int
    spareUsedMiB: int
    spareUnusedMiB: int
    adminMiB: int


class AllocatedCapacity(TypedDict):
    """What is not free, MiB."""

    totalAllocatedMiB: int
    volumes: VolumesCapacity
    system: SystemCapacity


class DeviceCapacity(TypedDict, total=False):
    """Capacity of one type of disk, or of all, MiB."""

    totalMiB: int
    allocated: AllocatedCapacity
    freeMiB: int
    freeInitializedMiB: int
    freeUninitializedMiB: int
    unavailableCapacityMiB: int
    failedCapacityMiB: int
    overProvisionedVirtualSizeMiB: int
    overProvisionedUsedMiB: int
    overProvisionedAllocatedMiB: int
    overProvisionedFreeMiB: int


class Capacity(TypedDict):
    """What getOverallSystemCapacity returns."""

    allCapacity: DeviceCapacity
    FCCapacity: DeviceCapacity
    NLCapacity: DeviceCapacity
    SSDCapacity: DeviceCapacity


class FlashCache(TypedDict, total=False):
    """What getFlashCache returns."""

    sizeGiB: int
    mode: int


# -- CPGs ---------------------------------------------------------------------


class Usage(TypedDict):
    """Space of a CPG, MiB."""

    totalMiB: int
    rawTotalMiB: int
    usedMiB: int
    rawUsedMiB: int


class LDLayout(TypedDict, total=False):
    """How a CPG lays out its logical disks."""

    RAIDType: int
    setSize: int
    HA: int
    chunkletPosPref: int
    diskPatterns: list[dict[str, Any]]


class Growth(TypedDict, total=False):
    """How a CPG grows, MiB."""

    warningMiB: int
    limitMiB: int
    incrementMiB: int
    LDLayout: LDLayout


class PrivateSpace(TypedDict):
    """Space of a CPG that its volumes do not share, MiB."""

    base: int
    rawBase: int
    snapshot: int
    rawSnapshot: int


class CPG(Named, States, total=False):
    """What getCPG returns."""

    uuid: str
    domain: str
    warningPct: int
    numTPVVs: int
    numFPVVs: int
    numTDVVs: int
    UsrUsage: Usage
    SAUsage: Usage
    SDUsage: Usage
    SAGrowth: Growth
    SDGrowth: Growth
    privateSpaceMiB: PrivateSpace
    sharedSpaceMiB: int
    rawSharedSpaceMiB: int
    freeSpaceMiB: int
    rawFreeSpaceMiB: int
    totalSpaceMiB: int
    rawTotalSpaceMiB: int
    dedupCapable: bool
    tdvvVersion: str
    ddsRsvdMiB: int
    links: list[Link]


class CPGList(TypedDict):
    """What getCPGs returns."""

    total: int
    members: list[CPG]


class AvailableSpace(TypedDict, total=False):
    """What getCPGAvailableSpace returns, MiB."""

    rawFreeMiB: int
    usableFreeMiB: int
    overProvisionedVirtualSizeMiB: int
    overProvisionedUsedMiB: int
    overProvisionedAllocatedMiB: int
    overProvisionedFreeMiB: int
    capacityEfficiency: CapacityEfficiency


class CPGStatistics(TypedDict):
    """What getCPGStatData returns."""

    throughput: float
    bandwidth: float
    latency: float
    io_size: float
    queue_length: float
    avg_busy_perc: float


# -- volumes ------------------------------------------------------------------


class Space(TypedDict):
    """Space of a volume, MiB."""

    reservedMiB: int
    rawReservedMiB: int
    usedMiB: int
    freeMiB: int


class Policies(TypedDict, total=False):
    """Policies of a volume."""

    staleSS: bool
    oneHost: bool
    zeroDetect: bool
    system: bool
    caching: bool
    fsvc: bool
    hostDIF: int


class Volume(Named, States, total=False):
    """What getVolume returns; sizes in MiB."""

    uuid: str
    domain: str
    provisioningType: int
    copyType: int
    copyOf: str
    baseId: int
    readOnly: bool
    deduplicationState: int
    compressionState: int
    adminSpace: Space
    snapshotSpace: Space
    userSpace: Space
    totalReservedMiB: int
    totalUsedMiB: int
    sizeMiB: int
    hostWriteMiB: int
    parentId: int
    roChildId: int
    rwChildId: int
    physParentId: int
    sharedParentId: int
    udid: int
    wwn: str
    nguid: str
    shortName: str
    creationTimeSec: int
    creationTime8601: str
    expirationTimeSec: int
    expirationTime8601: str
    retentionTimeSec: int
    retentionTime8601: str
    ssSpcAllocWarningPct: int
    ssSpcAllocLimitPct: int
    usrSpcAllocWarningPct: int
    usrSpcAllocLimitPct: int
    policies: Policies
    userCPG: str
    snapCPG: str
    comment: str
    capacityEfficiency: CapacityEfficiency
    rcopyStatus: int
    links: list[Link]


class VolumeList(TypedDict):
    """What getVolumes returns."""

    total: int
    members: list[Volume]


class MetaData(TypedDict, total=False):
    """What getVolumeMetaData returns."""

    key: str
    value: str
    creationTimeSec: int
    creationTime8601: str
    date_added: str


class MetaDataList(TypedDict):
    """What getAllVolumeMetaData returns."""

    total: int
    members: list[MetaData]


class VolumeSet(Named, total=False):
    """What getVolumeSet returns; an empty set may have no setmembers."""

    uuid: str
    domain: str
    comment: str
    setmembers: list[str]
    qosEnabled: bool
    flashCachePolicy: int


class VolumeSetList(TypedDict):
    """What getVolumeSets returns."""

    total: int
    members: list[VolumeSet]


class QoSRule(Named, total=False):
    """What queryQoSRule returns; what has no value is absent."""

    type: int
    domain: str
    enabled: bool
    priority: int
    bwMinGoalKB: int
    bwMaxLimitKB: int
    ioMinGoal: int
    ioMaxLimit: int
    latencyGoal: int
    latencyGoaluSecs: int


class QoSRuleList(TypedDict):
    """What queryQoSRules returns."""

    total: int
    members: list[QoSRule]


# -- hosts and exports --------------------------------------------------------


class Descriptors(TypedDict, total=False):
    """What people wrote about a host."""

    location: str
    IPAddr: str
    os: str
    model: str
    contact: str
    comment: str


class FCPath(TypedDict, total=False):
    """A Fibre Channel initiator of a host, on one port."""

    wwn: str
    portPos: PortPos
    firmwareVersion: str
    vendor: str
    model: str
    driverVersion: str
    hostSpeed: int


class ISCSIPath(TypedDict, total=False):
    """An iSCSI initiator of a host, on one port."""

    name: str
    portPos: PortPos
    IPAddr: str
    firmwareVersion: str
    vendor: str
    model: str
    driverVersion: str
    hostSpeed: int


class NVMeTCPPath(TypedDict, total=False):
    """An NVMe over TCP initiator of a host, on one port."""

    NQN: str
    IP: str
    portPos: PortPos


class Host(TypedDict, total=False):
    """What getHost returns; a member of a list may have no id and name."""

    id: int
    name: str
    persona: int
    domain: str
    descriptors: Descriptors
    FCPaths: list[FCPath]
    iSCSIPaths: list[ISCSIPath]
    NVMETCPPaths: list[NVMeTCPPath]
    agent: dict[str, Any]
    initiatorChapEnabled: bool
    targetChapEnabled: bool
    initiatorChapName: str
    targetChapName: str
    initiatorEncryptedChapSecret: str
    targetEncryptedChapSecret: str
    links: list[Link]


class HostList(TypedDict):
    """What getHosts and queryHost return."""

    total: int
    members: list[Host]


class HostSet(Named, total=False):
    """What getHostSet returns; an empty set may have no setmembers."""

    uuid: str
    domain: str
    comment: str
    setmembers: list[str]


class HostSetList(TypedDict):
    """What getHostSets returns."""

    total: int
    members: list[HostSet]


class VLUN(TypedDict, total=False):
    """A member of getVLUNs."""

    lun: int
    volumeName: str
    hostname: str
    remoteName: str
    portPos: PortPos
    type: int
    volumeWWN: str
    multipathing: int
    failedPathPol: int
    failedPathInterval: int
    hostDeviceName: str
    active: bool
    serial: str
    Subsystem_NQN: str


class VLUNList(TypedDict):
    """What getVLUNs returns."""

    total: int
    members: list[VLUN]


class Port(TypedDict, total=False):
    """A member of getPorts."""

    portPos: PortPos
    mode: int
    linkState: int
    nodeWWN: str
    portWWN: str
    type: int
    HWAddr: str
    protocol: int
    label: str
    device: list[str]
    partnerPos: PortPos
    failoverState: int
    IPAddr: str
    iSCSIName: str
    iSCSIPortInfo: dict[str, Any]
    iSCSIVlans: list[dict[str, Any]]
    nsp: str
    enodeMACAddr: str
    pfcMask: int
    hardwareType: int
    NQN: str


class PortList(TypedDict):
    """What getPorts returns."""

    total: int
    members: list[Port]


class PortAddress(TypedDict):
    """An address in the result of get_matched_array_ips_and_ports."""

    ip_port: int
    nsp: str
    nqn: str


# -- tasks --------------------------------------------------------------------


class Task(Named, total=False):
    """What getTask returns; only an active task has phases and steps."""

    type: int
    status: int
    completedPhases: int
    totalPhases: int
    completedSteps: int
    totalSteps: int
    totalsteps: int
    startTime: str
    finishTime: str
    priority: int
    user: str


class TaskList(TypedDict):
    """What getAllTasks returns."""

    total: int
    members: list[Task]


# -- remote copy --------------------------------------------------------------


class RemoteCopyInfo(TypedDict, total=False):
    """What getRemoteCopyInfo returns.

    ``mode`` is 1 where remote copy was never set up, 2 started, 3 stopped.
    """

    mode: int
    status: int
    asyncEnabled: bool
    configErrDescription: str
    links: list[Link]


class RemoteCopyPolicies(TypedDict, total=False):
    """Policies of a remote-copy group towards one target.

    The last three belong to releases behind WSAPI 1.5, the last one to
    Alletra MP.
    """

    autoRecover: bool
    overPeriodAlert: bool
    autoFailover: bool
    pathManagement: bool
    multiTargetPeerPersistence: bool
    activeActive: bool
    autoSynchronize: bool


class RemoteCopyGroupTarget(TypedDict, total=False):
    """The other array of a remote-copy group.

    WSAPI 1.5 spells three members ``policy``, ``remoteUsrCPG`` and
    ``remoteSnpCPG``; later releases as requests do. ``syncPeriod`` and
    ``groupLastSyncTime`` belong to periodic groups, ``snapFrequency`` to
    asynchronous ones. ``remoteGroupName`` stands here on Alletra MP, too.
    """

    targetName: str
    target: str
    roleReversed: bool
    state: int
    mode: int
    policies: RemoteCopyPolicies
    policy: RemoteCopyPolicies
    syncPeriod: int
    snapFrequency: int
    remoteUserCPG: str
    remoteSnapCPG: str
    remoteUsrCPG: str
    remoteSnpCPG: str
    remoteGroupName: str
    groupLastSyncTime: str
    groupLastSyncTimeSec: int
    links: list[Link]


class RemoteVolume(TypedDict, total=False):
    """A volume's counterpart on one target."""

    targetName: str
    remoteVolumeName: str
    remoteVolumeID: int
    syncStatus: int
    resyncSnapshotName: str
    syncSnapshotName: str
    volumeLastSyncTime: str
    volumeLastSyncTimeSec: int
    volumeLastSnapTime: str
    volumeLastSnapTimeSec: int
    volumeSyncOffset: int
    volumeSyncLength: int
    asyncOutstanding: int
    localVolumeSetName: str
    remoteVolumeSetName: str


class RemoteCopyGroupVolume(TypedDict, total=False):
    """A volume of a remote-copy group."""

    localVolumeName: str
    localVolumeId: int
    links: list[Link]
    remoteVolumes: list[RemoteVolume]


class RemoteCopyGroupVolumeList(TypedDict):
    """What getRemoteCopyGroupVolumes returns."""

    total: int
    members: list[RemoteCopyGroupVolume]


class RemoteCopyGroup(TypedDict, total=False):
    """What getRemoteCopyGroup returns.

    WSAPI 1.5 spells the CPGs ``localUsrCPG`` and ``localSnpCPG``; later
    releases as requests do.
    """

    id: int
    name: str
    domain: str
    role: int
    remoteGroupName: str
    recoveryPointObjmSecs: int
    targets: list[RemoteCopyGroupTarget]
    volumes: list[RemoteCopyGroupVolume]
    localUserCPG: str
    localSnapCPG: str
    localUsrCPG: str
    localSnpCPG: str
    links: list[Link]


class RemoteCopyGroupList(TypedDict):
    """What getRemoteCopyGroups returns."""

    total: int
    members: list[RemoteCopyGroup]


class RemoteCopyLink(TypedDict, total=False):
    """What getRemoteCopyLink returns; no source lists its members."""

    name: str
    targetName: str
    portPos: PortPos
    address: str
    status: int


# -- File Persona -------------------------------------------------------------
#
# The values are what the array prints: str, also for numbers. A
# value that is a list is a plain str while it has one element, and an empty
# list while it has none.

#: a value of zero, one or several texts
Texts = Union[str, list[str]]


class FileServices(TypedDict, total=False):
    """The member that getfs returns."""

    node: list[dict[str, str]]
    nodeIp: list[dict[str, str]]
    gwaddress: Any
    dns: Any
    httpobj: list[dict[str, str]]
    ad: Any
    ldap: Any
    auth: Any
    idmap: Any
    rfc2307: Any


class FileServicesList(TypedDict):
    """What getfs returns."""

    message: Optional[str]
    total: int
    members: list[FileServices]


class FPG(TypedDict, total=False):
    """A file provisioning group; capacities in KiB."""

    fsname: str
    uuid: str
    generation: str
    mountpath: str
    hosts: Texts
    createTime: str
    number: str
    availCapacityKiB: str
    freeCapacityKiB: str
    capacityKiB: str
    fFree: str
    filesUsed: str
    vvs: Texts
    defaultCpg: str
    domains: list[dict[str, Any]]
    segments: list[dict[str, Any]]
    volumes: list[dict[str, Any]]
    mountStates: Texts
    primaryNode: str
    alternateNode: str
    currentNode: str
    comment: str
    overallStateInt: str
    CompId: str
    usedCapacityKiB: str
    freezeState: str
    isolationState: str


class FPGList(TypedDict):
    """What getfpg returns."""

    message: Optional[str]
    total: int
    members: list[FPG]


class FSIP(TypedDict, total=False):
    """An address of a virtual file server; prefixLen is a netmask."""

    policyID: str
    fspool: str
    vfs: str
    vlanTag: str
    prefixLen: str
    address: str
    networkName: str


class FSIPList(TypedDict):
    """What getfsip returns."""

    message: Optional[str]
    total: int
    members: list[FSIP]


class VFS(TypedDict, total=False):
    """A virtual file server; grace times in minutes."""

    vfsname: str
    fspname: str
    vfsip: list[FSIP]
    overallStateInt: str
    comment: str
    certs: Any
    bgrace: str
    igrace: str
    uuid: str
    CompId: str


class VFSList(TypedDict):
    """What getvfs returns."""

    message: Optional[str]
    total: int
    members: list[VFS]


class FileStore(TypedDict, total=False):
    """A file store."""

    fstoreName: str
    vfsName: str
    fspoolName: str
    comment: str
    overallStateInt: str
    uuid: str
    CompId: str


class FileStoreList(TypedDict):
    """What getfstore returns."""

    message: Optional[str]
    total: int
    members: list[FileStore]


class FileShare(TypedDict, total=False):
    """A share; sharePath, clients and options are those of NFS shares."""

    shareName: str
    fspName: str
    vfsName: str
    fstoreName: str
    shareDir: Texts
    sharePath: str
    clients: Texts
    options: Texts
    comment: str
    abe: str
    allowPerm: list[list[str]]
    denyPerm: list[dict[str, str]]
    allowIP: Texts
    denyIP: Texts
    overallStateInt: str
    uuid: str
    cache: str
    CompId: str
    ca: str


class FileShareList(TypedDict):
    """What getfshare returns."""

    message: Optional[str]
    total: int
    members: list[FileShare]


class FileSnapshot(TypedDict, total=False):
    """A snapshot of a file store; createTime in milliseconds.

    By name it comes without CompId, with a pattern it has one.
    """

    snapName: str
    fspName: str
    vfsName: str
    fstoreName: str
    createTime: str
    CompId: str


class FileSnapshotList(TypedDict):
    """What getfsnap returns."""

    message: Optional[str]
    total: int
    members: list[FileSnapshot]


class SnapshotClean(TypedDict, total=False):
    """A task that reclaims the space of removed snapshots.

    Times are in milliseconds, 0 where there is none.
    """

    taskId: str
    taskState: str
    startTime: str
    endTime: str
    verboseMode: str
    logLevel: str
    strategy: str
    numDentriesScanned: str
    numDentriesReclaimed: str
    numInodesReclaimed: str
    numInodesSkipped: str
    avgFileSizeKb: str
    spaceRecoveredCumulative: str
    numErrors: str
    exitStatus: str
    fpgname: str


class SnapshotCleanList(TypedDict):
    """What getfsnapclean returns."""

    message: Optional[str]
    total: int
    members: list[SnapshotClean]


class FileQuota(TypedDict, total=False):
    """A quota; blocks in MB."""

    key: str
    keyAsName: str
    softInode: str
    hardInode: str
    graceInode: str
    softBlock: str
    hardBlock: str
    graceBlock: str
    currentBlockMB: str
    currentInode: str
    overallStateInt: str
    fspname: str
    vfsname: str
    fstorename: str
    type: str
    CompId: str


class FileQuotaList(TypedDict):
    """What getfsquota returns."""

    message: Optional[str]
    total: int
    members: list[FileQuota]
