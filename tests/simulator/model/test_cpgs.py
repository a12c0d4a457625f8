"""CPGs and the capacity they share out."""

from __future__ import annotations

import json

import pytest


def layout(raid, disk=None, **members):
    result = {'RAIDType': raid, **members}
    if disk is not None:
        result['diskPatterns'] = [{'diskType': disk}]
    return result


def test_creating_answers_201_and_the_location(api):
    answer = api('POST', '/cpgs', {'name': 'c'})
    assert (answer.status, answer.headers['Location'], answer.raw) == (
        201, '/api/v1/cpgs/c', b'')


def test_a_cpg_shows_what_it_was_asked_for(api):
    api.ok('POST', '/cpgs', {
        'name': 'c', 'growthIncrementMiB': 32768, 'growthLimitMiB': 65536,
        'usedLDWarningAlertMiB': 60000,
        'LDLayout': layout(2, 1, setSize=3, HA=3, chunkletPosPref=1)})
    assert api.get('/cpgs/c')['SDGrowth'] == {
        'incrementMiB': 32768, 'limitMiB': 65536, 'warningMiB': 60000,
        'LDLayout': {'RAIDType': 2, 'setSize': 3, 'HA': 3,
                     'chunkletPosPref': 1,
                     'diskPatterns': [{'diskType': 1}]}}


def test_members_that_were_not_set_are_absent(pool):
    item = pool.get('/cpgs/c')
    assert not {'limitMiB', 'warningMiB'} & set(item['SDGrowth'])
    assert 'domain' not in item


def test_the_default_increment_is_that_of_four_nodes(pool):
    item = pool.get('/cpgs/c')
    assert (item['SDGrowth']['incrementMiB'],
            item['SAGrowth']['incrementMiB']) == (65536, 16384)


def test_a_name_that_is_taken_is_409_14(pool):
    pool.refused('EXISTENT_CPG', 'POST', '/cpgs', {'name': 'c'})


def test_zero_and_negative_numbers_are_ignored(api):
    api.ok('POST', '/cpgs', {
        'name': 'c', 'growthIncrementMiB': 0, 'growthLimitMiB': -5,
        'LDLayout': {'setSize': -1, 'RAIDType': 0}})
    assert 'limitMiB' not in api.get('/cpgs/c')['SDGrowth']


@pytest.mark.parametrize('symbol, members', [
    ('INV_OPERATION_GROW_SIZE_TOO_SMALL', {'growthIncrementMiB': 8192}),
    ('INV_INPUT_WARN_GT_LIMIT', {'growthLimitMiB': 100,
                                 'usedLDWarningAlertMiB': 101}),
    ('INV_OPERATION_CPG_RAID0_DISABLED', {'LDLayout': layout(1)}),
    ('INV_OPERATION_CPG_RAID5_NL_DISABLED', {'LDLayout': layout(3, 2)}),
    ('INV_SET_SIZE', {'LDLayout': layout(4, setSize=7)}),
    ('INV_SET_SIZE', {'LDLayout': layout(2, setSize=5)}),
    ('INV_SET_SIZE', {'LDLayout': layout(3, setSize=10)}),
    ('INV_INPUT_BAD_ENUM_VALUE', {'LDLayout': layout(5)}),
    ('BAD_CPG_PATTERN', {'LDLayout': {
        'diskPatterns': [{'diskType': 1}, {'diskType': 2}]}}),
    ('NON_EXISTENT_DOMAIN', {'domain': 'd'}),
    ('INV_INPUT_WRONG_TYPE', {'LDLayout': {'diskPatterns': [
        {'nodeList': 1}]}})])
def test_a_bad_cpg_is_refused(api, symbol, members):
    api.refused(symbol, 'POST', '/cpgs', {'name': 'c', **members})


def test_disks_the_array_lacks_are_400_24(primera):
    primera.refused('NO_SPACE', 'POST', '/cpgs', {
        'name': 'd', 'LDLayout': {'diskPatterns': [{'diskType': 1}]}})


def test_a_primera_lays_out_raid_6_alone(primera):
    primera.refused('BAD_CPG_PATTERN', 'POST', '/cpgs', {
        'name': 'd', 'LDLayout': layout(3)})
    primera.ok('POST', '/cpgs', {'name': 'd', 'LDLayout': layout(4)})


