"""Two simulated arrays that are linked, and raw HTTP to both.

No client of ours is used: the two arrays are asked, each on its own socket,
what it knows.
"""

from __future__ import annotations

from contextlib import ExitStack
from types import TracebackType
from typing import Any, Dict, List, Optional, Tuple, Type

import requests

from hpe3parclient.error_codes import BY_SYMBOL, number_of
from hpe3parclient.simulator import (
    Clock,
    RemoteLink,
    SimulatedArray,
    connect,
)

STARTED, STOPPED = 3, 5
SYNCED = 3
PRIMARY, SECONDARY = 1, 2
SYNC, PERIODIC, ASYNC = 1, 3, 4
KEY = 'X-HP3PAR-WSAPI-SessionKey'


def everything(array: SimulatedArray) -> str:
    """What an array holds but its sessions, as text."""
    state = array.state
    with state.lock:
        state.settle()
        return repr([
            list(state.cpgs), list(state.volumes), list(state.volumesets),
            list(state.vluns), list(state.tasks), state.pools,
            list(state.remote.groups),
            [vars(one) for one in state.remote.targets],
            [state.remote.content(one.id) for one in state.volumes],
            state.remote.snapshots])


class Speaker:
    """Raw HTTP to one array, with a session key."""

    def __init__(self, array: SimulatedArray) -> None:
        self.array = array
        self.state = array.state
        self.others: List[SimulatedArray] = []
        self._session = requests.Session()
        self._session.trust_env = False
        self.log_in()

    def log_in(self) -> None:
        self._session.headers.pop(KEY, None)
        answer = self('POST', '/credentials', {
            'user': self.array.user, 'password': self.array.password})
        self._session.headers[KEY] = answer.json()['key']

    def close(self) -> None:
        self._session.close()

    def __call__(self, method: str, path: str,
                 body: Any = None) -> requests.Response:
        return self._session.request(
            method, self.array.api_url + path, json=body, timeout=20)

    def ok(self, method: str, path: str, body: Any = None,
           status: Optional[int] = None) -> requests.Response:
        """A request that has to succeed."""
        answer = self(method, path, body)
        expected = (200, 201, 202) if status is None else (status,)
        assert answer.status_code in expected, answer.text
        return answer

    def get(self, path: str) -> Any:
        return self.ok('GET', path).json()

    def refused(self, symbol: str, method: str, path: str,
                body: Any = None, status: Optional[int] = None) -> None:
        """A request that is refused so, and changes no array."""
        arrays = [self.array, *self.others]
        before = [everything(one) for one in arrays]
        answer = self(method, path, body)
        expected = status or BY_SYMBOL[symbol].status
        assert (answer.status_code, answer.json()['code']) == (
            expected, number_of(symbol)), answer.text
        assert [everything(one) for one in arrays] == before

    def volume(self, name: str, size: int = 10240, **more: Any) -> None:
        """A thin volume in CPG ``c`` that may have snapshots."""
        kind = {'tpvv': True} if 'tpvv' not in more else {}
        self.ok('POST', '/volumes', {
            'name': name, 'cpg': 'c', 'snapCPG': 'c', 'sizeMiB': size,
            **kind, **more})

    def volumes(self) -> List[str]:
        return [one['name'] for one in self.get('/volumes')['members']]


class Pair:
    """Array ``a`` and array ``b``, one clock, a CPG ``c`` on both."""

    def __init__(self, one: Any = '3par-3.3.1',
                 other: Any = '3par-3.3.1', **options: Any) -> None:
        self._stack = ExitStack()
        self.clock = Clock(running=False)
        self.arrays: List[SimulatedArray] = [
            SimulatedArray(model, tls=False, clock=self.clock, seed=1)
            for model in (one, other)]
        self.link: RemoteLink = connect(*self.arrays, **options)

    def __enter__(self) -> Pair:
        for array in self.arrays:
            self._stack.enter_context(array)
        self.a, self.b = (Speaker(array) for array in self.arrays)
        for speaker in (self.a, self.b):
            self._stack.callback(speaker.close)
            speaker.others = [one for one in self.arrays
                              if one is not speaker.array]
            speaker.ok('POST', '/cpgs', {'name': 'c'})
        self.there = self.arrays[1].state.name
        self.here = self.arrays[0].state.name
        self.suffix = f'.r{self.arrays[0].state.personality.system_id}'
        return self

    def __exit__(self, kind: Optional[Type[BaseException]],
                 error: Optional[BaseException],
                 trace: Optional[TracebackType]) -> None:
        self._stack.close()

    # -- requests -----------------------------------------------------------

    def target(self, mode: int = SYNC, **more: Any) -> Dict[str, Any]:
        return {'targetName': self.there, 'mode': mode, 'userCPG': 'c',
                'snapCPG': 'c', **more}

    def group(self, name: str = 'g', mode: int = SYNC,
              **more: Any) -> str:
        """A group on ``a``; its path."""
        self.a.ok('POST', '/remotecopygroups', {
            'name': name, 'targets': [self.target(mode)],
            'localUserCPG': 'c', 'localSnapCPG': 'c', **more}, 201)
        return f'/remotecopygroups/{name}'

    def admission(self, name: str, **more: Any) -> Dict[str, Any]:
        return {'volumeName': name, 'targets': [
            {'targetName': self.there, 'secVolumeName': f'{name}.copy'}],
            'volumeAutoCreation': True, **more}

    def admit(self, name: str = 'v', group: str = 'g',
              **more: Any) -> None:
        self.a.ok('PUT', f'/remotecopygroups/{group}', {
            'action': 1, **self.admission(name, **more)})

    def replicated(self, mode: int = SYNC, size: int = 10240) -> str:
        """A group with one volume ``v``, not started."""
        self.a.volume('v', size)
        path = self.group(mode=mode)
        self.admit()
        return path

    def started(self, mode: int = SYNC) -> str:
        """The same, started and synchronised."""
        path = self.replicated(mode)
        self.a.state.write('v', 100)
        self.a.ok('PUT', path, {'action': 3})
        self.clock.advance(60)
        return path

    def failed_over(self) -> str:
        """The same after a disaster; the link is back, both are primary."""
        path = self.started()
        self.link.cut()
        self.b.ok('PUT', self.other(path), {'action': 7})
        self.link.restore()
        return path

    def other(self, path: str) -> str:
        """The path of the same group on ``b``."""
        return path + self.suffix

    # -- what both say --------------------------------------------------------

    def sides(self, path: str = '/remotecopygroups/g') -> Tuple[Any, Any]:
        """The group as each array shows it."""
        return self.a.get(path), self.b.get(self.other(path))

    def roles(self) -> List[Tuple[int, bool]]:
        """Role and roleReversed on both."""
        return [(one['role'], one['targets'][0]['roleReversed'])
                for one in self.sides()]

    def states(self) -> List[int]:
        """The group's state on both."""
        return [one['targets'][0]['state'] for one in self.sides()]

    def statuses(self) -> List[int]:
        """SyncStatus of the first volume on both."""
        return [one['volumes'][0]['remoteVolumes'][0]['syncStatus']
                for one in self.sides()]

    def same(self, name: str = 'v') -> bool:
        """Whether both volumes hold the same data."""
        one, other = (array.state for array in self.arrays)
        return one.content_of(name) == other.content_of(
            f'{name}.copy')
