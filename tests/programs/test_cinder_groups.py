"""Cinder: consistency groups and their snapshots."""

from __future__ import annotations

from typing import Any

import pytest

from tests.programs.cinder_lab import backend
from tests.programs.lab import Lab, settle
from tests.programs.worker import Worker

SHORT = '3par-3.3.1'


@pytest.fixture(scope='module')
def cinder(cinder_process: Worker, lab: Lab) -> Any:
    process = backend(cinder_process, lab)
    process.volume_type('consistent', {
        'consistent_group_snapshot_enabled': '<is> True'})
    return process


def members(lab: Lab, vvset: str) -> list[str]:
    """The names of the volumes in a set that has to exist."""
    item = lab.view.item('volumesets', vvset)
    assert item is not None, f'{vvset} is not on the array'
    return list(item.get('setmembers', []))


def filled(cinder: Any, label: str) -> Any:
    """A group with two volumes: its set, and their names."""
    vvset = cinder.group(label, ['consistent'])
    return vvset, [cinder.create_volume(f'{label}-{number}', 1, 'consistent',
                                        label) for number in (1, 2)]


def test_a_group_is_a_set(lab: Lab, cinder: Any) -> None:
    vvset = cinder.group('empty', ['consistent'])
    assert members(lab, vvset) == []
    cinder.delete_group('empty', [])
    assert lab.view.item('volumesets', vvset) is None


def test_a_volume_is_created_in_a_group(lab: Lab, cinder: Any) -> None:
    vvset, names = filled(cinder, 'created')
    assert members(lab, vvset) == names


def test_a_group_is_deleted_with_its_volumes(lab: Lab, cinder: Any) -> None:
    vvset, names = filled(cinder, 'deleted')
    assert cinder.delete_group('deleted', ['deleted-1', 'deleted-2']) == [
        'deleted', 'deleted']
    assert lab.view.item('volumesets', vvset) is None
    assert not set(names) & set(lab.view.names('volumes'))


def test_volumes_join_and_leave(lab: Lab, cinder: Any) -> None:
    vvset, names = filled(cinder, 'changed')
    new = cinder.create_volume('joining', 1, 'consistent')
    cinder.change_group('changed', ['joining'], ['changed-1'])
    assert members(lab, vvset) == [names[1], new]
    assert lab.view.gib(names[0]) == 1


def test_a_snapshot_of_a_group(lab: Lab, cinder: Any) -> None:
    _, names = filled(cinder, 'snapped')
    snapshots = cinder.group_snapshot('snap', 'snapped',
                                      ['snapped-1', 'snapped-2'])
    assert [lab.view.volume(each)['copyOf'] for each in snapshots] == names
    assert cinder.delete_group_snapshot('snap') == ['deleted', 'deleted']
    assert not set(snapshots) & set(lab.view.names('volumes'))
    assert set(names) <= set(lab.view.names('volumes'))


def test_a_group_from_a_snapshot(lab: Lab, cinder: Any) -> None:
    filled(cinder, 'origin')
    cinder.group_snapshot('point', 'origin', ['origin-1', 'origin-2'])
    made = cinder.group_from_snapshot(
        'branch', 'point', ['consistent'],
        {'branch-1': 'point origin-1', 'branch-2': 'point origin-2'})
    assert members(lab, made['set']) == made['volumes']
    for name in made['volumes']:
        assert lab.view.gib(name) == 1
        settle(lambda name=name: lab.view.volume(name)['copyType'] == 1)


def test_a_group_from_a_group(lab: Lab, cinder: Any) -> None:
    filled(cinder, 'source')
    made = cinder.group_from_group(
        'copy', 'source', ['consistent'],
        {'copy-1': 'source-1', 'copy-2': 'source-2'})
    assert members(lab, made['set']) == made['volumes']
    for name in made['volumes']:
        assert lab.view.gib(name) == 1
