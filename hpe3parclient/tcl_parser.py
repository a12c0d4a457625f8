"""Read Tcl lists, as some commands of the array print them.

A list is text: elements separated by white space, an element with blanks or
with elements of its own between braces or quotes. Whether braces hold a text
or another list is not written anywhere; the caller knows, and says how deep
to go.

This module knows the syntax of lists (the Tcl manual, ``lindex`` and
``Tcl``(n)). It does not know what any list means.
"""

from __future__ import annotations

import re
from typing import Any

_BLANKS = ' \t\n\r\f\v'
_LETTERS = {'a': '\a', 'b': '\b', 'f': '\f', 'n': '\n', 'r': '\r',
            't': '\t', 'v': '\v'}
_CODED = (re.compile(r'x([0-9A-Fa-f]{1,2})'),
          re.compile(r'u([0-9A-Fa-f]{1,4})'),
          re.compile(r'U([0-9A-Fa-f]{1,8})'))
_OCTAL = re.compile(r'[0-3][0-7]{0,2}|[4-7][0-7]?')
_CONTINUED = re.compile(r'\n[ \t]*')

#: A brace, or a word. A backslash counts only where Tcl would need it to
#: write a list: before a character with a meaning of its own. Elsewhere, as
#: in ``LOCAL_CLUSTER\user``, it is an ordinary character.
_TOKEN = re.compile(r'[{}]|(?:\\[\s{}"\[\]$;\\]|[^\s{}])+')
_WORD = re.compile(r'(?:\\[\s{}"\[\]$;\\]|[^\s{}])+')
_ESCAPED = re.compile(r'\\([\s{}"\[\]$;\\])')


class TclError(ValueError):
    """The text is not a Tcl list."""


class HPE3ParTclParser:
    """The parser that File Persona's answers are read with."""

    @staticmethod
    def parse_tcl(tcl: str) -> list[Any]:
        """The braced elements of a list, as lists of lists and words.

        >>> HPE3ParTclParser.parse_tcl('{a {b c}} {}')
        [['a', ['b', 'c']], []]

        Words outside all braces are left out. Quotes are ordinary
        characters; a backslash is one too, unless it stands before a brace,
        a blank or another character that Tcl would act upon. Lists may be
        nested to any depth.

        :param tcl: the text
        :returns: a list for every element between braces
        :raises TclError: the braces do not match
        :raises TypeError: ``tcl`` is not a str
        """
        _check_text(tcl)
        top: list[Any] = []
        current = top
        parents: list[list[Any]] = []
        for match in _TOKEN.finditer(tcl):
            part = match.group()
            if part == '{':
                parents.append(current)
                current = []
            elif part == '}':
                if not parents:
                    raise TclError('unmatched close brace in list')
                parents[-1].append(current)
                current = parents.pop()
            elif parents:
                current.append(_ESCAPED.sub(r'\1', part))
        if parents:
            raise TclError('unmatched open brace in list')
        return top


def _check_text(tcl: object) -> None:
    if not isinstance(tcl, str):
        raise TypeError(f'tcl must be str, not {type(tcl).__name__}')


def raw_elements(text: str) -> list[str]:
    """The elements of a list as they are written, braces included.

    >>> raw_elements('a {b c} {}')
    ['a', '{b c}', '{}']

    :raises TclError: the braces do not match
    """
    elements: list[str] = []
    index = _skip(text, 0)
    while index < len(text):
        if text[index] == '{':
            end = brace_end(text, index)
        elif text[index] == '}':
            raise TclError('unmatched close brace in list')
        else:
            end = _bare_end(text, index)
        elements.append(text[index:end])
        index = _skip(text, end)
    return elements


def element_text(raw: str) -> str:
    """Return the value of a list element, without its quoting.

    >>> element_text('{a  {b}}')
    'a  {b}'

    :param raw: as :func:`raw_elements` gives it
    """
    return raw[1:-1] if raw.startswith('{') else _ESCAPED.sub(r'\1', raw)


def split_list(text: str) -> list[str]:
    """Return the elements of a list, each as a str.

    >>> split_list('a {b c} "d e" {}')
    ['a', 'b c', 'd e', '']

    :raises TclError: braces or quotes do not match
    """
    elements: list[str] = []
    index = _skip(text, 0)
    while index < len(text):
        if text[index] == '{':
            end = brace_end(text, index)
            element = text[index + 1:end - 1]
            _check_gap(text, end, 'braces')
        elif text[index] == '"':
            element, end = _quoted(text, index)
            _check_gap(text, end, 'quotes')
        else:
            element, end = _bare(text, index)
        elements.append(element)
        index = _skip(text, end)
    return elements


def nested(text: str, depth: int) -> list[Any]:
    """A list of lists, ``depth`` levels deep, text at the bottom.

    >>> nested('{1 {a b}} {2 {}}', 2)
    [['1', 'a b'], ['2', '']]
    """
    elements = split_list(text)
    if depth <= 1:
        return list(elements)
    return [nested(element, depth - 1) for element in elements]


def backslash(text: str, index: int) -> tuple[str, int]:
    """What a backslash sequence stands for, and where it ends.

    :param index: the index of the backslash
    """
    after = index + 1
    if after >= len(text):
        return '\\', after
    for pattern in _CODED:
        match = pattern.match(text, after)
        if match:
            code = int(match.group(1), 16)
            # halves of surrogate pairs are no characters either
            known = code < 0xd800 or 0xdfff < code < 0x110000
            return (chr(code) if known else '\ufffd'), match.end()
    match = _OCTAL.match(text, after)
    if match:
        return chr(int(match.group(), 8) & 0xff), match.end()
    match = _CONTINUED.match(text, after)
    if match:
        return ' ', match.end()
    return _LETTERS.get(text[after], text[after]), after + 1


def brace_end(text: str, index: int) -> int:
    """The index behind the brace that closes the one at ``index``."""
    level = 0
    at = index
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


def _skip(text: str, index: int) -> int:
    while index < len(text) and text[index] in _BLANKS:
        index += 1
    return index


def _check_gap(text: str, end: int, what: str) -> None:
    if end < len(text) and text[end] not in _BLANKS:
        raise TclError(f'list element in {what} followed by {text[end]!r} '
                       'instead of space')


def _bare_end(text: str, index: int) -> int:
    """The index behind a word that begins at ``index``."""
    match = _WORD.match(text, index)
    return match.end() if match else index + 1


def _quoted(text: str, index: int) -> tuple[str, int]:
    parts: list[str] = []
    at = index + 1
    while at < len(text):
        if text[at] == '"':
            return ''.join(parts), at + 1
        if text[at] == '\\':
            part, at = backslash(text, at)
        else:
            part, at = text[at], at + 1
        parts.append(part)
    raise TclError('unmatched open quote in list')


def _bare(text: str, index: int) -> tuple[str, int]:
    parts: list[str] = []
    at = index
    while at < len(text) and text[at] not in _BLANKS:
        if text[at] == '\\':
            part, at = backslash(text, at)
        else:
            part, at = text[at], at + 1
        parts.append(part)
    return ''.join(parts), at
