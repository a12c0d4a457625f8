"""VLUNs: which volume a host sees, and under which number."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import (
    TYPE_CHECKING,
    Any,
    Literal,
    cast,
    overload,
)

from hpe3parclient import describe, error_codes, exceptions
from hpe3parclient.patterns import pattern
from hpe3parclient.resources.base import (
    exact_number,
    is_plain,
    located,
    path,
    query,
    segment,
    segment_text,
    term,
)
from hpe3parclient.resources.filtering import VLUNS, FilteringResource
from hpe3parclient.resources.ports import (
    nsp_of,
    nvme_addresses,
    position,
    position_of,
)
from hpe3parclient.resources.validation import needed

if TYPE_CHECKING:
    from hpe3parclient.query import Expression
    from hpe3parclient.types import VLUN, Host, ListedHost, PortPos, VLUNList


#: volume,lun,host[,n:s:p]
_IDENTITY = pattern(r'[^,]+,[0-9]{1,9},[^,]*(,[0-9]+:[0-9]+:[0-9]+)?\Z')

_HIGHEST_LUN = 16384


class VLUNResource(FilteringResource):
    """Methods about exports of volumes."""

    #: whether the array filters VLUNs; False after the first refusal
    vlun_query_supported: bool

    def getVLUNs(self) -> VLUNList:
        """Return all VLUNs: the templates, and the active ones made from them.

        :returns: ``{'total': n, 'members': [...]}``, members with ``lun``,
            ``volumeName``, ``hostname``, ``portPos``, ``type`` (a VLUN_TYPE
            constant), ``active`` and more
        :raises IncompleteResponse: the array could not finish its list

        Source: GET /vluns.
        """
        return cast('VLUNList', self._list('/vluns'))

    def iterVLUNs(self, query: Expression | None = None
                  ) -> Iterator[VLUN]:
        """Iterate over all VLUNs, or over those that match, as they arrive.

        :param query: an expression built from :data:`hpe3parclient.query.Q`,
            such as ``Q.hostname == 'db1'``
        :returns: iterator over members as :meth:`getVLUNs` returns them; only
            one is held at a time
        :raises IncompleteResponse: the array could not finish its list
        :raises InvalidInput: ``query`` is not an expression

        Source: GET /vluns, with a query where the array supports it.
        """
        return self._iter_filtered(VLUNS, query)

    @overload
    def getVLUN(self, volumeName: str,
                allVluns: Literal[False] = False) -> VLUN: ...

    @overload
    def getVLUN(self, volumeName: str,
                allVluns: Literal[True]) -> list[VLUN]: ...

    @overload
    def getVLUN(self, volumeName: str,
                allVluns: bool) -> VLUN | list[VLUN]: ...

    def getVLUN(self, volumeName: str,
                allVluns: bool = False) -> VLUN | list[VLUN]:
        """Return the first VLUN of a volume, or all of them.

        :param volumeName: name of the volume, or ``set:<name>``
        :param allVluns: return the list of all its VLUNs
        :returns: one member of :meth:`getVLUNs`, or a list of them
        :raises HTTPNotFound: NON_EXISTENT_VLUN (19), the volume is not
            exported

        Source: GET /vluns with a query, where the array supports queries.
        """
        vluns = self._vluns_where('volumeName', volumeName)
        if not vluns:
            raise _no_vlun(f'volume {describe.value(volumeName)} is not exported')
        return vluns if allVluns else vluns[0]

    def getHostVLUNs(self, hostName: str) -> list[VLUN]:
        """Return all VLUNs of a host.

        :param hostName: name of the host
        :returns: list of members as :meth:`getVLUNs` returns them; never empty
        :raises HTTPNotFound: NON_EXISTENT_HOST (17), there is no such host;
            NON_EXISTENT_VLUN (19), nothing is exported to it

        Source: GET /vluns with a query, where the array supports queries.
        """
        vluns = self._vluns_where('hostname', hostName)
        if not vluns:
            self._get(path('hosts', hostName))
            raise _no_vlun(f'nothing is exported to host {describe.value(hostName)}')
        return vluns

    def _vluns_where(self, member: str, value: str) -> list[VLUN]:
        """Return the VLUNs whose member has a value.

        An array may ignore the query, so the value is compared here too.
        """
        segment(value, member)
        vluns: list[VLUN] = []
        if self.vlun_query_supported and is_plain(value):
            url = '/vluns' + query(term(member, 'EQ', value))
            try:
                vluns = self._list(url)['members']
            except exceptions.HTTPNotFound:
                vluns = []
            except exceptions.HTTPBadRequest:
                self.vlun_query_supported = False
                vluns = self.getVLUNs()['members']
        else:
            vluns = self.getVLUNs()['members']
        return [vlun for vlun in vluns if vlun.get(member) == value]

    def createVLUN(self, volumeName: str, lun: int | None = None,
                   hostname: str | None = None,
                   portPos: PortPos | Mapping[str, int] | None = None,
                   noVcn: bool | None = None,
                   overrideLowerPriority: bool | None = None,
                   auto: bool = False) -> str:
        """Export a volume.

        :param volumeName: name of the volume, or ``set:<volume set>``
        :param lun: LUN the host sees, 0 to 16384; with ``auto`` the lowest
            one to try
        :param hostname: host that sees it, or ``set:<host set>``
        :param portPos: port that presents it: ``{'node', 'slot',
            'cardPort'}``; together with hostname a matched set
        :param noVcn: True sends no change notification to the host
        :param overrideLowerPriority: True replaces VLUNs of lower priority;
            only with hostname
        :param auto: let the array choose the LUN
        :returns: ``'volume,lun,host'``, ``'volume,lun,host,n:s:p'`` or
            ``'volume,lun,,n:s:p'``
        :raises InvalidInput: neither hostname nor portPos, or neither lun
            nor auto
        :raises HTTPNotFound: NON_EXISTENT_VOL (23), NON_EXISTENT_HOST (17),
            NON_EXISTENT_PORT (20), BAD_PORT_TYPE (21)
        :raises HTTPConflict: EXISTENT_LUN (18), LUN_HOSTPERSONA_CONFLICT (99),
            INV_OPERATION_VLUN_PCOPY_TARGET_VV (97), AUTO_LUN_ID_UNAVAILABLE
            (72)
        :raises HTTPBadRequest: INV_INPUT (12), TOO_LARGE (28),
            INV_INPUT_MISSING_REQUIRED (40), INV_INPUT_PARAM_CONFLICT (44),
            INV_INPUT_PORT_SPECIFICATION (55), MISSING_VLUN_EXPORT_INFO (54),
            INV_INPUT_EMPTY_VVSET (146), INV_INPUT_MATCHED_HOSTSET (147)
        :raises HTTPServiceUnavailable: 270, the array stayed too busy

        Source: POST /vluns.
        """
        if lun is None and not auto:
            raise exceptions.InvalidInput(
                _missing('createVLUN needs a lun, or auto=True'))
        if _is_absent(hostname) and _is_absent(portPos):
            raise exceptions.InvalidInput(
                _missing('createVLUN needs hostname, portPos or both'))
        body: dict[str, Any] = {
            'volumeName': volumeName,
            'lun': 0 if lun is None else exact_number(lun, 'lun')}
        if not _is_absent(hostname):
            body['hostname'] = hostname
        if portPos is not None and not _is_absent(portPos):
            body['portPos'] = position(portPos)
        if noVcn is not None:
            body['noVcn'] = noVcn
        if overrideLowerPriority is not None:
            body['overrideLowerPriority'] = overrideLowerPriority
        if auto:
            body.update(autoLun=True, maxAutoLun=0)
        requested = identity_of(volumeName, body['lun'], hostname, portPos)
        headers, _ = self._post_full('/vluns', body)
        identity = located(headers, 'vluns')
        if identity is not None and _names(identity, requested):
            return identity
        if auto:
            raise exceptions.UnusableOutcomeUnknown(
                'the volume was exported, but the array did not say under '
                'which LUN; call getVLUN', method='POST', url='/vluns')
        return requested

    def deleteVLUN(self, volumeName: str, lunID: int | str,
                   hostname: str | None = None,
                   port: PortPos | Mapping[str, int] | None = None
                   ) -> None:
        """Remove a VLUN: end an export.

        :param volumeName: name of the volume, or ``set:<volume set>``
        :param lunID: LUN it was exported under
        :param hostname: host it was exported to; None for a VLUN of a port
        :param port: port it was exported on: ``{'node', 'slot',
            'cardPort'}``
        :raises InvalidInput: neither hostname nor port
        :raises HTTPNotFound: NON_EXISTENT_VLUN (19), NON_EXISTENT_HOST (17),
            NON_EXISTENT_PORT (20)
        :raises HTTPBadRequest: INV_INPUT (12), INV_INPUT_MISSING_REQUIRED
            (40), INV_INPUT_EXCEEDS_RANGE (43), INV_INPUT_PORT_SPECIFICATION
            (55)
        :raises HTTPForbidden: PERM_DENIED (13)

        Source: DELETE /vluns/<volume>,<lun>,<host>[,<n:s:p>].
        """
        if _is_absent(hostname) and _is_absent(port):
            raise exceptions.InvalidInput(
                _missing('deleteVLUN needs hostname, port or both'))
        identity = identity_of(volumeName, exact_number(lunID, 'lunID'),
                               hostname, port)
        self._delete('/vluns/' + segment(identity, safe=',:'))

    def getNextLunId(self, hostname: str, host_type: str = 'nvme') -> int:
        """Return the lowest LUN that a host does not use yet.

        LUNs that its host sets use are taken, too. Another program may take
        the number before it is used: the array then answers EXISTENT_LUN.

        :param hostname: name of the host
        :param host_type: 'nvme' counts from 1, since a namespace has no
            number 0; anything else from 0
        :returns: the LUN
        :raises HTTPNotFound: NON_EXISTENT_HOST (17)
        :raises HTTPConflict: AUTO_LUN_ID_UNAVAILABLE (72), all are taken

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
             'desc': f'host {describe.value(hostname)} has no LUN left'})

    def find_existing_vluns(self, vol_name_3par: str,
                            host: Host | ListedHost | str) -> list[VLUN]:
        """Return the VLUNs under which a host sees a volume.

        :param vol_name_3par: name of the volume
        :param host: the host, as :meth:`getHost` returns it, or its name
        :returns: list of members as :meth:`getVLUNs` returns them; empty when
            the host does not see the volume, or does not exist

        Source: GET /vluns with a query, where the array supports queries.
        """
        return [vlun for vlun in self._vluns_where(
            'hostname', _name_of(host))
            if vlun.get('volumeName') == vol_name_3par]

    def create_vlun_nvme(self, vol_name_3par: str, host: Host | ListedHost | str,
                         nvme_ips: Iterable[str] | None) -> list[VLUN]:
        """Export a volume to an NVMe host, unless the host sees it already.

        :param vol_name_3par: name of the volume
        :param host: the host, as :meth:`getHost` returns it, or its name
        :param nvme_ips: addresses of NVMe ports to export on, all under the
            same LUN; a dict counts by its keys; none means all ports
        :returns: the VLUNs, as :meth:`find_existing_vluns` returns them
        :raises InvalidInput: an address is on no NVMe port that is ready
        :raises HTTPNotFound: NON_EXISTENT_VOL (23), NON_EXISTENT_HOST (17)
        :raises HTTPConflict: EXISTENT_LUN (18), another program was faster;
            AUTO_LUN_ID_UNAVAILABLE (72)

        Source: GET /vluns, GET /ports, POST /vluns.
        """
        name = _name_of(host)
        addresses = [ip for ip, _ in nvme_addresses(nvme_ips)]
        # Raises before anything is sent if a name cannot be exported.
        identity_of(vol_name_3par, 0, name, None)
        existing = self.find_existing_vluns(vol_name_3par, name)
        if existing:
            return existing
        ports: list[PortPos | None] = [None]
        if addresses:
            ports = list(self._nvme_positions(addresses))
        lun = self.getNextLunId(name)
        for port in ports:
            self.createVLUN(vol_name_3par, lun, name, port)
        return self.find_existing_vluns(vol_name_3par, name)

    def remove_vlun_nvme(self, vol_name_3par: str, hostname: str | None,
                         host_nqn: str | None) -> None:
        """Remove all exports of a volume to an NVMe host.

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
            host = self._host_with_nqn(host_nqn) if host_nqn else None
            if host is None:
                raise _not_found('NON_EXISTENT_HOST',
                                 f'no host has the NQN {describe.value(host_nqn)}')
            hostname = needed(host, 'name', str)
        hostname = _name_of(hostname)
        vluns = self.find_existing_vluns(vol_name_3par, hostname)
        if not vluns:
            raise _not_found('NON_EXISTENT_VLUN',
                             'host %s does not see volume %s'
                             % (describe.value(hostname),
                                describe.value(vol_name_3par)))
        for lun, nsp in sorted(self._exports(vluns)):
            self.deleteVLUN(
                vol_name_3par, lun, hostname,
                self.build_portPos(nsp) if nsp else None)

    def _exports(self, vluns: list[VLUN]) -> set[tuple[int, str]]:
        """Return the exports, LUN and port, behind some VLUNs.

        An active VLUN names its port even if the caller did not choose it.
        """
        return {(needed(vlun, 'lun', int), nsp_of(position_of(vlun))
                 if vlun.get('type') == self.VLUN_TYPE_MATCHED_SET and
                 'portPos' in vlun else '') for vlun in vluns}


def _missing(text: str) -> dict[str, Any]:
    return {'code': error_codes.number_of('INV_INPUT_MISSING_REQUIRED'),
            'desc': text}


def _no_vlun(text: str) -> exceptions.HTTPNotFound:
    return exceptions.HTTPNotFound(
        {'code': error_codes.number_of('NON_EXISTENT_VLUN'), 'desc': text},
        method='GET', url='/vluns')


def identity_of(volumeName: str, lun: int, hostname: str | None,
                port: PortPos | Mapping[str, int] | None) -> str:
    """Build ``volume,lun,host[,n:s:p]``, the id of a VLUN.

    :raises InvalidInput: a name with a comma, which would move the parts
    """
    parts = [_part(volumeName, 'volumeName'), str(lun),
             '' if _is_absent(hostname) else _part(hostname, 'hostname')]
    if port is not None and not _is_absent(port):
        parts.append(nsp_of(position(port)))
    return ','.join(parts)


def _names(identity: str, requested: str) -> bool:
    """Return whether an id is one of the volume that was exported."""
    return bool(_IDENTITY.match(identity)) and \
        identity.partition(',')[0] == requested.partition(',')[0]


def _part(name: str | None, what: str) -> str:
    text = segment_text(name, what)
    if ',' in text:
        raise exceptions.InvalidInput(
            '%s %s holds a comma, which separates the parts of a VLUN'
            % (what, describe.value(text)))
    return text


def _is_absent(value: Any) -> bool:
    """Return whether a host or port is absent: None, '' or {}.

    Anything else that is false, 0 say, is a mistake that must not make the
    VLUN of a host into that of a port.
    """
    return value is None or (
        isinstance(value, (str, Mapping)) and not value)


def _name_of(host: Host | ListedHost | str) -> str:
    name = host.get('name') if isinstance(host, Mapping) else host
    if not isinstance(name, str):
        raise exceptions.InvalidInput(
            f'a host is a dict with a name, or the name, not {describe.value(host)}')
    return name


def _not_found(symbol: str, text: str) -> exceptions.HTTPNotFound:
    return exceptions.HTTPNotFound(
        {'code': error_codes.number_of(symbol), 'desc': text})
