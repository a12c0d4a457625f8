"""File stores, and the data on them."""

from __future__ import annotations

from hpe3parclient.simulator.model.filepersona import assumptions, fpgs
from hpe3parclient.simulator.model.filepersona.lookup import (
    FileRefused,
    check_name,
    fpg_of,
    stores,
    vfs_of,
)
from hpe3parclient.simulator.state.array_state import ArrayState
from hpe3parclient.simulator.state.filepersona import (
    FSTORE,
    FileStore,
    Vfs,
)


def create(array: ArrayState, vfs: Vfs, name: str, comment: str = '',
           security: int = 2) -> FileStore:
    """Create a store on a server."""
    check_name(name, assumptions.SHARE_NAME_LENGTH)
    fpg = fpg_of(array, vfs)
    if any(store.vfs == vfs.id and store.name == name
           for store in array.files.stores):
        raise FileRefused(assumptions.STORE_EXISTS.format(store=name), 409)
    if not fpg.active:
        raise FileRefused(assumptions.INACTIVE.format(fpg=fpg.name))
    pair = [server for server in array.files.servers
            if fpg_of(array, server).primary // 2 == fpg.primary // 2]
    if len(list(stores(array, [vfs]))) >= assumptions.STORES_PER_VFS or \
            len(list(stores(array, pair))) >= assumptions.STORES_PER_PAIR:
        raise FileRefused("Too many file stores; can't create file store "
                          f'{fpg.name}/{vfs.name}/{name}')
    store = FileStore(array.files.new_id(), array.new_uuid(), name, vfs.id,
                      comment, security)
    array.files.stores.append(store)
    return store


def remove(array: ArrayState, store: FileStore) -> None:
    """Remove a store and what is in it."""
    if store.name == '.admin':
        raise FileRefused(assumptions.ADMIN_STORE, 403)
    fpgs.drop_store(array, store)


# -- data -------------------------------------------------------------------


def has_snapshots(array: ArrayState, store: FileStore) -> bool:
    """Whether a store has a snapshot."""
    return any(snapshot.store == store.id
               for snapshot in array.files.snapshots)


def write(array: ArrayState, store: FileStore, mib: int, files: int) -> None:
    """Clients write files; full or over its quota the store refuses them."""
    vfs = vfs_of(array, store)
    fpg = fpg_of(array, vfs)
    for quota in array.files.quotas:
        if quota.vfs == vfs.id and quota.kind == FSTORE \
                and quota.name == store.name and (
                    0 < quota.hard_block < store.used + mib
                    or 0 < quota.hard_files < store.files + files):
            raise FileRefused(assumptions.QUOTA_EXCEEDED)
    if fpgs.used(array, fpg) + mib > fpg.size:
        raise FileRefused(assumptions.FULL)
    fpgs.fill(array, fpg, mib)
    store.used += mib
    store.files += files


def delete(array: ArrayState, store: FileStore, mib: int, files: int) -> None:
    """Clients delete files; snapshots keep what they held."""
    mib, files = min(mib, store.used), min(files, store.files)
    store.used -= mib
    store.files -= files
    if has_snapshots(array, store):
        store.kept += mib
