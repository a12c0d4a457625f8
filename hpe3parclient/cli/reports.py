"""Read what commands print that is no table.

Moments, lists of names and values, cages in detail, tasks in detail. Records of
alerts and events are read by :mod:`hpe3parclient.health`.
"""

from __future__ import annotations

import calendar
import re
import time
from collections.abc import Iterable
from typing import NamedTuple

from hpe3parclient.cli.errors import SSHTableError

_STAMP = re.compile(r'(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)(?: ([A-Za-z]+))?')
_UTC = (None, 'UTC', 'GMT')
_CAGE = re.compile(r'-*Cage detail info for cage(\d+) *-*')
_OVERALL = re.compile(r'OverallState: *(\w+)')
_SUPPLY = re.compile(r'ps(\d+)[ ,]+(\w+)')
_STEP = re.compile(r'\{[^}]*\} (\w+) +(.*)')
_TASK = re.compile(r' *(\d+)[ ,]+\w+[ ,]')
_LICENSED = re.compile(
    r'key was generated on (\w{3} \w{3} +\d+ \d\d:\d\d:\d\d \d{4})')


class Moment(NamedTuple):
    """A moment as it was printed: seconds of the epoch if it is UTC."""

    seconds: float
    is_utc: bool


def moment(text: str) -> Moment:
    """Read the first moment in a text, such as a line of ``showdate``.

    Names of zones other than UTC are not unique; such a moment is read as if
    it was UTC.

    :raises SSHTableError: there is none
    """
    match = _STAMP.search(text)
    if match is None:
        raise SSHTableError(f'this is no moment: {text!r}')
    return Moment(_seconds(match[1], '%Y-%m-%d %H:%M:%S'), match[2] in _UTC)


def _seconds(text: str, form: str) -> float:
    try:
        return float(calendar.timegm(time.strptime(text, form)))
    except ValueError as error:
        raise SSHTableError(f'this is no moment: {text!r}') from error


def licensed(lines: Iterable[str]) -> float | None:
    """Return when the licences of ``showlicense`` were issued, if it says so.

    :returns: seconds of the epoch
    :raises SSHTableError: the moment cannot be read
    """
    for line in lines:
        match = _LICENSED.search(line)
        if match is not None:
            return _seconds(match[1], '%a %b %d %H:%M:%S %Y')
    return None


def settings(lines: Iterable[str]) -> dict[str, str]:
    """Read lines ``name : value``, as ``showsys -param`` prints them."""
    pairs = (line.partition(':') for line in lines)
    return {name.strip(): value.strip() for name, colon, value in pairs
            if colon}


class Cages(NamedTuple):
    """States of cages by number, and of power supplies by ``cage:supply``."""

    states: dict[str, str]
    supplies: dict[str, str]


def cages(lines: Iterable[str]) -> Cages:
    """Read ``showcage -d``."""
    result = Cages({}, {})
    cage = ''
    for line in lines:
        text = line.strip()
        if (match := _CAGE.match(text)) is not None:
            cage = match[1]
        elif cage and (match := _OVERALL.match(text)) is not None:
            result.states[cage] = match[1]
        elif cage and (match := _SUPPLY.match(text)) is not None:
            result.supplies[f'{cage}:{match[1]}'] = match[2]
    return result


def task_details(lines: Iterable[str]) -> dict[int, list[str]]:
    """Read ``showtask -d``: what happened in each task, by its id.

    That a task was created and how it ended is left out.
    """
    result: dict[int, list[str]] = {}
    number = None
    for line in lines:
        task, step = _TASK.match(line), _STEP.fullmatch(line)
        if task is not None:
            number = int(task[1])
            result[number] = []
        elif number is not None and step is not None and step[1] == 'Updated':
            result[number].append(step[2])
    return result
