"""Tasks: work that takes time, on the array's clock.

Knows how far a task is at any moment and when it is over; what its end
changes is the business of the module that started it.
"""

from __future__ import annotations

from typing import (
    TYPE_CHECKING,
    Any,
    Dict,
    Iterable,
    Iterator,
    List,
    Mapping,
    Optional,
)

from hpe3parclient.simulator import assumptions
from hpe3parclient.simulator.clock import task_time
from hpe3parclient.simulator.errors import Refused
from hpe3parclient.simulator.state.tasks import (
    ACTIVE,
    CANCELLED,
    DONE,
    FAILED,
    MEDIUM,
    Task,
)

if TYPE_CHECKING:
    from hpe3parclient.simulator.array import Array

BACKGROUND_COMMAND, TUNE_VV = 20, 24
VV_COPY, PHYS_COPY_RESYNC, PROMOTE_SV = 1, 2, 4
ONLINE_COPY, ONLINE_PROMOTE = 18, 37
#: GET /tasks shows what was started in the last 24 hours.
SHOWN_SECONDS = 24 * 3600.0
#: Ids wrap behind this one, and so many tasks are kept (manual 3.2.2).
LAST_ID = 9999
KEPT = 1000


def seconds_for(mib: int) -> float:
    """How long work on so much space takes."""
    return assumptions.TASK_SECONDS + mib / 1024 * assumptions.TASK_SECONDS_PER_GIB




class Tasks:
    """The tasks of one array, oldest first."""

    def __init__(self, array: Array) -> None:
        self._array = array
        self._all: Dict[int, Task] = {}
        self._active: Dict[int, Task] = {}
        self._next = 1

    def __len__(self) -> int:
        return len(self._all)

    def __iter__(self) -> Iterator[Task]:
        return iter(list(self._all.values()))

    def add(self, name: str, kind: int = BACKGROUND_COMMAND, *,
            seconds: float = assumptions.TASK_SECONDS, user: str = '3parsvc',
            priority: int = MEDIUM, cancellable: bool = True,
            effect: Optional[Mapping[str, Any]] = None) -> Task:
        """Start a task that ends so many seconds from now."""
        with self._array.lock:
            task = Task(self._next, kind, name, user,
                        self._array.clock.now(), seconds, priority,
                        cancellable=cancellable, effect=dict(effect or {}))
            self._count()
            self._all[task.id] = self._active[task.id] = task
            self._forget_oldest()
        return task

    def add_ended(self, name: str, kind: int, *, user: str, good: bool,
                  details: Iterable[str] = ()) -> Task:
        """Note work that began and ended now."""
        task = self.add(name, kind, seconds=0.0, user=user,
                        cancellable=False)
        del self._active[task.id]
        task.finish, task.status = task.start, DONE if good else FAILED
        task.details = list(details)
        return task

    def _count(self) -> None:
        """The id behind the last one; after the greatest comes 1 again."""
        self._next = self._next % LAST_ID + 1
        while self._next in self._all:
            self._next = self._next % LAST_ID + 1

    def _forget_oldest(self) -> None:
        """An array keeps so many tasks; those that run are kept anyway."""
        surplus = max(len(self._all) - KEPT, 0)
        for task in list(self._all.values())[:surplus]:
            if task.status != ACTIVE:
                del self._all[task.id]

    def remove(self, task: Task) -> None:
        """Forget a task that has ended."""
        del self._all[task.id]

    @property
    def next_id(self) -> int:
        """The id of the next task."""
        return self._next

    def restore(self, tasks: Iterable[Task], next_id: int) -> None:
        """Have these tasks, whose ids differ, and no others."""
        self._all = {task.id: task for task in tasks}
        self._active = {task.id: task for task in self
                        if task.status == ACTIVE}
        self._next = next_id

    def settle(self) -> None:
        """End the tasks whose time is over, in the order they end."""
        now = self._array.clock.now()
        due = sorted((task for task in self._active.values()
                      if task.start + task.seconds <= now),
                     key=lambda task: (task.start + task.seconds, task.id))
        for task in due:
            self._end(task, DONE, task.start + task.seconds)

    def _end(self, task: Task, status: int, when: float) -> None:
        del self._active[task.id]
        task.finish = when
        good = self._array.apply_effect(task.effect, status == DONE)
        task.status = status if good else FAILED

    def find(self, number: int) -> Task:
        """The task of that id."""
        if number <= 0:
            raise Refused('INV_INPUT_BELOW_RANGE')
        if number > assumptions.MAX_TASK_ID:
            raise Refused('INV_INPUT_EXCEEDS_RANGE')
        task = self._all.get(number)
        if task is None:
            raise Refused('NON_EXISTENT_TASK')
        return task

    def recent(self) -> List[Task]:
        """Those started in the last 24 hours."""
        since = self._array.clock.now() - SHOWN_SECONDS
        return [task for task in self if task.start >= since]

    def cancel(self, number: int) -> None:
        """PUT /tasks/<id> with action 1."""
        task = self.find(number)
        if task.status != ACTIVE:
            raise Refused('NON_ACTIVE_TASK')
        if not task.cancellable:
            raise Refused('INV_OPERATION_CANNOT_CANCEL_TASK')
        self.stop(task)

    def stop(self, task: Task) -> None:
        """End an active task before its time."""
        self._end(task, CANCELLED, self._array.clock.now())

    def doing(self, what: str, member: str, number: int) -> Optional[Task]:
        """The active task whose effect is this, on this volume."""
        for task in self._active.values():
            if task.effect.get('do') == what \
                    and task.effect.get(member) == number:
                return task
        return None


def view(array: Array, task: Task) -> Dict[str, Any]:
    """The task as GET shows it."""
    answer: Dict[str, Any] = {
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
