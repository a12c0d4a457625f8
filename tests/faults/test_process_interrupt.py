"""Ctrl-C in every phase: no hang, no lock left, the next call works.

The interrupt is a real SIGINT to the main thread, sent by the server when it
has seen what the client has got to, or by a function that the client calls
in the phase that is meant.
"""

from __future__ import annotations

import contextlib
import gc
import signal
import socket
import ssl
import sys
import threading
import time
from collections.abc import Iterator
from typing import Any, Callable

import pytest
import trustme

from hpe3parclient import exceptions, retry
from hpe3parclient.client import HPE3ParClient
from hpe3parclient.http import HTTPJSONRESTClient
from hpe3parclient.pool import ClientPool
from hpe3parclient.retry import RetryPolicy
from hpe3parclient.simulator import SimulatedArray
from hpe3parclient.simulator.cli.terminal import TerminalBehaviour
from hpe3parclient.web import transport
from tests.support import cliarray, scripted

ONCE = RetryPolicy(attempts=1)
TWICE = RetryPolicy(attempts=2, first_wait=0)
PATCHES = ['showpatch', '-hist']


class _Striker:
    """Ctrl-C, once each time, and certain to arrive.

    A signal that comes in the instant before a thread begins to wait does
    not end the waiting; a person would press the keys again, and so does
    this.
    """

    def __init__(self) -> None:
        self._due = threading.Event()
        self._threads: list[threading.Thread] = []

    def strike(self) -> None:
        self._due.set()
        if threading.current_thread() is threading.main_thread():
            signal.raise_signal(signal.SIGINT)
            return
        thread = threading.Thread(target=self._again)
        self._threads.append(thread)
        thread.start()

    def _again(self) -> None:
        main = threading.main_thread().ident
        assert main is not None
        while self._due.is_set():
            signal.pthread_kill(main, signal.SIGINT)
            time.sleep(0.02)

    def handle(self, *_: object) -> None:
        if self._due.is_set():
            self._due.clear()
            raise KeyboardInterrupt

    def close(self) -> None:
        self._due.clear()
        for thread in self._threads:
            thread.join()


_STRIKER = _Striker()


@pytest.fixture(autouse=True)
def handler() -> Iterator[None]:
    """The handler, also where the run was started in the background."""
    before = signal.signal(signal.SIGINT, _STRIKER.handle)
    yield
    _STRIKER.close()
    signal.signal(signal.SIGINT, before)


def interrupt() -> None:
    """Ctrl-C, as the main thread gets it."""
    _STRIKER.strike()


def interrupting(real: Callable[..., Any],
                 when: Callable[[], bool]) -> Callable[..., Any]:
    """A function that is interrupted in its beginning, once."""
    def wrapper(*args: Any, **named: Any) -> Any:
        if when():
            interrupt()
        return real(*args, **named)

    return wrapper


def once() -> Callable[[], bool]:
    left = [True]
    return lambda: bool(left and left.pop())


@pytest.fixture
def server() -> Iterator[scripted.Server]:
    with scripted.Server() as running:
        yield running


@pytest.fixture
def session(server: scripted.Server) -> Iterator[HTTPJSONRESTClient]:
    client = HTTPJSONRESTClient(server.url, retry=TWICE, timeout=60)
    server.say(scripted.login())
    client.authenticate('user', 'password')
    yield client
    server.default = scripted.reply(200)
    client.unauthenticate()
    client.close()


def still_works(client: HTTPJSONRESTClient) -> None:
    """Neither a lock nor half an answer is in the way of anybody."""
    got: list[Any] = []
    thread = threading.Thread(
        target=lambda: got.append(client.get('/volumes/after')[1]))
    thread.start()
    thread.join(60)
    assert got == [{}]
    assert client.get('/volumes/after')[1] == {}
    free: list[bool] = []
    thread = threading.Thread(target=lambda: free.append(
        client._array.login_state.lock.acquire(blocking=False)
        and client._array.login_state.lock.release() is None))
    thread.start()
    thread.join(60)
    assert free == [True]


# -- one request --------------------------------------------------------------


