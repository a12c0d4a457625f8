"""A client made from the environment, and what is said when it cannot be."""

from __future__ import annotations

import io
import os
import warnings

import pytest

from hpe3parclient import exceptions
from hpe3parclient.client import HPE3ParClient
from hpe3parclient.console import environment
from tests.support import scripted

URL = 'https://array:8080/api/v1'


@pytest.fixture
def secret(tmp_path):
    """A file with a password that its owner alone may read."""
    path = tmp_path / 'password'
    path.write_text('the password\n')
    path.chmod(0o600)
    return path


@pytest.fixture
def environ(secret):
    return {'HPE3PAR_URL': URL, 'HPE3PAR_USER': '3paradm',
            'HPE3PAR_PASSWORD_FILE': str(secret)}


@pytest.fixture(autouse=True)
def no_terminal(monkeypatch):
    monkeypatch.setattr('sys.stdin', io.StringIO())


def test_all_settings_are_read(environ):
    environ['HPE3PAR_CA_BUNDLE'] = '/etc/ssl/array.pem'
    assert environment.read(environ) == (
        URL, '3paradm', 'the password', '/etc/ssl/array.pem', None)


def test_settings_do_not_show_the_password(environ):
    assert 'the password' not in repr(environment.read(environ))


def test_without_a_bundle_the_public_authorities_verify(environ):
    assert environment.read(environ).secure is True


def test_the_environment_of_the_process_is_the_default(environ, monkeypatch):
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv('HPE3PAR_CA_BUNDLE', raising=False)
    assert environment.read() == environment.read(environ)


def test_everything_that_is_missing_is_named_with_what_it_holds():
    with pytest.raises(ValueError, match='not set') as caught:
        environment.read({'HPE3PAR_USER': ''})
    for name in ('HPE3PAR_URL', 'HPE3PAR_USER', 'HPE3PAR_PASSWORD_FILE'):
        assert f'{name}: {environment.MEANINGS[name]}' \
            in str(caught.value)
    assert 'HPE3PAR_CA_BUNDLE' not in str(caught.value)


def test_what_is_there_is_not_named(environ):
    del environ['HPE3PAR_USER']
    with pytest.raises(ValueError, match='HPE3PAR_USER') as caught:
        environment.read(environ)
    assert 'HPE3PAR_URL' not in str(caught.value)
    assert 'HPE3PAR_PASSWORD' not in str(caught.value)


def test_a_password_in_a_variable_is_not_read_and_not_shown(environ):
    del environ['HPE3PAR_PASSWORD_FILE']
    environ['HPE3PAR_PASSWORD'] = 'in-clear-text'
    with pytest.raises(ValueError, match='HPE3PAR_PASSWORD is not') as caught:
        environment.read(environ)
    assert 'in-clear-text' not in str(caught.value)


def test_a_person_at_a_terminal_is_asked(environ, monkeypatch):
    del environ['HPE3PAR_PASSWORD_FILE']
    requested = []
    monkeypatch.setattr('sys.stdin.isatty', lambda: True, raising=False)
    monkeypatch.setattr('getpass.getpass',
                        lambda text: requested.append(text) or 'typed')
    assert environment.read(environ).password == 'typed'
    assert requested == [f'Password of 3paradm on {URL}: ']


def test_a_person_who_types_nothing_is_told(environ):
    del environ['HPE3PAR_PASSWORD_FILE']
    with pytest.raises(ValueError, match='empty'):
        environment.read(environ, ask=lambda text: '')


def test_a_file_counts_more_than_a_terminal(environ):
    def ask(text):
        raise AssertionError('nobody is to be asked')

    assert environment.read(environ, ask=ask).password == 'the password'


def test_without_a_password_the_url_is_enough():
    assert environment.read({'HPE3PAR_URL': URL}, password=False) == (
        URL, '', None, True, None)


@pytest.mark.parametrize(('text', 'expected'), [
    ('pw', 'pw'), ('pw\r\n', 'pw'), ('pw\nsecond line\n', 'pw'),
    (' p w \n', ' p w '), ('pässwörd', 'pässwörd')])
def test_the_password_is_the_first_line(secret, text, expected):
    secret.write_bytes(text.encode())
    assert environment.password_in(str(secret)) == expected


@pytest.mark.parametrize('data', [b'', b'\n', b'\nlater\n', b'x' * 5000,
                                  b'\xff\xfe'])
