"""Encode a body to bytes, or raise a clear error.

It is the one place that opens the secrets in a body.
"""

from __future__ import annotations

import json
from typing import Any

from hpe3parclient import describe, exceptions
from hpe3parclient.patterns import pattern
from hpe3parclient.web.redact import Secret, reveal

#: levels that a body may have; the deepest that is known has five
_DEEPEST = 100

#: half of a character above U+FFFF, as JSON writes it
_SURROGATE = pattern(rb'\\ud[89a-f]')


def encoded(body: Secret) -> Secret:
    """Return the exact JSON of a body as bytes, wrapped as a secret.

    :raises InvalidInput: JSON cannot say it, or would say something else:
        half a character, or two members that become one
    """
    data, problem = _encode(body)
    if data is None:
        raise exceptions.InvalidInput(
            f'the body cannot be written as JSON: {problem}; what can is '
            'dict with str keys, list, str, finite numbers, bool and None')
    return data


def _encode(body: Secret) -> tuple[Secret | None, str]:
    """Return the bytes, or None and the reason.

    An error of Python's own holds the text that it is about, and its
    traceback the whole body: both end here.
    """
    try:
        data = json.dumps(body.reveal(), allow_nan=False,
                          default=_opened).encode('ascii')
        _check_keys(body.reveal())
        if _SURROGATE.search(data):
            json.dumps(body.reveal(), ensure_ascii=False,
                       default=_opened).encode('utf-8')
    except UnicodeEncodeError:
        return None, 'a str in it holds half a character (a lone surrogate)'
    except RecursionError:
        return None, 'it is nested too deeply'
    except (TypeError, ValueError) as ex:
        return None, str(ex)
    return Secret(data), ''


def _opened(value: Any) -> Any:
    """Convert a value that json.dumps does not support."""
    if isinstance(value, Secret):
        return value.reveal()
    raise TypeError(f'{describe.kind(value)} is not JSON')


def _check_keys(value: Any, depth: int = 0) -> None:
    """Refuse keys that are not str, and circular structures."""
    part: dict[Any, Any] | list[Any] | tuple[Any, ...] | Secret | None = \
        reveal(value)
    if depth > _DEEPEST:
        raise ValueError(f'there are more than {_DEEPEST} levels')
    if isinstance(part, dict):
        for name, item in part.items():
            if not isinstance(name, str):
                raise TypeError(f'a key must be str, not '
                                f'{describe.value(name)}')
            _check_keys(item, depth + 1)
    elif isinstance(part, (list, tuple)):
        for item in part:
            _check_keys(item, depth + 1)
