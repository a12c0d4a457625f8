"""An hour of an array's time: nothing grows that should stay level.

The hour is the simulated array's clock, which is turned from round to round;
sockets, threads and file descriptors are counted between the rounds.
"""

from __future__ import annotations

import contextlib
import gc
import os
import threading
import time
import tracemalloc
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Callable, NamedTuple

import pytest

from hpe3parclient import exceptions
from hpe3parclient.client import HPE3ParClient
from hpe3parclient.pool import ClientPool
from hpe3parclient.retry import RetryPolicy
from hpe3parclient.simulator import SimulatedArray
from hpe3parclient.simulator.cli.terminal import TerminalBehaviour
from hpe3parclient.simulator.sshd import LoginPolicy
from hpe3parclient.web import farewell

pytestmark = pytest.mark.long

POLICY = RetryPolicy(attempts=4, first_wait=0.001)
PATCHES = ['showpatch', '-hist']

#: what a round may leave behind: less than one lost key or exception for
#: each of its calls
BYTES_A_CALL = 100


class Level(NamedTuple):
    """What was in use at one moment."""

    threads: int
    files: int
    sessions: int


class Hour:
    """Work on one array by many threads, round after round."""

    def __init__(self, array: SimulatedArray, threads: int) -> None:
        self.array = array
        self.threads = threads
        self.options: dict[str, Any] = {
            'secure': array.ca_bundle or False, 'timeout': 60,
            'retry': POLICY}
        self.pool = ClientPool(array.api_url, array.user, array.password,
                               size=max(2, threads // 2), **self.options)
        self.shared = HPE3ParClient(array.api_url, **self.options)
        self.shared.login(array.user, array.password)
        self.shared.setSSHOptions('127.0.0.1', array.user, array.password,
                                  array.ssh_port)
        self.workers = ThreadPoolExecutor(threads)
        self.calls = 0

    def round(self, minute: int) -> None:
        """One minute of the array's time, and what happens in it."""
        if minute % 10 == 3:
            self.array.state.sessions.drop_all()
        if minute % 10 == 7:
            # everybody has been idle for too long
            self.array.clock.advance(20 * 60)
        for kind in ('reset_before', 'busy', 'html', 'cut'):
            self.array.faults.add(kind, skip=minute % 5, method='GET')
        list(self.workers.map(self._work, range(self.threads)))
        self.array.faults.clear()
        assert self.shared.ssh is not None
        if minute % 4 == 0:
            self.shared.ssh.run(PATCHES)
        if minute % 8 == 4:
            self.shared.ssh.close()
        self.array.clock.advance(60)
        self.array.requests.clear()
        # bounded, but not yet full
        self.shared.http.reset_timings()
        for idle in self.pool._idle:
            idle.client.http.reset_timings()
        assert self.array.sshd is not None
        self.array.sshd.cli.state.ran.clear()

    def _work(self, number: int) -> None:
        name = f'v{number}'
        with self.pool.client() as client:
            for item in (client, self.shared):
                for call in self._calls(item, name):
                    self.calls += 1
                    with contextlib.suppress(exceptions.ClientException):
                        call()
        if number == 0:
            self._one_of_its_own()

    def _calls(self, client: HPE3ParClient,
               name: str) -> list[Callable[[], Any]]:
        return [lambda: client.createVolume(name, 'SSD_r6', 256),
                lambda: client.getVolume(name),
                lambda: client.getVolume('there is none'),
                lambda: next(client.iterVolumes()),
                lambda: client.deleteVolume(name)]

    def _one_of_its_own(self) -> None:
        """A client that comes, works, fails to log in, and is dropped."""
        client = HPE3ParClient(self.array.api_url, **self.options)
        client.login(self.array.user, self.array.password)
        with contextlib.suppress(exceptions.ClientException):
            client.login(self.array.user, 'wrong')
        client.getCPGs()

    def level(self) -> Level:
        """What is in use when everything has come to rest."""
        gc.collect()
        return Level(threading.active_count(),
                     len(os.listdir('/proc/self/fd')),
                     len(self.array.state.sessions))

    def end(self) -> None:
        """Log out and stop the threads."""
        self.workers.shutdown()
        self.pool.close()
        self.shared.logout()
        self.shared.http.close()


@pytest.fixture(autouse=True)
def _patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Farewells that give up no earlier than the other calls.

    What is examined is what stays, not how quick this machine is.
    """
    monkeypatch.setattr(farewell, '_SINGLE', 60.0)


def rest(hour: Hour, most: Level) -> Level:
    """The level, once it is no higher than it was; or as it stays."""
    deadline = time.monotonic() + 120
    while True:
        now = hour.level()
        if all(mine <= its for mine, its in zip(now, most)) or \
                time.monotonic() > deadline:
            return now
        time.sleep(0.02)


@pytest.fixture(params=['3par-3.3.1', 'alletra-9000'])
def array(request: pytest.FixtureRequest) -> Any:
    login_policy = LoginPolicy(host_keys=('ed25519',))
    with SimulatedArray(request.param, seed=1, login_policy=login_policy,
                        behaviour=TerminalBehaviour()) as running:
        yield running
        deadline = time.monotonic() + 120
        while len(running.state.sessions) and time.monotonic() < deadline:
            time.sleep(0.02)
        assert len(running.state.sessions) == 0


def bound_of(hour: Hour) -> Level:
    """What is there at most: a connection for each thread and client."""
    now = hour.level()
    return Level(now.threads + 4, now.files + 2 * hour.threads + 4,
                 hour.pool.size + 1)


def spend(hour: Hour, minutes: range, bound: Level) -> None:
    """Work so many minutes; nothing rises above the bound."""
    for minute in minutes:
        hour.round(minute)
        now = rest(hour, bound)
        assert all(mine <= its for mine, its in zip(now, bound)), (
            minute, now, bound)


def test_some_minutes_leave_threads_files_and_sessions_level(
        array: SimulatedArray) -> None:
    before = Level(threading.active_count(),
                   len(os.listdir('/proc/self/fd')), 0)
    hour = Hour(array, 4)
    for minute in range(4):
        hour.round(minute)
    spend(hour, range(4, 8), bound_of(hour))
    hour.end()
    # cheroot's and paramiko's threads of the connections end by themselves
    after = rest(hour, before)
    assert all(mine <= its for mine, its in zip(after, before)), (after,
                                                                  before)


def test_closing_closes_every_kept_connection_and_the_next_call_opens_one(
        array: SimulatedArray) -> None:
    client = HPE3ParClient(array.api_url, secure=array.ca_bundle,
                           timeout=60)
    before = len(os.listdir('/proc/self/fd'))
    client.login(array.user, array.password)
    for _ in range(2):
        with ThreadPoolExecutor(4) as workers:
            list(workers.map(lambda _: client.getCPGs(), range(16)))
        client.http.close()
        deadline = time.monotonic() + 60
        while len(os.listdir('/proc/self/fd')) > before:
            assert time.monotonic() < deadline
            time.sleep(0.01)
    client.logout()
    client.http.close()


@pytest.mark.long
def test_an_hour_with_sixteen_threads_leaves_everything_level() -> None:
    login_policy = LoginPolicy(host_keys=('ed25519',))
    with SimulatedArray('alletra-9000', tls=False, seed=1,
                        login_policy=login_policy) as array:
        hour = Hour(array, 16)
        started = array.clock.now()
        for minute in range(4):
            hour.round(minute)
        bound = bound_of(hour)
        spend(hour, range(4, 12), bound)
        tracemalloc.start()
        try:
            hour.round(12)
            held, calls = _held(), hour.calls
            for minute in range(13, 30):
                hour.round(minute)
            grown = _held() - held
        finally:
            tracemalloc.stop()
        spend(hour, range(30, 32), bound)
        assert array.clock.now() - started >= 3600
        assert grown < BYTES_A_CALL * (hour.calls - calls)
        hour.end()
        assert len(array.state.sessions) == 0


def _held() -> int:
    gc.collect()
    return tracemalloc.get_traced_memory()[0]
