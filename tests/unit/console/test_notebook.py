"""Answers in a notebook: HTML tables, the same dicts for programs."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from hpe3parclient.console import notebook


class Formatter(dict[type, Any]):
    """What IPython's formatter offers."""

    for_type = dict.__setitem__


@pytest.fixture
def ipython() -> Any:
    return SimpleNamespace(display_formatter=SimpleNamespace(
        formatters={'text/html': Formatter()}))


def test_the_extension_shows_dicts_and_lists(ipython: Any) -> None:
    formatter = ipython.display_formatter.formatters['text/html']
    notebook.load_ipython_extension(ipython)
    assert formatter == {dict: notebook.table, list: notebook.table}
    notebook.unload_ipython_extension(ipython)
    assert formatter == {}


def test_a_list_is_a_table() -> None:
    rows = [{'name': 'v', 'provisioningType': 2, 'policies': {}},
            {'name': 'w'}]
    for value in (rows, {'total': 2, 'members': rows}):
        assert notebook.table(value) == (
            '<table>\n<tr><th>name</th><th>provisioningType</th></tr>\n'
            '<tr><td>v</td><td>TPVV</td></tr>\n'
            '<tr><td>w</td><td>-</td></tr>\n</table>')


def test_what_an_array_sends_is_no_markup() -> None:
    shown = notebook.table([{'comment': '<script>&"\x1b'}])
    assert '<td>&lt;script&gt;&amp;&quot;\\x1b</td>' in str(shown)


def test_a_long_list_is_cut_and_says_so() -> None:
    shown = str(notebook.table([{'id': number} for number in range(99)]))
    assert shown.count('<td>') == 50
    assert shown.endswith('<p>99 in all, 50 shown</p>')


@pytest.mark.parametrize('value', [
    {}, [], {'name': 'v'}, [1, 2], {'members': []}, 'x', None])
def test_anything_else_is_shown_as_before(value: Any) -> None:
    assert notebook.table(value) is None