def test_while_connecting(session: HTTPJSONRESTClient,
                          monkeypatch: pytest.MonkeyPatch) -> None:
    import urllib3.util.connection as module
    monkeypatch.setattr(module, 'create_connection', interrupting(
        module.create_connection, once()))
    with pytest.raises(KeyboardInterrupt):
        session.get('/volumes')
    still_works(session)


def test_in_the_tls_handshake() -> None:
    """The server gets the first message and never answers it."""
    def hear() -> None:
        sock, _ = listener.accept()
        with sock:
            sock.recv(1)
            interrupt()
            over.wait(60)

    over = threading.Event()
    with socket.create_server(('127.0.0.1', 0)) as listener:
        thread = threading.Thread(target=hear)
        thread.start()
        client = HTTPJSONRESTClient(
            f'https://127.0.0.1:{listener.getsockname()[1]}/api/v1',
            retry=ONCE, timeout=60, suppress_ssl_warnings=True)
        with pytest.raises(KeyboardInterrupt):
            client.get('/api')
        over.set()
        thread.join(60)
    client.close()


def test_while_sending(session: HTTPJSONRESTClient,
                       server: scripted.Server) -> None:
    """The server stops reading in the middle of a long body."""
    def hear() -> None:
        sock, _ = listener.accept()
        with sock:
            sock.recv(1 << 16)
            interrupt()
            over.wait(60)

    over = threading.Event()
    with socket.create_server(('127.0.0.1', 0)) as listener:
        thread = threading.Thread(target=hear)
        thread.start()
        client = HTTPJSONRESTClient(
            f'http://127.0.0.1:{listener.getsockname()[1]}/api/v1',
            retry=TWICE, timeout=60)
        with pytest.raises(KeyboardInterrupt):
            client.put('/volumes/v', body={'comment': 'x' * (16 << 20)})
        over.set()
        thread.join(60)
    client.close()


@pytest.mark.parametrize('method', ['GET', 'POST', 'PUT', 'DELETE'])
def test_while_waiting_for_an_answer(
        session: HTTPJSONRESTClient, server: scripted.Server,
        method: str) -> None:
    def silent(request: scripted.Request) -> scripted.Reply:
        interrupt()
        return scripted.Reply(until=over)

    over = threading.Event()
    server.say(silent)
    with pytest.raises(KeyboardInterrupt):
        session.request('/volumes/v', method)
    over.set()
    assert server.count(method, '/volumes/v') == 1
    still_works(session)


@pytest.mark.parametrize('close', [True, False], ids=['ends', 'kept'])
@pytest.mark.parametrize('piece', [1, 2])
def test_in_the_body(session: HTTPJSONRESTClient, server: scripted.Server,
                     monkeypatch: pytest.MonkeyPatch, piece: int,
                     close: bool) -> None:
    count = iter(range(1, 99))
    monkeypatch.setattr(transport.Incoming, 'read', interrupting(
        transport.Incoming.read, lambda: next(count) == piece))
    chunks = [b'[%s' % (b'1,' * 99), b'1]']
    server.say(scripted.chunked(*chunks)._replace(close=close))
    with pytest.raises(KeyboardInterrupt):
        session.get('/volumes')
    still_works(session)


def test_in_a_stream(session: HTTPJSONRESTClient, server: scripted.Server
                     ) -> None:
    server.say(scripted.chunked(b'{"total":2,"members":[1,', b'2]}')._replace(
        close=False))
    members = session.members('/volumes')
    assert next(members) == 1
    with pytest.raises(KeyboardInterrupt):
        for _ in members:
            interrupt()
    members.close()         # type: ignore[attr-defined]
    still_works(session)


def test_while_waiting_to_try_again(session: HTTPJSONRESTClient,
                                    server: scripted.Server,
                                    monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retry.time, 'sleep', interrupting(
        lambda seconds: None, once()))
    session._options.retry = RetryPolicy(attempts=3, first_wait=1)
    server.say(scripted.error(503, 31))
    with pytest.raises(KeyboardInterrupt):
        session.put('/volumes/v', body={})
    assert server.count('PUT', '/volumes/v') == 1
    still_works(session)


# -- the session --------------------------------------------------------------


