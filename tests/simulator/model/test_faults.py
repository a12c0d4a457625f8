"""Faults that can be injected, seen over raw HTTP."""

from __future__ import annotations

import http.client
import json
import re
import threading
import time

import pytest

from hpe3parclient.simulator import Faults

BROKEN = (ConnectionError, http.client.HTTPException)
VOLUME = {'name': 'v', 'cpg': 'c', 'sizeMiB': 256}


@pytest.fixture
def faults(array):
    return array.faults


def test_busy_answers_as_captured(api, faults):
    faults.add('busy')
    answer = api('POST', '/cpgs', {'name': 'c'})
    assert answer.status == 503
    assert answer.raw.count(b'\n') == 3
    assert answer.body == {
        'code': 270, 'desc': ' System is too busy. Please try again later'}


def test_a_busy_array_does_nothing(api, faults):
    faults.add('busy')
    api('POST', '/cpgs', {'name': 'c'})
    assert api.get('/cpgs')['total'] == 0


def test_a_fault_meets_as_many_requests_as_it_is_told(api, faults):
    faults.add('busy', times=2)
    assert [api('GET', '/system').status for _ in range(3)] == [
        503, 503, 200]


def test_a_fault_may_have_no_end(api, faults):
    faults.add('busy', times=None)
    assert {api('GET', '/system').status for _ in range(5)} == {503}


def test_a_fault_may_let_some_pass(api, faults):
    faults.add('busy', skip=1)
    assert [api('GET', '/system').status for _ in range(3)] == [
        200, 503, 200]


@pytest.mark.parametrize('where', [
    '/cpgs', '/api/v1/cpgs', re.compile('cpgs$')])
def test_a_fault_may_be_bound_to_a_path(api, faults, where):
    faults.add('busy', path=where)
    assert api('GET', '/system').status == 200
    assert api('GET', '/cpgs').status == 503


def test_a_fault_may_be_bound_to_a_method(api, faults):
    faults.add('busy', method='POST')
    assert api('GET', '/cpgs').status == 200
    assert api('POST', '/cpgs', {'name': 'c'}).status == 503


def test_one_request_is_answered_by_one_fault(api, faults):
    faults.add('busy')
    faults.add('html', status=502)
    assert [api('GET', '/system').status for _ in range(3)] == [
        503, 502, 200]


def test_faults_count_what_they_did(api, faults):
    fault = faults.add('busy', times=None)
    for _ in range(3):
        api('GET', '/system')
    assert (fault.injected, faults.injected('busy'), faults.injected(),
            faults.injected('html')) == (3, 3, 3, 0)


def test_faults_can_be_taken_away(api, faults):
    faults.add('busy', times=None)
    faults.latency, faults.serialise_keys = 1.0, True
    faults.clear()
    assert api('GET', '/system').status == 200
    assert (faults.latency, faults.serialise_keys) == (0.0, False)


def test_an_unknown_fault_is_refused():
    with pytest.raises(ValueError, match='no fault is called'):
        Faults().add('gremlin')


def test_an_unknown_option_is_refused():
    with pytest.raises(TypeError, match='busy has no option colour'):
        Faults().add('busy', colour='red')


@pytest.mark.parametrize('options, retry_after, body', [
    ({}, None, None),
    ({'retry_after': 7}, '7', None),
    ({'code': 5, 'desc': 'x'}, None, {'code': 5, 'desc': 'x'}),
    ({'body': {'a': 1}}, None, {'a': 1})])
def test_unavailable_says_what_it_is_told(api, faults, options,
                                          retry_after, body):
    faults.add('unavailable', **options)
    answer = api('GET', '/system')
    assert (answer.status, answer.headers['Retry-After']) == (
        503, retry_after)
    assert (json.loads(answer.raw) if answer.raw else None) == body


def test_expire_drops_every_key(api, faults):
    faults.add('expire')
    assert api('GET', '/system').code == 6
    assert len(api.array.state.sessions) == 0


def test_reset_before_does_nothing(pool, faults):
    faults.add('reset_before', method='POST')
    with pytest.raises(BROKEN):
        pool('POST', '/volumes', VOLUME)
    assert 'v' not in pool.array.state.volumes


@pytest.mark.parametrize('options, status', [
    ({}, 504), ({'status': 502}, 502)])
