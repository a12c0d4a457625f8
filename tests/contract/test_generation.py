"""What a request holds on 3PAR, and what on Primera and Alletra."""

from __future__ import annotations

import pytest

from hpe3parclient import exceptions
from tests.support import scripted

PRIMERA_VERSION = {'major': 1, 'minor': 8, 'revision': 1, 'build': 40524007}
BOTH = {'tdvv': True, 'compression': True}
VERSION = ('GET /api', None)


def created(members):
    return ('POST /volumes',
            dict({'name': 'v', 'cpg': 'c', 'sizeMiB': 1024}, **members))


@pytest.fixture(autouse=True)
def task(server):
    """Copies and conversions are answered by the task that does them."""
    server.default = scripted.reply(200, {'taskid': 1})


# -- the version --------------------------------------------------------------


@pytest.mark.parametrize('optional', [None, {}, {'tpvv': True},
                                      {'reduce': True, 'comment': 'x'}])
def test_volume_without_dedup_asks_for_no_version(client, sent, optional):
    client.createVolume('v', 'c', 1024, optional)
    assert sent() == [created(optional or {})]


def test_version_is_asked_for_once(client, sent, array_3par):
    client.createVolume('v', 'c', 1024, BOTH)
    client.createVolume('v', 'c', 1024, BOTH)
    client.copyVolume('v', 'w', 'c', dict(BOTH, online=True))
    assert [line for line, _ in sent()].count('GET /api') == 1


def test_version_is_asked_for_again_after_a_failure(client, server, sent):
    server.say(scripted.error(500, 1))
    with pytest.raises(exceptions.HTTPInternalServerError):
        client.createVolume('v', 'c', 1024, BOTH)
    assert sent() == [VERSION]
    server.say(scripted.reply(200, PRIMERA_VERSION))
    client.createVolume('v', 'c', 1024, BOTH)
    assert sent() == [VERSION, VERSION, created({'reduce': True})]


@pytest.mark.parametrize('revision', [{}, {'revision': None}])
def test_version_may_lack_a_part(client, server, revision):
    version = {'major': 1, 'minor': 6, 'build': 30301, **revision}
    server.say(scripted.reply(200, version))
    assert client.getWsApiVersion() == version
    assert client.compression_supported is True


def test_version_without_a_build_leaves_everything_as_it_was(client, server,
                                                             sent):
    server.say(scripted.reply(200, {'major': 1}))
    client.createVolume('v', 'c', 1024, BOTH)
    client.createVolume('v', 'c', 1024, BOTH)
    assert sent() == [VERSION, created(BOTH), created(BOTH)]
    assert client.primera_supported is False


def test_getwsapiversion_tells_the_client_what_the_array_is(client, primera):
    assert client.is_primera_array() is False
    assert client.getWsApiVersion() == PRIMERA_VERSION
    assert client.is_primera_array() is True
    assert client.primera_supported is True
    assert client.compression_supported is True
    assert client.vlun_query_supported is True


def test_old_array_has_no_compression_and_no_vlun_queries(client, old_3par):
    client.getWsApiVersion()
    assert client.is_primera_array() is False
    assert client.compression_supported is False
    assert client.vlun_query_supported is False


def test_is_primera_array_sends_nothing(client, sent):
    assert client.is_primera_array() is False
    assert sent() == []


def test_primera_supported_may_be_written(client, sent):
    client.primera_supported = True
    assert client.is_primera_array() is True
    client.createVolume('v', 'c', 1024, BOTH)
    assert sent() == [created({'reduce': True})]


# -- volumes ------------------------------------------------------------------


@pytest.mark.parametrize('optional', [
    BOTH, {'tdvv': True, 'compression': False}, {'tdvv': True},
    {'tpvv': True, 'compression': True},
    {'tpvv': True, 'tdvv': False, 'compression': False}])
def test_3par_gets_dedup_and_compression_as_they_are(client, sent,
                                                     array_3par, optional):
    client.createVolume('v', 'c', 1024, optional)
    assert sent() == [VERSION, created(optional)]


@pytest.mark.parametrize(('optional', 'expected'), [
    (BOTH, {'reduce': True}),
    (dict(BOTH, tpvv=False), {'reduce': True}),
    (dict(BOTH, tpvv=False, snapCPG='s'), {'reduce': True, 'snapCPG': 's'}),
    ({'tpvv': True, 'tdvv': False, 'compression': False}, {'tpvv': True}),
    ({'tpvv': True, 'tdvv': False}, {'tpvv': True}),
    ({'tpvv': True, 'compression': None}, {'tpvv': True}),
    ({'tpvv': False, 'tdvv': False}, {'tpvv': False}),
    ({'reduce': True, 'compression': False}, {'reduce': True}),
])
def test_primera_gets_reduce(client, sent, primera, optional, expected):
    before = dict(optional)
    client.createVolume('v', 'c', 1024, optional)
    assert sent() == [VERSION, created(expected)]
    assert optional == before


