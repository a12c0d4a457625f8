"""The session, the retries and the errors of one exchange."""

from __future__ import annotations

import gc
import json
import os
import subprocess
import sys
import threading

import pytest
import requests

from hpe3parclient import exceptions
from hpe3parclient.http import DEFAULT_TIMEOUTS, HTTPJSONRESTClient
from hpe3parclient.retry import RetryPolicy
from tests.support import scripted
from tests.support.ports import refusing_port

KEY_2 = '1-c86aedb2e7e98b4119cd74b624b8576b-b06d2d50'
DEAD = scripted.error(403, 6, 'invalid session key')


# -- requests ----------------------------------------------------------------


def test_get_returns_headers_and_decoded_body(server, session):
    server.say(scripted.reply(200, {'name': 'v1'}, X_Thing='7'))
    headers, body = session.get('/volumes/v1')
    assert body == {'name': 'v1'}
    assert headers['x-thing'] == headers['X-THING'] == '7'
    assert headers['status'] == '200'
    assert headers.status == 200
    assert server.seen == ['GET /api/v1/volumes/v1']


def test_every_request_carries_the_session_key_and_json_types(server,
                                                              session):
    session.post('/volumes', body={'name': 'v1'})
    request = server.requests[-1]
    assert request.headers['x-hp3par-wsapi-sessionkey'] == scripted.KEY
    assert request.headers['content-type'] == 'application/json'
    assert request.headers['accept'] == 'application/json'
    assert request.headers['user-agent'].startswith('python-3parclient')
    assert request.json == {'name': 'v1'}


def test_get_and_delete_send_no_body_and_no_content_type(server, session):
    session.get('/volumes')
    session.delete('/volumes/v1')
    for request in server.requests[1:]:
        assert request.body == b''
        assert 'content-type' not in request.headers


def test_empty_answer_is_none(server, session):
    server.say(scripted.reply(200))
    assert session.put('/volumes/v1', body={})[1] is None


def test_hash_in_a_path_stays_in_the_path(server, session):
    session.delete('/volumes/a#b')
    assert server.seen == ['DELETE /api/v1/volumes/a%23b']


@pytest.mark.parametrize('url', [
    '/volumes/../hosts', '/volumes/.', '', None, 'https://elsewhere/api/v1',
    'http://127.0.0.1.evil/'])
def test_url_that_would_go_elsewhere_is_refused(server, session, url):
    with pytest.raises(exceptions.InvalidInput):
        session.delete(url)
    assert server.seen == []


def test_absolute_url_of_the_same_array_is_taken(server, session):
    session.get(server.url + '/volumes/v1')
    assert server.seen == ['GET /api/v1/volumes/v1']


def test_body_that_is_no_json_is_refused_before_it_is_sent(server, session):
    for body in ({'a': {1, 2}}, {'a': float('nan')}, {'a': b'x'}):
        with pytest.raises(exceptions.InvalidInput):
            session.post('/volumes', body=body)
    assert server.seen == []


def test_unknown_keyword_is_a_type_error(session):
    with pytest.raises(TypeError):
        session.get('/volumes', boddy={})


def test_kept_connection_is_used_again(server, session):
    server.default = scripted.reply(200, {}, close=False)
    session.get('/volumes')
    session.get('/volumes')
    assert server.requests[-1].connection == server.requests[-2].connection


def test_redirect_is_not_followed(server, session):
    server.say(scripted.reply(307, Location='http://127.0.0.1:1/api/v1/volumes'))
    with pytest.raises(exceptions.TooManyRedirects, match='127.0.0.1:1') as e:
        session.get('/volumes')
    assert e.value.http_status == 307
    assert isinstance(e.value, requests.exceptions.TooManyRedirects)


def test_timings_are_kept_and_bounded(server, session):
    session.reset_timings()
    session.get('/volumes/v1')
    (label, started, ended), = session.get_timings()
    assert label == f'GET {server.url}/volumes/v1'
    assert started <= ended
    assert session.times.maxlen


