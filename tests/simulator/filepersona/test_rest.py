"""File Persona over the web service, as programs use it."""

from __future__ import annotations

from typing import Any

import pytest

from hpe3parclient import exceptions
from tests.simulator.filepersona.conftest import FileArray, serving


def get(files: FileArray, url: str) -> Any:
    return files.client.http.get(url)[1]


def post(files: FileArray, url: str, body: dict[str, Any]) -> Any:
    return files.client.http.post(url, body=body)


def one(files: FileArray, url: str, query: str | None = None) -> Any:
    """The only member of a collection."""
    answer = get(files, f'{url}?query="{query}"' if query else url)
    assert answer['total'] == len(answer['members']) == 1
    return answer['members'][0]


def test_a_group_is_created_and_deleted_by_tasks(files: FileArray) -> None:
    headers, body = post(files, '/fpgs', {
        'name': 'fpg1', 'cpg': 'cpg', 'sizeTiB': 16, 'comment': 'c'})
    assert headers['status'] == '202'
    assert files.client.getTask(body['taskId'])['name'] == 'createfpg_task'
    assert get(files, '/fpgs?query="name EQ fpg1"')['members'] == []
    files.advance(200)
    member = one(files, '/fpgs', 'name EQ fpg1')
    assert {name: member[name] for name in (
        'name', 'activePath', 'version', 'totalCapacityGiB', 'cpg',
        'activeState', 'comment')} == {
            'name': 'fpg1', 'activePath': '/fpg1', 'version': '12.3',
            'totalCapacityGiB': 16384.0, 'cpg': 'cpg', 'activeState': 1,
            'comment': 'c'}
    assert member['usedCapacityGiB'] == pytest.approx(8.47, abs=.02)
    assert member['volumes'][0]['volumeName'] == 'fpg1.1'
    assert get(files, f"/fpgs/{member['id']}") == member
    body = files.client.http.delete(f"/fpgs/{member['id']}")[1]
    files.advance(200)
    assert files.client.getTask(body['taskId'])['status'] == 1
    with pytest.raises(exceptions.HTTPNotFound):
        get(files, f"/fpgs/{member['id']}")


def test_refusals_of_groups_have_the_published_codes(files: FileArray
                                                     ) -> None:
    expected: dict[str, Any] = {'name': 'f', 'cpg': 'none', 'sizeTiB': 1}
    with pytest.raises(exceptions.HTTPNotFound) as missing:
        post(files, '/fpgs', expected)
    assert (missing.value.get_code(), missing.value.get_description()) == (
        15, 'CPG does not exist')
    expected['cpg'] = 'cpg'
    post(files, '/fpgs', expected)
    with pytest.raises(exceptions.HTTPBadRequest) as busy:
        post(files, '/fpgs', {**expected, 'name': 'g'})
    assert busy.value.get_code() == 29
    assert busy.value.get_description().startswith(
        'A createfpg task is already running')
    files.advance(200)
    with pytest.raises(exceptions.HTTPBadRequest) as there:
        post(files, '/fpgs', expected)
    assert (there.value.get_code(), there.value.get_description()) == (
        29, 'Error: FPG f already exists')


def test_a_server_that_fails_late_says_so_in_its_task(shared: FileArray
                                                      ) -> None:
    _, body = post(shared, '/virtualfileservers', {
        'name': 'vfs2', 'fpg': 'fpg1', 'IPInfo': {
            'IPAddr': '192.0.2.50', 'netmask': '255.255.255.0'}})
    shared.advance(100)
    task = shared.client.getTask(body['taskId'])
    assert task['status'] == 4
    assert 'Error' in task['detailedStatus']
    assert one(shared, '/virtualfileservers', 'name EQ vfs2')[
        'overallState'] == 2


def test_servers(shared: FileArray) -> None:
    member = one(shared, '/virtualfileservers', 'fpg EQ fpg1')
    info, = member['IPInfo']
    assert (info['IPAddr'], info['netmask'], info['vlanTag'],
            info['networkName'], info['fpg'], info['vfs']) == (
        '192.0.2.50', '255.255.255.0', 0, 'user', 'fpg1', 'vfs1')
    assert member['blockGraceTimeSec'] == 604800
    assert member['id'].endswith('-2')
    shared.client.http.delete(f"/virtualfileservers/{member['id']}")
    assert get(shared, '/filestores')['members'] == []


def test_stores(shared: FileArray) -> None:
    headers, body = post(shared, '/filestores', {
        'name': 's2', 'vfs': 'vfs1', 'fpg': 'fpg1', 'securityMode': 1,
        'supressSecOpErr': True, 'comment': None})
    assert headers['status'] == '201'
    number = body['links'][0]['href'].rsplit('/', 1)[1]
    member = one(shared, '/filestores', 'name EQ s2 AND fpg EQ fpg1')
    assert (member['id'], member['securityMode']) == (number, 1)
    shared.client.http.delete(f'/filestores/{number}')
    own = one(shared, '/filestores', 'name EQ .admin')
    with pytest.raises(exceptions.HTTPForbidden):
        shared.client.http.delete(f"/filestores/{own['id']}")


