"""Members of requests: unknown ones, types, lengths, ranges."""

from __future__ import annotations

import pytest

VOLUME = {'name': 'v', 'cpg': 'c', 'sizeMiB': 256}


@pytest.mark.covers('any request', 'INV_INPUT_UNREC_NAME')
def test_an_unknown_member_is_400_42(pool):
    pool.refused('INV_INPUT_UNREC_NAME', 'POST', '/volumes', {**VOLUME, 'colour': 1},
                 ref='colour')


@pytest.mark.covers('any request', 'INV_INPUT_WRONG_TYPE')
@pytest.mark.parametrize('member, value', [
    ('name', 7), ('sizeMiB', '256'), ('sizeMiB', 256.5), ('sizeMiB', True),
    ('tpvv', 1), ('tpvv', 'true'), ('policies', []), ('policies', 'x'),
    ('objectKeyValues', {}), ('objectKeyValues', ['x']), ('comment', 5)])
def test_a_wrong_type_is_400_39_and_named(pool, member, value):
    pool.refused('INV_INPUT_WRONG_TYPE', 'POST', '/volumes',
                 {**VOLUME, member: value}, ref=member)


@pytest.mark.covers('any request', 'INV_INPUT_MISSING_REQUIRED')
@pytest.mark.parametrize('member', ['name', 'cpg', 'sizeMiB'])
def test_a_missing_member_is_400_40_and_named(pool, member):
    body = {key: value for key, value in VOLUME.items() if key != member}
    pool.refused('INV_INPUT_MISSING_REQUIRED', 'POST', '/volumes', body,
                 ref=member)


@pytest.mark.parametrize('member', ['name', 'cpg', 'sizeMiB'])
def test_null_is_absent(pool, member):
    pool.refused('INV_INPUT_MISSING_REQUIRED', 'POST', '/volumes',
                 {**VOLUME, member: None}, ref=member)


def test_null_of_an_optional_member_is_fine(pool):
    pool.ok('POST', '/volumes', {**VOLUME, 'comment': None, 'id': None})


def test_null_in_an_array_is_skipped(pool):
    pool.ok('POST', '/hosts', {'name': 'h', 'FCWWNs': [None]})


@pytest.mark.parametrize('member', [
    'id', 'ssSpcAllocWarningPct', 'usrSpcAllocLimitPct', 'expirationHours'])
def test_a_negative_number_is_absent_where_arrays_ignore_it(pool, member):
    pool.ok('POST', '/volumes', {**VOLUME, 'tpvv': True, member: -1})


def test_a_number_beyond_its_type_is_400_43(pool):
    pool.refused('INV_INPUT_EXCEEDS_RANGE', 'POST', '/volumes',
                 {**VOLUME, 'tpvv': True, 'usrSpcAllocLimitPct': 2**31})


def test_a_number_that_is_no_enumeration_value_is_400_46(pool):
    pool.refused('INV_INPUT_BAD_ENUM_VALUE', 'POST', '/hosts',
                 {'name': 'h', 'persona': 99}, ref='persona')


@pytest.mark.parametrize('name, symbol', [
    (32 * 'x', 'INV_INPUT_EXCEEDS_LENGTH'),
    ('', 'INV_INPUT'),
    ('-x', 'INV_INPUT_ILLEGAL_CHAR'),
    ('a b', 'INV_INPUT_ILLEGAL_CHAR'),
    ('a/b', 'INV_INPUT_ILLEGAL_CHAR'),
    ('a\nb', 'INV_INPUT_ILLEGAL_CHAR'),
    ('a\n', 'INV_INPUT_ILLEGAL_CHAR'),
    ('\xe9', 'INV_INPUT_ILLEGAL_CHAR'),
    ('a:b', 'INV_INPUT_ILLEGAL_CHAR')])
def test_a_bad_name_is_refused(pool, name, symbol):
    pool.refused(symbol, 'POST', '/volumes', {**VOLUME, 'name': name},
                 ref='name')


@pytest.mark.parametrize('name', [31 * 'x', 'a.B_9-', '.x', '_x', '9'])
def test_a_good_name_is_taken(pool, name):
    pool.ok('POST', '/volumes', {**VOLUME, 'name': name})


@pytest.mark.parametrize('name, symbol', [
    (32 * 'x', 'INV_INPUT_EXCEEDS_LENGTH'),
    ('a%20b', 'INV_INPUT_ILLEGAL_CHAR')])
@pytest.mark.parametrize('path', ['volumes', 'cpgs', 'hosts'])
def test_names_in_paths_are_checked(api, path, name, symbol):
    api.refused(symbol, 'GET', f'/{path}/{name}')


@pytest.mark.parametrize('path', ['hostsets', 'volumesets'])
def test_names_of_sets_are_shorter(api, path):
    api.ok('POST', f'/{path}', {'name': 27 * 'x'})
    api.refused('INV_INPUT_EXCEEDS_LENGTH', 'POST', f'/{path}',
                 {'name': 28 * 'x'}, ref='name')


def test_a_comment_has_its_length(pool):
    pool.ok('POST', '/volumes', {**VOLUME, 'comment': 511 * 'x'})
    pool.refused('INV_INPUT_EXCEEDS_LENGTH', 'PUT', '/volumes/v',
                 {'comment': 512 * 'x'}, ref='comment')


def test_a_comment_has_no_control_characters(pool):
    pool.refused('INV_INPUT_ILLEGAL_CHAR', 'POST', '/volumes',
                 {**VOLUME, 'comment': 'a\x07b'}, ref='comment')


def test_inner_members_are_checked(pool):
    pool.refused('INV_INPUT_UNREC_NAME', 'POST', '/volumes',
                 {**VOLUME, 'policies': {'nice': True}}, ref='nice')


def test_a_member_that_came_later_is_unknown_to_older_arrays(
        serve, raw_client):
    api = raw_client(serve('3par-3.1.3')).log_in()
    api.ok('POST', '/cpgs', {'name': 'c'})
    for member in ('tdvv', 'compression', 'reduce', 'objectKeyValues'):
        api.refused('INV_INPUT_UNREC_NAME', 'POST', '/volumes',
                     {**VOLUME, member: None}, ref=member)


def test_data_reduction_arrays_do_not_know_compression(primera):
    primera.refused('INV_INPUT_UNREC_NAME', 'POST', '/volumes',
                    {**VOLUME, 'tpvv': True, 'compression': True},
                    ref='compression')


def test_data_reduction_arrays_want_tpvv_or_reduce_beside_tdvv(primera):
    primera.refused('INV_INPUT_ONE_REQUIRED', 'POST', '/volumes',
                    {**VOLUME, 'tdvv': True}, ref='tpvv,reduce')
