"""VLUNs: which volume is shown to whom as which LUN.

Knows templates (what was asked for), active VLUNs (what a logged-in path
sees of them) and which LUNs are in use. How one is made is in
:mod:`.exports`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import (
    TYPE_CHECKING,
    Any,
    Dict,
    Iterable,
    Iterator,
    List,
    Optional,
    Sequence,
    Set,
    Tuple,
    cast,
)

from hpe3parclient.simulator import assumptions
from hpe3parclient.simulator.errors import Refused
from hpe3parclient.simulator.model import hosts, sets
from hpe3parclient.simulator.model.sets import Member
from hpe3parclient.simulator.model.volumes import view as volume_view
from hpe3parclient.simulator.state.hosts import Host
from hpe3parclient.simulator.state.ports import PortPos
from hpe3parclient.simulator.state.sets import ObjectSet
from hpe3parclient.simulator.state.vluns import PORT, Template
from hpe3parclient.simulator.state.volumes import Volume

if TYPE_CHECKING:
    from hpe3parclient.simulator.array import Array

MAX_LUN = 16384




@dataclass
class Row:
    """One member of GET /vluns."""

    lun: int
    volume_name: str
    hostname: Optional[str]
    type: int
    #: the volume; None in the template of a volume set
    volume: Optional[Volume]
    port: Optional[PortPos] = None
    remote_name: Optional[str] = None
    active: bool = False
    #: seen by a host over NVMe
    nvme: bool = False


class Vluns:
    """The VLUNs of one array."""

    def __init__(self, array: Array) -> None:
        self._array = array
        self._templates: Dict[int, Template] = {}
        self._next = 1

    def __len__(self) -> int:
        return len(self._templates)

    def __iter__(self) -> Iterator[Template]:
        return iter(list(self._templates.values()))

    @property
    def next_key(self) -> int:
        """The key of the next export."""
        return self._next

    def restore(self, templates: Iterable[Template], next_key: int) -> None:
        """Have these exports, whose keys differ, and no others."""
        self._templates = {one.key: one for one in templates}
        self._next = next_key

    def volumes_of(self, one: Template) -> List[Volume]:
        """The volumes an export shows, in LUN order."""
        if one.volume_set is not None:
            whole = self._array.volumesets.by_id(one.volume_set)
            return [self._array.volumes.by_id(i) for i in whole.members]
        return [self._array.volumes.by_id(one.volume)]

    def hosts_of(self, one: Template) -> List[Host]:
        """The hosts an export names."""
        if one.host_set is not None:
            whole = self._array.hostsets.by_id(one.host_set)
            return [self._array.hosts.by_id(i) for i in whole.members]
        if one.host is not None:
            return [self._array.hosts.by_id(one.host)]
        return []

    def ends(self, one: Template) -> List[Set[int]]:
        """The ``templates`` of the objects an export names."""
        array, found = self._array, []
        if one.volume is not None:
            found.append(array.volumes.by_id(one.volume).templates)
        if one.volume_set is not None:
            found.append(array.volumesets.by_id(one.volume_set).templates)
        if one.host is not None:
            found.append(array.hosts.by_id(one.host).templates)
        if one.host_set is not None:
            found.append(array.hostsets.by_id(one.host_set).templates)
        return found

    def add(self, one: Template) -> Template:
        """Take in a checked export."""
        one.key, self._next = self._next, self._next + 1
        self._templates[one.key] = one
        for keys in self.ends(one):
            keys.add(one.key)
        return one

    def remove(self, one: Template) -> None:
        """Take an export back."""
        for keys in self.ends(one):
            keys.discard(one.key)
        del self._templates[one.key]

    def keyed(self, keys: Set[int]) -> List[Template]:
        """The exports of these keys, oldest first."""
        return [self._templates[key] for key in sorted(keys)]

    def exported_to(self, host: Host) -> List[Template]:
        """Every export that names the host, itself or by a set."""
        found = self.keyed(host.templates)
        for number in host.sets:
            found += self.keyed(
                self._array.hostsets.by_id(number).templates)
        return found

    def used_luns(self, host: Host) -> Dict[int, List[Template]]:
        """LUNs the host sees, and by which exports."""
        used: Dict[int, List[Template]] = {}
        for one in self.exported_to(host):
            for offset in range(max(1, len(self.volumes_of(one)))):
                used.setdefault(one.lun + offset, []).append(one)
        return used

    def used_on_port(self, pos: Optional[PortPos]) \
            -> Dict[int, List[Template]]:
        """LUNs a port presents to every host."""
        used: Dict[int, List[Template]] = {}
        for one in self._templates.values():
            if one.type == PORT and one.port == pos:
                for offset in range(max(1, len(self.volumes_of(one)))):
                    used.setdefault(one.lun + offset, []).append(one)
        return used

    def uses_lun(self, host: Host, lun: int) -> bool:
        """Whether the host sees something as this LUN."""
        return lun in self.used_luns(host)

    def check_joining(self, whole: ObjectSet,
                      joining: Sequence[Member]) -> None:
        """Members of an exported set must not make two volumes one LUN."""
        templates = self.keyed(whole.templates)
        if whole.kind == sets.HOSTS:
            for host in joining:
                self._check_host_joins(cast(Host, host), templates)
            return
        for one in templates:
            first = one.lun + len(whole.members)
            new = range(first, first + len(joining))
            if new and new[-1] > MAX_LUN:
                raise Refused('LUN_ID_CONFLICT')
            for host in self.hosts_of(one):
                others = self.used_luns(host)
                if any(entry is not one for lun in new
                       for entry in others.get(lun, ())):
                    raise Refused('LUN_ID_CONFLICT')

    def _check_host_joins(self, host: Host,
                          templates: List[Template]) -> None:
        used = self.used_luns(host)
        for one in templates:
            count = max(1, len(self.volumes_of(one)))
            if any(one.lun + offset in used for offset in range(count)):
                raise Refused('LUN_ID_CONFLICT')

    def rows(self) -> Iterator[Row]:
        """Every VLUN: of each export what is active, then its template."""
        for one in self:
            yield from self.rows_of(one)

    def rows_of(self, one: Template) -> Iterator[Row]:
        """The VLUNs of one export."""
        members = self.volumes_of(one)
        seen = self.hosts_of(one) if one.type != PORT \
            else list(self._array.hosts)
        for offset, volume in enumerate(members):
            for host in seen:
                for path in host.paths:
                    for pos in path.ports:
                        if one.port is None or one.port == pos:
                            yield Row(one.lun + offset, volume.name,
                                      host.name, one.type, volume, pos,
                                      path.name, True,
                                      path.kind == hosts.NVME)
        volume_name, hostname = self.names_of(one)
        yield Row(one.lun, volume_name, hostname, one.type,
                  None if one.volume is None else members[0], one.port,
                  nvme=any(host.of_kind(hosts.NVME)
                           for host in self.hosts_of(one)))

    def names_of(self, one: Template) -> Tuple[str, Optional[str]]:
        """What the export calls its volume and its host."""
        array = self._array
        if one.volume_set is not None:
            volume_name = f'set:{array.volumesets.by_id(one.volume_set).name}'
        else:
            volume_name = self.volumes_of(one)[0].name
        if one.host_set is not None:
            return (volume_name,
                    f'set:{array.hostsets.by_id(one.host_set).name}')
        if one.host is not None:
            return volume_name, array.hosts.by_id(one.host).name
        return volume_name, None

    def identifier(self, one: Template) -> str:
        """The id in a URI: volume, LUN, host and port."""
        volume_name, hostname = self.names_of(one)
        text = f'{volume_name},{one.lun},{hostname or ""}'
        return text if one.port is None else f'{text},{one.port}'


def view(array: Array, row: Row) -> Dict[str, Any]:
    """The VLUN as GET shows it."""
    answer: Dict[str, Any] = {'lun': row.lun, 'volumeName': row.volume_name}
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
