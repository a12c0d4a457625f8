"""Physical copies and promotions of whole volume sets.

Knows that a request about a set is carried out for every member or for
none; the rules for each member are those of :mod:`.physical_copies` and
:mod:`.promotes`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Dict, List, Mapping

from hpe3parclient.simulator.errors import Refused
from hpe3parclient.simulator.model import sets
from hpe3parclient.simulator.model.volumes import (
    group_snapshots,
    physical_copies,
    promotes,
    snapshots,
)
from hpe3parclient.simulator.state.tasks import MEDIUM, Task
from hpe3parclient.simulator.state.volumes import Volume

if TYPE_CHECKING:
    from hpe3parclient.simulator.array import Array


def _copies_in(array: Array, name: str) -> List[Volume]:
    one = sets.find(array, sets.VOLUMES, name)
    if not one.members:
        raise Refused('INV_INPUT_EMPTY_VVSET')
    return [array.volumes.by_id(number) for number in one.members]


def _row(source: Volume, copy: Volume, task: Task) -> Dict[str, Any]:
    return {'child': copy.name, 'parent': source.name, 'taskid': task.id}


def start(array: Array, name: str,
          wanted: Mapping[str, Any]) -> List[Dict[str, Any]]:
    """POST /volumesets/<set> with createPhysicalCopy."""
    sources = _copies_in(array, name)
    found = _copies_in(array, wanted['destVolume'])
    if len(sources) != len(found):
        raise Refused('SET_SIZE_NOT_SAME', 'destVolume')
    pairs = list(zip(sources, found))
    for source, copy in pairs:
        physical_copies.check(array, source, copy, wanted)
    # Each pair alone may be right, and all together a mess.
    if {one.base_id for one in sources} & {one.id for one in found}:
        raise Refused('INV_OPERATION_VV_CIRCULAR_COPY', 'destVolume')
    if wanted.get('saveSnapshot'):
        snapshots.check_room(array, sources)
    return [_row(source, copy, physical_copies.begin(array, source, copy, wanted))
            for source, copy in pairs]


def resync(array: Array, name: str,
           wanted: Mapping[str, Any]) -> List[Dict[str, Any]]:
    """PUT /volumesets/<set> with action 3."""
    found = _copies_in(array, name)
    sources = [physical_copies.check_resync(array, one) for one in found]
    if {one.base_id for one in sources} & {one.id for one in found}:
        raise Refused('INV_OPERATION_VV_CIRCULAR_COPY')
    priority = wanted.get('priority', MEDIUM)
    return [_row(source, copy,
                 physical_copies.begin_resync(array, source, copy, priority))
            for source, copy in zip(sources, found)]


def stop(array: Array, name: str) -> None:
    """PUT /volumesets/<set> with action 4."""
    for task in [physical_copies.check_stop(array, one)
                 for one in _copies_in(array, name)]:
        array.tasks.stop(task)


def promote(array: Array, name: str,
            wanted: Mapping[str, Any]) -> List[Task]:
    """PUT /volumesets/<set> with action 5."""
    found = group_snapshots.members(array, name)
    targets = [promotes.check(array, one, wanted) for one in found]
    if len({one.id for one in targets}) != len(targets):
        raise Refused('INV_OPERATION_VV_SNAP_PARENT_SAME_BASE')
    return [promotes.begin(array, snapshot, target, wanted)
            for snapshot, target in zip(found, targets)]


def stop_promote(array: Array, name: str) -> None:
    """PUT /volumesets/<set> with action 6."""
    for task in [promotes.check_stop(array, one)
                 for one in group_snapshots.members(array, name)]:
        array.tasks.stop(task)
