"""File Persona of a captured array, from what its getters printed.

Ids of shares, and of the stores that servers have of their own, are those that
the web service tells; others that no command prints are new ones. Owners and
entries of directories are not captured.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Callable

from hpe3parclient.cli import filepersona, tables
from hpe3parclient.narrowing import is_dict, is_list
from hpe3parclient.simulator.persistence.form import ArrayForm
from hpe3parclient.simulator.state.cpgs import Cpg
from hpe3parclient.simulator.state.filepersona import (
    DEGRADED,
    FIRST_SHARE,
    FSTORE,
    NFS,
    NORMAL,
    OBJ,
    SMB,
    FilePersona,
    FileShare,
    FileSnapshot,
    FileStore,
    Fpg,
    FsGroup,
    FsIp,
    FsUser,
    Quota,
    Vfs,
)
from hpe3parclient.simulator.state.sets import ObjectSet
from hpe3parclient.simulator.state.volumes import FULL, Volume
from hpe3parclient.twin.document import Capture
from hpe3parclient.twin.shown import FILE_GROUPS, FILE_USERS, INTERFACES

#: types of shares in the web service
_TYPES = {NFS: '1', SMB: '2'}
#: the store that each server has of its own, which getters do not print
_OWN_STORE = '.admin'


def fill(form: ArrayForm, capture: Capture) -> None:
    """Put File Persona into an array of a document of persistence.

    :param form: its volumes and CPGs are there already
    :raises SSHTableError: an answer cannot be read
    :raises ValueError: an answer names something that is not there
    """
    lines = capture.lines(INTERFACES)
    if lines is not None:
        form.files = _Files(form, capture, filepersona.interfaces(lines)).all()


def _row_of(entries: Sequence[Any], what: str, **members: Any) -> Any:
    """The entry with these members.

    :raises ValueError: there is none
    """
    for entry in entries:
        if all(getattr(entry, name) == value
               for name, value in members.items()):
            return entry
    raise ValueError(f'there is no {what} {" ".join(map(str, members.values()))}')


def _texts(value: Any) -> list[str]:
    """A Tcl list as texts; a list of one is that one, of none is ''."""
    if is_list(value):
        return [str(item) for item in value]
    return str(value).split()


def _text(value: Any) -> str:
    """A value that is a text, which an empty list is, too."""
    return ' '.join(_texts(value))


def _pairs(value: Any) -> list[tuple[str, str]]:
    """Users and permissions, whether one or several."""
    members: list[Any] = [value] if is_dict(value) else value or []
    return [(str(item['user']), str(item['permission'])) for item in members]


class _Files:
    """Turns the answers of one capture into objects that refer to each other."""

    def __init__(self, form: ArrayForm, capture: Capture,
                 described: filepersona.Interfaces) -> None:
        self._form, self._capture = form, capture
        self._described = described
        self._result = FilePersona(groups=[])
        self._new_ids: Iterator[int] = iter(())
        self._listed_stores = {
            tuple(str(member.get(name)) for name in ('fpg', 'vfs', 'name')): member
            for member in capture.members('/filestores')}
        self._share_ids = {
            tuple(str(member.get(name)) for name in (
                'fpg', 'vfs', 'fstore', 'name', 'type')):
            int(member['id']) - FIRST_SHARE
            for member in capture.members('/fileshares')
            if re.fullmatch(r'1\d{19}', str(member.get('id')))}

    def _members(self, command: str,
                 interface: str) -> list[dict[str, Any]]:
        lines = self._capture.lines(command) or []
        if filepersona.message_of(lines) is not None:
            return []
        members: list[dict[str, Any]] = filepersona.collection(
            command.split()[0], lines, self._described, interface)['members']
        return members

    def all(self) -> FilePersona:
        """Read everything, in the order in which it refers to each other."""
        snapshots = self._members('getfsnap', 'getfsnapInd')
        quotas = self._members('getfsquota', 'getfsquotaInd')
        taken = {int(item['CompId']) for item in snapshots} | {
            int(item['key']) for item in quotas} | {*self._share_ids.values()}
        self._new_ids = (number for number in itertools.count(1)
                         if number not in taken)
        result = self._result
        result.fpgs = [self._fpg(item) for item in self._members(
            'getfpg', 'getfspoolInd')]
        result.servers = [self._vfs(item) for item in self._members(
            'getvfs', 'getvfsInd')]
        for item in self._members('getfstore', 'getfstoreInd'):
            result.stores.append(self._store(item))
        for protocol, read in (
                (NFS, self._nfs), (SMB, self._smb), (OBJ, self._obj)):
            result.shares += [
                self._share(protocol, item, read) for item in self._members(
                    f'getfshare {protocol}', f'getfshare{protocol}Ind')]
        self._sort()
        result.snapshots = [self._snapshot(item) for item in snapshots]
        result.quotas = [self._quota(item) for item in quotas]
        self._spaces()
        self._accounts()
        result.next_id = max(
            [next(self._new_ids) - 1, *taken, 0]) + 1
        return result

    def _sort(self) -> None:
        """Bring stores and shares into the order of the web service."""
        stores = {str(member.get('id')): number for number, member
                  in enumerate(self._listed_stores.values())}
        self._result.stores.sort(
            key=lambda store: stores.get(f'{store.uuid}-2', len(stores)))
        shares = {number: index for index, number
                  in enumerate(self._share_ids.values())}
        self._result.shares.sort(
            key=lambda share: shares.get(share.id, len(shares)))

    # -- groups, servers, stores ----------------------------------------------

    def _fpg(self, item: Mapping[str, Any]) -> Fpg:
        form = self._form
        volumes: list[Volume] = [_row_of(form.volumes, 'volume', name=name)
                                 for name in _texts(item['vvs'])]
        cpg: Cpg = _row_of(form.cpgs, 'CPG', name=item['defaultCpg'])
        group: ObjectSet = _row_of(form.volumesets, 'volume set',
                                   name=item['fsname'])
        return Fpg(
            next(self._new_ids), item['uuid'], item['fsname'],
            cpg.id, [volume.id for volume in volumes], group.id,
            int(item['number']),
            int(item['createTime']) / 1000, int(item['primaryNode']),
            int(item['alternateNode']), int(item['currentNode']),
            int(item['capacityKiB']) >> 10, full=bool(volumes) and all(
                volume.provisioning == FULL for volume in volumes),
            generation=int(item['generation']), comment=item['comment'],
            active=item['mountStates'] == 'ACTIVATED',
            overhead=int(item['usedCapacityKiB']) >> 10)

    def _vfs(self, item: Mapping[str, Any]) -> Vfs:
        fpg = _row_of(self._result.fpgs, 'group', name=item['fspname'])
        vfs = Vfs(
            next(self._new_ids), item['uuid'], item['vfsname'], fpg.id,
            [FsIp(entry['policyID'], entry['address'], entry['prefixLen'],
                  int(entry['vlanTag'])) for entry in item['vfsip']],
            item['comment'],
            NORMAL if int(item['overallStateInt']) == NORMAL else DEGRADED,
            _text(item['certs']), int(item['bgrace']), int(item['igrace']))
        known = self._listed(fpg.name, vfs.name, _OWN_STORE)
        self._result.stores.append(FileStore(
            next(self._new_ids), _bare(str(known.get('id', vfs.uuid))),
            _OWN_STORE, vfs.id))
        return vfs

    def _listed(self, fpg: str, vfs: str, name: str) -> dict[str, Any]:
        """What the web service tells of a store."""
        return self._listed_stores.get((fpg, vfs, name), {})

    def _server(self, item: Mapping[str, Any], group: str) -> Vfs:
        fpg = _row_of(self._result.fpgs, 'group', name=item[group])
        vfs: Vfs = _row_of(self._result.servers, 'server',
                           name=item.get('vfsName', item.get('vfsname')),
                           fpg=fpg.id)
        return vfs

    def _store(self, item: Mapping[str, Any]) -> FileStore:
        vfs = self._server(item, 'fspoolName')
        store = FileStore(next(self._new_ids), item['uuid'],
                          item['fstoreName'], vfs.id, item['comment'])
        mode = self._listed(item['fspoolName'], vfs.name,
                            store.name).get('securityMode')
        if isinstance(mode, int):
            store.security = mode
        return store

    def _store_of(self, item: Mapping[str, Any]) -> FileStore:
        store: FileStore = _row_of(
            self._result.stores, 'store', name=item['fstoreName'],
            vfs=self._server(item, 'fspName').id)
        return store

    # -- shares, snapshots, quotas ----------------------------------------------

    def _share(self, protocol: str, item: Mapping[str, Any],
               read: Callable[[FileShare, Mapping[str, Any]], None]
               ) -> FileShare:
        number = self._share_ids.get((
            item['fspName'], self._server(item, 'fspName').name,
            item['fstoreName'], item['shareName'], _TYPES.get(protocol, '')))
        share = FileShare(
            next(self._new_ids) if number is None else number,
            _share_uuid(item), protocol, item['shareName'],
            self._store_of(item).id, _text(item['shareDir']), item['comment'])
        read(share, item)
        return share

    @staticmethod
    def _nfs(share: FileShare, item: Mapping[str, Any]) -> None:
        share.clients = _texts(item['clients'])
        share.options = _texts(item['options'])

    @staticmethod
    def _smb(share: FileShare, item: Mapping[str, Any]) -> None:
        share.abe, share.ca = item['abe'] == 'true', item['ca'] == 'true'
        share.cache = _text(item['cache'])
        share.allow_ip = _texts(item['allowIP'])
        share.deny_ip = _texts(item['denyIP'])
        share.allow = _entries(item['allowPerm'])
        share.deny = _pairs(item['denyPerm'])

    @staticmethod
    def _obj(share: FileShare, item: Mapping[str, Any]) -> None:
        share.ssl, share.urlpath = item['ssl'] == 'true', _text(
            item['urlPath'])

    def _snapshot(self, item: Mapping[str, Any]) -> FileSnapshot:
        return FileSnapshot(
            int(item['CompId']), item['snapName'],
            item['snapName'].partition('_')[2], self._store_of(item).id,
            int(item['createTime']) / 1000)

    def _quota(self, item: Mapping[str, Any]) -> Quota:
        quota = Quota(
            int(item['key']), int(item['type']), item['keyAsName'],
            self._server(item, 'fspname').id,
            int(item['softBlock']), int(item['hardBlock']),
            int(item['softInode']), int(item['hardInode']))
        if quota.kind == FSTORE:
            store = _row_of(self._result.stores, 'store', name=quota.name,
                            vfs=quota.vfs)
            store.used = int(item['currentBlockMB'])
            store.files = int(item['currentInode'])
        return quota

    def _spaces(self) -> None:
        """What is in use and in no store that tells, the group itself takes."""
        for fpg in self._result.fpgs:
            servers = {vfs.id for vfs in self._result.servers
                       if vfs.fpg == fpg.id}
            fpg.overhead = max(0, fpg.overhead - sum(
                store.used for store in self._result.stores
                if store.vfs in servers))

    # -- accounts -----------------------------------------------------------------

    def _accounts(self) -> None:
        groups = self._rows(FILE_GROUPS)
        self._result.groups = [FsGroup(row['GroupName'], int(row['GID']))
                               for row in groups]
        self._result.users = [FsUser(
            row['Username'], int(row['UID']), row['Primary_Group'],
            [group['GroupName'] for group in groups
             if row['Username'] in group['Members'].split()
             and group['GroupName'] != row['Primary_Group']],
            row['Enabled'] == 'true') for row in self._rows(FILE_USERS)]

    def _rows(self, command: str) -> list[dict[str, str]]:
        members: list[dict[str, str]] = tables.collection(
            self._capture.lines(command) or (), bare=True)['members']
        return members


def _share_uuid(item: Mapping[str, Any]) -> str:
    """The UUID of a share; SMB shares show it in their component alone."""
    return item['uuid'] if item['uuid'] != '---' else \
        _bare(str(item['CompId']))


def _bare(identity: str) -> str:
    """The UUID in an id, which may have the kind of the object behind it."""
    return identity.removesuffix('-2')


def _entries(value: Any) -> list[tuple[str, str]]:
    """Permissions as lists of two, which this interface does not name."""
    entries = value if value and isinstance(value[0], list) else \
        [value] if value else []
    return [(str(user), str(permission)) for user, permission in entries]
