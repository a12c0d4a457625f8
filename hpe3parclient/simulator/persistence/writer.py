"""Arrays as a document.

Knows where an array keeps what a document says. Changes nothing but what
the time that has passed changes anyway.
"""

from __future__ import annotations

import copy
import dataclasses
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import (
    Any,
    Protocol,
    TypeVar,
    Union,
)

from hpe3parclient.simulator.array import Array
from hpe3parclient.simulator.clock import Clock
from hpe3parclient.simulator.persistence.form import (
    CODEC,
    FORMAT,
    VERSION,
    ArrayForm,
    CpgHeld,
    Form,
    Holding,
    LinkForm,
    NextIds,
    RemoteForm,
    Seen,
    TargetForm,
    TaskForm,
    VolumeHeld,
    VolumeSeen,
)
from hpe3parclient.simulator.state.array_state import Link, Target
from hpe3parclient.simulator.state.remotecopy import BLANK, Content, Group
from hpe3parclient.simulator.state.tasks import (
    ACTIVE,
    EFFECTS,
    PhysicalCopy,
    Task,
)

#: JSON values; see :class:`.form.Form` for the members.
Document = dict[str, Any]
R = TypeVar('R')


class Served(Protocol):
    """An array that answers on a socket."""

    state: Array


AnyArray = Union[Served, Array]


def states_of(arrays: Sequence[AnyArray]) -> list[Array]:
    """The states of arrays, served or not; none twice."""
    result = [item if isinstance(item, Array) else item.state
             for item in arrays]
    if not result or len({id(item) for item in result}) != len(result):
        raise ValueError('one array or several, none of them twice')
    return result


def with_stand_ins(states: Sequence[Array]) -> list[Array]:
    """Arrays, then what stands in for partners of theirs."""
    result = list(states)
    for state in states:
        for link in state.remote.links:
            peer = link.other(state)
            if peer.stand_in and isinstance(peer, Array) \
                    and not any(peer is item for item in result):
                result.append(peer)
    return result


def refuse_others(states: Sequence[Array]) -> None:
    """Arrays that are linked are written and restored together."""
    for state in states:
        for link in state.remote.links:
            peer = link.other(state)
            if not any(peer is item for item in states):
                raise ValueError(
                    f'{state.name} is linked to {peer.name}: '
                    'name both of them')


def snapshot(*arrays: AnyArray) -> Document:
    """The whole state of an array, or of several that are linked.

    What comes back are JSON values, which share nothing with the arrays.
    The same state always gives the same text.

    :raises ValueError: one of them is linked to an array that is not named
    """
    states = with_stand_ins(states_of(arrays))
    for state in states[1:]:
        states[0].lock.join(state.lock)
    with states[0].lock:
        refuse_others(states)
        for state in states:
            state.settle()
        document: Document = CODEC.encode(_Writer(states).form())
    return document


