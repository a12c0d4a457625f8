"""``/simulator``: faults, clock and state for programs in other languages."""

from __future__ import annotations

import base64
import http.client
import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest

from hpe3parclient.simulator import Array, Clock, SimulatedArray, connect, control
from hpe3parclient.simulator.faults import OPTIONS
from tests.support.rawclient import RawClient


def basic(user: str = '3paradm', password: str = '3pardata') -> str:
    return 'Basic ' + base64.b64encode(f'{user}:{password}'.encode()).decode()


class Page:
    """Raw HTTP to the control page of an array."""

    def __init__(self, array: SimulatedArray) -> None:
        self.array = array

    def send(self, method: str, path: str, body: Any = None,
             header: str | None = None) -> tuple[int, Any]:
        """The status and the JSON of an answer."""
        parts = urlsplit(self.array.api_url)
        connection = http.client.HTTPConnection(
            parts.hostname or '', parts.port, timeout=60)
        text = body if isinstance(body, (bytes, type(None))) \
            else json.dumps(body).encode()
        headers = {'Authorization': basic() if header is None else header}
        try:
            connection.request(method, '/simulator' + path, text, headers)
            answer = connection.getresponse()
            assert answer.headers['Content-Type'] == 'application/json'
            return answer.status, json.loads(answer.read())
        finally:
            connection.close()

    def ok(self, method: str, path: str, body: Any = None) -> Any:
        status, answer = self.send(method, path, body)
        assert status == 200, answer
        return answer

    def refused(self, status: int, method: str, path: str,
                body: Any = None) -> str:
        """The message of a refusal, which has to change nothing."""
        before = self.ok('GET', '/state')
        answer = self.send(method, path, body)
        assert answer[0] == status, answer
        assert self.ok('GET', '/state') == before
        message: str = answer[1]['error']
        return message


@pytest.fixture
def page() -> Iterator[Page]:
    with SimulatedArray(tls=False, ssh_port=None, seed=1, control=True,
                        volumes=2, clock=Clock(running=False)) as array:
        yield Page(array)


@pytest.fixture
def api(page: Page) -> RawClient:
    return RawClient(page.array).log_in()


def test_page_is_off_unless_it_is_asked_for() -> None:
    with SimulatedArray(tls=False, ssh_port=None) as array:
        assert array.control_url is None
        status, answer = Page(array).send('GET', '')
    assert (status, answer['code']) == (404, 11)


def test_page_says_what_there_is(page: Page) -> None:
    index = page.ok('GET', '')
    assert index['model'] == '3par-3.3.1'
    assert set(index['faultKinds']) == set(OPTIONS)
    for resource in index['resources']:
        assert page.send('PATCH', resource[len('/simulator'):])[0] == 405
    assert str(page.array.control_url).endswith('/simulator')


@pytest.mark.parametrize('header', [
    '', 'Basic', 'Basic !', basic(password='wrong'), basic('nobody', ''),
    basic(''), 'Bearer x', basic().replace('Basic ', 'Digest '),
    'Basic ' + base64.b64encode(b'\xff\xfe').decode()])
def test_whoever_is_no_super_user_is_sent_away(page: Page, header: str
                                               ) -> None:
    status, answer = page.send('GET', '/state', header=header)
    assert (status, list(answer)) == (401, ['error'])


def test_user_who_may_only_look_is_sent_away(page: Page) -> None:
    page.array.state.users['guest'] = 'secret'
    page.array.state.browsers.add('guest')
    assert page.send('GET', '/clock',
                     header=basic('guest', 'secret'))[0] == 401


def test_clock_is_turned(page: Page) -> None:
    before = page.ok('GET', '/clock')['now']
    after = page.ok('POST', '/clock', {'advance': 3600.5})
    assert after['now'] == before + 3600.5
    assert after['now8601'].startswith('2017-07-14T03:40:00')


def test_turning_the_clock_ends_what_takes_time(page: Page, api: RawClient
                                                ) -> None:
    api.ok('POST', '/volumes/vol00000', {
        'action': 'createPhysicalCopy', 'parameters': {
            'destVolume': 'vol00001', 'online': False}})
    page.ok('POST', '/clock', {'advance': 100000})
    tasks = page.ok('GET', '/state')['arrays'][0]['tasks']
    assert {task['status'] for task in tasks} == {1}


