"""The iterators give what the lists give."""

from __future__ import annotations

import itertools


def test_volumes_vluns_and_hosts_one_by_one(client):
    client.createCPG('pool')
    client.createHost('h', ['iqn.2000-01.example:h'])
    for number in range(250):
        name = f'v{number:03d}'
        client.createVolume(name, 'pool', 1024, {'tpvv': True})
        client.createVLUN(name, hostname='h', auto=True)
    assert list(client.iterVolumes()) == client.getVolumes()['members']
    assert list(client.iterVLUNs()) == client.getVLUNs()['members']
    assert list(client.iterHosts()) == client.getHosts()['members']


def test_leaving_early_does_no_harm(client):
    client.createCPG('pool')
    first = next(iter(client.iterVolumes()))
    assert [volume['name'] for volume in itertools.islice(
        client.iterVolumes(), 1)] == [first['name']]
    assert client.getCPG('pool')['name'] == 'pool'
