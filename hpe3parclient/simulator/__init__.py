"""A simulated storage array, for tests, tutorials and trying things out.

    with SimulatedArray() as array:
        client = HPE3ParClient(array.api_url, secure=array.ca_bundle)

Knows how to say what is missing when the extra is not installed; the parts
are :mod:`.server` (serving), :mod:`.array` (state), :mod:`.model` (rules),
:mod:`.wsapi` (the web service) and :mod:`.faults`.
"""

from __future__ import annotations

try:
    import cheroot  # noqa: F401
    import flask  # noqa: F401
    import trustme  # noqa: F401
except ImportError as missing:
    raise ImportError(
        f'the simulated array needs {missing.name}, which comes with an '
        "extra of the package: pip install 'python-3parclient[simulator]'",
        name=missing.name) from missing

from hpe3parclient.simulator.array import Array
from hpe3parclient.simulator.clock import Clock
from hpe3parclient.simulator.faults import Fault, Faults
from hpe3parclient.simulator.model.remotecopy.link import RemoteLink
from hpe3parclient.simulator.pair import SimulatedPair, logged_in
from hpe3parclient.simulator.persistence import (
    BrokenState,
    arrays_of,
    read_state,
    restore,
    snapshot,
    write_state,
)
from hpe3parclient.simulator.personality import PERSONALITIES, Personality
from hpe3parclient.simulator.records import Record, Records
from hpe3parclient.simulator.server import SimulatedArray, connect

__all__ = [
    'PERSONALITIES',
    'Array',
    'BrokenState',
    'Clock',
    'Fault',
    'Faults',
    'Personality',
    'Record',
    'Records',
    'RemoteLink',
    'SimulatedArray',
    'SimulatedPair',
    'arrays_of',
    'connect',
    'logged_in',
    'read_state',
    'restore',
    'snapshot',
    'write_state',
]
