"""What is measured, and what is hoped for.

Cases and goals as data. It measures nothing and knows no numbers but the
goals.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

#: how a table calls each contestant
TITLES = {
    'client': 'this client',
    'orjson': 'this client, with orjson',
    'iterate': 'this client, iterVolumes',
    'pool': 'this client, ClientPool, one key per worker',
    'shared': 'this client, one key for all threads',
    'floor': 'urllib3, prepared context, json.loads (the floor)',
    'own': 'the floor, one key per thread',
    'resuming': 'the floor, TLS sessions resumed',
    'wire': 'a bare socket, no JSON',
    'session': 'requests.Session',
    'call': 'requests.request per call',
    'published': 'published python-3parclient',
}
CLI_TITLES = dict(TITLES, floor='a bare paramiko channel (the floor)')

SMALL = ('client', 'floor', 'session', 'call', 'published')
LISTS = ('client', 'orjson', 'iterate', *SMALL[1:])


class Case(NamedTuple):
    """One thing that all contestants do."""

    name: str
    title: str
    contestants: Sequence[str]
    operation: str
    #: ``https-kept`` and the like, or ``ssh``
    port: str
    #: nothing is verified (None), the array's CA ('ca'), or that CA in a
    #: store with the public ones ('store')
    trust: str | None = None
    volumes: int = 100
    latency: int = 0
    threads: int = 1
    words: Sequence[str] = ()
    #: calls that a value holds at least: where a delayed acknowledgement
    #: stops some calls and not others, one call says nothing
    least: int = 1
    #: measured in the short form, too
    short: bool = False


def small() -> list[Case]:
    """Small calls: one volume read, one made."""
    result = []
    for operation, verb in (('get', 'getVolume'), ('post', 'createVolume')):
        for scheme, trusts in (('http', (None,)),
                               ('https', (None, 'ca', 'store'))):
            for manner in ('kept', 'close'):
                for trust in trusts:
                    if operation == 'post' and trust in ('ca', 'store'):
                        continue
                    result.append(_small(operation, verb, scheme, manner,
                                        trust))
    return result


TRUST = {None: 'nothing verified', 'ca': "the array's CA file",
         'store': 'a CA store'}


def _small(operation: str, verb: str, scheme: str, manner: str,
           trust: str | None) -> Case:
    contestants: tuple[str, ...] = SMALL
    title = '%s, %s, %s' % (
        verb, 'TLS' if scheme == 'https' else 'HTTP',
        'kept connection' if manner == 'kept' else 'Connection: close')
    name = '-'.join([operation, scheme, manner])
    if scheme == 'https':
        title += ', ' + TRUST[trust]
        name += '-' + trust if trust else ''
        if manner == 'close':
            contestants = ('client', 'resuming', *SMALL[1:])
    if manner == 'kept':
        contestants += ('wire',)
    return Case(name, title, contestants, operation, scheme + '-' + manner,
                trust, short=name == 'get-https-close')


def lists() -> list[Case]:
    """All volumes, by number, and by what carries them."""
    result = [Case(f'list-{number}',
                  f'getVolumes, {format(number, ",")} volumes, TLS, kept',
                  LISTS, 'volumes', 'https-kept', None, number,
                  # the garbage collector looks at everything now and then
                  least=10 if number <= 1000 else 1, short=number == 100)
             for number in (100, 1000, 10000, 40000)]
    return [*result,
            Case('list-10000-http', 'getVolumes, 10,000 volumes, HTTP, kept',
                 LISTS, 'volumes', 'http-kept', None, 10000),
            Case('list-1000-close',
                 'getVolumes, 1,000 volumes, TLS, Connection: close',
                 LISTS, 'volumes', 'https-close', None, 1000)]


def threads() -> list[Case]:
    """Calls at the same time, on an array that serialises each key's."""
    return [Case(f'threads-{number}-latency-{latency}',
                 'getVolume, TLS, kept, %d thread%s, %d ms latency'
                 % (number, 's' * (number > 1), latency),
                 ('pool', 'shared', 'own', 'published'), 'get', 'https-kept',
                 None, 100, latency, number,
                 least=5 if latency and number < 64 else 1,
                 short=latency == 20 and number == 4)
            for latency in (0, 20) for number in (1, 4, 16, 64)]


