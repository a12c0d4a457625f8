"""/qos: requests about QoS rules.

Knows members and answers; rules are the model's business.
"""

from __future__ import annotations

from flask import Response

from hpe3parclient.simulator.model import qos
from hpe3parclient.simulator.wsapi import tables
from hpe3parclient.simulator.wsapi.answers import answer, listing
from hpe3parclient.simulator.wsapi.service import Resource


class QosRequests(Resource):
    """QoS rules."""

    def create(self) -> Response:
        """POST; no source shows a Location."""
        qos.create(self.array, self.requested(tables.QOS_CREATE))
        return answer(201)

    def every(self) -> Response:
        """GET of the collection."""
        return listing(qos.views(self.array))

    def single(self, name: str) -> Response:
        """GET of one."""
        return answer(200, qos.view(self.array, qos.find(self.array, name)))

    def change(self, name: str) -> Response:
        """PUT."""
        qos.modify(self.array, name, self.requested(tables.QOS_MODIFY))
        return answer()

    def delete(self, name: str) -> Response:
        """DELETE."""
        qos.delete(self.array, name)
        return answer()
