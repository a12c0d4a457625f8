"""How a step of a plan is carried out on a real array.

Before a step the array is looked at: it must be as it was in the rehearsal, or
as an earlier step has left it. Numbers that the twin chose, of tasks and LUNs,
are not those of the array.
"""

from __future__ import annotations

import re
import urllib.parse
from collections.abc import Iterator
from typing import Any

from hpe3parclient import exceptions
from hpe3parclient.cli import words
from hpe3parclient.client import HPE3ParClient, run_command
from hpe3parclient.narrowing import is_dict
from hpe3parclient.twin.steps import (
    MASKED,
    ArrayChanged,
    Step,
    UnexpectedOutput,
)
from hpe3parclient.twin.subjects import (
    GIVEN,
    Get,
    Look,
    differing,
    look,
    without_given,
)
from hpe3parclient.web import redact

_TASK = re.compile(r'(?:[Tt]ask(?: ID)?(?: =)?|TaskID:?) (\d+)')
_DIGITS = re.compile(r'\d+')


class Applied:
    """What was carried out on the real array so far."""

    def __init__(self) -> None:
        #: what objects looked like after a step, by path
        self._seen: dict[str, Look | None] = {}
        #: tasks of the array by those of the twin
        self._tasks: dict[int, int] = {}
        #: the number of the step whose answer was lost
        self.unknown: int | None = None

    def do(self, client: HPE3ParClient, step: Step, later: list[Step]) -> None:
        """Carry out a step, unless it was."""
        step = self._with_real_tasks(step)
        if self.unknown == step.number and _is_done(client, step):
            lines: list[str] = []
        else:
            self._check(client, step)
            lines = self._send(client, step, later)
        self.unknown = None
        self._remember(client, step, later)
        if lines and _is_unexpected(lines, step.output):
            raise UnexpectedOutput(step.number, lines)

    def _check(self, client: HPE3ParClient, step: Step) -> None:
        for path, expected in step.before.items():
            actual = look(_get_of(client), path)
            if not self._agrees(path, expected, actual, path in step.made):
                raise ArrayChanged(step.number, path,
                                   *differing(expected, actual))

    def _agrees(self, path: str, expected: Look | None, actual: Look | None,
                made: bool) -> bool:
        """Whether an object is as it was in the rehearsal, or as a step left it."""
        seen = self._seen.get(path)
        if seen is not None and actual is not None and any(
                seen.get(name) != actual.get(name) for name in GIVEN):
            return False        # another of the same name
        if path in self._seen and actual == seen:
            return True
        if made:
            return without_given(actual) == without_given(expected)
        return actual == expected

    def _send(self, client: HPE3ParClient, step: Step,
              later: list[Step]) -> list[str]:
        """Send a step, and wait for its task.

        :returns: what a command printed
        """
        try:
            task, lines = _sent(client, step)
        except (exceptions.OutcomeUnknown, exceptions.SSHException):
            self.unknown = step.number
            raise
        if task is not None:
            if step.task is not None:
                self._tasks[step.task] = task
            # One that the program cancelled must not end before that.
            if not any(step.task is not None and step.task == _task_of(other)
                       for other in later):
                client.waitForTask(task)
        return lines

    def _remember(self, client: HPE3ParClient, step: Step,
                  later: list[Step]) -> None:
        """Note what objects look like that later steps are about."""
        again = {path for other in later for path in other.before}
        for path in step.before:
            if path in again:
                self._seen[path] = look(_get_of(client), path)

    def _with_real_tasks(self, step: Step) -> Step:
        """A step with the array's number of a task in place of the twin's."""
        task = _task_of(step)
        if task not in self._tasks:
            return step
        old, new = str(task), str(self._tasks[task])
        if step.method == 'CLI':
            return step._replace(body=redact.Secret(
                [new if word == old else word for word in step.body.reveal()]))
        path = f'/tasks/{new}'
        return step._replace(
            path=path, before=dict(zip((path,), step.before.values())),
            made=frozenset([path]))


def _task_of(step: Step) -> int | None:
    """The number of the task that a step is about."""
    if step.method == 'CLI':
        cmd = step.body.reveal()
        numbers = [word for word in cmd[1:] if word.isdecimal()] \
            if cmd is not MASKED and cmd[0] in ('canceltask', 'waittask') else []
        return int(numbers[0]) if numbers else None
    match = re.fullmatch(r'/tasks/(\d+)', step.path)
    return int(match[1]) if match else None


def _sent(client: HPE3ParClient, step: Step) -> tuple[int | None, list[str]]:
    """Send a step; return the task that it started, and what was printed."""
    body = step.body.reveal()
    if step.method == 'CLI':
        lines = [line.strip() for line in run_command(client, [
            body[0], *(words.free_argument(word, 'word') for word in body[1:])])]
        lines = [line for line in lines if line]
        return task_in(lines), lines
    if step.method == 'DELETE':
        client.http.delete(step.path)
        return None, []
    send = client.http.post if step.method == 'POST' else client.http.put
    _, answer = send(step.path, body=_pinned(step, body))
    task = answer.get('taskid') if is_dict(answer) else None
    return (int(task) if task is not None else None), []


def _pinned(step: Step, body: Any) -> Any:
    """A request with the LUN that the twin chose."""
    if not is_dict(body) or not body.get('autoLun') or not step.location:
        return body
    lun = urllib.parse.unquote(step.location).split(',')[1]
    return {**{name: item for name, item in body.items()
               if name not in ('autoLun', 'maxAutoLun')}, 'lun': int(lun)}


def task_in(lines: list[str] | tuple[str, ...]) -> int | None:
    """Return the number of the task that a command says it started."""
    for line in lines:
        match = _TASK.search(line)
        if match:
            return int(match[1])
    return None


def _is_done(client: HPE3ParClient, step: Step) -> bool:
    """Whether the array looks as it does after a step, and not as before."""
    if _without_given(step.before) == _without_given(step.after):
        return False
    return all(without_given(look(_get_of(client), path)) == without_given(value)
               for path, value in step.after.items())


def _without_given(looks: dict[str, Look | None]) -> dict[str, Look | None]:
    """Return looks without what a new array gives the objects."""
    return {path: without_given(value) for path, value in looks.items()}


def _is_unexpected(lines: list[str], expected: tuple[str, ...]) -> bool:
    """Whether output shares no line with another, numbers aside."""
    def plain(values: list[str] | tuple[str, ...]) -> Iterator[str]:
        for line in values:
            yield _DIGITS.sub('#', ' '.join(line.split()))
    return not set(plain(lines)) & set(plain(expected))


def _get_of(client: HPE3ParClient) -> Get:
    """What gives the answers to GETs of a client; None for what is not there."""
    def get(path: str) -> Any:
        try:
            return client.http.get(path)[1]
        except (exceptions.HTTPNotFound, exceptions.HTTPBadRequest,
                exceptions.HTTPConflict):
            return None
    return get
