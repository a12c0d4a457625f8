"""Where the package under test is, and the type checkers."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest

import hpe3parclient

HERE = Path(__file__).parent

#: An installed package is found by itself; a clone has to be named.
SOURCE = Path(hpe3parclient.__file__).parents[1]


@pytest.fixture(scope='session')
def pyright() -> list[str]:
    """The command that runs pyright; ``tox -e types`` has it."""
    if importlib.util.find_spec('pyright') is None:
        pytest.skip('pyright is not installed: tox -e types runs this test')
    command = [sys.executable, '-m', 'pyright']
    version = subprocess.run([*command, '--version'], capture_output=True,
                             text=True, check=False, timeout=300)
    if version.returncode != 0:
        pytest.skip('pyright does not run, it needs Node.js: '
                    + version.stderr.strip()[-200:])
    return command
