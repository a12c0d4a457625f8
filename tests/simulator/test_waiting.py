"""Waiting for tasks of a simulated array turns its clock."""

from __future__ import annotations

import io
import re

import pytest

from hpe3parclient import exceptions
from hpe3parclient.console.progress import ProgressBar
from hpe3parclient.retry import RetryPolicy
from hpe3parclient.simulator import Clock, SimulatedArray
from hpe3parclient.simulator.model import tasks
from hpe3parclient.waiters import waitFor
from tests.support.simulated import connect

DONE, CANCELLED = 1, 3
USER_SPACE = 1


@pytest.fixture
def array():
    with SimulatedArray(tls=False, clock=Clock(running=False)) as running:
        yield running


@pytest.fixture
def client(array):
    with connect(array, retry=RetryPolicy(attempts=1)) as connected:
        connected.createCPG('pool')
        connected.createCPG('other')
        connected.createVolume('v', 'pool', 10240,
                               {'tpvv': True, 'snapCPG': 'pool'})
        yield connected


@pytest.fixture
def time(array):
    """Time that passes on the array while somebody waits."""
    return {'sleep': array.clock.advance, 'clock': array.clock.now}


def start_copy(client, **more):
    return client.copyVolume('v', 'copy', 'pool',
                             dict({'online': True, 'tpvv': True}, **more))


def test_a_finished_copy_is_returned(client, time):
    started = start_copy(client)
    ended = client.waitForTask(started, **time)
    assert ended == client.getTask(started['taskid'])
    assert (ended['status'], ended['name']) == (DONE, 'v->copy')


def start_offline_copy(client):
    client.createVolume('copy', 'pool', 10240, {'tpvv': True})
    return client.copyVolume('v', 'copy', None)


def start_tune(client):
    return client.tuneVolume('v', USER_SPACE, {'userCPG': 'other'})


def start_promotion(client):
    client.createSnapshot('snap', 'v')
    return client.promoteVirtualCopy('snap')


def start_resync(client, time):
    client.createVolume('copy', 'pool', 10240, {'tpvv': True})
    client.waitForTask(client.copyVolume('v', 'copy', None,
                                         {'saveSnapshot': True}), **time)
    return client.resyncPhysicalCopy('copy')


@pytest.mark.parametrize('start', [
    start_copy, start_offline_copy, start_tune, start_promotion])
def test_what_starts_a_task_can_be_waited_for(client, time, start):
    assert client.waitForTask(start(client), **time)['status'] == DONE


def test_a_resync_can_be_waited_for(client, time):
    assert client.waitForTask(start_resync(client, time),
                              **time)['status'] == DONE


def test_a_task_that_ended_long_ago_is_returned(array, client, time):
    number = start_copy(client)['taskid']
    array.clock.advance(600)
    assert client.waitForTask(number, timeout=0, **time)['id'] == number


def test_a_cancelled_copy_is_raised(array, client, time):
    started = start_copy(client)

    def cancel(progress):
        if client.isOnlinePhysicalCopy('copy') and progress.elapsed > 20:
            client.stopOnlinePhysicalCopy('copy')

    with pytest.raises(exceptions.TaskCancelled, match=r"'v->copy'") as caught:
        client.waitForTask(started, progress=cancel, **time)
    assert caught.value.task['status'] == CANCELLED


def test_a_failed_copy_is_raised(array, client, time):
    started = start_copy(client)
    number = started['taskid']
    task = tasks.find(array.state, number)
    tasks.stop(array.state, task)
    task.status = 4
    with pytest.raises(exceptions.TaskFailed, match=f'showtask -d {number}'):
        client.waitForTask(started, **time)


def test_a_copy_that_takes_too_long_goes_on(client, time):
    started = start_copy(client)
    with pytest.raises(TimeoutError, match='30 seconds'):
        client.waitForTask(started, timeout=30, **time)
    assert client.isOnlinePhysicalCopy('copy')
    assert client.waitForTask(started, **time)['status'] == DONE


