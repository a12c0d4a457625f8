"""What happens to a volume after it was made.

Knows the rules of guide tables T37 (modify) and T40 (grow), and how a write
by a host would use space. What a task changes is in :mod:`.tunes` and
:mod:`.physical_copies`.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

from hpe3parclient.simulator import assumptions
from hpe3parclient.simulator.errors import Refused
from hpe3parclient.simulator.model import capacity, cpgs
from hpe3parclient.simulator.model.volumes import activity, validation
from hpe3parclient.simulator.model.volumes.lookup import (
    find_volume,
    refuse_internal,
)
from hpe3parclient.simulator.model.volumes.space import (
    charges,
    given_back,
    join_cpgs,
    leave_cpgs,
)
from hpe3parclient.simulator.state.array_state import ArrayState
from hpe3parclient.simulator.state.cpgs import Charge, Usage
from hpe3parclient.simulator.state.tasks import ACTIVE, SNAPSHOT_ACCOUNTING
from hpe3parclient.simulator.state.volumes import FULL, Volume


def modify(array: ArrayState, name: str, request: Mapping[str, Any]) -> Volume:
    """PUT /volumes/<name> without an action."""
    volume = find_volume(array, name)
    refuse_internal(volume)
    activity.refuse(volume, activity.MODIFY)
    if not request:
        raise Refused('INV_INPUT')
    new_name = request.get('newName', volume.name)
    if new_name != volume.name:
        validation.check_new_name(array, new_name, 'newName')
        _refuse_accounting(array, volume)
    percents = _percents(volume, request)
    policies = _policies(volume, request)
    expires, retained = _times(array, volume, request)
    changed = _cpgs(array, volume, request)
    if changed:
        _move(array, volume, changed)
    volume.percents, volume.policies = percents, policies
    volume.expires, volume.retained = expires, retained
    if expires is None:
        array.expiring.discard(volume.id)
    else:
        array.expiring.add(volume.id)
    if 'comment' in request:
        volume.comment = request['comment'] or None
    if new_name != volume.name:
        array.volumes.rename(volume, new_name)
    return volume


def _refuse_accounting(array: ArrayState, volume: Volume) -> None:
    """The space of a volume's snapshots is counted under its name."""
    if any(task.type == SNAPSHOT_ACCOUNTING and task.status == ACTIVE
           and task.name == volume.name for task in array.tasks):
        raise Refused('INV_OPERATION_VV_VOLUME_ACCOUNTING_IN_PROGRESS',
                      'newName')


def _percents(volume: Volume, request: Mapping[str, Any]) -> dict[str, int]:
    result = {**volume.percents,
             **{name: value for name, value in request.items()
                if name.endswith('Pct') and value}}
    for kind in ('Ss', 'Usr'):
        for what in ('Warning', 'Limit'):
            if request.get(f'rm{kind}SpcAlloc{what}'):
                result.pop(f'{kind.lower()}SpcAlloc{what}Pct', None)
    return validation.check_percents(result, volume.provisioning != FULL)


def _policies(volume: Volume, request: Mapping[str, Any]) -> dict[str, bool]:
    requested = validation.check_policies(request.get('policies', {}))
    if requested.get('zeroDetect') and volume.provisioning == FULL:
        raise Refused('INV_OPERATION_VV_ZERO_DETECT_TPVV', 'zeroDetect')
    return {**volume.policies, **requested}


def _times(array: ArrayState, volume: Volume, request: Mapping[str, Any]) \
        -> tuple[float | None, float | None]:
    expires = validation.moment_of(array, request, 'expirationHours')
    retained = validation.moment_of(array, request, 'retentionHours')
    if expires is None and not request.get('rmExpTime'):
        expires = volume.expires
    requested = retained is not None
    before = volume.retained
    if retained is None:
        retained = before
    elif before is not None and retained < before:
        raise Refused('INV_INPUT_TIME', 'retentionHours')
    if requested or (expires != volume.expires and retained is not None):
        validation.check_times(array, expires, retained)
    return expires, retained


def _cpgs(array: ArrayState, volume: Volume,
          request: Mapping[str, Any]) -> dict[str, int]:
    changed: dict[str, int] = {}
    for member in ('userCPG', 'snapCPG'):
        if member not in request:
            continue
        if volume.is_snapshot:
            raise Refused('INV_OPERATION_VV_CPG_ON_SNAPSHOT', member)
        cpg = cpgs.find(array, request[member], member)
        if cpg.domain != volume.domain:
            raise Refused('CPG_NOT_IN_SAME_DOMAIN', member)
        changed[member] = cpg.id
    if changed.get('userCPG', volume.user_cpg) != volume.user_cpg:
        if volume.provisioning != FULL:
            raise Refused('INV_OPERATION_VV_MODIFY_USR_CPG_TPVV', 'userCPG')
        activity.refuse(volume, activity.MODIFY_CPG)
        if any(array.hardware.of_kind('node')):
            raise Refused('INV_OPERATION_VV_VOLUME_NOT_DEFINED_ALL_NODES')
    if 'snapCPG' in changed and volume.children \
            and changed['snapCPG'] != volume.snap_cpg:
        raise Refused('INV_OPERATION_VV_SNAPSPACE_NOT_MOVED_TO_CPG',
                      'snapCPG')
    return changed


def trial_of(volume: Volume, changed: Mapping[str, int],
             kind: int | None) -> Volume:
    """The volume as it would be, joined to nothing."""
    """The volume as it would be elsewhere or converted, joined to nothing."""
    trial = dataclasses.replace(volume)
    trial.user_cpg = changed.get('userCPG', volume.user_cpg)
    trial.snap_cpg = changed.get('snapCPG', volume.snap_cpg)
    if kind is not None:
        _convert(trial, kind)
    return trial


