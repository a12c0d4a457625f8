"""Validation of answers: the members that a method needs, or a clear error.

Nothing that an array sends is trusted.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast, overload

from hpe3parclient import describe, exceptions
from hpe3parclient.narrowing import is_dict, is_list
from hpe3parclient.patterns import pattern

T = TypeVar('T')

#: how errors call what a member of an answer should be
_KINDS: dict[type, str] = {str: 'a string', int: 'an integer',
                           dict: 'an object', list: 'a list'}

#: a whole number as a text
_DIGITS = pattern(r'[0-9]{1,19}\Z')


def an_object(value: Any, method: str, url: str) -> dict[str, Any]:
    """Return an answer, or an item of one, that must be a JSON object.

    :param method: HTTP method of the request it answers, for the error
    :param url: its URL
    :raises InvalidResponse: it is something else
    """
    if is_dict(value):
        return value
    raise exceptions.InvalidResponse(
        'a JSON object was expected, not %s' % (
            'an empty answer' if value is None else type(value).__name__),
        method=method, url=url)


def whole(value: object) -> int | None:
    """Convert an integer; None for anything else.

    Releases may write it as a text, or with a point: 1024.0.
    """
    if isinstance(value, str):
        return int(value) if _DIGITS.match(value) else None
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, bool) or not isinstance(value, int):
        return None
    return int(value)


def started(answer: Any) -> Any:
    """Return the answer of a request that starts a task.

    :raises UnusableOutcomeUnknown: it names no task, and nothing else says
        whether the work has begun
    """
    number = whole(answer.get('taskid')) if is_dict(answer) else None
    if number is None:
        raise exceptions.UnusableOutcomeUnknown(
            'the array accepted the request but sent no taskid; getAllTasks '
            'lists the task if it has started')
    answer['taskid'] = number
    return answer


@overload
def needed(answer: Mapping[str, object], name: str,
           kind: type[dict[str, Any]]) -> dict[str, Any]: ...


@overload
def needed(answer: Mapping[str, object], name: str, kind: type[T]) -> T: ...


def needed(answer: Mapping[str, object], name: str, kind: type[T]) -> T:
    """Return a required member of an answer.

    :param answer: an object of the answer
    :param kind: str, int, dict or list
    :raises InvalidResponse: it is missing, or is something else
    """
    value = answer.get(name)
    if kind is int and isinstance(value, float) and value.is_integer():
        return cast(T, int(value))      # newer arrays write 1024.0
    if isinstance(value, kind) and not isinstance(value, bool):
        return value
    raise _unusable(name, _KINDS[kind], name in answer, value)


@overload
def listed(answer: Mapping[str, object], name: str,
           kind: type[dict[str, Any]]) -> list[dict[str, Any]]: ...


@overload
def listed(answer: Mapping[str, object], name: str,
           kind: type[T]) -> list[T]: ...


def listed(answer: Mapping[str, object], name: str, kind: type[T]) -> list[T]:
    """Return the items of a list in an answer; an empty list where it is absent.

    :param answer: an object of the answer
    :param kind: what every item is: str, int, dict or list
    :raises InvalidResponse: it is no list, or an item is something else
    """
    value = answer.get(name)
    if value is None:
        return []
    if not is_list(value):
        raise _unusable(name, 'a list', True, value)
    for item in value:
        if not isinstance(item, kind):
            raise _unusable('an item of ' + name, _KINDS[kind], True, item)
    return value


def _unusable(name: str, kind: str, exists: bool,
              value: object) -> exceptions.InvalidResponse:
    return exceptions.InvalidResponse(
        "the array's answer is not usable: %s must be %s, but is %s"
        % (name, kind, describe.value(value) if exists else 'missing'))
