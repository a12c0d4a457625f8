"""/hostsets and /volumesets: requests about sets.

Knows members and answers; rules are the model's business.
"""

from __future__ import annotations

from flask import Response

from hpe3parclient.simulator.errors import Refused
from hpe3parclient.simulator.model import names, sets
from hpe3parclient.simulator.state.sets import HOSTS, VOLUMES
from hpe3parclient.simulator.wsapi import tables
from hpe3parclient.simulator.wsapi.answers import answer, listing
from hpe3parclient.simulator.wsapi.copies import SetCopying
from hpe3parclient.simulator.wsapi.service import Resource, call

#: Numbers of the actions that copy members.
COPYING = range(3, 7)


class SetRequests(Resource):
    """Sets of one kind; subclasses say which."""

    kind: str

    def name(self, text: str) -> str:
        """The name of a set is shorter than other names."""
        return names.check_name(text, self.personality.set_name_length)

    def create(self) -> Response:
        """POST."""
        request = self.requested(tables.SET_CREATE)
        item = sets.create(self.array, self.kind, request)
        return answer(201, location=self.location(item.name))

    def every(self) -> Response:
        """GET of the collection."""
        return listing([sets.view(self.array, item)
                        for item in sets.sets_of(self.array, self.kind)])

    def single(self, name: str) -> Response:
        """GET of one; a name that no set can have is that of none."""
        if len(name) > self.personality.set_name_length:
            raise Refused('NON_EXISTENT_SET')
        item = sets.find(self.array, self.kind, self.name(name))
        return answer(200, sets.view(self.array, item))

    def change(self, name: str) -> Response:
        """PUT."""
        request = self.requested(tables.SET_MODIFY)
        item = sets.modify(self.array, self.kind, self.name(name), request)
        return answer(200, location=self.location(item.name))

    def delete(self, name: str) -> Response:
        """DELETE."""
        sets.delete(self.array, self.kind, self.name(name))
        return answer()


class HostSetRequests(SetRequests):
    """Host sets."""

    kind = HOSTS


class VolumeSetRequests(SetRequests, SetCopying):
    """Volume sets."""

    kind = VOLUMES

    def routes(self) -> None:
        """Those of all sets, and copying."""
        super().routes()
        self.serve('POST', self.copy, single=True)

    def change(self, name: str) -> Response:
        """PUT: a modification, or an action that copies."""
        body = call().json_object()
        action = body.get('action')
        if type(action) is int and action in COPYING:
            return self.act(name, body)
        return super().change(name)
