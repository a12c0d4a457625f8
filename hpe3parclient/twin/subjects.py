"""What a change is about, and what that looks like.

A request names the object that it changes and others that it refers to; each
has a path. A look at a path gives what an object is, and leaves out what
changes by itself: how full and how old it is, its state, which of its ports
are logged in.
"""

from __future__ import annotations

import json
import urllib.parse
from collections.abc import Iterator, Mapping
from typing import Any, Callable

from hpe3parclient.narrowing import is_dict, is_list
from hpe3parclient.resources.base import is_plain, query, term
from hpe3parclient.web import redact

#: gives the answer to a GET; None where the array has no such object
Get = Callable[[str], Any]
#: what an object looks like; None: it is not there
Look = dict[str, Any]

#: members that a new array gives an object; the same object has the same
GIVEN = frozenset(('uuid', 'wwn', 'id', 'nguid', 'udid', 'baseId',
                   'volumeWWN', 'Serial'))

#: numbers that say what an object is, not how full or how old it is
_NUMBERS = frozenset((
    'sizeMiB', 'lun', 'persona', 'copyType', 'provisioningType', 'id', 'baseId',
    'limitMiB', 'warningMiB', 'incrementMiB', 'RAIDType', 'HA', 'setSize',
    'priority', 'ioMinGoal', 'ioMaxLimit', 'bwMinGoalKB', 'bwMaxLimitKB',
    'latencyGoal', 'latencyGoaluSecs', 'ssSpcAllocWarningPct',
    'ssSpcAllocLimitPct', 'usrSpcAllocWarningPct', 'usrSpcAllocLimitPct',
    'mode', 'syncPeriod', 'flashCachePolicy'))

#: what a host says of itself when it logs in, and what links to elsewhere
_PASSING = frozenset(('links', 'driverVersion', 'firmwareVersion', 'vendor',
                      'model', 'ipAddr', 'active', 'detailedStatus',
                      'snapshotSpace', 'userSpace', 'adminSpace'))

#: resources that are one object
_SINGLE = ('flashcache', 'system')

#: members of bodies that name another object, and where that is
_REFERENCES = {
    'volumeName': 'volumes', 'destVolume': 'volumes', 'hostname': 'hosts',
    'cpg': 'cpgs', 'userCPG': 'cpgs', 'snapCPG': 'cpgs', 'destCPG': 'cpgs'}
_SETS = {'volumes': 'volumesets', 'hosts': 'hostsets'}

#: objects that a command may name
_NAMED = ('volumes', 'hosts', 'cpgs', 'volumesets', 'hostsets')

#: what QoS rules are of, in their paths
QOS_TARGETS = {1: 'vvset', 2: 'sys'}


def of_request(method: str, path: str, body: Any) -> list[str]:
    """Return the paths of what a request is about, the first its own.

    :param path: below ``/api/v1``
    :param body: what it sends
    """
    plain = path.partition('?')[0]
    root, *names = plain[1:].split('/')
    paths: list[str] = []
    if names or root in _SINGLE or method != 'POST':
        paths.append(plain)
    if len(names) > 1:
        paths.append(f'/{root}/{names[0]}')
    if is_dict(body):
        if not names and method == 'POST':
            paths += _created(root, body)
        paths += _referred(root, body)
    return list(dict.fromkeys(paths))


def _created(root: str, body: Mapping[str, Any]) -> Iterator[str]:
    """The path that a new object will have."""
    name = body.get('name')
    if root == 'vluns':
        parts = [body.get(item) for item in ('volumeName', 'lun', 'hostname')]
        if not body.get('autoLun') and None not in parts:
            yield '/vluns/' + ','.join(str(item) for item in parts)
    elif root == 'qos':
        target = QOS_TARGETS.get(body.get('type', 1))
        if isinstance(name, str) and target:
            yield f'/qos/{target}:{name}'
    else:
        yield from _paths(root, name)


