"""Through a proxy from the environment: targets, and what was sent."""

from __future__ import annotations

import socket
import threading

import pytest

from hpe3parclient import exceptions
from hpe3parclient.http import HTTPJSONRESTClient
from hpe3parclient.retry import RetryPolicy
from tests.support import scripted

ONCE = RetryPolicy(attempts=1)


@pytest.fixture
def proxy(monkeypatch):
    for name in ('NO_PROXY', 'no_proxy', 'ALL_PROXY', 'all_proxy'):
        monkeypatch.delenv(name, raising=False)

    def through(address):
        for name in ('HTTP_PROXY', 'http_proxy', 'HTTPS_PROXY',
                     'https_proxy'):
            monkeypatch.setenv(name, address)

    return through


def test_http_proxy_gets_whole_urls_for_login_and_logout(server, proxy):
    proxy(f'http://127.0.0.1:{server.port}')
    client = HTTPJSONRESTClient('http://array.example:8008/api/v1',
                                retry=ONCE, timeout=60)
    server.say(scripted.login())
    client.authenticate('user', 'password')
    client.get('/volumes/v1')
    client.unauthenticate()
    client.close()
    base = 'http://array.example:8008/api/v1'
    assert [item.target for item in server.requests] == [
        base + '/credentials', base + '/volumes/v1',
        base + '/credentials/' + scripted.KEY]


@pytest.mark.parametrize('answer', [
    b'HTTP/1.1 503 No\r\nContent-Length: 0\r\n\r\n',
    b'HTTP/1.1 407 Who\r\nContent-Length: 0\r\n\r\n',
    b'HTTP/1.1 200 OK\r\n\r\n', b''])
def test_tunnel_that_fails_leaves_no_doubt_that_nothing_was_sent(proxy,
                                                                 answer):
    def serve():
        sock, _ = listener.accept()
        with sock:
            sock.recv(1 << 16)
            sock.sendall(answer)

    with socket.create_server(('127.0.0.1', 0)) as listener:
        thread = threading.Thread(target=serve)
        thread.start()
        proxy(f'http://127.0.0.1:{listener.getsockname()[1]}')
        client = HTTPJSONRESTClient(
            'https://array.example/api/v1', retry=ONCE, timeout=60,
            suppress_ssl_warnings=True)
        with pytest.raises(exceptions.ConnectionError) as caught:
            client.post('/volumes', body={'name': 'v'})
        assert not isinstance(caught.value, exceptions.OutcomeUnknown)
        assert caught.value.request_sent is False
        client.close()
        thread.join(60)


def test_environment_is_looked_at_once(server, proxy):
    client = HTTPJSONRESTClient(server.url, retry=ONCE, timeout=60)
    proxy('http://127.0.0.1:1')
    assert client.get('/volumes')[1] == {}
    client.close()


def test_socks_proxy_without_its_package_is_said_clearly(proxy):
    try:
        import socks  # noqa: F401
    except ImportError:
        proxy('socks5://127.0.0.1:1')
        with pytest.raises(ValueError, match=r'requests\[socks\]'):
            HTTPJSONRESTClient('http://array.example/api/v1')


def test_connection_that_takes_too_long_is_both_kinds_of_error(monkeypatch):
    def hang(*_):
        raise socket.timeout('timed out')   # TimeoutError from 3.10 on

    monkeypatch.setattr('socket.socket.connect', hang)
    client = HTTPJSONRESTClient('http://127.0.0.1:1/api/v1', retry=ONCE,
                                timeout=(3, 5))
    with pytest.raises(exceptions.ConnectTimeout, match='3 seconds') as e:
        client.post('/volumes', body={})
    assert isinstance(e.value, exceptions.ConnectionError)
    assert isinstance(e.value, exceptions.Timeout)
    assert not isinstance(e.value, exceptions.OutcomeUnknown)
