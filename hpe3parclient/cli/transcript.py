"""Find a command's echo and output in the terminal's data.

A line that is typed may be shown once or twice: by the terminal, as soon as
it arrives (the raw echo), and by the command line's own editor, behind the
prompt. Which of them is shown is a race. The editor breaks what it shows
hard at the terminal's width, and ends it CR CR LF; the raw echo ends CR LF
and is never broken.

This module knows bytes that have arrived. It does not read or send any.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

#: An echo comes first, or after a few left-over lines, or not at all.
_SEARCH_DEPTH = 64

#: A packet this short that ends within a line was cut on the way.
_SHORT = 1024


class Shown(NamedTuple):
    """One line of the screen."""

    text: bytes
    #: how many CRs stood before its LF
    returns: int


class Echo(NamedTuple):
    """Where a line that was typed is shown."""

    start: int
    end: int
    #: shown by the editor for certain, since its lines end CR CR LF
    editor: bool


#: the echo that :func:`first_line` returns
WHOLE_ECHO = Echo(0, 1, True)


class Screen:
    """The bytes that have arrived since the last line was typed."""

    __slots__ = ('_data', '_last_line', 'ragged', 'split')

    def __init__(self) -> None:
        self._data = bytearray()
        self._last_line = 0
        #: a packet since the screen was cleared has ended within a line
        self.split = False
        #: a short packet has ended within a line, at any time: where a
        #: packet ends says nothing here
        self.ragged = False

    def __len__(self) -> int:
        return len(self._data)

    def add(self, packet: bytes) -> None:
        """Append a packet."""
        newline = packet.rfind(b'\n')
        if newline >= 0:
            self._last_line = len(self._data) + newline + 1
        self._data += packet

    def mark_cut(self, length: int) -> None:
        """Return the newest packet, this long, ended within a line."""
        self.split = True
        self.ragged = self.ragged or length < _SHORT

    def clear(self) -> None:
        """Forget everything shown so far."""
        self._data.clear()
        self._last_line = 0
        self.split = False

    def upto(self, end: int) -> bytes:
        """Return the first so many bytes."""
        return bytes(memoryview(self._data)[:end])

    def since(self, start: int) -> bytes:
        """Return the bytes from an index on."""
        return bytes(memoryview(self._data)[start:])

    def last_line(self) -> bytes:
        """What stands behind the last line end."""
        return bytes(memoryview(self._data)[self._last_line:])

    def last_finished_line(self) -> bytes:
        """Return the line before that."""
        text = bytes(memoryview(self._data)[
            max(0, self._last_line - 4096):self._last_line])
        return text.rstrip(b'\r\n').rpartition(b'\n')[2]

    def ends_with(self, text: bytes) -> bool:
        """Return whether this is the last thing shown."""
        return bool(text) and self._data.endswith(text)

    def starts_line(self, index: int) -> bool:
        """Return whether a line starts at an index."""
        return index == 0 or self._data.startswith(b'\n', index - 1)

    def find(self, text: bytes, start: int, end: int) -> int:
        """Return the index of a text between two others; -1 if it is not there."""
        return self._data.find(text, start, end)

    def has_at_end(self, text: bytes, start: int, end: int) -> bool:
        """Return whether a part ends with a text."""
        return self._data.endswith(text, start, end)

    def delete(self, start: int, end: int) -> None:
        """Take a part out."""
        del self._data[start:end]
        self._last_line = self._data.rfind(b'\n') + 1


def lines_shown(data: bytes, most: int = -1) -> list[Shown]:
    """Bytes as lines. What follows the last LF is a line too, if any.

    :param most: the first so many lines are enough
    """
    parts = data.split(b'\n', most)
    if not parts[-1] or len(parts) == most + 1:
        parts.pop()
    lines: list[Shown] = []
    for part in parts:
        text = part.rstrip(b'\r')
        lines.append(Shown(text, len(part) - len(text)))
    return lines


def head(data: bytes) -> list[Shown]:
    """As many lines as an echo is looked for in."""
    return lines_shown(data, _SEARCH_DEPTH)


def first_line(data: bytes, typed: bytes) -> list[Shown]:
    """Return the first line if it is the editor's whole echo; else nothing."""
    end = data.find(b'\n') + 1
    returns = end - len(typed) - 1
    if returns > 1 and data.startswith(typed) and \
            data[len(typed):end - 1] == b'\r' * returns:
        return [Shown(typed, returns)]
    return []


