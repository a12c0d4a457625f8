"""Snapshots of several volumes at one moment, and taking them anew.

Knows the rules of guide table T109 (snapshots of a volume set) and of
actions 7 and 8 on /volumes. All of the snapshots are taken, or none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Dict, List, Mapping, Sequence

from hpe3parclient.simulator.errors import Refused
from hpe3parclient.simulator.model import sets
from hpe3parclient.simulator.model.volumes import (
    add_to_set,
    families,
    name_patterns,
    snapshots,
    validation,
)
from hpe3parclient.simulator.model.volumes.lookup import (
    find_volume,
    refuse_internal,
)
from hpe3parclient.simulator.state.cpgs import Cpg
from hpe3parclient.simulator.state.volumes import Volume

if TYPE_CHECKING:
    from hpe3parclient.simulator.array import Array

MAX_ID = 2_147_483_647
_GROUP = ('comment', 'expirationHours', 'retentionHours', 'addToSet')


def of_set(array: Array, name: str, wanted: Mapping[str, Any]) -> None:
    """POST /volumesets/<set> with createSnapshot."""
    parents = members(array, name)
    read_only = wanted.get('readOnly', False)
    if len({one.read_only for one in parents if one.is_snapshot}) > 1:
        raise Refused('INV_OPERATION_SNAPSHOT_NOT_SAME_TYPE')
    _check_parents(array, parents, [read_only] * len(parents))
    _check_warning(array, parents)
    names = name_patterns.expanded(array, wanted['name'], parents)
    requests: List[Dict[str, Any]] = [{**wanted, 'name': one}
                                      for one in names]
    if 'id' in wanted:
        if wanted['id'] + len(parents) - 1 > MAX_ID:
            raise Refused('VV_ID_LIMIT_REACHED', 'id')
        for number, one in enumerate(requests, wanted['id']):
            one['id'] = validation.check_id(array, {'id': number})
    _take(array, parents, requests)


def members(array: Array, name: str) -> List[Volume]:
    """The volumes of a set that has some."""
    one = sets.find(array, sets.VOLUMES, name)
    if not one.members:
        raise Refused('EMPTY_SET')
    return [array.volumes.by_id(number) for number in one.members]


def _check_parents(array: Array, parents: Sequence[Volume],
                   read_only: Sequence[bool]) -> None:
    for parent, protected in zip(parents, read_only):
        refuse_internal(parent)
        snapshots.check_parent(array, parent, protected)
    if len({one.base_id for one in parents}) != len(parents):
        raise Refused('INV_OPERATION_VV_SNAP_PARENT_SAME_BASE')


def _check_warning(array: Array, parents: Sequence[Volume]) -> None:
    for parent in parents:
        base = array.volumes.by_id(parent.base_id)
        cpg: Cpg = array.cpgs.by_id(base.snap_cpg)
        use = cpg.usage
        if cpg.warning is not None \
                and use.full + use.thin + use.snap >= cpg.warning:
            raise Refused('CPG_ALLOCATION_WARNING_REACHED')


def _take(array: Array, parents: Sequence[Volume],
          requests: Sequence[Mapping[str, Any]]) -> None:
    """Take them all, or refuse before the first."""
    snapshots.check_terms(array, requests[0])
    add_to_set.check(array, requests[0], parents)
    snapshots.check_room(array, parents)
    # Ids that were asked for go first: the others take what is left.
    pairs = list(zip(parents, requests))
    for parent, request in sorted(pairs, key=lambda one: 'id' not in one[1]):
        snapshots.make(array, parent, request)


def of_group(array: Array, wanted: Mapping[str, Any]) -> List[str]:
    """POST /volumes with action 8; the names of the snapshots."""
    entries = wanted['volumeGroup']
    if not entries:
        raise Refused('INV_INPUT_MISSING_REQUIRED', 'volumeGroup')
    parents, requests = [], []
    common = {name: wanted[name] for name in _GROUP if name in wanted}
    for entry in entries:
        if 'SnapshotWWN' in entry:
            raise Refused('UNSUP_OP', 'SnapshotWWN')
        parents.append(find_volume(array, entry['volumeName']))
        name, writable = entry['snapshotName'], entry.get('readWrite', False)
        validation.check_new_name(array, name, 'snapshotName')
        request = {**common, 'name': name, 'readOnly':
                   wanted.get('readOnly', False) and not writable}
        if 'snapshotId' in entry:
            request['id'] = validation.check_id(
                array, {'id': entry['snapshotId']})
        requests.append(request)
    for kind in ('name', 'id'):
        asked = [one[kind] for one in requests if kind in one]
        if len(set(asked)) != len(asked):
            raise Refused('INV_INPUT_DUP_NAME' if kind == 'name'
                          else 'EXISTENT_ID', 'volumeGroup')
    _check_parents(array, parents, [one['readOnly'] for one in requests])
    _take(array, parents, requests)
    return [one['name'] for one in requests]


def update(array: Array, wanted: Mapping[str, Any]) -> None:
    """POST /volumes with action 7: snapshots show their parents' now."""
    listed = wanted['volumeSnapshotList']
    if not listed:
        raise Refused('INV_INPUT_MISSING_REQUIRED', 'volumeSnapshotList')
    if len(set(listed)) != len(listed):
        raise Refused('INV_INPUT_DUP_NAME', 'volumeSnapshotList')
    found = [find_volume(array, name) for name in listed]
    for one in found:
        _check_update(array, one, wanted.get('readOnly', False))
    for one in found:
        parent = array.volumes.by_id(one.parent_id)
        one.created, one.size_mib = array.clock.now(), parent.size_mib
        one.failed = []
        array.remote.set_content(one.id, array.remote.content(parent.id))


def _check_update(array: Array, one: Volume, read_only: bool) -> None:
    if not one.is_snapshot:
        raise Refused('INV_OPERATION_VV_BASE_VOLUME')
    if one.read_only != read_only:
        raise Refused('INV_OPERATION_SNAPSHOT_NOT_SAME_TYPE', 'readOnly')
    if one.busy:
        raise Refused('INV_OPERATION_VV_IS_BUSY')
    if one.retained is not None and one.retained > array.clock.now():
        raise Refused('RETAINED')
    if families.is_exported(array, one):
        raise Refused('INV_OPERATION_VV_EXPORTED')
    if one.children:
        raise Refused('HAS_CHILD')
    if one.sets or one.kept_for is not None or array.remote.holds(one):
        raise Refused('IN_USE')
    snapshots.check_parent(array, array.volumes.by_id(one.parent_id), False)
