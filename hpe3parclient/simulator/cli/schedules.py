"""Schedules: createsched, showsched, setsched, removesched."""

from __future__ import annotations

import fnmatch
import re

from hpe3parclient.simulator.cli import assumptions
from hpe3parclient.simulator.cli.commands import Arguments, Family, Refusal
from hpe3parclient.simulator.cli.context import Context
from hpe3parclient.simulator.cli.listing import Heading, Listing
from hpe3parclient.simulator.cli.reply import Reply, said
from hpe3parclient.simulator.model.scheduled import RANGES, next_run
from hpe3parclient.simulator.state.maintenance import Fields, Schedule

COMMANDS = Family()

_WORDS: dict[str, Fields] = {
    '@hourly': ('0', '*', '*', '*', '*'),
    '@daily': ('0', '0', '*', '*', '*'),
    '@weekly': ('0', '0', '*', '*', '0'),
    '@monthly': ('0', '0', '1', '*', '*'),
    '@yearly': ('0', '0', '1', '1', '*')}
#: the doubled @monthly is the array's
_FORMAT = ('The schedule format is <minute> <hour> <dom> <month> <dow> or '
           'by @hourly @daily @monthly @weekly @monthly @yearly')
_PART = re.compile(r'(\*|([0-9]+)(?:-([0-9]+))?)(?:/([1-9][0-9]*))?')
_NAME = re.compile(r'[A-Za-z0-9_.][A-Za-z0-9._-]*')
#: Commands that may be scheduled (manual, table 14, and setqos of p153).
_SCHEDULABLE = frozenset((
    'checkhealth', 'compactcpg', 'compactld', 'createfsnap', 'creategroupsv',
    'creategroupvvcopy', 'createsv', 'createvvcopy', 'moverelocpd',
    'removevv', 'setvv', 'startao', 'startfsav', 'startfsnapclean',
    'syncrcopy', 'tunepd', 'tunevv', 'tunesys', 'updatesnapspace',
    'updatevv', 'setqos'))
_TAIL = '>Min >Hour >DOM >Month >DOW CreatedBy Status >Alert NextRunTime'
_FORMS = {
    '3.1': Listing(f'SchedName File/Command {_TAIL}',
                   headings=(Heading(' Schedule ', 'Min', 'DOW'),),
                   none='No scheduled tasks listed'),
    '4': Listing(f'SchedName File/Command >Interval {_TAIL}',
                 headings=(Heading(' Schedule ', 'Interval', 'DOW'),),
                 none='No scheduled tasks listed')}


def fields_of(text: str) -> Fields:
    """The five fields of a frequency."""
    if text in _WORDS:
        return _WORDS[text]
    parts = text.split()
    if len(parts) != 5 or not all(map(_field_ok, parts, RANGES)):
        raise Refusal(_FORMAT)
    minute, hour, day, month, weekday = parts
    return minute, hour, day, month, weekday


def _field_ok(text: str, limits: tuple[int, int]) -> bool:
    least, most = limits
    for part in text.split(','):
        match = _PART.fullmatch(part)
        if not match or (match[3] and int(match[3]) < int(match[2])):
            return False
        if not all(least <= int(value) <= most
                   for value in match.group(2, 3) if value):
            return False
    return True


def _new_name(context: Context, name: str, old: str = '') -> str:
    if not _NAME.fullmatch(name) or \
            len(name) > context.array.personality.name_length:
        raise Refusal(assumptions.SCHED_NAME.format(name=name))
    if name != old and name in context.state.schedules:
        raise Refusal(assumptions.SCHED_EXISTS.format(name=name))
    return name


@COMMANDS.add('createsched', '-run_once -no_alert', '<cmd> <schedule> <name>')
def createsched(context: Context, given: Arguments) -> Reply:
    """Have a command run again and again."""
    command, when, name = given.names
    fields = fields_of(when)
    _new_name(context, name)
    words = command.split()
    if not words or words[0] not in _SCHEDULABLE:
        raise Refusal(assumptions.SCHED_COMMAND.format(command=command))
    context.state.schedules[name] = Schedule(
        name, command, fields, context.user,
        since=float(context.array.clock.now()),
        alert=not given.has('no_alert'), once=given.has('run_once'))
    return said(assumptions.SCHED_CREATED.format(name=name))


@COMMANDS.add('showsched', '-all', '[<schedname|pattern>]...', tables=_FORMS)
def showsched(context: Context, given: Arguments) -> Reply:
    """Schedules and when they run next."""
    rows: list[dict[str, str]] = []
    for schedule in context.state.schedules.values():
        if given.names and not any(
                fnmatch.fnmatchcase(schedule.name, name)
                for name in given.names):
            continue
        rows.append({
            'SchedName': schedule.name, 'File/Command': schedule.command,
            'Interval': '0', **dict(zip(
                ('Min', 'Hour', 'DOM', 'Month', 'DOW'), schedule.fields)),
            'CreatedBy': schedule.user,
            'Status': 'active' if schedule.active else 'suspended',
            'Alert': 'Y' if schedule.alert else 'N',
            'NextRunTime': _next(context, schedule)})
    return context.listing(_FORMS, rows)


def _next(context: Context, schedule: Schedule) -> str:
    when: int | None = next_run(schedule.fields, schedule.since) \
        if schedule.active else None
    return '--' if when is None else context.state.stamp(when)


@COMMANDS.add('setsched',
              '-suspend -resume -suspend_all -resume_all -name <name> '
              '-s <schedule>', '[<name>]',
              alone='-suspend -resume -suspend_all -resume_all')
def setsched(context: Context, given: Arguments) -> Reply:
    """Change, suspend or resume a schedule."""
    schedules = context.state.schedules
    for option in ('suspend_all', 'resume_all'):
        if given.has(option):
            for schedule in schedules.values():
                _switch(context, schedule, option == 'resume_all')
            return said()
    if len(given.names) != 1:
        raise Refusal(assumptions.WRONG_ARGS.format(
            usage='setsched [options] <name>'))
    chosen = _find(context, given.names[0])
    fields = fields_of(given.get('s')) if given.has('s') else chosen.fields
    name = _new_name(context, given.get('name', chosen.name), chosen.name)
    if fields != chosen.fields:
        chosen.fields, chosen.since = fields, context.array.clock.now()
    if given.has('suspend', 'resume'):
        _switch(context, chosen, given.has('resume'))
    del schedules[chosen.name]
    chosen.name = name
    schedules[name] = chosen
    return said()


def _switch(context: Context, schedule: Schedule, active: bool) -> None:
    """What fell due while it was suspended does not run."""
    if active and not schedule.active:
        schedule.since = context.array.clock.now()
    schedule.active = active


def _find(context: Context, name: str) -> Schedule:
    schedule = context.state.schedules.get(name)
    if schedule is None:
        raise Refusal(assumptions.NO_SCHED.format(name=name))
    return schedule


@COMMANDS.add('removesched', '-pat', '<name|pattern>...')
def removesched(context: Context, given: Arguments) -> Reply:
    """Remove schedules; asks unless told not to."""
    names = given.names
    if given.has('pat'):
        names = [name for name in context.state.schedules if any(
            fnmatch.fnmatchcase(name, pattern) for pattern in given.names)]
    for name in names:
        _find(context, name)
        if given.has('f') or context.confirm(
                assumptions.ASK_REMOVE.format(what='schedule', name=name)):
            del context.state.schedules[name]
    return said()
