"""Online copies: whether one runs, and how it is stopped and cleaned up."""

from __future__ import annotations

import pytest

from hpe3parclient import exceptions, waiters
from hpe3parclient.resources import copies
from tests.support import scripted

ACTIVE = {'id': 7, 'type': 18, 'name': 'src->w', 'status': 2}


def tasks(**changes):
    return scripted.reply(200, {'total': 1, 'members': [dict(ACTIVE, **changes)]})


def status(number):
    return scripted.reply(200, dict(ACTIVE, status=number))


def volume(name, copy_of):
    return scripted.reply(200, {'id': 1, 'name': name, 'copyOf': copy_of})


def lines(sent):
    return [line for line, _ in sent()]


@pytest.fixture(autouse=True)
def pauses(monkeypatch):
    """The clock stands still but for pauses, which take no time."""
    taken = []
    monkeypatch.setattr(waiters.time, 'sleep', taken.append)
    monkeypatch.setattr(waiters.time, 'monotonic', lambda: sum(taken))
    return taken


@pytest.mark.parametrize('name', ['src->w', 'w'])
def test_online_copy_that_runs_is_told_by_its_volume(client, server, sent,
                                                     name):
    server.say(tasks(name=name))
    assert client.isOnlinePhysicalCopy('w') is True
    assert sent() == [('GET /tasks', None)]


@pytest.mark.parametrize('changes', [
    {'status': 1}, {'status': 3}, {'type': 1}, {'type': 24},
    {'name': 'w->x'}, {'name': 'src->w2'}])
def test_nothing_else_is_an_online_copy(client, server, changes):
    server.say(tasks(**changes))
    assert client.isOnlinePhysicalCopy('w') is False


def test_no_task_is_no_online_copy(client, server):
    server.say(scripted.reply(200, {'total': 0, 'members': []}))
    assert client.isOnlinePhysicalCopy('w') is False


def test_stopped_copy_leaves_neither_volume_nor_helpers(client, server,
                                                        sent):
    server.say(tasks(), volume('w', 'h1'), volume('h1', 'h2'),
               volume('h2', 'src'), scripted.reply(200), status(3))
    assert client.stopOnlinePhysicalCopy('w') is None
    assert sent() == [
        ('GET /tasks', None), ('GET /volumes/w', None),
        ('GET /volumes/h1', None), ('GET /volumes/h2', None),
        ('PUT /tasks/7', {'action': 1}), ('GET /tasks/7', None),
        ('DELETE /volumes/w', None), ('DELETE /volumes/h1', None),
        ('DELETE /volumes/h2', None)]


def test_copy_straight_from_its_source_deletes_the_volume_alone(
        client, server, sent):
    server.say(tasks(), volume('w', 'src'), scripted.reply(200), status(4))
    client.stopOnlinePhysicalCopy('w')
    assert [line for line in lines(sent) if 'DELETE' in line] == [
        'DELETE /volumes/w']


@pytest.mark.parametrize('answers', [
    [volume('w', 'snap'), volume('snap', None)],
    [volume('w', 'snap'), volume('snap', 'elsewhere'),
     volume('elsewhere', None)],
    [scripted.reply(200, {'id': 1, 'name': 'w'})],
])
def test_snapshots_that_do_not_lead_to_the_source_stay(client, server, sent,
                                                       answers):
    server.say(tasks(), *answers, scripted.reply(200), status(3))
    client.stopOnlinePhysicalCopy('w')
    assert [line for line in lines(sent) if 'DELETE' in line] == [
        'DELETE /volumes/w']


def test_circle_of_snapshots_ends_and_all_stay(client, server, sent):
    circle = [volume('w', 'w')] * (copies._LONGEST_CHAIN + 1)
    server.say(tasks(), *circle, scripted.reply(200), status(3))
    client.stopOnlinePhysicalCopy('w')
    assert lines(sent)[-1] == 'DELETE /volumes/w'
    assert lines(sent).count('DELETE /volumes/w') == 1


