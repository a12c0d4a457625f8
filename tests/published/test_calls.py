"""Every call, through the published client and through this one."""

from __future__ import annotations

from typing import Any

import pytest

from tests.published import listed
from tests.published.calls import CALLS
from tests.published.runner import Bench


@pytest.mark.parametrize('name', CALLS, ids=list(CALLS))
def test_a_call_does_what_it_did_or_differs_as_listed(
        bench: Bench, content: dict[str, Any], name: str) -> None:
    published, ours = bench.observe(CALLS[name])
    problem = listed.verdict(CALLS[name], published, ours,
                             content['calls'].get(name))
    if problem:
        pytest.fail(problem, pytrace=False)
