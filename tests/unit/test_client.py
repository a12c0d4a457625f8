"""The constructor's two orders, the with block, and the SSH seam."""

from __future__ import annotations

import inspect
import subprocess
import sys
from unittest import mock

import pytest

import hpe3parclient
from hpe3parclient import cli, exceptions
from hpe3parclient import client as client_module
from hpe3parclient.client import HPE3ParClient
from hpe3parclient.retry import RetryPolicy
from tests.support import scripted

URL = 'https://127.0.0.1:1/api/v1'


def options(client):
    http = client.http
    return (http.secure, http.timeout, http.suppress_ssl_warnings,
            http.http_log_debug)


@pytest.mark.parametrize(('args', 'named', 'expected'), [
    ((), {}, (False, None, False, False)),
    ((True, 5, True, True), {}, (True, 5, True, True)),
    ((True, None), {}, (True, None, False, False)),
    ((True, (2, 5)), {}, (True, (2, 5), False, False)),
    ((True,), {}, (True, None, False, False)),
    # releases 4.x: debug, secure, timeout, suppress_ssl_warnings
    ((False, True, None, True), {}, (True, None, True, False)),
    ((True, False, 7), {}, (False, 7, False, True)),
    ((True, False), {}, (False, None, False, True)),
    ((False, None, 30, True), {}, (None, 30, True, False)),
    ((True,), {'secure': True}, (True, None, False, True)),
    ((), {'debug': True, 'timeout': 3}, (False, 3, False, True))])
def test_both_positional_orders_are_read(args, named, expected):
    client = HPE3ParClient(URL, *args, **named)
    assert options(client) == expected
    client.debug_rest(False)


def test_ca_path_in_the_third_place_is_the_order_of_4(tmp_path):
    assert HPE3ParClient(URL, False, str(tmp_path),
                         4).http.timeout == 4


@pytest.mark.parametrize(('args', 'named'), [
    ((False, None, False, False, 1), {}), ((True, 5), {'timeout': 5}),
    ((), {'sesure': True})])
def test_wrong_arguments_are_a_type_error(args, named):
    with pytest.raises(TypeError):
        HPE3ParClient(URL, *args, **named)


def test_help_shows_the_order_of_the_reference():
    assert list(inspect.signature(HPE3ParClient).parameters)[:5] == [
        'api_url', 'secure', 'timeout', 'suppress_ssl_warnings', 'debug']


def test_subclass_shows_its_own_constructor():
    class Mine(HPE3ParClient):
        def __init__(self, name):
            super().__init__(URL)

    assert list(inspect.signature(Mine).parameters) == ['name']
    assert Mine('x').api_url == URL


def test_mock_with_the_class_as_its_spec_knows_every_method():
    double = mock.create_autospec(HPE3ParClient, instance=True)
    double.getVolume('v')
    with pytest.raises(TypeError):
        double.getVolume()
    with pytest.raises(AttributeError):
        double.getVolumen('v')


@pytest.fixture
def server():
    with scripted.Server() as running:
        yield running


def test_with_block_logs_out(server):
    server.say(scripted.login())
    with HPE3ParClient(server.url) as client:
        client.login('user', 'pw')
        assert client.get_session_key() == scripted.KEY
        assert 'logged in as user' in repr(client)
    assert client.get_session_key() is None
    assert server.count('DELETE', scripted.KEY) == 1


def test_with_block_shows_the_first_error_not_the_failed_logout(server):
    server.say(scripted.login())
    server.default = scripted.CUT
    with pytest.raises(KeyError):
        with HPE3ParClient(server.url,
                           retry=RetryPolicy(attempts=1)) as client:
            client.login('user', 'pw')
            raise KeyError('mine')
    server.default = scripted.reply(200)


def test_with_block_tells_when_logging_out_fails(server):
    server.say(scripted.login())
    with pytest.raises(exceptions.ConnectionError):
        with HPE3ParClient(server.url,
                           retry=RetryPolicy(attempts=1)) as client:
            client.login('user', 'pw')
            server.default = scripted.CUT
    server.default = scripted.reply(200)


def test_repr_holds_no_secret(server):
    server.say(scripted.login())
    with HPE3ParClient(server.url) as client:
        client.login('user', 'the-password')
        assert 'the-password' not in repr(client) + repr(client.http)
        assert scripted.KEY not in repr(client) + repr(client.http)


