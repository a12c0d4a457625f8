"""What a rehearsed program would change, and how it is carried out.

A step is a request, or a command, that would change an array; with it stands
what it is about looked like before. A plan is carried out step by step; it stops
where the array no longer looks as it did in the rehearsal.
"""

from __future__ import annotations

import json
import urllib.parse
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import hpe3parclient.client
from hpe3parclient import exceptions
from hpe3parclient.client import HPE3ParClient
from hpe3parclient.narrowing import is_dict, is_list
from hpe3parclient.web import redact

#: members that a new array gives an object; the same object has the same
_GIVEN = frozenset(('uuid', 'wwn', 'id', 'nguid', 'udid', 'baseId',
                    'volumeWWN', 'Serial'))

#: numbers that say what an object is, not how full or how old it is
_TELLING = frozenset(('sizeMiB', 'lun', 'persona', 'copyType',
                      'provisioningType', 'id', 'baseId', 'limitMiB'))

_WORDS = {'POST': 'create', 'PUT': 'change', 'DELETE': 'delete'}


class ArrayChanged(RuntimeError):
    """The array no longer looks as it did in the rehearsal; nothing was sent.

    ``number`` is that of the step, ``expected`` and ``actual`` are the members
    that differ; None is an object that is not there.
    """

    def __init__(self, number: int, path: str, expected: Any,
                 actual: Any) -> None:
        super().__init__(f'step {number}: {path} has changed since the '
                         f'rehearsal: it was {expected}, and is {actual}')
        self.number, self.path = number, path
        self.expected, self.actual = expected, actual


class Step(NamedTuple):
    """One change."""

    number: int
    #: POST, PUT, DELETE, or CLI
    method: str
    #: the path below /api/v1; the words of a command
    path: str
    body: redact.Secret
    #: path of what it is about, None where that has no path of its own
    subject: str | None
    #: what that looked like before; None: it was not there
    before: dict[str, Any] | None
    #: it was not there when the array was captured
    made: bool
    #: why the twin refused; None: it was done
    refusal: str | None

    def line(self) -> str:
        """Return it as a person reads it, without secrets."""
        word = 'run' if self.method == 'CLI' else _WORDS[self.method]
        body = self.body.reveal()
        text = f'{self.number}. {word} {urllib.parse.unquote(self.path)}'
        if body and self.method != 'CLI':
            text += ' ' + json.dumps(redact.body(body))
        return text if self.refusal is None else \
            f'{text}\n   refused: {self.refusal}'


class Plan:
    """The steps of a rehearsed program, in their order."""

    def __init__(self) -> None:
        self.steps: list[Step] = []
        #: free MiB of all disks before and after
        self.free_mib: tuple[int, int] = (0, 0)
        #: the number of the next step that :meth:`apply` would carry out
        self.next = 1

    @property
    def refused(self) -> list[Step]:
        """Steps that the twin refused."""
        return [step for step in self.steps if step.refusal is not None]

    def text(self) -> str:
        """Return the plan for a person, without secrets."""
        before, after = self.free_mib
        lines = [step.line() for step in self.steps] or ['nothing changes']
        return '\n'.join([
            *lines, f'free: {before:,} MiB before, {after:,} MiB after'])

    def apply(self, client: HPE3ParClient) -> None:
        """Carry the plan out on the real array.

        Steps that the twin refused are left out. Tasks are waited for. After an
        error ``next`` says which step it was; calling it again continues there.

        :param client: logged in on the real array
        :raises ArrayChanged: what a step is about has changed since the
            rehearsal; it was not carried out
        :raises OutcomeUnknown: the connection broke; look at the array, and
            add 1 to ``next`` if the step was done
        :raises ClientException: the array refused what the twin did
        """
        for step in self.steps[self.next - 1:]:
            if step.refusal is None:
                _check(client, step)
                _carry_out(client, step)
            self.next = step.number + 1


def _check(client: HPE3ParClient, step: Step) -> None:
    if step.subject is None:
        return
    actual = look(client, step.subject)
    expected = step.before
    if step.made:
        expected, actual = (value and {
            name: item for name, item in value.items() if name not in _GIVEN}
            for value in (expected, actual))
    if actual != expected:
        raise ArrayChanged(step.number, step.subject,
                           *_differing(expected, actual))


def _differing(expected: Any, actual: Any) -> tuple[Any, Any]:
    """The members that differ, on both sides."""
    if expected is None or actual is None:
        return (None if expected is None else 'there',
                None if actual is None else 'there')
    names = [name for name in {**expected, **actual}
             if expected.get(name) != actual.get(name)]
    return ({name: expected.get(name) for name in names},
            {name: actual.get(name) for name in names})


def _carry_out(client: HPE3ParClient, step: Step) -> None:
    body = step.body.reveal()
    if step.method == 'CLI':
        # through the module: a rehearsal puts its own function there
        hpe3parclient.client.run_command(client, body)
    elif step.method == 'DELETE':
        client.http.delete(step.path)
    else:
        send = client.http.post if step.method == 'POST' else client.http.put
        _, answer = send(step.path, body=body)
        if is_dict(answer) and 'taskid' in answer:
            client.waitForTask(answer['taskid'])


def look(client: HPE3ParClient, path: str) -> dict[str, Any] | None:
    """Return what an object is: without numbers that change by themselves.

    :returns: None where it is not there
    """
    try:
        value = client.http.get(path)[1]
    except exceptions.HTTPNotFound:
        return None
    return dict(_telling(value)) if is_dict(value) else None


def _telling(value: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for name, item in value.items():
        if name == 'links' or 'Time' in name or name.endswith('State'):
            continue
        if isinstance(item, (str, bool)) or name in _TELLING or (
                is_list(item)
                and all(isinstance(entry, str) for entry in item)):
            yield name, item


def subject_of(method: str, path: str, body: Any) -> str | None:
    """Return the path of what a request is about."""
    plain = path.partition('?')[0]
    if method != 'POST' or plain.count('/') > 1:
        return plain
    name = body.get('name') if is_dict(body) else None
    return f'{plain}/{urllib.parse.quote(name, safe="")}' \
        if isinstance(name, str) else None
