"""Cinder: volumes and groups that are replicated to a second array."""

from __future__ import annotations

from typing import Any

import pytest

from tests.programs.cinder_lab import addresses, backend, connector
from tests.programs.lab import Lab, settle
from tests.programs.worker import ProgramError, Worker

SHORT = 'primera-4.x'
ARRAYS = 2
#: Roles of a group; the action that brings one back after a failover
PRIMARY, SECONDARY = 1, 2
RECOVER, RESTORE = 9, 10
#: state of a group; syncStatus of its volumes
STARTED, SYNCED = 3, 3
MODES = ('periodic', 'sync')


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    modes = MODES[1:] if metafunc.config.getoption('--programs-short') \
        else MODES
    if 'mode' in metafunc.fixturenames:
        metafunc.parametrize('mode', modes, scope='module')


def device(lab: Lab, mode: str) -> dict[str, str]:
    """The replication_device of cinder.conf."""
    array = lab.arrays[1]
    return {'backend_id': 'array-b', 'replication_mode': mode,
            'cpg_map': 'gold:gold silver:silver',
            'hpe3par_api_url': array.api_url,
            'hpe3par_username': array.user,
            'hpe3par_password': array.password,
            'hpe3par_iscsi_ips': ' '.join(lab.addresses(1)),
            'san_ip': '127.0.0.1', 'san_login': array.user,
            'san_password': array.password}


def start(cinder: Worker, lab: Lab, mode: str, **more: Any) -> Any:
    """A backend whose types are replicated."""
    process = backend(cinder, lab, devices=[device(lab, mode)], **more)
    replicated = {'replication_enabled': '<is> True',
                  'replication:mode': mode}
    if mode == 'periodic':
        replicated['replication:sync_period'] = '300'
    process.volume_type('replicated', replicated)
    process.volume_type('group', {
        **replicated, 'hpe3par:group_replication': '<is> True',
        'consistent_group_snapshot_enabled': '<is> True'})
    return process


@pytest.fixture(scope='module')
def cinder(cinder_process: Worker, lab: Lab, mode: str) -> Any:
    return start(cinder_process, lab, mode)


def group_of(lab: Lab, name: str) -> Any:
    """A remote copy group that has to exist."""
    group = lab.view.item('remotecopygroups', name)
    assert group is not None, f'{name} is not on the array'
    return group


def remote_of(lab: Lab, name: str) -> Any:
    """The same group on the second array, which may not have it."""
    return lab.views[1].item(
        'remotecopygroups', f'{name}.r{lab.view.get("/system")["id"]}')


def is_synced(group: Any) -> bool:
    return all(remote['syncStatus'] == SYNCED for volume in group['volumes']
               for remote in volume['remoteVolumes'])


def test_statistics_name_the_target(lab: Lab, cinder: Any) -> None:
    stats = cinder.statistics()
    assert stats['replication_enabled'] is True
    assert stats['replication_targets'] == ['array-b']
    assert stats['pools'][0]['replication_count'] == 1


def test_a_volume_is_replicated(lab: Lab, cinder: Any, mode: str) -> None:
    name = cinder.create_volume(f'made {mode}', 2, 'replicated')
    assert cinder.field(f'made {mode}', 'replication_status') == 'enabled'
    rcg = cinder.remote_group(f'made {mode}')
    target = group_of(lab, rcg)['targets'][0]
    assert target['state'] == STARTED
    assert target['mode'] == {'sync': 1, 'periodic': 3}[mode]
    if mode == 'periodic':
        assert target['syncPeriod'] == 300
    assert lab.views[1].gib(name) == 2
    settle(lambda: is_synced(group_of(lab, rcg)))


def test_a_replicated_volume_is_deleted(lab: Lab, cinder: Any, mode: str
                                        ) -> None:
    name = cinder.create_volume(f'gone {mode}', 1, 'replicated')
    rcg = cinder.remote_group(f'gone {mode}')
    cinder.delete_volume(f'gone {mode}')
    assert lab.view.item('remotecopygroups', rcg) is None
    assert remote_of(lab, rcg) is None
    for view in lab.views:
        assert view.item('volumes', name) is None


