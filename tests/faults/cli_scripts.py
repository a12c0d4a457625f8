"""What the campaign of the command line does, and what is right about it.

A script is one thread's: nobody else touches what bears its prefix. This
module knows the calls, what each of them changes and what it must answer. It
does not know how faults are made.
"""

from __future__ import annotations

import collections
import random
import threading
import traceback
from collections import Counter
from collections.abc import Iterable
from typing import (
    Any,
    Callable,
    NamedTuple,
)

from hpe3parclient import exceptions
from hpe3parclient.cli import errors
from hpe3parclient.client import HPE3ParClient
from hpe3parclient.simulator.array import Array
from hpe3parclient.simulator.cli.interpreter import Cli
from hpe3parclient.simulator.model import qos
from hpe3parclient.simulator.state.array_state import Target
from hpe3parclient.simulator.state.remotecopy import IP

#: what must never happen, and how the figures call it
VIOLATIONS: dict[str, str] = {
    'lost': 'reported done and was not',
    'denied': 'reported as not sent and was carried out',
    'duplicated': 'ran twice, or did otherwise than asked',
    'crossed': 'an answer that is not the one to its question',
    'unforced': 'failed though nothing was wrong',
    'untyped': 'an exception of no family of the client',
    'unprintable': 'an exception that cannot be printed',
    'secret': 'a password in an exception',
    'host': 'a trial host that was left and not named',
    'leftover': 'a thread, socket or SSH session that was left',
    'stuck': 'a script that could not clean up without faults',
}

FIELDS = {'@hourly': ('0', '*', '*', '*', '*'),
          '@daily': ('0', '0', '*', '*', '*'),
          '5 4 * * 1': ('5', '4', '*', '*', '1')}


class State(NamedTuple):
    """All that the array holds of one script."""

    schedules: tuple[tuple[str, str, tuple[str, ...], bool], ...]
    rule: tuple[int, int] | None
    links: frozenset[tuple[str, str]]


class Step(NamedTuple):
    """One call, and what is right."""

    method: str
    args: tuple[Any, ...]
    #: what the array holds afterwards
    expected: State
    #: whether an answer is right
    right: Callable[[Any], bool]
    #: the array refuses it, and the call says so
    refused: bool = False


def prepare(client: HPE3ParClient, array: Array, prefix: str) -> None:
    """What a script needs to be there."""
    client.createVolumeSet(prefix + 's')
    array.remote.started = True
    array.remote.targets.add(Target(
        len(array.remote.targets) + 1, prefix + 't', IP, None, [],
        mirror_config=False))


def observe(cli: Cli, prefix: str) -> State:
    """What the array holds of a script."""
    with cli.array.lock:
        schedules = tuple(sorted(
            (item.name, item.command, item.fields, item.active)
            for item in cli.state.schedules.values()
            if item.name.startswith(prefix)))
        rule = qos.of_set(cli.array, cli.array.volumesets.get(prefix + 's'))
        limits = None if rule is None else tuple(
            0 if each is None else each.limit
            for each in (rule.io, rule.kilobytes))
        target = cli.array.remote.targets.get(prefix + 't')
        return State(schedules, limits, frozenset(target.ports))


