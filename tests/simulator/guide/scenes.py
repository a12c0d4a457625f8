"""For each operation that takes a body: a request that succeeds.

A scene makes what the request is about and gives its path and the least it
has to hold. :data:`COMPANIONS` says what else a member needs beside it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Callable

from hpe3parclient.simulator.personality import Capability, Personality
from tests.simulator.guide.guide import OPERATIONS, Member, Operation
from tests.simulator.guide.stage import PEER, Stage


@dataclass
class Scene:
    """A path below /api/v1 and a body that is accepted there."""

    path: str
    body: dict[str, Any]


Maker = Callable[[Stage], Scene]
#: By the operation; by operation and member where one needs another scene.
SCENES: dict[str, Maker] = {}


class DROP:
    """Instead of a value: takes the member out of the scene's body."""




def scene(op: str) -> Callable[[Maker], Maker]:
    """Register the scene of an operation."""
    def register(maker: Maker) -> Maker:
        SCENES[op] = maker
        return maker
    return register


@scene('credentials.create')
def _log_in(stage: Stage) -> Scene:
    return Scene('/credentials', {'user': stage.array.user,
                                  'password': stage.array.password})


@scene('cpgs.create')
def _create_cpg(stage: Stage) -> Scene:
    return Scene('/cpgs', {'name': stage.fresh('p')})


@scene('cpgs.modify')
def _modify_cpg(stage: Stage) -> Scene:
    name = stage.fresh('p')
    stage.api.ok('POST', '/cpgs', {'name': name})
    return Scene(f'/cpgs/{name}', {'newName': stage.fresh('p')})


@scene('volumes.create')
def _create_volume(stage: Stage) -> Scene:
    return Scene('/volumes', {'name': stage.fresh('v'), 'cpg': 'c',
                              'sizeMiB': 256, 'tpvv': True})


@scene('volumes.modify')
def _modify_volume(stage: Stage) -> Scene:
    return Scene(f'/volumes/{stage.volume()}', {'comment': 'x'})


@scene('volumes.grow')
def _grow(stage: Stage) -> Scene:
    return Scene(f'/volumes/{stage.volume()}', {'action': 3, 'sizeMiB': 256})


@scene('volumes.tune')
def _tune(stage: Stage) -> Scene:
    return Scene(f'/volumes/{stage.volume()}', {
        'action': 6, 'tuneOperation': 1, 'userCPG': 'u'})


@scene('hosts.create')
def _create_host(stage: Stage) -> Scene:
    return Scene('/hosts', {'name': stage.fresh('h')})


@scene('hosts.modify')
def _modify_host(stage: Stage) -> Scene:
    wwn = stage.wwn()
    path = f'/hosts/{stage.host(FCWWNs=[wwn])}'
    stage.api.ok('PUT', path, {'chapOperation': 1, 'chapOperationMode': 1,
                               'chapSecret': 'mnopqrstuvwx'})
    stage.last_wwn = wwn
    return Scene(path, {'newName': stage.fresh('h')})


def _create_set(kind: str) -> Maker:
    return lambda stage: Scene(f'/{kind}', {'name': stage.fresh('g')})


def _modify_set(kind: str) -> Maker:
    def make(stage: Stage) -> Scene:
        return Scene(f'/{kind}/{stage.set_of(kind)}',
                     {'newName': stage.fresh('g')})
    return make


for _kind in ('hostsets', 'volumesets'):
    SCENES[f'{_kind}.create'] = _create_set(_kind)
    SCENES[f'{_kind}.modify'] = _modify_set(_kind)


@scene('volumesets.setFlashCachePolicy')
def _policy_of_set(stage: Stage) -> Scene:
    stage.flash_cache()
    return Scene(f'/volumesets/{stage.vvset()}', {'flashCachePolicy': 1})


@scene('vluns.create')
def _export(stage: Stage) -> Scene:
    return Scene('/vluns', {'volumeName': stage.volume(), 'lun': 1,
                            'hostname': stage.host()})


