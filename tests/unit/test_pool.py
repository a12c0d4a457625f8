"""The pool is bounded and fair, and leaves no session behind."""

from __future__ import annotations

import threading
import time

import pytest

from hpe3parclient import exceptions
from hpe3parclient.pool import ClientPool
from hpe3parclient.retry import RetryPolicy
from tests.support import scripted


class Array:
    """A scripted server that hands out numbered keys."""

    def __init__(self, server):
        self.server = server
        self.live = set()
        self.made = 0
        self.lock = threading.Lock()
        server.default = self.answer

    def answer(self, request):
        with self.lock:
            if request.target.endswith('/credentials'):
                self.made += 1
                key = f'{self.made}-{self.made:032x}-{self.made:08x}'
                self.live.add(key)
                return scripted.login(key)
            if '/credentials/' in request.target:
                self.live.discard(request.target.rsplit('/', 1)[1])
                return scripted.reply(200)
            key = request.headers['x-hp3par-wsapi-sessionkey']
            if key not in self.live:
                return scripted.error(403, 6)
        return scripted.reply(200, {'key': key})


@pytest.fixture
def array(server):
    return Array(server)


@pytest.fixture
def pool(server, array):
    with ClientPool(server.url, 'user', 'pw', size=3, timeout=60,
                    retry=RetryPolicy(attempts=1)) as made:
        yield made
    assert array.live == set()


def test_pool_opens_no_session_before_it_is_needed(pool, array):
    assert array.made == 0


def test_client_is_used_again(pool, array):
    for _ in range(5):
        with pool.client() as client:
            client.getVolume('v')
    assert array.made == 1


def test_clients_that_are_out_at_once_have_keys_of_their_own(pool, array):
    with pool.client() as a, pool.client() as b:
        assert a is not b
        assert a.get_session_key() != b.get_session_key()
    assert len(array.live) == 2


def test_map_works_in_parallel_and_keeps_the_order(pool, array):
    barrier = threading.Barrier(3, timeout=60)

    def work(client, item):
        barrier.wait()
        return item, client.getVolume('v')['key']

    results = list(pool.map(work, range(9)))
    assert [item for item, _ in results] == list(range(9))
    assert len({key for _, key in results}) == 3


def test_map_raises_the_first_failure_and_drops_the_rest(pool):
    done = []

    def work(client, item):
        done.append(item)
        if item:
            time.sleep(0.05)    # a job that takes its time
        raise KeyError(item)

    with pytest.raises(KeyError, match='0'):
        list(pool.map(work, range(1000)))
    assert len(done) < 1000


def test_pool_never_holds_more_than_its_size(pool, array):
    def work(client, item):
        client.getVolume('v')
        return len(array.live)

    assert max(pool.map(work, range(50))) <= 3


def test_waiting_for_a_client_has_a_limit(pool):
    with pool.client(), pool.client(), pool.client():
        with pytest.raises(TimeoutError, match='3 clients'):
            with pool.client(timeout=0.05):
                raise AssertionError('there was none')
    with pool.client(timeout=60):
        pass


def test_threads_are_served_in_the_order_they_came(server, array):
    with ClientPool(server.url, 'user', 'pw', size=1) as pool:
        order, threads = [], []

        def work(number):
            with pool.client():
                order.append(number)

        with pool.client():
            for number in range(8):
                thread = threading.Thread(target=work, args=(number,))
                thread.start()
                threads.append(thread)
                while len(pool._waiting) <= number:
                    pass
        for thread in threads:
            thread.join(60)
        assert order == list(range(8))


def test_session_that_was_idle_too_long_is_replaced(pool, array,
                                                    monkeypatch):
    with pool.client() as client:
        before = client.get_session_key()
    monkeypatch.setattr(pool, '_renew_after', 0)
    with pool.client() as client:
        assert client.get_session_key() != before
    assert before not in array.live
    assert len(array.live) == 1


def test_renewing_stays_within_the_size(pool, array, server, monkeypatch):
    with pool.client():
        pass
    monkeypatch.setattr(pool, '_renew_after', 0)
    with pool.client():
        pass
    assert [item.method for item in server.requests] == [
        'POST', 'DELETE', 'POST']


