"""Statistics as a plot in the terminal, drawn by plotext.

This module knows members of statistics and where to put labels; plotext
draws. It asks no array.
"""

from __future__ import annotations

import datetime
import importlib
import shutil
import sys
from collections.abc import Mapping
from types import ModuleType
from typing import Any

from hpe3parclient import describe
from hpe3parclient.narrowing import is_iterable, is_mapping

#: What is plotted unless named: the first of these that a member has.
_FIRST = ('IO.total', 'usedSpace.totalMiB', 'totalSpace.usedMiB',
          'allocatedMiB', 'totalAccessIO', 'normalChunklets.usedOK')
#: marks on the time axis, at most
_MARKS = 6
_LEAST_WIDTH, _LEAST_HEIGHT = 30, 8
_DAY = 86400


def plot(statistics: Any, *figures: str, title: str | None = None,
         width: int | None = None, height: int = 18) -> str:
    """Return a plot of a series, as lines of text.

    :param statistics: what getStatistics returns for Versus Time, or an
        iterable of members, such as iterStatistics gives
    :param figures: what to plot, by the names of members: ``'IO.total'``,
        ``'busyPct'``, ``'usedSpace.totalMiB'``. Several are drawn in one
        plot. None: the most usual of the component
    :param title: what stands above; the figures unless given
    :param width: columns; as wide as the terminal unless given
    :param height: lines
    :raises ImportError: plotext is not installed
    :raises ValueError: there are no members, or they lack a figure
    """
    members = _members(statistics)
    names = figures or (_default(members[0]),)
    series = [(name, [_figure(member, name) for member in members])
              for name in names]
    times = [_seconds(member) for member in members]
    plotext = _plotext()
    plotext.clear_figure()
    plotext.theme('clear')
    columns = shutil.get_terminal_size((80, 24)).columns \
        if width is None else width
    plotext.plotsize(max(columns, _LEAST_WIDTH), max(height, _LEAST_HEIGHT))
    for name, values in series:
        plotext.plot(times, values, label=name if len(series) > 1 else None)
    marks = _marks(times)
    plotext.xticks(marks, [_label(mark, times) for mark in marks])
    plotext.title(', '.join(names) if title is None else title)
    lines = plotext.uncolorize(plotext.build()).splitlines()
    return '\n'.join(line.rstrip() for line in lines)


def show(statistics: Any, *figures: str, title: str | None = None,
         width: int | None = None, height: int = 18) -> None:
    """Print a plot of a series; :func:`plot` describes the arguments."""
    sys.stdout.write(plot(statistics, *figures, title=title, width=width,
                          height=height) + '\n')


def _plotext() -> ModuleType:
    try:
        return importlib.import_module('plotext')
    except ImportError as error:
        raise ImportError(
            'plots in the terminal need plotext: '
            "pip install 'python-3parclient[plots]'",
            name='plotext') from error


def _members(statistics: Any) -> list[Mapping[str, Any]]:
    if is_mapping(statistics):
        statistics = statistics.get('members')
    if isinstance(statistics, (str, bytes)) or not is_iterable(statistics):
        raise ValueError('statistics must be what getStatistics returns, not '
                         + describe.kind(statistics))
    members = list(statistics)
    if not members:
        raise ValueError('there are no samples to plot')
    return members


def _seconds(member: Mapping[str, Any]) -> int:
    seconds = member.get('sampleTimeSec')
    if not isinstance(seconds, int):
        raise ValueError('a member has no sampleTimeSec: only Versus Time, '
                         'without groupBy and atTime, can be plotted')
    return seconds


def _value(member: Any, path: str) -> float | None:
    value = member
    for name in path.split('.'):
        value = value.get(name) if is_mapping(value) else None
    return value if isinstance(value, (int, float)) \
        and not isinstance(value, bool) else None


def _default(member: Mapping[str, Any]) -> str:
    for path in _FIRST:
        if _value(member, path) is not None:
            return path
    raise ValueError('name a figure; there are: ' + ', '.join(_known(member)))


def _figure(member: Mapping[str, Any], path: str) -> float:
    value = _value(member, path)
    if value is None:
        raise ValueError(f'there is no figure {path!r}; there are: '
                         + ', '.join(_known(member)))
    return value


def _known(member: Mapping[str, Any], prefix: str = '') -> list[str]:
    """The paths of all numbers of a member."""
    paths: list[str] = []
    for name, value in member.items():
        if is_mapping(value):
            paths += _known(value, f'{prefix}{name}.')
        elif isinstance(value, (int, float)) and name != 'sampleTimeSec':
            paths.append(prefix + name)
    return paths


def _marks(times: list[int]) -> list[int]:
    step = max(1, (len(times) - 1) // (_MARKS - 1))
    return times[::step]


def _label(seconds: int, times: list[int]) -> str:
    moment = datetime.datetime.fromtimestamp(seconds, datetime.timezone.utc)
    span = times[-1] - times[0]
    return moment.strftime('%H:%M' if span <= _DAY else '%m-%d')
