"""QoS rules: goals and limits of volume sets, and of all other volumes.

Knows the rules of guide table T143: which members go together, and what a
rule's target may be. Knows no load: a rule slows nothing down.
"""

from __future__ import annotations

import dataclasses
from typing import (
    TYPE_CHECKING,
    Any,
    Dict,
    Iterable,
    Iterator,
    List,
    Mapping,
    NamedTuple,
    Optional,
    Tuple,
)

from hpe3parclient.simulator.errors import Refused
from hpe3parclient.simulator.model import names
from hpe3parclient.simulator.personality import Capability
from hpe3parclient.simulator.state.qos import Range, Rule
from hpe3parclient.simulator.state.sets import ObjectSet

if TYPE_CHECKING:
    from hpe3parclient.simulator.array import Array

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






class QosRules:
    """The rules of one array, in the order they were made."""

    def __init__(self, array: Array) -> None:
        self._array = array
        self._rules: Dict[Optional[int], Rule] = {}
        self._next = 0

    def __iter__(self) -> Iterator[Rule]:
        self._forget_lost()
        return iter(list(self._rules.values()))

    @property
    def next_id(self) -> int:
        """The id of the next rule."""
        return self._next

    def restore(self, rules: Iterable[Rule], next_id: int) -> None:
        """Have these rules, whose targets differ, and no others."""
        self._rules = {one.target: one for one in rules}
        self._next = next_id

    def _forget_lost(self) -> None:
        """The array itself may remove the set of a remote-copy group."""
        for target in list(self._rules):
            if target is not None \
                    and not self._array.volumesets.has_id(target):
                del self._rules[target]

    def of_set(self, whole: ObjectSet) -> Optional[Rule]:
        """The rule of a volume set, if it has one."""
        return self._rules.get(whole.id)

    def find(self, text: str) -> Rule:
        """The rule a path names: ``vvset:<name>`` or ``sys:all_others``."""
        self._forget_lost()
        kind, colon, name = text.partition(':')
        names.check_name(name or kind, self._array.personality.name_length)
        rule: Optional[Rule] = None
        if kind == 'vvset' and colon:
            whole = self._array.volumesets.get(name)
            rule = None if whole is None else self.of_set(whole)
        elif (kind, name) == ('sys', ALL_OTHERS):
            rule = self._rules.get(None)
        if rule is None:
            raise Refused('NON_EXISTENT_QOS_RULE')
        return rule

    def create(self, wanted: Mapping[str, Any]) -> Rule:
        """POST /qos."""
        self._refuse_unlicensed()
        target = self._target(wanted['type'], wanted['name'])
        if target in self._rules:
            raise Refused('EXISTENT_QOS_RULE', 'name')
        rule = _changed(self._array, Rule(self._next, target), wanted)
        self._next += 1
        self._keep(rule)
        return rule

    def modify(self, text: str, wanted: Mapping[str, Any]) -> Rule:
        """PUT /qos/<type>:<name>."""
        self._refuse_unlicensed()
        rule = _changed(self._array, self.find(text), wanted)
        self._keep(rule)
        return rule

    def delete(self, text: str) -> None:
        """DELETE /qos/<type>:<name>."""
        rule = self.find(text)
        del self._rules[rule.target]
        self._show(rule.target, False)

    def _refuse_unlicensed(self) -> None:
        if 'qos' not in self._array.licences:
            raise Refused('UNLICENSED_FEATURE')

    def _target(self, kind: int, name: str) -> Optional[int]:
        prefix, colon, bare = name.partition(':')
        if colon and _KINDS.get(prefix) == kind:
            name = bare
        names.check_name(name, self._array.personality.name_length, 'name')
        whole = self._array.volumesets.get(name)
        if kind == SYS and name == ALL_OTHERS:
            return None
        if kind == SYS or whole is None:
            # The status was seen at an emulation of HPE's alone.
            raise Refused('INV_INPUT_QOS_TARGET_OBJECT', 'name', status=404)
        return whole.id

    def _keep(self, rule: Rule) -> None:
        self._rules[rule.target] = rule
        self._show(rule.target, rule.enabled)

    def _show(self, target: Optional[int], enabled: bool) -> None:
        """Let a set say whether a rule of its own is in force."""
        if target is not None:
            self._array.volumesets.by_id(target).qos_enabled = enabled


