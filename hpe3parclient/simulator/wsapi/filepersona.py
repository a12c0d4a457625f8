"""File Persona in the web service: requests about groups, shares and more.

From OS 3.3.1 on. Knows members and answers; rules are the model's business.
What no capture shows is named in the model's ``assumptions``.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any, Callable

from flask import Response

from hpe3parclient.simulator.clock import iso8601
from hpe3parclient.simulator.errors import Refused
from hpe3parclient.simulator.model.filepersona import (
    assumptions,
    fpgs,
    lookup,
    quotas,
    servers,
    shares,
    snapshots,
    stores,
)
from hpe3parclient.simulator.model.filepersona.lookup import FileRefused
from hpe3parclient.simulator.personality import Capability
from hpe3parclient.simulator.state.filepersona import (
    FIRST_SHARE,
    FSTORE,
    GROUP,
    NFS,
    SMB,
    USER,
    FileShare,
    FileSnapshot,
    FileStore,
    Fpg,
    Quota,
    Vfs,
)
from hpe3parclient.simulator.state.tasks import Task
from hpe3parclient.simulator.wsapi import filepersona_tables as tables
from hpe3parclient.simulator.wsapi.answers import answer, listing
from hpe3parclient.simulator.wsapi.members import Member, check
from hpe3parclient.simulator.wsapi.query import Field, chosen
from hpe3parclient.simulator.wsapi.service import Resource, call

Object = dict[str, Any]


def _fields(*names: str) -> Mapping[str, Field]:
    """Members that a query may ask about."""
    def get(name: str) -> Callable[[Object], Any]:
        return lambda member: member.get(name)

    return {name: Field(get(name)) for name in names}


class FileRequests(Resource):
    """What these resources share: views, queries, ids that are text."""

    fields = _fields('name', 'fpg', 'vfs', 'fstore', 'id')

    def routes(self) -> None:
        """Collection and single object, where the array has File Services."""
        if not self.personality.has(Capability.FILE_REST):
            return
        self.serve('POST', self.create)
        self.serve('GET', self.every)
        self.serve('GET', self.single, single=True)
        self.serve('DELETE', self.delete, single=True)
        self.more_routes()

    def more_routes(self) -> None:
        """Routes that others do not have."""

    def views(self) -> Iterable[Object]:
        """All the objects as they are shown."""
        raise NotImplementedError

    def create(self) -> Response:
        """POST."""
        raise NotImplementedError

    def delete(self, name: str) -> Response:
        """DELETE."""
        raise NotImplementedError

    def every(self) -> Response:
        """GET of the collection, with a query or without."""
        return listing(chosen(self.views(), self.query(), self.fields,
                              self.personality))

    def single(self, name: str) -> Response:
        """GET of one, by its id."""
        return answer(200, self.view_of(name))

    def view_of(self, number: str) -> Object:
        """The object with an id, as it is shown."""
        for view in self.views():
            if view['id'] == number:
                return view
        raise self.missing(number)

    def missing(self, number: str) -> Refused:
        """The refusal where an object is missing."""
        return FileRefused(assumptions.NO_OBJECT.format(id=number), 404)

    def body(self, table: list[Member]) -> Object:
        """The members of the request; a size may have a fraction."""
        given = call().json_object()
        size = given.get('sizeTiB')
        if isinstance(size, float) and math.isfinite(size) and size >= 0:
            given = {**given, 'sizeTiB': int(size)}
        requested = check(table, given, self.personality)
        if 'sizeTiB' in requested:
            requested['size'] = int(float(size or 0) * (1 << 20))
        return requested

    def started(self, task: Task) -> Response:
        """The answer to a request that a task carries out."""
        return answer(202, {'taskId': task.id})

    def made(self, number: str) -> Response:
        """The answer to a request that made an object."""
        href = f'{self.base_url()}/{self.path}/{number}'
        return answer(201, {'links': [{'href': href, 'rel': 'self'}]},
                      self.location(number))

    def vfs(self, requested: Object) -> Vfs:
        """The server that a request names."""
        return lookup.find_vfs(self.array, requested['vfs'],
                               requested.get('fpg', ''))


class FpgRequests(FileRequests):
    """File provisioning groups."""

    def views(self) -> Iterable[Object]:
        """All groups."""
        return [self.view(fpg) for fpg in self.array.files.fpgs]

    def view(self, fpg: Fpg) -> Object:
        """A group, as a capture shows it."""
        array = self.array
        taken = fpgs.used(array, fpg)
        free = round((fpg.size - taken) / 1024, 2)
        volumes = [array.volumes.by_id(number) for number in fpg.volumes]
        return {
            'name': fpg.name, 'id': fpg.uuid, 'uuid': fpg.uuid,
            'generation': fpg.generation, 'activePath': f'/{fpg.name}',
            'version': '12.3', 'creationTimeSec': int(fpg.created),
            'creationTime8601': iso8601(fpg.created),
            'fileSystemNumber': fpg.number, 'availCapacityGiB': free,
            'freeCapacityGiB': free,
            'usedCapacityGiB': round(taken / 1024, 2),
            'totalCapacityGiB': round(fpg.size / 1024, 2),
            'freeFiles': int((fpg.size - taken) * 1024
                             * assumptions.FILES_PER_KIB),
            'usedFiles': fpgs.files_on(array, fpg),
            'cpg': fpgs.cpg_name(array, fpg),
            'segments': [{'segmentNumber': 1, 'FSCKState': 1,
                          'FSCKPhaseRequired': 1}],
            'domains': [{'uuid': fpg.uuid, 'owner': fpg.primary,
                         'filesetName': 'fileset1', 'ipfsType': 1,
                         'nodes': [], 'volumeIds': fpg.volumes}],
            'volumes': [{'volumeName': volume.name, 'volumeId': volume.id,
                         'nodes': [fpg.primary, fpg.alternate],
                         'capacityGiB': round(volume.size_mib / 1024, 2)}
                        for volume in volumes],
            'activeState': 1 if fpg.active else 2,
            'primaryNode': fpg.primary, 'alternateNode': fpg.alternate,
            'currentNode': fpg.current, 'overallState': 1,
            'comment': fpg.comment}

    def create(self) -> Response:
        """POST: a task creates it."""
        requested = self.body(tables.FPG_CREATE)
        return self.started(fpgs.create(self.array, {
            'name': requested['name'], 'cpg': requested['cpg'],
            'size': requested['size'], 'comment': requested.get('comment', ''),
            'full': requested.get('fpvv', False),
            'node': requested.get('nodeId')}, self.array.admin))

    def delete(self, name: str) -> Response:
        """DELETE: a task removes it."""
        for fpg in self.array.files.fpgs:
            if fpg.uuid == name:
                return self.started(fpgs.remove(self.array, fpg,
                                                self.array.admin))
        raise self.missing(name)


class VfsRequests(FileRequests):
    """Virtual file servers."""

    def views(self) -> Iterable[Object]:
        """All servers."""
        return [self.view(vfs) for vfs in self.array.files.servers]

    def view(self, vfs: Vfs) -> Object:
        """A server, as a capture shows it."""
        fpg = lookup.fpg_of(self.array, vfs).name
        return {
            'comment': vfs.comment, 'id': f'{vfs.uuid}-2', 'name': vfs.name,
            'overallState': vfs.state, 'fpg': fpg,
            'IPInfo': [{'fpg': fpg, 'vlanTag': ip.vlan, 'vfs': vfs.name,
                        'IPAddr': ip.address, 'networkName': 'user',
                        'netmask': ip.netmask, 'policyId': ip.policy}
                       for ip in vfs.addresses],
            'blockGraceTimeSec': vfs.block_grace,
            'inodeGraceTimeSec': vfs.inode_grace,
            'snapshotQuotaEnabled': False}

    def create(self) -> Response:
        """POST: a task creates it."""
        requested = self.body(tables.VFS_CREATE)
        address = requested['IPInfo']
        given = {'name': requested['name'], 'address': address['IPAddr'],
                 'netmask': address['netmask'],
                 'vlan': address.get('vlanTag', 0),
                 'block_grace': requested.get('blockGraceTimeSec', 604800),
                 'inode_grace': requested.get('inodeGraceTimeSec', 604800)}
        for member in ('fpg', 'cpg', 'size', 'comment'):
            if member in requested:
                given[member] = requested[member]
        if requested.get('noCertificate'):
            given['certificate'] = 'none'
        return self.started(servers.create(self.array, given,
                                           self.array.admin))

    def delete(self, name: str) -> Response:
        """DELETE."""
        for vfs in self.array.files.servers:
            if f'{vfs.uuid}-2' == name:
                fpgs.drop_vfs(self.array, vfs.id)
                return answer()
        raise self.missing(name)


class FileStoreRequests(FileRequests):
    """File stores, the array's own ones too."""

    def views(self) -> Iterable[Object]:
        """All stores."""
        return [self.view(store) for store in self.array.files.stores]

    def view(self, store: FileStore) -> Object:
        """A store, as a capture shows it."""
        vfs = lookup.vfs_of(self.array, store)
        return {'fpg': lookup.fpg_of(self.array, vfs).name, 'vfs': vfs.name,
                'name': store.name, 'id': f'{store.uuid}-2',
                'overallState': 1, 'securityMode': store.security,
                'comment': store.comment}

    def create(self) -> Response:
        """POST."""
        requested = self.body(tables.FSTORE_CREATE)
        store = stores.create(self.array, self.vfs(requested), requested['name'],
                              requested.get('comment', ''),
                              requested.get('securityMode', 2))
        return self.made(f'{store.uuid}-2')

    def delete(self, name: str) -> Response:
        """DELETE."""
        for store in self.array.files.stores:
            if f'{store.uuid}-2' == name:
                stores.remove(self.array, store)
                return answer()
        raise self.missing(name)


