"""The shapes of what the array answers, for type checkers and editors.

Answers are plain dicts at run time, made afresh for every call; these classes
tell mypy, pyright and editors which members there are, so that
``client.getVolume('v')['sizeMiB']`` is an int. Members that every array sends
are required; those of a class with ``total=False`` are left out where they do
not apply: absent, never null. Newer arrays may send more than is named here.

This module knows names, types, units and enumerations. It checks no answer.
"""

# The text below a member says what it is. A unit ends its sentence, as in
# ", in MiB"; a number of an enumeration names the enumeration; a sentence that
# begins with Only, From, Until or Missing says when the member is there.

from __future__ import annotations

import datetime
from typing import Any, Optional, TypedDict, Union

# -- parts of other types -----------------------------------------------------


class Link(TypedDict):
    """Where more about an object can be read."""

    href: str
    """Address of the resource, with scheme and host."""

    rel: str
    """What the address leads to, such as ``self``."""


class Linked(TypedDict, total=False):
    """What a list may have besides its members."""

    links: list[Link]
    """Links to the list itself and to what belongs to it. Only from newer
    arrays."""


class PortPos(TypedDict):
    """The position of a port, which the command line writes ``0:1:2``."""

    node: int
    """Controller node, 0 to 7."""

    slot: int
    """PCI slot of the node, 0 to 5 in the guide."""

    cardPort: int
    """Port of the card in the slot, up to 4 in the guide."""


class Named(TypedDict):
    """What most objects have."""

    id: int
    """Number that the array gave the object; no other of its kind has it."""

    name: str
    """Name of the object."""


class _TaskStarted(TypedDict):
    """Members that every task has."""

    taskid: int
    """Number of the task, for ``getTask`` and ``waitForTask``."""


class TaskStarted(_TaskStarted, total=False):
    """The task a copy, tune or promote runs as."""

    links: list[Link]
    """Links to the volume, and with ``keepVV`` to the volume that is kept.
    Only from tunes and promotes."""


class CapacityEfficiency(TypedDict, total=False):
    """Ratios: the space that data would need, to the space that they use.

    A ratio of 2.0 means that half of the space was saved. Only the ratios
    that apply are there. From OS 3.2.1 MU1 (WSAPI 1.4.1).
    """

    compaction: float
    """Ratio that thin provisioning saves: the virtual size to the space in
    use."""

    deduplication: float
    """Ratio that deduplication saves. Only where data are deduplicated."""

    compression: float
    """Ratio that compression saves. From OS 3.3.1 (WSAPI 1.6), for what is
    compressed."""

    dataReduction: float
    """Ratio that deduplication and compression save together. From OS 3.3.1
    (WSAPI 1.6)."""

    overProvisioning: float
    """Ratio of the virtual size of thin volumes to the space there is for
    them. Only on Primera and Alletra, for arrays and CPGs."""


# -- the array ----------------------------------------------------------------


class _WsApiVersion(TypedDict):
    """Members that every version has."""

    major: int
    """First part of the version of the web service."""

    minor: int
    """Second part of the version of the web service."""

    build: int
    """Release of the array's software in digits: 30202750 is 3.2.2.750,
    100500000 is 10.5.0. Compare it with the ``HPE3PAR_WS_MIN_BUILD_VERSION``
    constants."""


class WsApiVersion(_WsApiVersion, total=False):
    """What getWsApiVersion returns."""

    revision: int
    """Third part of the version of the web service. Missing in the tables of
    the guides; every array whose answer was published sends it."""


class _WsApiConfiguration(TypedDict):
    """Members that every configuration has."""

    httpState: str
    """``Enabled`` or ``Disabled``: whether the array accepts HTTP."""

    httpPort: int
    """TCP port for HTTP, 8008 unless it was changed."""

    httpsState: str
    """``Enabled`` or ``Disabled``: whether the array accepts HTTPS."""

    httpsPort: int
    """TCP port for HTTPS: 8080 on a 3PAR, 443 on Primera and Alletra."""

    version: str
    """Version of the web service, such as ``1.5.3``."""

    sessionsInUse: int
    """Sessions that are open on all nodes together."""

    systemResourceUsage: int
    """Sessions that can be open at a time, in theory. The array sets it when
    its web service starts."""


class WsApiConfiguration(_WsApiConfiguration, total=False):
    """What getWSAPIConfigurationInfo returns."""

    sessionTimeout: int
    """Time without a request after which a session ends, in minutes; 3 to
    1440, by default 15. From OS 3.2.1 MU2 (WSAPI 1.4.2)."""


class _License(TypedDict):
    """Members that every licence has."""

    name: str
    """Name of the licensed feature, such as ``Thin Provisioning``."""


class License(_License, total=False):
    """One licence of the array."""

    expiryTimeSec: int
    """When the licence expires, in seconds since 1970. Missing if it never
    does."""

    expiryTime8601: str
    """When the licence expires, in ISO 8601 format. Missing if it never
    does."""


class LicenseState(TypedDict, total=False):
    """Which features are licensed.

    From OS 3.2.2 (WSAPI 1.5).
    """

    virtualCopy: bool
    """Whether snapshots are licensed."""

    remoteCopy: bool
    """Whether remote copy is licensed."""

    thinProvisioing: bool
    """Whether thin provisioning is licensed. The array spells the name so."""

    thinProvisioning: bool
    """The same as ``thinProvisioing``, spelt right. Only on Primera and
    Alletra."""

    domains: bool
    """Whether virtual domains are licensed."""

    dynamicOptimization: bool
    """Whether volumes can be tuned: moved to other CPGs and converted."""

    virtualLock: bool
    """Whether volumes can have a retention time."""

    thinPersistence: bool
    """Whether thin volumes can give zeroed space back."""

    thinConversion: bool
    """Whether fully provisioned volumes can become thin."""

    adaptiveOptimization: bool
    """Whether the array can move busy regions to faster disks by itself."""

    peerVirtualization: bool
    """Whether volumes of other arrays can be migrated through peer ports."""

    qos: bool
    """Whether QoS rules are licensed (Priority Optimization)."""

    systemReporter: bool
    """Whether the System Reporter is licensed; without it ``getStatistics`` is
    refused with UNLICENSED_FEATURE (70)."""

    darEncryption: bool
    """Whether encryption of data at rest is licensed."""

    fileServices: bool
    """Whether File Persona is licensed."""

    storageFederation: bool
    """Whether volumes can move between arrays of a federation. From OS 3.3.1
    (WSAPI 1.6)."""

    onlineImport: bool
    """Whether volumes of other vendors' arrays can be imported online. From OS
    3.3.1 (WSAPI 1.6)."""

    rmcApplicationSuite: bool
    """Whether the application suite of Recovery Manager Central is licensed.
    From OS 3.3.1 (WSAPI 1.6)."""

    smartSAN: bool
    """Whether Smart SAN is licensed. Only on Primera and Alletra."""

    sedEncryption: bool
    """Whether encryption on self-encrypting drives is licensed. Only on
    Primera and Alletra."""


class _LicenseInfo(TypedDict):
    """Members that every array with licences has."""

    issueTimeSec: int
    """When the licence key was issued, in seconds since 1970."""

    issueTime8601: str
    """When the licence key was issued, in ISO 8601 format."""

    diskCount: int
    """Disks that the licence covers: -1 is not specified, 0 is unlimited."""

    licenses: list[License]
    """The licences, one for each feature."""

    licenseState: LicenseState
    """Whether each feature is licensed, by its name."""


class LicenseInfo(_LicenseInfo, total=False):
    """The licences of the array, from OS 3.2.2 (WSAPI 1.5) on."""

    WWNBASE: int
    """Number that the WWNs of the array are made from. Only on Primera and
    Alletra."""


class SystemParameters(TypedDict, total=False):
    """Settings of the whole array.

    From OS 3.2.2 (WSAPI 1.5).
    """

    rawSpaceAlertFC: int
    """Raw space of FC disks at which an alert is raised, in GB; 0 where there
    is no such alert. Missing on Alletra MP."""

    rawSpaceAlertNL: int
    """Raw space of NL disks at which an alert is raised, in GB; 0 where there
    is no such alert. Missing on Alletra MP."""

    rawSpaceAlertSSD: int
    """Raw space of SSDs at which an alert is raised, in GB; 0 where there is
    no such alert."""

    remoteSyslog: bool
    """Whether events are sent to a syslog server."""

    remoteSyslogHost: str
    """Address of the syslog server; newer arrays add the port after a
    colon."""

    remoteSyslogSecurityHost: str
    """Address of the syslog server for security events. Only on Primera and
    Alletra."""

    sparingAlgorithm: str
    """How spare chunklets are chosen: ``Default``, ``Minimal``, ``Maximal`` or
    ``Custom``."""

    eventLogsize: int
    """Size of a file of the event log, in bytes."""

    eventLogNum: int
    """Files of the event log that are kept. Only on Primera and Alletra."""

    VVRetentionTimeMax: int
    """Longest retention time that a volume can get, in seconds."""

    upgradeNote: str
    """Note that is shown before an upgrade of the software."""

    portFailoverEnabled: bool
    """Whether the partner of a target port takes over when it fails. Missing
    on Alletra MP."""

    autoExportAfterReboot: bool
    """Whether volumes are exported again after a restart of the array."""

    allowR5OnNLDrives: bool
    """Whether a CPG can be RAID 5 on NL disks. Missing on Alletra MP."""

    allowR0: bool
    """Whether a CPG can be RAID 0. Missing on Alletra MP."""

    thermalShutdown: bool
    """Whether the array shuts down when it gets too hot."""

    failoverMatchedSet: bool
    """Whether exports to one host on one port move with the port when it fails
    over. Missing on Alletra MP."""

    sessionTimeout: int
    """Time without a command after which a session of the command line ends,
    in seconds."""

    hostDIF: bool
    """Whether host ports use T10 DIF. Missing on Alletra MP."""

    hostDIFTemplate: int
    """A number about T10 DIF; what its values mean is not published. Only on
    Primera and Alletra 9000."""

    allowWrtbackSingleNode: Union[bool, int]
    """Whether the cache writes back while a single node runs; a number on
    Primera and Alletra 9000, whose meaning is not published. Missing on
    Alletra MP."""

    allowWrtbackUpgrade: Union[bool, int]
    """Whether the cache writes back during an upgrade; a number on Primera and
    Alletra 9000, whose meaning is not published. Missing on Alletra MP."""

    disableDedup: bool
    """Whether new data are no longer deduplicated. Missing on Alletra MP."""

    overProvRatioLimit: float
    """Ratio of overprovisioning that cannot be exceeded; 0 is none. Only on
    Primera and Alletra."""

    overProvRatioWarning: float
    """Ratio of overprovisioning at which an alert is raised; 0 is none. Only
    on Primera and Alletra."""

    disableChunkletInitUNMAP: bool
    """Whether chunklets are initialized without UNMAP, by its name; no
    description is published. Only on Primera and Alletra."""

    personaProfile: Any
    """A profile of host personas; neither its type nor its values are
    published. Only on Primera and Alletra 9000."""

    complianceOfficerApproval: bool
    """Whether a compliance officer has to approve changes. Only on Primera and
    Alletra 9000."""

    remoteCopyHostThrottling: bool
    """Whether hosts are slowed down for remote copy. Only on Primera and
    Alletra."""

    autoAdmitTune: bool
    """Whether volumes are tuned by themselves once disks were added. Only on
    Primera and Alletra."""

    singleLunHost: bool
    """Whether hosts get a single LUN, by its name; no description is
    published. Only on Primera and Alletra."""

    allowDomainUsersAffectNoDomain: int
    """Whether users of a domain can change objects without a domain, as a
    number; its values are not published. Only on Primera and Alletra."""

    enableAIQoS: bool
    """Whether the array sets QoS limits by itself. Only on Primera and
    Alletra."""


