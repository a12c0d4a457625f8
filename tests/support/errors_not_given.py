"""Documented errors that the simulated array does not give, and why."""

from __future__ import annotations

from collections.abc import Mapping

_AT_ONCE = 'A volume is removed at once: none is found half gone.'
_CONSISTENT = 'Volumes of the model never become inconsistent.'
_CLEAN = 'Cleaning up internal volumes takes no time in the model.'
_NO_PEERS = 'Peer volumes (imports) are not modelled.'
_STARTED = 'Volumes of the model are always started.'
_REACHED = 'All volumes of the model can always be reached.'
_NO_DOMAIN_SETS = 'No request makes a domain set.'
_USERS = 'Users of the model belong to no domain.'
_NODES = 'All nodes of the model are up.'
_EXPORT = 'Exporting a set of volumes to a set of hosts needs no equal sizes.'
_BUSY = 'What keeps a volume busy has an error of its own here.'

_GROUP_AT_ONCE = ('Changes of a group are made at once, under the lock of both '
            'arrays: it is never found busy.')
_WHOLE = 'An admission goes to all targets of a group or to none.'

#: What no volume of the model is, for the operations that look at volumes.
_VOLUMES = {'VV_IS_BEING_REMOVED': _AT_ONCE,
            'VV_IN_INCONSISTENT_STATE': _CONSISTENT}
_CARE = {**_VOLUMES, 'INV_OPERATION_VV_CLEANUP_IN_PROGRESS': _CLEAN}

