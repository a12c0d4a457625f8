"""States of the array of :mod:`listed_array` that no request brings about.

Each tweak lasts as long as one request of the tables.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from hpe3parclient.simulator import Array, assumptions
from hpe3parclient.simulator.model import sets, tasks
from hpe3parclient.simulator.personality import SSD
from hpe3parclient.simulator.state.sets import VOLUMES
from hpe3parclient.simulator.state.tasks import SNAPSHOT_ACCOUNTING
from tests.support.listed_array import Tweak


def marked(volume: str, state: str) -> Tweak:
    """A volume is in a state that volumeDetailedState has."""
    @contextmanager
    def tweak(array: Array) -> Iterator[None]:
        array.mark_volume(volume, state)
        try:
            yield
        finally:
            array.mark_volume(volume)
    return tweak


def paired(source: str, copy: str, state: tuple[str, str] | None = None) -> Tweak:
    """Volume sets ``one`` and ``two``, with a volume each.

    :param state: a volume and the state it is in meanwhile
    """
    @contextmanager
    def tweak(array: Array) -> Iterator[None]:
        kept: list[tuple[Any, set[int]]] = []
        for name, member in (('one', source), ('two', copy)):
            whole = sets.create(array, VOLUMES, {'name': name})
            # Not by a request: those let no internal volume join.
            volume = array.volumes.get(member)
            whole.members.append(volume.id)
            kept.append((volume, volume.sets))
            volume.sets = {*volume.sets, whole.id}
        if state is not None:
            array.mark_volume(*state)
        try:
            yield
        finally:
            if state is not None:
                array.mark_volume(state[0])
            for name in ('one', 'two'):
                sets.delete(array, VOLUMES, name)
            for volume, joined in reversed(kept):
                volume.sets = joined
    return tweak


@contextmanager
def node_down(array: Array) -> Iterator[None]:
    """A node has failed."""
    array.fail('node', 1)
    try:
        yield
    finally:
        array.repair('node', 1)


@contextmanager
def accounting(array: Array) -> Iterator[None]:
    """The space of the snapshots of ``v`` is being counted."""
    task = tasks.start(array, 'v', SNAPSHOT_ACCOUNTING)
    try:
        yield
    finally:
        del array.active_tasks[task.id]
        array.tasks.remove(task)


def without_disks(kind: int) -> Tweak:
    """The array has no disks of a kind."""
    @contextmanager
    def tweak(array: Array) -> Iterator[None]:
        before = array.pools
        array.pools = {other: pool for other, pool in before.items()
                       if other != kind}
        try:
            yield
        finally:
            array.pools = before
    return tweak


@contextmanager
def without_room(array: Array) -> Iterator[None]:
    """The SSDs are full."""
    pool = array.pools[SSD]
    before, pool.internal = pool.internal, pool.internal + 10**9
    try:
        yield
    finally:
        pool.internal = before


def limited(cpg: str, mib: int) -> Tweak:
    """A CPG may not grow beyond a size."""
    @contextmanager
    def tweak(array: Array) -> Iterator[None]:
        item = array.cpgs.get(cpg)
        before, item.limit = item.limit, mib
        try:
            yield
        finally:
            item.limit = before
    return tweak


def only(name: str, value: Any) -> Tweak:
    """An assumption has another value."""
    @contextmanager
    def tweak(array: Array) -> Iterator[None]:
        before = getattr(assumptions, name)
        setattr(assumptions, name, value)
        try:
            yield
        finally:
            setattr(assumptions, name, before)
    return tweak


@contextmanager
def cut_off(array: Array) -> Iterator[None]:
    """The other array of remote copy cannot be reached."""
    link = array.remote.links[0]
    link.cut()
    try:
        yield
    finally:
        link.restore()


@contextmanager
def busy(array: Array) -> Iterator[None]:
    """The group ``g`` is busy."""
    array.mark_group('g')
    try:
        yield
    finally:
        array.mark_group('g', False)


@contextmanager
def few_groups(array: Array) -> Iterator[None]:
    """There may be one synchronous group, which there is."""
    before = array.remote.limits
    array.remote.limits = dataclasses.replace(before, sync_groups=1)
    try:
        yield
    finally:
        array.remote.limits = before


@contextmanager
def from_directory(array: Array) -> Iterator[None]:
    """A directory knows the user ``remote``."""
    array.directory_users.add('remote')
    try:
        yield
    finally:
        array.directory_users.discard('remote')


@contextmanager
def domain_in_set(array: Array) -> Iterator[None]:
    """The domain ``D`` is in a domain set."""
    array.domains_in_sets.add('D')
    try:
        yield
    finally:
        array.domains_in_sets.discard('D')
