"""VLUNs: which are a volume's or a host's, and what a new one is called."""

from __future__ import annotations

import pytest

from hpe3parclient import exceptions
from tests.support import scripted

VLUNS = {'total': 3, 'members': [
    {'lun': 1, 'volumeName': 'v', 'hostname': 'h', 'active': True},
    {'lun': 1, 'volumeName': 'v', 'hostname': 'g', 'active': False},
    {'lun': 2, 'volumeName': 'w', 'hostname': 'h', 'active': False}]}
BY_VOLUME = 'GET /vluns?query=%22volumeName%20EQ%20v%22'
BY_HOST = 'GET /vluns?query=%22hostname%20EQ%20h%22'


def test_first_vlun_of_a_volume(client, server, sent):
    server.say(scripted.reply(200, VLUNS))
    assert client.getVLUN('v') == VLUNS['members'][0]
    assert sent() == [(BY_VOLUME, None)]


def test_all_vluns_of_a_volume(client, server):
    server.say(scripted.reply(200, VLUNS))
    assert client.getVLUN('v', True) == VLUNS['members'][:2]


def test_all_vluns_of_a_host(client, server, sent):
    server.say(scripted.reply(200, VLUNS))
    assert client.getHostVLUNs('h') == [VLUNS['members'][0],
                                        VLUNS['members'][2]]
    assert sent() == [(BY_HOST, None)]


@pytest.mark.parametrize('answer', [
    scripted.reply(200, {'total': 0, 'members': []}), scripted.error(404, 19)])
def test_volume_that_is_not_exported_has_no_vlun(client, server, answer):
    server.say(answer)
    with pytest.raises(exceptions.HTTPNotFound) as caught:
        client.getVLUN('v')
    assert caught.value.symbol == 'NON_EXISTENT_VLUN'


def test_host_without_exports_is_told_from_no_host(client, server, sent):
    server.say(scripted.error(404, 19), scripted.reply(200, {'name': 'h'}))
    with pytest.raises(exceptions.HTTPNotFound) as caught:
        client.getHostVLUNs('h')
    assert caught.value.symbol == 'NON_EXISTENT_VLUN'
    assert sent()[1] == ('GET /hosts/h', None)
    server.say(scripted.error(404, 19), scripted.error(404, 17))
    with pytest.raises(exceptions.HTTPNotFound) as caught:
        client.getHostVLUNs('h')
    assert caught.value.symbol == 'NON_EXISTENT_HOST'


def test_array_that_refuses_the_query_is_asked_once(client, server, sent):
    server.say(scripted.error(400, 12))
    server.default = scripted.reply(200, VLUNS)
    assert client.getVLUN('v') == client.getVLUN('v')
    assert [line for line, _ in sent()] == [BY_VOLUME, 'GET /vluns',
                                            'GET /vluns']
    assert client.vlun_query_supported is False


def test_vlun_query_supported_may_be_written(client, server, sent):
    client.vlun_query_supported = False
    server.say(scripted.reply(200, VLUNS))
    client.getVLUN('v')
    assert sent() == [('GET /vluns', None)]


def test_name_that_cannot_stand_in_a_query_is_compared_here(client, server,
                                                            sent):
    server.say(scripted.reply(200, {'total': 1, 'members': [
        {'lun': 1, 'volumeName': 'a b'}]}))
    assert client.getVLUN('a b')['lun'] == 1
    assert sent() == [('GET /vluns', None)]


@pytest.mark.parametrize(('location', 'expected'), [
    ('v,252,h', 'v,252,h'), ('v,252,h,2:2:4', 'v,252,h,2:2:4'),
    ('v,252,,2:2:4', 'v,252,,2:2:4'),
    ('set%3Av%2C252%2Cset%3Ah', 'set:v,252,set:h')])
def test_location_tells_what_was_exported(client, server, location,
                                          expected):
    server.say(scripted.reply(201, Location='/api/v1/vluns/' + location))
    volume = expected.partition(',')[0]
    assert client.createVLUN(volume, 252, 'h') == expected


@pytest.mark.parametrize('lun', [None, 0, 100])
def test_array_chooses_the_lun(client, server, sent, lun):
    server.say(scripted.reply(201, Location='/api/v1/vluns/v,101,h'))
    assert client.createVLUN('v', lun, 'h', auto=True) == 'v,101,h'
    assert sent() == [('POST /vluns', {
        'volumeName': 'v', 'lun': lun or 0, 'hostname': 'h',
        'autoLun': True, 'maxAutoLun': 0})]


def test_missing_location_is_filled_in(client):
    assert client.createVLUN('v', 5, None, {
        'node': 0, 'slot': 1, 'cardPort': 2}) == 'v,5,,0:1:2'
    assert client.createVLUN('v', 5, 'h') == 'v,5,h'


def test_missing_location_of_a_chosen_lun_is_an_error(client):
    with pytest.raises(exceptions.UnusableOutcomeUnknown, match='getVLUN'):
        client.createVLUN('v', hostname='h', auto=True)
