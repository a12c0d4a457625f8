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
* A PUT without a body is INV_INPUT_NO_REQ, as a POST is; a PUT with a number
  that is no action is INV_INPUT_BAD_ENUM_VALUE.
* A body that declares no charset and is no UTF-8 is ISO-8859-1, unless it has
  bytes that no such text has: INV_UTF.
* A percent-encoded target that is no UTF-8 is INV_URI.
* An empty name is INV_INPUT where the operation's table lists that number for
  a name that is not there, else INV_INPUT_EMPTY_STR.
* tpZeroFill can be asked for and is shown by nothing.
* Arrays with data reduction know tdvv of a new volume, and refuse it for want
  of tpvv or reduce; a copy's tdvv they do not know.
* A volume that ``mark_volume`` puts into a state is refused what the tables
  of errors list for it: NOT_STARTED and LDS_NOT_STARTED are VV_NOT_STARTED,
  NEEDS_CHECK and NEEDS_MAINT_CHECK VV_NEEDS_TO_BE_CHECKED,
  INTERNAL_CONSISTENCY_ERROR VV_IN_INCONSISTENT_STATE, PRESERVED
  VV_UNAVAILABLE, REMOVING and REMOVING_RETRY VV_IS_BEING_REMOVED, CLOSING
  INV_OPERATION_VV_CLEANUP_IN_PROGRESS, CREATING INV_OPERATION_VV_IS_BUSY,
  IMPORTING INV_OPERATION_VV_PEER_VOLUME.
* While a node has failed, a tune is NODE_DOWN, and moving a volume to another
  CPG INV_OPERATION_VV_VOLUME_NOT_DEFINED_ALL_NODES.
* A negative amount to grow by is VV_NEW_SIZE_IS_SMALLER, zero
  INV_INPUT_VV_GROW_SIZE.
* A pattern whose disks or cages are none of the array's is NO_DISK_PRESENT.
* A bad filter of hosts is INV_INPUT: their table of errors has no
  INV_QUERY_STRING.
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
* A QoS rule counts as enabled where the request does not say; a rule for
  all other volumes is called ``all_others`` and is not there at first.
* Two operations (OP) of a QoS pair that differ are INV_INPUT, half a pair is
  INV_INPUT_MISSING_REQUIRED; a goal beside a limit of zero or less is
  INV_INPUT_BELOW_RANGE. A target that is not there is
  INV_INPUT_QOS_TARGET_OBJECT, with the status an emulation of HPE's gives.
* A value of a key keeps the time at which the key was made.
* Users that may only look are refused POST, PUT and DELETE (PERM_DENIED).
* Of Alletra MP ``shortName`` of volumes is not there, system volumes name no
  CPG, and names have up to 63 characters (37 are known to be taken).
* A deletion with ``cascade=true`` deletes all snapshots below, or nothing;
  arrays before Alletra MP take no notice of it.
* ``syncSnapRcopy`` of a snapshot changes nothing.
* Users of /users have one privilege, in the domain ``all``; what a role or a
  right says of itself is ours.
* NVMe hosts: NVMETCPPaths is there on arrays with NVMe alone; a host has an
  NQN or WWNs or iSCSI names, never two kinds in one request.
* The id of a host persona is its number on the command line; which systems
  it names, and the numbers of AIX and Solaris there, are ours.
* GET /volumespacedistribution/set:<name> is a list; while a volume is tuned
  ``new`` holds what moves.
* Every FC host port leads to a switch of its fabric: ports with an odd number
  to the first one, the others to the second.
* Alletra MP accepts snapCPG of a volume, which no program sends to it any
  more, and never shows it.
* A template of a CPG is one in ``Array.templates``, or another CPG.
* domainId of an AO configuration counts the domains by name.
* The list of iSCSIVlans: that it can be asked for is known, its members are
  mostly not.
* What goes on as a task and how it ends: see COPY_DECISIONS.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

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

#: Version of the deduplication of a CPG (captured as a number; which: OURS).
TDVV_VERSION = 3

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
MAX_TDVVS_PER_CPG = 256
MAX_HOSTS = 4096
#: Characters of a filter: about 150 WWNs fit, the guide says.
MAX_QUERY_CHARS = 6800
#: The largest flash cache for a pair of nodes, GiB (the command line's manual
#: has 768 to 2096 by the model).
MAX_FLASH_CACHE_GIB = 2096