class Script:
    """Chooses calls that make sense in the state there is."""

    def __init__(self, number: int, rng: random.Random) -> None:
        self.prefix = self._prefix = f't{number}-'
        self._number = number
        self._rng = rng
        self._count = 0

    def next(self, state: State) -> Step:
        """Some call."""
        kinds = ['create'] * 4 + ['limit'] * 2 + ['admit'] * 2 + [
            'echo'] * 3 + ['patches', 'patch', 'host', 'absent']
        if state.schedules:
            kinds += ['change'] * 6 + ['status'] * 3 + ['delete'] * 2 + [
                'again']
        if state.links:
            kinds += ['dismiss', 'dismiss', 'exists']
        self._count += 1
        return getattr(self, '_' + self._rng.choice(kinds))(state)

    def cleaning(self, state: State) -> Step | None:
        """A call that takes something away; None when nothing is left."""
        if state.schedules:
            return self._delete(state)
        return self._dismiss(state) if state.links else None

    def _name(self) -> str:
        return f'{self._prefix}{self._count}'

    def _silent(self, method: str, args: tuple[Any, ...], expected: State
                ) -> Step:
        return Step(method, args, expected, lambda answer: not answer)

    # -- schedules ----------------------------------------------------------

    def _create(self, state: State) -> Step:
        name, when = self._name(), self._rng.choice(sorted(FIELDS))
        task = 'createsv -ro @vvname@ ' + name
        return self._silent('createSchedule', (name, task, when), _with(
            state, (name, task, FIELDS[when], True)))

    def _again(self, state: State) -> Step:
        name = self._rng.choice(state.schedules)[0]
        return Step('createSchedule', (name, 'createsv a b', '@daily'),
                    state, lambda answer: False, refused=True)

    def _absent(self, state: State) -> Step:
        return Step(self._rng.choice(['deleteSchedule', 'getScheduleStatus']),
                    (self._name(),), state, lambda answer: False,
                    refused=True)

    def _delete(self, state: State) -> Step:
        old = self._rng.choice(state.schedules)
        return self._silent('deleteSchedule', (old[0],),
                            _with(state, without=old))

    def _change(self, state: State) -> Step:
        old = self._rng.choice(state.schedules)
        name, task, fields, active = old
        kind = self._rng.choice(['suspend', 'resume', 'when', 'name'])
        if kind in ('suspend', 'resume'):
            return self._silent(kind + 'Schedule', (name,), _with(
                state, (name, task, fields, kind == 'resume'), old))
        if kind == 'when':
            when = self._rng.choice(sorted(FIELDS))
            return self._silent(
                'modifySchedule', (name, {'taskFrequency': when}),
                _with(state, (name, task, FIELDS[when], active), old))
        return self._silent(
            'modifySchedule', (name, {'newName': self._name()}),
            _with(state, (self._name(), task, fields, active), old))

    def _status(self, state: State) -> Step:
        name, task, _, active = self._rng.choice(state.schedules)
        if self._rng.random() < 0.5:
            return Step('getSchedule', (name,), state, lambda lines: (
                [name in line and task in line for line in lines].count(True)
                == 1))
        word = 'active' if active else 'suspended'
        return Step('getScheduleStatus', (name,), state,
                    lambda answer: answer == word)

    # -- limits, links, hosts -----------------------------------------------

    def _limit(self, state: State) -> Step:
        io, bw = self._rng.randint(100, 999), self._rng.randint(10, 99)
        return self._silent('setQOSRule', (self._prefix + 's', io, bw),
                            state._replace(rule=(io, bw * 1000)))

    def _admit(self, state: State) -> Step:
        link = (f'0:{self._rng.randint(0, 9)}:1', '10.%d.%d.%d' % (
            self._number, self._count % 250, self._rng.randint(1, 250)))
        if link in state.links:
            return self._echo(state)
        return self._silent(
            'admitRemoteCopyLinks', (self._prefix + 't', *link),
            state._replace(links=state.links | {link}))

    def _dismiss(self, state: State) -> Step:
        link = self._rng.choice(sorted(state.links))
        return self._silent(
            'dismissRemoteCopyLinks', (self._prefix + 't', *link),
            state._replace(links=state.links - {link}))

    def _exists(self, state: State) -> Step:
        link = self._rng.choice(sorted(state.links))
        return Step('rcopyLinkExists', (self._prefix + 't', *link), state,
                    lambda answer: answer is True)

    def _host(self, state: State) -> Step:
        iqn = 'iqn.2026-11.test:' + self._name()
        return Step('findHost', (iqn,), state, lambda answer: answer is None)

    # -- questions ----------------------------------------------------------

    def _echo(self, state: State) -> Step:
        words = [self._name()] * self._rng.randint(1, 40)
        return Step('_run', (['echo', *words],), state,
                    lambda lines: lines == [' '.join(words)])

    def _patches(self, state: State) -> Step:
        return Step('getPatches', (), state,
                    lambda answer: [item['Id'] for item in answer['members']]
                    == ['MU2', 'MU3', 'DEVEL', 'GA'])

    def _patch(self, state: State) -> Step:
        name = self._name()
        return Step('getPatch', (name,), state, lambda lines: lines == [
            f'Patch {name} not recognized.'])


