"""Hosts: showhost, createhost, sethost, removehost."""

from __future__ import annotations

import re
from typing import Any

from hpe3parclient.simulator.cli import assumptions
from hpe3parclient.simulator.cli.commands import Arguments, Family, Refusal
from hpe3parclient.simulator.cli.context import Context
from hpe3parclient.simulator.cli.listing import Listing
from hpe3parclient.simulator.cli.reply import Reply, failed, joined, said
from hpe3parclient.simulator.cli.units import check_name, fits, named
from hpe3parclient.simulator.errors import Refused
from hpe3parclient.simulator.model import exports, host_changes, personas, vluns
from hpe3parclient.simulator.model import hosts as model
from hpe3parclient.simulator.state.hosts import Host, Path

COMMANDS = Family()

_WWN = re.compile(r'[0-9A-Fa-f]{16}|[0-9A-Fa-f]{2}(:[0-9A-Fa-f]{2}){7}')
_NONE = 'no hosts listed'
#: Numbers of personas on the command line (manual, table 5) and in the web
#: service, whose numbers run on.
_PERSONAS = {item.id: item.number for item in personas.PERSONAS}
_OVER_ISCSI = (1, 2, 6)
#: An iSCSI initiator of the newest arrays that is not logged in (captured).
_NOWHERE = 'f6ff:ffff:ffff:ffff:f6ff:ffff:ffff:ffff'
_MORE = '>Id Name Domain Persona Host_WWN Port IP_addr'
_HOSTS = {
    '3.1': Listing('>Id Name Persona -WWN/iSCSI_Name-=Host_WWN Port IP_addr',
                   _MORE, none=_NONE),
    '10': Listing('>Id Name Persona -WWN/iSCSI_Name/NQN-=Host_WWN Port '
                  'IP/IP:Port=IP_addr', _MORE, none=_NONE)}
_PATHS = {name: Listing(form.columns, form.more, none=_NONE, trailer='')
          for name, form in _HOSTS.items()}
_CHAP = Listing('>Id Name -Initiator_CHAP_Name- -Target_CHAP_Name-',
                none=_NONE, trailer='')
_PERSONA = Listing('>Id Name -Persona_Id- -Persona_Name- -Persona_Caps-',
                   none=_NONE)
_LIST = Listing('>Persona_Id Persona_Name Persona_Caps', trailer='')
_CAPABILITIES = {item.id: ','.join(item.capabilities) or '--'
                 for item in personas.PERSONAS}


def _persona(host: Host) -> str:
    return personas.NAMES.get(host.persona, str(host.persona))


@COMMANDS.add(
    'showhost', '-d -verbose -persona -listpersona -agent -chap -desc '
    '-domain <domain>', '[<host|pattern|set:hostset>]...',
    alone='-persona -listpersona -agent -chap -desc',
    tables=_HOSTS)
def showhost(context: Context, given: Arguments) -> Reply:
    """Hosts and their paths, one row per port a path is seen on."""
    if given.has('listpersona'):
        return _personas(context)
    hosts = [host for host in context.array.hosts
             if _named(context, host, given.names)
             and (not given.has('domain') or fits(
                 host.domain or '-', given.get('domain').split(',')))]
    if given.has('agent'):
        # no host here has an agent
        return said(assumptions.NO_AGENTS)
    rows = [row for host in hosts for row in _rows(context, host)]
    if given.has('verbose'):
        return _verbose(context, hosts, rows)
    if given.has('chap'):
        return context.listing(_CHAP, [_chap(host) for host in hosts])
    if given.has('persona'):
        return context.listing(_PERSONA, [_persona_row(host)
                                          for host in hosts])
    if given.has('desc'):
        return _descriptions(hosts) if hosts else said(_NONE)
    if not given.names and not given.has('domain'):
        strangers = [row for path in context.array.unassigned.values()
                     for row in _path_rows(context, path)]
        rows += [{'Id': '--', 'Name': '--', 'Persona': '--', 'Domain': '-',
                  **row} for row in strangers]
    return context.listing(_PATHS if given.has('d') and context.generation
                           != '10' else _HOSTS, rows) \
        if not _counts(context, given) else _counted(context, hosts, rows)


def _counts(context: Context, given: Arguments) -> bool:
    """Whether the trailer counts hosts: it does unless rows are detailed."""
    return not given.has('d')


def _counted(context: Context, hosts: list[Host],
             rows: list[dict[str, str]]) -> Reply:
    reply = context.listing(_HOSTS, rows)
    if context.nohdtot or not rows or not reply.out:
        return reply
    last = reply.out[-1]
    number = str(len(rows))
    if last.lstrip().startswith(number):
        width = len(last) - len(last.lstrip()) + len(number)
        reply.out[-1] = str(len(hosts)).rjust(width) \
            + last.lstrip()[len(number):]
    return reply