def commands() -> list[Case]:
    """The command line."""
    kinds = ('client', 'floor', 'published')
    return [
        Case('cli-one', 'one CLI command on a live client (a table)', kinds,
             'command', 'ssh', words=('showpatch', '-hist'), least=10,
             short=True),
        Case('cli-text', 'one CLI command on a live client (free text)',
             kinds, 'command', 'ssh', words=('showdate',), least=10),
        Case('cli-5000', 'one CLI command that prints 5,000 lines', kinds,
             'command', 'ssh', words=('showvv',), least=5),
        Case('cli-connect', 'first connect and one CLI command', kinds,
             'connect', 'ssh', words=('showpatch', '-hist')),
    ]


CASES = [*small(), *lists(), *threads(), *commands()]
#: cases that are measured in ways of their own, see :mod:`special`
SPECIAL = ('import', 'memory', 'flat', 'expiry')


class Goal(NamedTuple):
    """One line of the table of goals."""

    what: str
    case: str
    #: ``time of this one / time of that one``
    above: str
    below: str
    #: '<=' or '>='
    sense: str
    limit: float

    @property
    def text(self) -> str:
        """The goal for people."""
        sign = '≥' if self.sense == '>=' else '≤'
        return f'{sign} {self.limit:g} ×'


def _beside(what: str, case: str, limit: float,
            floor: str = 'floor', above: str = 'client') -> Goal:
    return Goal(what, case, above, floor, '<=', limit)


def _faster(what: str, case: str, limit: float) -> Goal:
    return Goal(what, case, 'published', 'client', '>=', limit)


GOALS: list[Goal] = []
for _trust, _end in ((None, ''), ('ca', '-ca'), ('store', '-store')):
    _with = TRUST[_trust]
    GOALS += [
        _faster('getVolume, TLS, kept, %s: times as fast as published'
                % _with, 'get-https-kept' + _end, 55),
        _beside(f'getVolume, TLS, kept, {_with}: time, floor = 1',
                'get-https-kept' + _end, 1.25),
        _faster('getVolume, TLS, close, %s: times as fast as published'
                % _with, 'get-https-close' + _end, 9),
        # Where a certificate is expected, no TLS session is resumed.
        _beside(f'getVolume, TLS, close, {_with}: time, floor = 1',
                'get-https-close' + _end, 1.2 if _trust else 0.95),
    ]
GOALS += [
    _faster('getVolume, HTTP, kept: times as fast as published',
            'get-http-kept', 2),
    _beside('getVolume, HTTP, kept: time, floor = 1', 'get-http-kept', 1.25),
    _beside('getVolume, HTTP, close: time, floor = 1', 'get-http-close', 1.2),
    _beside('getVolumes, 1,000, TLS: time, floor = 1', 'list-1000', 0.95),
    _beside('getVolumes, 10,000, TLS: time, floor = 1', 'list-10000', 1.15),
    _beside('getVolumes, 1,000, TLS, orjson: time, floor = 1', 'list-1000',
            0.7, above='orjson'),
    _beside('getVolumes, 10,000, TLS, orjson: time, floor = 1', 'list-10000',
            0.7, above='orjson'),
    _faster('one CLI command, live client: times as fast as published',
            'cli-one', 50),
    _beside('one CLI command, live client: time, bare channel = 1',
            'cli-one', 1.25),
]


def settings_of(case: Case, ports: dict[str, int],
                files: dict[str | None, str | None]
                ) -> dict[str, Any]:
    """What a worker must know of a case."""
    scheme = 'https' if case.port.startswith('https') else 'http'
    result: dict[str, Any] = {
        'url': '%s://127.0.0.1:%d/api/v1' % (scheme, ports.get(
            case.port, ports['http-kept'])),
        'ca': files[case.trust] if scheme == 'https' else None,
        'user': f'latency-{case.latency}', 'threads': case.threads}
    if case.port == 'ssh':
        result.update(ssh=ports['ssh'], words=list(case.words))
    return result
