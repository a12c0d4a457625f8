"""From a line to what it prints.

This module knows how a session reads lines: as Tcl, with the array's
commands in it. It does not know what any command does, nor what a terminal
looks like.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Callable, Dict, List, Optional, Tuple

from hpe3parclient.simulator.cli import (
    hosts,
    ports,
    qos,
    remotecopy,
    schedules,
    statistics,
    system,
    tcl,
    volumes,
)
from hpe3parclient.simulator.cli.context import Command, Context, Reply
from hpe3parclient.simulator.cli.state import CliState
from hpe3parclient.tcl_parser import TclError

if TYPE_CHECKING:
    from hpe3parclient.simulator.array import Array

#: one printed line, and whether it is an error
Line = Tuple[str, bool]


def commands() -> Dict[str, Command]:
    """All commands by name."""
    found: Dict[str, Command] = {}
    for family in (hosts, ports, qos, remotecopy, schedules, statistics,
                   system, volumes):
        found.update(family.COMMANDS)
    return found


class Cli:
    """The command line of one array; any number of sessions share it."""

    def __init__(self, array: Array) -> None:
        self.array = array
        self.state = CliState(array)
        self.commands = commands()

    def session(self, user: str = '',
                confirm: Optional[Callable[[str], bool]] = None) -> Session:
        """A new session.

        :param confirm: asks a person a question; without it nobody says yes
        """
        return Session(self, user or self.array.admin, confirm)


class Session:
    """One person's settings, and the line that is being read."""

    def __init__(self, cli: Cli, user: str,
                 confirm: Optional[Callable[[str], bool]]) -> None:
        self._cli = cli
        self._user = user
        self._confirm = confirm or (lambda question: False)
        self._settings = {'csvtable': '0', 'nohdtot': '0'}
        self._tcl = tcl.Interpreter(self._call)
        self._open = ''
        self._printed: List[Line] = []
        self.left = False
        self.status = 0

    def run(self, line: str) -> Optional[List[Line]]:
        """Run a line; what it printed, or None where more is wanted."""
        script = self._open + line + '\n'
        self._printed = []
        self.status = 0
        try:
            self._tcl.run(script)
        except tcl.Incomplete:
            self._open = script
            return None
        except TclError as err:
            self.status = 1
            self._printed.append((str(err), True))
        self._open = ''
        return self._printed

    def take(self) -> List[Line]:
        """What has been printed so far, before a question is asked."""
        printed, self._printed = self._printed, []
        return printed

    def _call(self, words: List[str]) -> str:
        if self.left:
            return ''
        command = self._cli.commands.get(words[0])
        if command is None:
            raise TclError('invalid command name "%s"' % words[0])
        args, csvtable, nohdtot = self._common(words[1:])
        context = Context(self._cli.array, self._cli.state, self._user,
                          csvtable, nohdtot, self._ask, self._setclienv)
        with self._cli.array.lock:
            self._cli.array.settle()
            self._cli.state.ran.append(words)
            self._print(command(context, args))
        return ''

    def _common(self, args: List[str]) -> Tuple[List[str], bool, bool]:
        """Take out the options that every command has."""
        csvtable = self._settings['csvtable'] == '1' or '-csvtable' in args
        nohdtot = self._settings['nohdtot'] == '1' or '-nohdtot' in args
        return ([arg for arg in args
                 if arg not in ('-csvtable', '-nohdtot')],
                csvtable, nohdtot)

    def _print(self, reply: Reply) -> None:
        self._printed.extend((line, False) for line in reply.out)
        self._printed.extend((line, True) for line in reply.err)
        self.status = reply.status
        self.left = self.left or reply.leave

    def _ask(self, question: str) -> bool:
        self._printed.append((question, False))
        # a person may take long: the array goes on meanwhile
        self._cli.array.lock.release()
        try:
            return self._confirm('select q=quit y=yes n=no: ')
        finally:
            self._cli.array.lock.acquire()

    def _setclienv(self, name: str, value: str) -> bool:
        if name not in self._settings:
            return False
        self._settings[name] = value
        return True
