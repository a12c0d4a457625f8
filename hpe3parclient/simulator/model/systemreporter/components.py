"""The components there are reports about, and how each may be narrowed.

Names of groups, path parameters and query fields are those of the WSAPI
1.5 guide, chapter 17; those of cpustatistics are what an exporter sends.
"""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass
from typing import Any, Callable

from hpe3parclient.simulator import assumptions
from hpe3parclient.simulator.model.systemreporter import (
    activity,
    space,
    subjects,
)
from hpe3parclient.simulator.model.systemreporter.subjects import Subject
from hpe3parclient.simulator.state.array_state import ArrayState

#: The figures at a moment: the end of an interval, and its seconds.
Figures = Callable[[int, int], dict[str, Any]]
#: The values a filter can have.
Known = Callable[[ArrayState], Container[str]]


def _numbers(*numbers: int) -> Known:
    """The values of an enumeration."""
    values = frozenset(map(str, numbers))
    return lambda array: values


_DISK_TYPES = _numbers(1, 2, 3)
_RAID_TYPES = _numbers(1, 2, 3, 4)
_NODES = _numbers(*range(8))
_RPM = _numbers(7, 10, 15, 100, 150)
_PORT_TYPES = _numbers(1, 2, 3, 5, 7, 8)
_PROVISIONING = _numbers(1, 2, 3, 4, 6)


@dataclass(frozen=True)
class Filter:
    """What a report may be narrowed by.

    :param key: the key of the subjects that counts
    :param known: the values there can be; None: any whole number
    :param set_key: the key with the sets that ``set:<name>`` stands for
    :param sets: the names of these sets
    """

    key: str
    known: Known | None = None
    set_key: str | None = None
    sets: Known | None = None

    def valid(self, value: str, array: ArrayState) -> bool:
        """Whether there can be such a value."""
        if value.startswith('set:') and self.sets is not None:
            return value[4:] in self.sets(array)
        if self.known is None:
            return value.isascii() and value.isdigit()
        return value in self.known(array)

    def fits(self, value: str, subject: Subject) -> bool:
        """Whether a subject has the value."""
        key = self.key
        if value.startswith('set:') and self.set_key is not None:
            key, value = self.set_key, value[4:]
        present = subject.keys.get(key)
        if isinstance(present, tuple):
            return value in present
        return present is not None and str(present) == value


@dataclass(frozen=True)
class Component:
    """One kind of report."""

    name: str
    subjects: Callable[[ArrayState], list[Subject]]
    figures: Callable[[ArrayState, list[Subject]], Figures]
    #: categories of At Time, in the order of the guide
    groups: tuple[str, ...]
    #: path parameters of Versus Time
    parameters: Mapping[str, Filter]
    #: fields of At Time's query
    fields: Mapping[str, Filter]
    #: its self link carries the query
    links_query: bool = False
    #: it came after WSAPI 1.5
    later: bool = False
    #: the model counts nothing of it: there are only samples of a capture
    captured_only: bool = False


def _performance(array: ArrayState, items: list[Subject]) -> Figures:
    source = activity.merged(item.source for item in items)
    return lambda end, step: activity.figures(
        activity.rates(array, source, end - step, end))


def _cache(array: ArrayState, items: list[Subject]) -> Figures:
    nodes = array.hardware.product.node
    pages = len(items) * nodes.data_mib * 1024 // assumptions.CACHE_PAGE_KB
    source = activity.merged(item.source for item in items)
    kinds = {cpg.disk_type for cpg in array.cpgs}
    by_kind = {kind: activity.only(array, source, kind) for kind in kinds}

    def at(end: int, step: int) -> dict[str, Any]:
        item = activity.rates(array, source, end - step, end)
        shares = {name: activity.rates(array, by_kind[kind], end - step,
                                       end).writes / item.writes
                  if item.writes and kind in by_kind else 0.0
                  for name, kind in subjects.CACHE_CLASSES.items()}
        return activity.cache_figures(item, pages, shares)

    return at


def _processors(array: ArrayState, items: list[Subject]) -> Figures:
    source = activity.merged(activity.of_cpg(cpg) for cpg in array.cpgs)
    share = len(items) / max(len(subjects.processors(array)), 1)

    def at(end: int, step: int) -> dict[str, Any]:
        return activity.processor_figures(
            activity.rates(array, source, end - step, end), share)

    return at


def _cpg_space(array: ArrayState, items: list[Subject]) -> Figures:
    cpgs = [subject.item for subject in items]
    return lambda end, step: space.cpgs_at(array, cpgs, end, step)


def _volume_space(array: ArrayState, items: list[Subject]) -> Figures:
    held = space.VolumesSpace(array, (subject.item for subject in items))
    return lambda end, step: held.at(end)


def _disk_capacity(array: ArrayState, items: list[Subject]) -> Figures:
    def at(end: int, step: int) -> dict[str, Any]:
        spaces = space.disks_at(array, end)
        return space.disk_capacity(spaces[subject.item.id]
                                   for subject in items)
    return at


def _disk_chunklets(array: ArrayState, items: list[Subject]) -> Figures:
    disks = [subject.item for subject in items]
    return lambda end, step: space.disk_chunklets(
        array, disks, space.disks_at(array, end), end)


def _cpgs(array: ArrayState) -> Container[str]:
    return array.cpgs


