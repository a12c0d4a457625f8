"""What is plugged in at a port: the initiators that are logged in on it.

Knows Fibre Channel alone. There is no switch between a host and a simulated
array (OURS), so lists of switches and of their zones are empty.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from hpe3parclient.simulator import assumptions
from hpe3parclient.simulator.model import hosts
from hpe3parclient.simulator.state.array_state import ArrayState
from hpe3parclient.simulator.state.ports import PortPos


@dataclass(frozen=True)
class Device:
    """One initiator at one port."""

    pos: PortPos
    #: counts from 1 at every port
    number: int
    wwn: str


def devices(array: ArrayState) -> list[Device]:
    """Every initiator at every FC port, port by port."""
    at: dict[PortPos, list[str]] = {pos: [] for pos in array.ports}
    paths = [path for host in array.hosts for path in host.paths]
    for path in [*paths, *array.unassigned.values()]:
        if path.kind == hosts.FC:
            for pos in path.ports:
                at[pos].append(path.name)
    return [Device(pos, number, wwn) for pos, names in at.items()
            for number, wwn in enumerate(names, 1)]


def view(item: Device) -> dict[str, Any]:
    """The device as GET shows it; the numbers are OURS."""
    return {'portId': item.number, 'loopId': item.number, 'hardAddr': 0,
            'nodeWWN': item.wwn, 'portWWN': item.wwn,
            **assumptions.PORT_DEVICE_PARAMETERS}
