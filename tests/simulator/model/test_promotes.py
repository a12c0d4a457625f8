"""Promoting virtual copies, and tuning with keepVV."""

from __future__ import annotations

import pytest

SIZE = 10240
TUNE = {'action': 6, 'tuneOperation': 1, 'userCPG': 'd'}


def snapshot(api, parent, name, **members):
    api.ok('POST', f'/volumes/{parent}', {
        'action': 'createSnapshot', 'parameters': {'name': name, **members}})


def content(api, name):
    return api.array.state.content_of(name)


def over(api):
    api.array.clock.advance(7200)
    api.array.state.settle()


def exported(api, name):
    api.ok('POST', '/hosts', {'name': 'h'})
    api.ok('POST', '/vluns', {'volumeName': name, 'hostname': 'h',
                               'lun': 1})


@pytest.fixture
def family(pool):
    """``v``, its snapshot ``s``, and what was written to ``v`` since."""
    pool.array.state.sessions.timeout = 1e9
    for name in 'vw':
        pool.ok('POST', '/volumes', {'name': name, 'cpg': 'c', 'tpvv': True,
                                     'sizeMiB': SIZE, 'snapCPG': 'c'})
    pool.ok('POST', '/cpgs', {'name': 'd'})
    pool.array.state.write('v', 2000)
    snapshot(pool, 'v', 's')
    pool.array.state.write('v', 100)
    return pool


def promote(api, name='s', **members):
    return api.ok('PUT', f'/volumes/{name}',
                   {'action': 4, **members}).body