def test_making_a_client_sends_nothing(server):
    HTTPJSONRESTClient(server.url)
    assert server.connections == 0


# -- answers that cannot be used ---------------------------------------------


def test_error_carries_all_that_is_known(server, session):
    server.say(scripted.reply(404, {'code': 23, 'desc': 'volume does not exist',
                                'ref': 'name'}))
    with pytest.raises(exceptions.HTTPNotFound) as caught:
        session.get('/volumes/v1')
    error = caught.value
    assert error.code == error.get_code() == 23
    assert type(error.get_code()) is int
    assert error.symbol == 'NON_EXISTENT_VOL'
    assert error.description == 'volume does not exist'
    assert error.ref == 'name'
    assert error.http_status == 404
    assert error.method == 'GET'
    assert error.url == server.url + '/volumes/v1'


def test_pretty_printed_error_is_parsed(server, client):
    server.say(*[scripted.reply(503, raw=b'{\n    "code": 77,\n "desc": " x"\n }')
                 ] * 4)
    with pytest.raises(exceptions.HTTPServiceUnavailable) as caught:
        client.get('/volumes')
    assert caught.value.code == 77


def test_html_instead_of_json_shows_status_type_and_beginning(server,
                                                              session):
    server.say(scripted.reply(200, raw=b'<html>  <b>Proxy\n says</b> hello',
                          content_type='text/html'))
    with pytest.raises(exceptions.InvalidResponse) as caught:
        session.get('/volumes')
    for part in ('200', 'text/html', '<html> <b>Proxy says'):
        assert part in str(caught.value)


def test_html_error_keeps_its_status(server, session):
    server.say(scripted.reply(502, raw=b'<h1>Bad gateway</h1>',
                          content_type='text/html'))
    with pytest.raises(exceptions.HTTPBadGateway, match='<h1>Bad gateway'):
        session.get('/volumes')


@pytest.mark.parametrize('body', [b'', b'<h1>No answer</h1>'])
@pytest.mark.parametrize('status, kind', [
    (502, exceptions.HTTPBadGateway), (504, exceptions.HTTPGatewayTimeout)])
def test_change_that_a_proxy_has_no_answer_to_is_unknown_and_sent_once(
        server, session, status, kind, body):
    server.say(scripted.reply(status, raw=body, content_type='text/html'))
    with pytest.raises(exceptions.OutcomeUnknown,
                       match='not sent again') as caught:
        session.put('/volumes/v', body={})
    assert isinstance(caught.value, kind)
    assert caught.value.http_status == status
    assert 'None' not in str(caught.value)
    assert server.count('PUT', '/volumes/v') == 1


def test_deeply_nested_json_is_an_error_not_a_crash(server, session):
    server.say(scripted.reply(200, raw=b'[' * 200000))
    with pytest.raises(exceptions.InvalidResponse):
        session.get('/volumes')


@pytest.mark.parametrize('total', [3, 3.0, 1])
def test_total_must_match_members(server, session, total):
    server.say(scripted.reply(200, {'total': total, 'members': [1, 2]}))
    with pytest.raises(exceptions.IncompleteResponse, match='[31].*2'):
        session.get('/volumes')


def test_list_without_its_last_chunk_raises_and_is_not_repeated(server,
                                                                session):
    server.say(scripted.chunked(b'{"total": 2, "members": [1', b', 2]}',
                            last=False))
    with pytest.raises(exceptions.IncompleteResponse):
        session.get('/volumes')
    assert len(server.seen) == 1


FRAGMENT = (b'"success":false,"message":{"code":101,'
            b'"desc":"Invalid cursor id for chunking"}')


@pytest.mark.parametrize('tail', [FRAGMENT, b',' + FRAGMENT,
                                  b'],' + FRAGMENT + b'}'])
