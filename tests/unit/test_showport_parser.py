"""showport in the recorded forms of every generation."""

from __future__ import annotations

from typing import Any

import pytest

from hpe3parclient.cli.errors import SSHTableError
from hpe3parclient.showport_parser import ShowportParser

DASHES = '-' * 90


def parsed(*lines: str) -> list[dict[str, Any]]:
    return ShowportParser().parseShowport(list(lines))


def test_vlans_of_iscsi_ports() -> None:
    assert parsed(
        'N:S:P,VLAN,IPAddr,Netmask/PrefixLen,Gateway,MTU,TPGT,STGT,'
        'iSNS_Addr,iSNS_Port',
        '0:2:1,101,172.20.0.150,255.255.255.0,172.20.0.1,9000,1024,1025,'
        '10.0.0.1,3205', DASHES, '1,,,,,,,,,') == [{
            'portPos': {'node': 0, 'slot': 2, 'cardPort': 1}, 'vlan': '101',
            'IPAddr': '172.20.0.150', 'netmask': '255.255.255.0',
            'gateway': '172.20.0.1', 'mtu': 9000, 'tpgt': 1024,
            'stgt': 1025, 'iSNSAddr': '10.0.0.1', 'iSNSPort': 3205}]


def test_no_vlans_are_an_empty_list() -> None:
    assert parsed(
        'N:S:P,VLAN,IPAddr,Netmask/PrefixLen,Gateway,MTU,TPGT,STGT,'
        'iSNS_Addr,iSNS_Port', DASHES, '0,,,,,,,,,') == []


def test_iscsi_ports_of_3_1() -> None:
    row = parsed(
        'N:S:P,State,IPAddr,Netmask,Gateway,TPGT,MTU,Rate,DHCP,iSNS_Addr,'
        'iSNS_Port',
        '0:8:2,loss_sync,0.0.0.0,0.0.0.0,0.0.0.0,82,1500,n/a,0,0.0.0.0,3205',
        DASHES)[0]
    assert (row['state'], row['tpgt'], row['mtu'], row['dhcp']) == (
        'loss_sync', 82, 1500, '0')


def test_iscsi_ports_of_3_2_in_plain_form() -> None:
    row = parsed(
        'N:S:P State IPAddr Netmask/PrefixLen Gateway TPGT MTU Rate iAddr '
        'iPort ST VLAN',
        '0:2:2 ready 10.99.1.3 255.255.255.0 0.0.0.0 22 1500 10Gbps 0.0.0.0 '
        '3205 22 Y')[0]
    assert (row['stgt'], row['vlan'], row['iSNSPort']) == (22, 'Y', 3205)


def test_iscsi_ports_of_alletra_mp_in_plain_form() -> None:
    rows = parsed(
        'N:S:P State IPAddr     Netmask/PrefixLen Gateway      TPGT  MTU   '
        'Rate iSNS_Addr iSNS_Port STGT VLANs Peer_Enabled',
        '0:4:1 ready 10.30.14.1 255.255.255.0     10.30.14.254   41 1500 '
        '25Gbps 0.0.0.0        3205    0 1     N           ',
        DASHES, '4' + ' ' * 89)
    assert [(row['vlans'], row['peerEnabled'], row['rate'])
            for row in rows] == [(1, 'N', '25Gbps')]


def test_all_ports() -> None:
    row = parsed(
        'N:S:P,Mode,State,----Node_WWN----,-Port_WWN/HW_Addr-,Type,Protocol,'
        'Label,Partner,FailoverState',
        '0:5:4,initiator,ready,2FF70202AC00383D,20540202AC00383D,host,FC,-,'
        '1:5:4,active', DASHES, '1,,,,,,,,,')[0]
    assert (row['nodeWWN'], row['partner'], row['failoverState']) == (
        '2FF70202AC00383D', '1:5:4', 'active')


def test_all_ports_in_plain_form() -> None:
    rows = parsed(
        'N:S:P      Mode   State ----Node_WWN---- -Port_WWN/HW_Addr- Type '
        'Protocol Label Partner FailoverState',
        '0:3:1      peer offline                -       B4B52FA71D43 free   '
        '    IP   IP0       -             -')
    assert [(row['mode'], row['nodeWWN'], row['portWWN'])
            for row in rows] == [('peer', '-', 'B4B52FA71D43')]


def test_iscsi_names() -> None:
    assert parsed(
        'N:S:P,IPAddr,---------------iSCSI_Name----------------',
        '0:8:1,1.1.1.2,iqn.2000-05.com.3pardata:21810002ac00383d',
        DASHES)[0]['iSCSIName'] == (
            'iqn.2000-05.com.3pardata:21810002ac00383d')


def test_no_ports_are_an_empty_list() -> None:
    assert parsed('There is no specified port information') == []


def test_a_number_that_a_port_does_not_have_is_none() -> None:
    assert parsed('N:S:P,MTU', '0:1:1,-')[0]['mtu'] is None


@pytest.mark.parametrize('lines', [
    ['N:S:P,Unheard_Of', '0:1:1,x'], ['N:S:P,MTU', '0:1:1,many'],
    ['N:S:P,MTU', 'here,1500'], ['Error: no']])
def test_what_is_not_showport_is_an_error(lines: list[str]) -> None:
    with pytest.raises(SSHTableError):
        parsed(*lines)
