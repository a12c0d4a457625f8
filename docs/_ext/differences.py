"""The page of differences, made from what tests/published compares.

``differences`` is a section for each reason, with a table of the calls that
show it, which a page refers to with the label ``difference-`` and its id;
``fewer-requests`` is the table of methods that need fewer requests. Both read
``tests/published/differences.json``, which the comparison keeps true.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from docutils import nodes
from docutils.statemachine import StringList
from generated import table
from sphinx.util.docutils import SphinxDirective

FILE = (Path(__file__).resolve().parents[2] / 'tests' / 'published'
        / 'differences.json')

Entry = dict[str, Any]


class Differences(SphinxDirective):
    """``.. differences::``, a section for each reason."""

    def run(self) -> list[nodes.Node]:
        """The sections, in the order of the file."""
        self.env.note_dependency(str(FILE))
        content = json.loads(FILE.read_text('utf-8'))
        return [self._section(reason, {
            name: entry for name, entry in content['calls'].items()
            if entry['reason'] == reason['id']})
            for reason in content['reasons']]

    def _section(self, reason: dict[str, Any],
                 calls: dict[str, Entry]) -> nodes.section:
        label = nodes.make_id('difference ' + reason['id'])
        section = nodes.section(ids=[label])
        self.env.domains.standard_domain.note_hyperlink_target(
            label, self.env.docname, label, reason['title'])
        section += nodes.title(text=reason['title'])
        self.state.nested_parse(
            StringList(reason['text'].splitlines(), str(FILE)), 0, section)
        section += table(('For example', 'Release 4.4', 'This client'),
                         examples(calls), 'differences')
        return section


def examples(calls: dict[str, Entry]) -> list[tuple[str, str, str]]:
    """One call for each method and each way in which it differs."""
    rows: dict[tuple[str, ...], tuple[str, str, str]] = {}
    for name, entry in calls.items():
        before, now = seen(entry)
        rows.setdefault((name.partition('(')[0], before, now),
                        (name, before, now))
    return list(rows.values())


def seen(entry: Entry) -> tuple[str, str]:
    """What each client did, in a line."""
    for aspect in ('outcome', 'arguments', 'prints'):
        if aspect in entry:
            before, now = entry[aspect]
            return shortened(in_python(before)), shortened(in_python(now))
    if 'sent' in entry:
        before, now = entry['sent']
        return f'{before} sent', f'{now} sent'
    for aspect in ('requests', 'commands'):
        if aspect in entry:
            before, now = entry[aspect]
            return sending(before), sending(now)
    raise ValueError(f'nothing differs in {entry}')


def in_python(text: str) -> str:
    """The JSON of what a method returns, as Python shows it."""
    verb, _, value = text.partition(' ')
    try:
        return f'{verb} {json.loads(value)!r}' if verb == 'returns' else text
    except ValueError:
        return text


def sending(lines: list[str] | str) -> str:
    """What is sent, or that nothing is."""
    text = ', '.join(lines) if isinstance(lines, list) else lines.strip('[]')
    return shortened(f'sends {text or "nothing"}')


def shortened(text: str) -> str:
    """A text that a cell of a table can hold."""
    return text if len(text) <= 100 else text[:97] + '…'


class FewerRequests(SphinxDirective):
    """``.. fewer-requests::``, methods that need fewer than release 4.4."""

    def run(self) -> list[nodes.Node]:
        """The table, by method."""
        self.env.note_dependency(str(FILE))
        content = json.loads(FILE.read_text('utf-8'))
        return [table(('Call', 'Release 4.4', 'This client'),
                      fewer(content['calls']), 'differences')]


def fewer(calls: dict[str, Entry]) -> list[tuple[str, str, str]]:
    """The call of each method that saves most."""
    best: dict[str, tuple[str, int, int]] = {}
    for name, entry in calls.items():
        before, now = entry.get('sent', (0, 0))
        answered = 'raises' not in entry.get('outcome', ['', ''])[1]
        method = name.partition('(')[0]
        known = best.get(method, ('', 0, 0))
        if answered and before - now > known[1] - known[2]:
            best[method] = (name, before, now)
    return [(name, str(before), str(now))
            for _, (name, before, now) in sorted(best.items())]


def setup(app: Any) -> dict[str, bool]:
    """What Sphinx calls."""
    app.add_directive('differences', Differences)
    app.add_directive('fewer-requests', FewerRequests)
    return {'parallel_read_safe': True, 'parallel_write_safe': True}
