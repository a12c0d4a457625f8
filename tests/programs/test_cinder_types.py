"""Cinder: what volume types ask for, and what the scheduler is told."""

from __future__ import annotations

from typing import Any

import pytest

from tests.programs.cinder_lab import backend
from tests.programs.lab import Lab
from tests.programs.worker import ProgramError, Worker

SHORT = 'primera-4.x'
#: provisioningType
FULL, THIN = 1, 2
#: compressionState
NO, OFF = 2, 3
#: Members of a rule: minIOPS 100, maxIOPS 200, minBWS 1, maxBWS 2 …
RULE = {'minIOPS': '100', 'maxIOPS': '200', 'minBWS': '1', 'maxBWS': '2',
        'latency': '25', 'priority': 'low'}


@pytest.fixture(scope='module')
def cinder(cinder_process: Worker, lab: Lab) -> Any:
    process = backend(cinder_process, lab)
    process.volume_type('dedup', {'hpe3par:provisioning': 'dedup'})
    process.volume_type('reduced', {'hpe3par:provisioning': 'dedup',
                                    'hpe3par:compression': 'true'})
    process.volume_type('full', {'hpe3par:provisioning': 'full'})
    process.volume_type('compressed', {'hpe3par:compression': 'true'})
    process.volume_type('cached', {'hpe3par:flash_cache': 'true'})
    process.volume_type('limited', {}, RULE)
    process.volume_type('limited by specs', {
        'qos:maxIOPS': '500', 'qos:maxBWS': '5'})
    process.volume_type('in a set', {'hpe3par:vvs': 'admins-set'})
    process.volume_type('based', {'hpe3par:convert_to_base': 'true'})
    process.volume_type('windows', {'hpe3par:persona': '11 - WindowsServer'})
    return process


def rule_of(lab: Lab, vvset: str) -> Any:
    """The QoS rule of a set."""
    return lab.view.item('qos', f'vvset:{vvset}')


def fits(lab: Lab, rule: Any) -> None:
    """Whether a rule is what :data:`RULE` asks for."""
    assert rule['ioMaxLimit'] == 200
    assert rule['bwMaxLimitKB'] == 2000
    if lab.personality != 'alletra-mp':
        assert rule['ioMinGoal'] == 100
        assert rule['bwMinGoalKB'] == 1000
        assert rule['latencyGoal'] == 25
        assert rule['priority'] == 1


# -- statistics -------------------------------------------------------------


def test_the_scheduler_is_told_of_both_pools(lab: Lab, cinder: Any) -> None:
    stats = cinder.statistics()
    system = lab.view.get('/system')
    assert stats['array_id'] == system['id']
    assert stats['storage_protocol'] == 'iSCSI'
    assert [pool['pool_name'] for pool in stats['pools']] == ['gold', 'silver']
    for pool in stats['pools']:
        assert pool['location_info'] == (
            f'HPE3PARDriver:{system["serialNumber"]}:{pool["pool_name"]}')
        assert pool['backend_state'] == 'up'


def test_capacity_is_what_the_cpg_shows(lab: Lab, cinder: Any) -> None:
    cinder.create_volume('counted', 8)
    pool = cinder.statistics()['pools'][0]
    cpg = lab.view.item('cpgs', 'gold')
    space = lab.view.request('POST', '/spacereporter', {'cpg': 'gold'}).json()
    total = (cpg['SDUsage']['usedMiB'] + cpg['UsrUsage']['usedMiB'] +
             space['usableFreeMiB']) / 1024
    used = sum(cpg[part]['totalMiB'] for part in (
        'UsrUsage', 'SAUsage', 'SDUsage')) / 1024
    assert abs(pool['total_capacity_gb'] - total) < 2
    assert abs(pool['provisioned_capacity_gb'] - used) < 2
    assert abs(pool['free_capacity_gb'] - (total - used)) < 2
    assert pool['capacity_utilization'] == pytest.approx(
        100 * pool['provisioned_capacity_gb'] / pool['total_capacity_gb'])
    assert pool['total_volumes'] == sum(
        cpg[kind] for kind in ('numFPVVs', 'numTPVVs', 'numTDVVs'))


