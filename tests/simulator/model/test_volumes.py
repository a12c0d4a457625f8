"""Volumes: making, showing, deleting."""

from __future__ import annotations

import pytest

VOLUME = {'name': 'v', 'cpg': 'c', 'sizeMiB': 1024}


def snapshot(api, parent, name, **parameters):
    return api.ok('POST', f'/volumes/{parent}', {
        'action': 'createSnapshot',
        'parameters': {'name': name, **parameters}})


@pytest.fixture
def volume(pool):
    """A pool with a thin volume ``v`` that may have snapshots."""
    pool.ok('POST', '/volumes', {**VOLUME, 'tpvv': True, 'snapCPG': 'c'})
    return pool


def test_creating_answers_201_and_the_location(pool):
    answer = pool('POST', '/volumes', VOLUME)
    assert (answer.status, answer.headers['Location'], answer.raw) == (
        201, '/api/v1/volumes/v', b'')


def test_a_volume_is_full_unless_asked_to_be_thin(pool):
    pool.ok('POST', '/volumes', VOLUME)
    assert pool.get('/volumes/v')['provisioningType'] == 1


@pytest.mark.parametrize('member, kind', [('tpvv', 2), ('tdvv', 6)])
def test_a_thin_volume_has_its_provisioning(pool, member, kind):
    pool.ok('POST', '/volumes', {**VOLUME, member: True})
    assert pool.get('/volumes/v')['provisioningType'] == kind


@pytest.mark.parametrize('asked, got', [
    (1, 256), (256, 256), (257, 512), (1000, 1024)])
def test_sizes_are_rounded_up(pool, asked, got):
    pool.ok('POST', '/volumes', {**VOLUME, 'sizeMiB': asked})
    assert pool.get('/volumes/v')['sizeMiB'] == got


@pytest.mark.parametrize('size', [0, -1])
def test_no_size_is_refused(pool, size):
    pool.refused('INV_INPUT', 'POST', '/volumes',
                 {**VOLUME, 'sizeMiB': size}, ref='sizeMiB')


@pytest.mark.parametrize('size', [16777217, 2**32])
def test_a_size_beyond_the_limit_is_too_large(pool, size):
    pool.refused('TOO_LARGE', 'POST', '/volumes',
                 {**VOLUME, 'sizeMiB': size, 'tpvv': True})


def test_a_volume_beyond_the_space_is_refused(pool):
    state = pool.array.state
    state.pools[1].total = 100 * 1024
    pool.refused('NO_SPACE', 'POST', '/volumes',
                 {**VOLUME, 'sizeMiB': 100 * 1024})


def test_a_name_that_is_taken_is_409_22(volume):
    volume.refused('EXISTENT_VOL', 'POST', '/volumes', VOLUME)


def test_an_id_that_is_taken_is_409_59(volume):
    number = volume.get('/volumes/v')['id']
    volume.refused('EXISTENT_ID', 'POST', '/volumes',
                   {**VOLUME, 'name': 'w', 'id': number}, ref='id')


def test_an_id_may_be_chosen(pool):
    pool.ok('POST', '/volumes', {**VOLUME, 'id': 4711})
    item = pool.get('/volumes/v')
    assert (item['id'], item['baseId']) == (4711, 4711)


def test_ids_go_round_those_that_are_taken(pool):
    pool.ok('POST', '/volumes', {**VOLUME, 'id': 3})
    for name in ('w', 'x'):
        pool.ok('POST', '/volumes', {**VOLUME, 'name': name})
    assert [pool.get(f'/volumes/{name}')['id'] for name in 'wx'] == [2, 4]


@pytest.mark.parametrize('member', ['cpg', 'snapCPG'])
def test_a_cpg_that_is_missing_is_404_15(pool, member):
    pool.refused('NON_EXISTENT_CPG', 'POST', '/volumes',
                 {**VOLUME, member: 'nocpg'}, ref=member)


