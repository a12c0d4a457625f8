"""Where the space of volumes is: /volumespacedistribution.

Knows the members of guide 1.5, p86-87. A volume that is being tuned has
space in two CPGs: ``new`` says what moves to the other one.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from hpe3parclient.simulator.model import names, sets
from hpe3parclient.simulator.model.volumes.lookup import find_volume
from hpe3parclient.simulator.state.array_state import ArrayState
from hpe3parclient.simulator.state.sets import VOLUMES
from hpe3parclient.simulator.state.tasks import Tune
from hpe3parclient.simulator.state.volumes import Volume

_KINDS = ('adminSpaceMiB', 'snapshotSpaceMiB', 'userSpaceMiB')
#: Which space each CPG of a volume holds.
_SPACES = {'userCPG': ('adminSpaceMiB', 'userSpaceMiB'),
           'snapCPG': ('snapshotSpaceMiB',)}


def find(array: ArrayState, name: str) -> list[Volume] | Volume:
    """The volume of that name, or the members of ``set:<name>``."""
    is_set, bare = names.split_set(name)
    if not is_set:
        return find_volume(array, names.check_name(
            name, array.personality.name_length))
    names.check_name(bare, array.personality.set_name_length)
    members = sets.find(array, VOLUMES, bare).members
    return [array.volumes.by_id(number) for number in members]


def _cpgs(volume: Volume) -> dict[str, int | None]:
    """The CPG of each kind; snapshots use the user CPG where there is none."""
    snap = volume.user_cpg if volume.snap_cpg is None else volume.snap_cpg
    return {'userCPG': volume.user_cpg, 'snapCPG': snap}


def _moves(array: ArrayState, volume: Volume) -> dict[str, int]:
    """CPGs that a tune moves a volume to; one may have gone meanwhile."""
    for task in array.active_tasks.values():
        if isinstance(task.effect, Tune) and task.effect.volume == volume.id:
            return {member: number
                    for member, number in task.effect.cpgs.items()
                    if array.cpgs.has_id(number)}
    return {}


def _nothing() -> dict[str, int]:
    return dict.fromkeys(_KINDS, 0)


def view(array: ArrayState, volume: Volume, base_url: str) -> dict[str, Any]:
    """The space of a volume, CPG by CPG, as GET shows it."""
    sizes = {'adminSpaceMiB': volume.admin_reserved,
             'snapshotSpaceMiB': volume.snap_reserved,
             'userSpaceMiB': volume.user_reserved}
    current: dict[int, dict[str, int]] = {}
    new: dict[int, dict[str, int]] = {}
    for side, cpgs in ((current, _cpgs(volume)),
                       (new, _moves(array, volume))):
        for member, cpg_id in cpgs.items():
            if cpg_id is not None:
                space = side.setdefault(cpg_id, _nothing())
                space.update((kind, sizes[kind]) for kind in _SPACES[member])
    return {
        'volumeName': volume.name,
        'CPGs': [_cpg_view(array, cpg_id, current.get(cpg_id, _nothing()),
                           new.get(cpg_id, _nothing()), base_url)
                 for cpg_id in dict.fromkeys([*current, *new])],
        'links': [{'href': f'{base_url}/volumes/{volume.name}',
                   'rel': 'volume'}]}


def _cpg_view(array: ArrayState, cpg_id: int, current: dict[str, int],
              new: dict[str, int], base_url: str) -> dict[str, Any]:
    name = array.cpgs.by_id(cpg_id).name
    return {'cpgName': name, 'current': current, 'new': new,
            'links': [{'href': f'{base_url}/cpgs/{name}', 'rel': 'cpg'}]}


def views(array: ArrayState, volumes: Iterable[Volume],
          base_url: str) -> list[dict[str, Any]]:
    """The space of several volumes."""
    return [view(array, volume, base_url) for volume in volumes]
