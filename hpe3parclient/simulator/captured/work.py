"""The tasks of a capture, and what their ends will change.

A capture has a task's name, its type, its state and how far it is. That says
which volumes a copy, a promotion or a synchronization is about, and when it
will end. The space of a tuned volume says where it moves to, and nothing says
what it is converted to.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from hpe3parclient.narrowing import is_dict, is_list
from hpe3parclient.simulator import assumptions
from hpe3parclient.simulator.captured.values import JSON, moment, offset_of
from hpe3parclient.simulator.model import tasks as model
from hpe3parclient.simulator.model.volumes import activity
from hpe3parclient.simulator.persistence.form import CODEC, ArrayForm, TaskForm
from hpe3parclient.simulator.state.remotecopy import SYNCING
from hpe3parclient.simulator.state.tasks import (
    ACTIVE,
    ONLINE_COPY,
    ONLINE_PROMOTE,
    PHYS_COPY_RESYNC,
    PROMOTE_SV,
    REMOTE_COPY_SYNC,
    TUNE_VV,
    VV_COPY,
)
from hpe3parclient.simulator.state.volumes import Volume
from hpe3parclient.twin.document import Capture

#: what a task that is about a volume of ours may be
_COPIES = (VV_COPY, PHYS_COPY_RESYNC, ONLINE_COPY)
_PROMOTIONS = (PROMOTE_SV, ONLINE_PROMOTE)
#: members of a tune, and the space that moves with each
_SPACES = {'userCPG': 'userSpaceMiB', 'snapCPG': 'snapshotSpaceMiB'}
#: work that nobody can stop
_FIXED = (ONLINE_PROMOTE, REMOTE_COPY_SYNC)


class Work:
    """Fills an array of a document with the tasks of a capture.

    :param form: its volumes are there already
    :param states: numbers of volumeDetailedState that volumes are in, by id
    """

    def __init__(self, capture: Capture, form: ArrayForm,
                 states: Mapping[int, list[int]]) -> None:
        self._capture, self._form, self._states = capture, form, states
        self._volumes = {volume.id: volume for volume in form.volumes}
        self._by_name = {volume.name: volume for volume in form.volumes}
        self._syncing = _syncing(capture)
        self._offset = self._zone()
        self._cpgs = {cpg.name: cpg.id for cpg in form.cpgs}
        #: space of the volumes that move, by the volume's name
        self._spaces: dict[Any, Iterable[JSON]] | None = None
        self.left_out: dict[str, str] = {}

    def fill(self) -> None:
        """Read all tasks, in the order in which they began."""
        known: set[int] = set()
        for member in self._capture.members('/tasks'):
            try:
                number = member['id']
                if number in known:
                    raise ValueError('its id comes twice')
                task = self._task(member)
            except (KeyError, TypeError, ValueError) as ex:
                self.left_out[f'/tasks/{member.get("id")}'] = \
                    f'{type(ex).__name__}: {ex}'
                continue
            known.add(number)
            self._form.tasks.append(task)
        if self._form.tasks:
            self._form.next_ids.tasks = self._id_behind(known)
        for volume in self._form.volumes:
            self._wrong(volume)

    def _id_behind(self, known: set[int]) -> int:
        """The id that follows the last one, as arrays count."""
        number = self._form.tasks[-1].id % model.LAST_ID + 1
        while number in known:
            number = number % model.LAST_ID + 1
        return number

    def _zone(self) -> float:
        """How far the array's zone is ahead of UTC, as its volumes show it."""
        for member in self._capture.members('/volumes'):
            offset = offset_of(member.get('creationTime8601'))
            if offset is not None:
                return offset
        return 0.0

    def _task(self, member: JSON) -> TaskForm:
        start = moment(member.get('startTime'), self._offset)
        finish = moment(member.get('finishTime'), self._offset)
        begun = self._form.time if start is None else start
        details = member.get('detailedStatus')
        values: JSON = {
            'id': member['id'], 'type': member['type'],
            'name': member.get('name', ''), 'user': member.get('user', ''),
            'start': begun, 'seconds': 0.0,
            'priority': member.get('priority', 2), 'status': member['status'],
            'finish': finish, 'cancellable': member['type'] not in _FIXED,
            'details': details.split('\n') if details else []}
        if member['status'] == ACTIVE:
            values['finish'] = None
            effect, seconds = self._effect(member)
            values['effect'] = effect
            values['seconds'] = self._seconds(member, begun, seconds)
        elif finish is None:
            values['finish'] = begun
        else:
            values['seconds'] = max(finish - begun, 0.0)
        result: TaskForm = CODEC.decode(TaskForm, {
            name: value for name, value in values.items()
            if value is not None}, '')
        return result

    # -- how long it still takes ---------------------------------------------

    def _seconds(self, member: JSON, start: float,
                 expected: float | None) -> float:
        """How long a task takes that is not over.

        :param expected: how long the model's own would take
        """
        past = max(self._form.time - start, 0.0)
        steps = int(member.get('completedSteps') or 0)
        total = int(member.get('totalsteps') or member.get('totalSteps')
                    or assumptions.TASK_STEPS)
        if expected is not None and expected > past \
                and int(past / expected * total) == steps:
            return expected
        if 0 < steps < total:
            return max(past * total / (steps + 0.5), past + 1.0)
        return past + max(past, assumptions.TASK_SECONDS)

    # -- what its end changes ------------------------------------------------

    def _effect(self, member: JSON) -> tuple[JSON, float | None]:
        """An effect as documents have it, and how long the work takes."""
        kind, name = member['type'], str(member.get('name', ''))
        if kind in _COPIES:
            return self._copy(kind, name, member)
        if kind in _PROMOTIONS:
            return self._promotion(kind, name)
        if kind == TUNE_VV:
            return self._tune()
        if kind == REMOTE_COPY_SYNC:
            return self._sync(self._by_name.get(name))
        return {}, None

    def _copy(self, kind: int, name: str,
              member: JSON) -> tuple[JSON, float | None]:
        source, copy = self._ends(*map(
            self._by_name.get, name.partition('->')[::2]))
        if source is None or copy is None:
            return {}, None
        used = self._volumes[source.base_id].user_used
        state = activity.RESYNC_TARGET if kind == PHYS_COPY_RESYNC \
            else activity.COPY_TARGET
        copy.busy.append(state)
        source.busy.append(activity.COPY_SOURCE)
        if copy.copy_snapshot is not None:
            self._volumes[copy.copy_snapshot].busy.append(
                activity.COPY_SOURCE)
        effect: JSON = {'source': source.id, 'copy': copy.id, 'used': used}
        if kind == ONLINE_COPY:
            return {'do': 'online copy', **effect}, model.seconds_for(used)
        start = moment(member.get('startTime'), self._offset)
        return {'do': 'copy', **effect, 'state': state, 'content': [0, 0],
                'at': self._form.time if start is None else start}, \
            model.seconds_for(used)

    def _ends(self, source: Volume | None, copy: Volume | None
              ) -> tuple[Volume | None, Volume | None]:
        """Source and copy of a task; one that has another name by now."""
        if copy is None or copy.phys_parent_id is None:
            targets = [*self._in(activity.COPY_TARGET),
                       *self._in(activity.RESYNC_TARGET)]
            copy = next((volume for volume in targets
                         if volume.phys_parent_id is not None and source in (
                             None, self._source(volume))), None)
        return (source if copy is None else self._source(copy)), copy

    def _source(self, copy: Volume) -> Volume:
        """The volume that is copied; a copy may come from its snapshot."""
        parent = self._volumes[copy.phys_parent_id or 0]
        if parent.id == copy.copy_snapshot and parent.parent_id is not None:
            return self._volumes[parent.parent_id]
        return parent

    def _in(self, state: int) -> Iterator[Volume]:
        """Volumes that a task keeps in a state which none has explained yet."""
        for number, states in self._states.items():
            volume = self._volumes.get(number)
            if volume is not None and state in states \
                    and state not in volume.busy:
                yield volume

    def _promotion(self, kind: int, name: str) -> tuple[JSON, float | None]:
        snapshot = self._by_name.get(name) or next(
            (volume for volume in self._in(activity.PROMOTING)
             if volume.is_snapshot), None)
        if snapshot is None or not snapshot.is_snapshot:
            return {}, None
        target = self._volumes[snapshot.base_id]
        for volume in (snapshot, target):
            volume.busy.append(activity.PROMOTING)
        return {'do': 'promote', 'snapshot': snapshot.id, 'target': target.id,
                'online': kind == ONLINE_PROMOTE}, \
            model.seconds_for(target.snap_used)

    def _tune(self) -> tuple[JSON, float | None]:
        """A tune's task does not name its volume; the volume tells its state."""
        for state in (activity.TUNING, activity.CONVERTING):
            volume = next(self._in(state), None)
            if volume is not None:
                volume.busy.append(state)
                return {'do': 'tune', 'volume': volume.id,
                        'cpgs': self._moves(volume), 'state': state}, \
                    model.seconds_for(volume.size_mib)
        return {}, None

    def _moves(self, volume: Volume) -> dict[str, int]:
        """The CPGs to which a volume moves, where its space was captured."""
        if self._spaces is None:
            self._spaces = {
                member.get('volumeName'): _dicts(member.get('CPGs'))
                for member in self._capture.members(
                    '/volumespacedistribution')
                if any(any(_new(item).values())
                       for item in _dicts(member.get('CPGs')))}
        result: dict[str, int] = {}
        for item in self._spaces.get(volume.name, ()):
            number = self._cpgs.get(str(item.get('cpgName')))
            for member, space in _SPACES.items():
                if number is not None and _new(item).get(space):
                    result[member] = number
        return result

    def _sync(self, volume: Volume | None) -> tuple[JSON, float | None]:
        """A synchronization, or coordinated snapshots of a group."""
        target = None if volume is None else self._syncing.get(volume.name)
        if volume is None or target is None:
            return {}, assumptions.RCOPY_SECONDS
        size = max(1, volume.user_used)
        return {'do': 'remote copy', 'volume': volume.id, 'target': target}, \
            assumptions.RCOPY_SECONDS \
            + size / 1024 * assumptions.RCOPY_SECONDS_PER_GIB

    def _wrong(self, volume: Volume) -> None:
        """What has gone wrong with a volume, and what the array is about."""
        states = self._states.get(volume.id, ())
        volume.failed = [number for number in (
            activity.STALE, activity.COPY_FAILED) if number in states]
        marks = {*activity.WRONG.values(), *activity.UNDERWAY.values()}
        volume.marks = [number for number in states if number in marks]


def _syncing(capture: Capture) -> dict[str, int]:
    """The target to which each volume is being sent, by the volume's name."""
    targets = {member.get('name'): member.get('id')
               for member in capture.members('/remotecopytargets')}
    result: dict[str, int] = {}
    for group in capture.members('/remotecopygroups'):
        for volume in _dicts(group.get('volumes')):
            for copy in _dicts(volume.get('remoteVolumes')):
                number = targets.get(copy.get('targetName'))
                if copy.get('syncStatus') == SYNCING and number is not None:
                    result.setdefault(
                        str(volume.get('localVolumeName')), number)
    return result


def _new(item: Mapping[str, Any]) -> JSON:
    """What a CPG will hold of a volume that moves."""
    new: JSON = item.get('new') or {}
    return new


def _dicts(value: Any) -> Iterable[JSON]:
    return [item for item in value if is_dict(item)] \
        if is_list(value) else []
