"""A client that is logged in on a server that says what it is told."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Callable

import pytest

from hpe3parclient.client import HPE3ParClient
from hpe3parclient.retry import RetryPolicy
from tests.support import scripted

#: GET /api of each generation
VERSIONS = {
    '3par-3.1.3': {'major': 1, 'minor': 3, 'revision': 1, 'build': 30103230},
    '3par-3.3.1': {'major': 1, 'minor': 6, 'revision': 5, 'build': 30301460},
    'primera': {'major': 1, 'minor': 8, 'revision': 1, 'build': 40524007},
}


@pytest.fixture
def server() -> Iterator[scripted.Server]:
    with scripted.Server() as running:
        yield running


@pytest.fixture
def client(server: scripted.Server) -> Iterator[HPE3ParClient]:
    made = HPE3ParClient(server.url, timeout=60,
                         retry=RetryPolicy(attempts=1))
    server.say(scripted.login())
    made.login('user', 'password')
    yield made
    made.ssh = None
    server.default = scripted.reply(200)
    made.logout()
    made.http.close()


@pytest.fixture
def sent(server: scripted.Server) -> Callable[[], list[tuple[str, Any]]]:
    """What was sent since the login: method and raw target, and the body."""

    def requests() -> list[tuple[str, Any]]:
        return [(f'{item.method} {item.target.replace("/api/v1", "", 1)}',
                 json.loads(item.body) if item.body else None)
                for item in server.requests
                if '/credentials' not in item.target]

    return requests


@pytest.fixture
def primera(server: scripted.Server) -> None:
    """The next request, for the version, is answered by a Primera."""
    server.say(scripted.reply(200, VERSIONS['primera']))


@pytest.fixture
def array_3par(server: scripted.Server) -> None:
    """The next request, for the version, is answered by a 3PAR 3.3.1."""
    server.say(scripted.reply(200, VERSIONS['3par-3.3.1']))


@pytest.fixture
def old_3par(server: scripted.Server) -> None:
    """The next request, for the version, is answered by a 3PAR 3.1.3."""
    server.say(scripted.reply(200, VERSIONS['3par-3.1.3']))
