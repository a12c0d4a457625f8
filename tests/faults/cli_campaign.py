"""Scripts over the command line under random faults, and a judge who counts.

    python -m tests.faults.cli_campaign --seed 1 --operations 10000 --threads 8

Scripts make, change and remove what the command line can, while connections
break, are refused, stall or carry garbage, answers break off, the array
restarts or has no session left. After every call what the client said is
held against what the array holds. The program ends with status 1 when
anything happened that must not.
"""

from __future__ import annotations

import argparse
import collections
import contextlib
import dataclasses
import logging
import random
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import (
    Any,
    Callable,
    NamedTuple,
)

from hpe3parclient import ssh
from hpe3parclient.client import HPE3ParClient
from hpe3parclient.resources import hosts
from hpe3parclient.simulator import SimulatedArray
from hpe3parclient.simulator.cli.terminal import TerminalBehaviour
from hpe3parclient.simulator.sshd import SSHD, LoginPolicy
from tests.faults.cli_scripts import (
    VIOLATIONS,
    Case,
    Outcome,
    Script,
    Step,
    Tally,
    observe,
    prepare,
    touches,
)
from tests.support.leftovers import lasting, leftovers
from tests.support.proxy import Plan as Way
from tests.support.proxy import Proxy

PASSWORD = 'not-to-be-printed'
#: steps of one script before it cleans up
STEPS = 60
#: attempts to clean up under faults, before they end
CLEANING = 10
#: how often a fault is on its way when a call begins
RATE = 0.15

#: points of the dialogue, as the simulated terminal calls them
POINTS = ('login', 'typed', 'ran', 'middle', 'shown')
#: what the array itself does there
VERDICTS = {'close': 'channel closed by the array',
            'drop': 'connection closed by the array'}
#: what happens to the connection, as the proxy calls it
NAMES = {'reset': 'connection reset', 'cut': 'connection ended',
         'spoil': 'garbage in the bytes', 'drip': 'one byte at a time',
         'delay': 'pause', 'stall': 'silence for ever'}
#: how often each of them is chosen
HAPPENINGS = {'close': 4, 'drop': 3, 'reset': 4, 'cut': 4, 'spoil': 3,
              'drip': 2, 'delay': 3, 'stall': 1}
#: what happens to a connection that is about to be made
EARLY = (Way('reset'), Way('cut'), Way('reset', 'server'),
         Way('cut', 'client'), Way('spoil', 'server'),
         Way('spoil', 'client'), Way('drip'))
#: A raw echo within an output that nobody has described cannot be told from
#: the output, so here it comes before, if at all.
BEHAVIOURS: tuple[dict[str, Any], ...] = (
    {}, {}, {'raw_echo': 'on'}, {'packets': (1, 60)},
    {'raw_echo': 'on', 'packets': (1, 40), 'editor_end': b'\r\n'},
    {'greeting': ('Welcome', 'to cli% land')}, {'prompts_first': False})


class Plan(NamedTuple):
    """What to run.

    :param make: makes the SSH client; a test puts a bad one here
    """

    seed: int
    operations: int
    threads: int = 1
    make: Callable[..., ssh.HPE3PARSSHClient] = ssh.HPE3PARSSHClient


