"""Secrets stay out of logs, errors and reprs."""

from __future__ import annotations

import logging

import pytest

from hpe3parclient import exceptions
from hpe3parclient.web import redact
from tests.support import scripted

CHAP = {'chapOperation': 1, 'chapName': 'n', 'chapSecret': 'chap-secret-1'}


def test_passwords_and_chap_secrets_are_masked_in_copies():
    body = {'user': 'u', 'password': 'p', 'deep': [dict(CHAP)]}
    shown = redact.body(body)
    assert shown == {'user': 'u', 'password': '***', 'deep': [
        {'chapOperation': 1, 'chapName': 'n', 'chapSecret': '***'}]}
    assert body['password'] == 'p'


def test_session_keys_show_as_the_same_short_hash_everywhere():
    mark = redact.short_hash(scripted.KEY)
    assert len(mark) < 16
    assert redact.url(f'https://a/api/v1/credentials/{scripted.KEY}') == (
        'https://a/api/v1/credentials/' + mark)
    assert redact.headers({'X-Hp3Par-Wsapi-Sessionkey': scripted.KEY}) == {
        'X-Hp3Par-Wsapi-Sessionkey': mark}
    assert redact.body({'key': scripted.KEY}, credentials=True) == {'key': mark}
    assert redact.text(f'the key {scripted.KEY} is') == f'the key {mark} is'


def test_secrets_are_prepared_once_for_a_whole_answer(monkeypatch):
    """A debug run that reads a long list takes no longer than it must."""
    prepared = []
    real = redact._forms
    monkeypatch.setattr(redact, '_forms', lambda secret: prepared.append(
        secret) or real(secret))
    shown = redact.body([{'comment': f'is {scripted.KEY}'}] * 99,
                        secrets=['pass-word', scripted.KEY])
    assert shown == [{'comment': 'is ' + redact.short_hash(scripted.KEY)}] * 99
    assert prepared == ['pass-word', scripted.KEY]


def test_key_of_a_metadata_pair_is_no_secret():
    pair = {'key': 'app', 'value': 'x'}
    assert redact.body(pair) == pair


def test_debug_run_with_failures_writes_no_secret(server, make, caplog,
                                                  capfd):
    secrets = ['the-password', 'chap-secret-1', scripted.KEY]
    client = make(http_log_debug=True)
    errors = []
    with caplog.at_level(1):
        server.say(scripted.login())
        client.authenticate('user', 'the-password')
        server.say(scripted.reply(200, {'a': 1}), scripted.error(404, 17), scripted.CUT,
                   scripted.reply(200, raw=b'<html>%s' % scripted.KEY.encode()))
        client.get('/volumes')
        for call in (lambda: client.put('/hosts/h', body=CHAP),
                     lambda: client.put('/hosts/h', body=CHAP),
                     lambda: client.get('/system')):
            with pytest.raises(exceptions.ClientException) as caught:
                call()
            errors.append(caught.value)
        server.say(*[scripted.CUT] * 4)
        with pytest.raises(exceptions.ClientException) as caught:
            client.unauthenticate()
        errors.append(caught.value)
    written = caplog.text + ''.join(capfd.readouterr())
    for error in errors:
        written += str(vars(error))
        chain = error
        while chain is not None:
            written += f'{chain} {chain!r}'
            chain = chain.__cause__ or chain.__context__
    written += repr(client) + str(client.get_timings())
    assert redact.short_hash(scripted.KEY) in written
    assert any(record.name.startswith('urllib3')
               for record in caplog.records)
    for secret in secrets:
        assert secret not in written


def test_debug_of_one_client_is_not_the_others(server, make, caplog):
    loud, quiet = make(http_log_debug=True), make()
    quiet.get('/quiet')
    loud.get('/loud')
    loud.set_debug_flag(False)
    loud.get('/silent')
    written = [record.getMessage() for record in caplog.records
               if record.name == 'hpe3parclient.http']
    assert any('/loud' in line for line in written)
    assert not any('/quiet' in line or '/silent' in line for line in written)


def test_debug_without_logging_set_up_goes_to_stderr(server, make, capfd,
                                                     monkeypatch):
    monkeypatch.setattr(logging.getLogger(), 'handlers', [])
    client = make(http_log_debug=True)
    client.get('/volumes')
    assert '/api/v1/volumes' in capfd.readouterr().err
    client.set_debug_flag(False)
    client.get('/volumes')
    assert capfd.readouterr().err == ''
    assert logging.getLogger('hpe3parclient.http').handlers == []


OLD_KEY = '48A70B8A8301C458037E0821'


@pytest.mark.parametrize('key', [scripted.KEY, scripted.KEY.upper(), OLD_KEY])
def test_key_that_a_server_repeats_is_masked(server, client, key):
    server.say(scripted.login(key), scripted.reply(500, {
        'code': 1, 'desc': 'no handler for /credentials/' + key,
        'ref': key, 'debug1': key}))
    client.authenticate('user', 'password')
    with pytest.raises(exceptions.HTTPInternalServerError) as caught:
        client.get('/volumes')
    assert key not in str(caught.value) + repr(caught.value)


def test_password_that_a_server_repeats_is_masked(server, client):
    server.say(scripted.error(403, 5, 'invalid password the-password'))
    with pytest.raises(exceptions.HTTPForbidden) as caught:
        client.authenticate('user', 'the-password')
    assert 'the-password' not in str(caught.value) + repr(caught.value)


def test_login_answer_that_cannot_be_read_is_not_shown(server, client):
    server.say(scripted.reply(201, raw=b'{"key":"anything-at-all"'))
    with pytest.raises(exceptions.InvalidResponse, match='24 bytes') as e:
        client.authenticate('user', 'password')
    assert 'anything' not in str(e.value) + repr(e.value)
