"""What is not a time per call: imports, memory, flatness, logins.

It knows how to measure these four. What they should be stands in the goals
that it gives back with them.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
from typing import Any, Callable, NamedTuple

from cases import Case
from environments import ROOT, Unavailable, clean
from measure import Bench, quickest


class Finding(NamedTuple):
    """One table of its own, and the goals it decides."""

    title: str
    header: list[str]
    rows: list[list[str]]
    goals: list[Any]


def verdict(what: str, goal: str, measured: float | None,
            met: Callable[[float], bool], shown: str = '%.2f') -> list[Any]:
    """One line for the table of goals."""
    if measured is None:
        return [what, goal, 'not measured', '–']
    return [what, goal, shown % measured, 'met' if met(measured) else
            'NOT met']


_TIMED = '''
import sys, time
%s
started = time.perf_counter()
import %s
print(time.perf_counter() - started)
'''
_WITHOUT = "sys.modules['orjson'] = None"


def imports(bench: Bench, published: Any) -> Finding:
    """Seconds that an import takes in a fresh process."""
    mine = f'sys.path.append({str(ROOT)!r})'
    module = 'hpe3parclient.client'
    contestants = {
        'import requests': (sys.executable, '', 'requests'),
        'this client': (sys.executable, mine + '\n' + _WITHOUT, module),
        'this client, with orjson': (sys.executable, mine, module),
    }
    if not isinstance(published, Unavailable):
        contestants['published python-3parclient'] = (published, '', module)
    times: dict[str, list[float]] = {name: [] for name in contestants}
    for _ in range(bench.effort.processes * min(bench.effort.rounds, 7) + 1):
        for name, (python, before, what) in contestants.items():
            done = subprocess.run(
                [python, '-I', '-c', _TIMED % (before, what)], env=clean(),
                capture_output=True, text=True, check=True)
            times[name].append(float(done.stdout.split()[-1]))
    # the first round wrote the byte code
    medians = {name: statistics.median(
        quickest(values[1:], bench.effort.quickest))
        for name, values in times.items()}
    rows = [[name, f'{value * 1e3:.1f} ms',
             f'{value / medians["import requests"]:.2f}']
            for name, value in medians.items()]
    theirs = medians.get('published python-3parclient')
    own = medians['this client']
    return Finding('Import, in a fresh process', [
        'what', 'median', 'import requests = 1'], rows, [
        verdict('import: time, published = 1', '≤ 0.4 ×',
                theirs and own / theirs, lambda value: value <= 0.4),
        verdict('import: time, import requests = 1', '≤ 1.1 ×',
                own / medians['import requests'],
                lambda value: value <= 1.1)])


def memory(bench: Bench, volumes: int) -> Finding:
    """Peak memory of a process that goes through a long list once."""
    names = {'client': 'this client, getVolumes',
             'orjson': 'this client, getVolumes, with orjson',
             'iterate': 'this client, iterVolumes',
             'floor': 'urllib3, json.loads',
             'published': 'published, getVolumes'}
    peaks: dict[str, int] = {}
    rows = []
    case = Case('memory', '', (), 'volumes', 'https-kept', None, volumes)
    for kind, name in names.items():
        try:
            worker, _ = bench.worker(case, kind)
        except Unavailable as ex:
            rows.append([name, f'not measured: {ex}'])
            continue
        said = worker.do('memory')
        worker.stop()
        peaks[kind] = said['peak']
        rows.append([name, _mib(said['before']), _mib(said['peak']),
                     _mib(said['peak'] - said['before'])])
    ratio = None
    if 'iterate' in peaks and 'client' in peaks:
        ratio = peaks['iterate'] / peaks['client']
    what = f"iterVolumes, {format(volumes, ',')}: peak of the process, getVolumes = 1"
    return Finding(
        f'Memory of a process that gets {format(volumes, ",")} volumes',
        ['what', 'before', 'peak', 'the list took'], rows,
        [verdict(what, '≤ 0.25 ×', ratio, lambda value: value <= 0.25)])


def _mib(kib: float) -> str:
    return f'{kib / 1024:.1f} MiB'


def flatness(bench: Bench, calls: int) -> Finding:
    """Time per call and memory, from the first call to the last.

    The floor takes turns with the client: where the machine becomes slower
    meanwhile, both do.
    """
    case = Case('flat', '', (), 'get', 'https-kept')
    blocks = 40
    kinds = ('client', 'floor')
    workers = {kind: bench.worker(case, kind)[0] for kind in kinds}
    times: dict[str, list[float]] = {kind: [] for kind in kinds}
    sizes: dict[str, list[int]] = {kind: [] for kind in kinds}
    for _ in range(blocks):
        for kind, worker in workers.items():
            said = worker.do('measure', loops=calls // blocks)
            times[kind].append(said['seconds'] / (calls // blocks))
            sizes[kind].append(worker.do('memory')['now'])
    for worker in workers.values():
        worker.stop()
    rows = []
    for kind in kinds:
        rows += [[('this client' if kind == 'client' else 'the floor'),
                  *[f'{value * 1e6:.1f} µs'
                    for value in _ends(times[kind])],
                  _mib(sizes[kind][0]), _mib(sizes[kind][-1])]]
    drift = {kind: _ends(values)[1] / _ends(values)[0]
             for kind, values in times.items()}
    return Finding(
        f'From the 1st to the {format(calls, ",")}th call',
        ['what', 'first quarter', 'last quarter', 'memory after 1/%d'
         % blocks, 'memory at the end'], rows, [
            verdict('time per call, last quarter by first; floor = 1',
                    '≤ 1.05 ×', drift['client'] / drift['floor'],
                    lambda value: value <= 1.05, '%.3f'),
            verdict('memory, end by beginning', '≤ 1.05 ×',
                    sizes['client'][-1] / sizes['client'][0],
                    lambda value: value <= 1.05, '%.3f')])


def _ends(values: list[float]) -> list[float]:
    quarter = max(1, len(values) // 4)
    return [statistics.median(values[:quarter]),
            statistics.median(values[-quarter:])]


def expiry(bench: Bench) -> Finding:
    """Logins when the key expires under 16 threads that share a client."""
    base = f'http://127.0.0.1:{bench.ports["http-kept"]}/bench/'
    case = Case('expiry', '', (), 'get', 'https-kept')
    rows = []
    logins = None
    for kind, name in (('client', 'this client'),
                       ('published', 'published python-3parclient')):
        try:
            worker, _ = bench.worker(case, kind)
        except Unavailable as ex:
            rows.append([name, f'not measured: {ex}'])
            continue
        try:
            said = worker.do('expire', threads=16, counts=base + 'counts',
                             expire=base + 'expire')
        finally:
            worker.stop()
        rows.append([name, str(said['logins']), str(said['errors'])])
        if kind == 'client':
            logins = said['logins'] + said['errors']
    return Finding(
        'The key expires under 16 threads that share a client',
        ['what', 'logins', 'failed calls'], rows,
        [verdict('16 threads when the key expires: logins', 'one', logins,
                 lambda value: value == 1, '%d')])
