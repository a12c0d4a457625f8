"""Documented errors that the simulated array does not give, and why."""

from __future__ import annotations

from collections.abc import Mapping

_USERS = 'Users of the model belong to no domain.'
_WHOLE = 'An admission goes to all targets of a group or to none.'
_OF_CREATION = ('The table is that of new volumes, too: a snapshot has no '
                'member that could be refused so.')
_MEMBERS = 'A set holds volumes that exist.'
_OFFLINE = 'Sets are copied offline, to volumes that are there.'
_ONE_TABLE = 'The guide has one table for volume sets and the system.'

#: Why an error of the reference is not produced.
NOT_GIVEN: Mapping[str, Mapping[str, str]] = {
    'any request': {
        'INV_SSL': 'A broken handshake ends the connection: there is '
                   'nobody to answer.'},
    'create volume': {
        'NO_SNAP_CPG': 'No source says which request this refuses.'},
    'modify volume': {
        'INV_INPUT_VV_IS_TPVV': 'A modification has no member that asks '
                                'for a kind of volume.',
        'INV_OPERATION_SNAPSHOT_NOT_SAME_TYPE':
            'Its text in the table is that of '
            'INV_OPERATION_SNAPSHOT_CPG_TUNE_NEEDED, and no source says '
            'when a modification needs a tune first.'},
    'grow volume': {
        'INV_OPERATION_VV_VOLUME_COPY_IN_PROGRESS':
            'The guide of WSAPI 1.5 has a number for each kind of copy in '
            'its place.',
        'VV_NOT_IN_SAME_DOMAIN': _USERS,
        'INV_OPERATION_VV_SA_SD_SPACE_REMOVED':
            'Snapshot space is given back at once.'},
    'tune volume': {
        'INV_OPERATION_VV_TASK_CANCEL_IN_PROGRESS':
            'A task is cancelled at once.'},
    'snapshot': dict.fromkeys((
        'TDVV_COUNT_EXCEED_CPG_LIMIT', 'INV_INPUT_USR_ALRT_NON_TPVV',
        'INV_INPUT_VV_POLICY', 'INV_INPUT_WARN_GT_LIMIT'), _OF_CREATION),
    'vv-set snapshot': {
        'NON_EXISTENT_VOL': _MEMBERS},
    'vv-set physical copy': {
        'NON_EXISTENT_VOL': _MEMBERS,
        **dict.fromkeys(('NON_EXISTENT_CPG', 'CPG_NOT_IN_SAME_DOMAIN',
                         'EXISTENT_VOL'), _OFFLINE)},
    'vv-set promote': {
        'INV_OPERATION_PROMOTE_TARGET_NOT_BASE_VV':
            'The members of a set are promoted to their own base volumes.'},
    'create cpg': {
        'IN_USE': 'A new CPG is used by no volume.',
        'NON_EXISTENT_CPG': 'The row is about a modification.',
        'CPG_NOT_IN_SAME_DOMAIN': _USERS},
    'modify cpg': {
        'CPG_NOT_IN_SAME_DOMAIN': _USERS,
        'NON_EXISTENT_TEMPLATE': 'A modification names no template.',
        'NON_EXISTENT_DOMAIN': 'A modification names no domain.'},
    'create set': {
        'MEMBER_IN_SET': 'A new set has no members yet, and an object may '
                         'be in several sets.'},
    'system flashCachePolicy': {
        'NON_EXISTENT_SET': _ONE_TABLE,
        'INV_INPUT_EXCEEDS_LENGTH': _ONE_TABLE},
    'create vlun': {
        'SET_SIZE_NOT_SAME': 'Exporting a set of volumes to a set of hosts '
                             'needs no equal sizes.'},
    'delete vlun': {
        'NON_EXISTENT_PORT': 'An export that names a port that is not '
                             'there is NON_EXISTENT_VLUN.'},
    'create qos': {
        'NON_EXISTENT_QOS_RULE': 'A new rule needs no other one.'},
    'modify qos': {
        'EXISTENT_QOS_RULE': 'A rule cannot move to another target.'},
    'create remote copy group': {
        'RCOPY_GROUP_SECONDARY_GROUP_MORE_THAN_ONE_BACKUP_TARGET':
            'Backup targets of secondary groups are not modelled: no '
            'request makes one.',
        'RCOPY_GROUP_INV_POLICY_FOR_GROUP_TARGET':
            'A new group is given no policies.'},
    'admit volume to remote copy group': {
        'RCOPY_GROUP_NOT_SUPPORT_VOL_ID':
            'The request has no member for the id of the copy.',
        'RCOPY_GROUP_ADD_VOL_FAILED_PARTIAL': _WHOLE},
    'coordinated snapshot': {
        'RCOPY_NOT_STARTED': 'Nobody has published its number.',
        'INV_OPERATION_RCOPY_GROUP_MODE_CONFLICT':
            'Groups of every mode can have coordinated snapshots.'},
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
