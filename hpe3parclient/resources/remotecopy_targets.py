"""Targets of remote copy, and the links to them."""

from __future__ import annotations

from typing import (
    TYPE_CHECKING,
    cast,
)

from hpe3parclient import cli, describe, exceptions
from hpe3parclient.narrowing import is_list_or_tuple
from hpe3parclient.resources.base import Resource, path
from hpe3parclient.resources.remotecopy import (
    DISMISSED,
    is_absent,
    refused,
    single_option,
)
from hpe3parclient.resources.validation import listed

if TYPE_CHECKING:
    from hpe3parclient.options import AdmitTargetOptions, AnyMembers, Members
    from hpe3parclient.types import (
        RemoteCopyLink,
    )

_MODES = ('sync', 'periodic', 'async')


class RemoteCopyTargetResource(Resource):
    """Methods about targets and links of remote copy."""

    def targetInRemoteCopyGroupExists(self, target_name: str,
                                      remote_copy_group_name: str) -> bool:
        """Return whether a target belongs to a remote-copy group.

        :param target_name: name of the target
        :param remote_copy_group_name: name of the group
        :returns: True or False; False when there is no such group

        Source: GET /remotecopygroups/<remote_copy_group_name>.
        """
        try:
            group = self.getRemoteCopyGroup(remote_copy_group_name)
        except exceptions.HTTPNotFound:
            return False
        return any(target.get('targetName') == target_name
                   for target in listed(group, 'targets', dict))

    def admitRemoteCopyTarget(
            self, targetName: str, mode: str, remote_copy_group_name: str,
            optional: AdmitTargetOptions | AnyMembers | None = None) -> list[str]:
        """Add a target to a remote-copy group.

        :param targetName: name of the target
        :param mode: ``sync``, ``periodic`` or ``async``
        :param remote_copy_group_name: name of the group
        :param optional: ``volumePairs``, a list of dicts with
            ``sourceVolumeName`` and ``targetVolumeName``: one for every
            volume of the group
        :returns: what the array prints
        :raises InvalidInput: optional is something else
        :raises SSHInjectionThreat: an argument is no name or no mode;
            nothing was sent
        :raises SSHException: the array refused, in its own words

        Source: admitrcopytarget.
        """
        command: list[str] = [
            'admitrcopytarget',
            cli.words.name(targetName, 'remote-copy target'),
            cli.words.keyword(mode, _MODES, 'mode'),
            cli.words.name(remote_copy_group_name, 'remote-copy group'),
            *_pairs(optional)]
        lines = self._cli(command)
        if self.check_response_for_admittarget(lines, targetName) or \
                cli.tables.refusal(lines):
            raise refused(command, lines)
        return lines

    def dismissRemoteCopyTarget(self, targetName: str,
                                remote_copy_group_name: str) -> list[str]:
        """Remove a target from a remote-copy group.

        :param targetName: name of the target
        :param remote_copy_group_name: name of the group
        :returns: what the array prints
        :raises SSHInjectionThreat: an argument is no name; nothing was sent
        :raises SSHException: the array refused, in its own words

        Source: dismissrcopytarget -f.
        """
        command: list[str] = [
            'dismissrcopytarget', '-f',
            cli.words.name(targetName, 'remote-copy target'),
            cli.words.name(remote_copy_group_name, 'remote-copy group')]
        lines = self._cli(command)
        if not any(DISMISSED in line for line in lines):
            raise refused(command, lines)
        return lines

    def toggleRemoteCopyConfigMirror(self, target: str,
                                     mirror_config: bool = True) -> None:
        """Mirror configuration changes to a target, or stop doing so.

        :param target: name of the target
        :param mirror_config: True to mirror
        :raises HTTPNotFound: there is no such target

        Source: PUT /remotecopytargets/<target>.
        """
        self._put(path('remotecopytargets', target),
                  {'policies': {'mirrorConfig': mirror_config}})

    def getRemoteCopyLink(self, link_name: str) -> RemoteCopyLink:
        """Return one link to another array.

        :param link_name: name of the link
        :returns: dict; its members depend on the array's release
        :raises HTTPNotFound: there is no such link

        Source: GET /remotecopylinks/<link_name>.
        """
        return cast('RemoteCopyLink',
                    self._get(path('remotecopylinks', link_name)))

    def admitRemoteCopyLinks(self, targetName: str, source_port: str,
                             target_port_wwn_or_ip: str) -> list[str]:
        """Add a link to a remote-copy target.

        :param targetName: name of the target
        :param source_port: port of this array, ``node:slot:port``
        :param target_port_wwn_or_ip: the far end: IP address, or WWN
        :returns: what the array prints: nothing, or the link
        :raises SSHInjectionThreat: an argument is not of this form; nothing
            was sent
        :raises SSHException: the array refused, in its own words

        Source: admitrcopylink.
        """
        return self._link('admitrcopylink', targetName, source_port,
                          target_port_wwn_or_ip)

    def dismissRemoteCopyLinks(self, targetName: str, source_port: str,
                               target_port_wwn_or_ip: str) -> list[str]:
        """Remove a link from a remote-copy target.

        :param targetName: name of the target
        :param source_port: port of this array, ``node:slot:port``
        :param target_port_wwn_or_ip: the far end: IP address, or WWN
        :returns: what the array prints: nothing, or the link
        :raises SSHInjectionThreat: an argument is not of this form; nothing
            was sent
        :raises SSHException: the array refused, in its own words

        Source: dismissrcopylink.
        """
        return self._link('dismissrcopylink', targetName, source_port,
                          target_port_wwn_or_ip)

    def _link(self, verb: str, target: str, port: str, address: str
              ) -> list[str]:
        link = f'{cli.words.nsp(port)}:{cli.words.address(address)}'
        command: list[str] = [
            verb, cli.words.name(target, 'remote-copy target'),
            cli.words.Word(link)]
        lines = self._cli(command)
        # the help says that admitted links are listed; a refusal is a
        # sentence, and may hold the link as well
        if any(line.strip() and line.strip() != link for line in lines):
            raise refused(command, lines)
        return lines

    def rcopyLinkExists(self, targetName: str, local_port: str,
                        target_system_peer_port: str) -> bool:
        """Return whether a link to a remote-copy target exists.

        :param targetName: name of the target
        :param local_port: port of this array, ``node:slot:port``
        :param target_system_peer_port: the far end: IP address, or WWN in
            either case
        :returns: True or False
        :raises SSHInjectionThreat: an argument is not of this form; nothing
            was sent
        :raises SSHException: SSH is not set up, or the command failed

        Source: showrcopy links.
        """
        link = (str(cli.words.name(targetName, 'remote-copy target')),
                str(cli.words.nsp(local_port)),
                _address(cli.words.address(target_system_peer_port)))
        return link in set(_links(self._cli(['showrcopy', 'links'])))


