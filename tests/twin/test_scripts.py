"""A script is rehearsed unchanged: however it connects, it reaches the twin."""

from __future__ import annotations

import socket
import stat
import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest

from hpe3parclient import __main__ as command
from hpe3parclient import standin, twin
from hpe3parclient.simulator import SimulatedArray
from hpe3parclient.twin.rehearse import Rehearsed, script
from hpe3parclient.web.redact import Secret
from tests.support.simulated import connect, environment_of
from tests.twin.test_load import populate

Output = pytest.CaptureFixture[str]


@pytest.fixture(scope='module')
def taken(tmp_path_factory: pytest.TempPathFactory) -> twin.Capture:
    path = tmp_path_factory.mktemp('taken') / 'array.json'
    with SimulatedArray('3par-3.3.1', volumes=1, seed=1, ssh_port=None) as array, \
            connect(array) as client:
        populate(client)
        twin.capture(client, path)
    return twin.Capture(path)


@pytest.fixture
def nowhere() -> Iterator[int]:
    """A port at which nobody may be reached: it counts who tries."""
    with socket.create_server(('127.0.0.1', 0)) as server:
        server.settimeout(0)
        yield server.getsockname()[1]
        with pytest.raises(BlockingIOError):
            server.accept()


def rehearsed(taken: twin.Capture, directory: Path, text: str,
              *arguments: str) -> Rehearsed:
    path = directory / 'script.py'
    path.write_text(textwrap.dedent(text), 'utf-8')
    return script(taken, path, arguments)


def paths(result: Rehearsed) -> list[str]:
    return [f'{step.method} {step.path}' for step in result.plan.steps]


URL = 'https://array.example.com:8080/api/v1'

#: ways of making a client that programs use; {url} is the array's
CLIENTS = {
    'constructor': """
        from hpe3parclient.client import HPE3ParClient
        client = HPE3ParClient('{url}')
        client.login('user', 'password')
        """,
    'module': """
        from hpe3parclient import client
        client = client.HPE3ParClient('{url}', False, 30, True)
        client.login('user', 'password')
        """,
    'package': """
        import hpe3parclient
        client = hpe3parclient.HPE3ParClient('{url}', suppress_ssl_warnings=True)
        client.login('user', 'password')
        """,
    'pin': """
        from hpe3parclient.client import HPE3ParClient
        client = HPE3ParClient('{url}', secure='sha256:' + 'ab' * 32)
        client.login('user', 'password')
        """,
    'http': """
        from hpe3parclient.client import HPE3ParClient
        client = HPE3ParClient('http://127.0.0.1:{port}/api/v1')
        client.login('user', 'password')
        """,
    'file persona': """
        from hpe3parclient.file_client import HPE3ParFilePersonaClient
        client = HPE3ParFilePersonaClient('{url}')
        client.login('user', 'password')
        """,
    'subclass': """
        from hpe3parclient.client import HPE3ParClient
        class Ours(HPE3ParClient):
            pass
        client = Ours('{url}')
        client.login('user', 'password')
        """,
    'pool': """
        from hpe3parclient.pool import ClientPool
        import contextlib
        stack = contextlib.ExitStack()
        pool = stack.enter_context(
            ClientPool('{url}', 'user', 'password', size=2))
        client = stack.enter_context(pool.client())
        """,
    'environment': """
        from hpe3parclient.client import HPE3ParClient
        client = HPE3ParClient.fromEnv()
        """,
    'environment and login': """
        from hpe3parclient.client import HPE3ParClient
        client = HPE3ParClient.fromEnv(login=False)
        client.login('user', 'password')
        """,
    'configuration': """
        from hpe3parclient.client import HPE3ParClient
        client = HPE3ParClient.fromConfig('lab')
        """,
    'set_url': """
        from hpe3parclient.client import HPE3ParClient
        client = HPE3ParClient('{url}')
        client.http.set_url('{url}')
        client.login('user', 'password')
        """,
}


@pytest.mark.parametrize('name', sorted(CLIENTS))
def test_every_client_reaches_the_twin(
        taken: twin.Capture, tmp_path: Path, nowhere: int, name: str,
        monkeypatch: pytest.MonkeyPatch) -> None:
    url = f'https://127.0.0.1:{nowhere}/api/v1'
    monkeypatch.setenv('HPE3PAR_CONFIG', str(tmp_path / 'no.toml'))
    text = textwrap.dedent(CLIENTS[name]).format(url=url, port=nowhere)
    plan, status = rehearsed(taken, tmp_path, text + '''
with client:
    client.deleteVolume('s2')
''')
    assert status == 0
    assert [step.line() for step in plan.steps] == ['1. delete /volumes/s2']


