"""What a good array answers, and how a broken or evil one spoils it.

The good answers hold every member that a method looks for, so that a spoiled
one reaches the place where it is missed. It knows no method but the few that
are documented to make do with less than a good answer.
"""

from __future__ import annotations

import json
from typing import Any

from hypothesis import strategies as st

from tests.support import hostile
from tests.support.hostile import reply

PLACE = {'node': 0, 'slot': 2, 'cardPort': 1}
VOLUME = {'id': 1, 'name': 'w1', 'sizeMiB': 1024, 'copyOf': 'v1',
          'copyType': 3, 'snapCPG': 'c1', 'userCPG': 'c1', 'state': 1,
          'userSpace': {'usedMiB': 1}, 'wwn': '60002AC0000000000000000100001'}
HOST = {'id': 1, 'name': 'h1', 'persona': 2,
        'FCPaths': [{'wwn': '50014380242B8B4C', 'portPos': PLACE}],
        'iSCSIPaths': [{'name': 'iqn.1998-01.com.x:y', 'IPAddr': '10.0.0.9'}],
        'NVMETCPPaths': [{'NQN': 'nqn.x', 'IP': '10.0.0.9'}]}
SET = {'id': 1, 'name': 's1', 'setmembers': ['v1', 'h1']}
VLUN = {'lun': 3, 'volumeName': 'v1', 'hostname': 'h1', 'type': 4,
        'portPos': PLACE, 'active': True}
PORT = {'portPos': PLACE, 'protocol': 6, 'linkState': 4, 'mode': 2,
        'type': 1, 'IPAddr': '10.0.0.1', 'NQN': 'nqn.port'}
TASK = {'id': 7, 'type': 18, 'name': 'src->v1', 'status': 2,
        'completedPhases': 1, 'totalPhases': 2, 'user': 'u'}
RULE = {'id': 1, 'name': 's1', 'type': 1, 'enabled': True}
GROUP = {'name': 'g1', 'role': 1,
         'targets': [{'targetName': 't1', 'state': 3, 'mode': 1}],
         'volumes': [{'localVolumeName': 'v1', 'remoteVolumes': [
             {'remoteVolumeName': 'w1', 'syncStatus': 3}]}]}
SAMPLE = {'name': 'v1', 'sampleTimeSec': 1500000000,
          'IO': {'total': 2.0}, 'KBytes': {'total': 8.0},
          'serviceTimeMS': {'total': 1.0}, 'queueLength': 1, 'busyPct': 2.5}
PAIR = {'key': 'k', 'value': 'x', 'creationTimeSec': 1}
VERSION = {'major': 1, 'minor': 6, 'revision': 5, 'build': 30301460}

LISTED: dict[str, Any] = {
    'volumes': [VOLUME], 'hosts': [HOST], 'hostsets': [SET],
    'volumesets': [SET], 'vluns': [VLUN], 'ports': [PORT], 'tasks': [TASK],
    'cpgs': [{'id': 1, 'name': 'c1', 'state': 1}], 'qos': [RULE],
    'remotecopygroups': [GROUP], 'systemreporter': [SAMPLE]}
ALONE: dict[str, Any] = {
    'system': {'id': 1, 'name': 'a', 'systemVersion': '3.3.1'},
    'capacity': {'allCapacity': {'totalMiB': 1}}, 'remotecopy': {'mode': 1},
    'wsapiconfiguration': {'version': '1.6.5'},
    'flashcache': {'sizeGiB': 64, 'mode': 1}, 'remotecopylinks': {'n': 1}}


def a_list(members: list[Any]) -> Any:
    return {'total': len(members), 'members': members}


def good(sent: hostile.Sent) -> hostile.Reply:
    """What a good array answers."""
    if sent.target == '/api':
        return reply(VERSION)
    parts = sent.parts
    if sent.method == 'GET':
        return reply(_found(parts))
    if parts == ['credentials']:
        return reply({'key': hostile.KEY}, 201)
    if parts == ['spacereporter']:
        return reply({'rawFreeMiB': 2, 'usableFreeMiB': 1})
    if sent.method == 'DELETE':
        return reply()
    if parts == ['vluns']:
        body = sent.json
        return reply(None, 201, Location='/api/v1/vluns/%s,%d,h1' % (
            body['volumeName'], body['lun']))
    return reply({'taskid': 7}, 201, Location=f'/api/v1/{parts[0]}/n1')


