"""Paths and queries: nothing a caller passes can change their meaning."""

from __future__ import annotations

import collections
import urllib.parse

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hpe3parclient import exceptions
from hpe3parclient.resources import base

TEXT = st.text(st.characters(exclude_categories=['Cs']), min_size=1)


@given(TEXT.filter(lambda text: text not in ('.', '..')))
def test_any_name_is_one_segment_and_comes_back_whole(name):
    made = base.path('volumes', name)
    assert made.isascii()
    parts = made.split('/')
    assert len(parts) == 3
    assert not set('?#') & set(made)
    assert urllib.parse.unquote(parts[2]) == name


def test_the_worst_name_is_one_quoted_segment():
    assert base.path('volumes', 'prod#old/../x?y=é %') == (
        '/volumes/prod%23old%2F..%2Fx%3Fy%3D%C3%A9%20%25')


@pytest.mark.parametrize('name', ['', '.', '..', None, True, 1.5, b'v',
                                  ['v'], '\ud800'])
def test_name_that_cannot_be_a_segment_is_refused(name):
    with pytest.raises(exceptions.InvalidInput):
        base.path('volumes', name)


def test_number_is_a_segment():
    assert base.path('tasks', 12) == '/tasks/12'


@given(TEXT)
def test_value_of_a_query_is_plain_or_refused(value):
    try:
        made = base.term('volumeName', 'EQ', value)
    except exceptions.InvalidInput:
        assert not base.is_plain(value)
    else:
        assert made == 'volumeName EQ ' + value
        assert not set(' "[]()=') & set(value)


def test_query_is_encoded_with_its_quotes():
    made = base.query(base.any_of([base.term('wwn', '==', '50:00'),
                                   base.term('id', 'EQ', 3)]))
    assert made == '?query=%22wwn%3D%3D50%3A00%20OR%20id%20EQ%203%22'


def test_query_with_further_parameters():
    made = base.query('name EQ a', view='x&y')
    assert made == '?query=%22name%20EQ%20a%22&view=x%26y'


@pytest.mark.parametrize(('value', 'number'), [
    (5, 5), (5.0, 5), (5.9, 5), ('5', 5), (' 5\r\n', 5)])
def test_whole_number_takes_what_programs_pass(value, number):
    result = base.whole_number(value, 'amount')
    assert result == number
    assert type(result) is int


@pytest.mark.parametrize('value', [None, True, 'five', [], float('nan'),
                                   float('inf'), '5.5'])
def test_whole_number_refuses_the_rest(value):
    with pytest.raises(exceptions.InvalidInput, match='amount'):
        base.whole_number(value, 'amount')


def test_merging_changes_neither_dict():
    body, optional = {'a': 1}, {'b': {'c': 2}}
    assert base.merged(body, optional) == {'a': 1, 'b': {'c': 2}}
    assert body == {'a': 1}
    assert optional == {'b': {'c': 2}}


def test_optional_that_is_no_dict_is_refused():
    with pytest.raises(exceptions.InvalidInput, match='optional'):
        base.merged({}, ['tpvv'])


def test_members_come_from_any_mapping_and_are_a_copy():
    given = collections.UserDict(comment='x')
    result = base.members(given, 'volumeMods')
    assert result == {'comment': 'x'}
    assert type(result) is dict
    result['comment'] = 'y'
    assert given == {'comment': 'x'}
