"""What the pages *Keep it secure* and *Use the array's command line* promise.

Only what no other test holds stands here; tests/docs/promises.txt says which test
holds which sentence.
"""

from __future__ import annotations

import configparser
import contextlib
import gc
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import paramiko
import pytest

from hpe3parclient import exceptions, ssh
from hpe3parclient.cli import errors, options
from hpe3parclient.client import HPE3ParClient
from hpe3parclient.retry import RetryPolicy
from hpe3parclient.simulator import SimulatedArray
from hpe3parclient.simulator.cli.terminal import TerminalBehaviour
from hpe3parclient.simulator.sshd import SSHD, make_key
from hpe3parclient.web import farewell
from tests.support import cliarray, scripted

ROOT = Path(__file__).resolve().parent.parent.parent
PATCHES = ['showpatch', '-hist']
ONCE = RetryPolicy(attempts=1)


@pytest.fixture
def server(tmp_path: Path,
           monkeypatch: pytest.MonkeyPatch) -> Iterator[SSHD]:
    monkeypatch.setenv('HOME', str(tmp_path))
    with cliarray.served() as running:
        yield running


# -- what the process keeps ---------------------------------------------------


def test_deleted_client_releases_the_password() -> None:
    with SimulatedArray(tls=False, ssh_port=None) as array:
        password = ''.join(['a-password-', 'of-its-own'])
        array.state.users['user'] = ''.join([password])
        gc.collect()
        before = sys.getrefcount(password)
        client = HPE3ParClient(array.api_url)
        client.login('user', password)
        client.getVolumes()
        assert sys.getrefcount(password) > before
        client.logout()
        client.http.close()
        del client
        gc.collect()
        assert sys.getrefcount(password) == before


def test_short_secret_is_not_searched_for_in_texts() -> None:
    with scripted.Server() as service:
        client = HPE3ParClient(service.url, retry=ONCE)
        shown = []
        for password in ('1234', '12345'):
            service.say(scripted.error(403, 5, f'no user with {password}'))
            with pytest.raises(exceptions.HTTPForbidden) as caught:
                client.login('user', password)
            shown.append(password in str(caught.value))
        client.http.close()
    assert shown == [True, False]


# -- what stays on the array --------------------------------------------------


@pytest.mark.parametrize('end', ['os._exit(0)', 'os.kill(os.getpid(), 9)'])
def test_process_that_ends_at_once_leaves_its_session(end: str) -> None:
    with SimulatedArray(tls=False, ssh_port=None) as array:
        text = (f'import os\nfrom hpe3parclient.client import HPE3ParClient\n'
                f'client = HPE3ParClient({array.api_url!r})\n'
                f'client.login("3paradm", "3pardata")\n{end}\n')
        subprocess.run([sys.executable, '-c', text], timeout=120, check=False)
        assert len(array.state.sessions) == 1
        array.clock.advance(15 * 60)
        assert len(array.state.sessions) == 0


def test_limits_of_a_farewell_are_those_of_the_page() -> None:
    page = (ROOT / 'docs/how-to/security.rst').read_text('utf-8')
    assert 'did\n  not respond within ten seconds, or within two seconds at' in page
    assert 'drops a client waits two seconds at most' in page
    assert (farewell._SINGLE, farewell._WAIT) == (10, 2)
    assert farewell._BOUND <= 2


# -- dependencies -------------------------------------------------------------


def test_each_bound_of_a_version_range_has_a_reason() -> None:
    """Every requirement of setup.py stands below a comment."""
    lines = [line.strip() for line in
             (ROOT / 'setup.py').read_text('utf-8').split('\n')]
    required = lines[lines.index('REQUIRED = ['):]
    required = required[:required.index(']')]
    reasons = ''
    bounds = []
    for line in required:
        if line.startswith('#'):
            reasons += line
        elif line.startswith("'"):
            bounds += [(bound, reasons) for bound in re.findall(
                r'(?:>=|!=|<)[\d.]+', line)]
            reasons = ''
    assert len(bounds) >= 6
    for bound, reason in bounds:
        number = bound.lstrip('><=!')
        assert number in reason, bound


def test_environments_for_versions_and_vulnerabilities_are_there() -> None:
    tox = configparser.ConfigParser(interpolation=None)
    tox.read(ROOT / 'tox.ini')
    for name in ('lowest', 'latest', 'audit'):
        assert tox[f'testenv:{name}']['description'].strip()


# -- host keys ----------------------------------------------------------------


@pytest.mark.parametrize('file', [True, False])
def test_policy_that_warns_accepts_and_writes_nothing(
        server: SSHD, tmp_path: Path, file: bool) -> None:
    known = tmp_path / 'known'
    given = {'known_hosts_file': str(known)} if file else {}
    with contextlib.closing(cliarray.client(
            server, missing_key_policy='WarningPolicy', **given)) as client:
        with pytest.warns(UserWarning, match='Unknown ssh-ed25519 host key'):
            assert client.run(PATCHES)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize('file', [True, False])
