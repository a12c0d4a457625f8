"""What a request passes on its way to the socket."""

from __future__ import annotations

import http.client
import sys
from pathlib import Path

import pytest
import requests
import urllib3.connection

import hpe3parclient
from hpe3parclient import exceptions
from hpe3parclient.client import HPE3ParClient
from hpe3parclient.http import HTTPJSONRESTClient
from hpe3parclient.limits import Limits
from hpe3parclient.retry import RetryPolicy
from hpe3parclient.web import connection
from tests.support import scripted

ROOT = str(Path(hpe3parclient.__file__).parent)


def test_first_byte_leaves_below_seven_frames_of_ours(server, monkeypatch):
    stacks = []
    real = http.client.HTTPConnection.send

    def sending(self, data):
        frame, stack = sys._getframe(1), []
        while frame is not None:
            if frame.f_code.co_filename.startswith(ROOT):
                stack.append(frame.f_code.co_filename)
            frame = frame.f_back
        stacks.append(stack)
        return real(self, data)

    client = HPE3ParClient(server.url, retry=RetryPolicy(attempts=1))
    server.default = scripted.reply(201, {'key': scripted.KEY}, close=False)
    client.login('user', 'password')
    client.getWsApiVersion = dict
    monkeypatch.setattr(http.client.HTTPConnection, 'send', sending)
    client.createVolume('v', 'c', 1024)
    client.getVolumes()
    assert stacks
    assert max(len(stack) for stack in stacks) <= 7
    # Down and up again, through the modules.
    assert max(len(set(stack)) for stack in stacks) <= 8
    client.logout()
    client.http.close()


def test_transport_is_a_session_of_requests(server, session):
    assert isinstance(session.session, requests.Session)
    seen = []
    session.session.hooks['response'].append(
        lambda response, **_: seen.append(response))
    session.get('/volumes')
    (response,) = seen
    assert isinstance(response, requests.Response)
    assert response.status_code == 200
    assert response.url == server.url + '/volumes'
    assert response.headers['content-length'] == '2'
    assert response.encoding == 'utf-8'
    assert response.request.method == 'GET'
    assert response.elapsed.total_seconds() >= 0
    assert response.history == []
    assert list(response.cookies) == []
    assert response.ok
    with pytest.raises(AttributeError):
        response.nothing    # noqa: B018


def test_classes_of_connections_are_classes(session):
    pool = session.session.get_adapter('http://x')._pool
    assert isinstance(pool.ConnectionCls, type)
    assert issubclass(pool.ConnectionCls, urllib3.connection.HTTPConnection)


def test_class_of_connections_that_a_tool_has_put_is_taken(
        server, session, monkeypatch):
    used = []

    class Other(urllib3.connection.HTTPConnection):
        def request(self, *args, **kwargs):
            used.append(args)
            return super().request(*args, **kwargs)

    monkeypatch.setattr(
        urllib3.connectionpool.HTTPConnectionPool, 'ConnectionCls', Other)
    session.close()
    assert session.get('/volumes')[1] == {}
    assert len(used) == 1


def test_session_reaches_other_servers_too(server, session):
    with scripted.Server() as other:
        answer = session.session.get(other.url + '/x')
        assert answer.json() == {}
        assert other.seen == ['GET /api/v1/x']
    assert 'x-hp3par-wsapi-sessionkey' not in other.requests[0].headers


def test_environment_is_looked_up_once(server, session, monkeypatch):
    def looked_up(*_, **__):
        raise AssertionError('the environment is looked up per request')

    for name in ('get_environ_proxies', 'get_netrc_auth', 'resolve_proxies'):
        monkeypatch.setattr('requests.utils.' + name, looked_up)
        monkeypatch.setattr('requests.sessions.' + name, looked_up)
    assert session.get('/volumes')[1] == {}


@pytest.mark.parametrize('limits', [
    {'head_bytes': 0}, {'head_seconds': -1}, {'interim_answers': True},
    {'body_bytes': 'many'}, {'nesting': 501}, {'nesting': 1.5}, {'digits': 19},
    {'digits': 4301}, {'digits': True}])
def test_limit_that_makes_no_sense_is_refused(limits):
    with pytest.raises(ValueError, match=next(iter(limits))):
        Limits(**limits)


def test_limits_of_another_kind_are_refused():
    with pytest.raises(ValueError, match='Limits'):
        HTTPJSONRESTClient('http://127.0.0.1/', limits=5)


@pytest.mark.parametrize('timeout, expected', [
    (5, (5, 5, 50)), ((1, 2), (1, 2, 20)), ((1, 2, 3), (1, 2, 3)),
    (None, (10, 120, 1200))])
def test_time_limits_are_three(timeout, expected):
    client = HTTPJSONRESTClient('http://127.0.0.1/', timeout=timeout)
    assert client._options.timeouts == expected


# -- clear words --------------------------------------------------------------


def test_program_that_has_not_logged_in_is_told_to(server, client):
    server.default = scripted.error(403, 6, 'invalid session key')
    with pytest.raises(exceptions.HTTPForbidden) as caught:
        client.get('/volumes')
    assert 'invalid session key' in str(caught.value)
    assert 'log in first: client.login(user, password)' in str(caught.value)
    assert caught.value.code == 6


@pytest.mark.parametrize('path', ['', '/api', '/api/v1/volumes', '/gui'])
@pytest.mark.parametrize('answer', [
    scripted.reply(404, raw=b'<html>', content_type='text/html'),
    scripted.reply(200, raw=b'<html>', content_type='text/html'),
    scripted.reply(200, {}), scripted.error(404, 11), scripted.error(403, 6),
    scripted.reply(405),
    scripted.reply(302, Location='/gui/')])
def test_login_at_the_wrong_path_shows_the_right_url(server, path, answer):
    client = HTTPJSONRESTClient(server.url[:-len('/api/v1')] + path)
    server.default = answer
    with pytest.raises(exceptions.ClientException) as caught:
        client.authenticate('user', 'password')
    assert not isinstance(caught.value, exceptions.OutcomeUnknown)
    assert f'it should look like {server.url}' in str(caught.value)
    client.close()


def test_plain_request_to_a_tls_port_is_told_of():
    import ssl

    import trustme
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert('127.0.0.1').configure_cert(context)
    with scripted.Server(context) as server:
        client = HTTPJSONRESTClient(
            server.url.replace('https:', 'http:'),
            retry=RetryPolicy(attempts=1), timeout=60)
        with pytest.raises(exceptions.ConnectionError) as caught:
            client.get('/volumes')
        client.close()
    assert isinstance(caught.value, exceptions.ClientException)


def test_tls_alert_is_read_as_what_it_is():
    assert connection._TLS_ALERT.match(b'\x15\x03\x01\x00\x02')
