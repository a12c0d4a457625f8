"""Ports and NVMe over TCP."""

from tests.published.calls.recorder import Recorder

calls = Recorder()
NQN = 'nqn.2014-08.com.example:host1'
OTHER_NQN = 'nqn.2014-08.com.example:host9'
WWN = '10000000C9000001'
IQN = 'iqn.1994-05.com.example:host1'

for recorder in (calls, calls.ssh, calls.on('3par-3.1.3'),
                 calls.on('3par-3.2.2').ssh, calls.on('primera-4.x'),
                 calls.on('alletra-mp'), calls.on('alletra-mp').ssh):
    recorder.getPorts()
    for method in ('getFCPorts', 'getiSCSIPorts', 'getIPPorts'):
        recorder.call(method)
        recorder.call(method, 4)
        recorder.call(method, 5)
for method in ('getFCPorts', 'getiSCSIPorts', 'getIPPorts'):
    calls.call(method, state=4)
    calls.call(method, state=None)
calls.getNvmePorts()
calls.on('alletra-mp').getNvmePorts()
calls.forms.getNqn()
calls.getNqn('0:2:1')
calls.getNqn({'node': 0, 'slot': 2, 'cardPort': 1})
calls.getNqn(portPos='0:2:1')
calls.on('alletra-mp').getNqn()
calls.on('alletra-mp').getNqn('0:2:1')
calls.on('alletra-mp').getNqn('0:4:1')

calls.forms.build_portPos('0:2:1')
for place in ('1:2:3', '0:2', '', 'a:b:c', '10:11:12', None):
    calls.build_portPos(place)
calls.build_portPos()

for recorder in (calls, calls.on('alletra-mp'), calls.on('primera-4.x')):
    recorder.create_host_nvme('new', OTHER_NQN)
    recorder.create_host_or_use_existing('new', nqn=OTHER_NQN)
    recorder.getNextLunId('fchost')
    recorder.getNextLunId('host1')
    recorder.create_vlun_nvme('vol1', {'name': 'host1'}, ['192.0.2.100'])
    recorder.find_existing_vluns('exported', {'name': 'fchost'})
    recorder.find_existing_vluns('vol1', {'name': 'fchost'})
    recorder.remove_vlun_nvme('exported', 'fchost', NQN)
    recorder.get_matched_array_ips_and_ports({})
calls.forms.create_host_nvme('new', OTHER_NQN, None)
calls.create_host_nvme('new')
calls.create_host_nvme('new', OTHER_NQN, 'missing')
calls.create_host_nvme('host1', OTHER_NQN)
calls.create_host_nvme(hostname='new', domain=None)
calls.create_host_nvme()
nvme = calls.on('alletra-mp')
nvme.forms.create_host_nvme('new', OTHER_NQN, None)
nvme.create_host_nvme('nvmehost', NQN)
nvme.create_host_nvme('new', NQN)
nvme.create_host_or_use_existing('nvmehost', nqn=NQN)
nvme.create_host_or_use_existing('new', nqn=NQN)
calls.forms.create_host_or_use_existing('new')
calls.forms.create_host_or_use_existing('new', [IQN], [WWN], None, None)
calls.create_host_or_use_existing('fchost', FCWwns=[WWN])
calls.create_host_or_use_existing('new', FCWwns=[WWN])
calls.create_host_or_use_existing('new', iscsiNames=[IQN])
calls.create_host_or_use_existing('new', FCWwns=['10000000C9000009'])
calls.create_host_or_use_existing('new', None, None, None, 'missing')
calls.create_host_or_use_existing()
calls.forms.getNextLunId('fchost', 'nvme')
calls.getNextLunId('fchost', host_type='fc')
calls.getNextLunId('missing')
calls.getNextLunId()
nvme.getNextLunId('nvmehost')
nvme.create_vlun_nvme('vol1', {'name': 'nvmehost'}, ['192.0.2.100'])
nvme.create_vlun_nvme('missing', {'name': 'nvmehost'}, ['192.0.2.100'])
calls.forms.create_vlun_nvme('vol1', {'name': 'fchost'}, ['192.0.2.100'])
calls.create_vlun_nvme('vol1', {'name': 'missing'}, [])
calls.create_vlun_nvme('vol1')
calls.forms.find_existing_vluns('exported', {'name': 'iscsihost'})
calls.find_existing_vluns('missing', {'name': 'fchost'})
calls.find_existing_vluns('exported', {'name': 'missing'})
calls.find_existing_vluns('exported')
calls.forms.remove_vlun_nvme('exported', 'fchost', NQN)
calls.remove_vlun_nvme('missing', 'fchost', NQN)
calls.remove_vlun_nvme('vol1', 'fchost', NQN)
calls.remove_vlun_nvme('exported', 'missing', NQN)
calls.remove_vlun_nvme('exported')
for conf in ({'hpe3par_nvme_ips': ['192.0.2.100']},
             {'hpe3par_iscsi_ips': ['192.0.2.100']},
             {'hpe3par_api_url': '<url>', 'hpe3par_iscsi_ips': []}):
    calls.get_matched_array_ips_and_ports(conf)
    nvme.get_matched_array_ips_and_ports(conf)
calls.get_matched_array_ips_and_ports(client_conf={})
calls.get_matched_array_ips_and_ports()
