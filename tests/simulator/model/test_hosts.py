"""Hosts: making, showing, changing, deleting."""

from __future__ import annotations

import pytest

WWNS = ['1000000000000001', '1000000000000002']
IQN = 'iqn.1998-01.com.example:x'


@pytest.fixture
def host(api):
    """An FC host ``h`` with two paths."""
    api.ok('POST', '/hosts', {'name': 'h', 'FCWWNs': WWNS})
    return api


@pytest.fixture
def exported(pool):
    """A logged-in host ``h`` that sees the volume ``v`` as LUN 1."""
    pool.ok('POST', '/hosts', {'name': 'h', 'FCWWNs': WWNS})
    pool.array.state.log_in('h')
    pool.ok('POST', '/volumes', {'name': 'v', 'cpg': 'c', 'sizeMiB': 256})
    pool.ok('POST', '/vluns', {'volumeName': 'v', 'hostname': 'h', 'lun': 1})
    return pool


def paths(api, name='h'):
    return [item['wwn'] for item in api.get(f'/hosts/{name}')['FCPaths']]


def test_creating_answers_201_and_the_location(api):
    answer = api('POST', '/hosts', {'name': 'h'})
    assert (answer.status, answer.headers['Location'], answer.raw) == (
        201, '/api/v1/hosts/h', b'')


def test_a_host_that_is_logged_out_has_no_ports(host):
    assert host.get('/hosts/h')['FCPaths'] == [
        {'wwn': wwn, 'hostSpeed': 0} for wwn in WWNS]


def test_an_iscsi_host_that_is_logged_out_has_no_address(api):
    api.ok('POST', '/hosts', {'name': 'h', 'iSCSINames': [IQN]})
    assert api.get('/hosts/h')['iSCSIPaths'] == [
        {'name': IQN, 'IPAddr': '.'.join('0000'), 'hostSpeed': 0}]


def test_a_path_appears_once_per_port_it_is_logged_in_on(host):
    host.array.state.log_in('h')
    result = host.get('/hosts/h')['FCPaths']
    assert [(item['wwn'], item['portPos']['node']) for item in result] == [
        (WWNS[0], 0), (WWNS[0], 1), (WWNS[1], 0), (WWNS[1], 1)]


def test_a_host_may_log_in_on_chosen_ports(host):
    host.array.state.log_in('h', [(3, 1, 2)])
    assert host.get('/hosts/h')['FCPaths'][0]['portPos'] == {
        'node': 3, 'slot': 1, 'cardPort': 2}
    assert host.get('/ports/3:1:2')['device'] == ['h']


def test_logging_out_takes_the_ports_away(host):
    host.array.state.log_in('h')
    host.array.state.log_out('h')
    assert len(host.get('/hosts/h')['FCPaths']) == 2


def test_hosts_may_log_in_by_themselves(api):
    api.array.state.auto_log_in = True
    api.ok('POST', '/hosts', {'name': 'h', 'iSCSINames': [IQN]})
    item = api.get('/hosts/h')['iSCSIPaths'][0]
    assert item['IPAddr'].startswith('198.51.100.')


def test_wwns_are_stored_bare_and_upper_case(api):
    api.ok('POST', '/hosts', {'name': 'h', 'FCWWNs': [
        '10:00:00:00:00:00:ab:cd']})
    assert paths(api) == ['100000000000ABCD']


def test_a_host_is_generic_alua_unless_told_else(host):
    assert host.get('/hosts/h')['persona'] == 2


def test_a_host_shows_what_it_was_given(api):
    api.array.state.domains.add('d')
    api.ok('POST', '/hosts', {
        'name': 'h', 'persona': 8, 'domain': 'd', 'forceTearDown': False,
        'descriptors': {'os': 'ESX', 'comment': ''}})
    item = api.get('/hosts/h')
    assert (item['persona'], item['domain'], item['descriptors']) == (
        8, 'd', {'os': 'ESX'})
    assert item['links'][0]['href'].endswith(
        '/api/v1/hostpersonas?query="wsapiAssignedId EQ 8"')


def test_a_domain_that_is_null_is_none(api):
    api.ok('POST', '/hosts', {'name': 'h', 'domain': None})
    assert 'domain' not in api.get('/hosts/h')


