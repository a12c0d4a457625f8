"""Whether the parts of a document fit together.

Knows what refers to what, what is there once, and what work makes of the
volumes it is done on. Types and ranges are :mod:`.codec`'s business, space
is the reader's. Changes nothing.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import (
    Any,
    Optional,
)

from hpe3parclient.narrowing import is_dict
from hpe3parclient.simulator.captured.overlay import Kept, from_json
from hpe3parclient.simulator.model.vluns import MAX_LUN
from hpe3parclient.simulator.model.volumes import activity
from hpe3parclient.simulator.persistence.codec import BrokenState
from hpe3parclient.simulator.persistence.form import (
    CODEC,
    FORMAT,
    VERSION,
    ArrayForm,
    Form,
    TaskForm,
)
from hpe3parclient.simulator.personality import (
    SET_SIZES,
    SYSTEM_VOLUME_MIB,
    Capability,
    Personality,
)
from hpe3parclient.simulator.state.cpgs import Cpg
from hpe3parclient.simulator.state.optimization import TIERS
from hpe3parclient.simulator.state.remotecopy import POLICIES, Group
from hpe3parclient.simulator.state.sets import HOSTS, VOLUMES, ObjectSet
from hpe3parclient.simulator.state.tasks import (
    ACTIVE,
    EFFECTS,
    OnlineCopy,
    PhysicalCopy,
    Promotion,
    Tune,
)
from hpe3parclient.simulator.state.vluns import Template
from hpe3parclient.simulator.state.volumes import (
    DDS,
    PHYSICAL_COPY,
    SNP,
    TDVV,
    Volume,
)
from hpe3parclient.simulator.state.volumes import (
    POLICIES as VOLUME_POLICIES,
)

#: the largest arrays have eight; more would take ports and memory for nothing
MAX_NODES = 32


def check_header(document: Any) -> None:
    """Whether it is a document of ours at all, and of this version."""
    if not is_dict(document) or document.get('format') != FORMAT:
        raise BrokenState('format', f'is not {FORMAT!r}')
    if document.get('version') != VERSION:
        raise BrokenState('version', f'{document.get("version")!r} is '
                                     f'unknown; {VERSION} is known')


def check(form: Form) -> None:
    """Refuse a document whose parts do not fit."""
    if not form.arrays:
        raise BrokenState('arrays', 'are none')
    pairs: list[frozenset[int]] = []
    for index, link in enumerate(form.links):
        where = f'links[{index}].ends'
        for end in link.ends:
            _refer(end, range(len(form.arrays)), where, 'array')
        pairs.append(frozenset(link.ends))
        if len(pairs[-1]) == 1:
            raise BrokenState(where, 'are one array')
    _once(pairs, 'links', '', 'a link')
    for index, item in enumerate(form.arrays):
        mine = [number for number, link in enumerate(form.links)
                if index in link.ends]
        _ArrayCheck(item, f'arrays[{index}]').everything(mine)
        overlay_of(item.captured, f'arrays[{index}].captured')


def _once(values: Iterable[Any], where: str, member: str,
          what: str) -> None:
    seen: set[Any] = set()
    for index, value in enumerate(values):
        if value in seen:
            raise BrokenState(f'{where}[{index}]{member}',
                              f'{what} that comes twice')
        seen.add(value)


def _refer(value: Any, known: Collection[Any], where: str,
           what: str) -> None:
    if value is not None and value not in known:
        raise BrokenState(where, f'there is no {what} {value}')


def overlay_of(text: str | None, where: str) -> Kept | None:
    """What a capture had that the model answers otherwise, read."""
    if text is None:
        return None
    try:
        return from_json(json.loads(text))
    except (ValueError, RecursionError) as ex:
        raise BrokenState(where, str(ex)) from None


def effect_of(task: TaskForm, where: str) -> Any:
    """The effect of an active task, read; None where it has none."""
    if not task.effect:
        return None
    if task.status != ACTIVE:
        raise BrokenState(f'{where}.effect', 'of a task that has ended')
    rest = dict(task.effect)
    kind = rest.pop('do', None)
    if not isinstance(kind, str) or kind not in EFFECTS:
        raise BrokenState(f'{where}.effect.do', f'{kind!r} is none of '
                          + ', '.join(map(repr, sorted(EFFECTS))))
    return CODEC.decode(EFFECTS[kind], rest, f'{where}.effect')


class _ArrayCheck:
    """The check of one array."""

    def __init__(self, form: ArrayForm, where: str) -> None:
        self._form = form
        self._where = where
        self._cpgs = {item.id: item for item in form.cpgs}
        self._volumes = {item.id: item for item in form.volumes}
        self._ports = {item.pos for item in form.ports}

    def _at(self, member: str, index: int, rest: str = '') -> str:
        return f'{self._where}.{member}[{index}]{rest}'

    def everything(self, links: Sequence[int]) -> None:
        """All of it; first that everything is there once."""
        self._identities()
        self._hardware()
        for index, cpg in enumerate(self._form.cpgs):
            _check_cpg(cpg, {item.disk_type for item in self._form.pools},
                       self._at('cpgs', index))
        for index, volume in enumerate(self._form.volumes):
            self._volume(volume, self._at('volumes', index))
        self._optimization()
        self._shared()
        self._members('hostsets', self._form.hostsets, HOSTS,
                      {item.id for item in self._form.hosts})
        self._members('volumesets', self._form.volumesets, VOLUMES,
                      self._volumes)
        self._initiators()
        self._exports()
        self._files()
        self._work()
        self._remote(links)

    def _identities(self) -> None:
        form, remote = self._form, self._form.remote_copy
        for name, ids in (
                ('cpgs', form.cpgs), ('volumes', form.volumes),
                ('hosts', form.hosts), ('hostsets', form.hostsets),
                ('volumesets', form.volumesets),
                ('optimization', form.optimization),
                ('remote_copy.targets', remote.targets),
                ('remote_copy.groups', remote.groups)):
            objects: Sequence[Any] = ids
            where = f'{self._where}.{name}'
            _once([item.id for item in objects], where, '.id', 'an id')
            _once([item.name for item in objects], where, '.name', 'a name')
        for name, counted in (
                ('tasks', [item.id for item in form.tasks]),
                ('qos', [item.id for item in form.qos]),
                ('vluns', [item.id for item in form.vluns])):
            _once(counted, f'{self._where}.{name}', '', 'a number')
            following = getattr(form.next_ids, name)
            # ids of tasks wrap: the next one may be smaller
            if following in counted or (name != 'tasks' and counted
                                        and max(counted) >= following):
                raise BrokenState(f'{self._where}.next_ids.{name}',
                                  'has been given out')
        _once([item.target for item in form.qos], f'{self._where}.qos',
              '.target', 'a target')
        _once([(item.kind, item.part) for item in form.failures],
              f'{self._where}.failures', '', 'a part')
        _once([item.id for item in form.alerts], f'{self._where}.alerts',
              '.id', 'an id')
        _once([item.name for item in form.schedules],
              f'{self._where}.schedules', '.name', 'a name')
        for name in ('statistics', 'cpg_space'):
            _once([(item.cpg, item.interval)
                   for item in getattr(form, name)],
                  f'{self._where}.{name}', '', 'an interval')
        for name in ('volume_statistics', 'volume_space'):
            _once([(item.volume, item.interval)
                   for item in getattr(form, name)],
                  f'{self._where}.{name}', '', 'an interval')
        _once([item.volume for item in remote.contents],
              f'{self._where}.remote_copy.contents', '.volume', 'a volume')

    def _optimization(self) -> None:
        for index, item in enumerate(self._form.optimization):
            for number, tier in item.tiers.items():
                where = self._at('optimization', index, '.tiers')
                if number not in TIERS:
                    raise BrokenState(where, f'there is no tier {number}')
                _refer(tier.cpg, self._cpgs, where, 'CPG')

    def _hardware(self) -> None:
        form = self._form
        _check_personality(form.personality, f'{self._where}.personality')
        if form.born > form.time:
            raise BrokenState(f'{self._where}.born', 'is yet to come')
        if form.started is not None \
                and not form.born <= form.started <= form.time:
            raise BrokenState(f'{self._where}.started',
                              'is not between born and time')
        _once([item.disk_type for item in form.pools],
              f'{self._where}.pools', '.disk_type', 'a disk type')
        _once([item.pos for item in form.ports], f'{self._where}.ports',
              '.pos', 'a port')
        for index, pool in enumerate(form.pools):
            if pool.usable < 0:
                raise BrokenState(self._at('pools', index),
                                  'has less than the array keeps of it')

    def _volume(self, item: Volume, where: str) -> None:
        for member in ('user_cpg', 'snap_cpg'):
            _refer(getattr(item, member), self._cpgs, f'{where}.{member}',
                   'CPG')
        for member in ('base_id', 'parent_id', 'phys_parent_id',
                       'copy_snapshot'):
            _refer(getattr(item, member), self._volumes, f'{where}.{member}',
                   'volume')
        if not item.size_mib:
            raise BrokenState(f'{where}.size_mib', 'is nothing')
        snapshot = item.parent_id is not None
        if snapshot != item.is_snapshot or snapshot != (
                item.provisioning == SNP):
            raise BrokenState(f'{where}.copy_type', 'does not fit parent_id '
                                                    'and provisioning')
        copied = item.phys_parent_id is not None
        if copied != (item.copy_type == PHYSICAL_COPY):
            raise BrokenState(f'{where}.copy_type',
                              'does not fit phys_parent_id')
        if not snapshot and item.user_cpg is None and not item.system:
            raise BrokenState(where, 'user_cpg is missing')
        if not snapshot and item.user_used > item.user_reserved:
            raise BrokenState(f'{where}.user_used', 'is not reserved')
        self._family(item, where)
        _check_policies(item.policies, VOLUME_POLICIES, f'{where}.policies')
        for key, entry in item.metadata.items():
            _check_entry(entry, f'{where}.metadata {key!r}')

    def _family(self, item: Volume, where: str) -> None:
        """No volume comes from itself, and a base has no parent."""
        base, seen = item, {item.id}
        while base.parent_id is not None:
            base = self._parent(base.parent_id, seen, f'{where}.parent_id')
        if item.base_id != base.id:
            raise BrokenState(f'{where}.base_id', f'{item.base_id} is not '
                              f'the first of its family, {base.id}')
        seen = {item.id}
        while base.phys_parent_id is not None:
            parent = self._parent(base.phys_parent_id, seen,
                                  f'{where}.phys_parent_id')
            base = self._volumes.get(parent.base_id, parent)

    def _parent(self, number: int, seen: set[int], where: str) -> Volume:
        _refer(number, self._volumes, where, 'volume')
        if number in seen:
            raise BrokenState(where, 'a volume that comes from itself')
        seen.add(number)
        return self._volumes[number]

    def _shared(self) -> None:
        """Deduplicated volumes have shared volumes in their CPG."""
        form = self._form
        shared = Counter(item.user_cpg for item in form.volumes
                         if item.provisioning == DDS)
        request = {item.user_cpg for item in form.volumes
                   if item.provisioning == TDVV}
        most = form.personality.shared_volumes
        # what a real array shows of them may be less, or more
        if form.captured is None and (set(shared) != request or any(
                count > most for count in shared.values())):
            raise BrokenState(f'{self._where}.volumes',
                              'of each CPG with deduplicated volumes one, '
                              'and of no other, is what these share')
        _once([item.copy_snapshot for item in self._form.volumes
               if item.copy_snapshot is not None],
              f'{self._where}.volumes', '.copy_snapshot', 'a snapshot')

    def _members(self, name: str, result: Sequence[ObjectSet], kind: str,
                 known: Collection[int]) -> None:
        for index, item in enumerate(result):
            where = self._at(name, index)
            if item.kind != kind:
                raise BrokenState(f'{where}.kind', f'{item.kind!r} among '
                                                   f'{name}')
            _once(item.members, f'{where}.members', '', 'a member')
            for number in item.members:
                _refer(number, known, f'{where}.members', kind[:-1])

    def _initiators(self) -> None:
        seen: set[str] = set()
        result = [(path, f'{self._at("hosts", index)}.paths')
                 for index, host in enumerate(self._form.hosts)
                 for path in host.paths]
        result += [(path, f'{self._where}.unassigned')
                  for path in self._form.unassigned]
        for path, where in result:
            if path.name in seen:
                raise BrokenState(where, f'{path.name} comes twice')
            seen.add(path.name)
            for pos in path.ports:
                _refer(pos, self._ports, where, 'port')

    def _exports(self) -> None:
        form = self._form
        known: Mapping[str, tuple[Collection[Any], str]] = {
            'volume': (self._volumes, 'volume'),
            'volume_set': ({item.id for item in form.volumesets}, 'set'),
            'host': ({item.id for item in form.hosts}, 'host'),
            'host_set': ({item.id for item in form.hostsets}, 'set'),
            'port': (self._ports, 'port')}
        for index, item in enumerate(form.vluns):
            where = self._at('vluns', index)
            for member, (there, what) in known.items():
                _refer(getattr(item, member), there, f'{where}.{member}',
                       what)
            _check_template(item, where, form.personality.has(
                Capability.EXPORT_BY_MEMBER))
        for index, rule in enumerate(form.qos):
            _refer(rule.target, known['volume_set'][0],
                   self._at('qos', index, '.target'), 'set')

    def _files(self) -> None:
        """What File Persona refers to is there."""
        files = self._form.files
        where = f'{self._where}.files'
        there: dict[str, set[int]] = {}
        for name in ('fpgs', 'servers', 'stores', 'shares', 'snapshots',
                     'quotas', 'reclamations'):
            ids = [entry.id for entry in getattr(files, name)]
            _once(ids, f'{where}.{name}', '.id', 'an id')
            if ids and max(ids) >= files.next_id:
                raise BrokenState(f'{where}.next_id', 'has been given out')
            there[name] = set(ids)
        there['cpgs'], there['volumes'] = set(self._cpgs), set(self._volumes)
        there['sets'] = {entry.id for entry in self._form.volumesets}
        for kind, member, target in (
                ('fpgs', 'cpg', 'cpgs'), ('fpgs', 'volume_set', 'sets'),
                ('servers', 'fpg', 'fpgs'), ('stores', 'vfs', 'servers'),
                ('shares', 'store', 'stores'), ('quotas', 'vfs', 'servers'),
                ('snapshots', 'store', 'stores'),
                ('reclamations', 'fpg', 'fpgs')):
            for position, entry in enumerate(getattr(files, kind)):
                _refer(getattr(entry, member), there[target],
                       f'{where}.{kind}[{position}].{member}', target[:-1])
        for position, fpg in enumerate(files.fpgs):
            for number in fpg.volumes:
                _refer(number, there['volumes'],
                       f'{where}.fpgs[{position}].volumes', 'volume')
        for number, _ in files.reclaimable:
            _refer(number, there['fpgs'], f'{where}.reclaimable', 'group')

    def _work(self) -> None:
        """Volumes are busy with the tasks there are, and nothing else."""
        busy: dict[int, Counter[int]] = {
            number: Counter() for number in self._volumes}
        for index, task in enumerate(self._form.tasks):
            where = self._at('tasks', index)
            for number, state in self._done_on(effect_of(task, where)):
                _refer(number, self._volumes, f'{where}.effect', 'volume')
                busy[number][state] += 1
        for index, item in enumerate(self._form.volumes):
            if Counter(item.busy) != busy[item.id]:
                raise BrokenState(self._at('volumes', index, '.busy'),
                                  'does not fit the tasks')

    def _done_on(self, effect: Any) -> list[tuple[int, int]]:
        """The volumes work is done on, and how each is busy with it."""
        if isinstance(effect, Tune):
            return [(effect.volume, effect.state)]
        if isinstance(effect, Promotion):
            return [(effect.snapshot, activity.PROMOTING),
                    (effect.target, activity.PROMOTING)]
        if not isinstance(effect, (PhysicalCopy, OnlineCopy)):
            return []
        state = effect.state if isinstance(effect, PhysicalCopy) \
            else activity.COPY_TARGET
        result = [(effect.copy, state), (effect.source, activity.COPY_SOURCE)]
        copy: Optional[Volume] = self._volumes.get(effect.copy)
        if copy is not None and copy.copy_snapshot is not None:
            result.append((copy.copy_snapshot, activity.COPY_SOURCE))
        return result

    def _remote(self, links: Sequence[int]) -> None:
        remote, where = self._form.remote_copy, f'{self._where}.remote_copy'
        if sorted(remote.links) != list(links):
            raise BrokenState(f'{where}.links', 'are not those that end '
                                                'here')
        _once([item.link for item in remote.targets if item.link is not None],
              f'{where}.targets', '.link', 'a link')
        for index, target in enumerate(remote.targets):
            _refer(target.link, links, f'{where}.targets[{index}].link',
                   'link')
        kept = {item.id: item for item in self._form.volumesets}
        targets = {item.id for item in remote.targets}
        for index, group in enumerate(remote.groups):
            _check_group(group, kept, targets,
                         f'{where}.groups[{index}]')


def _check_personality(personality: Personality, where: str) -> None:
    if not 1 <= personality.nodes <= MAX_NODES:
        raise BrokenState(f'{where}.nodes', f'is not from 1 to {MAX_NODES}')
    raid, size = personality.default_raid
    if raid not in SET_SIZES or size not in SET_SIZES[raid]:
        raise BrokenState(f'{where}.default_raid', 'is no RAID type and its '
                                                   'set size')
    for name in personality.system_volumes:
        _refer(name, SYSTEM_VOLUME_MIB, f'{where}.system_volumes',
               'system volume')
    _once(personality.system_volumes, f'{where}.system_volumes', '', 'a volume')
    for raid in personality.raid_types:
        _refer(raid, SET_SIZES, f'{where}.raid_types', 'RAID type')


def _check_cpg(item: Cpg, disks: Collection[int], where: str) -> None:
    _refer(item.set_size, SET_SIZES[item.raid], f'{where}.set_size',
           f'set size for RAID type {item.raid},')
    _refer(item.disk_type, disks, f'{where}.disk_type', 'pool of disk type')
    if not item.admin_increment:
        raise BrokenState(f'{where}.admin_increment', 'is nothing')


def _check_entry(entry: Mapping[str, Any], where: str) -> None:
    if sorted(entry) != ['created', 'value']:
        raise BrokenState(where, 'has a value and when it was created')
    CODEC.decode(str, entry['value'], f'{where}.value')
    CODEC.decode(float, entry['created'], f'{where}.created')


def _check_template(item: Template, where: str, by_member: bool) -> None:
    if by_member:
        if item.volume is None:
            raise BrokenState(where, 'shows no volume')
    elif (item.volume is None) == (item.volume_set is None):
        raise BrokenState(where, 'shows either a volume or a set of them')
    if item.host is not None and item.host_set is not None:
        raise BrokenState(where, 'goes to either a host or a set of them')
    if item.host is None and item.host_set is None and item.port is None:
        raise BrokenState(where, 'goes nowhere')
    if item.lun > MAX_LUN:
        raise BrokenState(f'{where}.lun', f'is above {MAX_LUN}')


def _check_group(group: Group, kept: Mapping[int, ObjectSet],
                 targets: Collection[int], where: str) -> None:
    _refer(group.set_id, kept, f'{where}.set_id', 'volume set')
    if group.set_id is not None \
            and kept[group.set_id].members != group.volumes:
        raise BrokenState(f'{where}.volumes', 'are not those of its set')
    _once([route.target for route in group.targets], f'{where}.targets',
          '.target', 'a target')
    for index, route in enumerate(group.targets):
        here = f'{where}.targets[{index}]'
        _refer(route.target, targets, f'{here}.target', 'target')
        if set(route.mirrors) != set(group.volumes):
            raise BrokenState(f'{here}.mirrors',
                              'are not those of the volumes of the group')
        if route.next_due is not None and not route.period:
            raise BrokenState(f'{here}.next_due', 'without a period')
        _check_policies(route.policies, POLICIES, f'{here}.policies')


def _check_policies(policies: Mapping[str, bool], known: Collection[str],
                    where: str) -> None:
    if set(policies) != set(known):
        raise BrokenState(where, 'are not: ' + ', '.join(sorted(known)))
