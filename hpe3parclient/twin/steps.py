"""One change of a rehearsed program, and why it may not be carried out."""

from __future__ import annotations

import json
import urllib.parse
from typing import Any, NamedTuple

from hpe3parclient.cli import words
from hpe3parclient.narrowing import is_dict
from hpe3parclient.twin.subjects import Look
from hpe3parclient.web import redact

_WORDS = {'POST': 'create', 'PUT': 'change', 'DELETE': 'delete'}

#: the body of a step that was read from a file, where it has a secret
MASKED = object()


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


class UnexpectedOutput(RuntimeError):
    """A command printed something else than in the rehearsal.

    It has run; whether it did what it should, ``lines`` may say. ``number`` is
    that of the step.
    """

    def __init__(self, number: int, lines: list[str]) -> None:
        super().__init__(f'step {number}: the array printed: '
                         + ' | '.join(lines)[:500])
        self.number, self.lines = number, lines


class WrongArray(ValueError):
    """A plan is for another array than the one it is to be applied to."""


class Step(NamedTuple):
    """One change."""

    number: int
    #: POST, PUT, DELETE, or CLI
    method: str
    #: the path below /api/v1; the words of a command, secrets masked
    path: str
    #: what is sent; the words of a command
    body: redact.Secret
    #: what each object that it is about looked like before, by its path; None:
    #: it was not there
    before: dict[str, Look | None]
    #: and afterwards
    after: dict[str, Look | None]
    #: paths of those that were not there when the array was captured
    made: frozenset[str]
    #: why the twin refused; None: it was done
    refusal: str | None
    #: path of what the twin made: it chose the LUN
    location: str | None = None
    #: the task that the twin started
    task: int | None = None
    #: what a command printed
    output: tuple[str, ...] = ()

    def line(self) -> str:
        """Return it as a person reads it, without secrets."""
        word = 'run' if self.method == 'CLI' else _WORDS[self.method]
        body = self.body.reveal()
        text = f'{self.number}. {word} {urllib.parse.unquote(self.path)}'
        if body and self.method != 'CLI':
            text += ' ' + json.dumps(redact.body(body))
        if self.location is not None and is_dict(body) and body.get('autoLun'):
            text += f' as {urllib.parse.unquote(self.location)}'
        return text if self.refusal is None else \
            f'{text}\n   refused: {self.refusal}'

    @property
    def renames(self) -> bool:
        """Whether it is a request that gives an object another name."""
        body = self.body.reveal()
        return is_dict(body) and 'newName' in body

    @property
    def has_secrets(self) -> bool:
        """Whether it sends something that nobody may read."""
        body = self.body.reveal()
        return bool(words.command(body).has_secrets) if self.method == 'CLI' \
            else redact.body(body) != body


def as_json(step: Step) -> dict[str, Any]:
    """A step for a file, without secrets."""
    return {**step._asdict(), 'made': sorted(step.made),
            'body': None if step.has_secrets else step.body.reveal(),
            'secret': step.has_secrets}


def from_json(value: dict[str, Any]) -> Step:
    """A step from a file.

    :raises KeyError: something is missing
    :raises TypeError: something is there that is not part of a step
    """
    fields = dict(value)
    secret = fields.pop('secret')
    fields['body'] = redact.Secret(MASKED if secret else fields['body'])
    fields['made'] = frozenset(fields['made'])
    fields['output'] = tuple(fields['output'])
    return Step(**fields)
