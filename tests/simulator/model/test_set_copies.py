"""Snapshots, physical copies and promotions of whole volume sets."""

from __future__ import annotations

import dataclasses

import pytest

SIZE = 10240


def made(api, *names, **members):
    for name in names:
        api.ok('POST', '/volumes', {
            'name': name, 'cpg': 'c', 'tpvv': True, 'sizeMiB': SIZE,
            'snapCPG': 'c', **members})


def whole(api, name, *members):
    api.ok('POST', '/volumesets', {'name': name,
                                    'setmembers': list(members)})


def names(api):
    return {item['name'] for item in api.get('/volumes')['members']}


def snap(pattern, **members):
    return {'action': 'createSnapshot',
            'parameters': {'name': pattern, **members}}


def copy(**members):
    return {'action': 'createPhysicalCopy', 'parameters': members}


def content(api, name):
    return api.array.state.content_of(name)


def over(api):
    api.array.clock.advance(7200)
    api.array.state.settle()


@pytest.fixture
def sets(pool):
    """``one`` holds a1 and a2, ``two`` b1 and b2, ``none`` nothing."""
    pool.array.state.sessions.timeout = 1e9
    made(pool, 'a1', 'a2', 'b1', 'b2')
    whole(pool, 'one', 'a2', 'a1')
    whole(pool, 'two', 'b1', 'b2')
    whole(pool, 'none')
    for name in ('a1', 'a2'):
        pool.array.state.write(name, 2000)
    return pool


