"""Every public method: good arguments, and the requests that it may send.

The requests are written down from the reference, not from the client: what
stands at which place of a path, and what the body holds. ``a`` is the
arguments by name, the defaults among them.
"""

from __future__ import annotations

import inspect
import json
from typing import Any, Callable, NamedTuple

from hpe3parclient.client import HPE3ParClient

A = dict[str, Any]

#: stands for whatever the method chose
ANY = object()


class Request(NamedTuple):
    """A request that a call is meant to send."""

    method: str
    parts: list[Any]
    query: Any
    body: Any


def get(*parts: Any, query: Any = ()) -> Request:
    return Request('GET', list(parts), query, None)


def delete(*parts: Any, query: Any = ()) -> Request:
    return Request('DELETE', list(parts), query, None)


def post(*parts: Any, **body: Any) -> Request:
    return Request('POST', list(parts), (), body)


def put(*parts: Any, **body: Any) -> Request:
    return Request('PUT', list(parts), (), body)


def with_optional(request: Request, further: Any) -> Request:
    return request._replace(body={**request.body, **(further or {})})


def text(value: Any) -> str:
    """A name as a path holds it."""
    if isinstance(value, str):
        return str.__str__(value)
    assert type(value) is not bool, value
    assert isinstance(value, int), value
    return int.__repr__(value)


def number(value: Any) -> int:
    assert not isinstance(value, (bool, bytes))
    return int(value)


def exact(value: Any) -> int:
    assert isinstance(value, str) or number(value) == value
    return number(value)


def place(port: Any) -> dict[str, int]:
    port = dict(port)
    return {'node': exact(port['node']), 'slot': exact(port['slot']),
            'cardPort': exact(port['cardPort'] if 'cardPort' in port
                              else port['port'])}


def nsp(port: Any) -> str:
    if isinstance(port, str):
        return ':'.join(str(int(part)) for part in port.split(':'))
    return '%(node)d:%(slot)d:%(cardPort)d' % place(port)


def absent(value: Any) -> bool:
    return value is None or (isinstance(value, (str, dict)) and not value)


def expression(text: str) -> Any:
    return [['query', f'"{text}"']]


def plain(value: Any) -> bool:
    return isinstance(value, str) and bool(value) and value.isascii() and all(
        char.isalnum() or char in '._:-' for char in value)


def _filtered(collection: str, member: str, value: Any) -> Request:
    return get(collection, query=expression('%s EQ %s' % (
        member, text(value))) if plain(value) else ())


def _set(a: A, **more: Any) -> A:
    body = {'name': a['name'], **more}
    if a['domain']:
        body['domain'] = a['domain']
    if a['comment']:
        body['comment'] = a['comment']
    if a['setmembers']:
        body['setmembers'] = list(a['setmembers'])
    return body


def _set_changes(a: A) -> A:
    body = {name: a[name] for name in ('action', 'newName', 'comment',
                                       'flashCachePolicy')
            if a.get(name) is not None}
    if a['setmembers']:
        body['setmembers'] = list(a['setmembers'])
    return body


def _create_host(a: A) -> Request:
    body: A = {'name': a['name']}
    if a['iscsiNames']:
        body['iSCSINames'] = list(a['iscsiNames'])
    if a['FCWwns']:
        body['FCWWNs'] = list(a['FCWwns'])
    if isinstance(a['nqn'], dict):
        body.update(a['nqn'])
    elif a['nqn']:
        body.update(NQN=a['nqn'], transportType=2)
    return with_optional(post('hosts', **body), a['optional'])


def _nvme_host(a: A) -> list[Request]:
    body: A = {'name': a['hostname']}
    if a['nqn']:
        body['NQN'] = a['nqn']
    else:
        for member, name in (('iSCSINames', 'iscsiNames'),
                             ('FCWWNs', 'FCWwns')):
            if a.get(name):
                body[member] = list(a[name])
    if a['nqn'] or 'iscsiNames' not in a:
        body['transportType'] = 2
    if a['domain']:
        body['domain'] = a['domain']
    return [post('hosts', **body), get('hosts', a['hostname'])]


def _query_host(a: A) -> list[Request]:
    fc = ' OR '.join('wwn==' + item for item in a['wwns'] or ())
    iscsi = ' OR '.join('name==' + item for item in a['iqns'] or ())
    return [get('hosts', query=expression(' OR '.join(
        part for part in (f'FCPaths[{fc}]' if fc else '',
                          f'iSCSIPaths[{iscsi}]' if iscsi else '')
        if part)))]


