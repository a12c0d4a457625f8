"""Volumes: modifying, growing, tuning, writing."""

from __future__ import annotations

import pytest

VOLUME = {'name': 'v', 'cpg': 'c', 'sizeMiB': 10240}


@pytest.fixture
def full(pool):
    pool.ok('POST', '/volumes', VOLUME)
    pool.ok('POST', '/cpgs', {'name': 'd'})
    pool.array.state.sessions.timeout = 1e9
    return pool


@pytest.fixture
def thin(pool):
    pool.ok('POST', '/volumes', {**VOLUME, 'tpvv': True, 'snapCPG': 'c'})
    pool.ok('POST', '/cpgs', {'name': 'd'})
    pool.array.state.sessions.timeout = 1e9
    return pool


def test_a_new_name_is_answered_as_location(full):
    answer = full.ok('PUT', '/volumes/v', {'newName': 'w'})
    assert (answer.headers['Location'], answer.raw) == (
        '/api/v1/volumes/w', b'')
    full.refused('NON_EXISTENT_VOL', 'GET', '/volumes/v')


def test_a_renamed_volume_keeps_its_exports_and_sets(full):
    full.ok('POST', '/hosts', {'name': 'h'})
    full.ok('POST', '/vluns', {'volumeName': 'v', 'hostname': 'h', 'lun': 1})
    full.ok('POST', '/volumesets', {'name': 's', 'setmembers': ['v']})
    full.ok('PUT', '/volumes/v', {'newName': 'w'})
    assert full.get('/vluns')['members'][0]['volumeName'] == 'w'
    assert full.get('/volumesets/s')['setmembers'] == ['w']


def test_a_name_that_is_taken_is_409_22(full):
    full.refused('EXISTENT_VOL', 'PUT', '/volumes/v', {'newName': 'admin'})


def test_its_own_name_is_no_change(full):
    full.ok('PUT', '/volumes/v', {'newName': 'v'})


def test_a_comment_can_be_set_and_taken_away(full):
    full.ok('PUT', '/volumes/v', {'comment': 'text'})
    assert full.get('/volumes/v')['comment'] == 'text'
    full.ok('PUT', '/volumes/v', {'comment': ''})
    assert 'comment' not in full.get('/volumes/v')


def test_nothing_to_change_is_400_12(full):
    full.refused('INV_INPUT', 'PUT', '/volumes/v', {})


@pytest.mark.parametrize('symbol, name', [
    ('NON_EXISTENT_VOL', 'x'), ('INV_OPERATION_VV_SYS_VOLUME', 'admin')])
def test_what_cannot_be_modified_is_refused(full, symbol, name):
    full.refused(symbol, 'PUT', f'/volumes/{name}', {'comment': 'x'})


def test_the_shared_volume_cannot_be_modified(pool):
    pool.ok('POST', '/volumes', {**VOLUME, 'tdvv': True})
    pool.refused('INV_OPERATION_VV_INTERNAL_VOLUME', 'PUT',
                 '/volumes/.shared.c_0', {'comment': 'x'})


def test_policies_are_changed_one_by_one(thin):
    thin.ok('PUT', '/volumes/v', {'policies': {'zeroDetect': True}})
    thin.ok('PUT', '/volumes/v', {'policies': {'staleSS': False}})
    policies = thin.get('/volumes/v')['policies']
    assert (policies['zeroDetect'], policies['staleSS']) == (True, False)


def test_a_full_volume_detects_no_zeros(full):
    full.refused('INV_OPERATION_VV_ZERO_DETECT_TPVV', 'PUT', '/volumes/v',
                 {'policies': {'zeroDetect': True}})


def test_alerts_are_set_and_taken_away(thin):
    thin.ok('PUT', '/volumes/v', {'usrSpcAllocWarningPct': 50,
                                  'ssSpcAllocLimitPct': 60})
    thin.ok('PUT', '/volumes/v', {'rmUsrSpcAllocWarning': True,
                                  'rmSsSpcAllocLimit': True})
    item = thin.get('/volumes/v')
    assert (item['usrSpcAllocWarningPct'], item['ssSpcAllocLimitPct']) == (0, 0)


def test_a_warning_is_compared_with_the_limit_there_is(thin):
    thin.ok('PUT', '/volumes/v', {'usrSpcAllocLimitPct': 50})
    thin.refused('INV_INPUT_WARN_GT_LIMIT', 'PUT', '/volumes/v',
                 {'usrSpcAllocWarningPct': 60})


def test_expiration_can_be_set_and_taken_away(full):
    full.ok('PUT', '/volumes/v', {'expirationHours': 1})
    assert 'expirationTimeSec' in full.get('/volumes/v')
    full.ok('PUT', '/volumes/v', {'rmExpTime': True})
    full.array.clock.advance(7200)
    assert 'expirationTimeSec' not in full.get('/volumes/v')


