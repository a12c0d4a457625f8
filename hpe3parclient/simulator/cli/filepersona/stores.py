"""Commands about file stores and quotas."""

from __future__ import annotations

from hpe3parclient.simulator.cli.commands import Arguments, Family
from hpe3parclient.simulator.cli.context import Context
from hpe3parclient.simulator.cli.filepersona.declare import (
    command,
    exclude,
    number,
    printed,
)
from hpe3parclient.simulator.cli.filepersona.tcl_lists import Value
from hpe3parclient.simulator.cli.listing import Listing
from hpe3parclient.simulator.cli.reply import Reply, said
from hpe3parclient.simulator.model.filepersona import (
    assumptions,
    lookup,
    quotas,
    stores,
)
from hpe3parclient.simulator.model.filepersona.lookup import (
    FileRefused,
    find_store,
    find_vfs,
    fpg_of,
    vfs_of,
)
from hpe3parclient.simulator.state.filepersona import (
    FSTORE,
    GROUP,
    USER,
    FileStore,
    Quota,
)

COMMANDS = Family()

_KINDS = {'username': USER, 'groupname': GROUP, 'fstore': FSTORE}
_QUOTAS = Listing('Name Type VFS FPG >SoftBlock(MB) >HardBlock(MB) '
                  '>SoftFiles >HardFiles >UsedBlock(MB)')


def record(context: Context, store: FileStore) -> list[Value]:
    """A store as getfstore prints it."""
    vfs = vfs_of(context.array, store)
    return [store.name, vfs.name, fpg_of(context.array, vfs).name,
            store.comment, 1, store.uuid, f'{store.uuid}-2']


@command(COMMANDS, 'getfstore', '-fpg <fpg> -vfs <vfs> -fstore <fstore>')
def getfstore(context: Context, given: Arguments) -> Reply:
    """File stores."""
    array = context.array
    there = list(lookup.servers(array, given.get('fpg'), given.get('vfs')))
    if given.has('vfs') and not there:
        raise FileRefused(f'Invalid VFS {given.get("vfs")}')
    return printed([record(context, store) for store in lookup.stores(
        array, there, given.get('fstore'))])


@command(COMMANDS, 'createfstore', '-comment <comment> -fpg <fpg>',
         '<vfs> <fstore>')
def createfstore(context: Context, given: Arguments) -> Reply:
    """Create a file store."""
    name, store = given.names
    vfs = find_vfs(context.array, name, given.get('fpg'))
    stores.create(context.array, vfs, store, given.get('comment'))
    return said()


@command(COMMANDS, 'setfstore', '-comment <comment> -fpg <fpg>',
         '<vfs> <fstore>')
def setfstore(context: Context, given: Arguments) -> Reply:
    """Change a file store."""
    name, store = given.names
    vfs = find_vfs(context.array, name, given.get('fpg'))
    chosen = find_store(context.array, vfs, store)
    if given.has('comment'):
        chosen.comment = given.get('comment')
    return said()


@command(COMMANDS, 'removefstore', '-fpg <fpg>', '<vfs> <fstore>')
def removefstore(context: Context, given: Arguments) -> Reply:
    """Remove a file store."""
    name, store = given.names
    vfs = find_vfs(context.array, name, given.get('fpg'))
    stores.remove(context.array, find_store(context.array, vfs, store))
    return said(f'{store} removed')


# -- quotas -----------------------------------------------------------------


def quota_record(context: Context, quota: Quota) -> list[Value]:
    """A quota as getfsquota prints it."""
    array = context.array
    vfs = next(vfs for vfs in array.files.servers if vfs.id == quota.vfs)
    used, files = quotas.usage(array, quota)
    return [quota.id, quota.name, quota.soft_files, quota.hard_files, 0,
            quota.soft_block, quota.hard_block, 0, used, files, 1,
            fpg_of(array, vfs).name, vfs.name,
            quota.name if quota.kind == FSTORE else '', quota.kind,
            f'{vfs.uuid}-{quota.id}']


def _chosen(context: Context, given: Arguments) -> list[Quota]:
    array = context.array
    there = list(lookup.servers(array, given.get('fpg'), given.get('vfs')))
    if given.has('vfs') and not there:
        raise FileRefused(f'Invalid VFS {given.get("vfs")}')
    ids = {vfs.id for vfs in there}
    requested = [(kind, given.get(option)) for option, kind in _KINDS.items()
             if given.has(option)]
    return [quota for quota in array.files.quotas if quota.vfs in ids
            and (not requested or (quota.kind, quota.name) in requested)]


@command(COMMANDS, 'getfsquota', '-username <user> -groupname <group> '
         '-fstore <fstore> -vfs <vfs> -fpg <fpg>')
def getfsquota(context: Context, given: Arguments) -> Reply:
    """Quotas."""
    return printed([quota_record(context, quota)
                    for quota in _chosen(context, given)])


@command(COMMANDS, 'showfsquota', '-username <user> -groupname <group> '
         '-fstore <fstore> -vfs <vfs> -fpg <fpg>')
def showfsquota(context: Context, given: Arguments) -> Reply:
    """Quotas, as a table."""
    rows: list[dict[str, str]] = []
    for quota in _chosen(context, given):
        cells = quota_record(context, quota)
        rows.append({
            'Name': quota.name,
            'Type': {1: 'user', 2: 'group', 3: 'fstore'}[quota.kind],
            'VFS': str(cells[12]), 'FPG': str(cells[11]),
            'SoftBlock(MB)': str(quota.soft_block),
            'HardBlock(MB)': str(quota.hard_block),
            'SoftFiles': str(quota.soft_files),
            'HardFiles': str(quota.hard_files),
            'UsedBlock(MB)': str(cells[8])})
    return context.listing(_QUOTAS, rows)


@command(COMMANDS, 'setfsquota',
         '-fpg <fpg> -username <user> -groupname <group> -fstore <fstore> '
         '-scapacity <MB> -hcapacity <MB> -sfile <count> -hfile <count> '
         '-clear -archive -restore <file>', '<vfs>')
def setfsquota(context: Context, given: Arguments) -> Reply:
    """Set, clear, archive or restore quotas."""
    array = context.array
    vfs = find_vfs(array, given.names[0], given.get('fpg'))
    exclude(given, 'username groupname fstore archive restore')
    if given.has('restore'):
        # nothing but an archive makes such a file, and it stays inside
        raise FileRefused(assumptions.QUOTA_FILE.format(
            file=given.get('restore')))
    if given.has('archive'):
        return said()
    target = [(kind, given.get(option)) for option, kind in _KINDS.items()
              if given.has(option)]
    if not target:
        raise FileRefused(assumptions.QUOTA_TARGET)
    limits: dict[str, int] = {}
    for option, limit in zip(('scapacity', 'hcapacity', 'sfile', 'hfile'),
                             quotas.LIMITS):
        if given.has(option):
            limits[limit] = number(given, option)
    if not limits and not given.has('clear'):
        raise FileRefused(assumptions.NOTHING_TO_CHANGE)
    kind, name = target[0]
    quotas.change(array, vfs, kind, name, limits, given.has('clear'))
    return said()
