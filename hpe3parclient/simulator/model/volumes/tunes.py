"""Tuning: moving a volume to another CPG, or converting it.

Knows the rules of action 6 and what its task changes. A conversion with
snapshots needs keepVV, a name under which the volume stays as it was: the
snapshots belong to that one from then on.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

from hpe3parclient.simulator import assumptions
from hpe3parclient.simulator.errors import Refused
from hpe3parclient.simulator.model import capacity, cpgs, licences, tasks
from hpe3parclient.simulator.model.volumes import activity, modify, validation
from hpe3parclient.simulator.model.volumes.lookup import (
    find_volume,
    refuse_internal,
)
from hpe3parclient.simulator.model.volumes.space import charges, join_cpgs
from hpe3parclient.simulator.personality import Capability
from hpe3parclient.simulator.state.array_state import ArrayState
from hpe3parclient.simulator.state.cpgs import Charge
from hpe3parclient.simulator.state.tasks import (
    TUNE_VV,
    Task,
    Tune,
)
from hpe3parclient.simulator.state.volumes import (
    BASE,
    FULL,
    TDVV,
    TPVV,
    Volume,
)

USR_CPG, SNP_CPG = 1, 2
#: conversionOperation → provisioning; 4 is data reduction
REDUCE = 4
CONVERSIONS = {1: TPVV, 2: FULL, 3: TDVV, REDUCE: TDVV}
_SAME_KIND = {TPVV: 'INV_INPUT_VV_IS_TPVV', FULL: 'INV_INPUT_VV_IS_FPVV',
              TDVV: 'INV_INPUT_VV_IS_TDVV'}


def tune(array: ArrayState, name: str, request: Mapping[str, Any]) -> Task:
    """PUT /volumes/<name> with action 6: a task moves or converts it."""
    volume = find_volume(array, name)
    refuse_internal(volume)
    if volume.is_snapshot:
        raise Refused('INV_OPERATION_VV_NON_BASE_VOLUME')
    licences.need(array, 'dynamicOptimization')
    member = 'userCPG' if request['tuneOperation'] == USR_CPG else 'snapCPG'
    if member not in request:
        raise Refused('INV_INPUT_MISSING_REQUIRED', member)
    cpg = cpgs.find(array, request[member], member)
    if cpg.domain != volume.domain:
        raise Refused('CPG_NOT_IN_SAME_DOMAIN', member)
    activity.refuse(volume, activity.RETUNE)
    if any(array.hardware.of_kind('node')):
        raise Refused('NODE_DOWN')
    effect = Tune(volume.id, {member: cpg.id}, activity.TUNING)
    if request.get('conversionOperation'):
        effect = _conversion(array, volume, request, effect)
    elif 'keepVV' in request:
        raise Refused('INV_INPUT_MISSING_REQUIRED', 'conversionOperation')
    elif member == 'userCPG' and volume.provisioning == TDVV \
            and not array.personality.reduce:
        raise Refused('INV_OPERATION_VV_MODIFY_USR_CPG_TDVV', 'userCPG')
    capacity.check(array, _charges(array, volume, effect))
    volume.busy.append(effect.state)
    return tasks.start(
        array, 'tune_vv', TUNE_VV, user=array.admin,
        seconds=tasks.seconds_for(volume.size_mib), effect=effect)


def _conversion(array: ArrayState, volume: Volume,
                request: Mapping[str, Any], effect: Tune) -> Tune:
    """The effect of a task that converts the volume as well."""
    if request['tuneOperation'] != USR_CPG:
        raise Refused('INV_INPUT_MISSING_REQUIRED', 'userCPG')
    if array.remote.holds(volume):
        raise Refused('INV_OPERATION_VV_IN_REMOTE_COPY')
    operation = request['conversionOperation']
    kind = CONVERSIONS[operation]
    if kind != FULL:
        licences.need(array, 'thinProvisioing')
    if kind == TDVV and not array.personality.has(Capability.DEDUP):
        raise Refused('INV_OPERATION_UNSUPPORTED_VV_TYPE')
    packed = (operation == REDUCE and array.personality.reduce) \
        or request.get('compression', False)
    if kind == FULL and (array.personality.reduce or packed):
        raise Refused('INV_OPERATION_UNSUPPORTED_VV_TYPE')
    if (kind, packed) == (volume.provisioning, volume.compression):
        raise Refused(_SAME_KIND[kind], 'conversionOperation')
    if 'keepVV' in request:
        validation.check_new_name(array, request['keepVV'], 'keepVV')
    elif volume.children:
        # Programs look for the member's name in the error.
        raise Refused('INV_INPUT_MISSING_REQUIRED', 'keepVV')
    return dataclasses.replace(
        effect, state=activity.CONVERTING, kind=kind, compression=packed,
        keep=request.get('keepVV'))


def _converted(volume: Volume, effect: Tune) -> Volume:
    """The volume as it would be, joined to nothing."""
    trial = modify.trial_of(volume, effect.cpgs, effect.kind)
    if effect.compression is not None:
        trial.compression = effect.compression
    if effect.keep is not None:
        # Its snapshots stay with the other one, and their space with them.
        trial.snap_used = 0
        trial.snap_reserved = assumptions.SNAP_FIRST_MIB \
            if volume.snap_reserved and trial.provisioning != FULL else 0
    return trial


def _charges(array: ArrayState, volume: Volume,
             effect: Tune) -> list[Charge]:
    trial = _converted(volume, effect)
    if effect.keep is not None:
        return charges(array, trial)
    return modify.exchange(array, volume, trial)


@tasks.finishes(Tune)
def finish(array: ArrayState, effect: Tune, done: bool) -> bool:
    """The end of a tune task; False when it could not be done."""
    volume = array.volumes.by_id(effect.volume)
    volume.busy.remove(effect.state)
    if not done:
        return True
    if not all(array.cpgs.has_id(item) for item in effect.cpgs.values()):
        return False
    try:
        if effect.keep is not None:
            validation.check_new_name(array, effect.keep)
        capacity.take(array, _charges(array, volume, effect))
    except Refused:
        return False
    before = dataclasses.replace(volume)
    modify.become(array, volume, _converted(volume, effect))
    if effect.keep is not None:
        _keep(array, volume, before, effect.keep)
    return True


def _keep(array: ArrayState, volume: Volume, before: Volume, name: str) -> None:
    """The volume as it was stays under a name of its own."""
    kept = dataclasses.replace(
        before, id=array.volumes.free_id(), uuid=array.new_uuid(), name=name,
        copy_type=BASE, expires=None, retained=None,
        sets=set(), templates=set(), metadata={}, busy=list(before.busy),
        policies=dict(before.policies), percents=dict(before.percents),
        phys_parent_id=None, copy_snapshot=None, shared_parent=None,
        wwn=None)
    kept.base_id = kept.id
    volume.children, volume.phys_copies = [], set()
    array.volumes.add(kept)
    join_cpgs(array, kept)
    array.remote.set_content(kept.id, array.remote.content(volume.id))
    for number in kept.phys_copies:
        array.volumes.by_id(number).phys_parent_id = kept.id
    for item in array.volumes:
        if item.base_id == volume.id and item is not volume:
            item.base_id = kept.id
            if item.parent_id == volume.id:
                item.parent_id = kept.id
