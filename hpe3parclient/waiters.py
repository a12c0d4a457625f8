"""Wait for a task of the array, or for any condition.

This module polls, decides which failures are temporary, and reads the progress
of a task. The caller provides the function to poll;
:mod:`hpe3parclient.console.progress` displays the progress.
"""

from __future__ import annotations

import math
import time
from collections.abc import Mapping
from typing import (
    Any,
    Callable,
    NamedTuple,
    TypeVar,
    cast,
)

from hpe3parclient import describe, error_codes, exceptions
from hpe3parclient.constants import Constants
from hpe3parclient.narrowing import is_mapping
from hpe3parclient.resources.validation import whole

__all__ = ['Part', 'Progress', 'waitFor']

T = TypeVar('T')

#: seconds before the second poll; doubled up to the interval
_FIRST_PAUSE = 0.5

#: seconds; the longest timeout that is accepted, about 30 years
_FOREVER = 1e9

#: seconds; shorter waits are skipped
_GRAIN = 0.001

#: seconds of consecutive failures that are tolerated without a timeout
_ENDURED = 900.0

#: temporary failures, after which polling continues
_PASSING = (exceptions.ConnectionError, exceptions.Timeout,
            exceptions.InvalidResponse, exceptions.HTTPRequestTimeout,
            exceptions.HTTPInternalServerError, exceptions.HTTPBadGateway,
            exceptions.HTTPServiceUnavailable,
            exceptions.HTTPGatewayTimeout)

_ENDED = (Constants.TASK_DONE, Constants.TASK_CANCELLED,
          Constants.TASK_FAILED)


class Part(NamedTuple):
    """A count of completed items; ``str()`` is ``'3/10'``."""

    #: completed items
    done: int
    #: all items
    total: int

    def __str__(self) -> str:
        return '%d/%d' % self


class Progress(NamedTuple):
    """The progress of a task at one moment."""

    #: number of the task
    taskId: int
    #: its name; of a copy ``source->destination``
    name: str
    #: a TASK_TYPE constant; None if the array does not report it
    type: int | None
    #: completed phases; None if the array does not report them
    phase: Part | None
    #: completed steps of the phase; None if the array does not report them
    step: Part | None
    #: 0 to 100; None if unknown
    percent: float | None
    #: seconds waited so far
    elapsed: float


def waitFor(condition: Callable[[], T], timeout: float | None = None,
            interval: float = 5.0, *, what: str = 'the condition',
            sleep: Callable[[float], object] | None = None,
            clock: Callable[[], float] | None = None) -> T:
    """Wait until a condition is true.

    ::

        waitFor(lambda: client.remoteCopyGroupStatusCheck('group'),
                timeout=3600)

    The condition is called at once, after half a second, and then at growing
    intervals. A temporary failure (the connection is lost, the array is busy)
    counts as false.

    :param condition: called without arguments; a true result ends the wait. It
        should not change anything
    :param timeout: seconds to wait; None means no limit, except 15 minutes for
        an array that does not answer
    :param interval: maximum seconds between two calls
    :param what: description of the condition, for the error message
    :param sleep: called instead of ``time.sleep``
    :param clock: called instead of ``time.monotonic``
    :returns: the true result of the condition
    :raises WaitTimeout: the condition did not become true within the timeout
    :raises ClientException: the condition raised it, and it is not temporary
    :raises InvalidInput: a number is out of range
    """
    patience = Patience(timeout, interval, sleep, clock)
    value = patience.until(condition, bool)
    if value is None:
        raise exceptions.WaitTimeout(
            f'{patience.spent} for {what}'
        ) from patience.failure
    return value


