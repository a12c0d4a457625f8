"""Roles of users: what each may do (CLI manual 3.2.2, tables 19 to 27).

Knows the rights of every role, the commands behind every right, and how
/users and /roles show them. Who may run a command is decided in
:mod:`hpe3parclient.simulator.cli.rights`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from hpe3parclient.simulator import assumptions
from hpe3parclient.simulator.errors import Refused
from hpe3parclient.simulator.state.array_state import ArrayState

_ROLES = """\
3PAR_AO: cpg_compact password_checkown password_setown reg_move
3PAR_RM: groupsv_create host_set ld_remove password_checkown password_setown
    rcopy_start rcopy_stop rcopy_sync rcopygroup_create rcopygroup_set
    rcopygroup_start rcopygroup_stop rcopytarget_admit rcopytarget_set
    sched_create sched_setown sshkey_remove sshkey_set sv_create sv_promote
    sv_remove sv_set task_start user_setown vlun_create vlun_remove vv_create
    vvcopy_remove vvcopy_set vvset_create vvset_set
basic_edit: alert_set authparam_set cpg_compact cpg_create domain_create
    domain_moveto domainset_create domainset_set groupsv_create
    groupvvcopy_create health_check host_create host_set hostset_create
    hostset_set ld_remove password_checkown password_setown rcopy_start
    rcopy_stop rcopy_sync rcopygroup_create rcopygroup_remove rcopygroup_set
    rcopygroup_start rcopygroup_stop rcopylink_admit rcopylink_dismiss
    rcopytarget_admit rcopytarget_create rcopytarget_dismiss
    rcopytarget_remove rcopytarget_set rcopyvv_admit rcopyvv_dismiss
    sched_create sched_setown snapspace_update sshkey_set sv_create sv_promote
    sv_remove sv_set user_create user_setown vlun_create vv_create vv_grow
    vv_tune vvcopy_create vvcopy_promote vvcopy_remove vvcopy_set vvset_create
    vvset_set
browse: password_checkown password_setown sshkey_remove sshkey_set user_setown
    vv_update
create: cpg_create domainset_annotate domainset_create groupsv_create
    groupvvcopy_create health_check host_create hostset_annotate
    hostset_create password_checkown password_setown sched_create sched_setown
    sv_create vlun_create vv_create vvcopy_create vvset_annotate vvset_create
edit: aocfg_start ch_move ch_movetospare cpg_compact cpg_create cpg_set
    domain_moveto domainset_annotate domainset_create domainset_set
    flashcache_create flashcache_remove flashcache_set fpg_create fpg_remove
    fpg_set fs_grow fsav_set fsav_start fsav_stop fsconf_backup fsconf_restore
    fsgroup_create fsgroup_remove fsgroup_set fshare_create fshare_remove
    fshare_set fsip_create fsip_remove fsip_set fsnap_create fsnap_remove
    fsquota_set fstore_remove fstore_set fsuser_create fsuser_set
    fsuser_remove groupsv_create groupvvcopy_create host_create host_remove
    host_set hostset_annotate hostset_create hostset_set ld_compact ld_create
    ld_remove password_checkown password_setown pd_movetospare qos_set
    rclink_check rcopy_start rcopy_stop rcopy_sync rcopygroup_create
    rcopygroup_remove rcopygroup_set rcopygroup_start rcopygroup_stop
    rcopylink_admit rcopylink_dismiss rcopytarget_admit rcopytarget_create
    rcopytarget_dismiss rcopytarget_remove rcopytarget_set rcopyvv_admit
    rcopyvv_dismiss reg_move fs_set snapspace_update sshkey_remove sshkey_set
    sv_create sv_promote sv_remove sv_set task_cancel task_remove task_set
    task_start user_setown useracl_set vfs_create vfs_remove vfs_set
    vlun_create vlun_remove vv_create vv_grow vv_import vv_remove vv_set
    vv_tune vv_update vvcopy_create vvcopy_promote vvcopy_remove vvcopy_set
    vvset_annotate vvset_create vvset_set
service: alert_remove alert_set battery_set cage_locate cage_set cage_upgrade
    ch_move ch_movetospare cim_set cim_start cpg_set date_set health_check
    fsconf_backup fsconf_restore fstore_create host_service ld_create
    ld_remove ld_start mag_control mag_service node_locate node_service
    node_set node_shutdown password_checkown password_setown pd_admit
    pd_control pd_dismiss pd_movereloc pd_movetospare pd_set pd_upgrade
    port_check port_control sched_create sched_setany sched_setown
    spare_create sshkey_remove sshkey_set sys_locate sys_set sys_shutdown
    task_start vv_check vv_start wsapi_start wsapi_stop
