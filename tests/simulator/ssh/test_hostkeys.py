"""Host keys: what is known, what is learned, what is left alone."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import hmac
import logging
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import paramiko
import pytest

from hpe3parclient.cli import errors, hostkeys
from hpe3parclient.simulator.sshd import SSHD, make_key
from tests.support.cliarray import client, served

PATCHES = ['showpatch', '-hist']
FIRST = 'InstallTime,Id,Package,Version'
POLICIES = ['AutoAddPolicy', 'WarningPolicy', 'RejectPolicy']


@pytest.fixture
def server() -> Iterator[SSHD]:
    with served() as running:
        yield running


def entry(server: SSHD, key: Any = None, host: str = '') -> str:
    key = key or server.host_keys[0]
    return (f'{host or f"[127.0.0.1]:{server.port}"} {key.get_name()} '
            f'{key.get_base64()}\n')


def run(server: SSHD, path: Path, policy: Any = 'RejectPolicy') -> str:
    with contextlib.closing(client(server, known_hosts_file=str(path),
                                   missing_key_policy=policy)) as ssh:
        return ssh.run(PATCHES)[0]


def change_key(server: SSHD, ssh: Any) -> None:
    server.host_keys[:] = [make_key('ed25519')]
    server.drop_all()
    deadline = time.monotonic() + 60
    while ssh._connection.alive:
        assert time.monotonic() < deadline
        time.sleep(0.005)


@pytest.mark.filterwarnings('ignore:Unknown ssh')
@pytest.mark.parametrize('policy', [
    'AutoAddPolicy', 'WarningPolicy', paramiko.WarningPolicy,
    paramiko.WarningPolicy()])
@pytest.mark.parametrize('how', ['dropped', 'closed'])
def test_a_key_that_was_accepted_once_may_not_change(
        server: SSHD, tmp_path: Path, policy: Any, how: str) -> None:
    with contextlib.closing(client(
            server, known_hosts_file=str(tmp_path / 'known'),
            missing_key_policy=policy)) as ssh:
        ssh.run(PATCHES)
        if how == 'closed':
            ssh.close()
        change_key(server, ssh)
        for _ in range(2):
            with pytest.raises(errors.SSHHostKeyRejected,
                               match='has changed'):
                ssh.run(PATCHES)


def test_a_learned_key_is_known_to_the_next_client(
        server: SSHD, tmp_path: Path) -> None:
    path = tmp_path / 'known'
    assert run(server, path, 'AutoAddPolicy') == FIRST
    assert path.read_text() == entry(server)
    server.host_keys[:] = [make_key('ed25519')]
    for policy in POLICIES:
        with pytest.raises(errors.SSHHostKeyRejected, match='has changed'):
            run(server, path, policy)
    assert path.read_text().count('\n') == 1


@pytest.mark.parametrize('policy', POLICIES)
def test_a_revoked_key_is_refused_by_every_policy(
        server: SSHD, tmp_path: Path, policy: str) -> None:
    path = tmp_path / 'known'
    text = entry(server) + '@revoked ' + entry(server, host='*')
    path.write_text(text)
    with pytest.raises(errors.SSHHostKeyRejected, match='revoked'):
        run(server, path, policy)
    assert path.read_text() == text


STRANGE = [b'@cert-authority *.example ssh-ed25519 AAAA\n',
           b'host ssh-ed25519 AAA\n', b'host ssh-ed25519 !!!\n', b'x\n',
           b'@strange host ssh-ed25519 AAAA\n', b'# caf\xe9 \xff\n',
           b'host sk-ssh-ed25519@openssh.com AAAA\n', b'\n', b'\x00\x01\n',
           b'host 1024 35 1234567\n']


@pytest.mark.parametrize('policy', ['AutoAddPolicy', 'RejectPolicy'])
def test_lines_that_are_not_understood_are_left_as_they_are(
        server: SSHD, tmp_path: Path, policy: str,
        caplog: pytest.LogCaptureFixture) -> None:
    path = tmp_path / 'known'
    before = b''.join(STRANGE)
    if policy == 'RejectPolicy':
        before += entry(server).encode()
    path.write_bytes(before)
    with caplog.at_level(logging.WARNING, 'hpe3parclient.ssh'):
        assert run(server, path, policy) == FIRST
    after = path.read_bytes()
    assert after == before + (
        entry(server).encode() if policy == 'AutoAddPolicy' else b'')
    assert caplog.text.count('not understood') == 1


def test_a_file_without_a_last_line_end_is_not_glued_to(
        server: SSHD, tmp_path: Path) -> None:
    path = tmp_path / 'known'
    path.write_text('# no line end')
    run(server, path, 'AutoAddPolicy')
    assert path.read_text() == '# no line end\n' + entry(server)


def hashed(host: str) -> str:
    salt = b'0123456789abcdefghij'
    digest = hmac.new(salt, host.encode(), hashlib.sha1).digest()
    return '|1|' + '|'.join(base64.b64encode(part).decode()
                            for part in (salt, digest))


@pytest.mark.parametrize('name', [
    'hash', '*', '[127.0.0.*]:*', 'a,[127.0.0.1]:PORT,b', '[127.0.0.?]:PORT'])
def test_a_host_is_found_as_openssh_finds_it(
        server: SSHD, tmp_path: Path, name: str) -> None:
    host = f'[127.0.0.1]:{server.port}'
    name = hashed(host) if name == 'hash' else name.replace(
        'PORT', str(server.port))
    path = tmp_path / 'known'
    path.write_text(entry(server, host=name))
    assert run(server, path) == FIRST


@pytest.mark.parametrize('name', ['127.0.0.1', '!*', '*,![127.0.0.1]:*'])
def test_a_line_about_another_host_says_nothing(
        server: SSHD, tmp_path: Path, name: str) -> None:
    path = tmp_path / 'known'
    path.write_text(entry(server, host=name))
    with pytest.raises(errors.SSHHostKeyRejected, match='not known'):
        run(server, path)


@pytest.mark.parametrize(('host', 'port', 'expected'), [
    ('Array.Example', 22, 'array.example'), ('::1', 22, '::1'),
    ('Array', 2222, '[array]:2222'), ('::1', 2222, '[::1]:2222')])
def test_a_host_is_named_as_openssh_names_it(host: str, port: int,
                                             expected: str) -> None:
    assert hostkeys.host_id(host, port) == expected


WORKER = '''
import socket, sys, paramiko
from hpe3parclient.cli import hostkeys
path, number = sys.argv[1:]
key = paramiko.ECDSAKey.generate()
transport = paramiko.Transport(socket.socketpair()[0])
for index in range(5):
    known = hostkeys.KnownHosts(path, 'AutoAddPolicy')
    known.check('host-%s-%d' % (number, index), key, transport)
'''


def test_many_processes_at_once_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / 'known'
    path.write_text('# kept\nsome.host sk-ssh-x AAAA\n')
    workers = [subprocess.Popen([sys.executable, '-c', WORKER, str(path),
                                 str(number)]) for number in range(4)]
    assert [worker.wait() for worker in workers] == [0] * 4
    lines = path.read_text().splitlines()
    assert lines[:2] == ['# kept', 'some.host sk-ssh-x AAAA']
    assert sorted(line.split()[0] for line in lines[2:]) == sorted(
        f'host-{number}-{index}' for number in range(4)
        for index in range(5))


@pytest.mark.parametrize('path', ['/dev/full', '/dev/null', '/dev/zero'])
@pytest.mark.skipif(not os.path.exists('/dev/full'), reason='needs /dev/full')
def test_a_file_that_cannot_be_kept_is_a_warning(
        server: SSHD, path: str, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, 'hpe3parclient.ssh'):
        assert run(server, Path(path), 'AutoAddPolicy') == FIRST
    assert 'was not written' in caplog.text


def test_a_full_disk_leaves_the_file_as_it_was(
        server: SSHD, tmp_path: Path, caplog: pytest.LogCaptureFixture,
        monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / 'known'
    path.write_text('# kept\n')
    real = os.write
    monkeypatch.setattr(hostkeys.os, 'write',
                        lambda file, data: real(file, data[:7]))
    with caplog.at_level(logging.WARNING, 'hpe3parclient.ssh'):
        assert run(server, path, 'AutoAddPolicy') == FIRST
    assert path.read_text() == '# kept\n'
    assert 'was not written' in caplog.text


def test_a_policy_of_ones_own_is_asked(server: SSHD, tmp_path: Path) -> None:
    requested = []

    class Own(paramiko.AutoAddPolicy):
        def missing_host_key(self, client: Any, hostname: str, key: Any
                             ) -> None:
            requested.append(hostname)
            super().missing_host_key(client, hostname, key)

    path = tmp_path / 'known'
    path.write_text('# kept\n')
    assert run(server, path, Own) == FIRST
    assert requested == [f'[127.0.0.1]:{server.port}']
    assert path.read_text() == '# kept\n' + entry(server)
