"""The table of what is used and free, at any width."""

from __future__ import annotations

import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hpe3parclient import exceptions
from hpe3parclient.console import capacity
from hpe3parclient.console.capacity import Look, Report, Space

TIB = 1 << 20
COLOUR = re.compile(r'\x1b\[\d*m')

NOTHING = Report('an array', [], Space('all', 0, 0), [])
SOME = Report(
    'sim, HP_3PAR 8440, serial 1703353, OS 3.3.1',
    [Space('SSD', 8 * TIB, 2 * TIB), Space('NL', 100 * TIB, 60 * TIB)],
    Space('all', 108 * TIB, 62 * TIB),
    [Space('a-very-long-name-of-a-cpg-31-xy', 5 * TIB, 15 * TIB),
     Space('full', TIB, 0), Space('new', 0, 3 * TIB)])


def shown(report, **look):
    return capacity.lines(report, Look(**look))


def row(lines, name):
    return next(line for line in lines if line.startswith(name))


@pytest.mark.parametrize(('mib', 'text'), [
    (0, '0'), (-1, '0'), (1, '1 MiB'), (512, '512 MiB'), (1023, '1023 MiB'),
    (1023.7, '1.0 GiB'), (1024, '1.0 GiB'), (1536, '1.5 GiB'),
    (TIB - 1, '1.0 TiB'), (TIB, '1.0 TiB'), (1.26 * TIB, '1.3 TiB'),
    (1 << 30, '1.0 PiB'), (1 << 40, '1.0 EiB'), (1 << 54, '16384.0 EiB')])
def test_an_amount_has_the_unit_that_people_would_choose(mib, text):
    assert capacity.amount(mib) == text


@pytest.mark.parametrize(('used', 'free', 'text'), [
    (0, 0, '-'), (0, 5, '0%'), (5, 0, '100%'), (1, 10000, '<1%'),
    (10000, 1, '>99%'), (1, 1, '50%'), (5, None, '-')])
def test_no_percentage_says_empty_or_full_of_what_is_not(used, free, text):
    assert capacity.percent(Space('x', used, free)) == text


def test_columns_line_up_at_80_columns():
    lines = shown(SOME, width=80)
    starts = {line.index('[') for line in lines if '[' in line}
    ends = {line.index(']') for line in lines if ']' in line}
    units = {result.end() for line in lines
             for result in re.finditer('TiB', line)}
    heads = {result.end() for line in lines
             for result in re.finditer('used|free|total', line)}
    assert len(starts) == len(ends) == 1
    assert units == heads
    assert all(len(line) <= 80 for line in lines)


def test_the_table_reads_as_it_should():
    assert shown(SOME._replace(cpgs=SOME.cpgs[1:]), width=80) == [
        'sim, HP_3PAR 8440, serial 1703353, OS 3.3.1',
        '',
        'Disks, raw         used       free      total  full',
        'SSD             8.0 TiB    2.0 TiB   10.0 TiB   80% '
        '[████████████████████░░░░░]',
        'NL            100.0 TiB   60.0 TiB  160.0 TiB   62% '
        '[████████████████░░░░░░░░░]',
        'all           108.0 TiB   62.0 TiB  170.0 TiB   64% '
        '[████████████████░░░░░░░░░]',
        '',
        'CPGs, usable       used       free      total  full',
        'full            1.0 TiB          0    1.0 TiB  100% '
        '[█████████████████████████]',
        'new                   0    3.0 TiB    3.0 TiB    0% '
        '[░░░░░░░░░░░░░░░░░░░░░░░░░]',
        'all             1.0 TiB          -          -     -']


def test_a_wide_terminal_shows_long_names_whole_and_longer_bars():
    narrow, wide = shown(SOME, width=80), shown(SOME, width=120)
    assert 'a-very-long-name-of-a-cpg-31-xy' in '\n'.join(wide)
    assert 'a-very-long-name-of-a-cpg-31-xy' not in '\n'.join(narrow)
    assert max(map(len, wide)) > max(map(len, narrow))


def test_a_name_that_does_not_fit_keeps_its_beginning_and_its_end():
    line = row(shown(SOME, width=60), 'a-')
    assert re.match(r'a-very\S*…\S*31-xy ', line)


def test_a_narrow_terminal_does_without_bars_and_then_without_totals():
    assert '[' not in '\n'.join(shown(SOME, width=50))
    assert 'total' not in '\n'.join(shown(SOME, width=40))


def test_ascii_is_enough():
    assert '\n'.join(shown(SOME, width=70, plain=True)).isascii()


def test_an_array_without_disks_and_cpgs_has_a_table():
    assert shown(NOTHING)[-4:] == [
        'all                   0          0          0     -', '',
        'CPGs, usable       used       free      total  full', 'none']


def test_used_space_has_a_cell_and_so_has_free_space():
    lines = shown(NOTHING._replace(cpgs=[
        Space('drop', 1, TIB), Space('brim', TIB, 1)]), width=80)
    assert row(lines, 'drop').count('█') == 1
    assert row(lines, 'brim').count('░') == 1


def test_failed_disks_are_told():
    lines = shown(NOTHING._replace(all_disks=Space('all', 5, 5, TIB)))
    assert 'Failed or not available: 1.0 TiB' in lines


