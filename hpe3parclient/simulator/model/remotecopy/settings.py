"""What can be changed of a remote-copy group: CPGs, modes, periods, policies.

Knows ranges and what fits which mode. A change is made on both arrays when
the other one answers and mirrors the configuration; if not, the primary
tells the other when the link is back.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

from hpe3parclient.simulator.errors import Refused
from hpe3parclient.simulator.model.remotecopy.groups import (
    check_mode,
    check_pair,
    first_policies,
    mode_of,
)
from hpe3parclient.simulator.model.remotecopy.link import tell
from hpe3parclient.simulator.model.remotecopy.lookup import (
    Side,
    find_group,
    find_route,
    mirrored,
    target_of,
    twin,
)
from hpe3parclient.simulator.model.remotecopy.transfer import target_clock
from hpe3parclient.simulator.state.array_state import ArrayState
from hpe3parclient.simulator.state.remotecopy import (
    ASYNC,
    PERIODIC,
    PRIMARY,
    STARTED,
    SYNC,
    Group,
    GroupTarget,
)

MIN_PERIOD, MAX_PERIOD = 300, 31622400
#: Policies that mean something in one mode only.
SYNC_ONLY = ('autoFailover', 'pathManagement', 'multiTargetPeerPersistence',
             'activeActive')
_PERIODS = ('syncPeriod', 'snapFrequency')
#: Members of a change, and the parameter set each belongs to.
PARAMETER_SETS: Mapping[str, str] = {
    'policies': 'policies', 'mode': 'mode',
    'syncPeriod': 'period', 'rmSyncPeriod': 'period',
    'snapFrequency': 'frequency', 'rmSnapFrequency': 'frequency',
    'localUserCPG': 'CPGs', 'localSnapCPG': 'CPGs',
    'remoteUserCPG': 'CPGs', 'remoteSnapCPG': 'CPGs',
    'unsetUserCPG': 'unset', 'unsetSnapCPG': 'unset'}


def primary(array: ArrayState, name: str) -> Group:
    """The group of that name, on the array whose role is primary."""
    group = find_group(array, name)
    if group.role != PRIMARY:
        raise Refused('RCOPY_GROUP_OPERATION_ONLY_ON_PRIMARY_SIDE')
    return group


def modify(array: ArrayState, name: str, request: Mapping[str, Any]) -> Group:
    """PUT /remotecopygroups/<name> without an action."""
    group = primary(array, name)
    if not request:
        raise Refused('INV_INPUT_ONE_REQUIRED')
    check_parameter_sets(request)
    entries = _entries(array, group, request.get('targets', []))
    routes = _routes(array, group, entries)
    local = _local(array, group, request)
    changed = [_changed(Side(array, group, route), entry, request)
               for route, entry in zip(routes, entries)]
    group.user_cpg, group.snap_cpg = local['user'], local['snap']
    for route in group.targets:
        if request.get('unsetUserCPG'):
            route.user_cpg = None
        if request.get('unsetSnapCPG'):
            route.snap_cpg = None
    for route, new in zip(routes, changed):
        vars(route).update(vars(new))
    for route in group.targets:
        _pass_on(Side(array, group, route))
    return group


def check_parameter_sets(request: Mapping[str, Any]) -> None:
    """One change is about one set of parameters, and has all of it."""
    entries = request.get('targets', [])
    present = {member: PARAMETER_SETS[member]
               for each in (request, *entries) for member in each
               if member in PARAMETER_SETS}
    if len(set(present.values())) > 1:
        raise Refused('INV_INPUT_PARAM_CONFLICT', ', '.join(sorted(present)))
    for entry in entries:
        named = set(entry) - {'policies', 'targetName'}
        if named and 'targetName' not in entry:
            raise Refused('INV_INPUT_MISSING_REQUIRED', 'targetName')


def _entries(array: ArrayState, group: Group,
             entries: list[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Changes by target; policies without a target are for all of them."""
    result: list[Mapping[str, Any]] = []
    for entry in entries:
        result += [entry] if 'targetName' in entry else [
            {**entry, 'targetName': array.remote.targets.by_id(
                route.target).name} for route in group.targets]
    return result


def _routes(array: ArrayState, group: Group,
            entries: list[Mapping[str, Any]]) -> list[GroupTarget]:
    names = [entry['targetName'] for entry in entries]
    if len(set(names)) != len(names):
        raise Refused('RCOPY_GROUP_TARGET_NOT_UNIQUE', 'targets')
    if len(names) > len(group.targets):
        raise Refused('RCOPY_GROUP_INV_TARGET_NUMBER', 'targets')
    return [find_route(array, group, name) for name in names]


