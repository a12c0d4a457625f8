"""Volumes join and leave remote-copy groups; targets do, too.

Knows what an admission makes on the other array and what a dismissal takes
away there. Which volume may join is :mod:`.admission`'s
business. An admission goes to all targets of a group or to none.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Optional

from hpe3parclient.simulator.errors import Refused
from hpe3parclient.simulator.model import sets
from hpe3parclient.simulator.model.remotecopy import (
    admission,
    groups,
    snapshots,
)
from hpe3parclient.simulator.model.remotecopy.lookup import (
    Side,
    find_group,
    find_route,
    mirrored,
    peer_of,
    target_of,
    twin,
)
from hpe3parclient.simulator.model.volumes.create import create_volume
from hpe3parclient.simulator.model.volumes.delete import (
    delete_volume,
    remove_volume,
)
from hpe3parclient.simulator.model.volumes.lookup import find_volume
from hpe3parclient.simulator.model.volumes.view import wwn
from hpe3parclient.simulator.personality import Capability
from hpe3parclient.simulator.state.array_state import ArrayState
from hpe3parclient.simulator.state.remotecopy import (
    FROM_SNAPSHOT,
    NEW,
    PRESYNCED,
    Group,
    GroupTarget,
    Mirror,
)
from hpe3parclient.simulator.state.volumes import Volume

#: A group's side, the copy's name and the copy, where there is one.
_Plan = list[tuple[Side, str, Optional[Volume]]]


def admit(array: ArrayState, name: str, request: Mapping[str, Any]) -> None:
    """A volume joins a group."""
    group = find_group(array, name)
    admission.check_group(array, group)
    _refuse_together(request)
    if request['volumeName'].startswith('set:'):
        _refuse_set(array, request['volumeName'][4:])
    volume = find_volume(array, request['volumeName'])
    names = admission.names_on_targets(
        array, group, request.get('targets', ()))
    admission.check_routes(array, group)
    admission.check_volume(array, group, volume)
    snapshot = admission.check_snapshot(
        array, group, volume, request.get('snapshotName'))
    sides = [Side(array, group, route) for route in group.targets]
    plan = _planned(sides, volume, names,
                    request.get('volumeAutoCreation', False),
                    request.get('differentSecondaryWWN', False))
    first = _before_start(volume, request.get('skipInitialSync', False),
                          snapshot)
    _join(array, group, volume)
    for side, copy_name, copy in plan:
        pair_up(side, volume, copy_name, copy, first)


def _before_start(volume: Volume, presynced: bool,
                  snapshot: Volume | None) -> Mirror:
    """What is known of the copies of a volume that joins."""
    if snapshot is not None:
        return Mirror(-1, '', status=FROM_SNAPSHOT, delta=volume.snap_used)
    return Mirror(-1, '', status=PRESYNCED if presynced else NEW,
                  presynced=presynced)


def _refuse_together(request: Mapping[str, Any]) -> None:
    """A snapshot to start from says that the copy is there already."""
    for member in ('volumeAutoCreation', 'skipInitialSync'):
        if request.get(member) and 'snapshotName' in request:
            raise Refused('INV_INPUT_PARAM_CONFLICT',
                          f'snapshotName, {member}')


def _refuse_set(array: ArrayState, name: str) -> None:
    """Only single volumes are admitted here."""
    kept = array.volumesets.get(name)
    if kept is None:
        raise Refused('NON_EXISTENT_SET', 'volumeName')
    if array.remote.owns_set(kept.id):
        raise Refused('INV_OPERATION_SET_AUTO_CREATED', 'volumeName')
    raise Refused('UNSUP_OP', 'volumeName')


def _planned(sides: list[Side], volume: Volume,
             names: Mapping[int, str], create: bool,
             other_wwn: bool) -> _Plan:
    """Every copy, found or made; what was made goes if one fails.

    :param other_wwn: hosts see what is made as a volume of its own
    """
    if not create:
        return [(side, names[side.route.target],
                 admission.check_copy(
                     side, volume, names[side.route.target]))
                for side in sides]
    requested = [(side, admission.copy_request(
        side, volume, names[side.route.target]))
        for side in sides if mirrored(side)]
    identity = None if other_wwn else wwn(sides[0].array, volume)
    made: list[tuple[Side, Volume]] = []
    for side, request in requested:
        other = twin(side)
        try:
            if other is None:
                raise Refused('RCOPY_TARGET_IS_NOT_READY')
            copy = create_volume(other.array, request)
            copy.wwn = _free_identity(other.array, identity)
            made.append((side, copy))
        except Refused:
            for done, copy in made:
                peer = peer_of(done)
                remove_volume(peer, copy)
            raise Refused('RCOPY_GROUP_ADD_VOL_FAILED') from None
    copies = {side.route.target: copy for side, copy in made}
    return [(side, names[side.route.target], copies.get(side.route.target))
            for side in sides]


def _free_identity(array: ArrayState, identity: str | None) -> str | None:
    """The WWN of the primary, unless the other array shows it already."""
    if any(wwn(array, item) == identity for item in array.volumes):
        return None
    return identity


def _join(array: ArrayState, group: Group, volume: Volume) -> None:
    group.volumes.append(volume.id)
    if group.set_id is not None:
        array.volumesets.by_id(group.set_id).members.append(volume.id)
        volume.sets.add(group.set_id)


def pair_up(side: Side, volume: Volume, copy_name: str,
            copy: Volume | None, first: Mirror) -> None:
    """The two volumes know each other from now on."""
    mirror = Mirror(-1 if copy is None else copy.id, copy_name,
                    presynced=first.presynced, delta=first.delta,
                    status=first.status)
    side.route.mirrors[volume.id] = mirror
    other = twin(side)
    if other is None or copy is None:
        return
    if copy.id not in other.group.volumes:
        _join(other.array, other.group, copy)
    other.route.mirrors[copy.id] = Mirror(volume.id, volume.name,
                                          status=first.status)


def dismiss(array: ArrayState, name: str, volume_name: str,
            request: Mapping[str, Any]) -> None:
    """A volume leaves a group; its copy stays, unless told otherwise."""
    group = find_group(array, name)
    admission.check_group(array, group)
    volume = find_volume(array, volume_name)
    if volume.id not in group.volumes:
        raise Refused('RCOPY_GROUP_VOL_NOT_IN_GROUP')
    sides = [Side(array, group, route) for route in group.targets]
    for side in sides:
        _check_dismissal(side)
    if request.get('keepSnap'):
        groups.check_kept(array, group, volume.id)
    copies = [(twin(side), side.route.mirrors[volume.id].remote_id)
              for side in sides if mirrored(side)]
    if request.get('removeSecondaryVolume'):
        for other, copy_id in copies:
            if other is not None:
                _check_removal(other, copy_id)
    groups.let_go(array, group, volume.id,
                             request.get('keepSnap', False))
    group.volumes.remove(volume.id)
    for other, copy_id in copies:
        if other is not None and copy_id in other.group.volumes:
            groups.let_go(other.array, other.group, copy_id,
                                     False)
            other.group.volumes.remove(copy_id)
            if request.get('removeSecondaryVolume'):
                _delete_copy(other.array, copy_id)


def _delete_copy(array: ArrayState, copy_id: int) -> None:
    copy = array.volumes.by_id(copy_id)
    if array.personality.has(Capability.RCOPY_HOLDS_SETS):
        sets.take_out(array, copy)
    delete_volume(array, copy.name)


def _check_dismissal(side: Side) -> None:
    target = target_of(side)
    if target.mirror_config and side.route.unmirrored \
            and not target.self_mirrored:
        raise Refused('RCOPY_GROUP_CREATED_MIRROR_CONFIG_OFF')
    if mirrored(side) and not target.ready:
        raise Refused('RCOPY_TARGET_IS_NOT_READY')


def _check_removal(other: Side, copy_id: int) -> None:
    """Whether the copy could be deleted once it has left the group."""
    copy = other.array.volumes.by_id(copy_id)
    kept = {number for number, owner in other.array.remote.snapshots.items()
            if owner == copy_id}
    sets = copy.sets - {other.group.set_id}
    if other.array.personality.has(Capability.RCOPY_HOLDS_SETS):
        sets.clear()
    if copy.templates or copy.busy or sets:
        raise Refused('IN_USE')
    if set(copy.children) - kept:
        raise Refused('HAS_CHILD')
    if copy.retained is not None \
            and copy.retained > other.array.clock.now():
        raise Refused('RETAINED')


def admit_target(array: ArrayState, name: str, request: Mapping[str, Any]) -> None:
    """POST /remotecopygroups/<name>/targets: one more target."""
    group = find_group(array, name)
    admission.check_group(array, group)
    targets = groups.check_targets(array, [request],
                                              group.targets)
    route = groups.new_route(array, group, targets[0], request)
    groups.check_peer(array, group.name, targets[0], route)
    copies = _mapped(array, group, route, request.get('volumeMappings', ()))
    side = groups.admit_target(array, group, targets[0], request)
    for volume_id, (copy_name, copy) in copies.items():
        pair_up(side, array.volumes.by_id(volume_id), copy_name, copy,
                Mirror(-1, ''))


def _mapped(array: ArrayState, group: Group, route: GroupTarget,
            mappings: Any) -> dict[int, tuple[str, Volume | None]]:
    """Every volume of the group, and its copy on the new target."""
    names = {item['localVolumeName']: item['remoteVolumeName']
             for item in mappings}
    request = {array.volumes.by_id(number).name: number
              for number in group.volumes}
    if set(names) != set(request):
        raise Refused('RCOPY_GROUP_NOT_ALL_VOLUMES_SPECIFIED',
                      'volumeMappings')
    target = array.remote.targets.by_id(route.target)
    result: dict[int, tuple[str, Volume | None]] = {}
    for name, number in request.items():
        copy = None
        if not route.unmirrored and target.link is not None:
            copy = admission.check_fit(
                target.link.other(array), array.volumes.by_id(number),
                names[name])
        result[number] = (names[name], copy)
    return result


def dismiss_target(array: ArrayState, name: str, target_name: str) -> None:
    """A target leaves a group, with its half of it."""
    group = find_group(array, name)
    admission.check_group(array, group)
    route = find_route(array, group, target_name)
    if len(group.targets) == 1:
        raise Refused('RCOPY_GROUP_INV_TARGET_NUMBER')
    side = Side(array, group, route)
    other = groups.removable(side)
    for mirror in route.mirrors.values():
        snapshots.drop(array, mirror)
    group.targets.remove(route)
    if other is not None:
        groups.detach(other)
