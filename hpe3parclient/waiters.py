"""Waiting: for a task of the array, or for anything else.

Knows how to look again and again, which failures to look may pass by
themselves, and what the members of a task say of its progress. What is
looked at, how, and how progress is shown is the caller's business.
"""

from __future__ import annotations

import math
import time
from typing import (
    Any,
    Callable,
    Mapping,
    NamedTuple,
    Optional,
    Tuple,
    TypeVar,
    cast,
)

from hpe3parclient import describe, error_codes, exceptions
from hpe3parclient.constants import Constants
from hpe3parclient.resources.validation import whole

__all__ = ['Part', 'Progress', 'waitFor']

T = TypeVar('T')

#: seconds before the second look; doubled up to the interval
_FIRST_PAUSE = 0.5

#: seconds, 30 years, that nobody waits; much more no clock can count
_FOREVER = 1e9

#: seconds that are too few to sleep for
_GRAIN = 0.001

#: seconds for which nothing but failures is put up with, without a timeout
_ENDURED = 900.0

#: what may be different at the next look
_PASSING = (exceptions.ConnectionError, exceptions.Timeout,
            exceptions.InvalidResponse, exceptions.HTTPRequestTimeout,
            exceptions.HTTPInternalServerError, exceptions.HTTPBadGateway,
            exceptions.HTTPServiceUnavailable,
            exceptions.HTTPGatewayTimeout)

_ENDED = (Constants.TASK_DONE, Constants.TASK_CANCELLED,
          Constants.TASK_FAILED)


class Part(NamedTuple):
    """A count of completed items; ``str()`` is ``'3/10'``."""

    done: int
    total: int

    def __str__(self) -> str:
        return '%d/%d' % self


class Progress(NamedTuple):
    """The progress of a task at one moment."""

    #: number of the task
    taskId: int
    #: its name; of a copy ``source->destination``
    name: str
    #: a TASK_TYPE constant, None where the array does not say
    type: Optional[int]
    #: phases that are complete, None where the array does not say
    phase: Optional[Part]
    #: steps of the phase that are complete, None where it does not say
    step: Optional[Part]
    #: 0 to 100; None while nobody knows
    percent: Optional[float]
    #: seconds waited so far
    elapsed: float


def waitFor(condition: Callable[[], T], timeout: Optional[float] = None,
            interval: float = 5.0, *, what: str = 'the condition',
            sleep: Optional[Callable[[float], object]] = None,
            clock: Optional[Callable[[], float]] = None) -> T:
    """Wait until a condition is true.

    ::

        waitFor(lambda: client.remoteCopyGroupStatusCheck('group'),
                timeout=3600)

    The condition is looked at at once, then after half a second, and from
    then on in growing steps up to the interval. A failure that may pass by
    itself (the connection is lost, the array is busy) counts as "not yet".

    :param condition: called without arguments; what it returns is true when
        the waiting is over. It should change nothing
    :param timeout: seconds to wait; None waits as long as it takes, but no
        longer than 15 minutes for an array that does not answer
    :param interval: seconds between two looks, at most
    :param what: what is waited for, for the error
    :param sleep: what to pause with instead of ``time.sleep``
    :param clock: what tells the time instead of ``time.monotonic``
    :returns: what the condition returned
    :raises WaitTimeout: it did not become true in time
    :raises ClientException: what the condition raised and waiting does not
        mend
    :raises InvalidInput: a number makes no sense
    """
    patience = Patience(timeout, interval, sleep, clock)
    value = patience.until(condition, bool)
    if value is None:
        raise exceptions.WaitTimeout(
            '%s for %s' % (patience.spent, what)
        ) from patience.failure
    return value


class Patience:
    """Times one wait; parameters as for :func:`waitFor`."""

    def __init__(self, timeout: Optional[float], interval: float,
                 sleep: Optional[Callable[[float], object]],
                 clock: Optional[Callable[[], float]]) -> None:
        self._timeout = math.inf if timeout is None else _seconds(
            timeout, 'timeout', 0)
        self._interval = _seconds(interval, 'interval', _GRAIN)
        # Looked up now, so that a test may replace them in module time.
        self._sleep = sleep or time.sleep
        self._clock = clock or time.monotonic
        self._pause = min(_FIRST_PAUSE, self._interval)
        self._began = self._answered = self._clock()
        #: why the last look failed, if it did
        self.failure: Optional[exceptions.ClientException] = None

    @property
    def elapsed(self) -> float:
        """Return the seconds since the wait began."""
        return self._clock() - self._began

    @property
    def spent(self) -> str:
        """Return the same as text."""
        return '%g seconds' % round(self.elapsed, 1)

    def until(self, look: Callable[[], T],
              accept: Callable[[T], bool]) -> Optional[T]:
        """Poll until a result is accepted.

        :param look: may fail, and may fail in passing
        :param accept: must not fail in passing: what it raises is raised
        :returns: what was accepted; None when time is up
        """
        while True:
            value = self._look(look)
            if value is not None and accept(value):
                return value
            if not self._wait():
                return None

    def _look(self, look: Callable[[], T]) -> Optional[T]:
        try:
            value = look()
        except exceptions.ClientException as ex:
            if not may_pass(ex) or self._has_had_enough():
                raise
            self.failure = ex
            return None
        self.failure, self._answered = None, self._clock()
        return value

    def _has_had_enough(self) -> bool:
        return math.isinf(self._timeout) and \
            self._clock() - self._answered >= _ENDURED

    def _wait(self) -> bool:
        """Pause before the next poll; return False at once when the time is up."""
        rest = self._timeout - self.elapsed
        if rest < _GRAIN:
            return False
        self._sleep(min(self._pause, rest))
        self._pause = min(2 * self._pause, self._interval)
        return True


