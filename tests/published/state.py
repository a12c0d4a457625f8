"""The arrays that calls meet, built once and made again for every call.

``furnished`` holds at least two of everything a method is about, but File
Persona, which ``files`` has; ``empty`` is an array as it is delivered. They
are kept as documents of the simulated array's persistence, so that each call
has a fresh array in the same state.
"""

from __future__ import annotations

import functools
import http.client
import json
from typing import Any

from hpe3parclient.simulator import (
    Array,
    Clock,
    SimulatedArray,
    arrays_of,
    connect,
    snapshot,
)
from hpe3parclient.simulator.cli.interpreter import Cli
from hpe3parclient.simulator.model import tasks
from hpe3parclient.simulator.personality import personality_of

WWNS = ('10000000C9000001', '10000000C9000002')
IQN = 'iqn.1994-05.com.example:host1'
OTHER_IQN = 'iqn.1994-05.com.example:host2'
NQN = 'nqn.2014-08.com.example:host1'
SEED = 1

_FILES = """
createfpg -comment {a comment} -wait cpg1 fpg1 1t
createfpg -wait cpg2 fpg2 17t
createvfs -comment {two words} -fpg fpg1 -wait 192.0.2.60 255.255.255.0 vfs1
createvfs -fpg fpg2 -wait 192.0.2.61 255.255.255.0 vfs2
createfsip -vlantag 7 -fpg fpg1 192.0.2.62 255.255.255.0 vfs1
Tpd::rtpd {createfstore -comment {a "b"} -fpg fpg1 vfs1 store1}
Tpd::rtpd {createfstore -fpg fpg1 vfs1 store2}
createfsgroup group1
createfsuser -passwd secret -primarygroup group1 user1
createfshare nfs -f -fstore store1 -sharedir dir -options rw vfs1 share1
createfshare nfs -f -fstore store2 -clientip 192.0.2.1,192.0.2.2 vfs1 share2
createfshare smb -f -fstore store1 -allowperm user1:read vfs1 share1
createfsnap -f vfs1 store1 tag1
createfsnap -f vfs1 store1 tag1
setfsquota -fstore store1 -scapacity 100 -hcapacity 200 vfs1
"""


def fresh(model: str, state: str) -> list[Array]:
    """An array in a named state, and those it is linked to."""
    return list(arrays_of(json.loads(_document(model, state)),
                          Clock(running=False), seed=SEED))


@functools.cache
def _document(model: str, state: str) -> str:
    array = Array(personality_of(model), Clock(running=False), seed=SEED)
    if state == 'empty':
        return json.dumps(snapshot(array))
    if state == 'files':
        with _served(array) as here:
            _Builder(here).build_files()
        return json.dumps(snapshot(array))
    there = Array(personality_of(model), array.clock, seed=SEED + 1)
    there.name = 'target1'
    with _served(array) as here, _served(there) as far:
        connect(array, there)
        _Builder(far).cpgs()
        _Builder(here).build()
    return json.dumps(snapshot(array, there))


def _served(array: Array) -> SimulatedArray:
    return SimulatedArray(array=array, tls=False, ssh_port=None)