def test_renewal_that_is_interrupted_lets_the_others_renew(
        session: HTTPJSONRESTClient, server: scripted.Server) -> None:
    live = f'0-{7:032x}-{7:08x}'
    logins: list[str] = []
    waiting = threading.Semaphore(0)
    over = threading.Event()

    def answer(request: scripted.Request) -> scripted.Reply:
        if request.target.endswith('/credentials'):
            logins.append(request.method)
            if len(logins) > 1:
                return scripted.login(live)
            for thread in threads:
                thread.start()
            for _ in threads:
                waiting.acquire(timeout=60)
            interrupt()
            return scripted.Reply(until=over)
        if request.headers.get('x-hp3par-wsapi-sessionkey') == live:
            return scripted.reply(200, {})
        if request.target.endswith('other'):
            waiting.release()
        return scripted.error(403, 6)

    got: list[Any] = []
    threads = [threading.Thread(
        target=lambda: got.append(session.get('/volumes/other')[1]))
        for _ in range(4)]
    server.default = answer
    with pytest.raises(KeyboardInterrupt):
        session.get('/volumes/mine')
    over.set()
    for thread in threads:
        thread.join(60)
    assert got == [{}] * 4
    assert len(logins) == 2
    still_works(session)


def test_while_another_thread_logs_in(session: HTTPJSONRESTClient,
                                      server: scripted.Server) -> None:
    over, begun = threading.Event(), threading.Event()

    def slow(request: scripted.Request) -> scripted.Reply:
        begun.set()
        return scripted.login()._replace(until=over)

    def watch() -> None:
        begun.wait(60)
        while not _is_in('_renew', 'hpe3parclient/web/session.py'):
            pass
        interrupt()

    session.unauthenticate()
    server.say(slow)
    other = threading.Thread(target=lambda: session.get('/volumes/other'))
    watcher = threading.Thread(target=watch)
    other.start()
    begun.wait(60)
    watcher.start()
    with pytest.raises(KeyboardInterrupt):
        session.get('/volumes/mine')
    over.set()
    for thread in (other, watcher):
        thread.join(60)
    assert server.count('GET', 'other') == 1
    assert server.count('GET', 'mine') == 0
    still_works(session)


def _is_in(function: str, module: str) -> bool:
    """Whether the main thread is in a function of the package."""
    main = threading.main_thread().ident
    frame = sys._current_frames().get(main or 0)
    while frame is not None:
        if frame.f_code.co_name == function and \
                frame.f_code.co_filename.endswith(module):
            return True
        frame = frame.f_back
    return False


def test_in_login_nothing_is_kept_that_is_not_there(
        server: scripted.Server) -> None:
    def silent(request: scripted.Request) -> scripted.Reply:
        interrupt()
        return scripted.Reply(until=over)

    over = threading.Event()
    client = HTTPJSONRESTClient(server.url, retry=TWICE, timeout=60)
    server.say(silent)
    with pytest.raises(KeyboardInterrupt):
        client.authenticate('user', 'password')
    over.set()
    assert client.get_session_key() is None
    server.say(scripted.login())
    client.authenticate('user', 'password')
    still_works(client)
    client.unauthenticate()
    client.close()


def test_login_that_the_array_has_carried_out_leaves_its_session() -> None:
    """Nobody was told that key, so nobody can delete it: it expires."""
    with SimulatedArray(tls=False, ssh_port=None) as array:
        array.faults.add('reset_after', method='POST', path='/credentials')
        client = HPE3ParClient(array.api_url, retry=ONCE, timeout=60)
        with pytest.raises(exceptions.OutcomeUnknown):
            client.login(array.user, array.password)
        client.login(array.user, array.password)
        client.logout()
        assert len(array.state.sessions) == 1
        array.clock.advance(array.state.sessions.timeout)
        assert len(array.state.sessions) == 0
        client.http.close()


def test_logout_that_is_interrupted_can_be_repeated(
        session: HTTPJSONRESTClient, server: scripted.Server) -> None:
    def silent(request: scripted.Request) -> scripted.Reply:
        interrupt()
        return scripted.Reply(until=over)

    over = threading.Event()
    server.say(silent)
    with pytest.raises(KeyboardInterrupt):
        session.unauthenticate()
    over.set()
    assert session.get_session_key() == scripted.KEY
    server.say(scripted.error(403, 6))
    session.unauthenticate()
    assert session.get_session_key() is None
    assert server.count('DELETE', scripted.KEY) == 2