def test_a_domain_is_shown(api):
    api.array.state.domains.add('d')
    api.ok('POST', '/cpgs', {'name': 'c', 'domain': 'd'})
    assert api.get('/cpgs/c')['domain'] == 'd'


def test_nearline_disks_get_raid_6_by_themselves(serve, raw_client):
    api = raw_client(serve('3par-3.2.2')).log_in()
    api.ok('POST', '/cpgs', {'name': 'c', 'LDLayout': {
        'diskPatterns': [{'diskType': 2}]}})
    assert api.get('/cpgs/c')['SDGrowth']['LDLayout']['RAIDType'] == 4


def test_the_wire_carries_a_key_twice_as_captured(pool):
    text = pool('GET', '/cpgs/c').raw.decode()
    part = text[text.index('"SAGrowth"'):text.index('"SDGrowth"')]
    assert part.count('"diskPatterns"') == 2
    assert json.loads(text)['SAGrowth']['LDLayout']['diskPatterns']


def test_older_releases_show_fewer_members(serve, raw_client):
    api = raw_client(serve('3par-3.1.3')).log_in()
    api.ok('POST', '/cpgs', {'name': 'c'})
    assert not {'numTDVVs', 'dedupCapable', 'freeSpaceMiB'} & set(
        api.get('/cpgs/c'))


class TestModify:
    """PUT."""

    def test_a_new_name_is_answered_as_location(self, pool):
        answer = pool.ok('PUT', '/cpgs/c', {'newName': 'd'})
        assert answer.headers['Location'] == '/api/v1/cpgs/d'
        assert [item['name'] for item in pool.get('/cpgs')['members']] == ['d']

    def test_volumes_follow_the_new_name(self, pool):
        pool.ok('POST', '/volumes', {'name': 'v', 'cpg': 'c',
                                     'sizeMiB': 256})
        pool.ok('PUT', '/cpgs/c', {'newName': 'd'})
        assert pool.get('/volumes/v')['userCPG'] == 'd'

    def test_limits_can_be_set_and_taken_away(self, pool):
        pool.ok('PUT', '/cpgs/c', {'growthLimitMiB': 10**6,
                                   'usedLDWarningAlertMiB': 10**5})
        growth = pool.get('/cpgs/c')['SDGrowth']
        assert (growth['limitMiB'], growth['warningMiB']) == (10**6, 10**5)
        pool.ok('PUT', '/cpgs/c', {'rmGrowthLimit': True,
                                   'rmWarningAlert': True})
        assert not {'limitMiB', 'warningMiB'} & set(
            pool.get('/cpgs/c')['SDGrowth'])

    def test_the_layout_can_change_while_empty(self, pool):
        pool.ok('PUT', '/cpgs/c', {'LDLayout': layout(
            2, 3, HA=1, chunkletPosPref=2)})
        assert pool.get('/cpgs/c')['SDGrowth']['LDLayout'] == {
            'RAIDType': 2, 'setSize': 2, 'HA': 1, 'chunkletPosPref': 2,
            'diskPatterns': [{'diskType': 3}]}

    def test_the_layout_stays_while_in_use(self, pool):
        pool.ok('POST', '/volumes', {'name': 'v', 'cpg': 'c',
                                     'sizeMiB': 256})
        pool.refused('IN_USE', 'PUT', '/cpgs/c', {'LDLayout': layout(2)})

    def test_growth_can_be_stopped_and_started(self, pool):
        pool.ok('POST', '/volumes', {'name': 'v', 'cpg': 'c',
                                     'sizeMiB': 1024, 'tpvv': True})
        pool.ok('PUT', '/cpgs/c', {'disableAutoGrow': True})
        pool.ok('POST', '/volumes', {'name': 'w', 'cpg': 'c',
                                     'sizeMiB': 1024, 'tpvv': True})
        pool.refused('NO_SPACE', 'POST', '/volumes', {
            'name': 'x', 'cpg': 'c', 'sizeMiB': 102400})
        pool.ok('PUT', '/cpgs/c', {'growthIncrementMiB': 32768})
        pool.ok('POST', '/volumes', {'name': 'x', 'cpg': 'c',
                                     'sizeMiB': 102400})

    @pytest.mark.parametrize('symbol, name, members', [
        ('NON_EXISTENT_CPG', 'x', {'newName': 'y'}),
        ('INV_INPUT_MISSING_REQUIRED', 'c', {}),
        ('EXISTENT_CPG', 'c', {'newName': 'd'}),
        ('INV_OPERATION_GROW_SIZE_TOO_SMALL', 'c',
         {'growthIncrementMiB': 1}),
        ('INV_INPUT_WARN_GT_LIMIT', 'c', {'growthLimitMiB': 90000,
                                          'usedLDWarningAlertMiB': 90001}),
        ('INV_INPUT_EXCEEDS_RANGE', 'c', {'growthLimitMiB': 255})])
    def test_a_bad_change_is_refused(self, pool, symbol, name, members):
        pool.ok('POST', '/cpgs', {'name': 'd'})
        pool.ok('POST', '/volumes', {'name': 'v', 'cpg': 'c',
                                     'sizeMiB': 256})
        pool.refused(symbol, 'PUT', f'/cpgs/{name}', members)


