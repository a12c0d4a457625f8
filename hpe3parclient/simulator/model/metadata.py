"""Keys and values that programs leave on a volume.

Knows what a key may be called and that each is there once. No source says
which other objects have any, so volumes alone do (OURS).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hpe3parclient.simulator.clock import iso8601
from hpe3parclient.simulator.errors import Refused
from hpe3parclient.simulator.model.volumes.lookup import find_volume
from hpe3parclient.simulator.model.volumes.validation import (
    check_metadata_text,
    check_pair,
)
from hpe3parclient.simulator.state.array_state import ArrayState


def _entry(array: ArrayState, name: str, key: str) -> dict[str, Any]:
    volume = find_volume(array, name)
    check_metadata_text(key, 'key')
    entry = volume.metadata.get(key)
    if entry is None:
        raise Refused('NON_EXISTENT_OBJECT_KEY')
    return entry


def create(array: ArrayState, name: str, request: Mapping[str, str]) -> None:
    """POST /volumes/<name>/objectKeyValues."""
    volume = find_volume(array, name)
    check_pair(request)
    if request['key'] in volume.metadata:
        raise Refused('EXISTENT_OBJECT_KEY', 'key')
    volume.metadata[request['key']] = {'value': request['value'],
                                      'created': array.clock.now()}


def modify(array: ArrayState, name: str, key: str,
           request: Mapping[str, str]) -> None:
    """PUT: another value; the key stays as old as it is."""
    entry = _entry(array, name, key)
    entry['value'] = check_metadata_text(request['value'], 'value')


def delete(array: ArrayState, name: str, key: str) -> None:
    """DELETE of one key."""
    _entry(array, name, key)
    del find_volume(array, name).metadata[key]


def _view(key: str, entry: Mapping[str, Any]) -> dict[str, Any]:
    return {'key': key, 'value': entry['value'],
            'creationTimeSec': int(entry['created']),
            'creationTime8601': iso8601(entry['created'])}


def view(array: ArrayState, name: str, key: str) -> dict[str, Any]:
    """One key as GET shows it."""
    return _view(key, _entry(array, name, key))


def views(array: ArrayState, name: str) -> list[dict[str, Any]]:
    """Every key of a volume, oldest first."""
    return [_view(key, entry) for key, entry
            in find_volume(array, name).metadata.items()]
