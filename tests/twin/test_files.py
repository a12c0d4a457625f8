"""File Persona of a captured array: what its web service tells of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from hpe3parclient import twin
from hpe3parclient.client import HPE3ParClient
from hpe3parclient.simulator import Clock, SimulatedArray
from hpe3parclient.twin.capture import FILE_LISTS
from tests.twin.populated import run, session_of
from tests.twin.test_load import logged_in

LINES = (
    'createcpg gold',
    'createfpg -wait gold fpg1 2T', 'createfpg -wait gold fpg2 1T',
    'createvfs -wait -fpg fpg1 192.0.2.50 255.255.255.0 vfs1',
    'createvfs -wait -fpg fpg2 192.0.2.51 255.255.255.0 vfs2',
    'Tpd::rtpd {createfstore -fpg fpg1 vfs1 store1}',
    'createfshare smb -fpg fpg1 -fstore store1 vfs1 share2',
    'createfshare nfs -fpg fpg1 -fstore store1 vfs1 share1',
    'createfshare nfs -fpg fpg2 vfs2 share1',
    'createfsnap -fpg fpg1 vfs1 store1 daily1',
    'setfsquota -fpg fpg1 -fstore store1 -scapacity 10 -hcapacity 20 vfs1')


def capture(array: SimulatedArray, path: Path, ssh: bool) -> dict[str, str]:
    with logged_in(array) as client:
        if ssh:
            client.setSSHOptions('127.0.0.1', array.user, array.password,
                                 port=array.ssh_port)
        return twin.capture(client, path)


def answers(client: HPE3ParClient) -> dict[str, object]:
    """What the lists are, and each member of them by its id."""
    result: dict[str, object] = {}
    for path in FILE_LISTS:
        members = list(client.http.members(path))
        for member in members:
            member.pop('links', None)
            single = client.http.get(f'{path}/{member["id"]}')[1]
            single.pop('links', None)
            assert single == member
        result[path] = members
    return result


@pytest.mark.parametrize('ssh', [True, False], ids=['ssh', 'no ssh'])
def test_the_web_service_answers_as_before(ssh: bool, tmp_path: Path) -> None:
    with SimulatedArray(clock=Clock(1_780_000_000, running=False),
                        seed=1) as array:
        session = session_of(array)
        for line in LINES:
            run(session, line)
            assert not session.status, line
        capture(array, tmp_path / 'a.json', ssh)
        with logged_in(array) as client:
            expected = answers(client)
    assert all(expected.values())
    with SimulatedArray(state=twin.Capture(tmp_path / 'a.json'),
                        clock=Clock(running=False)) as loaded, \
            logged_in(loaded) as client:
        assert answers(client) == expected
        assert loaded.loaded is not None
        assert loaded.loaded.left_out == {}
        assert set(FILE_LISTS).isdisjoint(loaded.loaded.differences) == ssh
        if ssh:
            made = run(session_of(loaded),
                       'createfshare nfs -fpg fpg2 vfs2 share3')
            assert made == [] or 'error' not in made[0].lower()
            ids = [member['id'] for member in
                   client.http.members('/fileshares')]
            assert len(ids) == len(set(ids)) == 4


def test_an_anonymised_capture_is_loaded(tmp_path: Path) -> None:
    with SimulatedArray(clock=Clock(1_780_000_000, running=False),
                        seed=1) as array:
        for line in LINES:
            run(session_of(array), line)
        capture(array, tmp_path / 'a.json', True)
    twin.anonymise(tmp_path / 'a.json', tmp_path / 'safe.json',
                   tmp_path / 'key')
    loaded = SimulatedArray(state=twin.Capture(tmp_path / 'safe.json'),
                            tls=False, ssh_port=None)
    assert loaded.loaded is not None
    assert loaded.loaded.left_out == {}
    assert len(loaded.state.files.shares) == 3
    twin.turn_back(tmp_path / 'safe.json', tmp_path / 'back.json',
                   tmp_path / 'key')
    assert (tmp_path / 'back.json').read_bytes() == \
        (tmp_path / 'a.json').read_bytes()


def test_arrays_without_it_are_asked_once(tmp_path: Path) -> None:
    with SimulatedArray('primera-4.x', seed=1) as array:
        missing = capture(array, tmp_path / 'a.json', False)
        requested = [request.target for request in array.requests]
    assert set(missing) & set(FILE_LISTS) == {FILE_LISTS[0]}
    assert not [path for path in requested if path.endswith(FILE_LISTS[1:])]