class FaultInjector:
    """Decides what goes wrong, and when."""

    def __init__(self, server: SSHD, proxy: Proxy, rng: random.Random
                 ) -> None:
        self._server, self._proxy = server, proxy
        self._rng = rng
        self._lock = threading.Lock()
        self._one_restart = threading.Lock()
        self._armed: tuple[str, str, Way | None] | None = None
        self._counts: Counter[str] = collections.Counter()

    def turn(self) -> None:
        """Other behaviour, for the sessions to come."""
        self._server.behaviour = TerminalBehaviour(
            fault=self._point, **self._rng.choice(BEHAVIOURS))

    def strike(self) -> None:
        """Perhaps let something go wrong with the next call."""
        with self._lock:
            if self._rng.random() >= RATE:
                return
            kind = self._rng.choice([self._dialogue] * 10 + [
                self._connection, self._connection, self._broken,
                self._refused, self._full, self._restart])
        kind()

    def after(self) -> None:
        """A call is over: what concerned it alone is over as well."""
        self._proxy.open()
        self._server.login_policy = dataclasses.replace(self._server.login_policy,
                                                session_limit=None)

    def calm(self) -> None:
        """Nothing goes wrong any more."""
        with self._lock:
            self._armed = None
        self._proxy.forget()
        self._proxy.strike(Way('pass'))
        self.after()

    def injected(self) -> dict[str, int]:
        """How often each kind of fault struck."""
        with self._lock:
            result = dict(self._counts)
        result.update((NAMES[kind], count)
                     for kind, count in self._proxy.struck.items()
                     if kind in NAMES)
        return dict(sorted(result.items()))

    def _add(self, kind: str) -> None:
        with self._lock:
            self._counts[kind] += 1

    # -- kinds of trouble ---------------------------------------------------

    def _dialogue(self) -> None:
        """At some point of the dialogue, or so many bytes behind it."""
        with self._lock:
            kind = self._rng.choices(
                list(HAPPENINGS), list(HAPPENINGS.values()))[0]
            method = None
            if kind in NAMES:
                method = Way(kind, seconds=0.01)
                if kind == 'spoil' or self._rng.random() < 0.5:
                    method = method._replace(side='server',
                                       after=self._rng.randint(0, 200))
            self._armed = (self._rng.choice(POINTS), kind, method)

    def _point(self, point: str, line: str) -> str:
        """The array's side has come to a point of its dialogue."""
        with self._lock:
            if self._armed is None or self._armed[0] != point:
                return ''
            _, kind, method = self._armed
            self._armed = None
        if method is not None:
            self._proxy.strike(method)
            return ''
        self._add(VERDICTS[kind])
        return kind

    def _connection(self) -> None:
        """The next connection is troubled, and there is a next one."""
        with self._lock:
            method = self._rng.choice(EARLY)
            if method.side:
                method = method._replace(after=self._rng.randint(0, 2600))
        self._proxy.expect(method)
        self._broken()

    def _broken(self) -> None:
        self._add('idle connection broken')
        self._proxy.drop_all()

    def _refused(self) -> None:
        self._add('connection refused')
        self._proxy.shut()
        self._proxy.drop_all()

    def _full(self) -> None:
        """No session is left, told in either way."""
        self._add('no session left')
        with self._lock:
            refusal = self._rng.choice(['text', 'closed'])
        self._server.login_policy = dataclasses.replace(
            self._server.login_policy, session_limit=0, refusal=refusal)
        self._proxy.drop_all()

    def _restart(self) -> None:
        """The array forgets its sessions and keeps what it holds."""
        with self._one_restart:
            self._add('restart of the array')
            self._server.stop()
            self._server.start()


class Setting(NamedTuple):
    """What a campaign works with."""

    plan: Plan
    array: SimulatedArray
    server: SSHD
    proxy: Proxy
    injector: FaultInjector
    tally: Tally


