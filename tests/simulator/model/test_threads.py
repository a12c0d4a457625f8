"""Eight threads of random requests to two linked arrays at the same time.

Each thread has dice of its own, so that it asks the same every time; in what
order the arrays serve the threads differs. Whatever the order, the states
stay sound, each by itself and both together.
"""

from __future__ import annotations

import random
import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from hpe3parclient.simulator.errors import Refused
from tests.support.invariants import check_pair
from tests.support.random_replication import random_replication
from tests.support.random_requests import NAMES, random_request
from tests.support.rawclient import RawClient
from tests.support.replicated import Pair

pytestmark = pytest.mark.long

THREADS = 8
ROUNDS = 4
REQUESTS = 40
MODELS = ('3par-3.3.1', 'primera-4.x', 'alletra-mp')


class Arrays:
    """Two linked arrays, and what threads do to them."""

    def __init__(self, pair: Pair, seed: str) -> None:
        self.pair = pair
        self.seed = seed
        self.statuses: Counter[tuple[str, int]] = Counter()
        self._guard = threading.Lock()
        for client in (pair.a, pair.b):
            client.state.sessions.timeout = 1e9
            for name in NAMES:
                if name not in client.state.cpgs:
                    client.ok('POST', '/cpgs', {'name': name})
        for name in NAMES[:3]:
            pair.a.ok('POST', '/volumes', {
                'name': name, 'cpg': 'c', 'sizeMiB': 1024, 'tpvv': True,
                'snapCPG': 'c'}, 201)

    def check(self) -> None:
        """Both states are sound, at a moment at which nothing changes."""
        with self.pair.arrays[0].state.lock:
            for array in self.pair.arrays:
                array.state.settle()
            check_pair(*(array.state for array in self.pair.arrays))

    def thread(self, number: int, turn: int) -> None:
        """What one thread does, the same every time."""
        dice = random.Random(f'{self.seed} {number} {turn}')
        for _ in range(REQUESTS):
            client = dice.choice([self.pair.a, self.pair.a, self.pair.b])
            if dice.random() < .15:
                self._disturb(dice, client)
            else:
                self._request(dice, client)
            if dice.random() < .1:
                self.check()

    def _request(self, dice: random.Random, client: RawClient) -> None:
        here = client is self.pair.a
        reduce = client.state.personality.reduce
        if dice.random() < .6:
            kind = 'remote copy'
            method, path, body = random_replication(
                dice, self.pair.there if here else self.pair.here,
                '' if here else self.pair.suffix,
                client.state.personality.name != 'alletra-mp')
        else:
            kind = 'other'
            method, path, body = random_request(dice, reduce)
        answer = client(method, path, body)
        assert answer.status != 500, (method, path, body)
        with self._guard:
            self.statuses[kind, answer.status] += 1

    def _disturb(self, dice: random.Random, client: RawClient) -> None:
        state = client.state
        event = dice.randrange(5)
        if event == 0:
            self.pair.link.cut(state if dice.random() < .2 else None)
        elif event in (1, 2):
            self.pair.link.restore()
        elif event == 3:
            self.pair.clock.advance(dice.choice([1, 30, 400]))
        else:
            try:
                state.write(dice.choice(NAMES), dice.randrange(1, 64))
            except Refused:
                return


@pytest.fixture(params=MODELS)
def pair(request: pytest.FixtureRequest) -> Iterator[Pair]:
    with Pair(request.param, request.param) as made:
        yield made


@pytest.mark.parametrize('seed', range(3))
def test_two_arrays_stay_sound_under_eight_threads(pair: Pair, seed: int
                                                   ) -> None:
    arrays = Arrays(pair, f'{pair.a.state.personality.name} {seed}')
    with ThreadPoolExecutor(THREADS) as pool:
        for turn in range(ROUNDS):
            for future in [pool.submit(arrays.thread, number, turn)
                           for number in range(THREADS)]:
                future.result()
            arrays.check()
    accepted = sum(count for (kind, status), count in arrays.statuses.items()
                   if kind == 'remote copy' and status < 300)
    assert accepted > 20, arrays.statuses
