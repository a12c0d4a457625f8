"""Every method of the web service: the one request it sends.

Each row is a call, the request line below /api/v1 and the body. Methods that
send several requests, or none, have tests of their own beside this one.
"""

from __future__ import annotations

import copy
from typing import Any, Callable

import pytest

from hpe3parclient.client import HPE3ParClient
from tests.support import scripted

#: a name in which every character matters
WORST = 'a#b/../c?d=é %'
QUOTED = 'a%23b%2F..%2Fc%3Fd%3D%C3%A9%20%25'

VOLUME_MEMBERS = {
    'id': 12, 'comment': 'ü null', 'policies': {
        'staleSS': False, 'oneHost': True, 'zeroDetect': True,
        'system': False, 'caching': True},
    'snapCPG': 's', 'ssSpcAllocWarningPct': 12, 'ssSpcAllocLimitPct': 22,
    'tpvv': True, 'usrSpcAllocWarningPct': 22, 'usrSpcAllocLimitPct': 23,
    'expirationHours': 256, 'retentionHours': 255, 'reduce': True,
    'objectKeyValues': [{'key': 'k', 'value': 'v'}]}
VOLUME_CHANGES = {
    'newName': 'w', 'comment': 'c', 'snapCPG': 's', 'userCPG': 'u',
    'policies': {'staleSS': False}, 'ssSpcAllocWarningPct': 1,
    'ssSpcAllocLimitPct': 2, 'usrSpcAllocWarningPct': 3,
    'usrSpcAllocLimitPct': 4, 'expirationHours': 5, 'retentionHours': 6,
    'rmSsSpcAllocWarning': False, 'rmUsrSpcAllocWarning': True,
    'rmExpTime': False, 'rmSsSpcAllocLimit': True,
    'rmUsrSpcAllocLimit': False}
SNAPSHOT_MEMBERS = {'id': 3, 'comment': 'c', 'readOnly': True,
                    'expirationHours': 36, 'retentionHours': 12}
CPG_MEMBERS = {
    'growthIncrementMiB': 100, 'growthLimitMiB': 1024,
    'usedLDWarningAlertMiB': 200, 'domain': 'd',
    'LDLayout': {'HA': 3, 'chunkletPosPref': 2,
                 'diskPatterns': [{'diskType': 1}]}}
DESCRIPTORS = {'location': 'l', 'IPAddr': '10.10.10.10', 'os': 'linux',
               'model': 'm', 'contact': 'c', 'comment': "Joe's box"}
HOST_MEMBERS = {'persona': 1, 'domain': None, 'forceTearDown': False,
                'descriptors': DESCRIPTORS}
HOST_CHANGES = {
    'newName': 'n', 'pathOperation': 1, 'FCWWNs': [], 'iSCSINames': ['i'],
    'forcePathRemoval': False, 'persona': 1, 'descriptors': DESCRIPTORS,
    'chapOperation': 1, 'chapOperationMode': 1, 'chapName': 'c',
    'chapSecret': 'xyz', 'chapSecretHex': False,
    'chapRemoveTargetOnly': True}
RULE = {'priority': 2, 'bwMinGoalKB': 1024, 'bwMaxLimitKB': 1025,
        'ioMinGoal': 10000, 'ioMaxLimit': 2000000, 'enable': True,
        'bwMinGoalOP': 1, 'bwMaxLimitOP': 1, 'ioMinGoalOP': 2,
        'ioMaxLimitOP': 2, 'latencyGoal': 5000, 'defaultLatency': False}
TARGETS = [{'targetName': 't', 'mode': 1, 'userCPG': 'u', 'snapCPG': 's'}]
GROUP_CHANGES = {
    'localUserCPG': 'u', 'localSnapCPG': 's', 'unsetUserCPG': False,
    'unsetSnapCPG': True, 'targets': [{
        'targetName': 't', 'remoteUserCPG': 'u', 'remoteSnapCPG': 's',
        'syncPeriod': 300, 'rmSyncPeriod': False, 'mode': 2,
        'snapFrequency': 300, 'rmSnapFrequency': False, 'policies': {
            'autoRecover': False, 'overPeriodAlert': True,
            'autoFailover': False, 'pathManagement': False}}]}