class ReadOnlyParameters(TypedDict, total=False):
    """Limits of the array that cannot be changed.

    From Primera on.
    """

    maxVolumeSizeMiB: int
    """Size of the largest volume, in MiB."""

    maxDedupVolumeSizeMiB: int
    """Size of the largest volume with deduplication, in MiB."""

    maxCompressedVolumeSizeMiB: int
    """Size of the largest volume with compression, in MiB."""


class _StorageSystem(Named):
    """Members that every array has."""

    systemVersion: str
    """Release of the array's software, such as ``3.2.2.530``."""

    model: str
    """Model of the array, such as ``HP_3PAR 7400``."""

    serialNumber: str
    """Serial number of the array."""

    totalNodes: int
    """Controller nodes of the array."""

    masterNode: int
    """Number of the node that leads the others."""

    onlineNodes: list[int]
    """Numbers of the nodes that are up."""

    clusterNodes: list[int]
    """Numbers of the nodes that have joined the cluster."""

    chunkletSizeMiB: int
    """Size of a chunklet, the piece that disks are divided into, in MiB; 256
    on old models, 1024 on others."""

    totalCapacityMiB: float
    """Raw capacity of all disks, in MiB."""

    allocatedCapacityMiB: float
    """Raw capacity that is not free, in MiB."""

    freeCapacityMiB: float
    """Raw capacity that is free, in MiB."""

    failedCapacityMiB: float
    """Raw capacity of what has failed, in MiB."""

    timeZone: str
    """Time zone of the array, such as ``Europe/Rome``."""


class StorageSystem(_StorageSystem, total=False):
    """What getStorageSystemInfo returns."""

    IPv4Addr: str
    """Address of the array's management port. Missing without IPv4."""

    IPv6Addr: str
    """IPv6 address of the array's management port. Missing without IPv6."""

    location: str
    """Where the array stands, as somebody described it. Missing if nobody
    did."""

    owner: str
    """Whose array it is, as somebody described it. Missing if nobody did."""

    contact: str
    """Whom to ask about the array. Missing if nobody set it; Alletra MP sends
    an empty str."""

    comment: str
    """Comment about the array. Missing without one."""

    licenseInfo: LicenseInfo
    """Licences of the array. From OS 3.2.2 (WSAPI 1.5)."""

    parameters: SystemParameters
    """Settings of the array. From OS 3.2.2 (WSAPI 1.5)."""

    readOnlyParameters: ReadOnlyParameters
    """Limits of the array. Only on Primera and Alletra."""

    flashCachePolicy: int
    """Whether flash cache is used for the whole array. Enumeration
    ``flashCacheSysPolicy``: ENABLE (1), DISABLE (2), CLEAR (3). From OS 3.2.1
    MU2 (WSAPI 1.4.2), where the policy was set."""


class _FlashCache(TypedDict):
    """Members that every flash cache has."""

    sizeGiB: int
    """Size of the flash cache of the whole array, in GiB."""

    mode: int
    """Whether SSDs are used or only simulated. Enumeration ``flashCacheMode``:
    SIMULATOR (1), REAL (2)."""


class FlashCache(_FlashCache, total=False):
    """What getFlashCache returns.

    From OS 3.2.1 MU2 (WSAPI 1.4.2).
    """

    usedSizeGiB: int
    """Part of the flash cache that holds data, in GiB."""

    state: int
    """State of the flash cache. Enumeration ``flashCacheState``: NORMAL (1),
    DEGRADED (2), FAILED (3)."""

    links: list[Link]
    """Links to the flash cache itself."""


# -- capacity -----------------------------------------------------------------


class _VolumesCapacity(TypedDict):
    """Members that every array has."""

    totalVolumesMiB: int
    """Space of all volumes and CPGs, in MiB."""

    nonCPGsMiB: int
    """Space of volumes that belong to no CPG, in MiB."""

    nonCPGUserMiB: int
    """User space outside CPGs, in MiB."""

    nonCPGSnapshotMiB: int
    """Snapshot space outside CPGs, in MiB."""

    nonCPGAdminMiB: int
    """Administration space outside CPGs, in MiB."""

    CPGsMiB: int
    """Space of all CPGs, in MiB."""

    CPGUserMiB: int
    """User space of CPGs, in MiB."""

    CPGUserUsedMiB: int
    """User space of CPGs that volumes use, in MiB."""

    CPGUserUsedBulkVVMiB: int
    """User space of CPGs in use, with that of bulk volumes, in MiB."""

    CPGUserUnusedMiB: int
    """User space of CPGs that no volume uses, in MiB."""

    CPGSnapshotMiB: int
    """Snapshot space of CPGs, in MiB."""

    CPGSnapshotUsedMiB: int
    """Snapshot space of CPGs that volumes use, in MiB."""

    CPGSnapshotUsedBulkVVMiB: int
    """Snapshot space of CPGs in use, with that of bulk volumes, in MiB."""

    CPGSnapshotUnusedMiB: int
    """Snapshot space of CPGs that no volume uses, in MiB."""

    CPGAdminMiB: int
    """Administration space of CPGs, in MiB."""

    CPGAdminUsedMiB: int
    """Administration space of CPGs that volumes use, in MiB."""

    CPGAdminUsedBulkVVMiB: int
    """Administration space of CPGs in use, with that of bulk volumes, in
    MiB."""

    CPGAdminUnusedMiB: int
    """Administration space of CPGs that no volume uses, in MiB."""

    unmappedMiB: int
    """Space that is allocated and mapped to nothing, in MiB."""


class VolumesCapacity(_VolumesCapacity, total=False):
    """What volumes and CPGs hold."""

    CPGSharedMiB: int
    """Space of CPGs that volumes share, in MiB. Only on Primera and
    Alletra."""

    CPGPrivateMiB: int
    """Space of CPGs that belongs to single volumes, in MiB. Only on Primera
    and Alletra."""

    CPGFreeMiB: int
    """Space of CPGs that is free, in MiB. Only on Primera and Alletra."""

    CPGBasePrivateMiB: int
    """Private space of base volumes, in MiB. Only on Primera and Alletra."""

    CPGBasePrivateReservedMiB: int
    """Private space that is reserved for base volumes, in MiB. Only on Primera
    and Alletra."""

    CPGBasePrivatevSphereVVolsMiB: int
    """Private space of base volumes that are VMware virtual volumes, in MiB.
    Only on Primera and Alletra."""

    CPGSnapshotPrivateMiB: int
    """Private space of snapshots, in MiB. Only on Primera and Alletra."""

    CPGSnapshotPrivateReservedMiB: int
    """Private space that is reserved for snapshots, in MiB. Only on Primera
    and Alletra."""

    CPGSnapshotPrivatevSphereVVolsMiB: int
    """Private space of snapshots of VMware virtual volumes, in MiB. Only on
    Primera and Alletra."""

    capacityEfficiency: CapacityEfficiency
    """What thin provisioning and data reduction save. From OS 3.2.1 MU1 (WSAPI
    1.4.1); 3PARs and Primera leave it out for a type of disk that they
    lack."""


class _SystemCapacity(TypedDict):
    """Members that every array has."""

    totalSystemMiB: int
    """Space that the array keeps for itself, in MiB."""

    internalMiB: int
    """Space that the array's own software uses, in MiB."""

    spareMiB: int
    """Space of spare chunklets, in MiB."""

    spareUsedMiB: int
    """Space of spare chunklets that stand in for failed ones, in MiB."""

    spareUnusedMiB: int
    """Space of spare chunklets that wait for a failure, in MiB."""


class SystemCapacity(_SystemCapacity, total=False):
    """What the array keeps for itself."""

    adminMiB: int
    """Administration space of the array, in MiB. Only on Primera and
    Alletra."""


class AllocatedCapacity(TypedDict):
    """What is not free."""

    totalAllocatedMiB: int
    """Space that is allocated, in MiB."""

    volumes: VolumesCapacity
    """The part that volumes and CPGs hold."""

    system: SystemCapacity
    """The part that the array keeps for itself."""


class _DeviceCapacity(TypedDict):
    """Members that every array has."""

    totalMiB: int
    """Capacity of the disks, in MiB."""

    allocated: AllocatedCapacity
    """The part of it that is not free."""

    freeMiB: int
    """Capacity that is free, in MiB."""

    freeInitializedMiB: int
    """Free capacity that can be used at once, in MiB."""

    freeUninitializedMiB: int
    """Free capacity that has to be initialized first, in MiB."""

    unavailableCapacityMiB: int
    """Capacity that cannot be used, in MiB."""

    failedCapacityMiB: int
    """Capacity of what has failed, in MiB."""


class DeviceCapacity(_DeviceCapacity, total=False):
    """Capacity of one type of disk, or of all.

    All is zero for a type that the array lacks.
    """

    overProvisionedVirtualSizeMiB: int
    """Virtual size of the volumes, in MiB. Only on Primera and Alletra."""

    overProvisionedUsedMiB: int
    """Space that the volumes use, in MiB. Only on Primera and Alletra."""

    overProvisionedAllocatedMiB: int
    """Space that is allocated for the volumes, in MiB. Only on Primera and
    Alletra."""

    overProvisionedFreeMiB: int
    """Space that the volumes can still grow into, in MiB. Only on Primera and
    Alletra."""


class Capacity(TypedDict):
    """What getOverallSystemCapacity returns."""

    allCapacity: DeviceCapacity
    """All disks together."""

    FCCapacity: DeviceCapacity
    """Fibre Channel disks."""

    NLCapacity: DeviceCapacity
    """Nearline disks."""

    SSDCapacity: DeviceCapacity
    """Solid-state disks."""


# -- CPGs ---------------------------------------------------------------------


class Usage(TypedDict):
    """Space of a CPG for one purpose.

    Raw space counts what RAID needs besides the data.
    """

    totalMiB: int
    """Space that the CPG has taken, in MiB."""

    rawTotalMiB: int
    """Raw space that the CPG has taken, in MiB."""

    usedMiB: int
    """Space that volumes use, in MiB."""

    rawUsedMiB: int
    """Raw space that volumes use, in MiB."""


class DiskPattern(TypedDict, total=False):
    """Which disks a CPG takes its space from.

    Only the conditions that were set are there; a disk has to meet all of
    them. Lists are written as str: ``1,2,3`` or ``0-7``.
    """

    nodeList: str
    """Nodes on the primary path of the disks. Only if it was set."""

    slotList: str
    """PCI slots on the primary path of the disks. Only if it was set."""

    portList: str
    """Ports on the primary path of the disks. Only if it was set."""

    cageList: str
    """Drive cages that hold the disks. Only if it was set."""

    magList: str
    """Drive magazines that hold the disks. Only if it was set."""

    diskPosList: str
    """Positions of the disks in their magazines. Only if it was set."""

    diskList: str
    """Numbers of the disks. Only if it was set."""

    totalChunkletsGreaterThan: int
    """Chunklets that a disk has to exceed. Only if it was set."""

    totalChunkletsLessThan: int
    """Chunklets that a disk has to stay below. Only if it was set."""

    freeChunkletsGreaterThan: int
    """Free chunklets that a disk has to exceed. Only if it was set."""

    freeChunkletsLessThan: int
    """Free chunklets that a disk has to stay below. Only if it was set."""

    diskModels: list[str]
    """Models of the disks. Only if it was set."""

    diskType: int
    """Type of the disks. Enumeration ``diskType``: FC (1), NL (2), SSD (3).
    Only if it was set."""

    RPM: int
    """Speed of the disks, in 1000 rpm; 100 and 150 are classes of SSDs. Only
    if it was set."""