def _found(parts: list[str]) -> Any:
    if parts[-1] == 'objectKeyValues':
        return a_list([PAIR])
    if 'objectKeyValues' in parts:
        return PAIR
    if parts[0] == 'remotecopygroups' and parts[2:] == ['volumes']:
        return a_list(GROUP['volumes'])     # type: ignore[arg-type]
    if parts[0] == 'remotecopygroups' and len(parts) == 4:
        return GROUP['volumes'][0]          # type: ignore[index]
    if parts == ['tasks', '7']:
        return dict(TASK, status=3)
    if parts == ['volumes', 'v1']:
        return dict(VOLUME, copyOf='src')
    if parts[0] in ALONE:
        return ALONE[parts[0]]
    if parts[0] == 'systemreporter':
        return dict(a_list([SAMPLE]), sampleTimeSec=1500000000)
    if len(parts) == 1:
        return a_list(LISTED[parts[0]])
    return LISTED[parts[0]][0]


# -- spoiled ------------------------------------------------------------------

#: stand for JSON that json.dumps would not write
DEEP = {'@deep': b'[' * 100000 + b']' * 100000,
        '@below the limit': b'[' * 700 + b']' * 700,
        '@in objects': b'{"a":' * 600 + b'1' + b'}' * 600,
        '@nan': b'NaN', '@inf': b'Infinity', '@1e400': b'1e400',
        '@half a character': b'"\xed\xa0\x80"',
        '@digits': b'9' * 5000, '@twice': b'{"a":1,"a":2}'}

JSON_VALUES: list[Any] = [
    None, True, False, 0, -1, 1.5, 2.0, 10 ** 300, 2 ** 63, '', 'x', '..',
    'a/b', '\ud800', '\x1b[2J', 'x' * 9000, 'src->v1', [], {}, [1], [None],
    ['x'], [[]], [{}], {'a': 1}, {'total': 9}, {'name': 5}, {'members': 5},
    {'members': [1]}, {'members': [{}]}, {'members': {}},
    {'total': 'x', 'members': []}, {'total': True, 'members': []},
    {'success': False, 'message': {'code': 29, 'desc': 'no'}},
    {'success': False, 'message': 'no'}, *DEEP]

UNREADABLE = [
    b' ', b'{', b'[', b'{"members": [', b'{"members": [{}', b'{}{}', b'nul',
    b'{"a": 1,}', b'<html><body>Bad gateway</body></html>', b'\xff\xfe',
    b'\x00', b'\x00' * 100000, b"{'a': 1}", b'{"a": \x01}',
    b'{"total":3,"members":[{},{},{"success":false,"message":{"code":29,',
    b'\x1f\x8b\x08\x00', b'[' * 100000, b'{"a":' * 5000,
    b'{"total": ' + b'9' * 5000 + b', "members": []}',
    b'\x1b[2J{', 'ü'.encode('utf-16')]

ERROR_BODIES: list[Any] = [
    None, {}, [], 5, 'x', {'code': 23, 'desc': 'no'}, {'code': '23'},
    {'code': 'many'}, {'code': 2.0}, {'code': 2.5}, {'code': 10 ** 400},
    {'code': '9' * 5000}, {'code': '²'}, {'code': '٣'}, {'code': [1]},
    {'code': {'a': 1}}, {'code': True}, {'code': '@nan'}, {'code': '@inf'},
    {'code': '@1e400'}, {'desc': ['a', 'b']}, {'desc': {'a': 'b'}},
    {'desc': 5}, {'desc': '@below the limit'}, {'desc': '@in objects'},
    {'desc': 'x' * 100000}, {'desc': '\ud800'}, {'desc': 'a\r\nb\x1b[2J'},
    {'desc': '\u202ea'}, {'ref': ['a']}, {'ref': 'x' * 90000},
    {'debug1': ['x'], 'debug2': {'a': '\ud800'}}, {'code': None,
                                                   'desc': None},
    {'error': {'code': 23, 'desc': 'no'}}, [{'code': 23}],
    {'x' * 9000: 'y'}, {'a': '@in objects'}, '@deep']

LOCATIONS = [
    '', '/', '//', '..', '/api/v1/vluns/..', '/api/v1/vluns/', 'x', 'v1,5,h1',
    'http://evil/api/v1/vluns/other,1,h1', '/api/v1/vluns/other,1,h1',
    '/api/v1/vluns/v1', '/api/v1/vluns/v1,x,h1', '/api/v1/vluns/v1,5',
    '/api/v1/vluns/v1,5,h1,0:2:1,x', '/api/v1/vluns/%2e%2e,5,h1',
    '/api/v1/vluns/%00', '/api/v1/vluns/%ff%fe', '/api/v1/vluns/v1%2C5%2Ch1',
    '/api/v1/vluns/' + 'x' * 9000, '/api/v1/vluns/v1,' + '9' * 5000 + ',h1',
    '/api/v1/vluns/\xe9', '\x1b[2J', '/api/v1/hostsets/%', '?', '#']