ADMIT = [{'targetName': 't', 'secVolumeName': 'w'}]
ADMIT_MEMBERS = {'snapshotName': 's', 'volumeAutoCreation': False,
                 'skipInitialSync': True, 'differentSecondaryWWN': False}
START = {'skipInitialSync': False, 'targetName': 't', 'startingSnapshots': [
    {'volumeName': 'v', 'snapshotName': 's'}]}
RECOVER = {'targetName': 't', 'skipStart': False, 'skipSync': True,
           'discardNewData': False, 'skipPromote': True, 'noSnapshot': False,
           'stopGroups': True, 'localGroupsDirection': False}

Call = Callable[[HPE3ParClient], Any]


def row(name: str, call: Call, line: str, body: Any = None) -> Any:
    return pytest.param(call, line, body, id=name)


SYSTEM = [
    row('getStorageSystemInfo', lambda c: c.getStorageSystemInfo(),
        'GET /system'),
    row('getWSAPIConfigurationInfo', lambda c: c.getWSAPIConfigurationInfo(),
        'GET /wsapiconfiguration'),
    row('getOverallSystemCapacity', lambda c: c.getOverallSystemCapacity(),
        'GET /capacity'),
    row('getWsApiVersion', lambda c: c.getWsApiVersion(), 'GET /api'),
    row('getAllTasks', lambda c: c.getAllTasks(), 'GET /tasks'),
    row('getTask', lambda c: c.getTask(12), 'GET /tasks/12'),
    row('getTask-text', lambda c: c.getTask('12'), 'GET /tasks/12'),
    row('createFlashCache', lambda c: c.createFlashCache(64, 1),
        'POST /', {'flashCache': {'sizeGiB': 64, 'mode': 1}}),
    row('createFlashCache-None', lambda c: c.createFlashCache('64', None),
        'POST /', {'flashCache': {'sizeGiB': 64}}),
    row('getFlashCache', lambda c: c.getFlashCache(), 'GET /flashcache'),
    row('deleteFlashCache', lambda c: c.deleteFlashCache(),
        'DELETE /flashcache'),
]

CPGS = [
    row('getCPGs', lambda c: c.getCPGs(), 'GET /cpgs'),
    row('getCPG', lambda c: c.getCPG(WORST), 'GET /cpgs/' + QUOTED),
    row('getCPGAvailableSpace', lambda c: c.getCPGAvailableSpace('c'),
        'POST /spacereporter', {'cpg': 'c'}),
    row('createCPG', lambda c: c.createCPG('c'), 'POST /cpgs',
        {'name': 'c'}),
    row('createCPG-all', lambda c: c.createCPG('c', CPG_MEMBERS),
        'POST /cpgs', dict(CPG_MEMBERS, name='c')),
    row('iterCPGs', lambda c: list(c.iterCPGs()), 'GET /cpgs'),
    row('iterHostSets', lambda c: list(c.iterHostSets()), 'GET /hostsets'),
    row('iterVolumeSets', lambda c: list(c.iterVolumeSets()), 'GET /volumesets'),
    row('iterPorts', lambda c: list(c.iterPorts()), 'GET /ports'),
    row('iterTasks', lambda c: list(c.iterTasks()), 'GET /tasks'),
    row('iterRemoteCopyGroups', lambda c: list(c.iterRemoteCopyGroups()),
        'GET /remotecopygroups'),
    row('iterQoSRules', lambda c: list(c.iterQoSRules()), 'GET /qos'),
    row('modifyCPG', lambda c: c.modifyCPG(
        WORST, {'growthLimitMiB': 2048, 'rmWarningAlert': True}),
        'PUT /cpgs/' + QUOTED,
        {'growthLimitMiB': 2048, 'rmWarningAlert': True}),
    row('deleteCPG', lambda c: c.deleteCPG(WORST), 'DELETE /cpgs/' + QUOTED),
]

