"""Requests that are late, incomplete or too many do not keep others waiting."""

from __future__ import annotations

import contextlib
import json
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from typing import Any, Callable

import pytest

from hpe3parclient.simulator import SimulatedArray, assumptions
from tests.support.rawclient import RawClient

HALVES = [
    b'', b'P', b'POST /api/v1/credentials HTTP/1.1\r\n',
    b'POST /api/v1/credentials HTTP/1.1\r\nHost: x\r\nContent-Le',
    b'POST /api/v1/credentials HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n{',
    b'POST /api/v1/credentials HTTP/1.1\r\nHost: x\r\n'
    b'Transfer-Encoding: chunked\r\n\r\n5\r\n{"us',
]


@pytest.fixture(params=['3par-3.3.1', 'primera-4.x'])
def array(request: Any) -> Iterator[SimulatedArray]:
    with SimulatedArray(request.param, tls=False, ssh_port=None) as item:
        yield item


def connected(array: SimulatedArray) -> socket.socket:
    return socket.create_connection(('127.0.0.1', array.port), 60)


def everything(sock: socket.socket) -> bytes:
    result = b''
    with contextlib.suppress(ConnectionResetError):
        while True:
            part = sock.recv(65536)
            if not part:
                break
            result += part
    return result


def until(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.005)


def heard(array: SimulatedArray) -> None:
    """Wait until each connection has been heard: it will get an answer."""
    server = array._server
    assert server is not None
    until(lambda: bool(server.connections()) and all(
        item.rfile.started for item in server.connections()))


def code_of(answer: bytes) -> int:
    code: int = json.loads(answer.partition(b'\r\n\r\n')[2])['code']
    return code


@pytest.mark.parametrize('half', HALVES)
def test_a_hundred_and_fifty_half_requests_do_not_block_the_login(
        array: SimulatedArray, half: bytes) -> None:
    with contextlib.ExitStack() as stack:
        for _ in range(150):
            sock = stack.enter_context(connected(array))
            sock.sendall(half)
        assert RawClient(array).log_in().key


def test_more_connections_than_there_may_be_do_not_block_it(
        array: SimulatedArray, monkeypatch: Any) -> None:
    monkeypatch.setattr(assumptions, 'MAX_CONNECTIONS', 40)
    with contextlib.ExitStack() as stack:
        first = stack.enter_context(connected(array))
        first.sendall(HALVES[3])
        heard(array)
        for _ in range(60):
            stack.enter_context(connected(array)).sendall(HALVES[3])
        assert RawClient(array).log_in().key
        assert code_of(everything(first)) == 7
        server = array._server
        assert server is not None
        until(lambda: len(server.connections()) <= 41)


def test_more_half_requests_than_threads_do_not_block_it(
        monkeypatch: Any) -> None:
    monkeypatch.setattr(assumptions, 'MAX_THREADS', 8)
    monkeypatch.setattr(assumptions, 'GRACE_SECONDS', 0.1)
    with SimulatedArray(tls=False, ssh_port=None) as array, \
            contextlib.ExitStack() as stack:
        for _ in range(40):
            stack.enter_context(connected(array)).sendall(HALVES[2])
        assert RawClient(array).log_in().key


@pytest.mark.parametrize('half', HALVES[1:])
def test_a_request_that_is_not_complete_in_time_is_408_7(
        array: SimulatedArray, half: bytes, monkeypatch: Any) -> None:
    with connected(array) as sock:
        sock.sendall(half)
        heard(array)
        monkeypatch.setattr(assumptions, 'REQUEST_SECONDS', 0.1)
        answer = everything(sock)
    assert answer.startswith(b'HTTP/1.1 408 ')
    assert code_of(answer) == 7


