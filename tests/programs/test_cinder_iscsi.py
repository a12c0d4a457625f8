"""Cinder: attaching volumes over iSCSI."""

from __future__ import annotations

from typing import Any

import pytest

from tests.programs.cinder_lab import addresses, backend, connector, iqns, paths
from tests.programs.lab import Lab
from tests.programs.worker import Worker

SHORT = 'alletra-mp'
#: Type of a VLUN
MATCHED_SET = 4


@pytest.fixture(scope='module')
def cinder(cinder_process: Worker, lab: Lab) -> Any:
    return backend(cinder_process, lab)


def test_one_path(lab: Lab, cinder: Any) -> None:
    name = cinder.create_volume('one-path')
    node = connector('compute1', 1)
    info = cinder.attach('one-path', node)
    assert info['driver_volume_type'] == 'iscsi'
    data = info['data']
    assert data['target_portal'] in addresses(lab)
    assert data['target_iqn'] in iqns(lab)
    template = lab.view.vluns(name)[0]
    assert data['target_lun'] == template['lun']
    assert template['hostname'] == 'compute1'
    assert paths(lab, 'compute1', 'iSCSIPaths', 'name') == {
        node['initiator']}
    cinder.detach('one-path', node)
    assert lab.view.vluns(name) == []
    assert lab.view.item('hosts', 'compute1') is None


def test_many_paths(lab: Lab, cinder: Any) -> None:
    name = cinder.create_volume('many-paths')
    node = connector('compute2', 2, multipath=True)
    data = cinder.attach('many-paths', node)['data']
    assert sorted(data['target_portals']) == sorted(addresses(lab))
    assert set(data['target_iqns']) == iqns(lab)
    templates = lab.view.vluns(name)
    assert len(templates) == len(addresses(lab))
    assert {each['type'] for each in templates} == {MATCHED_SET}
    assert set(data['target_luns']) == {each['lun'] for each in templates}
    cinder.detach('many-paths', node)
    assert lab.view.vluns(name) == []


def test_a_host_that_is_there_is_used(lab: Lab, cinder: Any
                                      ) -> None:
    node = connector('compute3', 3)
    lab.view.make('/hosts', name='by-hand', persona=2,
                  iSCSINames=[node['initiator']])
    name = cinder.create_volume('handmade')
    cinder.attach('handmade', node)
    assert lab.view.vluns(name)[0]['hostname'] == 'by-hand'
    assert lab.view.item('hosts', 'compute3') is None
    cinder.detach('handmade', node)
    assert lab.view.vluns(name) == []


def test_the_host_stays_while_it_has_volumes(lab: Lab, cinder: Any
                                             ) -> None:
    node = connector('compute4', 4)
    first = cinder.create_volume('first')
    second = cinder.create_volume('second')
    cinder.attach('first', node)
    cinder.attach('second', node)
    cinder.detach('first', node)
    assert lab.view.vluns(first) == []
    assert len(lab.view.vluns(second)) == 1
    assert lab.view.item('hosts', 'compute4') is not None
    cinder.detach('second', node)
    assert lab.view.item('hosts', 'compute4') is None


def test_two_hosts_at_a_time(lab: Lab, cinder: Any) -> None:
    name = cinder.create_volume('shared', multiattach=True)
    nodes = connector('compute5', 5), connector('compute6', 6)
    for node in nodes:
        cinder.attach('shared', node)
    assert {each['hostname'] for each in lab.view.vluns(name)} == {
        'compute5', 'compute6'}
    cinder.detach('shared', nodes[0])
    assert {each['hostname'] for each in lab.view.vluns(name)} == {
        'compute6'}
    cinder.detach('shared', nodes[1])
    assert lab.view.vluns(name) == []


def test_a_forced_detach(lab: Lab, cinder: Any) -> None:
    name = cinder.create_volume('forced')
    node = connector('compute7', 7)
    cinder.attach('forced', node)
    cinder.detach('forced', node, force=True)
    assert lab.view.vluns(name) == []


def test_an_attached_volume_is_extended(lab: Lab, cinder: Any
                                        ) -> None:
    name = cinder.create_volume('attached-growing')
    node = connector('compute8', 8)
    cinder.attach('attached-growing', node)
    cinder.extend('attached-growing', 3)
    assert lab.view.gib(name) == 3
    cinder.detach('attached-growing', node)


def test_the_persona_of_the_type(lab: Lab, cinder: Any) -> None:
    cinder.volume_type('vmware', {'hpe3par:persona': '8 - VMware'})
    cinder.create_volume('esx', kind='vmware')
    node = connector('esx1', 9)
    cinder.attach('esx', node)
    host = lab.view.item('hosts', 'esx1')
    assert host is not None
    assert host['persona'] == 8
    cinder.detach('esx', node)
