"""/hostpersonas and /volumespacedistribution: what links lead to.

Knows paths, queries and answers; the numbers are the model's business.
"""

from __future__ import annotations

from flask import Response

from hpe3parclient.simulator.model import personas
from hpe3parclient.simulator.model.volumes import distribution
from hpe3parclient.simulator.personality import Capability
from hpe3parclient.simulator.wsapi.answers import answer, listing
from hpe3parclient.simulator.wsapi.query import Field, chosen
from hpe3parclient.simulator.wsapi.service import Resource


class PersonaRequests(Resource):
    """Host personas."""

    def routes(self) -> None:
        """Collection and single persona."""
        if self.personality.has(Capability.DETAILS):
            self.serve('GET', self.every)
            self.serve('GET', self.single, single=True)

    def every(self) -> Response:
        """GET of the collection, with a query or without."""
        fields: dict[str, Field] = {
            'wsapiAssignedId': Field(lambda item: item.number, 'number')}
        return listing([personas.view(item, self.base_url())
                        for item in chosen(personas.PERSONAS, self.query(),
                                           fields, self.personality)])

    def single(self, name: str) -> Response:
        """GET of one, by its id."""
        return answer(200, personas.view(personas.find(name), self.base_url()))


class SpaceDistributionRequests(Resource):
    """Where the space of volumes is."""

    def routes(self) -> None:
        """Collection and single volume."""
        if self.personality.has(Capability.DETAILS):
            self.serve('GET', self.every)
            self.serve('GET', self.single, single=True)

    def every(self) -> Response:
        """GET of the collection."""
        return listing(distribution.views(
            self.array, self.array.volumes, self.base_url()), self.links())

    def single(self, name: str) -> Response:
        """GET of one volume's, or of those of the members of a set."""
        item = distribution.find(self.array, name)
        if isinstance(item, list):
            return listing(distribution.views(
                self.array, item, self.base_url()), self.links())
        return answer(200, distribution.view(
            self.array, item, self.base_url()))
