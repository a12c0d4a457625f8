"""The members of what programs send, for type checkers and editors.

Requests are plain dicts at run time; these classes tell mypy, pyright and
editors which members ``optional`` and the dicts of changes may have, so that
``{'tpw': True}`` is an error before the program runs. Nothing is checked at
run time: the array decides, and it may know members that are not named here.

A parameter takes the class that is named for it, or a mapping whose values
are ``Any`` (:data:`AnyMembers`). A dict display, or a variable that a checker
infers the type of, must fit the class. Annotate a dict that is put together
step by step with the class, or with ``dict[str, Any]`` to have it unchecked::

    options: VolumeOptions = {'tpvv': True}
    unchecked: dict[str, Any] = {'aMemberOfTomorrow': 1}

This module knows names, types, units and ranges.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Protocol, TypedDict, Union


class UnknownMember:
    """What a type checker names when it refuses a member.

    There are no objects of this class. For a checker only ``Any`` can stand
    for one: it accepts a ``dict[str, Any]`` and refuses a dict display with a
    misspelt member, or with a value of another type.
    """


class AnyMembers(Protocol):
    """Any mapping whose values are ``Any``, ``dict[str, Any]`` say.

    A protocol: if it were a ``Mapping``, editors would take the values of a dict
    display for :class:`UnknownMember`, and complete no member of a dict in it.
    """

    def keys(self) -> Iterable[str]:
        """Return the names of the members."""
        ...

    def __getitem__(self, name: str, /) -> UnknownMember:
        """Return the value of a member."""
        ...


#: members as methods hand them on
Members = Union[Mapping[str, Any], AnyMembers, None]


# -- volumes and snapshots ----------------------------------------------------


class VolumePolicies(TypedDict, total=False):
    """Policies of a volume.

    What is absent stays as it is.
    """

    staleSS: bool
    """Whether snapshots may become stale when their space runs out, so that
    writes to the volume go on."""

    oneHost: bool
    """Whether the volume can be exported to one host only."""

    zeroDetect: bool
    """Whether zeros that are written give space back; thin volumes."""

    system: bool
    """Read-only: True is refused with INV_INPUT_VV_POLICY (50)."""

    caching: bool
    """Read-only: True is refused with INV_INPUT_VV_POLICY (50)."""

    fsvc: bool
    """Whether File Services use the volume; set by the array."""

    hostDIF: int
    """How the host's data integrity field is treated, 1 to 3; from OS 3.3.1
    (WSAPI 1.6)."""


class KeyValue(TypedDict):
    """A pair of metadata."""

    key: str
    """The key, up to 31 characters."""

    value: str
    """Its value."""


class VolumeOptions(TypedDict, total=False):
    """Additional members of createVolume."""

    tpvv: bool
    """True makes a thin volume. The default is False: without ``tdvv`` the
    volume is fully provisioned, which only a 3PAR makes. Primera and Alletra
    want exactly one of ``tpvv`` and ``reduce``."""

    tdvv: bool
    """True makes a thin volume with deduplication; 3PAR, from OS 3.2.1
    (WSAPI 1.4). The default is False. For a Primera or Alletra, together with
    ``compression``, it is sent as ``reduce``."""

    compression: bool
    """True compresses a thin volume; 3PAR, from OS 3.3.1 (WSAPI 1.6). The
    default is False."""

    reduce: bool
    """True makes a thin volume with deduplication and compression; Primera
    and Alletra (WSAPI 1.7)."""

    snapCPG: str
    """CPG that snapshots take their space from. Without it there can be no
    snapshots on a 3PAR (NO_SNAP_CPG, 33)."""

    comment: str
    """Text of up to 511 characters."""

    id: int
    """Number of the volume; the default is the next one that is free. A
    negative number counts as absent."""

    policies: VolumePolicies
    """Policies of the volume."""

    ssSpcAllocWarningPct: int
    """Snapshot space, as a percentage of the volume's size, at which the array
    raises an alert. A negative number counts as absent."""

    ssSpcAllocLimitPct: int
    """Percentage of the size that snapshot space cannot exceed. A negative
    number counts as absent."""

    usrSpcAllocWarningPct: int
    """User space, as a percentage of the size, at which the array raises an
    alert; thin volumes."""

    usrSpcAllocLimitPct: int
    """Percentage of the size that user space cannot exceed: writes fail beyond
    it; thin volumes."""

    expirationHours: int
    """Hours until the volume expires, 1 to 43,800. An expired volume is
    not removed by itself."""

    retentionHours: int
    """Hours for which the volume cannot be removed, 1 to 43,800, and
    not longer than ``expirationHours``; needs the Virtual Lock licence."""

    objectKeyValues: list[KeyValue]
    """Metadata of the new volume; from OS 3.2.2 (WSAPI 1.5)."""


class VolumeChanges(TypedDict, total=False):
    """What modifyVolume changes.

    From WSAPI 1.2.
    """

    newName: str
    """New name, up to 31 letters, digits and ``. _ -``."""

    comment: str
    """Text of up to 511 characters."""

    snapCPG: str
    """CPG that snapshots take their space from."""

    userCPG: str
    """CPG that user space is taken from; not for thin volumes, see
    :meth:`~hpe3parclient.client.HPE3ParClient.tuneVolume`."""

    policies: VolumePolicies
    """Policies to change."""

    ssSpcAllocWarningPct: int
    """Percentage of the size at which snapshot space raises an alert; 0 and
    less count as absent."""

    ssSpcAllocLimitPct: int
    """Percentage of the size that snapshot space cannot exceed; 0 and less
    count as absent."""

    usrSpcAllocWarningPct: int
    """Percentage of the size at which user space raises an alert; thin
    volumes; 0 and less count as absent."""

    usrSpcAllocLimitPct: int
    """Percentage of the size that user space cannot exceed; thin volumes; 0
    and less count as absent."""

    expirationHours: int
    """Hours from now until the volume expires, 1 to 43,800; 0 and less count
    as absent."""

    retentionHours: int
    """Hours from now for which the volume cannot be removed, 1 to 43,800. It
    can be extended and never shortened; needs the Virtual Lock licence."""

    rmSsSpcAllocWarning: bool
    """True removes ``ssSpcAllocWarningPct``."""

    rmUsrSpcAllocWarning: bool
    """True removes ``usrSpcAllocWarningPct``."""

    rmSsSpcAllocLimit: bool
    """True removes ``ssSpcAllocLimitPct``."""

    rmUsrSpcAllocLimit: bool
    """True removes ``usrSpcAllocLimitPct``."""

    rmExpTime: bool
    """True removes the time at which the volume expires."""


class TuneOptions(TypedDict, total=False):
    """Additional members of tuneVolume.

    From OS 3.1.3 MU1 (WSAPI 1.3.1).
    """

    userCPG: str
    """CPG that user space moves to; required with ``tune_operation`` 1 and
    with ``conversionOperation``."""

    snapCPG: str
    """CPG that snapshot space moves to; required with ``tune_operation`` 2."""

    conversionOperation: int
    """What the volume becomes: TPVV (1), FPVV (2), TDVV (3) or, on Primera and
    Alletra, CONVERT_TO_DECO (4)."""

    keepVV: str
    """Name under which the volume before the conversion is kept; only with
    ``conversionOperation``."""

    compression: bool
    """Whether the converted volume is compressed; 3PAR, from OS 3.3.1 (WSAPI
    1.6)."""


class CopyOptions(TypedDict, total=False):
    """Additional members of copyVolume.

    From WSAPI 1.3.
    """

    online: bool
    """True copies to a new volume that can be used at once. The default is
    False: the destination exists and cannot be used until the copy ends."""

    tpvv: bool
    """True makes the new volume thin; online only. The default is False."""

    tdvv: bool
    """True makes it thin with deduplication; online only; 3PAR, from OS
    3.2.1 (WSAPI 1.4)."""

    compression: bool
    """True compresses it; online only; 3PAR, from OS 3.3.1 (WSAPI 1.6)."""

    reduce: bool
    """True makes it thin with deduplication and compression; online only;
    Primera and Alletra (WSAPI 1.7)."""

    snapCPG: str
    """CPG for snapshots of the new volume; online only."""

    saveSnapshot: bool
    """True keeps the snapshot that the copy was made from, so that
    :meth:`~hpe3parclient.client.HPE3ParClient.resyncPhysicalCopy` need not
    copy everything; offline only. The default is False."""

    priority: int
    """How fast it copies: 1 high, 2 medium (the default), 3 low; offline
    only."""

    comment: str
    """Text of up to 511 characters for the new volume; Primera from 4.6 and
    Alletra 9000 (WSAPI 1.8)."""

    skipZero: bool
    """True does not copy zeros, for a thin destination; from OS 3.3.1 (WSAPI
    1.6)."""

    bulkvv: bool
    """A switch of newer arrays that no guide explains; from OS 3.3.1 (WSAPI
    1.6)."""

    allowRemoteCopyParent: bool
    """True copies to a volume of a remote-copy group, which must be stopped;
    from OS 3.2.2 (WSAPI 1.5)."""

    addToSet: str
    """Volume set that the new volume joins; from OS 3.3.1 (WSAPI 1.6)."""


class SnapshotOptions(TypedDict, total=False):
    """Additional members of createSnapshot and createSnapshotOfVolumeSet."""

    id: int
    """Number of the snapshot, of a set's first one; the default is the next
    that is free. A negative number counts as absent."""

    comment: str
    """Text of up to 511 characters."""

    readOnly: bool
    """True makes a snapshot that cannot be written. The default is False."""

    expirationHours: int
    """Hours until the snapshot expires, 1 to 43,800."""

    retentionHours: int
    """Hours for which the snapshot cannot be removed, 1 to 43,800, and not
    longer than ``expirationHours``; needs the Virtual Lock licence."""

    addToSet: str
    """Volume set that the snapshot joins; from OS 3.3.1 (WSAPI 1.6)."""

    syncSnapRcopy: bool
    """True takes a snapshot on the target of the volume's remote-copy group,
    too; sent by programs for newer arrays, and in no guide."""


class PromoteOptions(TypedDict, total=False):
    """Additional members of promoteVirtualCopy.

    From OS 3.1.3 MU1 (WSAPI 1.3.1).
    """

    online: bool
    """True restores a volume that is exported. The default is False."""

    priority: int
    """How fast it copies: 1 high, 2 medium, 3 low; offline only."""

    target: str
    """Another volume of the family, to restore instead of the base volume;
    from OS 3.2.2 (WSAPI 1.5)."""

    allowRemoteCopyParent: bool
    """True restores a volume of a remote-copy group, which must be stopped;
    from OS 3.2.2 (WSAPI 1.5)."""


# -- CPGs ---------------------------------------------------------------------


class DiskPattern(TypedDict, total=False):
    """Which disks a CPG uses. Lists are texts such as ``'1,2,3'`` or ``'0-7'``.

    What is absent restricts nothing.
    """

    nodeList: str
    """Nodes of the disks' primary paths."""

    slotList: str
    """PCI slots of the disks' primary paths."""

    portList: str
    """Ports of the disks' primary paths."""

    cageList: str
    """Drive cages; they must hold disks."""

    magList: str
    """Magazines of the cages; they must hold disks."""

    diskPosList: str
    """Positions in a magazine."""

    diskList: str
    """Numbers of the disks."""

    totalChunkletsGreaterThan: int
    """Disks with more chunklets than this."""

    totalChunkletsLessThan: int
    """Disks with fewer chunklets than this."""

    freeChunkletsGreaterThan: int
    """Disks with more free chunklets than this."""

    freeChunkletsLessThan: int
    """Disks with fewer free chunklets than this."""

    diskModels: list[str]
    """Models of disks."""

    diskType: int
    """CPG_DISK_TYPE_FC (1), CPG_DISK_TYPE_NL (2) or CPG_DISK_TYPE_SSD (3)."""

    RPM: int
    """Speed of the disks in thousand revolutions per minute: 7, 10 or 15; 100
    and 150 stand for kinds of SSD."""


