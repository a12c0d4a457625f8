"""Tasks: finding the one that works on a volume."""

from __future__ import annotations

import pytest

from tests.support import scripted


def tasks(*members):
    return scripted.reply(200, {'total': len(members), 'members': list(members)})


def task(number, name, status=2, kind=1, **more):
    return dict({'id': number, 'type': kind, 'name': name, 'status': status,
                 'startTime': '2017-08-02 02:07:00 PDT', 'finishTime': '-',
                 'user': '3paradm'}, **more)


def test_task_is_ten_texts(client, server, sent):
    server.say(tasks(task(7, 'v', priority=1, completedPhases=1,
                          totalPhases=2, completedSteps=30,
                          totalSteps=100)))
    assert client._findTask('v') == [
        '7', 'vv_copy', 'v', 'active', '1/2', '30/100',
        '2017-08-02 02:07:00 PDT', '-', 'high', '3paradm']
    assert sent() == [('GET /tasks', None)]


def test_task_that_tells_little_is_ten_texts(client, server):
    server.say(tasks({'id': 7, 'name': 'v', 'type': 77, 'status': 4}))
    assert client._findTask('v', active=False) == [
        '7', 'unknown', 'v', 'failed', '---', '---', '-', '-', 'n/a', '-']


@pytest.mark.parametrize(('kind', 'word'), [
    (1, 'vv_copy'), (2, 'phys_copy_resync'), (3, 'move_regions'),
    (4, 'promote_sv'), (5, 'remote_copy_sync'), (6, 'remote_copy_reverse'),
    (7, 'remote_copy_failover'), (8, 'remote_copy_recover'),
    (18, 'online_vv_copy')])
def test_task_has_the_word_of_the_command_line(client, server, kind, word):
    server.say(tasks(task(7, 'v', kind=kind)))
    assert client._findTask('v')[1] == word


def test_latest_task_is_found(client, server):
    server.say(tasks(task(8, 'v'), task(9, 'w'), task(7, 'v')))
    assert client._findTask('v')[0] == '8'


def test_task_that_has_ended_is_not_active(client, server):
    server.default = tasks(task(7, 'v', status=1))
    assert client._findTask('v') is None
    assert client._findTask('v', False)[3] == 'done'


@pytest.mark.parametrize('name', ['src', 'dest', 'src->dest'])
def test_copy_is_found_by_either_volume(client, server, name):
    server.say(tasks(task(7, 'src->dest')))
    assert client._findTask(name)[2] == 'src->dest'


def test_part_of_a_name_finds_nothing(client, server):
    server.say(tasks(task(7, 'source'), task(8, 'src->dest2')))
    assert client._findTask('dest') is None


@pytest.mark.parametrize('other', [{'id': 8, 'status': 2},
                                   {'id': 8, 'status': 2, 'name': None}])
def test_task_is_found_beside_one_without_a_name(client, server, other):
    server.say(tasks(other, task(7, 'v')))
    assert client._findTask('v')[0] == '7'


def test_numbers_with_a_point_are_whole_numbers(client, server):
    server.say(tasks(task(7.0, 'v', completedPhases=1.0, totalPhases=2.0)))
    row = client._findTask('v')
    assert (row[0], row[4]) == ('7', '1/2')
