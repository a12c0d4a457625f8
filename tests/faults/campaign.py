"""Provisioning scripts under random faults, and a judge who counts.

    python -m tests.faults.campaign --seed 1 --operations 10000 --threads 8

Scripts create, change, export and delete, while connections break, answers
come late or spoiled, keys expire and the array restarts. After every call
what the client said is held against what the array holds. The program ends
with status 1 when anything happened that must not.
"""

from __future__ import annotations

import argparse
import random
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import (
    Any,
    Callable,
    NamedTuple,
)

from hpe3parclient.client import HPE3ParClient
from hpe3parclient.simulator import SimulatedArray
from hpe3parclient.simulator.clock import Clock
from tests.faults.fault_drivers import (
    Driver,
    Elsewhere,
    Here,
    Pooled,
    Settings,
)
from tests.faults.fault_figures import FAILED, UNKNOWN, as_rst, as_text
from tests.faults.fault_injector import FaultInjector, WatchedPolicy, injector_for
from tests.faults.fault_judge import Case, Tally
from tests.faults.fault_scripts import Script, Step, observe
from tests.support.leftovers import lasting, leftovers

PASSWORD = 'not-to-be-printed'
CLOSES, KEEPS = '3par-3.3.1', 'primera-4.x'
#: how often a driver logs in or out until it succeeds
MOST_LOGINS = 40
#: steps of cleaning up before the faults end
CLEANING = 20


class Plan(NamedTuple):
    """What to run.

    :param how: ``alone`` (a client per script), ``shared`` (the threads
        share a client) or ``pool`` (they share a ClientPool)
    :param published: the interpreter of the published client, to try that
    :param timeout: seconds of silence before the client gives up
    :param steps: of one script, before it cleans up
    :param make: makes the client; None is this project's
    :param model: the array; a 3PAR closes each connection, a Primera none
    """

    seed: int
    operations: int
    threads: int = 1
    how: str = 'alone'
    published: str | None = None
    timeout: float = 1.0
    steps: int = 60
    make: Callable[..., Any] | None = None
    model: str = CLOSES