#: The snapshot a physical copy shares with its source, by their ids.
COPY_SNAPSHOT = 'vvcp.{source}.{copy}'
#: The first number of @count@ in the names of a set's snapshots.
FIRST_COUNT = 0
#: Patterns of names: those seen in use. @y@ has four digits.
NAME_PATTERNS = ('vvname', 'count', 'y', 'm', 'd', 'H', 'M', 'S')

#: Rules of copies, promotes and tunes that no source gives.
COPY_DECISIONS = (
    'A copy holds what its source held when the copy began.',
    'An online copy takes a snapshot of its source, which goes when the '
    'copy is done; meanwhile copyOf and physParentId name that snapshot.',
    'A cancelled online copy leaves its volume, failed (COPY_FAILED), and '
    'the snapshot, which goes when that volume is deleted.',
    'An offline copy makes its destination useless at once; one that was '
    'stopped leaves it failed until it is copied or promoted to again.',
    'With saveSnapshot the snapshot stays, and the destination stays a '
    'physical copy; without, it becomes a base volume.',
    'A source without snapshot CPG is copied offline only: else '
    'INV_OPERATION_VV_NO_SNAPSHOT_ALLOWED.',
    'A member that belongs to the other kind of copy is '
    'INV_INPUT_PARAM_CONFLICT; false and 0 are no such member.',
    'Only the destination must not be in remote copy; '
    'allowRemoteCopyParent, skipZero and bulkvv change nothing here.',
    'An online copy on an array with data reduction is thin unless it asks '
    'for reduce.',
    'Missing room for a copy\'s volume or snapshot is NO_SPACE; missing '
    'room for its data fails the task.',
    'Tuning a volume that is copied is INV_OPERATION_VV_NOT_IN_NORMAL_STATE, '
    'and so is copying one that is tuned.',
    'Deleting a volume while any task works on it is '
    'INV_OPERATION_VV_TUNE_IN_PROGRESS (151), before other reasons.',
    'The name of a promotion\'s task is that of the snapshot.',
    'A promotion goes to the base volume only; a stopped one leaves the '
    'base volume failed; an online one shows the snapshot\'s data at once.',
    'An online promotion looks at no exports.',
    'Converting a volume with snapshots needs keepVV; the snapshots then '
    'belong to the volume of that name.',
    'Without room for what snapshots hold, a write passes and they become '
    'stale; unless policy staleSS is off: then it is NO_SPACE.',
    'addToSet makes the set where there is none.',
    'Requests about sets are carried out for all members or for none.',
    'A set of copies is no set of snapshots: physical copies of an empty '
    'set are INV_INPUT_EMPTY_VVSET, snapshots and promotions EMPTY_SET.',
    'A snapshot CPG whose snapshots and volumes use more than its warning '
    'refuses snapshots of sets: CPG_ALLOCATION_WARNING_REACHED.',
    'A group snapshot cannot have its WWN chosen: UNSUP_OP.',
    'Updating needs snapshots that nobody uses: exported ones are '
    'INV_OPERATION_VV_EXPORTED, those with snapshots HAS_CHILD, those in '
    'sets IN_USE.',
)

#: Seconds a task takes: a floor, and so much for every GiB.
TASK_SECONDS = 60.0
TASK_SECONDS_PER_GIB = 0.5
#: Steps a task counts.
TASK_STEPS = 100
#: Characters of a metadata value. HPE's emulation allows 31, too few for the
#: UUIDs that volume drivers keep there; this is what a comment may have.
MAX_METADATA_VALUE = 511
#: Task ids above this are out of range (the width of a uint32).
MAX_TASK_ID = 4_294_967_295

#: The deepest nesting and the longest number a JSON body may have.
MAX_JSON_DEPTH = 32
MAX_JSON_DIGITS = 40
#: Headers that the front of Primera and later adds (the names and the first
#: four are captured).
FRONT_HEADERS = (
    'Cache-Control: no-store, private, max-age=-1, must-revalidate',
    'Content-Language: en-US',
    'Strict-Transport-Security: max-age=31536000; includeSubDomains;',
    'Vary: Accept-Encoding, Origin',
    'X-Content-Type-Options: nosniff',
    'X-Frame-Options: SAMEORIGIN',
    "Content-Security-Policy: default-src 'self'")

