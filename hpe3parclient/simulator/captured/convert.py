"""A captured array as a state of the model.

Each object of a capture becomes one of the model, with its id, its UUID and
its relations. What the model cannot hold is left out and named; the overlay
shows it.
"""

from __future__ import annotations

import calendar
import dataclasses
import re
import time
import uuid
from collections.abc import Iterable, Mapping
from typing import Any, Callable

from hpe3parclient.simulator import assumptions
from hpe3parclient.simulator.array import Array
from hpe3parclient.simulator.captured import cli_facts
from hpe3parclient.simulator.clock import Clock
from hpe3parclient.simulator.model import capacity
from hpe3parclient.simulator.persistence import snapshot
from hpe3parclient.simulator.persistence.codec import BrokenState
from hpe3parclient.simulator.persistence.reader import arrays_of
from hpe3parclient.simulator.persistence.writer import Document
from hpe3parclient.simulator.personality import (
    FC,
    NL,
    PERSONALITIES,
    SSD,
    Capability,
    Personality,
)
from hpe3parclient.simulator.state.volumes import BASE, POLICIES, TDVV, TPVV
from hpe3parclient.twin.document import Capture

JSON = dict[str, Any]

#: lists of a capture that become objects of the model, in the order in which
#: they refer to each other, and what the model calls them
KINDS = {'/cpgs': 'cpgs', '/volumes': 'volumes', '/hosts': 'hosts',
         '/volumesets': 'volumesets', '/hostsets': 'hostsets',
         '/vluns': 'vluns', '/qos': 'qos', '/ports': 'ports'}

_DISKS = {'FCCapacity': FC, 'NLCapacity': NL, 'SSDCapacity': SSD}
#: members that are None where there is nothing; others are left out then
_NEEDED = ('target',)
_DEFECT = re.compile(r'arrays\[0\]\.(\w+)\[(\d+)\]')


class Skipped(Exception):
    """The model cannot hold an object."""


def personality(capture: Capture) -> Personality:
    """The personality of a captured array: the nearest, with its own facts."""
    system = capture.object('/system') or {}
    api = capture.source.get('wsapi', {})
    build = int(api.get('build', 0))
    older = [item for item in PERSONALITIES.values() if item.build <= build]
    base = max(older or [min(PERSONALITIES.values(),
                             key=lambda item: item.build)],
               key=lambda item: item.build)
    facts: JSON = {
        name: int(api[name]) for name in ('major', 'minor', 'revision', 'build')
        if name in api}
    for member, name, kind in (
            ('systemVersion', 'system_version', str), ('model', 'model', str),
            ('id', 'system_id', int), ('serialNumber', 'serial_number', str),
            ('totalNodes', 'nodes', int), ('chunkletSizeMiB', 'chunklet_mib',
                                           int)):
        if isinstance(system.get(member), kind):
            facts[name] = system[member]
    disks = _disks(capture)
    if disks:
        facts['disks'] = disks
    return dataclasses.replace(base, **facts)


def _disks(capture: Capture) -> tuple[tuple[int, int], ...]:
    """Raw MiB of each type of disk that the array has."""
    report = capture.object('/capacity') or {}
    return tuple((kind, int(report[name]['totalMiB']))
                 for name, kind in _DISKS.items()
                 if isinstance(report.get(name), dict)
                 and report[name].get('totalMiB'))


def state_of(capture: Capture) -> tuple[Document, dict[str, str]]:
    """Return a document of persistence, and what it leaves out.

    :returns: the document; and the reason why an object is not in it, by its
        path
    """
    kind = personality(capture)
    moment = _moment(capture)
    array = Array(kind, Clock(moment, running=False), history=False)
    document = snapshot(array)
    form = document['arrays'][0]
    system = capture.object('/system') or {}
    form['name'] = str(system.get('name', form['name']))
    # Arrays are licensed when they are set up.
    issued = system.get('licenseInfo', {}).get('issueTimeSec', form['born'])
    form['born'] = min(float(issued), form['born'])
    for pool in form['pools']:
        pool.update(_pool(pool['disk_type'], kind))
    left_out = _Objects(capture, form, kind).all()
    left_out.update(cli_facts.fill(form, capture))
    _drop_defects(document, left_out)
    return document, left_out


