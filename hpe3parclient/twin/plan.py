"""What a rehearsed program would change, and how it is carried out.

A step is a request, or a command, that would change an array; with it stands
what it is about looked like before. A plan is carried out step by step; it stops
where the array no longer looks as it did in the rehearsal.
"""

from __future__ import annotations

import contextlib
import json
import os
import urllib.parse
from collections.abc import Iterator
from pathlib import Path

from hpe3parclient import exceptions
from hpe3parclient.client import HPE3ParClient
from hpe3parclient.twin.apply import Applied
from hpe3parclient.twin.document import new_private_file
from hpe3parclient.twin.steps import MASKED, Step, WrongArray, as_json, from_json
from hpe3parclient.twin.subjects import Look

FORMAT = 'hpe3parclient plan'
VERSION = 1


class Plan:
    """The steps of a rehearsed program, in their order.

    :param serial: the serial number of the array; None is any
    """

    def __init__(self, serial: str | None = None) -> None:
        self.serial = serial
        self.steps: list[Step] = []
        #: free MiB of all disks before and after
        self.free_mib: tuple[int, int] = (0, 0)
        #: the number of the next step that :meth:`apply` would carry out
        self.next = 1
        self._applied = Applied()

    @property
    def refused(self) -> list[Step]:
        """Steps that the twin refused."""
        return [step for step in self.steps if step.refusal is not None]

    def text(self) -> str:
        """Return the plan for a person, without secrets."""
        lines = [step.line() for step in self.steps]
        return '\n'.join([*lines, *self.summary()])

    def summary(self) -> list[str]:
        """Return what the plan comes to: objects by kind, and capacity."""
        before, after = self.free_mib
        lines = [f'{title}: {", ".join(names)}'
                 for title, names in _effects(self.steps).items() if names]
        if self.refused:
            lines.append(f'refused: {len(self.refused)} of '
                         f'{len(self.steps)} steps')
        return [*(lines or ['nothing changes']),
                f'free: {before:,} MiB before, {after:,} MiB after']

    def apply(self, client: HPE3ParClient) -> None:
        """Carry the plan out on the real array.

        Steps that the twin refused are left out. Tasks are waited for. After an
        error ``next`` says which step it was; calling it again continues there.
        When the answer to a step was lost, the array is looked at, then: a step
        that was done is not done again.

        :param client: logged in on the real array; with commands in the plan,
            with :meth:`HPE3ParClient.setSSHOptions`
        :raises WrongArray: the array has another serial number
        :raises ValueError: the plan was saved, and a step needs a secret, which
            is not in the file; nothing was sent
        :raises ArrayChanged: what a step is about has changed since the
            rehearsal; it was not carried out
        :raises UnexpectedOutput: a command printed something else than on the
            twin; add 1 to ``next`` if it did what it should
        :raises OutcomeUnknown: the connection broke
        :raises ReadOnly: inside :meth:`HPE3ParClient.readOnly`
        :raises ClientException: the array refused what the twin did
        """
        left = [step for step in self.steps[self.next - 1:]
                if step.refusal is None]
        self._check(client, left)
        for index, step in enumerate(left):
            self.next = step.number
            self._applied.do(client, step, left[index + 1:])
            self.next = step.number + 1
        self.next = len(self.steps) + 1

    def _check(self, client: HPE3ParClient, left: list[Step]) -> None:
        """Refuse what cannot be carried out, before anything is."""
        serial = client.getStorageSystemInfo().get('serialNumber')
        if self.serial is not None and serial != self.serial:
            raise WrongArray(f'the plan is for the array {self.serial}, and this '
                             f'is {serial}')
        for step in left:
            if step.method == 'CLI' and client.ssh is None:
                raise exceptions.SSHException(
                    f'step {step.number} is a command: call '
                    'setSSHOptions(ip, login, password) first')
            if step.body.reveal() is MASKED:
                raise ValueError(
                    f'step {step.number} sends a secret, which is not in the '
                    'file of a plan: rehearse and apply in one program')

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write the plan to a file that only its owner can read.

        Secrets are not in it; a plan whose steps send some cannot be applied
        from the file. ``next`` is in it, so that a plan can be continued.

        :param path: name of the file; a file of that name is replaced
        :raises OSError: it cannot be written
        """
        content = {
            'format': FORMAT, 'version': VERSION, 'serial': self.serial,
            'freeMiB': self.free_mib, 'next': self.next,
            'unknown': self._applied.unknown,
            'steps': [as_json(step) for step in self.steps]}
        target = Path(path)
        part = target.with_name(target.name + '.part')
        with contextlib.suppress(FileNotFoundError):
            part.unlink()
        with new_private_file(part) as file:
            json.dump(content, file, indent=1)
        os.replace(part, target)

    @classmethod
    def read(cls, path: str | os.PathLike[str]) -> Plan:
        """Read a plan that was saved.

        :raises OSError: the file cannot be read
        :raises ValueError: it is not a plan
        """
        try:
            content = json.loads(Path(path).read_text('utf-8'))
            if content['format'] != FORMAT or content['version'] != VERSION:
                raise KeyError('format')
            plan = cls(content['serial'])
            before, after = content['freeMiB']
            plan.free_mib, plan.next = (int(before), int(after)), \
                int(content['next'])
            plan._applied.unknown = content['unknown']
            plan.steps = [from_json(step) for step in content['steps']]
        except (ValueError, KeyError, TypeError, AttributeError) as ex:
            raise ValueError(f'{path}: this is not a plan: {ex}') from None
        if [step.number for step in plan.steps] != \
                list(range(1, len(plan.steps) + 1)):
            raise ValueError(f'{path}: this is not a plan: its steps are not '
                             'numbered from 1')
        return plan


def _effects(steps: list[Step]) -> dict[str, list[str]]:
    """The objects that steps create, change, rename, delete and export."""
    first: dict[str, Look | None] = {}
    last: dict[str, Look | None] = {}
    for step in steps:
        if step.refusal is None:
            for path, value in step.before.items():
                first.setdefault(path, value)
            last.update(step.after)
    effects: dict[str, list[str]] = {title: [] for title in (
        'created', 'changed', 'renamed', 'deleted', 'exported', 'unexported')}
    renamed = dict(_renamed({step.path for step in steps if step.renames},
                            first, last))
    effects['renamed'] = [f'{_name(path)} to {_name(new)}'
                          for path, new in renamed.items()]
    for path, before in first.items():
        if path in renamed or path in renamed.values():
            continue
        after = last.get(path)
        title = _effect(before, after)
        if title is not None:
            name = _name(path)
            if path.startswith('/vluns/'):
                title = {'created': 'exported', 'deleted': 'unexported'}.get(
                    title, title)
                name = name[len('vluns/'):]
            effects[title].append(name)
    return effects


def _name(path: str) -> str:
    return urllib.parse.unquote(path).lstrip('/')


def _renamed(requested: set[str], first: dict[str, Look | None],
             last: dict[str, Look | None]) -> Iterator[tuple[str, str]]:
    """Paths of objects that are there under another name: the old, the new.

    :param requested: paths of what a request gives a name; an id without a UUID
        may be that of another object
    """
    gone = {(path.split('/')[1], before['id'], before.get('uuid')): path
            for path, before in first.items()
            if before and 'id' in before and last.get(path) is None
            and ('uuid' in before or path in requested)}
    for path, after in last.items():
        if after and 'id' in after and first.get(path) is None:
            old = gone.get((path.split('/')[1], after['id'], after.get('uuid')))
            if old is not None:
                yield old, path


def _effect(before: Look | None, after: Look | None) -> str | None:
    if before is None or after is None:
        return None if before is after else \
            'created' if before is None else 'deleted'
    # Its exports are told apart.
    return 'changed' if {**before, 'exports': 0} != {**after, 'exports': 0} \
        else None
