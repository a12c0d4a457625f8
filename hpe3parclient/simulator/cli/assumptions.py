"""Sentences of the command line that no source gives: OURS.

Everything that can be read elsewhere stands with its command. Here is what
had to be made up so that a simulated array is not speechless. Nothing in the
client may depend on a word of it, beyond what a published client is known to
look for, which is named.

Decisions that are no sentences:

* The result of a CLI command inside ``[ ]`` is empty; its output is printed.
* Packages of ``showpatch -d`` print the lines below; the layout of that text
  was never published, beyond its first line.
* Schedules have no Interval column on 3PAR, since the sources for 3.x know
  five fields only. NextRunTime of a suspended schedule is ``--``. A schedule
  that was due several times while nobody looked runs once for each of the
  last thousand times. A run that asks a question fails.
* Statistics are those of the array's System Reporter: srstat commands and
  the web service show the same history. stat commands print once unless
  ``-iter`` says more, and do not wait in between.
* ``showvv`` names a physical copy's parent as CopyOf, its Type stays base.
* A link that is admitted or dismissed changes what is listed; the cable
  between two arrays stays as it is.
* Bandwidth of ``setqos`` is kept in kilobytes of 1000 bytes.
* ``waittask`` lets the time pass that the task needs, at once.
* One logical disk for each kind of space of a CPG and each node: names and
  owners of ``showld`` are made up of these. ``showspace``, ``showcpg -d``,
  ``showcpg -s``, ``showpd -path``, ``showport -state``, ``showport -sfp``,
  ``showport -nvme``, ``shownode -fan``, ``shownode -mem``, ``shownode -pci``,
  ``shownode -drive``, ``showbattery -s``, ``showuser``, ``showuserconn``,
  ``showdomain``, ``showrole``, ``histvv`` and ``showwsapi -d`` have layouts
  of ours, as have ``showcpg`` before 10.x, ``showqos`` since 3.3, and the
  columns Family and Efficiency of ``showvv -s`` on 10.x.
* A node that lacks a supply, a battery or a fan is degraded, and so is a
  cage that lacks a supply. What failed disks held is rebuilt on spare space;
  beyond it, volumes and logical disks are degraded, beyond twice as much
  failed. Ports of a failed node are offline, and their partners stand in.
* A set of rights that no table of the manual names is the super user's; see
  RIGHTS_LIKE for the commands that stand beside another one.
* The event log has the last 2000 entries and is no part of a saved state.
"""

from __future__ import annotations

#: createhost, all of it but 'already used by host <name> (<id>)'
PATH_TAKEN = '{path} already used by host {host} ({id})'
NAME_TAKEN = 'Host name {name} already exists'
NAME_TOO_LONG = '{what} name {name} is too long'
BAD_PATH = '{path} is neither a WWN nor an iSCSI name'

#: removehost and removevv
NO_HOST = 'host {name} does not exist'
NO_VOLUME = 'VV {volume} not found'
ASK_REMOVE = 'Remove {what} {name}?'
REMOVED = 'Removing {what} {name}'

#: showpatch -d
PATCH_DETAIL = ('Patch detail info for {id}', '',
                'Patch ID: {id}', 'Release version: {version}',
                'Installed: {time}')

#: createsched; programs look for 'error' or 'invalid' in any case
SCHED_EXISTS = 'Error: schedule {name} already exists'
SCHED_NAME = 'Error: invalid schedule name {name}'
SCHED_COMMAND = 'Error: invalid command {command}'
NO_SCHED = 'Error: schedule {name} does not exist'
SCHED_CREATED = 'Schedule {name} created.'

#: setqos
SETQOS_NUMBER = 'Invalid value {value}'

#: srstatld: an unknown interval or time
STAT_OPTION = 'Invalid option {option}'

#: remote copy
RCOPY_NO_TARGET = 'no target {target}'
RCOPY_NO_GROUP = 'Error: group {group} does not exist'
RCOPY_NO_LINK = 'Link {link} does not exist on target {name}'
RCOPY_LINK_EXISTS = 'Link {link} appears to exist on another target.'
RCOPY_STARTED = 'Remote copy is already started.'
RCOPY_DISMISSED = 'Target {target} has been dismissed from group {group}'
RCOPY_VV_DISMISSED = 'VV {volume} has been dismissed from group {group}'
RCOPY_MODE = 'invalid mode {mode}'
RCOPY_MAPPING = 'Error: must specify a mapping for every volume'

#: too few or too many arguments: Tcl programs say it like this
WRONG_ARGS = 'wrong # args: should be "{usage}"'

#: an option that lacks its argument, two that exclude each other, a number
OPTION_ALONE = '{command}: Option {option} requires an argument'
OPTIONS_TOGETHER = '{command}: Options {options} are mutually exclusive'
NOT_A_NUMBER = 'Invalid value {value} for option -{option}'
SORTCOL = 'Invalid sort column {value}'