def _with(state: State, new: Any = None, without: Any = None) -> State:
    left = [item for item in state.schedules if item != without]
    return state._replace(schedules=tuple(sorted(
        left + ([new] if new else []))))


# -- the judge --------------------------------------------------------------


class Outcome(NamedTuple):
    """How a call ended."""

    answer: Any = None
    error: BaseException | None = None


class Case(NamedTuple):
    """One call with everything that is needed to judge it."""

    step: Step
    outcome: Outcome
    before: State
    after: State
    #: how many commands with the script's prefix ran meanwhile
    ran: int
    #: whether a fault may have met it
    disturbed: bool
    #: whether one may have met the connection, which is older than the call
    troubled: bool = True


def verdict(case: Case) -> str:
    """What a call comes to.

    :returns: ``done``, ``failed``, ``unknown done``, ``unknown not done``,
        or a key of :data:`VIOLATIONS`
    """
    if case.ran > 1 or case.after not in (case.before, case.step.expected):
        return 'duplicated'
    error = case.outcome.error
    if error is None:
        return _of_done(case)
    if not isinstance(error, (exceptions.SSHException,
                              exceptions.ClientException)):
        return 'untyped'
    changed = case.after != case.before
    if isinstance(error, errors.SSHConnectionError):
        if changed or case.ran:
            return 'denied'
    elif isinstance(error, errors.SSHOutcomeUnknown):
        if case.troubled or isinstance(error, errors.SSHTimeout):
            return 'unknown done' if changed else 'unknown not done'
    elif case.step.refused:
        return 'denied' if changed else 'done'
    else:
        return 'unforced'
    # a machine that pauses may let a time limit pass
    return 'failed' if case.disturbed or isinstance(
        error, errors.SSHTimeout) else 'unforced'


def _of_done(case: Case) -> str:
    if case.step.refused or not case.step.right(case.outcome.answer):
        return 'crossed'
    if case.after != case.step.expected:
        return 'lost'
    return 'done'


class Tally:
    """Counts verdicts; keeps the first stories of what must not happen."""

    def __init__(self, secret: str) -> None:
        self._secret = secret
        self._lock = threading.Lock()
        self.counts: Counter[str] = collections.Counter()
        #: violations by the faults that happened meanwhile
        self.blamed: Counter[str] = collections.Counter()
        self.stories: list[str] = []

    def add(self, name: str, count: int = 1, story: str = '') -> None:
        """Count something."""
        with self._lock:
            self.counts[name] += count
            if count and story and name in VIOLATIONS and len(
                    self.stories) < 20:
                self.stories.append(f'{name}: {story}')

    def judge(self, case: Case, alone: bool = True,
              faults: Iterable[str] = ()) -> None:
        """Judge a call and count it.

        :param faults: the kinds that happened meanwhile
        """
        result = verdict(case)
        if result in VIOLATIONS:
            with self._lock:
                self.blamed.update(faults)
        story = f'{case.step.method}{case.step.args!r} → {case.outcome!r}'
        self.add('operations')
        self.add(result, story=story)
        if result == 'done' and case.disturbed and alone:
            self.add('survived')
        if case.outcome.error is not None:
            self.look_at(case.outcome.error)

    def look_at(self, error: BaseException) -> None:
        """See that an error can be shown, to anybody."""
        try:
            shown = f'{error} {error!r} ' + ''.join(
                traceback.format_exception(type(error), error,
                                           error.__traceback__))
        except Exception as ex:
            self.add('unprintable', story=type(ex).__name__)
            return
        if not str(error).strip():
            self.add('unprintable', story=repr(error))
        if self._secret in shown:
            self.add('secret', story=type(error).__name__)

    @property
    def violations(self) -> dict[str, int]:
        """What must not happen and did."""
        return {name: self.counts[name] for name in VIOLATIONS
                if self.counts[name]}


def touches(words: list[str], prefix: str) -> bool:
    """Whether a command that ran was one of a script's."""
    return any(prefix in word for word in words)

