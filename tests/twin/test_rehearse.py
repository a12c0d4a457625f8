"""A program works on a twin; its plan is carried out on the real array."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Callable

import pytest

from hpe3parclient import exceptions, twin
from hpe3parclient.client import HPE3ParClient
from hpe3parclient.retry import RetryPolicy
from hpe3parclient.simulator import SimulatedArray
from tests.twin.test_load import answer, populate


@pytest.fixture
def array() -> Iterator[SimulatedArray]:
    with SimulatedArray('3par-3.3.1', volumes=1, seed=1) as running:
        yield running


@pytest.fixture
def client(array: SimulatedArray) -> Iterator[HPE3ParClient]:
    with HPE3ParClient(array.api_url, secure=array.ca_bundle,
                       retry=RetryPolicy(attempts=1)) as result:
        result.login(array.user, array.password)
        populate(result)
        yield result


def program(client: HPE3ParClient) -> None:
    """A migration: new volume, export, clean-up, and one thing that fails."""
    client.createVolume('new', 'gold', 2048, {'tpvv': True})
    client.modifyVolume('new', {'comment': 'moved'})
    client.createVLUN('new', 3, 'db2')
    with pytest.raises(exceptions.HTTPConflict):
        client.createVolume('v0', 'gold', 1024, {'tpvv': True})
    client.deleteVLUN('v2', 7, 'db1')
    client.deleteVolume('v2')
    client.modifyHost('db1', {'chapOperation': client.HOST_EDIT_ADD,
                              'chapOperationMode': client.CHAP_INITIATOR,
                              'chapName': 'db1',
                              'chapSecret': 'twelve-to-16'})


LISTS = ('/cpgs', '/volumes', '/hosts', '/vluns', '/volumesets', '/capacity')


def test_a_rehearsal_changes_nothing_real(client: HPE3ParClient) -> None:
    before = {path: answer(client, path) for path in LISTS}
    with twin.rehearse(client) as dry:
        program(dry)
        assert dry.getVolume('new')['comment'] == 'moved'
    assert {path: answer(client, path) for path in LISTS} == before


def test_no_proxy_stands_before_the_twin(
        client: HPE3ParClient, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ('no_proxy', 'NO_PROXY'):
        monkeypatch.delenv(name, raising=False)
    for name in ('https_proxy', 'HTTPS_PROXY', 'all_proxy'):
        monkeypatch.setenv(name, 'http://192.0.2.1:3128')
    with twin.rehearse(client) as dry:
        dry.deleteVolume('s2')
    assert 'NO_PROXY' not in os.environ
    assert len(dry.plan.steps) == 1


def test_the_plan_says_what_changes_and_no_secret(
        client: HPE3ParClient) -> None:
    with twin.rehearse(client) as dry:
        program(dry)
    text = dry.plan.text()
    lines = text.splitlines()
    assert lines[0].startswith('1. create /volumes {')
    assert '"name": "new"' in lines[0]
    assert '5. delete /vluns/v2,7,db1' in lines
    assert [step.number for step in dry.plan.refused] == [4]
    assert '   refused: Conflict (HTTP 409) 22' in text
    assert 'twelve-to-16' not in text
    assert 'twelve-to-16' not in repr(dry.plan.steps)
    before, after = dry.plan.free_mib
    assert lines[-1] == f'free: {before:,} MiB before, {after:,} MiB after'


def test_the_plan_does_on_the_array_what_it_did_on_the_twin(
        client: HPE3ParClient, array: SimulatedArray) -> None:
    with twin.rehearse(client) as dry:
        program(dry)
        expected = {path: answer(dry, path) for path in ('/vluns', '/hosts')}
        names = [item['name'] for item in dry.getVolumes()['members']]
    dry.plan.apply(client)
    assert {path: answer(client, path)
            for path in ('/vluns', '/hosts')} == expected
    assert [item['name'] for item in client.getVolumes()['members']] == names
    assert dry.plan.next == len(dry.plan.steps) + 1
    chap = array.state.hosts.get('db1').initiator_chap
    assert chap is not None
    assert chap.secret == 'twelve-to-16'


def test_the_plan_stops_where_the_array_has_changed(
        client: HPE3ParClient) -> None:
    with twin.rehearse(client) as dry:
        program(dry)
    client.modifyVolume('v2', {'comment': 'still needed'})
    with pytest.raises(twin.ArrayChanged) as caught:
        dry.plan.apply(client)
    assert caught.value.number == 6
    assert caught.value.path == '/volumes/v2'
    assert caught.value.actual == {'comment': 'still needed'}
    assert client.getVolume('v2')
    assert client.getVolume('new')['comment'] == 'moved'
    client.modifyVolume('v2', {'comment': 'ticket 2 €'})
    dry.plan.apply(client)      # goes on with step 6
    with pytest.raises(exceptions.HTTPNotFound):
        client.getVolume('v2')


def test_a_volume_that_was_made_anew_is_another(
        client: HPE3ParClient) -> None:
    with twin.rehearse(client) as dry:
        dry.deleteVolume('s2')
    client.deleteVolume('s2')
    client.createSnapshot('s2', 's1', {'expirationHours': 48})
    with pytest.raises(twin.ArrayChanged, match='uuid'):
        dry.plan.apply(client)


def test_a_name_that_is_taken_meanwhile_stops_it(
        client: HPE3ParClient) -> None:
    with twin.rehearse(client) as dry:
        dry.createVolume('new', 'gold', 1024, {'tpvv': True})
    client.createVolume('new', 'gold', 4096, {'tpvv': True})
    with pytest.raises(twin.ArrayChanged, match='it was None, and is there'):
        dry.plan.apply(client)
    assert client.getVolume('new')['sizeMiB'] == 4096


def test_an_unknown_outcome_says_which_step(client: HPE3ParClient,
                                            array: SimulatedArray) -> None:
    with twin.rehearse(client) as dry:
        program(dry)
    array.faults.add('reset_after', method='POST', path='/vluns')
    with pytest.raises(exceptions.OutcomeUnknown):
        dry.plan.apply(client)
    assert dry.plan.next == 3
    dry.plan.next += 1          # it was done, as a look at the array shows
    dry.plan.apply(client)
    with pytest.raises(exceptions.HTTPNotFound):
        client.getVolume('v2')


def test_tasks_are_waited_for_on_both(client: HPE3ParClient,
                                      array: SimulatedArray) -> None:
    array.state.task_seconds = 0.5
    with twin.rehearse(client) as dry:
        dry.waitForTask(dry.copyVolume('v0', 'clone', 'gold', {
            'online': True, 'tpvv': True}))
        dry.deleteVolume('clone')
    dry.plan.apply(client)
    with pytest.raises(exceptions.HTTPNotFound):
        client.getVolume('clone')


def test_nothing_is_recorded_of_other_arrays(client: HPE3ParClient) -> None:
    with twin.rehearse(client) as dry:
        client.createVolume('real', 'gold', 1024, {'tpvv': True})
    assert dry.plan.steps == []
    assert dry.plan.text().startswith('nothing changes')
    client.createVolume('after', 'gold', 1024, {'tpvv': True})
    assert dry.plan.steps == []


def test_a_command_is_a_step(client: HPE3ParClient,
                             array: SimulatedArray) -> None:
    client.setSSHOptions('127.0.0.1', array.user, array.password,
                         port=array.ssh_port)
    with twin.rehearse(client) as dry:
        dry.createSchedule('nightly', 'createsv -ro @vvname@.x v0',
                           '0 1 * * *')
        dry.getSchedule('nightly')
    (step,) = dry.plan.steps
    assert step.line().startswith('1. run createsched ')
    dry.plan.apply(client)
    assert client.getScheduleStatus('nightly') == 'active'


def test_a_script_is_rehearsed(client: HPE3ParClient, tmp_path: Path,
                               capfd: pytest.CaptureFixture[str]) -> None:
    from hpe3parclient import __main__ as command
    twin.capture(client, tmp_path / 'array.json')
    (tmp_path / 'clean.py').write_text(
        'from hpe3parclient.client import HPE3ParClient\n'
        'with HPE3ParClient.fromEnv() as client:\n'
        '    client.deleteVolume("s2")\n'
        '    print("deleted")\n')
    assert command.main(['rehearse', str(tmp_path / 'array.json'),
                         str(tmp_path / 'clean.py')]) == 0
    lines = capfd.readouterr().out.splitlines()
    assert lines[0] == 'deleted'
    assert lines[1] == '1. delete /volumes/s2'
    assert client.getVolume('s2')


# -- what may have changed meanwhile ----------------------------------------------


def exists(client: HPE3ParClient, name: str) -> bool:
    try:
        client.getVolume(name)
    except exceptions.HTTPNotFound:
        return False
    return True


def stops(plan: twin.Plan, client: HPE3ParClient, number: int,
          path: str) -> twin.ArrayChanged:
    """Apply a plan that must stop at a step, for what is at a path."""
    with pytest.raises(twin.ArrayChanged) as caught:
        plan.apply(client)
    assert (caught.value.number, caught.value.path) == (number, path)
    assert plan.next == number
    return caught.value


def test_a_volume_that_is_gone_stops_it(client: HPE3ParClient) -> None:
    with twin.rehearse(client) as dry:
        dry.growVolume('v0', 1024)
    client.removeVolumeFromVolumeSet('shop', 'v0')
    client.deleteVolume('v0')
    assert stops(dry.plan, client, 1, '/volumes/v0').actual is None


def test_a_volume_that_was_grown_stops_it(client: HPE3ParClient) -> None:
    with twin.rehearse(client) as dry:
        dry.growVolume('v0', 1024)
    client.growVolume('v0', 512)
    error = stops(dry.plan, client, 1, '/volumes/v0')
    assert (error.expected, error.actual) == (
        {'sizeMiB': 1024}, {'sizeMiB': 1536})


def test_a_volume_that_was_exported_stops_it(client: HPE3ParClient) -> None:
    with twin.rehearse(client) as dry:
        dry.modifyVolume('v0', {'newName': 'archive'})
    client.createVLUN('v0', 3, 'db1')
    error = stops(dry.plan, client, 1, '/volumes/v0')
    assert error.actual == {'exports': ['3,db1']}


def test_a_set_with_other_members_stops_it(client: HPE3ParClient) -> None:
    with twin.rehearse(client) as dry:
        dry.deleteVolumeSet('shop')
    client.addVolumeToVolumeSet('shop', 'v2')
    error = stops(dry.plan, client, 1, '/volumesets/shop')
    assert error.actual == {'setmembers': ['v0', 'v1', 'v2']}


def anew(client: HPE3ParClient, name: str) -> None:
    """Replace a volume by another that looks the same."""
    volume = client.getVolume(name)
    client.deleteVolume(name)
    client.createVolume(name, volume['userCPG'], volume['sizeMiB'], {
        'tpvv': True, 'snapCPG': 'gold', 'comment': volume['comment']})


@pytest.mark.parametrize('work', [
    lambda client: client.createSnapshot('late', 'w'),
    lambda client: client.addVolumeToVolumeSet('shop', 'w'),
    lambda client: client.createVLUN('w', 5, 'db1'),
    lambda client: client.copyVolume('w', 'copy', 'gold', {'online': True}),
    lambda client: client._run(['setvv', '-comment', 'mine', 'w'])])
def test_what_a_step_refers_to_must_be_the_same(
        client: HPE3ParClient, array: SimulatedArray,
        work: Callable[[HPE3ParClient], object]) -> None:
    client.createVolume('w', 'gold', 1024, {'tpvv': True, 'snapCPG': 'gold',
                                            'comment': 'mine'})
    client.setSSHOptions('127.0.0.1', array.user, array.password,
                         port=array.ssh_port or 22)
    with twin.rehearse(client) as dry:
        work(dry)
    anew(client, 'w')
    assert 'uuid' in stops(dry.plan, client, 1, '/volumes/w').actual


def test_a_lun_that_is_taken_is_not_given_elsewhere(
        client: HPE3ParClient) -> None:
    with twin.rehearse(client) as dry:
        dry.createVLUN('v0', None, 'db1', auto=True)
        dry.deleteVLUN('v0', 0, 'db1')
    assert dry.plan.steps[0].location == '/vluns/v0,0,db1'
    client.createVLUN('v1', 0, 'db1')
    with pytest.raises(exceptions.HTTPConflict):
        dry.plan.apply(client)
    assert dry.plan.next == 1
    client.deleteVLUN('v1', 0, 'db1')
    client.createVLUN('v0', 0, 'db1')
    stops(dry.plan, client, 1, '/volumes/v0')
    client.deleteVLUN('v0', 0, 'db1')
    dry.plan.apply(client)
    assert dry.plan.next == 3


def test_what_the_plan_has_made_must_stay(client: HPE3ParClient) -> None:
    with twin.rehearse(client) as dry:
        dry.createVolume('new', 'gold', 1024, {'tpvv': True, 'snapCPG': 'gold',
                                               'comment': 'mine'})
        dry.createVLUN('new', 3, 'db1')
        dry.growVolume('new', 1024)
    client.createVLUN('v0', 3, 'db1')
    with pytest.raises(exceptions.HTTPConflict):
        dry.plan.apply(client)
    assert dry.plan.next == 2
    client.deleteVLUN('v0', 3, 'db1')
    anew(client, 'new')         # by somebody else
    assert 'uuid' in stops(dry.plan, client, 2, '/volumes/new').actual
    assert client.getVolume('new')['sizeMiB'] == 1024


def test_a_renamed_volume_is_the_same(client: HPE3ParClient) -> None:
    with twin.rehearse(client) as dry:
        dry.modifyVolume('v0', {'newName': 'archive'})
        dry.growVolume('archive', 1024)
    client.createVolume('archive', 'gold', 1024, {'tpvv': True})
    stops(dry.plan, client, 1, '/volumes/archive')
    client.deleteVolume('archive')
    assert dry.plan.summary()[:-1] == ['renamed: volumes/v0 to volumes/archive']
    dry.plan.apply(client)
    assert client.getVolume('archive')['sizeMiB'] == 2048


def test_what_is_made_anew_is_not_renamed(client: HPE3ParClient) -> None:
    with twin.rehearse(client) as dry:
        dry.modifyHost('db1', {'newName': 'db9'})
        dry.modifyVolume('v0', {'newName': 'x'})
        dry.modifyVolume('x', {'newName': 'y'})
        dry.deleteVolume('s2')
        dry.createVolume('s3', 'gold', 1024, {'tpvv': True})
    assert dry.plan.summary()[:-1] == [
        'created: volumes/s3',
        'renamed: hosts/db1 to hosts/db9, volumes/v0 to volumes/y',
        'deleted: volumes/s2']


def test_another_array_is_refused(client: HPE3ParClient) -> None:
    with twin.rehearse(client) as dry:
        dry.deleteVolume('s2')
    with SimulatedArray('3par-3.2.2', volumes=1, ssh_port=None) as other, \
            HPE3ParClient(other.api_url, secure=other.ca_bundle) as stranger:
        stranger.login(other.user, other.password)
        with pytest.raises(twin.WrongArray, match='the plan is for the array '):
            dry.plan.apply(stranger)
        assert {record.method for record in other.requests
                if 'credentials' not in record.target} == {'GET'}


def test_a_plan_is_applied_once(client: HPE3ParClient,
                                array: SimulatedArray) -> None:
    with twin.rehearse(client) as dry:
        dry.createVolume('new', 'gold', 1024, {'tpvv': True})
    dry.plan.apply(client)
    before = len(array.requests)
    dry.plan.apply(client)
    assert {record.method for record in list(array.requests)[before:]} == {'GET'}


def test_inside_read_only_nothing_is_applied(client: HPE3ParClient) -> None:
    with twin.rehearse(client) as dry:
        program(dry)
    with client.readOnly(), pytest.raises(exceptions.ReadOnly):
        dry.plan.apply(client)
    assert dry.plan.next == 1
    dry.plan.apply(client)


def test_a_command_without_ssh_stops_before_the_first_step(
        client: HPE3ParClient) -> None:
    with twin.rehearse(client) as dry:
        dry.deleteVolume('s2')
        dry.createSchedule('nightly', 'createsv -ro x v0', '0 1 * * *')
    with pytest.raises(exceptions.SSHException, match='step 2 is a command'):
        dry.plan.apply(client)
    assert client.getVolume('s2')


def test_a_command_that_is_refused_is_left_out(
        client: HPE3ParClient, array: SimulatedArray) -> None:
    client.setSSHOptions('127.0.0.1', array.user, array.password,
                         port=array.ssh_port or 22)
    with twin.rehearse(client) as dry:
        dry._run(['removevv', '-f', 'none'])
        dry._run(['removevv', '-f', 's2'])
    assert [step.refusal is None for step in dry.plan.steps] == [False, True]
    assert 'none' in str(dry.plan.steps[0].refusal)
    dry.plan.apply(client)
    assert not exists(client, 's2')


def test_a_command_that_prints_something_else_stops_it(
        client: HPE3ParClient, array: SimulatedArray) -> None:
    client.setSSHOptions('127.0.0.1', array.user, array.password,
                         port=array.ssh_port or 22)
    client.createSchedule('nightly', 'createsv -ro x v0', '0 1 * * *')
    with twin.rehearse(client) as dry:
        dry._run(['removesched', '-f', 'nightly'])
    client.deleteSchedule('nightly')
    with pytest.raises(twin.UnexpectedOutput) as caught:
        dry.plan.apply(client)
    assert caught.value.number == 1
    assert 'nightly' in caught.value.lines[0]


def test_a_task_is_cancelled_by_its_own_number(client: HPE3ParClient,
                                               array: SimulatedArray) -> None:
    array.state.task_seconds = 600.0
    with twin.rehearse(client) as dry:
        task = dry.copyVolume('v0', 'v1', None, {'online': False})['taskid']
        dry.http.put(f'/tasks/{task}', body={'action': 1})
    client.copyVolume('v3', 'other', 'gold', {'online': True, 'tpvv': True})
    running = client.getAllTasks()['members'][-1]
    assert running['id'] == task        # somebody else's
    dry.plan.apply(client)
    states = {item['id']: item['status']
              for item in client.getAllTasks()['members']}
    assert states[task] == client.TASK_ACTIVE
    assert [status for number, status in states.items()
            if number != task] == [client.TASK_CANCELLED]


@pytest.mark.parametrize('kind', ['reset_after', 'reset_before'])
def test_a_lost_answer_is_made_up_for(client: HPE3ParClient,
                                      array: SimulatedArray, kind: str) -> None:
    with twin.rehearse(client) as dry:
        program(dry)
    for number in (1, 3, 6):
        method = {1: 'POST', 3: 'POST', 6: 'DELETE'}[number]
        array.faults.add(kind, method=method, path={
            1: '/volumes', 3: '/vluns', 6: '/volumes'}[number])
        with pytest.raises(exceptions.OutcomeUnknown):
            dry.plan.apply(client)
        assert dry.plan.next == number
    dry.plan.apply(client)
    assert client.getVolume('new')['comment'] == 'moved'
    assert not exists(client, 'v2')
    assert len([item for item in array.requests if item.method == 'POST'
                and item.target.endswith('/vluns')]) == 3 + (
                    kind == 'reset_before')


def test_a_lost_answer_is_made_up_for_after_a_restart(
        client: HPE3ParClient, array: SimulatedArray, tmp_path: Path) -> None:
    with twin.rehearse(client) as dry:
        dry.createVolume('new', 'gold', 2048, {'tpvv': True})
        dry.deleteVolume('s2')
    array.faults.add('reset_after', method='POST', path='/volumes')
    with pytest.raises(exceptions.OutcomeUnknown):
        dry.plan.apply(client)
    dry.plan.save(tmp_path / 'plan.json')
    again = twin.Plan.read(tmp_path / 'plan.json')
    assert again.next == 1
    again.apply(client)
    assert not exists(client, 's2')


# -- secrets ----------------------------------------------------------------------


def test_a_saved_plan_holds_no_secret(client: HPE3ParClient,
                                      tmp_path: Path) -> None:
    with twin.rehearse(client) as dry:
        program(dry)
        dry.setVolumeMetaData('new', 'chapPassword', 'in-metadata-9')
        dry._run(['sethost', 'initchap', '-f', 'by-command-99', 'db1'])
        dry._run(['createuser', '-c', 'by-option-999', 'kim', 'all', 'edit'])
    dry.plan.save(tmp_path / 'plan.json')
    text = (tmp_path / 'plan.json').read_text('utf-8') + dry.plan.text() + \
        repr(dry.plan.steps)
    for secret in ('twelve-to-16', 'in-metadata-9', 'by-command-99',
                   'by-option-999'):
        assert secret not in text
    again = twin.Plan.read(tmp_path / 'plan.json')
    with pytest.raises(ValueError, match='step 7 sends a secret'):
        again.apply(client)
    assert not exists(client, 'new')


def test_a_plan_is_the_same_after_it_was_saved(client: HPE3ParClient,
                                               tmp_path: Path) -> None:
    with twin.rehearse(client) as dry:
        dry.createVolume('new', 'gold', 2048, {'tpvv': True})
        dry.createVLUN('new', None, 'db1', auto=True)
        dry._run(['removevv', '-f', 's2'])
    dry.plan.save(tmp_path / 'plan.json')
    again = twin.Plan.read(tmp_path / 'plan.json')
    assert again.text() == dry.plan.text()
    assert [step._replace(body=None) for step in again.steps] == [
        step._replace(body=None) for step in dry.plan.steps]
    assert [step.body.reveal() for step in again.steps] == [
        step.body.reveal() for step in dry.plan.steps]
