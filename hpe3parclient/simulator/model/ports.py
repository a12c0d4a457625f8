"""The array's ports.

Knows which ports there are and what they can do; every array has, on each
node, two FC host ports, one iSCSI port, one disk port (OURS: the layout).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Dict, List, Optional

from ..errors import Refused
from .names import PortPos

if TYPE_CHECKING:
    from ..array import Array
    from ..personality import Personality

TARGET, INITIATOR = 2, 3
READY = 4
HOST, DISK, ISCSI = 1, 2, 8
FC_PROTOCOL, ISCSI_PROTOCOL, SAS = 1, 2, 5


@dataclass
class Port:
    """One port."""

    pos: PortPos
    mode: int
    type: int
    protocol: int
    link_state: int = READY
    label: Optional[str] = None
    ip_address: Optional[str] = None

    @property
    def serves_hosts(self) -> bool:
        """Whether VLUNs may be presented on it."""
        return self.mode == TARGET and self.type in (HOST, ISCSI)


def make_ports(who: Personality) -> Dict[PortPos, Port]:
    """The ports a personality starts with."""
    found: List[Port] = []
    for node in range(who.nodes):
        found.append(Port(PortPos(node, 0, 1), INITIATOR, DISK, SAS,
                          label='DP-1'))
        for number in (1, 2):
            found.append(Port(PortPos(node, 1, number), TARGET, HOST,
                              FC_PROTOCOL))
        found.append(Port(PortPos(node, 2, 1), TARGET, ISCSI,
                          ISCSI_PROTOCOL, ip_address=f'192.0.2.{100 + node}'))
    return {port.pos: port for port in found}


def find(array: Array, pos: PortPos) -> Port:
    """The port at a position, or NON_EXISTENT_PORT."""
    port = array.ports.get(pos)
    if port is None:
        raise Refused('NON_EXISTENT_PORT')
    return port


def view(array: Array, port: Port) -> Dict[str, Any]:
    """The port as GET shows it."""
    who = array.personality
    answer: Dict[str, Any] = {
        'portPos': port.pos.view(), 'mode': port.mode,
        'linkState': port.link_state}
    tail = who.system_id & 0xFFFFFF
    node, slot, number = port.pos
    if port.protocol == ISCSI_PROTOCOL:
        answer['HWAddr'] = f'02{tail:06X}{node:02X}{slot:X}{number:X}'
        answer['IPAddr'] = port.ip_address
        answer['iSCSIName'] = (f'iqn.2000-05.com.3pardata:{node}{slot}'
                               f'{number}20002ac00{tail:06x}')
    else:
        answer['nodeWWN'] = f'2FF70002AC{tail:06X}'
        answer['portWWN'] = f'2{node}{slot}{number}0002AC{tail:06X}'
    answer['type'] = port.type
    answer['protocol'] = port.protocol
    if port.label is not None:
        answer['label'] = port.label
    if port.serves_hosts:
        answer['partnerPos'] = PortPos(node ^ 1, slot, number).view()
        answer['failoverState'] = 1
    answer['device'] = (
        [f'cage{node // 2}'] if port.type == DISK
        else sorted({host.name for host in array.hosts
                     for path in host.paths if port.pos in path.ports}))
    return answer
