"""The figures of campaigns, as text and as tables for the documentation.

It knows what was counted and how it is called; it counts nothing.
"""

from __future__ import annotations

import platform
from collections.abc import Sequence
from typing import Any

from tests.faults.fault_judge import VIOLATIONS

UNKNOWN = 'sessions whose key never arrived'
FAILED = 'logins and logouts that failed'


def rows(result: Any) -> list[tuple[str, int]]:
    """What a campaign counted, without the faults by kind."""
    counts = result.tally.counts
    return [
        ('calls', counts['operations']),
        ('faults injected', sum(result.injected.values())),
        ('answered right', counts['done']),
        ('of them in spite of a fault', counts['survived']),
        ('failed with a typed exception, nothing done', counts['failed']),
        ('outcome unknown, and said so',
         counts['unknown done'] + counts['unknown not done']),
        ('of them carried out, once', counts['unknown done']),
        (FAILED, counts[FAILED]), (UNKNOWN, counts[UNKNOWN])]


def violations(result: Any) -> list[tuple[str, int]]:
    """What must be nought."""
    return [(text, result.tally.counts[name])
            for name, text in VIOLATIONS.items()]


def title(result: Any) -> str:
    """Who was tried, and how."""
    plan = result.plan
    owner = 'published client' if plan.published else 'this client'
    if plan.threads == 1:
        return f'{owner}, 1 thread' + (
            '' if plan.model == '3par-3.3.1' else ', kept connections')
    return '%s, %d threads, %s' % (owner, plan.threads, {
        'alone': 'a client each', 'shared': 'one client',
        'pool': 'a ClientPool'}[plan.how])


def as_text(result: Any) -> str:
    """All figures of one campaign, for a terminal."""
    lines = [f'{title(result)}, seed {result.plan.seed}, {result.seconds:.0f} s']
    match = rows(result)
    lines += ['  %-52s %7d' % row for row in match[:2]]
    # in each row: how often it was injected, and what was violated meanwhile
    lines += ['    %-50s %7d %5d violated' % (
        label, count, result.tally.blamed[label])
        for label, count in result.injected.items()]
    lines += ['  %-52s %7d' % row for row in match[2:]]
    lines.append('  what must not happen:')
    lines += ['    %-50s %7d' % row for row in violations(result)]
    lines += ['  ! ' + story for story in result.tally.stories]
    return '\n'.join(lines)


def as_rst(results: Sequence[Any]) -> str:
    """Tables that compare campaigns."""
    columns = [title(result) for result in results]
    parts = ['Seeds: %s. %s.' % (
        ', '.join(sorted({str(result.plan.seed) for result in results})),
        platform.python_implementation() + ' '
        + platform.python_version())]
    parts.append(_table('What came of it', columns, [
        dict(rows(result)) for result in results]))
    parts.append(_table('What must not happen', columns, [
        dict(violations(result)) for result in results]))
    kinds = sorted({kind for result in results for kind in result.injected})
    parts.append(_table('Faults injected, by kind', columns, [
        {kind: result.injected.get(kind, 0) for kind in kinds}
        for result in results]))
    return '\n\n'.join(parts) + '\n'


def _table(name: str, columns: Sequence[str],
           figures: Sequence[dict[str, int]]) -> str:
    lines = [f'.. list-table:: {name}', '   :header-rows: 1', '']
    table = [['what', *columns]]
    table += [[what, *[format(result[what], ',') for result in figures]]
              for what in figures[0]]
    for row in table:
        lines += [f"   {'* -' if position == 0 else '  -'} {cell}"
                  for position, cell in enumerate(row)]
    return '\n'.join(lines)
