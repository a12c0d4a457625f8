"""SSH: an array whose host key is not the one that is known."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from hpe3parclient.cli import connection, errors
from hpe3parclient.simulator.sshd import SSHD, LoginPolicy, make_key
from tests.support import cliarray

PATCHES = ['showpatch', '-hist']


@pytest.fixture
def server() -> Iterator[SSHD]:
    with cliarray.served() as running:
        yield running


def change_key(server: SSHD, kind: str = 'ed25519') -> None:
    """Another key, and the connections end as by a restart."""
    server.host_keys[:] = [make_key(kind)]
    server.drop_all()


def known(tmp_path: Path, server: SSHD) -> Path:
    """A file that knows the server, in its third line."""
    key = server.host_keys[0]
    path = tmp_path / 'known'
    path.write_text('# arrays\nother.example %s %s\n[127.0.0.1]:%d %s %s\n' % (
        key.get_name(), make_key('ed25519').get_base64(), server.port,
        key.get_name(), key.get_base64()))
    return path


@pytest.mark.parametrize('policy', ['AutoAddPolicy', 'WarningPolicy',
                                    'RejectPolicy'])
def test_changed_key_is_told_with_file_line_and_both_fingerprints(
        server: SSHD, tmp_path: Path, policy: str) -> None:
    path = known(tmp_path, server)
    before = path.read_bytes()
    old = server.host_keys[0]
    change_key(server)
    result = cliarray.client(server, known_hosts_file=str(path),
                            missing_key_policy=policy)
    with pytest.raises(errors.SSHHostKeyRejected) as caught:
        result.run(PATCHES)
    result.close()
    shown = str(caught.value)
    assert f'{path}, line 3' in shown
    assert connection.fingerprint(old) in shown
    assert connection.fingerprint(server.host_keys[0]) in shown
    assert 'nothing was sent' in shown
    assert path.read_bytes() == before
    assert server.cli.state.ran == []


def test_key_of_another_kind_is_a_changed_key(server: SSHD,
                                              tmp_path: Path) -> None:
    path = known(tmp_path, server)
    change_key(server, 'ecdsa')
    result = cliarray.client(server, known_hosts_file=str(path))
    with pytest.raises(errors.SSHHostKeyRejected,
                       match='ssh-ed25519 SHA256:.*ecdsa-sha2'):
        result.run(PATCHES)
    result.close()


def test_key_that_only_this_client_has_seen_is_told_as_such(
        server: SSHD, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
        ) -> None:
    monkeypatch.setenv('HOME', str(tmp_path))
    result = cliarray.client(server)
    result.run(PATCHES)
    change_key(server)
    while result._connection.alive:
        time.sleep(0.01)        # until the client has noticed
    with pytest.raises(errors.SSHHostKeyRejected,
                       match='accepted earlier by this client'):
        result.run(PATCHES)
    result.close()


def test_password_does_not_reach_a_server_with_another_key(
        tmp_path: Path) -> None:
    with cliarray.served(login_policy=LoginPolicy(methods=('password',),
                                   host_keys=('ed25519',))) as server:
        path = known(tmp_path, server)
        change_key(server)
        requested = []
        server.array.users = _Watched(requested)
        result = cliarray.client(server, known_hosts_file=str(path))
        with pytest.raises(errors.SSHHostKeyRejected):
            result.run(PATCHES)
        result.close()
    assert requested == []


class _Watched(dict):  # type: ignore[type-arg]
    """Users of an array that notes who was asked for."""

    def __init__(self, asked: list) -> None:  # type: ignore[type-arg]
        super().__init__()
        self._asked = asked

    def get(self, *args: object) -> None:
        self._asked.append(args)


def test_unknown_key_that_is_refused_says_which_policy_did_it(
        server: SSHD, tmp_path: Path) -> None:
    result = cliarray.client(server, missing_key_policy='RejectPolicy',
                            known_hosts_file=str(tmp_path / 'none'))
    with pytest.raises(errors.SSHHostKeyRejected,
                       match='SHA256:.*refused by RejectPolicy'):
        result.run(PATCHES)
    result.close()
    assert not (tmp_path / 'none').exists()
