"""A scripted server, and clients that do not wait between attempts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Callable

import pytest

from hpe3parclient.http import HTTPJSONRESTClient
from hpe3parclient.retry import RetryPolicy
from tests.support import scripted

AT_ONCE = RetryPolicy(attempts=4, first_wait=0)


@pytest.fixture
def server() -> Iterator[scripted.Server]:
    with scripted.Server() as running:
        yield running


@pytest.fixture
def make(server: scripted.Server) -> Iterator[Callable[..., HTTPJSONRESTClient]]:
    """Makes clients of the server and closes them at the end."""
    made = []

    def build(**options: Any) -> HTTPJSONRESTClient:
        options.setdefault('retry', AT_ONCE)
        options.setdefault('timeout', 60)
        client = HTTPJSONRESTClient(server.url, **options)
        made.append(client)
        return client

    yield build
    server.default = scripted.reply(200)
    for client in made:
        client.unauthenticate()
        client.close()


@pytest.fixture
def client(make: Callable[..., HTTPJSONRESTClient]) -> HTTPJSONRESTClient:
    return make()


@pytest.fixture
def session(server: scripted.Server,
            client: HTTPJSONRESTClient) -> HTTPJSONRESTClient:
    """A client that has logged in."""
    server.say(scripted.login())
    client.authenticate('user', 'secret-password')
    return client