def test_an_nfs_share(shared: FileArray) -> None:
    _, body = post(shared, '/fileshares', {
        'name': 'n', 'type': 1, 'vfs': 'vfs1', 'fpg': 'fpg1', 'fstore': None,
        'shareDirectory': None, 'comment': 'c',
        'nfsOptions': 'rw,no_root_squash', 'nfsClientlist': ['192.0.2.9']})
    number = body['links'][0]['href'].rsplit('/', 1)[1]
    assert len(number) == 20
    assert number.isdigit()
    url = f'/fileshares/{number}'
    member = get(shared, url)
    assert (member['nfsSharePath'], member['nfsClientlist'],
            member['type']) == ('/fpg1/vfs1/n', ['192.0.2.9'], 1)
    assert 'no_root_squash' in member['nfsOptions'].split(',')
    assert {link['rel'] for link in member['links']} == {
        'self', 'fpg', 'virtualfileserver'}
    change = {'nfsClientlistOperation': 1, 'nfsClientlist': ['192.0.2.10']}
    shared.client.http.put(url, body=change)
    with pytest.raises(exceptions.HTTPBadRequest):
        shared.client.http.put(url, body=change)
    assert get(shared, url)['nfsClientlist'] == ['192.0.2.9', '192.0.2.10']
    shared.client.http.put(url, body={**change, 'nfsClientlistOperation': 2})
    assert get(shared, url)['nfsClientlist'] == ['192.0.2.9']
    shared.client.http.delete(url)
    with pytest.raises(exceptions.HTTPNotFound) as missing:
        shared.client.http.delete(url)
    assert (missing.value.get_code(), missing.value.get_description()) == (
        311, 'The file share does not exist')


def test_permissions_of_the_directory_of_a_share(shared: FileArray) -> None:
    shared.client.createfshare('nfs', 'vfs1', 'n')
    url = f"/fileshares/{one(shared, '/fileshares')['id']}/dirperms"
    expected = {'owner': 'jo', 'group': 'staff', 'ACLList': [
        {'aclType': 1, 'aclFlags': 'fd', 'aclPrincipal': 'OWNER@',
         'aclPermissions': 'rwx'}]}
    assert get(shared, url)['owner'] == 'root'
    shared.client.http.put(url, body=expected)
    assert get(shared, url) == expected


def test_an_smb_share(shared: FileArray) -> None:
    post(shared, '/fileshares', {
        'name': 's', 'type': 2, 'vfs': 'vfs1', 'fpg': 'fpg1',
        'fstore': 'store1', 'shareDirectory': 'd', 'smbABE': True,
        'smbCache': 4, 'smbContinuosAvailability': False,
        'smbAllowedIPs': ['192.0.2.9']})
    member = one(shared, '/fileshares', 'type EQ 2')
    assert (member['smbABE'], member['smbCache'],
            member['smbContinuosAvailability'], member['shareDirectory']
            ) == (True, 4, False, 'd')


def test_quotas(shared: FileArray) -> None:
    headers, body = post(shared, '/filepersonaquotas', {
        'name': 'store1', 'type': 3, 'vfs': 'vfs1', 'fpg': 'fpg1',
        'softBlockMiB': 100, 'hardBlockMiB': 200})
    assert headers['status'] == '201'
    number = body['links'][0]['href'].rsplit('/', 1)[1]
    member = one(shared, '/filepersonaquotas', 'fstore EQ x OR type EQ 3')
    assert (member['id'], member['softBlockMiB'], member['hardBlockMiB'],
            member['currentBlockMiB']) == (number, 100, 200, 0)
    shared.client.http.put(f'/filepersonaquotas/{number}',
                           body={'hardBlockMiB': 300,
                                 'rmSoftBlockMiB': True})
    member = get(shared, f'/filepersonaquotas/{number}')
    assert (member['softBlockMiB'], member['hardBlockMiB']) == (0, 300)
    shared.client.http.delete(f'/filepersonaquotas/{number}')
    assert get(shared, '/filepersonaquotas')['members'] == []


def test_snapshots(shared: FileArray) -> None:
    post(shared, '/filestoresnapshots', {
        'tag': 't', 'fstore': 'store1', 'vfs': 'vfs1', 'fpg': 'fpg1'})
    member = one(shared, '/filestoresnapshots')
    assert member['name'].endswith('_t')
    shared.client.http.delete(f"/filestoresnapshots/{member['id']}")
    assert shared.client.getfsnap()['total'] == 0


@pytest.mark.parametrize('model', ['3par-3.2.2', 'primera-4.x'])
def test_other_arrays_have_no_such_paths(model: str) -> None:
    with serving(model) as array, pytest.raises(exceptions.HTTPNotFound):
        get(array, '/fpgs')
