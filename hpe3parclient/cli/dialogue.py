"""A conversation with the command line: one line out, one answer back.

The rules that keep the answers apart:

* nothing is sent before a prompt has been seen;
* an answer begins behind the echo of its command, and ends at a prompt that
  stands at the start of a line with nothing behind it;
* where that prompt could be part of the output (packets that end anywhere,
  a prompt seen twice, an output that nobody has described) a line that
  prints nothing is sent, with a number of blanks that nobody can guess. Only
  a prompt that this line is echoed behind was the real one;
* whatever cannot be told apart is an error, never a guess.

This module knows one channel, given to it. It does not connect, renew or
repeat anything; :mod:`hpe3parclient.ssh` does.
"""

from __future__ import annotations

import contextlib
import secrets
import socket
import time
from typing import Any, Callable, List, NamedTuple, Optional, Protocol

from hpe3parclient.cli.errors import (
    SSHBusy,
    SSHCommandTimeout,
    SSHConfirmationAsked,
    SSHConnectionError,
    SSHConnectTimeout,
    SSHDialogueError,
    SSHOutcomeUnknown,
)
from hpe3parclient.cli.transcript import (
    CONFIRMATION,
    LEAVE,
    LOOSE_PROMPT,
    PROMPT,
    SETUP,
    TOO_MANY,
    Echo,
    Shown,
    answer,
    cut_ahead,
    echo_at,
    find_echo,
    find_prompted,
    head,
    offset,
    screen,
)

_CHUNK = 1 << 18
#: a packet this short that ends within a line was cut by somebody
_SHORT = 1024


class Channel(Protocol):
    """What is needed of a channel; paramiko's has it."""

    def send(self, data: bytes) -> int:
        """Send some of the data; return how much, 0 when closed."""

    def recv(self, nbytes: int) -> bytes:
        """Return what has arrived; nothing when closed."""

    def settimeout(self, timeout: Optional[float]) -> None:
        """Set how long the others may wait before socket.timeout."""


class Limits(NamedTuple):
    """How long to wait, in seconds."""

    #: for the first prompt, before everything is sent ahead
    prompt: float = 2.0
    #: for the next byte of an answer
    silence: float = 120.0
    #: for a whole answer
    command: float = 600.0
    #: for what might still follow something that looks like the end
    settle: float = 0.05


class NoPrompt(Exception):
    """The server shows no prompt before it gets input; nothing was sent."""


class NothingSent(Exception):
    """The channel was found dead before the command was sent."""


class _Closed(Exception):
    """The channel has ended.

    :param untouched: nothing of what was to be sent can have gone out
    """

    def __init__(self, untouched: bool = False) -> None:
        super().__init__()
        self.untouched = untouched


class _Late(Exception):
    """Nothing came in time."""


