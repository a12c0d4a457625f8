"""What programs do with File Persona, in the sentences of real arrays."""

from __future__ import annotations

import re
from typing import Any

import pytest

from hpe3parclient import exceptions
from hpe3parclient.simulator.model.filepersona.lookup import FileRefused
from hpe3parclient.simulator.persistence import snapshot
from tests.simulator.filepersona.conftest import FileArray, serving

ADDRESS, NETMASK = '192.0.2.50', '255.255.255.0'


def only(answer: Any) -> dict[str, Any]:
    """The one member of an answer."""
    assert answer['message'] is None
    assert answer['total'] == 1
    member: dict[str, Any] = answer['members'][0]
    return member


# -- groups -----------------------------------------------------------------


def test_file_services_are_shown(files: FileArray) -> None:
    member = only(files.client.getfs())
    assert member['auth'] == {'order': ['ActiveDirectory', 'Local']}
    assert [node['fsvcState'] for node in member['node']] == [
        'running', 'running', 'Unknown', 'Unknown']
    assert set(member) == {'node', 'nodeIp', 'gwaddress', 'dns', 'httpobj',
                           'ad', 'ldap', 'auth', 'idmap'}


def test_without_groups_there_is_a_message(files: FileArray) -> None:
    assert files.client.getfpg() == {
        'message': 'No File Provisioning Groups found.', 'total': 0,
        'members': []}


def test_of_unknown_groups_the_first_is_named(files: FileArray) -> None:
    assert files.client.getfpg('bogus1', 'bogus2')['message'] == (
        'File Provisioning Group: bogus1 not found\r')


@pytest.mark.parametrize(('arguments', 'sentence'), [
    (('bogus', 'f', '1X'), 'Error: Invalid CPG name: bogus\r'),
    (('cpg', 'f', '1X'), 'The suffix, X, for size is invalid.\r'),
    (('cpg', 'f', '500T'), 'FPG size must be between 1t and 64t\r'),
    (('cpg', '-f', '1T'), None)])
def test_a_group_that_cannot_be_is_refused(
        files: FileArray, arguments: Any, sentence: Any) -> None:
    if sentence is None:
        with pytest.raises(exceptions.SSHInjectionThreat):
            files.client.createfpg(*arguments)
    else:
        assert files.client.createfpg(*arguments) == [sentence]
    assert files.client.getfpg()['total'] == 0


def test_a_cpg_in_a_domain_is_refused(files: FileArray) -> None:
    files.state.domains.add('d1')
    files.client.createCPG('other', {'domain': 'd1'})
    line, = files.client.createfpg('other', 'f', '1T')
    assert line == ('other belongs to domain d1 which cannot be used for '
                    'File Services.\r')


def test_a_group_is_created_twice_and_removed(files: FileArray) -> None:
    client = files.client
    created, activated = client.createfpg('cpg', 'fpg1', '1T',
                                          comment='a "b" {c', wait=True)
    assert re.fullmatch('File Provisioning Group *fpg1 created.', created)
    assert re.fullmatch('File Provisioning Group *fpg1 activated.',
                        activated)
    assert client.createfpg('cpg', 'fpg1', '1T', wait=True) == [
        'Error: FPG fpg1 already exists\r']
    member = only(client.getfpg('fpg1'))
    assert member['fsname'] == 'fpg1'
    assert member['comment'] == 'a "b" {c'
    assert member['vvs'] == 'fpg1.1'
    assert member['mountStates'] == 'ACTIVATED'
    assert member['defaultCpg'] == 'cpg'
    assert member['hosts'] == ['1', '0']
    assert member['volumes'][0]['name'] == []
    assert int(member['capacityKiB']) == 1 << 30
    client.removefpg('fpg1', wait=True)
    assert client.getfpg('fpg1')['message'] == (
        'File Provisioning Group: fpg1 not found\r')