class Patience:
    """Times one wait; parameters as for :func:`waitFor`."""

    def __init__(self, timeout: float | None, interval: float,
                 sleep: Callable[[float], object] | None,
                 clock: Callable[[], float] | None) -> None:
        self._timeout = math.inf if timeout is None else _seconds(
            timeout, 'timeout', 0)
        self._interval = _seconds(interval, 'interval', _GRAIN)
        # Looked up at call time, so that tests can patch the time module.
        self._sleep = sleep or time.sleep
        self._clock = clock or time.monotonic
        self._pause = min(_FIRST_PAUSE, self._interval)
        self._began = self._answered = self._clock()
        #: the failure of the last poll, or None
        self.failure: exceptions.ClientException | None = None

    @property
    def elapsed(self) -> float:
        """Return the seconds since the wait began."""
        return self._clock() - self._began

    @property
    def spent(self) -> str:
        """Return the same as text."""
        return f'{round(self.elapsed, 1):g} seconds'

    def until(self, look: Callable[[], T],
              accept: Callable[[T], bool]) -> T | None:
        """Poll until a result is accepted.

        :param look: called for each poll; temporary failures are ignored
        :param accept: decides about a result; its exceptions are raised
        :returns: the accepted result; None after the timeout
        """
        while True:
            value = self._look(look)
            if value is not None and accept(value):
                return value
            if not self._wait():
                return None

    def _look(self, look: Callable[[], T]) -> T | None:
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
    """Return the number of a task, passed as int or in a response.

    :param task: a number, or a dict with ``taskid`` (what copies, tunes and
        promotions return) or ``id`` (what getTask returns)
    :raises InvalidInput: neither of these
    """
    value = task
    if is_mapping(task):
        value = task.get('taskid', task.get('id'))
    number = whole(value)
    if number is None:
        raise exceptions.InvalidInput(
            {'code': error_codes.number_of('INV_INPUT_WRONG_TYPE'),
             'desc': 'a task is a number, or the answer of the method that '
             "started it, {'taskid': 7}; not " + describe.value(task)})
    return number


def wait_for_task(number: int, look: Callable[[], T],
                  progress: Callable[[Progress], object] | None,
                  patience: Patience) -> T:
    """Wait until a task has completed successfully.

    :param number: number of the task
    :param look: returns the current state of the task
    :param progress: called with the progress at every poll; its ``close`` method,
        if any, is always called at the end
    :param patience: timeout and interval
    :returns: the task as the last poll returned it
    :raises TaskFailed: the task failed
    :raises TaskCancelled: it was cancelled
    :raises TaskTimeout: it did not end within the timeout
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
            f'{_called(last, number)} has not ended after {patience.spent}',
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
            '%s; on the array, showtask -d %d shows why'
            % (_called(task, number), number), task=task, taskId=number)
    if status == Constants.TASK_CANCELLED:
        raise exceptions.TaskCancelled(_called(task, number), task=task,
                                       taskId=number)


def _called(task: Any, number: int) -> str:
    name = _text(task.get('name'))
    return 'task %d %r' % (number, name) if name else 'task %d' % number


def progress_of(task: Any, number: int, elapsed: float) -> Progress:
    """Return the progress of a task.

    Arrays omit values that they do not know, and the phases and steps of a task
    that is not active.
    """
    phase = _part(task, 'completedPhases', ('totalPhases',))
    # Captured answers write totalsteps where the guide has totalSteps.
    step = _part(task, 'completedSteps', ('totalSteps', 'totalsteps'))
    done = whole(task.get('status')) == Constants.TASK_DONE
    return Progress(number, _text(task.get('name')), whole(task.get('type')),
                    phase, step,
                    100.0 if done else _percent(phase, step), elapsed)


def _percent(phase: Part | None, step: Part | None) -> float | None:
    share = None if step is None else min(step.done / step.total, 1.0)
    if phase is None:
        return None if share is None else 100 * share
    if share is None:
        return 100 * min(phase.done / phase.total, 1.0)
    # The phase whose steps are counted is not complete, whatever is said.
    return 100 * (min(phase.done, phase.total - 1) + share) / phase.total


def _part(task: Any, done: str, totals: tuple[str, ...]) -> Part | None:
    total = next((number for number in (
        whole(task.get(name)) for name in totals)
        if number is not None), None)
    count = whole(task.get(done))
    if count is None or total is None or count < 0 or total < 1:
        return None
    return Part(count, total)


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ''
