"""What the array says of itself: /api, /system, /capacity and their kin.

Knows paths and answers; the numbers are the model's business.
"""

from __future__ import annotations

from flask import Response

from ..errors import Refused
from ..model import names, ports, system
from . import tables
from .answers import answer, listing
from .service import Resource


class SystemRequests(Resource):
    """The version, the system, its configuration, capacity and space."""

    def routes(self) -> None:
        """Resources that are one object each."""
        self.route('GET', '/api', self.version,
                   open_to_all=not self.who.api_needs_key)
        self.route('GET', '/api/v1/wsapiconfiguration', self.configuration)
        self.route('GET', '/api/v1/system', self.whole)
        self.route('GET', '/api/v1/capacity', self.capacity)
        self.route('POST', '/api/v1/spacereporter', self.space)

    def version(self) -> Response:
        """GET /api."""
        return answer(200, system.api_view(self.array))

    def configuration(self) -> Response:
        """GET /wsapiconfiguration."""
        return answer(200, system.configuration_view(
            self.array, self.base_url().startswith('https:')))

    def whole(self) -> Response:
        """GET /system."""
        return answer(200, system.view(self.array))

    def capacity(self) -> Response:
        """GET /capacity."""
        return answer(200, system.capacities(self.array))

    def space(self) -> Response:
        """POST /spacereporter."""
        wanted = self.wanted(tables.SPACE_REPORT)
        return answer(200, system.space_report(self.array, wanted))


class PortRequests(Resource):
    """Ports."""

    def routes(self) -> None:
        """Collection and single port."""
        self.serve('GET', self.every)
        self.serve('GET', self.single, single=True)

    def every(self) -> Response:
        """GET of the collection."""
        return listing([ports.view(self.array, one)
                        for one in self.array.ports.values()])

    def single(self, name: str) -> Response:
        """GET of one, by node:slot:port."""
        if not name.strip():
            raise Refused('INV_INPUT_ALL_WHITE_SPACES_STR')
        port = ports.find(self.array, names.parse_port(name))
        return answer(200, ports.view(self.array, port))
