"""Volumes and their metadata."""

from tests.published.calls.recorder import Recorder

calls = Recorder()
MODELS = ('3par-3.1.3', '3par-3.2.2', 'primera-4.x', 'alletra-mp')

calls.getVolumes()
calls.empty.getVolumes()
calls.stranger.getVolumes()
for name in ('vol1', 'base.s1', 'base.ro', 'online', 'target', 'admin',
             'exported', 'missing', 'a/b', 'a b', 'a?b', 'ü', ''):
    calls.getVolume(name)
calls.getVolume(name='vol1')
calls.getVolume(name='missing')
calls.getVolume(None)
calls.getVolume(12)
calls.getVolume()
for model in MODELS:
    calls.on(model).getVolumes()
    calls.on(model).getVolume('vol1')
    calls.on(model).getVolume('missing')

calls.forms.createVolume('new', 'cpg1', 1024)
calls.forms.createVolume('new', 'cpg1', 1024, {'tpvv': True})
calls.createVolume('new', 'cpg1', 1024, optional={'tpvv': True})
calls.createVolume('new', 'cpg1', 1024, None)
calls.createVolume('new', 'cpg1', 1024, {})
calls.createVolume('new', 'cpg1', 1024, {
    'tpvv': True, 'snapCPG': 'cpg2', 'comment': 'ü "quoted"', 'id': 4000,
    'policies': {'staleSS': True, 'oneHost': False},
    'ssSpcAllocWarningPct': 50, 'ssSpcAllocLimitPct': 80,
    'usrSpcAllocWarningPct': 50, 'usrSpcAllocLimitPct': 80,
    'expirationHours': 10, 'retentionHours': 5})
for optional in ({'tdvv': True}, {'tdvv': True, 'compression': True},
                 {'compression': True, 'tpvv': True},
                 {'compression': False, 'tpvv': True},
                 {'tdvv': False, 'tpvv': True},
                 {'objectKeyValues': [{'key': 'k', 'value': 'v'}],
                  'tpvv': True}):
    for recorder in (calls, *(calls.on(model) for model in MODELS)):
        recorder.after('getWsApiVersion').createVolume(
            'new', 'cpg1', 16384, optional)
calls.createVolume('new', 'cpg1', 16384, {'tdvv': True})
calls.on('primera-4.x').createVolume('new', 'cpg1', 16384, {
    'tdvv': True, 'compression': True})
calls.on('primera-4.x').createVolume('new', 'cpg1', 16384, {'reduce': True})
calls.on('alletra-mp').createVolume('new', 'cpg1', 16384, {'reduce': True})
for model in MODELS:
    calls.on(model).createVolume('new', 'cpg1', 1024, {'tpvv': True})
    calls.on(model).createVolume('new', 'cpg1', 1024)
calls.createVolume('vol1', 'cpg1', 1024)
calls.createVolume('new', 'missing', 1024)
calls.createVolume('new', 'cpg1', 1)
calls.createVolume('new', 'cpg1', 0)
calls.createVolume('new', 'cpg1', -1)
calls.createVolume('new', 'cpg1', 99999999999)
calls.createVolume('new', 'cpg1', 1024.5)
calls.createVolume('new', 'cpg1', '1024')
calls.createVolume('new', 'cpg1', 'large')
calls.createVolume('new', 'cpg1', None)
calls.createVolume('n' * 32, 'cpg1', 1024)
calls.createVolume('bad name', 'cpg1', 1024)
calls.createVolume('', 'cpg1', 1024)
calls.createVolume('new', 'cpg1', 1024, {'comment': 'c' * 600})
calls.createVolume('new', 'cpg1', 1024, {'nonsense': 1})
calls.createVolume('new', 'cpg1', 1024, {'name': 'other'})
calls.createVolume('new', 'cpg1', 1024, {'name': 'new'})
calls.createVolume('new', 'cpg1', 1024, {'id': 1})
calls.createVolume('new', 'cpg1')
calls.createVolume()
calls.stranger.createVolume('new', 'cpg1', 1024)

for name in ('vol1', 'base.s1', 'base', 'exported', 'inset', 'missing',
             'online', 'tuned', 'admin', 'a/b', 'rcvol'):
    calls.deleteVolume(name)
calls.deleteVolume(name='vol2')
calls.deleteVolume()
for model in MODELS:
    calls.on(model).deleteVolume('vol1')
    calls.on(model).deleteVolume('exported')