class TestSnapshots:
    """Guide table T109."""

    def test_it_answers_201_and_the_set(self, sets):
        answer = sets('POST', '/volumesets/one', snap('s.@vvname@'))
        assert (answer.status, answer.headers['Location'], answer.raw) == (
            201, '/api/v1/volumesets/one', b'')

    def test_every_member_gets_one(self, sets):
        sets.ok('POST', '/volumesets/one', snap(
            's.@vvname@', readOnly=True, comment='text',
            expirationHours=3, retentionHours=2))
        for name in ('a1', 'a2'):
            item = sets.get(f'/volumes/s.{name}')
            assert (item['copyOf'], item['readOnly'], item['comment']) == (
                name, True, 'text')
            assert item['expirationTimeSec'] - item['retentionTimeSec'] == 3600
            assert content(sets, f's.{name}') == content(sets, name)

    def test_count_follows_the_order_of_the_set(self, sets):
        sets.ok('POST', '/volumesets/one', snap('s-@count@'))
        assert [sets.get(f'/volumes/s-{number}')['copyOf']
                for number in range(2)] == ['a2', 'a1']

    def test_the_time_can_be_part_of_a_name(self, sets):
        sets.ok('POST', '/volumesets/one',
                snap('@vvname@.@y@@m@@d@@H@@M@@S@'))
        assert {'a1.20170714024000', 'a2.20170714024000'} <= names(sets)

    def test_ids_count_from_the_one_asked_for(self, sets):
        sets.ok('POST', '/volumesets/one', snap('s-@count@', id=70))
        assert [sets.get(f'/volumes/s-{number}')['id']
                for number in range(2)] == [70, 71]

    def test_retained_ones_hold_themselves_and_their_parents(self, sets):
        sets.ok('POST', '/volumesets/one', snap('s-@count@',
                                                retentionHours=2))
        sets.refused('RETAINED', 'DELETE', '/volumes/s-0')
        sets.refused('HAS_CHILD', 'DELETE', '/volumes/a2')

    def test_expired_ones_go_by_themselves(self, sets):
        before = names(sets)
        sets.ok('POST', '/volumesets/one', snap('s-@count@',
                                                expirationHours=2))
        over(sets)
        assert names(sets) == before

    def test_the_snapshots_may_join_a_set(self, sets):
        sets.ok('POST', '/volumesets/one', snap('s-@count@', addToSet='new'))
        assert sets.get('/volumesets/new')['setmembers'] == ['s-0', 's-1']

    @pytest.mark.parametrize('symbol, pattern', [
        ('INVALID_INPUT_VV_PATTERN', 's.@vvid@'),
        ('INVALID_INPUT_VV_PATTERN', 's@'),
        ('INV_INPUT_DUP_NAME', 's'),
        ('INV_INPUT_DUP_NAME', 's.@y@'),
        ('INV_INPUT_ILLEGAL_CHAR', 's @vvname@'),
        ('INV_INPUT_EXCEEDS_LENGTH', '@vvname@' + 30 * 'x'),
        ('INV_INPUT_EMPTY_STR', ''),
        ('EXISTENT_VOL', 'b@count@')])
    def test_a_bad_name_is_refused(self, sets, symbol, pattern):
        sets.refused(symbol, 'POST', '/volumesets/one', snap(pattern))

    @pytest.mark.parametrize('symbol, members', [
        ('INV_INPUT_RETAIN_GT_EXPIRE', {'expirationHours': 1,
                                        'retentionHours': 2}),
        ('INV_INPUT_TIME', {'expirationHours': 43801}),
        ('EXISTENT_ID', {'id': 1}),
        ('VV_ID_LIMIT_REACHED', {'id': 2**31 - 1}),
        ('INV_INPUT_WRONG_TYPE', {'readOnly': 'yes'})])
    def test_a_bad_request_is_refused(self, sets, symbol, members):
        sets.refused(symbol, 'POST', '/volumesets/one',
                     snap('s-@count@', **members))

    @pytest.mark.parametrize('symbol, name', [
        ('NON_EXISTENT_SET', 'x'), ('EMPTY_SET', 'none')])
    def test_without_members_it_is_404(self, sets, symbol, name):
        sets.refused(symbol, 'POST', f'/volumesets/{name}',
                     snap('s-@count@'))

    def test_a_member_without_snapshot_cpg_refuses_all(self, sets):
        sets.ok('POST', '/volumes', {'name': 'n', 'cpg': 'c',
                                     'sizeMiB': 256})
        whole(sets, 's', 'a1', 'n')
        sets.refused('NO_SNAP_CPG', 'POST', '/volumesets/s',
                     snap('s-@count@'))

    def test_a_volume_and_its_snapshot_share_a_base(self, sets):
        sets.ok('POST', '/volumes/a1', snap('s'))
        whole(sets, 's', 'a1', 's')
        sets.refused('INV_OPERATION_VV_SNAP_PARENT_SAME_BASE', 'POST',
                     '/volumesets/s', snap('s-@count@'))

    def test_snapshots_of_both_kinds_do_not_mix(self, sets):
        sets.ok('POST', '/volumes/a1', snap('s', readOnly=True))
        sets.ok('POST', '/volumes/a2', snap('t'))
        whole(sets, 's', 's', 't')
        sets.refused('INV_OPERATION_SNAPSHOT_NOT_SAME_TYPE', 'POST',
                     '/volumesets/s', snap('s-@count@'))

    def test_read_only_snapshots_get_no_read_only_ones(self, sets):
        sets.ok('POST', '/volumes/a1', snap('s', readOnly=True))
        whole(sets, 's', 's')
        sets.refused('INV_OPERATION_VV_READONLY_TO_READONLY_SNAP', 'POST',
                     '/volumesets/s', snap('s-@count@', readOnly=True))

    def test_the_number_of_volumes_is_limited(self, sets, monkeypatch):
        state = sets.array.state
        monkeypatch.setattr(state, 'personality', dataclasses.replace(
            state.personality, max_volumes=len(state.volumes) + 1))
        sets.refused('VV_LIMIT_REACHED', 'POST', '/volumesets/one',
                     snap('s-@count@'))

    def test_a_family_has_its_limit(self, sets, monkeypatch):
        monkeypatch.setattr(
            'hpe3parclient.simulator.assumptions.MAX_SNAPSHOTS_PER_FAMILY', 1)
        sets.ok('POST', '/volumes/a1', snap('s'))
        sets.refused('SNAPSHOT_LIMIT_REACHED', 'POST', '/volumesets/one',
                     snap('s-@count@'))

    def test_a_cpg_past_its_warning_refuses(self, sets):
        sets.ok('PUT', '/cpgs/c', {'usedLDWarningAlertMiB': 2048})
        sets.refused('CPG_ALLOCATION_WARNING_REACHED', 'POST',
                     '/volumesets/one', snap('s-@count@'))

    @pytest.mark.parametrize('symbol, change', [
        ('INV_OPERATION_VV_VOLUME_CONV_IN_PROGRESS',
         ('PUT', '/volumes/a1', {'action': 6, 'tuneOperation': 1,
                                 'userCPG': 'c', 'conversionOperation': 2})),
        ('INV_OPERATION_VV_NOT_IN_NORMAL_STATE',
         ('POST', '/volumes/b1', copy(destVolume='a1')))])
    def test_a_member_that_is_busy_refuses_all(self, sets, symbol, change):
        sets.ok(*change)
        sets.refused(symbol, 'POST', '/volumesets/one', snap('s-@count@'))

    def test_the_target_of_an_online_copy_refuses_all(self, sets):
        sets.ok('POST', '/volumes/a1', copy(
            destVolume='n', online=True, destCPG='c', snapCPG='c'))
        whole(sets, 's', 'b1', 'n')
        sets.refused('INV_OPERATION_VV_ONLINE_COPY_IN_PROGRESS', 'POST',
                     '/volumesets/s', snap('s-@count@'))

    def test_a_stale_member_refuses_all(self, sets):
        sets.ok('POST', '/volumes/a1', snap('s'))
        sets.array.state.volumes.get('s').failed = [8]
        whole(sets, 's', 's')
        sets.refused('VV_IN_STALE_STATE', 'POST', '/volumesets/s',
                     snap('s-@count@'))

    def test_without_room_there_is_none(self, sets):
        made(sets, 'f', 'g', tpvv=False, sizeMiB=256)
        whole(sets, 's', 'f', 'g')
        cpg = sets.array.state.cpgs.get('c')
        cpg.limit = cpg.usage.full + cpg.usage.thin + cpg.usage.snap + 1024
        sets.refused('NO_SPACE', 'POST', '/volumesets/s', snap('s-@count@'))

    def test_another_word_is_refused(self, sets):
        sets.refused('INV_POST_ACTION', 'POST', '/volumesets/one',
                     {'action': 'createMiracle', 'parameters': {}})


