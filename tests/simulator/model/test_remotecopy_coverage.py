"""The table of errors says what is true."""

from __future__ import annotations

import ast
import functools
from pathlib import Path
from typing import Dict

import pytest

from hpe3parclient.error_codes import BY_SYMBOL
from hpe3parclient.simulator.coverage import ROWS, Row

HERE = Path(__file__).parents[1]


@functools.cache
def functions(path: str) -> Dict[str, str]:
    """The tests of a file, and their text."""
    text = (HERE / path).read_text()
    return {node.name: ast.get_source_segment(text, node) or ''
            for node in ast.parse(text).body
            if isinstance(node, ast.FunctionDef)}


def label(row: Row) -> str:
    return f'{row.operation}: {row.symbol}'


@pytest.mark.parametrize('row', ROWS, ids=label)
def test_row_names_a_test_or_a_reason(row: Row) -> None:
    assert row.symbol in BY_SYMBOL
    assert (row.test is None) != (row.reason is None)


@pytest.mark.parametrize('row', [one for one in ROWS if one.test],
                         ids=label)
def test_named_test_is_there(row: Row) -> None:
    path, _, name = (row.test or '').partition('::')
    assert name in functions(path)


def test_no_error_stands_twice() -> None:
    seen = [(row.operation, row.symbol) for row in ROWS]
    assert len(set(seen)) == len(seen)
