"""Volumes: making, finding, deleting.

Knows the rules of guide tables T35 and T45, and what a volume costs. What
changes a volume is in :mod:`.volume_changes`, virtual copies are in
:mod:`.snapshots`, the JSON is in :mod:`.volume_view`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Dict, List, Mapping, Optional, Set

from hpe3parclient.simulator import assumptions
from hpe3parclient.simulator.errors import Refused
from hpe3parclient.simulator.model import (
    capacity,
    cpgs,
    families,
    volume_checks,
)
from hpe3parclient.simulator.model.remotecopy import BLANK
from hpe3parclient.simulator.model.volume_checks import DDS, FULL, TDVV

if TYPE_CHECKING:
    from hpe3parclient.simulator.array import Array

BASE, PHYSICAL_COPY, VIRTUAL_COPY = (
    families.BASE, families.PHYSICAL_COPY, families.VIRTUAL_COPY)

#: Policies the request may set, and their values at the start.
POLICIES = {'staleSS': True, 'oneHost': False, 'zeroDetect': False,
            'system': False, 'caching': True}


@dataclass
class Volume:
    """One volume, base or virtual copy."""

    id: int
    uuid: str
    name: str
    provisioning: int
    size_mib: int
    created: float
    copy_type: int = BASE
    base_id: int = -1
    parent_id: Optional[int] = None
    read_only: bool = False
    #: ids of CPGs
    user_cpg: Optional[int] = None
    snap_cpg: Optional[int] = None
    domain: Optional[str] = None
    comment: Optional[str] = None
    compression: bool = False
    expires: Optional[float] = None
    retained: Optional[float] = None
    policies: Dict[str, bool] = field(default_factory=lambda: dict(POLICIES))
    #: ssSpcAllocWarningPct and its like, those that were set
    percents: Dict[str, int] = field(default_factory=dict)
    user_reserved: int = 0
    user_used: int = 0
    snap_reserved: int = 0
    snap_used: int = 0
    admin_reserved: int = 0
    host_write_mib: int = 0
    #: ids of virtual copies made of this one, oldest first
    children: List[int] = field(default_factory=list)
    #: ids of volume sets
    sets: Set[int] = field(default_factory=set)
    #: keys of VLUN templates that name this volume
    templates: Set[int] = field(default_factory=set)
    shared_parent: Optional[int] = None
    system: bool = False
    #: numbers of volumeDetailedState, while something goes on
    busy: List[int] = field(default_factory=list)
    #: numbers of volumeDetailedState, after something went wrong
    failed: List[int] = field(default_factory=list)
    #: physical copies, as :mod:`.families` links them: what this one is a
    #: copy of, those made of it, the snapshot they share, and from its side
    phys_parent_id: Optional[int] = None
    phys_copies: Set[int] = field(default_factory=set)
    copy_snapshot: Optional[int] = None
    kept_for: Optional[int] = None
    #: an online copy makes it, or failed to
    online_copy: bool = False
    metadata: Dict[str, Dict[str, Any]] = field(default_factory=dict)

    @property
    def is_snapshot(self) -> bool:
        """Whether this is a virtual copy."""
        return self.copy_type == VIRTUAL_COPY

    @property
    def internal(self) -> bool:
        """Made by the array for itself."""
        return self.system or self.provisioning == DDS


def find(array: Array, name: str) -> Volume:
    """The volume of that name, or NON_EXISTENT_VOL."""
    volume = array.volumes.get(name)
    if volume is None:
        raise Refused('NON_EXISTENT_VOL')
    return volume


def refuse_internal(volume: Volume) -> None:
    """Volumes of the array's own are not touched."""
    if volume.system:
        raise Refused('INV_OPERATION_VV_SYS_VOLUME')
    if volume.provisioning == DDS:
        raise Refused('INV_OPERATION_VV_INTERNAL_VOLUME')


