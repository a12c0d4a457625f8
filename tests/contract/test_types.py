"""A program that indexes into answers is checked by mypy --strict."""

from __future__ import annotations

import subprocess
import sys
import textwrap
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
    return size, model
'''


@pytest.fixture
def check(tmp_path):
    pytest.importorskip('mypy', reason='mypy is not installed here')

    def run(program):
        (tmp_path / 'program.py').write_text(textwrap.dedent(program))
        return subprocess.run(
            [sys.executable, '-m', 'mypy', '--strict', 'program.py',
             '--follow-imports=silent', '--cache-dir', 'cache'],
            cwd=tmp_path, text=True, capture_output=True, check=False,
            env={'MYPYPATH': str(Path(hpe3parclient.__file__).parents[1])})

    return run


def test_program_that_is_right_passes(check):
    done = check(PROGRAM)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(('wrong', 'message'), [
    ("size: str = client.getVolume('v')['sizeMiB']", 'Incompatible types'),
    ("client.getVolume('v')['sizeMib']", 'has no key "sizeMib"'),
    ("client.getHosts()['members']['name']", 'list'),
])
def test_program_that_is_wrong_is_told(check, wrong, message):
    done = check('''
        from hpe3parclient.client import HPE3ParClient

        def use(client: HPE3ParClient) -> None:
            %s
        ''' % wrong)
    assert done.returncode == 1
    assert message in done.stdout


@pytest.mark.parametrize('name', sorted(
    name for name, value in vars(types).items()
    if isinstance(value, type) and value.__module__ == types.__name__))
def test_answer_type_is_a_plain_dict_with_types_that_exist(name):
    cls = getattr(types, name)
    assert issubclass(cls, dict)
    assert cls.__doc__
    assert typing.get_type_hints(cls)
