"""What differs between the arrays that are simulated, as data.

Knows versions, limits and switches; knows no rule. Each value is captured
or published unless its comment says OURS.
"""

from __future__ import annotations

import dataclasses
import difflib
import enum
import sys
from collections.abc import Mapping
from dataclasses import dataclass

FC, NL, SSD = 1, 2, 3
R0, R1, R5, R6 = 1, 2, 3, 4

#: Set sizes each RAID type may have.
SET_SIZES: Mapping[int, tuple[int, ...]] = {
    R0: (1,), R1: (2, 3, 4), R5: (3, 4, 5, 6, 7, 8, 9),
    R6: (6, 8, 10, 12, 16)}
#: The volumes that arrays keep for themselves, and their sizes.
SYSTEM_VOLUME_MIB: Mapping[str, int] = {
    'admin': 10240, '.srdata': 81920, '.mgmtdata': 262144}


class Capability(enum.Enum):
    """What some releases have and others lack; :data:`BUILDS` says which."""

    #: VLUNs, and more fields of other resources, can be queried
    VLUN_QUERY = enum.auto()
    #: volumes have deduplication: member tdvv
    DEDUP = enum.auto()
    #: volumes have compression: member compression
    COMPRESSION = enum.auto()
    #: volumes, CPGs and /system show the members that WSAPI 1.5 added
    DETAILS = enum.auto()
    #: volumes and sets have key-value metadata (/objectKeyValues), requests
    #: the members of the same release
    METADATA = enum.auto()
    #: the web service has /eventlog (OURS: since 3.3.1)
    EVENT_LOG = enum.auto()
    #: the web service has /users and /roles
    USERS = enum.auto()
    #: the web service has /flashcache
    FLASH_CACHE = enum.auto()
    #: settings and VLANs of iSCSI ports (the release is inferred)
    ISCSI_SETTINGS = enum.auto()
    #: the newer forms of /portdevices (the release is inferred)
    PORT_DEVICES = enum.auto()
    #: a volume set that has a QoS rule can be removed; the rule goes with it
    QOS_ENDS_WITH_SET = enum.auto()
    #: a QoS rule may have a limit without a goal
    QOS_LIMIT_ALONE = enum.auto()
    #: a request for a copy may carry a comment for the new volume
    COPY_COMMENT = enum.auto()
    #: a remote copy group needs no CPG for snapshots
    SNAPSHOTS_IN_USER_CPG = enum.auto()
    #: hosts may be reached over NVMe/TCP
    NVME = enum.auto()
    #: the web service has remote copy and the system reporter
    REMOTE_COPY = enum.auto()
    #: answers about remote copy spell members as guide 1.5 does, not as
    #: requests do, and name a target twice
    RCOPY_GUIDE_NAMES = enum.auto()
    #: the array keeps a volume set RCP_<group> for each group
    RCOPY_GROUP_SETS = enum.auto()
    #: groups of different modes may not run to one target at a time
    RCOPY_ONE_MODE_RUNS = enum.auto()
    #: periodic groups alert about periods that were too short from the start
    RCOPY_ALERTS_AT_FIRST = enum.auto()
    #: restoring a group whose direction is natural is OTHER (29)
    RCOPY_NOT_SWITCHED_IS_OTHER = enum.auto()
    #: a volume set that a group's volumes are in cannot be removed
    RCOPY_HOLDS_SETS = enum.auto()
    #: exporting a volume set makes a template for each of its volumes
    EXPORT_BY_MEMBER = enum.auto()
    #: the name of a group's counterpart stands in its target, too
    RCOPY_NAME_ON_TARGET = enum.auto()
    #: a group names the volume sets of its volumes and of their copies
    RCOPY_SET_NAMES = enum.auto()
    #: policies multiTargetPeerPersistence and activeActive of a group
    RCOPY_LATER_POLICIES = enum.auto()
    #: policy autoSynchronize of a group
    RCOPY_AUTO_SYNCHRONIZE = enum.auto()
    #: removing a remote copy group is answered with 202, as toolkits expect
    RCOPY_REMOVAL_ACCEPTED = enum.auto()
    #: reports of the System Reporter take summary and compareby (the release
    #: is inferred)
    REPORT_SUMMARY = enum.auto()
    #: remote copy streams asynchronously over IP (OURS: since 3.3.1)
    ASYNC_OVER_IP = enum.auto()
    #: the command line heads sizes with (MiB), before with (MB)
    CLI_MIB = enum.auto()
    #: showwsapi has columns for plain HTTP
    CLI_WSAPI_HTTP = enum.auto()
    #: showwsapi has the column API_URL
    CLI_WSAPI_URL = enum.auto()
    #: the totals line of showport is as wide as the table
    CLI_PORT_FULL_WIDTH = enum.auto()
    #: showport -iscsi has the columns STGT and VLAN, and prefix lengths
    CLI_ISCSI_VLAN = enum.auto()
    #: showport -iscsi has the columns VLANs and Peer_Enabled
    CLI_ISCSI_PEER = enum.auto()
    #: showrcopy links shows the word ``receive`` in place of an address
    CLI_RCOPY_RECEIVE = enum.auto()
    #: showsched has the column Interval
    CLI_SCHED_INTERVAL = enum.auto()
    #: File Services and their commands
    FILE_PERSONA = enum.auto()
    #: File Services in the web service; some of their commands are private
    FILE_REST = enum.auto()


