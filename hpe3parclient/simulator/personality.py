"""What differs between the arrays that are simulated, as data.

Knows versions, limits and switches; knows no rule. Each value is captured
or published unless its comment says OURS.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Dict, FrozenSet, Tuple

FC, NL, SSD = 1, 2, 3
R0, R1, R5, R6 = 1, 2, 3, 4

#: Set sizes each RAID type may have.
SET_SIZES: Dict[int, Tuple[int, ...]] = {
    R0: (1,), R1: (2, 3, 4), R5: (3, 4, 5, 6, 7, 8, 9),
    R6: (6, 8, 10, 12, 16)}


@dataclass(frozen=True)
class Personality:
    """One product generation and release."""

    name: str
    #: GET /api
    major: int
    minor: int
    revision: int
    build: int
    #: GET /system
    system_version: str
    model: str
    system_id: int
    serial_number: str
    nodes: int
    chunklet_mib: int
    #: raw capacity per disk type, MiB
    disks: Tuple[Tuple[int, int], ...]
    https_port: int
    #: most sessions at a time: 'systemResourceUsage'
    session_limit: int
    #: every answer ends its connection, and carries no Content-Length
    closes: bool
    #: GET /api is refused without a session key (seen on Alletra MP)
    api_needs_key: bool
    #: one of tpvv and reduce is required; full, tdvv and compression refused
    reduce: bool
    raid_types: FrozenSet[int]
    #: RAID type and set size where a CPG asks for none (OURS)
    default_raid: Tuple[int, int]
    allow_raid0: bool
    allow_raid5_nl: bool
    #: a LUN may be left out when autoLun is true
    lun_optional: bool
    #: a VLUN query that finds nothing is 404 (releases differ: inferred)
    empty_vlun_query_404: bool
    #: LUN 256 is the protocol endpoint of VMware hosts
    protocol_endpoint: bool
    max_volume_mib: int
    #: OURS: the limit exists, its size was not read
    max_volumes: int
    #: system volumes in id order
    system_volumes: Tuple[str, ...]
    #: collections carry a third member, links
    collection_links: bool
    #: capacity members of newer releases
    new_capacity: bool
    #: exporting a volume to a host that sees it already is OTHER (29)
    one_export_each: bool = False
    name_length: int = 31
    set_name_length: int = 27

    @property
    def wsapi_version(self) -> str:
        """As /wsapiconfiguration prints it."""
        return f'{self.major}.{self.minor}.{self.revision}'

    @property
    def vlun_query(self) -> bool:
        """VLUNs, and more fields of other resources, can be queried."""
        return self.build >= 30201292

    @property
    def dedup(self) -> bool:
        """Volumes have deduplication: member tdvv."""
        return self.build >= 30201120

    @property
    def compression(self) -> bool:
        """Volumes have compression: member compression."""
        return self.build >= 30301215

    @property
    def details(self) -> bool:
        """Volumes, CPGs and /system show the members WSAPI 1.5 added."""
        return self.build >= 30202290

    @property
    def flash_cache_paths(self) -> bool:
        """The web service has /flashcache."""
        return self.build >= 30201200

    @property
    def iscsi_settings(self) -> bool:
        """Settings and VLANs of iSCSI ports (since when is inferred)."""
        return self.build >= 30202290

    @property
    def port_device_paths(self) -> bool:
        """The newer forms of /portdevices (since when is inferred)."""
        return self.build >= 30301215

    @property
    def nvme(self) -> bool:
        """Hosts may be reached over NVMe/TCP."""
        return self.build >= 100000000

    @property
    def remote_copy_paths(self) -> bool:
        """The web service has remote copy and the system reporter."""
        return self.build >= 30202290

    @property
    def pairs(self) -> int:
        """Pairs of nodes: the unit growth increments are counted in."""
        return max(1, self.nodes // 2)


_3PAR_313 = Personality(
    name='3par-3.1.3',
    major=1, minor=3, revision=1, build=30103230,
    system_version='3.1.3.230', model='HP_3PAR 7200',
    system_id=46749, serial_number='1646749',
    nodes=2, chunklet_mib=1024,
    disks=((FC, 20054016), (NL, 29360128)),
    https_port=8080, session_limit=36,
    closes=True, api_needs_key=False, reduce=False,
    raid_types=frozenset({R0, R1, R5, R6}), default_raid=(R5, 4),
    allow_raid0=False, allow_raid5_nl=False,
    lun_optional=False, empty_vlun_query_404=True,
    protocol_endpoint=False,
    max_volume_mib=16777216, max_volumes=16384,
    system_volumes=('admin', '.srdata'),
    collection_links=False, new_capacity=False)

_3PAR_322 = dataclasses.replace(
    _3PAR_313, name='3par-3.2.2',
    minor=5, revision=3, build=30202750,
    system_version='3.2.2.750', model='HP_3PAR 7400',
    system_id=46750, serial_number='1646750', nodes=4,
    disks=((FC, 20054016), (NL, 29360128), (SSD, 14680064)),
    session_limit=144, protocol_endpoint=True)

_3PAR_331 = dataclasses.replace(
    _3PAR_322, name='3par-3.3.1',
    minor=6, revision=5, build=30301460,
    system_version='3.3.1.460', model='HP_3PAR 8440',
    system_id=103353, serial_number='1703353',
    disks=((FC, 83886080), (NL, 167772160), (SSD, 83886080)),
    session_limit=240, default_raid=(R6, 8),
    max_volumes=32768)

#: Build digits and revision of the next two are OURS: read from the release
#: as the digits of 3PAR builds are read.
_PRIMERA = dataclasses.replace(
    _3PAR_331, name='primera-4.x',
    minor=8, revision=1, build=40524007,
    system_version='4.5.24.7', model='HPE_3PAR C650',
    system_id=171727, serial_number='CZ30010001',
    disks=((SSD, 87834624),), https_port=443,
    closes=False, reduce=True,
    raid_types=frozenset({R6}), default_raid=(R6, 10),
    lun_optional=True, empty_vlun_query_404=False,
    max_volume_mib=67108864,
    system_volumes=('admin', '.srdata', '.mgmtdata'),
    collection_links=True, new_capacity=True)

_ALLETRA_9000 = dataclasses.replace(
    _PRIMERA, name='alletra-9000',
    minor=10, revision=0, build=90500013,
    system_version='9.5.0.13', model='HPE Alletra 9060',
    system_id=184001, serial_number='CZ30020001')

#: Revision and digits of the release after 10.5 are OURS.
_ALLETRA_MP = dataclasses.replace(
    _ALLETRA_9000, name='alletra-mp',
    minor=14, revision=0, build=100500000,
    system_version='10.5.0.0', model='HPE Alletra Storage MP',
    system_id=190001, serial_number='CZ30030001', nodes=2,
    api_needs_key=True, one_export_each=True)

PERSONALITIES: Dict[str, Personality] = {
    one.name: one for one in (
        _3PAR_313, _3PAR_322, _3PAR_331, _PRIMERA, _ALLETRA_9000,
        _ALLETRA_MP)}


def personality_of(name: str) -> Personality:
    """A personality by its name; ValueError names those that exist."""
    try:
        return PERSONALITIES[name]
    except KeyError:
        known = ', '.join(sorted(PERSONALITIES))
        raise ValueError(
            f'no simulated array is called {name!r}; there are: {known}'
        ) from None
