"""Ports: what changes them, and what is plugged in at them."""

from __future__ import annotations

import pytest

from hpe3parclient.simulator.assumptions import NO_ADDRESS

ISCSI, FC = '/ports/0:2:1', '/ports/0:1:1'
VLANS = ISCSI + '/iSCSIVlans'
VLAN = {'ipAddr': '192.0.2.77', 'netmask': '255.255.255.0', 'vlanTag': 100}
WWN = '10000090FA13C172'


@pytest.fixture
def tagged(api):
    """An iSCSI port with a VLAN of tag 100."""
    api.ok('POST', VLANS, VLAN)
    return api


def test_a_port_for_remote_copy_looks_as_captured(api):
    item = api.get('/ports/0:3:1')
    assert len(item.pop('HWAddr')) == 12
    assert item == {
        'portPos': {'node': 0, 'slot': 3, 'cardPort': 1}, 'mode': 4,
        'linkState': 4, 'type': 7, 'protocol': 4, 'label': 'IP0',
        'device': [], 'IPAddr': '192.0.2.120'}


def test_an_iscsi_port_can_be_moved(api):
    answer = api('PUT', ISCSI, {'iSCSIPortInfo': {
        'ipAddr': '192.0.2.9', 'netmask': '255.255.0.0',
        'gateway': '192.0.2.1', 'mtu': 9000, 'iSNSPort': 3206,
        'iSNSAddr': '192.0.2.2'}})
    item = api.get(ISCSI)
    assert (answer.status, answer.raw, item['IPAddr']) == (
        200, b'', '192.0.2.9')
    assert item['iSCSIPortInfo'] == {
        'ipAddr': '192.0.2.9', 'netmask': '255.255.0.0',
        'gateway': '192.0.2.1', 'mtu': 9000, 'iSNSPort': 3206,
        'iSNSAddr': '192.0.2.2', 'iSCSIName': item['iSCSIName'],
        'rate': '10Gbps', 'tpgt': 81, 'stgt': 81, 'vlan': 0, 'vlans': False}


def test_a_change_keeps_what_it_does_not_name(api):
    api.ok('PUT', ISCSI, {'iSCSIPortInfo': {'mtu': 9000}})
    assert api.get(ISCSI)['IPAddr'] == '192.0.2.100'


@pytest.mark.parametrize('symbol, members', [
    ('INV_INPUT_MISSING_REQUIRED', {}), ('INV_INPUT', {'ipAddr': 'x'}),
    ('INV_INPUT', {'netmask': '255.0.255.0'}), ('INV_INPUT_UNREC_NAME', {'colour': 1}),
    ('INV_INPUT_EMPTY_STR', {'gateway': ''}),
    ('INV_INPUT_BELOW_RANGE', {'mtu': 100}),
    ('INV_INPUT_EXCEEDS_RANGE', {'mtu': 10000}),
    ('INV_INPUT_EXCEEDS_RANGE', {'iSNSPort': 65536}),
    ('INV_INPUT_WRONG_TYPE', {'mtu': '1500'})])
def test_a_bad_setting_is_refused(api, symbol, members):
    api.refused(symbol, 'PUT', ISCSI, {'iSCSIPortInfo': members})


def test_a_netmask_may_be_the_length_of_a_prefix(api):
    api.ok('PUT', ISCSI, {'iSCSIPortInfo': {'netmask': '24'}})


def test_a_change_says_what_to_change(api):
    api.refused('INV_INPUT_MISSING_REQUIRED', 'PUT', ISCSI, {})


@pytest.mark.parametrize('method, path, body', [
    ('PUT', FC, {'iSCSIPortInfo': {'mtu': 1500}}),
    ('POST', FC + '/iSCSIVlans', VLAN), ('GET', FC + '/iSCSIVlans', None),
    ('DELETE', FC + '/iSCSIVlans/1', None)])
def test_other_ports_have_no_such_settings(api, method, path, body):
    api.refused('UNSUP_OP', method, path, body)


@pytest.mark.parametrize('method, path, body', [
    ('PUT', '', {'iSCSIPortInfo': {'mtu': 1500}}), ('POST', '',
                                                    {'action': 2}),
    ('POST', '/iSCSIVlans', VLAN), ('DELETE', '/iSCSIVlans/1', None)])
@pytest.mark.parametrize('symbol, nsp', [
    ('NON_EXISTENT_PORT', '7:7:7'), ('INV_INPUT_PORT_SPECIFICATION', '0:1')])