def test_gateway_has_done_it_and_says_otherwise(pool, faults, options,
                                                status):
    faults.add('gateway', method='POST', **options)
    answer = pool('POST', '/volumes', VOLUME)
    assert (answer.status, answer.headers['Content-Type']) == (
        status, 'text/html')
    assert 'v' in pool.array.state.volumes


def test_reset_after_has_done_it(pool, faults):
    faults.add('reset_after', method='POST')
    with pytest.raises(BROKEN):
        pool('POST', '/volumes', VOLUME)
    assert 'v' in pool.array.state.volumes


def test_a_request_without_answer_has_no_status(pool, faults):
    faults.add('reset_after')
    with pytest.raises(BROKEN):
        pool('GET', '/system')
    assert pool.array.requests[-1].status is None


def test_a_cut_chunked_list_breaks_off(api, faults):
    faults.add('cut', path='/volumes', after=40)
    with pytest.raises(BROKEN):
        api('GET', '/volumes')


def test_a_cut_answer_of_known_length_breaks_off(primera):
    primera.array.faults.add('cut', after=5)
    with pytest.raises(http.client.IncompleteRead) as broken:
        primera('GET', '/system')
    assert len(broken.value.partial) == 5


def test_a_cut_falls_in_the_middle_unless_told(primera):
    whole = len(primera('GET', '/system').raw)
    primera.array.faults.add('cut')
    with pytest.raises(http.client.IncompleteRead) as broken:
        primera('GET', '/system')
    assert len(broken.value.partial) == whole // 2


def test_a_truncated_answer_ends_in_order(api, faults):
    faults.add('truncate', after=10)
    assert len(api('GET', '/system').raw) == 10


def test_a_broken_list_says_so_at_its_end(api, faults):
    faults.add('broken_list', path='/volumes')
    with pytest.raises(http.client.IncompleteRead) as broken:
        api('GET', '/volumes')
    assert broken.value.partial.endswith(
        b'"success":false,"message":'
        b'{"code":101,"desc":"Invalid cursor id for chunking"}')


def test_a_broken_list_has_some_members(api, faults):
    api.array.state.populate(500)
    faults.add('broken_list', path='/volumes', code=1, desc='x')
    with pytest.raises(http.client.IncompleteRead) as broken:
        api('GET', '/volumes')
    text = broken.value.partial
    assert text.startswith(b'{"total":502,"members":[{')
    assert text.endswith(b'{"code":1,"desc":"x"}')
    assert 100 < text.count(b'"sizeMiB"') < 502


def test_a_broken_list_breaks_no_error(anonymous, faults):
    faults.add('broken_list')
    assert anonymous('GET', '/volumes').code == 6


@pytest.mark.parametrize('extra', [10, 1])
def test_a_wrong_length_promises_too_much(api, faults, extra):
    faults.add('wrong_length', extra=extra)
    with pytest.raises(http.client.IncompleteRead):
        api('GET', '/volumes')


def test_a_wrong_length_may_promise_too_little(api, faults):
    faults.add('wrong_length', extra=-1)
    with pytest.raises(ValueError, match='JSON|Expecting|delimiter'):
        _ = api('GET', '/system').body


def test_dripping_loses_nothing(api, faults):
    faults.add('drip')
    assert api.get('/wsapiconfiguration')['version'] == '1.6.5'


def test_dripping_stops_with_the_array(serve, raw_client):
    array = serve()
    api = raw_client(array).log_in()
    array.faults.add('drip', seconds=600)
    started = threading.Event()

    def ask():
        started.set()
        with pytest.raises(BROKEN):
            api('GET', '/system')

    thread = threading.Thread(target=ask)
    thread.start()
    started.wait(60)
    while not array.faults.injected('drip'):
        time.sleep(0.001)
    array.stop()
    thread.join(60)
    assert not thread.is_alive()


def test_a_delay_stops_with_the_array(serve, raw_client):
    array = serve()
    api = raw_client(array).log_in()
    array.faults.add('delay', seconds=600)

    def ask():
        with pytest.raises(BROKEN):
            api('GET', '/system')

    thread = threading.Thread(target=ask)
    thread.start()
    while not array.faults.injected('delay'):
        time.sleep(0.001)
    array.stop()
    thread.join(60)
    assert not thread.is_alive()


