"""Clients that are dropped: when they log out, and on which thread.

The last reference to a client goes where the program drops it, or wherever the
garbage collector runs: on any thread, in the middle of anything.
"""

from __future__ import annotations

import contextlib
import gc
import logging
import os
import threading
import time
import types
from collections.abc import Iterator
from typing import Any, Callable

import pytest

from hpe3parclient import exceptions
from hpe3parclient.client import HPE3ParClient
from hpe3parclient.pool import ClientPool
from hpe3parclient.retry import RetryPolicy
from hpe3parclient.simulator import SimulatedArray
from hpe3parclient.simulator.cli.terminal import TerminalBehaviour
from hpe3parclient.web import farewell

ONCE = RetryPolicy(attempts=1)


@pytest.fixture(scope='module')
def served() -> Iterator[SimulatedArray]:
    with SimulatedArray('3par-3.3.1', seed=1,
                        behaviour=TerminalBehaviour()) as running:
        yield running


@pytest.fixture
def array(served: SimulatedArray) -> Iterator[SimulatedArray]:
    yield served
    served.faults.clear()
    served.state.sessions.drop_all()


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Farewells whose limits no load of this machine reaches."""
    monkeypatch.setattr(farewell, '_WAIT', 60.0)
    monkeypatch.setattr(farewell, '_SINGLE', 60.0)


@pytest.fixture
def uncollected() -> Iterator[None]:
    """No collection, so that only the last reference drops a client."""
    gc.collect()
    gc.disable()
    yield
    gc.enable()


def logged_in(array: SimulatedArray) -> HPE3ParClient:
    client = HPE3ParClient(array.api_url, secure=array.ca_bundle, retry=ONCE,
                           timeout=60)
    client.login(array.user, array.password)
    client.setSSHOptions('127.0.0.1', array.user, array.password,
                         array.ssh_port)
    return client


# -- the last reference -------------------------------------------------------


def _answered(kind: str, call: Callable[[HPE3ParClient], Any]) -> Callable[
        [HPE3ParClient, SimulatedArray], Any]:
    def run(client: HPE3ParClient, array: SimulatedArray) -> Any:
        array.faults.add(kind, method='GET')
        array.faults.add(kind, method='POST', path='/volumes')
        return call(client)
    return run


def _refused_renewal(client: HPE3ParClient, array: SimulatedArray) -> None:
    array.state.sessions.drop_all()
    array.faults.add('status', method='POST', status=403, body={'code': 5})
    client.getCPGs()


def _wrong_ssh_password(client: HPE3ParClient, array: SimulatedArray) -> None:
    client.setSSHOptions('127.0.0.1', array.user, 'wrong', array.ssh_port)
    client.getPatches()


def _nobody_there(client: HPE3ParClient, array: SimulatedArray) -> None:
    client.setSSHOptions('127.0.0.1', array.user, array.password, 1)
    client.getPatches()


FAILURES: dict[str, Callable[[HPE3ParClient, SimulatedArray], Any]] = {
    'not there': lambda client, _: client.getVolume('none'),
    'bad request': lambda client, _: client.createVolume('v', 'none', -1),
    'wrong password': lambda client, array: client.login(array.user, 'wrong'),
    'renewal that is refused': _refused_renewal,
    'command that is no word': lambda client, _: client.ssh.run(['show;']),
    'command that asks': lambda client, _: client.ssh.run(['removevv', 'x']),
    'secret in a command': lambda client, _: client.ssh.run(
        ['setuser', '-passwd', 'the-password;', 'u']),
    'wrong SSH password': _wrong_ssh_password,
    'no SSH server': _nobody_there}
FAILURES.update({
    f'{kind}, {name}': _answered(kind, call)
    for kind in ('reset_before', 'reset_after', 'busy', 'html', 'cut',
                 'truncate', 'wrong_length', 'gateway', 'redirect')
    for name, call in {
        'GET': lambda client: client.getCPGs(),
        'list': lambda client: list(client.iterVolumes()),
        'POST': lambda client: client.createVolume('v', 'SSD_r6', 256)}.items()})


@pytest.mark.parametrize('failure', FAILURES)
def test_client_is_dropped_with_its_last_reference_after_a_failure(
        array: SimulatedArray, patient: None, uncollected: None,
        failure: str) -> None:
    """An error that was handled holds no frame that holds the client."""
    client = logged_in(array)
    with contextlib.suppress(exceptions.ClientException,
                             exceptions.SSHException):
        FAILURES[failure](client, array)
    array.faults.clear()
    before = array.state.sessions.logins
    del client
    assert len(array.state.sessions) == 0
    assert array.state.sessions.logins == before


def test_client_whose_logout_fails_says_farewell_when_its_pool_drops_it(
        array: SimulatedArray, patient: None, uncollected: None) -> None:
    pool = ClientPool(array.api_url, array.user, array.password, size=2,
                      secure=array.ca_bundle, retry=ONCE, timeout=60)
    with pool.client(), pool.client():
        pass
    busy = array.faults.injected('busy')
    array.faults.add('busy', method='DELETE', times=2)
    with contextlib.suppress(exceptions.ClientException):
        pool.close()
    assert array.faults.injected('busy') - busy == 2
    assert len(array.state.sessions) == 0


# -- the collector ------------------------------------------------------------


def _in_a_cycle(client: HPE3ParClient) -> None:
    """Leave a client to the collector."""
    cycle: list[Any] = [client]
    cycle.append(cycle)


def until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 120
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_client_collected_on_the_thread_that_accepts_connections_logs_out(
        array: SimulatedArray, uncollected: None,
        monkeypatch: pytest.MonkeyPatch) -> None:
    """The array's answer depends on the thread that drops the client."""
    monkeypatch.setattr(farewell, '_WAIT', 0.05)
    monkeypatch.setattr(farewell, '_SINGLE', 60.0)
    server = array._server
    assert server is not None
    adapter, collected = server.ssl_adapter, []
    wrap = adapter.wrap

    def collecting(sock: Any) -> Any:
        if not collected:
            collected.append(threading.current_thread())
            gc.collect()
        return wrap(sock)

    monkeypatch.setattr(adapter, 'wrap', collecting)
    with contextlib.closing(logged_in(array).http) as other:
        _in_a_cycle(logged_in(array))
        collected.clear()
        assert len(array.state.sessions) == 2
        other.get('/cpgs')
        assert collected
        assert threading.current_thread() not in collected
        until(lambda: len(array.state.sessions) == 1)
        other.unauthenticate()


