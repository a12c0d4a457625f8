"""Sizes, times and names as they are typed."""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Iterable, Sequence
from typing import TypeVar

from hpe3parclient.simulator.cli import assumptions
from hpe3parclient.simulator.cli.commands import Arguments, Refusal

_SIZE = re.compile(r'([0-9]+)([gGtT]?)')
_TIME = re.compile(r'([0-9]+)([dDhH]?)')
_UNITS = {'': 1, 'g': 1024, 't': 1024 * 1024}
_NAME = re.compile(r'[A-Za-z0-9_.][A-Za-z0-9._-]*')

T = TypeVar('T')


def mib(text: str) -> int:
    """A size: MiB, or with g or t behind it."""
    match = _SIZE.fullmatch(text)
    if match is None:
        raise Refusal(assumptions.SIZE.format(size=text))
    return int(match[1]) * _UNITS[match[2].lower()]


def hours(text: str) -> int:
    """A time: hours, or days with d behind it."""
    match = _TIME.fullmatch(text)
    if match is None:
        raise Refusal(assumptions.TIME.format(time=text))
    return int(match[1]) * (24 if match[2].lower() == 'd' else 1)


def check_name(text: str, limit: int, what: str) -> str:
    """A name that the array allows."""
    if len(text) > limit:
        raise Refusal(assumptions.NAME_TOO_LONG.format(what=what, name=text))
    if not _NAME.fullmatch(text):
        raise Refusal(f'illegal character in {what} name {text}')
    return text


def fits(name: str, patterns: Sequence[str]) -> bool:
    """Whether a name fits one of some patterns, or there are none."""
    return not patterns or any(fnmatch.fnmatchcase(name, pattern)
                               for pattern in patterns)


def named(objects: Iterable[T], given: Arguments, refusal: str,
          option: str | None = 'pat') -> list[T]:
    """The objects that specifiers name, or patterns with ``-pat``.

    :param refusal: the sentence for a name that nothing has
    """
    chosen: list[T] = []
    pool = list(objects)
    for text in given.names:
        if option is not None and given.has(option):
            chosen += [item for item in pool
                       if fnmatch.fnmatchcase(name_of(item), text)
                       and item not in chosen]
            continue
        match = [item for item in pool if name_of(item) == text]
        if not match:
            raise Refusal(refusal.format(name=text, volume=text))
        chosen += match
    return chosen


def name_of(thing: object) -> str:
    """The name of an object of the model."""
    return str(getattr(thing, 'name', ''))
