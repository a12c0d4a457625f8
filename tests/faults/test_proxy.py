"""The proxy that breaks connections: it must do what its plans say."""

from __future__ import annotations

import socket
import ssl
import threading

import pytest
import trustme

from tests.support.proxy import Plan, Proxy

#: some Pythons let ssl take an end without goodbye for an end
TELLS = not ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).options & getattr(
    ssl, 'OP_IGNORE_UNEXPECTED_EOF', 0x80)


class Echo:
    """A server that answers a line with itself, then ends."""

    def __init__(self) -> None:
        self.listener = socket.create_server(('127.0.0.1', 0))
        self.address = self.listener.getsockname()
        self.heard = []
        self.thread = threading.Thread(target=self.serve)
        self.thread.start()

    def serve(self) -> None:
        while True:
            sock, _ = self.listener.accept()
            with sock, sock.makefile('rb') as lines:
                try:
                    line = lines.readline()
                    self.heard.append(line)
                    if line == b'stop\n':
                        return
                    sock.sendall(line)
                except OSError:
                    continue

    def stop(self) -> None:
        with socket.create_connection(self.address) as sock:
            sock.sendall(b'stop\n')
            sock.recv(10)
        self.thread.join(60)
        self.listener.close()


@pytest.fixture
def echo():
    server = Echo()
    yield server
    server.stop()


AUTHORITY = trustme.CA()
CONTEXT = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
AUTHORITY.issue_cert('127.0.0.1').configure_cert(CONTEXT)


@pytest.fixture(params=[False, True], ids=['plain', 'TLS'])
def proxy(request, echo):
    context = CONTEXT if request.param else None
    with Proxy(echo.address, context) as running:
        running.tls = request.param
        yield running


class Closing(ssl.SSLSocket):
    def getpeername(self):
        try:
            return super().getpeername()
        except OSError as ex:
            self.close()
            raise ConnectionResetError('gone before TLS began') from ex


def connect(proxy):
    sock = socket.create_connection(('127.0.0.1', proxy.port), timeout=60)
    if not proxy.tls:
        return sock
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    # CPython forgets to close a socket whose peer has gone before TLS began.
    context.sslsocket_class = Closing
    AUTHORITY.configure_trust(context)
    try:
        return context.wrap_socket(sock, server_hostname='127.0.0.1',
                                   suppress_ragged_eofs=False)
    except BaseException:
        sock.close()
        raise


def exchange(proxy, line=b'hello\n'):
    """What came back, and how it ended."""
    result = b''
    try:
        with connect(proxy) as sock:
            sock.sendall(line)
            while True:
                piece = sock.recv(1 << 16)
                if not piece:
                    return result, 'end'
                result += piece
    except ssl.SSLEOFError:
        return result, 'cut'
    except TimeoutError:
        return result, 'silence'
    except OSError:
        return result, 'broken'


def test_everything_passes_without_a_plan(proxy):
    assert exchange(proxy) == (b'hello\n', 'end')
    assert proxy.struck == {}


def test_long_answers_pass_whole(proxy):
    line = b'x' * 3_000_000 + b'\n'
    assert exchange(proxy, line) == (line, 'end')


def test_reset_at_once_passes_nothing(proxy, echo):
    proxy.expect(Plan('reset'))
    assert exchange(proxy) == (b'', 'broken')
    assert exchange(proxy) == (b'hello\n', 'end')
    assert echo.heard == [b'hello\n']
    assert proxy.struck == {'reset': 1}


def test_reset_in_the_answer_passes_what_came_before(proxy):
    proxy.expect(Plan('reset', 'server', 2))
    result, how = exchange(proxy)
    assert result in (b'he', b'')
    assert how != 'end'
    assert proxy.struck == {'reset': 1}


def test_cut_in_the_answer_is_an_end_without_goodbye(proxy):
    proxy.expect(Plan('cut', 'server', 2))
    assert exchange(proxy) == (b'he', 'cut' if proxy.tls and TELLS else 'end')


def test_cut_in_the_request_lets_the_server_read_so_much(proxy, echo):
    proxy.expect(Plan('cut', 'client', 3))
    assert exchange(proxy) == (b'', 'cut' if proxy.tls and TELLS else 'end')
    assert exchange(proxy) == (b'hello\n', 'end')
    assert echo.heard == [b'hel', b'hello\n']


def test_a_plan_beyond_the_last_byte_never_strikes(proxy):
    proxy.expect(Plan('reset', 'server', 6))
    assert exchange(proxy) == (b'hello\n', 'end')
    assert proxy.struck == {}


@pytest.mark.parametrize('plan', [
    Plan('delay', seconds=0.01), Plan('delay', 'client', 2, 0.01),
    Plan('delay', 'server', 0, 0.01), Plan('drip'), Plan('drip', 'server')])
def test_what_comes_late_or_slowly_comes_whole(proxy, plan):
    proxy.expect(plan)
    assert exchange(proxy) == (b'hello\n', 'end')
    assert proxy.struck == {plan.kind: 1}


def test_stalled_connections_say_nothing_and_end_with_the_client(proxy):
    proxy.expect(Plan('stall', 'client', 0))
    with connect(proxy) as sock:
        sock.settimeout(0.05)
        sock.sendall(b'hello\n')
        with pytest.raises(socket.timeout):
            sock.recv(100)
    proxy.settle()
    assert proxy.connections == 0
    assert exchange(proxy) == (b'hello\n', 'end')
    assert proxy.struck == {'stall': 1}


def test_shut_proxy_refuses_and_opens_again_on_its_port(proxy):
    proxy.shut()
    with pytest.raises(ConnectionRefusedError):
        connect(proxy)
    proxy.open()
    assert exchange(proxy) == (b'hello\n', 'end')


def test_dropped_connections_are_reset(proxy):
    with connect(proxy) as sock:
        proxy.drop_all()
        with pytest.raises(OSError):  # noqa: PT011 - which one, TLS decides
            sock.recv(100)
    proxy.settle()
    assert proxy.connections == 0


def test_closing_leaves_no_thread_and_no_socket(proxy):
    with connect(proxy) as sock:
        proxy.close()
        with pytest.raises(OSError):  # noqa: PT011
            if sock.recv(100) == b'':
                raise ConnectionResetError
    assert not any(thread.name == 'proxy'
                   for thread in threading.enumerate())


def test_a_server_that_is_gone_looks_reset(proxy):
    with socket.create_server(('127.0.0.1', 0)) as closed:
        address = closed.getsockname()
    proxy.retarget(address)
    assert exchange(proxy)[1] in ('broken', 'cut')


def test_a_spoilt_byte_arrives_as_another_one(proxy):
    proxy.expect(Plan('spoil', 'server', 2))
    if proxy.tls:       # the server's bytes are counted before TLS
        assert exchange(proxy)[0][:2] == b'he'
    else:
        assert exchange(proxy) == (b'he\x93lo\n', 'end')
    assert proxy.struck == {'spoil': 1}


def test_a_strike_meets_what_is_open_and_counts_from_there(proxy):
    with connect(proxy) as sock:
        proxy.strike(Plan('cut', 'server', 3))
        sock.sendall(b'hello\n')
        assert sock.recv(100) == b'hel'
    with connect(proxy) as sock:
        proxy.strike(Plan('reset'))
        with pytest.raises(OSError):  # noqa: PT011
            if sock.recv(100) == b'':
                raise ConnectionResetError
    assert exchange(proxy) == (b'hello\n', 'end')
