"""File provisioning groups: made of volumes in a CPG, by tasks."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from hpe3parclient.simulator.errors import Refused
from hpe3parclient.simulator.model import cpgs, sets, tasks
from hpe3parclient.simulator.model.filepersona import assumptions, jobs
from hpe3parclient.simulator.model.filepersona.lookup import (
    FileRefused,
    check_name,
    find_fpg,
    fpg_of,
    fpg_or_none,
    vfs_of,
)
from hpe3parclient.simulator.model.volumes import modify
from hpe3parclient.simulator.model.volumes.create import create_volume
from hpe3parclient.simulator.model.volumes.delete import remove_volume
from hpe3parclient.simulator.personality import Capability
from hpe3parclient.simulator.state.array_state import ArrayState
from hpe3parclient.simulator.state.cpgs import Cpg
from hpe3parclient.simulator.state.filepersona import (
    RUNNING,
    FileStore,
    Fpg,
)
from hpe3parclient.simulator.state.sets import VOLUMES
from hpe3parclient.simulator.state.tasks import CreateFpg, RemoveFpg, Task

_SIZE = re.compile(r'([0-9]{1,12})([A-Za-z]*)')
_UNITS = {'t': 1 << 20, 'g': 1 << 10}


def size_of(text: str) -> int:
    """MiB of ``16T``, ``16384g`` or ``16TiB``."""
    match = _SIZE.fullmatch(text)
    if match is None:
        raise FileRefused(assumptions.BAD_SIZE.format(size=text))
    number, suffix = match.groups()
    unit = suffix.lower()
    unit = unit[:-2] if unit.endswith('ib') else unit
    if unit not in _UNITS:
        raise FileRefused(f'The suffix, {suffix}, for size is invalid.')
    return int(number) * _UNITS[unit]


def written(mib: int) -> str:
    """A size as tasks print it."""
    return f'{mib >> 20}t' if not mib % (1 << 20) else f'{mib >> 10}g'


def find_cpg(array: ArrayState, name: str) -> Cpg:
    """The CPG of a new group; File Services use no domains."""
    cpg = array.cpgs.get(name)
    if cpg is None:
        raise FileRefused(f'Error: Invalid CPG name: {name}', 404,
                          Refused('NON_EXISTENT_CPG').code,
                          'CPG does not exist')
    if cpg.domain is not None:
        raise FileRefused(f'{name} belongs to domain {cpg.domain} which '
                          'cannot be used for File Services.')
    return cpg


def check_new(array: ArrayState, name: str, size: int, cpg: str,
              node: int | None = None) -> None:
    """Refuse a group that cannot be."""
    find_cpg(array, cpg)
    check_name(name, assumptions.FPG_NAME_LENGTH)
    _check_size(array, size)
    if fpg_or_none(array, name) is not None or name in array.volumesets:
        raise FileRefused(f'Error: FPG {name} already exists')
    if node is not None and not 0 <= node < array.personality.nodes:
        raise FileRefused(assumptions.NO_NODE.format(node=node))
    if jobs.running(array, 'createfpg'):
        raise FileRefused(assumptions.BUSY_FPG.format(name=name))
    _check_node(array, node_for(array, node), size)


def _check_size(array: ArrayState, size: int) -> None:
    newer = array.personality.has(Capability.FILE_REST)
    most = assumptions.MOST_FPG_331 if newer else assumptions.MOST_FPG
    if not assumptions.LEAST_FPG <= size <= most:
        raise FileRefused(assumptions.SIZE_RANGE.format(
            least=written(assumptions.LEAST_FPG), most=written(most)))


def _check_node(array: ArrayState, node: int, size: int) -> None:
    files = array.files
    on_pair = [fpg for fpg in files.fpgs if fpg.primary // 2 == node // 2]
    if len(on_pair) >= assumptions.FPGS_PER_PAIR:
        raise FileRefused(assumptions.TOO_MANY_FPGS.format(node=node))
    held = sum(fpg.size for fpg in on_pair if fpg.primary == node)
    if held + size > assumptions.NODE_ALLOWANCE:
        raise FileRefused(assumptions.ALLOWANCE.format(node=node))


def node_for(array: ArrayState, node: int | None) -> int:
    """The node that serves a new group: of the first pair the idler one."""
    if node is not None:
        return node
    held = [sum(fpg.size for fpg in array.files.fpgs if fpg.primary == number)
            for number in range(min(2, array.personality.nodes))]
    return held.index(min(held))


def create(array: ArrayState, requested: Mapping[str, Any], user: str,
           wait: bool = False) -> Task:
    """Start to create a group.

    :param requested: ``name``, ``cpg``, ``size`` (MiB), and perhaps
        ``comment``, ``node`` and ``full``
    """
    check_new(array, requested['name'], requested['size'], requested['cpg'],
              requested.get('node'))
    return jobs.start(array, 'createfpg',
                      {'comment': '', 'full': False, **requested}, user,
                      0.0 if wait else assumptions.FPG_SECONDS)


def make(array: ArrayState, effect: Mapping[str, Any], detail: list[str]) -> Fpg:
    """Create a group now; what is said of it goes into ``detail``."""
    name, size = effect['name'], effect['size']
    node = node_for(array, effect.get('node'))
    detail += [f'Size: {written(size)}', f'FPG Name: {name}',
               f'CPG Name: {effect["cpg"]}',
               f'Automatically assigned nodeid: {node}']
    cpg = find_cpg(array, effect['cpg'])
    fpg = Fpg(array.files.new_id(), array.new_uuid(), name, cpg.id, [], 0,
              0, array.clock.now(), node, node ^ 1, node, 0,
              full=bool(effect.get('full')),
              comment=effect.get('comment') or '')
    fpg.number = fpg.id
    made: list[int] = []
    try:
        _add_volumes(array, fpg, size, made, detail)
    except Refused:
        for number in made:
            remove_volume(array, array.volumes.by_id(number))
        raise
    group = sets.create(array, VOLUMES, {'name': name, 'setmembers': [
        array.volumes.by_id(number).name for number in made]})
    fpg.volume_set = group.id
    fpg.volumes = made
    array.files.fpgs.append(fpg)
    return fpg


def _add_volumes(array: ArrayState, fpg: Fpg, size: int, made: list[int],
                 detail: list[str]) -> None:
    """Volumes of at most 16 TiB each for so many MiB more."""
    cpg = array.cpgs.by_id(fpg.cpg).name
    overhead = size * assumptions.OVERHEAD_KIB_PER_GIB >> 20
    left = size
    while left:
        name = f'{fpg.name}.{len(fpg.volumes) + len(made) + 1}'
        part = min(left, assumptions.VOLUME_MIB,
                   array.personality.max_volume_mib)
        detail.append(f'Creating VV: {name} {written(part)} in {cpg}')
        try:
            volume = create_volume(array, {
                'name': name, 'cpg': cpg, 'sizeMiB': part,
                'tpvv': not fpg.full})
            made.append(volume.id)
            modify.fill(array, volume, min(part, overhead * part // size))
        except Refused as err:
            if err.symbol == 'NO_SPACE':
                raise FileRefused(assumptions.NO_SPACE.format(
                    cpg=cpg, vv=name)) from err
            raise FileRefused(f'Error: {err.desc}') from err
        detail += [f'vv {name} attached to node {node} File Services'
                   for node in sorted((fpg.primary, fpg.alternate))]
        left -= part
    fpg.size += size
    fpg.overhead += overhead


def grow(array: ArrayState, name: str, size: int) -> None:
    """Add volumes."""
    fpg = find_fpg(array, name)
    _check_size(array, fpg.size + size)
    made: list[int] = []
    before = fpg.size, fpg.overhead
    try:
        _add_volumes(array, fpg, size, made, [])
    except Refused:
        for number in made:
            remove_volume(array, array.volumes.by_id(number))
        fpg.size, fpg.overhead = before
        raise
    group = array.volumesets.by_id(fpg.volume_set)
    for number in made:
        group.members.append(number)
        array.volumes.by_id(number).sets.add(group.id)
    fpg.volumes += made
    fpg.generation += 1


def modify_fpg(array: ArrayState, name: str, requested: Mapping[str, Any]) -> None:
    """Change comment, activity or node.

    :param requested: ``comment`` ('' removes it), ``active``, ``primary``,
        ``failover``
    """
    fpg = find_fpg(array, name)
    if not requested:
        raise FileRefused(assumptions.NOTHING_TO_CHANGE)
    primary = requested.get('primary')
    if primary is not None and primary not in (fpg.primary, fpg.alternate):
        raise FileRefused(assumptions.NO_NODE.format(node=primary))
    if primary is not None:
        fpg.alternate, fpg.primary = primary ^ 1, primary
        fpg.current = primary
    if requested.get('failover'):
        fpg.current ^= 1
    fpg.comment = requested.get('comment', fpg.comment)
    fpg.active = requested.get('active', fpg.active)
    fpg.generation += 1


def remove(array: ArrayState, fpg: Fpg, user: str, *, wait: bool = False,
           forget: bool = False) -> Task:
    """Start to remove a group and all that is on it.

    :param forget: keep the volumes
    """
    return jobs.start(array, 'removefpg', {'fpg': fpg.id, 'name': fpg.name,
                                           'forget': forget}, user,
                      0.0 if wait else assumptions.REMOVE_SECONDS)


def drop(array: ArrayState, fpg: Fpg, forget: bool) -> None:
    """Take out a group."""
    files = array.files
    for vfs in [vfs for vfs in files.servers if vfs.fpg == fpg.id]:
        drop_vfs(array, vfs.id)
    files.fpgs.remove(fpg)
    files.reclamations = [entry for entry in files.reclamations
                          if entry.fpg != fpg.id]
    files.reclaimable = [entry for entry in files.reclaimable
                         if entry[0] != fpg.id]
    sets.delete(array, VOLUMES,
                array.volumesets.by_id(fpg.volume_set).name)
    if not forget:
        for number in fpg.volumes:
            remove_volume(array, array.volumes.by_id(number))


def drop_vfs(array: ArrayState, number: int) -> None:
    """Take out a server with its stores and quotas."""
    files = array.files
    for store in [store for store in files.stores if store.vfs == number]:
        drop_store(array, store)
    files.quotas = [quota for quota in files.quotas if quota.vfs != number]
    files.servers = [vfs for vfs in files.servers if vfs.id != number]


def drop_store(array: ArrayState, store: FileStore) -> None:
    """Take out a store with its shares, snapshots and quota."""
    files = array.files
    reclaim(array, fpg_of(array, vfs_of(array, store)), store.kept)
    files.shares = [share for share in files.shares
                    if share.store != store.id]
    files.snapshots = [snapshot for snapshot in files.snapshots
                       if snapshot.store != store.id]
    files.quotas = [quota for quota in files.quotas if not (
        quota.vfs == store.vfs and quota.kind == 3
        and quota.name == store.name)]
    files.stores.remove(store)


# -- space ------------------------------------------------------------------


def used(array: ArrayState, fpg: Fpg) -> int:
    """MiB of a group that are in use."""
    servers = {vfs.id for vfs in array.files.servers if vfs.fpg == fpg.id}
    return fpg.overhead + reclaimable(array, fpg) + sum(
        store.used + store.kept for store in array.files.stores
        if store.vfs in servers)


def files_on(array: ArrayState, fpg: Fpg) -> int:
    """How many files a group holds."""
    servers = {vfs.id for vfs in array.files.servers if vfs.fpg == fpg.id}
    return assumptions.FIRST_FILES + sum(
        store.files for store in array.files.stores if store.vfs in servers)


def reclaimable(array: ArrayState, fpg: Fpg) -> int:
    """MiB of a group that only a reclamation gives back."""
    return dict(array.files.reclaimable).get(fpg.id, 0)


def reclaim(array: ArrayState, fpg: Fpg, mib: int) -> None:
    """So much more (or less) can be given back."""
    held = dict(array.files.reclaimable)
    held[fpg.id] = max(0, held.get(fpg.id, 0) + mib)
    array.files.reclaimable = [(number, space) for number, space
                               in sorted(held.items()) if space]


def fill(array: ArrayState, fpg: Fpg, mib: int) -> None:
    """The volumes of a group get so much data more, in turn."""
    for number in fpg.volumes:
        volume = array.volumes.by_id(number)
        part = min(mib, volume.size_mib - volume.user_used)
        if part > 0:
            modify.fill(array, volume, part)
            mib -= part


def state(fpg: Fpg) -> str:
    """The mount state of a group."""
    return 'ACTIVATED' if fpg.active else 'DEACTIVATED'


def is_reclaiming(array: ArrayState, fpg: Fpg) -> bool:
    """Whether a reclamation runs on a group."""
    return any(entry.fpg == fpg.id and entry.state == RUNNING
               for entry in array.files.reclamations)


def cpg_name(array: ArrayState, fpg: Fpg) -> str:
    """The CPG of a group."""
    return cpgs.find(array, array.cpgs.by_id(fpg.cpg).name).name


@tasks.finishes(CreateFpg)
def _created(array: ArrayState, effect: CreateFpg, done: bool) -> bool:
    """The end of a task that creates a group."""
    def work(lines: list[str]) -> None:
        fpg = make(array, vars(effect), lines)
        lines += [f'File Provisioning Group {fpg.name} created.',
                  f'File Provisioning Group {fpg.name} activated.']
    return jobs.complete(array, effect, work)


@tasks.finishes(RemoveFpg)
def _removed(array: ArrayState, effect: RemoveFpg, done: bool) -> bool:
    """The end of a task that removes a group."""
    def work(lines: list[str]) -> None:
        fpg = next((fpg for fpg in array.files.fpgs
                    if fpg.id == effect.fpg), None)
        if fpg is not None:
            drop(array, fpg, effect.forget)
        lines.append(f'File Provisioning Group {effect.name} removed.')
    return jobs.complete(array, effect, work)
