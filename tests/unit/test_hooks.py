"""Hooks: what they are told, and that they can do no harm."""

from __future__ import annotations

import json

import pytest

from hpe3parclient import exceptions, hooks
from hpe3parclient.hooks import Exchange
from hpe3parclient.http import HTTPJSONRESTClient
from hpe3parclient.ssh import HPE3PARSSHClient
from tests.support import scripted

CHAP = 'the-chap-secret'


@pytest.fixture
def seen():
    return []


@pytest.fixture
def client(make, seen, server):
    """Logged in, and told of everything."""
    client = make(on_request=lambda caught: seen.append(('->', caught)),
                  on_response=lambda caught: seen.append(('<-', caught)))
    server.say(scripted.login())
    client.authenticate('user', 'secret-password')
    seen.clear()
    return client


def test_both_hooks_are_told_of_a_request(client, server, seen):
    server.say(scripted.reply(200, {}))
    client.get('/system?a=b')
    (first, requested), (second, answered) = seen
    assert (first, second) == ('->', '<-')
    assert requested == Exchange('GET', '/api/v1/system?a=b', 1)
    assert answered._replace(seconds=None) == requested._replace(status=200)
    assert answered.seconds >= 0


def test_the_login_and_the_logout_are_told_and_show_no_secret(
        make, server, seen):
    client = make(on_request=seen.append, on_response=seen.append)
    server.say(scripted.login())
    client.authenticate('user', 'secret-password')
    client.post('/hosts', body={'name': 'h', 'chapSecret': CHAP})
    client.unauthenticate()
    caught = repr(seen)
    assert [item.method for item in seen[::2]] == ['POST', 'POST', 'DELETE']
    assert seen[0].path == '/api/v1/credentials'
    assert seen[-1].path.startswith('/api/v1/credentials/key-')
    for secret in ('secret-password', CHAP, scripted.KEY):
        assert secret not in caught


def test_an_error_status_is_a_status(client, server, seen):
    server.say(scripted.error(404, 23))
    with pytest.raises(exceptions.HTTPNotFound):
        client.get('/volumes/v')
    assert (seen[-1][1].status, seen[-1][1].error) == (404, None)


def test_each_attempt_is_told_with_its_number(client, server, seen):
    server.say(scripted.error(503, 270), scripted.CUT, scripted.reply(200, {}))
    client.get('/system')
    caught = [item for method, item in seen if method == '<-']
    assert [item.attempt for item in caught] == [1, 2, 3]
    assert [item.status for item in caught] == [503, None, 200]
    assert [item.error for item in caught] == [None, 'ConnectionError', None]


def test_an_answer_that_breaks_off_is_an_error(client, server, seen):
    server.default = scripted.chunked(b'{"total": 1, "mem', last=False)
    with pytest.raises(exceptions.IncompleteResponse):
        client.post('/spacereporter', body={})
    caught = seen[-1][1]
    assert caught.status == 200
    assert caught.error == 'ConnectionError'


def test_a_list_that_is_read_piece_by_piece_is_told(client, server, seen):
    server.say(scripted.reply(200, {'total': 0, 'members': []}))
    assert list(client.members('/volumes')) == []
    assert seen[-1][1].status == 200


def test_what_is_refused_before_it_is_sent_is_not_told(client, seen):
    client.gate.close()
    with pytest.raises(exceptions.ReadOnly):
        client.post('/volumes', body={})
    assert seen == []


def failing(caught):
    raise ValueError('the hook is broken')


def test_a_hook_that_fails_is_logged_and_changes_nothing(
        make, server, seen, caplog):
    client = make(on_request=failing, on_response=[failing, seen.append])
    server.say(scripted.login(), scripted.reply(201))
    client.authenticate('user', 'secret-password')
    client.post('/volumes', body={'name': 'v'})
    assert server.count('POST', '/volumes') == 1
    assert seen[-1].status == 201
    assert 'a hook failed and was ignored, at POST /api/v1/volumes' \
        in caplog.text
    assert 'the hook is broken' in caplog.text


def test_a_hook_may_stop_the_program(make, server):
    def interrupt(told):
        raise KeyboardInterrupt

    client = make(on_request=interrupt)
    with pytest.raises(KeyboardInterrupt):
        client.get('/volumes')
    assert server.requests == []


def test_a_hook_that_uses_the_client_does_not_hear_of_itself(
        make, server, seen):
    def ask(told):
        seen.append(told.path)
        client.get('/system')

    client = make(on_response=ask)
    server.say(scripted.login())
    client.authenticate('user', 'secret-password')
    client.get('/cpgs')
    assert seen == ['/api/v1/credentials', '/api/v1/cpgs']
    assert server.seen == ['GET /api/v1/system', 'GET /api/v1/cpgs',
                           'GET /api/v1/system']


def test_an_exchange_cannot_be_written_to(client, seen):
    client.get('/system')
    with pytest.raises(AttributeError):
        seen[0][1].path = 'x'


def test_a_client_without_hooks_has_none(make):
    assert make().hooks is None
    assert make(on_request=[], on_response=()).hooks is None


@pytest.mark.parametrize('wrong', [1, 'print', [print, None], {'a': print}])
def test_what_is_no_function_is_refused(make, wrong):
    with pytest.raises(ValueError, match='on_response'):
        make(on_response=wrong)


def test_commands_are_told_by_their_name_alone(seen, monkeypatch):
    ssh = HPE3PARSSHClient('127.0.0.1', 'user', 'pw', 1)
    ssh.hooks = hooks.prepare(seen.append, seen.append)
    monkeypatch.setattr(ssh, '_locked', lambda command: ['line'])
    assert ssh.run(['createhost', 'h', '-chapsecret', CHAP]) == ['line']
    assert seen[0] == Exchange('CLI', 'createhost')
    assert seen[1]._replace(seconds=None) == seen[0]
    assert CHAP not in repr(seen)


def test_a_command_that_fails_is_told_with_its_error(seen, monkeypatch):
    def refuse(command):
        raise exceptions.SSHException('no')

    ssh = HPE3PARSSHClient('127.0.0.1', 'user', 'pw', 1)
    ssh.hooks = hooks.prepare(None, seen.append)
    monkeypatch.setattr(ssh, '_locked', refuse)
    with pytest.raises(exceptions.SSHException):
        ssh.run(['showvv'])
    assert [item.error for item in seen] == ['SSHException']


# -- the name in the User-Agent -----------------------------------------------


def agent(server):
    return server.requests[-1].headers['user-agent']


def test_the_name_of_the_program_stands_behind_ours(make, server):
    make(app_name='cinder/24.1 (fc)').get('/api')
    assert agent(server) == 'python-3parclient cinder/24.1 (fc)'


def test_without_a_name_the_agent_is_ours_alone(make, server):
    make().get('/api')
    assert agent(server) == HTTPJSONRESTClient.USER_AGENT


@pytest.mark.parametrize('wrong', [
    '', ' ', 'a\r\nX-Evil: 1', 'a\n', 'a\x00', 'ä', 'a  b', ' a', 'a ',
    'x' * 129, b'a', 5, '\x7f', 'a\tb'])
def test_a_name_that_is_no_part_of_a_header_is_refused(make, wrong):
    with pytest.raises(ValueError, match='app_name'):
        make(app_name=wrong)


def test_the_longest_name_passes(make):
    make(app_name='x' * 128)


def test_what_hooks_are_told_can_be_written_as_json(client, seen):
    client.get('/system')
    assert json.loads(json.dumps(seen[-1][1]._asdict()))['method'] == 'GET'
