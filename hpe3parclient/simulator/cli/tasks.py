"""Tasks: showtask, waittask, canceltask, settask, removetask, starttask."""

from __future__ import annotations

from collections.abc import Sequence

from hpe3parclient.simulator.cli import assumptions
from hpe3parclient.simulator.cli.commands import Arguments, Family, Refusal
from hpe3parclient.simulator.cli.context import Context
from hpe3parclient.simulator.cli.listing import Listing
from hpe3parclient.simulator.cli.reply import Reply, joined, said
from hpe3parclient.simulator.cli.units import fits
from hpe3parclient.simulator.errors import Refused
from hpe3parclient.simulator.model import tasks
from hpe3parclient.simulator.model import tasks as model
from hpe3parclient.simulator.state.tasks import (
    ACTIVE,
    CANCELLED,
    DONE,
    FAILED,
    Task,
)

COMMANDS = Family()

_NONE = 'No tasks.'
_STATUS = {DONE: 'done', ACTIVE: 'active', CANCELLED: 'cancelled',
           FAILED: 'failed'}
_PRIORITIES = {1: 'high', 2: 'med', 3: 'low'}
#: Types that have no priority.
_PRIORITY_TYPES = (1, 2, 4, 18, 37)
_TYPES = {
    1: 'vv_copy', 2: 'phys_copy_resync', 3: 'move_regions', 4: 'promote_sv',
    5: 'remote_copy_sync', 6: 'remote_copy_reverse',
    7: 'remote_copy_failover', 8: 'remote_copy_recover',
    9: 'remote_copy_restore', 10: 'compact_cpg', 11: 'compact_lds',
    12: 'snapspace_accounting', 13: 'check_vv', 14: 'scheduled_task',
    15: 'system_task', 16: 'background_task', 17: 'import_vv',
    18: 'online_vv_copy', 19: 'convert_vv', 20: 'background_command',
    21: 'clx_sync', 22: 'clx_recovery', 23: 'tune_sd', 24: 'tune_vv',
    25: 'tune_vv_rollback', 26: 'tune_vv_restart', 27: 'tune_sys',
    28: 'node_rescue', 29: 'repair_sync', 30: 'remote_copy_switchover',
    33: 'remote_copy_failsafe', 37: 'online_promote',
    42: 'dedup_dryrun', 43: 'compr_dryrun'}
#: Types whose work has three phases (manual, table 11); the rest has one.
_THREE_PHASES = (5, 23, 24, 27)
_COMMON = ('>Id Type Name Status >Phase >Step -StartTime- -FinishTime-')
_FORMS = {'3.1': Listing(_COMMON, none=_NONE, trailer=''),
          '3.2': Listing(f'{_COMMON} Priority User', none=_NONE,
                         trailer='')}


def _row(context: Context, task: Task) -> dict[str, str]:
    view = model.view(context.array, task)
    phases = 3 if task.type in _THREE_PHASES else 1
    active = task.status == ACTIVE
    return {
        'Id': str(task.id), 'Type': _TYPES.get(task.type, 'unknown'),
        'Name': task.name, 'Status': _STATUS[task.status],
        'Phase': f'1/{phases}' if active else '---',
        'Step': f'{view["completedSteps"]}/{view["totalsteps"]}'
        if active else '---', 'StartTime': view['startTime'],
        'FinishTime': view['finishTime'],
        'Priority': _PRIORITIES[task.priority]
        if task.type in _PRIORITY_TYPES else 'n/a', 'User': task.user}


@COMMANDS.add('showtask', '-all -active -done -failed -cancelled -t <hours> '
              '-type <type> -d', '[<taskID|pattern>]...', tables=_FORMS)
def showtask(context: Context, given: Arguments) -> Reply:
    """Tasks of the last day; -d of one in detail."""
    array = context.array
    least = array.clock.now() - 3600 * given.number('t', 24)
    chosen = [task for task in array.tasks
              if (task.start >= least or task.status == ACTIVE
                  or (given.names and not given.has('t')))
              and _matches(task, given)
              and (given.has('all', 'd') or given.names or task.type != 15)]
    if given.has('d'):
        return _details(context, chosen)
    return context.listing(_FORMS, [_row(context, task) for task in chosen])


def _matches(task: Task, given: Arguments) -> bool:
    states = [state for state in _STATUS.values() if given.has(state)]
    if states and _STATUS[task.status] not in states:
        return False
    if given.has('type') and not fits(
            _TYPES.get(task.type, ''), given.get('type').split(',')):
        return False
    return not given.names or any(
        name == str(task.id) or fits(task.name, [name])
        or name in task.name.split('->') for name in given.names)


def _details(context: Context, chosen: Sequence[Task]) -> Reply:
    if not chosen:
        return said(_NONE)
    return joined(*(_detail(context, task) for task in chosen))


