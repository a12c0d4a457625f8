"""A simulated array of each generation that has one of everything."""

from __future__ import annotations

import dataclasses
from typing import Any

from hpe3parclient.simulator import PERSONALITIES, Array, Clock, SimulatedArray, connect
from hpe3parclient.simulator.model import optimization
from hpe3parclient.simulator.personality import Capability
from hpe3parclient.simulator.state.cpgs import NOTHING
from tests.support.rawclient import RawClient

IQN = 'iqn.1998-01.com.example:i'
NQN = 'nqn.2014-08.org.nvmexpress:uuid:00000000-0000-4000-8000-000000000001'
GROUP = '/remotecopygroups/group'


def new_array(model: str, clock: Clock | None = None) -> SimulatedArray:
    """An array that is not started; its clock stands still."""
    return SimulatedArray(model, tls=False, seed=1,
                          clock=clock or Clock(running=False))


class Populated:
    """What is put on an array, in the words its generation knows."""

    def __init__(self, array: SimulatedArray) -> None:
        self.api = RawClient(array).log_in()
        self.state = array.state
        self.clock = array.clock
        self.personality = array.state.personality
        self.state.domains.add('dom')
        self._cpgs()
        self._volumes()
        self._copies()
        self._hosts()
        self._exports()
        self._sets()
        if self.has(Capability.REMOTE_COPY):
            self._remote_copy()
        if self.has(Capability.FLASH_CACHE) and not self.personality.reduce:
            self._flash_cache()
        self._running()

    def has(self, capability: Capability) -> bool:
        return self.personality.has(capability)

    def post(self, path: str, **body: Any) -> Any:
        return self.api.ok('POST', path, body)

    def _cpgs(self) -> None:
        self.post('/cpgs', name='c')
        self.post('/cpgs', name='d', domain='dom', growthLimitMiB=262144,
                  usedLDWarningAlertMiB=131072)
        self.post('/cpgs', name='e', LDLayout={'HA': 3, 'chunkletPosPref': 1})
        if self.has(Capability.DETAILS):
            for name in ('t0', 't1', 't2'):
                self.post('/cpgs', name=name, domain='dom')
            optimization.create(self.state, 'ao', {
                0: 't0', 1: 't1', 2: 't2'}, 2)

    def _volumes(self) -> None:
        self.api.volume('thin', comment='text', ssSpcAllocWarningPct=50)
        self.api.volume('member', cpg='c')
        self.api.volume('domained', cpg='d')
        if not self.personality.reduce:
            self.api.volume('full', 4096, tpvv=None)
        if self.personality.reduce:
            self.api.volume('packed', tpvv=None, reduce=True)
        elif self.has(Capability.COMPRESSION):
            self.api.volume('packed', 16384, compression=True)
        if self.has(Capability.DEDUP) and not self.personality.reduce:
            self.post('/cpgs', name='ssd', LDLayout={
                'diskPatterns': [{'diskType': 3}]})
            self.api.volume('dedup', 16384, cpg='ssd', tpvv=None, tdvv=True)
        self.post('/volumes/thin/objectKeyValues', key='k', value='v')
        self.state.write('thin', 2000)

    def snapshot(self, parent: str, name: str, **members: Any) -> None:
        self.post(f'/volumes/{parent}', action='createSnapshot',
                  parameters={'name': name, **members})

    def _copies(self) -> None:
        self.snapshot('thin', 'snap', readOnly=True, expirationHours=9,
                      retentionHours=5, comment='text')
        self.snapshot('thin', 'clone')
        self.api.volume('dest', 10240)
        self.post('/volumes/thin', action='createPhysicalCopy', parameters={
            'destVolume': 'dest', 'saveSnapshot': True})
        self.clock.advance(600)

    def _hosts(self) -> None:
        self.post('/hosts', name='fc', persona=8, domain='dom',
                  FCWWNs=['10000000C9000001', '10000000C9000002'],
                  descriptors=dict.fromkeys((
                      'location', 'IPAddr', 'os', 'model', 'contact',
                      'comment'), 'text'))
        self.post('/hosts', name='iscsi', iSCSINames=[IQN])
        self.post('/hosts', name='off', FCWWNs=['10000000C9000003'])
        for mode in (1, 2):
            self.api.ok('PUT', '/hosts/iscsi', {
                'chapOperation': 1, 'chapOperationMode': mode,
                'chapName': 'chap', 'chapSecret': f'{mode}bcdefghijkl'})
        if self.has(Capability.NVME):
            self.post('/hosts', name='nvme', NQN=NQN, transportType=2)
            self.state.log_in('nvme')
        for name in ('fc', 'iscsi'):
            self.state.log_in(name)
        self.state.add_unassigned_path('20000090FA13C172')
        if self.has(Capability.ISCSI_SETTINGS):
            self.post('/ports/0:2:1/iSCSIVlans', vlanTag=9,
                      ipAddr='192.0.2.9', netmask='255.255.255.0')

    def _exports(self) -> None:
        pos = {'node': 0, 'slot': 1, 'cardPort': 1}
        self.post('/vluns', volumeName='domained', hostname='fc', lun=1)
        self.post('/vluns', volumeName='thin', hostname='iscsi', lun=2)
        self.post('/vluns', volumeName='clone', hostname='off', lun=3,
                  portPos=pos)
        self.post('/vluns', volumeName='member', lun=4, portPos=pos)
        if self.has(Capability.NVME):
            self.post('/vluns', volumeName='packed', hostname='nvme', lun=5)

    def _sets(self) -> None:
        self.post('/volumesets', name='vset', comment='text',
                  setmembers=['member'])
        self.post('/volumesets', name='vempty', domain='dom')
        self.post('/hostsets', name='hset', setmembers=['off'], comment='text')
        self.post('/hostsets', name='hempty', domain='dom')
        self.post('/vluns', volumeName='set:vset', hostname='set:hset', lun=9)
        self.post('/qos', name='vset', type=1, priority=2, bwMinGoalKB=100,
                  bwMaxLimitKB=200, ioMinGoal=100, ioMaxLimit=200,
                  latencyGoal=10, enable=True)
        self.post('/qos', name='vempty', type=1, ioMinGoal=1, ioMaxLimit=2)

    def _remote_copy(self) -> None:
        there = Array(PERSONALITIES[self.personality.name], self.state.clock,
                      seed=2)
        there.name = 'there'
        there.cpgs.add(dataclasses.replace(
            self.state.cpgs.by_id(0), users=set(), snap_users=set(),
            usage=NOTHING, virtual_mib=0))
        connect(self.state, there)
        self.api.volume('replicated')
        modes = {'group': 1, 'periodic': 3}
        if self.has(Capability.ASYNC_OVER_IP):
            modes['streamed'] = 4
        for name, mode in modes.items():
            self.post('/remotecopygroups', name=name, localUserCPG='c',
                      localSnapCPG='c', targets=[{
                          'targetName': 'there', 'mode': mode,
                          'userCPG': 'c', 'snapCPG': 'c'}])
            volume = 'replicated' if name == 'group' else f'v.{name}'
            if volume != 'replicated':
                self.api.volume(volume)
            path = f'/remotecopygroups/{name}'
            self.api.ok('PUT', path, {
                'action': 1, 'volumeName': volume,
                'volumeAutoCreation': True, 'targets': [
                    {'targetName': 'there', 'secVolumeName': f'{name}.r'}]})
            self.api.ok('PUT', path, {'action': 3})
            self.clock.advance(60)
            if self.has(Capability.RCOPY_ONE_MODE_RUNS):
                self.api.ok('PUT', path, {'action': 4})
        there.domains.add('dom')
        self.post('/remotecopygroups', name='domained', domain='dom',
                  targets=[{'targetName': 'there', 'mode': 1}])
        self.clock.advance(600)

    def _flash_cache(self) -> None:
        self.post('/', flashCache={'sizeGiB': 64})
        self.api.ok('PUT', '/volumesets/vset', {'flashCachePolicy': 1})

    def _running(self) -> None:
        """What is not over yet."""
        self.state.fail('pd', 0, 'degraded')
        self.post('/volumes/thin', action='createPhysicalCopy', parameters={
            'destVolume': 'online', 'online': True, 'destCPG': 'c',
            'tpvv': True})
        self.api.ok('PUT', '/volumes/member', {
            'action': 6, 'tuneOperation': 1, 'userCPG': 'e'})
