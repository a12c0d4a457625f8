"""Remote copy of a captured array, and what stands in for its partners.

A capture knows one end of each group. The other end is a simulated array that
nobody serves: it has the groups' counterparts and the copies of their volumes,
as far as this end says, so that groups stop, start, synchronize and fail over
by the rules of a linked pair. What it is beyond that is ours; see
``assumptions.RCOPY_STAND_IN``.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from typing import Any

from hpe3parclient.narrowing import is_dict, is_list
from hpe3parclient.simulator import assumptions
from hpe3parclient.simulator.array import Array
from hpe3parclient.simulator.captured.values import JSON, position, seconds
from hpe3parclient.simulator.model import capacity
from hpe3parclient.simulator.model.remotecopy import groups as model
from hpe3parclient.simulator.model.remotecopy import snapshots, transfer
from hpe3parclient.simulator.model.remotecopy.link import (
    RemoteLink,
    connect,
    link_ports,
)
from hpe3parclient.simulator.model.remotecopy.lookup import Side
from hpe3parclient.simulator.model.remotecopy.targets import READY, is_own
from hpe3parclient.simulator.model.remotecopy.targets import STARTED as RUNS
from hpe3parclient.simulator.model.volumes.space import charges, join_cpgs
from hpe3parclient.simulator.personality import Capability
from hpe3parclient.simulator.state.array_state import ArrayState, Target
from hpe3parclient.simulator.state.cpgs import NOTHING, Cpg
from hpe3parclient.simulator.state.remotecopy import (
    ASYNC,
    FC,
    FROM_SNAPSHOT,
    IP,
    NEW,
    PERIODIC,
    POLICIES,
    PRESYNCED,
    PRIMARY,
    SECONDARY,
    STARTED,
    STOPPED,
    SYNCED,
    SYNCING,
    Group,
    GroupTarget,
    Mirror,
)
from hpe3parclient.simulator.state.tasks import RemoteSync
from hpe3parclient.simulator.state.volumes import FULL, TPVV, Volume
from hpe3parclient.twin.document import Capture

#: the name of a group that was made on an array of that id
_MADE_ON = re.compile(r'.*\.r(\d+)')
#: a CPG of which nothing but the name is known
_ANY = Cpg(0, '', 'remote', 0, 0, 0, increment=32768, admin_increment=16384)
_WHOLE = {'/remotecopy', '/remotecopytargets', '/remotecopygroups'}


def add(array: Array, capture: Capture) -> dict[str, str]:
    """Give an array the remote copy that was captured.

    :returns: what is left out, and why
    """
    if not _WHOLE & set(capture.paths):
        return {}
    return _Replication(array, capture).add()


class _Replication:
    """Remote copy of one array."""

    def __init__(self, array: Array, capture: Capture) -> None:
        self._array, self._capture = array, capture
        self._left_out: dict[str, str] = {}

    def add(self) -> dict[str, str]:
        """Add targets, groups and stand-ins."""
        array, remote = self._array, self._array.remote
        ports = {port.pos: port.network and port.network.address
                 for port in array.ports.values()}
        for member in self._capture.members('/remotecopytargets'):
            self._try('/remotecopytargets', member, self._target)
        remote.targets.begin_at(
            max((item.id for item in remote.targets), default=0) + 1)
        for member in self._capture.members('/remotecopygroups'):
            self._try('/remotecopygroups', member, self._group)
        remote.groups.begin_at(
            max((item.id for item in remote.groups), default=0) + 1)
        for port in array.ports.values():
            where = ports[port.pos]
            if port.network is not None and where:
                port.network.address = where
        whole = self._capture.object('/remotecopy') or {}
        remote.started = whole.get('mode', RUNS) == RUNS
        for peer in self._peers():
            peer.volumes.begin_at(
                max((item.id for item in peer.volumes), default=-1) + 1)
        return self._left_out

    def _peers(self) -> Iterator[Array]:
        for link in self._array.remote.links:
            peer = link.other(self._array)
            if isinstance(peer, Array):
                yield peer

    def _try(self, path: str, member: JSON, add: Any) -> None:
        try:
            add(member)
        except (KeyError, TypeError, ValueError, AttributeError) as ex:
            self._left_out[f'{path}/{member.get("name")}'] = \
                f'{type(ex).__name__}: {ex}'

    # -- targets, and who is behind them --------------------------------------

    def _target(self, member: JSON) -> None:
        name, number = str(member['name']), int(member['id'])
        remote = self._array.remote
        if name in remote.targets or remote.targets.has_id(number):
            raise ValueError('it comes twice')
        kind = FC if member.get('type') == FC else IP
        paths = [(position(link['portPos']), str(link['address']))
                 for link in self._capture.members('/remotecopylinks')
                 if link.get('targetName') == name and 'portPos' in link
                 and 'address' in link]
        link = self._stand_in(name, kind, paths)
        disabled = bool(member.get('disabled'))
        # What is not ready and not disabled cannot be reached.
        link.up = disabled or member.get('status', READY) == READY
        policies: JSON = member.get('policies') or {}
        remote.targets.add(Target(
            number, name, kind, link, paths, disabled=disabled,
            mirror_config=bool(policies.get('mirrorConfig', True)),
            self_mirrored=is_own(self._array, kind, paths)))

    def _stand_in(self, name: str, kind: int,
                  paths: list[tuple[str, str]]) -> RemoteLink:
        """An array that stands in for the partner, and the link to it."""
        array = self._array
        number = self._system_id(kind, paths)
        peer = Array(dataclasses.replace(
            array.personality, system_volumes=(), system_id=number
            or array.personality.system_id), array.clock, history=False,
            seed=number)
        peer.name, peer.stand_in = name, True
        peer.domains = set(array.domains)
        for pool in peer.pools.values():
            pool.total = assumptions.RCOPY_STAND_IN_MIB
        link = connect(array, peer, kind=kind, targets=False)
        peer.remote.targets.add(Target(
            1, array.name, kind, link, link_ports(peer, link)))
        for cpg in array.cpgs:
            _add_cpg(peer, cpg.name, cpg)
        return link

    def _system_id(self, kind: int, paths: list[tuple[str, str]]) -> int | None:
        """The id of the partner, where its addresses or groups tell it."""
        for node, (_, where) in enumerate(paths):
            digits = [int(item) for item in where.split('.')] \
                if re.fullmatch(r'10(\.\d{1,3}){3}', where) else []
            if kind == IP and digits:
                return ((digits[1] << 16) + (digits[2] << 8) + digits[3]
                        - node) // 2
            if kind == FC and re.fullmatch(r'2\d{3}0002AC[0-9A-F]{6}', where):
                return int(where[-6:], 16)
        return None

    # -- groups ----------------------------------------------------------------

    def _group(self, member: JSON) -> None:
        array = self._array
        name = str(member['name'])
        if name in array.remote.groups \
                or array.remote.groups.has_id(member['id']):
            raise ValueError('it comes twice')
        group = Group(
            int(member['id']), array.new_uuid(), name, int(member['role']),
            member.get('domain'),
            member.get('localUserCPG', member.get('localUsrCPG')),
            member.get('localSnapCPG', member.get('localSnpCPG')))
        kept = array.volumesets.get(f'RCP_{name}')
        if kept is not None \
                and array.personality.has(Capability.RCOPY_GROUP_SETS):
            group.set_id = kept.id
        for item in _dicts(member.get('targets')):
            self._route(group, item, member)
        if not group.targets:
            raise ValueError('the array has none of its targets')
        for item in _dicts(member.get('volumes')):
            self._volume(group, item)
        for route in group.targets:
            times = [mirror.synced_at for mirror in route.mirrors.values()]
            known = [moment for moment in times if moment is not None]
            if route.mode != PERIODIC and known and len(known) == len(times):
                route.synced_at = max(known)
        if kept is not None and group.set_id is not None \
                and kept.members != group.volumes:
            kept.members[:] = group.volumes
        array.remote.groups.add(group)
        for route in group.targets:
            self._counterpart(Side(array, group, route))

    def _route(self, group: Group, item: JSON, member: JSON) -> None:
        array = self._array
        name = item.get('targetName', item.get('target'))
        target = array.remote.targets.get(str(name))
        if target is None:
            self._left_out[f'/remotecopygroups/{group.name}/{name}'] = \
                f'there is no target {name!r}'
            return
        policies: JSON = item.get('policies', item.get('policy')) or {}
        mode = model.mode_of(item['mode'])
        route = GroupTarget(
            target.id, mode, str(item.get('remoteGroupName', member.get(
                'remoteGroupName', model.remote_name(array, group.name)))),
            state=int(item.get('state', NEW)),
            reversed=bool(item.get('roleReversed')),
            policies={policy: bool(policies.get(policy, value))
                      for policy, value in POLICIES.items()},
            period=int(item.get('syncPeriod') or 0) if mode == PERIODIC else 0,
            frequency=int(item.get('snapFrequency') or 0)
            if mode == ASYNC else 0,
            user_cpg=item.get('remoteUserCPG', item.get('remoteUsrCPG')),
            snap_cpg=item.get('remoteSnapCPG', item.get('remoteSnpCPG')),
            synced_at=seconds(item, 'groupLastSyncTimeSec'))
        route.by_link = route.state == STOPPED and not target.ready
        route.unmirrored = target.self_mirrored or (
            route.state != STARTED and self._alone(target, member))
        if route.state == STARTED and route.period \
                and group.role == PRIMARY:
            route.next_due = self._due(route)
        group.targets.append(route)

    def _alone(self, target: Target, member: JSON) -> bool:
        """Whether the partner has no half of a group; ids of copies tell."""
        copies = [copy for volume in _dicts(member.get('volumes'))
                  for copy in _dicts(volume.get('remoteVolumes'))
                  if copy.get('targetName') == target.name]
        if not copies:
            return not target.mirror_config
        return any('remoteVolumeID' not in copy for copy in copies)

    def _due(self, route: GroupTarget) -> float:
        """When the next period begins, counted from the last synchronization."""
        now = self._array.clock.now()
        begun = now if route.synced_at is None else min(route.synced_at, now)
        return begun + ((now - begun) // route.period + 1) * route.period

    def _volume(self, group: Group, item: JSON) -> None:
        array = self._array
        name = item.get('localVolumeName')
        volume = array.volumes.get(str(name))
        if volume is None or volume.id in group.volumes:
            self._left_out[f'/remotecopygroups/{group.name}/{name}'] = \
                f'there is no volume {name!r}'
            return
        group.volumes.append(volume.id)
        copies = {copy.get('targetName'): copy
                  for copy in _dicts(item.get('remoteVolumes'))}
        for route in group.targets:
            target = array.remote.targets.by_id(route.target)
            route.mirrors[volume.id] = self._mirror(
                volume, copies.get(target.name, {}))

    def _mirror(self, volume: Volume, copy: JSON) -> Mirror:
        array = self._array
        status = int(copy.get('syncStatus', NEW))
        snapshot = array.volumes.get(str(copy.get('resyncSnapshotName')))
        result = Mirror(
            int(copy.get('remoteVolumeID', -1)),
            str(copy.get('remoteVolumeName', volume.name)), status,
            pending=int(copy.get('asyncOutstanding') or 0),
            synced_at=seconds(copy, 'volumeLastSyncTimeSec'),
            presynced=status == PRESYNCED,
            delta=volume.snap_used if status == FROM_SNAPSHOT else None,
            snapshot=None if snapshot is None else snapshot.id)
        if status == SYNCED or result.synced_at is not None:
            array.remote.new_content(volume.id)
            result.point = result.content = array.remote.content(volume.id)
        if snapshot is not None:
            array.remote.snapshots[snapshot.id] = volume.id
        return result

    # -- the other end ---------------------------------------------------------

    def _counterpart(self, side: Side) -> None:
        """The half of a group that the partner has."""
        array, group, route = side
        link = array.remote.targets.by_id(route.target).link
        if route.unmirrored or link is None:
            return
        peer = link.other(array)
        if not isinstance(peer, Array) \
                or route.remote_group in peer.remote.groups:
            return
        for name in (route.user_cpg, route.snap_cpg):
            if name is not None:
                _add_cpg(peer, name)
        other = Group(
            peer.remote.groups.free_id(), peer.new_uuid(), route.remote_group,
            _other_role(group, route), group.domain, route.user_cpg,
            route.snap_cpg)
        back = GroupTarget(
            1, route.mode, group.name, state=route.state,
            reversed=route.reversed and other.role != group.role,
            policies=dict(route.policies), period=route.period,
            frequency=route.frequency, user_cpg=group.user_cpg,
            snap_cpg=group.snap_cpg, by_link=route.by_link,
            synced_at=route.synced_at)
        other.targets.append(back)
        if back.state == STARTED and back.period and other.role == PRIMARY:
            back.next_due = self._due(route)
        peer.remote.groups.add(other)
        there = Side(peer, other, back)
        for number in group.volumes:
            self._copy(side, there, number)

    def _copy(self, side: Side, there: Side, number: int) -> None:
        """The partner's copy of a volume, and what it knows of it."""
        volume = side.array.volumes.by_id(number)
        mirror = side.route.mirrors[number]
        peer = there.array
        if mirror.remote_id < 0 or peer.volumes.has_id(mirror.remote_id):
            mirror.remote_id = peer.volumes.free_id()
        copy = _volume(peer, volume, mirror, side.route)
        there.group.volumes.append(copy.id)
        peer.remote.set_content(copy.id, mirror.content)
        back = Mirror(number, volume.name, mirror.status,
                      content=mirror.content, synced_at=mirror.synced_at,
                      point=mirror.point)
        there.route.mirrors[copy.id] = back
        if mirror.snapshot is not None:
            snapshots.keep(peer, copy.id, back)
        if mirror.status == SYNCING:
            self._sending(side, there, volume, mirror, back)

    def _sending(self, side: Side, there: Side, volume: Volume,
                 mirror: Mirror, back: Mirror) -> None:
        """What is on its way, from the primary end to the other."""
        mine, theirs = (mirror, back) if side.group.role == PRIMARY \
            else (back, mirror)
        sender = side if side.group.role == PRIMARY else there
        now = side.array.clock.now()
        task = transfer.running(side, volume.id)
        mine.sending = transfer.everything(side, volume.id)
        mine.done_at = now + transfer.seconds_for(side.array, mine.sending)
        if task is not None and isinstance(task.effect, RemoteSync):
            mine.done_at = task.start + task.seconds
        mine.content = sender.array.remote.content(
            volume.id if sender is side else mirror.remote_id)
        theirs.torn = True


