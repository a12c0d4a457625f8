"""Read the tables that the array's command line prints with csvtable on.

A table is one to three header rows, rows, and sometimes a line of dashes
with totals after it. Header cells are padded with dashes to the width of
that run's data; names repeat where columns are grouped.

This module knows that shape, and the sentences that mean "there is none". It
does not know any single command.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from hpe3parclient.cli.errors import SSHTableError

Row = list[str]

#: What commands print in place of an empty table. Capitals differ.
_NOTHING = re.compile(
    r'no( (?!be )[a-z]+){1,3} listed\.?|no tasks\.?|no scheduled tasks .*'
    r'|no patch is applied to the system\.?'
    r'|there is no specified port information\.?', re.IGNORECASE)

#: Words of refusals, whatever the command.
_REFUSAL = re.compile(
    r'\b(invalid|error|fail(ed|ure)?|denied|permission|unauthori[sz]ed'
    r'|not (authorized|allowed|permitted|recognized|licensed|supported|found'
    r'|exist|completed|available|contact\w*)|cannot|can\'t|could not'
    r'|unable to|refused|illegal|must|no contact|syntax|usage|wrong # args'
    r'|too many|already|is disabled)\b|^syntax', re.IGNORECASE)

#: What commands print in place of any table.
_FAILURE = re.compile(
    r'invalid command name|error:|syntax$|too many local cli connections'
    r'|invalid columns specified|(\w+: )?invalid option'
    r'|can\'t read "', re.IGNORECASE)

_DASHES = re.compile(r'-+')

#: A column's name, which is one word, whatever pads it.
_NAME = re.compile(r'-*[A-Za-z0-9(%#]\S*')

#: Sentences put a blank behind a comma, tables never do.
_COMMA_OF_PROSE = re.compile(r',[ \t]+[^\s,]')
_MOST_HEADER_ROWS = 3


class Table(NamedTuple):
    """A table as it was printed, cells stripped."""

    #: one key per column, no two alike
    keys: list[str]
    rows: list[Row]
    #: the cells of the totals row; empty where there is none
    totals: Row


def read(lines: Iterable[str], bare: bool = False) -> Table:
    """Parse a table.

    :param lines: a command's output, csvtable on
    :param bare: a header with nothing below it is an empty table. Without
        this a lone line is none, for it may be a sentence
    :returns: the table; no rows for a sentence that says there is nothing
    :raises SSHTableError: the lines are no table
    """
    text = _body(lines)
    if not text or _NOTHING.fullmatch(text[0].strip()):
        return Table([], [], [])
    for entry in text:
        if _FAILURE.match(entry.strip()):
            raise SSHTableError('The array printed an error: '
                                + entry.strip())
    head, end = _header_rows(text)
    _check_names(head[-1], text[end - 1], len(text) == end, bare)
    keys = _keys(head)
    rows: list[Row] = []
    totals: Row = []
    for index in range(end, len(text)):
        entry = text[index]
        if _DASHES.fullmatch(entry.strip()):
            if index + 1 < len(text):
                totals = _trimmed(cells(text[index + 1]), len(keys))
            break
        if not entry.strip(', '):
            break
        rows.append(_row(entry, keys))
    return Table(keys, rows, totals)


def collection(lines: Iterable[str], bare: bool = False) -> dict[str, Any]:
    """A table in the form in which the web service returns lists.

    :param bare: as for :func:`read`
    :returns: ``{'total': 2, 'members': [{'Id': 'MU2', …}, …]}``, all values
        text
    """
    table = read(lines, bare)
    members = [dict(zip(table.keys, row)) for row in table.rows]
    return {'total': len(members), 'members': members}


def refusal(lines: Iterable[str]) -> str:
    """Return the first line that refuses a command, or ''.

    Most refusals of arrays do not hold the word error.
    """
    for entry in lines:
        if _REFUSAL.search(entry):
            return entry.strip()
    return ''


def failure(lines: Iterable[str]) -> str:
    """Return the line that says that a command could not run, or ''.

    Other than a refusal it names the command line, not an object.
    """
    first = next((entry.strip() for entry in lines if entry.strip()), '')
    return first if _FAILURE.match(first) else ''


def is_nothing(lines: Sequence[str]) -> bool:
    """Return whether the output is a sentence that says there is nothing."""
    text = _body(lines)
    return bool(text) and bool(_NOTHING.fullmatch(text[0].strip()))


def _body(lines: Iterable[str]) -> list[str]:
    """Return the lines without line ends and without empty ones in front."""
    text = [entry.rstrip('\r\n') for entry in lines]
    first = next((index for index, entry in enumerate(text) if entry.strip()),
                 len(text))
    return text[first:]


def cells(entry: str) -> Row:
    """Return the cells of a line, stripped.

    :raises SSHTableError: a quote is not closed
    """
    # strict: an unbalanced quote is a damaged row, not a cell
    try:
        row = next(csv.reader([entry], strict=True,
                              skipinitialspace=True))
    except (csv.Error, StopIteration) as err:
        raise SSHTableError(f'Not a row of a table: {entry!r}') from err
    return [cell.strip() for cell in row]


def _header_rows(text: Sequence[str]) -> tuple[list[Row], int]:
    """Return the header rows, names last, and the index of the first row.

    Group rows leave the first column empty; the row of names never does.
    """
    head: list[Row] = []
    for index, entry in enumerate(text[:_MOST_HEADER_ROWS]):
        head.append(cells(entry))
        if head[-1] and head[-1][0].strip('-'):
            return head, index + 1
    raise SSHTableError(f'No header row in: {text[0]!r}')


def _check_names(names: Row, line: str, alone: bool, bare: bool) -> None:
    """Refuse a sentence that stands where the names should.

    A header with nothing below it, not even dashes, must look like those
    that were recorded: two columns at least, each named by one word, the
    first one with a capital.

    :param alone: nothing follows the line
    :param bare: which it may
    """
    columns = _trimmed(list(names), 1)
    if (_COMMA_OF_PROSE.search(line) or line.rstrip().endswith(('.', '!'))
            or (len(columns) == 1 and ' ' in columns[0]) or (alone and (
                not bare or len(columns) < 2 or columns[0].strip('-')[:1].islower()
                or not all(map(_NAME.fullmatch, columns))))):
        raise SSHTableError(f'A sentence, not a table: {line!r}')


def _label(cell: str) -> str:
    """A header cell without its padding."""
    return cell.strip('- ') or cell


def _keys(head: Sequence[Row]) -> list[str]:
    """Names of the columns; repeated ones with their group in front."""
    names = [_label(cell) for cell in head[-1]]
    while len(names) > 1 and not names[-1]:
        names.pop()
    keys = list(names)
    for above in reversed(head[:-1]):
        repeated = {key for key in keys if keys.count(key) > 1}
        groups = _groups(above, len(names))
        keys = [f'{groups[index]}_{key}'
                if key in repeated and groups[index] else key
                for index, key in enumerate(keys)]
    return _numbered(keys)


def _groups(above: Row, width: int) -> Row:
    """For every column the label of the group it stands under."""
    groups: Row = []
    current = ''
    for index in range(width):
        cell = above[index] if index < len(above) else ''
        current = _label(cell) if cell else current
        groups.append(current)
    return groups


def _numbered(keys: Sequence[str]) -> list[str]:
    """Number column names that are still equal, so that no column is lost."""
    out: list[str] = []
    for key in keys:
        again = key
        count = 1
        while again in out:
            count += 1
            again = f'{key}_{count}'
        out.append(again)
    return out


def _trimmed(row: Row, width: int) -> Row:
    """A row without empty cells beyond the last column."""
    while len(row) > width and not row[-1]:
        row.pop()
    return row


def _row(entry: str, keys: Sequence[str]) -> Row:
    """A row with exactly one cell per column."""
    row = _trimmed(cells(entry), len(keys))
    if len(row) != len(keys):
        raise SSHTableError(f'{len(row)} cells under {len(keys)} columns '
                            f'in: {entry!r}')
    return row
