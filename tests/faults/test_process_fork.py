"""Forked children: parent and child go on working, and share nothing."""

from __future__ import annotations

import gc
import json
import os
import random
import threading
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Callable

import pytest
import requests

from hpe3parclient import exceptions
from hpe3parclient.client import HPE3ParClient
from hpe3parclient.http import HTTPJSONRESTClient
from hpe3parclient.pool import ClientPool
from hpe3parclient.retry import RetryPolicy
from hpe3parclient.simulator import SimulatedArray
from hpe3parclient.web import decode
from tests.support import cliarray, scripted

ONCE = RetryPolicy(attempts=1)
PATCHES = ['showpatch', '-hist']

# Python 3.12 warns of every fork in a process with threads. A program that
# forks after it has used a client has them, and so have these tests.
pytestmark = pytest.mark.filterwarnings(
    'ignore:.*use of fork:DeprecationWarning')


def in_child(work: Callable[[], Any]) -> None:
    """Run something in a forked child, which is killed if it hangs."""
    child = os.fork()
    if child == 0:
        try:
            # A child that waits for ever is ended by the system's alarm.
            import signal
            signal.signal(signal.SIGALRM, signal.SIG_DFL)
            signal.alarm(120)
            work()
        except BaseException:
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    assert os.waitpid(child, 0)[1] == 0


@pytest.fixture(params=['http', 'https'])
def array(request: pytest.FixtureRequest) -> Iterator[SimulatedArray]:
    with SimulatedArray('alletra-9000', tls=request.param == 'https',
                        ssh_port=None, volumes=2) as running:
        yield running


def connect(array: SimulatedArray, **options: Any) -> HPE3ParClient:
    client = HPE3ParClient(array.api_url, secure=array.ca_bundle or False,
                           timeout=60, retry=ONCE, **options)
    client.login(array.user, array.password)
    return client


def held_by_another_thread(lock: Any) -> Callable[[], None]:
    """Have a thread hold a lock; returns what ends that."""
    taken, over = threading.Event(), threading.Event()

    def hold() -> None:
        with lock:
            taken.set()
            over.wait(60)

    thread = threading.Thread(target=hold)
    thread.start()
    taken.wait(60)

    def end() -> None:
        over.set()
        thread.join(60)

    return end


# -- one client ---------------------------------------------------------------


def test_both_go_on_in_the_same_session(array: SimulatedArray) -> None:
    client = connect(array)
    in_child(lambda: [client.getVolume('vol00000') for _ in range(3)])
    assert client.getVolume('vol00001')['name'] == 'vol00001'
    assert len(array.state.sessions) == 1
    client.logout()
    client.http.close()


def test_both_renew_a_key_that_has_died(array: SimulatedArray) -> None:
    client = connect(array)
    array.state.sessions.drop_all()
    in_child(lambda: (client.getVolume('vol00000'), client.logout()))
    assert client.getVolume('vol00001')['name'] == 'vol00001'
    assert len(array.state.sessions) == 1
    client.logout()
    client.http.close()


def test_child_that_logs_out_costs_its_parent_one_login(
        array: SimulatedArray) -> None:
    client = connect(array)
    in_child(client.logout)
    assert len(array.state.sessions) == 0
    assert client.getVolume('vol00000')['name'] == 'vol00000'
    assert len(array.state.sessions) == 1
    client.logout()
    client.http.close()


def test_lock_that_a_thread_of_the_parent_holds_is_free_in_the_child(
        array: SimulatedArray) -> None:
    client = connect(array)
    end = held_by_another_thread(client.http._array.login_state.lock)
    array.state.sessions.drop_all()
    try:
        in_child(lambda: (client.getVolume('vol00000'), client.logout()))
    finally:
        end()
    assert client.getVolume('vol00000')['name'] == 'vol00000'
    client.logout()
    client.http.close()