_PRIMERA_BUILD, _ALLETRA_MP_BUILD = 40000000, 100000000
_LAST_BUILD = sys.maxsize

#: The builds that have a capability.
BUILDS: Mapping[Capability, range] = {
    Capability.VLUN_QUERY: range(30201292, _LAST_BUILD),
    Capability.DEDUP: range(30201120, _LAST_BUILD),
    Capability.COMPRESSION: range(30301215, _LAST_BUILD),
    Capability.DETAILS: range(30202290, _LAST_BUILD),
    Capability.METADATA: range(30202290, _LAST_BUILD),
    Capability.EVENT_LOG: range(30301215, _LAST_BUILD),
    Capability.USERS: range(30201120, _LAST_BUILD),
    Capability.FLASH_CACHE: range(30201200, _LAST_BUILD),
    Capability.ISCSI_SETTINGS: range(30202290, _LAST_BUILD),
    Capability.PORT_DEVICES: range(30301215, _LAST_BUILD),
    Capability.QOS_ENDS_WITH_SET: range(30301215, _LAST_BUILD),
    Capability.QOS_LIMIT_ALONE: range(100500000, _LAST_BUILD),
    Capability.COPY_COMMENT: range(40600000, _ALLETRA_MP_BUILD),
    Capability.SNAPSHOTS_IN_USER_CPG: range(_ALLETRA_MP_BUILD, _LAST_BUILD),
    Capability.NVME: range(_ALLETRA_MP_BUILD, _LAST_BUILD),
    Capability.REMOTE_COPY: range(30202290, _LAST_BUILD),
    Capability.RCOPY_GROUP_SETS: range(_ALLETRA_MP_BUILD),
    Capability.RCOPY_ONE_MODE_RUNS: range(_ALLETRA_MP_BUILD, _LAST_BUILD),
    Capability.RCOPY_ALERTS_AT_FIRST: range(_ALLETRA_MP_BUILD, _LAST_BUILD),
    Capability.RCOPY_NOT_SWITCHED_IS_OTHER: range(
        _ALLETRA_MP_BUILD, _LAST_BUILD),
    Capability.RCOPY_HOLDS_SETS: range(_ALLETRA_MP_BUILD, _LAST_BUILD),
    Capability.EXPORT_BY_MEMBER: range(_ALLETRA_MP_BUILD, _LAST_BUILD),
    Capability.RCOPY_GUIDE_NAMES: range(30301215),
    Capability.RCOPY_NAME_ON_TARGET: range(_ALLETRA_MP_BUILD, _LAST_BUILD),
    Capability.RCOPY_SET_NAMES: range(_ALLETRA_MP_BUILD, _LAST_BUILD),
    Capability.RCOPY_LATER_POLICIES: range(30301215, _LAST_BUILD),
    Capability.RCOPY_AUTO_SYNCHRONIZE: range(_ALLETRA_MP_BUILD, _LAST_BUILD),
    Capability.RCOPY_REMOVAL_ACCEPTED: range(30301215, _LAST_BUILD),
    Capability.REPORT_SUMMARY: range(30301215, _LAST_BUILD),
    Capability.ASYNC_OVER_IP: range(30301215, _LAST_BUILD),
    Capability.CLI_MIB: range(_PRIMERA_BUILD, _LAST_BUILD),
    Capability.CLI_WSAPI_HTTP: range(_PRIMERA_BUILD),
    Capability.CLI_WSAPI_URL: range(30202290, _LAST_BUILD),
    Capability.CLI_PORT_FULL_WIDTH: range(_ALLETRA_MP_BUILD, _LAST_BUILD),
    Capability.CLI_ISCSI_VLAN: range(30201000, _LAST_BUILD),
    Capability.CLI_ISCSI_PEER: range(_ALLETRA_MP_BUILD, _LAST_BUILD),
    Capability.CLI_RCOPY_RECEIVE: range(_PRIMERA_BUILD, _ALLETRA_MP_BUILD),
    Capability.CLI_SCHED_INTERVAL: range(_PRIMERA_BUILD, _LAST_BUILD),
    Capability.FILE_PERSONA: range(30201256, _PRIMERA_BUILD),
    Capability.FILE_REST: range(30301215, _PRIMERA_BUILD)}

