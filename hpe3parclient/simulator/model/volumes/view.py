"""A volume as JSON, as each generation shows it.

Knows which members a release has; members that do not apply are absent,
never null.
"""

from __future__ import annotations

from typing import Any

from hpe3parclient.simulator import assumptions
from hpe3parclient.simulator.clock import iso8601
from hpe3parclient.simulator.model import capacity, capacity_view
from hpe3parclient.simulator.model.volumes import activity, families
from hpe3parclient.simulator.personality import Capability, Personality
from hpe3parclient.simulator.state.array_state import ArrayState
from hpe3parclient.simulator.state.volumes import (
    BASE,
    DDS,
    FULL,
    SNP,
    TDVV,
    TPVV,
    Volume,
)

NORMAL, DEGRADED, FAILED = 1, 2, 3
#: volumeDetailedState: a disk more must not fail
DEGRADED_AVAIL = 10
_PERCENTS = ('ssSpcAllocWarningPct', 'ssSpcAllocLimitPct',
             'usrSpcAllocWarningPct', 'usrSpcAllocLimitPct')
#: Raw MiB per MiB of a system volume, which no CPG lays out (OURS).
_SYSTEM_COPIES = 2


def wwn(array: ArrayState, volume: Volume) -> str:
    """60002AC0…: the volume's id and the array's, as arrays build it."""
    if volume.wwn is not None:
        return volume.wwn
    return wwn_of(volume.id, array.personality)


def wwn_of(number: int, personality: Personality) -> str:
    """The WWN that an array gives the volume of an id."""
    return f'60002AC000000000{number:08X}{personality.system_id:08X}'


def _nguid(array: ArrayState, volume: Volume) -> str:
    return (f'60002AC0{volume.id >> 8:08X}0002AC{volume.id & 0xFF:02X}'
            f'{array.personality.system_id:08X}')


def _raw(array: ArrayState, cpg_id: int | None, mib: int) -> int:
    if cpg_id is None:
        return mib * _SYSTEM_COPIES
    cpg = array.cpgs.by_id(cpg_id)
    return capacity.raw(cpg.raid, cpg.set_size, mib)


def _space(reserved: int, raw: int, used: int) -> dict[str, int]:
    return {'reservedMiB': reserved, 'rawReservedMiB': raw,
            'usedMiB': used, 'freeMiB': reserved - used}


def spaces(array: ArrayState, volume: Volume) -> dict[str, Any]:
    """The three kinds of space that a volume has."""
    snap_cpg = volume.user_cpg if volume.snap_cpg is None else volume.snap_cpg
    admin = volume.admin_reserved
    return {
        'adminSpace': _space(admin, admin * assumptions.ADMIN_COPIES,
                             1 if admin else 0),
        'snapshotSpace': _space(
            volume.snap_reserved,
            _raw(array, snap_cpg, volume.snap_reserved), volume.snap_used),
        'userSpace': _space(
            volume.user_reserved,
            _raw(array, volume.user_cpg, volume.user_reserved),
            volume.user_used)}


def state(array: ArrayState, volume: Volume) -> int:
    """Normal, degraded or failed, by what was done and by its disks."""
    if volume.failed or set(volume.marks) & set(activity.WRONG.values()):
        return FAILED
    base = array.volumes.by_id(volume.base_id)
    disks = None if base.user_cpg is None \
        else array.cpgs.by_id(base.user_cpg).disk_type
    return {'normal': NORMAL, 'degraded': DEGRADED, 'failed': FAILED}[
        array.hardware.space_state(disks)]


def _reduction(array: ArrayState, volume: Volume) -> dict[str, int]:
    if volume.provisioning in (FULL, SNP, DDS):
        return {'deduplicationState': 3, 'compressionState': 4}
    packed = 6 if array.personality.reduce else 1
    return {'deduplicationState': 1 if volume.provisioning == TDVV else 2,
            'compressionState': packed if volume.compression else 2}


def _relations(array: ArrayState, volume: Volume) -> dict[str, Any]:
    answer: dict[str, Any] = {}
    if volume.parent_id is not None:
        answer['parentId'] = volume.parent_id
    if volume.phys_parent_id is not None:
        answer['physParentId'] = volume.phys_parent_id
    for child_id in volume.children:
        child = array.volumes.by_id(child_id)
        answer['roChildId' if child.read_only else 'rwChildId'] = child_id
    return answer


