"""Hosts: make, look at, search, change, remove."""

from tests.published.calls.recorder import Recorder

calls = Recorder()
MODELS = ('3par-3.1.3', 'primera-4.x', 'alletra-mp')
WWN, OTHER_WWN = '10000000C9000001', '10000000C9000009'
IQN, OTHER_IQN = ('iqn.1994-05.com.example:host1',
                  'iqn.1994-05.com.example:host9')
NQN = 'nqn.2014-08.com.example:host9'

calls.getHosts()
calls.empty.getHosts()
for model in MODELS:
    calls.on(model).getHosts()
    calls.on(model).getHost('fchost')
calls.forms.getHost('fchost')
for name in ('iscsihost', 'host1', 'missing', 'a/b', 'a b', '', None):
    calls.getHost(name)
calls.getHost()

calls.forms.createHost('new')
calls.forms.createHost('new', None, [OTHER_WWN])
calls.forms.createHost('new', [OTHER_IQN])
calls.createHost('new', [OTHER_IQN], [OTHER_WWN])
calls.createHost('new', FCWwns=[OTHER_WWN, '10000000C900000A'])
calls.createHost('new', FCWwns=['10:00:00:00:C9:00:00:09'])
calls.createHost('new', iscsiNames=[OTHER_IQN], optional={'persona': 2})
calls.createHost('new', None, None, None, {'persona': 2})
calls.createHost('new', None, None, {'persona': 2})
calls.createHost('new', None, None, {'domain': 'missing'})
calls.createHost('new', None, [OTHER_WWN], None, {
    'persona': 8, 'descriptors': {'location': 'rack 1', 'os': 'ESX'}})
calls.createHost('new', [], [], None, {})
calls.createHost('new', optional=None)
calls.createHost('new', nqn=NQN)
calls.createHost('new', None, None, NQN)
calls.createHost('new', FCWwns=[WWN])
calls.createHost('new', iscsiNames=[IQN])
calls.createHost('new', FCWwns=['nonsense'])
calls.createHost('new', FCWwns=WWN)
calls.createHost('new', FCWwns=(OTHER_WWN,))
calls.createHost('new', optional={'persona': 99})
calls.createHost('new', optional={'nonsense': 1})
calls.createHost('new', optional={'name': 'other'})
calls.createHost('host1')
calls.createHost('bad name')
calls.createHost('n' * 32)
calls.createHost()
for model in MODELS:
    there = calls.on(model)
    there.createHost('new', None, [OTHER_WWN], None, {'persona': 2})
    there.createHost('new', [OTHER_IQN])
    there.createHost('new', nqn=NQN)

calls.forms.modifyHost('host1', {'newName': 'renamed'})
calls.modifyHost('host1', mod_request={'persona': 2})
calls.modifyHost('host1', {'pathOperation': 1, 'FCWWNs': [OTHER_WWN]})
calls.modifyHost('host1', {'pathOperation': 1, 'iSCSINames': [OTHER_IQN]})
calls.modifyHost('fchost', {'pathOperation': 2, 'FCWWNs': [WWN]})
calls.modifyHost('fchost', {'pathOperation': 1, 'FCWWNs': [WWN]})
calls.modifyHost('iscsihost', {
    'chapOperation': 1, 'chapOperationMode': 1, 'chapName': 'user',
    'chapSecret': 'abcdefghijkl'})
calls.modifyHost('iscsihost', {'chapOperation': 2})
calls.modifyHost('host1', {})
calls.modifyHost('host1', {'newName': 'host2'})
calls.modifyHost('host1', {'persona': 99})
calls.modifyHost('host1', {'nonsense': 1})
calls.modifyHost('missing', {'newName': 'renamed'})
calls.modifyHost('host1')
for model in MODELS:
    calls.on(model).modifyHost('host1', {'newName': 'renamed'})

for name in ('host1', 'fchost', 'setmember', 'missing', 'a/b'):
    calls.deleteHost(name)
calls.deleteHost(name='host2')
calls.deleteHost()
calls.on('primera-4.x').deleteHost('host1')

for recorder in (calls, calls.ssh, calls.on('primera-4.x'),
                 calls.on('3par-3.1.3')):
    recorder.findHost(iqn=IQN)
    recorder.findHost(wwn=WWN)
    recorder.findHost(wwn=OTHER_WWN)
calls.findHost(iqn=OTHER_IQN)
calls.forms.findHost(IQN)
calls.findHost(None, WWN)
calls.findHost(IQN, WWN)
calls.findHost()
calls.ssh.findHost()
calls.findHost(wwn=WWN.lower())
calls.findHost(wwn='10:00:00:00:C9:00:00:01')
calls.ssh.findHost(wwn=WWN.lower())
calls.ssh.findHost(iqn=OTHER_IQN)
calls.findHost(iqn='bad " name')

for recorder in (calls, calls.on('3par-3.1.3'), calls.on('primera-4.x')):
    recorder.queryHost([IQN])
    recorder.queryHost(wwns=[WWN])
    recorder.queryHost(wwns=[OTHER_WWN])
calls.forms.queryHost([IQN], [WWN])
calls.queryHost(iqns=[IQN, OTHER_IQN])
calls.queryHost([], [])
calls.queryHost()
calls.queryHost(iqns=[])
calls.queryHost(iqns=IQN)
calls.queryHost(wwns=(WWN,))

for recorder in (calls, calls.on('alletra-mp')):
    recorder.getHostByNqn(NQN)
    recorder.getHostByNqn('nqn.2014-08.com.example:host1')
    recorder.getHostByNqn(None)
calls.getHostByNqn(nqn=NQN)
calls.getHostByNqn()
