"""Waiting looks often enough, gives up in time and tells what it saw."""

from __future__ import annotations

import contextlib

import pytest

from hpe3parclient import exceptions, waiters
from hpe3parclient.waiters import Part, waitFor

DONE, ACTIVE, CANCELLED, FAILED = 1, 2, 3, 4


class Time:
    """Seconds that pass when somebody sleeps."""

    def __init__(self):
        self.now = 1e9
        self.slept = []

    def sleep(self, seconds):
        self.slept.append(seconds)
        self.now += seconds

    def clock(self):
        return self.now


class Looks:
    """Gives or raises one thing after the other; the last one for ever."""

    def __init__(self, *things):
        self.things = list(things)
        self.count = 0

    def __call__(self):
        thing = self.things[min(self.count, len(self.things) - 1)]
        self.count += 1
        if isinstance(thing, BaseException):
            raise thing
        return thing


@pytest.fixture
def time():
    return Time()


@pytest.fixture
def wait(time):
    def waiting(*things, **options):
        return waitFor(Looks(*things), sleep=time.sleep, clock=time.clock,
                       **options)
    return waiting


def task(status=ACTIVE, **more):
    return dict({'id': 7, 'type': 1, 'name': 'v->w', 'status': status}, **more)


@pytest.fixture
def wait_for_task(time):
    def waiting(*things, progress=None, timeout=None):
        patience = waiters.Patience(timeout, 5, time.sleep, time.clock)
        return waiters.wait_for_task(7, Looks(*things), progress, patience)
    return waiting


# -- the condition ----------------------------------------------------------


def test_what_is_true_at_once_costs_no_time(wait, time):
    assert wait('yes') == 'yes'
    assert time.slept == []


def test_pauses_grow_up_to_the_interval(wait, time):
    wait(*[False] * 7, True, interval=5)
    assert time.slept == [0.5, 1, 2, 4, 5, 5, 5]


def test_an_interval_below_half_a_second_is_kept(wait, time):
    wait(*[None] * 3, True, interval=0.1)
    assert time.slept == [0.1] * 3


def test_the_last_pause_ends_with_the_timeout(wait, time):
    with pytest.raises(exceptions.WaitTimeout):
        wait(False, timeout=10)
    assert time.slept == [0.5, 1, 2, 4, 2.5]


def test_there_is_a_look_when_the_time_is_up(wait):
    assert wait(*[False] * 5, 'late', timeout=10) == 'late'


def test_timeout_zero_looks_once(wait, time):
    with pytest.raises(exceptions.WaitTimeout):
        wait(False, timeout=0)
    assert time.slept == []


def test_less_than_a_millisecond_is_not_slept_for(time):
    def sleep(seconds):
        assert seconds >= 0.001
        time.sleep(seconds - 0.0005)

    with pytest.raises(exceptions.WaitTimeout):
        waitFor(lambda: False, timeout=1, clock=time.clock, sleep=sleep)


def test_a_timeout_says_what_was_waited_for(wait):
    with pytest.raises(TimeoutError, match='60 seconds for the group$'):
        wait(False, timeout=60, what='the group')


@pytest.mark.parametrize('failure', [
    exceptions.ConnectionError('lost'), exceptions.ConnectTimeout('slow'),
    exceptions.Timeout('silent'), exceptions.HTTPServiceUnavailable(),
    exceptions.InvalidResponse('half'), exceptions.IncompleteResponse('x'),
    exceptions.HTTPBadGateway(), exceptions.HTTPInternalServerError()],
    ids=lambda failure: type(failure).__name__)
def test_a_failure_that_passes_does_not_end_the_wait(wait, failure):
    assert wait(failure, failure, 'here') == 'here'


@pytest.mark.parametrize('failure', [
    exceptions.HTTPNotFound(), exceptions.HTTPForbidden(),
    exceptions.SSLCertFailed(), exceptions.InvalidInput('x'),
    exceptions.ConnectionOutcomeUnknown('?'),
    exceptions.TimeoutOutcomeUnknown('?'), KeyError('x'),
    KeyboardInterrupt()], ids=lambda failure: type(failure).__name__)
def test_a_failure_that_stays_is_raised_at_once(wait, time, failure):
    with pytest.raises(type(failure)):
        wait(failure, 'here')
    assert time.slept == []