class _Writer:
    """Writes some arrays.

    :param states: all the arrays of the document
    """

    def __init__(self, states: list[Array]) -> None:
        self._states = states
        self._links: list[Link] = []
        for state in states:
            self._links += [link for link in state.remote.links
                            if link not in self._links]
        self._writers = {id(state.remote): number
                         for number, state in enumerate(states, 1)}
        # One clock has one time, however long writing takes.
        self._times: dict[Clock, float] = {
            state.clock: float(state.clock.now()) for state in states}

    def form(self) -> Form:
        """The document."""
        places = {id(state): index
                  for index, state in enumerate(self._states)}
        links = [LinkForm((places[id(link.arrays[0])],
                           places[id(link.arrays[1])]), link.kind, link.up)
                 for link in self._links]
        return Form(FORMAT, VERSION,
                    [self._array(state) for state in self._states], links)

    def _array(self, state: Array) -> ArrayForm:
        return ArrayForm(
            name=state.name, time=self._times[state.clock],
            born=float(state.born), personality=state.personality,
            session_limit=state.sessions.limit,
            session_timeout=float(state.sessions.timeout),
            next_ids=_next_ids(state), licences=state.licences,
            pools=list(state.pools.values()),
            ports=list(state.ports.values()),
            auto_log_in=state.auto_log_in, domains=state.domains,
            parameters=state.parameters, cpgs=list(state.cpgs),
            volumes=list(state.volumes),
            volumesets=list(state.volumesets), hosts=list(state.hosts),
            hostsets=list(state.hostsets),
            unassigned=list(state.unassigned.values()),
            vluns=list(state.vluns), qos=list(state.qos),
            tasks=[self._task(item) for item in state.tasks],
            flash_cache=state.flash_cache,
            flash_cache_policy=state.flash_cache_policy,
            optimization=list(state.optimization),
            templates=state.templates,
            remote_copy=self._remote(state),
            schedules=list(state.schedules.values()), files=state.files,
            patches=state.patches, applied=state.applied,
            **_statistics(state),
            failures=list(state.hardware.failures.values()),
            alerts=list(state.alerts),
            domain_comments=state.domain_comments, stand_in=state.stand_in,
            captured=None if state.captured is None else json.dumps(
                state.captured.as_json()))

    def _task(self, task: Task) -> TaskForm:
        """Only what has not ended still has an effect."""
        effect: dict[str, Any] = {}
        if task.status == ACTIVE and task.effect is not None:
            done = task.effect
            if isinstance(done, PhysicalCopy):
                done = dataclasses.replace(
                    done, content=self._content(done.content))
            name = next(name for name, kind in EFFECTS.items()
                        if kind is type(done))
            effect = {'do': name, **CODEC.encode(done)}
        members: dict[str, Any] = dict(vars(task))
        members['effect'] = effect
        return TaskForm(**members)

    def _remote(self, state: Array) -> RemoteForm:
        remote = state.remote
        return RemoteForm(
            remote.started, remote.limits,
            [self._links.index(link) for link in remote.links],
            [self._target(item) for item in remote.targets],
            [self._group(item) for item in remote.groups],
            remote.writes,
            [Holding(number, self._content(content))
             for number, content in sorted(remote.contents.items())
             if content != BLANK])

    def _target(self, target: Target) -> TargetForm:
        link = None if target.link is None \
            else self._links.index(target.link)
        members: dict[str, Any] = dict(vars(target))
        members['link'] = link
        return TargetForm(**members)

    def _group(self, group: Group) -> Group:
        """A copy whose marks name writers as documents do."""
        result = copy.deepcopy(group)
        for route in result.targets:
            for mirror in route.mirrors.values():
                mirror.content = self._content(mirror.content)
                if mirror.point is not None:
                    mirror.point = self._content(mirror.point)
        return result

    def _content(self, content: Content) -> tuple[int, int]:
        writer, write = content
        if content == BLANK:
            return BLANK
        number = self._writers.setdefault(writer, len(self._writers) + 1)
        return number, write


def _next_ids(state: Array) -> NextIds:
    return NextIds(
        cpgs=state.cpgs.next_id, volumes=state.volumes.next_id,
        hosts=state.hosts.next_id, hostsets=state.hostsets.next_id,
        volumesets=state.volumesets.next_id, vluns=state.vluns.next_id,
        qos=state.qos.next_id, tasks=state.tasks.next_id,
        targets=state.remote.targets.next_id,
        groups=state.remote.groups.next_id,
        optimization=state.optimization.next_id)


def _statistics(state: Array) -> dict[str, Any]:
    """The members of an array that say what was recorded."""
    recorded = state.statistics
    return {
        'statistics': [
            Seen(cpg, interval, load.read, load.written)
            for cpg, interval, load in _sorted(recorded.cpg_loads)],
        'volume_statistics': [
            VolumeSeen(volume, interval, load.read, load.written)
            for volume, interval, load in _sorted(recorded.volume_loads)],
        'cpg_space': [CpgHeld(cpg, interval, *usage)
                      for cpg, interval, usage in _sorted(recorded.cpg_usage)],
        'volume_space': [
            VolumeHeld(volume, interval, *space)
            for volume, interval, space in _sorted(recorded.volume_space)],
        'started': float(recorded.started), 'history_seed': recorded.seed}


def _sorted(table: Mapping[int, Mapping[int, R]]
            ) -> Iterator[tuple[int, int, R]]:
    """Id, number of the interval, and what was recorded."""
    for number, records in sorted(table.items()):
        for interval, record in sorted(records.items()):
            yield number, interval, record
