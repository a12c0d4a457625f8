"""Physical copies of volumes, offline and online."""

from __future__ import annotations

import pytest

from hpe3parclient.simulator import PERSONALITIES

SIZE = 10240


def copied(api, source='v', copy='w', **members):
    """Start a copy; the number of its task."""
    return api.ok('POST', f'/volumes/{source}', {
        'action': 'createPhysicalCopy',
        'parameters': {'destVolume': copy, **members}}).body['taskid']


def refused(api, symbol, source='v', ref=None, **members):
    api.refused(symbol, 'POST', f'/volumes/{source}', {
        'action': 'createPhysicalCopy',
        'parameters': {'destVolume': 'w', **members}}, ref=ref)


def snapshot(api, parent, name, **members):
    api.ok('POST', f'/volumes/{parent}', {
        'action': 'createSnapshot', 'parameters': {'name': name, **members}})


def exported(api, name):
    api.ok('POST', '/hosts', {'name': 'h'})
    api.ok('POST', '/vluns', {'volumeName': name, 'hostname': 'h',
                               'lun': 1})


def over(api):
    """Let every task come to its end."""
    api.array.clock.advance(7200)


def free(api):
    return api.get('/capacity')['allCapacity']['freeMiB']


def content(api, name):
    return api.array.state.content_of(name)


def brim(api, cpg):
    """Let a CPG be as large as it is, and never larger."""
    one = api.array.state.cpgs.get(cpg)
    one.limit = one.usage.full + one.usage.thin + one.usage.snap


def thin(api, name, size=SIZE, **members):
    api.ok('POST', '/volumes', {'name': name, 'cpg': 'c', 'sizeMiB': size,
                                 'tpvv': True, 'snapCPG': 'c', **members})


@pytest.fixture
def two(pool):
    """Thin volumes ``v``, which was written to, and ``w``."""
    pool.array.state.sessions.timeout = 1e9
    thin(pool, 'v')
    thin(pool, 'w')
    pool.array.state.write('v', 3000)
    return pool


@pytest.fixture
def one(pool):
    """A thin volume ``v`` that was written to, and a CPG ``d``."""
    pool.array.state.sessions.timeout = 1e9
    thin(pool, 'v')
    pool.ok('POST', '/cpgs', {'name': 'd'})
    pool.array.state.write('v', 3000)
    return pool


