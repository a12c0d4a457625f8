"""The rest of :mod:`listed_requests`: CPGs, hosts, sets, exports, more."""

from __future__ import annotations

from tests.support.listed_array import (
    OTHER_WWN,
    WWN,
    Request,
    older,
    request,
    without,
)
from tests.support.listed_requests import (
    GUEST,
    LONG,
    MANY,
    NL_RAID5,
    TWO_KINDS,
    chap,
    delete,
    get,
    host,
    layout,
    post,
    put,
    rule,
    vlun,
)

NO_TARGET = {'node': 0, 'slot': 0, 'cardPort': 1}
NO_PORT = {'node': 7, 'slot': 5, 'cardPort': 4}
KEYS = '/volumes/v/objectKeyValues'

REQUESTS: dict[str, dict[str, Request]] = {
    'create cpg': {
        'INV_INPUT': post('/cpgs', name=''),
        'BAD_CPG_PATTERN': layout(diskPatterns=TWO_KINDS),
        'EXISTENT_CPG': post('/cpgs', name='c'),
        'INV_INPUT_EXCEEDS_LENGTH': post('/cpgs', name=LONG),
        'INV_INPUT_EXCEEDS_RANGE': post(
            '/cpgs', name='new', growthLimitMiB=2**31),
        'INV_OPERATION_GROW_SIZE_TOO_SMALL': post(
            '/cpgs', name='new', growthIncrementMiB=5),
        'INV_INPUT_ILLEGAL_CHAR': post('/cpgs', name='a b'),
        'INV_INPUT_MISSING_REQUIRED': post('/cpgs'),
        'INV_INPUT_WARN_GT_LIMIT': post(
            '/cpgs', name='new', usedLDWarningAlertMiB=9, growthLimitMiB=8),
        'INV_OPERATION_CPG_RAID0_DISABLED': layout(RAIDType=1),
        'INV_OPERATION_CPG_RAID5_NL_DISABLED': layout(**NL_RAID5),
        'INV_SET_SIZE': layout(RAIDType=4, setSize=7),
        'NON_EXISTENT_DOMAIN': post('/cpgs', name='new', domain='x'),
        'PERM_DENIED': request('POST', '/cpgs', {}, user='guest')},
    'modify cpg': {
        'NON_EXISTENT_CPG': put('/cpgs/x', newName='y'),
        'EXISTENT_CPG': put('/cpgs/u', newName='c'),
        'BAD_CPG_PATTERN': put('/cpgs/u', LDLayout={
            'diskPatterns': TWO_KINDS}),
        'IN_USE': put('/cpgs/c', LDLayout={'RAIDType': 2}),
        'INV_INPUT': put('/cpgs/u', newName=''),
        'INV_INPUT_EXCEEDS_LENGTH': put('/cpgs/u', newName=LONG),
        'INV_INPUT_EXCEEDS_RANGE': put('/cpgs/n', growthLimitMiB=5),
        'INV_OPERATION_GROW_SIZE_TOO_SMALL': put(
            '/cpgs/u', growthIncrementMiB=5),
        'INV_INPUT_ILLEGAL_CHAR': put('/cpgs/u', newName='a b'),
        'INV_INPUT_MISSING_REQUIRED': put('/cpgs/u'),
        'INV_INPUT_WARN_GT_LIMIT': put(
            '/cpgs/u', usedLDWarningAlertMiB=9, growthLimitMiB=8),
        'INV_OPERATION_CPG_RAID0_DISABLED': put(
            '/cpgs/u', LDLayout={'RAIDType': 1}),
        'INV_OPERATION_CPG_RAID5_NL_DISABLED': put(
            '/cpgs/u', LDLayout=NL_RAID5),
        'INV_SET_SIZE': put('/cpgs/u', LDLayout={'setSize': 7})},
    'delete cpg': {
        'NON_EXISTENT_CPG': delete('/cpgs/x'),
        'IN_USE': delete('/cpgs/c'),
        'PERM_DENIED': delete('/cpgs/u', **GUEST)},
    'query cpg': {
        'NON_EXISTENT_CPG': get('/cpgs/x'),
        'INV_INPUT_ILLEGAL_CHAR': get('/cpgs/a%20b')},
    'spacereporter': {
        'INV_SET_SIZE': post('/spacereporter', LDLayout={
            'RAIDType': 4, 'setSize': 7}),
        'INV_INPUT_ILLEGAL_CHAR': post('/spacereporter', cpg='a b'),
        'INV_INPUT_ONE_REQUIRED': post('/spacereporter'),
        'INV_INPUT_EXCEEDS_LENGTH': post('/spacereporter', cpg=LONG),
        'INV_INPUT_PARAM_CONFLICT': post(
            '/spacereporter', cpg='c', LDLayout={}),
        'BAD_CPG_PATTERN': post('/spacereporter', LDLayout={
            'diskPatterns': TWO_KINDS}),
        'PERM_DENIED': request('POST', '/spacereporter', {'cpg': 'c'},
                               user='guest'),
        'NON_EXISTENT_CPG': post('/spacereporter', cpg='x')},
    'create host': {
        'INV_INPUT_MISSING_REQUIRED': post('/hosts'),
        'INV_INPUT_PARAM_CONFLICT': host(FCWWNs=[OTHER_WWN],
                                         iSCSINames=['iqn.y']),
        'INV_INPUT_EXCEEDS_LENGTH': host(name=LONG),
        'INV_INPUT_EMPTY_STR': host(name=''),
        'INV_INPUT_ILLEGAL_CHAR': host(name='a b'),
        'INV_INPUT_TOO_MANY_WWN_OR_iSCSI': host(FCWWNs=MANY),
        'INV_INPUT_WRONG_TYPE': host(FCWWNs=['12']),
        'EXISTENT_PATH': host(FCWWNs=[WWN]),
        'EXISTENT_HOST': host(name='h'),
        'NON_EXISTENT_DOMAIN': host(domain='x'),
        'PERM_DENIED': request('POST', '/hosts', {}, user='guest')},
    'modify host': {
        'INV_INPUT': put('/hosts/h', newName=''),
        'INV_INPUT_PARAM_CONFLICT': put(
            '/hosts/h', pathOperation=1, newName='new', FCWWNs=[OTHER_WWN]),
        'INV_INPUT_ONE_REQUIRED': put('/hosts/h', pathOperation=1),
        'INV_INPUT_BAD_ENUM_VALUE': put('/hosts/h', pathOperation=3,
                                        FCWWNs=[OTHER_WWN]),
        'INV_INPUT_MISSING_REQUIRED': put('/hosts/h', chapOperation=1),
        'INV_INPUT_EXCEEDS_LENGTH': put('/hosts/h', newName=LONG),
        'INV_INPUT_ILLEGAL_CHAR': put('/hosts/h', newName='a b'),
        'EXISTENT_HOST': put('/hosts/h', newName='i'),
        'NON_EXISTENT_HOST': put('/hosts/x', newName='new'),
        'INV_INPUT_TOO_MANY_WWN_OR_iSCSI': put(
            '/hosts/h', pathOperation=1, FCWWNs=MANY),
        'INV_INPUT_WRONG_TYPE': put('/hosts/h', pathOperation=1,
                                    FCWWNs=['12']),
        'EXISTENT_PATH': put('/hosts/free', pathOperation=1, FCWWNs=[WWN]),
        'INV_INPUT_BAD_LENGTH': chap(secret='short'),
        'NO_INITIATOR_CHAP': chap('i'),
        'NON_EXISTENT_CHAP': put('/hosts/i', chapOperation=2),
        'NON_UNIQUE_CHAP_SECRET': chap(secret='abcdefghijkl'),
        'EXPORTED_VLUN': put('/hosts/h', persona=1),
        'NON_EXISTENT_PATH': {
            **put('/hosts/h', pathOperation=2, FCWWNs=[OTHER_WWN]),
            'status': 400},
        'LUN_HOSTPERSONA_CONFLICT': put('/hosts/h256', persona=8),
        'INV_INPUT_DUP_PATH': put('/hosts/free', pathOperation=1,
                                  FCWWNs=[OTHER_WWN, OTHER_WWN])},
    'delete host': {
        'NON_EXISTENT_HOST': delete('/hosts/x'),
        'HOST_IN_SET': delete('/hosts/hm'),
        'EXPORTED_VLUN': delete('/hosts/h'),
        'PERM_DENIED': delete('/hosts/free', **GUEST)},
    'query host': {
        'NON_EXISTENT_HOST': get('/hosts/x'),
        'INV_INPUT_ILLEGAL_CHAR': get('/hosts/a%20b')},
    'query with filter': {
        'INV_QUERY_STRING': get('/volumes?query=%22x==1%22')},
    'create set': {
        'EXISTENT_SET': post('/volumesets', name='vs'),
        'NON_EXISTENT_DOMAIN': post('/hostsets', name='new', domain='x'),
        'MEMBER_NOT_IN_SAME_DOMAIN': post(
            '/volumesets', name='new', setmembers=['v', 'dv']),
        'NON_EXISTENT_VOL': post('/volumesets', name='new',
                                 setmembers=['y']),
        'NON_EXISTENT_HOST': post('/hostsets', name='new',
                                  setmembers=['x']),
        'INV_OPERATION_VV_SYS_VOLUME': post(
            '/volumesets', name='new', setmembers=['admin']),
        'INV_OPERATION_VV_INTERNAL_VOLUME': post(
            '/volumesets', name='new', setmembers=['.shared.c_0']),
        'INV_INPUT_DUP_NAME': post('/volumesets', name='new',
                                   setmembers=['v', 'v'])},
    'modify set': {
        'EXISTENT_SET': put('/volumesets/vs', newName='ve'),
        'NON_EXISTENT_SET': put('/hostsets/x', newName='new'),
        'MEMBER_IN_SET': put('/volumesets/vs', action=1, setmembers=['m']),
        'MEMBER_NOT_IN_SET': put('/volumesets/vs', action=2,
                                 setmembers=['v']),
        'MEMBER_NOT_IN_SAME_DOMAIN': put(
            '/hostsets/hs', action=1, setmembers=['dh']),
        'NON_EXISTENT_VOL': put('/volumesets/vs', action=1,
                                setmembers=['y']),
        'NON_EXISTENT_HOST': put('/hostsets/hs', action=1,
                                 setmembers=['x']),
        'INV_OPERATION_VV_SYS_VOLUME': put(
            '/volumesets/vs', action=1, setmembers=['admin']),
        'INV_OPERATION_VV_INTERNAL_VOLUME': put(
            '/volumesets/vs', action=1, setmembers=['.shared.c_0']),
        'INV_INPUT_DUP_NAME': put('/volumesets/vs', action=1,
                                  setmembers=['v', 'v']),
        'INV_INPUT_PARAM_CONFLICT': put(
            '/volumesets/vs', action=1, setmembers=['v'], newName='new'),
        'INV_INPUT_ILLEGAL_CHAR': put('/volumesets/vs', newName='a b'),
        'INV_INPUT_BAD_ENUM_VALUE': put('/hostsets/hs', action=7),
        'LUN_ID_CONFLICT': put('/hostsets/he', action=1,
                               setmembers=['hm2'])},
    'delete set': {
        'NON_EXISTENT_SET': delete('/volumesets/x'),
        'EXPORTED_VLUN': delete('/hostsets/he'),
        'VVSET_QOS_TARGET': request('DELETE', '/volumesets/vq', tweak=older),
        'INV_INPUT_ILLEGAL_CHAR': delete('/volumesets/v%2A')},
    'query set': {'NON_EXISTENT_SET': get('/hostsets/x')},
    'create vlun': {
        'INV_INPUT_MISSING_REQUIRED': vlun(lun=None),
        'INV_INPUT': vlun(''),
        'NON_EXISTENT_VOL': vlun('y'),
        'NON_EXISTENT_HOST': vlun(hostname='x'),
        'NON_EXISTENT_PORT': vlun(portPos=NO_PORT),
        'MISSING_VLUN_EXPORT_INFO': vlun(hostname=None),
        'BAD_PORT_TYPE': vlun(portPos=NO_TARGET),
        'EXISTENT_LUN': vlun(hostname='h'),
        'INV_INPUT_PORT_SPECIFICATION': vlun(portPos={'node': 0}),
        'INV_INPUT_PARAM_CONFLICT': vlun(
            hostname=None, overrideLowerPriority=True,
            portPos={'node': 0, 'slot': 1, 'cardPort': 1}),
        'TOO_LARGE': vlun(lun=16385),
        'AUTO_LUN_ID_UNAVAILABLE': vlun(
            hostname='h', autoLun=True, maxAutoLun=1),
        'LUN_HOSTPERSONA_CONFLICT': vlun(hostname='vm', lun=256),
        'INV_OPERATION_VLUN_PCOPY_TARGET_VV': vlun('dst'),
        'INV_INPUT_EMPTY_VVSET': vlun('set:ve'),
        'INV_INPUT_MATCHED_HOSTSET': vlun(
            hostname='set:hs',
            portPos={'node': 0, 'slot': 1, 'cardPort': 1})},
    'delete vlun': {
        'INV_INPUT': delete('/vluns/x,a,h'),
        'NON_EXISTENT_HOST': delete('/vluns/x,1,y'),
        'NON_EXISTENT_VLUN': delete('/vluns/x,9,h'),
        'INV_INPUT_PORT_SPECIFICATION': delete('/vluns/x,1,h,0'),
        'INV_INPUT_EXCEEDS_RANGE': delete('/vluns/x,16385,h'),
        'INV_INPUT_MISSING_REQUIRED': delete('/vluns/x'),
        'PERM_DENIED': delete('/vluns/x,1,h', **GUEST)},
    'query vlun': {
        'NON_EXISTENT_VLUN': get('/vluns/x,9,h'),
        'INV_INPUT_MISSING_REQUIRED': get('/vluns/x')},
    'query port': {
        'INV_INPUT_PORT_SPECIFICATION': get('/ports/0'),
        'NON_EXISTENT_PORT': get('/ports/7:7:7'),
        'INV_INPUT_ALL_WHITE_SPACES_STR': {
            **get('/ports/%20'), 'status': 400}},
    'create qos': {
        'INV_INPUT_EXCEEDS_RANGE': rule(ioMinGoal=1, ioMaxLimit=2**32),
        'INV_INPUT_ILLEGAL_CHAR': rule('a b', priority=1),
        'EXISTENT_QOS_RULE': rule('vq', priority=1),
        'INV_INPUT_IO_MIN_GOAL_GRT_MAX_LIMIT': rule(
            ioMinGoal=2, ioMaxLimit=1),
        'INV_INPUT_BW_MIN_GOAL_GRT_MAX_LIMIT': rule(
            bwMinGoalKB=2, bwMaxLimitKB=1),
        'INV_INPUT_BELOW_RANGE': rule(ioMinGoal=2, ioMaxLimit=-1),
        'INV_INPUT_QOS_TARGET_OBJECT': {
            **rule('x', priority=1), 'status': 404},
        'UNLICENSED_FEATURE': post('/qos', without('qos'), name='vs',
                                   type=1, priority=1)},
    'modify qos': {
        'NON_EXISTENT_QOS_RULE': put('/qos/vvset:vs', priority=1),
        'INV_INPUT_EXCEEDS_RANGE': put(
            '/qos/vvset:vq', ioMinGoal=1, ioMaxLimit=2**32),
        'INV_INPUT_ILLEGAL_CHAR': put('/qos/vvset:a%20b', priority=1),
        'INV_INPUT_IO_MIN_GOAL_GRT_MAX_LIMIT': put(
            '/qos/vvset:vq', ioMinGoal=2, ioMaxLimit=1),
        'INV_INPUT_BW_MIN_GOAL_GRT_MAX_LIMIT': put(
            '/qos/vvset:vq', bwMinGoalKB=2, bwMaxLimitKB=1),
        'INV_INPUT_BELOW_RANGE': put(
            '/qos/vvset:vq', bwMinGoalKB=2, bwMaxLimitKB=-1),
        'UNLICENSED_FEATURE': put('/qos/vvset:vq', without('qos'),
                                  priority=2)},
    'delete qos': {
        'NON_EXISTENT_QOS_RULE': delete('/qos/vvset:vs'),
        'INV_INPUT_ILLEGAL_CHAR': delete('/qos/vvset:a%20b')},
    'query qos': {
        'NON_EXISTENT_QOS_RULE': get('/qos/vvset:vs'),
        'INV_INPUT_ILLEGAL_CHAR': get('/qos/vvset:a%20b')},
    'objectKeyValues': {
        'EXISTENT_OBJECT_KEY': post(KEYS, key='k', value='x'),
        'NON_EXISTENT_OBJECT_KEY': get(KEYS + '/x'),
        'INV_INPUT_MISSING_REQUIRED': post(KEYS, key='x'),
        'INV_INPUT_EXCEEDS_LENGTH': post(KEYS, key=LONG, value='x'),
        'INV_INPUT_ILLEGAL_CHAR': post(KEYS, key='a!', value='x'),
        'INV_INPUT_UNREC_NAME': post(KEYS, key='x', value='x', colour=1),
        'NON_EXISTENT_VOL': get('/volumes/y/objectKeyValues')},
    'query task': {
        'INV_INPUT_BELOW_RANGE': get('/tasks/0'),
        'INV_INPUT_EXCEEDS_RANGE': get(f'/tasks/{2**40}'),
        'NON_EXISTENT_TASK': get('/tasks/999'),
        'INV_INPUT_WRONG_TYPE': get('/tasks/x')},
    'cancel task': {
        'NON_ACTIVE_TASK': put('/tasks/1', action=1),
        'INV_OPERATION_CANNOT_CANCEL_TASK': put('/tasks/2', action=1)},
}
