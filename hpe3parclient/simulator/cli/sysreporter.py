"""The System Reporter: srstatcpg, srstatld, srstatpd, srstatport and more.

Figures are those the web service shows.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Callable, NamedTuple

from hpe3parclient.simulator.cli import assumptions
from hpe3parclient.simulator.cli.commands import Arguments, Family, Refusal
from hpe3parclient.simulator.cli.context import Context
from hpe3parclient.simulator.cli.listing import titles
from hpe3parclient.simulator.cli.reply import Reply, said
from hpe3parclient.simulator.cli.tables import Column, Group, Table
from hpe3parclient.simulator.cli.units import fits
from hpe3parclient.simulator.model.systemreporter import activity, subjects
from hpe3parclient.simulator.model.systemreporter.activity import Source
from hpe3parclient.simulator.model.systemreporter.samples import (
    STEPS,
    Window,
    times,
)
from hpe3parclient.simulator.model.systemreporter.subjects import Subject
from hpe3parclient.simulator.personality import FC, NL, SSD
from hpe3parclient.simulator.state.ports import DISK, HOST, ISCSI, RCIP

COMMANDS = Family()

_BACK = re.compile(r'-([0-9]+(?:\.[0-9]+)?|\.[0-9]+)([mhd]?)')
_SECONDS = {'': 1, 'm': 60, 'h': 3600, 'd': 86400}
_VALUES = (*('Rd', 'Wr', 'Tot') * 4, 'QLen', 'AvgBusy%')
_HEADINGS = ('IO/s', 'KBytes/s', 'Svct ms', 'IOSz KBytes')
_KINDS = {FC: 'FC', NL: 'NL', SSD: 'SSD'}
_PORT_TYPES = {HOST: 'host', DISK: 'disk', RCIP: 'rcip', ISCSI: 'iscsi'}


class Item(NamedTuple):
    """Something whose load is reported."""

    #: what -groupby names, by column
    names: Mapping[str, str]
    source: Source


Items = Callable[[Context], 'list[Item]']


def _items(known: Iterable[Subject], columns: Mapping[str, str]
           ) -> list[Item]:
    """Subjects of the web service, under the names of columns."""
    return [Item({column: str(subject.keys.get(key, '-'))
                  for column, key in columns.items()}, subject.source)
            for subject in known]


def cpgs(context: Context) -> list[Item]:
    """CPGs."""
    return [Item({**item.names,
                  'DISK_TYPE': _KINDS[int(item.names['DISK_TYPE'])]},
                 item.source)
            for item in _items(subjects.cpgs(context.array), {
                'DOM_NAME': 'domain', 'CPGID': 'id', 'CPG_NAME': 'name',
                'DISK_TYPE': 'diskType'})]


def lds(context: Context) -> list[Item]:
    """Logical disks; the data of a CPG lies evenly over its own."""
    from hpe3parclient.simulator.cli.layout import disks_of
    used = [disk for disk in disks_of(context) if disk.use == 'C,SD']
    counts = Counter(disk.cpg.id for disk in used)
    items = [Item({'DOM_NAME': disk.cpg.domain or '-', 'LDID': str(disk.id),
                   'LD_NAME': disk.name, 'CPG_NAME': disk.cpg.name,
                   'NODE': disk.owners[0]},
                  activity.of_cpg(disk.cpg, 1 / counts[disk.cpg.id]))
             for disk in used]
    return items + [Item({'DOM_NAME': cpg.domain or '-', 'LDID': '--',
                          'LD_NAME': '--', 'CPG_NAME': cpg.name,
                          'NODE': '0'}, activity.of_cpg(cpg))
                    for cpg in context.array.cpgs if cpg.id not in counts]


def disks(context: Context) -> list[Item]:
    """Physical disks."""
    return [Item({**item.names,
                  'DISK_TYPE': _KINDS[int(item.names['DISK_TYPE'])]},
                 item.source)
            for item in _items(subjects.disks(context.array), {
                'PDID': 'id', 'DISK_TYPE': 'type', 'SPEED': 'RPM'})]


def ports(context: Context) -> list[Item]:
    """Ports."""
    return [Item({**item.names, 'PORT_TYPE':
                  _PORT_TYPES[int(item.names['PORT_TYPE'])]}, item.source)
            for item in _items(subjects.ports(context.array), {
                'PORT_N': 'node', 'PORT_S': 'slot', 'PORT_P': 'cardPort',
                'PORT_TYPE': 'type', 'GBITPS': 'speed'})]


def volumes(context: Context) -> list[Item]:
    """Volumes."""
    return _items(subjects.volumes(context.array), {
        'DOM_NAME': 'domain', 'VVID': 'id', 'VV_NAME': 'name'})


def vluns(context: Context) -> list[Item]:
    """Exports that are active."""
    return _items(subjects.exports(context.array), {
        'DOM_NAME': 'domain', 'VV_NAME': 'volumeName',
        'HOST_NAME': 'hostname', 'LUN': 'lun', 'HOST_WWN': 'hostWWN',
        'PORT_N': 'node', 'PORT_S': 'slot', 'PORT_P': 'cardPort'})


_COMMON = ('-hires -hourly -daily -attime -btsecs <secs> -etsecs <secs> '
           '-groupby <fields>')
_INTERVALS = '-hires -hourly -daily'


def _declare(name: str, what: str, items: Items, default: str,
             filters: str = '', operands: str = '') -> None:
    """One srstat command: what it counts, and by what it groups."""
    @COMMANDS.add(name, f'{_COMMON} {filters}',
                  f'[<{operands}>]...' if operands else '',
                  alone=_INTERVALS)
    def run(context: Context, given: Arguments) -> Reply:
        """Statistics from the System Reporter."""
        return _report(context, given, what, items(context), default)


def _report(context: Context, given: Arguments, what: str,
            items: list[Item], default: str) -> Reply:
    """One row per time, or per group at one time."""
    fields = given.get('groupby', '').split(',') if given.has('groupby') \
        else default.split() if given.has('attime') else []
    known = items[0].names if items else dict.fromkeys(
        [*fields, *default.split()], '')
    for field in fields:
        if field not in known:
            raise Refusal(assumptions.GROUPBY.format(field=field))
    chosen = [item for item in items if _fits(item, given, what)]
    interval = next((name for name in STEPS if given.has(name)), 'hires')
    moments = _times(context, given, interval) if chosen else range(0)
    if given.has('attime'):
        moments = moments[-1:]
    rows: list[tuple[list[str], list[float]]] = []
    for when in moments:
        for key, group in _grouped(chosen, fields).items():
            head = list(key) if given.has('attime') else [
                context.state.stamp(when), str(when), *key]
            rows.append((head, _figures(context, group, when, interval)))
    if given.has('attime'):
        return _at_time(context, fields, rows, moments)
    return _versus_time(context, fields, rows)


def _fits(item: Item, given: Arguments, what: str) -> bool:
    """Whether filters and specifiers let an item through."""
    options = {'cpg': 'CPG_NAME', 'node': 'NODE', 'host': 'HOST_NAME',
               'vv': 'VV_NAME', 'disk_type': 'DISK_TYPE'}
    if not all(fits(item.names[field], given.get(option).split(','))
               for option, field in options.items()
               if given.has(option) and field in item.names):
        return False
    if what == 'PORT' and given.names:
        return fits(':'.join(item.names[part] for part in (
            'PORT_N', 'PORT_S', 'PORT_P')), given.names)
    name = {'CPG': 'CPG_NAME', 'LD': 'LD_NAME', 'PD': 'PDID',
            'VV': 'VV_NAME', 'VLUN': 'VV_NAME'}.get(what)
    return name is None or fits(item.names[name], given.names)


def _times(context: Context, given: Arguments, interval: str) -> range:
    """Sample times, oldest first."""
    now = int(context.array.clock.now())
    return times(context.array, interval, Window(
        *(_moment(given, option, now) if given.has(option) else None
          for option in ('btsecs', 'etsecs'))))


def _moment(given: Arguments, option: str, now: int) -> int:
    """A time: seconds, or seconds, minutes, hours or days before now."""
    text = given.get(option)
    if text.isascii() and text.isdigit():
        return int(text)
    match = _BACK.fullmatch(text)
    if match is None:
        raise Refusal(assumptions.STAT_OPTION.format(option=text))
    return now - int(float(match[1]) * _SECONDS[match[2]])


def _grouped(items: list[Item], fields: list[str]
             ) -> dict[tuple[str, ...], list[Item]]:
    groups: dict[tuple[str, ...], list[Item]] = {}
    for item in items:
        groups.setdefault(tuple(item.names[field] for field in fields),
                          []).append(item)
    return groups


def _figures(context: Context, items: Iterable[Item], when: int,
             interval: str) -> list[float]:
    """Reads and writes, KB, service times, queue, busy of some items."""
    sample = activity.rates(context.array, activity.merged(
        item.source for item in items), when - STEPS[interval], when)
    return [sample.reads, sample.writes, sample.read_kb, sample.write_kb,
            sample.service if sample.reads else 0.0,
            sample.service if sample.writes else 0.0,
            sample.queue, sample.busy]


def running(context: Context, items: Iterable[Item]) -> list[float]:
    """The figures of the interval that has not ended yet."""
    step = STEPS['hires']
    end = (int(context.array.clock.now()) // step + 1) * step
    return _figures(context, items, end, 'hires')


def _averages(samples: Sequence[Sequence[float]]) -> list[float]:
    if not samples:
        return [0.0] * 8
    return [sum(column) / len(samples) for column in zip(*samples)]


def _sums(samples: Sequence[Sequence[float]]) -> list[float]:
    """What groups at one time add up to; times are their means."""
    means = _averages(samples)
    return [value * len(samples) if at in (0, 1, 2, 3, 6) else value
            for at, value in enumerate(means)]


def _cells(figures: Sequence[float], summary: bool = False) -> list[str]:
    reads, writes, read_kb, write_kb, read_ms, write_ms, queue, busy = figures
    total, total_kb = reads + writes, read_kb + write_kb
    weighted = (reads * read_ms + writes * write_ms) / total if total else 0
    rates = [f'{value:.1f}' for value in
             (reads, writes, total, read_kb, write_kb, total_kb)]
    times = [f'{value:.2f}' for value in (read_ms, write_ms, weighted)]
    sizes = [f'{size / count if count else 0:.1f}' for size, count in
             ((read_kb, reads), (write_kb, writes), (total_kb, total))]
    return [*rates, *times, *sizes,
            f'{queue:.1f}' if summary else str(int(queue)), f'{busy:.1f}']


Rows = Sequence['tuple[list[str], list[float]]']


def _table(context: Context, head: Sequence[Column], rows: Rows,
           totals: Sequence[str]) -> Reply:
    columns = [*head, *(Column(name, right=True) for name in _VALUES)]
    groups = [Group(name, len(head) + 3 * at, len(head) + 3 * at + 2)
              for at, name in enumerate(_HEADINGS)]
    return context.table(Table(
        columns, [[*names, *_cells(figures)] for names, figures in rows],
        groups, totals=totals, extra_comma=True))


def _versus_time(context: Context, fields: Sequence[str],
                 rows: Rows) -> Reply:
    head = [Column('Time'), Column('Secs', right=True),
            *(title.column for title in titles(' '.join(fields)))]
    samples = [figures for _, figures in rows]
    return _table(context, head, rows, [
        '', str(len(rows)), *[''] * len(fields),
        *_cells(_averages(samples), True)])


def _at_time(context: Context, fields: Sequence[str], rows: Rows,
             moments: Sequence[int]) -> Reply:
    head = [Column(name, right=name.endswith('ID') or name.startswith(
        'PORT_')) for name in fields]
    samples = [figures for _, figures in rows]
    totals = [str(len(rows)), *[''] * (len(fields) - 1)] if fields else []
    table = _table(context, head, rows, [
        *totals, *_cells(_sums(samples), True)])
    when: int | None = moments[-1] if moments else None
    if when is None or context.nohdtot:
        return table
    return said(f'Time: {context.state.stamp(when)} ({when})', *table.out)


_declare('srstatcpg', 'CPG', cpgs, 'CPG_NAME', '-disk_type <type>',
         'CPG_name')
_declare('srstatld', 'LD', lds, 'LD_NAME', '-cpg <CPG> -node <node>',
         'LD_name')
_declare('srstatpd', 'PD', disks, 'PDID', '-disk_type <type>', 'PDID')
_declare('srstatport', 'PORT', ports, 'PORT_N PORT_S PORT_P',
         '', 'N:S:P')
_declare('srstatvv', 'VV', volumes, 'VV_NAME', '', 'VV_name')
_declare('srstatvlun', 'VLUN', vluns, 'HOST_NAME VV_NAME LUN',
         '-host <host> -vv <VV>', '')
