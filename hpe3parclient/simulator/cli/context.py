"""What a command of the simulated command line gets, and what it gives.

This module knows no command.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Callable, Dict, List, Optional, Sequence

from hpe3parclient.simulator.cli import assumptions
from hpe3parclient.simulator.cli.tables import Table

if TYPE_CHECKING:
    from hpe3parclient.simulator.array import Array
    from hpe3parclient.simulator.cli.state import CliState


@dataclass
class Reply:
    """What a command printed; lines of errors are shown last."""

    out: List[str] = field(default_factory=list)
    err: List[str] = field(default_factory=list)
    #: ends the session
    leave: bool = False

    @property
    def status(self) -> int:
        """The exit status on an exec channel."""
        return 1 if self.err else 0


def said(*lines: str) -> Reply:
    """A reply that is no error."""
    return Reply(list(lines))


def failed(*lines: str) -> Reply:
    """A reply that is an error."""
    return Reply(err=list(lines))


def wrong_args(usage: str) -> Reply:
    """The reply to too few or too many arguments."""
    return failed(assumptions.WRONG_ARGS.format(usage=usage))


@dataclass
class Context:
    """Where a command runs."""

    array: Array
    state: CliState
    user: str
    csvtable: bool
    nohdtot: bool
    #: asks a person; False where nobody says yes
    confirm: Callable[[str], bool]
    #: changes a setting of the session
    setclienv: Callable[[str, str], bool]

    def table(self, table: Table, none: Optional[str] = None) -> Reply:
        """A table in the session's form; a sentence where it is empty."""
        if none is not None and not table.rows:
            return said(none)
        header = not self.nohdtot
        return said(*(table.csv(header) if self.csvtable
                      else table.plain(header)))


Command = Callable[[Context, List[str]], Reply]


@dataclass
class Arguments:
    """Options and specifiers of a command."""

    options: Dict[str, str]
    names: List[str]
    unknown: str = ''


def parse(args: Sequence[str], flags: str = '', valued: str = ''
          ) -> Arguments:
    """Tell options from specifiers.

    :param flags: names of options without a value, parted by blanks
    :param valued: names of options with one
    """
    found = Arguments({}, [])
    left = list(args)
    while left:
        word = left.pop(0)
        if not word.startswith('-') or len(word) < 2:
            found.names.append(word)
        elif word[1:] in flags.split():
            found.options[word[1:]] = ''
        elif word[1:] in valued.split() and left:
            found.options[word[1:]] = left.pop(0)
        else:
            found.unknown = word
            break
    return found


def invalid_option(verb: str, found: Arguments) -> Reply:
    """The reply to an option that the command does not have."""
    return failed('%s: Invalid option %s' % (verb, found.unknown),
                  'SYNTAX', '    %s [options] ...' % verb)
