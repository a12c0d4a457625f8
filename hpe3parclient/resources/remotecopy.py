"""Remote copy: the service of the array, and what its commands have in common."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import (
    TYPE_CHECKING,
    Any,
    cast,
)

from hpe3parclient import cli, describe, exceptions
from hpe3parclient.narrowing import is_mapping
from hpe3parclient.patterns import pattern
from hpe3parclient.resources.base import Resource

if TYPE_CHECKING:
    from hpe3parclient.types import (
        RemoteCopyInfo,
    )

_ABSENT = pattern(
    r'^\s*Remote Copy (is not configured|config is not started)',
    re.IGNORECASE)
#: what dismissrcopytarget and dismissrcopyvv print on success
DISMISSED = 'has been dismissed from group'
_STARTED = pattern(r'\s*Status:\s*Started\b')


class RemoteCopyResource(Resource):
    """Methods about the remote-copy service."""

    def getRemoteCopyInfo(self) -> RemoteCopyInfo:
        """Return the configuration and the state of remote copy.

        :returns: dict; its members depend on the array's release
        :raises HTTPForbidden: UNLICENSED_FEATURE (70)

        Source: GET /remotecopy.
        """
        return cast('RemoteCopyInfo', self._get('/remotecopy'))

    def startrCopy(self) -> list[str]:
        """Start the remote-copy service of this array.

        :returns: what the array prints: nothing
        :raises SSHException: the array refused, in its own words

        Source: startrcopy.
        """
        lines = self._cli(['startrcopy'])
        if any(line.strip() for line in lines):
            raise refused(['startrcopy'], lines)
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
        if status is None and not is_absent(lines):
            raise cli.errors.SSHTableError(
                'showrcopy does not tell the status of remote copy: '
                + ' / '.join(lines))
        return status is not None and bool(_STARTED.match(status))


def truth(value: object, what: str) -> str:
    """Format a boolean for a query string.

    :raises InvalidInput: a text that is neither true nor false
    """
    text = str(value).lower() if isinstance(value, (bool, str)) else None
    if text not in ('true', 'false'):
        raise exceptions.InvalidInput(
            f'{what} is True or False, not {describe.value(value)}')
    return text


def refused(command: Iterable[str], lines: Iterable[str]
            ) -> exceptions.SSHException:
    """Return the exception for a command that the array refused."""
    text = ' '.join(line.strip() for line in lines if line.strip())
    return exceptions.SSHException('%s: %s' % (
        ' '.join(command), text or 'the array did not confirm it'))


def is_absent(lines: list[str]) -> bool:
    """Return whether the array says that remote copy is not configured."""
    return any(_ABSENT.search(line) for line in lines)


def single_option(optional: object, name: str
                  ) -> dict[str, Any]:
    """Return a copy of options that may hold one name."""
    if optional is None:
        return {}
    if not is_mapping(optional) or not set(optional) <= {name}:
        raise exceptions.InvalidInput(
            f'optional is a dict with {name}, not {describe.kind(optional)}')
    return dict(optional)
