"""Statistics of this moment: statpd, statport, statvv, statvlun, statcpu.

Also statqos and histvv. What an array prints again and again is printed as
often as ``-iter`` says, once unless it does: the clock decides, not the
screen. Rates are those of the System Reporter's running interval.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from hpe3parclient.simulator.cli import sysreporter
from hpe3parclient.simulator.cli.commands import Arguments, Family
from hpe3parclient.simulator.cli.context import Context
from hpe3parclient.simulator.cli.listing import Heading, Listing
from hpe3parclient.simulator.cli.reply import Reply, said
from hpe3parclient.simulator.cli.sysreporter import Item
from hpe3parclient.simulator.cli.units import fits

COMMANDS = Family()

_COMMON = '-iter <number> -d <secs> -rw -ni'
_VALUES = ('>Cur=IO_Cur >Avg=IO_Avg >Max=IO_Max >Cur=KB_Cur >Avg=KB_Avg '
           '>Max=KB_Max >Cur=Svt_Cur >Avg=Svt_Avg >Cur=Sz_Cur >Avg=Sz_Avg '
           '>Qlen')
_IDLE = '>Cur=Idle_Cur >Avg=Idle_Avg'


def _listing(names: str, idle: bool = False) -> Listing:
    """A table whose upper header begins with the time: it is put there."""
    headings: tuple[Heading, ...] = (
        Heading('r/w', 'RW', 'RW', False),
        Heading('I/O per second', 'IO_Cur', 'IO_Max', False),
        Heading('KBytes per sec', 'KB_Cur', 'KB_Max', False),
        Heading('Svt ms', 'Svt_Cur', 'Svt_Avg', False),
        Heading('IOSz KB', 'Sz_Cur', 'Sz_Avg', False))
    if idle:
        headings += (Heading('Idle %', 'Idle_Cur', 'Idle_Avg', False),)
    return Listing(f'{names} {_VALUES}' + (f' {_IDLE}' if idle else ''),
                   headings=headings,
                   sums='IO_Cur IO_Avg KB_Cur KB_Avg Qlen')


_DISKS = _listing('>ID Type RW', True)
_PORTS = _listing('Port D/C RW')
_VOLUMES = _listing('VVname RW')
_VLUNS = _listing('>Lun VVname Host Port RW')


def _moment(context: Context) -> str:
    return datetime.datetime.fromtimestamp(
        context.array.clock.now(), datetime.timezone.utc).strftime(
            '%H:%M:%S %m/%d/%Y')


def _row(context: Context, item: Item, direction: str) -> dict[str, str]:
    """The rates of one item: both directions, or one."""
    figures = sysreporter.running(context, [item])
    reads, writes, read_kb, write_kb, read_ms, write_ms, queue, busy = figures
    count, size = {'t': (reads + writes, read_kb + write_kb),
                   'r': (reads, read_kb), 'w': (writes, write_kb)}[direction]
    service = {'r': read_ms, 'w': write_ms}.get(direction, max(read_ms, write_ms))
    each = size / count if count else 0
    return {
        'RW': direction, 'IO_Cur': f'{count:.0f}', 'IO_Avg': f'{count:.0f}',
        'IO_Max': f'{count:.0f}', 'KB_Cur': f'{size:.0f}',
        'KB_Avg': f'{size:.0f}', 'KB_Max': f'{size:.0f}',
        'Svt_Cur': f'{service:.2f}', 'Svt_Avg': f'{service:.2f}',
        'Sz_Cur': f'{each:.1f}', 'Sz_Avg': f'{each:.1f}',
        'Qlen': f'{queue:.0f}' if direction == 't' else '-',
        'Idle_Cur': f'{100 - busy:.0f}', 'Idle_Avg': f'{100 - busy:.0f}'}


def _screens(context: Context, given: Arguments, listing: Listing,
             items: Sequence[tuple[Item, dict[str, str]]]) -> Reply:
    """The table as often as asked for, each with its time in front."""
    directions = ('r', 'w', 't') if given.has('rw') else ('t',)
    lines: list[str] = []
    for _ in range(given.number('iter', 1)):
        rows = [{**names, **_row(context, item, direction)}
                for item, names in items for direction in directions]
        if given.has('ni'):
            rows = [row for row in rows if row['IO_Cur'] != '0']
        reply = context.listing(listing, rows)
        if context.nohdtot or context.csvtable or not reply.out:
            lines += reply.out
            continue
        lines += [f'{_moment(context)} {reply.out[0].lstrip()}',
                  *reply.out[1:]]
    return said(*lines)


@COMMANDS.add('statpd', f'{_COMMON} -devtype <type>', '[<PD_ID>]...',
              tables=_DISKS)
def statpd(context: Context, given: Arguments) -> Reply:
    """What disks do."""
    kinds = given.get('devtype').split(',') if given.has('devtype') else []
    return _screens(context, given, _DISKS, [
        (item, {'ID': item.names['PDID'], 'Type': item.names['DISK_TYPE']})
        for item in sysreporter.disks(context)
        if fits(item.names['PDID'], given.names)
        and fits(item.names['DISK_TYPE'], kinds)])


@COMMANDS.add('statport', f'{_COMMON} -host -disk -ctl', '[<N:S:P>]...', tables=_PORTS)
def statport(context: Context, given: Arguments) -> Reply:
    """What ports do."""
    kinds = [kind for kind in ('host', 'disk') if given.has(kind)]
    return _screens(context, given, _PORTS, [
        (item, {'Port': position, 'D/C': 'Ctl' if given.has('ctl')
                else 'Data'})
        for item in sysreporter.ports(context)
        for position in [':'.join(item.names[part] for part in (
            'PORT_N', 'PORT_S', 'PORT_P'))]
        if fits(position, given.names)
        and (not kinds or item.names['PORT_TYPE'] in kinds)])


@COMMANDS.add('statvv', f'{_COMMON} -domain <domain>',
              '[<VV_name|pattern>]...', tables=_VOLUMES)
def statvv(context: Context, given: Arguments) -> Reply:
    """What volumes do."""
    return _screens(context, given, _VOLUMES, [
        (item, {'VVname': item.names['VV_NAME']})
        for item in sysreporter.volumes(context)
        if fits(item.names['VV_NAME'], given.names)
        and (not given.has('domain') or fits(
            item.names['DOM_NAME'], given.get('domain').split(',')))])


@COMMANDS.add('statvlun', f'{_COMMON} -v <VV> -host <host> -l <lun>',
              tables=_VLUNS)
def statvlun(context: Context, given: Arguments) -> Reply:
    """What exports do."""
    filters = {'v': 'VV_NAME', 'host': 'HOST_NAME', 'l': 'LUN'}
    return _screens(context, given, _VLUNS, [
        (item, {'Lun': item.names['LUN'], 'VVname': item.names['VV_NAME'],
                'Host': item.names['HOST_NAME'], 'Port': ':'.join(
                    item.names[part] for part in (
                        'PORT_N', 'PORT_S', 'PORT_P'))})
        for item in sysreporter.vluns(context)
        if all(fits(item.names[field], given.get(option).split(','))
               for option, field in filters.items() if given.has(option))])


@COMMANDS.add('statcpu', '-iter <number> -d <secs> -t')
def statcpu(context: Context, given: Arguments) -> Reply:
    """What the processors of each node do."""
    busy = sysreporter.running(context, sysreporter.cpgs(context))[7]
    lines: list[str] = []
    for _ in range(given.number('iter', 1)):
        lines.append(_moment(context))
        for node in context.array.hardware.nodes:
            count = context.array.hardware.product.node.processors
            system = min(int(busy), 99) + 1
            lines.append('node,cpu user sys idle intr/s ctxt/s')
            if not given.has('t'):
                lines += [f'{f"{node},{cpu}":>8}{0:>5}{system:>4}'
                          f'{100 - system:>5}' for cpu in range(count)]
            lines += [f'{f"{node},total":>8}{0:>5}{system:>4}'
                      f'{100 - system:>5}{7276:>7}{9026:>7}', '']
        lines.pop()
    return said(*lines)


_QOS = Listing(
    'Type Name >Qt=IO_Qt >Cur=IO_Cur >Avg=IO_Avg >Max=IO_Max >Qt=KB_Qt '
    '>Cur=KB_Cur >Avg=KB_Avg >Max=KB_Max >Svt_ms >Wtt_ms >IOSz_KB >Rej '
    '>WQlen >Qlen', none='No QoS rules listed', headings=(
        Heading('I/O_per_second', 'IO_Qt', 'IO_Max', False),
        Heading('KBytes_per_second', 'KB_Qt', 'KB_Max', False)))


@COMMANDS.add('statqos', '-iter <number> -d <secs>',
              '[<vvset:name|sys:all_others>]...', tables=_QOS)
def statqos(context: Context, given: Arguments) -> Reply:
    """What volumes with QoS rules do."""
    array = context.array
    rows: list[dict[str, str]] = []
    for rule in array.qos:
        name = 'all_others' if rule.target is None \
            else array.volumesets.by_id(rule.target).name
        members = [] if rule.target is None \
            else array.volumesets.by_id(rule.target).members
        names = {array.volumes.by_id(number).name for number in members}
        figures = sysreporter.running(context, [
            item for item in sysreporter.volumes(context)
            if item.names['VV_NAME'] in names])
        count, size = figures[0] + figures[1], figures[2] + figures[3]
        kind = 'sys' if rule.target is None else 'vvset'
        if fits(f'{kind}:{name}', given.names):
            rows.append({
                'Type': kind, 'Name': name,
                'IO_Qt': _quota(rule.io), 'KB_Qt': _quota(rule.kilobytes),
                **dict.fromkeys(('IO_Cur', 'IO_Avg', 'IO_Max'),
                                f'{count:.0f}'),
                **dict.fromkeys(('KB_Cur', 'KB_Avg', 'KB_Max'),
                                f'{size:.0f}'),
                'Svt_ms': f'{max(figures[4:6]):.2f}', 'Wtt_ms': '0.00',
                'IOSz_KB': f'{size / count if count else 0:.1f}',
                'Rej': '0', 'WQlen': '0', 'Qlen': f'{figures[6]:.0f}'})
    return context.listing(_QOS, rows)


def _quota(pair: object) -> str:
    limit = getattr(pair, 'limit', None)
    return '--' if limit is None else str(limit)


_TIMES = ('0.50', '1', '2', '4', '8', '16', '32', '64', '128', '256')
_SIZES = ('4k', '8k', '16k', '32k', '64k', '128k', '256k', '512k', '1m')
_HISTOGRAM = Listing(
    'VVname ' + ' '.join(f'>{name}=T{name}' for name in _TIMES) + ' '
    + ' '.join(f'>{name}=S{name}' for name in _SIZES), headings=(
        Heading('Time (millisec)', 'T0.50', 'T256'),
        Heading('Size (bytes)', 'S4k', 'S1m')),
    sums=' '.join([*(f'T{name}' for name in _TIMES),
                   *(f'S{name}' for name in _SIZES)]))


@COMMANDS.add('histvv', '', '[<VV_name|pattern>]...', tables=_HISTOGRAM)
def histvv(context: Context, given: Arguments) -> Reply:
    """How long requests to volumes took, and how large they were."""
    rows: list[dict[str, str]] = []
    for item in sysreporter.volumes(context):
        if not fits(item.names['VV_NAME'], given.names):
            continue
        figures = sysreporter.running(context, [item])
        count = int(figures[0] + figures[1])
        size = (figures[2] + figures[3]) / (figures[0] + figures[1]) \
            if count else 0
        row = {'VVname': item.names['VV_NAME'],
               **{f'T{name}': '0' for name in _TIMES},
               **{f'S{name}': '0' for name in _SIZES}}
        row[f'T{_bucket(max(figures[4:6]), _TIMES)}'] = str(count)
        row[f'S{_bucket(size, _SIZES)}'] = str(count)
        rows.append(row)
    return context.listing(_HISTOGRAM, rows)


def _bucket(value: float, names: Sequence[str]) -> str:
    """The first column that is not smaller than a value."""
    for name in names:
        bound = float(name.rstrip('km')) * (
            1024 if name.endswith('m') else 1)
        if value <= bound:
            return name
    return names[-1]
