"""The iterators give what the lists give."""

from __future__ import annotations

import itertools

import pytest

from hpe3parclient import exceptions
from hpe3parclient.members import shape_of
from hpe3parclient.query import Q
from hpe3parclient.resources import filtering
from hpe3parclient.simulator import PERSONALITIES, Clock, SimulatedArray
from tests.support.replicated import Pair
from tests.support.simulated import connect

#: iterator, the list that has the same members
PAIRS = {
    'iterVolumes': 'getVolumes', 'iterVLUNs': 'getVLUNs',
    'iterHosts': 'getHosts', 'iterCPGs': 'getCPGs',
    'iterHostSets': 'getHostSets', 'iterVolumeSets': 'getVolumeSets',
    'iterPorts': 'getPorts', 'iterTasks': 'getAllTasks',
    'iterQoSRules': 'queryQoSRules',
    'iterRemoteCopyGroups': 'getRemoteCopyGroups',
}


@pytest.fixture(scope='module', params=sorted(PERSONALITIES))
def populated(request):
    """A client of an array with one of everything."""
    # Its task does not end between two looks at it.
    with SimulatedArray(request.param, seed=1, tls=False,
                        clock=Clock(running=False)) as array, \
            connect(array) as client:
        client.createCPG('pool')
        client.createVolume('v', 'pool', 1024, {
            'tpvv': True, 'snapCPG': 'pool', 'comment': 'c'})
        client.createSnapshot('s', 'v', {
            'readOnly': True, 'expirationHours': 2, 'retentionHours': 1})
        client.createHost('h', ['iqn.2000-01.example:h'], optional={
            'descriptors': {'os': 'linux'}})
        client.createHost('f', FCWwns=['10000000C9A1B2C3'])
        client.createVLUN('v', 1, 'h')
        client.createVLUN('v', 2, 'f')
        client.createHostSet('hs', setmembers=['h'])
        client.createVolumeSet('vs', setmembers=['v'], comment='c')
        client.createQoSRules('vs', {'ioMinGoal': 1, 'ioMaxLimit': 9})
        client.copyVolume('v', 'w', 'pool', {'online': True, 'tpvv': True})
        array.state.log_in('f')
        yield client

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


def unknown(member, shape, path=()):
    """Members that expressions do not know, at any depth."""
    if isinstance(member, list):
        for item in member:
            yield from unknown(item, shape, path)
    elif isinstance(member, dict) and not shape.is_open:
        for name, value in member.items():
            if name in shape.members:
                yield from unknown(value, shape.members[name], (*path, name))
            else:
                yield '.'.join((*path, name))


LISTINGS = {
    'iterVolumes': filtering.VOLUMES, 'iterVLUNs': filtering.VLUNS,
    'iterHosts': filtering.HOSTS, 'iterCPGs': filtering.CPGS,
    'iterHostSets': filtering.HOST_SETS,
    'iterVolumeSets': filtering.VOLUME_SETS, 'iterPorts': filtering.PORTS,
    'iterTasks': filtering.TASKS, 'iterQoSRules': filtering.QOS_RULES,
    'iterRemoteCopyGroups': filtering.REMOTE_COPY_GROUPS,
}


def may_lack(client, name):
    """Whether the array is too old for a list."""
    return name == 'iterRemoteCopyGroups' and \
        client.getWsApiVersion()['build'] < 30202290


@pytest.mark.parametrize('name', sorted(PAIRS))
def test_iterator_gives_what_the_list_gives(populated, name):
    if may_lack(populated, name):
        with pytest.raises(exceptions.ClientException):
            list(getattr(populated, name)())
        return
    members = getattr(populated, PAIRS[name])()['members']
    assert list(getattr(populated, name)()) == members
    expected = [member for member in members if member.get('name') == 'vs']
    assert list(getattr(populated, name)(Q['name'] == 'vs')) == expected


@pytest.mark.parametrize('name', sorted(PAIRS))
def test_expressions_know_every_member_the_array_sends(populated, name):
    if may_lack(populated, name):
        return
    listing = LISTINGS[name]
    members = getattr(populated, PAIRS[name])()['members']
    assert members or name == 'iterRemoteCopyGroups'
    assert set(unknown(members, shape_of(listing.shape))) == set()


@pytest.mark.parametrize('name', sorted(PAIRS))
def test_a_member_of_another_list_is_refused_before_anything_is_sent(
        populated, name):
    other = Q.hostname if name != 'iterVLUNs' else Q.setmembers
    with pytest.raises(exceptions.InvalidInput,
                       match=f'{LISTINGS[name].noun} have no member'):
        getattr(populated, name)(~other.exists())
    with pytest.raises(exceptions.InvalidInput, match='query is an expr'):
        getattr(populated, name)("name == 'v1'")


def test_remote_copy_groups_by_a_member_of_their_targets():
    with Pair() as pair, connect(pair.arrays[0]) as client:
        client.createRemoteCopyGroup('g', [pair.target()])
        group, = client.iterRemoteCopyGroups(Q.targets.state.exists())
        assert group['name']
        assert list(unknown(group, shape_of('RemoteCopyGroup'))) == []


def test_leaving_early_does_no_harm(client):
    client.createCPG('pool')
    first = next(iter(client.iterVolumes()))
    assert [volume['name'] for volume in itertools.islice(
        client.iterVolumes(), 1)] == [first['name']]
    assert client.getCPG('pool')['name'] == 'pool'
