"""Manila: shares of an array with File Services, each step looked up there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.programs.lab import Lab
from tests.programs.manila_lab import (
    ADMIN,
    MANILA,
    NOBODY,
    Files,
    backend,
    store_of,
)
from tests.programs.worker import ProgramError, Worker

PERSONALITIES = ('3par-3.3.1',)
SHORT = '3par-3.3.1'


@pytest.fixture(scope='module')
def manila(manila_process: Worker, lab: Lab, files: Files) -> Any:
    return backend(manila_process, lab, **ADMIN)


# -- shares -----------------------------------------------------------------


def test_an_nfs_share_is_created(manila: Any, files: Files) -> None:
    made = manila.create_share('nfs', 'NFS', 2, project='made')
    name = f'osf-{made["id"]}'
    assert made['exports'] == [
        f'192.0.2.51:/fpg1/vfs1/{store_of("nfs", "made")}/{name}']
    share = files.share(name)
    assert share is not None
    assert (share.protocol, share.directory) == ('nfs', name)
    assert share.clients == [NOBODY]
    assert {'rw', 'insecure', 'no_root_squash'} <= set(share.options)
    assert share.comment.startswith('OpenStack Manila - host=')
    assert files.store(name) == store_of('nfs', 'made')
    assert files.gib(files.store(name)) == [2, 2]


def test_a_cifs_share_is_created(manila: Any, files: Files) -> None:
    made = manila.create_share('cifs', 'CIFS', 3, 'fpg2', project='made')
    name = f'osf-{made["id"]}'
    assert made['exports'] == [f'\\\\192.0.2.52\\{name}']
    share = files.share(name)
    assert share is not None
    assert (share.protocol, share.directory) == ('smb', name)
    assert (share.allow, share.allow_ip) == ([], [])
    assert files.gib(store_of('smb', 'made')) == [3, 3]


def test_a_type_gives_options(manila: Any, files: Files) -> None:
    manila.share_type('tuned', {
        'hpe3par:nfs_options': 'async,all_squash',
        'hpe3par:smb_cache': 'optimized',
        'hpe3par:smb_continuous_avail': 'false',
        'hpe3par:smb_access_based_enum': 'true'})
    nfs, cifs = (files.share(f'osf-{made["id"]}') for made in (
        manila.create_share(label, label[6:], kind='tuned')
        for label in ('tuned NFS', 'tuned CIFS')))
    assert nfs is not None
    assert {'async', 'all_squash', 'rw'} <= set(nfs.options)
    assert cifs is not None
    assert (cifs.cache, cifs.ca, cifs.abe) == ('optimized', False, True)


def test_a_type_with_forbidden_options_is_refused(manila: Any,
                                                  files: Files) -> None:
    manila.share_type('forbidden', {'hpe3par:nfs_options': 'fsid=1,ro'})
    with pytest.raises(ProgramError) as refused:
        manila.create_share('refused', 'NFS', kind='forbidden',
                            project='refused')
    assert refused.value.kind == 'manila.exception.InvalidInput'
    assert store_of('nfs', 'refused') not in files.stores()


@pytest.mark.parametrize('protocol', ['NFS', 'CIFS'])
def test_a_share_is_deleted_with_its_files(manila: Any, files: Files,
                                           protocol: str) -> None:
    project = f'delete-{protocol}'
    kept = manila.create_share(f'kept {protocol}', protocol, 4,
                               project=project)
    made = manila.create_share(f'gone {protocol}', protocol, 2,
                               project=project)
    store = files.store(f'osf-{made["id"]}')
    assert files.gib(store) == [6, 6]
    tree = Path(manila.exports()) / (
        f'192.0.2.51/fpg1/vfs1/{store}' if protocol == 'NFS'
        else '192.0.2.51/OPENSTACK_SUPER_SHARE') / f'osf-{made["id"]}'
    tree.mkdir(parents=True)
    (tree / 'file').write_text('old', 'utf-8')
    manila.delete_share(f'gone {protocol}')
    assert files.share(f'osf-{made["id"]}') is None
    assert files.share(f'osf-{kept["id"]}') is not None
    assert files.gib(store) == [4, 4]
    assert not tree.exists()
    assert tree.parent.exists()
    assert manila.mounted() == []


def test_the_share_that_sees_all_files_is_the_administrators(
        manila: Any, files: Files) -> None:
    manila.create_share('of admin', 'CIFS', pool='fpg2', project='admin')
    manila.delete_share('of admin')
    store = files.stores()[store_of('smb', 'admin')]
    share = files.share_in(store, 'OPENSTACK_SUPER_SHARE')
    assert share.allow == [('keeper', 'fullcontrol')]
    assert share.allow_ip == [MANILA]
    assert share.directory == ''


def test_deleting_what_is_gone_succeeds(manila: Any, files: Files) -> None:
    made = manila.create_share('lost', 'NFS', project='lost')
    files.lose(f'osf-{made["id"]}')
    manila.delete_share('lost')
    assert files.share(f'osf-{made["id"]}') is None


# -- access -----------------------------------------------------------------


def test_nfs_access_is_given_and_taken(manila: Any, files: Files) -> None:
    made = manila.create_share('open', 'NFS')
    name = f'osf-{made["id"]}'
    rule = ['ip', '198.51.100.7', 'rw']
    manila.access('open', [rule], [rule], [])
    assert files.clients(name) == [NOBODY, '198.51.100.7']
    # Again: the array's refusal is what the driver takes for success.
    manila.access('open', [rule], [rule], [])
    assert files.clients(name) == [NOBODY, '198.51.100.7']
    manila.access('open', [], [], [rule])
    assert files.clients(name) == [NOBODY]
    manila.access('open', [], [], [rule])
    assert files.clients(name) == [NOBODY]


def test_reading_over_nfs_is_a_share_of_its_own(manila: Any,
                                                files: Files) -> None:
    made = manila.create_share('readable', 'NFS')
    twin = f'osf-ro-{made["id"]}'
    rule = ['ip', '198.51.100.0/24', 'ro']
    manila.access('readable', [rule], [rule], [])
    share = files.share(twin)
    assert share is not None
    assert share.directory == f'osf-{made["id"]}'
    assert share.clients == ['127.0.0.2', '198.51.100.0/24']
    assert 'ro' in share.options
    assert files.clients(f'osf-{made["id"]}') == [NOBODY]
    manila.delete_share('readable')
    assert files.share(twin) is None
    assert files.share(f'osf-{made["id"]}') is None


def test_cifs_access_is_of_users(manila: Any, files: Files) -> None:
    made = manila.create_share('users', 'CIFS')
    name = f'osf-{made["id"]}'
    write, read = ['user', 'writer', 'rw'], ['user', 'reader', 'ro']
    for _ in range(2):
        manila.access('users', [write, read], [write, read], [])
        assert files.allowed(name) == [('writer', 'fullcontrol'),
                                       ('reader', 'read')]
    for _ in range(2):
        manila.access('users', [read], [], [write])
        assert files.allowed(name) == [('reader', 'read')]


def test_cifs_access_is_of_addresses(manila: Any, files: Files) -> None:
    made = manila.create_share('addresses', 'CIFS')
    name = f'osf-{made["id"]}'
    rule = ['ip', '198.51.100.7', 'rw']
    for _ in range(2):
        manila.access('addresses', [rule], [rule], [])
        assert files.allowed_addresses(name) == ['198.51.100.7']
    manila.access('addresses', [], [], [rule])
    assert files.allowed_addresses(name) == []


@pytest.mark.parametrize(('protocol', 'kind', 'others', 'rules'), [
    ('NFS', 'ip', ['198.51.100.1', '198.51.100.2'],
     ['198.51.100.2', '198.51.100.3']),
    ('CIFS', 'user', ['one', 'two'], ['two', 'three'])])
def test_access_is_brought_back_to_the_rules(
        manila: Any, files: Files, protocol: str, kind: str, others: Any,
        rules: Any) -> None:
    label = f'drifted {protocol}'
    name = f'osf-{manila.create_share(label, protocol)["id"]}'
    before = [[kind, each, 'rw'] for each in others]
    manila.access(label, before, before, [])
    manila.access(label, [[kind, each, 'rw'] for each in rules], [], [])
    if protocol == 'NFS':
        assert files.clients(name) == [NOBODY, *rules]
    else:
        assert files.allowed(name) == [(user, 'fullcontrol')
                                       for user in rules]


def test_nfs_knows_no_users(manila: Any, files: Files) -> None:
    made = manila.create_share('no users', 'NFS')
    rule = ['user', 'writer', 'rw']
    with pytest.raises(ProgramError) as refused:
        manila.access('no users', [rule], [rule], [])
    assert refused.value.kind == 'manila.exception.HPE3ParInvalid'
    assert files.clients(f'osf-{made["id"]}') == [NOBODY]


# -- sizes ------------------------------------------------------------------


@pytest.mark.parametrize('protocol', ['NFS', 'CIFS'])
def test_a_share_is_extended_and_shrunk(manila: Any, files: Files,
                                        protocol: str) -> None:
    project = f'size-{protocol}'
    made = manila.create_share(f'first {protocol}', protocol, 2,
                               project=project)
    manila.create_share(f'second {protocol}', protocol, 3, project=project)
    store = files.store(f'osf-{made["id"]}')
    assert files.gib(store) == [5, 5]
    manila.extend(f'first {protocol}', 7)
    assert files.gib(store) == [10, 10]
    manila.shrink(f'first {protocol}', 1)
    assert files.gib(store) == [4, 4]


def test_what_is_gone_is_not_resized(manila: Any, files: Files) -> None:
    made = manila.create_share('resized', 'NFS', project='resized')
    files.lose(f'osf-{made["id"]}')
    with pytest.raises(ProgramError) as refused:
        manila.extend('resized', 5)
    assert refused.value.kind == 'manila.exception.InvalidShare'
    assert files.gib(store_of('nfs', 'resized')) == [1, 1]


# -- snapshots --------------------------------------------------------------


@pytest.mark.parametrize('protocol', ['NFS', 'CIFS'])
def test_a_snapshot_is_taken_and_deleted(manila: Any, lab: Lab, files: Files,
                                         protocol: str) -> None:
    made = manila.create_share(f'snapped {protocol}', protocol,
                               project=f'snap-{protocol}')
    store = files.store(f'osf-{made["id"]}')
    identity = manila.snapshot(f'snap {protocol}', f'snapped {protocol}')
    name, = files.snapshots(store)
    assert name.endswith(f'_osf-{identity}')
    manila.delete_snapshot(f'snap {protocol}')
    assert files.snapshots(store) == []
    # Its space is being reclaimed, and deleting it again succeeds.
    assert lab.array.state.files.reclamations
    manila.delete_snapshot(f'snap {protocol}')


def test_a_share_is_made_of_a_snapshot_and_has_its_files(
        manila: Any, files: Files) -> None:
    origin = manila.create_share('source', 'NFS', 2, project='copies')
    manila.snapshot('source snap', 'source')
    store = store_of('nfs', 'copies')
    name, = files.snapshots(store)
    tree = Path(manila.exports()) / f'192.0.2.51/fpg1/vfs1/{store}'
    kept = tree / '.snapshot' / name / f'osf-{origin["id"]}'
    (kept / 'directory').mkdir(parents=True)
    (kept / 'directory' / 'file').write_text('kept', 'utf-8')
    made = manila.from_snapshot('copy', 'source snap')
    share = files.share(f'osf-{made["id"]}')
    assert share is not None
    assert share.directory == share.name
    assert share.clients == [NOBODY]
    assert 'rw' in share.options
    assert files.share(f'osf-ro-{made["id"]}') is None
    assert (tree / share.name / 'directory' / 'file').read_text(
        'utf-8') == 'kept'
    assert manila.mounted() == []
    manila.delete_snapshot('source snap')
    assert files.snapshots(store) == []


def test_a_cifs_share_is_made_of_a_snapshot(manila: Any,
                                            files: Files) -> None:
    manila.create_share('cifs source', 'CIFS', project='copies')
    manila.snapshot('cifs snap', 'cifs source')
    made = manila.from_snapshot('cifs copy', 'cifs snap')
    share = files.share(f'osf-{made["id"]}')
    assert share is not None
    assert (share.directory, share.protocol) == (share.name, 'smb')
    assert files.share(f'osf-ro-{made["id"]}') is None


# -- pools ------------------------------------------------------------------


def test_pools_have_statistics(manila: Any, files: Files) -> None:
    before = manila.statistics()
    assert before['storage_protocol'] == 'NFS_CIFS'
    pools = {pool['pool_name']: pool for pool in before['pools']}
    assert {name: pool['total_capacity_gb']
            for name, pool in pools.items()} == {'fpg1': 1024, 'fpg2': 2048}
    for pool in pools.values():
        assert 0 < pool['free_capacity_gb'] < pool['total_capacity_gb']
        assert (pool['thin_provisioning'], pool['dedupe']) == (True, False)
        assert pool['hpe3par_flash_cache'] is False
    manila.create_share('counted', 'NFS', 11, 'fpg2', project='counted')
    after = {pool['pool_name']: pool['provisioned_capacity_gb']
             for pool in manila.statistics()['pools']}
    assert after == {'fpg1': pools['fpg1']['provisioned_capacity_gb'],
                     'fpg2': pools['fpg2']['provisioned_capacity_gb'] + 11}
