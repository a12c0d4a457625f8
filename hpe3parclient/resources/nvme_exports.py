"""Exports to NVMe hosts, and the ports they go over.

What these methods return is our choice, see :mod:`.nvme`: VLUNs as the
methods for VLUNs return them.
"""

from __future__ import annotations

import re
from typing import (
    TYPE_CHECKING,
    Any,
    Dict,
    Iterable,
    List,
    Mapping,
    Optional,
    Set,
    Tuple,
    Union,
)

from hpe3parclient import describe, error_codes, exceptions
from hpe3parclient.constants import Constants
from hpe3parclient.resources.nvme import NVMeHostResource
from hpe3parclient.resources.ports import nsp_of, position_of
from hpe3parclient.resources.validation import needed
from hpe3parclient.resources.vluns import VLUNResource, identity_of

if TYPE_CHECKING:
    from hpe3parclient.types import VLUN, Host, Port, PortAddress, PortPos

#: where a program's configuration may list the addresses to use
_ADDRESSES = ('hpe3par_nvme_ips', 'nvme_ips')

#: an IPv4 address or a name, and a TCP port
_ADDRESS = re.compile(r'([A-Za-z0-9.-]{1,253})(?::([0-9]{1,5}))?\Z')

_HIGHEST_LUN = 16384


class NVMeExportResource(NVMeHostResource, VLUNResource):
    """Methods about exports to NVMe hosts."""

    def getNextLunId(self, hostname: str, host_type: str = 'nvme') -> int:
        """The lowest LUN that a host does not use yet.

        LUNs that its host sets use are taken, too. Another program may take
        the number before it is used: the array then answers EXISTENT_LUN.

        :param hostname: name of the host
        :param host_type: 'nvme' counts from 1, since a namespace has no
            number 0; anything else from 0
        :returns: the LUN
        :raises HTTPNotFound: NON_EXISTENT_HOST (17)
        :raises HTTPConflict: AUTO_LUN_ID_UNAVAILABLE, all are taken

        Source: GET /hosts/<hostname>, GET /hostsets and GET /vluns.
        """
        self.getHost(hostname)
        seen_as = [hostname] + [
            'set:' + name for name in self._host_sets_of(hostname)]
        taken = {needed(vlun, 'lun', int)
                 for vlun in self.getVLUNs()['members']
                 if vlun.get('hostname') in seen_as}
        for lun in range(1 if host_type == 'nvme' else 0, _HIGHEST_LUN + 1):
            if lun not in taken:
                return lun
        raise exceptions.HTTPConflict(
            {'code': error_codes.number_of('AUTO_LUN_ID_UNAVAILABLE'),
             'desc': 'host %s has no LUN left' % describe.value(hostname)})

    def find_existing_vluns(self, vol_name_3par: str,
                            host: Union[Host, str]) -> List[VLUN]:
        """The VLUNs under which a host sees a volume.

        :param vol_name_3par: name of the volume
        :param host: the host, as :meth:`getHost` gives it, or its name
        :returns: list of members as :meth:`getVLUNs` gives them; empty when
            the host does not see the volume, or does not exist

        Source: GET /vluns with a query, where the array knows queries.
        """
        return [vlun for vlun in self._vluns_where(
            'hostname', _name_of(host))
            if vlun.get('volumeName') == vol_name_3par]

    def create_vlun_nvme(self, vol_name_3par: str, host: Union[Host, str],
                         nvme_ips: Optional[Iterable[str]]) -> List[VLUN]:
        """Export a volume to an NVMe host, unless the host sees it already.

        :param vol_name_3par: name of the volume
        :param host: the host, as :meth:`getHost` gives it, or its name
        :param nvme_ips: addresses of NVMe ports to export on, all under the
            same LUN; a dict counts by its keys; none means all ports
        :returns: the VLUNs, as :meth:`find_existing_vluns` gives them
        :raises InvalidInput: an address is on no NVMe port that is ready
        :raises HTTPNotFound: NON_EXISTENT_VOL (23), NON_EXISTENT_HOST (17)
        :raises HTTPConflict: EXISTENT_LUN (18), another program was faster;
            AUTO_LUN_ID_UNAVAILABLE

        Source: GET /vluns, GET /ports, POST /vluns.
        """
        name = _name_of(host)
        addresses = _listed(nvme_ips)
        identity_of(vol_name_3par, 0, name, None)    # fit to be exported?
        found = self.find_existing_vluns(vol_name_3par, name)
        if found:
            return found
        ports = self._ports_with(addresses)
        lun = self.getNextLunId(name)
        if not ports:
            self.createVLUN(vol_name_3par, lun, name)
        for port in ports:
            self.createVLUN(vol_name_3par, lun, name,
                            port)
        return self.find_existing_vluns(vol_name_3par, name)

    def _ports_with(self, addresses: List[Tuple[str, int]]
                    ) -> List[PortPos]:
        """The places of the NVMe ports with some addresses."""
        if not addresses:
            return []
        places = {str(port.get('IPAddr')): position_of(port)
                  for port in self._ready_ports()}
        missing = [ip for ip, _ in addresses if ip not in places]
        if missing:
            raise exceptions.InvalidInput(
                'no NVMe port that is ready has the address %s'
                % ', '.join(missing))
        return [places[ip] for ip, _ in addresses]

    def _ready_ports(self) -> List[Port]:
        return self._getProtocolPorts(self.PORT_PROTO_NVME,
                                      self.PORT_STATE_READY)

    def remove_vlun_nvme(self, vol_name_3par: str, hostname: Optional[str],
                         host_nqn: Optional[str]) -> None:
        """Take back all exports of a volume to an NVMe host.

        The host stays, also when it sees no volume any more.

        :param vol_name_3par: name of the volume
        :param hostname: name of the host; None to find it by its NQN
        :param host_nqn: NVMe qualified name of the host; only used without
            hostname
        :raises HTTPNotFound: NON_EXISTENT_VLUN (19), the host does not see
            the volume; NON_EXISTENT_HOST (17), no host has the NQN
        :raises HTTPForbidden: PERM_DENIED (13)

        Source: GET /vluns, then DELETE /vluns/<volume>,<lun>,<host>.
        """
        if not hostname:
            found = self.getHostByNqn(host_nqn) if host_nqn else None
            if found is None:
                raise _missing('NON_EXISTENT_HOST',
                               'no host has the NQN %s'
                               % describe.value(host_nqn))
            hostname = needed(found, 'name', str)
        hostname = _name_of(hostname)
        vluns = self.find_existing_vluns(vol_name_3par, hostname)
        if not vluns:
            raise _missing('NON_EXISTENT_VLUN',
                           'host %s does not see volume %s'
                           % (describe.value(hostname),
                              describe.value(vol_name_3par)))
        for lun, nsp in sorted(self._exports(vluns)):
            self.deleteVLUN(
                vol_name_3par, lun, hostname,
                self.build_portPos(nsp) if nsp else None)

    def _exports(self, vluns: List[VLUN]) -> Set[Tuple[int, str]]:
        """What was exported, LUN and port, told from the VLUNs.

        An active one names its port even if nobody chose it.
        """
        return {(needed(vlun, 'lun', int), nsp_of(position_of(vlun))
                 if vlun.get('type') == self.VLUN_TYPE_MATCHED_SET and
                 'portPos' in vlun else '') for vlun in vluns}

    def get_matched_array_ips_and_ports(
            self, client_conf: Union[Mapping[str, Any], Iterable[str], None]
            ) -> Dict[str, PortAddress]:
        """Which of some addresses are on NVMe ports that are ready.

        :param client_conf: a dict whose member ``hpe3par_nvme_ips`` or
            ``nvme_ips`` lists addresses, or the list itself; a text with
            commas counts as a list, ``'10.0.0.1:4420'`` names the TCP port.
            Without addresses, all NVMe ports match
        :returns: ``{'10.0.0.1': {'ip_port': 4420, 'nsp': '0:2:1',
            'nqn': 'nqn.…'}}``; addresses that match no port are left out
        :raises InvalidInput: an entry is no address

        Source: GET /ports.
        """
        if isinstance(client_conf, Mapping):
            client_conf = next((client_conf[name] for name in _ADDRESSES
                                if client_conf.get(name)), None)
        wanted = dict(_listed(client_conf))
        found: Dict[str, PortAddress] = {}
        for port in self._ready_ports():
            address = needed(port, 'IPAddr', str) if port.get('IPAddr') \
                else None
            if address and (not wanted or address in wanted):
                found[address] = {
                    'ip_port': wanted.get(address, self.DEFAULT_NVME_PORT),
                    'nsp': nsp_of(position_of(port)),
                    'nqn': self._nqn_of(port)}
        return found


