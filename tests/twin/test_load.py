"""A captured array, loaded: it answers as it did, and works on from there."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from hpe3parclient import exceptions, twin
from hpe3parclient.client import HPE3ParClient
from hpe3parclient.simulator import (
    PERSONALITIES,
    Clock,
    SimulatedArray,
    arrays_of,
    read_state,
    write_state,
)
from hpe3parclient.simulator import snapshot as snapshot_of
from hpe3parclient.simulator.captured.load import load
from hpe3parclient.twin.document import Writer
from tests.support.twins import Direct

MODELS = sorted(PERSONALITIES)

#: what the web service says of itself, not of the array
OF_THE_SERVICE = ('sessionsInUse', 'links')


def logged_in(array: SimulatedArray) -> HPE3ParClient:
    client = HPE3ParClient(array.api_url, secure=array.ca_bundle)
    client.login(array.user, array.password)
    return client


def populate(client: HPE3ParClient) -> None:
    """Some of everything that every generation has."""
    client.createCPG('gold', {'growthLimitMiB': 1 << 24})
    for number in range(4):
        client.createVolume(f'v{number}', 'gold', 1024 * (number + 1), {
            'tpvv': True, 'snapCPG': 'gold', 'comment': f'ticket {number} €'})
    client.createSnapshot('s1', 'v1', {'readOnly': True})
    client.createSnapshot('s2', 's1', {'expirationHours': 48})
    client.createHost('db1', FCWwns=['10000000C9A1B2C3', '10000000C9A1B2C4'],
                      optional={'descriptors': {'location': 'row 7'}})
    client.createHost('db2', FCWwns=['10000000C9A1B2D3'])
    client.createHostSet('cluster', setmembers=['db1', 'db2'],
                         comment='both')
    client.createVolumeSet('shop', setmembers=['v0', 'v1'])
    client.createVLUN('v2', 7, 'db1')
    client.createVLUN('v3', 9, 'set:cluster')
    client.setVolumeMetaData('v0', 'owner', 'shop')
    client.createQoSRules('shop', {
        'ioMinGoal': 100, 'ioMaxLimit': 500, 'bwMinGoalKB': 1000,
        'bwMaxLimitKB': 9000})


@pytest.fixture(params=MODELS)
def original(request: pytest.FixtureRequest) -> Iterator[SimulatedArray]:
    clock = Clock(time.time(), running=False)
    with SimulatedArray(request.param, clock=clock, seed=1,
                        volumes=2) as array, logged_in(array) as client:
        populate(client)
        yield array


@pytest.fixture
def captured(original: SimulatedArray, tmp_path: Path) -> twin.Capture:
    with logged_in(original) as client:
        twin.capture(client, tmp_path / 'array.json', metadata=True)
    return twin.Capture(tmp_path / 'array.json')


@pytest.fixture
def loaded(captured: twin.Capture) -> Iterator[SimulatedArray]:
    with SimulatedArray(state=captured, clock=Clock(running=False),
                        seed=1) as array:
        yield array


def answer(client: HPE3ParClient, path: str) -> Any:
    """What a GET gives, without what differs between two web services."""
    try:
        return without(client.http.get(path)[1])
    except exceptions.ClientException as ex:
        return type(ex).__name__, ex.get_code()


def without(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: without(item) for name, item in value.items()
                if name not in OF_THE_SERVICE}
    return [without(item) for item in value] \
        if isinstance(value, list) else value


def names(client: HPE3ParClient) -> Iterator[str]:
    """The path of every object."""
    for path in ('/cpgs', '/volumes', '/hosts', '/volumesets', '/hostsets'):
        for member in client.http.get(path)[1]['members']:
            yield f'{path}/{member["name"]}'


def test_every_get_is_what_it_was(original: SimulatedArray,
                                  captured: twin.Capture,
                                  loaded: SimulatedArray) -> None:
    with logged_in(original) as before, logged_in(loaded) as after:
        paths = [*captured.paths, *names(before)]
        assert {path: answer(after, path) for path in paths} == {
            path: answer(before, path) for path in paths}
        assert list(names(before)) == list(names(after))
        assert after.getWsApiVersion() == before.getWsApiVersion()


COMMANDS = ('showcpg', 'showvv', 'showvv -d', 'showhost', 'showhost -d',
            'showhostset', 'showvvset', 'showvlun -t', 'showport',
            'showversion -b', 'showsys -d', 'showqos', 'showvv -showcols '
            'Name,Id,Prov,VSize_MB,Usr_Used_MB')


def test_the_command_line_shows_what_it_did(original: SimulatedArray,
                                            loaded: SimulatedArray) -> None:
    lines = []
    for array in (original, loaded):
        with logged_in(array) as client:
            client.setSSHOptions('127.0.0.1', array.user, array.password,
                                 port=array.ssh_port)
            lines.append({command: client._run(command.split())
                          for command in COMMANDS})
    assert lines[1] == lines[0]


def test_nothing_is_left_out_of_an_array_of_ours(
        loaded: SimulatedArray) -> None:
    assert loaded.loaded is not None
    assert loaded.loaded.left_out == {}


def test_a_loaded_array_is_saved_and_restored(
        original: SimulatedArray, captured: twin.Capture,
        loaded: SimulatedArray, tmp_path: Path) -> None:
    write_state(loaded.snapshot(), tmp_path / 'state.json')
    with SimulatedArray(state=read_state(tmp_path / 'state.json'),
                        clock=Clock(running=False)) as again, \
            logged_in(original) as before, logged_in(again) as after:
        for path in captured.paths:
            assert answer(after, path) == answer(before, path)


# -- what the model does not have ---------------------------------------------


def capture_of(path: Path, sections: dict[str, Any]) -> twin.Capture:
    """A capture of a 3PAR, as parts of a real one that somebody published."""
    writer = Writer(path, {'serialNumber': '1234567', 'wsapi': {
        'major': 1, 'minor': 6, 'revision': 21, 'build': 30302100}})
    writer.object('/system', {
        'id': 1234567, 'name': 'real', 'systemVersion': '3.3.2.111',
        'model': 'HP_3PAR 20850', 'serialNumber': '1234567', 'totalNodes': 8,
        'totallyNew': {'a': [1]}})
    for name, value in sections.items():
        if isinstance(value, list):
            writer.members(name, value)
        else:
            writer.object(name, value)
    writer.close()
    return twin.Capture(path)


VOLUME = {'id': 12, 'uuid': '2f2f9b05-8c41-4f6b-a6a4-2a7f8a2b7f11',
          'name': 'odd', 'provisioningType': 2, 'copyType': 1, 'baseId': 12,
          'sizeMiB': 2048, 'state': 2, 'degradedStates': [10],
          'userCPG': 'gold', 'neverSeen': 'x', 'policies': {'staleSS': False},
          'userSpace': {'reservedMiB': 512, 'usedMiB': 300, 'freeMiB': 212,
                        'rawReservedMiB': 999}}
CPG = {'id': 3, 'uuid': '5f2f9b05-8c41-4f6b-a6a4-2a7f8a2b7f11', 'name': 'gold',
       'UsrUsage': {'totalMiB': 777, 'usedMiB': 700, 'rawTotalMiB': 1554,
                    'rawUsedMiB': 1400}, 'state': 1}


def test_what_the_model_does_not_know_is_shown(tmp_path: Path) -> None:
    capture = capture_of(tmp_path / 'a.json', {
        '/cpgs': [CPG], '/volumes': [VOLUME],
        '/tasks': [{'id': 77, 'type': 1, 'name': 'copy', 'status': 1,
                    'startTime': '-', 'finishTime': '-'}],
        '/flashcache': {'sizeGiB': 64, 'mode': 1},
        '/somethingnew': [{'id': 1, 'name': 'thing'}]})
    with SimulatedArray(state=capture) as array, logged_in(array) as client:
        assert array.state.personality.name == '3par-3.3.1'
        assert client.getStorageSystemInfo()['totallyNew'] == {'a': [1]}
        assert client.getStorageSystemInfo()['model'] == 'HP_3PAR 20850'
        assert without(client.getVolume('odd')) == VOLUME
        assert without(client.getCPG('gold')) == CPG
        assert client.getTask(77)['name'] == 'copy'
        assert without(client.getFlashCache()) == {'sizeGiB': 64, 'mode': 1}
        assert client.http.get('/somethingnew/thing')[1]['id'] == 1
        assert array.loaded is not None
        assert set(array.loaded.differences) >= {
            '/system', '/volumes', '/cpgs', '/tasks', '/flashcache',
            '/somethingnew'}


@pytest.mark.parametrize('restored', [False, True])
def test_what_the_array_did_not_have_is_not_shown(tmp_path: Path,
                                                  restored: bool) -> None:
    switch = {'name': 'edge7', 'WWN': '100000051E0A0B0C'}
    capture = capture_of(tmp_path / 'a.json', {'/fcswitches': [switch]})
    with SimulatedArray(state=capture) as array:
        assert array.loaded is not None
        # the captured one, and the two that the model has
        assert array.loaded.differences['/fcswitches'] == 3
        state = array.snapshot()
        with SimulatedArray(state=state if restored else capture) as again, \
                logged_in(again) as client:
            _, body = client.http.get('/fcswitches')
            assert (body['total'], body['members']) == (1, [switch])


def test_rules_work_on_from_what_was_captured(tmp_path: Path) -> None:
    capture = capture_of(tmp_path / 'a.json', {'/cpgs': [CPG],
                                               '/volumes': [VOLUME]})
    with SimulatedArray(state=capture) as array, logged_in(array) as client:
        client.createVolume('next', 'gold', 1024, {'tpvv': True})
        assert client.getVolume('next')['id'] == 13
        usage = client.getCPG('gold')['UsrUsage']
        assert usage['totalMiB'] > 777, 'the captured number and the change'
        client.growVolume('odd', 1024)
        assert client.getVolume('odd')['sizeMiB'] == 3072
        assert client.getVolume('odd')['neverSeen'] == 'x'
        client.modifyVolume('odd', {'newName': 'even'})
        assert client.getVolume('even')['neverSeen'] == 'x'
        client.deleteVolume('even')
        with pytest.raises(exceptions.HTTPNotFound):
            client.getVolume('even')


def test_what_cannot_be_an_object_is_named_and_shown(tmp_path: Path) -> None:
    lost = {**VOLUME, 'id': 13, 'name': 'lost', 'userCPG': 'nowhere'}
    twice = {**VOLUME, 'id': 14, 'name': 'twice', 'baseId': 99}
    capture = capture_of(tmp_path / 'a.json', {
        '/cpgs': [CPG], '/volumes': [VOLUME, lost, twice]})
    with SimulatedArray(state=capture) as array, logged_in(array) as client:
        assert array.loaded is not None
        assert set(array.loaded.left_out) == {'/volumes/lost',
                                              '/volumes/twice'}
        assert "'nowhere'" in array.loaded.left_out['/volumes/lost']
        assert {item['name'] for item in client.getVolumes()['members']} == {
            'odd', 'lost', 'twice'}
        assert client.getVolume('lost')['userCPG'] == 'nowhere'


def test_what_refers_to_nothing_is_named_and_shown(tmp_path: Path) -> None:
    snapshot = {**VOLUME, 'id': 20, 'name': 'orphan', 'copyType': 3,
                'provisioningType': 3, 'parentId': 99, 'baseId': 99}
    grandchild = {**snapshot, 'id': 21, 'name': 'grandchild', 'parentId': 20}
    copy = {**VOLUME, 'id': 22, 'name': 'copy', 'baseId': 22, 'copyType': 2,
            'physParentId': 77}
    port = {'node': 7, 'slot': 7, 'cardPort': 1}
    group = {'id': 1, 'name': 'g', 'role': 1, 'targets': [{
        'targetName': 'far', 'mode': 1, 'state': 3}], 'volumes': [{
            'localVolumeName': 'gone', 'remoteVolumes': []}]}
    sections: dict[str, Any] = {
        '/cpgs': [CPG], '/volumes': [VOLUME, snapshot, grandchild, copy],
        '/volumesets': [{'id': 1, 'name': 's', 'setmembers': ['odd', 'gone']}],
        '/hosts': [{'id': 1, 'name': 'h', 'FCPaths': [
            {'wwn': '1000000000000001', 'portPos': port}]}],
        '/vluns': [
            {'volumeName': 'odd', 'hostname': 'stranger', 'lun': 1},
            {'volumeName': 'odd', 'hostname': 'h', 'lun': 2, 'portPos': port},
            {'volumeName': 'odd', 'hostname': 'h', 'lun': 3}],
        '/qos': [{'id': 1, 'type': 1, 'name': 'lost set'}],
        '/remotecopytargets': [{'id': 1, 'name': 'far', 'type': 1,
                                'status': 3}],
        '/remotecopygroups': [group, {
            **group, 'id': 2, 'name': 'nowhere', 'targets': [{
                'targetName': 'lost', 'mode': 1}]}]}
    loaded = load(capture_of(tmp_path / 'a.json', sections))
    assert loaded.left_out == {
        '/volumes/orphan': 'there is no volume 99, its parent',
        '/volumes/grandchild': 'there is no volume 20, its parent',
        '/volumes/copy/physParentId': 'there is no volume 77, its source',
        '/volumesets/s/gone': "there is no volume 'gone'",
        '/hosts/h/7:7:1': 'there is no port 7:7:1',
        '/vluns/odd,1,stranger': "there is no host 'stranger'",
        '/vluns/odd,2,h': 'there is no port 7:7:1',
        '/qos/lost set': "there is no volume set 'lost set'",
        '/remotecopygroups/g/gone': "there is no volume 'gone'",
        '/remotecopygroups/nowhere/lost': "there is no target 'lost'",
        '/remotecopygroups/nowhere':
            'ValueError: the array has none of its targets'}
    direct = Direct(loaded.array)
    for path, members in sections.items():
        given = without(direct.request('GET', path)[2]['members'])
        assert len(given) == len(members), path
        assert all(without(member) in given for member in members), path
    assert arrays_of(snapshot_of(loaded.array), Clock(running=False))


def test_a_group_whose_partner_answers_works_on(tmp_path: Path) -> None:
    group = {'id': 4, 'name': 'g', 'role': 1, 'localUserCPG': 'gold',
             'targets': [{'targetName': 'far', 'mode': 1, 'state': 3,
                          'remoteUserCPG': 'gold', 'policies': {}}],
             'volumes': [{'localVolumeName': 'odd', 'remoteVolumes': [{
                 'targetName': 'far', 'remoteVolumeName': 'odd.r',
                 'remoteVolumeID': 8, 'syncStatus': 3}]}]}
    target = {'id': 2, 'name': 'far', 'type': 1, 'status': 3}
    capture = capture_of(tmp_path / 'a.json', {
        '/cpgs': [CPG], '/volumes': [VOLUME], '/remotecopytargets': [target],
        '/remotecopygroups': [group]})
    with SimulatedArray(state=capture) as array, logged_in(array) as client:
        with pytest.raises(exceptions.HTTPConflict):
            client.deleteVolume('odd')
        client.stopRemoteCopy('g')
        assert client.getRemoteCopyGroup('g')['targets'][0]['state'] == 5
        client.startRemoteCopy('g')
        client.stopRemoteCopy('g')
        client.removeVolumeFromRemoteCopyGroup('g', 'odd')
        client.deleteVolume('odd')


def test_a_group_whose_partner_does_not_answer_is_refused(
        tmp_path: Path) -> None:
    capture = capture_of(tmp_path / 'a.json', {
        '/remotecopytargets': [{'id': 2, 'name': 'far', 'type': 1,
                                'status': 4}],
        '/remotecopygroups': [{
            'id': 4, 'name': 'g', 'role': 1, 'volumes': [],
            'targets': [{'targetName': 'far', 'mode': 1, 'state': 5}]}]})
    with SimulatedArray(state=capture) as array, logged_in(array) as client:
        assert client.getRemoteCopyGroup('g')['targets'][0]['state'] == 5
        with pytest.raises(exceptions.HTTPForbidden):
            client.stopRemoteCopy('g')


def test_work_that_was_captured_ends_on_the_twin(tmp_path: Path) -> None:
    copy = {**VOLUME, 'id': 13, 'name': 'copy', 'baseId': 13, 'copyType': 2,
            'physParentId': 12, 'additionalStates': [13]}
    source = {**VOLUME, 'additionalStates': [20]}
    now = time.strftime('%Y-%m-%d %H:%M:%S', time.gmtime())
    task = {'id': 5, 'type': 1, 'name': 'odd->copy', 'status': 2,
            'startTime': f'{now} UTC', 'finishTime': '-', 'user': 'who',
            'completedSteps': 0, 'totalsteps': 100}
    capture = capture_of(tmp_path / 'a.json', {
        '/cpgs': [CPG], '/volumes': [source, copy], '/tasks': [task]})
    with SimulatedArray(state=capture, clock=Clock(running=False)) as array, \
            logged_in(array) as client:
        with pytest.raises(exceptions.HTTPConflict):
            client.growVolume('copy', 256)
        array.clock.advance(3600)
        assert client.getTask(5)['status'] == 1
        assert client.getVolume('copy')['copyType'] == 1
        client.growVolume('copy', 256)


def test_an_empty_capture_is_an_empty_array(tmp_path: Path) -> None:
    writer = Writer(tmp_path / 'a.json', {})
    writer.close()
    with SimulatedArray(state=twin.Capture(tmp_path / 'a.json')) as array, \
            logged_in(array) as client:
        assert client.getCPGs()['members'] == []


def test_an_anonymised_array_is_loaded(original: SimulatedArray,
                                       captured: twin.Capture,
                                       tmp_path: Path) -> None:
    twin.anonymise(captured.path, tmp_path / 'safe.json', tmp_path / 'key',
                   seed=3)
    with SimulatedArray(state=twin.Capture(tmp_path / 'safe.json')) as array, \
            logged_in(array) as client, logged_in(original) as before:
        assert array.loaded is not None
        assert array.loaded.left_out == {}
        sizes = [item['sizeMiB'] for item in client.getVolumes()['members']]
        assert sizes == [item['sizeMiB']
                         for item in before.getVolumes()['members']]
        assert 'gold' not in json.dumps(client.getCPGs())
