"""/systemreporter: statistics, one sample or a series.

Knows the path with its options after semicolons and the sampleTime query;
numbers are the model's business. Only cpgstatistics is modelled.
"""

from __future__ import annotations

from flask import Response

from hpe3parclient.simulator.errors import Refused
from hpe3parclient.simulator.model import systemreporter
from hpe3parclient.simulator.personality import Capability
from hpe3parclient.simulator.wsapi.answers import answer
from hpe3parclient.simulator.wsapi.query import Field, chosen
from hpe3parclient.simulator.wsapi.service import Resource

_GROUPINGS = ('', 'name')


class SystemReporterRequests(Resource):
    """Statistics."""

    def routes(self) -> None:
        """Kind of report, what about, which interval and options."""
        if self.personality.has(Capability.REMOTE_COPY):
            self.route('GET', '/api/v1/systemreporter/<segment:kind>/'
                       '<segment:about>/<segment:rest>', self.report)

    def report(self, kind: str, about: str, rest: str) -> Response:
        """GET of a report."""
        interval, options = _options(rest)
        if kind not in ('attime', 'vstime') or about != 'cpgstatistics' \
                or interval not in systemreporter.STEPS:
            raise Refused('URI_RES_NOT_FOUND')
        systemreporter.refuse_unlicensed(self.array)
        names = options['name'].split(',') if 'name' in options else None
        cpgs = systemreporter.chosen_cpgs(self.array, names)
        moments = self._moments(interval)
        if kind == 'attime':
            body = systemreporter.at_time(self.array, cpgs, moments,
                                          interval)
        else:
            body = systemreporter.versus_time(
                self.array, cpgs, moments, interval,
                bool(options.get('groupby')))
        return answer(200, body)

    def _moments(self, interval: str) -> list[int]:
        """The sample times a query chooses."""
        query = self.query()
        fields = {'sampleTime': Field(lambda moment: moment, 'time')}
        times = systemreporter.sample_times(self.array, interval) if query is None \
            else systemreporter.every_time(self.array, interval)
        return chosen(times, query, fields, self.personality)


def _options(text: str) -> tuple[str, dict[str, str]]:
    """``daily;name:a,b;groupby:name`` taken apart."""
    interval, *parts = text.split(';')
    result: dict[str, str] = {}
    for part in parts:
        key, colon, value = part.partition(':')
        if not colon or key in result:
            raise Refused('INV_INPUT', key)
        if key in ('summary', 'compareby'):
            raise Refused('UNSUP_OP', key)
        if key not in ('name', 'groupby'):
            raise Refused('INV_INPUT', key)
        result[key] = value
    if result.get('groupby', '') not in _GROUPINGS:
        raise Refused('UNSUP_OP', 'groupby')
    return interval, result
