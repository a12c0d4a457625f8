"""Tables, Tcl lists and showport: what was written is what is read."""

from __future__ import annotations

import csv
import io
from typing import Any, Callable

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from hpe3parclient import tcl_parser
from hpe3parclient.cli import tables
from hpe3parclient.cli.errors import SSHTableError
from hpe3parclient.showport_parser import ShowportParser
from tests.support import hostile

LETTERS = st.characters(min_codepoint=32, max_codepoint=0x2fff,
                        exclude_categories=('Cc', 'Cs', 'Zl', 'Zp'))
NAMES = st.lists(
    st.from_regex(r'[A-Z][A-Za-z0-9_:/%()]{0,12}', fullmatch=True),
    min_size=2, max_size=8, unique=True)
#: a cell with a quote in front or a comma is written between quotes
CELLS = st.text(LETTERS, max_size=12).map(str.strip)


def line(cells: list[str]) -> str:
    """A row as the array writes it."""
    out = io.StringIO()
    csv.writer(out, lineterminator='').writerow(cells)
    return out.getvalue()


@st.composite
def printed(draw: Any) -> Any:
    """A table: names, rows, totals, and the lines that say so."""
    names = draw(NAMES)
    rows = draw(st.lists(st.lists(
        CELLS, min_size=len(names), max_size=len(names)), max_size=6))
    for row in rows:
        # a row of nothing is the end of a table, a failure none at all
        row[0] = draw(st.from_regex(r'[0-9]{1,5}', fullmatch=True))
    left, right = draw(st.integers(0, 9)), draw(st.integers(0, 9))
    lines = [line(['-' * left + name + '-' * right for name in names])]
    if draw(st.booleans()):
        group = ',' * (len(names) - 1) + '-(MB)-'
        lines.insert(0, group)
    lines += map(line, rows)
    totals: list[str] = []
    if draw(st.booleans()):
        totals = [f'{len(rows)}', 'total'] + [''] * (len(names) - 2)
        lines += ['-' * draw(st.integers(1, 99)), ','.join(totals)]
    ends = draw(st.sampled_from(['', '\r', '\r\r']))
    return names, rows, totals, [entry + ends for entry in lines]


@hostile.examples(30)
@given(printed())
def test_a_table_is_read_as_it_was_written(table: Any) -> None:
    names, rows, totals, lines = table
    if not rows and not totals:
        with pytest.raises(SSHTableError):
            tables.read(lines)
    result = tables.read(lines, bare=True)
    assert (result.keys, result.rows, result.totals) == (names, rows, totals)


@hostile.examples(30)
@given(printed(), st.data())
def test_a_cell_too_many_or_too_few_is_an_error(table: Any, data: Any
                                                ) -> None:
    _, rows, _, lines = table
    assume(rows)
    position = data.draw(st.sampled_from(rows))
    index = lines.index(next(entry for entry in lines
                             if entry.rstrip('\r') == line(position)))
    if data.draw(st.booleans()):
        lines[index] = line([*position, 'x'])
    else:
        lines[index] = line(position[:-1])
    with pytest.raises(SSHTableError):
        tables.read(lines)


@hostile.examples(30)
@given(printed(), st.data())
def test_an_error_anywhere_in_a_table_is_an_error(table: Any, data: Any
                                                  ) -> None:
    lines = table[3]
    lines.insert(data.draw(st.integers(0, len(lines))),
                 'Error: the node does not answer')
    with pytest.raises(SSHTableError, match='node does not answer'):
        tables.read(lines)


WORDS = st.lists(st.from_regex(r'[A-Za-z][a-z0-9]{0,8}', fullmatch=True),
                 min_size=1, max_size=6).map(' '.join)


@hostile.examples(30)
@given(parts=st.lists(WORDS, min_size=1, max_size=4),
       joint=st.sampled_from([', ', ' , ', ',', '; ', ': ']),
       end=st.sampled_from(['', '.', '!', '\r']))
def test_a_sentence_is_never_an_empty_table(parts: list[str], joint: str,
                                            end: str) -> None:
    sentence = joint.join(parts) + end
    # words without a blank and with capitals are what a header looks like
    assume(' ' in sentence or sentence[0].islower() or ',' not in sentence)
    assume(not tables.is_nothing([sentence]))
    with pytest.raises(SSHTableError) as caught:
        tables.read([sentence])
    assert str(caught.value)


@pytest.mark.parametrize('lines', [
    ['Sorry, the array cannot do that now'], ['denied,sorry'], ['Denied'],
    ['No rights,nothing listed'], ['No volume can be listed'],
    ['Access denied', 'Ask your admin'],
    ['A volume, or a set, is wanted', 'see help, if need be'],
    ['Operation refused,try later.']])
def test_sentences_with_commas_are_no_tables(lines: list[str]) -> None:
    with pytest.raises(SSHTableError, match='sentence'):
        tables.read(lines)


def test_names_with_blanks_are_taken_where_rows_follow() -> None:
    assert tables.read(['IP Address,Nodes', '10.0.0.1,0']).rows == [
        ['10.0.0.1', '0']]


@hostile.examples(60)
@given(st.lists(st.one_of(st.text(max_size=40), WORDS, st.sampled_from([
    '', '-', '---', ',', ',,', '"', 'Id,Name', '1,a', '1,"a', 'no x listed',
    '2,total', '\r', '\x00', 'Id', 'SYNTAX'])), max_size=8))
def test_any_lines_are_a_table_of_one_width_or_an_error(lines: list[str]
                                                        ) -> None:
    try:
        result = tables.read(lines)
    except SSHTableError as err:
        assert str(err)
        return
    assert all(len(row) == len(result.keys) for row in result.rows)
    assert len(set(result.keys)) == len(result.keys)
    assert result.keys or not any(entry.strip() for entry in lines) or \
        tables.is_nothing(lines)


