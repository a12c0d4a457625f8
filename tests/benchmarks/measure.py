"""Interleaved measurements, kept as pyperf keeps them.

pyperf's own runner measures one benchmark after the other, so that a noisy
minute falls on one of them. Here all contestants of a case take turns, each
in a process of its own, in another order every round; pyperf does the
statistics and writes the file that its commands read.

It knows workers and cases; what the numbers mean :mod:`report` says.
"""

from __future__ import annotations

import contextlib
import statistics
from collections.abc import Sequence
from typing import Any, Callable, NamedTuple

import pyperf
from cases import Case, settings_of
from environments import ROOT, Process, Unavailable

#: seconds after which a slow contestant has had turns enough, per process
PATIENCE = 3.0


class Effort(NamedTuple):
    """How thoroughly to measure."""

    #: processes per contestant, one after the other
    processes: int
    #: values taken in each of them
    rounds: int
    #: seconds that a value should take
    seconds: float
    #: the share of the values that counts, the quickest of each contestant:
    #: on a machine that others use, the rest tells what they did
    quickest: float = 1.0


class Result:
    """What one case came to."""

    def __init__(self, case: Case, quickest: float = 1.0) -> None:
        self.case = case
        self._quickest = quickest
        #: a list per process of seconds per call
        self.values: dict[str, list[list[float]]] = {}
        self.cpu: dict[str, list[float]] = {}
        self.loops: dict[str, int] = {}
        #: rounds in which a contestant takes its turn
        self.turns: dict[str, int] = {}
        #: why a contestant has no values
        self.missing: dict[str, str] = {}
        self.versions: dict[str, Any] = {}

    def median(self, kind: str) -> float | None:
        """Seconds per call, None where there are none."""
        if not self.values.get(kind):
            return None
        return statistics.median(self.counted(kind))

    def counted(self, kind: str) -> list[float]:
        """The values that count, in seconds per call."""
        return quickest([value for values in self.values[kind]
                         for value in values], self._quickest)

    def cpu_median(self, kind: str) -> float:
        """CPU seconds per call of the contestant's process."""
        return statistics.median(quickest(self.cpu[kind], self._quickest))

    def ratio(self, above: str, below: str) -> float | None:
        """One median by another, both from this run."""
        first, second = self.median(above), self.median(below)
        return None if first is None or second is None else first / second

    def benchmark(self, kind: str) -> pyperf.Benchmark:
        """One contestant's values with pyperf's statistics."""
        return pyperf.Benchmark([
            pyperf.Run(values, collect_metadata=False, metadata={
                'name': f'{self.case.name}: {kind}',
                'loops': self.loops[kind], 'unit': 'second'})
            for values in self.values[kind]])


def quickest(values: Sequence[float], share: float) -> list[float]:
    """The smallest of some values, one at least."""
    return sorted(values)[:max(1, round(len(values) * share))]


