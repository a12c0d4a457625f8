"""/volumes: requests about volumes and their virtual copies.

Knows members, actions and answers; rules are the model's business.
"""

from __future__ import annotations

from typing import Any, Dict, Optional

from flask import Response

from ..errors import Refused
from ..model import snapshots, volume_changes, volume_view, volumes
from ..model.tasks import Task
from ..model.volumes import Volume
from . import members, tables
from .answers import answer, chunked
from .query import WORDS_SINCE, Field, chosen
from .service import Resource, call

STOP_COPY, RESYNC_COPY, GROW, PROMOTE, STOP_PROMOTE, TUNE = 1, 2, 3, 4, 5, 6


class VolumeRequests(Resource):
    """Volumes."""

    def routes(self) -> None:
        """Collection and single volume."""
        self.serve('POST', self.create)
        self.serve('GET', self.every)
        self.serve('GET', self.single, single=True)
        self.serve('PUT', self.change, single=True)
        self.serve('POST', self.copy, single=True)
        self.serve('DELETE', self.delete, single=True)

    def fields(self) -> Dict[str, Field]:
        """What a query may ask about."""
        array = self.array

        def cpg_name(number: Optional[int]) -> Optional[str]:
            return None if number is None else array.cpgs.by_id(number).name

        def copy_of(one: Volume) -> Optional[str]:
            return None if one.parent_id is None \
                else array.volumes.by_id(one.parent_id).name

        return {
            'wwn': Field(lambda one: volume_view.wwn(array, one), 'wwn'),
            'name': Field(lambda one: one.name, since=WORDS_SINCE),
            'copyOf': Field(copy_of, since=WORDS_SINCE),
            'userCPG': Field(lambda one: cpg_name(one.user_cpg),
                             since=WORDS_SINCE),
            'snapCPG': Field(lambda one: cpg_name(one.snap_cpg),
                             since=WORDS_SINCE),
            'id': Field(lambda one: one.id, 'number', WORDS_SINCE),
            'baseId': Field(lambda one: one.base_id, 'number', WORDS_SINCE),
            'provisioningType': Field(lambda one: one.provisioning,
                                      'number', WORDS_SINCE)}

    def view(self, one: Volume) -> Dict[str, Any]:
        """The volume as GET shows it."""
        return volume_view.view(self.array, one, self.base_url())

    def create(self) -> Response:
        """POST."""
        body = call().json_object()
        if 'action' in body:
            raise Refused('UNSUP_OP', 'action')
        wanted = members.check(tables.VOLUME_CREATE, body, self.who)
        one = volumes.create(self.array, wanted)
        return answer(201, location=self.location(one.name))

    def every(self) -> Response:
        """GET of the collection, with a query or without."""
        found = chosen(self.array.volumes, self.query(), self.fields(),
                       self.who)
        return chunked([self.view(one) for one in found], self.links())

    def single(self, name: str) -> Response:
        """GET of one."""
        return answer(200, self.view(volumes.find(self.array,
                                                  self.name(name))))

    def change(self, name: str) -> Response:
        """PUT: a modification, or an action by its number."""
        body, name = call().json_object(), self.name(name)
        action = body.get('action')
        if action is None:
            wanted = members.check(
                tables.VOLUME_MODIFY, {key: value for key, value
                                       in body.items() if key != 'action'},
                self.who)
            one = volume_changes.modify(self.array, name, wanted)
            return answer(200, location=self.location(one.name))
        if isinstance(action, bool) or not isinstance(action, int):
            raise Refused('INV_INPUT_WRONG_TYPE', 'action')
        if action == GROW:
            wanted = members.check(tables.VOLUME_GROW, body, self.who)
            volume_changes.grow(self.array, name, wanted['sizeMiB'])
            return answer(200, location=self.location(name))
        if action == TUNE:
            wanted = members.check(tables.VOLUME_TUNE, body, self.who)
            return self.started(
                volume_changes.tune(self.array, name, wanted))
        volumes.find(self.array, name)
        if action in (STOP_COPY, RESYNC_COPY, PROMOTE, STOP_PROMOTE):
            raise Refused('UNSUP_OP', 'action')
        raise Refused('INV_INPUT_BAD_ENUM_VALUE', 'action')

    def started(self, task: Task) -> Response:
        """The answer to what goes on as a task."""
        return answer(200, {'taskid': task.id, 'links': [{
            'href': f'{self.base_url()}/tasks/{task.id}', 'rel': 'self'}]})

    def copy(self, name: str) -> Response:
        """POST to a volume: an action by its word."""
        body, name = call().json_object(), self.name(name)
        wanted = members.check(tables.VOLUME_ACTION,
                               {**body, 'parameters': None}, self.who)
        volumes.find(self.array, name)
        if wanted['action'] == 'createPhysicalCopy':
            raise Refused('UNSUP_OP', 'action')
        if wanted['action'] != 'createSnapshot':
            raise Refused('INV_INPUT_BAD_ENUM_VALUE', 'action')
        parameters = body.get('parameters')
        if not isinstance(parameters, dict):
            raise Refused('INV_INPUT_MISSING_REQUIRED' if parameters is None
                          else 'INV_INPUT_WRONG_TYPE', 'parameters')
        wanted = members.check(tables.SNAPSHOT_CREATE, parameters, self.who)
        one = snapshots.create(self.array, name, wanted)
        return answer(201, location=self.location(one.name))

    def delete(self, name: str) -> Response:
        """DELETE."""
        volumes.delete(self.array, self.name(name))
        return answer()
