"""Which JSON types and which numbers the members of an answer have.

A captured array may answer with values that no release is known to give: a
text where there are numbers, null, a number of no enumeration. They are named,
and what cannot be read is no part of the model's objects; the overlay shows it.

The shapes are those of ``hpe3parclient.types``, and of the lists that no method
of the client returns. This module knows values; it knows no object.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple, get_type_hints

from hpe3parclient import types
from hpe3parclient.console.enumerations import numbers_of
from hpe3parclient.narrowing import is_dict, is_list
from hpe3parclient.twin.document import Capture

#: an example of each JSON type
EXAMPLES: Mapping[str, Any] = {
    'boolean': False, 'number': 0, 'string': '', 'array': [], 'object': {},
    'null': None}

_NAMES: Mapping[type, str] = {
    bool: 'boolean', int: 'number', float: 'number', str: 'string',
    list: 'array', dict: 'object'}
#: numbers that arrays send and whose names nobody published
_NAMELESS = {('compressionState', 6)}
_METADATA = re.compile(r'/volumes/[^/]+/objectKeyValues')


class Shape(NamedTuple):
    """What a value can be; without types, anything."""

    #: names of JSON types
    types: tuple[str, ...] = ()
    #: the members of an object; None: nobody knows
    members: Mapping[str, Shape] | None = None
    #: those that are always there
    required: frozenset[str] = frozenset()
    #: what a list consists of
    items: Shape | None = None
    #: there are no other members
    whole: bool = False


class Misfit(NamedTuple):
    """A value that does not have its shape."""

    #: as in ``compare.KINDS``: ``type``, ``value``, ``missing`` or ``unknown``
    kind: str
    #: names of members; those in lists have no index
    path: tuple[str, ...]
    captured: Any
    #: an example, or the numbers of the enumeration
    own: Any


def json_type(value: Any) -> str:
    """Return the name of the JSON type of a value."""
    return _NAMES.get(value.__class__, 'null')


def _shape(hint: Any) -> Shape:
    """The shape that a type hint speaks of."""
    if hint is Any or hint is object:
        return Shape()
    if hasattr(hint, '__required_keys__'):
        return Shape(('object',), {
            name: _shape(inner) for name, inner
            in get_type_hints(hint).items()}, hint.__required_keys__, whole=True)
    origin = getattr(hint, '__origin__', None)
    parts: tuple[Any, ...] = getattr(hint, '__args__', ())
    if origin is list:
        return Shape(('array',), items=_shape(parts[0]))
    if origin is dict:
        return Shape(('object',))
    if parts:       # one or another
        shapes = [_shape(part) for part in parts]
        whole = next((shape for shape in shapes if shape.members), Shape())
        return whole._replace(
            types=tuple(name for shape in shapes for name in shape.types),
            items=next((shape.items for shape in shapes if shape.items), None))
    return Shape((json_type(hint()),) if hint is not type(None) else ('null',))


def _record(optional: tuple[str, ...] = (), **members: Any) -> Shape:
    """An object of a list that no method of the client returns."""
    return Shape(('object',), {
        name: inner if isinstance(inner, Shape) else _shape(inner)
        for name, inner in members.items()}, frozenset(members) - {*optional})


_TIER = _record(id=str, name=str, minSpaceUtilizationMiB=int,
                maxSpaceUtilizationMiB=int)
_SPACES = _record(adminSpaceMiB=int, snapshotSpaceMiB=int, userSpaceMiB=int)
_OTHERS = {
    '/remotecopytargets': _record(
        id=int, name=str, type=int, status=int, disabled=bool,
        policies=_record(mirrorConfig=bool)),
    '/hostpersonas': _record(
        id=int, name=str, wsapiAssignedId=int, OS=list[str],
        capabilities=list[str]),
    '/aoconfigurations': _record(
        ('t0CPG', 't1CPG', 't2CPG'), id=str, name=str, mode=int,
        t0CPG=_TIER, t1CPG=_TIER, t2CPG=_TIER),
    '/users': _record(username=str, privileges=list[dict[str, Any]]),
    '/roles': _record(role=str, rights=list[dict[str, Any]]),
    '/fcswitches': _record(name=str),
    '/volumespacedistribution': _record(
        volumeName=str, CPGs=Shape(('array',), items=_record(
            cpgName=str, new=_SPACES, current=_SPACES))),
    '/disks': _record(id=int, position=str, type=int, state=int),
}
_TYPES = {
    '/system': types.StorageSystem, '/capacity': types.Capacity,
    '/wsapiconfiguration': types.WsApiConfiguration,
    '/remotecopy': types.RemoteCopyInfo, '/flashcache': types.FlashCache,
    '/cpgs': types.CPG, '/volumes': types.Volume,
    '/volumesets': types.VolumeSet, '/hosts': types.ListedHost,
    '/hostsets': types.HostSet, '/vluns': types.VLUN, '/ports': types.Port,
    '/qos': types.QoSRule, '/remotecopylinks': types.RemoteCopyLink,
    '/remotecopygroups': types.RemoteCopyGroup, '/tasks': types.Task,
}


@functools.cache
def _known(path: str) -> Shape | None:
    if path in _TYPES:
        return _shape(_TYPES[path])
    return _OTHERS.get(path)


def shape_of(path: str) -> Shape | None:
    """Return the shape of an object, or of the members of a list, at a path.

    :returns: None where nobody knows
    """
    if _METADATA.fullmatch(path):
        return _metadata()
    return _known(path)


@functools.cache
def _metadata() -> Shape:
    return _shape(types.MetaData)


def fitting(value: Any, shape: Shape) -> Any:
    """Return a value without what has another type than its shape says."""
    if is_dict(value) and shape.members:
        if not any(_is_wrong(item, shape.members.get(name))
                   for name, item in value.items()):
            return value
        return {name: fitting(item, inner) for name, item in value.items()
                for inner in (shape.members.get(name, Shape()),)
                if not inner.types or json_type(item) in inner.types}
    if is_list(value) and shape.items is not None:
        inner = shape.items
        return [fitting(item, inner) for item in value
                if not inner.types or json_type(item) in inner.types]
    return value


def _is_wrong(value: Any, shape: Shape | None) -> bool:
    """Whether anything in a value has another type than its shape says."""
    if shape is None or not shape.types:
        return False
    if json_type(value) not in shape.types:
        return True
    if shape.members and is_dict(value):
        return any(_is_wrong(item, shape.members.get(name))
                   for name, item in value.items())
    return shape.items is not None and is_list(value) and any(
        _is_wrong(item, shape.items) for item in value)


def misfits(value: Any, shape: Shape,
            path: tuple[str, ...] = ()) -> Iterator[Misfit]:
    """Yield what is in a value that its shape does not have."""
    if shape.types and json_type(value) not in shape.types:
        yield Misfit('type', path, value, EXAMPLES[shape.types[0]])
    elif is_dict(value) and shape.members:
        for name, item in value.items():
            inner = shape.members.get(name)
            if inner is not None:
                yield from misfits(item, inner, (*path, name))
            elif shape.whole and name != 'links':
                yield Misfit('missing', (*path, name), item, None)
            if not _is_of_enumeration(value, name):
                yield Misfit('value', (*path, name), item,
                             sorted(numbers_of(value, name) or ()))
        for name in sorted(shape.required - value.keys()):
            yield Misfit('unknown', (*path, name), None,
                         EXAMPLES[shape.members[name].types[0]])
    elif is_list(value) and shape.items is not None:
        for item in value:
            yield from misfits(item, shape.items, path)


def _is_of_enumeration(row: Mapping[str, Any], member: str) -> bool:
    """Whether a number is one of its enumeration, if it has one."""
    numbers = numbers_of(row, member)
    return not numbers or row[member] in numbers \
        or (member, row[member]) in _NAMELESS


class Readable(Capture):
    """A capture without the values that the model cannot read.

    :param capture: the whole
    """

    def __init__(self, capture: Capture) -> None:
        vars(self).update(vars(capture))

    def object(self, path: str) -> dict[str, Any] | None:
        """Return the object of a path, as far as it has its shape."""
        value, shape = super().object(path), shape_of(path)
        return value if value is None or shape is None \
            else fitting(value, shape)

    def members(self, path: str) -> Iterator[dict[str, Any]]:
        """Iterate over the members of a list, as far as they have its shape."""
        shape = shape_of(path)
        for value in super().members(path):
            yield value if shape is None else fitting(value, shape)
