"""Making, finding and taking back exports.

Knows the rules of guide tables T94 and T96 and how a VLUN's id in a path is
read. What there is, is in :mod:`.vluns`.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

from hpe3parclient.simulator import assumptions
from hpe3parclient.simulator.errors import Refused
from hpe3parclient.simulator.model import hosts, names, ports, sets, vluns
from hpe3parclient.simulator.model.vluns import MAX_LUN, Row
from hpe3parclient.simulator.model.volumes import activity
from hpe3parclient.simulator.model.volumes.lookup import find_volume
from hpe3parclient.simulator.personality import Capability
from hpe3parclient.simulator.state.array_state import ArrayState
from hpe3parclient.simulator.state.hosts import Host
from hpe3parclient.simulator.state.ports import PortPos
from hpe3parclient.simulator.state.sets import HOSTS, VOLUMES, ObjectSet
from hpe3parclient.simulator.state.vluns import PORT, Template
from hpe3parclient.simulator.state.volumes import Volume

ENDPOINT_LUN = 256


def _set(array: ArrayState, kind: str, name: str, missing: str) -> ObjectSet:
    """The set; T94 has no symbol of its own for one that is missing."""
    whole = sets.sets_of(array, kind).get(name)
    if whole is None:
        raise Refused(missing)
    return whole


def _volume_end(array: ArrayState, text: str, item: Template) -> list[Volume]:
    is_set, name = names.split_set(text)
    if not is_set:
        volume = find_volume(array, name)
        if volume.internal:
            raise Refused('INV_INPUT', 'volumeName')
        item.volume = volume.id
        return _shown([volume])
    whole = _set(array, VOLUMES, name, 'NON_EXISTENT_VOL')
    if not whole.members:
        raise Refused('INV_INPUT_EMPTY_VVSET', 'volumeName')
    item.volume_set = whole.id
    return _shown([array.volumes.by_id(number) for number in whole.members])


def _shown(members: list[Volume]) -> list[Volume]:
    """Nobody may look at what an offline copy makes, or left half made."""
    for item in members:
        if activity.spoilt(item):
            raise Refused('INV_OPERATION_VLUN_PCOPY_TARGET_VV',
                          'volumeName')
    return members


def _host_end(array: ArrayState, request: Mapping[str, Any],
              item: Template) -> list[Host]:
    if 'hostname' not in request:
        if request.get('overrideLowerPriority'):
            raise Refused('INV_INPUT_PARAM_CONFLICT',
                          'overrideLowerPriority')
        return []
    is_set, name = names.split_set(request['hostname'])
    if not is_set:
        host = hosts.find(array, name)
        item.host = host.id
        return [host]
    whole = _set(array, HOSTS, name, 'NON_EXISTENT_HOST')
    if item.port is not None:
        raise Refused('INV_INPUT_MATCHED_HOSTSET', 'hostname')
    item.host_set = whole.id
    return [array.hosts.by_id(number) for number in whole.members]


def _port_end(array: ArrayState, request: Mapping[str, Any],
              item: Template) -> None:
    if 'portPos' not in request:
        return
    pos = request['portPos']
    item.port = PortPos(pos['node'], pos['slot'], pos['cardPort'])
    port = ports.find(array, item.port)
    if not port.serves_hosts:
        raise Refused('BAD_PORT_TYPE', 'portPos')


def create(array: ArrayState, request: Mapping[str, Any]) -> str:
    """POST /vluns; the id of the export."""
    if 'hostname' not in request and 'portPos' not in request:
        raise Refused('MISSING_VLUN_EXPORT_INFO', 'hostname,portPos')
    auto = request.get('autoLun', False)
    start = _first_lun(array, request, auto)
    item = Template(id=0, lun=start)
    members = _volume_end(array, request['volumeName'], item)
    _port_end(array, request, item)
    seen = _host_end(array, request, item)
    if item.volume_set is None or not auto:
        _refuse_second(array, item)
    used = _used(array, item, seen, request.get('overrideLowerPriority', False))
    count = len(members)
    if auto:
        most = request.get('maxAutoLun') or MAX_LUN
        item.lun = _free_lun(used, start, min(most, MAX_LUN), count)
    elif any(start + offset in used for offset in range(count)):
        raise Refused('EXISTENT_LUN', 'lun')
    if item.lun + count - 1 > MAX_LUN:
        raise Refused('TOO_LARGE', 'lun')
    if array.personality.protocol_endpoint \
            and item.lun <= ENDPOINT_LUN < item.lun + count \
            and any(host.persona == hosts.VMWARE for host in seen):
        raise Refused('LUN_HOSTPERSONA_CONFLICT')
    identifier = vluns.identifier(array, item)
    if item.volume_set is not None \
            and array.personality.has(Capability.EXPORT_BY_MEMBER):
        for offset, volume in enumerate(members):
            vluns.add(array, dataclasses.replace(
                item, lun=item.lun + offset, volume=volume.id))
    else:
        vluns.add(array, item)
    return identifier


def _refuse_second(array: ArrayState, new: Template) -> None:
    """Alletra MP has an answer of its own for a pair that is exported."""
    if not array.personality.one_export_each:
        return
    holder = array.volumes.by_id(new.volume) if new.volume is not None \
        else array.volumesets.by_id(new.volume_set)
    if any((item.host, item.host_set, item.port)
           == (new.host, new.host_set, new.port)
           for item in vluns.keyed(array, holder.templates)):
        raise Refused('OTHER', desc=assumptions.EXPORTED_TEXT)


def _first_lun(array: ArrayState, request: Mapping[str, Any],
               auto: bool) -> int:
    if 'lun' not in request:
        if auto and array.personality.lun_optional:
            return 0
        raise Refused('INV_INPUT_MISSING_REQUIRED', 'lun')
    lun: int = request['lun']
    if lun > MAX_LUN:
        raise Refused('TOO_LARGE', 'lun')
    return lun


def _used(array: ArrayState, item: Template, seen: list[Host],
          override: bool) -> set[int]:
    """LUNs the new export may not use."""
    if item.type == PORT:
        return set(vluns.used_on_port(array, item.port))
    result: set[int] = set()
    for host in seen:
        for lun, others in vluns.used_luns(array, host).items():
            if any(_clash(item, other, override) for other in others):
                result.add(lun)
    return result


def _clash(new: Template, old: Template, override: bool) -> bool:
    """Whether two exports of one LUN to one host are in each other's way."""
    if new.port is not None and old.port is not None:
        return new.port == old.port
    lower = new.port is not None and old.port is None
    return not (lower and override)


