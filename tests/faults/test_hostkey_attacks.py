"""A host key that has changed passes in no way.

Every policy, every way in which a file or a client names the host, every moment
at which the key can change: before the first connection, after the connection
dropped, after the client closed, under a new client, after the file was emptied.
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import hmac
import multiprocessing
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Callable

import paramiko
import pytest

from hpe3parclient.cli import errors
from hpe3parclient.simulator.sshd import SSHD, LoginPolicy, make_key
from hpe3parclient.ssh import HPE3PARSSHClient
from tests.support import cliarray

PATCHES = ['showpatch', '-hist']
FIRST = 'InstallTime,Id,Package,Version'


class Own(paramiko.MissingHostKeyPolicy):
    """A policy of a program that accepts everything."""

    def missing_host_key(self, *args: Any) -> None:
        """Accept the key."""


POLICIES: dict[str, Any] = {
    'AutoAddPolicy': 'AutoAddPolicy', 'WarningPolicy': 'WarningPolicy',
    'RejectPolicy': 'RejectPolicy', 'class': paramiko.AutoAddPolicy,
    'object': paramiko.WarningPolicy(), 'own class': Own, 'own object': Own()}

pytestmark = pytest.mark.filterwarnings('ignore:Unknown ssh-ed25519')


class Watched(dict):  # type: ignore[type-arg]
    """Users of an array; it notes when a password is compared."""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.compared = 0

    def get(self, *args: Any) -> Any:
        self.compared += 1
        return super().get(*args)


@pytest.fixture
def server(tmp_path: Path,
           monkeypatch: pytest.MonkeyPatch) -> Iterator[SSHD]:
    monkeypatch.setenv('HOME', str(tmp_path))
    login_policy = LoginPolicy(methods=('password',), host_keys=('ed25519',))
    with cliarray.served(login_policy=login_policy) as running:
        running.array.users = Watched(running.array.users)
        yield running


def _hashed(host: str) -> str:
    salt = os.urandom(20)
    digest = hmac.new(salt, host.encode(), hashlib.sha1).digest()
    return '|1|' + '|'.join(
        base64.b64encode(item).decode() for item in (salt, digest))


#: how a file names the host, by the address that a client uses
NAMES: dict[str, tuple[str, Callable[[int], str]]] = {
    'address': ('127.0.0.1', lambda port: f'[127.0.0.1]:{port}'),
    'address, in brackets': ('[127.0.0.1]', lambda port: f'[127.0.0.1]:{port}'),
    'address, hashed': (
        '127.0.0.1', lambda port: _hashed(f'[127.0.0.1]:{port}')),
    'address, in a list': (
        '127.0.0.1', lambda port: f'other.example,[127.0.0.1]:{port},another'),
    'address, pattern': ('127.0.0.1', lambda port: '[127.0.0.?]:*'),
    'any': ('127.0.0.1', lambda port: '*'),
    'name': ('localhost', lambda port: f'[localhost]:{port}'),
    'name, hashed': ('localhost', lambda port: _hashed(f'[localhost]:{port}')),
    'name, capitals': ('LocalHost', lambda port: f'[localhost]:{port}'),
    'name, pattern': ('localhost', lambda port: f'!elsewhere,[local*]:{port}')}


def _line(names: str, key: paramiko.PKey) -> str:
    return f'{names} {key.get_name()} {key.get_base64()} a comment\n'


def _client(server: SSHD, path: Path | None, policy: Any,
            address: str = '127.0.0.1') -> HPE3PARSSHClient:
    given = {} if path is None else {'known_hosts_file': str(path)}
    return HPE3PARSSHClient(
        address, '3paradm', '3pardata', server.port, conn_timeout=60,
        prompt_timeout=60, missing_key_policy=policy, **given)


def _change(server: SSHD, client: HPE3PARSSHClient | None = None) -> int:
    """Another key; the number of passwords that were compared so far."""
    server.host_keys[:] = [make_key('ed25519')]
    server.drop_all()
    if client is not None:
        client._connection.close()
    compared: int = server.array.users.compared  # type: ignore[attr-defined]
    return compared


def _is_refused(server: SSHD, client: HPE3PARSSHClient, compared: int) -> None:
    """Twice, since an attacker may wait for the next try."""
    ran = len(server.cli.state.ran)
    for _ in range(2):
        with pytest.raises(errors.SSHHostKeyRejected):
            client.run(PATCHES)
    assert len(server.cli.state.ran) == ran
    assert server.array.users.compared == compared  # type: ignore[attr-defined]


@pytest.mark.parametrize('naming', NAMES)
@pytest.mark.parametrize('policy', [
    'AutoAddPolicy', 'WarningPolicy', 'RejectPolicy', 'own object'])
def test_changed_key_passes_in_no_way(
        server: SSHD, tmp_path: Path, policy: str, naming: str) -> None:
    address, names = NAMES[naming]
    path = tmp_path / 'known'
    text = '# mine\n' + _line(names(server.port), server.host_keys[0])
    path.write_text(text)
    with contextlib.closing(_client(
            server, path, POLICIES[policy], address)) as client:
        assert client.run(PATCHES)[0] == FIRST
        # after the connection dropped
        compared = _change(server, client)
        _is_refused(server, client, compared)
        # after the client closed
        client.close()
        _is_refused(server, client, compared)
        # after the file was emptied: this client has accepted the other key
        path.write_text('')
        _is_refused(server, client, compared)
        path.write_text(text)
    # a new client that reads the same file
    with contextlib.closing(_client(
            server, path, POLICIES[policy], address)) as client:
        _is_refused(server, client, compared)
    assert path.read_text() == text


@pytest.mark.parametrize('file', [True, False])
@pytest.mark.parametrize('policy', [
    name for name in POLICIES if name != 'RejectPolicy'])
def test_key_that_was_accepted_unknown_may_not_change(
        server: SSHD, tmp_path: Path, policy: str, file: bool) -> None:
    path = tmp_path / 'known' if file else None
    with contextlib.closing(_client(server, path, POLICIES[policy])) as client:
        assert client.run(PATCHES)[0] == FIRST
        for _ in range(3):
            _is_refused(server, client, _change(server, client))


@pytest.mark.parametrize('policy', POLICIES)
def test_key_of_another_kind_is_a_change(
        server: SSHD, tmp_path: Path, policy: str) -> None:
    path = tmp_path / 'known'
    path.write_text(_line(f'[127.0.0.1]:{server.port}', server.host_keys[0]))
    server.host_keys[:] = [make_key('ecdsa')]
    with contextlib.closing(_client(server, path, POLICIES[policy])) as client:
        _is_refused(server, client, 0)


@pytest.mark.parametrize('order', ['revoked first', 'revoked last'])
@pytest.mark.parametrize('policy', POLICIES)
def test_revoked_key_passes_in_no_way(
        server: SSHD, tmp_path: Path, policy: str, order: str) -> None:
    lines = [_line('@revoked *', server.host_keys[0]),
             _line(f'[127.0.0.1]:{server.port}', server.host_keys[0])]
    path = tmp_path / 'known'
    path.write_text(''.join(
        lines if order == 'revoked first' else reversed(lines)))
    with contextlib.closing(_client(server, path, POLICIES[policy])) as client:
        _is_refused(server, client, 0)


@pytest.mark.parametrize('policy', [
    name for name in POLICIES if name != 'RejectPolicy'])
def test_key_that_is_revoked_while_it_is_used_is_refused_next_time(
        server: SSHD, tmp_path: Path, policy: str) -> None:
    path = tmp_path / 'known'
    with contextlib.closing(_client(server, path, POLICIES[policy])) as client:
        assert client.run(PATCHES)[0] == FIRST
        with path.open('a') as file:
            file.write(_line('@revoked *', server.host_keys[0]))
        client.close()
        compared = server.array.users.compared  # type: ignore[attr-defined]
        _is_refused(server, client, compared)


def _contact(port: int, path: str, start: Any, results: Any) -> None:
    start.wait(60)
    client = HPE3PARSSHClient(
        '127.0.0.1', '3paradm', '3pardata', port, conn_timeout=60,
        prompt_timeout=60, known_hosts_file=path, busy_timeout=60)
    try:
        results.put(client.run(PATCHES)[0])
    except Exception as ex:
        results.put(repr(ex))
    finally:
        client.close()


def test_first_contacts_of_many_processes_leave_every_line(
        tmp_path: Path) -> None:
    """Twelve arrays are learned at once; nothing that was there is lost."""
    foreign = '# mine\nother.example sk-ssh-ed25519@openssh.com AAAA\n\xe9 x\n'
    path = tmp_path / 'known'
    path.write_text(foreign, 'latin-1')
    method = multiprocessing.get_context('spawn')
    start, results = method.Event(), method.Queue()
    with contextlib.ExitStack() as stack:
        servers = [stack.enter_context(cliarray.served()) for _ in range(12)]
        workers = [method.Process(target=_contact, args=(
            server.port, str(path), start, results)) for server in servers]
        for worker in workers:
            worker.start()
        start.set()
        said = [results.get(timeout=240) for _ in workers]
        for worker in workers:
            worker.join(60)
    assert said == [FIRST] * 12
    text = path.read_text('latin-1')
    assert text.startswith(foreign)
    learned = text[len(foreign):].splitlines()
    assert sorted(learned) == sorted(
        f'[127.0.0.1]:{server.port} {server.host_keys[0].get_name()} '
        f'{server.host_keys[0].get_base64()}' for server in servers)
