"""A program that indexes into answers is checked by mypy --strict."""

from __future__ import annotations

import subprocess
import sys
import typing
from pathlib import Path

import pytest

import hpe3parclient
from hpe3parclient import types

PROGRAM = '''
from typing import List, Optional, Tuple

from hpe3parclient.client import HPE3ParClient
from hpe3parclient.types import VLUN, Port

def use(client: HPE3ParClient) -> Tuple[int, str]:
    size: int = client.getVolume('v')['sizeMiB']
    used: int = client.getVolumes()['members'][0]['userSpace']['usedMiB']
    client.getVolume('v')['comment'] = 'ours'
    raid: int = client.getCPG('c')['SDGrowth']['LDLayout']['RAIDType']
    free: int = client.getCPGAvailableSpace('c')['usableFreeMiB']
    wwn: str = client.getHost('h')['FCPaths'][0]['wwn']
    vlun: VLUN = client.getVLUN('v')
    vluns: List[VLUN] = client.getVLUN('v', True)
    vluns = client.getHostVLUNs('h')
    member: str = client.getHostSet('s')['setmembers'][0]
    volume_set: Optional[str] = client.findVolumeSet('v')
    found: str = client.findAllVolumeSets('v')[0]['name']
    done: bool = client.getTask(1)['status'] is client.TASK_DONE
    task: int = client.copyVolume('v', 'w', None)['taskid']
    port: List[Port] = client.getiSCSIPorts(client.PORT_STATE_READY)
    node: int = port[0]['portPos']['node']
    limit: int = client.queryQoSRule('s')['ioMaxLimit']
    state: int = client.getRemoteCopyGroup('g')['targets'][0]['state']
    model: str = client.getStorageSystemInfo()['model']
    total: int = client.getOverallSystemCapacity()['allCapacity']['totalMiB']
    build: int = client.getWsApiVersion()['build']
    value: str = client.getVolumeMetaData('v', 'k')['value']
    status: int = client.modifyVolume('v', {'comment': 'c'})[0].status
    flag = bool(total)
    some = client.getVLUN('v', flag)
    for each in client.getVLUNs()['members']:
        client.deleteVLUN(each['volumeName'], each['lun'],
                          each.get('hostname'), each.get('portPos'))
    client.createVLUN('v', 1, 'h', {'node': 0, 'slot': 1, 'cardPort': 1})
    client.growVolume('v', 1.5)
    return size, model
'''


WRONG = {
    "size: str = client.getVolume('v')['sizeMiB']": 'Incompatible types',
    "client.getVolume('v')['sizeMib']": 'has no key "sizeMib"',
    "client.getHosts()['members']['name']": 'list',
}


@pytest.fixture(scope='module')
def said(tmp_path_factory):
    """What mypy says of a right program and of wrong ones, by file."""
    pytest.importorskip('mypy', reason='mypy is not installed here')
    where = tmp_path_factory.mktemp('programs')
    (where / 'right.py').write_text(PROGRAM)
    for number, line in enumerate(WRONG):
        (where / (f'wrong{number}.py')).write_text(
            'from hpe3parclient.client import HPE3ParClient\n\n'
            f'def use(client: HPE3ParClient) -> None:\n    {line}\n')
    # An installed package is found by itself; its place may not be named.
    position = Path(hpe3parclient.__file__).parents[1]
    done = subprocess.run(
        [sys.executable, '-m', 'mypy', '--strict', '.',
         '--follow-imports=silent', '--cache-dir', 'cache'],
        cwd=where, text=True, capture_output=True, check=False,
        env={} if position.name == 'site-packages'
        else {'MYPYPATH': str(position)})
    assert done.returncode in (0, 1), done.stdout + done.stderr
    return done.stdout


def test_program_that_is_right_passes(said):
    assert [line for line in said.splitlines()
            if line.startswith('right.py')] == []


@pytest.mark.parametrize('number', range(len(WRONG)))
def test_program_that_is_wrong_is_told(said, number):
    result = [line for line in said.splitlines()
             if line.startswith(f'wrong{number}.py')]
    assert result
    assert list(WRONG.values())[number] in ' '.join(result)


@pytest.mark.parametrize('name', sorted(
    name for name, value in vars(types).items()
    if isinstance(value, type) and value.__module__ == types.__name__))
def test_answer_type_is_a_plain_dict_with_types_that_exist(name):
    cls = getattr(types, name)
    assert issubclass(cls, dict)
    assert cls.__doc__
    assert typing.get_type_hints(cls)
