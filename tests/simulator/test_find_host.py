"""findHost leaves no host behind, however late the array is."""

from __future__ import annotations

import threading
from types import SimpleNamespace

import pytest

from hpe3parclient.cli.errors import SSHCommandTimeout, SSHOutcomeUnknown
from hpe3parclient.resources import hosts
from hpe3parclient.simulator import SimulatedArray
from tests.support.simulated import connect

IQN = 'iqn.2000-01.example:h'


@pytest.fixture
def client():
    with SimulatedArray(tls=False) as array, connect(array) as connected:
        connected.ssh = SimpleNamespace(close=lambda: None)
        yield connected
        connected.ssh = None


def test_trial_that_is_made_after_the_time_out_is_deleted(client,
                                                          monkeypatch):
    timers = []

    def late(words):
        timers.append(threading.Timer(
            0.3, client.createHost, (words[2], [words[3]])))
        timers[0].start()
        raise SSHCommandTimeout('Silence: too long.', 'silence')

    monkeypatch.setattr(client, '_cli', late)
    monkeypatch.setattr(hosts, '_TRIAL_SECONDS', 60.0)
    with pytest.raises(SSHCommandTimeout):
        client.findHost(iqn=IQN)
    timers[0].join(60)
    assert client.getHosts()['members'] == []


def test_trial_that_may_still_appear_is_named(client, monkeypatch):
    names = []

    def lost(words):
        names.append(words[2])
        raise SSHOutcomeUnknown('The connection ended.')

    monkeypatch.setattr(client, '_cli', lost)
    monkeypatch.setattr(hosts, '_TRIAL_SECONDS', 0.05)
    with pytest.raises(SSHOutcomeUnknown) as caught:
        client.findHost(iqn=IQN)
    assert names[0] in str(caught.value)
