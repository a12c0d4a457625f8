"""Captures of real arrays: their members are known, and so are their types.

The simulated array answers like the captures because ``members.json`` says
what these hold; this holds ``members.json`` against them.
"""

from __future__ import annotations

import json
from typing import Any

import pytest

from hpe3parclient import types
from hpe3parclient.simulator.personality import PERSONALITIES
from tests.simulator.guide.guide import HERE
from tests.simulator.guide.responses import Checker
from tests.simulator.guide.shapes import problems

CAPTURES: list[dict[str, Any]] = json.loads(
    (HERE / 'captures.json').read_text('utf-8'))


def names(item: dict[str, Any]) -> str:
    return f'{item["generation"]}-{item["resource"]}-{item["what"]}'


@pytest.mark.parametrize('item', [
    item for item in CAPTURES if item['resource']], ids=names)
def test_members_of_captures_are_known(item: dict[str, Any]) -> None:
    # A body without a type was shortened when it was captured.
    checker = Checker(item['resource'], PERSONALITIES[item['generation']])
    result = [problem for problem in checker.problems(item['body'])
              if item['type'] or 'is missing' not in problem]
    assert result == []


@pytest.mark.parametrize('item', [
    item for item in CAPTURES if item['type']], ids=names)
def test_captures_have_the_type_of_an_answer(item: dict[str, Any]) -> None:
    kind = getattr(types, item['type'])
    assert list(problems(item['body'], kind, item['type'])) == []
