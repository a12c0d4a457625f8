"""How a command of the simulated command line is declared.

A family of commands is a module with a :class:`Family` called ``COMMANDS``;
:mod:`.interpreter` lists the families. A command is a function with a
declaration above it::

    COMMANDS = Family()

    _DISKS = Listing('>Id CagePos Type State >Total=Size_MB',
                     more='>Free_MB', sums='Size_MB', none='No PDs listed')

    @COMMANDS.add('showpd', '-i -state -devtype <type>', '[<PD_ID>]...',
                  alone='-i -state', tables=_DISKS)
    def showpd(context: Context, given: Arguments) -> Reply:
        \"\"\"Physical disks.\"\"\"
        return context.listing(_DISKS, [{'Id': '0', ...}])

* The second argument names the options; one that is followed by ``<word>``
  takes an argument. An option that is not named is refused, an argument that
  is missing too, and so is one option of ``alone`` beside another.
* The third argument is what stands behind the options: ``<x>`` once, ``[<x>]``
  at most once, ``...`` behind it: several times.
* ``tables`` are the :class:`~.listing.Listing` objects the command prints (or
  mappings of them by generation). A command with tables takes ``-showcols``,
  ``-listcols`` and ``-sortcol`` as well, and ``clihelp -col`` knows it.
* Every command takes ``-csvtable``, ``-nohdtot``, ``-hafter n``, ``-listdom``
  and ``-h``; one that changes something takes ``-f``, too. Which role may run
  it is in :mod:`.rights`, by its name: there is nothing to declare.
* Raise :class:`Refusal` to answer with a sentence;
  :class:`~hpe3parclient.simulator.errors.Refused` of the model becomes one by
  itself, in the words of ``said`` (symbols to sentences) or in the web
  service's.

To add a module, write it and put it into ``FAMILIES`` of :mod:`.interpreter`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Callable, Union

from hpe3parclient.simulator.cli import assumptions
from hpe3parclient.simulator.cli.context import Command, Context, Presentation
from hpe3parclient.simulator.cli.listing import Listing
from hpe3parclient.simulator.cli.reply import Reply, failed, said
from hpe3parclient.simulator.errors import Refused
from hpe3parclient.simulator.personality import Capability, Personality

Tables = Union[Listing, Mapping[str, Listing], None]

#: Families of commands that change nothing.
_READING = re.compile(r'(show|stat|hist|sr|get)[a-z0-9]+|help|clihelp')
_GLOBAL = {'csvtable': '', 'nohdtot': '', 'hafter': 'n', 'listdom': '',
           'h': '', 'help': ''}
#: options that only newer arrays have, and what these can do
_NEWER = {'compr': Capability.COMPRESSION, 'reduce': Capability.COMPRESSION}
_OF_TABLES = {'showcols': 'column', 'listcols': '', 'sortcol': 'col'}


class Refusal(Exception):
    """A command is refused, in these lines."""

    def __init__(self, *lines: str) -> None:
        super().__init__(*lines)
        self.lines = lines


@dataclass
class Arguments:
    """Options and specifiers of one command line."""

    options: dict[str, str] = field(default_factory=dict[str, str])
    names: list[str] = field(default_factory=list[str])

    def has(self, *options: str) -> bool:
        """Whether one of these options is given."""
        return any(option in self.options for option in options)

    def get(self, option: str, default: str = '') -> str:
        """The argument of an option."""
        return self.options.get(option, default)

    def number(self, option: str, default: int) -> int:
        """The argument of an option, which is a whole number."""
        text = self.options.get(option)
        if text is None:
            return default
        if not (text.isascii() and text.isdigit()):
            raise Refusal(assumptions.NOT_A_NUMBER.format(
                option=option, value=text))
        return int(text)


Run = Callable[[Context, Arguments], Reply]


@dataclass(frozen=True)
class Declared:
    """A command that checks its own words.

    It is called like every command, with a context and words.
    """

    name: str
    run: Run
    options: Mapping[str, str]
    operands: str
    alone: frozenset[str]
    tables: Tables
    said: Mapping[str, str]
    #: words that stand first and are no specifiers: showrcopy groups
    summary: str

    @property
    def reads(self) -> bool:
        """Whether the command changes nothing."""
        return bool(_READING.fullmatch(self.name))

    @property
    def usage(self) -> str:
        """The command with all it takes."""
        shown = [f'[-{name} <{value}>]' if value else f'[-{name}]'
                 for name, value in self.options.items()]
        return ' '.join([self.name, *shown, *self.operands.split()])

    @property
    def known(self) -> dict[str, str]:
        """Every option the command takes, with what it takes."""
        return {**_GLOBAL, **(_OF_TABLES if self.tables is not None else {}),
                **({} if self.reads else {'f': ''}), **self.options}

    def __call__(self, context: Context, words: Sequence[str]) -> Reply:
        """Run the command with these words."""
        try:
            given = self._parsed(words, context.array.personality)
            if given.has('h', 'help'):
                return self.help()
            self._present(context.show, given)
            return self.run(context, given)
        except Refusal as refusal:
            return failed(*refusal.lines)
        except Refused as err:
            return failed(sentence(err, self.said))

    def help(self) -> Reply:
        """What ``-h`` prints."""
        return said('SYNTAX', f'    {self.usage}', '', 'DESCRIPTION',
                    f'    {self.summary}')

    def _parsed(self, words: Sequence[str],
                personality: Personality) -> Arguments:
        given = Arguments()
        known = self.known
        left = list(words)
        while left:
            word = left.pop(0)
            option = word[1:]
            if not word.startswith('-') or not option or (
                    option.isdigit() and option not in known):
                given.names.append(word)
            elif option not in known or not _has(personality, option):
                raise Refusal(f'{self.name}: Invalid option {word}',
                              'SYNTAX', f'    {self.usage}')
            elif not known[option]:
                given.options[option] = ''
            elif not left:
                raise Refusal(assumptions.OPTION_ALONE.format(
                    command=self.name, option=word))
            else:
                self._take(given, option, left.pop(0))
        self._check(given)
        return given

    @staticmethod
    def _take(given: Arguments, option: str, value: str) -> None:
        """Several -sortcol add up; of any other option the last counts."""
        if option == 'sortcol' and option in given.options:
            value = f'{given.options[option]}:{value}'
        given.options[option] = value

    def _check(self, given: Arguments) -> None:
        if given.has('h', 'help'):
            return
        together = [name for name in given.options if name in self.alone]
        if len(together) > 1:
            raise Refusal(assumptions.OPTIONS_TOGETHER.format(
                command=self.name, options=', '.join(
                    f'-{name}' for name in together)))
        least, most = _count(self.operands)
        if len(given.names) < least or (
                most is not None and len(given.names) > most):
            raise Refusal(assumptions.WRONG_ARGS.format(usage=self.usage))

    @staticmethod
    def _present(show: Presentation, given: Arguments) -> None:
        """Options about tables hold for this command alone."""
        show.csvtable = show.csvtable or given.has('csvtable')
        show.nohdtot = show.nohdtot or given.has('nohdtot')
        show.listdom = show.listdom or given.has('listdom')
        show.hafter = given.number('hafter', show.hafter)
        show.listcols = given.has('listcols')
        if given.has('showcols'):
            show.showcols = given.get('showcols').split(',')
        for text in filter(None, given.get('sortcol').split(':')):
            name, _, direction = text.partition(',')
            if direction not in ('', 'inc', 'dec'):
                raise Refusal(assumptions.SORTCOL.format(value=text))
            show.sortcols.append((name, direction == 'dec'))


def _has(personality: Personality, option: str) -> bool:
    """Whether arrays of this release have an option that newer ones have."""
    return option not in _NEWER or personality.has(_NEWER[option])


def sentence(err: Refused, table: Mapping[str, str]) -> str:
    """A refusal of the model in the words of the command line."""
    return table.get(err.symbol, f'Error: {err.desc}')


def _count(operands: str) -> tuple[int, int | None]:
    """How many operands there are, at least and at most."""
    words = operands.split()
    least = sum(not word.startswith('[') for word in words)
    if any(word.endswith('...') for word in words):
        return least, None
    return least, len(words)


def _options(text: str) -> dict[str, str]:
    """The options a declaration names, and what they take."""
    options: dict[str, str] = {}
    last = ''
    for word in text.split():
        if word.startswith('-'):
            last = word[1:]
            options[last] = ''
        else:
            options[last] = word.strip('<>')
    return options


class Family(dict[str, Command]):
    """The commands of one module, by name."""

    def add(self, name: str, options: str = '', operands: str = '', *,
            alone: str = '', tables: Tables = None,
            said: Mapping[str, str] | None = None
            ) -> Callable[[Run], Run]:
        """Declare a command; see this module.

        :param said: sentences in place of errors of the model, by symbol
        """
        def declare(run: Run) -> Run:
            summary = (run.__doc__ or '').split('\n')[0]
            self[name] = Declared(
                name, run, _options(options), operands,
                frozenset(word.lstrip('-') for word in alone.split()),
                tables, said or {}, summary)
            return run
        return declare
