"""Mistakes that both type checkers have to find: each line with a mark."""

from __future__ import annotations

from typing import Any

from hpe3parclient.client import HPE3ParClient
from hpe3parclient.options import VolumeOptions


def misspell(client: HPE3ParClient) -> None:
    """Misspell a member of every dict."""
    client.login('user', 'password', {'sesionType': 1})  # mistake
    client.createVolume('v', 'c', 1, {'tpw': True})  # mistake
    client.createVolume('v', 'c', 1, {'tpvv': True, 'coment': 'c'})  # mistake
    client.createVolume('v', 'c', 1, {'tpvv': 'yes'})  # mistake
    client.createVolume('v', 'c', 1, {'policies': {'oneHosts': True}})  # mistake
    client.createVolume('v', 'c', 1, optional={'snapCpg': 'c'})  # mistake
    client.modifyVolume('v', {'newname': 'w'})  # mistake
    client.tuneVolume('v', 1, {'usrCPG': 'c'})  # mistake
    client.copyVolume('v', 'w', 'c', {'onLine': True})  # mistake
    client.createSnapshot('s', 'v', {'readonly': True})  # mistake
    client.createSnapshotOfVolumeSet('s', 'v', {'expireHours': 1})  # mistake
    client.promoteVirtualCopy('s', {'prio': 1})  # mistake
    client.createCPG('c', {'growthLimitMib': 1})  # mistake
    client.createCPG('c', {'LDLayout': {'RaidType': 1}})  # mistake
    client.modifyCPG('c', {'newNmae': 'd'})  # mistake
    client.createHost('h', ['i'], optional={'personna': 1})  # mistake
    client.modifyHost('h', {'pathOp': 1})  # mistake
    client.createQoSRules('s', {'ioMaximum': 1})  # mistake
    client.modifyQoSRules('s', {'ioMinimum': 1})  # mistake
    client.createRemoteCopyGroup(
        'g', [{'targetName': 't', 'mod': 1}])  # mistake
    client.createRemoteCopyGroup(
        'g', [{'targetName': 't', 'mode': 1}],
        {'localUserCpg': 'c'})  # mistake
    client.modifyRemoteCopyGroup('g', {'target': []})  # mistake
    client.startRemoteCopy('g', {'skipSync': True})  # mistake
    client.stopRemoteCopy('g', {'noSnapshots': True})  # mistake
    client.synchronizeRemoteCopyGroup('g', {'full': True})  # mistake
    client.recoverRemoteCopyGroupFromDisaster(
        'g', 7, {'noSnapshots': True})  # mistake
    client.addVolumeToRemoteCopyGroup(
        'g', 'v', [{'targetName': 't', 'secVolume': 'v'}])  # mistake
    client.addVolumeToRemoteCopyGroup(
        'g', 'v', [{'targetName': 't', 'secVolumeName': 'v'}],
        {'snapName': 's'})  # mistake
    client.removeVolumeFromRemoteCopyGroup(
        'g', 'v', {'keepSnapshot': True})  # mistake
    client.admitRemoteCopyTarget('t', 'sync', 'g', {'pairs': []})  # mistake
    client.modifySchedule('s', {'frequency': '@daily'})  # mistake
    client.ensureVolume('v', 'c', 1, {'coment': 'c'})  # mistake
    client.ensureHost('h', optional={'personna': 1})  # mistake
    client.ensureCPG('c', {'growthLimit': 1})  # mistake
    options: VolumeOptions = {'tpw': True}  # mistake
    options['coment'] = 'c'  # mistake


def unchecked(client: HPE3ParClient, members: dict[str, Any]) -> None:
    """Pass what no checker looks into."""
    client.login('user', 'password', members)
    client.createVolume('v', 'c', 1, members)
    client.createVolume('v', 'c', 1, dict(members))
    client.modifyVolume('v', members)
    client.createHost('h', ['i'], None, None, members)
    client.createRemoteCopyGroup('g', [members], members)
    client.addVolumeToRemoteCopyGroup('g', 'v', [members], members)
