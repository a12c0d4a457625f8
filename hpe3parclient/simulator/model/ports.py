"""The array's ports.

Knows which ports there are and what they can do. Every array has, on each
node, two FC host ports, one iSCSI port and one disk port, and on its first
two nodes a port for remote copy over IP; Alletra MP has two NVMe ports on
each node beside them (OURS: the layout). What changes an iSCSI port is in
:mod:`.iscsi_ports`.
"""

from __future__ import annotations

from typing import Any

from hpe3parclient.simulator import assumptions
from hpe3parclient.simulator.errors import Refused
from hpe3parclient.simulator.personality import Capability, Personality
from hpe3parclient.simulator.state.array_state import ArrayState
from hpe3parclient.simulator.state.ports import (
    DISK,
    FAILED_OVER,
    HOST,
    INITIATOR,
    ISCSI,
    LOSS_SYNC,
    NO_FAILOVER,
    OFFLINE,
    PEER,
    RCIP,
    READY,
    STANDS_IN,
    TARGET,
    Network,
    Port,
    PortPos,
)

FC_PROTOCOL, ISCSI_PROTOCOL, IP_PROTOCOL, SAS, NVME_PROTOCOL = 1, 2, 4, 5, 6

#: Kinds of cards: FC, Ethernet, iSCSI, SAS, NVMe.
_HARDWARE_TYPES = {FC_PROTOCOL: 1, IP_PROTOCOL: 2, ISCSI_PROTOCOL: 3, SAS: 5,
                   NVME_PROTOCOL: 7}


def make_ports(personality: Personality) -> dict[PortPos, Port]:
    """The ports a personality starts with."""
    result: list[Port] = []
    for node in range(personality.nodes):
        result.append(Port(PortPos(node, 0, 1), INITIATOR, DISK, SAS,
                          label='DP-1'))
        for number in (1, 2):
            result.append(Port(PortPos(node, 1, number), TARGET, HOST,
                              FC_PROTOCOL))
        result.append(Port(PortPos(node, 2, 1), TARGET, ISCSI,
                          ISCSI_PROTOCOL,
                          network=Network(f'192.0.2.{100 + node}')))
        if node < 2:
            result.append(Port(PortPos(node, 3, 1), PEER, RCIP, IP_PROTOCOL,
                              label=f'IP{node}',
                              network=Network(f'192.0.2.{120 + node}')))
        if personality.has(Capability.NVME):
            result += [Port(PortPos(node, 4, number), TARGET, HOST,
                           NVME_PROTOCOL, network=Network(
                               f'192.0.2.{140 + 10 * number + node}'))
                      for number in (1, 2)]
    return {port.pos: port for port in result}


def find(array: ArrayState, pos: PortPos) -> Port:
    """The port at a position, or NON_EXISTENT_PORT."""
    port = array.ports.get(pos)
    if port is None:
        raise Refused('NON_EXISTENT_PORT')
    return port


def follow(array: ArrayState) -> None:
    """Have the links of broken ports down, and those of all others up."""
    for port in array.ports.values():
        node = array.hardware.state('node', port.pos.node)
        if 'failed' in (node, array.hardware.state('port', str(port.pos))):
            port.link_state = OFFLINE
        elif array.hardware.state('link', str(port.pos)) != 'normal':
            port.link_state = LOSS_SYNC
        elif port.link_state in (OFFLINE, LOSS_SYNC):
            port.link_state = READY


def partner_of(array: ArrayState, port: Port) -> Port | None:
    """The port that stands in for one that serves hosts."""
    node, slot, number = port.pos
    return array.ports.get(PortPos(node ^ 1, slot, number)) \
        if port.serves_hosts else None


def failover_state(array: ArrayState, port: Port) -> int:
    """Whether the port's partner stands in for it, or it for its partner."""
    partner = partner_of(array, port)
    if partner is None or (port.link_state == READY) == (
            partner.link_state == READY):
        return NO_FAILOVER
    return STANDS_IN if port.link_state == READY else FAILED_OVER


def tail_of(array: ArrayState) -> str:
    """The digits that tell the array's names from other arrays'."""
    return f'{array.personality.system_id & 0xFFFFFF:06X}'


def iscsi_name(array: ArrayState, port: Port) -> str:
    """The name an iSCSI port answers to."""
    node, slot, number = port.pos
    return (f'iqn.2000-05.com.3pardata:{node}{slot}{number}'
            f'20002ac00{tail_of(array).lower()}')


def view(array: ArrayState, port: Port) -> dict[str, Any]:
    """The port as GET shows it."""
    answer: dict[str, Any] = {
        'portPos': port.pos.view(), 'mode': port.mode,
        'linkState': port.link_state}
    answer.update(_names(array, port))
    answer['type'] = port.type
    answer['protocol'] = port.protocol
    if array.personality.reduce:
        answer['hardwareType'] = _HARDWARE_TYPES[port.protocol]
    if port.label is not None:
        answer['label'] = port.label
    if port.serves_hosts:
        node, slot, number = port.pos
        answer['partnerPos'] = PortPos(node ^ 1, slot, number).view()
        answer['failoverState'] = failover_state(array, port)
    answer['device'] = (
        [f'cage{port.pos.node // 2}'] if port.type == DISK
        else sorted({host.name for host in array.hosts
                     for path in host.paths if port.pos in path.ports}))
    return answer


def _names(array: ArrayState, port: Port) -> dict[str, Any]:
    """WWNs, or the addresses of a port in an IP network."""
    tail = tail_of(array)
    node, slot, number = port.pos
    if port.network is None:
        return {'nodeWWN': f'2FF70002AC{tail}',
                'portWWN': f'2{node}{slot}{number}0002AC{tail}'}
    answer: dict[str, Any] = {
        'HWAddr': f'02{tail}{node:02X}{slot:X}{number:X}',
        'IPAddr': port.network.address}
    if port.protocol == NVME_PROTOCOL:
        # Programs find the address of an NVMe port here.
        answer['nodeWWN'] = port.network.address
    if port.protocol == ISCSI_PROTOCOL:
        answer['iSCSIName'] = iscsi_name(array, port)
        if array.personality.has(Capability.ISCSI_SETTINGS):
            answer['iSCSIPortInfo'] = iscsi_info(array, port, port.network)
    return answer


def iscsi_info(array: ArrayState, port: Port, network: Network) -> dict[str, Any]:
    """``iSCSIPortInfo``: an iSCSI port's settings as GET shows them."""
    iscsi_ports = [other.pos for other in array.ports.values()
                   if other.protocol == ISCSI_PROTOCOL]
    tpgt = assumptions.FIRST_TPGT + iscsi_ports.index(port.pos)
    return {
        **network_view(network), 'iSCSIName': iscsi_name(array, port),
        'rate': assumptions.ISCSI_RATE, 'tpgt': tpgt,
        'stgt': tpgt if network.stgt is None else network.stgt,
        'vlan': int(bool(port.vlans)), 'vlans': bool(port.vlans)}


def network_view(network: Network) -> dict[str, Any]:
    """Settings by the names that requests use for them."""
    answer: dict[str, Any] = {
        'ipAddr': network.address, 'netmask': network.netmask,
        'gateway': network.gateway, 'mtu': network.mtu,
        'iSNSPort': network.isns_port, 'iSNSAddr': network.isns_address}
    if network.stgt is not None:
        answer['stgt'] = network.stgt
    return answer
