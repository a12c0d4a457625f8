"""What a client does when the array is busy, forgetful or cut off."""

from __future__ import annotations

import threading

import pytest

from hpe3parclient import exceptions
from hpe3parclient.client import HPE3ParClient
from hpe3parclient.simulator import SimulatedArray
from tests.support.simulated import connect

OPTIONS = {'tpvv': True}


@pytest.fixture
def pool(client):
    client.createCPG('pool')
    return 'pool'


def names(client):
    return {volume['name'] for volume in client.getVolumes()['members']
            if not volume['policies']['system']}


def test_logout_leaves_no_session(array):
    client = connect(array)
    assert len(array.state.sessions) == 1
    client.logout()
    assert len(array.state.sessions) == 0


def test_logout_after_expiry_leaves_no_session(array):
    client = connect(array)
    array.clock.advance(16 * 60)
    client.logout()
    assert len(array.state.sessions) == 0
    assert not client.get_session_key()


def test_idle_session_is_renewed_by_the_next_call(array, client, pool):
    before = client.get_session_key()
    array.clock.advance(16 * 60)
    client.createVolume('v', pool, 1024, OPTIONS)
    assert client.get_session_key() != before
    assert names(client) == {'v'}


def test_threads_that_find_the_key_expired_log_in_once(array, client, pool):
    client.createVolume('v', pool, 1024, OPTIONS)
    array.requests.clear()
    array.faults.add('expire', times=1)
    failures = []

    def work():
        try:
            for _ in range(5):
                assert client.getVolume('v')['name'] == 'v'
        except Exception as ex:
            failures.append(ex)

    threads = [threading.Thread(target=work) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert failures == []
    logins = [item for item in array.requests
              if item.method == 'POST'
              and item.target.endswith('/credentials')]
    assert len(logins) == 1
    client.logout()
    assert len(array.state.sessions) == 0


def test_wrong_password_is_code_5(array):
    client = HPE3ParClient(array.api_url, secure=array.ca_bundle or False)
    with pytest.raises(exceptions.HTTPForbidden) as caught:
        client.login(array.user, 'wrong')
    assert caught.value.code == 5
    assert len(array.state.sessions) == 0


def test_busy_array_gets_one_volume(array, client, pool):
    array.faults.add('busy', method='POST', path='/api/v1/volumes', times=2)
    client.createVolume('v', pool, 1024, OPTIONS)
    assert names(client) == {'v'}


def test_cut_after_the_request_was_read_is_said_to_be_unknown(array, client,
                                                              pool):
    array.requests.clear()
    array.faults.add('reset_after', method='POST', path='/api/v1/volumes')
    with pytest.raises(exceptions.OutcomeUnknown):
        client.createVolume('v', pool, 1024, OPTIONS)
    assert names(client) == {'v'}
    assert sum(item.method == 'POST' for item in array.requests) == 1


def test_cut_before_the_request_was_read_creates_at_most_one(array, client,
                                                             pool):
    array.faults.add('reset_before', method='POST', path='/api/v1/volumes')
    with pytest.raises(exceptions.OutcomeUnknown):
        client.createVolume('v', pool, 1024, OPTIONS)
    assert names(client) == set()


def test_list_cut_in_the_middle_raises(array, client, pool):
    for number in range(20):
        client.createVolume(f'v{number}', pool, 1024, OPTIONS)
    array.faults.add('cut', method='GET', path='/api/v1/volumes')
    with pytest.raises(exceptions.ConnectionError):
        client.getVolumes()
    assert len(names(client)) == 20


def test_list_the_array_breaks_off_raises_with_its_code(array, client, pool):
    for number in range(20):
        client.createVolume(f'v{number}', pool, 1024, OPTIONS)
    array.faults.add('broken_list', method='GET', path='/api/v1/volumes')
    with pytest.raises(exceptions.InvalidResponse) as caught:
        client.getVolumes()
    assert caught.value.code == 101


@pytest.mark.parametrize('model', ['3par-3.3.1', 'alletra-9000'])
def test_ten_thousand_volumes_are_all_listed(model):
    with SimulatedArray(model=model, volumes=10000) as array, \
            connect(array) as client:
        answer = client.getVolumes()
        system = [volume for volume in answer['members']
                  if volume['policies']['system']]
        assert answer['total'] == len(answer['members']) == (
            10000 + len(system))
        assert len({volume['name'] for volume in answer['members']}) == (
            answer['total'])


def test_version_is_told_before_login_and_after(array):
    client = HPE3ParClient(array.api_url, secure=array.ca_bundle or False)
    assert client.getWsApiVersion()['build'] > 30000000
    client.login(array.user, array.password)
    assert client.getWsApiVersion()['major'] == 1
    client.logout()


def test_the_worst_name_reaches_the_array_as_one_segment(array, client):
    array.requests.clear()
    with pytest.raises(exceptions.ClientException):
        client.getVolume('prod#old/../x?y=é %')
    request, = array.requests
    assert request.target == (
        '/api/v1/volumes/prod%23old%2F..%2Fx%3Fy%3D%C3%A9%20%25')
