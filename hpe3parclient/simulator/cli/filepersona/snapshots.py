"""Commands about snapshots of stores and reclamation."""

from __future__ import annotations

import fnmatch

from hpe3parclient.simulator.cli.commands import Arguments, Family
from hpe3parclient.simulator.cli.context import Context
from hpe3parclient.simulator.cli.filepersona.declare import (
    command,
    number,
    printed,
)
from hpe3parclient.simulator.cli.filepersona.tcl_lists import Value
from hpe3parclient.simulator.cli.reply import Reply, said
from hpe3parclient.simulator.model.filepersona import (
    assumptions,
    lookup,
    snapshots,
)
from hpe3parclient.simulator.model.filepersona.lookup import (
    FileRefused,
    find_fpg,
    find_store,
    find_vfs,
    fpg_of,
)
from hpe3parclient.simulator.state.filepersona import (
    COMPLETED,
    FileSnapshot,
    FileStore,
    Fpg,
    Reclamation,
    Vfs,
)

COMMANDS = Family()

_NO_VFS = 'Virtual Server {vfs} does not exist on FPG {fpg}'
_NO_STORE = 'File Store {store} does not exist on FPG {fpg}'
_NO_FPG = 'FPG {fpg} not found'


def _server(context: Context, name: str, fpg: str) -> Vfs:
    return find_vfs(context.array, name, fpg, _NO_VFS, _NO_FPG)


def record(context: Context, snapshot: FileSnapshot,
           by_name: bool) -> list[Value]:
    """A snapshot as getfsnap prints it: by name without its last value."""
    array = context.array
    store = next(store for store in array.files.stores
                 if store.id == snapshot.store)
    vfs = lookup.vfs_of(array, store)
    cells: list[Value] = [
        snapshot.name, fpg_of(array, vfs).name, vfs.name, store.name,
        int(snapshot.created * 1000)]
    return cells if by_name else [*cells, snapshot.id]


@command(COMMANDS, 'createfsnap', '-retain <count> -fpg <fpg>',
         '<vfs> <fstore> <tag>')
def createfsnap(context: Context, given: Arguments) -> Reply:
    """Take a snapshot of a store."""
    name, store, tag = given.names
    vfs = _server(context, name, given.get('fpg'))
    if given.has('retain') and not number(given, 'retain'):
        raise FileRefused(assumptions.RETAIN)
    snapshot = snapshots.create(
        context.array, find_store(context.array, vfs, store, _NO_STORE), tag,
        number(given, 'retain'))
    return said(snapshot.name)


@command(COMMANDS, 'getfsnap', '-fpg <fpg> -vfs <vfs> -fstore <fstore> -pat',
         '[<snapname>]...')
def getfsnap(context: Context, given: Arguments) -> Reply:
    """Snapshots of stores."""
    array = context.array
    fpg, vfs, store = (given.get(option)
                       for option in ('fpg', 'vfs', 'fstore'))
    if fpg:
        find_fpg(array, fpg, _NO_FPG)
    there = list(lookup.servers(array, fpg, vfs))
    if vfs and not there:
        raise FileRefused(_NO_VFS.format(vfs=vfs, fpg=fpg))
    ids = {entry.id for entry in lookup.stores(array, there, store)}
    if store and not ids:
        raise FileRefused(_NO_STORE.format(store=store, fpg=fpg))
    known = [snapshot for snapshot in array.files.snapshots
             if snapshot.store in ids]
    by_name = bool(given.names) and not given.has('pat')
    chosen = [snapshot for snapshot in known if not given.names or any(
        snapshot.name == name if by_name
        else fnmatch.fnmatchcase(snapshot.name, name)
        for name in given.names)]
    names = {snapshot.name for snapshot in chosen}
    missing = [name for name in given.names if name not in names]
    if by_name and missing:
        raise _no_snapshot(missing[0], fpg, vfs, store)
    return printed([record(context, snapshot, by_name)
                    for snapshot in chosen])


def _no_snapshot(name: str, fpg: str, vfs: str, store: str) -> FileRefused:
    return FileRefused(f'SnapShot {name} does not exist on FPG {fpg} path '
                       f'{vfs}/{store}')


@command(COMMANDS, 'removefsnap', '-snapname <name> -fpg <fpg>',
         '<vfs> <fstore>')
def removefsnap(context: Context, given: Arguments) -> Reply:
    """Remove a snapshot of a store, or all of them."""
    array = context.array
    name, store_name = given.names
    vfs = _server(context, name, given.get('fpg'))
    store: FileStore = find_store(array, vfs, store_name, _NO_STORE)
    requested = given.get('snapname')
    chosen = [snapshot for snapshot in snapshots.of_store(array, store)
              if requested in ('', snapshot.name)]
    if requested and not chosen:
        raise _no_snapshot(requested, fpg_of(array, vfs).name, name, store_name)
    for snapshot in chosen:
        snapshots.remove(array, store, snapshot)
    return said()


# -- reclamation ------------------------------------------------------------


@command(COMMANDS, 'startfsnapclean',
         '-resume -reclaimStrategy <strategy>', '<fpgname>')
def startfsnapclean(context: Context, given: Arguments) -> Reply:
    """Start a reclamation."""
    fpg = find_fpg(context.array, given.names[0], _NO_FPG)
    snapshots.start(context.array, fpg,
                    given.get('reclaimStrategy', 'maxspeed'),
                    given.has('resume'))
    return said()


@command(COMMANDS, 'stopfsnapclean', '-pause', '<fpgname>')
def stopfsnapclean(context: Context, given: Arguments) -> Reply:
    """Stop or pause a reclamation."""
    fpg = find_fpg(context.array, given.names[0], _NO_FPG)
    snapshots.stop(context.array, fpg, given.has('pause'))
    return said()


def clean_record(entry: Reclamation, fpg: Fpg) -> list[Value]:
    """A reclamation as getfsnapclean prints it; times in milliseconds."""
    done = entry.state == COMPLETED
    space = entry.space if done else 0
    return [entry.id, entry.state, int(entry.start * 1000),
            int((entry.end or 0) * 1000), False, 'INFO',
            entry.strategy, space * 4, space * 4, space, 0, 1024 if space
            else 0, space, 0, 'OK' if done else 'N/A', fpg.name]


@command(COMMANDS, 'getfsnapclean', '', '<fpgname>')
def getfsnapclean(context: Context, given: Arguments) -> Reply:
    """The reclamations of a group."""
    fpg = find_fpg(context.array, given.names[0], _NO_FPG)
    there = snapshots.of_fpg(context.array, fpg)
    if not there:
        return printed([['No', 'reclamation', 'task', 'running', 'on',
                         'Storage', 'Pool', fpg.name]])
    return printed([clean_record(entry, fpg) for entry in there])