def test_a_group_takes_space_of_its_cpg_and_gives_it_back(
        files: FileArray) -> None:
    client = files.client

    def taken() -> Any:
        return client.getCPG('cpg')['UsrUsage']['usedMiB']

    assert taken() == 0
    client.createfpg('cpg', 'thin', '2T', wait=True)
    thin = taken()
    client.createfpg('cpg', 'full', '1T', full=True, wait=True)
    assert 0 < thin < 1 << 20 < taken() - thin + 1
    assert client.getVolume('thin.1')['provisioningType'] == 2
    assert client.getVolumeSet('thin')['setmembers'] == ['thin.1']
    with pytest.raises(exceptions.HTTPConflict):
        client.deleteVolume('thin.1')
    client.removefpg('full', 'thin', wait=True)
    assert taken() == 0
    assert client.getVolumes()['total'] == len(
        files.state.personality.system_volumes)


def test_a_large_group_has_several_volumes_and_grows(files: FileArray
                                                     ) -> None:
    client = files.client
    client.createfpg('cpg', 'big', '20T', wait=True)
    assert only(client.getfpg('big'))['vvs'] == ['big.1', 'big.2']
    assert client.growfpg('big', '1T') == []
    member = only(client.getfpg('big'))
    assert member['vvs'] == ['big.1', 'big.2', 'big.3']
    assert int(member['capacityKiB']) == 21 << 30


def test_a_group_is_created_by_a_task(files: FileArray) -> None:
    client = files.client
    line, = client.createfpg('cpg', 'fpg1', '1T')
    task = client.getTask(int(re.findall('[0-9]+', line)[0]))
    assert (task['name'], task['status'], task['type']) == (
        'createfpg_task', 2, 20)
    assert client.getfpg('fpg1')['total'] == 0
    refused, = client.createfpg('cpg', 'fpg2', '1T')
    assert refused.startswith('A createfpg task is already running')
    files.advance(200)
    done = client.getTask(task['id'])
    assert done['status'] == 1
    for text in ('Created     task.', 'Creating VV: fpg1.1 1t in cpg',
                 'Automatically assigned nodeid: 0',
                 'Completed   scheduled task.'):
        assert text in done['detailedStatus']
    assert client.getfpg('fpg1')['total'] == 1


def test_a_task_fails_late(files: FileArray) -> None:
    client = files.client
    line, = client.createfpg('cpg', 'fpg1', '1T')
    files.client.deleteCPG('cpg')
    files.advance(200)
    task = client.getTask(int(re.findall('[0-9]+', line)[0]))
    assert task['status'] == 4
    assert 'Error: Invalid CPG name: cpg' in task['detailedStatus']
    assert client.getfpg()['total'] == 0


def test_a_group_without_room_leaves_nothing_behind(files: FileArray
                                                    ) -> None:
    client = files.client
    client.createCPG('small', {'growthLimitMiB': 2 << 20})
    line, = client.createfpg('small', 'fpg1', '20T', full=True, wait=True)
    assert line == 'Error: Insufficient space in CPG small for VV fpg1.1\r'
    assert client.getCPG('small')['UsrUsage']['usedMiB'] == 0
    assert client.getfpg()['total'] == 0


def test_a_group_is_changed(files: FileArray) -> None:
    client = files.client
    client.createfpg('cpg', 'fpg1', '1T', wait=True)
    assert client.setfpg('fpg1', comment='new', deactivate=True) == []
    member = only(client.getfpg('fpg1'))
    assert (member['comment'], member['mountStates']) == ('new',
                                                          'DEACTIVATED')
    client.setfpg('fpg1', rmcomment=True, activate=True)
    client.setfpg('fpg1', failover=True)
    member = only(client.getfpg('fpg1'))
    assert (member['comment'], member['primaryNode'],
            member['currentNode']) == ('', '0', '1')
    refused, = client.setfpg('fpg1', primarynode='1', failover=True)
    assert 'cannot be used together' in refused


def test_what_a_node_may_serve_is_limited(files: FileArray) -> None:
    client = files.client
    for number in range(4):
        client.createfpg('cpg', f'fpg{number}', '64T', wait=True)
    assert client.createfpg('cpg', 'fpg5', '1T', wait=True) == [
        'Requested FPG size will exceed maximum FPG allowance for node 0: '
        '128TiB.\r']


# -- servers ----------------------------------------------------------------


def test_without_servers_nothing_is_printed(files: FileArray) -> None:
    assert files.client.getvfs() == {'message': None, 'total': 0,
                                     'members': []}


