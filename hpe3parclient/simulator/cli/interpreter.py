"""From a line to what it prints.

This module knows how a session reads lines: as Tcl, with the array's
commands in it. It does not know what any command does, nor what a terminal
looks like.
"""

from __future__ import annotations

import itertools
import weakref
from typing import TYPE_CHECKING, Callable, cast

from hpe3parclient.simulator.captured import outputs
from hpe3parclient.simulator.cli import (
    alerts,
    assumptions,
    copies,
    cpgs,
    domains,
    filepersona,
    flashcache,
    hardware,
    hosts,
    layout,
    nodes,
    optimization,
    ports,
    provisioning,
    qos,
    remotecopy,
    rights,
    schedules,
    sessions,
    sets,
    statistics,
    sysreporter,
    system,
    tasks,
    tcl,
    users,
    vluns,
    volumes,
    wsapi,
)
from hpe3parclient.simulator.cli.context import Command, Context, Presentation
from hpe3parclient.simulator.cli.filepersona import private
from hpe3parclient.simulator.cli.reply import Reply
from hpe3parclient.simulator.cli.state import CliState
from hpe3parclient.simulator.model import scheduled
from hpe3parclient.simulator.state.array_state import ArrayState
from hpe3parclient.tcl_parser import TclError

if TYPE_CHECKING:
    from hpe3parclient.simulator.array import Array

#: one printed line, and whether it is an error
Line = tuple[str, bool]

#: The modules with the commands, one a family.
FAMILIES = (
    alerts, copies, cpgs, domains, filepersona, flashcache, hardware, hosts,
    layout, nodes, optimization, ports, provisioning, qos, remotecopy,
    schedules, sessions, sets, statistics, sysreporter, system, tasks, users,
    vluns, volumes, wsapi)


def commands() -> dict[str, Command]:
    """All commands by name."""
    known: dict[str, Command] = {}
    for family in FAMILIES:
        known.update(family.COMMANDS)
    return known


class Cli:
    """The command line of one array; any number of sessions share it."""

    def __init__(self, array: Array) -> None:
        self.array = array
        self.state = CliState(array)
        self.commands = {
            name: command for name, command in commands().items()
            if private.is_known(array.personality, name,
                                filepersona.COMMANDS)}
        self._numbers = itertools.count(1)
        self._sessions: weakref.WeakSet[Session] = weakref.WeakSet()

    def session(self, user: str = '',
                confirm: Callable[[str], bool] | None = None, *,
                address: str = assumptions.LOCAL_ADDRESS,
                kind: str = 'local') -> Session:
        """A new session.

        :param confirm: asks a person a question; without it nobody says yes
        :param address: IP address the session comes from
        :param kind: ``'shell'``, ``'exec'`` or ``'local'``
        """
        session = Session(self, user or self.array.admin, confirm, address,
                          kind)
        self._sessions.add(session)
        return session

    def next_number(self) -> int:
        """The number of a new session."""
        return next(self._numbers)

    @property
    def sessions(self) -> list[Session]:
        """The sessions that have not ended, oldest first."""
        return sorted((session for session in self._sessions
                       if not session.left), key=lambda session: session.number)


def _declined(question: str) -> bool:
    """The answer where nobody can be asked."""
    return False