class LDLayout(TypedDict, total=False):
    """How a CPG lays out its logical disks."""

    RAIDType: int
    """RAID level. Enumeration ``RAIDType``: R0 (1), R1 (2), R5 (3), R6 (4).
    Missing in the layout of administration space on old releases."""

    setSize: int
    """Chunklets of a RAID set. Missing where the default applies."""

    HA: int
    """What can fail without loss of data. Enumeration ``HA``: PORT (1), CAGE
    (2), MAG (3)."""

    chunkletPosPref: int
    """Where on the disks chunklets are taken from. Enumeration
    ``chunkletPosPref``: FIRST (1), LAST (2). Missing where the default
    applies."""

    diskPatterns: list[DiskPattern]
    """Which disks are used. Missing where any disk is."""


class _Growth(TypedDict):
    """Members that every CPG has."""

    incrementMiB: int
    """Space that the CPG takes at a time when it grows, in MiB."""


class Growth(_Growth, total=False):
    """How a CPG grows."""

    warningMiB: int
    """Space at which the array raises an alert, in MiB. Only if it was set."""

    limitMiB: int
    """Space beyond which the CPG does not grow, in MiB. Only if it was set."""

    LDLayout: LDLayout
    """How the space is laid out on the disks. Missing where nothing was
    set."""


class PrivateSpace(TypedDict):
    """Space of a CPG that its volumes do not share."""

    base: int
    """Space of base volumes, in MiB."""

    rawBase: int
    """Raw space of base volumes, in MiB."""

    snapshot: int
    """Space of snapshots, in MiB."""

    rawSnapshot: int
    """Raw space of snapshots, in MiB."""


class _CPG(Named):
    """Members that every CPG has."""

    uuid: str
    """Identifier of the CPG that no other object has."""

    state: int
    """Overall state. Enumeration ``cpgState``: NORMAL (1), DEGRADED (2),
    FAILED (3), UNKNOWN (99)."""

    failedStates: list[int]
    """Reasons for a failed state, empty without one. Enumeration
    ``cpgDetailedState``."""

    degradedStates: list[int]
    """Reasons for a degraded state, empty without one. Enumeration
    ``cpgDetailedState``."""

    additionalStates: list[int]
    """Further reasons that do not change the state, empty without one.
    Enumeration ``cpgDetailedState``."""

    numTPVVs: int
    """Thin volumes in the CPG."""

    numFPVVs: int
    """Fully provisioned volumes in the CPG."""

    UsrUsage: Usage
    """User space: what the data of volumes need."""

    SAUsage: Usage
    """Administration space of snapshots and thin volumes."""

    SDUsage: Usage
    """Data space of snapshots and thin volumes."""

    SAGrowth: Growth
    """How the administration space grows."""

    SDGrowth: Growth
    """How the data space grows."""


class CPG(_CPG, total=False):
    """What getCPG returns."""

    domain: str
    """Virtual domain of the CPG. Missing if it is in none."""

    warningPct: int
    """Usage at which the array raises an alert, in percent. Until OS 3.1.2;
    later ``warningMiB`` of ``SDGrowth`` says it."""

    numTDVVs: int
    """Thin volumes with deduplication in the CPG. From OS 3.2.1 MU1 (WSAPI
    1.4.1)."""

    privateSpaceMiB: PrivateSpace
    """Space that volumes do not share, in MiB. From OS 3.2.2 (WSAPI 1.5)."""

    sharedSpaceMiB: int
    """Space that volumes share, in MiB. From OS 3.2.2 (WSAPI 1.5)."""

    rawSharedSpaceMiB: int
    """Raw space that volumes share, in MiB. From OS 3.2.2 (WSAPI 1.5)."""

    freeSpaceMiB: int
    """Space that the CPG has taken and no volume uses, in MiB. From OS 3.2.2
    (WSAPI 1.5)."""

    rawFreeSpaceMiB: int
    """Raw space that the CPG has taken and no volume uses, in MiB. From OS
    3.2.2 (WSAPI 1.5)."""

    totalSpaceMiB: int
    """Space that the CPG has taken, in MiB. From OS 3.2.2 (WSAPI 1.5)."""

    rawTotalSpaceMiB: int
    """Raw space that the CPG has taken, in MiB. From OS 3.2.2 (WSAPI 1.5)."""

    dedupCapable: bool
    """Whether volumes in the CPG can be deduplicated. From OS 3.2.2 (WSAPI
    1.5)."""

    tdvvVersion: int
    """Version of the deduplication; what its values mean is not published.
    From OS 3.3.1 (WSAPI 1.6), for CPGs with deduplicated volumes."""

    ddsRsvdMiB: int
    """Space that is reserved for deduplicated data, in MiB. From OS 3.3.1
    (WSAPI 1.6), for CPGs with deduplicated volumes."""

    shortName: str
    """A shorter name; how it is made is not published. Only on Alletra MP."""

    links: list[Link]
    """Links to the CPG itself. Only on Primera and Alletra."""


class CPGList(Linked):
    """What getCPGs returns."""

    total: int
    """CPGs in the list."""

    members: list[CPG]
    """The CPGs."""


class _AvailableSpace(TypedDict):
    """Members that every report has."""

    rawFreeMiB: int
    """Raw space that is free for the CPG, in MiB."""

    usableFreeMiB: int
    """Space that volumes in the CPG can still get, in MiB: ``rawFreeMiB``
    without what RAID needs."""


class AvailableSpace(_AvailableSpace, total=False):
    """What getCPGAvailableSpace returns."""

    overProvisionedVirtualSizeMiB: int
    """Virtual size of the volumes in the CPG, in MiB. Only on newer
    releases."""

    overProvisionedUsedMiB: int
    """Space that these volumes use, in MiB. Only on newer releases."""

    overProvisionedAllocatedMiB: int
    """Space that is allocated for them, in MiB. Only on newer releases."""

    overProvisionedFreeMiB: int
    """Space that they can still grow into, in MiB. Only on newer releases."""

    capacityEfficiency: CapacityEfficiency
    """What thin provisioning and data reduction save in the CPG. From OS 3.2.1
    MU1 (WSAPI 1.4.1)."""


# -- performance and history --------------------------------------------------


class CPGStatistics(TypedDict):
    """What getCPGStatData returns: averages over the requested time."""

    throughput: float
    """Reads and writes, in I/O per second."""

    bandwidth: float
    """Data that are read and written, in KB/s; 1 KB is 1000 bytes."""

    latency: float
    """Time that one I/O takes, in ms."""

    io_size: float
    """Size of one I/O, in KB; 1 KB is 1000 bytes."""

    queue_length: float
    """I/Os that wait or are being served."""

    avg_busy_perc: float
    """Share of the time in which the disks are busy, in percent."""


class ReadWrite(TypedDict):
    """A figure of cache memory; the unit is that of the member."""

    read: float
    """Of reads."""

    write: float
    """Of writes."""


class ReadWriteTotal(ReadWrite):
    """A figure of performance; the unit is that of the member."""

    total: float
    """Of reads and writes: the sum of rates, the mean of times and sizes."""


class CachePageStates(TypedDict):
    """Pages of the cache by their state."""

    free: int
    """Pages that hold no valid data."""

    clean: int
    """Pages that hold the same as the disks."""

    writeOnce: int
    """Dirty pages that were written once."""

    writeMultiple: int
    """Dirty pages that were written more than once."""

    writeScheduled: int
    """Pages that wait to be written to disk."""

    writing: int
    """Pages that are being written to disk."""

    dcowpend: int
    """Pages that wait for a delayed copy-on-write."""


class CachePagesByDisk(TypedDict):
    """Pages of the cache by the class of disk that they belong to."""

    FC_10: int
    """Pages of FC disks with 10,000 rpm."""

    FC_15: int
    """Pages of FC disks with 15,000 rpm."""

    NL_7: int
    """Pages of nearline disks with 7,200 rpm."""

    SSD_100: int
    """Pages of SSDs of speed class 100."""

    SSD_150: int
    """Pages of SSDs of speed class 150."""


class CachePages(TypedDict):
    """Pages of the cache, in cachememorystatistics."""

    pageStates: CachePageStates
    """How many pages are in each state."""

    dirtyPages: CachePagesByDisk
    """Pages that are not on disk yet."""

    maxDirtyPages: CachePagesByDisk
    """Dirty pages that are allowed."""

    delayAckPages: CachePagesByDisk
    """Pages whose writes are acknowledged later than usual."""


class SpaceSample(TypedDict):
    """Space in a report of the System Reporter.

    A CPG has the first four members, a volume those of its kind of space. A
    type checker takes each as present.
    """

    adminMiB: int
    """Administration space, in MiB. Only of CPGs, and in ``rawReserved``."""

    snapMiB: int
    """Snapshot space, in MiB. Only of CPGs, and in ``rawReserved``."""

    userMiB: int
    """User space, in MiB. Only of CPGs, and in ``rawReserved``."""

    totalMiB: int
    """Sum of the three, in MiB. Only of CPGs, and in ``rawReserved``."""

    usedMiB: int
    """Space in use, in MiB. Only of volumes."""

    freeMiB: int
    """Space that is reserved and not in use, in MiB. Only of volumes, and
    missing in ``totalSpace``."""

    reservedMiB: int
    """Space that is reserved, in MiB. Only of volumes."""

    VcopyMiB: int
    """Space that snapshots hold, in MiB. Only of volumes, and missing in
    ``userSpace``."""

    virtualSizeMiB: int
    """Size that hosts see, in MiB. Only of volumes, in ``totalSpace``."""


class ChunkletSample(TypedDict):
    """Chunklets of disks, in physicaldiskspacedata."""

    usedOK: int
    """Chunklets in use that are good."""

    usedFailed: int
    """Chunklets in use that have failed."""

    availClean: int
    """Free chunklets that are initialized."""

    availDirty: int
    """Free chunklets that have to be initialized."""

    availFailed: int
    """Free chunklets that have failed."""


