"""/volumes: requests about volumes and their virtual copies.

Knows members, actions and answers; rules are the model's business.
"""

from __future__ import annotations

from typing import Any

from flask import Response

from hpe3parclient.simulator.errors import Refused
from hpe3parclient.simulator.model.remotecopy import transfer
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
        """Collection, single volume, and copying."""
        super().routes()
        self.serve('POST', self.copy, single=True)

    def fields(self) -> dict[str, Field]:
        """What a query may ask about."""
        array = self.array

        def cpg_name(number: int | None) -> str | None:
            return None if number is None else array.cpgs.by_id(number).name

        return {
            'wwn': Field(lambda item: volume_view.wwn(array, item), 'wwn'),
            'uuid': Field(lambda item: item.uuid),
            'name': Field(lambda item: item.name, needs=_NEEDS),
            'copyOf': Field(lambda item: families.parent_name(array, item),
                            needs=_NEEDS),
            'userCPG': Field(lambda item: cpg_name(item.user_cpg),
                             needs=_NEEDS),
            'snapCPG': Field(lambda item: cpg_name(item.snap_cpg),
                             needs=_NEEDS),
            'id': Field(lambda item: item.id, 'number', _NEEDS),
            'baseId': Field(lambda item: item.base_id, 'number', _NEEDS),
            'provisioningType': Field(lambda item: item.provisioning,
                                      'number', _NEEDS)}

    def view(self, item: Volume) -> dict[str, Any]:
        """The volume as GET shows it."""
        return volume_view.view(self.array, item, self.base_url())

    def create(self) -> Response:
        """POST."""
        body = call().json_object()
        if body.get('action') is not None:
            return self.together()
        if self.personality.reduce and body.get('tdvv') is True:
            raise Refused('INV_INPUT_ONE_REQUIRED', 'tpvv,reduce')
        request = members.check(tables.VOLUME_CREATE, body, self.personality)
        item = create_volume(self.array, request)
        return answer(201, location=self.location(item.name))

    def every(self) -> Response:
        """GET of the collection, with a query or without."""
        result = chosen(self.array.volumes, self.query(), self.fields(),
                       self.personality)
        return chunked([self.view(item) for item in result], self.links())

    def single(self, name: str) -> Response:
        """GET of one."""
        return answer(200, self.view(find_volume(self.array,
                                                  self.name(name))))

    def change(self, name: str) -> Response:
        """PUT: a modification, or an action by its number."""
        body, name = call().json_object(), self.name(name)
        action = body.get('action')
        if action is None:
            request = members.check(
                tables.VOLUME_MODIFY, {key: value for key, value
                                       in body.items() if key != 'action'},
                self.personality)
            item = modify.modify(self.array, name, request)
            return answer(200, location=self.location(item.name))
        if isinstance(action, bool) or not isinstance(action, int):
            raise Refused('INV_INPUT_WRONG_TYPE', 'action')
        if action == GROW:
            request = members.check(tables.VOLUME_GROW, body, self.personality)
            transfer.grow(self.array, name, request['sizeMiB'])
            return answer(200, location=self.location(name))
        actions = {STOP_COPY: self.stop_copy, RESYNC_COPY: self.resync,
                   PROMOTE: self.promote, STOP_PROMOTE: self.stop_promote,
                   TUNE: self.tune}
        if action not in actions:
            find_volume(self.array, name)
            raise Refused('INV_INPUT_BAD_ENUM_VALUE', 'action')
        return actions[action](name, body)

    def delete(self, name: str) -> Response:
        """DELETE; the newest arrays delete the snapshots, too, if told so."""
        cascade = self.personality.has(Capability.NVME) \
            and call().query.get('cascade', '').lower() == 'true'
        delete_volume(self.array, self.name(name), cascade)
        return answer()
