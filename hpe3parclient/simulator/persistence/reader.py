"""A document as the state of arrays: of new ones, or of those there are.

Knows the order: read and check everything, build it where nobody sees it,
and only then, under the lock, give it to the arrays. So a document that is
refused has changed nothing.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Any, Callable, Optional, cast

from hpe3parclient.simulator.array import Array
from hpe3parclient.simulator.clock import Clock
from hpe3parclient.simulator.model import capacity
from hpe3parclient.simulator.model.remotecopy.link import RemoteLink
from hpe3parclient.simulator.persistence.checks import (
    check,
    check_header,
    effect_of,
    overlay_of,
)
from hpe3parclient.simulator.persistence.codec import BrokenState
from hpe3parclient.simulator.persistence.derived import derive, index
from hpe3parclient.simulator.persistence.form import (
    CODEC,
    ArrayForm,
    Form,
    LinkForm,
    TargetForm,
    TaskForm,
)
from hpe3parclient.simulator.persistence.writer import (
    AnyArray,
    Document,
    refuse_others,
    states_of,
    with_stand_ins,
)
from hpe3parclient.simulator.personality import Personality
from hpe3parclient.simulator.state.array_state import RemoteCopy, Target
from hpe3parclient.simulator.state.cpgs import Usage
from hpe3parclient.simulator.state.remotecopy import BLANK, Content
from hpe3parclient.simulator.state.statistics import (
    Load,
    Statistics,
    VolumeSpace,
)
from hpe3parclient.simulator.state.store import Store, T
from hpe3parclient.simulator.state.tasks import (
    ACTIVE,
    Effect,
    PhysicalCopy,
    Task,
)


def restore(document: Document, *arrays: AnyArray) -> None:
    """Give arrays the state that a document says, all at once.

    Their clocks are turned to its time. Whoever is logged in stays so, and
    users keep their passwords. A document that is refused changes nothing.

    :param arrays: as many as the document has, in its order
    :raises BrokenState: what the document says is no state of arrays
    :raises ValueError: the arrays are not of its kind, or one of them is
        linked to an array that is not named
    """
    states = states_of(arrays)
    form = _read(document)
    served = [item for item in form.arrays if not item.stand_in]
    if len(served) != len(states):
        raise ValueError(f'the document has {len(served)} arrays, '
                         f'not {len(states)}')
    if served != form.arrays[:len(served)]:
        raise BrokenState('arrays', 'have stand-ins before others')
    for state, item in zip(states, form.arrays):
        if _kind(state.personality) != _kind(item.personality):
            raise ValueError(f'{state.name} is a {state.personality.name}, '
                             f'the document has a {item.personality.name}')
    allowed = with_stand_ins(states)
    states += [Array(item.personality, states[0].clock)
               for item in form.arrays[len(states):]]
    for state in states[1:]:
        states[0].lock.join(state.lock)
    with states[0].lock:
        refuse_others(allowed)
        _give(states, form)


def arrays_of(document: Document, clock: Optional[Clock] = None, *,
              user: str = '3paradm',
              password: str = '3pardata',  # noqa: S107 - documented
              seed: Optional[int] = None) -> list[Array]:
    """New arrays in the state that a document says.

    :param clock: the time of all of them; turned to the document's
    :param user: who may log in
    :param password: that user's password
    :param seed: makes keys and UUIDs the same every time
    :raises BrokenState: what the document says is no state of arrays
    """
    return built(_read(document), clock, user=user, password=password,
                 seed=seed)


def built(form: Form, clock: Optional[Clock] = None, *,
          user: str, password: str,
          seed: Optional[int] = None) -> list[Array]:
    """New arrays of a document that was read and checked."""
    shared = Clock() if clock is None else clock
    states = [Array(item.personality, shared, user=user, password=password,
                    seed=seed) for item in form.arrays]
    for state in states[1:]:
        states[0].lock.join(state.lock)
    _give(states, form)
    return [state for state in states if not state.stand_in]


def _kind(personality: Personality) -> Personality:
    """What it is, whichever of its kind it is."""
    return dataclasses.replace(personality, system_id=0, serial_number='')


def _read(document: Document) -> Form:
    """The document, complete and known to be sound."""
    check_header(document)
    form: Form = CODEC.decode(Form, document, '')
    check(form)
    for position, item in enumerate(form.arrays):
        state = Array(item.personality, Clock(item.time, running=False))
        _Filler(state, item).objects()
        derive(state)
        for kind in state.pools:
            if capacity.raw_free(state, kind) < 0:
                raise BrokenState(f'arrays[{position}].pools',
                                  f'of disk type {kind} hold less than '
                                  'what CPGs have taken')
    return form


def _give(states: Sequence[Array], form: Form) -> None:
    """What has been read becomes the arrays' state; nothing can fail."""
    links = [_link(states, item) for item in form.links]
    fillers = [_Filler(state, item)
               for state, item in zip(states, form.arrays)]
    for filler in fillers:
        filler.objects()
        filler.settings()
    for filler in fillers:
        filler.remote(links, [state.remote for state in states])


def _link(states: Sequence[Array], form: LinkForm) -> RemoteLink:
    """The link there is, since a test may hold it, or else a new one."""
    item, other = (states[end] for end in form.ends)
    for link in item.remote.links:
        if link.arrays == (item, other) and link.kind == form.kind:
            result = cast(RemoteLink, link)
            break
    else:
        result = RemoteLink(item, other, form.kind)
    result.up = form.up
    return result