class FileSnapshotRequests(FileRequests):
    """Snapshots of stores."""

    def views(self) -> Iterable[Object]:
        """All snapshots."""
        return [self.view(item) for item in self.array.files.snapshots]

    def _store(self, snapshot: FileSnapshot) -> FileStore:
        return next(store for store in self.array.files.stores
                    if store.id == snapshot.store)

    def view(self, snapshot: FileSnapshot) -> Object:
        """A snapshot."""
        store = self._store(snapshot)
        vfs = lookup.vfs_of(self.array, store)
        return {'id': str(snapshot.id), 'name': snapshot.name,
                'fstore': store.name, 'vfs': vfs.name,
                'fpg': lookup.fpg_of(self.array, vfs).name,
                'createTimeSec': int(snapshot.created),
                'createTime8601': iso8601(snapshot.created)}

    def create(self) -> Response:
        """POST."""
        requested = self.body(tables.FSNAP_CREATE)
        store = lookup.find_store(self.array, self.vfs(requested),
                                  requested['fstore'])
        snapshot = snapshots.create(self.array, store, requested['tag'],
                                    requested.get('retainCount', 0))
        return self.made(str(snapshot.id))

    def delete(self, name: str) -> Response:
        """DELETE."""
        for snapshot in self.array.files.snapshots:
            if str(snapshot.id) == name:
                snapshots.remove(self.array, self._store(snapshot), snapshot)
                return answer()
        raise self.missing(name)