VOLUMES = [
    row('getVolumes', lambda c: c.getVolumes(), 'GET /volumes'),
    row('iterVolumes', lambda c: list(c.iterVolumes()), 'GET /volumes'),
    row('getVolume', lambda c: c.getVolume(WORST), 'GET /volumes/' + QUOTED),
    row('createVolume', lambda c: c.createVolume('v@count@', 'c', 1024),
        'POST /volumes', {'name': 'v@count@', 'cpg': 'c', 'sizeMiB': 1024}),
    row('createVolume-float', lambda c: c.createVolume('v', 'c', 1024.0),
        'POST /volumes', {'name': 'v', 'cpg': 'c', 'sizeMiB': 1024}),
    row('createVolume-all',
        lambda c: c.createVolume('v', 'c', 1, VOLUME_MEMBERS),
        'POST /volumes',
        dict(VOLUME_MEMBERS, name='v', cpg='c', sizeMiB=1)),
    row('deleteVolume', lambda c: c.deleteVolume(WORST),
        'DELETE /volumes/' + QUOTED),
    row('modifyVolume', lambda c: c.modifyVolume(WORST, VOLUME_CHANGES),
        'PUT /volumes/' + QUOTED, VOLUME_CHANGES),
    row('growVolume', lambda c: c.growVolume('v', 256.0), 'PUT /volumes/v',
        {'action': 3, 'sizeMiB': 256}),
    row('createSnapshot', lambda c: c.createSnapshot('s', WORST),
        'POST /volumes/' + QUOTED,
        {'action': 'createSnapshot', 'parameters': {'name': 's'}}),
    row('createSnapshot-all',
        lambda c: c.createSnapshot('s', 'v', SNAPSHOT_MEMBERS),
        'POST /volumes/v',
        {'action': 'createSnapshot',
         'parameters': dict(SNAPSHOT_MEMBERS, name='s')}),
    row('promoteVirtualCopy', lambda c: c.promoteVirtualCopy('s'),
        'PUT /volumes/s', {'action': 4}),
    row('promoteVirtualCopy-all', lambda c: c.promoteVirtualCopy(
        's', {'online': True, 'priority': 1, 'target': 't',
              'allowRemoteCopyParent': True}),
        'PUT /volumes/s',
        {'action': 4, 'online': True, 'priority': 1, 'target': 't',
         'allowRemoteCopyParent': True}),
    row('copyVolume-offline', lambda c: c.copyVolume('v', 'w', None),
        'POST /volumes/v', {'action': 'createPhysicalCopy',
                            'parameters': {'destVolume': 'w'}}),
    row('copyVolume-offline-with-cpg', lambda c: c.copyVolume(
        WORST, 'w', 'c', {'saveSnapshot': True, 'priority': 1}),
        'POST /volumes/' + QUOTED,
        {'action': 'createPhysicalCopy', 'parameters': {
            'destVolume': 'w', 'saveSnapshot': True, 'priority': 1}}),
    row('copyVolume-online', lambda c: c.copyVolume(
        'v', 'w', 'c', {'online': True, 'tpvv': True, 'snapCPG': 's'}),
        'POST /volumes/v',
        {'action': 'createPhysicalCopy', 'parameters': {
            'destVolume': 'w', 'destCPG': 'c', 'online': True,
            'tpvv': True, 'snapCPG': 's'}}),
    row('copyVolume-online-without-cpg', lambda c: c.copyVolume(
        'v', 'w', None, {'online': True}),
        'POST /volumes/v',
        {'action': 'createPhysicalCopy', 'parameters': {
            'destVolume': 'w', 'online': True}}),
    row('resyncPhysicalCopy', lambda c: c.resyncPhysicalCopy(WORST),
        'PUT /volumes/' + QUOTED, {'action': 2}),
    row('stopOfflinePhysicalCopy', lambda c: c.stopOfflinePhysicalCopy('w'),
        'PUT /volumes/w', {'action': 1}),
    row('tuneVolume', lambda c: c.tuneVolume('v', 1, {'userCPG': 'c'}),
        'PUT /volumes/v',
        {'action': 6, 'tuneOperation': 1, 'userCPG': 'c'}),
    row('tuneVolume-all', lambda c: c.tuneVolume(
        WORST, 1, {'userCPG': 'c', 'snapCPG': 's', 'conversionOperation': 1,
                   'keepVV': 'k'}),
        'PUT /volumes/' + QUOTED,
        {'action': 6, 'tuneOperation': 1, 'userCPG': 'c', 'snapCPG': 's',
         'conversionOperation': 1, 'keepVV': 'k'}),
    row('getVolumeMetaData', lambda c: c.getVolumeMetaData('v', WORST),
        'GET /volumes/v/objectKeyValues/' + QUOTED),
    row('getAllVolumeMetaData', lambda c: c.getAllVolumeMetaData(WORST),
        f'GET /volumes/{QUOTED}/objectKeyValues'),
    row('setVolumeMetaData', lambda c: c.setVolumeMetaData('v', 'k', 'x'),
        'POST /volumes/v/objectKeyValues', {'key': 'k', 'value': 'x'}),
    row('removeVolumeMetaData', lambda c: c.removeVolumeMetaData('v', WORST),
        'DELETE /volumes/v/objectKeyValues/' + QUOTED),
]

