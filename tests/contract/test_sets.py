"""Sets: who is in which, and what the array calls a new one."""

from __future__ import annotations

import pytest

from hpe3parclient import exceptions
from tests.support import scripted

SETS = {'total': 4, 'members': [
    {'id': 1, 'name': 'empty'}, {'id': 2, 'name': 'none', 'setmembers': []},
    {'id': 3, 'name': 'a', 'setmembers': ['x', 'y']},
    {'id': 4, 'name': 'b', 'setmembers': ['y']}]}


@pytest.mark.parametrize(('location', 'expected'), [
    ('/api/v1/hostsets/set1', 'set1'), ('api/v1/hostsets/set1', 'set1'),
    ('/api/v1/hostsets/a%20b', 'a b'), ('/api/v1/hostsets/set1/', 'set1')])
def test_new_host_set_is_named_by_its_location(client, server, location,
                                               expected):
    server.say(scripted.reply(201, Location=location))
    assert client.createHostSet('set1') == expected


def test_new_host_set_without_location_is_none(client, server):
    server.say(scripted.reply(201))
    assert client.createHostSet('set1') is None


def test_host_leaves_the_first_set_it_is_in(client, server, sent):
    server.say(scripted.reply(200, SETS), scripted.reply(200, Location='/x'))
    headers, body = client.removeHostFromItsHostSet('y')
    assert sent() == [('GET /hostsets', None),
                      ('PUT /hostsets/a', {'action': 2,
                                           'setmembers': ['y']})]
    assert (headers['location'], body) == ('/x', None)


def test_host_in_no_set_leaves_none(client, server, sent):
    server.say(scripted.reply(200, SETS))
    assert client.removeHostFromItsHostSet('z') is None
    assert len(sent()) == 1


def test_host_that_another_program_took_out_is_an_error(client, server):
    server.say(scripted.reply(200, SETS), scripted.error(404, 102))
    with pytest.raises(exceptions.HTTPNotFound):
        client.removeHostFromItsHostSet('x')


def test_first_volume_set_is_found(client, server):
    server.default = scripted.reply(200, SETS)
    assert client.findVolumeSet('y') == 'a'
    assert client.findVolumeSet('z') is None


def test_all_volume_sets_are_found(client, server):
    server.default = scripted.reply(200, SETS)
    assert client.findAllVolumeSets('y') == SETS['members'][2:]
    assert client.findAllVolumeSets('z') == []


def test_name_that_is_part_of_a_members_name_is_not_found(client, server):
    server.say(scripted.reply(200, {'total': 1, 'members': [
        {'id': 1, 'name': 'a', 'setmembers': ['volume10']}]}))
    assert client.findVolumeSet('volume1') is None


@pytest.mark.parametrize(('host', 'expected'), [
    ('x', 'a'), ('y', 'a'), ('z', None), ('', None)])
def test_the_first_host_set_of_a_host(client, server, sent, host, expected):
    server.say(scripted.reply(200, SETS))
    client.ssh = None
    assert client.findHostSet(host) == expected
    assert sent() == [('GET /hostsets', None)]
