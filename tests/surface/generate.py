"""Make reference.json, what test_surface.py expects, from its two sources.

    python tests/surface/generate.py API.txt SURFACE.json > reference.json

API.txt is the published reference of HPE3ParClient as text: one line for each
method, ending in ``[source]``, and what it raises below. SURFACE.json is the
public surface of the last release of 4.x: signatures, constants, exceptions.
Only facts are kept: names, order, defaults, values.
"""

from __future__ import annotations

import ast
import json
import re
import sys
from pathlib import Path
from typing import Any

HEADING = re.compile(
    r'^(?:class hpe3parclient\.client\.)?(\w+)(\(.*\))\[source\]$')
RAISES = re.compile(r'\b(HTTP[A-Za-z]+) - ([A-Z][A-Z0-9_]+)')


def parameters(text: str) -> str:
    """A signature in the form that is compared: ``'a, b=None, **c'``.

    The parameter ``self`` is left out.
    """
    function = ast.parse(f'def f{text}: pass').body[0]
    assert isinstance(function, ast.FunctionDef)
    given = function.args
    result = [each.arg for each in given.args]
    for position, default in enumerate(reversed(given.defaults), start=1):
        result[-position] += '=' + ast.unparse(default)
    if given.vararg:
        result.append('*' + given.vararg.arg)
    if given.kwarg:
        result.append('**' + given.kwarg.arg)
    return ', '.join(each for each in result if each != 'self')


def documented(text: str) -> dict[str, Any]:
    """Each method of the published reference: parameters, what it raises."""
    methods: dict[str, Any] = {}
    method: dict[str, Any] = {}
    for line in text.splitlines():
        heading = HEADING.match(line)
        if heading:
            name = heading.group(1)
            method = {'parameters': parameters(heading.group(2)),
                      'raises': []}
            methods['__init__' if name == 'HPE3ParClient' else name] = method
        for pair in RAISES.findall(line):
            if ' '.join(pair) not in method['raises']:
                method['raises'].append(' '.join(pair))
    return methods


def released(surface: dict[str, Any]) -> dict[str, Any]:
    """The classes of the last release of 4.x."""
    classes = {}
    for name, spec in surface.items():
        if '.' not in name:
            continue
        classes[name] = {
            'methods': {each: parameters(text)
                        for each, text in spec['methods'].items()},
            'private': {each: parameters(item['signature'])
                        for each, item in spec['private'].items()},
            'static': spec['static'],
            'constants': spec['constants'],
            'instance': spec.get('instance', {}),
        }
    return classes


def exceptions(surface: dict[str, Any]) -> dict[str, Any]:
    """The exceptions of 4.x, and how each prints what it was made of."""
    classes = {}
    for name, spec in surface['exceptions'].items():
        samples = {
            sample: {key: value for key, value in outcome.items()
                     if key != 'str_raises' and
                     not (key == 'str' and value is None)}
            for sample, outcome in spec['samples'].items()
            if 'raises' not in outcome}
        classes[name] = {key: spec[key] for key in
                         ('bases', 'http_status', 'message', 'code')
                         if key in spec}
        classes[name]['samples'] = samples
    return classes


def main() -> None:
    """Read the two sources, write the expectation."""
    api, surface = (Path(each).read_text('utf-8') for each in sys.argv[1:])
    parsed = json.loads(surface)
    json.dump({'documented': documented(api),
               'released': released(parsed),
               'exceptions': exceptions(parsed),
               'status_map': parsed['exceptions_module']['status_map']},
              sys.stdout, indent=1, sort_keys=True, ensure_ascii=False)
    sys.stdout.write('\n')


if __name__ == '__main__':
    main()
