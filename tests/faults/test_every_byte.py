"""A connection breaks after so many bytes: what is said of it is true.

The places are counted in bytes, so that nobody has to think of them: in the
status line, between two headers, before the last character of a chunk.
"""

from __future__ import annotations

import pytest

from hpe3parclient import exceptions
from tests.faults.proxied_array import EXCHANGES, arrived, served
from tests.support.proxy import Plan

#: bytes from one place to the next, at the beginning and later
NEAR, FAR, BEGINNING = 11, 301, 450


@pytest.fixture(scope='module')
def proxied():
    with served(None, None) as made:
        yield made


def attempt(proxied, exchange, plan):
    """What came of it; whether the plan has struck."""
    exchange.prepare(proxied)
    client = proxied.client()
    if exchange.kind != 'login':
        client.login(proxied.array.user, proxied.array.password)
    proxied.array.requests.clear()
    struck = sum(proxied.proxy.struck.values())
    proxied.proxy.expect(plan)
    try:
        answer = exchange.call(client, proxied)
    except exceptions.ClientException as ex:
        answer = ex
    proxied.proxy.settle()
    met = sum(proxied.proxy.struck.values()) > struck
    check(proxied, exchange, answer)
    client.logout()
    client.http.close()
    proxied.end_cell()
    return met


def check(proxied, exchange, answer):
    times = exchange.times or (lambda proxied: 0)
    if not isinstance(answer, exceptions.ClientException):
        assert exchange.right(answer)
        assert exchange.times is None or times(proxied) == 1
        return
    assert str(answer)
    assert repr(answer)
    assert exchange.kind != 'logout', 'which can be repeated'
    if isinstance(answer, exceptions.OutcomeUnknown):
        assert exchange.kind in ('write', 'login')
        assert times(proxied) <= 1
        assert arrived(proxied, exchange) <= 1
    elif isinstance(answer, exceptions.InvalidResponse):
        assert exchange.kind in ('read', 'list', 'stream')
    else:
        raise answer


@pytest.mark.long
@pytest.mark.parametrize('side', ['client', 'server'])
@pytest.mark.parametrize('kind', ['reset', 'cut'])
@pytest.mark.parametrize('what', list(EXCHANGES))
def test_what_is_said_is_true_wherever_the_connection_breaks(
        proxied, what, kind, side):
    after, places = 0, 0
    while attempt(proxied, EXCHANGES[what], Plan(kind, side, after)):
        places += 1
        after += NEAR if after < BEGINNING else FAR
    assert places > 5
