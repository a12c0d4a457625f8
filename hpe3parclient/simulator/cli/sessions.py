"""Commands of the session itself: setclienv, help, clihelp, echo, exit.

Also cmore, which runs another command, and set, which is Tcl's.
"""

from __future__ import annotations

from hpe3parclient.simulator.cli import assumptions
from hpe3parclient.simulator.cli.commands import (
    Arguments,
    Declared,
    Family,
    Refusal,
)
from hpe3parclient.simulator.cli.context import Context
from hpe3parclient.simulator.cli.listing import Listing
from hpe3parclient.simulator.cli.reply import Reply, failed, said, wrong_args

COMMANDS = Family()

_SWITCHES = ('csvtable', 'nohdtot', 'listdom', 'matchbulkobjs')
_USAGE = 'setclienv csvtable|nohdtot|listdom|hafter|currentdomain <value>'


def setclienv(context: Context, words: list[str]) -> Reply:
    """Change a setting of the session."""
    if len(words) != 2:
        return wrong_args(_USAGE)
    name, value = words
    if name == 'currentdomain':
        return _set_domain(context, value)
    if name in _SWITCHES and value not in ('0', '1'):
        return failed(assumptions.SETCLIENV_VALUE.format(
            name=name, value=value))
    if name == 'hafter' and not (value.isascii() and value.isdigit()):
        return failed(assumptions.SETCLIENV_VALUE.format(
            name=name, value=value))
    if not context.setclienv(name, value):
        return wrong_args(_USAGE)
    return said()


def _set_domain(context: Context, value: str) -> Reply:
    if value == '-unset':
        value = ''
    elif value not in context.array.domains:
        return failed(assumptions.NO_DOMAIN.format(name=value))
    context.setclienv('currentdomain', value)
    return said()


def leave(context: Context, words: list[str]) -> Reply:
    """End the session."""
    return Reply(leave=True)


def echo(context: Context, words: list[str]) -> Reply:
    """Print words."""
    return said(' '.join(words))


COMMANDS.update({'setclienv': setclienv, 'exit': leave, 'quit': leave,
                 'echo': echo})


@COMMANDS.add('help', '-search <topic>', '[<command>]')
def show_help(context: Context, given: Arguments) -> Reply:
    """What a command takes, or which commands there are."""
    if given.names:
        return _declared(context, given.names[0]).help()
    topic = given.get('search')
    rows = [f'{name:<22} {command.summary}'.rstrip()
            for name, command in sorted(context.cli.commands.items())
            if isinstance(command, Declared)
            and topic.lower() in f'{name} {command.summary}'.lower()]
    return said(*rows) if rows else said(
        assumptions.NO_HELP.format(topic=topic))


@COMMANDS.add('clihelp', '-col', '<command>')
def clihelp(context: Context, given: Arguments) -> Reply:
    """What a command takes, or the columns it prints."""
    command = _declared(context, given.names[0])
    if not given.has('col'):
        return command.help()
    tables = command.tables
    if tables is None:
        return said(f'No help for columns of command "{command.name}".')
    forms = [tables] if isinstance(tables, Listing) \
        else list(tables.values())
    names = dict.fromkeys(key for form in forms for key in form.keys)
    return said(*sorted(names))


def _declared(context: Context, name: str) -> Declared:
    command = context.cli.commands.get(name)
    if not isinstance(command, Declared):
        raise Refusal(assumptions.NO_HELP.format(topic=name))
    return command


def cmore(context: Context, words: list[str]) -> Reply:
    """Run a command page by page; nobody turns pages here."""
    command = context.cli.commands.get(words[0]) if words else None
    if command is None:
        return wrong_args('cmore <command>')
    return command(context, words[1:])


COMMANDS['cmore'] = cmore