#: A role that must not run a command; collectors look for its beginning.
NO_PERMISSION = ('You do not have permission to run the {command} command.')

#: Address of a session that did not come over a network.
LOCAL_ADDRESS = '127.0.0.1'

#: What showuserconn calls a session, by its kind: an SSH shell, a command on
#: an SSH channel of its own, a session of the array itself.
CLIENT_NAMES = {'shell': 'ssh-shell', 'exec': 'ssh-exec', 'local': 'local'}

#: Commands that the tables of rights do not name, and the command whose
#: roles may run them, too. dismissrcopylink is misprinted there.
RIGHTS_LIKE = {
    'dismissrcopylink': 'dismissrcopytarget', 'removecpg': 'removevv',
    'createaocfg': 'setcpg', 'growfpg': 'setfpg', 'tunesys': 'tunevv',
    'removeaocfg': 'setcpg', 'setaocfg': 'setcpg',
    'admitrcopyhost': 'setrcopygroup', 'dismissrcopyhost': 'setrcopygroup',
    'setflashcachepolicy': 'setflashcache', 'freespace': 'setvv',
    'setwsapi': 'startwsapi'}

#: setclienv, help
SETCLIENV_VALUE = 'Invalid value {value} for {name}'
NO_HELP = 'No help for {topic}.'

#: domains
NO_DOMAIN = 'Domain {name} does not exist'

#: showpd, showcage
DEVICE_TYPE = 'Invalid device type {value}'
NO_DISK = 'PD {id} does not exist'
DISK_IN_USE = 'PD {id} is in use'
NO_CHUNKLETS = 'No chunklets listed'
NO_CAGE = 'Cage {name} does not exist'

#: shownode
NO_NODE = 'Node {id} does not exist'
#: shownodeenv: what is measured, reading, limits
ENVIRONMENT = (
    ('Ambient', '21 C', '5 C', '40 C'), ('Controller', '30 C', '5 C', '70 C'),
    ('PCM 0 (5V)', '5.19 V', '---', '---'),
    ('PCM 0 (12V)', '12.21 V', '---', '---'),
    ('PCM 1 (5V)', '5.18 V', '---', '---'),
    ('PCM 1 (12V)', '12.23 V', '---', '---'))

#: showportdev
NO_PORT = 'Port {port} does not exist'
NO_PORT_DEVICES = 'No devices listed'

#: showsys, setsys
OPTION_WITHOUT = '{command}: Option {option} requires {other}'
NO_PARAMETER = 'Unknown parameter {name}'
PARAMETER_VALUE = 'Invalid value {value} for parameter {name}'
#: what stands behind a release in showversion, by generation
RELEASE_LABELS = {'3.1': 'MU1', '3.2': 'MU4', '3.3': 'MU5', '4': ''}

#: web service
NO_SESSION = 'Session {id} does not exist'
NO_OPTION = '{command}: At least one option must be specified'

#: alerts and events
NO_ALERTS = 'No alerts listed.'
NO_ALERT = 'Unable to read alert {id}'
ALERT_STATE = 'Invalid alert state {state}'
NO_EVENTS = 'No events listed.'
BAD_PATTERN = 'Invalid pattern {pattern}'

#: checkhealth
NO_COMPONENT = 'Invalid component {name}'
HEALTH_SUMMARIES = {
    'node': 'Nodes that are not online', 'ps': 'Power supplies with failed '
    'states', 'battery': 'Batteries with failed states',
    'fan': 'Fans with failed states', 'pd': 'PDs that are {state}',
    'cage': 'Cages that are {state}',
    'cageps': 'Cages with missing or failed power supplies',
    'port': 'Ports that are {state}', 'link': 'Ports without a link'}

#: sizes and times
SIZE = 'Error: invalid size {size}'
TIME = 'Error: invalid time {time}'

#: CPGs
NO_CPG = 'CPG {name} does not exist'
CPG_EXISTS = 'A CPG using that name already exists'
DOMAIN_MISSING = 'Domain does not exist'
CPG_IN_USE = 'CPG {name} is in use by VVs and may not be removed'
RAID = 'Invalid RAID type {value}'
HA = 'Invalid availability {value}'
ASK_COMPACT = 'Are you sure you want to compact cpg {name}?'
COMPACTING = 'Task {id} has been started to compact CPG {name}'

#: removevv: only the beginnings are known
HAS_SNAPSHOTS = 'Attempt to delete {kind} vol {name} which has snapshots'
VV_EXPORTED = 'Attempt to delete vv {name} which is exported'

#: createvv, setvv, tunevv
NO_CPG_THERE = 'CPG does not exist'
VV_EXISTS = 'A VV using that name already exists'
VV_MISSING = 'VV {name} does not exist'
MINALLOC = 'The value for -minalloc must be at least 256'
POLICY = 'Invalid policy {name}'
ASK_RETAIN = ('Are you sure you want to set the retention time of {name}? '
              'The VV cannot be removed before.')