class TestPromote:
    """Action 4."""

    def test_it_answers_a_task(self, family):
        body = promote(family)
        assert body['links'] == [{
            'href': f"{family.array.api_url}/tasks/{body['taskid']}",
            'rel': 'self'}]
        task = family.get(f"/tasks/{body['taskid']}")
        assert (task['type'], task['name'], task['status']) == (4, 's', 2)

    def test_both_volumes_say_so_meanwhile(self, family):
        promote(family)
        assert [family.get(f'/volumes/{name}')['additionalStates']
                for name in 'vs'] == [[12], [12]]

    def test_the_base_volume_is_what_its_snapshot_was(self, family):
        assert content(family, 'v') != content(family, 's')
        task = promote(family)['taskid']
        over(family)
        assert family.get(f'/tasks/{task}')['status'] == 1
        assert content(family, 'v') == content(family, 's')
        assert family.get('/volumes/v')['additionalStates'] == []

    def test_until_then_it_is_neither(self, family):
        old = content(family, 'v')
        promote(family)
        assert content(family, 'v') not in (old, content(family, 's'))

    def test_a_snapshot_of_a_snapshot_goes_to_the_base(self, family):
        snapshot(family, 's', 't', readOnly=True)
        promote(family, 't')
        over(family)
        assert content(family, 'v') == content(family, 't')

    def test_the_base_may_be_named(self, family):
        promote(family, target='v')

    def test_priority_is_the_tasks(self, family):
        task = promote(family, priority=3)['taskid']
        assert family.get(f'/tasks/{task}')['priority'] == 3

    def test_online_an_exported_volume_changes_at_once(self, family):
        exported(family, 'v')
        task = promote(family, online=True)['taskid']
        assert content(family, 'v') == content(family, 's')
        assert family.get(f'/tasks/{task}')['type'] == 37
        family.array.state.write('v', 1)
        written = content(family, 'v')
        over(family)
        assert content(family, 'v') == written

    def test_a_snapshot_that_expires_stays_until_it_is_promoted(self,
                                                                family):
        family.ok('PUT', '/volumes/s', {'expirationHours': 1})
        family.array.clock.advance(3590)
        promote(family)
        family.array.clock.advance(30)
        family.get('/volumes/s')
        over(family)
        family.refused('NON_EXISTENT_VOL', 'GET', '/volumes/s')
        assert family.get('/volumes/v')['state'] == 1

    @pytest.mark.parametrize('symbol, name, members', [
        ('NON_EXISTENT_VOL', 'x', {}),
        ('NON_EXISTENT_VOL', 's', {'target': 'x'}),
        ('INV_OPERATION_VV_BASE_VOLUME', 'v', {}),
        ('INV_OPERATION_PROMOTE_TARGET_NOT_BASE_VV', 's', {'target': 's'}),
        ('INV_OPERATION_PROMOTE_TARGET_NOT_BASE_VV', 's', {'target': 'w'}),
        ('INV_OPERATION_PARAM_CONFLICT', 's', {'online': True,
                                               'priority': 1}),
        ('INV_INPUT_BAD_ENUM_VALUE', 's', {'priority': 9}),
        ('INV_INPUT_WRONG_TYPE', 's', {'online': 1}),
        ('INV_INPUT_UNREC_NAME', 's', {'destVolume': 'w'})])
    def test_what_does_not_fit_is_refused(self, family, symbol, name,
                                          members):
        family.refused(symbol, 'PUT', f'/volumes/{name}',
                       {'action': 4, **members})

    @pytest.mark.parametrize('symbol, name', [
        ('INV_OPERATION_PARENT_VV_EXPORTED', 'v'),
        ('INV_OPERATION_VV_EXPORTED', 's')])
    def test_offline_nobody_may_look(self, family, symbol, name):
        exported(family, name)
        family.refused(symbol, 'PUT', '/volumes/s', {'action': 4})

    def test_a_base_that_grew_is_refused(self, family):
        family.ok('PUT', '/volumes/v', {'action': 3, 'sizeMiB': 256})
        family.refused('INV_OPERATION_PARENT_SIZE_HAS_INCREASED', 'PUT',
                       '/volumes/s', {'action': 4})

    def test_a_base_that_is_tuned_is_refused(self, family):
        family.ok('PUT', '/volumes/v', TUNE)
        family.refused('INV_OPERATION_VV_TUNE_IN_PROGRESS', 'PUT',
                       '/volumes/s', {'action': 4})

    def copy(self, api, source):
        api.ok('POST', f'/volumes/{source}', {
            'action': 'createPhysicalCopy',
            'parameters': {'destVolume': 'w'}})

    @pytest.mark.parametrize('symbol, source', [
        ('INV_OPERATION_VV_PCOPY_IN_PROGRESS', 's'),
        ('INV_OPERATION_PARENT_PCOPY_IN_PROGRESS', 'v')])
    def test_what_is_copied_is_refused(self, family, symbol, source):
        self.copy(family, source)
        family.refused(symbol, 'PUT', '/volumes/s', {'action': 4})

    def test_one_promotion_at_a_time(self, family):
        snapshot(family, 'v', 't')
        promote(family)
        for name in 'st':
            family.refused('INV_OPERATION_VV_PROMOTE_IN_PROGRESS', 'PUT',
                           f'/volumes/{name}', {'action': 4})

    def test_a_stale_snapshot_is_refused(self, family):
        family.array.state.write('v', SIZE)
        cpg = family.array.state.cpgs.get('c')
        cpg.limit = cpg.usage.full + cpg.usage.thin + cpg.usage.snap
        family.array.state.write('v', SIZE)
        family.refused('VV_IN_STALE_STATE', 'PUT', '/volumes/s',
                       {'action': 4})

    @pytest.mark.parametrize('symbol, method, path, body', [
        ('INV_OPERATION_VV_TUNE_IN_PROGRESS', 'DELETE', '/volumes/v', None),
        ('INV_OPERATION_VV_TUNE_IN_PROGRESS', 'DELETE', '/volumes/s', None),
        ('INV_OPERATION_VV_PROMOTE_IN_PROGRESS', 'PUT', '/volumes/v',
         {'action': 3, 'sizeMiB': 256}),
        ('INV_OPERATION_VV_PROMOTE_IN_PROGRESS', 'PUT', '/volumes/v', TUNE),
        ('INV_OPERATION_VV_NOT_IN_NORMAL_STATE', 'POST', '/volumes/v',
         {'action': 'createSnapshot', 'parameters': {'name': 't'}}),
        ('INV_OPERATION_VV_NOT_IN_NORMAL_STATE', 'POST', '/volumes/v',
         {'action': 'createPhysicalCopy',
          'parameters': {'destVolume': 'w'}})])
    def test_meanwhile_the_base_is_left_alone(self, family, symbol, method,
                                              path, body):
        promote(family)
        family.refused(symbol, method, path, body)


