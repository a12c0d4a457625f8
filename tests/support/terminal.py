"""An array's terminal in memory: a channel that plays every variant.

It has a clock of its own, so that a test never waits: where a real channel
would block until its time limit, this one turns its clock and says so.
"""

from __future__ import annotations

import itertools
import socket
from collections.abc import Iterable
from typing import Union

PROMPT = b'CSIM-EOS08_1611165 cli% '
CONFIRMATION = b'select q=quit y=yes n=no: '

Piece = Union[bytes, float]


class Terminal:
    """A channel to a shell.

    :param outputs: what each command prints, as the bytes on the wire
    :param raw: where the terminal's own echo shows: ``'off'``, ``'before'``
        the editor's, ``'prompted'`` (before the editor's, which stands
        behind a prompt of its own), ``'inside'`` the output, ``'none'`` (no
        echo at all, not even the editor's)
    :param ends: how the lines of the editor end
    :param sizes: sizes of the packets, over and over
    :param width: where the editor breaks a line
    :param cooked: what is typed while a command prints is echoed at once
    :param lull: seconds of silence before each packet
    """

    def __init__(self, outputs: dict[str, bytes] | None = None, *,
                 prompt: bytes = PROMPT, raw: str = 'off',
                 ends: bytes = b'\r\r\n', sizes: Iterable[int] = (),
                 width: int = 0, cooked: bool = True, lull: float = 0.0,
                 greeting: bytes = b'', dies_after: int | None = None,
                 ) -> None:
        self.outputs = outputs or {}
        self.prompt = prompt
        self.raw = raw
        self.ends = ends
        self.width = width
        self.cooked = cooked
        self.lull = lull
        self.left = dies_after
        self.now = 0.0
        self.closed = False
        #: every line that was read, in order
        self.ran: list[str] = []
        self._sizes = itertools.cycle(list(sizes) or [1 << 30])
        self._timeout: float | None = None
        self._typed = b''
        self._waiting: list[bytes] = []
        self._pieces: list[Piece] = []
        self._emit(greeting + prompt)

    def clock(self) -> float:
        return self.now

    # -- what a channel does ------------------------------------------------

    def settimeout(self, timeout: float | None) -> None:
        self._timeout = timeout

    def send(self, data: bytes) -> int:
        if self.closed:
            return 0
        self._typed += data
        while b'\n' in self._typed:
            line, self._typed = self._typed.split(b'\n', 1)
            self._line(line)
        return len(data)

    def recv(self, nbytes: int) -> bytes:
        while True:
            if self.closed and not self._pieces:
                return b''
            if not self._pieces:
                self._wait()
            piece = self._pieces[0]
            if isinstance(piece, float):
                self._lull_over(piece)
                continue
            self._pieces.pop(0)
            if len(piece) > nbytes:
                self._pieces.insert(0, piece[nbytes:])
                piece = piece[:nbytes]
            self._run_waiting()
            return piece

    def close(self) -> None:
        self.closed = True
        self._pieces.clear()

    # -- what a terminal does -----------------------------------------------

    def _wait(self) -> None:
        if self._timeout is None:
            raise AssertionError('this would block for ever')
        self.now += self._timeout
        raise socket.timeout('timed out')

    def _lull_over(self, length: float) -> None:
        if self._timeout is not None and self._timeout < length:
            self.now += self._timeout
            self._pieces[0] = length - self._timeout
            raise socket.timeout('timed out')
        self.now += length
        self._pieces.pop(0)

    def _line(self, line: bytes) -> None:
        if self._pieces:
            if self.cooked and self.raw != 'none':
                self._pieces.insert(0, line + b'\r\n')
            self._waiting.append(line)
        else:
            self._run(line)

    def _run_waiting(self) -> None:
        if self._waiting and not self._pieces:
            self._run(self._waiting.pop(0))

    def _run(self, line: bytes) -> None:
        self.ran.append(line.decode())
        output = self.outputs.get(' '.join(line.decode().split()), b'')
        raw = line + b'\r\n'
        shown = self._broken(line) + self.ends
        if self.raw == 'none':
            shown = b''
        elif self.raw == 'before':
            shown = raw + shown
        elif self.raw == 'prompted':
            shown = raw + self.prompt + shown
        elif self.raw == 'inside':
            first, mark, rest = output.partition(b'\n')
            output = first + mark + raw + rest if mark else raw + output
        tail = b'' if output.endswith(CONFIRMATION) else self.prompt
        self._emit(shown + output + tail)
        if line == b'exit':
            self.closed = True

    def _broken(self, line: bytes) -> bytes:
        if not self.width:
            return line
        whole = self.prompt + line
        parts = [whole[at:at + self.width - 1]
                 for at in range(0, len(whole), self.width - 1)]
        return self.ends.join(parts)[len(self.prompt):]

    def _emit(self, data: bytes) -> None:
        if self.left is not None:
            data = data[:self.left]
            self.left -= len(data)
        while data:
            size = next(self._sizes)
            if self.lull:
                self._pieces.append(self.lull)
            self._pieces.append(data[:size])
            data = data[size:]
        if self.left == 0:
            self.closed = True