def test_a_snapshot_cpg_of_another_domain_is_refused(pool):
    pool.array.state.domains.add('d')
    pool.ok('POST', '/cpgs', {'name': 'other', 'domain': 'd'})
    pool.refused('CPG_NOT_IN_SAME_DOMAIN', 'POST', '/volumes',
                 {**VOLUME, 'snapCPG': 'other'})


def test_a_volume_has_the_domain_of_its_cpg(pool):
    pool.array.state.domains.add('d')
    pool.ok('POST', '/cpgs', {'name': 'other', 'domain': 'd'})
    pool.ok('POST', '/volumes', {**VOLUME, 'cpg': 'other'})
    assert pool.get('/volumes/v')['domain'] == 'd'


def test_thin_and_deduplicated_exclude_each_other(pool):
    pool.refused('INV_INPUT_PARAM_CONFLICT', 'POST', '/volumes',
                 {**VOLUME, 'tpvv': True, 'tdvv': True})


def test_a_full_volume_is_not_compressed(pool):
    pool.refused('INV_INPUT', 'POST', '/volumes',
                 {**VOLUME, 'compression': True}, ref='compression')


def test_a_compressed_volume_says_so(pool):
    pool.ok('POST', '/volumes', {**VOLUME, 'tpvv': True,
                                 'compression': True})
    assert pool.get('/volumes/v')['compressionState'] == 1


@pytest.mark.parametrize('kind', ['ss', 'usr'])
def test_a_warning_above_its_limit_is_refused(pool, kind):
    pool.refused('INV_INPUT_WARN_GT_LIMIT', 'POST', '/volumes', {
        **VOLUME, 'tpvv': True, f'{kind}SpcAllocWarningPct': 90,
        f'{kind}SpcAllocLimitPct': 80})


def test_user_alerts_need_a_thin_volume(pool):
    pool.refused('INV_INPUT_USR_ALRT_NON_TPVV', 'POST', '/volumes',
                 {**VOLUME, 'usrSpcAllocWarningPct': 80})


def test_alerts_are_shown(pool):
    pool.ok('POST', '/volumes', {**VOLUME, 'tpvv': True,
                                 'usrSpcAllocWarningPct': 70,
                                 'usrSpcAllocLimitPct': 80})
    item = pool.get('/volumes/v')
    assert (item['usrSpcAllocWarningPct'], item['usrSpcAllocLimitPct'],
            item['ssSpcAllocLimitPct']) == (70, 80, 0)


@pytest.mark.parametrize('policy', ['caching', 'system'])
def test_policies_of_the_array_cannot_be_set(pool, policy):
    pool.refused('INV_INPUT_VV_POLICY', 'POST', '/volumes',
                 {**VOLUME, 'policies': {policy: True}}, ref=policy)


def test_a_full_volume_detects_no_zeros(pool):
    pool.refused('INV_INPUT_VV_POLICY', 'POST', '/volumes',
                 {**VOLUME, 'policies': {'zeroDetect': True}})


def test_policies_are_shown(pool):
    pool.ok('POST', '/volumes', {**VOLUME, 'tpvv': True, 'policies': {
        'zeroDetect': True, 'oneHost': True, 'caching': False}})
    policies = pool.get('/volumes/v')['policies']
    assert policies == {
        'staleSS': True, 'oneHost': True, 'zeroDetect': True,
        'system': False, 'caching': True, 'fsvc': False, 'hostDIF': 1}


@pytest.mark.parametrize('member', ['expirationHours', 'retentionHours'])
def test_hours_beyond_their_range_are_refused(pool, member):
    pool.refused('INV_INPUT_TIME', 'POST', '/volumes',
                 {**VOLUME, member: 43801}, ref=member)


def test_retention_beyond_expiration_is_refused(pool):
    pool.refused('INV_INPUT_RETAIN_GT_EXPIRE', 'POST', '/volumes', {
        **VOLUME, 'expirationHours': 1, 'retentionHours': 2})


