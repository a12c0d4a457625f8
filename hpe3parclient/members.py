"""Which members the lists of an array have, read from the types of answers.

Expressions are checked against them, so that a misspelt name is an error and
not a condition that holds for everything. This module knows names; what they
mean, ``hpe3parclient.types`` says.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple, get_type_hints

from hpe3parclient import exceptions


class UnknownMemberError(exceptions.InvalidInput, AttributeError):
    """Raised when an expression names a member that a list does not have.

    The message names the member that is spelt most like it.
    """


class Bracketed(str):
    """A name in brackets, ``Q['x']``, which is not checked."""

    __slots__ = ()


class Shape(NamedTuple):
    """What is beneath a member: its own members, or anything."""

    members: Mapping[str, Any]
    #: nobody knows which members there are
    is_open: bool = False


_VALUE = Shape({})
_OPEN = Shape({}, True)

#: the types of the members of lists, which Q begins with
LISTED = ('Volume', 'VLUN', 'Host', 'CPG', 'HostSet', 'VolumeSet', 'Port',
          'Task', 'RemoteCopyGroup', 'RemoteCopyGroupVolume', 'QoSRule',
          'MetaData')


@functools.cache
def shape_of(name: str) -> Shape:
    """Return the members of a class of ``hpe3parclient.types``."""
    from hpe3parclient import types
    return _described(getattr(types, name))


@functools.cache
def shape_of_any() -> Shape:
    """Return the members that some list has."""
    return _merged(shape_of(name) for name in LISTED)


def _described(hint: Any) -> Shape:
    """Return the members that a type hint speaks of."""
    if hint is Any:
        return _OPEN
    if hasattr(hint, '__total__'):
        return Shape({name: _described(value)
                      for name, value in get_type_hints(hint).items()})
    parts = [part for part in getattr(hint, '__args__', ())
             if part is not type(None)]
    if getattr(hint, '__origin__', None) is dict:
        return _OPEN
    return _merged(map(_described, parts)) if parts else _VALUE


def _merged(shapes: Iterable[Shape]) -> Shape:
    """Return the members of one shape or another."""
    result: dict[str, Any] = {}
    is_open = False
    for shape in shapes:
        is_open = is_open or shape.is_open
        for name, inner in shape.members.items():
            result[name] = _merged((result[name], inner)) \
                if name in result else inner
    return Shape(result, is_open)


def beneath(shape: Shape, path: tuple[str, ...]) -> Shape:
    """Return what is beneath a path; anything beneath a name in brackets.

    :raises KeyError: the path leads nowhere; the name that is not there
    """
    for name in path:
        if isinstance(name, Bracketed) or shape.is_open:
            return _OPEN
        if name not in shape.members:
            raise KeyError(name)
        shape = shape.members[name]
    return shape


def is_known(path: tuple[str, ...]) -> bool:
    """Return whether some list has a member at a path, brackets or not."""
    try:
        return not beneath(shape_of_any(), tuple(map(str.__str__, path))).is_open
    except KeyError:
        return False


def check(path: tuple[str, ...], shape: Shape, owner: str) -> None:
    """Refuse a path that leads to no member.

    :param path: names, those in brackets as :class:`Bracketed`
    :param shape: the members there are
    :param owner: what an error says has no such member
    :raises UnknownMemberError: it leads to none
    """
    try:
        beneath(shape, path)
    except KeyError as error:
        name = str(error.args[0])
        index = path.index(name)
        raise UnknownMemberError(_advice(
            path[:index], name, beneath(shape, path[:index]), owner)) from None


def _advice(path: tuple[str, ...], name: str, shape: Shape, owner: str) -> str:
    """Return what is wrong with a name, and what would be right."""
    before = 'Q' + ''.join(f'.{part}' for part in path)
    holder = f'{owner}: {path[-1]} has' if path else f'{owner} have'
    nearest = nearest_to(name, shape.members)
    question = f'; did you mean {nearest}?' if nearest else '.'
    return (f'{before}.{name}: {holder} no member {name}{question} '
            f'Write {before}[{name!r}] for a member that is not known here'
            + ('' if shape.members else '. Besides comparisons, there are '
               'isin, startswith, like and exists'))


def nearest_to(name: str, names: Iterable[str]) -> str | None:
    """Return the name that is spelt most like another one, if any is."""
    import difflib
    by_lower = {item.lower(): item for item in names}
    result = difflib.get_close_matches(name.lower(), by_lower, 1, 0.6)
    return by_lower[result[0]] if result else None
