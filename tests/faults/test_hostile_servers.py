"""Servers that are broken, hostile, or no array at all.

Whatever they do, a call ends within its time in a result that is right or in
a typed error; a change that may have been carried out is never reported as
refused, and no answer is ever taken for that of another request.
"""

from __future__ import annotations

import gzip
import json
import threading
import time
import zlib
from typing import Any, Callable

import pytest

from hpe3parclient import exceptions
from hpe3parclient.client import HPE3ParClient
from hpe3parclient.http import HTTPJSONRESTClient
from hpe3parclient.limits import Limits
from hpe3parclient.retry import RetryPolicy
from hpe3parclient.web import connection
from tests.support import raw, scripted

ONCE = RetryPolicy(attempts=1)
TWICE = RetryPolicy(attempts=2, first_wait=0)
LIMITS = Limits(head_bytes=4096, interim_answers=5, body_bytes=1 << 20)
#: seconds after which a call did not end by itself
PATIENCE = 60


def ok(body: bytes = b'{}', *headers: str, status: str = '200 OK') -> bytes:
    """A whole answer on a kept connection."""
    return '\r\n'.join([
        'HTTP/1.1 ' + status, 'Content-Type: application/json',
        f'Content-Length: {len(body)}', *headers, '', '']).encode() + body


def head(*headers: str, status: str = '200 OK') -> bytes:
    return '\r\n'.join(['HTTP/1.1 ' + status, *headers, '', '']).encode()


def client_of(server: Any, **options: Any) -> HTTPJSONRESTClient:
    options.setdefault('retry', ONCE)
    options.setdefault('timeout', 60)
    options.setdefault('limits', LIMITS)
    client = HTTPJSONRESTClient(server.url, **options)
    client.session_key = scripted.KEY
    return client


def forget(client: HTTPJSONRESTClient) -> None:
    client.session_key = None
    client.close()


# -- answers that are not final -----------------------------------------------


@pytest.mark.parametrize('method', ['GET', 'POST', 'PUT', 'DELETE'])
@pytest.mark.parametrize('status', [
    '100 Continue', '102 Processing', '103 Early Hints'])
def test_answer_before_the_final_one_is_skipped(status, method):
    early = head('Link: </x>', status=status)
    with raw.Server([early + early + ok(b'{"a": 1}')]) as server:
        client = client_of(server)
        assert client.request('/x', method)[1] == {'a': 1}
        assert client.request('/y', method)[1] == {'a': 1}
        assert server.connections == 1
        forget(client)


@pytest.mark.parametrize('status', [
    '101 Switching Protocols', '104 Upload', '199 What', '150 x'])
def test_other_answer_below_200_ends_in_doubt_or_is_asked_again(status):
    first = head('Upgrade: x', status=status)
    with raw.Server([first, ok(b'{"a": 1}')]) as server:
        client = client_of(server, retry=TWICE)
        assert client.get('/x')[1] == {'a': 1}
        assert server.connections == 2
        forget(client)
    for method in ('POST', 'PUT', 'DELETE'):
        with raw.Server([first + ok(), ok(b'{"b": 1}')]) as server:
            client = client_of(server, retry=TWICE)
            with pytest.raises(exceptions.OutcomeUnknown):
                client.request('/x', method)
            assert len(server.requests) == 1
            assert client.get('/y')[1] == {'b': 1}
            forget(client)


def test_final_answer_that_comes_late_is_waited_for():
    with raw.Server([[head(status='102 Processing'), 0.3,
                      ok(b'{"done": 1}')]]) as server:
        client = client_of(server)
        assert client.post('/x', body={})[1] == {'done': 1}
        forget(client)


@pytest.mark.parametrize('flood', [
    head(status='100 Continue'), head(status='102 Processing'),
    head('Link: </x>', status='103 Early Hints')])
def test_flood_of_early_answers_ends(flood):
    with raw.Server([raw.forever(flood)]) as server:
        client = client_of(server)
        with pytest.raises(exceptions.OutcomeUnknown, match='not final'):
            client.post('/x', body={})
        forget(client)


# -- time ---------------------------------------------------------------------


def _drip(before: bytes, drop: bytes) -> Any:
    return raw.forever(drop, before=before, pause=0.05)


