"""NVMe hosts and their exports."""

from __future__ import annotations

import pytest

from hpe3parclient import exceptions
from tests.support import scripted

NQN = 'nqn.2014-08.org.nvmexpress:uuid:1'
HOST = {'id': 1, 'name': 'h', 'NVMETCPPaths': [{'NQN': NQN, 'IP': '1.1.1.1'}]}
HOSTS = {'total': 3, 'members': [
    {'NVMETCPPaths': [{'NQN': NQN}]}, {'id': 2, 'name': 'g', 'FCPaths': []},
    HOST]}
PORTS = {'total': 4, 'members': [
    {'portPos': {'node': node, 'slot': 4, 'cardPort': 1}, 'protocol': 6,
     'mode': 2, 'linkState': state, 'IPAddr': f'10.0.0.{node}',
     'NQN': f'nqn.{node}'}
    for node, state in ((0, 4), (1, 4), (2, 10))] + [
    {'portPos': {'node': 3, 'slot': 4, 'cardPort': 1}, 'protocol': 2,
     'linkState': 4, 'IPAddr': '10.0.0.3'}]}
EMPTY = {'total': 0, 'members': []}
BY_HOST = 'GET /vluns?query=%22hostname%20EQ%20h%22'
MATCHED = {'lun': 1, 'volumeName': 'v', 'hostname': 'h', 'type': 4,
           'portPos': {'node': 0, 'slot': 4, 'cardPort': 1}}
PLAIN = {'lun': 2, 'volumeName': 'v', 'hostname': 'h', 'type': 3}
ACTIVE = dict(PLAIN, portPos={'node': 1, 'slot': 4, 'cardPort': 1})
OTHER = {'lun': 3, 'volumeName': 'w', 'hostname': 'h', 'type': 3}


def listing(*members):
    return scripted.reply(200, {'total': len(members), 'members': list(members)})


def lines(sent):
    return [line for line, _ in sent()]


# -- hosts --------------------------------------------------------------------


@pytest.mark.parametrize(('args', 'body'), [
    (('h', NQN), {'name': 'h', 'NQN': NQN, 'transportType': 2}),
    (('h', NQN, 'd'), {'name': 'h', 'NQN': NQN, 'transportType': 2,
                       'domain': 'd'}),
    (('h',), {'name': 'h', 'transportType': 2})])
def test_new_host_is_returned(client, server, sent, args, body):
    server.say(scripted.reply(201), scripted.reply(200, HOST))
    assert client.create_host_nvme(*args) == HOST
    assert sent() == [('POST /hosts', body), ('GET /hosts/h', None)]


@pytest.mark.parametrize(('given', 'body'), [
    ({'nqn': NQN}, {'name': 'h', 'NQN': NQN, 'transportType': 2}),
    ({'iscsiNames': ['iqn.x'], 'domain': 'd'},
     {'name': 'h', 'iSCSINames': ['iqn.x'], 'domain': 'd'}),
    ({'FCWwns': ['5001']}, {'name': 'h', 'FCWWNs': ['5001']})])
def test_host_that_is_not_there_is_made(client, server, sent, given, body):
    server.say(scripted.reply(201), scripted.reply(200, HOST))
    assert client.create_host_or_use_existing('h', **given) == HOST
    assert sent()[0] == ('POST /hosts', body)


def test_host_that_has_the_nqn_is_used(client, server, sent):
    server.say(scripted.error(409, 73), scripted.reply(200, HOSTS))
    assert client.create_host_or_use_existing('new', nqn=NQN) == HOST
    assert lines(sent) == ['POST /hosts', 'GET /hosts']


def test_host_that_has_the_initiator_is_used(client, server, sent):
    server.say(scripted.error(409, 73), listing({'iSCSIPaths': []}, HOST))
    assert client.create_host_or_use_existing('new', ['iqn.x']) == HOST
    assert lines(sent)[1].startswith('GET /hosts?query=')


def test_host_of_that_name_is_used(client, server, sent):
    server.say(scripted.error(409, 16), listing(), scripted.reply(200, HOST))
    assert client.create_host_or_use_existing('h', FCWwns=['5001']) == HOST
    assert lines(sent)[2] == 'GET /hosts/h'


def test_host_of_that_name_without_initiators_is_used(client, server):
    server.say(scripted.error(409, 16), scripted.reply(200, HOST))
    assert client.create_host_or_use_existing('h') == HOST


