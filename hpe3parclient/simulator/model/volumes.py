"""Volumes: making, finding, deleting.

Knows the rules of guide tables T35 and T45, and what a volume costs. What
changes a volume is in :mod:`.volume_changes`, virtual copies are in
:mod:`.snapshots`, the JSON is in :mod:`.volume_view`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Dict, List, Mapping, Optional, Set

from .. import ours
from ..errors import Refused
from . import capacity, cpgs

if TYPE_CHECKING:
    from ..array import Array

FULL, TPVV, SNP, TDVV, DDS = 1, 2, 3, 6, 7
BASE, PHYSICAL_COPY, VIRTUAL_COPY = 1, 2, 3

#: Sizes are whole multiples of this.
SIZE_UNIT_MIB = 256
MAX_HOURS = 43800
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


def hours_to_time(array: Array, hours: Optional[int],
                  ref: str) -> Optional[float]:
    """A moment so many hours from now; INV_INPUT_TIME out of range."""
    if not hours:
        return None
    if hours > MAX_HOURS:
        raise Refused('INV_INPUT_TIME', ref)
    return array.clock.now() + hours * 3600


def check_times(array: Array, expires: Optional[float],
                retained: Optional[float]) -> None:
    """Retention needs its licence and ends before expiration."""
    if retained is None:
        return
    if 'virtualLock' not in array.licences:
        raise Refused('UNLICENSED_FEATURE', 'retentionHours')
    if expires is not None and retained > expires:
        raise Refused('INV_INPUT_RETAIN_GT_EXPIRE', 'retentionHours')


def check_percents(wanted: Mapping[str, int], thin: bool) -> Dict[str, int]:
    """The alert percentages of a volume."""
    found = {name: value for name, value in wanted.items()
             if name.endswith('Pct') and value}
    for kind in ('ss', 'usr'):
        warning = found.get(f'{kind}SpcAllocWarningPct')
        limit = found.get(f'{kind}SpcAllocLimitPct')
        if warning is not None and limit is not None and warning > limit:
            raise Refused('INV_INPUT_WARN_GT_LIMIT',
                          f'{kind}SpcAllocWarningPct')
    users = [name for name in found if name.startswith('usr')]
    if users and not thin:
        raise Refused('INV_INPUT_USR_ALRT_NON_TPVV', users[0])
    return found


def check_policies(wanted: Mapping[str, bool]) -> Dict[str, bool]:
    """Policies that may be set; caching and system may only be false."""
    for name in ('caching', 'system'):
        if wanted.get(name):
            raise Refused('INV_INPUT_VV_POLICY', name)
    return {name: value for name, value in wanted.items()
            if name in ('staleSS', 'oneHost', 'zeroDetect')}


def check_id(array: Array, wanted: Mapping[str, Any]) -> int:
    """The id asked for, if it is free, or else the next one."""
    number: Optional[int] = wanted.get('id')
    if number is None:
        return array.volumes.free_id()
    if array.volumes.has_id(number):
        raise Refused('EXISTENT_ID', 'id')
    return number


def check_new_name(array: Array, name: str, ref: str = 'name') -> None:
    """A volume name that is free, on an array with room for a volume."""
    if name in array.volumes:
        raise Refused('EXISTENT_VOL', ref)
    if len(array.volumes) >= array.personality.max_volumes:
        raise Refused('VV_LIMIT_REACHED')


def provisioning_of(array: Array, wanted: Mapping[str, Any]) -> int:
    """What kind of volume the members ask for."""
    tpvv = wanted.get('tpvv', False)
    if array.personality.reduce:
        reduce = wanted.get('reduce', False)
        if tpvv == reduce:
            raise Refused('INV_INPUT_PARAM_CONFLICT' if tpvv
                          else 'INV_INPUT_ONE_REQUIRED', 'tpvv,reduce')
        return TDVV if reduce else TPVV
    tdvv = wanted.get('tdvv', False)
    if tpvv and tdvv:
        raise Refused('INV_INPUT_PARAM_CONFLICT', 'tpvv,tdvv')
    if wanted.get('compression') and not (tpvv or tdvv):
        raise Refused('INV_INPUT', 'compression')
    return TDVV if tdvv else TPVV if tpvv else FULL


def check_size(array: Array, mib: int) -> int:
    """A size, rounded up as the array does."""
    if mib <= 0:
        raise Refused('INV_INPUT', 'sizeMiB')
    size = capacity.round_up(mib, SIZE_UNIT_MIB)
    if size > array.personality.max_volume_mib:
        raise Refused('TOO_LARGE', 'sizeMiB')
    return size


def create(array: Array, wanted: Mapping[str, Any]) -> Volume:
    """POST /volumes."""
    check_new_name(array, wanted['name'])
    kind = provisioning_of(array, wanted)
    size = check_size(array, wanted['sizeMiB'])
    user_cpg = cpgs.find(array, wanted['cpg'], 'cpg')
    snap_cpg = _snap_cpg(array, wanted, user_cpg)
    percents = check_percents(wanted, kind != FULL)
    policies = check_policies(wanted.get('policies', {}))
    if policies.get('zeroDetect') and kind == FULL:
        raise Refused('INV_INPUT_VV_POLICY', 'zeroDetect')
    expires = hours_to_time(array, wanted.get('expirationHours'),
                            'expirationHours')
    retained = hours_to_time(array, wanted.get('retentionHours'),
                             'retentionHours')
    check_times(array, expires, retained)
    metadata = check_metadata(array, wanted.get('objectKeyValues', ()))
    number = check_id(array, wanted)
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


def check_metadata(array: Array, pairs: Any) -> Dict[str, Dict[str, Any]]:
    """Key and value pairs given when an object is made."""
    found: Dict[str, Dict[str, Any]] = {}
    for pair in pairs:
        if pair['key'] in found:
            raise Refused('EXISTENT_OBJECT_KEY', 'key')
        found[pair['key']] = {'value': pair['value'],
                              'created': array.clock.now()}
    return found


def _first_space(volume: Volume) -> None:
    if volume.provisioning == FULL:
        volume.user_reserved = volume.user_used = volume.size_mib
        return
    volume.user_reserved = min(ours.THIN_FIRST_MIB, volume.size_mib)
    volume.admin_reserved = ours.ADMIN_FIRST_MIB
    if volume.snap_cpg is not None:
        volume.snap_reserved = ours.SNAP_FIRST_MIB


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
    children = [array.volumes.by_id(one) for one in volume.children]
    if any(child.read_only for child in children):
        raise Refused('HAS_RO_CHILD')
    if children:
        raise Refused('HAS_CHILD')
    if volume.sets or volume.templates:
        raise Refused('IN_USE')
    if volume.busy:
        raise Refused('INV_OPERATION_VV_TUNE_IN_PROGRESS')


def delete(array: Array, name: str) -> None:
    """DELETE /volumes/<name>."""
    volume = find(array, name)
    check_deletable(array, volume)
    remove(array, volume)


def remove(array: Array, volume: Volume) -> None:
    """Take a volume out; nothing may stand in the way any more."""
    capacity.take(array, given_back(charges(array, volume)))
    array.volumes.remove(volume)
    array.expiring.discard(volume.id)
    if volume.parent_id is not None:
        parent = array.volumes.by_id(volume.parent_id)
        parent.children.remove(volume.id)
    leave_cpgs(array, volume)


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
        volume = array.volumes.by_id(number)
        if volume.expires is None or volume.expires > now:
            continue
        try:
            check_deletable(array, volume)
        except Refused:
            continue
        remove(array, volume)
