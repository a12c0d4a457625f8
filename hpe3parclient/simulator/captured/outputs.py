"""What commands of a real array printed where the model prints something else.

For commands what :mod:`.overlay` is for objects of the web service: while the
model prints what it printed when the capture was loaded, the captured output
is shown. Rows that have changed since show the captured cells and the
change; rows that are new or gone are so here, too.

This module knows tables and lines; it knows no command.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from hpe3parclient.cli import tables
from hpe3parclient.cli.errors import SSHTableError
from hpe3parclient.simulator.cli.tables import Column, Group, Table, dashed

#: runs the command that is its argument
RTPD = 'Tpd::rtpd'

#: options that change how a table looks, and not what is in it
LOOKS = ('-csvtable', '-nohdtot')

#: columns, at most, that tell one row from the others
_IDENTITY = 4


class Output(NamedTuple):
    """What one command printed with csvtable on.

    :param captured: on the array that was captured
    :param own: by the model, when the capture was loaded
    """

    captured: list[str]
    own: list[str]


def name_of(words: Sequence[str]) -> str:
    """The name under which the output of a command is kept."""
    if len(words) == 2 and words[0] == RTPD:
        words = words[1].split()
    return ' '.join(word for word in words if word not in LOOKS)


def shown(output: Output, now: list[str], own: list[str], *, csv: bool,
          header: bool) -> list[str]:
    """What a command prints.

    :param now: what the model prints now with csvtable on, headers and totals
    :param own: what it would print in the form that is asked for
    :param csv: whether csvtable is on
    :param header: whether headers and totals are shown
    """
    try:
        table = _merged(output, now)
    except SSHTableError:
        return output.captured if now == output.own else own
    if now == output.own and csv and header:
        return output.captured
    return table.csv(header) if csv else table.plain(header)


def _merged(output: Output, now: list[str]) -> Table:
    """The captured table with the changes of the model's own.

    :raises SSHTableError: one of them is no table
    """
    captured = _read(output.captured)
    if now == output.own:
        return captured
    before, after = _read(output.own), _read(now)
    rows = _Rows(captured, before, after).merged()
    totals = captured.totals
    if totals is not None and before.totals is not None \
            and after.totals is not None:
        totals = [_cell(*cells) for cells in zip(
            totals, _filled(before.totals, len(totals)),
            _filled(after.totals, len(totals)))]
    return Table(captured.columns, rows, captured.groups, totals)


def _filled(row: Sequence[str], width: int) -> list[str]:
    return [*row, *[''] * (width - len(row))][:width]


class _Rows:
    """Rows of a captured table, of the model's first one, and of its last."""

    def __init__(self, captured: Table, before: Table, after: Table) -> None:
        self._tables = captured, before, after
        self._names = [[column.name for column in table.columns]
                       for table in self._tables]
        self._width = self._identity()

    def _identity(self) -> int:
        """How many columns tell the rows apart.

        :raises SSHTableError: the tables have no such columns in common
        """
        for width in range(1, _IDENTITY + 1):
            heads = {tuple(names[:width]) for names in self._names}
            if len(heads) == 1 and all(
                    len({tuple(row[:width]) for row in table.rows})
                    == len(table.rows) for table in self._tables):
                return width
        raise SSHTableError('no columns tell the rows apart')

    def _by_identity(self, index: int) -> dict[tuple[str, ...], dict[str, str]]:
        names, table = self._names[index], self._tables[index]
        return {tuple(row[:self._width]): dict(zip(names, row))
                for row in table.rows}

    def merged(self) -> list[list[str]]:
        """The captured rows, and what has become of them."""
        captured, before, after = map(self._by_identity, range(3))
        rows: list[list[str]] = []
        for key, row in captured.items():
            if key not in before:
                rows.append(list(row.values()))
            elif key in after:
                rows.append([
                    _cell(cell, before[key].get(name, ''),
                          after[key].get(name, ''))
                    for name, cell in row.items()])
        rows += [[row.get(name, '--') for name in self._names[0]]
                 for key, row in after.items()
                 if key not in before and key not in captured]
        return rows


def _cell(captured: str, before: str, after: str) -> str:
    """A captured cell, with the change of the model's own."""
    if before == after:
        return captured
    if all(map(_is_number, (captured, before, after))):
        return str(int(captured) + int(after) - int(before))
    return after


def _is_number(text: str) -> bool:
    return text.lstrip('-').isdigit() and text.isascii()


# -- tables, from lines with commas ------------------------------------------


def _read(lines: Sequence[str]) -> Table:
    """A table as it can be printed again.

    :raises SSHTableError: the lines are no table, or more than one
    """
    read = tables.read(lines, bare=True)
    if not read.keys:
        raise SSHTableError('a sentence, not a table')
    heads = [tables.cells(line) for line in lines]
    last = next(index for index, cells in enumerate(heads)
                if cells and cells[0].strip('-'))
    trailer = 2 if read.totals else 0
    if len(lines) != last + 1 + len(read.rows) + trailer:
        raise SSHTableError('more than one table')
    columns = [
        Column(cell.strip('- ') or cell, cell.startswith('-'), _is_right(
            [row[index] for row in read.rows]))
        for index, cell in enumerate(heads[last][:len(read.keys)])]
    table = Table(columns, read.rows, totals=read.totals or None)
    table.groups = [group for level, cells in enumerate(reversed(heads[:last]))
                    for group in _groups(table, cells, level)]
    return table


def _is_right(cells: Sequence[str]) -> bool:
    """Whether a column is aligned right: columns of numbers are."""
    numbers = [_is_number(cell.replace('.', '', 1)) for cell in cells]
    return any(numbers) and all(
        number or cell.strip('-') == '' for number, cell in zip(numbers, cells))


def _groups(table: Table, cells: Sequence[str],
            level: int) -> Iterable[Group]:
    """The groups over a table's columns; the dashes say how wide they are."""
    starts = [index for index, cell in enumerate(cells)
              if cell and index < len(table.columns)]
    for first, following in zip(starts, [*starts[1:], len(table.columns)]):
        name, padded = cells[first].strip('-'), cells[first].startswith('-')
        widths = [max([len(table.columns[index].name),
                       *(len(row[index]) for row in table.rows)])
                  for index in range(first, following)]
        last = next((
            first + count for count in range(len(widths))
            if dashed(name, sum(widths[:count + 1]) + count) == cells[first]),
            following - 1)
        yield Group(name, first, last, padded, level)