def test_a_file_that_is_no_password_is_refused_and_not_shown(secret, data):
    secret.write_bytes(data)
    with pytest.raises(ValueError, match='the file') as caught:
        environment.password_in(str(secret))
    assert f"HPE3PAR_PASSWORD_FILE='{secret}'" in str(caught.value)
    assert 'later' not in str(caught.value)
    assert 'xxx' not in str(caught.value)


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(ValueError, match="nowhere': cannot be read"):
        environment.password_in(str(tmp_path / 'nowhere'))


def test_a_file_that_everybody_may_read_is_read_with_a_warning(secret):
    secret.chmod(0o644)
    with pytest.warns(UserWarning, match='chmod 600'):
        assert environment.password_in(str(secret)) == 'the password'


def test_a_file_for_a_group_is_read_without_one(secret):
    secret.chmod(0o640)
    with warnings.catch_warnings():
        warnings.simplefilter('error')
        environment.password_in(str(secret))


def test_a_pipe_is_as_good_as_a_file():
    reading, writing = os.pipe()
    try:
        os.write(writing, b'from a pipe\n')
        os.close(writing)
        assert environment.password_in(f'/dev/fd/{reading}') \
            == 'from a pipe'
    finally:
        os.close(reading)


# -- the client ---------------------------------------------------------------


@pytest.fixture
def server():
    with scripted.Server() as running:
        yield running


def test_a_client_from_the_environment_is_logged_in(environ, server):
    environ['HPE3PAR_URL'] = server.url
    server.say(scripted.login())
    with HPE3ParClient.fromEnv(environ, secure=False, timeout=7,
                               app_name='report/1') as client:
        assert client.get_session_key() == scripted.KEY
        assert client.http.timeout == 7
    assert server.requests[0].json == {'user': '3paradm',
                                       'password': 'the password'}
    assert 'report/1' in server.requests[0].headers['user-agent']


def test_a_subclass_makes_its_own_kind():
    class Mine(HPE3ParClient):
        pass

    assert type(Mine.fromEnv({'HPE3PAR_URL': URL}, login=False)) is Mine


def test_a_client_that_is_not_to_log_in_sends_nothing(environ, server):
    environ['HPE3PAR_URL'] = server.url
    client = HPE3ParClient.fromEnv(environ, login=False)
    assert client.get_session_key() is None
    assert server.requests == []


def test_a_refused_login_is_raised_and_leaves_no_connection(environ, server):
    environ['HPE3PAR_URL'] = server.url
    server.say(scripted.error(403, 5)._replace(close=False))
    with pytest.raises(exceptions.HTTPForbidden):
        HPE3ParClient.fromEnv(environ, secure=False)


def test_an_option_counts_more_than_the_environment(environ):
    client = HPE3ParClient.fromEnv(environ, login=False,
                                   secure='sha256:' + 64 * 'a')
    assert client.http.secure == 'sha256:' + 64 * 'a'


def test_a_fingerprint_in_the_environment_is_what_is_expected(environ):
    environ['HPE3PAR_CA_BUNDLE'] = 'sha256:' + 64 * 'b'
    client = HPE3ParClient.fromEnv(environ, login=False)
    assert client.http.secure == 'sha256:' + 64 * 'b'


# -- repr ---------------------------------------------------------------------


def test_repr_tells_the_model_once_the_array_has_told_it(server):
    client = HPE3ParClient(server.url)
    assert repr(client) == f'<HPE3ParClient {server.url}, not logged in>'
    server.say(scripted.login(), scripted.reply(200, {'model': 'HP_3PAR 8440'}))
    client.login('user', 'pw')
    client.getStorageSystemInfo()
    assert repr(client) == (
        f'<HPE3ParClient {server.url} (HP_3PAR 8440), logged in as user>')
    client.logout()
    client.http.close()


@pytest.mark.parametrize(('build', 'family'), [
    (30301460, '3PAR'), (40524007, 'Primera or Alletra')])
def test_repr_tells_the_family_once_the_version_is_known(
        server, build, family):
    client = HPE3ParClient(server.url)
    server.say(scripted.reply(200, {'build': build}))
    client.getWsApiVersion()
    assert f'({family})' in repr(client)
    client.http.close()


def test_repr_prints_whatever_the_array_calls_itself(server):
    client = HPE3ParClient(server.url)
    server.say(scripted.login(), scripted.reply(200, {'model': 'x\x1b[2J\r\n'}))
    client.login('user', 'pw')
    client.getStorageSystemInfo()
    assert repr(client).isprintable()
    client.logout()
    client.http.close()


def test_repr_sends_nothing(server):
    repr(HPE3ParClient(server.url))
    assert server.requests == []
