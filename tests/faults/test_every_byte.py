"""A connection breaks after so many bytes: what is said of it is true.

The places are counted in bytes, so that nobody has to think of them: in the
status line, between two headers, before the last character of a chunk.
"""

from __future__ import annotations

import pytest

from hpe3parclient import exceptions
from tests.faults.fault_world import EXCHANGES, arrived, served
from tests.support.proxy import Plan

#: bytes from one place to the next, at the beginning and later
NEAR, FAR, BEGINNING = 11, 301, 450


@pytest.fixture(scope='module')
def world():
    with served(None, None) as made:
        yield made


def attempt(world, exchange, plan):
    """What came of it; whether the plan has struck."""
    exchange.prepare(world)
    client = world.client()
    if exchange.kind != 'login':
        client.login(world.array.user, world.array.password)
    world.array.requests.clear()
    struck = sum(world.proxy.struck.values())
    world.proxy.expect(plan)
    try:
        answer = exchange.call(client, world)
    except exceptions.ClientException as ex:
        answer = ex
    world.proxy.settle()
    met = sum(world.proxy.struck.values()) > struck
    check(world, exchange, answer)
    client.logout()
    client.http.close()
    world.end_cell()
    return met


def check(world, exchange, answer):
    times = exchange.times or (lambda world: 0)
    if not isinstance(answer, exceptions.ClientException):
        assert exchange.right(answer)
        assert exchange.times is None or times(world) == 1
        return
    assert str(answer)
    assert repr(answer)
    assert exchange.kind != 'logout', 'which can be repeated'
    if isinstance(answer, exceptions.OutcomeUnknown):
        assert exchange.kind in ('write', 'login')
        assert times(world) <= 1
        assert arrived(world, exchange) <= 1
    elif isinstance(answer, exceptions.InvalidResponse):
        assert exchange.kind in ('read', 'list', 'stream')
    else:
        raise answer


@pytest.mark.long
@pytest.mark.parametrize('side', ['client', 'server'])
@pytest.mark.parametrize('kind', ['reset', 'cut'])
@pytest.mark.parametrize('what', list(EXCHANGES))
def test_what_is_said_is_true_wherever_the_connection_breaks(
        world, what, kind, side):
    after, places = 0, 0
    while attempt(world, EXCHANGES[what], Plan(kind, side, after)):
        places += 1
        after += NEAR if after < BEGINNING else FAR
    assert places > 5
