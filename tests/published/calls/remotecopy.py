"""Remote copy, over the web service and the command line."""

from tests.published.calls.recorder import Recorder

calls = Recorder()
MODELS = ('3par-3.1.3', 'primera-4.x', 'alletra-mp')
TARGET = {'targetName': 'target1', 'mode': 1}
CPGS = {'localUserCPG': 'cpg1', 'localSnapCPG': 'cpg1'}
FULL = {**TARGET, 'userCPG': 'cpg1', 'snapCPG': 'cpg1'}
PAIR = {'targetName': 'target1', 'secVolumeName': 'vol1'}

for recorder in (calls, calls.empty, *(calls.on(model)
                                       for model in MODELS)):
    recorder.getRemoteCopyInfo()
    recorder.getRemoteCopyGroups()
    recorder.getRemoteCopyGroup('rcgroup1')
    recorder.getRemoteCopyGroupVolumes('rcgroup1')
    recorder.getRemoteCopyGroupVolume('rcgroup1', 'rcvol')
    recorder.createRemoteCopyGroup('new', [dict(TARGET)])
    recorder.startRemoteCopy('rcgroup1')
    recorder.stopRemoteCopy('rcgroup2')
for name in ('rcgroup2', 'missing', 'a/b', ''):
    calls.getRemoteCopyGroup(name)
    calls.getRemoteCopyGroupVolumes(name)
    calls.remoteCopyGroupStatusCheck(name)
    calls.remoteCopyGroupStatusStartedCheck(name)
    calls.remoteCopyGroupStatusStoppedCheck(name)
calls.forms.getRemoteCopyGroup('rcgroup1')
calls.forms.getRemoteCopyGroupVolumes('rcgroup1')
calls.forms.getRemoteCopyGroupVolume('rcgroup1', 'rcvol')
calls.getRemoteCopyGroupVolume('rcgroup1', 'missing')
calls.getRemoteCopyGroupVolume('missing', 'rcvol')
calls.getRemoteCopyGroup()
calls.getRemoteCopyGroupVolumes()
calls.getRemoteCopyGroupVolume('rcgroup1')
for method in ('remoteCopyGroupStatusCheck',
               'remoteCopyGroupStatusStartedCheck',
               'remoteCopyGroupStatusStoppedCheck'):
    calls.call(method, 'rcgroup1')
    calls.forms.call(method, 'rcgroup2')
    calls.call(method)
    calls.on('primera-4.x').call(method, 'rcgroup2')

calls.forms.createRemoteCopyGroup('new', [dict(FULL)], dict(CPGS))
calls.forms.createRemoteCopyGroup('new', [dict(TARGET)])
calls.createRemoteCopyGroup('new', [dict(FULL)], optional=dict(CPGS))
calls.createRemoteCopyGroup('new', [dict(TARGET)], None)
calls.createRemoteCopyGroup('new', [{'targetName': 'missing', 'mode': 1}])
calls.createRemoteCopyGroup('new', [])
calls.createRemoteCopyGroup('new', [{'targetName': 'target1', 'mode': 9}])
calls.createRemoteCopyGroup('new', [dict(TARGET)], {'domain': 'missing'})
calls.createRemoteCopyGroup('new', [dict(TARGET)], {'nonsense': 1})
calls.createRemoteCopyGroup('rcgroup1', [dict(TARGET)])
calls.createRemoteCopyGroup('bad name', [dict(TARGET)])
calls.createRemoteCopyGroup('new')
calls.on('alletra-mp').createRemoteCopyGroup(
    'new', [dict(TARGET, userCPG='cpg1')], {'localUserCPG': 'cpg1'})

calls.forms.removeRemoteCopyGroup('rcgroup1')
calls.forms.removeRemoteCopyGroup('rcgroup1', True)
for keep in (True, False, 'true', 'false', None, 1):
    calls.removeRemoteCopyGroup('rcgroup1', keep_snap=keep)
calls.removeRemoteCopyGroup('rcgroup2')
calls.removeRemoteCopyGroup('missing')
calls.removeRemoteCopyGroup()
calls.on('primera-4.x').removeRemoteCopyGroup('rcgroup1')

POLICY = {'targets': [{'targetName': 'target1',
                       'policies': {'autoRecover': True}}]}
calls.forms.modifyRemoteCopyGroup('rcgroup1', dict(POLICY))
calls.modifyRemoteCopyGroup('rcgroup1', optional={
    'localUserCPG': 'cpg2', 'localSnapCPG': 'cpg2'})
calls.modifyRemoteCopyGroup('rcgroup1', {'unsetUserCPG': True})
calls.modifyRemoteCopyGroup('rcgroup1', {'targets': [
    {'targetName': 'target1', 'syncPeriod': 300}]})
