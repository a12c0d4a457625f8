"""Common provisioning groups.

Knows the rules of guide tables T14 to T21: layouts, growth, warnings and
limits. What space costs is :mod:`.capacity`'s business.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from hpe3parclient.simulator import assumptions
from hpe3parclient.simulator.errors import Refused
from hpe3parclient.simulator.model import capacity
from hpe3parclient.simulator.personality import (
    FC,
    NL,
    R0,
    R5,
    R6,
    SET_SIZES,
    SSD,
)
from hpe3parclient.simulator.state.array_state import ArrayState
from hpe3parclient.simulator.state.cpgs import Cpg


def find(array: ArrayState, name: str, ref: str | None = None) -> Cpg:
    """The CPG of that name, or NON_EXISTENT_CPG."""
    cpg = array.cpgs.get(name)
    if cpg is None:
        raise Refused('NON_EXISTENT_CPG', ref)
    return cpg


def check_domain(array: ArrayState, name: str | None) -> str | None:
    """A domain that exists, or none at all."""
    if name is not None and name not in array.domains:
        raise Refused('NON_EXISTENT_DOMAIN', 'domain')
    return name


@dataclass(frozen=True)
class Layout:
    """How space is laid over disks, checked."""

    raid: int
    set_size: int
    disk_type: int


def check_layout(array: ArrayState, request: Mapping[str, Any],
                 before: Layout | None = None) -> Layout:
    """LDLayout as asked for, with the array's defaults filled in."""
    disk_type = _disk_type(array, request, before)
    _check_disks(array, request)
    usual = array.personality.default_raid
    if disk_type == NL and usual[0] == R5:
        usual = (R6, 8)
    raid = request.get('RAIDType', before.raid if before else usual[0])
    _check_raid(array, raid, disk_type)
    if request.get('setSize'):
        set_size = request['setSize']
    elif before and before.raid == raid:
        set_size = before.set_size
    elif raid == usual[0]:
        set_size = usual[1]
    else:
        set_size = SET_SIZES[raid][0]
    if set_size not in SET_SIZES[raid]:
        raise Refused('INV_SET_SIZE', 'setSize')
    return Layout(raid, set_size, disk_type)


def _check_raid(array: ArrayState, raid: int, disk_type: int) -> None:
    personality = array.personality
    if raid == R0 and not personality.allow_raid0:
        raise Refused('INV_OPERATION_CPG_RAID0_DISABLED', 'RAIDType')
    if raid not in personality.raid_types:
        raise Refused('BAD_CPG_PATTERN', 'RAIDType')
    if raid == R5 and disk_type == NL and not array.parameters.get(
            'allowR5OnNLDrives', personality.allow_raid5_nl):
        raise Refused('INV_OPERATION_CPG_RAID5_NL_DISABLED', 'RAIDType')


def _disk_type(array: ArrayState, request: Mapping[str, Any],
               before: Layout | None) -> int:
    kinds = {pattern['diskType'] for pattern in request.get('diskPatterns', ())
             if 'diskType' in pattern}
    if len(kinds) > 1:
        raise Refused('BAD_CPG_PATTERN', 'diskPatterns')
    if kinds:
        kind: int = kinds.pop()
    elif before is not None:
        kind = before.disk_type
    else:
        kind = next(item for item in (FC, SSD, NL) if item in array.pools)
    if kind not in array.pools:
        raise Refused('NO_SPACE', 'diskType')
    return kind


def _check_disks(array: ArrayState, request: Mapping[str, Any]) -> None:
    """Disks and cages that a pattern names have to be there."""
    disks = array.hardware.disks
    there = {'diskList': set(disks),
             'cageList': {disk.cage for disk in disks.values()}}
    for pattern in request.get('diskPatterns', ()):
        for member, known in there.items():
            if member in pattern and not _numbers(pattern[member]) & known:
                raise Refused('NO_DISK_PRESENT', member)


def _numbers(text: str) -> set[int]:
    """The numbers of a list such as ``1,2,5-7``."""
    result: set[int] = set()
    for part in text.split(','):
        span = re.fullmatch(r'([0-9]{1,4})(?:-([0-9]{1,4}))?', part.strip())
        if span is None:
            raise Refused('BAD_CPG_PATTERN', 'diskPatterns')
        first = int(span.group(1))
        result |= set(range(first, int(span.group(2) or first) + 1))
    return result


def _check_growth(array: ArrayState, request: Mapping[str, Any]) -> None:
    increment = request.get('growthIncrementMiB')
    least = assumptions.MIN_GROWTH_PER_PAIR_MIB * array.personality.pairs
    if increment is not None and increment < least:
        raise Refused('INV_OPERATION_GROW_SIZE_TOO_SMALL',
                      'growthIncrementMiB')


def _check_warning(warning: int | None, limit: int | None) -> None:
    if warning is not None and limit is not None and warning > limit:
        raise Refused('INV_INPUT_WARN_GT_LIMIT', 'usedLDWarningAlertMiB')


