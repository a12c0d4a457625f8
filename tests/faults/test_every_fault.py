"""Every kind of exchange meets every fault; a table says what is right.

The table was written from docs/explanation/retries.rst and from what people
need to know, not from what the client does.
"""

from __future__ import annotations

import gc
import re
import select
import socket
import ssl
import struct
from collections.abc import Iterator
from typing import Any, Callable, NamedTuple

import pytest
import trustme

from hpe3parclient import exceptions
from hpe3parclient.client import HPE3ParClient
from hpe3parclient.web import tls
from tests.faults.fault_injector import HTML, LATIN, WatchedPolicy, as_sent
from tests.faults.proxied_array import (
    EXCHANGES,
    Exchange,
    ProxiedArray,
    arrived,
    served,
)
from tests.support.proxy import Plan

pytestmark = pytest.mark.long

AUTHORITY = trustme.CA()


@pytest.fixture(scope='module')
def proxied_arrays(tmp_path_factory):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    AUTHORITY.issue_cert('127.0.0.1').configure_cert(context)
    secure = tmp_path_factory.mktemp('ca') / 'ca.pem'
    AUTHORITY.cert_pem.write_to_path(str(secure))
    with served(None, None) as plain, served(context, secure) as secret:
        yield {'HTTP': plain, 'TLS': secret}


# -- what is right -----------------------------------------------------------


class Failure(NamedTuple):
    """An exception that is right.

    ``done``: how often a change may have been carried out; None where the
    cell cannot know.
    """

    cls: Any
    done: tuple[int, ...] = (0,)
    code: int | None = None


RIGHT = None
LOST = Failure(exceptions.ConnectionOutcomeUnknown, (0,))
DONE = Failure(exceptions.ConnectionOutcomeUnknown, (1,))
LATE = Failure(exceptions.TimeoutOutcomeUnknown, (1,))
BROKEN = Failure(exceptions.IncompleteResponse)
USELESS = Failure(exceptions.InvalidResponse)
REFUSED = Failure(exceptions.ConnectionError)
#: an answer to a change that cannot be read; nothing was done, but who knows
UNREAD = Failure(exceptions.UnusableOutcomeUnknown)


def status(cls: Any, code: int | None = None) -> dict[str, Any]:
    """The same answer to everything."""
    return dict.fromkeys(('read', 'list', 'stream', 'write', 'login',
                          'logout'), Failure(cls, (0,), code))


class Row(NamedTuple):
    """One fault; what is right when it meets each kind of exchange."""

    arm: Callable[[ProxiedArray], Any]
    right: dict[str, Any] = {}
    #: where TLS makes a difference
    tls: dict[str, Any] | None = None
    #: worth trying over TLS too
    over_tls: bool = False


def network(*plan: Any) -> Callable[[ProxiedArray], Any]:
    return lambda proxied: proxied.proxy.expect(Plan(*plan))


def fault(kind: str, **options: Any) -> Callable[[ProxiedArray], Any]:
    return lambda proxied: proxied.array.faults.add(kind, **options)


ALWAYS_RIGHT: dict[str, Any] = {}

