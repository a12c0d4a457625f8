"""What System Reporter of a real array said, for the time that was captured.

A capture holds reports as they were requested: some frequencies, filters and
groups. Samples of it answer what follows from them exactly, and nothing else:
figures of one report are never added up or divided into those of another.

This module knows which report answers which request. When the model's own
samples begin, :mod:`..model.systemreporter.reports` knows.
"""

from __future__ import annotations

import re
import urllib.parse
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from hpe3parclient.narrowing import is_dict, is_list
from hpe3parclient.twin.document import Capture

ROOT = '/systemreporter/'

#: the member by which samples are told apart
_TIME = 'sampleTimeSec'
#: what stands at the top of a report At Time
_STAMP = ('sampleTime', _TIME)

_PATH = re.compile(
    r'/systemreporter/(?P<kind>vstime|attime)/(?P<component>[a-z]+)/'
    r'(?P<identifier>[^/?]+)(\?query=(?P<query>.*))?\Z')
_TERM = r'sampleTime (GE|LE) [0-9TZ:+-]+'
#: a report that is narrowed otherwise than by time is about something else
_WINDOW = re.compile(f'"{_TERM}( AND {_TERM})?"\\Z')

#: the category by which an object alone is filtered and grouped alike
_NAME = 'name'

#: categories of which an object may have several values
_SETS = frozenset(('vvsetName', 'hostsetName', 'volumeSetName'))

Rows = list[dict[str, Any]]
Values = Mapping[str, Sequence[str]]


class _Report(NamedTuple):
    """What a path is about."""

    at_time: bool
    #: component and frequency
    subject: str
    #: filters of Versus Time, or the categories of At Time
    options: str


class Samples:
    """Samples that were captured, by the reports that gave them."""

    def __init__(self) -> None:
        #: Versus Time: subject, filters, time
        self._series: dict[str, dict[str, dict[int, dict[str, Any]]]] = {}
        #: At Time: subject, categories, time
        self._groups: dict[str, dict[str, dict[int, dict[str, Any]]]] = {}

    def has(self, component: str) -> bool:
        """Return whether there is a sample of a component."""
        return any(subject.partition('/')[0] == component
                   for subject in (*self._series, *self._groups))

    def newest(self, component: str, frequency: str) -> int | None:
        """Return the time of the last sample; None without one."""
        return max(self._times(f'{component}/{frequency}'), default=None)

    def series(self, component: str, frequency: str, filters: Values,
               begin: float, end: float) -> Rows:
        """Return the samples of Versus Time from begin to end, oldest first."""
        known = self._series.get(f'{component}/{frequency}', {}).get(
            _filters(filters), {})
        return [dict(known[moment]) for moment in sorted(known)
                if begin <= moment <= end]

    def groups(self, component: str, frequency: str, names: Sequence[str],
               every: Sequence[str], fields: Values, begin: float,
               end: float) -> dict[str, Any] | None:
        """Return the groups at the newest sample time from begin to end.

        :param names: the categories of the groups
        :param every: the categories of the component
        :param fields: values that the objects have
        :returns: the time and ``members``; None where that was not captured
        """
        subject = f'{component}/{frequency}'
        newest = max((moment for moment in self._times(subject)
                      if begin <= moment <= end), default=None)
        for text, reports in self._groups.get(subject, {}).items():
            body = reports.get(newest) if newest is not None else None
            known = text.split(',') if text else every
            if body is None:
                continue
            rows = _grouped(body['members'], known, names, fields)
            if rows is not None:
                return {**_stamp(body), 'members': rows}
        return self._named(subject, names, fields, newest)

    def _named(self, subject: str, names: Sequence[str], fields: Values,
               moment: int | None) -> dict[str, Any] | None:
        """The group of one name, from the samples that are narrowed to it."""
        if list(names) != [_NAME] or set(fields) != {_NAME} \
                or len(fields[_NAME]) != 1 or moment is None:
            return None
        sample = self._series.get(subject, {}).get(_filters(fields), {}).get(
            moment)
        return sample and {**_stamp(sample), 'members': [
            {_NAME: fields[_NAME][0], **{
                name: value for name, value in sample.items()
                if name not in _STAMP}}]}

    def _times(self, subject: str) -> Iterable[int]:
        """The times of all reports of a component at a frequency."""
        for known in (self._series, self._groups):
            for reports in known.get(subject, {}).values():
                yield from reports

    def add(self, path: str, rows: Iterable[Any]) -> str | None:
        """Add the samples of a report.

        :param path: path and query of the request
        :param rows: the members of Versus Time; the one answer of At Time
        :returns: why that is nothing that can be answered from; None if it is
        """
        report = _report(path)
        if report is None:
            return 'a report that is narrowed by more than its path'
        samples: dict[int, dict[str, Any]] = {}
        for row in rows:
            moment = row.get(_TIME) if is_dict(row) else None
            if type(moment) is not int or (
                    report.at_time and not _has_members(row)):
                return f'a sample without {_TIME}, or a report without members'
            samples[moment] = {name: value for name, value in row.items()
                                   if name != 'links'}
        known = self._groups if report.at_time else self._series
        known.setdefault(report.subject, {}).setdefault(
            report.options, {}).update(samples)
        return None

    def as_json(self) -> dict[str, Any]:
        """Return them as JSON values: rows by path."""
        result: dict[str, Any] = {}
        for kind, before, known in (('vstime', ';', self._series),
                                    ('attime', ';groupby:', self._groups)):
            for subject, options in known.items():
                for text, reports in options.items():
                    path = f'{ROOT}{kind}/{subject}{before + text if text else ""}'
                    result[path] = list(reports.values())
        return result


