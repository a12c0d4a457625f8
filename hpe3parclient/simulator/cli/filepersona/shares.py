"""Commands about shares."""

from __future__ import annotations

import fnmatch
from typing import Any

from hpe3parclient.simulator.cli.commands import Arguments, Family
from hpe3parclient.simulator.cli.context import Context
from hpe3parclient.simulator.cli.filepersona.declare import (
    command,
    printed,
    truth,
)
from hpe3parclient.simulator.cli.filepersona.tcl_lists import Value
from hpe3parclient.simulator.cli.listing import Listing
from hpe3parclient.simulator.cli.reply import Reply, said
from hpe3parclient.simulator.model.filepersona import (
    assumptions,
    lookup,
    shares,
)
from hpe3parclient.simulator.model.filepersona.lookup import (
    FileRefused,
    find_vfs,
    fpg_of,
    store_of,
    vfs_of,
)
from hpe3parclient.simulator.state.filepersona import (
    NFS,
    SMB,
    FileShare,
    FileStore,
    Vfs,
)

COMMANDS = Family()

_SETTINGS = (
    '-fpg <fpg> -fstore <fstore> -comment <comment> -abe <bool> '
    '-allowip <list> -denyip <list> -allowperm <list> -denyperm <list> '
    '-cache <type> -ca <bool> -options <list> -clientip <list> -ssl <bool> '
    '-urlpath <path>')
_SHARES = Listing('ShareName Protocol VFS FileStore ShareDir State')


def record(context: Context, share: FileShare) -> list[Value]:
    """A share as getfshare prints those of its protocol."""
    array = context.array
    store = store_of(array, share)
    vfs = vfs_of(array, store)
    head: list[Value] = [share.name, fpg_of(array, vfs).name, vfs.name,
                         store.name, share.directory]
    tail: list[Value] = [1, share.uuid]
    if share.protocol == NFS:
        return [*head, shares.path(array, share), share.clients,
                share.options, share.comment, *tail, f'{share.uuid}-2']
    if share.protocol == SMB:
        return [*head, share.comment, share.abe,
                [list(entry) for entry in share.allow],
                [list(entry) for entry in share.deny], share.allow_ip,
                share.deny_ip, 1, '---', share.cache, f'{share.uuid}-2',
                share.ca]
    return [*head, share.ssl, share.urlpath, share.comment, *tail,
            f'{share.uuid}-2']


def _chosen(context: Context, given: Arguments, protocol: str,
            names: list[str]) -> list[FileShare]:
    array = context.array
    there = list(lookup.servers(array, given.get('fpg'), given.get('vfs')))
    if given.has('vfs') and not there:
        raise FileRefused(f'Invalid VFS {given.get("vfs")}')
    ids = {store.id for store in lookup.stores(array, there,
                                               given.get('fstore'))}
    return [share for share in array.files.shares
            if protocol in ('', share.protocol) and share.store in ids
            and (not names or any(
                fnmatch.fnmatchcase(share.name, name) if given.has('pat')
                else share.name == name for name in names))]


@command(COMMANDS, 'getfshare', '-fpg <fpg> -vfs <vfs> -fstore <fstore> -pat',
         '<protocol> [<sharename>]...')
def getfshare(context: Context, given: Arguments) -> Reply:
    """Shares of a protocol."""
    protocol, *names = given.names
    shares.check_protocol(protocol)
    return printed([record(context, share) for share in _chosen(
        context, given, protocol, names)])


@command(COMMANDS, 'showfshare',
         '-fpg <fpg> -vfs <vfs> -fstore <fstore> -pat',
         '[<protocol>] [<sharename>]...')
def showfshare(context: Context, given: Arguments) -> Reply:
    """Shares, as a table."""
    protocol, *names = given.names or ['']
    if protocol:
        shares.check_protocol(protocol)
    rows: list[dict[str, str]] = []
    for share in _chosen(context, given, protocol, names):
        store = store_of(context.array, share)
        rows.append({
            'ShareName': share.name, 'Protocol': share.protocol,
            'VFS': vfs_of(context.array, store).name,
            'FileStore': store.name, 'ShareDir': f'./{share.directory}',
            'State': 'normal'})
    return context.listing(_SHARES, rows)


