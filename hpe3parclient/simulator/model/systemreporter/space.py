"""Space at a moment: of CPGs, volumes and disks.

Since the start the samples are what the model held at their times; the
space of volumes is recorded when hosts write, other changes of a volume
show in all its samples since the last write (OURS). Before the start
everything had grown a little less; see :mod:`.background`.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import Any

from hpe3parclient.simulator import assumptions
from hpe3parclient.simulator.model import capacity, capacity_view, hardware_space
from hpe3parclient.simulator.model.hardware_space import DiskSpace
from hpe3parclient.simulator.model.systemreporter import background
from hpe3parclient.simulator.state.array_state import ArrayState
from hpe3parclient.simulator.state.cpgs import NOTHING, Cpg, Usage
from hpe3parclient.simulator.state.hardware.state import Disk
from hpe3parclient.simulator.state.statistics import FINEST, VolumeSpace
from hpe3parclient.simulator.state.volumes import Volume

_DAY = 86400


def share_at(array: ArrayState, cpg: Cpg, moment: int) -> float:
    """The part of its first space that a CPG held before the start."""
    recorded = array.statistics
    if recorded.seed is None or moment >= recorded.started:
        return 1.0
    return background.grown_share(
        background.profile(recorded.seed, cpg.name, cpg.disk_type),
        (recorded.started - moment) / _DAY)


def usage_at(array: ArrayState, cpg: Cpg, moment: int) -> Usage:
    """What a CPG held at a moment."""
    changes = array.statistics.cpg_usage.get(cpg.id)
    if not changes:
        usage = cpg.usage
    else:
        intervals = list(changes)
        index = bisect_left(intervals, moment // FINEST)
        if not index and array.statistics.seed is None:
            return NOTHING
        usage = changes[intervals[max(index - 1, 0)]]
    share = share_at(array, cpg, moment)
    return usage if share == 1.0 else Usage(
        *(int(amount * share) for amount in usage))


def cpgs_at(array: ArrayState, cpgs: Sequence[Cpg], moment: int,
            step: int) -> dict[str, Any]:
    """The members of a report about the space of CPGs, usable MiB."""
    used, total, grew = [0, 0, 0], [0, 0, 0], 0
    virtual = 0
    for cpg in cpgs:
        use = usage_at(array, cpg, moment)
        size = capacity.grown(cpg, use)
        earlier = capacity.grown(cpg, usage_at(array, cpg, moment - step))
        grew += sum(size) - sum(earlier)
        virtual += cpg.virtual_mib
        for at, (taken, whole) in enumerate((
                (use.admin, size.admin), (use.snap, size.data),
                (size.user, size.user))):
            used[at] += taken
            total[at] += whole
    view: dict[str, Any] = {
        'usedSpace': _space(used),
        'freeSpace': _space([whole - taken
                             for whole, taken in zip(total, used)]),
        'totalSpace': _space(total), 'growthMiB': max(grew, 0)}
    gain = capacity_view.efficiency(virtual, used[1] + used[2])
    if gain is not None:
        view['capacityEfficiency'] = gain
    return view


def _space(amounts: Sequence[int]) -> dict[str, int]:
    admin, snap, user = amounts
    return {'adminMiB': admin, 'snapMiB': snap, 'userMiB': user,
            'totalMiB': admin + snap + user}


def of_volume(volume: Volume) -> VolumeSpace:
    """What a volume holds now."""
    return VolumeSpace(volume.user_reserved, volume.user_used,
                       volume.snap_reserved, volume.snap_used,
                       volume.admin_reserved)


class VolumesSpace:
    """The space of some volumes, ready to be asked about many moments.

    Volumes whose space was not recorded are added up beforehand: by their
    CPG, and by the interval they were made in where that was after the
    start.
    """

    def __init__(self, array: ArrayState, volumes: Iterable[Volume]) -> None:
        self._array = array
        self._sums: dict[tuple[int | None, int], list[int]] = {}
        self._recorded: list[Volume] = []
        for volume in volumes:
            if volume.id in array.statistics.volume_space:
                self._recorded.append(volume)
            else:
                self._add(self._sums, volume, of_volume(volume))

    def _add(self, sums: dict[tuple[int | None, int], list[int]],
             volume: Volume, space: VolumeSpace) -> None:
        made = int(volume.created) // FINEST \
            if volume.created > self._array.statistics.started else -1
        amounts = sums.setdefault((volume.user_cpg, made), [0] * 9)
        raw_user = self._raw(volume.user_cpg, space.user_reserved)
        raw_snap = self._raw(volume.snap_cpg if volume.snap_cpg is not None
                             else volume.user_cpg, space.snap_reserved)
        for at, amount in enumerate((
                *space, raw_user, raw_snap,
                space.admin_reserved * assumptions.ADMIN_COPIES,
                volume.size_mib)):
            amounts[at] += amount

    def _raw(self, cpg_id: int | None, mib: int) -> int:
        if cpg_id is None:
            return mib * assumptions.ADMIN_COPIES
        cpg = self._array.cpgs.by_id(cpg_id)
        return capacity.raw(cpg.raid, cpg.set_size, mib)

    def _space_of(self, volume: Volume, moment: int) -> VolumeSpace:
        """What a volume whose space was recorded held."""
        changes = self._array.statistics.volume_space[volume.id]
        intervals = list(changes)
        index = bisect_left(intervals, moment // FINEST)
        if index == len(intervals):
            return of_volume(volume)
        return changes[intervals[max(index - 1, 0)]]

    def at(self, moment: int) -> dict[str, Any]:
        """The members of a report about the space of volumes."""
        sums = {key: list(amounts) for key, amounts in self._sums.items()}
        for volume in self._recorded:
            self._add(sums, volume, self._space_of(volume, moment))
        started = self._array.statistics.started
        total = [0] * 9
        for (cpg_id, made), amounts in sums.items():
            if moment >= started and made >= moment // FINEST:
                continue
            share = 1.0 if cpg_id is None else share_at(
                self._array, self._array.cpgs.by_id(cpg_id), moment)
            for at, amount in enumerate(amounts):
                total[at] += int(amount * share) if at < 8 else amount
        return _volumes_view(total)


def _volumes_view(amounts: Sequence[int]) -> dict[str, Any]:
    (user, user_used, snap, snap_used, admin, raw_user, raw_snap, raw_admin,
     virtual) = amounts
    admin_used = min(admin, 1)
    view: dict[str, Any] = {
        'rawReserved': {'userMiB': raw_user, 'snapMiB': raw_snap,
                        'adminMiB': raw_admin,
                        'totalMiB': raw_user + raw_snap + raw_admin},
        'userSpace': {'usedMiB': user_used, 'freeMiB': user - user_used,
                      'reservedMiB': user},
        'snapSpace': {'usedMiB': snap_used, 'freeMiB': snap - snap_used,
                      'reservedMiB': snap, 'VcopyMiB': snap_used},
        'adminSpace': {'usedMiB': admin_used, 'freeMiB': admin - admin_used,
                       'reservedMiB': admin, 'VcopyMiB': 0},
        'totalSpace': {'usedMiB': user_used + snap_used + admin_used,
                       'virtualSizeMiB': virtual,
                       'reservedMiB': user + snap + admin,
                       'VcopyMiB': snap_used}}
    gain = capacity_view.efficiency(virtual, user_used + snap_used)
    if gain is not None:
        view['capacityEfficiency'] = gain
    return view


def disks_at(array: ArrayState, moment: int) -> dict[int, DiskSpace]:
    """What each disk held; what has failed now counts as failed then."""
    return hardware_space.by_disk(
        array, lambda cpg: usage_at(array, cpg, moment))


def disk_capacity(spaces: Iterable[DiskSpace]) -> dict[str, int]:
    """The members of a report about the capacity of disks."""
    items = list(spaces)
    return {'allocatedMiB': sum(item.volume + item.spare for item in items),
            'freeMiB': sum(item.free for item in items),
            'failedMiB': sum(item.failed for item in items),
            'totalMiB': sum(item.size for item in items)}


def disk_chunklets(array: ArrayState, disks: Sequence[Disk],
                   spaces: dict[int, DiskSpace], moment: int
                   ) -> dict[str, Any]:
    """The members of a report about the chunklets of disks."""
    size = array.personality.chunklet_mib
    used = free = spare = failed = 0
    for disk in disks:
        space = spaces[disk.id]
        taken = -(-space.volume // size)
        kept = space.spare // size
        used += taken
        spare += kept
        failed += space.failed // size
        free += max((space.size - space.failed) // size - taken - kept, 0)
    life = [100 if disk.model.rpm else _life_left(array, moment)
            for disk in disks]
    return {
        'normalChunklets': _chunklets(used, free, failed),
        'spareChunklets': _chunklets(0, spare, 0),
        'lifeLeftPct': min(life, default=100),
        'temperatureC': max((_temperature(disk, moment) for disk in disks),
                            default=assumptions.DISK_TEMPERATURE)}


def _chunklets(used: int, free: int, failed: int) -> dict[str, int]:
    return {'usedOK': used, 'usedFailed': 0, 'availClean': free,
            'availDirty': 0, 'availFailed': failed}


def _life_left(array: ArrayState, moment: int) -> int:
    """An SSD wears out within ten years (OURS)."""
    age = max(moment - array.born, 0) / _DAY
    return max(1, 100 - int(age / 36.5))


def _temperature(disk: Disk, moment: int) -> int:
    """A little warmer in the afternoon, and by the slot."""
    hour = moment // 3600 % 24
    return assumptions.DISK_TEMPERATURE + disk.bay % 4 + (12 <= hour < 19)