def _referred(root: str, body: Mapping[str, Any]) -> Iterator[str]:
    """The paths of other objects that a body names."""
    for member, kind in _REFERENCES.items():
        name = body.get(member)
        if isinstance(name, str) and name.startswith('set:') and kind in _SETS:
            yield from _paths(_SETS[kind], name[4:])
        else:
            yield from _paths(kind, name)
    yield from _paths(root, body.get('newName'))
    parameters = body.get('parameters')
    if is_dict(parameters):
        if root == 'volumes':
            yield from _paths(root, parameters.get('name'))
        yield from _referred(root, parameters)
    members = body.get('setmembers')
    for kind, of_set in _SETS.items():
        if of_set == root and is_list(members):
            yield from _paths(kind, *members)


def _paths(root: str, *names: Any) -> Iterator[str]:
    """The paths of objects with these names, where they can be names."""
    for name in names:
        if isinstance(name, str) and name not in ('', '.', '..'):
            yield '/'.join(('', root, urllib.parse.quote(name, safe='')))


def of_command(words: list[str]) -> list[str]:
    """Return the paths that the words of a command may stand for."""
    return [path for word in dict.fromkeys(words[1:])
            if is_plain(word) and not word.startswith('-')
            for root in _NAMED for path in _paths(root, word)]


def look(get: Get, path: str) -> Look | None:
    """Return what an object is.

    A volume has its exports too: who exports it meanwhile changes it.
    """
    value = get(path)
    if not is_dict(value):
        return None
    root, _, name = path[1:].partition('/')
    if root == 'vluns':
        rows = [row for row in value.get('members', ()) if is_dict(row)]
        return {item: rows[0][item] for item in
                ('volumeName', 'lun', 'hostname', 'volumeWWN')
                if item in rows[0]} if rows else None
    if root == 'tasks':
        return {item: value[item] for item in ('name', 'user') if item in value}
    result: Look = redact.body(_telling(value))
    if root == 'volumes' and '/' not in name and 'name' in value:
        result['exports'] = _exports(get, str(value['name']))
    return result


def _exports(get: Get, volume: str) -> list[str]:
    """Where a volume is exported to: LUN and host."""
    if not is_plain(volume):
        return []
    answer = get('/vluns' + query(term('volumeName', 'EQ', volume)))
    rows = answer.get('members', ()) if is_dict(answer) else ()
    # Old releases answer with the whole list.
    return sorted({f'{row.get("lun")},{row.get("hostname", "")}' for row in rows
                   if is_dict(row) and row.get('volumeName') == volume})


def _telling(value: Mapping[str, Any]) -> Look:
    result: Look = {}
    for name, item in value.items():
        if name in _PASSING or 'Time' in name or \
                name.endswith(('State', 'States')):
            continue
        if isinstance(item, (str, bool)) or name in _NUMBERS:
            result[name] = item
        elif is_dict(item):
            inner = _telling(item)
            if inner:
                result[name] = inner
        elif is_list(item):
            result[name] = _rows(item)
    return result


def _rows(items: list[Any]) -> list[Any]:
    """The members of a list in one order, each once."""
    rows = [_telling(item) if is_dict(item) else item for item in items
            if is_dict(item) or isinstance(item, str)]
    return [json.loads(text) for text in
            sorted({json.dumps(row, sort_keys=True) for row in rows})]


def differing(expected: Look | None, actual: Look | None) -> tuple[Any, Any]:
    """Return the members that differ, on both sides."""
    if expected is None or actual is None:
        return (None if expected is None else 'there',
                None if actual is None else 'there')
    names = [name for name in {**expected, **actual}
             if expected.get(name) != actual.get(name)]
    return ({name: expected.get(name) for name in names},
            {name: actual.get(name) for name in names})


def without_given(value: Look | None) -> Look | None:
    """Return a look without what a new array gives an object."""
    return None if value is None else {
        name: item for name, item in value.items() if name not in GIVEN}
