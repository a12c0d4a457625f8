"""Online copies: physical copies that make the volume they copy to.

Knows what such a copy asks for, and what is left of one that was cancelled.
The new volume may be used at once: it shows what its source held when the
copy began, and keeps what hosts write to it meanwhile.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hpe3parclient.simulator.errors import Refused
from hpe3parclient.simulator.model import cpgs, tasks
from hpe3parclient.simulator.model.volumes import (
    activity,
    add_to_set,
    families,
    physical_copies,
    snapshots,
    validation,
)
from hpe3parclient.simulator.model.volumes.create import create_volume
from hpe3parclient.simulator.model.volumes.delete import remove_volume
from hpe3parclient.simulator.model.volumes.lookup import (
    find_volume,
    refuse_internal,
)
from hpe3parclient.simulator.state.array_state import ArrayState
from hpe3parclient.simulator.state.tasks import (
    ONLINE_COPY,
    OnlineCopy,
    Task,
)
from hpe3parclient.simulator.state.volumes import Volume

_KINDS = ('tpvv', 'tdvv', 'compression', 'reduce')


def start(array: ArrayState, source_name: str,
          body: Mapping[str, Any]) -> Task:
    """POST /volumes/<source> with createPhysicalCopy, online."""
    source = find_volume(array, source_name)
    physical_copies.check_members(body, True)
    request = _request(array, source, body)
    refuse_internal(source)
    physical_copies.check_source(array, source, True)
    add_to_set.check(array, body, [source])
    copy = create_volume(array, request)
    try:
        # The copy counts already, so room for one more is enough.
        snapshots.check_room(array, [source])
    except Refused:
        remove_volume(array, copy)
        raise
    return _begin(array, source, copy, body)


def _request(array: ArrayState, source: Volume,
             body: Mapping[str, Any]) -> dict[str, Any]:
    """What POST /volumes would be asked for the new volume."""
    if 'destCPG' not in body:
        raise Refused('INV_INPUT_MISSING_REQUIRED', 'destCPG')
    for member in ('destCPG', 'snapCPG'):
        if member in body and cpgs.find(
                array, body[member], member).domain != source.domain:
            raise Refused('CPG_NOT_IN_SAME_DOMAIN', member)
    validation.check_new_name(array, body['destVolume'], 'destVolume')
    request: dict[str, Any] = {
        'name': body['destVolume'], 'cpg': body['destCPG'],
        'sizeMiB': source.size_mib,
        **{name: body[name] for name in _KINDS if name in body}}
    for member in ('snapCPG', 'comment'):
        if member in body:
            request[member] = body[member]
    if array.personality.reduce and not body.get('reduce'):
        request['tpvv'] = True
    return request


def _begin(array: ArrayState, source: Volume, copy: Volume,
           request: Mapping[str, Any]) -> Task:
    snapshot = physical_copies.make_snapshot(array, source, copy)
    families.link(snapshot, copy, snapshot)
    copy.online_copy = True
    copy.busy.append(activity.COPY_TARGET)
    for item in (source, snapshot):
        item.busy.append(activity.COPY_SOURCE)
    array.remote.set_content(copy.id, array.remote.content(source.id))
    add_to_set.join(array, request, copy)
    used = physical_copies.used_of(array, source)
    return tasks.start(
        array, f'{source.name}->{copy.name}', ONLINE_COPY, user=array.admin,
        seconds=tasks.seconds_for(used),
        effect=OnlineCopy(source.id, copy.id, used))


@tasks.finishes(OnlineCopy)
def finish(array: ArrayState, effect: OnlineCopy, done: bool) -> bool:
    """The end of an online copy; False when it could not be done.

    What was cancelled stays, useless, until it is deleted: the array does
    not take away a volume that somebody may have exported.
    """
    copy = array.volumes.by_id(effect.copy)
    copy.busy.remove(activity.COPY_TARGET)
    source = array.volumes.by_id(effect.source)
    parts = physical_copies.taking_part(array, source, copy)
    for item in parts:
        item.busy.remove(activity.COPY_SOURCE)
    whole = not any(activity.STALE in item.failed for item in parts)
    if done and whole and physical_copies.fill(array, copy, effect.used):
        physical_copies.forget(array, copy)
        return True
    copy.failed = [activity.COPY_FAILED]
    array.remote.new_content(copy.id)
    return not done