def charges(array: Array, volume: Volume) -> List[capacity.Charge]:
    """What the volume takes from its CPGs."""
    found: List[capacity.Charge] = []
    user = None if volume.user_cpg is None \
        else array.cpgs.by_id(volume.user_cpg)
    snap = user if volume.snap_cpg is None \
        else array.cpgs.by_id(volume.snap_cpg)
    if user is not None:
        reserved = volume.user_reserved
        found.append((user, capacity.Usage(full=reserved)
                      if volume.provisioning == FULL
                      else capacity.Usage(thin=reserved)))
        found.append((user, capacity.Usage(admin=volume.admin_reserved)))
    if snap is not None and volume.snap_reserved:
        found.append((snap, capacity.Usage(snap=volume.snap_reserved)))
    return found


def given_back(found: List[capacity.Charge]) -> List[capacity.Charge]:
    """Charges turned round."""
    return [(cpg, use.negative()) for cpg, use in found]


def create(array: Array, wanted: Mapping[str, Any]) -> Volume:
    """POST /volumes."""
    volume_checks.check_new_name(array, wanted['name'])
    kind = volume_checks.provisioning_of(array, wanted)
    size = volume_checks.check_size(array, wanted['sizeMiB'])
    user_cpg = cpgs.find(array, wanted['cpg'], 'cpg')
    snap_cpg = _snap_cpg(array, wanted, user_cpg)
    percents = volume_checks.check_percents(wanted, kind != FULL)
    policies = volume_checks.check_first_policies(
        wanted.get('policies', {}), kind)
    expires = volume_checks.moment_of(array, wanted, 'expirationHours')
    retained = volume_checks.moment_of(array, wanted, 'retentionHours')
    volume_checks.check_times(array, expires, retained)
    metadata = volume_checks.check_metadata(
        array, wanted.get('objectKeyValues', ()))
    number = volume_checks.check_id(array, wanted)
    volume = Volume(
        id=number, uuid=array.new_uuid(), name=wanted['name'],
        provisioning=kind, size_mib=size, created=array.clock.now(),
        base_id=number, user_cpg=user_cpg.id,
        snap_cpg=None if snap_cpg is None else snap_cpg.id,
        domain=user_cpg.domain, comment=wanted.get('comment') or None,
        compression=bool(wanted.get('compression')
                         or wanted.get('reduce')),
        expires=expires, retained=retained, percents=percents,
        policies={**POLICIES, **policies}, metadata=metadata)
    _first_space(volume)
    capacity.take(array, charges(array, volume))
    _attach(array, volume)
    return volume


def _snap_cpg(array: Array, wanted: Mapping[str, Any],
              user_cpg: cpgs.Cpg) -> Optional[cpgs.Cpg]:
    if 'snapCPG' not in wanted:
        return user_cpg if array.personality.reduce else None
    cpg = cpgs.find(array, wanted['snapCPG'], 'snapCPG')
    if cpg.domain != user_cpg.domain:
        raise Refused('CPG_NOT_IN_SAME_DOMAIN', 'snapCPG')
    return cpg


def _first_space(volume: Volume) -> None:
    if volume.provisioning == FULL:
        volume.user_reserved = volume.user_used = volume.size_mib
        return
    volume.user_reserved = min(assumptions.THIN_FIRST_MIB, volume.size_mib)
    volume.admin_reserved = assumptions.ADMIN_FIRST_MIB
    if volume.snap_cpg is not None:
        volume.snap_reserved = assumptions.SNAP_FIRST_MIB


def _attach(array: Array, volume: Volume) -> None:
    array.volumes.add(volume)
    join_cpgs(array, volume)
    if volume.expires is not None:
        array.expiring.add(volume.id)


def join_cpgs(array: Array, volume: Volume) -> None:
    """Be counted by the CPGs whose space is used."""
    if volume.snap_cpg is not None:
        array.cpgs.by_id(volume.snap_cpg).snap_users.add(volume.id)
    if volume.user_cpg is not None:
        cpg = array.cpgs.by_id(volume.user_cpg)
        cpg.users.add(volume.id)
        cpg.virtual_mib += volume.size_mib
        if volume.provisioning == TDVV:
            volume.shared_parent = _shared(array, cpg)


