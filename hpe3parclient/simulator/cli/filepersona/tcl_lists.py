"""Write Tcl lists."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Union

#: A value: text, or a list of values.
Value = Union[str, int, bool, Sequence['Value']]

#: ``LOCAL_CLUSTER\\user`` is written as it is (OURS)
_PLAIN = re.compile(r'(?:[^\s{}"\[\]$;\\]|\\(?=[A-Za-z0-9]))+')
_ACTIVE = re.compile(r'([\s{}"\[\]$;\\])')


def written(value: Value) -> str:
    """A value as the element of a list."""
    if isinstance(value, bool):
        return 'true' if value else 'false'
    if isinstance(value, int):
        return str(value)
    if not isinstance(value, str):
        # the list of one word is that word
        value = elements(value)
    if _PLAIN.fullmatch(value) and not value.startswith('#'):
        return value
    if not value.endswith('\\') and _balanced(value):
        return f'{{{value}}}'
    return _ACTIVE.sub(r'\\\1', value)


def elements(values: Sequence[Value]) -> str:
    """Values as a list without braces around it."""
    return ' '.join(written(value) for value in values)


def records(rows: Sequence[Sequence[Value]]) -> str:
    """Records, each between braces; nothing where there are none."""
    return ' '.join(f'{{{elements(row)}}}' for row in rows)


def _balanced(text: str) -> bool:
    level = 0
    for char in re.sub(r'\\.', '', text):
        level += {'{': 1, '}': -1}.get(char, 0)
        if level < 0:
            return False
    return not level