def test_retention_needs_a_licence(pool):
    pool.array.state.licences.discard('virtualLock')
    pool.refused('UNLICENSED_FEATURE', 'POST', '/volumes',
                 {**VOLUME, 'retentionHours': 2})


def test_times_are_shown(pool):
    pool.ok('POST', '/volumes', {**VOLUME, 'expirationHours': 3,
                                 'retentionHours': 2})
    item = pool.get('/volumes/v')
    made = item['creationTimeSec']
    assert (item['expirationTimeSec'], item['retentionTimeSec']) == (
        made + 3 * 3600, made + 2 * 3600)
    assert item['creationTime8601'] == '2017-07-14T02:40:00+00:00'


def test_a_retained_volume_is_not_deleted(pool):
    pool.ok('POST', '/volumes', {**VOLUME, 'retentionHours': 2})
    pool.refused('RETAINED', 'DELETE', '/volumes/v')


def test_a_volume_can_be_deleted_when_retention_is_over(pool):
    pool.array.state.sessions.timeout = 1e9
    pool.ok('POST', '/volumes', {**VOLUME, 'retentionHours': 2})
    pool.array.clock.advance(2 * 3600)
    pool.ok('DELETE', '/volumes/v')


def test_an_expired_volume_is_gone(pool):
    pool.array.state.sessions.timeout = 1e9
    pool.ok('POST', '/volumes', {**VOLUME, 'expirationHours': 2})
    pool.array.clock.advance(2 * 3600 - 1)
    pool.get('/volumes/v')
    pool.array.clock.advance(1)
    pool.refused('NON_EXISTENT_VOL', 'GET', '/volumes/v')


def test_an_expired_volume_stays_while_it_is_exported(pool):
    pool.array.state.sessions.timeout = 1e9
    pool.ok('POST', '/volumes', {**VOLUME, 'expirationHours': 1})
    pool.ok('POST', '/hosts', {'name': 'h'})
    pool.ok('POST', '/vluns', {'volumeName': 'v', 'hostname': 'h', 'lun': 1})
    pool.array.clock.advance(3600)
    pool.get('/volumes/v')
    pool.ok('DELETE', '/vluns/v,1,h')
    pool.refused('NON_EXISTENT_VOL', 'GET', '/volumes/v')


def test_key_values_may_come_with_the_volume(pool):
    pool.ok('POST', '/volumes', {**VOLUME, 'objectKeyValues': [
        {'key': 'k', 'value': 'x'}]})
    state = pool.array.state
    assert state.volumes.get('v').metadata['k']['value'] == 'x'


def test_a_key_given_twice_is_refused(pool):
    pool.refused('EXISTENT_OBJECT_KEY', 'POST', '/volumes', {
        **VOLUME, 'objectKeyValues': 2 * [{'key': 'k', 'value': 'x'}]})


def test_the_number_of_volumes_is_limited(pool, monkeypatch):
    import dataclasses
    state = pool.array.state
    monkeypatch.setattr(state, 'personality', dataclasses.replace(
        state.personality, max_volumes=len(state.volumes)))
    pool.refused('VV_LIMIT_REACHED', 'POST', '/volumes', VOLUME)


def test_every_array_lists_its_system_volumes(api):
    result = api.get('/volumes')['members']
    assert [(item['id'], item['name'], item['policies']['system'])
            for item in result] == [(0, 'admin', True), (1, '.srdata', True)]


def test_a_primera_has_one_system_volume_more(primera):
    assert primera.get('/volumes/.mgmtdata')['id'] == 2


def test_deduplication_brings_a_shared_volume(pool):
    pool.ok('POST', '/volumes', {**VOLUME, 'tdvv': True})
    assert pool.get('/volumes/.shared.c_0')['provisioningType'] == 7
    pool.ok('DELETE', '/volumes/v')
    pool.refused('NON_EXISTENT_VOL', 'GET', '/volumes/.shared.c_0')