def leave_cpgs(array: Array, volume: Volume) -> None:
    """No longer be counted by them."""
    if volume.snap_cpg is not None:
        array.cpgs.by_id(volume.snap_cpg).snap_users.discard(volume.id)
    if volume.user_cpg is not None:
        cpg = array.cpgs.by_id(volume.user_cpg)
        cpg.users.discard(volume.id)
        cpg.virtual_mib -= volume.size_mib
        if volume.provisioning == TDVV:
            volume.shared_parent = None
            _drop_shared(array, cpg)


def _shared(array: Array, cpg: cpgs.Cpg) -> int:
    """The volume that holds what the CPG's deduplicated volumes share."""
    cpg.dedup_users += 1
    if cpg.shared_id is not None:
        return cpg.shared_id
    number = 0
    while f'.shared.{cpg.name}_{number}' in array.volumes:
        number += 1
    shared = Volume(
        id=array.volumes.free_id(), uuid=array.new_uuid(),
        name=f'.shared.{cpg.name}_{number}', provisioning=DDS,
        size_mib=array.personality.max_volume_mib,
        created=array.clock.now(), user_cpg=cpg.id, domain=cpg.domain)
    shared.base_id = shared.id
    array.volumes.add(shared)
    cpg.users.add(shared.id)
    cpg.shared_id = shared.id
    return shared.id


def check_deletable(array: Array, volume: Volume) -> None:
    """Whatever stands in the way of deleting, as T45 orders it."""
    if volume.internal:
        raise Refused('IN_USE')
    if volume.retained is not None \
            and volume.retained > array.clock.now():
        raise Refused('RETAINED')
    if volume.busy:
        # Programs take this number for any task that will end.
        raise Refused('INV_OPERATION_VV_TUNE_IN_PROGRESS')
    children = [array.volumes.by_id(one) for one in volume.children]
    if any(child.read_only for child in children):
        raise Refused('HAS_RO_CHILD')
    if children or (volume.is_snapshot and volume.phys_copies):
        raise Refused('HAS_CHILD')
    if volume.sets or volume.templates or array.remote.holds(volume):
        raise Refused('IN_USE')


def delete(array: Array, name: str) -> None:
    """DELETE /volumes/<name>."""
    volume = find(array, name)
    check_deletable(array, volume)
    remove(array, volume)


def remove(array: Array, volume: Volume) -> None:
    """Take a volume out; nothing may stand in the way any more."""
    unneeded = families.leave(array, volume)
    capacity.take(array, given_back(charges(array, volume)))
    array.volumes.remove(volume)
    array.remote.set_content(volume.id, BLANK)
    array.expiring.discard(volume.id)
    if volume.parent_id is not None:
        parent = array.volumes.by_id(volume.parent_id)
        parent.children.remove(volume.id)
    leave_cpgs(array, volume)
    if unneeded is not None:
        remove(array, unneeded)


def _drop_shared(array: Array, cpg: cpgs.Cpg) -> None:
    """The shared volume goes with the last deduplicated one."""
    cpg.dedup_users -= 1
    if cpg.dedup_users or cpg.shared_id is None:
        return
    cpg.users.discard(cpg.shared_id)
    array.volumes.remove(array.volumes.by_id(cpg.shared_id))
    cpg.shared_id = None


def expire(array: Array) -> None:
    """Let go of volumes whose time is over and that nothing holds."""
    now = array.clock.now()
    for number in sorted(array.expiring, reverse=True):
        if not array.volumes.has_id(number):
            continue    # the snapshot of a copy that went before
        volume = array.volumes.by_id(number)
        if volume.expires is None or volume.expires > now:
            continue
        try:
            check_deletable(array, volume)
        except Refused:
            continue
        remove(array, volume)