def _named(context: Context, host: Host, names: list[str]) -> bool:
    if not names:
        return True
    sets = [f'set:{context.array.hostsets.by_id(number).name}'
            for number in host.sets]
    return any(fits(name, names) for name in (host.name, *sets))


def _rows(context: Context, host: Host) -> list[dict[str, str]]:
    head = {'Id': str(host.id), 'Name': host.name,
            'Persona': _persona(host), 'Domain': host.domain or '-'}
    rows = [{**head, **row} for path in host.paths
            for row in _path_rows(context, path)]
    return rows or [{**head, 'Host_WWN': '--', 'Port': '---',
                     'IP_addr': 'n/a'}]


def _path_rows(context: Context, path: Path) -> list[dict[str, str]]:
    address = 'n/a' if path.kind == model.FC else path.ip_address
    if context.generation == '10' and path.kind == model.ISCSI \
            and not path.ports:
        address = _NOWHERE
    ports = [str(port) for port in path.ports] or ['---']
    return [{'Host_WWN': path.name, 'Port': port, 'IP_addr': address}
            for port in ports]


def _chap(host: Host) -> dict[str, str]:
    return {'Id': str(host.id), 'Name': host.name,
            'Initiator_CHAP_Name': '--' if host.initiator_chap is None
            else host.initiator_chap.name,
            'Target_CHAP_Name': '--' if host.target_chap is None
            else host.target_chap.name}


def _cli_persona(number: int) -> int:
    """The command line's number of a persona."""
    return next((own for own, web in _PERSONAS.items() if web == number),
                number)


def _persona_row(host: Host) -> dict[str, str]:
    number = _cli_persona(host.persona)
    return {'Id': str(host.id), 'Name': host.name,
            'Persona_Id': str(number), 'Persona_Name': _persona(host),
            'Persona_Caps': _CAPABILITIES.get(number, '--')}


def _personas(context: Context) -> Reply:
    return context.listing(_LIST, [
        {'Persona_Id': str(own), 'Persona_Name': personas.NAMES[web],
         'Persona_Caps': _CAPABILITIES.get(own, '--')}
        for own, web in _PERSONAS.items()])


def _verbose(context: Context, hosts: list[Host],
             rows: list[dict[str, str]]) -> Reply:
    """Three blocks: paths, CHAP, descriptions."""
    if not hosts:
        return said(_NONE)
    return joined(
        context.listing(_PATHS, rows),
        context.listing(_CHAP, [_chap(host) for host in hosts]),
        _descriptions(hosts))


def _descriptions(hosts: list[Host]) -> Reply:
    replies: list[Reply] = []
    for host in hosts:
        given = host.descriptors
        replies.append(said(
            f'---------- Host {host.name} ----------',
            f'Name       : {host.name}', f'Domain     : '
            f'{host.domain or "--"}', f'Id         : {host.id}',
            *(f'{title:<11}: {given.get(member) or "--"}'
              for title, member in (
                  ('Location', 'location'), ('IP Address', 'IPAddr'),
                  ('OS', 'os'), ('Model', 'model'), ('Contact', 'contact'),
                  ('Comment', 'comment')))))
    return joined(*replies)


_TEXTS = {'loc': 'location', 'ip': 'IPAddr', 'os': 'os', 'model': 'model',
          'contact': 'contact', 'comment': 'comment'}
_DESCRIBE = ' '.join(f'-{name} <text>' for name in _TEXTS)


@COMMANDS.add('createhost', f'-iscsi -add -persona <hostpersonaval> '
              f'-domain <domain> {_DESCRIBE}',
              '<hostname> [<WWN|iscsi_name>]...')
def createhost(context: Context, given: Arguments) -> Reply:
    """Make a host, or give it more paths."""
    name, *paths = given.names
    _check(context, given, name, paths)
    member = 'iSCSINames' if given.has('iscsi') else 'FCWWNs'
    if given.has('add'):
        host = context.array.hosts.get(name)
        if host is None:
            raise Refusal(assumptions.NO_HOST.format(name=name))
        model.adopt(context.array, host,
                    model.wanted_paths({member: paths}))
        return said()
    request: dict[str, Any] = {'name': name, member: paths,
                              'persona': _chosen_persona(context, given),
                              'descriptors': _descriptors(given)}
    domain = given.get('domain', context.settings.get('currentdomain', ''))
    if domain:
        if domain not in context.array.domains:
            raise Refusal(assumptions.NO_DOMAIN.format(name=domain))
        request['domain'] = domain
    model.create(context.array, request)
    return said()


def _descriptors(given: Arguments) -> dict[str, str]:
    return {member: given.get(option)
            for option, member in _TEXTS.items() if given.has(option)}


def _chosen_persona(context: Context, given: Arguments) -> int:
    number = given.number('persona', 2)
    if number not in _PERSONAS:
        raise Refusal(assumptions.PERSONA.format(value=number))
    if given.has('iscsi') and number not in _OVER_ISCSI \
            and context.generation in ('3.1', '3.2'):
        raise Refusal(assumptions.PERSONA.format(value=number))
    return _PERSONAS[number]


