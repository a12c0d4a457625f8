"""Cinder: volumes and snapshots, each looked up on the array afterwards."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.programs.cinder_lab import backend
from tests.programs.lab import Lab
from tests.programs.worker import ProgramError, Worker

SHORT = 'alletra-mp'


@pytest.fixture(scope='module')
def cinder(cinder_process: Worker, lab: Lab) -> Any:
    return backend(cinder_process, lab)


def test_a_volume_is_created_with_its_size(lab: Lab, cinder: Any) -> None:
    name = cinder.create_volume('first', 3)
    volume = lab.view.volume(name)
    assert volume['sizeMiB'] == 3 * 1024
    assert volume['userCPG'] == 'gold'
    comment = json.loads(volume['comment'])
    assert comment['display_name'] == 'first'
    assert comment['type'] == 'OpenStack'


def test_a_volume_is_deleted(lab: Lab, cinder: Any) -> None:
    name = cinder.create_volume('short-lived')
    assert name in lab.view.names('volumes')
    cinder.delete_volume('short-lived')
    assert lab.view.item('volumes', name) is None


def test_deleting_what_is_gone_succeeds(lab: Lab, cinder: Any) -> None:
    name = cinder.create_volume('gone')
    lab.view.request('DELETE', f'/volumes/{name}')
    cinder.delete_volume('gone')
    assert lab.view.item('volumes', name) is None


def test_a_volume_is_extended(lab: Lab, cinder: Any) -> None:
    name = cinder.create_volume('growing', 1)
    cinder.extend('growing', 5)
    assert lab.view.gib(name) == 5


def test_the_pool_of_a_volume(lab: Lab, cinder: Any) -> None:
    cinder.create_volume('pooled')
    assert cinder.pool('pooled') == 'gold'


def test_a_snapshot_is_taken_and_deleted(lab: Lab, cinder: Any) -> None:
    volume = cinder.create_volume('snapped', 2)
    snapshot = cinder.snapshot('snap', 'snapped')
    taken = lab.view.volume(snapshot)
    assert taken['copyOf'] == volume
    assert taken['copyType'] == 3
    assert taken['readOnly'] is True
    assert taken['sizeMiB'] == 2048
    cinder.delete_snapshot('snap')
    assert lab.view.item('volumes', snapshot) is None
    assert lab.view.gib(volume) == 2


def test_a_volume_with_a_snapshot_stays(lab: Lab, cinder: Any) -> None:
    volume = cinder.create_volume('parent')
    snapshot = cinder.snapshot('child', 'parent')
    with pytest.raises(ProgramError, match='child'):
        cinder.delete_volume('parent')
    assert lab.view.volume(snapshot)['copyOf'] == volume


def test_a_volume_is_cloned_online(lab: Lab, cinder: Any) -> None:
    source = cinder.create_volume('original', 2)
    clone = cinder.clone('twin', 'original')
    assert lab.view.gib(clone) == 2
    assert lab.view.gib(source) == 2
    cinder.delete_volume('twin')
    assert lab.view.item('volumes', clone) is None


def test_a_clone_may_be_larger(lab: Lab, cinder: Any) -> None:
    cinder.create_volume('small', 1)
    clone = cinder.clone('large', 'small', 4)
    copied = lab.view.volume(clone)
    assert copied['sizeMiB'] == 4096
    assert copied['copyType'] in (1, 2)


def test_the_source_of_a_clone_is_deleted(lab: Lab, cinder: Any) -> None:
    source = cinder.create_volume('cloned', 1)
    cinder.clone('survivor', 'cloned', 2)
    cinder.delete_volume('cloned')
    assert lab.view.item('volumes', source) is None


def test_a_volume_from_a_snapshot(lab: Lab, cinder: Any) -> None:
    cinder.create_volume('base', 2)
    snapshot = cinder.snapshot('point', 'base')
    volume = lab.view.volume(cinder.from_snapshot('branch', 'point'))
    assert volume['copyOf'] == snapshot
    assert volume['readOnly'] is False
    assert volume['sizeMiB'] == 2048
    cinder.delete_volume('branch')
    assert lab.view.item('volumes', volume['name']) is None


def test_a_larger_volume_from_a_snapshot_is_no_snapshot(
        lab: Lab, cinder: Any) -> None:
    cinder.create_volume('base2', 1)
    cinder.snapshot('point2', 'base2')
    volume = lab.view.volume(cinder.from_snapshot('branch2', 'point2', 3))
    assert volume['sizeMiB'] == 3072
    assert volume['copyType'] == 1
    assert 'copyOf' not in volume


def test_a_volume_is_reverted_to_its_snapshot(lab: Lab, cinder: Any) -> None:
    name = cinder.create_volume('reverted', 1)
    cinder.snapshot('before', 'reverted')
    lab.array.state.write(name, 100)
    changed = lab.array.state.content_of(name)
    cinder.revert('reverted', 'before')
    assert lab.array.state.content_of(name) != changed


def test_a_snapshot_with_a_volume_from_it_is_deleted(
        lab: Lab, cinder: Any) -> None:
    cinder.create_volume('base3', 1)
    snapshot = cinder.snapshot('point3', 'base3')
    branch = cinder.from_snapshot('branch3', 'point3')
    cinder.delete_snapshot('point3')
    assert lab.view.item('volumes', snapshot) is None
    assert lab.view.volume(branch)['copyType'] == 1


def test_a_volume_is_taken_over_and_left(lab: Lab, cinder: Any) -> None:
    lab.view.make('/volumes', name='legacy', cpg='gold', sizeMiB=4096,
                  tpvv=True)
    result = cinder.manage('taken', 'legacy')
    assert result['size'] == 4
    assert lab.view.item('volumes', 'legacy') is None
    assert lab.view.gib(result['name']) == 4
    cinder.unmanage('taken')
    assert lab.view.item('volumes', result['name']) is None
    left = [name for name in lab.view.names('volumes')
            if name.startswith('unm-')]
    assert len(left) == 1
    assert lab.view.gib(left[0]) == 4


def test_a_snapshot_is_taken_over_and_left(lab: Lab, cinder: Any) -> None:
    volume = cinder.create_volume('manager', 2)
    lab.view.make(f'/volumes/{volume}', action='createSnapshot',
                  parameters={'name': 'legacy-snap', 'readOnly': True})
    result = cinder.manage_snapshot('taken-snap', 'manager', 'legacy-snap')
    assert result['size'] == 2
    assert lab.view.volume(result['name'])['copyOf'] == volume
    cinder.unmanage_snapshot('taken-snap')
    left = [name for name in lab.view.names('volumes')
            if name.startswith('ums-')]
    assert len(left) == 1


def test_what_can_be_taken_over_is_listed(lab: Lab, cinder: Any) -> None:
    lab.view.make('/volumes', name='foreign', cpg='gold', sizeMiB=2048,
                  tpvv=True)
    name = cinder.create_volume('known')
    listed = {each['reference']['name']: each
              for each in cinder.manageable(['known'])}
    assert listed['foreign']['size'] == 2
    assert listed['foreign']['safe_to_manage'] is True
    assert listed[name]['safe_to_manage'] is False


def test_snapshots_that_can_be_taken_over_are_listed(
        lab: Lab, cinder: Any) -> None:
    volume = cinder.create_volume('source', 1)
    lab.view.make(f'/volumes/{volume}', action='createSnapshot',
                  parameters={'name': 'foreign-snap', 'readOnly': True})
    listed = {each['reference']['name']: each
              for each in cinder.manageable_snapshots([])}
    assert listed['foreign-snap']['source_reference']['name'] == volume


def test_a_volume_moves_to_another_pool(lab: Lab, cinder: Any) -> None:
    name = cinder.create_volume('moving', 2)
    assert cinder.migrate('moving', 'silver') is True
    volume = lab.view.volume(name)
    assert volume['userCPG'] == 'silver'
    assert volume['sizeMiB'] == 2048


def test_names_are_swapped_after_a_generic_migration(
        lab: Lab, cinder: Any) -> None:
    old = cinder.create_volume('from', 1)
    new = cinder.create_volume('to', 2)
    assert cinder.update_migrated('from', 'to', 'available') == 'None'
    assert lab.view.gib(old) == 2
    assert lab.view.gib(new) == 1
