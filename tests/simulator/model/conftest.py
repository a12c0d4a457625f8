"""Simulated arrays, and raw HTTP to them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any, Callable

import pytest

from hpe3parclient.simulator import Clock, SimulatedArray
from tests.support.rawclient import RawClient


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
    """Another client for an array, not logged in."""
    return RawClient


@pytest.fixture(scope='module')
def served() -> Iterator[SimulatedArray]:
    """A server for the tests of a module, to save starting one for each."""
    with serving() as item:
        yield item


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
