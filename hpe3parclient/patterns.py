"""Regular expressions that are compiled at their first use.

Compiling those of the package takes a third of the time of its import, and
most programs need few of them. This module knows no pattern.
"""

from __future__ import annotations

import re
from typing import Any, AnyStr, cast


class _Pattern:
    """Stands for a pattern until it is used, and then passes its methods on.

    :param text: the regular expression
    :param flags: as for :func:`re.compile`
    """

    def __init__(self, text: Any, flags: int) -> None:
        self._text = text
        self._flags = flags

    def __repr__(self) -> str:
        return f'<pattern {self._text!r}>'

    def __getattr__(self, name: str) -> Any:
        # Only what is not in the instance yet comes here.
        value = getattr(re.compile(self._text, self._flags), name)
        setattr(self, name, value)
        return value


def pattern(text: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """Return a pattern that is compiled when a method of it is first used.

    :param text: the regular expression, which must be right: it is not
        looked at yet
    :param flags: as for :func:`re.compile`
    """
    return cast('re.Pattern[AnyStr]', _Pattern(text, flags))


def matched(compiled: re.Pattern[str], value: object) -> re.Match[str] | None:
    """Return the match of a pattern at the start of a value.

    :param value: of any type; what is not a str does not match
    """
    return compiled.match(value) if isinstance(value, str) else None
