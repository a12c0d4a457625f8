"""/volumes: requests about volumes and their virtual copies.

Knows members, actions and answers; rules are the model's business.
"""

from __future__ import annotations

from typing import Any, Dict, Optional

from flask import Response

from hpe3parclient.simulator.errors import Refused
from hpe3parclient.simulator.model.volumes import (
    families,
    modify,
)
from hpe3parclient.simulator.model.volumes import (
    view as volume_view,
)
from hpe3parclient.simulator.model.volumes.create import create_volume
from hpe3parclient.simulator.model.volumes.delete import delete_volume
from hpe3parclient.simulator.model.volumes.lookup import find_volume
from hpe3parclient.simulator.personality import Capability
from hpe3parclient.simulator.state.volumes import Volume
from hpe3parclient.simulator.wsapi import members, tables
from hpe3parclient.simulator.wsapi.answers import answer, chunked
from hpe3parclient.simulator.wsapi.copies import VolumeCopying
from hpe3parclient.simulator.wsapi.query import Field, chosen
from hpe3parclient.simulator.wsapi.service import call

_NEEDS = Capability.VLUN_QUERY
STOP_COPY, RESYNC_COPY, GROW, PROMOTE, STOP_PROMOTE, TUNE = 1, 2, 3, 4, 5, 6


class VolumeRequests(VolumeCopying):
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

        return {
            'wwn': Field(lambda one: volume_view.wwn(array, one), 'wwn'),
            'name': Field(lambda one: one.name, needs=_NEEDS),
            'copyOf': Field(lambda one: families.parent_name(array, one),
                            needs=_NEEDS),
            'userCPG': Field(lambda one: cpg_name(one.user_cpg),
                             needs=_NEEDS),
            'snapCPG': Field(lambda one: cpg_name(one.snap_cpg),
                             needs=_NEEDS),
            'id': Field(lambda one: one.id, 'number', _NEEDS),
            'baseId': Field(lambda one: one.base_id, 'number', _NEEDS),
            'provisioningType': Field(lambda one: one.provisioning,
                                      'number', _NEEDS)}

    def view(self, one: Volume) -> Dict[str, Any]:
        """The volume as GET shows it."""
        return volume_view.view(self.array, one, self.base_url())

    def create(self) -> Response:
        """POST."""
        body = call().json_object()
        if body.get('action') is not None:
            return self.together()
        wanted = members.check(tables.VOLUME_CREATE, body, self.who)
        one = create_volume(self.array, wanted)
        return answer(201, location=self.location(one.name))

    def every(self) -> Response:
        """GET of the collection, with a query or without."""
        found = chosen(self.array.volumes, self.query(), self.fields(),
                       self.who)
        return chunked([self.view(one) for one in found], self.links())

    def single(self, name: str) -> Response:
        """GET of one."""
        return answer(200, self.view(find_volume(self.array,
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
            one = modify.modify(self.array, name, wanted)
            return answer(200, location=self.location(one.name))
        if isinstance(action, bool) or not isinstance(action, int):
            raise Refused('INV_INPUT_WRONG_TYPE', 'action')
        if action == GROW:
            wanted = members.check(tables.VOLUME_GROW, body, self.who)
            modify.grow(self.array, name, wanted['sizeMiB'])
            return answer(200, location=self.location(name))
        actions = {STOP_COPY: self.stop_copy, RESYNC_COPY: self.resync,
                   PROMOTE: self.promote, STOP_PROMOTE: self.stop_promote,
                   TUNE: self.tune}
        if action not in actions:
            find_volume(self.array, name)
            raise Refused('INV_INPUT_BAD_ENUM_VALUE', 'action')
        return actions[action](name, body)

    def delete(self, name: str) -> Response:
        """DELETE."""
        delete_volume(self.array, self.name(name))
        return answer()
