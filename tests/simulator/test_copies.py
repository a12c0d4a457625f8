"""The client copies, promotes and converts on every generation."""

from __future__ import annotations

from typing import Any, Iterator

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


class World:
    """An array whose clock stands still, and a client of it."""

    def __init__(self, array: SimulatedArray, client: Any) -> None:
        self.array, self.client = array, client
        self.remote = array.state.remote
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
        return {one['name'] for one in self.client.getVolumes()['members']
                if not one['policies']['system']}

    def same(self, one: str, other: str) -> bool:
        """Whether both volumes hold the same."""
        return self.remote.content_of(one) == self.remote.content_of(other)


@pytest.fixture(params=sorted(PERSONALITIES))
def world(request: pytest.FixtureRequest) -> Iterator[World]:
    with SimulatedArray(request.param, tls=False,
                        clock=Clock(running=False)) as array, \
            connect(array) as client:
        client.createCPG('pool')
        client.createCPG('other')
        made = World(array, client)
        made.make('v')
        array.state.write('v', 2000)
        yield made


def test_an_offline_copy_holds_what_its_source_held(world):
    world.make('w')
    task = world.client.copyVolume('v', 'w', None, {'priority': 1})
    assert world.client.isOnlinePhysicalCopy('w') is False
    assert world.wait(task) == world.client.TASK_DONE
    assert world.same('v', 'w')


def test_an_offline_copy_wants_its_destination(world):
    with pytest.raises(exceptions.HTTPNotFound) as caught:
        world.client.copyVolume('v', 'w', None)
    assert caught.value.symbol == 'NON_EXISTENT_VOL'


def test_a_copy_is_brought_up_to_date(world):
    world.make('w')
    world.client.copyVolume('v', 'w', None, {'saveSnapshot': True})
    world.wait()
    world.array.state.write('v', 100)
    task = world.client.resyncPhysicalCopy('w')
    assert world.wait(task) == world.client.TASK_DONE
    assert world.same('v', 'w')


def test_an_offline_copy_is_stopped(world):
    world.make('w')
    task = world.client.copyVolume('v', 'w', None)
    assert world.client.stopOfflinePhysicalCopy('w') is None
    assert world.wait(task) == world.client.TASK_CANCELLED
    assert world.client.getVolume('w')['state'] == 3
    world.client.deleteVolume('w')
    assert world.volumes() == {'v'}


def test_what_is_not_copied_is_not_stopped(world):
    with pytest.raises(exceptions.HTTPForbidden) as caught:
        world.client.stopOfflinePhysicalCopy('v')
    assert caught.value.symbol == 'INV_OPERATION_VV_NO_PARENT'


def test_an_online_copy_makes_a_volume_of_its_own(world):
    task = world.client.copyVolume('v', 'w', 'other', {
        'online': True, 'tpvv': True, 'snapCPG': 'pool'})
    assert world.client.isOnlinePhysicalCopy('w') is True
    assert world.wait(task) == world.client.TASK_DONE
    assert world.client.isOnlinePhysicalCopy('w') is False
    assert world.volumes() == {'v', 'w'}
    assert world.same('v', 'w')
    assert world.client.getVolume('w')['userCPG'] == 'other'


def test_a_stopped_online_copy_leaves_nothing(world):
    before = world.client.getOverallSystemCapacity()
    task = world.client.copyVolume('v', 'w', 'other', {
        'online': True, 'tpvv': True})
    assert len(world.volumes()) == 3
    world.client.stopOnlinePhysicalCopy('w')
    assert world.volumes() == {'v'}
    assert world.wait(task) == world.client.TASK_CANCELLED
    assert world.client.getOverallSystemCapacity() == before


def test_without_an_online_copy_there_is_nothing_to_stop(world):
    with pytest.raises(exceptions.HTTPNotFound) as caught:
        world.client.stopOnlinePhysicalCopy('v')
    assert caught.value.symbol == 'NON_EXISTENT_TASK'


