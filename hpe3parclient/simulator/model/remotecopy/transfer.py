"""How data get from one array to the other.

Knows what has to be sent, how long that takes on the link's clock, what
arrives, and what is left when it breaks off. Knows no request; snapshots
are kept by :mod:`.snapshots`.

There is no data path: the content of a volume is a mark that every write
changes. When both arrays hold the same mark they hold the same data.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import NamedTuple

from hpe3parclient.simulator import assumptions
from hpe3parclient.simulator.errors import Refused
from hpe3parclient.simulator.model import tasks
from hpe3parclient.simulator.model.remotecopy import snapshots
from hpe3parclient.simulator.model.remotecopy.lookup import Side, other_mirror, twin
from hpe3parclient.simulator.model.volumes import modify
from hpe3parclient.simulator.state.array_state import ArrayState
from hpe3parclient.simulator.state.remotecopy import (
    FAILSAFE,
    HALTED,
    NEW,
    PERIODIC,
    PRIMARY,
    SECONDARY,
    STARTED,
    STOPPED,
    SYNC,
    SYNCED,
    SYNCING,
    GroupTarget,
    Mirror,
)
from hpe3parclient.simulator.state.tasks import (
    REMOTE_COPY_SYNC,
    RemoteSync,
    Task,
)


class Pair(NamedTuple):
    """One volume and its copy: the end that sends, the end that gets."""

    volume_id: int
    mine: Mirror
    theirs: Mirror


def seconds_for(array: ArrayState, mib: int) -> float:
    """How long so much takes to send."""
    if array.task_seconds is not None:
        return array.task_seconds
    return assumptions.RCOPY_SECONDS + mib / 1024 * assumptions.RCOPY_SECONDS_PER_GIB


def pairs(side: Side, other: Side) -> Iterator[Pair]:
    """The volumes both arrays know to belong together."""
    for volume_id in side.group.volumes:
        mine = side.route.mirrors.get(volume_id)
        if mine is None:
            continue
        theirs = other_mirror(other, volume_id, mine)
        if theirs is not None:
            yield Pair(volume_id, mine, theirs)


def begin(side: Side, other: Side, now: float,
          skip: Collection[int] = (), copy: bool = True,
          least: int = 0) -> None:
    """The group starts to copy from side to other.

    Copies grow to the size of their volumes before any data are sent.
    Without room for that the group stays stopped.

    :param skip: ids of volumes that are the same already, as someone says
    :param copy: False starts without a synchronisation
    :param least: MiB to send even of a volume that is the same already
    """
    for end in (side, other):
        end.route.state, end.route.by_link = STARTED, False
        end.route.plain = False
        end.route.next_due = None
    if not all(_match_size(side, other, pair)
                for pair in pairs(side, other)):
        halt_both(side, other)
        return
    for pair in pairs(side, other):
        if copy:
            _begin_volume(side, other, pair, now, skip, least)
        else:
            pair.mine.status = pair.theirs.status = NEW
    if side.route.mode == PERIODIC and side.route.period:
        side.route.next_due = now + side.route.period
    _note(side, other, now)


def _begin_volume(side: Side, other: Side, pair: Pair, now: float,
                  skip: Collection[int], least: int) -> None:
    mine, theirs = pair.mine, pair.theirs
    claimed = pair.volume_id in skip or mine.presynced
    size = 0 if claimed else max(least, to_send(side, pair))
    mine.pending = theirs.pending = 0
    mine.content = other.array.remote.content(mine.remote_id) if claimed \
        else side.array.remote.content(pair.volume_id)
    send(side, other, pair, size, now)


def task_ids(side: Side, other: Side, now: float) -> list[int]:
    """A task for each volume of a group that was told to synchronize."""
    return [_task(side, pair, now).id for pair in pairs(side, other)]


def _task(side: Side, pair: Pair, now: float) -> Task:
    array, done_at = side.array, pair.mine.done_at
    name = array.volumes.by_id(pair.volume_id).name
    effect = RemoteSync(pair.volume_id, side.route.target)
    running = tasks.active(array, RemoteSync, **vars(effect))
    if running is not None:
        return running
    if done_at is None:
        return tasks.add_ended(array, name, REMOTE_COPY_SYNC,
                               user=tasks.SYSTEM_USER,
                               good=pair.mine.status == SYNCED)
    return tasks.start(array, name, REMOTE_COPY_SYNC, effect=effect,
                       seconds=done_at - now, cancellable=False)


def running(side: Side, volume_id: int) -> Task | None:
    """The task that shows how a volume is sent, if one does."""
    return tasks.active(side.array, RemoteSync, volume=volume_id,
                        target=side.route.target)


@tasks.finishes(RemoteSync)
def _sent(array: ArrayState, effect: RemoteSync, done: bool) -> bool:
    """The volume itself is looked after when its group is settled."""
    return True


def to_send(side: Side, pair: Pair) -> int:
    """MiB the other array lacks: what changed, or all there is."""
    mine, theirs = pair.mine, pair.theirs
    known = mine.point is not None and mine.point == theirs.point
    if known and snapshots.alive(side.array, mine):
        return mine.pending + theirs.pending
    if mine.delta is not None:
        return mine.delta
    return everything(side, pair.volume_id)


def everything(side: Side, volume_id: int) -> int:
    """MiB of a whole volume: what is on it, and never nothing at all."""
    return max(1, side.array.volumes.by_id(volume_id).user_used)


def send(side: Side, other: Side, pair: Pair, size: int,
         now: float) -> None:
    """Put so much on its way; nothing is there at once."""
    mine, theirs = pair.mine, pair.theirs
    mine.sending = size
    if not size:
        arrive(side, other, pair, now)
        return
    mine.status = theirs.status = SYNCING
    mine.done_at = now + seconds_for(side.array, size)
    theirs.torn = True


def arrive(side: Side, other: Side, pair: Pair, now: float) -> None:
    """All of it is there: both arrays hold the same."""
    mine, theirs = pair.mine, pair.theirs
    if side.route.mode != PERIODIC and mine.sending:
        mine.content = side.array.remote.content(pair.volume_id)
    if not _fill(side, other, pair):
        halt_both(side, other)
        return
    other.array.remote.set_content(mine.remote_id, mine.content)
    task = running(side, pair.volume_id)
    if task is not None:
        tasks.finish(side.array, task, now)
    for array, volume_id, mirror in (
            (side.array, pair.volume_id, mine),
            (other.array, mine.remote_id, theirs)):
        mirror.status, mirror.synced_at = SYNCED, now
        mirror.point, mirror.sending = mine.content, 0
        mirror.done_at = mirror.delta = None
        mirror.torn = mirror.presynced = False
        snapshots.drop(array, mirror)
        if side.route.mode == PERIODIC and not side.route.plain:
            snapshots.keep(array, volume_id, mirror)


def _match_size(side: Side, other: Side, pair: Pair) -> bool:
    """The copy grows to the size of its volume; False without room."""
    volume = side.array.volumes.by_id(pair.volume_id)
    copy = other.array.volumes.by_id(pair.mine.remote_id)
    try:
        if copy.size_mib < volume.size_mib:
            modify.grow(other.array, copy.name,
                        volume.size_mib - copy.size_mib)
    except Refused:
        return False
    return True


def grow(array: ArrayState, name: str, more: int) -> None:
    """A volume gets larger, and so do the copies of groups that run."""
    volume = modify.grow(array, name, more)
    for group in array.remote.groups_of(volume.id):
        if group.role != PRIMARY:
            continue
        for route in group.targets:
            side = Side(array, group, route)
            other = twin(side) if route.state == STARTED else None
            if other is not None and not all(
                    _match_size(side, other, pair)
                     for pair in pairs(side, other)):
                halt_both(side, other)


def _fill(side: Side, other: Side, pair: Pair) -> bool:
    """The copy takes the space its data need; False when there is none."""
    if not _match_size(side, other, pair):
        return False
    volume = side.array.volumes.by_id(pair.volume_id)
    copy = other.array.volumes.by_id(pair.mine.remote_id)
    more = volume.user_used - copy.user_used
    try:
        if more > 0:
            modify.write(other.array, copy.name, more)
    except Refused:
        return False
    return True


def _note(side: Side, other: Side, now: float) -> None:
    """The group was synchronised when all its volumes are."""
    if all(pair.mine.status == SYNCED for pair in pairs(side, other)):
        side.route.synced_at = other.route.synced_at = now
        for end in (side, other):
            if end.route.turning:
                end.route.turning = end.route.reversed = False


def halt_both(side: Side, other: Side, by_link: bool = False,
              keep: bool = True) -> None:
    """The group stops copying, here and there."""
    for end in (side, other):
        halt(end, by_link, keep)


def halt(side: Side, by_link: bool = False, keep: bool = True) -> None:
    """One end stops copying; what was on its way has to be sent again.

    :param keep: hold on to the state both have in common
    """
    now = target_clock(side)
    side.route.state, side.route.by_link = STOPPED, by_link
    side.route.next_due, side.route.turning = None, False
    for volume_id, mirror in side.route.mirrors.items():
        if not keep:
            snapshots.drop(side.array, mirror)
        elif mirror.status == SYNCED \
                and mirror.point == side.array.remote.content(volume_id):
            snapshots.keep(side.array, volume_id, mirror)
        task = running(side, volume_id)
        if task is not None:
            tasks.stop(side.array, task)
        if side.route.mode == SYNC and mirror.status == SYNCED:
            # Both held the same until now.
            mirror.synced_at = now
        mirror.pending += mirror.sending
        mirror.sending, mirror.done_at = 0, None
        mirror.status = HALTED


def _due(route: GroupTarget, now: float) -> float | None:
    """When the next synchronisation was due, if that is not in the future."""
    if route.next_due is None or route.next_due > now \
            or route.state != STARTED:
        return None
    return route.next_due


def settle(side: Side, other: Side, now: float) -> None:
    """Bring one started group, seen from its primary end, up to date."""
    busy_until = max((pair.mine.done_at or 0.0
                      for pair in pairs(side, other)), default=0.0)
    _finish(side, other, now)
    route = side.route
    while (due := _due(route, now)) is not None:
        # A period that begins before the last one is over is left out.
        over = due >= busy_until
        if over and any(pair.mine.pending for pair in pairs(side, other)):
            route.plain = False
            busy_until = send_changes(side, other, due)
            _finish(side, other, now)
        elif over:
            due += (now - due) // route.period * route.period
            route.synced_at = other.route.synced_at = due
        if route.next_due is not None:
            route.next_due = due + route.period


def send_changes(side: Side, other: Side, now: float,
                 whole: bool = False) -> float:
    """Synchronise a started group; when the last volume will be there.

    :param whole: everything, not only what changed
    """
    last = now
    for pair in pairs(side, other):
        size = everything(side, pair.volume_id) if whole \
            else to_send(side, pair) if pair.mine.status != SYNCED \
            else pair.mine.pending
        pair.mine.pending = pair.theirs.pending = 0
        pair.mine.content = side.array.remote.content(pair.volume_id)
        send(side, other, pair, size, now)
        last = max(last, pair.mine.done_at or now)
    _note(side, other, now)
    return last


def _finish(side: Side, other: Side, now: float) -> None:
    due = sorted((pair for pair in pairs(side, other)
                  if pair.mine.done_at is not None
                  and pair.mine.done_at <= now),
                 key=lambda pair: pair.mine.done_at or 0.0)
    for pair in due:
        when = pair.mine.done_at
        if when is not None:
            arrive(side, other, pair, when)
            _note(side, other, when)


def check_write(array: ArrayState, volume_id: int) -> None:
    """Hosts write to primaries only, and to none that is fail-safe."""
    for group in array.remote.groups_of(volume_id):
        if group.role == SECONDARY \
                or any(route.state == FAILSAFE for route in group.targets):
            raise Refused('INV_OPERATION_VV_IN_REMOTE_COPY')


def written(array: ArrayState, volume_id: int, mib: int) -> None:
    """A host wrote: synchronous copies follow, others fall behind."""
    array.remote.new_content(volume_id)
    for group in array.remote.groups_of(volume_id):
        if group.role != PRIMARY:
            continue
        for route in group.targets:
            _follow(Side(array, group, route), volume_id, mib)


def _follow(side: Side, volume_id: int, mib: int) -> None:
    mirror = side.route.mirrors[volume_id]
    other: Side | None = None
    if side.route.state == STARTED and side.route.mode != PERIODIC:
        other = twin(side)
    if other is None or mirror.status not in (SYNCED, SYNCING):
        mirror.pending += mib
        return
    mirror.sending += mib
    if mirror.status == SYNCED:
        theirs = other_mirror(other, volume_id, mirror)
        if theirs is not None:
            arrive(side, other, Pair(volume_id, mirror, theirs),
                   target_clock(side))


def target_clock(side: Side) -> float:
    """The time on the link of a group."""
    link = side.array.remote.targets.by_id(side.route.target).link
    return side.array.clock.now() if link is None else link.clock.now()
