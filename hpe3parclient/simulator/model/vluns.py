"""VLUNs: which volume is shown to whom as which LUN.

Knows templates (what was asked for), active VLUNs (what a logged-in path
sees of them) and which LUNs are in use. How one is made is in
:mod:`.exports`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import (
    Any,
    cast,
)

from hpe3parclient.simulator import assumptions
from hpe3parclient.simulator.errors import Refused
from hpe3parclient.simulator.model import hosts
from hpe3parclient.simulator.model.volumes import view as volume_view
from hpe3parclient.simulator.state.array_state import ArrayState
from hpe3parclient.simulator.state.hosts import Host
from hpe3parclient.simulator.state.ports import PortPos
from hpe3parclient.simulator.state.sets import HOSTS, Member, ObjectSet
from hpe3parclient.simulator.state.vluns import PORT, Template
from hpe3parclient.simulator.state.volumes import Volume

MAX_LUN = 16384




@dataclass
class Row:
    """One member of GET /vluns."""

    lun: int
    volume_name: str
    hostname: str | None
    type: int
    #: the volume; None in the template of a volume set
    volume: Volume | None
    port: PortPos | None = None
    remote_name: str | None = None
    active: bool = False
    #: seen by a host over NVMe
    nvme: bool = False


def volumes_of(array: ArrayState, item: Template) -> list[Volume]:
    """The volumes an export shows, in LUN order."""
    if item.volume is None:
        whole = array.volumesets.by_id(item.volume_set)
        return [array.volumes.by_id(i) for i in whole.members]
    return [array.volumes.by_id(item.volume)]


def hosts_of(array: ArrayState, item: Template) -> list[Host]:
    """The hosts an export names."""
    if item.host_set is not None:
        whole = array.hostsets.by_id(item.host_set)
        return [array.hosts.by_id(i) for i in whole.members]
    if item.host is not None:
        return [array.hosts.by_id(item.host)]
    return []


def ends(array: ArrayState, item: Template) -> list[set[int]]:
    """The ``templates`` of the objects an export names."""
    result: list[set[int]] = []
    if item.volume is not None:
        result.append(array.volumes.by_id(item.volume).templates)
    if item.volume_set is not None:
        result.append(array.volumesets.by_id(item.volume_set).templates)
    if item.host is not None:
        result.append(array.hosts.by_id(item.host).templates)
    if item.host_set is not None:
        result.append(array.hostsets.by_id(item.host_set).templates)
    return result


def add(array: ArrayState, item: Template) -> Template:
    """Take in a checked export."""
    item.id = array.vluns.free_id()
    array.vluns.add(item)
    for keys in ends(array, item):
        keys.add(item.id)
    return item


def remove(array: ArrayState, item: Template) -> None:
    """Take an export back."""
    for keys in ends(array, item):
        keys.discard(item.id)
    array.vluns.remove(item)


def forget_set(array: ArrayState, whole: ObjectSet, left: Member) -> None:
    """A volume left a set: its own exports are the set's no longer."""
    for item in keyed(array, whole.templates):
        if item.volume is not None and item.volume == left.id:
            whole.templates.discard(item.id)
            item.volume_set = None


def keyed(array: ArrayState, keys: set[int]) -> list[Template]:
    """The exports of these keys, oldest first."""
    return [array.vluns.by_id(key) for key in sorted(keys)]


def exported_to(array: ArrayState, host: Host) -> list[Template]:
    """Every export that names the host, itself or by a set."""
    result = keyed(array, host.templates)
    for number in host.sets:
        result += keyed(array,
            array.hostsets.by_id(number).templates)
    return result


def used_luns(array: ArrayState, host: Host) -> dict[int, list[Template]]:
    """LUNs the host sees, and by which exports."""
    used: dict[int, list[Template]] = {}
    for item in exported_to(array, host):
        for offset in range(max(1, len(volumes_of(array, item)))):
            used.setdefault(item.lun + offset, []).append(item)
    return used


def used_on_port(array: ArrayState, pos: PortPos | None) \
        -> dict[int, list[Template]]:
    """LUNs a port presents to every host."""
    used: dict[int, list[Template]] = {}
    for item in array.vluns:
        if item.type == PORT and item.port == pos:
            for offset in range(max(1, len(volumes_of(array, item)))):
                used.setdefault(item.lun + offset, []).append(item)
    return used