class TestOffline:
    """Onto a volume that exists."""

    def test_it_answers_201_the_copy_and_a_task(self, two):
        answer = two('POST', '/volumes/v', {
            'action': 'createPhysicalCopy',
            'parameters': {'destVolume': 'w'}})
        assert (answer.status, answer.headers['Location']) == (
            201, '/api/v1/volumes/w')
        task = two.get(f"/tasks/{answer.body['taskid']}")
        assert (task['type'], task['name'], task['status']) == (1, 'v->w', 2)

    def test_while_it_goes_on_both_ends_say_so(self, two):
        copied(two)
        source, copy = two.get('/volumes/v'), two.get('/volumes/w')
        assert (source['additionalStates'], copy['additionalStates']) == (
            [20], [13])
        assert (copy['copyType'], copy['copyOf'], copy['physParentId']) == (
            2, 'v', source['id'])

    def test_when_it_is_done_both_are_base_volumes(self, two):
        task = copied(two)
        over(two)
        copy = two.get('/volumes/w')
        assert two.get(f'/tasks/{task}')['status'] == 1
        assert (copy['copyType'], copy['state'], copy['additionalStates'],
                'copyOf' in copy, 'physParentId' in copy) == (
            1, 1, [], False, False)
        assert two.get('/volumes/v')['additionalStates'] == []

    def test_the_copy_holds_what_its_source_held_at_the_start(self, two):
        first = content(two, 'v')
        copied(two)
        two.array.state.write('v', 100)
        over(two)
        two.array.state.settle()
        assert content(two, 'w') == first != content(two, 'v')

    def test_the_copy_takes_the_space_of_its_data(self, two):
        copied(two)
        over(two)
        assert two.get('/volumes/w')['userSpace']['usedMiB'] == 3000

    def test_it_ends_on_the_arrays_clock(self, two):
        task = copied(two)
        two.array.clock.advance(30)
        steps = two.get(f'/tasks/{task}')['completedSteps']
        assert 0 < steps < 100

    def test_priority_is_the_tasks(self, two):
        task = copied(two, priority=1)
        assert two.get(f'/tasks/{task}')['priority'] == 1

    def test_one_source_may_be_copied_to_several(self, two):
        thin(two, 'x')
        copied(two)
        copied(two, copy='x')
        assert two.get('/volumes/v')['additionalStates'] == [20]
        over(two)
        assert two.get('/volumes/v')['additionalStates'] == []

    def test_a_snapshot_that_can_be_written_can_be_copied(self, two):
        snapshot(two, 'v', 's')
        copied(two, source='s')
        over(two)
        two.array.state.settle()
        assert content(two, 'w') == content(two, 's')

    def test_a_larger_destination_stays_larger(self, two):
        two.ok('PUT', '/volumes/w', {'action': 3, 'sizeMiB': 1024})
        copied(two)
        over(two)
        assert two.get('/volumes/w')['sizeMiB'] == SIZE + 1024

    def test_what_was_copied_once_can_be_copied_again(self, two):
        first = copied(two)
        over(two)
        two.get('/tasks')
        second = copied(two, saveSnapshot=True)
        over(two)
        third = copied(two)
        over(two)
        assert [two.get(f'/tasks/{number}')['status']
                for number in (first, second, third)] == [1, 1, 1]
        assert two.get('/volumes/w')['copyType'] == 1
        two.ok('DELETE', '/volumes/v')

    def test_without_room_for_the_data_the_task_fails(self, two):
        task = copied(two)
        brim(two, 'c')
        over(two)
        assert two.get(f'/tasks/{task}')['status'] == 4
        copy = two.get('/volumes/w')
        assert (copy['state'], copy['failedStates']) == (3, [9])

    def test_nothing_is_left_of_the_space_when_both_are_deleted(self, pool):
        pool.array.state.sessions.timeout = 1e9
        before = free(pool)
        thin(pool, 'v')
        thin(pool, 'w')
        copied(pool, saveSnapshot=True)
        over(pool)
        pool.ok('DELETE', '/volumes/w')
        pool.ok('DELETE', '/volumes/v')
        assert free(pool) == before


