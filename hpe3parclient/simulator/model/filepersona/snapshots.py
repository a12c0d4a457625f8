"""Snapshots of stores, and the reclamation of their space."""

from __future__ import annotations

import datetime

from hpe3parclient.simulator.model.filepersona import assumptions, fpgs
from hpe3parclient.simulator.model.filepersona.lookup import (
    FileRefused,
    check_name,
    fpg_of,
    vfs_of,
)
from hpe3parclient.simulator.state.array_state import ArrayState
from hpe3parclient.simulator.state.filepersona import (
    COMPLETED,
    PAUSED,
    RUNNING,
    STOPPED,
    FileSnapshot,
    FileStore,
    Fpg,
    Reclamation,
)

STRATEGIES = ('maxspeed', 'maxspace')


def of_store(array: ArrayState, store: FileStore) -> list[FileSnapshot]:
    """The snapshots of a store, oldest first."""
    return [snapshot for snapshot in array.files.snapshots
            if snapshot.store == store.id]


def create(array: ArrayState, store: FileStore, tag: str,
           retain: int = 0) -> FileSnapshot:
    """Take a snapshot; of those with its tag keep so many."""
    check_name(tag, assumptions.SHARE_NAME_LENGTH)
    if retain and not 1 <= retain <= 1024:
        raise FileRefused(assumptions.RETAIN)
    there = of_store(array, store)
    moment = array.clock.now()
    if there:
        # names tell seconds, and no two snapshots have one name
        moment = max(moment, there[-1].created + 1)
    snapshot = FileSnapshot(array.files.new_id(), _name(moment, tag), tag,
                            store.id, moment)
    array.files.snapshots.append(snapshot)
    same = [entry for entry in there if entry.tag == tag]
    if retain:
        for entry in same[:max(0, len(same) + 1 - retain)]:
            remove(array, store, entry)
    return snapshot


def _name(moment: float, tag: str) -> str:
    when = datetime.datetime.fromtimestamp(moment, datetime.timezone.utc)
    return f'{when:%Y-%m-%dT%H%M%S}_{tag}'


def remove(array: ArrayState, store: FileStore, snapshot: FileSnapshot) -> None:
    """Remove a snapshot; its space waits for a reclamation."""
    array.files.snapshots.remove(snapshot)
    if not of_store(array, store):
        fpgs.reclaim(array, fpg_of(array, vfs_of(array, store)), store.kept)
        store.kept = 0


# -- reclamation ------------------------------------------------------------


def settle(array: ArrayState) -> None:
    """End the reclamations whose time is over."""
    now = array.clock.now()
    for entry in array.files.reclamations:
        due = entry.resumed + entry.seconds
        if entry.state == RUNNING and due <= now:
            entry.state, entry.end, entry.seconds = COMPLETED, due, 0.0
            fpg = next(fpg for fpg in array.files.fpgs
                       if fpg.id == entry.fpg)
            fpgs.reclaim(array, fpg, -entry.space)


def latest(array: ArrayState, fpg: Fpg) -> Reclamation | None:
    """The last reclamation of a group."""
    there = of_fpg(array, fpg)
    return there[-1] if there else None


def of_fpg(array: ArrayState, fpg: Fpg) -> list[Reclamation]:
    """The reclamations of a group, oldest first."""
    return [entry for entry in array.files.reclamations
            if entry.fpg == fpg.id]


def start(array: ArrayState, fpg: Fpg, strategy: str = 'maxspeed',
          resume: bool = False) -> None:
    """Start a reclamation, or go on with the one that was paused."""
    entry = latest(array, fpg)
    if entry is not None and entry.state == RUNNING:
        raise FileRefused(f'Reclamation already running on {fpg.name}')
    now = array.clock.now()
    if resume:
        if entry is None or entry.state != PAUSED:
            raise _none_running(fpg)
        entry.state, entry.resumed, entry.end = RUNNING, now, None
        return
    if strategy.lower() not in STRATEGIES:
        raise FileRefused(assumptions.SNAPSHOT_STRATEGY.format(
            strategy=strategy))
    space = fpgs.reclaimable(array, fpg)
    seconds = assumptions.RECLAIM_SECONDS + (
        space / 1024 * assumptions.RECLAIM_PER_GIB)
    seconds *= 1 + STRATEGIES.index(strategy.lower())
    array.files.reclamations.append(Reclamation(
        array.files.new_id(), fpg.id, now, seconds, now, strategy.upper(),
        space=space))


def stop(array: ArrayState, fpg: Fpg, pause: bool = False) -> None:
    """Stop or pause the reclamation that runs."""
    entry = latest(array, fpg)
    if entry is None or not (entry.state == RUNNING or (
            entry.state == PAUSED and not pause)):
        raise _none_running(fpg)
    now = array.clock.now()
    if entry.state == RUNNING:
        entry.seconds = max(0.0, entry.resumed + entry.seconds - now)
    entry.end = now
    entry.state = PAUSED if pause else STOPPED


def _none_running(fpg: Fpg) -> FileRefused:
    return FileRefused(f'No reclamation task running on FPG {fpg.name}')
