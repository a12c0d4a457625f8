"""Licences: what /system shows of them, and what they are called.

Knows the members of licenseState and the names of licenseInfo. What a
licence allows is the business of the module that asks for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from hpe3parclient.simulator.clock import iso8601
from hpe3parclient.simulator.errors import Refused
from hpe3parclient.simulator.personality import Capability, Personality
from hpe3parclient.simulator.state.array_state import ArrayState

#: Members of licenseState (the misspelt one is so on the wire) and the name
#: that licenses shows. The names of the last five are OURS.
NAMES: Mapping[str, str] = {
    'virtualCopy': 'Virtual Copy',
    'remoteCopy': 'Remote Copy',
    'thinProvisioing': 'Thin Provisioning',
    'domains': 'Domains',
    'dynamicOptimization': 'Dynamic Optimization',
    'virtualLock': 'Virtual Lock',
    'thinPersistence': 'Thin Persistence',
    'thinConversion': 'Thin Conversion',
    'adaptiveOptimization': 'Adaptive Optimization',
    'peerVirtualization': 'Peer Motion',
    'qos': 'Priority Optimization',
    'systemReporter': 'System Reporter',
    'darEncryption': 'Data Encryption',
    'fileServices': 'File Persona',
    'storageFederation': 'Storage Federation',
    'onlineImport': 'Online Import',
    'rmcApplicationSuite': 'RMC Application Suite'}
#: Members that came with OS 3.3.1.
_LATER = ('storageFederation', 'onlineImport', 'rmcApplicationSuite')
#: What an array has unless a test takes it away (OURS).
_DEFAULT = frozenset(NAMES) - {'darEncryption', 'fileServices'}
#: Licences for a capacity, which 3PAR arrays show behind the name.
_SIZED = ('virtualCopy', 'thinProvisioing')
_SIZE = ' (102400G)'
#: Licences that have no member in licenseState.
_UNFLAGGED: Mapping[Capability, str] = {
    Capability.DEDUP: 'Thin Deduplication',
    Capability.COMPRESSION: 'Compression'}
#: What an array of the newest generation shows, which is licensed as a whole.
_SUBSCRIPTION = ('FIPS Encryption', 'Owned', 'Software and Support SaaS')


def default(personality: Personality) -> frozenset[str]:
    """The licences of a new array; File Persona's where it exists (OURS)."""
    if personality.has(Capability.FILE_PERSONA):
        return _DEFAULT | {'fileServices'}
    return _DEFAULT


def need(array: ArrayState, licence: str, ref: str | None = None) -> None:
    """Refuse what the array has no licence for.

    :param licence: a member of licenseState
    """
    if licence not in array.licences:
        raise Refused('UNLICENSED_FEATURE', ref)


def view(array: ArrayState) -> dict[str, Any]:
    """The member licenseInfo of GET /system."""
    born = array.born
    shown: dict[str, Any] = {
        'issueTimeSec': int(born), 'issueTime8601': iso8601(born),
        'diskCount': 48}
    if array.personality.reduce:
        shown['WWNBASE'] = array.personality.system_id
    shown['licenses'] = [{'name': name} for name in _names(array)]
    shown['licenseState'] = _state(array)
    return shown


def _names(array: ArrayState) -> Iterator[str]:
    personality = array.personality
    if personality.has(Capability.NVME):
        yield from _SUBSCRIPTION
        return
    state = _state(array)
    for flag, name in NAMES.items():
        if state.get(flag):
            sized = flag in _SIZED and not personality.reduce
            yield f'{name}{_SIZE}' if sized else name
    for capability, name in _UNFLAGGED.items():
        if personality.has(capability):
            yield name


def _state(array: ArrayState) -> dict[str, bool]:
    personality = array.personality
    state = {flag: flag in array.licences for flag in NAMES
             if flag not in _LATER or personality.has(Capability.COMPRESSION)}
    if personality.reduce:
        state['thinProvisioning'] = state['thinProvisioing']
        state['smartSAN'] = True
        state['sedEncryption'] = False
    return state