@pytest.mark.parametrize('last', [False, True])
def test_list_the_array_takes_back_raises_with_its_code(server, session,
                                                        tail, last):
    server.say(scripted.chunked(b'{"total":9,"members":[{"id":1}', tail,
                            last=last))
    with pytest.raises(exceptions.IncompleteResponse) as caught:
        session.get('/volumes')
    assert caught.value.code == 101
    assert caught.value.description == 'Invalid cursor id for chunking'


def test_comment_that_looks_like_a_failure_is_only_a_comment(server,
                                                             session):
    member = {'comment': FRAGMENT.decode()}
    server.say(scripted.reply(200, {'total': 1, 'members': [member]}))
    assert session.get('/volumes')[1]['members'] == [member]


def test_chunked_list_that_is_whole_is_returned(server, session):
    server.say(scripted.chunked(b'{"total": 2, "mem', b'bers": [1, 2]}'))
    assert session.get('/volumes')[1] == {'total': 2, 'members': [1, 2]}


def test_body_in_utf_16_is_read(server, session):
    server.say(scripted.reply(200, raw='{"a": "é"}'.encode('utf-16')))
    assert session.get('/x')[1] == {'a': 'é'}


# -- retries -----------------------------------------------------------------


def test_get_is_repeated_after_a_cut_connection(server, session):
    server.say(scripted.CUT, scripted.RESET, scripted.reply(200, {'a': 1}))
    assert session.get('/volumes')[1] == {'a': 1}
    assert len(server.seen) == 3


def test_get_is_repeated_after_a_body_that_is_too_short(server, session):
    server.say(scripted.reply(200, {'a': 1}, length=100),
               scripted.reply(200, {'a': 1}))
    assert session.get('/x')[1] == {'a': 1}


def test_get_gives_up_after_its_attempts(server, session):
    server.default = scripted.CUT
    with pytest.raises(exceptions.ConnectionError):
        session.get('/volumes')
    assert len(server.seen) == 4
    server.default = scripted.reply(200, {})


def test_attempts_belong_to_one_request(server, session):
    for number in range(10):
        server.say(scripted.CUT, scripted.CUT, scripted.reply(200, {'n': number}))
        assert session.get('/volumes')[1] == {'n': number}


@pytest.mark.parametrize('method', ['post', 'put', 'delete'])
@pytest.mark.parametrize('fault', [scripted.CUT, scripted.RESET])
def test_change_that_was_sent_is_never_repeated(server, session, method,
                                                fault):
    server.say(fault)
    options = {} if method == 'delete' else {'body': {'name': 'v'}}
    with pytest.raises(exceptions.OutcomeUnknown) as caught:
        getattr(session, method)('/volumes/v', **options)
    assert len(server.seen) == 1
    assert isinstance(caught.value, exceptions.ConnectionError)
    assert isinstance(caught.value, requests.exceptions.ConnectionError)
    assert 'may have' in str(caught.value)


def test_change_without_an_answer_in_time_is_unknown(server, make):
    client = make(timeout=0.2)
    arrived, done = threading.Event(), threading.Event()

    def late(request):
        arrived.set()
        return scripted.Reply(until=done)

    server.say(late)
    with pytest.raises(exceptions.OutcomeUnknown, match='0.2 sec') as caught:
        client.post('/volumes', body={})
    assert isinstance(caught.value, exceptions.Timeout)
    assert isinstance(caught.value, requests.exceptions.Timeout)
    # The server may read what was sent after the client has given up.
    assert arrived.wait(60)
    assert len(server.seen) == 1
    done.set()


def test_change_is_repeated_when_it_was_never_sent(session, server,
                                                   monkeypatch):
    waits = []

    def unplug_then_plug(retry, after=None):
        waits.append(retry)
        connection.undo()
        return True

    connection = pytest.MonkeyPatch()
    monkeypatch.setattr('hpe3parclient.retry.Retry.wait', unplug_then_plug)
    connection.setattr('socket.socket.connect', _refuse)
    session.post('/volumes', body={'name': 'v'})
    assert len(waits) == 1
    assert server.seen == ['POST /api/v1/volumes']


