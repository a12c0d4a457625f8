"""Disasters: who may take over, and how the way back goes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from hpe3parclient.simulator import SimulatedArray, connect
from hpe3parclient.simulator.errors import Refused
from tests.support.replicated import (
    FAILSAFE,
    PERIODIC,
    PRIMARY,
    SECONDARY,
    STARTED,
    STOPPED,
    SYNC,
    SYNCED,
    SYNCING,
    Pair,
)

pytestmark = pytest.mark.long

GROUP = '/remotecopygroups/g'
REVERSE, FAILOVER, MIGRATE, RECOVER, RESTORE, OVERRIDE = (
    {'action': number} for number in range(6, 12))
NATURAL = [(PRIMARY, False), (SECONDARY, False)]
FAILED_OVER = [(PRIMARY, False), (PRIMARY, True)]
TURNED = [(SECONDARY, True), (PRIMARY, True)]
CONFLICT = 'INV_OPERATION_RCOPY_GROUP_ROLE_CONFLICT'


@pytest.fixture
def pair() -> Iterator[Pair]:
    with Pair() as made:
        yield made


def cut(pair: Pair, mode: int = SYNC) -> str:
    """A started group whose link is cut; the path on ``b``."""
    path = pair.started(mode)
    pair.link.cut()
    return pair.other(path)


def recovered(pair: Pair) -> str:
    """A group that runs the other way round; the path on ``b``."""
    there = pair.other(pair.failed_over())
    pair.b.ok('PUT', there, RECOVER)
    pair.clock.advance(60)
    return there


# -- failover -----------------------------------------------------------------


@pytest.mark.parametrize('method', ['PUT', 'POST'])
def test_both_are_primary_after_a_failover(pair: Pair, method: str) -> None:
    pair.b.ok(method, cut(pair), FAILOVER, 200)
    assert pair.roles() == FAILED_OVER
    assert pair.states() == [STOPPED, STOPPED]


def test_nothing_synchronous_is_lost_by_a_failover(pair: Pair) -> None:
    path = pair.started()
    pair.a.state.write('v', 7)
    pair.link.cut()
    pair.b.ok('PUT', pair.other(path), FAILOVER)
    assert pair.same()


def test_hosts_write_to_the_volume_that_took_over(pair: Pair) -> None:
    pair.b.ok('PUT', cut(pair), FAILOVER)
    pair.b.state.write('v.copy', 9)
    assert pair.b.get('/volumes/v.copy')['userSpace']['usedMiB'] == 109


def test_failover_in_mid_copy_goes_back_to_the_last_whole_state(
        pair: Pair) -> None:
    path = pair.started(PERIODIC)
    before = pair.b.state.content_of('v.copy')
    pair.a.state.write('v', 7)
    pair.a.ok('PUT', path, {'action': 5})
    pair.link.cut()
    pair.b.ok('PUT', pair.other(path), FAILOVER)
    assert pair.b.state.content_of('v.copy') == before


def test_failover_without_promote_keeps_what_came_through(
        pair: Pair) -> None:
    path = pair.started(PERIODIC)
    before = pair.b.state.content_of('v.copy')
    pair.a.state.write('v', 7)
    pair.a.ok('PUT', path, {'action': 5})
    pair.link.cut()
    pair.b.ok('PUT', pair.other(path), {**FAILOVER, 'skipPromote': True})
    assert pair.b.state.content_of('v.copy') != before
    assert not pair.same()


@pytest.mark.covers('recover remote copy group', 'RCOPY_GROUP_NOT_STOPPED')
def test_started_group_does_not_fail_over(pair: Pair) -> None:
    path = pair.started()
    pair.b.refused('RCOPY_GROUP_NOT_STOPPED', 'PUT', pair.other(path),
                   FAILOVER)


@pytest.mark.covers(
    'recover remote copy group',
    'RCOPY_GROUP_OPERATION_ONLY_ON_SECONDARY_SIDE')
def test_primary_group_does_not_fail_over(pair: Pair) -> None:
    cut(pair)
    pair.a.refused('RCOPY_GROUP_OPERATION_ONLY_ON_SECONDARY_SIDE', 'PUT',
                   GROUP, FAILOVER)


@pytest.mark.covers(
    'recover remote copy group',
    'INV_OPERATION_VV_PROMOTE_IN_PROGRESS')
def test_promote_in_progress_is_in_the_way(pair: Pair) -> None:
    there = cut(pair)
    pair.b.state.volumes.get('v.copy').busy.append(12)
    pair.b.refused('INV_OPERATION_VV_PROMOTE_IN_PROGRESS', 'PUT', there,
                   FAILOVER)


# -- what every action asks ---------------------------------------------------


@pytest.mark.covers('recover remote copy group', 'NON_EXISTENT_RCOPY_GROUP')
@pytest.mark.parametrize('action', range(6, 12))
def test_unknown_group_is_refused(pair: Pair, action: int) -> None:
    pair.a.refused('NON_EXISTENT_RCOPY_GROUP', 'POST', GROUP,
                   {'action': action})


@pytest.mark.covers('recover remote copy group', 'RCOPY_GROUP_EMPTY')
@pytest.mark.parametrize('action', range(6, 12))
def test_empty_group_is_refused(pair: Pair, action: int) -> None:
    pair.group()
    pair.a.refused('RCOPY_GROUP_EMPTY', 'PUT', GROUP, {'action': action},
                   status=403)


@pytest.mark.covers('recover remote copy group', 'UNLICENSED_FEATURE')
def test_licence_is_needed(pair: Pair) -> None:
    there = cut(pair)
    pair.b.state.licences.discard('remoteCopy')
    pair.b.refused('UNLICENSED_FEATURE', 'PUT', there, FAILOVER)


@pytest.mark.covers('recover remote copy group', 'RCOPY_GROUP_INV_TARGET')
def test_other_target_is_refused(pair: Pair) -> None:
    pair.b.refused('RCOPY_GROUP_INV_TARGET', 'PUT', cut(pair),
                   {**FAILOVER, 'targetName': 'x'}, status=400)


@pytest.mark.covers('recover remote copy group', 'INV_INPUT_PARAM_CONFLICT')
@pytest.mark.parametrize(('action', 'option'), [
    (FAILOVER, 'stopGroups'), (FAILOVER, 'localGroupsDirection'),
    (REVERSE, 'skipStart'), (REVERSE, 'discardNewData'),
    (RECOVER, 'skipPromote'), (RECOVER, 'noSnapshot'),
    (RESTORE, 'skipPromote'), (MIGRATE, 'skipSync')])
def test_option_of_another_action_is_refused(
        pair: Pair, action: Any, option: str) -> None:
    pair.replicated()
    pair.a.refused('INV_INPUT_PARAM_CONFLICT', 'PUT', GROUP,
                   {**action, option: True})


def test_action_outside_the_enumeration_is_refused(pair: Pair) -> None:
    pair.replicated()
    pair.a.refused('INV_INPUT_BAD_ENUM_VALUE', 'PUT', GROUP, {'action': 12})
    pair.a.refused('INV_POST_ACTION', 'POST', GROUP, {'action': 3})


@pytest.fixture
def two_targets(pair: Pair) -> Pair:
    third = SimulatedArray(tls=False, clock=pair.clock)
    third.state.name = 'third'
    connect(pair.arrays[0], third)
    pair.a.volume('v')
    pair.b.volume('w')
    pair.a.ok('PUT', '/remotecopytargets/third',
              {'policies': {'mirrorConfig': False}})
    pair.a.ok('POST', '/remotecopygroups', {'name': 'g', 'targets': [
        {'targetName': pair.there, 'mode': SYNC},
        {'targetName': 'third', 'mode': PERIODIC}]})
    pair.a.ok('PUT', GROUP, {
        'action': 1, 'volumeName': 'v', 'targets': [
            {'targetName': name, 'secVolumeName': 'w'}
            for name in (pair.there, 'third')]})
    return pair


@pytest.mark.covers('recover remote copy group', 'INV_INPUT_MISSING_REQUIRED')
def test_one_of_several_targets_has_to_be_named(two_targets: Pair) -> None:
    two_targets.a.refused('INV_INPUT_MISSING_REQUIRED', 'PUT', GROUP,
                          REVERSE)


@pytest.mark.covers(
    'recover remote copy group',
    'RCOPY_GROUP_INV_OPERATION_ON_MULTIPLE_TARGETS')
def test_group_with_several_targets_is_not_turned(
        two_targets: Pair) -> None:
    two_targets.a.refused(
        'RCOPY_GROUP_INV_OPERATION_ON_MULTIPLE_TARGETS', 'PUT', GROUP,
        {**REVERSE, 'targetName': two_targets.there})


# -- recover ------------------------------------------------------------------


@pytest.mark.parametrize('on_new', [True, False])
def test_old_primary_becomes_secondary(pair: Pair, on_new: bool) -> None:
    path = pair.failed_over()
    if on_new:
        pair.b.ok('PUT', pair.other(path), RECOVER)
    else:
        pair.a.ok('PUT', path, RECOVER)
    assert pair.roles() == TURNED
    assert pair.states() == [STARTED, STARTED]


def test_data_written_after_the_failover_come_back(pair: Pair) -> None:
    path = pair.failed_over()
    pair.b.state.write('v.copy', 9)
    written = pair.b.state.content_of('v.copy')
    pair.b.ok('PUT', pair.other(path), RECOVER)
    pair.clock.advance(60)
    assert pair.statuses() == [SYNCED, SYNCED]
    assert pair.a.state.content_of('v') == written


def test_writes_the_old_primary_took_alone_are_overwritten(
        pair: Pair) -> None:
    path = pair.started()
    pair.link.cut()
    pair.a.state.write('v', 3)
    pair.b.ok('PUT', pair.other(path), FAILOVER)
    pair.link.restore()
    assert not pair.same()
    pair.b.ok('PUT', pair.other(path), RECOVER)
    assert pair.statuses() == [SYNCING] * 2
    pair.clock.advance(60)
    assert pair.same()


def test_recovering_may_leave_the_group_stopped(pair: Pair) -> None:
    path = pair.failed_over()
    pair.b.ok('PUT', pair.other(path), {**RECOVER, 'skipStart': True})
    assert pair.roles() == TURNED
    assert pair.states() == [STOPPED, STOPPED]


def test_recovering_may_leave_the_synchronisation_for_later(
        pair: Pair) -> None:
    path = pair.failed_over()
    pair.b.state.write('v.copy', 9)
    pair.b.ok('PUT', pair.other(path), {**RECOVER, 'skipSync': True})
    pair.clock.advance(600)
    assert pair.states() == [STARTED, STARTED]
    assert not pair.same()
    pair.b.ok('PUT', pair.other(path), {'action': 5})
    pair.clock.advance(60)
    assert pair.same()


@pytest.mark.covers(
    'recover remote copy group',
    'INV_OPERATION_RCOPY_GROUP_ROLE_CONFLICT')
def test_group_that_did_not_fail_over_has_nothing_to_recover(
        pair: Pair) -> None:
    path = pair.replicated()
    pair.a.refused(CONFLICT, 'PUT', path, RECOVER)


def test_nothing_is_recovered_over_a_cut_link(pair: Pair) -> None:
    path = pair.failed_over()
    pair.link.cut()
    pair.b.refused('RCOPY_TARGET_IS_NOT_READY', 'PUT', pair.other(path),
                   RECOVER)


# -- restore ------------------------------------------------------------------


@pytest.mark.parametrize('on_new', [True, False])
def test_natural_direction_comes_back(pair: Pair, on_new: bool) -> None:
    there = recovered(pair)
    if on_new:
        pair.b.ok('PUT', there, RESTORE)
    else:
        pair.a.ok('PUT', GROUP, RESTORE)
    assert pair.roles() == NATURAL
    assert pair.states() == [STARTED, STARTED]
    assert pair.statuses() == [SYNCED, SYNCED]


def test_restoring_loses_nothing(pair: Pair) -> None:
    there = recovered(pair)
    pair.b.state.write('v.copy', 4)
    written = pair.b.state.content_of('v.copy')
    pair.b.ok('PUT', there, RESTORE)
    assert pair.a.state.content_of('v') == written


def test_periodic_group_is_sent_to_the_end_before_it_turns(
        pair: Pair) -> None:
    there = cut(pair, PERIODIC)
    pair.b.ok('PUT', there, FAILOVER)
    pair.link.restore()
    pair.b.ok('PUT', there, RECOVER)
    pair.clock.advance(60)
    pair.b.state.write('v.copy', 4)
    written = pair.b.state.content_of('v.copy')
    pair.b.ok('PUT', there, RESTORE)
    assert pair.a.state.content_of('v') == written


def test_restoring_may_leave_the_group_stopped(pair: Pair) -> None:
    pair.b.ok('PUT', recovered(pair), {**RESTORE, 'skipStart': True})
    assert pair.roles() == NATURAL
    assert pair.states() == [STOPPED, STOPPED]


def test_restoring_waits_for_the_synchronisation(pair: Pair) -> None:
    path = pair.failed_over()
    pair.b.state.write('v.copy', 9)
    pair.b.ok('PUT', pair.other(path), RECOVER)
    pair.b.refused('RCOPY_GROUP_IS_BUSY', 'PUT', pair.other(path), RESTORE)


def test_stopped_group_with_new_data_is_not_restored(pair: Pair) -> None:
    there = recovered(pair)
    pair.b.ok('PUT', there, {'action': 4})
    pair.b.state.write('v.copy', 4)
    pair.b.refused('RCOPY_GROUP_NOT_STARTED', 'PUT', there, RESTORE)


def test_stopped_group_without_new_data_is_restored(pair: Pair) -> None:
    there = recovered(pair)
    pair.b.ok('PUT', there, {'action': 4})
    pair.b.ok('PUT', there, RESTORE)
    assert pair.roles() == NATURAL


def test_group_in_its_natural_direction_is_not_restored(
        pair: Pair) -> None:
    pair.started()
    pair.a.refused(CONFLICT, 'PUT', GROUP, RESTORE)


def test_group_in_failover_state_is_not_restored(pair: Pair) -> None:
    path = pair.failed_over()
    pair.b.refused(CONFLICT, 'PUT', pair.other(path), RESTORE)


# -- reverse and migrate ------------------------------------------------------


def test_stopped_group_is_turned(pair: Pair) -> None:
    path = pair.started()
    pair.a.ok('PUT', path, {'action': 4})
    pair.a.ok('PUT', path, REVERSE)
    assert pair.roles() == TURNED
    assert pair.states() == [STOPPED, STOPPED]


def test_turned_group_copies_the_other_way(pair: Pair) -> None:
    path = pair.started()
    pair.a.ok('PUT', path, {'action': 4})
    pair.a.ok('PUT', path, REVERSE)
    pair.b.state.write('v.copy', 4)
    pair.b.ok('PUT', pair.other(path), {'action': 3})
    pair.clock.advance(60)
    assert pair.same()


def test_started_group_is_not_turned(pair: Pair) -> None:
    path = pair.started()
    pair.a.refused('RCOPY_GROUP_NOT_STOPPED', 'PUT', path, REVERSE)


def test_started_group_is_stopped_and_turned_on_request(
        pair: Pair) -> None:
    path = pair.started()
    pair.a.ok('PUT', path, {**REVERSE, 'stopGroups': True})
    assert pair.roles() == TURNED
    assert pair.states() == [STOPPED, STOPPED]


def test_one_half_is_turned_alone_on_request(pair: Pair) -> None:
    path = pair.failed_over()
    pair.a.ok('PUT', path, {**REVERSE, 'localGroupsDirection': True})
    assert pair.roles() == TURNED


def test_half_that_was_turned_alone_gets_the_data_of_the_other(
        pair: Pair) -> None:
    path = pair.failed_over()
    pair.b.state.write('v.copy', 4)
    pair.a.ok('PUT', path, {**REVERSE, 'localGroupsDirection': True})
    pair.b.ok('PUT', pair.other(path), {'action': 3})
    pair.clock.advance(60)
    assert pair.same()


def test_group_migrates_without_stopping(pair: Pair) -> None:
    path = pair.started()
    pair.a.ok('PUT', path, MIGRATE)
    assert pair.roles() == TURNED
    assert pair.states() == [STARTED, STARTED]
    assert pair.statuses() == [SYNCED, SYNCED]


@pytest.mark.covers(
    'recover remote copy group',
    'RCOPY_GROUP_OPERATION_ONLY_ON_PRIMARY_SIDE')
def test_secondary_group_does_not_migrate(pair: Pair) -> None:
    path = pair.started()
    pair.b.refused('RCOPY_GROUP_OPERATION_ONLY_ON_PRIMARY_SIDE', 'PUT',
                   pair.other(path), MIGRATE)


@pytest.mark.covers('recover remote copy group', 'RCOPY_GROUP_NOT_STARTED')
def test_stopped_group_does_not_migrate(pair: Pair) -> None:
    pair.a.refused('RCOPY_GROUP_NOT_STARTED', 'PUT', pair.replicated(),
                   MIGRATE)


@pytest.mark.covers('recover remote copy group', 'RCOPY_GROUP_IS_BUSY')
def test_group_on_its_way_does_not_migrate(pair: Pair) -> None:
    path = pair.replicated()
    pair.a.ok('PUT', path, {'action': 3})
    pair.a.refused('RCOPY_GROUP_IS_BUSY', 'PUT', path, MIGRATE)


# -- fail-safe ----------------------------------------------------------------


def isolated(pair: Pair) -> str:
    """The witness is lost to ``a``, too: ``b`` has taken over."""
    path = pair.started()
    pair.a.ok('PUT', path, {'targets': [{
        'targetName': pair.there, 'policies': {'autoFailover': True}}]})
    pair.link.cut(isolated=pair.a.state)
    return path


def test_other_array_takes_over_by_itself(pair: Pair) -> None:
    isolated(pair)
    assert pair.roles() == FAILED_OVER
    assert pair.states() == [FAILSAFE, STOPPED]


def test_fail_safe_group_takes_no_writes(pair: Pair) -> None:

    isolated(pair)
    with pytest.raises(Refused):
        pair.a.state.write('v', 1)


def test_fail_safe_state_is_overridden(pair: Pair) -> None:
    pair.a.ok('PUT', isolated(pair), OVERRIDE)
    assert pair.states() == [STOPPED, STOPPED]
    pair.a.state.write('v', 1)


def test_group_that_is_not_fail_safe_has_nothing_to_override(
        pair: Pair) -> None:
    pair.a.refused(CONFLICT, 'PUT', pair.replicated(), OVERRIDE)


def test_fail_safe_group_is_recovered(pair: Pair) -> None:
    path = isolated(pair)
    pair.link.restore()
    pair.b.ok('PUT', pair.other(path), RECOVER)
    pair.clock.advance(60)
    assert pair.roles() == TURNED
    assert pair.statuses() == [SYNCED, SYNCED]