class Statistics(TypedDict):
    """One sample, or one group, of getStatistics.

    Which of the members there are depends on the component, which a type
    checker does not know: it takes each as present. At Time adds the
    categories that groups are made by. 1 KB is 1000 bytes. What reports about
    QoS and remote copy hold besides their categories is not published. From
    OS 3.2.2 (WSAPI 1.5).
    """

    sampleTime: Any
    """When the sample was taken: a str in ISO 8601 format, or a datetime with
    ``datetimes=True``. Only in Versus Time."""

    sampleTimeSec: int
    """When the sample was taken, in seconds since 1970. Only in Versus
    Time."""

    name: str
    """Name of the CPG, volume or QoS target. Only in At Time, grouped by
    it."""

    domain: str
    """Virtual domain of the object. Only in At Time, grouped by it."""

    id: int
    """Number of the CPG, volume or disk. Only in At Time, grouped by it."""

    node: int
    """Node of the cache, processor or port; of a disk, that of its first path.
    Only in At Time, grouped by it."""

    cpu: int
    """Number of the processor in its node. Only in At Time of cpustatistics,
    grouped by it."""

    slot: int
    """PCI slot of the port; of a disk, that of its first path. Only in At
    Time, grouped by it."""

    cardPort: int
    """Port of the card; of a disk, that of its first path. Only in At Time,
    grouped by it."""

    type: int
    """Type of the disk (enumeration ``diskType``) or of the port (enumeration
    ``portConnType``). Only in At Time, grouped by it."""

    speed: int
    """Speed of the port; the guide does not give its unit. Only in At Time of
    portstatistics, grouped by it."""

    RPM: int
    """Speed of the disk, in 1000 rpm; 100 and 150 are classes of SSDs. Only in
    At Time of disks, grouped by it."""

    cageID: int
    """Number of the drive cage. Only in At Time of disks, grouped by it."""

    cageSide: int
    """Side of the drive cage. Only in At Time of disks, grouped by it."""

    mag: int
    """Magazine in the drive cage. Only in At Time of disks, grouped by it."""

    diskPos: int
    """Position of the disk in the magazine. Only in At Time of disks, grouped
    by it."""

    diskType: int
    """Type of the disks. Enumeration ``diskType``: FC (1), NL (2), SSD (3).
    Only in At Time of cpgspacedata, grouped by it."""

    RAIDType: int
    """RAID level. Enumeration ``RAIDType``: R0 (1), R1 (2), R5 (3), R6 (4).
    Only in At Time of cpgspacedata, grouped by it."""

    lun: int
    """LUN of the export. Only in At Time of vlunstatistics, grouped by it."""

    volumeName: str
    """Name of the exported volume. Only in At Time of vlunstatistics, grouped
    by it."""

    hostname: str
    """Name of the host. Only in At Time of vlunstatistics, grouped by it."""

    hostWWN: str
    """WWN of the host's port. Only in At Time of vlunstatistics, grouped by
    it."""

    vvsetName: str
    """Volume set of the volume. Only in At Time of vlunstatistics and
    volumespacedata, grouped by it."""

    hostsetName: str
    """Host set of the host. Only in At Time of vlunstatistics, grouped by
    it."""

    baseId: int
    """Number of the base volume. Only in At Time of volumespacedata, grouped
    by it."""

    wwn: str
    """WWN of the volume. Only in At Time of volumespacedata, grouped by it."""

    userCPG: str
    """CPG of the volume's user space. Only in At Time of volumespacedata,
    grouped by it."""

    snapCPG: str
    """CPG of the volume's snapshot space. Only in At Time of volumespacedata,
    grouped by it."""

    provisioningType: int
    """How the volume takes its space. Enumeration ``provisioningType``. Only
    in At Time of volumespacedata, grouped by it."""

    copyType: int
    """Whether the volume is a copy. Enumeration ``copyType``: BASE (1),
    PHYSICAL_COPY (2), VIRTUAL_COPY (3). Only in At Time of volumespacedata,
    grouped by it."""

    ioLimit: Any
    """Limit of the QoS rule; its form is not published. Only in At Time of
    qosstatistics, grouped by it."""

    targetName: str
    """Name of the remote-copy target. Only in At Time of remotecopystatistics
    and remotecopyvolumestatistics, grouped by it."""

    linkId: Any
    """Number of the link; its form is not published. Only in At Time of
    remotecopystatistics, grouped by it."""

    linkAddr: str
    """Address of the link. Only in At Time of remotecopystatistics, grouped by
    it."""

    slotPort: Any
    """Slot and port of the link; its form is not published. Only in At Time of
    remotecopystatistics, grouped by it."""

    volumeSetName: str
    """Volume set of the volume. Only in At Time of remotecopyvolumestatistics,
    grouped by it."""

    mode: Any
    """How the volume is copied; its form is not published. Only in At Time of
    remotecopyvolumestatistics, grouped by it."""

    remoteCopyGroup: str
    """Name of the remote-copy group. Only in At Time of
    remotecopyvolumestatistics, grouped by it."""

    remoteCopyGroupRole: Any
    """Role of the remote-copy group; its form is not published. Only in At
    Time of remotecopyvolumestatistics, grouped by it."""

    portType: Any
    """Type of the port; its form is not published. Only in At Time of
    remotecopyvolumestatistics, grouped by it."""

    IO: ReadWriteTotal
    """Reads and writes, in I/O per second. Only of CPGs, disks, ports and
    VLUNs."""

    KBytes: ReadWriteTotal
    """Data that are read and written, in KB/s. Only of CPGs, disks, ports and
    VLUNs."""

    serviceTimeMS: ReadWriteTotal
    """Time that one I/O takes, in ms. Only of CPGs, disks, ports and VLUNs."""

    IOSizeKB: ReadWriteTotal
    """Size of one I/O, in KB. Only of CPGs, disks, ports and VLUNs."""

    queueLength: int
    """I/Os that wait or are being served. Only of CPGs, disks, ports and
    VLUNs."""

    busyPct: float
    """Share of the time in which it is busy, in percent. Only of CPGs, disks,
    ports and VLUNs."""

    hitIO: ReadWrite
    """What the cache answers, in I/O per second. Only of
    cachememorystatistics."""

    missIO: ReadWrite
    """What the cache does not hold, in I/O per second. Only of
    cachememorystatistics."""

    accessIO: ReadWrite
    """Accesses to the cache, in I/O per second. Only of
    cachememorystatistics."""

    hitPct: ReadWrite
    """Share of the accesses that the cache answers, in percent. Only of
    cachememorystatistics."""

    totalAccessIO: float
    """Reads and writes of the cache together, in I/O per second. Only of
    cachememorystatistics."""

    lockBulkIO: float
    """Pages that are changed while they are written to disk, in 1/s. Only of
    cachememorystatistics."""

    pageStatistic: CachePages
    """Pages of the cache. Only of cachememorystatistics."""

    userPct: float
    """Time that processors spend in programs, in percent. Only of
    cpustatistics."""

    systemPct: float
    """Time that processors spend in the kernel, in percent. Only of
    cpustatistics."""

    idlePct: float
    """Time in which processors have nothing to do, in percent. Only of
    cpustatistics."""

    interruptsPerSec: float
    """Interrupts of processors, in 1/s. Only of cpustatistics."""

    contextSwitchesPerSec: float
    """Changes from one thread to another, in 1/s. Only of cpustatistics."""

    usedSpace: SpaceSample
    """Space that volumes use. Only of cpgspacedata."""

    freeSpace: SpaceSample
    """Space that no volume uses. Only of cpgspacedata."""

    totalSpace: SpaceSample
    """Space of a CPG, or of a volume. Only of cpgspacedata and
    volumespacedata."""

    growthMiB: int
    """Growth of the CPG, in MiB. Only of cpgspacedata."""

    rawReserved: SpaceSample
    """Raw space that is reserved for the volume. Only of volumespacedata."""

    userSpace: SpaceSample
    """User space of the volume. Only of volumespacedata."""

    snapSpace: SpaceSample
    """Snapshot space of the volume. Only of volumespacedata."""

    adminSpace: SpaceSample
    """Administration space of the volume. Only of volumespacedata."""

    capacityEfficiency: CapacityEfficiency
    """What thin provisioning and data reduction save. Only of cpgspacedata and
    volumespacedata."""

    allocatedMiB: int
    """Capacity of disks that is not free, in MiB. Only of
    physicaldiskcapacity."""

    freeMiB: int
    """Capacity of disks that is free, in MiB. Only of physicaldiskcapacity."""

    failedMiB: int
    """Capacity of disks that has failed, in MiB. Only of
    physicaldiskcapacity."""

    totalMiB: int
    """Capacity of disks, in MiB. Only of physicaldiskcapacity."""

    normalChunklets: ChunkletSample
    """Chunklets for data. Only of physicaldiskspacedata."""

    spareChunklets: ChunkletSample
    """Chunklets that are kept for failures. Only of physicaldiskspacedata."""

    lifeLeftPct: int
    """What is left of the life of SSDs, in percent. Only of
    physicaldiskspacedata."""

    temperatureC: int
    """Temperature of the disks, in °C. Only of physicaldiskspacedata."""


class _StatisticsMembers(TypedDict):
    """What every list of statistics has."""

    total: int
    """Samples, or groups, in the list."""

    members: list[Statistics]
    """Versus Time: the samples, oldest first. At Time: the groups."""

    sampleTime: Any
    """When the groups were measured: a str in ISO 8601 format, or a datetime
    with ``datetimes=True``. Only in At Time."""

    sampleTimeSec: int
    """When the groups were measured, in seconds since 1970. Only in At
    Time."""


class StatisticsList(_StatisticsMembers, total=False):
    """What getStatistics returns.

    A type checker takes the time, which At Time alone has here, as present.
    """

    links: list[Link]
    """Links to the report itself. Missing in most reports with a query."""


class CapacitySample(TypedDict):
    """A sample of getCapacityTrend."""

    sampleTime: datetime.datetime
    """When it was taken, with its time zone."""

    usedMiB: float
    """Space in use then, in MiB."""


class CapacityTrend(TypedDict):
    """What getCapacityTrend returns."""

    usedMiB: float
    """Space in use at the last sample, in MiB; 0 without samples."""

    capacityMiB: float
    """Space at which it is full, in MiB; raw for the whole array."""

    growthMiBPerDay: Optional[float]
    """Slope of a straight line through the samples, in MiB per day; None
    without two samples at different times."""

    daysUntilFull: Optional[float]
    """Time from the last sample until it is full, in days; None while nothing
    grows, and beyond a hundred years."""

    fullAt: Optional[datetime.datetime]
    """When it is full; None where ``daysUntilFull`` is."""

    samples: list[CapacitySample]
    """The samples, oldest first."""


# -- volumes and snapshots ----------------------------------------------------


class Space(TypedDict):
    """Space of a volume for one purpose."""

    reservedMiB: int
    """Space that is reserved for the volume, in MiB."""

    rawReservedMiB: int
    """The same with what RAID needs, in MiB."""

    usedMiB: int
    """Space that holds data, in MiB."""

    freeMiB: int
    """Space that is reserved and holds no data, in MiB."""


class _Policies(TypedDict):
    """Members that every volume has."""

    staleSS: bool
    """Whether snapshots may become stale when their space runs out, so that
    writes to the volume go on."""

    oneHost: bool
    """Whether the volume can be exported to one host only."""

    zeroDetect: bool
    """Whether zeros that are written give space back; thin volumes."""

    system: bool
    """Whether the volume is one of the array's own."""

    caching: bool
    """Whether the array caches reads and writes of the volume."""


class Policies(_Policies, total=False):
    """Policies of a volume."""

    fsvc: bool
    """Whether File Services use the volume. From OS 3.2.2 (WSAPI 1.5). Missing
    on Alletra MP."""

    hostDIF: int
    """How the host's data integrity field is treated. Enumeration ``hostDIF``:
    3PAR_HOST_DIF (1), STD_HOST_DIF (2), NO_HOST_DIF (3). From OS 3.3.1 (WSAPI
    1.6). Missing on Alletra MP."""


class _Volume(Named):
    """Members that every volume has."""

    uuid: str
    """Identifier of the volume that no other object has."""

    state: int
    """Overall state. Enumeration ``volumeState``: NORMAL (1), DEGRADED (2),
    FAILED (3), UNKNOWN (99)."""

    failedStates: list[int]
    """Reasons for a failed state, empty without one. Enumeration
    ``volumeDetailedState``."""

    degradedStates: list[int]
    """Reasons for a degraded state, empty without one. Enumeration
    ``volumeDetailedState``."""

    additionalStates: list[int]
    """What else goes on, such as a copy or a tune; empty when nothing does.
    Enumeration ``volumeDetailedState``."""

    provisioningType: int
    """How the volume takes its space. Enumeration ``provisioningType``: FULL
    (1), TPVV (2), SNP (3), PEER (4), UNKNOWN (5), TDVV (6), DDS (7). On
    Primera and Alletra, TDVV is a volume made with ``reduce``; DDS holds the
    data that such volumes share."""

    copyType: int
    """Whether the volume is a copy. Enumeration ``copyType``: BASE (1),
    PHYSICAL_COPY (2), VIRTUAL_COPY (3); a virtual copy is a snapshot."""

    baseId: int
    """Number of the base volume that a snapshot goes back to; a base volume
    has its own."""

    readOnly: bool
    """Whether hosts can only read it; mostly snapshots."""

    sizeMiB: int
    """Size that hosts see, in MiB."""

    wwn: str
    """WWN that hosts know the volume by: 32 upper-case hex digits, 16 on
    releases before OS 3.1.2."""

    creationTimeSec: int
    """When the volume was made, in seconds since 1970."""

    creationTime8601: str
    """When the volume was made, in ISO 8601 format."""

    usrSpcAllocWarningPct: int
    """Share of the size that user space reaches before the array raises an
    alert, in percent; 0 is none."""

    usrSpcAllocLimitPct: int
    """Share of the size that user space cannot exceed: writes fail beyond it,
    in percent; 0 is none."""

    policies: Policies
    """Policies of the volume."""


