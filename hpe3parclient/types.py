"""The shapes of what the array answers, for type checkers.

Answers are plain dicts at run time, made afresh for every call; these classes
only tell mypy and editors which members there are, so that
``client.getVolume('v')['sizeMiB']`` is an int. Members that every array sends
are required; those of a class with ``total=False`` are left out where they do
not apply: absent, never null. Newer arrays may send more than is named here.

This module knows names and types. It checks no answer.
"""

from __future__ import annotations

import datetime
from typing import Any, Optional, TypedDict, Union


class Link(TypedDict):
    """Where more about an object can be read."""

    href: str
    rel: str


class Linked(TypedDict, total=False):
    """What a list may have besides: newer arrays link to what they list."""

    links: list[Link]


class PortPos(TypedDict):
    """A port's place: node, PCI slot, port of the card."""

    node: int
    slot: int
    cardPort: int


class Named(TypedDict):
    """What most objects have."""

    id: int
    name: str


class States(TypedDict):
    """How an object is: 1 normal, 2 degraded, 3 failed, 99 unknown."""

    state: int
    failedStates: list[int]
    degradedStates: list[int]
    additionalStates: list[int]


class _TaskStarted(TypedDict):
    """Members that every task has."""

    taskid: int


class TaskStarted(_TaskStarted, total=False):
    """The task a copy, tune or promote runs as."""

    links: list[Link]


# -- the array ----------------------------------------------------------------


class _WsApiVersion(TypedDict):
    """Members that every version has."""

    major: int
    minor: int
    build: int


class WsApiVersion(_WsApiVersion, total=False):
    """What getWsApiVersion returns."""

    revision: int


class _WsApiConfiguration(TypedDict):
    """Members that every configuration has."""

    httpState: str
    httpPort: int
    httpsState: str
    httpsPort: int
    version: str
    sessionsInUse: int
    systemResourceUsage: int


class WsApiConfiguration(_WsApiConfiguration, total=False):
    """What getWSAPIConfigurationInfo returns."""

    sessionTimeout: int


class _License(TypedDict):
    """Members that every licence has."""

    name: str


class License(_License, total=False):
    """One licence of the array."""

    expiryTimeSec: int
    expiryTime8601: str


class LicenseState(TypedDict, total=False):
    """Which licences an array has; the third member is spelt so."""

    virtualCopy: bool
    remoteCopy: bool
    thinProvisioing: bool
    thinProvisioning: bool
    domains: bool
    dynamicOptimization: bool
    virtualLock: bool
    thinPersistence: bool
    thinConversion: bool
    adaptiveOptimization: bool
    peerVirtualization: bool
    qos: bool
    systemReporter: bool
    darEncryption: bool
    fileServices: bool
    storageFederation: bool
    onlineImport: bool
    rmcApplicationSuite: bool
    smartSAN: bool
    sedEncryption: bool


class _LicenseInfo(TypedDict):
    """Members that every array with licences has."""

    issueTimeSec: int
    issueTime8601: str
    diskCount: int
    licenses: list[License]
    licenseState: LicenseState


class LicenseInfo(_LicenseInfo, total=False):
    """The licences of the array, from OS 3.2.2 on; WWNBASE from Primera on."""

    WWNBASE: int


class _StorageSystem(Named):
    """Members that every array has."""

    systemVersion: str
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
    timeZone: str


class StorageSystem(_StorageSystem, total=False):
    """What getStorageSystemInfo returns; capacities in MiB."""

    IPv4Addr: str
    IPv6Addr: str
    location: str
    owner: str
    contact: str
    comment: str
    licenseInfo: LicenseInfo
    parameters: dict[str, Any]
    readOnlyParameters: dict[str, int]
    flashCachePolicy: int


class CapacityEfficiency(TypedDict, total=False):
    """Ratios: what data would need, to what it does need."""

    compaction: float
    deduplication: float
    compression: float
    dataReduction: float
    overProvisioning: float