class LayoutOptions(TypedDict, total=False):
    """How a CPG lays out its logical disks."""

    RAIDType: int
    """CPG_RAID_R0 (1), CPG_RAID_R1 (2), CPG_RAID_R5 (3) or CPG_RAID_R6 (4).
    Primera and Alletra choose it themselves: it is not sent there."""

    setSize: int
    """Chunklets in a RAID set; which ones are possible depends on RAIDType.
    Primera and Alletra choose it themselves: it is not sent there."""

    HA: int
    """What may fail without loss: CPG_HA_PORT (1), CPG_HA_CAGE (2) or
    CPG_HA_MAG (3)."""

    chunkletPosPref: int
    """Which chunklets are preferred: CPG_CHUNKLET_POS_PREF_FIRST (1, the
    fast ones) or CPG_CHUNKLET_POS_PREF_LAST (2)."""

    diskPatterns: list[DiskPattern]
    """Which disks are used."""


class CPGOptions(TypedDict, total=False):
    """Additional members of createCPG."""

    domain: str
    """Domain the CPG is in."""

    template: str
    """Template that the CPG is created from; from OS 3.2.1 MU2 (WSAPI
    1.4.2)."""

    growthIncrementMiB: int
    """MiB by which the CPG grows at a time; 0 and less count as absent. The
    smallest depends on the number of nodes."""

    growthLimitMiB: int
    """MiB beyond which the CPG does not grow; 0 and less count as absent."""

    usedLDWarningAlertMiB: int
    """MiB of used logical disks at which the array raises an alert; 0 and
    less count as absent."""

    LDLayout: LayoutOptions
    """RAID, availability, and which disks."""


