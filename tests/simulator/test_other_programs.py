"""Calls in the order and the form in which programs make them.

These programs are not in the package index, or need more than an array to
run: OpenStack Cinder of 2019, HPE's Docker volume plugin, OpenNebula's
add-on, HPE's Ansible modules, exporters. What they call is known from reading
them.
"""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import hpe3parclient
from hpe3parclient import client as module
from hpe3parclient import exceptions
from hpe3parclient.simulator import SimulatedArray

IQN = 'iqn.1993-08.org.debian:01:node'


@pytest.fixture(scope='module', params=[
    '3par-3.3.1', 'primera-4.x', 'alletra-9000', 'alletra-mp'])
def array(request: pytest.FixtureRequest) -> Iterator[SimulatedArray]:
    with SimulatedArray(request.param, tls=False) as served:
        yield served


@pytest.fixture
def logged_in(array: SimulatedArray) -> Iterator[Any]:
    """As Cinder makes one: a URL, a limit of time, and a login."""
    client = module.HPE3ParClient(array.api_url, timeout=60)
    client.login(array.user, array.password)
    yield client
    client.logout()


@pytest.fixture
def cpg(logged_in: Any) -> str:
    """A CPG, made once for an array."""
    try:
        logged_in.getCPG('c')
    except exceptions.HTTPNotFound:
        logged_in.createCPG('c')
    return 'c'


def volume(client: Any, name: str, cpg: str) -> str:
    """A volume that may have snapshots."""
    client.createVolume(name, cpg, 1024, {'tpvv': True, 'snapCPG': cpg})
    return name


def wait(array: SimulatedArray, client: Any, task: int) -> None:
    """As programs wait, with the constants compared by identity."""
    while client.getTask(task)['status'] is client.TASK_ACTIVE:
        array.clock.advance(60)
    assert client.getTask(task)['status'] is client.TASK_DONE


# -- OpenStack Cinder of 2019 -----------------------------------------------


def test_cinder_compares_the_version_as_text() -> None:
    assert hpe3parclient.version >= '4.2.10'
    assert isinstance(hpe3parclient.get_version_string(), str)


def test_cinder_goes_on_after_its_setup_has_logged_out(
        array: SimulatedArray, logged_in: Any, cpg: str) -> None:
    logged_in.logout()
    assert logged_in.getCPG(cpg)['name'] == cpg
    assert logged_in.get_session_key()


def test_cinder_sets_up_ssh_for_every_client(
        array: SimulatedArray, logged_in: Any, tmp_path: Path) -> None:
    known = tmp_path / 'known_hosts'
    known.touch()
    logged_in.setSSHOptions(
        '127.0.0.1', array.user, array.password, port=array.ssh_port,
        conn_timeout=60, privatekey='', missing_key_policy='AutoAddPolicy',
        known_hosts_file=str(known))
    assert logged_in.getStorageSystemInfo()['id']
    assert logged_in.getPorts()['members']


def test_cinder_exports_to_a_port_and_reads_the_lun(
        array: SimulatedArray, logged_in: Any, cpg: str) -> None:
    name = volume(logged_in, 'osv-attached', cpg)
    logged_in.createHost('node', iscsiNames=[IQN], optional={
        'domain': None, 'persona': 2})
    port = next(each for each in logged_in.getiSCSIPorts(
        logged_in.PORT_STATE_READY))
    with pytest.raises(exceptions.HTTPNotFound):
        logged_in.getHostVLUNs('node')
    location = logged_in.createVLUN(name, hostname='node', auto=True,
                                    portPos=port['portPos'])
    read, lun, host, nsp = location.split(',')
    assert (read, host) == (name, 'node')
    assert nsp == '{node}:{slot}:{cardPort}'.format(**port['portPos'])
    vluns = logged_in.getHostVLUNs('node')
    assert int(lun) in {each['lun'] for each in vluns}
    logged_in.deleteVLUN(name, int(lun), hostname='node',
                         port=port['portPos'])
    logged_in.deleteHost('node')
    logged_in.deleteVolume(name)


def test_cinder_looks_for_the_code_by_identity(logged_in: Any, cpg: str
                                               ) -> None:
    logged_in.createHost('first', iscsiNames=[f'{IQN}2'])
    with pytest.raises(exceptions.HTTPConflict) as caught:
        logged_in.createHost('second', iscsiNames=[f'{IQN}2'])
    code = caught.value.get_code()
    assert type(code) is int
    assert code is 73  # noqa: F632 - as the program writes it
    logged_in.deleteHost('first')


def test_cinder_grows_by_a_float(logged_in: Any, cpg: str) -> None:
    name = volume(logged_in, 'osv-grown', cpg)
    logged_in.growVolume(name, 2 * 1024 * 1024 / 1024)
    assert logged_in.getVolume(name)['sizeMiB'] == 3072
    logged_in.deleteVolume(name)


# -- HPE's Docker volume plugin ---------------------------------------------


def test_docker_uses_the_http_layer_itself(logged_in: Any, cpg: str) -> None:
    headers, body = logged_in.http.post('/volumes', body={
        'name': 'dcv-raw', 'cpg': cpg, 'sizeMiB': 1024, 'tpvv': True})
    assert headers['status'] == '201'
    assert headers['location'] == headers['Location']
    headers, body = logged_in.http.get('/volumes/dcv-raw')
    assert body['name'] == 'dcv-raw'
    headers, body = logged_in.http.put('/volumes/dcv-raw', body={
        'comment': '{"display_name": null}'})
    assert headers['status'] == '200'
    logged_in.http.delete('/volumes/dcv-raw')
    with pytest.raises(exceptions.HTTPNotFound):
        logged_in.getVolume('dcv-raw')