class Bench:
    """Measures cases.

    :param ports: where the servers listen
    :param files: CA files by what is trusted
    :param pythons: the interpreter of each kind of contestant, or why there
        is none; ``None`` is everybody else's
    """

    def __init__(self, ports: dict[str, int], files: dict[Any, Any],
                 pythons: dict[str | None, Any], effort: Effort,
                 say: Callable[[str], None]) -> None:
        self.ports = ports
        self.files = files
        self.effort = effort
        self.say = say
        self._pythons = pythons

    def worker(self, case: Case, kind: str) -> Any:
        """A process that is ready for a case, and what it said.

        :raises Unavailable: this contestant cannot take part
        """
        python = self._pythons.get(kind, self._pythons[None])
        if isinstance(python, Unavailable):
            raise python
        settings = settings_of(case, self.ports, self.files)
        real = kind
        if case.name.startswith('threads'):
            real = {'pool': 'client', 'shared': 'client',
                    'own': 'floor'}.get(kind, kind)
            settings['sharing'] = kind if real != kind else 'own'
        worker = Process('worker.py', python=python)
        try:
            return worker, worker.do(
                'begin', kind=real, operation=case.operation,
                settings=settings,
                root=None if kind == 'published' else str(ROOT))
        except Unavailable:
            worker.stop()
            raise

    def measure(self, case: Case) -> Result:
        """Every contestant of a case, taking turns."""
        result = Result(case, self.effort.quickest)
        for _ in range(self.effort.processes):
            with contextlib.ExitStack() as stack:
                workers = self._workers(result, stack)
                for kind, worker in workers.items():
                    try:
                        self._warm_up(result, kind, worker)
                    except Unavailable as ex:
                        result.missing[kind] = str(ex)
                    result.values.setdefault(kind, []).append([])
                self._take_turns(result, workers)
        result.values = {kind: values for kind, values
                         in result.values.items()
                         if kind not in result.missing}
        return result

    def _workers(self, result: Result,
                 stack: contextlib.ExitStack) -> dict[str, Process]:
        matches = {}
        outlines = {}
        for kind in result.case.contestants:
            if kind in result.missing:
                continue
            try:
                worker, said = self.worker(result.case, kind)
            except Unavailable as ex:
                result.missing[kind] = str(ex)
                continue
            stack.callback(worker.stop)
            outlines[kind] = said['outline']
            result.versions[kind] = dict(said['versions'],
                                         **said['made of'])
            matches[kind] = worker
        right = outlines.get('floor', outlines.get('own'))
        for kind, outline in outlines.items():
            if kind != 'wire' and right is not None and outline != right:
                result.missing[kind] = f'another result: {outline}'
                del matches[kind]
        return matches

    def _warm_up(self, result: Result, kind: str, worker: Process) -> None:
        """Find how many calls take long enough to be measured."""
        case = result.case
        loops = result.loops.get(kind)
        if loops is not None:
            worker.do('measure', loops=loops)
            return
        step = case.threads * case.least
        loops = step
        while True:
            taken = worker.do('measure', loops=loops)['seconds']
            if taken >= self.effort.seconds / 2:
                break
            loops *= 2
        if self.effort.quickest < 1:
            # Too few calls would be measured, and with cold caches.
            taken = min(worker.do('measure', loops=loops)['seconds']
                        for _ in range(5))
        result.loops[kind] = max(1, round(
            loops / step * self.effort.seconds / taken)) * step
        value = taken * result.loops[kind] / loops
        rounds = self.effort.rounds
        result.turns[kind] = min(rounds, max(3, int(PATIENCE / value)))

    def _take_turns(self, result: Result,
                    workers: dict[str, Process]) -> None:
        order = list(workers)
        rounds = self.effort.rounds
        for number in range(rounds):
            for kind in order:
                turns = result.turns.get(kind, 0)
                # who has fewer turns takes them all over the run
                if kind in result.missing or number * turns % rounds >= turns:
                    continue
                loops = result.loops[kind]
                try:
                    said = workers[kind].do('measure', loops=loops)
                except Unavailable as ex:
                    result.missing[kind] = str(ex)
                    continue
                result.values[kind][-1].append(said['seconds'] / loops)
                result.cpu.setdefault(kind, []).append(said['cpu'] / loops)
            order = order[1:] + order[:1]

    def profiles(self, case: Case, kind: str,
                 floor: str | None) -> list[str]:
        """Where a contestant spends its time, or more than its floor."""
        mine = self._profile(case, kind)
        theirs = self._profile(case, floor) if floor else {}
        more = {where: taken - theirs.get(where, 0.0)
                for where, taken in mine.items()}
        worst = sorted(more, key=more.__getitem__, reverse=True)[:6]
        return [f'{where} {more[where]:.1f} µs' for where in worst]

    def _profile(self, case: Case, kind: str) -> dict[str, float]:
        worker, _ = self.worker(case, kind)
        try:
            taken = worker.do('measure', loops=3)['seconds'] / 3
            return worker.do('profile', loops=max(
                1, int(20 * self.effort.seconds / taken)))
        finally:
            worker.stop()


def suite(results: list[Result]) -> pyperf.BenchmarkSuite | None:
    """All values of a run, for pyperf's own commands."""
    matches = [result.benchmark(kind) for result in results
             for kind in result.values]
    return pyperf.BenchmarkSuite(matches) if matches else None
