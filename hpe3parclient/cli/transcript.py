"""Find a command's echo, and its answer, in what a terminal has shown.

A line that is typed may be shown once or twice: by the terminal, as soon as
it arrives (the raw echo), and by the command line's own editor, behind the
prompt. Which of them is shown is a race that nobody wins every time. The
editor breaks what it shows hard at the terminal's width, and ends it CR CR
LF; the raw echo ends CR LF and is never broken.

This module knows bytes that have arrived. It does not read or send any.
"""

from __future__ import annotations

import re
from typing import List, NamedTuple, Optional, Sequence

from hpe3parclient.cli.errors import (
    SSHConfirmationAsked,
    SSHDialogueError,
    SSHOutcomeUnknown,
)

#: Sent once per session; sent again, with other blanks, to see whether the
#: command line is listening. It prints nothing.
SETUP = b'setclienv csvtable 1'
LEAVE = b'exit'

PROMPT = re.compile(rb'[^\r\n]*cli% ')
#: what other products end a prompt with, told by the silence behind it
LOOSE_PROMPT = re.compile(rb'[^\r\n]*(cli%|[%>]) ?')
CONFIRMATION = re.compile(rb'select q=quit y=yes n=no: ?')
TOO_MANY = b'Too many local CLI connections'

#: An echo comes first, or after a few left-over lines, or not at all.
_SEARCH_DEPTH = 64


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


def screen(data: bytes, most: int = -1) -> List[Shown]:
    """Bytes as lines. What follows the last LF is a line too, if any.

    :param most: the first so many lines are enough
    """
    parts = data.split(b'\n', most)
    if not parts[-1] or len(parts) == most + 1:
        parts.pop()
    out = []
    for part in parts:
        text = part.rstrip(b'\r')
        out.append(Shown(text, len(part) - len(text)))
    return out


def echo_at(lines: Sequence[Shown], place: int, typed: bytes
            ) -> Optional[Echo]:
    """The echo of a line that begins exactly here, put together if broken."""
    joined = b''
    editor = True
    for end in range(place, len(lines)):
        text, returns = lines[end]
        joined += text
        editor = editor and returns > 1
        if joined == typed:
            return Echo(place, end + 1, editor)
        if not text or not typed.startswith(joined):
            return None
    return None


def head(data: bytes) -> List[Shown]:
    """As many lines as an echo is looked for in."""
    return screen(data, _SEARCH_DEPTH)


def offset(lines: Sequence[Shown], count: int) -> int:
    """How many bytes the first lines were."""
    return sum(len(text) + returns + 1 for text, returns in lines[:count])


def find_echo(lines: Sequence[Shown], prompt: bytes, typed: bytes,
              editor_only: bool = False) -> Optional[Echo]:
    """The first echo of a line, behind a prompt or at the line's start."""
    for place in range(min(len(lines), _SEARCH_DEPTH)):
        for prefix in (b'', prompt) if prompt else (b'',):
            found = echo_at(lines, place, prefix + typed)
            if found and (found.editor or not editor_only):
                return found
    return None


def find_prompted(lines: Sequence[Shown], prompt: bytes, typed: bytes,
                  backwards: bool = False, editor_only: bool = False
                  ) -> Optional[Echo]:
    """The first, or last, echo of a line that stands behind a prompt."""
    places = range(len(lines))
    for place in reversed(places) if backwards else places:
        if lines[place].text.startswith(prompt[:1]):
            found = echo_at(lines, place, prompt + typed)
            if found and (found.editor or not editor_only):
                return found
    return None


def without(lines: List[Shown], typed: bytes) -> List[Shown]:
    """The lines less one raw echo of a line, if there is one."""
    for place, entry in enumerate(lines):
        if entry.text == typed and entry.returns < 2:
            return lines[:place] + lines[place + 1:]
    return lines


