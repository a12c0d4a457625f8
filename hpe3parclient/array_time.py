"""Since when: times as callers give them, and as arrays print them.

This module knows formats and time zones; it asks no array.
"""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Iterable
from typing import NamedTuple, Union

from hpe3parclient import cli, describe, exceptions

#: ``since`` of getEvents and getAlerts
Since = Union[datetime.datetime, datetime.timedelta, float, str]

_UTC = datetime.timezone.utc
_EPOCH = datetime.datetime(1970, 1, 1, tzinfo=_UTC)
_UNITS = {'m': 'minutes', 'h': 'hours', 'd': 'days'}
_BACK = re.compile(r'([0-9]{1,9}(?:\.[0-9]{1,9})?)([mhd])\Z')

#: ``2015-07-17 20:14:29 PDT``, and in showdate the zone's name after it
_STAMP = re.compile(r'(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d) ([A-Za-z0-9+-]{1,10})'
                    r'(?:\s*\(([A-Za-z0-9_+/-]{1,64})\))?')

#: seconds that offsets from UTC are multiples of
_QUARTER = 900


def how_long(since: Since) -> datetime.timedelta | None:
    """Return how far back from now that is; None for a moment."""
    if isinstance(since, datetime.timedelta):
        return since
    match = _BACK.match(since) if isinstance(since, str) else None
    return None if match is None else datetime.timedelta(
        **{_UNITS[match[2]]: float(match[1])})


def start(since: Since, now: datetime.datetime | None = None
          ) -> datetime.datetime:
    """Return when that begins, with a time zone; 1970 at the earliest.

    :param now: what a length of time counts back from; None: this
        machine's clock
    :raises InvalidInput: ``since`` is something else
    """
    try:
        length = how_long(since)
        if length is not None and length >= datetime.timedelta():
            now = now or datetime.datetime.now(_UTC)
            return now - min(length, now - _EPOCH)
        if isinstance(since, datetime.datetime):
            # Without a zone, it is local time.
            return max(since.astimezone(), _EPOCH)
        if isinstance(since, (int, float)) and not isinstance(since, bool):
            return datetime.datetime.fromtimestamp(max(since, 0), _UTC)
    except (OverflowError, ValueError, OSError):
        pass
    raise exceptions.InvalidInput(
        'since is a datetime, a timedelta, seconds since the epoch, or how '
        "far back such as '30m', '12h' or '7d', not " + describe.value(since))


def minutes_since(begin: datetime.datetime) -> int:
    """Return how many whole minutes back that is, one at least."""
    now = datetime.datetime.now(_UTC)
    return max(1, math.ceil((now - begin).total_seconds() / 60))


class ArrayClock(NamedTuple):
    """What an array's clock shows."""

    now: datetime.datetime
    """The moment it shows."""

    zone: datetime.tzinfo
    """The time zone in which the array prints times."""

    def moment(self, text: str) -> datetime.datetime | None:
        """Return a time that the array printed; None for another text."""
        match = _STAMP.match(text)
        return None if match is None else _moment(match, self.zone)


def clock(lines: Iterable[str]) -> ArrayClock:
    """Read what ``showdate`` prints.

    :raises SSHTableError: it is something else
    """
    match = next(filter(None, map(_STAMP.search, lines)), None)
    zone = None if match is None else _zone(match)
    now = None if match is None or zone is None else _moment(match, zone)
    if now is None or zone is None:
        raise cli.errors.SSHTableError('showdate names no time')
    return ArrayClock(now, zone)


def _moment(match: re.Match[str], zone: datetime.tzinfo
            ) -> datetime.datetime | None:
    """Return a printed time; where an hour comes twice, by its zone's name."""
    try:
        time = datetime.datetime.strptime(match[1], '%Y-%m-%d %H:%M:%S')
    except ValueError:
        return None
    if match[2] in ('UTC', 'GMT'):
        return time.replace(tzinfo=_UTC)
    time = time.replace(tzinfo=zone)
    later = time.replace(fold=1)
    return later if later.tzname() == match[2] != time.tzname() else time


def _zone(match: re.Match[str]) -> datetime.tzinfo | None:
    """Return the zone that showdate names.

    Where Python has no data of time zones, as on Windows without tzdata, it
    is the offset that the array's clock has now.
    """
    import zoneinfo
    try:
        return zoneinfo.ZoneInfo(match[3] or '')
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        local = _moment(match, _UTC)
    if local is None:
        return None
    ahead = (local - datetime.datetime.now(_UTC)).total_seconds()
    quarters = round(ahead / _QUARTER)
    if abs(quarters * _QUARTER) > 15 * 3600:
        return None     # the clock is wrong by days
    return datetime.timezone(datetime.timedelta(seconds=quarters * _QUARTER))
