"""Nothing grows: 1,000 starts and stops, 200,000 calls.

Both run in a short form with all other tests, and whole with the long ones.
"""

from __future__ import annotations

import gc
import logging
import os
import socket
from collections.abc import Iterator
from typing import Any, Callable

import pytest

from hpe3parclient import exceptions
from hpe3parclient.client import HPE3ParClient
from hpe3parclient.simulator import SimulatedArray, logged_in
from tests.support.leftovers import lasting, leftovers

#: MiB that the process may have grown by; one list of volumes takes as much.
MOST_MIB = 16


@pytest.fixture(autouse=True)
def no_records() -> Iterator[None]:
    """Nobody keeps what is logged: it would count as memory."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


def files() -> int:
    """Descriptors of any kind that are open."""
    if not os.path.isdir('/proc/self/fd'):
        pytest.skip('this system does not say which files are open')
    return len(os.listdir('/proc/self/fd'))


def resident() -> float:
    """MiB of memory that the process has."""
    gc.collect()
    with open('/proc/self/statm', encoding='ascii') as file:
        return int(file.read().split()[1]) * os.sysconf('SC_PAGE_SIZE') / 2 ** 20


def leaves_nothing(work: Callable[[], None]) -> None:
    """Do work after which everything is as before.

    What is loaded or set aside once takes memory once; a leak takes it every
    time.
    """
    for _ in range(4):
        memory = resident()
        before, opened = leftovers(), files()
        work()
        assert not lasting(before)
        grown = resident() - memory
        assert files() <= opened
        if grown < MOST_MIB:
            return
    pytest.fail(f'{grown:.0f} MiB more, four times')


def cycle(tls: bool) -> None:
    """Start an array, call it in both ways, stop it.

    Its ports are free afterwards, since no descriptor is left.
    """
    with SimulatedArray(tls=tls) as array:
        assert array.ssh_port is not None
        with logged_in(array) as client:
            assert client.getStorageSystemInfo()['name'] == array.state.name
        with socket.create_connection(('127.0.0.1', array.ssh_port), 60) as sock:
            assert sock.recv(4) == b'SSH-'


def run_cycles(count: int) -> None:
    def work(number: int = count) -> None:
        for each in range(number):
            cycle(bool(each % 2))

    work(4)             # what is loaded once is loaded
    leaves_nothing(work)


def test_starts_and_stops_leave_nothing() -> None:
    run_cycles(12)


@pytest.mark.long
def test_a_thousand_starts_and_stops_leave_nothing() -> None:
    run_cycles(1000)


def calls(client: HPE3ParClient, array: SimulatedArray) -> Iterator[Any]:
    """A round of calls, good ones and refused ones; each yields."""
    yield client.getStorageSystemInfo()
    yield client.createVolume('v', 'SimCPG', 256, {'tpvv': True, 'comment': 'x'})
    yield client.modifyVolume('v', {'comment': 'y'})
    yield client.getVolume('v')
    for name in ('vol00000', 'vol00001'):
        yield client.getVolume(name)
    try:
        yield client.createVolume('v', 'SimCPG', 256)
    except exceptions.HTTPConflict as refused:
        yield refused.get_code()
    try:
        yield client.getVolume('none')
    except exceptions.HTTPNotFound as refused:
        yield refused.get_code()
    yield client.getCPGs()
    yield client.deleteVolume('v')


def run_calls(count: int, warm: int) -> None:
    with SimulatedArray('primera-4.x', tls=False, ssh_port=None,
                        volumes=20) as array, logged_in(array) as client:
        def work(number: int = count) -> None:
            done = 0
            while done < number:
                done += sum(1 for _ in calls(client, array))

        work(warm)      # records and the event log are as long as they get
        leaves_nothing(work)


def test_calls_leave_nothing() -> None:
    run_calls(2000, 500)


@pytest.mark.long
def test_two_hundred_thousand_calls_leave_nothing() -> None:
    run_calls(200_000, 25_000)
