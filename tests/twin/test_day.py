"""A day of work on an array and on its twin: every answer is the same.

The array has remote copy, flash cache, tasks in every state, snapshots that
expire, exports and rules, and has had some busy hours before the capture. What
no capture tells is told to the twin (tests/support/twins.py says what); all
else it knows. ``pytest -m long`` has more days.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from hpe3parclient.simulator import PERSONALITIES, arrays_of, snapshot
from tests.support.twins import Direct, Twins, everything

MODELS = sorted(PERSONALITIES)
STEPS = 250


def spend(model: str, seed: int, directory: Path) -> None:
    """Compare each answer of a day, and at its end every GET."""
    twins = Twins(model, seed, directory)
    assert twins.loaded.left_out == {}
    assert dict(everything(twins.twin)) == dict(everything(twins.source))
    twins.align()
    for number, (step, expected, given) in enumerate(twins.day(STEPS)):
        assert given == expected, f'step {number}: {step}'
    assert dict(everything(twins.twin)) == dict(everything(twins.source))


@pytest.mark.parametrize('seed', range(2))
@pytest.mark.parametrize('model', MODELS)
def test_a_day_of_work_is_the_same_on_a_twin(model: str, seed: int,
                                             tmp_path: Path) -> None:
    spend(model, seed, tmp_path)


@pytest.mark.long
@pytest.mark.parametrize('seed', range(100, 120))
@pytest.mark.parametrize('model', MODELS)
def test_many_days_of_work_are_the_same_on_a_twin(
        model: str, seed: int, tmp_path: Path) -> None:
    spend(model, seed, tmp_path)


@pytest.mark.parametrize('model', MODELS)
def test_a_twin_is_a_state_that_can_be_saved(model: str,
                                             tmp_path: Path) -> None:
    twins = Twins(model, 5, tmp_path)
    document = snapshot(twins.twin.array)
    (again,) = arrays_of(document, twins.clock)
    assert snapshot(again) == document
    assert dict(everything(Direct(again))) == dict(everything(twins.source))
