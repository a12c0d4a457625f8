"""Volumes (and targets) that join and leave remote-copy groups."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Any

import pytest

from hpe3parclient.simulator import SimulatedArray, connect
from hpe3parclient.simulator.model import cpgs
from hpe3parclient.simulator.model.volumes.create import create_volume
from tests.support.replicated import PERIODIC, SYNC, Pair

pytestmark = pytest.mark.long

GROUP = '/remotecopygroups/g'


@pytest.fixture
def pair() -> Iterator[Pair]:
    """A group ``g`` without volumes, and a volume ``v`` for it."""
    with Pair() as made:
        made.a.volume('v')
        made.group()
        yield made


def asked(pair: Pair, name: str = 'v', **more: Any) -> Any:
    return {'action': 1, **pair.admission(name, **more)}


def existing(pair: Pair, name: str = 'v', copy: str = 'w',
             **more: Any) -> Any:
    return {'action': 1, 'volumeName': name, 'targets': [
        {'targetName': pair.there, 'secVolumeName': copy}], **more}


def limit(pair: Pair, **changed: int) -> None:
    remote = pair.a.state.remote
    remote.limits = dataclasses.replace(remote.limits, **changed)


# -- admit --------------------------------------------------------------------


def test_both_arrays_show_the_pair_of_volumes(pair: Pair) -> None:
    pair.admit()
    here, there = pair.sides()
    assert here['volumes'][0]['localVolumeName'] == 'v'
    assert here['volumes'][0]['remoteVolumes'][0]['remoteVolumeName'] \
        == 'v.copy'
    assert there['volumes'][0]['localVolumeName'] == 'v.copy'
    assert there['volumes'][0]['remoteVolumes'][0]['remoteVolumeName'] == 'v'


def test_copy_made_by_the_array_is_like_its_volume(pair: Pair) -> None:
    pair.admit()
    here, there = pair.a.get('/volumes/v'), pair.b.get('/volumes/v.copy')
    for member in ('sizeMiB', 'provisioningType', 'userCPG', 'snapCPG'):
        assert there[member] == here[member]


def test_copy_on_a_data_reduction_array_is_thin() -> None:
    with Pair('3par-3.3.1', 'primera-4.x') as pair:
        pair.a.ok('POST', '/volumes', {'name': 'v', 'cpg': 'c',
                                       'snapCPG': 'c', 'sizeMiB': 1024})
        pair.group()
        pair.admit()
        assert pair.b.get('/volumes/v.copy')['provisioningType'] == 2


def test_volume_that_is_there_already_becomes_the_copy(pair: Pair) -> None:
    pair.b.volume('w')
    pair.a.ok('PUT', GROUP, existing(pair))
    assert pair.sides()[1]['volumes'][0]['localVolumeName'] == 'w'


def test_post_to_the_groups_volumes_admits_too(pair: Pair) -> None:
    pair.a.ok('POST', GROUP + '/volumes', pair.admission('v'), 200)
    assert pair.a.get(GROUP + '/volumes')['total'] == 1


def test_volume_joins_the_groups_volume_set(pair: Pair) -> None:
    pair.admit()
    assert pair.a.get('/volumesets/RCP_g')['setmembers'] == ['v']


def test_single_volume_of_a_group_is_shown(pair: Pair) -> None:
    pair.admit()
    body = pair.a.get(GROUP + '/volumes/v')
    assert body['remoteVolumes'][0]['targetName'] == pair.there


def test_volume_in_a_group_is_not_deleted(pair: Pair) -> None:
    pair.admit()
    pair.a.refused('IN_USE', 'DELETE', '/volumes/v')
    pair.b.refused('IN_USE', 'DELETE', '/volumes/v.copy')


def test_data_reduction_arrays_show_the_role_of_a_volume() -> None:
    with Pair('primera-4.x', 'primera-4.x') as pair:
        pair.a.volume('v')
        assert pair.a.get('/volumes/v')['rcopyStatus'] == 1
        pair.group()
        pair.admit()
        assert pair.a.get('/volumes/v')['rcopyStatus'] == 2
        assert pair.b.get('/volumes/v.copy')['rcopyStatus'] == 3


def test_copy_that_was_renamed_is_shown_with_its_name(pair: Pair) -> None:
    pair.admit()
    pair.b.ok('PUT', '/volumes/v.copy', {'newName': 'w'})
    assert pair.sides()[0]['volumes'][0]['remoteVolumes'][0][
        'remoteVolumeName'] == 'w'


@pytest.mark.covers(
    'admit volume to remote copy group',
    'NON_EXISTENT_RCOPY_GROUP')
def test_unknown_group_is_refused(pair: Pair) -> None:
    pair.a.refused('NON_EXISTENT_RCOPY_GROUP', 'PUT',
                   '/remotecopygroups/x', asked(pair))


@pytest.mark.covers('admit volume to remote copy group', 'NON_EXISTENT_VOL')
def test_unknown_volume_is_refused(pair: Pair) -> None:
    pair.a.refused('NON_EXISTENT_VOL', 'PUT', GROUP, asked(pair, 'x'))


@pytest.mark.covers(
    'admit volume to remote copy group',
    'RCOPY_GROUP_EXISTENT_VOL')
def test_volume_in_the_group_already_is_refused(pair: Pair) -> None:
    pair.admit()
    pair.a.refused('RCOPY_GROUP_EXISTENT_VOL', 'PUT', GROUP, asked(pair))


@pytest.mark.covers(
    'admit volume to remote copy group',
    'RCOPY_GROUP_VOL_IN_OTHER_GROUP')
def test_volume_of_another_group_is_refused(pair: Pair) -> None:
    pair.group('h')
    pair.admit(group='h')
    pair.a.refused('RCOPY_GROUP_VOL_IN_OTHER_GROUP', 'PUT', GROUP,
                   asked(pair))


def test_secondary_volume_of_a_group_is_not_admitted_again(
        pair: Pair) -> None:
    pair.admit()
    pair.b.ok('POST', '/remotecopygroups', {'name': 'back', 'targets': [
        {'targetName': pair.here, 'mode': 1}]})
    pair.b.refused('RCOPY_GROUP_VOL_IN_OTHER_GROUP', 'PUT',
                   '/remotecopygroups/back', {
                       'action': 1, 'volumeName': 'v.copy', 'targets': [{
                           'targetName': pair.here,
                           'secVolumeName': 'z'}]})


@pytest.mark.covers('admit volume to remote copy group', 'RCOPY_GROUP_STARTED')
def test_started_group_takes_no_volume(pair: Pair) -> None:
    pair.admit()
    pair.a.ok('PUT', GROUP, {'action': 3})
    pair.a.volume('w')
    pair.a.refused('RCOPY_GROUP_STARTED', 'PUT', GROUP, asked(pair, 'w'))


@pytest.mark.covers(
    'admit volume to remote copy group',
    'RCOPY_GROUP_OPERATION_ONLY_ON_PRIMARY_SIDE')
def test_secondary_group_takes_no_volume(pair: Pair) -> None:
    pair.b.volume('w')
    pair.b.refused('RCOPY_GROUP_OPERATION_ONLY_ON_PRIMARY_SIDE', 'PUT',
                   pair.other(GROUP), {
                       'action': 1, 'volumeName': 'w', 'targets': [
                           {'targetName': pair.here, 'secVolumeName': 'v'}]})


@pytest.mark.covers(
    'admit volume to remote copy group',
    'RCOPY_GROUP_SECONDARY_DOES_NOT_MATCH_PRIMARY')
def test_group_in_failover_state_takes_no_volume() -> None:
    with Pair() as pair:
        path = pair.failed_over()
        pair.a.volume('w')
        pair.a.refused('RCOPY_GROUP_SECONDARY_DOES_NOT_MATCH_PRIMARY',
                       'PUT', path, asked(pair, 'w'))


@pytest.mark.covers(
    'admit volume to remote copy group',
    'RCOPY_TARGET_IS_NOT_READY')
def test_nothing_is_admitted_over_a_cut_link(pair: Pair) -> None:
    pair.link.cut()
    pair.a.refused('RCOPY_TARGET_IS_NOT_READY', 'PUT', GROUP, asked(pair))


@pytest.mark.covers('admit volume to remote copy group', 'RCOPY_IS_NOT_READY')
def test_nothing_is_admitted_while_the_service_is_stopped(
        pair: Pair) -> None:
    pair.a.state.remote.started = False
    pair.a.refused('RCOPY_IS_NOT_READY', 'PUT', GROUP, asked(pair))


@pytest.mark.covers(
    'admit volume to remote copy group',
    'RCOPY_UNSUPPORTED_TARGET_VERSION')
def test_old_target_is_not_supported() -> None:
    with Pair('3par-3.3.1', '3par-3.1.3') as pair:
        pair.a.volume('v')
        pair.a.ok('POST', '/remotecopygroups', {'name': 'g', 'targets': [
            {'targetName': pair.there, 'mode': 1}]})
        pair.a.refused('RCOPY_UNSUPPORTED_TARGET_VERSION', 'PUT', GROUP,
                       existing(pair))


@pytest.mark.covers(
    'admit volume to remote copy group',
    'RCOPY_GROUP_INV_TARGET')
def test_target_that_is_not_the_groups_is_refused(pair: Pair) -> None:
    pair.a.refused('RCOPY_GROUP_INV_TARGET', 'PUT', GROUP, {
        'action': 1, 'volumeName': 'v', 'targets': [
            {'targetName': 'x', 'secVolumeName': 'w'}]}, status=403)


@pytest.mark.covers(
    'admit volume to remote copy group',
    'RCOPY_GROUP_INV_TARGET_NUMBER')
def test_every_target_has_to_be_named(pair: Pair) -> None:
    pair.a.refused('RCOPY_GROUP_INV_TARGET_NUMBER', 'PUT', GROUP, {
        'action': 1, 'volumeName': 'v', 'targets': []})


@pytest.mark.covers(
    'admit volume to remote copy group',
    'RCOPY_GROUP_NON_EXISTENT_VOL_ON_TARGET')
def test_copy_that_is_not_there_is_refused(pair: Pair) -> None:
    pair.a.refused('RCOPY_GROUP_NON_EXISTENT_VOL_ON_TARGET', 'PUT', GROUP,
                   existing(pair))


@pytest.mark.covers(
    'admit volume to remote copy group',
    'RCOPY_GROUP_EXISTENT_VOL_ON_TARGET')
def test_copy_to_be_made_must_not_be_there(pair: Pair) -> None:
    pair.b.volume('v.copy')
    pair.a.refused('RCOPY_GROUP_EXISTENT_VOL_ON_TARGET', 'PUT', GROUP,
                   asked(pair))


@pytest.mark.covers(
    'admit volume to remote copy group',
    'RCOPY_GROUP_HAS_NO_CPG')
def test_copy_is_not_made_without_a_cpg(pair: Pair) -> None:
    pair.a.ok('PUT', GROUP, {'unsetUserCPG': True})
    pair.a.refused('RCOPY_GROUP_HAS_NO_CPG', 'PUT', GROUP, asked(pair))


@pytest.mark.covers(
    'admit volume to remote copy group',
    'RCOPY_GROUP_ADD_VOL_FAILED')
def test_copy_that_does_not_fit_the_other_array_is_refused(
        pair: Pair) -> None:
    pair.b.ok('PUT', '/cpgs/c', {'growthLimitMiB': 1024})
    pair.a.refused('RCOPY_GROUP_ADD_VOL_FAILED', 'PUT', GROUP, asked(pair))


@pytest.mark.covers(
    'admit volume to remote copy group',
    'RCOPY_GROUP_VOL_SIZE_NOT_MATCH')
def test_copy_of_another_size_is_refused(pair: Pair) -> None:
    pair.b.volume('w', 20480)
    pair.a.refused('RCOPY_GROUP_VOL_SIZE_NOT_MATCH', 'PUT', GROUP,
                   existing(pair))


@pytest.mark.covers(
    'admit volume to remote copy group',
    'RCOPY_GROUP_TARGET_VOL_IS_RO')
def test_copy_that_is_read_only_is_refused(pair: Pair) -> None:
    pair.b.volume('base')
    pair.b.ok('POST', '/volumes/base', {
        'action': 'createSnapshot',
        'parameters': {'name': 'w', 'readOnly': True}})
    pair.a.refused('RCOPY_GROUP_TARGET_VOL_IS_RO', 'PUT', GROUP,
                   existing(pair))


@pytest.mark.covers(
    'admit volume to remote copy group',
    'RCOPY_GROUP_TARGET_VOL_NO_SNAPSHOT_SPACE')
def test_copy_without_snapshot_space_is_refused(pair: Pair) -> None:
    pair.b.ok('POST', '/volumes', {'name': 'w', 'cpg': 'c',
                                   'sizeMiB': 10240, 'tpvv': True})
    pair.a.refused('RCOPY_GROUP_TARGET_VOL_NO_SNAPSHOT_SPACE', 'PUT', GROUP,
                   existing(pair))


@pytest.mark.covers(
    'admit volume to remote copy group',
    'RCOPY_GROUP_TARGET_VOL_EXPORTED')
def test_copy_that_is_exported_is_refused(pair: Pair) -> None:
    pair.b.volume('w')
    pair.b.ok('POST', '/hosts', {'name': 'h'})
    pair.b.ok('POST', '/vluns', {'volumeName': 'w', 'lun': 1,
                                 'hostname': 'h'})
    pair.a.refused('RCOPY_GROUP_TARGET_VOL_EXPORTED', 'PUT', GROUP,
                   existing(pair))


@pytest.mark.covers(
    'admit volume to remote copy group',
    'RCOPY_GROUP_VOL_IS_INTERNAL')
def test_internal_volume_is_refused(pair: Pair) -> None:
    pair.a.refused('RCOPY_GROUP_VOL_IS_INTERNAL', 'PUT', GROUP,
                   asked(pair, 'admin'))


@pytest.mark.covers(
    'admit volume to remote copy group',
    'RCOPY_GROUP_VOL_NO_SNAPSHOT_SPACE')
def test_volume_without_snapshot_space_is_refused(pair: Pair) -> None:
    pair.a.ok('POST', '/volumes', {'name': 'w', 'cpg': 'c',
                                   'sizeMiB': 1024, 'tpvv': True})
    pair.a.refused('RCOPY_GROUP_VOL_NO_SNAPSHOT_SPACE', 'PUT', GROUP,
                   asked(pair, 'w'))


@pytest.mark.covers(
    'admit volume to remote copy group',
    'RCOPY_GROUP_VOL_NOT_IN_SAME_DOMAIN')
def test_volume_of_another_domain_is_refused(pair: Pair) -> None:
    pair.a.state.domains.add('d')
    pair.a.ok('POST', '/cpgs', {'name': 'other', 'domain': 'd'})
    pair.a.ok('POST', '/volumes', {
        'name': 'w', 'cpg': 'other', 'snapCPG': 'other', 'sizeMiB': 1024,
        'tpvv': True})
    pair.a.refused('RCOPY_GROUP_VOL_NOT_IN_SAME_DOMAIN', 'PUT', GROUP,
                   asked(pair, 'w'))


def snapshot(pair: Pair, name: str, of: str = 'v',
             read_only: bool = True) -> None:
    pair.a.ok('POST', f'/volumes/{of}', {
        'action': 'createSnapshot',
        'parameters': {'name': name, 'readOnly': read_only}})


@pytest.mark.covers(
    'admit volume to remote copy group',
    'RCOPY_GROUP_VOL_IS_RO')
def test_read_only_volume_is_refused(pair: Pair) -> None:
    snapshot(pair, 's')
    pair.a.refused('RCOPY_GROUP_VOL_IS_RO', 'PUT', GROUP, asked(pair, 's'))


@pytest.mark.covers(
    'admit volume to remote copy group',
    'RCOPY_GROUP_VOL_IS_PHYSICAL_COPY')
def test_physical_copy_is_refused(pair: Pair) -> None:
    pair.a.volume('w')
    pair.a.state.volumes.get('w').copy_type = 2
    pair.a.refused('RCOPY_GROUP_VOL_IS_PHYSICAL_COPY', 'PUT', GROUP,
                   asked(pair, 'w'))


@pytest.mark.covers(
    'admit volume to remote copy group',
    'RCOPY_GROUP_VOL_ONLINE_CONVERSION',
    'RCOPY_GROUP_VOL_ONLINE_PROMOTE',
    'RCOPY_GROUP_VOL_ONLINE_COPY')
@pytest.mark.parametrize(('state', 'symbol'), [
    (12, 'RCOPY_GROUP_VOL_ONLINE_PROMOTE'),
    (13, 'RCOPY_GROUP_VOL_ONLINE_COPY'),
    (22, 'RCOPY_GROUP_VOL_ONLINE_CONVERSION')])
def test_busy_volume_is_refused(pair: Pair, state: int,
                                symbol: str) -> None:
    pair.a.volume('w')
    pair.a.state.volumes.get('w').busy.append(state)
    pair.a.refused(symbol, 'PUT', GROUP, asked(pair, 'w'))


@pytest.mark.covers(
    'admit volume to remote copy group',
    'RCOPY_GROUP_MULTIPLE_VOL_IN_SAME_FAMILY')
def test_snapshot_of_a_member_is_refused(pair: Pair) -> None:
    pair.admit()
    snapshot(pair, 's', read_only=False)
    pair.a.refused('RCOPY_GROUP_MULTIPLE_VOL_IN_SAME_FAMILY', 'PUT', GROUP,
                   asked(pair, 's'))


@pytest.mark.covers(
    'admit volume to remote copy group',
    'RCOPY_GROUP_MULTIPLE_RW_SNAPSHOT_IN_SAME_FAMILY')
def test_second_snapshot_of_a_family_is_refused(pair: Pair) -> None:
    for name in ('s', 't'):
        snapshot(pair, name, read_only=False)
    pair.admit('s')
    pair.a.refused('RCOPY_GROUP_MULTIPLE_RW_SNAPSHOT_IN_SAME_FAMILY', 'PUT',
                   GROUP, asked(pair, 't'))


@pytest.mark.covers(
    'admit volume to remote copy group',
    'RCOPY_GROUP_MAX_VOL_REACHED_PERIODIC',
    'RCOPY_GROUP_MAX_VOL_REACHED_SYNC',
    'RCOPY_GROUP_MAX_VOL_REACHED')
@pytest.mark.parametrize(('name', 'mode', 'symbol'), [
    ('volumes', SYNC, 'RCOPY_GROUP_MAX_VOL_REACHED'),
    ('sync_volumes', SYNC, 'RCOPY_GROUP_MAX_VOL_REACHED_SYNC'),
    ('periodic_volumes', PERIODIC, 'RCOPY_GROUP_MAX_VOL_REACHED_PERIODIC')])
def test_volumes_are_limited(pair: Pair, name: str, mode: int,
                             symbol: str) -> None:
    limit(pair, **{name: 1})
    pair.group('h', mode)
    pair.admit(group='h')
    pair.a.volume('w')
    pair.a.refused(symbol, 'PUT', '/remotecopygroups/h', asked(pair, 'w'))


@pytest.mark.covers(
    'admit volume to remote copy group',
    'NON_EXISTENT_SNAPSHOT')
def test_unknown_starting_snapshot_is_refused(pair: Pair) -> None:
    pair.a.refused('NON_EXISTENT_SNAPSHOT', 'PUT', GROUP,
                   asked(pair, snapshotName='s',
                         volumeAutoCreation=False))


@pytest.mark.covers(
    'admit volume to remote copy group',
    'RCOPY_GROUP_SNAPSHOT_PARENT_MISMATCH')
def test_starting_snapshot_of_another_volume_is_refused(
        pair: Pair) -> None:
    pair.a.volume('w')
    snapshot(pair, 's', 'w')
    pair.a.refused('RCOPY_GROUP_SNAPSHOT_PARENT_MISMATCH', 'PUT', GROUP,
                   asked(pair, snapshotName='s',
                         volumeAutoCreation=False))


@pytest.mark.covers(
    'admit volume to remote copy group',
    'RCOPY_GROUP_SNAPSHOT_IS_RW')
def test_starting_snapshot_that_is_writable_is_refused(pair: Pair) -> None:
    snapshot(pair, 's', read_only=False)
    pair.a.refused('RCOPY_GROUP_SNAPSHOT_IS_RW', 'PUT', GROUP,
                   asked(pair, snapshotName='s',
                         volumeAutoCreation=False))


@pytest.mark.covers(
    'admit volume to remote copy group',
    'INV_OPERATION_SET_AUTO_CREATED')
def test_set_made_by_the_array_is_not_admitted(pair: Pair) -> None:
    pair.a.refused('INV_OPERATION_SET_AUTO_CREATED', 'PUT', GROUP, {
        **asked(pair), 'volumeName': 'set:RCP_g'})


@pytest.mark.covers(
    'admit volume to remote copy group',
    'RCOPY_GROUP_IS_SELF_MIRRORED')
def test_target_that_is_the_array_itself_is_refused(pair: Pair) -> None:
    address = pair.link.addresses(pair.a.state)[0][1]
    pair.a.ok('POST', '/remotecopytargets', {
        'name': 'self', 'type': 1, 'portPosAndLink': [{
            'portPos': {'node': 0, 'slot': 3, 'cardPort': 1},
            'link': address}]}, 201)
    pair.a.ok('POST', '/remotecopygroups', {'name': 'm', 'targets': [
        {'targetName': 'self', 'mode': 1}]})
    pair.a.refused('RCOPY_GROUP_IS_SELF_MIRRORED', 'PUT',
                   '/remotecopygroups/m', {
                       'action': 1, 'volumeName': 'v', 'targets': [
                           {'targetName': 'self', 'secVolumeName': 'w'}]})


# -- dismiss ------------------------------------------------------------------


@pytest.mark.parametrize('delete', [True, False])
def test_volume_leaves_both_halves(pair: Pair, delete: bool) -> None:
    pair.admit()
    if delete:
        pair.a.ok('DELETE', GROUP + '/volumes/v', status=200)
    else:
        pair.a.ok('PUT', GROUP, {'action': 2, 'volumeName': 'v'})
    assert [item['volumes'] for item in pair.sides()] == [[], []]


def test_volume_that_left_can_be_deleted(pair: Pair) -> None:
    pair.admit()
    pair.a.ok('DELETE', GROUP + '/volumes/v')
    pair.a.ok('DELETE', '/volumes/v')
    pair.b.ok('DELETE', '/volumes/v.copy')


def test_copy_is_removed_on_request(pair: Pair) -> None:
    pair.admit()
    pair.a.ok('DELETE', GROUP + '/volumes/v?removeSecondaryVolume=true')
    assert 'v.copy' not in pair.b.names()
    assert 'v' in pair.a.names()


def test_copy_that_is_exported_is_not_removed(pair: Pair) -> None:
    pair.admit()
    pair.b.ok('POST', '/hosts', {'name': 'h'})
    pair.b.ok('POST', '/vluns', {'volumeName': 'v.copy', 'lun': 1,
                                 'hostname': 'h'})
    pair.a.refused('IN_USE', 'DELETE',
                   GROUP + '/volumes/v?removeSecondaryVolume=true')


@pytest.mark.covers(
    'dismiss volume from remote copy group',
    'RCOPY_GROUP_VOL_NOT_IN_GROUP')
def test_volume_that_is_not_in_the_group_is_refused(pair: Pair) -> None:
    pair.a.refused('RCOPY_GROUP_VOL_NOT_IN_GROUP', 'PUT', GROUP,
                   {'action': 2, 'volumeName': 'v'})


@pytest.mark.covers(
    'dismiss volume from remote copy group',
    'NON_EXISTENT_VOL')
def test_unknown_volume_is_not_dismissed(pair: Pair) -> None:
    pair.a.refused('NON_EXISTENT_VOL', 'PUT', GROUP,
                   {'action': 2, 'volumeName': 'x'})


@pytest.mark.covers(
    'dismiss volume from remote copy group',
    'NON_EXISTENT_RCOPY_GROUP')
def test_unknown_group_lets_nothing_go(pair: Pair) -> None:
    pair.a.refused('NON_EXISTENT_RCOPY_GROUP', 'PUT',
                   '/remotecopygroups/x', {'action': 2, 'volumeName': 'v'})


@pytest.mark.covers(
    'dismiss volume from remote copy group',
    'RCOPY_GROUP_STARTED')
def test_started_group_lets_no_volume_go(pair: Pair) -> None:
    pair.admit()
    pair.a.ok('PUT', GROUP, {'action': 3})
    pair.a.refused('RCOPY_GROUP_STARTED', 'PUT', GROUP,
                   {'action': 2, 'volumeName': 'v'})


@pytest.mark.covers(
    'dismiss volume from remote copy group',
    'RCOPY_GROUP_OPERATION_ONLY_ON_PRIMARY_SIDE')
def test_secondary_group_lets_no_volume_go(pair: Pair) -> None:
    pair.admit()
    pair.b.refused('RCOPY_GROUP_OPERATION_ONLY_ON_PRIMARY_SIDE', 'PUT',
                   pair.other(GROUP),
                   {'action': 2, 'volumeName': 'v.copy'})


@pytest.mark.covers(
    'dismiss volume from remote copy group',
    'RCOPY_TARGET_IS_NOT_READY')
def test_nothing_is_dismissed_over_a_cut_link(pair: Pair) -> None:
    pair.admit()
    pair.link.cut()
    pair.a.refused('RCOPY_TARGET_IS_NOT_READY', 'PUT', GROUP,
                   {'action': 2, 'volumeName': 'v'})


@pytest.mark.covers(
    'dismiss volume from remote copy group',
    'RCOPY_IS_NOT_READY')
def test_nothing_is_dismissed_while_the_service_is_stopped(
        pair: Pair) -> None:
    pair.admit()
    pair.a.state.remote.started = False
    pair.a.refused('RCOPY_IS_NOT_READY', 'PUT', GROUP,
                   {'action': 2, 'volumeName': 'v'})


@pytest.mark.covers(
    'dismiss volume from remote copy group',
    'RCOPY_GROUP_CREATED_MIRROR_CONFIG_OFF')
def test_unmirrored_group_needs_mirroring_off_to_let_go(pair: Pair) -> None:
    mirror = f'/remotecopytargets/{pair.there}'
    pair.a.ok('PUT', mirror, {'policies': {'mirrorConfig': False}})
    pair.group('h')
    pair.a.ok('PUT', '/remotecopygroups/h', existing(pair))
    pair.a.ok('PUT', mirror, {'policies': {'mirrorConfig': True}})
    leave = {'action': 2, 'volumeName': 'v'}
    pair.a.refused('RCOPY_GROUP_CREATED_MIRROR_CONFIG_OFF', 'PUT',
                   '/remotecopygroups/h', leave)
    pair.a.ok('PUT', mirror, {'policies': {'mirrorConfig': False}})
    pair.a.ok('PUT', '/remotecopygroups/h', leave)


@pytest.mark.covers(
    'dismiss volume from remote copy group',
    'RCOPY_GROUP_RENAME_RESYNC_SNAPSHOT_FAILED')
def test_dismissal_with_keep_snap_needs_a_free_name() -> None:
    with Pair() as pair:
        path = pair.started()
        pair.a.ok('PUT', path, {'action': 4})
        pair.a.volume('v.rcpy')
        pair.a.refused('RCOPY_GROUP_RENAME_RESYNC_SNAPSHOT_FAILED', 'PUT',
                       path, {'action': 2, 'volumeName': 'v',
                              'keepSnap': True})


def test_resynchronisation_snapshot_is_not_deleted_by_hand() -> None:
    with Pair() as pair:
        path = pair.started()
        pair.a.ok('PUT', path, {'action': 4})
        kept = pair.a.names()[-1]
        pair.a.refused('IN_USE', 'DELETE', f'/volumes/{kept}')


# -- targets of a group -------------------------------------------------------


@pytest.fixture
def three(pair: Pair) -> Iterator[Pair]:
    """A third array, target ``third``, and ``v`` admitted to ``g``."""
    third = SimulatedArray(tls=False, clock=pair.clock)
    third.state.name = 'third'
    connect(pair.arrays[0], third)
    with third:
        with third.state.lock:
            cpgs.create(third.state, {'name': 'c'})
        pair.arrays.append(third)
        pair.admit()
        yield pair


def third_volume(pair: Pair, name: str = 'v3') -> None:
    state = pair.arrays[2].state
    with state.lock:
        create_volume(state, {'name': name, 'cpg': 'c', 'snapCPG': 'c',
                               'sizeMiB': 10240, 'tpvv': True})


JOIN = {'targetName': 'third', 'mode': PERIODIC, 'volumeMappings': [
    {'localVolumeName': 'v', 'remoteVolumeName': 'v3'}]}


def test_target_joins_with_copies_of_all_volumes(three: Pair) -> None:
    third_volume(three)
    three.a.ok('POST', GROUP + '/targets', JOIN)
    assert three.a.get(GROUP + '/targets')['total'] == 2
    copies = three.a.get(GROUP + '/volumes/v')['remoteVolumes']
    assert [item['remoteVolumeName'] for item in copies] == ['v.copy', 'v3']


def test_target_does_not_join_without_every_volume(three: Pair) -> None:
    three.a.refused('RCOPY_GROUP_NOT_ALL_VOLUMES_SPECIFIED', 'POST',
                    GROUP + '/targets',
                    {'targetName': 'third', 'mode': PERIODIC})


def test_target_leaves_with_its_half(three: Pair) -> None:
    third_volume(three)
    three.a.ok('POST', GROUP + '/targets', JOIN)
    three.a.ok('DELETE', GROUP + '/targets/third')
    assert three.a.get(GROUP + '/targets')['total'] == 1
    assert len(three.arrays[2].state.remote.groups) == 0


def test_last_target_stays(pair: Pair) -> None:
    pair.a.refused('RCOPY_GROUP_INV_TARGET_NUMBER', 'DELETE',
                   f'{GROUP}/targets/{pair.there}')


@pytest.mark.covers(
    'admit volume to remote copy group',
    'RCOPY_GROUP_SYNC_SNAPSHOT_IN_MULTIPLE_TARGET')
def test_starting_snapshot_is_for_one_target(three: Pair) -> None:
    third_volume(three)
    three.a.ok('POST', GROUP + '/targets', JOIN)
    three.a.volume('w')
    snapshot(three, 's', 'w')
    three.a.refused('RCOPY_GROUP_SYNC_SNAPSHOT_IN_MULTIPLE_TARGET', 'PUT',
                    GROUP, {
                        'action': 1, 'volumeName': 'w',
                        'snapshotName': 's', 'targets': [
                            {'targetName': name, 'secVolumeName': 'x'}
                            for name in (three.there, 'third')]})


def test_admission_goes_to_all_targets_or_none(three: Pair) -> None:
    three.a.ok('DELETE', GROUP + '/volumes/v?removeSecondaryVolume=true')
    three.a.ok('POST', GROUP + '/targets', {
        'targetName': 'third', 'mode': PERIODIC, 'userCPG': 'c'})
    third = three.arrays[2].state
    with third.lock:
        cpgs.modify(third, 'c', {'growthLimitMiB': 1024})
    three.a.refused('RCOPY_GROUP_ADD_VOL_FAILED', 'PUT', GROUP, {
        'action': 1, 'volumeName': 'v', 'volumeAutoCreation': True,
        'targets': [{'targetName': name, 'secVolumeName': 'x'}
                    for name in (three.there, 'third')]})
    assert 'x' not in three.b.names()