@pytest.mark.parametrize('option', ['bgrace', 'igrace'])
def test_a_bogus_grace_time_is_refused(files: FileArray, option: str
                                       ) -> None:
    options: Any = {option: 'bogus'}
    assert files.client.createvfs(ADDRESS, NETMASK, 'v', fpg='f',
                                  **options) == [
        f'{option} value should be between 1 and 2147483647\r']


def test_a_bogus_server_is_not_removed(files: FileArray) -> None:
    client = files.client
    nothing: Any = None
    with pytest.raises(AttributeError):
        client.removevfs(nothing)
    with pytest.raises(AttributeError):
        client.removevfs(nothing, fpg='bogus')
    assert client.removevfs('bogus') == [
        'Virtual file server bogus was not found in any existing file '
        'provisioning group.\r']
    assert client.removevfs('bogus', fpg='bogus') == [
        'File Provisioning Group: bogus not found\r']


def test_a_server_is_created_once(files: FileArray) -> None:
    client = files.client
    client.createfpg('cpg', 'fpg1', '1T', wait=True)
    assert client.createvfs(ADDRESS, NETMASK, 'vfs1', fpg='fpg1', wait=True,
                            comment='c d') == [
        'Created VFS "vfs1" on FPG fpg1.']
    assert client.createvfs(ADDRESS, NETMASK, 'vfs1', fpg='fpg1',
                            wait=True) == [
        'VFS "vfs1" already exists within FPG fpg1\r']
    member = only(client.getvfs(fpg='fpg1', vfs='vfs1'))
    assert (member['vfsname'], member['comment']) == ('vfs1', 'c d')
    assert [ip['address'] for ip in member['vfsip']] == [ADDRESS]
    assert client.getvfs(vfs='nope', fpg='fpg1')['message'] == (
        'Invalid VFS nope\r')


def test_a_server_may_come_with_its_group(files: FileArray) -> None:
    client = files.client
    assert client.createvfs(ADDRESS, NETMASK, 'both', cpg='cpg', size='1T',
                            nocert=True, wait=True)[-1] == (
        'Created VFS "both" on FPG both.')
    assert only(client.getfpg('both'))['fsname'] == 'both'
    assert only(client.getvfs())['certs'] == []


def test_an_address_that_is_taken_makes_the_task_fail(shared: FileArray
                                                      ) -> None:
    client = shared.client
    client.createfpg('cpg', 'fpg2', '1T', wait=True)
    line, = client.createvfs(ADDRESS, NETMASK, 'vfs2', fpg='fpg2')
    assert client.getvfs(fpg='fpg2')['total'] == 0
    shared.advance(60)
    task = client.getTask(int(re.findall('[0-9]+', line)[0]))
    assert task['status'] == 4
    assert f'Associating IP {ADDRESS} with VFS "vfs2".' in task[
        'detailedStatus']
    member = only(client.getvfs(fpg='fpg2'))
    assert (member['overallStateInt'], member['vfsip']) == ('2', [])


def test_the_key_of_a_certificate_is_not_kept(files: FileArray) -> None:
    client = files.client
    client.createfpg('cpg', 'fpg1', '1T', wait=True)
    pem = ('-----BEGIN CERTIFICATE----- MIIB -----END CERTIFICATE----- '
           '-----BEGIN PRIVATE KEY----- S3cret -----END PRIVATE KEY-----')
    client.createvfs(ADDRESS, NETMASK, 'vfs1', fpg='fpg1', certdata=pem,
                     wait=True)
    assert 'MIIB' in only(client.getvfs())['certs']
    assert 'S3cret' not in str(shared_document(files))


def shared_document(files: FileArray) -> Any:
    return snapshot(files.array)


