"""When to try again, and how long to wait first.

``should_retry`` is the one place that decides whether a request is sent
again. A policy belongs to a client and never changes. A :class:`Retry` is
made for one request and dies with it, so that no request pays for another's
failures.
"""

from __future__ import annotations

import email.utils
import random
import time
from typing import TYPE_CHECKING, NamedTuple

from hpe3parclient import exceptions

if TYPE_CHECKING:
    from hpe3parclient.web.request import Outcome, Request

#: codes of a 503 that passes: too many connections, services that are not
#: ready, a system that is too busy; and a proxy's 503 without a code. Any
#: other code is a limit of the system that is reached.
_PASSING = frozenset((None, 31, 68, 270))


def should_retry(request: Request, outcome: Outcome) -> bool:
    """Whether a request may be sent again after what has come of it.

    Whether it is sent again depends on the patience of the client, too. A
    session key that is dead is not a matter of this function: the array has
    not looked at the request, and the session is renewed once.
    """
    failure = outcome.failure
    if isinstance(failure, exceptions.HTTPServiceUnavailable):
        # 503: the array has not done it. It passes by its code, or the
        # server says when to come back.
        if failure.get_code() in _PASSING or outcome.retry_after is not None:
            return True
        # Another 503 may pass or not; asking again does no harm.
        return request.reads
    if isinstance(failure, exceptions.InvalidResponse):
        # An answer that cannot be used would be no better the second time;
        # and half of a long list has cost the array enough.
        return False
    if not isinstance(failure, (exceptions.ConnectionError,
                                exceptions.Timeout)):
        # Success, or an answer: the array has decided. The same holds for a
        # certificate that was refused.
        return False
    if not failure.request_sent:
        # No byte can have reached the array: repeating it is safe for every
        # method.
        return True
    # The array may have carried it out: only what does no harm a second
    # time. That is a GET, a query by POST, the end of a session, and a login
    # that renews a session (what may be left of the first one expires). A
    # login that the program requested itself is reported, as a change is.
    return request.repeatable


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
    :raises ValueError: a number is out of range
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

    def wait(self, retry_after: str | None = None) -> bool:
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

    def _seconds(self, retry_after: str | None) -> float:
        requested = parse_retry_after(retry_after)
        if requested is not None:
            return requested
        policy = self._policy
        longest = min(policy.first_wait * 2.0 ** (self.attempts - 1),
                      policy.longest_wait)
        # Clients that failed together must not come back together.
        share: float = random.uniform(0.5, 1.0)  # noqa: S311 no secret
        return longest * share


def parse_retry_after(value: str | None) -> float | None:
    """Return the seconds of a Retry-After header, or None.

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
