"""Exports: showvlun, createvlun, removevlun."""

from __future__ import annotations

import re
from typing import Any

from hpe3parclient.simulator.cli import assumptions
from hpe3parclient.simulator.cli.commands import Arguments, Family, Refusal
from hpe3parclient.simulator.cli.context import Context
from hpe3parclient.simulator.cli.listing import Listing
from hpe3parclient.simulator.cli.reply import Reply, joined, said
from hpe3parclient.simulator.cli.units import fits
from hpe3parclient.simulator.errors import Refused
from hpe3parclient.simulator.model import exports, vluns
from hpe3parclient.simulator.model.names import parse_port
from hpe3parclient.simulator.model.vluns import Row
from hpe3parclient.simulator.model.volumes import view as volume_view
from hpe3parclient.simulator.state.vluns import HOST, HOST_SET, MATCHED_SET, PORT

COMMANDS = Family()

_NONE = 'no vluns listed'
_TYPES = {PORT: 'port', HOST: 'host',
          MATCHED_SET: 'matched set', HOST_SET: 'host set'}
_MORE = ('>Lun VVName HostName Host_WWN >Port >Type Status ID VV_WWN Domain '
         'FailedPathPol Pol >FailedPathInterval')
_NAME = '-Host_WWN/iSCSI_Name-=Host_WWN'


def _form(columns: str) -> Listing:
    return Listing(columns, _MORE, none=_NONE, domain_after='HostName')


_ACTIVE = {
    '3.1': _form(f'>Lun VVName HostName {_NAME} >Port >Type Status ID'),
    '10': _form('>Lun VVName HostName -Host_WWN/iSCSI_Name/Host_NQN-='
                'Host_WWN >Port >Type Status ID')}
_TEMPLATES = _form(f'>Lun VVName HostName {_NAME} >Port >Type')
_WITH_WWN = _form(f'>Lun VVName HostName -VV_WWN- {_NAME} >Port >Type '
                  'Status ID')
_PATHS = _form(f'>Lun VVName HostName {_NAME} >Port >Type Status Pol '
               '>FailedPathInterval')


@COMMANDS.add(
    'showvlun', '-t -a -l <LUN> -lvw -pathsum -host <host> -v <VV> '
    '-vvset <set> '
    '-nodes <list> -slots <list> -ports <list> -domain <domain> -pol',
    '[<VV_name|pattern|set:vvset>]...', alone='-t -a',
    tables=_ACTIVE)
def showvlun(context: Context, given: Arguments) -> Reply:
    """Exports: templates, and what is active of them."""
    rows = [row for row in vluns.rows(context.array)
            if _matches(context, row, given)]
    active = [_row(context, row) for row in rows if row.active]
    templates = [_row(context, row) for row in rows if not row.active]
    if given.has('t'):
        return context.listing(_TEMPLATES, templates)
    if given.has('lvw'):
        return context.listing(_WITH_WWN, active if given.has('a')
                               else active + templates)
    if given.has('pathsum', 'pol'):
        return context.listing(_PATHS, active)
    if given.has('a'):
        return context.listing(_ACTIVE, active)
    if context.show.showcols is not None or context.show.listcols:
        return context.listing(_ACTIVE, active + templates)
    if not rows:
        return said(_NONE)
    return joined(_titled(context, 'Active VLUNs', active, _ACTIVE),
                  _titled(context, 'VLUN Templates', templates, _TEMPLATES))


def _titled(context: Context, title: str, rows: list[dict[str, str]],
            form: Any) -> Reply:
    reply = context.listing(form, rows)
    return reply if context.nohdtot else said(title, *reply.out)


def _matches(context: Context, row: Row, given: Arguments) -> bool:
    own: dict[str, list[str]] = {
        'host': [row.hostname or '---'], 'v': [row.volume_name],
        'l': [str(row.lun)],
        'vvset': [], 'domain': ['-' if row.volume is None
                                else row.volume.domain or '-']}
    if row.hostname and row.hostname.startswith('set:'):
        whole = context.array.hostsets.get(row.hostname[4:])
        own['host'] += [] if whole is None else [
            context.array.hosts.by_id(number).name
            for number in whole.members]
    if row.volume is not None:
        own['vvset'] = [context.array.volumesets.by_id(number).name
                        for number in row.volume.sets]
    elif row.volume_name.startswith('set:'):
        own['vvset'] = [row.volume_name[4:]]
    if not fits(row.volume_name, given.names):
        return False
    position = row.port or (None, None, None)
    for option, part in zip(('nodes', 'slots', 'ports'), position):
        if given.has(option) and str(part) not in given.get(option).split(
                ','):
            return False
    return all(any(fits(name, given.get(option).split(','))
                   for name in names)
               for option, names in own.items() if given.has(option))


def _row(context: Context, row: Row) -> dict[str, str]:
    owner = 0 if row.volume is None else row.volume.id % 2
    optimal = context.generation != '10' or row.port is None \
        or row.port.node % 2 == owner
    return {
        'Lun': str(row.lun), 'VVName': row.volume_name,
        'HostName': row.hostname or '---',
        'Host_WWN': row.remote_name or '----------------',
        'Port': '---' if row.port is None else str(row.port),
        'Type': _TYPES[row.type],
        'Status': ('active' if optimal else 'nonopt') if row.active
        else '--',
        'ID': ('10' if optimal else '11') if context.generation == '10'
        else '0', 'Domain': '-' if row.volume is None
        else row.volume.domain or '-',
        'VV_WWN': '----------------' if row.volume is None
        else volume_view.wwn(context.array, row.volume),
        'Pol': 'all', 'FailedPathPol': 'all', 'FailedPathInterval': '0'}