def test_the_shared_volume_stays_until_the_last_is_gone(pool):
    for name in 'vw':
        pool.ok('POST', '/volumes', {**VOLUME, 'name': name, 'tdvv': True})
    pool.ok('DELETE', '/volumes/v')
    pool.get('/volumes/.shared.c_0')


def test_the_shared_volume_finds_a_free_name(pool):
    pool.ok('POST', '/volumes', {**VOLUME, 'name': '.shared.c_0'})
    pool.ok('POST', '/volumes', {**VOLUME, 'tdvv': True})
    assert pool.get('/volumes/.shared.c_1')['provisioningType'] == 7


@pytest.mark.parametrize('name', ['admin', '.shared.c_0'])
def test_volumes_of_the_array_are_not_deleted(pool, name):
    pool.ok('POST', '/volumes', {**VOLUME, 'tdvv': True})
    pool.refused('IN_USE', 'DELETE', f'/volumes/{name}')


def test_members_that_do_not_apply_are_absent(pool):
    pool.ok('POST', '/volumes', VOLUME)
    item = pool.get('/volumes/v')
    assert not {'comment', 'domain', 'copyOf', 'parentId', 'snapCPG',
                'expirationTimeSec', 'hostWriteMiB'} & set(item)
    assert None not in item.values()


def test_a_volume_looks_as_captured_on_3_2_2(serve, raw_client):
    api = raw_client(serve('3par-3.2.2')).log_in()
    api.ok('POST', '/cpgs', {'name': 'c'})
    api.ok('POST', '/volumes', {**VOLUME, 'id': 336, 'tpvv': True,
                                 'snapCPG': 'c'})
    item = api.get('/volumes/v')
    assert item['wwn'] == '60002AC000000000000001500000B69E'
    assert item['adminSpace'] == {
        'reservedMiB': 256, 'rawReservedMiB': 768, 'usedMiB': 1,
        'freeMiB': 255}
    assert item['userSpace']['reservedMiB'] == 1024
    assert [link['rel'] for link in item['links']] == [
        'volumeSpaceDistribution']
    assert not {'udid', 'deduplicationState'} & set(item)


def test_a_volume_looks_as_captured_on_a_primera(primera):
    primera.ok('POST', '/volumes', {**VOLUME, 'id': 17, 'reduce': True})
    item = primera.get('/volumes/v')
    assert item['nguid'] == '60002AC0000000000002AC1100029ECF'
    assert (item['provisioningType'], item['deduplicationState'],
            item['compressionState'], item['rcopyStatus']) == (6, 1, 6, 1)
    assert item['userSpace']['rawReservedMiB'] == 1280
    assert item['sharedParentId'] == primera.get('/volumes/.shared.c_0')['id']
    assert [link['rel'] for link in item['links']] == [
        'self', 'volumeSpaceDistribution']


@pytest.mark.covers('create volume', 'INV_INPUT_ONE_REQUIRED')
def test_a_primera_wants_one_of_tpvv_and_reduce(primera):
    answer = primera.refused('INV_INPUT_ONE_REQUIRED', 'POST', '/volumes',
                             VOLUME)
    assert answer.body == {
        'code': 78, 'ref': 'tpvv,reduce',
        'desc': 'invalid input: one of the parameters is required'}


def test_a_primera_does_not_want_both(primera):
    primera.refused('INV_INPUT_PARAM_CONFLICT', 'POST', '/volumes',
                    {**VOLUME, 'tpvv': True, 'reduce': True})


def test_links_are_absolute(volume):
    links = volume.get('/volumes/v')['links']
    assert links[0]['href'] == f'{volume.array.api_url}/volumes/v'


def test_a_missing_volume_is_404_23(api):
    answer = api('GET', '/volumes/v')
    assert (answer.status, answer.body) == (404, {
        'code': 23, 'desc': 'volume does not exist'})


def test_deleting_answers_200_and_nothing(volume):
    answer = volume('DELETE', '/volumes/v')
    assert (answer.status, answer.raw) == (200, b'')
    volume.refused('NON_EXISTENT_VOL', 'DELETE', '/volumes/v')


