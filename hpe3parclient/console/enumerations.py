"""The names that WSAPI gives to the numbers in its answers.

For people who read a table: ``provisioningType`` 2 is TPVV. Programs compare
numbers; answers keep them. Sources: WSAPI guides 1.3.1 and 1.5; what they
leave out, the constants that programs for real arrays use.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def _numbered(names: str, **others: int) -> dict[int, str]:
    """Number names from 1; the others have numbers of their own."""
    return {**{number: name for number, name in enumerate(names.split(), 1)
               if name != '-'},
            **{number: name for name, number in others.items()}}


_STATE = _numbered('NORMAL DEGRADED FAILED', UNKNOWN=99)

ENUMERATIONS: dict[str, dict[int, str]] = {
    'HA': _numbered('PORT CAGE MAG'),
    'RAIDType': _numbered('R0 R1 R5 R6'),
    'aoMode': _numbered('BALANCED COST PERFORMANCE'),
    'chunkletPosPref': _numbered('FIRST LAST'),
    'compressionState': _numbered('YES NO OFF NA'),
    'copyType': _numbered('BASE PHYSICAL_COPY VIRTUAL_COPY'),
    'cpgDetailedState': _numbered(
        'SA_LIMIT_REACHED SD_LIMIT_REACHED SA_GROW_FAILED SD_GROW_FAILED '
        'SA_WARN_REACHED SD_WARN_REACHED INVALID'),
    'cpgState': _STATE,
    'deduplicationState': _numbered('YES NO NA OFF'),
    'diskState': _numbered('NORMAL DEGRADED NEW FAILED', UNKNOWN=99),
    'diskType': _numbered('FC NL SSD'),
    'flashCacheMode': _numbered('SIMULATOR REAL'),
    'flashCachePolicy': _numbered('ENABLE DISABLE'),
    'flashCacheState': _numbered('NORMAL DEGRADED FAILED'),
    'flashCacheSysPolicy': _numbered('ENABLE DISABLE CLEAR'),
    'hostDIF': _numbered('3PAR_HOST_DIF STD_HOST_DIF NO_HOST_DIF'),
    'hostPersona': _numbered(
        'GENERIC GENERIC_ALUA GENERIC_LEGACY HPUX_LEGACY AIX_LEGACY EGENERA '
        'ONTAP_LEGACY VMWARE OPENVMS HPUX WINDOWS_SERVER AIX SOLARIS'),
    'portConnType': _numbered(
        'HOST DISK FREE IPORT RCFC PEER RCIP ISCSI CNA FS'),
    'portFailOverState': _numbered(
        'NONE FAILOVER_PENDING FAILED_OVER ACTIVE ACTIVE_DOWN ACTIVE_FAILED '
        'FAILBACK_PENDING'),
    'portHardwareType': _numbered(
        'FC ETH ISCSI CNA SAS COMBO NVME', UNKNOWN=99),
    'portLinkState': _numbered(
        'CONFIG_WAIT ALPA_WAIT LOGIN_WAIT READY LOSS_SYNC ERROR_STATE XXX '
        'NONPARTICIPATE COREDUMP OFFLINE FWDEAD IDLE_FOR_RESET '
        'DHCP_IN_PROGRESS PENDING_RESET NEW DISABLED DOWN FAILED PURGING'),
    'portMode': _numbered('SUSPENDED TARGET INITIATOR PEER'),
    'portProtocol': _numbered('FC ISCSI FCOE IP SAS NVME'),
    'provisioningType': _numbered('FULL TPVV SNP PEER UNKNOWN TDVV DDS'),
    'qosPriority': _numbered('LOW NORMAL HIGH'),
    'qosTargetType': _numbered('VVSET SYS'),
    'rcopyGroupMode': _numbered('SYNC PERIODIC PERIODIC ASYNC'),
    'rcopyGroupRole': _numbered('PRIMARY SECONDARY'),
    'rcopyGroupState': _numbered(
        'NEW STARTING STARTED RESTART STOPPED BACKUP FAILSAFE UNKNOWN '
        'LOGGING'),
    'rcopyGroupVVStatus': _numbered(
        'NEW SYNCING SYNCED UNSYNC STALE NEWPRESYNCED NEWSYNCEDFROMSNAP '
        'STOPPED FAILSAFE UNKNOWN LOGGING'),
    'rcopyStatus': _numbered(
        'NONE PRIMARY SECONDARY SNAP SYNC DELETE', UNKNOWN=99),
    'rcopySysMode': _numbered('NONE STARTED STOPPED'),
    'rcopySysStatus': _numbered(
        'NORMAL STARTUP SHUTDOWN ENABLE DISABLE INVALID NODEUP UPGRADE'),
    'taskPriority': _numbered('HIGH MED LOW'),
    'taskStatus': _numbered('DONE ACTIVE CANCELLED FAILED'),
    'taskType': _numbered(
        'VV_COPY PHYS_COPY_RESYNC MOVE_REGIONS PROMOTE_SV REMOTE_COPY_SYNC '
        'REMOTE_COPY_REVERSE REMOTE_COPY_FAILOVER REMOTE_COPY_RECOVER '
        'REMOTE_COPY_RESTORE COMPACT_CPG COMPACT_IDS SNAPSHOT_ACCOUNTING '
        'CHECK_VV SCHEDULED_TASK SYSTEM_TASK BACKGROUND_TASK IMPORT_VV '
        'ONLINE_COPY CONVERT_VV BACKGROUND_COMMAND CLX_SYNC CLX_RECOVERY '
        'TUNE_SD TUNE_VV TUNE_VV_ROLLBACK TUNE_VV_RESTART SYSTEM_TUNING '
        'NODE_RESCUE REPAIR_SYNC REMOTE_COPY_SWITCHOVER DEFRAGMENTATION '
        'ENCRYPTION_CHANGE REMOTE_COPY_FAILSAFE TUNE_TPVV '
        'REMOTE_COPY_CHANGE_MODE - ONLINE_PROMOTE RELOCATE_PD PERIODIC_CSS '
        'TUNE_VV_LARGE SD_META_FIXER DEDUP_DRYRUN COMPR_DRYRUN '
        'DEDUP_COMPR_DRYRUN', UNKNOWN=99),
    'vlunFailedPathPol': _numbered(
        'UNKNOWN SCSI_TEST_UNIT_READY INQUIRY READ_SECTOR0'),
    'vlunMultipathing': _numbered('UNKNOWN ROUND_ROBIN FAILOVER'),
    'vlunType': _numbered('EMPTY PORT HOST MATCHED_SET HOST_SET'),
    'volumeDetailedState': _numbered(
        'LDS_NOT_STARTED NOT_STARTED NEEDS_CHECK NEEDS_MAINT_CHECK '
        'INTERNAL_CONSISTENCY_ERROR SNAPDATA_INVALID PRESERVED STALE '
        'COPY_FAILED DEGRADED_AVAIL DEGRADED_PERF PROMOTING COPY_TARGET '
        'RESYNC_TARGET TUNING CLOSING REMOVING REMOVING_RETRY CREATING '
        'COPY_SOURCE IMPORTING CONVERTING INVALID EXCLUSIVE CONSISTENT '
        'STANDBY SD_META_INCONSISTENT SD_NEEDS_FIX SD_META_FIXING',
        UNKNOWN=999, NOT_SUPPORTED_BY_WSAPI=1000),
    'volumeState': _STATE,
}

#: members whose name says which enumeration it is, whatever they stand in
_ANYWHERE = {
    'RAIDType': 'RAIDType', 'compressionState': 'compressionState',
    'copyType': 'copyType', 'deduplicationState': 'deduplicationState',
    'diskType': 'diskType', 'failedPathPol': 'vlunFailedPathPol',
    'flashCachePolicy': 'flashCachePolicy', 'linkState': 'portLinkState',
    'multipathing': 'vlunMultipathing', 'persona': 'hostPersona',
    'provisioningType': 'provisioningType', 'rcopyStatus': 'rcopyStatus',
    'failoverState': 'portFailOverState', 'syncStatus': 'rcopyGroupVVStatus',
    'hardwareType': 'portHardwareType',
}

#: what an object is, by a member that only its kind has; and its members whose
#: names mean something else in other kinds
_KINDS: tuple[tuple[str, dict[str, str]], ...] = (
    ('provisioningType', {'state': 'volumeState'}),
    ('SDGrowth', {'state': 'cpgState'}),
    ('linkState', {'mode': 'portMode', 'type': 'portConnType',
                   'protocol': 'portProtocol'}),
    ('volumeName', {'type': 'vlunType'}),
    ('enabled', {'priority': 'qosPriority', 'type': 'qosTargetType'}),
    ('startTime', {'status': 'taskStatus', 'type': 'taskType',
                   'priority': 'taskPriority'}),
    ('roleReversed', {'mode': 'rcopyGroupMode', 'state': 'rcopyGroupState'}),
    ('targets', {'role': 'rcopyGroupRole'}),
    ('asyncEnabled', {'mode': 'rcopySysMode', 'status': 'rcopySysStatus'}),
    ('sizeGiB', {'mode': 'flashCacheMode', 'state': 'flashCacheState'}),
    ('mediaType', {'state': 'diskState', 'type': 'diskType'}),
)
#: members that are of an enumeration in some object
_MEMBERS = frozenset(_ANYWHERE).union(*(members for _, members in _KINDS))


def name(row: Mapping[str, Any], member: str) -> str | None:
    """Return the name of a member's number; None where it has none.

    :param row: the object with the member: a volume, a port, a task
    :param member: its name
    """
    value, numbers = row.get(member), numbers_of(row, member)
    return numbers.get(value) if numbers and value is not None else None


def numbers_of(row: Mapping[str, Any],
               member: str) -> Mapping[int, str] | None:
    """Return the enumeration of a member that is a number; None without.

    :param row: the object with the member
    :param member: its name
    """
    if member not in _MEMBERS or type(row.get(member)) is not int:
        return None
    enumeration = _ANYWHERE.get(member) or _of_kind(row, member)
    return ENUMERATIONS[enumeration] if enumeration else None


def _of_kind(row: Mapping[str, Any], member: str) -> str | None:
    for mark, members in _KINDS:
        if mark in row and member in members:
            return members[member]
    return None
