"""/systemreporter: performance and space, one sample or a series.

Knows the path with its parameters after semicolons, and the query; what is
reported is the model's business.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Collection
from typing import Any, NamedTuple

from flask import Response

from hpe3parclient.simulator.errors import Refused
from hpe3parclient.simulator.model.systemreporter import reports
from hpe3parclient.simulator.model.systemreporter.components import Component
from hpe3parclient.simulator.model.systemreporter.reports import Comparison
from hpe3parclient.simulator.model.systemreporter.samples import STEPS, Window
from hpe3parclient.simulator.personality import Capability
from hpe3parclient.simulator.wsapi.answers import answer
from hpe3parclient.simulator.wsapi.service import Resource, call

_IDENTIFIER = re.compile(r'[0-9A-Za-z_.:;,-]*')
_VALUE = re.compile(r'[0-9A-Za-z_.,:+-]+')
_ZONE = re.compile(r'([Zz]|[+-][0-9]{2}:[0-9]{2})\Z')
_OPERATORS = ('EQ', 'NE', 'GE', 'LE', 'GT', 'LT', '==')


class SystemReporterRequests(Resource):
    """Reports."""

    def routes(self) -> None:
        """Versus Time and At Time, the component, the report identifier."""
        if self.personality.has(Capability.REMOTE_COPY):
            for kind, view in (('vstime', self.versus_time),
                               ('attime', self.at_time)):
                self.route('GET', f'/api/v1/{self.path}/{kind}/'
                           '<segment:name>/<segment:identifier>', view)

    def versus_time(self, name: str, identifier: str) -> Response:
        """GET of a series."""
        component = self._component(name)
        frequency, options = self._options(
            identifier, {*component.parameters, *self._later('summary')})
        query = _query(self.query())
        return self._answered(component, reports.versus_time(
            self.array, reports.Request(
                component, frequency, query.window,
                parameters={key: values for key, values in options.items()
                            if key in component.parameters},
                fields=query.fields, summary=_summary(options))))

    def at_time(self, name: str, identifier: str) -> Response:
        """GET of the groups at one time."""
        component = self._component(name)
        frequency, options = self._options(
            identifier, {'groupby', *self._later('summary', 'compareby')})
        groups = tuple(options.get('groupby', ()))
        if set(groups) - set(component.groups):
            raise Refused('INV_REPORT_PARAM', 'groupby')
        query = _query(self.query())
        return self._answered(component, reports.at_time(
            self.array, reports.Request(
                component, frequency, query.window, fields=query.fields,
                groups=groups, comparison=_comparison(options),
                summary=_summary(options))))

    def _component(self, name: str) -> Component:
        """A component that the release has, and the licence for it."""
        component = reports.component(name, self.array)
        if component.later and not self._later(name):
            raise Refused('URI_RES_NOT_FOUND')
        reports.refuse_unlicensed(self.array)
        return component

    def _later(self, *names: str) -> tuple[str, ...]:
        """Parameters that came after WSAPI 1.5."""
        return names if self.personality.has(
            Capability.REPORT_SUMMARY) else ()

    def _options(self, identifier: str, known: Collection[str]
                 ) -> tuple[str, dict[str, list[str]]]:
        """``daily;name:a,b;name:c`` taken apart."""
        if not _IDENTIFIER.fullmatch(identifier):
            raise Refused('INV_INPUT_ILLEGAL_CHAR')
        frequency, *parts = identifier.split(';')
        if frequency not in STEPS:
            raise Refused('INV_REPORT_PARAM', 'samplefreq')
        options: dict[str, list[str]] = {}
        for part in parts:
            name, _, text = part.partition(':')
            values = text.split(',')
            if name not in known or '' in values:
                raise Refused('INV_REPORT_PARAM', name)
            options.setdefault(name, []).extend(values)
        return frequency, options

    def _answered(self, component: Component, body: dict[str, Any]
                  ) -> Response:
        """With a link to itself, where the guide has one."""
        if self.query() is None or component.links_query:
            own = call().target.partition('/api/v1')[2]
            body['links'] = [{'href': f'{self.base_url()}{own}',
                              'rel': 'self'}]
        return answer(200, body)


def _summary(options: dict[str, list[str]]) -> tuple[str, ...]:
    kinds = tuple(options.get('summary', ()))
    if set(kinds) - {*reports.SUMMARIES, reports.DETAIL} \
            or kinds == (reports.DETAIL,):
        raise Refused('INV_REPORT_PARAM', 'summary')
    return kinds


def _comparison(options: dict[str, list[str]]) -> Comparison | None:
    """``compareby:top,3,IO.read``."""
    if 'compareby' not in options:
        return None
    values = options['compareby']
    if len(values) != 3 or values[0] not in ('top', 'bottom') \
            or not re.fullmatch('[1-9][0-9]{0,5}', values[1]):
        raise Refused('INV_REPORT_PARAM', 'compareby')
    return Comparison(values[0] == 'top', int(values[1]), values[2])


class Query(NamedTuple):
    """What a query asks for: a window of time, and values of fields."""

    window: Window
    fields: dict[str, list[str]]


def _terms(text: str) -> list[list[str]]:
    """The words of each term; terms are joined by AND."""
    terms: list[list[str]] = [[]]
    for word in text.split():
        if word == 'AND':
            terms.append([])
        else:
            terms[-1].append(word)
    return terms


def _query(text: str | None) -> Query:
    """``"sampleTime GE <time> AND name EQ a,b"`` taken apart."""
    if text is None:
        return Query(Window(), {})
    if len(text) < 2 or text[0] != '"' or text[-1] != '"':
        raise Refused('INV_QUERY_STRING')
    bounds: dict[str, float] = {}
    fields: dict[str, list[str]] = {}
    for words in _terms(text[1:-1]):
        if len(words) != 3 or words[1] not in _OPERATORS:
            raise Refused('INV_QUERY_STRING')
        field, operator, value = words
        if not _VALUE.fullmatch(value):
            raise Refused('INV_INPUT_ILLEGAL_CHAR', field)
        if field == 'sampleTime':
            if operator not in ('GE', 'LE') or operator in bounds:
                raise Refused('INV_QUERY_STRING')
            bounds[operator] = _moment(value)
        elif operator != 'EQ' or field in fields:
            raise Refused('INV_QUERY_STRING')
        else:
            fields[field] = value.split(',')
    return Query(Window(bounds.get('GE'), bounds.get('LE')), fields)


def _moment(text: str) -> float:
    """Seconds since the epoch of an ISO 8601 time with a zone."""
    if not _ZONE.search(text):
        raise Refused('INV_QUERY_STRING')
    try:
        return datetime.datetime.fromisoformat(
            re.sub('[Zz]$', '+00:00', text)).timestamp()
    except (ValueError, OverflowError):
        raise Refused('INV_QUERY_STRING') from None
