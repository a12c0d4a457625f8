"""The client copies, promotes and converts on every generation."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from hpe3parclient import exceptions
from hpe3parclient.simulator import PERSONALITIES, Clock, SimulatedArray
from tests.support.simulated import connect

pytestmark = pytest.mark.long

SIZE = 10240
#: tuneOperation
USER_SPACE = 1
#: longer than any task here, shorter than a session lives
WHILE = 300


class Bench:
    """An array whose clock stands still, and a client of it."""

    def __init__(self, array: SimulatedArray, client: Any) -> None:
        self.array, self.client = array, client
        self.state = array.state
        self.reduces = array.state.personality.reduce

    def make(self, *names: str) -> None:
        for name in names:
            self.client.createVolume(name, 'pool', SIZE, {
                'tpvv': True, 'snapCPG': 'pool'})

    def wait(self, started: Any = None) -> Any:
        """Let time pass; the status of the task."""
        self.array.clock.advance(WHILE)
        if started is None:
            return None
        return self.client.getTask(started['taskid'])['status']

    def volumes(self) -> set:
        return {item['name'] for item in self.client.getVolumes()['members']
                if not item['policies']['system']}

    def same(self, one: str, other: str) -> bool:
        """Whether both volumes hold the same."""
        return self.state.content_of(one) == self.state.content_of(other)


@pytest.fixture(params=sorted(PERSONALITIES))
def bench(request: pytest.FixtureRequest) -> Iterator[Bench]:
    with SimulatedArray(request.param, tls=False,
                        clock=Clock(running=False)) as array, \
            connect(array) as client:
        client.createCPG('pool')
        client.createCPG('other')
        made = Bench(array, client)
        made.make('v')
        array.state.write('v', 2000)
        yield made


def test_an_offline_copy_holds_what_its_source_held(bench):
    bench.make('w')
    task = bench.client.copyVolume('v', 'w', None, {'priority': 1})
    assert bench.client.isOnlinePhysicalCopy('w') is False
    assert bench.wait(task) == bench.client.TASK_DONE
    assert bench.same('v', 'w')


def test_an_offline_copy_wants_its_destination(bench):
    with pytest.raises(exceptions.HTTPNotFound) as caught:
        bench.client.copyVolume('v', 'w', None)
    assert caught.value.symbol == 'NON_EXISTENT_VOL'


def test_a_copy_is_brought_up_to_date(bench):
    bench.make('w')
    bench.client.copyVolume('v', 'w', None, {'saveSnapshot': True})
    bench.wait()
    bench.array.state.write('v', 100)
    task = bench.client.resyncPhysicalCopy('w')
    assert bench.wait(task) == bench.client.TASK_DONE
    assert bench.same('v', 'w')


def test_an_offline_copy_is_stopped(bench):
    bench.make('w')
    task = bench.client.copyVolume('v', 'w', None)
    assert bench.client.stopOfflinePhysicalCopy('w') is None
    assert bench.wait(task) == bench.client.TASK_CANCELLED
    assert bench.client.getVolume('w')['state'] == 3
    bench.client.deleteVolume('w')
    assert bench.volumes() == {'v'}


def test_what_is_not_copied_is_not_stopped(bench):
    with pytest.raises(exceptions.HTTPForbidden) as caught:
        bench.client.stopOfflinePhysicalCopy('v')
    assert caught.value.symbol == 'INV_OPERATION_VV_NO_PARENT'


def test_an_online_copy_makes_a_volume_of_its_own(bench):
    task = bench.client.copyVolume('v', 'w', 'other', {
        'online': True, 'tpvv': True, 'snapCPG': 'pool'})
    assert bench.client.isOnlinePhysicalCopy('w') is True
    assert bench.wait(task) == bench.client.TASK_DONE
    assert bench.client.isOnlinePhysicalCopy('w') is False
    assert bench.volumes() == {'v', 'w'}
    assert bench.same('v', 'w')
    assert bench.client.getVolume('w')['userCPG'] == 'other'


def test_a_stopped_online_copy_leaves_nothing(bench):
    before = bench.client.getOverallSystemCapacity()
    task = bench.client.copyVolume('v', 'w', 'other', {
        'online': True, 'tpvv': True})
    assert len(bench.volumes()) == 3
    bench.client.stopOnlinePhysicalCopy('w')
    assert bench.volumes() == {'v'}
    assert bench.wait(task) == bench.client.TASK_CANCELLED
    assert bench.client.getOverallSystemCapacity() == before


def test_without_an_online_copy_there_is_nothing_to_stop(bench):
    with pytest.raises(exceptions.HTTPNotFound) as caught:
        bench.client.stopOnlinePhysicalCopy('v')
    assert caught.value.symbol == 'NON_EXISTENT_TASK'


def test_the_volumes_of_an_online_copy_are_not_deleted_meanwhile(bench):
    bench.client.copyVolume('v', 'w', 'pool', {'online': True, 'tpvv': True})
    for name in ('v', 'w'):
        with pytest.raises(exceptions.HTTPConflict) as caught:
            bench.client.deleteVolume(name)
        assert caught.value.get_code() == 151


def test_a_snapshot_becomes_a_volume_and_takes_its_name(bench):
    bench.client.createSnapshot('s', 'v')
    task = bench.client.copyVolume('s', 'tmp', 'pool', {
        'online': True, 'tpvv': True, 'snapCPG': 'pool'})
    assert bench.wait(task) == bench.client.TASK_DONE
    bench.client.deleteVolume('s')
    bench.client.modifyVolume('tmp', {'newName': 's'})
    assert bench.client.getVolume('s')['copyType'] == 1
    assert bench.same('s', 'v')


def test_promoting_takes_the_base_volume_back(bench):
    bench.client.createSnapshot('s', 'v', {'readOnly': True})
    bench.array.state.write('v', 10)
    task = bench.client.promoteVirtualCopy('s')
    assert bench.wait(task) == bench.client.TASK_DONE
    assert bench.same('v', 's')


def test_an_exported_volume_is_promoted_online_only(bench):
    bench.client.createSnapshot('s', 'v')
    bench.client.createHost('h', ['iqn.2000-01.example:h'])
    bench.client.createVLUN('v', hostname='h', auto=True)
    with pytest.raises(exceptions.HTTPForbidden) as caught:
        bench.client.promoteVirtualCopy('s')
    assert caught.value.symbol == 'INV_OPERATION_PARENT_VV_EXPORTED'
    task = bench.client.promoteVirtualCopy('s', {'online': True})
    assert bench.wait(task) == bench.client.TASK_DONE


def test_a_volume_moves_to_another_cpg(bench):
    task = bench.client.tuneVolume('v', USER_SPACE, {'userCPG': 'other'})
    assert bench.wait(task) == bench.client.TASK_DONE
    assert bench.client.getVolume('v')['userCPG'] == 'other'


def test_a_converted_volume_leaves_its_snapshots_to_the_old_one(bench):
    bench.client.createSnapshot('s', 'v')
    if bench.reduces:
        expected = {'conversionOperation': bench.client.TDVV,
                  'compression': True}
    else:
        expected = {'conversionOperation': bench.client.FPVV}
    expected['userCPG'] = 'other'
    with pytest.raises(exceptions.HTTPBadRequest, match='keepVV') as caught:
        bench.client.tuneVolume('v', USER_SPACE, expected)
    assert caught.value.get_code() == 40
    task = bench.client.tuneVolume('v', USER_SPACE,
                                   {**expected, 'keepVV': 'old'})
    assert bench.wait(task) == bench.client.TASK_DONE
    assert bench.client.getVolumeSnapshots('old') == ['s']
    assert bench.client.getVolumeSnapshots('v') == []
    assert bench.same('v', 'old')


def test_snapshots_of_a_set_are_found_by_their_volumes(bench):
    bench.make('w')
    bench.client.createVolumeSet('set', setmembers=['v', 'w'])
    bench.client.createSnapshotOfVolumeSet(
        'snap-@count@', 'set', {'readOnly': True, 'comment': 'text'})
    assert bench.client.getVolumeSnapshots('v') == ['snap-0']
    assert bench.client.getSnapshotsOfVolume('pool', 'w') == ['snap-1']
    assert bench.client.getSnapshotsOfVolume('other', 'w') == []


def test_copies_are_no_snapshots(bench):
    bench.make('w')
    bench.client.copyVolume('v', 'w', None)
    assert bench.client.getVolumeSnapshots('v') == []


def test_an_empty_set_has_no_snapshots_to_take(bench):
    bench.client.createVolumeSet('set')
    with pytest.raises(exceptions.HTTPNotFound) as caught:
        bench.client.createSnapshotOfVolumeSet('s-@count@', 'set')
    assert caught.value.symbol == 'EMPTY_SET'


def test_a_copy_task_is_found_by_both_its_volumes(bench):
    bench.client.copyVolume('v', 'w', 'pool', {'online': True, 'tpvv': True})
    for name in ('v', 'w', 'v->w'):
        assert bench.client._findTask(name)[1:4] == [
            'online_vv_copy', 'v->w', 'active']