#: Builds whose command lines print the same tables: 3PAR 3.1, 3.2 and 3.3,
#: Primera and Alletra 9000, Alletra MP. Oldest first.
CLI_GENERATIONS: Mapping[str, range] = {
    '3.1': range(30200000), '3.2': range(30200000, 30300000),
    '3.3': range(30300000, _PRIMERA_BUILD),
    '4': range(_PRIMERA_BUILD, _ALLETRA_MP_BUILD),
    '10': range(_ALLETRA_MP_BUILD, _LAST_BUILD)}


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
    disks: tuple[tuple[int, int], ...]
    https_port: int
    #: most sessions at a time: 'systemResourceUsage'
    session_limit: int
    #: every answer ends its connection, and carries no Content-Length
    closes: bool
    #: GET /api is refused without a session key (seen on Alletra MP)
    api_needs_key: bool
    #: one of tpvv and reduce is required; full, tdvv and compression refused
    reduce: bool
    raid_types: frozenset[int]
    #: RAID type and set size where a CPG asks for none (OURS)
    default_raid: tuple[int, int]
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
    system_volumes: tuple[str, ...]
    #: collections carry a third member, links
    collection_links: bool
    #: capacity members of newer releases
    new_capacity: bool
    #: exporting a volume to a host that sees it already is OTHER (29)
    one_export_each: bool = False
    #: how many volumes hold what a CPG's deduplicated volumes share, and the
    #: MiB of each; 0: as large as a volume may be
    shared_volumes: int = 1
    shared_volume_mib: int = 0
    name_length: int = 31
    set_name_length: int = 27

    @property
    def wsapi_version(self) -> str:
        """As /wsapiconfiguration prints it."""
        return f'{self.major}.{self.minor}.{self.revision}'

    def has(self, capability: Capability) -> bool:
        """Whether this release has a capability."""
        return self.build in BUILDS[capability]

    @property
    def cli_generation(self) -> str:
        """The key of :data:`CLI_GENERATIONS` that the build belongs to."""
        return next(name for name, builds in CLI_GENERATIONS.items()
                    if self.build in builds)

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

_ALLETRA_MP = dataclasses.replace(
    _ALLETRA_9000, name='alletra-mp',
    minor=15, revision=0, build=100500043,
    system_version='10.5.0', model='HPE Alletra Storage MP',
    system_id=190001, serial_number='CZ30030001', nodes=2,
    api_needs_key=True, one_export_each=True, name_length=63,
    shared_volumes=16, shared_volume_mib=4194304)

PERSONALITIES: Mapping[str, Personality] = {
    item.name: item for item in (
        _3PAR_313, _3PAR_322, _3PAR_331, _PRIMERA, _ALLETRA_9000,
        _ALLETRA_MP)}


def personality_of(name: str) -> Personality:
    """A personality by its name; ValueError names those that exist."""
    try:
        return PERSONALITIES[name]
    except (KeyError, TypeError):
        known = ', '.join(sorted(PERSONALITIES))
        near = difflib.get_close_matches(str(name)[:64].lower(), PERSONALITIES,
                                         n=1, cutoff=0.4)
        guess = f'did you mean {near[0]!r}? ' if near else ''
        raise ValueError(f'no simulated array is called {name!r}: {guess}'
                         f'choose from {known}') from None
