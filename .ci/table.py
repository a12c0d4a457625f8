"""Print what tox did as a table, and last what pytest said of the main run.

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
_SUMMARY = re.compile(r'^=* ?(\d+ (?:passed|failed|error|skipped)'
                      r'.* in [0-9.]+s.*?) ?=*$', re.MULTILINE)


def summary(environment: dict[str, Any]) -> str:
    """The last line of the last pytest in an environment, or nothing."""
    output = ''.join(command['output']
                     for command in environment.get('test', ()))
    lines = _SUMMARY.findall(output)
    return lines[-1] if lines else ''


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
    print('\n'.join(row(name, environments.get(name)) for name in names))
    print(summary(environments[MAIN]) if MAIN in environments else
          f'{MAIN} did not run')


if __name__ == '__main__':
    main(*sys.argv[1:])
