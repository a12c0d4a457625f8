"""Work on groups and servers that runs as a task and may fail late."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from hpe3parclient.simulator.clock import task_time
from hpe3parclient.simulator.errors import Refused
from hpe3parclient.simulator.model import tasks
from hpe3parclient.simulator.state.array_state import ArrayState
from hpe3parclient.simulator.state.tasks import ACTIVE, EFFECTS, Effect, Task


def running(array: ArrayState, what: str) -> bool:
    """Whether such a task is active."""
    return any(isinstance(task.effect, EFFECTS[what]) for task in array.tasks
               if task.status == ACTIVE)


def start(array: ArrayState, what: str, requested: Mapping[str, Any], user: str,
          seconds: float) -> Task:
    """Start a task; one that takes no time ends at once."""
    effect = EFFECTS[what](**{name: value for name, value in requested.items()
                              if value is not None})
    task = tasks.start(array, f'{what}_task', seconds=seconds, user=user,
                       cancellable=False, effect=effect)
    note(array, task, 'Created     task.')
    note(array, task, f'Updated     Executing "{what}_task" as '
                      f'0:{30000 + task.id}')
    if not seconds:
        tasks.settle(array)
    return task


def note(array: ArrayState, task: Task, text: str) -> None:
    """Add a line to what a task tells of itself."""
    task.details.append(f'{task_time(array.clock.now())} {text}')


def complete(array: ArrayState, effect: Effect,
             work: Callable[[list[str]], None]) -> bool:
    """The end of such a task; False when it failed.

    :param work: does it, and adds to the lines that the task prints
    """
    task = next(task for task in array.tasks if task.effect is effect)
    lines: list[str] = []
    error = ''
    try:
        work(lines)
    except Refused as err:
        error = getattr(err, 'sentence', err.desc)
        lines.append(error if error.startswith('Error') else
                     f'Error: {error}')
    for line in lines:
        note(array, task, line)
    note(array, task, 'Failed      Could not complete task.' if error else
         'Completed   scheduled task.')
    return not error


def messages_of(task: Task, start: int = 2) -> list[str]:
    """Return what a task reported between its creation and its end."""
    return [line[len('2000-01-01 00:00:00 UTC '):]
            for line in task.details[start:-1]]
