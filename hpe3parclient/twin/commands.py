"""The commands of ``python -m hpe3parclient`` that are about twins.

Knows their options and what they print; the work is done elsewhere.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any, Callable, TextIO

from hpe3parclient.client import HPE3ParClient
from hpe3parclient.twin.anonymise import anonymise, turn_back
from hpe3parclient.twin.capture import CaptureProgress, capture
from hpe3parclient.twin.compare import compare
from hpe3parclient.twin.document import BrokenCapture, Capture
from hpe3parclient.twin.rehearse import script

#: commands that need an array, and those that need none
WITH_ARRAY = ('capture',)
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
                       help='the file to write')
    flags.add_argument('--statistics', action='store_true',
                       help="a week of System Reporter's hourly samples too")
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


    flags = commands.add_parser(
        'compare', help='say where a captured array differs from the model')
    flags.add_argument('capture', metavar='CAPTURE')
    flags.add_argument('--json', metavar='FILE', dest='report',
                       help='write a report without names and values, to send')
    flags = commands.add_parser(
        'rehearse', help='run a script on a twin and print what it changes')
    flags.add_argument('capture', metavar='CAPTURE')
    flags.add_argument('script', metavar='SCRIPT')


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = -1.0
    if not 0 <= seconds <= 3600:
        raise argparse.ArgumentTypeError(
            f'{text!r} is not a number of seconds from 0 to 3600')
    return seconds


def with_array(client: HPE3ParClient, options: argparse.Namespace) -> int:
    """Capture an array.

    :returns: exit status: 1 if the file could not be written
    """
    bar = Bar(sys.stderr)
    try:
        missing = capture(client, options.to, statistics=options.statistics,
                          metadata=options.metadata, pause=options.pause,
                          progress=bar)
    except (OSError, BrokenCapture) as ex:
        bar.end()
        return _failed(ex)
    bar.end()
    taken = Capture(options.to)
    sys.stdout.write(
        f'{options.to}: {len(taken.paths) + len(taken.commands)} answers of '
        f'{taken.source.get("model")}, {taken.source.get("systemVersion")}\n')
    for name, reason in missing.items():
        sys.stdout.write(f'  not read: {name}: {reason}\n')
    return 0


def without_array(options: argparse.Namespace) -> int:
    """Anonymise a capture, turn it back, or compare it with the model.

    :returns: exit status: 1 if a file is not what it should be
    """
    if options.command == 'compare':
        return _compare(options)
    if options.command == 'rehearse':
        return _rehearse(options)
    work = anonymise if options.command == 'anonymise' else turn_back
    try:
        work(options.capture, options.to, options.key)
    except (OSError, ValueError) as ex:
        return _failed(ex)
    return 0


def _compare(options: argparse.Namespace) -> int:
    try:
        comparison = compare(Capture(options.capture))
        if options.report:
            Path(options.report).write_text(
                json.dumps(comparison.as_json(), indent=1) + '\n', 'utf-8')
    except (OSError, ValueError, ImportError) as ex:
        return _failed(ex)
    sys.stdout.write(comparison.text() + '\n')
    return 0


def _rehearse(options: argparse.Namespace) -> int:
    try:
        plan = script(Capture(options.capture), options.script)
    except (OSError, ValueError, ImportError) as ex:
        return _failed(ex)
    sys.stdout.write(plan.text() + '\n')
    return 0


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
