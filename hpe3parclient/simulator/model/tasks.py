"""Tasks: work that takes time, on the array's clock.

Knows how far a task is at any moment and when it is over; what its end
changes is the business of the module that started it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from hpe3parclient.simulator import assumptions
from hpe3parclient.simulator.clock import task_time
from hpe3parclient.simulator.errors import Refused
from hpe3parclient.simulator.state.array_state import ArrayState
from hpe3parclient.simulator.state.tasks import (
    ACTIVE,
    BACKGROUND_COMMAND,
    CANCELLED,
    DONE,
    FAILED,
    MEDIUM,
    REMOTE_COPY_SYNC,
    CreateFpg,
    CreateVfs,
    Effect,
    OnlineCopy,
    PhysicalCopy,
    Promotion,
    RemoteSync,
    RemoveFpg,
    Task,
    Tune,
)

#: GET /tasks shows what was started in the last 24 hours.
SHOWN_SECONDS = 24 * 3600.0
#: Ids wrap behind this one, and so many tasks are kept (manual 3.2.2).
LAST_ID = 9999
#: Whose the tasks are that the array starts by itself.
SYSTEM_USER = '3parsvc'
KEPT = 1000


def seconds_for(mib: int) -> float:
    """How long work on so much space takes."""
    return assumptions.TASK_SECONDS + mib / 1024 * assumptions.TASK_SECONDS_PER_GIB


EffectT = TypeVar('EffectT', Tune, PhysicalCopy, OnlineCopy, Promotion,
                  CreateFpg, CreateVfs, RemoveFpg, RemoteSync)
Finish = Callable[[ArrayState, Any, bool], bool]
_FINISH: dict[type, Finish] = {}


def finishes(effect: type[EffectT]) -> Callable[
        [Callable[[ArrayState, EffectT, bool], bool]],
        Callable[[ArrayState, EffectT, bool], bool]]:
    """Register what the end of a task with this effect does.

    The function gets the array, the effect and whether the task was done
    (False: it was cancelled); it returns False when the task has failed.
    """
    def register(function: Callable[[ArrayState, EffectT, bool], bool]) \
            -> Callable[[ArrayState, EffectT, bool], bool]:
        _FINISH[effect] = function
        return function
    return register


def start(array: ArrayState, name: str, kind: int = BACKGROUND_COMMAND, *,
          seconds: float = assumptions.TASK_SECONDS, user: str = SYSTEM_USER,
          priority: int = MEDIUM, cancellable: bool = True,
          effect: Effect | None = None) -> Task:
    """Start a task that ends so many seconds from now.

    An array may have been told how long every task takes; what ends at once
    still does.
    """
    if seconds and array.task_seconds is not None:
        seconds = array.task_seconds
    with array.lock:
        task = Task(array.tasks.next_id, kind, name, user, array.clock.now(),
                    seconds, priority, cancellable=cancellable, effect=effect)
        array.tasks.add(task)
        array.tasks.begin_at(_id_behind(array, task.id))
        array.active_tasks[task.id] = task
        _forget_oldest(array)
    return task


def add_ended(array: ArrayState, name: str, kind: int, *, user: str,
              good: bool, details: Iterable[str] = ()) -> Task:
    """Note work that began and ended now."""
    task = start(array, name, kind, seconds=0.0, user=user,
                 cancellable=False)
    del array.active_tasks[task.id]
    task.finish, task.status = task.start, DONE if good else FAILED
    task.details = list(details)
    return task


def _id_behind(array: ArrayState, number: int) -> int:
    """The next id that is free; after the greatest comes 1 again."""
    number = number % LAST_ID + 1
    while array.tasks.has_id(number):
        number = number % LAST_ID + 1
    return number


def _forget_oldest(array: ArrayState) -> None:
    """An array keeps so many tasks; those that run are kept anyway."""
    surplus = max(len(array.tasks) - KEPT, 0)
    for task in list(array.tasks)[:surplus]:
        if task.status != ACTIVE:
            array.tasks.remove(task)


def settle(array: ArrayState) -> None:
    """End the tasks whose time is over, in the order they end."""
    now = array.clock.now()
    due = sorted((task for task in array.active_tasks.values()
                  if task.start + task.seconds <= now),
                 key=lambda task: (task.start + task.seconds, task.id))
    for task in due:
        _end(array, task, DONE, task.start + task.seconds)


def _end(array: ArrayState, task: Task, status: int, when: float) -> None:
    del array.active_tasks[task.id]
    task.finish = when
    good = task.effect is None or _FINISH[type(task.effect)](
        array, task.effect, status == DONE)
    task.status = status if good else FAILED


def find(array: ArrayState, number: int) -> Task:
    """The task of that id, or NON_EXISTENT_TASK."""
    if number <= 0:
        raise Refused('INV_INPUT_BELOW_RANGE')
    if number > assumptions.MAX_TASK_ID:
        raise Refused('INV_INPUT_EXCEEDS_RANGE')
    if not array.tasks.has_id(number):
        raise Refused('NON_EXISTENT_TASK')
    return array.tasks.by_id(number)


def recent(array: ArrayState) -> list[Task]:
    """Those started in the last 24 hours."""
    since = array.clock.now() - SHOWN_SECONDS
    return [task for task in array.tasks if task.start >= since]


def cancel(array: ArrayState, number: int) -> None:
    """PUT /tasks/<id> with action 1."""
    task = find(array, number)
    if task.status != ACTIVE:
        raise Refused('NON_ACTIVE_TASK')
    if task.type == REMOTE_COPY_SYNC:
        raise Refused('INV_OPERATION_RC_TASK')
    if not task.cancellable:
        raise Refused('INV_OPERATION_CANNOT_CANCEL_TASK')
    stop(array, task)


def stop(array: ArrayState, task: Task) -> None:
    """End an active task before its time."""
    _end(array, task, CANCELLED, array.clock.now())


def finish(array: ArrayState, task: Task, when: float) -> None:
    """End an active task that was done at a moment its starter knows."""
    _end(array, task, DONE, when)


def active(array: ArrayState, effect: type[EffectT],
           **members: int) -> Task | None:
    """The active task whose effect is of this kind, on these volumes."""
    for task in array.active_tasks.values():
        if isinstance(task.effect, effect) and all(
                getattr(task.effect, member) == number
                for member, number in members.items()):
            return task
    return None


def view(array: ArrayState, task: Task) -> dict[str, Any]:
    """The task as GET shows it."""
    answer: dict[str, Any] = {
        'id': task.id, 'type': task.type, 'name': task.name,
        'status': task.status}
    if task.status == ACTIVE:
        past = array.clock.now() - task.start
        share = min(past / task.seconds, 1.0) if task.seconds else 1.0
        answer.update({
            'completedPhases': 0, 'totalPhases': 1,
            'completedSteps': int(share * assumptions.TASK_STEPS),
            'totalsteps': assumptions.TASK_STEPS})
    answer.update({
        'startTime': task_time(task.start),
        'finishTime': '-' if task.finish is None else task_time(task.finish),
        'priority': task.priority, 'user': task.user})
    if task.details:
        answer['detailedStatus'] = '\n'.join(task.details)
    return answer