class _VolumesCapacity(TypedDict):
    """Members that every array has."""

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
    unmappedMiB: int


class VolumesCapacity(_VolumesCapacity, total=False):
    """What volumes and CPGs hold, MiB."""

    CPGSharedMiB: int
    CPGPrivateMiB: int
    CPGFreeMiB: int
    CPGBasePrivateMiB: int
    CPGBasePrivateReservedMiB: int
    CPGBasePrivatevSphereVVolsMiB: int
    CPGSnapshotPrivateMiB: int
    CPGSnapshotPrivateReservedMiB: int
    CPGSnapshotPrivatevSphereVVolsMiB: int
    capacityEfficiency: CapacityEfficiency


class _SystemCapacity(TypedDict):
    """Members that every array has."""

    totalSystemMiB: int
    internalMiB: int
    spareMiB: int
    spareUsedMiB: int
    spareUnusedMiB: int


class SystemCapacity(_SystemCapacity, total=False):
    """What the array keeps for itself, MiB."""

    adminMiB: int


class AllocatedCapacity(TypedDict):
    """What is not free, MiB."""

    totalAllocatedMiB: int
    volumes: VolumesCapacity
    system: SystemCapacity


class _DeviceCapacity(TypedDict):
    """Members that every array has."""

    totalMiB: int
    allocated: AllocatedCapacity
    freeMiB: int
    freeInitializedMiB: int
    freeUninitializedMiB: int
    unavailableCapacityMiB: int
    failedCapacityMiB: int


class DeviceCapacity(_DeviceCapacity, total=False):
    """Capacity of one type of disk, or of all, MiB."""

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


class _FlashCache(TypedDict):
    """Members that every flash cache has."""

    sizeGiB: int
    mode: int


class FlashCache(_FlashCache, total=False):
    """What getFlashCache returns."""

    usedSizeGiB: int
    state: int
    links: list[Link]


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


class _Growth(TypedDict):
    """Members that every CPG has."""

    incrementMiB: int


class Growth(_Growth, total=False):
    """How a CPG grows, MiB."""

    warningMiB: int
    limitMiB: int
    LDLayout: LDLayout


class PrivateSpace(TypedDict):
    """Space of a CPG that its volumes do not share, MiB."""

    base: int
    rawBase: int
    snapshot: int
    rawSnapshot: int


class _CPG(Named, States):
    """Members that every CPG has."""

    uuid: str
    numTPVVs: int
    numFPVVs: int
    UsrUsage: Usage
    SAUsage: Usage
    SDUsage: Usage
    SAGrowth: Growth
    SDGrowth: Growth


class CPG(_CPG, total=False):
    """What getCPG returns."""

    domain: str
    warningPct: int
    numTDVVs: int
    privateSpaceMiB: PrivateSpace
    sharedSpaceMiB: int
    rawSharedSpaceMiB: int
    freeSpaceMiB: int
    rawFreeSpaceMiB: int
    totalSpaceMiB: int
    rawTotalSpaceMiB: int
    dedupCapable: bool
    tdvvVersion: int
    shortName: str
    ddsRsvdMiB: int
    links: list[Link]


class CPGList(Linked):
    """What getCPGs returns."""

    total: int
    members: list[CPG]


class _AvailableSpace(TypedDict):
    """Members that every report has."""

    rawFreeMiB: int
    usableFreeMiB: int


class AvailableSpace(_AvailableSpace, total=False):
    """What getCPGAvailableSpace returns, MiB."""

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


class ReadWrite(TypedDict):
    """A figure of cache memory."""

    read: float
    write: float


class ReadWriteTotal(ReadWrite):
    """A figure of performance."""

    total: float


