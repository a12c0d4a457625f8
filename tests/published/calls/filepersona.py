"""File Persona, whose methods are a class of their own."""

from tests.published.calls.recorder import Recorder

OWNER = 'hpe3parclient.file_client:HPE3ParFilePersonaClient'

calls = Recorder(owner=OWNER)
over_ssh = calls.ssh
for recorder in (calls, over_ssh):
    recorder.gettpdinterface()
    recorder.getfs()
    recorder.getfpg()
    recorder.getfpg('fpg1')
    recorder.createfpg('cpg1', 'fpg1', '1t')
    recorder.getvfs()
    recorder.getfstore()
    recorder.getfshare('nfs')
    recorder.getfsnap()
    recorder.getfsquota()
over_ssh.forms.createfpg('cpg1', 'fpg1', '1t', 'comment', 1, True, True)
over_ssh.forms.growfpg('fpg1', '1t')
over_ssh.forms.setfpg('fpg1', 'comment', False, True, False, 1, True, True)
over_ssh.setfpg('fpg1')
over_ssh.setfpg('fpg1', rmcomment=True)
over_ssh.removefpg('fpg1')
over_ssh.removefpg('fpg1', 'fpg2', f=True, forget='fpg1', wait=True)
over_ssh.getfpg('fpg1', 'fpg2')
over_ssh.forms.createvfs('192.0.2.9', '255.255.255.0', 'vfs1', True, None,
                         None, 'comment', 60, 120, 'fpg1', None, None, None,
                         7, True)
over_ssh.createvfs('192.0.2.9', '255.255.255.0', 'vfs1', cpg='cpg1',
                   size='1t', node=1)
over_ssh.createvfs('192.0.2.9', '255.255.255.0', 'vfs1', certfile='cert.pem')
over_ssh.createvfs('192.0.2.9', '255.255.255.0', 'vfs1', certdata='data')
over_ssh.forms.getvfs('fpg1', 'vfs1')
over_ssh.forms.setvfs('vfs1', 'fpg1', None, None, True, 'cert1', 'comment',
                      60, 120)
over_ssh.setvfs('vfs1')
over_ssh.forms.removevfs('vfs1', 'fpg1')
over_ssh.removevfs('vfs1')
over_ssh.forms.createfsip('192.0.2.9', '255.255.255.0', 'vfs1', 7, 'fpg1')
over_ssh.createfsip('192.0.2.9', '255.255.255.0', 'vfs1')
over_ssh.forms.setfsip('vfs1', '1', 7, '192.0.2.8', '255.255.0.0', 'fpg1')
over_ssh.setfsip('vfs1', '1')
over_ssh.forms.getfsip('vfs1', 'fpg1')
over_ssh.getfsip('vfs1')
over_ssh.forms.removefsip('vfs1', '1', 'fpg1')
over_ssh.removefsip('vfs1', '1')
over_ssh.forms.createfsgroup('group1', 1000, 'user1,user2')
over_ssh.createfsgroup('group1')
over_ssh.forms.setfsgroup('group1', '+user3')
over_ssh.setfsgroup('group1')
over_ssh.forms.removefsgroup('group1')
over_ssh.forms.createfsuser('user1', 'secret', 'group1', True, 1000,
                            'group2')
over_ssh.createfsuser('user1')
over_ssh.forms.setfsuser('user1', 'secret', 'group1', False, '+group2')
over_ssh.setfsuser('user1')
over_ssh.forms.removefsuser('user1')
over_ssh.forms.createfstore('vfs1', 'store1', 'comment', 'fpg1')
over_ssh.createfstore('vfs1', 'store1')
over_ssh.forms.getfstore('fpg1', 'vfs1', 'store1')
over_ssh.forms.setfstore('vfs1', 'store1', 'comment', 'fpg1')
over_ssh.setfstore('vfs1', 'store1')
over_ssh.forms.removefstore('vfs1', 'store1', 'fpg1')
over_ssh.removefstore('vfs1', 'store1')
for protocol in ('nfs', 'smb'):
    over_ssh.createfshare(protocol, 'vfs1', 'share1', 'fpg1', 'store1')
    over_ssh.removefshare(protocol, 'vfs1', 'share1', 'fpg1', 'store1')
    over_ssh.getfshare(protocol, 'share1')
    over_ssh.setfshare(protocol, 'vfs1', 'share1', comment='comment')
over_ssh.forms.createfshare('nfs', 'vfs1', 'share1')
over_ssh.forms.createfshare(
    'smb', 'vfs1', 'share1', 'fpg1', 'store1', 'dir', 'comment', 'true',
    '192.0.2.50', '192.0.2.51', 'Everyone:fullcontrol', 'user1:read', 'off',
    'true', None, None, None, None)
over_ssh.forms.setfshare(
    'smb', 'vfs1', 'share1', 'fpg1', 'store1', 'comment', 'true',
    '+192.0.2.50', '-192.0.2.51', '+Everyone:fullcontrol', None, 'off',
    'true', None, None, 'true')
