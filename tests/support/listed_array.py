"""A simulated array on which every listed error is one request away.

Built with raw HTTP; what no request can make is put into the state. A
refused request changes nothing, so one such array serves all the requests.
"""

from __future__ import annotations

import dataclasses
import http.client
import json
from contextlib import contextmanager
from typing import Any, Callable, ContextManager, Dict, Iterator, Optional

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

WWN, OTHER_WWN, IQN = '10000000C9000001', '10000000C9000002', 'iqn.x:i'
DAY = 24 * 3600
Tweak = Callable[[Array], ContextManager[Any]]


class Speaker:
    """Raw HTTP with a session key."""

    def __init__(self, array: SimulatedArray, user: str = '',
                 password: str = '') -> None:
        self.array = array
        self.key = ''
        answer = self('POST', '/credentials', {
            'user': user or array.user,
            'password': password or array.password})
        self.key = answer['key']

    def ask(self, method: str, target: str, body: Any = None,
            **headers: str) -> Any:
        """Status and decoded body of one request."""
        connection = http.client.HTTPConnection(
            '127.0.0.1', self.array.port, timeout=20)
        sent = {'X-HP3PAR-WSAPI-SessionKey': self.key} if self.key else {}
        if body is not None:
            sent['Content-Type'] = 'application/json'
            if not isinstance(body, bytes):
                body = json.dumps(body).encode()
        sent.update(headers)
        try:
            connection.request(method, target, body, sent)
            answer = connection.getresponse()
            raw = answer.read()
            return answer.status, json.loads(raw) if raw else None
        finally:
            connection.close()

    def __call__(self, method: str, path: str, body: Any = None) -> Any:
        """The body of a request that succeeds."""
        status, found = self.ask(method, '/api/v1' + path, body)
        assert status < 300, (method, path, body, found)
        return found


def volume(say: Speaker, name: str, size: int = 1024, cpg: str = 'c',
           **members: Any) -> None:
    """A thin volume that may have snapshots, unless said otherwise."""
    members.setdefault('tpvv', True)
    members.setdefault('snapCPG', cpg)
    say('POST', '/volumes', {
        'name': name, 'cpg': cpg, 'sizeMiB': size,
        **{key: value for key, value in members.items()
           if value is not None}})


def snapshot(say: Speaker, parent: str, name: str,
             **members: Any) -> None:
    say('POST', f'/volumes/{parent}', {
        'action': 'createSnapshot', 'parameters': {'name': name, **members}})


def copy(say: Speaker, source: str, name: str, **members: Any) -> None:
    say('POST', f'/volumes/{source}', {
        'action': 'createPhysicalCopy',
        'parameters': {'destVolume': name, **members}})


def build(array: SimulatedArray) -> None:
    """Everything the listed requests are about."""
    array.state.sessions.timeout = 10 * DAY
    array.state.domains |= {'D', 'E'}
    array.state.users['guest'] = 'p'
    array.state.browsers.add('guest')
    say = Speaker(array)
    for name, members in (
            ('c', {}), ('u', {}), ('d', {'domain': 'D'}),
            ('n', {'growthLimitMiB': 131072}),
            ('w', {'usedLDWarningAlertMiB': 512})):
        say('POST', '/cpgs', {'name': name, **members})
    _volumes(say)
    _hosts_and_exports(say)
    _sets(say)
    _remote(say)
    _work(say)
    say('DELETE', '/credentials/' + say.key)


def _volumes(say: Speaker) -> None:
    for name in ('v', 'p2', 'x', 'm', 'm2', 'b', 'src', 'ps', 'osrc', 'pp',
                 'op', 'gp', 'xp', 'rc', 'failed', 'same', 'xs', 'q', 'ws',
                 'fsrc', 'osrc2', 'stale', 'ps2', 'sp'):
        volume(say, name, 1024, 'w' if name == 'ws' else 'c')
    volume(say, 'f', tpvv=None, snapCPG=None)
    volume(say, 'f2', tpvv=None, snapCPG=None)
    volume(say, 'nosnap', snapCPG=None)
    volume(say, 't', tpvv=None, tdvv=True)
    volume(say, 'k', retentionHours=10)
    volume(say, 'lim', 100000, 'n', tpvv=None)
    volume(say, 'dv', cpg='d')
    volume(say, 'big', 4096)
    for name in ('dst', 'pcopy', 'pcopy2', 'dest', 'fdst', 'dst2'):
        volume(say, name, tpvv=None)
    for number in range(3):
        volume(say, f'ballast{number}', 16777216, tpvv=None)
    snapshot(say, 'v', 'ro', readOnly=True)
    snapshot(say, 'same', 'same.ro', readOnly=True)
    snapshot(say, 'same', 'same.rw')
    for parent in ('p2', 'pp', 'op', 'gp', 'xp', 'rc', 'xs', 'b', 'src',
                   'stale', 'sp'):
        snapshot(say, parent, parent + '.s')
    say('PUT', '/volumes/gp', {'action': 3, 'sizeMiB': 256})
    say('POST', '/volumes/v/objectKeyValues', {'key': 'k', 'value': 'x'})


