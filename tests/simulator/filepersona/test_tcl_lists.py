"""Tcl lists as the simulated array writes them."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hpe3parclient import tcl_parser
from hpe3parclient.simulator.cli.filepersona.tcl_lists import (
    elements,
    records,
    written,
)

VALUES: list[tuple[Any, str]] = [
    ('a', 'a'), ('', '{}'), ([], '{}'), (['a'], 'a'), (['a', 'b'], '{a b}'),
    ([['a']], 'a'), ([['a', 'b']], '{{a b}}'), ('a b', '{a b}'),
    (True, 'true'), (5, '5'), ('a{b', 'a\\{b'), ('a{b}c', '{a{b}c}'),
    ('x\\', 'x\\\\'), ('[x]', '{[x]}'), ('*', '*'), ('#', '{#}'),
    ('LOCAL\\user', 'LOCAL\\user')]


@pytest.mark.parametrize(('value', 'text'), VALUES)
def test_a_value_is_written_as_tcl_does(value: Any, text: str) -> None:
    assert written(value) == text


def test_records_stand_between_braces() -> None:
    assert records([['a'], ['b', ['c', 'd']], ['']]) == '{a} {b {c d}} {{}}'


@given(st.lists(st.text(st.characters(min_codepoint=32,
                                      max_codepoint=126))))
def test_texts_come_back(values: list[str]) -> None:
    raw = tcl_parser.raw_elements(elements(values))
    assert [tcl_parser.element_text(entry) for entry in raw] == values
