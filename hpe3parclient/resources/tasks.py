"""Tasks: what the array does in the background."""

from __future__ import annotations

from typing import TYPE_CHECKING, Dict, List, Optional, Union, cast

from hpe3parclient.constants import Constants
from hpe3parclient.resources.base import Resource, path

if TYPE_CHECKING:
    from hpe3parclient.types import Task, TaskList

#: the words the command line has for numbers of WSAPI
_TYPES: Dict[Optional[int], str] = {
    value: name[len('TASK_TYPE_'):].lower()
    for name, value in vars(Constants).items()
    if name.startswith('TASK_TYPE_')}
_TYPES[Constants.TASK_TYPE_ONLINE_COPY] = 'online_vv_copy'
_STATES: Dict[Optional[int], str] = {
    Constants.TASK_DONE: 'done', Constants.TASK_ACTIVE: 'active',
    Constants.TASK_CANCELLED: 'cancelled', Constants.TASK_FAILED: 'failed'}
_PRIORITIES: Dict[Optional[int], str] = {1: 'high', 2: 'med', 3: 'low'}


class TaskResource(Resource):
    """Methods about tasks."""

    def getAllTasks(self) -> TaskList:
        """The tasks started within the last 24 hours.

        :returns: ``{'total': n, 'members': [...]}``, members as
            :meth:`getTask` gives them

        Source: GET /tasks.
        """
        return cast('TaskList', self._list('/tasks'))

    def getTask(self, taskId: Union[int, str]) -> Task:
        """One task.

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

    def _findTask(self, name: str, active: bool = True
                  ) -> Optional[List[str]]:
        """The latest task with a name, as the command line shows it.

        :param name: name of the task, or of a volume it copies from or to
        :param active: only a task that is still running
        :returns: ten texts: id, type, name, status, phase, step, start time,
            finish time, priority, user; None when there is no such task
        """
        found = [task for task in self.getAllTasks()['members']
                 if is_about(task, name) and
                 (not active or task.get('status') == self.TASK_ACTIVE)]
        if not found:
            return None
        return _as_row(max(found, key=lambda task: task['id']))


def is_about(task: Task, name: str) -> bool:
    """Whether a task has a name, or copies a volume of that name.

    Arrays call the task of a copy ``source->destination``.
    """
    return name in (task.get('name'), *task.get('name', '').split('->'))


def _as_row(task: Task) -> List[str]:
    return [str(task['id']), _TYPES.get(task.get('type'), 'unknown'),
            task['name'], _STATES.get(task.get('status'), 'unknown'),
            _share(task.get('completedPhases'), task.get('totalPhases')),
            _share(task.get('completedSteps'), task.get('totalSteps')),
            task.get('startTime', '-'), task.get('finishTime', '-'),
            _PRIORITIES.get(task.get('priority'), 'n/a'),
            task.get('user', '-')]


def _share(done: Optional[int], total: Optional[int]) -> str:
    return '---' if done is None or total is None else '%d/%d' % (done, total)