def _refuse(*_):
    raise ConnectionRefusedError(111, 'Connection refused')


def test_no_server_is_our_connection_error_and_theirs():
    with refusing_port() as port:
        client = HTTPJSONRESTClient(f'http://127.0.0.1:{port}/api/v1',
                                    timeout=60)
        client._options.retry = RetryPolicy(attempts=1)
        with pytest.raises(exceptions.ConnectionError,
                           match='refused') as caught:
            client.post('/volumes', body={})
    assert isinstance(caught.value, requests.exceptions.ConnectionError)
    assert not isinstance(caught.value, exceptions.OutcomeUnknown)
    assert caught.value.request_sent is False


@pytest.mark.parametrize('busy', [
    scripted.error(503, 270, ' System is too busy. Please try again later'),
    scripted.reply(503, raw=b'<html>busy</html>', content_type='text/html'),
    scripted.reply(503), scripted.error(503, 31)])
def test_busy_array_is_asked_again_even_for_a_change(server, session, busy):
    server.say(busy, busy, scripted.reply(201))
    session.post('/volumes', body={'name': 'v'})
    assert len(server.seen) == 3


def test_limit_of_the_system_is_an_answer_not_a_reason_to_wait(server,
                                                               session):
    server.say(scripted.error(503, 4711, 'maximum number of volumes'))
    with pytest.raises(exceptions.HTTPServiceUnavailable):
        session.post('/volumes', body={'name': 'v'})
    assert len(server.seen) == 1


def test_retry_after_is_obeyed(server, session, monkeypatch):
    requested = []
    monkeypatch.setattr('time.sleep', requested.append)
    server.say(scripted.error(503, 4711, Retry_After='3'), scripted.reply(200, {}))
    session.get('/volumes')
    assert 3.0 in requested


@pytest.mark.parametrize('status', [400, 403, 404, 409, 500, 501])
def test_other_errors_are_answers(server, session, status):
    server.say(scripted.error(status, 13))
    with pytest.raises(exceptions.ClientException):
        session.get('/volumes')
    assert len(server.seen) == 1


# -- the session -------------------------------------------------------------


def test_login_sends_user_and_password_and_keeps_the_key(server, client):
    server.say(scripted.login())
    client.authenticate('me', 'pw', {'sessionType': 1})
    assert server.requests[0].target == '/api/v1/credentials'
    assert server.requests[0].json == {'user': 'me', 'password': 'pw',
                                       'sessionType': 1}
    assert client.get_session_key() == scripted.KEY


def test_wrong_password_is_raised_at_once(server, client):
    server.say(scripted.error(403, 5, 'invalid user or password'))
    with pytest.raises(exceptions.HTTPForbidden) as caught:
        client.authenticate('me', 'pw')
    assert caught.value.code == 5
    assert len(server.requests) == 1
    assert client.get_session_key() is None


def test_login_without_a_key_in_the_answer_is_an_error(server, client):
    server.say(scripted.reply(201, {}))
    with pytest.raises(exceptions.InvalidResponse, match='no session key'):
        client.authenticate('me', 'pw')


@pytest.mark.parametrize('dead', [DEAD, scripted.error(401, 6)])
def test_dead_key_is_replaced_once_and_the_request_sent_again(
        server, session, dead):
    server.say(dead, scripted.login(KEY_2), scripted.reply(200, {'a': 1}))
    assert session.post('/volumes', body={})[1] == {'a': 1}
    keys = [item.headers.get('x-hp3par-wsapi-sessionkey')
            for item in server.requests]
    assert keys == [None, scripted.KEY, None, KEY_2]


@pytest.mark.parametrize('doubtful', [
    scripted.error(403), scripted.reply(403), scripted.error(401),
    scripted.error(401, 9)])
def test_key_that_may_still_be_open_is_closed_when_it_is_replaced(
        server, session, doubtful):
    server.say(doubtful, scripted.login(KEY_2), scripted.reply(200),
               scripted.reply(200, {'a': 1}))
    assert session.post('/volumes', body={})[1] == {'a': 1}
    assert server.count('DELETE', scripted.KEY) == 1
    assert session.get_session_key() == KEY_2