class TestRefused:
    """Guide table T105."""

    @pytest.mark.parametrize('symbol, members', [
        ('NON_EXISTENT_VOL', {'destVolume': 'x'}),
        ('INV_INPUT_PARAM_CONFLICT', {'destCPG': 'c'}),
        ('INV_INPUT_PARAM_CONFLICT', {'tpvv': True}),
        ('INV_INPUT_PARAM_CONFLICT', {'snapCPG': 'c'}),
        ('INV_INPUT_BAD_ENUM_VALUE', {'priority': 4}),
        ('INV_INPUT_ILLEGAL_CHAR', {'destVolume': 'a b'}),
        ('INV_INPUT_MISSING_REQUIRED', {'destVolume': None}),
        ('INV_OPERATION_VV_COPY_TO_SELF', {'destVolume': 'v'}),
        ('INV_OPERATION_VV_SYS_VOLUME', {'destVolume': 'admin'})])
    def test_what_does_not_fit_is_refused(self, two, symbol, members):
        refused(two, symbol, **members)

    def test_a_missing_source_is_404_23(self, two):
        refused(two, 'NON_EXISTENT_VOL', source='x')

    def test_a_system_volume_is_not_copied(self, two):
        refused(two, 'INV_OPERATION_VV_SYS_VOLUME', source='admin')

    def test_the_shared_volume_is_not_copied(self, two):
        thin(two, 'x', tpvv=False, tdvv=True)
        refused(two, 'INV_OPERATION_VV_INTERNAL_VOLUME',
                source='.shared.c_0')

    def test_a_snapshot_is_no_destination(self, two):
        snapshot(two, 'w', 's')
        refused(two, 'INV_OPERATION_VV_NON_BASE_VOLUME', destVolume='s')

    def test_a_read_only_snapshot_is_no_source(self, two):
        snapshot(two, 'v', 's', readOnly=True)
        refused(two, 'INV_OPERATION_VV_READONLY_SNAPSHOT', source='s')

    def test_a_snapshot_is_not_copied_to_its_base(self, two):
        snapshot(two, 'v', 's')
        refused(two, 'INV_OPERATION_VV_COPY_TO_BASE', source='s',
                destVolume='v')

    def test_a_smaller_destination_is_refused(self, two):
        two.ok('PUT', '/volumes/v', {'action': 3, 'sizeMiB': 256})
        refused(two, 'INV_OPERATION_VV_COPY_PARENT_TOO_BIG')

    def test_an_exported_destination_is_refused(self, two):
        exported(two, 'w')
        refused(two, 'INV_OPERATION_VV_EXPORTED')

    def test_a_destination_exported_in_a_set_is_refused(self, two):
        two.ok('POST', '/volumesets', {'name': 's', 'setmembers': ['w']})
        exported(two, 'set:s')
        refused(two, 'INV_OPERATION_VV_EXPORTED')

    def test_an_exported_source_may_be_copied(self, two):
        exported(two, 'v')
        copied(two)

    def test_another_domain_is_refused(self, two):
        two.array.state.domains.add('dom')
        two.ok('POST', '/cpgs', {'name': 'e', 'domain': 'dom'})
        thin(two, 'x', cpg='e', snapCPG='e')
        refused(two, 'VV_NOT_IN_SAME_DOMAIN', destVolume='x')

    def test_a_destination_that_is_copied_to_is_refused(self, two):
        thin(two, 'x')
        copied(two)
        refused(two, 'INV_OPERATION_VV_PCOPY_IN_PROGRESS', source='x')

    def test_a_source_that_is_copied_to_is_refused(self, two):
        thin(two, 'x')
        copied(two)
        refused(two, 'INV_OPERATION_VV_PCOPY_IN_PROGRESS', source='w',
                destVolume='x')

    def test_copies_go_round_in_no_circle(self, two):
        thin(two, 'x')
        copied(two, saveSnapshot=True)
        over(two)
        copied(two, source='w', copy='x', saveSnapshot=True)
        over(two)
        refused(two, 'INV_OPERATION_VV_CIRCULAR_COPY', source='w',
                destVolume='v')
        refused(two, 'INV_OPERATION_VV_CIRCULAR_COPY', source='x',
                destVolume='v')

    def test_a_source_without_snapshot_cpg_saves_no_snapshot(self, two):
        two.ok('POST', '/volumes', {'name': 'x', 'cpg': 'c',
                                    'sizeMiB': 256})
        refused(two, 'INV_OPERATION_VV_NO_SNAPSHOT_ALLOWED', source='x',
                saveSnapshot=True)
        copied(two, source='x')

    def test_a_volume_that_is_converted_is_refused(self, two):
        two.ok('PUT', '/volumes/v', {
            'action': 6, 'tuneOperation': 1, 'userCPG': 'c',
            'conversionOperation': 2})
        refused(two, 'INV_OPERATION_VV_VOLUME_CONV_IN_PROGRESS')

    def test_a_volume_that_is_tuned_is_refused(self, two):
        two.ok('POST', '/cpgs', {'name': 'd'})
        two.ok('PUT', '/volumes/w', {'action': 6, 'tuneOperation': 1,
                                     'userCPG': 'd'})
        refused(two, 'INV_OPERATION_VV_NOT_IN_NORMAL_STATE')

    def test_a_copy_that_failed_is_no_source(self, two):
        thin(two, 'x')
        copied(two)
        two.ok('PUT', '/volumes/w', {'action': 1})
        refused(two, 'INV_OPERATION_VV_NOT_IN_NORMAL_STATE', source='w',
                destVolume='x')

    def test_a_stale_snapshot_is_no_source(self, two):
        two.array.state.write('v', SIZE)
        snapshot(two, 'v', 's')
        brim(two, 'c')
        two.array.state.write('v', 1500)
        assert two.get('/volumes/s')['failedStates'] == [8]
        refused(two, 'VV_IN_STALE_STATE', source='s')

    def test_the_snapshot_limit_holds_for_a_saved_snapshot(
            self, two, monkeypatch):
        monkeypatch.setattr(
            'hpe3parclient.simulator.assumptions.MAX_SNAPSHOTS_PER_FAMILY', 0)
        refused(two, 'SNAPSHOT_LIMIT_REACHED', saveSnapshot=True)


