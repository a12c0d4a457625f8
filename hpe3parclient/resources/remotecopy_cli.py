"""Remote copy, as far as only the command line can do it."""

from __future__ import annotations

import re
from typing import Any, Dict, Iterable, List, Mapping, Optional, Tuple

from hpe3parclient import cli, describe, exceptions
from hpe3parclient.resources.base import Resource

_MODES = ('sync', 'periodic', 'async')
_ABSENT = re.compile(
    r'^\s*Remote Copy (is not configured|config is not started)',
    re.IGNORECASE)
_STARTED = re.compile(r'\s*Status:\s*Started\b')
_DISMISSED = 'has been dismissed from group'


class RemoteCopyCLIResource(Resource):
    """Methods about links and targets of remote copy."""

    def admitRemoteCopyLinks(self, targetName: str, source_port: str,
                             target_port_wwn_or_ip: str) -> List[str]:
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
                               target_port_wwn_or_ip: str) -> List[str]:
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
              ) -> List[str]:
        link = '%s:%s' % (cli.words.nsp(port), cli.words.address(address))
        command: List[str] = [
            verb, cli.words.name(target, 'remote-copy target'),
            cli.words.Word(link)]
        lines = self._cli(command)
        # the help says that admitted links are listed; a refusal is a
        # sentence, and may hold the link as well
        if any(line.strip() and line.strip() != link for line in lines):
            raise _refused(command, lines)
        return lines

    def startrCopy(self) -> List[str]:
        """Start the remote-copy service of this array.

        :returns: what the array prints: nothing
        :raises SSHException: the array refused, in its own words

        Source: startrcopy.
        """
        lines = self._cli(['startrcopy'])
        if any(line.strip() for line in lines):
            raise _refused(['startrcopy'], lines)
        return lines

    def rcopyServiceExists(self) -> bool:
        """Return whether the remote-copy service is configured and started.

        :returns: True or False
        :raises SSHException: SSH is not set up, or the command failed

        Source: showrcopy.
        """
        lines = self._cli(['showrcopy'])
        status = next((line.strip() for line in lines
                       if line.strip().startswith('Status:')), None)
        if status is None and not _is_absent(lines):
            raise cli.errors.SSHTableError(
                'showrcopy does not tell the status of remote copy: '
                + ' / '.join(lines))
        return status is not None and bool(_STARTED.match(status))

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
        wanted = (str(cli.words.name(targetName, 'remote-copy target')),
                  str(cli.words.nsp(local_port)),
                  _address(cli.words.address(target_system_peer_port)))
        return wanted in set(_links(self._cli(['showrcopy', 'links'])))

    def admitRemoteCopyTarget(
            self, targetName: str, mode: str, remote_copy_group_name: str,
            optional: Optional[Mapping[str, Any]] = None) -> List[str]:
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
        command: List[str] = [
            'admitrcopytarget',
            cli.words.name(targetName, 'remote-copy target'),
            cli.words.keyword(mode, _MODES, 'mode'),
            cli.words.name(remote_copy_group_name, 'remote-copy group'),
            *_pairs(optional)]
        lines = self._cli(command)
        if self.check_response_for_admittarget(lines, targetName) or \
                cli.tables.refusal(lines):
            raise _refused(command, lines)
        return lines

    def dismissRemoteCopyTarget(self, targetName: str,
                                remote_copy_group_name: str) -> List[str]:
        """Remove a target from a remote-copy group.

        :param targetName: name of the target
        :param remote_copy_group_name: name of the group
        :returns: what the array prints
        :raises SSHInjectionThreat: an argument is no name; nothing was sent
        :raises SSHException: the array refused, in its own words

        Source: dismissrcopytarget -f.
        """
        command: List[str] = [
            'dismissrcopytarget', '-f',
            cli.words.name(targetName, 'remote-copy target'),
            cli.words.name(remote_copy_group_name, 'remote-copy group')]
        lines = self._cli(command)
        if not any(_DISMISSED in line for line in lines):
            raise _refused(command, lines)
        return lines

    def _dismissVolumeWithTarget(
            self, name: str, volumeName: str,
            optional: Optional[Mapping[str, Any]] = None) -> None:
        """Remove a volume from a group and delete its counterpart.

        :param name: name of the group
        :param volumeName: name of the volume on this array
        :param optional: ``keepSnap``: True keeps the snapshot
        :raises InvalidInput: optional is something else
        :raises SSHException: the array refused, in its own words

        Source: dismissrcopyvv -f -removevv.
        """
        options = _options(optional, 'keepSnap')
        command: List[str] = ['dismissrcopyvv', '-f']
        if options.get('keepSnap') in (True, 'true'):
            command.append('-keepsnap')
        command += ['-removevv', cli.words.name(volumeName, 'volume'),
                    cli.words.name(name, 'remote-copy group')]
        lines = [line for line in self._cli(command) if line.strip()]
        if lines and not any(_DISMISSED in line for line in lines):
            raise _refused(command, lines)


def _refused(command: Iterable[str], lines: Iterable[str]
             ) -> exceptions.SSHException:
    text = ' '.join(line.strip() for line in lines if line.strip())
    return exceptions.SSHException('%s: %s' % (
        ' '.join(command), text or 'the array did not confirm it'))


def _options(optional: Optional[Mapping[str, Any]], name: str
             ) -> Dict[str, Any]:
    """Return a copy of options that may hold one name."""
    if optional is None:
        return {}
    if not isinstance(optional, Mapping) or not set(optional) <= {name}:
        raise exceptions.InvalidInput(
            'optional is a dict with %s, not %s'
            % (name, describe.kind(optional)))
    return dict(optional)


def _pairs(optional: Optional[Mapping[str, Any]]) -> List[cli.words.Word]:
    """Format pairs of volumes as ``local:remote``."""
    given = _options(optional, 'volumePairs').get('volumePairs') or ()
    if not isinstance(given, (list, tuple)):
        raise exceptions.InvalidInput(
            'volumePairs is a list of dicts, not %s' % describe.value(given))
    found = []
    for pair in given:
        try:
            ends = (pair['sourceVolumeName'], pair['targetVolumeName'])
        except (KeyError, TypeError, IndexError) as err:
            raise exceptions.InvalidInput(
                'volumePairs holds dicts of sourceVolumeName and '
                'targetVolumeName, not %s' % describe.value(pair)) from err
        found.append(cli.words.Word(':'.join(cli.words.name(end, 'volume')
                                         for end in ends)))
    return found


def _is_absent(lines: List[str]) -> bool:
    """Whether the array says that remote copy is not set up or started."""
    return any(_ABSENT.search(line) for line in lines)


def _links(lines: List[str]) -> List[Tuple[str, str, str]]:
    """Return target, port and address of every link that showrcopy prints."""
    start = next((place for place, line in enumerate(lines)
                  if line.strip().startswith('Target,')), None)
    if start is None:
        if _is_absent(lines):
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
            'showrcopy links: there is no column %s' % err) from err


def _address(text: str) -> str:
    """Normalize an address for comparison.

    A WWN is printed in capitals without colons; people write it otherwise.
    """
    try:
        return cli.words.wwn(text).replace(':', '').upper()
    except exceptions.SSHInjectionThreat:
        return text.lower()
