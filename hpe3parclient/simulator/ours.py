"""What no source gives, and the simulated array had to decide: OURS.

Everything here may differ on a real array. Numbers of errors that nobody
published stand in :data:`hpe3parclient.error_codes.UNPUBLISHED`; the texts
of such errors are the table's own words (:func:`.errors.text_of`). Which
member of a personality is inferred stands in :mod:`.personality`.

Decisions that are rules rather than numbers:

* A host is logged out when it is made: its VLUNs are templates until
  ``Array.log_in`` is called (or ``Array.auto_log_in`` is set).
* The JSON checks come in this order: unknown member, wrong type, length,
  characters, range and enumeration, then missing members.
* A query on a resource that cannot be queried is ignored; on one that can,
  an unknown field, operator or shape is INV_QUERY_STRING.
* ``+`` in a query string is a plus, not a blank.
* An expired volume that nothing holds back disappears by itself.
* A CPG keeps only whole growth increments that its volumes need: space
  that is given back returns to the array at once.
* The volumes ``admin`` and ``.srdata`` live in the array's internal space.
* A VLUN may join a volume and a host of different domains: the published
  table of VLUN errors has no symbol that would forbid it.
* A RAID type a generation does not lay out is BAD_CPG_PATTERN; that
  Primera and Alletra lay out RAID 6 alone is itself inferred.
* Deduplication asks for no particular disks, and the policy ``oneHost``
  holds back no export: no error is published for either.
* One volume may be exported to one host as several LUNs.
* An answer of a 3PAR ends with its connection and announces no length:
  captured header lists have neither Content-Length nor chunks.
* Of several reasons to refuse, the first in the order of the code counts.
* LUNs of a volume set's members count up from the LUN of the export.
* Names that are compared (hosts, volumes, sets) are case-sensitive.
* A set may not get a member whose LUN would clash: LUN_ID_CONFLICT.
* Copies, promotes and snapshots of sets are not modelled here yet: such a
  request is refused as UNSUP_OP, and changes nothing.
"""

from __future__ import annotations

from typing import Mapping

#: User space a thin volume takes at once (captured volumes show 1024).
THIN_FIRST_MIB = 1024
#: Snapshot space a volume reserves with its first need of it (captured).
SNAP_FIRST_MIB = 1024
#: Administration space of a volume that needs some (captured).
ADMIN_FIRST_MIB = 256
#: Thin and snapshot space grows by so much when it is written to.
WRITE_STEP_MIB = 1024
#: Administration space is mirrored three times (derived from captures:
#: every captured raw number is three times the usable one).
ADMIN_COPIES = 3

#: Smallest growth increment per pair of nodes, MiB.
MIN_GROWTH_PER_PAIR_MIB = 8192
#: Growth increments per pair of nodes, MiB (captured: 32768 on two nodes,
#: 65536 on four; for administration space 8192 and 16384).
GROWTH_PER_PAIR_MIB = 32768
ADMIN_GROWTH_PER_PAIR_MIB = 8192

#: Sizes of the disks' share that the array keeps, in thousandths.
INTERNAL_PER_MILLE = 24
SPARE_PER_MILLE = 42

#: Objects of one kind; the error symbols exist, the limits were not read.
MAX_SNAPSHOTS_PER_FAMILY = 500

#: Seconds a task takes: a floor, and so much for every GiB.
TASK_SECONDS = 60.0
TASK_SECONDS_PER_GIB = 0.5
#: Steps a task counts.
TASK_STEPS = 100
#: Task ids above this are out of range (the width of a uint32).
MAX_TASK_ID = 4_294_967_295

#: The deepest nesting and the longest number a JSON body may have.
MAX_JSON_DEPTH = 32
MAX_JSON_DIGITS = 40
#: The longest request body, bytes.
MAX_BODY_BYTES = 16 * 1024 * 1024

#: Members a chunk of a collection carries, at most.
CHUNK_MEMBERS = 100

#: The address of an initiator that is logged out, as arrays show it.
NO_ADDRESS = '0.0.0.0'  # noqa: S104 - nobody binds to it