def test_task_without_a_source_looks_for_no_snapshots(client, server, sent):
    server.say(tasks(name='w'), scripted.reply(200), status(3))
    client.stopOnlinePhysicalCopy('w')
    assert lines(sent) == ['GET /tasks', 'PUT /tasks/7', 'GET /tasks/7',
                           'DELETE /volumes/w']


def test_volume_that_the_array_removed_itself_is_no_error(client, server,
                                                          sent):
    server.say(tasks(name='w'), scripted.reply(200), status(3),
               scripted.error(404, 23))
    assert client.stopOnlinePhysicalCopy('w') is None


def test_volume_is_deleted_only_after_the_task_has_ended(client, server,
                                                         sent, pauses):
    server.say(tasks(name='w'), scripted.reply(200), status(2), status(2),
               status(3))
    client.stopOnlinePhysicalCopy('w')
    assert lines(sent)[2:] == ['GET /tasks/7'] * 3 + ['DELETE /volumes/w']
    assert pauses == [0.5, 1.0]


def test_task_that_does_not_end_deletes_nothing(client, server, sent):
    server.say(tasks(name='w'), scripted.reply(200))
    server.default = status(2)
    with pytest.raises(exceptions.Timeout):
        client.stopOnlinePhysicalCopy('w')
    assert not any('DELETE' in line for line in lines(sent))


def test_copy_that_was_complete_is_not_deleted(client, server, sent):
    server.say(tasks(name='w'), scripted.reply(200), status(1))
    with pytest.raises(exceptions.HTTPConflict) as caught:
        client.stopOnlinePhysicalCopy('w')
    assert caught.value.symbol == 'INV_OPERATION_CANNOT_CANCEL_TASK'
    assert not any('DELETE' in line for line in lines(sent))


@pytest.mark.parametrize(('code', 'cls'), [
    (400, exceptions.HTTPBadRequest), (409, exceptions.HTTPConflict)])
def test_task_that_cannot_be_cancelled_deletes_nothing(client, server, sent,
                                                       code, cls):
    server.say(tasks(name='w'), scripted.error(code, 999))
    with pytest.raises(cls):
        client.stopOnlinePhysicalCopy('w')
    assert not any('DELETE' in line for line in lines(sent))


def test_volume_that_is_in_use_is_an_error(client, server):
    server.say(tasks(name='w'), scripted.reply(200), status(3),
               scripted.error(409, 34))
    with pytest.raises(exceptions.HTTPConflict) as caught:
        client.stopOnlinePhysicalCopy('w')
    assert caught.value.symbol == 'IN_USE'


def test_stopping_a_copy_that_does_not_run_is_not_found(client, server,
                                                        sent):
    server.say(tasks(type=1))
    with pytest.raises(exceptions.HTTPNotFound) as caught:
        client.stopOnlinePhysicalCopy('w')
    assert caught.value.symbol == 'NON_EXISTENT_TASK'
    assert len(sent()) == 1


@pytest.mark.parametrize(('optional', 'parameters'), [
    ({'destCPG': 'cpg'}, {}),
    ({'online': False, 'destCPG': 'cpg', 'priority': 1},
     {'online': False, 'priority': 1}),
    ({'online': True}, {'online': True, 'destCPG': 'cpg'}),
    ({'online': True, 'destCPG': 'cpg'}, {'online': True, 'destCPG': 'cpg'})])
def test_only_an_online_copy_names_its_cpg(client, server, sent, optional,
                                           parameters):
    server.say(scripted.reply(200, {'taskid': 1}))
    given = dict(optional)
    client.copyVolume('v', 'w', 'cpg', given)
    assert sent() == [('POST /volumes/v', {
        'action': 'createPhysicalCopy',
        'parameters': {'destVolume': 'w', **parameters}})]
    assert given == optional
