"""The two clients, for all tests of this directory."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.published import listed
from tests.published.clients import DEFAULT_ENVIRONMENT
from tests.published.runner import Bench


@pytest.fixture(scope='session')
def bench() -> Iterator[Bench]:
    """Both clients; the published one is installed if it is not there."""
    with Bench(DEFAULT_ENVIRONMENT) as bench:
        yield bench


@pytest.fixture(scope='session')
def content() -> dict[str, Any]:
    """What differences.json holds."""
    return listed.load()