def test_a_replicated_volume_is_extended(lab: Lab, cinder: Any, mode: str
                                         ) -> None:
    name = cinder.create_volume(f'grown {mode}', 1, 'replicated')
    cinder.extend(f'grown {mode}', 3)
    assert [view.gib(name) for view in lab.views] == [3, 3]
    rcg = group_of(lab, cinder.remote_group(f'grown {mode}'))
    assert rcg['targets'][0]['state'] == STARTED


def test_a_replicated_volume_is_cloned(lab: Lab, cinder: Any, mode: str
                                       ) -> None:
    cinder.create_volume(f'original {mode}', 1, 'replicated')
    clone = cinder.clone(f'clone {mode}', f'original {mode}',
                         kind='replicated')
    assert [view.gib(clone) for view in lab.views] == [1, 1]
    assert cinder.field(f'clone {mode}', 'replication_status') == 'enabled'


def test_a_replicated_volume_is_reverted(lab: Lab, cinder: Any, mode: str
                                         ) -> None:
    name = cinder.create_volume(f'reverted {mode}', 1, 'replicated')
    rcg = cinder.remote_group(f'reverted {mode}')
    settle(lambda: is_synced(group_of(lab, rcg)))
    cinder.snapshot(f'point {mode}', f'reverted {mode}')
    lab.array.state.write(name, 100)
    changed = lab.array.state.content_of(name)
    cinder.revert(f'reverted {mode}', f'point {mode}')
    assert lab.array.state.content_of(name) != changed
    assert group_of(lab, rcg)['targets'][0]['state'] == STARTED


def test_a_retype_starts_replication(lab: Lab, cinder: Any, mode: str
                                     ) -> None:
    name = cinder.create_volume(f'retyped {mode}', 1)
    assert cinder.retype(f'retyped {mode}', 'replicated') is True
    assert lab.views[1].gib(name) == 1
    rcg = cinder.remote_group(f'retyped {mode}')
    assert group_of(lab, rcg)['targets'][0]['state'] == STARTED


def test_a_retype_ends_replication(lab: Lab, cinder: Any, mode: str) -> None:
    name = cinder.create_volume(f'ended {mode}', 1, 'replicated')
    rcg = cinder.remote_group(f'ended {mode}')
    assert cinder.retype(f'ended {mode}', 'plain') is True
    assert lab.view.item('remotecopygroups', rcg) is None
    assert lab.view.gib(name) == 1


def test_a_group_is_replicated(lab: Lab, cinder: Any, mode: str) -> None:
    label = f'rcg {mode}'
    vvset = cinder.group(
        label, ['group'], consistent_group_snapshot_enabled='<is> True',
        consistent_group_replication_enabled='<is> True')
    name = cinder.create_volume(f'{label} 1', 1, 'group', label)
    rcg = f'rcg-{vvset.partition("-")[2]}'[:22]
    assert [each['localVolumeName'] for each in group_of(lab, rcg)['volumes']
            ] == [name]
    assert lab.views[1].gib(name) == 1
    cinder.group_replication('disable', label, [f'{label} 1'])
    assert group_of(lab, rcg)['targets'][0]['state'] != STARTED
    cinder.group_replication('enable', label, [f'{label} 1'])
    assert group_of(lab, rcg)['targets'][0]['state'] == STARTED
    settle(lambda: is_synced(group_of(lab, rcg)))
    assert cinder.group_replication(
        'failover', label, [f'{label} 1'], 'array-b') == {
            'replication_status': 'failed-over'}
    assert remote_of(lab, rcg)['role'] == PRIMARY


