"""What is written as a document and restored behaves as if nothing was."""

from __future__ import annotations

import contextlib
import json
import random
from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest

from hpe3parclient.simulator import (
    PERSONALITIES,
    Array,
    Clock,
    SimulatedArray,
    arrays_of,
    connect,
    snapshot,
)
from hpe3parclient.simulator.cli.interpreter import Cli
from hpe3parclient.simulator.errors import Refused
from tests.support import listed_requests, listed_requests_more
from tests.support.random_requests import NAMES, random_request
from tests.support.rawclient import RawClient
from tests.support.replication_walk import Walk
from tests.support.saved_array import (
    LISTINGS,
    Document,
    furnish,
    over_the_wire,
    quiet,
    states,
    twin_of,
)

REFUSED: dict[str, dict[str, Any]] = {
    **listed_requests.REQUESTS, **listed_requests_more.REQUESTS}


class Both(NamedTuple):
    """An array, its twin, and the document between them."""

    one: RawClient
    other: RawClient
    document: Document


@pytest.fixture(scope='module')
def both() -> Iterator[Both]:
    with quiet() as array:
        furnish(array)
        document, twin = twin_of(array)
        with twin:
            yield Both(RawClient(array).log_in(),
                       RawClient(twin).log_in(), document)


def same(one: RawClient, other: RawClient, method: str, path: str,
         body: Any = None) -> bool:
    """Whether both answer alike, wherever each of them is."""
    return bool(answered(one, method, path, body)
                == answered(other, method, path, body))


def answered(api: RawClient, method: str, path: str, body: Any = None) -> Any:
    """What an array answers, without where it is."""
    answer = api.send(method, path, body)
    return (answer.status, json.loads(answer.raw.decode().replace(
        api.array.api_url, 'here') or 'null'))


@pytest.mark.parametrize('path', ['/api', *(
    '/api/v1' + path for path in LISTINGS)])
def test_the_twin_shows_the_same(both: Both, path: str) -> None:
    assert same(both.one, both.other, 'GET', path)


def test_the_twin_refuses_the_same(both: Both) -> None:
    # The twin does not know the secrets of CHAP, so none is the other's.
    unlike = [
        (operation, symbol) for operation, result in REFUSED.items()
        for symbol, item in result.items()
        if not item['tweak'] and not item['user']
        and symbol != 'NON_UNIQUE_CHAP_SECRET' and not same(
            both.one, both.other, item['method'], '/api/v1' + item['path'],
            item['body'])]
    assert unlike == []
    assert snapshot(*states(both.other.array)) == both.document


def test_the_twin_prints_the_same(both: Both) -> None:
    for command in ('showvv', 'showhost', 'showvlun', 'showrcopy',
                    'showport', 'showtask', 'showqos', 'showpatch -hist'):
        assert Cli(both.one.array.state).session().run(command) \
            == Cli(both.other.array.state).session().run(command)


def test_work_in_progress_ends_alike() -> None:
    with quiet() as array:
        furnish(array)
        _, twin = twin_of(array)
        for item in (array, twin):
            # What is made at the end of work has a UUID.
            item.state.random.seed(3)
            item.clock.advance(72 * 3600)
        result = snapshot(*states(twin))
        assert result == snapshot(*states(array))
        assert not any(task.get('effect') for task
                       in result['arrays'][0]['tasks'] if task['id'] != 2)


def walked(model: str, seed: int) -> None:
    """Random requests to an array, and further ones to it and its twin."""
    dice = random.Random(f'{model} {seed}')
    with quiet(model) as array:
        array.state.sessions.timeout = 1e9
        item = RawClient(array).log_in()
        for name in NAMES[:3]:
            item('POST', '/cpgs', {'name': name})
        array.state.domains.add('D')
        for _ in range(60):
            step(dice, [item])
        document = over_the_wire(array.snapshot())
        with quiet(state=document) as twin:
            assert twin.snapshot() == document
            other = RawClient(twin).log_in()
            for end in (array, twin):
                end.state.random.seed(seed)
            for _ in range(60):
                step(dice, [item, other])
            assert twin.snapshot() == array.snapshot()


def step(dice: random.Random, clients: Any) -> None:
    """One random request, and what time and hosts do."""
    reduce = clients[0].array.state.personality.reduce
    method, path, body = random_request(dice, reduce)
    passes = dice.choice([0.0] * 8 + [30.0, 3600.0])
    written = dice.choice(NAMES)
    answers = []
    for api in clients:
        answers.append(answered(api, method, '/api/v1' + path, body))
        api.array.clock.advance(passes)
        state = api.array.state
        for host in list(state.hosts):
            if passes:
                state.log_in(host.name)
        if written in state.volumes:
            with contextlib.suppress(Refused):
                state.write(written, 16)
                state.read(written, 8)
    assert all(item == answers[0] for item in answers), (method, path)


@pytest.mark.parametrize('model', sorted(PERSONALITIES))
def test_random_requests_are_answered_alike(model: str) -> None:
    walked(model, 0)