@scene('volumes.snapshot')
def _snapshot(stage: Stage) -> Scene:
    return Scene(f'/volumes/{stage.volume()}', {
        'action': 'createSnapshot', 'parameters': {'name': stage.fresh('s')}})


@scene('volumes.groupSnapshot')
def _group_snapshot(stage: Stage) -> Scene:
    return Scene('/volumes', {'action': 8, 'parameters': {
        'volumeGroup': [{'volumename': stage.volume()}]}})


@scene('volumes.updateVirtualCopies')
def _update_snapshots(stage: Stage) -> Scene:
    return Scene('/volumes', {'action': 7, 'parameters': {
        'volumeSnapShotList': [stage.snapshot(stage.volume())]}})


@scene('volumes.physicalCopy')
def _copy(stage: Stage) -> Scene:
    return Scene(f'/volumes/{stage.volume()}', {
        'action': 'createPhysicalCopy',
        'parameters': {'destVolume': stage.volume()}})


@scene('volumes.resyncPhysicalCopy')
def _resync(stage: Stage) -> Scene:
    return Scene(f'/volumes/{stage.copied()[1]}', {'action': 2})


@scene('volumes.stopPhysicalCopy')
def _stop_copy(stage: Stage) -> Scene:
    return Scene(f'/volumes/{stage.copied(done=False)[1]}', {'action': 1})


@scene('volumes.promote')
def _promote(stage: Stage) -> Scene:
    return Scene(f'/volumes/{stage.snapshot(stage.volume())}', {'action': 4})


@scene('volumes.stopPromote')
def _stop_promote(stage: Stage) -> Scene:
    name = stage.snapshot(stage.volume())
    stage.api.ok('PUT', f'/volumes/{name}', {'action': 4})
    return Scene(f'/volumes/{name}', {'action': 5})


@scene('volumesets.snapshot')
def _snapshot_set(stage: Stage) -> Scene:
    return Scene(f'/volumesets/{stage.vvset()}', {
        'action': 'createSnapshot',
        'parameters': {'name': stage.fresh('s') + '.@count@'}})


@scene('volumesets.physicalCopy')
def _copy_set(stage: Stage) -> Scene:
    return Scene(f'/volumesets/{stage.vvset()}', {
        'action': 'createPhysicalCopy',
        'parameters': {'destVolume': stage.vvset()}})


@scene('volumesets.resyncPhysicalCopy')
def _resync_set(stage: Stage) -> Scene:
    return Scene(f'/volumesets/{stage.vvset(stage.copied()[1])}', {'action': 3})


@scene('volumesets.stopPhysicalCopy')
def _stop_copy_set(stage: Stage) -> Scene:
    copy = stage.copied(done=False)[1]
    return Scene(f'/volumesets/{stage.vvset(copy)}', {'action': 4})


@scene('volumesets.promote')
def _promote_set(stage: Stage) -> Scene:
    name = stage.vvset(stage.snapshot(stage.volume()))
    return Scene(f'/volumesets/{name}', {'action': 5})


@scene('volumesets.stopPromote')
def _stop_promote_set(stage: Stage) -> Scene:
    promote = _promote_set(stage)
    stage.api.ok('PUT', promote.path, promote.body)
    return Scene(promote.path, {'action': 6})


@scene('remotecopygroups.create')
def _create_group(stage: Stage) -> Scene:
    return Scene('/remotecopygroups', {
        'name': stage.fresh('r'), 'localUserCPG': 'c', 'localSnapCPG': 'c',
        'targets': [{'targetName': PEER, 'mode': 1, 'userCPG': 'c',
                     'snapCPG': 'c'}]})


def _admission(stage: Stage) -> dict[str, Any]:
    name = stage.volume()
    return {'volumeName': name, 'volumeAutoCreation': True,
            'targets': [{'targetName': PEER, 'secVolumeName': name}]}