calls.modifyRemoteCopyGroup('rcgroup1')
calls.modifyRemoteCopyGroup('rcgroup1', None)
calls.modifyRemoteCopyGroup('rcgroup1', {})
calls.modifyRemoteCopyGroup('rcgroup1', {'nonsense': 1})
calls.modifyRemoteCopyGroup('missing', dict(POLICY))
calls.modifyRemoteCopyGroup()

VOLUME = ('rcgroup1', 'vol1', [dict(PAIR)])
calls.addVolumeToRemoteCopyGroup(*VOLUME, {'volumeAutoCreation': True})
calls.addVolumeToRemoteCopyGroup(*VOLUME, optional={
    'volumeAutoCreation': True, 'skipInitialSync': True})
calls.forms.addVolumeToRemoteCopyGroup(*VOLUME)
calls.addVolumeToRemoteCopyGroup(*VOLUME, None)
calls.addVolumeToRemoteCopyGroup(*VOLUME, {'volumeAutoCreation': True},
                                 True)
calls.addVolumeToRemoteCopyGroup(
    *VOLUME, {'volumeAutoCreation': True}, useHttpPost=True)
calls.addVolumeToRemoteCopyGroup(
    *VOLUME, {'volumeAutoCreation': True}, useHttpPost=False)
calls.addVolumeToRemoteCopyGroup('rcgroup1', 'rcvol', [dict(PAIR)])
calls.addVolumeToRemoteCopyGroup('rcgroup1', 'missing', [dict(PAIR)])
calls.addVolumeToRemoteCopyGroup('missing', 'vol1', [dict(PAIR)])
calls.addVolumeToRemoteCopyGroup('rcgroup1', 'vol1', [])
calls.addVolumeToRemoteCopyGroup('rcgroup1', 'vol1')
for model in MODELS:
    calls.on(model).addVolumeToRemoteCopyGroup(
        *VOLUME, {'volumeAutoCreation': True})
    calls.on(model).addVolumeToRemoteCopyGroup(
        *VOLUME, {'volumeAutoCreation': True}, useHttpPost=True)
    calls.on(model).removeVolumeFromRemoteCopyGroup('rcgroup1', 'rcvol')

calls.forms.removeVolumeFromRemoteCopyGroup('rcgroup1', 'rcvol')
calls.forms.removeVolumeFromRemoteCopyGroup('rcgroup1', 'rcvol', None,
                                            True)
calls.removeVolumeFromRemoteCopyGroup('rcgroup1', 'rcvol',
                                      {'keepSnap': True})
calls.removeVolumeFromRemoteCopyGroup('rcgroup1', 'rcvol',
                                      optional={'keepSnap': False})
calls.removeVolumeFromRemoteCopyGroup('rcgroup1', 'rcvol',
                                      removeFromTarget=True)
calls.removeVolumeFromRemoteCopyGroup('rcgroup1', 'rcvol', None, False,
                                      False)
calls.removeVolumeFromRemoteCopyGroup('rcgroup1', 'rcvol',
                                      useHttpDelete=False)
calls.removeVolumeFromRemoteCopyGroup('rcgroup1', 'rcvol',
                                      {'keepSnap': True},
                                      useHttpDelete=False)
for recorder in (calls, calls.ssh):
    recorder.removeVolumeFromRemoteCopyGroup('rcgroup1', 'rcvol',
                                             removeFromTarget=True)
    for optional in ({'keepSnap': True}, {'keepSnap': False}):
        for deletes in (True, False):
            recorder.removeVolumeFromRemoteCopyGroup(
                'rcgroup1', 'rcvol', optional, True, deletes)
    recorder.removeVolumeFromRemoteCopyGroup(
        'rcgroup1', 'rcvol', None, True, False)
calls.removeVolumeFromRemoteCopyGroup('rcgroup1', 'vol1')
calls.removeVolumeFromRemoteCopyGroup('missing', 'rcvol')
calls.removeVolumeFromRemoteCopyGroup('rcgroup2', 'rcvol2')
calls.removeVolumeFromRemoteCopyGroup('rcgroup1')

calls.forms.startRemoteCopy('rcgroup1')
calls.forms.startRemoteCopy('rcgroup1', {'skipInitialSync': True})
calls.startRemoteCopy('rcgroup1', optional={'targetName': 'target1'})
calls.startRemoteCopy('rcgroup1', {'nonsense': 1})
calls.startRemoteCopy('rcgroup2')
calls.startRemoteCopy('missing')
calls.startRemoteCopy()
calls.forms.stopRemoteCopy('rcgroup2')
calls.forms.stopRemoteCopy('rcgroup2', {'noSnapshot': True})
calls.stopRemoteCopy('rcgroup2', optional={'targetName': 'target1'})
calls.stopRemoteCopy('rcgroup1')
calls.stopRemoteCopy('missing')
calls.stopRemoteCopy()
calls.forms.synchronizeRemoteCopyGroup('rcgroup2')
calls.forms.synchronizeRemoteCopyGroup('rcgroup2', {'fullSync': True})
calls.synchronizeRemoteCopyGroup('rcgroup2', optional={
    'targetName': 'target1'})