def _local(array: ArrayState, group: Group,
           request: Mapping[str, Any]) -> dict[str, str | None]:
    for what in ('User', 'Snap'):
        if request.get(f'unset{what}CPG') and (
                f'local{what}CPG' in request):
            raise Refused('INV_INPUT_PARAM_CONFLICT',
                          f'local{what}CPG,unset{what}CPG')
    names = ('localUserCPG', 'localSnapCPG', 'unsetUserCPG', 'unsetSnapCPG')
    if group.started and any(request.get(item) for item in names):
        raise Refused('RCOPY_GROUP_STARTED')
    user = None if request.get('unsetUserCPG') \
        else request.get('localUserCPG', group.user_cpg)
    snap = None if request.get('unsetSnapCPG') \
        else request.get('localSnapCPG', group.snap_cpg)
    if 'localUserCPG' in request or 'localSnapCPG' in request:
        check_pair(array, user, snap)
    return {'user': user, 'snap': snap}


def _changed(side: Side, entry: Mapping[str, Any],
             request: Mapping[str, Any]) -> GroupTarget:
    """The route as it would be, or the refusal."""
    new = dataclasses.replace(side.route)
    if 'mode' in entry:
        new.mode = mode_of(entry['mode'])
        if new.mode != side.route.mode:
            _check_mode_change(side, new.mode)
            new.period = new.frequency = 0
    _remote_cpgs(side, entry, new, request)
    _periods(entry, new)
    if new.period != side.route.period and new.state == STARTED:
        new.next_due = target_clock(side) + new.period if new.period \
            else None
    new.policies = {**side.route.policies, **entry.get('policies', {})}
    if new.mode != side.route.mode:
        new.policies['overPeriodAlert'] = first_policies(
            side.array, new.mode)['overPeriodAlert']
    _check_policies(new)
    return new


def _check_mode_change(side: Side, mode: int) -> None:
    if len(side.group.targets) > 1:
        raise Refused('RCOPY_GROUP_INV_OPERATION_ON_MULTIPLE_TARGETS',
                      'mode')
    if side.group.started:
        raise Refused('RCOPY_GROUP_STARTED')
    check_mode(side.array, target_of(side), mode, side.group)


def _remote_cpgs(side: Side, entry: Mapping[str, Any], new: GroupTarget,
                 request: Mapping[str, Any]) -> None:
    if 'remoteUserCPG' not in entry and 'remoteSnapCPG' not in entry:
        return
    if side.group.started:
        raise Refused('RCOPY_GROUP_STARTED')
    for what in ('User', 'Snap'):
        if request.get(f'unset{what}CPG') and f'remote{what}CPG' in entry:
            raise Refused('INV_INPUT_PARAM_CONFLICT',
                          f'remote{what}CPG,unset{what}CPG')
    new.user_cpg = entry.get('remoteUserCPG', new.user_cpg)
    new.snap_cpg = entry.get('remoteSnapCPG', new.snap_cpg)
    target = target_of(side)
    if target.link is not None and target.ready:
        check_pair(target.link.other(side.array), new.user_cpg,
                   new.snap_cpg)


def _periods(entry: Mapping[str, Any], new: GroupTarget) -> None:
    for member in _PERIODS:
        seconds = entry.get(member, 0)
        remove = entry.get(f'rm{member[0].upper()}{member[1:]}')
        if seconds and remove:
            raise Refused('INV_INPUT_PARAM_CONFLICT', member)
        if not seconds and not remove:
            continue
        if member == 'syncPeriod' and new.mode != PERIODIC:
            raise Refused('RCOPY_GROUP_IS_NOT_PERIODIC', member)
        if member == 'snapFrequency' and new.mode != ASYNC:
            raise Refused('RCOPY_TARGET_NOT_ASYNC', member)
        if seconds and seconds < MIN_PERIOD:
            raise Refused('INV_INPUT_BELOW_RANGE', member)
        if seconds > MAX_PERIOD:
            raise Refused('INV_INPUT_EXCEEDS_RANGE', member)
        if member == 'syncPeriod':
            new.period = seconds
        else:
            new.frequency = seconds


def _check_policies(new: GroupTarget) -> None:
    wrong = ('overPeriodAlert',) if new.mode == SYNC else SYNC_ONLY
    for name in wrong:
        if new.policies[name]:
            raise Refused(
                'RCOPY_GROUP_INV_POLICY_FOR_SYNC_GROUP'
                if new.mode == SYNC
                else 'RCOPY_GROUP_INV_POLICY_FOR_PERIODIC_GROUP', name)


def _pass_on(side: Side) -> None:
    """Tell the other half, where it answers."""
    other = twin(side)
    if other is None or not mirrored(side) \
            or other.group.role == PRIMARY:
        return
    tell(side, other)
    other.group.user_cpg = side.route.user_cpg
    other.group.snap_cpg = side.route.snap_cpg
    other.route.user_cpg = side.group.user_cpg
    other.route.snap_cpg = side.group.snap_cpg