_LUN = re.compile(r'([0-9]+)(\+?)')
_CREATE = {
    'EXISTENT_LUN': assumptions.LUN_TAKEN, 'LUN_ID_CONFLICT':
    assumptions.LUN_TAKEN, 'NON_EXISTENT_VOL': assumptions.VV_THERE,
    'NON_EXISTENT_HOST': assumptions.HOST_THERE}


@COMMANDS.add('createvlun', '-novcn -ovrd -cnt <number>',
              '<VV_name|set:vvset> <LUN> [<host|set:hostset|N:S:P>] '
              '[<host>]')
def createvlun(context: Context, given: Arguments) -> Reply:
    """Export a volume or a set of them; the newest arrays ask first."""
    if len(given.names) < 3:
        raise Refusal(assumptions.WRONG_ARGS.format(
            usage='createvlun [options] <VV_name> <LUN> <host>'))
    volume, lun, *ends = given.names
    request = {'volumeName': volume, **_lun(lun), **_ends(ends)}
    if given.has('ovrd'):
        request['overrideLowerPriority'] = True
    _check(context, volume, request.get('hostname'))
    if context.generation == '10' and not given.has('f') \
            and not context.confirm(assumptions.ASK_EXPORT.format(
                name=volume)):
        return said()
    first = int(request['lun'])
    for at in range(given.number('cnt', 1)):
        try:
            exports.create(context.array, {**request, 'lun': first + at})
        except Refused as err:
            raise Refusal(_CREATE.get(
                err.symbol, f'Error: {err.desc}').format(
                    lun=first + at)) from None
    return _warning(context, request.get('hostname'))


def _lun(text: str) -> dict[str, Any]:
    if text == 'auto':
        return {'lun': 0, 'autoLun': True}
    match = _LUN.fullmatch(text)
    if match is None:
        raise Refusal(assumptions.LUN.format(lun=text))
    return {'lun': int(match[1]), 'autoLun': bool(match[2])}


def _ends(names: list[str]) -> dict[str, Any]:
    """Port, host, or both."""
    ends: dict[str, Any] = {}
    for name in names:
        if re.fullmatch(r'[0-9]+:[0-9]+:[0-9]+', name):
            ends['portPos'] = parse_port(name).view()
        else:
            ends['hostname'] = name
    if len(names) == 2 and len(ends) == 1:
        raise Refusal(assumptions.WRONG_ARGS.format(
            usage='createvlun <VV_name> <LUN> <N:S:P> <host>'))
    return ends


def _check(context: Context, volume: str, host: str | None) -> None:
    """Both ends are there, in words that name them."""
    array = context.array
    if volume.startswith('set:'):
        if volume[4:] not in array.volumesets:
            raise Refusal(assumptions.NO_VVSET.format(name=volume[4:]))
    elif volume not in array.volumes:
        raise Refusal(assumptions.VV_MISSING.format(name=volume))
    if host is None:
        return
    known = host[4:] in array.hostsets if host.startswith('set:') \
        else host in array.hosts
    if not known:
        raise Refusal(assumptions.NO_HOST.format(name=host))


def _warning(context: Context, name: str | None) -> Reply:
    """What is said of hosts that are not logged in; captured."""
    array = context.array
    if name is None:
        return said()
    if name.startswith('set:'):
        whole = array.hostsets.get(name[4:])
        hosts = [] if whole is None else [
            array.hosts.by_id(number) for number in whole.members]
    else:
        host = array.hosts.get(name)
        hosts = [] if host is None else [host]
    return said(*(
        f'Warning: Host {host.name} has no active paths.  Template may be '
        'created but no active VLUNs will be created.'
        for host in hosts if not host.logged_in))


@COMMANDS.add('removevlun', '-pat -novcn -dr',
              '<VV_name|set:vvset> <LUN> [<host|set:hostset|N:S:P>] '
              '[<host>]')
def removevlun(context: Context, given: Arguments) -> Reply:
    """Take an export back; asks unless told not to."""
    if len(given.names) < 3 and not given.has('pat'):
        raise Refusal(assumptions.WRONG_ARGS.format(
            usage='removevlun [options] <VV_name> <LUN> <host>'))
    chosen = _chosen(context, given)
    if not chosen:
        raise Refusal(assumptions.NO_VLUN)
    lines: list[str] = []
    for text in chosen:
        words = ' '.join(filter(None, text.split(',')))
        if given.has('f') or given.has('dr') or context.confirm(
                assumptions.ASK_REMOVE.format(what='vlun', name=words)):
            lines.append(f'Issuing removevlun {words}')
            if not given.has('dr'):
                exports.delete(context.array, text)
    return said(*lines)


def _chosen(context: Context, given: Arguments) -> list[str]:
    """Identifiers of the exports that are named."""
    volume, lun, *ends = given.names
    end = _ends(ends)
    host = end.get('hostname')
    port = end.get('portPos')
    chosen: list[str] = []
    for item in context.array.vluns:
        names = vluns.names_of(context.array, item)
        if given.has('pat'):
            words = [names[0], str(item.lun), names[1] or str(item.port)]
            if all(fits(word, [pattern])
                   for word, pattern in zip(words, given.names)):
                chosen.append(vluns.identifier(context.array, item))
        elif (names[0] == volume and str(item.lun) == lun
              and names[1] == host
              and (None if item.port is None else item.port.view()) == port):
            chosen.append(vluns.identifier(context.array, item))
    return chosen
