"""A process that drives a program, seen from the tests.

It runs a module of :mod:`tests.programs.workers` with the interpreter of the
program's environment, sends it one command at a time and waits for the
result. The program's own log is kept and shown when a command fails.
"""

from __future__ import annotations

import json
import os
import select
import subprocess
from pathlib import Path
from types import TracebackType
from typing import Any

HERE = Path(__file__).parent
#: Seconds after which a command counts as hanging.
LIMIT = 300


class ProgramError(Exception):
    """A program raised an exception.

    :param kind: module and class of the exception
    :param message: its text
    :param trace: the program's traceback
    """

    def __init__(self, kind: str, message: str, trace: str = '') -> None:
        super().__init__(f'{kind}: {message}\n{trace}')
        self.kind = kind
        self.message = message


class Worker:
    """One process; ``with`` starts and ends it.

    :param python: interpreter of the program's environment
    :param script: file name in ``workers``
    :param log: where standard error of the process goes
    """

    def __init__(self, python: str, script: str, log: Path) -> None:
        self._command = [python, str(HERE / 'workers' / script)]
        self._log = log
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Worker:
        with self._log.open('wb') as log:
            self._process = subprocess.Popen(
                self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                stderr=log, bufsize=0, env=_environment())
        return self

    def __exit__(self, kind: type[BaseException] | None,
                 error: BaseException | None,
                 trace: TracebackType | None) -> None:
        process = self._process
        if process is None or process.stdin is None:
            return
        process.stdin.close()
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if process.stdout is not None:
            process.stdout.close()

    def call(self, name: str, *args: Any, **kwargs: Any) -> Any:
        """Let the program do something; what came of it.

        :raises ProgramError: the program raised an exception
        """
        process = self._process
        assert process is not None
        assert process.stdin is not None
        assert process.stdout is not None
        line = json.dumps({'call': name, 'args': args, 'kwargs': kwargs})
        process.stdin.write(f'{line}\n'.encode())
        ready, _, _ = select.select([process.stdout], [], [], LIMIT)
        if not ready:
            process.kill()
            raise AssertionError(f'{name} did not end in {LIMIT} s\n'
                                 f'{self.tail()}')
        answer = process.stdout.readline()
        if not answer:
            raise AssertionError(f'the worker ended in {name}\n{self.tail()}')
        return _result(json.loads(answer))

    def __getattr__(self, name: str) -> Any:
        if name.startswith('_'):
            raise AttributeError(name)
        return lambda *args, **kwargs: self.call(name, *args, **kwargs)

    def tail(self) -> str:
        """The end of the program's log."""
        return self._log.read_text('utf-8', 'replace')[-8000:]


def _result(answer: dict[str, Any]) -> Any:
    if 'error' in answer:
        error = answer['error']
        raise ProgramError(error['class'], error['message'],
                           error['traceback'])
    return answer['result']


def _environment() -> dict[str, str]:
    """The process's environment, without what would lead to other modules."""
    kept = {name: value for name, value in os.environ.items()
            if not name.startswith(('PYTHON', 'COVERAGE', 'COV_'))}
    return {**kept, 'PYTHONUNBUFFERED': '1', 'PYTHONDONTWRITEBYTECODE': '1'}