class TestStopPromote:
    """Action 5."""

    def stopped(self, api):
        task = promote(api)['taskid']
        assert api.ok('PUT', '/volumes/s', {'action': 5}).raw == b''
        return task

    def test_it_cancels_the_task(self, family):
        assert family.get(f'/tasks/{self.stopped(family)}')['status'] == 3

    def test_the_base_is_marked_and_the_snapshot_is_as_it_was(self, family):
        kept = content(family, 's')
        self.stopped(family)
        base = family.get('/volumes/v')
        assert (base['state'], base['failedStates'],
                base['additionalStates']) == (3, [9], [])
        item = family.get('/volumes/s')
        assert (item['state'], content(family, 's')) == (1, kept)

    def test_promoting_again_mends_the_base(self, family):
        self.stopped(family)
        promote(family)
        over(family)
        assert family.get('/volumes/v')['failedStates'] == []
        assert content(family, 'v') == content(family, 's')

    def test_half_a_base_is_not_copied_nor_grown(self, family):
        self.stopped(family)
        symbol = 'INV_OPERATION_VV_NOT_IN_NORMAL_STATE'
        family.refused(symbol, 'POST', '/volumes/v', {
            'action': 'createPhysicalCopy',
            'parameters': {'destVolume': 'w'}})
        family.refused(symbol, 'PUT', '/volumes/v',
                       {'action': 3, 'sizeMiB': 256})
        family.refused(symbol, 'PUT', '/volumes/v', TUNE)

    def test_cancelling_the_task_does_the_same(self, family):
        task = promote(family)['taskid']
        family.ok('PUT', f'/tasks/{task}', {'action': 1})
        assert family.get('/volumes/v')['failedStates'] == [9]

    def test_an_online_one_cannot_be_stopped(self, family):
        task = promote(family, online=True)['taskid']
        family.refused('INV_OPERATION_CANNOT_STOP_ONLINE_PROMOTE', 'PUT',
                       '/volumes/s', {'action': 5})
        family.refused('INV_OPERATION_CANNOT_CANCEL_TASK', 'PUT',
                       f'/tasks/{task}', {'action': 1})

    @pytest.mark.parametrize('symbol, name', [
        ('INV_OPERATION_VV_PROMOTE_IS_NOT_IN_PROGRESS', 's'),
        ('INV_OPERATION_VV_BASE_VOLUME', 'v'), ('NON_EXISTENT_VOL', 'x')])
    def test_what_is_not_promoted_is_refused(self, family, symbol, name):
        family.refused(symbol, 'PUT', f'/volumes/{name}', {'action': 5})