class TestCopies:
    """createPhysicalCopy and actions 3 and 4."""

    def start(self, api, **members):
        return api.ok('POST', '/volumesets/one',
                       copy(destVolume='two', **members))

    def test_it_answers_a_bare_array(self, sets):
        answer = self.start(sets)
        assert answer.headers['Location'] == '/api/v1/volumesets/one'
        assert [(row['parent'], row['child']) for row in answer.body] == [
            ('a2', 'b1'), ('a1', 'b2')]
        for row in answer.body:
            task = sets.get(f"/tasks/{row['taskid']}")
            assert task['name'] == f"{row['parent']}->{row['child']}"

    def test_every_copy_is_what_its_source_was(self, sets):
        self.start(sets)
        over(sets)
        assert (content(sets, 'b1'), content(sets, 'b2')) == (
            content(sets, 'a2'), content(sets, 'a1'))

    @pytest.mark.parametrize('symbol, source, copied', [
        ('NON_EXISTENT_SET', 'x', 'two'), ('NON_EXISTENT_SET', 'one', 'x'),
        ('INV_INPUT_EMPTY_VVSET', 'none', 'two'),
        ('INV_INPUT_EMPTY_VVSET', 'one', 'none'),
        ('INV_OPERATION_VV_COPY_TO_SELF', 'one', 'one'),
        ('SET_SIZE_NOT_SAME', 'one', 'single'),
        ('INV_OPERATION_VV_CIRCULAR_COPY', 'one', 'mixed')])
    def test_sets_that_do_not_fit_are_refused(self, sets, symbol, source,
                                              copied):
        whole(sets, 'single', 'b1')
        whole(sets, 'mixed', 'b1', 'a2')
        sets.refused(symbol, 'POST', f'/volumesets/{source}',
                     copy(destVolume=copied))

    def test_one_pair_that_does_not_fit_refuses_all(self, sets):
        sets.ok('PUT', '/volumes/a1', {'action': 3, 'sizeMiB': 256})
        sets.refused('INV_OPERATION_VV_COPY_PARENT_TOO_BIG', 'POST',
                     '/volumesets/one', copy(destVolume='two'))

    def test_without_room_for_all_snapshots_nothing_begins(
            self, sets, monkeypatch):
        state = sets.array.state
        monkeypatch.setattr(state, 'personality', dataclasses.replace(
            state.personality, max_volumes=len(state.volumes) + 1))
        sets.refused('VV_LIMIT_REACHED', 'POST', '/volumesets/one',
                     copy(destVolume='two', saveSnapshot=True))

    def test_a_set_can_be_brought_up_to_date(self, sets):
        self.start(sets, saveSnapshot=True)
        over(sets)
        sets.array.state.write('a1', 10)
        rows = sets.ok('PUT', '/volumesets/two',
                       {'action': 3, 'priority': 1}).body
        assert [(row['parent'], row['child']) for row in rows] == [
            ('a2', 'b1'), ('a1', 'b2')]
        assert sets.get(f"/tasks/{rows[0]['taskid']}")['priority'] == 1
        over(sets)
        assert content(sets, 'b2') == content(sets, 'a1')

    def test_a_set_of_no_copies_follows_nothing(self, sets):
        sets.refused('INV_OPERATION_VV_NO_PARENT', 'PUT', '/volumesets/two',
                     {'action': 3})

    def test_stopping_stops_them_all(self, sets):
        rows = self.start(sets).body
        assert sets.ok('PUT', '/volumesets/two', {'action': 4}).raw == b''
        assert [sets.get(f"/tasks/{row['taskid']}")['status']
                for row in rows] == [3, 3]

    def test_one_that_is_done_is_not_stopped_and_stops_none(self, sets):
        rows = self.start(sets, saveSnapshot=True).body
        sets.ok('PUT', f"/tasks/{rows[1]['taskid']}", {'action': 1})
        sets.refused('NON_EXISTENT_VVCOPY', 'PUT', '/volumesets/two',
                     {'action': 4})

    @pytest.mark.parametrize('member, value', [
        ('newName', 'x'), ('comment', 'x'), ('setmembers', ['a1']),
        ('flashCachePolicy', 1)])
    def test_nothing_else_goes_with_it(self, sets, member, value):
        sets.refused('INV_INPUT_PARAM_CONFLICT', 'PUT', '/volumesets/two',
                     {'action': 3, member: value})

    def test_a_bad_priority_is_refused(self, sets):
        sets.refused('INV_INPUT_BAD_ENUM_VALUE', 'PUT', '/volumesets/two',
                     {'action': 3, 'priority': 7})


