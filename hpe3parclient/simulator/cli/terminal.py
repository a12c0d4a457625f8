"""The simulated command line as a person at a terminal sees it.

Prompt, echo, line ends, breaking at the terminal's width, and how bytes
come in packets. How all of that varies is data: :class:`TerminalBehaviour`.

This module knows a channel and a session. It does not know SSH, nor what
any command does.
"""

from __future__ import annotations

import contextlib
import itertools
import random
import socket
import threading
import time
from dataclasses import dataclass
from typing import Callable, Protocol

from hpe3parclient.simulator.cli.interpreter import Cli, Line

RAW_ECHOES = ('off', 'on', 'late', 'race', 'login')

#: Words that end a session.
LEAVE = (b'exit', b'quit')

#: seconds between two looks at what was typed during log-in
_LOOK = 0.002

#: Points of a dialogue at which something may go wrong; see TerminalBehaviour.fault.
POINTS = ('login', 'typed', 'ran', 'middle', 'shown')


class Channel(Protocol):
    """What a terminal needs of a channel."""

    def recv(self, nbytes: int) -> bytes:
        """What was typed; nothing when closed."""
        ...

    def recv_ready(self) -> bool:
        """Whether something was typed."""
        ...

    def settimeout(self, timeout: float | None) -> None:
        """Set how long recv waits before socket.timeout."""

    def sendall(self, s: bytes) -> None:
        """Show something."""

    def sendall_stderr(self, s: bytes) -> None:
        """Show an error where errors are apart."""


@dataclass(frozen=True)
class ScriptedQuestion:
    """A question that the array asks in place of its prompt."""

    #: what is shown; lines before the last one end as lines do
    text: str
    #: where: 'login' (instead of the first prompt), 'typed' (before a
    #: command runs), 'ran' (after it)
    point: str = 'login'
    #: the first word of the line it belongs to; any line if empty
    verb: str = ''
    #: what is typed is echoed
    echo: bool = True


@dataclass(frozen=True)
class TerminalBehaviour:
    """How a command line behaves beyond what its commands print."""

    #: None: the array's name, then ' cli% '
    prompt: str | None = None
    #: the terminal's own echo: 'login' (of what is typed before the first
    #: prompt, as arrays do), 'off', 'on' (of every line, before the
    #: editor's), 'late' (inside the output), 'race' (one of the last three,
    #: at random, every time)
    raw_echo: str = 'login'
    #: seconds from the start of a shell to its first prompt, with 'login';
    #: less when what was typed meanwhile ends the session
    login_time: float = 0.1
    #: how lines end that the command line writes itself
    editor_end: bytes = b'\r\r\n'
    #: lines are broken at the terminal's width
    wraps: bool = True
    #: least and greatest size of a packet; None: as large as it gets
    packets: tuple[int, int] | None = None
    #: least and greatest pause between packets, seconds
    pauses: tuple[float, float] = (0.0, 0.0)
    #: False: nothing is shown until 'exit' is read, then everything
    prompts_first: bool = True
    #: lines shown after log-in
    greeting: tuple[str, ...] = ()
    #: shown instead of the first prompt; then the session is closed
    refusal: str = ''
    #: what the array asks, and where
    questions: tuple[ScriptedQuestion, ...] = ()
    #: seconds without input after which a session ends; None: never
    idle_timeout: float | None = None
    #: called with a point of ``POINTS`` and the line; answers '' (go
    #: on), 'hang' (say nothing more), 'close' (the channel), 'drop' (the
    #: connection)
    fault: Callable[[str, str], str] | None = None


class Gone(Exception):
    """The terminal has been closed, by either side."""