def _hosts_and_exports(say: Speaker) -> None:
    say('POST', '/hosts', {'name': 'h', 'FCWWNs': [WWN]})
    say('POST', '/hosts', {'name': 'i', 'iSCSINames': [IQN]})
    say('POST', '/hosts', {'name': 'vm', 'persona': 8})
    for name in ('hm', 'hm2', 'hx', 'h256', 'free'):
        say('POST', '/hosts', {'name': name})
    say('POST', '/hosts', {'name': 'dh', 'domain': 'D'})
    say('PUT', '/hosts/h', {
        'chapOperation': 1, 'chapOperationMode': 1,
        'chapSecret': 'abcdefghijkl'})
    say.array.state.log_in('h')
    for name, host, lun in (('x', 'h', 1), ('xp', 'i', 2),
                            ('xs.s', 'i', 3), ('x', 'h256', 256),
                            ('m2', 'hm2', 7)):
        say('POST', '/vluns', {'volumeName': name, 'hostname': host,
                               'lun': lun})


def _sets(say: Speaker) -> None:
    for name, members in (
            ('vs', ['m']), ('ve', []), ('vq', ['q']), ('vx', ['m2']),
            ('v2', ['v', 'src']), ('vro', ['ro']), ('vnosnap', ['nosnap']),
            ('vsame', ['same', 'same.rw']), ('vwarn', ['ws']),
            ('vmixed', ['same.ro', 'same.rw']), ('vdst', ['dest']),
            ('vv', ['v']), ('vfail', ['failed']), ('vstale', ['stale.s'])):
        say('POST', '/volumesets', {'name': name, 'setmembers': members})
    say('POST', '/volumesets', {'name': 'vdom', 'domain': 'E'})
    say('POST', '/hostsets', {'name': 'hs', 'setmembers': ['hm']})
    say('POST', '/hostsets', {'name': 'he', 'setmembers': ['hx']})
    say('POST', '/vluns', {'volumeName': 'set:vx', 'hostname': 'set:he',
                           'lun': 7})
    say('POST', '/qos', {'name': 'vq', 'type': 1, 'priority': 1})


def _remote(say: Speaker) -> None:
    state = say.array.state
    there = Array(PERSONALITIES['3par-3.3.1'], state.clock, seed=2)
    there.name = 'there'
    there.cpgs.add(dataclasses.replace(
        state.cpgs.get('u'), name='c', users=set(), snap_users=set()))
    connect(state, there)
    say('POST', '/remotecopygroups', {
        'name': 'g', 'localUserCPG': 'c', 'localSnapCPG': 'c',
        'targets': [{'targetName': 'there', 'mode': 1, 'userCPG': 'c',
                     'snapCPG': 'c'}]})
    say('PUT', '/remotecopygroups/g', {
        'action': 1, 'volumeName': 'rc', 'volumeAutoCreation': True,
        'targets': [{'targetName': 'there', 'secVolumeName': 'rc'}]})


def _work(say: Speaker) -> None:
    """First what is over by now, then what still goes on."""
    state = say.array.state
    tasks.start(state, 'short', seconds=5)
    tasks.start(state, 'stubborn', seconds=DAY, cancellable=False)
    copy(say, 'ps', 'pcopy', saveSnapshot=True)
    copy(say, 'ps2', 'pcopy2', saveSnapshot=True)
    copy(say, 'fsrc', 'fdst')
    say('PUT', '/volumes/fdst', {'action': 1})
    copy(say, 'osrc2', 'onlinefailed', online=True, destCPG='c')
    state.volumes.get('stale.s').failed = [8]
    state.volumes.get('failed').failed = [9]
    say.array.clock.advance(3600)
    state.settle()
    common = state.volumes.by_id(state.volumes.get('pcopy2').copy_snapshot)
    snapshot(say, common.name, 'common.s')
    online = state.volumes.get('onlinefailed')
    online.failed, online.online_copy = [9], True
    say('PUT', '/volumes/b', {'action': 6, 'tuneOperation': 1,
                              'userCPG': 'n'})
    say('PUT', '/volumes/f2', {'action': 6, 'tuneOperation': 1,
                               'userCPG': 'c', 'conversionOperation': 1})
    copy(say, 'src', 'dst')
    copy(say, 'sp.s', 'dst2')
    copy(say, 'osrc', 'odst', online=True, destCPG='c', snapCPG='c')
    say('PUT', '/volumes/pp.s', {'action': 4})
    say('PUT', '/volumes/op.s', {'action': 4, 'online': True})
    say('POST', '/volumesets', {'name': 'vonline', 'setmembers': ['odst']})
    say('POST', '/volumesets', {'name': 'vconv', 'setmembers': ['f2']})


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


def contents(state: Array) -> str:
    """Everything the array holds but its sessions, as text."""
    with state.lock:
        state.settle()
        return repr([
            list(state.cpgs), list(state.volumes), list(state.hosts),
            list(state.hostsets), list(state.volumesets), list(state.vluns),
            list(state.tasks), list(state.qos), state.host_of_path,
            state.pools, state.ports, state.parameters])


Request = Dict[str, Any]


def request(method: str, path: str, body: Any = None,
            tweak: Optional[Tweak] = None, user: str = '',
            status: Optional[int] = None) -> Request:
    """One request of the table."""
    return {'method': method, 'path': path, 'body': body, 'tweak': tweak,
            'user': user, 'status': status}
