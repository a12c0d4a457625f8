"""Keys and values of volumes."""

from __future__ import annotations

from urllib.parse import quote

import pytest

KEYS = '/volumes/v/objectKeyValues'
PAIR = {'key': 'k', 'value': 'x'}


@pytest.fixture
def volume(pool):
    """A volume called ``v``."""
    pool.ok('POST', '/volumes', {'name': 'v', 'cpg': 'c', 'sizeMiB': 256})
    return pool


@pytest.fixture
def keyed(volume):
    """It has a key called ``k``."""
    volume.ok('POST', KEYS, PAIR)
    return volume


def test_a_new_key_is_201_without_a_body(volume):
    answer = volume('POST', KEYS, PAIR)
    assert (answer.status, answer.raw) == (201, b'')


def test_a_key_looks_as_captured(keyed):
    now = int(keyed.array.clock.now())
    assert keyed.get(f'{KEYS}/k') == {
        'key': 'k', 'value': 'x', 'creationTimeSec': now,
        'creationTime8601': '2017-07-14T02:40:00+00:00'}


def test_keys_are_listed_oldest_first(keyed):
    keyed.ok('POST', KEYS, {'key': 'a', 'value': ''})
    result = keyed.get(KEYS)
    assert (result['total'], [(item['key'], item['value'])
                             for item in result['members']]) == (
        2, [('k', 'x'), ('a', '')])


def test_a_volume_without_keys_has_an_empty_list(volume):
    assert volume.get(KEYS) == {'total': 0, 'members': []}


def test_a_change_keeps_the_time_of_the_key(keyed):
    keyed.array.clock.advance(100)
    answer = keyed('PUT', f'{KEYS}/k', {'value': 'y'})
    item = keyed.get(f'{KEYS}/k')
    assert (answer.status, answer.raw, item['value'],
            item['creationTimeSec']) == (
        200, b'', 'y', int(keyed.array.clock.now()) - 100)


def test_a_deleted_key_is_gone(keyed):
    answer = keyed('DELETE', f'{KEYS}/k')
    assert (answer.status, answer.raw) == (200, b'')
    keyed.refused('NON_EXISTENT_OBJECT_KEY', 'GET', f'{KEYS}/k')


@pytest.mark.parametrize('key', ['a/b', 'ü', 'a b', '[x]', 31 * 'x'])
def test_other_characters_are_fine(volume, key):
    answer = volume.ok('POST', KEYS, {'key': key, 'value': key})
    path = f'{KEYS}/{quote(key, safe="")}'
    assert answer.headers['Location'] == '/api/v1' + path
    assert volume.get(path)['value'] == key


@pytest.mark.parametrize('symbol, body', [
    ('INV_INPUT_MISSING_REQUIRED', {'key': 'a'}),
    ('INV_INPUT_MISSING_REQUIRED', {'value': 'a'}),
    ('INV_INPUT_MISSING_REQUIRED', {'key': '', 'value': 'a'}),
    ('INV_INPUT_EXCEEDS_LENGTH', {'key': 32 * 'x', 'value': 'a'}),
    ('INV_INPUT_EXCEEDS_LENGTH', {'key': 'a', 'value': 512 * 'x'}),
    ('INV_INPUT_UNREC_NAME', {**PAIR, 'colour': 1}),
    ('INV_INPUT_WRONG_TYPE', {'key': 1, 'value': 'a'}),
    ('EXISTENT_OBJECT_KEY', PAIR)])
def test_a_bad_pair_is_refused(keyed, symbol, body):
    keyed.refused(symbol, 'POST', KEYS, body)


@pytest.mark.parametrize('char', '!@#$%&^')
def test_forbidden_characters_are_400_69(volume, char):
    volume.refused('INV_INPUT_ILLEGAL_CHAR', 'POST', KEYS,
                   {'key': char, 'value': 'a'}, ref='key')
    volume.refused('INV_INPUT_ILLEGAL_CHAR', 'POST', KEYS,
                   {'key': 'a', 'value': char}, ref='value')


@pytest.mark.parametrize('symbol, body', [
    ('INV_INPUT_MISSING_REQUIRED', {}),
    ('INV_INPUT_UNREC_NAME', {'value': 'a', 'key': 'k'}),
    ('INV_INPUT_EXCEEDS_LENGTH', {'value': 512 * 'x'}),
    ('INV_INPUT_ILLEGAL_CHAR', {'value': 'a&b'})])
def test_a_bad_change_is_refused(keyed, symbol, body):
    keyed.refused(symbol, 'PUT', f'{KEYS}/k', body)


@pytest.mark.parametrize('method, body', [
    ('GET', None), ('PUT', {'value': 'a'}), ('DELETE', None)])
def test_a_missing_key_is_404_180(keyed, method, body):
    keyed.refused('NON_EXISTENT_OBJECT_KEY', method, f'{KEYS}/x', body)


@pytest.mark.parametrize('method, path, body', [
    ('POST', '', PAIR), ('GET', '', None), ('GET', '/k', None),
    ('PUT', '/k', {'value': 'a'}), ('DELETE', '/k', None)])
def test_a_missing_volume_is_404_23(keyed, method, path, body):
    keyed.refused('NON_EXISTENT_VOL', method,
                  f'/volumes/x/objectKeyValues{path}', body)


@pytest.mark.parametrize('method', ['GET', 'DELETE'])
def test_illegal_characters_in_a_path_are_400_69(keyed, method):
    keyed.refused('INV_INPUT_ILLEGAL_CHAR', method, f'{KEYS}/a%21')


def test_keys_may_come_with_the_volume(pool):
    pool.ok('POST', '/volumes', {
        'name': 'v', 'cpg': 'c', 'sizeMiB': 256, 'objectKeyValues': [PAIR]})
    assert pool.get(f'{KEYS}/k')['value'] == 'x'


@pytest.mark.parametrize('symbol, pairs', [
    ('EXISTENT_OBJECT_KEY', [PAIR, PAIR]),
    ('INV_INPUT_ILLEGAL_CHAR', [{'key': 'a!', 'value': ''}]),
    ('INV_INPUT_EXCEEDS_LENGTH', [{'key': 32 * 'a', 'value': ''}])])
def test_a_volume_with_a_bad_key_is_not_made(pool, symbol, pairs):
    pool.refused(symbol, 'POST', '/volumes', {
        'name': 'v', 'cpg': 'c', 'sizeMiB': 256, 'objectKeyValues': pairs})


def test_keys_follow_the_name_of_their_volume(keyed):
    keyed.ok('PUT', '/volumes/v', {'newName': 'w'})
    assert keyed.get('/volumes/w/objectKeyValues')['total'] == 1


def test_a_snapshot_starts_without_keys(keyed):
    keyed.ok('PUT', '/volumes/v', {'snapCPG': 'c'})
    keyed.ok('POST', '/volumes/v', {'action': 'createSnapshot',
                                    'parameters': {'name': 's'}})
    assert keyed.get('/volumes/s/objectKeyValues')['total'] == 0


def test_an_old_release_has_keys_too(serve, raw_client):
    api = raw_client(serve('3par-3.1.3')).log_in()
    api.refused('NON_EXISTENT_VOL', 'GET', KEYS)


def test_a_value_may_be_as_long_as_a_comment(keyed):
    long = {'key': 'long', 'value': 511 * 'x'}
    keyed.ok('POST', KEYS, long)
    keyed.refused('INV_INPUT_EXCEEDS_LENGTH', 'POST', KEYS,
                  {'key': 'longer', 'value': 512 * 'x'}, ref='value')
