"""The system reporter: what was read and written, interval by interval.

Knows what the model has seen (:meth:`..array.Array.write` and ``read``) and
turns it into rates; the same load gives the same numbers, always. Sizes of
single requests, service times and how busy disks are come from constants
that are OURS.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import (
    Any,
)

from hpe3parclient.simulator import assumptions
from hpe3parclient.simulator.clock import iso8601
from hpe3parclient.simulator.errors import Refused
from hpe3parclient.simulator.model import cpgs
from hpe3parclient.simulator.model.volumes.lookup import find_volume
from hpe3parclient.simulator.state.array_state import ArrayState
from hpe3parclient.simulator.state.cpgs import Cpg
from hpe3parclient.simulator.state.statistics import Load
from hpe3parclient.simulator.state.volumes import Volume

STEPS: Mapping[str, int] = {'hires': 300, 'hourly': 3600, 'daily': 86400}
#: How far back a report reaches that is not told.
REACH: Mapping[str, int] = {'hires': 12 * 3600, 'hourly': 7 * 86400,
                            'daily': 90 * 86400}
_FINEST = STEPS['hires']




def note(array: ArrayState, volume: Volume, load: Load) -> None:
    """A host read from a volume, or wrote to it."""
    base = array.volumes.by_id(volume.base_id)
    if base.user_cpg is not None:
        interval = int(array.clock.now()) // _FINEST
        array.statistics.setdefault(base.user_cpg, {}).setdefault(
            interval, Load()).add(load)


def load_of(array: ArrayState, cpg: Cpg, begin: int, end: int) -> Load:
    """What a CPG saw from begin to end, both whole intervals."""
    total = Load()
    loads = array.statistics.get(cpg.id, {})
    for interval in range(begin // _FINEST, end // _FINEST):
        if interval in loads:
            total.add(loads[interval])
    return total


def sample_times(array: ArrayState, interval: str) -> range:
    """Ends of the whole intervals since the array was born."""
    step = STEPS[interval]
    now, born = int(array.clock.now()), int(array.born)
    first = max(born, now - REACH[interval])
    return range((first // step + 1) * step, now + 1, step)


def every_time(array: ArrayState, interval: str) -> range:
    """The same, however long ago."""
    step = STEPS[interval]
    return range((int(array.born) // step + 1) * step,
                 int(array.clock.now()) + 1, step)


def read(array: ArrayState, name: str, mib: int) -> None:
    """A host reads so many MiB of a volume."""
    volume = find_volume(array, name)
    note(array, volume, Load(read=mib << 20))


def chosen_cpgs(array: ArrayState, names: list[str] | None) -> list[Cpg]:
    """The CPGs a report is about; all of them unless some are named."""
    if names is None:
        return list(array.cpgs)
    return [cpgs.find(array, name) for name in names]


def figures(array: ArrayState, chosen: Iterable[Cpg], end: int,
            interval: str) -> dict[str, Any]:
    """Rates of one interval, summed over CPGs."""
    step = STEPS[interval]
    total, base_ms = Load(), 0.0
    for cpg in chosen:
        load = load_of(array, cpg, end - step, end)
        total.add(load)
        base_ms = max(base_ms, assumptions.STATISTICS_SERVICE_MS[cpg.disk_type])
    unit = assumptions.STATISTICS_IO_BYTES
    reads, writes = total.read / unit / step, total.written / unit / step
    busy = min(100.0, (reads + writes) * base_ms / 10
               / assumptions.STATISTICS_DISKS)
    service = base_ms * (1 + busy / 100)
    return {
        'IO': _triple(reads, writes),
        'KBytes': _triple(total.read / 1000 / step,
                          total.written / 1000 / step),
        'serviceTimeMS': _means(reads, writes, service),
        'IOSizeKB': _means(reads, writes, unit / 1000),
        'queueLength': int((reads + writes) * service / 1000),
        'busyPct': round(busy, 1)}


def _triple(read: float, write: float) -> dict[str, float]:
    return {'read': round(read, 1), 'write': round(write, 1),
            'total': round(read + write, 1)}


def _means(reads: float, writes: float, value: float) -> dict[str, float]:
    """A mean applies only to what there was any of."""
    return {'read': round(value, 2) if reads else 0.0,
            'write': round(value, 2) if writes else 0.0,
            'total': round(value, 2) if reads or writes else 0.0}


def stamp(moment: int) -> dict[str, Any]:
    """A sample's time, as text and as number."""
    return {'sampleTime': iso8601(moment), 'sampleTimeSec': moment}


def at_time(array: ArrayState, chosen: list[Cpg], moments: list[int],
            interval: str) -> dict[str, Any]:
    """One sample, CPG by CPG: the last of the moments."""
    if not moments:
        return {'total': 0, 'members': []}
    end = moments[-1]
    rows = [{'name': cpg.name, **figures(array, [cpg], end, interval)}
            for cpg in chosen]
    return {**stamp(end), 'total': len(rows), 'members': rows}


def versus_time(array: ArrayState, chosen: list[Cpg], moments: list[int],
                interval: str, by_name: bool) -> dict[str, Any]:
    """One row per moment, oldest first; per CPG too when grouped."""
    rows: list[dict[str, Any]] = []
    for end in moments:
        if by_name:
            rows += [{**stamp(end), 'name': cpg.name,
                      **figures(array, [cpg], end, interval)}
                     for cpg in chosen]
        else:
            rows.append({**stamp(end),
                         **figures(array, chosen, end, interval)})
    return {'total': len(rows), 'members': rows}


def refuse_unlicensed(array: ArrayState) -> None:
    """System reporter is a licence of its own."""
    if 'systemReporter' not in array.licences:
        raise Refused('UNLICENSED_FEATURE')
