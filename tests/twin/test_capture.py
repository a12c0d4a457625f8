"""Capturing an array: everything it answers, and nothing changed."""

from __future__ import annotations

import errno
import json
import os
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from hpe3parclient import exceptions, twin
from hpe3parclient.client import HPE3ParClient
from hpe3parclient.resources.statistics import COMPONENTS
from hpe3parclient.retry import RetryPolicy
from hpe3parclient.simulator import PERSONALITIES, SimulatedArray
from hpe3parclient.twin.capture import LISTS, WRONG, without_secrets
from hpe3parclient.twin.document import Writer
from hpe3parclient.twin.shown import COMMAND_LINE, COMMANDS
from tests.support.ports import refusing_port
from tests.support.simulated import connect, environment_of


@pytest.fixture(params=sorted(PERSONALITIES))
def array(request: pytest.FixtureRequest) -> Iterator[SimulatedArray]:
    with SimulatedArray(request.param, volumes=3) as running:
        yield running


@pytest.fixture
def client(array: SimulatedArray) -> Iterator[HPE3ParClient]:
    with HPE3ParClient(array.api_url, secure=array.ca_bundle,
                       retry=RetryPolicy(attempts=1)) as result:
        result.login(array.user, array.password)
        yield result


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / 'array.json'


def test_each_list_is_what_the_array_answers(client: HPE3ParClient,
                                             path: Path) -> None:
    client.createHost('db1', FCWwns=['10000000C9A1B2C3'])
    missing = twin.capture(client, path)
    capture = twin.Capture(path)
    assert missing == {name: reason for name, reason in
                       capture.missing.items() if name not in WRONG}
    for name in LISTS:
        if name in missing:
            with pytest.raises(exceptions.ClientException):
                client.http.get(name)
        else:
            assert list(capture.members(name)) == \
                client.http.get(name)[1].get('members', []), name
    assert capture.object('/system') == client.getStorageSystemInfo()
    assert len(list(capture.members('/volumes'))) >= 3


def test_nothing_is_changed(array: SimulatedArray, client: HPE3ParClient,
                            path: Path) -> None:
    before = array.snapshot()
    array.requests.clear()
    twin.capture(client, path)
    assert {request.method for request in array.requests} == {'GET'}
    assert array.snapshot()['arrays'][0]['volumes'] == \
        before['arrays'][0]['volumes']
    client.createVolume('after', client.getCPGs()['members'][0]['name'], 1024,
                        {'tpvv': True})


def test_the_command_line_is_read_where_it_is_set_up(
        array: SimulatedArray, client: HPE3ParClient, path: Path) -> None:
    client.setSSHOptions('127.0.0.1', array.user, array.password,
                         port=array.ssh_port)
    twin.capture(client, path)
    capture = twin.Capture(path)
    assert len(capture.commands) > 8
    assert any('Release' in line
               for line in capture.lines('showversion -b') or [])


def test_secrets_of_commands_that_were_logged_are_not_captured(
        lone: SimulatedArray, user: HPE3ParClient, path: Path) -> None:
    user.setSSHOptions('127.0.0.1', lone.user, lone.password,
                       port=lone.ssh_port)
    user.createHost('db2', iscsiNames=['iqn.1993-08.org.debian:01:222'])
    session = lone.sshd.cli.session() if lone.sshd else None
    assert session is not None
    for line in ('sethost initchap -f initsecret12 db2',
                 'sethost initchap -chapname me -f initsecret12 db2',
                 'sethost targetchap -f -chapname me targsecret34 db2',
                 'createuser -c usersecret56 anna all edit'):
        assert not session.run(line) or not session.status, line
    session.close()
    shown = ' '.join(event.message for event in lone.state.alerts.events)
    assert shown.count('<secret>') == 4
    # an array that masks nothing
    lone.state.alerts.log('Informational', 'CLI command executed',
                          '{3paradm} {setuser -p newsecret78 anna} {}')
    twin.capture(user, path)
    text = path.read_text()
    assert '{setuser -p *** anna}' in text
    for secret in ('initsecret12', 'targsecret34', 'usersecret56',
                   'newsecret78'):
        assert secret not in shown
        assert secret not in text


