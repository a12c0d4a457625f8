"""One request for each listed error that the simulated array gives.

Operation → symbol → request, for the array of :mod:`listed_array`. Remote
copy, flash cache and statistics have tests of their own.
"""

from __future__ import annotations

from typing import Any

from tests.support.listed_array import (
    Request,
    few_snapshots,
    full,
    request,
    without,
)

LONG, SET_LONG = 32 * 'x', 28 * 'x'
V: dict[str, Any] = {'name': 'new', 'cpg': 'c', 'sizeMiB': 256}
GUEST = {'user': 'guest'}


def create_volume(path: str = '/volumes', **members: Any) -> Request:
    options = {name: members.pop(name) for name in ('tweak', 'user')
               if name in members}
    return request('POST', path, {**V, **members}, **options)


def put(path: str, tweak: Any = None, **members: Any) -> Request:
    return request('PUT', path, members, tweak)


def grow(name: str, mib: int = 256) -> Request:
    return put(f'/volumes/{name}', action=3, sizeMiB=mib)


def tune(name: str, cpg: str = 'u', operation: int = 1,
         **members: Any) -> Request:
    member = 'userCPG' if operation == 1 else 'snapCPG'
    return put(f'/volumes/{name}', action=6, tuneOperation=operation,
               **{member: cpg}, **members)


def post(path: str, tweak: Any = None, **members: Any) -> Request:
    return request('POST', path, members, tweak)


def act(path: str, action: str, tweak: Any = None,
        **parameters: Any) -> Request:
    return request('POST', path, {'action': action,
                                  'parameters': parameters}, tweak)


def snap(parent: str, **members: Any) -> Request:
    return act(f'/volumes/{parent}', 'createSnapshot',
               **{'name': 'new', **members})


def copy(source: str, name: str = 'dest', **members: Any) -> Request:
    return act(f'/volumes/{source}', 'createPhysicalCopy',
               destVolume=name, **members)


def online(source: str, name: str = 'new', **members: Any) -> Request:
    return copy(source, name, online=True, **{'destCPG': 'c', **members})


def set_snap(name: str, pattern: str = 'new.@vvname@', tweak: Any = None,
             **members: Any) -> Request:
    return act(f'/volumesets/{name}', 'createSnapshot', tweak,
               name=pattern, **members)


def promote(name: str, **members: Any) -> Request:
    return put(f'/volumes/{name}', action=4, **members)


def get(path: str) -> Request:
    return request('GET', path)


def delete(path: str, **options: Any) -> Request:
    return request('DELETE', path, **options)


def layout(**members: Any) -> Request:
    return post('/cpgs', name='new', LDLayout=members)


def host(**members: Any) -> Request:
    return post('/hosts', **{'name': 'new', **members})


def chap(name: str = 'h', secret: str = 'mnopqrstuvwx',
         mode: int = 2) -> Request:
    return put(f'/hosts/{name}', chapOperation=1, chapOperationMode=mode,
               chapSecret=secret)


def vlun(volume: str = 'v', hostname: Any = 'free', lun: Any = 1,
         **members: Any) -> Request:
    return post('/vluns', volumeName=volume, hostname=hostname, lun=lun,
                **members)


def rule(name: str = 'vs', **members: Any) -> Request:
    return post('/qos', name=name, type=1, **members)


NL_RAID5 = {'RAIDType': 3, 'diskPatterns': [{'diskType': 2}]}
TWO_KINDS = [{'diskType': 1}, {'diskType': 2}]
MANY = [f'{number:016X}' for number in range(1025)]

