"""A day of work on an array: requests of every kind, of which many fail.

Names are taken from what is on the array, from a few that may be, and from some
that are wrong, so that steps meet each other.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any, NamedTuple

from hpe3parclient.simulator import Array
from hpe3parclient.simulator.personality import Capability

NEW = [f'n{number}' for number in range(12)]
WRONG = ['no-such', 'with space', 'x' * 80, '.hidden']
IQNS = [f'iqn.1998-01.com.example:n{number}' for number in range(6)]
WWNS = [f'50000000000000{number:02X}' for number in range(8)]
SIZES = [0, 1, 256, 1000, 1024, 4096, 16384, 50_000, 5_000_000, 100_000_000]


class Step(NamedTuple):
    """One step: a request, or something that happens to the array.

    ``method`` is a method of HTTP, or one of ``wait``, ``write``, ``read``,
    ``log_in`` and ``log_out``.
    """

    method: str
    path: str
    body: Any = None


class Day:
    """Makes steps for the state that an array is in.

    :param array: it is only looked at
    """

    def __init__(self, array: Array, dice: random.Random) -> None:
        self._array, self._dice = array, dice
        self._kinds = [getattr(self, name) for name in sorted(dir(self))
                       if name.startswith('step_')]

    def steps(self, count: int) -> Iterator[Step]:
        """Yield so many steps; each looks at what those before have done."""
        for _ in range(count):
            yield self._dice.choice(self._kinds)()

    # -- names -------------------------------------------------------------

    def _pick(self, known: Any) -> str:
        names = [item.name for item in known]
        share = self._dice.random()
        if names and share < .8:
            return str(self._dice.choice(names))
        return self._dice.choice(NEW if share < .95 else WRONG)

    def _name(self) -> str:
        """A name for something new, which may be taken."""
        return self._dice.choice(NEW) if self._dice.random() < .9 \
            else self._pick(self._array.volumes)

    def _volume(self) -> str:
        return self._pick(item for item in self._array.volumes
                          if not item.internal or self._maybe(.1))

    def _snapshot(self) -> str:
        return self._pick(item for item in self._array.volumes
                          if item.is_snapshot)

    def _cpg(self) -> str:
        return self._pick(self._array.cpgs)

    def _host(self) -> str:
        return self._pick(self._array.hosts)

    def _volume_set(self) -> str:
        return self._pick(self._array.volumesets)

    def _host_set(self) -> str:
        return self._pick(self._array.hostsets)

    def _group(self) -> str:
        return self._pick(self._array.remote.groups)

    def _target(self) -> str:
        return self._pick(self._array.remote.targets)

    def _maybe(self, share: float) -> bool:
        return self._dice.random() < share

    def _some(self, **members: Any) -> dict[str, Any]:
        """Some of the members, each of them or not."""
        return {name: value for name, value in members.items()
                if self._maybe(.4)}

    def _hours(self) -> dict[str, Any]:
        return self._some(expirationHours=self._dice.choice([1, 2, 30]),
                          retentionHours=self._dice.choice([1, 3]))

    def _kind(self) -> dict[str, bool]:
        reduce = self._array.personality.reduce
        name = self._dice.choice(['tpvv', 'reduce'] if reduce
                                 else ['tpvv', 'tpvv', 'tdvv', ''])
        return {name: True} if name else {}

    # -- time, and hosts ---------------------------------------------------

    def step_wait(self) -> Step:
        return Step('wait', '', self._dice.choice([1, 30, 60, 300, 1800]))

    def step_wait_long(self) -> Step:
        return Step('wait', '', self._dice.choice([61, 62, 65, 75, 3600, 7200]))

    def step_write(self) -> Step:
        return Step('write', self._volume(), self._dice.choice([1, 64, 3000]))

    def step_read(self) -> Step:
        return Step('read', self._volume(), 64)

    def step_log_in(self) -> Step:
        return Step('log_in' if self._maybe(.6) else 'log_out', self._host())

    # -- CPGs --------------------------------------------------------------

    def step_create_cpg(self) -> Step:
        return Step('POST', '/cpgs', {'name': self._name(), **self._some(
            growthLimitMiB=self._dice.choice(SIZES), domain='dom',
            LDLayout={'RAIDType': self._dice.choice([1, 2, 3, 4])},
            growthIncrementMiB=self._dice.choice([8192, 65536]))})

    def step_modify_cpg(self) -> Step:
        return Step('PUT', f'/cpgs/{self._cpg()}', self._some(
            newName=self._name(), growthLimitMiB=self._dice.choice(SIZES),
            disableAutoGrow=True, rmGrowthLimit=True,
            usedLDWarningAlertMiB=self._dice.choice(SIZES)))

    def step_delete_cpg(self) -> Step:
        return Step('DELETE', f'/cpgs/{self._cpg()}')

    # -- volumes -----------------------------------------------------------

    def step_create_volume(self) -> Step:
        body = {'name': self._name(), 'cpg': self._cpg(),
                'sizeMiB': self._dice.choice(SIZES), **self._kind(),
                **self._hours(), **self._some(comment='text')}
        if self._maybe(.7):
            body['snapCPG'] = body['cpg'] if self._maybe(.7) else self._cpg()
        return Step('POST', '/volumes', body)

    step_create_another_volume = step_create_volume

    def step_create_compressed(self) -> Step:
        return Step('POST', '/volumes', {
            'name': self._name(), 'cpg': self._cpg(), 'sizeMiB': 16384,
            'tpvv': True, 'compression': True, **self._some(id=300)})

    def step_modify_volume(self) -> Step:
        return Step('PUT', f'/volumes/{self._volume()}', {
            **self._hours(), **self._some(
                newName=self._name(), comment='other', snapCPG=self._cpg(),
                userCPG=self._cpg(), rmExpTime=True, ssSpcAllocWarningPct=10,
                usrSpcAllocLimitPct=20, policies={
                    'staleSS': self._maybe(.5), 'oneHost': self._maybe(.5)})})

    def step_grow(self) -> Step:
        return Step('PUT', f'/volumes/{self._volume()}', {
            'action': 3, 'sizeMiB': self._dice.choice(SIZES)})

    def step_tune(self) -> Step:
        return Step('PUT', f'/volumes/{self._volume()}', {
            'action': 6, 'tuneOperation': self._dice.choice([1, 1, 2]),
            'userCPG': self._cpg(), **self._some(
                conversionOperation=self._dice.randrange(5),
                keepVV=self._name(), snapCPG=self._cpg())})

    def step_act(self) -> Step:
        return Step('PUT', f'/volumes/{self._volume()}', {
            'action': self._dice.choice([1, 2, 5])})

    def step_delete_volume(self) -> Step:
        tail = self._dice.choice(['', '', '?cascade=true'])
        return Step('DELETE', f'/volumes/{self._volume()}{tail}')

    def step_metadata(self) -> Step:
        path = f'/volumes/{self._volume()}/objectKeyValues'
        return self._dice.choice([
            Step('POST', path, {'key': 'k', 'value': 'v'}),
            Step('PUT', f'{path}/k', {'value': 'w'}),
            Step('DELETE', f'{path}/k'), Step('GET', path)])

    # -- snapshots and copies ----------------------------------------------

    def step_snapshot(self) -> Step:
        return Step('POST', f'/volumes/{self._volume()}', {
            'action': 'createSnapshot', 'parameters': {
                'name': self._name(), **self._hours(),
                **self._some(readOnly=True, comment='text')}})

    step_snapshot_again = step_snapshot

    def step_promote(self) -> Step:
        return Step('PUT', f'/volumes/{self._snapshot()}', {
            'action': 4, **self._some(online=True, priority=1,
                                      allowRemoteCopyParent=True)})

    def step_copy(self) -> Step:
        return Step('POST', f'/volumes/{self._volume()}', {
            'action': 'createPhysicalCopy', 'parameters': {
                'destVolume': self._volume(),
                **self._some(saveSnapshot=True, priority=3)}})

    def step_online_copy(self) -> Step:
        return Step('POST', f'/volumes/{self._volume()}', {
            'action': 'createPhysicalCopy', 'parameters': {
                'destVolume': self._name(), 'online': True,
                'destCPG': self._cpg(), **self._kind(),
                **self._some(snapCPG=self._cpg())}})

    def step_set_snapshot(self) -> Step:
        return Step('POST', f'/volumesets/{self._volume_set()}', {
            'action': 'createSnapshot', 'parameters': {
                'name': self._dice.choice(['s@count@', '@vvname@x']),
                **self._hours(), **self._some(readOnly=True)}})

    def step_group_snapshot(self) -> Step:
        return Step('POST', '/volumes', {'action': 8, 'parameters': {
            'volumeGroup': [{'volumeName': self._volume(),
                             'snapshotName': self._name()}],
            **self._some(readOnly=True)}})

    def step_update_snapshot(self) -> Step:
        return Step('PUT', '/volumes/', {
            'action': 7, 'parameters': {
                'volumeSnapshotList': [self._snapshot()]}})

    def step_set_action(self) -> Step:
        return Step('PUT', f'/volumesets/{self._volume_set()}', {
            'action': self._dice.randrange(3, 7)})

    # -- hosts, sets and exports -------------------------------------------

    def step_create_host(self) -> Step:
        return Step('POST', '/hosts', {'name': self._name(), **self._some(
            FCWWNs=[self._dice.choice(WWNS)],
            iSCSINames=[self._dice.choice(IQNS)], persona=2, domain='dom',
            descriptors={'location': 'row 7', 'os': 'linux'})})

    def step_modify_host(self) -> Step:
        return Step('PUT', f'/hosts/{self._host()}', self._dice.choice([
            {'pathOperation': self._dice.choice([1, 2]),
             'FCWWNs': [self._dice.choice(WWNS)]},
            {'pathOperation': self._dice.choice([1, 2]),
             'iSCSINames': [self._dice.choice(IQNS)]},
            {'chapOperation': self._dice.choice([1, 2]),
             'chapOperationMode': self._dice.choice([1, 2]),
             'chapName': 'chap', 'chapSecret': 'abcdefghijkl'},
            {'chapOperation': 2},
            self._some(newName=self._name(), persona=8,
                       descriptors={'comment': 'text'})]))

    def step_delete_host(self) -> Step:
        return Step('DELETE', f'/hosts/{self._host()}')

    def step_create_set(self) -> Step:
        if self._maybe(.5):
            return Step('POST', '/hostsets', {
                'name': self._name(), **self._some(
                    setmembers=[self._host()], domain='dom', comment='text')})
        return Step('POST', '/volumesets', {
            'name': self._name(), **self._some(
                setmembers=[self._volume(), self._volume()], comment='text')})

    def step_modify_volume_set(self) -> Step:
        return Step('PUT', f'/volumesets/{self._volume_set()}',
                    self._dice.choice([
                        {'action': self._dice.choice([1, 2]),
                         'setmembers': [self._volume()]},
                        {'action': self._dice.choice([1, 2]),
                         'setmembers': [self._volume()]},
                        {'newName': self._name()}, {'comment': 'other'},
                        {'flashCachePolicy': self._dice.choice([1, 2])}]))

    def step_modify_host_set(self) -> Step:
        return Step('PUT', f'/hostsets/{self._host_set()}',
                    self._dice.choice([
                        {'action': self._dice.choice([1, 2]),
                         'setmembers': [self._host()]},
                        {'newName': self._name()}, {'comment': 'other'}]))

    def step_delete_set(self) -> Step:
        return self._dice.choice([
            Step('DELETE', f'/hostsets/{self._host_set()}'),
            Step('DELETE', f'/volumesets/{self._volume_set()}')])

    def _ends(self) -> tuple[str, str]:
        volume = self._volume() if self._maybe(.7) \
            else f'set:{self._volume_set()}'
        host = self._host() if self._maybe(.7) else f'set:{self._host_set()}'
        return volume, host

    def step_export(self) -> Step:
        volume, host = self._ends()
        body: dict[str, Any] = {
            'volumeName': volume, 'hostname': host,
            'lun': self._dice.randrange(12), **self._some(
                autoLun=True, portPos={'node': 0, 'slot': 1, 'cardPort': 1})}
        if self._maybe(.1):
            del body['hostname']
        return Step('POST', '/vluns', body)

    step_export_again = step_export

    def step_unexport(self) -> Step:
        rows = list(self._array.vluns)
        if rows and self._maybe(.8):
            item = self._dice.choice(rows)
            volume = None if item.volume is None \
                else self._array.volumes.by_id(item.volume).name
            whole = None if item.volume_set is None \
                else self._array.volumesets.by_id(item.volume_set).name
            host = None if item.host is None \
                else self._array.hosts.by_id(item.host).name
            hosts = None if item.host_set is None \
                else f'set:{self._array.hostsets.by_id(item.host_set).name}'
            port = '' if item.port is None else f',{item.port}'
            return Step('DELETE', f'/vluns/{volume or f"set:{whole}"},'
                                  f'{item.lun},{host or hosts or ""}{port}')
        volume, host = self._ends()
        return Step('DELETE',
                    f'/vluns/{volume},{self._dice.randrange(12)},{host}')

    # -- QoS, flash cache, the system --------------------------------------

    def _limits(self) -> dict[str, Any]:
        return self._some(
            ioMinGoal=100, ioMaxLimit=self._dice.choice([50, 500]),
            bwMinGoalKB=10, bwMaxLimitKB=90, latencyGoal=5, enable=True,
            priority=self._dice.choice([1, 3]), ioMinGoalOP=1, ioMaxLimitOP=1)

    def step_create_rule(self) -> Step:
        if self._maybe(.2):
            return Step('POST', '/qos', {'name': 'all_others', 'type': 2,
                                         **self._limits()})
        return Step('POST', '/qos', {'name': self._volume_set(), 'type': 1,
                                     **self._limits()})

    def _rule(self) -> str:
        return 'sys:all_others' if self._maybe(.2) \
            else f'vvset:{self._volume_set()}'

    def step_modify_rule(self) -> Step:
        return Step('PUT', f'/qos/{self._rule()}', self._limits())

    def step_delete_rule(self) -> Step:
        return Step('DELETE', f'/qos/{self._rule()}')

    def step_flash_cache(self) -> Step:
        return self._dice.choice([
            Step('POST', '/', {'flashCache': {
                'sizeGiB': self._dice.choice([16, 17, 64]),
                **self._some(mode=1, RAIDType=1)}}),
            Step('DELETE', '/flashcache'),
            Step('PUT', '/system', {
                'flashCachePolicy': self._dice.choice([1, 2, 3])})])

    def step_system(self) -> Step:
        return Step('PUT', '/system', {'parameters': self._some(
            remoteSyslog=True, remoteSyslogHost='192.0.2.1',
            failoverMatchedSet=False)})

    def step_space(self) -> Step:
        return Step('POST', '/spacereporter', {'cpg': self._cpg()})

    def step_port(self) -> Step:
        where = f'/ports/{self._dice.randrange(2)}:2:1'
        return self._dice.choice([
            Step('PUT', where, {'iSCSIPortInfo': {
                'ipAddr': '192.0.2.77', 'netmask': '255.255.0.0'}}),
            Step('POST', f'{where}/iSCSIVlans', {
                'ipAddr': '192.0.2.78', 'netmask': '255.255.0.0',
                'vlanTag': self._dice.choice([9, 10])}),
            Step('DELETE', f'{where}/iSCSIVlans/9')])

    # -- tasks -------------------------------------------------------------

    def step_cancel(self) -> Step:
        numbers = [task.id for task in self._array.tasks]
        number = self._dice.choice(numbers[-6:] or [1])
        if self._array.active_tasks and self._maybe(.5):
            number = self._dice.choice(list(self._array.active_tasks))
        return Step('PUT', f'/tasks/{number}', {'action': 1})

    def step_look_at_task(self) -> Step:
        numbers = [task.id for task in self._array.tasks
                   if task.start >= self._array.clock.now() - 86400]
        return Step('GET', f'/tasks/{self._dice.choice(numbers or [1])}')

    # -- remote copy -------------------------------------------------------

    def step_create_group(self) -> Step:
        cpg = self._cpg()
        snap = {} if self._array.personality.has(Capability.NVME) \
            else {'snapCPG': cpg}
        return Step('POST', '/remotecopygroups', {
            'name': self._name(), **self._some(localUserCPG=cpg,
                                               localSnapCPG=cpg),
            'targets': [{'targetName': self._target(), 'userCPG': cpg, **snap,
                         'mode': self._dice.choice([1, 3, 4])}]})

    def step_admit(self) -> Step:
        name = self._volume()
        return Step('POST', f'/remotecopygroups/{self._group()}/volumes', {
            'volumeName': name, 'volumeAutoCreation': self._maybe(.8),
            **self._some(skipInitialSync=True), 'targets': [{
                'targetName': self._target(), 'secVolumeName': f'{name}.far'}]})

    def step_dismiss(self) -> Step:
        group = self._array.remote.groups.get(self._group())
        names = [] if group is None else [
            self._array.volumes.by_id(number).name for number in group.volumes]
        name = self._dice.choice(names) if names else self._volume()
        return Step('PUT', f'/remotecopygroups/{self._group()}', {
            'action': 2, 'volumeName': name, **self._some(
                keepSnap=True, removeSecondaryVolume=True)})

    def step_start(self) -> Step:
        return Step('PUT', f'/remotecopygroups/{self._group()}', {
            'action': self._dice.choice([3, 3, 4, 5]), **self._some(
                targetName=self._target())})

    step_start_again = step_start

    def step_recover(self) -> Step:
        return Step('POST', f'/remotecopygroups/{self._group()}', {
            'action': self._dice.randrange(6, 12)})

    def step_group_settings(self) -> Step:
        setting = self._dice.choice([
            {'syncPeriod': 600}, {'mode': self._dice.choice([1, 3])},
            {'rmSyncPeriod': True}, {'policies': {
                self._dice.choice(['autoRecover', 'overPeriodAlert',
                                   'autoFailover']): self._maybe(.5)}},
            {'remoteUserCPG': self._cpg()}])
        return Step('PUT', f'/remotecopygroups/{self._group()}', {
            'targets': [{'targetName': self._target(), **setting}]})

    def step_delete_group(self) -> Step:
        tail = self._dice.choice(['', '?keepSnap=true'])
        return Step('DELETE', f'/remotecopygroups/{self._group()}{tail}')

    def step_target(self) -> Step:
        return self._dice.choice([
            Step('PUT', f'/remotecopytargets/{self._target()}', {
                'policies': {'mirrorConfig': self._maybe(.7)}}),
            Step('POST', '/remotecopytargets', {
                'name': self._name(), 'type': 1, 'portPosAndLink': [{
                    'portPos': {'node': 0, 'slot': 3, 'cardPort': 1},
                    'link': '192.0.2.200'}]})])

    def step_look_at_group(self) -> Step:
        group = f'/remotecopygroups/{self._group()}'
        return Step('GET', group + self._dice.choice([
            '', '/volumes', '/targets']))

    def step_group_snapshots(self) -> Step:
        return Step('POST', f'/remotecopygroups/{self._group()}/volumes', {
            'action': 1, 'parameters': {'name': 's@count@'}})
