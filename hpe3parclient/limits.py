"""Limits for the size and duration of a response.

The limits protect a program from a server that is broken, hostile, or not an
array at all. They belong to a client and never change.
"""

from __future__ import annotations

from typing import NamedTuple


class _Limits(NamedTuple):
    head_bytes: int
    head_seconds: float
    interim_answers: int
    body_bytes: int
    nesting: int
    digits: int


class Limits(_Limits):
    """What an answer may take; beyond it the request fails.

    How long an answer may take as a whole is the third value of
    ``timeout=``.

    :param head_bytes: size of the status line and the headers, and of the
        trailers behind a chunked body
    :param head_seconds: seconds from the first byte of a head to its last
    :param interim_answers: answers 100, 102 and 103 before the final one
    :param body_bytes: size of a body, after decompression
    :param nesting: levels of arrays and objects in a body, 1 to 500
    :param digits: digits of a number in a body, 20 to 4300
    :raises ValueError: a limit is not a number above 0
    """

    __slots__ = ()

    def __new__(cls, head_bytes: int = 65536, head_seconds: float = 30.0,
                interim_answers: int = 100,
                body_bytes: int = 1 << 30, nesting: int = 500,
                digits: int = 4300) -> Limits:
        """Check the numbers."""
        for name, value in (('head_bytes', head_bytes),
                            ('head_seconds', head_seconds),
                            ('interim_answers', interim_answers),
                            ('body_bytes', body_bytes),
                            ('nesting', nesting), ('digits', digits)):
            _check_number(name, value)
        for name, value, least, most in (('nesting', nesting, 1, 500),
                                         ('digits', digits, 20, 4300)):
            # Python's own limits are not far above the highest.
            _check_range(name, value, least, most)
        return super().__new__(cls, head_bytes, head_seconds,
                               interim_answers, body_bytes, nesting, digits)


def _check_number(name: str, value: object) -> None:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or \
            not value > 0:
        raise ValueError(f'{name} must be a number above 0, not {value!r}')


def _check_range(name: str, value: object, least: int, most: int) -> None:
    if not isinstance(value, int) or not least <= value <= most:
        raise ValueError(
            f'{name} must be an int from {least} to {most}, not {value!r}')