def _moment(capture: Capture) -> float:
    """When it was captured: the array's clock starts there."""
    text = str(capture.source.get('captured', ''))
    try:
        return float(calendar.timegm(
            time.strptime(text, '%Y-%m-%dT%H:%M:%SZ')))
    except ValueError:
        return time.time()


def _pool(disk_type: int, kind: Personality) -> JSON:
    pool = capacity.pool_of(disk_type, dict(kind.disks)[disk_type])
    return {'total': pool.total, 'internal': pool.internal,
            'spare': pool.spare}


def _drop_defects(document: Document, left_out: dict[str, str]) -> None:
    """Leave out, one by one, objects that the model's checks refuse.

    :raises BrokenState: what is refused is no object
    """
    form = document['arrays'][0]
    while True:
        try:
            arrays_of(document, Clock(form['time'], running=False))
            return
        except BrokenState as ex:
            match = _DEFECT.match(str(ex))
            if match is None or not form.get(match[1]):
                raise
            dropped = form[match[1]].pop(int(match[2]))
            name = dropped.get('name', dropped.get('id', dropped.get('pos')))
            left_out[f'/{match[1]}/{name}'] = str(ex)


class _Objects:
    """Turns the lists of one capture into lists of the model."""

    def __init__(self, capture: Capture, form: JSON,
                 kind: Personality) -> None:
        self._capture, self._form, self._kind = capture, form, kind
        self._ids: dict[str, dict[str, int]] = {name: {} for name in KINDS}
        self._left_out: dict[str, str] = {}
        #: how many VLUN templates there are; WSAPI shows no ids of theirs
        self._templates = 0

    def all(self) -> dict[str, str]:
        """Fill the document.

        :returns: what is left out, and why
        """
        self._form['unassigned'] = []
        for path, name in KINDS.items():
            convert: Callable[[JSON], JSON] = getattr(self, f'_{name}')
            if path in self._capture.paths:
                self._form[name] = list(self._converted(path, convert))
        self._leave_out_strangers()
        self._form['domains'] = sorted({
            item['domain'] for name in ('cpgs', 'volumes', 'hosts',
                                        'volumesets', 'hostsets')
            for item in self._form.get(name, ()) if 'domain' in item})
        self._form['next_ids'].update(self._next_ids())
        return self._left_out

    def _leave_out_strangers(self) -> None:
        """Leave out initiators of no host on ports that are not captured."""
        known = {port['pos'] for port in self._form.get('ports', ())}
        for path in list(self._form['unassigned']):
            if not known.issuperset(path.get('ports', ())):
                self._form['unassigned'].remove(path)
                self._left_out[f'/hosts/{path["name"]}'] = \
                    f'there is no port {", ".join(path["ports"])}'

    def _converted(self, path: str, convert: Callable[[JSON], JSON]
                   ) -> Iterable[JSON]:
        for member in self._capture.members(path):
            if path == '/hosts' and 'name' not in member:
                # initiators of no host are listed without a name
                self._form['unassigned'] += _paths(member)
                continue
            if member.get('active') is True and path == '/vluns':
                continue    # it follows from its template
            try:
                result = convert(member)
            except (Skipped, KeyError, TypeError, ValueError) as ex:
                name = member.get('name', member.get('volumeName'))
                self._left_out[f'{path}/{name}'] = \
                    f'{type(ex).__name__}: {ex}' if not isinstance(
                        ex, Skipped) else str(ex)
                continue
            if 'name' in member and 'id' in member:
                self._ids[path][member['name']] = member['id']
            yield {name: value for name, value in result.items()
                   if value is not None or name in _NEEDED}

    def _next_ids(self) -> JSON:
        return {name: max((item['id'] for item in self._form.get(name, ())),
                          default=first) + 1
                for name, first in (('cpgs', -1), ('volumes', -1),
                                    ('hosts', -1), ('volumesets', 0),
                                    ('hostsets', 0), ('vluns', 0),
                                    ('qos', -1))} | {
            'tasks': max((item.get('id', 0) for item in
                          self._capture.members('/tasks')), default=0) + 1}

    def _id(self, path: str, name: Any) -> int | None:
        """The id of an object by its name; None for None."""
        if name is None:
            return None
        if name not in self._ids[path]:
            raise Skipped(f'there is no {path[1:]} {name!r}')
        return self._ids[path][name]

    def _cpgs(self, member: JSON) -> JSON:
        growth = member.get('SDGrowth', {})
        layout = growth.get('LDLayout', {})
        raid, size = self._kind.default_raid
        patterns: list[JSON] = layout.get('diskPatterns') or [{}]
        disk = patterns[0].get('diskType', self._kind.disks[0][0])
        if disk not in dict(self._kind.disks):
            raise Skipped(f'the array has no disks of type {disk}')
        increment = growth.get('incrementMiB') or 32768
        return {
            'id': member['id'], 'uuid': _uuid(member), 'name': member['name'],
            'raid': layout.get('RAIDType', raid),
            'set_size': layout.get('setSize', size), 'disk_type': disk,
            'ha': layout.get('HA', 2), 'increment': increment,
            'admin_increment': member.get('SAGrowth', {}).get(
                'incrementMiB') or 16384,
            'domain': member.get('domain'),
            'limit': growth.get('limitMiB'),
            'warning': growth.get('warningMiB'),
            'chunklet_pref': layout.get('chunkletPosPref'),
            'patterns': [dict(item) for item in patterns if item] or None}

    def _volumes(self, member: JSON) -> JSON:
        policies = member.get('policies', {})
        return {
            'id': member['id'], 'uuid': _uuid(member), 'name': member['name'],
            'provisioning': member['provisioningType'],
            'size_mib': member['sizeMiB'],
            'created': float(member.get('creationTimeSec', 0)),
            'copy_type': member['copyType'],
            'base_id': member.get('baseId', member['id']),
            'parent_id': member.get('parentId'),
            'phys_parent_id': member.get('physParentId'),
            'read_only': member.get('readOnly', False),
            'user_cpg': self._id('/cpgs', member.get('userCPG')),
            'snap_cpg': self._id('/cpgs', self._snap_cpg(member)),
            'domain': member.get('domain'), 'comment': member.get('comment'),
            'compression': member.get('compressionState') in (1, 6),
            'expires': _seconds(member, 'expirationTimeSec'),
            'retained': _seconds(member, 'retentionTimeSec'),
            'policies': {name: policies.get(name, value)
                         for name, value in POLICIES.items()},
            'percents': {name: value for name, value in member.items()
                         if name.endswith('Pct') and value},
            **_spaces(member), 'host_write_mib': member.get('hostWriteMiB', 0),
            'system': bool(policies.get('system')),
            'wwn': member.get('wwn')}

    def _snap_cpg(self, member: JSON) -> Any:
        """The CPG of snapshots; where answers show none, it is the other."""
        hidden = self._kind.has(Capability.NVME) and \
            member['copyType'] == BASE
        return member.get('snapCPG', member.get('userCPG')
                          if hidden else None)

    def _hosts(self, member: JSON) -> JSON:
        return {
            'id': member['id'], 'name': member['name'],
            'persona': member.get('persona', 1),
            'domain': member.get('domain'),
            'paths': _paths(member),
            'descriptors': {name: value for name, value in member.get(
                'descriptors', {}).items() if isinstance(value, str)},
            'initiator_chap': _chap(member, 'initiator'),
            'target_chap': _chap(member, 'target')}

    def _volumesets(self, member: JSON) -> JSON:
        return self._set(member, 'volumes')

    def _hostsets(self, member: JSON) -> JSON:
        return self._set(member, 'hosts')

    def _set(self, member: JSON, kind: str) -> JSON:
        return {
            'id': member['id'], 'uuid': _uuid(member), 'name': member['name'],
            'kind': kind, 'comment': member.get('comment'),
            'domain': member.get('domain'),
            'members': [self._id(f'/{kind}', name)
                        for name in member.get('setmembers', ())],
            'qos_enabled': bool(member.get('qosEnabled', False)),
            'flash_cache_policy': member.get('flashCachePolicy', 2)}

    def _vluns(self, member: JSON) -> JSON:
        self._templates += 1
        volume, host = member['volumeName'], member.get('hostname')
        result: JSON = {'id': self._templates, 'lun': member['lun']}
        for name, kind, text in (('volume', 'volumes', volume),
                                 ('host', 'hosts', host)):
            if text is None:
                continue
            if text.startswith('set:'):
                result[f'{name}_set'] = self._id(f'/{kind[:-1]}sets', text[4:])
            else:
                result[name] = self._id(f'/{kind}', text)
        if 'portPos' in member:
            result['port'] = _position(member['portPos'])
        return result

    def _qos(self, member: JSON) -> JSON:
        return {
            'id': member['id'],
            'target': None if member.get('type') == 2 else self._id(
                '/volumesets', member['name']),
            'enabled': member.get('enabled', True),
            'priority': member.get('priority', 2),
            'io': _range(member, 'ioMinGoal', 'ioMaxLimit'),
            'kilobytes': _range(member, 'bwMinGoalKB', 'bwMaxLimitKB')}

    def _ports(self, member: JSON) -> JSON:
        network = None
        info = member.get('iSCSIPortInfo', {})
        address = member.get('IPAddr', info.get('ipAddr'))
        if address is not None:
            network = {'address': address, **{
                ours: info[theirs] for ours, theirs in (
                    ('netmask', 'netmask'), ('gateway', 'gateway'),
                    ('mtu', 'mtu'), ('isns_address', 'iSNSAddr'),
                    ('isns_port', 'iSNSPort')) if theirs in info}}
        return {'pos': _position(member['portPos']), 'mode': member['mode'],
                'type': member['type'],
                'protocol': member.get('protocol', 1),
                'link_state': member.get('linkState', 4),
                'label': member.get('label'), 'network': network}