def test_a_script_with_settings_of_a_real_array_asks_nobody(
        taken: twin.Capture, tmp_path: Path, nowhere: int,
        monkeypatch: pytest.MonkeyPatch) -> None:
    config = tmp_path / 'hpe3parclient.toml'
    config.write_text(f'[arrays.lab]\nurl = "https://127.0.0.1:{nowhere}/api/v1"\n'
                      'user = "edit"\nkeyring = true\n'
                      f'ssh = "127.0.0.1:{nowhere}"\n', 'utf-8')
    config.chmod(0o600)
    monkeypatch.setenv('HPE3PAR_CONFIG', str(config))
    monkeypatch.setenv('HPE3PAR_ARRAY', 'lab')
    result = rehearsed(taken, tmp_path, '''
        from hpe3parclient.client import HPE3ParClient
        with HPE3ParClient.fromConfig('lab') as client:
            client.deleteVolume('s2')
        with HPE3ParClient.fromEnv() as client:
            client.createSchedule('nightly', 'createsv -ro x v0', '0 1 * * *')
        ''')
    assert result.status == 0
    assert [step.method for step in result.plan.steps] == ['DELETE', 'CLI']


def test_the_command_line_is_the_twins(taken: twin.Capture, tmp_path: Path,
                                       nowhere: int) -> None:
    result = rehearsed(taken, tmp_path, f'''
        from hpe3parclient import ssh
        from hpe3parclient.client import HPE3ParClient
        client = HPE3ParClient('{URL}')
        client.login('user', 'password')
        client.setSSHOptions('127.0.0.1', 'user', 'password', port={nowhere},
                             known_hosts_file='/dev/null',
                             missing_key_policy='RejectPolicy')
        client.createSchedule('nightly', 'createsv -ro x v0', '0 1 * * *')
        client.ssh.run(['setvv', '-comment', '"by hand"', 'v0'])
        with __import__('contextlib').closing(ssh.HPE3PARSSHClient(
                '127.0.0.1', 'user', None, port={nowhere})) as raw:
            raw.run(['removevv', '-f', 's2'])
            print(raw.run(['showvv', 's2'])[-1])
        client.logout()
        ''')
    assert result.status == 0
    assert [step.path.split()[0] for step in result.plan.steps] == [
        'createsched', 'setvv', 'removevv']
    assert result.plan.steps[1].body.reveal() == [
        'setvv', '-comment', 'by hand', 'v0']
    assert result.plan.steps[2].after == {'/volumes/s2': None}


@pytest.mark.parametrize(('text', 'other'), [
    ("HPE3ParClient('https://second.example.com/api/v1')", 'second.example.com'),
    ("client.setSSHOptions('192.0.2.1', 'u', 'p');"
     "client.setSSHOptions('192.0.2.2', 'u', 'p')", '192.0.2.2')])
def test_a_second_array_is_refused(taken: twin.Capture, tmp_path: Path,
                                   capfd: Output, text: str, other: str) -> None:
    result = rehearsed(taken, tmp_path, f'''
        from hpe3parclient.client import HPE3ParClient
        client = HPE3ParClient('{URL}')
        try:
            {text}
        except Exception:
            print('caught')
            raise
        ''')
    assert result.status == 1
    output = capfd.readouterr()
    assert output.out == 'caught\n'
    assert f'NotRehearsed: {other} is another array than ' in output.err


def test_the_command_line_of_the_same_host_is_the_array(
        taken: twin.Capture, tmp_path: Path) -> None:
    assert rehearsed(taken, tmp_path, '''
        from hpe3parclient.client import HPE3ParClient
        client = HPE3ParClient('https://array.example.com/api/v1')
        client.setSSHOptions('192.0.2.1', 'user', 'password')
        client.setSSHOptions('array.example.com', 'user', 'password')
        ''').status == 0


