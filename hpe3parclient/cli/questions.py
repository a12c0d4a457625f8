"""Distinguish questions, prompts and output.

Arrays ask: whether to go on, for a new password, whether terms of use are
accepted. Whoever types the next command then has answered. So the client
types behind the array's prompt only, and what else the array waits behind is
a question.

This module knows what prompts and questions look like. It reads and sends
nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Callable, Optional

from hpe3parclient import describe
from hpe3parclient.cli.errors import SSHOptionError

#: ``<system name> cli% ``; names hold no blanks.
PROMPT = re.compile(rb'(\S+ )?cli ?% ?')
CONFIRMATION = re.compile(rb'select q=quit y=yes n=no: ?')
#: the only words that are known for a full array
TOO_MANY = b'Too many local CLI connections'

#: Ends of a line that wait for somebody to type, and words of such lines.
_MARK = re.compile(r'[?:>\])]$')
_ASKING_WORD = re.compile(
    r'\b(y/n|yes|no|sure|accept\w*|agree\w*|confirm\w*|proceed|continue|more'
    r'|press|enter|type|select|choose|hit|key|password|passphrase|passcode'
    r'|code|token|pin|login|username|ready|abort|retry|quit)\b',
    re.IGNORECASE)
#: The same where a line end follows, so that it could be output.
_SURELY_ASKING = re.compile(
    r'\?$|[(\[]y(es)?\s*[/|,]\s*no?\b.{0,20}$'
    r'|\bpass(word|phrase|code)\b.{0,40}:$|^(press|type|enter)\b',
    re.IGNORECASE)

_PASSWORD = re.compile(r'\bpassword\b', re.IGNORECASE)
#: Words that make a question about a password another question.
_NOT_THIS_PASSWORD = re.compile(
    r'\b(new|old|current|again|re-?(type|enter|try)|confirm\w*|repeat\w*'
    r'|verif\w*|chang\w*|expir\w*|one-?time|otp|token|code|pin|set|choose|next|must'
    r'|temporary|reset\w*|aged|update\w*)\b|\?|y/n|yes/no', re.IGNORECASE)

#: characters of a question that an error quotes; the end matters
_LONGEST = 500


class Question(str):
    """A question of the array, for ``on_question``.

    :ivar echo: whether the answer will be shown as it is typed; None where
        that is not known
    """

    echo: bool | None

    def __new__(cls, text: str, echo: bool | None = None) -> Question:
        """Create a question, with its echo mode if known."""
        question = super().__new__(cls, text)
        question.echo = echo
        return question


#: Given a question, returns the answer, or None to give none.
OnQuestion = Callable[[Question], Optional[str]]


def waits_for_input(line: bytes, bulk: bool = False) -> bool:
    """Return whether a line without an end looks like a question.

    :param bulk: it stands at the end of much output, which may have been
        cut anywhere
    """
    text = _text(line[-200:])
    return bool(_MARK.search(text) or (
        not bulk and _ASKING_WORD.search(text)))


def surely_asks(line: bytes) -> bool:
    """Return whether even a finished line looks like a question."""
    return bool(_SURELY_ASKING.search(_text(line[-200:])))


def asks_for_password(prompt: str, context: str = '') -> bool:
    """Return whether the user's present password is the answer to a question.

    :param prompt: the question itself
    :param context: what the server wrote above it
    """
    return bool(_PASSWORD.search(prompt)) and not any(
        _NOT_THIS_PASSWORD.search(text) for text in (prompt, context))


def quoted(data: bytes) -> str:
    """Return the last lines of output, printable, for an error."""
    lines = data.decode('utf-8', 'replace').replace('\r', '').split('\n')
    text = '\n'.join(line.strip() for line in lines if line.strip())
    if len(text) > _LONGEST:
        text = '…' + text[-_LONGEST:]
    return describe.printable(text)


def joined(parts: Iterable[str]) -> str:
    """Several texts of a server as one, printable, without empty ones."""
    return describe.printable('\n'.join(
        part.strip() for part in parts if part.strip()))


def answer_to(question: Question, on_question: OnQuestion | None
              ) -> str | None:
    """Return the answer of ``on_question``, or None.

    :raises SSHOptionError: the answer is not one printable line
    """
    return None if on_question is None else _checked(on_question(question))


def _checked(answer: object) -> str | None:
    """Return an answer that can be typed, or None."""
    if answer is None:
        return None
    if not isinstance(answer, str) or not (answer + ' ').isprintable():
        raise SSHOptionError(
            'on_question must return one printable line as str, or None; it '
            'returned ' + describe.kind(answer))
    return answer


def _text(line: bytes) -> str:
    return line.decode('utf-8', 'replace').strip()


