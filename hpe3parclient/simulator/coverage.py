"""Which documented errors the simulated array gives, and which it does not.

Knows operations and symbols as the reference lists them; each is either
produced, and names the test that proves it, or not, and says why. The
documentation's table and a test are made from it. Knows no rule.
"""

from __future__ import annotations

from typing import Iterator, Mapping, NamedTuple, Optional, Tuple

from hpe3parclient.simulator import (
    coverage_missing,
    coverage_remotecopy,
    coverage_tables,
)


class Row(NamedTuple):
    """One error of one operation."""

    operation: str
    symbol: str
    #: file and function below tests/simulator; None: not produced
    test: Optional[str]
    #: why it is not produced
    reason: Optional[str]


Table = Mapping[str, Mapping[str, str]]


def rows_of(produced: Table, missing: Table) -> Iterator[Row]:
    """Rows of two tables: operation → symbol → test, or reason."""
    for operation, tests in produced.items():
        for symbol, test in tests.items():
            yield Row(operation, symbol, test, None)
        for symbol, reason in missing.get(operation, {}).items():
            yield Row(operation, symbol, None, reason)


ROWS: Tuple[Row, ...] = (
    *rows_of(coverage_tables.PRODUCED, coverage_missing.MISSING),
    *rows_of(coverage_remotecopy.PRODUCED, coverage_remotecopy.MISSING))