over_ssh.createfshare('nfs', 'vfs1', 'share1', options='rw',
                      clientip='192.0.2.50')
over_ssh.createfshare('smb', 'vfs1', 'share1', abe='false',
                      allowip='192.0.2.50', denyip='192.0.2.51',
                      allowperm='Everyone:fullcontrol',
                      denyperm='user1:read', cache='off', ca='false')
over_ssh.createfshare('obj', 'vfs1', 'share1', ssl='true', urlpath='/u')
over_ssh.createfshare('smb', 'vfs1', 'share1', None, None, '/dir',
                      'comment', 'true', None, None, None, None, 'off',
                      'true', None, None, None, None)
over_ssh.forms.setfshare('nfs', 'vfs1', 'share1', 'fpg1', 'store1',
                         'comment', None, None, None, None, None, None, None,
                         'rw', '+192.0.2.50', None)
over_ssh.forms.removefshare('smb', 'vfs1', 'share1')
over_ssh.setfshare('smb', 'vfs1', 'share1')
over_ssh.forms.removefshare('smb', 'vfs1', 'share1', 'fpg1', 'store1')
over_ssh.getfshare('nfs', fpg='fpg1', vfs='vfs1', fstore='store1')
over_ssh.getfshare(protocol='nfs')
over_ssh.forms.createfsnap('vfs1', 'store1', 'tag1', 30, 'fpg1')
over_ssh.createfsnap('vfs1', 'store1', 'tag1')
over_ssh.getfsnap('snap1')
over_ssh.getfsnap(fpg='fpg1', vfs='vfs1', fstore='store1', pat=True)
over_ssh.forms.removefsnap('vfs1', 'store1', 'snap1', 'fpg1')
over_ssh.removefsnap('vfs1', 'store1')
over_ssh.forms.startfsnapclean('fpg1', True, 'maxspeed')
over_ssh.startfsnapclean('fpg1')
over_ssh.forms.getfsnapclean('fpg1')
over_ssh.forms.stopfsnapclean('fpg1', True)
over_ssh.stopfsnapclean('fpg1')
over_ssh.forms.setfsquota('vfs1', 'fpg1', 'user1', None, None, 10, 20, 30,
                          40, False, False, None)
over_ssh.forms.setfsquota('vfs1', 'fpg1', None, 'group1', 'store1')
over_ssh.setfsquota('vfs1', groupname='group1', clear=True)
over_ssh.setfsquota('vfs1', fstore='store1', archive=True)
over_ssh.setfsquota('vfs1', restore='path')
over_ssh.forms.getfsquota('user1', 'group1', 'store1', 'vfs1', 'fpg1')
for method in ('growfpg', 'setfpg', 'createvfs', 'setvfs', 'removevfs',
               'createfsip', 'setfsip', 'getfsip', 'removefsip',
               'createfsgroup', 'removefsgroup', 'createfsuser',
               'removefsuser', 'createfstore', 'removefstore',
               'createfshare', 'removefshare', 'createfsnap', 'removefsnap',
               'getfsnapclean', 'setfsquota', 'getfshare'):
    calls.call(method)

# on an array with groups, servers, stores and shares
served = over_ssh.files
served.getfpg()
served.getfpg('fpg1')
served.getfpg('fpg2', 'fpg1')
served.getfpg('fpg1', 'bogus')
served.createfpg('cpg1', 'fpg9', '1t')
served.createfpg('cpg1', 'fpg9', '2048g', comment='two words', node='1',
                 full=True, wait=True)
served.createfpg('cpg1', 'fpg1', '1t', wait=True)
served.createfpg('bogus', 'fpg9', '1X')
served.createfpg('cpg1', 'fpg9', '1X')
served.growfpg('fpg1', '1t')
served.setfpg('fpg1', comment='new', deactivate=True)
served.setfpg('fpg1', rmcomment=True)
served.removefpg('fpg1', 'fpg2', wait=True)
served.removefpg('fpg*', pat=True, wait=True)
served.removefpg('fpg1')
served.getvfs()
served.getvfs(fpg='fpg1')
served.getvfs(fpg='fpg1', vfs='vfs1')
served.getvfs(fpg='fpg1', vfs='bogus')
served.createvfs('192.0.2.70', '255.255.255.0', 'vfs9', fpg='fpg1',
                 nocert=True, comment='c', bgrace='60', igrace='60',
                 vlan='5', wait=True)
served.createvfs('192.0.2.70', '255.255.255.0', 'vfs9', cpg='cpg1',
                 size='1t', wait=True)
served.createvfs('192.0.2.60', '255.255.255.0', 'vfs9', fpg='fpg1',
                 wait=True)
served.createvfs('192.0.2.70', '255.255.255.0', 'vfs1', fpg='fpg1',
                 wait=True)
served.createvfs('192.0.2.70', '255.255.255.0', 'vfs9', fpg='fpg1',
                 bgrace='bogus')