@pytest.mark.parametrize('optional', [
    {'tdvv': True}, {'tdvv': True, 'compression': False},
    {'compression': True}, {'tpvv': True, 'compression': True}])
def test_primera_has_no_dedup_without_compression(client, sent, primera,
                                                  optional):
    with pytest.raises(exceptions.InvalidInput) as caught:
        client.createVolume('v', 'c', 1024, optional)
    assert caught.value.symbol == 'INV_INPUT_PARAM_CONFLICT'
    assert sent() == [VERSION]


@pytest.mark.parametrize('member', ['tdvv', 'compression'])
def test_array_that_lacks_a_member_gets_none_that_says_no(client, sent,
                                                          old_3par, member):
    client.createVolume('v', 'c', 1024, {'tpvv': True, member: False})
    assert sent() == [VERSION, created({'tpvv': True})]


@pytest.mark.parametrize('member', ['tdvv', 'compression'])
def test_array_that_lacks_a_member_refuses_it_itself(client, sent, old_3par,
                                                     member):
    client.createVolume('v', 'c', 1024, {member: True})
    assert sent() == [VERSION, created({member: True})]


def test_online_copy_on_primera_gets_reduce(client, sent, primera):
    client.copyVolume('v', 'w', 'c', dict(BOTH, online=True, tpvv=False))
    assert sent() == [VERSION, ('POST /volumes/v', {
        'action': 'createPhysicalCopy', 'parameters': {
            'destVolume': 'w', 'destCPG': 'c', 'online': True,
            'reduce': True}})]


# -- CPGs ---------------------------------------------------------------------


LAYOUT = {'RAIDType': 3, 'setSize': 8, 'HA': 3,
          'diskPatterns': [{'diskType': 3}]}


def test_3par_gets_the_whole_layout(client, sent, array_3par):
    client.createCPG('c', {'LDLayout': LAYOUT})
    assert sent() == [VERSION, ('POST /cpgs',
                                {'name': 'c', 'LDLayout': LAYOUT})]


def test_primera_chooses_raid_type_and_set_size_itself(client, sent,
                                                       primera):
    client.createCPG('c', {'LDLayout': LAYOUT, 'domain': 'd'})
    assert sent() == [VERSION, ('POST /cpgs', {
        'name': 'c', 'domain': 'd', 'LDLayout': {
            'HA': 3, 'diskPatterns': [{'diskType': 3}]}})]
    assert LAYOUT['RAIDType'] == 3


def test_layout_of_which_nothing_is_left_is_not_sent(client, sent, primera):
    client.createCPG('c', {'LDLayout': {'RAIDType': 3, 'setSize': 8}})
    assert sent() == [VERSION, ('POST /cpgs', {'name': 'c'})]


def test_layout_without_either_asks_for_no_version(client, sent):
    client.createCPG('c', {'LDLayout': {'HA': 1}})
    assert sent() == [('POST /cpgs', {'name': 'c', 'LDLayout': {'HA': 1}})]


# -- conversion ---------------------------------------------------------------


def tuned(**members):
    return ('PUT /volumes/v', dict({'action': 6, 'tuneOperation': 1,
                                    'userCPG': 'c'}, **members))


@pytest.mark.parametrize('members', [
    {'conversionOperation': 3}, {'conversionOperation': 1,
                                 'compression': True}])
def test_3par_gets_a_conversion_as_it_is(client, sent, array_3par, members):
    client.tuneVolume('v', 1, dict(members, userCPG='c'))
    assert sent() == [VERSION, tuned(**members)]


@pytest.mark.parametrize(('members', 'expected'), [
    ({'conversionOperation': 3, 'compression': True},
     {'conversionOperation': 4}),
    ({'conversionOperation': 3}, {'conversionOperation': 4}),
    ({'conversionOperation': 4, 'compression': True},
     {'conversionOperation': 4}),
    ({'conversionOperation': 1, 'compression': False},
     {'conversionOperation': 1}),
    ({'compression': False}, {}),
])
def test_primera_converts_with_its_own_operation(client, sent, primera,
                                                 members, expected):
    client.tuneVolume('v', 1, dict(members, userCPG='c'))
    assert sent() == [VERSION, tuned(**expected)]


@pytest.mark.parametrize('members', [
    {'conversionOperation': 3, 'compression': False},
    {'conversionOperation': 1, 'compression': True}, {'compression': True}])
def test_primera_converts_to_both_or_none(client, sent, primera, members):
    with pytest.raises(exceptions.InvalidInput):
        client.tuneVolume('v', 1, dict(members, userCPG='c'))
    assert sent() == [VERSION]


def test_tune_without_dedup_asks_for_no_version(client, sent):
    client.tuneVolume('v', 1, {'userCPG': 'c', 'conversionOperation': 2})
    assert sent() == [tuned(conversionOperation=2)]
