"""File Persona in documents of arrays."""

from __future__ import annotations

import json
from typing import Any

import pytest

from hpe3parclient.simulator.clock import Clock
from hpe3parclient.simulator.persistence import (
    BrokenState,
    arrays_of,
    restore,
    snapshot,
)
from tests.simulator.filepersona.conftest import FileArray


def filled(shared: FileArray) -> FileArray:
    """An array with some of everything."""
    client = shared.client
    client.createfshare('nfs', 'vfs1', 'n', fstore='store1', sharedir='d')
    client.createfshare('smb', 'vfs1', 's', allowperm='u:read')
    client.createfshare('obj', 'vfs1', 'o')
    client.createfsnap('vfs1', 'store1', 't')
    client.createfsuser('jo')
    client.createfsgroup('g', memberlist='jo')
    client.setfsquota('vfs1', fstore='store1', hcapacity='4096')
    client.setfsquota('vfs1', username='jo', hfile='5')
    shared.state.write_files('fpg1', 'vfs1', 'store1', 100)
    shared.state.delete_files('fpg1', 'vfs1', 'store1', 50)
    client.startfsnapclean('fpg1')
    client.createfpg('cpg', 'later', '1T', comment='c', node='0', full=True)
    client.createvfs('192.0.2.60', '255.255.255.0', 'vfs2', fpg='fpg1',
                     vlan='5')
    return shared


def test_a_state_is_written_and_read(shared: FileArray) -> None:
    document = snapshot(filled(shared).array)
    text = json.dumps(document)
    again, = arrays_of(json.loads(text), Clock(running=False))
    assert again.files == shared.state.files
    assert json.dumps(snapshot(again)) == text


def test_a_restored_state_goes_on(shared: FileArray) -> None:
    document = snapshot(filled(shared).array)
    client = shared.client
    client.removefpg('fpg1', wait=True)
    restore(document, shared.array)
    shared.advance(500)
    assert {member['fsname'] for member in client.getfpg()['members']} == {
        'fpg1', 'later'}
    assert {member['vfsname'] for member in client.getvfs()['members']} == {
        'vfs1', 'vfs2'}
    assert client.getfsnapclean('fpg1')['members'][0]['taskState'] == (
        'COMPLETED')


def test_an_array_without_file_persona_says_nothing_of_it(files: FileArray
                                                          ) -> None:
    assert 'files' not in snapshot(files.array)['arrays'][0]


@pytest.mark.parametrize(('kind', 'member', 'value'), [
    ('fpgs', 'cpg', 99), ('fpgs', 'volumes', [99]), ('servers', 'fpg', 99),
    ('stores', 'vfs', 99), ('shares', 'store', 99),
    ('shares', 'protocol', 'ftp'), ('quotas', 'kind', 9),
    ('servers', 'id', 10 ** 6), ('fpgs', 'volume_set', 99)])
def test_a_state_that_does_not_fit_is_refused(
        shared: FileArray, kind: str, member: str, value: Any) -> None:
    document = snapshot(filled(shared).array)
    document['arrays'][0]['files'][kind][0][member] = value
    with pytest.raises(BrokenState, match=kind if member != 'id'
                       else 'next_id'):
        arrays_of(document)