served.setvfs('vfs1', fpg='fpg1', comment='new', certgen=True)
served.removevfs('vfs1', fpg='fpg1')
served.removevfs('vfs1')
served.getfsip('vfs1', fpg='fpg1')
served.getfsip('vfs2')
served.createfsip('192.0.2.70', '255.255.255.0', 'vfs1', fpg='fpg1')
served.createfsip('192.0.2.70', '255.255.255.0', 'vfs1', vlantag='0',
                  fpg='fpg1')
served.setfsip('vfs1', '192.0.2.62', vlantag='8', ip='192.0.2.63')
served.removefsip('vfs1', '192.0.2.62', fpg='fpg1')
served.getfstore()
served.getfstore(fpg='fpg1', vfs='vfs1', fstore='store1')
served.createfstore('vfs1', 'store9', comment='two words', fpg='fpg1')
served.createfstore('vfs1', 'store1', fpg='fpg1')
served.setfstore('vfs1', 'store1', comment='new', fpg='fpg1')
served.removefstore('vfs1', 'store1', fpg='fpg1')
for protocol in ('nfs', 'smb'):
    served.getfshare(protocol)
    served.getfshare(protocol, 'share1')
    served.getfshare(protocol, 'share*', fpg='fpg1', vfs='vfs1', pat=True)
    served.getfshare(protocol, 'bogus')
    served.createfshare(protocol, 'vfs1', 'share9', fpg='fpg1',
                        fstore='store1', sharedir='other', comment='a b')
    served.createfshare(protocol, 'vfs1', 'share9')
    served.setfshare(protocol, 'vfs1', 'share1', comment='new words')
    served.removefshare(protocol, 'vfs1', 'share1', fpg='fpg1',
                        fstore='store1')
    served.removefshare(protocol, 'vfs1', 'bogus', fpg='fpg1')
    served.removefshare(protocol, 'vfs1', 'share1', fpg='fpg1',
                        fstore='bogus')
served.createfshare('obj', 'vfs1', 'share9', fstore='store1', ssl='true')
served.createfshare('nfs', 'vfs1', 'share9', fstore='store2',
                    options='rw,no_root_squash', clientip='192.0.2.9')
served.setfshare('nfs', 'vfs1', 'share2', clientip='+192.0.2.9')
served.setfshare('nfs', 'vfs1', 'share2', clientip='+192.0.2.1')
served.setfshare('nfs', 'vfs1', 'share2', clientip='-192.0.2.9')
served.setfshare('smb', 'vfs1', 'share1', allowperm='+user2:fullcontrol')
served.setfshare('smb', 'vfs1', 'share1', allowperm='+user1:read')
served.setfshare('smb', 'vfs1', 'share1', allowperm='-user1:read',
                 denyperm='user3:change', allowip='+192.0.2.1',
                 denyip='192.0.2.2', abe='true', ca='false', cache='auto')
served.createfsnap('vfs1', 'store1', 'tag9', fpg='fpg1')
served.createfsnap('vfs1', 'store1', 'tag1', retain='1', fpg='fpg1')
served.createfsnap('vfs1', 'bogus', 'tag9', fpg='fpg1')
served.getfsnap()
served.getfsnap('*_tag1', pat=True, fpg='fpg1', vfs='vfs1', fstore='store1')
served.getfsnap('bogus', fpg='fpg1', vfs='vfs1', fstore='store1')
served.removefsnap('vfs1', 'store1', fpg='fpg1')
served.removefsnap('vfs1', 'store1', snapname='bogus', fpg='fpg1')
served.startfsnapclean('fpg1', reclaimStrategy='maxspace')
served.startfsnapclean('fpg1', resume=True)
served.getfsnapclean('fpg1')
served.after('startfsnapclean', 'fpg1').getfsnapclean('fpg1')
served.after('startfsnapclean', 'fpg1').startfsnapclean('fpg1')
served.after('startfsnapclean', 'fpg1').stopfsnapclean('fpg1', pause=True)
served.stopfsnapclean('fpg1')
served.getfsquota()
served.getfsquota(fpg='fpg1', vfs='vfs1', fstore='store1')
served.getfsquota(fpg='fpg2')
served.setfsquota('vfs1', fpg='fpg1', fstore='store1', scapacity='300',
                  hcapacity='400', sfile='5', hfile='6')
served.setfsquota('vfs1', fpg='fpg1', username='user1', hcapacity='5')
served.setfsquota('vfs1', fpg='fpg1', fstore='store1', clear=True)
served.createfsgroup('group9', gid='2000', memberlist='user1')
served.setfsgroup('group1', memberlist='-user1')
served.removefsgroup('group1')
served.createfsuser('user9', passwd='secret', primarygroup='group1',
                    enable='true', uid='2000', grplist='Users')
served.createfsuser('user1')
served.setfsuser('user1', passwd='other', enable='false', grplist='+Users')
served.removefsuser('user1')