class Statistics(TypedDict):
    """One sample, or one group, of getStatistics.

    Which of the members there are depends on the component, which a type
    checker does not know: it takes each as present; the categories that
    groups are told by are there as well. Rates are per second, 1 KB is 1000
    bytes, times are milliseconds, space is MiB.
    """

    #: ISO 8601, or a datetime with ``datetimes=True``
    sampleTime: Any
    sampleTimeSec: int
    name: str
    domain: str
    id: int
    node: int
    slot: int
    cardPort: int
    type: int
    lun: int
    volumeName: str
    hostname: str
    IO: ReadWriteTotal
    KBytes: ReadWriteTotal
    serviceTimeMS: ReadWriteTotal
    IOSizeKB: ReadWriteTotal
    queueLength: int
    busyPct: float
    hitIO: ReadWrite
    missIO: ReadWrite
    accessIO: ReadWrite
    hitPct: ReadWrite
    totalAccessIO: float
    lockBulkIO: float
    pageStatistic: dict[str, Any]
    usedSpace: dict[str, int]
    freeSpace: dict[str, int]
    #: of a CPG, or of a volume
    totalSpace: dict[str, int]
    growthMiB: int
    rawReserved: dict[str, int]
    userSpace: dict[str, int]
    snapSpace: dict[str, int]
    adminSpace: dict[str, int]
    capacityEfficiency: dict[str, float]
    allocatedMiB: int
    freeMiB: int
    failedMiB: int
    totalMiB: int
    normalChunklets: dict[str, int]
    spareChunklets: dict[str, int]
    lifeLeftPct: int
    temperatureC: int


class _StatisticsMembers(TypedDict):
    """What every list of statistics has."""

    total: int
    members: list[Statistics]
    sampleTime: Any
    sampleTimeSec: int


class StatisticsList(_StatisticsMembers, total=False):
    """What getStatistics returns; the time is here for At Time alone."""

    links: list[Link]


class CapacitySample(TypedDict):
    """A sample of getCapacityTrend."""

    sampleTime: datetime.datetime
    usedMiB: float


class CapacityTrend(TypedDict):
    """What getCapacityTrend returns."""

    usedMiB: float
    capacityMiB: float
    growthMiBPerDay: Optional[float]
    daysUntilFull: Optional[float]
    fullAt: Optional[datetime.datetime]
    samples: list[CapacitySample]


# -- volumes ------------------------------------------------------------------


class Space(TypedDict):
    """Space of a volume, MiB."""

    reservedMiB: int
    rawReservedMiB: int
    usedMiB: int
    freeMiB: int


class _Policies(TypedDict):
    """Members that every volume has."""

    staleSS: bool
    oneHost: bool
    zeroDetect: bool
    system: bool
    caching: bool


class Policies(_Policies, total=False):
    """Policies of a volume."""

    fsvc: bool
    hostDIF: int


class _Volume(Named, States):
    """Members that every volume has."""

    uuid: str
    provisioningType: int
    copyType: int
    baseId: int
    readOnly: bool
    sizeMiB: int
    wwn: str
    creationTimeSec: int
    creationTime8601: str
    usrSpcAllocWarningPct: int
    usrSpcAllocLimitPct: int
    policies: Policies


class Volume(_Volume, total=False):
    """What getVolume returns; sizes in MiB."""

    domain: str
    copyOf: str
    deduplicationState: int
    compressionState: int
    adminSpace: Space
    snapshotSpace: Space
    userSpace: Space
    totalReservedMiB: int
    totalUsedMiB: int
    hostWriteMiB: int
    parentId: int
    roChildId: int
    rwChildId: int
    physParentId: int
    sharedParentId: int
    udid: int
    nguid: str
    shortName: str
    expirationTimeSec: int
    expirationTime8601: str
    retentionTimeSec: int
    retentionTime8601: str
    ssSpcAllocWarningPct: int
    ssSpcAllocLimitPct: int
    userCPG: str
    snapCPG: str
    comment: str
    capacityEfficiency: CapacityEfficiency
    rcopyStatus: int
    links: list[Link]


class VolumeList(Linked):
    """What getVolumes returns."""

    total: int
    members: list[Volume]


class _MetaData(TypedDict):
    """Members that every key has."""

    key: str
    value: str
    creationTimeSec: int
    creationTime8601: str


