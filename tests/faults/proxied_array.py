"""An array, a proxy in front of it, and every kind of exchange with it.

It knows how to begin and to end a cell of a table of faults; it knows no
fault and judges nothing.
"""

from __future__ import annotations

import contextlib
import ssl
from collections.abc import Iterator
from typing import Any, Callable, NamedTuple

from hpe3parclient.client import HPE3ParClient
from hpe3parclient.simulator import SimulatedArray
from hpe3parclient.simulator.model import cpgs
from hpe3parclient.simulator.model.volumes.create import create_volume
from hpe3parclient.simulator.model.volumes.delete import delete_volume
from tests.faults.fault_injector import Elsewhere, WatchedPolicy
from tests.support.proxy import Proxy

CPG, VOLUME, SIZE = 'cpg', 'volume', 1024
OPTIONS = {'tpvv': True}
#: volumes that no exchange changes
OTHERS = 8


class ProxiedArray:
    """An array, the proxy in front of it, and another host."""

    def __init__(self, array: SimulatedArray, proxy: Proxy,
                 secure: Any) -> None:
        self.array, self.proxy, self.secure = array, proxy, secure
        self.elsewhere = Elsewhere()
        with array.state.lock:
            cpgs.create(array.state, {'name': CPG})
        for number in range(OTHERS):
            self.create(f'other{number}')

    def create(self, name: str) -> None:
        """Make a volume without asking anybody."""
        with self.array.state.lock:
            create_volume(self.array.state, {
                'name': name, 'cpg': CPG, 'sizeMiB': SIZE, 'tpvv': True})

    def client(self, timeout: Any = 60, attempts: int = 4) -> HPE3ParClient:
        """A client that goes through the proxy."""
        policy = WatchedPolicy(self.proxy.open, attempts, 0)
        scheme = 'http' if self.secure is None else 'https'
        return HPE3ParClient(
            f'{scheme}://127.0.0.1:{self.proxy.port}/api/v1',
            secure=self.secure or False, timeout=timeout, retry=policy)

    def volume(self) -> Any:
        """The volume that exchanges are about, or None."""
        with self.array.state.lock:
            return self.array.state.volumes.get(VOLUME)

    def with_volume(self) -> None:
        """Let it be there."""
        self.create(VOLUME)

    def end_cell(self) -> None:
        """As it was: no fault, no session, no volume of the cell's."""
        self.array.faults.clear()
        self.proxy.forget()
        self.proxy.open()
        self.proxy.settle()
        self.array.state.sessions.drop_all()
        if self.volume() is not None:
            with self.array.state.lock:
                delete_volume(self.array.state, VOLUME)

    def restart(self) -> None:
        """Stop and start the array: sessions are lost, the rest is not."""
        self.array.stop()
        self.array.state.sessions.drop_all()
        self.array.start()
        self.proxy.retarget(('127.0.0.1', self.array.port))


@contextlib.contextmanager
def served(context: ssl.SSLContext | None, secure: Any
           ) -> Iterator[ProxiedArray]:
    """A proxied; with TLS where a server's context is given."""
    with SimulatedArray(tls=False, ssh_port=None) as array:
        with Proxy(('127.0.0.1', array.port), context) as proxy:
            proxied = ProxiedArray(array, proxy, secure)
            try:
                yield proxied
            finally:
                proxied.elsewhere.close()


# -- the exchanges -----------------------------------------------------------


class Exchange(NamedTuple):
    """One kind of exchange.

    ``times`` says how often it was carried out, for those that change.
    """

    kind: str
    call: Callable[[HPE3ParClient, ProxiedArray], Any]
    right: Callable[[Any], bool] = lambda answer: True
    prepare: Callable[[ProxiedArray], None] = lambda proxied: None
    times: Callable[[ProxiedArray], int] | None = None
    request: tuple[str, str] = ('', '')


def whole(answer: Any) -> bool:
    """Whether a list is whole: ours, and those of the system."""
    names = [item['name'] for item in answer]
    return len(names) == len(set(names)) and \
        sum(name.startswith('other') for name in names) == OTHERS


def grown(proxied: ProxiedArray) -> int:
    """How often the volume was made larger."""
    return int(proxied.volume().size_mib - SIZE) // 256


EXCHANGES: dict[str, Exchange] = {
    'login': Exchange(
        'login', lambda client, proxied: client.login(
            proxied.array.user, proxied.array.password),
        request=('POST', '/api/v1/credentials')),
    'GET': Exchange(
        'read', lambda client, proxied: client.getVolume('other7'),
        lambda answer: answer['name'] == 'other7'),
    'version': Exchange(
        'read', lambda client, proxied: client.getWsApiVersion(),
        lambda answer: answer['major'] == 1),
    'POST that asks': Exchange(
        'read', lambda client, proxied: client.getCPGAvailableSpace(CPG),
        lambda answer: answer['rawFreeMiB'] > 0),
    'GET list': Exchange(
        'list', lambda client, proxied: client.getVolumes(),
        lambda answer: whole(answer['members'])),
    'GET list, streamed': Exchange(
        'stream', lambda client, proxied: list(client.iterVolumes()), whole),
    'POST': Exchange(
        'write', lambda client, proxied: client.createVolume(
            VOLUME, CPG, SIZE, OPTIONS),
        times=lambda proxied: int(proxied.volume() is not None),
        request=('POST', '/api/v1/volumes')),
    'PUT': Exchange(
        'write', lambda client, proxied: client.growVolume(VOLUME, 256),
        prepare=ProxiedArray.with_volume, times=grown,
        request=('PUT', '/api/v1/volumes/' + VOLUME)),
    'DELETE': Exchange(
        'write', lambda client, proxied: client.deleteVolume(VOLUME),
        prepare=ProxiedArray.with_volume,
        times=lambda proxied: int(proxied.volume() is None),
        request=('DELETE', '/api/v1/volumes/' + VOLUME)),
    'logout': Exchange(
        'logout', lambda client, proxied: client.logout(),
        times=lambda proxied: int(not proxied.array.state.sessions),
        request=('DELETE', '/api/v1/credentials')),
}


def arrived(proxied: ProxiedArray, exchange: Exchange) -> int:
    """How many requests of an exchange reached the array."""
    method, path = exchange.request
    return sum(item.method == method and item.target.startswith(path)
               for item in proxied.array.requests)