def test_addresses_come_and_go(shared: FileArray) -> None:
    client = shared.client
    assert client.createfsip('192.0.2.51', NETMASK, 'vfs1', vlantag='7',
                             fpg='fpg1') == []
    answer = client.getfsip('vfs1', fpg='fpg1')
    assert [(ip['address'], ip['prefixLen'], ip['vlanTag'], ip['fspool'],
             ip['vfs'], ip['networkName']) for ip in answer['members']] == [
        (ADDRESS, NETMASK, '0', 'fpg1', 'vfs1', 'user'),
        ('192.0.2.51', NETMASK, '7', 'fpg1', 'vfs1', 'user')]
    policy = answer['members'][1]['policyID']
    assert client.setfsip('vfs1', policy, vlantag='0', ip='192.0.2.52',
                          fpg='fpg1') == []
    assert client.removefsip('vfs1', '192.0.2.52', fpg='fpg1') == []
    assert client.getfsip('vfs1', fpg='fpg1')['total'] == 1
    assert client.getfsip('bogus', fpg='fpg1')['message'] == (
        'Invalid VFS bogus\r')
    assert client.getfsip('vfs1', fpg='bogus')['message'] == (
        'File Provisioning Group: bogus not found\r')


# -- stores and shares ------------------------------------------------------


def test_stores_come_and_go(shared: FileArray) -> None:
    client = shared.client
    assert client.createfstore('vfs1', 's2', fpg='fpg1', comment='a b') == []
    assert client.setfstore('vfs1', 's2', fpg='fpg1', comment='c') == []
    member = only(client.getfstore(fpg='fpg1', vfs='vfs1', fstore='s2'))
    assert (member['fstoreName'], member['comment']) == ('s2', 'c')
    assert client.getfstore()['total'] == 2
    assert client.removefstore('vfs1', 's2', fpg='fpg1') == ['s2 removed']
    assert client.getfstore(fstore='s2')['total'] == 0


def test_there_are_sixteen_stores_on_a_server(shared: FileArray) -> None:
    for number in range(2, 17):
        assert shared.client.createfstore('vfs1', f's{number}') == []
    assert shared.client.createfstore('vfs1', 's17') == [
        "Too many file stores; can't create file store fpg1/vfs1/s17\r"]


def test_an_nfs_share(shared: FileArray) -> None:
    client = shared.client
    where: Any = {'fpg': 'fpg1', 'fstore': 'store1'}
    assert client.createfshare(
        'nfs', 'vfs1', 'share1', sharedir='dir', comment='mine',
        clientip='127.0.0.1', options='rw,no_root_squash,insecure',
        **where) == []
    member = only(client.getfshare('nfs', 'share1', vfs='vfs1', **where))
    assert member['sharePath'] == '/fpg1/vfs1/store1/dir'
    assert member['clients'] == '127.0.0.1'
    assert {'rw', 'no_root_squash', 'insecure', 'sync'} <= set(
        member['options'])
    assert not {'ro', 'root_squash', 'secure'} & set(member['options'])
    assert client.setfshare('nfs', 'vfs1', 'share1', clientip='+192.0.2.7',
                            **where) == []
    assert only(client.getfshare('nfs'))['clients'] == ['127.0.0.1',
                                                        '192.0.2.7']
    assert client.setfshare('nfs', 'vfs1', 'share1', clientip='+192.0.2.7',
                            **where) == [
        'IP address 192.0.2.7 already exists\r']
    client.setfshare('nfs', 'vfs1', 'share1', clientip='-192.0.2.7', **where)
    line, = client.setfshare('nfs', 'vfs1', 'share1', clientip='-192.0.2.7',
                             **where)
    assert 'does not exist, cannot' in line
    assert client.removefshare('nfs', 'vfs1', 'share1', **where) == []
    assert client.removefshare('nfs', 'vfs1', 'share1', **where) == [
        'NFS Delete Export failed with error: share share1 does not exist\r']
    assert client.removefshare('nfs', 'vfs1', 'share1', fpg='fpg1',
                               fstore='bogus') == [
        'NFS Delete Export failed with error: File Store bogus was not '
        'found\r']


