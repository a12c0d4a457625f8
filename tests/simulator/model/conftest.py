"""Raw HTTP to a simulated array, and arrays to talk to.

No client of ours is used here: a simulated array that agrees with its own
client by construction would prove nothing.
"""

from __future__ import annotations

import http.client
import json
from contextlib import ExitStack
from typing import Any, Callable, Dict, Iterator, NamedTuple, Optional
from urllib.parse import urlsplit

import pytest

from hpe3parclient.error_codes import BY_SYMBOL, number_of
from hpe3parclient.simulator import Clock, SimulatedArray


class Answer(NamedTuple):
    """Status, headers and body of one answer."""

    status: int
    headers: http.client.HTTPMessage
    raw: bytes

    @property
    def body(self) -> Any:
        return json.loads(self.raw)

    @property
    def code(self) -> Optional[int]:
        return self.body['code'] if self.raw else None


class RawClient:
    """One speaker of raw HTTP, with a session key or without."""

    #: the header a key travels in
    header = 'X-HP3PAR-WSAPI-SessionKey'

    def __init__(self, array: SimulatedArray) -> None:
        self.array = array
        self.key: Optional[str] = None

    def connection(self) -> http.client.HTTPConnection:
        parts = urlsplit(self.array.api_url)
        return http.client.HTTPConnection(parts.hostname, parts.port,
                                          timeout=20)

    def send(self, method: str, target: str, body: Any = None,
             headers: Optional[Dict[str, str]] = None) -> Answer:
        """One request on a connection of its own; target as it is."""
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

    def log_in(self) -> RawClient:
        answer = self('POST', '/credentials', {
            'user': self.array.user, 'password': self.array.password})
        self.key = answer.body['key']
        return self

    def ok(self, method: str, path: str, body: Any = None) -> Answer:
        """A request that has to succeed."""
        answer = self(method, path, body)
        assert answer.status in (200, 201), answer
        return answer

    def get(self, path: str) -> Any:
        """The JSON a GET answers."""
        return self.ok('GET', path).body

    def state(self) -> str:
        """Everything the array holds, as text."""
        return state_of(self.array)

    def refused(self, symbol: str, method: str, path: str,
                body: Any = None, ref: Optional[str] = None,
                status: Optional[int] = None) -> Answer:
        """A request that has to be refused so, and to change nothing."""
        # What time alone changes is not the request's doing.
        self.array.state.settle()
        before = self.state()
        answer = self(method, path, body)
        expected = status or BY_SYMBOL[symbol].status
        assert (answer.status, answer.code) == (
            expected, number_of(symbol)), answer
        if ref is not None:
            assert answer.body.get('ref') == ref
        assert self.state() == before
        return answer


def state_of(array: SimulatedArray) -> str:
    """Everything an array holds but its sessions, as text."""
    state = array.state
    with state.lock:
        return repr([
            list(state.cpgs), list(state.volumes), list(state.hosts),
            list(state.hostsets), list(state.volumesets),
            list(state.vluns), list(state.tasks), state.host_of_path,
            state.unassigned, state.expiring, list(state.qos),
            state.ports, state.parameters])


def serving(model: Any = '3par-3.3.1', **options: Any) -> SimulatedArray:
    """A plain HTTP array whose clock stands still."""
    options.setdefault('clock', Clock(running=False))
    return SimulatedArray(model, tls=False, seed=1, **options)


@pytest.fixture
def serve() -> Iterator[Callable[..., SimulatedArray]]:
    """Starts arrays; the test's end stops them."""
    with ExitStack() as stack:
        yield lambda *args, **options: stack.enter_context(
            serving(*args, **options))


@pytest.fixture
def raw_client() -> Callable[[SimulatedArray], RawClient]:
    """Another speaker for an array, not logged in."""
    return RawClient


@pytest.fixture(scope='module')
def served() -> Iterator[SimulatedArray]:
    """A server for the tests of a module, to save starting one for each."""
    with serving() as one:
        yield one


@pytest.fixture
def array(served: SimulatedArray) -> SimulatedArray:
    """As new: a fresh state, no faults, no records."""
    clock = Clock(running=False)
    served.state.__init__(served.state.personality, clock, seed=1)
    served.faults.__init__()
    served.requests.clear()
    served.clock = clock
    return served


@pytest.fixture
def api(array: SimulatedArray) -> RawClient:
    """Logged in."""
    return RawClient(array).log_in()


@pytest.fixture
def anonymous(array: SimulatedArray) -> RawClient:
    """Without a key."""
    return RawClient(array)


@pytest.fixture
def pool(api: RawClient) -> RawClient:
    """Logged in, with a CPG called ``c``."""
    api.ok('POST', '/cpgs', {'name': 'c'})
    return api


@pytest.fixture
def primera(serve: Callable[..., SimulatedArray]) -> RawClient:
    """A Primera with a CPG called ``c``."""
    api = RawClient(serve('primera-4.x')).log_in()
    api.ok('POST', '/cpgs', {'name': 'c'})
    return api
