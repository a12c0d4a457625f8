"""A CPG as JSON, as each generation shows it.

Knows the members; rules are in :mod:`.cpgs`, numbers in :mod:`.capacity`.
"""

from __future__ import annotations

from typing import Any

from hpe3parclient.simulator import assumptions
from hpe3parclient.simulator.model import capacity
from hpe3parclient.simulator.personality import SSD, Capability
from hpe3parclient.simulator.state.array_state import ArrayState
from hpe3parclient.simulator.state.cpgs import Cpg

#: state, by what became of the disks
_STATES = {'normal': 1, 'degraded': 2, 'failed': 3}


def _usage_view(cpg: Cpg, total: int, used: int) -> dict[str, int]:
    return {'totalMiB': total,
            'rawTotalMiB': capacity.raw(cpg.raid, cpg.set_size, total),
            'usedMiB': used,
            'rawUsedMiB': capacity.raw(cpg.raid, cpg.set_size, used)}


class _Twin(str):
    """A key that stands beside an equal one: arrays print it twice."""

    __slots__ = ()
    __hash__ = object.__hash__

    def __eq__(self, other: object) -> bool:
        return self is other


def _admin_growth_view(array: ArrayState, cpg: Cpg) -> dict[str, Any]:
    patterns = [{'diskType': cpg.disk_type}]
    layout: dict[str, Any] = {'HA': cpg.ha, 'diskPatterns': patterns}
    if array.personality.has(Capability.DETAILS):
        layout['RAIDType'] = 2
        layout[_Twin('diskPatterns')] = patterns
    return {'incrementMiB': cpg.admin_increment, 'LDLayout': layout}


def _growth_view(cpg: Cpg) -> dict[str, Any]:
    layout: dict[str, Any] = {
        'RAIDType': cpg.raid, 'HA': cpg.ha, 'setSize': cpg.set_size,
        'diskPatterns': [dict(item) for item in cpg.patterns]
        or [{'diskType': cpg.disk_type}]}
    if cpg.chunklet_pref is not None:
        layout['chunkletPosPref'] = cpg.chunklet_pref
    view: dict[str, Any] = {'incrementMiB': cpg.increment,
                            'LDLayout': layout}
    if cpg.limit is not None:
        view['limitMiB'] = cpg.limit
    if cpg.warning is not None:
        view['warningMiB'] = cpg.warning
    return view


def view(array: ArrayState, cpg: Cpg) -> dict[str, Any]:
    """The CPG as GET shows it."""
    size = capacity.grown(cpg, cpg.usage)
    copies = assumptions.ADMIN_COPIES
    kinds = [array.volumes.by_id(item).provisioning for item in cpg.users]
    answer: dict[str, Any] = {
        'id': cpg.id, 'uuid': cpg.uuid, 'name': cpg.name,
        'numFPVVs': kinds.count(1), 'numTPVVs': kinds.count(2),
        'UsrUsage': _usage_view(cpg, size.user, size.user),
        'SAUsage': {'totalMiB': size.admin,
                    'rawTotalMiB': size.admin * copies,
                    'usedMiB': cpg.usage.admin,
                    'rawUsedMiB': cpg.usage.admin * copies},
        'SDUsage': _usage_view(cpg, size.data, cpg.usage.snap),
        'SAGrowth': _admin_growth_view(array, cpg),
        'SDGrowth': _growth_view(cpg),
        'state': _STATES[array.hardware.space_state(cpg.disk_type)],
        'failedStates': [], 'degradedStates': [],
        'additionalStates': _warnings(cpg, size)}
    if cpg.domain is not None:
        answer['domain'] = cpg.domain
    if array.personality.has(Capability.DEDUP):
        answer['numTDVVs'] = kinds.count(6)
        answer['dedupCapable'] = cpg.disk_type == SSD
    if array.personality.has(Capability.DETAILS):
        answer.update(_details(cpg, size))
    if array.personality.has(Capability.COMPRESSION):
        answer.update(_deduplication(array, cpg))
    return answer


def _deduplication(array: ArrayState, cpg: Cpg) -> dict[str, int]:
    """What deduplicated volumes share here, where there are any."""
    if not cpg.shared_ids:
        return {}
    shared = [array.volumes.by_id(number) for number in cpg.shared_ids]
    return {'tdvvVersion': assumptions.TDVV_VERSION,
            'ddsRsvdMiB': sum(item.user_reserved for item in shared)}


def _warnings(cpg: Cpg, size: capacity.Grown) -> list[int]:
    if cpg.warning is not None and size.user + size.data >= cpg.warning:
        return [6]
    return []


def _details(cpg: Cpg, size: capacity.Grown) -> dict[str, Any]:
    def both(mib: int) -> int:
        return capacity.raw(cpg.raid, cpg.set_size, mib)

    room = size.data - cpg.usage.snap
    whole = size.user + size.data
    return {
        'privateSpaceMiB': {
            'base': size.user, 'rawBase': both(size.user),
            'snapshot': cpg.usage.snap, 'rawSnapshot': both(cpg.usage.snap)},
        'sharedSpaceMiB': 0, 'rawSharedSpaceMiB': 0,
        'freeSpaceMiB': room,
        'rawFreeSpaceMiB': both(whole) - both(size.user)
        - both(cpg.usage.snap),
        'totalSpaceMiB': whole, 'rawTotalSpaceMiB': both(whole)}
