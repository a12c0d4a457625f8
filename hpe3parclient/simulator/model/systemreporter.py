"""The system reporter: what was read and written, interval by interval.

Knows what the model has seen (:meth:`..array.Array.write` and ``read``) and
turns it into rates; the same load gives the same numbers, always. Sizes of
single requests, service times and how busy disks are come from constants
that are OURS.
"""

from __future__ import annotations

from typing import (
    TYPE_CHECKING,
    Any,
    Dict,
    Iterable,
    Iterator,
    List,
    Mapping,
    Optional,
    Tuple,
)

from hpe3parclient.simulator import assumptions
from hpe3parclient.simulator.clock import iso8601
from hpe3parclient.simulator.errors import Refused
from hpe3parclient.simulator.model import cpgs
from hpe3parclient.simulator.model.volumes.lookup import find_volume
from hpe3parclient.simulator.state.cpgs import Cpg
from hpe3parclient.simulator.state.statistics import Load
from hpe3parclient.simulator.state.volumes import Volume

if TYPE_CHECKING:
    from hpe3parclient.simulator.array import Array

STEPS: Mapping[str, int] = {'hires': 300, 'hourly': 3600, 'daily': 86400}
#: How far back a report reaches that is not told.
REACH: Mapping[str, int] = {'hires': 12 * 3600, 'hourly': 7 * 86400,
                            'daily': 90 * 86400}
_FINEST = STEPS['hires']




class Reporter:
    """What one array has seen of its hosts."""

    def __init__(self, array: Array) -> None:
        self._array = array
        #: CPG id → number of the finest interval → load
        self._loads: Dict[int, Dict[int, Load]] = {}

    def note(self, volume: Volume, load: Load) -> None:
        """A host read from a volume, or wrote to it."""
        base = self._array.volumes.by_id(volume.base_id)
        if base.user_cpg is None:
            return
        place = int(self._array.clock.now()) // _FINEST
        self._loads.setdefault(base.user_cpg, {}).setdefault(
            place, Load()).add(load)

    def loads(self) -> Iterator[Tuple[int, int, Load]]:
        """All it has seen: CPG id, number of the interval, load."""
        for number, seen in sorted(self._loads.items()):
            for place, load in sorted(seen.items()):
                yield number, place, load

    def restore(self, loads: Iterable[Tuple[int, int, Load]]) -> None:
        """Have seen this, and nothing else."""
        self._loads = {}
        for number, place, load in loads:
            self._loads.setdefault(number, {})[place] = load

    def load(self, cpg: Cpg, begin: int, end: int) -> Load:
        """What a CPG saw from begin to end, both whole intervals."""
        total = Load()
        seen = self._loads.get(cpg.id, {})
        for place in range(begin // _FINEST, end // _FINEST):
            if place in seen:
                total.add(seen[place])
        return total

    def sample_times(self, interval: str) -> range:
        """Ends of the whole intervals since the array was born."""
        step = STEPS[interval]
        now, born = int(self._array.clock.now()), int(self._array.born)
        first = max(born, now - REACH[interval])
        return range((first // step + 1) * step, now + 1, step)

    def every_time(self, interval: str) -> range:
        """The same, however long ago."""
        step = STEPS[interval]
        return range((int(self._array.born) // step + 1) * step,
                     int(self._array.clock.now()) + 1, step)


def read(array: Array, name: str, mib: int) -> None:
    """A host reads so many MiB of a volume."""
    volume = find_volume(array, name)
    array.reporter.note(volume, Load(read=mib << 20))


def chosen_cpgs(array: Array, names: Optional[List[str]]) -> List[Cpg]:
    """The CPGs a report is about; all of them unless some are named."""
    if names is None:
        return list(array.cpgs)
    return [cpgs.find(array, name) for name in names]


def figures(array: Array, chosen: Iterable[Cpg], end: int,
            interval: str) -> Dict[str, Any]:
    """Rates of one interval, summed over CPGs."""
    step = STEPS[interval]
    total, base_ms = Load(), 0.0
    for cpg in chosen:
        load = array.reporter.load(cpg, end - step, end)
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


def _triple(read: float, write: float) -> Dict[str, float]:
    return {'read': round(read, 1), 'write': round(write, 1),
            'total': round(read + write, 1)}


def _means(reads: float, writes: float, value: float) -> Dict[str, float]:
    """A mean applies only to what there was any of."""
    return {'read': round(value, 2) if reads else 0.0,
            'write': round(value, 2) if writes else 0.0,
            'total': round(value, 2) if reads or writes else 0.0}


def stamp(moment: int) -> Dict[str, Any]:
    """A sample's time, as text and as number."""
    return {'sampleTime': iso8601(moment), 'sampleTimeSec': moment}


def at_time(array: Array, chosen: List[Cpg], moments: List[int],
            interval: str) -> Dict[str, Any]:
    """One sample, CPG by CPG: the last of the moments."""
    if not moments:
        return {'total': 0, 'members': []}
    end = moments[-1]
    rows = [{'name': cpg.name, **figures(array, [cpg], end, interval)}
            for cpg in chosen]
    return {**stamp(end), 'total': len(rows), 'members': rows}


def versus_time(array: Array, chosen: List[Cpg], moments: List[int],
                interval: str, by_name: bool) -> Dict[str, Any]:
    """One row per moment, oldest first; per CPG too when grouped."""
    rows: List[Dict[str, Any]] = []
    for end in moments:
        if by_name:
            rows += [{**stamp(end), 'name': cpg.name,
                      **figures(array, [cpg], end, interval)}
                     for cpg in chosen]
        else:
            rows.append({**stamp(end),
                         **figures(array, chosen, end, interval)})
    return {'total': len(rows), 'members': rows}


def refuse_unlicensed(array: Array) -> None:
    """System reporter is a licence of its own."""
    if 'systemReporter' not in array.licences:
        raise Refused('UNLICENSED_FEATURE')
