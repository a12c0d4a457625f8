"""What is plugged in at a port: the initiators that are logged in on it.

Knows Fibre Channel alone. Between hosts and a simulated array are two
switches (OURS), one for each fabric; no zone is driven by a target.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from hpe3parclient.simulator import assumptions
from hpe3parclient.simulator.model import hosts
from hpe3parclient.simulator.model.ports import FC_PROTOCOL
from hpe3parclient.simulator.state.array_state import ArrayState
from hpe3parclient.simulator.state.ports import Port, PortPos


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
    """The device as GET shows it: numbers are hexadecimal texts (OURS)."""
    return {'portId': f'0x{assumptions.FIRST_PORT_ID + (item.number << 8):06x}',
            'loopId': f'0x{item.number:x}', 'hardAddr': '0x0',
            'nodeWWN': item.wwn, 'portWWN': item.wwn,
            **assumptions.PORT_DEVICE_PARAMETERS}


def switch_at(port: Port) -> Mapping[str, Any] | None:
    """The switch that a port is plugged in at."""
    if port.protocol != FC_PROTOCOL:
        return None
    return assumptions.SWITCHES[(port.pos.card_port + 1) % 2]