#: Text of the fault that answers without being asked for a particular one.
UNAVAILABLE_TEXT = 'the service is not available'

# -- remote copy --------------------------------------------------------------
# Published numbers: group state 3 started and 5 stopped, volume status 3
# synchronised, target status 3 ready. The numbers below stand beside them.

#: A group that lost both its partner and the witness.
RCOPY_GROUP_FAILSAFE = 7
#: A volume that was never synchronised, that is on its way, that stopped.
RCOPY_VOLUME_NEW = 1
RCOPY_VOLUME_SYNCING = 2
RCOPY_VOLUME_STOPPED = 5
#: A target that does not answer.
RCOPY_TARGET_FAILED = 4
RCOPY_LINK_UP = 1
RCOPY_LINK_DOWN = 2
#: Members mode and status of GET /remotecopy.
RCOPY_MODE_STOPPED = 1
RCOPY_MODE_STARTED = 2
RCOPY_NORMAL = 1
RCOPY_DEGRADED = 2
#: Seconds a volume takes to synchronise: a floor, and so much for every GiB.
RCOPY_SECONDS = 2.0
RCOPY_SECONDS_PER_GIB = 0.25
#: Limits of remote copy: the errors exist, the numbers were not read.
RCOPY_TARGETS_PER_GROUP = 2
RCOPY_PERIODIC_GROUPS = 2400
RCOPY_SYNC_TARGETS = 4
RCOPY_PERIODIC_TARGETS = 4
RCOPY_VOLUMES = 6000
RCOPY_SYNC_VOLUMES = 800
RCOPY_PERIODIC_VOLUMES = 6000
#: Lengths of names (from help texts of a toolkit).
RCOPY_GROUP_NAME_MIRRORED = 22
RCOPY_TARGET_NAME = 24

#: Rules of remote copy that no source gives.
RCOPY_DECISIONS = (
    'A group that was never started is stopped (5).',
    'Mode 2 is taken as periodic and shown as 3.',
    'Changes are made at once; only synchronising takes time.',
    'Starting, recovering and modifying over a link that is cut is refused '
    'as RCOPY_TARGET_IS_NOT_READY where it needs the other array.',
    'Creating a group over a link that is cut is RCOPY_IS_NOT_READY.',
    'Stopping a group that is stopped changes nothing and succeeds; either '
    'array may stop a group.',
    'Synchronising a group that is stopped is RCOPY_GROUP_NOT_STARTED.',
    'An asynchronous (streaming) copy follows without delay, like a '
    'synchronous one; over IP it needs the build of OS 3.3.1.',
    'When the link is cut each array stops its groups, on its own.',
    'Resynchronisation snapshots are called rcpy.<volume id>.<n>, and '
    '<volume>.rcpy once their volume has left the group with keepSnap.',
    'A starting snapshot sends what its volume holds for snapshots.',
    'A smaller secondary volume grows when its group is synchronised.',
    'Restore and migrate first send what a periodic group has not sent.',
    'Hosts cannot write to secondary volumes, nor to fail-safe groups.',
    'A group made with mirrorConfig off exists on one array only, and '
    'cannot be started: no request makes its other half.',
    'Remote copy shows no tasks.',
)

# -- flash cache --------------------------------------------------------------

#: Seconds it takes to remove a flash cache that somebody uses.
FLASH_CACHE_REMOVAL_SECONDS = 10.0
#: Member state of GET /flashcache.
FLASH_CACHE_NORMAL = 1
FLASH_CACHE_REMOVING = 3
#: A cache that does not fit on the SSDs is refused as INV_FLASH_CACHE_SIZE,
#: and so is a size that is no multiple of 16 GiB.

# -- system reporter ----------------------------------------------------------

#: Bytes of a host's single request, and the disks that share the work.
STATISTICS_IO_BYTES = 65536
STATISTICS_DISKS = 48
#: Milliseconds a request takes on idle disks: FC, NL, SSD.
STATISTICS_SERVICE_MS: Mapping[int, float] = {1: 5.0, 2: 10.0, 3: 0.5}
