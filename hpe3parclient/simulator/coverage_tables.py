"""Errors of everything but remote copy, flash cache and statistics, as data.

Knows which errors the simulated array gives for each operation, where that
is proved, and why it does not give the others.
"""

from __future__ import annotations

from typing import Dict, Mapping

#: Proves every pair of _GIVEN with a request of its own.
_PROOF = 'model/test_listed.py::test_listed_error_is_given'

#: Operation → errors.
_GIVEN: Mapping[str, str] = {
    'log in': 'INV_USER_PASS',
    'create volume': (
        'INV_INPUT EXISTENT_VOL TOO_LARGE NO_SPACE '
        'INV_INPUT_WARN_GT_LIMIT INV_INPUT_USR_ALRT_NON_TPVV '
        'INV_INPUT_RETAIN_GT_EXPIRE INV_INPUT_VV_POLICY '
        'INV_INPUT_EXCEEDS_LENGTH INV_INPUT_TIME EXISTENT_ID '
        'UNLICENSED_FEATURE NON_EXISTENT_CPG CPG_NOT_IN_SAME_DOMAIN '
        'VV_LIMIT_REACHED PERM_DENIED'),
    'modify volume': (
        'NON_EXISTENT_VOL EXISTENT_VOL INV_INPUT_WARN_GT_LIMIT '
        'INV_INPUT_USR_ALRT_NON_TPVV INV_INPUT_RETAIN_GT_EXPIRE '
        'INV_INPUT_VV_POLICY INV_INPUT_EXCEEDS_LENGTH INV_INPUT_TIME '
        'INV_OPERATION_VV_MODIFY_USR_CPG_TPVV UNLICENSED_FEATURE '
        'CPG_NOT_IN_SAME_DOMAIN INV_OPERATION_VV_SYS_VOLUME '
        'INV_OPERATION_VV_INTERNAL_VOLUME '
        'INV_OPERATION_VV_VOLUME_CONV_IN_PROGRESS '
        'INVALID_OPERATION_VV_SNAPSPACE_NOT_MOVED_TO_CPG '
        'INV_OPERATION_VV_ZERO_DETECT_TPVV '
        'INV_OPERATION_VV_CPG_ON_SNAPSHOT'),
    'grow volume': (
        'NON_EXISTENT_VOL INV_OPERATION_UNSUPPORTED_VV_TYPE '
        'INV_OPERATION_VV_TUNE_IN_PROGRESS INV_INPUT_EXCEEDS_LENGTH '
        'INV_INPUT_VV_GROW_SIZE VV_NEW_SIZE_EXCEED_CPG_LIMIT '
        'INV_OPERATION_VV_INTERNAL_VOLUME '
        'INV_OPERATION_VV_VOLUME_CONV_IN_PROGRESS '
        'INV_OPERATION_VV_VOLUME_COPY_IN_PROGRESS '
        'VV_NEW_SIZE_EXCEEDS_LIMITS INV_OPERATION_VV_IS_PCOPY '
        'INV_OPERATION_VV_NOT_IN_NORMAL_STATE '
        'INV_OPERATION_VV_PROMOTE_IN_PROGRESS '
        'INV_OPERATION_VV_PARENT_OF_PCOPY NO_SPACE'),
    'tune volume': (
        'CPG_NOT_IN_SAME_DOMAIN INV_INPUT_ILLEGAL_CHAR '
        'INV_INPUT_VV_IS_FPVV INV_INPUT_VV_IS_TDVV '
        'INV_INPUT_VV_IS_TPVV INV_OPERATION_UNSUPPORTED_VV_TYPE '
        'INV_OPERATION_VV_MODIFY_USR_CPG_TDVV '
        'INV_OPERATION_VV_NON_BASE_VOLUME INV_OPERATION_VV_SYS_VOLUME '
        'INV_OPERATION_VV_INTERNAL_VOLUME '
        'INV_OPERATION_VV_VOLUME_CONV_IN_PROGRESS '
        'INV_OPERATION_VV_NOT_IN_NORMAL_STATE '
        'INV_OPERATION_VV_PROMOTE_IN_PROGRESS '
        'INV_OPERATION_VV_TUNE_IN_PROGRESS NO_SPACE NON_EXISTENT_CPG '
        'NON_EXISTENT_VOL'),
    'delete volume': (
        'NON_EXISTENT_VOL RETAINED HAS_RO_CHILD HAS_CHILD IN_USE '
        'INV_OPERATION_VV_TUNE_IN_PROGRESS PERM_DENIED'),
    'query volume': 'NON_EXISTENT_VOL INV_INPUT_ILLEGAL_CHAR',
    'snapshot': (
        'NON_EXISTENT_VOL EXISTENT_VOL EXISTENT_ID '
        'INV_INPUT_RETAIN_GT_EXPIRE INV_INPUT_TIME NO_SNAP_CPG '
        'PERM_DENIED'),
    'physical copy': (
        'INV_INPUT_ILLEGAL_CHAR NON_EXISTENT_CPG '
        'CPG_NOT_IN_SAME_DOMAIN NON_EXISTENT_VOL '
        'VV_NOT_IN_SAME_DOMAIN INV_INPUT_BAD_ENUM_VALUE EXISTENT_VOL '
        'INV_OPERATION_VV_SYS_VOLUME INV_OPERATION_VV_NON_BASE_VOLUME '
        'INV_OPERATION_VV_IN_REMOTE_COPY INV_OPERATION_VV_EXPORTED '
        'INV_OPERATION_VV_COPY_TO_SELF '
        'INV_OPERATION_VV_READONLY_SNAPSHOT '
        'INV_OPERATION_VV_COPY_TO_BASE '
        'INV_OPERATION_VV_VOLUME_CONV_IN_PROGRESS '
        'INV_OPERATION_VV_NO_SNAPSHOT_ALLOWED '
        'INV_OPERATION_VV_ONLINE_COPY_IN_PROGRESS '
        'INV_OPERATION_VV_CIRCULAR_COPY '
        'INV_OPERATION_VV_INTERNAL_VOLUME '
        'INV_OPERATION_VV_NOT_IN_NORMAL_STATE '
        'INV_OPERATION_VV_PCOPY_IN_PROGRESS '
        'INV_OPERATION_VV_FAILED_ONLINE_COPY '
        'INV_OPERATION_VV_COPY_PARENT_TOO_BIG '
        'INV_OPERATION_VV_NO_PARENT VV_IN_STALE_STATE '
        'NON_EXISTENT_VVCOPY'),
    'promote snapshot': (
        'VV_IN_STALE_STATE INV_OPERATION_CANNOT_STOP_ONLINE_PROMOTE '
        'INV_OPERATION_VV_BASE_VOLUME '
        'INV_OPERATION_PARENT_PCOPY_IN_PROGRESS '
        'INV_OPERATION_VV_TUNE_IN_PROGRESS '
        'INV_OPERATION_VV_IN_REMOTE_COPY '
        'INV_OPERATION_PARENT_VV_EXPORTED INV_OPERATION_VV_EXPORTED '
        'INV_OPERATION_PROMOTE_TARGET_NOT_BASE_VV '
        'INV_OPERATION_PARENT_SIZE_HAS_INCREASED '
        'INV_OPERATION_PARAM_CONFLICT '
        'INV_OPERATION_VV_PROMOTE_IN_PROGRESS '
        'INV_OPERATION_VV_PROMOTE_IS_NOT_IN_PROGRESS'),
    'vv-set snapshot': (
        'INVALID_INPUT_VV_PATTERN NON_EXISTENT_SET EMPTY_SET '
        'VV_LIMIT_REACHED INV_OPERATION_VV_READONLY_TO_READONLY_SNAP '
        'NO_SNAP_CPG INV_INPUT_DUP_NAME '
        'INV_OPERATION_VV_SNAP_PARENT_SAME_BASE '
        'INV_OPERATION_VV_ONLINE_COPY_IN_PROGRESS VV_ID_LIMIT_REACHED '
        'EXISTENT_VOL SNAPSHOT_LIMIT_REACHED '
        'CPG_ALLOCATION_WARNING_REACHED '
        'INV_OPERATION_VV_VOLUME_CONV_IN_PROGRESS EXISTENT_ID '
        'INV_OPERATION_VV_NOT_IN_NORMAL_STATE VV_IN_STALE_STATE '
        'INV_INPUT_RETAIN_GT_EXPIRE INV_INPUT_TIME '
        'INV_OPERATION_SNAPSHOT_NOT_SAME_TYPE'),
    'vv-set physical copy': (
        'NON_EXISTENT_SET SET_SIZE_NOT_SAME INV_INPUT_EMPTY_VVSET'),
    'create cpg': (
        'INV_INPUT BAD_CPG_PATTERN EXISTENT_CPG '
        'INV_INPUT_EXCEEDS_LENGTH INV_INPUT_EXCEEDS_RANGE '
        'INV_OPERATION_GROW_SIZE_TOO_SMALL INV_INPUT_ILLEGAL_CHAR '
        'INV_INPUT_MISSING_REQUIRED INV_INPUT_WARN_GT_LIMIT '
        'INV_OPERATION_CPG_RAID0_DISABLED '
        'INV_OPERATION_CPG_RAID5_NL_DISABLED INV_SET_SIZE '
        'NON_EXISTENT_DOMAIN PERM_DENIED'),
    'modify cpg': (
        'NON_EXISTENT_CPG EXISTENT_CPG BAD_CPG_PATTERN IN_USE '
        'INV_INPUT INV_INPUT_EXCEEDS_LENGTH INV_INPUT_EXCEEDS_RANGE '
        'INV_OPERATION_GROW_SIZE_TOO_SMALL INV_INPUT_ILLEGAL_CHAR '
        'INV_INPUT_MISSING_REQUIRED INV_INPUT_WARN_GT_LIMIT '
        'INV_OPERATION_CPG_RAID0_DISABLED '
        'INV_OPERATION_CPG_RAID5_NL_DISABLED INV_SET_SIZE'),
    'delete cpg': 'NON_EXISTENT_CPG IN_USE PERM_DENIED',
    'query cpg': 'NON_EXISTENT_CPG INV_INPUT_ILLEGAL_CHAR',
    'spacereporter': (
        'INV_SET_SIZE INV_INPUT_ILLEGAL_CHAR INV_INPUT_ONE_REQUIRED '
        'INV_INPUT_EXCEEDS_LENGTH INV_INPUT_PARAM_CONFLICT '
        'BAD_CPG_PATTERN PERM_DENIED NON_EXISTENT_CPG'),
    'create host': (
        'INV_INPUT_MISSING_REQUIRED INV_INPUT_PARAM_CONFLICT '
        'INV_INPUT_EXCEEDS_LENGTH INV_INPUT_EMPTY_STR '
        'INV_INPUT_ILLEGAL_CHAR INV_INPUT_TOO_MANY_WWN_OR_iSCSI '
        'INV_INPUT_WRONG_TYPE EXISTENT_PATH EXISTENT_HOST '
        'NON_EXISTENT_DOMAIN PERM_DENIED'),
    'modify host': (
        'INV_INPUT INV_INPUT_PARAM_CONFLICT INV_INPUT_ONE_REQUIRED '
        'INV_INPUT_BAD_ENUM_VALUE INV_INPUT_MISSING_REQUIRED '
        'INV_INPUT_EXCEEDS_LENGTH INV_INPUT_ILLEGAL_CHAR '
        'EXISTENT_HOST NON_EXISTENT_HOST '
        'INV_INPUT_TOO_MANY_WWN_OR_iSCSI INV_INPUT_WRONG_TYPE '
        'EXISTENT_PATH INV_INPUT_BAD_LENGTH NO_INITIATOR_CHAP '
        'NON_EXISTENT_CHAP NON_UNIQUE_CHAP_SECRET EXPORTED_VLUN '
        'NON_EXISTENT_PATH LUN_HOSTPERSONA_CONFLICT '
        'INV_INPUT_DUP_PATH'),
    'delete host': 'NON_EXISTENT_HOST HOST_IN_SET EXPORTED_VLUN PERM_DENIED',
    'query host': 'NON_EXISTENT_HOST INV_INPUT_ILLEGAL_CHAR',
    'query with filter': 'INV_QUERY_STRING',
    'create set': (
        'EXISTENT_SET NON_EXISTENT_DOMAIN MEMBER_NOT_IN_SAME_DOMAIN '
        'NON_EXISTENT_VOL NON_EXISTENT_HOST '
        'INV_OPERATION_VV_SYS_VOLUME INV_OPERATION_VV_INTERNAL_VOLUME '
        'INV_INPUT_DUP_NAME'),
    'modify set': (
        'EXISTENT_SET NON_EXISTENT_SET MEMBER_IN_SET '
        'MEMBER_NOT_IN_SET MEMBER_NOT_IN_SAME_DOMAIN NON_EXISTENT_VOL '
        'NON_EXISTENT_HOST INV_OPERATION_VV_SYS_VOLUME '
        'INV_OPERATION_VV_INTERNAL_VOLUME INV_INPUT_DUP_NAME '
        'INV_INPUT_PARAM_CONFLICT INV_INPUT_ILLEGAL_CHAR '
        'INV_INPUT_BAD_ENUM_VALUE LUN_ID_CONFLICT'),
    'delete set': (
        'NON_EXISTENT_SET EXPORTED_VLUN VVSET_QOS_TARGET '
        'INV_INPUT_ILLEGAL_CHAR'),
    'query set': 'NON_EXISTENT_SET',
    'create vlun': (
        'INV_INPUT_MISSING_REQUIRED INV_INPUT NON_EXISTENT_VOL '
        'NON_EXISTENT_HOST NON_EXISTENT_PORT MISSING_VLUN_EXPORT_INFO '
        'BAD_PORT_TYPE EXISTENT_LUN INV_INPUT_PORT_SPECIFICATION '
        'INV_INPUT_PARAM_CONFLICT TOO_LARGE AUTO_LUN_ID_UNAVAILABLE '
        'LUN_HOSTPERSONA_CONFLICT INV_OPERATION_VLUN_PCOPY_TARGET_VV '
        'INV_INPUT_EMPTY_VVSET INV_INPUT_MATCHED_HOSTSET'),
    'delete vlun': (
        'INV_INPUT NON_EXISTENT_HOST NON_EXISTENT_VLUN '
        'INV_INPUT_PORT_SPECIFICATION INV_INPUT_EXCEEDS_RANGE '
        'INV_INPUT_MISSING_REQUIRED PERM_DENIED'),
    'query vlun': 'NON_EXISTENT_VLUN INV_INPUT_MISSING_REQUIRED',
    'query port': (
        'INV_INPUT_PORT_SPECIFICATION NON_EXISTENT_PORT '
        'INV_INPUT_ALL_WHITE_SPACES_STR'),
    'create qos': (
        'INV_INPUT_EXCEEDS_RANGE INV_INPUT_ILLEGAL_CHAR '
        'EXISTENT_QOS_RULE INV_INPUT_IO_MIN_GOAL_GRT_MAX_LIMIT '
        'INV_INPUT_BW_MIN_GOAL_GRT_MAX_LIMIT INV_INPUT_BELOW_RANGE '
        'INV_INPUT_QOS_TARGET_OBJECT UNLICENSED_FEATURE'),
    'modify qos': (
        'NON_EXISTENT_QOS_RULE INV_INPUT_EXCEEDS_RANGE '
        'INV_INPUT_ILLEGAL_CHAR INV_INPUT_IO_MIN_GOAL_GRT_MAX_LIMIT '
        'INV_INPUT_BW_MIN_GOAL_GRT_MAX_LIMIT INV_INPUT_BELOW_RANGE '
        'UNLICENSED_FEATURE'),
    'delete qos': 'NON_EXISTENT_QOS_RULE INV_INPUT_ILLEGAL_CHAR',
    'query qos': 'NON_EXISTENT_QOS_RULE INV_INPUT_ILLEGAL_CHAR',
    'objectKeyValues': (
        'EXISTENT_OBJECT_KEY NON_EXISTENT_OBJECT_KEY '
        'INV_INPUT_MISSING_REQUIRED INV_INPUT_EXCEEDS_LENGTH '
        'INV_INPUT_ILLEGAL_CHAR INV_INPUT_UNREC_NAME NON_EXISTENT_VOL'),
    'query task': (
        'INV_INPUT_BELOW_RANGE INV_INPUT_EXCEEDS_RANGE '
        'NON_EXISTENT_TASK INV_INPUT_WRONG_TYPE'),
    'cancel task': 'NON_ACTIVE_TASK INV_OPERATION_CANNOT_CANCEL_TASK',
}