def test_default_policy_accepts_and_appends_where_a_file_is_named(
        server: SSHD, tmp_path: Path, file: bool) -> None:
    known = tmp_path / 'known'
    given = {'known_hosts_file': str(known)} if file else {}
    with contextlib.closing(cliarray.client(server, **given)) as client:
        assert client.run(PATCHES)
    assert known.exists() == file
    assert not (tmp_path / '.ssh').exists()


def test_known_hosts_of_the_user_are_the_default(
        server: SSHD, tmp_path: Path) -> None:
    """A key that the user's own file has otherwise is refused."""
    (tmp_path / '.ssh').mkdir()
    key = make_key('ed25519')
    path = tmp_path / '.ssh' / 'known_hosts'
    path.write_text(f'[127.0.0.1]:{server.port} {key.get_name()} '
                    f'{key.get_base64()}\n')
    for policy in ('AutoAddPolicy', 'WarningPolicy', 'RejectPolicy'):
        with contextlib.closing(cliarray.client(
                server, missing_key_policy=policy)) as client:
            with pytest.raises(errors.SSHHostKeyRejected):
                client.run(PATCHES)
    assert server.cli.state.ran == []


# -- keys of the user ---------------------------------------------------------


@pytest.fixture
def tried(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The keys that are tried: one of an agent, one in ~/.ssh."""
    offered: list[str] = []
    agents = paramiko.ECDSAKey.generate()

    class Agent:
        def get_keys(self) -> tuple[Any, ...]:
            return (agents,)

        def close(self) -> None:
            """Nothing is open."""

    def publickey(transport: Any, login: str, key: Any) -> Any:
        offered.append('agent' if key is agents else 'home')
        raise paramiko.AuthenticationException('not this key')

    monkeypatch.setattr(paramiko, 'Agent', Agent)
    monkeypatch.setattr(paramiko.Transport, 'auth_publickey', publickey)
    (tmp_path / '.ssh').mkdir()
    paramiko.ECDSAKey.generate().write_private_key_file(
        str(tmp_path / '.ssh' / 'id_ecdsa'))
    return offered


@pytest.mark.parametrize('given, expected', [
    ({}, []), ({'allow_agent': True}, ['agent']),
    ({'look_for_keys': True}, ['home']),
    ({'allow_agent': True, 'look_for_keys': True}, ['agent', 'home'])])
def test_keys_of_agent_and_home_are_tried_only_where_enabled(
        server: SSHD, tried: list[str], given: dict[str, Any],
        expected: list[str]) -> None:
    with contextlib.closing(cliarray.client(server, **given)) as client:
        assert client.run(PATCHES)      # the password is right
    assert tried == expected


# -- options ------------------------------------------------------------------


def test_times_have_the_defaults_of_the_page() -> None:
    page = (ROOT / 'docs/how-to/ssh.rst').read_text('utf-8')
    stated = dict(re.findall(r'``(\w+_(?:timeout|limit))`` \(([\d.]+)\)', page))
    read = options.read({'host': 'array', 'login': 'user', 'password': 'x'})
    assert len(stated) == 6
    for name, seconds in stated.items():
        assert getattr(read, name) == float(seconds), name


@pytest.mark.parametrize('address', ['2001:db8::1', '[2001:db8::1]'])
def test_address_of_ipv6_may_have_brackets(address: str) -> None:
    read = options.read({'host': address, 'login': 'u', 'password': 'x'})
    assert read.host == '2001:db8::1'


# -- sessions and channels ----------------------------------------------------


def _channels(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the server is asked for: ``shell``, or a command to execute."""
    from hpe3parclient.simulator import sshd
    opened: list[str] = []
    shell = sshd._Connection.check_channel_shell_request
    execute = sshd._Connection.check_channel_exec_request

    def noted_shell(self: Any, channel: Any) -> bool:
        opened.append('shell')
        return shell(self, channel)

    def noted_exec(self: Any, channel: Any, command: bytes) -> bool:
        opened.append(command.decode())
        return execute(self, channel, command)

    monkeypatch.setattr(sshd._Connection, 'check_channel_shell_request',
                        noted_shell)
    monkeypatch.setattr(sshd._Connection, 'check_channel_exec_request',
                        noted_exec)
    return opened


def test_exec_mode_uses_a_new_session_for_every_command(
        server: SSHD, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = _channels(monkeypatch)
    with contextlib.closing(cliarray.client(server, mode='exec')) as client:
        for _ in range(3):
            client.run(PATCHES)
    assert len(opened) == 3
    assert 'shell' not in opened
    assert server.accepted == 1


def test_change_goes_to_an_exec_channel_only_after_another_command(
        monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ssh, '_PATIENCE_OF_CHANGES', 0.01)
    opened = _channels(monkeypatch)
    behaviour = TerminalBehaviour(prompts_first=False)
    with cliarray.served(behaviour=behaviour) as server:
        with contextlib.closing(cliarray.client(
                server, prompt_timeout=0.01)) as client:
            client.run(['removevv', '-f', 'none'])
    assert opened[0] == 'shell'
    assert [('removevv' in command) for command in opened[1:]] == [False, True]


def test_change_waits_longer_for_a_silent_shell_than_a_command_that_reads(
        server: SSHD) -> None:
    client = cliarray.client(server, prompt_timeout=0.05)
    assert client._patience(True) == 0.05
    assert client._patience(False) == 2