def offset(lines: Sequence[Shown], count: int) -> int:
    """How many bytes the first lines were."""
    length = 0
    for text, returns in lines[:count]:
        length += len(text) + returns + 1
    return length


def echo_at(lines: Sequence[Shown], index: int, typed: bytes
            ) -> Echo | None:
    """Return the echo of a line that begins exactly here, put together if broken."""
    joined = b''
    editor = True
    for end in range(index, len(lines)):
        text, returns = lines[end]
        joined += text
        editor = editor and returns > 1
        if joined == typed:
            return Echo(index, end + 1, editor)
        if not text or not typed.startswith(joined):
            return None
    return None


def find_echo(lines: Sequence[Shown], prompt: bytes, typed: bytes,
              editor_only: bool = False) -> Echo | None:
    """Return the first echo of a line, behind a prompt or at the line's start."""
    for index in range(min(len(lines), _SEARCH_DEPTH)):
        for prefix in (b'', prompt) if prompt else (b'',):
            echo = echo_at(lines, index, prefix + typed)
            if echo and (echo.editor or not editor_only):
                return echo
    return None


def find_last_prompted(lines: Sequence[Shown], prompt: bytes, typed: bytes,
                       editor_only: bool = False) -> Echo | None:
    """Return the last echo of a line that stands behind a prompt."""
    for index in reversed(range(len(lines))):
        if lines[index].text.startswith(prompt[:1]):
            echo = echo_at(lines, index, prompt + typed)
            if echo and (echo.editor or not editor_only):
                return echo
    return None


def answer(data: bytes, lines: Sequence[Shown], echo: Echo | None,
           prompt: bytes, typed: bytes, plain: bool,
           returns: bool = False) -> list[str]:
    """What a command printed, given where its first echo is.

    :param data: everything shown between sending the command and the
        prompt after it
    :param lines: the head of it
    :param plain: no row of this command's output can be the command line
        itself, so that a second one is an echo wherever it stands
    :param returns: keep the CR of lines that end CR CR LF
    """
    if echo is None:
        return text_lines(data, returns)
    data = data[offset(lines, echo.end):]
    if echo.editor:
        late = not echo.start or not any(
            line.text == typed for line in lines[:echo.start])
    else:
        lines = head(data)
        again = (echo_at(lines, 0, prompt + typed)
                 or echo_at(lines, 0, typed))
        late = not (again and (again.editor or plain))
        if again and not late:
            data = data[offset(lines, again.end):]
    if late and plain and typed in data:
        return _texts(_without(lines_shown(data), typed), returns)
    return text_lines(data, returns)


def _without(lines: list[Shown], typed: bytes) -> list[Shown]:
    """Return the lines less one raw echo of a line, if there is one."""
    for index, line in enumerate(lines):
        if line.text == typed and line.returns < 2:
            return lines[:index] + lines[index + 1:]
    return lines


def text_lines(data: bytes, returns: bool = False) -> list[str]:
    """Bytes as lines of text, without their ends.

    Bytes that are not UTF-8 show as U+FFFD.

    :param returns: keep the CR of lines that end CR CR LF
    """
    if returns:
        return _texts(lines_shown(data), returns)
    text = data.decode('utf-8', 'replace').replace('\r\n', '\n')
    lines = text.split('\n')
    if not lines[-1]:
        lines.pop()
    if '\r' in text:
        return [line.rstrip('\r') for line in lines]
    return lines


def _texts(lines: Sequence[Shown], returns: bool) -> list[str]:
    return [line.text.decode('utf-8', 'replace')
            + '\r' * ((line.returns - 1) * returns) for line in lines]