def test_child_processes_and_threads_count(taken: twin.Capture,
                                           tmp_path: Path) -> None:
    (tmp_path / 'helper.py').write_text(textwrap.dedent(f'''
        import sys
        from hpe3parclient.client import HPE3ParClient
        def work(name):
            with HPE3ParClient('{URL}') as client:
                client.login('user', 'password')
                client.modifyVolume(name, {{'comment': 'moved'}})
        if __name__ == '__main__':
            work(sys.argv[1])
        '''))
    result = rehearsed(taken, tmp_path, '''
        import multiprocessing
        import subprocess
        import sys
        from concurrent.futures import ThreadPoolExecutor
        import helper
        if __name__ == '__main__':
            with ThreadPoolExecutor(2) as pool:
                list(pool.map(helper.work, ['v0', 'v1']))
            context = multiprocessing.get_context('spawn')
            child = context.Process(target=helper.work, args=('v2',))
            child.start()
            child.join()
            subprocess.run([sys.executable, helper.__file__, 'v3'], check=True)
        ''')
    assert result.status == 0
    assert sorted(paths(result)) == [f'PUT /volumes/v{n}' for n in range(4)]
    assert [step.number for step in result.plan.steps] == [1, 2, 3, 4]


def test_requests_of_every_kind_count(taken: twin.Capture,
                                      tmp_path: Path) -> None:
    result = rehearsed(taken, tmp_path, f'''
        import requests
        from hpe3parclient.client import HPE3ParClient
        client = HPE3ParClient('{URL}')
        client.login('user', 'password')
        client.http.request('/volumes/v0', 'PUT', body={{'comment': 'one'}})
        client.http.put('/volumes/v1', body={{'comment': 'two'}})
        requests.delete(client.api_url + '/volumes/s2', verify=False, headers={{
            'X-HP3PAR-WSAPI-SessionKey': client.get_session_key()}})
        client.getCPGAvailableSpace('gold')
        client.logout()
        ''')
    assert result.status == 0
    assert paths(result) == ['PUT /volumes/v0', 'PUT /volumes/v1',
                             'DELETE /volumes/s2']


def test_a_script_reaches_the_twin_past_a_proxy(
        taken: twin.Capture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
        ) -> None:
    monkeypatch.setenv('NO_PROXY', 'example.com')
    monkeypatch.setenv('HTTPS_PROXY', 'http://192.0.2.1:3128')
    assert rehearsed(taken, tmp_path, f'''
        from hpe3parclient.client import HPE3ParClient
        with HPE3ParClient('{URL}') as client:
            client.login('user', 'password')
        ''').status == 0


def test_a_script_runs_as_python_runs_it(taken: twin.Capture, tmp_path: Path,
                                         capfd: Output) -> None:
    (tmp_path / 'neighbour.py').write_text('name = "neighbour"')
    result = rehearsed(taken, tmp_path, '''
        import os, sys
        import neighbour
        print(__name__, sys.argv[1:], os.path.basename(sys.argv[0]),
              os.path.basename(__file__), neighbour.name)
        sys.stderr.write('said\\n')
        sys.exit(7)
        ''', '--dry', 'a b')
    assert result.status == 7
    assert capfd.readouterr() == (
        "__main__ ['--dry', 'a b'] script.py script.py neighbour\n", 'said\n')


def test_a_script_that_fails_leaves_its_plan(taken: twin.Capture,
                                             tmp_path: Path,
                                             capfd: Output) -> None:
    result = rehearsed(taken, tmp_path, f'''
        from hpe3parclient.client import HPE3ParClient
        client = HPE3ParClient('{URL}')
        client.login('user', 'password')
        client.deleteVolume('s2')
        client.deleteVolume('s2')
        ''')
    assert result.status == 1
    assert [step.refusal is None for step in result.plan.steps] == [True, False]
    error = capfd.readouterr().err
    assert 'HTTPNotFound: Not found (HTTP 404) 23' in error
    assert f'File "{tmp_path / "script.py"}", line 6' in error
    assert 'runpy' not in error


def test_a_script_that_is_killed_leaves_its_plan(taken: twin.Capture,
                                                 tmp_path: Path) -> None:
    result = rehearsed(taken, tmp_path, f'''
        import os
        from hpe3parclient.client import HPE3ParClient
        client = HPE3ParClient('{URL}')
        client.login('user', 'password')
        client.deleteVolume('s2')
        os.kill(os.getpid(), 9)
        ''')
    assert result.status == 128 + 9
    assert paths(result) == ['DELETE /volumes/s2']