class Volume(_Volume, total=False):
    """What getVolume returns."""

    domain: str
    """Virtual domain of the volume. Missing if it is in none."""

    copyOf: str
    """Name of the volume it was copied from. Only for snapshots and physical
    copies."""

    deduplicationState: int
    """Whether data are deduplicated. Enumeration ``deduplicationState``: YES
    (1), NO (2), NA (3), OFF (4). From OS 3.3.1 (WSAPI 1.6)."""

    compressionState: int
    """Whether data are compressed. Enumeration ``compressionState``: YES (1),
    NO (2), OFF (3), NA (4); Primera sends 6 for volumes with data reduction,
    whose name is not published. From OS 3.3.1 (WSAPI 1.6)."""

    adminSpace: Space
    """Administration space: the tables of thin volumes and snapshots. Missing
    on Alletra MP."""

    snapshotSpace: Space
    """Space of the data that snapshots keep. Missing on Alletra MP."""

    userSpace: Space
    """Space of the volume's own data. Missing on Alletra MP."""

    totalReservedMiB: int
    """Space of all kinds that is reserved for the volume, in MiB. Only on
    Primera and Alletra."""

    totalUsedMiB: int
    """Space of all kinds that holds data, in MiB. Only on Primera and
    Alletra."""

    hostWriteMiB: int
    """Data that hosts have written, before they are reduced, in MiB. Only on
    Primera and Alletra 9000, for volumes that count it."""

    parentId: int
    """Number of the volume above it in the tree of snapshots, which may be
    another than ``copyOf``. Only for snapshots."""

    roChildId: int
    """Number of the read-only snapshot below it. Only for volumes that have
    one."""

    rwChildId: int
    """Number of the writable snapshot below it. Only for volumes that have
    one."""

    physParentId: int
    """Number of the volume it was copied from. Only for physical copies."""

    sharedParentId: int
    """Number of the volume with the shared data, by its name; no description
    is published. Only on Primera and Alletra, for volumes with data
    reduction."""

    udid: int
    """A second number of the volume, the same as ``id`` in published answers;
    what it is for is not published. From OS 3.3.1 (WSAPI 1.6)."""

    nguid: str
    """Identifier of the volume for NVMe: 32 hex digits, those of ``wwn`` in
    another order. Only on Primera and Alletra."""

    shortName: str
    """A shorter name; how it is made is not published. Only on Alletra MP."""

    expirationTimeSec: int
    """When the volume expires, in seconds since 1970. Only if it was set."""

    expirationTime8601: str
    """When the volume expires, in ISO 8601 format. Only if it was set."""

    retentionTimeSec: int
    """End of the time in which the volume cannot be removed, in seconds since
    1970. Only if it was set."""

    retentionTime8601: str
    """End of the time in which the volume cannot be removed, in ISO 8601
    format. Only if it was set."""

    ssSpcAllocWarningPct: int
    """Share of the size that snapshot space reaches before the array raises an
    alert, in percent; 0 is none. Missing on Alletra MP."""

    ssSpcAllocLimitPct: int
    """Share of the size that snapshot space cannot exceed, in percent; 0 is
    none. Missing on Alletra MP."""

    userCPG: str
    """CPG of the volume's own data. Missing for snapshots and for some of the
    array's own volumes."""

    snapCPG: str
    """CPG of the data that snapshots keep. Missing on Alletra MP, and where
    none was set."""

    comment: str
    """Comment, up to 511 characters. Missing without one."""

    capacityEfficiency: CapacityEfficiency
    """What thin provisioning and data reduction save. From OS 3.2.1 MU1 (WSAPI
    1.4.1), for base volumes to which it applies."""

    rcopyStatus: int
    """Part of the volume in remote copy. Enumeration ``rcopyStatus``. Only on
    Primera and Alletra."""

    links: list[Link]
    """Links to the volume itself and to where its space lies. From OS 3.2.2
    (WSAPI 1.5)."""


class VolumeList(Linked):
    """What getVolumes returns."""

    total: int
    """Volumes in the list."""

    members: list[Volume]
    """The volumes with their snapshots, and the array's own volumes."""


class _MetaData(TypedDict):
    """Members that every key has."""

    key: str
    """The key."""

    value: str
    """Its value."""

    creationTimeSec: int
    """When the key was made, in seconds since 1970."""

    creationTime8601: str
    """When the key was made, in ISO 8601 format."""


class MetaData(_MetaData, total=False):
    """What getVolumeMetaData returns."""

    date_added: str
    """When the key was added, as the array prints it. Only in the
    documentation of earlier clients; published answers of arrays have
    ``creationTime8601``."""


class MetaDataList(Linked):
    """What getAllVolumeMetaData returns."""

    total: int
    """Keys of the volume."""

    members: list[MetaData]
    """The keys with their values."""


class VolumeSet(Named, total=False):
    """What getVolumeSet returns."""

    uuid: str
    """Identifier of the set that no other object has. From OS 3.2.2 (WSAPI
    1.5)."""

    domain: str
    """Virtual domain of the set. Missing if it is in none."""

    comment: str
    """Comment, up to 255 characters. Missing without one."""

    setmembers: list[str]
    """Names of the volumes in the set. Missing for most arrays' empty sets;
    others send an empty list."""

    count: int
    """Volumes in the set. Only on Alletra MP."""

    qosEnabled: bool
    """Whether a QoS rule of the set is in force. From OS 3.2.2 (WSAPI 1.5)."""

    flashCachePolicy: int
    """Whether the volumes use flash cache. Enumeration ``flashCachePolicy``:
    ENABLE (1), DISABLE (2). From OS 3.2.1 MU2 (WSAPI 1.4.2), where it was
    set."""

    vvolStorageContainerEnabled: bool
    """Whether the set is a storage container for VMware virtual volumes. Only
    on Alletra MP."""


class VolumeSetList(Linked):
    """What getVolumeSets returns."""

    total: int
    """Volume sets in the list."""

    members: list[VolumeSet]
    """The volume sets."""


# -- quality of service -------------------------------------------------------


class _QoSRule(Named):
    """Members that every rule has."""

    type: int
    """What the rule is for. Enumeration ``qosTargetType``: VVSET (1), SYS
    (2)."""

    enabled: bool
    """Whether the rule is in force."""


class QoSRule(_QoSRule, total=False):
    """What queryQoSRule returns.

    ``id`` and ``name`` are those of the target. From OS 3.1.3 (WSAPI 1.3).
    """

    domain: str
    """Virtual domain of the target. Missing if it is in none."""

    priority: int
    """Which rules give way first. Enumeration ``qosPriority``: LOW (1), NORMAL
    (2), HIGH (3). Only if it has a value."""

    bwMinGoalKB: int
    """Bandwidth that the target gets at least, in KB/s. Only if it has a
    value."""

    bwMaxLimitKB: int
    """Bandwidth that the target gets at most, in KB/s. Only if it has a
    value."""

    ioMinGoal: int
    """Reads and writes that the target gets at least, in I/O per second. Only
    if it has a value."""

    ioMaxLimit: int
    """Reads and writes that the target gets at most, in I/O per second. Only
    if it has a value."""

    latencyGoal: int
    """Goal for the time of one I/O, in ms. Only if it has a value."""

    latencyGoaluSecs: int
    """The same goal, in µs. From OS 3.2.2 (WSAPI 1.5), if it has a value."""


class QoSRuleList(Linked):
    """What queryQoSRules returns."""

    total: int
    """Rules in the list."""

    members: list[QoSRule]
    """The rules."""


# -- hosts --------------------------------------------------------------------


class Descriptors(TypedDict, total=False):
    """What people wrote about a host.

    Only what was written is there.
    """

    location: str
    """Where the host stands."""

    IPAddr: str
    """Address of the host."""

    os: str
    """Operating system of the host; newer arrays find it out themselves."""

    model: str
    """Model of the host."""

    contact: str
    """Whom to ask about the host."""

    comment: str
    """Comment about the host."""


class HostAgent(TypedDict, total=False):
    """What the host agent on a host reports.

    From WSAPI 1.2; its members are str of up to 255 characters.
    """

    reportedName: str
    """Name that the host calls itself."""

    IPAddr: str
    """Address of the host."""

    architecture: str
    """Processor architecture of the host."""

    os: str
    """Operating system of the host."""

    osVersion: str
    """Version of the operating system."""

    osPatch: str
    """Patch level of the operating system."""

    multiPathSoftware: str
    """Multipathing software of the host."""

    multiPathSoftwareVersion: str
    """Version of the multipathing software."""

    clusterName: str
    """Name of the cluster that the host belongs to."""

    clusterSoftware: str
    """Cluster software of the host."""

    clusterVersion: str
    """Version of the cluster software."""

    clusterId: str
    """Identifier of the cluster."""

    hosted: str
    """What hosts the agent, by its name; no description is published."""


class _FCPath(TypedDict):
    """Members that every path has."""

    wwn: str
    """WWN of the initiator: 16 hex digits."""


class FCPath(_FCPath, total=False):
    """A Fibre Channel initiator of a host, on one port.

    An initiator that is logged in on several ports is there once for each.
    """

    portPos: PortPos
    """Port of the array on which it is logged in. Missing while it is logged
    out."""

    firmwareVersion: str
    """Firmware of the adapter. Only if the host tells it."""

    vendor: str
    """Vendor of the adapter. Only if the host tells it."""

    model: str
    """Model of the adapter. Only if the host tells it."""

    driverVersion: str
    """Driver of the adapter. Only if the host tells it."""

    hostSpeed: int
    """Speed of the connection; its unit is not published. Arrays whose answers
    were published send 0, where the guide has a str."""


class _ISCSIPath(TypedDict):
    """Members that every path has."""

    name: str
    """iSCSI name of the initiator, such as ``iqn.1993-08.org.debian:01:5``."""


class ISCSIPath(_ISCSIPath, total=False):
    """An iSCSI initiator of a host, on one port.

    An initiator that is logged in on several ports is there once for each.
    """

    portPos: PortPos
    """Port of the array on which it is logged in. Missing while it is logged
    out."""

    IPAddr: str
    """Address of the initiator, ``0.0.0.0`` while it is logged out."""

    firmwareVersion: str
    """Firmware of the adapter. Only if the host tells it."""

    vendor: str
    """Vendor of the adapter. Only if the host tells it."""

    model: str
    """Model of the adapter. Only if the host tells it."""

    driverVersion: str
    """Driver of the adapter. Only if the host tells it."""

    hostSpeed: int
    """Speed of the connection; its unit is not published. Arrays whose answers
    were published send 0, where the guide has a str."""


class _NVMeTCPPath(TypedDict):
    """Members that every path has."""

    NQN: str
    """NVMe qualified name of the host."""


class NVMeTCPPath(_NVMeTCPPath, total=False):
    """An NVMe over TCP initiator of a host, on one port.

    Only on Alletra MP.
    """

    IP: str
    """Address of the initiator. Missing while it is not connected."""

    portPos: PortPos
    """Port of the array to which it is connected. Missing while it is not
    connected."""


class _HostPaths(TypedDict):
    """Members that every host has, and what belongs to no host."""

    FCPaths: list[FCPath]
    """Fibre Channel initiators, empty without any."""

    iSCSIPaths: list[ISCSIPath]
    """iSCSI initiators, empty without any."""

    initiatorChapEnabled: bool
    """Whether the host has to prove who it is (CHAP)."""

    targetChapEnabled: bool
    """Whether the array proves to the host who it is (CHAP)."""


