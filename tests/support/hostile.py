"""Values that no sane program passes, and a client whose requests are kept.

The adapter of the session is replaced, so that thousands of calls a
second can be looked at: what would have left is kept, byte for byte, and an
answer of the test's choice comes back. It knows no resource.
"""

from __future__ import annotations

import enum
import io
import json
import os
from typing import Any, Callable, NamedTuple
from urllib.parse import unquote

import requests.adapters
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from urllib3 import HTTPHeaderDict, HTTPResponse

from hpe3parclient.client import HPE3ParClient
from hpe3parclient.retry import RetryPolicy
from hpe3parclient.web.redact import Secret

KEY = '0-b737a583363549c42c5ad3d3780793d0-c2defd5b'
BASE = '/api/v1'

#: HYPOTHESIS_PROFILE=campaign asks for many more examples
CAMPAIGN = os.environ.get('HYPOTHESIS_PROFILE') == 'campaign'


def examples(number: int, campaign: int | None = None) -> settings:
    """So many examples, the same ones in every run but the campaign's.

    :param campaign: how many there; ten times as many without it
    """
    return settings(
        max_examples=campaign or 10 * number if CAMPAIGN else number,
        deadline=None, database=None, derandomize=not CAMPAIGN,
        suppress_health_check=list(HealthCheck))


# -- values -------------------------------------------------------------------


class Word(str, enum.Enum):
    """A text whose str() is its name, not its value."""

    FIRST = 'v1'


class Number(enum.IntEnum):
    """An int whose str() is its name before Python 3.11."""

    FIRST = 1


def _deep() -> Any:
    value: Any = 'x'
    for _ in range(5000):
        value = [value]
    return value


def _in_itself() -> Any:
    value: Any = {'name': 'x'}
    value['self'] = value
    return value


def _list_in_itself() -> Any:
    value: Any = ['x']
    value.append(value)
    return value


#: every one is made anew, so that a change to it is the callee's doing
MAKERS: list[Callable[[], Any]] = [
    lambda: None, lambda: True, lambda: False, lambda: 0, lambda: -1,
    lambda: 1.5, lambda: 1024.0, lambda: 10 ** 20, lambda: 10 ** 5000,
    lambda: -10 ** 5000, lambda: float('nan'), lambda: float('inf'),
    lambda: 1e300, lambda: b'v1', lambda: bytearray(b'v1'), lambda: Word.FIRST,
    lambda: Number.FIRST, object, list, dict, tuple,
    lambda: ['a', 'b'], lambda: [None], lambda: [1.5], lambda: [['a']],
    lambda: [b'x'], lambda: {'a', 'b'}, lambda: {'name': 'other'},
    lambda: {'a': {'b': [1, {'c': None}]}}, lambda: {1: 2, '1': 3},
    lambda: {None: 1}, lambda: {'a': {2: 3}}, lambda: {'a&b=c#?/../': True},
    lambda: {'x': float('nan')}, lambda: {'x': b'y'}, lambda: {'x': '\ud800'},
    lambda: {'online': True}, lambda: {'node': 1, 'slot': 2, 'port': 3},
    lambda: {'node': 1.5, 'slot': 2, 'cardPort': 3},
    lambda: {'node': '1/..', 'slot': 2, 'cardPort': 3},
    lambda: {'newName': '..'}, lambda: {'action': 9},
    lambda: {'volumePairs': 5},
    lambda: {'newName': 'w', 'comment': 'c'}, lambda: {'tdvv': True},
    lambda: {'LDLayout': {'RAIDType': 1}}, lambda: {'nvme_ips': {1: 2}},
    lambda: (item for item in ['a', 'b']), lambda: {'user': 'x', 'key': 1},
    _deep, _in_itself, _list_in_itself, lambda: lambda: None,
    lambda: Exception, lambda: range(3), lambda: 3 + 4j]

TEXTS = [
    '', ' ', '.', '..', '...', '/', '\\', 'a/b', '../volumes/x', '..%2fx',
    '%2e%2e', '%00', '\x00', 'a\x00b', '%', '%%', 'a%20b', 'a b', ' a', 'a ',
    '#', 'a#b', '?', 'a?b=c', ';', 'a;name:b', '&', 'a&b', '=', '+', 'a+b',
    ',', 'a,1,b', ':', '@', '!', '~', '|', '*', '<', '>', '"', "'", '""',
    'x" OR "1"=="1', 'x OR name EQ y', 'AND', 'EQ', '[a]', '{a}', '$x',
    '[exec x]', 'a;removevv -f b', '`x`', '$(x)', 'a\nb', 'a\r\nHost: b', '\t',
    '\x1b[2J', '\x7f', '\x85', 'é', 'e\u0301', 'ß', 'İ', '\u202ea', '\u200f',
    '\ufeff', '\u2028', '𝒱', '\U0001f600', '\ud83d\ude00', '\ud800', 'a\udc80',
    '１２', '٣', '1_0', '0x10', '1e3', ' 7 ', '-1', 'None', 'null', 'true',
    'TRUE', 'set:', 'set:a', 'sys:all_others', 'vvset:x', 'v1', 'h1', '0:1:2',
    '0:1:2:3', '99999:1:1', '9' * 5000 + ':1:1', '1' * 5000, 'x' * 100000,
    'iqn.1998-01.com.x:y', '50014380242B8B4C', 'nqn.x', '10.0.0.1',
    '10.0.0.1:99999', '7d', 'hourly', '999999999d', 'http://other/api/v1',
    '//other/x', '-f', '--', '-rf', '@hourly', '%s', '%d%n', '{0}', '/' * 300]