@scene('remotecopygroups.admitVolume.put')
def _admit_by_put(stage: Stage) -> Scene:
    return Scene(f'/remotecopygroups/{stage.group()}',
                 {'action': 1, **_admission(stage)})


@scene('remotecopygroups.volumes.admit')
def _admit(stage: Stage) -> Scene:
    return Scene(f'/remotecopygroups/{stage.group()}/volumes',
                 _admission(stage))


@scene('remotecopygroups.dismissVolume.put')
def _dismiss_by_put(stage: Stage) -> Scene:
    name = stage.group(volume=True)
    return Scene(f'/remotecopygroups/{name}', {
        'action': 2, 'volumeName': stage.group_volume(name)})


@scene('remotecopygroups.start')
def _start(stage: Stage) -> Scene:
    return Scene(f'/remotecopygroups/{stage.group(volume=True)}', {'action': 3})


@scene('remotecopygroups.stop')
def _stop(stage: Stage) -> Scene:
    return Scene(f'/remotecopygroups/{stage.group(started=True)}',
                 {'action': 4})


@scene('remotecopygroups.sync')
def _sync(stage: Stage) -> Scene:
    return Scene(f'/remotecopygroups/{stage.group(started=True)}',
                 {'action': 5})


@scene('remotecopygroups.modify')
def _modify_group(stage: Stage) -> Scene:
    return Scene(f'/remotecopygroups/{stage.group()}', {
        'targets': [{'targetName': PEER, 'policies': {'autoRecover': True}}]})


@scene('remotecopygroups.targets.modify')
def _modify_target(stage: Stage) -> Scene:
    return Scene(f'/remotecopygroups/{stage.group()}/targets/{PEER}',
                 {'policies': {'autoRecover': True}})


@scene('remotecopygroups.volumes.snapshot')
def _snapshot_group_volume(stage: Stage) -> Scene:
    name = stage.group(started=True)
    volume = stage.group_volume(name)
    return Scene(f'/remotecopygroups/{name}/volumes/{volume}', {
        'action': 1, 'parameters': {'name': stage.fresh('s')}})


@scene('remotecopygroups.snapshot')
def _snapshot_group(stage: Stage) -> Scene:
    name = stage.group(started=True)
    return Scene(f'/remotecopygroups/{name}/volumes', {
        'action': 1, 'parameters': {'name': stage.fresh('s') + '.@count@'}})


@scene('remotecopygroups.recover')
def _switch(stage: Stage) -> Scene:
    return Scene(f'/remotecopygroups/{stage.group(started=True)}',
                 {'action': 6, 'stopGroups': True})


@scene('flashcache.create')
def _create_flash_cache(stage: Stage) -> Scene:
    stage.no_flash_cache()
    return Scene('', {'flashCache': {'sizeGiB': 64}})


@scene('system.setParameters')
def _set_parameters(stage: Stage) -> Scene:
    return Scene('/system', {'parameters': {'remoteSyslog': True}})


@scene('system.setFlashCachePolicy')
def _policy_of_system(stage: Stage) -> Scene:
    stage.flash_cache()
    return Scene('/system', {'flashCachePolicy': 1})


@scene('tasks.cancel')
def _cancel(stage: Stage) -> Scene:
    tune = _tune(stage)
    task = stage.api.ok('PUT', tune.path, tune.body).body['taskid']
    return Scene(f'/tasks/{task}', {'action': 1})


@scene('spacereporter.post')
def _report(stage: Stage) -> Scene:
    return Scene('/spacereporter', {'cpg': 'c'})


@scene('qos.create')
def _create_rule(stage: Stage) -> Scene:
    return Scene('/qos', {'name': stage.vvset(), 'type': 1, 'priority': 1})


@scene('qos.modify')
def _modify_rule(stage: Stage) -> Scene:
    return Scene(f'/qos/vvset:{stage.rule()}', {'priority': 2})