#: The longest request body, bytes.
MAX_BODY_BYTES = 16 * 1024 * 1024

#: The longest head of a request, its headers, and a line between its chunks.
#: What is longer is INPUT_TOO_LONG; chunks that are none are INV_HTTP_REQ, and
#: so is a request that is not HTTP at all.
MAX_HEAD_BYTES = 128 * 1024
MAX_HEADERS = 200
MAX_CHUNK_LINE = 4096
#: Connections at a time; with more of them the one that has been silent or
#: incomplete for longest is ended. Above the second number none is kept.
MAX_CONNECTIONS = 512
MAX_KEPT = 256
#: Threads that serve them.
MAX_THREADS = 256
#: Seconds in which a request must be complete (else TIMEOUT), in which a
#: client must take its answer, and for which an idle connection is kept.
REQUEST_SECONDS = 30.0
ANSWER_SECONDS = 60.0
IDLE_SECONDS = 60
#: Seconds that an incomplete request has while others wait for a thread.
GRACE_SECONDS = 1.0

#: Members a chunk of a collection carries, at most.
CHUNK_MEMBERS = 100

#: The address of an initiator that is logged out, as arrays show it.
NO_ADDRESS = '0.0.0.0'  # noqa: S104 - nobody binds to it

#: The parameter personaProfile of a Primera.
PERSONA_PROFILE = 'standard'

#: Text of the fault that answers without being asked for a particular one.
UNAVAILABLE_TEXT = 'the service is not available'

# -- ports --------------------------------------------------------------------

#: Least and most of what a request may say.
VLAN_TAGS = (1, 4094)
PORT_MTUS = (1500, 9000)
TCP_PORTS = (1, 65535)
#: The first send target group tag a VLAN gets (captured: 1024, 1025).
FIRST_STGT = 1024
#: The first target portal group tag of an array's iSCSI ports (captured: 81).
FIRST_TPGT = 81
#: How fast iSCSI ports are; showport prints the same (captured).
ISCSI_RATE = '10Gbps'
EXPORTED_TEXT = 'the volume is exported so already'
VLAN_EXISTS_TEXT = 'the port has a VLAN with this tag already'
#: What a device at an FC port says of itself besides its names.
PORT_DEVICE_PARAMETERS: Mapping[str, str] = {
    'commonFeatures': '0x8800', 'serviceParams': '0x22',
    'bufferToBufferCredit': '0x10', 'frameLength': '0x800'}
#: Addresses of initiators in a fabric begin here.
FIRST_PORT_ID = 0x010000
#: The two switches between hosts and array, one for each fabric.
SWITCHES: Sequence[Mapping[str, Any]] = tuple(
    {'name': f'100000051E0000{number:02X}', 'logicalName': f'switch{number}',
     'type': 2, 'vendor': 'Brocade Communications, Inc.', 'ports': 24}
    for number in (1, 2))
#: How the name starts under which an array is one NVMe subsystem.
SUBSYSTEM_NQN = 'nqn.2014-08.org.nvmexpress:simulated'

# -- remote copy --------------------------------------------------------------
#: A target that does not answer (3 is ready), and states of links.
RCOPY_TARGET_FAILED = 4
RCOPY_LINK_UP = 1
RCOPY_LINK_DOWN = 2
#: Seconds a volume takes to synchronise: a floor, and so much for every GiB.
RCOPY_SECONDS = 2.0
RCOPY_SECONDS_PER_GIB = 0.25
#: Limits of remote copy: the errors exist, the numbers were not read.
RCOPY_TARGETS_PER_GROUP = 2
RCOPY_PERIODIC_GROUPS = 2400
RCOPY_SYNC_GROUPS = 2400
RCOPY_SYNC_TARGETS = 4
RCOPY_PERIODIC_TARGETS = 4
RCOPY_VOLUMES = 6000
RCOPY_SYNC_VOLUMES = 800
RCOPY_PERIODIC_VOLUMES = 6000
#: Lengths of names (from help texts of a toolkit).
RCOPY_GROUP_NAME_MIRRORED = 22
RCOPY_TARGET_NAME = 24

