"""Run the comparison without pytest: ``python -m tests.published``.

Without options it prints what is not as ``differences.json`` says. With
``--record`` it writes the file anew: reasons stay where they are, and a call
that has none yet is named.
"""

from __future__ import annotations

import argparse
import logging
import sys
from pathlib import Path

from tests.published import listed
from tests.published.calls import CALLS
from tests.published.clients import DEFAULT_ENVIRONMENT
from tests.published.runner import Bench


def main() -> int:
    parser = argparse.ArgumentParser(
        prog='python -m tests.published', description=__doc__)
    parser.add_argument('--environment', type=Path,
                        default=DEFAULT_ENVIRONMENT,
                        help='where the published client is installed')
    parser.add_argument('--record', action='store_true',
                        help='write differences.json anew')
    parser.add_argument('only', nargs='?', default='',
                        help='calls whose id begins so')
    options = parser.parse_args()
    logging.disable(logging.CRITICAL)
    content = listed.load()
    entries = content['calls']
    wrong = 0
    with Bench(options.environment) as bench:
        for name, call in CALLS.items():
            if not name.startswith(options.only):
                continue
            published, ours = bench.observe(call)
            if options.record:
                _record(entries, name, listed.entry_of(published, ours))
                continue
            problem = listed.verdict(call, published, ours,
                                     entries.get(name))
            if problem:
                wrong += 1
                print(problem, end='\n\n')
    if options.record:
        entries = {name: entry for name, entry in entries.items()
                   if name in CALLS}
        listed.save(content['reasons'], entries)
        for name, entry in entries.items():
            if not entry['reason']:
                wrong += 1
                print(f'has no reason yet: {name}')
    return min(wrong, 1)


def _record(entries: dict[str, listed.Entry], name: str,
            entry: listed.Entry | None) -> None:
    earlier = entries.pop(name, {})
    if entry is not None:
        entries[name] = {'reason': earlier.get('reason', ''), **entry}


if __name__ == '__main__':
    sys.exit(main())
