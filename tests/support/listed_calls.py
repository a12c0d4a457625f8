"""The requests of :mod:`listed_requests`, sent by methods of the client.

Method → symbol → what to call. A method that sends one kind of request
takes the requests of its operation; the rest is written out.
"""

from __future__ import annotations

import functools
from typing import Any, Callable

from tests.support import listed_requests_guide
from tests.support.listed_array import OTHER_WWN, Request
from tests.support.listed_requests import LONG, MANY

REQUESTS: dict[str, dict[str, Request]] = listed_requests_guide.every()
Call = Callable[[Any], Any]


def _name(one: Request) -> str:
    """The object a path names."""
    return str(one['path'].split('/')[2]).replace('%20', ' ')


def _create_volume(client: Any, one: Request) -> Any:
    body = dict(one['body'])
    return client.createVolume(body.pop('name'), body.pop('cpg'),
                               body.pop('sizeMiB'), body)


def _grow(client: Any, one: Request) -> Any:
    return client.growVolume(_name(one), one['body']['sizeMiB'])


def _snapshot(client: Any, one: Request) -> Any:
    result = dict(one['body'].get('parameters') or {'name': 'new'})
    return client.createSnapshot(result.pop('name'), _name(one), result)


def _copy(client: Any, one: Request) -> Any:
    if one['method'] == 'PUT':
        action = {1: client.stopOfflinePhysicalCopy,
                  2: client.resyncPhysicalCopy}[one['body']['action']]
        return action(_name(one))
    result = dict(one['body']['parameters'])
    return client.copyVolume(_name(one), result.pop('destVolume'),
                             result.pop('destCPG', None), result)


def _set_snapshot(client: Any, one: Request) -> Any:
    result = dict(one['body']['parameters'])
    return client.createSnapshotOfVolumeSet(result.pop('name'), _name(one),
                                            result)


def _create_cpg(client: Any, one: Request) -> Any:
    body = dict(one['body'])
    return client.createCPG(body.pop('name', 'new'), body)


def _create_host(client: Any, one: Request) -> Any:
    body = dict(one['body'])
    return client.createHost(
        body.pop('name', None), body.pop('iSCSINames', None),
        body.pop('FCWWNs', None), optional=body)


def _rule(client: Any, one: Request) -> Any:
    body = dict(one['body'])
    return client.createQoSRules(body.pop('name'), body, body.pop('type'))


def _change(method: str) -> Callable[[Any, Request], Any]:
    return lambda client, one: getattr(client, method)(_name(one),
                                                       one['body'])


def _simple(method: str) -> Callable[[Any, Request], Any]:
    return lambda client, one: getattr(client, method)(_name(one))


def _of_rule(method: str) -> Callable[[Any, Request], Any]:
    def send(client: Any, one: Request) -> Any:
        name = _name(one).partition(':')[2]
        more = [one['body']] if one['body'] else []
        return getattr(client, method)(name, *more)
    return send


