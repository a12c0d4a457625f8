"""Starting, stopping, TLS, threads and the program."""

from __future__ import annotations

import gc
import http.client
import importlib
import importlib.util
import json
import logging
import os
import signal
import socket
import ssl
import subprocess
import sys
import threading
from urllib.parse import urlsplit

import pytest

import hpe3parclient.simulator as package
from hpe3parclient.simulator import Array, SimulatedArray


def ask(array, path='/api', context=None, host=None):
    parts = urlsplit(array.api_url)
    kind = http.client.HTTPSConnection if context else \
        http.client.HTTPConnection
    options = {'context': context} if context else {}
    connection = kind(host or parts.hostname, parts.port, timeout=60,
                      **options)
    try:
        connection.request('GET', path)
        return connection.getresponse().read()
    finally:
        connection.close()


class TestTls:
    """HTTPS with a certificate made on the spot."""

    @pytest.fixture
    def array(self):
        with SimulatedArray() as item:
            yield item

    @pytest.fixture
    def context(self, array):
        return ssl.create_default_context(cafile=array.ca_bundle)

    @pytest.mark.parametrize('host', ['127.0.0.1', 'localhost'])
    def test_the_certificate_is_good_for_the_host(self, array, context,
                                                  host):
        assert b'"major"' in ask(array, context=context, host=host)

    def test_the_url_says_https(self, array):
        assert array.api_url == f'https://127.0.0.1:{array.port}/api/v1'

    def test_a_stranger_does_not_trust_it(self, array):
        with pytest.raises(ssl.SSLCertVerificationError):
            ask(array, context=ssl.create_default_context())

    def test_the_end_of_an_answer_is_authentic(self, array, context):
        parts = urlsplit(array.api_url)
        with socket.create_connection((parts.hostname, parts.port)) as raw, \
                context.wrap_socket(raw, server_hostname='localhost',
                                    suppress_ragged_eofs=False) as sock:
            sock.sendall(b'GET /api HTTP/1.1\r\nHost: x\r\n\r\n')
            while sock.recv(4096):
                pass

    def test_a_cut_answer_is_not(self, array, context):
        array.faults.add('cut', after=3)
        # Python 3.9 sets this by itself: OP_IGNORE_UNEXPECTED_EOF.
        context.options &= ~0x80
        parts = urlsplit(array.api_url)
        with socket.create_connection((parts.hostname, parts.port)) as raw, \
                context.wrap_socket(raw, server_hostname='localhost',
                                    suppress_ragged_eofs=False) as sock:
            sock.sendall(b'GET /api HTTP/1.1\r\nHost: x\r\n\r\n')
            with pytest.raises(OSError, match='EOF|reset|eof'):
                while sock.recv(4096):
                    pass

    def test_a_silent_client_holds_up_nobody(self, array, context):
        with socket.create_connection(('127.0.0.1', array.port)):
            assert ask(array, context=context)

    def test_plain_http_gets_no_answer(self, array, context):
        with pytest.raises((OSError, http.client.HTTPException)):
            ask(array)
        assert ask(array, context=context)

    def test_tls_1_2_is_served(self, array, context):
        context.maximum_version = ssl.TLSVersion.TLSv1_2
        assert ask(array, context=context)


