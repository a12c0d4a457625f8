"""Tasks: what the array does in the background."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Callable, cast

from hpe3parclient.constants import Constants
from hpe3parclient.resources.base import path
from hpe3parclient.resources.filtering import TASKS, FilteringResource
from hpe3parclient.resources.validation import needed

if TYPE_CHECKING:
    from hpe3parclient import waiters
    from hpe3parclient.query import Expression
    from hpe3parclient.types import Task, TaskList, TaskStarted
    from hpe3parclient.waiters import Progress

#: the words the command line has for numbers of WSAPI
_TYPES: dict[int | None, str] = {
    value: name[len('TASK_TYPE_'):].lower()
    for name, value in vars(Constants).items()
    if name.startswith('TASK_TYPE_')}
_TYPES[Constants.TASK_TYPE_ONLINE_COPY] = 'online_vv_copy'
_STATES: dict[int | None, str] = {
    Constants.TASK_DONE: 'done', Constants.TASK_ACTIVE: 'active',
    Constants.TASK_CANCELLED: 'cancelled', Constants.TASK_FAILED: 'failed'}
_PRIORITIES: dict[int | None, str] = {1: 'high', 2: 'med', 3: 'low'}


class TaskResource(FilteringResource):
    """Methods about tasks."""

    def getAllTasks(self) -> TaskList:
        """Return the tasks that started within the last 24 hours.

        :returns: ``{'total': n, 'members': [...]}``, members as
            :meth:`getTask` returns them

        Source: GET /tasks.
        """
        return cast('TaskList', self._list('/tasks'))

    def iterTasks(self, query: Expression | None = None
                 ) -> Iterator[Task]:
        """Iterate over all tasks, or over those that match, as they arrive.

        An addition to the published client.

        :param query: an expression built from :data:`hpe3parclient.query.Q`,
            such as ``Q.status == client.TASK_FAILED``
        :returns: iterator over members as :meth:`getTask` returns them
        :raises InvalidInput: ``query`` is not an expression, or names a
            member that tasks do not have

        Source: GET /tasks.
        """
        return self._iter_filtered(TASKS, query)

    def getTask(self, taskId: int | str) -> Task:
        """Return one task.

        :param taskId: number of the task, 1 or more
        :returns: dict with ``id``, ``type`` (a TASK_TYPE constant),
            ``name``, ``status`` (TASK_DONE, TASK_ACTIVE, TASK_CANCELLED or
            TASK_FAILED), ``startTime``, ``finishTime`` ('-' while active),
            ``user``; an active task also has its phases and steps
        :raises HTTPNotFound: NON_EXISTENT_TASK (145)
        :raises HTTPBadRequest: INV_INPUT_BELOW_RANGE (115), the number is
            not above 0; INV_INPUT_EXCEEDS_RANGE (43), it is too large;
            INV_INPUT_WRONG_TYPE (39), it is no number

        Source: GET /tasks/<id>.
        """
        return cast('Task', self._get(path('tasks', taskId)))

    def waitForTask(self, taskId: int | str | Task | TaskStarted,
                    timeout: float | None = None, interval: float = 5.0,
                    progress: Callable[[Progress], object] | None = None,
                    *, sleep: Callable[[float], object] | None = None,
                    clock: Callable[[], float] | None = None) -> Task:
        """Wait until a task has completed successfully.

        It takes what copies, tunes and promotions return::

            client.waitForTask(client.copyVolume('orders', 'copy', 'gold',
                                                 {'online': True}),
                               progress=progressBar())

        The array is asked at once, then after half a second, and from then
        on in growing steps up to the interval. A lost connection or a busy
        array does not end the wait. Ctrl-C does, and the array continues
        with the task.

        :param taskId: number of the task, or a dict with ``taskid`` or
            ``id``
        :param timeout: seconds to wait; None waits as long as the task
            takes, but no longer than 15 minutes for an array that does not
            answer. A question that is under way is not cut short
        :param interval: seconds between two questions, at most
        :param progress: called after each answer with a
            :class:`~hpe3parclient.waiters.Progress`. When it has a method
            ``close``, as :func:`~hpe3parclient.console.progress.progressBar`
            has,
            that is called at the end, however it comes
        :param sleep: what to pause with instead of ``time.sleep``
        :param clock: called instead of ``time.monotonic``
        :returns: the task as :meth:`getTask` returns it, its ``status``
            TASK_DONE; never None
        :raises TaskFailed: the array could not finish the task
        :raises TaskCancelled: somebody cancelled it
        :raises TaskTimeout: it did not end in time, and continues; also a
            TimeoutError
        :raises HTTPNotFound: NON_EXISTENT_TASK (145)
        :raises HTTPBadRequest: INV_INPUT_BELOW_RANGE (115), the number is
            not above 0; INV_INPUT_EXCEEDS_RANGE (43), it is too large;
            INV_INPUT_WRONG_TYPE (39), it is no task

        Source: GET /tasks/<id>.
        """
        from hpe3parclient import waiters
        number = waiters.number_of(taskId)
        patience = waiters.Patience(timeout, interval, sleep, clock)
        return waiters.wait_for_task(number, lambda: self.getTask(number),
                                     progress, patience)

    def _findTask(self, name: str, active: bool = True
                  ) -> list[str] | None:
        """Return the latest task with a name, as the command line shows it.

        :param name: name of the task, or of a volume it copies from or to
        :param active: only a task that is still running
        :returns: list of ten str: id, type, name, status, phase, step, start time,
            finish time, priority, user; None when there is no such task
        """
        matches = [task for task in self.getAllTasks()['members']
                   if is_about(task, name) and
                   (not active or task.get('status') == self.TASK_ACTIVE)]
        if not matches:
            return None
        return _as_row(max(matches,
                           key=lambda task: needed(task, 'id', int)))


def is_about(task: Mapping[str, object], name: str) -> bool:
    """Return whether a task has a name, or copies a volume of that name.

    Arrays call the task of a copy ``source->destination``.
    """
    called = task.get('name')
    # One without a name is about nothing that a caller could ask for.
    return isinstance(called, str) and \
        name in (called, *called.split('->'))


def _as_row(task: Task) -> list[str]:
    from hpe3parclient import waiters
    number = needed(task, 'id', int)
    now = waiters.progress_of(task, number, 0.0)
    return [str(number), _word(_TYPES, task.get('type'), 'unknown'),
            task['name'], _word(_STATES, task.get('status'), 'unknown'),
            _share(now.phase), _share(now.step),
            str(task.get('startTime', '-')), str(task.get('finishTime', '-')),
            _word(_PRIORITIES, task.get('priority'), 'n/a'),
            str(task.get('user', '-'))]


def _word(words: dict[int | None, str], number: object,
          otherwise: str) -> str:
    return words.get(number, otherwise) if isinstance(number, int) \
        else otherwise


def _share(part: waiters.Part | None) -> str:
    return '---' if part is None else str(part)