def test_a_timeout_full_of_failures_tells_the_last_one(wait):
    failure = exceptions.ConnectionError('lost')
    with pytest.raises(exceptions.WaitTimeout) as caught:
        wait(False, failure, timeout=10)
    assert caught.value.__cause__ is failure


def test_a_failure_that_passed_is_not_the_cause(wait):
    with pytest.raises(exceptions.WaitTimeout) as caught:
        wait(exceptions.ConnectionError('lost'), False, timeout=10)
    assert caught.value.__cause__ is None


def test_without_a_timeout_silence_is_put_up_with_for_15_minutes(wait, time):
    with pytest.raises(exceptions.ConnectionError):
        wait(exceptions.ConnectionError('lost'))
    assert 900 <= sum(time.slept) < 910


def test_an_answer_makes_patience_new(wait, time):
    failures = [exceptions.ConnectionError('lost')] * 150
    assert wait(*failures, False, *failures, 'here') == 'here'
    assert sum(time.slept) > 900


def test_a_timeout_longer_than_15_minutes_counts_alone(wait, time):
    with pytest.raises(exceptions.WaitTimeout):
        wait(exceptions.ConnectionError('lost'), timeout=3600)
    assert sum(time.slept) == pytest.approx(3600)


@pytest.mark.parametrize('options', [
    {'timeout': -1}, {'timeout': float('nan')}, {'timeout': True},
    {'timeout': '5'}, {'timeout': float('inf')}, {'interval': 0},
    {'interval': None}, {'interval': float('nan')}])
def test_a_number_that_makes_no_sense_is_refused(options):
    with pytest.raises(exceptions.InvalidInput, match='seconds'):
        waitFor(lambda: True, **options)


def test_the_machine_sleeps_where_nothing_else_is_said(monkeypatch):
    slept = []
    monkeypatch.setattr('time.sleep', slept.append)
    waitFor(Looks(False, True))
    assert slept == [0.5]


# -- tasks ------------------------------------------------------------------


@pytest.mark.parametrize('given', [
    7, 7.0, '7', {'taskid': 7}, {'id': 7, 'status': 2}, {'taskid': '7'},
    {'taskid': 7, 'links': []}, {'child': 'c', 'parent': 'p', 'taskid': 7}])
def test_a_task_is_a_number_or_an_answer(given):
    assert waiters.number_of(given) == 7


@pytest.mark.parametrize('given', [
    None, True, 7.5, 'seven', '', {}, {'taskid': None}, [7], b'7', '-7'])
def test_what_is_no_task_is_refused(given):
    with pytest.raises(exceptions.InvalidInput, match='a task is') as caught:
        waiters.number_of(given)
    assert caught.value.symbol == 'INV_INPUT_WRONG_TYPE'


def test_a_task_that_is_done_is_returned(wait_for_task):
    assert wait_for_task(task(), task(DONE, user='me')) == task(
        DONE, user='me')


@pytest.mark.parametrize('status, kind', [
    (FAILED, exceptions.TaskFailed), (CANCELLED, exceptions.TaskCancelled)])
def test_a_task_that_ended_badly_is_raised(wait_for_task, status, kind):
    with pytest.raises(kind, match="task 7 'v->w'") as caught:
        wait_for_task(task(), task(status))
    assert isinstance(caught.value, exceptions.TaskError)
    assert caught.value.task == task(status)
    assert caught.value.taskId == 7


def test_a_failed_task_says_where_to_look(wait_for_task):
    with pytest.raises(exceptions.ClientException,
                       match=r'^Task failed - .*showtask -d 7'):
        wait_for_task(task(FAILED))


def test_a_task_that_goes_on_is_a_timeout_of_every_kind(wait_for_task):
    with pytest.raises(exceptions.TaskTimeout) as caught:
        wait_for_task(task(), timeout=60)
    assert str(caught.value) == (
        "Task not finished - task 7 'v->w' has not ended after 60 seconds")
    assert isinstance(caught.value, (TimeoutError, exceptions.WaitTimeout))
    assert isinstance(caught.value, exceptions.TaskError)
    assert caught.value.task == task()


def test_a_task_nobody_saw_is_a_timeout_too(wait_for_task):
    failure = exceptions.HTTPServiceUnavailable()
    with pytest.raises(exceptions.TaskTimeout, match='task 7 has') as caught:
        wait_for_task(failure, timeout=60)
    assert (caught.value.task, caught.value.taskId) == ({}, 7)
    assert caught.value.__cause__ is failure


