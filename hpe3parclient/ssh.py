"""The array's command line over SSH, one command at a time.

:class:`HPE3PARSSHClient` takes a command as a list of words and gives back
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
from typing import (
    TYPE_CHECKING,
    Any,
    Callable,
    Iterator,
    List,
    Optional,
    Sequence,
)

from hpe3parclient.cli import commands, options, words
from hpe3parclient.cli.dialogue import (
    Dialogue,
    Limits,
    NoPrompt,
    NothingSent,
    ask_ahead,
    let_go,
)
from hpe3parclient.cli.errors import (
    SSHAlgorithmMismatch,
    SSHAuthenticationFailed,
    SSHBusy,
    SSHConnectionError,
    SSHHostKeyRejected,
)
from hpe3parclient.processes import NotCopied, PerProcess

if TYPE_CHECKING:
    from hpe3parclient.cli.connection import Connection
    from hpe3parclient.hooks import Hooks
    from hpe3parclient.web.readonly import Gate

LOG = logging.getLogger(__name__)

#: Trying again at once does not help against any of these.
_FINAL = (SSHAlgorithmMismatch, SSHAuthenticationFailed, SSHHostKeyRejected,
          SSHBusy)

_BUSY_PAUSE = 1.0


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
        ``busy_timeout`` (seconds), ``disabled_algorithms`` (as paramiko
        takes them)
    :raises SSHOptionError: an option is unknown or is not what it may be
    """

    def __init__(self, ip: str, login: str, password: Optional[str],
                 port: int = 22, conn_timeout: Optional[float] = None,
                 privatekey: Any = None, **kwargs: Any) -> None:
        self._options = options.read(dict(
            kwargs, host=ip, login=login, password=password, port=port,
            conn_timeout=conn_timeout, privatekey=privatekey))
        from hpe3parclient.cli.connection import Connection
        self._connection: Connection = Connection(self._options)
        self._limits = Limits(self._options.prompt_timeout,
                              self._options.silence_timeout,
                              self._options.command_timeout)
        self._locks = PerProcess(threading.RLock)
        self._pid = os.getpid()
        self._channel: Any = None
        self._dialogue: Optional[Dialogue] = None
        self._used = 0.0
        #: this array shows no prompt before it gets input
        self._ahead = False
        self._debug = False
        #: what refuses changes, and who wants to see commands; a client of
        #: the web service shares its own
        self.gate: Optional[Gate] = None
        self.hooks: Optional[Hooks] = None

    def __repr__(self) -> str:
        return '<%s %s@%s:%d>' % (type(self).__name__, self._options.login,
                                  self._options.host, self._options.port)

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
            self._ahead = False
            self._drop()

    def _drop(self) -> None:
        """Close both, but remember what was learned about the array."""
        self._drop_session()
        self._connection.close()

    @contextlib.contextmanager
    def _mine(self) -> Iterator[None]:
        """The lock; a forked child leaves the parent's connection alone."""
        with self._locks.get():
            if self._pid != os.getpid():
                self._channel = self._dialogue = None
                self._connection.abandon()
                self._pid = os.getpid()
            yield

    def _drop_session(self) -> None:
        channel, self._channel, self._dialogue = self._channel, None, None
        if channel is not None:
            let_go(channel)

    # -- commands -----------------------------------------------------------

    def check_ssh_injection(self, cmd_list: Sequence[str]) -> None:
        """Refuse a command that is not made of harmless words.

        :param cmd_list: the words of the command
        :raises SSHInjectionThreat: a word is not fit to be sent
        """
        words.line(cmd_list)

    def run(self, cmd: Sequence[str],
            multi_line_stripper: bool = False) -> List[str]:
        """Run one command and return the lines it printed.

        :param cmd: the words of the command; a word with blanks stands
            between double quotes
        :param multi_line_stripper: no longer means anything: lines are
            found by echo and prompt, however the terminal broke them
        :raises SSHInjectionThreat: a word is not fit; nothing was sent
        :raises ReadOnly: inside ``readOnly()``, and not a command that only
            reads; nothing was sent
        :raises SSHConnectionError: no session; nothing was sent
        :raises SSHOutcomeUnknown: the command was sent and may have run
        :raises SSHTimeout: ``which`` says which limit has passed
        """
        line = commands.typed(cmd, words.line(cmd))
        commands.check(self.gate, cmd)
        if self.hooks is None:
            return self._let_through(cmd, line)
        with self.hooks.watching('CLI', cmd[0]):
            return self._let_through(cmd, line)

    def _let_through(self, cmd: Sequence[str], line: str) -> List[str]:
        """Run a command; a change only where changes may pass."""
        with commands.passing(self.gate, cmd):
            return self._run(cmd, line)

    def _run(self, cmd: Sequence[str], line: str) -> List[str]:
        with self._mine():
            if self._debug:
                LOG.debug('CLI %r: %s', self, words.shown(cmd))
            try:
                lines = self._with_room(lambda: self._renewed_once(cmd, line))
            except BaseException:
                # also for KeyboardInterrupt: what is still on its way must
                # never be read as the answer to another command
                self.close()
                raise
            if self._debug:
                LOG.debug('CLI %r: %d lines', self, len(lines))
            return lines

    def _with_room(self, attempt: Callable[[], List[str]]) -> List[str]:
        """Ask again for a while when the array has no session left."""
        deadline = time.monotonic() + self._options.busy_timeout
        while True:
            try:
                return attempt()
            except SSHBusy as err:
                self.close()
                left = deadline - time.monotonic()
                if left <= 0:
                    raise
                LOG.info('%s Asking again.', err)
                time.sleep(min(_BUSY_PAUSE, left))

    def _renewed_once(self, cmd: Sequence[str], line: str) -> List[str]:
        """Run a line; once more only if it had not been sent at all."""
        had_one = self._connection.alive
        if not had_one:
            self._drop()
        self._connection.open()
        try:
            return self._once(cmd, line)
        except _FINAL:
            raise
        except (NothingSent, SSHConnectionError) as err:
            LOG.info('Session with %r renewed: %s', self,
                     err or 'it had been closed')
            self._drop()
        self._connection.open()
        try:
            return self._once(cmd, line)
        except NothingSent:
            raise SSHConnectionError(
                'The array closed the %s connection before the command was '
                'sent, and the one made in its place as well.'
                % ('old' if had_one else 'new')) from None

    def _once(self, cmd: Sequence[str], line: str) -> List[str]:
        if self._options.mode == 'exec':
            return self._exec(cmd, line)
        plain, returns = commands.is_plain(cmd), commands.is_file(cmd)
        if not self._ahead:
            try:
                dialogue = self._session()
            except NoPrompt:
                LOG.info('%r shows no prompt before input', self)
                self._ahead = True
            else:
                lines = dialogue.command(line, plain, returns)
                self._used = time.monotonic()
                return lines
        return self._sent_ahead(line, plain, returns)

    def _session(self) -> Dialogue:
        """A session that waits at its prompt."""
        idle = time.monotonic() - self._used
        if self._dialogue is not None and idle <= self._options.idle_limit:
            return self._dialogue
        self._drop_session()
        self._channel = self._connection.shell()
        dialogue = Dialogue(self._channel, self._limits)
        dialogue.start()
        self._dialogue = dialogue
        return dialogue

    def _sent_ahead(self, line: str, plain: bool,
                    returns: bool) -> List[str]:
        """Use the channel on which no prompt came, or a fresh one."""
        if self._channel is None:
            self._channel = self._connection.shell()
        try:
            return ask_ahead(self._channel, line, self._limits, plain,
                             returns=returns)
        finally:
            self._drop_session()

    def _exec(self, cmd: Sequence[str], line: str) -> List[str]:
        from hpe3parclient.cli.exec import OneShot
        if commands.prints_table(cmd) and '-csvtable' not in cmd:
            line += ' -csvtable'
        channel = self._connection.bare()
        try:
            return OneShot(channel, self._limits).run(line)
        finally:
            let_go(channel)
