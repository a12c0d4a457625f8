"""A dialogue with the command line: send a line, read its output.

A dialogue is a machine with these states::

              prompt                prompt                command
    OPENING ──────────► SETTING_UP ──────────► READY ◄──────────────┐
       │                     │                   │ command()        │
       │ question,           │ question,         ▼        prompt    │
       │ refusal, end        │ end            RUNNING ──────────────┤
       │                     │                   │ doubtful prompt  │
       ▼                     ▼                   ▼        prompt    │
    CLOSED ◄───────────────────────────────── PROBING ──────────────┘
             question, end, silence

OPENING
    no prompt has been seen; nothing is typed
SETTING_UP
    ``setclienv csvtable 1`` was typed; its echo shows how this array echoes
READY
    the prompt stands, and nothing behind it
RUNNING
    the command was typed; its answer begins behind its echo, and ends at a
    prompt that stands at the start of a line with nothing behind it
PROBING
    that prompt could be part of the output (packets that end anywhere, a
    prompt seen twice, an output that nobody has described), so a line that
    prints nothing was typed behind it, with a number of blanks that nobody
    can guess. Only a prompt that this line is echoed behind was the real one
CLOSED
    the dialogue ended in an exception; its channel is of no use

Every state but READY and CLOSED has a method that looks at the screen, waits
for more where it has to, and returns the next state. A question is typed
into in no state, unless the caller's ``on_question`` answers it. Whatever
cannot be told apart is an error, never a guess.

This module knows one channel, given to it. It does not connect, renew or
repeat anything; :mod:`hpe3parclient.ssh` does.
"""

from __future__ import annotations

import contextlib
import enum
import secrets
import socket
import time
from typing import Any, Callable, NamedTuple, Protocol

from hpe3parclient.cli import questions
from hpe3parclient.cli.errors import (
    SSHBusy,
    SSHCommandQuestion,
    SSHCommandTimeout,
    SSHConfirmationAsked,
    SSHConnectionError,
    SSHConnectTimeout,
    SSHDialogueError,
    SSHLoginQuestion,
    SSHOutcomeUnknown,
    SSHSessionRefused,
)
from hpe3parclient.cli.questions import OnQuestion, Question
from hpe3parclient.cli.transcript import (
    WHOLE_ECHO,
    Echo,
    Screen,
    Shown,
    answer,
    echo_at,
    find_echo,
    find_last_prompted,
    first_line,
    head,
    lines_shown,
    offset,
)

#: Typed once per session; typed again, with other blanks, to see whether the
#: command line is listening. It prints nothing.
SETUP = 'setclienv csvtable 1'

_CHUNK = 1 << 18
#: an output longer than this may come in packets that end within a line
_BULK = 4096
#: questions that ``on_question`` may answer for one command
_MOST_ANSWERS = 8


class Channel(Protocol):
    """The interface of a channel, as paramiko provides it."""

    def send(self, data: bytes) -> int:
        """Send some of the data; return how much, 0 when closed."""
        ...

    def recv(self, nbytes: int) -> bytes:
        """Return what has arrived; nothing when closed."""
        ...

    def settimeout(self, timeout: float | None) -> None:
        """Set how long the others may wait before socket.timeout."""


class Limits(NamedTuple):
    """Timeouts in seconds."""

    #: for the first sign of life of a shell
    prompt: float = 2.0
    #: for the next byte of an answer
    silence: float = 120.0
    #: for a whole answer
    command: float = 600.0
    #: for a prompt that a command can be typed behind
    opening: float = 30.0
    #: for what might still follow something that looks like the end
    settle: float = 0.05
    #: for what might still follow something that looks like a question
    question: float = 1.0
    #: for the rest of a line that does not look like one
    line: float = 5.0


class State(enum.Enum):
    """The states of a dialogue; see the module's docstring."""

    OPENING = 'waiting for the first prompt'
    SETTING_UP = 'setting up the session'
    READY = 'at the prompt'
    RUNNING = 'running a command'
    PROBING = 'looking for the end of an answer'
    CLOSED = 'closed'


class NoPrompt(Exception):
    """Raised when the shell has printed nothing; no input was sent."""


class NothingSent(Exception):
    """Raised when the channel ended before the command was sent."""


class _Ended(Exception):
    """Raised when the channel has ended.

    :param untouched: nothing of what was to be sent can have gone out
    """

    def __init__(self, untouched: bool = False) -> None:
        super().__init__()
        self.untouched = untouched