@scene('volumes.updateVirtualCopies parameters.readOnly')
def _update_of_read_only(stage: Stage) -> Scene:
    copy = stage.snapshot(stage.snapshot(stage.volume(), readOnly=True))
    return Scene('/volumes', {'action': 7, 'parameters': {
        'volumeSnapShotList': [copy], 'readOnly': True}})


def _from_snapshot(op: str, **members: Any) -> Maker:
    """An admission that begins with a snapshot of both arrays."""
    def make(stage: Stage) -> Scene:
        volume = stage.volume()
        group = f'/remotecopygroups/{stage.group()}'
        return Scene(group + ('/volumes' if op.endswith('.admit') else ''), {
            **members, 'volumeName': volume,
            'snapshotName': stage.snapshot(volume, readOnly=True),
            'targets': [{'targetName': PEER, 'secVolumeName':
                         stage.peer_volume(volume)}]})
    return make


def _starting(stage: Stage) -> Scene:
    group = stage.group(volume=True)
    volume = stage.group_volume(group)
    return Scene(f'/remotecopygroups/{group}', {
        'action': 3, 'startingSnapshots': [{
            'volumeName': volume,
            'snapshotName': stage.snapshot(volume, readOnly=True)}]})


def _failing_over(stage: Stage) -> Scene:
    return Scene(f'/remotecopygroups/{stage.secondary()}', {'action': 7})


def _setting(mode: int, /, **members: Any) -> Maker:
    """Settings of the target of a group in a mode."""
    return lambda stage: Scene(f'/remotecopygroups/{stage.group(mode)}', {
        'targets': [{'targetName': PEER, **members}]})


def _setting_of_target(mode: int, /, **members: Any) -> Maker:
    return lambda stage: Scene(
        f'/remotecopygroups/{stage.group(mode)}/targets/{PEER}', members)


SYNC, PERIODIC, ASYNC = 1, 3, 4
for _op in ('remotecopygroups.volumes.admit',
            'remotecopygroups.admitVolume.put'):
    SCENES[f'{_op} snapshotName'] = _from_snapshot(
        _op, **({} if _op.endswith('.admit') else {'action': 1}))
for _name in ('startingSnapshots', 'startingSnapshots[].volumeName',
              'startingSnapshots[].snapshotName'):
    SCENES[f'remotecopygroups.start {_name}'] = _starting
for _name in ('skipStart', 'skipSync', 'discardNewData', 'skipPromote'):
    SCENES[f'remotecopygroups.recover {_name}'] = _failing_over
for _name, _mode, _value in (
        ('syncPeriod', PERIODIC, {'syncPeriod': 300}),
        ('rmSyncPeriod', PERIODIC, {'rmSyncPeriod': True}),
        ('snapFrequency', ASYNC, {'snapFrequency': 300}),
        ('rmSnapFrequency', ASYNC, {'rmSnapFrequency': True}),
        ('mode', PERIODIC, {'mode': PERIODIC}),
        ('policies.overPeriodAlert', PERIODIC,
         {'policies': {'overPeriodAlert': True}})):
    SCENES[f'remotecopygroups.modify targets[].{_name}'] = _setting(
        _mode, **_value)
    SCENES[f'remotecopygroups.targets.modify {_name}'] = _setting_of_target(
        _mode, **_value)


#: Operations whose members stand inside another one. The guide prints them
#: bare; what programs send and a capture shows has the object around them.
WRAPPED: Mapping[str, str] = {'flashcache.create': 'flashCache.'}


def body_path(op: str, member: str) -> str:
    """Where a member of the guide's table stands in the body."""
    return WRAPPED.get(op, '') + member


# -- what members hold, and what they need beside them ---------------------


Values = Mapping[str, Any]


