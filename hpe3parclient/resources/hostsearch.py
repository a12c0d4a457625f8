"""Find hosts, and the sets of hosts, over the command line."""

from __future__ import annotations

import contextlib
import re
import secrets
import time
from typing import Any, List, Optional

from hpe3parclient import cli, exceptions
from hpe3parclient.resources.base import Resource, path

#: seconds between looks for a trial that an array may still be making
_WAITS = (0.2, 0.5, 1.0, 1.0)

_OWNER = re.compile(r'already used by host\s+(\S+)')


class HostSearchResource(Resource):
    """Methods that search hosts."""

    #: set by setSSHOptions; None without it
    ssh: Any

    def findHost(self, iqn: Optional[str] = None,
                 wwn: Optional[str] = None) -> Optional[str]:
        """The host that an initiator belongs to.

        The array is asked to make a host with that initiator, under a name
        that nobody has: it refuses, and tells the owner. Where it does not
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
            raise exceptions.SSHException('createhost: %s' % text)
        return None

    def _try_to_create(self, command: List[str], name: str) -> List[str]:
        """Run the command; leave nothing behind when it fails."""
        if self.ssh is None:
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
        """Delete the trial, though it may only be about to be made."""
        if self._delete_trial(name) or not isinstance(
                why, cli.errors.SSHOutcomeUnknown):
            return
        for seconds in _WAITS:
            time.sleep(seconds)
            if self._delete_trial(name):
                return
        raise cli.errors.SSHOutcomeUnknown(
            '%s It was createhost: should a host %s appear, delete it.'
            % (why, name))

    def _delete_trial(self, name: str) -> bool:
        """Delete a host if it is there; whether it was.

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
        lines: List[str] = ['']
        with contextlib.suppress(exceptions.SSHException):
            lines = self._cli(['removehost', '-f', cli.words.name(name)])
            if not lines or 'does not exist' in ' '.join(lines):
                return
        raise cli.errors.SSHOutcomeUnknown(
            'The host %s was made to find out who has the initiator, and '
            'could not be deleted (%s; %s). Delete it by hand.'
            % (name, why, ' '.join(lines).strip() or 'nor over SSH')
            ) from why
