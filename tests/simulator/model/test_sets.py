"""Host sets and volume sets."""

from __future__ import annotations

import pytest

SETS = ['hostsets', 'volumesets']


@pytest.fixture
def made(pool):
    """Hosts and volumes called ``a1``, ``a2`` and ``b``."""
    for name in ('a1', 'a2', 'b'):
        pool.ok('POST', '/hosts', {'name': name})
        pool.ok('POST', '/volumes', {'name': name, 'cpg': 'c',
                                     'sizeMiB': 256})
    return pool


@pytest.fixture(params=SETS)
def path(request):
    return f'/{request.param}'


def missing(path):
    return 'NON_EXISTENT_HOST' if path == '/hostsets' else 'NON_EXISTENT_VOL'


def test_creating_answers_201_and_the_location(made, path):
    answer = made('POST', path, {'name': 's', 'setmembers': ['a1']})
    assert (answer.status, answer.headers['Location'], answer.raw) == (
        201, f'/api/v1{path}/s', b'')


def test_members_keep_their_order(made, path):
    made.ok('POST', path, {'name': 's', 'setmembers': ['b', 'a2', 'a1']})
    assert made.get(f'{path}/s')['setmembers'] == ['b', 'a2', 'a1']


def test_an_empty_set_has_no_setmembers(made, path):
    made.ok('POST', path, {'name': 's', 'comment': 'text'})
    item = made.get(f'{path}/s')
    assert ('setmembers' in item, item['comment']) == (False, 'text')


def test_a_volume_set_says_whether_it_has_a_rule(made):
    made.ok('POST', '/volumesets', {'name': 's'})
    assert made.get('/volumesets/s')['qosEnabled'] is False


def test_sets_are_listed(made, path):
    for name in 'st':
        made.ok('POST', path, {'name': name})
    result = made.get(path)
    assert (result['total'], [item['name'] for item in result['members']]) == (
        2, ['s', 't'])


def test_patterns_stand_for_members(made, path):
    made.ok('POST', path, {'name': 's', 'setmembers': ['a*']})
    assert made.get(f'{path}/s')['setmembers'] == ['a1', 'a2']


def test_a_pattern_finds_no_system_volume(made):
    made.ok('POST', '/volumesets', {'name': 's', 'setmembers': ['*']})
    assert made.get('/volumesets/s')['setmembers'] == ['a1', 'a2', 'b']


def test_a_missing_member_is_404(made, path):
    made.refused(missing(path), 'POST', path,
                 {'name': 's', 'setmembers': ['x']})


@pytest.mark.parametrize('symbol, members', [
    ('INV_INPUT_DUP_NAME', {'setmembers': ['b', 'b']}),
    ('INV_INPUT_DUP_NAME', {'setmembers': ['b', 'b*']}),
    ('EXISTENT_SET', {'name': 'there'}),
    ('NON_EXISTENT_DOMAIN', {'domain': 'd'}),
    ('INV_INPUT_ILLEGAL_CHAR', {'name': 'a*'}),
    ('INV_INPUT_EXCEEDS_LENGTH', {'comment': 256 * 'x'}),
    ('INV_INPUT_MISSING_REQUIRED', {'name': None})])
def test_a_bad_set_is_refused(made, path, symbol, members):
    made.ok('POST', path, {'name': 'there'})
    made.refused(symbol, 'POST', path, {'name': 's', **members})


def test_a_member_of_another_domain_is_refused(made, path):
    made.array.state.domains.add('d')
    made.refused('MEMBER_NOT_IN_SAME_DOMAIN', 'POST', path, {
        'name': 's', 'domain': 'd', 'setmembers': ['b']})


def test_a_set_takes_the_domain_of_its_members(made):
    made.array.state.domains.add('d')
    made.ok('POST', '/hosts', {'name': 'inside', 'domain': 'd'})
    made.ok('POST', '/hostsets', {'name': 's', 'setmembers': ['inside']})
    assert made.get('/hostsets/s')['domain'] == 'd'


def test_a_system_volume_joins_no_set(made):
    made.refused('INV_OPERATION_VV_SYS_VOLUME', 'POST', '/volumesets', {
        'name': 's', 'setmembers': ['admin']})


def test_an_internal_volume_joins_no_set(made):
    made.ok('POST', '/volumes', {'name': 'd', 'cpg': 'c', 'sizeMiB': 256,
                                 'tdvv': True})
    made.refused('INV_OPERATION_VV_INTERNAL_VOLUME', 'POST', '/volumesets', {
        'name': 's', 'setmembers': ['.shared.c_0']})


def test_a_missing_set_is_404_102(made, path):
    for method in ('GET', 'DELETE'):
        made.refused('NON_EXISTENT_SET', method, f'{path}/s')


