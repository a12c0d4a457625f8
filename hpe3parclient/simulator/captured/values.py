"""Values of a capture: names, moments and places, as the model has them.

Knows how WSAPI writes them; knows no object.
"""

from __future__ import annotations

import calendar
import re
import time
import uuid
from collections.abc import Mapping
from typing import Any

JSON = dict[str, Any]

_STAMP = re.compile(r'(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)(?: (\w+))?')
_OFFSET = re.compile(r'([+-])(\d\d):?(\d\d)$')
_UTC = (None, 'UTC', 'GMT')


class Skipped(Exception):
    """The model cannot hold an object."""


def uuid_of(member: Mapping[str, Any]) -> str:
    """Return the UUID of an object; old releases show none for sets."""
    return str(member.get('uuid') or uuid.uuid5(
        uuid.NAMESPACE_OID, f'{member["id"]} {member["name"]}'))


def seconds(member: Mapping[str, Any], name: str) -> float | None:
    """Return a moment in seconds of the epoch; None: there is none."""
    return float(member[name]) if name in member else None


def position(value: Mapping[str, int]) -> str:
    """Return the position of a port as documents have it."""
    return f'{value["node"]}:{value["slot"]}:{value["cardPort"]}'


def moment(text: Any, offset: float) -> float | None:
    """Return the time of a task in seconds of the epoch.

    :param offset: seconds that the array's zone is ahead of UTC: the names of
        zones are not unique
    :returns: None where there is no time, as in a task that is running
    """
    match = _STAMP.match(str(text))
    if match is None:
        return None
    result = float(calendar.timegm(
        time.strptime(match[1], '%Y-%m-%d %H:%M:%S')))
    return result if match[2] in _UTC else result - offset


def offset_of(text: Any) -> float | None:
    """Return how far the zone of a time in ISO 8601 is ahead of UTC, seconds."""
    match = _OFFSET.search(str(text))
    if match is None:
        return None
    ahead = float(int(match[2]) * 3600 + int(match[3]) * 60)
    return ahead if match[1] == '+' else -ahead
