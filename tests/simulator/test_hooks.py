"""Hooks and the program's name, on an array over real sockets."""

from __future__ import annotations

from hpe3parclient.client import HPE3ParClient
from hpe3parclient.hooks import Exchange
from hpe3parclient.retry import RetryPolicy
from hpe3parclient.simulator import SimulatedArray
from tests.support.cliarray import served


def test_a_busy_array_is_told_attempt_by_attempt() -> None:
    seen: list[Exchange] = []
    with SimulatedArray() as array:
        array.faults.add('busy', method='POST', path='/cpgs', times=2)
        with HPE3ParClient(
                array.api_url, secure=array.ca_bundle or False,
                retry=RetryPolicy(first_wait=0),
                on_response=seen.append) as client:
            client.login(array.user, array.password)
            client.createCPG('gold')
    assert [(item.method, item.path.split('/')[3], item.attempt, item.status)
            for item in seen] == [
        ('POST', 'credentials', 1, 201), ('POST', 'cpgs', 1, 503),
        ('POST', 'cpgs', 2, 503), ('POST', 'cpgs', 3, 201),
        ('DELETE', 'credentials', 1, 200)]


def test_what_hooks_are_told_matches_what_the_array_recorded() -> None:
    seen: list[Exchange] = []
    with SimulatedArray(tls=False) as array:
        with HPE3ParClient(array.api_url, on_response=seen.append) as client:
            client.login(array.user, array.password)
            client.createCPG('c')
            client.createVolume('v', 'c', 256)
            client.setVolumeMetaData('v', 'k', 'x')
            client.deleteVolume('v')
        assert [(item.method, item.path, item.status) for item in seen] == [
            (item.method, item.target, item.status) for item in array.requests]


def test_commands_are_told_beside_requests() -> None:
    seen: list[Exchange] = []
    with SimulatedArray(tls=False, ssh_port=None) as array, \
            served(array=array.state) as server, \
            HPE3ParClient(array.api_url, on_request=seen.append) as client:
        client.login(array.user, array.password)
        client.setSSHOptions('127.0.0.1', array.user, array.password,
                             server.port)
        client.getPatches()
    assert [(item.method, item.path) for item in seen][1:2] == [
        ('CLI', 'showpatch')]
