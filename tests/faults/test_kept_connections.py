"""Kept connections, as of Primera and Alletra, that are gone when needed."""

from __future__ import annotations

import contextlib

import pytest

from hpe3parclient import exceptions
from hpe3parclient.client import HPE3ParClient
from hpe3parclient.simulator import SimulatedArray
from tests.faults.fault_injector import WatchedPolicy
from tests.support.proxy import Plan, Proxy


@pytest.fixture
def array():
    with SimulatedArray('primera-4.x', tls=False, ssh_port=None) as running:
        yield running


@pytest.fixture
def proxy(array):
    with Proxy(('127.0.0.1', array.port)) as running:
        yield running


@contextlib.contextmanager
def connected(array, proxy, **options):
    url = f'http://127.0.0.1:{proxy.port}/api/v1'
    with HPE3ParClient(url, **options) as made:
        made.login(array.user, array.password)
        made.createCPG('c')
        made.createVolume('v', 'c', 1024, {'tpvv': True})
        assert proxy.connections == 1
        yield made
    assert len(array.state.sessions) == 0


@pytest.fixture
def client(array, proxy):
    with connected(array, proxy,
                   retry=WatchedPolicy(lambda: None)) as made:
        yield made


def size(array):
    return array.state.volumes.get('v').size_mib


@pytest.mark.parametrize('kind', ['reset', 'cut'])
def test_a_change_goes_out_once_where_the_idle_connection_has_gone(
        array, proxy, client, kind):
    proxy.strike(Plan(kind))
    client.growVolume('v', 256)
    assert size(array) == 1280


@pytest.mark.parametrize('kind', ['reset', 'cut'])
def test_a_change_is_unknown_where_the_connection_goes_with_the_request(
        array, proxy, client, kind):
    proxy.strike(Plan(kind, 'server', 0))
    with pytest.raises(exceptions.OutcomeUnknown):
        client.growVolume('v', 256)
    proxy.settle()
    assert size(array) == 1280


def test_a_question_is_asked_again_where_the_connection_goes_with_it(
        proxy, client):
    proxy.strike(Plan('reset', 'client', 10))
    assert client.getVolume('v')['sizeMiB'] == 1024


def test_half_an_answer_is_not_the_beginning_of_the_next(array, proxy):
    patient = WatchedPolicy(lambda: None, 50)
    with connected(array, proxy, timeout=60, retry=patient) as client:
        client.http._options.timeouts = (60, 0.3, 60)
        proxy.strike(Plan('stall', 'server', 250))
        assert client.getVolume('v')['name'] == 'v'
        client.http._options.timeouts = (60, 60, 60)
        assert client.getCPG('c')['name'] == 'c'
    assert proxy.struck == {'stall': 1}
