"""A program that ends without logging out, and objects that are dropped."""

from __future__ import annotations

import gc
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Callable

import pytest

from hpe3parclient.client import HPE3ParClient
from hpe3parclient.pool import ClientPool
from hpe3parclient.retry import RetryPolicy
from hpe3parclient.simulator import SimulatedArray
from hpe3parclient.web import farewell
from tests.support import cliarray, raw, scripted

ONCE = RetryPolicy(attempts=1)

#: at the exit the farewells have a time that no load of this machine reaches
PATIENT = '''
from hpe3parclient.web import farewell
farewell._BOUND = 60.0
'''

CLIENT = '''
from hpe3parclient.client import HPE3ParClient
client = HPE3ParClient({url!r}, secure={secure!r}, timeout=60)
client.login('3paradm', '3pardata')
client.getVolumes()
'''

POOL = '''
from hpe3parclient.pool import ClientPool
pool = ClientPool({url!r}, '3paradm', '3pardata', size=3, secure={secure!r})
with pool.client() as one, pool.client() as other:
    one.getVolumes()
pool.map(lambda client, item: client.getVolumes(), range(5))
'''

SSH = CLIENT + '''
client.setSSHOptions('127.0.0.1', '3paradm', '3pardata', {ssh_port!r},
                     known_hosts_file={known!r})
client.ssh.run(['showpatch', '-hist'])
'''

ENDS = {
    'falls off its end': '',
    'exits': 'raise SystemExit(3)',
    'fails': 'raise KeyError("what went wrong")',
    'is interrupted': 'import signal\nsignal.signal(signal.SIGINT, '
                      'signal.default_int_handler)\n'
                      'signal.raise_signal(signal.SIGINT)'}


def settles(condition: Callable[[], bool]) -> None:
    """Wait for what another thread is about to do."""
    deadline = time.monotonic() + 120
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)


WAYS = [(CLIENT, end) for end in ENDS] + [
    (program, end) for program in (POOL, SSH)
    for end in ('falls off its end', 'is interrupted')]


@pytest.mark.parametrize('program, end', WAYS, ids=[
    {CLIENT: 'client ', POOL: 'pool ', SSH: 'ssh '}[program] + end
    for program, end in WAYS])
def test_program_leaves_no_session_whichever_way_it_ends(
        program: str, end: str, tmp_path: Path) -> None:
    with SimulatedArray('alletra-9000', seed=1) as array:
        text = PATIENT + program.format(
            url=array.api_url, secure=array.ca_bundle,
            ssh_port=array.ssh_port, known=str(tmp_path / 'known'))
        text += ENDS[end]
        done = subprocess.run([sys.executable, '-c', text], timeout=120,
                              capture_output=True, check=False)
        assert len(array.state.sessions) == 0
        assert array.state.sessions.logins >= 1
        assert array.sshd is not None
        sshd = array.sshd
        settles(lambda: sshd.sessions == 0)
    errors = done.stderr.decode()
    assert 'Exception ignored' not in errors
    assert ('Traceback' in errors) == (end in ('fails', 'is interrupted'))


