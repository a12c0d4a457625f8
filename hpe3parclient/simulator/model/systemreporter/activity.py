"""Reads and writes of something between two moments, and their figures.

The same load gives the same numbers, always. What the load model knows is
bytes by CPG and volume; the size of a host's request, service times and how
busy disks are come from constants that are OURS.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from hpe3parclient.simulator import assumptions
from hpe3parclient.simulator.model.systemreporter import background
from hpe3parclient.simulator.model.systemreporter.background import Activity
from hpe3parclient.simulator.model.volumes.lookup import find_volume
from hpe3parclient.simulator.state.array_state import ArrayState
from hpe3parclient.simulator.state.cpgs import Cpg
from hpe3parclient.simulator.state.statistics import FINEST, Load, Loads
from hpe3parclient.simulator.state.volumes import Volume


def note(array: ArrayState, volume: Volume, load: Load) -> None:
    """A host read from a volume, or wrote to it."""
    base = array.volumes.by_id(volume.base_id)
    if base.user_cpg is not None:
        array.statistics.count(base.user_cpg, volume.id, array.clock.now(),
                               load)


def read(array: ArrayState, name: str, mib: int) -> None:
    """A host reads so many MiB of a volume."""
    note(array, find_volume(array, name), Load(read=mib << 20))


@dataclass
class Source:
    """Whose load counts, and which part of it; keys are ids."""

    #: of CPGs: what was before the start, and what was recorded since
    before: dict[int, float] = field(default_factory=dict[int, float])
    since: dict[int, float] = field(default_factory=dict[int, float])
    #: of volumes: what was recorded since the start
    volumes: dict[int, float] = field(default_factory=dict[int, float])
    #: how many disks share the work
    disks: int = 0
    #: KB per second that its ports carry; 0: disks are what limits it
    bandwidth: float = 0.0


def merged(sources: Iterable[Source]) -> Source:
    """Several sources as one."""
    result = Source()
    for item in sources:
        for mine, theirs in ((result.before, item.before),
                             (result.since, item.since),
                             (result.volumes, item.volumes)):
            for number, share in theirs.items():
                mine[number] = mine.get(number, 0.0) + share
        result.disks += item.disks
        result.bandwidth += item.bandwidth
    return result


def only(array: ArrayState, source: Source, disk_type: int) -> Source:
    """The part of a source that is on disks of one type; of CPGs alone."""
    kinds = {cpg.id: cpg.disk_type for cpg in array.cpgs}
    return Source({number: share for number, share in source.before.items()
                   if kinds[number] == disk_type},
                  {number: share for number, share in source.since.items()
                   if kinds[number] == disk_type})


def of_cpg(cpg: Cpg, share: float = 1.0) -> Source:
    """A share of all that a CPG does."""
    return Source({cpg.id: share}, {cpg.id: share})


def of_volume(array: ArrayState, volume: Volume,
              share: float = 1.0) -> Source:
    """What a volume does.

    What its CPG did before the start lies evenly over the volumes that the
    CPG has now.
    """
    source = Source(volumes={volume.id: share})
    if volume.user_cpg is not None and not volume.is_snapshot:
        users = array.cpgs.by_id(volume.user_cpg).users
        source.before[volume.user_cpg] = share / max(len(users), 1)
    return source


def activity(array: ArrayState, source: Source, begin: int, end: int
             ) -> Activity:
    """What a source did from begin to end, both ends of intervals."""
    total = Activity()
    for number, share in source.before.items():
        total = total.plus(_before(array, array.cpgs.by_id(number), begin,
                                   end), share)
    recorded = array.statistics
    for loads, shares in ((recorded.cpg_loads, source.since),
                          (recorded.volume_loads, source.volumes)):
        for number, share in shares.items():
            if number in loads:
                total = total.plus(_recorded(loads[number], begin, end),
                                   share)
    return total


def _before(array: ArrayState, cpg: Cpg, begin: int, end: int) -> Activity:
    """What a CPG did before the array was started."""
    recorded = array.statistics
    begin_at, end_at = max(begin, array.born), min(end, recorded.started)
    if recorded.seed is None or begin_at >= end_at:
        return Activity()
    return background.activity(background.profile(
        recorded.seed, cpg.name, cpg.disk_type), begin_at, end_at)


def _recorded(loads: Loads, begin: int, end: int) -> Activity:
    total = Load()
    for interval in range(begin // FINEST, end // FINEST):
        if interval in loads:
            total.add(loads[interval])
    unit = assumptions.STATISTICS_IO_BYTES
    return Activity(total.read / unit, total.written / unit, total.read,
                    total.written)


class Rates(NamedTuple):
    """The figures of one sample."""

    #: per second
    reads: float
    writes: float
    #: per second, 1 KB is 1000 bytes
    read_kb: float
    write_kb: float
    #: milliseconds
    service: float
    queue: int
    busy: float


def rates(array: ArrayState, source: Source, begin: int, end: int) -> Rates:
    """The figures of a source from begin to end."""
    amount, step = activity(array, source, begin, end), end - begin
    reads, writes = amount.reads / step, amount.writes / step
    read_kb = amount.read_bytes / 1000 / step
    write_kb = amount.written_bytes / 1000 / step
    base_ms = max((assumptions.STATISTICS_SERVICE_MS[
        array.cpgs.by_id(number).disk_type]
        for number in _cpgs(array, source)), default=0.0)
    disks = source.disks or assumptions.STATISTICS_DISKS
    busy = (reads + writes) * base_ms / 10 / disks
    if source.bandwidth:
        busy = 100 * (read_kb + write_kb) / source.bandwidth
    busy = min(100.0, busy)
    service = base_ms * (1 + busy / 100)
    return Rates(reads, writes, read_kb, write_kb, service,
                 int((reads + writes) * service / 1000), busy)


def _cpgs(array: ArrayState, source: Source) -> set[int]:
    volumes = (array.volumes.by_id(number) for number in source.volumes)
    return {*source.before, *source.since,
            *(cpg for volume in volumes for cpg in [array.volumes.by_id(
                volume.base_id).user_cpg] if cpg is not None)}


def figures(item: Rates) -> dict[str, Any]:
    """The members of a performance report."""
    total, total_kb = item.reads + item.writes, item.read_kb + item.write_kb
    return {
        'IO': _triple(item.reads, item.writes, total),
        'KBytes': _triple(item.read_kb, item.write_kb, total_kb),
        'serviceTimeMS': {
            name: round(item.service, 2) if amount else 0.0
            for name, amount in (('read', item.reads),
                                 ('write', item.writes), ('total', total))},
        'IOSizeKB': _triple(_mean(item.read_kb, item.reads),
                            _mean(item.write_kb, item.writes),
                            _mean(total_kb, total)),
        'queueLength': item.queue, 'busyPct': round(item.busy, 1)}


def _mean(amount: float, count: float) -> float:
    return amount / count if count else 0.0


def _triple(read: float, write: float, total: float) -> dict[str, float]:
    return {'read': round(read, 1), 'write': round(write, 1),
            'total': round(total, 1)}


def cache_figures(item: Rates, pages: int, kinds: Mapping[str, float]
                  ) -> dict[str, Any]:
    """The members of a report about cache memory.

    :param pages: pages of cache there are
    :param kinds: which part of the writes goes to each class of disks
    """
    hits = {'read': item.reads * assumptions.CACHE_READ_HITS,
            'write': item.writes * assumptions.CACHE_WRITE_HITS}
    access = {'read': item.reads, 'write': item.writes}
    dirty = min(pages // 2, int(item.write_kb
                                / assumptions.CACHE_PAGE_KB
                                * assumptions.CACHE_FLUSH_SECONDS))
    clean = min(pages - dirty, int(item.read_kb * 60
                                   / assumptions.CACHE_PAGE_KB))
    scheduled = dirty // 8
    return {
        'hitIO': _rounded(hits),
        'missIO': _rounded({name: access[name] - hits[name]
                            for name in access}),
        'accessIO': _rounded(access),
        'hitPct': _rounded({name: 100 * hits[name] / access[name]
                            if access[name] else 0.0 for name in access}),
        'totalAccessIO': round(item.reads + item.writes, 1),
        'lockBulkIO': round(item.writes / 100, 1),
        'pageStatistic': {
            'pageStates': {
                'free': pages - clean - dirty, 'clean': clean,
                'writeOnce': dirty - 2 * scheduled,
                'writeMultiple': scheduled // 2,
                'writeScheduled': scheduled - scheduled // 2,
                'writing': scheduled, 'dcowpend': 0},
            'dirtyPages': {name: int(dirty * share)
                           for name, share in kinds.items()},
            'maxDirtyPages': {name: int(pages * share / 2)
                              for name, share in kinds.items()},
            'delayAckPages': dict.fromkeys(kinds, 0)}}


def processor_figures(item: Rates, share: float) -> dict[str, Any]:
    """The members of a report about processors, as captured.

    :param share: which part of the array's processors they are
    """
    system = min(1 + item.busy, 99.0)
    requests = (item.reads + item.writes) * share
    return {
        'userPct': assumptions.PROCESSOR_USER_PCT,
        'systemPct': round(system, 1),
        'idlePct': round(100 - system - assumptions.PROCESSOR_USER_PCT, 1),
        'interruptsPerSec': round(
            assumptions.PROCESSOR_INTERRUPTS * share + requests, 1),
        'contextSwitchesPerSec': round(
            assumptions.PROCESSOR_SWITCHES * share + 2 * requests, 1)}


def _rounded(values: Mapping[str, float]) -> dict[str, float]:
    return {name: round(value, 1) for name, value in values.items()}