def _paths(**members: Any) -> Callable[[Stage], Values]:
    return lambda stage: {'newName': DROP, 'pathOperation': 1,
                          'FCWWNs': [stage.wwn()], **members}


def _chap(**members: Any) -> Callable[[Stage], Values]:
    return lambda stage: {
        'newName': DROP, 'chapOperation': 1, 'chapOperationMode': 1,
        'chapSecret': 'abcdefghijkl', **members}



def _online(**members: Any) -> Callable[[Stage], Values]:
    return lambda stage: {
        'parameters.online': True, 'parameters.destCPG': 'c',
        'parameters.destVolume': stage.fresh('v'),
        **{f'parameters.{name}': value for name, value in members.items()}}


def _port(stage: Stage) -> Values:
    port = next(item for item in stage.array.state.ports.values()
                if item.serves_hosts)
    return {'portPos': port.pos.view()}


def _raid(stage: Stage) -> Values:
    raid, size = stage.personality.default_raid
    return {'LDLayout.RAIDType': raid, 'LDLayout.setSize': size}


def _disks(stage: Stage) -> Values:
    kind = next(iter(stage.array.state.pools))
    return {'LDLayout.diskPatterns[].diskType': kind}


def _conversion(stage: Stage) -> Values:
    """What a thin volume can become: full, or thin with deduplication."""
    return {'conversionOperation': 3 if stage.personality.reduce else 2}


def _same_cpgs(stage: Stage) -> Values:
    return {'localUserCPG': 'c', 'localSnapCPG': 'c', 'targets': [{
        'targetName': PEER, 'remoteUserCPG': 'c', 'remoteSnapCPG': 'c'}]}


_PAIR_IO = {'ioMinGoal': 100, 'ioMaxLimit': 200}
_PAIR_BW = {'bwMinGoalKB': 100, 'bwMaxLimitKB': 200}
_PAIR_IO_OP = {'ioMinGoalOP': 1, 'ioMaxLimitOP': 1}
_PAIR_BW_OP = {'bwMinGoalOP': 1, 'bwMaxLimitOP': 1}
_BIG = 8388608

