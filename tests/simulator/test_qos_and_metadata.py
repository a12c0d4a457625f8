"""QoS rules and metadata, by the client, on every generation."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from hpe3parclient import exceptions
from hpe3parclient.client import HPE3ParClient
from hpe3parclient.simulator import PERSONALITIES, SimulatedArray
from tests.support.simulated import connect


@pytest.fixture(scope='module', params=sorted(PERSONALITIES))
def client(request: pytest.FixtureRequest) -> Iterator[HPE3ParClient]:
    """A client of an array with a CPG, a volume and a volume set."""
    with SimulatedArray(request.param, tls=False) as array, \
            connect(array) as connected:
        connected.createCPG('c')
        connected.createVolume('v', 'c', 1024, {'tpvv': True})
        connected.createVolumeSet('s', setmembers=['v'])
        yield connected


def test_a_rule_lives_as_the_client_says(client):
    client.createQoSRules('s', {'ioMinGoal': 10, 'ioMaxLimit': 20})
    assert client.queryQoSRule('s')['ioMaxLimit'] == 20
    client.modifyQoSRules('s', {'bwMinGoalKB': 5, 'bwMaxLimitKB': 6})
    assert [item['bwMaxLimitKB']
            for item in client.queryQoSRules()['members']] == [6]
    client.deleteQoSRules('s')
    assert client.queryQoSRules()['total'] == 0


@pytest.mark.parametrize('name', ['all_others', 'sys:all_others'])
def test_all_other_volumes_have_a_rule(client, name):
    client.createQoSRules('all_others', {'latencyGoal': 5},
                          client.TARGET_TYPE_SYS)
    assert client.queryQoSRule(name, 'sys')['latencyGoal'] == 5
    client.deleteQoSRules(name, 'sys')


def test_a_rule_for_no_set_is_not_found(client):
    with pytest.raises(exceptions.HTTPNotFound) as caught:
        client.createQoSRules('x', {'priority': client.PRIORITY_LOW})
    assert caught.value.code == 117


def test_metadata_lives_as_the_client_says(client):
    client.setVolumeMetaData('v', 'k', 'x')
    client.setVolumeMetaData('v', 'k', 'y')
    assert client.getVolumeMetaData('v', 'k')['value'] == 'y'
    assert client.getAllVolumeMetaData('v')['total'] == 1
    assert client.findVolumeMetaData('v', 'k', 'y') is True
    assert client.findVolumeMetaData('v', 'k', 'x') is False
    client.removeVolumeMetaData('v', 'k')
    with pytest.raises(exceptions.HTTPNotFound) as caught:
        client.getVolumeMetaData('v', 'k')
    assert caught.value.symbol == 'NON_EXISTENT_OBJECT_KEY'


def test_a_key_may_need_quoting(client):
    client.setVolumeMetaData('v', 'a/b c?', 'x')
    assert client.getVolumeMetaData('v', 'a/b c?')['key'] == 'a/b c?'
    client.removeVolumeMetaData('v', 'a/b c?')
