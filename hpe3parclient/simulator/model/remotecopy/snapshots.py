"""The snapshots remote copy keeps of its volumes.

Knows how they are called, when one may be dropped, and what keeping one
means for its owner. When they are made is :mod:`.transfer`'s
business. Their names are OURS.
"""

from __future__ import annotations

from hpe3parclient.simulator.errors import Refused
from hpe3parclient.simulator.model.volumes import snapshots
from hpe3parclient.simulator.model.volumes.delete import remove_volume
from hpe3parclient.simulator.state.array_state import ArrayState
from hpe3parclient.simulator.state.remotecopy import Mirror


def alive(array: ArrayState, mirror: Mirror) -> bool:
    """Whether the state both arrays had in common is still there."""
    return mirror.snapshot is not None \
        and array.volumes.has_id(mirror.snapshot)


def keep(array: ArrayState, volume_id: int, mirror: Mirror) -> None:
    """Hold on to the state of now; without space there is none."""
    if alive(array, mirror):
        return
    volume = array.volumes.by_id(volume_id)
    number = 0
    while f'rcpy.{volume_id}.{number}' in array.volumes:
        number += 1
    try:
        made = snapshots.create(array, volume.name, {
            'name': f'rcpy.{volume_id}.{number}', 'readOnly': True})
    except Refused:
        mirror.snapshot = None
        return
    mirror.snapshot = made.id
    array.remote.snapshots[made.id] = volume_id


def drop(array: ArrayState, mirror: Mirror) -> None:
    """Let go of it; one that somebody uses becomes an ordinary snapshot."""
    if mirror.snapshot is None:
        return
    number, mirror.snapshot = mirror.snapshot, None
    array.remote.snapshots.pop(number, None)
    if not array.volumes.has_id(number):
        return
    snapshot = array.volumes.by_id(number)
    if not (snapshot.children or snapshot.templates or snapshot.sets
            or snapshot.busy):
        remove_volume(array, snapshot)


def kept_name(array: ArrayState, volume_id: int) -> str:
    """What a snapshot is called that stays when its volume leaves."""
    name = array.volumes.by_id(volume_id).name
    limit = array.personality.name_length - len('.rcpy')
    return f'{name[:limit]}.rcpy'


def check_leaving(array: ArrayState, volume_id: int, mirror: Mirror) -> None:
    """A snapshot that stays needs a name that is free."""
    if alive(array, mirror) \
            and kept_name(array, volume_id) in array.volumes:
        raise Refused('RCOPY_GROUP_RENAME_RESYNC_SNAPSHOT_FAILED')


def leave(array: ArrayState, volume_id: int, mirror: Mirror,
          keep_it: bool) -> None:
    """The volume leaves its group, with its snapshot or without."""
    if not keep_it or not alive(array, mirror):
        drop(array, mirror)
        return
    snapshot = array.volumes.by_id(mirror.snapshot)
    array.volumes.rename(snapshot, kept_name(array, volume_id))
    array.remote.snapshots.pop(snapshot.id, None)
    mirror.snapshot = None