#: Raw MiB of each type of disk of an array that stands in for the partner of
#: a captured one.
RCOPY_STAND_IN_MIB = 1 << 40
#: What stands in for the partner of a captured array, which knows its own end.
RCOPY_STAND_IN = (
    'A target that is ready has a partner of the same release behind it, with '
    'room without end; one that is not ready and not disabled has a link that '
    'is down.',
    'The partner has the counterparts of groups, and copies of their volumes '
    'as large as these and thin unless these are full; CPGs of the names that '
    'groups give and of the names that the captured array has, in the same '
    'domains; no other volumes. What is made there gets the id behind the '
    'highest that groups name.',
    'A group that is primary, reversed and not started has failed over: the '
    'other end is primary, too. A group that is stopped while its target is '
    'not ready was stopped by its link.',
    'Nothing was written to volumes of stopped and periodic groups since they '
    'were last synchronized; a volume that is being sent is sent as a whole.',
    'The next period of a periodic group begins a whole number of periods '
    'after its last synchronization has ended.',
)

#: Rules of remote copy that no source gives.
RCOPY_DECISIONS = (
    'Stopping makes volumes stopped (8), however far their copies were.',
    'GET /remotecopy says that all is well (1) when links are down.',
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
    'A smaller secondary volume grows when its group starts, before data '
    'are sent; in a group that runs it grows at once.',
    'Restore and migrate first send what a periodic group has not sent.',
    'Hosts cannot write to secondary volumes, nor to fail-safe groups.',
    'A group made with mirrorConfig off exists on one array only, and '
    'cannot be started: no request makes its other half.',
    'Periodic synchronizations show no tasks; a task of a synchronization '
    'is cancelled when its group stops. Recovery is done at once, and its '
    'task has ended when it is named; switchover is type 30, override 33.',
    'Removing a group is answered with 202 since 3.3.1, where toolkits '
    'expect it, and with 200 before, as the guide has it.',
    'A volume that joins an exported volume set is exported with it only '
    'where the set itself is exported, not on Alletra MP. There a set is '
    'exported, and taken back, by its name and first LUN.',
    'Converting a volume that is in a group, which the manual forbids, is '
    'INV_OPERATION_VV_IN_REMOTE_COPY.',
    'Of two parameter sets in one change both are named in ref.',
    'No alert is raised for a period that was too short: it is left out.',
    'With policy autoSynchronize a failover turns the whole group round, at '
    'once or when the link is back, and copies; the direction is natural '
    'when that is done.',
    'A failover starts nothing else, so skipStart, skipSync and discardNewData '
    'change nothing for it.',
    'A secondary volume that is created has the WWN of its primary, and one '
    'of its own with differentSecondaryWWN; a volume that was there keeps '
    'its WWN.',
    'Options of DELETE below /volumes of a group may stand in the query '
    'string or, as a toolkit sends them, in the body.',
    'The name of a target that is taken is INV_INPUT_DUP_NAME, a second '
    'target over one link INV_INPUT_PARAM_CONFLICT; an unknown target is '
    'RCOPY_GROUP_INV_TARGET with status 404 on its own path, 400 when '
    'recovering, 403 elsewhere.',
    'The volume set of a group refuses changes as '
    'INV_OPERATION_SET_AUTO_CREATED; a group whose set is exported, here or '
    'on the target, cannot be removed: EXPORTED_VLUN.',
    'The last target of a group cannot be dismissed.',
    'Limits and numbers of links, their names, addresses and states.',
)

# -- flash cache --------------------------------------------------------------

#: Seconds it takes to remove a flash cache that somebody uses.
FLASH_CACHE_REMOVAL_SECONDS = 10.0
#: Members state and usedSizeGiB of GET /flashcache: it never breaks, nothing
#: is known of what it holds, and it shows no sign of being removed.
FLASH_CACHE_NORMAL = 1
FLASH_CACHE_USED_GIB = 0
#: A cache that does not fit on the SSDs is refused as INV_FLASH_CACHE_SIZE,
#: and so is a size that is no multiple of 16 GiB.

# -- system reporter ----------------------------------------------------------