class Terminal:
    """A session on a channel.

    :param channel: a channel with a shell or command on it
    :param cli: the array's command line
    :param behaviour: how it behaves
    :param width: columns of the terminal; 0 without one: no echo then,
        and errors apart
    :param stop: set when the server stops
    :param drop: closes the whole connection
    :param rng: decides what is random
    :param replies: takes what is typed into questions
    :param address: IP address the session comes from
    :param kind: ``'shell'`` or ``'exec'``
    """

    def __init__(self, channel: Channel, cli: Cli, behaviour: TerminalBehaviour,
                 user: str, width: int, stop: threading.Event,
                 drop: Callable[[], None], rng: random.Random,
                 replies: list[str], *, address: str, kind: str) -> None:
        self._channel = channel
        self._behaviour = behaviour
        self._width = width
        self._stop = stop
        self._drop = drop
        self._random = rng
        self._replies = replies
        self._session = cli.session(user, self._confirm, address=address,
                                    kind=kind)
        name = behaviour.prompt
        self._prompt = (f'{cli.array.name} cli% ' if name is None
                        else name).encode()
        self._typed = b''
        self._lines: list[bytes] = []
        self._echo = b''

    # -- shell and exec ------------------------------------------------------

    def shell(self) -> None:
        """A person's session, until exit or the end of the channel."""
        with contextlib.closing(self._session):
            self._serve()

    def _serve(self) -> None:
        if not self._behaviour.prompts_first:
            self._all_at_once()
            return
        for text in self._behaviour.greeting:
            self._show(text.encode() + b'\r\n')
        self._point('login', '')
        if self._behaviour.refusal:
            self._show(self._behaviour.refusal.encode() + b'\r\n')
            return
        self._ask('login', '')
        self._show(self._typed_ahead() + self._prompt)
        while not self._session.left:
            line = self._next_line()
            if line is None:
                return
            self._show(self._answer(line, self._raw_echo()))

    def command(self, text: str) -> int:
        """One command without a terminal; its exit status."""
        with contextlib.closing(self._session):
            return self._run(text)

    def _run(self, text: str) -> int:
        self._point('typed', text)
        self._ask('typed', text)
        printed = self._session.run(text)
        self._point('ran', text)
        self._ask('ran', text)
        if printed is None:
            self._print_apart([('missing close-brace', True)])
            return 1
        self._print_apart(printed)
        self._point('shown', text)
        return self._session.status

    def _all_at_once(self) -> None:
        """Read everything, then answer as if it had been typed blind."""
        lines: list[bytes] = []
        while not lines or lines[-1].strip() not in LEAVE:
            lines.append(self._line())
        out = b''
        if self._behaviour.raw_echo not in ('off', 'login'):
            out += b''.join(line + b'\r\n' for line in lines)
        for line in lines:
            out += self._prompt + self._answer(line, 'off')
        self._show(out)

    # -- a line -------------------------------------------------------------

    def _answer(self, line: bytes, raw: str) -> bytes:
        """All that is shown for one line, the next prompt included."""
        text = line.decode('utf-8', 'replace')
        self._point('typed', text)
        end = self._behaviour.editor_end
        echo = self._broken(line) + end if self._width else b''
        if raw == 'on':
            echo = line + b'\r\n' + echo
        if self._asks('typed', text):
            self._show(echo)
            self._ask('typed', text)
            echo = b''
        # A command that asks is echoed before its question.
        self._echo = echo
        printed = self._session.run(text)
        self._point('ran', text)
        body = [self._ended(entry) for entry in printed or []]
        if raw == 'late':
            body.insert(self._random.randint(0, len(body)), line + b'\r\n')
        out = self._echo + b''.join(body)
        self._echo = b''
        if self._point('middle', text, out[:len(out) // 2]):
            raise Gone()
        if self._asks('ran', text):
            self._show(out)
            self._ask('ran', text)
            out = b''
        more = self._behaviour.prompts_first and not self._session.left
        if printed is not None and more:
            self._point('shown', text, out)
            out += self._prompt
        return out

    def _typed_ahead(self) -> bytes:
        """The terminal's echo of what is typed before the first prompt.

        The command line has not taken the terminal yet, so the driver
        echoes; a line that arrives later is echoed by the editor alone.
        """
        if self._behaviour.raw_echo != 'login' or not self._width:
            return b''
        deadline = time.monotonic() + self._behaviour.login_time
        echo = b''
        while time.monotonic() < deadline and not self._leaving():
            if self._channel.recv_ready():
                data = self._receive()
                self._take(data)
                echo += data.replace(b'\r', b'\n').replace(b'\n', b'\r\n')
            elif self._stop.wait(_LOOK):
                raise Gone()
        return echo

    def _leaving(self) -> bool:
        return bool(self._lines) and self._lines[-1].strip() in LEAVE

    def _raw_echo(self) -> str:
        kind = self._behaviour.raw_echo
        if not self._width or kind == 'login':
            return 'off'
        return self._random.choice(RAW_ECHOES[:3]) if kind == 'race' \
            else kind

    def _ended(self, entry: Line) -> bytes:
        text, error = entry
        end = self._behaviour.editor_end if error else b'\r\n'
        return text.encode('utf-8') + (end if self._width else b'\n')

    def _broken(self, line: bytes) -> bytes:
        """An echo as the editor shows it behind the prompt."""
        if not self._behaviour.wraps or self._width < 2:
            return line
        whole, size = self._prompt + line, self._width - 1
        parts = [whole[at:at + size] for at in range(0, len(whole), size)]
        shown = self._behaviour.editor_end.join(parts)
        return shown[len(self._prompt):] if len(self._prompt) < size \
            else line

    def _print_apart(self, printed: list[Line]) -> None:
        for error, lines in itertools.groupby(printed, lambda line: line[1]):
            data = b''.join(text.encode('utf-8') + b'\n'
                            for text, _ in lines)
            if error:
                self._channel.sendall_stderr(data)
            else:
                self._show(data)

    # -- questions ----------------------------------------------------------

    def _asks(self, point: str, line: str) -> list[ScriptedQuestion]:
        verb = line.strip().partition(' ')[0]
        return [requested for requested in self._behaviour.questions
                if requested.point == point and requested.verb in ('', verb)
                and verb not in ('setclienv',) + (
                    () if requested.verb else ('exit',))]

    def _ask(self, point: str, line: str) -> None:
        """Ask, and wait until something is typed."""
        for requested in self._asks(point, line):
            end = b'\r\n' if self._width else b'\n'
            self._show(end.join(requested.text.encode().split(b'\n')))
            reply = self._line()
            self._replies.append(reply.decode('utf-8', 'replace'))
            self._show((reply if requested.echo and self._width else b'') + end)

    def _confirm(self, question: str) -> bool:
        shown = b''.join(self._ended(entry)
                         for entry in self._session.take())
        echo, self._echo = self._echo, b''
        self._show(echo + shown + question.encode())
        reply = self._line()
        self._show(reply + b'\r\n' if self._width else b'')
        return reply.strip().lower() in (b'y', b'yes')

    # -- bytes --------------------------------------------------------------

    def _line(self) -> bytes:
        """The next line that was typed."""
        while not self._lines:
            self._take(self._receive())
        return self._lines.pop(0)

    def _next_line(self) -> bytes | None:
        """The next command; None at the end of the input.

        Without a terminal the input may end, as a file of commands does,
        and its last line needs no line end.
        """
        try:
            return self._line()
        except Gone:
            if self._width or self._stop.is_set():
                raise
        last, self._typed = self._typed, b''
        return last or None

    def _receive(self) -> bytes:
        """What has been typed, at least a byte of it."""
        try:
            self._channel.settimeout(self._behaviour.idle_timeout)
            data = self._channel.recv(65536)
        except (OSError, EOFError):
            raise Gone() from None
        if not data:
            raise Gone()
        return data

    def _take(self, data: bytes) -> list[bytes]:
        self._typed += data.replace(b'\r', b'\n')
        *whole, self._typed = self._typed.split(b'\n')
        self._lines += whole
        return whole

    def _show(self, data: bytes) -> None:
        """Send bytes in packets, as the behaviour says."""
        least, most = self._behaviour.packets or (len(data) or 1,) * 2
        while data:
            size = self._random.randint(least, most)
            try:
                self._channel.sendall(data[:size])
            except (OSError, EOFError, socket.timeout):
                raise Gone() from None
            whole = data[:size].endswith(b'\n')
            data = data[size:]
            if data and self._behaviour.packets:
                self._pause()
                # programs write whole lines; the terminal's echo gets
                # between them, not into them
                data = (self._echo_typed_ahead() if whole else b'') + data

    def _echo_typed_ahead(self) -> bytes:
        """What is typed while a command prints is echoed at once."""
        if not self._width or not self._channel.recv_ready():
            return b''
        whole = self._take(self._channel.recv(65536))
        return b''.join(line + b'\r\n' for line in whole)

    def _pause(self) -> None:
        length = self._random.uniform(*self._behaviour.pauses)
        if length and self._stop.wait(length):
            raise Gone()

    def _point(self, point: str, line: str, shown: bytes = b'') -> bool:
        """Let a fault happen here; True when one did."""
        fault = self._behaviour.fault
        verdict = fault(point, line) if fault else ''
        if not verdict:
            return False
        if shown:
            self._show(shown)
        if verdict == 'hang':
            self._stop.wait()
        elif verdict == 'drop':
            self._drop()
        raise Gone()
