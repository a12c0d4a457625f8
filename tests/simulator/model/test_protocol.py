"""HTTP as the simulated array speaks it: headers, framing, refusals."""

from __future__ import annotations

import json
import socket
import time
from urllib.parse import urlsplit

import pytest


def raw_exchange(array, text):
    """Everything that comes back for bytes sent as they are."""
    parts = urlsplit(array.api_url)
    with socket.create_connection((parts.hostname, parts.port), 20) as sock:
        sock.sendall(text)
        sock.shutdown(socket.SHUT_WR)
        result = b''
        while True:
            part = sock.recv(65536)
            if not part:
                return result
            result += part


def test_a_3par_ends_every_connection(api):
    assert api('GET', '/system').headers['Connection'] == 'close'


def test_a_3par_announces_no_length(api):
    assert api('GET', '/system').headers['Content-Length'] is None


def test_a_primera_keeps_the_connection(primera):
    connection = primera.connection()
    for _ in range(3):
        connection.request('GET', '/api/v1/system',
                           headers={primera.header: primera.key})
        answer = connection.getresponse()
        assert len(answer.read()) == int(answer.headers['Content-Length'])
        assert answer.headers['Connection'] is None
    connection.close()


def test_a_primera_ends_the_connection_when_asked(primera):
    answer = primera('GET', '/system', Connection='close')
    assert answer.headers['Connection'] == 'close'


def test_an_answer_carries_the_headers_arrays_send(api):
    headers = api('GET', '/system').headers
    assert headers['Server'] == 'hp3par-wsapi'
    assert headers['Cache-Control'] == 'no-cache'
    assert headers['Pragma'] == 'no-cache'
    assert headers['Content-Type'] == 'application/json'
    assert headers['Date']


def test_an_error_of_a_3par_has_no_cache_headers(anonymous):
    answer = anonymous('GET', '/system')
    assert sorted(name.lower() for name in answer.headers) == [
        'connection', 'content-type', 'date', 'server']


def test_an_empty_answer_has_no_content_type(pool):
    answer = pool('POST', '/volumes', {
        'name': 'v', 'cpg': 'c', 'sizeMiB': 256})
    assert (answer.status, answer.raw) == (201, b'')
    assert answer.headers['Content-Type'] is None


def test_volumes_come_in_several_chunks(array):
    array.state.populate(250)
    session = array.state.sessions.open('3paradm', '3pardata', '127.0.0.1')
    raw = raw_exchange(array, (
        'GET /api/v1/volumes HTTP/1.1\r\nHost: x\r\n'
        f'X-HP3PAR-WSAPI-SessionKey: {session.key}\r\n\r\n').encode())
    head, _, body = raw.partition(b'\r\n\r\n')
    assert b'\r\nTransfer-Encoding: chunked' in head
    sizes = []
    while body:
        size, _, body = body.partition(b'\r\n')
        sizes.append(int(size, 16))
        body = body[sizes[-1] + 2:]
    assert len(sizes) > 4
    assert sizes[-1] == 0


@pytest.mark.parametrize('path', ['/volumes', '/vluns'])
def test_big_collections_are_chunked(api, path):
    assert api('GET', path).headers['Transfer-Encoding'] == 'chunked'


@pytest.mark.parametrize('path', ['/cpgs', '/hosts', '/tasks', '/ports',
                                  '/volumes/admin'])
def test_other_answers_are_not_chunked(api, path):
    assert api('GET', path).headers['Transfer-Encoding'] is None


def test_total_precedes_members(api):
    assert list(api.get('/volumes')) == ['total', 'members']


def test_a_primera_list_has_links(primera):
    assert list(primera.get('/volumes')) == ['total', 'members', 'links']


@pytest.mark.covers('any request', 'UNSUP_HTTP')
def test_http_1_0_is_505_8(array):
    raw = raw_exchange(array, b'GET /api HTTP/1.0\r\n\r\n')
    head, _, body = raw.partition(b'\r\n\r\n')
    assert head.startswith(b'HTTP/1.1 505 ')
    assert json.loads(body)['code'] == 8


def test_http_2_is_505_8(array):
    raw = raw_exchange(array, b'GET /api HTTP/2.0\r\n\r\n')
    assert raw.startswith(b'HTTP/1.1 505 ')
    assert json.loads(raw.partition(b'\r\n\r\n')[2])['code'] == 8


@pytest.mark.covers('any request', 'INV_HTTP_REQ')
def test_noise_is_400_65(array):
    raw = raw_exchange(array, b'noise\r\n\r\n')
    assert json.loads(raw.partition(b'\r\n\r\n')[2])['code'] == 65


def test_an_absolute_target_is_served(array):
    raw = raw_exchange(
        array, b'GET http://anywhere/api HTTP/1.1\r\nHost: x\r\n\r\n')
    assert raw.startswith(b'HTTP/1.1 200 ')


