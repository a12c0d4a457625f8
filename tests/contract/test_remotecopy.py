"""Remote copy: what a group's members say of its state."""

from __future__ import annotations

import pytest

from hpe3parclient import exceptions
from tests.support import scripted


def group(*states, sync=(3,)):
    return {'name': 'g', 'role': 1,
            'targets': [{'targetName': f't{number}', 'state': state}
                        for number, state in enumerate(states)],
            'volumes': [{'localVolumeName': 'v', 'remoteVolumes': [
                {'remoteVolumeName': 'w', 'syncStatus': status}]}
                for status in sync]}


CHECKS = [
    (group(3), True, True, False),
    (group(3, 3, sync=(3, 3)), True, True, False),
    (group(3, sync=()), True, True, False),
    (group(3, sync=(3, 2)), False, True, False),
    (group(3, 5), False, False, False),
    (group(5), False, False, True),
    (group(5, 5), False, False, True),
    (group(4), False, False, False),
    (group(), False, False, False),
    ({'name': 'g'}, False, False, False),
]


@pytest.mark.parametrize(('body', 'synced', 'started', 'stopped'), CHECKS)
def test_state_of_a_group(client, server, sent, body, synced, started,
                          stopped):
    server.default = scripted.reply(200, body)
    assert client.remoteCopyGroupStatusCheck('g') is synced
    assert client.remoteCopyGroupStatusStartedCheck('g') is started
    assert client.remoteCopyGroupStatusStoppedCheck('g') is stopped
    assert sent() == [('GET /remotecopygroups/g', None)] * 3


@pytest.mark.parametrize(('target', 'expected'), [('t1', True), ('t2', False),
                                                  ('t', False)])
def test_target_in_a_group(client, server, sent, target, expected):
    server.say(scripted.reply(200, group(3, 5)))
    assert client.targetInRemoteCopyGroupExists(target, 'g') is expected
    assert sent() == [('GET /remotecopygroups/g', None)]


def test_group_that_does_not_exist_has_no_target(client, server):
    server.say(scripted.error(404, 187))
    assert client.targetInRemoteCopyGroupExists('t', 'g') is False


def test_failure_is_not_taken_for_no_target(client, server):
    server.say(scripted.error(500, 1))
    with pytest.raises(exceptions.HTTPInternalServerError):
        client.targetInRemoteCopyGroupExists('t', 'g')


@pytest.mark.parametrize('action', range(6, 12))
def test_recovery_sends_its_action(client, sent, action):
    client.recoverRemoteCopyGroupFromDisaster('g', action)
    assert sent() == [('POST /remotecopygroups/g', {'action': action})]


@pytest.mark.parametrize('optional', [None, {}, {'keepSnap': False}])
def test_removal_with_the_target_needs_no_command_line(client, sent, optional):
    client.removeVolumeFromRemoteCopyGroup('g', 'v', optional,
                                           removeFromTarget=True)
    assert sent() == [(
        'DELETE /remotecopygroups/g/volumes/v?removeSecondaryVolume=true',
        None)]


@pytest.mark.parametrize('keep', [True, 'true'])
def test_removal_with_the_target_keeps_no_snapshot(client, sent, keep):
    with pytest.raises(exceptions.InvalidInput, match='exclude each other'):
        client.removeVolumeFromRemoteCopyGroup(
            'g', 'v', {'keepSnap': keep}, removeFromTarget=True)
    assert sent() == []


def test_the_older_removal_with_the_target_is_a_command(client, sent,
                                                        monkeypatch):
    calls = []
    monkeypatch.setattr(
        type(client), '_dismissVolumeWithTarget',
        lambda self, *args: calls.append(args), raising=False)
    assert client.removeVolumeFromRemoteCopyGroup(
        'g', 'v', {'keepSnap': True}, removeFromTarget=True,
        useHttpDelete=False) is None
    assert calls == [('g', 'v', {'keepSnap': True})]
    assert sent() == []


@pytest.mark.parametrize('value', [False, 'false', 'False'])
def test_keep_snap_that_says_no_keeps_none(client, sent, value):
    client.removeRemoteCopyGroup('g', keep_snap=value)
    assert sent() == [('DELETE /remotecopygroups/g?keepSnap=false', None)]
