"""A failover drill: two arrays on real sockets, from first copy to home.

At each step both arrays tell the same story and no volume is lost. The
drill is done twice: with raw HTTP, which is what an array understands, and
with the client, which is what people use.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from hpe3parclient.client import HPE3ParClient
from hpe3parclient.error_codes import number_of
from hpe3parclient.exceptions import HTTPForbidden
from tests.support.replicated import (
    NEW,
    PERIODIC,
    PRIMARY,
    SECONDARY,
    STARTED,
    STOPPED,
    SYNC,
    SYNCED,
    Pair,
)
from tests.support.simulated import connect

VOLUMES = ('data', 'logs')
NATURAL = [(PRIMARY, False), (SECONDARY, False)]
FAILED_OVER = [(PRIMARY, False), (PRIMARY, True)]
TURNED = [(SECONDARY, True), (PRIMARY, True)]
TO_PRIMARY, TO_SECONDARY, TO_NATURAL = 7, 9, 10


class Raw:
    """The requests of the drill, as they are on the wire."""

    def __init__(self, pair: Pair) -> None:
        self.pair = pair

    def create(self, mode: int) -> None:
        self.pair.a.ok('POST', '/remotecopygroups', {
            'name': 'g', 'targets': [self.pair.target(mode)],
            'localUserCPG': 'c', 'localSnapCPG': 'c'}, 201)

    def admit(self, name: str) -> None:
        self.pair.a.ok('PUT', '/remotecopygroups/g', {
            'action': 1, **self.pair.admission(name)})

    def start(self) -> None:
        self.pair.a.ok('PUT', '/remotecopygroups/g', {'action': 3})

    def sync(self) -> None:
        self.pair.a.ok('PUT', '/remotecopygroups/g', {'action': 5})

    def recover(self, action: int) -> None:
        self.pair.b.ok('POST', '/remotecopygroups/g' + self.pair.suffix,
                       {'action': action})

    def groups(self) -> tuple[Any, Any]:
        return self.pair.sides()

    def volumes(self) -> list[list[str]]:
        return [self.pair.a.names(), self.pair.b.names()]


class Client:
    """The same with a client for each array."""

    def __init__(self, pair: Pair, a: HPE3ParClient,
                 b: HPE3ParClient) -> None:
        self.pair, self.a, self.b = pair, a, b
        self.there = f'g{pair.suffix}'

    def create(self, mode: int) -> None:
        self.a.createRemoteCopyGroup(
            'g', [self.pair.target(mode)],
            {'localUserCPG': 'c', 'localSnapCPG': 'c'})

    def admit(self, name: str) -> None:
        expected = self.pair.admission(name)
        self.a.addVolumeToRemoteCopyGroup(
            'g', name, expected['targets'], {'volumeAutoCreation': True})

    def start(self) -> None:
        self.a.startRemoteCopy('g')

    def sync(self) -> None:
        self.a.synchronizeRemoteCopyGroup('g')

    def recover(self, action: int) -> None:
        self.b.recoverRemoteCopyGroupFromDisaster(self.there, action)

    def groups(self) -> tuple[Any, Any]:
        return (self.a.getRemoteCopyGroup('g'),
                self.b.getRemoteCopyGroup(self.there))

    def volumes(self) -> list[list[str]]:
        return [[item['name'] for item in client.getVolumes()['members']]
                for client in (self.a, self.b)]


class Drill:
    """One drill: what is done, and what has to hold after it."""

    def __init__(self, pair: Pair, orders: Any) -> None:
        self.pair, self.orders = pair, orders

    def prepare(self, mode: int) -> None:
        """Two volumes with data, in a group."""
        for name in VOLUMES:
            self.pair.a.volume(name)
            self.pair.a.state.write(name, 512)
        self.orders.create(mode)
        for name in VOLUMES:
            self.orders.admit(name)
        self.holds(NATURAL, NEW)

    def wait(self) -> None:
        self.pair.clock.advance(60)

    def holds(self, roles: list[tuple[int, bool]], state: int) -> None:
        """Both arrays tell this story, and no volume is lost."""
        here, there = self.orders.groups()
        targets = [item['targets'][0] for item in (here, there)]
        assert [(item['role'], target['roleReversed']) for item, target
                in zip((here, there), targets)] == roles
        assert [target['state'] for target in targets] == [state, state]
        assert targets[0]['mode'] == targets[1]['mode']
        assert self._pairs(here) == [
            (theirs, ours, status)
            for ours, theirs, status in self._pairs(there)]
        for result, names in zip(self.orders.volumes(), (
                VOLUMES, [f'{name}.copy' for name in VOLUMES])):
            assert set(names) <= set(result)

    def _pairs(self, group: dict[str, Any]) -> list[tuple[str, str, int]]:
        return [(item['localVolumeName'],
                 item['remoteVolumes'][0]['remoteVolumeName'],
                 item['remoteVolumes'][0]['syncStatus'])
                for item in group['volumes']]

    def synced(self) -> bool:
        return all(status == SYNCED for group in self.orders.groups()
                   for _, _, status in self._pairs(group))

    def same(self) -> bool:
        """Whether the data on both arrays are the same."""
        return all(self.pair.same(name) for name in VOLUMES)

    def contents(self) -> list[Any]:
        """What is on the volumes of ``a``, and of ``b``."""
        return [[array.state.content_of(name + tail)
                 for name in VOLUMES]
                for array, tail in zip(self.pair.arrays, ('', '.copy'))]


@pytest.fixture
def pair() -> Iterator[Pair]:
    with Pair() as made:
        yield made


@pytest.fixture(params=['raw HTTP', 'client'])
def drill(request: pytest.FixtureRequest, pair: Pair) -> Iterator[Drill]:
    if request.param == 'raw HTTP':
        yield Drill(pair, Raw(pair))
        return
    with connect(pair.arrays[0]) as a, connect(pair.arrays[1]) as b:
        yield Drill(pair, Client(pair, a, b))


def copied(drill: Drill, mode: int) -> None:
    """First copy, and a synchronisation after it."""
    drill.prepare(mode)
    drill.orders.start()
    drill.holds(NATURAL, STARTED)
    assert not drill.synced()
    drill.wait()
    drill.holds(NATURAL, STARTED)
    assert drill.synced()
    assert drill.same()
    drill.pair.a.state.write('data', 64)
    drill.orders.sync()
    drill.wait()
    drill.holds(NATURAL, STARTED)
    assert drill.same()


@pytest.mark.parametrize('mode', [SYNC, PERIODIC])
def test_data_survive_the_whole_way_there_and_back(drill: Drill,
                                                   mode: int) -> None:
    copied(drill, mode)
    last = drill.contents()[0]

    drill.pair.link.cut()
    drill.holds(NATURAL, STOPPED)
    drill.pair.a.state.write('logs', 8)

    drill.orders.recover(TO_PRIMARY)
    drill.holds(FAILED_OVER, STOPPED)
    assert drill.contents()[1] == last

    for name in VOLUMES:
        drill.pair.b.state.write(f'{name}.copy', 32)
    written = drill.contents()[1]

    drill.pair.link.restore()
    drill.holds(FAILED_OVER, STOPPED)
    assert drill.contents()[1] == written

    drill.orders.recover(TO_SECONDARY)
    drill.holds(TURNED, STARTED)
    drill.wait()
    drill.holds(TURNED, STARTED)
    assert drill.synced()
    assert drill.contents() == [written, written]

    drill.pair.b.state.write('data.copy', 16)
    newest = drill.contents()[1]
    drill.orders.recover(TO_NATURAL)
    drill.wait()
    drill.holds(NATURAL, STARTED)
    assert drill.synced()
    assert drill.contents() == [newest, newest]

    drill.pair.a.state.write('logs', 4)
    drill.orders.sync()
    drill.wait()
    assert drill.same()


def test_failover_is_refused_while_the_group_runs(drill: Drill) -> None:
    copied(drill, SYNC)
    before = drill.contents()
    if isinstance(drill.orders, Client):
        with pytest.raises(HTTPForbidden) as error:
            drill.orders.recover(TO_PRIMARY)
        assert error.value.get_code() == number_of(
            'RCOPY_GROUP_NOT_STOPPED')
    else:
        drill.pair.b.refused(
            'RCOPY_GROUP_NOT_STOPPED', 'POST',
            '/remotecopygroups/g' + drill.pair.suffix,
            {'action': TO_PRIMARY})
    drill.holds(NATURAL, STARTED)
    assert drill.contents() == before


def test_group_with_auto_recover_goes_on_after_a_short_cut(
        drill: Drill) -> None:
    copied(drill, SYNC)
    drill.pair.a.ok('PUT', '/remotecopygroups/g', {'targets': [{
        'targetName': drill.pair.there,
        'policies': {'autoRecover': True}}]})
    drill.pair.link.cut()
    drill.pair.a.state.write('data', 8)
    assert not drill.same()
    drill.pair.link.restore()
    drill.wait()
    drill.holds(NATURAL, STARTED)
    assert drill.same()


def go_home(drill: Drill, cut_before: int) -> None:
    """The way back; the link fails for a moment before one of its steps."""
    for number, action in enumerate((TO_SECONDARY, TO_NATURAL)):
        if number == cut_before:
            drill.pair.link.cut()
            drill.pair.link.restore()
            if number:
                drill.pair.b.ok(
                    'PUT', '/remotecopygroups/g' + drill.pair.suffix,
                    {'action': 3})
                drill.wait()
        drill.orders.recover(action)
        drill.wait()


@pytest.mark.parametrize('step', [0, 1])
def test_link_may_fail_again_on_the_way_back(drill: Drill,
                                             step: int) -> None:
    copied(drill, SYNC)
    drill.pair.link.cut()
    drill.orders.recover(TO_PRIMARY)
    drill.pair.b.state.write('data.copy', 32)
    written = drill.contents()[1]
    drill.pair.link.restore()
    go_home(drill, step)
    drill.holds(NATURAL, STARTED)
    assert drill.contents() == [written, written]