class TestWhileCopying:
    """What the two ends of a copy may not do."""

    @pytest.mark.parametrize('name', ['v', 'w'])
    @pytest.mark.parametrize('symbol, method, body', [
        ('INV_OPERATION_VV_TUNE_IN_PROGRESS', 'DELETE', None),
        ('INV_OPERATION_VV_PCOPY_IN_PROGRESS', 'PUT',
         {'action': 3, 'sizeMiB': 256}),
        ('INV_OPERATION_VV_NOT_IN_NORMAL_STATE', 'PUT',
         {'action': 6, 'tuneOperation': 1, 'userCPG': 'c'})])
    def test_it_is_refused(self, two, name, symbol, method, body):
        copied(two)
        two.refused(symbol, method, f'/volumes/{name}', body)

    def test_the_destination_gets_no_snapshot(self, two):
        copied(two)
        two.refused('INV_OPERATION_VV_NOT_IN_NORMAL_STATE', 'POST',
                    '/volumes/w', {'action': 'createSnapshot',
                                   'parameters': {'name': 's'}})

    def test_the_destination_is_not_exported(self, two):
        copied(two)
        two.ok('POST', '/hosts', {'name': 'h'})
        two.refused('INV_OPERATION_VLUN_PCOPY_TARGET_VV', 'POST', '/vluns',
                    {'volumeName': 'w', 'hostname': 'h', 'lun': 1})

    def test_the_source_gets_snapshots(self, two):
        copied(two)
        snapshot(two, 'v', 's')

    def test_an_expired_source_stays_until_the_copy_is_done(self, two):
        two.ok('PUT', '/volumes/v', {'expirationHours': 1})
        two.array.state.write('v', 99999)
        two.array.clock.advance(3590)
        task = copied(two)
        two.array.clock.advance(20)
        assert two.get(f'/tasks/{task}')['status'] == 2
        two.get('/volumes/v')
        over(two)
        two.refused('NON_EXISTENT_VOL', 'GET', '/volumes/v')
        two.get('/volumes/w')


class TestStop:
    """Action 1."""

    def test_it_cancels_the_task(self, two):
        task = copied(two)
        answer = two.ok('PUT', '/volumes/w', {'action': 1})
        assert answer.raw == b''
        assert two.get(f'/tasks/{task}')['status'] == 3

    def test_cancelling_the_task_does_the_same(self, two):
        task = copied(two)
        two.ok('PUT', f'/tasks/{task}', {'action': 1})
        assert two.get('/volumes/w')['failedStates'] == [9]

    def test_the_copy_is_marked_as_failed_and_the_source_is_free(self, two):
        copied(two)
        two.ok('PUT', '/volumes/w', {'action': 1})
        copy = two.get('/volumes/w')
        assert (copy['state'], copy['failedStates'],
                copy['additionalStates'], copy['copyOf']) == (
            3, [9], [], 'v')
        assert two.get('/volumes/v')['additionalStates'] == []

    def test_half_a_copy_is_never_taken_for_a_whole_one(self, two):
        old = content(two, 'w')
        copied(two)
        two.ok('PUT', '/volumes/w', {'action': 1})
        assert content(two, 'w') not in (old, content(two, 'v'))

    def test_half_a_copy_is_not_exported(self, two):
        copied(two)
        two.ok('PUT', '/volumes/w', {'action': 1})
        two.ok('POST', '/hosts', {'name': 'h'})
        two.refused('INV_OPERATION_VLUN_PCOPY_TARGET_VV', 'POST', '/vluns',
                    {'volumeName': 'w', 'hostname': 'h', 'lun': 1})

    def test_a_new_copy_mends_it(self, two):
        copied(two)
        two.ok('PUT', '/volumes/w', {'action': 1})
        copied(two)
        over(two)
        copy = two.get('/volumes/w')
        assert (copy['state'], copy['failedStates'], copy['copyType']) == (
            1, [], 1)
        assert content(two, 'w') == content(two, 'v')

    def test_the_saved_snapshot_goes(self, two):
        before = two.get('/volumes')['total']
        copied(two, saveSnapshot=True)
        two.ok('PUT', '/volumes/w', {'action': 1})
        assert two.get('/volumes')['total'] == before

    def test_its_source_may_be_deleted_then(self, two):
        copied(two)
        two.ok('PUT', '/volumes/w', {'action': 1})
        two.ok('DELETE', '/volumes/v')
        copy = two.get('/volumes/w')
        assert ('copyOf' in copy, copy['copyType']) == (False, 1)

    def test_the_half_copy_may_be_deleted(self, two):
        copied(two)
        two.ok('PUT', '/volumes/w', {'action': 1})
        two.ok('DELETE', '/volumes/w')
        two.ok('DELETE', '/volumes/v')

    @pytest.mark.parametrize('symbol, name', [
        ('NON_EXISTENT_VOL', 'x'), ('INV_OPERATION_VV_NO_PARENT', 'v'),
        ('INV_OPERATION_VV_SYS_VOLUME', 'admin')])
    def test_what_is_no_copy_is_refused(self, two, symbol, name):
        copied(two)
        two.refused(symbol, 'PUT', f'/volumes/{name}', {'action': 1})

    def test_a_copy_that_is_done_is_refused(self, two):
        copied(two, saveSnapshot=True)
        over(two)
        two.refused('NON_EXISTENT_VVCOPY', 'PUT', '/volumes/w',
                    {'action': 1})

    def test_another_member_is_refused(self, two):
        copied(two)
        two.refused('INV_INPUT_UNREC_NAME', 'PUT', '/volumes/w',
                    {'action': 1, 'online': True})