def test_block_that_is_interrupted_logs_out() -> None:
    with SimulatedArray(tls=False, ssh_port=None) as array:
        with pytest.raises(KeyboardInterrupt):
            with HPE3ParClient(array.api_url, timeout=60) as client:
                client.login(array.user, array.password)
                interrupt()
        assert len(array.state.sessions) == 0


def test_connections_are_not_left_open(session: HTTPJSONRESTClient,
                                       server: scripted.Server) -> None:
    def silent(request: scripted.Request) -> scripted.Reply:
        interrupt()
        return scripted.Reply(until=over)

    over = threading.Event()
    for _ in range(5):
        server.say(silent)
        with pytest.raises(KeyboardInterrupt):
            session.get('/volumes')
    gc.collect()
    ends = [item for item in gc.get_objects()
            if type(item) is socket.socket and item.fileno() >= 0
            and _peer(item) == server.port]
    over.set()
    assert ends == []


def _peer(sock: socket.socket) -> Any:
    try:
        return sock.getpeername()[1]
    except OSError:
        return None


# -- TLS ----------------------------------------------------------------------


def test_answer_over_tls_that_is_interrupted_is_not_read_later() -> None:
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert('127.0.0.1').configure_cert(context)
    mine = ssl.create_default_context()
    authority.configure_trust(mine)
    with scripted.Server(context) as server:
        server.default = scripted.reply(200, {}, close=False)

        def late(request: scripted.Request) -> scripted.Reply:
            interrupt()
            return scripted.reply(200, {'name': 'late'}, close=False)._replace(
                until=over)

        over = threading.Event()
        client = HTTPJSONRESTClient(server.url, secure=mine, retry=ONCE,
                                    timeout=60)
        client.get('/volumes/before')
        server.say(late)
        with pytest.raises(KeyboardInterrupt):
            client.get('/volumes/late')
        over.set()
        still_works(client)
        client.close()


# -- a pool -------------------------------------------------------------------


@pytest.fixture
def array() -> Iterator[SimulatedArray]:
    with SimulatedArray(tls=False, ssh_port=None, volumes=1) as running:
        yield running
        assert len(running.state.sessions) == 0


def pool_of(array: SimulatedArray) -> ClientPool:
    return ClientPool(array.api_url, array.user, array.password, size=1,
                      retry=ONCE, timeout=60)


def test_client_of_an_interrupted_block_goes_back(
        array: SimulatedArray) -> None:
    with pool_of(array) as pool:
        for _ in range(3):
            with pytest.raises(KeyboardInterrupt):
                with pool.client(timeout=60):
                    interrupt()
        assert array.state.sessions.logins == 1


def test_waiting_for_a_client_can_be_given_up(
        array: SimulatedArray) -> None:
    def watch() -> None:
        while not pool._waiting:
            pass
        interrupt()

    with pool_of(array) as pool:
        with pool.client():
            watcher = threading.Thread(target=watch)
            watcher.start()
            with pytest.raises(KeyboardInterrupt):
                with pool.client():
                    raise AssertionError('there was none')
            watcher.join(60)
        with pool.client(timeout=60) as client:
            client.getVolume('vol00000')


def test_place_of_a_login_that_is_interrupted_is_free_again(
        array: SimulatedArray, monkeypatch: pytest.MonkeyPatch) -> None:
    with pool_of(array) as pool:
        monkeypatch.setattr(HPE3ParClient, 'login', interrupting(
            HPE3ParClient.login, once()))
        with pytest.raises(KeyboardInterrupt):
            with pool.client():
                raise AssertionError('logged in')
        with pool.client(timeout=60) as client:
            client.getVolume('vol00000')