def test_licences_switch_capabilities_on(lab: Lab, cinder: Any) -> None:
    pool = cinder.statistics()['pools'][0]
    assert pool['QoS_support'] is True
    assert pool['thin_provisioning_support'] is True
    assert pool['compression'] is True
    assert pool['replication_type'] == ['sync', 'periodic']


def test_statistics_come_from_the_system_reporter(lab: Lab, cinder: Any
                                                  ) -> None:
    pool = cinder.statistics()['pools'][0]
    for name in ('throughput', 'bandwidth', 'latency', 'io_size',
                 'queue_length', 'avg_busy_perc'):
        assert isinstance(pool[name], (int, float)), name


# -- provisioning -----------------------------------------------------------


def test_a_plain_volume_is_thin(lab: Lab, cinder: Any) -> None:
    name = cinder.create_volume('thin')
    assert lab.view.volume(name)['provisioningType'] == THIN


def test_a_deduplicated_volume(lab: Lab, cinder: Any) -> None:
    name = cinder.create_volume('dedup', 16, 'dedup')
    assert lab.view.volume(name)['deduplicationState'] == 1


def test_a_deduplicated_and_compressed_volume(lab: Lab, cinder: Any
                                              ) -> None:
    name = cinder.create_volume('reduced', 16, 'reduced')
    volume = lab.view.volume(name)
    assert volume['deduplicationState'] == 1
    assert volume['compressionState'] not in (NO, OFF)


def test_a_full_volume(lab: Lab, cinder: Any) -> None:
    name = cinder.create_volume('full', 1, 'full')
    assert lab.view.volume(name)['provisioningType'] == FULL


def test_a_compressed_volume(lab: Lab, cinder: Any) -> None:
    name = cinder.create_volume('compressed', 16, 'compressed')
    assert lab.view.volume(name)['compressionState'] == 1


def test_a_volume_from_a_snapshot_is_converted(lab: Lab, cinder: Any) -> None:
    cinder.create_volume('origin', 1)
    cinder.snapshot('origin-snap', 'origin')
    volume = lab.view.volume(
        cinder.from_snapshot('converted', 'origin-snap', kind='based'))
    assert volume['copyType'] == 1


# -- QoS and flash cache ----------------------------------------------------


def test_a_volume_has_its_rule(lab: Lab, cinder: Any) -> None:
    name = cinder.create_volume('ruled', 1, 'limited')
    vvset = cinder.set_name('ruled')
    assert lab.view.item('volumesets', vvset)['setmembers'] == [name]
    fits(lab, rule_of(lab, vvset))
    cinder.delete_volume('ruled')
    assert lab.view.item('volumes', name) is None
    assert lab.view.item('volumesets', vvset) is None
    assert rule_of(lab, vvset) is None


def test_a_rule_from_extra_specs(lab: Lab, cinder: Any) -> None:
    cinder.create_volume('spec-ruled', 1, 'limited by specs')
    rule = rule_of(lab, cinder.set_name('spec-ruled'))
    assert rule['ioMaxLimit'] == 500
    assert rule['bwMaxLimitKB'] == 5000


def test_a_clone_has_its_rule(lab: Lab, cinder: Any) -> None:
    cinder.create_volume('rule-source', 1)
    name = cinder.clone('ruled-clone', 'rule-source', kind='limited')
    vvset = cinder.set_name('ruled-clone')
    assert lab.view.item('volumesets', vvset)['setmembers'] == [name]
    fits(lab, rule_of(lab, vvset))