def test_fault_meets_the_requests_it_is_for(page: Page, api: RawClient
                                            ) -> None:
    fault = page.ok('POST', '/faults', {
        'kind': 'unavailable', 'method': 'GET', 'path': '/volumes',
        'times': 2, 'skip': 1,
        'options': {'retry_after': 1, 'code': 68}})
    assert fault == {
        'kind': 'unavailable', 'method': 'GET', 'path': '/volumes',
        'times': 2, 'skip': 1, 'injected': 0,
        'options': {'retry_after': 1, 'code': 68}}
    assert page.ok('GET', '/faults')['faults'] == [fault]
    statuses = [api('GET', path).status for path in (
        '/volumes', '/cpgs', '/volumes', '/volumes', '/volumes')]
    assert statuses == [200, 200, 503, 503, 200]
    assert page.ok('GET', '/faults')['injected'] == 2


def test_fault_may_be_for_a_pattern_and_for_ever(page: Page, api: RawClient
                                                 ) -> None:
    page.ok('POST', '/faults', {'kind': 'status', 'times': None,
                                'pathPattern': 'vol0+1$',
                                'options': {'status': 418}})
    assert api('GET', '/volumes/vol00000').status == 200
    assert [api('GET', '/volumes/vol00001').status for _ in range(3)] \
        == [418] * 3
    page.ok('DELETE', '/faults')
    assert api('GET', '/volumes/vol00001').status == 200


@pytest.mark.parametrize('kind', OPTIONS)
def test_each_kind_of_fault_can_be_injected(page: Page, kind: str) -> None:
    assert page.ok('POST', '/faults', {'kind': kind})['times'] == 1
    assert page.ok('GET', '/clock')     # no fault meets the page itself
    assert page.ok('GET', '/faults')['faults'][0]['kind'] == kind


def test_each_option_of_a_fault_is_checked() -> None:
    assert set().union(*OPTIONS.values()) - {'body'} \
        == set(control._FAULT_OPTIONS)


def test_requests_can_be_slow_and_one_at_a_time(page: Page) -> None:
    settings = page.ok('PUT', '/faults', {'latency': 0.01,
                                          'serialiseKeys': True})
    assert (settings['latency'], settings['serialiseKeys']) == (0.01, True)
    assert page.array.faults.latency == 0.01
    assert page.ok('DELETE', '/faults')['latency'] == 0.0


def test_requests_are_shown_without_secrets(page: Page, api: RawClient
                                            ) -> None:
    api.get('/cpgs')
    records = page.ok('GET', '/requests')['requests']
    assert [(record['method'], record['target'], record['status'])
            for record in records] == [
        ('POST', '/api/v1/credentials', 201), ('GET', '/api/v1/cpgs', 200)]
    assert '3pardata' not in json.dumps(records)
    assert page.ok('DELETE', '/requests') == {'requests': []}
    assert len(page.array.requests) == 0


def test_state_is_read_and_put_back(page: Page, api: RawClient) -> None:
    document = page.ok('GET', '/state')
    assert document == page.array.snapshot()
    api.ok('DELETE', '/volumes/vol00000')
    page.ok('PUT', '/state', document)
    api.get('/volumes/vol00000')
    assert page.ok('GET', '/state') == document


def test_parts_fail_and_are_repaired(page: Page, api: RawClient) -> None:
    broken = page.ok('POST', '/parts', {'kind': 'pd', 'part': 3})
    assert broken == {'broken': [{'kind': 'pd', 'part': '3',
                                  'state': 'failed'}]}
    assert api.get('/system')['failedCapacityMiB'] > 0
    assert page.ok('POST', '/parts', {'kind': 'pd', 'part': 3,
                                      'state': 'normal'}) == {'broken': []}


