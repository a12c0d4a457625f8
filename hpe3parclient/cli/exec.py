"""One command on an exec channel: no terminal, no prompt, no echo.

This module reads both streams and the exit status. It does not decide what a
sentence on either stream means; arrays print errors on both.
"""

from __future__ import annotations

import socket
import threading
import time
from typing import Any

from hpe3parclient.cli import questions
from hpe3parclient.cli.dialogue import Limits, NothingSent, let_go
from hpe3parclient.cli.errors import (
    SSHBusy,
    SSHCommandQuestion,
    SSHCommandTimeout,
    SSHConfirmationAsked,
    SSHOutcomeUnknown,
)
from hpe3parclient.cli.questions import OnQuestion, Question
from hpe3parclient.exceptions import SSHException

_CHUNK = 1 << 18
#: seconds between two looks at the stream of errors
_SLICE = 0.2
#: questions that ``on_question`` may answer
_MOST_ANSWERS = 8


class ExecRefused(SSHOutcomeUnknown):
    """Raised when the array does not start a command on an exec channel."""


class OneShot:
    """A command running on its own channel.

    :param channel: a channel on which nothing was requested
    :param limits: how long to wait for what
    :param on_question: may answer what the array asks
    """

    def __init__(self, channel: Any, limits: Limits,
                 on_question: OnQuestion | None = None) -> None:
        self._channel = channel
        self._limits = limits
        self._on_question = on_question
        self._answers = 0
        #: how much was shown when the last question was answered
        self._settled = (0, 0)
        self._began = time.monotonic()
        self._heard = self._began
        self._out = bytearray()
        self._err = bytearray()

    def run(self, line: str, returns: bool = False) -> list[str]:
        """Run a line and return what it printed, errors last.

        :param returns: end lines of errors with a CR, as on a terminal
        """
        self._start(line)
        while self._more():
            pass
        self._drain_errors()
        status = self._status()
        out, err = _lines(self._out), _lines(self._err)
        if questions.TOO_MANY in self._out[:200] + self._err[:200] \
                and len(out) + len(err) == 1:
            raise SSHBusy('The array has no session left: ' + (out + err)[0])
        if status and not (out or err):
            raise SSHException(f'The command ended with status {status} and '
                               'printed nothing.')
        return out + [text + '\r' * returns for text in err]

    def _start(self, line: str) -> None:
        if self._channel.closed:
            raise NothingSent()
        late = threading.Event()

        def give_up() -> None:
            late.set()
            let_go(self._channel)

        # paramiko waits for the answer to the request without a limit.
        watch = threading.Timer(
            min(self._limits.silence, self._limits.command), give_up)
        watch.daemon = True
        watch.start()
        try:
            self._channel.exec_command(line)
        except Exception as err:
            if late.is_set():
                raise SSHCommandTimeout(
                    'Silence: the array did not begin the command within '
                    f'{watch.interval:g} seconds; it may have run.',
                    'silence') from err
            # Whether the array refused the channel or closed it after the
            # command had begun looks the same from here.
            raise ExecRefused(
                f'The array closed the channel without an answer ({err}); '
                'the command may have run. If it always does, it has no exec '
                "channels: use mode='shell'.") from err
        finally:
            watch.cancel()

    def _more(self) -> bool:
        """Read a piece of standard output; False at its end."""
        self._drain_errors()
        self._channel.settimeout(_SLICE)
        try:
            data = self._channel.recv(_CHUNK)
        except socket.timeout:
            self._check_question()
            self._check_limits()
            return True
        self._out += data
        self._heard = time.monotonic()
        if self._heard - self._began > self._limits.command:
            self._check_limits()
        return bool(data)

    def _drain_errors(self) -> None:
        while self._channel.recv_stderr_ready():
            self._err += self._channel.recv_stderr(_CHUNK)
            self._heard = time.monotonic()

    def _check_question(self) -> None:
        """Check whether the array is waiting for input.

        :raises SSHQuestion: it is, and nobody answers it
        """
        if self._settled == (len(self._out), len(self._err)):
            return
        silent = time.monotonic() - self._heard
        for stream in (self._out, self._err):
            line = bytes(stream[-4096:]).rpartition(b'\n')[2]
            finished = bytes(stream[-4096:]).rstrip(b'\r\n')
            if line:
                pause = self._limits.question if questions.waits_for_input(
                    line) else self._limits.line
            elif questions.surely_asks(finished.rpartition(b'\n')[2]):
                pause = self._limits.line
            else:
                continue
            if silent >= pause:
                self._answer(line, questions.quoted(bytes(stream)))
                return

    def _answer(self, line: bytes, shown: str) -> None:
        self._answers += 1
        reply = None if self._answers > _MOST_ANSWERS else \
            questions.answer_to(Question(shown), self._on_question)
        if reply is not None:
            self._channel.sendall(reply.encode() + b'\n')
            self._heard = time.monotonic()
            self._settled = (len(self._out), len(self._err))
        elif questions.CONFIRMATION.fullmatch(line):
            raise SSHConfirmationAsked(
                'The command asked for a confirmation, which was not given; '
                f'the channel was closed: {shown}', shown)
        else:
            raise SSHCommandQuestion(
                'The array asks a question, which was not answered; the '
                'channel was closed, and the command may have run in part: '
                + shown, shown)

    def _check_limits(self) -> None:
        now = time.monotonic()
        shown = questions.quoted(bytes(self._out[-4096:] + self._err[-4096:]))
        last = f' The last it showed: {shown}' if shown else ''
        if now - self._began > self._limits.command:
            raise SSHCommandTimeout(
                'Command: the answer did not end within '
                f'{self._limits.command:g} seconds; the command may have '
                f'run.{last}', 'command')
        if now - self._heard > self._limits.silence:
            raise SSHCommandTimeout(
                f'Silence: nothing came for {self._limits.silence:g} '
                f'seconds; the command may have run.{last}', 'silence')

    def _status(self) -> int:
        """Return the exit status; raise if there is none."""
        if not self._channel.status_event.wait(self._limits.silence):
            self._check_limits()
        self._drain_errors()
        status = int(self._channel.exit_status)
        if status == -1:
            shown = questions.quoted(bytes(
                self._out[-4096:] + self._err[-4096:]))
            raise SSHOutcomeUnknown(
                'The connection ended before the answer was complete; the '
                'command may have run.' + (
                    f' The last it showed: {shown}' if shown else ''))
        return status


def _lines(data: bytearray) -> list[str]:
    text = data.decode('utf-8', 'replace')
    lines = text.split('\n')
    if lines and not lines[-1]:
        lines.pop()
    return [line.rstrip('\r') for line in lines]
