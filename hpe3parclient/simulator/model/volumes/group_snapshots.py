"""Snapshots of several volumes at one moment, and taking them anew.

Knows the rules of guide table T109 (snapshots of a volume set) and of
actions 7 and 8 on /volumes. All of the snapshots are taken, or none.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from hpe3parclient.simulator.errors import Refused
from hpe3parclient.simulator.model import licences, sets
from hpe3parclient.simulator.model.names import split_set
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
    licences.need(array, 'virtualCopy')
    snapshots.check_terms(array, requests[0])
    add_to_set.check(array, requests[0], parents)
    snapshots.check_room(array, parents)
    # Ids that were asked for go first: the others take what is left.
    pairs = list(zip(parents, requests))
    for parent, request in sorted(pairs, key=lambda item: 'id' not in item[1]):
        snapshots.make(array, parent, request)


class Made(NamedTuple):
    """One snapshot of a group, and what it is of."""

    parent: str
    name: str


def of_group(array: ArrayState, body: Mapping[str, Any]) -> list[Made]:
    """POST /volumes with action 8; what was made."""
    entries = body['volumeGroup']
    if not entries:
        raise Refused('INV_INPUT_MISSING_REQUIRED', 'volumeGroup')
    parents: list[Volume] = []
    requests: list[dict[str, Any]] = []
    for entry in entries:
        parents.append(_group_parent(array, entry))
        requests.append(_group_request(array, body, entry, parents[-1]))
    for kind, symbol in (('name', 'INV_INPUT_DUP_NAME'),
                         ('id', 'EXISTENT_ID'), ('wwn', 'INV_INPUT_DUP_NAME')):
        requested = [item[kind] for item in requests if kind in item]
        if len(set(requested)) != len(requested):
            raise Refused(symbol, 'volumeGroup')
    _check_parents(array, parents, [item['readOnly'] for item in requests])
    _take(array, parents, requests)
    return [Made(parent.name, item['name'])
            for parent, item in zip(parents, requests)]


def _group_parent(array: ArrayState, entry: Mapping[str, Any]) -> Volume:
    name = entry.get('volumename', entry.get('volumeName'))
    if name is None:
        raise Refused('INV_INPUT_MISSING_REQUIRED', 'volumename')
    return find_volume(array, name)


def _group_request(array: ArrayState, body: Mapping[str, Any],
                   entry: Mapping[str, Any], parent: Volume) -> dict[str, Any]:
    """What is requested of one snapshot of a group."""
    request = {name: body[name] for name in _GROUP if name in body}
    name = entry.get('snapshotName')
    if name is None:
        name = _made_up_name(array, parent)
    validation.check_new_name(array, name, 'snapshotName')
    request.update(name=name, readOnly=body.get('readOnly', False)
                   and not entry.get('readWrite', False))
    if 'snapshotId' in entry:
        request['id'] = validation.check_id(array, {'id': entry['snapshotId']})
    wwn = entry.get('snapshotWWN', entry.get('SnapshotWWN'))
    if wwn is not None:
        request['wwn'] = validation.check_volume_wwn(array, wwn)
    return request


def _made_up_name(array: ArrayState, parent: Volume) -> str:
    """A name that is free, for a snapshot that is given none (OURS)."""
    base = parent.name[:array.personality.name_length - 5]
    number = 1
    while f'{base}.s{number}' in array.volumes:
        number += 1
    return f'{base}.s{number}'


def update(array: ArrayState, request: Mapping[str, Any]) -> None:
    """POST /volumes with action 7: snapshots show their parents' now."""
    licences.need(array, 'virtualCopy')
    result = _listed(array, request)
    for item in result:
        _check_update(array, item)
    parents = _read_only_parents(array, result) \
        if request.get('readOnly') else []
    for item in [*parents, *result]:
        parent = array.volumes.by_id(item.parent_id)
        item.created, item.size_mib = array.clock.now(), parent.size_mib
        item.failed = []
        array.remote.set_content(item.id, array.remote.content(parent.id))


def _read_only_parents(array: ArrayState, result: list[Volume]) -> list[Volume]:
    """What readOnly updates as well; a parent in a set stays as it is."""
    parents: dict[int, Volume] = {}
    for item in result:
        parent = array.volumes.by_id(item.parent_id)
        if parent.is_snapshot and parent.read_only and not parent.sets:
            _check_idle(array, parent)
            parents[parent.id] = parent
    return list(parents.values())


def _listed(array: ArrayState, request: Mapping[str, Any]) -> list[Volume]:
    """The snapshots of a list, and those of the sets in it; none twice."""
    member = 'volumeSnapshotList' if 'volumeSnapshotList' in request \
        else 'volumeSnapShotList'
    result: list[Volume] = []
    for text in request.get(member, ()):
        is_set, name = split_set(text)
        result += members(array, name) if is_set \
            else [find_volume(array, text)]
    if not result:
        raise Refused('INV_INPUT_MISSING_REQUIRED', member)
    if len({item.id for item in result}) != len(result):
        raise Refused('INV_INPUT_DUP_NAME', member)
    return result


def _check_idle(array: ArrayState, item: Volume) -> None:
    if item.busy:
        raise Refused('INV_OPERATION_VV_IS_BUSY')
    if item.retained is not None and item.retained > array.clock.now():
        raise Refused('RETAINED')
    if families.is_exported(array, item):
        raise Refused('INV_OPERATION_VV_EXPORTED')


def _check_update(array: ArrayState, item: Volume) -> None:
    if not item.is_snapshot:
        raise Refused('INV_OPERATION_VV_BASE_VOLUME')
    _check_idle(array, item)
    if item.children:
        raise Refused('HAS_CHILD')
    if item.sets or item.kept_for is not None or array.remote.holds(item):
        raise Refused('IN_USE')
    snapshots.check_parent(array, array.volumes.by_id(item.parent_id), False)