def _other_role(group: Group, route: GroupTarget) -> int:
    """The role of the other end.

    A primary group that is stopped in the reversed direction has failed over:
    the other end, which did not hear of it, is primary, too.
    """
    if group.role == SECONDARY:
        return PRIMARY
    failed_over = route.reversed and route.state != STARTED
    return PRIMARY if failed_over else SECONDARY


def _add_cpg(peer: ArrayState, name: str, like: Cpg | None = None) -> Cpg:
    """A CPG of the partner, under a name that groups or this array use."""
    known = peer.cpgs.get(name)
    if known is not None:
        return known
    result = dataclasses.replace(
        like or _ANY, id=peer.cpgs.free_id(), uuid=peer.new_uuid(), name=name,
        usage=NOTHING, virtual_mib=0, limit=None, users=set(),
        snap_users=set(), dedup_users=0, shared_ids=[])
    if like is None:
        result.raid, result.set_size = peer.personality.default_raid
        result.disk_type = peer.personality.disks[0][0]
    peer.cpgs.add(result)
    return result


def _volume(peer: ArrayState, volume: Volume, mirror: Mirror,
            route: GroupTarget) -> Volume:
    """A volume of the partner that holds the copy of one of ours."""
    user = route.user_cpg or next(iter(peer.cpgs), _ANY).name
    cpg = _add_cpg(peer, user)
    snap = _add_cpg(peer, route.snap_cpg or user)
    full = volume.provisioning == FULL
    name = mirror.remote_name
    while name in peer.volumes:
        name += '_'
    copy = Volume(
        id=mirror.remote_id, uuid=peer.new_uuid(), name=name,
        provisioning=FULL if full else TPVV, size_mib=volume.size_mib,
        created=peer.clock.now(), base_id=mirror.remote_id, user_cpg=cpg.id,
        snap_cpg=snap.id, domain=volume.domain,
        user_reserved=volume.size_mib if full else volume.user_reserved,
        user_used=volume.size_mib if full else volume.user_used,
        wwn=volume.wwn)
    capacity.take(peer, charges(peer, copy))
    peer.volumes.add(copy)
    join_cpgs(peer, copy)
    return copy


def _dicts(value: Any) -> list[JSON]:
    return [item for item in value if is_dict(item)] if is_list(value) else []