def test_a_status_nobody_published_is_not_the_end(wait_for_task):
    assert wait_for_task(task(5), task(99), task(DONE))['status'] == DONE


def test_a_status_as_text_is_read(wait_for_task):
    assert wait_for_task(task('2'), task('1'))['status'] == '1'


@pytest.mark.parametrize('given', [{}, task(None), task('done')])
def test_a_task_without_a_status_is_no_answer(wait_for_task, given):
    with pytest.raises(exceptions.InvalidResponse, match='no status'):
        wait_for_task(given)


# -- progress ---------------------------------------------------------------


class Watch:
    """Keeps what it is told."""

    def __init__(self, failure=None):
        self.told = []
        self.closed = 0
        self.failure = failure

    def __call__(self, progress):
        self.told.append(progress)
        if self.failure is not None:
            raise self.failure

    def close(self):
        self.closed += 1


def test_progress_is_told_at_every_look(wait_for_task):
    watch = Watch()
    wait_for_task(
        task(completedPhases=0, totalPhases=1, completedSteps=30,
             totalSteps=100), task(DONE), progress=watch)
    assert watch.told == [
        (7, 'v->w', 1, Part(0, 1), Part(30, 100), 30.0, 0.0),
        (7, 'v->w', 1, None, None, 100.0, 0.5)]
    assert str(watch.told[0].step) == '30/100'


def test_progress_cannot_be_written_to(wait_for_task):
    watch = Watch()
    wait_for_task(task(DONE), progress=watch)
    with pytest.raises(AttributeError):
        watch.told[0].percent = 50.0


def test_a_function_can_be_told(wait_for_task):
    caught = []
    wait_for_task(task(DONE), progress=caught.append)
    assert [each.percent for each in caught] == [100.0]


@pytest.mark.parametrize('end', [
    task(DONE), task(FAILED), task(CANCELLED), exceptions.HTTPNotFound(),
    KeyboardInterrupt()], ids=str)
def test_progress_is_closed_however_it_ends(wait_for_task, end):
    watch = Watch()
    with contextlib.suppress(exceptions.ClientException, KeyboardInterrupt):
        wait_for_task(task(), end, progress=watch)
    assert watch.closed == 1


@pytest.mark.parametrize('failure', [
    KeyError('mine'), exceptions.ConnectionError('of another array')])
def test_what_progress_raises_ends_the_wait(wait_for_task, failure):
    watch = Watch(failure)
    with pytest.raises(type(failure)):
        wait_for_task(task(), progress=watch)
    assert (len(watch.told), watch.closed) == (1, 1)


@pytest.mark.parametrize('members, percent', [
    ({}, None),
    ({'completedSteps': 1, 'totalSteps': 4}, 25),
    ({'completedSteps': 1, 'totalsteps': 4}, 25),
    ({'completedSteps': '1', 'totalSteps': '4'}, 25),
    ({'completedPhases': 1, 'totalPhases': 4}, 25),
    ({'completedPhases': 1, 'totalPhases': 2, 'completedSteps': 1,
      'totalSteps': 2}, 75),
    ({'completedPhases': 2, 'totalPhases': 2, 'completedSteps': 1,
      'totalSteps': 2}, 75),
    ({'completedPhases': 9, 'totalPhases': 2}, 100),
    ({'completedSteps': 9, 'totalSteps': 4}, 100),
    ({'completedSteps': 0, 'totalSteps': 0}, None),
    ({'completedSteps': -1, 'totalSteps': 4}, None),
    ({'completedSteps': '---', 'totalSteps': 4}, None),
    ({'completedSteps': 1}, None),
    ({'completedSteps': True, 'totalSteps': 4}, None),
    ({'completedSteps': {}, 'totalSteps': []}, None)])
def test_percent_is_what_the_members_say(members, percent):
    assert waiters.progress_of(task(**members), 7, 0).percent == percent


@pytest.mark.parametrize('given', [
    {'name': None, 'type': 'x'}, {'name': 7, 'type': None}, {}])
def test_members_of_another_kind_are_no_progress(given):
    assert waiters.progress_of(given, 7, 0)[:3] == (7, '', None)
