"""Many volumes at once, for an array to start with.

Knows their names, their CPG and how many of them there is room for.
"""

from __future__ import annotations

from hpe3parclient.simulator import assumptions
from hpe3parclient.simulator.errors import Refused
from hpe3parclient.simulator.model import capacity, cpgs
from hpe3parclient.simulator.model.volumes.create import create_volume
from hpe3parclient.simulator.state.array_state import ArrayState
from hpe3parclient.simulator.state.cpgs import Cpg, Usage

#: The CPG of these volumes.
CPG = 'SimCPG'


def populate(array: ArrayState, count: object) -> None:
    """Create so many thin volumes, in a CPG of their own.

    :raises ValueError: there is no room for so many; nothing is changed
    """
    most = array.personality.max_volumes - len(array.volumes)
    if isinstance(count, bool) or not isinstance(count, int) \
            or not 0 <= count <= most:
        raise _out_of_range(count, most)
    if not count:
        return
    made = CPG not in array.cpgs
    if made:
        largest = max(array.pools, key=lambda item: array.pools[item].usable)
        cpgs.create(array, {'name': CPG, 'LDLayout': {
            'diskPatterns': [{'diskType': largest}]}})
    cpg = cpgs.find(array, CPG)
    room = _room(array, cpg, count)
    if room < count:
        if made:
            cpgs.delete(array, CPG)
            array.cpgs.begin_at(cpg.id)
        raise _out_of_range(count, room)
    for number in range(count):
        create_volume(array, {
            'name': f'vol{number:05d}', 'cpg': CPG,
            'sizeMiB': 1024 * (1 + number % 64), 'tpvv': True})


def _out_of_range(count: object, most: int) -> ValueError:
    return ValueError(f'volumes must be a whole number from 0 to {most}, '
                      f'not {count!r:.60}')


def _room(array: ArrayState, cpg: Cpg, count: int) -> int:
    """How many of ``count`` such volumes the CPG has space for."""
    snap = assumptions.SNAP_FIRST_MIB if array.personality.reduce else 0
    enough, least, most = count, 0, count
    while least < most:
        try:
            capacity.check(array, [(cpg, Usage(
                thin=assumptions.THIN_FIRST_MIB * enough, snap=snap * enough,
                admin=assumptions.ADMIN_FIRST_MIB * enough))])
            least = enough
        except Refused:
            most = enough - 1
        enough = (least + most + 1) // 2
    return least