def _free_lun(used: set[int], start: int, most: int, count: int) -> int:
    run = 0
    for lun in range(start, most + 1):
        run = 0 if lun in used else run + 1
        if run == count:
            return lun - count + 1
    raise Refused('AUTO_LUN_ID_UNAVAILABLE')


class Identity:
    """A VLUN id taken apart: volume, LUN, host, port."""

    def __init__(self, text: str, no_number: str = 'INV_INPUT') -> None:
        parts = text.split(',')
        if not 3 <= len(parts) <= 4 or not parts[0] or not parts[1]:
            raise Refused('INV_INPUT_MISSING_REQUIRED')
        self.volume_name = parts[0]
        if not parts[1].isdigit():
            raise Refused(no_number, 'lun')
        self.lun = int(parts[1])
        if self.lun > MAX_LUN:
            raise Refused('INV_INPUT_EXCEEDS_RANGE', 'lun')
        self.hostname: str | None = parts[2] or None
        self.port = names.parse_port(parts[3]) if len(parts) == 4 else None
        if self.hostname is None and self.port is None:
            raise Refused('INV_INPUT_MISSING_REQUIRED')

    def fits(self, row: Row) -> bool:
        """Whether the id names this VLUN."""
        return ((row.volume_name, row.lun) == (self.volume_name, self.lun)
                and row.hostname == self.hostname
                and (self.port is None or row.port == self.port))


def _candidates(array: ArrayState, owner: Identity) -> list[Template]:
    is_set, name = names.split_set(owner.volume_name)
    holder = array.volumesets.get(name) if is_set else \
        array.volumes.get(name)
    return [] if holder is None else vluns.keyed(array, holder.templates)


def delete(array: ArrayState, text: str) -> None:
    """DELETE /vluns/<id>."""
    owner = Identity(text)
    if owner.port is not None and owner.port not in array.ports:
        raise Refused('INV_INPUT_PORT_SPECIFICATION', 'portPos')
    if owner.hostname is not None:
        is_set, name = names.split_set(owner.hostname)
        if not is_set:
            hosts.find(array, name)
    named = [item for item in _candidates(array, owner)
             if _is_named(array, item, owner)]
    if not named:
        raise Refused('NON_EXISTENT_VLUN')
    for item in named:
        vluns.remove(array, item)


def _is_named(array: ArrayState, item: Template, owner: Identity) -> bool:
    """Whether an id names an export, or the export of a set it is part of."""
    volume_name, hostname = vluns.names_of(array, item)
    if (hostname, item.port) != (owner.hostname, owner.port):
        return False
    if item.volume is None or item.volume_set is None \
            or volume_name == owner.volume_name:
        return (volume_name, item.lun) == (owner.volume_name, owner.lun)
    members = array.volumesets.by_id(item.volume_set).members
    return item.lun == owner.lun + members.index(item.volume)


def _check_ends(array: ArrayState, owner: Identity) -> None:
    """Refuse an id whose volume or host is not there, or is no name."""
    for text, known, sets_known, missing in (
            (owner.volume_name, array.volumes, array.volumesets,
             'NON_EXISTENT_VOL'),
            (owner.hostname, array.hosts, array.hostsets,
             'NON_EXISTENT_HOST')):
        if text is None:
            continue
        is_set, name = names.split_set(text)
        names.check_name(name, array.personality.name_length)
        if name not in (sets_known if is_set else known):
            raise Refused(missing)


def find(array: ArrayState, text: str) -> list[Row]:
    """The VLUNs an id names: template and active ones."""
    owner = Identity(text, 'INV_INPUT_WRONG_TYPE')
    _check_ends(array, owner)
    result = [row for row in vluns.rows(array) if owner.fits(row)]
    if not result:
        raise Refused('NON_EXISTENT_VLUN')
    return result
