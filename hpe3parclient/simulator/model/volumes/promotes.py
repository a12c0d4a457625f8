"""Promoting virtual copies: a base volume becomes what its snapshot is.

Knows the rules of guide table T108. An offline promotion may be broken off,
and leaves a base volume that is of no use until it is promoted again; an
online one cannot, and shows the snapshot's data from its beginning.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hpe3parclient.simulator.errors import Refused
from hpe3parclient.simulator.model import tasks
from hpe3parclient.simulator.model.remotecopy import transfer
from hpe3parclient.simulator.model.volumes import activity, families
from hpe3parclient.simulator.model.volumes.lookup import find_volume
from hpe3parclient.simulator.state.array_state import ArrayState
from hpe3parclient.simulator.state.tasks import (
    MEDIUM,
    ONLINE_PROMOTE,
    PROMOTE_SV,
    Promotion,
    Task,
)
from hpe3parclient.simulator.state.volumes import Volume


def promote(array: ArrayState, name: str, request: Mapping[str, Any]) -> Task:
    """PUT /volumes/<snapshot> with action 4."""
    snapshot = find_volume(array, name)
    target = check(array, snapshot, request)
    return begin(array, snapshot, target, request)


def check(array: ArrayState, snapshot: Volume,
          request: Mapping[str, Any]) -> Volume:
    """Whether a snapshot may be promoted; what it is promoted to."""
    online = request.get('online', False)
    if online and 'priority' in request and not array.personality.reduce:
        raise Refused('INV_OPERATION_PARAM_CONFLICT', 'online,priority')
    if not snapshot.is_snapshot:
        raise Refused('INV_OPERATION_VV_BASE_VOLUME')
    target = _target(array, snapshot, request)
    activity.refuse(snapshot, activity.PROMOTE)
    activity.refuse(target, activity.PROMOTE_TO)
    _check_remote(array, snapshot, target, request)
    if not online:
        if families.is_exported(array, target):
            raise Refused('INV_OPERATION_PARENT_VV_EXPORTED')
        if families.is_exported(array, snapshot):
            raise Refused('INV_OPERATION_VV_EXPORTED')
    if target.size_mib != snapshot.size_mib:
        raise Refused('INV_OPERATION_PARENT_SIZE_HAS_INCREASED')
    return target


def _target(array: ArrayState, snapshot: Volume,
            request: Mapping[str, Any]) -> Volume:
    base = array.volumes.by_id(snapshot.base_id)
    if 'target' in request \
            and find_volume(array, request['target']) is not base:
        raise Refused('INV_OPERATION_PROMOTE_TARGET_NOT_BASE_VV', 'target')
    return base


def _check_remote(array: ArrayState, snapshot: Volume, target: Volume,
                  request: Mapping[str, Any]) -> None:
    """Remote copy must not be surprised; a stopped group may be told."""
    groups = array.remote.groups_of(target.id)
    stopped = not any(item.started for item in groups)
    if array.remote.groups_of(snapshot.id) or (groups and not (
            stopped and request.get('allowRemoteCopyParent'))):
        raise Refused('INV_OPERATION_VV_IN_REMOTE_COPY')


def begin(array: ArrayState, snapshot: Volume, target: Volume,
          request: Mapping[str, Any]) -> Task:
    """Start a promotion that every check allows."""
    online = request.get('online', False)
    for item in (snapshot, target):
        item.busy.append(activity.PROMOTING)
    if online:
        _take_over(array, snapshot, target)
    else:
        array.remote.new_content(target.id)
    return tasks.start(
        array, snapshot.name, ONLINE_PROMOTE if online else PROMOTE_SV,
        seconds=tasks.seconds_for(target.snap_used), user=array.admin,
        priority=request.get('priority', MEDIUM),
        cancellable=not online,
        effect=Promotion(snapshot.id, target.id, online))


def _take_over(array: ArrayState, snapshot: Volume, target: Volume) -> None:
    """The base volume holds what the snapshot holds."""
    transfer.written(array, target.id, target.snap_used)
    array.remote.set_content(target.id, array.remote.content(snapshot.id))
    target.failed = []


def stop(array: ArrayState, name: str) -> None:
    """PUT /volumes/<snapshot> with action 5."""
    task = check_stop(array, find_volume(array, name))
    tasks.stop(array, task)


def check_stop(array: ArrayState, snapshot: Volume) -> Task:
    """The promotion of a snapshot, where it may be stopped."""
    if not snapshot.is_snapshot:
        raise Refused('INV_OPERATION_VV_BASE_VOLUME')
    task = tasks.active(array, Promotion, snapshot=snapshot.id)
    if task is None:
        raise Refused('INV_OPERATION_VV_PROMOTE_IS_NOT_IN_PROGRESS')
    if isinstance(task.effect, Promotion) and task.effect.online:
        raise Refused('INV_OPERATION_CANNOT_STOP_ONLINE_PROMOTE')
    return task


@tasks.finishes(Promotion)
def finish(array: ArrayState, effect: Promotion, done: bool) -> bool:
    """The end of a promotion."""
    snapshot = array.volumes.by_id(effect.snapshot)
    target = array.volumes.by_id(effect.target)
    for item in (snapshot, target):
        item.busy.remove(activity.PROMOTING)
    if not done:
        target.failed = [activity.COPY_FAILED]
    elif not effect.online:
        _take_over(array, snapshot, target)
    return True
