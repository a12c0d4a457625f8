"""Shares of stores: NFS, SMB, object."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Mapping
from typing import Any

from hpe3parclient.simulator.model.filepersona import assumptions, stores
from hpe3parclient.simulator.model.filepersona.lookup import (
    NOT_FOUND,
    FileRefused,
    check_name,
    vfs_of,
)
from hpe3parclient.simulator.state.array_state import ArrayState
from hpe3parclient.simulator.state.filepersona import (
    NFS,
    OBJ,
    SMB,
    FileShare,
    FileStore,
    Vfs,
)

PROTOCOLS = (NFS, SMB, OBJ)
DEFAULT_OPTIONS = ('sync', 'auth_nlm', 'wdelay', 'sec=sys', 'no_all_squash',
                   'crossmnt', 'secure', 'subtree_check', 'hide',
                   'root_squash', 'ro')
CACHES = ('off', 'manual', 'optimized', 'auto')
PERMISSIONS = ('fullcontrol', 'read', 'change')
_FORBIDDEN = ('fsid', 'no_subtree_check')
#: options of which only one counts
_OPPOSITES = (('ro', 'rw'), ('sync', 'async'), ('secure', 'insecure'),
              ('auth_nlm', 'no_auth_nlm'), ('wdelay', 'no_wdelay'),
              ('crossmnt', 'nocrossmnt'), ('hide', 'nohide'),
              ('root_squash', 'no_root_squash'),
              ('all_squash', 'no_all_squash'))
_OPTION = re.compile(r'[a-z_]+(=[A-Za-z0-9_:.,-]+)?')
_CLIENT = re.compile(r'[A-Za-z0-9*?@._-]+')
_DIRECTORY = re.compile(r'[^\x00-\x1f\x7f]{1,1023}')
#: of a share of NFS the code that the web service tells was seen
NO_SHARE_CODE = 311


def find(array: ArrayState, protocol: str, vfs: Vfs, name: str,
         store: FileStore | None = None) -> FileShare | None:
    """The share of that name on a server, or None."""
    ids = {entry.id for entry in array.files.stores if entry.vfs == vfs.id}
    for share in array.files.shares:
        if (share.protocol, share.name) == (protocol, name) \
                and share.store in ids \
                and (store is None or share.store == store.id):
            return share
    return None


def no_share(name: str) -> FileRefused:
    """The refusal where a share is missing."""
    return FileRefused(assumptions.NO_SHARE.format(share=name), NOT_FOUND,
                       NO_SHARE_CODE, 'The file share does not exist')


def store_for(array: ArrayState, vfs: Vfs, share: str, store: str,
              directory: str) -> FileStore:
    """The store of a new share, which is made if it is missing."""
    if directory and not store:
        raise FileRefused(assumptions.DIRECTORY_ALONE)
    name = store or share
    for entry in array.files.stores:
        if entry.vfs == vfs.id and entry.name == name:
            return entry
    return stores.create(array, vfs, name)


def create(array: ArrayState, protocol: str, vfs: Vfs, name: str,
           requested: Mapping[str, Any]) -> FileShare:
    """Create a share.

    :param requested: ``store``, ``directory`` and members of
        :class:`.FileShare`
    """
    check_name(name, assumptions.SHARE_NAME_LENGTH)
    check_protocol(protocol)
    settings = dict(requested)
    store_name = settings.pop('store', '')
    directory = settings.get('directory', '')
    there = next((entry for entry in array.files.stores
                  if entry.vfs == vfs.id
                  and entry.name == (store_name or name)), None)
    if find(array, protocol, vfs, name, there) is not None and there:
        raise FileRefused(assumptions.SHARE_EXISTS.format(share=name), 409)
    share = FileShare(0, '', protocol, name, there.id if there else 0)
    if protocol == NFS:
        share.clients = ['*']
        share.options = list(DEFAULT_OPTIONS)
    for member, value in settings.items():
        setattr(share, member, value)
    _check_directory(array, directory, there)
    _check_overlap(array, share)
    store = store_for(array, vfs, name, store_name, directory)
    share.store = store.id
    share.id = array.files.new_id()
    share.uuid = array.new_uuid()
    array.files.shares.append(share)
    return share


def check_protocol(protocol: str) -> None:
    """Refuse what is no protocol."""
    if protocol not in PROTOCOLS:
        raise FileRefused(assumptions.BAD_PROTOCOL.format(protocol=protocol))


def _check_directory(array: ArrayState, directory: str,
                     store: FileStore | None) -> None:
    if not directory:
        return
    parts = directory.split('/')
    if not _DIRECTORY.fullmatch(directory) or '..' in parts:
        raise FileRefused(assumptions.BAD_DIRECTORY.format(
            directory=directory))
    if parts[0] == '.snapshot' and not any(
            store is not None and snapshot.store == store.id
            and snapshot.name == (parts[1] if len(parts) > 1 else '')
            for snapshot in array.files.snapshots):
        raise FileRefused(assumptions.BAD_DIRECTORY.format(
            directory=directory), NOT_FOUND)


def _check_overlap(array: ArrayState, share: FileShare) -> None:
    """Two NFS shares of a directory have no client in common."""
    if share.protocol != NFS:
        return
    for entry in array.files.shares:
        if entry is not share and entry.protocol == NFS \
                and entry.store == share.store \
                and entry.directory == share.directory \
                and set(entry.clients) & set(share.clients):
            raise FileRefused(assumptions.OVERLAP.format(share=entry.name),
                              409)


def remove(array: ArrayState, share: FileShare) -> None:
    """Remove a share; the data stays."""
    array.files.shares.remove(share)


def modify(array: ArrayState, share: FileShare,
           changes: Mapping[str, Any]) -> None:
    """Change a share: all of it or nothing.

    :param changes: new values of members of :class:`.FileShare`; those of
        lists are made by :func:`changed_list` and :func:`changed_permissions`
    """
    before = {name: getattr(share, name) for name in changes}
    for name, value in changes.items():
        setattr(share, name, value)
    try:
        _check_overlap(array, share)
    except FileRefused:
        for name, value in before.items():
            setattr(share, name, value)
        raise


# -- lists ------------------------------------------------------------------


def clients_of(text: str) -> list[str]:
    """A list of clients or addresses, separated by commas."""
    clients = [entry for entry in text.split(',') if entry]
    for client in clients:
        if not _is_address(client) and not _CLIENT.fullmatch(client):
            raise FileRefused(assumptions.BAD_CLIENT.format(client=client))
    return clients


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_network(text, strict=False)
    except ValueError:
        return False
    return True


def changed_list(before: list[str], text: str) -> list[str]:
    """A list after ``+a,b``, ``-a,b`` or ``a,b``."""
    operation = text[:1] if text[:1] in '+-' else ''
    entries = clients_of(text[len(operation):])
    if not operation:
        return entries
    after = list(before)
    for entry in entries:
        if operation == '+' and entry in after:
            raise FileRefused(assumptions.IP_EXISTS.format(address=entry))
        if operation == '-' and entry not in after:
            raise FileRefused(assumptions.NO_IP.format(address=entry))
        if operation == '+':
            after.append(entry)
        else:
            after.remove(entry)
    return after


Permissions = list[tuple[str, str]]


def changed_permissions(before: Permissions, text: str,
                        kind: str) -> Permissions:
    """Permissions after ``+u:p``, ``-u:p``, ``=u:p`` or ``u:p``.

    :param kind: 'allow' or 'deny'
    """
    operation = text[:1] if text[:1] in '+-=' else ''
    after: dict[str, str] = dict(before) if operation else {}
    for entry in text[len(operation):].split(','):
        user, mark, permission = entry.rpartition(':')
        if not mark or not user or permission not in PERMISSIONS:
            raise FileRefused(assumptions.BAD_PERMISSION.format(
                permission=entry))
        if operation == '+' and user in after:
            raise FileRefused(assumptions.PERMISSION_EXISTS.format(
                kind=kind, user=user))
        there = after.get(user)
        if operation in ('-', '=') and (there is None or (
                operation == '-' and there != permission)):
            raise FileRefused(assumptions.NO_PERMISSION.format(
                kind=kind, user=user,
                done='removed' if operation == '-' else 'changed'))
        if operation == '-':
            del after[user]
        else:
            after[user] = permission
    return list(after.items())


def options_of(text: str) -> list[str]:
    """NFS options: the defaults, with these in place of their opposites."""
    options: list[str] = list(DEFAULT_OPTIONS)
    for option in filter(None, text.split(',')):
        name = option.partition('=')[0]
        if not _OPTION.fullmatch(option) or name in _FORBIDDEN:
            raise FileRefused(assumptions.BAD_OPTION.format(option=option))
        options = [entry for entry in options
                   if entry != option and not _excludes(entry, option)]
        options.append(option)
    return options


def _excludes(option: str, other: str) -> bool:
    if option.partition('=')[0] == other.partition('=')[0]:
        return True
    return any(option in pair and other in pair for pair in _OPPOSITES)


def path(array: ArrayState, share: FileShare) -> str:
    """The server's part of an NFS path."""
    from hpe3parclient.simulator.model.filepersona.lookup import (
        path_of,
        store_of,
    )
    tail = f'/{share.directory}' if share.directory else ''
    return path_of(array, store_of(array, share)) + tail


def server_of(array: ArrayState, share: FileShare) -> Vfs:
    """The server of a share."""
    store = next(entry for entry in array.files.stores
                 if entry.id == share.store)
    return vfs_of(array, store)