class TestDelete:
    """DELETE."""

    def test_an_empty_cpg_goes(self, pool):
        pool.ok('DELETE', '/cpgs/c')
        pool.refused('NON_EXISTENT_CPG', 'DELETE', '/cpgs/c')

    @pytest.mark.parametrize('member', ['cpg', 'snapCPG'])
    def test_a_cpg_in_use_stays(self, pool, member):
        pool.ok('POST', '/cpgs', {'name': 'd'})
        pool.ok('POST', '/volumes', {
            'name': 'v', 'cpg': 'c', 'snapCPG': 'c', 'sizeMiB': 256,
            member: 'd'})
        pool.refused('IN_USE', 'DELETE', '/cpgs/d')
        pool.ok('DELETE', '/volumes/v')
        pool.ok('DELETE', '/cpgs/d')


class TestCapacity:
    """Numbers that have to agree."""

    def free(self, api):
        return api.get('/capacity')['allCapacity']['freeMiB']

    @pytest.mark.parametrize('raid, size, factor', [
        (2, 2, 2), (2, 3, 3), (3, 4, 4 / 3), (4, 6, 1.5), (4, 10, 1.25)])
    def test_a_full_volume_costs_its_size_and_its_raid(
            self, api, raid, size, factor):
        api.ok('POST', '/cpgs', {'name': 'c', 'LDLayout': layout(
            raid, setSize=size)})
        before = self.free(api)
        api.ok('POST', '/volumes', {'name': 'v', 'cpg': 'c',
                                     'sizeMiB': 3 * 10240})
        assert before - self.free(api) == 3 * 10240 * factor

    def test_a_thin_volume_costs_a_growth_increment(self, api):
        api.ok('POST', '/cpgs', {'name': 'c', 'LDLayout': layout(
            2, setSize=2)})
        before = self.free(api)
        api.ok('POST', '/volumes', {'name': 'v', 'cpg': 'c',
                                     'sizeMiB': 10**6, 'tpvv': True})
        assert before - self.free(api) == 2 * 65536 + 3 * 16384

    def test_deleting_gives_everything_back(self, pool):
        before = self.free(pool)
        for kind in ({}, {'tpvv': True}, {'tdvv': True}):
            pool.ok('POST', '/volumes', {
                'name': 'v', 'cpg': 'c', 'sizeMiB': 10240, 'snapCPG': 'c',
                **kind})
            pool.ok('POST', '/volumes/v', {'action': 'createSnapshot',
                                           'parameters': {'name': 's'}})
            pool.array.state.write('v', 5000)
            assert self.free(pool) < before
            pool.ok('DELETE', '/volumes/s')
            pool.ok('DELETE', '/volumes/v')
            assert self.free(pool) == before

    def test_a_growth_limit_is_kept(self, api):
        api.ok('POST', '/cpgs', {'name': 'c', 'growthLimitMiB': 2048})
        api.ok('POST', '/volumes', {'name': 'v', 'cpg': 'c',
                                     'sizeMiB': 2048})
        api.refused('NO_SPACE', 'POST', '/volumes', {
            'name': 'w', 'cpg': 'c', 'sizeMiB': 256})

    def test_a_warning_shows_as_a_state(self, api):
        api.ok('POST', '/cpgs', {'name': 'c',
                                  'usedLDWarningAlertMiB': 2048})
        api.ok('POST', '/volumes', {'name': 'v', 'cpg': 'c',
                                     'sizeMiB': 2048})
        assert api.get('/cpgs/c')['additionalStates'] == [6]

    def check_sums(self, api):
        capacity = api.get('/capacity')
        whole = capacity['allCapacity']
        parts = [capacity[name] for name in (
            'FCCapacity', 'NLCapacity', 'SSDCapacity')]
        for name in ('totalMiB', 'freeMiB'):
            assert whole[name] == sum(part[name] for part in parts)
        for item in [whole, *parts]:
            allocated = item['allocated']
            result, system = allocated['volumes'], allocated['system']
            assert item['totalMiB'] == (item['freeMiB']
                                       + allocated['totalAllocatedMiB'])
            assert allocated['totalAllocatedMiB'] == (
                result['totalVolumesMiB'] + system['totalSystemMiB'])
            assert result['CPGsMiB'] == (
                result['CPGUserMiB'] + result['CPGSnapshotMiB']
                + result['CPGAdminMiB'])
        return whole

    def check_agreement(self, api):
        whole = self.check_sums(api)
        system = api.get('/system')
        assert (system['totalCapacityMiB'], system['freeCapacityMiB'],
                system['allocatedCapacityMiB']) == (
            whole['totalMiB'], whole['freeMiB'],
            whole['allocated']['totalAllocatedMiB'])
        cpgs = api.get('/cpgs')['members']
        taken = sum(item['UsrUsage']['rawTotalMiB']
                    + item['SDUsage']['rawTotalMiB']
                    + item['SAUsage']['rawTotalMiB'] for item in cpgs)
        # Raw numbers are rounded up one by one.
        assert 0 <= taken - whole['allocated']['volumes'][
            'CPGsMiB'] <= len(cpgs)
        volumes = api.get('/volumes')['members']
        for cpg in cpgs:
            own = [item for item in volumes if item.get('userCPG') ==
                   cpg['name']]
            assert cpg['UsrUsage']['usedMiB'] == sum(
                item['userSpace']['reservedMiB'] for item in own)
            assert cpg['SDUsage']['usedMiB'] == sum(
                item['snapshotSpace']['reservedMiB'] for item in volumes
                if item.get('snapCPG') == cpg['name'])
            assert cpg['numTPVVs'] == sum(
                item['provisioningType'] == 2 for item in own)

    def test_every_answer_about_space_agrees(self, pool):
        self.check_agreement(pool)
        pool.ok('POST', '/cpgs', {'name': 'd', 'LDLayout': layout(2, 3)})
        for number, kind in enumerate(({}, {'tpvv': True}, {'tdvv': True})):
            for cpg in 'cd':
                pool.ok('POST', '/volumes', {
                    'name': f'{cpg}{number}', 'cpg': cpg, 'snapCPG': 'd',
                    'sizeMiB': 5120 * (number + 1), **kind})
                self.check_agreement(pool)
        pool.ok('POST', '/volumes/c0', {'action': 'createSnapshot',
                                        'parameters': {'name': 's'}})
        pool.array.state.write('c1', 4000)
        self.check_agreement(pool)

    def test_disks_the_array_lacks_are_all_zeros(self, primera):
        item = primera.get('/capacity')['FCCapacity']
        assert (item['totalMiB'], item['freeMiB']) == (0, 0)
        assert 'capacityEfficiency' not in item['allocated']['volumes']

    def test_a_primera_shows_more(self, primera):
        whole = primera.get('/capacity')['allCapacity']
        assert 'CPGPrivateMiB' in whole['allocated']['volumes']
        assert whole['overProvisionedFreeMiB'] == whole['freeMiB']

    def test_efficiency_appears_with_volumes(self, pool):
        pool.ok('POST', '/volumes', {'name': 'v', 'cpg': 'c',
                                     'sizeMiB': 102400, 'tpvv': True})
        result = pool.get('/capacity')['allCapacity']['allocated']['volumes']
        assert result['capacityEfficiency']['compaction'] > 10


