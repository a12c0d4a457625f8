"""What can be changed of a remote-copy group, and what cannot."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from hpe3parclient.simulator import SimulatedArray, connect
from tests.support.replicated import ASYNC, PERIODIC, SYNC, Pair

pytestmark = pytest.mark.long


@pytest.fixture
def pair() -> Iterator[Pair]:
    with Pair() as made:
        yield made


def settings(pair: Pair, **members: Any) -> Any:
    return {'targets': [{'targetName': pair.there, **members}]}


@pytest.mark.parametrize('policy', ['autoRecover', 'autoFailover',
                                    'pathManagement'])
def test_policy_of_a_synchronous_group_is_set_on_both(
        pair: Pair, policy: str) -> None:
    pair.a.ok('PUT', pair.group(), settings(pair, policies={policy: True}))
    assert [item['targets'][0]['policies'][policy]
            for item in pair.sides()] == [True, True]


def test_policies_that_are_not_named_stay(pair: Pair) -> None:
    path = pair.group()
    pair.a.ok('PUT', path, settings(pair, policies={'autoRecover': True}))
    pair.a.ok('PUT', path, settings(pair, policies={'autoFailover': True}))
    assert pair.sides()[0]['targets'][0]['policies']['autoRecover'] is True


@pytest.mark.covers(
    'modify remote copy group',
    'RCOPY_GROUP_INV_POLICY_FOR_SYNC_GROUP')
def test_over_period_alert_is_not_for_synchronous_groups(
        pair: Pair) -> None:
    pair.a.refused('RCOPY_GROUP_INV_POLICY_FOR_SYNC_GROUP', 'PUT',
                   pair.group(),
                   settings(pair, policies={'overPeriodAlert': True}))


@pytest.mark.covers(
    'modify remote copy group',
    'RCOPY_GROUP_INV_POLICY_FOR_PERIODIC_GROUP')
@pytest.mark.parametrize('policy', ['autoFailover', 'pathManagement'])
def test_failover_policies_are_not_for_periodic_groups(
        pair: Pair, policy: str) -> None:
    pair.a.refused('RCOPY_GROUP_INV_POLICY_FOR_PERIODIC_GROUP', 'PUT',
                   pair.group(mode=PERIODIC),
                   settings(pair, policies={policy: True}))


def test_unknown_policy_is_refused(pair: Pair) -> None:
    pair.a.refused('INV_INPUT_UNREC_NAME', 'PUT', pair.group(),
                   settings(pair, policies={'other': True}))


@pytest.mark.parametrize('seconds', [300, 31622400])
def test_period_may_be_five_minutes_to_a_year(
        pair: Pair, seconds: int) -> None:
    pair.a.ok('PUT', pair.group(mode=PERIODIC),
              settings(pair, syncPeriod=seconds))
    assert [item['targets'][0]['syncPeriod'] for item in pair.sides()] \
        == [seconds, seconds]


@pytest.mark.covers('modify remote copy group', 'INV_INPUT_BELOW_RANGE')
def test_shorter_period_is_refused(pair: Pair) -> None:
    pair.a.refused('INV_INPUT_BELOW_RANGE', 'PUT',
                   pair.group(mode=PERIODIC), settings(pair, syncPeriod=299))


@pytest.mark.covers('modify remote copy group', 'INV_INPUT_EXCEEDS_RANGE')
def test_longer_period_is_refused(pair: Pair) -> None:
    pair.a.refused('INV_INPUT_EXCEEDS_RANGE', 'PUT',
                   pair.group(mode=PERIODIC),
                   settings(pair, syncPeriod=31622401))


def test_period_of_zero_changes_nothing(pair: Pair) -> None:
    path = pair.group(mode=PERIODIC)
    pair.a.ok('PUT', path, settings(pair, syncPeriod=600))
    pair.a.ok('PUT', path, settings(pair, syncPeriod=0))
    assert pair.sides()[0]['targets'][0]['syncPeriod'] == 600


def test_period_is_removed_on_request(pair: Pair) -> None:
    path = pair.group(mode=PERIODIC)
    pair.a.ok('PUT', path, settings(pair, syncPeriod=600))
    pair.a.ok('PUT', path, settings(pair, rmSyncPeriod=True))
    assert pair.sides()[1]['targets'][0]['syncPeriod'] == 0


def test_period_and_its_removal_exclude_each_other(pair: Pair) -> None:
    pair.a.refused('INV_INPUT_PARAM_CONFLICT', 'PUT',
                   pair.group(mode=PERIODIC),
                   settings(pair, syncPeriod=600, rmSyncPeriod=True))


@pytest.mark.covers('modify remote copy group', 'RCOPY_GROUP_IS_NOT_PERIODIC')
def test_period_needs_a_periodic_group(pair: Pair) -> None:
    pair.a.refused('RCOPY_GROUP_IS_NOT_PERIODIC', 'PUT', pair.group(),
                   settings(pair, syncPeriod=600))


def test_snapshot_frequency_belongs_to_streaming_groups(pair: Pair) -> None:
    pair.a.ok('PUT', pair.group(mode=ASYNC),
              settings(pair, snapFrequency=300))
    assert pair.sides()[1]['targets'][0]['snapFrequency'] == 300


def test_snapshot_frequency_is_refused_elsewhere(pair: Pair) -> None:
    pair.a.refused('RCOPY_TARGET_NOT_ASYNC', 'PUT', pair.group(),
                   settings(pair, snapFrequency=300))


def test_mode_of_a_stopped_group_is_changed_on_both(pair: Pair) -> None:
    pair.a.ok('PUT', pair.group(), settings(pair, mode=PERIODIC))
    assert [item['targets'][0]['mode'] for item in pair.sides()] \
        == [PERIODIC, PERIODIC]


@pytest.mark.covers('modify remote copy group', 'RCOPY_GROUP_STARTED')
def test_mode_of_a_started_group_stays(pair: Pair) -> None:
    pair.a.refused('RCOPY_GROUP_STARTED', 'PUT', pair.started(),
                   settings(pair, mode=PERIODIC))


def test_policy_of_a_started_group_is_set(pair: Pair) -> None:
    path = pair.started()
    pair.a.ok('PUT', path, settings(pair, policies={'autoRecover': True}))
    assert pair.sides()[1]['targets'][0]['policies']['autoRecover'] is True


@pytest.mark.covers(
    'modify remote copy group',
    'RCOPY_GROUP_INV_OPERATION_ON_MULTIPLE_TARGETS')
def test_mode_of_a_group_with_several_targets_stays(pair: Pair) -> None:
    third = SimulatedArray(tls=False, clock=pair.clock)
    third.state.name = 'third'
    connect(pair.arrays[0], third)
    pair.a.ok('POST', '/remotecopygroups', {'name': 'g', 'targets': [
        {'targetName': pair.there, 'mode': SYNC},
        {'targetName': 'third', 'mode': PERIODIC}]})
    pair.a.refused('RCOPY_GROUP_INV_OPERATION_ON_MULTIPLE_TARGETS', 'PUT',
                   '/remotecopygroups/g', settings(pair, mode=PERIODIC))


@pytest.mark.covers('modify remote copy group', 'RCOPY_GROUP_INV_TARGET')
def test_target_that_is_not_the_groups_is_refused(pair: Pair) -> None:
    pair.a.refused('RCOPY_GROUP_INV_TARGET', 'PUT', pair.group(), {
        'targets': [{'targetName': 'other'}]}, status=403)


@pytest.mark.covers(
    'modify remote copy group',
    'RCOPY_GROUP_TARGET_NOT_UNIQUE')
def test_target_named_twice_is_refused(pair: Pair) -> None:
    pair.a.refused('RCOPY_GROUP_TARGET_NOT_UNIQUE', 'PUT', pair.group(), {
        'targets': [{'targetName': pair.there}] * 2})


@pytest.mark.covers(
    'modify remote copy group',
    'RCOPY_GROUP_INV_TARGET_NUMBER')
def test_more_targets_than_the_group_has_are_refused(pair: Pair) -> None:
    pair.a.refused('RCOPY_GROUP_INV_TARGET_NUMBER', 'PUT', pair.group(), {
        'targets': [{'targetName': pair.there}, {'targetName': 'other'}]})


@pytest.mark.covers(
    'modify remote copy group',
    'RCOPY_GROUP_OPERATION_ONLY_ON_PRIMARY_SIDE')
def test_secondary_group_is_not_modified(pair: Pair) -> None:
    pair.b.refused('RCOPY_GROUP_OPERATION_ONLY_ON_PRIMARY_SIDE', 'PUT',
                   pair.other(pair.group()), {'unsetUserCPG': True})


@pytest.mark.covers('modify remote copy group', 'NON_EXISTENT_RCOPY_GROUP')
def test_unknown_group_is_not_modified(pair: Pair) -> None:
    pair.a.refused('NON_EXISTENT_RCOPY_GROUP', 'PUT',
                   '/remotecopygroups/g', {'unsetUserCPG': True})


def test_request_that_changes_nothing_is_refused(pair: Pair) -> None:
    pair.a.refused('INV_INPUT_ONE_REQUIRED', 'PUT', pair.group(), {})


def test_cpgs_are_taken_away_on_both(pair: Pair) -> None:
    pair.a.ok('PUT', pair.group(), {'unsetUserCPG': True,
                                    'unsetSnapCPG': True})
    for item in pair.sides():
        assert 'localUserCPG' not in item
        assert 'userCPG' not in item['targets'][0]


def test_cpgs_are_changed_on_both(pair: Pair) -> None:
    pair.b.ok('POST', '/cpgs', {'name': 'far'})
    pair.a.ok('PUT', pair.group(), settings(
        pair, remoteUserCPG='far', remoteSnapCPG='far'))
    here, there = pair.sides()
    assert here['targets'][0]['remoteUserCPG'] == 'far'
    assert there['localUserCPG'] == 'far'


@pytest.mark.covers('modify remote copy group', 'NON_EXISTENT_CPG')
@pytest.mark.parametrize('body', [
    {'localUserCPG': 'x'}, {'localSnapCPG': 'x'}])
def test_unknown_local_cpg_is_refused(pair: Pair, body: Any) -> None:
    pair.a.refused('NON_EXISTENT_CPG', 'PUT', pair.group(), body)


def test_unknown_remote_cpg_is_refused(pair: Pair) -> None:
    pair.a.refused('NON_EXISTENT_CPG', 'PUT', pair.group(),
                   settings(pair, remoteUserCPG='x'))


@pytest.mark.covers('modify remote copy group', 'CPG_NOT_IN_SAME_DOMAIN')
def test_cpgs_of_two_domains_are_refused(pair: Pair) -> None:
    pair.a.state.domains.add('d')
    pair.a.ok('POST', '/cpgs', {'name': 'other', 'domain': 'd'})
    pair.a.refused('CPG_NOT_IN_SAME_DOMAIN', 'PUT', pair.group(),
                   {'localSnapCPG': 'other'})


def test_setting_and_taking_away_exclude_each_other(pair: Pair) -> None:
    pair.a.refused('INV_INPUT_PARAM_CONFLICT', 'PUT', pair.group(),
                   {'localUserCPG': 'c', 'unsetUserCPG': True})


def test_cpgs_of_a_started_group_stay(pair: Pair) -> None:
    pair.a.refused('RCOPY_GROUP_STARTED', 'PUT', pair.started(),
                   {'unsetUserCPG': True})


def test_setting_made_over_a_cut_link_is_told_later(pair: Pair) -> None:
    path = pair.group()
    pair.link.cut()
    pair.a.ok('PUT', path, settings(pair, policies={'autoRecover': True}))
    assert pair.sides()[1]['targets'][0]['policies']['autoRecover'] is False
    pair.link.restore()
    assert pair.sides()[1]['targets'][0]['policies']['autoRecover'] is True


def test_settings_may_be_sent_to_the_target_of_a_group(pair: Pair) -> None:
    path = pair.group(mode=PERIODIC)
    pair.a.ok('PUT', f'{path}/targets/{pair.there}', {'syncPeriod': 900})
    assert pair.a.get(f'{path}/targets/{pair.there}')['syncPeriod'] == 900
