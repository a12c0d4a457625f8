"""The type of each getter of File Persona, held against what it returns."""

from __future__ import annotations

import typing
from collections.abc import Iterator
from typing import Any, Callable

import pytest

from hpe3parclient import types
from hpe3parclient.file_client import HPE3ParFilePersonaClient
from tests.simulator.filepersona.conftest import serving
from tests.simulator.guide.shapes import problems

Call = Callable[[HPE3ParFilePersonaClient], Any]

#: Each getter, called so that it has something to return.
GETTERS: dict[str, Call] = {
    'getfs': lambda c: c.getfs(),
    'getfpg': lambda c: c.getfpg(),
    'getvfs': lambda c: c.getvfs(fpg='fpg1'),
    'getfsip': lambda c: c.getfsip('vfs1', fpg='fpg1'),
    'getfstore': lambda c: c.getfstore(),
    'getfshare': lambda c: c.getfshare('nfs'),
    'getfshare smb': lambda c: c.getfshare('smb'),
    'getfsnap': lambda c: c.getfsnap('*', pat=True),
    'getfsnapclean': lambda c: c.getfsnapclean('fpg1'),
    'getfsquota': lambda c: c.getfsquota(fpg='fpg1'),
}


@pytest.fixture(scope='module')
def client() -> Iterator[HPE3ParFilePersonaClient]:
    """A client of an array that has one of everything."""
    with serving() as files:
        client = files.client
        client.createfpg('cpg', 'fpg1', '2T', comment='files', wait=True)
        client.createvfs('192.0.2.50', '255.255.255.0', 'vfs1', fpg='fpg1',
                         wait=True)
        client.createfstore('vfs1', 'store1', fpg='fpg1', comment='a store')
        client.createfshare('nfs', 'vfs1', 'nfs1', fpg='fpg1',
                            fstore='store1', sharedir='a')
        client.createfshare('smb', 'vfs1', 'smb1', fpg='fpg1',
                            fstore='store1', sharedir='b',
                            allowperm='Everyone:fullcontrol',
                            denyperm='guest:read', allowip='192.0.2.1,192.0.2.2')
        client.createfsnap('vfs1', 'store1', 'tag', fpg='fpg1')
        client.setfsquota('vfs1', fpg='fpg1', fstore='store1',
                          scapacity='1024', hcapacity='2048')
        client.startfsnapclean('fpg1', reclaimStrategy='maxspeed')
        yield client


@pytest.mark.parametrize('getter', GETTERS)
def test_a_getter_returns_what_its_type_says(
        client: HPE3ParFilePersonaClient, getter: str) -> None:
    value = GETTERS[getter](client)
    name = getter.partition(' ')[0]
    kind = eval(  # noqa: S307 - ours
        getattr(HPE3ParFilePersonaClient, name).__annotations__['return'],
        {**vars(types), **vars(typing), 'types': types})
    assert sorted(set(problems(value, kind, getter))) == []
    assert value['members']


def test_every_getter_is_tried() -> None:
    assert {name for name in dir(HPE3ParFilePersonaClient)
            if name.startswith('getfs') or name in ('getfpg', 'getvfs')} \
        == {name.partition(' ')[0] for name in GETTERS}