class TestSpaceReporter:
    """POST /spacereporter."""

    def test_a_cpg_reports_its_room(self, api):
        api.ok('POST', '/cpgs', {'name': 'c', 'LDLayout': layout(2, 3)})
        answer = api.ok('POST', '/spacereporter', {'cpg': 'c'})
        free = api.get('/capacity')['SSDCapacity']['freeMiB']
        assert answer.status == 200
        assert (answer.body['rawFreeMiB'],
                answer.body['usableFreeMiB']) == (free, free // 2)

    @pytest.mark.parametrize('raid, size, share', [
        (2, 3, 1 / 3), (3, 4, 0.75), (4, 8, 0.75)])
    def test_a_layout_reports_its_room(self, api, raid, size, share):
        body = api.ok('POST', '/spacereporter', {
            'LDLayout': layout(raid, setSize=size)}).body
        assert body['usableFreeMiB'] == int(body['rawFreeMiB'] * share)

    def test_overprovisioning_follows_the_volumes(self, pool):
        pool.ok('POST', '/volumes', {'name': 'v', 'cpg': 'c',
                                     'sizeMiB': 10**6, 'tpvv': True})
        body = pool.ok('POST', '/spacereporter', {'cpg': 'c'}).body
        assert body['overProvisionedVirtualSizeMiB'] == 1000192

    def test_older_releases_report_two_numbers(self, serve, raw_client):
        api = raw_client(serve('3par-3.1.3')).log_in()
        body = api.ok('POST', '/spacereporter',
                       {'LDLayout': layout(2)}).body
        assert sorted(body) == ['rawFreeMiB', 'usableFreeMiB']

    @pytest.mark.parametrize('symbol, members', [
        ('INV_INPUT_ONE_REQUIRED', {}),
        ('INV_INPUT_PARAM_CONFLICT', {'cpg': 'c', 'LDLayout': {}}),
        ('NON_EXISTENT_CPG', {'cpg': 'x'}),
        ('INV_SET_SIZE', {'LDLayout': layout(4, setSize=5)}),
        ('INV_INPUT_ILLEGAL_CHAR', {'cpg': 'a b'})])
    def test_a_bad_request_is_refused(self, pool, symbol, members):
        pool.refused(symbol, 'POST', '/spacereporter', members)


class TestTemplates:
    """The member template of a new CPG."""

    def test_a_template_says_what_the_request_leaves_out(self, api):
        api.array.state.templates['mirrored'] = {
            'growthLimitMiB': 262144, 'LDLayout': {'RAIDType': 2}}
        api.ok('POST', '/cpgs', {'name': 'x', 'template': 'mirrored',
                                 'growthLimitMiB': 131072})
        growth = api.get('/cpgs/x')['SDGrowth']
        assert (growth['LDLayout']['RAIDType'], growth['limitMiB']) == (
            2, 131072)

    def test_another_cpg_is_a_template_too(self, api):
        api.ok('POST', '/cpgs', {
            'name': 'x', 'growthLimitMiB': 131072, 'LDLayout': {
                'RAIDType': 4, 'setSize': 8, 'HA': 3,
                'diskPatterns': [{'diskType': 2}]}})
        api.ok('POST', '/cpgs', {'name': 'y', 'template': 'x'})
        assert [api.get(f'/cpgs/{name}')['SDGrowth'] for name in 'xy'] \
            == 2 * [api.get('/cpgs/x')['SDGrowth']]

    @pytest.mark.covers('cpgs', 'NON_EXISTENT_TEMPLATE')
    def test_a_missing_template_is_refused(self, api):
        api.refused('NON_EXISTENT_TEMPLATE', 'POST', '/cpgs', {
            'name': 'x', 'template': 'missing'}, ref='template')

    def test_release_3_1_3_has_no_templates(self, serve, raw_client):
        api = raw_client(serve('3par-3.1.3')).log_in()
        api.refused('INV_INPUT_UNREC_NAME', 'POST', '/cpgs', {
            'name': 'x', 'template': 'y'})
