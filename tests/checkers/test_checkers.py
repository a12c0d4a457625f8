"""A program of 300 lines passes mypy and pyright; mistakes do not."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from hpe3parclient.file_client import HPE3ParFilePersonaClient
from hpe3parclient.simulator import Clock, SimulatedArray
from tests.checkers import program
from tests.checkers.conftest import HERE, SOURCE
from tests.docs.setups import turning
from tests.support.simulated import connect

FILES = ('program.py', 'misspelt.py')

#: what a checker has to find: nothing in the program, every mark
MISTAKES = {(name, number) for name in FILES for number, line in enumerate(
    (HERE / name).read_text('utf-8').splitlines(), 1)
    if line.endswith('# mistake')}

#: An installed package is found by itself; its path may not be named.
MYPYPATH = '' if SOURCE.name == 'site-packages' else str(SOURCE)


@pytest.fixture(scope='module')
def mypy(tmp_path_factory: pytest.TempPathFactory) -> set[tuple[str, int]]:
    """File and line of what mypy --strict finds fault with."""
    pytest.importorskip('mypy', reason='mypy is not installed here')
    done = subprocess.run(
        [sys.executable, '-m', 'mypy', '--strict', *FILES,
         '--follow-imports=silent', '--cache-dir',
         str(tmp_path_factory.mktemp('mypy'))],
        cwd=HERE, env=dict(os.environ, MYPYPATH=MYPYPATH), text=True,
        capture_output=True, check=False)
    assert done.returncode in (0, 1), done.stdout + done.stderr
    return {(name, int(number)) for name, number in re.findall(
        r'^(\w+\.py):(\d+): error:', done.stdout, re.MULTILINE)}


@pytest.fixture(scope='module', params=['basic', 'strict'])
def diagnosed(request: pytest.FixtureRequest, pyright: list[str],
              tmp_path_factory: pytest.TempPathFactory) -> set[tuple[str, int]]:
    """File and line of what pyright finds fault with."""
    path = tmp_path_factory.mktemp('pyright')
    for name in FILES:
        (path / name).write_text((HERE / name).read_text('utf-8'), 'utf-8')
    (path / 'pyrightconfig.json').write_text(json.dumps({
        'typeCheckingMode': request.param, 'extraPaths': [str(SOURCE)]}))
    done = subprocess.run(
        [*pyright, '-p', str(path), '--outputjson',
         '--pythonpath', sys.executable],
        text=True, capture_output=True, check=False)
    output = json.loads(done.stdout)
    assert output['summary']['filesAnalyzed'] == len(FILES)
    return {(Path(item['file']).name, item['range']['start']['line'] + 1)
            for item in output['generalDiagnostics']}


def test_program_has_300_lines() -> None:
    assert len((HERE / 'program.py').read_text('utf-8').splitlines()) >= 300


def test_mypy_finds_every_mistake_and_nothing_else(
        mypy: set[tuple[str, int]]) -> None:
    assert mypy == MISTAKES


def test_pyright_finds_every_mistake_and_nothing_else(
        diagnosed: set[tuple[str, int]]) -> None:
    assert diagnosed == MISTAKES


def test_a_block_has_the_class_that_it_began_with() -> None:
    with SimulatedArray(volumes=1, ssh_port=None) as array:
        names = program.inventory(array.api_url, str(array.ca_bundle),
                                  array.user, array.password)
    assert 'vol00000' in names
    assert type(program.new_file_client('https://127.0.0.1:1/api/v1')) is \
        HPE3ParFilePersonaClient


def test_program_does_what_it_says() -> None:
    application = program.Application(
        'shop', 'shop-cpg', [1024, 2048], ['10000000C9A1B2C3'])
    clock = Clock(running=False)
    with SimulatedArray(clock=clock, seed=1) as array, connect(array) as client, \
            turning(clock):
        report = program.run(client, application)
    assert report.lines[:8] == [
        'CPG shop-cpg', 'True', 'grown by 3072',
        "host with ['10000000C9A1B2C3', '10000000C9A1B2FF']",
        "LUNs {'shop-0': 1, 'shop-1': 2}", 'limit 5000',
        "snapshots ['shop-0.s', 'shop-1.s']",
        report.lines[7]]
    assert report.lines[7].endswith(': True')
    assert report.lines[-1] == 'refused with 22'
