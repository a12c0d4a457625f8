"""Print tables as the array prints them, with csvtable on or off.

Header cells of some columns are padded with dashes to the width of the data
of that very run, in csv as well. Columns may stand under groups. A trailer,
where a command has one, is a line of dashes and a row of totals.

This module knows the form. It does not know any command's columns.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import List, NamedTuple, Optional, Sequence

Row = Sequence[str]


class Column(NamedTuple):
    """One column."""

    name: str
    #: the header is padded with dashes, at least one on each side
    padded: bool = False
    #: plain mode aligns it right
    right: bool = False
    #: blanks after the header, as showrcopy has them in csv
    loose: bool = False


class Group(NamedTuple):
    """A heading over some columns."""

    name: str
    first: int
    last: int
    padded: bool = True


@dataclass
class Table:
    """A table that is ready to be printed."""

    columns: Sequence[Column]
    rows: Sequence[Row]
    groups: Sequence[Group] = ()
    #: cells of the totals row in csv; None: the command has no trailer
    totals: Optional[Row] = None
    #: cells of the totals row in plain mode, where they differ
    plain_totals: Optional[Row] = None
    #: plain lines are padded to the width of the table (10.x)
    full_width: bool = False
    #: the group row has one cell more than the others (srstatld)
    extra_comma: bool = False

    def csv(self, header: bool = True) -> List[str]:
        """The lines with csvtable on.

        :param header: False with nohdtot: rows alone
        """
        rows = [','.join(map(_cell, row)) for row in self.rows]
        if not header:
            return rows
        lines = []
        if self.groups:
            lines.append(self._csv_groups())
        names = [self._header(at) for at in range(len(self.columns))]
        lines.append(','.join(names))
        lines.extend(rows)
        if self.totals is not None:
            lines.append('-' * max(map(len, lines)))
            lines.append(','.join(self.totals))
        return lines

    def _csv_groups(self) -> str:
        cells = [''] * (len(self.columns) + self.extra_comma)
        for group in self.groups:
            cells[group.first] = self._group(group, self._widths())
        return ','.join(cells)

    def plain(self, header: bool = True) -> List[str]:
        """The lines with csvtable off."""
        widths = self._widths()
        totals = self.totals if self.plain_totals is None \
            else self.plain_totals
        rows = [self._aligned(row, widths) for row in self.rows]
        if header:
            names = [self._header(at) for at in range(len(self.columns))]
            rows.insert(0, self._aligned(names, widths))
            if self.groups:
                rows.insert(0, self._plain_groups(widths))
            if totals is not None:
                rows.append('-' * (sum(widths) + len(widths) - 1))
                rows.append(self._aligned(
                    list(totals) + [''] * (len(widths) - len(totals)),
                    widths))
        return rows if self.full_width else [row.rstrip() for row in rows]

    def _plain_groups(self, widths: Sequence[int]) -> str:
        out = ''
        for group in self.groups:
            start = sum(widths[:group.first]) + group.first
            out = out.ljust(start) + self._group(group, widths)
        return out.ljust(sum(widths) + len(widths) - 1)

    def _widths(self) -> List[int]:
        return [max([len(self._header(at))] + [len(row[at])
                                               for row in self.rows])
                for at in range(len(self.columns))]

    @staticmethod
    def _group(group: Group, widths: Sequence[int]) -> str:
        if not group.padded:
            return group.name
        width = (sum(widths[group.first:group.last + 1])
                 + group.last - group.first)
        return group.name.center(max(width, len(group.name) + 2), '-')

    def _aligned(self, cells: Row, widths: Sequence[int]) -> str:
        return ' '.join(
            cell.rjust(width) if column.right else cell.ljust(width)
            for cell, width, column in zip(cells, widths, self.columns))

    def _header(self, at: int) -> str:
        column = self.columns[at]
        width = max([len(row[at]) for row in self.rows] or [0])
        if column.loose:
            return column.name.ljust(width)
        if not column.padded:
            return column.name
        return column.name.center(max(width, len(column.name) + 2), '-')


def _cell(text: str) -> str:
    return '"%s"' % text if ',' in text else text
