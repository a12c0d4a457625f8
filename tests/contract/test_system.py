"""The array itself: the version, before and after the login."""

from __future__ import annotations

import pytest

from hpe3parclient import exceptions
from hpe3parclient.client import HPE3ParClient
from tests.support import scripted

VERSION = {'major': 1, 'minor': 14, 'revision': 0, 'build': 100500000}


def test_version_before_the_login_needs_no_session(server, sent):
    server.say(scripted.reply(200, VERSION))
    with HPE3ParClient(server.url) as client:
        assert client.getWsApiVersion() == VERSION
    assert [item.target for item in server.requests] == ['/api']


def test_version_that_wants_a_session_is_refused_without_one(server):
    server.say(scripted.error(403, 6, 'invalid session key'))
    with HPE3ParClient(server.url) as client, \
            pytest.raises(exceptions.HTTPForbidden) as caught:
        client.getWsApiVersion()
    assert caught.value.symbol == 'INV_SESS_KEY'


def test_version_that_wants_a_session_gets_it(client, server):
    server.say(scripted.reply(200, VERSION))
    assert client.getWsApiVersion() == VERSION
    assert server.requests[-1].headers[
        'x-hp3par-wsapi-sessionkey'] == scripted.KEY


def test_session_that_died_is_renewed_for_the_version(client, server):
    server.say(scripted.error(403, 6), scripted.login('another-key'),
               scripted.reply(200, VERSION))
    assert client.getWsApiVersion() == VERSION
    assert [item.target for item in server.requests[1:]] == [
        '/api', '/api/v1/credentials', '/api']
