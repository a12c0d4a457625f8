"""Physical copies and promotions of whole volume sets.

Knows that a request about a set is carried out for every member or for
none; the rules for each member are those of :mod:`.physical_copies` and
:mod:`.promotes`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hpe3parclient.simulator.errors import Refused
from hpe3parclient.simulator.model import sets, tasks
from hpe3parclient.simulator.model.volumes import (
    group_snapshots,
    physical_copies,
    promotes,
    snapshots,
)
from hpe3parclient.simulator.state.array_state import ArrayState
from hpe3parclient.simulator.state.sets import VOLUMES
from hpe3parclient.simulator.state.tasks import MEDIUM, Task
from hpe3parclient.simulator.state.volumes import Volume


def _copies_in(array: ArrayState, name: str) -> list[Volume]:
    item = sets.find(array, VOLUMES, name)
    if not item.members:
        raise Refused('INV_INPUT_EMPTY_VVSET')
    return [array.volumes.by_id(number) for number in item.members]


def _row(source: Volume, copy: Volume, task: Task) -> dict[str, Any]:
    return {'child': copy.name, 'parent': source.name, 'taskid': task.id}


def start(array: ArrayState, name: str,
          request: Mapping[str, Any]) -> list[dict[str, Any]]:
    """POST /volumesets/<set> with createPhysicalCopy."""
    sources = _copies_in(array, name)
    result = _copies_in(array, request['destVolume'])
    if len(sources) != len(result):
        raise Refused('SET_SIZE_NOT_SAME', 'destVolume')
    pairs = list(zip(sources, result))
    for source, copy in pairs:
        physical_copies.check(array, source, copy, request)
    # Each pair alone may be right, and all together a mess.
    if {item.base_id for item in sources} & {item.id for item in result}:
        raise Refused('INV_OPERATION_VV_CIRCULAR_COPY', 'destVolume')
    if request.get('saveSnapshot'):
        snapshots.check_room(array, sources)
    return [_row(source, copy, physical_copies.begin(array, source, copy, request))
            for source, copy in pairs]


def resync(array: ArrayState, name: str,
           request: Mapping[str, Any]) -> list[dict[str, Any]]:
    """PUT /volumesets/<set> with action 3."""
    result = _copies_in(array, name)
    sources = [physical_copies.check_resync(array, item) for item in result]
    if {item.base_id for item in sources} & {item.id for item in result}:
        raise Refused('INV_OPERATION_VV_CIRCULAR_COPY')
    priority = request.get('priority', MEDIUM)
    return [_row(source, copy,
                 physical_copies.begin_resync(array, source, copy, priority))
            for source, copy in zip(sources, result)]


def stop(array: ArrayState, name: str) -> None:
    """PUT /volumesets/<set> with action 4."""
    for task in [physical_copies.check_stop(array, item)
                 for item in _copies_in(array, name)]:
        tasks.stop(array, task)


def promote(array: ArrayState, name: str,
            request: Mapping[str, Any]) -> list[Task]:
    """PUT /volumesets/<set> with action 5."""
    result = group_snapshots.members(array, name)
    targets = [promotes.check(array, item, request) for item in result]
    if len({item.id for item in targets}) != len(targets):
        raise Refused('INV_OPERATION_VV_SNAP_PARENT_SAME_BASE')
    return [promotes.begin(array, snapshot, target, request)
            for snapshot, target in zip(result, targets)]


def stop_promote(array: ArrayState, name: str) -> None:
    """PUT /volumesets/<set> with action 6."""
    for task in [promotes.check_stop(array, item)
                 for item in group_snapshots.members(array, name)]:
        tasks.stop(array, task)