def from_json(content: Mapping[str, Any]) -> Samples:
    """Undo :meth:`Samples.as_json`.

    :raises ValueError: it is not what that returns
    """
    result = Samples()
    for path, rows in content.items():
        reason = result.add(path, rows) if is_list(rows) else 'not a list'
        if reason is not None:
            raise ValueError(f'{path}: {reason}')
    return result


def of_capture(capture: Capture) -> tuple[Samples, dict[str, str]]:
    """Return the samples of a capture, and why some of it is not among them."""
    result, left_out = Samples(), dict[str, str]()
    for path in capture.paths:
        if is_report(path):
            body = capture.object(path)
            reason = result.add(path, capture.members(path) if body is None
                                else [body])
            if reason is not None:
                left_out[path] = reason
    return result, left_out


def is_report(path: str) -> bool:
    """Return whether a path is one of System Reporter's."""
    return path.startswith(ROOT)


def _report(path: str) -> _Report | None:
    match = _PATH.match(path)
    if match is None or (match['query'] is not None and not _WINDOW.match(
            urllib.parse.unquote(match['query']))):
        return None
    frequency, *parts = match['identifier'].split(';')
    subject = f'{match["component"]}/{frequency}'
    options: dict[str, list[str]] = {}
    for part in parts:
        name, _, text = part.partition(':')
        options.setdefault(name, []).extend(text.split(','))
    if match['kind'] == 'vstime':
        return None if 'summary' in options else _Report(
            False, subject, _filters(options))
    return None if set(options) - {'groupby'} else _Report(
        True, subject, ','.join(sorted(set(options.get('groupby', ())))))


def _filters(values: Values) -> str:
    """Filters in one order: they say the same in every order."""
    return ';'.join(f'{name}:{",".join(sorted(set(values[name])))}'
                    for name in sorted(values))


def _stamp(sample: Mapping[str, Any]) -> dict[str, Any]:
    return {name: sample[name] for name in _STAMP if name in sample}


def _has_members(body: Mapping[str, Any]) -> bool:
    members = body.get('members')
    return is_list(members) and all(is_dict(item) for item in members)


def _grouped(rows: Sequence[dict[str, Any]], known: Sequence[str],
             names: Sequence[str], fields: Values) -> Rows | None:
    """The groups by some categories, from those by as many or more.

    Where each group is one row of the other report, its figures are that
    row's; otherwise they would have to be computed.

    :returns: None where they cannot be told
    """
    if not {*known} >= {*names, *fields} or _SETS & {*fields}:
        return None
    chosen = [row for row in rows if all(
        str(row.get(name)) in values for name, values in fields.items())]
    left_out = {*known} - {*names}
    keys = {repr([row.get(name) for name in names]) for row in chosen}
    if left_out and len(keys) < len(chosen):
        return None
    return [{name: value for name, value in row.items()
             if name not in left_out} for row in chosen]
