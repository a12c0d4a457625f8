"""Answers that no array should give: a typed result, or a typed error.

Every public method that asks the array is asked with good arguments, and one
of the answers it gets is spoiled: JSON of another shape, bytes that are no
JSON, error bodies, statuses and headers of every kind. What it returns has
the shape that its signature says; what it raises is one of ours and prints.
"""

from __future__ import annotations

import inspect
import json
import traceback
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hpe3parclient import exceptions
from hpe3parclient.client import HPE3ParClient
from hpe3parclient.resources import copies
from hpe3parclient.retry import RetryPolicy, parse_retry_after
from hpe3parclient.web import streams
from tests.support import hostile, hostile_answers, hostile_calls, scripted

pytestmark = pytest.mark.long

METHODS = [name for name in hostile_calls.public_methods()
           if name not in hostile_calls.ELSEWHERE
           and name not in hostile_calls.NO_REQUEST]

#: arguments with which a method looks at more answers
FURTHER: dict[str, dict[str, Any]] = {
    'modifyVolume': {'appType': 'x'},
    'create_vlun_nvme': {'nvme_ips': ['10.0.0.1'], 'host': 'h2'},
    'remove_vlun_nvme': {'hostname': None},
    'createVLUN': {'auto': True},
    'createVolume': {'optional': {'tdvv': True, 'compression': True}},
    'waitForTask': {'timeout': 0},
    'findHost': {'iqn': None},
}

LONGEST = 12000


@pytest.fixture(autouse=True)
def no_patience(monkeypatch):
    """A task that is still active is not waited for."""
    monkeypatch.setattr(copies, '_CANCEL_SECONDS', 0.0)


def _no_lines(words: list[str]) -> list[str]:
    return []


class Run:
    """One call with good arguments and one spoiled answer."""

    def __init__(self, method: str, position: int,
                 spoil: hostile_answers.Spoil) -> None:
        self.method, self.spoil = method, spoil
        self._place, self._seen = position, 0
        self.reached = False
        self.client = hostile.recorded(self._answer)
        self.client._run = _no_lines  # type: ignore[method-assign]
        self.error: BaseException | None = None
        self.found: Any = None
        arguments = {**hostile_calls.good(method), **FURTHER.get(method, {})}
        try:
            self.found = getattr(self.client, method)(**arguments)
            if method.startswith('iter'):
                self.found = list(self.found)
        except (exceptions.ClientException, exceptions.SSHException) as ex:
            self.error = ex
        finally:
            hostile.done(self.client)

    def _answer(self, sent: hostile.Sent) -> hostile.Reply:
        self._seen += 1
        if self._seen - 1 != self._place:
            return hostile_answers.good(sent)
        self.reached = True
        self.asked = sent.method
        return self.spoil(sent)


def check(run: Run) -> None:
    if run.error is not None:
        check_error(run)
        return
    assert is_typed(run.method, run.found), (run.method, run.found)
    if not run.reached or run.method in hostile_answers.RAISE_NOTHING:
        return
    if run.method in READ_BACK and run.asked == 'GET':
        return
    # What the answer to a logout holds is read by nobody.
    assert run.spoil.kind != 'bytes' or run.method == 'logout', \
        'success for what is no JSON'
    if not 200 <= run.spoil.status < 300:
        # 401, and 403 without a code of its own, log in and ask again
        assert run.spoil.status in (401, 403) or (
            run.spoil.status == 404 and run.method == 'logout') or \
            run.spoil.status in hostile_answers.TOLERATED.get(
                run.method, ()), 'success for an error'


def check_error(run: Run) -> None:
    ex = run.error
    assert ex is not None
    shown = [str(ex), repr(ex), *traceback.format_exception(
        type(ex), ex, ex.__traceback__)]
    for text in shown:
        text.encode('utf-8')
    assert len(str(ex)) < LONGEST
    assert not set('\x1b\r\x00\u202e') & set(str(ex))
    assert hostile.KEY not in ''.join(shown)
    if run.method != 'create_vlun_nvme':
        assert not isinstance(ex, exceptions.InvalidInput)
    if isinstance(ex, exceptions.ClientException):
        assert type(ex.get_code()) in (int, str, type(None))
        assert type(ex.get_description()) in (str, type(None))
        assert type(ex.get_ref()) in (str, type(None))