HEADERS: list[Any] = [
    (), (('Retry-After', '9' * 400),), (('Retry-After', 'x'),),
    (('Retry-After', 'Mon, 01 Jan 99999999999999999999 00:00:00 GMT'),),
    (('Retry-After', 'Mon, 01 Jan 0001 00:00:00 -2359'),),
    (('Retry-After', '٣'),), (('Content-Type', '\x1b[2J'),),
    (('Content-Type', 'x' * 9000),), (('Content-Length', 'x'),),
    (('Transfer-Encoding', 'chunked'),), (('status', '999'),),
    tuple((f'X-{number}', 'y') for number in range(500)),
    *((('Location', location),) for location in LOCATIONS)]

STATUSES = [*range(100, 104), 199, 200, 201, 202, 204, 206, 226, 299, 300,
            301, 302, 304, 307, 308, 399, *range(400, 419), 422, 429, 451,
            499, 500, 501, 502, 503, 504, 505, 599, 600, 999]


def written(value: Any) -> bytes:
    """A value as JSON, with what JSON should not hold put in."""
    text = json.dumps(value).encode()
    for name, data in DEEP.items():
        text = text.replace(json.dumps(name).encode(), data)
    return text


def _place(places: list[Any]) -> Any:
    """One of them by number: hypothesis would write all of them down."""
    return st.integers(0, len(places) - 1).map(lambda at: places[at])


json_values = _place(JSON_VALUES)


@st.composite
def spoiled(draw: Any, value: Any) -> Any:
    """A copy of an answer in which one thing is wrong."""
    value = json.loads(json.dumps(value))
    holder, key = [value], 0
    while isinstance(holder[key], (dict, list)) and holder[key]:
        inside = holder[key]
        if draw(st.integers(0, 4)) == 0:
            break
        holder = inside
        key = draw(st.sampled_from(sorted(inside) if isinstance(inside, dict)
                                   else range(len(inside))))
    if isinstance(holder, dict) and draw(st.booleans()):
        del holder[key]
        return value
    new = draw(json_values)
    if holder == [value]:
        return new
    holder[key] = new
    return value


class Spoil:
    """How one answer of a call is spoiled.

    :param kind: ``bytes``, ``json``, ``member``, ``status`` or ``headers``
    """

    def __init__(self, kind: str, draw: Any) -> None:
        self.kind = kind
        self._draw = draw
        self.status = 0
        self.body: Any = None

    def __repr__(self) -> str:
        return 'Spoil(%s, %r, %.200r)' % (self.kind, self.status, self.body)

    def __call__(self, sent: hostile.Sent) -> hostile.Reply:
        back = getattr(self, '_' + self.kind)(good(sent))
        self.status, self.body = back.status, back.body
        return back

    def _bytes(self, back: hostile.Reply) -> hostile.Reply:
        return back._replace(body=self._draw(_place(UNREADABLE)))

    def _json(self, back: hostile.Reply) -> hostile.Reply:
        return back._replace(body=written(self._draw(json_values)))

    def _member(self, back: hostile.Reply) -> hostile.Reply:
        value = json.loads(back.body) if back.body else {}
        return back._replace(body=written(self._draw(spoiled(value))))

    def _status(self, back: hostile.Reply) -> hostile.Reply:
        body = self._draw(_place(ERROR_BODIES))
        return back._replace(
            status=self._draw(st.sampled_from(STATUSES)),
            body=b'' if body is None else written(body),
            headers=self._draw(_place(HEADERS)))

    def _headers(self, back: hostile.Reply) -> hostile.Reply:
        return back._replace(headers=self._draw(_place(HEADERS)))


KINDS = ('bytes', 'json', 'member', 'member', 'member', 'status', 'headers')

#: method → error statuses that are an answer to it, or None for all:
#: documented in the method's own words
_FILTERS = frozenset((400, 404))
TOLERATED: dict[str, frozenset[int]] = {
    'queryHost': frozenset((400,)), 'getVLUN': _FILTERS,
    'getHostVLUNs': _FILTERS, 'find_existing_vluns': _FILTERS,
    'create_vlun_nvme': _FILTERS, 'remove_vlun_nvme': _FILTERS,
    'getVolumeSnapshots': _FILTERS, 'getSnapshotsOfVolume': _FILTERS,
    'targetInRemoteCopyGroupExists': frozenset((404,)),
    'stopOnlinePhysicalCopy': frozenset((404,)),
    'create_host_or_use_existing': frozenset((409,)),
}

#: methods that are documented to raise nothing, to go another way, or to
#: log that the session before was left behind
RAISE_NOTHING = frozenset(('findVolumeMetaData', 'findHost', 'login'))