DRIPS: dict[str, Any] = {
    'status line': _drip(b'HTTP/1.1 200 O', b'K'),
    'header': _drip(b'HTTP/1.1 200 OK\r\nX: ', b'x'),
    'headers': _drip(b'HTTP/1.1 200 OK\r\n', b'X: y\r\n'),
    'body': _drip(head('Content-Length: 1000000'), b' '),
    'body without a length': _drip(head('Connection: close'), b' '),
    'chunks': _drip(head('Transfer-Encoding: chunked'), b'1\r\n \r\n'),
    'size of a chunk': _drip(head('Transfer-Encoding: chunked'), b'0'),
    'extension of a chunk': _drip(
        head('Transfer-Encoding: chunked') + b'1;', b'x'),
    'trailer': _drip(head('Transfer-Encoding: chunked')
                     + b'2\r\n{}\r\n0\r\nX: ', b'x'),
    'trailers': _drip(head('Transfer-Encoding: chunked')
                      + b'2\r\n{}\r\n0\r\n', b'X: y\r\n'),
    'early answers': _drip(b'', head(status='102 Processing')),
}


@pytest.mark.parametrize('method', ['GET', 'POST', 'DELETE'])
@pytest.mark.parametrize('drip', DRIPS)
def test_answer_that_only_drips_ends(drip, method):
    with raw.Server([DRIPS[drip]]) as server:
        client = client_of(server, timeout=(5, 1, 1), limits=Limits(
            head_seconds=0.5, interim_answers=10))
        expected: Any = exceptions.OutcomeUnknown
        if method == 'GET':
            expected = (exceptions.Timeout, exceptions.ConnectionError)
        with raw.within(PATIENCE), pytest.raises(expected):
            client.request('/x', method)
        forget(client)


class Stopwatch:
    """The time by which a connection knows how long it has waited.

    It stands still, so that no machine is too slow, but for the seconds that
    pass each time it is read.
    """

    def __init__(self) -> None:
        self.now = self.passing = 0.0

    def monotonic(self) -> float:
        self.now += self.passing
        return self.now


@pytest.fixture
def stopwatch(monkeypatch) -> Stopwatch:
    result = Stopwatch()
    monkeypatch.setattr(connection, 'time', result)
    return result


def test_list_that_drips_ends_while_it_is_read(stopwatch):
    with raw.Server([_drip(head('Transfer-Encoding: chunked')
                           + b'1a\r\n{"members":[{"name":"v1"},\r\n',
                           b'1\r\n \r\n')]) as server:
        client = client_of(server, timeout=(60, 60, 60))
        members = client.members('/volumes')
        assert next(members) == {'name': 'v1'}
        stopwatch.passing = 20
        with raw.within(PATIENCE), pytest.raises(exceptions.Timeout):
            next(members)
        forget(client)


def test_program_may_take_its_time_over_the_members(stopwatch):
    body = json.dumps({'total': 3, 'members': [
        {'name': f'v{number}', 'comment': 'x' * 100000}
        for number in range(3)]}).encode()
    with raw.Server([ok(body)]) as server:
        client = client_of(server, timeout=(60, 60, 60))
        names = []
        for member in client.members('/volumes'):
            names.append(member['name'])
            stopwatch.now += 50
        assert names == ['v0', 'v1', 'v2']
        forget(client)


# -- sizes --------------------------------------------------------------------