def test_program_ends_at_once_when_its_array_is_gone() -> None:
    with SimulatedArray(tls=False, ssh_port=None) as array:
        text = CLIENT.format(url=array.api_url, secure=False)
        text += 'print("ready", flush=True)\ninput()\n'
        process = subprocess.Popen(
            [sys.executable, '-c', text], stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        assert process.stdout is not None
        assert process.stdout.readline().strip() == b'ready'
    out, errors = process.communicate(b'\n', timeout=120)
    assert (process.returncode, out, errors) == (0, b'', b'')


MANY = '''
from hpe3parclient.client import HPE3ParClient
clients = [HPE3ParClient({url!r}, timeout=60) for _ in range({number})]
for client in clients:
    client.login('user', 'password')
'''


LOGIN = b'HTTP/1.1 201 Created\r\nContent-Length: %d\r\n\r\n' \
    b'{"key": "%s"}' % (len(scripted.KEY) + 11, scripted.KEY.encode())
SILENCE = b'HTTP/1.1 200 OK\r\nX'


def test_farewells_to_silent_servers_share_one_bound() -> None:
    """One after the other, each with two seconds, they take minutes."""
    number = 60
    with raw.Server([LOGIN] * number + [
            raw.forever(SILENCE, pause=0.05)]) as server:
        done = subprocess.run(
            [sys.executable, '-c', MANY.format(url=server.url,
                                               number=number)],
            timeout=120, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b'')


@pytest.mark.skipif(sys.version_info >= (3, 12),
                    reason='no thread can be started at the exit')
def test_farewells_are_said_side_by_side() -> None:
    """No answer comes before all farewells have been said."""
    number = 60
    everybody = threading.Event()
    with raw.Server([LOGIN] * number + [
            raw.forever(SILENCE, pause=0.05, until=everybody)]) as server:
        with subprocess.Popen(
                [sys.executable, '-c', PATIENT + MANY.format(
                    url=server.url, number=number)],
                stderr=subprocess.PIPE) as process:
            settles(lambda: sum(
                request.startswith(b'DELETE')
                for request in list(server.requests)) == number
                or process.poll() is not None)
            everybody.set()
            errors = process.communicate(timeout=120)[1]
        farewells = [request for request in server.requests
                     if request.startswith(b'DELETE')]
    assert (process.returncode, errors, len(farewells)) == (0, b'', number)


NO_FILES = '''
import os, resource
from hpe3parclient.client import HPE3ParClient
client = HPE3ParClient({url!r}, timeout=60)
{before}
kept = []
try:
    while True:
        kept.append(os.open(os.devnull, os.O_RDONLY))
except OSError:
    pass
try:
    client.{call}
except Exception as ex:
    print(type(ex).__module__, type(ex).__name__, type(ex.__cause__).__name__)
'''


@pytest.mark.parametrize('call', [
    "login('user', 'password')", 'getVolumes()', "createVolume('v', 'c', 1)",
    "modifyHost('h', {'chapSecret': 'x'})"])
@pytest.mark.parametrize('scheme', ['http', 'https'])
def test_program_without_file_descriptors_gets_a_typed_error(
        call: str, scheme: str) -> None:
    before = 'client.http.session_key = "x" * 30\n' \
        'resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))'
    text = NO_FILES.format(
        url=scheme + '://localhost:1/api/v1', before=before,
        call=call) + 'client.http.session_key = None\n'
    done = subprocess.run([sys.executable, '-W', 'ignore', '-c', text],
                          timeout=120, capture_output=True, check=False)
    assert done.stdout.split()[:2] == [
        b'hpe3parclient.exceptions', b'ConnectionError'], done.stderr


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Farewells whose limits no load of this machine reaches."""
    monkeypatch.setattr(farewell, '_WAIT', 60.0)
    monkeypatch.setattr(farewell, '_SINGLE', 60.0)


def test_dropped_client_of_both_services_leaves_nothing(patient: None) -> None:
    with cliarray.whole() as both:
        array = both.array
        before = threading.active_count()
        client = HPE3ParClient(array.api_url, retry=ONCE, timeout=60)
        client.login(array.user, array.password)
        client.setSSHOptions('127.0.0.1', array.user, array.password,
                             both.server.port)
        assert client.ssh is not None
        client.ssh.run(['showpatch', '-hist'])
        sessions = len(array.state.sessions)
        del client
        gc.collect()
        settles(lambda: len(array.state.sessions) == sessions - 1)
        settles(lambda: both.server.sessions == 0)
        settles(lambda: threading.active_count() <= before)


def test_dropped_pool_closes_its_sessions(patient: None) -> None:
    with SimulatedArray(tls=False, ssh_port=None) as array:
        pool = ClientPool(array.api_url, array.user, array.password, size=3,
                          retry=ONCE, timeout=60)
        with pool.client(), pool.client():
            assert len(array.state.sessions) == 2
        del pool
        gc.collect()
        settles(lambda: len(array.state.sessions) == 0)