super: alert_remove alert_set aocfg_start authparam_set battery_set
    cage_locate cage_set cage_upgrade ch_move ch_movetospare cim_set cim_start
    cpg_compact cpg_create cpg_set date_set domain_create domain_moveto
    domain_remove domain_set domainset_annotate domainset_create domainset_set
    encryption_control encryption_status flashcache_create flashcache_remove
    flashcache_set fpg_create fpg_remove fpg_set fs_grow fsav_set fsav_start
    fsav_stop fsconf_backup fsconf_restore fsgroup_create fsgroup_remove
    fsgroup_set fshare_create fshare_remove fshare_set fsip_create fsip_remove
    fsip_set fsnap_create fsnap_remove fsquota_set fstore_create fstore_remove
    fstore_set fsuser_create fsuser_set fsuser_remove groupsv_create
    groupvvcopy_create health_check host_create host_remove host_service
    host_set hostset_annotate hostset_create hostset_set ld_compact ld_create
    ld_remove ld_start mag_control mag_service node_locate node_service
    node_set node_shutdown password_checkany password_checkown password_setany
    password_setown pd_admit pd_control pd_dismiss pd_movereloc pd_movetospare
    pd_set pd_upgrade port_check port_control qos_set rclink_check rcopy_start
    rcopy_stop rcopy_sync rcopygroup_create rcopygroup_remove rcopygroup_set
    rcopygroup_start rcopygroup_stop rcopylink_admit rcopylink_dismiss
    rcopytarget_admit rcopytarget_create rcopytarget_dismiss
    rcopytarget_remove rcopytarget_set rcopyvv_admit rcopyvv_dismiss reg_move
    sched_create sched_remove sched_setany sched_setown fs_set
    snapspace_update snmpmgr_add snmpmgr_remove snmppw_remove snmppw_set
    spare_create sshbanner_set sshkey_remove sshkey_set sv_create sv_promote
    sv_remove sv_set sys_locate sys_set sys_shutdown task_cancel task_remove
    task_set task_start template_create template_remove template_set
    user_create user_remove user_setany user_setown useracl_set
    userconn_remove vfs_create vfs_remove vfs_set vlun_create vlun_remove
    vv_admit vv_check vv_create vv_grow vv_import vv_remove vv_set vv_start
    vv_tune vv_update vvcopy_create vvcopy_promote vvcopy_remove vvcopy_set
    vvset_annotate vvset_create vvset_set wsapi_start wsapi_stop