class FileShareRequests(FileRequests):
    """Shares of NFS and SMB."""

    fields = {**FileRequests.fields, 'type': Field(
        lambda member: member['type'], 'number')}

    def more_routes(self) -> None:
        """Changes, and permissions of the directory."""
        self.serve('PUT', self.change, single=True)
        path = f'/api/v1/{self.path}/<segment:name>/dirperms'
        self.route('GET', path, self.permissions)
        self.route('PUT', path, self.change_permissions)

    def missing(self, number: str) -> Refused:
        """The refusal where a share is missing."""
        return shares.no_share(number)

    @staticmethod
    def number(share: FileShare) -> str:
        """The id of a share: twenty digits."""
        return str(FIRST_SHARE + share.id)

    def find(self, number: str) -> FileShare:
        """The share with an id."""
        for share in self.array.files.shares:
            if self.number(share) == number:
                return share
        raise self.missing(number)

    def views(self) -> Iterable[Object]:
        """All shares that have a form here."""
        return [self.view(share) for share in self.array.files.shares
                if share.protocol in (NFS, SMB)]

    def view(self, share: FileShare) -> Object:
        """A share, as a capture shows those of NFS."""
        store = lookup.store_of(self.array, share)
        vfs = lookup.vfs_of(self.array, store)
        fpg = lookup.fpg_of(self.array, vfs).name
        number = self.number(share)
        view: Object = {
            'shareDirectory': share.directory, 'name': share.name,
            'fstore': store.name, 'id': number, 'overallState': 1,
            'fpg': fpg, 'vfs': vfs.name, 'comment': share.comment,
            'type': 1 if share.protocol == NFS else 2,
            'links': self._links(number, fpg, vfs.name)}
        if share.protocol == NFS:
            view.update(nfsSharePath=shares.path(self.array, share),
                        nfsOptions=','.join(share.options),
                        nfsClientlist=share.clients)
        else:
            view.update(smbABE=share.abe, smbAllowedIPs=share.allow_ip,
                        smbDeniedIPs=share.deny_ip,
                        smbContinuosAvailability=share.ca,
                        smbCache=1 + shares.CACHES.index(share.cache))
        return view

    def _links(self, number: str, fpg: str,
               vfs: str) -> list[dict[str, str]]:
        base = self.base_url()
        return [
            {'href': f'{base}/fileshares/{number}', 'rel': 'self'},
            {'href': f'{base}/fpgs?query="name EQ {fpg}"', 'rel': 'fpg'},
            {'href': f'{base}/virtualfileservers?query="name EQ {vfs} AND '
                     f'fpg EQ {fpg}"', 'rel': 'virtualfileserver'}]

    def create(self) -> Response:
        """POST."""
        requested = self.body(tables.FSHARE_CREATE)
        protocol = NFS if requested['type'] == 1 else SMB
        share = shares.create(
            self.array, protocol, self.vfs(requested), requested['name'],
            {'store': requested.get('fstore', ''),
             'directory': requested.get('shareDirectory', '').strip('/'),
             **_settings(requested)})
        return self.made(self.number(share))

    def change(self, name: str) -> Response:
        """PUT."""
        requested = self.body(tables.FSHARE_MODIFY)
        share = self.find(name)
        changes = _settings(requested)
        operation = {1: '+', 2: '-'}.get(
            requested.get('nfsClientlistOperation', 0), '')
        if 'nfsClientlist' in requested:
            changes['clients'] = shares.changed_list(
                share.clients, operation + ','.join(requested['nfsClientlist']))
        shares.modify(self.array, share, changes)
        return answer()

    def delete(self, name: str) -> Response:
        """DELETE."""
        shares.remove(self.array, self.find(name))
        return answer()

    def permissions(self, name: str) -> Response:
        """GET of the permissions of a share's directory."""
        share = self.find(name)
        entries = share.acl or assumptions.FIRST_ACL
        return answer(200, {
            'owner': share.owner or 'root', 'group': share.group or 'root',
            'ACLList': [{'aclType': kind, 'aclFlags': flags,
                         'aclPrincipal': owner, 'aclPermissions': what}
                        for kind, flags, owner, what in entries]})

    def change_permissions(self, name: str) -> Response:
        """PUT of them."""
        requested = self.body(tables.DIRECTORY_PERMISSIONS)
        share = self.find(name)
        share.owner = requested.get('owner', share.owner)
        share.group = requested.get('group', share.group)
        if 'ACLList' in requested:
            share.acl = [(entry['aclType'], entry.get('aclFlags', ''),
                          entry['aclPrincipal'],
                          entry.get('aclPermissions', ''))
                         for entry in requested['ACLList']]
        return answer()


