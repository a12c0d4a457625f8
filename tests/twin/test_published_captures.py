"""What real arrays answered, as far as somebody published it, loaded.

The objects are those of tests/simulator/guide/captures.json, put together by
generation. None of them fits the others: a CPG that a volume names is missing,
a host of an export is unknown. Nothing may be lost all the same.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from hpe3parclient import twin
from hpe3parclient.simulator import PERSONALITIES, SimulatedArray
from hpe3parclient.twin.document import Writer
from tests.twin.test_load import answer, logged_in, without

OBJECTS = ('system', 'wsapiconfiguration', 'capacity')

CAPTURES: list[dict[str, Any]] = json.loads(
    (Path(__file__).parents[1] / 'simulator' / 'guide'
     / 'captures.json').read_text('utf-8'))
GENERATIONS = sorted({item['generation'] for item in CAPTURES})


def assembled(generation: str, path: Path) -> twin.Capture:
    """One capture of all that is known of a generation."""
    kind = PERSONALITIES[generation]
    writer = Writer(path, {'wsapi': {
        'major': kind.major, 'minor': kind.minor, 'revision': kind.revision,
        'build': kind.build}})
    lists: dict[str, list[Any]] = {}
    for item in CAPTURES:
        resource = item['resource']
        if item['generation'] != generation or resource in (
                '', 'api', 'objectKeyValues'):
            continue
        if resource in OBJECTS:
            writer.object(f'/{resource}', item['body'])
        else:
            lists.setdefault(f'/{resource}', []).append(item['body'])
    for name, members in lists.items():
        writer.members(name, members)
    writer.close()
    return twin.Capture(path)


@pytest.mark.parametrize('generation', GENERATIONS)
def test_nothing_is_lost(generation: str, tmp_path: Path) -> None:
    capture = assembled(generation, tmp_path / 'array.json')
    with SimulatedArray(state=capture) as array, logged_in(array) as client:
        assert array.state.personality.name == generation
        for path in capture.paths:
            recorded, given = capture.object(path), answer(client, path)
            if recorded is not None:
                assert given == without(recorded), path
            else:
                for member in capture.members(path):
                    assert without(member) in given['members'], path


@pytest.mark.parametrize('generation', GENERATIONS)
def test_what_differs_is_named(generation: str, tmp_path: Path) -> None:
    capture = assembled(generation, tmp_path / 'array.json')
    comparison = twin.compare(capture)
    text = comparison.text()
    for item in comparison.findings:
        assert item.line() in text
    volumes = [member['name'] for member in capture.members('/volumes')]
    left_out = {item.path for item in comparison.findings
                if item.kind == 'object'}
    cpgs = {member['name'] for member in capture.members('/cpgs')}
    for member in capture.members('/volumes'):
        if member.get('userCPG') not in (None, *cpgs):
            assert f'/volumes/{member["name"]}' in left_out, volumes