def uses_lun(array: ArrayState, host: Host, lun: int) -> bool:
    """Whether the host sees something as this LUN."""
    return lun in used_luns(array, host)


def check_joining(array: ArrayState, whole: ObjectSet,
                  joining: Sequence[Member]) -> None:
    """Members of an exported set must not make two volumes one LUN."""
    templates = keyed(array, whole.templates)
    if whole.kind == HOSTS:
        for host in joining:
            _check_host_joins(array, cast(Host, host), templates)
        return
    for item in templates:
        if item.volume is not None:
            continue
        first = item.lun + len(whole.members)
        new = range(first, first + len(joining))
        if new and new[-1] > MAX_LUN:
            raise Refused('LUN_ID_CONFLICT')
        for host in hosts_of(array, item):
            others = used_luns(array, host)
            if any(entry is not item for lun in new
                   for entry in others.get(lun, ())):
                raise Refused('LUN_ID_CONFLICT')


def _check_host_joins(array: ArrayState, host: Host,
                      templates: list[Template]) -> None:
    used = used_luns(array, host)
    for item in templates:
        count = max(1, len(volumes_of(array, item)))
        if any(item.lun + offset in used for offset in range(count)):
            raise Refused('LUN_ID_CONFLICT')


def rows(array: ArrayState) -> Iterator[Row]:
    """Every VLUN: of each export what is active, then its template."""
    for item in array.vluns:
        yield from rows_of(array, item)


def rows_of(array: ArrayState, item: Template) -> Iterator[Row]:
    """The VLUNs of one export."""
    members = volumes_of(array, item)
    seen = hosts_of(array, item) if item.type != PORT \
        else list(array.hosts)
    for offset, volume in enumerate(members):
        for host in seen:
            for path in host.paths:
                for pos in path.ports:
                    if item.port is None or item.port == pos:
                        yield Row(item.lun + offset, volume.name,
                                  host.name, item.type, volume, pos,
                                  path.name, True,
                                  path.kind == hosts.NVME)
    volume_name, hostname = names_of(array, item)
    yield Row(item.lun, volume_name, hostname, item.type,
              None if item.volume is None else members[0], item.port,
              nvme=any(host.of_kind(hosts.NVME)
                       for host in hosts_of(array, item)))


def names_of(array: ArrayState, item: Template) -> tuple[str, str | None]:
    """What the export calls its volume and its host."""
    if item.volume is None:
        volume_name = f'set:{array.volumesets.by_id(item.volume_set).name}'
    else:
        volume_name = volumes_of(array, item)[0].name
    if item.host_set is not None:
        return (volume_name,
                f'set:{array.hostsets.by_id(item.host_set).name}')
    if item.host is not None:
        return volume_name, array.hosts.by_id(item.host).name
    return volume_name, None


def identifier(array: ArrayState, item: Template) -> str:
    """The id in a URI: volume, LUN, host and port."""
    volume_name, hostname = names_of(array, item)
    text = f'{volume_name},{item.lun},{hostname or ""}'
    return text if item.port is None else f'{text},{item.port}'


def view(array: ArrayState, row: Row) -> dict[str, Any]:
    """The VLUN as GET shows it."""
    answer: dict[str, Any] = {'lun': row.lun, 'volumeName': row.volume_name}
    if row.hostname is not None:
        answer['hostname'] = row.hostname
    if row.remote_name is not None:
        answer['remoteName'] = row.remote_name
    if row.port is not None:
        answer['portPos'] = row.port.view()
    answer['type'] = row.type
    if row.volume is not None:
        answer['volumeWWN'] = volume_view.wwn(array, row.volume)
    answer.update({'multipathing': 1, 'failedPathPol': 1,
                   'failedPathInterval': 0, 'active': row.active})
    if array.personality.reduce and row.volume is not None:
        answer['serial'] = f'{row.volume.id:X}'
    if row.nvme:
        answer['Subsystem_NQN'] = (
            f'{assumptions.SUBSYSTEM_NQN}.{array.personality.serial_number}')
    return answer
