"""What the 1.5 guide lists besides: more requests like :mod:`listed_requests`.

The operations of the guide that the older lists do not have, and states of
volumes that the array is put into.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hpe3parclient.simulator.personality import NL, SSD
from tests.support import listed_requests, listed_requests_more
from tests.support.listed_array import Request, request, without
from tests.support.listed_requests import (
    LONG,
    SET_LONG,
    act,
    copy,
    create_volume,
    delete,
    get,
    grow,
    layout,
    post,
    promote,
    put,
    set_snap,
    snap,
    tune,
)
from tests.support.listed_states import (
    accounting,
    busy,
    cut_off,
    domain_in_set,
    few_groups,
    from_directory,
    limited,
    marked,
    node_down,
    only,
    paired,
    without_disks,
    without_room,
)

#: State of a volume → the error that most operations list for it.
SICK: Mapping[str, str] = {
    'VV_IS_BEING_REMOVED': 'REMOVING',
    'VV_IN_INCONSISTENT_STATE': 'INTERNAL_CONSISTENCY_ERROR',
    'INV_OPERATION_VV_CLEANUP_IN_PROGRESS': 'CLOSING',
    'INV_OPERATION_VV_PEER_VOLUME': 'IMPORTING',
    'VV_NOT_STARTED': 'NOT_STARTED',
    'VV_NEEDS_TO_BE_CHECKED': 'NEEDS_CHECK',
    'VV_UNAVAILABLE': 'PRESERVED',
    'INV_OPERATION_VV_IS_BUSY': 'CREATING'}
#: The parts of it that operations share.
COMMON = tuple(SICK)[:3]


def sick(item: Request, volume: str, *symbols: str) -> dict[str, Request]:
    """A request, once for each state that a volume can be in."""
    return {symbol: {**item, 'tweak': marked(volume, SICK[symbol])}
            for symbol in symbols}


def set_copy(source: str, to: str, state: tuple[str, str] | None = None,
             **members: Any) -> Request:
    """A copy of a set of one volume to another."""
    return act('/volumesets/one', 'createPhysicalCopy',
               paired(source, to, state), **{'destVolume': 'two', **members})


def set_action(action: int, volume: str, state: tuple[str, str] | None = None,
               **members: Any) -> Request:
    """An action on a set of one volume."""
    return put('/volumesets/one', paired(volume, 'm', state), action=action,
               **members)


def group_snap(**entry: Any) -> Request:
    return post('/volumes', action=8, parameters={
        'volumeGroup': [{'volumename': 'v', 'snapshotName': 'new', **entry}]})


def coordinated(group: str = 'g', volume: str = '', tweak: Any = None,
                **parameters: Any) -> Request:
    where = f'/remotecopygroups/{group}/volumes'
    return post(f'{where}/{volume}' if volume else where, tweak, action=1,
                parameters={'name': 'new', **parameters})


def cached(size: int) -> Request:
    return post('', flashCache={'sizeGiB': size})


LONG_QUERY = '?query=%22' + '%20OR%20'.join(
    f'wwn%20EQ%20{number:032X}' for number in range(160)) + '%22'
UNLICENSED = without('remoteCopy')

REQUESTS: dict[str, dict[str, Request]] = {
    'create cpg': {
        'NO_SPACE': {**layout(diskPatterns=[{'diskType': 2}]),
                     'tweak': without_disks(NL)},
        'NO_DISK_PRESENT': layout(diskPatterns=[{'diskList': '7000'}]),
        'NON_EXISTENT_TEMPLATE': post('/cpgs', name='new', template='y')},
    'modify cpg': {
        'NO_SPACE': put('/cpgs/u', without_disks(NL), LDLayout={
            'diskPatterns': [{'diskType': 2}]}),
        'NO_DISK_PRESENT': put('/cpgs/u', LDLayout={
            'diskPatterns': [{'cageList': '200'}]})},
    'create volume': {
        'DEDUP_OPERATION_NOT_SUPPORTED': create_volume(
            tdvv=True, tweak=without_disks(SSD)),
        'TDVV_COUNT_EXCEED_CPG_LIMIT': create_volume(
            tdvv=True, tweak=only('MAX_TDVVS_PER_CPG', 1))},
    'modify volume': {
        'INV_OPERATION_VV_VOLUME_NOT_DEFINED_ALL_NODES': put(
            '/volumes/f', node_down, userCPG='u'),
        'INV_OPERATION_VV_VOLUME_ACCOUNTING_IN_PROGRESS': put(
            '/volumes/v', accounting, newName='new'),
        **sick(put('/volumes/v', comment='x'), 'v',
               'INV_OPERATION_VV_PEER_VOLUME')},
    'grow volume': {
        'INV_OPERATION_VV_ONLINE_COPY_IN_PROGRESS': grow('odst'),
        'INV_OPERATION_VV_PCOPY_IN_PROGRESS': grow('dst'),
        'VV_NEW_SIZE_IS_SMALLER': grow('v', -256),
        **sick(grow('v'), 'v', *COMMON, 'VV_NOT_STARTED',
               'INV_OPERATION_VV_IS_BUSY')},
    'tune volume': {
        'NODE_DOWN': {**tune('v'), 'tweak': node_down},
        **sick(tune('v'), 'v', *COMMON, 'VV_NOT_STARTED',
               'VV_NEEDS_TO_BE_CHECKED', 'INV_OPERATION_VV_PEER_VOLUME')},
    'query with filter': {
        'INPUT_TOO_LONG': {**get('/volumes' + LONG_QUERY), 'status': 400}},
    'query host': {'INV_INPUT': get('/hosts?query=%22x==1%22')},
    'query host persona': {
        'INV_QUERY_STRING': get('/hostpersonas?query=%22x==1%22'),
        'NON_EXISTENT_PERSONA': get('/hostpersonas/99')},
    'create host': {
        'NO_SPACE': post('/hosts', only('MAX_HOSTS', 1), name='new')},
    'spacereporter': {
        'NO_SPACE': post('/spacereporter', without_disks(NL), LDLayout={
            'diskPatterns': [{'diskType': 2}]})},
    'users': {
        'NON_LOCAL_USER': request('GET', '/users/remote',
                                  tweak=from_directory)},
    'create set': {
        'MEMBER_IN_DOMAINSET': post('/hostsets', domain_in_set, name='new',
                                    domain='D', setmembers=['dh']),
        **sick(post('/volumesets', name='new', setmembers=['v']), 'v',
                       *COMMON[:2])},
    'modify set': {
        'MEMBER_IN_DOMAINSET': put('/volumesets/vs', domain_in_set, action=1,
                                   setmembers=['dv']),
        **sick(put('/volumesets/vs', action=1, setmembers=['v']), 'v',
                       *COMMON[:2])},
    'volumeset flashCachePolicy': {
        'NON_EXISTENT_SET': put('/volumesets/y', flashCachePolicy=1),
        'INV_INPUT_EXCEEDS_LENGTH': put(f'/volumesets/{SET_LONG}',
                                        flashCachePolicy=1)},
    'system flashCachePolicy': {
        'NON_EXISTENT_FLASH_CACHE': put('/system', flashCachePolicy=1)},
    'query vlun': {
        'NON_EXISTENT_VOL': get('/vluns/y,1,h'),
        'NON_EXISTENT_HOST': get('/vluns/x,1,y'),
        'INV_INPUT_WRONG_TYPE': get('/vluns/x,a,h'),
        'INV_INPUT_PORT_SPECIFICATION': get('/vluns/x,1,h,0'),
        'INV_INPUT_ILLEGAL_CHAR': get('/vluns/a%20b,1,h'),
        'INV_INPUT_EXCEEDS_RANGE': get('/vluns/x,16385,h')},
    'snapshot': {
        'INV_INPUT': snap('v', name=''),
        'TOO_LARGE': snap('v', id=2**31),
        'DEDUP_OPERATION_NOT_SUPPORTED': {
            **snap('t'), 'tweak': without_disks(SSD)},
        'INV_INPUT_EXCEEDS_LENGTH': snap('v', name=LONG),
        'NO_SPACE': {**snap('lim'), 'tweak': limited('n', 1)}},
    'group snapshot': {
        'NON_EXISTENT_VOL': group_snap(volumename='y'),
        'EXISTENT_VOL': group_snap(snapshotName='x'),
        'INV_INPUT_ILLEGAL_CHAR': group_snap(snapshotName='a b'),
        'INV_INPUT_EXCEEDS_RANGE': group_snap(snapshotId=2**31)},
    'update snapshots': {
        'UNLICENSED_FEATURE': post('/volumes', without('virtualCopy'),
                                   action=7, parameters={
                                       'volumeSnapShotList': ['p2.s']})},
    'physical copy': sick(copy('v'), 'v', *COMMON,
                          'INV_OPERATION_VV_PEER_VOLUME'),
    'promote snapshot': sick(promote('p2.s'), 'p2.s', 'VV_NOT_STARTED',
                             'VV_IS_BEING_REMOVED',
                             'INV_OPERATION_VV_IS_BUSY'),
    'vv-set snapshot': {
        'INV_OPERATION_VV_INTERNAL_VOLUME': set_snap(
            'one', tweak=paired('.shared.c_0', 'm')),
        **sick(set_snap('vs'), 'm', *COMMON, 'INV_OPERATION_VV_PEER_VOLUME',
               'VV_NOT_STARTED', 'VV_UNAVAILABLE')},
    'vv-set physical copy': {
        'INV_INPUT_ILLEGAL_CHAR': set_copy('v', 'dest', destVolume='a b'),
        'INV_INPUT_BAD_ENUM_VALUE': set_copy('v', 'dest', priority=4),
        'VV_NOT_IN_SAME_DOMAIN': set_copy('f', 'dv'),
        'INV_OPERATION_VV_NON_BASE_VOLUME': set_copy('v', 'ro'),
        'INV_OPERATION_VV_IN_REMOTE_COPY': set_copy('v', 'rc'),
        'INV_OPERATION_VV_EXPORTED': set_copy('v', 'x'),
        'INV_OPERATION_VV_COPY_TO_SELF': set_copy('v', 'v'),
        'INV_OPERATION_VV_READONLY_SNAPSHOT': set_copy('ro', 'dest'),
        'INV_OPERATION_VV_COPY_TO_BASE': set_copy('p2.s', 'p2'),
        'INV_OPERATION_VV_VOLUME_CONV_IN_PROGRESS': set_copy('f2', 'dest'),
        'INV_OPERATION_VV_NO_SNAPSHOT_ALLOWED': set_copy(
            'nosnap', 'dest', saveSnapshot=True),
        'INV_OPERATION_VV_ONLINE_COPY_IN_PROGRESS': set_copy('v', 'odst'),
        'INV_OPERATION_VV_CIRCULAR_COPY': set_copy('pcopy', 'ps'),
        'INV_OPERATION_VV_NOT_IN_NORMAL_STATE': set_copy('b', 'dest'),
        'INV_OPERATION_VV_PCOPY_IN_PROGRESS': set_copy('v', 'dst'),
        'INV_OPERATION_VV_FAILED_ONLINE_COPY': set_copy('v', 'onlinefailed'),
        'INV_OPERATION_VV_COPY_PARENT_TOO_BIG': set_copy('big', 'dest'),
        'VV_IN_STALE_STATE': set_copy('stale.s', 'dest'),
        'INV_OPERATION_VV_NO_PARENT': set_action(3, 'v'),
        'IN_USE': set_action(3, 'pcopy2'),
        'NON_EXISTENT_VVCOPY': set_action(4, 'pcopy'),
        'INV_OPERATION_VV_SYS_VOLUME': set_copy('admin', 'dest'),
        'INV_OPERATION_VV_INTERNAL_VOLUME': set_copy('.shared.c_0', 'dest'),
        **{symbol: set_copy('v', 'dest', ('v', SICK[symbol]))
           for symbol in (*COMMON, 'INV_OPERATION_VV_PEER_VOLUME')}},
    'vv-set promote': {
        'VV_IN_STALE_STATE': set_action(5, 'stale.s'),
        'INV_OPERATION_CANNOT_STOP_ONLINE_PROMOTE': set_action(6, 'op.s'),
        'INV_OPERATION_VV_BASE_VOLUME': set_action(5, 'v'),
        'INV_OPERATION_PARENT_PCOPY_IN_PROGRESS': set_action(5, 'src.s'),
        'INV_OPERATION_VV_PCOPY_IN_PROGRESS': set_action(5, 'sp.s'),
        'INV_OPERATION_VV_TUNE_IN_PROGRESS': set_action(5, 'b.s'),
        'INV_OPERATION_VV_IN_REMOTE_COPY': set_action(5, 'rc.s'),
        'INV_OPERATION_PARENT_VV_EXPORTED': set_action(5, 'xp.s'),
        'INV_OPERATION_VV_EXPORTED': set_action(5, 'xs.s'),
        'INV_OPERATION_PARENT_SIZE_HAS_INCREASED': set_action(5, 'gp.s'),
        'INV_OPERATION_PARAM_CONFLICT': set_action(
            5, 'p2.s', online=True, priority=1),
        'INV_OPERATION_VV_PROMOTE_IN_PROGRESS': set_action(5, 'pp.s'),
        **{symbol: set_action(5, 'p2.s', ('p2.s', SICK[symbol]))
           for symbol in ('VV_NOT_STARTED', 'VV_IS_BEING_REMOVED',
                          'INV_OPERATION_VV_IS_BUSY')}},
    'query port': {'INV_QUERY_STRING': get('/ports?query=%22x==1%22')},
    'admit volume to remote copy group': {
        'RCOPY_GROUP_IS_BUSY': post(
            '/remotecopygroups/g/volumes', busy, volumeName='v',
            targets=[{'targetName': 'there', 'secVolumeName': 'v'}]),
        **{symbol: post('/remotecopygroups/g/volumes', marked('v', state),
                     volumeName='v', volumeAutoCreation=True,
                     targets=[{'targetName': 'there', 'secVolumeName': 'v'}])
        for symbol, state in {
            'RCOPY_GROUP_IS_BEING_REMOVED': 'REMOVING',
            'RCOPY_GROUP_VOL_INTERNAL_CONSISTENCY_ERR':
                'INTERNAL_CONSISTENCY_ERROR',
            'RCOPY_GROUP_VOL_CLEAN_UP': 'CLOSING',
            'RCOPY_GROUP_VOL_IS_PEER_PROVISIONED': 'IMPORTING'}.items()}},
    'create remote copy group': {
        'RCOPY_GROUP_MAX_GROUP_REACHED_SYNC': post(
            '/remotecopygroups', few_groups, name='new', targets=[
                {'targetName': 'there', 'mode': 1}])},
    'modify remote copy group': {
        'RCOPY_TARGET_NOT_ASYNC': put('/remotecopygroups/g', targets=[
            {'targetName': 'there', 'snapFrequency': 300}])},
    'remove remote copy group': {
        'RCOPY_GROUP_IS_BUSY': delete('/remotecopygroups/g', tweak=busy)},
    'dismiss volume from remote copy group': {
        'RCOPY_GROUP_IS_BUSY': delete('/remotecopygroups/g/volumes/rc',
                                      tweak=busy)},
    'coordinated snapshot': {
        'RCOPY_GROUP_IS_BUSY': coordinated(tweak=busy),
        'NON_EXISTENT_RCOPY_GROUP': coordinated('y'),
        'RCOPY_TARGET_IS_NOT_READY': coordinated(tweak=cut_off),
        'RCOPY_GROUP_VOLUME_NOT_SYNCED': coordinated(),
        'INV_INPUT_MISSING_REQUIRED': coordinated(name=None),
        'INV_INPUT_EXCEEDS_LENGTH': coordinated(comment=512 * 'x'),
        'UNLICENSED_FEATURE': coordinated(tweak=UNLICENSED),
        'RCOPY_GROUP_VOL_NOT_IN_GROUP': coordinated(volume='v')},
    'query remote copy': {
        'UNLICENSED_FEATURE': request('GET', '/remotecopygroups/g',
                                      tweak=UNLICENSED),
        'NON_EXISTENT_RCOPY_GROUP': get('/remotecopygroups/y'),
        'RCOPY_GROUP_TARGET_NOT_IN_GROUP': get(
            '/remotecopygroups/g/targets/y'),
        'RCOPY_GROUP_VOL_NOT_IN_GROUP': get('/remotecopygroups/g/volumes/v')},
    'flash cache': {
        'NO_SPACE': {**cached(2096), 'tweak': without_room},
        'INV_INPUT_EXCEEDS_RANGE': cached(2112)},
    'system': {
        'INV_INPUT': put('/system', parameters={'colour': 1}),
        'ALL_EXECUTION_FAILED': put('/system', parameters={
            'remoteSyslogHost': 'nowhere'})},
}


def every() -> dict[str, dict[str, Request]]:
    """The requests of all three tables."""
    result: dict[str, dict[str, Request]] = {}
    for table in (listed_requests.REQUESTS, listed_requests_more.REQUESTS,
                  REQUESTS):
        for operation, symbols in table.items():
            result.setdefault(operation, {}).update(symbols)
    return result
