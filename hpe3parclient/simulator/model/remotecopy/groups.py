"""Remote-copy groups: making and removing them, on both arrays.

Knows which targets and modes go together. What is changed afterwards is in
:mod:`.settings`, volumes join in :mod:`.volumes`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from hpe3parclient.simulator import assumptions
from hpe3parclient.simulator.errors import Refused
from hpe3parclient.simulator.model import cpgs, licences, qos
from hpe3parclient.simulator.model.remotecopy import snapshots
from hpe3parclient.simulator.model.remotecopy.lookup import (
    Side,
    find_group,
    mirrored,
    target_of,
    target_over,
    twin,
)
from hpe3parclient.simulator.personality import Capability
from hpe3parclient.simulator.state.array_state import ArrayState, Target
from hpe3parclient.simulator.state.remotecopy import (
    ASYNC,
    IP,
    PERIODIC,
    POLICIES,
    PRIMARY,
    SECONDARY,
    SYNC,
    Group,
    GroupTarget,
)
from hpe3parclient.simulator.state.sets import VOLUMES, ObjectSet


def mode_of(number: int) -> int:
    """2 and 3 both stand for periodic."""
    return PERIODIC if number == 2 else number


def remote_name(array: ArrayState, name: str) -> str:
    """What a group of this array is called on its targets."""
    return f'{name}.r{array.personality.system_id}'


def create(array: ArrayState, request: Mapping[str, Any]) -> Group:
    """POST /remotecopygroups."""
    licences.need(array, 'remoteCopy')
    name, entries = request['name'], request['targets']
    if not array.remote.started or not len(array.remote.targets):
        raise Refused('RCOPY_IS_NOT_READY')
    if name in array.remote.groups or (
            array.personality.has(Capability.RCOPY_GROUP_SETS)
            and f'RCP_{name}' in array.volumesets):
        raise Refused('EXISTENT_RCOPY_GROUP', 'name')
    domain = cpgs.check_domain(array, request.get('domain'))
    targets = check_targets(array, entries)
    if len(name) > assumptions.RCOPY_GROUP_NAME_MIRRORED \
            and any(item.mirror_config for item in targets):
        raise Refused('INV_INPUT_EXCEEDS_LENGTH', 'name')
    _check_cpgs(array, request, entries)
    group = Group(array.remote.groups.free_id(), array.new_uuid(), name,
                  PRIMARY, domain, request.get('localUserCPG'),
                  request.get('localSnapCPG'))
    routes = [new_route(array, group, target, entry)
              for target, entry in zip(targets, entries)]
    for target, route in zip(targets, routes):
        check_peer(array, name, target, route)
    group.targets = routes
    _add(array, group)
    for route in routes:
        _make_twin(Side(array, group, route))
    return group


def check_targets(array: ArrayState, entries: Sequence[Mapping[str, Any]],
                  present: Sequence[GroupTarget] = ()) -> list[Target]:
    """The targets asked for, beside those there are; or the refusal."""
    known = array.remote.targets
    if not entries:
        raise Refused('INV_INPUT_MISSING_REQUIRED', 'targets')
    modes: dict[str, int] = {
        known.by_id(route.target).name: route.mode for route in present}
    for entry in entries:
        name, mode = entry['targetName'], mode_of(entry['mode'])
        if modes.get(name, mode) != mode:
            raise Refused('RCOPY_GROUP_MIXED_MODES_ON_ONE_TARGET',
                          'targets')
        if name in modes:
            raise Refused('RCOPY_GROUP_TARGET_NOT_UNIQUE', 'targets')
        find_target(array, name)
        modes[name] = mode
    if len(modes) > array.remote.limits.targets_per_group:
        raise Refused('RCOPY_GROUP_TOO_MANY_TARGETS', 'targets')
    together = list(modes.values())
    for mode, symbol in ((SYNC, 'RCOPY_GROUP_MORE_THAN_ONE_SYNC_TARGET'),
                         (PERIODIC,
                          'RCOPY_GROUP_MORE_THAN_ONE_PERIODIC_TARGET')):
        if together.count(mode) > 1:
            raise Refused(symbol, 'targets')
    result = [find_target(array, entry['targetName']) for entry in entries]
    for target, entry in zip(result, entries):
        check_mode(array, target, mode_of(entry['mode']))
        _check_release(target, array, len(modes), entry)
    return result


def find_target(array: ArrayState, name: str) -> Target:
    """The target of that name, for a group that wants it."""
    target = array.remote.targets.get(name)
    if target is None:
        raise Refused('RCOPY_GROUP_INV_TARGET', 'targetName', status=403)
    return target


def check_mode(array: ArrayState, target: Target, mode: int,
               but: Group | None = None) -> None:
    """Whether a group of this mode may go to the target."""
    others = [route for group in array.remote.groups if group is not but
              for route in group.targets]
    here = [route for route in others if route.target == target.id]
    if mode != SYNC and any(route.policies['pathManagement']
                            or route.policies['autoFailover'] for route in here):
        raise Refused('RCOPY_TARGET_IN_PEER_PERSISTENCE_SYNC_GROUP_ONLY')
    if mode == ASYNC and target.type == IP:
        if not array.personality.has(Capability.ASYNC_OVER_IP):
            raise Refused('RCOPY_GROUP_MODE_NOT_SUPPORTED', 'mode')
        peer = peer_of(array, target)
        if peer is not None \
                and not peer.personality.has(Capability.ASYNC_OVER_IP):
            raise Refused('RCOPY_TARGET_MODE_NOT_SUPPORTED', 'mode')
    if len(array.remote.targets) > 1 \
            and any(route.mode != mode for route in here):
        raise Refused('RCOPY_GROUP_ONE_TO_ONE_CONFIG_FOR_MIXED_MODE')
    _check_limits(array, target, mode, others)


def _check_limits(array: ArrayState, target: Target, mode: int,
                  others: list[GroupTarget]) -> None:
    limits = array.remote.limits
    same = [route for route in others if route.mode == mode]
    used = {route.target for route in same} | {target.id}
    if mode == PERIODIC:
        if len(same) >= limits.periodic_groups:
            raise Refused('RCOPY_GROUP_MAX_GROUP_REACHED_PERIODIC')
        if len(used) > limits.periodic_targets:
            raise Refused('RCOPY_MAX_PERIODIC_TARGET_REACHED')
    if mode == SYNC and len(same) >= limits.sync_groups:
        raise Refused('RCOPY_GROUP_MAX_GROUP_REACHED_SYNC')
    if mode == SYNC and len(used) > limits.sync_targets:
        raise Refused('RCOPY_MAX_SYNC_TARGET_REACHED')


def peer_of(array: ArrayState, target: Target) -> ArrayState | None:
    """The array behind a target, reachable or not."""
    return None if target.link is None else target.link.other(array)


def _check_release(target: Target, array: ArrayState, count: int,
                   entry: Mapping[str, Any]) -> None:
    peer = peer_of(array, target)
    if peer is None or peer.personality.has(Capability.REMOTE_COPY):
        return
    if count > 1:
        raise Refused('RCOPY_TARGET_MULTI_TARGET_NOT_SUPPORTED')
    if 'userCPG' in entry:
        raise Refused('RCOPY_TARGET_VOL_AUTO_CREATION_NOT_SUPPORTED')


def _check_cpgs(array: ArrayState, request: Mapping[str, Any],
                entries: Sequence[Mapping[str, Any]]) -> None:
    here = {'localUserCPG', 'localSnapCPG'} & set(request)
    enough = here == {'localUserCPG'} and array.personality.has(
        Capability.SNAPSHOTS_IN_USER_CPG)
    if len(here) == 1 and not enough:
        missing = ({'localUserCPG', 'localSnapCPG'} - here).pop()
        raise Refused('INV_INPUT_MISSING_REQUIRED', missing)
    check_pair(array, request.get('localUserCPG'),
               request.get('localSnapCPG'))
    for entry in entries:
        if here and 'userCPG' not in entry:
            raise Refused('RCOPY_GROUP_HAS_NO_CPG', 'userCPG')


def check_pair(array: ArrayState, user: str | None,
               snap: str | None) -> None:
    """Two CPGs that exist and are of one domain."""
    result = [cpgs.find(array, name) for name in (user, snap)
             if name is not None]
    if len({cpg.domain for cpg in result}) > 1:
        raise Refused('CPG_NOT_IN_SAME_DOMAIN')


def new_route(array: ArrayState, group: Group, target: Target,
              entry: Mapping[str, Any]) -> GroupTarget:
    """A target of a group, as it is at the start."""
    return GroupTarget(
        target.id, mode_of(entry['mode']),
        remote_name(array, group.name), user_cpg=entry.get('userCPG'),
        snap_cpg=entry.get('snapCPG'),
        unmirrored=not target.mirror_config or target.self_mirrored,
        policies=first_policies(array, mode_of(entry['mode'])))


def first_policies(array: ArrayState, mode: int) -> dict[str, bool]:
    """The policies of a group that nobody has set yet."""
    return {**POLICIES, 'overPeriodAlert': mode == PERIODIC
            and array.personality.has(Capability.RCOPY_ALERTS_AT_FIRST)}


def check_peer(array: ArrayState, name: str, target: Target,
               route: GroupTarget) -> None:
    """What the other array has to say to a new group."""
    if route.unmirrored:
        return
    if target.link is None or not target.ready:
        raise Refused('RCOPY_IS_NOT_READY')
    peer = target.link.other(array)
    if route.remote_group in peer.remote.groups:
        raise Refused('EXISTENT_RCOPY_GROUP', 'name')
    check_pair(peer, route.user_cpg, route.snap_cpg)


def _add(array: ArrayState, group: Group) -> None:
    """Take in a group, with the volume set that the array keeps for it."""
    array.remote.groups.add(group)
    if not array.personality.has(Capability.RCOPY_GROUP_SETS):
        return
    kept = ObjectSet(array.volumesets.free_id(), array.new_uuid(),
                     f'RCP_{group.name}', VOLUMES, domain=group.domain)
    array.volumesets.add(kept)
    group.set_id = kept.id


def _make_twin(side: Side) -> None:
    """The other array gets its half of the group, a secondary one."""
    target = target_of(side)
    if side.route.unmirrored or target.link is None:
        return
    peer = target.link.other(side.array)
    back = target_over(peer, target.link)
    if back is None:
        return
    domain = side.group.domain
    other = Group(peer.remote.groups.free_id(), peer.new_uuid(),
                  side.route.remote_group, SECONDARY,
                  domain if domain in peer.domains else None,
                  side.route.user_cpg, side.route.snap_cpg)
    other.targets = [GroupTarget(
        back.id, side.route.mode, side.group.name,
        policies=dict(side.route.policies),
        user_cpg=side.group.user_cpg, snap_cpg=side.group.snap_cpg)]
    _add(peer, other)


def admit_target(array: ArrayState, group: Group,
                 target: Target, entry: Mapping[str, Any]) -> Side:
    """A checked target joins a group; its other half is made there."""
    route = new_route(array, group, target, entry)
    group.targets.append(route)
    side = Side(array, group, route)
    _make_twin(side)
    return side


def remove(array: ArrayState, name: str, keep: bool) -> None:
    """DELETE /remotecopygroups/<name>.

    :param keep: resynchronisation snapshots of local volumes stay
    """
    group = find_group(array, name)
    if group.busy:
        raise Refused('RCOPY_GROUP_IS_BUSY')
    if group.started:
        raise Refused('RCOPY_GROUP_STARTED')
    refuse_exported(array, group)
    others = [removable(Side(array, group, route)) for route in group.targets]
    if keep:
        for volume_id in group.volumes:
            check_kept(array, group, volume_id)
    for volume_id in group.volumes:
        let_go(array, group, volume_id, keep)
    drop(array, group)
    for other in others:
        if other is not None:
            detach(other)


def refuse_exported(array: ArrayState, group: Group) -> None:
    """The volume set of a group does not go while hosts see it."""
    if group.set_id is not None \
            and array.volumesets.by_id(group.set_id).templates:
        raise Refused('EXPORTED_VLUN')


def removable(side: Side) -> Side | None:
    """The other half that goes with a group, if one does."""
    if not mirrored(side):
        return None
    if not target_of(side).ready:
        raise Refused('RCOPY_TARGET_IS_NOT_READY')
    other = twin(side)
    if other is None:
        return None
    if other.group.role == side.group.role == PRIMARY:
        raise Refused('RCOPY_GROUP_IN_FAILOVER_STATE')
    if side.group.role == SECONDARY:
        raise Refused('RCOPY_GROUP_OPERATION_ONLY_ON_PRIMARY_SIDE')
    if {mirror.remote_id for mirror in side.route.mirrors.values()} \
            != set(other.group.volumes):
        raise Refused('RCOPY_GROUP_TARGET_VOLUME_MISMATCH')
    refuse_exported(other.array, other.group)
    return other


def check_kept(array: ArrayState, group: Group, volume_id: int) -> None:
    """Whether a snapshot can stay when its volume leaves."""
    for route in group.targets:
        snapshots.check_leaving(array, volume_id,
                                route.mirrors[volume_id])


def let_go(array: ArrayState, group: Group, volume_id: int, keep: bool) -> None:
    """A volume leaves its group; one snapshot of it may stay."""
    for route in group.targets:
        mirror = route.mirrors.pop(volume_id, None)
        if mirror is not None:
            kept = keep and snapshots.alive(array, mirror)
            snapshots.leave(array, volume_id, mirror, kept)
            keep = keep and not kept
    if group.set_id is not None:
        array.volumesets.by_id(group.set_id).members.remove(volume_id)
        array.volumes.by_id(volume_id).sets.discard(group.set_id)


def drop(array: ArrayState, group: Group) -> None:
    """Take out a group whose volumes have left."""
    if group.set_id is not None:
        volume_set = array.volumesets.by_id(group.set_id)
        qos.end_with(array, volume_set)
        array.volumesets.remove(volume_set)
    array.remote.groups.remove(group)


def detach(other: Side) -> None:
    """The other half of a group that is removed goes as well."""
    for volume_id in list(other.group.volumes):
        let_go(other.array, other.group, volume_id, False)
    drop(other.array, other.group)