class Dialogue:
    """One session of the command line on one channel."""

    def __init__(self, channel: Channel, limits: Limits,
                 clock: Callable[[], float] = time.monotonic) -> None:
        self._channel = channel
        self._limits = limits
        self._clock = clock
        self._buffer = bytearray()
        self._deadline = 0.0
        self._prompt = b''
        self._typed = b''
        #: commands are echoed at all
        self._echoes = True
        #: the editor's echo is told by its CR CR LF
        self._marked = False
        #: the terminal's raw echo has been seen
        self._raw = False
        #: packets end where lines end, in this session and in this answer
        self._tidy = True
        self._whole = True

    # -- beginning ----------------------------------------------------------

    def start(self) -> None:
        """Wait for the prompt, learn it, and ask for csv tables.

        :raises NoPrompt: none came; nothing was sent
        """
        self._deadline = self._clock() + self._limits.silence
        try:
            while not PROMPT.fullmatch(self._last_line()):
                self._receive(self._limits.prompt)
        except _Late:
            if not LOOSE_PROMPT.fullmatch(self._last_line()):
                self._refuse_if_busy()
                raise NoPrompt() from None
        except _Closed:
            self._refuse_if_busy()
            raise SSHConnectionError(
                'The array closed the session before showing a prompt: %s'
                % _excerpt(self._buffer)) from None
        self._prompt = self._last_line()
        try:
            self._set_up()
        except _Closed:
            raise SSHConnectionError('The array closed the session while it '
                                     'was being set up.') from None
        except _Late:
            raise SSHConnectTimeout(
                'Connect: the array showed a prompt and then did not answer '
                '%r.' % SETUP.decode()) from None

    def _set_up(self) -> None:
        """Ask for csv tables, and see how this array echoes."""
        self._deadline = self._clock() + self._limits.silence
        self._send(SETUP)
        while True:
            if not self._understood():
                self._receive(self._limits.silence)
            elif self._marked or self._settled():
                return

    def _understood(self) -> bool:
        """Whether the set-up was answered; learns prompt and echo from it."""
        tail = self._last_line()
        if tail != self._prompt and not PROMPT.fullmatch(tail):
            return False
        lines = screen(bytes(self._buffer))[:-1]
        first = find_echo(lines, tail, SETUP)
        if first is None and tail != self._prompt:
            return False
        self._prompt = tail
        self._echoes = first is not None
        self._marked = find_echo(lines, tail, SETUP, True) is not None
        if first is not None:
            again = find_echo(lines[first.end:], tail, SETUP)
            self._raw = again is not None
        return True

    def _refuse_if_busy(self) -> None:
        if TOO_MANY in self._buffer:
            raise SSHBusy('The array has no session left: %s'
                          % _excerpt(self._buffer))

    # -- one command --------------------------------------------------------

    def command(self, line: str, plain: bool = False,
                returns: bool = False) -> List[str]:
        """Run one command line and return what it printed.

        :param line: the line, without a line end
        :param plain: no row of the output can be the prompt or the command
            itself, as in every table of names and numbers
        :param returns: keep the CR that the array puts behind an error
        :raises NothingSent: the channel is dead, nothing was sent
        """
        self._check_alive()
        self._deadline = self._clock() + self._limits.command
        typed = line.encode('utf-8')
        self._send_once(typed)
        try:
            end = self._await_end(typed, plain)
        except _Closed:
            raise SSHOutcomeUnknown(
                'The array closed the session before the answer was '
                'complete; the command may have run.') from None
        except _Late:
            raise self._timeout() from None
        data = self._upto(end)
        self._buffer.clear()
        return self._cut(data, typed, plain, returns)

    def _cut(self, data: bytes, typed: bytes, plain: bool,
             returns: bool) -> List[str]:
        echo = self._echo_of(head(data), typed)
        if self._echoes and echo is None:
            raise SSHDialogueError(
                'The array did not echo the command, so the answer cannot '
                'be told from the rest; the command may have run.')
        return answer(data, echo, self._prompt, typed, plain or self._raw,
                      returns)

    def _echo_of(self, lines: List[Shown], typed: bytes) -> Optional[Echo]:
        return find_echo(lines if self._echoes else lines[:1], self._prompt,
                         typed, editor_only=self._marked)

    def _await_end(self, typed: bytes, plain: bool) -> int:
        """Read to the end of the answer; return where its last line ends."""
        while True:
            if self._buffer.endswith(self._prompt):
                start = len(self._buffer) - len(self._prompt)
                verdict = self._verdict(start, typed, plain)
                if verdict and not self._pending():
                    return start
                if verdict is None or (not verdict and self._settled()):
                    return self._probe()
            elif CONFIRMATION.fullmatch(self._last_line(64)):
                if self._settled(20):
                    raise SSHConfirmationAsked(
                        'The array asked for a confirmation; the session '
                        'was ended without giving it.')
            else:
                self._receive(self._limits.silence)

    def _verdict(self, start: int, typed: bytes,
                 plain: bool) -> Optional[bool]:
        """Is this prompt the end: yes, ask (None), or wait a moment."""
        if start and self._buffer[start - 1:start] != b'\n':
            return False
        lines = head(self._upto(min(start, _CHUNK)))
        echo = self._echo_of(lines, typed)
        if self._echoes and echo is None:
            return False
        if not (plain and echo and self._tidy and self._whole):
            return None
        if not echo.editor and offset(lines, echo.end) >= start:
            # nothing between echo and prompt: perhaps the raw echo, and
            # the prompt that the editor's echo is going to follow
            return None
        return None if self._buffer.find(self._prompt, 0, start) >= 0 else True

    # -- is the array really listening? -------------------------------------

    def _probe(self) -> int:
        """Type a line that does nothing; see behind which prompt it shows.

        :returns: where that prompt begins
        """
        probe = b'setclienv%bcsvtable%b1' % (_blanks(), _blanks())
        start = len(self._buffer) - len(self._prompt)
        self._write(probe)
        while True:
            self._receive(self._limits.silence)
            while self._buffer.endswith(self._prompt):
                end = self._probed(start, probe)
                if end is None:
                    break
                if self._marked or self._settled():
                    return self._without_raw(start, end, probe)

    def _probed(self, start: int, probe: bytes) -> Optional[int]:
        """Where the prompt stands that the probe was typed behind."""
        double = self._prompt * 2
        if self._buffer.endswith(double) and self._echo_of(
                head(self._upto(min(start, _CHUNK))), self._typed) is None:
            return len(self._buffer) - len(double)
        region = bytes(memoryview(self._buffer)[start:])
        lines = screen(region)[:-1]
        found = find_prompted(lines, self._prompt, probe, backwards=True,
                              editor_only=self._marked)
        raw = find_prompted(lines, self._prompt, probe, backwards=True)
        if found is None and raw is not None:
            again = echo_at(lines, raw.end, probe)
            found = raw if again and again.editor else None
        if found is None:
            return None
        return start + offset(lines, found.start)

    def _without_raw(self, start: int, end: int, probe: bytes) -> int:
        """Take the probe's raw echo out of the answer; return its end.

        Where the first prompt was part of the output, the probe was typed
        while the command was still printing.
        """
        raw = probe + b'\r\n'
        place = self._buffer.find(raw, start, end)
        while place >= 0:
            del self._buffer[place:place + len(raw)]
            end -= len(raw)
            place = self._buffer.find(raw, place, end)
        bare = end - len(self._prompt)
        if bare >= start and self._buffer.endswith(self._prompt, bare, end):
            return bare
        return end

    # -- no prompt before input ---------------------------------------------

    def ahead(self, line: str, plain: bool,
              returns: bool = False) -> List[str]:
        """Send everything at once; read until the session ends."""
        self._deadline = self._clock() + self._limits.command
        typed = line.encode('utf-8')
        self._send_once(b'\n'.join((SETUP, typed, LEAVE)))
        try:
            while True:
                self._receive(self._limits.silence)
        except _Closed:
            pass
        except _Late:
            raise self._timeout() from None
        data = bytes(self._buffer)
        self._buffer.clear()
        if TOO_MANY in data and SETUP not in data:
            raise SSHBusy('The array has no session left: %s'
                          % _excerpt(data))
        return cut_ahead(data, typed, plain, returns)

    # -- bytes --------------------------------------------------------------

    def _last_line(self, most: int = 512) -> bytes:
        tail = bytes(self._buffer[-most:])
        return tail[tail.rfind(b'\n') + 1:]

    def _receive(self, limit: float) -> None:
        """Append what comes next to the buffer."""
        left = min(limit, self._deadline - self._clock())
        if left <= 0:
            raise _Late()
        self._channel.settimeout(left)
        try:
            data = self._channel.recv(_CHUNK)
        except socket.timeout:
            raise _Late() from None
        except OSError:
            raise _Closed() from None
        if not data:
            raise _Closed()
        self._buffer += data
        if not (data.endswith(b'\n') or self._ends_with_prompt()):
            self._whole = False
            self._tidy = self._tidy and len(data) >= _SHORT

    def _ends_with_prompt(self) -> bool:
        return not self._prompt or self._buffer.endswith(self._prompt)

    def _settled(self, times: int = 1) -> bool:
        """Whether nothing follows for a moment; what follows is kept."""
        try:
            self._receive(self._limits.settle * times)
        except _Late:
            return True
        return False

    def _pending(self) -> bool:
        """Whether more has arrived already; it is kept."""
        self._channel.settimeout(0.0)
        try:
            data = self._channel.recv(_CHUNK)
        except (socket.timeout, BlockingIOError):
            return False
        except OSError:
            raise _Closed() from None
        if not data:
            raise _Closed()
        self._buffer += data
        return True

    def _check_alive(self) -> None:
        """See that the channel is open and has nothing left to say."""
        self._buffer.clear()
        try:
            while self._pending():
                pass
        except _Closed:
            raise NothingSent() from None
        left = self._buffer.replace(b'\r', b'').strip(b'\n')
        if left and left != self._typed:
            raise NothingSent()

    def _upto(self, end: int) -> bytes:
        return bytes(memoryview(self._buffer)[:end])

    def _send(self, typed: bytes) -> None:
        """Type a line; a new answer begins."""
        self._buffer.clear()
        self._whole = True
        self._typed = typed
        self._write(typed)

    def _send_once(self, typed: bytes) -> None:
        """Send what must not be sent again unless nothing went out."""
        try:
            self._send(typed)
        except _Closed as err:
            if err.untouched:
                raise NothingSent() from None
            raise SSHOutcomeUnknown(
                'The connection broke while the command was being sent; it '
                'may have run.') from None

    def _write(self, typed: bytes) -> None:
        data = memoryview(typed + b'\n')
        self._channel.settimeout(self._limits.silence)
        untouched = True
        while data:
            try:
                count = self._channel.send(bytes(data))
            except (OSError, EOFError) as err:
                # paramiko says so before it sends anything; any other
                # failure may come after
                raise _Closed(untouched and str(err) == 'Socket is closed'
                              ) from None
            if not count:
                raise _Closed(untouched)
            untouched = False
            data = data[count:]

    def _timeout(self) -> SSHCommandTimeout:
        if self._clock() >= self._deadline:
            return SSHCommandTimeout(
                'Command: the answer did not end within %g seconds; the '
                'command may have run.' % self._limits.command, 'command')
        return SSHCommandTimeout(
            'Silence: nothing came for %g seconds; the command may have '
            'run.' % self._limits.silence, 'silence')


def ask_ahead(channel: Channel, line: str, limits: Limits, plain: bool,
              clock: Callable[[], float] = time.monotonic,
              returns: bool = False) -> List[str]:
    """Have a whole session at once, where no prompt comes before input.

    :param channel: a fresh one; it is of no use afterwards
    :raises NothingSent: the channel was dead before anything was sent
    """
    talk = Dialogue(channel, limits, clock)
    return talk.ahead(line, plain, returns)


def let_go(channel: Any) -> None:
    """Close a channel.

    paramiko says goodbye to the other side, which fails in many ways on a
    broken connection; none of them may hide what happened to the command.
    """
    with contextlib.suppress(Exception):
        channel.close()


def _blanks() -> bytes:
    return b' ' * (2 + secrets.randbelow(11))


def _excerpt(data: bytes | bytearray) -> str:
    """The first words of what an array said, for an error."""
    text = bytes(data[:200]).decode('utf-8', 'replace')
    return ' '.join(text.split()) or 'nothing was said'
