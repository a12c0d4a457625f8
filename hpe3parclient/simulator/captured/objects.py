"""The lists of a capture as objects of the model.

Each object keeps its id, its UUID and its relations. One that the model cannot
hold, or that refers to something that the capture does not have, is left out
and named; so is a part of an object. Objects are read one by one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Callable, TypeVar

from hpe3parclient.narrowing import is_dict
from hpe3parclient.simulator import assumptions
from hpe3parclient.simulator.captured.families import Families
from hpe3parclient.simulator.captured.values import (
    JSON,
    Skipped,
    position,
    seconds,
    uuid_of,
)
from hpe3parclient.simulator.model.volumes.view import wwn_of
from hpe3parclient.simulator.persistence.form import CODEC, ArrayForm
from hpe3parclient.simulator.personality import SET_SIZES, Capability
from hpe3parclient.simulator.state.cpgs import Cpg
from hpe3parclient.simulator.state.hosts import Host, Path
from hpe3parclient.simulator.state.optimization import Configuration
from hpe3parclient.simulator.state.qos import Rule
from hpe3parclient.simulator.state.sets import HOSTS, VOLUMES, ObjectSet
from hpe3parclient.simulator.state.vluns import Template
from hpe3parclient.simulator.state.volumes import (
    DDS,
    PHYSICAL_COPY,
    POLICIES,
    SNP,
    TDVV,
    TPVV,
    VIRTUAL_COPY,
    Volume,
)
from hpe3parclient.twin.document import Capture

T = TypeVar('T')

#: what an object is called that is missing
_WORDS = {'/cpgs': 'CPG', '/volumes': 'volume', '/hosts': 'host',
          '/volumesets': 'volume set', '/hostsets': 'host set'}
_PATHS = (('fc', 'FCPaths', 'wwn', ''),
          ('iscsi', 'iSCSIPaths', 'name', 'IPAddr'),
          ('nvme', 'NVMETCPPaths', 'NQN', 'IP'))
_TIERS = (0, 1, 2)


class Objects:
    """Fills an array of a document with the objects of a capture.

    :param form: its ports are there already
    """

    def __init__(self, capture: Capture, form: ArrayForm) -> None:
        self._capture, self._form = capture, form
        self._kind = form.personality
        self._ports = {str(port.pos) for port in form.ports}
        self._disks = {pool.disk_type for pool in form.pools}
        self._ids: dict[str, dict[str, int]] = {path: {} for path in _WORDS}
        self._templates = 0
        #: the paths of each host in the order of its active VLUNs
        self._order: dict[Any, dict[Any, int]] = {}
        #: what is left out, and why
        self.left_out: dict[str, str] = {}
        #: the compaction of each volume, by its id
        self._ratios: dict[int, float] = {}
        #: numbers of volumeDetailedState of each volume, by its id
        self.states: dict[int, list[int]] = {}

    def fill(self) -> None:
        """Read all lists, in the order in which they refer to each other."""
        form = self._form
        form.cpgs = list(self._read('/cpgs', Cpg, self._cpg))
        if '/volumes' in self._capture.paths:
            form.volumes = self._volumes()
        form.hosts = list(self._read('/hosts', Host, self._host))
        form.volumesets = list(self._read(
            '/volumesets', ObjectSet, self._volume_set))
        form.hostsets = list(self._read('/hostsets', ObjectSet, self._host_set))
        form.vluns = list(self._read('/vluns', Template, self._vlun))
        for host in form.hosts:
            order = self._order.get(host.name, {})
            host.paths.sort(key=lambda path: order.get(path.name, len(order)))
        form.qos = list(self._read('/qos', Rule, self._rule))
        sets = {item.id: item for item in form.volumesets}
        for rule in form.qos:
            if rule.target is not None:
                sets[rule.target].qos_enabled = rule.enabled
        form.optimization = list(self._read(
            '/aoconfigurations', Configuration, self._configuration))
        form.domains |= {item.domain for objects in (
            form.cpgs, form.volumes, form.hosts, form.volumesets,
            form.hostsets) for item in objects if item.domain is not None}

    # -- reading lists -------------------------------------------------------

    def _read(self, path: str, kind: type[T],
              convert: Callable[[JSON], JSON | None]) -> Iterator[T]:
        """Yield the objects of a list; None means that it is none."""
        seen: set[tuple[str, Any]] = set()
        for member in self._capture.members(path):
            try:
                values = convert(member)
                if values is None:
                    continue
                result: T = CODEC.decode(kind, {
                    name: value for name, value in values.items()
                    if value is not None or name == 'target'}, '')
                self._refuse_twins(path, seen, values)
            except (Skipped, KeyError, TypeError, ValueError,
                    AttributeError) as ex:
                self._leave_out(path, _name_of(member), ex)
                continue
            if path in self._ids:
                self._ids[path][values['name']] = values['id']
            yield result

    def _refuse_twins(self, path: str, seen: set[tuple[str, Any]],
                      values: JSON) -> None:
        """Refuse an id, a name or a target that was there before."""
        keys = {(name, values[name]) for name in ('id', 'name')
                if name in values}
        if path == '/qos':
            keys.add(('target', values['target']))
        if keys & seen:
            raise Skipped('its ' + ' and '.join(
                sorted(name for name, _ in keys & seen)) + ' comes twice')
        seen |= keys

    def _leave_out(self, path: str, name: str, reason: Exception | str) -> None:
        if isinstance(reason, Exception) and not isinstance(reason, Skipped):
            reason = f'{type(reason).__name__}: {reason}'
        self.left_out[f'{path}/{name}'] = str(reason)

    def _id(self, path: str, name: Any) -> int | None:
        """Return the id of an object by its name; None for None."""
        if name is None:
            return None
        if name not in self._ids[path]:
            raise Skipped(f'there is no {_WORDS[path]} {name!r}')
        return self._ids[path][name]

    # -- CPGs and volumes ----------------------------------------------------

    def _cpg(self, member: JSON) -> JSON:
        growth = member.get('SDGrowth', {})
        layout = growth.get('LDLayout', {})
        raid, size = self._kind.default_raid
        patterns: list[JSON] = layout.get('diskPatterns') or [{}]
        disk = patterns[0].get('diskType', self._kind.disks[0][0])
        if disk not in self._disks:
            raise Skipped(f'the array has no disks of type {disk}')
        raid = layout.get('RAIDType', raid)
        size = layout.get('setSize', size)
        if size not in SET_SIZES.get(raid, ()):
            raise Skipped(f'there is no RAID type {raid} with {size} chunklets')
        plain = patterns == [{'diskType': disk}]
        return {
            'id': member['id'], 'uuid': uuid_of(member), 'name': member['name'],
            'raid': raid, 'set_size': size, 'disk_type': disk,
            'ha': layout.get('HA', 2),
            'increment': growth.get('incrementMiB', 32768),
            'admin_increment': member.get('SAGrowth', {}).get(
                'incrementMiB') or 16384,
            'domain': member.get('domain'),
            'limit': growth.get('limitMiB'),
            'warning': growth.get('warningMiB'),
            'chunklet_pref': layout.get('chunkletPosPref'),
            'frozen_at': 0 if growth.get('incrementMiB', 1) else _held(member),
            'patterns': None if plain else [
                dict(item) for item in patterns if item] or None}

    def _volumes(self) -> list[Volume]:
        families = Families(list(self._read('/volumes', Volume, self._volume)))
        for volume, reason in families.unrelated():
            self._leave_out('/volumes', volume.name, reason)
            self._ids['/volumes'].pop(volume.name, None)
        for name, reason in families.notes.items():
            self._leave_out('/volumes', name, reason)
        if self._kind.has(Capability.NVME):
            _inherit_cpgs(families.volumes)
        self._metadata(families.volumes)
        if self._kind.has(Capability.NVME):
            self._by_kinds(families.volumes)
        return families.volumes

    def _by_kinds(self, volumes: list[Volume]) -> None:
        """What the newest arrays do not show of a volume itself."""
        by_id = {volume.id: volume for volume in volumes}
        by_name = {volume.name: volume for volume in volumes}
        for volume in volumes:
            if volume.is_snapshot:
                volume.snap_cpg = by_id[volume.base_id].snap_cpg
        for member in self._capture.members('/volumespacedistribution'):
            known = by_name.get(member.get('volumeName', ''))
            if known is not None:
                _split_by(known, member, self._ratios.get(known.id))
                known.snap_cpg = self._kept_in(known, member)

    def _kept_in(self, volume: Volume, member: JSON) -> int | None:
        """The CPG of snapshots: of those a volume has space in, the second."""
        cpgs = [self._ids['/cpgs'].get(item.get('cpgName'))
                for item in member.get('CPGs', ())
                if any(item.get('current', {}).values())
                or not any(item.get('new', {}).values())]
        return next((number for number in cpgs
                     if number not in (None, volume.user_cpg)),
                    volume.snap_cpg)

    def _volume(self, member: JSON) -> JSON:
        policies = member.get('policies', {})
        number = member['id']
        self.states[number] = [
            *member.get('additionalStates', ()), *member.get('failedStates', ())]
        ratio = member.get('capacityEfficiency', {}).get('compaction')
        if isinstance(ratio, float):
            self._ratios[number] = ratio
        system = bool(policies.get('system'))
        kind, copy_type = member['provisioningType'], member['copyType']
        snapshot = copy_type == VIRTUAL_COPY
        if snapshot != (kind == SNP) or snapshot != ('parentId' in member):
            raise Skipped('copyType does not fit parentId and '
                          'provisioningType')
        if not snapshot and not system and 'userCPG' not in member:
            raise Skipped('it has no userCPG')
        if not member['sizeMiB']:
            raise Skipped('sizeMiB is 0')
        wwn = member.get('wwn')
        return {
            'id': number, 'uuid': uuid_of(member), 'name': member['name'],
            'provisioning': kind, 'size_mib': member['sizeMiB'],
            'created': float(member.get('creationTimeSec', 0)),
            'copy_type': copy_type,
            'base_id': member.get('baseId', number),
            'parent_id': member.get('parentId'),
            'phys_parent_id': member.get('physParentId')
            if copy_type == PHYSICAL_COPY else None,
            'read_only': member.get('readOnly', False),
            'user_cpg': self._id('/cpgs', member.get('userCPG')),
            'snap_cpg': self._id('/cpgs', self._snap_cpg(member)),
            'domain': member.get('domain'), 'comment': member.get('comment'),
            'compression': member.get('compressionState') in (1, 6),
            'expires': seconds(member, 'expirationTimeSec'),
            'retained': seconds(member, 'retentionTimeSec'),
            'policies': {name: policies.get(name, value)
                         for name, value in POLICIES.items()},
            'percents': {name: value for name, value in member.items()
                         if name.endswith('Pct') and value},
            **_spaces(member), 'host_write_mib': member.get('hostWriteMiB', 0),
            'system': system,
            'wwn': None if wwn == wwn_of(number, self._kind) else wwn}

    def _snap_cpg(self, member: JSON) -> Any:
        """The CPG of snapshots; where answers show none, it is the other."""
        if member['provisioningType'] == DDS:
            return None     # what others share has no snapshots
        hidden = self._kind.has(Capability.NVME) and \
            member['copyType'] != VIRTUAL_COPY
        return member.get('snapCPG', member.get('userCPG')
                          if hidden else None)

    def _metadata(self, volumes: Iterable[Volume]) -> None:
        """Keys of volumes, where they were captured."""
        known = {volume.name: volume for volume in volumes}
        for path in self._capture.paths:
            match = re.fullmatch(r'/volumes/([^/]+)/objectKeyValues', path)
            volume = known.get(match[1]) if match else None
            if volume is None:
                continue
            for member in self._capture.members(path):
                key, value = member.get('key'), member.get('value')
                if isinstance(key, str) and isinstance(value, str):
                    volume.metadata[key] = {
                        'value': value, 'created': float(
                            member.get('creationTimeSec', 0))}

    # -- hosts and sets ------------------------------------------------------

    def _host(self, member: JSON) -> JSON | None:
        if 'name' not in member and 'id' not in member:
            # initiators of no host are listed without a name
            self._form.unassigned += [
                CODEC.decode(Path, path, '') for path in self._paths(member)]
            return None
        return {
            'id': member['id'], 'name': member['name'],
            'persona': member.get('persona', 1),
            'domain': member.get('domain'),
            'paths': list(self._paths(member)),
            'descriptors': {name: value for name, value in member.get(
                'descriptors', {}).items() if isinstance(value, str)},
            'initiator_chap': _chap(member, 'initiator'),
            'target_chap': _chap(member, 'target')}

    def _paths(self, member: JSON) -> Iterator[JSON]:
        """The initiators of a host, each with the ports it is logged in on."""
        paths: dict[str, JSON] = {}
        for kind, members, name, address in _PATHS:
            for item in member.get(members, ()):
                identity = item.get(name) or item[name.lower()]
                path = paths.setdefault(identity, {
                    'kind': kind, 'name': identity, 'ports': []})
                if 'portPos' in item:
                    path['ports'] += self._known_port(member, item)
                where = item.get(address) or item.get('ipAddr')
                if where:
                    path['ip_address'] = where
        for path in paths.values():
            if not path['ports']:
                del path['ports']
            yield path

    def _known_port(self, member: JSON, path: JSON) -> list[str]:
        """The port of a path; none where the array has no such port."""
        where = position(path['portPos'])
        if where in self._ports:
            return [where]
        self._leave_out('/hosts', f'{member.get("name")}/{where}',
                        f'there is no port {where}')
        return []

    def _volume_set(self, member: JSON) -> JSON:
        return self._set(member, VOLUMES)

    def _host_set(self, member: JSON) -> JSON:
        return self._set(member, HOSTS)

    def _set(self, member: JSON, kind: str) -> JSON:
        return {
            'id': member['id'], 'uuid': uuid_of(member), 'name': member['name'],
            'kind': kind, 'comment': member.get('comment'),
            'domain': member.get('domain'),
            'members': list(self._members(member, kind)),
            'qos_enabled': bool(member.get('qosEnabled', False)),
            'flash_cache_policy': member.get('flashCachePolicy', 2)}

    def _members(self, member: JSON, kind: str) -> Iterator[int]:
        """The members of a set that the model holds."""
        path, known = f'/{kind[:-1]}sets', self._ids[f'/{kind}']
        for name in dict.fromkeys(member.get('setmembers', ())):
            if name in known:
                yield known[name]
            else:
                self._leave_out(
                    path, f'{member["name"]}/{name}',
                    f'there is no {_WORDS[f"/{kind}"]} {name!r}')

    # -- exports and rules ---------------------------------------------------

    def _vlun(self, member: JSON) -> JSON | None:
        if member.get('active'):
            # It follows from its template.
            order = self._order.setdefault(member.get('hostname'), {})
            order.setdefault(member.get('remoteName'), len(order))
            return None
        # the web service shows no ids of VLUNs
        result: JSON = {'id': self._templates + 1, 'lun': member['lun']}
        for name, kind, text in (
                ('volume', 'volumes', member['volumeName']),
                ('host', 'hosts', member.get('hostname'))):
            if text is None:
                continue
            if text.startswith('set:'):
                result[f'{name}_set'] = self._id(f'/{kind[:-1]}sets', text[4:])
            else:
                result[name] = self._id(f'/{kind}', text)
        if 'portPos' in member:
            result['port'] = position(member['portPos'])
            if result['port'] not in self._ports:
                raise Skipped(f'there is no port {result["port"]}')
        elif 'host' not in result and 'host_set' not in result:
            raise Skipped('it has neither a host nor a port')
        if 'volume' not in result and self._kind.has(
                Capability.EXPORT_BY_MEMBER):
            raise Skipped('this release exports volumes, not sets of them')
        self._templates += 1
        return result

    def _rule(self, member: JSON) -> JSON:
        latency = member.get('latencyGoaluSecs')
        if latency is None and 'latencyGoal' in member:
            latency = member['latencyGoal'] * 1000
        return {
            'id': member['id'],
            'target': None if member.get('type') == 2 else self._id(
                '/volumesets', member['name']),
            'enabled': member.get('enabled', True),
            'priority': member.get('priority', 2),
            'io': _range(member, 'ioMinGoal', 'ioMaxLimit'),
            'kilobytes': _range(member, 'bwMinGoalKB', 'bwMaxLimitKB'),
            'latency_us': latency}

    def _configuration(self, member: JSON) -> JSON:
        tiers: list[JSON] = []
        for number in _TIERS:
            tier = member.get(f't{number}CPG')
            if is_dict(tier):
                tiers.append({
                    'tier': number, 'cpg': self._id('/cpgs', tier['name']),
                    'least_mib': tier.get('minSpaceUtilizationMiB', 0),
                    'most_mib': tier.get('maxSpaceUtilizationMiB', 0)})
        return {'id': int(member['id']), 'name': member['name'],
                'mode': member.get('mode', 1), 'domain': member.get('domain'),
                'tiers': tiers}


def _inherit_cpgs(volumes: Iterable[Volume]) -> None:
    """Give snapshots the CPG of their base, where answers show none."""
    cpgs = {volume.id: volume.snap_cpg for volume in volumes}
    for volume in volumes:
        if volume.copy_type == VIRTUAL_COPY and volume.snap_cpg is None:
            volume.snap_cpg = cpgs.get(volume.base_id)


def _name_of(member: Mapping[str, Any]) -> str:
    """What an object is called in a report."""
    if 'volumeName' in member:
        return ','.join(str(member[name]) for name in (
            'volumeName', 'lun', 'hostname') if name in member)
    return str(member.get('name', member.get('id')))


def _held(member: Mapping[str, Any]) -> int:
    """MiB that a CPG holds for volumes: what it may hold without growth."""
    return sum(int(member.get(name, {}).get('totalMiB', 0))
               for name in ('UsrUsage', 'SDUsage'))


def _spaces(member: Mapping[str, Any]) -> dict[str, int]:
    """What a volume takes, by kinds; newer arrays answer with the sum alone."""
    if 'userSpace' not in member:
        return _split(member)
    result: dict[str, int] = {}
    for name, kind in (('user', 'userSpace'), ('snap', 'snapshotSpace'),
                       ('admin', 'adminSpace')):
        space = member.get(kind, {})
        used = space.get('usedMiB', 0)
        result[f'{name}_reserved'] = max(space.get('reservedMiB', 0), used)
        if name != 'admin':
            result[f'{name}_used'] = used
    return result


def _split_by(volume: Volume, member: Mapping[str, Any],
              ratio: float | None) -> None:
    """Split the space of a volume as the report of its CPGs has it.

    :param ratio: its compaction
    """
    sums = [sum(item.get('current', {}).get(f'{kind}SpaceMiB', 0)
                for item in member.get('CPGs', ()))
            for kind in ('user', 'snapshot', 'admin')]
    used = volume.user_used + volume.snap_used
    if sums[0] + sums[1] != volume.user_reserved + volume.snap_reserved:
        return
    volume.user_reserved, volume.snap_reserved, volume.admin_reserved = sums
    most = min(used, volume.user_reserved)
    volume.user_used = min(most, _by_ratio(volume, most, ratio))
    volume.snap_used = used - volume.user_used


def _by_ratio(volume: Volume, used: int, ratio: float | None) -> int:
    """MiB that a volume uses without its snapshots, as its compaction says.

    :param used: what it uses as far as known; the ratio has two decimals
    """
    if not ratio or round(volume.size_mib / max(used, 1), 2) == ratio:
        return used
    return max(1, int(volume.size_mib / (ratio - .005)))


def _split(member: Mapping[str, Any]) -> dict[str, int]:
    """Split a sum as the model's own volumes of that size are split."""
    total = member.get('totalReservedMiB', 0)
    used = min(total, member.get('totalUsedMiB', 0))
    thin = member['provisioningType'] in (TPVV, TDVV)
    snap = min(assumptions.SNAP_FIRST_MIB, total - used) if thin else 0
    return {'user_reserved': total - snap, 'user_used': used,
            'snap_reserved': snap, 'snap_used': 0,
            'admin_reserved': assumptions.ADMIN_FIRST_MIB if thin else 0}


def _chap(member: Mapping[str, Any], side: str) -> JSON | None:
    if not member.get(f'{side}ChapEnabled'):
        return None
    return {'name': member.get(f'{side}ChapName', '')}


def _range(member: Mapping[str, Any], goal: str,
           limit: str) -> JSON | None:
    if goal not in member and limit not in member:
        return None
    return {'goal': member.get(goal, 0), 'limit': member.get(limit, 0)}
