"""Cinder: attaching volumes over Fibre Channel."""

from __future__ import annotations

from typing import Any

import pytest

from tests.programs.cinder_lab import backend, connector, fc_targets, paths, wwpns
from tests.programs.lab import Lab
from tests.programs.worker import Worker

SHORT = 'alletra-9000'
#: Type of a VLUN
HOST = 3


@pytest.fixture(scope='module')
def cinder(cinder_process: Worker, lab: Lab) -> Any:
    return backend(cinder_process, lab, 'fc')


def test_statistics_name_the_protocol(lab: Lab, cinder: Any
                                      ) -> None:
    assert cinder.statistics()['storage_protocol'] == 'FC'


def test_many_paths(lab: Lab, cinder: Any) -> None:
    name = cinder.create_volume('fc-many')
    node = connector('fc1', 21, multipath=True)
    info = cinder.attach('fc-many', node)
    assert info['driver_volume_type'] == 'fibre_channel'
    data = info['data']
    assert set(data['target_wwn']) == fc_targets(lab)
    assert set(data['initiator_target_map']) == set(wwpns(21))
    template = lab.view.vluns(name)[0]
    assert template['type'] == HOST
    assert data['target_lun'] == template['lun']
    assert {wwn.lower() for wwn in paths(lab, 'fc1', 'FCPaths', 'wwn')
            } == set(wwpns(21))
    gone = cinder.detach('fc-many', node)
    assert set(gone['data']['target_wwn']) == fc_targets(lab)
    assert lab.view.vluns(name) == []
    assert lab.view.item('hosts', 'fc1') is None


def test_one_path(lab: Lab, cinder: Any) -> None:
    cinder.create_volume('fc-one')
    node = connector('fc2', 22)
    data = cinder.attach('fc-one', node)['data']
    assert len(data['target_wwn']) == 1
    assert {wwn.lower() for wwn in paths(lab, 'fc2', 'FCPaths', 'wwn')
            } == set(wwpns(22)[:1])
    cinder.detach('fc-one', node)
    assert lab.view.item('hosts', 'fc2') is None


def test_a_new_port_joins_its_host(lab: Lab, cinder: Any) -> None:
    first, second = wwpns(23)
    lab.view.make('/hosts', name='fc3', persona=2, FCWWNs=[first.upper()])
    cinder.create_volume('fc-new')
    node = connector('fc3', 23, multipath=True)
    cinder.attach('fc-new', node)
    assert {wwn.lower() for wwn in paths(lab, 'fc3', 'FCPaths', 'wwn')
            } == {first, second}
    cinder.detach('fc-new', node)


def test_two_hosts_at_a_time(lab: Lab, cinder: Any) -> None:
    name = cinder.create_volume('fc-shared', multiattach=True)
    nodes = [connector(f'fc{number}', number, multipath=True)
             for number in (24, 25)]
    for node in nodes:
        cinder.attach('fc-shared', node)
    assert {each['hostname'] for each in lab.view.vluns(name)} == {
        'fc24', 'fc25'}
    for node in nodes:
        cinder.detach('fc-shared', node)
    assert lab.view.vluns(name) == []


def test_a_forced_detach(lab: Lab, cinder: Any) -> None:
    name = cinder.create_volume('fc-forced')
    node = connector('fc26', 26, multipath=True)
    cinder.attach('fc-forced', node)
    cinder.detach('fc-forced', node, force=True)
    assert lab.view.vluns(name) == []
