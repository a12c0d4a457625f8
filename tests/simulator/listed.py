"""Write raises.json and errors.json, the lists that test_listed.py runs.

    python tests/simulator/listed.py <client reference> <table of errors>

The first file is the published reference of the client as text: of it,
each documented exception is kept as method, class and symbol. The second is
the table of WSAPI errors as JSON: of it, symbols and their operations.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
_METHOD = re.compile(r'([A-Za-z_]+)\(.*\)\[source\]')
_RAISES = re.compile(r'(?:Raises:)?(\w+)\s+(?:-\s+)?([A-Z][A-Z_]{2}\w*)?')
#: what the reference misspells
_SPELLING = {'CPG_NOT_IN': 'CPG_NOT_IN_SAME_DOMAIN'}


def raises(text: str) -> Iterator[list[str]]:
    """Method, class and symbol of every documented exception, once."""
    method, open_line, seen = '', False, set()
    for line in text.splitlines():
        result = _METHOD.match(line)
        if result:
            method = result.group(1)
        if line.strip() == 'Raises:':
            open_line = True
            continue
        if line.startswith('Raises:') or (open_line and line.strip()):
            open_line = False
            match = _RAISES.match(line.strip())
            if match is None:
                raise ValueError(f'no exception in {line!r}')
            name, symbol = match.groups()
            row = [method, name, _SPELLING.get(symbol, symbol or '')]
            if tuple(row) not in seen:
                seen.add(tuple(row))
                yield row


def errors(rows: Any) -> Iterator[list[str]]:
    """Operation and symbol of every error that has a name."""
    for row in rows:
        for operation in row['operations']:
            if re.fullmatch(r'\w+', row['symbol']):
                yield [operation, row['symbol']]


def write(name: str, rows: Iterator[list[str]]) -> None:
    """A JSON file with a row on each line."""
    lines = ',\n'.join(json.dumps(row) for row in rows)
    (HERE / name).write_text(f'[\n{lines}\n]\n', encoding='utf-8')


def main(reference: str, table: str) -> None:
    """Both files."""
    write('raises.json', raises(Path(reference).read_text('utf-8')))
    write('errors.json', errors(json.loads(Path(table).read_text('utf-8'))))


if __name__ == '__main__':
    main(*sys.argv[1:])
