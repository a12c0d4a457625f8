"""What is done to a remote-copy group when disaster strikes, and after it.

Knows the actions 6 to 11: who may ask for them, in which roles and states,
and what they make of both halves of a group. None of them loses a write
that both arrays hold; a failover gives up what had not been sent, as it
must, and recovering afterwards overwrites it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import (
    Any,
    Callable,
)

from hpe3parclient.simulator.errors import Refused
from hpe3parclient.simulator.model import tasks
from hpe3parclient.simulator.model.remotecopy import snapshots, transfer
from hpe3parclient.simulator.model.remotecopy.link import (
    become_primary,
    become_secondary,
    mend,
    turn_round,
)
from hpe3parclient.simulator.model.remotecopy.lookup import (
    Side,
    find_group,
    find_route,
    twin,
)
from hpe3parclient.simulator.model.remotecopy.sync import (
    halt,
    is_synced,
    is_syncing,
    ready,
)
from hpe3parclient.simulator.personality import Capability
from hpe3parclient.simulator.state.array_state import ArrayState
from hpe3parclient.simulator.state.remotecopy import (
    FAILSAFE,
    PRIMARY,
    SECONDARY,
    STARTED,
    STOPPED,
    Group,
)

REVERSE, FAILOVER, MIGRATE, RECOVER, RESTORE, OVERRIDE = 6, 7, 8, 9, 10, 11
#: Action → the type of its task; 1.5 has no type for the last two.
TASKS: Mapping[int, int] = {
    REVERSE: 6, FAILOVER: 7, RECOVER: 8, RESTORE: 9, MIGRATE: 30,
    OVERRIDE: 33}
#: Option → the actions it belongs to.
OPTIONS: Mapping[str, frozenset[int]] = {
    'skipStart': frozenset({FAILOVER, RECOVER, RESTORE}),
    'skipSync': frozenset({FAILOVER, RECOVER, RESTORE}),
    'discardNewData': frozenset({FAILOVER}),
    'skipPromote': frozenset({FAILOVER, REVERSE}),
    'noSnapshot': frozenset({FAILOVER, REVERSE, RESTORE}),
    'stopGroups': frozenset({REVERSE}),
    'localGroupsDirection': frozenset({REVERSE})}
_CONFLICT = 'INV_OPERATION_RCOPY_GROUP_ROLE_CONFLICT'


def recover(array: ArrayState, name: str, request: Mapping[str, Any],
            user: str = tasks.SYSTEM_USER) -> list[int]:
    """Actions 6 to 11 of /remotecopygroups/<name>.

    :returns: ids of tasks, one for each group involved
    """
    group = find_group(array, name)
    if 'remoteCopy' not in array.licences:
        raise Refused('UNLICENSED_FEATURE')
    action = request['action']
    for option, actions in OPTIONS.items():
        if request.get(option) and action not in actions:
            raise Refused('INV_INPUT_PARAM_CONFLICT', f'action,{option}')
    if 'targetName' in request:
        route = find_route(array, group, request['targetName'], status=400)
    elif len(group.targets) > 1:
        raise Refused('INV_INPUT_MISSING_REQUIRED', 'targetName')
    else:
        route = group.targets[0]
    if not group.volumes:
        # starting an empty group is refused with 400, recovering with 403
        raise Refused('RCOPY_GROUP_EMPTY', status=403)
    _ACTIONS[action](Side(array, group, route), request)
    return [tasks.add_ended(array, name, TASKS[action], user=user,
                            good=True).id]


def _alone(side: Side) -> None:
    """What turns a whole group round is for groups with one target."""
    if len(side.group.targets) > 1:
        raise Refused('RCOPY_GROUP_INV_OPERATION_ON_MULTIPLE_TARGETS')


def _refuse_promoting(array: ArrayState, group: Group) -> None:
    for number in group.volumes:
        if 12 in array.volumes.by_id(number).busy:
            raise Refused('INV_OPERATION_VV_PROMOTE_IN_PROGRESS')


def _fail_over(side: Side, request: Mapping[str, Any]) -> None:
    """7: a secondary group becomes primary, whatever the other array is."""
    if side.group.role != SECONDARY:
        raise Refused('RCOPY_GROUP_OPERATION_ONLY_ON_SECONDARY_SIDE')
    automatic = side.route.policies['autoSynchronize']
    if side.route.state == STARTED:
        if not automatic:
            raise Refused('RCOPY_GROUP_NOT_STOPPED')
        halt(side)
    _refuse_promoting(side.array, side.group)
    become_primary(side, not request.get('skipPromote'))
    _keep(side, request)
    other = twin(side)
    if automatic and other is not None and other.group.role == PRIMARY:
        turn_round(side, other, transfer.target_clock(side))


def _keep(side: Side, request: Mapping[str, Any]) -> None:
    """What it holds now is kept, for a short way back."""
    if request.get('noSnapshot'):
        return
    for volume_id, mirror in side.route.mirrors.items():
        if mirror.point == side.array.remote.content(volume_id):
            snapshots.keep(side.array, volume_id, mirror)


def _ends(side: Side) -> tuple[Side, Side]:
    """Both halves, the primary one first; each has its own role."""
    other = ready(side)
    if {side.group.role, other.group.role} != {PRIMARY, SECONDARY}:
        raise Refused(_CONFLICT)
    return (side, other) if side.group.role == PRIMARY else (other, side)


def _recover(side: Side, request: Mapping[str, Any]) -> None:
    """9: after a failover the old primary becomes secondary."""
    other = ready(side)
    if STARTED in (side.route.state, other.route.state):
        raise Refused('RCOPY_GROUP_NOT_STOPPED')
    if side.group.role != PRIMARY or other.group.role != PRIMARY \
            or side.route.reversed == other.route.reversed:
        raise Refused(_CONFLICT)
    for end in (side, other):
        _alone(end)
    new, old = (side, other) if side.route.reversed else (other, side)
    _refuse_promoting(old.array, old.group)
    become_secondary(old)
    if not request.get('skipStart'):
        transfer.begin(new, old,
                                transfer.target_clock(new),
                                copy=not request.get('skipSync'))


def _swap(first: Side, second: Side) -> None:
    """Primary and secondary change places."""
    first.group.role, second.group.role = SECONDARY, PRIMARY
    for end in (first, second):
        end.route.reversed = not end.route.reversed


def _hand_over(side: Side) -> tuple[Side, Side]:
    """Both halves of a group, the secondary one lacking nothing."""
    first, second = _ends(side)
    for end in (first, second):
        _alone(end)
    if first.route.state != STARTED:
        raise Refused('RCOPY_GROUP_NOT_STARTED')
    if is_syncing(first) or not is_synced(first):
        raise Refused('RCOPY_GROUP_IS_BUSY')
    now = transfer.target_clock(first)
    for pair in transfer.pairs(first, second):
        if pair.mine.pending:
            pair.mine.sending, pair.mine.pending = pair.mine.pending, 0
            pair.mine.content = first.array.remote.content(pair.volume_id)
            transfer.arrive(first, second, pair, now)
    if first.route.state != STARTED:
        raise Refused('RCOPY_GROUP_IS_BUSY')
    return first, second


def _restore(side: Side, request: Mapping[str, Any]) -> None:
    """10: back to the direction the group was made with."""
    first, second = _ends(side)
    if not first.route.reversed:
        raise _not_switched(side)
    if first.route.state == STARTED:
        first, second = _hand_over(side)
        halt(first, not request.get('noSnapshot'))
    elif any(pair.mine.pending or pair.theirs.pending or pair.theirs.torn
             or pair.mine.point is None
             for pair in transfer.pairs(first, second)):
        raise Refused('RCOPY_GROUP_NOT_STARTED')
    _swap(first, second)
    if not request.get('skipStart'):
        transfer.begin(second, first,
                                transfer.target_clock(second),
                                copy=not request.get('skipSync'))


def _not_switched(side: Side) -> Refused:
    """The refusal to restore a direction that is the natural one."""
    if side.array.personality.has(Capability.RCOPY_NOT_SWITCHED_IS_OTHER):
        return Refused('OTHER', desc=(
            f'the role of group {side.group.name} was not previously '
            'switched'))
    return Refused(_CONFLICT)


def _migrate(side: Side, request: Mapping[str, Any]) -> None:
    """8: a group that runs changes its direction and runs on."""
    if side.group.role != PRIMARY:
        raise Refused('RCOPY_GROUP_OPERATION_ONLY_ON_PRIMARY_SIDE')
    _alone(side)
    first, second = _hand_over(side)
    halt(first)
    _swap(first, second)
    transfer.begin(second, first,
                            transfer.target_clock(second))


def _reverse(side: Side, request: Mapping[str, Any]) -> None:
    """6: the direction changes; starting is left to somebody else."""
    _alone(side)
    local = bool(request.get('localGroupsDirection'))
    ends = None if local else _ends(side)
    if ends is not None:
        _alone(ends[1])
    if side.route.state == STARTED:
        if not request.get('stopGroups'):
            raise Refused('RCOPY_GROUP_NOT_STOPPED')
        halt(side, not request.get('noSnapshot'))
    if ends is None:
        _turn(side, request)
        return
    first, second = ends
    mend(second, not request.get('skipPromote'))
    _swap(first, second)


def _turn(side: Side, request: Mapping[str, Any]) -> None:
    """One half changes its role alone."""
    if side.group.role == SECONDARY:
        become_primary(side, not request.get('skipPromote'))
        return
    side.group.role = SECONDARY
    side.route.reversed = not side.route.reversed


def _override(side: Side, request: Mapping[str, Any]) -> None:
    """11: a fail-safe group is used again, on somebody's word."""
    if side.route.state != FAILSAFE:
        raise Refused(_CONFLICT)
    side.route.state = STOPPED


_ACTIONS: dict[int, Callable[[Side, Mapping[str, Any]], None]] = {
    REVERSE: _reverse, FAILOVER: _fail_over, MIGRATE: _migrate,
    RECOVER: _recover, RESTORE: _restore, OVERRIDE: _override}
