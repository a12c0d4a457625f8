"""/hostsets and /volumesets: requests about sets.

Knows members and answers; rules are the model's business.
"""

from __future__ import annotations

from flask import Response

from hpe3parclient.simulator.model import names, sets
from hpe3parclient.simulator.wsapi import tables
from hpe3parclient.simulator.wsapi.answers import answer, listing
from hpe3parclient.simulator.wsapi.copies import SetCopying
from hpe3parclient.simulator.wsapi.service import Resource, call

#: Numbers of the actions that copy members.
COPYING = range(3, 7)


class SetRequests(Resource):
    """Sets of one kind; subclasses say which."""

    kind: str

    def routes(self) -> None:
        """Collection and single set."""
        self.serve('POST', self.create)
        self.serve('GET', self.every)
        self.serve('GET', self.single, single=True)
        self.serve('PUT', self.change, single=True)
        self.serve('DELETE', self.delete, single=True)

    def name(self, text: str) -> str:
        """The name of a set is shorter than other names."""
        return names.check_name(text, self.who.set_name_length)

    def create(self) -> Response:
        """POST."""
        wanted = self.wanted(tables.SET_CREATE)
        one = sets.create(self.array, self.kind, wanted)
        return answer(201, location=self.location(one.name))

    def every(self) -> Response:
        """GET of the collection."""
        return listing([sets.view(self.array, one)
                        for one in sets.sets_of(self.array, self.kind)])

    def single(self, name: str) -> Response:
        """GET of one."""
        one = sets.find(self.array, self.kind, self.name(name))
        return answer(200, sets.view(self.array, one))

    def change(self, name: str) -> Response:
        """PUT."""
        wanted = self.wanted(tables.SET_MODIFY)
        one = sets.modify(self.array, self.kind, self.name(name), wanted)
        return answer(200, location=self.location(one.name))

    def delete(self, name: str) -> Response:
        """DELETE."""
        sets.delete(self.array, self.kind, self.name(name))
        return answer()


class HostSetRequests(SetRequests):
    """Host sets."""

    kind = sets.HOSTS


class VolumeSetRequests(SetRequests, SetCopying):
    """Volume sets."""

    kind = sets.VOLUMES

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
