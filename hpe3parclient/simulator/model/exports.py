"""Making, finding and taking back exports.

Knows the rules of guide tables T94 and T96 and how a VLUN's id in a path is
read. What there is, is in :mod:`.vluns`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, List, Mapping, Optional, Set

from hpe3parclient.simulator import assumptions
from hpe3parclient.simulator.errors import Refused
from hpe3parclient.simulator.model import hosts, names, ports, sets
from hpe3parclient.simulator.model.vluns import MAX_LUN, Row
from hpe3parclient.simulator.model.volumes import activity
from hpe3parclient.simulator.model.volumes.lookup import find_volume
from hpe3parclient.simulator.state.hosts import Host
from hpe3parclient.simulator.state.ports import PortPos
from hpe3parclient.simulator.state.sets import ObjectSet
from hpe3parclient.simulator.state.vluns import PORT, Template
from hpe3parclient.simulator.state.volumes import Volume

if TYPE_CHECKING:
    from hpe3parclient.simulator.array import Array

ENDPOINT_LUN = 256


def _set(array: Array, kind: str, name: str, missing: str) -> ObjectSet:
    """The set; T94 has no symbol of its own for one that is missing."""
    whole = sets.sets_of(array, kind).get(name)
    if whole is None:
        raise Refused(missing)
    return whole


def _volume_end(array: Array, text: str, one: Template) -> List[Volume]:
    is_set, name = names.split_set(text)
    if not is_set:
        volume = find_volume(array, name)
        if volume.internal:
            raise Refused('INV_INPUT', 'volumeName')
        one.volume = volume.id
        return _shown([volume])
    whole = _set(array, sets.VOLUMES, name, 'NON_EXISTENT_VOL')
    if not whole.members:
        raise Refused('INV_INPUT_EMPTY_VVSET', 'volumeName')
    one.volume_set = whole.id
    return _shown([array.volumes.by_id(number) for number in whole.members])


def _shown(members: List[Volume]) -> List[Volume]:
    """Nobody may look at what an offline copy makes, or left half made."""
    for one in members:
        if activity.spoilt(one):
            raise Refused('INV_OPERATION_VLUN_PCOPY_TARGET_VV',
                          'volumeName')
    return members


def _host_end(array: Array, wanted: Mapping[str, Any],
              one: Template) -> List[Host]:
    if 'hostname' not in wanted:
        if wanted.get('overrideLowerPriority'):
            raise Refused('INV_INPUT_PARAM_CONFLICT',
                          'overrideLowerPriority')
        return []
    is_set, name = names.split_set(wanted['hostname'])
    if not is_set:
        host = hosts.find(array, name)
        one.host = host.id
        return [host]
    whole = _set(array, sets.HOSTS, name, 'NON_EXISTENT_HOST')
    if one.port is not None:
        raise Refused('INV_INPUT_MATCHED_HOSTSET', 'hostname')
    one.host_set = whole.id
    return [array.hosts.by_id(number) for number in whole.members]


def _port_end(array: Array, wanted: Mapping[str, Any],
              one: Template) -> None:
    if 'portPos' not in wanted:
        return
    pos = wanted['portPos']
    one.port = PortPos(pos['node'], pos['slot'], pos['cardPort'])
    port = ports.find(array, one.port)
    if not port.serves_hosts:
        raise Refused('BAD_PORT_TYPE', 'portPos')


def create(array: Array, wanted: Mapping[str, Any]) -> Template:
    """POST /vluns."""
    if 'hostname' not in wanted and 'portPos' not in wanted:
        raise Refused('MISSING_VLUN_EXPORT_INFO', 'hostname,portPos')
    auto = wanted.get('autoLun', False)
    start = _first_lun(array, wanted, auto)
    one = Template(key=0, lun=start)
    members = _volume_end(array, wanted['volumeName'], one)
    _port_end(array, wanted, one)
    seen = _host_end(array, wanted, one)
    _refuse_second(array, one)
    used = _used(array, one, seen, wanted.get('overrideLowerPriority', False))
    count = len(members)
    if auto:
        most = wanted.get('maxAutoLun') or MAX_LUN
        one.lun = _free_lun(used, start, min(most, MAX_LUN), count)
    elif any(start + offset in used for offset in range(count)):
        raise Refused('EXISTENT_LUN', 'lun')
    if one.lun + count - 1 > MAX_LUN:
        raise Refused('TOO_LARGE', 'lun')
    if array.personality.protocol_endpoint \
            and one.lun <= ENDPOINT_LUN < one.lun + count \
            and any(host.persona == hosts.VMWARE for host in seen):
        raise Refused('LUN_HOSTPERSONA_CONFLICT')
    return array.vluns.add(one)


def _refuse_second(array: Array, new: Template) -> None:
    """Alletra MP has an answer of its own for a pair that is exported."""
    if not array.personality.one_export_each:
        return
    holder = array.volumes.by_id(new.volume) if new.volume is not None \
        else array.volumesets.by_id(new.volume_set)
    if any((one.host, one.host_set, one.port)
           == (new.host, new.host_set, new.port)
           for one in array.vluns.keyed(holder.templates)):
        raise Refused('OTHER', desc=assumptions.EXPORTED_TEXT)


def _first_lun(array: Array, wanted: Mapping[str, Any],
               auto: bool) -> int:
    if 'lun' not in wanted:
        if auto and array.personality.lun_optional:
            return 0
        raise Refused('INV_INPUT_MISSING_REQUIRED', 'lun')
    lun: int = wanted['lun']
    if lun > MAX_LUN:
        raise Refused('TOO_LARGE', 'lun')
    return lun


def _used(array: Array, one: Template, seen: List[Host],
          override: bool) -> Set[int]:
    """LUNs the new export may not use."""
    if one.type == PORT:
        return set(array.vluns.used_on_port(one.port))
    found: Set[int] = set()
    for host in seen:
        for lun, others in array.vluns.used_luns(host).items():
            if any(_clash(one, other, override) for other in others):
                found.add(lun)
    return found


def _clash(new: Template, old: Template, override: bool) -> bool:
    """Whether two exports of one LUN to one host are in each other's way."""
    if new.port is not None and old.port is not None:
        return new.port == old.port
    lower = new.port is not None and old.port is None
    return not (lower and override)