def test_farewell_that_cannot_get_through_does_not_hold_up_the_program(
        array: SimulatedArray, monkeypatch: pytest.MonkeyPatch,
        caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, 'hpe3parclient.http')
    monkeypatch.setattr(farewell, '_WAIT', 0.01)
    monkeypatch.setattr(farewell, '_SINGLE', 0.2)
    client = logged_in(array)
    array.faults.add('delay', method='DELETE', seconds=600)
    del client
    gc.collect()
    until(lambda: 'a session was left behind' in caplog.text)
    until(lambda: not farewell._running)


def test_farewell_without_a_thread_is_said_on_the_spot(
        array: SimulatedArray, patient: None,
        monkeypatch: pytest.MonkeyPatch) -> None:
    client = logged_in(array)

    class Thread(threading.Thread):
        def start(self) -> None:
            raise RuntimeError("can't start new thread")

    # The array goes on to start threads: how many it has is chance.
    limited = types.SimpleNamespace(**{**vars(threading), 'Thread': Thread})
    with monkeypatch.context() as patch:
        patch.setattr(farewell, 'threading', limited)
        del client
        gc.collect()
    assert len(array.state.sessions) == 0
    assert not farewell._running


@pytest.mark.skipif(not hasattr(os, 'fork'), reason='needs fork')
def test_child_that_drops_the_clients_of_its_parent_leaves_their_sessions(
        array: SimulatedArray) -> None:
    client = logged_in(array)
    requests = len(array.requests)
    child = os.fork()
    if not child:
        status = 1
        try:
            del client
            gc.collect()
            status = len(farewell._running)
        finally:
            os._exit(status)
    assert os.waitpid(child, 0)[1] == 0
    assert len(array.requests) == requests
    assert len(array.state.sessions) == 1
    client.logout()
    client.http.close()