def test_pool_that_was_interrupted_while_it_closed_can_be_closed(
        array: SimulatedArray) -> None:
    begun, go = threading.Event(), threading.Event()

    def work(client: HPE3ParClient, item: int) -> None:
        begun.set()
        go.wait(60)

    def watch() -> None:
        while not _is_in('close', 'hpe3parclient/pool.py'):
            pass
        interrupt()

    pool = pool_of(array)
    pool.map(work, [1])
    begun.wait(60)
    watcher = threading.Thread(target=watch)
    watcher.start()
    with pytest.raises(KeyboardInterrupt):
        pool.close()
    watcher.join(60)
    go.set()
    pool.close()
    assert len(array.state.sessions) == 0


def test_sessions_that_an_interrupted_close_did_not_reach_end_with_it(
        array: SimulatedArray, monkeypatch: pytest.MonkeyPatch) -> None:
    pool = ClientPool(array.api_url, array.user, array.password, size=2,
                      retry=ONCE, timeout=60)
    with pool.client(), pool.client():
        pass
    assert len(array.state.sessions) == 2
    monkeypatch.setattr(HPE3ParClient, 'logout', interrupting(
        HPE3ParClient.logout, once()))
    with pytest.raises(KeyboardInterrupt):
        pool.close()
    del pool
    gc.collect()
    _settles(lambda: len(array.state.sessions) == 0)


# -- the command line ---------------------------------------------------------


def test_while_connecting_to_the_command_line(
        monkeypatch: pytest.MonkeyPatch) -> None:
    with cliarray.served() as server:
        client = cliarray.client(server)
        with monkeypatch.context() as patch:
            patch.setattr('socket.create_connection', interrupting(
                socket.create_connection, once()))
            with pytest.raises(KeyboardInterrupt):
                client.run(PATCHES)
        assert client.run(PATCHES)
        client.close()


def test_while_logging_in_to_the_command_line(
        monkeypatch: pytest.MonkeyPatch) -> None:
    with cliarray.served() as server:
        client = cliarray.client(server)
        before = threading.active_count()
        over = threading.Event()

        class Users(dict):  # type: ignore[type-arg]
            def get(self, *args: Any) -> Any:
                if not over.is_set():
                    over.set()
                    interrupt()
                return super().get(*args)

        server.array.users = Users(server.array.users)
        with pytest.raises(KeyboardInterrupt):
            client.run(PATCHES)
        assert client.run(PATCHES)
        client.close()
        _settles(lambda: threading.active_count() <= before)


@pytest.mark.parametrize('mode', ['shell', 'exec'])
def test_while_a_command_runs(mode: str) -> None:
    struck: list[str] = []

    def fault(point: str, line: str) -> str:
        if point == 'ran' and 'showpatch' in line and not struck:
            struck.append(line)
            interrupt()
            return 'hang'
        return ''

    with cliarray.served(behaviour=TerminalBehaviour(fault=fault)) as server:
        client = cliarray.client(server, mode=mode)
        with pytest.raises(KeyboardInterrupt):
            client.run(PATCHES)
        assert client.run(PATCHES)
        client.close()
        ran = [words for words in server.cli.state.ran
               if words[0] == 'showpatch']
        assert len(ran) == 2


def test_while_another_thread_has_the_command_line() -> None:
    begun, go = threading.Event(), threading.Event()

    def fault(point: str, line: str) -> str:
        if point == 'ran' and 'showpatch' in line and not begun.is_set():
            begun.set()
            go.wait(60)
        return ''

    def watch() -> None:
        while not _is_in('_locked', 'hpe3parclient/ssh.py'):
            pass
        interrupt()

    with cliarray.served(behaviour=TerminalBehaviour(fault=fault)) as server:
        client = cliarray.client(server)
        other = threading.Thread(target=lambda: client.run(PATCHES))
        other.start()
        begun.wait(60)
        watcher = threading.Thread(target=watch)
        watcher.start()
        with pytest.raises(KeyboardInterrupt):
            client.run(['showversion', '-a'])
        go.set()
        for thread in (other, watcher):
            thread.join(60)
        assert client.run(PATCHES)
        assert ['showversion', '-a'] not in server.cli.state.ran
        client.close()


def _settles(condition: Callable[[], bool]) -> None:
    """Wait for a condition that comes true without anybody's doing."""
    over = threading.Event()
    for _ in range(6000):
        if condition():
            return
        with contextlib.suppress(RuntimeError):
            over.wait(0.01)
    raise AssertionError('it never came true')