def _pairs(optional: Members) -> list[cli.words.Word]:
    """Format pairs of volumes as ``local:remote``."""
    given = single_option(optional, 'volumePairs').get('volumePairs') or ()
    if not is_list_or_tuple(given):
        raise exceptions.InvalidInput(
            f'volumePairs is a list of dicts, not {describe.value(given)}')
    pairs: list[cli.words.Word] = []
    for pair in given:
        try:
            ends = (pair['sourceVolumeName'], pair['targetVolumeName'])
        except (KeyError, TypeError, IndexError) as err:
            raise exceptions.InvalidInput(
                'volumePairs holds dicts of sourceVolumeName and '
                f'targetVolumeName, not {describe.value(pair)}') from err
        pairs.append(cli.words.Word(':'.join(cli.words.name(end, 'volume')
                                         for end in ends)))
    return pairs


def _links(lines: list[str]) -> list[tuple[str, str, str]]:
    """Return target, port and address of every link that showrcopy prints."""
    start = next((index for index, line in enumerate(lines)
                  if line.strip().startswith('Target,')), None)
    if start is None:
        if is_absent(lines):
            return []
        raise cli.errors.SSHTableError(
            'showrcopy links: there is no table of links: '
            + ' / '.join(lines))
    try:
        members = cli.tables.collection(lines[start:], bare=True)['members']
        return [(member['Target'], member['Node'],
                 _address(member['Address'])) for member in members]
    except KeyError as err:
        raise cli.errors.SSHTableError(
            f'showrcopy links: there is no column {err}') from err


def _address(text: str) -> str:
    """Normalize an address for comparison.

    A WWN is printed in capitals without colons; people write it otherwise.
    """
    try:
        return cli.words.wwn(text).replace(':', '').upper()
    except exceptions.SSHInjectionThreat:
        return text.lower()
