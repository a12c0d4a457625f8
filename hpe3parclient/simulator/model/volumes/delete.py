"""Delete volumes, and expire them: the rules of guide table T45."""

from __future__ import annotations

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


def check_deletable(array: ArrayState, volume: Volume) -> None:
    """Whatever stands in the way of deleting, as T45 orders it."""
    if volume.internal:
        raise Refused('IN_USE')
    if volume.retained is not None \
            and volume.retained > array.clock.now():
        raise Refused('RETAINED')
    if volume.busy:
        # Programs take this number for any task that will end.
        raise Refused('INV_OPERATION_VV_TUNE_IN_PROGRESS')
    children = [array.volumes.by_id(item) for item in volume.children]
    if any(child.read_only for child in children):
        raise Refused('HAS_RO_CHILD')
    if children or (volume.is_snapshot and volume.phys_copies):
        raise Refused('HAS_CHILD')
    if volume.sets or volume.templates or array.remote.holds(volume):
        raise Refused('IN_USE')


def delete_volume(array: ArrayState, name: str) -> None:
    """DELETE /volumes/<name>."""
    volume = find_volume(array, name)
    check_deletable(array, volume)
    remove_volume(array, volume)


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
