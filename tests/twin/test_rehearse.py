"""A program works on a twin; its plan is carried out on the real array."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

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