def test_vlans_of_iscsi_ports_are_read(client: HPE3ParClient,
                                       array: SimulatedArray,
                                       path: Path) -> None:
    tagged = [port for port in client.getiSCSIPorts()
              if port.get('iSCSIPortInfo', {}).get('vlan') == 1]
    twin.capture(client, path)
    vlans = [name for name in twin.Capture(path).paths if 'iSCSIVlans' in name]
    assert len(vlans) == len(tagged)


def test_progress_is_told(client: HPE3ParClient, path: Path) -> None:
    told: list[twin.CaptureProgress] = []
    twin.capture(client, path, progress=told.append)
    assert [item.done for item in told] == sorted(item.done for item in told)
    assert told[0].current == '/system'
    assert all(item.done < item.total for item in told)


def test_a_lost_connection_is_continued(array: SimulatedArray,
                                        client: HPE3ParClient,
                                        path: Path) -> None:
    array.faults.add('reset_before', path='/hosts')
    with pytest.raises(exceptions.ConnectionError):
        twin.capture(client, path)
    assert not path.exists()
    array.requests.clear()
    twin.capture(client, path)
    again = [request.target for request in array.requests]
    assert not any(item.endswith('/volumes') for item in again)
    assert any(item.endswith('/hosts') for item in again)
    assert list(twin.Capture(path).members('/volumes'))


def test_metadata_is_read_when_asked_for(client: HPE3ParClient,
                                         path: Path) -> None:
    client.setVolumeMetaData('vol00001', 'owner', 'shop')
    twin.capture(client, path, metadata=True)
    (item,) = twin.Capture(path).members('/volumes/vol00001/objectKeyValues')
    assert (item['key'], item['value']) == ('owner', 'shop')


def test_the_file_names_no_address_of_the_array(
        client: HPE3ParClient, path: Path) -> None:
    twin.capture(client, path)
    head = json.loads(path.read_text('utf-8').splitlines()[0] + ']}')
    assert 'https' not in json.dumps(head)


def test_members_named_like_secrets_are_left_out() -> None:
    assert without_secrets(
        {'name': 'h', 'chapSecret': 'x', 'list': [{'Password': 'y', 'a': 1}]}
    ) == {'name': 'h', 'list': [{'a': 1}]}


def test_metadata_that_is_named_like_a_secret_is_left_out() -> None:
    assert without_secrets([{'key': 'chapPassword', 'value': 'x', 'a': 1},
                            {'key': 'owner', 'value': 'y'}]) == [
        {'key': 'chapPassword', 'a': 1}, {'key': 'owner', 'value': 'y'}]


# -- one array, and what may happen meanwhile -------------------------------------


@pytest.fixture
def lone() -> Iterator[SimulatedArray]:
    with SimulatedArray('3par-3.3.1', volumes=3) as running:
        yield running


@pytest.fixture
def user(lone: SimulatedArray) -> Iterator[HPE3ParClient]:
    with connect(lone) as result:
        yield result


def asked(array: SimulatedArray, tail: str) -> int:
    return sum(request.target.endswith(tail) for request in array.requests)


def test_nothing_is_asked_twice(lone: SimulatedArray, user: HPE3ParClient,
                                path: Path) -> None:
    lone.requests.clear()
    twin.capture(user, path, metadata=True)
    for name in LISTS:
        assert asked(lone, name) == 1, name


