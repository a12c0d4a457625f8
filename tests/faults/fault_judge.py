"""What a call led to, and whether what was said of it is true.

It knows outcomes, states and what may follow from what. It does not know how
faults are made, nor which client is judged.
"""

from __future__ import annotations

import collections
import re
import threading
from collections import Counter
from collections.abc import Iterable
from typing import (
    Any,
    NamedTuple,
)

from tests.faults.fault_scripts import State, Step, difference
from tests.support import leaks

#: what every session key of the array looks like, whoever holds it
KEY = re.compile(r'\b[0-9]+-[0-9a-f]{32}-[0-9a-f]{8}\b')

#: what must never happen, and how the figures call it
VIOLATIONS: dict[str, str] = {
    'lost': 'reported done and was not',
    'denied': 'reported as not done and was done',
    'duplicated': 'carried out twice, or otherwise than asked',
    'wrong': 'a question answered wrongly',
    'unforced': 'failed though nothing was wrong',
    'unsaid': 'carried out, and the error does not say it may be',
    'untyped': "an exception that is not of the client's own",
    'unprintable': 'an exception that cannot be printed',
    'secret': 'a password or session key in an exception',
    'hang': 'a call that did not return in time',
    'stuck': 'a script that could not clean up without faults',
    'session': 'a session that was used and left open',
    'stray': 'a thing on the array that nobody asked for',
    'leftover': 'a socket or thread that was left',
    'followed': 'requests that followed a redirect to another host',
}


class Outcome(NamedTuple):
    """How a call ended, as plain data."""

    done: bool
    answer: Any = None
    #: names of the exception's classes, the most special first; a class of
    #: the client's own ``exceptions`` module has a leading dot
    classes: tuple[str, ...] = ()
    text: str = ''
    printable: bool = True
    status: int | None = None
    #: False when no byte of the request can have reached the array
    sent: bool = True
    #: all that can be read off the exception and what caused it
    told: str = ''

    @property
    def typed(self) -> bool:
        """Whether the exception is of the client's own family."""
        return any(name.startswith('.') for name in self.classes)

    @property
    def refused(self) -> bool:
        """Whether it says that nothing was carried out."""
        return not self.sent or (
            (self.status or 0) >= 300 and not self.says_unknown)

    @property
    def says_unknown(self) -> bool:
        """Whether it says that something may have been carried out."""
        return '.OutcomeUnknown' in self.classes


def outcome_of(error: BaseException) -> Outcome:
    """The outcome that an exception is."""
    classes = tuple(
        ('.' if kind.__module__ == 'hpe3parclient.exceptions' else '')
        + kind.__name__ for kind in type(error).__mro__)
    printable, text, caught = True, '', ''
    try:
        text = f'{error}\n{error!r}'
        caught = leaks.told(error)
    except Exception as ex:
        printable, text = False, f'{type(ex).__name__} when printed'
    status = getattr(error, 'http_status', None)
    return Outcome(False, None, classes, text, printable,
                   status if isinstance(status, int) else None,
                   getattr(error, 'request_sent', True) is not False, caught)


class Case(NamedTuple):
    """One call with everything that is needed to judge it."""

    step: Step
    outcome: Outcome
    before: State
    after: State
    #: whether a fault may have met it
    disturbed: bool
    #: whether the client says so when it does not know
    strict: bool = True


def verdict(case: Case) -> str:
    """What came of a call, in a word.

    :returns: ``done``, ``failed``, ``unknown done``, ``unknown not done``,
        or a key of :data:`VIOLATIONS`
    """
    broken = _form(case.outcome)
    if broken:
        return broken
    expected = case.step.expected(case.before, case.after)
    if case.after not in (case.before, expected):
        return 'duplicated'
    carried_out = case.after == expected and expected != case.before
    if case.outcome.done:
        return _of_done(case, expected)
    # A machine that is busy with other things answers late by itself.
    forced = case.disturbed or '.Timeout' in case.outcome.classes
    if case.outcome.refused:
        if carried_out:
            return 'denied'
        if case.step.refused and case.outcome.status in case.step.refused:
            return 'done'
        return 'failed' if forced else 'unforced'
    if not forced:
        return 'unforced'
    if not case.step.changes:
        return 'failed'
    if case.strict and not case.outcome.says_unknown:
        return 'unsaid' if carried_out else 'failed'
    return 'unknown done' if carried_out else 'unknown not done'


def _form(outcome: Outcome) -> str:
    """What is wrong with an exception as such."""
    if outcome.done:
        return ''
    if 'Hang' in outcome.classes:
        return 'hang'
    if not outcome.printable:
        return 'unprintable'
    return '' if outcome.typed else 'untyped'


def _of_done(case: Case, expected: State) -> str:
    if case.step.refused or case.after != expected:
        return 'lost'
    try:
        right = case.step.check is None or case.step.check(
            case.outcome.answer, case.after)
    except (TypeError, KeyError, ValueError, AttributeError, IndexError):
        right = False
    return 'done' if right else 'wrong'


class Tally:
    """What a campaign counts; threads may share it."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        self._lock = threading.Lock()
        self.secrets = tuple(secrets)
        self.counts: Counter[str] = collections.Counter()
        self.classes: Counter[str] = collections.Counter()
        #: violations by the faults that happened meanwhile
        self.blamed: Counter[str] = collections.Counter()
        #: the first violations, for people
        self.stories: list[str] = []

    def add(self, name: str, number: int = 1, story: str = '') -> None:
        """Count something; a story is kept for people."""
        if not number:
            return
        with self._lock:
            self.counts[name] += number
            if story and len(self.stories) < 40:
                self.stories.append(f'{name}: {story}')

    def judge(self, case: Case, met: bool, secrets: Iterable[str] = (),
              faults: str = '') -> str:
        """Count one call; return the verdict.

        :param met: a fault has met the call for certain
        :param secrets: what the exception must not hold, beyond the usual
        :param faults: what happened meanwhile, for people
        """
        result = verdict(case)
        outcome = case.outcome
        story = ''
        if result in VIOLATIONS:
            story = '%s; faults: %s; %s; state: %s; expected: %s' % (
                case.step, faults, outcome.text or repr(outcome.answer)[:200],
                difference(case.before, case.after) or 'as before',
                difference(case.before, case.step.expected(
                    case.before, case.after)) or 'as before')
            with self._lock:
                self.blamed.update(faults.split('; ') if faults else ['no fault'])
        self.add('operations')
        self.add(result, story=story)
        if result == 'done' and met:
            self.add('survived')
        if not outcome.done:
            with self._lock:
                self.classes[outcome.classes[0].lstrip('.')] += 1
            self.look_at(outcome, secrets, str(case.step))
        return result

    def look_at(self, outcome: Outcome, secrets: Iterable[str],
                story: str) -> None:
        """Look for secrets in all that an exception tells."""
        caught = outcome.text + outcome.told
        for secret in {*self.secrets, *secrets, *KEY.findall(caught)}:
            if secret in caught:
                self.add('secret', story=story)

    @property
    def violations(self) -> dict[str, int]:
        """What must not have happened, and did."""
        return {name: self.counts[name] for name in VIOLATIONS
                if self.counts[name]}