@pytest.mark.long
@pytest.mark.parametrize('model', sorted(PERSONALITIES))
@pytest.mark.parametrize('seed', [1, 2])
def test_any_random_requests_are_answered_alike(model: str,
                                                seed: int) -> None:
    walked(model, seed)


class TwinWalk(Walk):
    """Goes on where another walk is, on twins of its arrays."""

    def __init__(self, other: Walk) -> None:
        self.random = random.Random()
        self.random.setstate(other.random.getstate())
        self.clock = Clock(running=False)
        self.arrays = arrays_of(
            over_the_wire(snapshot(*other.arrays)), self.clock, seed=1)
        self.link = self.arrays[0].remote.links[0]
        self.mode, self.names = other.mode, other.names
        self.copies = other.copies
        for array in [*self.arrays, *other.arrays]:
            array.random.seed(5)


def replicated(seed: int, rounds: int) -> None:
    """Random orders to a pair, and further ones to it and its twin."""
    walk = Walk(seed)
    for _ in range(rounds):
        for _ in range(7):
            walk.step()
        twin = TwinWalk(walk)
        for _ in range(5):
            walk.step()
            twin.step()
            twin.check()
            assert snapshot(*twin.arrays) == snapshot(*walk.arrays)


def test_two_linked_arrays_go_on_alike() -> None:
    replicated(0, 15)


@pytest.mark.long
@pytest.mark.parametrize('seed', [1, 2])
def test_any_two_linked_arrays_go_on_alike(seed: int) -> None:
    replicated(seed, 25)


def test_two_links_of_one_array_keep_their_order() -> None:
    arrays = [Array(clock=Clock(running=False), seed=1) for _ in range(3)]
    connect(arrays[0], arrays[1])
    connect(arrays[2], arrays[0])
    connect(arrays[1], arrays[2], kind=2)
    document = snapshot(*arrays)
    twins = arrays_of(document, Clock(running=False))
    assert snapshot(*twins) == document
    assert [[twins.index(link.other(item)) for link in item.remote.links]
            for item in twins] == [[1, 2], [0, 2], [0, 1]]


def test_schedules_and_their_order_are_kept() -> None:
    array = Array(clock=Clock(running=False))
    session = Cli(array).session()
    for name in ('z', 'a'):
        session.run(f'createsched "createsv -ro x y" @hourly {name}')
    (twin,) = arrays_of(over_the_wire(snapshot(array)))
    assert list(twin.schedules.items()) == list(array.schedules.items())
    assert list(twin.schedules) == ['z', 'a']


def test_flash_cache_goes_on_disappearing() -> None:
    with quiet() as array:
        api = RawClient(array).log_in()
        api.ok('POST', '/', {'flashCache': {'sizeGiB': 64}})
        api.ok('PUT', '/system', {'flashCachePolicy': 1})
        api.ok('DELETE', '/flashcache')
        (twin,) = arrays_of(array.snapshot(), Clock(running=False))
        assert twin.flash_cache == array.state.flash_cache
        twin.clock.advance(24 * 3600)
        twin.settle()
        assert twin.flash_cache is None


def test_a_document_shares_nothing_with_its_array() -> None:
    array = Array(clock=Clock(running=False))
    array.populate(1)
    document = snapshot(array)
    (twin,) = arrays_of(document)
    text = json.dumps(document)
    for item in (array, twin):
        item.write('vol00000', 100)
        item.licences.clear()
        item.parameters['x'] = 1
    assert json.dumps(document) == text


def test_the_same_state_gives_the_same_text() -> None:
    arrays = [Array(clock=Clock(running=False), seed=1) for _ in range(2)]
    for array in arrays:
        array.populate(3)
    assert json.dumps(snapshot(arrays[0])) == json.dumps(snapshot(arrays[1]))


def test_a_small_change_is_a_small_difference() -> None:
    array = Array(clock=Clock(running=False), seed=1)
    array.populate(3)
    before = json.dumps(snapshot(array), indent=1).splitlines()
    array.volumes.get('vol00001').comment = 'changed'
    after = json.dumps(snapshot(array), indent=1).splitlines()
    assert [line for line in after if line not in before] == [
        '     "comment": "changed",']
    assert len(after) == len(before) + 1


def test_secrets_are_in_no_document() -> None:
    with SimulatedArray(tls=False, ssh_port=None,
                        password='sesame77') as array:
        api = RawClient(array).log_in()
        api.ok('POST', '/hosts', {'name': 'h', 'iSCSINames': ['iqn.x:i']})
        api.ok('PUT', '/hosts/h', {
            'chapOperation': 1, 'chapOperationMode': 1, 'chapName': 'n',
            'chapSecret': 'abcdefghijkl'})
        text = json.dumps(array.snapshot())
        assert '"n"' in text
        assert not [secret for secret in (
            'sesame77', 'abcdefghijkl', api.key, '3paradm')
            if secret in text]
