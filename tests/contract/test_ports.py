"""Ports: by protocol, by state, and one for each VLAN where SSH tells."""

from __future__ import annotations

import pytest

from hpe3parclient import exceptions
from tests.support import wire


def port(card, protocol, state=4, **more):
    return dict({'portPos': {'node': 0, 'slot': 2, 'cardPort': card},
                 'protocol': protocol, 'linkState': state}, **more)


FC, ISCSI, OTHER, IP = port(1, 1), port(2, 2), port(3, 2, 10), port(4, 4)
NVME = port(5, 6)
PORTS = {'total': 5, 'members': [FC, ISCSI, OTHER, IP, NVME]}

VLANS = [
    'N:S:P,VLAN,IPAddr,Netmask/PrefixLen,Gateway,MTU,TPGT,STGT,iSNS_Addr,'
    'iSNS_Port',
    '0:2:2,101,172.20.0.150,255.255.255.0,172.20.0.1,9000,1024,1024,0.0.0.0,'
    '3205',
    '0:2:2,102,172.20.1.150,255.255.255.0,172.20.1.1,1500,1025,1025,0.0.0.0,'
    '3205',
    '--------------------', '2,,,,,,,,,']
NO_VLANS = [VLANS[0], '--------------------', '0,,,,,,,,,']


class Ssh:
    """Stands in for the connection; keeps what was run."""

    def __init__(self, lines):
        self.lines = lines
        self.commands = []

    def run(self, cmd, *args, **kwargs):
        self.commands.append(cmd)
        return self.lines

    def close(self):
        pass


@pytest.fixture
def ports(client, server):
    server.default = wire.reply(200, PORTS)
    return client


@pytest.mark.parametrize(('method', 'expected'), [
    ('getFCPorts', [FC]), ('getiSCSIPorts', [ISCSI, OTHER]),
    ('getIPPorts', [IP]), ('getNvmePorts', [NVME])])
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


def test_each_vlan_is_a_port(ports, sent):
    ports.ssh = Ssh(VLANS)
    found = ports.getiSCSIPorts(4)
    assert [(each['portPos'], each['IPAddr'], each['vlan'], each['mtu'])
            for each in found] == [
        (ISCSI['portPos'], '172.20.0.150', '101', 9000),
        (ISCSI['portPos'], '172.20.1.150', '102', 1500)]
    assert found[0]['protocol'] == 2
    assert ports.ssh.commands == [['showport', '-iscsivlans']]
    assert sent() == [('GET /ports', None)]


def test_list_of_all_ports_has_the_vlans(ports):
    ports.ssh = Ssh(VLANS)
    found = ports.getPorts()
    assert found['total'] == len(found['members']) == 6
    assert [each['portPos']['cardPort'] for each in found['members']] == [
        1, 2, 2, 3, 4, 5]


def test_list_without_a_total_has_the_vlans(client, server):
    server.say(wire.reply(200, {'members': [ISCSI]}))
    client.ssh = Ssh(VLANS)
    assert len(client.getPorts()['members']) == 2


def test_port_with_an_address_of_its_own_stays_beside_its_vlans(client,
                                                                server):
    own = port(2, 2, IPAddr='10.0.0.9', iSCSIPortInfo={
        'ipAddr': '10.0.0.9', 'mtu': 1400})
    server.say(wire.reply(200, {'total': 1, 'members': [own]}))
    client.ssh = Ssh(VLANS)
    found = client.getiSCSIPorts()
    assert found[0] == own
    assert [each['iSCSIPortInfo']['ipAddr'] for each in found[1:]] == [
        '172.20.0.150', '172.20.1.150']
    assert found[1]['iSCSIPortInfo']['mtu'] == 9000


def test_vlan_address_that_is_the_ports_is_there_once(client, server):
    own = port(2, 2, IPAddr='172.20.0.150')
    server.say(wire.reply(200, {'total': 1, 'members': [own]}))
    client.ssh = Ssh(VLANS)
    assert len(client.getiSCSIPorts()) == 2


@pytest.mark.parametrize('lines', [
    NO_VLANS, ['There is no specified port information'],
    ['showport: Invalid option -iscsivlans']])
def test_array_without_vlans_has_its_ports(ports, lines):
    ports.ssh = Ssh(lines)
    assert ports.getiSCSIPorts() == [ISCSI, OTHER]


def test_failure_of_the_command_line_is_raised(ports):
    ports.ssh = Ssh(['Too many local CLI connections.'])
    with pytest.raises(exceptions.SSHException):
        ports.getiSCSIPorts()


@pytest.mark.parametrize('method', ['getFCPorts', 'getIPPorts'])
def test_other_ports_run_no_command(ports, method):
    ports.ssh = Ssh(VLANS)
    getattr(ports, method)()
    assert ports.ssh.commands == []


def test_array_without_iscsi_ports_runs_no_command(client, server):
    server.default = wire.reply(200, {'total': 1, 'members': [FC]})
    client.ssh = Ssh(VLANS)
    assert client.getPorts()['members'] == [FC]
    assert client.getiSCSIPorts() == []
    assert client.ssh.commands == []


def test_place_of_a_port_is_three_numbers(client, sent):
    assert client.build_portPos('1:22:3') == {'node': 1, 'slot': 22,
                                              'cardPort': 3}
    assert sent() == []


@pytest.mark.parametrize('nsp', ['', '1:2', '1:2:3:4', 'a:b:c', '1:2:-3',
                                 ' 1:2:3', '1:2:3\n', None, 123, '١:2:3'])
def test_what_is_no_place_of_a_port_is_refused(client, nsp):
    with pytest.raises(exceptions.InvalidInput):
        client.build_portPos(nsp)
