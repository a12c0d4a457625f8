"""What a server without a common algorithm is said to offer."""

from __future__ import annotations

import contextlib
import socket
import struct
import threading
from collections.abc import Iterator

import pytest

from hpe3parclient.cli.kexinit import Offer, advice, offer_of
from tests.support.ports import refusing_port

GROUP14 = 'diffie-hellman-group14-sha1'


def packet(kex: str, keys: str) -> bytes:
    names = b''.join(struct.pack('>I', len(name)) + name.encode()
                     for name in (kex, keys))
    body = bytes([20]) + b'c' * 16 + names
    padded = bytes([4]) + body + b'pppp'
    return struct.pack('>I', len(padded)) + padded


@contextlib.contextmanager
def speaking(*parts: bytes) -> Iterator[int]:
    """A server that says this to the first who connects."""
    with socket.create_server(('127.0.0.1', 0)) as listener:
        def serve() -> None:
            # Who asks may have given up before all of it is said.
            with listener.accept()[0] as sock, contextlib.suppress(OSError):
                for part in parts:
                    sock.sendall(part)
                sock.settimeout(60)
                sock.recv(1000)

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield listener.getsockname()[1]
        finally:
            thread.join()


def test_the_first_packet_of_a_server_tells_its_algorithms() -> None:
    with speaking(b'hello\r\nSSH-2.0-old\r\n',
                  packet(GROUP14 + ',ext-info-s', 'ssh-rsa,ssh-dss')) as port:
        assert offer_of('127.0.0.1', port, 60) == Offer(
            [GROUP14], ['ssh-rsa', 'ssh-dss'])


@pytest.mark.parametrize('parts', [
    [b''], [b'HTTP/1.0 400 Bad\r\n\r\n'], [b'SSH-2.0-x\r\n'],
    [b'SSH-2.0-x\r\n\0\0\0\5abcde'], [b'SSH-2.0-x\r\n\xff\xff\xff\xff'],
    [b'SSH-2.0-x\r\n', packet('a', 'b')[:24]]])
def test_a_server_that_says_something_else_offers_nothing(
        parts: list[bytes]) -> None:
    with speaking(*parts) as port:
        assert offer_of('127.0.0.1', port, 0.3) is None


def test_nobody_there_offers_nothing() -> None:
    with refusing_port() as port:
        assert offer_of('127.0.0.1', port, 60) is None


@pytest.mark.parametrize(('offer', 'text'), [
    (None, 'paramiko<5'), (Offer([GROUP14], ['ssh-rsa']), 'paramiko<5'),
    (Offer(['curve25519-sha256'], ['ssh-rsa']), 'paramiko<5'),
    (Offer([GROUP14], ['ssh-ed25519']), 'paramiko<5'),
    (Offer([GROUP14], ['ssh-dss']), 'paramiko<4')])
def test_the_advice_names_the_paramiko_that_reaches_the_array(
        offer: Offer, text: str) -> None:
    assert text in advice(offer)


def test_a_modern_offer_needs_no_other_paramiko() -> None:
    assert 'paramiko' not in advice(
        Offer(['curve25519-sha256'], ['ssh-ed25519']))