class Turnstile:
    """Lets any number pass, or one who wants to be alone."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._inside = 0
        self._shut = False

    def around(self, call: Callable[..., Any]) -> Callable[..., Any]:
        """The same call, behind the turnstile."""
        def through(*args: Any, **options: Any) -> Any:
            with self._changed:
                self._changed.wait_for(lambda: not self._shut)
                self._inside += 1
            try:
                return call(*args, **options)
            finally:
                with self._changed:
                    self._inside -= 1
                    self._changed.notify_all()
        return through

    @contextlib.contextmanager
    def empty(self) -> Iterator[None]:
        """Nobody is inside, and nobody comes in."""
        with self._changed:
            self._changed.wait_for(lambda: not self._shut)
            self._shut = True
            self._changed.wait_for(lambda: not self._inside)
        try:
            yield
        finally:
            with self._changed:
                self._shut = False
                self._changed.notify_all()


class Round:
    """One client, a script in each thread, then everything is put away."""

    def __init__(self, setting: Setting, client: HPE3ParClient,
                 scripts: Sequence[Script], mode: str) -> None:
        self._setting = setting
        self._client = client
        self._scripts = scripts
        #: names of hosts that errors told
        self._told: list[str] = []
        client.ssh = self._ssh = setting.plan.make(
            '127.0.0.1', '3paradm', PASSWORD, setting.proxy.port, 3.0,
            mode=mode, prompt_timeout=0.3, silence_timeout=0.5,
            command_timeout=10, busy_timeout=0.2)
        #: what had struck when no connection was open
        self._met = setting.injector.injected()
        self._turnstile = Turnstile()
        self._ssh.run = self._turnstile.around(self._ssh.run)

    def run(self) -> None:
        """All of it."""
        before = leftovers()
        if len(self._scripts) == 1:
            self._script(self._scripts[0])
        else:
            threads = [threading.Thread(target=self._script, args=(each,))
                       for each in self._scripts]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
        self._finish(before)

    def _script(self, script: Script) -> None:
        state = observe(self._setting.server.cli, script.prefix)
        for _ in range(min(STEPS, self._setting.plan.operations)):
            state = self._do(script, script.next(state), state, True)
        self._clean(script, state, CLEANING, True)

    def _clean(self, script: Script, state: Any, most: int, stormy: bool
               ) -> None:
        for _ in range(most):
            step = script.cleaning(state)
            if step is None:
                return
            state = self._do(script, step, state, stormy)

    def _do(self, script: Script, step: Step, state: Any, stormy: bool
            ) -> Any:
        """Do one step, and judge it."""
        setting, cli = self._setting, self._setting.server.cli
        injector = setting.injector
        met, position = injector.injected(), len(cli.state.ran)
        troubles = self._met
        if stormy:
            injector.strike()
        try:
            outcome = Outcome(getattr(self._client, step.method)(*step.args))
        except Exception as err:
            outcome = Outcome(error=err)
            self._told.append(str(err))
        if stormy:
            injector.after()
        if outcome.error is not None:
            self._settle()
        after = observe(cli, script.prefix)
        ran = sum(touches(words, script.prefix)
                  for words in cli.state.ran[position:])
        alone = len(self._scripts) == 1
        struck = injector.injected()
        setting.tally.judge(Case(
            step, outcome, state, after, ran, not alone or struck != met,
            not alone or struck != troubles), alone,
            [kind for kind, count in struck.items()
             if count != met.get(kind)])
        return after

    def _settle(self) -> None:
        """Wait until the array is through with what was given up."""
        with self._turnstile.empty():
            self._ssh.close()
            self._setting.proxy.settle()
            for _ in range(30000):
                if not self._setting.server.sessions:
                    self._met = self._setting.injector.injected()
                    return
                time.sleep(0.002)
        self._setting.tally.add('leftover', story='a session on the array')

    def _finish(self, before: dict[str, int]) -> None:
        """Clean up without faults; what is left is counted."""
        setting = self._setting
        setting.injector.calm()
        self._settle()
        for script in self._scripts:
            state = observe(setting.server.cli, script.prefix)
            self._clean(script, state, 200, False)
            if script.cleaning(observe(setting.server.cli, script.prefix)):
                setting.tally.add('stuck', story=script.prefix)
        self._hosts()
        self._settle()
        for name, count in lasting(before).items():
            setting.tally.add('leftover', count, name)
        del setting.server.cli.state.ran[:]

    def _hosts(self) -> None:
        """A trial host is deleted, or its name is told."""
        state = self._setting.array.state
        with state.lock:
            for host in list(state.hosts):
                caught = any(host.name in text for text in self._told)
                self._setting.tally.add(
                    'trial hosts left and named' if caught else 'host',
                    story=host.name)
                state.hosts.remove(host)


class Result(NamedTuple):
    """What a campaign found."""

    plan: Plan
    tally: Tally
    injected: dict[str, int]
    seconds: float

    @property
    def clean(self) -> bool:
        """Whether nothing happened that must not."""
        return not self.tally.violations


@contextlib.contextmanager
def hurried() -> Iterator[None]:
    """Shorten the pauses that the client makes before it looks again."""
    kept = ssh._BUSY_PAUSE, hosts._TRIAL_SECONDS
    ssh._BUSY_PAUSE, hosts._TRIAL_SECONDS = 0.02, 0.4
    try:
        yield
    finally:
        ssh._BUSY_PAUSE, hosts._TRIAL_SECONDS = kept


def run(plan: Plan) -> Result:
    """Run one campaign."""
    tally = Tally(PASSWORD)
    began = time.monotonic()
    rng = random.Random(plan.seed)
    with hurried(), SimulatedArray(
            tls=False, seed=plan.seed, password=PASSWORD) as array, SSHD(
            array.state, login_policy=LoginPolicy(host_keys=('ed25519',)),
            seed=plan.seed) as server, Proxy(
            ('127.0.0.1', server.port)) as proxy, HPE3ParClient(
            array.api_url) as client:
        client.login('3paradm', PASSWORD)
        injector = FaultInjector(server, proxy, random.Random(rng.random()))
        setting = Setting(plan, array, server, proxy, injector, tally)
        scripts = [Script(number, random.Random(rng.random()))
                   for number in range(plan.threads)]
        for script in scripts:
            prepare(client, array.state, script.prefix)
        while tally.counts['operations'] < plan.operations:
            injector.turn()
            Round(setting, client, scripts,
                  rng.choice(('shell', 'shell', 'exec'))).run()
        injected = injector.injected()
    return Result(plan, tally, injected, time.monotonic() - began)


def table(result: Result) -> list[str]:
    """The figures as lines of text."""
    counts, plan = result.tally.counts, result.plan
    lines = ['the command line, %d thread%s, seed %d, %.0f s' % (
        plan.threads, '' if plan.threads == 1 else 's', plan.seed,
        result.seconds)]
    rows = [('operations', counts['operations']),
            ('faults injected', sum(result.injected.values()))]
    lines += ['  %-60s %7d' % row for row in rows]
    # in each row: how often it was injected, and what was violated meanwhile
    lines += ['    %-58s %7d %5d violated' % (
        kind, count, result.tally.blamed[kind])
        for kind, count in result.injected.items()]
    rows = [('answered right', counts['done'])]
    if plan.threads == 1:
        rows += [('  survived: right in spite of a fault',
                  counts['survived'])]
    rows += [('failed before anything was sent, and said so',
              counts['failed']),
             ('outcome unknown, and said so', counts['unknown done']
              + counts['unknown not done']),
             ('  of them carried out, once', counts['unknown done']),
             ('trial hosts left and named',
              counts['trial hosts left and named'])]
    rows += [(f'{name}: {text}', counts[name])
             for name, text in VIOLATIONS.items()]
    lines += ['  %-60s %7d' % row for row in rows]
    lines += ['  ! ' + story for story in result.tally.stories]
    return lines


def arguments(given: Sequence[str] | None) -> argparse.Namespace:
    """What the command line asks for."""
    parser = argparse.ArgumentParser(
        description=__doc__.split('\n', maxsplit=1)[0])
    parser.add_argument('--seed', type=int, action='append',
                        help='where chance begins; several are possible')
    parser.add_argument('--operations', type=int, default=10000)
    parser.add_argument('--threads', type=int, action='append',
                        help='1 or more; several are possible')
    parser.add_argument('--figures', type=Path, metavar='FILE',
                        help='write them there as well')
    return parser.parse_args(given)


def main(given: Sequence[str] | None = None) -> int:
    """Run what the command line asks for."""
    options = arguments(given)
    # paramiko tells of every broken connection by itself
    logging.getLogger('paramiko').setLevel(logging.CRITICAL)
    logging.getLogger('hpe3parclient').setLevel(logging.CRITICAL)
    sys.setswitchinterval(0.0002)
    results, lines = [], []
    for seed in options.seed or [1]:
        for threads in options.threads or [1, 8]:
            results.append(run(Plan(seed, options.operations, threads)))
            lines += table(results[-1])
            print('\n'.join(table(results[-1])), flush=True)
    if options.figures:
        options.figures.write_text('\n'.join(lines) + '\n',
                                   encoding='utf-8')
    return 0 if all(result.clean for result in results) else 1


if __name__ == '__main__':
    sys.exit(main())
