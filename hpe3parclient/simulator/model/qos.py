"""QoS rules: goals and limits of volume sets, and of all other volumes.

Knows the rules of guide table T143: which members go together, and what a
rule's target may be. Knows no load: a rule slows nothing down.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import (
    Any,
    NamedTuple,
)

from hpe3parclient.simulator.errors import Refused
from hpe3parclient.simulator.model import licences, names
from hpe3parclient.simulator.personality import Capability
from hpe3parclient.simulator.state.array_state import ArrayState
from hpe3parclient.simulator.state.qos import Range, Rule
from hpe3parclient.simulator.state.sets import ObjectSet

VVSET, SYS = 1, 2
ALL_OTHERS = 'all_others'
#: the operations of the members that end in OP
ZERO, NO_LIMIT = 1, 2
_KINDS = {'vvset': VVSET, 'sys': SYS}


class _Pair(NamedTuple):
    """Members that are used together."""

    field: str
    goal: str
    limit: str
    goal_op: str
    limit_op: str
    upside_down: str


_PAIRS = (
    _Pair('io', 'ioMinGoal', 'ioMaxLimit', 'ioMinGoalOP', 'ioMaxLimitOP',
          'INV_INPUT_IO_MIN_GOAL_GRT_MAX_LIMIT'),
    _Pair('kilobytes', 'bwMinGoalKB', 'bwMaxLimitKB', 'bwMinGoalOP',
          'bwMaxLimitOP', 'INV_INPUT_BW_MIN_GOAL_GRT_MAX_LIMIT'))






def _rule_for(array: ArrayState, target: int | None) -> Rule | None:
    return next((rule for rule in array.qos if rule.target == target), None)


def of_set(array: ArrayState, volume_set: ObjectSet) -> Rule | None:
    """The rule of a volume set, if it has one."""
    return _rule_for(array, volume_set.id)


def find(array: ArrayState, text: str) -> Rule:
    """The rule a path names: ``vvset:<name>`` or ``sys:all_others``."""
    kind, colon, name = text.partition(':')
    names.check_name(name or kind, array.personality.name_length)
    rule: Rule | None = None
    if kind == 'vvset' and colon:
        volume_set = array.volumesets.get(name)
        rule = None if volume_set is None else of_set(array, volume_set)
    elif (kind, name) == ('sys', ALL_OTHERS):
        rule = _rule_for(array, None)
    if rule is None:
        raise Refused('NON_EXISTENT_QOS_RULE')
    return rule


def create(array: ArrayState, request: Mapping[str, Any]) -> Rule:
    """POST /qos."""
    licences.need(array, 'qos')
    target = _target(array, request['type'], request['name'])
    if _rule_for(array, target) is not None:
        raise Refused('EXISTENT_QOS_RULE', 'name')
    rule = _changed(array, Rule(array.qos.next_id, target), request)
    array.qos.add(rule)
    _show(array, rule.target, rule.enabled)
    return rule


def modify(array: ArrayState, text: str, request: Mapping[str, Any]) -> Rule:
    """PUT /qos/<type>:<name>."""
    licences.need(array, 'qos')
    rule = _changed(array, find(array, text), request)
    array.qos.replace(rule)
    _show(array, rule.target, rule.enabled)
    return rule


def delete(array: ArrayState, text: str) -> None:
    """DELETE /qos/<type>:<name>."""
    rule = find(array, text)
    array.qos.remove(rule)
    _show(array, rule.target, False)


def end_with(array: ArrayState, volume_set: ObjectSet) -> None:
    """The rule of a volume set goes with the set."""
    rule = of_set(array, volume_set)
    if rule is not None:
        array.qos.remove(rule)


def _target(array: ArrayState, kind: int, name: str) -> int | None:
    prefix, colon, bare = name.partition(':')
    if colon and _KINDS.get(prefix) == kind:
        name = bare
    names.check_name(name, array.personality.name_length, 'name')
    volume_set = array.volumesets.get(name)
    if kind == SYS and name == ALL_OTHERS:
        return None
    if kind == SYS or volume_set is None:
        # The status was seen at an emulation of HPE's alone.
        raise Refused('INV_INPUT_QOS_TARGET_OBJECT', 'name', status=404)
    return volume_set.id


def _show(array: ArrayState, target: int | None, enabled: bool) -> None:
    """Let a set say whether a rule of its own is in force."""
    if target is not None:
        array.volumesets.by_id(target).qos_enabled = enabled


def _changed(array: ArrayState, rule: Rule, request: Mapping[str, Any]) -> Rule:
    """The rule as asked for, or a refusal."""
    changes: dict[str, Any] = {}
    alone = array.personality.has(Capability.QOS_LIMIT_ALONE)
    for pair in _PAIRS:
        changes.update(_range(pair, request, alone))
    changes.update(_latency(request))
    for member, field in (('priority', 'priority'), ('enable', 'enabled')):
        if member in request:
            changes[field] = request[member]
    if not changes:
        raise Refused('INV_INPUT_MISSING_REQUIRED')
    return dataclasses.replace(rule, **changes)


def _range(pair: _Pair, request: Mapping[str, Any],
           alone: bool) -> dict[str, Range | None]:
    """What a pair of members says; its operations beat its values.

    :param alone: a limit needs no goal
    """
    operations = request.get(pair.goal_op), request.get(pair.limit_op)
    if operations != (None, None):
        _check_together(pair.goal_op, pair.limit_op, operations)
        if operations[0] != operations[1]:
            raise Refused('INV_INPUT', f'{pair.goal_op},{pair.limit_op}')
        return {pair.field: Range(0, 0) if operations[0] == ZERO else None}
    goal = _counting(request.get(pair.goal))
    limit = _counting(request.get(pair.limit))
    if (goal, limit) == (None, None):
        return {}
    if goal is not None and limit is None and pair.limit in request:
        raise Refused('INV_INPUT_BELOW_RANGE', pair.limit)
    if goal is None and limit is not None and alone:
        return {pair.field: Range(0, limit)}
    _check_together(pair.goal, pair.limit, (goal, limit))
    if goal is None or limit is None or goal > limit:
        raise Refused(pair.upside_down, f'{pair.goal},{pair.limit}')
    return {pair.field: Range(goal, limit)}


def _counting(value: int | None) -> int | None:
    """Zero and negative numbers do not count."""
    return value if value is not None and value > 0 else None


def _check_together(first: str, second: str,
                    values: tuple[int | None, int | None]) -> None:
    for name, value in zip((first, second), values):
        if value is None:
            raise Refused('INV_INPUT_MISSING_REQUIRED', name)


def _latency(request: Mapping[str, Any]) -> dict[str, int | None]:
    """A latency in either unit; the default latency is none at all."""
    if request.get('defaultLatency'):
        return {'latency_us': None}
    micro = _counting(request.get('latencyGoaluSecs'))
    milli = _counting(request.get('latencyGoal'))
    if micro is None and milli is not None:
        micro = milli * 1000
    return {} if micro is None else {'latency_us': micro}


def view(array: ArrayState, rule: Rule) -> dict[str, Any]:
    """The rule as GET shows it: members without a value are absent."""
    whole = None if rule.target is None \
        else array.volumesets.by_id(rule.target)
    answer: dict[str, Any] = {
        'id': rule.id, 'type': SYS if whole is None else VVSET,
        'name': ALL_OTHERS if whole is None else whole.name}
    if whole is not None and whole.domain is not None:
        answer['domain'] = whole.domain
    answer.update({'enabled': rule.enabled, 'priority': rule.priority})
    for pair in _PAIRS:
        answer.update(_shown(pair, getattr(rule, pair.field)))
    if rule.latency_us is not None:
        if array.personality.has(Capability.DETAILS):
            answer['latencyGoaluSecs'] = rule.latency_us
        answer['latencyGoal'] = rule.latency_us // 1000
    return answer


def _shown(pair: _Pair, limits: Range | None) -> dict[str, int]:
    """The members of a pair; a limit without a goal stands alone."""
    if limits is None:
        return {}
    if limits.limit and not limits.goal:
        return {pair.limit: limits.limit}
    return {pair.goal: limits.goal, pair.limit: limits.limit}


def views(array: ArrayState) -> list[dict[str, Any]]:
    """Every rule."""
    return [view(array, item) for item in array.qos]
