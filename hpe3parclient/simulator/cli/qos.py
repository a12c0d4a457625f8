"""QoS: showqos and setqos, the rules of the web service's /qos."""

from __future__ import annotations

import re
from typing import Any

from hpe3parclient.simulator.cli import assumptions
from hpe3parclient.simulator.cli.commands import Arguments, Family, Refusal
from hpe3parclient.simulator.cli.context import Context
from hpe3parclient.simulator.cli.listing import Heading, Listing
from hpe3parclient.simulator.cli.reply import Reply, said
from hpe3parclient.simulator.cli.units import fits
from hpe3parclient.simulator.errors import Refused
from hpe3parclient.simulator.model import qos
from hpe3parclient.simulator.model.qos import NO_LIMIT, SYS, VVSET
from hpe3parclient.simulator.state.qos import Range, Rule

COMMANDS = Family()

_USAGE = ('SYNTAX', '    setqos [options] [{{vvset|domain}:{<name>|'
          '<pattern>}|sys:all_others}]...')
#: decimal units, as the help says
_UNITS = {'': 1, 'k': 1000, 'm': 10 ** 6, 'g': 10 ** 9}
_AMOUNT = re.compile(r'([0-9]+)([kmgKMG]?)')
_NONE = 'No QoS rules listed'
_LIMITS = Listing(
    '>Id Type Name QoS >Limit=IO_Limit >Limit=KB_Limit', none=_NONE,
    headings=(Heading('I/O per second', 'IO_Limit', 'IO_Limit', False),
              Heading('KBytes per sec', 'KB_Limit', 'KB_Limit', False)))
_GOALS = Listing(
    '>Id Type Name QoS Priority >Min=IO_Min >Max=IO_Limit >Min=KB_Min '
    '>Max=KB_Limit >Latency(ms)=Latency', none=_NONE,
    headings=(Heading('I/O per second', 'IO_Min', 'IO_Limit'),
              Heading('KBytes per sec', 'KB_Min', 'KB_Limit')))
_FORMS = {'3.1': _LIMITS, '3.3': _GOALS}
_PRIORITIES = {1: 'low', 2: 'normal', 3: 'high'}


@COMMANDS.add('showqos', '-vv <VV>',
              '[<vvset:name|sys:all_others|pattern>]...', tables=_FORMS)
def showqos(context: Context, given: Arguments) -> Reply:
    """QoS rules."""
    rows: list[dict[str, str]] = []
    for rule in context.array.qos:
        row = _row(context, rule)
        if not fits(f'{row["Type"]}:{row["Name"]}', given.names):
            continue
        if given.has('vv') and not _holds(context, rule, given.get('vv')):
            continue
        rows.append(row)
    return context.listing(_FORMS, rows)


def _row(context: Context, rule: Rule) -> dict[str, str]:
    system = rule.target is None
    return {
        'Id': str(rule.id), 'Type': 'sys' if system else 'vvset',
        'Name': 'all_others' if rule.target is None
        else context.array.volumesets.by_id(rule.target).name,
        'QoS': 'on' if rule.enabled else 'off',
        'Priority': _PRIORITIES[rule.priority],
        'IO_Min': _goal(rule.io), 'IO_Limit': _limit(rule.io),
        'KB_Min': _goal(rule.kilobytes), 'KB_Limit': _limit(rule.kilobytes),
        'Latency': '--' if rule.latency_us is None
        else f'{rule.latency_us / 1000:g}'}


def _goal(pair: Range | None) -> str:
    return '--' if pair is None else str(pair.goal)


def _limit(pair: Range | None) -> str:
    return '--' if pair is None else str(pair.limit)


def _holds(context: Context, rule: Rule, pattern: str) -> bool:
    if rule.target is None:
        return False
    whole = context.array.volumesets.by_id(rule.target)
    return any(fits(context.array.volumes.by_id(number).name, [pattern])
               for number in whole.members)


@COMMANDS.add('setqos', '-io <limit> -bw <limit> -on -off -clear -vv <VV>',
              '[<vvset:name|sys:all_others>]...', alone='-on -off -clear')
def setqos(context: Context, given: Arguments) -> Reply:
    """Set, change, switch or clear the limits of volume sets."""
    if not given.has('io', 'bw', 'clear', 'on', 'off'):
        raise Refusal('setqos: At least one option must be specified',
                      *_USAGE)
    request: dict[str, Any] = {}
    for option, member, unit in (('io', 'io{}', 1), ('bw', 'bw{}KB', 1000)):
        request.update(_members(given, option, member, unit))
    if given.has('on', 'off'):
        request['enable'] = given.has('on')
    targets = _targets(context, given)
    for target in targets:
        try:
            _apply(context, target, request)
        except Refused as err:
            raise Refusal(f'{target} does not exist' if err.symbol
                          == 'NON_EXISTENT_QOS_RULE'
                          else f'Error: {err.desc}') from None
    return said()


def _targets(context: Context, given: Arguments) -> list[str]:
    """The targets that are named, patterns resolved."""
    array = context.array
    targets: list[str] = []
    if given.has('vv'):
        targets += [f'vvset:{whole.name}' for whole in array.volumesets
                    if any(fits(array.volumes.by_id(number).name,
                                [given.get('vv')])
                           for number in whole.members)]
    for text in given.names:
        kind, mark, name = text.partition(':')
        if not mark:
            raise Refusal('Invalid QoS rule patterns')
        if text == 'sys:all_others':
            targets.append(text)
            continue
        match = [whole.name for whole in array.volumesets
                 if kind == 'vvset' and fits(whole.name, [name])]
        if not match:
            raise Refusal(f'vvset:{name} does not exist'
                          if given.has('clear')
                          else 'no matching QoS target found')
        targets += [f'vvset:{item}' for item in match]
    if not targets:
        raise Refusal('no matching QoS target found')
    return list(dict.fromkeys(targets))


def _apply(context: Context, target: str, request: dict[str, Any]) -> None:
    """Clear a rule where nothing is wanted; else make or change it."""
    array = context.array
    kind, _, name = target.partition(':')
    if not request:
        qos.delete(array, target)
        return
    try:
        qos.find(array, target)
    except Refused:
        if set(request) == {'enable'}:
            raise
        qos.create(array, {'type': VVSET if kind == 'vvset' else SYS,
                           'name': name, **request})
    else:
        qos.modify(array, target, request)


def _members(given: Arguments, option: str, member: str, unit: int
             ) -> dict[str, int]:
    """Goal and limit, which are one number here."""
    if not given.has(option):
        return {}
    text = given.get(option)
    goal, limit = member.format('MinGoal'), member.format('MaxLimit')
    if text == 'none':
        return {goal.replace('KB', '') + 'OP': NO_LIMIT,
                limit.replace('KB', '') + 'OP': NO_LIMIT}
    match = _AMOUNT.fullmatch(text)
    if match is None:
        raise Refusal(assumptions.SETQOS_NUMBER.format(value=text))
    amount = int(match[1]) * _UNITS[match[2].lower()] // unit
    return {goal: amount, limit: amount}
