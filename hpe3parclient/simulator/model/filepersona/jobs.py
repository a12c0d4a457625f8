"""Work on groups and servers that runs as a task and may fail late."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, List, Mapping

from hpe3parclient.simulator.clock import task_time
from hpe3parclient.simulator.errors import Refused
from hpe3parclient.simulator.state.tasks import ACTIVE, Task

if TYPE_CHECKING:
    from hpe3parclient.simulator.array import Array


def running(array: Array, what: str) -> bool:
    """Whether such a task is active."""
    return any(task.effect.get('do') == what for task in array.tasks
               if task.status == ACTIVE)


def start(array: Array, what: str, wanted: Mapping[str, Any], user: str,
          seconds: float) -> Task:
    """Start a task; one that takes no time ends at once."""
    effect = {'do': what, **{name: value for name, value in wanted.items()
                             if value is not None}}
    task = array.tasks.add(f'{what}_task', seconds=seconds, user=user,
                           cancellable=False, effect=effect)
    note(array, task, 'Created     task.')
    note(array, task, f'Updated     Executing "{what}_task" as '
                      f'0:{30000 + task.id}')
    if not seconds:
        array.tasks.settle()
    return task


def note(array: Array, task: Task, text: str) -> None:
    """Add a line to what a task tells of itself."""
    task.details.append(f'{task_time(array.clock.now())} {text}')


def finish(array: Array, effect: Mapping[str, Any], done: bool) -> bool:
    """The end of such a task; False when it failed."""
    from hpe3parclient.simulator.model.filepersona import fpgs, servers
    task = next(task for task in array.tasks if task.effect is effect)
    lines: List[str] = []
    error = ''
    try:
        if effect['do'] == 'createfpg':
            fpg = fpgs.make(array, effect, lines)
            lines += [f'File Provisioning Group {fpg.name} created.',
                      f'File Provisioning Group {fpg.name} activated.']
        elif effect['do'] == 'createvfs':
            servers.make(array, effect, lines)
        else:
            _remove(array, effect, lines)
    except Refused as err:
        error = getattr(err, 'sentence', err.desc)
        lines.append(error if error.startswith('Error') else
                     f'Error: {error}')
    for line in lines:
        note(array, task, line)
    note(array, task, 'Failed      Could not complete task.' if error else
         'Completed   scheduled task.')
    return not error


def _remove(array: Array, effect: Mapping[str, Any],
            lines: List[str]) -> None:
    from hpe3parclient.simulator.model.filepersona import fpgs
    fpg = next((fpg for fpg in array.files.fpgs
                if fpg.id == effect['fpg']), None)
    if fpg is not None:
        fpgs.drop(array, fpg, bool(effect.get('forget')))
    lines.append(f'File Provisioning Group {effect["name"]} removed.')


def told(task: Task, start: int = 2) -> List[str]:
    """What a task said beyond when it was created and when it ended."""
    return [line[len('2000-01-01 00:00:00 UTC '):]
            for line in task.details[start:-1]]
