"""What an error says of a value that it refuses.

It knows how to name any value in a few printable characters. It masks no
secrets, which it need not: what may hold some is named by its type alone.
"""

from __future__ import annotations

from typing import Any

from hpe3parclient.patterns import pattern

#: characters of an argument that an error holds
_LONGEST = 200

#: of numbers above Python may refuse to write the digits
_LARGEST = 1 << 64

#: what would move a terminal's cursor, turn its text round, forge a line of
#: a log, or be no character at all
_UNPRINTABLE = pattern(
    '[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e'
    '\u2066-\u2069\ud800-\udfff]')


def value(given: Any) -> str:
    """Describe an argument, or a member of an answer, for an error message.

    For anything but a plain value only the type is named: it may be
    huge, hold itself, or hold secrets.
    """
    if isinstance(given, (str, bytes)):
        start = repr(given[:_LONGEST])
        return start + '…' if len(given) > _LONGEST else start
    if isinstance(given, bool) or given is None:
        return repr(given)
    if isinstance(given, int):
        return int.__repr__(given) if abs(given) < _LARGEST \
            else 'a number of more than 64 bits'
    if isinstance(given, float):
        return float.__repr__(given)
    return kind(given)


def kind(given: Any) -> str:
    """Describe the type of a value that must not be shown."""
    return 'a value of type ' + type(given).__name__


def printable(text: str) -> str:
    """Escape a server's text so that it can be printed safely."""
    return _UNPRINTABLE.sub(lambda match: repr(match.group())[1:-1], text)


def one_line(text: str) -> str:
    """Escape a text that must stay on one line, such as a cell of a table."""
    return ' '.join(printable(text).split())