def _detail(context: Context, task: Task) -> Reply:
    """Header, row, and what happened, line by line."""
    table = context.listing(_FORMS, [_row(context, task)])
    stamp = context.state.stamp
    lines = ['Detailed status:',
             f'{{{stamp(task.start)}}} Created     task.',
             *(f'{{{stamp(task.start)}}} Updated     {text}'
               for text in task.details)]
    if task.finish is not None:
        word = {DONE: 'Completed', CANCELLED: 'Cancelled',
                FAILED: 'Failed'}[task.status]
        lines.append(f'{{{stamp(task.finish)}}} {word!s:<11} task.')
    return joined(table, said(*lines))


def _find(context: Context, text: str) -> Task:
    try:
        return tasks.find(context.array, int(text))
    except (Refused, ValueError):
        raise Refusal(assumptions.NO_TASK.format(id=text)) from None


@COMMANDS.add('waittask', '-v', '<taskID>...')
def waittask(context: Context, given: Arguments) -> Reply:
    """Wait for tasks; a standing clock is moved to their end."""
    lines: list[str] = []
    for name in given.names:
        task = _find(context, name)
        _wait(context, task)
        if given.has('v'):
            lines += _detail(context, task).out
        if task.status != DONE:
            return Reply(lines, [assumptions.TASK_ENDED.format(
                id=task.id, status=_STATUS[task.status])])
    return said(*lines)


def _wait(context: Context, task: Task) -> None:
    """The time a task needs passes for the array at once."""
    array = context.array
    while task.status == ACTIVE:
        left = task.start + task.seconds - array.clock.now()
        array.clock.advance(max(left, 0.0))
        array.settle()


@COMMANDS.add('canceltask', '', '<taskID>...')
def canceltask(context: Context, given: Arguments) -> Reply:
    """Cancel tasks; asks unless told not to."""
    for name in given.names:
        task = _find(context, name)
        if task.status != ACTIVE:
            raise Refusal(assumptions.TASK_NOT_ACTIVE.format(id=task.id))
        if not task.cancellable:
            raise Refusal(assumptions.TASK_STAYS.format(id=task.id))
        if given.has('f') or context.confirm(
                f' Are you sure you want to cancel task {task.id}?'):
            tasks.cancel(context.array, task.id)
    return said()


@COMMANDS.add('settask', '-pri <high|med|low>', '<taskID>')
def settask(context: Context, given: Arguments) -> Reply:
    """Change the priority of a copy or a promotion."""
    task = _find(context, given.names[0])
    words = {word: number for number, word in _PRIORITIES.items()}
    word = given.get('pri')
    if word not in words:
        raise Refusal(assumptions.NOT_A_NUMBER.format(
            option='pri', value=word))
    if task.type not in _PRIORITY_TYPES or task.status != ACTIVE:
        raise Refusal(assumptions.NO_PRIORITY.format(id=task.id))
    if not given.has('f') and not context.confirm(
            f'Are you sure you want to set priority on task {task.id}?'):
        return said()
    task.priority = words[word]
    return said(f'{word} priority is set on task id: {task.id}')


@COMMANDS.add('removetask', '-a', '[<taskID>]...')
def removetask(context: Context, given: Arguments) -> Reply:
    """Forget tasks that have ended; asks unless told not to."""
    chosen = [task for task in context.array.tasks if task.status != ACTIVE] \
        if given.has('a') else [_find(context, name)
                                for name in given.names]
    if not chosen:
        raise Refusal(assumptions.WRONG_ARGS.format(
            usage='removetask [-a] [-f] <taskID>...'))
    for task in chosen:
        if task.status == ACTIVE:
            raise Refusal(assumptions.TASK_IS_ACTIVE.format(id=task.id))
    question = '\n'.join(['Remove the following tasks?',
                          *(str(task.id) for task in chosen)])
    if given.has('f') or context.confirm(question):
        for task in chosen:
            context.array.tasks.remove(task)
    return said()


#: Commands that starttask takes (manual, p130).
_STARTABLE = ('creategroupsv', 'createsv', 'moverelocpd', 'removevv',
              'updatevv', 'upgradecage', 'upgradepd')


@COMMANDS.add('starttask', '', '<command>')
def starttask(context: Context, given: Arguments) -> Reply:
    """Run a command as a task."""
    words = given.names[0].split()
    if not words or words[0] not in _STARTABLE \
            or words[0] not in context.cli.commands:
        raise Refusal(assumptions.SCHED_COMMAND.format(
            command=given.names[0]))
    session = context.cli.session(context.user)
    printed = session.run(given.names[0])
    good = printed is not None and not session.status \
        and not session.questions
    session.close()
    task = tasks.add_ended(context.array,
        words[0], 20, user=context.user, good=good,
        details=[text for text, _ in printed or ()])
    return said(str(task.id))
