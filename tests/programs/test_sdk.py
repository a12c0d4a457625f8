"""HPE's hpe3par_sdk 3.0: every public method, checked on the array."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from tests.programs.lab import Lab, settle
from tests.programs.sdk_lab import replicated, thin, wait
from tests.programs.worker import ProgramError, Worker

SHORT = 'primera-4.x'
ARRAYS = 2


# -- the array --------------------------------------------------------------


def test_what_the_array_is(lab: Lab, sdk: Any) -> None:
    assert sdk.getStorageSystemInfo()['name'] == 'array-a'
    build = sdk.getWsApiVersion()['build']
    assert build == lab.array.state.personality.build
    assert 'httpsState' in sdk.getWSAPIConfigurationInfo()
    assert 'allCapacity' in sdk.getOverallSystemCapacity()
    sdk.debug_rest(False)


def test_the_version_is_compared(lab: Lab, sdk: Any) -> None:
    sdk.compare_version(sdk.getWsApiVersion())


def test_the_version_is_checked(lab: Lab, sdk: Any) -> None:
    sdk.check_WSAPI_version()


def test_patches_are_read(lab: Lab, sdk: Any) -> None:
    assert sdk.getPatches()['total'] >= 0
    assert sdk.getPatch('P01') == ['Patch P01 not recognized.']


def test_the_port_of_the_web_service(lab: Lab, sdk: Any) -> None:
    number = sdk.getPortNumber(
        '127.0.0.1', lab.array.user, lab.array.password,
        port=lab.array.ssh_port)
    assert int(number) == lab.array.state.personality.https_port


def test_flash_cache(lab: Lab, sdk: Any) -> None:
    assert sdk.flashCacheExists() is False
    sdk.createFlashCache(64, 1)
    assert sdk.flashCacheExists() is True
    assert sdk.getFlashCache()['sizeGiB'] == 64
    assert lab.view.get('/flashcache')['sizeGiB'] == 64
    sdk.deleteFlashCache()
    assert lab.view.request('GET', '/flashcache').status_code == 404


# -- CPGs and volumes -------------------------------------------------------


def test_cpgs(lab: Lab, sdk: Any) -> None:
    sdk.createCPG('bronze')
    assert sdk.getCPG('bronze')['name'] == 'bronze'
    assert 'bronze' in [each['name'] for each in sdk.getCPGs()]
    assert sdk.getCPGAvailableSpace('bronze')['usable_free_in_mib'] > 0
    assert 'throughput' in sdk.getCPGStatData('bronze')
    assert sdk.cpgExists('bronze') is True
    sdk.deleteCPG('bronze')
    assert sdk.cpgExists('bronze') is False
    assert 'bronze' not in lab.view.names('cpgs')


def test_a_volume(lab: Lab, sdk: Any, volume: str) -> None:
    assert sdk.getVolume(volume)['size_mib'] == 2048
    assert volume in [each['name'] for each in sdk.getVolumes()]
    assert sdk.volumeExists(volume) is True
    sdk.growVolume(volume, 1024)
    assert lab.view.volume(volume)['sizeMiB'] == 3072
    sdk.modifyVolume(volume, {'comment': 'changed'})
    assert lab.view.volume(volume)['comment'] == 'changed'
    sdk.deleteVolume(volume)
    assert sdk.volumeExists(volume) is False


def test_metadata(lab: Lab, sdk: Any, volume: str) -> None:
    # createVolume notes which program made the volume.
    assert sdk.getVolumeMetaData(volume, 'hpe_ecosystem_product')[
        'value'] == 'python_SDK_3par'
    sdk.setVolumeMetaData(volume, 'colour', 'red')
    assert sdk.findVolumeMetaData(volume, 'colour', 'red') is True
    assert sdk.findVolumeMetaData(volume, 'colour', 'blue') is False
    keys = [each['key'] for each in sdk.getAllVolumeMetaData(volume)['members']]
    assert 'colour' in keys
    sdk.removeVolumeMetaData(volume, 'colour')
    assert sdk.findVolumeMetaData(volume, 'colour', 'red') is False


def test_snapshots(lab: Lab, sdk: Any, volume: str) -> None:
    sdk.createSnapshot('sdk-snap', volume, {'readOnly': True})
    assert lab.view.volume('sdk-snap')['copyOf'] == volume
    assert sdk.getVolumeSnapshots(volume) == ['sdk-snap']
    lab.array.state.write(volume, 100)
    changed = lab.array.state.content_of(volume)
    wait(sdk, sdk.promoteVirtualCopy('sdk-snap')['taskid'])
    assert lab.array.state.content_of(volume) != changed


def test_an_online_copy(lab: Lab, sdk: Any, volume: str) -> None:
    with lab.time.standing():
        task = sdk.copyVolume(volume, 'sdk-online', 'silver',
                              {'online': True, 'tpvv': True})['taskid']
        assert task in [each['task_id'] for each in sdk.getAllTasks()]
        assert sdk.onlinePhysicalCopyExists(volume, 'sdk-online') is True
        assert sdk.isOnlinePhysicalCopy('sdk-online') is True
    wait(sdk, task)
    assert lab.view.volume('sdk-online')['userCPG'] == 'silver'
    assert sdk.onlinePhysicalCopyExists(volume, 'sdk-online') is False


def test_an_online_copy_is_stopped(lab: Lab, sdk: Any, volume: str) -> None:
    with lab.time.standing():
        sdk.copyVolume(volume, 'sdk-stopped', 'gold',
                       {'online': True, 'tpvv': True})
        sdk.stopOnlinePhysicalCopy('sdk-stopped')
    assert lab.view.item('volumes', 'sdk-stopped') is None


def test_an_offline_copy(lab: Lab, sdk: Any, volume: str) -> None:
    sdk.createVolume('sdk-offline', 'gold', 2048, thin(lab))
    with lab.time.standing():
        task = sdk.copyVolume(volume, 'sdk-offline', 'gold', {
            'online': False, 'saveSnapshot': True})['taskid']
        # The SDK asks for a task by a pattern, which is no task's name.
        assert sdk.offlinePhysicalCopyExists(volume, 'sdk-offline') is False
    wait(sdk, task)
    assert lab.view.volume('sdk-offline')['copyOf'] == volume
    task = sdk.resyncPhysicalCopy('sdk-offline')['taskid']
    wait(sdk, task)


def test_an_offline_copy_is_stopped(lab: Lab, sdk: Any, volume: str) -> None:
    sdk.createVolume('sdk-halted', 'gold', 2048, thin(lab))
    with lab.time.standing():
        sdk.copyVolume(volume, 'sdk-halted', 'gold', {'online': False})
        sdk.stopOfflinePhysicalCopy('sdk-halted')
    assert sdk.offlinePhysicalCopyExists(volume, 'sdk-halted') is False


def test_a_volume_is_tuned(lab: Lab, sdk: Any, volume: str) -> None:
    task = sdk.tuneVolume(volume, 1, {'userCPG': 'silver'})
    wait(sdk, task['task_id'])
    assert sdk.getTask(task['task_id'])['status'] == 1
    assert lab.view.volume(volume)['userCPG'] == 'silver'
    assert sdk.waitForTaskToEnd(task['task_id'], 1) in (True, False)


# -- sets and rules ---------------------------------------------------------


def test_volume_sets(lab: Lab, sdk: Any, volume: str) -> None:
    sdk.createVolumeSet('sdk-set', comment='made', setmembers=[volume])
    assert lab.view.item('volumesets', 'sdk-set')['setmembers'] == [volume]
    assert sdk.getVolumeSet('sdk-set')['comment'] == 'made'
    assert 'sdk-set' in [each['name'] for each in sdk.getVolumeSets()]
    assert sdk.volumeSetExists('sdk-set') is True
    assert sdk.findVolumeSet(volume) == 'sdk-set'
    assert [each['name'] for each in sdk.findAllVolumeSets(volume)] == [
        'sdk-set']
    sdk.createSnapshotOfVolumeSet('set-@count@', 'sdk-set')
    assert lab.view.volume('set-0')['copyOf'] == volume
    sdk.removeVolumeFromVolumeSet('sdk-set', volume)
    sdk.addVolumeToVolumeSet('sdk-set', volume)
    sdk.removeVolumesFromVolumeSet('sdk-set', [volume])
    assert 'setmembers' not in lab.view.item('volumesets', 'sdk-set')
    sdk.addVolumesToVolumeSet('sdk-set', [volume])
    sdk.modifyVolumeSet('sdk-set', newName='sdk-set2')
    assert lab.view.item('volumesets', 'sdk-set2')['setmembers'] == [volume]
    sdk.deleteVolumeSet('sdk-set2')
    assert sdk.volumeSetExists('sdk-set2') is False


def test_qos_rules(lab: Lab, sdk: Any, volume: str) -> None:
    sdk.createVolumeSet('sdk-qos', setmembers=[volume])
    sdk.createQoSRules('sdk-qos', {'ioMinGoal': 100, 'ioMaxLimit': 200,
                                   'priority': 2})
    assert sdk.qosRuleExists('sdk-qos', 'vvset') is True
    assert sdk.queryQoSRule('sdk-qos')['io_max_limit'] == 200
    assert 'sdk-qos' in [each['name'] for each in sdk.queryQoSRules()]
    sdk.modifyQoSRules('sdk-qos', {'ioMinGoal': 100, 'ioMaxLimit': 300})
    assert lab.view.get('/qos/vvset:sdk-qos')['ioMaxLimit'] == 300
    sdk.deleteQoSRules('sdk-qos')
    assert sdk.qosRuleExists('sdk-qos', 'vvset') is False


def test_a_qos_rule_by_the_command_line(lab: Lab, sdk: Any, volume: str
                                        ) -> None:
    sdk.createVolumeSet('sdk-cli-qos', setmembers=[volume])
    sdk.setQOSRule('sdk-cli-qos', max_io=500, max_bw=20)
    rule = lab.view.get('/qos/vvset:sdk-cli-qos')
    assert rule['ioMaxLimit'] == 500
    assert rule['bwMaxLimitKB'] == 20000


# -- hosts ------------------------------------------------------------------


def test_hosts(lab: Lab, sdk: Any, host: str) -> None:
    iqn = f'iqn.1993-08.org.debian:01:{host}'
    assert sdk.getHost(host)['iscsi_paths'][0]['name'] == iqn
    sdk.createHost('second-host', FCWwns=['10000000C9ABCDE0'])
    assert lab.view.item('hosts', 'second-host')['FCPaths'][0][
        'wwn'] == '10000000C9ABCDE0'
    assert host in [each['name'] for each in sdk.getHosts()]
    assert sdk.hostExists(host) is True
    assert sdk.findHost(iqn=iqn) == host
    assert [each['name'] for each in sdk.queryHost(iqns=[iqn])] == [host]
    sdk.modifyHost(host, {'pathOperation': 1,
                          'FCWWNs': ['10000000C9ABCDEF']})
    assert lab.view.item('hosts', host)['FCPaths'][0][
        'wwn'] == '10000000C9ABCDEF'
    assert [each['name'] for each in sdk.queryHost(
        wwns=['10000000C9ABCDEF'])] == [host]
    sdk.deleteHost(host)
    assert sdk.hostExists(host) is False


def test_host_sets(lab: Lab, sdk: Any, host: str) -> None:
    sdk.createHostSet('sdk-hosts', comment='made', setmembers=[host])
    assert sdk.getHostSet('sdk-hosts')['setmembers'] == [host]
    assert 'sdk-hosts' in [each['name'] for each in sdk.getHostSets()]
    assert sdk.hostSetExists('sdk-hosts') is True
    assert sdk.findHostSet(host) == 'sdk-hosts'
    sdk.removeHostFromItsHostSet(host)
    assert 'setmembers' not in lab.view.item('hostsets', 'sdk-hosts')
    sdk.addHostToHostSet('sdk-hosts', host)
    sdk.removeHostFromHostSet('sdk-hosts', host)
    sdk.addHostsToHostSet('sdk-hosts', [host])
    assert lab.view.item('hostsets', 'sdk-hosts')['setmembers'] == [host]
    sdk.removeHostsFromHostSet('sdk-hosts', [host])
    sdk.modifyHostSet('sdk-hosts', newName='sdk-hosts2')
    sdk.deleteHostSet('sdk-hosts2')
    assert sdk.hostSetExists('sdk-hosts2') is False


def test_exports(lab: Lab, sdk: Any, volume: str, host: str) -> None:
    sdk.createVLUN(volume, 7, host)
    template = lab.view.vluns(volume)[0]
    assert (template['lun'], template['hostname']) == (7, host)
    assert sdk.getVLUN(volume)['lun'] == 7
    assert volume in [each['volume_name'] for each in sdk.getVLUNs()]
    assert {each['volume_name'] for each in sdk.getHostVLUNs(host)} == {volume}
    assert sdk.vlunExists(volume, 7, host, None) is True
    sdk.deleteVLUN(volume, 7, host)
    assert sdk.vlunExists(volume, 7, host, None) is False
    assert lab.view.vluns(volume) == []


def test_ports(lab: Lab, sdk: Any) -> None:
    every = sdk.getPorts()
    members = lab.view.get('/ports')['members']
    assert len(every) == len(members)
    for read, protocol in ((sdk.getFCPorts(), 1), (sdk.getiSCSIPorts(4), 2),
                           (sdk.getIPPorts(), 4)):
        assert len(read) == len([each for each in members
                                 if each['protocol'] == protocol])


# -- schedules --------------------------------------------------------------


def test_schedules(lab: Lab, sdk: Any, volume: str) -> None:
    sdk.createSchedule('sdk-sched', f'createsv -ro @vvname@.@s@ {volume}',
                       '@hourly')
    assert sdk.scheduleExists('sdk-sched') is True
    assert 'sdk-sched' in str(sdk.getSchedule('sdk-sched'))
    assert sdk.isScheduleActive('sdk-sched') is True
    sdk.suspendSchedule('sdk-sched')
    assert sdk.isScheduleActive('sdk-sched') is False
    sdk.resumeSchedule('sdk-sched')
    assert sdk.isScheduleActive('sdk-sched') is True
    sdk.modifySchedule('sdk-sched', {'newName': 'sdk-sched2'})
    assert sdk.scheduleExists('sdk-sched2') is True
    sdk.deleteSchedule('sdk-sched2')
    assert sdk.scheduleExists('sdk-sched2') is False


# -- remote copy ------------------------------------------------------------


def test_remote_copy_groups(lab: Lab, sdk: Any, volume: str) -> None:
    assert sdk.getRemoteCopyInfo()['status'] is not None
    replicated(lab, sdk, volume, 'sdk-rcg')
    assert sdk.remoteCopyGroupExists('sdk-rcg') is True
    assert sdk.remoteCopyGroupVolumeExists('sdk-rcg', volume) is True
    assert sdk.getRemoteCopyGroup('sdk-rcg')['name'] == 'sdk-rcg'
    assert 'sdk-rcg' in [each['name'] for each in sdk.getRemoteCopyGroups()]
    assert len(sdk.getRemoteCopyGroupVolumes('sdk-rcg')) == 1
    sdk.getRemoteCopyGroupVolume('sdk-rcg', volume)
    assert lab.views[1].gib(volume) == 2
    sdk.stopRemoteCopy('sdk-rcg')
    sdk.removeVolumeFromRemoteCopyGroup('sdk-rcg', volume,
                                        removeFromTarget=True)
    sdk.removeRemoteCopyGroup('sdk-rcg')
    assert sdk.remoteCopyGroupExists('sdk-rcg') is False
    assert lab.views[1].item('volumes', volume) is None


def test_a_group_is_synchronized(lab: Lab, sdk: Any, volume: str) -> None:
    target: Any = {'targetName': 'array-b', 'mode': 3, 'userCPG': 'gold'}
    optional: Any = {'localUserCPG': 'gold'}
    if lab.personality != 'alletra-mp':
        target['snapCPG'] = optional['localSnapCPG'] = 'gold'
    sdk.createRemoteCopyGroup('sdk-per', [target], optional)
    sdk.addVolumeToRemoteCopyGroup(
        'sdk-per', volume,
        [{'targetName': 'array-b', 'secVolumeName': volume}],
        {'volumeAutoCreation': True})
    sdk.modifyRemoteCopyGroup('sdk-per', {'targets': [
        {'targetName': 'array-b', 'syncPeriod': 600}]})
    group = lab.view.item('remotecopygroups', 'sdk-per')
    assert group['targets'][0]['syncPeriod'] == 600
    sdk.startRemoteCopy('sdk-per')
    assert sdk.remoteCopyGroupStatusStartedCheck('sdk-per') is True
    settle(lambda: sdk.remoteCopyGroupStatusCheck('sdk-per'))
    lab.array.state.write(volume, 100)
    sdk.synchronizeRemoteCopyGroup('sdk-per')
    settle(lambda: lab.arrays[1].state.content_of(volume) ==
           lab.array.state.content_of(volume))
    sdk.stopRemoteCopy('sdk-per')
    assert sdk.remoteCopyGroupStatusStoppedCheck('sdk-per') is True


def test_a_group_fails_over(lab: Lab, sdk: Any, volume: str) -> None:
    replicated(lab, sdk, volume, 'sdk-fail')
    settle(lambda: sdk.remoteCopyGroupStatusCheck('sdk-fail'))
    sdk.recoverRemoteCopyGroupFromDisaster('sdk-fail', 8)
    assert lab.view.item('remotecopygroups', 'sdk-fail')['role'] == 2


def test_configuration_mirroring_is_toggled(lab: Lab, sdk: Any) -> None:
    sdk.toggleRemoteCopyConfigMirror('array-b', mirror_config=False)
    sdk.toggleRemoteCopyConfigMirror('array-b', mirror_config=True)


def test_the_remote_copy_service(lab: Lab, sdk: Any) -> None:
    assert sdk.rcopyServiceExists() is True
    with pytest.raises(ProgramError, match='already started'):
        sdk.startrCopy()
    assert sdk.rcopyServiceExists() is True


# -- sessions, and all of it ------------------------------------------------


def test_a_refusal_keeps_its_class(lab: Lab, sdk: Any) -> None:
    with pytest.raises(ProgramError) as caught:
        sdk.getVolume('nowhere')
    assert caught.value.kind == 'hpe3parclient.exceptions.HTTPNotFound'


def test_the_client_goes_on_after_a_logout(lab: Lab, sdk: Any) -> None:
    sdk.logout()
    sdk.login(lab.array.user, lab.array.password)
    sdk.setSSHOptions('127.0.0.1', lab.array.user, lab.array.password,
                      port=lab.array.ssh_port)
    assert sdk.cpgExists('gold') is True


def test_every_method_is_called_here(program_python: str, tmp_path: Path
                                     ) -> None:
    with Worker(program_python, 'sdk_worker.py', tmp_path / 'log') as worker:
        methods = set(worker.call('methods'))
    called = {name for module in Path(__file__).parent.glob('test_sdk*.py')
              for name in re.findall(r'\bsdk\.(\w+)\(',
                                     module.read_text('utf-8'))}
    assert methods - called == set()