def test_a_bad_position_is_refused(api, symbol, nsp, method, path, body):
    api.refused(symbol, method, f'/ports/{nsp}{path}', body)


def test_a_position_of_blanks_is_refused(api):
    api.refused('INV_INPUT_ALL_WHITE_SPACES_STR', 'GET', '/ports/%20',
                 status=400)


@pytest.mark.parametrize('path', [ISCSI, FC])
def test_a_port_can_be_reset(api, path):
    before = api.get(path)
    assert api.ok('POST', path, {'action': 2}).status == 200
    assert api.get(path) == before


def test_nothing_else_is_done_to_a_port(api):
    api.refused('INV_POST_ACTION', 'POST', ISCSI, {'action': 1})


class TestVlans:
    """VLANs of an iSCSI port."""

    def test_a_new_one_is_201(self, api):
        answer = api('POST', VLANS, VLAN)
        assert (answer.status, answer.raw, answer.headers['Location']) == (
            201, b'', '/api/v1' + VLANS + '/100')

    def test_it_is_shown(self, tagged):
        assert tagged.get(VLANS + '/100') == {
            'vlanTag': 100, 'IPAddr': '192.0.2.77',
            'netmask': '255.255.255.0', 'gateway': NO_ADDRESS, 'mtu': 1500,
            'iSNSPort': 3205, 'iSNSAddr': NO_ADDRESS, 'stgt': 1024}

    def test_several_are_listed(self, tagged):
        tagged.ok('POST', VLANS, {**VLAN, 'vlanTag': 5})
        vlans = tagged.get(VLANS)
        assert [vlan['vlanTag'] for vlan in vlans['iSCSIVlans']] == [5, 100]
        assert (vlans, vlans['total']) == (tagged.get(VLANS + '/'), 2)

    def test_its_port_says_that_it_has_some(self, tagged):
        info = tagged.get(ISCSI)['iSCSIPortInfo']
        assert (info['vlan'], info['vlans']) == (1, True)

    def test_it_can_be_changed(self, tagged):
        tagged.ok('PUT', VLANS + '/100', {
            'ipAddr': '192.0.2.78', 'mtu': 9000, 'stgt': 7})
        item = tagged.get(VLANS + '/100')
        assert (item['IPAddr'], item['mtu'], item['stgt'],
                item['netmask']) == ('192.0.2.78', 9000, 7, '255.255.255.0')

    def test_deleting_it_is_202(self, tagged):
        answer = tagged('DELETE', VLANS + '/100')
        assert (answer.status, answer.raw) == (202, b'')
        assert tagged.get(VLANS)['total'] == 0

    @pytest.mark.parametrize('symbol, members', [
        ('INV_INPUT_MISSING_REQUIRED', {'vlanTag': None}),
        ('INV_INPUT_MISSING_REQUIRED', {'ipAddr': None}),
        ('INV_INPUT_BELOW_RANGE', {'vlanTag': 0}),
        ('INV_INPUT_EXCEEDS_RANGE', {'vlanTag': 4095}),
        ('INV_INPUT', {'ipAddr': '1.2.3'}), ('INV_INPUT_UNREC_NAME', {'mtu': 1500}),
        ('OTHER', {})])
    def test_a_bad_one_is_refused(self, tagged, symbol, members):
        tagged.refused(symbol, 'POST', VLANS, {**VLAN, **members})

    @pytest.mark.parametrize('method, body', [
        ('GET', None), ('PUT', {'mtu': 1500}), ('DELETE', None)])
    @pytest.mark.parametrize('tag', ['7', 'x'])
    def test_a_missing_one_is_404(self, tagged, method, body, tag):
        tagged.refused('URI_RES_NOT_FOUND', method, f'{VLANS}/{tag}', body)

    def test_a_change_changes_something(self, tagged):
        tagged.refused('INV_INPUT_MISSING_REQUIRED', 'PUT', VLANS + '/100',
                       {})


def test_an_old_release_cannot_change_ports(serve, raw_client):
    api = raw_client(serve('3par-3.1.3')).log_in()
    api.refused('UNSUP_OP', 'PUT', ISCSI, {})
    assert 'iSCSIPortInfo' not in api.get(ISCSI)


