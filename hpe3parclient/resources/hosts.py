"""Hosts: the machines that volumes are exported to."""

from __future__ import annotations

from typing import (
    TYPE_CHECKING,
    Any,
    Dict,
    Iterable,
    Iterator,
    List,
    Optional,
    Tuple,
    Union,
    cast,
)

from hpe3parclient import describe, exceptions
from hpe3parclient.resources.base import (
    JSON,
    any_of,
    members,
    merged,
    names,
    path,
    query,
    term,
)
from hpe3parclient.resources.filtering import HOSTS, FindingResource
from hpe3parclient.resources.validation import listed

if TYPE_CHECKING:
    from hpe3parclient.query import Expression
    from hpe3parclient.types import Host, HostList
    from hpe3parclient.web.decode import Headers

#: transportType of a host that is reached over NVMe
NVME = 2


class HostResource(FindingResource):
    """Methods about hosts."""

    def getHosts(self) -> HostList:
        """All hosts.

        An array adds one member without a name when initiators are logged in
        that belong to no host.

        :returns: ``{'total': n, 'members': [...]}``, members as
            :meth:`getHost` gives them

        Source: GET /hosts.
        """
        return cast('HostList', self._list('/hosts'))

    def iterHosts(self, query: Optional[Expression] = None
                  ) -> Iterator[Host]:
        """All hosts, or those that fit, one by one as they arrive.

        :param query: an expression made of :data:`hpe3parclient.query.Q`,
            such as ``Q.FCPaths.wwn == '10000000C9A1B2C3'``
        :returns: iterator over members as :meth:`getHosts` gives them; only
            one is held at a time
        :raises InvalidInput: ``query`` is no expression

        Source: GET /hosts, with a query where the array knows it.
        """
        return self._find(HOSTS, query)

    def getHost(self, name: str) -> Host:
        """One host.

        :param name: name of the host
        :returns: dict with ``id``, ``name``, ``persona`` (a HOST_PERSONA
            constant), ``domain``, ``descriptors``, ``FCPaths``
            (``[{'wwn', 'portPos', …}]``), ``iSCSIPaths`` (``[{'name',
            'IPAddr', …}]``), ``initiatorChapEnabled``; a path is listed once
            for each port it is logged in on
        :raises HTTPNotFound: NON_EXISTENT_HOST (17)
        :raises HTTPBadRequest: INV_INPUT_ILLEGAL_CHAR (69)

        Source: GET /hosts/<name>.
        """
        return cast('Host', self._get(path('hosts', name)))

    def createHost(self, name: str,
                   iscsiNames: Optional[Iterable[str]] = None,
                   FCWwns: Optional[Iterable[str]] = None,
                   nqn: Union[str, Dict[str, Any], None] = None,
                   optional: Optional[Dict[str, Any]] = None) -> None:
        """Make a host.

        Programs older than 4.4 pass ``optional`` in the fourth place: a dict
        there is read so.

        :param name: up to 31 letters, digits and ``. _ -``
        :param iscsiNames: iSCSI names of its initiators
        :param FCWwns: WWNs of its initiators, 16 hex digits each; not
            together with iscsiNames
        :param nqn: NVMe qualified name, on arrays with NVMe over TCP
        :param optional: further members: ``persona`` (a HOST_PERSONA
            constant), ``domain``, ``forceTearDown``, ``descriptors``
            (``location``, ``IPAddr``, ``os``, ``model``, ``contact``,
            ``comment``)
        :raises HTTPConflict: EXISTENT_HOST (16), EXISTENT_PATH (73)
        :raises HTTPBadRequest: INV_INPUT_MISSING_REQUIRED (40),
            INV_INPUT_PARAM_CONFLICT (44), INV_INPUT_EMPTY_STR (45),
            INV_INPUT_EXCEEDS_LENGTH (57), INV_INPUT_ILLEGAL_CHAR (69),
            INV_INPUT_WRONG_TYPE (39), NO_SPACE (24),
            INV_INPUT_TOO_MANY_WWN_OR_iSCSI
        :raises HTTPForbidden: PERM_DENIED (13)

        Source: POST /hosts.
        """
        if isinstance(nqn, dict):
            optional = merged(nqn, optional)
            nqn = None
        if nqn is not None and not isinstance(nqn, str):
            raise exceptions.InvalidInput(
                'nqn is a text, not %s' % describe.kind(nqn))
        body: Dict[str, Any] = {'name': name}
        if iscsiNames:
            body['iSCSINames'] = names(iscsiNames, 'iscsiNames')
        if FCWwns:
            body['FCWWNs'] = names(FCWwns, 'FCWwns')
        if nqn:
            body.update(NQN=nqn, transportType=NVME)
        self._post('/hosts', merged(body, optional))

    def modifyHost(self, name: str, mod_request: Dict[str, Any]
                   ) -> Tuple[Headers, JSON]:
        """Change a host's name, paths, persona, descriptors or CHAP.

        :param name: name of the host
        :param mod_request: what to change: ``newName``; ``pathOperation``
            (HOST_EDIT_ADD or HOST_EDIT_REMOVE) with ``FCWWNs`` or
            ``iSCSINames`` and ``forcePathRemoval``; ``persona``;
            ``descriptors``; ``chapOperation`` (HOST_EDIT_ADD or
            HOST_EDIT_REMOVE) with ``chapOperationMode`` (CHAP_INITIATOR or
            CHAP_TARGET), ``chapName``, ``chapSecret``, ``chapSecretHex``,
            ``chapRemoveTargetOnly``
        :returns: ``(headers, body)``
        :raises HTTPNotFound: NON_EXISTENT_HOST (17), NON_EXISTENT_PATH (80),
            NO_INITIATOR_CHAP, NON_EXISTENT_CHAP
        :raises HTTPConflict: EXISTENT_HOST (16), EXISTENT_PATH (73),
            EXPORTED_VLUN (26), LUN_HOSTPERSONA_CONFLICT (99),
            NON_UNIQUE_CHAP_SECRET
        :raises HTTPBadRequest: INV_INPUT (12), INV_INPUT_PARAM_CONFLICT
            (44), INV_INPUT_ONE_REQUIRED (78), INV_INPUT_BAD_ENUM_VALUE (46),
            INV_INPUT_MISSING_REQUIRED (40), INV_INPUT_EXCEEDS_LENGTH (57),
            INV_INPUT_ILLEGAL_CHAR (69), INV_INPUT_WRONG_TYPE (39),
            NON_EXISTENT_PATH (80), INV_INPUT_DUP_PATH (98),
            INV_INPUT_BAD_LENGTH, INV_INPUT_TOO_MANY_WWN_OR_iSCSI

        Source: PUT /hosts/<name>.
        """
        return self._put_full(path('hosts', name),
                              members(mod_request, 'mod_request'))

    def deleteHost(self, name: str) -> None:
        """Remove a host that nothing is exported to.

        :param name: name of the host
        :raises HTTPNotFound: NON_EXISTENT_HOST (17)
        :raises HTTPConflict: EXPORTED_VLUN (26), HOST_IN_SET (77)
        :raises HTTPForbidden: PERM_DENIED (13)

        Source: DELETE /hosts/<name>.
        """
        self._delete(path('hosts', name))

    def queryHost(self, iqns: Optional[Iterable[str]] = None,
                  wwns: Optional[Iterable[str]] = None) -> HostList:
        """Hosts that have one of some initiators.

        An array that cannot filter hosts is asked for all of them, and they
        are filtered here.

        :param iqns: iSCSI names
        :param wwns: Fibre Channel WWNs
        :returns: ``{'total': n, 'members': [...]}``; empty when no host has
            them. A member without a name holds initiators of no host.
        :raises InvalidInput: no initiator was given, or one that is none
        :raises HTTPNotFound: NON_EXISTENT_HOST (17)
        :raises HTTPInternalServerError: INT_SERV_ERR (1)

        Source: GET /hosts with a query on FCPaths and iSCSIPaths.
        """
        fc = [] if wwns is None else names(wwns, 'wwns')
        iscsi = [] if iqns is None else names(iqns, 'iqns')
        parts: List[str] = []
        if fc:
            parts.append('FCPaths[%s]' % any_of(
                [term('wwn', '==', wwn) for wwn in fc]))
        if iscsi:
            parts.append('iSCSIPaths[%s]' % any_of(
                [term('name', '==', iqn) for iqn in iscsi]))
        if not parts:
            raise exceptions.InvalidInput(
                'queryHost needs at least one of iqns and wwns')
        try:
            return cast('HostList',
                        self._list('/hosts' + query(any_of(parts))))
        except exceptions.HTTPBadRequest:
            # Seen on Alletra OS 9.6: brackets are no query there.
            return _having(self.getHosts(), fc, iscsi)


def _having(hosts: HostList, wwns: Iterable[str],
            iqns: Iterable[str]) -> HostList:
    """The hosts of a list that have one of the initiators."""
    fc = {wwn.replace(':', '').upper() for wwn in wwns}
    iscsi = set(iqns)
    found = [
        host for host in hosts['members']
        if any(str(one.get('wwn')).upper() in fc
               for one in listed(host, 'FCPaths', dict))
        or any(str(one.get('name')) in iscsi
               for one in listed(host, 'iSCSIPaths', dict))]
    return {'total': len(found), 'members': found}
