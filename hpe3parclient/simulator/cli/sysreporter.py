"""The System Reporter: srstatcpg, srstatld, srstatpd, srstatport and more.

Figures are those the web service shows. The reporter counts by CPG: what it
saw of one lies evenly over the disks, ports and volumes that serve it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Callable, NamedTuple

from hpe3parclient.simulator.cli import assumptions
from hpe3parclient.simulator.cli.commands import Arguments, Family, Refusal
from hpe3parclient.simulator.cli.context import Context, Reply, said
from hpe3parclient.simulator.cli.listing import titles
from hpe3parclient.simulator.cli.tables import Column, Group, Table
from hpe3parclient.simulator.cli.units import fits
from hpe3parclient.simulator.model import systemreporter
from hpe3parclient.simulator.model import vluns as exported
from hpe3parclient.simulator.personality import FC, NL, SSD
from hpe3parclient.simulator.state.cpgs import Cpg

COMMANDS = Family()

_STEPS, _REACH = systemreporter.STEPS, systemreporter.REACH
#: how many rows there are at most
_MOST = 400
_BACK = re.compile(r'-([0-9]+(?:\.[0-9]+)?|\.[0-9]+)([mhd]?)')
_SECONDS = {'': 1, 'm': 60, 'h': 3600, 'd': 86400}
_VALUES = (*('Rd', 'Wr', 'Tot') * 4, 'QLen', 'AvgBusy%')
_HEADINGS = ('IO/s', 'KBytes/s', 'Svct ms', 'IOSz KBytes')
_KINDS = {FC: 'FC', NL: 'NL', SSD: 'SSD'}


class Item(NamedTuple):
    """Something whose load is reported, and its part of the load of CPGs."""

    #: what -groupby names, by column
    names: Mapping[str, str]
    shares: Mapping[int, float]


Items = Callable[[Context], 'list[Item]']


def _even(cpgs: Sequence[Cpg], count: int) -> dict[int, float]:
    return {cpg.id: 1 / max(count, 1) for cpg in cpgs}


def cpgs(context: Context) -> list[Item]:
    """CPGs."""
    return [Item({'DOM_NAME': cpg.domain or '-', 'CPGID': str(cpg.id),
                  'CPG_NAME': cpg.name,
                  'DISK_TYPE': _KINDS[cpg.disk_type]}, {cpg.id: 1.0})
            for cpg in context.array.cpgs]


def lds(context: Context) -> list[Item]:
    """Logical disks."""
    from hpe3parclient.simulator.cli.layout import disks_of
    used = [disk for disk in disks_of(context) if disk.use == 'C,SD']
    items = [Item({'DOM_NAME': disk.cpg.domain or '-', 'LDID': str(disk.id),
                   'LD_NAME': disk.name, 'CPG_NAME': disk.cpg.name,
                   'NODE': disk.owners[0]},
                  _even([disk.cpg], sum(other.cpg is disk.cpg
                                        for other in used)))
             for disk in used]
    known = {disk.cpg.id for disk in used}
    return items + [Item({'DOM_NAME': cpg.domain or '-', 'LDID': '--',
                          'LD_NAME': '--', 'CPG_NAME': cpg.name,
                          'NODE': '0'}, {cpg.id: 1.0})
                    for cpg in context.array.cpgs if cpg.id not in known]


def disks(context: Context) -> list[Item]:
    """Physical disks."""
    parts = list(context.array.hardware.disks.values())
    return [Item({'PDID': str(disk.id), 'DISK_TYPE': disk.type,
                  'SPEED': str(disk.model.rpm)},
                 _even([cpg for cpg in context.array.cpgs
                        if cpg.disk_type == disk.model.kind],
                       sum(other.model.kind == disk.model.kind
                           for other in parts)))
            for disk in parts]


def ports(context: Context) -> list[Item]:
    """Ports."""
    every = list(context.array.ports.values())
    hosts = [port for port in every if port.serves_hosts]
    return [Item({'PORT_N': str(port.pos.node), 'PORT_S': str(port.pos.slot),
                  'PORT_P': str(port.pos.card_port), 'PORT_TYPE': 'host'
                  if port.serves_hosts else 'disk', 'GBITPS': '16'},
                 _even(list(context.array.cpgs), len(hosts))
                 if port.serves_hosts else {})
            for port in every]


def volumes(context: Context) -> list[Item]:
    """Volumes."""
    array = context.array
    return [Item({'DOM_NAME': volume.domain or '-', 'VVID': str(volume.id),
                  'VV_NAME': volume.name}, {} if volume.user_cpg is None
                 else _even([array.cpgs.by_id(volume.user_cpg)],
                            len(array.cpgs.by_id(volume.user_cpg).users)))
            for volume in array.volumes]


def vluns(context: Context) -> list[Item]:
    """Exports that are active."""
    array = context.array
    items = []
    for row in exported.rows(array):
        if not row.active or row.volume is None or row.port is None:
            continue
        cpg = None if row.volume.user_cpg is None \
            else array.cpgs.by_id(row.volume.user_cpg)
        items.append(Item(
            {'DOM_NAME': row.volume.domain or '-', 'VV_NAME':
             row.volume_name, 'HOST_NAME': row.hostname or '-',
             'LUN': str(row.lun), 'HOST_WWN': row.remote_name or '-',
             'PORT_N': str(row.port.node), 'PORT_S': str(row.port.slot),
             'PORT_P': str(row.port.card_port)},
            {} if cpg is None else _even([cpg], len(cpg.users))))
    return items


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
    interval = next((name for name in _STEPS if given.has(name)), 'hires')
    times = _times(context, given, interval) if chosen else []
    if given.has('attime'):
        times = times[-1:]
    rows: list[tuple[list[str], list[float]]] = []
    for when in times:
        for key, group in _grouped(chosen, fields).items():
            head = list(key) if given.has('attime') else [
                context.state.stamp(when), str(when), *key]
            rows.append((head, _figures(context, group, when, interval)))
    if given.has('attime'):
        return _at_time(context, fields, rows, times)
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


def _times(context: Context, given: Arguments, interval: str) -> list[int]:
    """Sample times, oldest first."""
    step = _STEPS[interval]
    now = int(context.array.clock.now())
    begin = _moment(given, 'btsecs', now, now - _REACH[interval])
    end = _moment(given, 'etsecs', now, now)
    first = -(-max(begin, now - _MOST * step) // step) * step
    return list(range(first, min(end, now) + 1, step))


def _moment(given: Arguments, option: str, now: int, default: int) -> int:
    """A time: seconds, or seconds, minutes, hours or days before now."""
    text = given.options.get(option)
    if text is None:
        return default
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


def _figures(context: Context, items: list[Item], when: int, interval: str
             ) -> list[float]:
    """Reads and writes, KB, service times, queue, busy of some items."""
    shares: dict[int, float] = {}
    for item in items:
        for number, share in item.shares.items():
            shares[number] = shares.get(number, 0.0) + share
    totals = [0.0] * 8
    for cpg in context.array.cpgs:
        share = min(shares.get(cpg.id, 0.0), 1.0)
        if not share:
            continue
        sample = systemreporter.figures(context.array, [cpg], when, interval)
        values = _values(sample)
        weights = values[0] + values[1]
        for at in (0, 1, 2, 3, 6):
            totals[at] += values[at] * share
        for at in (4, 5, 7):
            totals[at] = max(totals[at], values[at]) if weights \
                else totals[at]
    return totals


def running(context: Context, items: list[Item]) -> list[float]:
    """The figures of the interval that has not ended yet."""
    step = _STEPS['hires']
    end = (int(context.array.clock.now()) // step + 1) * step
    return _figures(context, items, end, 'hires')


def _values(sample: Mapping[str, Any]) -> list[float]:
    return [sample[group][member]
            for group in ('IO', 'KBytes', 'serviceTimeMS')
            for member in ('read', 'write')] + [
                sample['queueLength'], sample['busyPct']]


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
             times: Sequence[int]) -> Reply:
    head = [Column(name, right=name.endswith('ID') or name.startswith(
        'PORT_')) for name in fields]
    samples = [figures for _, figures in rows]
    totals = [str(len(rows)), *[''] * (len(fields) - 1)] if fields else []
    table = _table(context, head, rows, [
        *totals, *_cells(_sums(samples), True)])
    when: int | None = times[-1] if times else None
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
