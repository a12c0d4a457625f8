"""Helpers that programs of 4.x reach for."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(('lines', 'expected'), [
    ([], None), (None, None), (['fine'], None),
    (['', '  Error: no such thing \r'], 'Error: no such thing'),
    (['an INVALID word', 'error'], 'an INVALID word')])
def test_line_that_tells_of_an_error(client, lines, expected):
    assert client.check_response(lines) == expected
    assert client.check_response_for_admittarget(lines, 't') == expected


@pytest.mark.parametrize('line', [
    'You must specify a mapping', 'group g does not exist',
    'There is no target t', 'The group contains volumes',
    'Target is already in this group.',
    'could not locate an indicated volume.',
    'Target system T1 could not be contacted',
    'Target T1 could not get info on secondary target',
    'Target T1 is not up and ready',
    'A group may have only a single synchronous target.',
    'cannot have groups with more than one synchronization mode'])
def test_line_that_tells_of_a_refused_target(client, line):
    assert client.check_response_for_admittarget(
        ['x', line + ' '], 'T1') == line


def test_refusal_of_another_target_does_not_count(client):
    assert client.check_response_for_admittarget(
        ['Target T2 is not up and ready'], 'T1') is None


def test_merged_dict_is_new_and_the_second_wins(client):
    first, second = {'a': 1, 'b': 1}, {'b': 2}
    merged = client._mergeDict(first, second)
    assert merged == {'a': 1, 'b': 2}
    merged['c'] = 3
    assert (first, second) == ({'a': 1, 'b': 1}, {'b': 2})
    assert client._mergeDict(None, None) == {}


@pytest.mark.parametrize(('text', 'search', 'expected'), [
    ('the id is 12 now', 'id is', '12'), ('a.b c', 'a.b', 'c'),
    ('axb c', 'a.b', ''), ('task ID = 7191', 'ID = ', '7191'),
    ('nothing follows', 'follows', ''), ('', 'x', '')])
def test_word_after_a_text(client, text, search, expected):
    assert client._get_next_word(text, search) == expected
