"""Find groups, their targets and their counterparts on the other array."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from hpe3parclient.simulator.errors import Refused
from hpe3parclient.simulator.model import licences
from hpe3parclient.simulator.state.array_state import ArrayState, Link, Target
from hpe3parclient.simulator.state.remotecopy import Group, GroupTarget, Mirror


class Side(NamedTuple):
    """One array's end of a group that is copied to another array."""

    array: ArrayState
    group: Group
    route: GroupTarget


def sides_over(array: ArrayState, link: Link) -> Iterator[Side]:
    """Every group that an array copies over a link."""
    for group in list(array.remote.groups):
        for route in group.targets:
            if array.remote.targets.by_id(route.target).link is link:
                yield Side(array, group, route)



def find_group(array: ArrayState, name: str) -> Group:
    """The group of that name, or NON_EXISTENT_RCOPY_GROUP."""
    licences.need(array, 'remoteCopy')
    group = array.remote.groups.get(name)
    if group is None:
        raise Refused('NON_EXISTENT_RCOPY_GROUP')
    return group


def find_route(array: ArrayState, group: Group, name: str,
               symbol: str = 'RCOPY_GROUP_INV_TARGET', *,
               status: int | None = None) -> GroupTarget:
    """The group's target of that name, or the error for another one."""
    for route in group.targets:
        if array.remote.targets.by_id(route.target).name == name:
            return route
    raise Refused(symbol, 'targetName', status=status)


def target_of(side: Side) -> Target:
    """The target a side copies to."""
    return side.array.remote.targets.by_id(side.route.target)


def twin(side: Side) -> Side | None:
    """The other array's end of it; None when it cannot be seen."""
    target = target_of(side)
    if target.link is None or not target.ready:
        return None
    peer = target.link.other(side.array)
    group = peer.remote.groups.get(side.route.remote_group)
    if group is None or group is side.group:
        return None
    for route in group.targets:
        if peer.remote.targets.by_id(route.target).link is target.link \
                and route.remote_group == side.group.name:
            return Side(peer, group, route)
    return None


def peer_of(side: Side) -> ArrayState:
    """The array a ready target stands for."""
    target = target_of(side)
    if target.link is None or not target.ready:
        raise Refused('RCOPY_TARGET_IS_NOT_READY')
    return target.link.other(side.array)


def other_mirror(other: Side, volume_id: int,
                 mirror: Mirror) -> Mirror | None:
    """The same pair of volumes as the other array knows it."""
    result = other.route.mirrors.get(mirror.remote_id)
    return result if result and result.remote_id == volume_id else None


def mirrored(side: Side) -> bool:
    """Whether a change of the group is made on the target as well."""
    return target_of(side).mirror_config and not side.route.unmirrored


def target_over(array: ArrayState, link: Link) -> Target | None:
    """What an array calls the other end of a link."""
    return next((target for target in array.remote.targets
                 if target.link is link), None)
