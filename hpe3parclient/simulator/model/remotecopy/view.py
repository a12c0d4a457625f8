"""Remote-copy groups as JSON.

Knows the members of guide 1.5 (tables 186 to 189) and how later releases
spell them: their answers use the names that requests have.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hpe3parclient.simulator.clock import iso8601
from hpe3parclient.simulator.model.remotecopy.lookup import Side, twin
from hpe3parclient.simulator.personality import Capability
from hpe3parclient.simulator.state.array_state import ArrayState
from hpe3parclient.simulator.state.remotecopy import (
    ASYNC,
    PERIODIC,
    POLICY_NEEDS,
    Group,
    GroupTarget,
    Mirror,
)

#: Names in requests, and names in the answers of releases that go by guide
#: 1.5.
_GUIDE_NAMES: Mapping[str, str] = {
    'localUserCPG': 'localUsrCPG', 'localSnapCPG': 'localSnpCPG',
    'remoteUserCPG': 'remoteUsrCPG', 'remoteSnapCPG': 'remoteSnpCPG',
    'policies': 'policy'}


def _name(array: ArrayState, member: str) -> str:
    """How the array spells a member in an answer."""
    if array.personality.has(Capability.RCOPY_GUIDE_NAMES):
        return _GUIDE_NAMES[member]
    return member


def _present(array: ArrayState, members: Mapping[str, str | None]
             ) -> dict[str, str]:
    """CPGs that the group has."""
    return {_name(array, member): value
            for member, value in members.items() if value is not None}


def _times(name: str, moment: float | None) -> dict[str, Any]:
    if moment is None:
        return {}
    return {f'{name}Sec': int(moment), name: iso8601(moment)}


def target_view(array: ArrayState, route: GroupTarget) -> dict[str, Any]:
    """One target of a group."""
    personality = array.personality
    name = array.remote.targets.by_id(route.target).name
    answer: dict[str, Any] = {'targetName': name}
    if personality.has(Capability.RCOPY_GUIDE_NAMES):
        answer['target'] = name
    answer.update({
        'mode': route.mode, 'state': route.state,
        'roleReversed': route.reversed})
    if personality.has(Capability.RCOPY_NAME_ON_TARGET):
        answer['remoteGroupName'] = route.remote_group
    answer[_name(array, 'policies')] = {
        policy: value for policy, value in route.policies.items()
        if policy not in POLICY_NEEDS
        or personality.has(POLICY_NEEDS[policy])}
    if route.mode == PERIODIC:
        answer['syncPeriod'] = route.period
        answer.update(_times('groupLastSyncTime', route.synced_at))
    if route.mode == ASYNC:
        answer['snapFrequency'] = route.frequency
    answer.update(_present(array, {'remoteUserCPG': route.user_cpg,
                                   'remoteSnapCPG': route.snap_cpg}))
    return answer


def targets(array: ArrayState, group: Group) -> list[dict[str, Any]]:
    """All targets of a group."""
    return [target_view(array, route) for route in group.targets]


def volume_view(array: ArrayState, group: Group,
                volume_id: int) -> dict[str, Any]:
    """One volume of a group, and its copies."""
    return {'localVolumeId': volume_id,
            'localVolumeName': array.volumes.by_id(volume_id).name,
            'remoteVolumes': [
                _copy(Side(array, group, route), volume_id,
                      route.mirrors[volume_id])
                for route in group.targets if volume_id in route.mirrors]}


def _copy(side: Side, volume_id: int, mirror: Mirror) -> dict[str, Any]:
    """One copy of a volume, on one target."""
    array, route = side.array, side.route
    answer: dict[str, Any] = {
        'targetName': array.remote.targets.by_id(route.target).name,
        'remoteVolumeName': mirror.remote_name,
        'syncStatus': mirror.status}
    if mirror.remote_id >= 0:
        answer['remoteVolumeID'] = mirror.remote_id
    if mirror.snapshot is not None \
            and array.volumes.has_id(mirror.snapshot):
        answer['resyncSnapshotName'] = array.volumes.by_id(
            mirror.snapshot).name
    if route.mode == ASYNC:
        answer['asyncOutstanding'] = mirror.pending
    answer.update(_times('volumeLastSyncTime', mirror.synced_at))
    if array.personality.has(Capability.RCOPY_SET_NAMES):
        answer.update(_set_names(side, volume_id, mirror))
    return answer


def _set_names(side: Side, volume_id: int, mirror: Mirror
               ) -> dict[str, str]:
    """The volume sets that a volume and its copy are in."""
    other = twin(side)
    ends = [('localVolumeSetName', side.array, volume_id)]
    if other is not None:
        ends.append(('remoteVolumeSetName', other.array, mirror.remote_id))
    return {member: array.volumesets.by_id(
                min(array.volumes.by_id(number).sets)).name
            for member, array, number in ends
            if array.volumes.has_id(number)
            and array.volumes.by_id(number).sets}


def volumes(array: ArrayState, group: Group) -> list[dict[str, Any]]:
    """All volumes of a group."""
    return [volume_view(array, group, number) for number in group.volumes]


def view(array: ArrayState, group: Group) -> dict[str, Any]:
    """The group as GET shows it."""
    answer: dict[str, Any] = {
        'id': group.id, 'name': group.name, 'role': group.role}
    if group.domain is not None:
        answer['domain'] = group.domain
    if group.targets:
        answer['remoteGroupName'] = group.targets[0].remote_group
    answer.update(_present(array, {'localUserCPG': group.user_cpg,
                                   'localSnapCPG': group.snap_cpg}))
    answer['targets'] = targets(array, group)
    answer['volumes'] = volumes(array, group)
    return answer