class TestPromotions:
    """Actions 5 and 6."""

    @pytest.fixture
    def taken(self, sets):
        sets.ok('POST', '/volumesets/one', snap('s-@count@',
                                                addToSet='snaps'))
        for name in ('a1', 'a2'):
            sets.array.state.write(name, 5)
        return sets

    def test_every_base_is_what_it_was(self, taken):
        body = taken.ok('PUT', '/volumesets/snaps', {'action': 5}).body
        numbers = [row['taskid'] for row in body['tasks']]
        assert body['links'] == [
            {'href': f'{taken.array.api_url}/tasks/{number}', 'rel': 'self'}
            for number in numbers]
        over(taken)
        assert [taken.get(f'/tasks/{number}')['status']
                for number in numbers] == [1, 1]
        assert (content(taken, 'a2'), content(taken, 'a1')) == (
            content(taken, 's-0'), content(taken, 's-1'))

    def test_stopping_stops_them_all(self, taken):
        body = taken.ok('PUT', '/volumesets/snaps', {'action': 5}).body
        assert taken.ok('PUT', '/volumesets/snaps',
                        {'action': 6}).raw == b''
        assert [taken.get(f"/tasks/{row['taskid']}")['status']
                for row in body['tasks']] == [3, 3]

    def test_online_ones_change_at_once(self, taken):
        taken.ok('PUT', '/volumesets/snaps', {'action': 5, 'online': True})
        assert content(taken, 'a2') == content(taken, 's-0')

    @pytest.mark.parametrize('symbol, name, action', [
        ('NON_EXISTENT_SET', 'x', 5), ('EMPTY_SET', 'none', 5),
        ('EMPTY_SET', 'none', 6),
        ('INV_OPERATION_VV_BASE_VOLUME', 'one', 5),
        ('INV_OPERATION_VV_PROMOTE_IS_NOT_IN_PROGRESS', 'snaps', 6)])
    def test_a_set_that_does_not_fit_is_refused(self, taken, symbol, name,
                                                action):
        taken.refused(symbol, 'PUT', f'/volumesets/{name}',
                      {'action': action})

    def test_two_snapshots_of_one_base_are_refused(self, taken):
        taken.ok('POST', '/volumes/a1', snap('t'))
        whole(taken, 's', 's-1', 't')
        taken.refused('INV_OPERATION_VV_SNAP_PARENT_SAME_BASE', 'PUT',
                      '/volumesets/s', {'action': 5})


