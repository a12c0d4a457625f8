"""Physical copies onto volumes that exist: offline copies and resyncs.

Knows the rules of guide table T105 and of stopping a copy. Online copies,
which make their volume, are in :mod:`.online_copies`; who is whose copy is
in :mod:`.families`. A copy holds what its source held when it began; until
it is done the volume that is copied to holds nothing of use.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from hpe3parclient.simulator import assumptions
from hpe3parclient.simulator.errors import Refused
from hpe3parclient.simulator.model import tasks
from hpe3parclient.simulator.model.volumes import (
    activity,
    families,
    modify,
    snapshots,
)
from hpe3parclient.simulator.model.volumes.delete import remove_volume
from hpe3parclient.simulator.model.volumes.lookup import (
    find_volume,
    refuse_internal,
)
from hpe3parclient.simulator.state.array_state import ArrayState
from hpe3parclient.simulator.state.tasks import (
    MEDIUM,
    PHYS_COPY_RESYNC,
    VV_COPY,
    PhysicalCopy,
    Task,
)
from hpe3parclient.simulator.state.volumes import FULL, Volume

#: Members that only an online copy may have, and only an offline one.
_ONLINE_ONLY = ('destCPG', 'tpvv', 'tdvv', 'compression', 'reduce',
                'snapCPG')
_OFFLINE_ONLY = ('saveSnapshot', 'priority')


def start(array: ArrayState, source_name: str,
          request: Mapping[str, Any]) -> Task:
    """POST /volumes/<source> with createPhysicalCopy, offline."""
    source = find_volume(array, source_name)
    check_members(request, False)
    copy = array.volumes.get(request['destVolume'])
    if copy is None:
        raise Refused('NON_EXISTENT_VOL', 'destVolume')
    check(array, source, copy, request)
    if request.get('saveSnapshot'):
        snapshots.check_room(array, [source])
    return begin(array, source, copy, request)


def check_members(request: Mapping[str, Any], online: bool) -> None:
    """Refuse members that belong to the other kind of copy."""
    for name in _OFFLINE_ONLY if online else _ONLINE_ONLY:
        if request.get(name):
            raise Refused('INV_INPUT_PARAM_CONFLICT', f'online,{name}')


def check(array: ArrayState, source: Volume, copy: Volume,
          request: Mapping[str, Any]) -> None:
    """Whether one volume may be copied onto the other now."""
    for item in (source, copy):
        refuse_internal(item)
    if source.domain != copy.domain:
        raise Refused('VV_NOT_IN_SAME_DOMAIN', 'destVolume')
    if copy.is_snapshot:
        raise Refused('INV_OPERATION_VV_NON_BASE_VOLUME', 'destVolume')
    _check_unused(array, copy)
    if source is copy:
        raise Refused('INV_OPERATION_VV_COPY_TO_SELF', 'destVolume')
    check_source(array, source, request.get('saveSnapshot', False))
    if source.base_id == copy.id:
        raise Refused('INV_OPERATION_VV_COPY_TO_BASE', 'destVolume')
    activity.refuse(copy, activity.COPY_TO)
    if any(item is copy for item in _origins(array, source)):
        raise Refused('INV_OPERATION_VV_CIRCULAR_COPY', 'destVolume')
    if copy.size_mib < source.size_mib:
        raise Refused('INV_OPERATION_VV_COPY_PARENT_TOO_BIG', 'destVolume')


def _check_unused(array: ArrayState, copy: Volume) -> None:
    """Nobody may look at a volume that is copied to."""
    if array.remote.holds(copy):
        raise Refused('INV_OPERATION_VV_IN_REMOTE_COPY', 'destVolume')
    if families.is_exported(array, copy):
        raise Refused('INV_OPERATION_VV_EXPORTED', 'destVolume')


def check_source(array: ArrayState, source: Volume, keeps: bool) -> None:
    """Whether a volume may be copied.

    :param keeps: the copy needs a snapshot of it
    """
    if source.is_snapshot and source.read_only:
        raise Refused('INV_OPERATION_VV_READONLY_SNAPSHOT')
    activity.refuse(source, activity.COPY_FROM)
    if keeps and array.volumes.by_id(source.base_id).snap_cpg is None:
        raise Refused('INV_OPERATION_VV_NO_SNAPSHOT_ALLOWED')


def _origins(array: ArrayState, source: Volume) -> Iterator[Volume]:
    """The volumes a volume was copied from, near ones first."""
    base = array.volumes.by_id(source.base_id)
    while base.phys_parent_id is not None:
        parent = array.volumes.by_id(base.phys_parent_id)
        base = array.volumes.by_id(parent.base_id)
        yield base


def used_of(array: ArrayState, source: Volume) -> int:
    """MiB there are to copy: a snapshot shows what its base holds."""
    return array.volumes.by_id(source.base_id).user_used


def make_snapshot(array: ArrayState, source: Volume, copy: Volume) -> Volume:
    """The snapshot a copy and its source have in common."""
    plain = name = assumptions.COPY_SNAPSHOT.format(source=source.id, copy=copy.id)
    number = 0
    while name in array.volumes:
        number += 1
        name = f'{plain}.{number}'
    return snapshots.make(array, source, {'name': name, 'readOnly': True})


def begin(array: ArrayState, source: Volume, copy: Volume,
          request: Mapping[str, Any]) -> Task:
    """Start an offline copy that every check allows."""
    forget(array, copy)
    snapshot = make_snapshot(array, source, copy) \
        if request.get('saveSnapshot') else None
    families.link(source, copy, snapshot)
    return _started(array, source, copy, VV_COPY, request)


def forget(array: ArrayState, copy: Volume) -> None:
    """The volume is no copy any more; what it shared goes."""
    unneeded = families.part(array, copy)
    copy.online_copy = False
    if unneeded is not None:
        remove_volume(array, unneeded)


def _started(array: ArrayState, source: Volume, copy: Volume, kind: int,
             request: Mapping[str, Any]) -> Task:
    resync = kind == PHYS_COPY_RESYNC
    state = activity.RESYNC_TARGET if resync else activity.COPY_TARGET
    copy.failed = []
    copy.busy.append(state)
    for item in taking_part(array, source, copy):
        item.busy.append(activity.COPY_SOURCE)
    content = array.remote.content(source.id)
    array.remote.new_content(copy.id)
    used = used_of(array, source)
    return tasks.start(
        array, f'{source.name}->{copy.name}', kind, user=array.admin,
        priority=request.get('priority', MEDIUM),
        seconds=tasks.seconds_for(used), effect=PhysicalCopy(
            source.id, copy.id, state, content, used, array.clock.now()))


def taking_part(array: ArrayState, source: Volume, copy: Volume) -> list[Volume]:
    """The volumes that are copied from: source and common snapshot."""
    if copy.copy_snapshot is None:
        return [source]
    return [source, array.volumes.by_id(copy.copy_snapshot)]


def resync(array: ArrayState, name: str,
           priority: int | None = None) -> Task:
    """PUT /volumes/<copy> with action 2: bring it up to date."""
    copy = find_volume(array, name)
    source = check_resync(array, copy)
    return begin_resync(array, source, copy, priority or MEDIUM)


def check_resync(array: ArrayState, copy: Volume) -> Volume:
    """Whether a copy may be brought up to date; its source."""
    refuse_internal(copy)
    if copy.phys_parent_id is None:
        raise Refused('INV_OPERATION_VV_NO_PARENT')
    activity.refuse(copy, activity.COPY_TO)
    if copy.copy_snapshot is None:
        raise Refused('NON_EXISTENT_VVCOPY')
    _check_unused(array, copy)
    source = array.volumes.by_id(copy.phys_parent_id)
    check_source(array, source, True)
    snapshot = array.volumes.by_id(copy.copy_snapshot)
    if activity.STALE in snapshot.failed:
        raise Refused('VV_IN_STALE_STATE')
    if snapshot.children or snapshot.templates or snapshot.sets \
            or snapshot.busy:
        raise Refused('IN_USE')
    if copy.size_mib < source.size_mib:
        raise Refused('INV_OPERATION_VV_COPY_PARENT_TOO_BIG')
    return source


def begin_resync(array: ArrayState, source: Volume, copy: Volume,
                 priority: int = MEDIUM) -> Task:
    """Start a resync that every check allows."""
    return _started(array, source, copy, PHYS_COPY_RESYNC,
                    {'priority': priority})


def stop(array: ArrayState, name: str) -> None:
    """PUT /volumes/<copy> with action 1: break an offline copy off."""
    task = check_stop(array, find_volume(array, name))
    tasks.stop(array, task)


def check_stop(array: ArrayState, copy: Volume) -> Task:
    """The task that copies to a volume, where it may be stopped so."""
    refuse_internal(copy)
    if copy.phys_parent_id is None:
        raise Refused('INV_OPERATION_VV_NO_PARENT')
    task = tasks.active(array, PhysicalCopy, copy=copy.id)
    if task is not None:
        return task
    if copy.online_copy and not copy.failed:
        raise Refused('INV_OPERATION_VV_ONLINE_COPY_IN_PROGRESS')
    raise Refused('NON_EXISTENT_VVCOPY')


@tasks.finishes(PhysicalCopy)
def finish(array: ArrayState, effect: PhysicalCopy, done: bool) -> bool:
    """The end of an offline copy; False when it could not be done."""
    source = array.volumes.by_id(effect.source)
    copy = array.volumes.by_id(effect.copy)
    copy.busy.remove(effect.state)
    for item in taking_part(array, source, copy):
        item.busy.remove(activity.COPY_SOURCE)
    good = done and fill(array, copy, effect.used)
    if good:
        array.remote.set_content(copy.id, effect.content)
    else:
        copy.failed = [activity.COPY_FAILED]
    _tidy(array, copy, effect, good)
    return good or not done


def _tidy(array: ArrayState, copy: Volume, effect: PhysicalCopy,
          good: bool) -> None:
    """What the end of a copy leaves of the snapshot both share."""
    resynced = effect.state == activity.RESYNC_TARGET
    snapshot: Volume | None = None if copy.copy_snapshot is None \
        else array.volumes.by_id(copy.copy_snapshot)
    if good and snapshot is None:
        forget(array, copy)
    elif good and resynced and snapshot is not None:
        snapshot.created = effect.at
        array.remote.set_content(snapshot.id, effect.content)
    elif not good and not resynced:
        unneeded = families.drop_snapshot(array, copy)
        if unneeded is not None:
            remove_volume(array, unneeded)


def fill(array: ArrayState, copy: Volume, used: int) -> bool:
    """The copy takes the space of its data; False when there is none."""
    more = used - copy.user_used
    if more <= 0 or copy.provisioning == FULL:
        return True
    try:
        modify.fill(array, copy, more)
    except Refused:
        return False
    return True
