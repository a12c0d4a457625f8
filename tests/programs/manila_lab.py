"""How the tests set up Manila for an array of a lab, and what they look at."""

from __future__ import annotations

import itertools
import uuid
from typing import Any

from hpe3parclient.simulator.state.filepersona import (
    FileShare,
    FileStore,
    Quota,
)
from tests.programs.lab import Lab, settle

_NUMBERS = itertools.count(1)
#: The pools of a backend: a group, its server, and the server's address.
POOLS = {'fpg1': ('vfs1', '192.0.2.51'), 'fpg2': ('vfs2', '192.0.2.52')}
#: The address of the machine that Manila runs on.
MANILA = '192.0.2.9'
#: Who may mount a share that nobody was given access to.
NOBODY = '127.0.0.1'
#: What the driver needs for the files of CIFS shares.
ADMIN = {'hpe3par_cifs_admin_access_username': 'keeper',
         'hpe3par_cifs_admin_access_password': 'secret'}


def store_of(protocol: str, project: str) -> str:
    """The store of a project's shares."""
    identity = uuid.uuid5(uuid.NAMESPACE_DNS, project).hex
    return f'osf-{protocol}-{identity}'


def prepare(lab: Lab) -> None:
    """The groups and servers that an administrator makes beforehand."""
    view = lab.view
    for number, (fpg, (vfs, address)) in enumerate(POOLS.items(), 1):
        view.make('/fpgs', name=fpg, cpg='gold', sizeTiB=number)
        settle(lambda fpg=fpg: fpg in view.names('fpgs'))
        view.make('/virtualfileservers', name=vfs, fpg=fpg, IPInfo={
            'IPAddr': address, 'netmask': '255.255.255.0'})
        settle(lambda vfs=vfs: vfs in view.names('virtualfileservers'))


def options(lab: Lab, **more: Any) -> dict[str, Any]:
    """A backend's section of manila.conf."""
    array = lab.array
    return {
        'hpe3par_api_url': array.api_url,
        'hpe3par_username': array.user,
        'hpe3par_password': array.password,
        'hpe3par_san_ip': '127.0.0.1',
        'hpe3par_san_login': array.user,
        'hpe3par_san_password': array.password,
        'hpe3par_san_ssh_port': array.ssh_port,
        'hpe3par_fpg': list(POOLS), 'my_ip': MANILA, **more}


def backend(manila: Any, lab: Lab, **more: Any) -> Any:
    """Start a backend for the lab's array; the process, for its commands."""
    manila.backend(f'files{next(_NUMBERS)}', options(lab, **more))
    return manila


class Files:
    """What is in the array's File Persona."""

    def __init__(self, lab: Lab) -> None:
        self._array = lab.array.state

    def share(self, name: str) -> FileShare | None:
        """The share of that name; None when there is none."""
        with self._array.lock:
            return next((share for share in self._array.files.shares
                         if share.name == name), None)

    def lose(self, name: str) -> None:
        """Remove a share behind Manila's back."""
        share = self.share(name)
        assert share is not None, f'{name} is not on the array'
        with self._array.lock:
            self._array.files.shares.remove(share)

    def share_in(self, store: FileStore, name: str) -> FileShare:
        """A share of a store that has to exist."""
        with self._array.lock:
            return next(share for share in self._array.files.shares
                        if (share.store, share.name) == (store.id, name))

    def clients(self, name: str) -> list[str]:
        """Who may mount an NFS share that has to exist."""
        share = self.share(name)
        assert share is not None, f'{name} is not on the array'
        return list(share.clients)

    def allowed(self, name: str) -> list[tuple[str, str]]:
        """The permissions of an SMB share that has to exist."""
        share = self.share(name)
        assert share is not None, f'{name} is not on the array'
        return list(share.allow)

    def allowed_addresses(self, name: str) -> list[str]:
        """The addresses that may use an SMB share that has to exist."""
        share = self.share(name)
        assert share is not None, f'{name} is not on the array'
        return list(share.allow_ip)

    def stores(self) -> dict[str, FileStore]:
        """The stores by name, those of the array's own left out."""
        with self._array.lock:
            return {store.name: store for store in self._array.files.stores
                    if store.name != '.admin'}

    def store(self, share: str) -> str:
        """The name of the store that a share is in."""
        there = self.share(share)
        assert there is not None, f'{share} is not on the array'
        return next(name for name, store in self.stores().items()
                    if store.id == there.store)

    def snapshots(self, store: str) -> list[str]:
        """The names of a store's snapshots."""
        expected = self.stores()[store].id
        with self._array.lock:
            return [snapshot.name for snapshot in self._array.files.snapshots
                    if snapshot.store == expected]

    def quota(self, store: str) -> Quota | None:
        """The limits of a store; None when it has none."""
        with self._array.lock:
            return next((quota for quota in self._array.files.quotas
                         if quota.name == store), None)

    def gib(self, store: str) -> list[float]:
        """The soft and the hard limit of a store."""
        quota = self.quota(store)
        assert quota is not None, f'{store} has no quota'
        return [quota.soft_block / 1024, quota.hard_block / 1024]

    def addresses(self, vfs: str) -> list[str]:
        """The addresses of a virtual file server."""
        with self._array.lock:
            return [address.address for server in self._array.files.servers
                    if server.name == vfs for address in server.addresses]
