"""Space: disks, CPGs and what volumes take from them.

Knows how many MiB anything costs, usable and raw; every number any answer
shows about space is computed here, so that answers agree. Knows no volume:
callers say how much of which kind they take or give back.

The space of a CPG is a function of what its volumes hold: full volumes take
their size; thin user space and snapshot space share room that grows by
whole increments; administration space grows likewise and is mirrored.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Callable, NamedTuple

from hpe3parclient.simulator import assumptions
from hpe3parclient.simulator.errors import Refused
from hpe3parclient.simulator.personality import R1, R5, R6
from hpe3parclient.simulator.state.array_state import ArrayState
from hpe3parclient.simulator.state.cpgs import Charge, Cpg, Pool, Usage


def pool_of(disk_type: int, total: int) -> Pool:
    """A pool with the shares the array keeps for itself."""
    return Pool(disk_type, total,
                internal=total * assumptions.INTERNAL_PER_MILLE // 1000,
                spare=total * assumptions.SPARE_PER_MILLE // 1000)


def raw(raid: int, set_size: int, mib: int) -> int:
    """Raw MiB behind usable MiB of a layout."""
    if raid == R1:
        return mib * set_size
    if raid == R5:
        return -(-mib * set_size // (set_size - 1))
    if raid == R6:
        return -(-mib * set_size // (set_size - 2))
    return mib


def usable(raid: int, set_size: int, raw_mib: int) -> int:
    """Usable MiB a layout makes of raw MiB."""
    if raid == R1:
        return raw_mib // set_size
    if raid == R5:
        return raw_mib * (set_size - 1) // set_size
    if raid == R6:
        return raw_mib * (set_size - 2) // set_size
    return raw_mib


def round_up(mib: int, unit: int) -> int:
    """The next whole multiple."""
    return -(-mib // unit) * unit


class Grown(NamedTuple):
    """The space of a CPG, usable MiB."""

    #: user space, all of it given to volumes
    user: int
    #: snapshot space and room to grow
    data: int
    #: administration space
    admin: int


def grown(cpg: Cpg, use: Usage) -> Grown:
    """How far the CPG must have grown to hold this much."""
    shared = use.thin + use.snap
    if cpg.increment:
        room = round_up(shared, cpg.increment)
        if cpg.limit is not None:
            room = max(shared, min(room, cpg.limit - use.full))
    else:
        room = max(shared, cpg.frozen_at - use.full)
    return Grown(use.full + use.thin, room - use.thin,
                 round_up(use.admin, cpg.admin_increment))


def raw_total(cpg: Cpg, use: Usage) -> int:
    """Raw MiB the CPG has taken from its disks."""
    size = grown(cpg, use)
    return (raw(cpg.raid, cpg.set_size, size.user + size.data)
            + size.admin * assumptions.ADMIN_COPIES)


def raw_free(array: ArrayState, disk_type: int) -> int:
    """Raw MiB no CPG has taken yet."""
    taken = sum(raw_total(cpg, cpg.usage) for cpg in array.cpgs
                if cpg.disk_type == disk_type)
    lost = array.hardware.failed_mib(disk_type)
    return array.pools[disk_type].usable - taken - lost


def holds(cpg: Cpg, use: Usage) -> bool:
    """Whether the CPG's own limit allows this much."""
    need = use.full + use.thin + use.snap
    if not cpg.increment:
        return need <= cpg.frozen_at
    return cpg.limit is None or need <= cpg.limit


def merged(charges: Iterable[Charge]) -> list[Charge]:
    """One charge per CPG."""
    sums: dict[int, Charge] = {}
    for cpg, use in charges:
        before = sums.get(cpg.id)
        sums[cpg.id] = (cpg, use if before is None else before[1].plus(use))
    return list(sums.values())


def check(array: ArrayState, charges: Iterable[Charge],
          limit_symbol: str = 'NO_SPACE') -> list[Charge]:
    """What each CPG would hold then, or the refusal; changes nothing.

    :param limit_symbol: the error when a CPG's own limit is in the way
    """
    request = [(cpg, cpg.usage.plus(use)) for cpg, use in merged(charges)]
    extra: dict[int, int] = {}
    for cpg, use in request:
        if sum(use) > sum(cpg.usage) and not holds(cpg, use):
            raise Refused(limit_symbol)
        more = raw_total(cpg, use) - raw_total(cpg, cpg.usage)
        extra[cpg.disk_type] = extra.get(cpg.disk_type, 0) + more
    for disk_type, more in extra.items():
        if more > 0 and more > raw_free(array, disk_type):
            raise Refused('NO_SPACE')
    return request


def take(array: ArrayState, charges: Iterable[Charge],
         limit_symbol: str = 'NO_SPACE') -> None:
    """Take space (or, where negative, give it back): all of it or none."""
    for cpg, use in check(array, charges, limit_symbol):
        cpg.usage = use
        array.statistics.measure_cpg(cpg.id, array.clock.now(), use)


class Totals(NamedTuple):
    """Raw MiB of one disk type (or of all), and what they are used for."""

    total: int = 0
    user: int = 0
    user_used: int = 0
    snap: int = 0
    snap_used: int = 0
    admin: int = 0
    admin_used: int = 0
    internal: int = 0
    spare: int = 0
    virtual: int = 0
    room: int = 0
    #: on disks that have failed; no part of what is free
    failed: int = 0

    @property
    def in_cpgs(self) -> int:
        """All that CPGs have taken."""
        return self.user + self.snap + self.admin

    @property
    def allocated(self) -> int:
        """CPGs and the array's own share."""
        return self.in_cpgs + self.internal + self.spare

    @property
    def free(self) -> int:
        """The rest."""
        return max(self.total - self.allocated - self.failed, 0)


def added(parts: Iterable[Totals]) -> Totals:
    """The sum of several disk types."""
    columns = list(zip(*parts))
    return Totals(*(sum(column) for column in columns)) if columns \
        else Totals()


def cpg_totals(cpg: Cpg, usage: Usage) -> Totals:
    """What one CPG that holds so much adds to its disk type's totals."""
    size = grown(cpg, usage)
    user = raw(cpg.raid, cpg.set_size, size.user)
    both = raw(cpg.raid, cpg.set_size, size.user + size.data)
    snap_used = raw(cpg.raid, cpg.set_size, usage.snap)
    return Totals(
        user=user, user_used=user, snap=both - user,
        snap_used=min(snap_used, both - user),
        admin=size.admin * assumptions.ADMIN_COPIES,
        admin_used=usage.admin * assumptions.ADMIN_COPIES,
        virtual=cpg.virtual_mib, room=size.data - usage.snap)


def totals(array: ArrayState, disk_type: int,
           usage: Callable[[Cpg], Usage] | None = None) -> Totals:
    """One disk type; zeros when the array has no such disks.

    :param usage: what each CPG holds; None: what it holds now
    """
    pool = array.pools.get(disk_type)
    if pool is None:
        return Totals()
    own = Totals(total=pool.total, internal=pool.internal, spare=pool.spare,
                 failed=array.hardware.failed_mib(disk_type))
    return added([own] + [cpg_totals(cpg, usage(cpg) if usage else cpg.usage)
                          for cpg in array.cpgs
                          if cpg.disk_type == disk_type])


def all_totals(array: ArrayState) -> Totals:
    """Every disk of the array."""
    return added(totals(array, kind) for kind in sorted(array.pools))