def group(*entries, **members):
    return {'action': 8, 'parameters': {
        'volumeGroup': [{'volumeName': volume, 'snapshotName': name, **more}
                        for volume, name, more in entries], **members}}


class TestGroups:
    """Action 8 on the collection."""

    def test_it_answers_300_and_what_was_made(self, sets):
        answer = sets('POST', '/volumes', group(
            ('a1', 's1', {}), ('b1', 's2', {'snapshotId': 80}),
            comment='text'))
        base = sets.array.api_url + '/volumes'
        assert (answer.status, answer.body) == (300, {
            'total': 2, 'members': [
                {'volumeName': volume, 'snapShotVolume': name, 'links': [
                    {'href': f'{base}/{volume}', 'rel': 'volume'},
                    {'href': f'{base}/{name}', 'rel': 'snapShotVolume'}]}
                for volume, name in (('a1', 's1'), ('b1', 's2'))]})
        assert sets.get('/volumes/s2')['id'] == 80
        assert sets.get('/volumes/s1')['comment'] == 'text'

    def test_one_of_them_may_be_writable(self, sets):
        sets('POST', '/volumes', group(
            ('a1', 's1', {}), ('b1', 's2', {'readWrite': True}),
            readOnly=True))
        assert [sets.get(f'/volumes/s{number}')['readOnly']
                for number in (1, 2)] == [True, False]

    @pytest.mark.parametrize('symbol, entries, members', [
        ('INV_INPUT_MISSING_REQUIRED', [], {}),
        ('NON_EXISTENT_VOL', [('x', 's', {})], {}),
        ('EXISTENT_VOL', [('a1', 's', {}), ('a2', 'b1', {})], {}),
        ('INV_INPUT_DUP_NAME', [('a1', 's', {}), ('a2', 's', {})], {}),
        ('EXISTENT_ID', [('a1', 's', {'snapshotId': 90}),
                         ('a2', 't', {'snapshotId': 90})], {}),
        ('EXISTENT_ID', [('a1', 's', {'snapshotId': 0})], {}),
        ('INV_OPERATION_VV_SNAP_PARENT_SAME_BASE',
         [('a1', 's', {}), ('a1', 't', {})], {}),
        ('INV_OPERATION_VV_SYS_VOLUME', [('admin', 's', {})], {}),
        ('INV_INPUT_WRONG_TYPE', [('a1', 's', {'SnapshotWWN': 31 * 'A'})],
         {}),
        ('INV_INPUT_DUP_NAME', [
            ('a1', 's', {'snapshotWWN': 32 * 'A'}),
            ('a2', 't', {'snapshotWWN': 32 * 'A'})], {}),
        ('EXISTENT_ID', [('a1', 's', {
            'snapshotWWN': '60002AC00000000000000000000193B9'})], {}),
        ('INV_INPUT_RETAIN_GT_EXPIRE', [('a1', 's', {})],
         {'expirationHours': 1, 'retentionHours': 2})])
    def test_a_bad_group_is_refused(self, sets, symbol, entries, members):
        sets.refused(symbol, 'POST', '/volumes', group(*entries, **members))

    @pytest.mark.parametrize('member', ['snapshotWWN', 'SnapshotWWN'])
    def test_the_wwn_of_one_may_be_requested(self, sets, member):
        sets.ok('POST', '/volumes', group(
            ('a1', 's1', {member: '50002ac000001c9f'})), 300)
        assert sets.get('/volumes/s1')['wwn'] == '50002AC000001C9F'

    def test_the_spelling_of_the_guide_is_taken(self, sets):
        sets.ok('POST', '/volumes', {'action': 8, 'parameters': {
            'volumeGroup': [{'volumename': 'a1', 'snapshotName': 's1'}]}}, 300)
        assert sets.get('/volumes/s1')['copyOf'] == 'a1'

    def test_a_name_is_made_up_where_there_is_none(self, sets):
        sets.ok('POST', '/volumes', {'action': 8, 'parameters': {
            'volumeGroup': [{'volumename': 'a1'}]}}, 300)
        assert sets.get('/volumes/a1.s1')['copyOf'] == 'a1'

    def test_groups_came_with_release_3_2_2(self, serve, raw_client):
        api = raw_client(serve('3par-3.2.2')).log_in()
        api.ok('POST', '/cpgs', {'name': 'c'})
        api.volume('a1')
        api.ok('POST', '/volumes', group(('a1', 's1', {})), 300)
        api.refused('INV_INPUT_UNREC_NAME', 'POST', '/volumes', group(
            ('a1', 's2', {'readWrite': True})))
        old = raw_client(serve('3par-3.1.3')).log_in()
        old.refused('UNSUP_OP', 'POST', '/volumes', group())

    @pytest.mark.parametrize('symbol, body', [
        ('INV_POST_ACTION', {'action': 6, 'parameters': {}}),
        ('INV_INPUT_WRONG_TYPE', {'action': '8', 'parameters': {}}),
        ('INV_INPUT_MISSING_REQUIRED', {'action': 8}),
        ('INV_INPUT_WRONG_TYPE', {'action': 8, 'parameters': []})])
    def test_a_bad_envelope_is_refused(self, sets, symbol, body):
        sets.refused(symbol, 'POST', '/volumes', body)


