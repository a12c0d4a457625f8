"""Labs for the programs, and what is known not to work.

``tox -e programs`` makes the environment of the programs and runs the tests;
see CONTRIBUTING.rst.
"""

from __future__ import annotations

import json
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.programs.lab import Lab
from tests.programs.manila_lab import Files, prepare
from tests.programs.sdk_lab import Sdk, thin
from tests.programs.worker import ProgramError, Worker

PERSONALITIES = ('3par-3.3.1', 'primera-4.x', 'alletra-9000', 'alletra-mp')
LISTED = json.loads(
    (Path(__file__).parent / 'listed.json').read_text('utf-8'))


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup('programs')
    group.addoption(
        '--programs-python', metavar='PATH', default=None,
        help="interpreter of the programs' environment")
    group.addoption(
        '--programs-short', action='store_true', default=False,
        help='each module with one personality instead of all')


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Every test that has a lab runs on each personality of its module."""
    if 'lab' not in metafunc.fixturenames:
        return
    chosen: Any = getattr(metafunc.module, 'PERSONALITIES', PERSONALITIES)
    if metafunc.config.getoption('--programs-short'):
        chosen = [metafunc.module.SHORT]
    metafunc.parametrize('lab', chosen, indirect=True, scope='module')


@pytest.fixture(scope='session')
def program_python(request: pytest.FixtureRequest) -> str:
    """The interpreter of the environment that has the programs."""
    path = request.config.getoption('--programs-python')
    if not path:
        raise pytest.UsageError(
            'tests/programs need --programs-python; tox -e programs gives it')
    return str(path)


@pytest.fixture(scope='session')
def cinder_process(program_python: str, tmp_path_factory:
                   pytest.TempPathFactory) -> Iterator[Worker]:
    """A process with OpenStack Cinder, for all backends of the run."""
    log = tmp_path_factory.mktemp('cinder') / 'cinder.log'
    with Worker(program_python, 'cinder_worker.py', log) as worker:
        yield worker


@pytest.fixture(scope='session')
def manila_process(program_python: str, tmp_path_factory:
                   pytest.TempPathFactory) -> Iterator[Worker]:
    """A process with OpenStack Manila, for all backends of the run."""
    log = tmp_path_factory.mktemp('manila') / 'manila.log'
    with Worker(program_python, 'manila_worker.py', log) as worker:
        yield worker


@pytest.fixture(scope='module')
def lab(request: pytest.FixtureRequest) -> Iterator[Lab]:
    """The array, or the arrays, of a module's tests."""
    count = getattr(request.module, 'ARRAYS', 1)
    with Lab(request.param, count) as made:
        yield made


@pytest.fixture(scope='module')
def files(lab: Lab) -> Files:
    """File Persona of an array, with groups and virtual file servers."""
    prepare(lab)
    return Files(lab)


@pytest.fixture(scope='module')
def sdk(program_python: str, lab: Lab, tmp_path_factory:
        pytest.TempPathFactory) -> Iterator[Any]:
    log = tmp_path_factory.mktemp('sdk') / 'sdk.log'
    array = lab.array
    with Worker(program_python, 'sdk_worker.py', log) as worker:
        worker.call('connect', array.api_url, array.user, array.password,
                    {'port': array.ssh_port})
        yield Sdk(worker)


@pytest.fixture
def volume(lab: Lab, sdk: Any, request: pytest.FixtureRequest) -> str:
    """A volume of the test's own, 2 GiB."""
    name = request.node.originalname.replace('test_', '')[:20]
    sdk.createVolume(name, 'gold', 2048, thin(lab))
    assert lab.view.volume(name)['sizeMiB'] == 2048
    return str(name)


@pytest.fixture
def host(lab: Lab, sdk: Any, request: pytest.FixtureRequest) -> str:
    """A host of the test's own."""
    name = request.node.originalname.replace('test_', '')[:20]
    sdk.createHost(name, iscsiNames=[f'iqn.1993-08.org.debian:01:{name}'],
                   optional={'persona': 2})
    assert lab.view.item('hosts', name) is not None
    return str(name)


# -- what is listed ---------------------------------------------------------


def entry_of(item: pytest.Item) -> dict[str, Any] | None:
    """What listed.json says of a test on its personality, if anything."""
    name = item.nodeid.rpartition('/')[2].partition('[')[0]
    arguments = getattr(item, 'callspec', None)
    personality = arguments.params.get('lab') if arguments else None
    for entry in LISTED:
        if entry['step'] == name and (
                personality is None or
                personality in entry.get('personalities', PERSONALITIES)):
            return dict(entry)
    return None


@pytest.hookimpl(wrapper=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function
                       ) -> Generator[None, object, object]:
    """A listed step has to fail, with the error that is listed."""
    entry = entry_of(pyfuncitem)
    if entry is None:
        return (yield)
    try:
        yield
    except (ProgramError, AssertionError) as error:
        if entry['error'] not in str(error):
            raise
        pytest.xfail(f'{entry["kind"]}: {entry["reason"]}')
    pytest.fail(f'listed.json says that this fails with {entry["error"]!r}; '
                'it works: take the entry away')


def pytest_collection_modifyitems(config: pytest.Config,
                                  items: list[pytest.Item]) -> None:
    """An entry for a test that does not exist is a mistake."""
    known = {item.nodeid.rpartition('/')[2].partition('[')[0]
             for item in items}
    modules = {name.partition('::')[0] for name in known}
    if config.getoption('keyword') or any('::' in each
                                          for each in config.args):
        return
    lost = [entry['step'] for entry in LISTED
            if entry['step'].partition('::')[0] in modules and
            entry['step'] not in known]
    if lost:
        raise pytest.UsageError(f'listed.json names no test: {lost}')
