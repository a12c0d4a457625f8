"""One command on an exec channel: no terminal, no prompt, no echo.

This module reads both streams and the exit status. It does not decide what a
sentence on either stream means; arrays print errors on both.
"""

from __future__ import annotations

import re
import socket
import threading
import time
from typing import Any, List

from hpe3parclient.cli.dialogue import Limits, NothingSent, let_go
from hpe3parclient.cli.errors import (
    SSHBusy,
    SSHCommandTimeout,
    SSHConfirmationAsked,
    SSHOutcomeUnknown,
)
from hpe3parclient.cli.transcript import CONFIRMATION, TOO_MANY
from hpe3parclient.exceptions import SSHException

_CHUNK = 1 << 18
#: how long one look at the standard output lasts
_SLICE = 0.2
_LINE_END = re.compile(r'\r*\n')


class OneShot:
    """A command running on its own channel."""

    def __init__(self, channel: Any, limits: Limits) -> None:
        self._channel = channel
        self._limits = limits
        self._began = time.monotonic()
        self._heard = self._began
        self._out = bytearray()
        self._err = bytearray()

    def run(self, line: str) -> List[str]:
        """Run a line and return what it printed, errors last."""
        self._start(line)
        while self._more():
            pass
        self._drain_errors()
        status = self._status()
        out, err = _lines(self._out), _lines(self._err)
        if TOO_MANY in self._out[:200] + self._err[:200] \
                and len(out) + len(err) == 1:
            raise SSHBusy('The array has no session left: %s'
                          % (out + err)[0])
        if status and not (out or err):
            raise SSHException('The command ended with status %d and '
                               'printed nothing.' % status)
        return out + err

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
                    '%g seconds; it may have run.' % watch.interval,
                    'silence') from err
            # Whether the array refused the channel or closed it after the
            # command had begun looks the same from here.
            raise SSHOutcomeUnknown(
                'The array closed the channel without an answer (%s); the '
                'command may have run. If it always does, it has no exec '
                "channels: use mode='shell'." % err) from err
        finally:
            watch.cancel()

    def _more(self) -> bool:
        """Read a piece of standard output; False at its end."""
        self._drain_errors()
        self._channel.settimeout(_SLICE)
        try:
            data = self._channel.recv(_CHUNK)
        except socket.timeout:
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

    def _check_limits(self) -> None:
        now = time.monotonic()
        tail = bytes(self._out[-64:])
        if CONFIRMATION.fullmatch(tail[tail.rfind(b'\n') + 1:]):
            raise SSHConfirmationAsked(
                'The array asked for a confirmation; the channel was closed '
                'without giving it.')
        if now - self._began > self._limits.command:
            raise SSHCommandTimeout(
                'Command: the answer did not end within %g seconds; the '
                'command may have run.' % self._limits.command, 'command')
        if now - self._heard > self._limits.silence:
            raise SSHCommandTimeout(
                'Silence: nothing came for %g seconds; the command may have '
                'run.' % self._limits.silence, 'silence')

    def _status(self) -> int:
        """The exit status; without one nobody knows that this was all."""
        if not self._channel.status_event.wait(self._limits.silence):
            self._check_limits()
        self._drain_errors()
        status = int(self._channel.exit_status)
        if status == -1:
            raise self._lost()
        return status

    def _lost(self) -> SSHOutcomeUnknown:
        return SSHOutcomeUnknown('The connection ended before the answer '
                                 'was complete; the command may have run.')


def _lines(data: bytearray) -> List[str]:
    text = data.decode('utf-8', 'replace')
    lines = _LINE_END.split(text)
    if lines and not lines[-1]:
        lines.pop()
    return [entry.rstrip('\r') for entry in lines]