def _check(context: Context, given: Arguments, name: str,
           paths: list[str]) -> None:
    """What stands in the way of a new host, or of new paths."""
    array = context.array
    check_name(name, array.personality.name_length, 'host')
    for path in paths:
        suits = path.startswith(('iqn.', 'eui.')) if given.has('iscsi') \
            else _WWN.fullmatch(path)
        if not suits:
            raise Refusal(assumptions.BAD_PATH.format(path=path))
    for path in paths:
        key = path if given.has('iscsi') else path.replace(':', '').upper()
        owner = array.host_of_path.get(key)
        if owner is not None:
            host = array.hosts.by_id(owner)
            raise Refusal(assumptions.PATH_TAKEN.format(
                path=path, host=host.name, id=host.id))
    if not given.has('add') and name in array.hosts:
        raise Refusal(assumptions.NAME_TAKEN.format(name=name))


_CHAP_WORDS = ('initchap', 'targetchap', 'removechap')


@COMMANDS.add('sethost', f'-name <name> -persona <hostpersonaval> -chapname '
              f'<name> -hex -target {_DESCRIBE}',
              '[<initchap|targetchap|removechap>] [<secret>] <hostname>')
def sethost(context: Context, given: Arguments) -> Reply:
    """Change a host: name, persona, descriptions, CHAP."""
    name = given.names[-1]
    if name not in context.array.hosts:
        raise Refusal(assumptions.NO_HOST.format(name=name))
    if len(given.names) > 1:
        return _set_chap(context, given, name)
    request: dict[str, Any] = {}
    if given.has('name'):
        request['newName'] = check_name(
            given.get('name'), context.array.personality.name_length, 'host')
    if given.has('persona'):
        request['persona'] = _chosen_persona(context, given)
    texts = _descriptors(given)
    if texts:
        request['descriptors'] = texts
    if not request:
        raise Refusal(assumptions.NO_OPTION.format(command='sethost'))
    host_changes.modify(context.array, name, request)
    return said()


def _set_chap(context: Context, given: Arguments, name: str) -> Reply:
    what = given.names[0]
    count = 2 if what == 'removechap' else 3
    if what not in _CHAP_WORDS or len(given.names) != count:
        raise Refusal(assumptions.WRONG_ARGS.format(
            usage='sethost initchap|targetchap <secret> <hostname>'))
    if what == 'removechap':
        request: dict[str, Any] = {'chapOperation': 2}
        if given.has('target'):
            request['chapRemoveTargetOnly'] = True
    else:
        request = {'chapOperation': 1, 'chapSecret': given.names[1],
                  'chapOperationMode': 1 if what == 'initchap' else 2}
        if given.has('hex'):
            request['chapSecretHex'] = True
        if given.has('chapname'):
            request['chapName'] = given.get('chapname')
    host_changes.modify(context.array, name, request)
    return said()


@COMMANDS.add('removehost', '-rvl -iscsi -pat',
              '<hostname|pattern> [<WWN|iscsi_name>]...')
def removehost(context: Context, given: Arguments) -> Reply:
    """Remove a host, or paths of it; the newest arrays do not ask."""
    first, *paths = given.names
    hosts = named(context.array.hosts, Arguments(given.options, [first]),
                  assumptions.NO_HOST)
    for host in hosts:
        if context.generation != '10' and not given.has('f') \
                and not context.confirm(assumptions.ASK_REMOVE.format(
                    what='host', name=host.name)):
            continue
        refusal = _remove_paths(context, host, paths) if paths \
            else _remove(context, host, given.has('rvl'))
        if refusal is not None:
            return refusal
    return said()


def _remove_paths(context: Context, host: Host, names: list[str]
                  ) -> Reply | None:
    """Take single paths from a host."""
    known = {path.name: path for path in host.paths}
    keys = [name if name.startswith(('iqn.', 'eui.'))
            else name.replace(':', '').upper() for name in names]
    for name, key in zip(names, keys):
        if key not in known:
            return failed(assumptions.NO_PATH.format(
                path=name, host=host.name))
    for key in dict.fromkeys(keys):
        model.release(context.array, host, known[key])
    return None


def _remove(context: Context, host: Host, exports_too: bool
            ) -> Reply | None:
    array = context.array
    if host.sets:
        whole = array.hostsets.by_id(min(host.sets))
        return failed(f'Host {host.name} is still a member of set '
                      f'{whole.name}', '')
    if exports_too:
        for item in list(vluns.keyed(array, host.templates)):
            exports.delete(array, vluns.identifier(array, item))
    try:
        model.delete(array, host.name)
    except Refused as err:
        return failed(f'Host {host.name} has exports defined'
                      if err.symbol == 'EXPORTED_VLUN'
                      else f'Error: {err.desc}')
    return None