class MetaData(_MetaData, total=False):
    """What getVolumeMetaData returns."""

    date_added: str


class MetaDataList(Linked):
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


class VolumeSetList(Linked):
    """What getVolumeSets returns."""

    total: int
    members: list[VolumeSet]


class _QoSRule(Named):
    """Members that every rule has."""

    type: int
    enabled: bool


class QoSRule(_QoSRule, total=False):
    """What queryQoSRule returns; what has no value is absent."""

    domain: str
    priority: int
    bwMinGoalKB: int
    bwMaxLimitKB: int
    ioMinGoal: int
    ioMaxLimit: int
    latencyGoal: int
    latencyGoaluSecs: int


class QoSRuleList(Linked):
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


class _FCPath(TypedDict):
    """Members that every path has."""

    wwn: str


class FCPath(_FCPath, total=False):
    """A Fibre Channel initiator of a host, on one port."""

    portPos: PortPos
    firmwareVersion: str
    vendor: str
    model: str
    driverVersion: str
    hostSpeed: int


class _ISCSIPath(TypedDict):
    """Members that every path has."""

    name: str


class ISCSIPath(_ISCSIPath, total=False):
    """An iSCSI initiator of a host, on one port."""

    portPos: PortPos
    IPAddr: str
    firmwareVersion: str
    vendor: str
    model: str
    driverVersion: str
    hostSpeed: int


class _NVMeTCPPath(TypedDict):
    """Members that every path has."""

    NQN: str


class NVMeTCPPath(_NVMeTCPPath, total=False):
    """An NVMe over TCP initiator of a host, on one port."""

    IP: str
    portPos: PortPos


class _HostPaths(TypedDict):
    """Members that every host has, and what belongs to no host."""

    FCPaths: list[FCPath]
    iSCSIPaths: list[ISCSIPath]
    initiatorChapEnabled: bool
    targetChapEnabled: bool


class _HostDetails(_HostPaths, total=False):
    """Members that a host may have."""

    domain: str
    descriptors: Descriptors
    NVMETCPPaths: list[NVMeTCPPath]
    agent: dict[str, Any]
    initiatorChapName: str
    targetChapName: str
    initiatorEncryptedChapSecret: str
    targetEncryptedChapSecret: str
    links: list[Link]


class Host(_HostDetails):
    """What getHost returns."""

    id: int
    name: str
    persona: int


class ListedHost(_HostDetails, total=False):
    """A member of a list of hosts.

    The initiators that belong to no host are a member without id, name and
    persona.
    """

    id: int
    name: str
    persona: int


class HostList(Linked):
    """What getHosts and queryHost return."""

    total: int
    members: list[ListedHost]


class HostSet(Named, total=False):
    """What getHostSet returns; an empty set may have no setmembers."""

    uuid: str
    domain: str
    comment: str
    setmembers: list[str]


class HostSetList(Linked):
    """What getHostSets returns."""

    total: int
    members: list[HostSet]


class _VLUN(TypedDict):
    """Members that every VLUN has."""

    lun: int
    volumeName: str
    type: int
    multipathing: int
    failedPathPol: int
    failedPathInterval: int
    active: bool


class VLUN(_VLUN, total=False):
    """A member of getVLUNs."""

    hostname: str
    remoteName: str
    portPos: PortPos
    volumeWWN: str
    hostDeviceName: str
    serial: str
    Subsystem_NQN: str


class VLUNList(Linked):
    """What getVLUNs returns."""

    total: int
    members: list[VLUN]


class ISCSIPortInfo(TypedDict, total=False):
    """Settings of an iSCSI port; ``vlan`` is 1 where it has VLANs."""

    ipAddr: str
    iSCSIName: str
    netmask: str
    gateway: str
    mtu: int
    stgt: int
    tpgt: int
    iSNSAddr: str
    iSNSPort: int
    rate: str
    vlan: int
    vlans: bool