SIZES: dict[str, bytes] = {
    'length beyond all memory': head('Content-Length: 4611686018427387904')
    + b'{}',
    'length beyond 64 bits': head('Content-Length: ' + '9' * 100) + b'{}',
    'length below 0': head('Content-Length: -1') + b'{}',
    'length with a sign': head('Content-Length: +2') + b'{}',
    'length with an underscore': head('Content-Length: 1_0') + b'0123456789',
    'length in other digits': 'HTTP/1.1 200 OK\r\nContent-Length: ٢\r\n\r\n{}'
    .encode(),
    'two lengths': head('Content-Length: 2', 'Content-Length: 3') + b'{} ',
    'two lengths in one': head('Content-Length: 2, 3') + b'{} ',
    'chunk below 0': head('Transfer-Encoding: chunked') + b'-1\r\n{}\r\n0\r\n\r\n',
    'chunk of -5': head('Transfer-Encoding: chunked') + b'-5\r\n{}\r\n0\r\n\r\n',
    'chunk beyond all memory': head('Transfer-Encoding: chunked')
    + b'7fffffffffffffff\r\n{}',
    'chunk that is no number': head('Transfer-Encoding: chunked')
    + b'zz\r\n{}\r\n0\r\n\r\n',
    'other coding': head('Transfer-Encoding: gzip, chunked')
    + b'2\r\n{}\r\n0\r\n\r\n',
    'head too long': b'HTTP/1.1 200 OK\r\nX: ' + b'x' * 70000 + b'\r\n\r\n',
    'too many headers': b'HTTP/1.1 200 OK\r\n' + b'X: y\r\n' * 20000 + b'\r\n',
    'trailers too long': head('Transfer-Encoding: chunked')
    + b'2\r\n{}\r\n0\r\n' + b'X: y\r\n' * 20000 + b'\r\n',
    'body too long': ok(b' ' * (1 << 21)),
    'gzip of gigabytes': ok(gzip.compress(b' ' * (1 << 26)),
                            'Content-Encoding: gzip'),
    'deflate of gigabytes': ok(zlib.compress(b' ' * (1 << 26)),
                               'Content-Encoding: deflate'),
    'gzip in gzip': ok(gzip.compress(gzip.compress(b'{}')),
                       'Content-Encoding: gzip, gzip'),
    'gzip that is none': ok(b'{}', 'Content-Encoding: gzip'),
    'coding that nobody asked for': ok(b'{}', 'Content-Encoding: br'),
    'HTTP of another version': b'HTTP/2.0 200 OK\r\n\r\n',
    'no status': b'HTTP/1.1\r\n\r\n', 'status of two digits':
    b'HTTP/1.1 20 OK\r\n\r\n', 'status 000': b'HTTP/1.1 000 x\r\n\r\n',
    'nothing but an end of line': b'\r\n\r\n',
    'bytes': bytes(range(256)) * 10,
}


@pytest.mark.parametrize('method', ['GET', 'POST', 'PUT', 'DELETE'])
@pytest.mark.parametrize('name', SIZES)
def test_answer_beyond_all_measure_is_a_typed_error(name, method):
    with raw.Server([[SIZES[name], raw.END]]) as server:
        client = client_of(server)
        expected: Any = exceptions.OutcomeUnknown
        if method == 'GET':
            expected = exceptions.RequestException
        with raw.within(PATIENCE), pytest.raises(expected) as caught:
            client.request('/x', method)
        assert len(server.requests) == 1
        assert not set('\r\n\0\x1b') & set(str(caught.value))
        forget(client)


def test_gzip_that_nobody_asked_for_is_read():
    with raw.Server([ok(gzip.compress(b'{"a": 1}'),
                        'Content-Encoding: gzip')]) as server:
        client = client_of(server)
        assert client.get('/x')[1] == {'a': 1}
        forget(client)


def test_limit_of_a_body_holds_for_a_stream():
    body = b'{"members":[' + b'{"name":"v"},' * 200000 + b'{}]}'
    with raw.Server([ok(body)]) as server:
        client = client_of(server)
        with pytest.raises(exceptions.RequestException, match='1048576'):
            for _ in client.members('/volumes'):
                pass
        forget(client)


# -- nesting, and text that takes long to look through -------------------------

DEEP = b'[' * 2000
NESTED: dict[str, bytes] = {
    'message': b'{"success":false,"message":{"a":' + DEEP,
    'whole message': b'{"success":false,"message":{"a":' + DEEP
    + b']' * 2000 + b'}}',
    'desc': b'{"code":1,"desc":' + DEEP + b']' * 2000 + b'}',
    'members': b'{"total":1,"members":[' + DEEP,
    'name': b'{' + DEEP, 'objects': b'{"a":' * 100000,
    'total': b'{"total":' + DEEP + b']' * 2000 + b'}',
    'message many times': b'"success":false,"message":{x' * 80000,
    'message many times, each whole':
    b'"success":false,"message":{"a":1}' * 60000,
    'digits': b'{"total":' + b'9' * 2000000 + b'}',
    'digits of a float': b'{"total":1.' + b'9' * 1000000,
}


@pytest.mark.parametrize('status', ['200 OK', '400 Bad'])
@pytest.mark.parametrize('method', ['GET', 'POST'])
@pytest.mark.parametrize('name', NESTED)
def test_body_that_is_nested_or_long_is_a_typed_answer(name, method, status):
    with raw.Server([ok(NESTED[name], status=status)] * 2) as server:
        client = client_of(server, limits=Limits(body_bytes=1 << 23),
                           timeout=60)
        calls: list[Callable[[], Any]] = [lambda: client.request('/x', method)]
        if method == 'GET':
            calls.append(lambda: list(client.members('/x')))
        for call in calls:
            with raw.within(PATIENCE):
                try:
                    call()
                except exceptions.ClientException as ex:
                    assert len(str(ex)) < 10000
                    if method == 'POST' and status == '200 OK':
                        assert isinstance(ex, exceptions.OutcomeUnknown)
        forget(client)