def test_threads_of_a_child_never_use_the_parents_connection() -> None:
    with scripted.Server() as server:
        server.default = scripted.reply(200, {}, close=False)
        client = HTTPJSONRESTClient(server.url, retry=ONCE, timeout=60)
        client.get('/volumes/parent')

        def work() -> None:
            threads = [threading.Thread(
                target=lambda: [client.get('/volumes/child')
                                for _ in range(5)]) for _ in range(8)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join(100)
                assert not thread.is_alive()

        in_child(work)
        client.get('/volumes/parent')
        client.close()
        used = {item.connection for item in server.requests
                if item.target.endswith('parent')}
        assert len(used) == 1
        assert not used & {item.connection for item in server.requests
                           if item.target.endswith('child')}
        assert server.count('GET', 'child') == 40


def test_other_threads_wait_until_the_new_connections_are_there(
        monkeypatch: pytest.MonkeyPatch) -> None:
    """One thread is stopped where it puts new connections in place."""
    with scripted.Server() as server:
        server.default = scripted.reply(200, {}, close=False)
        client = HTTPJSONRESTClient(server.url, retry=ONCE, timeout=60)
        client.get('/volumes/parent')
        real = requests.Session.mount
        client.session._process = -1     # as in a child

        def meanwhile(*args: Any) -> None:
            monkeypatch.undo()
            client.get('/volumes/child')
            real(*args)

        monkeypatch.setattr('requests.Session.mount', meanwhile)
        client.get('/volumes/child')
        client.close()
        parent, *children = [item.connection for item in server.requests]
        assert len(children) == 2
        assert parent not in children


def test_collector_works_in_a_child_of_a_parent_that_was_parsing() -> None:
    taken, over = threading.Event(), threading.Event()

    def parse() -> None:
        with decode._COLLECTOR_RESTS:
            taken.set()
            over.wait(60)

    def work() -> None:
        assert gc.isenabled()
        decode.loads(b'[%s]' % (b' ' * (1 << 17)))
        assert gc.isenabled()

    thread = threading.Thread(target=parse)
    thread.start()
    taken.wait(60)
    try:
        assert not gc.isenabled()
        in_child(work)
    finally:
        over.set()
        thread.join(60)
    assert gc.isenabled()


# -- a pool -------------------------------------------------------------------


def pool_of(array: SimulatedArray, size: int = 2) -> ClientPool:
    return ClientPool(array.api_url, array.user, array.password, size=size,
                      secure=array.ca_bundle or False, timeout=60, retry=ONCE)


def test_pool_of_a_child_has_sessions_of_its_own(
        array: SimulatedArray) -> None:
    with pool_of(array) as pool:
        with pool.client() as mine:
            mine.getVolume('vol00000')

            def work() -> None:
                with pool:
                    names = ['vol00000', 'vol00001'] * 3
                    assert [volume['name'] for volume in pool.map(
                        lambda client, name: client.getVolume(name), names)
                    ] == names
                    with pool.client() as item, pool.client() as other:
                        assert mine.get_session_key() not in (
                            item.get_session_key(), other.get_session_key())

            in_child(work)
            assert len(array.state.sessions) == 1
            mine.getVolume('vol00001')
        with pool.client() as again:
            assert again is mine
    assert len(array.state.sessions) == 0


def test_pool_whose_places_are_all_taken_is_free_in_the_child(
        array: SimulatedArray) -> None:
    with pool_of(array, size=1) as pool:
        end = held_by_another_thread(pool._conditions.get())
        try:
            def work() -> None:
                with pool, pool.client(timeout=60) as client:
                    client.getVolume('vol00000')

            in_child(work)
        finally:
            end()
    assert len(array.state.sessions) == 0


def test_child_that_leaves_the_block_of_a_client_gives_nothing_back(
        array: SimulatedArray) -> None:
    pool = pool_of(array)
    with pool.client() as mine:
        key = mine.get_session_key()

        def work() -> None:
            pool._give_back(*ticket, mine)
            assert '0 of 2' in repr(pool)
            pool.close()

        ticket = tuple(pool._out)
        in_child(work)
        assert [item.key for item in array.state.sessions] == [key]
    pool.close()
    assert len(array.state.sessions) == 0


def test_work_of_the_parents_threads_does_not_hold_up_a_child(
        array: SimulatedArray) -> None:
    go, begun = threading.Event(), threading.Event()

    def slow(client: HPE3ParClient, item: int) -> int:
        begun.set()
        go.wait(60)
        return item

    with pool_of(array, size=1) as pool:
        results = pool.map(slow, [1, 2])
        begun.wait(60)
        in_child(pool.close)
        go.set()
        assert list(results) == [1, 2]
    assert len(array.state.sessions) == 0


FAULTS = ('reset_before', 'reset_after', 'busy', 'expire', 'truncate', 'cut')


def made(client: HPE3ParClient, name: str) -> str:
    """Create a volume; what the client says of it."""
    try:
        client.createVolume(name, 'SimCPG', 256, {'tpvv': True})
    except exceptions.OutcomeUnknown:
        return 'unknown'
    except exceptions.ClientException:
        return 'not done'
    return 'done'


def tell(pool: ClientPool, names: list[str], file: Path) -> None:
    """Create volumes through a pool, and write down what it says of each."""
    words = pool.map(made, names)
    file.write_text(json.dumps(dict(zip(names, words))))


@pytest.mark.parametrize('seed', range(3))
def test_a_pool_tells_the_truth_under_faults_in_parent_and_children(
        array: SimulatedArray, tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(30):
        array.faults.add(chance.choice(FAULTS), skip=chance.randrange(40),
                         path='/volumes', method='POST')
    with pool_of(array, size=4) as pool:
        thread = threading.Thread(target=tell, args=(
            pool, [f'p{number}' for number in range(40)], tmp_path / 'p'))
        thread.start()
        for child in range(3):
            def work(child: int = child) -> None:
                with pool:
                    tell(pool, [f'c{child}.{number}' for number in range(10)],
                         tmp_path / f'c{child}')

            in_child(work)
        thread.join(60)
    told = {name: word for file in tmp_path.iterdir()
            for name, word in json.loads(file.read_text()).items()}
    there = {volume.name for volume in array.state.volumes}
    assert len(told) == 70
    for name, word in told.items():
        assert word == 'unknown' or (name in there) is (word == 'done'), name
    array.faults.clear()
    assert len(array.state.sessions) <= list(told.values()).count('unknown')


# -- the command line ---------------------------------------------------------


def test_command_lines_of_parent_and_child_do_not_mix() -> None:
    with cliarray.served() as server:
        client = cliarray.client(server)
        first = client.run(PATCHES)

        def work() -> None:
            for _ in range(3):
                assert client.run(PATCHES) == first
            client.close()

        in_child(work)
        assert client.run(PATCHES) == first
        client.close()
        assert server.accepted == 2


def test_lock_of_the_command_line_is_free_in_the_child() -> None:
    with cliarray.served() as server:
        client = cliarray.client(server)
        first = client.run(PATCHES)
        end = held_by_another_thread(client._locks.get())
        try:
            def work() -> None:
                assert client.run(PATCHES) == first
                client.close()

            in_child(work)
        finally:
            end()
        assert client.run(PATCHES) == first
        client.close()


def test_host_key_that_the_parent_accepted_holds_in_the_child(
        tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from hpe3parclient.cli.errors import SSHHostKeyRejected
    from hpe3parclient.simulator.sshd import make_key
    monkeypatch.setenv('HOME', str(tmp_path))
    with cliarray.served() as server:
        client = cliarray.client(server)
        client.run(PATCHES)
        server.host_keys[:] = [make_key('ed25519')]

        def work() -> None:
            with pytest.raises(SSHHostKeyRejected, match='has changed'):
                client.run(PATCHES)

        in_child(work)
        assert len(client.run(PATCHES)) > 1
        client.close()