class _HostDetails(_HostPaths, total=False):
    """Members that a host may have."""

    domain: str
    """Virtual domain of the host. Missing if it is in none."""

    descriptors: Descriptors
    """What people wrote about the host. Missing for initiators of no host."""

    NVMETCPPaths: list[NVMeTCPPath]
    """NVMe over TCP initiators. Only on Alletra MP."""

    agent: HostAgent
    """What the host agent reports. Only with an agent on the host."""

    initiatorChapName: str
    """CHAP name of the host. Only with CHAP."""

    targetChapName: str
    """CHAP name of the array. Only with CHAP in both directions."""

    initiatorEncryptedChapSecret: str
    """CHAP secret of the host, encrypted. From OS 3.2.1 MU2 (WSAPI 1.4.2),
    with CHAP."""

    targetEncryptedChapSecret: str
    """CHAP secret of the array, encrypted. From OS 3.2.1 MU2 (WSAPI 1.4.2),
    with CHAP in both directions."""

    links: list[Link]
    """Links to the host itself and to its persona. Only from newer arrays."""


class Host(_HostDetails):
    """What getHost returns."""

    id: int
    """Number that the array gave the host."""

    name: str
    """Name of the host."""

    persona: int
    """How the array speaks to the operating system of the host. Enumeration
    ``hostPersona``. The command line has numbers of its own."""


class ListedHost(_HostDetails, total=False):
    """A member of a list of hosts.

    Initiators that are logged in and belong to no host are one member
    without id, name and persona.
    """

    id: int
    """Number that the array gave the host. Missing for initiators of no
    host."""

    name: str
    """Name of the host. Missing for initiators of no host."""

    persona: int
    """How the array speaks to the operating system of the host. Enumeration
    ``hostPersona``. Missing for initiators of no host."""


class HostList(Linked):
    """What getHosts and queryHost return."""

    total: int
    """Members of the list."""

    members: list[ListedHost]
    """The hosts, and at most one member for initiators of no host."""


class HostSet(Named, total=False):
    """What getHostSet returns."""

    uuid: str
    """Identifier of the set that no other object has. From OS 3.2.2 (WSAPI
    1.5)."""

    domain: str
    """Virtual domain of the set. Missing if it is in none."""

    comment: str
    """Comment, up to 255 characters. Missing without one."""

    setmembers: list[str]
    """Names of the hosts in the set. Missing for most arrays' empty sets;
    others send an empty list."""


class HostSetList(Linked):
    """What getHostSets returns."""

    total: int
    """Host sets in the list."""

    members: list[HostSet]
    """The host sets."""


# -- exports ------------------------------------------------------------------


class _VLUN(TypedDict):
    """Members that every VLUN has."""

    lun: int
    """LUN under which hosts see the volume."""

    volumeName: str
    """Name of the volume, or ``set:`` and that of a volume set. Alletra MP
    names the single volumes."""

    type: int
    """What the volume is exported to. Enumeration ``vlunType``: EMPTY (1),
    PORT (2), HOST (3), MATCHED_SET (4), HOST_SET (5); a matched set is one
    host on one port."""

    multipathing: int
    """How the paths are used. Enumeration ``vlunMultipathing``: UNKNOWN (1),
    ROUND_ROBIN (2), FAILOVER (3)."""

    failedPathPol: int
    """How a failed path is tested. Enumeration ``vlunFailedPathPol``: UNKNOWN
    (1), SCSI_TEST_UNIT_READY (2), INQUIRY (3), READ_SECTOR0 (4)."""

    failedPathInterval: int
    """Time between two tests of a failed path, in seconds."""

    active: bool
    """True for a path in use, one for each initiator and port; False for the
    template that the paths are made from."""


class VLUN(_VLUN, total=False):
    """A member of getVLUNs."""

    hostname: str
    """Name of the host, or ``set:`` and that of a host set. Missing for
    exports to a port alone."""

    remoteName: str
    """WWN, iSCSI name or NQN of the initiator. Only for active VLUNs."""

    portPos: PortPos
    """Port of the array. Only for active VLUNs, and for templates of a port or
    matched set."""

    volumeWWN: str
    """WWN of the volume. Missing where a volume set is exported."""

    hostDeviceName: str
    """Name of the device on the host. Only with an agent on the host."""

    serial: str
    """Number of the volume in hex digits. Only on Primera and Alletra."""

    Subsystem_NQN: str
    """NVMe qualified name of the array. Only on Alletra MP, for exports over
    Fibre Channel, too."""


class VLUNList(Linked):
    """What getVLUNs returns."""

    total: int
    """VLUNs in the list."""

    members: list[VLUN]
    """Templates and active VLUNs, mixed."""


# -- ports --------------------------------------------------------------------


class ISCSIPortInfo(TypedDict, total=False):
    """Settings of an iSCSI port.

    From OS 3.2.2 (WSAPI 1.5).
    """

    ipAddr: str
    """Address of the port. Missing until it was set."""

    iSCSIName: str
    """iSCSI name of the port."""

    netmask: str
    """Mask of its network."""

    gateway: str
    """Gateway of its network."""

    mtu: int
    """Largest packet, in bytes."""

    stgt: int
    """Send targets group tag."""

    tpgt: int
    """Target portal group tag."""

    iSNSAddr: str
    """Address of the iSNS server."""

    iSNSPort: int
    """TCP port of the iSNS server."""

    rate: str
    """Data rate of the port, such as ``10Gbps``."""

    vlan: int
    """1 where the port has VLANs: programs read it, the guide has
    ``vlans``."""

    vlans: bool
    """Whether the port can have VLANs."""


class ISCSIVlan(TypedDict, total=False):
    """A VLAN of an iSCSI port.

    No answer of an array was published; programs read the members here. From
    OS 3.2.2 (WSAPI 1.5).
    """

    vlanTag: int
    """Number of the VLAN."""

    IPAddr: str
    """Address of the port in the VLAN, as the simulated array spells it;
    requests have ``ipAddr``."""

    netmask: str
    """Mask of its network."""

    gateway: str
    """Gateway of its network."""

    mtu: int
    """Largest packet, in bytes."""

    stgt: int
    """Send targets group tag."""

    iSNSAddr: str
    """Address of the iSNS server."""

    iSNSPort: int
    """TCP port of the iSNS server."""


class _Port(TypedDict):
    """Members that every port has."""

    portPos: PortPos
    """Position of the port."""

    mode: int
    """What the port does. Enumeration ``portMode``: SUSPENDED (1), TARGET (2),
    INITIATOR (3), PEER (4); hosts connect to targets, disks to initiators."""

    linkState: int
    """State of the connection. Enumeration ``portLinkState``; READY is 4."""

    type: int
    """What the port is connected to. Enumeration ``portConnType``."""

    protocol: int
    """Protocol of the port. Enumeration ``portProtocol``: FC (1), ISCSI (2),
    FCOE (3), IP (4), SAS (5), NVME (6)."""


class Port(_Port, total=False):
    """A member of getPorts."""

    nodeWWN: str
    """WWN of the node that the port belongs to; the address of an NVMe over
    TCP port. Missing for ports without one, such as those of remote copy over
    IP."""

    portWWN: str
    """WWN of the port. Only for Fibre Channel, FCoE and disk ports."""

    HWAddr: str
    """MAC address of the port. Only for iSCSI ports and those of remote copy
    over IP."""

    label: str
    """Label of the port, up to 15 characters. Missing without one."""

    device: list[str]
    """Names of the hosts or drive cages at the port. Missing for ports that
    cannot tell."""

    partnerPos: PortPos
    """Port that takes over when this one fails. Missing for ports without a
    partner."""

    failoverState: int
    """State of the failover between the port and its partner. Enumeration
    ``portFailOverState``. Missing for ports without a partner."""

    IPAddr: str
    """Address of the port. Only for iSCSI ports and those of remote copy over
    IP."""

    iSCSIName: str
    """iSCSI name of the port. Only for iSCSI ports."""

    iSCSIPortInfo: ISCSIPortInfo
    """Settings of the port. From OS 3.2.2 (WSAPI 1.5), for iSCSI ports."""

    iSCSIVlans: list[ISCSIVlan]
    """VLANs of the port. From OS 3.2.2 (WSAPI 1.5), for iSCSI ports with
    VLANs."""

    nsp: str
    """Position of the port as ``node:slot:port``. Only from getNvmePorts,
    which adds it."""

    enodeMACAddr: str
    """MAC address of the port's Ethernet node. Only for FCoE ports."""

    pfcMask: str
    """Mask of the priorities with flow control, in hex digits. Only for FCoE
    ports."""

    hardwareType: int
    """Kind of adapter. Enumeration ``portHardwareType``. Only on Primera and
    Alletra."""

    NQN: str
    """NVMe qualified name of the port. Only on Alletra MP, for NVMe over
    TCP."""


class PortList(Linked):
    """What getPorts returns."""

    total: int
    """Ports in the list."""

    members: list[Port]
    """The ports, those to disks and free ones included."""


class PortAddress(TypedDict):
    """An address in the result of get_matched_array_ips_and_ports."""

    ip_port: int
    """TCP port, 4420 unless the request said another."""

    nsp: str
    """Position of the port as ``node:slot:port``."""

    nqn: str
    """NVMe qualified name of the port."""


# -- tasks --------------------------------------------------------------------


class _Task(Named):
    """Members that every task has."""

    type: int
    """What the task does. Enumeration ``taskType``."""

    status: int
    """How far it has come. Enumeration ``taskStatus``: DONE (1), ACTIVE (2),
    CANCELLED (3), FAILED (4)."""

    startTime: str
    """When the task began, as the array prints it: ``2017-08-02 02:07:00
    PDT``."""

    finishTime: str
    """When the task ended, in the same form; ``-`` while it is active."""

    user: str
    """Who started it."""


class Task(_Task, total=False):
    """What getTask returns."""

    completedPhases: int
    """Phases that are done. Only while the task is active."""

    totalPhases: int
    """Phases that there are. Only while the task is active."""

    completedSteps: int
    """Steps of the phase that are done. Only while the task is active."""

    totalSteps: int
    """Steps of the phase, as the guide spells it. Only while the task is
    active."""

    totalsteps: int
    """Steps of the phase, as arrays spell it. Only while the task is
    active."""

    priority: int
    """Priority of the task. Enumeration ``taskPriority``: HIGH (1), MED (2),
    LOW (3). Missing for tasks without one."""

    detailedStatus: str
    """What the task has reported, line by line. Only from getTask; programs
    read it, no guide lists it."""


class TaskList(Linked):
    """What getAllTasks returns."""

    total: int
    """Tasks in the list."""

    members: list[Task]
    """The tasks that began in the last 24 hours."""


# -- remote copy --------------------------------------------------------------


class _RemoteCopyInfo(TypedDict):
    """Members that every array with remote copy has."""

    mode: int
    """Whether remote copy runs. Enumeration ``rcopySysMode``: NONE (1),
    STARTED (2), STOPPED (3); none is an array on which it was never set up."""

    status: int
    """State of remote copy. Enumeration ``rcopySysStatus``; NORMAL is 1."""


class RemoteCopyInfo(_RemoteCopyInfo, total=False):
    """What getRemoteCopyInfo returns.

    From OS 3.2.2 (WSAPI 1.5).
    """

    asyncEnabled: bool
    """Whether asynchronous streaming is switched on."""

    configErrDescription: str
    """What is wrong with the configuration, up to 511 characters. Missing when
    nothing is."""

    links: list[Link]
    """Links to the groups, targets and links of remote copy, where it was set
    up, and to this itself."""


class RemoteCopyPolicies(TypedDict, total=False):
    """Policies of a remote-copy group towards one target."""

    autoRecover: bool
    """Whether the group starts again when the links come back."""

    overPeriodAlert: bool
    """Whether the array raises an alert when a synchronization takes longer
    than the period; periodic groups."""

    autoFailover: bool
    """Whether the group fails over by itself; synchronous groups."""

    pathManagement: bool
    """Whether hosts see which array to use; synchronous groups."""

    multiTargetPeerPersistence: bool
    """Whether a third array may take part. From OS 3.3.1 (WSAPI 1.6)."""

    activeActive: bool
    """Whether hosts may use both arrays at a time. From OS 3.3.1 (WSAPI
    1.6)."""

    autoSynchronize: bool
    """Whether the group turns round and copies back after a failover. Only on
    Alletra MP."""