class Session:
    """One person's settings, and the line that is being read."""

    def __init__(self, cli: Cli, user: str,
                 confirm: Callable[[str], bool] | None,
                 address: str, kind: str) -> None:
        self._cli = cli
        self.user = user
        self.address = address
        self.kind = kind
        self.number = cli.next_number()
        self.since = cli.array.clock.now()
        self._confirm = confirm or _declined
        self.settings = {'csvtable': '0', 'nohdtot': '0', 'listdom': '0',
                         'hafter': '0', 'matchbulkobjs': '0',
                         'currentdomain': ''}
        self._tcl = tcl.Interpreter(self._call)
        self._open = ''
        self._printed: list[Line] = []
        self.left = False
        self.status = 0
        #: how many questions were asked
        self.questions = 0

    @property
    def role(self) -> str:
        """The role of its user now."""
        return self._cli.array.role_of(self.user)

    def close(self) -> None:
        """The session has ended, by whatever means."""
        self.left = True

    def run(self, line: str) -> list[Line] | None:
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

    def take(self) -> list[Line]:
        """What has been printed so far, before a question is asked."""
        printed, self._printed = self._printed, []
        return printed

    def _call(self, words: list[str]) -> str:
        if self.left:
            return ''
        command = self._cli.commands.get(words[0])
        if command is None:
            if (output := self._kept(words)) is not None:
                self._print(Reply(list(output.captured)))
                return ''
            raise TclError(f'invalid command name "{words[0]}"')
        array = self._cli.array
        with array.lock:
            array.settle()
            self._cli.state.note(words)
            if not rights.may_run(self.role, words[0]):
                self._print(Reply(err=[assumptions.NO_PERMISSION.format(
                    command=words[0])]))
                return ''
            self._cli.state.log(self.user, self.role, self.address, words)
            self._print(self._as_captured(
                command, words, self._run(command, words)))
        return ''

    def _run(self, command: Command, words: list[str]) -> Reply:
        """Run a command, watched where it comes from outside."""
        def run() -> Reply:
            return command(self._context(words), words[1:])

        observer = self._cli.array.observer
        return run() if observer is None or self.kind == 'local' \
            else observer.command(words, run)

    def _kept(self, words: list[str]) -> outputs.Output | None:
        """What a captured array printed where the model prints otherwise."""
        captured = self._cli.array.captured
        return None if captured is None \
            else captured.output(outputs.name_of(words))

    def _as_captured(self, command: Command, words: list[str],
                     reply: Reply) -> Reply:
        """Show what a captured array printed, and what has changed since."""
        output = self._kept(words)
        if output is None:
            return reply
        bare = [word for word in words if word not in outputs.LOOKS]
        context = self._context(words)
        csv, header = context.csvtable, not context.nohdtot
        context.show = Presentation(csvtable=True)
        now = command(context, bare[1:])
        return Reply(outputs.shown(
            output, now.out + now.err, reply.out + reply.err, csv=csv,
            header=header))

    def _context(self, words: list[str]) -> Context:
        """Where a command runs; simple commands see no option of tables."""
        settings = self.settings
        show = Presentation(
            settings['csvtable'] == '1' or '-csvtable' in words,
            settings['nohdtot'] == '1' or '-nohdtot' in words,
            settings['listdom'] == '1', int(settings['hafter']))
        return Context(
            self._cli.array, self._cli.state, self.user, show, self._ask,
            self._setclienv, self._cli, self.role, settings)

    def _print(self, reply: Reply) -> None:
        self._printed.extend((line, False) for line in reply.out)
        self._printed.extend((line, True) for line in reply.err)
        self.status = reply.status
        self.left = self.left or reply.leave

    def _ask(self, question: str) -> bool:
        self.questions += 1
        self._printed.append((question, False))
        # a person may take long: the array goes on meanwhile
        self._cli.array.lock.release()
        try:
            return self._confirm('select q=quit y=yes n=no: ')
        finally:
            self._cli.array.lock.acquire()

    def _setclienv(self, name: str, value: str) -> bool:
        if name not in self.settings:
            return False
        self.settings[name] = value
        return True


@scheduled.runs_commands
def run_scheduled(array: ArrayState, user: str,
                  command: str) -> tuple[bool, list[str]]:
    """Run the command of a schedule; whether it succeeded, and its output."""
    session = Cli(cast('Array', array)).session(user)
    printed = session.run(command)
    # nobody is there to answer: a question is where the run ends
    good = printed is not None and not session.status \
        and not session.questions
    return good, [text for text, _ in printed or ()]
