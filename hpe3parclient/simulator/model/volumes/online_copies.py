"""Online copies: physical copies that make the volume they copy to.

Knows what such a copy asks for, and what is left of one that was cancelled.
The new volume may be used at once: it shows what its source held when the
copy began, and keeps what hosts write to it meanwhile.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Dict, Mapping

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
from hpe3parclient.simulator.state.tasks import Task
from hpe3parclient.simulator.state.volumes import Volume

if TYPE_CHECKING:
    from hpe3parclient.simulator.array import Array

_KINDS = ('tpvv', 'tdvv', 'compression', 'reduce')


def start(array: Array, source_name: str,
          wanted: Mapping[str, Any]) -> Task:
    """POST /volumes/<source> with createPhysicalCopy, online."""
    source = find_volume(array, source_name)
    physical_copies.check_members(wanted, True)
    request = _request(array, source, wanted)
    refuse_internal(source)
    physical_copies.check_source(array, source, True)
    add_to_set.check(array, wanted, [source])
    copy = create_volume(array, request)
    try:
        # The copy counts already, so room for one more is enough.
        snapshots.check_room(array, [source])
    except Refused:
        remove_volume(array, copy)
        raise
    return _begin(array, source, copy, wanted)


def _request(array: Array, source: Volume,
             wanted: Mapping[str, Any]) -> Dict[str, Any]:
    """What POST /volumes would be asked for the new volume."""
    if 'destCPG' not in wanted:
        raise Refused('INV_INPUT_MISSING_REQUIRED', 'destCPG')
    for member in ('destCPG', 'snapCPG'):
        if member in wanted and cpgs.find(
                array, wanted[member], member).domain != source.domain:
            raise Refused('CPG_NOT_IN_SAME_DOMAIN', member)
    validation.check_new_name(array, wanted['destVolume'], 'destVolume')
    request: Dict[str, Any] = {
        'name': wanted['destVolume'], 'cpg': wanted['destCPG'],
        'sizeMiB': source.size_mib,
        **{name: wanted[name] for name in _KINDS if name in wanted}}
    for member in ('snapCPG', 'comment'):
        if member in wanted:
            request[member] = wanted[member]
    if array.personality.reduce and not wanted.get('reduce'):
        request['tpvv'] = True
    return request


def _begin(array: Array, source: Volume, copy: Volume,
           wanted: Mapping[str, Any]) -> Task:
    snapshot = physical_copies.make_snapshot(array, source, copy)
    families.link(snapshot, copy, snapshot)
    copy.online_copy = True
    copy.busy.append(activity.COPY_TARGET)
    for one in (source, snapshot):
        one.busy.append(activity.COPY_SOURCE)
    array.remote.set_content(copy.id, array.remote.content(source.id))
    add_to_set.join(array, wanted, copy)
    used = physical_copies.used_of(array, source)
    return array.tasks.add(
        f'{source.name}->{copy.name}', tasks.ONLINE_COPY, user=array.admin,
        seconds=tasks.seconds_for(used), effect={
            'do': 'online copy', 'source': source.id, 'copy': copy.id,
            'used': used})


def finish(array: Array, effect: Mapping[str, Any], done: bool) -> bool:
    """The end of an online copy; False when it could not be done.

    What was cancelled stays, useless, until it is deleted: the array does
    not take away a volume that somebody may have exported.
    """
    copy = array.volumes.by_id(effect['copy'])
    copy.busy.remove(activity.COPY_TARGET)
    source = array.volumes.by_id(effect['source'])
    parts = physical_copies.taking_part(array, source, copy)
    for one in parts:
        one.busy.remove(activity.COPY_SOURCE)
    whole = not any(activity.STALE in one.failed for one in parts)
    if done and whole and physical_copies.fill(array, copy, effect['used']):
        physical_copies.forget(array, copy)
        return True
    copy.failed = [activity.COPY_FAILED]
    array.remote.new_content(copy.id)
    return not done