ONE_NAME = 'The option -name takes a single VV'
KEY_VALUE = 'Invalid key and value {text}'
KEEPVV = 'The option -keepvv requires -tpvv, -tdvv, -full or -reduce'
ASK_TUNE = 'Are you sure you want to tune vv {name}?'
NO_VVSET = 'vv set {name} does not exist'

#: createvlun, removevlun; the first is captured
LUN_TAKEN = 'Error: LUN {lun} is already taken'
LUN = 'Error: invalid LUN {lun}'
VV_THERE = 'VV does not exist'
HOST_THERE = 'Host does not exist'
NO_VLUN = 'No such VLUN'
ASK_EXPORT = 'Are you sure you want to export {name}?'

#: hosts
NO_AGENTS = 'No host agents listed'
PERSONA = 'Invalid host persona {value}'
NO_PATH = '{path} is not a path of host {host}'

#: sets; beginnings and ends are what clients look for
IN_SET = {'host': 'Host is already a member of the set',
          'vv': 'VV is already a member of the set'}
NOT_IN_SET = {'host': 'Error: host not found in host set',
              'vv': 'Error: vv not found in vv set'}
NOT_FOUND_IN_SET = 'Error: {what} {name} not found in {what} set'
NOTHING_ADDED = {'host': 'No host added to set.', 'vv': 'No VV added to set.'}
SET_EXPORTED = '{what} set {name} has exports defined'
SET_OF_GROUP = ('The set is currently admitted to Remote Copy Group and may '
                'not be directly changed.')

#: tasks
NO_TASK = 'Task {id} does not exist'
TASK_ENDED = 'Task {id} has {status}'
TASK_NOT_ACTIVE = 'Task {id} is not active'
TASK_IS_ACTIVE = 'Task {id} is active and cannot be removed'
TASK_STAYS = 'Task {id} cannot be cancelled'
NO_PRIORITY = 'The priority of task {id} cannot be set'

#: users
NO_USER = 'User {name} does not exist'
USER_NAME = 'Invalid user name {name}'
USER_EXISTS = 'User {name} already exists'
USER_STAYS = 'User {name} may not be changed'
NO_ROLE = 'Invalid role {name}'
PASSWORD_LENGTH = 'The password must have 6 to 32 characters'  # noqa: S105
PASSWORD_MISSING = ('The password must be given with -c: there is nobody to '  # noqa: S105
                    'ask')
ASK_ROLE = 'Are you sure you want to set the role of user {name}?'

#: domains
DOMAIN_EXISTS = 'Domain {name} already exists'
DOMAIN_IN_USE = 'Domain {name} is not empty and may not be removed'
TOO_MANY_DOMAINS = 'There are as many domains as there may be'
COMMENT_TOO_LONG = 'The comment is too long'
NO_OBJECT = '{name} does not exist'
ASK_MOVE = 'Are you sure you want to move {name} ({count} objects)?'

#: Adaptive Optimization
NO_AO_CONFIGS = 'No AO configurations listed'
NO_AO_CONFIG = 'AO configuration {name} does not exist'
AO_EXISTS = 'AO configuration {name} already exists'
AO_MODE = ('Invalid mode {value}: it must be Performance, Balanced or Cost')
AO_TIERS = 'An AO configuration needs at least two tiers'
AO_TWICE = 'A CPG may be one tier of an AO configuration only'
AO_CPG_USED = 'A CPG may be in one AO configuration only'
AO_DOMAINS = 'All CPGs of an AO configuration must be in the same domain'
AO_CHANGES = 'At most two tiers may be changed at a time'

#: copies
NO_SNAPSHOT_CPG = 'Error: volume has no snapshot CPG'
GROUP_TOO_LARGE = 'A group may have at most 100 volumes'
NO_COPY = 'VV {name} is not a physical copy'
COPY_BUSY = 'VV {name} is being copied'
ASK_UPDATE = 'Are you sure you want to update {names}?'

#: flash cache
NO_FLASH_CACHE = 'Flash Cache is not present.'
FLASH_CACHE_EXISTS = 'Flash Cache already exists'
CLEAR_ALL = 'The option clear is valid with sys:all only'

#: remote copy
RCOPY_GROUPS_STARTED = 'There are groups that are started.'
ASK_STOP_RCOPY = 'Are you sure you want to stop Remote Copy?'
ASK_STOP_GROUP = 'Are you sure you want to stop group {name}?'
ASK_TURN = 'Are you sure you want to {what} group {name}?'
RCOPY_TARGET_USED = 'Target {target} is used by group {group}'
RCOPY_WHICH_TARGET = 'Group {group} has several targets: name one'

#: srstat commands
GROUPBY = 'Invalid field {field} for -groupby'
