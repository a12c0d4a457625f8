"""Clients that never log in do not keep others from the command line."""

from __future__ import annotations

import contextlib
import socket
import time
from collections.abc import Iterator
from typing import Any

import paramiko
import pytest

from hpe3parclient.simulator import Array
from hpe3parclient.simulator import sshd as module
from hpe3parclient.simulator.sshd import SSHD

HALVES = [b'', b'SSH', b'SSH-2.0-x\r\n', b'noise\r\n' * 3,
          b'SSH-2.0-x\r\n\0\0\1\0\6', b'SSH-2.0-x\r\n' + bytes(range(256))]


@pytest.fixture
def server() -> Iterator[SSHD]:
    with SSHD(Array()) as server:
        yield server


def connected(server: SSHD) -> socket.socket:
    return socket.create_connection(('127.0.0.1', server.port), 60)


def ended(sock: socket.socket) -> bool:
    with contextlib.suppress(ConnectionResetError, BrokenPipeError):
        while sock.recv(65536):
            pass
    return True


def logs_in(server: SSHD) -> bool:
    client = paramiko.SSHClient()
    client.set_missing_host_key_policy(paramiko.AutoAddPolicy())  # noqa: S507
    with contextlib.closing(client):
        client.connect('127.0.0.1', server.port, '3paradm', '3pardata',
                       allow_agent=False, look_for_keys=False, timeout=60,
                       banner_timeout=60, auth_timeout=60)
        transport = client.get_transport()
        return transport is not None and transport.is_authenticated()


@pytest.mark.parametrize('half', HALVES)
def test_half_greetings_do_not_block_the_log_in(server: SSHD, half: bytes
                                                ) -> None:
    with contextlib.ExitStack() as stack:
        socks = [stack.enter_context(connected(server)) for _ in range(100)]
        for sock in socks:
            with contextlib.suppress(OSError):
                sock.sendall(half)
        assert logs_in(server)
        # The oldest made room for the others.
        assert all(ended(sock) for sock in socks[:20])


def test_who_does_not_log_in_is_cut(server: SSHD, monkeypatch: Any) -> None:
    monkeypatch.setattr(module, '_LOGIN_LIMIT', 0.2)
    with connected(server) as silent, connected(server) as half:
        half.sendall(b'SSH-2.0-x\r\n')
        assert ended(silent)
        assert ended(half)


def test_a_greeting_that_drips_is_cut(server: SSHD, monkeypatch: Any) -> None:
    monkeypatch.setattr(module, '_LOGIN_LIMIT', 0.5)
    with connected(server) as sock:
        end = time.monotonic() + 60
        with contextlib.suppress(OSError):
            while time.monotonic() < end:
                sock.send(b'x')
                time.sleep(0.01)
        assert time.monotonic() < end


def test_without_room_for_more_a_new_client_is_refused(
        server: SSHD, monkeypatch: Any) -> None:
    monkeypatch.setattr(module, '_MAX_CONNECTIONS', 1)
    with contextlib.closing(paramiko.Transport(('127.0.0.1', server.port))) as first:
        first.connect(username='3paradm', password='3pardata')
        with connected(server) as second:
            assert ended(second)
        assert first.is_authenticated()


def test_stopping_ends_half_greetings() -> None:
    with contextlib.ExitStack() as stack:
        with SSHD(Array()) as server:
            socks = [stack.enter_context(connected(server)) for _ in range(40)]
            for sock, half in zip(socks, HALVES * 7):
                sock.sendall(half)
        assert all(ended(sock) for sock in socks)
