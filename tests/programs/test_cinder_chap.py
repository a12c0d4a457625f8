"""Cinder: attaching volumes over iSCSI with CHAP."""

from __future__ import annotations

from typing import Any

import pytest

from tests.programs.cinder_lab import backend, connector
from tests.programs.lab import Lab
from tests.programs.worker import Worker

SHORT = '3par-3.3.1'


@pytest.fixture(scope='module')
def cinder(cinder_process: Worker, lab: Lab) -> Any:
    return backend(cinder_process, lab, hpe3par_iscsi_chap_enabled=True)


def test_the_secret_reaches_the_host_and_the_array(
        lab: Lab, cinder: Any) -> None:
    name = cinder.create_volume('secret')
    node = connector('chap1', 11)
    data = cinder.attach('secret', node)['data']
    assert data['auth_method'] == 'CHAP'
    assert data['auth_username'] == 'chap1'
    host = lab.view.item('hosts', 'chap1')
    assert host is not None
    assert host['initiatorChapEnabled'] is True
    assert host['initiatorChapName'] == 'chap1'
    noted = {each['key']: each['value'] for each in lab.view.get(
        f'/volumes/{name}/objectKeyValues')['members']}
    assert noted['HPQ-cinder-CHAP-name'] == 'chap1'
    assert noted['HPQ-cinder-CHAP-secret'] == data['auth_password']
    assert cinder.ensure_export('secret')['provider_auth'] == (
        f'CHAP chap1 {data["auth_password"]}')
    cinder.detach('secret', node)
    assert lab.view.vluns(name) == []
    assert lab.view.get(
        f'/volumes/{name}/objectKeyValues')['members'] == []


def test_a_host_has_one_secret(lab: Lab, cinder: Any) -> None:
    node = connector('chap2', 12)
    cinder.create_volume('chap-a')
    cinder.create_volume('chap-b')
    first = cinder.attach('chap-a', node)['data']['auth_password']
    second = cinder.attach('chap-b', node)['data']['auth_password']
    assert len(first) == len(second) == 16
    cinder.detach('chap-b', node)
    cinder.detach('chap-a', node)
    assert lab.view.item('hosts', 'chap2') is None