def _changes(given: Arguments, share: FileShare | None) -> dict[str, Any]:
    """The settings that options give; lists may change those there are."""
    changes = _list_changes(given, share or FileShare(0, '', '', '', 0))
    for option in ('abe', 'ca', 'ssl'):
        if given.has(option):
            changes[option] = truth(given, option)
    if given.has('options'):
        changes['options'] = shares.options_of(given.get('options'))
    if given.has('cache'):
        changes['cache'] = given.get('cache')
        if changes['cache'] not in shares.CACHES:
            raise FileRefused(assumptions.BAD_VALUE.format(
                option='cache', value=changes['cache']))
    for option in ('comment', 'urlpath'):
        if given.has(option):
            changes[option] = given.get(option)
    return changes


def _list_changes(given: Arguments, before: FileShare) -> dict[str, Any]:
    """The lists that options change."""
    changes: dict[str, Any] = {}
    for option, member in (('clientip', 'clients'), ('allowip', 'allow_ip'),
                           ('denyip', 'deny_ip')):
        if given.has(option):
            changes[member] = shares.changed_list(getattr(before, member),
                                                  given.get(option))
    for option, member in (('allowperm', 'allow'), ('denyperm', 'deny')):
        if given.has(option):
            changes[member] = shares.changed_permissions(
                getattr(before, member), given.get(option), member)
    return changes


@command(COMMANDS, 'createfshare', f'{_SETTINGS} -sharedir <dir>',
         '<protocol> <vfs> <sharename>')
def createfshare(context: Context, given: Arguments) -> Reply:
    """Create a share."""
    protocol, name, share = given.names
    vfs = find_vfs(context.array, name, given.get('fpg'))
    shares.create(context.array, protocol, vfs, share, {
        **_changes(given, None), 'store': given.get('fstore'),
        'directory': given.get('sharedir').strip('/')})
    return said()


def _store(context: Context, vfs: Vfs, name: str,
           sentence: str) -> FileStore | None:
    if not name:
        return None
    return lookup.find_store(context.array, vfs, name, sentence)


@command(COMMANDS, 'setfshare', _SETTINGS, '<protocol> <vfs> <sharename>')
def setfshare(context: Context, given: Arguments) -> Reply:
    """Change a share."""
    protocol, name, share_name = given.names
    shares.check_protocol(protocol)
    vfs = find_vfs(context.array, name, given.get('fpg'))
    store = _store(context, vfs, given.get('fstore'), assumptions.NO_STORE)
    share = shares.find(context.array, protocol, vfs, share_name, store)
    if share is None:
        raise shares.no_share(share_name)
    shares.modify(context.array, share, _changes(given, share))
    return said()


_NO_STORE = {
    'nfs': 'NFS Delete Export failed with error: File Store {store} was not '
           'found',
    'smb': 'Could not find Store={store}'}
_NO_SHARE = {
    'nfs': 'NFS Delete Export failed with error: share {share} does not '
           'exist',
    'smb': 'Failure on Delete Share: {share}: share does not exist'}


@command(COMMANDS, 'removefshare', '-fpg <fpg> -fstore <fstore>',
         '<protocol> <vfs> <sharename>')
def removefshare(context: Context, given: Arguments) -> Reply:
    """Remove a share."""
    protocol, name, share_name = given.names
    shares.check_protocol(protocol)
    vfs = find_vfs(context.array, name, given.get('fpg'))
    store = _store(context, vfs, given.get('fstore'),
                   _NO_STORE.get(protocol, assumptions.NO_STORE))
    share = shares.find(context.array, protocol, vfs, share_name, store)
    if share is None:
        raise FileRefused(_NO_SHARE.get(
            protocol, assumptions.NO_SHARE).format(share=share_name))
    shares.remove(context.array, share)
    return said()
