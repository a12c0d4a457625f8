"""NVMe over TCP: hosts with an NQN, and the NQNs of the array.

No published source tells the members of NVMe ports and hosts beyond
``NVMETCPPaths`` (``IP``, ``portPos``, ``NQN``), ``transportType`` and
``Subsystem_NQN``; so what these methods return is our choice: hosts as the
methods for hosts return them. Exports are in :mod:`.nvme_exports`.
"""

from __future__ import annotations

from typing import (
    TYPE_CHECKING,
    Any,
    Dict,
    Iterable,
    List,
    Mapping,
    Optional,
    Union,
    cast,
)

from hpe3parclient import describe, error_codes, exceptions
from hpe3parclient.resources.base import names, path, segment
from hpe3parclient.resources.hosts import NVME, HostResource
from hpe3parclient.resources.hostsets import HostSetResource
from hpe3parclient.resources.ports import PortResource, nsp_of, position
from hpe3parclient.resources.validation import listed, needed

if TYPE_CHECKING:
    from hpe3parclient.types import Host, Port, PortPos


class NVMeHostResource(HostResource, HostSetResource, PortResource):
    """Methods about NVMe hosts and the NQNs of ports."""

    def create_host_nvme(self, hostname: str, nqn: Optional[str] = None,
                         domain: Optional[str] = None) -> Host:
        """Make a host that is reached over NVMe.

        :param hostname: up to 31 letters, digits and ``. _ -``
        :param nqn: NVMe qualified name of the host
        :param domain: domain it belongs to
        :returns: the host, as :meth:`getHost` gives it
        :raises HTTPConflict: EXISTENT_HOST (16), EXISTENT_PATH (73)
        :raises HTTPBadRequest: INV_INPUT_EXCEEDS_LENGTH (57),
            INV_INPUT_ILLEGAL_CHAR (69)

        Source: POST /hosts, then GET /hosts/<hostname>.
        """
        path('hosts', hostname)     # it has to be fit to be asked for, too
        optional: Dict[str, Any] = {'domain': domain} if domain else {}
        if isinstance(nqn, Mapping):
            raise exceptions.InvalidInput(
                'nqn is a text, not %s' % describe.kind(nqn))
        if not nqn:
            optional['transportType'] = NVME
        self.createHost(hostname, nqn=nqn, optional=optional)
        return self.getHost(hostname)

    def create_host_or_use_existing(
            self, hostname: str, iscsiNames: Optional[Iterable[str]] = None,
            FCWwns: Optional[Iterable[str]] = None,
            nqn: Optional[str] = None,
            domain: Optional[str] = None) -> Host:
        """Make a host, or find the one that is there already.

        A host with one of the initiators is found first, whatever it is
        called; then one with the name. Nothing about it is changed.

        :param hostname: name for a new host
        :param iscsiNames: iSCSI names of its initiators
        :param FCWwns: WWNs of its initiators
        :param nqn: its NVMe qualified name
        :param domain: domain of a new host
        :returns: the host, as :meth:`getHost` gives it
        :raises HTTPConflict: EXISTENT_PATH (73), the initiators belong to a
            host that cannot be seen
        :raises HTTPBadRequest: INV_INPUT_PARAM_CONFLICT (44),
            INV_INPUT_ILLEGAL_CHAR (69)

        Source: POST /hosts, GET /hosts.
        """
        path('hosts', hostname)     # it has to be fit to be asked for, too
        # Both are read a second time when the host is there.
        iqns = names(iscsiNames, 'iscsiNames') if iscsiNames else None
        wwns = names(FCWwns, 'FCWwns') if FCWwns else None
        try:
            if nqn:
                return self.create_host_nvme(hostname, nqn, domain)
            self.createHost(hostname, iqns, wwns,
                            optional={'domain': domain} if domain else None)
            return self.getHost(hostname)
        except exceptions.HTTPConflict as ex:
            found = self._host_with(nqn, iqns, wwns)
            if found is not None:
                return found
            if ex.get_code() != error_codes.number_of('EXISTENT_HOST'):
                raise
            return self.getHost(hostname)

    def _host_with(self, nqn: Optional[str], iqns: Optional[Iterable[str]],
                   wwns: Optional[Iterable[str]]) -> Optional[Host]:
        """A host that has one of some initiators."""
        if nqn:
            return self.getHostByNqn(nqn)
        if not iqns and not wwns:
            return None
        for host in self.queryHost(iqns, wwns)['members']:
            # A member without a name holds initiators of no host.
            if host.get('name'):
                return host
        return None

    def getHostByNqn(self, nqn: str) -> Optional[Host]:
        """The host with an NVMe qualified name.

        :param nqn: the name
        :returns: the host, as :meth:`getHost` gives it; None when no host
            has it

        Source: GET /hosts.
        """
        for host in self.getHosts()['members']:
            if host.get('name') and nqn in _nqns_of(host):
                return host
        return None

    def getNqn(self, portPos: Union[PortPos, str, None] = None) -> str:
        """The NVMe qualified name that a port presents.

        :param portPos: the port, ``{'node', 'slot', 'cardPort'}`` or
            ``'0:2:1'``; None for the first NVMe port
        :returns: its name; DEFAULT_PORT_NQN, at which hosts discover the
            array, when the array tells none
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


def _nqns_of(host: Host) -> List[Optional[str]]:
    return [one.get('NQN') for one in listed(host, 'NVMETCPPaths', dict)]
