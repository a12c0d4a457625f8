"""How deep a JSON text is nested, and how long its numbers are.

Both are found out before a parser sees the text, at a small part of what
parsing it takes. Nothing here parses.
"""

from __future__ import annotations

import re

from hpe3parclient.patterns import pattern

_NO_BRACKET = bytes(char for char in range(256) if char not in b'[]{}')
#: makes all brackets alike
_ALIKE = bytes.maketrans(b'[]', b'{}')
_STRING = pattern(rb'"(?:[^"\\]|\\.)*"', re.DOTALL)
_TEN = b'0123456789'

#: how often the innermost brackets are taken away at a stroke; answers of
#: arrays have fewer levels
_STROKES = 8

#: from so many bytes on, brackets in strings are told apart only in a text
#: that looks too deep
_LONG = 1 << 16


def excess(body: bytes, nesting: int, digits: int,
           outer: int = 0) -> str | None:
    """Return what a JSON text has too much of; None if it is within limits.

    :param body: in UTF-8 or ISO-8859-1
    :param nesting: levels of arrays and objects
    :param digits: digits of a number
    :param outer: levels around the text, which count
    """
    if _is_deeper(body, nesting - outer):
        return f'the body is nested deeper than the limit of {nesting} levels'
    if _has_longer(body, digits):
        return 'the body holds a number longer than the limit of ' \
            f'{digits} digits'
    return None


def _is_deeper(body: bytes, nesting: int) -> bool:
    if len(body) <= _LONG and \
            body.count(b'{') + body.count(b'[') <= nesting:
        return False
    brackets = body.translate(_ALIKE, _NO_BRACKET)
    if len(brackets) <= nesting or (
            len(body) > _LONG and not _is_deep(brackets, nesting)):
        return False
    # Those in strings do not count.
    return _is_deep(_STRING.sub(b'', body).translate(_ALIKE, _NO_BRACKET),
                    nesting)


def _is_deep(brackets: bytes, nesting: int) -> bool:
    """Return whether more than so many of them are open at a time."""
    for _ in range(min(_STROKES, nesting)):
        if len(brackets) <= nesting:
            return False
        brackets = brackets.replace(b'{}', b'')
        nesting -= 1
    level = 0
    for bracket in brackets:
        level += 1 if bracket == 123 else -1
        if level > nesting:
            return True
    return False


def _has_longer(body: bytes, digits: int) -> bool:
    return _has_run(body, digits) and \
        _has_run(_STRING.sub(b'""', body), digits)


def _has_run(body: bytes, digits: int) -> bool:
    # So long a number covers one of every so many bytes.
    # Ten of its digits or more are before that byte or behind it.
    for at, byte in zip(range(digits, len(body), digits + 1),
                        body[digits::digits + 1]):
        if 48 <= byte <= 57 and (body[at - 10:at].isdigit() or
                                 body[at + 1:at + 11].isdigit()):
            before, after = body[at - digits:at], body[at:at + digits + 1]
            if len(before) - len(before.rstrip(_TEN)) + \
                    len(after) - len(after.lstrip(_TEN)) > digits:
                return True
    return False
