"""Ports on every generation, and NVMe hosts where there are any."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from hpe3parclient import exceptions
from hpe3parclient.client import HPE3ParClient
from hpe3parclient.simulator import PERSONALITIES, SimulatedArray
from tests.support.simulated import connect

NQN = 'nqn.2014-08.org.nvmexpress:uuid:1b4e28ba'


@pytest.fixture(scope='module', params=sorted(PERSONALITIES))
def client(request: pytest.FixtureRequest) -> Iterator[HPE3ParClient]:
    with SimulatedArray(request.param, tls=False) as array, \
            connect(array) as connected:
        yield connected


def test_ports_are_told_apart_by_their_protocol(client):
    every = client.getPorts()
    counts = [len(client.getFCPorts()), len(client.getiSCSIPorts()),
              len(client.getIPPorts()), len(client.getNvmePorts())]
    disks = [item for item in every['members'] if item['protocol'] == 5]
    assert every['total'] == sum(counts) + len(disks)
    assert counts[:2] == [2 * len(disks), len(disks)]
    assert counts[2] == 2


def test_ports_are_chosen_by_their_state(client):
    assert client.getFCPorts(client.PORT_STATE_READY) == client.getFCPorts()
    assert client.getiSCSIPorts(10) == []


def test_the_generation_is_known(client):
    assert client.getStorageSystemInfo()['id'] in {
        item.system_id for item in PERSONALITIES.values()}


@pytest.fixture(scope='module')
def mp() -> Iterator[SimulatedArray]:
    """An Alletra MP whose hosts are there as soon as they are made."""
    with SimulatedArray('alletra-mp', tls=False) as array:
        array.state.auto_log_in = True
        yield array


@pytest.fixture
def nvme(mp: SimulatedArray) -> Iterator[HPE3ParClient]:
    """An NVMe host called ``h`` and a volume called ``v``."""
    with connect(mp) as client:
        client.createCPG('c')
        client.createVolume('v', 'c', 1024, {'tpvv': True})
        client.create_host_nvme('h', NQN)
        yield client
        for vlun in client.getVLUNs()['members']:
            if not vlun['active']:
                client.remove_vlun_nvme('v', 'h', None)
                break
        client.deleteHost('h')
        client.deleteVolume('v')
        client.deleteCPG('c')


def test_a_host_is_found_by_its_nqn(nvme):
    assert nvme.getHostByNqn(NQN)['name'] == 'h'
    assert nvme.create_host_or_use_existing('other', nqn=NQN)['name'] == 'h'


def test_a_volume_is_exported_over_nvme(nvme):
    made = nvme.create_vlun_nvme('v', 'h', None)
    assert {item['lun'] for item in made} == {1}
    assert {item['volumeName'] for item in made} == {'v'}
    assert nvme.create_vlun_nvme('v', 'h', None) == made
    nvme.remove_vlun_nvme('v', None, NQN)
    assert nvme.find_existing_vluns('v', 'h') == []


def test_addresses_choose_ports(nvme):
    ports = nvme.get_matched_array_ips_and_ports('192.0.2.150:4421')
    assert ports['192.0.2.150']['nsp'] == '0:4:1'
    made = nvme.create_vlun_nvme('v', 'h', ['192.0.2.150'])
    assert {item['portPos']['slot'] for item in made} == {4}


def test_a_second_export_of_a_pair_is_an_error_of_its_own(nvme):
    nvme.createVLUN('v', 1, 'h')
    with pytest.raises(exceptions.HTTPBadRequest) as caught:
        nvme.createVLUN('v', 2, 'h')
    assert caught.value.code == 29