class _Silence(Exception):
    """Raised when nothing arrives within the timeout."""


class Dialogue:
    """A session of the command line on a channel.

    :param channel: a channel with a shell on it
    :param limits: how long to wait for what
    :param prompt: the array's prompt, where it is not ``<name> cli% ``
    :param on_question: may answer what the array asks
    """

    def __init__(self, channel: Channel, limits: Limits,
                 clock: Callable[[], float] = time.monotonic, *,
                 prompt: str | None = None,
                 on_question: OnQuestion | None = None) -> None:
        self._channel = channel
        self._limits = limits
        self._clock = clock
        self._given_prompt = None if prompt is None else prompt.encode()
        self._on_question = on_question
        self._answers = 0
        self._screen = Screen()
        self._state = State.OPENING
        self._deadline = 0.0
        self._prompt: bytes = b''
        self._typed = b''
        #: what the command prints is described in ``cli/commands.py``
        self._plain = False
        #: commands are echoed at all
        self._echoes = True
        #: the editor's echo is told by its CR CR LF
        self._marked = False
        #: the terminal's raw echo has been seen
        self._raw = False
        #: where the answer ends, once it is complete
        self._end = 0
        #: the head of the answer, and the command's echo in it
        self._head: list[Shown] = []
        self._echo: Echo | None = None
        #: the probe, and where the doubtful prompt began
        self._probe = b''
        self._doubt = 0

    @property
    def state(self) -> State:
        """The state of the dialogue."""
        return self._state

    # -- opening ------------------------------------------------------------

    def open(self, patience: float | None = None) -> None:
        """Wait for the prompt, learn it, and ask for csv tables.

        :param patience: seconds for the first byte; the limit of the first
            prompt if None
        :raises NoPrompt: the shell has shown nothing; nothing was typed, and
            the dialogue may be opened again
        :raises SSHConnectionError: no session; no command was sent
        """
        self._deadline = self._clock() + self._limits.opening
        first = self._limits.prompt if patience is None else patience
        try:
            if self._state is State.OPENING and not self._screen:
                self._first_byte(first)
            self._advance()
        except _Ended:
            raise self._not_opened() from None
        except _Silence:
            raise self._never_opened() from None

    def _first_byte(self, patience: float) -> None:
        try:
            self._receive(patience)
        except _Silence:
            raise NoPrompt() from None

    def _advance(self) -> None:
        """Run the state machine until the array waits for a command."""
        state = self._state
        self._state = State.CLOSED
        while state is not State.READY:
            state = self._STEPS[state](self)
        self._state = State.READY

    def _opening(self) -> State:
        line = self._screen.last_line()
        if self._is_prompt(line):
            if self._prompt_stands(line):
                self._prompt = line
                self._type(SETUP.encode())
                return State.SETTING_UP
            return State.OPENING
        if questions.TOO_MANY in self._screen.upto(len(self._screen)):
            raise SSHBusy('The array has no session left: '
                          + self._shown_text())
        self._wait(State.OPENING)
        return State.OPENING

    def _is_prompt(self, line: bytes) -> bool:
        if self._given_prompt is not None:
            return line == self._given_prompt
        return line.endswith((b'% ', b'%')) and bool(
            questions.PROMPT.fullmatch(line))

    def _prompt_stands(self, line: bytes) -> bool:
        """Return whether nothing follows a prompt."""
        if not line.endswith(b' ') and self._given_prompt is None:
            return self._settled(self._limits.question)
        if self._screen.ragged:
            return self._settled()
        return not self._pending()

    def _setting_up(self) -> State:
        if not self._understood():
            self._wait(State.SETTING_UP)
            return State.SETTING_UP
        if self._marked or self._settled():
            return State.READY
        return State.SETTING_UP

    def _understood(self) -> bool:
        """Return whether the set-up was answered; learns prompt and echo from it."""
        line = self._screen.last_line()
        if line != self._prompt and not (
                self._is_prompt(line) and line.endswith(b' ')):
            return False
        lines = lines_shown(self._screen.upto(len(self._screen)))[:-1]
        first = find_echo(lines, line, self._typed)
        if first is None and line != self._prompt:
            return False
        self._prompt = line
        self._echoes = first is not None
        self._marked = find_echo(lines, line, self._typed, True) is not None
        if first is not None:
            again = find_echo(lines[first.end:], line, self._typed)
            self._raw = again is not None
        return True

    def _not_opened(self) -> SSHConnectionError:
        """Return the error for a session that ended before it was open."""
        said = self._shown_text()
        if questions.TOO_MANY.decode() in said:
            return SSHBusy('The array has no session left: ' + said)
        if said and not self._prompt:
            return SSHSessionRefused(
                'The array closed the session instead of showing a prompt. '
                f'It said: {said}')
        return SSHConnectionError(
            'The array closed the session before it could be used.' + (
                f' The last it showed: {said}' if said else ''))

    def _never_opened(self) -> SSHConnectionError:
        said = self._shown_text()
        return SSHConnectTimeout(
            'Connect: the array showed no prompt at which a command could '
            f'be typed within {self._limits.opening:g} s; nothing was sent. '
            + (f'Its last words: {said}' if said else 'It showed nothing.'))

    # -- one command --------------------------------------------------------

    def command(self, line: str, plain: bool = False,
                returns: bool = False) -> list[str]:
        """Run one command line and return what it printed.

        :param line: the line, without a line end
        :param plain: no row of the output can be the prompt or the command
            itself, as in every table of names and numbers
        :param returns: keep the CR that the array puts behind an error
        :raises NothingSent: the channel is dead, nothing was sent
        :raises SSHQuestion: the array asks something
        :raises SSHOutcomeUnknown: the command may have run
        """
        self._deadline = self._clock() + self._limits.command
        self._check_ready()
        self._plain = plain
        self._answers = 0
        self._type_once(line.encode('utf-8'))
        self._state = State.RUNNING
        try:
            self._advance()
        except _Ended:
            raise self._broken_off() from None
        except _Silence:
            raise self._timeout() from None
        data = self._screen.upto(self._end)
        self._screen.clear()
        return self._cut(data, returns)

    def _check_ready(self) -> None:
        """See that the prompt still stands, with nothing behind it."""
        if self._state is not State.READY:
            raise NothingSent()
        self._screen.clear()
        try:
            while self._pending():
                pass
            if not self._screen:
                return
            shown = self._screen.upto(len(self._screen)).replace(
                b'\r', b'').strip(b'\n')
            if not shown or shown == self._typed:
                return
            if self._pause() < self._limits.silence:
                while not self._settled(self._limits.question):
                    pass
                self._state = State.CLOSED
                raise self._question(State.READY)
        except _Ended:
            pass
        self._state = State.CLOSED
        raise NothingSent()

    def _running(self) -> State:
        if not self._screen.ends_with(self._prompt):
            self._wait(State.RUNNING)
            return State.RUNNING
        start = len(self._screen) - len(self._prompt)
        verdict = self._ends_answer(start)
        if verdict and not self._pending():
            self._end = start
            return State.READY
        doubtful = verdict is None and not self._screen.split
        if verdict or not (doubtful or self._settled()):
            return State.RUNNING
        return self._start_probe(start)

    def _ends_answer(self, start: int) -> bool | None:
        """Return whether a prompt is the end: yes, no, or None for doubtful."""
        if not self._screen.starts_line(start):
            return False
        data = self._screen.upto(min(start, _CHUNK))
        # Nothing but the first line matters where that is the editor's echo.
        lines = first_line(data, self._typed)
        if lines:
            echo: Echo | None = WHOLE_ECHO
        else:
            lines = head(data)
            echo = self._echo_of(lines, self._typed)
        self._head, self._echo = lines, echo
        if self._echoes and echo is None:
            return False
        if not self._plain or echo is None or self._screen.ragged or \
                self._screen.split:
            return None
        if not echo.editor and offset(lines, echo.end) >= start:
            # Nothing between echo and prompt: perhaps the raw echo, and the
            # prompt that the editor's echo is going to follow.
            return None
        return None if self._screen.find(self._prompt, 0, start) >= 0 \
            else True

    def _cut(self, data: bytes, returns: bool) -> list[str]:
        if not self._head:
            self._head = head(data)
            self._echo = self._echo_of(self._head, self._typed)
        lines, echo = self._head, self._echo
        self._head = []
        if self._echoes and echo is None:
            self._state = State.CLOSED
            raise SSHDialogueError(
                'The array did not echo the command, so its answer cannot '
                'be recognised; the command may have run.')
        return answer(data, lines, echo, self._prompt, self._typed,
                      self._plain or self._raw, returns)

    def _echo_of(self, lines: list[Shown], typed: bytes) -> Echo | None:
        return find_echo(lines if self._echoes else lines[:1], self._prompt,
                         typed, editor_only=self._marked)

    # -- is the array really listening? -------------------------------------

    def _start_probe(self, start: int) -> State:
        """Type a line that does nothing behind a doubtful prompt."""
        self._probe = b'setclienv%bcsvtable%b1' % (_blanks(), _blanks())
        self._doubt = start
        self._write(self._probe)
        self._receive(self._limits.silence)
        return State.PROBING

    def _probing(self) -> State:
        while self._screen.ends_with(self._prompt):
            end = self._probed()
            if end is None:
                break
            if self._marked or self._settled():
                self._end = self._without_raw_probe(end)
                self._head = []
                return State.READY
        self._wait(State.PROBING)
        return State.PROBING

    def _probed(self) -> int | None:
        """Return the index of the prompt that the probe was typed behind."""
        double = self._prompt * 2
        if self._screen.ends_with(double) and self._echo_of(
                head(self._screen.upto(min(self._doubt, _CHUNK))),
                self._typed) is None:
            return len(self._screen) - len(double)
        lines = lines_shown(self._screen.since(self._doubt))[:-1]
        echo = find_last_prompted(lines, self._prompt, self._probe,
                                  editor_only=self._marked)
        raw = find_last_prompted(lines, self._prompt, self._probe)
        if echo is None and raw is not None:
            again = echo_at(lines, raw.end, self._probe)
            echo = raw if again and again.editor else None
        if echo is None:
            return None
        return self._doubt + offset(lines, echo.start)

    def _without_raw_probe(self, end: int) -> int:
        """Take the probe's raw echo out of the answer; return its end.

        Where the first prompt was part of the output, the probe was typed
        while the command was still printing.
        """
        screen, start = self._screen, self._doubt
        raw = self._probe + b'\r\n'
        index = screen.find(raw, start, end)
        while index >= 0:
            screen.delete(index, index + len(raw))
            end -= len(raw)
            index = screen.find(raw, index, end)
        bare = end - len(self._prompt)
        if bare >= start and screen.has_at_end(self._prompt, bare, end):
            return bare
        return end

    # -- questions ----------------------------------------------------------

    def _wait(self, state: State) -> None:
        """Receive more; silence may mean that the array asks something."""
        pause = self._pause()
        try:
            self._receive(min(pause, self._limits.silence))
            return
        except _Silence:
            if pause >= self._limits.silence or \
                    self._clock() >= self._deadline:
                raise
        if not self._answered(state):
            raise self._question(state)

    def _pause(self) -> float:
        """How long a silence is no question yet; the limit if never."""
        silence = self._limits.silence
        if not self._screen:
            return silence
        line = self._screen.last_line()
        if not line:
            asks = questions.surely_asks(self._screen.last_finished_line())
            return self._limits.line if asks else silence
        if line == self._prompt or line in self._prompt + self._typed:
            return silence
        # A long packet that ends within a line is the middle of an output.
        bulk = len(self._screen) > _BULK and not self._screen.ragged
        if questions.waits_for_input(line, bulk):
            return self._limits.question
        return silence if bulk else self._limits.line

    def _answered(self, state: State) -> bool:
        """Let the caller answer; whether that happened."""
        if self._is_prompt(self._screen.last_line()) or \
                self._answers >= _MOST_ANSWERS:
            return False
        self._answers += 1
        reply = questions.answer_to(
            Question(self._shown_text()), self._on_question)
        if reply is None:
            return False
        self._write(reply.encode())
        self._receive(self._limits.silence)
        return True

    def _question(self, state: State) -> Exception:
        """Return the error for output that is not the prompt."""
        shown = self._shown_text()
        line = self._screen.last_line()
        if self._is_prompt(line):
            return SSHDialogueError(
                'The prompt changed while a command ran, from '
                f'{questions.quoted(self._prompt)!r} to '
                f'{questions.quoted(line)!r}, so where the answer ends is '
                'unknown; the command may have run.')
        if state in (State.RUNNING, State.PROBING):
            if questions.CONFIRMATION.fullmatch(line):
                return SSHConfirmationAsked(
                    'The command asked for a confirmation, which was not '
                    f'given; the session was closed: {shown}', shown)
            return SSHCommandQuestion(
                'The array asks a question, which was not answered; the '
                'session was closed, and the command may have run in part: '
                + shown, shown)
        return SSHLoginQuestion(
            'The array asks a question instead of showing its prompt; it '
            f'was not answered, and no command was sent: {shown}', shown)

    def _shown_text(self) -> str:
        """What the screen shows beside echo and prompt, for an error."""
        data = self._screen.upto(len(self._screen))
        if self._typed and self._state is not State.READY:
            echo = find_echo(head(data), self._prompt, self._typed)
            if echo is not None:
                data = data[offset(head(data), echo.end):]
        return questions.quoted(data)

    # -- bytes --------------------------------------------------------------

    def _receive(self, limit: float) -> None:
        """Add what comes next to the screen."""
        left = min(limit, self._deadline - self._clock())
        if left <= 0:
            raise _Silence()
        self._channel.settimeout(left)
        try:
            data = self._channel.recv(_CHUNK)
        except socket.timeout:
            raise _Silence() from None
        except OSError:
            raise _Ended() from None
        if not data:
            raise _Ended()
        self._show(data)

    def _show(self, packet: bytes) -> None:
        screen = self._screen
        screen.add(packet)
        if not packet.endswith(b'\n') and not (
                screen.ends_with(self._prompt) if self._prompt
                else self._is_prompt(screen.last_line())):
            screen.mark_cut(len(packet))

    def _settled(self, seconds: float | None = None) -> bool:
        """Return whether nothing follows for a moment; what follows is kept."""
        try:
            self._receive(self._limits.settle if seconds is None else seconds)
        except _Silence:
            return True
        return False

    def _pending(self) -> bool:
        """Return whether more has arrived already; it is kept."""
        if _is_quiet(self._channel):
            return False
        self._channel.settimeout(0.0)
        try:
            data = self._channel.recv(_CHUNK)
        except (socket.timeout, BlockingIOError):
            return False
        except OSError:
            raise _Ended() from None
        if not data:
            raise _Ended()
        self._show(data)
        return True

    def _type(self, typed: bytes) -> None:
        """Type a line; a new answer begins."""
        self._screen.clear()
        self._typed = typed
        self._write(typed)

    def _type_once(self, typed: bytes) -> None:
        """Send a command that must not be sent twice."""
        self._state = State.CLOSED
        try:
            self._type(typed)
        except _Ended as err:
            if err.untouched:
                raise NothingSent() from None
            raise SSHOutcomeUnknown(
                'The connection broke while the command was being sent; it '
                'may have run.') from None

    def _write(self, typed: bytes) -> None:
        data = typed + b'\n'
        self._channel.settimeout(self._limits.silence)
        untouched = True
        while data:
            try:
                count = self._channel.send(data)
            except (OSError, EOFError) as err:
                # paramiko says so before it sends anything; any other
                # failure may come after
                raise _Ended(untouched and str(err) == 'Socket is closed'
                             ) from None
            if not count:
                raise _Ended(untouched)
            untouched = False
            data = data[count:]

    # -- errors once a command was sent -------------------------------------

    def _broken_off(self) -> SSHOutcomeUnknown:
        said = self._shown_text()
        return SSHOutcomeUnknown(
            'The array closed the session before the answer was complete; '
            'the command may have run.' + (
                f' The last it showed: {said}' if said else ''))

    def _timeout(self) -> SSHCommandTimeout:
        said = self._shown_text()
        last = f' The last it showed: {said}' if said else ''
        if self._clock() >= self._deadline:
            return SSHCommandTimeout(
                'Command: the answer did not end within '
                f'{self._limits.command:g} seconds; the command may have '
                f'run.{last}', 'command')
        return SSHCommandTimeout(
            f'Silence: nothing came for {self._limits.silence:g} seconds; '
            f'the command may have run.{last}', 'silence')

    _STEPS = {State.OPENING: _opening, State.SETTING_UP: _setting_up,
              State.RUNNING: _running, State.PROBING: _probing}


def let_go(channel: Any) -> None:
    """Close a channel.

    paramiko says goodbye to the other side, which fails in many ways on a
    broken connection; none of them may hide what happened to the command.
    """
    with contextlib.suppress(Exception):
        channel.close()


def _blanks() -> bytes:
    return b' ' * (2 + secrets.randbelow(11))



def _is_quiet(channel: Any) -> bool:
    """Return whether it is certain that nothing has arrived.

    It saves an exception. paramiko marks a channel as ended before it ends
    the stream; of other channels nothing is known.
    """
    return hasattr(channel, 'eof_received') and not (
        channel.recv_ready() or channel.closed or channel.eof_received)
