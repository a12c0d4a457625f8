"""Run the examples of a page, top to bottom, in one namespace.

Knows how each kind of example is run and judged: doctest blocks by doctest,
Python as it stands, our commands in processes of their own. What is on the
page, and what it finds ready, others know.
"""

from __future__ import annotations

import contextlib
import doctest
import importlib.metadata
import importlib.util
import io
import os
import shlex
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import hpe3parclient
from tests.docs.pages import Example, commands, read
from tests.docs.setups import SETUPS, PageContext

FLAGS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
PLUGIN = 'hpe3parclient.pytest_plugin'

#: Seconds after which a command hangs; one that serves is marked ``serve``.
LIMIT = 300

#: Languages whose examples are run, and those that nothing can run.
RUN = ('python', 'pycon', 'console')
SHOWN = ('text', 'sh', 'bash', 'ini', 'json', 'yaml', 'none', 'rst', 'toml',
         'diff')


class Wrong(AssertionError):
    """An example does not do what the page says."""


class Run:
    """One page, being run.

    :param page: its path
    :param directory: an empty one, for files of the page's tests
    """

    def __init__(self, page: Path, directory: Path) -> None:
        self.page, self.directory = page, directory
        self.printed = ''
        self.context = PageContext()
        self.names: dict[str, Any] = {}
        self.tests: list[Example] = []

    def all(self) -> None:
        """Run every example.

        :raises Wrong: one of them is not right
        """
        page = read(self.page.read_text('utf-8'))
        with SETUPS[page.setup or 'none']() as self.context:
            self.names = {'directory': self.directory, **self.context.names,
                          '__name__': '__main__'}
            for example in page.examples:
                self.one(example)
            self.run_tests()

    def one(self, example: Example) -> None:
        """Run one example, if it is one that is run."""
        if example.mark == 'not run':
            if not example.said:
                raise self.wrong(example, 'not run for no reason')
            return
        if example.mark is not None:
            getattr(self, 'mark_' + example.mark)(example)
        elif example.language in RUN:
            getattr(self, 'run_' + example.language)(example)
        elif example.language not in SHOWN:
            raise self.wrong(example, f'language {example.language!r}')

    def wrong(self, example: Example, why: str, line: int = 0) -> Wrong:
        """The error, with its place on the page."""
        return Wrong(f'{self.page}:{example.line + line}: {why}')

    def run_python(self, example: Example) -> None:
        """Execute a block; what it prints may be shown after it."""
        text = self.context.shown(example.text)
        code = compile('\n' * (example.line - 1) + text, str(self.page),
                       'exec', dont_inherit=True)
        with contextlib.redirect_stdout(io.StringIO()) as printed:
            exec(code, self.names)  # noqa: S102 - it is ours
        self.printed = printed.getvalue()
        self.names.update(self.context.names)

    def run_pycon(self, example: Example) -> None:
        """A doctest block."""
        result = doctest.DocTestParser().get_doctest(
            self.context.shown(example.text), self.names, self.page.name,
            str(self.page), example.line - 1)
        result.globs = self.names        # get_doctest made a copy
        report: list[str] = []
        runner = doctest.DocTestRunner(optionflags=FLAGS, verbose=False)
        runner.run(result, out=report.append, clear_globs=False)
        if runner.failures:
            raise self.wrong(example, ''.join(report))

    def run_console(self, example: Example) -> None:
        """The commands that are ours; those of others are not run."""
        for command, shown in commands(example.text):
            words = shlex.split(self.context.shown(command))
            if not is_ours(words):
                continue
            ended = subprocess.run(
                [sys.executable, *words[1:]], env=self.environ(),
                cwd=str(self.directory), capture_output=True, text=True,
                check=False, timeout=LIMIT)
            if ended.returncode:
                raise self.wrong(example, command + '\n' + ended.stderr)
            self.compare(example, shown, ended.stdout)

    def mark_serve(self, example: Example) -> None:
        """A command that serves until Ctrl-C, and its first lines."""
        ((command, shown),) = commands(example.text)
        words = shlex.split(self.context.shown(command))
        with subprocess.Popen(
                [sys.executable, *words[1:]], env=self.environ(),
                cwd=str(self.directory), stdout=subprocess.PIPE,
                text=True) as process:
            assert process.stdout is not None
            watchdog = threading.Timer(LIMIT, process.kill)
            watchdog.start()
            first = ''.join(process.stdout.readline()
                            for _ in shown.strip().splitlines())
            process.send_signal(signal.SIGINT)
            process.stdout.read()
            watchdog.cancel()
        if process.returncode:
            raise self.wrong(example, command)
        self.compare(example, shown, first)

    def mark_program(self, example: Example) -> None:
        """A whole program, in a process of its own; the mark is its name."""
        self.mark_file(example)
        ended = subprocess.run(
            [sys.executable, '-W', 'error::ResourceWarning', example.said],
            env=self.environ(), cwd=str(self.directory), capture_output=True,
            text=True, check=False, timeout=LIMIT)
        if ended.returncode:
            raise self.wrong(example, ended.stderr)
        self.printed = ended.stdout

    def mark_shell(self, example: Example) -> None:
        """A whole shell script; the mark is its name."""
        self.mark_file(example)
        path = os.pathsep.join((str(Path(sys.executable).parent),
                                os.environ['PATH']))
        ended = subprocess.run(
            ['bash', example.said], env={**self.environ(), 'PATH': path},
            cwd=str(self.directory), capture_output=True, text=True,
            check=False, timeout=LIMIT)
        if ended.returncode:
            raise self.wrong(example, ended.stdout + ended.stderr)
        self.printed = ended.stdout

    def mark_output(self, example: Example) -> None:
        """What the block before this one printed."""
        self.compare(example, example.text, self.printed)

    def mark_conftest(self, example: Example) -> None:
        """Fixtures for the tests of this page."""
        (self.directory / 'conftest.py').write_text(
            self.context.shown(example.text), 'utf-8')

    def mark_file(self, example: Example) -> None:
        """A file that tests of this page import; the mark says its name."""
        (self.directory / example.said).write_text(
            self.context.shown(example.text), 'utf-8')

    def mark_pytest(self, example: Example) -> None:
        """A file of tests; the mark says how they end: ``2 passed``.

        They run when the page has been read, all at once: starting pytest
        takes longer than the tests.
        """
        file = self.directory / (f'test_line_{example.line}.py')
        file.write_text(self.context.shown(example.text), 'utf-8')
        self.tests.append(example)

    def run_tests(self) -> None:
        """Run the page's files of tests."""
        if not self.tests:
            return
        caught = self.directory / 'told.xml'
        ended = subprocess.run(
            [sys.executable, '-m', 'pytest', '-q', '-W', 'error',
             '-p', 'no:cacheprovider', '--rootdir', str(self.directory),
             '--junit-xml', str(caught), *plugin(), str(self.directory)],
            env=self.environ(), cwd=str(self.directory),
            capture_output=True, text=True, check=False, timeout=LIMIT)
        cases = ElementTree.parse(  # noqa: S314 - pytest has written it
            caught).findall('.//testcase') \
            if caught.exists() else []
        for example in self.tests:
            mine = [case for case in cases if f'test_line_{example.line}'
                    in case.get('classname', '').split('.')]
            passed = sum(not len(case) for case in mine)
            if passed != len(mine) or example.said != f'{passed} passed':
                raise self.wrong(example, '%d of %d passed\n%s%s' % (
                    passed, len(mine), ended.stdout, ended.stderr))

    def compare(self, example: Example, shown: str, got: str) -> None:
        """What a page shows, with ``...`` for what varies, and what came."""
        want = self.context.shown(shown).replace('…', '...').strip()
        if want and not doctest.OutputChecker().check_output(
                want, got.strip(), FLAGS):
            raise self.wrong(example, f'shown:\n{want}\ngot:\n{got}')

    def environ(self) -> dict[str, str]:
        """The environment of the page's commands: this package, no other."""
        where = str(Path(hpe3parclient.__file__).parents[1])
        return dict(os.environ, PYTHONPATH=where, COLUMNS='79',
                    **self.context.environ)


def is_ours(words: list[str]) -> bool:
    """Whether a command is ``python -m hpe3parclient…``."""
    return len(words) > 2 and words[0].endswith('python') and \
        words[1] == '-m' and words[2].startswith('hpe3parclient')


def plugin() -> list[str]:
    """Options that load our fixtures, where installing did not."""
    installed = importlib.metadata.entry_points()
    groups: Any = installed.select(group='pytest11') if hasattr(
        installed, 'select') else installed.get('pytest11', ())
    if any(item.value.startswith(PLUGIN) for item in groups) or \
            importlib.util.find_spec(PLUGIN) is None:
        return []
    return ['-p', PLUGIN]