#: A host that has just been created is read; what this read answers does not
#: make a failure of it.
READ_BACK = ('createHost', 'create_host_nvme', 'create_host_or_use_existing')


def is_typed(method: str, result: Any) -> bool:
    """Whether a result is what the signature says."""
    kind = str(inspect.signature(
        getattr(HPE3ParClient, method)).return_annotation)
    if kind.endswith(' | None'):
        if result is None:
            return True
        kind = kind[:-len(' | None')]
    if kind.startswith('Iterator'):
        kind = 'list[dict]'
    if kind == 'JSON':
        return True
    if kind == 'Headers':
        return isinstance(result.status, int)
    if kind.startswith('tuple[Headers'):
        return isinstance(result, tuple) and len(result) == 2 and \
            isinstance(result[0].status, int)
    if kind.startswith('list') or ' | ' in kind:
        of = str if kind == 'list[str]' else dict
        return isinstance(result, dict) or (isinstance(result, list) and all(
            isinstance(item, of) for item in result))
    plain = {'None': type(None), 'str': str, 'bool': bool, 'int': int}
    if kind in plain:
        return type(result) is plain[kind]
    if not isinstance(result, dict):
        return False
    return not kind.endswith('List') or (
        isinstance(result['members'], list) and all(
            isinstance(item, dict) for item in result['members']))


@pytest.mark.parametrize('method', METHODS)
def test_good_answers_make_a_good_result(method):
    run = Run(method, 99, hostile_answers.Spoil('bytes', None))
    assert run.error is None or method in (
        'getHostVLUNs', 'getVLUN', 'waitForTask'), run.error
    check(run)


def spoil_once(data: st.DataObject) -> None:
    method = data.draw(st.sampled_from(METHODS))
    kind = data.draw(st.sampled_from(hostile_answers.KINDS))
    position = data.draw(st.sampled_from((0, 0, 0, 1, 1, 2, 3, 4, 5)))
    check(Run(method, position, hostile_answers.Spoil(kind, data.draw)))


@given(st.data())
@hostile.examples(300)
def test_spoiled_answer_is_a_typed_result_or_a_typed_error(data):
    spoil_once(data)


@given(st.data())
@hostile.examples(800, campaign=40000)
def test_many_spoiled_answers_are_typed_results_or_typed_errors(data):
    spoil_once(data)


class Fixed(hostile_answers.Spoil):
    """A spoiled answer that is no matter of chance."""

    def __init__(self, kind: str, **parts: Any) -> None:
        super().__init__(kind, None)
        self._parts = parts

    def __call__(self, sent: hostile.Sent) -> hostile.Reply:
        back = hostile_answers.good(sent)._replace(**self._parts)
        self.status, self.body = back.status, back.body
        return back


@pytest.mark.parametrize('body', hostile_answers.UNREADABLE,
                         ids=lambda body: repr(body[:30]))
def test_no_method_takes_what_is_no_json_for_an_answer(body):
    step = 4 if not hostile.CAMPAIGN else 1
    for method in METHODS[len(body) % step::step]:
        check(Run(method, 0, Fixed('bytes', body=body)))


@pytest.mark.parametrize('status', hostile_answers.STATUSES)
def test_a_status_is_an_answer_or_an_error_with_that_status(status):
    body = b'{"code": 29, "desc": "said the array"}'
    step = 6 if not hostile.CAMPAIGN else 1
    for method in METHODS[status % step::step]:
        run = Run(method, 0, Fixed('status', status=status, body=body))
        check(run)
        if run.error is not None and not 200 <= status < 400 and \
                isinstance(run.error, exceptions.ClientException) and \
                run.reached and method != 'waitForTask':
            assert run.error.http_status == status or \
                status in hostile_answers.TOLERATED.get(method, ())


@pytest.mark.parametrize(
    'body', hostile_answers.ERROR_BODIES, ids=lambda body: repr(body)[:30])
