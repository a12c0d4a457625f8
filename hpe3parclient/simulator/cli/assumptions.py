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
  five fields only. NextRunTime of a suspended schedule is ``--``.
* Statistics are those of the array's System Reporter; before the array was
  made nothing was read or written.
* ``showport -rcip`` has the columns of ``-iscsi`` that apply to it.
* ``showvv`` tells a physical copy's parent as CopyOf, its Type stays base.
* ``createhost`` puts a host into no domain.
* A link that is admitted or dismissed changes what is listed; the cable
  between two arrays stays as it is.
* Bandwidth of ``setqos`` is kept in kilobytes of 1000 bytes.
"""

from __future__ import annotations

#: createhost, all of it but 'already used by host <name> (<id>)'
PATH_TAKEN = '{path} already used by host {host} ({id})'
NAME_TAKEN = 'Host name {name} already exists'
NAME_TOO_LONG = 'Host name {name} is too long'
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

#: Where somebody is who has not come over a network.
LOCAL_ADDRESS = '127.0.0.1'

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
