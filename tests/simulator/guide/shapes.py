"""Whether a value is of a type, as :mod:`hpe3parclient.types` writes types."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Union, get_args, get_origin, get_type_hints

from hpe3parclient import types

#: Types whose members depend on the component of a report: checkers take each
#: as present, which none is.
BY_COMPONENT = {
    types.Statistics: frozenset[str](),
    types.StatisticsList: frozenset({'total', 'members'}),
    types.SpaceSample: frozenset[str]()}


def problems(value: Any, kind: Any, path: str) -> Iterator[str]:
    """Where a value differs from a type; members unknown to it count."""
    origin = get_origin(kind)
    if kind is Any:
        return
    if origin is Union:
        results = [list(problems(value, item, path))
                   for item in get_args(kind)]
        if all(results):
            yield from results[0]
    elif hasattr(kind, '__required_keys__'):
        yield from _members(value, kind, path)
    elif not _is_a(value, origin or kind):
        yield f'{path} is {value!r}, not a {(origin or kind).__name__}'
    elif origin is list:
        for index, item in enumerate(value):
            yield from problems(item, get_args(kind)[0], f'{path}[{index}]')
    elif origin is dict:
        for name, item in value.items():
            yield from problems(item, get_args(kind)[1], f'{path}.{name}')


def _is_a(value: Any, kind: type) -> bool:
    """Whether it is one; a bool is no number, an int is a float as well."""
    if isinstance(value, bool) and kind is not bool:
        return False
    return isinstance(value, (int, float) if kind is float else kind)


def _members(value: Any, kind: Any, path: str) -> Iterator[str]:
    if not isinstance(value, dict):
        yield f'{path} is {value!r}, not a dict'
        return
    hints = get_type_hints(kind)
    required = BY_COMPONENT.get(kind, kind.__required_keys__)
    for name in sorted(required - set(value)):
        yield f'{path}.{name} is missing'
    for name, item in value.items():
        if name in hints:
            yield from problems(item, hints[name], f'{path}.{name}')
        else:
            yield f'{path}.{name} is no member of {kind.__name__}'
