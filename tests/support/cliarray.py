"""A simulated array with its command line on a socket, and clients of it."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any

from hpe3parclient.client import HPE3ParClient
from hpe3parclient.simulator import SimulatedArray
from hpe3parclient.simulator.array import Array
from hpe3parclient.simulator.cli.terminal import TerminalBehaviour
from hpe3parclient.simulator.personality import personality_of
from hpe3parclient.simulator.sshd import SSHD, LoginPolicy
from hpe3parclient.ssh import HPE3PARSSHClient

#: one kind of host key is enough for most tests, and soonest made
QUICK = LoginPolicy(host_keys=('ed25519',))


def served(model: str = '3par-3.3.1', *, array: Array | None = None,
           behaviour: TerminalBehaviour | None = None,
           login_policy: LoginPolicy = QUICK, seed: int = 1) -> SSHD:
    """An SSH server for an array, not yet started."""
    if array is None:
        array = Array(personality_of(model), seed=seed)
    return SSHD(array, behaviour=behaviour, login_policy=login_policy, seed=seed)


def client(server: SSHD, password: str = '3pardata', **options: Any
           ) -> HPE3PARSSHClient:
    """A client of the server's command line."""
    options.setdefault('conn_timeout', 60)
    # However slow the machine, commands wait for the prompt.
    options.setdefault('prompt_timeout', 60)
    return HPE3PARSSHClient('127.0.0.1', '3paradm', password, server.port,
                            **options)


@contextlib.contextmanager
def whole(model: str = '3par-3.3.1', *, behaviour: TerminalBehaviour | None = None,
          **options: Any) -> Iterator[Both]:
    """An array with web service and command line, and a client of both."""
    with SimulatedArray(model, tls=False, seed=1) as array, \
            served(array=array.state, behaviour=behaviour) as server, \
            HPE3ParClient(array.api_url) as result:
        result.login('3paradm', '3pardata')
        options.setdefault('prompt_timeout', 60)
        result.setSSHOptions('127.0.0.1', '3paradm', '3pardata', server.port,
                            **options)
        yield Both(result, array, server)


class Both:
    """A client, the array it speaks to, and the array's SSH server."""

    def __init__(self, result: HPE3ParClient, array: SimulatedArray,
                 server: SSHD) -> None:
        self.client = result
        self.array = array
        self.server = server

    @property
    def state(self) -> Array:
        """The state behind both services."""
        return self.array.state

    def ran(self) -> list[list[str]]:
        """The commands that ran, without those that set up a session."""
        return [words for words in self.server.cli.state.ran
                if words[0] != 'setclienv']
