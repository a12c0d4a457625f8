"""Which errors of which operation the simulated array gives, and why not all.

Knows every operation and every error that the reference lists for it. What
is said to be given is proved by the tests; a reason is given for the rest.
The tables stand in modules of their own: :mod:`.coverage_tables`, and
:mod:`.coverage_remotecopy` for remote copy, flash cache and statistics.
"""

from __future__ import annotations

from typing import Dict, List, Mapping, NamedTuple, Optional


class Operation(NamedTuple):
    """One operation and the errors listed for it, separated by blanks."""

    #: method and path, as the guides write them
    request: str
    #: errors the simulated array gives
    given: str
    #: reason → errors it does not give
    missing: Mapping[str, str] = {}


class Pair(NamedTuple):
    """One error of one operation."""

    operation: str
    symbol: str
    #: why the simulated array does not give it; None where it does
    reason: Optional[str]


def pairs(tables: Mapping[str, Operation]) -> List[Pair]:
    """Every operation with every error, in the order of the tables."""
    found: List[Pair] = []
    for name, one in tables.items():
        found += [Pair(name, symbol, None) for symbol in one.given.split()]
        found += [Pair(name, symbol, reason)
                  for reason, symbols in one.missing.items()
                  for symbol in symbols.split()]
    return found


def operations() -> Dict[str, Operation]:
    """Every operation, by the name that tests and tables use."""
    from . import coverage_remotecopy, coverage_tables
    return {**coverage_tables.OPERATIONS, **coverage_remotecopy.OPERATIONS}