def _free_lun(used: Set[int], start: int, most: int, count: int) -> int:
    run = 0
    for lun in range(start, most + 1):
        run = 0 if lun in used else run + 1
        if run == count:
            return lun - count + 1
    raise Refused('AUTO_LUN_ID_UNAVAILABLE')


class Identity:
    """A VLUN id taken apart: volume, LUN, host, port."""

    def __init__(self, text: str) -> None:
        parts = text.split(',')
        if not 3 <= len(parts) <= 4 or not parts[0] or not parts[1]:
            raise Refused('INV_INPUT_MISSING_REQUIRED')
        self.volume_name = parts[0]
        if not parts[1].isdigit():
            raise Refused('INV_INPUT', 'lun')
        self.lun = int(parts[1])
        if self.lun > MAX_LUN:
            raise Refused('INV_INPUT_EXCEEDS_RANGE', 'lun')
        self.hostname: Optional[str] = parts[2] or None
        self.port = names.parse_port(parts[3]) if len(parts) == 4 else None
        if self.hostname is None and self.port is None:
            raise Refused('INV_INPUT_MISSING_REQUIRED')

    def fits(self, row: Row) -> bool:
        """Whether the id names this VLUN."""
        return ((row.volume_name, row.lun) == (self.volume_name, self.lun)
                and row.hostname == self.hostname
                and (self.port is None or row.port == self.port))


def _candidates(array: Array, who: Identity) -> List[Template]:
    is_set, name = names.split_set(who.volume_name)
    holder = array.volumesets.get(name) if is_set else \
        array.volumes.get(name)
    return [] if holder is None else array.vluns.keyed(holder.templates)


def delete(array: Array, text: str) -> None:
    """DELETE /vluns/<id>."""
    who = Identity(text)
    if who.hostname is not None:
        is_set, name = names.split_set(who.hostname)
        if not is_set:
            hosts.find(array, name)
    for one in _candidates(array, who):
        volume_name, hostname = array.vluns.names_of(one)
        if (volume_name, one.lun, hostname, one.port) == (
                who.volume_name, who.lun, who.hostname, who.port):
            array.vluns.remove(one)
            return
    raise Refused('NON_EXISTENT_VLUN')


def find(array: Array, text: str) -> List[Row]:
    """The VLUNs an id names: template and active ones."""
    who = Identity(text)
    found = [row for row in array.vluns.rows() if who.fits(row)]
    if not found:
        raise Refused('NON_EXISTENT_VLUN')
    return found