HOSTS = [
    row('getHosts', lambda c: c.getHosts(), 'GET /hosts'),
    row('iterHosts', lambda c: list(c.iterHosts()), 'GET /hosts'),
    row('getHost', lambda c: c.getHost(WORST), 'GET /hosts/' + QUOTED),
    row('createHost', lambda c: c.createHost('h'), 'POST /hosts',
        {'name': 'h'}),
    row('createHost-iscsi', lambda c: c.createHost('h', ['iqn.a', 'iqn.b']),
        'POST /hosts', {'name': 'h', 'iSCSINames': ['iqn.a', 'iqn.b']}),
    row('createHost-fc', lambda c: c.createHost(
        'h', FCWwns=['50014380242B8B4C'], optional=HOST_MEMBERS),
        'POST /hosts',
        dict(HOST_MEMBERS, name='h', FCWWNs=['50014380242B8B4C'])),
    row('createHost-nvme', lambda c: c.createHost('h', nqn='nqn.x'),
        'POST /hosts', {'name': 'h', 'NQN': 'nqn.x', 'transportType': 2}),
    row('createHost-options-in-the-place-of-nqn',
        lambda c: c.createHost('h', None, ['W'], {'persona': 2}),
        'POST /hosts', {'name': 'h', 'FCWWNs': ['W'], 'persona': 2}),
    row('modifyHost', lambda c: c.modifyHost(WORST, HOST_CHANGES),
        'PUT /hosts/' + QUOTED, HOST_CHANGES),
    row('deleteHost', lambda c: c.deleteHost(WORST),
        'DELETE /hosts/' + QUOTED),
    row('queryHost-iqns', lambda c: c.queryHost(iqns=['iqn.1', 'iqn.2']),
        'GET /hosts?query=%22iSCSIPaths%5Bname%3D%3Diqn.1%20OR%20'
        'name%3D%3Diqn.2%5D%22'),
    row('queryHost-both', lambda c: c.queryHost(['iqn.1'], ['5001']),
        'GET /hosts?query=%22FCPaths%5Bwwn%3D%3D5001%5D%20OR%20'
        'iSCSIPaths%5Bname%3D%3Diqn.1%5D%22'),
]