def test_an_error_body_of_any_shape_prints(body):
    for status in (400, 403, 404, 409, 500, 503, 599):
        run = Run('getVolume', 0, Fixed(
            'status', status=status, body=b'' if body is None
            else hostile_answers.written(body)))
        check(run)


def listed(text: str, piece: int = 1000) -> list[Any]:
    """The members of a list that arrives in pieces."""
    body = text.encode()
    pieces = [body[at:at + piece] for at in range(0, len(body), piece)]
    return list(streams.MemberReader(
        lambda: pieces.pop(0) if pieces else b''))


def test_long_member_is_not_read_again_with_every_piece(monkeypatch):
    tried = []

    class Counted(json.JSONDecoder):
        def raw_decode(self, text, at=0):
            tried.append(len(text))
            return super().raw_decode(text, at)

    monkeypatch.setattr(streams, '_DECODER', Counted())
    assert len(listed(f'{{"members": [{{"a": "{"x" * 1000000}"}}]}}')) == 1
    assert sum(tried) < 70 * 1000000         # of 1000 pieces, 500 millions


@pytest.mark.parametrize('text', [
    '{"members": [{"a": 1}], "members": [{"a": 2}]}',
    '{"members": [], "total": 0, "members": [{}]}'])
def test_list_with_two_lists_of_members_is_malformed(text):
    with pytest.raises(streams.Malformed, match='two lists'):
        listed(text)


def test_list_behind_a_byte_order_mark_is_read():
    assert listed('\ufeff{"members": [{"a": 1}]}') == [{'a': 1}]


@pytest.mark.parametrize('body', [
    {'members': 5}, {'members': {}}, {'members': 'x'}, {'members': True},
    {'members': [1]}, {'members': [None]}, {'members': [{}, []]}])
@pytest.mark.parametrize('method', ['getVolumes', 'iterVolumes'])
def test_list_of_anything_but_objects_is_refused(method, body):
    run = Run(method, 0, Fixed('json', body=hostile_answers.written(body)))
    assert isinstance(run.error, exceptions.InvalidResponse)


@pytest.mark.parametrize('value', [
    '9' * 400, 'Mon, 01 Jan 99999999999999999999 00:00:00 GMT',
    'Mon, 01 Jan 0001 00:00:00 -2359', 'Mon, 99 Foo 2020', ',', '\x00'])
def test_retry_after_of_any_shape_is_a_time_or_none(value):
    result = parse_retry_after(value)
    assert result is None or result >= 0


@pytest.mark.parametrize('status', [None, 'x', True, {}, [], 99, 2.5])
def test_task_that_does_not_tell_how_it_ended_deletes_nothing(status):
    """The copy may have been complete, and its volume in use."""
    sent = []

    def answer(one: hostile.Sent) -> hostile.Reply:
        sent.append(one)
        if one.parts == ['tasks', '7']:
            return hostile.reply(dict(hostile_answers.TASK, status=status))
        return hostile_answers.good(one)

    client = hostile.recorded(answer)
    with pytest.raises(exceptions.InvalidResponse):
        client.stopOnlinePhysicalCopy('v1')
    assert 'DELETE' not in {one.method for one in sent}
    hostile.done(client)


# -- over a socket ------------------------------------------------------------


def raw(*lines: bytes, body: bytes = b'{}') -> scripted.Reply:
    return scripted.Reply(b'\r\n'.join(
        (*lines, b'Connection: close')) + b'\r\n\r\n' + body)


