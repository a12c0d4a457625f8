"""Makes the environment of the programs, from the package index.

``python -m tests.programs.environment DIR`` makes a virtual environment with
the programs of requirements.txt, in the versions of constraints.txt, and
this package in place of the published one: both are distributions of one
name, so there is never more than one of them. The interpreter that runs this
module is that of the environment.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
#: What a wheel is made of.
SOURCE = ('hpe3parclient', 'setup.py', 'pyproject.toml', 'README.rst',
          'LICENSE', 'MANIFEST.in')
#: The oldest Python that the programs take.
OLDEST = (3, 11)
_CHECK = ("import hpe3parclient; from importlib import metadata;"
          "assert metadata.version('python-3parclient') == "
          "hpe3parclient.version;"
          "import cinder, manila, hpe3par_sdk.client")


def make(directory: Path, client: Path | None = None) -> Path:
    """Make the environment anew; its interpreter.

    :param client: a wheel of this package; without it one is built
    """
    shutil.rmtree(directory, ignore_errors=True)
    subprocess.run([sys.executable, '-m', 'venv', str(directory)], check=True)
    python = directory / 'bin' / 'python'
    pip = [str(python), '-m', 'pip', 'install', '--quiet',
           '--disable-pip-version-check']
    with tempfile.TemporaryDirectory(prefix='programs-') as made:
        package = client or _copy(Path(made))
        # One call, so that pip sees what both ask for.
        subprocess.run([*pip, '-c', str(HERE / 'constraints.txt'),
                        '-r', str(HERE / 'requirements.txt'), str(package)],
                       check=True)
    subprocess.run([str(python), '-W', 'ignore', '-c', _CHECK], check=True)
    return python


def _copy(directory: Path) -> Path:
    """A copy of the source, since a build leaves files beside it."""
    for name in SOURCE:
        source, target = ROOT / name, directory / name
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns(
                '__pycache__'))
        else:
            shutil.copy(source, target)
    return directory


def main() -> None:
    """What the module does as a program."""
    parser = argparse.ArgumentParser(
        prog='python -m tests.programs.environment',
        description=(__doc__ or '').partition('\n')[0])
    parser.add_argument('directory', type=Path)
    parser.add_argument('--client', type=Path, metavar='WHEEL',
                        help='a wheel of this package; without it one is built')
    options = parser.parse_args()
    if sys.version_info < OLDEST:
        parser.exit(2, 'the programs need Python 3.11 or newer\n')
    began = time.monotonic()
    python = make(options.directory, options.client)
    print(f'{python} made in {time.monotonic() - began:.0f} s')


if __name__ == '__main__':
    main()