ROWS: dict[str, Row] = {
    'refused': Row(lambda proxied: proxied.proxy.shut(), over_tls=True),
    # Without TLS the reset may come before the request has left, or not.
    'reset before the request': Row(
        network('reset'), {'write': (RIGHT, LOST), 'login': (RIGHT, LOST)},
        ALWAYS_RIGHT, True),
    'reset in the request': Row(
        network('reset', 'client', 40), {'write': LOST, 'login': LOST},
        over_tls=True),
    'reset after the request': Row(
        network('reset', 'server', 0), {'write': DONE, 'login': DONE},
        over_tls=True),
    'reset in the headers': Row(
        network('reset', 'server', 60), {'write': DONE, 'login': DONE},
        over_tls=True),
    'ended in the headers': Row(
        network('cut', 'server', 60), {'write': DONE, 'login': DONE},
        over_tls=True),
    'ended between two headers': Row(
        network('cut', 'server', len('HTTP/1.1 200 OK\r\n')),
        {'write': DONE, 'login': DONE}, over_tls=True),
    'reset in a chunk': Row(
        network('reset', 'server', 2500), {'list': BROKEN, 'stream': BROKEN},
        over_tls=True),
    'ended in a chunk': Row(
        network('cut', 'server', 2500), {'list': BROKEN, 'stream': BROKEN},
        over_tls=True),
    'ended in the body': Row(
        fault('cut', after=5),
        {'read': USELESS, 'list': BROKEN, 'stream': BROKEN,
         'login': UNREAD}),
    'late': Row(network('delay', 'server', 0, 0.02), over_tls=True),
    'too late': Row(
        network('stall', 'server', 0), {'write': LATE, 'login': LATE},
        over_tls=True),
    'one byte at a time': Row(network('drip', 'server', 0), over_tls=True),
    'read and not carried out': Row(
        fault('reset_before'), {'write': LOST, 'login': LOST}),
    'carried out, no answer': Row(
        fault('reset_after'), {'write': DONE, 'login': DONE}),
    '503, busy': Row(fault('busy', times=3)),
    '503 without a word': Row(fault('unavailable')),
    '503 with Retry-After': Row(fault('unavailable', retry_after=0)),
    '503, a limit with Retry-After': Row(
        fault('unavailable', retry_after=0, code=134)),
    '503, a limit': Row(
        fault('unavailable', code=134),
        {kind: Failure(exceptions.HTTPServiceUnavailable, (0,), 134)
         for kind in ('write', 'login', 'logout')}),
    '503 for good': Row(
        fault('busy', times=None),
        status(exceptions.HTTPServiceUnavailable, 270)),
    'no session free': Row(fault('session_limit')),
    'no session free for good': Row(
        fault('session_limit', times=None),
        {'login': Failure(exceptions.HTTPServiceUnavailable, (0,), 31)}),
    '500': Row(
        fault('status', status=500, body={'code': 1, 'desc': 'inside'}),
        status(exceptions.HTTPInternalServerError, 1)),
    '408': Row(
        fault('status', status=408, body={'code': 7, 'desc': 'slow'}),
        status(exceptions.HTTPRequestTimeout, 7)),
    'HTML, 200': Row(
        fault('status', **as_sent(HTML, 'text/html')),
        {**status(exceptions.InvalidResponse),
         'write': UNREAD}),
    # Only a proxy says so; it may have passed the request on.
    'HTML, 502': Row(
        fault('html', status=502),
        {**status(exceptions.HTTPBadGateway),
         'write': Failure(exceptions.BadGatewayOutcomeUnknown),
         'login': Failure(exceptions.BadGatewayOutcomeUnknown)}),
    '502, carried out': Row(
        fault('gateway', status=502),
        {**status(exceptions.HTTPBadGateway),
         'write': Failure(exceptions.BadGatewayOutcomeUnknown, (1,)),
         'login': Failure(exceptions.BadGatewayOutcomeUnknown),
         'logout': Failure(exceptions.HTTPBadGateway, (1,))}),
    '504, carried out': Row(
        fault('gateway'),
        {**status(exceptions.HTTPGatewayTimeout),
         'write': Failure(exceptions.GatewayTimeoutOutcomeUnknown, (1,)),
         'login': Failure(exceptions.GatewayTimeoutOutcomeUnknown),
         'logout': Failure(exceptions.HTTPGatewayTimeout, (1,))}),
    'truncated JSON': Row(
        fault('truncate'),
        {'read': USELESS, 'list': USELESS, 'stream': USELESS,
         'login': UNREAD}),
    'Content-Length too long': Row(
        fault('wrong_length', extra=10),
        {'stream': REFUSED, 'write': DONE, 'login': DONE}),
    'Content-Length too short': Row(
        fault('wrong_length', extra=-3),
        # of an empty body the length is below 0
        {'read': USELESS, 'list': USELESS, 'stream': USELESS,
         'write': DONE, 'login': UNREAD}),
    'wrong charset, broken': Row(
        fault('status', **as_sent(LATIN, 'application/json; charset=utf-8')),
        {**status(exceptions.InvalidResponse), 'write': UNREAD,
         'login': UNREAD}),
    'success:false in a list': Row(
        fault('broken_list', path=re.compile(r'/volumes\Z')),
        # a creation is answered with 201, which no list is
        {'list': BROKEN._replace(code=101),
         'stream': BROKEN._replace(code=101)}),
    'redirect': Row(
        lambda proxied: proxied.array.faults.add(
            'redirect', location=proxied.elsewhere.url),
        status(exceptions.TooManyRedirects)),
    'redirect, 307': Row(
        lambda proxied: proxied.array.faults.add(
            'redirect', location=proxied.elsewhere.url, status=307),
        status(exceptions.TooManyRedirects)),
    'key expired': Row(fault('expire'), over_tls=True),
    'restart': Row(ProxiedArray.restart),
    'a quarter of an hour later': Row(
        lambda proxied: proxied.array.clock.advance(901)),
    'a month later': Row(
        lambda proxied: proxied.array.clock.advance(30 * 86400)),
}