def _paths(member: Mapping[str, Any]) -> list[JSON]:
    """The initiators of a host, each with the ports it is logged in on."""
    paths: dict[str, JSON] = {}
    for kind, members, name in (('fc', 'FCPaths', 'wwn'),
                                ('iscsi', 'iSCSIPaths', 'name'),
                                ('nvme', 'NVMETCPPaths', 'nqn')):
        for item in member.get(members, ()):
            path = paths.setdefault(item[name], {
                'kind': kind, 'name': item[name], 'ports': []})
            if 'portPos' in item:
                path['ports'].append(_position(item['portPos']))
            if item.get('ipAddr', item.get('IPAddr')):
                path['ip_address'] = item.get('ipAddr', item.get('IPAddr'))
    return [{name: value for name, value in path.items() if value != []}
            for path in paths.values()]


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


def _split(member: Mapping[str, Any]) -> dict[str, int]:
    """Split a sum as the model's own volumes of that size are split."""
    total = member.get('totalReservedMiB', 0)
    used = min(total, member.get('totalUsedMiB', 0))
    thin = member['provisioningType'] in (TPVV, TDVV)
    snap = min(assumptions.SNAP_FIRST_MIB, total - used) if thin else 0
    return {'user_reserved': total - snap, 'user_used': used,
            'snap_reserved': snap, 'snap_used': 0,
            'admin_reserved': assumptions.ADMIN_FIRST_MIB if thin else 0}


def _uuid(member: Mapping[str, Any]) -> str:
    """The UUID of an object; old releases show none for sets."""
    return str(member.get('uuid') or uuid.uuid5(
        uuid.NAMESPACE_OID, f'{member["id"]} {member["name"]}'))


def _seconds(member: Mapping[str, Any], name: str) -> float | None:
    return float(member[name]) if name in member else None


def _position(value: Mapping[str, int]) -> str:
    return f'{value["node"]}:{value["slot"]}:{value["cardPort"]}'


def _chap(member: Mapping[str, Any], side: str) -> JSON | None:
    if not member.get(f'{side}ChapEnabled'):
        return None
    return {'name': member.get(f'{side}ChapName', '')}


def _range(member: Mapping[str, Any], goal: str,
           limit: str) -> JSON | None:
    if goal not in member and limit not in member:
        return None
    return {'goal': member.get(goal, 0), 'limit': member.get(limit, 0)}