def test_initiator_of_a_host_that_cannot_be_seen_is_an_error(client, server):
    server.say(scripted.error(409, 73), scripted.reply(200, EMPTY))
    with pytest.raises(exceptions.HTTPConflict) as caught:
        client.create_host_or_use_existing('h', nqn=NQN)
    assert caught.value.symbol == 'EXISTENT_PATH'


def test_refusal_of_a_host_is_raised(client, server):
    server.say(scripted.error(400, 69))
    with pytest.raises(exceptions.HTTPBadRequest):
        client.create_host_or_use_existing('h!')


def test_host_is_found_by_its_nqn(client, server, sent):
    server.default = scripted.reply(200, HOSTS)
    assert client.getHostByNqn(NQN) == HOST
    with pytest.raises(exceptions.HTTPNotFound):
        client.getHostByNqn('nqn.other')
    assert lines(sent) == ['GET /hosts'] * 2


# -- NQNs and addresses of ports ----------------------------------------------


def test_nqn_of_the_first_port(client, server, sent):
    server.say(scripted.reply(200, PORTS))
    assert client.getNqn() == 'nqn.0'
    assert lines(sent) == ['GET /ports']


@pytest.mark.parametrize('place', [
    '1:4:1', {'node': 1, 'slot': 4, 'cardPort': 1}])
def test_nqn_of_one_port(client, server, sent, place):
    server.say(scripted.reply(200, PORTS['members'][1]))
    assert client.getNqn(place) == 'nqn.1'
    assert lines(sent) == ['GET /ports/1:4:1']


@pytest.mark.parametrize('place', [None, '1:4:1'])
def test_nqn_that_is_not_told_is_the_discovery_nqn(client, server, place):
    server.say(scripted.reply(200, EMPTY))
    assert client.getNqn(place) == client.DEFAULT_PORT_NQN


FIRST = {'ip_port': 4420, 'nsp': '0:4:1', 'nqn': 'nqn.0'}
SECOND = {'ip_port': 4420, 'nsp': '1:4:1', 'nqn': 'nqn.1'}


@pytest.mark.parametrize(('conf', 'expected'), [
    ({'hpe3par_nvme_ips': ['10.0.0.1']}, {'10.0.0.1': SECOND}),
    ({'nvme_ips': '10.0.0.0, 10.0.0.1:4421'},
     {'10.0.0.0': FIRST, '10.0.0.1': dict(SECOND, ip_port=4421)}),
    (['10.0.0.1', '10.9.9.9'], {'10.0.0.1': SECOND}),
    ({'other': 1}, {'10.0.0.0': FIRST, '10.0.0.1': SECOND}),
    (None, {'10.0.0.0': FIRST, '10.0.0.1': SECOND})])
def test_addresses_are_matched_to_ready_ports(client, server, conf,
                                              expected):
    server.say(scripted.reply(200, PORTS))
    assert client.get_matched_array_ips_and_ports(conf) == expected


def test_addresses_that_no_ready_port_has_are_not_found(client, server):
    server.say(scripted.reply(200, PORTS))
    with pytest.raises(exceptions.HTTPNotFound, match='10.0.0.2, 10.0.0.3'):
        client.get_matched_array_ips_and_ports(
            {'nvme_ips': ['10.0.0.2', '10.0.0.3']})


@pytest.mark.parametrize('conf', [[1], {'nvme_ips': ['a b']}, '10.0.0.1:x'])
def test_what_is_no_address_is_refused(client, conf):
    with pytest.raises(exceptions.InvalidInput):
        client.get_matched_array_ips_and_ports(conf)


# -- exports ------------------------------------------------------------------


@pytest.mark.parametrize('host', [HOST, 'h'])
def test_vluns_of_a_volume_and_host(client, server, sent, host):
    server.say(listing(PLAIN, ACTIVE, OTHER, dict(PLAIN, hostname='g')))
    assert client.find_existing_vluns('v', host) == [PLAIN, ACTIVE]
    assert lines(sent) == [BY_HOST]


def test_no_vluns_are_an_empty_list(client, server):
    server.say(scripted.error(404, 19))
    assert client.find_existing_vluns('v', 'h') == []


@pytest.mark.parametrize(('luns', 'kind', 'expected'), [
    ([], 'nvme', 1), ([], 'fc', 0), ([1, 2, 4], 'nvme', 3), ([0], 'fc', 1),
    ([2], 'nvme', 1)])
def test_lowest_free_lun(client, server, luns, kind, expected):
    server.say(scripted.reply(200, HOST), scripted.reply(200, EMPTY),
               listing(*[{'lun': lun, 'hostname': 'h'} for lun in luns],
                       {'lun': expected, 'hostname': 'g'}))
    assert client.getNextLunId('h', kind) == expected


