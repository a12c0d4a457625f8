"""Starting, stopping and synchronising remote-copy groups.

Knows who may, when, and with which options (actions 3, 4 and 5); how data
move is :mod:`.transfer`'s business.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hpe3parclient.simulator.errors import Refused
from hpe3parclient.simulator.model.remotecopy import transfer
from hpe3parclient.simulator.model.remotecopy.lookup import (
    Side,
    find_group,
    find_route,
    target_of,
    twin,
)
from hpe3parclient.simulator.model.remotecopy.settings import primary
from hpe3parclient.simulator.personality import Capability
from hpe3parclient.simulator.state.array_state import ArrayState
from hpe3parclient.simulator.state.remotecopy import (
    NEW,
    PERIODIC,
    PRIMARY,
    STARTED,
    SYNC,
    SYNCED,
    SYNCING,
    Group,
    GroupTarget,
)


def ready(side: Side) -> Side:
    """The other half of a group, which answers; or the refusal."""
    if not target_of(side).ready:
        raise Refused('RCOPY_TARGET_IS_NOT_READY')
    other = twin(side)
    if other is None:
        raise Refused('RCOPY_GROUP_INV_TARGET', status=403)
    return other


def _single_route(array: ArrayState, group: Group,
                  request: Mapping[str, Any]) -> GroupTarget:
    """The target meant: the only one, or the one that is named."""
    if 'targetName' in request:
        return find_route(array, group, request['targetName'])
    if len(group.targets) > 1:
        raise Refused('RCOPY_TARGET_NOT_SPECIFIED', 'targetName')
    return group.targets[0]


def start(array: ArrayState, name: str,
          request: Mapping[str, Any]) -> list[int]:
    """Action 3: the group begins to copy.

    :returns: ids of tasks, one for each volume; a periodic group has them
        when it is started for the first time
    """
    group = primary(array, name)
    side = Side(array, group, _single_route(array, group, request))
    if side.route.state == STARTED:
        raise Refused('RCOPY_GROUP_STARTED')
    if not group.volumes:
        raise Refused('RCOPY_GROUP_EMPTY')
    _refuse_two_modes(side)
    other = ready(side)
    if other.group.role == PRIMARY:
        raise Refused('INV_OPERATION_RCOPY_GROUP_ROLE_CONFLICT')
    if len(list(transfer.pairs(side, other))) \
            != len(group.volumes):
        raise Refused('RCOPY_GROUP_INCORRECT_SNAPSHOT_OR_VOLUME_SPECIFIED')
    deltas = _deltas(side, request.get('startingSnapshots', []))
    for volume_id, delta in deltas.items():
        mirror = side.route.mirrors[volume_id]
        mirror.delta, mirror.point = delta, None
    skip = group.volumes if request.get('skipInitialSync') else ()
    shown = side.route.mode != PERIODIC or side.route.state == NEW
    now = transfer.target_clock(side)
    transfer.begin(side, other, now, skip)
    return transfer.task_ids(side, other, now) if shown else []


def _refuse_two_modes(side: Side) -> None:
    """Newer arrays run groups of one mode to a target at a time."""
    array = side.array
    if array.personality.has(Capability.RCOPY_ONE_MODE_RUNS) and any(
            route.target == side.route.target and route.state == STARTED
            and route.mode != side.route.mode
            for group in array.remote.groups for route in group.targets):
        raise Refused('RCOPY_GROUP_MIXED_MODES_ON_ONE_TARGET')


def _deltas(side: Side, entries: list[Mapping[str, Any]]) -> dict[int, int]:
    """Volume id → MiB that changed since its starting snapshot."""
    if not entries:
        return {}
    array = side.array
    result: dict[int, int] = {}
    for entry in entries:
        volume_id, size = _starting(side, entry)
        if volume_id in result:
            raise Refused(
                'RCOPY_GROUP_INCORRECT_SNAPSHOT_OR_VOLUME_SPECIFIED')
        result[volume_id] = size
    if set(result) != set(side.group.volumes):
        raise Refused('RCOPY_GROUP_NOT_ALL_VOLUMES_SPECIFIED')
    for volume_id in result:
        mirror = side.route.mirrors[volume_id]
        if mirror.point is not None and not mirror.pending \
                and mirror.point == array.remote.content(volume_id):
            raise Refused('RCOPY_GROUP_VOLUME_ALREADY_SYNCED')
    return result


def _starting(side: Side, entry: Mapping[str, Any]) -> tuple[int, int]:
    wrong = Refused('RCOPY_GROUP_INCORRECT_SNAPSHOT_OR_VOLUME_SPECIFIED')
    volume = side.array.volumes.get(entry['volumeName'])
    if volume is None or volume.id not in side.group.volumes:
        raise wrong
    if 'snapshotName' not in entry:
        return volume.id, transfer.everything(side, volume.id)
    snapshot = side.array.volumes.get(entry['snapshotName'])
    if snapshot is None or snapshot.parent_id != volume.id \
            or not snapshot.read_only:
        raise wrong
    return volume.id, volume.snap_used


def stop(array: ArrayState, name: str, request: Mapping[str, Any]) -> None:
    """Action 4: the group copies no more; either array may ask."""
    group = find_group(array, name)
    routes = [find_route(array, group, request['targetName'])] \
        if 'targetName' in request else group.targets
    sides = [Side(array, group, route) for route in routes]
    for side in sides:
        if not target_of(side).ready:
            raise Refused('RCOPY_TARGET_IS_NOT_READY')
    for side in sides:
        halt(side, not request.get('noSnapshot', False))


def halt(side: Side, keep: bool = True) -> None:
    """Both halves of a started group stop."""
    if side.route.state != STARTED:
        return
    transfer.halt(side, keep=keep)
    other = twin(side)
    if other is not None:
        transfer.halt(other, keep=keep)


def synchronise(array: ArrayState, name: str,
                request: Mapping[str, Any]) -> list[int]:
    """Action 5: what changed is sent now (or everything is).

    :returns: ids of tasks, one for each volume and target
    """
    group = primary(array, name)
    if 'remoteCopy' not in array.licences:
        raise Refused('UNLICENSED_FEATURE')
    routes = [find_route(array, group, request['targetName'])] \
        if 'targetName' in request else group.targets
    sides = [Side(array, group, route) for route in routes]
    others = [_check_sync(side) for side in sides]
    result: list[int] = []
    for side, other in zip(sides, others):
        side.route.plain = request.get('noResyncSnapshot', False)
        now = transfer.target_clock(side)
        transfer.send_changes(
            side, other, now, whole=request.get('fullSync', False)
            and side.route.mode == SYNC)
        result += transfer.task_ids(side, other, now)
    return result


def _check_sync(side: Side) -> Side:
    other = ready(side)
    if side.route.state != STARTED:
        raise Refused('RCOPY_GROUP_NOT_STARTED')
    if is_syncing(side):
        raise Refused('RCOPY_GROUP_INVOLVED_IN_SYNCHRONIZATION')
    return other


def is_syncing(side: Side) -> bool:
    """Whether anything is on its way."""
    return any(mirror.status == SYNCING
               for mirror in side.route.mirrors.values())


def is_synced(side: Side) -> bool:
    """Whether both arrays hold the same, as far as both know."""
    return all(mirror.status == SYNCED
               for mirror in side.route.mirrors.values())
