"""What the wheel and the source distribution hold."""

from __future__ import annotations

import email
import subprocess
import sys
import tarfile
import zipfile
from email.message import Message
from pathlib import Path, PurePosixPath
from typing import Any

import pytest

import hpe3parclient

pytestmark = [pytest.mark.packaging, pytest.mark.long]

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope='module')
def names(built: Any) -> list[str]:
    with zipfile.ZipFile(built.wheel) as wheel:
        return wheel.namelist()


@pytest.fixture(scope='module')
def metadata(built: Any, names: list[str]) -> Message:
    (name,) = (each for each in names if each.endswith('/METADATA'))
    with zipfile.ZipFile(built.wheel) as wheel:
        return email.message_from_bytes(wheel.read(name))


def test_the_wheel_holds_every_module_and_nothing_else(
        names: list[str]) -> None:
    package = {path.relative_to(ROOT).as_posix()
               for path in (ROOT / 'hpe3parclient').rglob('*')
               if path.suffix in ('.py', '.typed')}
    assert {name for name in names
            if '.dist-info/' not in name} == package


def test_the_wheel_is_marked_as_typed(names: list[str]) -> None:
    assert 'hpe3parclient/py.typed' in names


def test_the_wheel_brings_its_licence(names: list[str]) -> None:
    assert [name for name in names
            if PurePosixPath(name).name == 'LICENSE']


@pytest.mark.parametrize(('field', 'value'), [
    ('Name', 'python-3parclient'),
    ('Version', hpe3parclient.version),
    ('License-Expression', 'Apache-2.0'),
    ('Requires-Python', '>=3.9'),
    ('Description-Content-Type', 'text/x-rst'),
])
def test_the_metadata_states(metadata: Message, field: str,
                             value: str) -> None:
    assert metadata[field] == value


@pytest.mark.parametrize('project', ['requests', 'urllib3', 'paramiko'])
def test_a_dependency_has_a_lower_and_an_upper_bound(
        metadata: Message, project: str) -> None:
    (line,) = (each for each in metadata.get_all('Requires-Dist', [])
               if each.startswith(project) and 'extra' not in each)
    assert '>=' in line
    assert '<' in line


@pytest.mark.parametrize('extra', [
    'simulator', 'speed', 'progress', 'plots', 'test', 'docs', 'dev'])
def test_an_extra_is_offered(metadata: Message, extra: str) -> None:
    assert extra in metadata.get_all('Provides-Extra', [])


@pytest.mark.parametrize('name', [
    'LICENSE', 'README.rst', 'CHANGELOG.rst', 'pyproject.toml', 'tox.ini',
    '.ci/run', 'docs/conf.py', 'docs/index.rst', 'docs/_static/tables.css',
    'tests/surface/reference.json', 'tests/packaging/conftest.py',
])
def test_the_source_distribution_holds(built: Any, name: str) -> None:
    assert name in held(built)


@pytest.mark.parametrize('directory', [
    'changes.d', 'docs', 'hpe3parclient', 'tests'])
def test_the_source_distribution_holds_all_of(built: Any,
                                              directory: str) -> None:
    there = {path.relative_to(ROOT).as_posix()
             for path in (ROOT / directory).rglob('*') if path.is_file()
             and not {'__pycache__', '_build'} & set(path.parts)}
    assert there <= held(built)


def held(built: Any) -> set[str]:
    with tarfile.open(built.sdist) as sdist:
        return {each.partition('/')[2] for each in sdist.getnames()}


def test_an_index_would_take_the_distributions(built: Any) -> None:
    ended = subprocess.run(
        [sys.executable, '-m', 'twine', 'check', '--strict',
         str(built.sdist), str(built.wheel)],
        capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stdout