@pytest.mark.parametrize('symbol, members', [
    ('INV_INPUT_MISSING_REQUIRED', {'name': None}),
    ('EXISTENT_HOST', {'name': 'h'}),
    ('INV_INPUT_PARAM_CONFLICT', {'FCWWNs': ['1' * 16],
                                  'iSCSINames': [IQN]}),
    ('INV_INPUT_WRONG_TYPE', {'FCWWNs': ['1' * 15]}),
    ('INV_INPUT_WRONG_TYPE', {'FCWWNs': ['1' * 17]}),
    ('INV_INPUT_WRONG_TYPE', {'FCWWNs': ['G' * 16]}),
    ('INV_INPUT_WRONG_TYPE', {'FCWWNs': '1' * 16}),
    ('INV_INPUT_EMPTY_STR', {'FCWWNs': ['']}),
    ('INV_INPUT_EXCEEDS_LENGTH', {'iSCSINames': [224 * 'x']}),
    ('INV_INPUT_ILLEGAL_CHAR', {'iSCSINames': ['a b']}),
    ('INV_INPUT_TOO_MANY_WWN_OR_iSCSI', {
        'FCWWNs': [f'{number:016X}' for number in range(1025)]}),
    ('INV_INPUT_DUP_PATH', {'FCWWNs': ['1' * 16, '1' * 16]}),
    ('EXISTENT_PATH', {'FCWWNs': [WWNS[1]]}),
    ('NON_EXISTENT_DOMAIN', {'domain': 'd'})])
def test_a_bad_host_is_refused(host, symbol, members):
    host.refused(symbol, 'POST', '/hosts', {'name': 'x', **members})


def test_a_path_that_is_taken_says_so_as_captured(host):
    answer = host('POST', '/hosts', {'name': 'x', 'FCWWNs': WWNS})
    assert answer.body == {
        'code': 73,
        'desc': 'host WWN/iSCSI name already used by another host'}


def test_a_missing_host_is_404_17(api):
    answer = api('GET', '/hosts/h')
    assert (answer.status, answer.body) == (404, {
        'code': 17, 'desc': 'host does not exist'})


def test_unassigned_initiators_are_a_nameless_last_member(host):
    host.array.state.add_unassigned_path('1000000000000009')
    host.array.state.add_unassigned_path(IQN)
    last = host.get('/hosts')['members'][-1]
    assert sorted(last) == ['FCPaths', 'iSCSIPaths', 'initiatorChapEnabled',
                            'targetChapEnabled']
    assert last['FCPaths'][0]['portPos']


def test_without_unassigned_initiators_every_member_has_a_name(host):
    assert [item['name'] for item in host.get('/hosts')['members']] == ['h']


def test_an_unassigned_initiator_can_be_given_to_a_host(host):
    host.array.state.add_unassigned_path('1000000000000009')
    host.ok('POST', '/hosts', {'name': 'x', 'FCWWNs': ['1000000000000009']})
    assert host.get('/hosts/x')['FCPaths'][0]['portPos']
    assert host.get('/hosts')['total'] == 2


class TestDelete:
    """DELETE."""

    def test_a_host_goes(self, host):
        answer = host.ok('DELETE', '/hosts/h')
        assert answer.raw == b''
        host.refused('NON_EXISTENT_HOST', 'DELETE', '/hosts/h')

    def test_its_paths_are_free_again(self, host):
        host.ok('DELETE', '/hosts/h')
        host.ok('POST', '/hosts', {'name': 'x', 'FCWWNs': WWNS})

    def test_initiators_that_are_there_stay_unassigned(self, host):
        host.array.state.log_in('h')
        host.ok('DELETE', '/hosts/h')
        assert len(host.get('/hosts')['members'][-1]['FCPaths']) == 4

    def test_an_export_blocks_it(self, exported):
        answer = exported.refused('EXPORTED_VLUN', 'DELETE', '/hosts/h')
        assert answer.body == {'code': 26, 'desc': 'has exported VLUN'}

    def test_a_set_blocks_it(self, host):
        host.ok('POST', '/hostsets', {'name': 's', 'setmembers': ['h']})
        host.refused('HOST_IN_SET', 'DELETE', '/hosts/h')


