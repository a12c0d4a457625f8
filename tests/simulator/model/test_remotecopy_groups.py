"""Remote-copy groups: made, shown, changed and removed on two arrays."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Any

import pytest

from hpe3parclient.simulator import Clock, SimulatedArray, connect
from hpe3parclient.simulator.model import cpgs
from tests.support.replicated import (
    ASYNC,
    NEW,
    PERIODIC,
    PRIMARY,
    SECONDARY,
    Pair,
)

pytestmark = pytest.mark.long

GROUPS = '/remotecopygroups'


@pytest.fixture
def pair() -> Iterator[Pair]:
    with Pair() as made:
        yield made


@pytest.fixture
def three(pair: Pair) -> Iterator[Pair]:
    """A third array, linked to ``a`` as target ``third``."""
    third = SimulatedArray(tls=False, clock=pair.clock, seed=1)
    third.state.name = 'third'
    connect(pair.arrays[0], third)
    with third:
        with third.state.lock:
            cpgs.create(third.state, {'name': 'c'})
        pair.arrays.append(third)
        yield pair


def limit(pair: Pair, **changed: int) -> None:
    remote = pair.a.state.remote
    remote.limits = dataclasses.replace(remote.limits, **changed)


def wanted(pair: Pair, name: str = 'g', *targets: dict[str, Any],
           **more: Any) -> dict[str, Any]:
    return {'name': name, 'targets': list(targets) or [pair.target()],
            **more}


# -- create -------------------------------------------------------------------


def test_group_is_made_with_its_location(pair: Pair) -> None:
    answer = pair.a.ok('POST', GROUPS, wanted(pair), 201)
    assert answer.headers['Location'] == '/api/v1/remotecopygroups/g'
    assert answer.body == {'links': [{
        'href': f'{pair.a.array.api_url}/remotecopygroups/g',
        'rel': 'remoteCopyGroupCreated'}]}


def test_new_group_is_primary_here_and_secondary_there(pair: Pair) -> None:
    pair.group()
    assert pair.roles() == [(PRIMARY, False), (SECONDARY, False)]


def test_new_group_was_never_started_on_both(pair: Pair) -> None:
    pair.group()
    assert pair.states() == [NEW, NEW]


def test_group_there_is_named_after_the_system_here(pair: Pair) -> None:
    pair.group()
    number = pair.a.get('/system')['id']
    names = [item['name'] for item in pair.b.get(GROUPS)['members']]
    assert names == [f'g.r{number}']


def test_each_half_names_the_other_array_as_target(pair: Pair) -> None:
    pair.group()
    here, there = pair.sides()
    assert here['targets'][0]['targetName'] == pair.there
    assert there['targets'][0]['targetName'] == pair.here


def test_both_arrays_keep_a_volume_set_for_the_group(pair: Pair) -> None:
    pair.group()
    assert pair.a.get('/volumesets/RCP_g')['name'] == 'RCP_g'
    assert pair.b.get(f'/volumesets/RCP_g{pair.suffix}')


def test_set_of_a_group_cannot_be_changed(pair: Pair) -> None:
    pair.group()
    pair.a.refused('INV_OPERATION_SET_AUTO_CREATED', 'PUT',
                   '/volumesets/RCP_g', {'comment': 'mine'})


def test_set_of_a_group_cannot_be_deleted(pair: Pair) -> None:
    pair.group()
    pair.a.refused('INV_OPERATION_SET_AUTO_CREATED', 'DELETE',
                   '/volumesets/RCP_g')


@pytest.mark.parametrize(('sent', 'shown'), [
    (1, 1), (2, PERIODIC), (3, PERIODIC), (4, ASYNC)])
def test_mode_is_shown_as_the_enumeration_has_it(
        pair: Pair, sent: int, shown: int) -> None:
    pair.group(mode=sent)
    assert [item['targets'][0]['mode'] for item in pair.sides()] \
        == [shown, shown]


def test_list_of_groups_counts_its_members(pair: Pair) -> None:
    pair.group('g')
    pair.group('h')
    body = pair.a.get(GROUPS)
    assert body['total'] == 2
    assert [item['name'] for item in body['members']] == ['g', 'h']


def test_cpgs_of_a_group_are_crossed_on_the_other_array(pair: Pair) -> None:
    pair.b.ok('POST', '/cpgs', {'name': 'far'})
    pair.a.ok('POST', GROUPS, wanted(
        pair, 'g', pair.target(userCPG='far', snapCPG='far'),
        localUserCPG='c', localSnapCPG='c'))
    here, there = pair.sides()
    assert (here['localUserCPG'], here['targets'][0]['remoteUserCPG']) \
        == ('c', 'far')
    assert (there['localUserCPG'], there['targets'][0]['remoteUserCPG']) \
        == ('far', 'c')


def test_unknown_group_is_not_found(pair: Pair) -> None:
    pair.a.refused('NON_EXISTENT_RCOPY_GROUP', 'GET', GROUPS + '/g')


@pytest.mark.covers('create remote copy group', 'EXISTENT_RCOPY_GROUP')
def test_name_that_is_taken_is_refused(pair: Pair) -> None:
    pair.group()
    pair.a.refused('EXISTENT_RCOPY_GROUP', 'POST', GROUPS, wanted(pair))


def test_name_that_is_taken_on_the_target_is_refused(pair: Pair) -> None:
    taken = f'g{pair.suffix}'
    pair.b.ok('PUT', f'/remotecopytargets/{pair.here}',
              {'policies': {'mirrorConfig': False}})
    pair.b.ok('POST', GROUPS, {'name': taken, 'targets': [
        {'targetName': pair.here, 'mode': 1}]})
    pair.a.refused('EXISTENT_RCOPY_GROUP', 'POST', GROUPS, wanted(pair))


@pytest.mark.covers('create remote copy group', 'INV_INPUT_ILLEGAL_CHAR')
def test_name_with_a_blank_is_refused(pair: Pair) -> None:
    pair.a.refused('INV_INPUT_ILLEGAL_CHAR', 'POST', GROUPS,
                   wanted(pair, 'a b'))


def test_name_of_a_mirrored_group_has_22_characters_at_most(
        pair: Pair) -> None:
    pair.a.refused('INV_INPUT_EXCEEDS_LENGTH', 'POST', GROUPS,
                   wanted(pair, 'g' * 23))
    pair.group('g' * 22)


def test_name_of_an_unmirrored_group_may_have_31_characters(
        pair: Pair) -> None:
    pair.a.ok('PUT', f'/remotecopytargets/{pair.there}',
              {'policies': {'mirrorConfig': False}})
    pair.group('g' * 31)


@pytest.mark.covers('create remote copy group', 'INV_INPUT_BAD_ENUM_VALUE')
def test_mode_outside_the_enumeration_is_refused(pair: Pair) -> None:
    pair.a.refused('INV_INPUT_BAD_ENUM_VALUE', 'POST', GROUPS,
                   wanted(pair, 'g', pair.target(5)))


@pytest.mark.covers('create remote copy group', 'NON_EXISTENT_DOMAIN')
def test_unknown_domain_is_refused(pair: Pair) -> None:
    pair.a.refused('NON_EXISTENT_DOMAIN', 'POST', GROUPS,
                   wanted(pair, domain='d'))


def test_unknown_member_is_refused(pair: Pair) -> None:
    pair.a.refused('INV_INPUT_UNREC_NAME', 'POST', GROUPS,
                   wanted(pair, colour='red'))


@pytest.mark.covers('create remote copy group', 'RCOPY_GROUP_INV_TARGET')
def test_unknown_target_is_refused(pair: Pair) -> None:
    pair.a.refused('RCOPY_GROUP_INV_TARGET', 'POST', GROUPS, wanted(
        pair, 'g', {'targetName': 'nowhere', 'mode': 1}), status=403)


@pytest.mark.covers(
    'create remote copy group',
    'RCOPY_GROUP_TARGET_NOT_UNIQUE')
def test_target_named_twice_is_refused(pair: Pair) -> None:
    pair.a.refused('RCOPY_GROUP_TARGET_NOT_UNIQUE', 'POST', GROUPS,
                   wanted(pair, 'g', pair.target(), pair.target()))


@pytest.mark.covers(
    'create remote copy group',
    'RCOPY_GROUP_MIXED_MODES_ON_ONE_TARGET')
def test_two_modes_on_one_target_are_refused(pair: Pair) -> None:
    pair.a.refused('RCOPY_GROUP_MIXED_MODES_ON_ONE_TARGET', 'POST', GROUPS,
                   wanted(pair, 'g', pair.target(1), pair.target(3)))


@pytest.mark.covers('create remote copy group', 'NON_EXISTENT_CPG')
def test_unknown_cpg_here_is_refused(pair: Pair) -> None:
    pair.a.refused('NON_EXISTENT_CPG', 'POST', GROUPS, wanted(
        pair, localUserCPG='x', localSnapCPG='c'))


def test_unknown_cpg_there_is_refused(pair: Pair) -> None:
    pair.a.refused('NON_EXISTENT_CPG', 'POST', GROUPS, wanted(
        pair, 'g', pair.target(userCPG='x')))


def test_one_local_cpg_without_the_other_is_refused(pair: Pair) -> None:
    pair.a.refused('INV_INPUT_MISSING_REQUIRED', 'POST', GROUPS,
                   wanted(pair, localUserCPG='c'))


@pytest.mark.covers('create remote copy group', 'CPG_NOT_IN_SAME_DOMAIN')
def test_cpgs_of_two_domains_are_refused(pair: Pair) -> None:
    pair.a.state.domains.add('d')
    pair.a.ok('POST', '/cpgs', {'name': 'other', 'domain': 'd'})
    pair.a.refused('CPG_NOT_IN_SAME_DOMAIN', 'POST', GROUPS, wanted(
        pair, localUserCPG='c', localSnapCPG='other'))


@pytest.mark.covers('create remote copy group', 'RCOPY_GROUP_HAS_NO_CPG')
def test_local_cpgs_without_one_on_the_target_are_refused(
        pair: Pair) -> None:
    pair.a.refused('RCOPY_GROUP_HAS_NO_CPG', 'POST', GROUPS, wanted(
        pair, 'g', {'targetName': pair.there, 'mode': 1},
        localUserCPG='c', localSnapCPG='c'))


@pytest.mark.covers('create remote copy group', 'RCOPY_IS_NOT_READY')
def test_array_without_remote_copy_is_not_ready() -> None:
    with Pair(targets=False) as pair:
        pair.a.refused('RCOPY_IS_NOT_READY', 'POST', GROUPS, {
            'name': 'g', 'targets': [{'targetName': 't', 'mode': 1}]})


def test_group_cannot_be_made_over_a_cut_link(pair: Pair) -> None:
    pair.link.cut()
    pair.a.refused('RCOPY_IS_NOT_READY', 'POST', GROUPS, wanted(pair))


@pytest.mark.covers(
    'create remote copy group',
    'RCOPY_GROUP_MAX_GROUP_REACHED_PERIODIC')
def test_periodic_groups_are_limited(pair: Pair) -> None:
    limit(pair, periodic_groups=1)
    pair.group('g', PERIODIC)
    pair.a.refused('RCOPY_GROUP_MAX_GROUP_REACHED_PERIODIC', 'POST', GROUPS,
                   wanted(pair, 'h', pair.target(PERIODIC)))


@pytest.mark.covers(
    'create remote copy group',
    'RCOPY_TARGET_IN_PEER_PERSISTENCE_SYNC_GROUP_ONLY')
def test_peer_persistence_keeps_other_modes_away(pair: Pair) -> None:
    path = pair.group()
    pair.a.ok('PUT', path, {'targets': [{
        'targetName': pair.there, 'policies': {'pathManagement': True}}]})
    pair.a.refused('RCOPY_TARGET_IN_PEER_PERSISTENCE_SYNC_GROUP_ONLY',
                   'POST', GROUPS, wanted(pair, 'h', pair.target(PERIODIC)))


@pytest.mark.covers(
    'create remote copy group',
    'RCOPY_GROUP_MODE_NOT_SUPPORTED')
def test_streaming_over_ip_needs_a_newer_release() -> None:
    with Pair('3par-3.2.2', '3par-3.3.1') as pair:
        pair.a.refused('RCOPY_GROUP_MODE_NOT_SUPPORTED', 'POST', GROUPS,
                       wanted(pair, 'g', pair.target(ASYNC)))


@pytest.mark.covers(
    'create remote copy group',
    'RCOPY_TARGET_MODE_NOT_SUPPORTED')
def test_streaming_to_an_older_target_is_not_supported() -> None:
    with Pair('3par-3.3.1', '3par-3.2.2') as pair:
        pair.a.refused('RCOPY_TARGET_MODE_NOT_SUPPORTED', 'POST', GROUPS,
                       wanted(pair, 'g', pair.target(ASYNC)))


@pytest.mark.covers(
    'create remote copy group',
    'RCOPY_TARGET_VOL_AUTO_CREATION_NOT_SUPPORTED')
def test_old_target_makes_no_volumes_by_itself() -> None:
    with Pair('3par-3.3.1', '3par-3.1.3') as pair:
        pair.a.refused('RCOPY_TARGET_VOL_AUTO_CREATION_NOT_SUPPORTED',
                       'POST', GROUPS, wanted(pair))


def test_release_without_remote_copy_has_no_such_path() -> None:
    with Pair('3par-3.3.1', '3par-3.1.3') as pair:
        pair.b.refused('URI_RES_NOT_FOUND', 'GET', GROUPS)


# -- several targets ----------------------------------------------------------


def test_group_of_two_targets_has_a_half_on_each(three: Pair) -> None:
    three.a.ok('POST', GROUPS, wanted(
        three, 'g', three.target(1), {'targetName': 'third', 'mode': 3}))
    assert f'g{three.suffix}' in three.arrays[1].state.remote.groups
    assert f'g{three.suffix}' in three.arrays[2].state.remote.groups


@pytest.mark.covers(
    'create remote copy group',
    'RCOPY_GROUP_MORE_THAN_ONE_SYNC_TARGET')
def test_two_synchronous_targets_are_refused(three: Pair) -> None:
    three.a.refused(
        'RCOPY_GROUP_MORE_THAN_ONE_SYNC_TARGET', 'POST', GROUPS, wanted(
            three, 'g', three.target(1), {'targetName': 'third', 'mode': 1}))


@pytest.mark.covers(
    'create remote copy group',
    'RCOPY_GROUP_MORE_THAN_ONE_PERIODIC_TARGET')
def test_two_periodic_targets_are_refused(three: Pair) -> None:
    three.a.refused(
        'RCOPY_GROUP_MORE_THAN_ONE_PERIODIC_TARGET', 'POST', GROUPS, wanted(
            three, 'g', three.target(3), {'targetName': 'third', 'mode': 3}))


@pytest.mark.covers('create remote copy group', 'RCOPY_GROUP_TOO_MANY_TARGETS')
def test_targets_of_a_group_are_limited(three: Pair) -> None:
    limit(three, targets_per_group=1)
    three.a.refused(
        'RCOPY_GROUP_TOO_MANY_TARGETS', 'POST', GROUPS, wanted(
            three, 'g', three.target(1), {'targetName': 'third', 'mode': 3}))


@pytest.mark.covers(
    'create remote copy group',
    'RCOPY_GROUP_ONE_TO_ONE_CONFIG_FOR_MIXED_MODE')
def test_mixed_modes_need_a_single_target(three: Pair) -> None:
    three.group('g', 1)
    three.a.refused('RCOPY_GROUP_ONE_TO_ONE_CONFIG_FOR_MIXED_MODE', 'POST',
                    GROUPS, wanted(three, 'h', three.target(3)))


@pytest.mark.covers(
    'create remote copy group',
    'RCOPY_MAX_SYNC_TARGET_REACHED',
    'RCOPY_MAX_PERIODIC_TARGET_REACHED')
@pytest.mark.parametrize(('mode', 'name', 'symbol'), [
    (1, 'sync_targets', 'RCOPY_MAX_SYNC_TARGET_REACHED'),
    (3, 'periodic_targets', 'RCOPY_MAX_PERIODIC_TARGET_REACHED')])
def test_targets_of_a_mode_are_limited(
        three: Pair, mode: int, name: str, symbol: str) -> None:
    limit(three, **{name: 1})
    three.group('g', mode)
    three.a.refused(symbol, 'POST', GROUPS, wanted(
        three, 'h', {'targetName': 'third', 'mode': mode}))


@pytest.mark.covers(
    'create remote copy group',
    'RCOPY_TARGET_MULTI_TARGET_NOT_SUPPORTED')
def test_old_target_takes_no_part_among_several(three: Pair) -> None:
    old = SimulatedArray('3par-3.1.3', tls=False, clock=three.clock)
    connect(three.arrays[0], old)
    three.a.refused(
        'RCOPY_TARGET_MULTI_TARGET_NOT_SUPPORTED', 'POST', GROUPS, wanted(
            three, 'g', three.target(1),
            {'targetName': old.state.name, 'mode': 3}))


# -- delete -------------------------------------------------------------------


def test_delete_answers_202_and_takes_both_halves(pair: Pair) -> None:
    path = pair.replicated()
    pair.a.ok('DELETE', path, status=202)
    assert pair.a.get(GROUPS)['total'] == pair.b.get(GROUPS)['total'] == 0
    assert pair.a.get('/volumesets')['total'] == 0


def test_delete_leaves_the_volumes_on_both(pair: Pair) -> None:
    path = pair.replicated()
    pair.a.ok('DELETE', path)
    assert 'v' in pair.a.names()
    assert 'v.copy' in pair.b.names()


def test_a_rule_goes_with_a_set_the_array_removes(pair: Pair) -> None:
    path = pair.group()
    pair.a.ok('POST', '/qos', {'name': 'RCP_g', 'type': 1, 'priority': 1})
    pair.a.ok('DELETE', path)
    assert pair.a.get('/qos')['total'] == 0


@pytest.mark.covers('remove remote copy group', 'NON_EXISTENT_RCOPY_GROUP')
def test_unknown_group_is_not_deleted(pair: Pair) -> None:
    pair.a.refused('NON_EXISTENT_RCOPY_GROUP', 'DELETE', GROUPS + '/g')


@pytest.mark.covers('remove remote copy group', 'RCOPY_GROUP_STARTED')
def test_started_group_is_not_deleted(pair: Pair) -> None:
    path = pair.started()
    pair.a.refused('RCOPY_GROUP_STARTED', 'DELETE', path)


@pytest.mark.covers('remove remote copy group', 'RCOPY_TARGET_IS_NOT_READY')
def test_group_is_not_deleted_over_a_cut_link(pair: Pair) -> None:
    path = pair.replicated()
    pair.link.cut()
    pair.a.refused('RCOPY_TARGET_IS_NOT_READY', 'DELETE', path)


@pytest.mark.covers(
    'remove remote copy group',
    'RCOPY_GROUP_OPERATION_ONLY_ON_PRIMARY_SIDE')
def test_secondary_group_is_not_deleted(pair: Pair) -> None:
    path = pair.replicated()
    pair.b.refused('RCOPY_GROUP_OPERATION_ONLY_ON_PRIMARY_SIDE', 'DELETE',
                   pair.other(path))


@pytest.mark.covers(
    'remove remote copy group',
    'RCOPY_GROUP_IN_FAILOVER_STATE')
def test_group_in_failover_state_is_not_deleted(pair: Pair) -> None:
    path = pair.failed_over()
    pair.a.refused('RCOPY_GROUP_IN_FAILOVER_STATE', 'DELETE', path)


@pytest.mark.covers(
    'remove remote copy group',
    'RCOPY_GROUP_TARGET_VOLUME_MISMATCH')
def test_group_whose_halves_differ_is_not_deleted(pair: Pair) -> None:
    path = pair.replicated()
    mirror = f'/remotecopytargets/{pair.there}'
    pair.a.ok('PUT', mirror, {'policies': {'mirrorConfig': False}})
    pair.a.ok('DELETE', path + '/volumes/v')
    pair.a.ok('PUT', mirror, {'policies': {'mirrorConfig': True}})
    pair.a.refused('RCOPY_GROUP_TARGET_VOLUME_MISMATCH', 'DELETE', path)


def test_delete_drops_the_snapshots_of_the_group(pair: Pair) -> None:
    path = pair.started()
    pair.a.ok('PUT', path, {'action': 4})
    pair.a.ok('DELETE', path)
    assert pair.a.names() == ['admin', '.srdata', 'v']
    assert pair.b.names() == ['admin', '.srdata', 'v.copy']


def test_delete_with_keep_snap_leaves_the_local_snapshot(pair: Pair) -> None:
    path = pair.started()
    pair.a.ok('PUT', path, {'action': 4})
    pair.a.ok('DELETE', path + '?keepSnap=true')
    assert pair.a.get('/volumes/v.rcpy')['copyOf'] == 'v'
    assert 'v.copy.rcpy' not in pair.b.names()


@pytest.mark.covers(
    'remove remote copy group',
    'RCOPY_GROUP_RENAME_RESYNC_SNAPSHOT_FAILED')
def test_snapshot_that_cannot_be_renamed_stops_the_delete(
        pair: Pair) -> None:
    path = pair.started()
    pair.a.volume('v.rcpy')
    pair.a.ok('PUT', path, {'action': 4})
    pair.a.refused('RCOPY_GROUP_RENAME_RESYNC_SNAPSHOT_FAILED', 'DELETE',
                   path + '?keepSnap=true')


def test_half_is_deleted_alone_when_nothing_is_mirrored(pair: Pair) -> None:
    path = pair.failed_over()
    pair.link.cut()
    pair.b.ok('PUT', f'/remotecopytargets/{pair.here}',
              {'policies': {'mirrorConfig': False}})
    pair.b.ok('DELETE', pair.other(path))
    assert pair.b.get(GROUPS)['total'] == 0
    assert pair.a.get(GROUPS)['total'] == 1


def test_arrays_that_are_alike_are_told_apart() -> None:
    clock = Clock(running=False)
    item, other = (SimulatedArray(clock=clock) for _ in range(2))
    connect(item, other)
    assert item.state.name != other.state.name
    assert item.state.personality.system_id \
        != other.state.personality.system_id
