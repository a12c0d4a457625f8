"""Flags of the simulator program about the array's time and its past."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any, Callable

import pytest

from hpe3parclient import exceptions
from hpe3parclient.client import HPE3ParClient
from hpe3parclient.retry import RetryPolicy
from hpe3parclient.simulator import Clock, SimulatedArray, SimulatedPair, logged_in
from hpe3parclient.simulator.arguments import parse, parser
from hpe3parclient.simulator.state.tasks import ACTIVE, DONE

PROGRAM = [sys.executable, '-m', 'hpe3parclient.simulator']


@pytest.fixture
def start() -> Iterator[Callable[..., HPE3ParClient]]:
    """Starts the program; a client that is logged in with its first line."""
    running: list[subprocess.Popen[bytes]] = []

    def starter(*arguments: str) -> HPE3ParClient:
        process = subprocess.Popen(
            [*PROGRAM, '--no-tls', '--seed', '1', *arguments],
            stdout=subprocess.PIPE)
        running.append(process)
        assert process.stdout is not None
        first: dict[str, Any] = json.loads(process.stdout.readline())
        client = HPE3ParClient(first['api_url'])
        client.login(first['user'], first['password'])
        return client

    yield starter
    for item in running:
        item.kill()
        item.communicate()


def created(client: HPE3ParClient) -> float:
    return float(client.getVolume('admin')['creationTimeSec'])


def test_first_line_lets_a_program_log_in(start: Any) -> None:
    assert start('--password', 'of its own').getCPGs()['total'] == 0


def test_age_is_a_week_unless_given(start: Any) -> None:
    assert abs(time.time() - created(start()) - 7 * 86400) < 3600


def test_age_days_makes_an_old_array(start: Any) -> None:
    client = start('--age-days', '400')
    assert abs(time.time() - created(client) - 400 * 86400) < 3600


def copy(client: HPE3ParClient) -> None:
    client.createVolume('source', 'SimCPG', 1024, {'snapCPG': 'SimCPG'})
    client.copyVolume('source', 'copy', 'SimCPG', {'online': True})


def test_task_seconds_is_how_long_every_task_takes(start: Any) -> None:
    client = start('--task-seconds', '0', '--volumes', '1')
    copy(client)
    assert {task['status'] for task in client.getAllTasks()['members']} \
        == {DONE}


def test_tasks_take_their_time_otherwise() -> None:
    with SimulatedArray(tls=False, task_seconds=50, ssh_port=None,
                        clock=Clock(running=False)) as array:
        array.state.populate(1)
        client = HPE3ParClient(array.api_url)
        client.login(array.user, array.password)
        copy(client)
        task = client.getAllTasks()['members'][0]['id']
        array.clock.advance(49)
        assert client.getTask(task)['status'] == ACTIVE
        array.clock.advance(1)
        assert client.getTask(task)['status'] == DONE
        client.logout()


def test_array_that_starts_is_not_ready() -> None:
    with SimulatedArray(tls=False, starting_seconds=50, ssh_port=None,
                        clock=Clock(running=False)) as array:
        client = HPE3ParClient(array.api_url, retry=RetryPolicy(attempts=1))
        array.clock.advance(49)
        with pytest.raises(exceptions.HTTPServiceUnavailable) as caught:
            client.login(array.user, array.password)
        assert caught.value.get_code() == 68
        assert caught.value.get_description() == \
            'system services required for operation are not ready'
        array.clock.advance(1)
        client.login(array.user, array.password)
        client.logout()


def test_client_waits_for_an_array_that_starts(start: Any) -> None:
    assert start('--starting-seconds', '1').getVolumes()['total'] > 0


def test_remote_copy_takes_as_long_as_a_task() -> None:
    with SimulatedPair(tls=False, task_seconds=50, ssh_port=None,
                       clock=Clock(running=False)) as pair:
        a = pair.clients[0]
        for client in pair.clients:
            client.createCPG('c')
        a.createVolume('v', 'c', 1024, {'snapCPG': 'c', 'tpvv': True})
        a.createRemoteCopyGroup('g', [{
            'targetName': 'array-b', 'mode': 1, 'userCPG': 'c',
            'snapCPG': 'c'}], {'localUserCPG': 'c', 'localSnapCPG': 'c'})
        a.addVolumeToRemoteCopyGroup('g', 'v', [{
            'targetName': 'array-b', 'secVolumeName': 'v'}],
            {'volumeAutoCreation': True})
        task = a.startRemoteCopy('g')['tasks'][0]
        pair.clock.advance(49)
        assert a.getTask(task)['status'] == ACTIVE
        assert not a.remoteCopyGroupStatusCheck('g')
        pair.clock.advance(1)
        assert a.getTask(task)['status'] == DONE
        assert a.remoteCopyGroupStatusCheck('g')


def test_clock_may_run_faster(start: Any) -> None:
    client = start('--clock-speed', '100')
    client.createCPG('c')
    client.createVolume('first', 'c', 1024)
    began = time.monotonic()
    while time.monotonic() < began + 1.5:
        client.getVolume('first')
    client.createVolume('second', 'c', 1024)
    first, second = (client.getVolume(name)['creationTimeSec']
                     for name in ('first', 'second'))
    assert second - first >= 100


def test_clock_keeps_its_speed_when_it_is_turned() -> None:
    clock = Clock(0.0, speed=1e6)
    begun = clock.now()
    while clock.now() < begun + 100:
        pass
    clock.turn_to(5.0)
    assert clock.now() >= 5.0


@pytest.mark.parametrize('speed', [0, -1, float('inf'), float('nan')])
def test_speed_is_above_zero(speed: float) -> None:
    with pytest.raises(ValueError, match='speed must be above 0'):
        Clock(speed=speed)


@pytest.mark.parametrize(('flag', 'value'), [
    ('--clock-speed', '0'), ('--clock-speed', 'fast'),
    ('--clock-speed', '1e9'), ('--task-seconds', '-1'),
    ('--task-seconds', 'nan'), ('--age-days', '-1'),
    ('--age-days', '1e9')])
def test_numbers_out_of_range_are_usage_errors(
        flag: str, value: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        parser().parse_args([f'{flag}={value}'])
    message = capsys.readouterr().err
    assert f'argument {flag}: {value!r} is not a number from' in message


@pytest.mark.parametrize('option', ['--age-days=3', '--no-history'])
def test_saved_array_has_an_age_and_a_past_already(
        option: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        parse(['--state', 'any.json', option])
    assert '--state says how old the array is' in capsys.readouterr().err


def test_a_clock_that_is_turned_back_starts_no_array_anew() -> None:
    clock = Clock(running=False)
    with SimulatedArray(clock=clock, ssh_port=None) as array, \
            logged_in(array) as client:
        before = array.snapshot()
        clock.advance(3600)
        array.restore(before)
        client.getStorageSystemInfo()
    with SimulatedArray(clock=clock, ssh_port=None) as array, \
            logged_in(array) as client:
        clock.turn_to(clock.now() - 5)
        client.getStorageSystemInfo()
