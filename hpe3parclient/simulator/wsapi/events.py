"""/eventlog: what happened, as monitoring asks for it.

Knows paths, queries and answers. No source shows a whole answer: programs
read ``description``, ``type``, ``severity`` and ``components``, and choose
alerts with ``category EQ 2``; the rest is OURS.
"""

from __future__ import annotations

import re
from typing import Any

from flask import Response

from hpe3parclient.simulator import assumptions
from hpe3parclient.simulator.clock import iso8601
from hpe3parclient.simulator.errors import Refused
from hpe3parclient.simulator.personality import Capability
from hpe3parclient.simulator.state.alerts import Event
from hpe3parclient.simulator.wsapi.answers import listing
from hpe3parclient.simulator.wsapi.query import Field, chosen
from hpe3parclient.simulator.wsapi.service import Resource

EVENT, ALERT = 1, 2
_MINUTES = re.compile(r'minutes:([0-9]{1,9})')


class EventLogRequests(Resource):
    """The event log, oldest entry first."""

    def routes(self) -> None:
        """The whole log, and its last minutes."""
        if self.personality.has(Capability.EVENT_LOG):
            super().routes()

    def every(self) -> Response:
        """GET of the log, with a query or without."""
        fields: dict[str, Field] = {
            'category': Field(_category, 'number'),
            'severity': Field(_severity, 'number')}
        return self._listed(chosen(self.array.alerts.events, self.query(),
                                   fields, self.personality))

    def single(self, name: str) -> Response:
        """GET of ``minutes:<n>``: what happened in the last n minutes."""
        minutes = _MINUTES.fullmatch(name)
        if minutes is None:
            raise Refused('URI_RES_NOT_FOUND')
        since = self.array.clock.now() - 60 * int(minutes.group(1))
        return self._listed([event for event in self.array.alerts.events
                             if event.time >= since])

    def _listed(self, events: list[Event]) -> Response:
        return listing([_view(event) for event in events], self.links())


def _category(event: Event) -> int:
    return EVENT if _severity(event) == assumptions.EVENT_SEVERITIES[
        'Informational'] else ALERT


def _severity(event: Event) -> int:
    return assumptions.EVENT_SEVERITIES[event.severity]


def _view(event: Event) -> dict[str, Any]:
    """An entry as GET shows it."""
    return {'time': iso8601(event.time), 'timeSecs': int(event.time),
            'category': _category(event), 'severity': _severity(event),
            'type': event.type, 'description': event.message,
            'components': event.component}
