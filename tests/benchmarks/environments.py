"""Where each contestant runs: the interpreter, its packages, its process.

It makes the environment of the published client, from the package index, and
starts workers and servers. The published client is installed, imported and
called; nothing of it is read.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from importlib import metadata
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent

#: 4.5.0 is this project's own version.
PUBLISHED = 'python-3parclient<4.5'
#: what it imports and does not ask for
ITS_NEEDS = ('requests', 'urllib3', 'paramiko', 'eventlet')
_PROOF = ('import hpe3parclient, hpe3parclient.client;'
          'print(hpe3parclient.version)')


class Unavailable(Exception):
    """A contestant cannot take part; the text says why."""


def clean() -> dict[str, str]:
    """The environment of processes that are measured.

    Nothing that measures coverage, names proxies or adds to the path.
    """
    return {name: value for name, value in unpathed().items()
            if not name.upper().startswith('COV')
            and not name.lower().endswith('_proxy')}


def unpathed() -> dict[str, str]:
    """The environment without what would lead to other modules."""
    return {name: value for name, value in os.environ.items()
            if not name.upper().startswith('PYTHON')}


def of_published(where: Path) -> str:
    """The interpreter of an environment that has the published client.

    :param where: its directory; made if it is not there
    :raises Unavailable: no interpreter at hand takes it
    """
    python = where / ('Scripts/python.exe' if os.name == 'nt'
                      else 'bin/python')
    if python.exists() and _run([str(python), '-I', '-c', _PROOF])[0]:
        return str(python)
    caught = []
    for base in _interpreters():
        shutil.rmtree(where, ignore_errors=True)
        said = _made(base, where, python)
        if not said:
            return str(python)
        caught.append(f'{Path(base).name}: {said}')
    raise Unavailable(f'not installed ({"; ".join(caught)})')


def _made(base: str, where: Path, python: Path) -> str:
    """Make the environment; return what went wrong, if anything."""
    pins = []
    for name in ITS_NEEDS:
        try:
            pins.append(f'{name}=={metadata.version(name)}')
        except metadata.PackageNotFoundError:
            pins.append(name)
    said = ''
    for command in ([base, '-m', 'venv', str(where)],
                    [str(python), '-m', 'pip', 'install', '-q', PUBLISHED,
                     *pins],
                    [str(python), '-I', '-c', _PROOF]):
        good, said = _run(command)
        if not good:
            return said
    return ''


def _interpreters() -> list[str]:
    """This one first, so that all are measured on the same."""
    result = [getattr(sys, '_base_executable', sys.executable)]
    for minor in (13, 12, 11, 10, 9):
        other = shutil.which(f'python3.{minor}')
        if other and minor != sys.version_info[1]:
            result.append(other)
    return result


def _run(command: list[str]) -> Any:
    """Whether a command went well, and the last line of what it said."""
    try:
        done = subprocess.run(command, env=unpathed(), capture_output=True,
                              text=True, timeout=600, check=False)
    except (OSError, subprocess.TimeoutExpired) as ex:
        return False, str(ex)
    said = (done.stderr or done.stdout).strip().splitlines()
    return done.returncode == 0, said[-1][:200] if said else ''


class Process:
    """A server or a worker: lines of JSON in, lines of JSON out."""

    def __init__(self, script: str, *args: str,
                 python: str = sys.executable) -> None:
        self._process = subprocess.Popen(
            [python, str(HERE / script), *args], env=clean(),
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, text=True)

    def said(self) -> Any:
        """Its next line.

        :raises Unavailable: there is none
        """
        line = self._process.stdout.readline()
        if not line:
            raise Unavailable(f'its process ended (status {self._process.wait()})')
        return json.loads(line)

    def do(self, what: str, **values: Any) -> Any:
        """Give a worker a command; return its answer.

        :raises Unavailable: it could not
        """
        try:
            print(json.dumps(dict(values, do=what)),
                  file=self._process.stdin, flush=True)
        except OSError as ex:
            raise Unavailable('its process ended') from ex
        answer = self.said()
        if 'error' in answer:
            raise Unavailable(answer['error'])
        return answer['value']

    def stop(self) -> None:
        """End it."""
        self._process.stdin.close()
        self._process.stdout.close()
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