def test_import_of_the_client_does_not_import_paramiko():
    program = ('import sys, hpe3parclient.client;'
               'print([name for name in ("paramiko", "cryptography", "flask")'
               ' if name in sys.modules])')
    done = subprocess.run([sys.executable, '-c', program], check=True,
                          capture_output=True, text=True, timeout=60)
    assert done.stdout.strip() == '[]'

def test_import_of_the_client_leaves_the_command_line_for_later():
    program = ('import sys, hpe3parclient.client\n'
               'print(sorted(name for name in sys.modules if name.startswith('
               '("hpe3parclient.ssh", "hpe3parclient.cli.", "paramiko"))))\n'
               'print(hpe3parclient.client.ssh.HPE3PARSSHClient.__name__)\n'
               'print(hpe3parclient.client.showport_parser.__name__)')
    out = subprocess.run([sys.executable, '-c', program], check=True,
                         capture_output=True, text=True, timeout=60).stdout
    assert out.split() == ['[]', 'HPE3PARSSHClient',
                           'hpe3parclient.showport_parser']


@pytest.mark.parametrize('module', [client_module, cli])
def test_a_module_has_no_other_name_than_its_own(module):
    with pytest.raises(AttributeError, match='nothing_of_this_name'):
        _ = module.nothing_of_this_name


class Connection:
    """Stands in for the SSH client."""

    def __init__(self, *args, **named):
        self.options = args, named
        self.closed = False
        self.debug = False

    def set_debug_flag(self, flag):
        self.debug = flag

    def run(self, words):
        return [' '.join(words)]

    def close(self):
        self.closed = True


@pytest.fixture
def ssh(monkeypatch):
    monkeypatch.setattr('hpe3parclient.client.ssh.HPE3PARSSHClient',
                        Connection)


def test_ssh_options_reach_the_connection_as_given(ssh):
    client = HPE3ParClient(URL)
    client.setSSHOptions('array', 'user', 'pw', 2222, 5, 'key', a=1)
    assert client.ssh.options == (
        ('array', 'user', 'pw', 2222, 5, 'key'), {'a': 1})
    assert client._run(['showvv', 'v1']) == ['showvv v1']


def test_programs_may_put_a_module_of_their_own_in_the_place_of_ssh():
    with mock.patch('hpe3parclient.client.ssh') as own:
        client = HPE3ParClient('http://127.0.0.1:1/api/v1')
        client.setSSHOptions('array', 'user', 'pw')
    assert client.ssh is own.HPE3PARSSHClient.return_value


def test_new_ssh_options_close_the_connection_before(ssh):
    client = HPE3ParClient(URL)
    client.setSSHOptions('array', 'user', 'pw')
    first = client.ssh
    client.setSSHOptions('array', 'user', 'other')
    assert first.closed
    assert not client.ssh.closed


def test_logout_closes_the_ssh_connection(ssh):
    client = HPE3ParClient(URL)
    client.setSSHOptions('array', 'user', 'pw')
    client.logout()
    assert client.ssh.closed


def test_debugging_reaches_the_ssh_connection(ssh):
    client = HPE3ParClient(URL, debug=True)
    client.setSSHOptions('array', 'user', 'pw')
    assert client.ssh.debug is True
    client.debug_rest(False)
    assert client.ssh.debug is False


def test_command_without_ssh_options_says_how_to_set_it_up():
    with pytest.raises(exceptions.SSHException, match='setSSHOptions'):
        HPE3ParClient(URL)._run(['showvv'])


def test_the_package_gives_the_client_on_first_use():
    program = ('import sys, hpe3parclient\n'
               'assert "hpe3parclient.client" not in sys.modules\n'
               'assert "requests" not in sys.modules\n'
               'from hpe3parclient import HPE3ParClient\n'
               'print(HPE3ParClient.__module__)')
    done = subprocess.run([sys.executable, '-c', program], check=True,
                          capture_output=True, text=True)
    assert done.stdout == 'hpe3parclient.client\n'


def test_the_package_has_no_other_names():
    with pytest.raises(AttributeError, match="no attribute 'HPE3PARClient'"):
        _ = hpe3parclient.HPE3PARClient
