"""Run a script as Python does, with this package and no other of its name.

``python launch.py script.py arguments``: the package that rehearses is imported
by its path, so that another release in the script's reach does not take its
place and connect to the real array.
"""

from __future__ import annotations

import importlib.util
import os
import runpy
import sys
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import TracebackType


def main() -> None:
    """Run the script that the command line names."""
    package = Path(__file__).resolve().parent.parent
    loader = SourceFileLoader(package.name, str(package / '__init__.py'))
    spec = importlib.util.spec_from_loader(
        package.name, loader, is_package=True)
    if spec is None:
        raise ImportError(f'{package}: the package is gone')
    module = importlib.util.module_from_spec(spec)
    sys.modules[package.name] = module
    loader.exec_module(module)
    script = sys.argv[1]
    sys.argv[:] = sys.argv[1:]
    sys.path[0] = str(Path(os.path.realpath(script)).parent)
    sys.excepthook = _show
    runpy.run_path(script, run_name='__main__')


def _show(kind: type[BaseException], error: BaseException,
          trace: TracebackType | None) -> None:
    """Show an error without the frames that started the script."""
    while trace is not None and trace.tb_frame.f_globals.get(
            '__name__') in ('__main__', 'runpy') and \
            trace.tb_frame.f_code.co_filename != sys.argv[0]:
        trace = trace.tb_next
    sys.__excepthook__(kind, error.with_traceback(trace), trace)


if __name__ == '__main__':
    main()
