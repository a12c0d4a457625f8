"""The array as a whole: identity, capacity, configuration.

Knows what GET /system, /capacity, /wsapiconfiguration and /api say. The
numbers come from :mod:`.capacity`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Dict, Mapping

from hpe3parclient.simulator import assumptions
from hpe3parclient.simulator.errors import Refused
from hpe3parclient.simulator.model import capacity, capacity_view, cpgs, licences
from hpe3parclient.simulator.personality import FC, NL, SSD, Capability

if TYPE_CHECKING:
    from hpe3parclient.simulator.array import Array

_PARAMETERS: Mapping[str, Any] = {
    'rawSpaceAlertFC': 0, 'rawSpaceAlertNL': 0, 'rawSpaceAlertSSD': 0,
    'remoteSyslog': False, 'remoteSyslogHost': assumptions.NO_ADDRESS,
    'sparingAlgorithm': 'Default', 'eventLogsize': 3145728,
    'VVRetentionTimeMax': 1209600, 'upgradeNote': '',
    'portFailoverEnabled': True, 'autoExportAfterReboot': True,
    'thermalShutdown': True, 'failoverMatchedSet': True,
    'sessionTimeout': 3600, 'hostDIF': False, 'disableDedup': False}

#: Which disk type each object of GET /capacity is about.
_DEVICES = (('FCCapacity', FC), ('NLCapacity', NL), ('SSDCapacity', SSD))


def api_view(array: Array) -> Dict[str, Any]:
    """GET /api."""
    who = array.personality
    return {'major': who.major, 'minor': who.minor,
            'revision': who.revision, 'build': who.build}


def configuration_view(array: Array, tls: bool) -> Dict[str, Any]:
    """GET /wsapiconfiguration; sessionsInUse counts those alive.

    The states are those of this service, the ports those that arrays of
    this generation use: a simulated array takes any free one.

    :param tls: whether it is HTTPS that is served
    """
    who = array.personality
    return {'httpState': 'Disabled' if tls else 'Enabled', 'httpPort': 8008,
            'httpsState': 'Enabled' if tls else 'Disabled',
            'httpsPort': who.https_port,
            'version': who.wsapi_version,
            'sessionsInUse': len(array.sessions),
            'systemResourceUsage': array.sessions.limit}


def parameters(array: Array) -> Dict[str, Any]:
    """The parameters of the system, those that were changed too."""
    who = array.personality
    return {**_PARAMETERS, 'allowR0': who.allow_raid0,
            'allowR5OnNLDrives': who.allow_raid5_nl, **array.parameters}


def master_node(array: Array) -> int:
    """The first node that works."""
    return next((node for node in array.hardware.nodes
                 if array.hardware.state('node', node) != 'failed'), 0)


def view(array: Array) -> Dict[str, Any]:
    """GET /system."""
    who = array.personality
    whole = capacity.all_totals(array)
    nodes = list(range(who.nodes))
    # Arrays answer floats here since 3.2.2, ints before.
    number = float if who.has(Capability.DETAILS) else int
    answer: Dict[str, Any] = {
        'id': who.system_id, 'name': array.name,
        'systemVersion': who.system_version, 'IPv4Addr': '192.0.2.10',
        'model': who.model, 'serialNumber': who.serial_number,
        'totalNodes': who.nodes, 'masterNode': master_node(array),
        'onlineNodes': [node for node in nodes if array.hardware.state(
            'node', node) != 'failed'],
        'clusterNodes': nodes,
        'chunkletSizeMiB': who.chunklet_mib,
        'totalCapacityMiB': number(whole.total),
        'allocatedCapacityMiB': number(whole.allocated),
        'freeCapacityMiB': number(whole.free),
        'failedCapacityMiB': number(whole.failed),
        'timeZone': 'Etc/UTC'}
    if who.has(Capability.DETAILS):
        answer['licenseInfo'] = licences.view(array)
        answer['parameters'] = parameters(array)
    if who.reduce:
        answer['readOnlyParameters'] = {
            'maxVolumeSizeMiB': who.max_volume_mib,
            'maxDedupVolumeSizeMiB': 16777216,
            'maxCompressedVolumeSizeMiB': 16777216}
    return answer


def modify(array: Array, wanted: Mapping[str, Any]) -> None:
    """PUT /system: the flash-cache policy, parameters, or both."""
    if not wanted:
        raise Refused('INV_INPUT_MISSING_REQUIRED',
                      'flashCachePolicy,parameters')
    if 'flashCachePolicy' in wanted:
        array.flash_cache.set_policy(wanted['flashCachePolicy'])
    array.parameters.update(wanted.get('parameters', {}))


def capacities(array: Array) -> Dict[str, Any]:
    """GET /capacity: always all four objects."""
    answer = {'allCapacity': capacity_view.device_view(
        array, capacity.all_totals(array))}
    for name, kind in _DEVICES:
        answer[name] = capacity_view.device_view(
            array, capacity.totals(array, kind))
    return answer


def space_report(array: Array, wanted: Mapping[str, Any]) -> Dict[str, Any]:
    """POST /spacereporter: room in a CPG, or in a layout."""
    if 'cpg' in wanted and 'LDLayout' in wanted:
        raise Refused('INV_INPUT_PARAM_CONFLICT', 'cpg,LDLayout')
    if 'cpg' in wanted:
        cpg = cpgs.find(array, wanted['cpg'], 'cpg')
        return capacity_view.space_report(array, cpg.disk_type, cpg.raid,
                                     cpg.set_size, cpg)
    if 'LDLayout' not in wanted:
        raise Refused('INV_INPUT_ONE_REQUIRED', 'cpg,LDLayout')
    layout = cpgs.check_layout(array, wanted['LDLayout'])
    return capacity_view.space_report(array, layout.disk_type, layout.raid,
                                 layout.set_size, None)
