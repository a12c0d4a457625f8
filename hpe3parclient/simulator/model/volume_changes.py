"""What happens to a volume after it was made.

Knows the rules of guide tables T37 (modify), T40 (grow) and of tuning, and
how a write by a host would use space. Knows no HTTP.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any, Dict, List, Mapping, Optional, Tuple

from .. import ours
from ..errors import Refused
from . import capacity, cpgs, tasks, volume_checks, volumes
from .volume_checks import FULL, TDVV, TPVV
from .volumes import Volume

if TYPE_CHECKING:
    from ..array import Array

USR_CPG, SNP_CPG = 1, 2
TUNING = 15
#: conversionOperation → provisioning
CONVERSIONS = {1: TPVV, 2: FULL, 3: TDVV, 4: TDVV}
_SAME_KIND = {TPVV: 'INV_INPUT_VV_IS_TPVV', FULL: 'INV_INPUT_VV_IS_FPVV',
              TDVV: 'INV_INPUT_VV_IS_TDVV'}


def refuse_busy(volume: Volume) -> None:
    """One long operation at a time."""
    if volume.busy:
        raise Refused('INV_OPERATION_VV_TUNE_IN_PROGRESS')


def modify(array: Array, name: str, wanted: Mapping[str, Any]) -> Volume:
    """PUT /volumes/<name> without an action."""
    volume = volumes.find(array, name)
    volumes.refuse_internal(volume)
    if not wanted:
        raise Refused('INV_INPUT')
    new_name = wanted.get('newName', volume.name)
    if new_name != volume.name:
        volume_checks.check_new_name(array, new_name, 'newName')
    percents = _percents(volume, wanted)
    policies = _policies(volume, wanted)
    expires, retained = _times(array, volume, wanted)
    changed = _cpgs(array, volume, wanted)
    if changed:
        _move(array, volume, changed)
    volume.percents, volume.policies = percents, policies
    volume.expires, volume.retained = expires, retained
    if expires is None:
        array.expiring.discard(volume.id)
    else:
        array.expiring.add(volume.id)
    if 'comment' in wanted:
        volume.comment = wanted['comment'] or None
    if new_name != volume.name:
        array.volumes.rename(volume, new_name)
    return volume


def _percents(volume: Volume, wanted: Mapping[str, Any]) -> Dict[str, int]:
    found = {**volume.percents,
             **{name: value for name, value in wanted.items()
                if name.endswith('Pct') and value}}
    for kind in ('Ss', 'Usr'):
        for what in ('Warning', 'Limit'):
            if wanted.get(f'rm{kind}SpcAlloc{what}'):
                found.pop(f'{kind.lower()}SpcAlloc{what}Pct', None)
    return volume_checks.check_percents(found, volume.provisioning != FULL)


def _policies(volume: Volume, wanted: Mapping[str, Any]) -> Dict[str, bool]:
    asked = volume_checks.check_policies(wanted.get('policies', {}))
    if asked.get('zeroDetect') and volume.provisioning == FULL:
        raise Refused('INV_OPERATION_VV_ZERO_DETECT_TPVV', 'zeroDetect')
    return {**volume.policies, **asked}


def _times(array: Array, volume: Volume, wanted: Mapping[str, Any]) \
        -> Tuple[Optional[float], Optional[float]]:
    expires = volume_checks.moment_of(array, wanted, 'expirationHours')
    retained = volume_checks.moment_of(array, wanted, 'retentionHours')
    if expires is None and not wanted.get('rmExpTime'):
        expires = volume.expires
    asked = retained is not None
    before = volume.retained
    if retained is None:
        retained = before
    elif before is not None and retained < before:
        raise Refused('INV_INPUT_TIME', 'retentionHours')
    if asked or (expires != volume.expires and retained is not None):
        volume_checks.check_times(array, expires, retained)
    return expires, retained


def _cpgs(array: Array, volume: Volume,
          wanted: Mapping[str, Any]) -> Dict[str, int]:
    changed: Dict[str, int] = {}
    for member in ('userCPG', 'snapCPG'):
        if member not in wanted:
            continue
        if volume.is_snapshot:
            raise Refused('INV_OPERATION_VV_CPG_ON_SNAPSHOT', member)
        cpg = cpgs.find(array, wanted[member], member)
        if cpg.domain != volume.domain:
            raise Refused('CPG_NOT_IN_SAME_DOMAIN', member)
        changed[member] = cpg.id
    if changed.get('userCPG', volume.user_cpg) != volume.user_cpg:
        if volume.provisioning != FULL:
            raise Refused('INV_OPERATION_VV_MODIFY_USR_CPG_TPVV', 'userCPG')
        refuse_busy(volume)
    if 'snapCPG' in changed and volume.children \
            and changed['snapCPG'] != volume.snap_cpg:
        raise Refused('INVALID_OPERATION_VV_SNAPSPACE_NOT_MOVED_TO_CPG',
                      'snapCPG')
    return changed


def _trial(volume: Volume, changed: Mapping[str, int],
           kind: Optional[int]) -> Volume:
    """The volume as it would be, joined to nothing."""
    trial = dataclasses.replace(volume)
    trial.user_cpg = changed.get('userCPG', volume.user_cpg)
    trial.snap_cpg = changed.get('snapCPG', volume.snap_cpg)
    if kind is not None:
        _convert(trial, kind)
    return trial


def _exchange(array: Array, volume: Volume,
              trial: Volume) -> List[capacity.Charge]:
    return (volumes.given_back(volumes.charges(array, volume))
            + volumes.charges(array, trial))


def _move(array: Array, volume: Volume, changed: Mapping[str, int],
          kind: Optional[int] = None) -> None:
    """Give back what it held, take the same elsewhere, or change nothing."""
    trial = _trial(volume, changed, kind)
    capacity.take(array, _exchange(array, volume, trial))
    volumes.leave_cpgs(array, volume)
    for name in ('user_cpg', 'snap_cpg', 'provisioning', 'user_reserved',
                 'user_used', 'admin_reserved'):
        setattr(volume, name, getattr(trial, name))
    volumes.join_cpgs(array, volume)


def _convert(volume: Volume, kind: int) -> None:
    volume.provisioning = kind
    if kind == FULL:
        volume.user_reserved = volume.user_used = volume.size_mib
        return
    volume.admin_reserved = max(volume.admin_reserved, ours.ADMIN_FIRST_MIB)
    volume.user_reserved = max(
        min(ours.THIN_FIRST_MIB, volume.size_mib),
        capacity.round_up(volume.user_used, ours.WRITE_STEP_MIB))


def grow(array: Array, name: str, more: int) -> Volume:
    """PUT /volumes/<name> with action 3: larger by so much."""
    volume = volumes.find(array, name)
    _refuse_internal(volume)
    if volume.is_snapshot:
        raise Refused('INV_OPERATION_UNSUPPORTED_VV_TYPE')
    refuse_busy(volume)
    if more <= 0:
        raise Refused('INV_INPUT_VV_GROW_SIZE', 'sizeMiB')
    more = capacity.round_up(more, volume_checks.SIZE_UNIT_MIB)
    if volume.size_mib + more > array.personality.max_volume_mib:
        raise Refused('VV_NEW_SIZE_EXCEEDS_LIMITS', 'sizeMiB')
    cpg = array.cpgs.by_id(volume.user_cpg)
    if volume.provisioning == FULL:
        capacity.take(array, [(cpg, capacity.Usage(full=more))],
                      'VV_NEW_SIZE_EXCEED_CPG_LIMIT')
        volume.user_reserved += more
        volume.user_used += more
    volume.size_mib += more
    cpg.virtual_mib += more
    return volume


def _refuse_internal(volume: Volume) -> None:
    """T40 has one symbol for both kinds of internal volume."""
    if volume.internal:
        raise Refused('INV_OPERATION_VV_INTERNAL_VOLUME')


def tune(array: Array, name: str, wanted: Mapping[str, Any]) -> tasks.Task:
    """PUT /volumes/<name> with action 6: a task moves or converts it."""
    volume = volumes.find(array, name)
    volumes.refuse_internal(volume)
    if volume.is_snapshot:
        raise Refused('INV_OPERATION_VV_NON_BASE_VOLUME')
    member = 'userCPG' if wanted['tuneOperation'] == USR_CPG else 'snapCPG'
    if member not in wanted:
        raise Refused('INV_INPUT_MISSING_REQUIRED', member)
    cpg = cpgs.find(array, wanted[member], member)
    if cpg.domain != volume.domain:
        raise Refused('CPG_NOT_IN_SAME_DOMAIN', member)
    refuse_busy(volume)
    effect: Dict[str, Any] = {'do': 'tune', 'volume': volume.id,
                              'cpgs': {member: cpg.id}}
    kind = _conversion(array, volume, wanted)
    if kind is not None:
        effect['kind'] = kind
    trial = _trial(volume, {member: cpg.id}, kind)
    capacity.check(array, _exchange(array, volume, trial))
    volume.busy.append(TUNING)
    return array.tasks.add(
        'tune_vv', tasks.TUNE_VV, user=array.admin,
        seconds=tasks.seconds_for(volume.size_mib), effect=effect)


def _conversion(array: Array, volume: Volume,
                wanted: Mapping[str, Any]) -> Optional[int]:
    operation = wanted.get('conversionOperation')
    if not operation:
        if 'keepVV' in wanted:
            raise Refused('INV_INPUT_MISSING_REQUIRED',
                          'conversionOperation')
        return None
    if wanted['tuneOperation'] != USR_CPG:
        raise Refused('INV_INPUT_MISSING_REQUIRED', 'userCPG')
    if 'keepVV' in wanted:
        raise Refused('UNSUP_OP', 'keepVV')
    kind = CONVERSIONS[operation]
    if kind == FULL and array.personality.reduce:
        raise Refused('INV_OPERATION_UNSUPPORTED_VV_TYPE')
    if kind == volume.provisioning:
        raise Refused(_SAME_KIND[kind], 'conversionOperation')
    return kind


def finish_tune(array: Array, effect: Mapping[str, Any],
                done: bool) -> bool:
    """The end of a tune task; False when it could not be done."""
    volume = array.volumes.by_id(effect['volume'])
    volume.busy.remove(TUNING)
    if not done:
        return True
    if not all(array.cpgs.has_id(one) for one in effect['cpgs'].values()):
        return False
    try:
        _move(array, volume, effect['cpgs'], effect.get('kind'))
    except Refused:
        return False
    return True


def write(array: Array, name: str, mib: int) -> None:
    """A host writes so many MiB that were never written before.

    There is no data path: tests call this to make thin volumes fill and
    snapshots hold what is overwritten.
    """
    volume = volumes.find(array, name)
    if volume.user_cpg is None or volume.internal:
        raise Refused('INV_OPERATION_UNSUPPORTED_VV_TYPE')
    used = min(volume.size_mib, volume.user_used + mib)
    snap_used = volume.snap_used + (mib if volume.children else 0)
    user = snap = 0
    if volume.provisioning != FULL:
        user = max(0, min(capacity.round_up(used, ours.WRITE_STEP_MIB),
                          volume.size_mib) - volume.user_reserved)
    if snap_used > volume.snap_reserved:
        snap = (capacity.round_up(snap_used, ours.WRITE_STEP_MIB)
                - volume.snap_reserved)
    trial = dataclasses.replace(
        volume, user_reserved=volume.user_reserved + user,
        snap_reserved=volume.snap_reserved + snap)
    capacity.take(array, _exchange(array, volume, trial))
    volume.user_reserved += user
    volume.snap_reserved += snap
    volume.user_used, volume.snap_used = used, snap_used
    volume.host_write_mib += mib