class _RemoteCopyGroupTarget(TypedDict):
    """Members that every target has."""

    targetName: str
    """Name of the target, as this array calls it."""

    roleReversed: bool
    """Whether a failover has changed the roles."""

    state: int
    """State of the group towards this target. Enumeration ``rcopyGroupState``;
    STARTED is 3, STOPPED is 5."""

    mode: int
    """How data are copied. Enumeration ``rcopyGroupMode``: SYNC (1), PERIODIC
    (2), PERIODIC (3), ASYNC (4); 2 is of releases before OS 3.2.2."""


class RemoteCopyGroupTarget(_RemoteCopyGroupTarget, total=False):
    """The other array of a remote-copy group.

    From OS 3.2.2 (WSAPI 1.5), which spells three members ``policy``,
    ``remoteUsrCPG`` and ``remoteSnpCPG``; later releases spell them as
    requests do.
    """

    target: str
    """The same as ``targetName``. Only on OS 3.2.2 (WSAPI 1.5)."""

    policies: RemoteCopyPolicies
    """Policies of the group. From OS 3.3.1 (WSAPI 1.6)."""

    policy: RemoteCopyPolicies
    """Policies of the group. Only on OS 3.2.2 (WSAPI 1.5)."""

    syncPeriod: int
    """Time between two synchronizations, in seconds; 300 to 31,622,400. Only
    for periodic and asynchronous groups."""

    snapFrequency: int
    """Time between two snapshots, in seconds; 300 to 31,622,400. Only for
    asynchronous groups."""

    remoteUserCPG: str
    """CPG on the target for volumes that are made there. From OS 3.3.1 (WSAPI
    1.6), if it was set."""

    remoteSnapCPG: str
    """CPG on the target for their snapshots. From OS 3.3.1 (WSAPI 1.6), if it
    was set."""

    remoteUsrCPG: str
    """CPG on the target for volumes that are made there. Only on OS 3.2.2
    (WSAPI 1.5), if it was set."""

    remoteSnpCPG: str
    """CPG on the target for their snapshots. Only on OS 3.2.2 (WSAPI 1.5), if
    it was set."""

    remoteGroupName: str
    """Name of the group on the target. Only on Alletra MP; other arrays have
    it in the group."""

    groupLastSyncTime: str
    """When the group was last synchronized, in ISO 8601 format. Only for
    periodic groups, once it was."""

    groupLastSyncTimeSec: int
    """When the group was last synchronized, in seconds since 1970. Only for
    periodic groups, once it was."""

    links: list[Link]
    """Links to the target itself. Only where a single target is asked for."""


class _RemoteVolume(TypedDict):
    """Members that every copy has."""

    targetName: str
    """Name of the target that holds the copy."""

    remoteVolumeName: str
    """Name of the volume on the target."""

    syncStatus: int
    """How far the copy is. Enumeration ``rcopyGroupVVStatus``; SYNCED is 3."""


class RemoteVolume(_RemoteVolume, total=False):
    """A volume's counterpart on one target."""

    remoteVolumeID: int
    """Number of the volume on the target."""

    resyncSnapshotName: str
    """Snapshot that a resynchronization starts from. Missing without one."""

    syncSnapshotName: str
    """Snapshot that a running synchronization copies. Missing without one."""

    volumeIteration: str
    """Mark of the data that the volume holds; what it counts is not published.
    Missing in published answers, listed by the guide."""

    sycnIteration: str
    """Mark of the data of ``syncSnapshotName``; the guide spells it so.
    Missing in published answers."""

    resycnIteration: str
    """Mark of the data of ``resyncSnapshotName``; the guide spells it so.
    Missing in published answers."""

    volumeLastSyncTime: str
    """When the copy was last synchronized, in ISO 8601 format. Missing before
    the first time."""

    volumeLastSyncTimeSec: int
    """When the copy was last synchronized, in seconds since 1970. Missing
    before the first time."""

    volumeLastSnapTime: str
    """When the last snapshot was taken, in ISO 8601 format. Only for
    asynchronous groups."""

    volumeLastSnapTimeSec: int
    """When the last snapshot was taken, in seconds since 1970. Only for
    asynchronous groups."""

    volumeSyncOffset: int
    """How far a running synchronization has come; its unit is not published.
    Only while it runs."""

    volumeSyncLength: int
    """How far a running synchronization has to go; its unit is not published.
    Only while it runs."""

    asyncOutstanding: int
    """Data that are still to be sent, in MB. Only for asynchronous groups."""

    localVolumeSetName: str
    """Volume set that the volume is in. Only on Alletra MP, for volumes in a
    set."""

    remoteVolumeSetName: str
    """Volume set that the copy is in. Only on Alletra MP, for copies in a
    set."""


class _RemoteCopyGroupVolume(TypedDict):
    """Members that every volume has."""

    localVolumeName: str
    """Name of the volume on this array."""

    remoteVolumes: list[RemoteVolume]
    """Its counterparts, one for each target."""


class RemoteCopyGroupVolume(_RemoteCopyGroupVolume, total=False):
    """A volume of a remote-copy group, from OS 3.2.2 (WSAPI 1.5) on."""

    localVolumeId: int
    """Number of the volume on this array."""

    links: list[Link]
    """Links to the volume of the group. Only where a single volume is asked
    for."""


class RemoteCopyGroupVolumeList(Linked):
    """What getRemoteCopyGroupVolumes returns."""

    total: int
    """Volumes of the group."""

    members: list[RemoteCopyGroupVolume]
    """The volumes with their copies."""


class _RemoteCopyGroup(TypedDict):
    """Members that every group has."""

    name: str
    """Name of the group; the other array adds ``.r`` and a number."""

    role: int
    """Whether this array has the volumes or the copies. Enumeration
    ``rcopyGroupRole``: PRIMARY (1), SECONDARY (2)."""

    targets: list[RemoteCopyGroupTarget]
    """The other arrays, mostly one."""

    volumes: list[RemoteCopyGroupVolume]
    """The volumes of the group, empty until one is added."""


class RemoteCopyGroup(_RemoteCopyGroup, total=False):
    """What getRemoteCopyGroup returns.

    From OS 3.2.2 (WSAPI 1.5), which spells the CPGs ``localUsrCPG`` and
    ``localSnpCPG``; later releases spell them as requests do.
    """

    id: int
    """Number of the group, the same on both arrays."""

    domain: str
    """Virtual domain of the group. Missing if it is in none."""

    remoteGroupName: str
    """Name of the group on the other array. Missing on Alletra MP, which has
    it in the target."""

    recoveryPointObjmSecs: int
    """How far the copies may be behind, in ms. Only for asynchronous
    groups."""

    localUserCPG: str
    """CPG here for volumes that are made here. From OS 3.3.1 (WSAPI 1.6), if
    it was set."""

    localSnapCPG: str
    """CPG here for their snapshots. From OS 3.3.1 (WSAPI 1.6), if it was
    set."""

    localUsrCPG: str
    """CPG here for volumes that are made here. Only on OS 3.2.2 (WSAPI 1.5),
    if it was set."""

    localSnpCPG: str
    """CPG here for their snapshots. Only on OS 3.2.2 (WSAPI 1.5), if it was
    set."""

    links: list[Link]
    """Links to the group itself. Only where a single group is asked for."""


class RemoteCopyGroupList(Linked):
    """What getRemoteCopyGroups returns."""

    total: int
    """Groups in the list."""

    members: list[RemoteCopyGroup]
    """The groups."""


class RemoteCopyLink(TypedDict, total=False):
    """What getRemoteCopyLink returns.

    No source lists its members. The name is known from real arrays; the
    others are those of the simulated array.
    """

    name: str
    """Name of the link: the target with node, slot and port, such as
    ``arr-b_0_4_3``."""

    targetName: str
    """Name of the target."""

    portPos: PortPos
    """Port of this array."""

    address: str
    """Address of the port on the other array."""

    status: int
    """A number for the state of the link; its values are not published. The
    simulated array sends 1 for up and 2 for down."""


# -- File Persona -------------------------------------------------------------
#
# The values are what the array prints: str, also for numbers. A
# value that is a list is a plain str while it has one element, and an empty
# list while it has none.

#: a list of str; a str while it has one element
Texts = Union[str, list[str]]


class FileServicesNode(TypedDict, total=False):
    """A node that runs File Persona."""

    nodeId: str
    """Number of the node."""

    nodeName: str
    """Name of the node."""

    fsvcList: str
    """File services of the node."""

    fsvcState: str
    """``running``, or ``Unknown``."""

    activeNode: str
    """Whether the node is active, as the array prints it."""

    inCluster: str
    """Whether the node has joined the cluster, as the array prints it."""

    version: str
    """Version of the file software."""

    nspList: str
    """Ports for files, such as ``0:2:1,0:2:2``; ``-`` without any."""

    bondMode: str
    """How the ports are bonded: ``1``, ``6``, or ``-`` without ports."""

    mtu: str
    """Largest packet, in bytes."""


class FileServicesAddress(TypedDict, total=False):
    """An address that a node uses for File Persona."""

    nodeId: str
    """Number of the node."""

    nsCuid: str
    """Identifier of the network settings."""

    address: str
    """The address."""

    subnet: str
    """Mask of its network."""

    vlantag: str
    """Number of its VLAN, 0 without one."""


class FileServicesHTTP(TypedDict, total=False):
    """Settings of the service for object shares."""

    profileName: str
    """Name of the profile."""

    ports: Texts
    """TCP ports for HTTP."""

    sslPorts: Texts
    """TCP ports for HTTPS."""

    keepAlive: str
    """Whether connections are kept, as the array prints it."""

    keepAliveTimeout: str
    """How long an idle connection is kept; the unit is not published."""

    maxClients: str
    """Clients that can be connected at a time."""

    rBlockSize: str
    """Size of a block that is read; the unit is not published."""

    wBlockSize: str
    """Size of a block that is written; the unit is not published."""


class FileServices(TypedDict, total=False):
    """The member that getfs returns.

    A value that is Any is a dict with one entry, a list of dicts with
    several, and an empty list with none.
    """

    node: list[FileServicesNode]
    """Nodes that run File Persona."""

    nodeIp: list[FileServicesAddress]
    """Addresses of the nodes."""

    gwaddress: Any
    """Gateway: a dict with ``nsCuid`` and ``address``."""

    dns: Any
    """Name servers: a dict with ``addresses`` and ``suffixes``."""

    httpobj: list[FileServicesHTTP]
    """Settings of the service for object shares."""

    ad: Any
    """Active Directory: a dict with ``domain``, ``forest``, ``status``,
    ``netbios``, ``onlineCheckInt`` and ``allNodes``."""

    ldap: Any
    """LDAP: a dict with ``server``, ``binddn``, ``searchbase``, ``netbios``,
    ``enableSSL``, ``certcn``, ``cert`` and ``schema``."""

    auth: Any
    """Where accounts are looked up: a dict with ``order``, such as
    ``['ActiveDirectory', 'Local']``."""

    idmap: Any
    """How accounts of NFS 4 are mapped: a dict with ``nfsv4domain``."""

    rfc2307: Any
    """Whether Active Directory has accounts of Unix: a dict with
    ``rfc2307value``."""


class FileServicesList(TypedDict):
    """What getfs returns."""

    message: Optional[str]
    """What the array printed in place of data; None or empty otherwise."""

    total: int
    """Members in the list: 1, or 0 with a message."""

    members: list[FileServices]
    """The settings of File Persona."""


