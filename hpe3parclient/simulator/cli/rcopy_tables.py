"""What showrcopy prints.

Sections with headings, each a table without trailer; groups have a header of
their own, and rows for their volumes beneath it.
"""

from __future__ import annotations

import re
from typing import List, Sequence, Tuple

from hpe3parclient.simulator.cli.context import Context, Reply
from hpe3parclient.simulator.cli.tables import Column, Table
from hpe3parclient.simulator.state.remotecopy import (
    ASYNC,
    IP,
    PERIODIC,
    PRIMARY,
    STARTED,
    SYNC,
    SYNCED,
    SYNCING,
    Group,
    GroupTarget,
)

SECTIONS = ('targets', 'links', 'groups')
_MODES = {SYNC: 'Sync', PERIODIC: 'Periodic', ASYNC: 'Async'}


def show(context: Context, sections: Sequence[str], names: Sequence[str]
         ) -> Reply:
    """The sections asked for, and the groups of these names."""
    remote = context.array.remote
    well = all(target.ready for target in remote.targets)
    lines = ['', 'Remote Copy System Information', 'Status: %s, %s' % (
        'Started' if remote.started else 'Stopped',
        'Normal' if well else 'Degraded'), '']
    errors: List[str] = []
    for section in sections:
        lines += ['%s Information' % section[:-1].capitalize(), '']
        if section == 'groups':
            errors = ['Error: group matching %s does not exist on the system'
                      % name for name in names if name not in remote.groups]
            lines += _groups(context, names)
        else:
            table = _targets(context) if section == 'targets' \
                else _links(context)
            lines += context.table(table).out
        lines.append('')
    if context.nohdtot:
        lines = [line for line in lines if line
                 and not re.match(r'.* Information$|Status: ', line)]
    return Reply(lines, errors)


def _targets(context: Context) -> Table:
    blank = '' if context.csvtable else '-'
    return Table(
        [Column('Name'), Column('ID', right=True), Column('Type'),
         Column('Status'), Column('Options'), Column('Policy')],
        [(one.name, str(one.id), 'IP' if one.type == IP else 'FC',
          'ready' if one.ready else 'failed', blank,
          'mirror_config' if one.mirror_config else 'no_mirror_config')
         for one in context.array.remote.targets])


def _links(context: Context) -> Table:
    """Every link, and its other direction as ``receive``."""
    blank = '' if context.csvtable else '-'
    build = context.array.personality.build
    out: List[Tuple[str, ...]] = []
    back: List[Tuple[str, ...]] = []
    for one in context.array.remote.targets:
        status = 'Up' if one.link is None or one.link.up else 'Down'
        for port, address in one.ports:
            out.append((one.name, port, address, status, blank))
            # Primera shows the word in place of an address
            shown = 'receive' if 40000000 <= build < 100000000 else address
            back.append(('receive', port, shown, status, blank))
    return Table([Column('Target'), Column('Node'), Column('Address'),
                  Column('Status'), Column('Options')], out + back)


def _groups(context: Context, names: Sequence[str]) -> List[str]:
    lines: List[str] = []
    for group in context.array.remote.groups:
        if names and group.name not in names:
            continue
        for way in group.targets:
            lines += _group(context, group, way)
        lines.append('')
    return lines


def _group(context: Context, group: Group, way: GroupTarget) -> List[str]:
    target = context.array.remote.targets.by_id(way.target)
    role = 'Primary' if group.role == PRIMARY else 'Secondary'
    heads = [Column(name, loose=True) for name in (
        'Name', 'Target', 'Status', 'Role', 'Mode', 'Options')]
    lines = context.table(Table(heads, [(
        group.name, target.name,
        'Started' if way.state == STARTED else 'Stopped',
        role + ('-Rev' if way.reversed else ''), _MODES[way.mode],
        _options(context, way))])).out
    rows = [_volume(context, number, way) for number in group.volumes]
    if rows:
        lines += context.table(Table([Column(' '), *(
            Column(name, loose=True) for name in (
                'LocalVV', 'ID', 'RemoteVV', 'ID', 'SyncStatus',
                'LastSyncTime'))], rows)).out
    return lines


def _options(context: Context, way: GroupTarget) -> str:
    """Policies as the command line spells them."""
    words = [re.sub(r'(?=[A-Z])', '_', name).lower()
             for name, on in way.policies.items() if on]
    if way.mode == PERIODIC:
        words.insert(0, 'Period %ds' % way.period)
        if way.synced_at is not None:
            words.insert(0, 'Last-Sync %s ' % context.state.stamp(
                way.synced_at))
    return ','.join(words)


def _volume(context: Context, number: int, way: GroupTarget
            ) -> Tuple[str, ...]:
    name = context.array.volumes.by_id(number).name
    mirror = way.mirrors.get(number)
    if mirror is None:
        return ' ', name, str(number), '--', '--', 'New', 'NA'
    status = {SYNCED: 'Synced', SYNCING: 'Syncing'}.get(mirror.status, 'New')
    if way.state != STARTED and mirror.synced_at is not None:
        status = 'Stopped'
    when = 'NA' if way.mode == SYNC or mirror.synced_at is None \
        else context.state.stamp(mirror.synced_at)
    return (' ', name, str(number), mirror.remote_name,
            str(mirror.remote_id) if mirror.remote_id >= 0 else '--',
            status, when)
