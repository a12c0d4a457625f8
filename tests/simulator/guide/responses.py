"""What a response may hold: the guide's tables, captures and assumptions.

``members.json`` lists what captures of real arrays show beyond the guide;
what nobody published stands in :mod:`hpe3parclient.simulator.assumptions`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from hpe3parclient.simulator import PERSONALITIES, assumptions
from hpe3parclient.simulator.personality import Personality
from tests.simulator.guide.guide import ENUMS, HERE, OPERATIONS, Member

#: The order in which generations follow each other.
GENERATIONS = tuple(PERSONALITIES)
_KINDS: Mapping[str, tuple[type, ...]] = {
    'number': (int, float), 'string': (str,), 'bool': (bool,),
    'array': (list,), 'object': (dict,)}
#: Operations whose tables stand for the members of a resource.
TABLES: Mapping[str, str] = {
    'cpgs': 'cpgs.list', 'volumes': 'volumes.list', 'hosts': 'hosts.list',
    'hostsets': 'hostsets.list', 'volumesets': 'volumesets.list',
    'vluns': 'vluns.list', 'ports': 'ports.list', 'tasks': 'tasks.list',
    'qos': 'qos.list', 'users': 'users.list', 'roles': 'roles.list',
    'aoconfigurations': 'aoconfigurations.list',
    'hostpersonas': 'hostpersonas.list',
    'volumespacedistribution': 'volumespacedistribution.list',
    'portdevices': 'portdevices.query', 'fcswitches': 'fcswitches.query',
    'remotecopygroups': 'remotecopygroups.list',
    'remotecopygroups/targets': 'remotecopygroups.targets.list',
    'remotecopygroups/volumes': 'remotecopygroups.volumes.list'}
OBJECTS: Mapping[str, str] = {
    'system': 'system.get', 'capacity': 'capacity.get',
    'flashcache': 'flashcache.get', 'remotecopy': 'remotecopy.get',
    'api': 'version.get', 'wsapiconfiguration': 'wsapiconfiguration.get'}


#: Members of the guide that the simulated array never shows, and why.
NOT_SHOWN: Mapping[str, Mapping[str, str]] = {
    'cpgs': {
        'warningPct': 'of releases before 3.1.3',
        'SAGrowth.warningMiB': 'administration space has no warning',
        'SAGrowth.limitMiB': 'administration space has no limit'},
    'hosts': {
        'FCPaths[].WWN': 'captures spell it wwn',
        **{f'{kind}[].{name}': 'absent where the initiator tells nothing'
           for kind in ('FCPaths', 'iSCSIPaths') for name in (
               'firmwareVersion', 'vendor', 'model', 'driverVersion')},
        'agent': 'no host has an agent',
        **{f'{side}EncryptedChapSecret': 'secrets are not shown'
           for side in ('initiator', 'target')}},
    'hostsets': dict.fromkeys(('flashCachePolicy', 'qosEnabled'),
                              'only volume sets have it'),
    'vluns': {'hostDeviceName': 'no host tells it'},
    'ports': dict.fromkeys(('enodeMACAddr', 'pfcMask'), 'there are no FCoE ports'),
    'tasks': {'totalSteps': 'captures spell it totalsteps'},
    'portdevices': {'virtualportWWN': 'there are no virtual ports'},
    'system': {
        'IPv6Addr': 'it has an IPv4 address',
        'chunkletSize': 'captures spell it chunkletSizeMiB',
        **dict.fromkeys(('location', 'owner', 'comment'), 'nobody has set it'),
        **{f'licenseInfo.licenses[].{name}': 'no licence expires'
           for name in ('expiryTimeSec', 'expiryTime8601')},
        'parameters.eventLogSize': 'captures spell it eventLogsize'},
    'remotecopygroups': {
        'recoveryPointObjmSecs': 'of groups that stream, which say no more',
        'volumes[].links': 'no capture shows it',
        'targets[].links': 'no capture shows it',
        **{f'volumes[].remoteVolumes[].{name}': 'what it counts is not told'
           for name in (
               'syncSnapshotName', 'volumeIteration', 'sycnIteration',
               'resycnIteration', 'volumeLastSnapTime',
               'volumeLastSnapTimeSec', 'volumeSyncOffset',
               'volumeSyncLength')}},
    'remotecopy': {'configErrDescription': 'the configuration is sound'},
    'capacity': {
        f'*.allocated.volumes.CPG{kind}UsedBulkvvMiB': 'captures spell it VV'
        for kind in ('User', 'Snapshot', 'Admin')}}


@dataclass(frozen=True)
class Known:
    """A member that a response may have."""

    json: str | None
    enum: str | None = None
    always: bool = False
    #: the generations that have it
    since: str = GENERATIONS[0]
    until: str = GENERATIONS[-1]
    source: str = 'guide'
    #: further numbers of the enumeration
    values: tuple[int, ...] = ()

    def on(self, personality: Personality) -> bool:
        """Whether a generation has it."""
        first, last = map(GENERATIONS.index, (self.since, self.until))
        return first <= GENERATIONS.index(personality.name) <= last


def _stripped(members: tuple[Member, ...]) -> Iterator[tuple[str, Member]]:
    """Members of an object by their path in it."""
    for item in members:
        name = item.name.replace('<any of the four>.', '*.')
        if name.startswith('members[].'):
            yield name[len('members[].'):], item
        elif name not in ('total', 'members', 'links'):
            yield name, item


def _release(since: str | None) -> str:
    """The first generation of a WSAPI version."""
    version = [int(part) for part in (since or '1.0').split('.')]
    return next(name for name, item in PERSONALITIES.items() if version
                <= [item.major, item.minor, item.revision])


def _from_guide(resource: str) -> dict[str, Known]:
    operation = OPERATIONS[TABLES.get(resource) or OBJECTS[resource]]
    result = {name: Known(item.json, item.enum, bool(item.always),
                          _release(item.since))
              for name, item in _stripped(operation.response)}
    alone = OPERATIONS.get(operation.op.replace('.list', '.get'), operation)
    if any(item.name == 'links' for item in alone.response):
        # Where an object is asked for alone, it may carry links.
        result.setdefault('links', Known('array'))
    return result


#: Names in reports that captures spell otherwise, and members that their
#: tables leave out: a key that groups them, the total of the last one.
_SPELT = {'Kbytes': 'KBytes', 'IOsizeKB': 'IOSizeKB'}
_LEFT_OUT = {'attime.vlunstatistics': ('hostWWN', 'string')}


def report_members(op: str) -> dict[str, Known]:
    """Everything that a member of a System Reporter's report may show."""
    result: dict[str, Known] = {}
    for name, item in _stripped(OPERATIONS[op].response):
        if not item.name.startswith('members[].'):
            continue
        head, dot, tail = name.partition('.')
        result[_SPELT.get(head, head) + dot + tail] = Known(item.json)
    for report, (name, kind) in _LEFT_OUT.items():
        if op.endswith(report):
            result[name] = Known(kind)
    return result