class _Builder:
    """Fills an array over its web service, and then its command line."""

    def __init__(self, array: SimulatedArray) -> None:
        self._array = array
        self._state = array.state
        self._key = ''
        self._key = self._send('POST', '/credentials', {
            'user': array.user, 'password': array.password})['key']

    def _send(self, method: str, path: str, body: Any = None) -> Any:
        """The answer to a request that has to succeed."""
        connection = http.client.HTTPConnection(
            '127.0.0.1', self._array.port, timeout=20)
        headers = {'Content-Type': 'application/json'}
        if self._key:
            headers['X-HP3PAR-WSAPI-SessionKey'] = self._key
        try:
            connection.request(method, '/api/v1' + path,
                               json.dumps(body), headers)
            answer = connection.getresponse()
            content = answer.read()
        finally:
            connection.close()
        if answer.status >= 300:
            raise AssertionError((self._state.personality.name, method, path,
                                  body, content))
        return json.loads(content) if content else None

    def _post(self, path: str, **body: Any) -> Any:
        return self._send('POST', path, body)

    def build(self) -> None:
        """Everything, and no session left."""
        self.cpgs()
        self._volumes()
        self._hosts()
        self._sets()
        self._remote_copy()
        self._tasks()
        self._schedules()
        self._send('DELETE', '/credentials/' + self._key)

    def build_files(self) -> None:
        """File Persona's objects, and no session left."""
        self.cpgs()
        session = Cli(self._state).session()
        for line in _FILES.strip().splitlines():
            printed = session.run(line)
            if printed is None or any(error for _, error in printed):
                raise AssertionError((line, printed))
        self._send('DELETE', '/credentials/' + self._key)

    def cpgs(self) -> None:
        for name in ('cpg1', 'cpg2', 'cpg3'):
            self._post('/cpgs', name=name)

    def _volume(self, name: str, size: int = 1024, **more: Any) -> None:
        body = {'name': name, 'cpg': 'cpg1', 'sizeMiB': size, 'tpvv': True,
                'snapCPG': 'cpg1', **more}
        self._send('POST', '/volumes', body)

    def _snapshot(self, volume: str, name: str, **more: Any) -> None:
        self._post('/volumes/' + volume, action='createSnapshot',
                   parameters={'name': name, **more})

    def _copy(self, volume: str, name: str, **more: Any) -> None:
        self._post('/volumes/' + volume, action='createPhysicalCopy',
                   parameters={'destVolume': name, **more})

    def _volumes(self) -> None:
        for name in ('vol1', 'vol2', 'base', 'exported', 'inset', 'qosvol',
                     'rcvol', 'rcvol2', 'source', 'source2', 'source3',
                     'tuned', 'inset2', 'setexp'):
            self._volume(name)
        self._volume('large', 2048)
        self._volume('target', 1024)
        self._volume('target2', 1024)
        for name in ('base.s1', 'base.s2'):
            self._snapshot('base', name)
        self._snapshot('base', 'base.ro', readOnly=True)
        if self._state.personality.name == '3par-3.1.3':
            return
        for key, value in (('type', 'OpenStack'), ('tier', 'gold')):
            self._post('/volumes/vol1/objectKeyValues', key=key, value=value)

    def _hosts(self) -> None:
        self._post('/hosts', name='fchost', FCWWNs=list(WWNS), persona=2)
        self._post('/hosts', name='iscsihost', iSCSINames=[IQN], persona=2)
        if self._state.personality.name == 'alletra-mp':
            self._post('/hosts', name='nvmehost', NQN=NQN)
        for name in ('host1', 'host2', 'setmember', 'setmember2'):
            self._post('/hosts', name=name)
        self._state.log_in('fchost')
        self._state.log_in('iscsihost')
        for host, lun in (('fchost', 1), ('iscsihost', 2)):
            self._post('/vluns', volumeName='exported', hostname=host,
                       lun=lun)

    def _sets(self) -> None:
        for name, members in (('vset1', ['inset', 'inset2']),
                              ('vset2', ['inset']), ('vsempty', []),
                              ('vsqos', ['qosvol']), ('vsexp', ['setexp'])):
            self._post('/volumesets', name=name, setmembers=members)
        for name, members in (('hset1', ['setmember', 'setmember2']),
                              ('hsempty', []), ('hsexp', ['setmember'])):
            self._post('/hostsets', name=name, setmembers=members)
        self._post('/vluns', volumeName='set:vsexp', hostname='set:hsexp',
                   lun=9)
        rule = {'bwMinGoalKB': 1024, 'bwMaxLimitKB': 4096,
                'ioMinGoal': 1000, 'ioMaxLimit': 2000}
        self._post('/qos', name='vsqos', type=1, **rule)

    def _remote_copy(self) -> None:
        if self._state.personality.name == '3par-3.1.3':
            return
        target = {'targetName': 'target1', 'mode': 1, 'userCPG': 'cpg1',
                  'snapCPG': 'cpg1'}
        for name, volume in (('rcgroup1', 'rcvol'), ('rcgroup2', 'rcvol2')):
            self._post('/remotecopygroups', name=name, localUserCPG='cpg1',
                       localSnapCPG='cpg1', targets=[target])
            self._send('PUT', '/remotecopygroups/' + name, {
                'action': 1, 'volumeName': volume,
                'volumeAutoCreation': True, 'targets': [
                    {'targetName': 'target1', 'secVolumeName': volume}]})
        self._send('PUT', '/remotecopygroups/rcgroup2', {'action': 3})

    def _tasks(self) -> None:
        """Some that are over, and some that still go on."""
        tasks.start(self._state, 'remote_copy_sync', seconds=5)
        self._copy('source', 'target', saveSnapshot=True)
        self._state.clock.advance(600)
        with self._state.lock:
            self._state.settle()
        self._copy('source2', 'target2')
        self._copy('source3', 'online', online=True, destCPG='cpg1')
        self._send('PUT', '/volumes/tuned', {
            'action': 6, 'tuneOperation': 1, 'userCPG': 'cpg2'})

    def _schedules(self) -> None:
        session = Cli(self._state).session()
        session.run('createsched "createsv -ro snap base" @hourly sched1')