class TestModify:
    """PUT."""

    @pytest.fixture
    def whole(self, made, path):
        made.ok('POST', path, {'name': 's', 'setmembers': ['b']})
        return made

    def test_members_join_at_the_end(self, whole, path):
        answer = whole.ok('PUT', f'{path}/s', {'action': 1,
                                               'setmembers': ['a*']})
        assert answer.headers['Location'] == f'/api/v1{path}/s'
        assert whole.get(f'{path}/s')['setmembers'] == ['b', 'a1', 'a2']

    def test_members_leave(self, whole, path):
        whole.ok('PUT', f'{path}/s', {'action': 2, 'setmembers': ['b']})
        assert 'setmembers' not in whole.get(f'{path}/s')

    def test_name_and_comment_can_change(self, whole, path):
        answer = whole.ok('PUT', f'{path}/s', {'newName': 't',
                                               'comment': 'x'})
        assert answer.headers['Location'] == f'/api/v1{path}/t'
        whole.ok('PUT', f'{path}/t', {'comment': ''})
        assert 'comment' not in whole.get(f'{path}/t')

    @pytest.mark.parametrize('symbol, members', [
        ('INV_INPUT_ONE_REQUIRED', {}),
        ('INV_INPUT_MISSING_REQUIRED', {'action': 1}),
        ('INV_INPUT_MISSING_REQUIRED', {'setmembers': ['a1']}),
        ('INV_INPUT_PARAM_CONFLICT', {'action': 1, 'setmembers': ['a1'],
                                      'newName': 't'}),
        ('MEMBER_IN_SET', {'action': 1, 'setmembers': ['a1', 'b']}),
        ('MEMBER_NOT_IN_SET', {'action': 2, 'setmembers': ['b', 'a1']}),
        ('EXISTENT_SET', {'newName': 'other'}),
        ('INV_INPUT_BAD_ENUM_VALUE', {'action': 7})])
    def test_a_bad_change_is_refused(self, whole, path, symbol, members):
        whole.ok('POST', path, {'name': 'other'})
        whole.refused(symbol, 'PUT', f'{path}/s', members)

    def test_patterns_take_nobody_away(self, whole, path):
        whole.refused(missing(path), 'PUT', f'{path}/s',
                      {'action': 2, 'setmembers': ['b*']})

    def test_a_missing_set_is_404_102(self, whole, path):
        whole.refused('NON_EXISTENT_SET', 'PUT', f'{path}/x',
                      {'comment': ''})


@pytest.mark.parametrize('action', [3, 4, 5, 6])
def test_hosts_are_not_copied(made, action):
    made.ok('POST', '/hostsets', {'name': 's', 'setmembers': ['a1']})
    made.refused('UNSUP_OP', 'PUT', '/hostsets/s', {'action': action})


class TestExported:
    """Sets that VLUNs name."""

    @pytest.fixture
    def exported(self, made):
        made.ok('POST', '/hostsets', {'name': 'hs', 'setmembers': ['a1']})
        made.ok('POST', '/volumesets', {'name': 'vs', 'setmembers': ['a1']})
        made.ok('POST', '/vluns', {'volumeName': 'set:vs',
                                   'hostname': 'set:hs', 'lun': 5})
        return made

    @pytest.mark.parametrize('text', ['/hostsets/hs', '/volumesets/vs'])
    def test_an_exported_set_stays(self, exported, text):
        exported.refused('EXPORTED_VLUN', 'DELETE', text)
        exported.ok('DELETE', '/vluns/set:vs,5,set:hs')
        exported.ok('DELETE', text)

    def test_a_host_may_join(self, exported):
        exported.ok('PUT', '/hostsets/hs', {'action': 1,
                                            'setmembers': ['a2']})

    def test_a_host_with_that_lun_may_not(self, exported):
        exported.ok('POST', '/vluns', {'volumeName': 'b', 'hostname': 'a2',
                                       'lun': 5})
        exported.refused('LUN_ID_CONFLICT', 'PUT', '/hostsets/hs', {
            'action': 1, 'setmembers': ['a2']})

    def test_a_volume_may_join(self, exported):
        exported.ok('PUT', '/volumesets/vs', {'action': 1,
                                              'setmembers': ['a2']})
        exported.array.state.hosts.get('a1')
        assert exported.get('/vluns')['total'] == 1

    def test_a_volume_whose_lun_is_taken_may_not(self, exported):
        exported.ok('POST', '/vluns', {'volumeName': 'b', 'hostname': 'a1',
                                       'lun': 6})
        exported.refused('LUN_ID_CONFLICT', 'PUT', '/volumesets/vs', {
            'action': 1, 'setmembers': ['a2']})

    def test_a_volume_beyond_the_last_lun_may_not(self, exported):
        exported.ok('DELETE', '/vluns/set:vs,5,set:hs')
        exported.ok('POST', '/vluns', {'volumeName': 'set:vs',
                                       'hostname': 'a1', 'lun': 16384})
        exported.refused('LUN_ID_CONFLICT', 'PUT', '/volumesets/vs', {
            'action': 1, 'setmembers': ['a2']})

    def test_a_renamed_set_keeps_its_exports(self, exported):
        exported.ok('PUT', '/hostsets/hs', {'newName': 'x'})
        exported.ok('DELETE', '/vluns/set:vs,5,set:x')


def test_deleting_a_set_frees_its_members(made, path):
    made.ok('POST', path, {'name': 's', 'setmembers': ['b']})
    made.ok('DELETE', f'{path}/s')
    made.ok('DELETE', f'{path[:-4]}s/b')


def test_a_rule_goes_with_its_set(made):
    made.ok('POST', '/volumesets', {'name': 's'})
    made.ok('POST', '/qos', {'name': 's', 'type': 1, 'priority': 1})
    made.ok('DELETE', '/volumesets/s')
    made.refused('NON_EXISTENT_QOS_RULE', 'GET', '/qos/vvset:s')
