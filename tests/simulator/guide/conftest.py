"""Stages for each personality, shared by the tests of the session."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from typing import Callable

import pytest

from tests.simulator.guide.stage import Stage, staged

#: Scenes after which an array is as new again: large states take time.
SCENES_EACH = 60


@pytest.fixture(scope='session')
def started() -> Iterator[Callable[[str, str], Stage]]:
    """Starts a stage for a purpose when it is first needed."""
    stages: dict[tuple[str, str], Stage] = {}
    with ExitStack() as stack:
        def stage_of(model: str, purpose: str) -> Stage:
            key = (model, purpose)
            if key not in stages:
                stages[key] = stack.enter_context(staged(model))
            return stages[key]
        yield stage_of


@pytest.fixture
def stages(started: Callable[[str, str], Stage]) -> Callable[[str], Stage]:
    """A stage for a request that succeeds."""
    def stage_of(model: str) -> Stage:
        stage = started(model, 'accepted')
        stage.used += 1
        if stage.used > SCENES_EACH:
            stage.set_up()
        return stage
    return stage_of


@pytest.fixture
def refusing(started: Callable[[str, str], Stage]) -> Callable[[str], Stage]:
    """A stage whose scenes are used again: a refusal changes nothing."""
    return lambda model: started(model, 'refused')
