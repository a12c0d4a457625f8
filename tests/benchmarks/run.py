"""Measure this client beside others, in one run: `tox -e bench`.

It starts the servers, makes the published client's environment, measures the
cases and writes the tables. Numbers from different runs, or machines, are
not to be compared; ratios within one are.
"""

from __future__ import annotations

import argparse
import contextlib
import datetime
import http.client
import os
import platform
import re
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import certifi
import environments
import report
import special
import trustme
from cases import CASES, GOALS, SPECIAL, Case
from environments import ROOT, Process, Unavailable
from measure import Bench, Effort, Result, suite

FIGURES = ROOT / 'docs' / 'explanation' / 'performance-figures.txt'
# Many short values rather than few long ones: the turns are finer than most
# noise.
FULL = Effort(processes=3, rounds=15, seconds=0.03)
SHORT = Effort(processes=1, rounds=2, seconds=0.002)


def say(text: str) -> None:
    """Print a line now."""
    print(text, flush=True)


def arguments(given: Sequence[str] | None) -> argparse.Namespace:
    """What the command line asks for."""
    parser = argparse.ArgumentParser(
        description=__doc__.split('\n', maxsplit=1)[0])
    parser.add_argument('--short', action='store_true',
                        help='a few cases in seconds, to see that it runs')
    parser.add_argument('--case', action='append', metavar='PATTERN',
                        help='only cases whose names match; several are '
                        'possible, see --list')
    parser.add_argument('--list', action='store_true',
                        help='print the names of the cases')
    parser.add_argument('--without-published', action='store_true',
                        help='do not install the published client')
    parser.add_argument('--environment', type=Path, metavar='DIR',
                        default=ROOT / '.venv-published',
                        help='where the published client is installed')
    parser.add_argument('--effort', type=float, default=1.0, metavar='N',
                        help='take N times as long')
    parser.add_argument('--quickest', type=float, default=1.0, metavar='SHARE',
                        help='count only this share of the values, the '
                        'quickest of each: for a machine that others use')
    parser.add_argument('--figures', type=Path, metavar='FILE',
                        help='write the tables for the documentation there; '
                        f'a whole run writes {FIGURES.relative_to(ROOT)}')
    parser.add_argument('--json', type=Path, metavar='FILE',
                        help='write all values there, for pyperf')
    return parser.parse_args(given)


def chosen(options: argparse.Namespace) -> Any:
    """The cases and the special ones that are asked for."""
    def wanted(name: str, short: bool) -> bool:
        if options.case:
            return any(re.fullmatch(pattern, name)
                       for pattern in options.case)
        return short or not options.short
    return ([case for case in CASES if wanted(case.name, case.short)],
            [name for name in SPECIAL if wanted(name, True)])


@contextlib.contextmanager
def servers(directory: Path) -> Any:
    """The two servers; gives their ports and the CA files."""
    authority = trustme.CA(key_type=trustme.KeyType.RSA)
    own = directory / 'ca.pem'
    authority.cert_pem.write_to_path(str(own))
    store = directory / 'store.pem'
    store.write_bytes(Path(certifi.where()).read_bytes() + own.read_bytes())
    certificate = directory / 'server.pem'
    # nobody published what arrays have; RSA is what devices make themselves
    authority.issue_cert('127.0.0.1', key_type=trustme.KeyType.RSA) \
        .private_key_and_cert_chain_pem.write_to_path(str(certificate))
    with contextlib.ExitStack() as stack:
        ports: dict[str, int] = {}
        for script in (('webserver.py', str(certificate)),
                       ('sshserver.py',)):
            process = Process(*script)
            stack.callback(process.stop)
            ports.update(process.said())
        yield ports, {None: None, 'ca': str(own), 'store': str(store)}


def machine(results: Sequence[Result], load: float,
            share: float) -> dict[str, str]:
    """Where the numbers come from."""
    matches = {
        'date': datetime.date.today().isoformat(),
        'processor': f'{os.cpu_count() or 1} × {_processor()}',
        'system': f'{platform.system()} {platform.release()}',
        'load before the run': f'{load:.1f}',
    }
    if share < 1:
        matches['values'] = (
            f'the quickest {share:.0%} of each contestant, since others used '
            'the machine')
    for kind, name in (('client', 'this client'), ('pool', 'this client'),
                       ('published', 'published client')):
        for result in results:
            versions = result.versions.get(kind)
            if versions:
                matches[name] = _versions(versions)
                break
    return matches


def _versions(versions: dict[str, Any]) -> str:
    names = ('python', 'openssl', 'requests', 'urllib3', 'paramiko',
             'cryptography')
    if versions['eventlet']:
        names += ('eventlet',)
    parts = [f'{name} {versions[name]}' if name != 'openssl'
             else versions[name] for name in names if versions[name]]
    release = versions.get('hpe3parclient')
    packaged = versions['python-3parclient']
    if release and packaged and packaged != release:
        release += f' (distribution {packaged})'
    return ', '.join([*([release] if release else []), *parts])


