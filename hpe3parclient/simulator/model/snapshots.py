"""Virtual copies of volumes.

Knows which volume may have one and what it inherits. Deleting is in
:mod:`.volumes`: a snapshot is a volume.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Mapping

from .. import ours
from ..errors import Refused
from . import capacity, volume_checks, volumes

if TYPE_CHECKING:
    from ..array import Array


def create(array: Array, parent_name: str,
           wanted: Mapping[str, Any]) -> volumes.Volume:
    """POST /volumes/<parent> with createSnapshot."""
    parent = volumes.find(array, parent_name)
    volumes.refuse_internal(parent)
    volume_checks.check_new_name(array, wanted['name'])
    read_only = wanted.get('readOnly', False)
    if read_only and parent.is_snapshot and parent.read_only:
        raise Refused('INV_OPERATION_VV_READONLY_TO_READONLY_SNAP')
    base = array.volumes.by_id(parent.base_id)
    if base.snap_cpg is None:
        raise Refused('NO_SNAP_CPG')
    if _family_size(array, base) >= ours.MAX_SNAPSHOTS_PER_FAMILY:
        raise Refused('SNAPSHOT_LIMIT_REACHED')
    expires = volume_checks.moment_of(array, wanted, 'expirationHours')
    retained = volume_checks.moment_of(array, wanted, 'retentionHours')
    volume_checks.check_times(array, expires, retained)
    number = volume_checks.check_id(array, wanted)
    _reserve(array, base)
    snapshot = volumes.Volume(
        id=number, uuid=array.new_uuid(), name=wanted['name'],
        provisioning=volume_checks.SNP, copy_type=volumes.VIRTUAL_COPY,
        size_mib=parent.size_mib, created=array.clock.now(),
        base_id=base.id, parent_id=parent.id, read_only=read_only,
        snap_cpg=base.snap_cpg, domain=base.domain,
        comment=wanted.get('comment') or None,
        expires=expires, retained=retained,
        policies=dict(parent.policies))
    array.volumes.add(snapshot)
    array.cpgs.by_id(base.snap_cpg).snap_users.add(snapshot.id)
    parent.children.append(snapshot.id)
    if expires is not None:
        array.expiring.add(snapshot.id)
    return snapshot


def _family_size(array: Array, volume: volumes.Volume) -> int:
    return sum(1 + _family_size(array, array.volumes.by_id(child))
               for child in volume.children)


def _reserve(array: Array, base: volumes.Volume) -> None:
    """The first snapshot makes the base reserve space for its changes."""
    more_snap = 0 if base.snap_reserved else ours.SNAP_FIRST_MIB
    more_admin = 0 if base.admin_reserved else ours.ADMIN_FIRST_MIB
    if not (more_snap or more_admin):
        return
    capacity.take(array, [
        (array.cpgs.by_id(base.snap_cpg), capacity.Usage(snap=more_snap)),
        (array.cpgs.by_id(base.user_cpg), capacity.Usage(admin=more_admin))])
    base.snap_reserved += more_snap
    base.admin_reserved += more_admin
