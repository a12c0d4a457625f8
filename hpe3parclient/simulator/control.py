"""``/simulator``: what a test does to an array, for other languages.

JSON in, JSON out, beside the web service and on its port. It injects
faults, turns the clock, reads and replaces the state, breaks parts and
stands for hosts. Every request carries the name and password of a user with
the role super, as HTTP Basic credentials: a page that a browser shows can
send requests to this port, but does not know them. Faults do not meet these
requests, and they are not recorded.
"""

from __future__ import annotations

import base64
import binascii
import dataclasses
import functools
import hmac
import json
import re
from collections.abc import Mapping
from typing import Any, Callable
from urllib.parse import urlsplit

from hpe3parclient.error_codes import BY_SYMBOL
from hpe3parclient.narrowing import is_dict
from hpe3parclient.simulator.array import Array
from hpe3parclient.simulator.clock import iso8601
from hpe3parclient.simulator.errors import Refused
from hpe3parclient.simulator.faults import OPTIONS, Fault, Faults
from hpe3parclient.simulator.http_request import Head
from hpe3parclient.simulator.persistence import restore, snapshot
from hpe3parclient.simulator.records import Records
from hpe3parclient.simulator.replies import Reply

PREFIX = '/simulator'
#: Seconds that the clock may be turned at once: ten years.
MAX_ADVANCE = 10 * 366 * 86400.0
_JSON = {'Content-Type': 'application/json'}
Handler = Callable[[Any], Any]


