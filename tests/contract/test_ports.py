"""Ports: by protocol, by state, and with their VLANs."""

from __future__ import annotations

import pytest

from hpe3parclient import exceptions
from tests.support import scripted


def port(card, protocol, state=4, **more):
    return dict({'portPos': {'node': 0, 'slot': 2, 'cardPort': card},
                 'protocol': protocol, 'linkState': state}, **more)


FC, ISCSI, OTHER, IP = port(1, 1), port(2, 2), port(3, 2, 10), port(4, 4)
NVME = port(5, 6, mode=2, nodeWWN='192.0.2.7')
TAGGED = port(2, 2, iSCSIPortInfo={'vlan': 1, 'ipAddr': '192.0.2.1'})
VLANS = [{'vlanTag': 101, 'IPAddr': '172.20.0.150'},
         {'vlanTag': 102, 'IPAddr': '172.20.1.150'}]
PORTS = {'total': 5, 'members': [FC, ISCSI, OTHER, IP, NVME]}

@pytest.fixture
def ports(client, server):
    server.default = scripted.reply(200, PORTS)
    return client


@pytest.mark.parametrize(('method', 'expected'), [
    ('getFCPorts', [FC]), ('getiSCSIPorts', [ISCSI, OTHER]),
    ('getIPPorts', [IP]), ('getNvmePorts', [dict(NVME, nsp='0:2:5')])])
def test_ports_of_one_protocol(ports, sent, method, expected):
    assert getattr(ports, method)() == expected
    assert sent() == [('GET /ports', None)]


@pytest.mark.parametrize(('state', 'expected'), [
    (4, [ISCSI]), (10, [OTHER]), (5, []), (None, [ISCSI, OTHER])])
def test_ports_in_one_state(ports, state, expected):
    assert ports.getiSCSIPorts(state) == expected
    assert ports.getiSCSIPorts(state=state) == expected


@pytest.mark.parametrize('method', ['getFCPorts', 'getIPPorts'])
def test_fc_and_ip_ports_in_one_state(ports, method):
    assert len(getattr(ports, method)(4)) == 1
    assert getattr(ports, method)(state=10) == []


def test_protocol_ports_by_number(ports):
    assert ports._getProtocolPorts(1, 4) == [FC]


@pytest.mark.parametrize('method', ['getPorts', 'getiSCSIPorts'])
@pytest.mark.parametrize('name', ['iSCSIVlans', 'members'])
def test_a_port_with_tags_has_its_vlans(client, server, sent, method, name):
    server.say(scripted.reply(200, {'total': 2, 'members': [TAGGED, OTHER]}),
               scripted.reply(200, {'total': 2, name: VLANS}))
    ports = getattr(client, method)()
    if method == 'getPorts':
        assert ports['total'] == 2
        ports = ports['members']
    assert ports == [dict(TAGGED, iSCSIVlans=VLANS), OTHER]
    assert sent() == [('GET /ports', None),
                      ('GET /ports/0:2:2/iSCSIVlans/', None)]


@pytest.mark.parametrize('info', [
    None, {}, {'vlan': 0}, {'vlan': '1'}, 'vlan', {'vlan': None}])
def test_a_port_without_tags_is_just_listed(client, server, sent, info):
    plain = port(2, 2, iSCSIPortInfo=info)
    server.say(scripted.reply(200, {'total': 1, 'members': [plain]}))
    assert client.getiSCSIPorts() == [plain]
    assert sent() == [('GET /ports', None)]


@pytest.mark.parametrize('method', ['getFCPorts', 'getIPPorts',
                                    'getNvmePorts'])
def test_other_ports_ask_for_no_vlans(client, server, sent, method):
    server.say(scripted.reply(200, {'total': 2, 'members': [TAGGED, FC]}))
    getattr(client, method)()
    assert sent() == [('GET /ports', None)]


def test_ports_need_no_command_line(client, server):
    server.default = scripted.reply(200, PORTS)
    client.ssh = None
    assert client.getPorts() == PORTS


@pytest.mark.parametrize('body', [{'total': 0}, {'iSCSIVlans': None}, {}])
def test_a_port_whose_vlans_are_gone_has_none(client, server, body):
    server.say(scripted.reply(200, {'total': 1, 'members': [TAGGED]}),
               scripted.reply(200, body))
    assert client.getiSCSIPorts()[0]['iSCSIVlans'] == []


@pytest.mark.parametrize('body', [
    {'iSCSIVlans': 'none'}, {'iSCSIVlans': ['x']}, []])
def test_an_answer_that_lists_no_vlans_is_an_error(client, server, body):
    server.say(scripted.reply(200, {'total': 1, 'members': [TAGGED]}),
               scripted.reply(200, body))
    with pytest.raises(exceptions.InvalidResponse):
        client.getPorts()


@pytest.mark.parametrize('other', [
    port(6, 6, mode=3), port(6, 6, state=5, mode=2), port(6, 6),
    port(6, 1, mode=2)])
def test_only_nvme_targets_that_are_ready_are_listed(client, server, other):
    server.say(scripted.reply(200, {'total': 2, 'members': [other, NVME]}))
    assert client.getNvmePorts() == [dict(NVME, nsp='0:2:5')]


def test_place_of_a_port_is_three_numbers(client, sent):
    assert client.build_portPos('1:22:3') == {'node': 1, 'slot': 22,
                                              'cardPort': 3}
    assert sent() == []


@pytest.mark.parametrize('nsp', ['', '1:2', '1:2:3:4', 'a:b:c', '1:2:-3',
                                 ' 1:2:3', '1:2:3\n', None, 123, '١:2:3'])
def test_what_is_no_place_of_a_port_is_refused(client, nsp):
    with pytest.raises(exceptions.InvalidInput):
        client.build_portPos(nsp)
