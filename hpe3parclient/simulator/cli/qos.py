"""setqos: limits on volume sets, the rules of the web service's /qos."""

from __future__ import annotations

import re
from typing import Any, Dict, List, Optional

from hpe3parclient.simulator.cli import assumptions
from hpe3parclient.simulator.cli.context import (
    Command,
    Context,
    Reply,
    failed,
    invalid_option,
    parse,
    said,
)
from hpe3parclient.simulator.errors import Refused
from hpe3parclient.simulator.model.qos import NO_LIMIT, VVSET

_USAGE = ('SYNTAX', '    setqos [options] [{{vvset|domain}:{<name>|'
          '<pattern>}|sys:all_others}]...')
#: decimal units, as the help says
_UNITS = {'': 1, 'k': 1000, 'm': 10 ** 6, 'g': 10 ** 9}
_AMOUNT = re.compile(r'([0-9]+)([kmgKMG]?)')


def setqos(context: Context, args: List[str]) -> Reply:
    """Set, change or clear the limits of volume sets."""
    found = parse(args, 'clear f', 'io bw')
    if found.unknown:
        return invalid_option('setqos', found)
    if not set(found.options) & {'io', 'bw', 'clear'}:
        return failed('setqos: At least one option must be specified',
                      *_USAGE)
    wanted: Dict[str, Any] = {}
    for option, member, unit in (('io', 'io{}', 1), ('bw', 'bw{}KB', 1000)):
        text = found.options.get(option)
        members = _members(text, member, unit)
        if members is None:
            return failed(assumptions.SETQOS_NUMBER.format(value=text))
        wanted.update(members)
    refusal = _no_target(context, found.names, 'clear' in found.options)
    if refusal:
        return failed(refusal)
    for target in found.names:
        try:
            _apply(context, target, wanted)
        except Refused as err:
            return failed('%s does not exist' % target
                          if err.symbol == 'NON_EXISTENT_QOS_RULE'
                          else 'Error: %s' % err.desc)
    return said()


def _no_target(context: Context, targets: List[str], clear: bool) -> str:
    """Why these are no targets; empty if they are."""
    for target in targets:
        kind, mark, name = target.partition(':')
        if not mark:
            return 'Invalid QoS rule patterns'
        if kind != 'vvset' or name not in context.array.volumesets:
            return 'vvset:%s does not exist' % name if clear \
                else 'no matching QoS target found'
    return '' if targets else 'no matching QoS target found'


def _apply(context: Context, target: str, wanted: Dict[str, Any]) -> None:
    """Clear a rule where nothing is wanted; else make or change it."""
    rules = context.array.qos
    if not wanted:
        rules.delete(target)
        return
    try:
        rules.find(target)
    except Refused:
        rules.create({'type': VVSET, 'name': target, **wanted})
    else:
        rules.modify(target, wanted)


def _members(text: Optional[str], member: str, unit: int
             ) -> Optional[Dict[str, int]]:
    """Goal and limit, which are one number here; None if it is none."""
    if text is None:
        return {}
    goal, limit = member.format('MinGoal'), member.format('MaxLimit')
    if text == 'none':
        return {goal.replace('KB', '') + 'OP': NO_LIMIT,
                limit.replace('KB', '') + 'OP': NO_LIMIT}
    found = _AMOUNT.fullmatch(text)
    if not found:
        return None
    amount = int(found.group(1)) * _UNITS[found.group(2).lower()] // unit
    return {goal: amount, limit: amount}


COMMANDS: Dict[str, Command] = {'setqos': setqos}
