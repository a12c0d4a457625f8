"""What is read of the command line of an array, since it has no web resource.

Commands that only show, as the CLI manual has them. Lists that grow with the
number of volumes or of chunklets are not among them.
"""

from __future__ import annotations

#: commands whose output becomes state of a twin
DATE = 'showdate'
LICENCES = 'showlicense'
DOMAINS = 'showdomain'
SCHEDULES = 'showsched'
UPDATES = 'showpatch -hist'
PATCHES = 'showpatch'
ALERTS = 'showalert -all -d'
USERS = 'showuser'
#: thirty days of the event log
EVENTS = 'showeventlog -oneline -debug -min 43200'
DISKS = 'showpd -s'
NODES = 'shownode -s'
SUPPLIES = 'shownode -ps'
FANS = 'shownode -fan'
BATTERIES = 'showbattery -s'
CAGES = 'showcage -d'
PARAMETERS = 'showsys -param'
TASKS = 'showtask -all -d'
OPTIMIZATION = 'showaocfg'
#: how the getters of File Persona are read
INTERFACES = 'gettpdinterface'
FILE_USERS = 'showfsuser'
FILE_GROUPS = 'showfsgroup'

#: all that is read, in the order in which it is
COMMANDS = (
    'showversion -b', 'showversion -a -b', DATE, DOMAINS, SCHEDULES, PATCHES,
    UPDATES, LICENCES, ALERTS, EVENTS, USERS, OPTIMIZATION,
    PARAMETERS, 'showsys -desc', 'shownet', 'showcim',
    'showflashcache', 'showrcopy', 'showrcopy -d', 'showrcopy -qw',
    'showrcopy targets', 'showrcopy links', 'showrcopy groups',
    'showrctransport -rcip', 'showrctransport -rcfc', 'showtask -all', TASKS,
    'shownode', NODES, 'shownode -d', SUPPLIES, FANS, 'shownode -i',
    'showbattery', BATTERIES, 'showeeprom', 'shownodeenv',
    'showcage', CAGES, 'showpd', DISKS, 'showpd -i', 'showpd -c',
    'showport -par', 'showport -sfp', 'showport -i', 'showport -rcip',
    'showspace', 'showhost -agent')

#: what is read of File Persona; where the array does not know the first, the
#: others are not tried
FILE_COMMANDS = (
    INTERFACES, 'getfs', 'getfpg', 'getvfs', 'getfstore', 'getfshare nfs',
    'getfshare smb', 'getfshare obj', 'getfsnap', 'getfsquota', FILE_USERS,
    FILE_GROUPS, 'showfpg', 'showfpg -d', 'showvfs', 'showvfs -d',
    'showfshare', 'showfsquota')

#: what is read of volumes where the web service does not show their space
VOLUMES = 'showvv -showcols Id,Snp_Used_MB,Host_Wrt_MB,Snp_Wrn,Snp_Lim'

#: named among what is missing, where SSH is not set up
COMMAND_LINE = 'all commands'