SETS = [
    row('getHostSets', lambda c: c.getHostSets(), 'GET /hostsets'),
    row('getHostSet', lambda c: c.getHostSet(WORST),
        'GET /hostsets/' + QUOTED),
    row('createHostSet', lambda c: c.createHostSet('s'), 'POST /hostsets',
        {'name': 's'}),
    row('createHostSet-all',
        lambda c: c.createHostSet('s', 'd', 'null', ['a', 'b']),
        'POST /hostsets', {'name': 's', 'domain': 'd', 'comment': 'null',
                           'setmembers': ['a', 'b']}),
    row('createHostSet-empty', lambda c: c.createHostSet('s', '', '', []),
        'POST /hostsets', {'name': 's'}),
    row('deleteHostSet', lambda c: c.deleteHostSet(WORST),
        'DELETE /hostsets/' + QUOTED),
    row('modifyHostSet', lambda c: c.modifyHostSet(
        WORST, 1, 'n', 'c', ('a',)),
        'PUT /hostsets/' + QUOTED,
        {'action': 1, 'newName': 'n', 'comment': 'c', 'setmembers': ['a']}),
    row('modifyHostSet-no-comment',
        lambda c: c.modifyHostSet('s', comment='', setmembers=[]),
        'PUT /hostsets/s', {'comment': ''}),
    row('addHostToHostSet', lambda c: c.addHostToHostSet('s', 'h'),
        'PUT /hostsets/s', {'action': 1, 'setmembers': ['h']}),
    row('removeHostFromHostSet', lambda c: c.removeHostFromHostSet('s', 'h'),
        'PUT /hostsets/s', {'action': 2, 'setmembers': ['h']}),
    row('getVolumeSets', lambda c: c.getVolumeSets(), 'GET /volumesets'),
    row('getVolumeSet', lambda c: c.getVolumeSet(WORST),
        'GET /volumesets/' + QUOTED),
    row('findVolumeSet', lambda c: c.findVolumeSet('v'), 'GET /volumesets'),
    row('findAllVolumeSets', lambda c: c.findAllVolumeSets('v'),
        'GET /volumesets'),
    row('createVolumeSet', lambda c: c.createVolumeSet('s'),
        'POST /volumesets', {'name': 's'}),
    row('createVolumeSet-all',
        lambda c: c.createVolumeSet('s', 'd', 'c', ['a']),
        'POST /volumesets', {'name': 's', 'domain': 'd', 'comment': 'c',
                             'setmembers': ['a']}),
    row('deleteVolumeSet', lambda c: c.deleteVolumeSet(WORST),
        'DELETE /volumesets/' + QUOTED),
    row('modifyVolumeSet', lambda c: c.modifyVolumeSet(
        WORST, 2, 'n', 'c', 1, ['a']),
        'PUT /volumesets/' + QUOTED,
        {'action': 2, 'newName': 'n', 'comment': 'c', 'flashCachePolicy': 1,
         'setmembers': ['a']}),
    row('modifyVolumeSet-cache',
        lambda c: c.modifyVolumeSet('s', flashCachePolicy=2),
        'PUT /volumesets/s', {'flashCachePolicy': 2}),
    row('addVolumeToVolumeSet', lambda c: c.addVolumeToVolumeSet('s', 'v'),
        'PUT /volumesets/s', {'action': 1, 'setmembers': ['v']}),
    row('removeVolumeFromVolumeSet',
        lambda c: c.removeVolumeFromVolumeSet('s', 'v'),
        'PUT /volumesets/s', {'action': 2, 'setmembers': ['v']}),
    row('createSnapshotOfVolumeSet',
        lambda c: c.createSnapshotOfVolumeSet('n@count@', WORST),
        'POST /volumesets/' + QUOTED,
        {'action': 'createSnapshot', 'parameters': {'name': 'n@count@'}}),
    row('createSnapshotOfVolumeSet-all',
        lambda c: c.createSnapshotOfVolumeSet('n', 's', SNAPSHOT_MEMBERS),
        'POST /volumesets/s',
        {'action': 'createSnapshot',
         'parameters': dict(SNAPSHOT_MEMBERS, name='n')}),
]

EXPORTS = [
    row('getVLUNs', lambda c: c.getVLUNs(), 'GET /vluns'),
    row('iterVLUNs', lambda c: list(c.iterVLUNs()), 'GET /vluns'),
    row('createVLUN-host', lambda c: c.createVLUN('v', 5, 'h'),
        'POST /vluns', {'volumeName': 'v', 'lun': 5, 'hostname': 'h'}),
    row('createVLUN-all', lambda c: c.createVLUN(
        'set:v', 5, 'set:h', {'node': 0, 'slot': 1, 'port': 2}, True, False),
        'POST /vluns',
        {'volumeName': 'set:v', 'lun': 5, 'hostname': 'set:h', 'portPos': {
            'node': 0, 'slot': 1, 'cardPort': 2},
         'noVcn': True, 'overrideLowerPriority': False}),
    row('deleteVLUN-host', lambda c: c.deleteVLUN('v', 5, 'h'),
        'DELETE /vluns/v,5,h'),
    row('deleteVLUN-set', lambda c: c.deleteVLUN('set:a b', '5', 'set:h'),
        'DELETE /vluns/set:a%20b,5,set:h'),
    row('deleteVLUN-matched', lambda c: c.deleteVLUN(
        'v', 5, 'h', {'node': 0, 'slot': 1, 'cardPort': 2}),
        'DELETE /vluns/v,5,h,0:1:2'),
    row('deleteVLUN-port', lambda c: c.deleteVLUN(
        'v', 0, None, {'node': 0, 'slot': 1, 'cardPort': 2}),
        'DELETE /vluns/v,0,,0:1:2'),
    row('getPorts', lambda c: c.getPorts(), 'GET /ports'),
    row('getFCPorts', lambda c: c.getFCPorts(), 'GET /ports'),
    row('getiSCSIPorts', lambda c: c.getiSCSIPorts(), 'GET /ports'),
    row('getIPPorts', lambda c: c.getIPPorts(), 'GET /ports'),
    row('getNvmePorts', lambda c: c.getNvmePorts(), 'GET /ports'),
]

