"""What real arrays answered, as far as somebody published it, loaded.

The answers are those of tests/simulator/guide/captures.json and those of
published.json here, put together by generation, and each alone. Few of them fit
each other: a CPG that a volume names is missing, a host of an export is unknown.
Nothing may be lost all the same, and what is missing is named.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from hpe3parclient import twin
from hpe3parclient.simulator import PERSONALITIES, SimulatedArray
from hpe3parclient.simulator.captured.load import load
from hpe3parclient.twin.document import Writer
from tests.support.twins import Direct
from tests.twin.test_load import answer, logged_in, without

OBJECTS = ('/system', '/wsapiconfiguration', '/capacity')
#: what is no answer to a GET of a list or an object
_OTHERS = ('', 'api', 'objectKeyValues')


def _answers() -> list[dict[str, Any]]:
    here = Path(__file__).parent
    known: list[dict[str, Any]] = json.loads(
        (here.parent / 'simulator' / 'guide' / 'captures.json').read_text(
            'utf-8'))
    more: list[dict[str, Any]] = json.loads(
        (here / 'published.json').read_text('utf-8'))
    return more + [{**item, 'path': f'/{item["resource"]}'} for item in known
                   if item['resource'] not in _OTHERS]


ANSWERS = _answers()
GENERATIONS = sorted({item['generation'] for item in ANSWERS})


def assembled(answers: list[dict[str, Any]], path: Path) -> twin.Capture:
    """One capture of answers of one generation."""
    kind = PERSONALITIES[answers[0]['generation']]
    writer = Writer(path, {'wsapi': {
        'major': kind.major, 'minor': kind.minor, 'revision': kind.revision,
        'build': kind.build}})
    lists: dict[str, list[Any]] = {}
    for item in answers:
        if item['path'] in OBJECTS:
            writer.object(item['path'], item['body'])
        else:
            lists.setdefault(item['path'], []).append(item['body'])
    for name, members in lists.items():
        writer.members(name, members)
    writer.close()
    return twin.Capture(path)


def of_generation(name: str, path: Path) -> twin.Capture:
    """One capture of all that is known of a generation."""
    return assembled([item for item in ANSWERS if item['generation'] == name],
                     path)


@pytest.mark.parametrize('generation', GENERATIONS)
def test_nothing_is_lost(generation: str, tmp_path: Path) -> None:
    capture = of_generation(generation, tmp_path / 'array.json')
    with SimulatedArray(state=capture) as array, logged_in(array) as client:
        assert array.state.personality.name == generation
        for path in capture.paths:
            recorded, given = capture.object(path), answer(client, path)
            if recorded is not None:
                assert given == without(recorded), path
            else:
                expected = [without(member) for member in capture.members(path)]
                assert sorted(given['members'], key=repr) == sorted(
                    expected, key=repr), path
                assert given['total'] == len(expected), path


@pytest.mark.parametrize('published', ANSWERS,
                         ids=[item['what'] for item in ANSWERS])
def test_each_answer_is_a_capture_of_its_own(published: dict[str, Any],
                                             tmp_path: Path) -> None:
    loaded = load(assembled([published], tmp_path / 'array.json'))
    status, _, given = Direct(loaded.array).request('GET', published['path'])
    expected = without(published['body'])
    assert status == '200'
    if published['path'] in OBJECTS:
        assert {**without(given), **{
            name: value for name, value in expected.items()
            if name in ('sessionsInUse', 'httpState', 'httpsState')
        }} == expected
    else:
        assert expected in without(given['members'])


@pytest.mark.parametrize('generation', GENERATIONS)
def test_what_differs_is_named(generation: str, tmp_path: Path) -> None:
    capture = of_generation(generation, tmp_path / 'array.json')
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