def test_a_fresh_share_has_the_published_defaults(shared: FileArray) -> None:
    client = shared.client
    client.createfshare('smb', 'vfs1', 'new')
    client.createfshare('nfs', 'vfs1', 'new')
    member = only(client.getfshare('smb', 'new'))
    assert {name: member[name] for name in (
        'abe', 'ca', 'cache', 'allowPerm', 'denyPerm', 'shareDir',
        'uuid')} == {'abe': 'false', 'ca': 'true', 'cache': 'manual',
                     'allowPerm': [], 'denyPerm': [], 'shareDir': [],
                     'uuid': '---'}
    member = only(client.getfshare('nfs', 'new'))
    assert (member['clients'], member['sharePath'],
            member['overallStateInt']) == ('*', '/fpg1/vfs1/new',
                                           '1')
    assert set(member['options']) == {
        'sync', 'auth_nlm', 'wdelay', 'sec=sys', 'no_all_squash', 'crossmnt',
        'secure', 'subtree_check', 'hide', 'root_squash', 'ro'}
    assert [store['fstoreName'] for store in client.getfstore()['members']
            ] == ['store1', 'new']


def test_an_smb_share(shared: FileArray) -> None:
    client = shared.client
    where: Any = {'fpg': 'fpg1', 'fstore': 'store1'}
    assert client.createfshare(
        'smb', 'vfs1', 'share1', allowip='192.0.2.1,192.0.2.2', abe='true',
        ca='false', cache='off', **where) == []
    assert client.setfshare('smb', 'vfs1', 'share1',
                            allowperm='+u1:fullcontrol', **where) == []
    client.setfshare('smb', 'vfs1', 'share1',
                     allowperm='+LOCAL_CLUSTER\\u2:read', **where)
    client.setfshare('smb', 'vfs1', 'share1', denyperm='+u3:change', **where)
    member = only(client.getfshare('smb', 'share1', **where))
    assert member['allowPerm'] == [['u1', 'fullcontrol'],
                                   ['LOCAL_CLUSTER\\u2', 'read']]
    assert member['denyPerm'] == [{'user': 'u3', 'permission': 'change'}]
    assert member['allowIP'] == ['192.0.2.1', '192.0.2.2']
    assert (member['abe'], member['ca'], member['cache']) == (
        'true', 'false', 'off')
    assert client.setfshare('smb', 'vfs1', 'share1',
                            allowperm='+u1:read', **where) == [
        '"allow" permission already exists for "u1"\r']
    line, = client.setfshare('smb', 'vfs1', 'share1',
                             allowperm='-nobody:read', **where)
    assert 'does not exist, cannot' in line
    assert client.removefshare('smb', 'vfs1', 'share1', **where) == []
    line, = client.removefshare('smb', 'vfs1', 'share1', **where)
    assert line.startswith('Failure on Delete Share: share1:')
    assert client.removefshare('smb', 'vfs1', 'share1', fpg='fpg1',
                               fstore='bogus') == [
        'Could not find Store=bogus\r']


def test_an_object_share(shared: FileArray) -> None:
    client = shared.client
    assert client.createfshare('obj', 'vfs1', 'o', fstore='store1',
                               ssl='false', urlpath='path') == []
    member = only(client.getfshare('obj', 'o'))
    assert (member['ssl'], member['urlPath']) == ('false', 'path')


def test_two_nfs_shares_of_a_directory_have_no_client_in_common(
        shared: FileArray) -> None:
    client = shared.client
    client.createfshare('nfs', 'vfs1', 'a', fstore='store1',
                        clientip='127.0.0.1')
    assert client.createfshare('nfs', 'vfs1', 'b', fstore='store1',
                               clientip='127.0.0.1,127.0.0.2')
    assert client.createfshare('nfs', 'vfs1', 'b', fstore='store1',
                               clientip='127.0.0.2') == []
    assert client.setfshare('nfs', 'vfs1', 'b', fstore='store1',
                            clientip='+127.0.0.1')
    assert client.getfshare('nfs', 'b')['members'][0]['clients'] == (
        '127.0.0.2')


# -- snapshots --------------------------------------------------------------


@pytest.mark.parametrize(('arguments', 'fpg', 'sentence'), [
    (('bogus', 'store1', 't'), 'fpg1',
     'Virtual Server bogus does not exist on FPG fpg1\r'),
    (('vfs1', 'bogus', 't'), 'fpg1',
     'File Store bogus does not exist on FPG fpg1\r'),
    (('vfs1', 'store1', 't'), 'bogus', 'FPG bogus not found\r')])