QOS = [
    row('queryQoSRules', lambda c: c.queryQoSRules(), 'GET /qos'),
    row('queryQoSRule', lambda c: c.queryQoSRule(WORST),
        'GET /qos/vvset:' + QUOTED),
    row('queryQoSRule-sys', lambda c: c.queryQoSRule('all_others', 'sys'),
        'GET /qos/sys:all_others'),
    row('queryQoSRule-sys-as-documented',
        lambda c: c.queryQoSRule('sys:all_others', 'sys'),
        'GET /qos/sys:all_others'),
    row('createQoSRules', lambda c: c.createQoSRules('s', RULE),
        'POST /qos', dict(RULE, name='s', type=1)),
    row('createQoSRules-sys',
        lambda c: c.createQoSRules('all_others', {'enable': False}, 2),
        'POST /qos', {'name': 'all_others', 'type': 2, 'enable': False}),
    row('modifyQoSRules', lambda c: c.modifyQoSRules('s', RULE),
        'PUT /qos/vvset:s', RULE),
    row('modifyQoSRules-sys',
        lambda c: c.modifyQoSRules('sys:all_others', RULE, 'sys'),
        'PUT /qos/sys:all_others', RULE),
    row('deleteQoSRules', lambda c: c.deleteQoSRules('s'),
        'DELETE /qos/vvset:s'),
    row('deleteQoSRules-sys',
        lambda c: c.deleteQoSRules('sys:all_others', 'sys'),
        'DELETE /qos/sys:all_others'),
]

