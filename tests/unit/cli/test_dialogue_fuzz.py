"""Whatever a server says: typed errors, no waiting beyond the limits.

The channels here say what chance wants, whether they are asked or not, and
turn a clock of their own instead of waiting.
"""

from __future__ import annotations

import socket
import threading
from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from hpe3parclient.cli import errors
from hpe3parclient.cli.dialogue import (
    Dialogue,
    Limits,
    NoPrompt,
    NothingSent,
)
from hpe3parclient.cli.exec import OneShot
from hpe3parclient.exceptions import SSHException
from tests.support import hostile
from tests.support.terminal import PROMPT

LIMITS = Limits()
LINE = 'removevv -f v'
SETUP = b'setclienv csvtable 1'

#: what a dialogue is made of, in no order
WORDS = st.sampled_from([
    PROMPT, PROMPT * 2, b'cli% ', b'% ', b'> ', b'\r\n', b'\r\r\n', b'\n',
    b'\r', SETUP, SETUP + b'\r\r\n', LINE.encode(), LINE.encode() + b'\r\n',
    LINE.encode() + b'\r\r\n', b'exit\r\n', b'select q=quit y=yes n=no: ',
    b'Too many local CLI connections.\r\n', b'1,2,3\r\n', b'\xff\x00'])
PIECES = st.lists(st.one_of(
    WORDS, st.lists(WORDS, max_size=5).map(b''.join),
    st.binary(min_size=1, max_size=40),
    st.sampled_from([0.01, 0.3, 3.0, 200.0])), max_size=14)


class Babbler:
    """A channel that says its pieces, then ends or is silent for ever."""

    closed = False

    def __init__(self, pieces: list[bytes | float], ends: bool) -> None:
        self._pieces = [piece for piece in pieces if piece != b'']
        self._ends = ends
        self._timeout: float | None = None
        self.now = 0.0
        self.calls = 0
        self.sent: list[bytes] = []

    def clock(self) -> float:
        return self.now

    def settimeout(self, timeout: float | None) -> None:
        self._timeout = timeout

    def send(self, data: bytes) -> int:
        self.sent.append(data)
        return len(data)

    def recv(self, nbytes: int) -> bytes:
        self.calls += 1
        assert self.calls < 5000, 'this never ends'
        assert self._timeout is not None, 'this may wait for ever'
        while self._pieces:
            piece = self._pieces.pop(0)
            if isinstance(piece, bytes):
                return piece
            if piece > self._timeout:
                self._pieces.insert(0, piece - self._timeout)
                break
            self.now += piece
        else:
            if self._ends:
                return b''
        self.now += self._timeout
        raise socket.timeout('timed out')

    def times_sent(self) -> int:
        return sum(LINE.encode() in data for data in self.sent)


@hostile.examples(60)
@given(pieces=PIECES, ends=st.booleans(), plain=st.booleans())
@example(pieces=[PROMPT, SETUP + b'\r\r\n', PROMPT, PROMPT], ends=False,
         plain=True)
def test_a_server_that_babbles_is_borne(pieces: Any, ends: bool,
                                        plain: bool) -> None:
    channel = Babbler(pieces, ends)
    talk = Dialogue(channel, LIMITS, channel.clock)
    try:
        talk.open()
        lines = talk.command(LINE, plain)
    except (NoPrompt, NothingSent):
        assert channel.times_sent() == 0
    except SSHException as err:
        assert str(err)
        # only an error that says so may come after the command was sent
        assert channel.times_sent() == isinstance(
            err, (errors.SSHOutcomeUnknown, errors.SSHConfirmationAsked))
    else:
        assert all(isinstance(entry, str) for entry in lines)
        assert channel.times_sent() == 1
    most = 2 * LIMITS.silence + LIMITS.command + LIMITS.prompt
    assert channel.now <= most + 1


# -- exec channels ----------------------------------------------------------


class Process:
    """An exec channel that says its pieces on either stream."""

    closed = False

    def __init__(self, out: list[bytes], err: list[bytes],
                 status: int | None, refuses: bool) -> None:
        self._out, self._err = list(out), list(err)
        self.status_event = threading.Event()
        self.status_event.set()
        self.exit_status = -1 if status is None else status
        self._refuses = refuses
        self.sent: list[str] = []

    def exec_command(self, line: str) -> None:
        self.sent.append(line)
        if self._refuses:
            raise OSError('Channel closed.')

    def settimeout(self, timeout: float) -> None:
        assert timeout is not None

    def recv(self, nbytes: int) -> bytes:
        return self._out.pop(0) if self._out else b''

    def recv_stderr_ready(self) -> bool:
        return bool(self._err)

    def recv_stderr(self, nbytes: int) -> bytes:
        return self._err.pop(0)

    def close(self) -> None:
        self.closed = True


STREAM = st.lists(st.one_of(WORDS, st.binary(min_size=1, max_size=30)
                            ).filter(bool), max_size=6)


@hostile.examples(60)
@given(out=STREAM, err=STREAM, status=st.sampled_from([None, 0, 1, 255]),
       refuses=st.sampled_from([False, False, True]))
def test_an_exec_channel_that_babbles_is_borne(
        out: list[bytes], err: list[bytes], status: int | None,
        refuses: bool) -> None:
    channel = Process(out, err, status, refuses)
    try:
        lines = OneShot(channel, LIMITS).run(LINE)
    except SSHException as error:
        assert str(error)
        if refuses or status is None:
            # nobody knows whether this was all
            assert isinstance(error, errors.SSHOutcomeUnknown)
    else:
        assert not refuses
        assert status is not None
        assert ''.join(lines).count('\ufffd') <= sum(map(len, out + err))
    assert channel.sent == [LINE]
