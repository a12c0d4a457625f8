"""A user's program: provision an application, report, take it down.

The type checkers read it, and a test runs it against the simulated array. It
uses the package as a program does and nothing of the tests.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from hpe3parclient import exceptions
from hpe3parclient.client import HPE3ParClient
from hpe3parclient.file_client import HPE3ParFilePersonaClient
from hpe3parclient.options import (
    CPGChanges,
    CPGOptions,
    HostChanges,
    HostOptions,
    QoSRules,
    SnapshotOptions,
    VolumeChanges,
    VolumeOptions,
)
from hpe3parclient.query import Q
from hpe3parclient.types import CPG, VLUN, Host, Task, Volume

GIB = 1024


@dataclass
class Application:
    """What a program stores and where it runs."""

    name: str
    cpg: str
    sizes: list[int]
    wwns: list[str] = field(default_factory=list[str])
    operating_system: str = 'linux'

    @property
    def volumes(self) -> list[str]:
        """Names of its volumes."""
        return [f'{self.name}-{number}' for number in range(len(self.sizes))]

    @property
    def volume_set(self) -> str:
        """Name of the set of its volumes."""
        return f'{self.name}-set'


@dataclass
class Report:
    """What was done and seen."""

    lines: list[str] = field(default_factory=list[str])

    def add(self, text: str) -> None:
        """Note a line."""
        self.lines.append(text)


# -- CPGs ---------------------------------------------------------------------


def cpg_options(client: HPE3ParClient, limit_mib: int | None) -> CPGOptions:
    """Members of a new CPG, put together step by step."""
    options: CPGOptions = {
        'LDLayout': {
            'HA': client.CPG_HA_MAG,
            'diskPatterns': [{'diskType': client.CPG_DISK_TYPE_SSD}],
        },
    }
    if limit_mib is not None:
        options['growthLimitMiB'] = limit_mib
        options['usedLDWarningAlertMiB'] = limit_mib * 8 // 10
    return options


def make_cpg(client: HPE3ParClient, name: str, limit_mib: int | None) -> CPG:
    """Create a CPG and return it."""
    client.createCPG(name, cpg_options(client, limit_mib))
    return client.getCPG(name)


def raise_limit(client: HPE3ParClient, name: str, limit_mib: int) -> None:
    """Let a CPG grow further."""
    changes: CPGChanges = {'growthLimitMiB': limit_mib}
    client.modifyCPG(name, changes)
    client.modifyCPG(name, {'rmWarningAlert': True})


def free_space(client: HPE3ParClient, name: str) -> int:
    """MiB that a CPG can still take."""
    return client.getCPGAvailableSpace(name).get('usableFreeMiB', 0)


# -- volumes ------------------------------------------------------------------


def volume_options(application: Application) -> VolumeOptions:
    """Members of a new volume."""
    return {
        'tpvv': True,
        'snapCPG': application.cpg,
        'comment': f'{application.name}: {application.operating_system}',
        'policies': {'zeroDetect': True, 'staleSS': True},
        'usrSpcAllocWarningPct': 80,
    }


def make_volumes(client: HPE3ParClient, application: Application) -> None:
    """Create the volumes and their set."""
    for name, size in zip(application.volumes, application.sizes):
        client.createVolume(
            name, application.cpg, size, volume_options(application))
    client.createVolumeSet(
        application.volume_set, comment=application.name,
        setmembers=application.volumes)


def make_scratch(client: HPE3ParClient, cpg: str) -> None:
    """Create a volume from a dict display, and change it."""
    client.createVolume('scratch', cpg, GIB, {'tpvv': True, 'comment': 'tmp'})
    client.modifyVolume('scratch', {
        'comment': 'temporary', 'expirationHours': 24,
        'usrSpcAllocLimitPct': 90})
    changes: VolumeChanges = {'newName': 'scratch-2'}
    if client.getVolume('scratch')['name'] == 'scratch':
        changes['rmUsrSpcAllocLimit'] = True
    client.modifyVolume('scratch', changes)


def make_from_file(client: HPE3ParClient, cpg: str, text: str) -> None:
    """Create a volume from members that a checker knows nothing of."""
    members: dict[str, Any] = json.loads(text)
    client.createVolume('from-file', cpg, GIB, members)
    further: Mapping[str, Any] = {'comment': 'from a file'}
    client.modifyVolume('from-file', further)
    client.modifyVolume('from-file', json.loads('{"comment": "again"}'))


def grow(client: HPE3ParClient, name: str, to_mib: int) -> int:
    """Grow a volume to a size and return by how much."""
    size = client.getVolume(name).get('sizeMiB', 0)
    if size >= to_mib:
        return 0
    client.growVolume(name, to_mib - size)
    return to_mib - size


def used_mib(volume: Volume) -> int:
    """MiB that a volume uses."""
    space = volume.get('userSpace')
    return space['usedMiB'] if space is not None else 0


def snapshots(client: HPE3ParClient, application: Application,
              hours: int) -> list[str]:
    """Take a snapshot of every volume."""
    options: SnapshotOptions = {'readOnly': True, 'expirationHours': hours}
    names: list[str] = []
    for name in application.volumes:
        client.createSnapshot(f'{name}.s', name, options)
        names.append(f'{name}.s')
    client.createSnapshotOfVolumeSet(
        f'{application.name}.@count@', application.volume_set,
        {'comment': 'all at the same moment', 'expirationHours': hours})
    return names


# -- hosts and exports --------------------------------------------------------


def make_host(client: HPE3ParClient, application: Application) -> Host:
    """Create the host and describe it."""
    options: HostOptions = {
        'persona': client.HOST_PERSONA_GENERIC_ALUA,
        'descriptors': {'os': application.operating_system},
    }
    client.createHost(application.name, FCWwns=application.wwns,
                      optional=options)
    changes: HostChanges = {'descriptors': {'location': 'rack 7'}}
    client.modifyHost(application.name, changes)
    client.modifyHost(application.name, {
        'pathOperation': client.HOST_EDIT_ADD,
        'FCWWNs': ['10000000C9A1B2FF']})
    return client.getHost(application.name)


def paths(host: Host) -> list[str]:
    """WWNs of a host, each one once."""
    return sorted({path.get('wwn', '') for path in host.get('FCPaths', [])})


def export(client: HPE3ParClient, application: Application) -> list[VLUN]:
    """Export every volume to the host."""
    for lun, name in enumerate(application.volumes, start=1):
        client.createVLUN(name, lun, application.name)
    return client.getHostVLUNs(application.name)


def luns(vluns: list[VLUN]) -> dict[str, int]:
    """LUNs by name of the volume."""
    return {vlun.get('volumeName', ''): vlun.get('lun', -1) for vlun in vluns}


# -- quality of service -------------------------------------------------------


def limit(client: HPE3ParClient, application: Application,
          io_per_second: int) -> int:
    """Limit the volumes of an application."""
    rules: QoSRules = {
        'priority': client.PRIORITY_HIGH, 'ioMinGoal': io_per_second // 10,
        'ioMaxLimit': io_per_second, 'enable': True}
    client.createQoSRules(application.volume_set, rules)
    client.modifyQoSRules(application.volume_set, {'latencyGoal': 5})
    return client.queryQoSRule(application.volume_set).get('ioMaxLimit', 0)


# -- copies and tasks ---------------------------------------------------------


def copy(client: HPE3ParClient, name: str, cpg: str) -> Task:
    """Copy a volume and wait for the copy."""
    started = client.copyVolume(name, f'{name}.copy', cpg, {
        'online': True, 'tpvv': True})
    return client.waitForTask(started)


def promote(client: HPE3ParClient, snapshot: str) -> Task:
    """Restore a snapshot."""
    return client.waitForTask(client.promoteVirtualCopy(
        snapshot, {'priority': 1}))


# -- reports ------------------------------------------------------------------


def thin_volumes(client: HPE3ParClient, cpg: str) -> Iterator[Volume]:
    """Volumes of a CPG that are no snapshots."""
    query = (Q.userCPG == cpg) & ~Q.copyOf.exists()
    yield from client.iterVolumes(query)


def describe(client: HPE3ParClient, application: Application,
             report: Report) -> None:
    """Report what there is."""
    for volume in thin_volumes(client, application.cpg):
        report.add(f"{volume['name']}: {used_mib(volume)} MiB used")
    for vlun in client.iterVLUNs(Q.hostname == application.name):
        report.add(f"{vlun.get('volumeName')} is LUN {vlun.get('lun')}")
    total = client.getOverallSystemCapacity()['allCapacity']
    report.add(f"{total.get('freeMiB', 0) // GIB} GiB are free")
    model: str | None = client.getStorageSystemInfo().get('model')
    report.add(f'on a {model}')


class Inventory(HPE3ParClient):
    """A client with a method of its own."""

    def names(self) -> list[str]:
        """Names of the volumes."""
        return [volume['name'] for volume in self.iterVolumes()]


def inventory(url: str, certificate: str, user: str, password: str) -> list[str]:
    """Names of the volumes; a block has the class that it began with."""
    with Inventory(url, secure=certificate) as client:
        client.login(user, password)
        return client.names()


def new_file_client(url: str) -> HPE3ParFilePersonaClient:
    """A client, as its own block gives it."""
    with HPE3ParFilePersonaClient(url) as client:
        return client


def remove(client: HPE3ParClient, application: Application) -> None:
    """Take everything down; what is gone already is no error."""
    for vlun in client.getHostVLUNs(application.name):
        client.deleteVLUN(vlun.get('volumeName', ''), vlun.get('lun', 0),
                          vlun.get('hostname'))
    with contextlib.suppress(exceptions.HTTPNotFound):
        client.deleteQoSRules(application.volume_set)
    client.deleteVolumeSet(application.volume_set)
    for name in application.volumes:
        for snapshot in client.getVolumeSnapshots(name):
            client.deleteVolume(snapshot)
        client.deleteVolume(name)
    client.deleteHost(application.name)


def run(client: HPE3ParClient, application: Application) -> Report:
    """Provision an application, report on it, and take it down."""
    report = Report()
    report.add(f"CPG {make_cpg(client, application.cpg, 100 * GIB)['name']}")
    raise_limit(client, application.cpg, 200 * GIB)
    report.add(f'{free_space(client, application.cpg) > 0}')
    make_volumes(client, application)
    make_scratch(client, application.cpg)
    make_from_file(client, application.cpg, '{"tpvv": true}')
    report.add(f'grown by {grow(client, application.volumes[0], 4 * GIB)}')
    report.add(f'host with {paths(make_host(client, application))}')
    report.add(f'LUNs {luns(export(client, application))}')
    report.add(f'limit {limit(client, application, 5000)}')
    report.add(f'snapshots {snapshots(client, application, 12)}')
    task = copy(client, application.volumes[0], application.cpg)
    report.add(f"task {task['name']}: {task.get('status') == client.TASK_DONE}")
    describe(client, application, report)
    try:
        client.createVolume(application.volumes[0], application.cpg, GIB,
                            {'tpvv': True})
    except exceptions.HTTPConflict as error:
        report.add(f'refused with {error.get_code()}')
    remove(client, application)
    return report