def test_lun_of_a_host_set_is_taken(client, server, sent):
    server.say(scripted.reply(200, HOST),
               listing({'id': 1, 'name': 's', 'setmembers': ['h']}),
               listing({'lun': 1, 'hostname': 'set:s'}))
    assert client.getNextLunId('h') == 2
    assert lines(sent) == ['GET /hosts/h', 'GET /hostsets', 'GET /vluns']


def test_host_with_all_luns_taken_is_an_error(client, server):
    server.say(scripted.reply(200, HOST), scripted.reply(200, EMPTY),
               listing(*[{'lun': lun, 'hostname': 'h'}
                         for lun in range(16385)]))
    with pytest.raises(exceptions.HTTPConflict) as caught:
        client.getNextLunId('h')
    assert caught.value.symbol == 'AUTO_LUN_ID_UNAVAILABLE'


def test_host_that_does_not_exist_has_no_next_lun(client, server):
    server.say(scripted.error(404, 17))
    with pytest.raises(exceptions.HTTPNotFound):
        client.getNextLunId('h')


def test_volume_the_host_sees_is_not_exported_again(client, server, sent):
    server.say(listing(PLAIN))
    assert client.create_vlun_nvme('v', HOST, ['10.0.0.0']) == [PLAIN]
    assert lines(sent) == [BY_HOST]


@pytest.mark.parametrize('ips', [None, [], {}])
def test_export_on_all_ports(client, server, sent, ips):
    server.say(scripted.reply(200, EMPTY), scripted.reply(200, HOST),
               scripted.reply(200, EMPTY), scripted.reply(200, EMPTY),
               scripted.reply(201, Location='/api/v1/vluns/v,1,h'),
               listing(PLAIN))
    assert client.create_vlun_nvme('v', HOST, ips) == [PLAIN]
    assert sent()[4] == ('POST /vluns', {'volumeName': 'v', 'lun': 1,
                                         'hostname': 'h'})


def test_export_on_some_ports_has_one_lun(client, server, sent):
    server.say(scripted.reply(200, EMPTY), scripted.reply(200, PORTS),
               scripted.reply(200, HOST), scripted.reply(200, EMPTY),
               scripted.reply(200, EMPTY), scripted.reply(201), scripted.reply(201),
               listing(MATCHED))
    client.create_vlun_nvme('v', 'h', {'10.0.0.1': {}, '10.0.0.0': {}})
    assert [body for line, body in sent() if line == 'POST /vluns'] == [
        {'volumeName': 'v', 'lun': 1, 'hostname': 'h',
         'portPos': {'node': node, 'slot': 4, 'cardPort': 1}}
        for node in (1, 0)]


@pytest.mark.parametrize('ips', [['10.0.0.2'], ['10.0.0.0', '10.9.9.9']])
def test_export_on_a_port_that_is_not_there_exports_nothing(client, server,
                                                            sent, ips):
    server.say(scripted.reply(200, EMPTY), scripted.reply(200, PORTS))
    with pytest.raises(exceptions.InvalidInput, match=ips[-1]):
        client.create_vlun_nvme('v', 'h', ips)
    assert lines(sent) == [BY_HOST, 'GET /ports']


def test_exports_are_taken_back_each_once(client, server, sent):
    server.say(listing(MATCHED, PLAIN, ACTIVE, OTHER))
    assert client.remove_vlun_nvme('v', 'h', NQN) is None
    assert lines(sent) == [BY_HOST, 'DELETE /vluns/v,1,h,0:4:1',
                           'DELETE /vluns/v,2,h']


def test_exports_are_taken_back_by_nqn(client, server, sent):
    server.say(scripted.reply(200, HOSTS), listing(PLAIN))
    client.remove_vlun_nvme('v', None, NQN)
    assert lines(sent)[2] == 'DELETE /vluns/v,2,h'


@pytest.mark.parametrize(('args', 'answer', 'symbol'), [
    (('v', None, 'nqn.x'), scripted.reply(200, HOSTS), 'NON_EXISTENT_HOST'),
    (('v', None, None), scripted.reply(200, HOSTS), 'NON_EXISTENT_HOST'),
    (('v', 'h', NQN), listing(OTHER), 'NON_EXISTENT_VLUN')])
def test_nothing_to_take_back_is_not_found(client, server, args, answer,
                                           symbol):
    server.say(answer)
    with pytest.raises(exceptions.HTTPNotFound) as caught:
        client.remove_vlun_nvme(*args)
    assert caught.value.symbol == symbol