GROUP = '/remotecopygroups/'
REMOTE_COPY = [
    row('getRemoteCopyInfo', lambda c: c.getRemoteCopyInfo(),
        'GET /remotecopy'),
    row('getRemoteCopyGroups', lambda c: c.getRemoteCopyGroups(),
        'GET /remotecopygroups'),
    row('getRemoteCopyGroup', lambda c: c.getRemoteCopyGroup(WORST),
        'GET ' + GROUP + QUOTED),
    row('getRemoteCopyGroupVolumes',
        lambda c: c.getRemoteCopyGroupVolumes(WORST),
        f'GET {GROUP}{QUOTED}/volumes'),
    row('getRemoteCopyGroupVolume',
        lambda c: c.getRemoteCopyGroupVolume('g', WORST),
        f'GET {GROUP}g/volumes/{QUOTED}'),
    row('getRemoteCopyLink', lambda c: c.getRemoteCopyLink(WORST),
        'GET /remotecopylinks/' + QUOTED),
    row('createRemoteCopyGroup',
        lambda c: c.createRemoteCopyGroup('g', TARGETS),
        'POST /remotecopygroups', {'name': 'g', 'targets': TARGETS}),
    row('createRemoteCopyGroup-all', lambda c: c.createRemoteCopyGroup(
        'g', TARGETS, {'localSnapCPG': 's', 'localUserCPG': 'u',
                       'domain': 'd'}),
        'POST /remotecopygroups',
        {'name': 'g', 'targets': TARGETS, 'localSnapCPG': 's',
         'localUserCPG': 'u', 'domain': 'd'}),
    row('removeRemoteCopyGroup', lambda c: c.removeRemoteCopyGroup(WORST),
        f'DELETE {GROUP}{QUOTED}?keepSnap=false'),
    row('removeRemoteCopyGroup-keep',
        lambda c: c.removeRemoteCopyGroup('g', True),
        f'DELETE {GROUP}g?keepSnap=true'),
    row('removeRemoteCopyGroup-text',
        lambda c: c.removeRemoteCopyGroup('g', 'true'),
        f'DELETE {GROUP}g?keepSnap=true'),
    row('modifyRemoteCopyGroup',
        lambda c: c.modifyRemoteCopyGroup('g', GROUP_CHANGES),
        f'PUT {GROUP}g', GROUP_CHANGES),
    row('addVolumeToRemoteCopyGroup',
        lambda c: c.addVolumeToRemoteCopyGroup('g', 'v', ADMIT),
        f'PUT {GROUP}g',
        {'action': 1, 'volumeName': 'v', 'targets': ADMIT}),
    row('addVolumeToRemoteCopyGroup-post',
        lambda c: c.addVolumeToRemoteCopyGroup(
            'g', 'v', ADMIT, ADMIT_MEMBERS, useHttpPost=True),
        f'POST {GROUP}g/volumes',
        dict(ADMIT_MEMBERS, volumeName='v', targets=ADMIT)),
    row('removeVolumeFromRemoteCopyGroup',
        lambda c: c.removeVolumeFromRemoteCopyGroup('g', WORST),
        f'DELETE {GROUP}g/volumes/{QUOTED}'),
    row('removeVolumeFromRemoteCopyGroup-keep',
        lambda c: c.removeVolumeFromRemoteCopyGroup(
            'g', 'v', {'keepSnap': True}),
        f'DELETE {GROUP}g/volumes/v?keepSnap=true'),
    row('removeVolumeFromRemoteCopyGroup-put',
        lambda c: c.removeVolumeFromRemoteCopyGroup(
            'g', 'v', {'keepSnap': False}, useHttpDelete=False),
        f'PUT {GROUP}g',
        {'action': 2, 'volumeName': 'v', 'keepSnap': False}),
    row('startRemoteCopy', lambda c: c.startRemoteCopy('g'),
        f'PUT {GROUP}g', {'action': 3}),
    row('startRemoteCopy-all', lambda c: c.startRemoteCopy(WORST, START),
        f'PUT {GROUP}{QUOTED}', dict(START, action=3)),
    row('stopRemoteCopy', lambda c: c.stopRemoteCopy(
        'g', {'noSnapshot': False, 'targetName': 't'}),
        f'PUT {GROUP}g',
        {'action': 4, 'noSnapshot': False, 'targetName': 't'}),
    row('synchronizeRemoteCopyGroup',
        lambda c: c.synchronizeRemoteCopyGroup(
            'g', {'noResyncSnapshot': True, 'targetName': 't',
                  'fullSync': False}),
        f'PUT {GROUP}g',
        {'action': 5, 'noResyncSnapshot': True, 'targetName': 't',
         'fullSync': False}),
    row('recoverRemoteCopyGroupFromDisaster',
        lambda c: c.recoverRemoteCopyGroupFromDisaster(
            WORST, c.RC_ACTION_CHANGE_TO_PRIMARY, RECOVER),
        f'POST {GROUP}{QUOTED}', dict(RECOVER, action=7)),
    row('toggleRemoteCopyConfigMirror',
        lambda c: c.toggleRemoteCopyConfigMirror(WORST),
        'PUT /remotecopytargets/' + QUOTED,
        {'policies': {'mirrorConfig': True}}),
    row('toggleRemoteCopyConfigMirror-off',
        lambda c: c.toggleRemoteCopyConfigMirror('t', False),
        'PUT /remotecopytargets/t', {'policies': {'mirrorConfig': False}}),
]

ALL: list[Any] = [*SYSTEM, *CPGS, *VOLUMES, *HOSTS, *SETS, *EXPORTS, *QOS,
                  *REMOTE_COPY]


@pytest.mark.parametrize(('call', 'line', 'body'), ALL)
def test_method_sends_exactly_this_request(client, server, sent, call, line,
                                           body):
    server.default = scripted.reply(200, {'taskid': 1})
    call(client)
    assert sent() == [(line, body)]


CALLERS_DICTS = [VOLUME_MEMBERS, VOLUME_CHANGES, SNAPSHOT_MEMBERS,
                 CPG_MEMBERS, HOST_MEMBERS, HOST_CHANGES, RULE, TARGETS,
                 GROUP_CHANGES, ADMIT, ADMIT_MEMBERS, START, RECOVER]
AS_WRITTEN = copy.deepcopy(CALLERS_DICTS)


def test_no_method_changes_what_its_caller_passed(client, server):
    server.default = scripted.reply(200, {'taskid': 1})
    for each in ALL:
        each.values[0](client)
    assert CALLERS_DICTS == AS_WRITTEN