def may_pass(ex: exceptions.ClientException) -> bool:
    """Return whether the same request may succeed later."""
    return isinstance(ex, _PASSING) and not isinstance(
        ex, exceptions.OutcomeUnknown)


def _seconds(value: Any, what: str, least: float) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or \
            not least <= value < _FOREVER:
        raise exceptions.InvalidInput(
            '%s is a number of seconds from %g to %g, not %s'
            % (what, least, _FOREVER, describe.value(value)))
    return float(value)


# -- tasks --------------------------------------------------------------------


def number_of(task: Any) -> int:
    """Return the number of a task, passed as such or in an answer.

    :param task: a number, or a dict with ``taskid`` (what copies, tunes and
        promotions return) or ``id`` (what getTask returns)
    :raises InvalidInput: nothing of the kind
    """
    value = task
    if isinstance(task, Mapping):
        value = task.get('taskid', task.get('id'))
    number = whole(value)
    if number is None:
        raise exceptions.InvalidInput(
            {'code': error_codes.number_of('INV_INPUT_WRONG_TYPE'),
             'desc': 'a task is a number, or the answer of the method that '
             "started it, {'taskid': 7}; not " + describe.value(task)})
    return number


def wait_for_task(number: int, look: Callable[[], T],
                  progress: Optional[Callable[[Progress], object]],
                  patience: Patience) -> T:
    """Wait until a task has completed successfully.

    :param number: number of the task
    :param look: gives the task as it is
    :param progress: told of the task at every look; closed at the end,
        however it comes, if it can be closed
    :param patience: how long, how often
    :returns: the task as the last look gave it
    :raises TaskFailed: the task failed
    :raises TaskCancelled: it was cancelled
    :raises TaskTimeout: it has not ended in time
    """
    last: Mapping[str, Any] = {}

    def ended(task: T) -> bool:
        nonlocal last
        last = cast('Mapping[str, Any]', task)
        status = _status(last, number)
        if progress is not None:
            progress(progress_of(last, number, patience.elapsed))
        return status in _ENDED

    try:
        result = patience.until(look, ended)
    finally:
        close = getattr(progress, 'close', None)
        if close is not None:
            close()
    if result is None:
        raise exceptions.TaskTimeout(
            '%s has not ended after %s'
            % (_called(last, number), patience.spent),
            task=last, taskId=number) from patience.failure
    _check(last, number)
    return result


def _status(task: Any, number: int) -> int:
    status = whole(task.get('status'))
    if status is None:
        raise exceptions.InvalidResponse(
            'task %d has no status' % number, method='GET',
            url='/tasks/%d' % number)
    return status


def _check(task: Any, number: int) -> None:
    """Raise the exception of a task that did not complete successfully."""
    status = _status(task, number)
    if status == Constants.TASK_FAILED:
        raise exceptions.TaskFailed(
            '%s; on the array, showtask -d %d tells why'
            % (_called(task, number), number), task=task, taskId=number)
    if status == Constants.TASK_CANCELLED:
        raise exceptions.TaskCancelled(_called(task, number), task=task,
                                       taskId=number)


def _called(task: Any, number: int) -> str:
    name = _text(task.get('name'))
    return 'task %d %r' % (number, name) if name else 'task %d' % number


def progress_of(task: Any, number: int, elapsed: float) -> Progress:
    """Read the progress of a task from its members.

    An array leaves out what it does not know, and all phases and steps of a
    task that is not active.
    """
    phase = _part(task, 'completedPhases', ('totalPhases',))
    # Captured answers write totalsteps where the guide has totalSteps.
    step = _part(task, 'completedSteps', ('totalSteps', 'totalsteps'))
    done = whole(task.get('status')) == Constants.TASK_DONE
    return Progress(number, _text(task.get('name')), whole(task.get('type')),
                    phase, step,
                    100.0 if done else _percent(phase, step), elapsed)


def _percent(phase: Optional[Part], step: Optional[Part]) -> Optional[float]:
    share = None if step is None else min(step.done / step.total, 1.0)
    if phase is None:
        return None if share is None else 100 * share
    if share is None:
        return 100 * min(phase.done / phase.total, 1.0)
    # The phase whose steps are counted is not complete, whatever is said.
    return 100 * (min(phase.done, phase.total - 1) + share) / phase.total


def _part(task: Any, done: str, totals: Tuple[str, ...]) -> Optional[Part]:
    total = next((number for number in (
        whole(task.get(name)) for name in totals)
        if number is not None), None)
    count = whole(task.get(done))
    if count is None or total is None or count < 0 or total < 1:
        return None
    return Part(count, total)


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ''