def test_retention_cannot_be_shortened(full):
    full.ok('PUT', '/volumes/v', {'retentionHours': 5})
    full.refused('INV_INPUT_TIME', 'PUT', '/volumes/v',
                 {'retentionHours': 4})


def test_expiration_before_the_retention_there_is_is_refused(full):
    full.ok('PUT', '/volumes/v', {'retentionHours': 5})
    full.refused('INV_INPUT_RETAIN_GT_EXPIRE', 'PUT', '/volumes/v',
                 {'expirationHours': 4})


def test_a_full_volume_can_move_to_another_cpg(full):
    full.ok('PUT', '/volumes/v', {'userCPG': 'd'})
    assert full.get('/volumes/v')['userCPG'] == 'd'
    assert full.get('/cpgs/c')['numFPVVs'] == 0
    assert full.get('/cpgs/d')['UsrUsage']['usedMiB'] == 10240


def test_a_thin_volume_cannot(thin):
    thin.refused('INV_OPERATION_VV_MODIFY_USR_CPG_TPVV', 'PUT',
                 '/volumes/v', {'userCPG': 'd'})


def test_a_snapshot_gets_no_cpg(thin):
    thin.ok('POST', '/volumes/v', {'action': 'createSnapshot',
                                   'parameters': {'name': 's'}})
    thin.refused('INV_OPERATION_VV_CPG_ON_SNAPSHOT', 'PUT', '/volumes/s',
                 {'snapCPG': 'd'})


def test_a_snapshot_cpg_with_snapshots_in_it_stays(thin):
    thin.ok('POST', '/volumes/v', {'action': 'createSnapshot',
                                   'parameters': {'name': 's'}})
    thin.refused('INV_OPERATION_VV_SNAPSPACE_NOT_MOVED_TO_CPG', 'PUT',
                 '/volumes/v', {'snapCPG': 'd'})


def test_a_snapshot_cpg_may_be_given_later(full):
    full.ok('PUT', '/volumes/v', {'snapCPG': 'd'})
    full.ok('POST', '/volumes/v', {'action': 'createSnapshot',
                                   'parameters': {'name': 's'}})


@pytest.mark.parametrize('symbol, domain', [
    ('NON_EXISTENT_CPG', None), ('CPG_NOT_IN_SAME_DOMAIN', 'dom')])
def test_a_cpg_that_does_not_fit_is_refused(full, symbol, domain):
    if domain:
        full.array.state.domains.add(domain)
        full.ok('POST', '/cpgs', {'name': 'e', 'domain': domain})
    full.refused(symbol, 'PUT', '/volumes/v', {'userCPG': 'e'})


def test_without_room_nothing_moves(full):
    full.ok('PUT', '/cpgs/d', {'growthLimitMiB': 1024})
    full.refused('NO_SPACE', 'PUT', '/volumes/v', {'userCPG': 'd'})


class TestGrow:
    """Action 3."""

    def test_the_amount_is_added(self, full):
        answer = full.ok('PUT', '/volumes/v', {'action': 3, 'sizeMiB': 1024})
        assert (answer.headers['Location'], answer.raw) == (
            '/api/v1/volumes/v', b'')
        assert full.get('/volumes/v')['sizeMiB'] == 11264

    def test_the_amount_is_rounded_up(self, full):
        full.ok('PUT', '/volumes/v', {'action': 3, 'sizeMiB': 1})
        assert full.get('/volumes/v')['sizeMiB'] == 10496

    def test_a_full_volume_takes_the_space_at_once(self, full):
        full.ok('PUT', '/volumes/v', {'action': 3, 'sizeMiB': 1024})
        assert full.get('/cpgs/c')['UsrUsage']['usedMiB'] == 11264

    def test_a_thin_volume_takes_none(self, thin):
        before = thin.get('/capacity')['allCapacity']['freeMiB']
        thin.ok('PUT', '/volumes/v', {'action': 3, 'sizeMiB': 102400})
        assert thin.get('/capacity')['allCapacity']['freeMiB'] == before

    @pytest.mark.parametrize('symbol, name, size', [
        ('INV_INPUT_VV_GROW_SIZE', 'v', 0),
        ('VV_NEW_SIZE_IS_SMALLER', 'v', -1),
        ('INV_INPUT_WRONG_TYPE', 'v', 1.5),
        ('VV_NEW_SIZE_EXCEED_LIMIT', 'v', 16777216),
        ('VV_NEW_SIZE_EXCEED_LIMIT', 'v', 2**32),
        ('NON_EXISTENT_VOL', 'x', 256),
        ('INV_OPERATION_VV_INTERNAL_VOLUME', 'admin', 256),
        ('INV_OPERATION_UNSUPPORTED_VV_TYPE', 's', 256)])
    def test_a_bad_growth_is_refused(self, thin, symbol, name, size):
        thin.ok('POST', '/volumes/v', {'action': 'createSnapshot',
                                       'parameters': {'name': 's'}})
        thin.refused(symbol, 'PUT', f'/volumes/{name}',
                     {'action': 3, 'sizeMiB': size})

    def test_a_cpg_at_its_limit_is_403_153(self, full):
        full.ok('PUT', '/cpgs/c', {'growthLimitMiB': 11000})
        full.refused('VV_NEW_SIZE_EXCEED_CPG_LIMIT', 'PUT', '/volumes/v',
                     {'action': 3, 'sizeMiB': 1024})

    def test_an_array_that_is_full_is_400_24(self, full):
        full.array.state.pools[1].total = 20000
        full.refused('NO_SPACE', 'PUT', '/volumes/v',
                     {'action': 3, 'sizeMiB': 10240})

    def test_a_volume_that_is_tuned_is_409_151(self, full):
        full.ok('PUT', '/volumes/v', {'action': 6, 'tuneOperation': 1,
                                      'userCPG': 'd'})
        full.refused('INV_OPERATION_VV_TUNE_IN_PROGRESS', 'PUT',
                     '/volumes/v', {'action': 3, 'sizeMiB': 256})


