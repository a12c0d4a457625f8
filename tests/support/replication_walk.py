"""Random orders to two linked arrays, and what has to hold after each.

The model is asked directly, without HTTP, so that many orders fit.
"""

from __future__ import annotations

import random
from typing import Any, Callable

from hpe3parclient.simulator import Array, Clock, connect
from hpe3parclient.simulator.errors import Refused
from hpe3parclient.simulator.model import cpgs
from hpe3parclient.simulator.model.remotecopy import (
    groups as remotecopy_groups,
)
from hpe3parclient.simulator.model.remotecopy import (
    recovery,
    settings,
)
from hpe3parclient.simulator.model.remotecopy import (
    sync as remotecopy_sync,
)
from hpe3parclient.simulator.model.remotecopy import (
    volumes as remotecopy_volumes,
)
from hpe3parclient.simulator.model.remotecopy.lookup import find_group
from hpe3parclient.simulator.model.volumes.create import create_volume

STARTED, SYNCED = 3, 3
PRIMARY = 1
NAMES = ('v0', 'v1', 'v2')


class Walk:
    """Two arrays, one link, one group, and orders at random."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.clock = Clock(running=False)
        self.arrays = [Array(clock=self.clock, seed=seed) for _ in range(2)]
        self.link = connect(*self.arrays)
        self.mode = self.random.choice([1, 3, 4])
        for array in self.arrays:
            cpgs.create(array, {'name': 'c'})
        for name in NAMES:
            create_volume(self.arrays[0], {
                'name': name, 'cpg': 'c', 'snapCPG': 'c',
                'sizeMiB': 65536, 'tpvv': True})
        remotecopy_groups.create(self.arrays[0], {
            'name': 'g', 'targets': [{
                'targetName': self.arrays[1].name, 'mode': self.mode,
                'userCPG': 'c', 'snapCPG': 'c'}]})
        self.names = [
            'g', f'g.r{self.arrays[0].personality.system_id}']
        self.copies = ['{}', '{}.copy']
        for name in NAMES:
            self.admit(0, name)

    def step(self) -> None:
        """One order; what is refused changes nothing."""
        orders: list[Callable[[int], Any]] = [
            self.write, self.write, self.wait, self.wait, self.cut,
            *[self.restore] * 3, *[self.start] * 6, self.stop, self.sync,
            *[self.recover] * 3, *[self.admit] * 2, self.dismiss,
            self.modify]
        order = self.random.choice(orders)
        end = self.random.randrange(2)
        for array in self.arrays:
            array.settle()
        before = self.shown()
        try:
            order(end)
        except Refused:
            assert self.shown() == before
        for array in self.arrays:
            array.settle()

    def shown(self) -> str:
        return repr([(list(array.volumes), list(array.remote.groups),
                      list(array.cpgs), list(array.volumesets))
                     for array in self.arrays])

    # -- orders --------------------------------------------------------------

    def write(self, end: int) -> None:
        name = self.copies[end].format(self.random.choice(NAMES))
        if name in self.arrays[end].volumes:
            self.arrays[end].write(name, self.random.randrange(1, 64))

    def wait(self, end: int) -> None:
        self.clock.advance(self.random.choice([0.5, 3, 400]))

    def cut(self, end: int) -> None:
        self.link.cut()

    def restore(self, end: int) -> None:
        self.link.restore()

    def start(self, end: int) -> None:
        remotecopy_sync.start(self.arrays[end], self.names[end],
                              self.maybe('skipInitialSync', 0.05))

    def stop(self, end: int) -> None:
        remotecopy_sync.stop(self.arrays[end], self.names[end],
                             self.maybe('noSnapshot'))

    def sync(self, end: int) -> None:
        remotecopy_sync.synchronise(self.arrays[end], self.names[end],
                                    self.maybe('fullSync'))

    def recover(self, end: int) -> None:
        action = self.random.randrange(6, 12)
        expected: dict[str, Any] = {'action': action}
        for option, actions in recovery.OPTIONS.items():
            if action in actions and self.random.random() < 0.15:
                expected[option] = True
        recovery.recover(self.arrays[end], self.names[end],
                                   expected)

    def admit(self, end: int, name: str = '') -> None:
        name = name or self.random.choice(NAMES)
        there = self.arrays[1]
        remotecopy_volumes.admit(self.arrays[0], 'g', {
            'volumeName': name,
            'volumeAutoCreation': f'{name}.copy' not in there.volumes,
            'targets': [{'targetName': there.name,
                         'secVolumeName': f'{name}.copy'}]})

    def dismiss(self, end: int) -> None:
        remotecopy_volumes.dismiss(
            self.arrays[0], 'g', self.random.choice(NAMES),
            self.maybe('removeSecondaryVolume'))

    def modify(self, end: int) -> None:
        expected: dict[str, Any] = {
            'targetName': self.arrays[1 - end].name,
            'policies': {'autoRecover': self.random.random() < 0.5}}
        if self.mode == 3:
            expected['syncPeriod'] = 300
        settings.modify(self.arrays[end], self.names[end],
                                   {'targets': [expected]})

    def maybe(self, option: str, chance: float = 0.3) -> dict[str, Any]:
        return {option: True} if self.random.random() < chance else {}

    # -- what has to hold -----------------------------------------------------

    def check(self) -> None:
        groups = [find_group(array, name)
                  for array, name in zip(self.arrays, self.names)]
        self._check_lost(groups)
        self._check_snapshots()
        if not self.link.up:
            assert not any(group.started for group in groups)
            return
        routes = [group.targets[0] for group in groups]
        assert routes[0].state == routes[1].state or 7 in (
            routes[0].state, routes[1].state)
        if routes[0].state == STARTED:
            assert {group.role for group in groups} == {1, 2}
            assert groups[0].volumes
        for number, mine in routes[0].mirrors.items():
            theirs = routes[1].mirrors[mine.remote_id]
            if routes[0].state == STARTED:
                assert mine.status == theirs.status
            if mine.status == theirs.status == SYNCED:
                self._check_same(routes, number, mine, theirs)

    def _check_same(self, routes: Any, number: int, mine: Any,
                    theirs: Any) -> None:
        """Both know one common state; the secondary holds just that."""
        assert mine.point == theirs.point
        contents = [self.arrays[0].remote.content(number),
                    self.arrays[1].remote.content(mine.remote_id)]
        primary = 0 if find_group(
            self.arrays[0], 'g').role == PRIMARY else 1
        assert contents[1 - primary] == mine.point

    def _check_lost(self, groups: Any) -> None:
        for name in NAMES:
            assert name in self.arrays[0].volumes
        for array, group in zip(self.arrays, groups):
            kept = array.volumesets.by_id(group.set_id)
            assert kept.members == group.volumes
            for number in group.volumes:
                assert group.set_id in array.volumes.by_id(number).sets
                assert set(group.targets[0].mirrors) == set(group.volumes)

    def _check_snapshots(self) -> None:
        for array in self.arrays:
            kept = {mirror.snapshot for group in array.remote.groups
                    for route in group.targets
                    for mirror in route.mirrors.values()}
            assert set(array.remote.snapshots) == kept - {None}
            for number, owner in array.remote.snapshots.items():
                assert array.volumes.by_id(number).parent_id == owner