def test_hosts_log_in_and_write(page: Page, api: RawClient) -> None:
    api.ok('POST', '/hosts', {'name': 'h', 'FCWWNs': ['50060B0000C26200']})
    page.ok('POST', '/hosts', {'name': 'h', 'loggedIn': True})
    assert api.get('/hosts/h')['FCPaths'][0]['portPos']
    page.ok('POST', '/hosts', {'name': 'h', 'loggedIn': False})
    assert 'portPos' not in api.get('/hosts/h')['FCPaths'][0]
    page.ok('POST', '/load', {'volume': 'vol00001', 'writeMiB': 300,
                              'readMiB': 600})
    assert api.get('/volumes/vol00001')['userSpace']['usedMiB'] >= 300
    page.ok('POST', '/clock', {'advance': 300})
    last = RawClient(page.array).log_in().get(
        '/systemreporter/vstime/cpgstatistics/hires')['members'][-1]
    assert last['KBytes']['read'] == pytest.approx(
        2 * last['KBytes']['write'], abs=0.2)


@pytest.mark.parametrize(('status', 'method', 'path', 'body', 'text'), [
    (404, 'GET', '/nothing', None, 'there is no /simulator/nothing'),
    (405, 'DELETE', '/clock', None, 'knows GET, POST, not DELETE'),
    (400, 'POST', '/clock', b'{', 'the body is not JSON'),
    (400, 'POST', '/clock', b'[' * 100000, 'the body is not JSON'),
    (400, 'POST', '/clock', None, 'must be a JSON object with advance'),
    (400, 'POST', '/clock', {}, 'advance is missing'),
    (400, 'POST', '/clock', {'advance': 'x'},
     'advance must be int or float, not str'),
    (400, 'POST', '/clock', {'advance': True}, 'not bool'),
    (400, 'POST', '/clock', {'advance': -1}, 'advance must be from 0'),
    (400, 'POST', '/clock', {'advance': 1e300}, 'advance must be from 0'),
    (400, 'POST', '/clock', {'advance': 1, 'by': 2}, 'by is unknown'),
    (400, 'POST', '/faults', {'kind': 'fire'}, "no fault is called 'fire'"),
    (400, 'POST', '/faults', {'kind': 'busy', 'options': {'x': 1}},
     'busy has no option x'),
    (400, 'POST', '/faults', {'kind': 'delay', 'options': {'seconds': 'x'}},
     "options.seconds cannot be 'x'"),
    (400, 'POST', '/faults', {'kind': 'status', 'options': {
        'headers': {'X': 'a\r\nb'}}}, 'options.headers cannot be'),
    (400, 'POST', '/faults', {'kind': 'status', 'options': {'status': 99}},
     'options.status cannot be 99'),
    (400, 'POST', '/faults', {'kind': 'refuse', 'options': {
        'symbol': 'NO_SUCH'}}, "options.symbol cannot be 'NO_SUCH'"),
    (400, 'POST', '/faults', {'kind': 'busy', 'pathPattern': '('},
     'pathPattern: '),
    (400, 'POST', '/faults', {'kind': 'busy', 'path': '/', 'pathPattern':
                              '/'}, 'exclude each other'),
    (400, 'POST', '/faults', {'kind': 'busy', 'times': 0},
     'times must be from 1'),
    (400, 'PUT', '/faults', {'latency': -1}, 'latency must be from 0'),
    (400, 'PUT', '/state', None, 'must be a document'),
    (400, 'PUT', '/state', {'format': 'other'}, 'format'),
    (400, 'POST', '/parts', {'kind': 'pd', 'part': 9999},
     'there is no pd 9999'),
    (400, 'POST', '/parts', {'kind': 'wheel', 'part': 1}, 'none of'),
    (409, 'POST', '/hosts', {'name': 'x', 'loggedIn': True},
     'NON_EXISTENT_HOST'),
    (409, 'POST', '/load', {'volume': 'x', 'writeMiB': 1},
     'NON_EXISTENT_VOL'),
    (400, 'POST', '/load', {'volume': 'vol00000', 'writeMiB': -1},
     'writeMiB must be from 0')])
def test_request_that_cannot_be_followed_says_why(
        page: Page, status: int, method: str, path: str, body: Any,
        text: str) -> None:
    assert text in page.refused(status, method, path, body)
    assert page.ok('GET', '/faults')['faults'] == []


def test_state_of_a_linked_array_is_no_document_of_its_own(page: Page
                                                           ) -> None:
    connect(page.array, Array(clock=page.array.clock, seed=2))
    status, answer = page.send('GET', '/state')
    assert status == 409
    assert 'linked' in answer['error']


def test_requests_to_the_page_are_not_recorded(page: Page) -> None:
    page.ok('GET', '/clock')
    assert len(page.array.requests) == 0