def test_a_read_only_child_blocks_deleting(volume):
    snapshot(volume, 'v', 's', readOnly=True)
    volume.refused('HAS_RO_CHILD', 'DELETE', '/volumes/v')


def test_a_writable_child_blocks_deleting(volume):
    snapshot(volume, 'v', 's')
    volume.refused('HAS_CHILD', 'DELETE', '/volumes/v')


def test_a_volume_can_be_deleted_after_its_children(volume):
    snapshot(volume, 'v', 's', readOnly=True)
    snapshot(volume, 's', 't')
    volume.refused('HAS_CHILD', 'DELETE', '/volumes/s')
    for name in 'tsv':
        volume.ok('DELETE', f'/volumes/{name}')


def test_an_export_blocks_deleting(volume):
    volume.ok('POST', '/hosts', {'name': 'h'})
    volume.ok('POST', '/vluns', {'volumeName': 'v', 'hostname': 'h',
                                 'lun': 1})
    answer = volume.refused('IN_USE', 'DELETE', '/volumes/v')
    assert answer.body == {'code': 34, 'desc': 'resource in use'}


def test_a_set_blocks_deleting(volume):
    volume.ok('POST', '/volumesets', {'name': 's', 'setmembers': ['v']})
    volume.refused('IN_USE', 'DELETE', '/volumes/v')


def test_a_running_tune_blocks_deleting(volume):
    volume.ok('PUT', '/volumes/v', {'action': 6, 'tuneOperation': 1,
                                    'userCPG': 'c'})
    volume.refused('INV_OPERATION_VV_TUNE_IN_PROGRESS', 'DELETE',
                   '/volumes/v')


