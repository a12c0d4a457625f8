"""Raw HTTP to a simulated array, and everything the array holds, as text.

No client of ours is used here: a simulated array that agrees with its own
client by construction would prove nothing.
"""

from __future__ import annotations

import http.client
import json
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from hpe3parclient.error_codes import BY_SYMBOL, number_of
from hpe3parclient.simulator import Array, SimulatedArray


class Answer(NamedTuple):
    """Status, headers and body of one answer."""

    status: int
    headers: http.client.HTTPMessage
    raw: bytes

    @property
    def body(self) -> Any:
        return json.loads(self.raw) if self.raw else None

    @property
    def code(self) -> int | None:
        return self.body['code'] if self.raw else None


class RawClient:
    """Sends what it is given, with a session key or without.

    :param array: the array; a request goes to it on a connection of its own
    """

    #: the header a key travels in
    header = 'X-HP3PAR-WSAPI-SessionKey'

    def __init__(self, array: SimulatedArray) -> None:
        self.array = array
        self.key: str | None = None
        #: what a refused request must leave as it is, beside its own array
        self.others: list[SimulatedArray] = []

    @property
    def state(self) -> Array:
        return self.array.state

    def connection(self) -> http.client.HTTPConnection:
        parts = urlsplit(self.array.api_url)
        return http.client.HTTPConnection(parts.hostname or '', parts.port,
                                          timeout=60)

    def send(self, method: str, target: str, body: Any = None,
             headers: dict[str, str] | None = None) -> Answer:
        """One request; target as it is, body as JSON or as bytes."""
        sent = {} if self.key is None else {self.header: self.key}
        if body is not None and not isinstance(body, bytes):
            body = json.dumps(body).encode()
        if body is not None:
            sent['Content-Type'] = 'application/json'
        sent.update(headers or {})
        connection = self.connection()
        try:
            connection.request(method, target, body, sent)
            answer = connection.getresponse()
            return Answer(answer.status, answer.headers, answer.read())
        finally:
            connection.close()

    def __call__(self, method: str, path: str, body: Any = None,
                 **headers: str) -> Answer:
        """One request below /api/v1."""
        return self.send(method, '/api/v1' + path, body, headers)

    def log_in(self, user: str = '', password: str = '') -> RawClient:
        """Log in, as the array's first user unless another is named."""
        self.key = None
        answer = self.ok('POST', '/credentials', {
            'user': user or self.array.user,
            'password': password or self.array.password})
        self.key = answer.body['key']
        return self

    def log_out(self) -> None:
        self.ok('DELETE', f'/credentials/{self.key}')

    def ok(self, method: str, path: str, body: Any = None,
           status: int | None = None) -> Answer:
        """A request that has to succeed."""
        answer = self(method, path, body)
        expected = (200, 201, 202) if status is None else (status,)
        assert answer.status in expected, (method, path, body, answer)
        return answer

    def get(self, path: str) -> Any:
        """The JSON a GET answers."""
        return self.ok('GET', path).body

    def names(self, path: str = '/volumes') -> list[str]:
        """The names in a list."""
        return [item['name'] for item in self.get(path)['members']]

    def refused(self, symbol: str, method: str, path: str,
                body: Any = None, ref: str | None = None,
                status: int | None = None) -> Answer:
        """A request that has to be refused so, and to change nothing."""
        before = self.dump()
        answer = self(method, path, body)
        expected = status or BY_SYMBOL[symbol].status
        assert (answer.status, answer.code) == (
            expected, number_of(symbol)), answer
        if ref is not None:
            assert answer.body.get('ref') == ref
        assert self.dump() == before
        return answer

    def dump(self) -> list[str]:
        """Everything the array and its others hold."""
        return [dump(array.state) for array in (self.array, *self.others)]

    def volume(self, name: str, size: int = 10240, cpg: str = 'c',
               **members: Any) -> None:
        """A thin volume that may have snapshots; None leaves a member out."""
        body = {'tpvv': True, 'snapCPG': cpg, **members}
        self.ok('POST', '/volumes', {
            'name': name, 'cpg': cpg, 'sizeMiB': size,
            **{key: value for key, value in body.items()
               if value is not None}})


def dump(state: Array) -> str:
    """Everything an array holds but its sessions, as text.

    Time alone changes an array, too, so what is due is done first.
    """
    with state.lock:
        state.settle()
        remote = state.remote
        return repr([
            list(state.cpgs), list(state.volumes), list(state.hosts),
            list(state.hostsets), list(state.volumesets), list(state.vluns),
            list(state.tasks), list(state.qos), state.host_of_path,
            state.unassigned, state.expiring, state.pools, state.ports,
            state.parameters, list(remote.groups),
            [vars(target) for target in remote.targets],
            [remote.content(volume.id) for volume in state.volumes],
            remote.snapshots])