@pytest.mark.covers('any request', 'INPUT_EOF')
def test_a_body_cut_short_is_400_3(array):
    raw = raw_exchange(
        array, b'POST /api/v1/credentials HTTP/1.1\r\nHost: x\r\n'
        b'Content-Type: application/json\r\nContent-Length: 99\r\n\r\n{}')
    assert json.loads(raw.partition(b'\r\n\r\n')[2])['code'] == 3


def test_doubled_slashes_do_not_matter(api):
    assert api.send('GET', '//api//v1//system').status == 200


def test_a_slash_at_the_end_does_not_matter(api):
    assert api('GET', '/volumes/').body['total'] == 2


@pytest.mark.covers('any request', 'URI_RES_NOT_FOUND')
def test_an_unknown_path_is_404_11(api):
    api.refused('URI_RES_NOT_FOUND', 'GET', '/nothing')


def test_a_deeper_path_is_404_11(api):
    api.refused('URI_RES_NOT_FOUND', 'GET', '/volumes/admin/nothing')


@pytest.mark.covers('any request', 'UNSUP_OP')
@pytest.mark.parametrize('method, path', [
    ('PUT', '/volumes'), ('DELETE', '/cpgs'), ('POST', '/system'),
    ('PATCH', '/volumes/admin'), ('OPTIONS', '/volumes')])
def test_an_unsupported_method_is_501_9(api, method, path):
    answer = api(method, path)
    assert (answer.status, answer.body) == (501, {
        'code': 9, 'desc': 'unsupported operation for the resource'})


def test_head_is_501_without_a_body(api):
    answer = api('HEAD', '/system')
    assert (answer.status, answer.raw) == (501, b'')


@pytest.mark.covers('any request', 'INV_URL_PERCENT_ENCODING')
@pytest.mark.parametrize('target', [
    '/api/v1/volumes/a%', '/api/v1/volumes/a%2', '/api/v1/volumes/%zz',
    '/api/v1/volumes?query=%q'])
def test_bad_percent_encoding_is_400_56(api, target):
    answer = api.send('GET', target)
    assert (answer.status, answer.code) == (400, 56)


@pytest.mark.parametrize('encoded', ['a%2Fb', 'a%3Fb', 'a%23b', 'a%20b',
                                     '%C3%A9', '%2e%2e%2fx'])
def test_an_encoded_name_stays_one_segment(api, encoded):
    api.refused('INV_INPUT_ILLEGAL_CHAR', 'GET', f'/volumes/{encoded}')


def test_an_encoded_name_is_decoded(api):
    assert api.get('/volumes/%61dmin')['name'] == 'admin'


def test_dots_are_a_name_and_no_path(api):
    api.refused('NON_EXISTENT_VOL', 'GET', '/volumes/..')


@pytest.mark.parametrize('accept', [
    'application/json', 'application/*', '*/*', '*/json',
    'application/vnd.x+json', 'text/html, */*;q=0.8'])
def test_an_accepted_type_is_served(api, accept):
    assert api('GET', '/system', Accept=accept).status == 200


@pytest.mark.covers('any request', 'UNSUP_REPRESENTATION')
def test_another_type_is_406_35(api):
    answer = api('GET', '/system', Accept='text/html')
    assert (answer.status, answer.code) == (406, 35)


@pytest.mark.parametrize('language', ['*', 'en', 'en-US', 'de, en;q=0.5'])
def test_english_is_served(api, language):
    answer = api.send('GET', '/api/v1/system', None,
                       {'Accept-Language': language})
    assert answer.status == 200


@pytest.mark.covers('any request', 'UNSUP_LANGUAGE')
def test_another_language_is_406_36(api):
    answer = api.send('GET', '/api/v1/system', None,
                       {'Accept-Language': 'de'})
    assert (answer.status, answer.code) == (406, 36)


@pytest.mark.covers('any request', 'UNSUP_CONTENT')
@pytest.mark.parametrize('kind', ['text/plain', 'application/xml', ''])
def test_another_content_type_is_415_51(api, kind):
    answer = api.send('POST', '/api/v1/cpgs', b'{}', {'Content-Type': kind})
    assert (answer.status, answer.code) == (415, 51)


def test_an_unknown_charset_is_415_51(api):
    answer = api.send('POST', '/api/v1/cpgs', b'{}', {
        'Content-Type': 'application/json; charset=klingon'})
    assert (answer.status, answer.code) == (415, 51)


@pytest.mark.parametrize('encoding', [
    'utf-8', 'utf-16', 'utf-16-be', 'utf-32', 'iso-8859-1'])
def test_json_may_come_in_several_encodings(pool, encoding):
    body = json.dumps({'name': 'v', 'cpg': 'c', 'sizeMiB': 256,
                       'comment': 'gr\xfcn'}, ensure_ascii=False)
    assert pool('POST', '/volumes', body.encode(encoding)).status == 201
    assert pool.get('/volumes/v')['comment'] == 'gr\xfcn'


