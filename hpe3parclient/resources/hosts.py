"""Hosts: the machines that volumes are exported to."""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import Iterable, Iterator, Mapping
from typing import (
    TYPE_CHECKING,
    Any,
    cast,
)

from hpe3parclient import cli, describe, error_codes, exceptions
from hpe3parclient.patterns import pattern
from hpe3parclient.resources.base import (
    JSON,
    any_of,
    located,
    members,
    merged,
    names,
    path,
    query,
    term,
)
from hpe3parclient.resources.filtering import HOSTS, FilteringResource
from hpe3parclient.resources.validation import listed
from hpe3parclient.web.redact import conceal

if TYPE_CHECKING:
    from hpe3parclient.options import AnyMembers, HostChanges, HostOptions
    from hpe3parclient.query import Expression
    from hpe3parclient.types import Host, HostList, ListedHost
    from hpe3parclient.web.decode import Headers

#: transportType of a host that is reached over NVMe
NVME = 2

#: seconds that an array may take to make a host after its answer was lost
_TRIAL_SECONDS = 3.0

_EXISTENT_HOST = error_codes.number_of('EXISTENT_HOST')

#: how createhost names the host that has an initiator already
_OWNER = pattern(r'already used by host\s+(\S+)')


class HostResource(FilteringResource):
    """Methods about hosts."""

    def getHosts(self) -> HostList:
        """Return all hosts.

        An array adds one member without a name when initiators are logged in
        that belong to no host.

        :returns: ``{'total': n, 'members': [...]}``, members as
            :meth:`getHost` returns them

        Source: GET /hosts.
        """
        return cast('HostList', self._list('/hosts'))

    def iterHosts(self, query: Expression | None = None
                  ) -> Iterator[Host]:
        """Iterate over all hosts, or over those that match, as they arrive.

        :param query: an expression built from :data:`hpe3parclient.query.Q`,
            such as ``Q.FCPaths.wwn == '10000000C9A1B2C3'``
        :returns: iterator over members as :meth:`getHosts` returns them; only
            one is held at a time
        :raises InvalidInput: ``query`` is not an expression

        Source: GET /hosts, with a query where the array supports it.
        """
        return self._iter_filtered(HOSTS, query)

    def getHost(self, name: str) -> Host:
        """Return one host.

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
                   iscsiNames: Iterable[str] | None = None,
                   FCWwns: Iterable[str] | None = None,
                   nqn: str | HostOptions | AnyMembers | None = None,
                   optional: HostOptions | AnyMembers | None = None
                   ) -> Host | None:
        """Create a host.

        Programs older than 4.4 pass ``optional`` in the fourth place: a dict
        there is read so.

        :param name: up to 31 letters, digits and ``. _ -``
        :param iscsiNames: iSCSI names of its initiators
        :param FCWwns: WWNs of its initiators, 16 hex digits each; not
            together with iscsiNames
        :param nqn: NVMe qualified name, on arrays with NVMe over TCP
        :param optional: additional members: ``persona`` (a HOST_PERSONA
            constant), ``domain``, ``forceTearDown``, ``descriptors``
            (``location``, ``IPAddr``, ``os``, ``model``, ``contact``,
            ``comment``)
        :returns: the host, as :meth:`getHost` returns it; None where it was
            created but could not be read
        :raises HTTPConflict: EXISTENT_HOST (16), EXISTENT_PATH (73)
        :raises HTTPBadRequest: INV_INPUT_MISSING_REQUIRED (40),
            INV_INPUT_PARAM_CONFLICT (44), INV_INPUT_EMPTY_STR (45),
            INV_INPUT_EXCEEDS_LENGTH (57), INV_INPUT_ILLEGAL_CHAR (69),
            INV_INPUT_WRONG_TYPE (39), NO_SPACE (24),
            INV_INPUT_TOO_MANY_WWN_OR_iSCSI (71)
        :raises HTTPForbidden: PERM_DENIED (13)

        Source: POST /hosts, then GET /hosts/<name>.
        """
        optional = conceal(optional)
        if isinstance(nqn, dict):
            nqn, optional = None, merged(conceal(nqn), optional)
        if nqn is not None and not isinstance(nqn, str):
            raise exceptions.InvalidInput(
                f'nqn must be str, not {describe.kind(nqn)}')
        body: dict[str, Any] = {'name': name}
        if iscsiNames:
            body['iSCSINames'] = names(iscsiNames, 'iscsiNames')
        if FCWwns:
            body['FCWWNs'] = names(FCWwns, 'FCWwns')
        if nqn:
            body.update(NQN=nqn, transportType=NVME)
        headers, _ = self._post_full('/hosts', merged(body, optional))
        if not located(headers, 'hosts'):
            return None
        try:
            return self.getHost(name)
        except exceptions.ClientException:
            return None     # It has been created; an error would deny that.

    def modifyHost(self, name: str, mod_request: HostChanges | AnyMembers
                   ) -> tuple[Headers, JSON]:
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
            NO_INITIATOR_CHAP (76), NON_EXISTENT_CHAP (74)
        :raises HTTPConflict: EXISTENT_HOST (16), EXISTENT_PATH (73),
            EXPORTED_VLUN (26), LUN_HOSTPERSONA_CONFLICT (99),
            NON_UNIQUE_CHAP_SECRET (75)
        :raises HTTPBadRequest: INV_INPUT (12), INV_INPUT_PARAM_CONFLICT (44),
            INV_INPUT_ONE_REQUIRED (78), INV_INPUT_BAD_ENUM_VALUE (46),
            INV_INPUT_MISSING_REQUIRED (40), INV_INPUT_EXCEEDS_LENGTH (57),
            INV_INPUT_ILLEGAL_CHAR (69), INV_INPUT_WRONG_TYPE (39),
            NON_EXISTENT_PATH (80), INV_INPUT_DUP_PATH (98),
            INV_INPUT_BAD_LENGTH (79), INV_INPUT_TOO_MANY_WWN_OR_iSCSI (71)

        Source: PUT /hosts/<name>.
        """
        mod_request = conceal(mod_request)
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

    def findHost(self, iqn: str | None = None,
                 wwn: str | None = None) -> str | None:
        """Return the name of the host that an initiator belongs to.

        The array is asked to make a host with that initiator, under a name
        that no host has: it refuses, and names the owner. Where it does not
        refuse, the host is deleted at once, over the web service or else
        over the command line.

        :param iqn: iSCSI name to look for
        :param wwn: WWN to look for, used when there is no iqn
        :returns: name of the host; None when no host has the initiator
        :raises SSHInjectionThreat: it is no iSCSI name, or no WWN; nothing
            was sent
        :raises SSHException: SSH is not set up; or the array answered
            something else; or a host was left behind, which is then named

        Source: createhost -iscsi, createhost; DELETE /hosts/<name>.
        """
        if iqn is None and wwn is None:
            return None
        name = secrets.token_hex(10)
        command = ['createhost', name, cli.words.wwn(wwn)] if iqn is None \
            else ['createhost', '-iscsi', name, cli.words.iqn(iqn)]
        lines = self._try_to_create(command, name)
        text = ' '.join(line.strip() for line in lines)
        owner = _OWNER.search(text)
        if owner:
            return owner.group(1)
        existed = self._delete_trial(name)
        if text and not existed:
            raise exceptions.SSHException(f'createhost: {text}')
        return None

    def _try_to_create(self, command: list[str], name: str) -> list[str]:
        """Run the command; leave nothing behind when it fails."""
        if not self._has_command_line():
            return self._cli(command)
        try:
            return self._cli(command)
        except (cli.errors.SSHConnectionError, exceptions.ReadOnly):
            # nothing was sent
            raise
        except BaseException as err:
            try:
                self._undo(name, err)
            except Exception as left:
                raise left from err
            raise

    def _undo(self, name: str, why: BaseException) -> None:
        """Delete the trial host, which may not have been created yet."""
        if self._delete_trial(name) or not isinstance(
                why, cli.errors.SSHOutcomeUnknown):
            return
        if self._wait_until(lambda: self._delete_trial(name), bool,
                            _TRIAL_SECONDS):
            return
        raise cli.errors.SSHOutcomeUnknown(
            f'{why} It was createhost: should a host {name} appear, delete it.')

    def _delete_trial(self, name: str) -> bool:
        """Delete a host and return whether it existed.

        :raises SSHOutcomeUnknown: it may still be there
        """
        try:
            self._delete(path('hosts', name))
        except exceptions.HTTPNotFound:
            return False
        except exceptions.ClientException as err:
            self._remove_over_cli(name, err)
        return True

    def _remove_over_cli(self, name: str, why: Exception) -> None:
        lines: list[str] = ['']
        with contextlib.suppress(exceptions.SSHException):
            lines = self._cli(['removehost', '-f', cli.words.name(name)])
            if not lines or 'does not exist' in ' '.join(lines):
                return
        raise cli.errors.SSHOutcomeUnknown(
            'The host %s was made to find out who has the initiator, and '
            'could not be deleted (%s; %s). Delete it by hand.'
            % (name, why, ' '.join(lines).strip() or 'nor over SSH')
            ) from why

    def queryHost(self, iqns: Iterable[str] | None = None,
                  wwns: Iterable[str] | None = None) -> HostList:
        """Return the hosts that have at least one of some initiators.

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
        parts: list[str] = []
        if fc:
            parts.append(f"FCPaths[{any_of([term('wwn', '==', wwn) for wwn in fc])}]")
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

    def create_host_nvme(self, hostname: str, nqn: str | None = None,
                         domain: str | None = None) -> Host:
        """Create a host that is reached over NVMe.

        A host of that name that exists is returned as it is.

        :param hostname: up to 31 letters, digits and ``. _ -``
        :param nqn: NVMe qualified name of the host
        :param domain: domain it belongs to
        :returns: the host, as :meth:`getHost` returns it
        :raises HTTPConflict: EXISTENT_PATH (73)
        :raises HTTPBadRequest: INV_INPUT_EXCEEDS_LENGTH (57),
            INV_INPUT_ILLEGAL_CHAR (69)

        Source: POST /hosts, then GET /hosts/<hostname>.
        """
        try:
            return self._new_nvme_host(hostname, nqn, domain)
        except exceptions.HTTPConflict as ex:
            if ex.get_code() != _EXISTENT_HOST:
                raise
            return self.getHost(hostname)

    def _new_nvme_host(self, hostname: str, nqn: str | None,
                       domain: str | None) -> Host:
        path('hosts', hostname)     # it has to be fit to be asked for, too
        optional: dict[str, Any] = {'domain': domain} if domain else {}
        if isinstance(nqn, Mapping):
            raise exceptions.InvalidInput(
                f'nqn must be str, not {describe.kind(nqn)}')
        if not nqn:
            optional['transportType'] = NVME
        return self._created_host(
            hostname, self.createHost(hostname, nqn=nqn, optional=optional))

    def _created_host(self, hostname: str, host: Host | None) -> Host:
        """Return a host that has just been created; read it if need be."""
        if host is not None:
            return host
        try:
            return self.getHost(hostname)
        except exceptions.ClientException as ex:
            raise exceptions.UnusableOutcomeUnknown(
                f'host {describe.value(hostname)} was created, but could not be '
                f'read: {ex}', method='GET', url=path('hosts', hostname)) from ex

    def create_host_or_use_existing(
            self, hostname: str, iscsiNames: Iterable[str] | None = None,
            FCWwns: Iterable[str] | None = None,
            nqn: str | None = None,
            domain: str | None = None) -> Host:
        """Create a host, or return the one that exists already.

        A host with one of the initiators is found first, whatever it is
        called; then one with the name. Nothing about it is changed.

        :param hostname: name for a new host
        :param iscsiNames: iSCSI names of its initiators
        :param FCWwns: WWNs of its initiators
        :param nqn: its NVMe qualified name
        :param domain: domain of a new host
        :returns: the host, as :meth:`getHost` returns it
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
                return self._new_nvme_host(hostname, nqn, domain)
            return self._created_host(hostname, self.createHost(
                hostname, iqns, wwns,
                optional={'domain': domain} if domain else None))
        except exceptions.HTTPConflict as ex:
            host = self._host_with(nqn, iqns, wwns)
            if host is not None:
                return host
            if ex.get_code() != _EXISTENT_HOST:
                raise
            return self.getHost(hostname)

    def _host_with(self, nqn: str | None, iqns: Iterable[str] | None,
                   wwns: Iterable[str] | None) -> Host | None:
        """Return a host that has at least one of some initiators."""
        if nqn:
            return self._host_with_nqn(nqn)
        if not iqns and not wwns:
            return None
        for host in self.queryHost(iqns, wwns)['members']:
            # A member without a name holds initiators of no host.
            if host.get('name'):
                return cast('Host', host)
        return None

    def getHostByNqn(self, nqn: str) -> Host:
        """Return the host with an NVMe qualified name.

        :param nqn: the name
        :returns: the host, as :meth:`getHost` returns it
        :raises HTTPNotFound: no host has the name; without a code, since the
            array has not refused anything

        Source: GET /hosts.
        """
        host = self._host_with_nqn(nqn)
        if host is None:
            raise exceptions.HTTPNotFound(
                {'desc': f'no host has the NQN {describe.value(nqn)}'})
        return host

    def _host_with_nqn(self, nqn: str) -> Host | None:
        for host in self.getHosts()['members']:
            if host.get('name') and nqn in _nqns_of(host):
                return cast('Host', host)
        return None


def _having(hosts: HostList, wwns: Iterable[str],
            iqns: Iterable[str]) -> HostList:
    """Return the hosts of a list that have at least one of some initiators."""
    fc = {wwn.replace(':', '').upper() for wwn in wwns}
    iscsi = set(iqns)
    members = [
        host for host in hosts['members']
        if any(str(entry.get('wwn')).upper() in fc
               for entry in listed(host, 'FCPaths', dict))
        or any(str(entry.get('name')) in iscsi
               for entry in listed(host, 'iSCSIPaths', dict))]
    return {'total': len(members), 'members': members}


def _nqns_of(host: ListedHost) -> list[str | None]:
    return [entry.get('NQN') for entry in listed(host, 'NVMETCPPaths', dict)]
