"""Starting, stopping and synchronising, by the clock of the link."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Any

import pytest

from hpe3parclient.simulator import SimulatedArray, assumptions, connect
from hpe3parclient.simulator.errors import Refused
from tests.support.replicated import (
    ASYNC,
    NEW,
    PERIODIC,
    STARTED,
    STOPPED,
    SYNC,
    SYNCED,
    SYNCING,
    Pair,
)

pytestmark = pytest.mark.long

GROUP = '/remotecopygroups/g'
OTHER = SYNCING
GROW = {'action': 3, 'sizeMiB': 1024}
START, STOP, NOW = {'action': 3}, {'action': 4}, {'action': 5}


@pytest.fixture
def pair() -> Iterator[Pair]:
    with Pair() as made:
        yield made


def kept(pair: Pair) -> list[list[str]]:
    """Snapshots remote copy keeps, on both arrays."""
    return [[name for name in client.names()
             if name.startswith('rcpy.')] for client in (pair.a, pair.b)]


def periodic(pair: Pair, period: int = 300, **policies: bool) -> str:
    path = pair.replicated(PERIODIC)
    for settings in ({'syncPeriod': period}, {'policies': policies}):
        pair.a.ok('PUT', path, {'targets': [{
            'targetName': pair.there, **settings}]})
    pair.a.ok('PUT', path, START)
    pair.clock.advance(60)
    return path


# -- start --------------------------------------------------------------------


def test_both_say_started(pair: Pair) -> None:
    pair.a.ok('PUT', pair.replicated(), START)
    assert pair.states() == [STARTED, STARTED]


def test_volume_is_on_its_way_first(pair: Pair) -> None:
    pair.a.ok('PUT', pair.replicated(), START)
    assert pair.statuses() == [OTHER, OTHER]


def test_volume_is_synchronised_in_time(pair: Pair) -> None:
    path = pair.replicated()
    pair.a.state.write('v', 4096)
    pair.a.ok('PUT', path, START)
    needed = assumptions.RCOPY_SECONDS + 4 * assumptions.RCOPY_SECONDS_PER_GIB
    pair.clock.advance(needed - 0.01)
    assert pair.statuses() == [OTHER, OTHER]
    assert not pair.same()
    pair.clock.advance(0.02)
    assert pair.statuses() == [SYNCED, SYNCED]
    assert pair.same()


def test_small_volume_is_there_before_a_large_one(pair: Pair) -> None:
    path = pair.replicated()
    pair.a.volume('w', 102400)
    pair.admit('w')
    pair.a.state.write('w', 102400)
    pair.a.ok('PUT', path, START)
    pair.clock.advance(assumptions.RCOPY_SECONDS + 1)
    assert [item['remoteVolumes'][0]['syncStatus']
            for item in pair.sides()[0]['volumes']] == [SYNCED, OTHER]


def test_copy_takes_the_space_of_its_volume(pair: Pair) -> None:
    pair.started()
    spaces = [client.get(f'/volumes/{name}')['userSpace']['usedMiB']
              for client, name in ((pair.a, 'v'), (pair.b, 'v.copy'))]
    assert spaces == [100, 100]


def test_both_tell_when_it_was_synchronised(pair: Pair) -> None:
    periodic(pair)
    times = [item['targets'][0]['groupLastSyncTimeSec']
             for item in pair.sides()]
    assert times[0] == times[1]


def test_initial_synchronisation_is_skipped_on_request(pair: Pair) -> None:
    pair.a.ok('PUT', pair.replicated(), {**START, 'skipInitialSync': True})
    assert pair.statuses() == [SYNCED, SYNCED]


def test_admission_may_skip_the_initial_synchronisation(
        pair: Pair) -> None:
    pair.a.volume('v')
    path = pair.group()
    pair.admit(skipInitialSync=True)
    pair.a.ok('PUT', path, START)
    assert pair.statuses() == [SYNCED, SYNCED]


def test_skipping_copies_nothing(pair: Pair) -> None:
    path = pair.replicated()
    pair.a.state.write('v', 10)
    pair.a.ok('PUT', path, {**START, 'skipInitialSync': True})
    assert not pair.same()


@pytest.mark.covers('start remote copy group', 'RCOPY_GROUP_STARTED')
def test_started_group_is_not_started_again(pair: Pair) -> None:
    path = pair.started()
    pair.a.refused('RCOPY_GROUP_STARTED', 'PUT', path, START)


@pytest.mark.covers('start remote copy group', 'RCOPY_GROUP_EMPTY')
def test_empty_group_is_not_started(pair: Pair) -> None:
    pair.a.refused('RCOPY_GROUP_EMPTY', 'PUT', pair.group(), START,
                   status=400)


@pytest.mark.covers(
    'start remote copy group',
    'RCOPY_GROUP_OPERATION_ONLY_ON_PRIMARY_SIDE')
def test_secondary_group_is_not_started(pair: Pair) -> None:
    pair.b.refused('RCOPY_GROUP_OPERATION_ONLY_ON_PRIMARY_SIDE', 'PUT',
                   pair.other(pair.replicated()), START)


@pytest.mark.covers('start remote copy group', 'NON_EXISTENT_RCOPY_GROUP')
def test_unknown_group_is_not_started(pair: Pair) -> None:
    pair.a.refused('NON_EXISTENT_RCOPY_GROUP', 'PUT', GROUP, START)


@pytest.mark.covers('start remote copy group', 'RCOPY_GROUP_INV_TARGET')
def test_target_that_is_not_the_groups_is_refused(pair: Pair) -> None:
    pair.a.refused('RCOPY_GROUP_INV_TARGET', 'PUT', pair.replicated(),
                   {**START, 'targetName': 'x'}, status=403)


@pytest.mark.covers('start remote copy group', 'RCOPY_TARGET_NOT_SPECIFIED')
def test_one_of_several_targets_has_to_be_named(pair: Pair) -> None:
    third = SimulatedArray(tls=False, clock=pair.clock)
    third.state.name = 'third'
    connect(pair.arrays[0], third)
    pair.a.ok('POST', '/remotecopygroups', {'name': 'g', 'targets': [
        {'targetName': pair.there, 'mode': SYNC},
        {'targetName': 'third', 'mode': PERIODIC}]})
    pair.a.refused('RCOPY_TARGET_NOT_SPECIFIED', 'PUT', GROUP, START)


def test_nothing_is_started_over_a_cut_link(pair: Pair) -> None:
    path = pair.replicated()
    pair.link.cut()
    pair.a.refused('RCOPY_TARGET_IS_NOT_READY', 'PUT', path, START)


def test_group_in_failover_state_is_not_started(pair: Pair) -> None:
    path = pair.failed_over()
    pair.a.refused('INV_OPERATION_RCOPY_GROUP_ROLE_CONFLICT', 'PUT', path,
                   START)


def starting(name: str = 's', volume: str = 'v') -> dict[str, Any]:
    return {**START, 'startingSnapshots': [
        {'volumeName': volume, 'snapshotName': name}]}


def snapshot(pair: Pair, name: str = 's', of: str = 'v') -> None:
    pair.a.ok('POST', f'/volumes/{of}', {
        'action': 'createSnapshot',
        'parameters': {'name': name, 'readOnly': True}})


def test_starting_snapshot_sends_the_difference_only(pair: Pair) -> None:
    path = pair.replicated()
    pair.a.state.write('v', 8192)
    snapshot(pair)
    pair.a.ok('PUT', path, starting())
    assert pair.statuses() == [SYNCED, SYNCED]
    assert pair.same()


@pytest.mark.covers(
    'start remote copy group',
    'RCOPY_GROUP_INCORRECT_SNAPSHOT_OR_VOLUME_SPECIFIED')
@pytest.mark.parametrize('body', [
    starting('missing'), starting('s', 'missing'), starting('v')])
def test_wrong_starting_snapshot_is_refused(pair: Pair, body: Any) -> None:
    path = pair.replicated()
    snapshot(pair)
    pair.a.refused('RCOPY_GROUP_INCORRECT_SNAPSHOT_OR_VOLUME_SPECIFIED',
                   'PUT', path, body)


@pytest.mark.covers(
    'start remote copy group',
    'RCOPY_GROUP_NOT_ALL_VOLUMES_SPECIFIED')
def test_starting_snapshots_are_for_all_volumes(pair: Pair) -> None:
    path = pair.replicated()
    pair.a.volume('w')
    pair.admit('w')
    snapshot(pair)
    pair.a.refused('RCOPY_GROUP_NOT_ALL_VOLUMES_SPECIFIED', 'PUT', path,
                   starting())


@pytest.mark.covers(
    'start remote copy group',
    'RCOPY_GROUP_VOLUME_ALREADY_SYNCED')
def test_volume_that_is_synchronised_needs_no_snapshot(pair: Pair) -> None:
    path = pair.started()
    pair.a.ok('PUT', path, STOP)
    snapshot(pair)
    pair.a.refused('RCOPY_GROUP_VOLUME_ALREADY_SYNCED', 'PUT', path,
                   starting())


def test_copy_grows_with_its_volume(pair: Pair) -> None:
    path = pair.replicated()
    pair.a.ok('PUT', '/volumes/v', GROW)
    pair.a.ok('PUT', path, START)
    assert pair.b.get('/volumes/v.copy')['sizeMiB'] == 11264


@pytest.mark.parametrize('mode', [SYNC, PERIODIC, ASYNC])
def test_copy_grows_while_the_first_copy_has_not_ended(
        pair: Pair, mode: int) -> None:
    path = pair.replicated(mode)
    pair.a.state.write('v', 100)
    pair.a.ok('PUT', path, START)
    pair.a.ok('PUT', path, STOP)
    pair.a.ok('PUT', '/volumes/v', GROW)
    pair.a.ok('PUT', path, START)
    assert pair.statuses() == [OTHER, OTHER]
    assert pair.b.get('/volumes/v.copy')['sizeMiB'] == 11264


@pytest.mark.parametrize('mode', [SYNC, PERIODIC, ASYNC])
def test_copy_grows_at_once_in_a_group_that_runs(pair: Pair, mode: int
                                                 ) -> None:
    pair.started(mode)
    pair.a.ok('PUT', '/volumes/v', GROW)
    assert pair.b.get('/volumes/v.copy')['sizeMiB'] == 11264
    assert pair.states() == [STARTED, STARTED]


def test_group_stops_when_its_copy_cannot_grow(pair: Pair) -> None:
    pair.started()
    pair.arrays[1].state.personality = dataclasses.replace(
        pair.arrays[1].state.personality, max_volume_mib=10240)
    pair.a.ok('PUT', '/volumes/v', GROW)
    assert pair.b.get('/volumes/v.copy')['sizeMiB'] == 10240
    assert pair.states() == [STOPPED, STOPPED]


# -- writing ------------------------------------------------------------------


@pytest.mark.parametrize('mode', [SYNC, ASYNC])
def test_write_is_on_both_at_once(pair: Pair, mode: int) -> None:
    pair.started(mode)
    pair.a.state.write('v', 5)
    assert pair.same()


def test_write_waits_for_the_next_period(pair: Pair) -> None:
    periodic(pair)
    pair.a.state.write('v', 5)
    assert not pair.same()
    pair.clock.advance(300)
    assert pair.same()


def test_write_while_a_volume_is_on_its_way_arrives_with_it(
        pair: Pair) -> None:
    path = pair.replicated()
    pair.a.ok('PUT', path, START)
    pair.a.state.write('v', 5)
    pair.clock.advance(60)
    assert pair.same()


def test_write_during_a_periodic_copy_waits_for_the_next(
        pair: Pair) -> None:
    periodic(pair)
    pair.a.state.write('v', 5)
    pair.a.ok('PUT', GROUP, NOW)
    pair.a.state.write('v', 5)
    pair.clock.advance(10)
    assert pair.statuses() == [SYNCED, SYNCED]
    assert not pair.same()


def test_hosts_do_not_write_to_a_secondary_volume(pair: Pair) -> None:

    pair.started()
    with pytest.raises(Refused, match='INV_OPERATION_VV_IN_REMOTE_COPY'):
        pair.b.state.write('v.copy', 1)


def test_group_stops_when_the_other_array_is_full(pair: Pair) -> None:
    pair.started()
    pair.b.ok('PUT', '/cpgs/c', {'disableAutoGrow': True})
    pair.a.ok('POST', '/volumes', {
        'name': 'more', 'cpg': 'c', 'snapCPG': 'c', 'sizeMiB': 1048576,
        'tpvv': True})
    state = pair.b.state
    state.cpgs.get('c').frozen_at = sum(state.cpgs.get('c').usage[:3])
    pair.a.state.write('v', 8000)
    assert pair.states() == [STOPPED, STOPPED]
    assert not pair.same()


# -- stop ---------------------------------------------------------------------


def test_both_say_stopped(pair: Pair) -> None:
    path = pair.started()
    pair.a.ok('PUT', path, STOP)
    assert pair.states() == [STOPPED, STOPPED]
    assert SYNCED not in pair.statuses()


def test_stop_keeps_a_snapshot_on_both(pair: Pair) -> None:
    path = pair.started()
    pair.a.ok('PUT', path, STOP)
    assert [len(names) for names in kept(pair)] == [1, 1]


def test_stop_keeps_no_snapshot_on_request(pair: Pair) -> None:
    path = pair.started()
    pair.a.ok('PUT', path, {**STOP, 'noSnapshot': True})
    assert kept(pair) == [[], []]


def test_secondary_array_may_stop_a_group(pair: Pair) -> None:
    path = pair.started()
    pair.b.ok('PUT', pair.other(path), STOP)
    assert pair.states() == [STOPPED, STOPPED]


def test_group_that_was_never_started_stays_so(pair: Pair) -> None:
    path = pair.replicated()
    pair.a.ok('PUT', path, STOP)
    assert pair.states() == [NEW, NEW]


@pytest.mark.covers('stop remote copy group', 'RCOPY_TARGET_IS_NOT_READY')
def test_nothing_is_stopped_over_a_cut_link(pair: Pair) -> None:
    path = pair.started()
    pair.link.cut()
    pair.a.refused('RCOPY_TARGET_IS_NOT_READY', 'PUT', path, STOP)


@pytest.mark.covers('stop remote copy group', 'NON_EXISTENT_RCOPY_GROUP')
def test_unknown_group_is_not_stopped(pair: Pair) -> None:
    pair.a.refused('NON_EXISTENT_RCOPY_GROUP', 'PUT', GROUP, STOP)


def test_write_after_the_stop_stays_here(pair: Pair) -> None:
    path = pair.started()
    pair.a.ok('PUT', path, STOP)
    pair.a.state.write('v', 5)
    assert not pair.same()


def test_restart_sends_what_changed_and_drops_the_snapshots(
        pair: Pair) -> None:
    path = pair.started()
    pair.a.ok('PUT', path, STOP)
    pair.a.state.write('v', 5)
    pair.a.ok('PUT', path, START)
    pair.clock.advance(assumptions.RCOPY_SECONDS + 0.01)
    assert pair.statuses() == [SYNCED, SYNCED]
    assert pair.same()
    assert kept(pair) == [[], []]


def test_restart_without_snapshot_sends_everything(pair: Pair) -> None:
    path = pair.started()
    pair.a.state.write('v', 8192)
    pair.a.ok('PUT', path, {**STOP, 'noSnapshot': True})
    pair.a.ok('PUT', path, START)
    pair.clock.advance(assumptions.RCOPY_SECONDS + 1)
    assert pair.statuses() == [OTHER, OTHER]
    pair.clock.advance(2)
    assert pair.statuses() == [SYNCED, SYNCED]


def test_restart_of_an_unchanged_group_is_synchronised_at_once(
        pair: Pair) -> None:
    path = pair.started()
    pair.a.ok('PUT', path, STOP)
    pair.a.ok('PUT', path, START)
    assert pair.statuses() == [SYNCED, SYNCED]


# -- synchronise --------------------------------------------------------------


def test_periodic_group_is_synchronised_on_request(pair: Pair) -> None:
    path = periodic(pair, 31622400)
    pair.a.state.write('v', 5)
    pair.a.ok('PUT', path, NOW)
    assert pair.statuses() == [OTHER, OTHER]
    pair.clock.advance(10)
    assert pair.same()


def test_full_synchronisation_sends_everything(pair: Pair) -> None:
    path = pair.started()
    pair.a.ok('PUT', path, {**NOW, 'fullSync': True})
    assert pair.statuses() == [OTHER, OTHER]


def test_synchronised_group_stays_so(pair: Pair) -> None:
    path = pair.started()
    pair.a.ok('PUT', path, NOW)
    assert pair.statuses() == [SYNCED, SYNCED]


@pytest.mark.covers(
    'sync remote copy group',
    'RCOPY_GROUP_INVOLVED_IN_SYNCHRONIZATION')
def test_group_on_its_way_is_not_synchronised_again(pair: Pair) -> None:
    path = pair.replicated()
    pair.a.ok('PUT', path, START)
    pair.a.refused('RCOPY_GROUP_INVOLVED_IN_SYNCHRONIZATION', 'PUT', path,
                   NOW)


def test_stopped_group_is_not_synchronised(pair: Pair) -> None:
    pair.a.refused('RCOPY_GROUP_NOT_STARTED', 'PUT', pair.replicated(), NOW)


@pytest.mark.covers(
    'sync remote copy group',
    'RCOPY_GROUP_OPERATION_ONLY_ON_PRIMARY_SIDE')
def test_secondary_group_is_not_synchronised(pair: Pair) -> None:
    path = pair.started()
    pair.b.refused('RCOPY_GROUP_OPERATION_ONLY_ON_PRIMARY_SIDE', 'PUT',
                   pair.other(path), NOW)


@pytest.mark.covers('sync remote copy group', 'UNLICENSED_FEATURE')
def test_synchronising_needs_the_licence(pair: Pair) -> None:
    path = pair.started()
    pair.a.state.licences.discard('remoteCopy')
    pair.a.refused('UNLICENSED_FEATURE', 'PUT', path, NOW)


@pytest.mark.covers('sync remote copy group', 'RCOPY_GROUP_INV_TARGET')
def test_other_target_is_not_synchronised(pair: Pair) -> None:
    path = pair.started()
    pair.a.refused('RCOPY_GROUP_INV_TARGET', 'PUT', path,
                   {**NOW, 'targetName': 'x'}, status=403)


@pytest.mark.covers('sync remote copy group', 'RCOPY_TARGET_IS_NOT_READY')
def test_nothing_is_synchronised_over_a_cut_link(pair: Pair) -> None:
    path = pair.started()
    pair.link.cut()
    pair.a.refused('RCOPY_TARGET_IS_NOT_READY', 'PUT', path, NOW)


@pytest.mark.covers('sync remote copy group', 'NON_EXISTENT_RCOPY_GROUP')
def test_unknown_group_is_not_synchronised(pair: Pair) -> None:
    pair.a.refused('NON_EXISTENT_RCOPY_GROUP', 'PUT', GROUP, NOW)


def test_periodic_group_keeps_a_snapshot_on_both(pair: Pair) -> None:
    periodic(pair)
    assert [len(names) for names in kept(pair)] == [1, 1]


def test_synchronisation_keeps_no_snapshot_on_request(pair: Pair) -> None:
    path = periodic(pair)
    pair.a.state.write('v', 5)
    pair.a.ok('PUT', path, {**NOW, 'noResyncSnapshot': True})
    pair.clock.advance(10)
    assert kept(pair) == [[], []]


def test_quiet_year_leaves_the_time_of_the_last_period(pair: Pair) -> None:
    path = periodic(pair, 3600)
    started = pair.clock.now() - 60
    pair.clock.advance(365 * 86400)
    for client in (pair.a, pair.b):
        client.log_in()
    times = [item['targets'][0]['groupLastSyncTimeSec']
             for item in pair.sides(path)]
    assert times == [int(started + 365 * 86400)] * 2


def test_period_that_is_missed_is_made_up_at_the_next(pair: Pair) -> None:
    path = pair.replicated(PERIODIC, 4096 * 1024)
    pair.a.state.write('v', 2048 * 1024)
    pair.a.ok('PUT', path, {'targets': [{
        'targetName': pair.there, 'syncPeriod': 300}]})
    pair.a.ok('PUT', path, START)
    pair.a.state.write('v', 5)
    pair.clock.advance(599)
    assert not pair.same()
    pair.clock.advance(60)
    assert pair.same()