@pytest.fixture
def saved(two):
    """``w`` is a copy of ``v``, and both share a snapshot."""
    copied(two, saveSnapshot=True)
    over(two)
    two.get('/tasks')
    return two


def shared(api):
    """The snapshot a copy and its source share."""
    return next(one for one in api.get('/volumes')['members']
                if one['name'].startswith('vvcp.'))


@pytest.mark.parametrize('online', [False, True])
@pytest.mark.parametrize('seconds', [0, 1, 30, 61])
def test_breaking_off_at_any_moment_costs_the_source_nothing(
        one, online, seconds):
    before, held = one.get('/volumes/v'), content(one, 'v')
    if online:
        task = copied(one, online=True, destCPG='d', tpvv=True)
    else:
        thin(one, 'w')
        task = copied(one)
    one.array.clock.advance(seconds)
    one.ok('PUT', f'/tasks/{task}', {'action': 1})
    over(one)
    assert one.get(f'/tasks/{task}')['status'] == 3
    assert one.get('/volumes/w')['failedStates'] == [9]
    assert content(one, 'w') != held
    one.ok('DELETE', '/volumes/w')
    after = one.get('/volumes/v')
    assert content(one, 'v') == held
    assert {**after, 'snapshotSpace': None} == {
        **before, 'snapshotSpace': None}