#: by number, for hypothesis would write all of them down
_texts = st.integers(0, len(TEXTS) - 1).map(lambda place: TEXTS[place])

texts = st.one_of(
    _texts,
    st.text(max_size=12),
    st.text(alphabet=st.characters(), max_size=6),
    st.lists(_texts, min_size=2, max_size=3).map(
        lambda parts: ''.join(part[:50] for part in parts)))

#: functions that make a value; hypothesis shows and shrinks the simple ones
json_values = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(),
              texts),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.one_of(texts, st.integers()), inner,
                        max_size=3)), max_leaves=8)
values = st.one_of(
    texts.map(lambda value: lambda: value),
    st.sampled_from(MAKERS),
    json_values.map(lambda value: lambda: _copied(value)))


def _copied(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _copied(item) for name, item in value.items()}
    if isinstance(value, list):
        return [_copied(item) for item in value]
    return value


# -- the client ---------------------------------------------------------------


class Sent(NamedTuple):
    """One request as it would have left."""

    method: str
    target: str
    body: bytes | None

    @property
    def parts(self) -> list[str]:
        """The segments of the path below /api/v1, each decoded."""
        path = self.target.split('?', 1)[0]
        assert path.startswith(BASE + '/') or path == '/api', self
        return [unquote(part, errors='strict')
                for part in path[len(BASE) + 1:].split('/')]

    @property
    def query(self) -> list[list[str]]:
        """Names and values of the query, decoded."""
        _, mark, text = self.target.partition('?')
        return [[unquote(side, errors='strict')
                 for side in pair.split('=', 1)]
                for pair in text.split('&')] if mark else []

    @property
    def json(self) -> Any:
        return None if self.body is None else json.loads(self.body)


class Reply(NamedTuple):
    """What comes back."""

    status: int = 200
    body: bytes = b''
    headers: Any = ()


def reply(value: Any = None, status: int = 200, **headers: str) -> Reply:
    """An answer with a value as JSON; None is an empty body."""
    return Reply(status, b'' if value is None else json.dumps(value).encode(),
                 tuple(headers.items()))


class Recorder(requests.adapters.BaseAdapter):
    """An adapter of requests that answers by itself.

    :param answer: gives the reply to a request
    """

    def __init__(self, answer: Callable[[Sent], Reply]) -> None:
        super().__init__()
        self.answer = answer
        self.sent: list[Sent] = []

    def send(self, request: Any, *_: Any, **__: Any) -> requests.Response:
        url = request.url
        assert url.startswith('http://array.invalid/'), url
        target = url[len('http://array.invalid'):]
        target.encode('ascii')
        assert not set(target) & set(' \r\n\t\x00#"<>\\^`{|}'), target
        for name, value in request.headers.items():
            assert '\n' not in name + value
            value.encode('latin-1')
        item = Sent(request.method, target, request.body)
        self.sent.append(item)
        return self._response(request, self.answer(item))

    def _response(self, request: Any, back: Reply) -> requests.Response:
        headers = HTTPHeaderDict()
        for name, value in back.headers:
            headers.add(name, value)
        raw = HTTPResponse(io.BytesIO(back.body), headers, back.status,
                           preload_content=False)
        return requests.adapters.HTTPAdapter.build_response(
            self, request, raw)     # type: ignore[arg-type]

    def close(self) -> None:
        """There is nothing to close."""


def recorded(answer: Callable[[Sent], Reply]) -> HPE3ParClient:
    """A client that is logged in and whose requests are kept.

    :func:`recorder` gives what keeps them.
    """
    client = HPE3ParClient('http://array.invalid/api/v1',
                           retry=RetryPolicy(attempts=1))
    client.http.session.mount('http://', Recorder(answer))
    client.http.session_key = KEY
    client.http._array._credentials = Secret(
        {'user': 'u', 'password': 'password'})
    return client


def recorder(client: HPE3ParClient) -> Recorder:
    """What keeps the requests of a client."""
    result = client.http.session.get_adapter('http://')
    assert isinstance(result, Recorder)
    return result


def done(client: HPE3ParClient) -> None:
    """Let a client go: what it says last is said to nobody."""
    recorder(client).answer = lambda sent: Reply()
    client.logout()


def fingerprint(value: Any) -> list[Any]:
    """What a value holds, to see whether a call has changed it.

    It goes down without recursion and knows where it has been, so that deep
    values and those that hold themselves have one, too.
    """
    seen: dict[int, int] = {}
    result: list[Any] = []
    waiting = [value]
    while waiting:
        item = waiting.pop()
        result.append(type(item))
        if isinstance(item, (dict, list, tuple, set)):
            if id(item) in seen:
                result.append(seen[id(item)])
                continue
            seen[id(item)] = len(seen)
            result.append(len(item))
            waiting += item
            if isinstance(item, dict):
                waiting += item.values()
        else:
            result.append(item if isinstance(item, (str, bytes)) else id(item))
    return result