class TestSnapshots:
    """Virtual copies."""

    def test_a_snapshot_answers_201_and_its_location(self, volume):
        answer = snapshot(volume, 'v', 's')
        assert (answer.status, answer.headers['Location']) == (
            201, '/api/v1/volumes/s')

    def test_a_snapshot_looks_as_captured(self, volume):
        snapshot(volume, 'v', 's', readOnly=True, comment='text')
        item, base = volume.get('/volumes/s'), volume.get('/volumes/v')
        assert (item['copyOf'], item['baseId'], item['parentId'],
                item['readOnly'], item['copyType'],
                item['provisioningType'], item['comment']) == (
            'v', base['id'], base['id'], True, 3, 3, 'text')
        assert (item['deduplicationState'], item['compressionState']) == (3, 4)
        assert item['userSpace']['reservedMiB'] == 0
        assert not {'userCPG', 'capacityEfficiency'} & set(item)
        assert item['snapCPG'] == 'c'

    def test_a_parent_names_its_children(self, volume):
        snapshot(volume, 'v', 's', readOnly=True)
        snapshot(volume, 'v', 't')
        base = volume.get('/volumes/v')
        assert (base['roChildId'], base['rwChildId']) == (
            volume.get('/volumes/s')['id'], volume.get('/volumes/t')['id'])

    def test_a_snapshot_of_a_snapshot_has_the_same_base(self, volume):
        snapshot(volume, 'v', 's', readOnly=True)
        snapshot(volume, 's', 't')
        assert volume.get('/volumes/t')['copyOf'] == 's'
        assert volume.get('/volumes/t')['baseId'] == \
            volume.get('/volumes/v')['id']

    def test_read_only_of_read_only_is_refused(self, volume):
        snapshot(volume, 'v', 's', readOnly=True)
        volume.refused('INV_OPERATION_VV_READONLY_TO_READONLY_SNAP', 'POST',
                       '/volumes/s', {'action': 'createSnapshot',
                                      'parameters': {'name': 't',
                                                     'readOnly': True}})

    def test_a_volume_without_snapshot_cpg_has_none(self, pool):
        pool.ok('POST', '/volumes', VOLUME)
        pool.refused('NO_SNAP_CPG', 'POST', '/volumes/v', {
            'action': 'createSnapshot', 'parameters': {'name': 's'}})

    def test_a_primera_uses_the_user_cpg(self, primera):
        primera.ok('POST', '/volumes', {**VOLUME, 'tpvv': True})
        snapshot(primera, 'v', 's')
        assert primera.get('/volumes/s')['snapCPG'] == 'c'

    @pytest.mark.parametrize('symbol, parameters', [
        ('EXISTENT_VOL', {'name': 'v'}),
        ('EXISTENT_ID', {'name': 's', 'id': 0}),
        ('INV_INPUT_TIME', {'name': 's', 'expirationHours': 43801}),
        ('INV_INPUT_RETAIN_GT_EXPIRE', {
            'name': 's', 'expirationHours': 1, 'retentionHours': 2}),
        ('INV_INPUT_MISSING_REQUIRED', {}),
        ('INV_INPUT', {'name': ''}),
        ('INV_INPUT_UNREC_NAME', {'name': 's', 'size': 1})])
    def test_a_bad_snapshot_is_refused(self, volume, symbol, parameters):
        volume.refused(symbol, 'POST', '/volumes/v', {
            'action': 'createSnapshot', 'parameters': parameters})

    @pytest.mark.parametrize('symbol, body', [
        ('INV_INPUT_MISSING_REQUIRED', {}),
        ('INV_INPUT_MISSING_REQUIRED', {'action': 'createSnapshot'}),
        ('INV_INPUT_WRONG_TYPE', {'action': 'createSnapshot',
                                  'parameters': []}),
        ('INV_INPUT_WRONG_TYPE', {'action': 1}),
        ('INV_POST_ACTION', {'action': 'createMiracle'})])
    def test_a_bad_envelope_is_refused(self, volume, symbol, body):
        volume.refused(symbol, 'POST', '/volumes/v', body)

    def test_a_missing_parent_is_404_23(self, pool):
        pool.refused('NON_EXISTENT_VOL', 'POST', '/volumes/v', {
            'action': 'createSnapshot', 'parameters': {'name': 's'}})

    def test_a_system_volume_has_no_snapshots(self, pool):
        pool.refused('INV_OPERATION_VV_SYS_VOLUME', 'POST', '/volumes/admin',
                     {'action': 'createSnapshot',
                      'parameters': {'name': 's'}})

    def test_an_expired_snapshot_is_gone(self, volume):
        volume.array.state.sessions.timeout = 1e9
        snapshot(volume, 'v', 's', expirationHours=1)
        volume.array.clock.advance(3600)
        volume.refused('NON_EXISTENT_VOL', 'GET', '/volumes/s')
        volume.ok('DELETE', '/volumes/v')

    def test_a_family_has_its_limit(self, volume, monkeypatch):
        monkeypatch.setattr(
            'hpe3parclient.simulator.assumptions.MAX_SNAPSHOTS_PER_FAMILY', 2)
        snapshot(volume, 'v', 's')
        snapshot(volume, 's', 't')
        volume.refused('SNAPSHOT_LIMIT_REACHED', 'POST', '/volumes/v', {
            'action': 'createSnapshot', 'parameters': {'name': 'u'}})

    def test_the_first_snapshot_of_a_full_volume_reserves_space(self, pool):
        pool.ok('POST', '/volumes', {**VOLUME, 'snapCPG': 'c'})
        assert pool.get('/volumes/v')['snapshotSpace']['reservedMiB'] == 0
        snapshot(pool, 'v', 's')
        assert pool.get('/volumes/v')['snapshotSpace']['reservedMiB'] == 1024

    def test_without_room_for_it_there_is_no_snapshot(self, pool):
        pool.ok('POST', '/volumes', {**VOLUME, 'snapCPG': 'c'})
        state = pool.array.state
        state.pools[1].total = 2048
        pool.refused('NO_SPACE', 'POST', '/volumes/v', {
            'action': 'createSnapshot', 'parameters': {'name': 's'}})
