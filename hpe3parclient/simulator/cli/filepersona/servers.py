"""Commands about virtual file servers and their addresses."""

from __future__ import annotations

from hpe3parclient.simulator.cli.commands import Arguments, Family
from hpe3parclient.simulator.cli.context import Context
from hpe3parclient.simulator.cli.filepersona.declare import (
    command,
    exclude,
    number,
    printed,
)
from hpe3parclient.simulator.cli.filepersona.fpgs import started
from hpe3parclient.simulator.cli.filepersona.tcl_lists import (
    Value,
    elements,
)
from hpe3parclient.simulator.cli.listing import Listing
from hpe3parclient.simulator.cli.reply import Reply, joined, said
from hpe3parclient.simulator.model.filepersona import (
    assumptions,
    fpgs,
    lookup,
    servers,
)
from hpe3parclient.simulator.model.filepersona.lookup import (
    FileRefused,
    find_vfs,
    fpg_of,
)
from hpe3parclient.simulator.state.filepersona import NORMAL, FsIp, Vfs

COMMANDS = Family()

_SERVERS = Listing('VFS FPG IPAddr State -Comment-')
_ADDRESSES = Listing('NetworkName IPAddr Netmask VlanTag', trailer='')


def _address(context: Context, vfs: Vfs, ip: FsIp) -> list[Value]:
    return [ip.policy, fpg_of(context.array, vfs).name, vfs.name, ip.vlan,
            ip.netmask, ip.address, 'user']


def record(context: Context, vfs: Vfs) -> list[Value]:
    """A server as getvfs prints it."""
    return [vfs.name, fpg_of(context.array, vfs).name,
            [_address(context, vfs, ip) for ip in vfs.addresses], vfs.state,
            vfs.comment, vfs.certificate, vfs.block_grace, vfs.inode_grace,
            vfs.uuid, f'{vfs.uuid}-2']


@command(COMMANDS, 'getvfs', '-d -fpg <fpg> -vfs <vfs>')
def getvfs(context: Context, given: Arguments) -> Reply:
    """Virtual file servers."""
    fpg, name = given.get('fpg'), given.get('vfs')
    chosen = list(lookup.servers(context.array, fpg, name))
    if name and not chosen:
        raise FileRefused(f'Invalid VFS {name}')
    return printed([record(context, vfs) for vfs in chosen])


@command(COMMANDS, 'showvfs', '-d -fpg <fpg> -vfs <vfs>')
def showvfs(context: Context, given: Arguments) -> Reply:
    """Virtual file servers, as a table."""
    chosen = list(lookup.servers(context.array, given.get('fpg'),
                                 given.get('vfs')))
    if given.has('d'):
        return joined(*[_details(context, vfs) for vfs in chosen])
    return context.listing(_SERVERS, [
        {'VFS': vfs.name, 'FPG': fpg_of(context.array, vfs).name,
         'IPAddr': ','.join(ip.address for ip in vfs.addresses) or '-',
         'State': _state(vfs),
         'Comment': vfs.comment or '-'} for vfs in chosen])


def _details(context: Context, vfs: Vfs) -> Reply:
    """A server in full: its addresses come last.

    Where tables have commas a row of nothing else closes the section.
    """
    addresses = context.listing(_ADDRESSES, [
        {'NetworkName': 'user', 'IPAddr': ip.address, 'Netmask': ip.netmask,
         'VlanTag': str(ip.vlan)} for ip in vfs.addresses])
    closing = [','] if context.csvtable else []
    return said('Virtual File Server'.center(58, '-'),
                f'VFS        : {vfs.name}',
                f'FPG        : {fpg_of(context.array, vfs).name}',
                f'Comment    : {vfs.comment or "-"}',
                f'State      : {_state(vfs)}', *addresses.out,
                *[row * 3 for row in closing])


def _state(vfs: Vfs) -> str:
    return 'normal' if vfs.state == NORMAL else 'degraded'


@command(COMMANDS, 'createvfs',
         '-nocert -certfile <file> -certdata <data> -comment <comment> '
         '-bgrace <time> -igrace <time> -fpg <fpg> -cpg <cpg> -size <size> '
         '-node <node> -vlan <tag> -wait', '<ipaddr> <subnet> <vfs>')