@pytest.mark.skipif(os.name != 'posix', reason='permissions of POSIX')
def test_only_its_owner_can_read_it(lone: SimulatedArray, user: HPE3ParClient,
                                    path: Path) -> None:
    modes = set()
    twin.capture(user, path, progress=lambda _: modes.add(
        stat.S_IMODE(path.with_name('array.json.part').stat().st_mode)))
    assert modes == {0o600}
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_session_that_expires_meanwhile_is_renewed(
        lone: SimulatedArray, user: HPE3ParClient, path: Path) -> None:
    for name in ('/hosts', '/tasks'):
        lone.faults.add('expire', path=name)
    assert twin.capture(user, path).keys() == \
        {'/disks', '/flashcache', COMMAND_LINE}
    assert list(twin.Capture(path).members('/volumes'))


def test_a_busy_array_is_asked_again(lone: SimulatedArray, user: HPE3ParClient,
                                     path: Path) -> None:
    for name in ('/volumes', '/hosts', '/system'):
        lone.faults.add('busy', path=name, times=2)
    assert twin.capture(user, path).keys() == \
        {'/disks', '/flashcache', COMMAND_LINE}


def test_a_volume_that_goes_meanwhile_is_listed(
        lone: SimulatedArray, user: HPE3ParClient, path: Path) -> None:
    def change(progress: twin.CaptureProgress) -> None:
        if progress.current == '/volumesets':
            with connect(lone) as other:
                other.deleteVolume('vol00001')
    missing = twin.capture(user, path, metadata=True, progress=change)
    assert missing['/volumes/vol00001/objectKeyValues'].startswith(
        'Not found (HTTP 404) 23')
    with SimulatedArray(state=twin.Capture(path)):
        pass


def test_a_list_that_breaks_off_is_read_again(
        lone: SimulatedArray, user: HPE3ParClient, path: Path) -> None:
    lone.faults.add('cut', path='/volumes', times=10, after=400)
    with pytest.raises(exceptions.IncompleteResponse):
        twin.capture(user, path)
    lone.faults.clear()
    twin.capture(user, path)
    assert len(list(twin.Capture(path).members('/volumes'))) == len(
        user.getVolumes()['members'])


def test_a_user_that_may_only_look_is_enough(
        lone: SimulatedArray, path: Path) -> None:
    lone.state.users['looker'] = 'password'
    lone.state.browsers.add('looker')
    with HPE3ParClient(lone.api_url, secure=lone.ca_bundle) as client:
        client.login('looker', 'password')
        client.setSSHOptions('127.0.0.1', 'looker', 'password',
                             port=lone.ssh_port or 22)
        twin.capture(client, path)
    assert len(twin.Capture(path).commands) > 8


def test_a_command_line_that_cannot_be_reached_is_tried_once(
        user: HPE3ParClient, path: Path) -> None:
    tries = []
    with refusing_port() as port:
        user.setSSHOptions('127.0.0.1', 'user', 'password', port=port)
        assert user.ssh is not None
        run = user.ssh.run
        user.ssh.run = lambda cmd: tries.append(cmd) or run(cmd)    # type: ignore[assignment,func-returns-value]
        missing = twin.capture(user, path)
    assert len(tries) == 1
    reasons = {reason for name, reason in missing.items() if name in COMMANDS}
    assert len(reasons) == 1
    assert 'Cannot connect' in reasons.pop()


def test_statistics_are_those_of_one_week_though_it_is_continued(
        lone: SimulatedArray, user: HPE3ParClient, path: Path,
        monkeypatch: pytest.MonkeyPatch) -> None:
    lone.faults.add('reset_before', times=10, path='/systemreporter')
    with pytest.raises(exceptions.ConnectionError):
        twin.capture(user, path, statistics=True)
    lone.faults.clear()
    monkeypatch.setattr('time.time', lambda: 9e9)
    twin.capture(user, path, statistics=True)
    keys = [key for key in twin.Capture(path).keys if 'systemreporter' in key]
    series = [key for key in keys if '/vstime/' in key]
    assert len([key for key in series if '/hourly?' in key]) == len(COMPONENTS)
    assert len({key.partition('?')[2] for key in series
                if '/hires' not in key}) == 1