def _processor() -> str:
    with contextlib.suppress(OSError):
        result = re.search(r'model name\s*: (.*)',
                          Path('/proc/cpuinfo').read_text())
        if result:
            return result.group(1)
    return platform.processor() or platform.machine()


def measured(bench: Bench, cases: Sequence[Case]) -> list[Result]:
    """Measure the cases, telling each as soon as it is known."""
    results = []
    for case in cases:
        set_volumes(bench, case.volumes)
        result = bench.measure(case)
        results.append(result)
        say(report.as_text(report.times(result)))
    return results


def set_volumes(bench: Bench, number: int) -> None:
    """Have the web server list so many volumes."""
    connection = http.client.HTTPConnection('127.0.0.1',
                                            bench.ports['http-close'])
    connection.request('POST', '/bench/volumes', str(number))
    connection.getresponse().read()
    connection.close()


def specials(bench: Bench, names: Sequence[str], published: Any,
             short: bool) -> list[special.Finding]:
    """What is not a time per call."""
    result = []
    for name in names:
        if name == 'import':
            result.append(special.imports(bench, published))
        elif name == 'memory':
            volumes = 400 if short else 40000
            set_volumes(bench, volumes)
            result.append(special.memory(bench, volumes))
        elif name == 'flat':
            result.append(special.flatness(bench, 400 if short else 10000))
        else:
            result.append(special.expiry(bench))
        say(report.as_text(result[-1]))
    return result


def reasons(bench: Bench, rows: Sequence[Sequence[Any]]) -> list[str]:
    """For each goal that was not met, what takes the time."""
    by_name = {case.name: case for case in CASES}
    notes = []
    for what, _, _, met, goal in rows:
        if met != 'NOT met' or goal not in GOALS:
            continue
        case = by_name[goal.case]
        set_volumes(bench, case.volumes)
        beside = goal.sense == '<='
        lines = bench.profiles(case, goal.above if beside else goal.below,
                               goal.below if beside else None)
        notes.append('%s: not met. Own time per call under the profiler%s: '
                     '%s.' % (what, ', beyond the floor' if beside else '',
                              '; '.join(lines)))
    return notes


def main(given: Sequence[str] | None = None) -> int:
    """Measure what was asked for.

    :returns: 0; what was measured is told, never judged
    """
    options = arguments(given)
    cases, others = chosen(options)
    if options.list:
        say('\n'.join([*[case.name for case in cases], *others]))
        return 0
    load = os.getloadavg()[0] if hasattr(os, 'getloadavg') else -1.0
    effort = SHORT if options.short else FULL
    effort = effort._replace(
        rounds=max(2, round(effort.rounds * options.effort)),
        quickest=options.quickest)
    if options.quickest < 1:
        # Many values, some of which nobody disturbed.
        effort = effort._replace(rounds=4 * effort.rounds,
                                 seconds=min(effort.seconds, 0.006))
    try:
        if options.without_published:
            raise Unavailable('not asked for')
        published: Any = environments.of_published(options.environment)
    except Unavailable as ex:
        published = ex
        say(f'published python-3parclient: {ex}\n')
    with tempfile.TemporaryDirectory() as directory, \
            servers(Path(directory)) as (ports, files):
        bench = Bench(ports, files, {None: sys.executable,
                                     'published': published}, effort, say)
        results = measured(bench, cases)
        findings = specials(bench, others, published, options.short)
        tell(bench, options, load, results, findings)
    return 0


def tell(bench: Bench, options: argparse.Namespace, load: float,
         results: list[Result], findings: list[special.Finding]) -> None:
    """Print and write what was found."""
    parallel = report.in_parallel(results)
    if parallel:
        say(report.as_text(parallel))
        findings = [parallel, *findings]
    rows = report.goals(results, findings)
    if options.short:
        say('The short form proves that the benchmark runs. Its figures are '
            'noise.\n')
    table = special.Finding('Goals', ['what', 'goal', 'measured', ''],
                            [row[:4] for row in rows], [])
    say(report.as_text(table))
    notes = reasons(bench, rows)
    say('\n'.join(notes))
    about = machine(results, load, options.quickest)
    say('\n' + '\n'.join('%s: %s' % item for item in about.items()))
    figures = options.figures
    if figures is None and not options.short and not options.case:
        figures = FIGURES
    if figures:
        tables = [table, *[report.times(result) for result in results],
                  *findings]
        figures.write_text(report.figures(about, tables, notes), 'utf-8')
    if options.json and results:
        suite(results).dump(str(options.json), replace=True)


if __name__ == '__main__':
    sys.exit(main())