def _store(objects: Sequence[T], next_id: int) -> Store[T]:
    result: Store[T] = Store()
    result.restore(objects, next_id)
    return result


class _Filler:
    """Fills one array with what a document says of it."""

    def __init__(self, state: Array, form: ArrayForm) -> None:
        self._state = state
        self._form = form

    def objects(self) -> None:
        """Everything that stands in this array alone."""
        state, form = self._state, self._form
        ids = form.next_ids
        state.hardware.restore(form.failures)
        state.pools = {item.disk_type: item for item in form.pools}
        state.ports = {item.pos: item for item in form.ports}
        state.cpgs = _store(form.cpgs, ids.cpgs)
        state.volumes = _store(form.volumes, ids.volumes)
        state.volumesets = _store(form.volumesets, ids.volumesets)
        state.hosts = _store(form.hosts, ids.hosts)
        state.hostsets = _store(form.hostsets, ids.hostsets)
        state.unassigned = {item.name: item for item in form.unassigned}
        state.vluns.restore(form.vluns, ids.vluns)
        state.qos.restore(form.qos, ids.qos)
        state.templates = form.templates
        state.optimization = _store(form.optimization, ids.optimization)
        state.flash_cache = form.flash_cache
        state.flash_cache_policy = form.flash_cache_policy
        state.statistics = _statistics(form)
        state.remote = RemoteCopy()
        state.remote.groups = _store(form.remote_copy.groups, ids.groups)
        index(state)

    def settings(self) -> None:
        """What the array is, its time, and who is logged in."""
        state, form = self._state, self._form
        state.clock.turn_to(form.time)
        state.name, state.born = form.name, form.born
        state.personality = form.personality
        state.licences, state.domains = form.licences, form.domains
        state.parameters = form.parameters
        state.auto_log_in, state.stand_in = form.auto_log_in, form.stand_in
        state.domain_comments = form.domain_comments
        state.captured = overlay_of(form.captured, '')
        state.alerts.restore(form.alerts)
        state.files = form.files
        state.schedules = {item.name: item for item in form.schedules}
        state.patches, state.applied = form.patches, form.applied
        state.sessions.restored(form.session_limit, form.session_timeout)

    def remote(self, links: Sequence[RemoteLink],
               remotes: Sequence[RemoteCopy]) -> None:
        """What names other arrays: links, and marks of their writes."""
        state, form = self._state, self._form.remote_copy
        writers = {number: id(item) for number, item in enumerate(remotes, 1)}

        def content(mark: Content) -> Content:
            # A writer that is no array here has no identity; a negative
            # number is nobody's.
            return mark if mark == BLANK \
                else (writers.get(mark[0], -mark[0]), mark[1])

        remote = state.remote
        remote.started, remote.limits = form.started, form.limits
        remote.links = [links[number] for number in form.links]
        remote.targets = _store(
            [_target(item, links) for item in form.targets],
            self._form.next_ids.targets)
        remote.restore({item.volume: content(item.content)
                        for item in form.contents}, form.writes)
        for group in remote.groups:
            for route in group.targets:
                for mirror in route.mirrors.values():
                    mirror.content = content(mirror.content)
                    if mirror.point is not None:
                        mirror.point = content(mirror.point)
        self._tasks(content)

    def _tasks(self, content: Callable[[Content], Content]) -> None:
        state = self._state
        state.tasks.restore(
            [_task(item, content) for item in self._form.tasks],
            self._form.next_ids.tasks)
        state.active_tasks = {task.id: task for task in state.tasks
                              if task.status == ACTIVE}


def _target(form: TargetForm, links: Sequence[RemoteLink]) -> Target:
    members: dict[str, Any] = dict(vars(form))
    if form.link is not None:
        members['link'] = links[form.link]
    return Target(**members)


def _task(form: TaskForm, content: Callable[[Content], Content]) -> Task:
    members: dict[str, Any] = dict(vars(form))
    members['effect'] = _effect(form, content)
    return Task(**members)


def _effect(task: TaskForm,
            content: Callable[[Content], Content]) -> Optional[Effect]:
    """An effect as the rules know it."""
    effect: Optional[Effect] = effect_of(task, '')
    if isinstance(effect, PhysicalCopy):
        return dataclasses.replace(effect, content=content(effect.content))
    return effect


def _statistics(form: ArrayForm) -> Statistics:
    """What was recorded; a document that says no start is about no past."""
    result = Statistics(form.born if form.started is None else form.started,
                        form.history_seed)
    for seen in form.statistics:
        result.cpg_loads.setdefault(seen.cpg, {})[seen.interval] = Load(
            seen.read, seen.written)
    for item in form.volume_statistics:
        result.volume_loads.setdefault(item.volume, {})[
            item.interval] = Load(item.read, item.written)
    for held in form.cpg_space:
        result.cpg_usage.setdefault(held.cpg, {})[held.interval] = Usage(
            held.full, held.thin, held.snap, held.admin)
    for space in form.volume_space:
        result.volume_space.setdefault(space.volume, {})[
            space.interval] = VolumeSpace(
                space.user_reserved, space.user_used, space.snap_reserved,
                space.snap_used, space.admin_reserved)
    return result
