"""When to try again, and how long to wait first.

A policy belongs to a client and never changes. A :class:`Retry` is made for
one request and dies with it, so that no request pays for another's failures.
Whether a failure *may* be repeated is decided in :mod:`hpe3parclient.http`;
this module only counts and waits.
"""

from __future__ import annotations

import email.utils
import random
import time
from typing import NamedTuple, Optional


class _Numbers(NamedTuple):
    attempts: int
    first_wait: float
    longest_wait: float
    total: float


class RetryPolicy(_Numbers):
    """How patient a client is.

    :param attempts: how often a request is sent at most, the first included
    :param first_wait: seconds before the second attempt; doubled each time,
        then shortened at random by up to half
    :param longest_wait: seconds no single wait exceeds, Retry-After excepted
    :param total: seconds after the first attempt when no new one starts; it
        bounds Retry-After too
    :raises ValueError: a number makes no sense
    """

    __slots__ = ()

    def __new__(cls, attempts: int = 5, first_wait: float = 0.5,
                longest_wait: float = 15.0,
                total: float = 240.0) -> RetryPolicy:
        """Check the numbers."""
        if attempts < 1:
            raise ValueError('attempts is 1 or more, not %r: the first '
                             'sending counts' % (attempts,))
        if min(first_wait, longest_wait, total) < 0:
            raise ValueError('waits are seconds, 0 or more')
        return super().__new__(cls, attempts, first_wait, longest_wait,
                               total)

    def begin(self) -> Retry:
        """The counter for one request."""
        return Retry(self)


class Retry:
    """The attempts of one request."""

    def __init__(self, policy: RetryPolicy) -> None:
        self._policy = policy
        self._started = time.monotonic()
        self.attempts = 1

    def wait(self, retry_after: Optional[str] = None) -> bool:
        """Wait before the next attempt.

        :param retry_after: the answer's Retry-After header, if it had one
        :returns: False, at once, when the request has had its attempts
        """
        if self.attempts >= self._policy.attempts:
            return False
        seconds = self._seconds(retry_after)
        elapsed = time.monotonic() - self._started
        if elapsed + seconds > self._policy.total:
            return False
        self.attempts += 1
        if seconds > 0:
            time.sleep(seconds)
        return True

    def _seconds(self, retry_after: Optional[str]) -> float:
        asked = parse_retry_after(retry_after)
        if asked is not None:
            return asked
        policy = self._policy
        longest = min(policy.first_wait * 2.0 ** (self.attempts - 1),
                      policy.longest_wait)
        # Clients that failed together must not come back together.
        share: float = random.uniform(0.5, 1.0)  # noqa: S311 no secret
        return longest * share


def parse_retry_after(value: Optional[str]) -> Optional[float]:
    """Seconds that a Retry-After header asks for, or None.

    :param value: a number of seconds or an HTTP date; anything else, and a
        missing header, is None
    """
    if value is None:
        return None
    text = value.strip()
    if text.isdecimal():
        return float(text)
    try:
        moment = email.utils.parsedate_to_datetime(text).timestamp()
    except (TypeError, ValueError, OverflowError, IndexError):
        return None
    return max(0.0, moment - time.time())
