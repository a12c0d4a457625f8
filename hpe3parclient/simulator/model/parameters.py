"""Parameters of the system: what /system shows of them, and PUT changes.

Knows which parameters each generation has (captured from 3.2.2, Primera and
Alletra MP) and what may be said of them.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from typing import Any

from hpe3parclient.simulator import assumptions
from hpe3parclient.simulator.errors import Refused
from hpe3parclient.simulator.personality import Capability
from hpe3parclient.simulator.state.array_state import ArrayState

_ALL: Mapping[str, Any] = {
    'rawSpaceAlertSSD': 0, 'remoteSyslog': False,
    'remoteSyslogHost': assumptions.NO_ADDRESS,
    'sparingAlgorithm': 'Default', 'eventLogsize': 3145728,
    'VVRetentionTimeMax': 1209600, 'upgradeNote': '',
    'autoExportAfterReboot': True, 'thermalShutdown': True,
    'sessionTimeout': 3600}
#: Parameters that the newest generation has no more.
_BEFORE_NVME: Mapping[str, Any] = {
    'rawSpaceAlertFC': 0, 'rawSpaceAlertNL': 0, 'portFailoverEnabled': True,
    'failoverMatchedSet': True, 'hostDIF': False, 'disableDedup': False}
_3PAR: Mapping[str, Any] = {
    'allowWrtbackSingleNode': False, 'allowWrtbackUpgrade': False}
_PRIMERA: Mapping[str, Any] = {
    'allowWrtbackSingleNode': 7, 'allowWrtbackUpgrade': 7,
    'hostDIFTemplate': 2, 'personaProfile': assumptions.PERSONA_PROFILE,
    'complianceOfficerApproval': False}
#: Parameters since Primera.
_REDUCING: Mapping[str, Any] = {
    'remoteSyslogSecurityHost': assumptions.NO_ADDRESS, 'eventLogNum': 10,
    'overProvRatioLimit': 0.0, 'overProvRatioWarning': 0.0,
    'disableChunkletInitUNMAP': False, 'remoteCopyHostThrottling': False,
    'autoAdmitTune': True, 'singleLunHost': False,
    'allowDomainUsersAffectNoDomain': 2, 'enableAIQoS': False}
#: Parameters that name a host must be addresses.
_ADDRESSES = ('remoteSyslogHost', 'remoteSyslogSecurityHost')


def view(array: ArrayState) -> dict[str, Any]:
    """The parameters of the system, those that were changed too."""
    personality = array.personality
    result = dict(_ALL)
    if not personality.has(Capability.NVME):
        result.update(_BEFORE_NVME, allowR0=personality.allow_raid0,
                      allowR5OnNLDrives=personality.allow_raid5_nl)
        result.update(_PRIMERA if personality.reduce else _3PAR)
    if personality.reduce:
        result.update(_REDUCING)
    return {**result, **array.parameters}


def modify(array: ArrayState, request: Mapping[str, Any]) -> None:
    """PUT /system with parameters: each is set on its own.

    The array is not all or nothing here: what can be set is set, and the
    error says that something was not.
    """
    good = {name: value for name, value in request.items()
            if name not in _ADDRESSES or _is_address(value)}
    array.parameters.update(good)
    if len(good) < len(request):
        raise Refused('PARTIAL_EXECUTION_SUCCESS' if good
                      else 'ALL_EXECUTION_FAILED',
                      ','.join(sorted(set(request) - set(good))))


def _is_address(text: str) -> bool:
    """Whether it is an address, with a port behind it or without."""
    host, _, port = text.rpartition(':') if text.count(':') == 1 \
        else (text, '', '0')
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return port.isdigit()
