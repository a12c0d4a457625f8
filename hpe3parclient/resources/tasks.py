"""Tasks: what the array does in the background."""

from __future__ import annotations

from typing import Optional, Union

from hpe3parclient.resources.base import JSON, Resource, path


class TaskResource(Resource):
    """Methods about tasks."""

    def getAllTasks(self) -> JSON:
        """The tasks started within the last 24 hours.

        :returns: ``{'total': n, 'members': [...]}``, members as
            :meth:`getTask` gives them

        Source: GET /tasks.
        """
        return self._list('/tasks')

    def getTask(self, taskId: Union[int, str]) -> JSON:
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
        return self._get(path('tasks', taskId))

    def _findTask(self, name: str, active: bool = True) -> Optional[JSON]:
        """The latest task with a name, or None.

        :param name: name of the task, most often of the volume it works on
        :param active: only a task that is still running
        """
        tasks = [task for task in self.getAllTasks()['members']
                 if task.get('name') == name and (
                     not active or task.get('status') == self.TASK_ACTIVE)]
        return max(tasks, key=lambda task: int(task['id']), default=None)