def _modify_volume(a: A) -> list[Request]:
    result = [put('volumes', a['name'], **a['volumeMods'])]
    if a['appType'] is not None:
        result.append(post(
            'volumes', a['volumeMods'].get('newName', a['name']),
            'objectKeyValues', key='hpe_ecosystem_product',
            value=a['appType']))
    return result


def _copy(a: A) -> Request:
    parameters = {'destVolume': a['dest_name'], **(a['optional'] or {})}
    if parameters.get('online') and a['dest_cpg'] is not None:
        parameters['destCPG'] = a['dest_cpg']
    return post('volumes', a['src_name'], action='createPhysicalCopy',
                parameters=parameters)


def _snapshot(collection: str) -> Callable[[A], list[Request]]:
    return lambda a: [post(
        collection, a['copyOfName'], action='createSnapshot',
        parameters={'name': a['name'], **(a['optional'] or {})})]


def _create_vlun(a: A) -> Request:
    body: A = {'volumeName': a['volumeName'],
               'lun': 0 if a['lun'] is None else exact(a['lun'])}
    if not absent(a['hostname']):
        body['hostname'] = a['hostname']
    if not absent(a['portPos']):
        body['portPos'] = place(a['portPos'])
    for name in ('noVcn', 'overrideLowerPriority'):
        if a[name] is not None:
            body[name] = a[name]
    if a['auto']:
        body.update(autoLun=True, maxAutoLun=0)
    return post('vluns', **body)


def _delete_vlun(a: A) -> Request:
    parts = [text(a['volumeName']), str(exact(a['lunID'])),
             '' if absent(a['hostname']) else text(a['hostname'])]
    if not absent(a['port']):
        parts.append(nsp(a['port']))
    assert all(',' not in part for part in parts)
    return delete('vluns', ','.join(parts))


def _host_name(host: Any) -> Any:
    return host['name'] if isinstance(host, dict) else host


def _nvme_export(a: A) -> list[Request]:
    name = _host_name(a['host'])
    exports = _filtered('vluns', 'hostname', name)
    assert not a['nvme_ips'], 'there is no such port'
    return [exports, get('hosts', name), get('hostsets'), get('vluns'),
            post('vluns', volumeName=a['vol_name_3par'], lun=1,
                 hostname=name), exports]


def _remove_nvme(a: A) -> list[Request]:
    if a['hostname']:
        return [_filtered('vluns', 'hostname', _host_name(a['hostname']))]
    return [get('hosts')] if a['host_nqn'] else []


def _rule(a: A) -> str:
    prefix = text(a['targetType']) + ':'
    name = text(a['targetName'])
    return name if name.startswith(prefix) else prefix + name


def _admit(a: A) -> Request:
    body = {'volumeName': a['volumeName'], 'targets': a['targets'],
            **(a['optional'] or {})}
    if a['useHttpPost']:
        return post('remotecopygroups', a['name'], 'volumes', **body)
    return put('remotecopygroups', a['name'], **{**body, 'action': 1})


def _dismiss(a: A) -> list[Request]:
    options = a['optional'] or {}
    if a['removeFromTarget']:
        if not a['useHttpDelete']:
            return []
        options = {**options, 'removeSecondaryVolume': True}
    if not a['useHttpDelete']:
        return [put('remotecopygroups', a['name'], **{
            **options, 'action': 2, 'volumeName': a['volumeName']})]
    return [delete(
        'remotecopygroups', a['name'], 'volumes', a['volumeName'],
        query=[[name, str(value).lower()]
               for name, value in options.items()])]


def _act(action: int) -> Callable[[A], list[Request]]:
    return lambda a: [with_optional(
        put('remotecopygroups', a['name'], action=action), a['optional'])]


def _group(a: A) -> list[Request]:
    return [get('remotecopygroups', a['remote_copy_group_name'])]


def _named(collection: str, name: str = 'name'
           ) -> Callable[[A], list[Request]]:
    return lambda a: [get(collection, a[name])]


def _gone(collection: str) -> Callable[[A], list[Request]]:
    return lambda a: [delete(collection, a['name'])]


def _whole(*parts: str) -> Callable[[A], list[Request]]:
    return lambda a: [get(*parts)]


def _nothing(a: A) -> list[Request]:
    return []


