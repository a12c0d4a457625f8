"""Schedules: createsched, showsched, setsched, removesched."""

from __future__ import annotations

import re
from typing import Dict, List, Optional, Tuple

from hpe3parclient.simulator.cli import assumptions
from hpe3parclient.simulator.cli.context import (
    Command,
    Context,
    Reply,
    failed,
    invalid_option,
    parse,
    said,
    wrong_args,
)
from hpe3parclient.simulator.cli.state import Schedule
from hpe3parclient.simulator.cli.tables import Column, Group, Table

Fields = Tuple[str, str, str, str, str]

_WORDS: Dict[str, Fields] = {
    '@hourly': ('0', '*', '*', '*', '*'),
    '@daily': ('0', '0', '*', '*', '*'),
    '@weekly': ('0', '0', '*', '*', '0'),
    '@monthly': ('0', '0', '1', '*', '*'),
    '@yearly': ('0', '0', '1', '1', '*')}
#: the doubled @monthly is the array's
_FORMAT = ('The schedule format is <minute> <hour> <dom> <month> <dow> or '
           'by @hourly @daily @monthly @weekly @monthly @yearly')
_RANGES = ((0, 59), (0, 23), (1, 31), (1, 12), (0, 6))
_PART = re.compile(r'(\*|([0-9]+)(?:-([0-9]+))?)(?:/([1-9][0-9]*))?')
_NAME = re.compile(r'[A-Za-z0-9_.][A-Za-z0-9._-]*')


def fields_of(text: str) -> Optional[Fields]:
    """The five fields of a frequency, or None."""
    if text in _WORDS:
        return _WORDS[text]
    parts = text.split()
    if len(parts) != 5 or not all(map(_field_ok, parts, _RANGES)):
        return None
    minute, hour, day, month, weekday = parts
    return minute, hour, day, month, weekday


def _field_ok(text: str, limits: Tuple[int, int]) -> bool:
    least, most = limits
    for part in text.split(','):
        found = _PART.fullmatch(part)
        if not found:
            return False
        if not all(least <= int(value) <= most
                   for value in found.group(2, 3) if value):
            return False
    return True


def createsched(context: Context, args: List[str]) -> Reply:
    """Have a command run again and again."""
    if len(args) != 3:
        return wrong_args('createsched <cmd> <schedule>|@<word> <name>')
    command, when, name = args
    fields = fields_of(when)
    if fields is None:
        return failed(_FORMAT)
    if not _NAME.fullmatch(name) or \
            len(name) > context.array.personality.name_length:
        return failed(assumptions.SCHED_NAME.format(name=name))
    if name in context.state.schedules:
        return failed(assumptions.SCHED_EXISTS.format(name=name))
    if not re.match(r'(create|remove|promote|update|set|start|stop)[a-z]+\b',
                    command):
        return failed(assumptions.SCHED_COMMAND.format(command=command))
    context.state.schedules[name] = Schedule(name, command, fields,
                                             context.user)
    return said(assumptions.SCHED_CREATED.format(name=name))


def showsched(context: Context, args: List[str]) -> Reply:
    """Schedules, by name."""
    found = parse(args)
    if found.unknown:
        return invalid_option('showsched', found)
    wanted = [one for one in context.state.schedules.values()
              if not found.names or one.name in found.names]
    if not wanted:
        return said('No scheduled tasks listed')
    newer = context.array.personality.build >= 40000000
    columns = [Column('SchedName'), Column('File/Command')]
    if newer:
        columns.append(Column('Interval', right=True))
    columns += [Column(name, right=True)
                for name in ('Min', 'Hour', 'DOM', 'Month', 'DOW')]
    columns += [Column('CreatedBy'), Column('Status'),
                Column('Alert', right=True), Column('NextRunTime')]
    rows = []
    for one in wanted:
        rows.append([one.name, one.command, *(['0'] if newer else []),
                     *one.fields, one.user,
                     'active' if one.active else 'suspended', 'Y',
                     context.state.stamp() if one.active else '--'])
    return context.table(Table(
        columns, rows, [Group(' Schedule ', 2, 6 + newer)],
        totals=(str(len(rows)), 'total')))


def setsched(context: Context, args: List[str]) -> Reply:
    """Change, suspend or resume a schedule."""
    found = parse(args, 'suspend resume f', 'name s')
    if found.unknown:
        return invalid_option('setsched', found)
    if len(found.names) != 1:
        return wrong_args('setsched [options] <name>')
    schedules = context.state.schedules
    one = schedules.get(found.names[0])
    if one is None:
        return failed(assumptions.NO_SCHED.format(name=found.names[0]))
    fields = one.fields
    if 's' in found.options:
        changed = fields_of(found.options['s'])
        if changed is None:
            return failed(_FORMAT)
        fields = changed
    name = found.options.get('name', one.name)
    if name != one.name and name in schedules:
        return failed(assumptions.SCHED_EXISTS.format(name=name))
    if not _NAME.fullmatch(name):
        return failed(assumptions.SCHED_NAME.format(name=name))
    one.fields = fields
    if 'suspend' in found.options or 'resume' in found.options:
        one.active = 'resume' in found.options
    del schedules[one.name]
    one.name = name
    schedules[name] = one
    return said()


def removesched(context: Context, args: List[str]) -> Reply:
    """Remove schedules; asks unless told not to."""
    found = parse(args, 'f pat')
    if found.unknown:
        return invalid_option('removesched', found)
    for name in found.names:
        if name not in context.state.schedules:
            return failed(assumptions.NO_SCHED.format(name=name))
        if 'f' in found.options or context.confirm(
                assumptions.ASK_REMOVE.format(what='schedule', name=name)):
            del context.state.schedules[name]
    return said()


COMMANDS: Dict[str, Command] = {
    'createsched': createsched, 'showsched': showsched,
    'setsched': setsched, 'removesched': removesched}