class TestModify:
    """PUT."""

    def test_a_new_name_is_answered_as_location(self, exported):
        answer = exported.ok('PUT', '/hosts/h', {'newName': 'x'})
        assert answer.headers['Location'] == '/api/v1/hosts/x'
        assert {item['hostname'] for item in
                exported.get('/vluns')['members']} == {'x'}

    def test_descriptors_are_changed_one_by_one(self, host):
        host.ok('PUT', '/hosts/h', {'descriptors': {'os': 'a',
                                                    'model': 'b'}})
        host.ok('PUT', '/hosts/h', {'descriptors': {'os': ''}})
        assert host.get('/hosts/h')['descriptors'] == {'model': 'b'}

    def test_a_persona_can_change(self, host):
        host.ok('PUT', '/hosts/h', {'persona': 11})
        assert host.get('/hosts/h')['persona'] == 11

    def test_not_while_volumes_are_exported(self, exported):
        exported.refused('EXPORTED_VLUN', 'PUT', '/hosts/h', {'persona': 11})

    def test_its_own_persona_is_no_change(self, exported):
        exported.ok('PUT', '/hosts/h', {'persona': 2})

    def test_not_to_vmware_with_lun_256(self, exported):
        exported.ok('DELETE', '/vluns/v,1,h')
        exported.array.state.log_out('h')
        exported.ok('POST', '/vluns', {'volumeName': 'v', 'hostname': 'h',
                                       'lun': 256})
        exported.refused('LUN_HOSTPERSONA_CONFLICT', 'PUT', '/hosts/h',
                         {'persona': 8})

    def test_paths_can_be_added(self, host):
        host.ok('PUT', '/hosts/h', {'pathOperation': 1,
                                    'FCWWNs': ['1000000000000003']})
        assert paths(host) == [*WWNS, '1000000000000003']

    def test_paths_can_be_removed(self, host):
        host.ok('PUT', '/hosts/h', {'pathOperation': 2,
                                    'FCWWNs': [WWNS[0]]})
        assert paths(host) == [WWNS[1]]

    def test_a_path_in_use_is_removed_by_force_alone(self, exported):
        body = {'pathOperation': 2, 'FCWWNs': [WWNS[0]]}
        exported.refused('EXPORTED_VLUN', 'PUT', '/hosts/h', body)
        exported.ok('PUT', '/hosts/h', {**body, 'forcePathRemoval': True})

    def test_an_added_path_logs_in_where_hosts_do(self, host):
        host.array.state.auto_log_in = True
        host.ok('PUT', '/hosts/h', {'pathOperation': 1,
                                    'FCWWNs': ['1000000000000003']})
        assert host.get('/hosts/h')['FCPaths'][-1]['portPos']

    def test_a_host_has_1024_paths_at_most(self, host):
        host.refused('INV_INPUT_TOO_MANY_WWN_OR_iSCSI', 'PUT', '/hosts/h', {
            'pathOperation': 1, 'FCWWNs': [f'2{number:015X}'
                                           for number in range(1023)]})

    @pytest.mark.parametrize('symbol, members', [
        ('INV_INPUT_ONE_REQUIRED', {}),
        ('INV_INPUT_ONE_REQUIRED', {'pathOperation': 1}),
        ('INV_INPUT_ONE_REQUIRED', {'FCWWNs': ['1' * 16]}),
        ('INV_INPUT_ONE_REQUIRED', {'forcePathRemoval': True}),
        ('INV_INPUT_ONE_REQUIRED', {'chapSecret': 'x' * 12}),
        ('INV_INPUT_PARAM_CONFLICT', {'pathOperation': 1, 'newName': 'x',
                                      'FCWWNs': ['1' * 16]}),
        ('INV_INPUT_PARAM_CONFLICT', {'pathOperation': 1, 'persona': 1,
                                      'FCWWNs': ['1' * 16]}),
        ('INV_INPUT_PARAM_CONFLICT', {'pathOperation': 1, 'FCWWNs': [
            '1' * 16], 'forcePathRemoval': True}),
        ('INV_INPUT_PARAM_CONFLICT', {'pathOperation': 1, 'FCWWNs': [
            '1' * 16], 'iSCSINames': [IQN]}),
        ('INV_INPUT_PARAM_CONFLICT', {'chapOperation': 1, 'newName': 'x'}),
        ('INV_INPUT_PARAM_CONFLICT', {'chapOperation': 1, 'persona': 1}),
        ('INV_INPUT_PARAM_CONFLICT', {'chapOperation': 1,
                                      'chapOperationMode': 1,
                                      'chapSecret': 'x' * 12,
                                      'chapRemoveTargetOnly': True}),
        ('INV_INPUT_PARAM_CONFLICT', {'chapOperation': 2,
                                      'chapSecret': 'x' * 12}),
        ('INV_INPUT_MISSING_REQUIRED', {'chapOperation': 1}),
        ('INV_INPUT_MISSING_REQUIRED', {'chapOperation': 1,
                                        'chapOperationMode': 1}),
        ('INV_INPUT_BAD_ENUM_VALUE', {'pathOperation': 3}),
        ('EXISTENT_HOST', {'newName': 'other'}),
        ('EXISTENT_PATH', {'pathOperation': 1, 'FCWWNs': [WWNS[0]]}),
        ('NON_EXISTENT_CHAP', {'chapOperation': 2})])
    def test_a_bad_change_is_refused(self, host, symbol, members):
        host.ok('POST', '/hosts', {'name': 'other'})
        host.refused(symbol, 'PUT', '/hosts/h', members)

    def test_a_path_the_host_lacks_is_400_80(self, host):
        host.refused('NON_EXISTENT_PATH', 'PUT', '/hosts/h', {
            'pathOperation': 2, 'FCWWNs': ['9' * 16]}, status=400)

    def test_a_missing_host_is_404_17(self, api):
        api.refused('NON_EXISTENT_HOST', 'PUT', '/hosts/h',
                     {'newName': 'x'})