"""

#: Two of these rights stand in the tables of roles alone.
_RIGHTS = """\
alert_remove: removealert
alert_set: setalert
aocfg_start: startao
authparam_set: setauthparam
battery_set: setbattery
cage_locate: locatecage
cage_set: setcage
cage_upgrade: upgradecage
ch_move: movech
ch_movetospare: movechtospare
cim_set: setcim
cim_start: startcim
cpg_compact: compactcpg
cpg_create: createcpg
cpg_set: setcpg
date_set: setdate
domain_create: createdomain
domain_moveto: movetodomain
domain_remove: removedomain
domain_set: setdomain
domainset_annotate: setdomainset
domainset_create: createdomainset
domainset_set: setdomainset removedomainset
encryption_control: controlencryption
encryption_status: controlencryption
flashcache_create: createflashcache
flashcache_remove: removeflashcache
flashcache_set: setflashcache
fpg_create: createfpg
fpg_remove: removefpg
fpg_set: setfpg
fs_grow: growfpg
fsav_set: setfsav
fsav_start: startfsav
fsav_stop: stopfsav
fsconf_backup: backupfsconf
fsconf_restore: restorefsconf
fsgroup_create: createfsgroup
fsgroup_remove: removefsgroup
fsgroup_set: setfpg
fshare_create: createfshare
fshare_remove: removefshare
fshare_set: setfshare
fsip_create: createfsip
fsip_remove: removefsip
fsip_set: setfsip
fsnap_create: createfsnap
fsnap_remove: removefsnap
fsquota_set: setfsquota
fstore_create: createfstore
fstore_get: showfstore
fstore_remove: removefstore
fstore_set: setfstore
fsuser_create: createfsuser
fsuser_set: setfsuser
fsuser_remove: removefsuser
groupsv_create: creategroupsv
groupvvcopy_create: creategroupvvcopy
health_check: checkhealth
host_create: createhost
host_remove: removehost
host_service: servicehost
host_set: sethost
hostset_annotate: sethostset
hostset_create: createhostset
hostset_set: sethostset removehostset
ld_compact: compactld
ld_create: createald createld
ld_remove: removeld
ld_start: startld
mag_control: controlmag
mag_service: servicemag
node_locate: locatenode
node_service: servicenode
node_set: setnode
node_shutdown: shutdownnode
password_checkany: checkpassword
password_checkown: checkpassword
password_setany: setpassword
password_setown: setpassword
pd_admit: admitpd
pd_control: controlpd
pd_dismiss: dismisspd
pd_movereloc: moverelocpd
pd_movetospare: movepdtospare
pd_set: setpd
pd_upgrade: upgradepd
port_check: checkport
port_control: controliscsiport controlport
rclink_check: checkrclink
rcopy_start: startrcopy
rcopy_stop: stoprcopy
rcopy_sync: syncrcopy
rcopygroup_create: creatercopygroup
rcopygroup_remove: removercopygroup
rcopygroup_set: setrcopygroup
rcopygroup_start: startrcopygroup
rcopygroup_stop: stoprcopygroup
rcopylink_admit: admitrcopylink
rcopylink_dismiss: dismissrcopytarget
rcopytarget_admit: admitrcopytarget
rcopytarget_create: creatercopytarget
rcopytarget_dismiss: dismissrcopytarget
rcopytarget_remove: removercopytarget
rcopytarget_set: setrcopytarget
rcopyvv_admit: admitrcopyvv
rcopyvv_dismiss: dismissrcopyvv
reg_move: movereg
sched_create: createsched
sched_remove: removesched
sched_setany: setsched
sched_setown: setsched
fs_set: setfs
snapspace_update: updatesnapspace
snmpmgr_add: addsnmpmgr
snmpmgr_remove: removesnmpmgr
snmppw_remove: removesnmppw
snmppw_set: setsnmppw
spare_create: createspare
sshkey_remove: removesshkey
sshkey_set: setsshkey
sv_create: createsv
sv_promote: promotesv
sv_remove: removevv
sv_set: setvv
sys_locate: locatesys
sys_set: setsys
sys_shutdown: shutdownsys
task_cancel: canceltask
task_remove: removetask
task_set: settask
task_start: starttask
template_create: createtemplate
template_remove: removetemplate
template_set: settemplate
user_create: createuser
user_remove: removeuser
user_setany: setuser
user_setown: setuser
useracl_set: setuseracl
userconn_remove: removeuserconn
vasa_set: setvasa
vasa_start: startvasa stopvasa
vfs_create: createvfs
vfs_remove: removevfs
vfs_set: setvfs
vlun_create: createvlun
vlun_remove: removevlun
vv_admit: admitvv
vv_check: checkvv
vv_create: createaldvv createavv createtpvv createvv
vv_grow: growaldvv growavv growtpvv growvv
vv_import: importvv
vv_remove: removevv
vv_set: setvv
vv_start: startvv
vv_tune: tunealdvv tunevv tunetpvv
vv_update: updatevv
vvcopy_create: createvvcopy
vvcopy_promote: promotevvcopy
vvcopy_remove: removevv
vvcopy_set: setvv
vvset_annotate: setvvset
vvset_create: createvvset
vvset_set: setvvset removevvset
wsapi_start: startwsapi
wsapi_stop: stopwsapi
qos_set: setqos
sshbanner_set: setsshbanner removesshbanner
"""


def _read(text: str) -> dict[str, frozenset[str]]:
    """The words behind each name; an indented line goes on."""
    entries = re.sub(r'\n +', ' ', text).splitlines()
    pairs = (entry.split(': ') for entry in entries)
    return {name: frozenset(words.split()) for name, words in pairs}


#: Rights of each role.
ROLES: Mapping[str, frozenset[str]] = _read(_ROLES)
#: Commands that each right is for.
RIGHTS: Mapping[str, frozenset[str]] = _read(_RIGHTS)

#: The domain of a user who may work in every domain.
ALL_DOMAINS = 'all'
#: A user's name, as /users shows it.
MAX_USER_NAME = 64


def find_user(array: ArrayState, name: str) -> str:
    """The user of that name, or NON_EXISTENT_USER."""
    if len(name) > MAX_USER_NAME:
        raise Refused('INV_INPUT_EXCEEDS_LENGTH')
    if name in array.directory_users:
        raise Refused('NON_LOCAL_USER')
    if name not in array.users:
        raise Refused('NON_EXISTENT_USER')
    return name


def user_view(array: ArrayState, name: str) -> dict[str, Any]:
    """A user as GET shows it."""
    role = 'browse' if name in array.browsers \
        else array.roles.get(name, 'super')
    return {'username': name,
            'privileges': [{'domain': ALL_DOMAINS, 'role': role}]}


def find_role(name: str) -> str:
    """The role of that name, or NON_EXISTENT_ROLE."""
    if name not in ROLES:
        raise Refused('NON_EXISTENT_ROLE')
    return name


def role_view(name: str) -> dict[str, Any]:
    """A role as GET shows it."""
    return {'role': name, 'comments': assumptions.ROLES[name],
            'rights': [{'right': right, 'rightDescription': _description(right)}
                       for right in sorted(ROLES[name])]}


def _description(right: str) -> str:
    return assumptions.RIGHT_TEXT.format(
        commands=', '.join(sorted(RIGHTS.get(right, {right}))))