class TestResync:
    """Action 2."""

    def resync(self, api):
        return api.ok('PUT', '/volumes/w', {'action': 2}).body['taskid']

    def test_a_copy_with_its_snapshot_stays_a_physical_copy(self, saved):
        copy = saved.get('/volumes/w')
        assert (copy['copyType'], copy['copyOf'], copy['state'],
                copy['additionalStates']) == (2, 'v', 1, [])
        kept = shared(saved)
        assert (kept['copyOf'], kept['readOnly']) == ('v', True)

    def test_it_brings_what_was_written_since(self, saved):
        saved.array.state.write('v', 500)
        task = self.resync(saved)
        shown = saved.get(f'/tasks/{task}')
        assert (shown['type'], shown['name']) == (2, 'v->w')
        assert saved.get('/volumes/w')['additionalStates'] == [14]
        over(saved)
        assert saved.get(f'/tasks/{task}')['status'] == 1
        assert content(saved, 'w') == content(saved, 'v') \
            == content(saved, shared(saved)['name'])
        assert saved.get('/volumes/w')['userSpace']['usedMiB'] == 3500

    def test_it_can_be_stopped_and_begun_again(self, saved):
        self.resync(saved)
        saved.ok('PUT', '/volumes/w', {'action': 1})
        assert saved.get('/volumes/w')['failedStates'] == [9]
        self.resync(saved)
        over(saved)
        assert saved.get('/volumes/w')['failedStates'] == []
        assert content(saved, 'w') == content(saved, 'v')

    def test_only_one_at_a_time(self, saved):
        self.resync(saved)
        saved.refused('INV_OPERATION_VV_PCOPY_IN_PROGRESS', 'PUT',
                      '/volumes/w', {'action': 2})

    def test_a_base_volume_has_nothing_to_follow(self, saved):
        saved.refused('INV_OPERATION_VV_NO_PARENT', 'PUT', '/volumes/v',
                      {'action': 2})

    def test_without_its_snapshot_it_is_impossible(self, saved):
        saved.ok('DELETE', f"/volumes/{shared(saved)['name']}")
        saved.refused('NON_EXISTENT_VVCOPY', 'PUT', '/volumes/w',
                      {'action': 2})

    def test_a_snapshot_that_is_used_is_409_34(self, saved):
        exported(saved, shared(saved)['name'])
        saved.refused('IN_USE', 'PUT', '/volumes/w', {'action': 2})

    def test_a_source_that_is_promoted_to_is_refused(self, saved):
        saved.ok('PUT', f"/volumes/{shared(saved)['name']}",
                 {'action': 4, 'online': True})
        saved.refused('INV_OPERATION_VV_NOT_IN_NORMAL_STATE', 'PUT',
                      '/volumes/w', {'action': 2})

    def test_a_snapshot_that_is_promoted_is_409_34(self, two):
        snapshot(two, 'v', 's')
        copied(two, source='s', saveSnapshot=True)
        over(two)
        two.ok('PUT', f"/volumes/{shared(two)['name']}", {'action': 4})
        two.refused('IN_USE', 'PUT', '/volumes/w', {'action': 2})

    def test_a_snapshot_that_is_retained_outlives_the_copy(self, saved):
        name = shared(saved)['name']
        saved.ok('PUT', f'/volumes/{name}', {'retentionHours': 9})
        saved.ok('DELETE', '/volumes/w')
        saved.refused('RETAINED', 'DELETE', f'/volumes/{name}')

    def test_a_snapshot_that_is_stale_is_refused(self, saved):
        saved.array.state.write('v', SIZE)
        brim(saved, 'c')
        saved.array.state.write('v', 4000)
        saved.refused('VV_IN_STALE_STATE', 'PUT', '/volumes/w',
                      {'action': 2})

    def test_an_exported_copy_is_refused(self, saved):
        exported(saved, 'w')
        saved.refused('INV_OPERATION_VV_EXPORTED', 'PUT', '/volumes/w',
                      {'action': 2})

    def test_a_copy_and_its_source_do_not_grow(self, saved):
        for symbol, name in (('INV_OPERATION_VV_IS_PCOPY', 'w'),
                             ('INV_OPERATION_VV_PARENT_OF_PCOPY', 'v')):
            saved.refused(symbol, 'PUT', f'/volumes/{name}',
                          {'action': 3, 'sizeMiB': 256})

    def test_the_source_is_held_by_the_snapshot(self, saved):
        saved.refused('HAS_RO_CHILD', 'DELETE', '/volumes/v')
        saved.ok('DELETE', '/volumes/w')
        saved.ok('DELETE', '/volumes/v')

    def test_a_snapshot_somebody_uses_outlives_the_copy(self, saved):
        name = shared(saved)['name']
        snapshot(saved, name, 's')
        saved.ok('DELETE', '/volumes/w')
        assert saved.get(f'/volumes/{name}')['copyOf'] == 'v'
        for one in ('s', name, 'v'):
            saved.ok('DELETE', f'/volumes/{one}')


