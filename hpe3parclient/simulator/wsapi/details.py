"""/hostpersonas and /volumespacedistribution: what links lead to.

Knows paths, queries and answers; the numbers are the model's business.
"""

from __future__ import annotations

from flask import Response

from hpe3parclient.simulator.model import personas
from hpe3parclient.simulator.model.volumes import view as volume_view
from hpe3parclient.simulator.model.volumes.lookup import find_volume
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
            'wsapiAssignedId': Field(lambda item: item, 'number')}
        return listing([personas.view(item) for item in chosen(
            personas.NAMES, self.query(), fields, self.personality)])

    def single(self, name: str) -> Response:
        """GET of one, by its number."""
        return answer(200, personas.view(personas.find(name)))


class SpaceDistributionRequests(Resource):
    """Where the space of volumes is."""

    def routes(self) -> None:
        """Collection and single volume."""
        if self.personality.has(Capability.DETAILS):
            self.serve('GET', self.every)
            self.serve('GET', self.single, single=True)

    def every(self) -> Response:
        """GET of the collection."""
        return listing([volume_view.distribution(self.array, item)
                        for item in self.array.volumes])

    def single(self, name: str) -> Response:
        """GET of one volume's."""
        volume = find_volume(self.array, self.name(name))
        return answer(200, volume_view.distribution(self.array, volume))
