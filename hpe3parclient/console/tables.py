"""Answers as people read them at an interactive prompt.

A list of volumes is a table there, and stays the list of dicts that it is.
This module knows shapes and widths; it knows no volume.
"""

from __future__ import annotations

import pprint
from collections.abc import Mapping, Sequence
from typing import Any

from hpe3parclient import describe

#: rows of a table; a list of volumes may have tens of thousands
_MOST_ROWS = 50

#: characters of one cell
_WIDEST = 32

#: members that people look for first; the others come as the array has them
_FIRST = ('id', 'name', 'portPos', 'lun', 'volumeName', 'hostname', 'key',
          'value', 'sizeMiB', 'copyOf', 'userCPG', 'snapCPG', 'status',
          'state', 'type', 'persona', 'provisioningType', 'domain', 'comment')

#: members that few people look for
_LAST = ('uuid', 'wwn', 'volumeWWN', 'nodeWWN', 'baseId')

#: the position of a port, usually written 0:2:1
_PORT = ('node', 'slot', 'cardPort')


def text(value: Any, width: int = 80) -> str | None:
    """Format a value; None where its repr is enough.

    :param value: an answer of the client, or anything else
    :param width: columns of the terminal
    """
    if isinstance(value, dict) and _is_rows(value.get('members')):
        return _table(value['members'], width, "_['members']")
    if _is_rows(value):
        return _table(value, width, '_')
    if type(value) in (dict, list) and value:
        # wording: what an array sent must not move the cursor
        return describe.printable(pprint.pformat(
            value, width=max(width, 20), sort_dicts=False))
    return None


def _is_rows(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(
        isinstance(row, dict) for row in value)


def _table(rows: Sequence[Mapping[str, Any]], width: int,
           expression: str) -> str:
    shown = rows[:_MOST_ROWS]
    cells = {name: [_cell(row.get(name)) for row in shown]
             for name in _columns(shown)}
    lines = [''] * (len(shown) + 1)
    left = 0
    for name, texts in cells.items():
        wide = max(len(text) for text in [name, *texts])
        if lines[0] and len(lines[0]) + 2 + wide > width:
            left += 1
            continue
        blank = '  ' if lines[0] else ''
        right = all(_is_number(row.get(name)) for row in shown)
        for number, text in enumerate([name, *texts]):
            lines[number] += blank + (
                text.rjust(wide) if right else text.ljust(wide))
    lines = [line.rstrip()[:width] for line in lines]
    return '\n'.join([*lines, _footer(rows, left, expression)])


def _columns(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return the members that fit in a cell, in display order."""
    plain: dict[str, bool] = {}
    for row in rows:
        for name, value in row.items():
            plain[name] = plain.get(name, True) and (
                _is_port(value) or not isinstance(value, (dict, list)))
    names = [name for name, fits in plain.items() if fits]
    return [
        *(name for name in _FIRST if name in names),
        *(name for name in names if name not in (*_FIRST, *_LAST)),
        *(name for name in _LAST if name in names)]


def _is_port(value: Any) -> bool:
    return isinstance(value, dict) and set(value) == set(_PORT)


def _cell(value: Any) -> str:
    if value is None:
        return '-'
    if _is_port(value):
        value = ':'.join(str(value[part]) for part in _PORT)
    text = describe.one_line(str(value))
    return text if len(text) <= _WIDEST else text[:_WIDEST - 1] + '…'


def _is_number(value: Any) -> bool:
    return value is None or (isinstance(value, (int, float))
                             and not isinstance(value, bool))


def _footer(rows: Sequence[Mapping[str, Any]], left: int,
            expression: str) -> str:
    text = f'{len(rows)} in all'
    if len(rows) > _MOST_ROWS:
        text += f', {_MOST_ROWS} shown'
    if left:
        text += f'; {left} more columns'
    return f'{text}; {expression}[0] is the first, whole'
