"""Which volume may join a remote-copy group.

Knows what is asked of a volume here, of its copy on the other array, and
of the snapshot a first synchronisation starts from. Changes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from hpe3parclient.simulator.errors import Refused
from hpe3parclient.simulator.model.remotecopy.lookup import (
    Side,
    mirrored,
    target_of,
    twin,
)
from hpe3parclient.simulator.model.volumes import activity
from hpe3parclient.simulator.personality import Capability
from hpe3parclient.simulator.state.array_state import ArrayState
from hpe3parclient.simulator.state.remotecopy import (
    PERIODIC,
    PRIMARY,
    SYNC,
    Group,
    GroupTarget,
)
from hpe3parclient.simulator.state.volumes import (
    FULL,
    PHYSICAL_COPY,
    TDVV,
    Volume,
)

#: volumeDetailedState → what a busy volume is refused as.
_BUSY = {12: 'RCOPY_GROUP_VOL_ONLINE_PROMOTE',
         13: 'RCOPY_GROUP_VOL_ONLINE_COPY',
         14: 'RCOPY_GROUP_VOL_ONLINE_COPY',
         15: 'RCOPY_GROUP_VOL_ONLINE_CONVERSION',
         20: 'RCOPY_GROUP_VOL_ONLINE_COPY',
         22: 'RCOPY_GROUP_VOL_ONLINE_CONVERSION'}


def check_group(array: ArrayState, group: Group) -> None:
    """Whether the group may get (or lose) a volume now."""
    if not array.remote.started:
        raise Refused('RCOPY_IS_NOT_READY')
    if group.role != PRIMARY:
        raise Refused('RCOPY_GROUP_OPERATION_ONLY_ON_PRIMARY_SIDE')
    if group.busy:
        raise Refused('RCOPY_GROUP_IS_BUSY')
    if group.started:
        raise Refused('RCOPY_GROUP_STARTED')


def check_routes(array: ArrayState, group: Group) -> None:
    """Whether every target can be told."""
    for route in group.targets:
        side = Side(array, group, route)
        target = target_of(side)
        if target.self_mirrored:
            raise Refused('RCOPY_GROUP_IS_SELF_MIRRORED')
        if not mirrored(side):
            continue
        if target.link is None or not target.ready:
            raise Refused('RCOPY_TARGET_IS_NOT_READY')
        peer = target.link.other(array)
        if not peer.personality.has(Capability.REMOTE_COPY):
            raise Refused('RCOPY_UNSUPPORTED_TARGET_VERSION')
        other = twin(side)
        if other is not None and other.group.role == PRIMARY:
            raise Refused('RCOPY_GROUP_SECONDARY_DOES_NOT_MATCH_PRIMARY')


def check_volume(array: ArrayState, group: Group, volume: Volume) -> None:
    """Whether the volume itself may join."""
    if volume.internal:
        raise Refused('RCOPY_GROUP_VOL_IS_INTERNAL')
    if volume.id in group.volumes:
        raise Refused('RCOPY_GROUP_EXISTENT_VOL')
    activity.refuse(volume, activity.ADMIT)
    if volume.read_only:
        raise Refused('RCOPY_GROUP_VOL_IS_RO')
    if volume.copy_type == PHYSICAL_COPY:
        raise Refused('RCOPY_GROUP_VOL_IS_PHYSICAL_COPY')
    for state in volume.busy:
        if state in _BUSY:
            raise Refused(_BUSY[state])
    if volume.snap_cpg is None:
        raise Refused('RCOPY_GROUP_VOL_NO_SNAPSHOT_SPACE')
    if volume.domain != group.domain:
        raise Refused('RCOPY_GROUP_VOL_NOT_IN_SAME_DOMAIN')
    _check_family(array, group, volume)
    _check_other_groups(array, group, volume)
    _check_limits(array, group)


def _check_family(array: ArrayState, group: Group, volume: Volume) -> None:
    for number in group.volumes:
        item = array.volumes.by_id(number)
        if item.base_id != volume.base_id:
            continue
        if item.is_snapshot and volume.is_snapshot:
            raise Refused('RCOPY_GROUP_MULTIPLE_RW_SNAPSHOT_IN_SAME_FAMILY')
        raise Refused('RCOPY_GROUP_MULTIPLE_VOL_IN_SAME_FAMILY')


def _check_other_groups(array: ArrayState, group: Group, volume: Volume) -> None:
    targets = {route.target for route in group.targets}
    for item in array.remote.groups_of(volume.id):
        if item.role != PRIMARY or targets & {
                route.target for route in item.targets}:
            raise Refused('RCOPY_GROUP_VOL_IN_OTHER_GROUP')


def _check_limits(array: ArrayState, group: Group) -> None:
    limits = array.remote.limits
    modes = {route.mode for route in group.targets}
    for mode, most, symbol in (
            (PERIODIC, limits.periodic_volumes,
             'RCOPY_GROUP_MAX_VOL_REACHED_PERIODIC'),
            (SYNC, limits.sync_volumes, 'RCOPY_GROUP_MAX_VOL_REACHED_SYNC')):
        if mode in modes and _count(array, mode) >= most:
            raise Refused(symbol)
    if len(array.remote.members()) >= limits.volumes:
        raise Refused('RCOPY_GROUP_MAX_VOL_REACHED')


def _count(array: ArrayState, mode: int) -> int:
    return len({number for group in array.remote.groups
                if any(route.mode == mode for route in group.targets)
                for number in group.volumes})


def check_snapshot(array: ArrayState, group: Group, volume: Volume,
                   name: str | None) -> Volume | None:
    """The read-only snapshot a first synchronisation may start from."""
    if name is None:
        return None
    snapshot = array.volumes.get(name)
    if snapshot is None:
        raise Refused('NON_EXISTENT_SNAPSHOT', 'snapshotName')
    if snapshot.parent_id != volume.id:
        raise Refused('RCOPY_GROUP_SNAPSHOT_PARENT_MISMATCH', 'snapshotName')
    if not snapshot.read_only:
        raise Refused('RCOPY_GROUP_SNAPSHOT_IS_RW', 'snapshotName')
    if len(group.targets) > 1:
        raise Refused('RCOPY_GROUP_SYNC_SNAPSHOT_IN_MULTIPLE_TARGET',
                      'snapshotName')
    return snapshot


def names_on_targets(array: ArrayState, group: Group,
                     entries: Sequence[Mapping[str, Any]]) \
        -> Mapping[int, str]:
    """Target id → what the copy is called there; every target once."""
    result: dict[int, str] = {}
    for entry in entries:
        target = array.remote.targets.get(entry['targetName'])
        if target is None or target.id not in {
                route.target for route in group.targets}:
            raise Refused('RCOPY_GROUP_INV_TARGET', 'targetName',
                          status=403)
        result[target.id] = entry['secVolumeName']
    if len(entries) != len(group.targets) or len(result) != len(entries):
        raise Refused('RCOPY_GROUP_INV_TARGET_NUMBER', 'targets')
    return result


def check_copy(side: Side, volume: Volume, name: str) -> Volume | None:
    """The copy that is there already; None where nobody is asked."""
    if not mirrored(side):
        return None
    other = twin(side)
    if other is None:
        raise Refused('RCOPY_TARGET_IS_NOT_READY')
    return check_fit(other.array, volume, name)


def check_fit(peer: ArrayState, volume: Volume, name: str) -> Volume:
    """The volume of the other array that is to be the copy."""
    copy = peer.volumes.get(name)
    if copy is None:
        raise Refused('RCOPY_GROUP_NON_EXISTENT_VOL_ON_TARGET',
                      'secVolumeName')
    if copy.internal:
        raise Refused('RCOPY_GROUP_VOL_IS_INTERNAL', 'secVolumeName')
    if copy.read_only:
        raise Refused('RCOPY_GROUP_TARGET_VOL_IS_RO', 'secVolumeName')
    if copy.size_mib != volume.size_mib:
        raise Refused('RCOPY_GROUP_VOL_SIZE_NOT_MATCH', 'secVolumeName')
    if copy.snap_cpg is None:
        raise Refused('RCOPY_GROUP_TARGET_VOL_NO_SNAPSHOT_SPACE',
                      'secVolumeName')
    if _exported(peer, copy):
        raise Refused('RCOPY_GROUP_TARGET_VOL_EXPORTED', 'secVolumeName')
    if peer.remote.holds(copy):
        raise Refused('RCOPY_GROUP_VOL_IN_OTHER_GROUP', 'secVolumeName')
    return copy


def _exported(array: ArrayState, volume: Volume) -> bool:
    return bool(volume.templates) or any(
        array.volumesets.by_id(number).templates for number in volume.sets)


def copy_request(side: Side, volume: Volume,
                 name: str) -> Mapping[str, Any]:
    """What is asked of the other array to make a copy by itself."""
    other = twin(side)
    if other is None:
        raise Refused('RCOPY_TARGET_IS_NOT_READY')
    route: GroupTarget = side.route
    if route.user_cpg is None or route.user_cpg not in other.array.cpgs:
        raise Refused('RCOPY_GROUP_HAS_NO_CPG')
    if name in other.array.volumes:
        raise Refused('RCOPY_GROUP_EXISTENT_VOL_ON_TARGET',
                      'secVolumeName')
    request = {'name': name, 'cpg': route.user_cpg,
              'sizeMiB': volume.size_mib,
              'snapCPG': route.snap_cpg or route.user_cpg}
    if other.array.personality.reduce:
        request['reduce' if volume.provisioning == TDVV
               else 'tpvv'] = True
    elif volume.provisioning == TDVV:
        request['tdvv'] = True
    elif volume.provisioning != FULL:
        request['tpvv'] = True
    return request