#: Bytes of a host's single request, and the disks that share the work.
STATISTICS_IO_BYTES = 65536
STATISTICS_DISKS = 48
#: Milliseconds a request takes on idle disks: FC, NL, SSD.
STATISTICS_SERVICE_MS: Mapping[int, float] = {1: 5.0, 2: 10.0, 3: 0.5}
#: Requests that the cache answers, the size of its pages in KB, and how long
#: a page that was written waits until it is on disk.
CACHE_READ_HITS, CACHE_WRITE_HITS = 0.45, 0.8
CACHE_PAGE_KB = 16
CACHE_FLUSH_SECONDS = 2.0
#: What processors do without a load: per cent of user code, and interrupts
#: and changes of context in a second, of all processors together.
PROCESSOR_USER_PCT = 0.5
PROCESSOR_INTERRUPTS, PROCESSOR_SWITCHES = 7000, 9000
#: RPM of solid-state disks in reports: one of the classes 100 and 150.
SSD_SPEED_CLASS = 100
#: Degrees Celsius of a disk at night.
DISK_TEMPERATURE = 24
#: Days that an array has been in use when it is started.
AGE_DAYS = 7.0
REPORTER_DECISIONS = (
    'What hosts did before the array was started is made from a seed, the '
    "CPG's name and the time; it lies evenly over the volumes, paths, disks "
    'and ports there are now. A CPG has this past whenever it was made.',
    'Space before the start is what there was first, and a little less for '
    'each day back. growthMiB is what an interval added to the total.',
    'A report without a sample in its window, or Versus Time about nothing, '
    'is SYSTEM_REPORTER_DATA_NOT_AVAILABLE with status 404. A sampleTime '
    'without a zone is INV_QUERY_STRING.',
    'Unknown names in a path are INV_REPORT_PARAM, as is groupby of Versus '
    'Time and a filter in the path of At Time.',
    'summary and compareby came with WSAPI 1.6, by what the CLI does: '
    'summary:min,avg,max[,detail] answers a member summary with an object '
    'for each, members only with detail; compareby:top|bottom,<count>,'
    '<member> of At Time keeps the first groups, sorted; a member of a '
    'member is written IO.read, and of an object its total counts.',
    'Cache: pages of 16 KB, fixed shares of hits. A disk hangs on the disk '
    'port of the node that is its number modulo the nodes.',
    'Of the time that was captured of another array, a report that does not '
    'follow exactly from captured ones is '
    'SYSTEM_REPORTER_DATA_NOT_AVAILABLE; the own samples begin behind the last '
    'captured one of their component and frequency.')

#: The alert of a scheduled command that failed.
SCHEDULE_FAILED = 'Scheduled task {name} failed'

#: Alerts about space; sizes in GiB, of a CPG in MiB.
SPACE_USED = ('Total {kind} raw space usage at {used}G (above {percent}% of '
              'total {total}G)')
SPACE_LEFT = 'Total available {kind} raw space {free}G is below {least}G'
CPG_SPACE = 'CPG {name} has reached its growth {what} of {bound}M'

# -- users ---------------------------------------------------------------------

#: What roles and rights say of themselves.
ROLES = {
    '3PAR_AO': 'For Adaptive Optimization',
    '3PAR_RM': 'For Recovery Manager', 'basic_edit': 'Edit without removing',
    'browse': 'Look at everything', 'create': 'Create, and nothing else',
    'edit': 'Create, change and remove', 'service': 'Service the array',
    'super': 'Everything'}
RIGHT_TEXT = 'Allows {commands}'

# -- responses -----------------------------------------------------------------

#: Numbers of severities: those of alerts are known, the others run on.
EVENT_SEVERITIES: Mapping[str, int] = {
    'Fatal': 1, 'Critical': 2, 'Major': 3, 'Minor': 4, 'Degraded': 5,
    'Informational': 6, 'Debug': 7}

#: Members of objects that no source names, by resource and path: JSON types.
RESPONSE_MEMBERS: Mapping[str, Mapping[str, str]] = {
    'remotecopytargets': {
        'id': 'number', 'type': 'number', 'disabled': 'bool'},
    'remotecopylinks': {
        'targetName': 'string', 'portPos': 'object', 'address': 'string',
        'status': 'number'},
    'iSCSIVlans': {'IPAddr': 'string'},
    'eventlog': {
        'time': 'string', 'timeSecs': 'number', 'category': 'number'}}