def anew(*listed, **members):
    return {'action': 7, 'parameters': {
        'volumeSnapshotList': list(listed), **members}}


class TestUpdates:
    """Action 7 on the collection: snapshots are taken anew."""

    @pytest.fixture
    def taken(self, sets):
        sets.ok('POST', '/volumes/a1', snap('s'))
        sets.array.state.write('a1', 5)
        sets.array.clock.advance(60)
        return sets

    def test_read_only_updates_the_parent_as_well(self, taken):
        taken.ok('POST', '/volumes/a1', snap('ro', readOnly=True))
        taken.ok('POST', '/volumes/ro', snap('rw'))
        taken.array.state.write('a1', 5)
        taken.ok('POST', '/volumes', anew('rw', readOnly=True))
        assert content(taken, 'rw') == content(taken, 'ro') \
            == content(taken, 'a1')

    def test_a_snapshot_shows_its_parent_of_now(self, taken):
        before = taken.get('/volumes/s')
        taken.ok('POST', '/volumes', anew('s'))
        after = taken.get('/volumes/s')
        assert content(taken, 's') == content(taken, 'a1')
        assert (after['id'], after['creationTimeSec']) == (
            before['id'], before['creationTimeSec'] + 60)

    def test_a_stale_one_is_mended(self, taken):
        taken.array.state.volumes.get('s').failed = [8]
        taken.ok('POST', '/volumes', anew('s'))
        assert taken.get('/volumes/s')['state'] == 1

    def test_the_spelling_of_the_guide_and_sets_are_taken(self, taken):
        taken.ok('POST', '/volumesets', {'name': 'x', 'setmembers': ['s']})
        taken.refused('IN_USE', 'POST', '/volumes', {
            'action': 7, 'parameters': {'volumeSnapShotList': ['set:x']}})
        taken.ok('DELETE', '/volumesets/x')
        taken.ok('POST', '/volumes', {
            'action': 7, 'parameters': {'volumeSnapShotList': ['s']}})
        assert content(taken, 's') == content(taken, 'a1')

    def test_it_needs_a_licence(self, taken):
        taken.array.state.licences.discard('virtualCopy')
        taken.refused('UNLICENSED_FEATURE', 'POST', '/volumes', anew('s'))

    @pytest.mark.parametrize('symbol, listed, members', [
        ('INV_INPUT_MISSING_REQUIRED', [], {}),
        ('INV_INPUT_DUP_NAME', ['s', 's'], {}),
        ('NON_EXISTENT_VOL', ['s', 'x'], {}),
        ('INV_OPERATION_VV_BASE_VOLUME', ['s', 'a1'], {})])
    def test_a_bad_list_is_refused(self, taken, symbol, listed, members):
        taken.refused(symbol, 'POST', '/volumes', anew(*listed, **members))

    @pytest.mark.parametrize('symbol, change', [
        ('HAS_CHILD', ('POST', '/volumes/s', snap('t'))),
        ('IN_USE', ('POST', '/volumesets', {'name': 'x',
                                            'setmembers': ['s']})),
        ('RETAINED', ('PUT', '/volumes/s', {'retentionHours': 1})),
        ('INV_OPERATION_VV_EXPORTED',
         ('POST', '/vluns', {'volumeName': 's', 'lun': 1, 'portPos': {
             'node': 0, 'slot': 1, 'cardPort': 1}})),
        ('INV_OPERATION_VV_IS_BUSY', ('PUT', '/volumes/s',
                                      {'action': 4}))])
    def test_one_that_is_used_is_refused(self, taken, symbol, change):
        taken.ok(*change)
        taken.refused(symbol, 'POST', '/volumes', anew('s'))