OK = b'HTTP/1.1 200 OK'
LENGTH = b'Content-Length: 2'
BROKEN = {
    'headers without end': raw(
        OK, *(b'X-%d: y' % number for number in range(300)), LENGTH),
    'a header line of 100 kB': raw(OK, b'X: ' + b'y' * 100000, LENGTH),
    'a status that is no number': raw(b'HTTP/1.1 abc OK', LENGTH),
    'a status of one digit': raw(b'HTTP/1.1 2 OK', LENGTH),
    'a status of four digits': raw(b'HTTP/1.1 2000 OK', LENGTH),
    'a negative status': raw(b'HTTP/1.1 -20 OK', LENGTH),
    'no status line': raw(b'Content-Type: text/plain', LENGTH),
    'HTTP 0.9': scripted.Reply(b'{}'),
    'HTTP 9.9': raw(b'HTTP/9.9 200 OK', LENGTH),
    'bytes of SSH': scripted.Reply(b'SSH-2.0-OpenSSH_9.0\r\n'),
    'bytes of TLS': scripted.Reply(b'\x15\x03\x01\x00\x02\x02\x46'),
    'nothing': scripted.Reply(b''),
    'a length that is no number': raw(OK, b'Content-Length: x'),
    'a negative length': raw(OK, b'Content-Length: -5'),
    'a length beyond all': raw(OK, b'Content-Length: ' + b'9' * 30),
    'two lengths': raw(OK, LENGTH, b'Content-Length: 1'),
    'a chunk of no length': raw(
        OK, b'Transfer-Encoding: chunked', body=b'zz\r\n{}\r\n0\r\n\r\n'),
    'a negative chunk': raw(
        OK, b'Transfer-Encoding: chunked', body=b'-2\r\n{}\r\n0\r\n\r\n'),
    'a chunk without end': raw(
        OK, b'Transfer-Encoding: chunked', body=b'ffffff\r\n{}'),
    'gzip that is none': raw(OK, LENGTH, b'Content-Encoding: gzip'),
    'deflate that is none': raw(OK, LENGTH, b'Content-Encoding: deflate'),
    'a folded header': raw(OK, b'X: a', b' b', LENGTH),
    'a header without name': raw(OK, b': x', LENGTH),
    'a header with NUL': raw(OK, b'X: a\x00b', LENGTH),
    'a header of bytes': raw(OK, b'X: \xff\xfe', LENGTH),
    'a redirect to bytes': raw(
        b'HTTP/1.1 302 Found', b'Location: \xff\x00//evil/', LENGTH),
    'a redirect to another host': raw(
        b'HTTP/1.1 307 X', b'Location: http://127.0.0.1:1/x', LENGTH),
}


@pytest.fixture
def server():
    with scripted.Server() as running:
        yield running


@pytest.fixture
def client(server):
    made = HPE3ParClient(server.url, timeout=60,
                         retry=RetryPolicy(attempts=1))
    server.say(scripted.login())
    made.login('user', 'password')
    yield made
    server.default = scripted.reply(200)
    made.logout()
    made.http.close()


@pytest.mark.parametrize('answer', sorted(BROKEN))
def test_what_is_hardly_http_is_a_typed_error_or_a_result(client, server,
                                                          answer):
    for call in (client.getVolumes, lambda: list(client.iterVolumes()),
                 lambda: client.createVolume('v', 'c', 1),
                 lambda: client.deleteVolume('v')):
        server.say(BROKEN[answer])
        before = len(server.requests)
        try:
            result = call()
        except exceptions.ClientException as ex:
            str(ex).encode('utf-8')
            assert len(str(ex)) < LONGEST
        else:
            assert result in (None, [], {'members': []})
        assert len(server.requests) == before + 1


@pytest.mark.parametrize('key', [
    None, '', 5, [], {}, 'a b', 'a\r\nX: y', 'a\n', '\x00', 'é', '\ud800',
    'x' * 10000])
def test_what_cannot_travel_in_a_header_is_no_session_key(server, key):
    client = HPE3ParClient(server.url, timeout=60,
                           retry=RetryPolicy(attempts=1))
    server.say(scripted.reply(201, {'key': key}))
    with pytest.raises(exceptions.InvalidResponse, match='no session key'):
        client.login('user', 'password')
    assert client.get_session_key() is None
    client.http.close()


@pytest.mark.parametrize('location', hostile_answers.LOCATIONS,
                         ids=lambda text: repr(text[:30]))
def test_location_of_something_else_names_no_export(location):
    run = Run('createVLUN', 0, Fixed(
        'headers', headers=(('Location', location),)))
    check(run)
    if run.error is None:
        assert run.found == 'v1,5,h1'
    else:
        assert isinstance(run.error, exceptions.InvalidResponse)
        assert 'getVLUN' in str(run.error)