def _listed(addresses: Union[Iterable[str], str, None]
            ) -> List[Tuple[str, int]]:
    """Addresses with their TCP ports.

    :raises InvalidInput: an entry is no address
    """
    if isinstance(addresses, str):
        addresses = addresses.split(',')
    found = []
    if not isinstance(addresses or (), Iterable):
        raise exceptions.InvalidInput(
            'addresses are a list of texts, not %s'
            % describe.value(addresses))
    for entry in addresses or ():
        match = _ADDRESS.match(entry.strip()) if isinstance(
            entry, str) else None
        if match is None:
            raise exceptions.InvalidInput(
                "an address is written '10.0.0.1' or '10.0.0.1:4420', not %s"
                % describe.value(entry))
        found.append((match.group(1), int(
            match.group(2) or Constants.DEFAULT_NVME_PORT)))
    return found


def _name_of(host: Union[Host, str]) -> str:
    name = host.get('name') if isinstance(host, Mapping) else host
    if not isinstance(name, str):
        raise exceptions.InvalidInput(
            'a host is a dict with a name, or the name, not %s'
            % describe.value(host))
    return name


def _missing(symbol: str, text: str) -> exceptions.HTTPNotFound:
    return exceptions.HTTPNotFound(
        {'code': error_codes.number_of(symbol), 'desc': text})
