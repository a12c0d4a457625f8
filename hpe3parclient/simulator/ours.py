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
* LUNs of a volume set's members count up from the LUN of the export.
* Names that are compared (hosts, volumes, sets) are case-sensitive.
* A set may not get a member whose LUN would clash: LUN_ID_CONFLICT.
* Copies, promotes and snapshots of sets are not modelled here yet: such a
  request is refused as UNSUP_OP, and changes nothing.
"""

from __future__ import annotations

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

#: Text of the fault that answers without being asked for a particular one.
UNAVAILABLE_TEXT = 'the service is not available'