def test_half_a_403_is_no_reason_to_log_in(server, session):
    server.say(scripted.reply(403, raw=b'{"code":13,"desc":"perm', length=60))
    with pytest.raises(exceptions.HTTPForbidden, match='broke off'):
        session.post('/volumes', body={})
    assert len(server.seen) == 1
    assert server.count('POST', '/credentials') == 1


def test_login_in_the_background_is_repeated_after_a_cut(server, session):
    server.say(DEAD, scripted.CUT, scripted.login(KEY_2), scripted.reply(200, {'a': 1}))
    assert session.get('/volumes')[1] == {'a': 1}


def test_login_of_the_program_is_not_repeated_after_a_cut(server, client):
    server.say(scripted.CUT)
    with pytest.raises(exceptions.OutcomeUnknown):
        client.authenticate('user', 'password')
    assert len(server.requests) == 1


def test_logout_meanwhile_does_not_take_the_new_key_away(server, session,
                                                         monkeypatch):
    real = session._array._renew

    def renew_and_lose(*args):
        key = real(*args)
        session.session_key = None
        return key

    monkeypatch.setattr(session._array, '_renew', renew_and_lose)
    server.say(DEAD, scripted.login(KEY_2), scripted.reply(200, {'a': 1}))
    assert session.get('/volumes')[1] == {'a': 1}
    assert server.requests[-1].headers[
        'x-hp3par-wsapi-sessionkey'] == KEY_2


def test_key_that_is_dead_again_is_an_error(server, session):
    server.say(DEAD, scripted.login(KEY_2), DEAD)
    with pytest.raises(exceptions.HTTPForbidden) as caught:
        session.get('/volumes')
    assert caught.value.code == 6


@pytest.mark.parametrize('code', [13, 5, 150, 120])
def test_other_403_is_an_answer_and_logs_nobody_in(server, session, code):
    server.say(scripted.error(403, code))
    with pytest.raises(exceptions.HTTPForbidden):
        session.put('/volumes/v', body={})
    assert server.count('POST', '/credentials') == 1
    assert len(server.seen) == 1


def test_without_login_a_missing_key_is_the_arrays_answer(server, client):
    server.say(DEAD)
    with pytest.raises(exceptions.HTTPForbidden):
        client.get('/volumes')
    assert len(server.requests) == 1