def _volumes(array: ArrayState) -> Container[str]:
    return array.volumes


def _hosts(array: ArrayState) -> Container[str]:
    return array.hosts


def _volume_sets(array: ArrayState) -> Container[str]:
    return array.volumesets


def _host_sets(array: ArrayState) -> Container[str]:
    return array.hostsets


def _disks(array: ArrayState) -> Container[str]:
    return {str(number) for number in array.hardware.disks}


def _ports(array: ArrayState) -> Container[str]:
    return {str(position) for position in array.ports}


_DISK = {'id': Filter('id', _disks), 'type': Filter('type', _DISK_TYPES),
         'RPM': Filter('RPM', _RPM)}
_DISK_GROUPS = ('id', 'cageID', 'cageSide', 'mag', 'diskPos', 'type', 'RPM')
_PORT = Filter('portPos', _ports)
_NAME = {'name': Filter('name', _cpgs)}
_CPG_SPACE = {**_NAME, 'diskType': Filter('diskType', _DISK_TYPES),
              'RAIDType': Filter('RAIDType', _RAID_TYPES)}
_VOLUME_SPACE = {'userCPG': Filter('userCPG', _cpgs),
                 'snapCPG': Filter('snapCPG', _cpgs),
                 'provType': Filter('provType', _PROVISIONING)}

COMPONENTS: Mapping[str, Component] = {item.name: item for item in (
    Component(
        'cachememorystatistics', subjects.nodes, _cache, ('node',),
        {'node': Filter('node', _NODES)}, {'node': Filter('node')}),
    Component(
        'cpgspacedata', subjects.cpgs, _cpg_space,
        ('domain', 'id', 'name', 'diskType', 'RAIDType'), _CPG_SPACE,
        _CPG_SPACE),
    Component(
        'cpgstatistics', subjects.cpgs, _performance, ('name', 'domain'),
        _NAME, _NAME),
    Component(
        'physicaldiskcapacity', subjects.disks, _disk_capacity,
        _DISK_GROUPS, _DISK, _DISK),
    Component(
        'physicaldiskspacedata', subjects.disks, _disk_chunklets,
        _DISK_GROUPS, _DISK, _DISK, links_query=True),
    Component(
        'physicaldiskstatistics', subjects.disks, _performance,
        ('id', 'node', 'slot', 'cardPort', 'type', 'RPM'), _DISK, _DISK),
    Component(
        'portstatistics', subjects.ports, _performance,
        ('node', 'slot', 'cardPort', 'type', 'speed'),
        {'portPos': _PORT, 'type': Filter('type', _PORT_TYPES)},
        {'portPos': _PORT, 'type': Filter('type', _PORT_TYPES)}),
    Component(
        'vlunstatistics', subjects.exports, _performance,
        ('domain', 'volumeName', 'hostname', 'lun', 'hostWWN', 'node',
         'slot', 'cardPort', 'vvsetName', 'hostsetName'),
        {'lun': Filter('lun'), 'portPos': _PORT,
         'volumeName': Filter('volumeName', _volumes, 'vvsetName',
                              _volume_sets),
         'hostname': Filter('hostname', _hosts, 'hostsetName',
                            _host_sets)},
        {name: Filter(name) for name in (
            'lun', 'volumeName', 'vvsetName', 'hostname', 'hostsetName',
            'portPos', 'node', 'slot', 'cardPort')}),
    Component(
        'volumespacedata', subjects.volumes, _volume_space,
        ('domain', 'id', 'name', 'baseId', 'wwn', 'snapCPG', 'userCPG',
         'provisioningType', 'copyType', 'vvsetName'),
        {'name': Filter('name', _volumes, 'vvsetName', _volume_sets),
         **_VOLUME_SPACE},
        {**_NAME, 'vvsetName': Filter('vvsetName'), **_VOLUME_SPACE},
        links_query=True),
    Component(
        'cpustatistics', subjects.processors, _processors, ('node', 'cpu'),
        {'node': Filter('node', _NODES)}, {'node': Filter('node')},
        later=True))}


class _Anything(Container[str]):
    """The values of a filter about which the model knows nothing."""

    def __contains__(self, value: object) -> bool:
        return True


def _captured_only(name: str, groups: tuple[str, ...],
                   filters: tuple[str, ...]) -> Component:
    """A component without subjects."""
    known = {item: Filter(item, lambda array: _Anything()) for item in filters}
    return Component(name, lambda array: [], lambda array, items: lambda end,
                     step: {}, groups, known, known, later=True,
                     captured_only=True)


#: Components that only a captured array has, with the names that it takes.
CAPTURED_ONLY: Mapping[str, Component] = {item.name: item for item in (
    _captured_only('qosstatistics', ('domain', 'type', 'name', 'ioLimit'),
                   ('vvset', 'domain', 'sys')),
    _captured_only('remotecopystatistics', (
        'targetName', 'linkId', 'linkAddr', 'node', 'slotPort', 'cardPort'),
        ('targetName', 'portPos')),
    _captured_only('remotecopyvolumestatistics', (
        'volumeName', 'volumeSetName', 'domain', 'targetName', 'mode',
        'remoteCopyGroup', 'remoteCopyGroupRole', 'node', 'slot', 'cardPort',
        'portType'), ('volumeName', 'targetName', 'portPos')))}
