"""Capturing an array: everything it answers, and nothing changed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from hpe3parclient import exceptions, twin
from hpe3parclient.client import HPE3ParClient
from hpe3parclient.retry import RetryPolicy
from hpe3parclient.simulator import PERSONALITIES, SimulatedArray
from hpe3parclient.twin.capture import LISTS, WRONG, without_secrets


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
