"""Which documented errors the simulated array gives, read from its tests.

A test says with ``@pytest.mark.covers(operation, *symbols)`` which errors of
an operation it proves; the requests of :mod:`.listed_requests` prove those
they are named after. :mod:`.errors_not_given` says why the others are not
given. Nothing is run for it: markers are read from the text of the tests.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from tests.support import listed_requests_guide
from tests.support.errors_not_given import NOT_GIVEN

TESTS = Path(__file__).parents[1] / 'simulator'
#: Proves every request of listed_requests.
LISTED = 'model/test_listed.py::test_listed_error_is_given'


class Row(NamedTuple):
    """One error of one operation."""

    operation: str
    symbol: str
    #: file and function below tests/simulator; None: not given
    test: str | None
    #: why it is not given
    reason: str | None


def _markers(function: ast.FunctionDef) -> Iterator[tuple[str, list[str]]]:
    """Operation and symbols of each ``covers`` of a test."""
    for decorator in function.decorator_list:
        if isinstance(decorator, ast.Call) \
                and ast.unparse(decorator.func) == 'pytest.mark.covers':
            operation, *symbols = map(ast.literal_eval, decorator.args)
            yield operation, symbols


def marked() -> Iterator[Row]:
    """The errors that tests are marked with."""
    for path in sorted(TESTS.rglob('test_*.py')):
        name = path.relative_to(TESTS).as_posix()
        for node in ast.walk(ast.parse(path.read_text(encoding='utf-8'))):
            if isinstance(node, ast.FunctionDef):
                for operation, symbols in _markers(node):
                    for symbol in symbols:
                        yield Row(operation, symbol, f'{name}::{node.name}',
                                  None)


def listed() -> Iterator[Row]:
    """The errors that a request of listed_requests is answered with."""
    for operation, symbols in listed_requests_guide.every().items():
        for symbol in symbols:
            yield Row(operation, symbol, LISTED, None)


def not_given() -> Iterator[Row]:
    """The errors that have a reason instead of a test."""
    for operation, reasons in NOT_GIVEN.items():
        for symbol, reason in reasons.items():
            yield Row(operation, symbol, None, reason)


def rows() -> list[Row]:
    """Every error once, operation by operation."""
    result: dict[str, dict[str, Row]] = {'any request': {}}
    for row in [*listed(), *marked(), *not_given()]:
        result.setdefault(row.operation, {}).setdefault(row.symbol, row)
    return [row for symbols in result.values()
            for row in symbols.values()]


ROWS = tuple(rows())