def _seconds_for(number: int) -> float:
    """Seconds of computing that a broken list of that length takes."""
    with raw.Server([ok(b'"success":false,"message":{x' * number)]) as server:
        client = client_of(server, limits=Limits(body_bytes=1 << 23))
        started = time.thread_time()
        with pytest.raises(exceptions.InvalidResponse):
            client.get('/x')
        took = time.thread_time() - started
        forget(client)
    return took


def test_failure_at_the_end_of_a_broken_list_is_found_in_linear_time():
    # Four times the text; sixteen times the time would be its square. What
    # takes too long because of something else does so once.
    assert any(_seconds_for(80000) < 10 * _seconds_for(20000) + 0.2
               for _ in range(5))


# -- connections --------------------------------------------------------------


SURPLUS: dict[str, Any] = {
    'after the answer': [ok() + ok(b'{"wrong": 1}')],
    'a byte after the answer': [ok() + b'x'],
    'after an empty answer': [head('Content-Length: 0') + ok(b'{"wrong": 1}')],
    'body of 204': [head('Content-Length: 14', status='204 No Content')
                    + b'{"wrong": 1234}'],
    'body of 304': [head('Content-Length: 12', status='304 Not Modified')
                    + b'{"wrong": 1}'],
    'chunks of 204': [head('Transfer-Encoding: chunked', status='204 None')
                      + b'c\r\n{"wrong": 1}\r\n0\r\n\r\n'],
    'after the last chunk': [head('Transfer-Encoding: chunked')
                             + b'2\r\n{}\r\n0\r\n\r\n' + ok(b'{"wrong":1}')],
    'both lengths': [head('Transfer-Encoding: chunked', 'Content-Length: 40')
                     + b'2\r\n{}\r\n0\r\n\r\n' + ok(b'{"wrong": 1}')],
}


@pytest.mark.parametrize('method', ['GET', 'POST', 'DELETE'])
@pytest.mark.parametrize('name', SURPLUS)
@pytest.mark.parametrize('tls', [False, True], ids=['plain', 'TLS'])
def test_connection_with_more_on_it_is_not_used_again(name, method, tls):
    with raw.Server([*SURPLUS[name], ok(b'{"right": 1}')],
                    tls=tls) as server:
        client = client_of(server, suppress_ssl_warnings=True)
        try:
            client.request('/x', method)
        except exceptions.ClientException as ex:
            assert '304' in str(ex)
        assert client.request('/y', method)[1] == {'right': 1}
        forget(client)


def test_connection_on_which_something_comes_unasked_is_not_used_again():
    with raw.Server([[ok(b'{"a": 1}'), 0.05, ok(b'{"wrong": 1}')],
                     ok(b'{"right": 1}')]) as server:
        client = client_of(server)
        assert client.get('/x')[1] == {'a': 1}
        server.sent.wait(PATIENCE)
        assert client.delete('/y')[1] == {'right': 1}
        forget(client)


def test_answer_that_comes_after_the_patience_is_nobodys():
    late = threading.Event()
    with raw.Server([[late, ok(b'{"late": 1}')], ok(b'{"right": 1}')]
                    ) as server:
        client = client_of(server, timeout=(60, 0.3, 0.3))
        with pytest.raises(exceptions.TimeoutOutcomeUnknown):
            client.delete('/a')
        late.set()
        client._options.timeouts = (60, 60, 60)
        assert client.get('/b')[1] == {'right': 1}
        forget(client)


# -- what is shown ------------------------------------------------------------

UGLY = 'a\r\nb\x1b[31mc\x00d\ne'


@pytest.mark.parametrize('answer', [
    ok(json.dumps({'code': 1, 'desc': UGLY, 'ref': UGLY, 'debug1': UGLY,
                   'debug2': [UGLY]}).encode(), status='400 Bad'),
    ok(UGLY.encode(), status='500 Bad'), ok(UGLY.encode()),
    ok(b'', 'Location: http://x/\x1b[2J\x00', status='302 Found'),
    ok(b'x', 'Content-Type: \x1b[2J\x00', status='500 Bad'),
    b'HTTP/1.1 500 \x1b[2J\x00\r\nContent-Length: 0\r\n\r\n',
    b'\x1b[2J\x00\r\n\r\n',
    b'HTTP/1.1 200 OK\r\nX\x1b[2J: y\r\nContent-Length: 1\r\n\r\nx'])