# -- showport ---------------------------------------------------------------

NUMBERS = st.integers(0, 65535).map(str)
ADDRESSES = st.ip_addresses(v=4).map(str)
COLUMNS: dict[str, Any] = {
    'State': (('state', str), st.sampled_from(['ready', 'loss_sync'])),
    'IPAddr': (('IPAddr', str), ADDRESSES),
    'Netmask/PrefixLen': (('netmask', str), ADDRESSES),
    'TPGT': (('tpgt', int), NUMBERS), 'MTU': (('mtu', int), NUMBERS),
    'Rate': (('rate', str), st.sampled_from(['10Gbps', 'n/a'])),
    'iSNS_Port': (('iSNSPort', int), NUMBERS),
    'VLAN': (('vlan', str), st.sampled_from(['Y', 'N', '101'])),
    'VLANs': (('vlans', int), NUMBERS)}


@hostile.examples(30)
@given(st.data(), st.booleans())
def test_ports_are_read_as_they_were_written(data: Any, plain: bool) -> None:
    columns = data.draw(st.permutations(sorted(COLUMNS)))[
        :data.draw(st.integers(1, len(COLUMNS)))]
    joint: Callable[..., str] = ('  ' if plain else ',').join
    rows, expected = [], []
    for node, slot, port in data.draw(st.lists(st.tuples(
            st.integers(0, 7), st.integers(0, 9), st.integers(1, 4)),
            max_size=4)):
        row, member = [f'{node}:{slot}:{port}'], {
            'portPos': {'node': node, 'slot': slot, 'cardPort': port}}
        for name in columns:
            (key, read), cells = COLUMNS[name]
            row.append(data.draw(cells))
            member[key] = read(row[-1])
        rows.append(joint(row))
        expected.append(member)
    lines = [joint(['N:S:P', *columns]), *rows, '-' * 80, f'{len(rows)}']
    assert ShowportParser().parseShowport(lines) == expected


@hostile.examples(60)
@given(st.lists(st.one_of(st.text(max_size=30), st.sampled_from([
    'N:S:P,MTU', 'N:S:P MTU', 'N:S:P', 'MTU,Rate', 'N:S:P,iAddr,iSNS_Addr',
    '0:1:1,1500', '0:1:1,-', '1,1', '0:1:１,１', '-:1:1,1_0', '0:1:1  9000',
    '----', '0:1:1', '0:1:1,a,b'])), max_size=6))
def test_any_lines_are_ports_or_an_error(lines: list[str]) -> None:
    try:
        result = ShowportParser().parseShowport(lines)
    except SSHTableError as err:
        assert str(err)
        return
    for port in result:
        assert sorted(port['portPos']) == ['cardPort', 'node', 'slot']
        assert isinstance(port.get('mtu'), (int, type(None)))


@pytest.mark.parametrize('lines', [
    ['MTU,Rate', '1500,n/a'], ['N:S:P,iAddr,iSNS_Addr', '0:1:1,a,b'],
    ['N:S:P,MTU', '0:1:１,5'], ['N:S:P,MTU', '0:1:1,1_500'],
    ['N:S:P,MTU', '0:-1:1,1500']])
def test_ports_that_could_be_misread_are_an_error(lines: list[str]) -> None:
    with pytest.raises(SSHTableError):
        ShowportParser().parseShowport(lines)


# -- Tcl lists --------------------------------------------------------------

TEXTS = st.text(st.characters(exclude_categories=('Cs',)), max_size=12)


def element(text: str) -> str:
    """A text as one element of a list, every character escaped."""
    if not text:
        return '{}'
    return ''.join(char if char.isalnum() and char.isascii()
                   else f'\\U{ord(char):08x}' for char in text)


@hostile.examples(30)
@given(st.lists(TEXTS, max_size=8), st.sampled_from([' ', '\t', '\n  ']))
def test_a_list_is_read_as_it_was_written(texts: list[str], gap: str
                                          ) -> None:
    assert tcl_parser.split_list(
        gap.join(element(text) for text in texts)) == texts


PLAIN = st.text('ab 1-:$;', max_size=6)


@hostile.examples(30)
@given(st.recursive(st.lists(PLAIN, max_size=4),
                    lambda inner: st.lists(inner, max_size=4), max_leaves=6))
def test_lists_in_braces_are_read_to_the_depth_that_is_asked(tree: Any
                                                             ) -> None:
    def written(node: Any) -> str:
        if isinstance(node, str):
            return f'{{{node}}}'
        return f'{{{" ".join(map(written, node))}}}'

    def outer(node: Any) -> list[str]:
        return [written(child)[1:-1] for child in node]

    assert tcl_parser.split_list(written(tree)[1:-1]) == outer(tree)


@hostile.examples(60)
@given(st.text('{}"\\ a$[];\nuxU0d8\ud800', max_size=30))
def test_any_text_is_elements_that_can_be_printed_or_an_error(text: str
                                                              ) -> None:
    try:
        result = tcl_parser.split_list(text)
    except tcl_parser.TclError as err:
        assert str(err)
        return
    if '\ud800' not in text:
        ' '.join(result).encode('utf-8')


@pytest.mark.parametrize('text', ['\\ud800', '\\U0000dfff', '\\UFFFFFFFF'])
def test_codes_of_no_character_are_replaced(text: str) -> None:
    assert tcl_parser.split_list(text) == ['\ufffd']


def test_ten_thousand_levels_of_braces_are_one_element() -> None:
    deep = '{' * 10_000 + '}' * 10_000
    assert len(tcl_parser.split_list(deep)) == 1
