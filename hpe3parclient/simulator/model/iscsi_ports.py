"""Changing iSCSI ports: their addresses, their VLANs, a reset.

No published table lists the errors of these requests: those given here are
the general ones, and where none says it, OTHER (OURS).
"""

from __future__ import annotations

import dataclasses
import ipaddress
from collections.abc import Mapping
from typing import Any

from hpe3parclient.simulator import assumptions
from hpe3parclient.simulator.errors import Refused
from hpe3parclient.simulator.model import ports
from hpe3parclient.simulator.model.ports import ISCSI_PROTOCOL
from hpe3parclient.simulator.state.array_state import ArrayState
from hpe3parclient.simulator.state.ports import Network, Port, PortPos

RESET = 2
#: member of a request → field of Network
_FIELDS = {'ipAddr': 'address', 'netmask': 'netmask', 'gateway': 'gateway',
           'mtu': 'mtu', 'iSNSAddr': 'isns_address',
           'iSNSPort': 'isns_port', 'stgt': 'stgt'}
_ADDRESSES = ('ipAddr', 'gateway', 'iSNSAddr')
_RANGES = {'vlanTag': assumptions.VLAN_TAGS, 'mtu': assumptions.PORT_MTUS,
           'iSNSPort': assumptions.TCP_PORTS}


def _iscsi_port(array: ArrayState, pos: PortPos) -> Port:
    port = ports.find(array, pos)
    if port.protocol != ISCSI_PROTOCOL:
        raise Refused('UNSUP_OP')
    return port


def _changed(network: Network, request: Mapping[str, Any]) -> Network:
    """Settings as asked for; the request's members are checked."""
    for ref in _ADDRESSES:
        if ref in request:
            _check_address(request[ref], ref)
    if 'netmask' in request:
        _check_netmask(request['netmask'])
    for ref, (least, most) in _RANGES.items():
        if request.get(ref, least) < least:
            raise Refused('INV_INPUT_BELOW_RANGE', ref)
        if request.get(ref, most) > most:
            raise Refused('INV_INPUT_EXCEEDS_RANGE', ref)
    return dataclasses.replace(network, **{
        _FIELDS[ref]: value for ref, value in request.items()
        if ref in _FIELDS})


def _check_address(text: str, ref: str) -> None:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        raise Refused('INV_INPUT', ref) from None


def _check_netmask(text: str) -> None:
    """A mask of IPv4, or the length of a prefix."""
    if text.isdigit() and int(text) <= 128:
        return
    try:
        ipaddress.IPv4Network(f'0.0.0.0/{text}')
    except ValueError:
        raise Refused('INV_INPUT', 'netmask') from None


def modify(array: ArrayState, pos: PortPos, request: Mapping[str, Any]) -> None:
    """PUT /ports/<n:s:p> with iSCSIPortInfo."""
    port = _iscsi_port(array, pos)
    if port.network is None or not request:
        raise Refused('INV_INPUT_MISSING_REQUIRED', 'iSCSIPortInfo')
    port.network = _changed(port.network, request)


def reset(array: ArrayState, pos: PortPos) -> None:
    """POST /ports/<n:s:p> with action 2: the port is back at once."""
    ports.find(array, pos)


def _vlan(port: Port, tag: str) -> int:
    if not tag.isdigit() or int(tag) not in port.vlans:
        raise Refused('URI_RES_NOT_FOUND')
    return int(tag)


def add_vlan(array: ArrayState, pos: PortPos, request: Mapping[str, Any]) -> int:
    """POST /ports/<n:s:p>/iSCSIVlans."""
    port = _iscsi_port(array, pos)
    tag: int = request['vlanTag']
    network = _changed(Network('', stgt=assumptions.FIRST_STGT + len(port.vlans)),
                       request)
    if tag in port.vlans:
        raise Refused('OTHER', 'vlanTag', desc=assumptions.VLAN_EXISTS_TEXT)
    port.vlans[tag] = network
    return tag


def modify_vlan(array: ArrayState, pos: PortPos, tag: str,
                request: Mapping[str, Any]) -> None:
    """PUT /ports/<n:s:p>/iSCSIVlans/<tag>."""
    port = _iscsi_port(array, pos)
    number = _vlan(port, tag)
    if not request:
        raise Refused('INV_INPUT_MISSING_REQUIRED')
    port.vlans[number] = _changed(port.vlans[number], request)


def remove_vlan(array: ArrayState, pos: PortPos, tag: str) -> None:
    """DELETE /ports/<n:s:p>/iSCSIVlans/<tag>."""
    port = _iscsi_port(array, pos)
    del port.vlans[_vlan(port, tag)]


def vlan_view(array: ArrayState, pos: PortPos, tag: str) -> dict[str, Any]:
    """GET of one VLAN."""
    port = _iscsi_port(array, pos)
    number = _vlan(port, tag)
    view = ports.network_view(port.vlans[number])
    # Drivers read the address of a VLAN under the name that ports have for it.
    return {'vlanTag': number, 'IPAddr': view.pop('ipAddr'), **view}


def vlan_views(array: ArrayState, pos: PortPos) -> list[dict[str, Any]]:
    """GET of all VLANs of a port."""
    port = _iscsi_port(array, pos)
    return [vlan_view(array, pos, str(tag)) for tag in sorted(port.vlans)]
