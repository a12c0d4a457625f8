"""The ports of an array, and where they are."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple, Optional

from hpe3parclient.simulator import assumptions


class PortPos(NamedTuple):
    """Node, slot, port on the card."""

    node: int
    slot: int
    card_port: int

    def __str__(self) -> str:
        return f'{self.node}:{self.slot}:{self.card_port}'

    def view(self) -> dict[str, int]:
        """As JSON carries it."""
        return {'node': self.node, 'slot': self.slot,
                'cardPort': self.card_port}


TARGET, INITIATOR, PEER = 2, 3, 4
READY, LOSS_SYNC, OFFLINE = 4, 5, 10
#: failoverState: nothing happened, this port's failed, it stands in
NO_FAILOVER, FAILED_OVER, STANDS_IN = 1, 3, 4
HOST, DISK, RCIP, ISCSI = 1, 2, 7, 8


@dataclass
class Network:
    """How a port, or a VLAN of a port, stands in its network."""

    address: str
    netmask: str = '255.255.255.0'
    gateway: str = assumptions.NO_ADDRESS
    mtu: int = 1500
    isns_address: str = assumptions.NO_ADDRESS
    isns_port: int = 3205
    #: send target group tag; a port of its own has none
    stgt: Optional[int] = None


@dataclass
class Port:
    """One port."""

    pos: PortPos
    mode: int
    type: int
    protocol: int
    link_state: int = READY
    label: Optional[str] = None
    network: Optional[Network] = None
    #: by their tags
    vlans: dict[int, Network] = field(default_factory=dict[int, Network])

    @property
    def serves_hosts(self) -> bool:
        """Whether VLUNs may be presented on it."""
        return self.mode == TARGET and self.type in (HOST, ISCSI)

    @property
    def ip_address(self) -> Optional[str]:
        """Its address, where it has one."""
        return None if self.network is None else self.network.address
