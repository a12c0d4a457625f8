"""Session keys of the simulated array."""

from __future__ import annotations

import dataclasses
import http.client
import re
from urllib.parse import urlsplit

import pytest

from hpe3parclient.simulator import personality


def test_a_login_answers_the_key_and_its_location(anonymous):
    answer = anonymous('POST', '/credentials', {
        'user': '3paradm', 'password': '3pardata'})
    key = answer.body['key']
    assert answer.status == 201
    assert list(answer.body) == ['key']
    assert answer.headers['Location'] == f'/api/v1/credentials/{key}'


def test_a_key_has_the_shape_arrays_give_it(api):
    assert re.fullmatch(r'[0-9]+-[0-9a-f]{32}-[0-9a-f]{8}', api.key)


@pytest.mark.parametrize('user, password', [
    ('3paradm', 'wrong'), ('nobody', '3pardata')])
def test_a_wrong_login_is_403_5(anonymous, user, password):
    answer = anonymous('POST', '/credentials',
                      {'user': user, 'password': password})
    assert (answer.status, answer.body) == (403, {
        'code': 5, 'desc': 'invalid user or password'})


def test_a_login_without_password_names_the_member(anonymous):
    anonymous.refused('INV_INPUT_MISSING_REQUIRED', 'POST', '/credentials',
                     {'user': '3paradm'}, ref='password')


@pytest.mark.covers('any request', 'INV_SESS_KEY')
def test_a_request_without_key_is_403_6(anonymous):
    answer = anonymous('GET', '/system')
    assert (answer.status, answer.body) == (403, {
        'code': 6, 'desc': 'invalid session key'})


def test_an_unknown_key_is_403_6(anonymous):
    anonymous.key = '0-' + 32 * 'a' + '-12345678'
    anonymous.refused('INV_SESS_KEY', 'GET', '/volumes')


def test_the_name_of_the_key_header_has_no_case(api):
    key, api.key = api.key, None
    answer = api.send('GET', '/api/v1/system', None,
                       {'x-hp3par-wsapi-sessionkey': key})
    assert answer.status == 200


def test_logging_out_answers_200_and_nothing(api):
    answer = api('DELETE', f'/credentials/{api.key}')
    assert (answer.status, answer.raw) == (200, b'')
    assert answer.headers['Content-Type'] is None


def test_logging_out_leaves_no_session(api):
    api.ok('DELETE', f'/credentials/{api.key}')
    assert len(api.array.state.sessions) == 0


def test_logging_out_needs_no_key_in_the_header(api):
    key, api.key = api.key, None
    api.ok('DELETE', f'/credentials/{key}')


def test_logging_out_twice_is_403_6(api):
    api.ok('DELETE', f'/credentials/{api.key}')
    api.refused('INV_SESS_KEY', 'DELETE', f'/credentials/{api.key}')


def test_a_key_unused_for_15_minutes_is_dead(api):
    api.array.clock.advance(15 * 60)
    api.refused('INV_SESS_KEY', 'GET', '/system')


def test_logging_out_with_an_expired_key_is_403_6(api):
    api.array.clock.advance(15 * 60)
    api.refused('INV_SESS_KEY', 'DELETE', f'/credentials/{api.key}')


def test_use_keeps_a_key_alive(api):
    for _ in range(3):
        api.array.clock.advance(14 * 60)
        api.get('/system')


def test_an_expired_session_is_not_counted(api):
    api.array.clock.advance(15 * 60)
    assert len(api.array.state.sessions) == 0
    assert list(api.array.state.sessions) == []


def test_the_time_out_can_be_set(api):
    api.array.state.sessions.timeout = 60
    api.array.clock.advance(60)
    api.refused('INV_SESS_KEY', 'GET', '/system')


@pytest.mark.covers('log in', 'SVC_UNAVAIL')
def test_too_many_sessions_are_503_31(api):
    api.array.state.sessions.limit = 1
    answer = api('POST', '/credentials', {
        'user': '3paradm', 'password': '3pardata'})
    assert (answer.status, answer.body) == (503, {
        'code': 31, 'desc':
        'maximum number of server connections has been reached'})


def test_an_expired_session_makes_room(api, raw_client):
    api.array.state.sessions.limit = 1
    api.array.clock.advance(15 * 60)
    assert raw_client(api.array).log_in().key


def test_a_key_is_bound_to_the_address_it_was_given_to(api):
    parts = urlsplit(api.array.api_url)
    connection = http.client.HTTPConnection(
        parts.hostname, parts.port, timeout=60,
        source_address=('127.0.0.2', 0))
    connection.request('GET', '/api/v1/system',
                       headers={api.header: api.key})
    answer = connection.getresponse()
    assert (answer.status, b'"code":6' in answer.read()) == (403, True)
    connection.close()


def test_sessions_in_use_are_counted_live(api, raw_client):
    raw_client(api.array).log_in()
    assert api.get('/wsapiconfiguration')['sessionsInUse'] == 2


def test_dropped_sessions_are_dead(api):
    api.array.state.sessions.drop_all()
    api.refused('INV_SESS_KEY', 'GET', '/system')


def test_the_version_needs_no_key(anonymous):
    answer = anonymous.send('GET', '/api')
    assert answer.body == {'major': 1, 'minor': 6, 'revision': 5,
                           'build': 30301460}


def test_a_personality_may_ask_for_a_key_before_the_version(
        serve, raw_client):
    array = serve(dataclasses.replace(
        personality.PERSONALITIES['alletra-9000'], api_needs_key=True))
    assert raw_client(array).send('GET', '/api').code == 6
    assert raw_client(array).log_in().send('GET', '/api').status == 200


def test_the_same_seed_gives_the_same_keys(serve, raw_client):
    keys = [raw_client(serve()).log_in().key for _ in range(2)]
    assert keys[0] == keys[1]


def test_a_session_label_does_not_show_the_key(api):
    session = next(iter(api.array.state.sessions))
    assert session.label not in api.key
