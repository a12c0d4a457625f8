"""Random orders to two linked arrays: whatever comes, both agree."""

from __future__ import annotations

from typing import Any

import pytest

from hpe3parclient.simulator.model.remotecopy import recovery, sync
from hpe3parclient.simulator.model.remotecopy.lookup import find_group
from tests.support.replication_walk import NAMES, PRIMARY, SYNCED, Walk

pytestmark = pytest.mark.long


@pytest.mark.parametrize('seed', range(12))
def test_both_arrays_agree_after_any_orders(seed: int) -> None:
    walk = Walk(seed)
    for _ in range(400):
        walk.step()
        walk.check()


@pytest.mark.parametrize('seed', range(12))
def test_any_state_can_be_brought_home(seed: int) -> None:
    walk = Walk(seed + 100)
    for name in NAMES:
        walk.arrays[0].write(name, 10)
    for _ in range(120):
        walk.step()
    walk.link.restore()
    written = bring_home(walk)
    for array, group in zip(walk.arrays, walk.names):
        result = find_group(array, group)
        assert all(mirror.status == SYNCED
                   for mirror in result.targets[0].mirrors.values())
    here = find_group(walk.arrays[0], 'g')
    for number, mirror in here.targets[0].mirrors.items():
        contents = [walk.arrays[0].remote.content(number),
                    walk.arrays[1].remote.content(mirror.remote_id)]
        assert contents[0] == contents[1] == written[number]


def bring_home(walk: Walk) -> dict[int, Any]:
    """One primary is chosen, its data are sent; what they are."""
    for array, name in zip(walk.arrays, walk.names):
        if find_group(array, name).started:
            sync.stop(array, name, {})
    groups = [find_group(array, name)
              for array, name in zip(walk.arrays, walk.names)]
    if not groups[0].volumes:
        return {}
    roles = [group.role for group in groups]
    turn = {'action': 6, 'localGroupsDirection': True}
    if roles == [1, 1]:
        recovery.recover(walk.arrays[0], 'g', turn)
    elif roles == [2, 2]:
        recovery.recover(walk.arrays[1], walk.names[1],
                                   {'action': 7})
    end = 0 if groups[0].role == PRIMARY else 1
    content = walk.arrays[end].remote.content
    written = {number: content(number if end == 0 else mirror.remote_id)
               for number, mirror in groups[0].targets[0].mirrors.items()}
    sync.start(walk.arrays[end], walk.names[end], {})
    walk.clock.advance(100)
    for array in walk.arrays:
        array.settle()
    return written
