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

    def routes(self) -> None:
        """Collection and single CPG."""
        self.serve('POST', self.create)
        self.serve('GET', self.every)
        self.serve('GET', self.single, single=True)
        self.serve('PUT', self.change, single=True)
        self.serve('DELETE', self.delete, single=True)

    def create(self) -> Response:
        """POST."""
        one = cpgs.create(self.array, self.wanted(tables.CPG_CREATE))
        return answer(201, location=self.location(one.name))

    def every(self) -> Response:
        """GET of the collection."""
        return listing([cpg_view.view(self.array, one)
                        for one in self.array.cpgs])

    def single(self, name: str) -> Response:
        """GET of one."""
        one = cpgs.find(self.array, self.name(name))
        return answer(200, cpg_view.view(self.array, one))

    def change(self, name: str) -> Response:
        """PUT."""
        wanted = self.wanted(tables.CPG_MODIFY)
        one = cpgs.modify(self.array, self.name(name), wanted)
        return answer(200, location=self.location(one.name))

    def delete(self, name: str) -> Response:
        """DELETE."""
        cpgs.delete(self.array, self.name(name))
        return answer()
