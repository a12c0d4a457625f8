"""Which snapshots a volume has."""

from __future__ import annotations

import pytest

from tests.support import scripted

VOLUMES = {'total': 5, 'members': [
    {'id': 1, 'name': 'v', 'copyType': 1},
    {'id': 2, 'name': 's1', 'copyType': 3, 'copyOf': 'v', 'snapCPG': 'a'},
    {'id': 3, 'name': 's2', 'copyType': 3, 'copyOf': 'v', 'snapCPG': 'b'},
    {'id': 4, 'name': 's3', 'copyType': 3, 'copyOf': 's1', 'snapCPG': 'a'},
    {'id': 5, 'name': 'clone', 'copyType': 2, 'copyOf': 'v'}]}
QUERY = 'GET /volumes?query=%22copyOf%20EQ%20v%22'


@pytest.mark.parametrize('live_test', [True, False])
def test_snapshots_are_asked_for_and_named(client, server, sent, live_test):
    server.say(scripted.reply(200, {'total': 2,
                                'members': VOLUMES['members'][1:3]}))
    assert client.getVolumeSnapshots('v', live_test) == ['s1', 's2']
    assert sent() == [(QUERY, None)]


def test_array_that_ignores_the_query_is_not_believed(client, server):
    server.say(scripted.reply(200, VOLUMES))
    assert client.getVolumeSnapshots('v') == ['s1', 's2']


def test_array_that_refuses_the_query_is_asked_for_all(client, server, sent):
    server.say(scripted.error(400, 12), scripted.reply(200, VOLUMES))
    assert client.getVolumeSnapshots('v') == ['s1', 's2']
    assert sent() == [(QUERY, None), ('GET /volumes', None)]


def test_name_that_cannot_stand_in_a_query_is_compared_here(client, server,
                                                            sent):
    server.say(scripted.reply(200, {'total': 1, 'members': [
        {'id': 1, 'name': 's', 'copyType': 3, 'copyOf': 'a b'}]}))
    assert client.getVolumeSnapshots('a b') == ['s']
    assert sent() == [('GET /volumes', None)]


@pytest.mark.parametrize('answer', [
    scripted.reply(200, {'total': 0, 'members': []}), scripted.error(404, 23)])
def test_volume_without_snapshots_has_none(client, server, answer):
    server.say(answer)
    assert client.getVolumeSnapshots('v') == []


@pytest.mark.parametrize(('cpg', 'expected'), [
    ('a', ['s1']), ('b', ['s2']), ('c', []), (None, ['s1', 's2'])])
def test_snapshots_of_one_cpg(client, server, sent, cpg, expected):
    server.say(scripted.reply(200, VOLUMES))
    assert client.getSnapshotsOfVolume(cpg, 'v') == expected
    assert sent() == [(QUERY, None)]
