"""Reports: one member per sample time, or one per group at one time.

``summary`` and ``compareby`` came after the 1.5 guide and were published
for the command line only; see :mod:`..assumptions` for what they do here.
"""

from __future__ import annotations

import itertools
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Callable, NamedTuple

from hpe3parclient.narrowing import is_dict
from hpe3parclient.simulator.errors import Refused
from hpe3parclient.simulator.model.systemreporter.components import (
    CAPTURED_ONLY,
    COMPONENTS,
    Component,
    Filter,
)
from hpe3parclient.simulator.model.systemreporter.samples import (
    STEPS,
    Window,
    bounds,
    stamp,
    times,
)
from hpe3parclient.simulator.model.systemreporter.subjects import Key, Subject
from hpe3parclient.simulator.state.array_state import ArrayState

#: shows the members beside their summary
DETAIL = 'detail'
Values = Mapping[str, Sequence[str]]


class Comparison(NamedTuple):
    """The groups that have most, or least, of something."""

    highest: bool
    limit: int
    #: a member, or a member of a member: ``IO`` or ``IO.read``
    path: str


@dataclass(frozen=True)
class Request:
    """What a report shall say."""

    component: Component
    frequency: str
    window: Window
    #: filters of Versus Time's path: unknown values are refused
    parameters: Values = field(default_factory=dict[str, Sequence[str]])
    #: fields of At Time's query: unknown ones choose nothing
    fields: Values = field(default_factory=dict[str, Sequence[str]])
    groups: tuple[str, ...] = ()
    comparison: Comparison | None = None
    summary: tuple[str, ...] = ()


def refuse_unlicensed(array: ArrayState) -> None:
    """System Reporter is a licence of its own."""
    if 'systemReporter' not in array.licences:
        raise Refused('UNLICENSED_FEATURE')


def component(name: str, array: ArrayState | None = None) -> Component:
    """A component by its name.

    :param array: of which samples may have been captured
    """
    if name in COMPONENTS:
        return COMPONENTS[name]
    kept = None if array is None else array.captured
    if name not in CAPTURED_ONLY or kept is None or not kept.samples.has(name):
        raise Refused('URI_RES_NOT_FOUND')
    return CAPTURED_ONLY[name]


def versus_time(array: ArrayState, request: Request) -> dict[str, Any]:
    """One member per sample time, oldest first.

    Those that were captured come before the model's own.
    """
    what, step = request.component, STEPS[request.frequency]
    for name, values in request.parameters.items():
        for value in values:
            if not what.parameters[name].valid(value, array):
                raise Refused('INV_REPORT_PARAM', name)
    chosen = _chosen(what.subjects(array), what.parameters,
                     request.parameters)
    moments = _own_times(array, request) if chosen else range(0)
    rows = _captured_series(array, request)
    if not rows and not moments:
        raise Refused('SYSTEM_REPORTER_DATA_NOT_AVAILABLE')
    if request.fields:
        return {'total': 0, 'members': []}
    figures = what.figures(array, chosen)
    rows += [{**stamp(end), **figures(end, step)} for end in moments]
    return _listed(rows, request.summary)


def at_time(array: ArrayState, request: Request) -> dict[str, Any]:
    """One member per group, at the newest sample time of the window."""
    what, step = request.component, STEPS[request.frequency]
    moments = () if what.captured_only else _own_times(array, request)
    if not moments:
        head, rows = _captured_groups(array, request)
    else:
        end = moments[-1]
        chosen = [] if set(request.fields) - set(what.fields) else _chosen(
            what.subjects(array), what.fields, request.fields)
        names = request.groups or what.groups
        head = stamp(end)
        rows = [{**dict(keys), **what.figures(array, group)(end, step)}
                for keys, group in _grouped(chosen, names).items()]
    if request.comparison is not None:
        rows = _compared(rows, request.comparison)
    return {**head, **_listed(rows, request.summary)}


def _own_times(array: ArrayState, request: Request) -> range:
    """The times of the model's own samples: behind those that were captured."""
    moments = times(array, request.frequency, request.window)
    last = None if array.captured is None else array.captured.samples.newest(
        request.component.name, request.frequency)
    return moments if last is None else moments[bisect_right(moments, last):]