def _member(collection: str, action: int) -> Callable[[A], list[Request]]:
    return lambda a: [put(collection, a['set_name'], action=action,
                          setmembers=[a['name']])]


#: method → the requests of a call that was not refused, when the array's
#: lists are empty and its answers good
SENDS: dict[str, Callable[[A], list[Request]]] = {
    'getStorageSystemInfo': _whole('system'),
    'getWSAPIConfigurationInfo': _whole('wsapiconfiguration'),
    'getOverallSystemCapacity': _whole('capacity'),
    'getWsApiVersion': lambda a: [],    # GET /api is left out everywhere
    'getAllTasks': _whole('tasks'),
    'getTask': _named('tasks', 'taskId'),
    'createFlashCache': lambda a: [post('', flashCache={
        'sizeGiB': number(a['sizeInGib']),
        **({} if a['mode'] is None else {'mode': a['mode']})})],
    'getFlashCache': _whole('flashcache'),
    'deleteFlashCache': lambda a: [delete('flashcache')],
    'getCPGs': _whole('cpgs'),
    'getCPG': _named('cpgs'),
    'getCPGAvailableSpace': lambda a: [post('spacereporter', cpg=a['name'])],
    'createCPG': lambda a: [with_optional(post('cpgs', name=a['name']),
                                          a['optional'])],
    'modifyCPG': lambda a: [put('cpgs', a['name'], **a['cpgMods'])],
    'deleteCPG': _gone('cpgs'),
    'getVolumes': _whole('volumes'),
    'getVolume': _named('volumes'),
    'createVolume': lambda a: [with_optional(post(
        'volumes', name=a['name'], cpg=a['cpgName'],
        sizeMiB=number(a['sizeMiB'])), a['optional'])],
    'deleteVolume': _gone('volumes'),
    'modifyVolume': _modify_volume,
    'growVolume': lambda a: [put('volumes', a['name'], action=3,
                                 sizeMiB=number(a['amount']))],
    'createSnapshot': _snapshot('volumes'),
    'createSnapshotOfVolumeSet': _snapshot('volumesets'),
    'getVolumeSnapshots': lambda a: [
        _filtered('volumes', 'copyOf', a['name'])],
    'getSnapshotsOfVolume': lambda a: [
        _filtered('volumes', 'copyOf', a['volName'])],
    'promoteVirtualCopy': lambda a: [with_optional(
        put('volumes', a['snapshot'], action=4), a['optional'])],
    'copyVolume': lambda a: [_copy(a)],
    'resyncPhysicalCopy': lambda a: [put('volumes', a['volume_name'],
                                         action=2)],
    'stopOfflinePhysicalCopy': lambda a: [put('volumes', a['name'],
                                              action=1)],
    'isOnlinePhysicalCopy': _whole('tasks'),
    'stopOnlinePhysicalCopy': _whole('tasks'),
    'tuneVolume': lambda a: [with_optional(put(
        'volumes', a['volName'], action=6,
        tuneOperation=a['tune_operation']), a['optional'])],
    'setVolumeMetaData': lambda a: [post(
        'volumes', a['name'], 'objectKeyValues', key=a['key'],
        value=a['value'])],
    'getVolumeMetaData': lambda a: [
        get('volumes', a['name'], 'objectKeyValues', a['key'])],
    'getAllVolumeMetaData': lambda a: [
        get('volumes', a['name'], 'objectKeyValues')],
    'removeVolumeMetaData': lambda a: [
        delete('volumes', a['name'], 'objectKeyValues', a['key'])],
    'findVolumeMetaData': lambda a: [
        get('volumes', a['name'], 'objectKeyValues', a['key'])],
    'getHosts': _whole('hosts'),
    'getHost': _named('hosts'),
    'createHost': lambda a: [_create_host(a)],
    'modifyHost': lambda a: [put('hosts', a['name'], **a['mod_request'])],
    'deleteHost': _gone('hosts'),
    'queryHost': _query_host,
    'create_host_nvme': _nvme_host,
    'create_host_or_use_existing': _nvme_host,
    'getHostByNqn': _whole('hosts'),
    'getNqn': lambda a: [get('ports') if a['portPos'] is None
                         else get('ports', nsp(a['portPos']))],
    'getHostSets': _whole('hostsets'),
    'getHostSet': _named('hostsets'),
    'createHostSet': lambda a: [post('hostsets', **_set(a))],
    'deleteHostSet': _gone('hostsets'),
    'modifyHostSet': lambda a: [put('hostsets', a['name'],
                                    **_set_changes(a))],
    'addHostToHostSet': _member('hostsets', 1),
    'removeHostFromHostSet': _member('hostsets', 2),
    'removeHostFromItsHostSet': _whole('hostsets'),
    'getVolumeSets': _whole('volumesets'),
    'getVolumeSet': _named('volumesets'),
    'findHostSet': _whole('hostsets'),
    'findVolumeSet': _whole('volumesets'),
    'findAllVolumeSets': _whole('volumesets'),
    'createVolumeSet': lambda a: [post('volumesets', **_set(a))],
    'deleteVolumeSet': _gone('volumesets'),
    'modifyVolumeSet': lambda a: [put('volumesets', a['name'],
                                      **_set_changes(a))],
    'addVolumeToVolumeSet': _member('volumesets', 1),
    'removeVolumeFromVolumeSet': _member('volumesets', 2),
    'getVLUNs': _whole('vluns'),
    'getVLUN': lambda a: [_filtered('vluns', 'volumeName', a['volumeName'])],
    'getHostVLUNs': lambda a: [
        _filtered('vluns', 'hostname', a['hostName']),
        get('hosts', a['hostName'])],
    'createVLUN': lambda a: [_create_vlun(a)],
    'deleteVLUN': lambda a: [_delete_vlun(a)],
    'getNextLunId': lambda a: [get('hosts', a['hostname']), get('hostsets'),
                               get('vluns')],
    'find_existing_vluns': lambda a: [
        _filtered('vluns', 'hostname', _host_name(a['host']))],
    'create_vlun_nvme': _nvme_export,
    'remove_vlun_nvme': _remove_nvme,
    'get_matched_array_ips_and_ports': _whole('ports'),
    'getPorts': _whole('ports'),
    'getFCPorts': _whole('ports'),
    'getiSCSIPorts': _whole('ports'),
    'getIPPorts': _whole('ports'),
    'getNvmePorts': _whole('ports'),
    'queryQoSRules': _whole('qos'),
    'queryQoSRule': lambda a: [get('qos', _rule(a))],
    'createQoSRules': lambda a: [with_optional(post(
        'qos', name=a['targetName'], type=a['target_type']), a['qosRules'])],
    'modifyQoSRules': lambda a: [put('qos', _rule(a), **a['qosRules'])],
    'deleteQoSRules': lambda a: [delete('qos', _rule(a))],
    'getRemoteCopyInfo': _whole('remotecopy'),
    'getRemoteCopyGroups': _whole('remotecopygroups'),
    'getRemoteCopyGroup': _named('remotecopygroups'),
    'getRemoteCopyGroupVolumes': lambda a: [
        get('remotecopygroups', a['remoteCopyGroupName'], 'volumes')],
    'getRemoteCopyGroupVolume': lambda a: [
        get('remotecopygroups', a['remoteCopyGroupName'], 'volumes',
            a['volumeName'])],
    'getRemoteCopyLink': _named('remotecopylinks', 'link_name'),
    'createRemoteCopyGroup': lambda a: [with_optional(post(
        'remotecopygroups', name=a['name'], targets=a['targets']),
        a['optional'])],
    'removeRemoteCopyGroup': lambda a: [delete(
        'remotecopygroups', a['name'],
        query=[['keepSnap', str(a['keep_snap']).lower()]])],
    'modifyRemoteCopyGroup': lambda a: [with_optional(
        put('remotecopygroups', a['name']), a['optional'])],
    'addVolumeToRemoteCopyGroup': lambda a: [_admit(a)],
    'removeVolumeFromRemoteCopyGroup': _dismiss,
    'startRemoteCopy': _act(3),
    'stopRemoteCopy': _act(4),
    'synchronizeRemoteCopyGroup': _act(5),
    'recoverRemoteCopyGroupFromDisaster': lambda a: [with_optional(post(
        'remotecopygroups', a['name'], action=number(a['action'])),
        a['optional'])],
    'toggleRemoteCopyConfigMirror': lambda a: [put(
        'remotecopytargets', a['target'],
        policies={'mirrorConfig': a['mirror_config']})],
    'targetInRemoteCopyGroupExists': _group,
    'remoteCopyGroupStatusCheck': _group,
    'remoteCopyGroupStatusStartedCheck': _group,
    'remoteCopyGroupStatusStoppedCheck': _group,
    'getCPGStatData': lambda a: [get(
        'systemreporter', 'vstime', 'cpgstatistics',
        f'{a["interval"]};name:{text(a["name"])}', query=ANY)],
    'getStatistics': lambda a: [
        get('systemreporter', kind, a['component'], ANY, query=ANY)
        for kind in (['attime'] if str in map(type, (a['begin'], a['end']))
                     or (a['begin'] is None and a['end'] is not None) else [])
        + ['attime' if a['atTime'] or a['groupBy'] is not None
           else 'vstime']],
    'iterVolumes': lambda a: [get('volumes')],
    'iterHosts': lambda a: [get('hosts')],
    'iterVLUNs': lambda a: [get('vluns')],
    'iterPorts': lambda a: [get('ports')],
    'iterCPGs': lambda a: [get('cpgs')],
    'iterHostSets': lambda a: [get('hostsets')],
    'iterVolumeSets': lambda a: [get('volumesets')],
    'iterTasks': lambda a: [get('tasks')],
    'iterRemoteCopyGroups': lambda a: [get('remotecopygroups')],
    'iterQoSRules': lambda a: [get('qos')],
    'login': lambda a: [
        with_optional(post('credentials'), {
            **(a['optional'] or {}), 'user': a['username'],
            'password': a['password']}),
        delete('credentials', ANY)],
    'logout': lambda a: [delete('credentials', ANY)],
    'waitForTask': lambda a: [get('tasks', a['taskId'].get(
        'taskid', a['taskId'].get('id')) if isinstance(a['taskId'], dict)
        else number(a['taskId']))],
    'findHost': lambda a: [] if a['iqn'] is None and a['wwn'] is None
    else [delete('hosts', ANY)],
}

