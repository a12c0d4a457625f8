"""The two clients, each in a process of its own.

The published one is installed from the package index into an environment of
its own, and run there; nothing of it is read.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, Callable

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent

#: where tox makes the published client's environment
DEFAULT_ENVIRONMENT = Path(os.environ.get(
    'PUBLISHED_ENVIRONMENT', ROOT / '.tox' / 'published' / 'published'))

PUBLISHED = 'python-3parclient==4.4'
#: what it imports and does not declare; paramiko 5 refuses SHA-1
UNDECLARED = ('requests>=2.30,<3', 'paramiko>=2.12,<5', 'eventlet<1')
_CHECK = ('import sys, hpe3parclient.client; from importlib import metadata; '
          'sys.exit(metadata.version("python-3parclient") != "4.4")')


class WorkerFailed(Exception):
    """A worker could not do as it was asked."""


def _environment() -> dict[str, str]:
    """The environment without what leads to other modules or to proxies."""
    return {name: value for name, value in os.environ.items()
            if not name.upper().startswith(('PYTHON', 'COV'))
            and not name.lower().endswith('_proxy')}


def published_python(directory: Path) -> Path:
    """The interpreter of an environment with the published client.

    :param directory: of the environment, which is made if it is not there
    """
    python = directory / ('Scripts/python.exe' if os.name == 'nt'
                          else 'bin/python')
    if not _has_published(python):
        for command in (
                [sys.executable, '-m', 'venv', '--clear', str(directory)],
                [str(python), '-m', 'pip', 'install', '-q', PUBLISHED,
                 *UNDECLARED]):
            subprocess.run(command, env=_environment(), check=True,
                           timeout=600)
        if not _has_published(python):
            raise WorkerFailed(f'{PUBLISHED} cannot be imported in '
                               f'{directory}')
    return python


def _has_published(python: Path) -> bool:
    return python.exists() and subprocess.run(
        [str(python), '-I', '-W', 'ignore', '-c', _CHECK],
        env=_environment(), stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL, timeout=120, check=False).returncode == 0


class Worker:
    """A process that makes calls on a client.

    :param python: its interpreter
    :param path: what it imports the client from, before what is installed
    """

    def __init__(self, python: Path, path: Path | None = None) -> None:
        arguments = [] if path is None else [str(path)]
        self._process = subprocess.Popen(
            [str(python), '-W', 'ignore', str(HERE / 'worker.py'),
             *arguments], env=_environment(), cwd=str(HERE),
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        #: what to do when the client sleeps
        self.on_sleep: Callable[[float], None] = lambda seconds: None
        #: where the client was imported from
        self.location = Path(self._answer())

    def do(self, action: str, **values: Any) -> Any:
        """What one of the worker's methods returns."""
        self._write(dict(values, do=action))
        return self._answer()

    def _write(self, value: Any) -> None:
        print(json.dumps(value), file=self._process.stdin, flush=True)

    def _answer(self) -> Any:
        while True:
            line = self._process.stdout.readline()
            if not line:
                raise WorkerFailed('the worker ended with status '
                                   f'{self._process.wait()}')
            answer = json.loads(line)
            if 'sleep' in answer:
                self.on_sleep(answer['sleep'])
                self._write({})
            elif 'failed' in answer:
                raise WorkerFailed(answer['failed'])
            else:
                return answer['done']

    def close(self) -> None:
        """End the process."""
        self._process.stdin.close()
        self._process.stdout.close()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


def this_client() -> Worker:
    """A worker with the client of this tree."""
    return Worker(Path(sys.executable), ROOT)


def published_client(directory: Path) -> Worker:
    """A worker with the published client."""
    return Worker(published_python(directory))
