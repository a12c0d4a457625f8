"""Volumes: what goes beyond one request and its answer."""

from __future__ import annotations

import pytest

from hpe3parclient import exceptions
from tests.support import scripted

KEYS = '/volumes/%s/objectKeyValues'


def test_app_type_is_kept_as_metadata(client, server, sent):
    server.say(scripted.reply(200, Location='/api/v1/volumes/v'))
    headers, body = client.modifyVolume('v', {'comment': 'c'}, 'backup')
    assert sent() == [('PUT /volumes/v', {'comment': 'c'}),
                      ('POST ' + KEYS % 'v',
                       {'key': 'hpe_ecosystem_product', 'value': 'backup'})]
    assert headers['location'] == '/api/v1/volumes/v'
    assert body is None


def test_app_type_goes_to_the_new_name(client, sent):
    client.modifyVolume('v', {'newName': 'w'}, appType='x')
    assert sent()[1][0] == 'POST ' + KEYS % 'w'


def test_app_type_replaces_an_earlier_one(client, server, sent):
    server.say(scripted.reply(200), scripted.error(409, 181), scripted.reply(200))
    client.modifyVolume('v', {}, 'x')
    assert sent()[2] == (f'PUT {KEYS % "v"}/hpe_ecosystem_product',
                         {'value': 'x'})


def test_refused_change_sets_no_app_type(client, server, sent):
    server.say(scripted.error(404, 23))
    with pytest.raises(exceptions.HTTPNotFound):
        client.modifyVolume('v', {}, 'x')
    assert len(sent()) == 1


def test_volume_whose_creation_was_cut_is_not_created_twice(client, server,
                                                            sent):
    server.say(scripted.CUT)
    with pytest.raises(exceptions.OutcomeUnknown):
        client.createVolume('v', 'c', 1024)
    assert len(sent()) == 1


def test_list_of_volumes_that_breaks_off_raises(client, server):
    server.say(scripted.chunked(b'{"total": 2, "members": [{"id": 1}',
                            last=False))
    with pytest.raises(exceptions.IncompleteResponse):
        client.getVolumes()
