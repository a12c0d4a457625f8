"""What no source tells of File Persona: OURS.

Sentences that were published stand with their rules. Decisions:

* Arrays without File Services do not know its commands at all, and answer
  ``invalid command name``; their web service has none of its paths.
* A command with ``-wait`` takes no time on the array's clock.
* An FPG is made of thin volumes of at most 16 TiB, full ones with ``-full``,
  in a volume set of the FPG's name, so the name has at most 27 characters.
* The file system takes 542 KiB of each GiB for itself, as one capture shows.
* Grace times are printed in the unit they are given in; the web service's
  are seconds, and so are these.
* Removing a store, a server or a group removes what is in it.
* A snapshot holds what its store held; removing the last snapshot makes that
  much space reclaimable.
* The web service has what consumers use of it: POST, GET, DELETE, and PUT of
  shares and quotas. What a missing object but a share is answered with, the
  members of a snapshot and the first permissions of a directory are made up.
  Groups with ``tdvv`` are made of thin volumes.
"""

from __future__ import annotations

#: seconds a task takes; captured task lists show such times
FPG_SECONDS, VFS_SECONDS, REMOVE_SECONDS = 100.0, 30.0, 60.0
#: a reclamation: at least, and per GiB; 'maxspace' takes twice as long
RECLAIM_SECONDS, RECLAIM_PER_GIB = 60.0, 1.0

OVERHEAD_KIB_PER_GIB = 542
#: most MiB of a volume of an FPG
VOLUME_MIB = 16 << 20
FPG_NAME_LENGTH = 27
NAME_LENGTH = 31
#: shares, stores (a share's name may name its store) and tags of snapshots:
#: OpenStack Manila's have 40 characters
SHARE_NAME_LENGTH = 80
#: MiB of an FPG: 1 TiB to 32 TiB, from 3.3.1 on 64 TiB
LEAST_FPG, MOST_FPG, MOST_FPG_331 = 1 << 20, 32 << 20, 64 << 20
#: MiB of the FPGs of one node, from 3.3.1 on
NODE_ALLOWANCE = 128 << 20
#: per pair of nodes, and stores per server
FPGS_PER_PAIR, STORES_PER_PAIR, STORES_PER_VFS = 16, 256, 16
#: free inodes for each KiB that is free
FILES_PER_KIB = 2.066
FIRST_FILES = 100

#: local users and groups that are always there
GROUPS = (('Administrators', 1000), ('Users', 1001))
FIRST_GID, FIRST_UID = 1002, 1000

TASK_STARTED = 'Task {id} has been started.'
BUSY_FPG = 'A createfpg task is already running for {name}'
BAD_NAME = 'Invalid name: {name}'
BAD_SIZE = 'Invalid size: {size}'
SIZE_RANGE = 'FPG size must be between {least} and {most}'
TOO_MANY_FPGS = 'Too many file provisioning groups for node pair {node}'
NO_NODE = 'Invalid node: {node}'
EITHER_FPG_OR_CPG = 'Either -fpg, or -cpg and -size, must be specified.'
ONE_CERTIFICATE = 'Only one certificate option may be specified.'
BAD_CERTIFICATE = 'Certificate data must be PEM with a certificate and a key.'
BAD_ADDRESS = 'Invalid IP address: {address}'
BAD_NETMASK = 'Invalid subnet mask: {netmask}'
BAD_VLAN = 'VLAN tag should be between 0 and 4094'
ADDRESS_TAKEN = 'IP address {address} is already in use'
ASSOCIATION_FAILED = ('Error: Failed to associate IP {address} with VFS '
                      '"{vfs}": address is already in use.')
NO_ADDRESS = 'IP address or policy ID {id} does not exist on VFS {vfs}'
AMBIGUOUS_VFS = ('Virtual file server {vfs} exists in more than one file '
                 'provisioning group; specify -fpg')
STORE_EXISTS = 'File Store {store} already exists'
NO_STORE = 'File Store {store} was not found'
ADMIN_STORE = 'File Store .admin cannot be removed'
SHARE_EXISTS = 'Share {share} already exists'
NO_SHARE = 'Share {share} does not exist'
DIRECTORY_ALONE = '-sharedir needs -fstore'
BAD_DIRECTORY = 'Invalid share directory: {directory}'
BAD_OPTION = 'Invalid NFS option: {option}'
BAD_CLIENT = 'Invalid client: {client}'
BAD_PERMISSION = 'Invalid permission: {permission}'
BAD_VALUE = 'Invalid value for {option}: {value}'
BAD_PROTOCOL = 'Invalid protocol: {protocol}'
OVERLAP = ('Share {share} exports the same directory to the same clients')
IP_EXISTS = 'IP address {address} already exists'
NO_IP = 'IP address {address} does not exist, cannot be removed'
PERMISSION_EXISTS = '"{kind}" permission already exists for "{user}"'
NO_PERMISSION = ('"{kind}" permission for "{user}" does not exist, cannot '
                 'be {done}')
SNAPSHOT_STRATEGY = 'Invalid reclaim strategy: {strategy}'
RETAIN = 'retain value should be between 1 and 1024'
NOT_PAUSED = 'No reclamation task running on FPG {fpg}'
QUOTA_TARGET = ('One of -username, -groupname, -fstore, -archive and '
                '-restore must be specified.')
QUOTA_SOFT = 'Soft limit must not exceed the hard limit.'
QUOTA_FILE = 'Quota file {file} does not exist'
NO_FILE_SERVICES_USER = 'User {name} does not exist'
NO_FILE_SERVICES_GROUP = 'Group {name} does not exist'
USER_EXISTS = 'User {name} already exists'
GROUP_EXISTS = 'Group {name} already exists'
GROUP_IN_USE = 'Group {name} is the primary group of user {user}'
BUILT_IN = '{name} cannot be removed'
NUMBER_TAKEN = '{option} {number} is already in use'
NUMBER_RANGE = '{option} should be between 1000 and 65535'
ALLOWANCE = ('Requested FPG size will exceed maximum FPG allowance for node '
             '{node}: 128TiB.')
NO_SPACE = 'Error: Insufficient space in CPG {cpg} for VV {vv}'
EXCLUSIVE = 'Options {options} cannot be used together'
NOTHING_TO_CHANGE = 'No option was specified'
INACTIVE = 'FPG {fpg} is not activated'
QUOTA_EXCEEDED = 'Disk quota exceeded'
NO_OBJECT = 'Object with ID {id} does not exist'
FULL = 'No space left on device'

#: type (1: allow), flags, principal and permissions
FIRST_ACL = ((1, 'fd', 'OWNER@', 'rwaDdxtTnNcCoy'),
             (1, 'fdg', 'GROUP@', 'rxtncy'),
             (1, 'fd', 'EVERYONE@', 'rxtncy'))