#: parameters that are functions of the caller's, who answers for them
FUNCTIONS = frozenset(('clock', 'progress', 'sleep'))

#: methods that send nothing over HTTP: they run a command line, or only
#: look at what they are given
NO_REQUEST = (
    'admitRemoteCopyLinks', 'admitRemoteCopyTarget', 'build_portPos',
    'check_response', 'check_response_for_admittarget',
    'convert_cli_output_to_wsapi_format', 'createSchedule', 'debug_rest',
    'deleteSchedule', 'dismissRemoteCopyLinks', 'dismissRemoteCopyTarget',
    'getPatch', 'getPatches', 'getPortNumber', 'getSchedule',
    'getScheduleStatus', 'get_session_key', 'is_primera_array',
    'modifySchedule', 'rcopyLinkExists', 'rcopyServiceExists',
    'resumeSchedule', 'setQOSRule', 'setSSHOptions', 'startrCopy',
    'suspendSchedule')
SENDS.update((name, _nothing) for name in NO_REQUEST)

#: methods that are no calls of one array, and where they are tested
ELSEWHERE: dict[str, str] = {
    'fromEnv': 'a constructor, which reads the environment',
    'fromConfig': 'a constructor, which reads a file',
    'readOnly': 'takes nothing and makes a context manager',
    'getAlerts': 'reads commands and the web service: test_health.py',
    'getEvents': 'reads commands and the web service: test_health.py',
    'getDisks': 'reads commands and the web service: test_health.py',
    'getNodes': 'reads commands and the web service: test_health.py',
    'getCages': 'reads commands and the web service: test_health.py',
    'checkHealth': 'reads commands and the web service: test_health.py',
    'ensureVolume': 'looks, then calls methods that are tested: test_ensure.py',
    'ensureHost': 'looks, then calls methods that are tested: test_ensure.py',
    'ensureExport': 'looks, then calls methods that are tested: test_ensure.py',
    'ensureCPG': 'looks, then calls methods that are tested: test_ensure.py',
    'ensureHostSet': 'looks, then calls methods that are tested: test_ensure.py',
    'ensureVolumeSet': 'looks, then calls methods that are tested: test_ensure.py',
    'iterStatistics': 'asks as often as there are samples; its arguments are '
                      'those of getStatistics',
    'getCapacityTrend': 'iterates over samples; see test_statistics.py',
}

