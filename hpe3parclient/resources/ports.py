"""Ports: where the array is plugged in.

The web service lists each port once. The addresses of an iSCSI port's VLANs
are known to the command line alone, so they are there when SSH is set up.
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
from hpe3parclient.resources.validation import needed

if TYPE_CHECKING:
    from hpe3parclient.ssh import HPE3PARSSHClient
    from hpe3parclient.types import Port, PortList, PortPos

_NSP = re.compile(r'([0-9]{1,9}):([0-9]{1,9}):([0-9]{1,9})\Z')

#: what an iSCSI port without an address of its own shows
_NO_ADDRESS = (None, '', '-', '0.0.0.0')    # noqa: S104 nothing is bound


class PortResource(Resource):
    """Methods about ports."""

    ssh: Optional[HPE3PARSSHClient]

    def getPorts(self) -> PortList:
        """All ports.

        When SSH is set up, an iSCSI port is there once for each of its
        VLANs, with that VLAN's ``IPAddr`` and the further members ``vlan``
        (a text), ``netmask``, ``gateway``, ``mtu``, ``tpgt``, ``stgt``,
        ``iSNSAddr`` and ``iSNSPort``.

        :returns: ``{'total': n, 'members': [...]}``, members with
            ``portPos``, ``mode``, ``linkState``, ``type``, ``protocol``
            (PORT constants), ``nodeWWN`` and ``portWWN``, ``label``,
            ``device``, ``partnerPos``, ``failoverState``; for iSCSI and IP
            ports ``IPAddr`` and ``HWAddr``, for iSCSI ``iSCSIName``
        :raises SSHException: SSH is set up and the command failed

        Source: GET /ports; ``showport -iscsivlans``.
        """
        found = self._list('/ports')
        if any(port.get('protocol') == self.PORT_PROTO_ISCSI
               for port in found['members']):
            found['members'] = self._with_vlans(found['members'])
            if 'total' in found:
                found['total'] = len(found['members'])
        return cast('PortList', found)

    def getFCPorts(self, state: Optional[int] = None) -> List[Port]:
        """The Fibre Channel ports.

        :param state: only those with this ``linkState``, PORT_STATE_READY
            say
        :returns: list of members as :meth:`getPorts` gives them

        Source: GET /ports.
        """
        return self._getProtocolPorts(self.PORT_PROTO_FC, state)

    def getiSCSIPorts(self, state: Optional[int] = None) -> List[Port]:
        """The iSCSI ports; with SSH set up, one for each VLAN.

        :param state: only those with this ``linkState``, PORT_STATE_READY
            say
        :returns: list of members as :meth:`getPorts` gives them
        :raises SSHException: SSH is set up and the command failed

        Source: GET /ports; ``showport -iscsivlans``.
        """
        return self._getProtocolPorts(self.PORT_PROTO_ISCSI, state)

    def getIPPorts(self, state: Optional[int] = None) -> List[Port]:
        """The IP ports, which remote copy uses.

        :param state: only those with this ``linkState``, PORT_STATE_READY
            say
        :returns: list of members as :meth:`getPorts` gives them

        Source: GET /ports.
        """
        return self._getProtocolPorts(self.PORT_PROTO_IP, state)

    def getNvmePorts(self) -> List[Port]:
        """The NVMe ports.

        :returns: list of members as :meth:`getPorts` gives them

        Source: GET /ports.
        """
        return self._getProtocolPorts(self.PORT_PROTO_NVME)

    def build_portPos(self, nsp: str) -> PortPos:
        """A port's place as WSAPI writes it; sends nothing.

        :param nsp: node, slot and port of the card, ``'0:2:1'``
        :returns: ``{'node': 0, 'slot': 2, 'cardPort': 1}``
        :raises InvalidInput: not three numbers with colons between them
        """
        found = _NSP.match(nsp) if isinstance(nsp, str) else None
        if not found:
            raise exceptions.InvalidInput(
                "a port is written '0:2:1', not %s" % describe.value(nsp))
        node, slot, card = (int(part) for part in found.groups())
        return {'node': node, 'slot': slot, 'cardPort': card}

    def _getProtocolPorts(self, protocol: int,
                          state: Optional[int] = None) -> List[Port]:
        """The ports of one protocol, in one state or in any."""
        ports = [port for port in self._list('/ports')['members']
                 if port.get('protocol') == protocol]
        if ports and protocol == self.PORT_PROTO_ISCSI:
            ports = self._with_vlans(ports)
        return [port for port in ports
                if state is None or port.get('linkState') == state]

    def _with_vlans(self, ports: List[Any]) -> List[Any]:
        """Ports with one entry for each VLAN, where they can be told."""
        if self.ssh is None:
            return ports
        lines = self._cli(['showport', '-iscsivlans'])
        if any('invalid option' in line.lower() for line in lines):
            return ports        # an OS before VLANs
        from hpe3parclient import showport_parser
        rows = showport_parser.ShowportParser().parseShowport(lines)
        found: List[Any] = []
        for port in ports:
            mine = [row for row in rows
                    if row['portPos'] == port.get('portPos')]
            addresses = [row.get('IPAddr') for row in mine]
            if not mine or port.get('IPAddr') not in (
                    *_NO_ADDRESS, *addresses):
                found.append(port)
            found += [_tagged(port, row) for row in mine]
        return found


def _tagged(port: Dict[str, Any], row: Dict[str, Any]) -> Dict[str, Any]:
    """A port as one of its VLANs sees it."""
    tagged = dict(port, **row)
    info = port.get('iSCSIPortInfo')
    if isinstance(info, dict):
        settings = {name: value for name, value in row.items()
                    if name not in ('portPos', 'IPAddr')}
        tagged['iSCSIPortInfo'] = dict(info, ipAddr=row.get('IPAddr'),
                                       **settings)
    return tagged


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


def place_of(found: Mapping[str, object]) -> PortPos:
    """The place of a port, or of an export, that the array lists.

    :raises InvalidResponse: the array does not tell it
    """
    place = needed(found, 'portPos', dict)
    return cast('PortPos', {name: needed(place, name, int)
                            for name in ('node', 'slot', 'cardPort')})


def nsp_of(portPos: PortPos) -> str:
    """A port's place as people write it, ``'0:2:1'``."""
    return '%d:%d:%d' % (portPos['node'], portPos['slot'],
                         portPos['cardPort'])
