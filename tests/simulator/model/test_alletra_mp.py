"""Alletra MP as live runs on OS 10.5 showed it, difference by difference.

Each test is named after a measured difference between such an array and what
a 3PAR does; the numbers are those of the list they were taken from.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Any

import pytest

from hpe3parclient.simulator import SimulatedArray
from hpe3parclient.simulator.cli.interpreter import Cli
from hpe3parclient.simulator.clock import iso8601
from tests.support.rawclient import RawClient
from tests.support.replicated import (
    HALTED,
    NEW,
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

MODEL = 'alletra-mp'
GROUPS = '/remotecopygroups'
START, STOP = {'action': 3}, {'action': 4}
FAILOVER, RECOVER, RESTORE = {'action': 7}, {'action': 9}, {'action': 10}
NATURAL = [(PRIMARY, False), (SECONDARY, False)]
TURNED = [(SECONDARY, True), (PRIMARY, True)]
HOME = [(SECONDARY, False), (PRIMARY, False)]


@pytest.fixture
def pair() -> Iterator[Pair]:
    with Pair(MODEL, MODEL) as made:
        yield made


@pytest.fixture
def api() -> Iterator[RawClient]:
    with SimulatedArray(MODEL, tls=False, seed=1) as array:
        client = RawClient(array).log_in()
        client.ok('POST', '/cpgs', {'name': 'c'})
        yield client


def volume(client: RawClient, name: str = 'v', size: int = 1024) -> None:
    client.ok('POST', '/volumes', {
        'name': name, 'cpg': 'c', 'sizeMiB': size, 'tpvv': True}, 201)


def group(pair: Pair, name: str = 'g', mode: int = SYNC) -> str:
    """A group made with the body that was seen to be accepted."""
    pair.a.ok('POST', GROUPS, {
        'name': name, 'localUserCPG': 'c', 'targets': [{
            'targetName': pair.there, 'mode': mode, 'userCPG': 'c'}]}, 201)
    return f'{GROUPS}/{name}'


def admit(pair: Pair, name: str = 'v', to: str = 'g', **more: Any) -> None:
    pair.a.ok('POST', f'{GROUPS}/{to}/volumes', {
        'volumeName': name, 'targets': [{
            'targetName': pair.there, 'secVolumeName': f'{name}.copy'}],
        'volumeAutoCreation': True, **more})


def policies(pair: Pair, path: str, **values: bool) -> None:
    pair.a.ok('PUT', path, {'targets': [{
        'targetName': pair.there, 'policies': values}]})


def started(pair: Pair, mode: int = SYNC, **values: bool) -> str:
    """A group of one volume that runs and is synchronized."""
    volume(pair.a)
    path = group(pair, mode=mode)
    if values:
        policies(pair, path, **values)
    admit(pair)
    pair.a.ok('PUT', path, START)
    pair.clock.advance(60)
    return path


def run(client: RawClient, line: str) -> list[str]:
    """What a command prints; a question would be an error."""
    printed = Cli(client.state).session().run(line)
    assert printed is not None
    return [text for text, _ in printed]


# -- groups of remote copy ------------------------------------------------------


@pytest.mark.parametrize('mode', [SYNC, PERIODIC])
def test_01_group_needs_user_cpgs_alone(pair: Pair, mode: int) -> None:
    path = group(pair, mode=mode)
    here, there = pair.sides(path)
    for item in (here, there):
        assert item['localUserCPG'] == 'c'
        assert item['targets'][0]['remoteUserCPG'] == 'c'
        assert not [name for name in [*item, *item['targets'][0]]
                    if 'Snap' in name or 'Snp' in name]


def test_01_group_without_cpgs_shows_none(pair: Pair) -> None:
    pair.a.ok('POST', GROUPS, {'name': 'g', 'targets': [{
        'targetName': pair.there, 'mode': SYNC}]}, 201)
    shown = pair.a.get(f'{GROUPS}/g')
    assert not [name for name in [*shown, *shown['targets'][0]]
                if name.endswith('CPG')]


@pytest.mark.parametrize('mode', [SYNC, PERIODIC])
def test_02_policy_auto_synchronize(pair: Pair, mode: int) -> None:
    path = group(pair, mode=mode)
    policies(pair, path, autoRecover=True, autoSynchronize=True)
    for item in pair.sides(path):
        assert item['targets'][0]['policies'] == {
            'activeActive': False, 'autoFailover': False,
            'autoRecover': True, 'autoSynchronize': True,
            'multiTargetPeerPersistence': False,
            'overPeriodAlert': mode == PERIODIC, 'pathManagement': False}


@pytest.mark.parametrize('model', ['3par-3.3.1', 'primera-4.x'])
def test_02_other_generations_do_not_know_the_policy(model: str) -> None:
    with Pair(model, model) as pair:
        path = pair.group()
        assert pair.a('PUT', path, {'targets': [{'policies': {
            'autoSynchronize': True}}]}).status == 400
        assert 'autoSynchronize' not in pair.a.get(path)['targets'][0][
            'policies']


def test_03_start_beside_a_group_of_another_mode(pair: Pair) -> None:
    path = started(pair)
    volume(pair.a, 'w')
    other = group(pair, 'p', PERIODIC)
    admit(pair, 'w', 'p')
    answer = pair.a.refused('RCOPY_GROUP_MIXED_MODES_ON_ONE_TARGET', 'PUT',
                            other, START)
    assert (answer.status, answer.body['code']) == (400, 236)
    assert answer.body['desc'] == \
        'Group with different modes on a single target is not supported'
    pair.a.ok('PUT', path, STOP)
    pair.a.ok('PUT', other, START)


def test_03_other_generations_start_it() -> None:
    with Pair() as pair:
        pair.started()
        pair.a.volume('w')
        other = pair.group('p', PERIODIC)
        pair.admit('w', 'p')
        pair.a.ok('PUT', other, START)


def test_04_policies_beside_a_period(pair: Pair) -> None:
    answer = pair.a.refused(
        'INV_INPUT_PARAM_CONFLICT', 'PUT', group(pair, mode=PERIODIC), {
            'targets': [{'targetName': pair.there, 'syncPeriod': 300,
                         'policies': {'autoRecover': True}}]})
    assert answer.body == {
        'code': 44, 'ref': 'policies, syncPeriod',
        'desc': 'invalid input: parameters cannot be present at the same '
                'time'}


# -- exports of sets --------------------------------------------------------------


@pytest.fixture
def sets(api: RawClient) -> RawClient:
    """A set of two volumes and a set of two hosts, one of them logged in."""
    for name in ('v1', 'v2'):
        volume(api, name)
    for number, name in enumerate(('h1', 'h2')):
        api.ok('POST', '/hosts', {
            'name': name, 'persona': 2,
            'FCWWNs': [f'100000000000000{number}']}, 201)
    api.ok('POST', '/volumesets', {
        'name': 'vs', 'setmembers': ['v1', 'v2']}, 201)
    api.ok('POST', '/hostsets', {
        'name': 'hs', 'setmembers': ['h1', 'h2']}, 201)
    api.state.log_in('h1')
    return api


def export(client: RawClient, lun: int | None = None) -> Any:
    body: dict[str, Any] = {'volumeName': 'set:vs', 'hostname': 'set:hs'}
    body.update({'autoLun': True} if lun is None else {'lun': lun})
    return client.ok('POST', '/vluns', body, 201)


def templates(client: RawClient) -> list[tuple[str, int, str, int]]:
    return [(item['volumeName'], item['lun'], item['hostname'], item['type'])
            for item in client.get('/vluns')['members'] if not item['active']]


def test_05_export_of_sets_makes_a_template_for_each_volume(
        sets: RawClient) -> None:
    export(sets)
    assert templates(sets) == [('v1', 0, 'set:hs', 5), ('v2', 1, 'set:hs', 5)]
    active = [item for item in sets.get('/vluns')['members']
              if item['active']]
    assert active
    assert {(item['hostname'], item['type']) for item in active} == {
        ('h1', 5)}
    assert not [line for line in run(sets, 'showvlun -t')
                if 'set:vs' in line]


def test_05_template_is_removed_alone_and_then_the_set(sets: RawClient
                                                       ) -> None:
    export(sets)
    sets.refused('EXPORTED_VLUN', 'DELETE', '/volumesets/vs')
    sets.ok('DELETE', '/vluns/v1,0,set:hs')
    assert templates(sets) == [('v2', 1, 'set:hs', 5)]
    assert run(sets, 'removevlun -f v2 1 set:hs') == [
        'Issuing removevlun v2 1 set:hs']
    sets.ok('DELETE', '/volumesets/vs')
    sets.ok('DELETE', '/volumes/v1')


def test_05_export_is_taken_back_by_the_name_of_its_set(sets: RawClient
                                                        ) -> None:
    assert export(sets, 7).headers['Location'] \
        == '/api/v1/vluns/set:vs,7,set:hs'
    sets.ok('DELETE', '/vluns/set:vs,7,set:hs')
    assert sets.get('/vluns')['members'] == []
    sets.refused('NON_EXISTENT_VLUN', 'DELETE', '/vluns/set:vs,7,set:hs')


def test_05_volume_leaves_a_set_that_is_exported(sets: RawClient) -> None:
    export(sets)
    sets.ok('PUT', '/volumesets/vs', {'action': 2, 'setmembers': ['v1']})
    assert len(templates(sets)) == 2
    sets.ok('DELETE', '/vluns/v2,1,set:hs')
    sets.ok('DELETE', '/volumesets/vs')
    assert templates(sets) == [('v1', 0, 'set:hs', 5)]


def test_06_auto_lun_exports_sets_again(sets: RawClient) -> None:
    export(sets)
    export(sets)
    assert templates(sets) == [
        ('v1', 0, 'set:hs', 5), ('v2', 1, 'set:hs', 5),
        ('v1', 2, 'set:hs', 5), ('v2', 3, 'set:hs', 5)]


def test_06_lun_is_free_when_no_host_of_the_set_uses_it(sets: RawClient
                                                        ) -> None:
    volume(sets, 'w')
    sets.ok('POST', '/vluns', {
        'volumeName': 'w', 'hostname': 'h2', 'lun': 1}, 201)
    export(sets)
    assert [lun for name, lun, *_ in templates(sets) if name != 'w'] == [2, 3]


def test_06_single_volume_is_exported_once(sets: RawClient) -> None:
    body = {'volumeName': 'v1', 'hostname': 'h1', 'autoLun': True}
    sets.ok('POST', '/vluns', body, 201)
    assert sets('POST', '/vluns', body).body['code'] == 29


# -- sets of remote copy ------------------------------------------------------------


def test_07_no_volume_set_is_made_for_a_group(pair: Pair) -> None:
    volume(pair.a)
    path = group(pair)
    admit(pair)
    for client in (pair.a, pair.b):
        assert client.get('/volumesets')['members'] == []
    pair.a.ok('PUT', path, START)
    pair.a.ok('PUT', path, STOP)
    pair.a.ok('DELETE', path, status=202)
    assert pair.b.get(GROUPS)['total'] == 0


@pytest.mark.parametrize(('body', 'code', 'ref'), [
    ({'tdvv': True}, 78, 'tpvv,reduce'),
    ({'tdvv': True, 'compression': True}, 78, 'tpvv,reduce'),
    ({}, 78, 'tpvv,reduce'),
    ({'compression': True}, 42, 'compression'),
    ({'tpvv': True, 'compression': True}, 42, 'compression'),
    ({'reduce': True, 'compression': False}, 42, 'compression')])
def test_08_members_of_older_arrays_are_refused(
        api: RawClient, body: dict[str, Any], code: int, ref: str) -> None:
    answer = api('POST', '/volumes', {
        'name': 'v', 'cpg': 'c', 'sizeMiB': 1024, **body})
    assert answer.status == 400
    assert (answer.body['code'], answer.body['ref']) == (code, ref)


def test_09_restore_of_a_group_that_was_not_switched(pair: Pair) -> None:
    path = started(pair)
    answer = pair.b('POST', pair.other(path), RESTORE)
    assert (answer.status, answer.body['code']) == (400, 29)
    assert answer.body['desc'] == (
        f'the role of group g{pair.suffix} was not previously switched')


def test_09_recover_of_a_group_that_runs(pair: Pair) -> None:
    path = started(pair)
    answer = pair.b.refused('RCOPY_GROUP_NOT_STOPPED', 'POST',
                            pair.other(path), RECOVER)
    assert (answer.status, answer.body['code'], answer.body['desc']) == (
        403, 284, 'Remote copy group not stopped')


def test_10_members_of_a_replicated_volume(pair: Pair) -> None:
    for client, name, whole in ((pair.a, 'v', 'vs'),
                                (pair.b, 'v.copy', 'far')):
        volume(client, name)
        client.ok('POST', '/volumesets', {
            'name': whole, 'setmembers': [name]}, 201)
    path = group(pair)
    admit(pair, volumeAutoCreation=False)
    pair.a.ok('PUT', path, START)
    pair.clock.advance(60)
    copy = pair.a.get(path)['volumes'][0]['remoteVolumes'][0]
    when = copy['volumeLastSyncTimeSec']
    assert copy == {
        'targetName': pair.there, 'remoteVolumeName': 'v.copy',
        'remoteVolumeID': pair.b.get('/volumes/v.copy')['id'],
        'syncStatus': SYNCED, 'volumeLastSyncTimeSec': when,
        'volumeLastSyncTime': iso8601(when),
        'localVolumeSetName': 'vs', 'remoteVolumeSetName': 'far'}


def test_11_periodic_group_alerts_from_the_start(pair: Pair) -> None:
    path = group(pair, mode=PERIODIC)
    pair.a.ok('PUT', path, {'targets': [{
        'targetName': pair.there, 'syncPeriod': 300}]})
    assert pair.a.get(path)['targets'][0]['policies']['overPeriodAlert']
    row = next(line for line in run(pair.a, 'showrcopy groups g')
               if line.startswith('g '))
    assert 'Period 5m' in row
    assert 'over_per_alert' in row
    pair.a.ok('PUT', path, {'targets': [{
        'targetName': pair.there, 'mode': SYNC}]})
    shown = pair.a.get(path)['targets'][0]
    assert not shown['policies']['overPeriodAlert']
    assert 'syncPeriod' not in shown


# -- failover with autoSynchronize ----------------------------------------------------


@pytest.mark.parametrize('running', [True, False])
def test_12_failover_turns_both_roles_and_starts(pair: Pair, running: bool
                                                 ) -> None:
    path = started(pair, autoSynchronize=True)
    if not running:
        pair.a.ok('PUT', path, STOP)
    pair.b.ok('POST', pair.other(path), FAILOVER)
    assert pair.roles() == TURNED
    assert pair.states() == [STARTED, STARTED]
    assert pair.statuses() == [SYNCING, SYNCING]
    pair.b.refused('RCOPY_GROUP_NOT_STOPPED', 'POST', pair.other(path),
                   RECOVER)
    pair.clock.advance(60)
    assert pair.roles() == HOME
    assert pair.statuses() == [SYNCED, SYNCED]
    assert pair.b('POST', pair.other(path), RESTORE).body['code'] == 29


def test_12_the_way_home_is_a_failover(pair: Pair) -> None:
    path = started(pair, autoSynchronize=True)
    pair.b.ok('POST', pair.other(path), FAILOVER)
    pair.clock.advance(60)
    pair.b.state.write('v.copy', 5)
    pair.b.ok('PUT', pair.other(path), STOP)
    pair.a.ok('POST', path, FAILOVER)
    pair.clock.advance(60)
    assert pair.roles() == NATURAL
    assert pair.states() == [STARTED, STARTED]
    assert pair.same()


def test_12_stopped_on_its_way_it_stays_reversed(pair: Pair) -> None:
    path = started(pair, autoSynchronize=True)
    pair.b.ok('POST', pair.other(path), FAILOVER)
    pair.b.ok('PUT', pair.other(path), STOP)
    pair.clock.advance(60)
    assert pair.roles() == TURNED
    assert pair.states() == [STOPPED, STOPPED]


def test_12_link_that_comes_back_lets_it_turn(pair: Pair) -> None:
    path = started(pair, autoSynchronize=True)
    pair.link.cut()
    pair.b.ok('POST', pair.other(path), FAILOVER)
    pair.b.state.write('v.copy', 5)
    assert pair.roles() == [(PRIMARY, False), (PRIMARY, True)]
    pair.link.restore()
    assert pair.roles() == TURNED
    pair.clock.advance(60)
    assert pair.roles() == HOME
    assert pair.same()


def test_12_failover_without_the_policy_leaves_the_old_primary(pair: Pair
                                                               ) -> None:
    path = started(pair)
    pair.a.ok('PUT', path, STOP)
    pair.b.ok('POST', pair.other(path), FAILOVER)
    assert pair.roles() == [(PRIMARY, False), (PRIMARY, True)]
    assert pair.states() == [STOPPED, STOPPED]


# -- copies ----------------------------------------------------------------------------


def test_13_secondary_has_the_wwn_of_its_primary(pair: Pair) -> None:
    volume(pair.a)
    group(pair)
    admit(pair)
    assert pair.a.get('/volumes/v')['wwn'] \
        == pair.b.get('/volumes/v.copy')['wwn']


def test_13_unless_it_is_to_have_another_one(pair: Pair) -> None:
    volume(pair.a)
    group(pair)
    admit(pair, differentSecondaryWWN=True)
    assert pair.a.get('/volumes/v')['wwn'] \
        != pair.b.get('/volumes/v.copy')['wwn']


def test_13_or_the_other_array_shows_it_already(pair: Pair) -> None:
    volume(pair.a)
    path = group(pair)
    admit(pair)
    pair.a.ok('DELETE', f'{path}/volumes/v')
    pair.a.ok('POST', f'{path}/volumes', {
        'volumeName': 'v', 'volumeAutoCreation': True, 'targets': [{
            'targetName': pair.there, 'secVolumeName': 'second'}]})
    wwns = [item['wwn'] for item in pair.b.get('/volumes')['members']]
    assert len(wwns) == len(set(wwns))


def around_the_copy(pair: Pair) -> str:
    """A set on the second array that holds a secondary volume."""
    path = started(pair)
    pair.b.ok('POST', '/volumesets', {
        'name': 'far', 'setmembers': ['v.copy']}, 201)
    return path


def test_14_set_around_a_secondary_is_not_removed(pair: Pair) -> None:
    around_the_copy(pair)
    pair.b.refused('INV_OPERATION_SET_AUTO_CREATED', 'DELETE',
                   '/volumesets/far')
    assert run(pair.b, 'removevvset -f far') == [
        'Set far is currently admitted to Remote Copy Group and may not be '
        'directly removed.']


def test_14_dismissal_takes_the_secondary_and_its_set(pair: Pair) -> None:
    path = around_the_copy(pair)
    pair.a.ok('PUT', path, STOP)
    assert 'Volume v has been dismissed' in run(
        pair.a, 'dismissrcopyvv -f -removevv v g')[0]
    pair.b.refused('NON_EXISTENT_VOL', 'GET', '/volumes/v.copy')
    pair.b.refused('NON_EXISTENT_SET', 'GET', '/volumesets/far')


def test_14_set_can_go_when_the_group_is_gone(pair: Pair) -> None:
    path = around_the_copy(pair)
    pair.a.ok('PUT', path, STOP)
    pair.a.ok('DELETE', path, status=202)
    pair.b.ok('DELETE', '/volumesets/far')


# -- commands --------------------------------------------------------------------


def test_15_removehost_asks_nothing(sets: RawClient) -> None:
    assert run(sets, 'removehost h1') == [
        'Host h1 is still a member of set hs', '']
    sets.ok('DELETE', '/hostsets/hs')
    assert run(sets, 'removehost h1') == []


def test_16_removevv_of_a_member_of_a_set(sets: RawClient) -> None:
    assert run(sets, 'removevv -f v1') == [
        'Removing vv v1',
        'Attempt to delete vv v1 which is a member of vv set vs', '']


def test_17_stopped_group_keeps_the_time_of_the_stop(pair: Pair) -> None:
    path = started(pair)
    pair.clock.advance(600)
    pair.a.ok('PUT', path, STOP)
    now = int(pair.clock.now())
    for item in pair.sides(path):
        copy = item['volumes'][0]['remoteVolumes'][0]
        assert copy['syncStatus'] == HALTED
        assert copy['volumeLastSyncTimeSec'] == now
    for client in (pair.a, pair.b):
        row = next(line for line in run(client, 'showrcopy groups')
                   if 'Stopped' in line and line.startswith(' '))
        assert not row.rstrip().endswith('NA')


def test_18_incoming_links_have_the_local_address(pair: Pair) -> None:
    local = {address for _, address in pair.link.addresses(
        pair.a.state)}
    rows = [line.split() for line in run(pair.a, 'showrcopy links')
            if line.startswith('receive')]
    assert {row[2] for row in rows} == local


# -- volumes and the system -----------------------------------------------------------


def test_19_volume_has_no_spaces_of_its_own(api: RawClient) -> None:
    volume(api)
    shown = api.get('/volumes/v')
    assert not {'userSpace', 'snapshotSpace', 'adminSpace', 'snapCPG',
                'hostWriteMiB'} & set(shown)
    assert {'nguid', 'uuid', 'udid', 'rcopyStatus', 'totalReservedMiB',
            'totalUsedMiB'} <= set(shown)


def test_20_sixteen_volumes_hold_what_reducing_ones_share(api: RawClient
                                                          ) -> None:
    for name in ('r', 's'):
        api.ok('POST', '/volumes', {'name': name, 'cpg': 'c',
                                    'sizeMiB': 1024, 'reduce': True}, 201)
    shared = [item for item in api.get('/volumes')['members']
              if item['provisioningType'] == 7]
    assert [item['name'] for item in shared] == [
        f'.shared.c_{number:x}' for number in range(16)]
    assert {item['sizeMiB'] for item in shared} == {4194304}
    first = shared[0]['id']
    assert [item['id'] for item in shared] == list(range(first, first + 16))
    for name in ('r', 's'):
        api.ok('DELETE', f'/volumes/{name}')
    assert not [item for item in api.get('/volumes')['members']
                if item['provisioningType'] == 7]


def test_21_version_fits_the_release(api: RawClient) -> None:
    assert api.send('GET', '/api').body == {
        'major': 1, 'minor': 15, 'revision': 0, 'build': 100500043}
    assert api.get('/wsapiconfiguration')['version'] == '1.15.0'
    assert api.get('/system')['systemVersion'].startswith('10.5.0')
    assert any(line == 'Release version 10.5.0'
               for line in run(api, 'showversion'))


@pytest.mark.parametrize(('command', 'titles'), [
    ('showrcopy -d groups', 'Name ID Target Status Role Mode LocalUserCpg '
                            'RmUserCpg Options'),
    ('showrcopy -d targets', 'Name ID Type Status Options Version Policy '
     'Socks Buffsz SysName SysID RemoteName RemoteID'),
    ('showrcopy -d links', 'Target Name IPC ID Node Address Status Options'),
    ('showrcopy -qw targets', 'Name ID Type Status Policy QW-Server QW-Ver '
     'Q-Status Q-Status-Qual ATF-Timeout'),
    ('showvv', 'Id Name Prov Compr Dedup Type CopyOf BsId Rd Detailed_State '
     'Rsvd(MiB) VSize(MiB)'),
    ('showhost -d', 'Id Name Persona WWN/iSCSI_Name/NQN Port IP/IP:Port'),
    ('showrctransport -rcip', 'N:S:P State HwAddr IPAddress PeerIPAddress '
     'Netmask/PrefixLen Gateway MTU Rate Duplex')])
def test_22_tables_of_the_command_line(pair: Pair, command: str, titles: str
                                       ) -> None:
    started(pair)
    pair.a.ok('POST', '/hosts', {
        'name': 'h', 'persona': 2, 'FCWWNs': ['1000000000000001']}, 201)
    lines = [' '.join(word.strip('-') for word in line.split())
             for line in run(pair.a, command)]
    assert titles in lines


def test_22_policy_column_and_periodic_rows(pair: Pair) -> None:
    started(pair, PERIODIC)
    assert not [line for line in run(pair.a, 'showsys -d')
                if 'invalid' in line.lower()]
    assert [line for line in run(pair.a, 'showsys -d')
            if 'Subscription Status' in line]
    volumes = [line for line in run(pair.a, 'showrcopy -d groups')
               if 'rcpy.' in line]
    assert len(volumes) == 1


@pytest.mark.parametrize('command', [
    'showcpg', 'showtask', 'showrctransport', 'showeventlog',
    'removevvset -f nope', 'removehostset -f nope', 'removevlun -f v 1 h',
    'stoprcopygroup -f g', 'removercopygroup -f g', 'createvlun -f v 1 h'])
def test_23_commands_that_exist(pair: Pair, command: str) -> None:
    started(pair)
    assert not [line for line in run(pair.a, command)
                if 'invalid command' in line]


def test_removal_of_a_group_prints_what_was_seen(pair: Pair) -> None:
    path = started(pair)
    pair.a.ok('PUT', path, STOP)
    assert run(pair.a, 'removercopygroup -f g') == [
        'Removing g', 'Group g has been deleted.', '']


def test_group_that_was_never_started_is_new(pair: Pair) -> None:
    volume(pair.a)
    group(pair)
    admit(pair)
    assert pair.states() == [NEW, NEW]


def test_api_is_refused_without_a_key(api: RawClient) -> None:
    api.key = None
    answer = api.send('GET', '/api')
    assert (answer.status, answer.body) == (
        403, {'code': 6, 'desc': 'invalid session key'})


def test_capabilities_not_names_make_the_differences() -> None:
    personality = dataclasses.replace(
        SimulatedArray(MODEL).state.personality, name='another-name')
    with Pair(personality, personality) as pair:
        group(pair)
        assert pair.a.get('/volumesets')['members'] == []
