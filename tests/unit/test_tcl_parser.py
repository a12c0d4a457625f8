"""Tcl lists."""

from __future__ import annotations

import shutil
import subprocess

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hpe3parclient import tcl_parser

TCLSH = shutil.which('tclsh')

LISTS = [
    ('', []), ('a', ['a']), (' a  b\t', ['a', 'b']),
    ('{a b} c', ['a b', 'c']), ('{}', ['']), ('{{a} {b c}}', ['{a} {b c}']),
    ('"b c" d', ['b c', 'd']), ('a\\ b', ['a b']), ('\\x41\\u0042', ['AB']),
    ('{a\\}b}', ['a\\}b']), ('a"b', ['a"b']), ('a{b', ['a{b']),
    ('\\{', ['{']), ('"a\\"b"', ['a"b']), ('\\101', ['A'])]


@pytest.mark.parametrize(('text', 'elements'), LISTS)
def test_a_list_is_split_by_the_rules(text: str, elements: list[str]
                                      ) -> None:
    assert tcl_parser.split_list(text) == elements


@pytest.mark.parametrize('text', ['{a', '"a', '{a}b', '"a"b', '{a} {'])
def test_a_list_that_is_not_closed_is_an_error(text: str) -> None:
    with pytest.raises(tcl_parser.TclError):
        tcl_parser.split_list(text)


def test_the_caller_says_how_deep_a_list_goes() -> None:
    text = '{{0 - Yes} {1 - {}}} {x}'
    assert (tcl_parser.nested(text, 3), tcl_parser.nested(text, 1)) == (
        [[['0', '-', 'Yes'], ['1', '-', '']], [['x']]],
        ['{0 - Yes} {1 - {}}', 'x'])


@given(st.text())
def test_any_text_is_a_list_or_an_error(text: str) -> None:
    try:
        elements = tcl_parser.split_list(text)
    except tcl_parser.TclError as err:
        str(err)
    else:
        assert all(isinstance(element, str) for element in elements)


@pytest.mark.skipif(TCLSH is None, reason='wants tclsh')
def test_tclsh_splits_the_same_lists_the_same_way() -> None:
    script = ''.join(
        'puts [llength [binary decode hex %s]]\n'
        'foreach e [binary decode hex %s] {puts [binary encode hex $e]}\n'
        % (text.encode().hex() or '{}', text.encode().hex() or '{}')
        for text, _ in LISTS)
    done = subprocess.run([str(TCLSH)], input=script.encode(), check=True,
                          stdout=subprocess.PIPE)
    lines = done.stdout.decode().splitlines()
    result = []
    while lines:
        count = int(lines.pop(0))
        result.append([bytes.fromhex(lines.pop(0)).decode()
                      for _ in range(count)])
    assert result == [elements for _, elements in LISTS]
