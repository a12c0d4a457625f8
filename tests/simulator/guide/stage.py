"""A simulated array with what requests are about, made by raw HTTP.

One stage serves all tests of a personality: each takes names of its own, so
that what another test left does not matter.
"""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from hpe3parclient.simulator import (
    PERSONALITIES,
    Array,
    Clock,
    SimulatedArray,
    connect,
)
from hpe3parclient.simulator.model.remotecopy import groups, sync, volumes
from hpe3parclient.simulator.model.volumes.create import create_volume
from hpe3parclient.simulator.personality import Capability, Personality
from tests.support.rawclient import Answer, RawClient

DAY = 24 * 3600
#: What the other array of remote copy is called.
PEER = 'peer'


class Stage:
    """One array, logged in, with CPGs ``c`` and ``u`` and the domain ``D``."""

    def __init__(self, array: SimulatedArray) -> None:
        self.array = array
        self._numbers = itertools.count(1)
        #: scenes that wait to be refused again
        self.kept: dict[str, Any] = {}
        #: of the host that was made last
        self.last_wwn = ''
        self.set_up()

    def set_up(self) -> None:
        """Begin with an array that is as new."""
        self.used = 0
        state = self.array.state
        state.__init__(state.personality, state.clock, seed=1)  # type: ignore[misc]
        state.sessions.timeout = 1000 * DAY
        state.domains.add('D')
        state.users['guest'] = 'p'
        state.browsers.add('guest')
        self.api = RawClient(self.array).log_in()
        for name in ('c', 'u'):
            self.api.ok('POST', '/cpgs', {'name': name})
        if self.has(Capability.REMOTE_COPY):
            self._connect(state)

    def _connect(self, state: Array) -> None:
        there = Array(self.personality, state.clock, seed=2)
        there.name = PEER
        there.cpgs.add(dataclasses.replace(
            state.cpgs.get('c'), users=set(), snap_users=set()))
        # Over Fibre Channel every release copies in every mode.
        connect(state, there, kind=2)
        self.peer = there

    @property
    def personality(self) -> Personality:
        return self.array.state.personality

    @property
    def version(self) -> tuple[int, ...]:
        """Of WSAPI."""
        item = self.personality
        return item.major, item.minor, item.revision

    def has(self, capability: Capability) -> bool:
        return self.personality.has(capability)

    def number(self) -> int:
        """Another number on each call."""
        return next(self._numbers)

    def fresh(self, prefix: str = 'x') -> str:
        """A name that nothing has yet."""
        return f'{prefix}{self.number()}'

    def wwn(self) -> str:
        return f'{0x1000000000000000 + self.number():016X}'

    def iqn(self) -> str:
        return f'iqn.2015-11.com.example:{self.number()}'

    def pass_time(self, seconds: float = DAY) -> None:
        """Let the tasks come to their end."""
        self.array.clock.advance(seconds)
        with self.array.state.lock:
            self.array.state.settle()

    # -- what requests are about ------------------------------------------

    def volume(self, size: int = 256, **members: Any) -> str:
        name = self.fresh('v')
        self.api.volume(name, size, **members)
        return name

    def snapshot(self, parent: str, **members: Any) -> str:
        name = self.fresh('s')
        self.api.ok('POST', f'/volumes/{parent}', {
            'action': 'createSnapshot', 'parameters': {'name': name, **members}})
        return name

    def copied(self, done: bool = True) -> tuple[str, str]:
        """A volume and its physical copy, which keeps its parent."""
        source, copy = self.volume(), self.volume()
        self.api.ok('POST', f'/volumes/{source}', {
            'action': 'createPhysicalCopy',
            'parameters': {'destVolume': copy, 'saveSnapshot': True}})
        if done:
            self.pass_time()
        return source, copy

    def host(self, **members: Any) -> str:
        name = self.fresh('h')
        self.api.ok('POST', '/hosts', {'name': name, **members})
        return name

    def set_of(self, kind: str, *members: str) -> str:
        name = self.fresh('g')
        self.api.ok('POST', f'/{kind}', {'name': name,
                                         'setmembers': list(members)})
        return name

    def vvset(self, *members: str) -> str:
        return self.set_of('volumesets', *(members or (self.volume(),)))

    def rule(self) -> str:
        """A volume set with a QoS rule."""
        name = self.vvset()
        self.api.ok('POST', '/qos', {'name': name, 'type': 1, 'priority': 1})
        return name

    def flash_cache(self) -> None:
        """The array has a flash cache."""
        if self.array.state.flash_cache is None:
            self.api.ok('POST', '', {'flashCache': {'sizeGiB': 64}})

    def no_flash_cache(self) -> None:
        if self.array.state.flash_cache is not None:
            self.api.ok('DELETE', '/flashcache')
            self.pass_time()

    # -- remote copy --------------------------------------------------------

    def group(self, mode: int = 1, volume: bool = False,
              started: bool = False) -> str:
        """A remote-copy group to the peer, with a volume or without."""
        name = self.fresh('r')
        self.api.ok('POST', '/remotecopygroups', {
            'name': name, 'localUserCPG': 'c', 'localSnapCPG': 'c',
            'targets': [{'targetName': PEER, 'mode': mode, 'userCPG': 'c',
                         'snapCPG': 'c'}]})
        if volume or started:
            self.admit(name)
        if started:
            self.api.ok('PUT', f'/remotecopygroups/{name}', {'action': 3})
            self.pass_time()
        return name

    def peer_volume(self, name: str) -> str:
        """A volume of the other array."""
        with self.peer.lock:
            create_volume(self.peer, {'name': name, 'cpg': 'c', 'sizeMiB': 256,
                                      'tpvv': True, 'snapCPG': 'c'})
        return name

    def secondary(self) -> str:
        """A group whose primary is the other array, and is stopped."""
        name = self.fresh('r')
        here = self.array.state.name
        with self.array.state.lock, self.peer.lock:
            groups.create(self.peer, {
                'name': name, 'localUserCPG': 'c', 'localSnapCPG': 'c',
                'targets': [{'targetName': here, 'mode': 1, 'userCPG': 'c',
                             'snapCPG': 'c'}]})
            volumes.admit(self.peer, name, {
                'volumeName': self.peer_volume(self.fresh('v')),
                'volumeAutoCreation': True,
                'targets': [{'targetName': here,
                             'secVolumeName': self.fresh('v')}]})
            sync.start(self.peer, name, {})
        self.pass_time()
        with self.array.state.lock, self.peer.lock:
            sync.stop(self.peer, name, {})
        return next(item for item in self.api.names('/remotecopygroups')
                    if item.startswith(f'{name}.'))

    def admit(self, group: str, volume: str = '') -> str:
        volume = volume or self.volume()
        self.api.ok('POST', f'/remotecopygroups/{group}/volumes', {
            'volumeName': volume, 'volumeAutoCreation': True,
            'targets': [{'targetName': PEER, 'secVolumeName': volume}]})
        return volume

    def group_volume(self, group: str) -> str:
        """The name of the one volume of a group."""
        members = self.api.get(f'/remotecopygroups/{group}')['volumes']
        return str(members[0]['localVolumeName'])

    def tidy(self, answer: Answer) -> None:
        """Give back what arrays have few of: session keys."""
        if answer.status == 201 and answer.body and 'key' in answer.body:
            self.api.ok('DELETE', f"/credentials/{answer.body['key']}")


@contextmanager
def staged(model: str) -> Iterator[Stage]:
    """A stage on a personality, as long as the block lasts."""
    with SimulatedArray(PERSONALITIES[model], tls=False, seed=1,
                        clock=Clock(running=False)) as array:
        yield Stage(array)
