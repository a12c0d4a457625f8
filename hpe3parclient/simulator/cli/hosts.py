"""Commands about hosts: showhost, createhost, removehost, showhostset."""

from __future__ import annotations

import re
from typing import Dict, List, Optional, Tuple

from hpe3parclient.simulator.cli import assumptions
from hpe3parclient.simulator.cli.context import (
    Arguments,
    Command,
    Context,
    Reply,
    failed,
    invalid_option,
    parse,
    said,
    wrong_args,
)
from hpe3parclient.simulator.cli.tables import Column, Table
from hpe3parclient.simulator.errors import Refused
from hpe3parclient.simulator.model import hosts as model
from hpe3parclient.simulator.model import sets
from hpe3parclient.simulator.state.hosts import Path

_PERSONAS = {1: 'Generic', 2: 'Generic-ALUA', 8: 'VMware'}
_WWN = re.compile(r'[0-9A-Fa-f]{16}|[0-9A-Fa-f]{2}(:[0-9A-Fa-f]{2}){7}')


def showhost(context: Context, args: List[str]) -> Reply:
    """Hosts and their paths, one row per port a path is seen on."""
    found = parse(args, 'verbose d')
    if found.unknown:
        return invalid_option('showhost', found)
    rows = []
    count = 0
    for host in context.array.hosts:
        if found.names and host.name not in found.names:
            continue
        count += 1
        persona = _PERSONAS.get(host.persona, str(host.persona))
        head = (str(host.id), host.name, persona)
        for path in host.paths:
            rows += [(*head, *cells) for cells in _path_cells(path)]
        if not host.paths:
            rows.append((*head, '--', '---', 'n/a'))
    columns = [Column('Id', right=True), Column('Name'), Column('Persona'),
               Column('WWN/iSCSI_Name', True), Column('Port'),
               Column('IP_addr')]
    detailed = bool(found.options)
    return context.table(Table(
        columns, rows,
        totals=None if detailed else (str(count), 'total')),
        'no hosts listed')


def _path_cells(path: Path) -> List[Tuple[str, str, str]]:
    address = path.ip_address if path.kind == model.ISCSI else 'n/a'
    ports = [str(port) for port in path.ports] or ['---']
    return [(path.name, port, address) for port in ports]


def createhost(context: Context, args: List[str]) -> Reply:
    """Make a host, or give it more paths."""
    found = parse(args, 'iscsi add f', 'persona domain')
    if found.unknown:
        return invalid_option('createhost', found)
    if not found.names:
        return wrong_args('createhost [options] <hostname> [<path> ...]')
    name, paths = found.names[0], found.names[1:]
    refusal = _refused(context, found, name, paths)
    if refusal is not None:
        return refusal
    member = 'iSCSINames' if 'iscsi' in found.options else 'FCWWNs'
    try:
        if 'add' in found.options:
            host = model.find(context.array, name)
            model.adopt(context.array, host,
                        model.wanted_paths({member: paths}))
        else:
            model.create(context.array, {
                'name': name, member: paths,
                'persona': int(found.options.get('persona', '2'))})
    except Refused as err:
        return failed('Error: %s' % err.desc)
    return said()


def _refused(context: Context, found: Arguments, name: str,
             paths: List[str]) -> Optional[Reply]:
    array = context.array
    iscsi = 'iscsi' in found.options
    if len(name) > array.personality.name_length:
        return failed(assumptions.NAME_TOO_LONG.format(name=name))
    if not re.fullmatch(r'[A-Za-z0-9_.][A-Za-z0-9._-]*', name):
        return failed('illegal character in host name %s' % name)
    for path in paths:
        fits = path.startswith(('iqn.', 'eui.')) if iscsi \
            else _WWN.fullmatch(path)
        if not fits:
            return failed(assumptions.BAD_PATH.format(path=path))
    for path in paths:
        key = path if iscsi else path.replace(':', '').upper()
        owner = array.host_of_path.get(key)
        if owner is not None:
            host = array.hosts.by_id(owner)
            return failed(assumptions.PATH_TAKEN.format(
                path=path, host=host.name, id=host.id))
    if 'add' not in found.options and name in array.hosts:
        return failed(assumptions.NAME_TAKEN.format(name=name))
    return None


def removehost(context: Context, args: List[str]) -> Reply:
    """Remove a host; asks unless told not to."""
    found = parse(args, 'f pat rvl')
    if found.unknown:
        return invalid_option('removehost', found)
    if not found.names:
        return wrong_args('removehost [options] <hostname> ...')
    for name in found.names:
        if name not in context.array.hosts:
            return failed(assumptions.NO_HOST.format(name=name))
        if 'f' not in found.options and not context.confirm(
                assumptions.ASK_REMOVE.format(what='host', name=name)):
            continue
        try:
            model.delete(context.array, name)
        except Refused as err:
            return failed('Host %s has exports defined' % name
                          if err.symbol == 'EXPORTED_VLUN'
                          else 'Error: %s' % err.desc)
    return said()


def showhostset(context: Context, args: List[str]) -> Reply:
    """Host sets, one row per member."""
    found = parse(args, 'd', 'host')
    if found.unknown:
        return invalid_option('showhostset', found)
    return show_sets(context, found, sets.HOSTS, 'host',
                     'No host set listed')


def show_sets(context: Context, found: Arguments, kind: str, by: str,
              none: str) -> Reply:
    """Sets of one kind; the same form for hosts and volumes."""
    columns = [Column('Id', right=True), Column('Name'), Column('Members')]
    detailed = 'd' in found.options
    if detailed:
        columns.append(Column('Comment'))
    rows = []
    count = members = 0
    for one in sets.sets_of(context.array, kind):
        names = [sets.member_of(context.array, kind, number).name
                 for number in one.members]
        if by in found.options and found.options[by] not in names:
            continue
        if found.names and one.name not in found.names:
            continue
        count, members = count + 1, members + len(names)
        for place, name in enumerate(names or ['--']):
            row = ['', '', name] if place else [str(one.id), one.name, name]
            if detailed:
                row.append('' if place else one.comment or '--')
            rows.append(row)
    return context.table(Table(
        columns, rows, totals=(str(count), 'total', str(members))), none)


COMMANDS: Dict[str, Command] = {
    'showhost': showhost, 'createhost': createhost,
    'removehost': removehost, 'showhostset': showhostset}