def test_the_volumes_of_an_online_copy_are_not_deleted_meanwhile(world):
    world.client.copyVolume('v', 'w', 'pool', {'online': True, 'tpvv': True})
    for name in ('v', 'w'):
        with pytest.raises(exceptions.HTTPConflict) as caught:
            world.client.deleteVolume(name)
        assert caught.value.get_code() == 151


def test_a_snapshot_becomes_a_volume_and_takes_its_name(world):
    world.client.createSnapshot('s', 'v')
    task = world.client.copyVolume('s', 'tmp', 'pool', {
        'online': True, 'tpvv': True, 'snapCPG': 'pool'})
    assert world.wait(task) == world.client.TASK_DONE
    world.client.deleteVolume('s')
    world.client.modifyVolume('tmp', {'newName': 's'})
    assert world.client.getVolume('s')['copyType'] == 1
    assert world.same('s', 'v')


def test_promoting_takes_the_base_volume_back(world):
    world.client.createSnapshot('s', 'v', {'readOnly': True})
    world.array.state.write('v', 10)
    task = world.client.promoteVirtualCopy('s')
    assert world.wait(task) == world.client.TASK_DONE
    assert world.same('v', 's')


def test_an_exported_volume_is_promoted_online_only(world):
    world.client.createSnapshot('s', 'v')
    world.client.createHost('h', ['iqn.2000-01.example:h'])
    world.client.createVLUN('v', hostname='h', auto=True)
    with pytest.raises(exceptions.HTTPForbidden) as caught:
        world.client.promoteVirtualCopy('s')
    assert caught.value.symbol == 'INV_OPERATION_PARENT_VV_EXPORTED'
    task = world.client.promoteVirtualCopy('s', {'online': True})
    assert world.wait(task) == world.client.TASK_DONE


def test_a_volume_moves_to_another_cpg(world):
    task = world.client.tuneVolume('v', USER_SPACE, {'userCPG': 'other'})
    assert world.wait(task) == world.client.TASK_DONE
    assert world.client.getVolume('v')['userCPG'] == 'other'


def test_a_converted_volume_leaves_its_snapshots_to_the_old_one(world):
    world.client.createSnapshot('s', 'v')
    if world.reduces:
        wanted = {'conversionOperation': world.client.TDVV,
                  'compression': True}
    else:
        wanted = {'conversionOperation': world.client.FPVV}
    wanted['userCPG'] = 'other'
    with pytest.raises(exceptions.HTTPBadRequest, match='keepVV') as caught:
        world.client.tuneVolume('v', USER_SPACE, wanted)
    assert caught.value.get_code() == 40
    task = world.client.tuneVolume('v', USER_SPACE,
                                   {**wanted, 'keepVV': 'old'})
    assert world.wait(task) == world.client.TASK_DONE
    assert world.client.getVolumeSnapshots('old') == ['s']
    assert world.client.getVolumeSnapshots('v') == []
    assert world.same('v', 'old')


def test_snapshots_of_a_set_are_found_by_their_volumes(world):
    world.make('w')
    world.client.createVolumeSet('set', setmembers=['v', 'w'])
    world.client.createSnapshotOfVolumeSet(
        'snap-@count@', 'set', {'readOnly': True, 'comment': 'text'})
    assert world.client.getVolumeSnapshots('v') == ['snap-0']
    assert world.client.getSnapshotsOfVolume('pool', 'w') == ['snap-1']
    assert world.client.getSnapshotsOfVolume('other', 'w') == []


def test_copies_are_no_snapshots(world):
    world.make('w')
    world.client.copyVolume('v', 'w', None)
    assert world.client.getVolumeSnapshots('v') == []


def test_an_empty_set_has_no_snapshots_to_take(world):
    world.client.createVolumeSet('set')
    with pytest.raises(exceptions.HTTPNotFound) as caught:
        world.client.createSnapshotOfVolumeSet('s-@count@', 'set')
    assert caught.value.symbol == 'EMPTY_SET'


def test_a_copy_task_is_found_by_both_its_volumes(world):
    world.client.copyVolume('v', 'w', 'pool', {'online': True, 'tpvv': True})
    for name in ('v', 'w', 'v->w'):
        assert world.client._findTask(name)[1:4] == [
            'online_vv_copy', 'v->w', 'active']
