"""Run a command of README.rst, word for word, in a fresh copy of the tree.

    python .ci/readme.py DIRECTORY WORD

DIRECTORY is replaced by a copy of what a commit of everything would hold. The
command is the one line of README.rst that makes an environment and contains
WORD. With --coverage, pytest measures the package in the copy, and the shares
that must be covered are checked.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

#: per cent, branches included, of what each report is about
COVERED = {'without the simulator': (95, ['--omit', '*/simulator/*']),
           'with the simulator': (90, [])}


def copy_tree(target: Path) -> None:
    """Copy what git tracks and what it would track."""
    shutil.rmtree(target, ignore_errors=True)
    listed = subprocess.run(
        ['git', 'ls-files', '-z', '--cached', '--others',
         '--exclude-standard'], cwd=ROOT, capture_output=True, check=True)
    for name in listed.stdout.decode().split('\0'):
        source = ROOT / name
        if name and source.is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, target / name)


def command(word: str) -> str:
    """The command in README.rst that contains a word.

    :raises SystemExit: there is not exactly one
    """
    lines = [line.strip()
             for line in (ROOT / 'README.rst').read_text('utf-8').splitlines()
             if line.strip().startswith('python3 -m venv') and word in line]
    if len(lines) != 1:
        sys.exit(f'README.rst has {len(lines)} commands with {word!r}')
    return lines[0]


def main() -> int:
    """Run the command.

    :returns: its exit status; 1 if too little is covered
    """
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('directory', type=Path)
    parser.add_argument('word')
    parser.add_argument('--coverage', action='store_true')
    args = parser.parse_args()
    copy_tree(args.directory)
    environ = {name: value for name, value in os.environ.items()
               if name not in ('VIRTUAL_ENV', 'PYTHONPATH')}
    if args.coverage:
        environ['PYTEST_ADDOPTS'] = '--cov --cov-report='
    line = command(args.word)
    print('$', line, flush=True)
    status = subprocess.call(['bash', '-c', line], cwd=args.directory,
                             env=environ)
    for name, (least, options) in COVERED.items():
        if args.coverage:
            print(f'coverage {name} (at least {least} %)', flush=True)
            status = subprocess.call(
                ['.venv/bin/coverage', 'report', '--fail-under', str(least),
                 *options], cwd=args.directory) or status
    return status


if __name__ == '__main__':
    sys.exit(main())
