"""A simulated array on a real socket, and a client logged in to it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from hpe3parclient.client import HPE3ParClient
from hpe3parclient.simulator import SimulatedArray
from tests.support.simulated import connect


@pytest.fixture(params=[True, False], ids=['TLS', 'HTTP'])
def array(request: pytest.FixtureRequest) -> Iterator[SimulatedArray]:
    with SimulatedArray(tls=request.param) as running:
        yield running


@pytest.fixture
def client(array: SimulatedArray) -> Iterator[HPE3ParClient]:
    with connect(array) as connected:
        yield connected
    assert len(array.state.sessions) == 0
