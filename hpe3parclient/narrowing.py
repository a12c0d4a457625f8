"""Tells type checkers what a value of unknown type is, after looking at it.

``isinstance(value, dict)`` leaves open what the keys and the items are. JSON,
TOML and keyword arguments have strings as keys, and items of any type; these
functions say so. They look at the outer value alone: who needs more of an
item looks at the item.

Where each request passes, a variable of the type :data:`JSONValue` does the
same with ``isinstance`` and without a call.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Union

if TYPE_CHECKING:
    from typing_extensions import TypeIs

#: what ``json.loads`` returns
JSONValue = Union[dict[str, Any], list[Any], str, int, float, None]


def is_dict(value: object) -> TypeIs[dict[str, Any]]:
    """Return whether a value is a dict, such as a JSON object."""
    return isinstance(value, dict)


def is_list(value: object) -> TypeIs[list[Any]]:
    """Return whether a value is a list, such as a JSON array."""
    return isinstance(value, list)


def is_list_or_tuple(value: object) -> TypeIs[list[Any] | tuple[Any, ...]]:
    """Return whether a value is a list or a tuple."""
    return isinstance(value, (list, tuple))


def is_mapping(value: object) -> TypeIs[Mapping[str, Any]]:
    """Return whether a value is a mapping, of any class."""
    return isinstance(value, Mapping)


def is_iterable(value: object) -> TypeIs[Iterable[Any]]:
    """Return whether a value can be iterated over; a string can, too."""
    return isinstance(value, Iterable)


def is_iterator(value: object) -> TypeIs[Iterator[Any]]:
    """Return whether a value is an iterator, such as a generator."""
    return isinstance(value, Iterator)


def is_path(value: object) -> TypeIs[str | os.PathLike[str]]:
    """Return whether a value is a path, as a string or an object."""
    return isinstance(value, (str, os.PathLike))