def test_docker_ends_a_command_with_a_return(array: SimulatedArray,
                                             logged_in: Any, cpg: str
                                             ) -> None:
    name = volume(logged_in, 'dcv-sched', cpg)
    logged_in.setSSHOptions('127.0.0.1', array.user, array.password,
                            port=array.ssh_port)
    logged_in._run(['createsched', f'"createsv -f @y@@m@@d@.sn {name}"',
                    '"0 * * * *"', 'dcvsched', '\r'])
    assert any('dcvsched' in line
               for line in logged_in._run(['showsched', '\r']))
    logged_in._run(['removesched', '-f', 'dcvsched', '\r'])
    assert not any('dcvsched' in line
                   for line in logged_in._run(['showsched']))


def test_docker_writes_attributes_of_the_client(logged_in: Any) -> None:
    logged_in.id = '1234'
    logged_in.http.unauthenticate()
    assert not logged_in.http.session_key
    assert logged_in.getCPGs()['total'] >= 0


def test_docker_tells_a_missing_snapshot_cpg_by_its_text(
        array: SimulatedArray, logged_in: Any, cpg: str) -> None:
    logged_in.createVolume('dcv-bare', cpg, 1024, {'tpvv': True})
    if array.state.personality.reduce:
        # Newer arrays keep snapshots in the volume's own CPG.
        logged_in.createSnapshot('dcv-snap', 'dcv-bare', {})
        return
    with pytest.raises(exceptions.HTTPConflict) as caught:
        logged_in.createSnapshot('dcv-snap', 'dcv-bare', {})
    assert caught.value.get_code() == 33
    assert 'snapshot CPG' in caught.value.get_description()
    logged_in.deleteVolume('dcv-bare')


# -- OpenNebula's add-on ----------------------------------------------------


def test_opennebula_makes_a_client_by_position(array: SimulatedArray) -> None:
    client = module.HPE3ParClient(array.api_url, False, False, None, True)
    client.login(array.user, array.password)
    assert client.getWsApiVersion()['build'] == array.state.personality.build
    client.logout()


def test_opennebula_copies_and_reverts(array: SimulatedArray, logged_in: Any,
                                       cpg: str) -> None:
    source = volume(logged_in, 'one.vm.1', cpg)
    target = volume(logged_in, 'one.vm.2', cpg)
    task = logged_in.copyVolume(source, target, None, {
        'online': False, 'saveSnapshot': True, 'priority': 1})['taskid']
    wait(array, logged_in, task)
    logged_in.createSnapshot('one.vm.1.snap', source, {'readOnly': True})
    task = logged_in.promoteVirtualCopy('one.vm.1.snap')['taskid']
    wait(array, logged_in, task)
    assert 'one.vm.1.snap' in logged_in.getVolumeSnapshots(source)


def test_opennebula_exports_by_position(logged_in: Any, cpg: str) -> None:
    name = volume(logged_in, 'one.img.1', cpg)
    logged_in.createHost('kvm1', [f'{IQN}3'])
    location = logged_in.createVLUN(name, None, 'kvm1', None, None, None,
                                    True)
    lun = int(location.split(',')[1])
    assert logged_in.getVLUN(name)['lun'] == lun
    logged_in.deleteVLUN(name, lun, 'kvm1')
    with pytest.raises(exceptions.HTTPNotFound):
        logged_in.getVLUN(name)


# -- HPE's Ansible modules, on the SDK --------------------------------------


def test_ansible_puts_options_where_nqn_stands(logged_in: Any) -> None:
    logged_in.createHost('ansible', [f'{IQN}4'], None, {'persona': 2})
    assert logged_in.getHost('ansible')['persona'] == 2
    assert logged_in.modifyHost('ansible', {'newName': 'ansible2'})[0][
        'status'] == '200'
    logged_in.deleteHost('ansible2')


def test_ansible_asks_by_an_exception(logged_in: Any) -> None:
    for ask in (logged_in.getVolume, logged_in.getCPG, logged_in.getHost,
                logged_in.getHostSet, logged_in.getVolumeSet,
                logged_in.queryQoSRule, logged_in.getRemoteCopyGroup):
        with pytest.raises(exceptions.HTTPNotFound):
            ask('nothing')


def test_ansible_sets_both_directions_of_chap(logged_in: Any) -> None:
    logged_in.createHost('chap', [f'{IQN}5'])
    logged_in.modifyHost('chap', {
        'chapOperation': logged_in.HOST_EDIT_ADD,
        'chapOperationMode': logged_in.CHAP_INITIATOR,
        'chapName': 'chap', 'chapSecret': 'secret-of-16-by.'})
    assert logged_in.getHost('chap')['initiatorChapEnabled'] is True
    logged_in.deleteHost('chap')


# -- exporters --------------------------------------------------------------


def test_exporters_read_what_there_is(logged_in: Any, cpg: str) -> None:
    capacity = logged_in.getOverallSystemCapacity()['allCapacity']
    assert capacity['totalMiB'] >= capacity['freeMiB']
    for members in (logged_in.getCPGs(), logged_in.getVolumes(),
                    logged_in.getPorts(), logged_in.getHosts(),
                    logged_in.getAllTasks()):
        assert members['total'] == len(members['members'])
    members['members'].append('a program may write into an answer')


def test_an_exporter_gives_up_on_a_silent_array(array: SimulatedArray) -> None:
    with socket.create_server(('127.0.0.1', 0)) as silent:
        url = f'http://127.0.0.1:{silent.getsockname()[1]}/api/v1'
        client = module.HPE3ParClient(url, timeout=0.2)
        with pytest.raises((exceptions.ConnectionError, exceptions.Timeout)):
            client.login('user', 'password')
