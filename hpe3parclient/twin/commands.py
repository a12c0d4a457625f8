"""The commands of ``python -m hpe3parclient`` that are about twins.

Knows their options and what they print; the work is done elsewhere.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import sys
import textwrap
from collections.abc import Generator
from pathlib import Path
from typing import Any, Callable, TextIO

from hpe3parclient.client import HPE3ParClient
from hpe3parclient.twin.anonymise import anonymise, turn_back
from hpe3parclient.twin.capture import CaptureProgress, capture
from hpe3parclient.twin.compare import Comparison, compare
from hpe3parclient.twin.document import Capture
from hpe3parclient.twin.plan import Plan
from hpe3parclient.twin.rehearse import script
from hpe3parclient.twin.steps import ArrayChanged, UnexpectedOutput

#: commands that need an array, and those that need none; compare needs one
#: where no file is given
WITH_ARRAY = ('capture', 'compare', 'apply')
WITHOUT_ARRAY = ('anonymise', 'turn-back', 'compare', 'rehearse')


def add_parsers(commands: Any,
                connection: Callable[[], argparse.ArgumentParser]) -> None:
    """Add the parsers of the commands.

    :param connection: makes a parser of the options that say which array
    """
    flags = commands.add_parser(
        'capture', help="write an array's configuration to a file",
        description='Read the configuration of an array into a file, and '
        'change nothing. If it breaks off, the same command continues.',
        parents=[connection()])
    flags.add_argument('--to', metavar='FILE', required=True,
                       help='the file to write; FOLDER/ gets array.json and a '
                            'README')
    flags.add_argument('--statistics', action='store_true',
                       help="System Reporter's samples too: a week of hourly "
                            'and daily ones, a day of five minutes')
    flags.add_argument('--metadata', action='store_true',
                       help='metadata of volumes too: a request for each')
    flags.add_argument('--pause', type=_seconds, default=0.0,
                       metavar='SECONDS', help='wait between requests')
    for name, text in (('anonymise', 'replace all names in a capture'),
                       ('turn-back', 'undo it')):
        flags = commands.add_parser(name, help=text)
        flags.add_argument('capture', metavar='CAPTURE')
        flags.add_argument('--to', metavar='FILE', required=True,
                           help='the capture to write')
        flags.add_argument('--key', metavar='FILE', required=True,
                           help='what was replaced: keep it apart')
    _compare_parser(commands, connection)
    _rehearse_parser(commands)
    flags = commands.add_parser(
        'apply', help='carry out a plan that rehearse has saved',
        description='Carry out the steps of a plan. It stops where the array has '
        'changed since the rehearsal; the same command continues there.',
        parents=[connection()])
    flags.add_argument('plan', metavar='PLAN')
    flags.add_argument('--change', action='store_true',
                       help='allow the array to be changed; without it the '
                            'plan is printed')


def _compare_parser(commands: Any,
                    connection: Callable[[], argparse.ArgumentParser]) -> None:
    flags = commands.add_parser(
        'compare', help='say where an array differs from the model',
        description='Say where a captured array, or one that answers now, '
        'differs from what is simulated of it. Nothing is changed.',
        parents=[connection()])
    flags.add_argument('capture', metavar='CAPTURE', nargs='?',
                       help='a captured array; without it the array is read '
                            'now')
    flags.add_argument('--pause', type=_seconds, default=0.0,
                       metavar='SECONDS', help='wait between requests')
    flags.add_argument('--json', metavar='FILE', dest='report',
                       help='write a report without names and values, to send')


def _rehearse_parser(commands: Any) -> None:
    flags = commands.add_parser(
        'rehearse', help='run a script on a twin and print what it changes',
        description='Run a script on a twin of a captured array. However it '
        'makes clients with this package, they reach the twin. The exit status '
        'is that of the script.')
    flags.add_argument('--save', metavar='PLAN',
                       help='write the plan to a file, for apply')
    flags.add_argument('capture', metavar='CAPTURE')
    flags.add_argument('script', metavar='SCRIPT')
    flags.add_argument('arguments', metavar='ARGUMENT', nargs=argparse.REMAINDER,
                       help='the command line of the script')


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = -1.0
    if not 0 <= seconds <= 3600:
        raise argparse.ArgumentTypeError(
            f'{text!r} is not a number of seconds from 0 to 3600')
    return seconds


def needs_array(options: argparse.Namespace) -> bool:
    """Whether a command line is about an array that answers now."""
    return options.command in WITH_ARRAY and not (
        options.command == 'compare' and options.capture)


def with_array(client: HPE3ParClient, options: argparse.Namespace) -> int:
    """Capture an array, compare it with the model, or carry out a plan.

    :returns: exit status: 1 if a file could not be read or written, or the
        array has changed since the rehearsal
    """
    work = {'capture': _capture, 'compare': _compare_now, 'apply': _apply}
    try:
        return work[options.command](client, options)
    except (OSError, ValueError, ImportError, ArrayChanged,
            UnexpectedOutput) as ex:
        return _failed(ex)


def without_array(options: argparse.Namespace) -> int:
    """Anonymise a capture, turn it back, compare it, or rehearse on it.

    :returns: exit status: 1 if a file is not what it should be; of rehearse,
        that of the script
    """
    work = {'anonymise': _anonymise, 'turn-back': _turn_back,
            'compare': _compare, 'rehearse': _rehearse}
    try:
        return work[options.command](options)
    except (OSError, ValueError, ImportError) as ex:
        return _failed(ex)


def _capture(client: HPE3ParClient, options: argparse.Namespace) -> int:
    with _bar() as bar:
        missing = capture(client, options.to, statistics=options.statistics,
                          metadata=options.metadata, pause=options.pause,
                          progress=bar)
    taken = Capture(options.to)
    sys.stdout.write(
        f'{options.to}: {len(taken.paths) + len(taken.commands)} answers of '
        f'{taken.source.get("model")}, {taken.source.get("systemVersion")}\n')
    for name, reason in missing.items():
        sys.stdout.write(f'  not read: {name}: {reason}\n')
    return 0


def _anonymise(options: argparse.Namespace) -> int:
    kept = anonymise(options.capture, options.to, options.key)
    if kept:
        sys.stdout.write(
            f'{len(kept)} words were kept, since commands use them and no object '
            'is called so.\nLook whether one of them names something:\n' +
            textwrap.fill(' '.join(kept), 78, initial_indent='  ',
                          subsequent_indent='  ') + '\n')
    return 0


def _turn_back(options: argparse.Namespace) -> int:
    turn_back(options.capture, options.to, options.key)
    return 0


def _compare(options: argparse.Namespace) -> int:
    return _reported(compare(Capture(options.capture)), options)


def _compare_now(client: HPE3ParClient, options: argparse.Namespace) -> int:
    with _bar() as bar:
        comparison = compare(client, pause=options.pause, progress=bar)
    return _reported(comparison, options)


def _reported(comparison: Comparison, options: argparse.Namespace) -> int:
    if options.report:
        Path(options.report).write_text(
            json.dumps(comparison.as_json(), indent=1) + '\n', 'utf-8')
    sys.stdout.write(comparison.text() + '\n')
    return 0


def _rehearse(options: argparse.Namespace) -> int:
    words = options.arguments[options.arguments[:1] == ['--']:]
    plan, status = script(Capture(options.capture), options.script, words)
    sys.stdout.write(plan.text() + '\n')
    if options.save:
        plan.save(options.save)
    return status


def _apply(client: HPE3ParClient, options: argparse.Namespace) -> int:
    plan = Plan.read(options.plan)
    if not options.change:
        sys.stdout.write(f'{plan.text()}\nnothing was changed: give --change\n')
        return 0
    try:
        plan.apply(client)
    finally:
        plan.save(options.plan)     # where to continue
    done = len(plan.steps) - len(plan.refused)
    sys.stdout.write(f'{done} steps carried out\n')
    return 0


@contextlib.contextmanager
def _bar() -> Generator[Bar]:
    bar = Bar(sys.stderr)
    try:
        yield bar
    finally:
        bar.end()


def _failed(error: Exception) -> int:
    sys.stderr.write(f'hpe3parclient: {error}\n')
    return 1


class Bar:
    """Shows the progress of a capture on a terminal, on one line."""

    def __init__(self, file: TextIO) -> None:
        self._file, self._width = file, 0

    def __call__(self, progress: CaptureProgress) -> None:
        """Write over what the line shows."""
        if not self._file.isatty():
            return
        text = f'{progress.done + 1}/{progress.total} {progress.current[:40]}'
        if progress.members:
            text += f' {progress.members}'
        self._file.write('\r' + text.ljust(self._width))
        self._file.flush()
        self._width = len(text)

    def end(self) -> None:
        """Remove the line."""
        if self._width:
            self._file.write('\r' + ' ' * self._width + '\r')
            self._file.flush()