class FPGDomain(TypedDict, total=False):
    """A domain of a file provisioning group."""

    name: str
    """Name of the domain."""

    owner: str
    """Number of the node that owns it."""

    fsname: str
    """Name of the file provisioning group."""

    filesets: Texts
    """Names of its file sets."""

    volumes: Texts
    """Numbers of its volumes."""

    hosts: Texts
    """Numbers of its nodes."""

    ipfsType: str
    """A number for its kind, which is not published."""


class FPGSegment(TypedDict, total=False):
    """A segment of a file provisioning group."""

    fsname: str
    """Name of the file provisioning group."""

    number: str
    """Number of the segment."""

    unavailable: str
    """Whether the segment cannot be used, as the array prints it."""

    readOnly: str
    """Whether the segment can only be read, as the array prints it."""

    ipfsType: str
    """A number for its kind, which is not published."""

    domain: str
    """Domain that the segment belongs to."""

    fileset: str
    """File set that the segment belongs to."""

    availCapacityKiB: str
    """Capacity that files can still take, in KiB."""

    freeCapacityKiB: str
    """Capacity that is free, in KiB."""

    capacityKiB: str
    """Capacity of the segment, in KiB."""

    fFree: str
    """Files that can still be made."""

    files: str
    """Files in the segment."""


class FPGVolume(TypedDict, total=False):
    """A volume of a file provisioning group."""

    name: Texts
    """Name of the volume; an empty list in published answers."""

    lunUuid: str
    """Identifier of the volume."""

    hosts: Texts
    """Numbers of the nodes that use it."""

    capacityInMb: str
    """Capacity of the volume, in MB."""


class FPG(TypedDict, total=False):
    """A file provisioning group."""

    fsname: str
    """Name of the group."""

    uuid: str
    """Identifier of the group that no other object has."""

    generation: str
    """A number the array reports; what it counts is not published."""

    mountpath: str
    """Path under which the group is mounted, such as ``/fpg1``."""

    hosts: Texts
    """Numbers of the nodes of the group."""

    createTime: str
    """When the group was made, in ms since 1970."""

    number: str
    """Number of the file system."""

    availCapacityKiB: str
    """Capacity that files can still take, in KiB."""

    freeCapacityKiB: str
    """Capacity that is free, in KiB."""

    capacityKiB: str
    """Capacity of the group, in KiB."""

    fFree: str
    """Files that can still be made."""

    filesUsed: str
    """Files in the group."""

    vvs: Texts
    """Names of the volumes that hold the data."""

    defaultCpg: str
    """CPG that the volumes are in."""

    domains: list[FPGDomain]
    """Domains of the group."""

    segments: list[FPGSegment]
    """Segments of the group."""

    volumes: list[FPGVolume]
    """Volumes of the group, as its nodes see them."""

    mountStates: Texts
    """``ACTIVATED``, ``DEACTIVATED``, ``MOUNTING`` or ``UNMOUNTING``."""

    primaryNode: str
    """Number of the node that should serve the group."""

    alternateNode: str
    """Number of the node that takes over when it fails."""

    currentNode: str
    """Number of the node that serves the group now."""

    comment: str
    """Comment, empty without one."""

    overallStateInt: str
    """State as a number: ``1`` is normal; others are not published."""

    CompId: str
    """Identifier of the group in messages of the array."""

    usedCapacityKiB: str
    """Capacity that files take, in KiB."""

    freezeState: str
    """``NOT_FROZEN``, or ``UNKNOWN``; other values are not published."""

    isolationState: str
    """``ACCESSIBLE``, or ``UNKNOWN``; other values are not published."""


class FPGList(TypedDict):
    """What getfpg returns."""

    message: Optional[str]
    """What the array printed in place of data; None or empty otherwise."""

    total: int
    """Members in the list."""

    members: list[FPG]
    """The file provisioning groups."""


class FSIP(TypedDict, total=False):
    """An address of a virtual file server."""

    policyID: str
    """Identifier of the address, in hex digits."""

    fspool: str
    """Name of the file provisioning group."""

    vfs: str
    """Name of the virtual file server."""

    vlanTag: str
    """Number of the VLAN, ``0`` without one."""

    prefixLen: str
    """Mask of the network, such as ``255.255.255.0``, whatever the name
    says."""

    address: str
    """The address."""

    networkName: str
    """Name of the network, ``user`` in published answers."""


class FSIPList(TypedDict):
    """What getfsip returns."""

    message: Optional[str]
    """What the array printed in place of data; None or empty otherwise."""

    total: int
    """Members in the list."""

    members: list[FSIP]
    """The addresses of the virtual file server."""


class VFS(TypedDict, total=False):
    """A virtual file server."""

    vfsname: str
    """Name of the virtual file server."""

    fspname: str
    """Name of the file provisioning group it is in."""

    vfsip: list[FSIP]
    """Its addresses, empty without any."""

    overallStateInt: str
    """State as a number: ``1`` is normal; others are not published."""

    comment: str
    """Comment, empty without one."""

    certs: Any
    """Its certificates, as the array prints them."""

    bgrace: str
    """Grace time of quotas of space, in minutes."""

    igrace: str
    """Grace time of quotas of files, in minutes."""

    uuid: str
    """Identifier of the server that no other object has."""

    CompId: str
    """Identifier of the server in messages of the array."""


class VFSList(TypedDict):
    """What getvfs returns."""

    message: Optional[str]
    """What the array printed in place of data; None or empty otherwise."""

    total: int
    """Members in the list."""

    members: list[VFS]
    """The virtual file servers."""


class FileStore(TypedDict, total=False):
    """A file store."""

    fstoreName: str
    """Name of the store."""

    vfsName: str
    """Name of the virtual file server it is in."""

    fspoolName: str
    """Name of the file provisioning group it is in."""

    comment: str
    """Comment, empty without one."""

    overallStateInt: str
    """State as a number: ``1`` is normal; others are not published."""

    uuid: str
    """Identifier of the store that no other object has."""

    CompId: str
    """Identifier of the store in messages of the array."""


class FileStoreList(TypedDict):
    """What getfstore returns."""

    message: Optional[str]
    """What the array printed in place of data; None or empty otherwise."""

    total: int
    """Members in the list."""

    members: list[FileStore]
    """The file stores."""


class FileShare(TypedDict, total=False):
    """A share over NFS or SMB."""

    shareName: str
    """Name of the share."""

    fspName: str
    """Name of the file provisioning group it is in."""

    vfsName: str
    """Name of the virtual file server it is in."""

    fstoreName: str
    """Name of the file store it is in."""

    shareDir: Texts
    """Directory in the store; an empty list for the whole store."""

    sharePath: str
    """Path that clients mount: ``/fpg/vfs/store/dir``. Only for NFS."""

    clients: Texts
    """Addresses that can mount the share; ``*`` is all. Only for NFS."""

    options: Texts
    """Options of the export, such as ``rw``. Only for NFS."""

    comment: str
    """Comment, empty without one."""

    abe: str
    """``true`` if users see only what they can open. Only for SMB."""

    allowPerm: list[list[str]]
    """Permissions: pairs of a user and ``fullcontrol``, ``read`` or
    ``change``. Only for SMB."""

    denyPerm: list[dict[str, str]]
    """What is denied: dicts with ``user`` and ``permission``. Only for SMB."""

    allowIP: Texts
    """Addresses that can use the share. Only for SMB."""

    denyIP: Texts
    """Addresses that cannot use the share. Only for SMB."""

    overallStateInt: str
    """State as a number: ``1`` is normal; others are not published."""

    uuid: str
    """Identifier of the share, ``---`` without one."""

    cache: str
    """What clients may cache: ``off``, ``manual``, ``optimized`` or ``auto``.
    Only for SMB."""

    CompId: str
    """Identifier of the share in messages of the array."""

    ca: str
    """``true`` if open files survive a failover (continuous availability).
    Only for SMB."""


class FileShareList(TypedDict):
    """What getfshare returns."""

    message: Optional[str]
    """What the array printed in place of data; None or empty otherwise."""

    total: int
    """Members in the list."""

    members: list[FileShare]
    """The shares of one protocol."""


class FileSnapshot(TypedDict, total=False):
    """A snapshot of a file store."""

    snapName: str
    """Name of the snapshot: the time it was taken, ``_`` and its tag."""

    fspName: str
    """Name of the file provisioning group it is in."""

    vfsName: str
    """Name of the virtual file server it is in."""

    fstoreName: str
    """Name of the file store that it was taken of."""

    createTime: str
    """When the snapshot was taken, in ms since 1970."""

    CompId: str
    """Identifier of the snapshot in messages of the array. Only with a
    pattern; missing when a snapshot is asked for by its name."""


class FileSnapshotList(TypedDict):
    """What getfsnap returns."""

    message: Optional[str]
    """What the array printed in place of data; None or empty otherwise."""

    total: int
    """Members in the list."""

    members: list[FileSnapshot]
    """The snapshots."""


class SnapshotClean(TypedDict, total=False):
    """A task that reclaims the space of removed snapshots."""

    taskId: str
    """Number of the task."""

    taskState: str
    """``RUNNING``, ``COMPLETED``, ``STOPPED`` or ``UNKNOWN``."""

    startTime: str
    """When the task began, in ms since 1970; 0 if it has not."""

    endTime: str
    """When the task ended, in ms since 1970; 0 if it has not."""

    verboseMode: str
    """``false`` or ``NA`` in published answers."""

    logLevel: str
    """``INFO``, or ``N/A``."""

    strategy: str
    """``MAXSPEED`` or ``MAXSPACE``, in upper or lower case."""

    numDentriesScanned: str
    """Directory entries that were looked at."""

    numDentriesReclaimed: str
    """Directory entries that were given back."""

    numInodesReclaimed: str
    """Inodes that were given back."""

    numInodesSkipped: str
    """Inodes that were left."""

    avgFileSizeKb: str
    """Mean size of the files, in KB."""

    spaceRecoveredCumulative: str
    """Space that was given back so far; its unit is not published."""

    numErrors: str
    """Errors so far."""

    exitStatus: str
    """``OK``, or ``N/A`` until the task has ended."""

    fpgname: str
    """Name of the file provisioning group."""


class SnapshotCleanList(TypedDict):
    """What getfsnapclean returns."""

    message: Optional[str]
    """What the array printed in place of data; None or empty otherwise."""

    total: int
    """Members in the list."""

    members: list[SnapshotClean]
    """The tasks of the file provisioning group."""


class FileQuota(TypedDict, total=False):
    """A quota of a user, a group or a file store."""

    key: str
    """Number of the user, group or file store."""

    keyAsName: str
    """Name of the user, group or file store."""

    softInode: str
    """Files after which the grace time begins."""

    hardInode: str
    """Files that cannot be exceeded."""

    graceInode: str
    """What is left of the grace time for files; its unit is not published."""

    softBlock: str
    """Space after which the grace time begins, in MB."""

    hardBlock: str
    """Space that cannot be exceeded, in MB."""

    graceBlock: str
    """What is left of the grace time for space; its unit is not published."""

    currentBlockMB: str
    """Space in use, in MB."""

    currentInode: str
    """Files in use."""

    overallStateInt: str
    """State as a number: ``1`` is normal; others are not published."""

    fspname: str
    """Name of the file provisioning group."""

    vfsname: str
    """Name of the virtual file server."""

    fstorename: str
    """Name of the file store. Missing or empty for users and groups."""

    type: str
    """What the quota is for, as the array prints it; the web service has
    numbers, where 3 is a file store."""

    CompId: str
    """Identifier of the quota in messages of the array."""


class FileQuotaList(TypedDict):
    """What getfsquota returns."""

    message: Optional[str]
    """What the array printed in place of data; None or empty otherwise."""

    total: int
    """Members in the list."""

    members: list[FileQuota]
    """The quotas."""