REQUESTS: dict[str, dict[str, Request]] = {
    'log in': {
        'INV_USER_PASS': post('/credentials', user='x', password='x')},
    'create volume': {
        'INV_INPUT': create_volume(sizeMiB=0),
        'EXISTENT_VOL': create_volume(name='v'),
        'TOO_LARGE': create_volume(sizeMiB=2**31),
        'NO_SPACE': create_volume(cpg='n', sizeMiB=200000),
        'INV_INPUT_WARN_GT_LIMIT': create_volume(
            ssSpcAllocWarningPct=9, ssSpcAllocLimitPct=8),
        'INV_INPUT_USR_ALRT_NON_TPVV': create_volume(
            usrSpcAllocLimitPct=8),
        'INV_INPUT_RETAIN_GT_EXPIRE': create_volume(
            retentionHours=2, expirationHours=1),
        'INV_INPUT_VV_POLICY': create_volume(policies={'system': True}),
        'INV_INPUT_EXCEEDS_LENGTH': create_volume(name=LONG),
        'INV_INPUT_TIME': create_volume(expirationHours=43801),
        'EXISTENT_ID': create_volume(id=0),
        'UNLICENSED_FEATURE': create_volume(
            retentionHours=1, tweak=without('virtualLock')),
        'NON_EXISTENT_CPG': create_volume(cpg='x'),
        'CPG_NOT_IN_SAME_DOMAIN': create_volume(snapCPG='d'),
        'VV_LIMIT_REACHED': create_volume(tweak=full),
        'PERM_DENIED': create_volume(user='guest')},
    'modify volume': {
        'NON_EXISTENT_VOL': put('/volumes/y', comment='x'),
        'EXISTENT_VOL': put('/volumes/v', newName='x'),
        'INV_INPUT_WARN_GT_LIMIT': put(
            '/volumes/v', ssSpcAllocWarningPct=9, ssSpcAllocLimitPct=8),
        'INV_INPUT_USR_ALRT_NON_TPVV': put(
            '/volumes/f', usrSpcAllocLimitPct=8),
        'INV_INPUT_RETAIN_GT_EXPIRE': put(
            '/volumes/v', retentionHours=2, expirationHours=1),
        'INV_INPUT_VV_POLICY': put(
            '/volumes/v', policies={'caching': True}),
        'INV_INPUT_EXCEEDS_LENGTH': put('/volumes/v', comment=512 * 'x'),
        'INV_INPUT_TIME': put('/volumes/v', retentionHours=43801),
        'INV_OPERATION_VV_MODIFY_USR_CPG_TPVV': put(
            '/volumes/v', userCPG='u'),
        'UNLICENSED_FEATURE': put(
            '/volumes/v', without('virtualLock'), retentionHours=1),
        'CPG_NOT_IN_SAME_DOMAIN': put('/volumes/v', snapCPG='d'),
        'INV_OPERATION_VV_SYS_VOLUME': put('/volumes/admin', comment='x'),
        'INV_OPERATION_VV_INTERNAL_VOLUME': put(
            '/volumes/.shared.c_0', comment='x'),
        'INV_OPERATION_VV_VOLUME_CONV_IN_PROGRESS': put(
            '/volumes/f2', userCPG='u'),
        'INV_OPERATION_VV_ONLINE_COPY_IN_PROGRESS': put(
            '/volumes/odst', userCPG='u'),
        'INV_OPERATION_VV_SNAPSPACE_NOT_MOVED_TO_CPG': put(
            '/volumes/v', snapCPG='u'),
        'INV_OPERATION_VV_ZERO_DETECT_TPVV': put(
            '/volumes/f', policies={'zeroDetect': True}),
        'INV_OPERATION_VV_CPG_ON_SNAPSHOT': put(
            '/volumes/ro', snapCPG='u')},
    'grow volume': {
        'NON_EXISTENT_VOL': grow('y'),
        'INV_OPERATION_UNSUPPORTED_VV_TYPE': grow('ro'),
        'INV_OPERATION_VV_TUNE_IN_PROGRESS': grow('b'),
        'INV_INPUT_EXCEEDS_LENGTH': grow(LONG),
        'INV_INPUT_VV_GROW_SIZE': grow('v', 0),
        'VV_NEW_SIZE_EXCEED_CPG_LIMIT': grow('lim', 100000),
        'INV_OPERATION_VV_INTERNAL_VOLUME': grow('admin'),
        'INV_OPERATION_VV_VOLUME_CONV_IN_PROGRESS': grow('f2'),
        'VV_NEW_SIZE_EXCEED_LIMIT': grow('v', 16777216),
        'INV_OPERATION_VV_IS_PCOPY': grow('pcopy'),
        'INV_OPERATION_VV_NOT_IN_NORMAL_STATE': grow('failed'),
        'INV_OPERATION_VV_PROMOTE_IN_PROGRESS': grow('pp'),
        'INV_OPERATION_VV_PARENT_OF_PCOPY': grow('ps'),
        'NO_SPACE': grow('f', 16776192)},
    'tune volume': {
        'CPG_NOT_IN_SAME_DOMAIN': tune('v', 'd'),
        'INV_INPUT_ILLEGAL_CHAR': tune('v', 'a b'),
        'INV_INPUT_VV_IS_FPVV': tune('f', conversionOperation=2),
        'INV_INPUT_VV_IS_TDVV': tune('t', conversionOperation=3),
        'INV_INPUT_VV_IS_TPVV': tune('m', conversionOperation=1),
        'INV_OPERATION_UNSUPPORTED_VV_TYPE': tune(
            'm', conversionOperation=2, compression=True),
        'INV_OPERATION_VV_MODIFY_USR_CPG_TDVV': tune('t'),
        'INV_OPERATION_VV_NON_BASE_VOLUME': tune('ro'),
        'INV_OPERATION_VV_SYS_VOLUME': tune('admin'),
        'INV_OPERATION_VV_INTERNAL_VOLUME': tune('.shared.c_0'),
        'INV_OPERATION_VV_VOLUME_CONV_IN_PROGRESS': tune('f2'),
        'INV_OPERATION_VV_NOT_IN_NORMAL_STATE': tune('failed'),
        'INV_OPERATION_VV_PROMOTE_IN_PROGRESS': tune('pp'),
        'INV_OPERATION_VV_TUNE_IN_PROGRESS': tune('b'),
        'NO_SPACE': tune('ballast0', 'n'),
        'NON_EXISTENT_CPG': tune('v', 'x'),
        'NON_EXISTENT_VOL': tune('y')},
    'delete volume': {
        'NON_EXISTENT_VOL': delete('/volumes/y'),
        'RETAINED': delete('/volumes/k'),
        'HAS_RO_CHILD': delete('/volumes/v'),
        'HAS_CHILD': delete('/volumes/p2'),
        'IN_USE': delete('/volumes/m'),
        'INV_OPERATION_VV_TUNE_IN_PROGRESS': delete('/volumes/f2'),
        'PERM_DENIED': delete('/volumes/v', **GUEST)},
    'query volume': {
        'NON_EXISTENT_VOL': get('/volumes/y'),
        'INV_INPUT_ILLEGAL_CHAR': get('/volumes/a%20b')},
    'snapshot': {
        'NON_EXISTENT_VOL': snap('y'),
        'EXISTENT_VOL': snap('v', name='x'),
        'EXISTENT_ID': snap('v', id=0),
        'INV_INPUT_RETAIN_GT_EXPIRE': snap(
            'v', retentionHours=2, expirationHours=1),
        'INV_INPUT_TIME': snap('v', expirationHours=43801),
        'NO_SNAP_CPG': snap('nosnap'),
        'PERM_DENIED': request('POST', '/volumes/v', {}, user='guest')},
    'physical copy': {
        'INV_INPUT_ILLEGAL_CHAR': copy('v', 'a b'),
        'NON_EXISTENT_CPG': online('v', destCPG='x'),
        'CPG_NOT_IN_SAME_DOMAIN': online('v', destCPG='d'),
        'NON_EXISTENT_VOL': copy('v', 'y'),
        'VV_NOT_IN_SAME_DOMAIN': copy('v', 'dv'),
        'INV_INPUT_BAD_ENUM_VALUE': copy('v', priority=4),
        'EXISTENT_VOL': online('v', 'x'),
        'INV_OPERATION_VV_SYS_VOLUME': copy('v', 'admin'),
        'INV_OPERATION_VV_NON_BASE_VOLUME': copy('v', 'ro'),
        'INV_OPERATION_VV_IN_REMOTE_COPY': copy('v', 'rc'),
        'INV_OPERATION_VV_EXPORTED': copy('v', 'x'),
        'INV_OPERATION_VV_COPY_TO_SELF': copy('v', 'v'),
        'INV_OPERATION_VV_READONLY_SNAPSHOT': copy('ro'),
        'INV_OPERATION_VV_COPY_TO_BASE': copy('p2.s', 'p2'),
        'INV_OPERATION_VV_VOLUME_CONV_IN_PROGRESS': copy('f2'),
        'INV_OPERATION_VV_NO_SNAPSHOT_ALLOWED': copy(
            'nosnap', saveSnapshot=True),
        'INV_OPERATION_VV_ONLINE_COPY_IN_PROGRESS': copy('v', 'odst'),
        'INV_OPERATION_VV_CIRCULAR_COPY': copy('pcopy', 'ps'),
        'INV_OPERATION_VV_INTERNAL_VOLUME': copy('v', '.shared.c_0'),
        'INV_OPERATION_VV_NOT_IN_NORMAL_STATE': copy('b'),
        'INV_OPERATION_VV_PCOPY_IN_PROGRESS': copy('v', 'dst'),
        'INV_OPERATION_VV_FAILED_ONLINE_COPY': copy('v', 'onlinefailed'),
        'INV_OPERATION_VV_COPY_PARENT_TOO_BIG': copy('big'),
        'INV_OPERATION_VV_NO_PARENT': put('/volumes/v', action=2),
        'VV_IN_STALE_STATE': copy('stale.s'),
        'IN_USE': put('/volumes/pcopy2', action=2),
        'NON_EXISTENT_VVCOPY': put('/volumes/pcopy', action=1)},
    'promote snapshot': {
        'VV_IN_STALE_STATE': promote('stale.s'),
        'INV_OPERATION_CANNOT_STOP_ONLINE_PROMOTE': put(
            '/volumes/op.s', action=5),
        'INV_OPERATION_VV_BASE_VOLUME': promote('v'),
        'INV_OPERATION_PARENT_PCOPY_IN_PROGRESS': promote('src.s'),
        'INV_OPERATION_VV_PCOPY_IN_PROGRESS': promote('sp.s'),
        'INV_OPERATION_VV_TUNE_IN_PROGRESS': promote('b.s'),
        'INV_OPERATION_VV_IN_REMOTE_COPY': promote('rc.s'),
        'INV_OPERATION_PARENT_VV_EXPORTED': promote('xp.s'),
        'INV_OPERATION_VV_EXPORTED': promote('xs.s'),
        'INV_OPERATION_PROMOTE_TARGET_NOT_BASE_VV': promote(
            'p2.s', target='v'),
        'INV_OPERATION_PARENT_SIZE_HAS_INCREASED': promote('gp.s'),
        'INV_OPERATION_PARAM_CONFLICT': promote(
            'p2.s', online=True, priority=1),
        'INV_OPERATION_VV_PROMOTE_IN_PROGRESS': promote('pp.s'),
        'INV_OPERATION_VV_PROMOTE_IS_NOT_IN_PROGRESS': put(
            '/volumes/p2.s', action=5)},
    'vv-set snapshot': {
        'INVALID_INPUT_VV_PATTERN': set_snap('vs', '@x@'),
        'NON_EXISTENT_SET': set_snap('y'),
        'EMPTY_SET': set_snap('ve'),
        'VV_LIMIT_REACHED': set_snap('vs', tweak=full),
        'INV_OPERATION_VV_READONLY_TO_READONLY_SNAP': set_snap(
            'vro', readOnly=True),
        'NO_SNAP_CPG': set_snap('vnosnap'),
        'INV_INPUT_DUP_NAME': set_snap('v2', 'new'),
        'INV_OPERATION_VV_SNAP_PARENT_SAME_BASE': set_snap('vsame'),
        'INV_OPERATION_VV_ONLINE_COPY_IN_PROGRESS': set_snap('vonline'),
        'VV_ID_LIMIT_REACHED': set_snap('v2', id=2**31 - 1),
        'EXISTENT_VOL': set_snap('vs', 'x'),
        'SNAPSHOT_LIMIT_REACHED': set_snap('vv', tweak=few_snapshots),
        'CPG_ALLOCATION_WARNING_REACHED': set_snap('vwarn'),
        'INV_OPERATION_VV_VOLUME_CONV_IN_PROGRESS': set_snap('vconv'),
        'EXISTENT_ID': set_snap('vs', id=0),
        'INV_OPERATION_VV_NOT_IN_NORMAL_STATE': set_snap('vfail'),
        'VV_IN_STALE_STATE': set_snap('vstale'),
        'INV_INPUT_RETAIN_GT_EXPIRE': set_snap(
            'vs', retentionHours=2, expirationHours=1),
        'INV_INPUT_TIME': set_snap('vs', expirationHours=43801),
        'INV_OPERATION_SNAPSHOT_NOT_SAME_TYPE': set_snap('vmixed')},
    'vv-set physical copy': {
        'NON_EXISTENT_SET': act('/volumesets/y', 'createPhysicalCopy',
                                destVolume='vdst'),
        'SET_SIZE_NOT_SAME': act('/volumesets/v2', 'createPhysicalCopy',
                                 destVolume='vdst'),
        'INV_INPUT_EMPTY_VVSET': act('/volumesets/ve', 'createPhysicalCopy',
                                     destVolume='vdst')},
}