class CPGChanges(TypedDict, total=False):
    """What modifyCPG changes."""

    newName: str
    """New name, up to 31 letters, digits and ``. _ -``."""

    growthIncrementMiB: int
    """MiB by which the CPG grows at a time; 0 and less count as absent."""

    growthLimitMiB: int
    """MiB beyond which the CPG does not grow; 0 and less count as absent."""

    usedLDWarningAlertMiB: int
    """MiB of used logical disks at which the array raises an alert; 0 and
    less count as absent."""

    disableAutoGrow: bool
    """True stops the CPG from growing by itself. The default is False."""

    rmGrowthLimit: bool
    """True removes ``growthLimitMiB``. The default is False."""

    rmWarningAlert: bool
    """True removes ``usedLDWarningAlertMiB``. The default is False."""

    LDLayout: LayoutOptions
    """RAID, availability and disks of space that is added from now on."""


# -- hosts --------------------------------------------------------------------


class DescriptorOptions(TypedDict, total=False):
    """What people write about a host.

    Texts of up to 255 characters.
    """

    location: str
    """Where it stands."""

    IPAddr: str
    """Its address."""

    os: str
    """Its operating system."""

    model: str
    """Its model."""

    contact: str
    """Who looks after it."""

    comment: str
    """Anything else."""


