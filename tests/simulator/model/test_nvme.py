"""Hosts over NVMe/TCP, on the generation that has them."""

from __future__ import annotations

import pytest

from hpe3parclient.simulator.assumptions import NO_ADDRESS

NQN = 'nqn.2014-08.org.nvmexpress:uuid:1b4e28ba'
HOST = {'name': 'n', 'NQN': NQN, 'transportType': 2}


@pytest.fixture
def mp(serve, raw_client):
    """An Alletra MP with a CPG, a volume and an NVMe host."""
    api = raw_client(serve('alletra-mp')).log_in()
    api.ok('POST', '/cpgs', {'name': 'c'})
    api.ok('POST', '/volumes', {'name': 'v', 'cpg': 'c', 'sizeMiB': 256,
                                 'reduce': True})
    api.ok('POST', '/hosts', HOST)
    return api


def test_a_host_has_its_nqn(mp):
    item = mp.get('/hosts/n')
    assert (item['NVMETCPPaths'], item['FCPaths'], item['iSCSIPaths']) == (
        [{'NQN': NQN, 'IP': NO_ADDRESS}], [], [])


def test_a_host_that_is_there_shows_where(mp):
    mp.array.state.log_in('n')
    assert [item['portPos']['node']
            for item in mp.get('/hosts/n')['NVMETCPPaths']] == [0, 1]
    assert mp.get('/ports/0:4:1')['device'] == ['n']


def test_a_host_may_come_without_an_nqn(mp):
    mp.ok('POST', '/hosts', {'name': 'm', 'transportType': 2})
    mp.ok('PUT', '/hosts/m', {'pathOperation': 1, 'NQN': NQN + '2'})
    mp.ok('PUT', '/hosts/m', {'pathOperation': 2, 'NQN': NQN + '2'})
    assert mp.get('/hosts/m')['NVMETCPPaths'] == []


@pytest.mark.parametrize('symbol, members', [
    ('EXISTENT_PATH', {}),
    ('INV_INPUT_PARAM_CONFLICT', {'FCWWNs': ['10000090FA13C172']}),
    ('INV_INPUT_PARAM_CONFLICT', {'iSCSINames': ['iqn.x'], 'NQN': None}),
    ('INV_INPUT_EMPTY_STR', {'NQN': ''}),
    ('INV_INPUT_EXCEEDS_LENGTH', {'NQN': 224 * 'n'}),
    ('INV_INPUT_ILLEGAL_CHAR', {'NQN': 'nqn a'}),
    ('INV_INPUT_WRONG_TYPE', {'NQN': [NQN]}),
    ('INV_INPUT_BAD_ENUM_VALUE', {'transportType': 3})])
def test_a_bad_host_is_refused(mp, symbol, members):
    mp.refused(symbol, 'POST', '/hosts', {**HOST, 'name': 'm', **members})


def test_a_path_that_is_not_there_is_not_removed(mp):
    mp.refused('NON_EXISTENT_PATH', 'PUT', '/hosts/n', {
        'pathOperation': 2, 'NQN': 'nqn.x'}, status=400)


def test_an_nvme_port_has_an_address(mp):
    item = mp.get('/ports/1:4:2')
    assert (item['protocol'], item['mode'], item['linkState'],
            item['IPAddr']) == (6, 2, 4, '192.0.2.161')


def test_an_export_names_the_subsystem(mp):
    mp.array.state.log_in('n')
    mp.ok('POST', '/vluns', {'volumeName': 'v', 'hostname': 'n', 'lun': 1})
    result = mp.get('/vluns')['members']
    assert [(item['active'], item.get('remoteName')) for item in result] == [
        (True, NQN), (True, NQN), (False, None)]
    assert len({item['Subsystem_NQN'] for item in result}) == 1


def test_another_host_sees_no_subsystem(mp):
    mp.ok('POST', '/hosts', {'name': 'f', 'FCWWNs': ['10000090FA13C172']})
    mp.ok('POST', '/vluns', {'volumeName': 'v', 'hostname': 'f', 'lun': 1})
    assert 'Subsystem_NQN' not in mp.get('/vluns')['members'][0]


def test_an_unassigned_nqn_stands_in_the_nameless_host(mp):
    mp.array.state.add_unassigned_path('nqn.lost')
    last = mp.get('/hosts')['members'][-1]
    assert ('name' in last, last['NVMETCPPaths'][0]['NQN']) == (
        False, 'nqn.lost')


@pytest.mark.covers('any request', 'OTHER')
def test_exporting_a_pair_twice_is_400_29(mp):
    export = {'volumeName': 'v', 'hostname': 'n', 'lun': 1}
    mp.ok('POST', '/vluns', export)
    mp.refused('OTHER', 'POST', '/vluns', {**export, 'lun': 2})
    mp.ok('POST', '/volumesets', {'name': 's', 'setmembers': ['v']})
    mp.ok('POST', '/vluns', {**export, 'volumeName': 'set:s', 'lun': 5})
    mp.refused('OTHER', 'POST', '/vluns', {
        **export, 'volumeName': 'set:s', 'lun': 6})


def test_another_volume_as_that_lun_is_409_18(mp):
    mp.ok('POST', '/volumes', {'name': 'w', 'cpg': 'c', 'sizeMiB': 256,
                               'tpvv': True})
    mp.ok('POST', '/vluns', {'volumeName': 'v', 'hostname': 'n', 'lun': 1})
    mp.refused('EXISTENT_LUN', 'POST', '/vluns', {
        'volumeName': 'w', 'hostname': 'n', 'lun': 1})


def test_the_version_is_not_told_without_a_key(mp, raw_client):
    answer = raw_client(mp.array).send('GET', '/api')
    assert (answer.status, answer.code) == (403, 6)


@pytest.mark.parametrize('member', ['NQN', 'transportType'])
def test_older_generations_know_no_nvme(primera, member):
    primera.refused('INV_INPUT_UNREC_NAME', 'POST', '/hosts', {
        'name': 'n', member: HOST[member]}, ref=member)
    assert 'NVMETCPPaths' not in primera.get('/hosts')['members']
