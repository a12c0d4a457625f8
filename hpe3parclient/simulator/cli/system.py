"""Commands about the array itself, and those of the session.

showpatch, showversion, showsys, shownode, showwsapi, showwsapisession,
showdate, setclienv, echo, set, exit.
"""

from __future__ import annotations

from typing import Dict, List

from hpe3parclient.simulator.cli import assumptions
from hpe3parclient.simulator.cli.context import (
    Command,
    Context,
    Reply,
    failed,
    invalid_option,
    parse,
    said,
)
from hpe3parclient.simulator.cli.tables import Column, Group, Table
from hpe3parclient.simulator.model import system as model


def showpatch(context: Context, args: List[str]) -> Reply:
    """Patches and updates."""
    found = parse(args, 'hist', 'd')
    if found.unknown:
        return invalid_option('showpatch', found)
    state = context.state
    if 'd' in found.options:
        for patch in state.patches:
            if patch.id == found.options['d']:
                return said(*(line.format(id=patch.id, time=patch.time,
                                          version=patch.version)
                              for line in assumptions.PATCH_DETAIL))
        return failed('Patch %s not recognized.' % found.options['d'])
    if 'hist' in found.options:
        return context.table(Table(
            [Column('InstallTime'), Column('Id'), Column('Package'),
             Column('Version')],
            [(patch.time, patch.id, patch.package, patch.version)
             for patch in state.patches]))
    if not state.applied:
        return said('No patch is applied to the system.')
    return context.table(Table([Column('Id')],
                               [(name,) for name in state.applied]))


def showversion(context: Context, args: List[str]) -> Reply:
    """The release."""
    version = context.array.personality.system_version
    if args == ['-s']:
        return said(version)
    patches = ','.join(context.state.applied) or 'None'
    return said('Release version %s' % version, 'Patches:  %s' % patches)


def showsys(context: Context, args: List[str]) -> Reply:
    """The system, one row."""
    who = context.array.personality
    view = model.view(context.array)
    sizes = [str(int(view[name])) for name in (
        'totalCapacityMiB', 'allocatedCapacityMiB', 'freeCapacityMiB',
        'failedCapacityMiB')]
    unit = '(MiB)' if who.build >= 40000000 else '(MB)'
    return context.table(Table(
        [Column('ID', right=True), Column('Name', padded=True),
         Column('Model', padded=True), Column('Serial', padded=True),
         Column('Nodes', right=True), Column('Master', right=True),
         Column('TotalCap', right=True), Column('AllocCap', right=True),
         Column('FreeCap', right=True), Column('FailedCap', right=True)],
        [('0x%05X' % who.system_id, context.array.name, who.model,
          who.serial_number, str(who.nodes), '0', *sizes)],
        [Group(unit, 6, 9)]))


def shownode(context: Context, args: List[str]) -> Reply:
    """The nodes; two columns have the same name in different groups."""
    who = context.array.personality
    return context.table(Table(
        [Column('Node', right=True), Column('Name', padded=True),
         Column('State', padded=True), Column('Master'),
         Column('InCluster'), Column('Service_LED', padded=True),
         Column('LED', padded=True), Column('Mem(MB)', right=True),
         Column('Mem(MB)', right=True), Column('Available(%)', right=True)],
        [(str(node), '%s-%d' % (who.serial_number, node), 'OK',
          'No' if node else 'Yes', 'Yes', 'Off', 'GreenBlnk', '16384',
          '16384', '100') for node in range(who.nodes)],
        [Group('Control', 7, 7, False), Group('Data', 8, 8, False),
         Group('Cache', 9, 9, False)]))


def showwsapi(context: Context, args: List[str]) -> Reply:
    """The web service; three generations of columns."""
    who = context.array.personality
    url = 'https://%s:%d/api/v1' % (context.array.name, who.https_port)
    columns = [Column('Service', True), Column('State', True)]
    row = ['Enabled', 'Active']
    if who.build < 40000000:
        columns += [Column('HTTP_State', True),
                    Column('HTTP_Port', right=True),
                    Column('HTTPS_State', True)]
        row += ['Disabled', '8008', 'Enabled']
    columns += [Column('HTTPS_Port', right=True), Column('Version', True)]
    row += [str(who.https_port), who.wsapi_version]
    if who.build >= 30202290:
        columns.append(Column('API_URL', True))
        row.append(url)
    return context.table(Table(columns, [row]))


def showwsapisession(context: Context, args: List[str]) -> Reply:
    """Sessions of the web service."""
    return context.table(Table(
        [Column('Id', right=True), Column('Node'), Column('Name', True),
         Column('Role', True), Column('Client_IP_Addr', True),
         Column('Connected_since', True), Column('State', True),
         Column('Session_Type', True)], []))


def showdate(context: Context, args: List[str]) -> Reply:
    """The time on every node."""
    stamp = context.state.stamp()
    return said('Node Date', *('%-4d %s (Etc/UTC)' % (node, stamp)
                               for node in range(
                                   context.array.personality.nodes)))


COMMANDS: Dict[str, Command] = {
    'showpatch': showpatch, 'showversion': showversion, 'showsys': showsys,
    'shownode': shownode, 'showwsapi': showwsapi,
    'showwsapisession': showwsapisession, 'showdate': showdate}