def answer(data: bytes, echo: Optional[Echo], prompt: bytes,
           typed: bytes, plain: bool, returns: bool = False) -> List[str]:
    """What a command printed, given where its first echo is.

    :param data: everything shown between sending the command and the
        prompt after it
    :param plain: no row of this command's output can be the command line
        itself, so that a second one is an echo wherever it stands
    :param returns: keep the CR of lines that end CR CR LF
    """
    if echo is None:
        return lines_of(data, returns)
    lines = head(data)
    data = data[offset(lines, echo.end):]
    if echo.editor:
        late = not any(entry.text == typed for entry in lines[:echo.start])
    else:
        lines = head(data)
        again = (echo_at(lines, 0, prompt + typed)
                 or echo_at(lines, 0, typed))
        late = not (again and (again.editor or plain))
        if again and not late:
            data = data[offset(lines, again.end):]
    if late and plain and typed in data:
        return text_of(without(screen(data), typed), returns)
    return lines_of(data, returns)


def lines_of(data: bytes, returns: bool = False) -> List[str]:
    """Bytes as lines of text, without their ends."""
    if returns:
        return text_of(screen(data), returns)
    text = data.decode('utf-8', 'replace').replace('\r\r\n', '\n')
    lines = text.replace('\r\n', '\n').split('\n')
    if not lines[-1]:
        lines.pop()
    if '\r' in text:
        return [line.rstrip('\r') for line in lines]
    return lines


def text_of(lines: Sequence[Shown], returns: bool = False) -> List[str]:
    """The lines as text; bytes that are not UTF-8 show as U+FFFD."""
    return [entry.text.decode('utf-8', 'replace')
            + '\r' * ((entry.returns - 1) * returns) for entry in lines]


# -- everything sent ahead --------------------------------------------------


def cut_ahead(data: bytes, typed: bytes, plain: bool,
              returns: bool = False) -> List[str]:
    """A command's answer in the transcript of a session sent ahead.

    :param data: all that came after set-up, command and exit had been sent
        in one go, to the end of the session
    :raises SSHOutcomeUnknown: the session ended in the middle
    :raises SSHDialogueError: no prompt shows where the answer is
    """
    lines = screen(data)
    prompt = _prompt_in(lines, typed)
    echo = find_prompted(lines, prompt, typed)
    if echo is None:
        raise SSHOutcomeUnknown('The session ended before the command was '
                                'echoed behind a prompt.')
    if not echo.editor:
        again = (echo_at(lines, echo.end, prompt + typed)
                 or echo_at(lines, echo.end, typed))
        if again and (again.editor or plain):
            echo = again
    end = _last_prompt(lines, prompt, echo.end)
    body = lines[echo.end:end]
    if body and CONFIRMATION.match(body[-1].text):
        raise SSHConfirmationAsked('The array asked for a confirmation.')
    if plain:
        before = [entry.text for entry in lines[:echo.start]]
        for late in (typed, LEAVE):
            if late not in before:
                body = without(body, late)
    return text_of(body, returns)


def _prompt_in(lines: Sequence[Shown], typed: bytes) -> bytes:
    """The prompt, learned from a line that was typed behind one."""
    for entered in (SETUP, typed):
        for place, entry in enumerate(lines):
            head, mark, _ = entry.text.partition(b'cli% ')
            if mark and echo_at(lines, place, head + mark + entered):
                return head + mark
            if (entry.text.endswith(entered)
                    and LOOSE_PROMPT.fullmatch(entry.text[:-len(entered)])):
                return entry.text[:-len(entered)]
    raise SSHDialogueError(
        'The array answered without a single prompt, so the answer cannot '
        'be told from the rest: %r' % b' '.join(
            entry.text for entry in lines[:3])[:120])


def _last_prompt(lines: Sequence[Shown], prompt: bytes, start: int) -> int:
    """Where the prompt behind the answer stands."""
    left = find_prompted(lines, prompt, LEAVE, backwards=True)
    if left is not None and left.start >= start:
        return left.start
    if len(lines) > start and lines[-1].text.startswith(prompt):
        return len(lines) - 1
    raise SSHOutcomeUnknown('The session ended in the middle of the answer; '
                            'the command may have run.')