#: ``operation member`` or ``member`` alone → what to put into the body, or a
#: function that says so.
COMPANIONS: Mapping[str, Values | Callable[[Stage], Values]] = {
    # names of what is there
    'domain': {'domain': 'D'}, 'snapCPG': {'snapCPG': 'c'},
    'userCPG': {'userCPG': 'c'}, 'comment': {'comment': 'x'},
    'newName': lambda stage: {'newName': stage.fresh('n')},
    'setmembers': {'setmembers': []},
    'persona': {'persona': 1}, 'priority': {'priority': 1},
    # CPGs
    'growthIncrementMiB': {'growthIncrementMiB': 131072},
    'growthLimitMiB': {'growthLimitMiB': _BIG},
    'usedLDWarningAlertMiB': {'usedLDWarningAlertMiB': _BIG},
    'cpgs.create template': {'template': 'c'},
    'LDLayout': _raid, 'LDLayout.RAIDType': _raid, 'LDLayout.setSize': _raid,
    'LDLayout.HA': {'LDLayout.HA': 3},
    'LDLayout.chunkletPosPref': {'LDLayout.chunkletPosPref': 1},
    'LDLayout.diskPatterns': _disks,
    'LDLayout.diskPatterns[].diskType': _disks,
    'LDLayout.diskPatterns[].nodeList': {
        'LDLayout.diskPatterns[].nodeList': '0,1'},
    'LDLayout.diskPatterns[].slotList': {
        'LDLayout.diskPatterns[].slotList': '0-7'},
    'LDLayout.diskPatterns[].portList': {
        'LDLayout.diskPatterns[].portList': '0-7'},
    'LDLayout.diskPatterns[].cageList': {
        'LDLayout.diskPatterns[].cageList': '0'},
    'LDLayout.diskPatterns[].magList': {
        'LDLayout.diskPatterns[].magList': '0'},
    'LDLayout.diskPatterns[].diskPosList': {
        'LDLayout.diskPatterns[].diskPosList': '0'},
    'LDLayout.diskPatterns[].diskList': {
        'LDLayout.diskPatterns[].diskList': '0'},
    'LDLayout.diskPatterns[].diskModels': {
        'LDLayout.diskPatterns[].diskModels': []},
    'spacereporter.post LDLayout': lambda stage: {
        'cpg': DROP, **_raid(stage)},
    # volumes
    'volumes.create cpg': {'cpg': 'u'},
    'volumes.create id': lambda stage: {'id': 9000 + stage.number()},
    'volumes.create policies': {'policies': {'staleSS': True}},
    'volumes.modify policies': {'policies': {'staleSS': True}},
    'policies.system': {'policies.system': False},
    'policies.caching': {'policies.caching': False},
    'volumes.create tdvv': {'tpvv': DROP, 'tdvv': True},
    'volumes.tune snapCPG': {'tuneOperation': 2, 'userCPG': DROP,
                             'snapCPG': 'u'},
    'volumes.tune userCPG': {'userCPG': 'u'},
    'volumes.tune conversionOperation': _conversion,
    'volumes.tune keepVV': lambda stage: {
        **_conversion(stage), 'keepVV': stage.fresh('k')},
    'parameters.id': lambda stage: {'parameters.id': 9000 + stage.number()},
    'parameters.destCPG': _online(), 'parameters.online': _online(),
    'parameters.tpvv': _online(tpvv=True),
    'parameters.tdvv': _online(tdvv=True),
    'parameters.snapCPG': _online(snapCPG='c'),
    'parameters.priority': {'parameters.priority': 1},
    'parameters.volumeGroup[].snapshotName': lambda stage: {
        'parameters.volumeGroup[].snapshotName': stage.fresh('s')},
    'parameters.volumeGroup[].snapshotId': lambda stage: {
        'parameters.volumeGroup[].snapshotId': 9000 + stage.number()},
    # hosts
    'hosts.create descriptors': {'descriptors': {'os': 'x'}},
    'hosts.modify descriptors': {'descriptors': {'os': 'x'}},
    'hosts.create FCWWNs': lambda stage: {'FCWWNs': [stage.wwn()]},
    'hosts.create iSCSINames': lambda stage: {'iSCSINames': [stage.iqn()]},
    'hosts.modify FCWWNs': _paths(), 'hosts.modify pathOperation': _paths(),
    'hosts.modify iSCSINames': lambda stage: {
        'newName': DROP, 'pathOperation': 1, 'iSCSINames': [stage.iqn()]},
    'hosts.modify forcePathRemoval': lambda stage: {
        'newName': DROP, 'pathOperation': 2, 'FCWWNs': [stage.last_wwn],
        'forcePathRemoval': True},
    'hosts.modify chapRemoveTargetOnly': {
        'newName': DROP, 'chapOperation': 2, 'chapRemoveTargetOnly': False},
    'hosts.modify chapName': _chap(chapName='chap.name'),
    'hosts.modify chapOperationMode': _chap(),
    'hosts.modify chapSecret': _chap(),
    'hosts.modify chapSecretHex': _chap(chapSecret=32 * 'a',
                                        chapSecretHex=True),
    'hosts.modify chapOperation': _chap(),
    # sets
    'hostsets.create setmembers': lambda stage: {'setmembers': [stage.host()]},
    'volumesets.create setmembers': lambda stage: {
        'setmembers': [stage.volume()]},
    'hostsets.modify setmembers': lambda stage: {
        'newName': DROP, 'action': 1, 'setmembers': [stage.host()]},
    'hostsets.modify action': lambda stage: {
        'newName': DROP, 'action': 1, 'setmembers': [stage.host()]},
    'volumesets.modify priority': {},
    'volumesets.modify setmembers': lambda stage: {
        'newName': DROP, 'action': 1, 'setmembers': [stage.volume()]},
    'volumesets.modify action': lambda stage: {
        'newName': DROP, 'action': 1, 'setmembers': [stage.volume()]},
    # exports
    'portPos': _port, 'portPos.node': _port, 'portPos.slot': _port,
    'portPos.cardPort': _port,
    'maxAutoLun': {'autoLun': True, 'maxAutoLun': 9},
    # QoS
    **{f'{op} {name}': pair
       for op in ('qos.create', 'qos.modify')
       for pair in (_PAIR_IO, _PAIR_BW, _PAIR_IO_OP, _PAIR_BW_OP)
       for name in pair},
    'qos.create type': {'type': 1},
    # remote copy
    'remotecopygroups.modify localUserCPG': _same_cpgs,
    'remotecopygroups.modify localSnapCPG': _same_cpgs,
    'targets[].remoteUserCPG': _same_cpgs,
    'targets[].remoteSnapCPG': _same_cpgs,
    'remotecopygroups.modify targets[].targetName': {},
    'unsetUserCPG': {'targets': DROP, 'unsetUserCPG': True,
                     'unsetSnapCPG': True},
    'unsetSnapCPG': {'targets': DROP, 'unsetSnapCPG': True},
    'targetName': {'targetName': PEER},
    'parameters.remoteSyslogHost': {
        'parameters.remoteSyslogHost': '192.0.2.9'},
}


