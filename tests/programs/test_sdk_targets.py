"""HPE's hpe3par_sdk 3.0: links and targets, with an array to spare."""

from __future__ import annotations

from typing import Any

from tests.programs.lab import Lab
from tests.programs.sdk_lab import replicated, thin

SHORT = '3par-3.3.1'
ARRAYS = 3


def test_remote_copy_links(lab: Lab, sdk: Any) -> None:
    link = next(each for each in lab.view.get('/remotecopylinks')['members']
                if each['targetName'] == 'array-c')
    port = '{node}:{slot}:{cardPort}'.format(**link['portPos'])
    address = link['address']
    assert sdk.rcopyLinkExists('array-c', port, address) is True
    sdk.dismissRemoteCopyLinks('array-c', port, address)
    assert sdk.rcopyLinkExists('array-c', port, address) is False
    sdk.admitRemoteCopyLinks('array-c', port, address)
    assert sdk.rcopyLinkExists('array-c', port, address) is True


def test_targets_of_a_group(lab: Lab, sdk: Any, volume: str) -> None:
    replicated(lab, sdk, volume, 'sdk-target')
    sdk.stopRemoteCopy('sdk-target')
    assert sdk.targetInRemoteCopyGroupExists('array-b', 'sdk-target') is True
    lab.views[2].make('/volumes', name=volume, cpg='gold', sizeMiB=2048,
                      **thin(lab))
    sdk.admitRemoteCopyTarget('array-c', 'periodic', 'sdk-target',
                              {'volumePairs': [{'sourceVolumeName': volume,
                                                'targetVolumeName': volume}]})
    assert sdk.targetInRemoteCopyGroupExists('array-c', 'sdk-target') is True
    sdk.dismissRemoteCopyTarget('array-c', 'sdk-target')
    assert sdk.targetInRemoteCopyGroupExists('array-c', 'sdk-target') is False
