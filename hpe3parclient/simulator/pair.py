"""Clients that are logged in to simulated arrays, and two linked arrays.

Knows how a client is set up for an array that is served on this machine, and
what a drill for remote copy begins with. It knows of the client only what
its users know.
"""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Generator
from pathlib import Path
from types import TracebackType
from typing import Any

from hpe3parclient.client import HPE3ParClient
from hpe3parclient.exceptions import ClientException
from hpe3parclient.retry import RetryPolicy
from hpe3parclient.simulator.clock import Clock
from hpe3parclient.simulator.model.remotecopy.link import RemoteLink
from hpe3parclient.simulator.server import SimulatedArray, connect

#: What the arrays of a pair are called, by themselves and by each other.
NAMES = ('array-a', 'array-b')


@contextlib.contextmanager
def logged_in(array: SimulatedArray) -> Generator[HPE3ParClient]:
    """A client of a simulated array, logged in until the block ends.

    It trusts the array's own certificate and host keys and no others, tries
    again after hundredths of a second instead of seconds, and is logged out
    at the end, whatever has been done to the array::

        with SimulatedArray() as array, logged_in(array) as client:
            client.createCPG('gold')

    :param array: it has to be started
    """
    from hpe3parclient.client import HPE3ParClient
    client = HPE3ParClient(array.api_url, secure=array.ca_bundle or False,
                           suppress_ssl_warnings=True,
                           retry=RetryPolicy(first_wait=0.01))
    with tempfile.TemporaryDirectory(prefix='simulated-array-') as where:
        try:
            client.login(array.user, array.password)
            _set_up_ssh(client, array, Path(where))
            yield client
        finally:
            _leave(client, array)


def _set_up_ssh(client: HPE3ParClient, array: SimulatedArray,
                where: Path) -> None:
    if array.sshd is None:
        return
    known = where / 'known_hosts'
    known.write_text(array.sshd.known_hosts(), 'utf-8')
    client.setSSHOptions(array.sshd.host, array.user, array.password,
                         port=array.sshd.port,
                         known_hosts_file=str(known),
                         missing_key_policy='RejectPolicy')


def _leave(client: HPE3ParClient, array: SimulatedArray) -> None:
    """Log out, whatever has been done to the array."""
    array.faults.clear()
    try:
        client.logout()
    except ClientException:
        # The array may have been stopped; then nobody is logged in.
        client.http.session_key = None
    finally:
        client.http.close()


class SimulatedPair:
    """Two arrays that are linked for remote copy, and a client of each.

    They are called ``array-a`` and ``array-b``, each is a target of the
    other by that name, and they share one clock. In a ``with`` block they
    are served and the clients are logged in::

        with SimulatedPair() as pair:
            a, b = pair.clients

    :param options: what both arrays are like, by name, as
        :class:`SimulatedArray` takes it; without a ``clock`` they have a new
        one
    """

    #: the arrays
    arrays: tuple[SimulatedArray, SimulatedArray]
    #: a client of each, as :func:`logged_in` gives it; in the block only
    clients: tuple[HPE3ParClient, HPE3ParClient]
    #: the link between them, to be cut and restored
    link: RemoteLink
    #: the time of both
    clock: Clock

    def __init__(self, **options: Any) -> None:
        self.clock = options.pop('clock', None) or Clock()
        item, other = (SimulatedArray(clock=self.clock, **options)
                      for _ in NAMES)
        for array, name in zip((item, other), NAMES):
            array.state.name = name
        self.arrays = item, other
        self.link = connect(item, other)
        self._open = contextlib.ExitStack()

    def __enter__(self) -> SimulatedPair:
        with contextlib.ExitStack() as stack:
            item, other = (stack.enter_context(array)
                          for array in self.arrays)
            self.clients = (stack.enter_context(logged_in(item)),
                            stack.enter_context(logged_in(other)))
            self._open = stack.pop_all()
        return self

    def __exit__(self, kind: type[BaseException] | None,
                 error: BaseException | None,
                 trace: TracebackType | None) -> None:
        self._open.close()
