"""Where connections go in a rehearsal: to a twin, in place of the array.

A rehearsed script runs in a process of its own, and may start others; so one
environment variable says that there is a twin, and names the file with the
rest. Whatever makes a connection asks here first. The first array that a script
names is the one that the twin stands in for; another one is refused.

This module knows addresses. It does not connect.
"""

from __future__ import annotations

import contextlib
import json
import os
import threading
import urllib.parse
from typing import NamedTuple

from hpe3parclient.web.redact import Secret

#: the path of the file that describes the twin
VARIABLE = 'HPE3PAR_REHEARSAL'

_FILE = 'rehearsal.json'


class NotRehearsed(RuntimeError):
    """A rehearsed script names a second array; there is a twin of one only."""


class StandIn(NamedTuple):
    """The twin that stands in for an array, and how to log in there."""

    url: str
    ca_bundle: str
    user: str
    password: Secret
    ssh_port: int
    #: holds the names of the array that the script has used
    directory: str

    def web_service(self, base: str) -> str:
        """Return the URL that takes the place of an array's.

        :raises NotRehearsed: the URL is of another array than the first
        """
        parts = urllib.parse.urlsplit(base)
        if parts.netloc != urllib.parse.urlsplit(self.url).netloc:
            self._claim('web', str(parts.hostname))
        return self.url

    def command_line(self, host: str, port: int) -> tuple[str, int]:
        """Return the host and port that take the place of an array's.

        :raises NotRehearsed: they are of another array than the first
        """
        if (host, port) != ('127.0.0.1', self.ssh_port) and \
                host != self._claimed('web'):
            self._claim('ssh', host)
        return '127.0.0.1', self.ssh_port

    def _claim(self, kind: str, host: str) -> None:
        """Let a name stand for the array, unless another one does."""
        draft = os.path.join(self.directory,
                             f'{kind}.{os.getpid()}.{threading.get_ident()}')
        with open(draft, 'w', encoding='utf-8') as file:
            file.write(host)
        # Whole, or not at all: another process may do the same now.
        with contextlib.suppress(FileExistsError):
            os.link(draft, os.path.join(self.directory, kind))
        os.unlink(draft)
        first = self._claimed(kind)
        if first != host:
            raise NotRehearsed(
                f'{host} is another array than {first}: a rehearsal has a twin '
                'of one array, and connects to nothing else')

    def _claimed(self, kind: str) -> str | None:
        try:
            with open(os.path.join(self.directory, kind),
                      encoding='utf-8') as file:
                return file.read()
        except FileNotFoundError:
            return None


def current() -> StandIn | None:
    """Return the twin that takes the place of every array; None without one.

    :raises NotRehearsed: the rehearsal is over
    """
    path = os.environ.get(VARIABLE)
    if not path:
        return None
    try:
        with open(path, encoding='utf-8') as file:
            content = json.load(file)
    except (OSError, ValueError):
        # Not to be taken for the permission to reach the real array.
        raise NotRehearsed(
            f'{VARIABLE} names the twin of a rehearsal that has ended') from None
    content['password'] = Secret(content['password'])
    return StandIn(**content)


def announce(stand_in: StandIn) -> dict[str, str]:
    """Write the file for processes that are to use a twin.

    :returns: the environment variables to give them
    """
    path = os.path.join(stand_in.directory, _FILE)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600),
                   'w', encoding='utf-8') as file:
        json.dump({**stand_in._asdict(),
                   'password': stand_in.password.reveal()}, file)
    return {VARIABLE: path}
