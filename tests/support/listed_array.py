"""A simulated array on which every listed error is one request away.

Built with raw HTTP; what no request can make is put into the state. A
refused request changes nothing, so one such array serves all the requests.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any, Callable

from hpe3parclient.simulator import (
    PERSONALITIES,
    Array,
    Clock,
    SimulatedArray,
    assumptions,
    connect,
)
from hpe3parclient.simulator.model import tasks
from hpe3parclient.simulator.personality import personality_of
from tests.support.rawclient import RawClient

WWN, OTHER_WWN, IQN = '10000000C9000001', '10000000C9000002', 'iqn.x:i'
DAY = 24 * 3600
Tweak = Callable[[Array], AbstractContextManager[Any]]


def snapshot(api: RawClient, parent: str, name: str,
             **members: Any) -> None:
    api.ok('POST', f'/volumes/{parent}', {
        'action': 'createSnapshot', 'parameters': {'name': name, **members}})


def copy(api: RawClient, source: str, name: str, **members: Any) -> None:
    api.ok('POST', f'/volumes/{source}', {
        'action': 'createPhysicalCopy',
        'parameters': {'destVolume': name, **members}})


def build(array: SimulatedArray) -> None:
    """Everything the listed requests are about."""
    array.state.sessions.timeout = 10 * DAY
    array.state.domains |= {'D', 'E'}
    array.state.users['guest'] = 'p'
    array.state.browsers.add('guest')
    api = RawClient(array).log_in()
    for name, members in (
            ('c', {}), ('u', {}), ('d', {'domain': 'D'}),
            ('n', {'growthLimitMiB': 131072}),
            ('w', {'usedLDWarningAlertMiB': 512})):
        api.ok('POST', '/cpgs', {'name': name, **members})
    _volumes(api)
    _hosts_and_exports(api)
    _sets(api)
    _remote(api)
    _work(api)
    api.log_out()


def _volumes(api: RawClient) -> None:
    for name in ('v', 'p2', 'x', 'm', 'm2', 'b', 'src', 'ps', 'osrc', 'pp',
                 'op', 'gp', 'xp', 'rc', 'failed', 'same', 'xs', 'q', 'ws',
                 'fsrc', 'osrc2', 'stale', 'ps2', 'sp'):
        api.volume(name, 1024, 'w' if name == 'ws' else 'c')
    api.volume('f', 1024, tpvv=None, snapCPG=None)
    api.volume('f2', 1024, tpvv=None, snapCPG=None)
    api.volume('nosnap', 1024, snapCPG=None)
    api.volume('t', 1024, tpvv=None, tdvv=True)
    api.volume('k', 1024, retentionHours=10)
    api.volume('lim', 100000, 'n', tpvv=None)
    api.volume('dv', 1024, cpg='d')
    api.volume('big', 4096)
    for name in ('dst', 'pcopy', 'pcopy2', 'dest', 'fdst', 'dst2'):
        api.volume(name, 1024, tpvv=None)
    for number in range(3):
        api.volume(f'ballast{number}', 16777216, tpvv=None)
    snapshot(api, 'v', 'ro', readOnly=True)
    snapshot(api, 'same', 'same.ro', readOnly=True)
    snapshot(api, 'same', 'same.rw')
    for parent in ('p2', 'pp', 'op', 'gp', 'xp', 'rc', 'xs', 'b', 'src',
                   'stale', 'sp'):
        snapshot(api, parent, parent + '.s')
    api.ok('PUT', '/volumes/gp', {'action': 3, 'sizeMiB': 256})
    api.ok('POST', '/volumes/v/objectKeyValues', {'key': 'k', 'value': 'x'})


def _hosts_and_exports(api: RawClient) -> None:
    api.ok('POST', '/hosts', {'name': 'h', 'FCWWNs': [WWN]})
    api.ok('POST', '/hosts', {'name': 'i', 'iSCSINames': [IQN]})
    api.ok('POST', '/hosts', {'name': 'vm', 'persona': 8})
    for name in ('hm', 'hm2', 'hx', 'h256', 'free'):
        api.ok('POST', '/hosts', {'name': name})
    api.ok('POST', '/hosts', {'name': 'dh', 'domain': 'D'})
    api.ok('PUT', '/hosts/h', {
        'chapOperation': 1, 'chapOperationMode': 1,
        'chapSecret': 'abcdefghijkl'})
    api.array.state.log_in('h')
    for name, host, lun in (('x', 'h', 1), ('xp', 'i', 2),
                            ('xs.s', 'i', 3), ('x', 'h256', 256),
                            ('m2', 'hm2', 7)):
        api.ok('POST', '/vluns', {'volumeName': name, 'hostname': host,
                               'lun': lun})


def _sets(api: RawClient) -> None:
    for name, members in (
            ('vs', ['m']), ('ve', []), ('vq', ['q']), ('vx', ['m2']),
            ('v2', ['v', 'src']), ('vro', ['ro']), ('vnosnap', ['nosnap']),
            ('vsame', ['same', 'same.rw']), ('vwarn', ['ws']),
            ('vmixed', ['same.ro', 'same.rw']), ('vdst', ['dest']),
            ('vv', ['v']), ('vfail', ['failed']), ('vstale', ['stale.s'])):
        api.ok('POST', '/volumesets', {'name': name, 'setmembers': members})
    api.ok('POST', '/volumesets', {'name': 'vdom', 'domain': 'E'})
    api.ok('POST', '/hostsets', {'name': 'hs', 'setmembers': ['hm']})
    api.ok('POST', '/hostsets', {'name': 'he', 'setmembers': ['hx']})
    api.ok('POST', '/vluns', {'volumeName': 'set:vx', 'hostname': 'set:he',
                           'lun': 7})
    api.ok('POST', '/qos', {'name': 'vq', 'type': 1, 'priority': 1})


def _remote(api: RawClient) -> None:
    state = api.array.state
    there = Array(PERSONALITIES['3par-3.3.1'], state.clock, seed=2)
    there.name = 'there'
    there.cpgs.add(dataclasses.replace(
        state.cpgs.get('u'), name='c', users=set(), snap_users=set()))
    connect(state, there)
    api.ok('POST', '/remotecopygroups', {
        'name': 'g', 'localUserCPG': 'c', 'localSnapCPG': 'c',
        'targets': [{'targetName': 'there', 'mode': 1, 'userCPG': 'c',
                     'snapCPG': 'c'}]})
    api.ok('PUT', '/remotecopygroups/g', {
        'action': 1, 'volumeName': 'rc', 'volumeAutoCreation': True,
        'targets': [{'targetName': 'there', 'secVolumeName': 'rc'}]})


def _work(api: RawClient) -> None:
    """First what is over by now, then what still goes on."""
    state = api.array.state
    tasks.start(state, 'short', seconds=5)
    tasks.start(state, 'stubborn', seconds=DAY, cancellable=False)
    copy(api, 'ps', 'pcopy', saveSnapshot=True)
    copy(api, 'ps2', 'pcopy2', saveSnapshot=True)
    copy(api, 'fsrc', 'fdst')
    api.ok('PUT', '/volumes/fdst', {'action': 1})
    copy(api, 'osrc2', 'onlinefailed', online=True, destCPG='c')
    state.volumes.get('stale.s').failed = [8]
    state.volumes.get('failed').failed = [9]
    api.array.clock.advance(3600)
    state.settle()
    common = state.volumes.by_id(state.volumes.get('pcopy2').copy_snapshot)
    snapshot(api, common.name, 'common.s')
    online = state.volumes.get('onlinefailed')
    online.failed, online.online_copy = [9], True
    api.ok('PUT', '/volumes/b', {'action': 6, 'tuneOperation': 1,
                              'userCPG': 'n'})
    api.ok('PUT', '/volumes/f2', {'action': 6, 'tuneOperation': 1,
                               'userCPG': 'c', 'conversionOperation': 1})
    copy(api, 'src', 'dst')
    copy(api, 'sp.s', 'dst2')
    copy(api, 'osrc', 'odst', online=True, destCPG='c', snapCPG='c')
    api.ok('PUT', '/volumes/pp.s', {'action': 4})
    api.ok('PUT', '/volumes/op.s', {'action': 4, 'online': True})
    api.ok('POST', '/volumesets', {'name': 'vonline', 'setmembers': ['odst']})
    api.ok('POST', '/volumesets', {'name': 'vconv', 'setmembers': ['f2']})


# -- what a request alone cannot bring about ----------------------------------


def without(licence: str) -> Tweak:
    """The array has no such licence."""
    @contextmanager
    def tweak(state: Array) -> Iterator[None]:
        state.licences.discard(licence)
        try:
            yield
        finally:
            state.licences.add(licence)
    return tweak


@contextmanager
def older(state: Array) -> Iterator[None]:
    """The array is of the release before, 3.2.2."""
    before = state.personality
    state.personality = personality_of('3par-3.2.2')
    try:
        yield
    finally:
        state.personality = before


@contextmanager
def full(state: Array) -> Iterator[None]:
    """The array has as many volumes as it can have."""
    before = state.personality
    state.personality = dataclasses.replace(
        before, max_volumes=len(state.volumes))
    try:
        yield
    finally:
        state.personality = before


@contextmanager
def few_snapshots(state: Array) -> Iterator[None]:
    """A family may have one snapshot and no more."""
    before = assumptions.MAX_SNAPSHOTS_PER_FAMILY
    assumptions.MAX_SNAPSHOTS_PER_FAMILY = 1
    try:
        yield
    finally:
        assumptions.MAX_SNAPSHOTS_PER_FAMILY = before


def serving(model: str = '3par-3.3.1') -> SimulatedArray:
    """An array that is not started yet, and whose clock stands still."""
    return SimulatedArray(model, tls=False, seed=1,
                          clock=Clock(running=False))


Request = dict[str, Any]


def request(method: str, path: str, body: Any = None,
            tweak: Tweak | None = None, user: str = '',
            status: int | None = None) -> Request:
    """One request of the table."""
    return {'method': method, 'path': path, 'body': body, 'tweak': tweak,
            'user': user, 'status': status}
