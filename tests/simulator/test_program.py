"""``python -m hpe3parclient.simulator``: its options, its signals, its end."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import signal
import socket
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import paramiko
import pytest

from hpe3parclient.__main__ import main as prompt
from hpe3parclient.simulator import (
    PERSONALITIES,
    Array,
    Clock,
    SimulatedArray,
    quickstart,
    read_state,
    snapshot,
    write_state,
)
from hpe3parclient.simulator.__main__ import main
from hpe3parclient.simulator.arguments import parse

#: A generous bound: that the program ends is the fact, not how soon.
PATIENCE = 60

#: Options that cannot be followed, and what the message must say.
REFUSED: list[tuple[list[str], str]] = [
    (['--port', '-1'], "--port: '-1' is not a whole number from 0 to 65535"),
    (['--port', '65536'], "'65536' is not a whole number from 0 to 65535"),
    (['--port', '9' * 5000], 'is not a whole number from 0 to 65535'),
    (['--port', '1e3'], "'1e3' is not a whole number"),
    (['--port', '80.0'], "'80.0' is not a whole number"),
    (['--port', '0x50'], "'0x50' is not a whole number"),
    (['--port', '8_080'], "'8_080' is not a whole number"),
    (['--port', '+80'], "'+80' is not a whole number"),
    (['--port', ' 80'], "' 80' is not a whole number"),
    (['--port', '\u0668\u0660'], 'is not a whole number'),
    (['--port', ''], "'' is not a whole number"),
    (['--port', 'nan'], "'nan' is not a whole number"),
    (['--port', 'http'], "'http' is not a whole number"),
    (['--port'], 'expected one argument'),
    (['--ssh-port', '70000'],
     "--ssh-port: '70000' is not a whole number from 0 to 65535"),
    (['--ssh-port', '-1'], "--ssh-port: '-1' is not a whole number"),
    (['--ssh-port', 'inf'], "'inf' is not a whole number"),
    (['--volumes', '-5'], "--volumes: '-5' is not a whole number from 0 to"),
    (['--volumes', '100000'], "'100000' is not a whole number from 0 to 32768"),
    (['--volumes', '1.5'], "'1.5' is not a whole number"),
    (['--volumes', 'NaN'], "'NaN' is not a whole number"),
    (['--volumes', 'many'], "'many' is not a whole number"),
    (['--volumes', ''], "'' is not a whole number"),
    (['--volumes', '16383', '--model', '3par-3.1.3'],
     '--volumes: volumes must be a whole number from 0 to 16382, not 16383'),
    (['--volumes', '16382', '--model', '3par-3.1.3'],
     '--volumes: volumes must be a whole number from 0 to 12832, not 16382'),
    (['--volumes', '32765', '--model', 'alletra-mp'],
     '--volumes: volumes must be a whole number from 0 to 24640, not 32765'),
    (['--seed', '-1'], "--seed: '-1' is not a whole number from 0"),
    (['--seed', '9223372036854775808'], 'is not a whole number from 0'),
    (['--seed', 'infinity'], "'infinity' is not a whole number"),
    (['--host', ''], "--host: '' is neither an IP address nor a host name"),
    (['--host', 'a b'], "'a b' is neither an IP address nor a host name"),
    (['--host', 'http://127.0.0.1'], 'is neither an IP address nor a host name'),
    (['--host', '127.0.0.1:8080'], 'is neither an IP address nor a host name'),
    (['--host', 'x' * 300], 'is neither an IP address nor a host name'),
    (['--host', 'h\u00f6st'], 'is neither an IP address nor a host name'),
    (['--host', '256.256.256.256'], '--host: 256.256.256.256 has no address'),
    (['--host', '192.0.2.1'], '192.0.2.1 is no address of this machine'),
    (['--model', 'primera'], "no model 'primera': did you mean 'primera-4.x'?"),
    (['--model', '3PAR-3.3.1'], "did you mean '3par-3.3.1'?"),
    (['--model', 'vax'], "there is no model 'vax': choose from 3par-3.1.3, "),
    (['--model', ''], "there is no model ''"),
    (['--user', ''], '--user: must not be empty'),
    (['--user', 'a\nb'], '--user: must be printable characters'),
    (['--user', '\udcff'], '--user: must be printable characters'),
    (['--password', ''], '--password: must not be empty'),
    (['--password', 'a\0b'], '--password: must be printable characters'),
    (['--tls', '--no-tls'], '--no-tls: not allowed with argument --tls'),
    (['--state', ''], '--state: must not be empty'),
    (['--state', 'a\0b'], 'has a NUL character'),
    (['--state', '{folder}/none'], '--state: [Errno 2] No such file'),
    (['--state', '{folder}'], '--state: {folder} is no regular file'),
    (['--state', '{folder}/fifo'], '--state: {folder}/fifo is no regular file'),
    (['--state', '/dev/full'], '--state: /dev/full is no regular file'),
    (['--state', '/dev/zero'], '--state: /dev/zero is no regular file'),
    (['--state', '{folder}/empty'], 'empty holds no JSON'),
    (['--state', '{folder}/binary'], 'binary holds no JSON'),
    (['--state', '{folder}/list'], 'list holds no JSON object'),
    (['--state', '{folder}/object'], '--state: format: is not'),
    (['--state', '{folder}/two'], 'the document has 2 arrays'),
    (['--state', '{folder}/state', '--model', '3par-3.3.1'],
     '--state says which model it is, and its volumes'),
    (['--state', '{folder}/state', '--volumes', '1'],
     '--state says which model it is, and its volumes'),
    (['--save', ''], '--save: must not be empty'),
    (['--save', '{folder}'], '--save: {folder} is no regular file'),
    (['--save', '{folder}/fifo'], '--save: {folder}/fifo is no regular file'),
    (['--save', '/dev/full'], '--save: /dev/full is no regular file'),
    (['--save', '{folder}/none/state'], '--save: [Errno 2] No such file'),
    (['--save', '{folder}/empty/state'], '--save: [Errno 20] Not a directory'),
    (['--save', '{folder}/' + 'x' * 300], '--save: [Errno 36] File name too'),
    (['--port', '4711', '--ssh-port', '4711'],
     '--port and --ssh-port are both 4711'),
    (['--port', '{taken}'], '--port: port {taken} of 127.0.0.1 is in use'),
    (['--ssh-port', '{taken}'], '--ssh-port: port {taken} of 127.0.0.1 is in'),
    (['extra'], 'unrecognized arguments: extra'),
    (['--colour'], 'unrecognized arguments: --colour'),
    ([''], 'unrecognized arguments:'),
]


@pytest.fixture(scope='module')
def folder(tmp_path_factory: Any) -> Path:
    """Files of every kind that an option may name."""
    folder: Path = tmp_path_factory.mktemp('program')
    (folder / 'empty').touch()
    (folder / 'binary').write_bytes(bytes(range(256)))
    (folder / 'list').write_text('[]')
    (folder / 'object').write_text('{}')
    os.mkfifo(folder / 'fifo')
    write_state(snapshot(Array()), folder / 'state')
    write_state(snapshot(Array(), Array()), folder / 'two')
    return folder


@pytest.fixture(scope='module')
def taken() -> Iterator[int]:
    """A port that somebody else listens on."""
    with socket.create_server(('127.0.0.1', 0)) as server:
        yield server.getsockname()[1]


@pytest.mark.parametrize('arguments, message', REFUSED,
                         ids=[' '.join(ascii(word)[1:30] for word in item)
                              for item, _ in REFUSED])
def test_an_option_that_cannot_be_followed_is_a_usage_error(
        arguments: list[str], message: str, folder: Path, taken: int,
        capsys: Any) -> None:
    def filled(text: str) -> str:
        return text.replace('{folder}', str(folder)).replace(
            '{taken}', str(taken))

    files, threads = sorted(os.listdir(folder)), set(threading.enumerate())
    with pytest.raises(SystemExit) as ended:
        main([filled(item) for item in arguments])
    out, err = capsys.readouterr()
    assert ended.value.code == 2
    assert filled(message) in err
    assert out == ''
    assert 'Traceback' not in err
    assert len(err.splitlines()[-1]) < 600
    assert sorted(os.listdir(folder)) == files
    assert set(threading.enumerate()) <= threads


@pytest.mark.parametrize('arguments, name, value', [
    (['--port', '0'], 'port', 0), (['--port', '00'], 'port', 0),
    (['--ssh-port', '0'], 'ssh_port', 0), (['--seed', '0'], 'seed', 0),
    (['--seed', '9223372036854775807'], 'seed', 2 ** 63 - 1),
    (['--volumes', '32766'], 'volumes', 32766),
    (['--volumes', '16382', '--model', '3par-3.1.3'], 'volumes', 16382),
    (['--host', 'localhost'], 'host', 'localhost'),
    (['--host', '::1'], 'host', '::1'),
    (['--tls'], 'tls', True), (['--no-tls'], 'tls', False),
    (['--user', 'm\u00fcller x'], 'user', 'm\u00fcller x'),
    (['--model', 'alletra-mp'], 'model', 'alletra-mp')])
def test_what_is_within_the_bounds_is_taken(arguments: list[str], name: str,
                                            value: Any) -> None:
    assert getattr(parse(arguments), name) == value


@pytest.mark.parametrize('model', sorted(PERSONALITIES))
def test_an_array_says_for_how_many_volumes_it_has_room(model: str) -> None:
    array = Array(PERSONALITIES[model], Clock(running=False))
    before, room = snapshot(array), array.personality.max_volumes
    while len(array.volumes) < room:
        try:
            array.populate(room)
        except ValueError as refused:
            assert snapshot(array) == before
            smaller = int(str(refused).split('from 0 to ')[1].split(',')[0])
            assert smaller < room
            room = smaller
        else:
            break
    with pytest.raises(ValueError, match='from 0 to 0, not 1'):
        array.populate(1)


def test_a_file_that_may_not_be_written_is_refused(
        tmp_path: Path, monkeypatch: Any, capsys: Any) -> None:
    path = tmp_path / 'state'
    path.touch()
    monkeypatch.setattr(os, 'access', lambda *arguments: False)
    with pytest.raises(SystemExit) as ended:
        main(['--save', str(path)])
    assert ended.value.code == 2
    assert '--save: [Errno 13] Permission denied' in capsys.readouterr().err


@pytest.mark.parametrize('arguments, message', [
    (['--url', ''], '--url: must not be empty'),
    (['--user', ''], '--user: must not be empty'),
    (['--password-file', ''], '--password-file: must not be empty'),
    (['--ca-bundle', ''], '--ca-bundle: must not be empty'),
    (['--plain', '-c', '1'], '--plain: is about the prompt'),
    (['--plain', '--capacity'], 'there is none with --capacity'),
    (['--capacity', 'methods'], '--capacity and methods exclude each other'),
    (['--plain', 'methods'], 'there is none with methods'),
    (['--capacity', '-c', '1'], '-c: not allowed with argument --capacity'),
    (['--url', 'array'], "'array' is not a URL such as"),
    (['--url', 'https://h:99999'], 'is not a URL such as'),
    (['--password-file', '/nosuch'], 'cannot be read: No such file'),
    (['--password-file', '/'], 'cannot be read: Is a directory'),
    (['--password-file', '/dev/full'], 'is not a password: it is too long'),
    (['--ca-bundle', '/nosuch'], "secure='/nosuch': cannot read CA"),
    (['--ca-bundle', 'sha256:0'], 'a fingerprint is sha256: and'),
    (['extra'], "invalid choice: 'extra'")])
def test_the_prompt_refuses_what_it_cannot_follow(
        arguments: list[str], message: str, tmp_path: Path, monkeypatch: Any,
        capsys: Any) -> None:
    password = tmp_path / 'password'
    password.touch(mode=0o600)
    password.write_text('secret')
    for name, value in (('URL', 'https://127.0.0.1:1/api/v1'), ('USER', 'u'),
                        ('PASSWORD_FILE', str(password))):
        monkeypatch.setenv(f'HPE3PAR_{name}', value)
    with pytest.raises(SystemExit) as ended:
        prompt(arguments)
    assert ended.value.code == 2
    assert message in capsys.readouterr().err


def test_the_quickstart_has_no_options(capsys: Any) -> None:
    with pytest.raises(SystemExit) as ended:
        quickstart.run(['--volumes', '3'])
    assert ended.value.code == 2
    assert 'unrecognized arguments: --volumes 3' in capsys.readouterr().err


@pytest.mark.parametrize('options, message', [
    ({'port': -1}, 'port must be a whole number from 0 to 65535, not -1'),
    ({'port': 65536}, 'port must be'), ({'port': True}, 'port must be'),
    ({'port': '80'}, "not '80'"), ({'port': None}, 'not None'),
    ({'ssh_port': 70000}, 'ssh_port must be'),
    ({'ssh_port': 1.5}, 'ssh_port must be'),
    ({'volumes': -5}, 'volumes must be a whole number from 0 to 32766'),
    ({'volumes': 100000}, 'volumes must be'),
    ({'volumes': '3'}, 'volumes must be'),
    ({'volumes': float('nan')}, 'volumes must be'),
    ({'model': 'primera-4'}, "did you mean 'primera-4.x'?"),
    ({'model': 3.3}, 'no simulated array is called')])
def test_a_program_that_makes_arrays_is_told_the_same(
        options: dict[str, Any], message: str) -> None:
    model = options.pop('model', '3par-3.3.1')
    with pytest.raises((ValueError, TypeError), match=message.replace('?', '.')):
        SimulatedArray(model, **options)


def test_a_command_line_that_cannot_start_leaves_nothing(taken: int) -> None:
    before = set(threading.enumerate())
    array = SimulatedArray(ssh_port=taken)
    with pytest.raises(OSError, match='in use'):
        array.start()
    assert array.ca_bundle is None
    assert set(threading.enumerate()) <= before


class Running:
    """The program in a process of its own."""

    def __init__(self, *arguments: str, **options: Any) -> None:
        options.setdefault('stdout', subprocess.PIPE)
        self.process = subprocess.Popen(
            [sys.executable, '-m', 'hpe3parclient.simulator', *arguments],
            stderr=subprocess.PIPE, **options)

    def first(self) -> dict[str, Any]:
        """The first line it prints."""
        line = self.process.stdout.readline()  # type: ignore[union-attr]
        result: dict[str, Any] = json.loads(line)
        return result

    def end(self, *signals: int, pause: float = 0) -> tuple[int, bytes]:
        """Send signals; its status, and what it wrote to stderr."""
        for number in signals:
            self.process.send_signal(number)
            time.sleep(pause)
        _, err = self.process.communicate(timeout=PATIENCE)
        return self.process.returncode, err


@pytest.fixture
def start() -> Iterator[Any]:
    running: list[Running] = []

    def starter(*arguments: str, **options: Any) -> Running:
        running.append(Running(*arguments, **options))
        return running[-1]

    yield starter
    for item in running:
        item.process.kill()
        item.process.communicate()


def port_of(first: dict[str, Any]) -> int:
    port = urlsplit(first['api_url']).port
    assert port
    return port


def key_of(port: int) -> str:
    connection = http.client.HTTPConnection('127.0.0.1', port, timeout=PATIENCE)
    connection.request(
        'POST', '/api/v1/credentials',
        json.dumps({'user': '3paradm', 'password': '3pardata'}),
        {'Content-Type': 'application/json'})
    result: str = json.loads(connection.getresponse().read())['key']
    connection.close()
    return result


@contextlib.contextmanager
def half_requests(port: int, ssh_port: int) -> Iterator[None]:
    """Heads and bodies that never become whole, over HTTP and SSH."""
    with contextlib.ExitStack() as stack:
        for text in (b'', b'G', b'GET /api HTTP/1.1\r\nHost', b'POST /api/v1/'
                     b'credentials HTTP/1.1\r\nContent-Length: 99\r\n\r\n{'):
            for target in (port, ssh_port):
                sock = stack.enter_context(
                    socket.create_connection(('127.0.0.1', target)))
                sock.sendall(text)
        yield


@contextlib.contextmanager
def requests_in_work(port: int, ssh_port: int) -> Iterator[None]:
    """Big answers that nobody reads."""
    key = key_of(port)
    with contextlib.ExitStack() as stack:
        for _ in range(8):
            sock = socket.socket()
            stack.enter_context(sock)
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            sock.connect(('127.0.0.1', port))
            sock.sendall(f'GET /api/v1/volumes HTTP/1.1\r\nHost: x\r\n'
                         f'X-HP3PAR-WSAPI-SessionKey: {key}\r\n\r\n'.encode())
            sock.recv(10)
        yield


@contextlib.contextmanager
def shells(port: int, ssh_port: int) -> Iterator[None]:
    """Sessions of the command line: idle, within a line, within an output."""
    with contextlib.ExitStack() as stack:
        client = paramiko.SSHClient()
        client.set_missing_host_key_policy(
            paramiko.AutoAddPolicy())  # noqa: S507
        client.connect('127.0.0.1', ssh_port, '3paradm', '3pardata',
                       allow_agent=False, look_for_keys=False,
                       timeout=PATIENCE, banner_timeout=PATIENCE,
                       auth_timeout=PATIENCE)
        stack.callback(client.close)
        for text in ('', 'showv', 'showvv\r', 'showvv\rshowvv\rshowvv\r'):
            client.invoke_shell().send(text.encode())
        yield


@contextlib.contextmanager
def tasks(port: int, ssh_port: int) -> Iterator[None]:
    """A task that goes on."""
    key = key_of(port)
    connection = http.client.HTTPConnection('127.0.0.1', port, timeout=PATIENCE)
    for name in ('copy',):
        connection.request(
            'POST', '/api/v1/volumes/vol00000', json.dumps({
                'action': 'createPhysicalCopy', 'parameters': {
                    'destVolume': name, 'destCPG': 'SimCPG', 'online': True}}),
            {'Content-Type': 'application/json',
             'X-HP3PAR-WSAPI-SessionKey': key})
        assert connection.getresponse().read().startswith(b'{"taskid"')
        connection.close()
    yield


STATES = {'idle': lambda port, ssh_port: contextlib.nullcontext(),
          'half requests': half_requests, 'requests': requests_in_work,
          'shells': shells, 'tasks': tasks}


@pytest.mark.parametrize('state', STATES)
@pytest.mark.parametrize('signals', [
    [signal.SIGTERM], [signal.SIGINT, signal.SIGINT, signal.SIGTERM]],
    ids=['SIGTERM', 'SIGINT twice'])
def test_a_signal_ends_it_in_every_state(start: Any, tmp_path: Path,
                                         state: str, signals: list[int]
                                         ) -> None:
    path = tmp_path / 'state'
    running = start('--no-tls', '--model', 'primera-4.x', '--volumes', '400',
                    '--save', str(path))
    first = running.first()
    with STATES[state](port_of(first), first['ssh_port']):
        assert running.end(*signals) == (0, b'')
    names = [item['name'] for item in read_state(path)['arrays'][0]['volumes']]
    assert 'vol00399' in names
    assert ('copy' in names) == (state == 'tasks')
    assert os.listdir(tmp_path) == ['state']


def handles(process: subprocess.Popen[bytes], number: int) -> bool:
    """Whether a process has a handler of its own for a signal."""
    status = Path(f'/proc/{process.pid}/status').read_text()
    mask = next(line.split()[1] for line in status.splitlines()
                if line.startswith('SigCgt'))
    return bool(int(mask, 16) >> (number - 1) & 1)


@pytest.mark.skipif(not os.path.exists('/proc/self/status'), reason='no /proc')
@pytest.mark.parametrize('number', [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize('pause', [0, 0.1, 0.3, 0.6, 1, 1.5])
def test_a_signal_ends_it_while_it_starts(start: Any, pause: float,
                                          number: int) -> None:
    running = start('--volumes', '20000')
    # Before that, Python itself starts, and ends as it always does.
    while not handles(running.process, signal.SIGTERM):
        time.sleep(0.001)
    time.sleep(pause)
    assert running.end(number, number) == (0, b'')


def test_a_signal_while_it_saves_loses_nothing(start: Any, tmp_path: Path
                                               ) -> None:
    path = tmp_path / 'state'
    running = start('--no-tls', '--volumes', '6000', '--save', str(path))
    running.first()
    assert running.end(*[signal.SIGTERM, signal.SIGINT] * 10,
                       pause=0.05) == (0, b'')
    assert len(read_state(path)['arrays'][0]['volumes']) == 6002


def test_its_certificate_is_gone_after_its_end(start: Any) -> None:
    running = start()
    first = running.first()
    context = ssl.create_default_context(cafile=first['ca_bundle'])
    with socket.create_connection(('127.0.0.1', port_of(first))) as silent, \
            context.wrap_socket(silent, server_hostname='localhost'):
        assert running.end(signal.SIGTERM) == (0, b'')
    assert not os.path.exists(first['ca_bundle'])


def test_a_disk_that_is_full_is_told_and_the_old_file_stays(
        start: Any, tmp_path: Path) -> None:
    resource = pytest.importorskip('resource')
    path = tmp_path / 'state'
    write_state(snapshot(Array()), path)
    before = path.read_bytes()
    # What measures coverage could not write its own file, either.
    environ = {name: value for name, value in os.environ.items()
               if not name.startswith('COV')}
    running = start('--no-tls', '--volumes', '500', '--save', str(path),
                    env=environ, preexec_fn=lambda: resource.setrlimit(
                        resource.RLIMIT_FSIZE, (50_000, 50_000)))
    running.first()
    status, err = running.end(signal.SIGTERM)
    assert status == 1
    assert b'the state is not saved: [Errno 27] File too large' in err
    assert b'Traceback' not in err
    assert path.read_bytes() == before
    assert os.listdir(tmp_path) == ['state']


@pytest.mark.skipif(not os.path.exists('/dev/full'), reason='no /dev/full')
def test_a_first_line_that_nobody_can_read_ends_it(start: Any) -> None:
    with open('/dev/full', 'wb') as full:
        running = start('--no-tls', stdout=full)
        status, err = running.end()
    assert status == 1
    assert b'standard output: No space left on device' in err
    assert b'Traceback' not in err