def _changed(array: Array, rule: Rule, wanted: Mapping[str, Any]) -> Rule:
    """The rule as asked for, or a refusal."""
    changes: Dict[str, Any] = {}
    alone = array.personality.has(Capability.QOS_LIMIT_ALONE)
    for pair in _PAIRS:
        changes.update(_range(pair, wanted, alone))
    changes.update(_latency(wanted))
    for member, field in (('priority', 'priority'), ('enable', 'enabled')):
        if member in wanted:
            changes[field] = wanted[member]
    if not changes:
        raise Refused('INV_INPUT_MISSING_REQUIRED')
    return dataclasses.replace(rule, **changes)


def _range(pair: _Pair, wanted: Mapping[str, Any],
           alone: bool) -> Dict[str, Optional[Range]]:
    """What a pair of members says; its operations beat its values.

    :param alone: a limit needs no goal
    """
    operations = wanted.get(pair.goal_op), wanted.get(pair.limit_op)
    if operations != (None, None):
        _check_together(pair.goal_op, pair.limit_op, operations)
        if operations[0] != operations[1]:
            raise Refused('INV_INPUT', f'{pair.goal_op},{pair.limit_op}')
        return {pair.field: Range(0, 0) if operations[0] == ZERO else None}
    goal = _counting(wanted.get(pair.goal))
    limit = _counting(wanted.get(pair.limit))
    if (goal, limit) == (None, None):
        return {}
    if goal is not None and limit is None and pair.limit in wanted:
        raise Refused('INV_INPUT_BELOW_RANGE', pair.limit)
    if goal is None and limit is not None and alone:
        return {pair.field: Range(0, limit)}
    _check_together(pair.goal, pair.limit, (goal, limit))
    if goal is None or limit is None or goal > limit:
        raise Refused(pair.upside_down, f'{pair.goal},{pair.limit}')
    return {pair.field: Range(goal, limit)}


def _counting(value: Optional[int]) -> Optional[int]:
    """Zero and negative numbers do not count."""
    return value if value is not None and value > 0 else None


def _check_together(first: str, second: str,
                    values: Tuple[Optional[int], Optional[int]]) -> None:
    for name, value in zip((first, second), values):
        if value is None:
            raise Refused('INV_INPUT_MISSING_REQUIRED', name)


def _latency(wanted: Mapping[str, Any]) -> Dict[str, Optional[int]]:
    """A latency in either unit; the default latency is none at all."""
    if wanted.get('defaultLatency'):
        return {'latency_us': None}
    micro = _counting(wanted.get('latencyGoaluSecs'))
    milli = _counting(wanted.get('latencyGoal'))
    if micro is None and milli is not None:
        micro = milli * 1000
    return {} if micro is None else {'latency_us': micro}


def view(array: Array, rule: Rule) -> Dict[str, Any]:
    """The rule as GET shows it: members without a value are absent."""
    whole = None if rule.target is None \
        else array.volumesets.by_id(rule.target)
    answer: Dict[str, Any] = {
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


def _shown(pair: _Pair, limits: Optional[Range]) -> Dict[str, int]:
    """The members of a pair; a limit without a goal stands alone."""
    if limits is None:
        return {}
    if limits.limit and not limits.goal:
        return {pair.limit: limits.limit}
    return {pair.goal: limits.goal, pair.limit: limits.limit}


def views(array: Array) -> List[Dict[str, Any]]:
    """Every rule."""
    return [view(array, one) for one in array.qos]
