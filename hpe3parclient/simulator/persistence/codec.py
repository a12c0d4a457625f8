"""Dataclasses as JSON values, and JSON values as dataclasses, by their types.

Knows types, and where in a document something stands; knows no array. A
member that has the value a new object has is not written. No number of a
state is negative, so none is read.
"""

from __future__ import annotations

import dataclasses
import functools
import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import (
    Any,
    Callable,
    Union,
    get_args,
    get_origin,
    get_type_hints,
)

from hpe3parclient.narrowing import is_dict, is_list
from hpe3parclient.simulator.errors import Refused
from hpe3parclient.simulator.model.names import check_name, parse_port
from hpe3parclient.simulator.state.ports import PortPos

MOST = 2 ** 63
#: Some moment of the year 5138: sums of two are still dates.
LATEST = 1e11
LONGEST_NAME = 255
#: How deep a value of any kind may be nested.
DEEPEST = 50


class BrokenState(ValueError):
    """A document that is no state of arrays.

    :param where: the place, as ``arrays[0].volumes[3].size_mib``
    :param what: what is wrong there
    """

    def __init__(self, where: str, what: str) -> None:
        super().__init__(f'{where}: {what}' if where else what)
        self.where = where


@dataclass(frozen=True)
class Shape:
    """How a class is written, beyond what its types say."""

    #: members no document has: what follows from others, what is secret
    without: Collection[str] = ()
    #: values of those that have no default
    instead: Mapping[str, Any] = field(default_factory=dict[str, Any])
    #: dicts whose order counts, which JSON's objects do not keep: they
    #: become lists, and this is what their key is called
    listed: Mapping[str, str] = field(default_factory=dict[str, str])
    #: what a member may be, where its type allows more
    allowed: Mapping[str, Collection[Any]] = field(
        default_factory=dict[str, Collection[Any]])
    #: members that are names of objects
    names: Collection[str] = ()


class Codec:
    """Writes and reads, for classes of these shapes.

    :param shapes: shapes of classes that have one
    :param known: names that annotations use and their modules lack
    """

    def __init__(self, shapes: Mapping[type, Shape],
                 known: Mapping[str, Any]) -> None:
        self._shapes = shapes
        self._known = dict(known)
        self._hints: Callable[[type], dict[str, Any]] = functools.lru_cache(
            maxsize=None)(self._found_hints)
        self._columns: Callable[
            [Any], list[tuple[str, Any, str | None]]] = functools.lru_cache(
                maxsize=None)(self._new_columns)

    def _found_hints(self, kind: type) -> dict[str, Any]:
        return get_type_hints(kind, localns=self._known)

    # -- writing ------------------------------------------------------------

    def encode(self, value: Any) -> Any:
        """A value as JSON; the same value always the same text."""
        # isinstance leaves open of what type the contents are: of any
        contents: Any = value
        if isinstance(value, PortPos):
            return str(value)
        if dataclasses.is_dataclass(value):
            return self._object(value)
        if isinstance(value, tuple) and hasattr(contents, '_asdict'):
            return {name: self.encode(item)
                    for name, item in contents._asdict().items()}
        if isinstance(value, (set, frozenset)):
            return [self.encode(item) for item in sorted(contents)]
        if isinstance(value, (list, tuple)):
            return [self.encode(item) for item in contents]
        if isinstance(value, dict):
            return {str(key): self.encode(contents[key])
                    for key in sorted(contents)}
        return value

    def _object(self, value: Any) -> dict[str, Any]:
        written: dict[str, Any] = {}
        for name, default, key in self._columns(value.__class__):
            member = getattr(value, name)
            if default is not dataclasses.MISSING and member == default:
                continue
            written[name] = self.encode(member) if key is None else [
                {key: number, **self.encode(entry)}
                for number, entry in member.items()]
        return written

    def _new_columns(self, kind: Any) -> list[tuple[str, Any, str | None]]:
        """Members to write: name, value of a new object, key where listed."""
        shape = self._shapes.get(kind, Shape())
        return [(item.name, _default(item), shape.listed.get(item.name))
                for item in dataclasses.fields(kind)
                if item.name not in shape.without]

    # -- reading ------------------------------------------------------------

    def decode(self, kind: Any, value: Any, where: str) -> Any:
        """A value of a type, or :exc:`BrokenState`."""
        origin = get_origin(kind)
        if kind is Any:
            return _plain(value, where)
        if origin is Union:
            return None if value is None \
                else self.decode(get_args(kind)[0], value, where)
        if kind is PortPos:
            return _port(value, where)
        if dataclasses.is_dataclass(kind) or hasattr(kind, '_fields'):
            return self._read(kind, value, where)
        if origin is dict:
            return self._dict(kind, value, where)
        if origin is not None:
            return self._several(kind, value, where)
        return _scalar(kind, value, where)

    def _dict(self, kind: Any, value: Any, where: str) -> dict[str, Any]:
        request = get_args(kind)[1]
        return {key: self.decode(request, item, f'{where}.{key}')
                for key, item in _typed(dict, value, where).items()}

    def _several(self, kind: Any, value: Any, where: str) -> Any:
        """Lists, sets and tuples; all of them lists in JSON."""
        origin, kinds = get_origin(kind), get_args(kind)
        entries: list[Any] = _typed(list, value, where)
        if origin is tuple and kinds[-1] is not Ellipsis:
            if len(entries) != len(kinds):
                raise BrokenState(where, f'has {len(entries)} entries '
                                         f'instead of {len(kinds)}')
        else:
            kinds = (kinds[0],) * len(entries)
        result = [self.decode(item, entry, f'{where}[{index}]')
                 for index, (item, entry) in enumerate(zip(kinds, entries))]
        if origin in (set, frozenset) and len(set(result)) != len(result):
            raise BrokenState(where, 'says something twice')
        make: Any = origin
        return make(result)

    def _read(self, kind: Any, value: Any, where: str) -> Any:
        members: dict[str, Any] = dict(_typed(dict, value, where))
        shape = self._shapes.get(kind, Shape())
        hints = self._hints(kind)
        read: dict[str, Any] = dict(shape.instead)
        for name, needed in _members(kind):
            if name in shape.without:
                continue
            if name in members:
                read[name] = self._member(
                    shape, name, hints[name], members.pop(name),
                    f'{where}.{name}' if where else name)
            elif needed:
                raise BrokenState(where, f'{name} is missing')
        for name in members:
            raise BrokenState(where, f'{name} is unknown')
        return kind(**read)

    def _member(self, shape: Shape, name: str, kind: Any, value: Any,
                where: str) -> Any:
        if name in shape.listed:
            return self._listed(shape.listed[name], kind, value, where)
        result = self.decode(kind, value, where)
        if name in shape.names:
            _check_name(result, where)
        allowed = shape.allowed.get(name)
        if allowed is not None and not set(
                result if is_list(result) else [result]) \
                <= set(allowed):
            raise BrokenState(where, f'{result!r} is none of '
                              + ', '.join(sorted(map(repr, allowed))))
        return result

    def _listed(self, key: str, kind: Any, value: Any,
                where: str) -> dict[Any, Any]:
        key_kind, entry_kind = get_args(kind)
        result: dict[Any, Any] = {}
        for index, entry in enumerate(_typed(list, value, where)):
            here = f'{where}[{index}]'
            rest = dict(_typed(dict, entry, here))
            if key not in rest:
                raise BrokenState(here, f'{key} is missing')
            name = self.decode(key_kind, rest.pop(key), f'{here}.{key}')
            if name in result:
                raise BrokenState(f'{here}.{key}', f'{name!r} comes twice')
            result[name] = self.decode(entry_kind, rest, here)
        return result