def test_a_snapshot_of_nothing_is_refused(
        shared: FileArray, arguments: Any, fpg: str, sentence: str) -> None:
    assert shared.client.createfsnap(*arguments, fpg=fpg) == [sentence]


def test_snapshots_come_and_go(shared: FileArray) -> None:
    client = shared.client
    where: Any = {'fpg': 'fpg1', 'vfs': 'vfs1', 'fstore': 'store1'}
    name, = client.createfsnap('vfs1', 'store1', 'tag1', fpg='fpg1')
    assert re.fullmatch(r'\d{4}-\d\d-\d\dT\d{6}_tag1', name)
    by_pattern = only(client.getfsnap('*_tag1', pat=True, **where))
    by_name = only(client.getfsnap(name, **where))
    assert by_name['snapName'] == by_pattern['snapName'] == name
    assert 'CompId' in by_pattern
    assert 'CompId' not in by_name
    assert client.getfsnap('*_other', pat=True, **where) == {
        'message': None, 'total': 0, 'members': []}
    assert client.getfsnap('bogus', **where)['message'] == (
        'SnapShot bogus does not exist on FPG fpg1 path vfs1/store1\r')
    assert client.createfshare(
        'nfs', 'vfs1', 'snap', fpg='fpg1', fstore='store1',
        sharedir=f'.snapshot/{name}/dir') == []
    assert only(client.getfshare('nfs', 'snap'))['sharePath'] == (
        f'/fpg1/vfs1/store1/.snapshot/{name}/dir')
    assert client.removefsnap('vfs1', 'store1', snapname=name,
                              fpg='fpg1') == []
    assert client.getfsnap(**where)['total'] == 0


def test_stores_and_tags_have_long_names(shared: FileArray) -> None:
    client = shared.client
    store, tag = 's' * 80, f'osf-{"t" * 36}'
    assert client.createfstore('vfs1', store, fpg='fpg1') == []
    assert only(client.getfstore(fstore=store))['fstoreName'] == store
    name, = client.createfsnap('vfs1', store, tag, fpg='fpg1')
    assert name.endswith(f'_{tag}')
    longer = f'{store}s'
    for answer in (client.createfstore('vfs1', longer, fpg='fpg1'),
                   client.createfsnap('vfs1', store, longer, fpg='fpg1')):
        assert answer == [f'Invalid name: {longer}\r']
    assert client.getfstore(fstore=longer)['total'] == 0
    assert client.getfsnap(fpg='fpg1')['total'] == 1


def test_as_many_snapshots_of_a_tag_are_kept_as_asked(shared: FileArray
                                                      ) -> None:
    client = shared.client
    names = [client.createfsnap('vfs1', 'store1', 't', retain='2',
                                fpg='fpg1')[0] for _ in range(4)]
    client.createfsnap('vfs1', 'store1', 'other', fpg='fpg1')
    left = [member['snapName'] for member in client.getfsnap(
        fpg='fpg1', vfs='vfs1', fstore='store1')['members']]
    assert left[:2] == names[2:]
    assert len(set(names)) == 4
    client.removefsnap('vfs1', 'store1', fpg='fpg1')
    assert client.getfsnap()['total'] == 0


def test_space_of_snapshots_is_given_back_by_a_task(shared: FileArray
                                                    ) -> None:
    client = shared.client

    def free() -> int:
        return int(only(client.getfpg('fpg1'))['availCapacityKiB'])

    before = free()
    shared.state.write_files('fpg1', 'vfs1', 'store1', 2048)
    client.createfsnap('vfs1', 'store1', 't', fpg='fpg1')
    shared.state.delete_files('fpg1', 'vfs1', 'store1', 2048)
    client.removefsnap('vfs1', 'store1', fpg='fpg1')
    assert free() == before - (2 << 20)
    assert client.startfsnapclean('fpg1', reclaimStrategy='maxspeed') == []
    assert client.startfsnapclean('fpg1') == [
        'Reclamation already running on fpg1\r']
    assert only(client.getfsnapclean('fpg1'))['taskState'] == 'RUNNING'
    shared.advance(3600)
    member = only(client.getfsnapclean('fpg1'))
    assert all(value.isdigit() for name, value in member.items()
               if name not in ('taskState', 'exitStatus', 'strategy',
                               'logLevel', 'verboseMode', 'fpgname'))
    assert (member['taskState'], member['exitStatus'],
            member['strategy']) == ('COMPLETED', 'OK', 'MAXSPEED')
    assert free() == before


