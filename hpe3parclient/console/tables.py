"""Answers as people read them at an interactive prompt.

A list of volumes is a table there, and stays the list of dicts that it is.
This module knows shapes and widths; what numbers mean, ``enumerations`` knows.
"""

from __future__ import annotations

import json
import pprint
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from hpe3parclient import describe
from hpe3parclient.console import enumerations
from hpe3parclient.narrowing import is_dict, is_list

if TYPE_CHECKING:
    from typing_extensions import TypeGuard

#: rows of a table; a list of volumes may have tens of thousands
_MOST_ROWS = 50

#: characters of one cell
_WIDEST = 32

#: of a member that is an object, such as IO or userSpace, the figure that
#: stands for it in a table: the first of these that it has
_FIGURES = ('total', 'usedMiB', 'totalMiB')

#: members that people look for first; the others come as the array has them
_FIRST = ('id', 'name', 'portPos', 'lun', 'volumeName', 'hostname', 'key',
          'value', 'time', 'severity', 'sizeMiB', 'copyOf', 'userCPG',
          'snapCPG', 'status', 'state', 'type', 'persona', 'provisioningType',
          'domain', 'comment')

#: members that few people look for
_LAST = ('sampleTimeSec', 'uuid', 'wwn', 'volumeWWN', 'nodeWWN', 'baseId')

#: the position of a port, usually written 0:2:1
_PORT = ('node', 'slot', 'cardPort')


def text(value: Any, width: int = 80) -> str | None:
    """Format a value; None where its repr is enough.

    :param value: an answer of the client, or anything else
    :param width: columns of the terminal
    """
    members = value.get('members') if is_dict(value) else None
    if _is_rows(members):
        return _table(members, width, "_['members']")
    if _is_rows(value):
        return _table(value, width, '_')
    if type(value) in (dict, list) and value:
        # wording: what an array sent must not move the cursor
        return describe.printable(pprint.pformat(
            value, width=max(width, 20), sort_dicts=False))
    return None


def _is_rows(value: object) -> TypeGuard[list[dict[str, Any]]]:
    return is_list(value) and bool(value) and all(map(is_dict, value))


def report(value: Any, width: int | None = None) -> str:
    """Format a value for a script, or for a person at a shell.

    A list is a table of all its rows and no footer; an object has a line for
    each member, and its lists are tables below.

    :param value: an answer of the client
    :param width: columns to keep to; None shows every column, whole
    """
    rows: Any = value.get('members') if is_dict(value) else value
    if _is_rows(rows):
        return '\n'.join(_grid(rows, width)[0])
    if rows == []:
        return ''
    if is_dict(value):
        return '\n'.join(_lines(value, width))
    if is_list(value):
        return '\n'.join(describe.one_line(str(item)) for item in value)
    return describe.one_line(str(value))


def _lines(value: Mapping[str, Any], width: int | None) -> list[str]:
    """The lines of one object."""
    lists = [name for name in value
             if name != 'links' and _is_rows(value[name])]
    plain = [name for name in value if name not in lists]
    wide = max(map(len, plain), default=0)
    lines = [f'{name.ljust(wide)}  {_flat(value, name)}' for name in plain]
    for name in lists:
        table = _grid(value[name], width - 2 if width else None)[0]
        lines += ['', name, *('  ' + line for line in table)]
    return lines


def grid(value: Any) -> tuple[list[list[str]], int] | None:
    """Return the cells of a list's table, header first, and the length of the list.

    :returns: None where the value is no list of dicts; a long list is cut
    """
    rows: Any = value.get('members') if is_dict(value) else value
    if not _is_rows(rows):
        return None
    names = _columns(rows[:_MOST_ROWS])
    return [names, *([_cell(row, name, None) for name in names]
                     for row in rows[:_MOST_ROWS])], len(rows)


def _flat(row: Mapping[str, Any], name: str) -> str:
    """One member on one line."""
    value = row[name]
    if (is_dict(value) or is_list(value)) and not _is_port(value):
        return describe.one_line(json.dumps(value, default=str))
    return _cell(row, name, None)


def _table(rows: Sequence[Mapping[str, Any]], width: int,
           expression: str) -> str:
    lines, left = _grid(rows[:_MOST_ROWS], width)
    return '\n'.join([*lines, _footer(rows, left, expression)])


def _grid(rows: Sequence[Mapping[str, Any]],
          width: int | None) -> tuple[list[str], int]:
    """The lines of a table, and how many columns had no room."""
    widest = _WIDEST if width else None
    cells = {name: [_cell(row, name, widest) for row in rows]
             for name in _columns(rows)}
    lines = [''] * (len(rows) + 1)
    left = 0
    for name, texts in cells.items():
        wide = max(len(text) for text in [name, *texts])
        if width and lines[0] and len(lines[0]) + 2 + wide > width:
            left += 1
            continue
        blank = '  ' if lines[0] else ''
        right = all(_is_number(row, name) for row in rows)
        for number, text in enumerate([name, *texts]):
            lines[number] += blank + (
                text.rjust(wide) if right else text.ljust(wide))
    return [line.rstrip()[:width] for line in lines], left


def _columns(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return the members that fit in a cell, in display order.

    Behind those come lists of names, and figures of members that are objects:
    ``IO.total``.
    """
    plain: dict[str, bool] = {}
    figures: dict[str, None] = {}
    named: dict[str, None] = {}
    for row in rows:
        for name, value in row.items():
            plain[name] = plain.get(name, True) and (
                _is_port(value) or not (is_dict(value) or is_list(value)))
            if _is_names(value):
                named[name] = None
            if is_dict(value):
                figures.update(dict.fromkeys([
                    f'{name}.{part}' for part in _FIGURES
                    if isinstance(value.get(part), (int, float))][:1]))
    names = [name for name, fits in plain.items() if fits]
    return [
        *(name for name in _FIRST if name in names),
        *(name for name in names if name not in (*_FIRST, *_LAST)),
        *named,
        *(name for name in figures if name not in plain),
        *(name for name in _LAST if name in names)]


def _value(row: Mapping[str, Any], name: str) -> Any:
    """Return a member, or a figure of one."""
    if name in row:
        return row[name]
    member, _, part = name.partition('.')
    inner = row.get(member)
    return inner.get(part) if is_dict(inner) else None


def _is_names(value: object) -> TypeGuard[list[str]]:
    return is_list(value) and bool(value) and all(
        isinstance(item, str) for item in value)


def _is_port(value: object) -> bool:
    return is_dict(value) and set(value) == set(_PORT)


def _cell(row: Mapping[str, Any], name: str, widest: int | None) -> str:
    value = _value(row, name)
    if value is None:
        return '-'
    if _is_port(value):
        value = ':'.join(str(value[part]) for part in _PORT)
    text = describe.one_line(
        ', '.join(map(str, value)) if is_list(value) else
        str(enumerations.name(row, name) or value))
    return text if not widest or len(text) <= widest else \
        text[:widest - 1] + '…'


def _is_number(row: Mapping[str, Any], name: str) -> bool:
    value = _value(row, name)
    return value is None or (
        isinstance(value, (int, float)) and not isinstance(value, bool)
        and enumerations.name(row, name) is None)


def _footer(rows: Sequence[Mapping[str, Any]], left: int,
            expression: str) -> str:
    text = f'{len(rows)} in all'
    if len(rows) > _MOST_ROWS:
        text += f', {_MOST_ROWS} shown'
    if left:
        text += f'; {left} more columns'
    return f'{text}; {expression}[0] is the first, whole'