#: refuse what they are given only after they have looked at the array
LOOK_FIRST = frozenset(('create_vlun_nvme',))

#: by name of the parameter; '<method>.<parameter>' goes before it
GOOD: dict[str, Any] = {
    'FCWwns': ['50014380242B8B4C'], 'action': 1, 'allVluns': False,
    'amount': 256, 'appType': None, 'atTime': False, 'auto': False,
    'begin': None, 'component': 'cpgstatistics', 'datetimes': False,
    'end': None, 'filters': None, 'frequency': 'daily', 'groupBy': 'name',
    'cli_output': ['Name,Id', 'a,1'], 'client_conf': None, 'comment': 'c',
    'conn_timeout': None, 'copyOfName': 'v1', 'cpgName': 'c1',
    'cpgMods': {'newName': 'c2'},
    'dest_cpg': 'c1', 'dest_name': 'w1', 'domain': 'd1', 'flag': False,
    'flashCachePolicy': 1, 'history': '7d', 'host': 'h1', 'hostName': 'h1',
    'host_nqn': 'nqn.x', 'host_type': 'nvme', 'hostname': 'h1',
    'interval': 'daily', 'ip': '127.0.0.1', 'iqn': 'iqn.1998-01.com.x:y',
    'iqns': ['iqn.1998-01.com.x:y'], 'iscsiNames': ['iqn.1998-01.com.x:y'],
    'keep_snap': False, 'key': 'k', 'link_name': 'l1', 'live_test': True,
    'local_port': '0:2:1', 'timeout': None, 'login': 'user', 'lun': 5,
    'lunID': 5,
    'max_bw': 100, 'max_io': 100, 'mirror_config': True,
    'mod_request': {'newName': 'h2'}, 'mode': 1, 'name': 'v1',
    'newName': 'n1', 'noVcn': None, 'nqn': 'nqn.x', 'nsp': '0:2:1',
    'nvme_ips': None, 'optional': None, 'overrideLowerPriority': None,
    'password': 'password', 'patch_id': 'P16', 'port': 22, 'portPos': None,
    'privatekey': None, 'qosRules': {'enable': True}, 'query': None,
    'remoteCopyGroupName': 'g1', 'remote_copy_group_name': 'g1',
    'removeFromTarget': False, 'resp': ['all is well'],
    'schedule_name': 's1', 'schedule_opt': {'newName': 's2'},
    'set_name': 's1', 'setmembers': ['a'], 'sizeInGib': 64, 'sizeMiB': 1024,
    'snapcpgName': None, 'snapshot': 'v1', 'source_port': '0:2:1',
    'src_name': 'v1', 'state': None, 'target': 't1', 'targetName': 't1',
    'targetType': 'vvset', 'target_name': 't1', 'target_port_wwn_or_ip':
    '10.0.0.1', 'target_system_peer_port': '10.0.0.1', 'target_type': 1,
    'targets': [{'targetName': 't1'}], 'task': 'createsv -ro x v1',
    'taskId': 7, 'taskfreq': '@daily', 'tune_operation': 1,
    'useHttpDelete': True, 'useHttpPost': False, 'username': 'user',
    'value': 'x', 'volName': 'v1', 'vol_name_3par': 'v1',
    'volumeMods': {'comment': 'c'}, 'volumeName': 'v1', 'volume_name': 'v1',
    'wwn': '50014380242B8B4C', 'wwns': ['50014380242B8B4C'],
    'admitRemoteCopyTarget.mode': 'sync', 'waitForTask.interval': 5.0,
    'deleteVLUN.port': None,
    'create_vlun_nvme.nvme_ips': None,
}


def public_methods() -> list[str]:
    return sorted(name for name, _ in inspect.getmembers(
        HPE3ParClient, callable) if not name.startswith('_'))


def parameters(method: str) -> list[str]:
    return [name for name, item in inspect.signature(
        getattr(HPE3ParClient, method)).parameters.items()
        if name != 'self' and name not in FUNCTIONS and
        item.kind is not item.VAR_KEYWORD]


def good(method: str) -> A:
    """Arguments that every array would take."""
    return {name: GOOD.get(f'{method}.{name}', GOOD[name])
            if name in GOOD else GOOD[f'{method}.{name}']
            for name in parameters(method)}


def like(request: Request, sent: Any) -> bool:
    """Whether a request that was sent is the one that was meant."""
    meant = [part if part is ANY else text(part) for part in request.parts]
    if request.method != sent.method or len(meant) != len(sent.parts):
        return False
    same = all(item is ANY or item == other
               for item, other in zip(meant, sent.parts))
    if request.query is not ANY:
        same = same and [list(pair) for pair in request.query] == sent.query
    return same and _json(request.body) == sent.json


def _json(body: Any) -> Any | None:
    return None if body is None else json.loads(json.dumps(body))
