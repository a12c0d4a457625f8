"""What an error says of a value that it refuses: short, and printable."""

from __future__ import annotations

import pytest

from hpe3parclient import describe


@pytest.mark.parametrize(('given', 'expected'), [
    ('v1', "'v1'"), (b'v1', "b'v1'"), (7, '7'), (-1.5, '-1.5'),
    (None, 'None'), (True, 'True'), ('a\x1b\n', "'a\\x1b\\n'"),
    ('\ud800', "'\\ud800'"), (float('nan'), 'nan')])
def test_plain_value_is_told_as_it_is(given, expected):
    assert describe.value(given) == expected


def test_long_text_is_cut():
    shown = describe.value('x' * 100000)
    assert shown.startswith("'xxx")
    assert shown.endswith('…')
    assert len(shown) < 210


@pytest.mark.parametrize('number', [10 ** 5000, -10 ** 5000, 2 ** 64],
                         ids=['above', 'below', 'just'])
def test_number_beyond_64_bits_is_not_written_down(number):
    assert describe.value(number) == 'a number of more than 64 bits'


@pytest.mark.parametrize(('given', 'kind'), [
    ({'chapSecret': 'x'}, 'dict'), (['x'], 'list'), (object(), 'object')])
def test_what_may_hold_secrets_is_told_by_its_type(given, kind):
    assert describe.value(given) == 'a value of type ' + kind


def test_value_that_holds_itself_is_told_by_its_type():
    given = []
    given.append(given)
    assert describe.value(given) == 'a value of type list'


@pytest.mark.parametrize('char', [
    '\x00', '\r', '\x1b', '\x7f', '\x85', '\u200f', '\u2028', '\u202e',
    '\u2066', '\ud800'])
def test_unprintable_character_is_escaped(char):
    text = describe.printable(f'a{char}b')
    assert text == f'a{repr(char)[1:-1]}b'
    text.encode('utf-8')


def test_text_of_people_stays_as_it_is():
    text = 'é ß 中 \U0001f600\n\tend'
    assert describe.printable(text) == text