def _from_file(resource: str) -> dict[str, Known]:
    rows = json.loads((HERE / 'members.json').read_text('utf-8'))
    return {name: Known(**{**row, 'values': tuple(row.get('values', ()))})
            for name, row in rows.get(resource, {}).items()}


def _expanded(members: Mapping[str, Known]) -> dict[str, Known]:
    """With the members of objects that every resource writes alike."""
    result = dict(members)
    layout = {item.name: item for item in OPERATIONS['cpgs.create'].request
              if item.name.startswith('LDLayout.')}
    for name, item in members.items():
        leaf = name.rpartition('.')[2]
        if leaf == 'links':
            for part in ('href', 'rel'):
                result[f'{name}[].{part}'] = Known(
                    'string', None, True, item.since, source=item.source)
        elif leaf in ('portPos', 'partnerPos'):
            for part in ('node', 'slot', 'cardPort'):
                result[f'{name}.{part}'] = Known(
                    'number', None, True, item.since, source=item.source)
        elif leaf == 'LDLayout':
            prefix = name[:-len('LDLayout')]
            for part, row in layout.items():
                result[prefix + part] = Known(row.json, row.enum)
    return result


def members_of(resource: str) -> dict[str, Known]:
    """Everything that an object of a resource may show, by its path."""
    known = _from_guide(resource) if resource in TABLES \
        or resource in OBJECTS else {}
    for name, kind in assumptions.RESPONSE_MEMBERS.get(resource, {}).items():
        known[name] = Known(kind, source='assumptions')
    known.update(_from_file(resource))
    return _expanded(known)


def walk(value: Any, path: str = '') -> Iterator[tuple[str, Any]]:
    """Every member below a value, by its path."""
    if isinstance(value, dict):
        for name, item in value.items():
            here = f'{path}.{name}' if path else name
            yield here, item
            yield from walk(item, here)
    elif isinstance(value, list):
        for item in value:
            if isinstance(item, (dict, list)):
                yield from walk(item, f'{path}[]')


class Checker:
    """Holds objects of one resource against what is known of them."""

    def __init__(self, resource: str, personality: Personality) -> None:
        self._resource = resource
        self._personality = personality
        self._known = report_members(resource) \
            if resource.startswith('systemreporter') else members_of(resource)

    def problems(self, item: Mapping[str, Any]) -> Iterator[str]:
        """What an object has or lacks against all sources."""
        for path, value in walk(item):
            row = self._row(path)
            where = f'{self._personality.name} {self._resource} {path}'
            if value is None:
                yield f'{where} is null'
            elif row is None:
                yield f'{where} is in no source'
            elif not row.on(self._personality):
                yield f'{where} is not of this generation'
            else:
                yield from self._typed(where, row, value)
        yield from self._missing('', item)

    def _row(self, path: str) -> Known | None:
        """What is known of a path; a star stands for one name."""
        if path in self._known:
            return self._known[path]
        head, _, tail = path.partition('.')
        return self._known.get(f'*.{tail}') if head else None

    def _typed(self, where: str, row: Known, value: Any) -> Iterator[str]:
        kinds = _KINDS.get(row.json or '')
        if kinds is not None and (not isinstance(value, kinds) or (
                isinstance(value, bool) and bool not in kinds)):
            yield f'{where} is {value!r}, not a {row.json}'
        elif row.enum is not None:
            numbers = {*ENUMS.get(row.enum, {}).values(), *row.values}
            for number in value if isinstance(value, list) else [value]:
                if number not in numbers:
                    yield f'{where} is {number!r}, none of {row.enum}'

    def _missing(self, path: str, item: Mapping[str, Any]) -> Iterator[str]:
        """Members marked always that an object lacks, at every level."""
        for name, row in self._known.items():
            head, _, leaf = name.rpartition('.')
            if row.always and head == path and leaf not in item \
                    and row.on(self._personality):
                yield (f'{self._personality.name} {self._resource} '
                       f'{name} is missing')
        for name, value in item.items():
            below = f'{path}.{name}' if path else name
            if isinstance(value, dict):
                yield from self._missing(below, value)
            elif isinstance(value, list):
                for part in value:
                    if isinstance(part, dict):
                        yield from self._missing(f'{below}[]', part)
