"""Ports: Fibre Channel, iSCSI, IP and NVMe.

The web service lists each port once; the VLANs of an iSCSI port are a list
of their own.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Mapping
from typing import (
    TYPE_CHECKING,
    Any,
    cast,
)

from hpe3parclient import cli, describe, exceptions
from hpe3parclient.constants import Constants
from hpe3parclient.narrowing import is_dict, is_iterable, is_mapping
from hpe3parclient.patterns import matched, pattern
from hpe3parclient.resources.base import Resource, exact_number, segment
from hpe3parclient.resources.filtering import PORTS, check_expression
from hpe3parclient.resources.validation import listed, needed
from hpe3parclient.web.redact import Secret

if TYPE_CHECKING:
    from hpe3parclient.query import Expression
    from hpe3parclient.types import Port, PortAddress, PortList, PortPos

_NSP = pattern(r'([0-9]{1,9}):([0-9]{1,9}):([0-9]{1,9})\Z')

#: where a program's configuration may list the addresses to use
_ADDRESSES = ('hpe3par_nvme_ips', 'nvme_ips')

#: an IPv4 address or a name, and a TCP port
_ADDRESS = pattern(r'([A-Za-z0-9.-]{1,253})(?::([0-9]{1,5}))?\Z')


class PortResource(Resource):
    """Methods about ports."""

    def getPorts(self) -> PortList:
        """Return all ports.

        An iSCSI port that uses VLAN tags has the additional key
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

    def iterPorts(self, query: Expression | None = None) -> Iterator[Port]:
        """Iterate over all ports, or over those that match, as they arrive.

        An addition to the published client.

        :param query: an expression built from :data:`hpe3parclient.query.Q`,
            such as ``Q.linkState != client.PORT_STATE_READY``
        :returns: iterator over members as :meth:`getPorts` returns them
        :raises InvalidInput: ``query`` is not an expression, or names a
            member that ports do not have

        Source: GET /ports; GET /ports/<n:s:p>/iSCSIVlans/ for each port with
        VLAN tags.
        """
        if query is not None:
            check_expression(PORTS, query)
        return self._with_vlans(query)

    def _with_vlans(self, query: Expression | None) -> Iterator[Port]:
        """Iterate over ports that match once their VLANs are known."""
        for port in self._iter('/ports'):
            self._add_vlans([port])
            if query is None or query.matches(port):
                yield port

    def getFCPorts(self, state: int | None = None) -> list[Port]:
        """Return the Fibre Channel ports.

        :param state: only those with this ``linkState``, such as
            PORT_STATE_READY
        :returns: list of members as :meth:`getPorts` returns them

        Source: GET /ports.
        """
        return self._getProtocolPorts(self.PORT_PROTO_FC, state)

    def getiSCSIPorts(self, state: int | None = None) -> list[Port]:
        """Return the iSCSI ports, with the VLANs of those that use tags.

        :param state: only those with this ``linkState``, such as
            PORT_STATE_READY
        :returns: list of members as :meth:`getPorts` returns them

        Source: GET /ports; GET /ports/<n:s:p>/iSCSIVlans/ for each port with
        VLAN tags.
        """
        return self._getProtocolPorts(self.PORT_PROTO_ISCSI, state)

    def getIPPorts(self, state: int | None = None) -> list[Port]:
        """Return the IP ports, which remote copy uses.

        :param state: only those with this ``linkState``, such as
            PORT_STATE_READY
        :returns: list of members as :meth:`getPorts` returns them

        Source: GET /ports.
        """
        return self._getProtocolPorts(self.PORT_PROTO_IP, state)

    def getNvmePorts(self) -> list[Port]:
        """Return the NVMe ports that hosts can use: in target mode and ready.

        :returns: list of members as :meth:`getPorts` returns them, each with
            the additional key ``nsp``, its position as ``'0:2:1'``

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
        match = matched(_NSP, nsp)
        if not match:
            raise exceptions.InvalidInput(
                f"a port is written '0:2:1', not {describe.value(nsp)}")
        node, slot, card = (int(part) for part in match.groups())
        return {'node': node, 'slot': slot, 'cardPort': card}

    def _getProtocolPorts(self, protocol: int,
                          state: int | None = None) -> list[Port]:
        """Return the ports of one protocol, in one state or in any."""
        ports = [port for port in self._list('/ports')['members']
                 if port.get('protocol') == protocol]
        self._add_vlans(ports)
        return [port for port in ports
                if state is None or port.get('linkState') == state]

    def _add_vlans(self, ports: list[dict[str, Any]]) -> None:
        """Add ``iSCSIVlans`` to the iSCSI ports that use VLAN tags."""
        for port in ports:
            if port.get('protocol') == self.PORT_PROTO_ISCSI and \
                    _uses_vlans(port):
                nsp = nsp_of(position_of(port))
                vlans = self._get(f'/ports/{nsp}/iSCSIVlans/')
                name = 'iSCSIVlans' if 'iSCSIVlans' in vlans else 'members'
                port['iSCSIVlans'] = listed(vlans, name, dict)

    def getNqn(self, portPos: PortPos | str | None = None) -> str:
        """Return the NVMe qualified name that a port presents.

        :param portPos: the port, ``{'node', 'slot', 'cardPort'}`` or
            ``'0:2:1'``; None for the first NVMe port
        :returns: its name; DEFAULT_PORT_NQN, at which hosts discover the
            array, if the array reports none
        :raises HTTPNotFound: NON_EXISTENT_PORT (20)
        :raises HTTPBadRequest: INV_INPUT_PORT_SPECIFICATION (55)

        Source: GET /ports/<n:s:p>; without portPos GET /ports.
        """
        if portPos is None:
            ports = self.getNvmePorts()
            return self._nqn_of(ports[0]) if ports else self.DEFAULT_PORT_NQN
        if isinstance(portPos, str):
            portPos = self.build_portPos(portPos)
        return self._nqn_of(cast('Port', self._get(
            '/ports/' + segment(nsp_of(position(portPos)), safe=':'))))

    def _nqn_of(self, port: Port) -> str:
        return needed(port, 'NQN', str) if port.get('NQN') \
            else self.DEFAULT_PORT_NQN

    def _nvme_positions(self, addresses: Iterable[str]) -> list[PortPos]:
        """Return the positions of the NVMe ports with some addresses."""
        positions = {_nvme_address(port): position_of(port)
                     for port in self._ready_nvme_ports()}
        missing = [ip for ip in addresses if ip not in positions]
        if missing:
            raise exceptions.InvalidInput(
                f'no NVMe port that is ready has the address {", ".join(missing)}')
        return [positions[ip] for ip in addresses]

    def _ready_nvme_ports(self) -> list[Port]:
        return self._getProtocolPorts(self.PORT_PROTO_NVME,
                                      self.PORT_STATE_READY)

    def get_matched_array_ips_and_ports(
            self, client_conf: Mapping[str, Any] | Iterable[str] | None
            ) -> dict[str, PortAddress]:
        """Return which addresses belong to NVMe ports that are ready.

        :param client_conf: a dict whose member ``hpe3par_nvme_ips`` or
            ``nvme_ips`` lists addresses, or the list itself; a text with
            commas counts as a list, ``'10.0.0.1:4420'`` names the TCP port.
            Without addresses, all NVMe ports match
        :returns: ``{'10.0.0.1': {'ip_port': 4420, 'nsp': '0:2:1',
            'nqn': 'nqn.…'}}``; addresses that match no port are left out
        :raises HTTPNotFound: no port has any of the addresses
        :raises InvalidInput: an entry is no address

        Source: GET /ports.
        """
        requested = dict(nvme_addresses(_configured(client_conf)))
        matches: dict[str, PortAddress] = {}
        for port in self._ready_nvme_ports():
            address = _nvme_address(port)
            if address and (not requested or address in requested):
                matches[address] = {
                    'ip_port': requested.get(address, self.DEFAULT_NVME_PORT),
                    'nsp': nsp_of(position_of(port)),
                    'nqn': self._nqn_of(port)}
        if requested and not matches:
            raise exceptions.HTTPNotFound(
                {'desc': 'no NVMe port that is ready has one of the addresses '
                 + ', '.join(requested)}, method='GET', url='/ports')
        return matches

    @classmethod
    def getPortNumber(cls, ip: str, login: str, password: str | None,
                      port: int = 22, conn_timeout: float | None = None,
                      privatekey: Any = None, **kwargs: Any) -> str:
        """Return the TCP port of an array's web service, read over SSH.

        It is 8080 on 3PAR and 443 on Primera and Alletra. The connection is
        closed again.

        :param ip: name or address of the array
        :param login: user on the array
        :param password: its password; None with a private key
        :param port: SSH port
        :param conn_timeout: seconds to connect
        :param privatekey: path of a private key
        :param kwargs: as for
            :meth:`~hpe3parclient.client.HPE3ParClient.setSSHOptions`
        :returns: the port as text, ready for a URL
        :raises SSHException: the array cannot be asked, or does not say

        Source: showwsapi.
        """
        # Frames are shown in tracebacks; from here on this one holds no secret.
        hidden = Secret((ip, password, privatekey, kwargs))
        ip, password, privatekey, kwargs = '', None, None, {}
        connection = cls._getSshClient(
            hidden.reveal()[0], login, hidden.reveal()[1], port, conn_timeout,
            hidden.reveal()[2], **hidden.reveal()[3])
        with contextlib.closing(connection):
            members = cli.tables.collection(
                connection.run(['showwsapi']))['members']
        for member in members:
            number: str = member.get('HTTPS_Port', '')
            if number.isascii() and number.isdigit():
                return number
        raise cli.errors.SSHTableError(
            f'showwsapi did not tell an HTTPS port: {members!r}')


def _uses_vlans(port: Mapping[str, Any]) -> bool:
    info = port.get('iSCSIPortInfo')
    return is_dict(info) and info.get('vlan') == 1


def _nvme_address(port: Port) -> str | None:
    """Return the IP address of an NVMe port, None where it has none.

    Alletra MP sends it as ``nodeWWN``.
    """
    for name in ('IPAddr', 'nodeWWN'):
        address = needed(port, name, str) if port.get(name) else ''
        if _ADDRESS.match(address):
            return address
    return None


def position(port: PortPos | Mapping[str, int]) -> PortPos:
    """Convert a caller's port position to the form WSAPI uses.

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
    """Format a port position as ``'0:2:1'``."""
    return f'{portPos["node"]}:{portPos["slot"]}:{portPos["cardPort"]}'


def _configured(client_conf: object) -> object:
    """Return the addresses in a configuration, or what stands in its place."""
    if not is_mapping(client_conf):
        return client_conf
    return next((client_conf[name] for name in _ADDRESSES
                 if client_conf.get(name)), None)


def nvme_addresses(addresses: object) -> list[tuple[str, int]]:
    """Parse addresses with their TCP ports.

    :raises InvalidInput: an entry is no address
    """
    if isinstance(addresses, str):
        addresses = addresses.split(',')
    result: list[tuple[str, int]] = []
    entries = addresses or ()
    if not is_iterable(entries):
        raise exceptions.InvalidInput(
            f'addresses must be a list of str, not {describe.value(addresses)}')
    for entry in entries:
        match = _ADDRESS.match(entry.strip()) if isinstance(
            entry, str) else None
        if match is None:
            raise exceptions.InvalidInput(
                "an address is written '10.0.0.1' or '10.0.0.1:4420', not %s"
                % describe.value(entry))
        result.append((match.group(1), int(
            match.group(2) or Constants.DEFAULT_NVME_PORT)))
    return result
