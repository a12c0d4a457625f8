"""The array's command line over SSH, one command at a time.

:class:`HPE3PARSSHClient` takes a command as a list of words and returns
the lines it printed. It keeps one session open between commands and renews
it when it must; a command that may have run is never sent again.

This module knows when a session is good and what may be done about one that
is not. It does not know bytes (``cli/dialogue.py``), paramiko
(``cli/connection.py``, imported when SSH is first used) or any command.
"""

from __future__ import annotations

import contextlib
import logging
import os
import threading
import time
from collections.abc import Generator, Sequence
from typing import (
    TYPE_CHECKING,
    Any,
)

from hpe3parclient import exceptions, standin
from hpe3parclient.cli import commands, options, words
from hpe3parclient.cli.dialogue import (
    SETUP,
    Dialogue,
    Limits,
    NoPrompt,
    NothingSent,
    State,
    let_go,
)
from hpe3parclient.cli.errors import (
    SSHAlgorithmMismatch,
    SSHAuthenticationFailed,
    SSHBusy,
    SSHClosedEarly,
    SSHConnectionError,
    SSHConnectTimeout,
    SSHHostKeyRejected,
    SSHOptionError,
    SSHQuestion,
)
from hpe3parclient.cli.words import CommandLine
from hpe3parclient.processes import NotCopied, PerProcess
from hpe3parclient.web.redact import Secret

if TYPE_CHECKING:
    from hpe3parclient.cli.connection import Connection
    from hpe3parclient.hooks import Hooks
    from hpe3parclient.web.readonly import Gate

LOG = logging.getLogger(__name__)

#: Trying again at once does not help against any of these.
_FINAL = (SSHAlgorithmMismatch, SSHAuthenticationFailed, SSHHostKeyRejected,
          SSHBusy, SSHQuestion)

#: seconds after which a change does not wait for a silent shell any more
_PATIENCE_OF_CHANGES = 2.0

_BUSY_PAUSE = 1.0


def _read(values: Secret) -> options.Options:
    """Return checked options.

    :raises SSHOptionError: without the frames that hold the values
    """
    try:
        return options.read(values.reveal())
    except SSHOptionError as ex:
        raise ex.with_traceback(None) from ex.__cause__


def _in_rehearsal(given: options.Options) -> options.Options:
    """Return options that reach the twin, where a script is rehearsed.

    :raises NotRehearsed: they are of another array than the twin's
    """
    stand_in = standin.current()
    if stand_in is None:
        return given
    host, port = stand_in.command_line(given.host, given.port)
    return given._replace(
        host=host, port=port, login=stand_in.user, password=stand_in.password,
        privatekey=None, passphrase=None, known_hosts_file=None,
        missing_key_policy='AutoAddPolicy', prompt=None)


def _checked(cmd: Secret) -> CommandLine:
    """Return the command line for a list of words.

    :raises SSHInjectionThreat: without the frames that hold the words
    """
    try:
        return commands.as_typed(words.command(cmd.reveal()))
    except exceptions.SSHException as ex:
        raise ex.with_traceback(None) from None