_PROTOCOL = 'model/test_protocol.py::test_'
_OF_ANY: Mapping[str, str] = {
    'INT_SERV_ERR': _PROTOCOL + 'a_failure_of_the_model_is_500_1',
    'INPUT_EOF': _PROTOCOL + 'a_body_cut_short_is_400_3',
    'INPUT_TOO_LONG': _PROTOCOL + 'a_body_too_long_is_413_4',
    'INV_SESS_KEY': 'model/test_sessions.py::'
                    'test_a_request_without_key_is_403_6',
    'TIMEOUT': _PROTOCOL + 'a_client_that_is_too_slow_is_408_7',
    'UNSUP_HTTP': _PROTOCOL + 'http_1_0_is_505_8',
    'UNSUP_OP': _PROTOCOL + 'an_unsupported_method_is_501_9',
    'URI_RES_NOT_FOUND': _PROTOCOL + 'an_unknown_path_is_404_11',
    'PERM_DENIED': _PROOF,
    'OTHER': 'model/test_nvme.py::'
             'test_exporting_a_pair_twice_is_400_29',
    'UNSUP_REPRESENTATION': _PROTOCOL + 'another_type_is_406_35',
    'UNSUP_LANGUAGE': _PROTOCOL + 'another_language_is_406_36',
    'UNSUP_CONTENT': _PROTOCOL + 'another_content_type_is_415_51',
    'INV_INPUT_NOT_JSON_OBJ': _PROTOCOL
    + 'json_that_is_no_object_is_400_52',
    'INV_URL_PERCENT_ENCODING': _PROTOCOL
    + 'bad_percent_encoding_is_400_56',
    'JSON_SYNTAX_ERR': _PROTOCOL + 'bad_json_is_400_60',
    'JSON_NOT_SUPPORTED': _PROTOCOL + 'json_nested_too_deep_is_400_61',
    'INV_INPUT_WRONG_TYPE': 'model/test_members.py::'
                            'test_a_wrong_type_is_400_39_and_named',
    'INV_INPUT_MISSING_REQUIRED': 'model/test_members.py::'
                                  'test_a_missing_member_is_400_40_and_named',
    'INV_INPUT_EXCEEDS_LENGTH': _PROOF,
    'INV_INPUT_ILLEGAL_CHAR': _PROOF,
}

PRODUCED: Dict[str, Dict[str, str]] = {
    'any request': dict(_OF_ANY),
    **{operation: dict.fromkeys(symbols.split(), _PROOF)
       for operation, symbols in _GIVEN.items()}}
PRODUCED['log in']['SVC_UNAVAIL'] = (
    'model/test_sessions.py::test_too_many_sessions_are_503_31')
PRODUCED['create volume']['INV_INPUT_ONE_REQUIRED'] = (
    'model/test_volumes.py::test_a_primera_volume_is_one_of_two_kinds')

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

#: What no volume of the model is, for the operations that look at volumes.
_VOLUMES = {'VV_IS_BEING_REMOVED': _AT_ONCE,
            'VV_IN_INCONSISTENT_STATE': _CONSISTENT}
_CARE = {**_VOLUMES, 'INV_OPERATION_VV_CLEANUP_IN_PROGRESS': _CLEAN}

#: Why an error of the reference is not produced.
MISSING: Mapping[str, Mapping[str, str]] = {
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
        'VV_SIZE_CANNOT_REDUCE':
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
}
