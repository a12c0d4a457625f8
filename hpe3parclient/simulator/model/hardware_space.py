"""What each disk holds.

The space of a disk type lies evenly over the disks of the type that work,
so sums over disks are the figures of GET /capacity.
"""

from __future__ import annotations

from typing import Callable, NamedTuple

from hpe3parclient.simulator.model import capacity
from hpe3parclient.simulator.state.array_state import ArrayState
from hpe3parclient.simulator.state.cpgs import Cpg, Usage
from hpe3parclient.simulator.state.hardware.state import FAILED, Disk


class DiskSpace(NamedTuple):
    """MiB of one disk; the parts add up to its size."""

    size: int
    volume: int = 0
    spare: int = 0
    free: int = 0
    unavailable: int = 0
    failed: int = 0


def by_disk(array: ArrayState,
            usage: Callable[[Cpg], Usage] | None = None
            ) -> dict[int, DiskSpace]:
    """What each disk holds, by its number.

    :param usage: what each CPG holds; None: what it holds now
    """
    space: dict[int, DiskSpace] = {}
    for kind in array.pools:
        disks = [disk for disk in array.hardware.disks.values()
                 if disk.model.kind == kind]
        space.update(_of_type(array, kind, disks, usage))
    return space


def _of_type(array: ArrayState, kind: int, disks: list[Disk],
             usage: Callable[[Cpg], Usage] | None
             ) -> dict[int, DiskSpace]:
    totals = capacity.totals(array, kind, usage)
    working = [disk for disk in disks
               if array.hardware.state('pd', disk.id) != FAILED]
    volumes = _shares(totals.in_cpgs + totals.internal, len(working))
    spares = _shares(totals.spare, len(working))
    space = {disk.id: DiskSpace(disk.model.size_mib,
                                failed=disk.model.size_mib)
             for disk in disks}
    for disk, volume, spare in zip(working, volumes, spares):
        size = disk.model.size_mib
        volume = min(volume, size)
        spare = min(spare, size - volume)
        space[disk.id] = DiskSpace(size, volume, spare,
                                   size - volume - spare)
    return space


def _shares(amount: int, count: int) -> list[int]:
    """An amount in parts that differ by one at most."""
    if not count:
        return []
    share, rest = divmod(amount, count)
    return [share + (at < rest) for at in range(count)]
