"""Actions on volumes and volume sets that copy them.

Knows actions, members and answers; rules are the model's business. The
resources they belong to are in :mod:`.volumes` and :mod:`.sets`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Callable

from flask import Response

from hpe3parclient.narrowing import is_dict
from hpe3parclient.simulator.errors import Refused
from hpe3parclient.simulator.model import sets
from hpe3parclient.simulator.model.volumes import (
    group_snapshots,
    online_copies,
    physical_copies,
    promotes,
    set_copies,
    snapshots,
    tunes,
)
from hpe3parclient.simulator.model.volumes.lookup import find_volume
from hpe3parclient.simulator.personality import Capability
from hpe3parclient.simulator.state.sets import VOLUMES
from hpe3parclient.simulator.state.tasks import Task, Tune
from hpe3parclient.simulator.wsapi import copy_tables, members, tables
from hpe3parclient.simulator.wsapi.answers import answer
from hpe3parclient.simulator.wsapi.members import Member
from hpe3parclient.simulator.wsapi.service import Resource, call

UPDATE_SNAPSHOTS, GROUP_SNAPSHOT = 7, 8
#: Members of PUT /volumesets that no copying action goes with.
_NOT_COPYING = ('newName', 'comment', 'setmembers', 'flashCachePolicy')


class Copying(Resource):
    """What requests about copies have in common."""

    def task_link(self, task: Task) -> dict[str, str]:
        """Where a task can be watched."""
        return {'href': f'{self.base_url()}/tasks/{task.id}', 'rel': 'self'}

    def parameters(self, table: Sequence[Member]) -> dict[str, Any]:
        """The member ``parameters`` of an action, checked."""
        result = call().json_object().get('parameters')
        if not is_dict(result):
            raise Refused('INV_INPUT_MISSING_REQUIRED' if result is None
                          else 'INV_INPUT_WRONG_TYPE', 'parameters')
        return members.check(table, result, self.personality)

    def word(self) -> str:
        """The action of a POST: a word."""
        body = call().json_object()
        request = members.check(tables.VOLUME_ACTION,
                               {**body, 'parameters': None}, self.personality)
        word: str = request['action']
        return word


class VolumeCopying(Copying):
    """Copies of single volumes, and group snapshots."""

    def started(self, task: Task) -> Response:
        """The answer to what goes on as a task."""
        links = [self.task_link(task)]
        if isinstance(task.effect, Tune) and task.effect.keep:
            links.append({
                'href': f"{self.base_url()}/volumes/{task.effect.keep}",
                'rel': 'OriginalLDsVV'})
        return answer(200, {'taskid': task.id, 'links': links})

    def copy(self, name: str) -> Response:
        """POST to a volume: an action by its word."""
        word, name = self.word(), self.name(name)
        find_volume(self.array, name)
        if word == 'createSnapshot':
            request = self.parameters(copy_tables.SNAPSHOT_CREATE)
            item = snapshots.create(self.array, name, request)
            return answer(201, location=self.location(item.name))
        if word != 'createPhysicalCopy':
            raise Refused('INV_POST_ACTION', 'action')
        request = self.parameters(copy_tables.COPY_CREATE)
        start = online_copies.start if request.get('online') else physical_copies.start
        task = start(self.array, name, request)
        return answer(201, {'taskid': task.id},
                      self.location(request['destVolume']))

    def tune(self, name: str, body: dict[str, Any]) -> Response:
        """PUT with action 6."""
        request = members.check(tables.VOLUME_TUNE, body, self.personality)
        return self.started(tunes.tune(self.array, name, request))

    def stop_copy(self, name: str, body: dict[str, Any]) -> Response:
        """PUT with action 1."""
        members.check(copy_tables.BARE_ACTION, body, self.personality)
        physical_copies.stop(self.array, name)
        return answer()

    def resync(self, name: str, body: dict[str, Any]) -> Response:
        """PUT with action 2."""
        request = members.check(copy_tables.RESYNC, body, self.personality)
        task = physical_copies.resync(self.array, name,
                                      request.get('priority'))
        return answer(200, {'taskid': task.id})

    def promote(self, name: str, body: dict[str, Any]) -> Response:
        """PUT with action 4."""
        request = members.check(copy_tables.PROMOTE, body, self.personality)
        return self.started(promotes.promote(self.array, name, request))

    def stop_promote(self, name: str, body: dict[str, Any]) -> Response:
        """PUT with action 5."""
        members.check(copy_tables.BARE_ACTION, body, self.personality)
        promotes.stop(self.array, name)
        return answer()

    def together(self) -> Response:
        """POST to the collection with an action: several snapshots."""
        body = call().json_object()
        action = body['action']
        if not self.personality.has(Capability.DETAILS):
            raise Refused('UNSUP_OP', 'action')
        members.check(tables.GROUP_ACTION, {**body, 'parameters': None},
                      self.personality)
        if action == UPDATE_SNAPSHOTS:
            group_snapshots.update(self.array, self.parameters(
                copy_tables.UPDATE_SNAPSHOTS))
            return answer()
        made = group_snapshots.of_group(self.array, self.parameters(
            copy_tables.GROUP_SNAPSHOT))
        return answer(300, {'total': len(made), 'members': [
            {'volumeName': item.parent, 'snapShotVolume': item.name,
             'links': self._volume_links(item.parent, item.name)}
            for item in made]})

    def _volume_links(self, parent: str, snapshot: str) -> list[dict[str, str]]:
        base = f'{self.base_url()}/volumes'
        return [{'href': f'{base}/{parent}', 'rel': 'volume'},
                {'href': f'{base}/{snapshot}', 'rel': 'snapShotVolume'}]


class SetCopying(Copying):
    """Copies of the members of volume sets."""

    def copy(self, name: str) -> Response:
        """POST to a set: an action by its word."""
        word, name = self.word(), self.name(name)
        where = self.location(sets.find(self.array, VOLUMES, name).name)
        if word == 'createSnapshot':
            group_snapshots.of_set(self.array, name, self.parameters(
                copy_tables.SET_SNAPSHOT))
            return answer(201, location=where)
        if word != 'createPhysicalCopy':
            raise Refused('INV_POST_ACTION', 'action')
        request = self.parameters(copy_tables.SET_COPY)
        return answer(201, set_copies.start(self.array, name, request), where)

    def act(self, name: str, body: dict[str, Any]) -> Response:
        """PUT with one of the actions 3 to 6."""
        for member in _NOT_COPYING:
            if body.get(member) is not None:
                raise Refused('INV_INPUT_PARAM_CONFLICT', f'action,{member}')
        actions: dict[int, Callable[[str, dict[str, Any]], Response]] = {
            3: self._resync, 4: self._stop, 5: self._promote,
            6: self._stop_promote}
        action: int = body['action']
        return actions[action](self.name(name), body)

    def _resync(self, name: str, body: dict[str, Any]) -> Response:
        request = members.check(copy_tables.RESYNC, body, self.personality)
        return answer(200, set_copies.resync(self.array, name, request))

    def _stop(self, name: str, body: dict[str, Any]) -> Response:
        members.check(copy_tables.BARE_ACTION, body, self.personality)
        set_copies.stop(self.array, name)
        return answer()

    def _promote(self, name: str, body: dict[str, Any]) -> Response:
        request = members.check(copy_tables.SET_PROMOTE, body, self.personality)
        result = set_copies.promote(self.array, name, request)
        return answer(200, {
            'tasks': [{'taskid': task.id} for task in result],
            'links': [self.task_link(task) for task in result]})

    def _stop_promote(self, name: str, body: dict[str, Any]) -> Response:
        members.check(copy_tables.BARE_ACTION, body, self.personality)
        set_copies.stop_promote(self.array, name)
        return answer()