@pytest.mark.parametrize('kind', ['delay', 'latency'])
def test_what_waits_when_the_array_stops_is_not_carried_out(
        serve, raw_client, kind):
    array = serve()
    api = raw_client(array).log_in()
    array.requests.clear()
    if kind == 'delay':
        array.faults.add('delay', seconds=600)
    else:
        array.faults.latency = 600.0

    def ask():
        with pytest.raises(BROKEN):
            api('POST', '/cpgs', {'name': 'c'})

    thread = threading.Thread(target=ask)
    thread.start()
    while not array.requests:
        time.sleep(0.001)
    array.stop()
    thread.join(60)
    assert not thread.is_alive()
    assert 'c' not in array.state.cpgs


def test_a_delayed_request_is_served(api, faults):
    faults.add('delay', seconds=0)
    faults.latency = 0.001
    assert api('GET', '/system').status == 200


def test_any_status_can_be_answered(api, faults):
    faults.add('status', status=418, body={'code': 1}, headers={'X-A': 'b'})
    answer = api('GET', '/system')
    assert (answer.status, answer.body, answer.headers['X-A'],
            answer.headers['Content-Type']) == (
        418, {'code': 1}, 'b', 'application/json')


def test_any_bytes_can_be_answered(api, faults):
    faults.add('status', status=200, body=b'\xff', content_type='x/y')
    answer = api('GET', '/system')
    assert (answer.raw, answer.headers['Content-Type']) == (b'\xff', 'x/y')


def test_a_status_without_a_reason_has_one(api, faults):
    faults.add('status', status=599)
    assert api('GET', '/system').status == 599


def test_a_page_of_a_proxy_can_be_answered(api, faults):
    faults.add('html')
    answer = api('GET', '/system')
    assert (answer.status, answer.headers['Content-Type']) == (
        200, 'text/html')


def test_a_redirect_can_be_answered(api, faults):
    faults.add('redirect', location='http://192.0.2.1/')
    answer = api('GET', '/system')
    assert (answer.status, answer.headers['Location']) == (
        302, 'http://192.0.2.1/')


def test_the_session_limit_can_be_played(api, raw_client, faults):
    faults.add('session_limit')
    assert api('GET', '/system').status == 200
    answer = api('POST', '/credentials', {'user': 'u', 'password': 'p'})
    assert (answer.status, answer.code) == (503, 31)


def test_requests_with_one_key_can_be_made_to_wait(
        api, raw_client, faults, monkeypatch):
    other = raw_client(api.array).log_in()
    faults.serialise_keys = True
    running, most, lock = [0], [0], threading.Lock()
    state = api.array.state
    settle = state.settle

    def counted():
        with lock:
            running[0] += 1
            most[0] = max(most[0], running[0])
        settle()
        with lock:
            running[0] -= 1

    monkeypatch.setattr(state, 'settle', counted)
    threads = [threading.Thread(target=item, args=('GET', '/system'))
               for item in 4 * [api] + 4 * [other]]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert most[0] <= 2


class TestRecords:
    """What arrived."""

    def test_a_request_is_recorded_as_it_came(self, api):
        api.send('GET', '/api//v1/volumes/a%2Fb?x=%20')
        item = api.array.requests[-1]
        assert (item.method, item.target, item.status, item.body) == (
            'GET', '/api//v1/volumes/a%2Fb?x=%20', 400, None)

    def test_a_body_is_recorded_without_its_password(self, anonymous):
        anonymous.log_in()
        item = anonymous.array.requests[0]
        assert item.body == {'user': '3paradm', 'password': '***'}
        assert (item.status, item.session) == (201, None)

    def test_secrets_inside_are_masked(self, api):
        api('PUT', '/hosts/h', {'list': [{'chapSecret': 's'}]})
        assert api.array.requests[-1].body == {
            'list': [{'chapSecret': '***'}]}

    def test_a_body_that_is_no_json_is_none(self, api):
        api('POST', '/cpgs', b'{')
        assert api.array.requests[-1].body is None

    def test_a_session_is_recorded_as_a_hash(self, api):
        api.get('/system')
        item = api.array.requests[-1]
        session = next(iter(api.array.state.sessions))
        assert item.session == session.label

    def test_records_are_a_sequence(self, api):
        api.get('/system')
        records = api.array.requests
        assert len(records) == len(list(records)) == 2
        assert [item.method for item in records[:1]] == ['POST']
        records.clear()
        assert len(records) == 0
