"""Commands about volumes: showvv, removevv, growvv, showvvset, showvlun."""

from __future__ import annotations

import fnmatch
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
    wrong_args,
)
from hpe3parclient.simulator.cli.hosts import show_sets
from hpe3parclient.simulator.cli.tables import Column, Group, Table
from hpe3parclient.simulator.errors import Refused
from hpe3parclient.simulator.model import sets
from hpe3parclient.simulator.model.volumes import families, modify
from hpe3parclient.simulator.model.volumes.delete import delete_volume
from hpe3parclient.simulator.personality import Capability

_PROVISIONING = {1: 'full', 2: 'tpvv', 3: 'snp', 4: 'peer', 6: 'tdvv',
                 7: 'dds'}
_SIZES = {'g': 1024, 't': 1024 * 1024}


def showvv(context: Context, args: List[str]) -> Reply:
    """Volumes."""
    found = parse(args, 'p state', 'copyof')
    if found.unknown:
        return invalid_option('showvv', found)
    array = context.array
    who = array.personality
    rows = []
    for one in array.volumes:
        if found.names and not any(fnmatch.fnmatchcase(one.name, name)
                                   for name in found.names):
            continue
        parent = families.parent_name(array, one) or '---'
        if found.options.get('copyof', parent) != parent:
            continue
        kind = _PROVISIONING.get(one.provisioning, str(one.provisioning))
        newer = ['NA', 'NA'] if who.has(Capability.COMPRESSION) else []
        rows.append([str(one.id), one.name, kind, *newer,
                     'vcopy' if one.is_snapshot else 'base', parent,
                     str(one.base_id), 'RO' if one.read_only else 'RW',
                     'normal', str(one.size_mib)])
    unit = '(MiB)' if who.build >= 40000000 else '(MB)'
    columns = [Column('Id', right=True), Column('Name'), Column('Prov'),
               *([Column('Compr'), Column('Dedup')]
                 if who.has(Capability.COMPRESSION) else []),
               Column('Type'), Column('CopyOf'), Column('BsId', right=True),
               Column('Rd'), Column('Detailed_State', True),
               Column('VSize', right=True)]
    last = len(columns) - 1
    total = sum(int(row[-1]) for row in rows)
    return context.table(Table(
        columns, rows, [Group(unit, last, last)],
        totals=(str(len(rows)), 'total', *[''] * (last - 2), str(total))),
        'no vv listed')


def removevv(context: Context, args: List[str]) -> Reply:
    """Remove volumes; asks unless told not to."""
    found = parse(args, 'f pat snaponly')
    if found.unknown:
        return invalid_option('removevv', found)
    if not found.names:
        return wrong_args('removevv [options] <VV_name> ...')
    names = _matching(context, found.names) if 'pat' in found.options \
        else found.names
    lines = []
    for name in names:
        if name not in context.array.volumes:
            return failed(assumptions.NO_VOLUME.format(volume=name))
        if 'f' not in found.options and not context.confirm(
                assumptions.ASK_REMOVE.format(what='vv', name=name)):
            continue
        lines.append(assumptions.REMOVED.format(what='vv', name=name))
        try:
            delete_volume(context.array, name)
        except Refused as err:
            return Reply(lines, ['Attempt to delete %s failed: %s'
                                 % (name, err.desc)])
    return said(*lines)


def _matching(context: Context, patterns: List[str]) -> List[str]:
    return [one.name for one in context.array.volumes if not one.system
            and any(fnmatch.fnmatchcase(one.name, pattern)
                    for pattern in patterns)]


def growvv(context: Context, args: List[str]) -> Reply:
    """Make a volume larger."""
    found = parse(args, 'f')
    if found.unknown or len(found.names) != 2:
        return wrong_args('growvv [options] <VV_name> <size>[g|t]')
    name, size = found.names
    if name not in context.array.volumes:
        return failed('VV %s not found' % name)
    if not size.rstrip('gt').isdigit():
        return failed('Error: invalid size %s' % size)
    amount = int(size.rstrip('gt')) * _SIZES.get(size[-1], 1)
    try:
        modify.grow(context.array, name, amount)
    except Refused as err:
        return failed('Error: %s' % err.desc)
    return said()


def showvvset(context: Context, args: List[str]) -> Reply:
    """Volume sets, one row per member."""
    found = parse(args, 'd', 'vv')
    if found.unknown:
        return invalid_option('showvvset', found)
    return show_sets(context, found, sets.VOLUMES, 'vv',
                     'No vv set listed')


def showvlun(context: Context, args: List[str]) -> Reply:
    """Templates of exports."""
    found = parse(args, 't', 'host')
    if found.unknown:
        return invalid_option('showvlun', found)
    rows = []
    for one in context.array.vluns:
        volume, host = context.array.vluns.names_of(one)
        if found.options.get('host', host) != host:
            continue
        rows.append((str(one.lun), volume, host or '---',
                     '----------------', '---',
                     'host set' if (host or '').startswith('set:')
                     else 'host'))
    return context.table(Table(
        [Column('Lun', right=True), Column('VVName'), Column('HostName'),
         Column('Host_WWN/iSCSI_Name', True), Column('Port', right=True),
         Column('Type')], rows, totals=(str(len(rows)), 'total')),
        'no vluns listed')


COMMANDS: Dict[str, Command] = {
    'showvv': showvv, 'removevv': removevv, 'growvv': growvv,
    'showvvset': showvvset, 'showvlun': showvlun}
