"""Keys and values that programs leave on a volume.

Knows what a key may be called and that each is there once. No source says
which other objects have any, so volumes alone do (OURS).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Dict, List, Mapping

from hpe3parclient.simulator.clock import iso8601
from hpe3parclient.simulator.errors import Refused
from hpe3parclient.simulator.model.volumes.lookup import find_volume
from hpe3parclient.simulator.model.volumes.validation import (
    check_metadata_text,
    check_pair,
)

if TYPE_CHECKING:
    from hpe3parclient.simulator.array import Array


def _entry(array: Array, name: str, key: str) -> Dict[str, Any]:
    volume = find_volume(array, name)
    check_metadata_text(key, 'key')
    entry = volume.metadata.get(key)
    if entry is None:
        raise Refused('NON_EXISTENT_OBJECT_KEY')
    return entry


def create(array: Array, name: str, wanted: Mapping[str, str]) -> None:
    """POST /volumes/<name>/objectKeyValues."""
    volume = find_volume(array, name)
    check_pair(wanted)
    if wanted['key'] in volume.metadata:
        raise Refused('EXISTENT_OBJECT_KEY', 'key')
    volume.metadata[wanted['key']] = {'value': wanted['value'],
                                      'created': array.clock.now()}


def modify(array: Array, name: str, key: str,
           wanted: Mapping[str, str]) -> None:
    """PUT: another value; the key stays as old as it is."""
    entry = _entry(array, name, key)
    entry['value'] = check_metadata_text(wanted['value'], 'value')


def delete(array: Array, name: str, key: str) -> None:
    """DELETE of one key."""
    _entry(array, name, key)
    del find_volume(array, name).metadata[key]


def _view(key: str, entry: Mapping[str, Any]) -> Dict[str, Any]:
    return {'key': key, 'value': entry['value'],
            'creationTimeSec': int(entry['created']),
            'creationTime8601': iso8601(entry['created'])}


def view(array: Array, name: str, key: str) -> Dict[str, Any]:
    """One key as GET shows it."""
    return _view(key, _entry(array, name, key))


def views(array: Array, name: str) -> List[Dict[str, Any]]:
    """Every key of a volume, oldest first."""
    return [_view(key, entry) for key, entry
            in find_volume(array, name).metadata.items()]
