"""What a command of the simulated command line gets.

This module knows no command.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Callable, Protocol

from hpe3parclient.simulator.cli.listing import Cells, Listing, pick
from hpe3parclient.simulator.cli.reply import Reply, failed, said
from hpe3parclient.simulator.cli.tables import Table

if TYPE_CHECKING:
    from hpe3parclient.simulator.array import Array
    from hpe3parclient.simulator.cli.state import CliState


@dataclass
class Presentation:
    """How the tables of one command are shown."""

    csvtable: bool = False
    nohdtot: bool = False
    listdom: bool = False
    hafter: int = 0
    #: None unless -showcols names columns
    showcols: list[str] | None = None
    listcols: bool = False
    #: columns by number or name, and whether they descend
    sortcols: list[tuple[str, bool]] = field(default_factory=list[tuple[str, bool]])


class OpenSession(Protocol):
    """What commands know of a session of the command line."""

    number: int
    user: str
    #: IP address the session comes from
    address: str
    #: 'shell', 'exec' or 'local'
    kind: str
    #: seconds since the epoch
    since: float
    #: settings of the session by name
    settings: dict[str, str]
    #: exit status of the last line
    status: int
    #: how many questions were asked
    questions: int

    @property
    def role(self) -> str:
        """The role of its user now."""
        ...

    def run(self, line: str) -> list[tuple[str, bool]] | None:
        """Run a line; the printed lines, and whether each is an error."""

    def close(self) -> None:
        """End the session."""


class CliEnvironment(Protocol):
    """What commands know of the command line that runs them."""

    commands: dict[str, Command]

    @property
    def sessions(self) -> Sequence[OpenSession]:
        """The open sessions, oldest first."""
        ...

    def session(self, user: str = '') -> OpenSession:
        """Open another session."""
        ...


@dataclass
class Context:
    """Where a command runs."""

    array: Array
    state: CliState
    user: str
    show: Presentation
    #: asks a person; False where nobody says yes
    confirm: Callable[[str], bool]
    #: changes a setting of the session
    setclienv: Callable[[str, str], bool]
    #: the command line this is a session of
    cli: CliEnvironment
    #: role of the user: super, edit, service, browse …
    role: str = 'super'
    #: settings of the session by name
    settings: Mapping[str, str] = field(default_factory=dict[str, str])

    @property
    def csvtable(self) -> bool:
        """Whether tables are shown with commas."""
        return self.show.csvtable

    @property
    def nohdtot(self) -> bool:
        """Whether tables are shown without headers and totals."""
        return self.show.nohdtot

    @property
    def generation(self) -> str:
        """Which generation of tables the array prints."""
        return self.array.personality.cli_generation

    @property
    def unit(self) -> str:
        """How the array heads columns of space."""
        return pick({'3.1': 'MB', '4': 'MiB'}, self.generation)

    def table(self, table: Table, none: str | None = None) -> Reply:
        """A table in the session's form; a sentence where it is empty."""
        if none is not None and not table.rows:
            return said(none)
        header = not self.nohdtot
        table.repeat = self.show.hafter
        table.full_width = table.full_width or self.generation == '10'
        return said(*(table.csv(header) if self.csvtable
                      else table.plain(header)))

    def listing(self, forms: Listing | Mapping[str, Listing],
                rows: Sequence[Cells]) -> Reply:
        """A declared table with the columns that were asked for."""
        form = forms if isinstance(forms, Listing) \
            else pick(forms, self.generation)
        if self.show.listcols:
            return said(','.join(sorted(form.keys)))
        names = self.show.showcols
        unknown = form.unknown(names or [])
        if unknown:
            return failed(f'Invalid columns specified: {" ".join(unknown)}')
        if form.none is not None and not rows:
            if self.csvtable and names is not None:
                # without rows, the sums alone
                return self._sums(form, names)
            return said(form.none)
        rows = self._sorted(form, rows)
        if names is not None:
            return self.table(form.selected(rows, names))
        return self.table(form.default(rows, self.show.listdom))

    def _sums(self, form: Listing, names: Sequence[str]) -> Reply:
        assert form.none is not None    # noqa: S101 - for mypy
        if any(name in form.sums.split() for name in names):
            table = form.selected([], names)
            return said(*(table.csv() if not self.nohdtot else []))
        return said(form.none)

    def _sorted(self, form: Listing, rows: Sequence[Cells]
                ) -> Sequence[Cells]:
        for name, descending in reversed(self.show.sortcols):
            keys = self.show.showcols or form.printed
            key = keys[int(name)] if name.isdigit() \
                and int(name) < len(keys) else name
            rows = sorted(rows, key=lambda row: _order(row.get(key, '')),
                          reverse=descending)
        return rows


def _order(cell: str) -> tuple[int, float, str]:
    """Numbers before texts, by their values."""
    try:
        return 0, float(cell.lstrip('*')), ''
    except ValueError:
        return 1, 0.0, cell


Command = Callable[[Context, list[str]], Reply]
