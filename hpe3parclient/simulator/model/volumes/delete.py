"""Delete volumes, and expire them: the rules of guide table T45."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from hpe3parclient.simulator.errors import Refused
from hpe3parclient.simulator.model import capacity
from hpe3parclient.simulator.model.volumes import families
from hpe3parclient.simulator.model.volumes.lookup import find_volume
from hpe3parclient.simulator.model.volumes.space import (
    charges,
    given_back,
    leave_cpgs,
)
from hpe3parclient.simulator.state.array_state import ArrayState
from hpe3parclient.simulator.state.remotecopy import BLANK
from hpe3parclient.simulator.state.volumes import Volume


def check_deletable(array: ArrayState, volume: Volume,
                    going: Collection[Volume] = ()) -> None:
    """Whatever stands in the way of deleting, as T45 orders it.

    :param going: volumes that are deleted at the same time
    """
    if volume.internal:
        raise Refused('IN_USE')
    if volume.retained is not None \
            and volume.retained > array.clock.now():
        raise Refused('RETAINED')
    if volume.busy:
        # Programs take this number for any task that will end.
        raise Refused('INV_OPERATION_VV_TUNE_IN_PROGRESS')
    leaving = {item.id for item in going}
    children = [array.volumes.by_id(item) for item in volume.children
                if item not in leaving]
    if any(child.read_only for child in children):
        raise Refused('HAS_RO_CHILD')
    if children or (volume.is_snapshot and volume.phys_copies):
        raise Refused('HAS_CHILD')
    if volume.sets or volume.templates or array.remote.holds(volume):
        raise Refused('IN_USE')


def delete_volume(array: ArrayState, name: str, cascade: bool = False) -> None:
    """DELETE /volumes/<name>.

    :param cascade: its snapshots go with it; where one of them cannot go,
        all stay
    """
    volume = find_volume(array, name)
    family = list(_descendants(array, volume)) if cascade else []
    for member in [*family, volume]:
        check_deletable(array, member, family)
    for member in [*family, volume]:
        remove_volume(array, member)


def _descendants(array: ArrayState, volume: Volume) -> Iterator[Volume]:
    """The snapshots of a volume and theirs, the youngest first."""
    for number in reversed(volume.children):
        child = array.volumes.by_id(number)
        yield from _descendants(array, child)
        yield child


def remove_volume(array: ArrayState, volume: Volume) -> None:
    """Take a volume out; nothing may stand in the way any more."""
    unneeded = families.leave(array, volume)
    capacity.take(array, given_back(charges(array, volume)))
    array.volumes.remove(volume)
    array.statistics.forget_volume(volume.id)
    array.remote.set_content(volume.id, BLANK)
    array.expiring.discard(volume.id)
    if volume.parent_id is not None:
        parent = array.volumes.by_id(volume.parent_id)
        parent.children.remove(volume.id)
    leave_cpgs(array, volume)
    if unneeded is not None:
        remove_volume(array, unneeded)


def expire_volumes(array: ArrayState) -> None:
    """Let go of volumes whose time is over and that nothing holds."""
    now = array.clock.now()
    for number in sorted(array.expiring, reverse=True):
        if not array.volumes.has_id(number):
            continue    # the snapshot of a copy that went before
        volume = array.volumes.by_id(number)
        if volume.expires is None or volume.expires > now:
            continue
        try:
            check_deletable(array, volume)
        except Refused:
            continue
        remove_volume(array, volume)
