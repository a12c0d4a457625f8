"""Write operations.json, enums.json and errors.json from the mined guide.

    python -m tests.simulator.guide.refresh <folder with the three files>

Facts are kept: names, types, ranges, numbers, statuses, page numbers. The
words that go with them are not.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
_RANGE = re.compile(r'(-?[0-9]+)-([0-9]+)')
_VERSION = re.compile(r'[0-9]+(\.[0-9]+)+')


def _member(row: dict[str, Any]) -> dict[str, Any]:
    """One member of a request, a query or a response."""
    kept: dict[str, Any] = {'name': row['name']}
    json_type = row.get('json')
    if json_type:
        kept['json'] = 'bool' if json_type == 'boolean' else json_type
    for key in ('api_type', 'enum', 'max_length', 'default', 'always'):
        if row.get(key) is not None:
            kept[key] = row[key]
    if row.get('required') is True:
        kept['required'] = True
    elif row.get('required'):
        kept['required_if'] = row['required']
    limits = _RANGE.fullmatch(str(row.get('range')))
    if limits:
        kept['range'] = [int(item) for item in limits.groups()]
    since = _VERSION.match(str(row.get('since')))
    if since:
        kept['since'] = since.group()
    kept.update(_ignored(row.get('note') or ''))
    return kept


def _ignored(note: str) -> dict[str, str]:
    """Which numbers count as not sent: below zero, or zero too."""
    if re.search(r'zero(,| and |/)\s*negative ignored|zero too', note):
        return {'ignored': 'zero'}
    if 'negative ignored' in note:
        return {'ignored': 'negative'}
    return {}


def _success(row: dict[str, Any]) -> dict[str, Any]:
    location = [item for item in row['headers'] if item.startswith('Location')]
    return {'status': row['status'], 'body': row['body'],
            'location': bool(location)}


def operation(row: dict[str, Any]) -> dict[str, Any]:
    """One operation without its prose."""
    kept: dict[str, Any] = {'op': row['op'], 'method': row['method'],
                            'path': row['path'].split('?')[0].split('[;')[0],
                            'page': row['page']}
    if row.get('since'):
        kept['since'] = row['since'].strip('?')
    kept['success'] = _success(row['success'])
    for part in ('path_parameters', 'request', 'query', 'response'):
        if row.get(part):
            kept[part] = [_member(item) for item in row[part]]
    kept['errors'] = [{'symbol': item['symbol'], 'http': item['http']}
                      for item in row['errors']]
    return kept


def enumerations(rows: dict[str, Any]) -> dict[str, dict[str, int]]:
    """The numbers of each enumeration."""
    return {name: row['values'] for name, row in rows.items()}


def errors(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The numbers, symbols and statuses of Tables 6 and 7."""
    return [{key: row[key] for key in ('code', 'symbol', 'http', 'since', 'page')
             if row.get(key) is not None} for row in rows]


def _text(value: Any, depth: int) -> str:
    """JSON with a line for each item down to a depth."""
    if depth == 0 or not isinstance(value, (dict, list)) or not value:
        return json.dumps(value, ensure_ascii=False)
    items = [f'{json.dumps(key)}: {_text(item, depth - 1)}'
             for key, item in value.items()] if isinstance(value, dict) \
        else [_text(item, depth - 1) for item in value]
    start, end = '{}' if isinstance(value, dict) else '[]'
    return f'{start}\n' + ',\n'.join(items) + f'\n{end}'


def main(folder: str) -> None:
    """Read the mined files, write ours."""
    read = {name: json.loads((Path(folder) / name).read_text('utf-8'))
            for name in ('operations.json', 'enums.json', 'errors.json')}
    for name, value, depth in (
            ('operations.json', [operation(row) for row in read['operations.json']],
             3),
            ('enums.json', enumerations(read['enums.json']), 1),
            ('errors.json', errors(read['errors.json']), 1)):
        (HERE / name).write_text(_text(value, depth) + '\n', encoding='utf-8')


if __name__ == '__main__':
    main(*sys.argv[1:])