class Campaign:
    """One array, one proxy, and scripts until there were enough calls."""

    def __init__(self, plan: Plan, array: SimulatedArray, proxy: Any,
                 injector: FaultInjector, tally: Tally) -> None:
        self._plan, self._array = plan, array
        self._injector, self._tally = injector, tally
        self._url = f'http://127.0.0.1:{proxy.port}/api/v1'
        self._proxy = proxy
        self._waited = threading.local()
        self._known = everything(array)

    def run(self) -> None:
        """Run rounds until there were enough operations."""
        number = 0
        while self._tally.counts['operations'] < self._plan.operations:
            number += 1
            self._round(number)

    def _waits(self) -> None:
        """Somebody waits before another attempt."""
        self._waited.times = getattr(self._waited, 'times', 0) + 1
        self._injector.waiting()

    def _driver(self) -> Driver:
        settings = Settings(self._url, self._array.user,
                            self._array.password, self._plan.timeout,
                            WatchedPolicy(self._waits))
        if self._plan.published:
            return Elsewhere(settings, self._plan.published, self._waits)
        if self._plan.how == 'pool':
            return Pooled(settings, self._plan.threads)
        if self._plan.make is not None:
            return Here(settings, self._plan.make)
        return Here(settings)

    def _round(self, number: int) -> None:
        """One script in each thread, then everything is put away."""
        self._array.requests.clear()
        before = leftovers()
        threads = range(self._plan.threads)
        drivers = [self._driver() for _ in threads] \
            if self._plan.how == 'alone' else \
            [self._driver()] * len(threads)
        for driver in dict.fromkeys(drivers):
            self._log(driver.login, driver, stormy=True)
        workers = [Worker(self, drivers[thread], number, thread)
                   for thread in threads]
        if len(workers) == 1:
            workers[0].run()
        else:
            running = [threading.Thread(target=worker.run)
                       for worker in workers]
            for item in running:
                item.start()
            for item in running:
                item.join()
        if self._plan.how != 'pool':
            for driver in dict.fromkeys(drivers):
                # To clean up it logs in again by itself.
                self._log(driver.logout, driver, stormy=True)
        self._injector.settle()
        self._tally.add('followed', self._injector.elsewhere.visitors())
        self._finish(list(dict.fromkeys(drivers)), workers)
        if self._plan.published is None:
            for name, count in lasting(before).items():
                self._tally.add('leftover', count, name)

    def _finish(self, drivers: list[Driver], workers: list[Worker]) -> None:
        """Clean up and log out without faults; what is left is counted."""
        self._injector.calm()
        for worker in workers:
            worker.clean()
            if not worker.cleaned:
                self._tally.add('stuck', story=worker.prefix)
                worker.sweep(self._array)
        for driver in drivers:
            self._log(driver.logout, driver)
            for name, count in driver.close().items():
                self._tally.add('leftover', count, f'{name} in the process')
        self._injector.settle()
        self._sessions()
        self._strays()

    def _log(self, what: Callable[[], Any], driver: Driver,
             stormy: bool = False) -> None:
        """Log in or out, as often as it takes and helps."""
        for attempt in range(MOST_LOGINS):
            # Faults that are ready already meet it; it must come through.
            if stormy and attempt < MOST_LOGINS // 4:
                self._injector.strike()
            keys = driver.secrets()
            outcome = what()
            self._injector.settle()
            if outcome.done:
                return
            self._tally.add(FAILED)
            if not outcome.printable or not outcome.typed:
                self._tally.add('untyped' if outcome.printable
                                else 'unprintable', story=outcome.text)
            self._tally.look_at(outcome, keys, 'login or logout')
            if 'Hang' in outcome.classes:
                self._tally.add('hang', story='login or logout')
                return

    def _sessions(self) -> None:
        """Count sessions that are still open, and end them."""
        used = {record.session for record in self._array.requests}
        for session in self._array.state.sessions:
            # A login whose answer was lost leaves a session behind of which
            # nobody has the key; who used a key must close it.
            if session.label in used:
                self._tally.add('session', story=session.label)
            else:
                self._tally.add(UNKNOWN)
        self._array.state.sessions.drop_all()

    def _strays(self) -> None:
        """Count what is there, under whatever name, when all is put away."""
        there = everything(self._array)
        for key in there - self._known:
            self._tally.add('stray', story=' '.join(map(str, key)))
        self._known = there


class Worker:
    """One thread's script."""

    def __init__(self, campaign: Campaign, driver: Driver, number: int,
                 thread: int) -> None:
        self._campaign, self._driver = campaign, driver
        self.prefix = f'r{number}t{thread}-'
        rng = random.Random(f'{campaign._plan.seed} {number} {thread}')
        self._script = Script(self.prefix, rng)
        self._state: dict[Any, Any] = {}

    def run(self) -> None:
        """Do the script's steps, and try to clean up."""
        for _ in range(self._campaign._plan.steps):
            self._do(self._script.next(self._state), stormy=True)
        for _ in range(CLEANING):
            step = self._script.cleaning(self._state)
            if step is not None:
                self._do(step, stormy=True)

    @property
    def cleaned(self) -> bool:
        """Whether nothing is there any more; past tasks do not count."""
        return self._script.cleaning(self._state) is None

    def clean(self) -> None:
        """Take away what the script has made, while that leads on."""
        in_vain = 0
        while not self.cleaned and in_vain < 3:
            before = self._state
            step = self._script.cleaning(self._state)
            assert step is not None
            self._do(step, stormy=False)
            in_vain = in_vain + 1 if self._state == before else 0

    def sweep(self, array: SimulatedArray) -> None:
        """Take away what the client under test could not."""
        with HPE3ParClient(array.api_url) as client:
            client.login(array.user, array.password)
            while not self.cleaned:
                step = self._script.cleaning(self._state)
                assert step is not None
                getattr(client, step.method)(*step.args, **step.named)
                self._state = observe(array.state, self.prefix)

    def _do(self, step: Step, stormy: bool) -> None:
        """Do one step, and judge it."""
        campaign = self._campaign
        injector, waited = campaign._injector, campaign._waited
        waited.times = 0
        met = injector.injected()
        if stormy:
            injector.strike()
        secrets = self._driver.secrets()
        outcome = self._driver.call(step)
        if not outcome.done or campaign._plan.threads == 1:
            injector.settle()
        if step.method == 'copyVolume':
            # The copy comes to its end, and every session to its own.
            campaign._array.clock.advance(7200)
        state = observe(campaign._array.state, self.prefix)
        renewed = self._driver.secrets() != secrets
        alone = campaign._plan.threads == 1
        happened = {label: count - met.get(label, 0)
                    for label, count in injector.injected().items()
                    if count != met.get(label)}
        campaign._tally.judge(
            Case(step, outcome, self._state, state,
                 disturbed=not alone or bool(happened),
                 strict=self._driver.strict),
            met=bool(happened) if alone else bool(waited.times or renewed),
            secrets=secrets, faults='; '.join(happened))
        self._state = state