def test_threads_that_find_the_key_dead_log_in_once(server, session):
    barrier = threading.Barrier(16, timeout=60)

    def answer(request):
        if request.target.endswith('/credentials'):
            return scripted.login(KEY_2)
        if request.headers['x-hp3par-wsapi-sessionkey'] == scripted.KEY:
            barrier.wait()
            return DEAD
        return scripted.reply(200, {})

    server.default = answer
    failures = []

    def work():
        try:
            session.get('/volumes/v')
        except Exception as ex:
            failures.append(ex)

    threads = [threading.Thread(target=work) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert failures == []
    assert server.count('POST', '/credentials') == 2


def test_threads_share_a_refused_login(server, session):
    barrier = threading.Barrier(8, timeout=60)

    def answer(request):
        if request.target.endswith('/credentials'):
            return scripted.error(403, 5)
        barrier.wait()
        return DEAD

    server.default = answer
    codes = []

    def work():
        try:
            session.get('/volumes/v')
        except exceptions.HTTPForbidden as ex:
            codes.append(ex.code)

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert codes == [5] * 8
    assert server.count('POST', '/credentials') < 1 + 8


def test_logout_deletes_the_key_once(server, session):
    session.unauthenticate()
    session.unauthenticate()
    assert [item.target for item in server.requests
            if item.method == 'DELETE'] == [
                '/api/v1/credentials/' + scripted.KEY]
    assert not session.get_session_key()


def test_logout_without_login_sends_nothing(server, client):
    client.unauthenticate()
    assert server.requests == []


def test_logout_of_an_expired_session_is_no_error_and_no_login(server,
                                                               session):
    server.say(DEAD)
    session.unauthenticate()
    assert session.get_session_key() is None
    assert server.count('POST', '/credentials') == 1


def test_logout_that_fails_keeps_the_key_for_another_try(server, session):
    server.default = scripted.CUT
    with pytest.raises(exceptions.ConnectionError):
        session.unauthenticate()
    assert session.get_session_key() == scripted.KEY
    server.default = scripted.reply(200)
    session.unauthenticate()
    assert session.get_session_key() is None


def test_call_after_logout_logs_in_again_by_itself(server, session):
    session.unauthenticate()
    server.say(scripted.login(KEY_2))
    session.get('/volumes')
    assert server.requests[-1].headers[
        'x-hp3par-wsapi-sessionkey'] == KEY_2


def test_second_login_closes_the_first_session(server, session):
    server.say(scripted.login(KEY_2))
    session.authenticate('user', 'other')
    assert server.requests[-1].target == '/api/v1/credentials/' + scripted.KEY
    assert session.get_session_key() == KEY_2


def test_login_that_is_refused_keeps_the_session(server, session):
    server.say(scripted.error(403, 5))
    with pytest.raises(exceptions.HTTPForbidden):
        session.authenticate('user', 'wrong')
    assert session.get_session_key() == scripted.KEY


def test_key_written_from_outside_is_used(server, client):
    client.session_key = KEY_2
    client.get('/volumes')
    assert server.requests[0].headers['x-hp3par-wsapi-sessionkey'] == KEY_2


def test_dropped_client_closes_its_session(server):
    client = HTTPJSONRESTClient(server.url)
    server.say(scripted.login())
    client.authenticate('user', 'pw')
    del client
    gc.collect()
    assert server.count('DELETE', scripted.KEY) == 1


def test_program_that_ends_without_logout_closes_its_session(server):
    server.say(scripted.login())
    program = (
        'from hpe3parclient.client import HPE3ParClient\n'
        'client = HPE3ParClient(%r)\n'
        'client.login("user", "pw")\n' % server.url)
    subprocess.run([sys.executable, '-c', program], check=True, timeout=60)
    assert server.count('DELETE', scripted.KEY) == 1


def test_version_needs_no_key_and_lies_outside_v1(server, client):
    server.say(scripted.reply(200, {'build': 30301215}))
    assert client.get(client.version_url)[1] == {'build': 30301215}
    assert server.seen == ['GET /api']


def test_version_after_logout_logs_in_only_where_the_array_demands(server,
                                                                   session):
    session.unauthenticate()
    server.requests.clear()
    session.get(session.version_url)
    assert server.count('POST', '/credentials') == 0
    server.say(DEAD, scripted.login(KEY_2), scripted.reply(200, {'build': 1}))
    session.unauthenticate()
    assert session.get(session.version_url)[1] == {'build': 1}
    assert server.requests[-2].target == '/api/v1/credentials'


# -- construction ------------------------------------------------------------


@pytest.mark.parametrize('timeout', [0, -1, True, 'soon', (1,), (1, 0),
                                     float('inf'), float('nan')])
def test_timeout_that_makes_no_sense_is_refused(timeout):
    with pytest.raises(ValueError, match='timeout'):
        HTTPJSONRESTClient('http://127.0.0.1/api/v1', timeout=timeout)


def test_time_limits_are_finite_by_default():
    client = HTTPJSONRESTClient('http://127.0.0.1/api/v1')
    assert client.timeout is None
    assert client._options.timeouts == DEFAULT_TIMEOUTS
    assert all(0 < seconds < 2000 for seconds in DEFAULT_TIMEOUTS)


@pytest.mark.parametrize('url', ['', '  ', None, 'http://u:p@array/api/v1',
                                 'u:p@array'])
def test_url_that_can_only_be_a_mistake_is_refused_at_once(url):
    with pytest.raises(ValueError, match='api_url'):
        HTTPJSONRESTClient(url)


@pytest.mark.parametrize('url', ['array', 'ftp://array/api/v1', 'http://',
                                 'http://array/api/v1?x=1', 'anyurl',
                                 'https://array:0/api/v1', 'http://[::1/api',
                                 'https://array:port/api/v1'])
def test_first_request_says_what_is_wrong_with_the_url(url):
    client = HTTPJSONRESTClient(url)
    shown = url.replace('?x=1', '***').replace(':port', ':***')
    assert client.api_url == shown
    assert client.session_key is None
    client.unauthenticate()
    client.close()
    for call in (lambda: client.authenticate('u', 'p'),
                 lambda: client.get('/volumes'), lambda: client.session,
                 lambda: list(client.members('/volumes'))):
        with pytest.raises(exceptions.InvalidInput) as caught:
            call()
        assert repr(shown) in str(caught.value)
        assert 'https://array:8080/api/v1' in str(caught.value)


@pytest.mark.parametrize(('url', 'version'), [
    ('http://a:8008/api/v1/', 'http://a:8008/api'),
    ('http://a/gateway/api/v1', 'http://a/gateway/api'),
    ('http://a', 'http://a/api')])
def test_version_url(url, version):
    assert HTTPJSONRESTClient(url).version_url == version


def test_url_cannot_change_under_a_session(session):
    with pytest.raises(ValueError, match='log out first'):
        session.set_url('http://127.0.0.1:1/api/v1')


def test_json_is_written_as_ascii(server, session):
    session.post('/volumes', body={'comment': 'é'})
    assert server.requests[-1].body == json.dumps(
        {'comment': 'é'}).encode('ascii')


def test_post_that_changes_nothing_is_repeated(server, session):
    server.say(scripted.CUT, scripted.reply(200, {'rawFreeMiB': 1}))
    assert session.post('/spacereporter', body={'cpg': 'c'},
                        repeatable=True)[1] == {'rawFreeMiB': 1}


def test_forked_child_uses_connections_of_its_own(server, session):
    server.default = scripted.reply(200, {}, close=False)
    session.get('/volumes/parent')
    child = os.fork()
    if child == 0:
        try:
            session.get('/volumes/child')
        finally:
            os._exit(0)
    assert os.waitpid(child, 0)[1] == 0
    session.get('/volumes/parent')
    first, in_child, again = server.requests[-3:]
    assert in_child.target.endswith('child')
    assert in_child.connection != first.connection
    assert again.connection == first.connection


def test_child_that_ends_leaves_its_parents_session(server):
    server.say(scripted.login())
    program = (
        'import os\n'
        'from hpe3parclient.client import HPE3ParClient\n'
        'client = HPE3ParClient(%r)\n'
        'client.login("user", "pw")\n'
        'child = os.fork()\n'
        'if child:\n'
        '    os.waitpid(child, 0)\n'
        '    client.getVolume("v")\n' % server.url)
    subprocess.run([sys.executable, '-c', program], check=True, timeout=60)
    kinds = [item.method for item in server.requests]
    assert kinds == ['POST', 'GET', 'DELETE']


def test_password_in_a_bad_url_is_not_repeated():
    for url in ('admin:secret@array:8080/api/v1', 'http://u:secret@a/b?c'):
        with pytest.raises(ValueError, match='api_url') as caught:
            HTTPJSONRESTClient(url)
        assert 'secret' not in str(caught.value)


@pytest.mark.parametrize('answer', [
    scripted.reply(200, raw=b'<html>bye</html>', content_type='text/html'),
    scripted.reply(200, raw=b'{"half'), scripted.reply(200, raw=b'\xff\xfe'),
    scripted.reply(204), scripted.reply(200, [1])])
def test_what_the_answer_to_a_logout_holds_does_not_matter(server, session,
                                                           answer):
    server.say(answer)
    session.unauthenticate()
    assert session.session_key is None
