"""An array with a CPG, and a File Persona client of its command line."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

import pytest

from hpe3parclient.file_client import HPE3ParFilePersonaClient
from hpe3parclient.simulator import SimulatedArray
from hpe3parclient.simulator.array import Array
from hpe3parclient.simulator.clock import Clock
from hpe3parclient.simulator.sshd import SSHD
from tests.support import cliarray


class FileArray:
    """An array, its command line, and a client of both."""

    def __init__(self, client: HPE3ParFilePersonaClient, array: SimulatedArray,
                 server: SSHD) -> None:
        self.client = client
        self.array = array
        self.state: Array = array.state
        self.server = server

    def ran(self) -> list[list[str]]:
        """The commands that ran, without those that set up a session."""
        return [words for words in self.server.cli.state.ran
                if words[0] != 'setclienv']

    def advance(self, seconds: float) -> None:
        self.state.clock.advance(seconds)


@contextlib.contextmanager
def serving(model: str = '3par-3.3.1') -> Iterator[FileArray]:
    """An array whose clock stands still."""
    with SimulatedArray(model, tls=False, seed=1,
                        clock=Clock(running=False)) as array, \
            cliarray.served(array=array.state) as server, \
            HPE3ParFilePersonaClient(array.api_url) as client:
        client.login('3paradm', '3pardata')
        client.setSSHOptions('127.0.0.1', '3paradm', '3pardata', server.port,
                             prompt_timeout=60)
        client.createCPG('cpg')
        yield FileArray(client, array, server)


@pytest.fixture
def files() -> Iterator[FileArray]:
    """A new array."""
    with serving() as array:
        yield array


@pytest.fixture
def shared(files: FileArray) -> FileArray:
    """An array with a group, a server and a store."""
    client = files.client
    client.createfpg('cpg', 'fpg1', '2T', wait=True)
    client.createvfs('192.0.2.50', '255.255.255.0', 'vfs1', fpg='fpg1',
                     wait=True)
    client.createfstore('vfs1', 'store1', fpg='fpg1')
    return files
