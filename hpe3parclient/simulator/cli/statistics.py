"""srstatld: the statistics of logical disks over time.

The figures are the System Reporter's, as the web service shows them, one row
per interval, averages over all of them last.
"""

from __future__ import annotations

import fnmatch
import re
from typing import Any, Dict, List, Mapping, Optional, Sequence, Tuple

from hpe3parclient.simulator.cli import assumptions
from hpe3parclient.simulator.cli.context import (
    Arguments,
    Command,
    Context,
    Reply,
    failed,
    parse,
    wrong_args,
)
from hpe3parclient.simulator.cli.tables import Column, Group, Table
from hpe3parclient.simulator.model import systemreporter

_STEPS, _REACH = systemreporter.STEPS, systemreporter.REACH
#: how many rows there are at most
_MOST = 400
_BACK = re.compile(r'-([0-9]+(?:\.[0-9]+)?|\.[0-9]+)([mhd]?)')
_SECONDS = {'': 1, 'm': 60, 'h': 3600, 'd': 86400}

_NAMES = ('Time', 'Secs', *('Rd', 'Wr', 'Tot') * 4, 'QLen', 'AvgBusy%')
_COLUMNS = [Column(name, right=name != 'Time') for name in _NAMES]
_GROUPS = [Group('IO/s', 2, 4), Group('KBytes/s', 5, 7),
           Group('Svct ms', 8, 10), Group('IOSz KBytes', 11, 13)]


def srstatld(context: Context, args: List[str]) -> Reply:
    """Statistics versus time, averages last."""
    # a time in the past begins with a dash, like an option
    found = parse(args, 'hires hourly daily attime', 'cpg btsecs etsecs')
    if found.unknown:
        return failed(assumptions.STAT_OPTION.format(option=found.unknown))
    chosen = [name for name in _STEPS if name in found.options]
    if len(chosen) > 1:
        return wrong_args('srstatld [-hires|-hourly|-daily] [options]')
    interval = chosen[0] if chosen else 'hires'
    samples = _samples(context, found, interval)
    if samples is None:
        return failed(assumptions.STAT_OPTION.format(
            option=found.options['btsecs']))
    rows = [_cells(context.state.stamp(when), str(when), figures)
            for when, figures in samples]
    summary = _cells('', str(len(rows)), _averages(
        [figures for _, figures in samples]), summary=True)
    return context.table(Table(_COLUMNS, rows, _GROUPS, totals=summary,
                               extra_comma=True))


def _samples(context: Context, found: Arguments, interval: str
             ) -> Optional[List[Tuple[int, List[float]]]]:
    """Sample times and figures, oldest first."""
    step = _STEPS[interval]
    now = int(context.array.clock.now())
    begin = _begin(found.options.get('btsecs'), now, _REACH[interval])
    if begin is None:
        return None
    pattern = found.options.get('cpg', '*')
    chosen = [cpg for cpg in context.array.cpgs
              if any(fnmatch.fnmatchcase(cpg.name, part)
                     for part in pattern.split(','))]
    first = -(-max(begin, now - _MOST * step) // step) * step
    times = range(first, now + 1, step) if chosen else ()
    return [(when, _figures(systemreporter.figures(
        context.array, chosen, when, interval))) for when in times]


def _begin(text: Optional[str], now: int, default: int) -> Optional[int]:
    if text is None:
        return now - default
    if text.isdigit():
        return int(text)
    found = _BACK.fullmatch(text)
    if not found:
        return None
    return now - int(float(found.group(1)) * _SECONDS[found.group(2)])


def _figures(sample: Mapping[str, Any]) -> List[float]:
    """Reads and writes per second, KB, service times, queue, busy."""
    return [sample[group][member]
            for group in ('IO', 'KBytes', 'serviceTimeMS')
            for member in ('read', 'write')] + [
                sample['queueLength'], sample['busyPct']]


def _averages(samples: Sequence[Sequence[float]]) -> List[float]:
    if not samples:
        return [0.0] * 8
    return [sum(column) / len(samples) for column in zip(*samples)]


def _cells(time: str, secs: str, figures: Sequence[float],
           summary: bool = False) -> List[str]:
    reads, writes, read_kb, write_kb, read_ms, write_ms, queue, busy = figures
    total, total_kb = reads + writes, read_kb + write_kb
    weighted = (reads * read_ms + writes * write_ms) / total if total else 0
    rates = ['%.1f' % value for value in
             (reads, writes, total, read_kb, write_kb, total_kb)]
    times = ['%.2f' % value for value in (read_ms, write_ms, weighted)]
    sizes = ['%.1f' % (size / count if count else 0) for size, count in
             ((read_kb, reads), (write_kb, writes), (total_kb, total))]
    return [time, secs, *rates, *times, *sizes,
            '%.1f' % queue if summary else '%d' % queue, '%.1f' % busy]


COMMANDS: Dict[str, Command] = {'srstatld': srstatld}
