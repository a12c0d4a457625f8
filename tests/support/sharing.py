"""What the processes of one test run share: with ``pytest -n 2`` there are two."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Callable

import pytest

#: how long a process waits for what another one makes
_SECONDS = 600


def made_once(factory: pytest.TempPathFactory, name: str,
              make: Callable[[Path], None]) -> Path:
    """A directory that the first process to ask for it fills for all.

    :param name: of the directory; the same in every process
    :param make: fills the directory
    """
    base = factory.getbasetemp()
    if 'PYTEST_XDIST_WORKER' in os.environ:
        base = base.parent          # each worker has a directory of its own
    path = base / name
    done, failed = base / (name + '.done'), base / (name + '.failed')
    try:
        path.mkdir()
    except FileExistsError:
        _wait_for(done, failed)
    else:
        try:
            make(path)
        except BaseException:
            failed.touch()
            raise
        done.touch()
    return path


def _wait_for(done: Path, failed: Path) -> None:
    deadline = time.monotonic() + _SECONDS
    while not done.exists():
        if failed.exists():
            pytest.fail(f'{done.stem} could not be made: see another test')
        if time.monotonic() > deadline:
            pytest.fail(f'{done.stem} is not ready after {_SECONDS} s')
        time.sleep(0.05)
