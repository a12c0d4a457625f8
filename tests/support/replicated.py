"""Two simulated arrays that are linked, and raw HTTP to both.

No client of ours is used: the two arrays are asked, each on its own socket,
what it knows.
"""

from __future__ import annotations

from contextlib import ExitStack
from types import TracebackType
from typing import Any

from hpe3parclient.simulator import (
    Clock,
    RemoteLink,
    SimulatedArray,
    connect,
)
from tests.support.rawclient import RawClient

STARTED, STOPPED, FAILSAFE = 3, 5, 7
NEW, SYNCING, SYNCED, HALTED = 1, 2, 3, 8
PRIMARY, SECONDARY = 1, 2
SYNC, PERIODIC, ASYNC = 1, 3, 4


class Pair:
    """Array ``a`` and array ``b``, one clock, a CPG ``c`` on both."""

    def __init__(self, one: Any = '3par-3.3.1',
                 other: Any = '3par-3.3.1', **options: Any) -> None:
        self._stack = ExitStack()
        self.clock = Clock(running=False)
        self.arrays: list[SimulatedArray] = [
            SimulatedArray(model, tls=False, clock=self.clock, seed=1)
            for model in (one, other)]
        self.link: RemoteLink = connect(*self.arrays, **options)

    def __enter__(self) -> Pair:
        for array in self.arrays:
            self._stack.enter_context(array)
        self.a, self.b = (RawClient(array).log_in()
                          for array in self.arrays)
        for client in (self.a, self.b):
            client.others = [item for item in self.arrays
                              if item is not client.array]
            client.ok('POST', '/cpgs', {'name': 'c'})
        self.there = self.arrays[1].state.name
        self.here = self.arrays[0].state.name
        self.suffix = f'.r{self.arrays[0].state.personality.system_id}'
        return self

    def __exit__(self, kind: type[BaseException] | None,
                 error: BaseException | None,
                 trace: TracebackType | None) -> None:
        self._stack.close()

    # -- requests -----------------------------------------------------------

    def target(self, mode: int = SYNC, **more: Any) -> dict[str, Any]:
        return {'targetName': self.there, 'mode': mode, 'userCPG': 'c',
                'snapCPG': 'c', **more}

    def group(self, name: str = 'g', mode: int = SYNC,
              **more: Any) -> str:
        """A group on ``a``; its path."""
        self.a.ok('POST', '/remotecopygroups', {
            'name': name, 'targets': [self.target(mode)],
            'localUserCPG': 'c', 'localSnapCPG': 'c', **more}, 201)
        return f'/remotecopygroups/{name}'

    def admission(self, name: str, **more: Any) -> dict[str, Any]:
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

    def sides(self, path: str = '/remotecopygroups/g') -> tuple[Any, Any]:
        """The group as each array shows it."""
        return self.a.get(path), self.b.get(self.other(path))

    def roles(self) -> list[tuple[int, bool]]:
        """Role and roleReversed on both."""
        return [(item['role'], item['targets'][0]['roleReversed'])
                for item in self.sides()]

    def states(self) -> list[int]:
        """The group's state on both."""
        return [item['targets'][0]['state'] for item in self.sides()]

    def statuses(self) -> list[int]:
        """SyncStatus of the first volume on both."""
        return [item['volumes'][0]['remoteVolumes'][0]['syncStatus']
                for item in self.sides()]

    def same(self, name: str = 'v') -> bool:
        """Whether both volumes hold the same data."""
        item, other = (array.state for array in self.arrays)
        return item.content_of(name) == other.content_of(
            f'{name}.copy')