def cells() -> Iterator[Any]:
    for name, row in ROWS.items():
        for exchange in EXCHANGES:
            if exchange == 'logout' and name in ('HTML, 200',
                                                 'wrong charset, broken'):
                continue    # believed: nobody reads what it holds
            for scheme in ('HTTP', 'TLS') if row.over_tls else ('HTTP',):
                yield pytest.param(scheme, name, exchange, id='%s, %s, %s'
                                   % (scheme, name, exchange))


@pytest.fixture
def cell(proxied_arrays, scheme):
    proxied = proxied_arrays[scheme]
    yield proxied
    proxied.end_cell()
    assert proxied.elsewhere.visitors() == 0


def printable(error: BaseException, proxied: ProxiedArray, key: Any) -> bool:
    """Whether it can be printed, and tells no secret."""
    text = f'{error} {error!r}'
    return bool(text) and proxied.array.password not in text and \
        not (key and key in text)


@pytest.mark.parametrize('scheme, name, what', list(cells()))
def test_what_follows_is_right(cell, name, what):
    row, exchange = ROWS[name], EXCHANGES[what]
    table = row.right if cell.secure is None or row.tls is None else row.tls
    right = table.get(exchange.kind)
    allowed = right if type(right) is tuple else (right,)
    exchange.prepare(cell)
    slow = name == 'too late'
    client = cell.client((60, 0.5), 50) if slow else cell.client()
    if exchange.kind != 'login':
        client.login(cell.array.user, cell.array.password)
    key = client.get_session_key()
    cell.array.requests.clear()
    row.arm(cell)
    try:
        answer = exchange.call(client, cell)
    except exceptions.ClientException as ex:
        cell.proxy.settle()
        assert allowed[-1] is not RIGHT, repr(ex)
        check_failure(cell, exchange, allowed[-1], ex)
        assert printable(ex, cell, key)
    else:
        cell.proxy.settle()
        assert allowed[0] is RIGHT
        assert exchange.right(answer)
        if exchange.times is not None:
            assert exchange.times(cell) == 1
    finish(cell, client, exchange)


def check_failure(proxied: ProxiedArray, exchange: Exchange, right: Failure,
                  error: exceptions.ClientException) -> None:
    assert isinstance(error, right.cls)
    assert right.code is None or error.code == right.code
    if exchange.times is not None:
        assert exchange.times(proxied) in right.done
        # Whatever became of it, it was not sent again.
        if isinstance(error, exceptions.OutcomeUnknown):
            assert arrived(proxied, exchange) <= 1


def finish(proxied: ProxiedArray, client: HPE3ParClient, exchange: Exchange) -> None:
    """Log out without faults: no session is left that had a key."""
    proxied.array.faults.clear()
    proxied.proxy.forget()
    client.logout()
    client.http.close()
    proxied.proxy.settle()
    nobody_knows = 1 if exchange.kind == 'login' else 0
    assert len(proxied.array.state.sessions) <= nobody_knows


@pytest.mark.parametrize('scheme', ['HTTP', 'TLS'])
@pytest.mark.parametrize('what', list(EXCHANGES))
def test_lasting_refusal_is_reported_and_nothing_was_sent(cell, what):
    exchange = EXCHANGES[what]
    exchange.prepare(cell)
    client = HPE3ParClient(cell.client().api_url,
                           secure=cell.secure or False, timeout=60,
                           retry=WatchedPolicy(lambda: None, 3, 0))
    if exchange.kind != 'login':
        client.login(cell.array.user, cell.array.password)
    cell.proxy.shut()
    with pytest.raises(exceptions.ConnectionError) as caught:
        exchange.call(client, cell)
    assert not isinstance(caught.value, exceptions.OutcomeUnknown)
    assert caught.value.request_sent is False
    assert exchange.times is None or exchange.times(cell) == 0
    cell.proxy.open()
    finish(cell, client, exchange)


def test_a_socket_whose_peer_has_gone_before_tls_began_is_closed():
    with socket.create_server(('127.0.0.1', 0)) as listener:
        sock = socket.create_connection(listener.getsockname())
        gone, _ = listener.accept()
        gone.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER,
                        struct.pack('ii', 1, 0))
        gone.close()
    select.select([sock], [], [], 60)
    with pytest.raises(ConnectionResetError):
        tls.prepare(False).context.wrap_socket(
            sock, server_hostname='127.0.0.1')
    gc.collect()        # what was left open would complain now