class HostOptions(TypedDict, total=False):
    """Additional members of createHost.

    From WSAPI 1.2.
    """

    persona: int
    """How the array behaves towards the host, a HOST_PERSONA constant. The
    default is HOST_PERSONA_GENERIC_ALUA (2); before OS 3.1.3 it was
    HOST_PERSONA_GENERIC (1). 0 and less count as absent."""

    domain: str
    """Domain the host is in."""

    forceTearDown: bool
    """True removes exports of lower priority that are in the way of the new
    host's paths. The default is False."""

    descriptors: DescriptorOptions
    """What people write about the host."""

    FCWWNs: list[str]
    """WWNs of its Fibre Channel initiators, 16 hex digits each, at most 1,024;
    the argument ``FCWwns`` is the usual form."""

    iSCSINames: list[str]
    """Names of its iSCSI initiators, up to 223 characters each, at most
    1,024; the argument ``iscsiNames`` is the usual form."""

    NQN: str
    """NVMe qualified name, up to 223 characters; Alletra MP (WSAPI 1.14); the
    argument ``nqn`` is the usual form."""

    transportType: int
    """1 or, for NVMe over TCP, 2; Alletra MP (WSAPI 1.14)."""


class HostChanges(TypedDict, total=False):
    """What modifyHost changes.

    From WSAPI 1.2.
    """

    newName: str
    """New name, up to 31 letters, digits and ``. _ -``."""

    persona: int
    """A HOST_PERSONA constant; 0 and less count as absent."""

    descriptors: DescriptorOptions
    """What people write about the host; what is absent stays."""

    pathOperation: int
    """HOST_EDIT_ADD (1) or HOST_EDIT_REMOVE (2); with ``FCWWNs``,
    ``iSCSINames`` or ``NQN``."""

    FCWWNs: list[str]
    """WWNs to add or remove; not together with ``iSCSINames``."""

    iSCSINames: list[str]
    """iSCSI names to add or remove; not together with ``FCWWNs``."""

    NQN: str
    """NVMe qualified name to add or remove; Alletra MP (WSAPI 1.14)."""

    forcePathRemoval: bool
    """True removes a path although volumes are exported on it. The default is
    False."""

    chapOperation: int
    """HOST_EDIT_ADD (1) or HOST_EDIT_REMOVE (2)."""

    chapOperationMode: int
    """CHAP_INITIATOR (1) or CHAP_TARGET (2); to add."""

    chapName: str
    """Name for CHAP, up to 223 characters; to add. The default is the host's
    name, or the array's for CHAP_TARGET."""

    chapSecret: str
    """Secret: 12 to 16 ASCII characters, or 16 bytes as hex digits; to add."""

    chapSecretHex: bool
    """True if ``chapSecret`` is in hex digits; to add. The default is
    False."""

    chapRemoveTargetOnly: bool
    """True removes only CHAP_TARGET. The default is False."""


