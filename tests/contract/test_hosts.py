"""Hosts: what goes beyond one request and its answer."""

from __future__ import annotations

import pytest

from hpe3parclient import exceptions
from tests.support import scripted

NAMELESS = {'FCPaths': [{'wwn': '10000090FA3DBD7E'}], 'iSCSIPaths': [],
            'initiatorChapEnabled': False}


def test_missing_location_is_no_error(client, server):
    server.say(scripted.reply(201))
    assert client.createHost('h') is None


def test_member_without_a_name_is_returned_as_it_is(client, server):
    server.default = scripted.reply(200, {'total': 1, 'members': [NAMELESS]})
    assert client.getHosts()['members'] == [NAMELESS]
    assert client.queryHost(wwns=['10000090FA3DBD7E'])['members'] == [
        NAMELESS]


@pytest.mark.parametrize('given', [
    {'iscsiNames': [], 'FCWwns': []}, {'iscsiNames': None, 'nqn': ''}])
def test_initiators_that_are_none_are_not_sent(client, sent, given):
    client.createHost('h', **given)
    assert sent() == [('POST /hosts', {'name': 'h'})]


def test_options_in_two_places_are_one(client, sent):
    client.createHost('h', None, None, {'persona': 1}, {'domain': 'd'})
    assert sent() == [('POST /hosts', {'name': 'h', 'persona': 1,
                                       'domain': 'd'})]


def test_initiators_may_come_from_any_iterable(client, sent):
    client.createHost('h', FCWwns=(wwn for wwn in ('A', 'B')))
    assert sent()[0][1]['FCWWNs'] == ['A', 'B']


def test_array_that_cannot_filter_hosts_is_asked_for_all(client, server,
                                                         sent):
    fc = {'name': 'a', 'FCPaths': [{'wwn': '10000090FA3DBD7E'}]}
    iscsi = {'name': 'b', 'iSCSIPaths': [{'name': 'iqn.x'}], 'FCPaths': []}
    other = {'name': 'c', 'FCPaths': [], 'iSCSIPaths': [{'name': 'iqn.y'}]}
    server.say(scripted.error(400, 12), scripted.reply(
        200, {'total': 3, 'members': [fc, iscsi, other]}))
    result = client.queryHost(['iqn.x'], ['10:00:00:90:fa:3d:bd:7e'])
    assert result == {'total': 2, 'members': [fc, iscsi]}
    assert sent()[-1] == ('GET /hosts', None)


@pytest.mark.parametrize('answer', [
    scripted.error(404, 17), scripted.error(500, 1),
    scripted.reply(200, raw=b'not JSON')])
def test_host_that_was_created_and_cannot_be_read_is_no_failure(
        client, server, sent, answer):
    server.say(scripted.reply(201, Location='/api/v1/hosts/h'), answer)
    assert client.createHost('h') is None
    assert [line for line, _ in sent()] == ['POST /hosts', 'GET /hosts/h']


def test_new_nvme_host_that_cannot_be_read_is_said_to_be_created(client,
                                                                 server):
    server.say(scripted.reply(201, Location='/api/v1/hosts/h'))
    server.default = scripted.error(500, 1)
    with pytest.raises(exceptions.OutcomeUnknown, match="'h' was created"):
        client.create_host_nvme('h', 'nqn.1')
