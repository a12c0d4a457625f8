"""/cpgs: requests about common provisioning groups.

Knows members and answers; rules are the model's business.
"""

from __future__ import annotations

from flask import Response

from hpe3parclient.simulator.model import cpg_view, cpgs
from hpe3parclient.simulator.wsapi import tables
from hpe3parclient.simulator.wsapi.answers import answer, listing
from hpe3parclient.simulator.wsapi.service import Resource


class CpgRequests(Resource):
    """CPGs."""

    def create(self) -> Response:
        """POST."""
        item = cpgs.create(self.array, self.requested(tables.CPG_CREATE))
        return answer(201, location=self.location(item.name))

    def every(self) -> Response:
        """GET of the collection."""
        return listing([cpg_view.view(self.array, item)
                        for item in self.array.cpgs])

    def single(self, name: str) -> Response:
        """GET of one."""
        item = cpgs.find(self.array, self.name(name))
        return answer(200, cpg_view.view(self.array, item))

    def change(self, name: str) -> Response:
        """PUT."""
        request = self.requested(tables.CPG_MODIFY)
        item = cpgs.modify(self.array, self.name(name), request)
        return answer(200, location=self.location(item.name))

    def delete(self, name: str) -> Response:
        """DELETE."""
        cpgs.delete(self.array, self.name(name))
        return answer()