class TestDevices:
    """What is plugged in at FC ports."""

    @pytest.fixture
    def plugged(self, api):
        api.ok('POST', '/hosts', {'name': 'h', 'FCWWNs': [WWN]})
        api.ok('POST', '/hosts', {'name': 'i',
                                   'iSCSINames': ['iqn.2000-01.x:i']})
        for name in ('h', 'i'):
            api.array.state.log_in(name)
        api.array.state.add_unassigned_path('20000090FA13C172')
        return api

    def wwns(self, api, query):
        path = '/portdevices' + query
        return [item['portWWN'] for item in api.get(path)['members']]

    def test_all_initiators_are_listed(self, plugged):
        assert sorted(self.wwns(plugged, '')) == sorted(
            2 * [WWN, '20000090FA13C172'])

    @pytest.mark.parametrize('query, count', [
        ('"portPos==0:1:1"', 2), ('"portPos==0:1:1 OR portPos==1:1:1"', 4),
        ('"portPos==0:2:1"', 0), ('"portPos==9:9:9"', 0)])
    def test_a_query_chooses_ports(self, plugged, query, count):
        query = query.replace('"', '%22').replace(' ', '%20')
        assert len(self.wwns(plugged, f'?query={query}')) == count

    def test_a_bad_query_is_refused(self, plugged):
        plugged.refused('INV_QUERY_STRING', 'GET',
                        '/portdevices?query=%22x==1%22')

    def test_an_initiator_has_the_published_members(self, plugged):
        item = plugged.get('/portdevices/all/0:1:1')['members'][0]
        assert {'portId', 'loopId', 'hardAddr', 'nodeWWN', 'portWWN',
                'commonFeatures', 'serviceParams', 'bufferToBufferCredit',
                'frameLength'} == set(item)

    def test_numbers_of_an_initiator_are_hexadecimal_texts(self, plugged):
        item = plugged.get('/portdevices/all/0:1:1')['members'][0]
        assert all(int(item[name], 16) >= 0 for name in (
            'portId', 'loopId', 'hardAddr', 'commonFeatures',
            'serviceParams', 'bufferToBufferCredit', 'frameLength'))

    @pytest.mark.parametrize('path', [
        '/portdevices/targetdrivenzones',
        '/portdevices/targetdrivenzones/0:1:1'])
    def test_there_are_no_zones(self, plugged, path):
        assert plugged.get(path) == {'total': 0, 'members': []}

    @pytest.mark.parametrize('query, names', [
        ('', ['switch1', 'switch2']),
        ('portPos EQ 0:1:1', ['switch1']), ('portPos==1:1:2', ['switch2']),
        ('portPos EQ 0:1:1 OR portPos EQ 1:1:1', ['switch1']),
        ('portPos EQ 0:2:1', [])])
    def test_fc_ports_lead_to_the_switch_of_their_fabric(
            self, plugged, query, names):
        path = '/fcswitches' + (query and '?query=%22'
                                + query.replace(' ', '%20') + '%22')
        assert [item['logicalName'] for item
                in plugged.get(path)['members']] == names

    def test_a_switch_has_the_published_members(self, plugged):
        item = plugged.get('/portdevices/fcswitch/0:1:2')['members'][0]
        assert item == {'name': '100000051E000002', 'logicalName': 'switch2',
                        'type': 2, 'vendor': 'Brocade Communications, Inc.',
                        'ports': 24}
        assert plugged.get('/portdevices/fcswitch/0:2:1')['total'] == 0

    @pytest.mark.parametrize('query, count', [
        ('type EQ 2', 4), ('type EQ 2 OR type EQ 8', 8), ('type EQ 9', 0)])
    def test_a_query_chooses_types_of_ports(self, api, query, count):
        path = '/ports?query=%22' + query.replace(' ', '%20') + '%22'
        assert api.get(path)['total'] == count

    @pytest.mark.parametrize('query', ['type EQ x', 'mode EQ 2', 'type'])
    def test_a_bad_filter_of_ports_is_refused(self, api, query):
        api.refused('INV_QUERY_STRING', 'GET', '/ports?query=%22'
                    + query.replace(' ', '%20') + '%22')

    @pytest.mark.parametrize('path', [
        'all', 'fcswitch', 'targetdrivenzones'])
    def test_a_missing_port_is_404(self, plugged, path):
        plugged.refused('NON_EXISTENT_PORT', 'GET',
                        f'/portdevices/{path}/7:7:7')

    def test_the_newer_forms_came_later(self, serve, raw_client):
        api = raw_client(serve('3par-3.1.3')).log_in()
        assert api.get('/portdevices')['total'] == 0
        api.refused('URI_RES_NOT_FOUND', 'GET', '/portdevices/all/0:1:1')
