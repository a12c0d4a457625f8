"""setqos: limits on volume sets."""

from __future__ import annotations

import re
from typing import Dict, List, Optional, Tuple

from hpe3parclient.simulator.cli import ours
from hpe3parclient.simulator.cli.context import (
    Command,
    Context,
    Reply,
    failed,
    invalid_option,
    parse,
    said,
)
from hpe3parclient.simulator.cli.state import QosRule

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
    iops, wrong = _amount(found.options.get('io'))
    speed, wrong_too = _amount(found.options.get('bw'))
    if wrong or wrong_too:
        return failed(ours.SETQOS_NUMBER.format(value=wrong or wrong_too))
    names = []
    for target in found.names:
        kind, mark, name = target.partition(':')
        if not mark:
            return failed('Invalid QoS rule patterns')
        if kind != 'vvset' or name not in context.array.volumesets:
            return failed('vvset:%s does not exist' % name
                          if 'clear' in found.options
                          else 'no matching QoS target found')
        names.append(name)
    if not names:
        return failed('no matching QoS target found')
    for name in names:
        _apply(context, name, found.options, iops, speed)
    return said()


def _apply(context: Context, name: str, options: Dict[str, str],
           iops: Optional[int], speed: Optional[int]) -> None:
    one = context.array.volumesets.get(name)
    if one is not None:
        one.qos_enabled = 'clear' not in options
    if 'clear' in options:
        context.state.qos.pop(name, None)
        return
    rule = context.state.qos.setdefault(name, QosRule())
    if 'io' in options:
        rule.iops = iops
    if 'bw' in options:
        rule.bytes_per_second = speed


def _amount(text: Optional[str]) -> Tuple[Optional[int], str]:
    """A number with its unit, and the text if it is none."""
    if text is None or text == 'none':
        return None, ''
    found = _AMOUNT.fullmatch(text)
    if not found:
        return None, text
    return int(found.group(1)) * _UNITS[found.group(2).lower()], ''


COMMANDS: Dict[str, Command] = {'setqos': setqos}
