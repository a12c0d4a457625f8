"""Remote-copy groups as JSON.

Knows the members captured and read in programs; those beside them are OURS
and say so: ids, remoteGroupName, the times of synchronisations, the CPGs of
a target.
"""

from __future__ import annotations

from typing import Any

from hpe3parclient.simulator.clock import iso8601
from hpe3parclient.simulator.state.array_state import ArrayState
from hpe3parclient.simulator.state.remotecopy import (
    ASYNC,
    PERIODIC,
    Group,
    GroupTarget,
)


def _times(name: str, moment: float | None) -> dict[str, Any]:
    if moment is None:
        return {}
    return {f'{name}Sec': int(moment), f'{name}8601': iso8601(moment)}


def target_view(array: ArrayState, route: GroupTarget) -> dict[str, Any]:
    """One target of a group."""
    answer: dict[str, Any] = {
        'targetName': array.remote.targets.by_id(route.target).name,
        'mode': route.mode, 'state': route.state,
        'roleReversed': route.reversed,
        'remoteGroupName': route.remote_group,
        'policies': dict(route.policies)}
    if route.mode == PERIODIC:
        answer['syncPeriod'] = route.period
    if route.mode == ASYNC:
        answer['snapFrequency'] = route.frequency
    for name, cpg in (('userCPG', route.user_cpg), ('snapCPG', route.snap_cpg)):
        if cpg is not None:
            answer[name] = cpg
    answer.update(_times('groupLastSyncTime', route.synced_at))
    return answer


def targets(array: ArrayState, group: Group) -> list[dict[str, Any]]:
    """All targets of a group."""
    return [target_view(array, route) for route in group.targets]


def volume_view(array: ArrayState, group: Group,
                volume_id: int) -> dict[str, Any]:
    """One volume of a group, and its copies."""
    copies: list[dict[str, Any]] = []
    for route in group.targets:
        mirror = route.mirrors.get(volume_id)
        if mirror is None:
            continue
        copy: dict[str, Any] = {
            'targetName': array.remote.targets.by_id(route.target).name,
            'remoteVolumeName': mirror.remote_name,
            'syncStatus': mirror.status}
        if mirror.remote_id >= 0:
            copy['remoteVolumeId'] = mirror.remote_id
        copy.update(_times('volumeLastSyncTime', mirror.synced_at))
        copies.append(copy)
    return {'localVolumeId': volume_id,
            'localVolumeName': array.volumes.by_id(volume_id).name,
            'remoteVolumes': copies}


def volumes(array: ArrayState, group: Group) -> list[dict[str, Any]]:
    """All volumes of a group."""
    return [volume_view(array, group, number) for number in group.volumes]


def view(array: ArrayState, group: Group) -> dict[str, Any]:
    """The group as GET shows it."""
    answer: dict[str, Any] = {
        'id': group.id, 'uuid': group.uuid, 'name': group.name,
        'role': group.role}
    for name, value in (('domain', group.domain),
                        ('localUserCPG', group.user_cpg),
                        ('localSnapCPG', group.snap_cpg)):
        if value is not None:
            answer[name] = value
    answer['targets'] = targets(array, group)
    answer['volumes'] = volumes(array, group)
    return answer