class TestTune:
    """Action 6."""

    def tune(self, api, **members):
        return api.ok('PUT', '/volumes/v', {
            'action': 6, 'tuneOperation': 1, 'userCPG': 'd', **members}).body

    def test_tuning_answers_a_task(self, thin):
        body = self.tune(thin)
        assert body['links'] == [{
            'href': f"{thin.array.api_url}/tasks/{body['taskid']}",
            'rel': 'self'}]
        assert thin.get(f"/tasks/{body['taskid']}")['status'] == 2

    def test_the_volume_moves_when_the_task_ends(self, thin):
        task = self.tune(thin)['taskid']
        assert thin.get('/volumes/v')['userCPG'] == 'c'
        assert thin.get('/volumes/v')['additionalStates'] == [15]
        thin.array.clock.advance(3600)
        assert thin.get(f'/tasks/{task}')['status'] == 1
        item = thin.get('/volumes/v')
        assert (item['userCPG'], item['additionalStates']) == ('d', [])

    def test_snapshot_space_can_be_moved(self, thin):
        self.tune(thin, tuneOperation=2, snapCPG='d')
        thin.array.clock.advance(3600)
        assert thin.get('/volumes/v')['snapCPG'] == 'd'

    @pytest.mark.parametrize('operation, kind', [(2, 1), (3, 6)])
    def test_a_volume_can_be_converted(self, thin, operation, kind):
        self.tune(thin, conversionOperation=operation)
        thin.array.clock.advance(3600)
        assert thin.get('/volumes/v')['provisioningType'] == kind

    def test_a_full_volume_can_become_thin(self, full):
        self.tune(full, conversionOperation=1)
        full.array.clock.advance(3600)
        item = full.get('/volumes/v')
        assert (item['provisioningType'], item['userSpace']['usedMiB']) == (
            2, 10240)

    def test_converting_back_takes_the_shared_volume_away(self, thin):
        self.tune(thin, conversionOperation=3)
        thin.array.clock.advance(3600)
        thin.get('/volumes/.shared.d_0')
        self.tune(thin, conversionOperation=1)
        thin.array.clock.advance(3600)
        thin.refused('NON_EXISTENT_VOL', 'GET', '/volumes/.shared.d_0')

    def test_cancelling_leaves_the_volume_as_it_was(self, thin):
        task = self.tune(thin)['taskid']
        thin.ok('PUT', f'/tasks/{task}', {'action': 1})
        thin.array.clock.advance(3600)
        item = thin.get('/volumes/v')
        assert (item['userCPG'], item['additionalStates']) == ('c', [])
        assert thin.get(f'/tasks/{task}')['status'] == 3

    def test_a_target_that_vanished_fails_the_task(self, thin):
        task = self.tune(thin)['taskid']
        thin.ok('DELETE', '/cpgs/d')
        thin.array.clock.advance(3600)
        assert thin.get(f'/tasks/{task}')['status'] == 4
        assert thin.get('/volumes/v')['userCPG'] == 'c'

    def test_a_target_that_filled_up_fails_the_task(self, thin):
        task = self.tune(thin)['taskid']
        thin.ok('PUT', '/cpgs/d', {'growthLimitMiB': 1})
        thin.array.clock.advance(3600)
        assert thin.get(f'/tasks/{task}')['status'] == 4

    @pytest.mark.parametrize('symbol, members', [
        ('INV_INPUT_MISSING_REQUIRED', {'userCPG': None}),
        ('INV_INPUT_MISSING_REQUIRED', {'tuneOperation': 2}),
        ('INV_INPUT_MISSING_REQUIRED', {'tuneOperation': None}),
        ('INV_INPUT_MISSING_REQUIRED', {'keepVV': 'k'}),
        ('INV_INPUT_MISSING_REQUIRED', {
            'tuneOperation': 2, 'snapCPG': 'd', 'conversionOperation': 2}),
        ('EXISTENT_VOL', {'keepVV': 'admin', 'conversionOperation': 2}),
        ('INV_INPUT_BAD_ENUM_VALUE', {'tuneOperation': 3}),
        ('INV_INPUT_VV_IS_TPVV', {'conversionOperation': 1}),
        ('NON_EXISTENT_CPG', {'userCPG': 'x'})])
    def test_a_bad_tuning_is_refused(self, thin, symbol, members):
        thin.refused(symbol, 'PUT', '/volumes/v', {
            'action': 6, 'tuneOperation': 1, 'userCPG': 'd', **members})

    def test_only_one_tuning_at_a_time(self, thin):
        self.tune(thin)
        thin.refused('INV_OPERATION_VV_TUNE_IN_PROGRESS', 'PUT',
                     '/volumes/v', {'action': 6, 'tuneOperation': 1,
                                    'userCPG': 'd'})

    def test_a_snapshot_is_not_tuned(self, thin):
        thin.ok('POST', '/volumes/v', {'action': 'createSnapshot',
                                       'parameters': {'name': 's'}})
        thin.refused('INV_OPERATION_VV_NON_BASE_VOLUME', 'PUT',
                     '/volumes/s', {'action': 6, 'tuneOperation': 1,
                                    'userCPG': 'd'})

    def test_a_primera_makes_no_full_volumes(self, primera):
        primera.ok('POST', '/volumes', {**VOLUME, 'tpvv': True})
        primera.refused('INV_OPERATION_UNSUPPORTED_VV_TYPE', 'PUT',
                        '/volumes/v', {'action': 6, 'tuneOperation': 1,
                                       'userCPG': 'c',
                                       'conversionOperation': 2})

    def test_another_domain_is_refused(self, thin):
        thin.array.state.domains.add('dom')
        thin.ok('POST', '/cpgs', {'name': 'e', 'domain': 'dom'})
        thin.refused('CPG_NOT_IN_SAME_DOMAIN', 'PUT', '/volumes/v', {
            'action': 6, 'tuneOperation': 1, 'userCPG': 'e'})

    def test_without_room_there_is_no_task(self, thin):
        thin.ok('PUT', '/cpgs/d', {'growthLimitMiB': 1})
        thin.refused('NO_SPACE', 'PUT', '/volumes/v', {
            'action': 6, 'tuneOperation': 1, 'userCPG': 'd'})