def test_ctrl_c_leaves_what_was_read(lone: SimulatedArray, user: HPE3ParClient,
                                     path: Path) -> None:
    def interrupt(progress: twin.CaptureProgress) -> None:
        if progress.current == '/hosts':
            raise KeyboardInterrupt
    with pytest.raises(KeyboardInterrupt):
        twin.capture(user, path, progress=interrupt)
    assert not path.exists()
    lone.requests.clear()
    twin.capture(user, path)
    assert asked(lone, '/volumes') == 0
    assert list(twin.Capture(path).members('/volumes'))


def test_a_capture_that_is_killed_anywhere_is_continued(
        lone: SimulatedArray, path: Path) -> None:
    """Killed after some answers, five times, each later than the last."""
    environ = {**os.environ, **environment_of(lone, path.parent)}
    command = [sys.executable, '-m', 'hpe3parclient', 'capture', '--metadata',
               '--to', str(path)]
    for kills in range(5):
        # It gets no answer to the next request, so it cannot come to its end.
        lone.faults.add('delay', skip=5 + kills, seconds=600)
        with subprocess.Popen(command, env=environ,
                              stdout=subprocess.DEVNULL) as process:
            while lone.faults.injected('delay') <= kills \
                    and process.poll() is None:
                time.sleep(0.001)
            process.kill()
        assert not path.exists()
    assert subprocess.run(command, env=environ, stdout=subprocess.DEVNULL,
                          check=False).returncode == 0
    with connect(lone) as client:
        for name in ('/volumes', '/cpgs', '/hosts', '/ports'):
            assert list(twin.Capture(path).members(name)) == \
                client.http.get(name)[1]['members']


def test_a_full_disk_leaves_no_document(lone: SimulatedArray,
                                        user: HPE3ParClient, path: Path,
                                        monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[object] = []

    def full(self: Writer, path: str, value: object) -> None:
        written.append(value)
        if len(written) == 4:
            raise OSError(errno.ENOSPC, 'No space left on device')
        real(self, path, value)

    real = Writer.object
    monkeypatch.setattr(Writer, 'object', full)
    with pytest.raises(OSError, match='No space left'):
        twin.capture(user, path)
    assert not path.exists()
    monkeypatch.undo()
    twin.capture(user, path)
    assert twin.Capture(path).object('/system') == user.getStorageSystemInfo()


# -- folders -----------------------------------------------------------------------


def test_a_folder_gets_a_readme_to_complete(
        lone: SimulatedArray, user: HPE3ParClient, tmp_path: Path) -> None:
    folder = tmp_path / 'HP_3PAR-3.3.1'
    twin.capture(user, f'{folder}/')
    text = (folder / 'README.rst').read_text('utf-8')
    assert text.startswith('HP_3PAR 8440, 3.3.1.460\n===')
    assert '\nWhat this is\n    (to complete: ' in text
    assert '\nAnonymised\n    no\n' in text
    assert '\nNot read\n    ``/flashcache``, ``/disks``, ``all commands``\n' \
        in text
    (folder / 'README.rst').write_text(text.replace('(to complete', 'ours'))
    twin.capture(user, folder)
    assert 'ours' in (folder / 'README.rst').read_text('utf-8')
    with SimulatedArray(state=twin.Capture(folder)) as array, \
            connect(array) as client:
        assert client.getVolumes()['total'] == user.getVolumes()['total']


def test_a_folder_is_anonymised_into_a_folder(
        lone: SimulatedArray, user: HPE3ParClient, tmp_path: Path) -> None:
    twin.capture(user, f'{tmp_path}/ours/')
    twin.anonymise(tmp_path / 'ours', f'{tmp_path}/safe/', tmp_path / 'key')
    text = (tmp_path / 'safe' / 'README.rst').read_text('utf-8')
    assert '\nAnonymised\n    yes\n' in text
    twin.turn_back(tmp_path / 'safe', tmp_path / 'back.json', tmp_path / 'key')
    assert (tmp_path / 'back.json').read_bytes() == \
        (tmp_path / 'ours' / 'array.json').read_bytes()
