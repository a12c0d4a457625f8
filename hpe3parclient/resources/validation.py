"""What a method needs of an answer, or a clear word about what is missing.

It knows JSON as an array sends it and trusts none of it. It does not know
which members which object has; the methods that need them do.
"""

from __future__ import annotations

import re
from typing import Any, Dict, List, Mapping, Optional, Type, TypeVar, cast

from hpe3parclient import describe, exceptions

T = TypeVar('T')

#: how errors call what a member of an answer should be
_KINDS: Dict[type, str] = {str: 'a text', int: 'a whole number',
                           dict: 'an object', list: 'a list'}

#: a whole number as a text
_DIGITS = re.compile(r'[0-9]{1,19}\Z')


def an_object(value: Any, method: str, url: str) -> Dict[str, Any]:
    """An answer, or an item of one, that has to be an object.

    :param method: HTTP method of the request it answers, for the error
    :param url: its URL
    :raises InvalidResponse: it is something else
    """
    if isinstance(value, dict):
        return value
    raise exceptions.InvalidResponse(
        'a JSON object was expected, not %s' % (
            'an empty answer' if value is None else type(value).__name__),
        method=method, url=url)


def whole(value: object) -> Optional[int]:
    """A whole number; None for anything else.

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
    """The answer to a request whose work goes on as a task.

    :raises UnusableOutcomeUnknown: it names no task, and nobody else says
        whether the work has begun
    """
    number = whole(answer.get('taskid')) if isinstance(answer, dict) else None
    if number is None:
        raise exceptions.UnusableOutcomeUnknown(
            'the array took the request, but did not tell the taskid of the '
            'work; getAllTasks does, if it has begun')
    answer['taskid'] = number
    return answer


def needed(found: Mapping[str, object], name: str, kind: Type[T]) -> T:
    """A member of an answer that a method cannot do without.

    :param found: an object of the answer
    :param kind: str, int, dict or list
    :raises InvalidResponse: it is missing, or is something else
    """
    value = found.get(name)
    if kind is int and isinstance(value, float) and value.is_integer():
        return cast(T, int(value))      # newer arrays write 1024.0
    if isinstance(value, kind) and not isinstance(value, bool):
        return value
    raise _unusable(name, _KINDS[kind], name in found, value)


def listed(found: Mapping[str, object], name: str, kind: Type[T]) -> List[T]:
    """The items of a list in an answer; none where there is no list.

    :param found: an object of the answer
    :param kind: what every item is: str, int, dict or list
    :raises InvalidResponse: it is no list, or an item is something else
    """
    value = found.get(name)
    if value is None:
        return []
    if not isinstance(value, list):
        raise _unusable(name, 'a list', True, value)
    for item in value:
        if not isinstance(item, kind):
            raise _unusable('an item of ' + name, _KINDS[kind], True, item)
    return value


def _unusable(name: str, kind: str, there: bool,
              value: object) -> exceptions.InvalidResponse:
    return exceptions.InvalidResponse(
        "the array's answer lacks what this needs: %s should be %s and is %s"
        % (name, kind, describe.value(value) if there else 'missing'))