class Rejected(Exception):
    """The request cannot be followed; nothing has changed."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


class Control:
    """The control page of one array.

    :param array: its state
    :param faults: its faults
    :param records: what arrived at it
    """

    def __init__(self, array: Array, faults: Faults, records: Records
                 ) -> None:
        self._array = array
        self._faults = faults
        self._records = records
        self._routes: Mapping[tuple[str, str], Handler] = {
            ('GET', ''): self._index,
            ('GET', '/clock'): self._clock,
            ('POST', '/clock'): self._advance,
            ('GET', '/faults'): self._list_faults,
            ('POST', '/faults'): self._add_fault,
            ('PUT', '/faults'): self._set_faults,
            ('DELETE', '/faults'): self._clear_faults,
            ('GET', '/requests'): self._requests,
            ('DELETE', '/requests'): self._clear_requests,
            ('GET', '/state'): self._state,
            ('PUT', '/state'): self._restore,
            ('GET', '/parts'): self._parts,
            ('POST', '/parts'): self._fail,
            ('POST', '/hosts'): self._host,
            ('POST', '/load'): self._load}

    @staticmethod
    def serves(target: str) -> bool:
        """Whether a request target is one of this page."""
        path = urlsplit(target).path
        return path == PREFIX or path.startswith(f'{PREFIX}/')

    def handle(self, request: Head, body: bytes, early: Refused | None
               ) -> Reply:
        """The reply to one request.

        :param early: why its body could not be read
        """
        path = urlsplit(request.target).path.rstrip('/')
        try:
            self._authenticate(request.headers.get('authorization', ''))
            if early is not None:
                raise Rejected(early.status, early.desc)
            result = self._handler(request.method, path[len(PREFIX):])(
                _document(body))
        except Rejected as error:
            headers = {**_JSON, 'WWW-Authenticate':
                       'Basic realm="simulated array", charset="UTF-8"'} \
                if error.status == 401 else _JSON
            return Reply(error.status, dict(headers),
                         [_written({'error': str(error)})])
        return Reply(200, dict(_JSON), [_written(result)])

    def _authenticate(self, header: str) -> None:
        """Refuse whoever is not a super user of the array."""
        kind, _, text = header.partition(' ')
        try:
            name, _, password = base64.b64decode(
                text, validate=True).decode('utf-8').partition(':')
        except (binascii.Error, UnicodeDecodeError):
            name = password = ''
        with self._array.lock:
            expected = self._array.users.get(name)
            is_super = self._array.role_of(name) == 'super'
        matches = hmac.compare_digest(password.encode(),
                                      (expected or '').encode())
        if kind.lower() != 'basic' or not (
                matches and is_super and expected is not None):
            raise Rejected(401, 'send the name and password of a super user '
                           'of the array as HTTP Basic credentials')

    def _handler(self, method: str, path: str) -> Handler:
        handler = self._routes.get((method, path))
        if handler is not None:
            return handler
        methods = [known for known, where in self._routes if where == path]
        if methods:
            raise Rejected(405, f'{PREFIX}{path} knows '
                           f'{", ".join(methods)}, not {method}')
        raise Rejected(404, f'there is no {PREFIX}{path[:80]}; GET {PREFIX} '
                       'lists what there is')

    def _index(self, body: Any) -> Any:
        return {
            'name': self._array.name,
            'model': self._array.personality.name,
            'resources': sorted({f'{PREFIX}{path}'
                                 for _, path in self._routes if path}),
            'faultKinds': {kind: sorted(options)
                           for kind, options in OPTIONS.items()}}

    # -- clock ----------------------------------------------------------------

    def _clock(self, body: Any) -> Any:
        now = self._array.clock.now()
        return {'now': now, 'now8601': iso8601(now)}

    def _advance(self, body: Any) -> Any:
        members = _members(body, {'advance': (int, float)}, {'advance'})
        seconds = _number(members, 'advance', MAX_ADVANCE)
        self._array.clock.advance(seconds)
        self._array.settle()
        return self._clock(None)

    # -- faults ---------------------------------------------------------------

    def _list_faults(self, body: Any) -> Any:
        return {'faults': [_fault_view(fault)
                           for fault in self._faults.pending()],
                'injected': self._faults.injected(),
                'latency': self._faults.latency,
                'serialiseKeys': self._faults.serialise_keys}

    def _add_fault(self, body: Any) -> Any:
        members = _members(body, {
            'kind': (str,), 'method': (str,), 'path': (str,),
            'pathPattern': (str,), 'times': (int, type(None)),
            'skip': (int,), 'options': (dict,)}, {'kind'})
        path: Any = members.get('path')
        if 'pathPattern' in members:
            if path is not None:
                raise Rejected(400, 'path and pathPattern exclude each other')
            try:
                path = re.compile(members['pathPattern'])
            except re.error as error:
                raise Rejected(400, f'pathPattern: {error}') from None
        times = members.get('times', 1)
        if times is not None:
            times = int(_number(members, 'times', 1e9, 1))
        options = members.get('options', {})
        for name, value in options.items():
            check = _FAULT_OPTIONS.get(name)
            if check is not None and not check(value):
                raise Rejected(400, f'options.{name} cannot be {value!r:.60}')
        try:
            fault = self._faults.add(
                members['kind'], method=members.get('method'), path=path,
                times=times, skip=int(_number(members, 'skip', 1e9)),
                **options)
        except (TypeError, ValueError) as error:
            raise Rejected(400, str(error)) from None
        return _fault_view(fault)

    def _set_faults(self, body: Any) -> Any:
        members = _members(body, {'latency': (int, float),
                                  'serialiseKeys': (bool,)}, set())
        if 'latency' in members:
            self._faults.latency = _number(members, 'latency', 3600)
        if 'serialiseKeys' in members:
            self._faults.serialise_keys = members['serialiseKeys']
        return self._list_faults(None)

    def _clear_faults(self, body: Any) -> Any:
        self._faults.clear()
        return self._list_faults(None)

    # -- requests and state ---------------------------------------------------

    def _requests(self, body: Any) -> Any:
        return {'requests': [dataclasses.asdict(record)
                             for record in self._records]}

    def _clear_requests(self, body: Any) -> Any:
        self._records.clear()
        return {'requests': []}

    def _state(self, body: Any) -> Any:
        try:
            return snapshot(self._array)
        except ValueError as error:
            raise Rejected(409, str(error)) from None

    def _restore(self, body: Any) -> Any:
        if not is_dict(body):
            raise Rejected(400, 'the body must be a document that '
                           f'GET {PREFIX}/state gave')
        try:
            restore(body, self._array)
        except ValueError as error:
            raise Rejected(400, str(error)) from None
        return self._clock(None)

    # -- hardware, hosts, load ------------------------------------------------

    def _parts(self, body: Any) -> Any:
        with self._array.lock:
            return {'broken': [
                {'kind': item.kind, 'part': item.part, 'state': item.state}
                for item in self._array.hardware.failures.values()]}

    def _fail(self, body: Any) -> Any:
        members = _members(body, {'kind': (str,), 'part': (str, int),
                                  'state': (str,)}, {'kind', 'part'})
        try:
            self._array.fail(members['kind'], members['part'],
                             members.get('state', 'failed'))
        except ValueError as error:
            raise Rejected(400, str(error)) from None
        return self._parts(None)

    def _host(self, body: Any) -> Any:
        members = _members(body, {'name': (str,), 'loggedIn': (bool,)},
                           {'name', 'loggedIn'})
        act = self._array.log_in if members['loggedIn'] \
            else self._array.log_out
        _carried_out(lambda: act(members['name']))
        return members

    def _load(self, body: Any) -> Any:
        members = _members(body, {'volume': (str,), 'writeMiB': (int,),
                                  'readMiB': (int,)}, {'volume'})
        name = members['volume']
        for key, act in (('writeMiB', self._array.write),
                         ('readMiB', self._array.read)):
            mib = int(_number(members, key, 2 ** 40))
            if mib:
                _carried_out(functools.partial(act, name, mib))
        return members


def _between(least: float, most: float, *kinds: type
             ) -> Callable[[Any], bool]:
    def check(value: Any) -> bool:
        amount: Any = value
        return isinstance(value, kinds) and not isinstance(value, bool) \
            and bool(least <= amount <= most)
    return check


def _line(value: Any) -> bool:
    return isinstance(value, str) and value.isprintable()


def _header_lines(value: Any) -> bool:
    return is_dict(value) and all(
        name.isascii() and _line(name) and _line(text)
        for name, text in value.items())


#: What the options of faults may be; a body may be any JSON value.
_FAULT_OPTIONS: Mapping[str, Callable[[Any], bool]] = {
    'seconds': _between(0, 3600, int, float),
    'status': _between(100, 599, int), 'code': _between(0, 9999, int),
    'after': _between(0, 2 ** 31, int), 'extra': _between(1, 2 ** 31, int),
    'chunks': _between(0, 2 ** 31, int),
    'retry_after': lambda value: _line(value)
    or _between(0, 10 ** 9, int)(value),
    'symbol': lambda value: isinstance(value, str) and value in BY_SYMBOL,
    'ref': _line, 'desc': _line, 'content_type': _line, 'location': _line,
    'headers': _header_lines}


def _carried_out(act: Callable[[], object]) -> None:
    """Do what the rules of the array may refuse."""
    try:
        act()
    except Refused as error:
        raise Rejected(409, f'{error.symbol}: {error.desc}') from None


def _fault_view(fault: Fault) -> dict[str, Any]:
    path = fault.path
    view = {'kind': fault.kind, 'method': fault.method,
            'path': path if isinstance(path, str) else None,
            'pathPattern': None if path is None or isinstance(path, str)
            else path.pattern,
            'times': fault.left, 'skip': fault.skip,
            'options': fault.options, 'injected': fault.injected}
    return {name: value for name, value in view.items()
            if value is not None or name == 'times'}


def _document(text: bytes) -> Any:
    if not text:
        return None
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Rejected(400, f'the body is not JSON: {error}') from None


def _members(body: Any, known: Mapping[str, tuple[type, ...]],
             required: set[str]) -> dict[str, Any]:
    """The members of a body, each of a type it may have."""
    if not is_dict(body):
        raise Rejected(400, 'the body must be a JSON object with '
                       + ', '.join(known))
    for name in sorted(required - set(body)):
        raise Rejected(400, f'{name} is missing')
    for name, value in body.items():
        if name not in known:
            raise Rejected(400, f'{name[:80]} is unknown; there are '
                           + ', '.join(known))
        kinds = known[name]
        if not isinstance(value, kinds) or (
                isinstance(value, bool) and bool not in kinds):
            raise Rejected(400, f'{name} must be ' + ' or '.join(
                kind.__name__ for kind in kinds)
                + f', not {type(value).__name__}')
    return body


def _number(members: Mapping[str, Any], name: str, most: float,
            least: float = 0) -> float:
    """A number of the body, in its range; the least where it is missing."""
    value: float = members.get(name, least)
    if not least <= value <= most:
        raise Rejected(400, f'{name} must be from {least:g} to {most:g}, '
                       f'not {value:g}')
    return value


def _written(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, default=str).encode() + b'\n'
