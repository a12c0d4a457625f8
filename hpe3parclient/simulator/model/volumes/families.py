"""Physical copies and what they come from.

Knows who is whose copy, and the snapshot a copy shares with its parent:
links only, which :mod:`.physical_copies` and :mod:`.online_copies` make. An online
copy's parent is that snapshot; an offline copy's is the volume itself.
"""

from __future__ import annotations

from hpe3parclient.simulator.state.array_state import ArrayState
from hpe3parclient.simulator.state.volumes import BASE, PHYSICAL_COPY, Volume


def link(parent: Volume, copy: Volume, snapshot: Volume | None) -> None:
    """A volume becomes a physical copy.

    :param snapshot: what both have in common, where that is kept
    """
    copy.phys_parent_id = parent.id
    copy.copy_type = PHYSICAL_COPY
    parent.phys_copies.add(copy.id)
    if snapshot is not None:
        copy.copy_snapshot = snapshot.id
        snapshot.kept_for = copy.id


def drop_snapshot(array: ArrayState, copy: Volume) -> Volume | None:
    """The copy needs its snapshot no more.

    :returns: the snapshot, where nobody else uses it: it may go
    """
    if copy.copy_snapshot is None:
        return None
    snapshot = array.volumes.by_id(copy.copy_snapshot)
    copy.copy_snapshot = snapshot.kept_for = None
    used = (snapshot.children or snapshot.templates or snapshot.sets
            or snapshot.busy or snapshot.phys_copies)
    kept = snapshot.retained is not None \
        and snapshot.retained > array.clock.now()
    return None if used or kept else snapshot


def part(array: ArrayState, copy: Volume) -> Volume | None:
    """The copy becomes a volume of its own; as :func:`drop_snapshot`."""
    if copy.phys_parent_id is not None:
        parent = array.volumes.by_id(copy.phys_parent_id)
        parent.phys_copies.discard(copy.id)
        copy.phys_parent_id = None
        copy.copy_type = BASE
    return drop_snapshot(array, copy)


def leave(array: ArrayState, volume: Volume) -> Volume | None:
    """The volume goes; as :func:`drop_snapshot`."""
    for number in volume.phys_copies:
        copy = array.volumes.by_id(number)
        copy.phys_parent_id = None
        copy.copy_type = BASE
    volume.phys_copies.clear()
    if volume.kept_for is not None:
        array.volumes.by_id(volume.kept_for).copy_snapshot = None
        volume.kept_for = None
    return part(array, volume)


def parent_name(array: ArrayState, volume: Volume) -> str | None:
    """What member copyOf says."""
    number = volume.phys_parent_id if volume.parent_id is None \
        else volume.parent_id
    return None if number is None else array.volumes.by_id(number).name


def is_exported(array: ArrayState, volume: Volume) -> bool:
    """Whether any host may see it, by itself or in a set."""
    return bool(volume.templates) or any(
        array.volumesets.by_id(number).templates for number in volume.sets)
