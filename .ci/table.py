"""Print what failed under tox, a table, and last what pytest said of the main run.

    python .ci/table.py RESULT.JSON ENVIRONMENT...

The file is that of ``tox --result-json``. Environments that are not in it did
not run, because their Python is not on this machine.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

#: whose last line ends the output, for those who read it by program
MAIN = 'tests'
#: lines of the output of an environment that failed, so that a log that
#: is cut to its end still says why
_LINES = 60
_WIDTH = 200
_SUMMARY = re.compile(r'^=* ?(\d+ (?:passed|failed|error|skipped)'
                      r'.* in [0-9.]+s.*?) ?=*$', re.MULTILINE)


_FAILURES = re.compile(r'^=+ (?:FAILURES|ERRORS) =+$', re.MULTILINE)
#: what says nothing of the cause: the dots, and the table of the coverage
_NOISE = re.compile(r'^(?:[.sxXFE]+ *\[ *\d+%\]|\S+\.py +\d+ +\d+ .*)$')


def output(environment: dict[str, Any]) -> str:
    """What the commands of an environment printed, its preparation included."""
    return ''.join(command['output']
                   for part in ('setup', 'test')
                   for command in environment.get(part, ()))


def summary(environment: dict[str, Any]) -> str:
    """The last line of the last pytest in an environment, or nothing."""
    lines = _SUMMARY.findall(output(environment))
    return lines[-1] if lines else ''


def why(name: str, environment: dict[str, Any]) -> str:
    """The end of what an environment that failed printed.

    Of pytest, that is the failures and what follows them.
    """
    text = output(environment)
    begins = [match.start() for match in _FAILURES.finditer(text)]
    lines = [line[:_WIDTH]
             for line in text[begins[0] if begins else 0:].splitlines()
             if line.strip() and not _NOISE.match(line)]
    left = max(0, len(lines) - 2 * _LINES)
    if left:
        lines[_LINES:-_LINES] = [f'[{left} lines are left out]']
    return '\n'.join([f'---- {name} failed:', *lines, ''])


def row(name: str, environment: dict[str, Any] | None) -> str:
    """One line of the table."""
    if environment is None or 'result' not in environment:
        return f'{name:<16}not run: its Python is not on this machine'
    result = environment['result']
    text = 'passed' if result['success'] else 'FAILED'
    return (f'{name:<16}{text:<8}{result["duration"]:>6.0f} s  '
            f'{summary(environment)}').rstrip()


def main(path: str, *names: str) -> None:
    """Print it."""
    if not Path(path).is_file():
        sys.exit('tox ended early and left no results')
    environments = json.loads(Path(path).read_text('utf-8'))['testenvs']
    for name in names:
        environment = environments.get(name, {})
        if not environment.get('result', {}).get('success', True):
            print(why(name, environment))
    print('\n'.join(row(name, environments.get(name)) for name in names))
    print(summary(environments[MAIN]) if MAIN in environments else
          f'{MAIN} did not run')


if __name__ == '__main__':
    main(*sys.argv[1:])
