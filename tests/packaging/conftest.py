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
from typing import Callable, List, NamedTuple

import pytest

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
        subprocess.run([sys.executable, '-m', 'venv', str(where)], check=True)
        self.where = where
        scripts = 'Scripts' if sys.platform == 'win32' else 'bin'
        self.executable = str(where / scripts / 'python')

    def install(self, requirement: str) -> None:
        """Install one requirement with what it needs."""
        subprocess.run([self.executable, '-m', 'pip', 'install', '--quiet',
                        '--disable-pip-version-check', requirement],
                       check=True)

    def python(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run Python far from the clone, without what surrounds it."""
        return subprocess.run([self.executable, '-I', *arguments],
                              cwd=str(self.where), capture_output=True,
                              text=True, check=False)

    def output(self, program: str) -> List[str]:
        """The lines that a program prints; it must end well."""
        ended = self.python('-c', program)
        assert ended.returncode == 0, ended.stderr
        return ended.stdout.splitlines()


@pytest.fixture(scope='session')
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    where = tmp_path_factory.mktemp('built')
    shutil.copytree(ROOT, where / 'tree', ignore=LEFTOVERS)
    subprocess.run([sys.executable, '-m', 'build', '--outdir',
                    str(where / 'dist'), str(where / 'tree')],
                   check=True, stdout=subprocess.DEVNULL)
    (sdist,) = (where / 'dist').glob('*.tar.gz')
    (wheel,) = (where / 'dist').glob('*.whl')
    return Built(sdist, wheel)


@pytest.fixture(scope='session')
def environment(
        tmp_path_factory: pytest.TempPathFactory) -> Callable[[str],
                                                              Environment]:
    """Make an environment and install one requirement in it."""
    def make(requirement: str) -> Environment:
        made = Environment(tmp_path_factory.mktemp('environment') / 'it')
        made.install(requirement)
        return made
    return make


@pytest.fixture(scope='session')
def alone(built: Built,
          environment: Callable[[str], Environment]) -> Environment:
    """The wheel with what it requires, no extra."""
    return environment(str(built.wheel))


@pytest.fixture(scope='session')
def with_simulator(built: Built,
                   environment: Callable[[str], Environment]) -> Environment:
    """The wheel with the extra ``simulator``."""
    return environment('%s[simulator]' % built.wheel)
