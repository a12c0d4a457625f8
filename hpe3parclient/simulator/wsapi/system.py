"""What the array says of itself: /api, /system, /capacity and their kin.

Knows paths and answers; the numbers are the model's business.
"""

from __future__ import annotations

from typing import Any

from flask import Response

from hpe3parclient.narrowing import is_dict
from hpe3parclient.simulator.errors import Refused
from hpe3parclient.simulator.model import system
from hpe3parclient.simulator.personality import Capability
from hpe3parclient.simulator.wsapi import members, tables
from hpe3parclient.simulator.wsapi.answers import answer
from hpe3parclient.simulator.wsapi.service import Resource, call


class SystemRequests(Resource):
    """The version, the system, its configuration, capacity and space."""

    def routes(self) -> None:
        """Resources that are one object each."""
        self.route('GET', '/api', self.version,
                   open_to_all=not self.personality.api_needs_key)
        self.route('GET', '/api/v1/wsapiconfiguration', self.configuration)
        self.route('GET', '/api/v1/system', self.whole)
        if self.personality.has(Capability.FLASH_CACHE):
            self.route('PUT', '/api/v1/system', self.change)
        self.route('GET', '/api/v1/capacity', self.capacity)
        self.route('POST', '/api/v1/spacereporter', self.space)

    def version(self) -> Response:
        """GET /api."""
        return answer(200, system.api_view(self.array))

    def configuration(self) -> Response:
        """GET /wsapiconfiguration."""
        return answer(200, system.configuration_view(
            self.array, self.array.sessions, self.base_url().startswith('https:')))

    def whole(self) -> Response:
        """GET /system."""
        return answer(200, system.view(self.array))

    def change(self) -> Response:
        """PUT /system."""
        body = call().json_object()
        request = members.check(tables.SYSTEM_MODIFY, {
            **body, **dict.fromkeys({'parameters'} & set(body))},
            self.personality)
        if body.get('parameters') is not None:
            request['parameters'] = self._parameters(body['parameters'])
        system.modify(self.array, request)
        return answer(200, location='/api/v1/system')

    def _parameters(self, value: Any) -> dict[str, Any]:
        """Parameters that can be set; any other one is INV_INPUT."""
        if not is_dict(value):
            raise Refused('INV_INPUT_WRONG_TYPE', 'parameters')
        return members.check(tables.PARAMETERS, value, self.personality,
                             'INV_INPUT')

    def capacity(self) -> Response:
        """GET /capacity."""
        return answer(200, system.capacities(self.array))

    def space(self) -> Response:
        """POST /spacereporter."""
        request = self.requested(tables.SPACE_REPORT)
        return answer(200, system.space_report(self.array, request))