def test_failover_and_failback(cinder_process: Worker, lab: Lab, mode: str
                               ) -> None:
    cinder = start(cinder_process, lab, mode)
    labels = ['kept', 'lost']
    name = cinder.create_volume('kept', 1, 'replicated')
    cinder.create_volume('lost', 1)
    rcg = cinder.remote_group('kept')
    settle(lambda: is_synced(group_of(lab, rcg)))

    result = cinder.failover(labels, 'array-b')
    assert result['active'] == 'array-b'
    assert result['updates'][0]['replication_status'] == 'failed-over'
    assert result['updates'][1] == {'status': 'error'}
    remote = remote_of(lab, rcg)
    assert remote['role'] == PRIMARY
    assert remote['targets'][0]['roleReversed'] is True

    # The volume is used where it is now.
    node = connector('compute1', 1)
    data = cinder.attach('kept', node)['data']
    assert data['target_portal'] in [
        f'{address}:3260' for address in lab.addresses(1)]
    assert lab.views[1].vluns(name)[0]['hostname'] == 'compute1'
    assert lab.view.vluns(name) == []
    cinder.detach('kept', node)

    # Not before an administrator has brought the group back.
    with pytest.raises(ProgramError, match='not ready to be failed back'):
        cinder.failover(labels, 'default')
    path = f'/remotecopygroups/{remote["name"]}'
    lab.views[1].make(path, action=RECOVER)
    settle(lambda: is_synced(remote_of(lab, rcg)) and
           remote_of(lab, rcg)['targets'][0]['state'] == STARTED)
    lab.views[1].make(path, action=RESTORE)
    settle(lambda: group_of(lab, rcg)['role'] == PRIMARY and
           group_of(lab, rcg)['targets'][0]['state'] == STARTED and
           is_synced(group_of(lab, rcg)) and
           is_synced(remote_of(lab, rcg)))
    result = cinder.failover(labels, 'default')
    assert result['updates'][0]['replication_status'] == 'available'
    assert result['updates'][1] == {'status': 'available'}
    data = cinder.attach('kept', node)['data']
    assert data['target_portal'] in addresses(lab)
    cinder.detach('kept', node)


def test_failover_when_the_first_array_is_gone(cinder_process: Worker,
                                               lab: Lab, mode: str) -> None:
    cinder = start(cinder_process, lab, mode)
    cinder.create_volume('survivor', 1, 'replicated')
    rcg = cinder.remote_group('survivor')
    settle(lambda: is_synced(group_of(lab, rcg)))
    lab.links[0].cut()
    try:
        result = cinder.failover(['survivor'], 'array-b')
        assert result['updates'][0]['replication_status'] == 'failed-over'
        assert remote_of(lab, rcg)['role'] == PRIMARY
    finally:
        lab.links[0].restore()


def test_peer_persistence_shows_a_volume_on_both_arrays(
        cinder_process: Worker, lab: Lab) -> None:
    process = backend(cinder_process, lab, devices=[{
        **device(lab, 'sync'), 'quorum_witness_ip': '192.0.2.99'}])
    process.volume_type('persistent', {
        'replication_enabled': '<is> True', 'replication:mode': 'sync'})
    name = process.create_volume('witnessed', 1, 'persistent')
    rcg = process.remote_group('witnessed')
    settle(lambda: is_synced(group_of(lab, rcg)))
    policies = group_of(lab, rcg)['targets'][0]['policies']
    assert {policy for policy, value in policies.items() if value} == {
        'autoFailover', 'pathManagement', 'autoRecover'}
    assert lab.view.volume(name)['wwn'] == lab.views[1].volume(name)['wwn']

    node = connector('compute7', 7, multipath=True)
    data = process.attach('witnessed', node)['data']
    assert set(data['target_portals']) == {
        f'{address}:3260' for number in range(ARRAYS)
        for address in lab.addresses(number)}
    assert [{vlun['hostname'] for vlun in view.vluns(name)}
            for view in lab.views] == [{'compute7'}] * ARRAYS
    process.detach('witnessed', node)
    assert [view.vluns(name) for view in lab.views] == [[], []]
    process.delete_volume('witnessed')
    assert [view.item('volumes', name) for view in lab.views] == [None, None]
