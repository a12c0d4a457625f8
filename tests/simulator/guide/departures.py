"""Where arrays, programs or the guide itself differ from a table.

Each entry names its source. What a personality accepts otherwise is told by
:func:`refusal`, the status of a success by :func:`success`.
"""

from __future__ import annotations

from collections.abc import Mapping

from hpe3parclient.simulator.personality import Capability, Personality
from tests.simulator.guide.guide import Operation

#: Members that arrays with data reduction refuse.
_REDUCE: Mapping[str, str] = {
    # Captured of Alletra MP: neither tpvv nor reduce is there.
    'volumes.create tdvv': 'INV_INPUT_ONE_REQUIRED',
    # Inferred: a copy is made with reduce there.
    'volumes.physicalCopy parameters.tdvv': 'INV_INPUT_UNREC_NAME',
}


def refusal(personality: Personality, op: str, member: str) -> str | None:
    """The error for a member that the guide's own arrays accept."""
    if personality.reduce:
        return _REDUCE.get(f'{op} {member}')
    if op == 'volumes.physicalCopy' and not personality.has(Capability.DEDUP):
        # The table prints no version; volumes have tdvv since 1.4.1.
        return {'parameters.tdvv': 'INV_INPUT_UNREC_NAME'}.get(member)
    return None


#: Operation → status and whether there is a Location, where not as printed.
_SUCCESS: Mapping[str, tuple[int, bool]] = {
    # Two clients that run against arrays expect 201.
    'volumes.physicalCopy': (201, True),
    # Table 4: every creation and update has a Location, though the
    # operations print none.
    'remotecopygroups.create': (201, True),
    'remotecopygroups.dismissVolume.put': (200, True),
    'remotecopygroups.sync': (200, True),
    'volumesets.setFlashCachePolicy': (200, True),
    'system.setFlashCachePolicy': (200, True),
}


def success(operation: Operation) -> tuple[int, bool]:
    """Status and Location of a success."""
    return _SUCCESS.get(operation.op, (operation.status, operation.location))


#: Members that count as absent with such a number, and are required.
NEEDED_IF_IGNORED: Mapping[tuple[str, str], str] = {
    ('qos.create', 'type'): 'INV_INPUT_MISSING_REQUIRED',
}

#: Error of an object that is not what the table of exports prints.
WRONG_TYPE: Mapping[str, str] = {
    'portPos.node': 'INV_INPUT_PORT_SPECIFICATION',
    'portPos.slot': 'INV_INPUT_PORT_SPECIFICATION',
    'portPos.cardPort': 'INV_INPUT_PORT_SPECIFICATION',
}

#: Error of an unknown member, by the object that has it.
UNKNOWN_INSIDE: Mapping[str, str] = {
    'portPos': 'INV_INPUT_PORT_SPECIFICATION',
    # What cannot be changed is an invalid input, page 200.
    'system.setParameters parameters': 'INV_INPUT',
}

#: Required members that a scene cannot leave out, and why.
MISSING: Mapping[str, str] = {
    'volumesets.setFlashCachePolicy flashCachePolicy':
        'without it nothing is requested',
    'volumes.groupSnapshot action': 'without it a volume is created',
    'volumes.updateVirtualCopies action': 'without it a volume is created',
    'remotecopygroups.snapshot action': 'without it a volume is admitted',
}

#: Names that are patterns.
PATTERNS = frozenset({
    'volumesets.snapshot parameters.name',
    'remotecopygroups.snapshot parameters.name',
    'remotecopygroups.volumes.snapshot parameters.name'})

#: Members that are typed as names and hold something else: an address, with
#: a port in captures.
NO_NAMES = frozenset({'system.setParameters parameters.remoteSyslogHost'})

_TOO_LARGE: Mapping[str, str] = {
    'volumes.create sizeMiB': 'TOO_LARGE',
    'volumes.grow sizeMiB': 'VV_NEW_SIZE_EXCEED_LIMIT',
    'vluns.create lun': 'TOO_LARGE',
    # Table 36 has no INV_INPUT_EXCEEDS_RANGE.
    'volumes.create id': 'TOO_LARGE',
    'volumes.snapshot parameters.id': 'TOO_LARGE',
}


def too_large(op: str, member: str) -> str:
    """The error for a number beyond its type."""
    if member.startswith('portPos.'):
        return 'INV_INPUT_PORT_SPECIFICATION'
    return _TOO_LARGE.get(f'{op} {member}', 'INV_INPUT_EXCEEDS_RANGE')


#: The error for a number beyond the range that the table prints.
OUT_OF_RANGE: Mapping[str, str] = {
    'expirationHours': 'INV_INPUT_TIME', 'retentionHours': 'INV_INPUT_TIME',
    'node': 'INV_INPUT_PORT_SPECIFICATION',
    'slot': 'INV_INPUT_PORT_SPECIFICATION',
    'cardPort': 'INV_INPUT_PORT_SPECIFICATION',
    'syncPeriod': 'INV_INPUT_EXCEEDS_RANGE',
    'snapFrequency': 'INV_INPUT_EXCEEDS_RANGE',
}
