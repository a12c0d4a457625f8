"""Common provisioning groups and their statistics."""

from tests.published.calls.recorder import Recorder

calls = Recorder()
MODELS = ('3par-3.1.3', 'primera-4.x', 'alletra-mp')

calls.getCPGs()
calls.empty.getCPGs()
calls.ssh.getCPGs()
calls.forms.getCPG('cpg1')
for name in ('missing', 'a/b', 'a b', ''):
    calls.getCPG(name)
calls.getCPG()
calls.forms.getCPGAvailableSpace('cpg1')
calls.getCPGAvailableSpace('missing')
calls.getCPGAvailableSpace()
calls.forms.createCPG('new')
calls.createCPG('new', None)
calls.createCPG('new', {})
LAYOUT = {'RAIDType': 2, 'HA': 3, 'diskPatterns': [{'diskType': 1}]}
calls.forms.createCPG('new', {'LDLayout': LAYOUT})
calls.createCPG('new', optional={
    'growthIncrementMiB': 32768, 'growthLimitMiB': 131072,
    'usedLDWarningAlertMiB': 65536, 'LDLayout': dict(LAYOUT, setSize=2)})
calls.createCPG('new', {'LDLayout': {'RAIDType': 9}})
calls.createCPG('new', {'domain': 'missing'})
calls.createCPG('new', {'nonsense': 1})
calls.createCPG('new', {'name': 'other'})
calls.createCPG('cpg1')
calls.createCPG('bad name')
calls.createCPG('c' * 32)
calls.createCPG()
calls.forms.deleteCPG('cpg3')
calls.deleteCPG('cpg1')
calls.deleteCPG('missing')
calls.deleteCPG()
for model in MODELS:
    there = calls.on(model)
    there.getCPGs()
    there.getCPG('cpg1')
    there.getCPGAvailableSpace('cpg1')
    there.createCPG('new')
    there.createCPG('new', {'LDLayout': {
        'HA': 3, 'diskPatterns': [{'diskType': 3}]}})
    there.after('getWsApiVersion').createCPG('new', {'LDLayout': dict(
        LAYOUT, setSize=2, diskPatterns=[{'diskType': 3}])})
    there.deleteCPG('cpg3')
for recorder in (calls, calls.ssh, calls.on('primera-4.x'),
                 calls.on('primera-4.x').ssh):
    recorder.getCPGStatData('cpg1')
    recorder.getCPGStatData('cpg1', 'hourly', '1d')
    recorder.getCPGStatData('missing')
calls.forms.getCPGStatData('cpg1', 'daily', '7d')
calls.ssh.getCPGStatData('cpg1', interval='hires')
calls.ssh.getCPGStatData(name='cpg1', history='2h')
calls.ssh.getCPGStatData('cpg1', 'nonsense')
calls.ssh.getCPGStatData('cpg1', 'daily', 'nonsense')
calls.getCPGStatData()
