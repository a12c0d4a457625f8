"""What holds for an array whatever was done to it, and for two linked ones.

Call these with the lock of the array held, or when nobody else is at work.
"""

from __future__ import annotations

from typing import Any

from hpe3parclient.simulator.model import capacity, vluns
from hpe3parclient.simulator.model.remotecopy.lookup import (
    Side,
    other_mirror,
    twin,
)
from hpe3parclient.simulator.model.volumes.space import charges
from hpe3parclient.simulator.state.cpgs import Usage
from hpe3parclient.simulator.state.remotecopy import (
    FAILSAFE,
    PRIMARY,
    SECONDARY,
    STARTED,
    SYNCED,
)


def check_volumes(state: Any) -> None:
    """Families, CPGs and what they hold fit together."""
    held = {cpg.id: Usage() for cpg in state.cpgs}
    for item in state.volumes:
        assert state.volumes.get(item.name) is item
        for child in item.children:
            assert state.volumes.by_id(child).parent_id == item.id
        if item.parent_id is not None:
            parent = state.volumes.by_id(item.parent_id)
            assert item.id in parent.children
        for number in item.sets:
            assert item.id in state.volumesets.by_id(number).members
        assert 0 <= item.user_used <= item.user_reserved or item.is_snapshot
        for cpg, use in charges(state, item):
            held[cpg.id] = held[cpg.id].plus(use)
    for cpg in state.cpgs:
        assert cpg.usage == held[cpg.id]
        assert cpg.users == {item.id for item in state.volumes
                             if item.user_cpg == cpg.id}
        assert cpg.snap_users == {item.id for item in state.volumes
                                  if item.snap_cpg == cpg.id}
    for kind in state.pools:
        assert capacity.raw_free(state, kind) >= 0


def check_copies(state: Any) -> None:
    """Copies, their parents and the snapshots they share know each other."""
    for item in state.volumes:
        if item.phys_parent_id is not None:
            parent = state.volumes.by_id(item.phys_parent_id)
            assert item.id in parent.phys_copies
        for number in item.phys_copies:
            assert state.volumes.by_id(number).phys_parent_id == item.id
        if item.copy_snapshot is not None:
            kept = state.volumes.by_id(item.copy_snapshot)
            assert kept.kept_for == item.id
        if item.kept_for is not None:
            assert state.volumes.by_id(item.kept_for).copy_snapshot == item.id
        assert state.volumes.by_id(item.base_id).parent_id is None


def check_work(state: Any) -> None:
    """Whatever a volume is busy with, an active task ends."""
    busy = {name for task in state.tasks if task.status == 2
            for name in (getattr(task.effect, member, None) for member in (
                'copy', 'source', 'snapshot', 'target', 'volume'))}
    for item in state.volumes:
        if item.busy and item.kept_for is None:
            assert item.id in busy


def check_exports(state: Any) -> None:
    """Exports are known at both ends, and no LUN is used twice."""
    for item in state.vluns:
        for volume in vluns.volumes_of(state, item):
            assert item.volume is None or item.id in volume.templates
    for host in state.hosts:
        for number in host.sets:
            assert host.id in state.hostsets.by_id(number).members
        for users in vluns.used_luns(state, host).values():
            assert len(users) == 1
        for path in host.paths:
            assert state.host_of_path[path.name] == host.id


def check_members(state: Any) -> None:
    """Whatever names something else names something that is there."""
    for kind, members in ((state.hostsets, state.hosts),
                          (state.volumesets, state.volumes)):
        for whole in kind:
            assert len(set(whole.members)) == len(whole.members)
            for number in whole.members:
                assert whole.id in members.by_id(number).sets
            for number in whole.templates:
                assert state.vluns.has_id(number)
    for item in state.vluns:
        for keys in vluns.ends(state, item):
            assert item.id in keys
    for rule in state.qos:
        assert rule.target is None or state.volumesets.has_id(rule.target)


def check_array(state: Any) -> None:
    """Everything above, and remote copy as one array sees it."""
    check_volumes(state)
    check_copies(state)
    check_work(state)
    check_exports(state)
    check_members(state)
    check_groups(state)


def check_groups(state: Any) -> None:
    """Groups hold volumes that exist, and their snapshots belong to them."""
    kept: dict[int, int] = {}
    for group in state.remote.groups:
        assert len(set(group.volumes)) == len(group.volumes)
        for number in group.volumes:
            assert state.volumes.has_id(number)
        if group.set_id is not None:
            assert state.volumesets.by_id(group.set_id).members \
                == group.volumes
        for route in group.targets:
            assert state.remote.targets.has_id(route.target)
            assert set(route.mirrors) == set(group.volumes)
            kept.update({mirror.snapshot: number
                         for number, mirror in route.mirrors.items()
                         if mirror.snapshot is not None})
    for number, owner in state.remote.snapshots.items():
        assert kept[number] == owner
        if state.volumes.has_id(number):
            assert state.volumes.by_id(number).parent_id == owner


def check_pair(*states: Any) -> None:
    """Arrays that are linked agree about the groups between them."""
    for state in states:
        check_array(state)
        for group in state.remote.groups:
            for route in group.targets:
                _check_side(Side(state, group, route))


def _check_side(side: Side) -> None:
    other = twin(side)
    if other is None:
        return
    states = {side.route.state, other.route.state}
    assert len(states) == 1 or FAILSAFE in states
    if side.route.state == STARTED:
        assert {side.group.role, other.group.role} == {PRIMARY, SECONDARY}
    for number, mine in side.route.mirrors.items():
        theirs = other_mirror(other, number, mine)
        assert theirs is not None
        if side.route.state == STARTED:
            assert mine.status == theirs.status
            if side.group.role == PRIMARY:
                assert other.array.volumes.by_id(mine.remote_id).size_mib \
                    >= side.array.volumes.by_id(number).size_mib
        if mine.status == theirs.status == SYNCED:
            assert mine.point == theirs.point
            if side.group.role == SECONDARY:
                assert side.array.remote.content(number) == mine.point