# -- quality of service -------------------------------------------------------


class QoSRules(TypedDict, total=False):
    """Members of a rule, for createQoSRules and modifyQoSRules.

    At least one. From OS 3.1.3 (WSAPI 1.3), with the Priority
    Optimization licence.
    """

    priority: int
    """PRIORITY_LOW (1), PRIORITY_NORMAL (2, the default) or PRIORITY_HIGH
    (3)."""

    ioMinGoal: int
    """Reads and writes that the target gets at least, in I/O per second;
    together with ``ioMaxLimit``."""

    ioMaxLimit: int
    """Reads and writes that the target gets at most, in I/O per second."""

    bwMinGoalKB: int
    """Bandwidth that the target gets at least, in KB/s; together with
    ``bwMaxLimitKB``."""

    bwMaxLimitKB: int
    """Bandwidth that the target gets at most, in KB/s."""

    ioMinGoalOP: int
    """1 makes ``ioMinGoal`` zero, 2 removes it; equal to ``ioMaxLimitOP``."""

    ioMaxLimitOP: int
    """1 makes ``ioMaxLimit`` zero, 2 removes it."""

    bwMinGoalOP: int
    """1 makes ``bwMinGoalKB`` zero, 2 removes it; equal to
    ``bwMaxLimitOP``."""

    bwMaxLimitOP: int
    """1 makes ``bwMaxLimitKB`` zero, 2 removes it."""

    latencyGoal: int
    """Goal for the time of one I/O, in ms."""

    latencyGoaluSecs: int
    """The same goal, in µs; newer arrays only, older ones return it and
    do not take it."""

    defaultLatency: bool
    """True removes ``latencyGoal``. The default is False."""

    enable: bool
    """Whether the rule is in force; it is read back as ``enabled``."""


# -- remote copy --------------------------------------------------------------


class GroupTargetRequired(TypedDict):
    """What every target of a new remote-copy group has."""

    targetName: str
    """Name of the target, up to 24 characters."""

    mode: int
    """1 synchronous, 3 periodic, 4 asynchronous streaming (from WSAPI 1.5);
    earlier releases took 2 for periodic."""


class GroupTarget(GroupTargetRequired, total=False):
    """A target of createRemoteCopyGroup."""

    userCPG: str
    """CPG on the target for volumes that are made there; required with
    ``localUserCPG``."""

    snapCPG: str
    """CPG on the target for their snapshots; required with
    ``localSnapCPG``."""


class RemoteCopyGroupOptions(TypedDict, total=False):
    """Additional members of createRemoteCopyGroup.

    From OS 3.2.2 (WSAPI 1.5).
    """

    domain: str
    """Domain the group is in."""

    localUserCPG: str
    """CPG here for volumes that are made here; together with
    ``localSnapCPG``."""

    localSnapCPG: str
    """CPG here for their snapshots; together with ``localUserCPG``."""


class RemoteCopyPolicyOptions(TypedDict, total=False):
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
    """Whether a third array may take part; newer arrays."""

    activeActive: bool
    """Whether hosts may use both arrays at a time; newer arrays."""


class GroupTargetChanges(TypedDict, total=False):
    """What changes for one target of a remote-copy group."""

    targetName: str
    """Name of the target; required for all but policies."""

    remoteUserCPG: str
    """CPG on the target for volumes that are made there; all four CPGs of a
    group change together."""

    remoteSnapCPG: str
    """CPG on the target for their snapshots."""

    syncPeriod: int
    """Seconds between synchronizations, 300 to 31,622,400; periodic
    groups."""

    rmSyncPeriod: bool
    """True makes the period 0: the group synchronizes on request only."""

    mode: int
    """1 synchronous, 3 periodic, 4 asynchronous streaming."""

    snapFrequency: int
    """Seconds between snapshots, 300 to 31,622,400; asynchronous groups; from
    OS 3.2.2 (WSAPI 1.5)."""

    rmSnapFrequency: bool
    """True makes the frequency 0: no snapshots."""

    policies: RemoteCopyPolicyOptions
    """Policies to change."""


class RemoteCopyGroupChanges(TypedDict, total=False):
    """What modifyRemoteCopyGroup changes.

    From OS 3.2.2 (WSAPI 1.5).
    """

    localUserCPG: str
    """CPG here for volumes that are made here; all four CPGs of a group
    change together."""

    localSnapCPG: str
    """CPG here for their snapshots."""

    unsetUserCPG: bool
    """True removes the CPGs for volumes, here and on the target. The default
    is False."""

    unsetSnapCPG: bool
    """True removes the CPGs for snapshots, here and on the target. The
    default is False."""

    targets: list[GroupTargetChanges]
    """What changes for each target."""


