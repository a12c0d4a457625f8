"""What the packaging tests share: the built distributions, and environments.

Everything is made once per run, in temporary directories, from a copy of the
tree, so that neither leftovers of earlier builds nor the clone itself can
stand in for what a distribution lacks.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.support.sharing import made_once

ROOT = Path(__file__).parents[2]

LEFTOVERS = shutil.ignore_patterns(
    '.git', '.venv*', '.tox', 'env', 'build', 'dist', '_build',
    '*.egg-info', '__pycache__', '.*_cache', '.hypothesis', '.coverage*')


class Built(NamedTuple):
    """The distributions of the tree as it is."""

    sdist: Path
    wheel: Path


class Environment:
    """A virtual environment with nothing in it but what a test installs."""

    def __init__(self, where: Path) -> None:
        self.where = where
        scripts = 'Scripts' if sys.platform == 'win32' else 'bin'
        self.executable = str(where / scripts / 'python')

    def create(self, requirement: str) -> None:
        """Make it, with one requirement and what that needs."""
        subprocess.run([sys.executable, '-m', 'venv', str(self.where)],
                       check=True)
        subprocess.run([self.executable, '-m', 'pip', 'install', '--quiet',
                        '--disable-pip-version-check', requirement],
                       check=True)

    def python(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run Python far from the clone, without what surrounds it."""
        return subprocess.run([self.executable, '-I', *arguments],
                              cwd=str(self.where), capture_output=True,
                              text=True, check=False)

    def output(self, program: str) -> list[str]:
        """The lines that a program prints; it must end well."""
        ended = self.python('-c', program)
        assert ended.returncode == 0, ended.stderr
        return ended.stdout.splitlines()


@pytest.fixture(scope='session')
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    path = made_once(tmp_path_factory, 'built', build)
    (sdist,) = (path / 'dist').glob('*.tar.gz')
    (wheel,) = (path / 'dist').glob('*.whl')
    return Built(sdist, wheel)


def build(path: Path) -> None:
    shutil.copytree(ROOT, path / 'tree', ignore=LEFTOVERS)
    subprocess.run([sys.executable, '-m', 'build', '--outdir',
                    str(path / 'dist'), str(path / 'tree')],
                   check=True, stdout=subprocess.DEVNULL)


def environment(factory: pytest.TempPathFactory, name: str,
                requirement: str) -> Environment:
    """An environment in which one requirement is installed."""
    return Environment(made_once(
        factory, name,
        lambda path: Environment(path).create(requirement)))


@pytest.fixture(scope='session')
def alone(built: Built,
          tmp_path_factory: pytest.TempPathFactory) -> Environment:
    """The wheel with what it requires, no extra."""
    return environment(tmp_path_factory, 'alone', str(built.wheel))


@pytest.fixture(scope='session')
def with_simulator(built: Built,
                   tmp_path_factory: pytest.TempPathFactory) -> Environment:
    """The wheel with the extra ``simulator``."""
    return environment(tmp_path_factory, 'with-simulator',
                       f'{built.wheel}[simulator]')
