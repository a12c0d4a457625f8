"""Read Tcl lists, as some commands of the array print them.

A list is text: elements parted by white space, an element with blanks or
with elements of its own between braces or quotes. Whether braces hold a text
or another list is not written anywhere; the caller knows, and says how deep
to go.

This module knows the syntax of lists (the Tcl manual, ``lindex`` and
``Tcl``(n)). It does not know what any list means.
"""

from __future__ import annotations

import re
from typing import Any, List, Tuple

_BLANKS = ' \t\n\r\f\v'
_LETTERS = {'a': '\a', 'b': '\b', 'f': '\f', 'n': '\n', 'r': '\r',
            't': '\t', 'v': '\v'}
_CODED = (re.compile(r'x([0-9A-Fa-f]{1,2})'),
          re.compile(r'u([0-9A-Fa-f]{1,4})'),
          re.compile(r'U([0-9A-Fa-f]{1,8})'))
_OCTAL = re.compile(r'[0-3][0-7]{0,2}|[4-7][0-7]?')
_CONTINUED = re.compile(r'\n[ \t]*')


class TclError(ValueError):
    """The text is not a Tcl list."""


def split_list(text: str) -> List[str]:
    """The elements of a list, each as text.

    >>> split_list('a {b c} "d e" {}')
    ['a', 'b c', 'd e', '']

    :raises TclError: braces or quotes do not match
    """
    elements: List[str] = []
    place = _skip(text, 0)
    while place < len(text):
        if text[place] == '{':
            end = brace_end(text, place)
            element = text[place + 1:end - 1]
            _want_gap(text, end, 'braces')
        elif text[place] == '"':
            element, end = _quoted(text, place)
            _want_gap(text, end, 'quotes')
        else:
            element, end = _bare(text, place)
        elements.append(element)
        place = _skip(text, end)
    return elements


def nested(text: str, depth: int) -> List[Any]:
    """A list of lists, ``depth`` levels deep, text at the bottom.

    >>> nested('{1 {a b}} {2 {}}', 2)
    [['1', 'a b'], ['2', '']]
    """
    elements = split_list(text)
    if depth <= 1:
        return list(elements)
    return [nested(element, depth - 1) for element in elements]


def backslash(text: str, place: int) -> Tuple[str, int]:
    """What a backslash sequence stands for, and where it ends.

    :param place: the index of the backslash
    """
    after = place + 1
    if after >= len(text):
        return '\\', after
    for pattern in _CODED:
        found = pattern.match(text, after)
        if found:
            code = int(found.group(1), 16)
            # halves of surrogate pairs are no characters either
            known = code < 0xd800 or 0xdfff < code < 0x110000
            return (chr(code) if known else '\ufffd'), found.end()
    found = _OCTAL.match(text, after)
    if found:
        return chr(int(found.group(), 8) & 0xff), found.end()
    found = _CONTINUED.match(text, after)
    if found:
        return ' ', found.end()
    return _LETTERS.get(text[after], text[after]), after + 1


def brace_end(text: str, place: int) -> int:
    """The index behind the brace that closes the one at ``place``."""
    level = 0
    at = place
    while at < len(text):
        char = text[at]
        if char == '\\':
            at += 2
            continue
        if char == '{':
            level += 1
        elif char == '}':
            level -= 1
            if not level:
                return at + 1
        at += 1
    raise TclError('unmatched open brace in list')


def _skip(text: str, place: int) -> int:
    while place < len(text) and text[place] in _BLANKS:
        place += 1
    return place


def _want_gap(text: str, end: int, what: str) -> None:
    if end < len(text) and text[end] not in _BLANKS:
        raise TclError('list element in %s followed by %r instead of space'
                       % (what, text[end]))


def _quoted(text: str, place: int) -> Tuple[str, int]:
    parts: List[str] = []
    at = place + 1
    while at < len(text):
        if text[at] == '"':
            return ''.join(parts), at + 1
        if text[at] == '\\':
            part, at = backslash(text, at)
        else:
            part, at = text[at], at + 1
        parts.append(part)
    raise TclError('unmatched open quote in list')


def _bare(text: str, place: int) -> Tuple[str, int]:
    parts: List[str] = []
    at = place
    while at < len(text) and text[at] not in _BLANKS:
        if text[at] == '\\':
            part, at = backslash(text, at)
        else:
            part, at = text[at], at + 1
        parts.append(part)
    return ''.join(parts), at