class TestAddToSet:
    """New volumes join sets as they are made."""

    def test_a_snapshot_joins_a_set_there_is(self, sets):
        sets.ok('POST', '/volumes/a1', snap('s', addToSet='two'))
        assert sets.get('/volumesets/two')['setmembers'] == [
            'b1', 'b2', 's']

    def test_it_joins_an_empty_set(self, sets):
        sets.ok('POST', '/volumes/a1', snap('s', addToSet='none'))
        assert sets.get('/volumesets/none')['setmembers'] == ['s']

    def test_another_domain_is_refused(self, sets):
        sets.array.state.domains.add('dom')
        sets.ok('POST', '/volumesets', {'name': 's', 'domain': 'dom'})
        sets.refused('MEMBER_NOT_IN_SAME_DOMAIN', 'POST', '/volumes/a1',
                     snap('s', addToSet='s'))

    def test_a_lun_that_is_taken_refuses(self, sets):
        sets.ok('POST', '/hosts', {'name': 'h'})
        sets.ok('POST', '/vluns', {'volumeName': 'set:two',
                                   'hostname': 'h', 'lun': 1})
        sets.ok('POST', '/vluns', {'volumeName': 'a2', 'hostname': 'h',
                                   'lun': 3})
        sets.refused('LUN_ID_CONFLICT', 'POST', '/volumes/a1',
                     snap('s', addToSet='two'))