def _default(item: dataclasses.Field[Any]) -> Any:
    """The value that a new object has; MISSING where it must be given."""
    if item.default_factory is not dataclasses.MISSING:
        return item.default_factory()
    return item.default


def _members(kind: Any) -> list[tuple[str, bool]]:
    """Members of a class, and whether each must be given."""
    if not dataclasses.is_dataclass(kind):
        names: Any = getattr(kind, '_fields', ())
        return [(name, True) for name in names]
    return [(item.name, item.default is dataclasses.MISSING
             and item.default_factory is dataclasses.MISSING)
            for item in dataclasses.fields(kind)]


def _typed(kind: type, value: Any, where: str) -> Any:
    if type(value) is not kind:
        raise BrokenState(where, f'is no {_WORDS[kind]}')
    return value


_WORDS: Mapping[type, str] = {
    dict: 'object', list: 'list', str: 'text', bool: 'true or false',
    int: 'whole number', float: 'number'}


def _scalar(kind: Any, value: Any, where: str) -> Any:
    if kind is float and type(value) is int:
        value = float(value) if abs(value) < MOST else math.inf
    _typed(kind, value, where)
    if kind is float and not 0 <= value <= LATEST:
        raise BrokenState(where, f'{value!r} is not from 0 to {LATEST:g}')
    if kind is int and not 0 <= value < MOST:
        raise BrokenState(where, f'{value!r} is not from 0 to {MOST - 1}')
    if kind is str:
        _check_text(value, where)
    return value


def _check_text(value: str, where: str) -> None:
    try:
        value.encode('utf-8')
    except UnicodeEncodeError:
        raise BrokenState(where, 'half a character') from None


def _plain(value: Any, where: str, depth: int = 0) -> Any:
    """A copy of any JSON value."""
    if depth > DEEPEST:
        raise BrokenState(where[:200], f'is nested deeper than {DEEPEST} levels')
    if is_dict(value):
        return {_scalar(str, key, where): _plain(item, f'{where}.{key}', depth + 1)
                for key, item in value.items()}
    if is_list(value):
        return [_plain(item, f'{where}[{index}]', depth + 1)
                for index, item in enumerate(value)]
    if value is None:
        return None
    if type(value) not in _WORDS:
        raise BrokenState(where, f'{value!r} is no value JSON has')
    return _scalar(type(value), value, where)


def _check_name(text: str, where: str) -> None:
    try:
        check_name(text, LONGEST_NAME)
    except Refused:
        raise BrokenState(where, f'{text!r} is no name') from None


def _port(value: Any, where: str) -> PortPos:
    try:
        return parse_port(_typed(str, value, where))
    except Refused:
        raise BrokenState(where, f'{value!r} is no port: '
                                 'node:slot:port') from None