#: Method → operation, and how the method sends a request of it.
OPERATIONS: dict[str, tuple[str, Callable[..., Any] | None]] = {
    'getVolume': ('query volume', _simple('getVolume')),
    'createVolume': ('create volume', _create_volume),
    'deleteVolume': ('delete volume', _simple('deleteVolume')),
    'modifyVolume': ('modify volume', _change('modifyVolume')),
    'growVolume': ('grow volume', _grow),
    'copyVolume': ('physical copy', _copy),
    'createSnapshot': ('snapshot', _snapshot),
    'getCPG': ('query cpg', _simple('getCPG')),
    'createCPG': ('create cpg', _create_cpg),
    'deleteCPG': ('delete cpg', _simple('deleteCPG')),
    'createHost': ('create host', _create_host),
    'modifyHost': ('modify host', _change('modifyHost')),
    'getHost': ('query host', _simple('getHost')),
    'deleteHost': ('delete host', _simple('deleteHost')),
    'createSnapshotOfVolumeSet': ('vv-set snapshot', _set_snapshot),
    'createQoSRules': ('create qos', _rule),
    'modifyQoSRules': ('modify qos', _of_rule('modifyQoSRules')),
    'deleteQoSRules': ('delete qos', _of_rule('deleteQoSRules')),
    'queryQoSRule': ('query qos', _of_rule('queryQoSRule')),
    # What these send is written out below, or stands in other tests.
    'deleteVLUN': ('delete vlun', None),
    'queryHost': ('query host', None),
    'createHostSet': ('create set', None),
    'modifyHostSet': ('modify set', None),
    'createVolumeSet': ('create set', None),
    'modifyVolumeSet': ('modify set', None),
    'deleteVolumeSet': ('delete set', None),
    'setVolumeMetaData': ('objectKeyValues', None),
    'stopOfflinePhysicalCopy': ('physical copy', None),
    'createRemoteCopyGroup': ('create remote copy group', None),
    'removeRemoteCopyGroup': ('remove remote copy group', None),
    'modifyRemoteCopyGroup': ('modify remote copy group', None),
    'addVolumeToRemoteCopyGroup': (
        'admit volume to remote copy group', None),
    'removeVolumeFromRemoteCopyGroup': (
        'dismiss volume from remote copy group', None),
    'startRemoteCopy': ('start remote copy group', None),
    'stopRemoteCopy': ('stop remote copy group', None),
    'synchronizeRemoteCopyGroup': ('sync remote copy group', None),
    'recoverRemoteCopyGroupFromDisaster': (
        'recover remote copy group', None),
}
WRITTEN_OUT: dict[str, dict[str, Call]] = {
    'getCPGAvailableSpace': {
        'NON_EXISTENT_CPG': lambda c: c.getCPGAvailableSpace('x')},
    'getVLUN': {'NON_EXISTENT_VLUN': lambda c: c.getVLUN('v')},
    'deleteVLUN': {
        'INV_INPUT_PORT_SPECIFICATION': lambda c: c.deleteVLUN(
            'x', 1, 'h', {'node': 100, 'slot': 1, 'cardPort': 1}),
        'INV_INPUT_EXCEEDS_RANGE': lambda c: c.deleteVLUN('x', 16385, 'h'),
        'NON_EXISTENT_HOST': lambda c: c.deleteVLUN('x', 1, 'y'),
        'NON_EXISTENT_VLUN': lambda c: c.deleteVLUN('x', 9, 'h'),
        'PERM_DENIED': lambda c: c.deleteVLUN('x', 1, 'h')},
    'getHostSet': {'NON_EXISTENT_SET': lambda c: c.getHostSet('x')},
    'createHostSet': {
        'EXISTENT_SET': lambda c: c.createHostSet('hs'),
        'NON_EXISTENT_HOST': lambda c: c.createHostSet(
            'new', setmembers=['x']),
        'MEMBER_NOT_IN_SAME_DOMAIN': lambda c: c.createHostSet(
            'new', setmembers=['h', 'dh']),
        'INV_INPUT_DUP_NAME': lambda c: c.createHostSet(
            'new', setmembers=['h', 'h'])},
    'deleteHostSet': {
        'NON_EXISTENT_SET': lambda c: c.deleteHostSet('x'),
        'EXPORTED_VLUN': lambda c: c.deleteHostSet('he')},
    'modifyHostSet': {
        'EXISTENT_SET': lambda c: c.modifyHostSet('hs', newName='he'),
        'NON_EXISTENT_SET': lambda c: c.modifyHostSet('x', newName='new'),
        'MEMBER_IN_SET': lambda c: c.modifyHostSet(
            'hs', c.SET_MEM_ADD, setmembers=['hm']),
        'MEMBER_NOT_IN_SET': lambda c: c.modifyHostSet(
            'hs', c.SET_MEM_REMOVE, setmembers=['h']),
        'MEMBER_NOT_IN_SAME_DOMAIN': lambda c: c.modifyHostSet(
            'hs', c.SET_MEM_ADD, setmembers=['dh']),
        'INV_INPUT_DUP_NAME': lambda c: c.modifyHostSet(
            'hs', c.SET_MEM_ADD, setmembers=['h', 'h']),
        'INV_INPUT_PARAM_CONFLICT': lambda c: c.modifyHostSet(
            'hs', c.SET_MEM_ADD, newName='new', setmembers=['h']),
        'INV_INPUT_ILLEGAL_CHAR': lambda c: c.modifyHostSet(
            'hs', newName='a b')},
    'getHostVLUNs': {'NON_EXISTENT_HOST': lambda c: c.getHostVLUNs('x')},
    'getVolumeSet': {'NON_EXISTENT_SET': lambda c: c.getVolumeSet('x')},
    'createVolumeSet': {
        'EXISTENT_SET': lambda c: c.createVolumeSet('vs'),
        'NON_EXISTENT_VOL': lambda c: c.createVolumeSet(
            'new', setmembers=['y']),
        'MEMBER_NOT_IN_SAME_DOMAIN': lambda c: c.createVolumeSet(
            'new', setmembers=['v', 'dv']),
        'INV_OPERATION_VV_SYS_VOLUME': lambda c: c.createVolumeSet(
            'new', setmembers=['admin']),
        'INV_OPERATION_VV_INTERNAL_VOLUME': lambda c: c.createVolumeSet(
            'new', setmembers=['.shared.c_0']),
        'INV_INPUT_DUP_NAME': lambda c: c.createVolumeSet(
            'new', setmembers=['v', 'v'])},
    'deleteVolumeSet': {
        'NON_EXISTENT_SET': lambda c: c.deleteVolumeSet('x'),
        'EXPORTED_VLUN': lambda c: c.deleteVolumeSet('vx'),
        'VVSET_QOS_TARGET': lambda c: c.deleteVolumeSet('vq')},
    'modifyVolumeSet': {
        'EXISTENT_SET': lambda c: c.modifyVolumeSet('vs', newName='ve'),
        'NON_EXISTENT_SET': lambda c: c.modifyVolumeSet('x', newName='new'),
        'MEMBER_IN_SET': lambda c: c.modifyVolumeSet(
            'vs', c.SET_MEM_ADD, setmembers=['m']),
        'MEMBER_NOT_IN_SET': lambda c: c.modifyVolumeSet(
            'vs', c.SET_MEM_REMOVE, setmembers=['v']),
        'MEMBER_NOT_IN_SAME_DOMAIN': lambda c: c.modifyVolumeSet(
            'vs', c.SET_MEM_ADD, setmembers=['dv']),
        'NON_EXISTENT_VOL': lambda c: c.modifyVolumeSet(
            'vs', c.SET_MEM_ADD, setmembers=['y']),
        'INV_OPERATION_VV_SYS_VOLUME': lambda c: c.modifyVolumeSet(
            'vs', c.SET_MEM_ADD, setmembers=['admin']),
        'INV_OPERATION_VV_INTERNAL_VOLUME': lambda c: c.modifyVolumeSet(
            'vs', c.SET_MEM_ADD, setmembers=['.shared.c_0']),
        'INV_INPUT_DUP_NAME': lambda c: c.modifyVolumeSet(
            'vs', c.SET_MEM_ADD, setmembers=['v', 'v']),
        'INV_INPUT_PARAM_CONFLICT': lambda c: c.modifyVolumeSet(
            'vs', c.SET_MEM_ADD, newName='new', setmembers=['v']),
        'INV_INPUT_ILLEGAL_CHAR': lambda c: c.modifyVolumeSet(
            'vs', newName='a b')},
    'modifyHost': {
        # Two lines of the reference: each of the two members is missing.
        'INV_INPUT_ONE_REQUIRED': lambda c: c.modifyHost(
            'h', {'FCWWNs': [OTHER_WWN]})},
    'createHost': {
        'INV_INPUT_TOO_MANY_WWN_OR_iSCSI': lambda c: c.createHost(
            'new', FCWwns=MANY)},
    'setVolumeMetaData': {
        'INV_INPUT_EXCEEDS_LENGTH': lambda c: c.setVolumeMetaData(
            'v', LONG, 'x'),
        'INV_INPUT_MISSING_REQUIRED': lambda c: c.setVolumeMetaData(
            'v', '', 'x'),
        'INV_INPUT_ILLEGAL_CHAR': lambda c: c.setVolumeMetaData(
            'v', 'a!', 'x'),
        'NON_EXISTENT_VOL': lambda c: c.setVolumeMetaData('y', 'k', 'x')},
    'getVolumeMetaData': {
        'INV_INPUT_ILLEGAL_CHAR': lambda c: c.getVolumeMetaData('v', 'a!'),
        'NON_EXISTENT_VOL': lambda c: c.getVolumeMetaData('y', 'k'),
        'NON_EXISTENT_OBJECT_KEY': lambda c: c.getVolumeMetaData('v', 'x')},
    'getAllVolumeMetaData': {
        'NON_EXISTENT_VOL': lambda c: c.getAllVolumeMetaData('y')},
    'removeVolumeMetaData': {
        'INV_INPUT_ILLEGAL_CHAR': lambda c: c.removeVolumeMetaData(
            'v', 'a!'),
        'NON_EXISTENT_VOL': lambda c: c.removeVolumeMetaData('y', 'k'),
        'NON_EXISTENT_OBJECT_KEY': lambda c: c.removeVolumeMetaData(
            'v', 'x')},
    'stopOfflinePhysicalCopy': {
        'INV_INPUT_ILLEGAL_CHAR': lambda c: c.stopOfflinePhysicalCopy('a b'),
        'NON_EXISTENT_VOL': lambda c: c.stopOfflinePhysicalCopy('y'),
        'INV_OPERATION_VV_SYS_VOLUME': lambda c: c.stopOfflinePhysicalCopy(
            'admin'),
        'INV_OPERATION_VV_INTERNAL_VOLUME':
            lambda c: c.stopOfflinePhysicalCopy('.shared.c_0'),
        'INV_OPERATION_VV_ONLINE_COPY_IN_PROGRESS':
            lambda c: c.stopOfflinePhysicalCopy('odst'),
        'INV_OPERATION_VV_NO_PARENT': lambda c: c.stopOfflinePhysicalCopy(
            'v'),
        'NON_EXISTENT_VVCOPY': lambda c: c.stopOfflinePhysicalCopy(
            'pcopy')},
    'getTask': {
        'INV_INPUT_BELOW_RANGE': lambda c: c.getTask(0),
        'INV_INPUT_EXCEEDS_RANGE': lambda c: c.getTask(2**40),
        'NON_EXISTENT_TASK': lambda c: c.getTask(999)},
}


def call_for(method: str, symbol: str) -> Call | None:
    """What makes a method meet an error; None where nothing does."""
    written = WRITTEN_OUT.get(method, {}).get(symbol)
    operation, send = OPERATIONS.get(method, ('', None))
    item = REQUESTS.get(operation, {}).get(symbol)
    if written is not None or send is None or item is None:
        return written
    return functools.partial(_sent, send, item)


def _sent(send: Callable[..., Any], one: Request, client: Any) -> Any:
    return send(client, one)


def request_for(method: str, symbol: str) -> Request | None:
    """The request whose circumstances a call needs."""
    operation, _ = OPERATIONS.get(method, ('', None))
    return REQUESTS.get(operation, {}).get(symbol)
