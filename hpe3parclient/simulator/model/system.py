"""The array as a whole: identity, capacity, configuration.

Knows what GET /system, /capacity, /wsapiconfiguration and /api say. The
numbers come from :mod:`.capacity`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hpe3parclient.simulator.errors import Refused
from hpe3parclient.simulator.model import (
    capacity,
    capacity_view,
    cpgs,
    flashcache,
    licences,
    parameters,
)
from hpe3parclient.simulator.model.sessions import Sessions
from hpe3parclient.simulator.personality import FC, NL, SSD, Capability, Personality
from hpe3parclient.simulator.state.array_state import ArrayState

#: Which disk type each object of GET /capacity is about.
_DEVICES = (('FCCapacity', FC), ('NLCapacity', NL), ('SSDCapacity', SSD))


def api_view(array: ArrayState) -> dict[str, Any]:
    """GET /api."""
    personality = array.personality
    return {'major': personality.major, 'minor': personality.minor,
            'revision': personality.revision, 'build': personality.build}


def configuration_view(array: ArrayState, sessions: Sessions,
                       tls: bool) -> dict[str, Any]:
    """GET /wsapiconfiguration; sessionsInUse counts those alive.

    The states are those of this service, the ports those that arrays of
    this generation use: a simulated array takes any free one.

    :param tls: whether it is HTTPS that is served
    """
    personality = array.personality
    answer: dict[str, Any] = {
        'httpState': 'Disabled' if tls else 'Enabled', 'httpPort': 8008,
        'httpsState': 'Enabled' if tls else 'Disabled',
        'httpsPort': personality.https_port,
        'version': personality.wsapi_version,
        'sessionsInUse': len(sessions),
        'systemResourceUsage': sessions.limit}
    if personality.has(Capability.USERS):
        answer['sessionTimeout'] = int(sessions.timeout) // 60
    return answer


def master_node(array: ArrayState) -> int:
    """The first node that works."""
    return next((node for node in array.hardware.nodes
                 if array.hardware.state('node', node) != 'failed'), 0)


def view(array: ArrayState) -> dict[str, Any]:
    """GET /system."""
    personality = array.personality
    whole = capacity.all_totals(array)
    nodes = list(range(personality.nodes))
    # Arrays answer floats here since 3.2.2, ints before.
    number = float if personality.has(Capability.DETAILS) else int
    answer: dict[str, Any] = {
        'id': personality.system_id, 'name': array.name,
        'systemVersion': personality.system_version, 'IPv4Addr': '192.0.2.10',
        'model': personality.model, 'serialNumber': personality.serial_number,
        'totalNodes': personality.nodes, 'masterNode': master_node(array),
        'onlineNodes': [node for node in nodes if array.hardware.state(
            'node', node) != 'failed'],
        'clusterNodes': nodes,
        'chunkletSizeMiB': personality.chunklet_mib,
        'totalCapacityMiB': number(whole.total),
        'allocatedCapacityMiB': number(whole.allocated),
        'freeCapacityMiB': number(whole.free),
        'failedCapacityMiB': number(whole.failed),
        'timeZone': 'Etc/UTC'}
    if personality.has(Capability.NVME):
        answer['contact'] = ''
    if personality.has(Capability.DETAILS):
        answer['licenseInfo'] = licences.view(array)
        answer['parameters'] = parameters.view(array)
    if personality.has(Capability.FLASH_CACHE):
        answer['flashCachePolicy'] = array.flash_cache_policy
    if personality.reduce:
        answer['readOnlyParameters'] = _limits(personality)
    return answer


def _limits(personality: Personality) -> dict[str, int]:
    """The member readOnlyParameters: how large volumes may be."""
    largest = personality.max_volume_mib
    packed = largest if personality.has(Capability.NVME) else 16777216
    return {'maxVolumeSizeMiB': largest, 'maxDedupVolumeSizeMiB': packed,
            'maxCompressedVolumeSizeMiB': packed}


def modify(array: ArrayState, request: Mapping[str, Any]) -> None:
    """PUT /system: the flash-cache policy, parameters, or both."""
    if not request:
        raise Refused('INV_INPUT_MISSING_REQUIRED',
                      'flashCachePolicy,parameters')
    if 'flashCachePolicy' in request:
        flashcache.set_policy(array, request['flashCachePolicy'])
    if 'parameters' in request:
        parameters.modify(array, request['parameters'])


def capacities(array: ArrayState) -> dict[str, Any]:
    """GET /capacity: always all four objects."""
    answer = {'allCapacity': capacity_view.device_view(
        array, capacity.all_totals(array))}
    for name, kind in _DEVICES:
        answer[name] = capacity_view.device_view(
            array, capacity.totals(array, kind))
    return answer


def space_report(array: ArrayState, request: Mapping[str, Any]) -> dict[str, Any]:
    """POST /spacereporter: room in a CPG, or in a layout."""
    if 'cpg' in request and 'LDLayout' in request:
        raise Refused('INV_INPUT_PARAM_CONFLICT', 'cpg,LDLayout')
    if 'cpg' in request:
        cpg = cpgs.find(array, request['cpg'], 'cpg')
        return capacity_view.space_report(array, cpg.disk_type, cpg.raid,
                                     cpg.set_size, cpg)
    if 'LDLayout' not in request:
        raise Refused('INV_INPUT_ONE_REQUIRED', 'cpg,LDLayout')
    layout = cpgs.check_layout(array, request['LDLayout'])
    return capacity_view.space_report(array, layout.disk_type, layout.raid,
                                 layout.set_size, None)
