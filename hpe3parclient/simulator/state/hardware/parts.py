"""The parts of each product, as data.

Sizes of disks times their number are the raw capacities of the personality.
Counts, models and sizes are OURS unless a comment says where they are from;
they are those such arrays are sold with.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from hpe3parclient.simulator.personality import FC, NL, SSD, Personality

MIB_PER_CHUNKLET = 1024


@dataclass(frozen=True)
class DiskModel:
    """Disks of one kind."""

    kind: int
    size_mib: int
    #: what its label says, GB
    capacity_gb: int
    #: thousands of revolutions per minute; 0: it has no platters
    rpm: int
    maker: str
    model: str
    firmware: str


@dataclass(frozen=True)
class NodeModel:
    """The controller nodes of one product."""

    control_mib: int
    data_mib: int
    processors: int
    maker: str
    processor: str
    processor_mhz: int
    bus_mhz: str
    bios: str
    #: supplies, batteries and fans are shared by a pair of nodes
    supply_part: str
    fans: int = 2


@dataclass(frozen=True)
class CageModel:
    """The drive cages of one product."""

    model: str
    form_factor: str
    bays: int
    firmware: str
    supply_part: str


@dataclass(frozen=True)
class Product:
    """The parts of one product."""

    node: NodeModel
    cage: CageModel
    disks: Mapping[int, DiskModel]


_NODE_7000 = NodeModel(
    # memory as a captured 7000 shows it
    16384, 16384, 1, 'GenuineIntel', '--', 1797, '99.82', '08.20.1',
    '682372-001')
_NODE_8000 = NodeModel(
    32768, 65536, 1, 'GenuineIntel', '--', 2494, '99.83', '04.08.65',
    '756817-001')
_NODE_PRIMERA = NodeModel(
    98304, 98304, 2, 'GenuineIntel', '--', 2095, '100.00', '2.10.18',
    '865414-001')
_NODE_MP = NodeModel(
    131072, 131072, 1, 'Advanced Micro Devices, Inc.', '--', 2650, '100.00',
    '1.40.22', '865430-001')

_CAGE_7000 = CageModel('DCN1', 'SFF', 24, '3232', '682372-001')
_CAGE_8000 = CageModel('DCN2', 'SFF', 24, '320f', '756817-001')
_CAGE_PRIMERA = CageModel('DCN5', 'SFF', 48, '4082', '865414-001')
#: Model and form factor as a captured array shows them.
_CAGE_MP = CageModel('DCN7', 'SFF', 24, '4126', '865430-001')


def _disk(kind: int, chunklets: int, gigabytes: int, rpm: int,
          model: str) -> DiskModel:
    makers = {FC: 'HITACHI', NL: 'SEAGATE', SSD: 'SAMSUNG'}
    return DiskModel(kind, chunklets * MIB_PER_CHUNKLET, gigabytes, rpm,
                     makers[kind], model, '3P01')


_OLD = {FC: _disk(FC, 544, 600, 10, 'HCBF0600GBAS10K'),
        NL: _disk(NL, 1792, 2000, 7, 'SLTN2000S5XNN7.2'),
        SSD: _disk(SSD, 448, 480, 0, 'ARFX0480S5xnNMRI')}
_NEWER = {FC: _disk(FC, 1024, 1200, 10, 'HCBF1200S5xnN010'),
          NL: _disk(NL, 2048, 2400, 7, 'SLTN2400S5xeN7.2'),
          SSD: _disk(SSD, 2048, 2200, 0, 'ARFX2200S5xnNMRI')}
_PRIMERA = {SSD: _disk(SSD, 1787, 1920, 0, 'ARFX1920S5xnFTRI')}
_MP = {SSD: _disk(SSD, 3574, 3840, 0, 'VO003840XZCMT')}

_PRODUCTS: Mapping[str, Product] = {
    '3par-3.1.3': Product(_NODE_7000, _CAGE_7000, _OLD),
    '3par-3.2.2': Product(_NODE_7000, _CAGE_7000, _OLD),
    '3par-3.3.1': Product(_NODE_8000, _CAGE_8000, _NEWER),
    'primera-4.x': Product(_NODE_PRIMERA, _CAGE_PRIMERA, _PRIMERA),
    'alletra-9000': Product(_NODE_PRIMERA, _CAGE_PRIMERA, _PRIMERA),
    'alletra-mp': Product(_NODE_MP, _CAGE_MP, _MP)}


def product_of(personality: Personality) -> Product:
    """The parts of a personality; one of the user's own has those of 3PAR."""
    return _PRODUCTS.get(personality.name, _PRODUCTS['3par-3.3.1'])
