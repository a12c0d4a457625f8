"""Manila: what a backend's options change; each test has its own backend."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.programs.lab import Lab
from tests.programs.manila_lab import (
    ADMIN,
    NOBODY,
    Files,
    backend,
    store_of,
)
from tests.programs.worker import ProgramError, Worker

PERSONALITIES = ('3par-3.3.1',)
SHORT = '3par-3.3.1'

# -- a store for each share -------------------------------------------------


@pytest.fixture
def one_each(manila_process: Worker, lab: Lab, files: Files) -> Any:
    """A backend that gives each share a store, on the second group."""
    return backend(manila_process, lab, hpe3par_fpg=['fpg2'],
                   hpe3par_fstore_per_share=True,
                   hpe3par_require_cifs_ip=True, **ADMIN)


def test_a_share_has_a_store(one_each: Any, files: Files) -> None:
    made = one_each.create_share('own store', 'CIFS', 4, 'fpg2')
    name = f'osf-{made["id"]}'
    assert files.store(name) == name
    share = files.share(name)
    assert share is not None
    assert (share.directory, share.allow_ip) == ('', [NOBODY])
    assert files.gib(name) == [4, 4]
    one_each.extend('own store', 6)
    assert files.gib(name) == [6, 6]
    one_each.shrink('own store', 5)
    assert files.gib(name) == [5, 5]
    one_each.delete_share('own store')
    assert files.share(name) is None
    assert name not in files.stores()
    assert files.quota(name) is None


def test_a_store_is_shared_with_the_copy_of_its_snapshot(
        one_each: Any, files: Files) -> None:
    made = one_each.create_share('whole', 'NFS', 2, 'fpg2')
    one_each.snapshot('whole snap', 'whole')
    copy = one_each.from_snapshot('whole copy', 'whole snap')
    assert files.store(f'osf-{copy["id"]}') == f'osf-{made["id"]}'


def test_without_an_administrator_a_cifs_copy_is_read_only(
        manila_process: Worker, lab: Lab, files: Files) -> None:
    plain = backend(manila_process, lab)
    plain.create_share('plain', 'CIFS', pool='fpg2', project='plain')
    plain.snapshot('plain snap', 'plain')
    copy = plain.from_snapshot('plain copy', 'plain snap')
    name, = files.snapshots(store_of('smb', 'plain'))
    share = files.share(f'osf-ro-{copy["id"]}')
    assert share is not None
    assert share.directory.startswith(f'.snapshot/{name}/osf-')
    with pytest.raises(ProgramError) as refused:
        plain.snapshot('of copy', 'plain copy')
    assert 'Failed to find fshare' in refused.value.message
    with pytest.raises(ProgramError) as refused:
        plain.delete_snapshot('plain snap')
    assert 'has a dependent share' in refused.value.message
    assert files.snapshots(store_of('smb', 'plain')) == [name]
    plain.delete_share('plain copy')
    assert files.share(f'osf-ro-{copy["id"]}') is None
    plain.delete_snapshot('plain snap')
    assert files.snapshots(store_of('smb', 'plain')) == []


# -- set-up -----------------------------------------------------------------


def test_share_servers_are_addresses(manila_process: Worker, lab: Lab,
                                     files: Files) -> None:
    servers = backend(
        manila_process, lab, driver_handles_share_servers=True,
        network_api_class='manila.network.standalone_network_plugin.'
                          'StandaloneNetworkPlugin',
        standalone_network_plugin_gateway='192.0.2.1',
        standalone_network_plugin_mask='24')
    details = servers.setup_server('fpg1', '192.0.2.77', 12)
    assert details == {
        'share_server_name': 'server', 'share_server_id': 'server',
        'ip': '192.0.2.77', 'subnet': '255.255.255.0', 'vlantag': 12,
        'fpg': 'fpg1', 'vfs': 'vfs1'}
    assert files.addresses('vfs1') == ['192.0.2.51', '192.0.2.77']
    servers.teardown_server(details)
    assert files.addresses('vfs1') == ['192.0.2.51']


@pytest.mark.parametrize(('pool', 'message'), [
    ('fpg9', 'File Provisioning Group: fpg9 not found'),
    ('fpg1,192.0.2.99', 'did not match')])
def test_a_pool_that_is_not_there_is_refused(
        manila_process: Worker, lab: Lab, files: Files, pool: str,
        message: str) -> None:
    with pytest.raises(ProgramError) as refused:
        backend(manila_process, lab, hpe3par_fpg=[pool])
    assert message in refused.value.message


# -- refusals of the array --------------------------------------------------


@pytest.fixture
def full(lab: Lab, files: Files) -> Iterator[set[str]]:
    """The second server has as many stores as it may have."""
    view = lab.view
    there = len([store for store in view.get('/filestores')['members']
                 if store['vfs'] == 'vfs2' and store['name'] != '.admin'])
    names = {f'filler{number}' for number in range(16 - there)}
    for name in names:
        view.make('/filestores', name=name, vfs='vfs2', fpg='fpg2')
    yield set(files.stores())
    for store in view.get('/filestores')['members']:
        if store['name'] in names:
            view.request('DELETE', f'/filestores/{store["id"]}')


def test_a_share_without_a_store_is_an_error(
        manila_process: Worker, lab: Lab, files: Files, full: set[str]
        ) -> None:
    crowded = backend(manila_process, lab)
    with pytest.raises(ProgramError) as refused:
        crowded.create_share('too many', 'NFS', pool='fpg2', project='many')
    assert refused.value.kind == 'manila.exception.ShareBackendException'
    assert 'Failed to update capacity quota' in refused.value.message
    assert set(files.stores()) == full
    assert files.quota(store_of('nfs', 'many')) is None
