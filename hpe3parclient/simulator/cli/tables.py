"""Print tables as the array prints them, with csvtable on or off.

Header cells of some columns are padded with dashes to the width of the data
of that very run, in csv as well. Columns may stand under groups. A trailer,
where a command has one, is a line of dashes and a row of totals.

This module knows the form. It does not know any command's columns.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

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
    #: 0 is the row above the names, 1 the one above that, and so on
    level: int = 0


@dataclass
class Table:
    """A table that is ready to be printed."""

    columns: Sequence[Column]
    rows: Sequence[Row]
    groups: Sequence[Group] = ()
    #: cells of the totals row in csv; None: the command has no trailer
    totals: Row | None = None
    #: cells of the totals row in plain mode, where they differ
    plain_totals: Row | None = None
    #: plain lines are padded to the width of the table (10.x)
    full_width: bool = False
    #: the group row has one cell more than the others (srstatld)
    extra_comma: bool = False
    #: the header stands again after so many rows; 0: never
    repeat: int = 0
    #: how far the table is indented in plain mode
    indent: int = 0

    def csv(self, header: bool = True) -> list[str]:
        """The lines with csvtable on.

        :param header: False with nohdtot: rows alone
        """
        rows = [','.join(map(_cell, row)) for row in self.rows]
        if not header:
            return rows
        head = self._csv_groups()
        head.append(','.join(self._headers()))
        lines = self._repeated(head, rows)
        if self.totals is not None:
            lines.append('-' * max(map(len, lines)))
            lines.append(','.join(map(_cell, self.totals)))
        return lines

    def _csv_groups(self) -> list[str]:
        lines: list[str] = []
        for level in self._levels():
            cells = [''] * (len(self.columns) + self.extra_comma)
            for group in self.groups:
                if group.level == level:
                    cells[group.first] = self._group(group, self._widths())
            lines.append(','.join(cells))
        return lines

    def _levels(self) -> list[int]:
        return sorted({group.level for group in self.groups}, reverse=True)

    def plain(self, header: bool = True) -> list[str]:
        """The lines with csvtable off."""
        widths = self._widths()
        totals = self.totals if self.plain_totals is None \
            else self.plain_totals
        lines = [self._aligned(row, widths) for row in self.rows]
        if header:
            head = [self._plain_groups(widths, level)
                    for level in self._levels()]
            head.append(self._aligned(self._headers(), widths))
            lines = self._repeated(head, lines)
            if totals is not None:
                lines.append('-' * (sum(widths) + len(widths) - 1))
                lines.append(self._aligned(
                    list(totals) + [''] * (len(widths) - len(totals)),
                    widths))
        if self.indent:
            lines = [' ' * self.indent + line for line in lines]
        return lines if self.full_width else [line.rstrip()
                                              for line in lines]

    def _repeated(self, head: list[str], rows: list[str]) -> list[str]:
        """The rows with the header in front, and between them if asked."""
        step = self.repeat or max(len(rows), 1)
        lines = list(head) if not rows else []
        for start in range(0, len(rows), step):
            lines += head + rows[start:start + step]
        return lines

    def _plain_groups(self, widths: Sequence[int], level: int) -> str:
        out = ''
        for group in sorted(self.groups, key=lambda entry: entry.first):
            if group.level == level:
                start = sum(widths[:group.first]) + group.first
                out = out.ljust(start) + self._group(group, widths)
        return out.ljust(sum(widths) + len(widths) - 1)

    def _widths(self) -> list[int]:
        """Widths of the columns; the last of a group makes room for it."""
        totals = self.plain_totals or self.totals or ()
        widths = [max([len(header)] + [len(row[at]) for row in self.rows]
                      + [len(totals[at]) for _ in (0,) if at < len(totals)])
                  for at, header in enumerate(self._headers())]
        for group in self.groups:
            missing = (len(group.name) + (2 if group.padded else 0)
                       - sum(widths[group.first:group.last + 1])
                       - group.last + group.first)
            if missing > 0:
                widths[group.last] += missing
        return widths

    @staticmethod
    def _group(group: Group, widths: Sequence[int]) -> str:
        width = (sum(widths[group.first:group.last + 1])
                 + group.last - group.first)
        if not group.padded:
            return group.name.center(width).rstrip() \
                if group.level else group.name
        return dashed(group.name, width)

    def _aligned(self, cells: Row, widths: Sequence[int]) -> str:
        return ' '.join(
            cell.rjust(width) if column.right else cell.ljust(width)
            for cell, width, column in zip(cells, widths, self.columns))

    def _headers(self) -> list[str]:
        return [self._header(at) for at in range(len(self.columns))]

    def _header(self, at: int) -> str:
        column = self.columns[at]
        width = max([len(row[at]) for row in self.rows] or [0])
        if column.loose:
            return column.name.ljust(width)
        if not column.padded:
            return column.name
        return dashed(column.name, width)


def dashed(title: str, width: int) -> str:
    """A title between dashes, one of them on each side at least.

    An odd dash goes to the right, as on arrays.
    """
    missing = max(width - len(title), 2)
    left = missing // 2
    return '-' * left + title + '-' * (missing - left)


def _cell(text: str) -> str:
    """A csv cell: quoted where it holds a comma or a quote."""
    if ',' in text or '"' in text:
        return '"%s"' % text.replace('"', '""')
    return text
