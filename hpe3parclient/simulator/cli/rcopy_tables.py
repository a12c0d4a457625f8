"""What showrcopy prints.

Sections with headings, each a table without trailer; groups have a header of
their own, and rows for their volumes beneath it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from hpe3parclient.simulator.cli.context import Context
from hpe3parclient.simulator.cli.listing import Listing, pick
from hpe3parclient.simulator.cli.reply import Reply
from hpe3parclient.simulator.cli.tables import Column, Table
from hpe3parclient.simulator.cli.units import fits
from hpe3parclient.simulator.state.array_state import Target
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
    Mirror,
)

SECTIONS = ('targets', 'links', 'groups')
_MODES = {SYNC: 'Sync', PERIODIC: 'Periodic', ASYNC: 'Async'}
_TARGETS = {
    '': Listing('Name >ID Type Status Options Policy', trailer=''),
    'd': Listing('Name >ID Type Status Options Version Policy >Socks >Buffsz '
                 'SysName SysID RemoteName RemoteID', trailer=''),
    'qw': Listing('Name >ID Type Status Policy QW-Server QW-Ver Q-Status '
                  'Q-Status-Qual ATF-Timeout', trailer='')}
_LINKS = {
    '': Listing('Target Node Address Status Options', trailer=''),
    'd': Listing('Target Name IPC >ID Node Address Status Options',
                 trailer='')}
#: What stands between the time of the last cycle and the rest of Options.
_AFTER_SYNC = {'3.1': (' , ', ', '), '10': (', ', ',')}
#: Policies as Options has them, in its order.
_POLICIES = {
    'autoRecover': 'auto_recover', 'overPeriodAlert': 'over_per_alert',
    'autoSynchronize': 'auto_synchronize', 'autoFailover': 'auto_failover',
    'pathManagement': 'path_management', 'activeActive': 'active_active',
    'multiTargetPeerPersistence': 'mt_pp'}


def show(context: Context, sections: Sequence[str], names: Sequence[str],
         form: str = '') -> Reply:
    """The sections asked for, and what has these names.

    :param form: '', 'd' for details or 'qw' for the quorum witness
    """
    remote = context.array.remote
    well = all(target.ready for target in remote.targets)
    lines = ['', 'Remote Copy System Information', 'Status: %s, %s' % (
        'Started' if remote.started else 'Stopped',
        'Normal' if well else 'Degraded')]
    errors: list[str] = []
    for section in sections:
        lines += ['', f'{section[:-1].capitalize()} Information', '']
        if section == 'groups':
            errors = ['Error: group matching %s does not exist on the system'
                      % name for name in names
                      if not any(fits(group.name, [name])
                                 for group in remote.groups)]
            lines += _groups(context, names, form)
        elif section == 'targets':
            lines += _targets(context, names if len(sections) == 1 else (),
                              form)
        else:
            lines += _links(context, names if len(sections) == 1 else (),
                            form)
    if context.nohdtot:
        lines = [line for line in lines if line
                 and not re.match(r'.* Information$|Status: ', line)]
    return Reply(lines, errors)


def _chosen(context: Context, names: Sequence[str]) -> list[Target]:
    return [target for target in context.array.remote.targets
            if fits(target.name, list(names))]


def _targets(context: Context, names: Sequence[str], form: str
             ) -> list[str]:
    blank = '' if context.csvtable else '-'
    peer = context.array.personality.system_id
    return context.listing(_TARGETS[form], [{
        'Name': target.name, 'ID': str(target.id),
        'Type': 'IP' if target.type == IP else 'FC',
        'Status': 'ready' if target.ready else 'failed', 'Options': blank,
        'Policy': 'mirror_config' if target.mirror_config
        else 'no_mirror_config', 'Version': '57', 'Socks': '20',
        'Buffsz': '2097152', 'SysName': _peer_name(context, target),
        'SysID': _peer_id(context, target), 'RemoteName': target.name,
        'RemoteID': f'0x{peer:X}',
        # no witness here
        **dict.fromkeys(('QW-Server', 'QW-Ver', 'Q-Status',
                         'Q-Status-Qual', 'ATF-Timeout'), 'NA')}
        for target in _chosen(context, names)]).out


def _peer_name(context: Context, target: Target) -> str:
    return target.name if target.link is None \
        else target.link.other(context.array).name


def _peer_id(context: Context, target: Target) -> str:
    if target.link is None:
        return 'NA'
    return f'0x{target.link.other(context.array).personality.system_id:X}'


def _links(context: Context, names: Sequence[str], form: str) -> list[str]:
    """Every link, and its other direction as ``receive``."""
    blank = '' if context.csvtable else '-'
    out: list[dict[str, str]] = []
    back: list[dict[str, str]] = []
    for target in _chosen(context, names):
        status = 'Up' if target.link is None or target.link.up else 'Down'
        for number, (port, address) in enumerate(target.ports):
            bare = port.replace(':', '')
            row = {'Target': target.name, 'Node': port, 'Address': address,
                   'Status': status, 'Options': blank,
                   'Name': f'{target.name}_{port.replace(":", "_")}',
                   'IPC': f'RCs{bare}', 'ID': str(number)}
            out.append(row)
            back.append({**row, 'Target': 'receive', 'Address': _receiver(
                context, port, address), 'Name': f'rcv_ip_{bare}',
                'IPC': f'RCr{bare}'})
    return context.listing(_LINKS.get(form, _LINKS['']), out + back).out


def _receiver(context: Context, port: str, address: str) -> str:
    """What stands for the address of the incoming side."""
    if context.generation == '4':
        return 'receive'
    if context.generation == '10':
        for item in context.array.ports.values():
            if str(item.pos) == port and item.network is not None:
                return item.network.address
    return address


def _groups(context: Context, names: Sequence[str], form: str
            ) -> list[str]:
    """Each group with a header, and an empty line behind it."""
    lines: list[str] = []
    for group in context.array.remote.groups:
        if not fits(group.name, list(names)):
            continue
        for group_target in group.targets:
            lines += _group(context, group, group_target, form)
        lines.append('')
    return [*lines, ''] if lines else []


def _loose(names: str) -> list[Column]:
    """Columns whose titles are padded with blanks."""
    return [Column(name, loose=True) for name in names.split()]


def _group(context: Context, group: Group, group_target: GroupTarget, form: str
           ) -> list[str]:
    target = context.array.remote.targets.by_id(group_target.target)
    role = 'Primary' if group.role == PRIMARY else 'Secondary'
    status = 'Started' if group_target.state == STARTED else 'Stopped'
    tail = [status, role + ('-Rev' if group_target.reversed else ''),
            _MODES[group_target.mode]]
    if form == 'd':
        titles = ('Name ID Target Status Role Mode LocalUserCpg RmUserCpg '
                  'Options')
        row = [group.name, str(group.id), target.name, *tail,
               group.user_cpg or '', group_target.user_cpg or '',
               _options(context, group_target)]
    else:
        titles = 'Name Target Status Role Mode Options'
        row = [group.name, target.name, *tail, _options(context, group_target)]
    lines = context.table(Table(_loose(titles), [row])).out
    rows = [_volume(context, group, number, group_target, form)
            for number in group.volumes]
    if rows:
        titles = 'LocalVV ID RemoteVV ID SyncStatus LastSyncTime'
        if form == 'd':
            titles = ('LocalVV ID RemoteVV ID SyncStatus Resync_ss Sync_ss '
                      'VV_iter R_iter S_iter LastSyncTime LocalSet '
                      'RemoteSet')
        lines += context.table(Table(
            [Column(' '), *_loose(titles)],
            [[' ', *row] for row in rows])).out
    return lines


def _options(context: Context, group_target: GroupTarget) -> str:
    """Time of the last cycle, period, and policies as they are spelled."""
    words = [_POLICIES[name] for name in _POLICIES
             if group_target.policies.get(name)]
    if group_target.mode != PERIODIC:
        return ','.join(words)
    minutes, seconds = divmod(group_target.period, 60)
    period = f'{group_target.period}s' if seconds else f'{minutes}m'
    behind, between = pick(_AFTER_SYNC, context.generation)
    text = f'Period {period}' + (between + ','.join(words) if words else '')
    if group_target.synced_at is None:
        return text
    return f'Last-Sync {context.state.stamp(group_target.synced_at)}{behind}{text}'


def _volume(context: Context, group: Group, number: int, group_target: GroupTarget,
            form: str) -> list[str]:
    name = context.array.volumes.by_id(number).name
    mirror = group_target.mirrors.get(number)
    if mirror is None:
        cells = [name, str(number), '--', '--', 'New', 'NA']
    else:
        cells = [name, str(number), mirror.remote_name,
                 str(mirror.remote_id) if mirror.remote_id >= 0 else '--',
                 _status(group_target, mirror), _when(context, group_target, mirror)]
    if form != 'd':
        return cells
    periodic = group_target.mode == PERIODIC
    resync = f'rcpy.{group.id}.{number}.5' if periodic and group.role \
        == PRIMARY else 'none'
    local = [context.array.volumesets.by_id(item).name for item in
             context.array.volumes.by_id(number).sets]
    return [*cells[:5], resync, 'none', 'NA', 'NA', 'NA', cells[5],
            local[0] if local else 'NA', 'NA']


def _status(group_target: GroupTarget, mirror: Mirror) -> str:
    if group_target.state != STARTED and mirror.synced_at is not None:
        return 'Stopped'
    return {SYNCED: 'Synced', SYNCING: 'Syncing'}.get(mirror.status, 'New')


def _when(context: Context, group_target: GroupTarget, mirror: Mirror) -> str:
    """A started synchronous volume has no last cycle."""
    if mirror.synced_at is None or (group_target.mode == SYNC
                                    and group_target.state == STARTED):
        return 'NA'
    return context.state.stamp(mirror.synced_at)