def test_session_that_cannot_be_closed_is_replaced_all_the_same(
        pool, array, server, monkeypatch):
    with pool.client():
        pass
    monkeypatch.setattr(pool, '_renew_after', 0)
    server.say(scripted.error(500, 1))
    with pool.client() as client:
        assert client.getVolume('v')['key'] in array.live
    array.live = {client.get_session_key()}


def test_map_works_even_if_nobody_takes_the_results(server, array):
    done = []
    with ClientPool(server.url, 'user', 'pw', size=2) as pool:
        pool.map(lambda client, item: done.append(item), range(5))
    assert sorted(done) == list(range(5))
    assert array.live == set()


def test_block_that_fails_drops_what_has_not_begun(server, array):
    done = []
    go = threading.Event()

    def work(client, item):
        go.wait(60)
        done.append(item)

    with pytest.raises(KeyError):
        with ClientPool(server.url, 'user', 'pw', size=2) as pool:
            pool.map(work, range(50))
            while len(pool._out) < 2:
                time.sleep(0.01)
            # The last is dropped last: what has begun goes on from there.
            pool._running[-1].add_done_callback(lambda _: go.set())
            raise KeyError
    assert len(done) <= 2
    assert array.live == set()


def test_refused_login_frees_its_place(server, array, pool):
    server.say(scripted.error(403, 5))
    with pytest.raises(exceptions.HTTPForbidden):
        with pool.client():
            raise AssertionError('not logged in')
    for _ in range(5):
        with pool.client():
            pass


def test_failure_inside_gives_the_client_back(pool, array):
    for _ in range(5):
        with pytest.raises(KeyError):
            with pool.client():
                raise KeyError
    assert array.made == 1


def test_client_given_back_to_a_closed_pool_is_logged_out(server, array):
    pool = ClientPool(server.url, 'user', 'pw', size=2)
    with pool.client() as client:
        pool.close()
        assert array.live == {client.get_session_key()}
    assert array.live == set()


def test_closed_pool_wakes_those_who_wait(server, array):
    pool = ClientPool(server.url, 'user', 'pw', size=1)
    raised = []

    def work():
        try:
            with pool.client():
                raise AssertionError('closed')
        except RuntimeError as ex:
            raised.append(str(ex))

    with pool.client():
        thread = threading.Thread(target=work)
        thread.start()
        while not pool._waiting:
            pass
        pool.close()
        thread.join(60)
    assert raised == ['the pool is closed']


def test_every_session_is_tried_when_one_cannot_be_closed(server, array):
    pool = ClientPool(server.url, 'user', 'pw', size=2,
                      retry=RetryPolicy(attempts=1))
    with pool.client(), pool.client():
        pass
    server.say(scripted.CUT)
    with pytest.raises(exceptions.ConnectionError) as caught:
        pool.close()
    assert len(array.live) == 1
    assert caught.traceback     # it held the client that would say farewell


@pytest.mark.parametrize('size', [0, -1, True, 1.5, '4'])
def test_size_that_makes_no_sense_is_refused(size):
    with pytest.raises(ValueError, match='size'):
        ClientPool('http://127.0.0.1/api/v1', 'user', 'pw', size)


def test_repr_tells_use_and_no_secret(server, array):
    with ClientPool(server.url, 'user', 'the-password', size=2) as pool:
        with pool.client():
            assert '1 of 2' in repr(pool)
        assert 'the-password' not in repr(pool)
    assert 'closed' in repr(pool)


def test_interrupt_in_the_queue_leaves_nobody_waiting(pool, monkeypatch):
    class Interrupted(type(pool._waiting)):
        def append(self, ticket):
            super().append(ticket)
            raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(pool, '_waiting', Interrupted())
        with pytest.raises(KeyboardInterrupt), pool.client():
            pytest.fail('it was interrupted')
        assert not pool._waiting
    with pool.client() as client:
        assert client.getVolume('v')