class HPE3PARSSHClient(NotCopied):
    """A client for the command line of one array.

    Making one checks the options and connects to nothing; the first command
    does. It may be used by several threads: one command runs at a time, the
    others wait.

    :param ip: name or address of the array
    :param login: user name
    :param password: its password; also used where the array asks for it by
        keyboard-interactive, or beside a key
    :param port: SSH port
    :param conn_timeout: seconds for reaching the array, and for each step
        of logging in; 30 if None
    :param privatekey: file of a private key of any type, or a paramiko key
    :param kwargs: ``known_hosts_file`` (``~`` is understood),
        ``missing_key_policy`` (``AutoAddPolicy``, ``WarningPolicy``,
        ``RejectPolicy``, by name or as an object), ``passphrase``,
        ``allow_agent`` and ``look_for_keys`` (both off), ``mode``
        (``'shell'`` or ``'exec'``), ``prompt_timeout``,
        ``silence_timeout``, ``command_timeout``, ``idle_limit``,
        ``busy_timeout`` (seconds), ``prompt`` (the array's, where it is not
        its name, ``cli%`` and a blank), ``on_question`` (given a question of the array,
        returns the answer to type, or None), ``disabled_algorithms`` (as
        paramiko takes them)
    :raises SSHOptionError: an option is unknown, or has a value that it
        cannot have
    """

    def __init__(self, ip: str, login: str, password: str | None,
                 port: int = 22, conn_timeout: float | None = None,
                 privatekey: Any = None, **kwargs: Any) -> None:
        # Frames are shown in tracebacks; from here on this one holds no secret.
        hidden = Secret(dict(
            kwargs, host=ip, login=login, password=password, port=port,
            conn_timeout=conn_timeout, privatekey=privatekey))
        ip, password, privatekey, kwargs = '', None, None, {}
        self._options = _in_rehearsal(_read(hidden))
        from hpe3parclient.cli.connection import Connection
        self._connection: Connection = Connection(self._options)
        self._limits = Limits(
            prompt=self._options.prompt_timeout,
            silence=self._options.silence_timeout,
            command=self._options.command_timeout,
            opening=max(self._options.conn_timeout,
                        self._options.prompt_timeout))
        self._locks = PerProcess(threading.RLock)
        self._pid = os.getpid()
        self._channel: Any = None
        self._dialogue: Dialogue | None = None
        self._used = 0.0
        #: whether commands run on exec channels; None: not tried yet
        self._exec_works: bool | None = None
        self._debug = False
        #: refuses changes, and the hooks that see commands; a client of
        #: the web service shares its own
        self.gate: Gate | None = None
        self.hooks: Hooks | None = None

    def __repr__(self) -> str:
        if not hasattr(self, '_options'):
            # Tracebacks show a client whose options are refused.
            return super().__repr__()
        return (f'<{type(self).__name__} {self._options.login}@'
                f'{self._options.host}:{self._options.port}>')

    def set_debug_flag(self, flag: bool) -> None:
        """Log every command, secrets masked, at level DEBUG."""
        self._debug = bool(flag)

    # -- connection ---------------------------------------------------------

    def open(self) -> None:
        """Connect and log in now, unless that is done already.

        :raises SSHConnectionError: and its kinds, when that fails
        """
        with self._mine():
            self._connection.open()

    def close(self) -> None:
        """Close session and connection; the next command opens them."""
        with self._mine():
            self._exec_works = None
            self._drop()

    def _drop(self) -> None:
        """Close both, but remember what was learned about the array."""
        self._drop_session()
        self._connection.close()

    @contextlib.contextmanager
    def _mine(self) -> Generator[None, None, None]:
        """The lock; a forked child leaves the parent's connection alone."""
        with self._locks.get():
            self._check_fork()
            yield

    def _check_fork(self) -> None:
        """Leave the parent's connection alone in a forked child."""
        if self._pid != os.getpid():
            self._channel = self._dialogue = None
            self._connection.abandon()
            self._pid = os.getpid()

    def _drop_session(self) -> None:
        channel, self._channel, self._dialogue = self._channel, None, None
        if channel is not None:
            let_go(channel)

    # -- commands -----------------------------------------------------------

    def check_ssh_injection(self, cmd_list: Sequence[str]) -> None:
        """Refuse a command that contains an unsafe word.

        :param cmd_list: the words of the command
        :raises SSHInjectionThreat: a word is not fit to be sent
        """
        hidden, cmd_list = Secret(cmd_list), ()
        _checked(hidden)

    def run(self, cmd: Sequence[str],
            multi_line_stripper: bool = False) -> list[str]:
        """Run one command and return the lines it printed.

        :param cmd: the words of the command; a word with blanks stands
            between double quotes; white space around a word is dropped
        :param multi_line_stripper: ignored; the answer is found by echo and
            prompt, however the terminal breaks its lines
        :raises SSHInjectionThreat: a word is not fit; nothing was sent
        :raises ReadOnly: inside ``readOnly()``, and not a command that only
            reads; nothing was sent
        :raises SSHConnectionError: no session; nothing was sent
        :raises SSHQuestion: the array asks something; ``question`` quotes
            it, and nothing was typed in reply
        :raises SSHOutcomeUnknown: the command was sent and may have run
        :raises SSHTimeout: ``which`` says which limit has passed
        """
        hidden, cmd = Secret(cmd), ()   # no frame from here on shows a secret
        command = _checked(hidden)
        commands.check(self.gate, command.words)
        if not command.has_secrets:
            return self._watched(command)
        failure: exceptions.SSHException
        try:
            return self._watched(command)
        except exceptions.SSHException as err:
            failure = err
        command.mask_in(failure)
        # Out here, and without the frames that hold the line; not kept by a
        # frame that its traceback holds.
        try:
            raise failure.with_traceback(None)
        finally:
            del failure

    def _watched(self, command: CommandLine) -> list[str]:
        """Run a command before the eyes of hooks, where there are any."""
        if self.hooks is None:
            return self._admitted(command)
        with self.hooks.watching('CLI', command.words[0]):
            return self._admitted(command)

    def _admitted(self, command: CommandLine) -> list[str]:
        """Run a command; a change only where changes may pass."""
        with commands.passing(self.gate, command.words):
            return self._locked(command)

    def _locked(self, command: CommandLine) -> list[str]:
        with self._locks.get():
            self._check_fork()
            if self._debug:
                LOG.debug('CLI %r: %s', self, command)
            try:
                lines = self._while_busy(command)
            except BaseException:
                # also for KeyboardInterrupt: what is still on its way must
                # never be read as the answer to another command
                self.close()
                raise
            if self._debug:
                LOG.debug('CLI %r: %d lines', self, len(lines))
            return lines

    def _while_busy(self, command: CommandLine) -> list[str]:
        """Try again for a while when the array has no session left."""
        deadline = time.monotonic() + self._options.busy_timeout
        closed_early = False
        reason: SSHConnectionError
        while True:
            try:
                return self._renewed_once(command)
            except SSHClosedEarly as err:
                # Perhaps the array is full, perhaps this is no SSH server.
                if closed_early or not self._options.busy_timeout:
                    raise
                closed_early, reason = True, err
            except SSHBusy as err:
                reason = err
                if time.monotonic() >= deadline:
                    raise
            self.close()
            LOG.info('%s Trying again.', reason)
            time.sleep(max(0.0, min(
                _BUSY_PAUSE, deadline - time.monotonic())))

    def _renewed_once(self, command: CommandLine) -> list[str]:
        """Run a command; repeat it only if it was not sent the first time."""
        was_open = self._connection.alive
        if not was_open:
            self._drop()
        self._connection.open()
        try:
            return self._once(command)
        except _FINAL:
            raise
        except (NothingSent, SSHConnectionError) as err:
            LOG.info('Session with %r renewed: %s', self,
                     err or 'it had been closed')
            self._drop()
        self._connection.open()
        try:
            return self._once(command)
        except NothingSent:
            raise SSHConnectionError(
                f'The array closed the {"old" if was_open else "new"} '
                'connection before the command was sent, and the one made '
                'in its stead as well.') from None

    def _once(self, command: CommandLine) -> list[str]:
        if self._options.mode == 'exec':
            return self._exec(command)
        # Programs know File Persona's errors by what a terminal adds to
        # them, so that a shell is worth some waiting.
        is_file = commands.is_file(command.words)
        reads = not is_file and commands.only_reads(command.words)
        dialogue = self._session()
        try:
            if dialogue.state is State.OPENING:
                dialogue.open(self._patience(reads))
        except NoPrompt:
            lines = self._past_silent_shell(command, reads)
            if lines is not None:
                return lines
            self._await_prompt(dialogue)
        lines = dialogue.command(
            command.reveal(), commands.is_plain(command.words), is_file)
        self._used = time.monotonic()
        return lines

    def _session(self) -> Dialogue:
        """The session there is, or a new one that has shown nothing yet."""
        idle = time.monotonic() - self._used
        if self._dialogue is not None and (
                self._dialogue.state is State.OPENING
                or idle <= self._options.idle_limit):
            return self._dialogue
        self._drop_session()
        self._channel = self._connection.shell()
        self._dialogue = Dialogue(
            self._channel, self._limits, prompt=self._options.prompt,
            on_question=self._options.on_question)
        return self._dialogue

    # -- arrays that show no prompt -----------------------------------------

    def _patience(self, reads: bool) -> float:
        """How long a shell may show nothing before it is passed by."""
        if self._exec_works:
            return 0.0
        if reads and self._exec_works is None:
            return self._limits.prompt
        return max(_PATIENCE_OF_CHANGES, self._limits.prompt)

    def _past_silent_shell(self, command: CommandLine, reads: bool
                           ) -> list[str] | None:
        """Run a command on an exec channel, since no prompt stands.

        Nothing may be typed into a shell that has shown nothing: what it
        shows first could be a question. A command that changes something is
        risked only after another one has run.

        :returns: None where the array has no exec channels
        """
        if self._exec_works is None and not reads:
            self._exec_works = self._exec_or_none(words.command(
                SETUP.split())) is not None
        if self._exec_works is False:
            return None
        lines = self._exec(command, SETUP) if self._exec_works else \
            self._exec_or_none(command, SETUP)
        self._exec_works = lines is not None
        return lines

    def _exec_or_none(self, command: CommandLine, setup: str = ''
                      ) -> list[str] | None:
        """Run a command that changes nothing; None where that is refused."""
        from hpe3parclient.cli.exec import ExecRefused
        try:
            return self._exec(command, setup)
        except (ExecRefused, NothingSent, SSHBusy, SSHConnectionError) as err:
            if not self._connection.alive:
                raise
            LOG.info('%r has no exec channels: %s', self, err)
            return None

    def _await_prompt(self, dialogue: Dialogue) -> None:
        """Wait on for the prompt of a shell that has shown nothing."""
        try:
            dialogue.open(self._limits.opening)
        except NoPrompt:
            raise SSHConnectTimeout(
                'Connect: the array showed no prompt within '
                f'{self._limits.opening:g} s; nothing was sent.') from None

    def _exec(self, command: CommandLine, setup: str = '') -> list[str]:
        """Run a command on a channel of its own.

        :param setup: runs before it, as it has in a shell
        """
        from hpe3parclient.cli.exec import OneShot
        channel = self._connection.bare()
        try:
            return OneShot(channel, self._limits, self._options.on_question
                           ).run(f'{setup}; {command.reveal()}' if setup else
                                 commands.with_csvtable(
                                     command.reveal(), command.words),
                                 commands.is_file(command.words))
        finally:
            let_go(channel)
