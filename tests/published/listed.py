"""The differences that are listed, each with its reason.

``differences.json`` has two parts. ``reasons`` says why this client differs,
in words for its users. ``calls`` says for each call which reason it has, and
for each aspect what the published client showed and what this one does.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.published.calls.recorder import Call
from tests.published.comparison import diff, differences, summary

FILE = Path(__file__).with_name('differences.json')

Entry = dict[str, Any]


def load() -> dict[str, Any]:
    """The whole file."""
    content: dict[str, Any] = json.loads(FILE.read_text('utf-8'))
    return content


def save(reasons: list[dict[str, Any]], calls: dict[str, Entry]) -> None:
    """Write the file, one call in a line."""
    head = json.dumps(reasons, indent=1, ensure_ascii=False)
    lines = [f'{json.dumps(name, ensure_ascii=False)}: '
             f'{json.dumps(entry, ensure_ascii=False)}'
             for name, entry in sorted(calls.items())]
    body = ',\n'.join(lines)
    FILE.write_text(f'{{"reasons": {head},\n"calls": {{\n{body}\n}}}}\n',
                    'utf-8')


def entry_of(published: Any, ours: Any) -> Entry | None:
    """What a list says of a call; None where nothing differs."""
    result = differences(published, ours)
    if not result:
        return None
    entry: Entry = {name: [summary(name, before), summary(name, now)]
                    for name, (before, now) in result.items()}
    counts = [len(seen['requests']) + len(seen['commands'])
              for seen in (published, ours)]
    if counts[0] != counts[1]:
        entry['sent'] = counts
    return entry


def verdict(call: Call, published: Any, ours: Any, listed: Entry | None
            ) -> str:
    """What is wrong with a call; nothing where all is as the list says.

    :param listed: what the list says of it
    """
    entry = entry_of(published, ours)
    known = {name: value for name, value in (listed or {}).items()
             if name != 'reason'} or None
    if entry == known:
        return ''
    title = f'{call.id}\n'
    if entry is None:
        return title + 'is listed as different, and is not any more: ' \
            f'take it out of {FILE.name}'
    parts = [f'{name}\n{diff(before, now)}' for name, (before, now)
             in differences(published, ours).items()]
    what = 'differs from the published client, and is not listed' \
        if known is None else \
        f'differs in another way than {FILE.name} says:\n' + diff(known, entry)
    return '\n'.join([title + what, *parts])