class StartingSnapshot(TypedDict, total=False):
    """Where a volume's first synchronization starts from."""

    volumeName: str
    """Name of the volume."""

    snapshotName: str
    """Name of its snapshot that the target has already; without one,
    everything is sent."""


class StartOptions(TypedDict, total=False):
    """Additional members of startRemoteCopy."""

    skipInitialSync: bool
    """True takes the volumes for synchronized. The default is False."""

    targetName: str
    """Name of the target; the default is all."""

    startingSnapshots: list[StartingSnapshot]
    """Snapshots that the target has already, for every volume of the group;
    without them everything is sent."""


class StopOptions(TypedDict, total=False):
    """Additional members of stopRemoteCopy."""

    noSnapshot: bool
    """True takes no snapshots and removes those of the last synchronization.
    The default is False."""

    targetName: str
    """Name of the target; the default is all."""


class SynchronizeOptions(TypedDict, total=False):
    """Additional members of synchronizeRemoteCopyGroup."""

    noResyncSnapshot: bool
    """True keeps no snapshot; periodic groups. The default is False."""

    targetName: str
    """Name of the target; the default is all."""

    fullSync: bool
    """True sends everything; synchronous groups. The default is False."""


class RecoverOptions(TypedDict, total=False):
    """Additional members of recoverRemoteCopyGroupFromDisaster."""

    targetName: str
    """Name of the target; required where a group has several."""

    skipStart: bool
    """True does not start the group afterwards; failover, recover, restore.
    The default is False."""

    skipSync: bool
    """True does not synchronize the group afterwards; failover, recover,
    restore. The default is False."""

    discardNewData: bool
    """True discards what other targets have that is newer; failover. The
    default is False."""

    skipPromote: bool
    """True does not restore snapshots to the volumes; failover and change of
    direction. The default is False."""

    noSnapshot: bool
    """True takes no snapshots; failover, restore and change of direction. The
    default is False."""

    stopGroups: bool
    """True stops the group first; change of direction. The default is
    False."""

    localGroupsDirection: bool
    """True changes only this array's side; change of direction. The default
    is False."""


class Counterpart(TypedDict):
    """The volume on a target that a volume is copied to."""

    targetName: str
    """Name of the target."""

    secVolumeName: str
    """Name of the volume there."""


class AddVolumeOptions(TypedDict, total=False):
    """Additional members of addVolumeToRemoteCopyGroup."""

    snapshotName: str
    """Read-only snapshot that synchronization starts from."""

    volumeAutoCreation: bool
    """True makes the counterpart; not together with ``snapshotName``. The
    default is False."""

    skipInitialSync: bool
    """True when both hold the same already; not together with
    ``snapshotName``. The default is False."""

    differentSecondaryWWN: bool
    """True gives a counterpart that is made another WWN; newer arrays. The
    default is False."""


class RemoveVolumeOptions(TypedDict, total=False):
    """Additional members of removeVolumeFromRemoteCopyGroup."""

    keepSnap: bool
    """True keeps the snapshot that a later synchronization could start from.
    The default is False."""

    removeSecondaryVolume: bool
    """True deletes the counterpart, with its data; newer arrays; the argument
    ``removeFromTarget`` is the usual form. The default is False."""


class VolumePair(TypedDict):
    """A volume and its counterpart."""

    sourceVolumeName: str
    """Name of the volume here."""

    targetVolumeName: str
    """Name of the volume on the target."""


class AdmitTargetOptions(TypedDict, total=False):
    """Additional members of admitRemoteCopyTarget."""

    volumePairs: list[VolumePair]
    """A pair for every volume of the group."""


# -- schedules and sessions ---------------------------------------------------


class ScheduleChanges(TypedDict, total=False):
    """What modifySchedule changes.

    One of them or both.
    """

    newName: str
    """New name, up to 31 letters, digits and ``. _ -``."""

    taskFrequency: str
    """Five cron fields ``minute hour day month weekday``, or ``@hourly``,
    ``@daily``, ``@weekly``, ``@monthly``, ``@yearly``."""


class LoginOptions(TypedDict, total=False):
    """Additional members of login."""

    sessionType: int
    """Kind of session: 1 for a regular one; Primera and Alletra."""
