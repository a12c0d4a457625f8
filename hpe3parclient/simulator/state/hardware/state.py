"""The parts of one array, which of them are broken, and what follows.

Everything that shows a state asks here: showpd, shownode, checkhealth,
showalert, the capacity and the web service tell one story.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Optional, Protocol, Union

from hpe3parclient.simulator.clock import Clock
from hpe3parclient.simulator.personality import FC, NL, SSD, Personality
from hpe3parclient.simulator.state.cpgs import Pool
from hpe3parclient.simulator.state.hardware.parts import (
    DiskModel,
    Product,
    product_of,
)
from hpe3parclient.simulator.state.ports import Port, PortPos

NORMAL, DEGRADED, FAILED = 'normal', 'degraded', 'failed'
DISK_KINDS: Mapping[int, str] = {FC: 'FC', NL: 'NL', SSD: 'SSD'}

#: Kinds of parts that can break, and what an alert calls them: the code's
#: first digits, the component, and the part in words.
PART_KINDS: Mapping[str, tuple[str, str, str]] = {
    'node': ('0020', 'hw_node', 'Node {}'),
    'pd': ('0060', 'hw_disk', 'PD {}'),
    'cage': ('0040', 'hw_cage', 'Cage {}'),
    'ps': ('0021', 'hw_power_supply', 'Node {}, Power Supply {}'),
    'battery': ('0022', 'hw_battery', 'Node {}, Power Supply {}, Battery {}'),
    'fan': ('0023', 'hw_fan', 'Node {}, Fan {}'),
    'cageps': ('0041', 'hw_cage_power_supply', 'Cage {}, Power Supply {}'),
    'port': ('0030', 'hw_port', 'Port {}'),
    'link': ('0031', 'sw_port', 'Port {}')}


@dataclass(frozen=True)
class Disk:
    """One physical disk."""

    id: int
    model: DiskModel
    cage: int
    bay: int
    wwn: str
    serial: str

    @property
    def type(self) -> str:
        """FC, NL or SSD."""
        return DISK_KINDS[self.model.kind]


@dataclass
class Failure:
    """A part that does not work as it should."""

    kind: str
    #: 3, or 0:1 for the second supply of the first pair
    part: str
    state: str = FAILED
    since: float = 0.0


def identity(kind: str, part: Union[str, int]) -> str:
    """The name of a part as failures keep it."""
    if kind not in PART_KINDS:
        raise ValueError(f'{kind!r} is none of: ' + ', '.join(PART_KINDS))
    return str(part)


class Owner(Protocol):
    """What the hardware has to know of its array."""

    personality: Personality
    clock: Clock
    ports: dict[PortPos, Port]
    pools: dict[int, Pool]


@dataclass
class Hardware:
    """The parts of one array."""

    array: Owner
    failures: dict[tuple[str, str], Failure] = field(
        default_factory=dict[tuple[str, str], Failure])
    disks: dict[int, Disk] = field(default_factory=dict[int, Disk])

    def __post_init__(self) -> None:
        self.product: Product = product_of(self.array.personality)
        number = 0
        for kind, total in self.array.personality.disks:
            model = self.product.disks.get(kind)
            if model is None:
                continue
            for _ in range(max(1, total // model.size_mib)):
                self.disks[number] = self._disk(number, model)
                number += 1

    def _disk(self, number: int, model: DiskModel) -> Disk:
        cage, bay = divmod(number, self.product.cage.bays)
        tail = self.array.personality.system_id
        return Disk(number, model, cage, bay,
                    f'5000CCA{tail & 0xFFFFF:05X}{number:04X}',
                    f'{model.model[:4]}{tail:06d}{number:03d}')

    @property
    def cages(self) -> range:
        """Numbers of the drive cages."""
        return range(max((disk.cage for disk in self.disks.values()),
                         default=0) + 1)

    @property
    def nodes(self) -> range:
        """Numbers of the nodes."""
        return range(self.array.personality.nodes)

    def parts(self, kind: str) -> list[str]:
        """Every part of a kind."""
        pairs = range(self.array.personality.pairs)
        both = [f'{pair}:{number}' for pair in pairs for number in (0, 1)]
        known: Mapping[str, list[str]] = {
            'node': list(map(str, self.nodes)),
            'pd': list(map(str, self.disks)),
            'cage': list(map(str, self.cages)),
            'ps': both, 'battery': [f'{part}:0' for part in both],
            'fan': [f'{node}:{number}' for node in self.nodes
                    for number in range(self.product.node.fans)],
            'cageps': [f'{cage}:{number}' for cage in self.cages
                       for number in (0, 1)],
            'port': list(map(str, self.array.ports)),
            'link': list(map(str, self.array.ports))}
        return known[kind]

    def state(self, kind: str, part: Union[str, int]) -> str:
        """normal, degraded or failed."""
        failure = self.failures.get((kind, identity(kind, part)))
        return NORMAL if failure is None else failure.state

    def of_kind(self, kind: str) -> Iterator[Failure]:
        """What is broken of a kind."""
        return (failure for failure in self.failures.values()
                if failure.kind == kind)

    def set_state(self, kind: str, part: Union[str, int],
                  state: str) -> Optional[Failure]:
        """Break a part, or mend it; what was broken before.

        :raises ValueError: there is no such part, or no such state
        """
        name = identity(kind, part)
        if name not in self.parts(kind):
            raise ValueError(f'there is no {kind} {name}; there are: '
                             + ', '.join(self.parts(kind)))
        if state not in (NORMAL, DEGRADED, FAILED):
            raise ValueError(f'{state!r} is none of: normal, degraded, '
                             'failed')
        before = self.failures.pop((kind, name), None)
        if state != NORMAL:
            self.failures[kind, name] = Failure(
                kind, name, state, self.array.clock.now())
        return before

    def restore(self, failures: list[Failure]) -> None:
        """Have these parts broken and no others."""
        self.failures = {(item.kind, item.part): item for item in failures}

    def failed_mib(self, disk_type: int) -> int:
        """Raw MiB on failed disks of a type."""
        failed = {failure.part for failure in self.of_kind('pd')
                  if failure.state == FAILED}
        return sum(disk.model.size_mib for disk in self.disks.values()
                   if disk.model.kind == disk_type
                   and str(disk.id) in failed) if failed else 0

    def space_state(self, disk_type: Optional[int]) -> str:
        """State of what lies on disks of a type.

        What failed disks held is rebuilt on spare space. Beyond that it is
        degraded, and beyond twice as much lost (OURS).
        """
        if disk_type is None or disk_type not in self.array.pools:
            return NORMAL
        spare = self.array.pools[disk_type].spare
        lost = self.failed_mib(disk_type)
        if lost <= spare:
            return NORMAL
        return DEGRADED if lost <= 2 * spare else FAILED