def _settings(requested: Object) -> Object:
    """Members of a request as those of a share."""
    settings: Object = {}
    for member, name in (('comment', 'comment'), ('smbABE', 'abe'),
                         ('smbContinuosAvailability', 'ca'),
                         ('smbAllowedIPs', 'allow_ip'),
                         ('smbDeniedIPs', 'deny_ip'),
                         ('nfsClientlist', 'clients')):
        if member in requested:
            settings[name] = requested[member]
    for name in ('allow_ip', 'deny_ip', 'clients'):
        if name in settings:
            settings[name] = shares.clients_of(','.join(settings[name]))
    if 'nfsOptions' in requested:
        settings['options'] = shares.options_of(requested['nfsOptions'])
    if 'smbCache' in requested:
        settings['cache'] = shares.CACHES[requested['smbCache'] - 1]
    return settings


class QuotaRequests(FileRequests):
    """Quotas."""

    fields = {**FileRequests.fields, 'type': Field(
        lambda member: member['type'], 'number')}

    def more_routes(self) -> None:
        """Changes."""
        self.serve('PUT', self.change, single=True)

    def views(self) -> Iterable[Object]:
        """All quotas."""
        return [self.view(quota) for quota in self.array.files.quotas]

    def _vfs(self, quota: Quota) -> Vfs:
        return next(vfs for vfs in self.array.files.servers
                    if vfs.id == quota.vfs)

    def view(self, quota: Quota) -> Object:
        """A quota, as a capture shows it."""
        vfs = self._vfs(quota)
        used, files = quotas.usage(self.array, quota)
        return {
            'currentBlockMiB': used, 'currentFileLimit': files,
            'softBlockMiB': quota.soft_block,
            'hardBlockMiB': quota.hard_block,
            'softFileLimit': quota.soft_files,
            'hardFileLimit': quota.hard_files, 'graceBlockInSec': 0,
            'graceFileLimitInSec': 0, 'id': str(quota.id), 'key': quota.id,
            'overallState': 1, 'type': quota.kind, 'name': quota.name,
            'fpg': lookup.fpg_of(self.array, vfs).name, 'vfs': vfs.name}

    def create(self) -> Response:
        """POST: a quota, or what is done with all of a server."""
        requested = self.body(tables.QUOTA_CREATE)
        if 'action' in requested:
            if requested['action'] == 2:
                raise FileRefused(assumptions.QUOTA_FILE.format(
                    file=requested.get('archivedPath', '')), 404)
            return answer()
        missing = [name for name in ('name', 'type', 'vfs')
                   if name not in requested]
        if missing:
            raise Refused('INV_INPUT_MISSING_REQUIRED', missing[0])
        kind = {1: USER, 2: GROUP, 3: FSTORE}[requested['type']]
        quota = quotas.change(self.array, self.vfs(requested), kind,
                              requested['name'], _limits(requested))
        return self.made(str(quota.id))

    def _find(self, number: str) -> Quota:
        for quota in self.array.files.quotas:
            if str(quota.id) == number:
                return quota
        raise self.missing(number)

    def change(self, name: str) -> Response:
        """PUT."""
        requested = self.body(tables.QUOTA_MODIFY)
        quota = self._find(name)
        limits = _limits(requested)
        for flag, limit in tables.QUOTA_REMOVALS.items():
            if requested.get(flag):
                limits[limit] = 0
        quotas.change(self.array, self._vfs(quota), quota.kind, quota.name,
                      limits)
        return answer()

    def delete(self, name: str) -> Response:
        """DELETE."""
        self.array.files.quotas.remove(self._find(name))
        return answer()


def _limits(requested: Object) -> dict[str, int]:
    return {limit: requested[member]
            for member, limit in tables.QUOTA_LIMITS.items()
            if member in requested}