def companions(op: str, member: Member, scene: Scene,
               stage: Stage) -> Values:
    """What the body has to hold for a member to be accepted."""
    for key in (f'{op} {member.name}', member.name):
        if key in COMPANIONS:
            value = COMPANIONS[key]
            return value(stage) if callable(value) else value
    where = body_path(op, member.name)
    return {} if holds(scene.body, where) else {where: _sample(member)}


def holds(body: Any, path: str) -> bool:
    """Whether a body has a member."""
    head, _, tail = path.partition('.')
    value = body.get(head.removesuffix('[]'))
    if value is None:
        return False
    if head.endswith('[]'):
        value = value[0]
    return not tail or holds(value, tail)


def _sample(member: Member) -> Any:
    """A value within the type and the range of a member."""
    if member.enum is not None and member.values:
        return member.values[0]
    if member.range is not None:
        return member.range[0]
    return {'bool': True, 'number': 50, 'string': 'x', 'array': [],
            'object': {}}[member.json or 'string']


def put(body: dict[str, Any], path: str, value: Any) -> dict[str, Any]:
    """Set or drop a member; ``a[].b`` is b of the first object in a."""
    head, _, tail = path.partition('.')
    name = head.removesuffix('[]')
    if not tail:
        if value is DROP:
            body.pop(name, None)
        else:
            body[name] = value
        return body
    if head.endswith('[]'):
        items = body.setdefault(name, [{}]) or [{}]
        body[name] = items
        put(items[0], tail, value)
    else:
        put(body.setdefault(name, {}), tail, value)
    return body


def exists(array: Personality, operation: Operation) -> bool:
    """Whether an array has an operation."""
    if operation.op.startswith('remotecopygroups'):
        return array.has(Capability.REMOTE_COPY)
    if operation.op in ('flashcache.create', 'system.setFlashCachePolicy',
                        'volumesets.setFlashCachePolicy'):
        return array.has(Capability.FLASH_CACHE) and not array.reduce
    if operation.op == 'system.setParameters':
        return knows(array, '1.5')
    return knows(array, operation.since)


def knows(array: Personality, since: str | None) -> bool:
    """Whether an array's WSAPI is as new as that."""
    if since is None:
        return True
    return (array.major, array.minor, array.revision) >= tuple(
        map(int, since.split('.')))


#: Every operation with a body.
WITH_BODY: tuple[Operation, ...] = tuple(
    item for item in OPERATIONS.values() if item.request)