def test_a_charset_may_be_named(pool):
    body = '{"name": "v", "cpg": "c", "sizeMiB": 256}'.encode('utf-16-le')
    answer = pool.send('POST', '/api/v1/volumes', body, {
        'Content-Type': 'application/json; charset=utf-16-le'})
    assert answer.status == 201


@pytest.mark.covers('any request', 'INV_UTF')
def test_bytes_that_break_their_charset_are_400_63(api):
    answer = api.send('POST', '/api/v1/cpgs', b'{"name": "\xff"}', {
        'Content-Type': 'application/json; charset=utf-8'})
    assert (answer.status, answer.code) == (400, 63)


@pytest.mark.covers('any request', 'JSON_SYNTAX_ERR')
@pytest.mark.parametrize('body', [b'{', b'{"a": }', b'{"a": NaN}', b' ',
                                  b'{"a": 1} x'])
def test_bad_json_is_400_60(api, body):
    api.refused('JSON_SYNTAX_ERR', 'POST', '/cpgs', body)


@pytest.mark.covers('any request', 'INV_INPUT_NOT_JSON_OBJ')
@pytest.mark.parametrize('body', [b'[]', b'3', b'"x"', b'null'])
def test_json_that_is_no_object_is_400_52(api, body):
    api.refused('INV_INPUT_NOT_JSON_OBJ', 'POST', '/cpgs', body)


@pytest.mark.covers('any request', 'JSON_NOT_SUPPORTED')
def test_json_nested_too_deep_is_400_61(api):
    api.refused('JSON_NOT_SUPPORTED', 'POST', '/cpgs',
                 b'{"a":' + 5000 * b'[' + 5000 * b']' + b'}')


def test_a_number_too_long_is_400_61(api):
    api.refused('JSON_NOT_SUPPORTED', 'POST', '/cpgs',
                 b'{"name":' + 5000 * b'9' + b'}')


def test_brackets_in_text_are_no_nesting(pool):
    pool.ok('POST', '/volumes', {'name': 'v', 'cpg': 'c', 'sizeMiB': 256,
                                 'comment': 100 * '[' + '\\"'})


@pytest.mark.covers('any request', 'INPUT_TOO_LONG')
def test_a_body_too_long_is_413_4(api, monkeypatch):
    monkeypatch.setattr('hpe3parclient.simulator.assumptions.MAX_BODY_BYTES', 100)
    api.refused('INPUT_TOO_LONG', 'POST', '/cpgs', {'name': 200 * 'x'})


def test_a_body_of_a_delete_is_ignored(pool):
    answer = pool('DELETE', '/cpgs/c', b'{"no json')
    assert answer.status == 200


@pytest.mark.covers('any request', 'INT_SERV_ERR')
def test_a_failure_of_the_model_is_500_1(api, monkeypatch):
    monkeypatch.delattr(api.array.state, 'licences')
    api.refused('INT_SERV_ERR', 'GET', '/system')


def test_two_requests_may_follow_on_a_kept_connection(primera):
    session = primera.key
    item = (f'GET /api/v1/system HTTP/1.1\r\nHost: x\r\n{primera.header}: '
           f'{session}\r\n\r\n').encode()
    raw = raw_exchange(primera.array, item + item)
    assert raw.count(b'HTTP/1.1 200 OK') == 2


def test_100_continue_is_answered(array):
    raw = raw_exchange(
        array, b'POST /api/v1/credentials HTTP/1.1\r\nHost: x\r\n'
        b'Content-Type: application/json\r\nContent-Length: 2\r\n'
        b'Expect: 100-continue\r\n\r\n{}')
    assert raw.startswith(b'HTTP/1.1 100 Continue')


def test_a_chunked_request_is_read(pool):
    body = json.dumps({'name': 'v', 'cpg': 'c', 'sizeMiB': 256}).encode()
    connection = pool.connection()
    connection.request('POST', '/api/v1/volumes', iter([body[:9], body[9:]]),
                       {pool.header: pool.key,
                        'Content-Type': 'application/json'},
                       encode_chunked=True)
    assert connection.getresponse().status == 201
    connection.close()


@pytest.mark.covers('any request', 'TIMEOUT')
def test_a_client_that_is_too_slow_is_408_7(array):
    parts = urlsplit(array.api_url)
    server = array._server
    patience = server.timeout
    try:
        with socket.create_connection((parts.hostname, parts.port),
                                      60) as sock:
            sock.sendall(b'GET /api HTTP/1.1\r\nHost:')
            while not any(item.rfile.started for item in server.connections()):
                time.sleep(0.001)
            server.timeout = 0.05
            head, _, body = sock.recv(65536).partition(b'\r\n\r\n')
    finally:
        server.timeout = patience
    assert head.startswith(b'HTTP/1.1 408 ')
    assert json.loads(body)['code'] == 7