class TestOnline:
    """With a volume of its own."""

    def start(self, api, **members):
        return copied(api, online=True, destCPG='d', tpvv=True, **members)

    def test_the_volume_is_there_at_once(self, one):
        task = self.start(one, snapCPG='c')
        copy = one.get('/volumes/w')
        assert (copy['sizeMiB'], copy['userCPG'], copy['snapCPG'],
                copy['provisioningType'], copy['copyType']) == (
            SIZE, 'd', 'c', 2, 2)
        assert copy['additionalStates'] == [13]
        shown = one.get(f'/tasks/{task}')
        assert (shown['type'], shown['name']) == (18, 'v->w')

    def test_a_snapshot_stands_between_it_and_its_source(self, one):
        self.start(one)
        middle = one.get('/volumes/w')['copyOf']
        helper = one.get(f'/volumes/{middle}')
        assert (helper['copyOf'], helper['copyType']) == ('v', 3)
        assert one.get('/volumes/w')['physParentId'] == helper['id']

    def test_when_it_is_done_only_two_base_volumes_are_left(self, one):
        before = one.get('/volumes')['total']
        self.start(one)
        over(one)
        copy = one.get('/volumes/w')
        assert one.get('/volumes')['total'] == before + 1
        assert (copy['copyType'], copy['state'], 'copyOf' in copy,
                copy['userSpace']['usedMiB']) == (1, 1, False, 3000)
        one.ok('DELETE', '/volumes/v')

    def test_the_copy_may_be_exported_and_written_meanwhile(self, one):
        self.start(one)
        assert content(one, 'w') == content(one, 'v')
        exported(one, 'w')
        one.array.state.write('w', 10)
        written = content(one, 'w')
        over(one)
        one.array.state.settle()
        assert content(one, 'w') == written != content(one, 'v')

    def test_a_snapshot_can_become_a_volume(self, one):
        snapshot(one, 'v', 's')
        self.start(one, source='s')
        over(one)
        one.ok('DELETE', '/volumes/s')
        one.ok('DELETE', '/volumes/v')
        one.ok('PUT', '/volumes/w', {'newName': 'v'})

    def test_the_copy_may_join_a_set(self, one):
        self.start(one, addToSet='s')
        assert one.get('/volumesets/s')['setmembers'] == ['w']

    def test_cancelling_leaves_a_volume_that_is_marked(self, one):
        task = self.start(one)
        one.ok('PUT', f'/tasks/{task}', {'action': 1})
        copy = one.get('/volumes/w')
        assert (one.get(f'/tasks/{task}')['status'], copy['state'],
                copy['failedStates'], copy['additionalStates']) == (
            3, 3, [9], [])
        assert content(one, 'w') != content(one, 'v')

    def test_what_was_cancelled_goes_with_all_it_needed(self, one):
        before, volumes = free(one), one.get('/volumes')['total']
        task = self.start(one)
        one.ok('PUT', f'/tasks/{task}', {'action': 1})
        one.ok('DELETE', '/volumes/w')
        assert one.get('/volumes')['total'] == volumes
        one.ok('DELETE', '/volumes/v')
        thin(one, 'v')
        one.array.state.write('v', 3000)
        assert free(one) == before

    def test_the_snapshot_between_is_held_by_the_copy(self, one):
        task = self.start(one)
        middle = one.get('/volumes/w')['copyOf']
        one.refused('INV_OPERATION_VV_TUNE_IN_PROGRESS', 'DELETE',
                    f'/volumes/{middle}')
        one.ok('PUT', f'/tasks/{task}', {'action': 1})
        one.refused('HAS_CHILD', 'DELETE', f'/volumes/{middle}')

    @pytest.mark.parametrize('name', ['v', 'w'])
    def test_neither_end_is_deleted_meanwhile(self, one, name):
        self.start(one)
        one.refused('INV_OPERATION_VV_TUNE_IN_PROGRESS', 'DELETE',
                    f'/volumes/{name}')

    @pytest.mark.parametrize('symbol, body', [
        ('INV_OPERATION_VV_ONLINE_COPY_IN_PROGRESS', {'action': 1}),
        ('INV_OPERATION_VV_ONLINE_COPY_IN_PROGRESS', {'action': 2}),
        ('INV_OPERATION_VV_ONLINE_COPY_IN_PROGRESS',
         {'action': 3, 'sizeMiB': 256}),
        ('INV_OPERATION_VV_NOT_IN_NORMAL_STATE',
         {'action': 6, 'tuneOperation': 1, 'userCPG': 'c'})])
    def test_the_copy_is_not_changed_meanwhile(self, one, symbol, body):
        self.start(one)
        one.refused(symbol, 'PUT', '/volumes/w', body)

    def test_a_full_copy_keeps_its_cpg_meanwhile(self, one):
        copied(one, online=True, destCPG='d')
        one.refused('INV_OPERATION_VV_ONLINE_COPY_IN_PROGRESS', 'PUT',
                    '/volumes/w', {'userCPG': 'c'})

    def test_the_copy_gets_no_snapshot_meanwhile(self, one):
        self.start(one, snapCPG='d')
        one.refused('INV_OPERATION_VV_ONLINE_COPY_IN_PROGRESS', 'POST',
                    '/volumes/w', {'action': 'createSnapshot',
                                   'parameters': {'name': 's'}})

    def test_it_is_neither_source_nor_destination_meanwhile(self, one):
        thin(one, 'x')
        self.start(one)
        symbol = 'INV_OPERATION_VV_ONLINE_COPY_IN_PROGRESS'
        refused(one, symbol, source='x')
        refused(one, symbol, source='w', destVolume='x')

    def test_what_failed_is_neither_source_nor_destination(self, one):
        thin(one, 'x')
        task = self.start(one)
        one.ok('PUT', f'/tasks/{task}', {'action': 1})
        symbol = 'INV_OPERATION_VV_FAILED_ONLINE_COPY'
        refused(one, symbol, source='x')
        refused(one, symbol, source='w', destVolume='x')

    def test_what_failed_has_no_copy_to_stop(self, one):
        task = self.start(one)
        one.ok('PUT', f'/tasks/{task}', {'action': 1})
        one.refused('NON_EXISTENT_VVCOPY', 'PUT', '/volumes/w',
                    {'action': 1})

    def test_without_room_for_the_data_the_task_fails(self, one):
        task = self.start(one)
        brim(one, 'd')
        over(one)
        assert one.get(f'/tasks/{task}')['status'] == 4
        assert one.get('/volumes/w')['failedStates'] == [9]

    def test_a_snapshot_that_went_stale_fails_the_task(self, one):
        one.array.state.write('v', SIZE)
        task = self.start(one)
        brim(one, 'c')
        one.array.state.write('v', 1500)
        over(one)
        assert one.get(f'/tasks/{task}')['status'] == 4
        assert one.get('/volumes/w')['failedStates'] == [9]

    @pytest.mark.parametrize('symbol, members', [
        ('EXISTENT_VOL', {'destVolume': 'v'}),
        ('NON_EXISTENT_CPG', {'destCPG': 'x'}),
        ('NON_EXISTENT_CPG', {'snapCPG': 'x'}),
        ('INV_INPUT_MISSING_REQUIRED', {'destCPG': None}),
        ('INV_INPUT_PARAM_CONFLICT', {'priority': 1}),
        ('INV_INPUT_PARAM_CONFLICT', {'saveSnapshot': True}),
        ('INV_INPUT_PARAM_CONFLICT', {'tpvv': True, 'tdvv': True}),
        ('INV_INPUT_ILLEGAL_CHAR', {'destCPG': 'a b'}),
        ('INV_INPUT_WRONG_TYPE', {'tpvv': 1}),
        ('INV_INPUT_UNREC_NAME', {'thin': True})])
    def test_what_does_not_fit_is_refused(self, one, symbol, members):
        refused(one, symbol, online=True, **{'destCPG': 'd', **members})

    def test_a_cpg_of_another_domain_is_refused(self, one):
        one.array.state.domains.add('dom')
        one.ok('POST', '/cpgs', {'name': 'e', 'domain': 'dom'})
        refused(one, 'CPG_NOT_IN_SAME_DOMAIN', online=True, destCPG='e')

    def test_a_source_without_snapshot_cpg_is_refused(self, one):
        one.ok('POST', '/volumes', {'name': 'x', 'cpg': 'c',
                                    'sizeMiB': 256})
        refused(one, 'INV_OPERATION_VV_NO_SNAPSHOT_ALLOWED', source='x',
                online=True, destCPG='d')

    def test_without_room_for_the_volume_nothing_is_made(self, one):
        one.ok('PUT', '/cpgs/d', {'growthLimitMiB': 1})
        refused(one, 'NO_SPACE', online=True, destCPG='d')

    def test_without_room_for_the_snapshot_nothing_is_made(
            self, one, monkeypatch):
        monkeypatch.setattr(
            'hpe3parclient.simulator.assumptions.MAX_SNAPSHOTS_PER_FAMILY', 0)
        refused(one, 'SNAPSHOT_LIMIT_REACHED', online=True, destCPG='d',
                tdvv=True)


@pytest.mark.parametrize('model', sorted(PERSONALITIES))
def test_every_generation_copies(serve, raw_client, model):
    api = raw_client(serve(model)).log_in()
    api.array.state.sessions.timeout = 1e9
    api.ok('POST', '/cpgs', {'name': 'c'})
    before = free(api)
    thin(api, 'v')
    thin(api, 'w')
    copied(api)
    copied(api, copy='x', online=True, destCPG='c')
    over(api)
    reduce = api.array.state.personality.reduce
    assert api.get('/volumes/x')['provisioningType'] == (2 if reduce else 1)
    for name in 'vwx':
        api.ok('DELETE', f'/volumes/{name}')
    assert free(api) == before


def test_a_primera_makes_a_reduced_copy(primera):
    thin(primera, 'v')
    copied(primera, online=True, destCPG='c', reduce=True)
    assert primera.get('/volumes/w')['provisioningType'] == 6