def test_a_reclamation_is_stopped_or_paused(shared: FileArray) -> None:
    client = shared.client
    assert client.getfsnapclean('fpg1') == {'message': None, 'total': 0,
                                            'members': []}
    client.startfsnapclean('fpg1')
    assert client.stopfsnapclean('fpg1', pause=True) == []
    shared.advance(3600)
    assert only(client.getfsnapclean('fpg1'))['taskState'] == 'PAUSED'
    assert client.startfsnapclean('fpg1', resume=True) == []
    assert client.stopfsnapclean('fpg1') == []
    assert client.startfsnapclean('fpg1', resume=True) == [
        'No reclamation task running on FPG fpg1\r']


# -- quotas -----------------------------------------------------------------


def test_quotas_of_a_store(shared: FileArray) -> None:
    client = shared.client
    where: Any = {'fpg': 'fpg1', 'fstore': 'store1'}
    assert client.getfsquota(fpg='fpg1') == {'message': None, 'total': 0,
                                             'members': []}
    assert client.setfsquota('vfs1', scapacity='1024', hcapacity='2048',
                             **where) == []
    assert client.setfsquota('vfs1', hfile='10', **where) == []
    member = only(client.getfsquota(vfs='vfs1', **where))
    assert (member['softBlock'], member['hardBlock'],
            member['hardInode']) == ('1024', '2048', '10')
    shared.state.write_files('fpg1', 'vfs1', 'store1', 1000)
    assert only(client.getfsquota(**where))['currentBlockMB'] == '1000'
    with pytest.raises(FileRefused) as caught:
        shared.state.write_files('fpg1', 'vfs1', 'store1', 2000)
    assert caught.value.sentence == 'Disk quota exceeded'
    refused, = client.setfsquota('vfs1', scapacity='4096', **where)
    assert 'Soft limit' in refused
    assert client.setfsquota('vfs1', clear=True, **where) == []
    assert client.getfsquota(**where)['total'] == 0


# -- users and groups -------------------------------------------------------


def test_users_and_groups(shared: FileArray) -> None:
    client = shared.client
    assert client.createfsgroup('staff', gid='1500') == []
    assert client.createfsuser('jo', passwd='S3 cret;[x]', uid='1600',
                               primarygroup='staff', enable='true',
                               grplist='Users,Administrators') == []
    assert client.createfsuser('jo') == ['User jo already exists\r']
    assert client.setfsuser('jo', passwd='other', grplist='-Users') == []
    assert client.setfsgroup('Users', memberlist='+jo') == []
    assert client.removefsgroup('staff') == [
        'Group staff is the primary group of user jo\r']
    header, *rows = client._run(['showfsuser'])
    cells = [row.split(',') for row in rows[:-2]]
    columns = header.split(',')
    assert [(row[columns.index('Username')], row[columns.index('UID')])
            for row in cells] == [('jo', '1600')]
    assert client.removefsuser('jo') == []
    assert client.removefsgroup('staff') == []
    header, *rows = client._run(['showfsgroup'])
    assert [row.split(',')[0] for row in rows[:-2]] == ['Administrators',
                                                        'Users']
    assert 'S3 cret' not in str(shared_document(shared))


def test_tables_that_programs_read(shared: FileArray) -> None:
    client = shared.client
    lines = client._run(['showvfs', '-d', '-vfs', 'vfs1'])
    assert lines[-2].split(',')[1:3] == [ADDRESS, NETMASK]
    lines = client._run(['showfpg', '-d', 'fpg1'])
    assert lines[0].strip('-') == 'File Provisioning Group'
    assert lines[17].partition(':')[2].strip() == 'cpg'
    client.createfshare('nfs', 'vfs1', 'n', fstore='store1')
    client.setfsquota('vfs1', fstore='store1', hcapacity='2048')
    for command, cells in (
            (['showvfs'], ['vfs1', 'fpg1', ADDRESS, 'normal', '-']),
            (['showfshare', 'nfs', '-fpg', 'fpg1'],
             ['n', 'nfs', 'vfs1', 'store1', './', 'normal']),
            (['showfsquota', '-fpg', 'fpg1'],
             ['store1', 'fstore', 'vfs1', 'fpg1', '0', '2048'])):
        lines = client._run(command)
        assert lines[1].split(',')[:len(cells)] == cells
    assert client._run(['showfpg'])[2].split(',')[:3] == [
        'fpg1', '/fpg1', '2048.00']


