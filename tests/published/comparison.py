"""What differs between two observations of one call."""

from __future__ import annotations

import difflib
import json
from typing import Any

Observation = dict[str, Any]

#: Parts of an observation, each compared by itself.
ASPECTS = ('outcome', 'arguments', 'prints', 'requests', 'commands')

#: A value whose text is longer is kept as its shape.
_LONGEST = 160


def aspects(seen: Observation) -> dict[str, Any]:
    """An observation by aspect."""
    outcome = {'raises': seen['raises']} if 'raises' in seen else {
        'returns': seen['returns']}
    return {'outcome': outcome, **{name: seen[name] for name in ASPECTS[1:]}}


def differences(published: Observation, ours: Observation
                ) -> dict[str, tuple[Any, Any]]:
    """Aspects that differ: what the published client showed, what ours did."""
    before, now = aspects(published), aspects(ours)
    before['outcome'], now['outcome'] = _comparable(
        before['outcome'], now['outcome'])
    return {name: (before[name], now[name]) for name in ASPECTS
            if text(before[name]) != text(now[name])}


def _comparable(before: Any, now: Any) -> tuple[Any, Any]:
    """Two outcomes, less what no program can depend on.

    An error of ours may have more bases, and may be a subclass of the
    published one: whoever catches that catches it. The text counts where the
    array gave it: programs look into it for the array's description. What
    either client says in its own words may be said better.
    """
    if 'raises' not in before or 'raises' not in now:
        return before, now
    ours, theirs = dict(now['raises']), dict(before['raises'])
    ours['bases'] = [name for name in theirs['bases']
                     if name in now['raises']['bases']]
    if theirs['class'] != 'Exception' \
            and theirs['class'] in now['raises']['bases']:
        ours['class'] = theirs['class']
    if not isinstance(theirs.get('get_code'), int):
        for name in ('str', 'get_description', 'get_ref'):
            ours.pop(name, None)
            theirs.pop(name, None)
    return {'raises': theirs}, {'raises': ours}


def text(value: Any) -> str:
    """A value as text, in which 1, 1.0 and True differ."""
    return json.dumps(value, sort_keys=True, indent=1, ensure_ascii=False)


def diff(before: Any, now: Any) -> str:
    """Two values line by line, as ``diff -u`` shows them."""
    return '\n'.join(difflib.unified_diff(
        text(before).splitlines(), text(now).splitlines(),
        'published 4.4', 'this client', lineterm='', n=2))


def summary(aspect: str, value: Any) -> Any:
    """What the list of differences keeps of an aspect.

    It is short enough to be read, and exact enough that another value, another
    error or another request has another summary.
    """
    if aspect == 'requests':
        return [_request(each) for each in value]
    if aspect == 'outcome' and 'raises' in value:
        error = value['raises']
        code = error.get('get_code')
        return f'raises {error["class"]}' + (
            '' if code is None else f' ({code})')
    if aspect == 'outcome':
        return 'returns ' + _short(value['returns'])
    if aspect == 'commands':
        return [' '.join(words) for words in value]
    return _short(value)


def _request(request: dict[str, Any]) -> str:
    line = f'{request["method"]} {request["target"]}'
    body = request['body']
    return line if body is None else f'{line} {json.dumps(body)}'


def _short(value: Any) -> str:
    line = json.dumps(value, sort_keys=True, ensure_ascii=False)
    return line if len(line) <= _LONGEST else _shape(value)


def _shape(value: Any, depth: int = 2) -> str:
    """Types, keys and lengths."""
    if isinstance(value, dict) and depth:
        return '{' + ', '.join(
            f'{key}: {_shape(item, depth - 1)}'
            for key, item in sorted(value.items())) + '}'
    if isinstance(value, list):
        return f'{len(value)} items'
    return type(value).__name__
