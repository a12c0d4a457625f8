"""Snapshots, physical copies and conversions."""

from tests.published.calls.recorder import Recorder

calls = Recorder()
MODELS = ('3par-3.1.3', 'primera-4.x', 'alletra-mp')

calls.forms.createSnapshot('snap', 'vol1')
calls.forms.createSnapshot('snap', 'vol1', {'readOnly': True})
calls.createSnapshot('snap', 'vol1', optional={'comment': 'c', 'id': 4000})
calls.createSnapshot('snap', 'vol1', None)
calls.createSnapshot('snap', 'vol1', {'expirationHours': 3,
                                      'retentionHours': 2})
calls.createSnapshot('snap', 'vol1', {'expirationHours': 2,
                                      'retentionHours': 3})
calls.createSnapshot('snap', 'vol1', {'nonsense': 1})
calls.createSnapshot('snap', 'vol1', {'name': 'other'})
calls.createSnapshot('vol2', 'vol1')
calls.createSnapshot('snap', 'missing')
calls.createSnapshot('bad name', 'vol1')
calls.createSnapshot('snap', 'base.ro', {'readOnly': True})
calls.createSnapshot('snap')
for model in MODELS:
    calls.on(model).createSnapshot('snap', 'vol1', {'readOnly': True})

calls.forms.getVolumeSnapshots('base')
calls.forms.getVolumeSnapshots('base', False)
calls.getVolumeSnapshots('base', live_test=True)
for name in ('vol1', 'missing', 'base.s1', 'a b', 'a/b', ''):
    calls.getVolumeSnapshots(name)
    calls.getVolumeSnapshots(name, live_test=False)
calls.getVolumeSnapshots()
for recorder in (calls.ssh, *(calls.on(model) for model in MODELS)):
    recorder.getVolumeSnapshots('base')
    recorder.getVolumeSnapshots('missing')
    recorder.getVolumeSnapshots('base', live_test=False)
    recorder.after('getWsApiVersion').getVolumeSnapshots('base')

calls.forms.getSnapshotsOfVolume('cpg1', 'base')
calls.getSnapshotsOfVolume('cpg2', 'base')
calls.getSnapshotsOfVolume('missing', 'base')
calls.getSnapshotsOfVolume('cpg1', 'vol1')
calls.getSnapshotsOfVolume('cpg1', 'missing')
calls.getSnapshotsOfVolume(None, 'base')
calls.getSnapshotsOfVolume('cpg1')
for model in MODELS:
    calls.on(model).getSnapshotsOfVolume('cpg1', 'base')

calls.forms.promoteVirtualCopy('base.s1')
calls.forms.promoteVirtualCopy('base.s1', {'online': True})
calls.promoteVirtualCopy('base.s1', optional={'priority': 1})
calls.promoteVirtualCopy('base.s1', None)
calls.promoteVirtualCopy('base.s1', {'nonsense': 1})
calls.promoteVirtualCopy('base.ro')
calls.promoteVirtualCopy('base')
calls.promoteVirtualCopy('missing')
calls.promoteVirtualCopy()
for model in MODELS:
    calls.on(model).promoteVirtualCopy('base.s1')

known = calls.after('getWsApiVersion')
calls.forms.copyVolume('vol1', 'large', None)
calls.copyVolume('vol1', 'large', 'cpg1')
calls.copyVolume('vol1', 'large', 'cpg1', {'priority': 1})
calls.copyVolume('vol1', 'large', 'cpg1', {'saveSnapshot': True,
                                          'skipZero': True})
calls.copyVolume('vol1', 'large', 'cpg1', {'online': False})
calls.copyVolume('vol1', 'large', None, {'destCPG': 'cpg1'})
calls.copyVolume('vol1', 'large', 'cpg1', {'destCPG': 'cpg1'})
calls.copyVolume('vol1', 'large', 'cpg1', {'tpvv': True})
calls.forms.copyVolume('vol1', 'new', 'cpg1', {'online': True})
calls.copyVolume('vol1', 'new', 'cpg1', optional={'online': True,
                                                  'tpvv': True})
calls.copyVolume('vol1', 'new', 'cpg1', {
    'online': True, 'tpvv': True, 'snapCPG': 'cpg2', 'tdvv': False})
known.copyVolume('vol1', 'new', 'cpg1', {'online': True, 'tdvv': True})
known.copyVolume('vol1', 'new', 'cpg1', {'online': True, 'tdvv': True,
                                         'compression': True})
known.copyVolume('vol1', 'new', 'cpg1', {'online': True, 'tpvv': True,
                                         'compression': False})
calls.copyVolume('vol1', 'new', 'missing', {'online': True})
calls.copyVolume('vol1', 'vol2', 'cpg1', {'online': True})
calls.copyVolume('vol1', 'new', None, {'online': True})
calls.copyVolume('vol1', 'missing', None)
calls.copyVolume('missing', 'large', None)
calls.copyVolume('vol1', 'vol1', None)
calls.copyVolume('large', 'vol1', None)
calls.copyVolume('vol1', 'exported', None)
calls.copyVolume('vol1', 'large', None, {'nonsense': 1})
calls.copyVolume('vol1', 'large')
for model in MODELS:
    there = calls.on(model)
    there.copyVolume('vol1', 'large', 'cpg1')
    there.copyVolume('vol1', 'large', None, {'priority': 2})
    there.copyVolume('vol1', 'new', 'cpg1', {'online': True, 'tpvv': True})
    for optional in ({'online': True, 'tdvv': True, 'compression': True},
                     {'online': True, 'tpvv': True, 'compression': False}):
        there.after('getWsApiVersion').copyVolume(
            'vol1', 'new', 'cpg1', optional)

for method in ('stopOfflinePhysicalCopy', 'resyncPhysicalCopy',
               'isOnlinePhysicalCopy', 'stopOnlinePhysicalCopy'):
    for recorder in (calls, calls.ssh):
        for name in ('target', 'target2', 'online', 'vol1', 'missing'):
            recorder.call(method, name)
    calls.call(method)
    calls.forms.call(method, 'online')
    calls.on('primera-4.x').call(method, 'online')
    calls.on('primera-4.x').call(method, 'target2')
    calls.on('primera-4.x').ssh.call(method, 'online')

calls.forms.tuneVolume('vol1', 1, {'userCPG': 'cpg2'})
calls.tuneVolume('vol1', 1, optional={'userCPG': 'cpg2'})
calls.tuneVolume('vol1', 2, {'snapCPG': 'cpg2'})
calls.tuneVolume('vol1', 1)
calls.tuneVolume('vol1', 1, None)
calls.tuneVolume('vol1', 9, {'userCPG': 'cpg2'})
calls.tuneVolume('tuned', 1, {'userCPG': 'cpg2'})
calls.tuneVolume('missing', 1, {'userCPG': 'cpg2'})
calls.tuneVolume('vol1', 1, {'userCPG': 'missing'})
calls.tuneVolume('vol1')
for conversion in (1, 2, 3, 4):
    for compression in (None, True, False):
        optional = {'userCPG': 'cpg1', 'conversionOperation': conversion}
        if compression is not None:
            optional['compression'] = compression
        for recorder in (calls, *(calls.on(model) for model in MODELS)):
            recorder.after('getWsApiVersion').tuneVolume(
                'vol1', 1, optional)
calls.on('primera-4.x').tuneVolume('vol1', 1, {
    'userCPG': 'cpg1', 'conversionOperation': 3})
calls.tuneVolume('vol1', 1, {'userCPG': 'cpg1', 'conversionOperation': 2,
                             'keepVV': 'kept'})
