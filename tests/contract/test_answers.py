"""What methods return: the array's answer, whole, as plain fresh objects."""

from __future__ import annotations

import pytest

from tests.support import scripted

OBJECT = {'id': 1, 'name': 'x', 'links': [{'href': 'h', 'rel': 'self'}]}
LIST = {'total': 2, 'members': [{'id': 1, 'name': 'x'},
                                {'id': 2, 'name': 'y'}]}

OBJECTS = {
    'getStorageSystemInfo': (), 'getWSAPIConfigurationInfo': (),
    'getOverallSystemCapacity': (), 'getWsApiVersion': (), 'getTask': (1,),
    'getCPG': ('c',), 'getCPGAvailableSpace': ('c',), 'getVolume': ('v',),
    'getHost': ('h',), 'getHostSet': ('s',), 'getVolumeSet': ('s',),
    'getVolumeMetaData': ('v', 'k'), 'queryQoSRule': ('s',),
    'getFlashCache': (), 'getRemoteCopyInfo': (),
    'getRemoteCopyGroup': ('g',), 'getRemoteCopyGroupVolume': ('g', 'v'),
    'getRemoteCopyLink': ('l',),
}
LISTS = {
    'getAllTasks': (), 'getCPGs': (), 'getVolumes': (), 'getHosts': (),
    'getHostSets': (), 'getVolumeSets': (), 'getVLUNs': (), 'getPorts': (),
    'getAllVolumeMetaData': ('v',), 'queryQoSRules': (),
    'queryHost': (['iqn.x'],), 'getRemoteCopyGroups': (),
    'getRemoteCopyGroupVolumes': ('g',),
}
TASKS = {
    'copyVolume': ('v', 'w', None), 'resyncPhysicalCopy': ('w',),
    'tuneVolume': ('v', 1), 'promoteVirtualCopy': ('s',),
}
PAIRS = {
    'modifyVolume': ('v', {}), 'modifyHost': ('h', {}),
    'modifyHostSet': ('s',), 'modifyVolumeSet': ('s',),
    'addHostToHostSet': ('s', 'h'), 'removeHostFromHostSet': ('s', 'h'),
    'addVolumeToVolumeSet': ('s', 'v'),
    'removeVolumeFromVolumeSet': ('s', 'v'),
    'modifyQoSRules': ('s', {}), 'modifyCPG': ('c', {}),
}
NOTHING = {
    'createVolume': ('v', 'c', 1), 'deleteVolume': ('v',),
    'growVolume': ('v', 1), 'createSnapshot': ('s', 'v'),
    'createCPG': ('c',), 'deleteCPG': ('c',), 'createHost': ('h',),
    'deleteHost': ('h',), 'deleteHostSet': ('s',),
    'createHostSet': ('s',), 'createVolumeSet': ('s',),
    'deleteVolumeSet': ('s',), 'createSnapshotOfVolumeSet': ('n', 's'),
    'createQoSRules': ('s', {}), 'removeVolumeMetaData': ('v', 'k'),
    'deleteQoSRules': ('s',), 'stopOfflinePhysicalCopy': ('w',),
    'deleteVLUN': ('v', 1, 'h'), 'createFlashCache': (64, 1),
    'deleteFlashCache': (), 'createRemoteCopyGroup': ('g', []),
    'removeRemoteCopyGroup': ('g',), 'modifyRemoteCopyGroup': ('g',),
    'addVolumeToRemoteCopyGroup': ('g', 'v', []),
    'removeVolumeFromRemoteCopyGroup': ('g', 'v'),
    'startRemoteCopy': ('g',), 'stopRemoteCopy': ('g',),
    'synchronizeRemoteCopyGroup': ('g',),
    'recoverRemoteCopyGroupFromDisaster': ('g', 7),
    'toggleRemoteCopyConfigMirror': ('t',),
}


@pytest.mark.parametrize('name', sorted(OBJECTS))
def test_object_is_returned_as_the_array_wrote_it(client, server, name):
    server.default = scripted.reply(200, OBJECT)
    first = getattr(client, name)(*OBJECTS[name])
    assert first == OBJECT
    assert type(first) is dict
    first['written by'] = 'a program'
    assert getattr(client, name)(*OBJECTS[name]) == OBJECT


@pytest.mark.parametrize('name', sorted(LISTS))
def test_list_is_returned_as_the_array_wrote_it(client, server, name):
    server.default = scripted.reply(200, dict(LIST, links=[]))
    result = getattr(client, name)(*LISTS[name])
    assert result == dict(LIST, links=[])
    assert type(result) is dict
    assert type(result['members'][0]) is dict


@pytest.mark.parametrize('name', sorted(LISTS))
def test_list_without_members_has_an_empty_list(client, server, name):
    server.default = scripted.reply(200, {'total': 0})
    assert getattr(client, name)(*LISTS[name]) == {'total': 0, 'members': []}


@pytest.mark.parametrize('name', [
    'iterCPGs', 'iterHosts', 'iterHostSets', 'iterPorts', 'iterQoSRules',
    'iterRemoteCopyGroups', 'iterTasks', 'iterVLUNs', 'iterVolumes',
    'iterVolumeSets'])
def test_members_come_one_by_one(client, server, name):
    server.default = scripted.reply(200, LIST)
    result = getattr(client, name)()
    assert iter(result) is iter(result)
    assert list(result) == LIST['members']


@pytest.mark.parametrize('status', [200, 201])
@pytest.mark.parametrize('name', sorted(TASKS))
def test_work_in_the_background_returns_its_task(client, server, name,
                                                 status):
    server.default = scripted.reply(status, {'taskid': 7191, 'links': []})
    assert getattr(client, name)(*TASKS[name])['taskid'] == 7191


@pytest.mark.parametrize('name', sorted(PAIRS))
def test_change_returns_headers_and_body(client, server, name):
    server.default = scripted.reply(200, Location='/api/v1/things/x')
    headers, body = getattr(client, name)(*PAIRS[name])
    assert headers['location'] == '/api/v1/things/x'
    assert headers['Location'] == '/api/v1/things/x'
    assert headers.status == 200
    assert body is None


@pytest.mark.parametrize('status', [200, 201, 202])
@pytest.mark.parametrize('name', sorted(NOTHING))
def test_answer_without_a_body_is_none(client, server, name, status):
    server.default = scripted.reply(status)
    assert getattr(client, name)(*NOTHING[name]) is None


@pytest.mark.parametrize('total', [{'usedMiB': 5}, '5', None])
def test_total_of_an_object_is_no_count_of_members(client, server, total):
    server.say(scripted.reply(200, {'name': 'v', 'total': total}))
    assert client.getVolume('v') == {'name': 'v', 'total': total}