def test_text_of_a_server_is_shown_on_one_line(answer, caplog):
    caplog.set_level(1)
    with raw.Server([[answer, raw.END]]) as server:
        client = client_of(server, http_log_debug=True)
        with pytest.raises(exceptions.ClientException) as caught:
            client.put('/x', body={})
        assert not set('\r\n\0\x1b') & set(str(caught.value))
        forget(client)
    for record in caplog.records:
        assert not set('\r\n\0\x1b') & set(record.getMessage())


# -- encodings ----------------------------------------------------------------

TEXT = '{"total": 1, "members": [{"comment": "Größe é ÿ"}]}'

ENCODINGS = [
    ('utf-8', None), ('utf-8', 'utf-8'), ('utf-8-sig', None),
    ('utf-8-sig', 'UTF-8'), ('utf-16', None), ('utf-16', 'utf-16'),
    ('utf-16-le', 'UTF-16LE'), ('utf-16-be', 'utf-16be'), ('utf-16-le', None),
    ('utf-32', None), ('utf-32', 'UTF-32'), ('utf-32-be', None),
    ('latin-1', 'ISO-8859-1'), ('latin-1', 'iso_8859-1'),
    ('latin-1', 'latin1'), ('latin-1', '"ISO-8859-1"'), ('latin-1', None),
    ('latin-1', 'utf-8'), ('latin-1', 'us-ascii'), ('latin-1', 'no-such'),
]


def typed(body: bytes, charset: Any) -> bytes:
    kind = 'application/json' + (
        '; charset=' + charset if charset else '')
    return (f'HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}'
            '\r\n\r\n').encode() + body


@pytest.mark.parametrize(('encoding', 'charset'), ENCODINGS)
@pytest.mark.parametrize('size', [1, 5000])
def test_volumes_are_read_in_every_encoding(encoding, charset, size):
    members = json.loads(TEXT)['members'] * size
    text = json.dumps({'total': size, 'members': members},
                      ensure_ascii=False)
    answer = typed(text.encode(encoding), charset)
    with raw.Server([answer]) as server:
        client = HPE3ParClient(server.url, retry=ONCE)
        client.http.session_key = scripted.KEY
        assert client.getVolumes()['members'] == members
        assert list(client.iterVolumes()) == members
        forget(client.http)


def test_declared_latin_1_is_obeyed_though_it_could_be_utf_8():
    body = '{"name": "Ã©"}'.encode('latin-1')
    with raw.Server([typed(body, 'ISO-8859-1'), typed(body, None)]) as server:
        client = client_of(server)
        assert client.get('/x')[1] == {'name': 'Ã©'}
        assert client.get('/x')[1] == {'name': 'é'}
        forget(client)


def test_bytes_that_are_not_utf_8_are_told_of_once(caplog):
    answer = typed(TEXT.encode('latin-1'), None)
    with raw.Server([answer]) as server:
        client = client_of(server)
        for _ in range(2):
            client.get('/x')
            list(client.members('/x'))
        forget(client)
    assert len([record for record in caplog.records
                if 'ISO-8859-1' in record.getMessage()]) == 1


REFUSED = [b'{"total": 1, "members": [', b'[1, 2]x', b'{} {}', b'nothing',
           b'{"total": 2, "members": [{}]}', b'{"members": {}}', b'',
           b'{"total": 1}', b'{"members": [{}] "a": 2}', b'\xff\xfe',
           b'{"members": ["\xff\x01"]}', b'{"members": [01]}']


@pytest.mark.parametrize('body', REFUSED)
def test_both_lists_refuse_the_same_bodies(body):
    outcomes = []
    with raw.Server([typed(body, None)]) as server:
        client = HPE3ParClient(server.url, retry=ONCE)
        client.http.session_key = scripted.KEY
        for call in (client.getVolumes,
                     lambda: {'members': list(client.iterVolumes())}):
            try:
                outcomes.append(call()['members'])
            except exceptions.ClientException as ex:
                outcomes.append(type(ex))
        forget(client.http)
    assert outcomes[0] == outcomes[1]