def test_a_password_is_in_no_log(
        shared: FileArray, caplog: pytest.LogCaptureFixture) -> None:
    client = shared.client
    client.debug_rest(True)
    with caplog.at_level('DEBUG'):
        client.createfsuser('jo', passwd='S3 cret;[x]')
        client.setfsuser('jo', passwd='S3cret')
        client.createfsuser('jo', passwd='S3cret')
    assert 'createfsuser' in caplog.text
    assert 'cret' not in caplog.text


def test_a_lost_connection_shows_no_password(shared: FileArray) -> None:
    shared.client.getfpg()
    shared.server.stop()
    with pytest.raises(exceptions.SSHException) as caught:
        shared.client.createfsuser('jo', passwd='S3cret')
    assert 'S3cret' not in str(caught.value) + repr(caught.value.__context__)


def test_commands_run_on_exec_channels(shared: FileArray) -> None:
    client = shared.client
    client.setSSHOptions('127.0.0.1', '3paradm', '3pardata',
                         shared.server.port, mode='exec')
    assert client.createfstore('vfs1', 's2', comment='a "b"') == []
    assert only(client.getfstore(fstore='s2'))['comment'] == 'a "b"'
    assert client.getfpg('bogus')['message'] == (
        'File Provisioning Group: bogus not found\r')


def test_the_event_log_shows_no_password(shared: FileArray) -> None:
    shared.client.createfsuser('jo', passwd='S3 cret')
    assert 'cret ' not in str(shared_document(shared))
    assert 'cret ' not in ' '.join(shared.client._run(['showeventlog']))


# -- other arrays -----------------------------------------------------------


@pytest.mark.parametrize('model', ['3par-3.1.3', 'primera-4.x'])
def test_an_array_without_file_services_knows_no_such_command(model: str
                                                              ) -> None:
    with serving(model) as array:
        assert array.client.getfpg()['message'] == (
            'invalid command name "getfpg"\r')
        assert array.client.createfstore('v', 's') == [
            'invalid command name "Tpd::rtpd"\r']
        with pytest.raises(exceptions.SSHException,
                           match='invalid command name'):
            array.client.gettpdinterface()


def test_private_commands_were_public_before() -> None:
    with serving('3par-3.2.2') as array:
        assert array.client.getfstore()['total'] == 0
        assert array.client.createfpg('cpg', 'f', '64T') == [
            'FPG size must be between 1t and 32t\r']


HOSTILE: list[str] = [
    '[removecpg -f cpg]', 'x;removecpg -f cpg', '"x" ; removecpg -f cpg',
    '$x', '{', '}', '"', 'x"', '\\', '{*}removecpg\\x20-f\\x20cpg',
    'x\\;removecpg', 'a"] [removecpg -f cpg] ["']


@pytest.mark.parametrize('text', HOSTILE)
def test_hostile_text_reaches_the_array_as_text(shared: FileArray,
                                                text: str) -> None:
    client = shared.client
    shared.server.cli.state.ran.clear()
    client.createfstore('vfs1', 's2', comment=text)
    assert only(client.getfstore(fstore='s2'))['comment'] == text
    client.setfshare('smb', 'vfs1', 'none', allowperm=f'u{text}:read')
    client.createfsuser('u', passwd=f'x{text}')
    assert {words[0] for words in shared.ran()} <= {
        'Tpd::rtpd', 'createfstore', 'getfstore', 'gettpdinterface',
        'setfshare', 'createfsuser'}
    assert [words[-1] for words in shared.ran()
            if words[0] == 'createfsuser'] == ['u']
    assert client.getCPG('cpg')['name'] == 'cpg'
