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

from .array import Array
from .clock import Clock
from .faults import Fault, Faults
from .model.remotecopy_link import RemoteLink
from .pair import SimulatedPair, logged_in
from .personality import PERSONALITIES, Personality
from .records import Record, Records
from .saved import (
    BrokenState,
    arrays_of,
    read_state,
    restore,
    snapshot,
    write_state,
)
from .server import SimulatedArray, connect

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
