"""Session keys of the simulated array."""

from __future__ import annotations

import dataclasses
import http.client
import re
from urllib.parse import urlsplit

import pytest

from hpe3parclient.simulator import personality


def test_a_login_answers_the_key_and_its_location(stranger):
    answer = stranger('POST', '/credentials', {
        'user': '3paradm', 'password': '3pardata'})
    key = answer.body['key']
    assert answer.status == 201
    assert list(answer.body) == ['key']
    assert answer.headers['Location'] == f'/api/v1/credentials/{key}'


def test_a_key_has_the_shape_arrays_give_it(wire):
    assert re.fullmatch(r'[0-9]+-[0-9a-f]{32}-[0-9a-f]{8}', wire.key)


@pytest.mark.parametrize('user, password', [
    ('3paradm', 'wrong'), ('nobody', '3pardata')])
def test_a_wrong_login_is_403_5(stranger, user, password):
    answer = stranger('POST', '/credentials',
                      {'user': user, 'password': password})
    assert (answer.status, answer.body) == (403, {
        'code': 5, 'desc': 'invalid user or password'})


def test_a_login_without_password_names_the_member(stranger):
    stranger.refused('INV_INPUT_MISSING_REQUIRED', 'POST', '/credentials',
                     {'user': '3paradm'}, ref='password')


def test_a_request_without_key_is_403_6(stranger):
    answer = stranger('GET', '/system')
    assert (answer.status, answer.body) == (403, {
        'code': 6, 'desc': 'invalid session key'})


def test_an_unknown_key_is_403_6(stranger):
    stranger.key = '0-' + 32 * 'a' + '-12345678'
    stranger.refused('INV_SESS_KEY', 'GET', '/volumes')


def test_the_name_of_the_key_header_has_no_case(wire):
    key, wire.key = wire.key, None
    answer = wire.send('GET', '/api/v1/system', None,
                       {'x-hp3par-wsapi-sessionkey': key})
    assert answer.status == 200


def test_logging_out_answers_200_and_nothing(wire):
    answer = wire('DELETE', f'/credentials/{wire.key}')
    assert (answer.status, answer.raw) == (200, b'')
    assert answer.headers['Content-Type'] is None


def test_logging_out_leaves_no_session(wire):
    wire.ok('DELETE', f'/credentials/{wire.key}')
    assert len(wire.array.state.sessions) == 0


def test_logging_out_needs_no_key_in_the_header(wire):
    key, wire.key = wire.key, None
    wire.ok('DELETE', f'/credentials/{key}')


def test_logging_out_twice_is_403_6(wire):
    wire.ok('DELETE', f'/credentials/{wire.key}')
    wire.refused('INV_SESS_KEY', 'DELETE', f'/credentials/{wire.key}')


def test_a_key_unused_for_15_minutes_is_dead(wire):
    wire.array.clock.advance(15 * 60)
    wire.refused('INV_SESS_KEY', 'GET', '/system')


def test_logging_out_with_an_expired_key_is_403_6(wire):
    wire.array.clock.advance(15 * 60)
    wire.refused('INV_SESS_KEY', 'DELETE', f'/credentials/{wire.key}')


def test_use_keeps_a_key_alive(wire):
    for _ in range(3):
        wire.array.clock.advance(14 * 60)
        wire.get('/system')


def test_an_expired_session_is_not_counted(wire):
    wire.array.clock.advance(15 * 60)
    assert len(wire.array.state.sessions) == 0
    assert list(wire.array.state.sessions) == []


def test_the_time_out_can_be_set(wire):
    wire.array.state.sessions.timeout = 60
    wire.array.clock.advance(60)
    wire.refused('INV_SESS_KEY', 'GET', '/system')


def test_too_many_sessions_are_503_31(wire):
    wire.array.state.sessions.limit = 1
    answer = wire('POST', '/credentials', {
        'user': '3paradm', 'password': '3pardata'})
    assert (answer.status, answer.body) == (503, {
        'code': 31, 'desc':
        'maximum number of server connections has been reached'})


def test_an_expired_session_makes_room(wire, wire_of):
    wire.array.state.sessions.limit = 1
    wire.array.clock.advance(15 * 60)
    assert wire_of(wire.array).log_in().key


def test_a_key_is_bound_to_the_address_it_was_given_to(wire):
    parts = urlsplit(wire.array.api_url)
    connection = http.client.HTTPConnection(
        parts.hostname, parts.port, timeout=20,
        source_address=('127.0.0.2', 0))
    connection.request('GET', '/api/v1/system',
                       headers={wire.header: wire.key})
    answer = connection.getresponse()
    assert (answer.status, b'"code":6' in answer.read()) == (403, True)
    connection.close()


def test_sessions_in_use_are_counted_live(wire, wire_of):
    wire_of(wire.array).log_in()
    assert wire.get('/wsapiconfiguration')['sessionsInUse'] == 2


def test_dropped_sessions_are_dead(wire):
    wire.array.state.sessions.drop_all()
    wire.refused('INV_SESS_KEY', 'GET', '/system')


def test_the_version_needs_no_key(stranger):
    answer = stranger.send('GET', '/api')
    assert answer.body == {'major': 1, 'minor': 6, 'revision': 5,
                           'build': 30301460}


def test_a_personality_may_ask_for_a_key_before_the_version(
        serve, wire_of):
    array = serve(dataclasses.replace(
        personality.PERSONALITIES['alletra-9000'], api_needs_key=True))
    assert wire_of(array).send('GET', '/api').code == 6
    assert wire_of(array).log_in().send('GET', '/api').status == 200


def test_the_same_seed_gives_the_same_keys(serve, wire_of):
    keys = [wire_of(serve()).log_in().key for _ in range(2)]
    assert keys[0] == keys[1]


def test_a_session_label_does_not_show_the_key(wire):
    session = next(iter(wire.array.state.sessions))
    assert session.label not in wire.key
