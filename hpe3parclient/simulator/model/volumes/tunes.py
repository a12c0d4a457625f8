"""Tuning: moving a volume to another CPG, or converting it.

Knows the rules of action 6 and what its task changes. A conversion with
snapshots needs keepVV, a name under which the volume stays as it was: the
snapshots belong to that one from then on.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any, Dict, List, Mapping

from hpe3parclient.simulator import assumptions
from hpe3parclient.simulator.errors import Refused
from hpe3parclient.simulator.model import capacity, cpgs, tasks
from hpe3parclient.simulator.model.volumes import activity, modify, validation
from hpe3parclient.simulator.model.volumes.lookup import (
    find_volume,
    refuse_internal,
)
from hpe3parclient.simulator.model.volumes.space import charges, join_cpgs
from hpe3parclient.simulator.personality import Capability
from hpe3parclient.simulator.state.cpgs import Charge
from hpe3parclient.simulator.state.tasks import Task
from hpe3parclient.simulator.state.volumes import (
    BASE,
    FULL,
    TDVV,
    TPVV,
    Volume,
)

if TYPE_CHECKING:
    from hpe3parclient.simulator.array import Array

USR_CPG, SNP_CPG = 1, 2
#: conversionOperation → provisioning; 4 is data reduction
REDUCE = 4
CONVERSIONS = {1: TPVV, 2: FULL, 3: TDVV, REDUCE: TDVV}
_SAME_KIND = {TPVV: 'INV_INPUT_VV_IS_TPVV', FULL: 'INV_INPUT_VV_IS_FPVV',
              TDVV: 'INV_INPUT_VV_IS_TDVV'}


def tune(array: Array, name: str, wanted: Mapping[str, Any]) -> Task:
    """PUT /volumes/<name> with action 6: a task moves or converts it."""
    volume = find_volume(array, name)
    refuse_internal(volume)
    if volume.is_snapshot:
        raise Refused('INV_OPERATION_VV_NON_BASE_VOLUME')
    member = 'userCPG' if wanted['tuneOperation'] == USR_CPG else 'snapCPG'
    if member not in wanted:
        raise Refused('INV_INPUT_MISSING_REQUIRED', member)
    cpg = cpgs.find(array, wanted[member], member)
    if cpg.domain != volume.domain:
        raise Refused('CPG_NOT_IN_SAME_DOMAIN', member)
    activity.refuse(volume, activity.RETUNE)
    effect: Dict[str, Any] = {'do': 'tune', 'volume': volume.id,
                              'cpgs': {member: cpg.id}}
    if wanted.get('conversionOperation'):
        effect.update(_conversion(array, volume, wanted))
    elif 'keepVV' in wanted:
        raise Refused('INV_INPUT_MISSING_REQUIRED', 'conversionOperation')
    elif member == 'userCPG' and volume.provisioning == TDVV \
            and not array.personality.reduce:
        raise Refused('INV_OPERATION_VV_MODIFY_USR_CPG_TDVV', 'userCPG')
    capacity.check(array, _charges(array, volume, effect))
    effect['state'] = activity.CONVERTING if 'kind' in effect else activity.TUNING
    volume.busy.append(effect['state'])
    return array.tasks.add(
        'tune_vv', tasks.TUNE_VV, user=array.admin,
        seconds=tasks.seconds_for(volume.size_mib), effect=effect)


def _conversion(array: Array, volume: Volume,
                wanted: Mapping[str, Any]) -> Dict[str, Any]:
    """What a conversion adds to the effect of its task."""
    if wanted['tuneOperation'] != USR_CPG:
        raise Refused('INV_INPUT_MISSING_REQUIRED', 'userCPG')
    operation = wanted['conversionOperation']
    kind = CONVERSIONS[operation]
    if kind == TDVV and not array.personality.has(Capability.DEDUP):
        raise Refused('INV_OPERATION_UNSUPPORTED_VV_TYPE')
    packed = (operation == REDUCE and array.personality.reduce) \
        or wanted.get('compression', False)
    if kind == FULL and (array.personality.reduce or packed):
        raise Refused('INV_OPERATION_UNSUPPORTED_VV_TYPE')
    if (kind, packed) == (volume.provisioning, volume.compression):
        raise Refused(_SAME_KIND[kind], 'conversionOperation')
    found: Dict[str, Any] = {'kind': kind, 'compression': packed}
    if 'keepVV' in wanted:
        validation.check_new_name(array, wanted['keepVV'], 'keepVV')
        found['keep'] = wanted['keepVV']
    elif volume.children:
        # Programs look for the member's name in the error.
        raise Refused('INV_INPUT_MISSING_REQUIRED', 'keepVV')
    return found


def _converted(volume: Volume, effect: Mapping[str, Any]) -> Volume:
    """The volume as it would be, joined to nothing."""
    trial = modify.trial_of(volume, effect['cpgs'],
                                    effect.get('kind'))
    trial.compression = effect.get('compression', volume.compression)
    if 'keep' in effect:
        # Its snapshots stay with the other one, and their space with them.
        trial.snap_used = 0
        trial.snap_reserved = assumptions.SNAP_FIRST_MIB \
            if volume.snap_reserved and trial.provisioning != FULL else 0
    return trial


def _charges(array: Array, volume: Volume,
             effect: Mapping[str, Any]) -> List[Charge]:
    trial = _converted(volume, effect)
    if 'keep' in effect:
        return charges(array, trial)
    return modify.exchange(array, volume, trial)


def finish(array: Array, effect: Mapping[str, Any], done: bool) -> bool:
    """The end of a tune task; False when it could not be done."""
    volume = array.volumes.by_id(effect['volume'])
    volume.busy.remove(effect['state'])
    if not done:
        return True
    if not all(array.cpgs.has_id(one) for one in effect['cpgs'].values()):
        return False
    try:
        if 'keep' in effect:
            validation.check_new_name(array, effect['keep'])
        capacity.take(array, _charges(array, volume, effect))
    except Refused:
        return False
    before = dataclasses.replace(volume)
    modify.become(array, volume, _converted(volume, effect))
    if 'keep' in effect:
        _keep(array, volume, before, effect['keep'])
    return True


def _keep(array: Array, volume: Volume, before: Volume, name: str) -> None:
    """The volume as it was stays under a name of its own."""
    kept = dataclasses.replace(
        before, id=array.volumes.free_id(), uuid=array.new_uuid(), name=name,
        copy_type=BASE, expires=None, retained=None,
        sets=set(), templates=set(), metadata={}, busy=list(before.busy),
        policies=dict(before.policies), percents=dict(before.percents),
        phys_parent_id=None, copy_snapshot=None, shared_parent=None)
    kept.base_id = kept.id
    volume.children, volume.phys_copies = [], set()
    array.volumes.add(kept)
    join_cpgs(array, kept)
    array.remote.set_content(kept.id, array.remote.content(volume.id))
    for number in kept.phys_copies:
        array.volumes.by_id(number).phys_parent_id = kept.id
    for one in array.volumes:
        if one.base_id == volume.id and one is not volume:
            one.base_id = kept.id
            if one.parent_id == volume.id:
                one.parent_id = kept.id