calls.forms.modifyVolume('vol1', {'comment': 'changed'})
calls.modifyVolume('vol1', volumeMods={'newName': 'renamed'})
calls.modifyVolume('vol1', {'newName': 'vol2'})
calls.modifyVolume('vol1', {'newName': 'renamed', 'comment': 'both'})
calls.modifyVolume('vol1', {})
calls.modifyVolume('vol1', {'snapCPG': 'cpg2'})
calls.modifyVolume('vol1', {'snapCPG': 'missing'})
calls.modifyVolume('vol1', {'userCPG': 'cpg2'})
calls.modifyVolume('vol1', {'policies': {'zeroDetect': True}})
calls.modifyVolume('vol1', {'expirationHours': 5, 'retentionHours': 9})
calls.modifyVolume('vol1', {'usrSpcAllocWarningPct': 90,
                            'usrSpcAllocLimitPct': 50})
calls.modifyVolume('vol1', {'rmUsrSpcAllocWarning': True})
calls.modifyVolume('vol1', {'nonsense': 1})
calls.modifyVolume('vol1', {'comment': 7})
calls.modifyVolume('missing', {'comment': 'x'})
calls.modifyVolume('admin', {'comment': 'x'})
calls.modifyVolume('a/b', {'comment': 'x'})
calls.modifyVolume('vol1')
calls.forms.modifyVolume('vol1', {'comment': 'x'}, 'OpenStack')
calls.modifyVolume('vol1', {'comment': 'x'}, appType='OpenStack')
calls.modifyVolume('vol1', {'comment': 'x'}, appType=None)
calls.modifyVolume('missing', {'comment': 'x'}, appType='OpenStack')
for model in MODELS:
    calls.on(model).modifyVolume('vol1', {'comment': 'changed'})
    calls.on(model).modifyVolume('vol1', {'comment': 'x'}, appType='app')

calls.forms.growVolume('vol1', 256)
for amount in (1, 1000, 256.0, 256.7, '256', 0, -1, 'large', None, True,
               99999999999):
    calls.growVolume('vol1', amount)
for name in ('missing', 'base.s1', 'tuned', 'online', 'rcvol', 'admin'):
    calls.growVolume(name, 256)
calls.on('primera-4.x').growVolume('vol1', 256)
calls.growVolume('vol1')

calls.forms.getVolumeMetaData('vol1', 'type')
calls.getVolumeMetaData('vol1', 'missing')
calls.getVolumeMetaData('missing', 'type')
calls.getVolumeMetaData('vol1', 'bad!')
calls.getVolumeMetaData('vol1', 'a/b')
calls.getVolumeMetaData('vol1')
calls.on('3par-3.1.3').getVolumeMetaData('vol1', 'type')
calls.forms.getAllVolumeMetaData('vol1')
calls.getAllVolumeMetaData('vol2')
calls.getAllVolumeMetaData('missing')
calls.getAllVolumeMetaData('vset1')
calls.on('3par-3.1.3').getAllVolumeMetaData('vol1')
calls.on('primera-4.x').getAllVolumeMetaData('vol1')
calls.forms.setVolumeMetaData('vol1', 'new', 'value')
calls.setVolumeMetaData('vol1', 'type', 'changed')
calls.setVolumeMetaData('vol1', 'type', 'ü')
calls.setVolumeMetaData('vol1', 'type', '')
calls.setVolumeMetaData('vol1', 'type', 5)
calls.setVolumeMetaData('vol1', 'bad!', 'value')
calls.setVolumeMetaData('missing', 'type', 'value')
calls.setVolumeMetaData('vol1', 'k' * 32, 'value')
calls.setVolumeMetaData('vol1', 'type')
calls.on('3par-3.1.3').setVolumeMetaData('vol1', 'new', 'value')
calls.on('primera-4.x').setVolumeMetaData('vol1', 'new', 'value')
calls.forms.removeVolumeMetaData('vol1', 'type')
calls.removeVolumeMetaData('vol1', 'missing')
calls.removeVolumeMetaData('missing', 'type')
calls.removeVolumeMetaData('vol1')
calls.on('3par-3.1.3').removeVolumeMetaData('vol1', 'type')
calls.forms.findVolumeMetaData('vol1', 'type', 'OpenStack')
calls.findVolumeMetaData('vol1', 'type', 'other')
calls.findVolumeMetaData('vol1', 'type', None)
calls.findVolumeMetaData('vol1', 'missing', 'x')
calls.findVolumeMetaData('missing', 'type', 'OpenStack')
calls.findVolumeMetaData('vol1', 'bad!', 'x')
calls.on('3par-3.1.3').findVolumeMetaData('vol1', 'type', 'OpenStack')
