"""Provisioning scripts: what is asked of an array, and what it must lead to.

A state is a flat dict of everything on an array whose name begins with a
script's prefix. A step is one call and the state it leads to. This module
knows both; it knows no fault and no client.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import (
    Any,
    Callable,
)

from hpe3parclient.simulator.model import vluns

State = dict[tuple[Any, ...], Any]
Effect = Callable[[State, State], State]


def observe(array: Any, prefix: str) -> State:
    """What a simulated array holds under names that begin so.

    :param array: the state of the array, not what a client says of it
    """
    result: State = {}
    with array.lock:
        array.settle()
        for cpg in array.cpgs:
            if cpg.name.startswith(prefix):
                result['cpg', cpg.name] = True
        _observe_volumes(array, prefix, result)
        for host in array.hosts:
            if host.name.startswith(prefix):
                result['host', host.name] = tuple(sorted(
                    path.name for path in host.paths))
        for item in array.volumesets:
            if item.name.startswith(prefix):
                result['set', item.name] = tuple(sorted(
                    array.volumes.by_id(number).name
                    for number in item.members))
        for export in array.vluns:
            volume, host = vluns.names_of(array, export)
            if volume.startswith(prefix):
                result['vlun', volume, host, export.lun] = True
        tasks = sum(prefix in task.name for task in array.tasks)
    if tasks:
        result['tasks',] = tasks
    return result


def _observe_volumes(array: Any, prefix: str, result: State) -> None:
    for volume in array.volumes:
        if not volume.name.startswith(prefix):
            continue
        parent = None if volume.parent_id is None \
            else array.volumes.by_id(volume.parent_id).name
        result['volume', volume.name] = (volume.size_mib, parent,
                                        volume.comment)
        for key, entry in volume.metadata.items():
            result['meta', volume.name, key] = entry['value']


@dataclass
class Step:
    """One call, and what it must lead to.

    ``effect`` gives the state after it, from the state before it and, for
    what the array chooses itself, the state that is found.
    """

    method: str
    args: tuple[Any, ...]
    named: dict[str, Any] = field(default_factory=dict)
    effect: Effect | None = None
    #: whether an answer is right, given the state after it
    check: Callable[[Any, State], bool] | None = None
    #: the HTTP statuses with which it must be refused; empty: it must not
    refused: frozenset[int] = frozenset()

    @property
    def changes(self) -> bool:
        """Whether it changes anything when it is carried out."""
        return self.effect is not None

    def expected(self, before: State, result: State) -> State:
        """The state after it was carried out once."""
        if self.effect is None or self.refused:
            return before
        return self.effect(before, result)

    def __str__(self) -> str:
        return f'{self.method}{self.args!r} {self.named!r}'


def adding(key: tuple[Any, ...], value: Any = True) -> Effect:
    """The effect of making or changing one thing."""
    return lambda before, result: {**before, key: value}


def removing(*keys: tuple[Any, ...]) -> Effect:
    """The effect of deleting things."""
    return lambda before, result: {
        key: value for key, value in before.items() if key not in keys}


def exporting(volume: str, host: str) -> Effect:
    """The effect of an export whose LUN the array chooses: one more."""
    def effect(before: State, result: State) -> State:
        new = [key for key in result if key not in before
               and key[:3] == ('vlun', volume, host)]
        return {**before, **dict.fromkeys(
            new[:1] or [('vlun', volume, host, None)], True)}
    return effect


def renaming(old: str, new: str) -> Effect:
    """The effect of giving a volume another name."""
    def swapped(value: Any) -> Any:
        if isinstance(value, tuple):
            changed = [swapped(item) for item in value]
            return tuple(changed)
        return new if value == old else value

    return lambda before, result: {
        swapped(key): tuple(sorted(swapped(value)))
        if key[0] == 'set' else swapped(value)
        for key, value in before.items()}


class Script:
    """Chooses steps that make sense where things stand.

    :param prefix: what every name begins with
    :param rng: decides
    """

    def __init__(self, prefix: str, rng: random.Random) -> None:
        self.prefix = prefix
        self._rng = rng
        self._made = 0
        self._choices: list[tuple[int, Callable[[], Step | None]]] = [
            (6, self._create), (2, self._create_again), (4, self._grow),
            (4, self._snapshot), (3, self._comment), (2, self._rename),
            (2, self._copy), (4, self._host), (2, self._host_path),
            (6, self._export), (3, self._export_at), (5, self._unexport),
            (3, self._volume_set), (3, self._join), (2, self._part),
            (2, self._drop_set), (4, self._note), (2, self._forget),
            (6, self._delete), (2, self._delete_used), (2, self._drop_host),
            (4, self._get), (2, self._get_missing), (4, self._list),
            (3, self._list_exports), (2, self._host_exports),
            (2, self._get_set), (2, self._notes), (2, self._space),
            (2, self._version), (2, self._hosts)]
        self._weights = [weight for weight, _ in self._choices]
        self.state: State = {}

    @property
    def cpg(self) -> str:
        """The CPG the script works in."""
        return self.prefix + 'cpg'

    def next(self, state: State) -> Step:
        """The next step, given where things stand."""
        self.state = state
        if ('cpg', self.cpg) not in state:
            return Step('createCPG', (self.cpg,),
                        effect=adding(('cpg', self.cpg)))
        while True:
            _, choose = self._rng.choices(self._choices, self._weights)[0]
            step = choose()
            if step is not None:
                return step

    def cleaning(self, state: State) -> Step | None:
        """A step that takes something away; None when all is gone."""
        self.state = state
        if self._names('vlun'):
            return self._unexport()
        if self._names('set'):
            return self._drop_set()
        if self._names('volume'):
            return self._delete()
        if self._names('host'):
            return self._drop_host()
        if ('cpg', self.cpg) in state:
            return Step('deleteCPG', (self.cpg,),
                        effect=removing(('cpg', self.cpg)))
        return None

    # -- what there is ------------------------------------------------------

    def _new(self, kind: str) -> str:
        self._made += 1
        return f'{self.prefix}{kind}{self._made}'

    def _names(self, kind: str) -> list[tuple[Any, ...]]:
        return [key for key in self.state if key[0] == kind]

    def _any(self, kind: str) -> tuple[Any, ...] | None:
        names = self._names(kind)
        return self._rng.choice(names) if names else None

    def _volume(self, base: bool = False) -> str | None:
        names = [key[1] for key in self._names('volume')
                 if not base or self.state[key][1] is None]
        return self._rng.choice(names) if names else None

    def _used(self, volume: str) -> bool:
        return any((key[0] == 'vlun' and key[1] == volume)
                   or (key[0] == 'set' and volume in value)
                   or (key[0] == 'volume' and value[1] == volume)
                   for key, value in self.state.items())

    # -- steps that change --------------------------------------------------

    def _create(self) -> Step | None:
        if len(self._names('volume')) > 9:
            return None
        name, size = self._new('v'), 256 * self._rng.randint(1, 8)
        return Step('createVolume', (name, self.cpg, size, {
            'tpvv': True, 'snapCPG': self.cpg}),
            effect=adding(('volume', name), (size, None, None)))

    def _create_again(self) -> Step | None:
        name = self._volume()
        return None if name is None else Step(
            'createVolume', (name, self.cpg, 512, {'tpvv': True}),
            effect=adding(('volume', name)), refused=frozenset({409}))

    def _grow(self) -> Step | None:
        name = self._volume(base=True)
        if name is None:
            return None
        size, parent, comment = self.state['volume', name]
        more = 256 * self._rng.randint(1, 4)
        return Step('growVolume', (name, more), effect=adding(
            ('volume', name), (size + more, parent, comment)))

    def _snapshot(self) -> Step | None:
        of = self._volume(base=True)
        if of is None or len(self._names('volume')) > 12:
            return None
        name = self._new('s')
        return Step('createSnapshot', (name, of, {'readOnly': True}),
                    effect=adding(('volume', name),
                                  (self.state['volume', of][0], of, None)))

    def _comment(self) -> Step | None:
        name = self._volume()
        if name is None:
            return None
        size, parent, _ = self.state['volume', name]
        text = f'remark {self._rng.randrange(10 ** 9)}'
        return Step('modifyVolume', (name, {'comment': text}), effect=adding(
            ('volume', name), (size, parent, text)))

    def _rename(self) -> Step | None:
        name = self._volume()
        if name is None:
            return None
        new = self._new('w')
        return Step('modifyVolume', (name, {'newName': new}),
                    effect=renaming(name, new))

    def _copy(self) -> Step | None:
        of = self._volume(base=True)
        if of is None or len(self._names('volume')) > 9:
            return None
        name, size = self._new('c'), self.state['volume', of][0]
        started = self.state.get(('tasks',), 0) + 1

        def effect(before: State, result: State) -> State:
            return {**before, ('volume', name): (size, None, None),
                    ('tasks',): started}

        return Step('copyVolume', (of, name, self.cpg, {
            'online': True, 'tpvv': True, 'snapCPG': self.cpg}), effect=effect,
            check=lambda answer, state: answer['taskid'] > 0)

    def _host(self) -> Step | None:
        if len(self._names('host')) > 3:
            return None
        name = self._new('h')
        path = 'iqn.2000-01.example:' + name
        return Step('createHost', (name, [path]),
                    effect=adding(('host', name), (path,)))

    def _host_path(self) -> Step | None:
        key = self._any('host')
        if key is None:
            return None
        path = 'iqn.2000-01.example:' + self._new('p')
        return Step('modifyHost', (key[1], {
            'pathOperation': 1, 'iSCSINames': [path]}), effect=adding(
                key, tuple(sorted((*self.state[key], path)))))

    def _drop_host(self) -> Step | None:
        key = self._any('host')
        if key is None:
            return None
        used = any(item[2] == key[1] for item in self._names('vlun'))
        return Step('deleteHost', (key[1],), effect=removing(key),
                    refused=frozenset({403, 409} if used else ()))

    def _export(self) -> Step | None:
        volume, host = self._volume(), self._any('host')
        if volume is None or host is None:
            return None
        if any(key[1:3] == (volume, host[1]) for key in self._names('vlun')):
            return None
        return Step('createVLUN', (volume,),
                    {'hostname': host[1], 'auto': True},
                    effect=exporting(volume, host[1]),
                    check=lambda answer, state: _vlun(answer) in state)

    def _export_at(self) -> Step | None:
        volume, host = self._volume(), self._any('host')
        if volume is None or host is None:
            return None
        if any(key[1:3] == (volume, host[1]) for key in self._names('vlun')):
            return None
        self._made += 1
        lun = 100 + self._made
        return Step('createVLUN', (volume, lun, host[1]),
                    effect=adding(('vlun', volume, host[1], lun)),
                    check=lambda answer, state: _vlun(answer) in state)

    def _unexport(self) -> Step | None:
        key = self._any('vlun')
        return None if key is None else Step(
            'deleteVLUN', (key[1], key[3], key[2]), effect=removing(key))

    def _volume_set(self) -> Step | None:
        volume = self._volume()
        if volume is None or len(self._names('set')) > 2:
            return None
        name = self._new('g')
        return Step('createVolumeSet', (name,), {'setmembers': [volume]},
                    effect=adding(('set', name), (volume,)))

    def _join(self) -> Step | None:
        key, volume = self._any('set'), self._volume()
        if key is None or volume is None:
            return None
        members = self.state[key]
        return Step('addVolumeToVolumeSet', (key[1], volume), effect=adding(
            key, tuple(sorted((*members, volume)))),
            refused=frozenset({409} if volume in members else ()))

    def _part(self) -> Step | None:
        key = self._any('set')
        if key is None or len(self.state[key]) < 2:
            return None
        gone = self._rng.choice(self.state[key])
        return Step('removeVolumeFromVolumeSet', (key[1], gone),
                    effect=adding(key, tuple(
                        name for name in self.state[key] if name != gone)))

    def _drop_set(self) -> Step | None:
        key = self._any('set')
        return None if key is None else Step(
            'deleteVolumeSet', (key[1],), effect=removing(key))

    def _note(self) -> Step | None:
        volume = self._volume()
        if volume is None:
            return None
        key = self._rng.choice(['owner', 'purpose'])
        value = str(self._rng.randrange(10 ** 9))
        return Step('setVolumeMetaData', (volume, key, value),
                    effect=adding(('meta', volume, key), value))

    def _forget(self) -> Step | None:
        key = self._any('meta')
        return None if key is None else Step(
            'removeVolumeMetaData', key[1:], effect=removing(key))

    def _delete(self) -> Step | None:
        free = [key[1] for key in self._names('volume')
                if not self._used(key[1])]
        if not free:
            return None
        name = self._rng.choice(free)
        keys = [key for key in self.state
                if key[0] in ('volume', 'meta') and key[1] == name]
        return Step('deleteVolume', (name,), effect=removing(*keys))

    def _delete_used(self) -> Step | None:
        used = [key[1] for key in self._names('volume')
                if self._used(key[1])]
        return None if not used else Step(
            'deleteVolume', (self._rng.choice(used),),
            effect=adding(('never',)), refused=frozenset({403, 409}))

    # -- steps that ask -----------------------------------------------------

    def _get(self) -> Step | None:
        name = self._volume()
        return None if name is None else Step(
            'getVolume', (name,), check=lambda answer, state: (
                answer['name'], answer['sizeMiB']) == (
                    name, state['volume', name][0]))

    def _get_missing(self) -> Step | None:
        return Step('getVolume', (self.prefix + 'none',),
                    refused=frozenset({404}))

    def _list(self) -> Step | None:
        return Step('getVolumes', (), check=self._lists_volumes)

    def _lists_volumes(self, answer: Any, state: State) -> bool:
        names = [item['name'] for item in answer['members']
                 if item['name'].startswith(self.prefix)]
        return sorted(names) == sorted(
            key[1] for key in state if key[0] == 'volume')

    def _list_exports(self) -> Step | None:
        return Step('getVLUNs', (), check=lambda answer, state: sorted(
            (item['volumeName'], item['hostname'], item['lun'])
            for item in answer['members']
            if item['volumeName'].startswith(self.prefix)) == sorted(
                key[1:] for key in state if key[0] == 'vlun'))

    def _host_exports(self) -> Step | None:
        key = self._any('vlun')
        if key is None:
            return None
        host = key[2]
        return Step('getHostVLUNs', (host,), check=lambda answer, state:
                    sorted((item['volumeName'], host, item['lun'])
                           for item in answer) == sorted(
                        key[1:] for key in state
                        if key[0] == 'vlun' and key[2] == host))

    def _get_set(self) -> Step | None:
        key = self._any('set')
        return None if key is None else Step(
            'getVolumeSet', (key[1],), check=lambda answer, state:
            tuple(sorted(answer.get('setmembers', ()))) == state[key])

    def _notes(self) -> Step | None:
        volume = self._volume()
        return None if volume is None else Step(
            'getAllVolumeMetaData', (volume,), check=lambda answer, state: {
                item['key']: item['value'] for item in answer['members']
            } == {key[2]: value for key, value in state.items()
                  if key[0] == 'meta' and key[1] == volume})

    def _space(self) -> Step | None:
        return Step('getCPGAvailableSpace', (self.cpg,),
                    check=lambda answer, state: answer['rawFreeMiB'] > 0)

    def _version(self) -> Step | None:
        return Step('getWsApiVersion', (), check=lambda answer, state:
                    isinstance(answer['build'], int))

    def _hosts(self) -> Step | None:
        return Step('getHosts', (), check=lambda answer, state: sorted(
            item['name'] for item in answer['members']
            if item.get('name', '').startswith(self.prefix)) == sorted(
                key[1] for key in state if key[0] == 'host'))


def _vlun(answer: str) -> tuple[Any, ...]:
    """The key of an export from what createVLUN returns."""
    volume, lun, host = answer.split(',')[:3]
    return ('vlun', volume, host, int(lun))


def difference(one: Mapping[Any, Any], other: Mapping[Any, Any]) -> str:
    """What has changed from one state to another, for people."""
    keys = sorted(set(one) | set(other), key=repr)
    return '; '.join('%s: %r -> %r' % (' '.join(map(str, key)),
                                       one.get(key), other.get(key))
                     for key in keys if one.get(key) != other.get(key))