class TestLife:
    """From start to stop."""

    def test_stopping_leaves_no_thread(self):
        before = set(threading.enumerate())
        with SimulatedArray() as array:
            assert array.port
        assert set(threading.enumerate()) <= before

    def test_stopping_removes_the_certificate(self):
        array = SimulatedArray().start()
        path = array.ca_bundle
        assert os.path.exists(path)
        array.stop()
        assert (os.path.exists(path), array.ca_bundle) == (False, None)

    def test_stopping_frees_the_port(self):
        with SimulatedArray(tls=False) as array:
            port = array.port
        with SimulatedArray(tls=False, port=port) as again:
            assert again.port == port

    def test_stopping_with_open_connections_does_not_hang(self):
        with SimulatedArray('primera-4.x', tls=False) as array:
            parts = urlsplit(array.api_url)
            idle = socket.create_connection((parts.hostname, parts.port))
            kept = http.client.HTTPConnection(parts.hostname, parts.port)
            kept.request('GET', '/api')
            kept.getresponse().read()
        assert idle.recv(1) == b''
        idle.close()
        kept.close()

    def test_stopping_leaves_no_socket(self, recwarn):
        gc.collect()            # what others left is not looked for here
        recwarn.clear()
        with SimulatedArray(tls=False) as array:
            ask(array)
        del array
        gc.collect()
        assert not [item for item in recwarn
                    if item.category is ResourceWarning]

    def test_stopping_forgets_the_statistics_of_cheroot(self):
        with SimulatedArray(tls=False):
            running = len(logging.statistics)
        assert len(logging.statistics) == running - 1

    def test_starting_and_stopping_twice_is_fine(self):
        array = SimulatedArray(tls=False)
        assert array.start() is array.start()
        array.stop()
        array.stop()

    def test_an_array_can_be_started_again(self):
        array = SimulatedArray(tls=False)
        for _ in range(2):
            with array:
                assert ask(array)

    def test_an_array_that_is_not_started_has_no_url(self):
        array = SimulatedArray()
        with pytest.raises(RuntimeError, match='not started'):
            _ = array.api_url
        with pytest.raises(RuntimeError, match='not started'):
            _ = array.port

    def test_a_port_that_is_taken_is_an_error(self):
        with SimulatedArray(tls=False) as array:
            other = SimulatedArray(port=array.port)
            with pytest.raises(OSError, match='socket'):
                other.start()
        assert other.ca_bundle is None

    def test_an_unknown_model_names_those_there_are(self):
        with pytest.raises(ValueError, match='primera-4.x'):
            SimulatedArray('vax')

    def test_a_state_can_be_served(self):
        state = Array(seed=1)
        with SimulatedArray(tls=False, array=state) as array:
            assert array.state is state
            assert array.clock is state.clock

    def test_two_arrays_do_not_feel_each_other(self, serve, raw_client):
        first, second = (raw_client(serve()).log_in() for _ in range(2))
        first.ok('POST', '/cpgs', {'name': 'c'})
        assert second.get('/cpgs')['total'] == 0

    def test_ipv6_is_served(self):
        if not socket.has_ipv6:
            pytest.skip('this machine has no IPv6')
        try:
            array = SimulatedArray(tls=False, host='::1').start()
        except OSError:
            pytest.skip('this machine has no IPv6 loopback')
        with array:
            assert array.api_url.startswith('http://[::1]:')
            assert ask(array)


class TestImpatience:
    """Clients that do not wait for their answer."""

    @pytest.mark.parametrize('tls', [False, True])
    def test_one_that_is_gone_disturbs_nobody(self, caplog, tls):
        with SimulatedArray(tls=tls, volumes=2000) as array:
            context = ssl.create_default_context(
                cafile=array.ca_bundle) if tls else None
            key = array.state.sessions.open('3paradm', '3pardata',
                                            '127.0.0.1').key
            with caplog.at_level(logging.INFO):
                for _ in range(5):
                    sock = socket.create_connection(('127.0.0.1',
                                                     array.port))
                    if context is not None:
                        sock = context.wrap_socket(
                            sock, server_hostname='localhost')
                    sock.sendall((
                        'GET /api/v1/volumes HTTP/1.1\r\nHost: x\r\n'
                        f'X-HP3PAR-WSAPI-SessionKey: {key}\r\n\r\n'
                    ).encode())
                    sock.recv(10)
                    sock.close()
                assert ask(array, context=context)
        assert not [record for record in caplog.records
                    if record.name.startswith('hpe3parclient')]