@pytest.mark.parametrize('symbol, action', [
    ('INV_INPUT_BAD_ENUM_VALUE', 7), ('INV_INPUT_BAD_ENUM_VALUE', 9),
    ('INV_INPUT_WRONG_TYPE', '3'), ('INV_INPUT_WRONG_TYPE', True)])
def test_another_action_is_refused(full, symbol, action):
    full.refused(symbol, 'PUT', '/volumes/v', {'action': action})


class TestWriting:
    """There is no data path: the state is told what hosts write."""

    def test_a_thin_volume_fills(self, thin):
        thin.array.state.write('v', 3000)
        space = thin.get('/volumes/v')['userSpace']
        assert (space['usedMiB'], space['reservedMiB']) == (3000, 3072)

    def test_a_volume_does_not_overflow(self, thin):
        thin.array.state.write('v', 99999)
        assert thin.get('/volumes/v')['userSpace']['usedMiB'] == 10240

    def test_snapshots_hold_what_is_overwritten(self, thin):
        thin.ok('POST', '/volumes/v', {'action': 'createSnapshot',
                                       'parameters': {'name': 's'}})
        thin.array.state.write('v', 1500)
        space = thin.get('/volumes/v')['snapshotSpace']
        assert (space['usedMiB'], space['reservedMiB']) == (1500, 2048)

    def test_a_full_volume_only_counts(self, primera, full):
        full.array.state.write('v', 100)
        assert full.get('/volumes/v')['userSpace']['usedMiB'] == 10240

    def test_efficiency_shows_what_thin_saves(self, thin):
        thin.array.state.write('v', 1024)
        assert thin.get('/volumes/v')['capacityEfficiency'] == {
            'compaction': 10.0}

    def test_a_primera_counts_what_hosts_wrote(self, primera):
        primera.ok('POST', '/volumes', {**VOLUME, 'tpvv': True})
        primera.array.state.write('v', 77)
        assert primera.get('/volumes/v')['hostWriteMiB'] == 77

    def test_a_system_volume_is_not_written(self, api):
        with pytest.raises(Exception, match='UNSUPPORTED_VV_TYPE'):
            api.array.state.write('admin', 1)