def create(array: ArrayState, request: Mapping[str, Any]) -> Cpg:
    """POST /cpgs."""
    name = request['name']
    if name in array.cpgs:
        raise Refused('EXISTENT_CPG', 'name')
    if 'template' in request:
        request = {**_template(array, request['template']), **request}
    domain = check_domain(array, request.get('domain'))
    layout_wanted = request.get('LDLayout', {})
    layout = check_layout(array, layout_wanted)
    _check_growth(array, request)
    limit = request.get('growthLimitMiB') or None
    warning = request.get('usedLDWarningAlertMiB') or None
    _check_warning(warning, limit)
    pairs = array.personality.pairs
    cpg = Cpg(
        id=array.cpgs.free_id(), uuid=array.new_uuid(), name=name,
        raid=layout.raid, set_size=layout.set_size,
        disk_type=layout.disk_type,
        increment=request.get('growthIncrementMiB')
        or assumptions.GROWTH_PER_PAIR_MIB * pairs,
        admin_increment=assumptions.ADMIN_GROWTH_PER_PAIR_MIB * pairs,
        ha=layout_wanted.get('HA', 2), domain=domain,
        limit=limit, warning=warning,
        chunklet_pref=layout_wanted.get('chunkletPosPref'),
        patterns=[dict(item) for item in layout_wanted.get('diskPatterns', ())])
    array.cpgs.add(cpg)
    return cpg


def _template(array: ArrayState, name: str) -> Mapping[str, Any]:
    """What a template says of a CPG; a CPG is a template, too."""
    if name in array.templates:
        return array.templates[name]
    cpg = array.cpgs.get(name)
    if cpg is None:
        raise Refused('NON_EXISTENT_TEMPLATE', 'template')
    return {
        'growthIncrementMiB': cpg.increment, 'growthLimitMiB': cpg.limit,
        'usedLDWarningAlertMiB': cpg.warning,
        'LDLayout': {'RAIDType': cpg.raid, 'setSize': cpg.set_size,
                     'HA': cpg.ha, 'chunkletPosPref': cpg.chunklet_pref,
                     'diskPatterns': cpg.patterns
                     or [{'diskType': cpg.disk_type}]}}


def modify(array: ArrayState, name: str, request: Mapping[str, Any]) -> Cpg:
    """PUT /cpgs/<name>."""
    cpg = find(array, name)
    if not request:
        raise Refused('INV_INPUT_MISSING_REQUIRED')
    new_name = request.get('newName', cpg.name)
    if new_name != cpg.name and new_name in array.cpgs:
        raise Refused('EXISTENT_CPG', 'newName')
    layout_wanted = request.get('LDLayout', {})
    before = Layout(cpg.raid, cpg.set_size, cpg.disk_type)
    layout = check_layout(array, layout_wanted, before)
    if layout != before and (cpg.users or cpg.snap_users):
        raise Refused('IN_USE', 'LDLayout')
    _check_growth(array, request)
    limit = None if request.get('rmGrowthLimit') \
        else request.get('growthLimitMiB') or cpg.limit
    warning = None if request.get('rmWarningAlert') \
        else request.get('usedLDWarningAlertMiB') or cpg.warning
    _check_warning(warning, limit)
    _check_shrink(array, cpg, limit)
    cpg.raid, cpg.set_size = layout.raid, layout.set_size
    cpg.disk_type = layout.disk_type
    cpg.ha = layout_wanted.get('HA', cpg.ha)
    cpg.chunklet_pref = layout_wanted.get('chunkletPosPref',
                                          cpg.chunklet_pref)
    if 'diskPatterns' in layout_wanted:
        cpg.patterns = [dict(item) for item in layout_wanted['diskPatterns']]
    cpg.limit, cpg.warning = limit, warning
    _set_growth(cpg, request)
    if new_name != cpg.name:
        array.cpgs.rename(cpg, new_name)
    return cpg


def _check_shrink(array: ArrayState, cpg: Cpg, limit: int | None) -> None:
    use = cpg.usage
    if limit is not None and limit < use.full + use.thin + use.snap:
        raise Refused('INV_INPUT_EXCEEDS_RANGE', 'growthLimitMiB')


def _set_growth(cpg: Cpg, request: Mapping[str, Any]) -> None:
    if request.get('disableAutoGrow'):
        size = capacity.grown(cpg, cpg.usage)
        cpg.increment, cpg.frozen_at = 0, size.user + size.data
    elif request.get('growthIncrementMiB'):
        cpg.increment, cpg.frozen_at = request['growthIncrementMiB'], 0


def delete(array: ArrayState, name: str) -> None:
    """DELETE /cpgs/<name>."""
    cpg = find(array, name)
    if cpg.users or cpg.snap_users or is_tier(array, cpg):
        raise Refused('IN_USE')
    array.cpgs.remove(cpg)
    array.statistics.forget_cpg(cpg.id)


def is_tier(array: ArrayState, cpg: Cpg) -> bool:
    """Whether an AO configuration uses the CPG."""
    return any(tier.cpg == cpg.id for item in array.optimization
               for tier in item.tiers.values())


def new_uuid(bits: int) -> str:
    """A UUID made of the array's own random numbers."""
    return str(uuid.UUID(int=bits, version=4))