def _captured_series(array: ArrayState, request: Request
                     ) -> list[dict[str, Any]]:
    """The captured samples of Versus Time; none where there are none."""
    if array.captured is None:
        return []
    return array.captured.samples.series(
        request.component.name, request.frequency, request.parameters,
        *bounds(array, request.frequency, request.window))


def _captured_groups(array: ArrayState, request: Request
                     ) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The time and the groups of a captured report At Time."""
    what, window = request.component, request.window
    fields = {name: values for name, values in request.fields.items()
              if name in what.fields}
    body = None if array.captured is None else array.captured.samples.groups(
        what.name, request.frequency, request.groups or what.groups,
        what.groups, fields, *bounds(array, request.frequency, window))
    if body is None:
        raise Refused('SYSTEM_REPORTER_DATA_NOT_AVAILABLE')
    rows = body.pop('members')
    return body, [] if len(fields) < len(request.fields) else rows


def _chosen(known: Iterable[Subject], filters: Mapping[str, Filter],
            values: Values) -> list[Subject]:
    return [subject for subject in known
            if all(any(filters[name].fits(value, subject)
                       for value in options)
                   for name, options in values.items())]


GroupKeys = tuple[tuple[str, Any], ...]


def _grouped(chosen: Iterable[Subject], names: Sequence[str]
             ) -> dict[GroupKeys, list[Subject]]:
    """Subjects by what they have of some keys.

    What is in several sets is in the group of each.
    """
    groups: dict[GroupKeys, list[Subject]] = {}
    for subject in chosen:
        options = [[(name, value) for value in _each(subject.keys[name])]
                   for name in names if name in subject.keys]
        for keys in itertools.product(*options):
            groups.setdefault(keys, []).append(subject)
    return groups


def _each(value: Key) -> Sequence[Any]:
    return value if isinstance(value, tuple) else (value,)


def _listed(rows: list[dict[str, Any]], summary: Sequence[str]
            ) -> dict[str, Any]:
    """The rows; with a summary it stands in their place, or before them."""
    if not summary:
        return {'total': len(rows), 'members': rows}
    kinds = [kind for kind in summary if kind != DETAIL]
    answer: dict[str, Any] = {'summary': {
        kind: _summed(rows, kind) for kind in kinds} if rows else {}}
    shown = rows if DETAIL in summary else []
    return {**answer, 'total': len(shown), 'members': shown}


def _summed(rows: Sequence[Mapping[str, Any]], kind: str) -> dict[str, Any]:
    """The least, mean or greatest of each figure."""
    result: dict[str, Any] = {}
    for name in rows[0]:
        if name == 'sampleTimeSec':
            continue
        values = [row[name] for row in rows if name in row]
        if isinstance(values[0], dict):
            result[name] = _summed(values, kind)
        elif all(isinstance(value, (int, float)) for value in values) \
                and name not in _KEYS:
            result[name] = SUMMARIES[kind](values)
    return result


def _mean(values: Sequence[float]) -> float:
    return round(sum(values) / len(values), 2)


SUMMARIES: Mapping[str, Callable[[Sequence[float]], float]] = {
    'min': min, 'avg': _mean, 'max': max}
#: Numbers that name a group and are no figures.
_KEYS = frozenset(name for known in (COMPONENTS, CAPTURED_ONLY)
                  for item in known.values() for name in item.groups)


def _compared(rows: list[dict[str, Any]], comparison: Comparison
              ) -> list[dict[str, Any]]:
    ranked = sorted(rows, key=lambda row: _figure(row, comparison.path),
                    reverse=comparison.highest)
    return ranked[:comparison.limit]


def _figure(row: Mapping[str, Any], path: str) -> float:
    """A figure by its path; of an object its total counts."""
    value: Any = row
    for name in path.split('.'):
        value = value.get(name) if is_dict(value) else None
    if is_dict(value):
        value = value.get('total', value.get('totalMiB'))
    if not isinstance(value, (int, float)):
        raise Refused('INV_REPORT_PARAM', 'compareby')
    return value