def createvfs(context: Context, given: Arguments) -> Reply:
    """Create a virtual file server."""
    address, netmask, name = given.names
    exclude(given, 'nocert certfile certdata')
    requested: dict[str, object] = {
        'name': name, 'address': address, 'netmask': netmask,
        'comment': given.get('comment'), 'fpg': given.get('fpg'),
        'cpg': given.get('cpg'), **_graces(given), **_certificate(given)}
    if given.has('nocert'):
        requested['certificate'] = 'none'
    if given.has('cpg'):
        fpgs.find_cpg(context.array, given.get('cpg'))
    if given.has('size'):
        requested['size'] = fpgs.size_of(given.get('size'))
    if given.has('node'):
        requested['node'] = number(given, 'node')
    if given.has('vlan'):
        requested['vlan'] = servers.vlan(given.get('vlan'))
    return started(servers.create(context.array, requested, context.user,
                                  given.has('wait')))


def _graces(given: Arguments) -> dict[str, object]:
    return {member: servers.grace(given.get(option), option)
            for option, member in (('bgrace', 'block_grace'),
                                   ('igrace', 'inode_grace'))
            if given.has(option)}


def _certificate(given: Arguments) -> dict[str, object]:
    if given.has('certfile'):
        return {'certificate': given.get('certfile')}
    if not given.has('certdata'):
        return {}
    data = given.get('certdata')
    if 'BEGIN CERTIFICATE' not in data or 'PRIVATE KEY' not in data:
        raise FileRefused(assumptions.BAD_CERTIFICATE)
    # the key is a secret; the certificate is what is shown
    end = '-----END CERTIFICATE-----'
    start = data.index('-----BEGIN CERTIFICATE')
    return {'certificate': data[start:data.find(end, start)] + end}


@command(COMMANDS, 'setvfs',
         '-fpg <fpg> -certfile <file> -certdata <data> -certgen '
         '-rmcert <id> -comment <comment> -bgrace <time> -igrace <time>',
         '<vfs>')
def setvfs(context: Context, given: Arguments) -> Reply:
    """Change a virtual file server."""
    exclude(given, 'certfile certdata certgen rmcert')
    vfs = find_vfs(context.array, given.names[0], given.get('fpg'))
    requested = {**_graces(given), **_certificate(given)}
    if given.has('certgen'):
        requested['certificate'] = 'self-signed'
    if given.has('rmcert'):
        requested['certificate'] = ''
    if given.has('comment'):
        requested['comment'] = given.get('comment')
    servers.modify(context.array, vfs, requested)
    return said()


@command(COMMANDS, 'removevfs', '-fpg <fpg>', '<vfs>')
def removevfs(context: Context, given: Arguments) -> Reply:
    """Remove a virtual file server."""
    vfs = find_vfs(context.array, given.names[0], given.get('fpg'))
    fpgs.drop_vfs(context.array, vfs.id)
    return said()


# -- addresses --------------------------------------------------------------


@command(COMMANDS, 'getfsip', '-fpg <fpg>', '<vfs>')
def getfsip(context: Context, given: Arguments) -> Reply:
    """The addresses of a server; one more level of braces is the array's."""
    vfs = find_vfs(context.array, given.names[0], given.get('fpg'))
    return said(elements([[_address(context, vfs, ip)
                           for ip in vfs.addresses]]))


@command(COMMANDS, 'createfsip', '-vlantag <tag> -fpg <fpg>',
         '<ipaddr> <subnet> <vfs>')
def createfsip(context: Context, given: Arguments) -> Reply:
    """Give a server another address."""
    address, netmask, name = given.names
    vfs = find_vfs(context.array, name, given.get('fpg'))
    servers.add_address(context.array, vfs, address, netmask,
                        servers.vlan(given.get('vlantag', '0')))
    return said()


@command(COMMANDS, 'setfsip',
         '-vlantag <tag> -ip <ipaddr> -subnet <subnet> -fpg <fpg>',
         '<vfs> <id>')
def setfsip(context: Context, given: Arguments) -> Reply:
    """Change an address of a server."""
    name, policy = given.names
    vfs = find_vfs(context.array, name, given.get('fpg'))
    tag = servers.vlan(given.get('vlantag')) if given.has('vlantag') \
        else None
    servers.change_address(
        context.array, vfs, policy, given.options.get('ip'),
        given.options.get('subnet'), tag)
    return said()


@command(COMMANDS, 'removefsip', '-fpg <fpg>', '<vfs> <id>')
def removefsip(context: Context, given: Arguments) -> Reply:
    """Take an address from a server."""
    name, policy = given.names
    vfs = find_vfs(context.array, name, given.get('fpg'))
    servers.remove_address(vfs, policy)
    return said()