class TestConversion:
    """Action 6 with keepVV, snapshots and compression."""

    def test_with_snapshots_keepvv_is_required(self, family):
        family.refused('INV_INPUT_MISSING_REQUIRED', 'PUT', '/volumes/v',
                       {**TUNE, 'conversionOperation': 2}, ref='keepVV')

    def test_moving_keeps_the_snapshots(self, family):
        family.ok('PUT', '/volumes/v', TUNE)
        over(family)
        item = family.get('/volumes/v')
        assert (item['userCPG'], family.get('/volumes/s')['copyOf']) == (
            'd', 'v')

    def keep(self, api, operation=2):
        return api.ok('PUT', '/volumes/v', {
            **TUNE, 'conversionOperation': operation, 'keepVV': 'k'}).body

    def test_the_answer_says_where_the_old_volume_is(self, family):
        assert self.keep(family)['links'][1] == {
            'href': f'{family.array.api_url}/volumes/k',
            'rel': 'OriginalLDsVV'}

    def test_meanwhile_it_is_converted(self, family):
        self.keep(family)
        assert family.get('/volumes/v')['additionalStates'] == [22]
        symbol = 'INV_OPERATION_VV_VOLUME_CONV_IN_PROGRESS'
        family.refused(symbol, 'PUT', '/volumes/v',
                       {'action': 3, 'sizeMiB': 256})
        family.refused(symbol, 'PUT', '/volumes/v', TUNE)
        family.refused(symbol, 'POST', '/volumes/v', {
            'action': 'createSnapshot', 'parameters': {'name': 't'}})

    def test_the_old_volume_keeps_the_snapshots(self, family):
        before = family.get('/volumes/v')
        self.keep(family)
        over(family)
        old, new = family.get('/volumes/k'), family.get('/volumes/v')
        assert (new['provisioningType'], new['userCPG'], new['id'],
                new['wwn'], 'rwChildId' in new) == (
            1, 'd', before['id'], before['wwn'], False)
        assert (old['provisioningType'], old['userCPG'],
                old['userSpace'], old['snapshotSpace']) == (
            2, 'c', before['userSpace'], before['snapshotSpace'])
        item = family.get('/volumes/s')
        assert (item['copyOf'], item['baseId']) == ('k', old['id'])

    def test_both_hold_the_same(self, family):
        held = content(family, 'v')
        self.keep(family)
        over(family)
        assert content(family, 'v') == content(family, 'k') == held

    def test_all_space_returns(self, pool):
        pool.array.state.sessions.timeout = 1e9
        pool.ok('POST', '/cpgs', {'name': 'd'})
        before = pool.get('/capacity')
        for kind in (2, 3):
            pool.ok('POST', '/volumes', {
                'name': 'v', 'cpg': 'c', 'tpvv': True, 'sizeMiB': SIZE,
                'snapCPG': 'c'})
            snapshot(pool, 'v', 's')
            self.keep(pool, kind)
            over(pool)
            for name in 'skv':
                pool.ok('DELETE', f'/volumes/{name}')
            assert pool.get('/capacity') == before

    def test_cancelling_keeps_nothing(self, family):
        task = self.keep(family)['taskid']
        family.ok('PUT', f'/tasks/{task}', {'action': 1})
        family.refused('NON_EXISTENT_VOL', 'GET', '/volumes/k')
        assert family.get('/volumes/v')['provisioningType'] == 2

    def test_a_name_that_was_taken_meanwhile_fails_the_task(self, family):
        task = self.keep(family)['taskid']
        family.ok('PUT', '/volumes/w', {'newName': 'k'})
        over(family)
        assert family.get(f'/tasks/{task}')['status'] == 4
        assert family.get('/volumes/v')['provisioningType'] == 2

    def test_a_deduplicated_volume_stays_in_its_cpg(self, pool):
        pool.ok('POST', '/volumes', {'name': 'v', 'cpg': 'c', 'tdvv': True,
                                     'sizeMiB': SIZE})
        pool.ok('POST', '/cpgs', {'name': 'd'})
        pool.refused('INV_OPERATION_VV_MODIFY_USR_CPG_TDVV', 'PUT',
                     '/volumes/v', TUNE)

    def test_compression_is_a_conversion_of_its_own(self, pool):
        pool.array.state.sessions.timeout = 1e9
        pool.ok('POST', '/volumes', {'name': 'v', 'cpg': 'c', 'tpvv': True,
                                     'sizeMiB': SIZE})
        pool.ok('POST', '/cpgs', {'name': 'd'})
        body = {**TUNE, 'conversionOperation': 1, 'compression': True}
        pool.ok('PUT', '/volumes/v', body)
        over(pool)
        assert pool.get('/volumes/v')['compressionState'] == 1
        pool.refused('INV_INPUT_VV_IS_TPVV', 'PUT', '/volumes/v', body)

    @pytest.mark.parametrize('symbol, kind, operation', [
        ('INV_INPUT_VV_IS_FPVV', {}, 2),
        ('INV_INPUT_VV_IS_TPVV', {'tpvv': True}, 1),
        ('INV_INPUT_VV_IS_TDVV', {'tdvv': True}, 3)])
    def test_a_volume_does_not_become_what_it_is(self, pool, symbol, kind,
                                                 operation):
        pool.ok('POST', '/volumes', {'name': 'v', 'cpg': 'c',
                                     'sizeMiB': SIZE, **kind})
        pool.refused(symbol, 'PUT', '/volumes/v', {
            **TUNE, 'userCPG': 'c', 'conversionOperation': operation})

    def test_a_full_volume_is_not_compressed(self, pool):
        pool.ok('POST', '/volumes', {'name': 'v', 'cpg': 'c', 'tpvv': True,
                                     'sizeMiB': SIZE})
        pool.refused('INV_OPERATION_UNSUPPORTED_VV_TYPE', 'PUT',
                     '/volumes/v', {**TUNE, 'userCPG': 'c',
                                    'conversionOperation': 2,
                                    'compression': True})

    @pytest.mark.parametrize('operation, kind, state', [(4, 6, 6), (1, 2, 2)])
    def test_a_primera_reduces_and_the_reverse(self, primera, operation,
                                               kind, state):
        primera.array.state.sessions.timeout = 1e9
        primera.ok('POST', '/volumes', {
            'name': 'v', 'cpg': 'c', 'sizeMiB': SIZE,
            'tpvv': operation == 4, 'reduce': operation != 4})
        primera.ok('PUT', '/volumes/v', {
            **TUNE, 'userCPG': 'c', 'conversionOperation': operation})
        over(primera)
        item = primera.get('/volumes/v')
        assert (item['provisioningType'], item['compressionState']) == (
            kind, state)