class TestThreads:
    """Many at once."""

    def run(self, work, count=16):
        errors = []

        def guarded(number):
            try:
                work(number)
            except Exception as error:
                errors.append(error)

        threads = [threading.Thread(target=guarded, args=(number,))
                   for number in range(count)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        assert not errors

    def test_sixteen_threads_hammer(self, pool):
        def work(number):
            for turn in range(5):
                name = f'v{number}.{turn}'
                pool.ok('POST', '/volumes', {
                    'name': name, 'cpg': 'c', 'sizeMiB': 256})
                pool.get('/volumes')
                if turn % 2:
                    pool.ok('DELETE', f'/volumes/{name}')

        self.run(work)
        assert pool.get('/volumes')['total'] == 2 + 16 * 3
        assert pool.get('/cpgs/c')['numFPVVs'] == 16 * 3

    def test_one_of_sixteen_gets_the_name(self, pool):
        result = []
        self.run(lambda number: result.append(pool('POST', '/volumes', {
            'name': 'v', 'cpg': 'c', 'sizeMiB': 256}).status))
        assert sorted(result) == [201] + 15 * [409]

    def test_sixteen_threads_get_sixteen_luns(self, pool):
        pool.ok('POST', '/hosts', {'name': 'h'})
        result = []

        def work(number):
            pool.ok('POST', '/volumes', {
                'name': f'v{number}', 'cpg': 'c', 'sizeMiB': 256})
            answer = pool.ok('POST', '/vluns', {
                'volumeName': f'v{number}', 'hostname': 'h', 'lun': 0,
                'autoLun': True})
            result.append(int(answer.headers['Location'].split(',')[1]))

        self.run(work)
        assert sorted(result) == list(range(16))


class TestProgram:
    """python -m hpe3parclient.simulator."""

    @pytest.fixture
    def start(self):
        running = []

        def starter(*arguments):
            running.append(subprocess.Popen(
                [sys.executable, '-m', 'hpe3parclient.simulator',
                 *arguments], stdout=subprocess.PIPE,
                stderr=subprocess.PIPE))
            return running[-1], json.loads(running[-1].stdout.readline())

        yield starter
        for item in running:
            item.kill()
            item.communicate()

    @pytest.mark.parametrize('number', [signal.SIGINT, signal.SIGTERM])
    def test_it_serves_until_it_is_told_to_stop(self, start, number):
        process, first = start('--volumes', '3', '--seed', '1')
        assert first['fingerprint'].startswith('sha256:')
        context = ssl.create_default_context(cafile=first['ca_bundle'])
        port = urlsplit(first['api_url']).port
        connection = http.client.HTTPSConnection(
            '127.0.0.1', port, context=context, timeout=60)
        connection.request('GET', '/api')
        assert connection.getresponse().status == 200
        connection.close()
        process.send_signal(number)
        out, err = process.communicate(timeout=60)
        assert (process.returncode, out, err) == (0, b'', b'')
        assert not os.path.exists(first['ca_bundle'])

    def test_its_first_line_says_where_it_is(self, start):
        _, first = start('--no-tls', '--user', 'u', '--model', 'primera-4.x')
        assert first['api_url'].startswith('http://127.0.0.1:')
        assert (first['user'], first['ca_bundle'],
                first['fingerprint']) == ('u', None, None)
        assert 'ssh_port' in first

    def test_an_unknown_model_is_a_usage_error(self):
        done = subprocess.run(
            [sys.executable, '-m', 'hpe3parclient.simulator',
             '--model', 'vax'], capture_output=True, timeout=60, check=False)
        assert (done.returncode, b'primera-4.x' in done.stderr) == (2, True)


def test_without_the_extra_the_import_says_what_to_install(monkeypatch):
    real = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util, 'find_spec',
        lambda name, *rest: None if name == 'cheroot' else real(name, *rest))
    with pytest.raises(ImportError) as missing:
        importlib.reload(package)
    assert "pip install 'python-3parclient[simulator]'" in str(missing.value)
    assert missing.value.name == 'cheroot'


def test_importing_the_package_loads_nothing_that_takes_time():
    text = ('import sys, hpe3parclient.simulator as package\n'
            'assert not {"flask", "cheroot", "paramiko"} & set(sys.modules)\n'
            'assert set(package.__all__) <= set(dir(package))\n'
            'assert all(getattr(package, name) for name in package.__all__)')
    subprocess.run([sys.executable, '-c', text], check=True, timeout=60)