def exchange(array: ArrayState, volume: Volume,
             trial: Volume) -> list[Charge]:
    """What changes when a volume becomes what the trial is."""
    return (given_back(charges(array, volume))
            + charges(array, trial))


def _move(array: ArrayState, volume: Volume, changed: Mapping[str, int]) -> None:
    """Give back what it held, take the same elsewhere, or change nothing."""
    trial = trial_of(volume, changed, None)
    capacity.take(array, exchange(array, volume, trial))
    become(array, volume, trial)


def become(array: ArrayState, volume: Volume, trial: Volume) -> None:
    """The volume is what the trial is; the space has been taken."""
    leave_cpgs(array, volume)
    for name in ('user_cpg', 'snap_cpg', 'provisioning', 'compression',
                 'user_reserved', 'user_used', 'snap_reserved', 'snap_used',
                 'admin_reserved'):
        setattr(volume, name, getattr(trial, name))
    join_cpgs(array, volume)


def _convert(volume: Volume, kind: int) -> None:
    volume.provisioning = kind
    if kind == FULL:
        volume.user_reserved = volume.user_used = volume.size_mib
        return
    volume.admin_reserved = max(volume.admin_reserved, assumptions.ADMIN_FIRST_MIB)
    volume.user_reserved = max(
        min(assumptions.THIN_FIRST_MIB, volume.size_mib),
        capacity.round_up(volume.user_used, assumptions.WRITE_STEP_MIB))


def grow(array: ArrayState, name: str, more: int) -> Volume:
    """PUT /volumes/<name> with action 3: larger by so much."""
    volume = find_volume(array, name)
    _refuse_internal(volume)
    if volume.is_snapshot:
        raise Refused('INV_OPERATION_UNSUPPORTED_VV_TYPE')
    _refuse_growing(array, volume)
    if more < 0:
        raise Refused('VV_NEW_SIZE_IS_SMALLER', 'sizeMiB')
    if not more:
        raise Refused('INV_INPUT_VV_GROW_SIZE', 'sizeMiB')
    more = capacity.round_up(more, validation.SIZE_UNIT_MIB)
    if volume.size_mib + more > array.personality.max_volume_mib:
        raise Refused('VV_NEW_SIZE_EXCEED_LIMIT', 'sizeMiB')
    cpg = array.cpgs.by_id(volume.user_cpg)
    if volume.provisioning == FULL:
        capacity.take(array, [(cpg, Usage(full=more))],
                      'VV_NEW_SIZE_EXCEED_CPG_LIMIT')
        volume.user_reserved += more
        volume.user_used += more
    volume.size_mib += more
    cpg.virtual_mib += more
    return volume


def _refuse_growing(array: ArrayState, volume: Volume) -> None:
    """Copies and what they come from keep their sizes."""
    activity.refuse(volume, activity.GROW)
    if volume.phys_parent_id is not None:
        raise Refused('INV_OPERATION_VV_IS_PCOPY')
    if any(array.volumes.by_id(number).copy_snapshot is not None
           for number in volume.phys_copies):
        raise Refused('INV_OPERATION_VV_PARENT_OF_PCOPY')


def _refuse_internal(volume: Volume) -> None:
    """T40 has one symbol for both kinds of internal volume."""
    if volume.internal:
        raise Refused('INV_OPERATION_VV_INTERNAL_VOLUME')


def write(array: ArrayState, name: str, mib: int) -> None:
    """A host writes so many MiB that were never written before.

    There is no data path: tests call this to make thin volumes fill and
    snapshots hold what is overwritten.
    """
    volume = find_volume(array, name)
    if volume.user_cpg is None or volume.internal:
        raise Refused('INV_OPERATION_UNSUPPORTED_VV_TYPE')
    fill(array, volume, mib)
    volume.host_write_mib += mib


def fill(array: ArrayState, volume: Volume, mib: int) -> None:
    """A base volume gets so much data more; its snapshots keep the old.

    Without room for the old, policy staleSS lets the write pass: then the
    snapshots show nothing of use any more.
    """
    used = min(volume.size_mib, volume.user_used + mib)
    user = volume.user_reserved
    if volume.provisioning != FULL:
        user = max(user, min(capacity.round_up(used, assumptions.WRITE_STEP_MIB),
                             volume.size_mib))
    snap_used = volume.snap_used + (mib if volume.children else 0)
    snap = max(volume.snap_reserved, capacity.round_up(
        snap_used, assumptions.WRITE_STEP_MIB)
        if snap_used > volume.snap_reserved else 0)
    trial = dataclasses.replace(volume, user_reserved=user, user_used=used,
                                snap_reserved=snap, snap_used=snap_used)
    try:
        capacity.take(array, exchange(array, volume, trial))
    except Refused:
        if snap == volume.snap_reserved or not volume.policies['staleSS']:
            raise
        trial.snap_reserved, trial.snap_used = (
            volume.snap_reserved, volume.snap_used)
        capacity.take(array, exchange(array, volume, trial))
        _spoil_snapshots(array, volume)
    for name in ('user_reserved', 'user_used', 'snap_reserved', 'snap_used'):
        setattr(volume, name, getattr(trial, name))


def _spoil_snapshots(array: ArrayState, volume: Volume) -> None:
    for number in volume.children:
        child = array.volumes.by_id(number)
        child.failed = [activity.STALE]
        _spoil_snapshots(array, child)