class TestChap:
    """CHAP of both directions."""

    def add(self, mode, secret, **members):
        return {'chapOperation': 1, 'chapOperationMode': mode,
                'chapSecret': secret, **members}

    def test_initiator_chap_is_shown_without_its_secret(self, host):
        host.ok('PUT', '/hosts/h', self.add(1, 'abcdefghijkl',
                                            chapName='n'))
        item = host.get('/hosts/h')
        assert (item['initiatorChapEnabled'], item['initiatorChapName'],
                item['targetChapEnabled']) == (True, 'n', False)
        assert 'abcdefghijkl' not in str(item)

    def test_its_name_is_the_host_unless_given(self, host):
        host.ok('PUT', '/hosts/h', self.add(1, 'abcdefghijkl'))
        assert host.get('/hosts/h')['initiatorChapName'] == 'h'

    def test_target_chap_needs_initiator_chap(self, host):
        host.refused('NO_INITIATOR_CHAP', 'PUT', '/hosts/h',
                     self.add(2, 'abcdefghijkl'))

    def test_both_directions_want_two_secrets(self, host):
        host.ok('PUT', '/hosts/h', self.add(1, 'abcdefghijkl'))
        host.refused('NON_UNIQUE_CHAP_SECRET', 'PUT', '/hosts/h',
                     self.add(2, 'abcdefghijkl'))
        host.ok('PUT', '/hosts/h', self.add(2, 'bcdefghijklm'))
        assert host.get('/hosts/h')['targetChapEnabled'] is True

    @pytest.mark.parametrize('symbol, secret, is_hex', [
        ('INV_INPUT_BAD_LENGTH', 11 * 'x', False),
        ('INV_INPUT_BAD_LENGTH', 17 * 'x', False),
        ('INV_INPUT_BAD_LENGTH', 31 * 'a', True),
        ('INV_INPUT_ILLEGAL_CHAR', 32 * 'x', True)])
    def test_a_bad_secret_is_refused(self, host, symbol, secret, is_hex):
        host.refused(symbol, 'PUT', '/hosts/h',
                     self.add(1, secret, chapSecretHex=is_hex))

    def test_a_hex_secret_has_32_digits(self, host):
        host.ok('PUT', '/hosts/h', self.add(1, 32 * 'A',
                                            chapSecretHex=True))

    def test_target_chap_can_go_alone(self, host):
        host.ok('PUT', '/hosts/h', self.add(1, 'abcdefghijkl'))
        host.ok('PUT', '/hosts/h', self.add(2, 'bcdefghijklm'))
        host.ok('PUT', '/hosts/h', {'chapOperation': 2,
                                    'chapRemoveTargetOnly': True})
        item = host.get('/hosts/h')
        assert (item['initiatorChapEnabled'],
                item['targetChapEnabled']) == (True, False)

    def test_removing_takes_both(self, host):
        host.ok('PUT', '/hosts/h', self.add(1, 'abcdefghijkl'))
        host.ok('PUT', '/hosts/h', {'chapOperation': 2})
        assert host.get('/hosts/h')['initiatorChapEnabled'] is False