#: Why an error of the reference is not produced.
NOT_GIVEN: Mapping[str, Mapping[str, str]] = {
    'any request': {
        'INV_SSL': 'A broken handshake ends the connection: there is '
                   'nobody to answer.'},
    'create volume': {
        'NO_SNAP_CPG': 'No source says which request this refuses.'},
    'modify volume': {
        'INV_OPERATION_VV_PEER_VOLUME': _NO_PEERS,
        'INT_SERV_ERR': 'Metadata of the model is never corrupted.',
        'INV_OPERATION_VV_VOLUME_NOT_DEFINED_ALL_NODES': _NODES,
        'INV_OPERATION_VV_VOLUME_ACCOUNTING_IN_PROGRESS':
            'Snapshot accounting takes no time in the model.',
        'INV_INPUT_VV_IS_TPVV': 'A modification has no member that asks '
                                'for a kind of volume.'},
    'grow volume': {
        **_CARE,
        'VV_NOT_IN_SAME_DOMAIN': _USERS,
        'VV_NEW_SIZE_IS_SMALLER':
            'The size is an increment: a negative one is '
            'INV_INPUT_VV_GROW_SIZE.',
        'INV_OPERATION_VV_SA_SD_SPACE_REMOVED':
            'Snapshot space is given back at once.',
        'INV_OPERATION_VV_IS_BUSY': _BUSY,
        'VV_NOT_STARTED': _STARTED},
    'tune volume': {
        **_CARE,
        'INV_OPERATION_VV_PEER_VOLUME': _NO_PEERS,
        'INV_OPERATION_VV_TASK_CANCEL_IN_PROGRESS':
            'A task is cancelled at once.',
        'NODE_DOWN': _NODES,
        'VV_NEEDS_TO_BE_CHECKED': _CONSISTENT,
        'VV_NOT_STARTED': _STARTED},
    'physical copy': {
        **_CARE, 'INV_OPERATION_VV_PEER_VOLUME': _NO_PEERS},
    'promote snapshot': {
        'VV_NOT_STARTED': _STARTED,
        'VV_IS_BEING_REMOVED': _AT_ONCE,
        'INV_OPERATION_VV_IS_BUSY': _BUSY},
    'vv-set snapshot': {
        **_CARE,
        'NON_EXISTENT_VOL': 'A set holds volumes that exist.',
        'INV_OPERATION_VV_PEER_VOLUME': _NO_PEERS,
        'INV_OPERATION_VV_INTERNAL_VOLUME':
            'Internal volumes are in no set.',
        'VV_NOT_STARTED': _STARTED,
        'VV_UNAVAILABLE': _REACHED},
    'create host': {'NO_SPACE': 'Hosts take no space in the model.'},
    'create cpg': {
        'NO_SPACE': 'A CPG takes space with its first volume.',
        'CPG_NOT_IN_SAME_DOMAIN': _USERS},
    'modify cpg': {
        'NO_SPACE': 'A CPG takes space with its first volume.',
        'CPG_NOT_IN_SAME_DOMAIN': _USERS,
        'NON_EXISTENT_DOMAIN': 'A modification names no domain.'},
    'spacereporter': {
        'NO_SPACE': 'What does not fit is reported as no room.'},
    'query host': {
        'INV_INPUT': 'What is wrong with a query is INV_QUERY_STRING.',
        'INT_SERV_ERR': 'Looking at hosts never fails in the model.'},
    'create set': {
        **_VOLUMES, 'MEMBER_IN_DOMAINSET': _NO_DOMAIN_SETS,
        'MEMBER_IN_SET': 'A new set has no members yet, and an object may '
                         'be in several sets.'},
    'modify set': {
        **_VOLUMES, 'MEMBER_IN_DOMAINSET': _NO_DOMAIN_SETS},
    'create vlun': {'SET_SIZE_NOT_SAME': _EXPORT},
    'delete vlun': {
        'NON_EXISTENT_PORT': 'An export that names a port that is not '
                             'there is NON_EXISTENT_VLUN.'},
    'query vlun': {
        'INV_INPUT_WRONG_TYPE': 'An id that is no number is INV_INPUT.',
        'INT_SERV_ERR': 'Looking at VLUNs never fails in the model.'},
    'create qos': {
        'NON_EXISTENT_QOS_RULE': 'A new rule needs no other one.'},
    'modify qos': {
        'EXISTENT_QOS_RULE': 'A rule cannot move to another target.'},
    'create remote copy group': {
        'RCOPY_GROUP_SECONDARY_GROUP_MORE_THAN_ONE_BACKUP_TARGET':
            'Backup targets of secondary groups are not modelled: no '
            'request makes one.'},
    'remove remote copy group': {'RCOPY_GROUP_IS_BUSY': _GROUP_AT_ONCE},
    'admit volume to remote copy group': {
        'RCOPY_GROUP_VOL_INTERNAL_CONSISTENCY_ERR':
            'Volumes of the model never become inconsistent.',
        'RCOPY_GROUP_IS_BEING_REMOVED':
            'A volume is removed at once: none is found half gone.',
        'RCOPY_GROUP_VOL_IS_PEER_PROVISIONED':
            'Peer-provisioned volumes (imports) are not modelled.',
        'RCOPY_GROUP_VOL_CLEAN_UP':
            'Cleaning up internal volumes takes no time in the model.',
        'RCOPY_GROUP_IS_BUSY': _GROUP_AT_ONCE,
        'RCOPY_GROUP_NOT_SUPPORT_VOL_ID':
            'The request has no member for the id of the copy.',
        'RCOPY_GROUP_ADD_VOL_FAILED_PARTIAL': _WHOLE},
    'dismiss volume from remote copy group': {
        'RCOPY_GROUP_IS_BUSY': _GROUP_AT_ONCE},
    'start remote copy group': {
        'RCOPY_GROUP_EXISTENT_VOL_WWN_ON_TARGET':
            'A WWN is made of the ids of array and volume: no two arrays '
            'have the same.'},
    'sync remote copy group': {
        'RCOPY_GROUP_STARTED':
            'Synchronising is for started groups; no source says when one '
            'is refused for being started.'},
    'recover remote copy group': {
        'RCOPY_GROUP_STARTED':
            'A group that should be stopped is refused as '
            'RCOPY_GROUP_NOT_STOPPED, which says the same.'},
}