def _times(volume: Volume) -> dict[str, Any]:
    answer: dict[str, Any] = {
        'creationTimeSec': int(volume.created),
        'creationTime8601': iso8601(volume.created)}
    for name, moment in (('expiration', volume.expires),
                         ('retention', volume.retained)):
        if moment is not None:
            answer[f'{name}TimeSec'] = int(moment)
            answer[f'{name}Time8601'] = iso8601(moment)
    return answer


def _cpgs(array: ArrayState, volume: Volume) -> dict[str, str]:
    """The CPGs it is in; the newest arrays name that of its data alone."""
    cpgs = {'userCPG': volume.user_cpg}
    if not array.personality.has(Capability.NVME):
        cpgs['snapCPG'] = volume.snap_cpg
    return {name: array.cpgs.by_id(number).name
            for name, number in cpgs.items() if number is not None}


def _policies(array: ArrayState, volume: Volume) -> dict[str, Any]:
    answer: dict[str, Any] = dict(volume.policies)
    if array.personality.has(Capability.NVME):
        return answer
    if array.personality.has(Capability.DETAILS):
        answer['fsvc'] = False
    if array.personality.has(Capability.COMPRESSION):
        answer['hostDIF'] = 1
    return answer


def _newer(array: ArrayState, volume: Volume, base_url: str) -> dict[str, Any]:
    personality = array.personality
    answer: dict[str, Any] = {}
    links: list[dict[str, str]] = []
    if personality.has(Capability.COMPRESSION):
        answer['udid'] = volume.id
        links.append({'href': f'{base_url}/volumes/{volume.name}',
                      'rel': 'self'})
    links.append({
        'href': f'{base_url}/volumespacedistribution/{volume.name}',
        'rel': 'volumeSpaceDistribution'})
    if volume.copy_type == BASE and not volume.internal:
        gain = capacity_view.efficiency(volume.size_mib, volume.user_used)
        if gain is not None and volume.provisioning in (TPVV, TDVV):
            answer['capacityEfficiency'] = gain
    if personality.reduce:
        answer['nguid'] = _nguid(array, volume)
        answer['rcopyStatus'] = array.remote.status_of(volume)
        answer['totalReservedMiB'] = (volume.user_reserved
                                      + volume.snap_reserved)
        answer['totalUsedMiB'] = volume.user_used + volume.snap_used
        if volume.copy_type == BASE and not volume.internal \
                and not personality.has(Capability.NVME):
            answer['hostWriteMiB'] = volume.host_write_mib
        if volume.shared_parent is not None:
            answer['sharedParentId'] = volume.shared_parent
    answer['links'] = links
    return answer


def view(array: ArrayState, volume: Volume, base_url: str) -> dict[str, Any]:
    """The volume as GET shows it.

    :param base_url: scheme, host and path up to ``/api/v1``, for links
    """
    personality = array.personality
    health = state(array, volume)
    answer: dict[str, Any] = {'id': volume.id, 'name': volume.name}
    if volume.domain is not None:
        answer['domain'] = volume.domain
    if personality.has(Capability.COMPRESSION):
        answer.update(_reduction(array, volume))
    answer.update({'provisioningType': volume.provisioning,
                   'copyType': volume.copy_type})
    copy_of = families.parent_name(array, volume)
    if copy_of is not None:
        answer['copyOf'] = copy_of
    answer.update({
        'baseId': volume.base_id, 'readOnly': volume.read_only,
        'state': health,
        'failedStates': [*volume.failed, *(
            number for number in volume.marks
            if number in activity.WRONG.values())],
        'degradedStates': [DEGRADED_AVAIL] if health == DEGRADED else [],
        'additionalStates': list(dict.fromkeys([*volume.busy, *(
            number for number in volume.marks
            if number in activity.UNDERWAY.values())]))})
    if not personality.has(Capability.NVME):
        answer.update(spaces(array, volume))
    answer['sizeMiB'] = volume.size_mib
    answer.update(_relations(array, volume))
    answer['wwn'] = wwn(array, volume)
    answer.update(_times(volume))
    for name in _PERCENTS:
        if name.startswith('usr') or not personality.has(Capability.NVME):
            answer[name] = volume.percents.get(name, 0)
    answer['policies'] = _policies(array, volume)
    answer.update(_cpgs(array, volume))
    if volume.comment is not None:
        answer['comment'] = volume.comment
    answer['uuid'] = volume.uuid
    if personality.has(Capability.DETAILS):
        answer.update(_newer(array, volume, base_url))
    return answer