def test_colours_tell_how_full_it_is_and_move_nothing():
    plain, coloured = shown(SOME), shown(SOME, colour=True)
    assert [COLOUR.sub('', line) for line in coloured] == plain
    assert '\x1b[31m' in row(coloured, 'full')
    assert '\x1b[33m' in row(coloured, 'SSD')
    assert '\x1b[32m' in row(coloured, 'new')


def test_a_name_cannot_move_the_cursor():
    lines = shown(NOTHING._replace(cpgs=[Space('x\x1b[2J\n', 1, 1)]))
    assert all(line.isprintable() for line in lines)


spaces = st.builds(
    Space, st.text(max_size=40), st.floats(0, 1e12),
    st.none() | st.floats(0, 1e12), st.floats(0, 1e6))


@given(st.lists(spaces, max_size=4), st.lists(spaces, max_size=4), spaces,
       st.integers(20, 200), st.booleans(), st.booleans())
def test_no_line_is_wider_than_the_terminal(disks, cpgs, total, width,
                                            colour, plain):
    lines = capacity.lines(Report('t' * 90, disks, total, cpgs),
                           Look(width, colour, plain))
    for line in lines:
        assert len(COLOUR.sub('', line)) <= width


class Stream(io.StringIO):
    def __init__(self, encoding, terminal):
        super().__init__()
        self._encoding, self._terminal = encoding, terminal

    @property
    def encoding(self):
        return self._encoding

    def isatty(self):
        return self._terminal


@pytest.mark.parametrize(('terminal', 'environ', 'colour'), [
    (True, {}, True), (False, {}, False), (True, {'NO_COLOR': '1'}, False),
    (True, {'NO_COLOR': ''}, True), (True, {'TERM': 'dumb'}, False)])
def test_colour_is_for_terminals_of_people_who_like_it(terminal, environ,
                                                       colour):
    assert capacity.look_of(Stream('utf-8', terminal),
                            environ).colour is colour


@pytest.mark.parametrize(('encoding', 'plain'), [
    ('utf-8', False), ('ascii', True), ('latin-1', True), ('nonsense', True),
    (None, True)])
def test_block_characters_are_for_encodings_that_have_them(encoding, plain):
    assert capacity.look_of(Stream(encoding, False), {}).plain is plain


# -- what is read -------------------------------------------------------------


class Array:
    """Answers as a client would."""

    def __init__(self, *cpgs, grows=100):
        self.cpgs, self.grows = list(cpgs), grows

    def getStorageSystemInfo(self):
        return {'name': 'a', 'model': 'm', 'serialNumber': '1'}

    def getOverallSystemCapacity(self):
        return {'allCapacity': {'totalMiB': 100, 'freeMiB': 70,
                                'failedCapacityMiB': 10},
                'SSDCapacity': {'totalMiB': 100, 'freeMiB': 70,
                                'unavailableCapacityMiB': 10},
                'FCCapacity': {'totalMiB': 0, 'freeMiB': 0},
                'NLCapacity': {'totalMiB': 'x', 'freeMiB': None}}

    def getCPGs(self):
        return {'members': self.cpgs}

    def getCPGAvailableSpace(self, name):
        if isinstance(self.grows, Exception):
            raise self.grows
        return {'usableFreeMiB': self.grows}


def cpg(limit=None, used=10, held=30):
    growth = {} if limit is None else {'limitMiB': limit}
    return {'name': 'c', 'SDGrowth': growth,
            'UsrUsage': {'totalMiB': 5, 'usedMiB': 5},
            'SDUsage': {'totalMiB': held - 5, 'usedMiB': used - 5}}


def test_disk_types_without_disks_are_left_out():
    report = capacity.read(Array())
    assert report.disks == [Space('SSD', 20, 70, 10)]
    assert report.all_disks == Space('all', 20, 70, 10)
    assert report.title == 'a, m, serial 1'


def test_free_is_what_a_cpg_holds_unused_and_what_it_may_take():
    assert capacity.read(Array(cpg())).cpgs == [Space('c', 10, 120)]


def test_a_limit_of_the_cpg_bounds_what_is_free():
    assert capacity.read(Array(cpg(limit=50))).cpgs == [Space('c', 10, 40)]
    assert capacity.read(Array(cpg(limit=5))).cpgs == [Space('c', 10, 0)]


def test_a_cpg_that_cannot_grow_has_what_it_holds():
    full = exceptions.HTTPBadRequest({'code': 24})
    assert capacity.read(Array(cpg(), grows=full)).cpgs == [
        Space('c', 10, 20)]


def test_a_user_who_may_not_ask_sees_what_is_used():
    refused = exceptions.HTTPForbidden({'code': 13})
    result = capacity.read(Array(cpg(), grows=refused)).cpgs
    assert result == [Space('c', 10, None)]
    assert row(capacity.lines(NOTHING._replace(cpgs=result)), 'c ').split() \
        == ['c', '10', 'MiB', '-', '-', '-']


def test_a_cpg_that_was_deleted_meanwhile_is_left_out():
    gone = exceptions.HTTPNotFound({'code': 15})
    assert capacity.read(Array(cpg(), grows=gone)).cpgs == []


def test_another_error_is_raised():
    with pytest.raises(exceptions.HTTPBadRequest):
        capacity.read(Array(cpg(), grows=exceptions.HTTPBadRequest(
            {'code': 69})))
