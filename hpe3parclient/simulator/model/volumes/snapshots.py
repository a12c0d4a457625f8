"""Virtual copies of volumes.

Knows which volume may have one, what it inherits and what it costs. Deleting
is in :mod:`.delete`: a snapshot is a volume. Snapshots of several volumes
at once are in :mod:`.group_snapshots`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from hpe3parclient.simulator import assumptions
from hpe3parclient.simulator.errors import Refused
from hpe3parclient.simulator.model import capacity, licences
from hpe3parclient.simulator.model.volumes import (
    activity,
    add_to_set,
    validation,
)
from hpe3parclient.simulator.model.volumes.lookup import (
    find_volume,
    refuse_internal,
)
from hpe3parclient.simulator.personality import SSD
from hpe3parclient.simulator.state.array_state import ArrayState
from hpe3parclient.simulator.state.cpgs import Charge, Usage
from hpe3parclient.simulator.state.volumes import SNP, TDVV, VIRTUAL_COPY, Volume


def create(array: ArrayState, parent_name: str,
           request: Mapping[str, Any]) -> Volume:
    """POST /volumes/<parent> with createSnapshot."""
    licences.need(array, 'virtualCopy')
    parent = find_volume(array, parent_name)
    refuse_internal(parent)
    validation.check_new_name(array, request['name'])
    check_parent(array, parent, request.get('readOnly', False))
    if parent.provisioning == TDVV and SSD not in array.pools:
        raise Refused('DEDUP_OPERATION_NOT_SUPPORTED')
    check_terms(array, request)
    number = validation.check_id(array, request)
    add_to_set.check(array, request, [parent])
    check_room(array, [parent])
    return make(array, parent, {**request, 'id': number})


def check_parent(array: ArrayState, parent: Volume, read_only: bool) -> None:
    """Whether the volume may have such a snapshot now."""
    if read_only and parent.is_snapshot and parent.read_only:
        raise Refused('INV_OPERATION_VV_READONLY_TO_READONLY_SNAP')
    activity.refuse(parent, activity.SNAPSHOT)
    if array.volumes.by_id(parent.base_id).snap_cpg is None:
        raise Refused('NO_SNAP_CPG')


def check_terms(array: ArrayState, request: Mapping[str, Any]) -> None:
    """Whether expiration and retention fit together."""
    validation.check_times(
        array, validation.moment_of(array, request, 'expirationHours'),
        validation.moment_of(array, request, 'retentionHours'))


def check_room(array: ArrayState, parents: Sequence[Volume]) -> None:
    """Whether the array has room for one snapshot of each."""
    if len(array.volumes) + len(parents) > array.personality.max_volumes:
        raise Refused('VV_LIMIT_REACHED')
    numbers = [item.base_id for item in parents]
    bases = [array.volumes.by_id(item) for item in dict.fromkeys(numbers)]
    for base in bases:
        if _family_size(array, base) + numbers.count(base.id) \
                > assumptions.MAX_SNAPSHOTS_PER_FAMILY:
            raise Refused('SNAPSHOT_LIMIT_REACHED')
    capacity.check(array, [charge for base in bases
                           for charge in _first_charges(array, base)])


def make(array: ArrayState, parent: Volume, request: Mapping[str, Any]) -> Volume:
    """Take a snapshot that every check allows; ``id`` may be absent."""
    base = array.volumes.by_id(parent.base_id)
    for cpg, use in _first_charges(array, base):
        base.snap_reserved += use.snap
        base.admin_reserved += use.admin
        capacity.take(array, [(cpg, use)])
    number = request.get('id')
    snapshot = Volume(
        id=array.volumes.free_id() if number is None else number,
        uuid=array.new_uuid(), name=request['name'],
        provisioning=SNP, copy_type=VIRTUAL_COPY,
        size_mib=parent.size_mib, created=array.clock.now(),
        base_id=base.id, parent_id=parent.id,
        read_only=request.get('readOnly', False),
        snap_cpg=base.snap_cpg, domain=base.domain,
        comment=request.get('comment') or None,
        expires=validation.moment_of(array, request, 'expirationHours'),
        retained=validation.moment_of(array, request, 'retentionHours'),
        policies=dict(parent.policies), wwn=request.get('wwn'))
    array.volumes.add(snapshot)
    array.cpgs.by_id(base.snap_cpg).snap_users.add(snapshot.id)
    parent.children.append(snapshot.id)
    if snapshot.expires is not None:
        array.expiring.add(snapshot.id)
    array.remote.set_content(snapshot.id, array.remote.content(parent.id))
    add_to_set.join(array, request, snapshot)
    return snapshot


def _family_size(array: ArrayState, volume: Volume) -> int:
    return sum(1 + _family_size(array, array.volumes.by_id(child))
               for child in volume.children)


def _first_charges(array: ArrayState, base: Volume) -> list[Charge]:
    """What the base reserves for its changes with its first snapshot."""
    more_snap = 0 if base.snap_reserved else assumptions.SNAP_FIRST_MIB
    more_admin = 0 if base.admin_reserved else assumptions.ADMIN_FIRST_MIB
    if not (more_snap or more_admin):
        return []
    return [
        (array.cpgs.by_id(base.snap_cpg), Usage(snap=more_snap)),
        (array.cpgs.by_id(base.user_cpg), Usage(admin=more_admin))]
