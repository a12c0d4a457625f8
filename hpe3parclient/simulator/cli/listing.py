"""Tables that commands declare by the names of their columns.

A :class:`Listing` is written as text: ``'>Id Name -State- >Total=Size_MB'``.

* ``>`` aligns a column right, dashes around a title pad the title with
  dashes to the width of the data, as the array does.
* ``Title=Key`` gives a column whose title is not the name that ``-showcols``
  knows it by.
* ``~`` in a title stands for a blank.

Rows are dicts from keys to text. ``-showcols``, ``-listcols``, ``-sortcol``,
``-listdom``, ``-nohdtot``, ``-hafter`` and ``-csvtable`` work on every
listing alike: no command handles them. What differs between generations of
arrays stands in a mapping from generations, of which :func:`pick` chooses.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, TypeVar

from hpe3parclient.simulator.cli.tables import Column, Group, Table
from hpe3parclient.simulator.personality import CLI_GENERATIONS

Form = TypeVar('Form')
Cells = Mapping[str, str]


class Title(NamedTuple):
    """A column of a listing."""

    key: str
    column: Column


class Heading(NamedTuple):
    """A heading over the columns from one key to another."""

    name: str
    first: str
    last: str
    padded: bool = True
    level: int = 0


def titles(text: str) -> list[Title]:
    """The columns that a declaration names."""
    columns: list[Title] = []
    for word in text.split():
        right = word.startswith('>')
        title, _, key = word.lstrip('>').partition('=')
        bare = title.strip('-') or title
        padded = len(title) - len(bare) == 2 and title[0] == title[-1]
        columns.append(Title(key or bare.replace('~', ' '), Column(
            (bare if padded else title).replace('~', ' '), padded, right)))
    return columns


@dataclass(frozen=True)
class Listing:
    """The declaration of a table.

    :param columns: the columns that are printed, in the form above
    :param more: further columns that ``-showcols`` may ask for
    :param headings: headings over columns
    :param sums: keys of the columns that the totals row adds up
    :param none: the sentence printed where there are no rows
    :param trailer: 'count' (``3 total``), 'number' (``3``), 'total'
        (``total``), or '' for a table without one
    """

    columns: str
    more: str = ''
    headings: tuple[Heading, ...] = ()
    sums: str = ''
    none: str | None = None
    trailer: str = 'count'
    indent: int = 0
    #: the column behind which -listdom inserts Domain
    domain_after: str = 'Name'
    extra: Mapping[str, str] = field(default_factory=dict[str, str])

    @property
    def keys(self) -> list[str]:
        """Names of all the columns, those that are not printed at last."""
        return list(dict.fromkeys(
            title.key for title in titles(f'{self.columns} {self.more}')))

    @property
    def printed(self) -> list[str]:
        """Names of the columns that are printed unless others are asked."""
        return [title.key for title in titles(self.columns)]

    def unknown(self, names: Sequence[str]) -> list[str]:
        """Those names that are no columns of this table."""
        known = set(self.keys)
        return [name for name in names if name not in known]

    def default(self, rows: Sequence[Cells], domains: bool) -> Table:
        """The table with its usual columns."""
        chosen = titles(self.columns)
        known = [title.key for title in chosen]
        if domains and 'Domain' not in known and self.domain_after in known \
                and all('Domain' in row for row in rows):
            chosen.insert(known.index(self.domain_after) + 1,
                          Title('Domain', Column('Domain')))
        return self._table(chosen, rows, self.headings)

    def selected(self, rows: Sequence[Cells], names: Sequence[str]) -> Table:
        """The table with the columns that were asked for, in that order."""
        known = {title.key: title for title in
                 titles(f'{self.more} {self.columns}')}
        chosen = [Title(name, Column(name, False, known[name].column.right
                                     or name in self.sums.split()))
                  for name in names]
        return self._table(chosen, rows, ())

    def _table(self, chosen: Sequence[Title], rows: Sequence[Cells],
               headings: Sequence[Heading]) -> Table:
        keys = [title.key for title in chosen]
        groups = [Group(entry.name, keys.index(entry.first),
                        keys.index(entry.last), entry.padded, entry.level)
                  for entry in headings
                  if entry.first in keys and entry.last in keys]
        return Table([title.column for title in chosen],
                     [[row[key] for key in keys] for row in rows], groups,
                     totals=self._totals(keys, rows), indent=self.indent)

    def _totals(self, keys: Sequence[str], rows: Sequence[Cells]
                ) -> list[str] | None:
        if not self.trailer:
            return None
        sums = self.sums.split()
        cells = [total([row[key] for row in rows])
                 if key in sums else self.extra.get(key, '')
                 for key in keys]
        words = {'count': [str(len(rows)), 'total'],
                 'number': [str(len(rows))], 'total': ['total']}[self.trailer]
        if cells[0]:
            return cells
        for at, word in enumerate(words[:len(cells)]):
            cells[at] = cells[at] or word
        if not any(cells[len(words):]) and self.trailer != 'number':
            del cells[len(words):]
        return cells


def total(cells: Sequence[str]) -> str:
    """The sum of the cells that are numbers; starred ones do not count."""
    numbers = [cell for cell in cells
               if cell.replace('.', '', 1).lstrip('-').isdigit()]
    if any('.' in cell for cell in numbers):
        return f'{sum(map(float, numbers)):.1f}'
    return str(sum(map(int, numbers)))


def pick(forms: Mapping[str, Form], generation: str) -> Form:
    """The newest form that is not newer than a generation.

    :param forms: what holds, by the generation it begins with; the first of
        them holds for all that are older, too
    """
    order = list(CLI_GENERATIONS)
    chosen = next(iter(forms.values()))
    for name in order[:order.index(generation) + 1]:
        chosen = forms.get(name, chosen)
    return chosen
