"""What reports are about: CPGs, disks, ports, VLUNs, nodes and volumes.

A subject has keys, by which reports group and filter, under the names of
the web service. A key that does not apply is absent; of sets an object may
be in several.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any, NamedTuple, Union

from hpe3parclient.simulator import assumptions
from hpe3parclient.simulator.model import vluns
from hpe3parclient.simulator.model.ports import (
    FC_PROTOCOL,
    IP_PROTOCOL,
    ISCSI_PROTOCOL,
)
from hpe3parclient.simulator.model.systemreporter import activity
from hpe3parclient.simulator.model.systemreporter.activity import Source
from hpe3parclient.simulator.model.volumes import view as volume_view
from hpe3parclient.simulator.personality import FC, NL, SSD
from hpe3parclient.simulator.state.array_state import ArrayState
from hpe3parclient.simulator.state.hardware.state import Disk
from hpe3parclient.simulator.state.ports import DISK, Port, PortPos
from hpe3parclient.simulator.state.volumes import Volume

Key = Union[str, int, tuple[str, ...]]


class Subject(NamedTuple):
    """Something that reports are about."""

    keys: Mapping[str, Key]
    #: what it is: Cpg, Disk, Volume …
    item: Any
    source: Source


def _present(keys: Mapping[str, Any]) -> dict[str, Key]:
    return {name: value for name, value in keys.items()
            if value is not None and value != ()}


def cpgs(array: ArrayState) -> list[Subject]:
    """CPGs."""
    return [Subject(_present({
        'domain': cpg.domain, 'id': cpg.id, 'name': cpg.name,
        'diskType': cpg.disk_type, 'RAIDType': cpg.raid}),
        cpg, activity.of_cpg(cpg)) for cpg in array.cpgs]


def disks(array: ArrayState) -> list[Subject]:
    """Physical disks; the CPGs of a type lie evenly over its disks."""
    every = list(array.hardware.disks.values())
    counts = Counter(disk.model.kind for disk in every)
    sources = {kind: activity.merged(
        activity.of_cpg(cpg, 1 / count) for cpg in array.cpgs
        if cpg.disk_type == kind) for kind, count in counts.items()}
    return [Subject(_disk_keys(array, disk), disk, Source(
        sources[disk.model.kind].before, sources[disk.model.kind].since,
        disks=1)) for disk in every]


def _disk_keys(array: ArrayState, disk: Disk) -> dict[str, Key]:
    bays = array.hardware.product.cage.bays
    return {
        'id': disk.id, 'type': disk.model.kind,
        'RPM': disk.model.rpm or assumptions.SSD_SPEED_CLASS,
        'cageID': disk.cage, 'cageSide': 2 * disk.bay // bays,
        'mag': disk.bay, 'diskPos': 0,
        'node': disk.id % array.personality.nodes, 'slot': 0, 'cardPort': 1}


def ports(array: ArrayState) -> list[Subject]:
    """Ports: hosts come evenly over theirs, disks are behind the others."""
    every = list(array.ports.values())
    all_cpgs = list(array.cpgs)
    result: list[Subject] = []
    for port in every:
        peers = sum(_carries(other) == _carries(port) for other in every)
        source = Source() if not _carries(port) else activity.merged(
            activity.of_cpg(cpg, 1 / peers) for cpg in all_cpgs)
        source.bandwidth = speed(port) * 100000
        result.append(Subject({
            'node': port.pos.node, 'slot': port.pos.slot,
            'cardPort': port.pos.card_port, 'type': port.type,
            'speed': speed(port), 'portPos': str(port.pos)}, port, source))
    return result


def _carries(port: Port) -> str:
    """Whose load a port carries."""
    if port.serves_hosts:
        return 'hosts'
    return 'disks' if port.type == DISK else ''


def speed(port: Port) -> int:
    """Gbit/s of a port."""
    return {FC_PROTOCOL: 16, ISCSI_PROTOCOL: 10, IP_PROTOCOL: 1}.get(
        port.protocol, 12)


def nodes(array: ArrayState) -> list[Subject]:
    """Nodes, each with its part of all the load."""
    running = [node for node in array.hardware.nodes
               if array.hardware.state('node', node) != 'failed']
    return [Subject({'node': node}, node, activity.merged(
        activity.of_cpg(cpg, 1 / len(running)) for cpg in array.cpgs))
        for node in running]


def processors(array: ArrayState) -> list[Subject]:
    """Processors of the nodes, each with its part of the node's load."""
    count = array.hardware.product.node.processors
    return [Subject({'node': node.item, 'cpu': number}, node.item,
                    activity.merged([node.source]))
            for node in nodes(array) for number in range(count)]


def volumes(array: ArrayState) -> list[Subject]:
    """Volumes."""
    return [Subject(_volume_keys(array, volume), volume,
                    activity.of_volume(array, volume))
            for volume in array.volumes]


def _volume_keys(array: ArrayState, volume: Volume) -> dict[str, Key]:
    return _present({
        'domain': volume.domain, 'id': volume.id, 'name': volume.name,
        'baseId': volume.base_id, 'wwn': volume_view.wwn(array, volume),
        'snapCPG': _cpg_name(array, volume.snap_cpg),
        'userCPG': _cpg_name(array, volume.user_cpg),
        'provisioningType': volume.provisioning,
        'provType': volume.provisioning, 'copyType': volume.copy_type,
        'vvsetName': _set_names(array, volume)})


def _cpg_name(array: ArrayState, number: int | None) -> str | None:
    return None if number is None else array.cpgs.by_id(number).name


def _set_names(array: ArrayState, volume: Volume) -> tuple[str, ...]:
    return tuple(array.volumesets.by_id(number).name
                 for number in sorted(volume.sets))


def exports(array: ArrayState) -> list[Subject]:
    """Active VLUNs: what a volume does comes evenly over its paths."""
    rows = [row for row in vluns.rows(array)
            if row.active and row.volume is not None]
    paths = Counter(row.volume.id for row in rows if row.volume is not None)
    hosts = {host.name: tuple(array.hostsets.by_id(number).name
                              for number in sorted(host.sets))
             for host in array.hosts}
    result: list[Subject] = []
    for row in rows:
        volume, port = row.volume, row.port
        if volume is None or port is None:
            continue
        result.append(Subject(_present({
            'domain': volume.domain, 'volumeName': volume.name,
            'hostname': row.hostname, 'lun': row.lun,
            'hostWWN': row.remote_name, **_position(port),
            'vvsetName': _set_names(array, volume),
            'hostsetName': hosts.get(row.hostname or '', ()),
            'portPos': str(port)}), row, activity.of_volume(
                array, volume, 1 / paths[volume.id])))
    return result


def _position(port: PortPos) -> dict[str, int]:
    return {'node': port.node, 'slot': port.slot,
            'cardPort': port.card_port}


#: Disk classes of cache pages, by the disk type they stand for.
CACHE_CLASSES: Mapping[str, int | None] = {
    'FC_10': FC, 'FC_15': None, 'NL_7': NL, 'SSD_100': SSD, 'SSD_150': None}