def test_a_request_that_drips_is_late_as_well(array: SimulatedArray,
                                              monkeypatch: Any) -> None:
    with connected(array) as sock:
        sock.sendall(b'GET /')
        heard(array)
        monkeypatch.setattr(assumptions, 'REQUEST_SECONDS', 0.3)
        sock.settimeout(0.02)
        answer = b''
        for byte in 4000 * b'x':
            with contextlib.suppress(OSError):
                sock.send(bytes([byte]))
            try:
                answer += sock.recv(65536)
            except socket.timeout:
                continue
            except OSError:
                break
            if answer.endswith(b'}'):
                break
    assert code_of(answer) == 7


def test_a_silent_handshake_ends_in_time(monkeypatch: Any) -> None:
    monkeypatch.setattr(assumptions, 'REQUEST_SECONDS', 0.1)
    with SimulatedArray(ssh_port=None) as array, connected(array) as sock:
        assert everything(sock) == b''


def test_late_requests_over_tls_are_refused_over_tls(monkeypatch: Any) -> None:
    with SimulatedArray('primera-4.x', ssh_port=None) as array:
        context = ssl.create_default_context(cafile=array.ca_bundle)
        with connected(array) as raw, context.wrap_socket(
                raw, server_hostname='localhost') as sock:
            # One request is served first: the handshake is over then.
            sock.sendall(b'GET /api HTTP/1.1\r\nHost: x\r\n\r\n')
            assert sock.recv(65536).startswith(b'HTTP/1.1 200 ')
            sock.sendall(HALVES[4])
            monkeypatch.setattr(assumptions, 'REQUEST_SECONDS', 0.2)
            assert code_of(everything(sock)) == 7


def test_a_client_that_does_not_take_its_answer_is_left(
        monkeypatch: Any) -> None:
    with SimulatedArray(tls=False, ssh_port=None, volumes=3000) as array:
        key = RawClient(array).log_in().key
        with socket.socket() as sock:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
            sock.connect(('127.0.0.1', array.port))
            sock.sendall(b'GET /api/v1/volumes HTTP/1.1\r\nHost: x\r\n'
                         b'X-HP3PAR-WSAPI-SessionKey: %s\r\n\r\n' % key.encode())
            assert sock.recv(9) == b'HTTP/1.1 '
            server = array._server
            assert server is not None
            monkeypatch.setattr(assumptions, 'ANSWER_SECONDS', 0.2)
            until(lambda: not server.connections())


def test_of_many_idle_connections_not_all_are_kept(monkeypatch: Any) -> None:
    monkeypatch.setattr(assumptions, 'MAX_KEPT', 5)
    request = b'GET /api HTTP/1.1\r\nHost: x\r\n\r\n'
    kept = 0
    with SimulatedArray('primera-4.x', tls=False, ssh_port=None) as array, \
            contextlib.ExitStack() as stack:
        for _ in range(10):
            sock = stack.enter_context(connected(array))
            sock.sendall(request)
            kept += b'Connection: close' not in sock.recv(65536)
    assert kept == 5


def test_threads_end_with_their_work(monkeypatch: Any) -> None:
    monkeypatch.setattr('hpe3parclient.simulator.workers._IDLE', 0.05)
    before = set(threading.enumerate())
    with SimulatedArray(tls=False, ssh_port=None) as array:
        idle = set(threading.enumerate())
        with contextlib.ExitStack() as stack:
            for _ in range(50):
                stack.enter_context(connected(array)).sendall(b'GET')
            RawClient(array).log_in()
            assert len(set(threading.enumerate()) - idle) >= 50
        until(lambda: set(threading.enumerate()) <= idle)
    assert set(threading.enumerate()) <= before


def test_stopping_ends_them_all() -> None:
    before = set(threading.enumerate())
    with contextlib.ExitStack() as stack:
        with SimulatedArray(tls=False, ssh_port=None) as array:
            socks = [stack.enter_context(connected(array)) for _ in range(60)]
            for sock, half in zip(socks, HALVES * 10):
                sock.sendall(half)
        assert set(threading.enumerate()) <= before
        assert all(isinstance(everything(sock), bytes) for sock in socks)
