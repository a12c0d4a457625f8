"""From results to tables, for the terminal and for the documentation.

It knows how numbers are shown and which goals they meet. It measures nothing.
"""

from __future__ import annotations

import statistics
import textwrap
from collections.abc import Sequence
from typing import Any

from cases import CLI_TITLES, GOALS, TITLES
from measure import Result
from special import Finding, verdict


def span(seconds: float | None) -> str:
    """A time for people."""
    if seconds is None:
        return '–'
    for unit, factor in (('s', 1.0), ('ms', 1e3)):
        if seconds * factor >= 1:
            return f'{seconds * factor:.3g} {unit}'
    return f'{seconds * 1e6:.3g} µs'


def title_of(result: Result, kind: str) -> str:
    """What a table calls a contestant."""
    names = CLI_TITLES if result.case.port == 'ssh' else TITLES
    if kind == 'published' and result.case.name.startswith('threads'):
        return names[kind] + ', one client per thread'
    return names[kind]


def by(above: float | None, below: float | None) -> str:
    """A ratio for people."""
    if above is None or below is None:
        return '–'
    return f'{above / below:.3g}'


def times(result: Result) -> Finding:
    """The table of one case."""
    kind = 'own' if 'own' in result.values else 'floor'
    floor = result.median(kind)
    floor_cpu = result.cpu_median(kind) if floor is not None else None
    published = result.median('published')
    rows = []
    for kind in result.case.contestants:
        median = result.median(kind)
        if median is None:
            rows.append([title_of(result, kind), 'not measured: '
                         + result.missing.get(kind, '?')])
            continue
        away = statistics.median(
            abs(value - median) for value in result.counted(kind))
        rows.append([
            title_of(result, kind), span(median),
            f'± {100 * away / median:.0f} %',
            by(median, floor), by(published, median),
            span(result.cpu_median(kind)),
            by(result.cpu_median(kind), floor_cpu)])
    return Finding(result.case.title, [
        'what', 'median', 'spread', 'floor = 1', 'published by this',
        'CPU', 'CPU, floor = 1'], rows, [])


def in_parallel(results: Sequence[Result]) -> Finding | None:
    """Calls per second by number of threads."""
    matches = [result for result in results
             if result.case.name.startswith('threads')]
    if not matches:
        return None
    rows = []
    rates = {}
    for result in matches:
        case = result.case
        for kind in case.contestants:
            median = result.median(kind)
            if median is None:
                continue
            rates[case.latency, kind, case.threads] = 1 / median
            item = rates.get((case.latency, kind, 1))
            rows.append([f'{case.latency} ms', f'{case.threads}',
                         title_of(result, kind), f'{1 / median:.0f}',
                         by(1 / median, item)])
    item, many = (rates.get((20, 'pool', number)) for number in (1, 16))
    ratio = many / item if item and many else None
    return Finding('Calls per second in parallel', [
        'latency', 'threads', 'what', 'calls per second', 'one thread = 1'],
        rows, [verdict('16 threads, 20 ms, one key per worker: calls per '
                       'second, one thread = 1', '≥ 12 ×', ratio,
                       lambda value: value >= 12)])


def goals(results: Sequence[Result],
          findings: Sequence[Finding]) -> list[list[Any]]:
    """Goal, measured, met or not; the goal itself comes last, or None."""
    known = {result.case.name: result for result in results}
    rows: list[list[Any]] = []
    for goal in GOALS:
        if goal.case not in known:
            continue
        ratio = known[goal.case].ratio(goal.above, goal.below)
        rows.append([*verdict(
            goal.what, goal.text, ratio,
            lambda value, goal=goal: value >= goal.limit
            if goal.sense == '>=' else value <= goal.limit), goal])
    for finding in findings:
        rows += [[*row, None] for row in finding.goals]
    return rows


def as_text(finding: Finding) -> str:
    """A table for the terminal."""
    rows = [finding.header, *finding.rows]
    # a row that holds a reason instead of numbers must not widen a column
    full = [row for row in rows if len(row) == len(finding.header)]
    widths = [max(len(row[at]) for row in full)
              for at in range(len(finding.header))]
    widths[0] = max(len(row[0]) for row in rows)
    lines = [finding.title, '-' * len(finding.title)]
    for row in rows:
        lines.append('  '.join(
            text.ljust(width) for text, width in zip(row, widths)).rstrip())
    return '\n'.join(lines) + '\n'


def as_rst(finding: Finding) -> str:
    """The same table for Sphinx."""
    lines = [f'.. list-table:: {finding.title}', '   :header-rows: 1',
             '']
    for row in [finding.header, *finding.rows]:
        cells = [*row, *[''] * (len(finding.header) - len(row))]
        for at, text in enumerate(cells):
            lines.append(f"   {' ' if at else '*'} - {_escaped(text)}".rstrip())
    return '\n'.join(lines) + '\n'


def _escaped(text: str) -> str:
    for char in '\\*`|_':
        text = text.replace(char, '\\' + char)
    return text


def figures(machine: dict[str, str], tables: Sequence[Finding],
            notes: Sequence[str]) -> str:
    """The file that the documentation includes."""
    parts = ['.. Written by tests/benchmarks/run.py; do not edit.\n']
    parts += [as_rst(Finding('Where and with what', ['what', 'which'],
                             [list(item) for item in machine.items()], []))]
    parts += [as_rst(table) for table in tables]
    if notes:
        parts.append('\n'.join(
            textwrap.fill(_escaped(note), 79, initial_indent='* ',
                          subsequent_indent='  ') for note in notes) + '\n')
    return '\n'.join(parts)