def test_a_volume_from_a_snapshot_has_its_rule(lab: Lab, cinder: Any) -> None:
    cinder.create_volume('rule-base', 1)
    cinder.snapshot('rule-snap', 'rule-base')
    name = cinder.from_snapshot('ruled-branch', 'rule-snap', kind='limited')
    vvset = cinder.set_name('ruled-branch')
    assert lab.view.item('volumesets', vvset)['setmembers'] == [name]
    fits(lab, rule_of(lab, vvset))


def test_the_set_of_an_administrator(lab: Lab, cinder: Any) -> None:
    lab.view.make('/volumesets', name='admins-set')
    name = cinder.create_volume('member', 1, 'in a set')
    assert lab.view.item('volumesets', 'admins-set')['setmembers'] == [name]
    cinder.delete_volume('member')
    assert lab.view.item('volumes', name) is None
    assert 'setmembers' not in lab.view.item('volumesets', 'admins-set')


def test_a_set_that_is_missing_leaves_no_volume(lab: Lab, cinder: Any
                                                ) -> None:
    cinder.volume_type('in no set', {'hpe3par:vvs': 'no-set'})
    before = set(lab.view.names('volumes'))
    with pytest.raises(ProgramError, match='does not exist'):
        cinder.create_volume('nobody', 1, 'in no set')
    assert not set(lab.view.names('volumes')) - before


def test_flash_cache_is_a_policy_of_the_set(lab: Lab, cinder: Any) -> None:
    lab.view.make('/', flashCache={'sizeGiB': 64})
    name = cinder.create_volume('cached', 1, 'cached')
    vvset = lab.view.item('volumesets', cinder.set_name('cached'))
    assert vvset is not None
    assert vvset['setmembers'] == [name]
    assert vvset['flashCachePolicy'] == 1


# -- retype -----------------------------------------------------------------


def test_a_retype_brings_a_rule(lab: Lab, cinder: Any) -> None:
    name = cinder.create_volume('to-be-ruled', 1)
    assert cinder.retype('to-be-ruled', 'limited') is True
    vvset = cinder.set_name('to-be-ruled')
    assert lab.view.item('volumesets', vvset)['setmembers'] == [name]
    fits(lab, rule_of(lab, vvset))


def test_a_retype_takes_a_rule_away(lab: Lab, cinder: Any) -> None:
    name = cinder.create_volume('no-longer-ruled', 1, 'limited')
    vvset = cinder.set_name('no-longer-ruled')
    assert cinder.retype('no-longer-ruled', 'plain') is True
    assert rule_of(lab, vvset) is None
    assert lab.view.item('volumesets', vvset) is None
    assert lab.view.gib(name) == 1


def test_a_retype_changes_the_rule(lab: Lab, cinder: Any) -> None:
    cinder.create_volume('re-ruled', 1, 'limited by specs')
    assert cinder.retype('re-ruled', 'limited') is True
    fits(lab, rule_of(lab, cinder.set_name('re-ruled')))


def test_a_retype_notes_the_new_type(lab: Lab, cinder: Any) -> None:
    name = cinder.create_volume('noted', 1)
    assert cinder.retype('noted', 'windows') is True
    assert 'windows' in lab.view.volume(name)['comment']


def test_a_retype_makes_a_thin_volume_deduplicated(lab: Lab, cinder: Any
                                                   ) -> None:
    name = cinder.create_volume('thin-to-dedup', 16)
    assert cinder.retype('thin-to-dedup', 'dedup') is True
    assert lab.view.volume(name)['deduplicationState'] == 1


def test_a_retype_makes_a_thin_volume_reduced(lab: Lab, cinder: Any
                                              ) -> None:
    name = cinder.create_volume('thin-to-reduced', 16)
    assert cinder.retype('thin-to-reduced', 'reduced') is True
    assert lab.view.volume(name)['deduplicationState'] == 1


def test_a_retype_makes_a_thin_volume_full(lab: Lab, cinder: Any) -> None:
    name = cinder.create_volume('thin-to-full', 1)
    assert cinder.retype('thin-to-full', 'full') is True
    assert lab.view.volume(name)['provisioningType'] == FULL
