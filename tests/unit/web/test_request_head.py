"""The head of a request, written in one piece, and when it is not."""

import socket
import threading

import pytest
import urllib3.connection

from hpe3parclient.limits import Limits
from hpe3parclient.web import connection
from hpe3parclient.web.connection import RequestHeaders

PLAIN = {'User-Agent': 'program', 'X-Key': '0-abc'}


@pytest.fixture
def server():
    """A server of one connection; gives its port and what it received."""
    listener = socket.create_server(('127.0.0.1', 0))
    received = []

    def serve():
        peer, _ = listener.accept()
        with peer:
            while not received or not received[-1].endswith(b'END'):
                received.append(
                    (received[-1] if received else b'') + peer.recv(65536))
                if received[-1].endswith(b'\r\n\r\n') and \
                        received[-1].startswith(b'GET'):
                    break
            peer.sendall(b'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}')

    thread = threading.Thread(target=serve)
    thread.start()
    yield listener.getsockname()[1], received
    thread.join(60)
    listener.close()


def exchange(port, method, headers, body=None):
    conn = connection.PlainConnection('127.0.0.1', port, timeout=60)
    conn.watch = connection.Watch(Limits())
    try:
        conn.request(method, '/api/v1/x', body=body, headers=headers,
                     preload_content=False)
        return conn.getresponse().read()
    finally:
        conn.close()


@pytest.mark.parametrize('kind', [RequestHeaders, dict])
def test_the_same_lines_leave_however_they_are_written(server, kind):
    port, received = server
    assert exchange(port, 'GET', kind(PLAIN)) == b'{}'
    line, *headers = received[-1].decode().rstrip('\r\n').split('\r\n')
    assert line == 'GET /api/v1/x HTTP/1.1'
    assert sorted(headers) == [
        'Accept-Encoding: identity', f'Host: 127.0.0.1:{port}',
        'User-Agent: program', 'X-Key: 0-abc']


def test_a_body_follows_its_head(server):
    port, received = server
    headers = RequestHeaders({**PLAIN, 'Content-Length': '7'})
    assert exchange(port, 'POST', headers, b'{"a"END') == b'{}'
    head, body = received[-1].split(b'\r\n\r\n')
    assert body == b'{"a"END'
    assert head.count(b'Content-Length') == 1


@pytest.mark.parametrize('further', [
    {'X': 'a\r\nY: b'}, {'X': 'a\nb'}, {'X\r\nY': 'b'}, {'X': 'a\0b'},
    {'X Y': 'b'}, {'': 'b'}, {'X': b'bytes'}, {'X': '\u20ac'},
    {'Transfer-Encoding': 'chunked'}])
def test_what_takes_more_than_joining_is_left_to_urllib3(further):
    assert RequestHeaders({**PLAIN, **further}).written(None) is None


@pytest.mark.parametrize('further', [
    {'X': 'a\r\nY: b'}, {'X': 'a\nb'}, {'X\r\nY': 'b'}])
def test_no_header_begins_another(further):
    conn = connection.PlainConnection('127.0.0.1', 9)
    with pytest.raises(ValueError, match='nvalid header'):
        conn.request('GET', '/', headers=RequestHeaders(
            {**PLAIN, **further}))


def test_a_body_without_a_length_is_framed_by_urllib3():
    assert RequestHeaders(PLAIN).written(b'x') is None
    assert RequestHeaders({**PLAIN, 'Content-Length': '1'}).written(
        iter([b'x'])) is None


def test_a_tool_that_writes_headers_itself_is_not_bypassed(server,
                                                           monkeypatch):
    port, _ = server
    seen = []
    original = urllib3.connection.HTTPConnection.putheader

    def putheader(self, header, *values):
        seen.append(header)
        original(self, header, *values)

    monkeypatch.setattr(urllib3.connection.HTTPConnection, 'putheader',
                        putheader)
    exchange(port, 'GET', RequestHeaders(PLAIN))
    assert 'X-Key' in seen


def test_a_copy_is_its_own():
    headers = RequestHeaders(PLAIN)
    copied = headers.copy()
    copied['X-More'] = '1'
    del copied['x-key']
    assert dict(headers) == PLAIN
    assert dict(copied) == {'User-Agent': 'program', 'X-More': '1'}
