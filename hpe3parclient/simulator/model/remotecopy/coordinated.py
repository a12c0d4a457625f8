"""Snapshots of the volumes of a group, on both arrays at one moment.

Knows the rules of guide table T177 and what the answer consists of. Groups
that are synchronous answer at once; others send first what the target lacks,
which a task stands for.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from hpe3parclient.simulator.errors import Refused
from hpe3parclient.simulator.model import licences, tasks
from hpe3parclient.simulator.model.remotecopy import transfer
from hpe3parclient.simulator.model.remotecopy.lookup import (
    Side,
    find_group,
    peer_of,
)
from hpe3parclient.simulator.model.volumes import (
    name_patterns,
    snapshots,
    validation,
)
from hpe3parclient.simulator.model.volumes.lookup import find_volume
from hpe3parclient.simulator.state.array_state import ArrayState
from hpe3parclient.simulator.state.remotecopy import (
    PRIMARY,
    STARTED,
    SYNC,
    SYNCED,
    Group,
)
from hpe3parclient.simulator.state.tasks import REMOTE_COPY_SYNC, Task
from hpe3parclient.simulator.state.volumes import Volume


class Result(NamedTuple):
    """What was made: names of snapshots, and a task where it takes time."""

    names: list[str]
    task: Task | None


def take(array: ArrayState, name: str, request: Mapping[str, Any],
         volume_name: str | None = None) -> Result:
    """POST to the volumes of a group, or to one of them, with action 1."""
    licences.need(array, 'remoteCopy')
    group = find_group(array, name)
    if group.busy:
        raise Refused('RCOPY_GROUP_IS_BUSY')
    parents = _parents(array, group, volume_name)
    sides = _ready_sides(array, group, parents)
    names = name_patterns.expanded(array, request['name'], parents)
    requests = [{**request, 'name': item, 'readOnly': True} for item in names]
    copies = [(peer_of(side), [_twin(side, parent) for parent in parents])
              for side in sides]
    for there, volumes in ((array, parents), *copies):
        _check(there, volumes, requests)
    pending = sum(side.route.mirrors[parent.id].pending
                  for side in sides for parent in parents)
    for there, volumes in ((array, parents), *copies):
        for source, parent, item in zip(parents, volumes, requests):
            made = snapshots.make(there, parent, item)
            there.remote.set_content(made.id,
                                     array.remote.content(source.id))
    if all(side.route.mode == SYNC for side in sides):
        return Result(names, None)
    return Result(names, tasks.start(
        array, name, REMOTE_COPY_SYNC, user=array.admin,
        seconds=transfer.seconds_for(array, pending), cancellable=False))


def _parents(array: ArrayState, group: Group,
             volume_name: str | None) -> list[Volume]:
    """The volumes that get a snapshot."""
    if volume_name is None:
        if not group.volumes:
            raise Refused('RCOPY_GROUP_EMPTY')
        return [array.volumes.by_id(number) for number in group.volumes]
    volume = find_volume(array, volume_name)
    if volume.id not in group.volumes:
        raise Refused('RCOPY_GROUP_VOL_NOT_IN_GROUP')
    return [volume]


def _ready_sides(array: ArrayState, group: Group,
                 parents: Sequence[Volume]) -> list[Side]:
    """The group's targets, all of which hold what the volumes held."""
    if group.role != PRIMARY:
        raise Refused('RCOPY_GROUP_OPERATION_ONLY_ON_PRIMARY_SIDE')
    sides = [Side(array, group, route) for route in group.targets]
    for side in sides:
        peer_of(side)
        if side.route.state != STARTED or any(
                side.route.mirrors[parent.id].status != SYNCED
                for parent in parents):
            raise Refused('RCOPY_GROUP_VOLUME_NOT_SYNCED')
    return sides


def _twin(side: Side, parent: Volume) -> Volume:
    """The counterpart of a volume on the other array."""
    there = peer_of(side)
    return there.volumes.by_id(side.route.mirrors[parent.id].remote_id)


def _check(array: ArrayState, parents: Sequence[Volume],
           requests: Sequence[Mapping[str, Any]]) -> None:
    """Whether an array can take them all."""
    snapshots.check_terms(array, requests[0])
    for parent, request in zip(parents, requests):
        validation.check_new_name(array, request['name'])
        snapshots.check_parent(array, parent, read_only=True)
    snapshots.check_room(array, parents)