def everything(array: SimulatedArray) -> set[tuple[Any, ...]]:
    """What an array holds; past tasks do not count."""
    return {key for key in observe(array.state, '') if key != ('tasks',)}


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


def run(plan: Plan) -> Result:
    """Run one campaign."""
    tally = Tally([PASSWORD])
    began = time.monotonic()
    with SimulatedArray(plan.model, tls=False, ssh_port=None, seed=plan.seed,
                        password=PASSWORD,
                        clock=Clock(running=False)) as array:
        rng = random.Random(f'weather {plan.seed}')
        with injector_for(array, rng) as (proxy, injector):
            Campaign(plan, array, proxy, injector, tally).run()
            injected = injector.injected()
    return Result(plan, tally, injected, time.monotonic() - began)


def arguments(given: Sequence[str] | None) -> argparse.Namespace:
    """What the command line asks for."""
    parser = argparse.ArgumentParser(
        description=__doc__.split('\n', maxsplit=1)[0])
    parser.add_argument('--seed', type=int, action='append', metavar='N',
                        help='where chance begins; several are possible')
    parser.add_argument('--operations', type=int, default=10000, metavar='N',
                        help='calls of each campaign, at least')
    parser.add_argument('--threads', type=int, action='append', metavar='N',
                        help='1 and 8 without it; several are possible')
    parser.add_argument('--how', choices=('alone', 'shared', 'pool'),
                        action='append', help='several threads: a client '
                        'each, one for all, or a ClientPool')
    parser.add_argument('--client', choices=('ours', 'published', 'both'),
                        default='ours', help='who is tried')
    parser.add_argument('--python', metavar='PATH',
                        help='an interpreter that has the published client')
    parser.add_argument('--environment', type=Path, metavar='DIR',
                        default=Path(__file__).parents[2] / '.venv-published',
                        help='where the published client is installed '
                        'otherwise')
    parser.add_argument('--timeout', type=float, default=1.0, metavar='S',
                        help='seconds of silence before a client gives up')
    parser.add_argument('--figures', type=Path, metavar='FILE',
                        help='write the tables for the documentation there')
    return parser.parse_args(given)


def plans(options: argparse.Namespace) -> Iterator[Plan]:
    """The campaigns that are asked for."""
    python = None
    if options.client != 'ours':
        # Only who compares needs what the benchmark is made of.
        from tests.benchmarks import environments
        python = options.python or environments.of_published(
            options.environment)
    for seed in options.seed or [1]:
        for threads in options.threads or [1, 8]:
            plan = Plan(seed, options.operations, threads,
                        timeout=options.timeout)
            if options.client != 'published':
                for how in ['alone'] if threads == 1 \
                        else options.how or ['shared', 'pool']:
                    yield plan._replace(how=how)
                if threads == 1:
                    yield plan._replace(model=KEEPS)
            if python is not None:
                yield plan._replace(published=python)


def main(given: Sequence[str] | None = None) -> int:
    """Run what the command line asks for."""
    options = arguments(given)
    results = []
    for plan in plans(options):
        results.append(run(plan))
        print(as_text(results[-1]), flush=True)
    if options.figures is not None:
        options.figures.write_text(as_rst(results), 'utf-8')
    # Only this client must be without fault; the other one is measured.
    return 0 if all(result.clean for result in results
                    if result.plan.published is None) else 1


if __name__ == '__main__':
    sys.exit(main())