class _Port(TypedDict):
    """Members that every port has."""

    portPos: PortPos
    mode: int
    linkState: int
    type: int
    protocol: int


class Port(_Port, total=False):
    """A member of getPorts."""

    nodeWWN: str
    portWWN: str
    HWAddr: str
    label: str
    device: list[str]
    partnerPos: PortPos
    failoverState: int
    IPAddr: str
    iSCSIName: str
    iSCSIPortInfo: ISCSIPortInfo
    iSCSIVlans: list[dict[str, Any]]
    nsp: str
    enodeMACAddr: str
    pfcMask: str
    hardwareType: int
    NQN: str


class PortList(Linked):
    """What getPorts returns."""

    total: int
    members: list[Port]


class PortAddress(TypedDict):
    """An address in the result of get_matched_array_ips_and_ports."""

    ip_port: int
    nsp: str
    nqn: str


# -- tasks --------------------------------------------------------------------


class _Task(Named):
    """Members that every task has."""

    type: int
    status: int
    startTime: str
    finishTime: str
    user: str


class Task(_Task, total=False):
    """What getTask returns; only an active task has phases and steps."""

    completedPhases: int
    totalPhases: int
    completedSteps: int
    totalSteps: int
    totalsteps: int
    priority: int


class TaskList(Linked):
    """What getAllTasks returns."""

    total: int
    members: list[Task]


# -- remote copy --------------------------------------------------------------


class _RemoteCopyInfo(TypedDict):
    """Members that every array with remote copy has."""

    mode: int
    status: int


class RemoteCopyInfo(_RemoteCopyInfo, total=False):
    """What getRemoteCopyInfo returns.

    ``mode`` is 1 where remote copy was never set up, 2 started, 3 stopped.
    """

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


class _RemoteCopyGroupTarget(TypedDict):
    """Members that every target has."""

    targetName: str
    roleReversed: bool
    state: int
    mode: int


class RemoteCopyGroupTarget(_RemoteCopyGroupTarget, total=False):
    """The other array of a remote-copy group.

    WSAPI 1.5 spells three members ``policy``, ``remoteUsrCPG`` and
    ``remoteSnpCPG``; later releases as requests do. ``syncPeriod`` and
    ``groupLastSyncTime`` belong to periodic groups, ``snapFrequency`` to
    asynchronous ones. ``remoteGroupName`` stands here on Alletra MP, too.
    """

    target: str
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


class _RemoteVolume(TypedDict):
    """Members that every copy has."""

    targetName: str
    remoteVolumeName: str
    syncStatus: int


class RemoteVolume(_RemoteVolume, total=False):
    """A volume's counterpart on one target."""

    remoteVolumeID: int
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


class _RemoteCopyGroupVolume(TypedDict):
    """Members that every volume has."""

    localVolumeName: str
    remoteVolumes: list[RemoteVolume]


class RemoteCopyGroupVolume(_RemoteCopyGroupVolume, total=False):
    """A volume of a remote-copy group."""

    localVolumeId: int
    links: list[Link]


class RemoteCopyGroupVolumeList(Linked):
    """What getRemoteCopyGroupVolumes returns."""

    total: int
    members: list[RemoteCopyGroupVolume]


class _RemoteCopyGroup(TypedDict):
    """Members that every group has."""

    name: str
    role: int
    targets: list[RemoteCopyGroupTarget]
    volumes: list[RemoteCopyGroupVolume]


class RemoteCopyGroup(_RemoteCopyGroup, total=False):
    """What getRemoteCopyGroup returns.

    WSAPI 1.5 spells the CPGs ``localUsrCPG`` and ``localSnpCPG``; later
    releases as requests do.
    """

    id: int
    domain: str
    remoteGroupName: str
    recoveryPointObjmSecs: int
    localUserCPG: str
    localSnapCPG: str
    localUsrCPG: str
    localSnpCPG: str
    links: list[Link]


class RemoteCopyGroupList(Linked):
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
