"""Ensuring twice changes once, and never what would lose data."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from hpe3parclient import exceptions
from hpe3parclient.client import HPE3ParClient
from hpe3parclient.hooks import Exchange
from hpe3parclient.retry import RetryPolicy
from hpe3parclient.simulator import PERSONALITIES, SimulatedArray
from tests.support.simulated import connect

IQN, IQN2 = 'iqn.1998-01.com.x:a', 'iqn.1998-01.com.x:b'
WWN, WWN2 = '10000000C9A1B2C3', '10000000C9A1B2C4'
PORT = {'node': 0, 'slot': 1, 'cardPort': 1}


@pytest.fixture(params=sorted(PERSONALITIES))
def array(request: pytest.FixtureRequest) -> Iterator[SimulatedArray]:
    with SimulatedArray(request.param, seed=1, tls=False) as array:
        yield array


@pytest.fixture
def client(array: SimulatedArray) -> Iterator[HPE3ParClient]:
    with connect(array) as client:
        client.createCPG('gold')
        client.createVolume('v', 'gold', 1024, {'tpvv': True})
        yield client


#: stands for an iterator, which can be read once
GENERATOR = object()

#: only one generation: what is tested is ours alone
NEWER = pytest.mark.parametrize('array', ['3par-3.3.1'], indirect=True)

#: what makes an object, and what changes it: method, arguments, twice
STEPS: dict[str, Any] = {
    'volume': [
        ('ensureVolume', ('data', 'gold', 1000, {'tpvv': True}), {},
         ['created volume data of 1000 MiB in CPG gold']),
        ('ensureVolume', ('data', 'gold', 1500, {
            'tpvv': True, 'comment': 'c', 'snapCPG': 'gold',
            'usrSpcAllocWarningPct': 80, 'policies': {'staleSS': False}}), {},
         ['grew volume data from 1024 to 1536 MiB',
          "changed volume data: comment 'c'"]),
        ('ensureVolume', ('data', 'gold', 1536, {
            'usrSpcAllocWarningPct': 0, 'comment': ''}), {},
         ["changed volume data: comment '', rmUsrSpcAllocWarning True"])],
    'host': [
        ('ensureHost', ('h',), {'FCWwns': ['10:00:00:00:c9:a1:b2:c3']},
         ['created host h']),
        ('ensureHost', ('h', None, [WWN, WWN2]), {'optional': {
            'persona': 1, 'descriptors': {'os': 'linux'}}},
         [f"added paths of host h: ['{WWN2}']",
          "changed host h: persona 1, descriptors {'os': 'linux'}"]),
        ('ensureHost', ('h', None, [WWN2]), {'exact': True},
         [f"removed paths of host h: ['{WWN}']"])],
    'iSCSI host': [
        ('ensureHost', ('i', [IQN]), {}, ['created host i']),
        ('ensureHost', ('i', GENERATOR), {},
         [f"added paths of host i: ['{IQN2}']"])],
    'export': [
        ('ensureHost', ('h',), {'FCWwns': [WWN]}, ['created host h']),
        ('ensureExport', ('v', 'h'), {}, ['exported v to h, LUN auto'])],
    'export with a LUN': [
        ('ensureHost', ('h',), {'FCWwns': [WWN]}, ['created host h']),
        ('ensureExport', ('v', 'h', 7), {}, ['exported v to h, LUN 7'])],
    'export on a port': [
        ('ensureExport', ('v', None, 7, PORT), {},
         ['exported v to 0:1:1, LUN 7'])],
    'CPG': [
        ('ensureCPG', ('cpg',), {}, ['created CPG cpg']),
        ('ensureCPG', ('cpg', {
            'growthIncrementMiB': 131072, 'growthLimitMiB': 1 << 20,
            'usedLDWarningAlertMiB': 1 << 19}), {},
         ['changed CPG cpg: growthIncrementMiB 131072, growthLimitMiB 1048576, '
          'usedLDWarningAlertMiB 524288']),
        ('ensureCPG', ('cpg', {'LDLayout': {'HA': 3}}), {}, None),
        ('ensureCPG', ('cpg', {
            'growthLimitMiB': 0, 'usedLDWarningAlertMiB': 0}), {},
         ['changed CPG cpg: rmGrowthLimit True, rmWarningAlert True'])],
    'volume set': [
        ('ensureVolumeSet', ('s',), {'comment': 'c'},
         ['created volume set s of []']),
        ('ensureVolumeSet', ('s',), {'comment': 'd', 'setmembers': ['v']},
         ["changed volume set s: comment 'd'",
          "added to volume set s: ['v']"]),
        ('ensureVolumeSet', ('s', None, None, []), {'exact': True},
         ["removed from volume set s: ['v']"])],
    'host set': [
        ('ensureHost', ('h',), {}, ['created host h']),
        ('ensureHostSet', ('s',), {'comment': 'c'},
         ['created host set s of []']),
        ('ensureHostSet', ('s',), {'comment': 'd', 'setmembers': ['h']},
         ["changed host set s: comment 'd'", "added to host set s: ['h']"]),
        ('ensureHostSet', ('s', None, None, []), {'exact': True},
         ["removed from host set s: ['h']"])],
    'host with both kinds of initiators': [
        ('ensureHost', ('b', [IQN], [WWN]), {},
         ['created host b', f"added paths of host b: ['{WWN}']"])],
    'initiators in optional': [
        ('ensureHost', ('o',), {'optional': {'FCWWNs': [WWN]}},
         ['created host o']),
        ('ensureHost', ('o',), {'optional': {'FCWWNs': [WWN, WWN2]}},
         [f"added paths of host o: ['{WWN2}']"]),
        ('ensureHost', ('o',), {'optional': {'FCWWNs': [WWN2]}, 'exact': True},
         [f"removed paths of host o: ['{WWN}']"])],
}


@pytest.mark.parametrize('name', sorted(STEPS))
def test_the_second_time_nothing_is_changed(
        array: SimulatedArray, client: HPE3ParClient, name: str) -> None:
    for method, args, options, done in STEPS[name]:
        array.requests.clear()
        would = getattr(client, method)(*again(args), **options, dryRun=True)
        assert {item.method for item in array.requests} == {'GET'}
        did = getattr(client, method)(*again(args), **options)
        assert did['done'] == would['done']
        assert did['changed'] is bool(did['done'])
        for text, expected in zip(did['done'], done or did['done']):
            assert text.startswith(expected)
        assert done is None or len(did['done']) == len(done)
        assert getattr(client, method)(*again(args), **options)['done'] == []


def again(args: tuple[Any, ...]) -> tuple[Any, ...]:
    """Arguments with a fresh iterator in place of a generator."""
    return tuple(iter([IQN2]) if item is GENERATOR else item for item in args)


def test_members_are_what_was_requested(client: HPE3ParClient) -> None:
    client.ensureVolume('data', 'gold', 1000, {'tpvv': True})
    client.ensureVolume('data', 'gold', 3000, {
        'comment': 'c', 'usrSpcAllocLimitPct': 90,
        'policies': {'oneHost': True}})
    volume = client.getVolume('data')
    assert volume['sizeMiB'] == 3072
    assert volume['comment'] == 'c'
    assert volume['usrSpcAllocLimitPct'] == 90
    assert volume['policies']['oneHost']
    assert volume['provisioningType'] == 2


def test_export_says_which_lun_the_array_chose(client: HPE3ParClient) -> None:
    client.createHost('h', FCWwns=[WWN])
    assert client.ensureExport('v', 'h')['name'] in ('v,0,h', 'v,1,h')
    name = client.ensureExport('v', 'h')['name']
    lun = client.getHostVLUNs('h')[0]['lun']
    assert name == f'v,{lun},h'


def test_export_of_sets(client: HPE3ParClient) -> None:
    client.createHost('h', FCWwns=[WWN])
    client.createHostSet('hs', setmembers=['h'])
    client.createVolumeSet('vs', setmembers=['v'])
    for volume, host in (('v', 'set:hs'), ('set:vs', 'h')):
        assert client.ensureExport(volume, host)['changed']
        assert not client.ensureExport(volume, host)['changed']


def test_export_that_a_host_sees_counts_once(
        array: SimulatedArray, client: HPE3ParClient) -> None:
    client.createHost('h', FCWwns=[WWN])
    client.createHostSet('hs', setmembers=['h'])
    array.state.log_in('h')
    client.ensureExport('v', 'set:hs', 5)
    # What the host sees of it is not an export to the host alone.
    assert client.ensureExport('v', 'set:hs', 5)['changed'] is False


def test_reducing_volumes_are_compared(
        array: SimulatedArray, client: HPE3ParClient) -> None:
    build = client.getWsApiVersion()['build']
    if build < 30301215:
        return      # the array has no compression
    members = {'tdvv': True, 'compression': True}
    assert client.ensureVolume('r', 'gold', 20480, members)['changed']
    assert not client.ensureVolume('r', 'gold', 20480, members)['changed']
    with pytest.raises(exceptions.EnsureConflict, match='provisioningType'):
        client.ensureVolume('r', 'gold', 20480, {'tpvv': True})


# -- what is refused ----------------------------------------------------------


@NEWER
@pytest.mark.parametrize('arguments, reason', [
    (('v', 'gold', 512, {'tpvv': True}), None),
    (('big', 'gold', 1024, {}), r'sizeMiB is 4096, not 1024: a volume cannot'),
    (('v', 'other', 1024, {}), r"userCPG is 'gold', not 'other': tuneVolume"),
    (('v', 'gold', 1024, {'tpvv': False}), r'provisioningType is 2, not 1'),
    (('v', 'gold', 1024, {'tdvv': True}), r'provisioningType is 2, not 6'),
    (('v', 'gold', 1024, {'compression': True}), r'compression is False'),
    (('v', 'gold', 1024, {'id': 77}), r'id is \d+, not 77'),
    (('s', 'gold', 1024, {}), r"copyOf is 'v', not None: it is a snapshot"),
    (('big', 'other', 1024, {'tpvv': False}),
     r'userCPG .*; provisioningType .*; sizeMiB '),
])
def test_what_cannot_be_changed_is_refused_and_nothing_is_changed(
        array: SimulatedArray, client: HPE3ParClient,
        arguments: tuple[Any, ...], reason: str | None) -> None:
    client.modifyVolume('v', {'snapCPG': 'gold'})
    client.createVolume('big', 'gold', 4096, {'tpvv': True})
    client.createSnapshot('s', 'v')
    array.requests.clear()
    if reason is None:
        assert not client.ensureVolume(*arguments)['changed']
    else:
        with pytest.raises(exceptions.EnsureConflict, match=reason):
            client.ensureVolume(*arguments[:3], {
                **arguments[3], 'comment': 'new'})
    assert {item.method for item in array.requests} == {'GET'}


@NEWER
def test_another_lun_is_refused(client: HPE3ParClient) -> None:
    client.createHost('h', FCWwns=[WWN])
    client.ensureExport('v', 'h', 3)
    with pytest.raises(exceptions.EnsureConflict,
                       match=r'v,4,h: lun is 3, not 4.*deleteVLUN'):
        client.ensureExport('v', 'h', 4)


@NEWER
@pytest.mark.parametrize('call, reason', [
    (lambda c: c.ensureVolume('v', 'gold', 1024, {'coment': 'x'}),
     "'coment' that cannot be compared; did you mean comment"),
    (lambda c: c.ensureVolume('v', 'gold', 'big'), 'sizeMiB must be an int'),
    (lambda c: c.ensureVolume('v', 'gold', 1024, 'x'), 'must be a dict'),
    (lambda c: c.ensureCPG('gold', {'growthLimit': 1}),
     'did you mean growthLimitMiB'),
    (lambda c: c.ensureHost('h', 'iqn.x'), 'iscsiNames must be a list'),
    (lambda c: c.ensureVolumeSet('s', setmembers='v'), 'must be a list'),
    (lambda c: c.ensureHostSet('s', setmembers='h'), 'must be a list'),
    (lambda c: c.ensureHost('h', optional={'FCWWNs': WWN}), 'must be a list'),
    (lambda c: c.ensureExport('v', None, 1), 'needs hostname, portPos'),
])
def test_bad_arguments_are_refused(
        client: HPE3ParClient, call: Any, reason: str) -> None:
    with pytest.raises(exceptions.InvalidInput, match=reason):
        call(client)


@NEWER
def test_a_reader_may_see_what_would_be_done(client: HPE3ParClient) -> None:
    with client.readOnly():
        assert client.ensureVolume('new', 'gold', 1024, dryRun=True)['changed']
        assert not client.ensureVolume('v', 'gold', 1024)['changed']
        with pytest.raises(exceptions.ReadOnly):
            client.ensureVolume('new', 'gold', 1024)


@NEWER
def test_an_initiator_of_another_host_is_refused(
        array: SimulatedArray, client: HPE3ParClient) -> None:
    client.createHost('a', FCWwns=[WWN])
    client.createHost('b', [IQN])
    client.createHost('c')
    array.requests.clear()
    for name in ('c', 'new'):
        for dry_run in (True, False):
            with pytest.raises(exceptions.EnsureConflict, match=(
                    f'host {name}: 10:00:00:00:c9:a1:b2:c3 belongs to host a: '
                    f'remove it there first; {IQN} belongs to host b: ')):
                client.ensureHost(name, [IQN, IQN2],
                                  ['10:00:00:00:c9:a1:b2:c3'], dryRun=dry_run)
    assert {item.method for item in array.requests} == {'GET'}


@NEWER
@pytest.mark.parametrize('method, args', [
    ('ensureVolume', ('{}', 'gold', 1024)), ('ensureHost', ('{}',)),
    ('ensureCPG', ('{}',)), ('ensureVolumeSet', ('{}',)),
    ('ensureHostSet', ('{}',)), ('ensureExport', ('{}', 'h')),
    ('ensureExport', ('v', '{}'))])
@pytest.mark.parametrize('name', [
    '', '.', '..', 'a/b', 'a#b', 'a b', 'a?b', 'a%2Fb', '-a', 'a\n', 'x' * 32])
def test_names_that_no_object_can_have_are_refused(
        array: SimulatedArray, client: HPE3ParClient, method: str,
        args: tuple[Any, ...], name: str) -> None:
    client.createHost('h')
    before = state(client)
    with pytest.raises((exceptions.HTTPBadRequest, exceptions.InvalidInput)):
        getattr(client, method)(*(
            item.format(name) if isinstance(item, str) else item
            for item in args))
    assert state(client) == before


@NEWER
def test_the_longest_names_are_taken(client: HPE3ParClient) -> None:
    volume, host, kept = 'v' * 31, 'h' * 31, 's' * 27
    for _ in range(2):
        results = [
            client.ensureCPG('c' * 31), client.ensureVolume(
                volume, 'c' * 31, 1024),
            client.ensureHost(host, [IQN]),
            client.ensureVolumeSet(kept, setmembers=[volume]),
            client.ensureHostSet(kept, setmembers=[host]),
            client.ensureExport(volume, host),
            client.ensureExport(f'set:{kept}', f'set:{kept}')]
    assert not any(result['changed'] for result in results)


# -- somebody else changes the same object ------------------------------------


#: a call, what somebody else does between its look and its change, and what
#: it then says that it did; None is a conflict
MEANWHILE: dict[str, Any] = {
    'volume made': (
        lambda c: c.ensureVolume('n', 'gold', 1024, {'tpvv': True}),
        lambda c: c.createVolume('n', 'gold', 1024, {'tpvv': True}), []),
    'smaller volume made': (
        lambda c: c.ensureVolume('n', 'gold', 1024, {'tpvv': True}),
        lambda c: c.createVolume('n', 'gold', 512, {'tpvv': True}),
        ['grew volume n from 512 to 1024 MiB']),
    'larger volume made': (
        lambda c: c.ensureVolume('n', 'gold', 1024, {'tpvv': True}),
        lambda c: c.createVolume('n', 'gold', 4096, {'tpvv': True}), None),
    'volume deleted': (
        lambda c: c.ensureVolume('v', 'gold', 2048, {'tpvv': True}),
        lambda c: (c.deleteVolumeSet('full'), c.deleteVolume('v')),
        ['created volume v of 2048 MiB in CPG gold']),
    'host made': (
        lambda c: c.ensureHost('n', [IQN]),
        lambda c: c.createHost('n', [IQN]), []),
    'path added': (
        lambda c: c.ensureHost('h', [IQN]),
        lambda c: c.modifyHost('h', {
            'pathOperation': 1, 'iSCSINames': [IQN]}), []),
    'path of another host': (
        lambda c: c.ensureHost('h', [IQN]),
        lambda c: c.createHost('n', [IQN]), None),
    'path removed': (
        lambda c: c.ensureHost('h', exact=True),
        lambda c: c.modifyHost('h', {
            'pathOperation': 2, 'FCWWNs': [WWN]}), []),
    'CPG made': (
        lambda c: c.ensureCPG('n'), lambda c: c.createCPG('n'), []),
    'volume set made': (
        lambda c: c.ensureVolumeSet('n'),
        lambda c: c.createVolumeSet('n'), []),
    'volume added': (
        lambda c: c.ensureVolumeSet('s', None, 'c', ['v']),
        lambda c: c.addVolumeToVolumeSet('s', 'v'),
        ["changed volume set s: comment 'c'"]),
    'volume removed': (
        lambda c: c.ensureVolumeSet('full', setmembers=[], exact=True),
        lambda c: c.removeVolumeFromVolumeSet('full', 'v'), []),
    'host set deleted': (
        lambda c: c.ensureHostSet('hs', setmembers=['h']),
        lambda c: c.deleteHostSet('hs'), ["created host set hs of ['h']"]),
    'host added': (
        lambda c: c.ensureHostSet('hs', setmembers=['h']),
        lambda c: c.addHostToHostSet('hs', 'h'), []),
    'exported': (
        lambda c: c.ensureExport('v', 'h', 3),
        lambda c: c.createVLUN('v', 3, 'h'), []),
}


@pytest.mark.parametrize('name', sorted(MEANWHILE))
def test_what_somebody_else_does_meanwhile_is_looked_at(
        array: SimulatedArray, client: HPE3ParClient, name: str) -> None:
    client.createHost('h', FCWwns=[WWN])
    client.createVolumeSet('s')
    client.createVolumeSet('full', setmembers=['v'])
    client.createHostSet('hs')
    call, change, done = MEANWHILE[name]
    changes: list[Any] = []     # once it is logged in

    def other(exchange: Exchange) -> None:
        if exchange.method in ('POST', 'PUT') and changes:
            changes.pop()(client)

    with connect(array, on_request=other) as one:
        changes.append(change)
        if done is None:
            with pytest.raises(exceptions.EnsureConflict):
                call(one)
        else:
            assert call(one)['done'] == done
            assert call(one)['done'] == []
        assert not changes


# -- a lost answer ------------------------------------------------------------


def state(client: HPE3ParClient) -> Any:
    """All that the ensure methods change, without numbers and times."""
    apart = {'id', 'uuid', 'wwn', 'links', 'creationTimeSec', 'udid',
             'creationTime8601', 'volumeWWN', 'baseId'}
    lists = [client.getVolumes(), client.getHosts(), client.getCPGs(),
             client.getVolumeSets(), client.getHostSets(), client.getVLUNs()]
    return [[{name: value for name, value in member.items()
              if name not in apart} for member in answer['members']]
            for answer in lists]


def steps(client: HPE3ParClient, name: str) -> None:
    """Run the steps of a scenario; repeat what an answer was lost of."""
    for method, args, options, _ in STEPS[name]:
        for _ in range(3):
            try:
                getattr(client, method)(*again(args), **options)
            except (exceptions.OutcomeUnknown, exceptions.ConnectionError,
                    exceptions.InvalidResponse):
                continue
            break


@pytest.mark.parametrize('kind', ['reset_after', 'reset_before', 'truncate'])
@pytest.mark.parametrize('name', sorted(STEPS))
def test_whichever_answer_is_lost_repeating_ends_in_the_same_state(
        name: str, kind: str) -> None:
    skip, expected = -1, None
    while True:
        with SimulatedArray('3par-3.3.1', seed=1, tls=False, ssh_port=None) \
                as other, connect(other, retry=RetryPolicy(attempts=1)
                                  ) as client:
            client.createCPG('gold')
            client.createVolume('v', 'gold', 1024, {'tpvv': True})
            fault = other.faults.add(kind, skip=skip) if skip >= 0 else None
            steps(client, name)
            other.faults.clear()
            if fault is not None and not fault.injected:
                break       # there are no more requests to spoil
            expected = expected or state(client)
            assert state(client) == expected, skip
        skip += 1
    assert skip >= 2


@NEWER
@pytest.mark.parametrize('method, args', [
    ('ensureVolume', ('data', 'gold', 2048, {'tpvv': True})),
    ('ensureVolume', ('v', 'gold', 2048, {'tpvv': True})),
    ('ensureHost', ('h', [IQN])), ('ensureCPG', ('cpg',)),
    ('ensureVolumeSet', ('s', None, None, ['v'])),
    ('ensureExport', ('v', 'known'))])
def test_repeating_after_a_lost_answer_changes_nothing(
        array: SimulatedArray, method: str, args: tuple[Any, ...]) -> None:
    with connect(array, retry=RetryPolicy(attempts=1)) as client:
        client.createCPG('gold')
        client.createVolume('v', 'gold', 1024, {'tpvv': True})
        client.createHost('known', FCWwns=[WWN])
        for verb in ('POST', 'PUT'):
            array.faults.add('reset_after', method=verb, times=1)
        with pytest.raises(exceptions.OutcomeUnknown):
            getattr(client, method)(*args)
        assert getattr(client, method)(*args)['done'] == []
