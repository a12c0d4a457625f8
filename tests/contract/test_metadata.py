"""Metadata: a key is set whether it is there or not; finding never raises."""

from __future__ import annotations

import pytest

from hpe3parclient import exceptions
from tests.support import scripted

KEYS = '/volumes/v/objectKeyValues'


def test_key_that_is_there_is_updated(client, server, sent):
    server.say(scripted.error(409, 181, 'key exists'), scripted.reply(200))
    assert client.setVolumeMetaData('v', 'k#1', 'x').status == 200
    assert sent() == [('POST ' + KEYS, {'key': 'k#1', 'value': 'x'}),
                      (f'PUT {KEYS}/k%231', {'value': 'x'})]


def test_other_conflict_is_raised_and_nothing_is_updated(client, server,
                                                         sent):
    server.say(scripted.error(409, 34))
    with pytest.raises(exceptions.HTTPConflict):
        client.setVolumeMetaData('v', 'k', 'x')
    assert len(sent()) == 1


def test_key_that_vanished_meanwhile_is_an_error(client, server):
    server.say(scripted.error(409, 181), scripted.error(404, 180))
    with pytest.raises(exceptions.HTTPNotFound) as caught:
        client.setVolumeMetaData('v', 'k', 'x')
    assert caught.value.symbol == 'NON_EXISTENT_OBJECT_KEY'


def test_value_that_is_there_is_found(client, server, sent):
    server.say(scripted.reply(200, {'key': 'k', 'value': 'x'}))
    assert client.findVolumeMetaData('v', 'k', 'x') is True
    assert sent() == [(f'GET {KEYS}/k', None)]


@pytest.mark.parametrize('answer', [
    scripted.reply(200, {'key': 'k', 'value': 'other'}),
    scripted.reply(200, {'key': 'k'}), scripted.reply(200), scripted.reply(200, [1]),
    scripted.error(404, 180), scripted.error(404, 23), scripted.error(403, 13),
    scripted.error(500, 1), scripted.reply(200, raw=b'<html>'), scripted.CUT])
def test_finding_a_value_says_no_and_raises_nothing(client, server, answer):
    server.say(answer)
    assert client.findVolumeMetaData('v', 'k', 'x') is False


def test_finding_with_an_impossible_name_says_no(client, sent):
    assert client.findVolumeMetaData('..', 'k', 'x') is False
    assert sent() == []
