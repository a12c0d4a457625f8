"""Snapshots of several volumes at one moment, and taking them anew.

Knows the rules of guide table T109 (snapshots of a volume set) and of
actions 7 and 8 on /volumes. All of the snapshots are taken, or none.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

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
from hpe3parclient.simulator.state.array_state import ArrayState
from hpe3parclient.simulator.state.cpgs import Cpg
from hpe3parclient.simulator.state.sets import VOLUMES
from hpe3parclient.simulator.state.volumes import Volume

MAX_ID = 2_147_483_647
_GROUP = ('comment', 'expirationHours', 'retentionHours', 'addToSet')


def of_set(array: ArrayState, name: str, request: Mapping[str, Any]) -> None:
    """POST /volumesets/<set> with createSnapshot."""
    parents = members(array, name)
    read_only = request.get('readOnly', False)
    if len({item.read_only for item in parents if item.is_snapshot}) > 1:
        raise Refused('INV_OPERATION_SNAPSHOT_NOT_SAME_TYPE')
    _check_parents(array, parents, [read_only] * len(parents))
    _check_warning(array, parents)
    names = name_patterns.expanded(array, request['name'], parents)
    requests: list[dict[str, Any]] = [{**request, 'name': item}
                                      for item in names]
    if 'id' in request:
        if request['id'] + len(parents) - 1 > MAX_ID:
            raise Refused('VV_ID_LIMIT_REACHED', 'id')
        for number, item in enumerate(requests, request['id']):
            item['id'] = validation.check_id(array, {'id': number})
    _take(array, parents, requests)


def members(array: ArrayState, name: str) -> list[Volume]:
    """The volumes of a set that has some."""
    item = sets.find(array, VOLUMES, name)
    if not item.members:
        raise Refused('EMPTY_SET')
    return [array.volumes.by_id(number) for number in item.members]


def _check_parents(array: ArrayState, parents: Sequence[Volume],
                   read_only: Sequence[bool]) -> None:
    for parent, protected in zip(parents, read_only):
        refuse_internal(parent)
        snapshots.check_parent(array, parent, protected)
    if len({item.base_id for item in parents}) != len(parents):
        raise Refused('INV_OPERATION_VV_SNAP_PARENT_SAME_BASE')


def _check_warning(array: ArrayState, parents: Sequence[Volume]) -> None:
    for parent in parents:
        base = array.volumes.by_id(parent.base_id)
        cpg: Cpg = array.cpgs.by_id(base.snap_cpg)
        use = cpg.usage
        if cpg.warning is not None \
                and use.full + use.thin + use.snap >= cpg.warning:
            raise Refused('CPG_ALLOCATION_WARNING_REACHED')


def _take(array: ArrayState, parents: Sequence[Volume],
          requests: Sequence[Mapping[str, Any]]) -> None:
    """Take them all, or refuse before the first."""
    snapshots.check_terms(array, requests[0])
    add_to_set.check(array, requests[0], parents)
    snapshots.check_room(array, parents)
    # Ids that were asked for go first: the others take what is left.
    pairs = list(zip(parents, requests))
    for parent, request in sorted(pairs, key=lambda item: 'id' not in item[1]):
        snapshots.make(array, parent, request)


def of_group(array: ArrayState, body: Mapping[str, Any]) -> list[str]:
    """POST /volumes with action 8; the names of the snapshots."""
    entries = body['volumeGroup']
    if not entries:
        raise Refused('INV_INPUT_MISSING_REQUIRED', 'volumeGroup')
    parents, requests = [], []
    common = {name: body[name] for name in _GROUP if name in body}
    for entry in entries:
        if 'SnapshotWWN' in entry:
            raise Refused('UNSUP_OP', 'SnapshotWWN')
        parents.append(find_volume(array, entry['volumeName']))
        name, writable = entry['snapshotName'], entry.get('readWrite', False)
        validation.check_new_name(array, name, 'snapshotName')
        request = {**common, 'name': name, 'readOnly':
                   body.get('readOnly', False) and not writable}
        if 'snapshotId' in entry:
            request['id'] = validation.check_id(
                array, {'id': entry['snapshotId']})
        requests.append(request)
    for kind in ('name', 'id'):
        requested = [item[kind] for item in requests if kind in item]
        if len(set(requested)) != len(requested):
            raise Refused('INV_INPUT_DUP_NAME' if kind == 'name'
                          else 'EXISTENT_ID', 'volumeGroup')
    _check_parents(array, parents, [item['readOnly'] for item in requests])
    _take(array, parents, requests)
    return [item['name'] for item in requests]


def update(array: ArrayState, request: Mapping[str, Any]) -> None:
    """POST /volumes with action 7: snapshots show their parents' now."""
    listed = request['volumeSnapshotList']
    if not listed:
        raise Refused('INV_INPUT_MISSING_REQUIRED', 'volumeSnapshotList')
    if len(set(listed)) != len(listed):
        raise Refused('INV_INPUT_DUP_NAME', 'volumeSnapshotList')
    result = [find_volume(array, name) for name in listed]
    for item in result:
        _check_update(array, item, request.get('readOnly', False))
    for item in result:
        parent = array.volumes.by_id(item.parent_id)
        item.created, item.size_mib = array.clock.now(), parent.size_mib
        item.failed = []
        array.remote.set_content(item.id, array.remote.content(parent.id))


def _check_update(array: ArrayState, item: Volume, read_only: bool) -> None:
    if not item.is_snapshot:
        raise Refused('INV_OPERATION_VV_BASE_VOLUME')
    if item.read_only != read_only:
        raise Refused('INV_OPERATION_SNAPSHOT_NOT_SAME_TYPE', 'readOnly')
    if item.busy:
        raise Refused('INV_OPERATION_VV_IS_BUSY')
    if item.retained is not None and item.retained > array.clock.now():
        raise Refused('RETAINED')
    if families.is_exported(array, item):
        raise Refused('INV_OPERATION_VV_EXPORTED')
    if item.children:
        raise Refused('HAS_CHILD')
    if item.sets or item.kept_for is not None or array.remote.holds(item):
        raise Refused('IN_USE')
    snapshots.check_parent(array, array.volumes.by_id(item.parent_id), False)
