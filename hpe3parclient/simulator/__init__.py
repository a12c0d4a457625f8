"""A simulated storage array, for tests, tutorials and trying things out.

    with SimulatedArray() as array:
        client = HPE3ParClient(array.api_url, secure=array.ca_bundle)

The parts are :mod:`.server` (serving), :mod:`.array` (state), :mod:`.model`
(rules), :mod:`.wsapi` (the web service) and :mod:`.faults`; their public names
are imported from here when they are first used. Importing this package checks
that the packages of the extra are installed, and nothing else, so that the
program can handle signals before it loads the rest.
"""

from __future__ import annotations

import importlib
import importlib.util
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from hpe3parclient.simulator.array import Array as Array
    from hpe3parclient.simulator.clock import Clock as Clock
    from hpe3parclient.simulator.faults import Fault as Fault
    from hpe3parclient.simulator.faults import Faults as Faults
    from hpe3parclient.simulator.model.remotecopy.link import (
        RemoteLink as RemoteLink,
    )
    from hpe3parclient.simulator.pair import SimulatedPair as SimulatedPair
    from hpe3parclient.simulator.pair import logged_in as logged_in
    from hpe3parclient.simulator.persistence import BrokenState as BrokenState
    from hpe3parclient.simulator.persistence import arrays_of as arrays_of
    from hpe3parclient.simulator.persistence import read_state as read_state
    from hpe3parclient.simulator.persistence import restore as restore
    from hpe3parclient.simulator.persistence import snapshot as snapshot
    from hpe3parclient.simulator.persistence import write_state as write_state
    from hpe3parclient.simulator.personality import (
        PERSONALITIES as PERSONALITIES,
    )
    from hpe3parclient.simulator.personality import Personality as Personality
    from hpe3parclient.simulator.records import Record as Record
    from hpe3parclient.simulator.records import Records as Records
    from hpe3parclient.simulator.server import SimulatedArray as SimulatedArray
    from hpe3parclient.simulator.server import connect as connect

#: The module of each public name.
_MODULES = {
    'Array': 'array',
    'BrokenState': 'persistence',
    'Clock': 'clock',
    'Fault': 'faults',
    'Faults': 'faults',
    'PERSONALITIES': 'personality',
    'Personality': 'personality',
    'Record': 'records',
    'Records': 'records',
    'RemoteLink': 'model.remotecopy.link',
    'SimulatedArray': 'server',
    'SimulatedPair': 'pair',
    'arrays_of': 'persistence',
    'connect': 'server',
    'logged_in': 'pair',
    'read_state': 'persistence',
    'restore': 'persistence',
    'snapshot': 'persistence',
    'write_state': 'persistence',
}

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

for _name in ('cheroot', 'flask', 'trustme'):
    if importlib.util.find_spec(_name) is None:
        raise ImportError(
            f'the simulated array needs {_name}, which comes with an extra of '
            "the package: pip install 'python-3parclient[simulator]'",
            name=_name)


def __getattr__(name: str) -> Any:
    """Import a public name on first use."""
    if name not in _MODULES:
        raise AttributeError(f'module {__name__!r} has no attribute {name!r}')
    module = importlib.import_module(f'{__name__}.{_MODULES[name]}')
    value = globals()[name] = getattr(module, name)
    return value


def __dir__() -> list[str]:
    """The public names beside those that are loaded."""
    return sorted({*globals(), *__all__})