@pytest.mark.parametrize('number, kind, symbol', [
    (4711, exceptions.HTTPNotFound, 'NON_EXISTENT_TASK'),
    (0, exceptions.HTTPBadRequest, 'INV_INPUT_BELOW_RANGE'),
    (-1, exceptions.HTTPBadRequest, 'INV_INPUT_BELOW_RANGE'),
    (1 << 40, exceptions.HTTPBadRequest, 'INV_INPUT_EXCEEDS_RANGE')])
def test_a_task_that_is_not_there_is_raised(client, time, number, kind,
                                            symbol):
    with pytest.raises(kind) as caught:
        client.waitForTask(number, **time)
    assert caught.value.symbol == symbol


def test_what_is_no_task_is_not_asked_for(array, client):
    array.requests.clear()
    with pytest.raises(exceptions.InvalidInput):
        client.waitForTask(client.createVolume(
            'w', 'pool', 1024, {'tpvv': True}))
    assert [each.method for each in array.requests] == ['POST']


def test_progress_only_grows_and_ends_at_100(client, time):
    caught = []
    client.waitForTask(start_copy(client), progress=caught.append, **time)
    shares = [each.percent for each in caught]
    assert shares[0] == 0
    assert shares[-1] == 100
    assert shares == sorted(shares)
    assert len(set(shares)) > 10
    assert caught[3].step.total == 100


def test_questions_are_at_most_an_interval_apart(client, time):
    caught = []
    client.waitForTask(start_copy(client), interval=2,
                       progress=caught.append, **time)
    times = [each.elapsed for each in caught]
    assert times[:5] == [0, 0.5, 1.5, 3.5, 5.5]
    assert max(b - a for a, b in zip(times, times[1:])) == 2


@pytest.mark.parametrize('kind', [
    'reset_before', 'reset_after', 'busy', 'cut', 'truncate',
    'wrong_length', 'html', 'unavailable'])
def test_trouble_on_the_way_does_not_end_the_wait(array, client, time, kind):
    started = start_copy(client)
    options = {'status': 502} if kind == 'html' else {}
    fault = array.faults.add(kind, path='/tasks', skip=2, times=3, **options)
    assert client.waitForTask(started, timeout=600, **time)['status'] == DONE
    assert fault.injected == 3


def test_trouble_that_stays_is_the_cause_of_the_timeout(array, client, time):
    started = start_copy(client)
    array.faults.add('busy', path='/tasks', skip=2, times=None)
    with pytest.raises(exceptions.TaskTimeout) as caught:
        client.waitForTask(started, timeout=60, **time)
    assert isinstance(caught.value.__cause__,
                      exceptions.HTTPServiceUnavailable)
    assert caught.value.task['name'] == 'v->copy'


def test_a_session_that_expires_meanwhile_is_replaced(array, client, time):
    started = start_copy(client)
    assert client.waitForTask(
        started, interval=1200,
        progress=lambda _: array.clock.advance(1000), **time)


def test_ctrl_c_ends_the_wait_and_not_the_task(array, client, time):
    started = start_copy(client)

    def interrupt(seconds):
        raise KeyboardInterrupt

    file = io.StringIO()
    with pytest.raises(KeyboardInterrupt):
        client.waitForTask(started, progress=ProgressBar(file),
                           sleep=interrupt)
    assert file.getvalue().endswith('\n')
    assert client.waitForTask(started, **time)['status'] == DONE


def test_a_task_is_found_by_name_with_its_steps(array, client):
    start_copy(client)
    array.clock.advance(13)
    row = client._findTask('copy')
    assert (row[2], row[4]) == ('v->copy', '0/1')
    assert re.fullmatch('[1-9][0-9]?/100', row[5])


def test_anything_can_be_waited_for(array, client, time):
    client.createSnapshot('snap', 'v', {'expirationHours': 1})

    def gone():
        try:
            client.getVolume('snap')
        except exceptions.HTTPNotFound:
            return True
        return False

    before = array.clock.now()
    assert waitFor(gone, interval=60, **time) is True
    assert 3600 <= array.clock.now() - before < 3660