def test_the_command_prints_the_plan_and_saves_it(
        taken: twin.Capture, tmp_path: Path, capfd: Output) -> None:
    (tmp_path / 'script.py').write_text(textwrap.dedent(f'''
        import sys
        from hpe3parclient.client import HPE3ParClient
        with HPE3ParClient('{URL}') as client:
            client.login('user', 'password')
            client.createVolume('new', 'gold', 1024, {{'tpvv': True}})
            client.createVLUN('new', None, 'db1', auto=True)
            client.deleteVolume(sys.argv[1])
        sys.exit(5)
        '''))
    saved = tmp_path / 'plan.json'
    assert command.main([
        'rehearse', '--save', str(saved), str(taken.path),
        str(tmp_path / 'script.py'), '--', 's2']) == 5
    lines = capfd.readouterr().out.splitlines()
    assert lines[:-1] == [
        '1. create /volumes {"name": "new", "cpg": "gold", "sizeMiB": 1024, '
        '"tpvv": true}',
        '2. create /vluns {"volumeName": "new", "hostname": "db1", "autoLun": '
        'true, "maxAutoLun": 0, "lun": 0} as /vluns/new,1,db1'
        if 'new,1,db1' in lines[1] else
        lines[1].partition(' as ')[0] + ' as /vluns/new,0,db1',
        '3. delete /volumes/s2',
        'created: volumes/new', 'deleted: volumes/s2',
        f'exported: {lines[1].rpartition("/")[2]}']
    assert stat.S_IMODE(saved.stat().st_mode) == 0o600
    assert twin.Plan.read(saved).text().splitlines() == lines


def test_a_script_that_is_not_there_is_told(taken: twin.Capture, tmp_path: Path,
                                            capfd: Output) -> None:
    assert command.main(['rehearse', str(taken.path),
                         str(tmp_path / 'no.py')]) == 1
    assert 'no.py' in capfd.readouterr().err


def test_after_the_rehearsal_nothing_is_reached(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from hpe3parclient.client import HPE3ParClient
    from hpe3parclient.ssh import HPE3PARSSHClient
    monkeypatch.setenv(standin.VARIABLE, str(tmp_path / 'gone'))
    with pytest.raises(standin.NotRehearsed, match='has ended'):
        HPE3ParClient(URL)
    with pytest.raises(standin.NotRehearsed, match='has ended'):
        HPE3PARSSHClient('array', 'user', 'password')


def test_the_password_of_the_twin_is_for_its_owner(tmp_path: Path) -> None:
    variables = standin.announce(standin.StandIn(
        'https://127.0.0.1:1/api/v1', 'ca', 'user', Secret('password'), 22,
        str(tmp_path)))
    path = Path(variables[standin.VARIABLE])
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.fixture
def real(taken: twin.Capture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
         ) -> Iterator[SimulatedArray]:
    """The array that was captured."""
    with SimulatedArray(state=taken, ssh_port=None) as array:
        for name, value in environment_of(array, tmp_path).items():
            monkeypatch.setenv(name, value)
        yield array


def test_a_saved_plan_is_applied_from_the_shell(
        taken: twin.Capture, real: SimulatedArray, tmp_path: Path,
        capfd: Output) -> None:
    saved = tmp_path / 'plan.json'
    result = rehearsed(taken, tmp_path, f'''
        from hpe3parclient.client import HPE3ParClient
        with HPE3ParClient('{URL}') as client:
            client.login('user', 'password')
            client.deleteVolume('s2')
            client.deleteVolume('s1')
        ''')
    result.plan.save(saved)
    assert command.main(['apply', str(saved)]) == 0
    assert 'nothing was changed: give --change' in capfd.readouterr().out
    with connect(real) as client:
        client.modifyVolume('s1', {'comment': 'still needed'})
        assert command.main(['apply', str(saved), '--change']) == 1
        assert 'step 2: /volumes/s1 has changed' in capfd.readouterr().err
        client.modifyVolume('s1', {'comment': ''})
        assert command.main(['apply', str(saved), '--change']) == 0
        assert '2 steps carried out' in capfd.readouterr().out
        names = [item['name'] for item in client.getVolumes()['members']]
    assert 's1' not in names
    assert 's2' not in names


@pytest.mark.parametrize('text', ['', '[]', '{}', '{"format": "x"}'])
def test_a_file_that_is_no_plan_is_told(real: SimulatedArray, tmp_path: Path,
                                        capfd: Output, text: str) -> None:
    path = tmp_path / 'plan.json'
    path.write_text(text)
    assert command.main(['apply', str(path), '--change']) == 1
    assert 'this is not a plan' in capfd.readouterr().err
    assert path.read_text() == text
