"""Alerts about space that runs short.

At 50, 75, 85 and 95 percent of the raw space of a disk type (manual, p121),
where less is free than RawSpaceAlert of the type says, and where a CPG has
reached its warning or its limit.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from hpe3parclient.simulator import assumptions
from hpe3parclient.simulator.model import capacity
from hpe3parclient.simulator.state.alerts import FIXED
from hpe3parclient.simulator.state.hardware.state import DEGRADED, DISK_KINDS

if TYPE_CHECKING:
    from hpe3parclient.simulator.array import Array

#: Percent of raw space, and how severe it is.
_LEVELS = ((95, 'Critical'), (85, 'Major'), (75, 'Minor'),
           (50, 'Informational'))
#: How components of these alerts begin.
_PREFIX = 'sw_space:'


class Shortage(NamedTuple):
    """Space that is short."""

    component: str
    severity: str
    message: str


def watch(array: Array) -> None:
    """Raise an alert once for what is short; fix those about the rest."""
    short = {entry.component: entry for entry in _shortages(array)}
    raised = {alert.component: alert for alert in array.alerts
              if alert.state != FIXED}
    for component, entry in short.items():
        if component not in raised:
            array.alerts.raised('Space', entry.message, component=component,
                                state=DEGRADED, severity=entry.severity)
    for component, alert in raised.items():
        if component.startswith(_PREFIX) and component not in short:
            alert.state = FIXED


def _shortages(array: Array) -> Iterator[Shortage]:
    for disk_type in array.pools:
        yield from _of_disks(array, disk_type)
    for cpg in array.cpgs:
        size = sum(capacity.grown(cpg, cpg.usage)[:2])
        for what, bound, severity in (('limit', cpg.limit, 'Major'),
                                      ('warning', cpg.warning, 'Minor')):
            if bound is not None and size >= bound:
                yield Shortage(
                    f'{_PREFIX}cpg:{cpg.name}:{what}', severity,
                    assumptions.CPG_SPACE.format(name=cpg.name, what=what,
                                                 bound=bound))


def _of_disks(array: Array, disk_type: int) -> Iterator[Shortage]:
    totals, kind = capacity.totals(array, disk_type), DISK_KINDS[disk_type]
    used = totals.total - totals.free
    percent = 100 * used // max(totals.total, 1)
    level = next((entry for entry in _LEVELS if percent >= entry[0]), None)
    if level is not None:
        yield Shortage(
            f'{_PREFIX}raw:{kind}:{level[0]}', level[1],
            assumptions.SPACE_USED.format(
                kind=kind, used=used >> 10, percent=level[0],
                total=totals.total >> 10))
    least = array.parameters.get(f'rawSpaceAlert{kind}', 0)
    if totals.free >> 10 < least:
        yield Shortage(
            f'{_PREFIX}free:{kind}', 'Major', assumptions.SPACE_LEFT.format(
                kind=kind, free=totals.free >> 10, least=least))