calls.synchronizeRemoteCopyGroup('rcgroup1')
calls.synchronizeRemoteCopyGroup('missing')
calls.synchronizeRemoteCopyGroup()

for action in (6, 7, 8, 9, 10, 11):
    calls.recoverRemoteCopyGroupFromDisaster('rcgroup1', action)
    calls.recoverRemoteCopyGroupFromDisaster('rcgroup2', action, {
        'targetName': 'target1'})
calls.forms.recoverRemoteCopyGroupFromDisaster('rcgroup2', 7, None)
calls.recoverRemoteCopyGroupFromDisaster('rcgroup2', 7, optional={
    'skipStart': True})
calls.recoverRemoteCopyGroupFromDisaster('rcgroup2', 99)
calls.recoverRemoteCopyGroupFromDisaster('missing', 7)
calls.recoverRemoteCopyGroupFromDisaster('rcgroup2')

calls.forms.toggleRemoteCopyConfigMirror('target1')
calls.forms.toggleRemoteCopyConfigMirror('target1', False)
calls.toggleRemoteCopyConfigMirror('target1', mirror_config=True)
calls.toggleRemoteCopyConfigMirror('missing')
calls.toggleRemoteCopyConfigMirror()
calls.on('primera-4.x').toggleRemoteCopyConfigMirror('target1')

# -- over the command line -----------------------------------------------------

LINK = ('target1', '0:3:1', '10.3.39.115')
for recorder in (calls, calls.ssh, calls.ssh.empty,
                 calls.ssh.on('primera-4.x')):
    recorder.rcopyServiceExists()
    recorder.startrCopy()
    recorder.getRemoteCopyLink('target1')
    recorder.rcopyLinkExists(*LINK)
    recorder.targetInRemoteCopyGroupExists('target1', 'rcgroup1')
    recorder.admitRemoteCopyLinks(*LINK)
    recorder.dismissRemoteCopyLinks(*LINK)
over_ssh = calls.ssh
over_ssh.getRemoteCopyLink('missing')
calls.forms.getRemoteCopyLink('target1')
calls.getRemoteCopyLink()
over_ssh.forms.rcopyLinkExists('target1', '9:9:9', '10.3.39.115')
over_ssh.rcopyLinkExists('missing', '0:3:1', '10.3.39.115')
calls.rcopyLinkExists()
over_ssh.forms.targetInRemoteCopyGroupExists('missing', 'rcgroup1')
over_ssh.targetInRemoteCopyGroupExists('target1', 'missing')
calls.targetInRemoteCopyGroupExists('missing', 'rcgroup1')
calls.targetInRemoteCopyGroupExists('target1', 'missing')
calls.targetInRemoteCopyGroupExists()
over_ssh.forms.admitRemoteCopyLinks('missing', '0:3:1', '10.3.39.115')
over_ssh.admitRemoteCopyLinks('target1', 'nonsense', '10.3.39.115')
calls.admitRemoteCopyLinks()
over_ssh.forms.dismissRemoteCopyLinks('missing', '0:3:1', '10.3.39.115')
over_ssh.dismissRemoteCopyLinks('target1', 'nonsense', '10.3.39.115')
calls.dismissRemoteCopyLinks()
over_ssh.forms.admitRemoteCopyTarget('target1', 'sync', 'rcgroup1')
over_ssh.admitRemoteCopyTarget('target1', 'sync', 'missing')
over_ssh.admitRemoteCopyTarget('missing', 'sync', 'rcgroup1')
over_ssh.admitRemoteCopyTarget('target1', 'nonsense', 'rcgroup1')
over_ssh.admitRemoteCopyTarget('target1', 'periodic', 'rcgroup1', {
    'volumePairs': [{'sourceVolumeName': 'rcvol',
                     'targetVolumeName': 'rcvol'}]})
over_ssh.admitRemoteCopyTarget('target1', 'sync', 'rcgroup1',
                               optional={'nonsense': 1})
calls.admitRemoteCopyTarget('target1', 'sync', 'rcgroup1')
calls.admitRemoteCopyTarget()
over_ssh.forms.dismissRemoteCopyTarget('target1', 'rcgroup1')
over_ssh.dismissRemoteCopyTarget('target1', 'missing')
over_ssh.dismissRemoteCopyTarget('missing', 'rcgroup1')
calls.dismissRemoteCopyTarget('target1', 'rcgroup1')
calls.dismissRemoteCopyTarget()
