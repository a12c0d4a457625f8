"""Ports: Fibre Channel, iSCSI, IP and NVMe.

The web service lists each port once; the VLANs of an iSCSI port are a list
of their own.
"""

from __future__ import annotations

import re
from typing import (
    TYPE_CHECKING,
    Any,
    Dict,
    List,
    Mapping,
    Optional,
    Union,
    cast,
)

from hpe3parclient import describe, exceptions
from hpe3parclient.resources.base import Resource, exact_number
from hpe3parclient.resources.validation import listed, needed

if TYPE_CHECKING:
    from hpe3parclient.types import Port, PortList, PortPos

_NSP = re.compile(r'([0-9]{1,9}):([0-9]{1,9}):([0-9]{1,9})\Z')


class PortResource(Resource):
    """Methods about ports."""

    def getPorts(self) -> PortList:
        """Return all ports.

        An iSCSI port that uses VLAN tags has the further member
        ``iSCSIVlans``, the list of its VLANs; each has an ``IPAddr``.

        :returns: ``{'total': n, 'members': [...]}``, members with
            ``portPos``, ``mode``, ``linkState``, ``type``, ``protocol``
            (PORT constants), ``nodeWWN`` and ``portWWN``, ``label``,
            ``device``, ``partnerPos``, ``failoverState``; for iSCSI and IP
            ports ``IPAddr`` and ``HWAddr``, for iSCSI ports ``iSCSIName``
            and ``iSCSIPortInfo``

        Source: GET /ports; GET /ports/<n:s:p>/iSCSIVlans/ for each port with
        VLAN tags.
        """
        ports = self._list('/ports')
        self._add_vlans(ports['members'])
        return cast('PortList', ports)

    def getFCPorts(self, state: Optional[int] = None) -> List[Port]:
        """Return the Fibre Channel ports.

        :param state: only those with this ``linkState``, such as
            PORT_STATE_READY
        :returns: list of members as :meth:`getPorts` returns them

        Source: GET /ports.
        """
        return self._getProtocolPorts(self.PORT_PROTO_FC, state)

    def getiSCSIPorts(self, state: Optional[int] = None) -> List[Port]:
        """Return the iSCSI ports, with the VLANs of those that use tags.

        :param state: only those with this ``linkState``, such as
            PORT_STATE_READY
        :returns: list of members as :meth:`getPorts` returns them

        Source: GET /ports; GET /ports/<n:s:p>/iSCSIVlans/ for each port with
        VLAN tags.
        """
        return self._getProtocolPorts(self.PORT_PROTO_ISCSI, state)

    def getIPPorts(self, state: Optional[int] = None) -> List[Port]:
        """Return the IP ports, which remote copy uses.

        :param state: only those with this ``linkState``, such as
            PORT_STATE_READY
        :returns: list of members as :meth:`getPorts` returns them

        Source: GET /ports.
        """
        return self._getProtocolPorts(self.PORT_PROTO_IP, state)

    def getNvmePorts(self) -> List[Port]:
        """Return the NVMe ports that hosts can use: in target mode and ready.

        :returns: list of members as :meth:`getPorts` returns them, each with
            the further member ``nsp``, its position as ``'0:2:1'``

        Source: GET /ports.
        """
        return [cast('Port', dict(port, nsp=nsp_of(position_of(port))))
                for port in self._getProtocolPorts(
                    self.PORT_PROTO_NVME, self.PORT_STATE_READY)
                if port.get('mode') == self.PORT_MODE_TARGET]

    def build_portPos(self, nsp: str) -> PortPos:
        """Convert a port position to the form WSAPI uses; sends nothing.

        :param nsp: node, slot and port of the card, ``'0:2:1'``
        :returns: ``{'node': 0, 'slot': 2, 'cardPort': 1}``
        :raises InvalidInput: not three numbers with colons between them
        """
        match = _NSP.match(nsp) if isinstance(nsp, str) else None
        if not match:
            raise exceptions.InvalidInput(
                "a port is written '0:2:1', not %s" % describe.value(nsp))
        node, slot, card = (int(part) for part in match.groups())
        return {'node': node, 'slot': slot, 'cardPort': card}

    def _getProtocolPorts(self, protocol: int,
                          state: Optional[int] = None) -> List[Port]:
        """Return the ports of one protocol, in one state or in any."""
        ports = [port for port in self._list('/ports')['members']
                 if port.get('protocol') == protocol]
        self._add_vlans(ports)
        return [port for port in ports
                if state is None or port.get('linkState') == state]

    def _add_vlans(self, ports: List[Dict[str, Any]]) -> None:
        """Add ``iSCSIVlans`` to the iSCSI ports that use VLAN tags."""
        for port in ports:
            if port.get('protocol') == self.PORT_PROTO_ISCSI and \
                    _uses_vlans(port):
                nsp = nsp_of(position_of(port))
                vlans = self._get('/ports/%s/iSCSIVlans/' % nsp)
                name = 'iSCSIVlans' if 'iSCSIVlans' in vlans else 'members'
                port['iSCSIVlans'] = listed(vlans, name, dict)


def _uses_vlans(port: Mapping[str, Any]) -> bool:
    info = port.get('iSCSIPortInfo')
    return isinstance(info, dict) and info.get('vlan') == 1


def position(port: Union[PortPos, Mapping[str, int]]) -> PortPos:
    """A port that a caller names, as WSAPI writes it.

    The published documentation calls its ``cardPort`` ``port``.

    :raises InvalidInput: it is no port
    """
    try:
        given: Mapping[str, Any] = dict(port)
        numbers = {'node': given['node'], 'slot': given['slot'],
                   'cardPort': given['cardPort'] if 'cardPort' in given
                   else given['port']}
    except (KeyError, TypeError, ValueError) as ex:
        raise exceptions.InvalidInput(
            "a port is {'node': 0, 'slot': 1, 'cardPort': 2}, not %s"
            % describe.value(port)) from ex
    return cast('PortPos', {name: exact_number(value, name)
                            for name, value in numbers.items()})


def position_of(member: Mapping[str, object]) -> PortPos:
    """Return the position of a port, or of an export, that the array lists.

    :raises InvalidResponse: the array did not send it
    """
    position = needed(member, 'portPos', dict)
    return cast('PortPos', {name: needed(position, name, int)
                            for name in ('node', 'slot', 'cardPort')})


def nsp_of(portPos: PortPos) -> str:
    """A port's place as people write it, ``'0:2:1'``."""
    return '%d:%d:%d' % (portPos['node'], portPos['slot'],
                         portPos['cardPort'])
