"""Every listed error that the table calls produced is produced.

One array serves all requests: a refused request changes nothing, and that
is looked at after each of them.
"""

from __future__ import annotations

import json
from contextlib import nullcontext
from pathlib import Path
from typing import Any, Dict, Iterator, List, Tuple

import listed_requests
import listed_requests_more
import pytest
from listed_world import Request, Speaker, build, contents, serving

from hpe3parclient.error_codes import BY_SYMBOL, number_of

REQUESTS: Dict[str, Dict[str, Request]] = {
    **listed_requests.REQUESTS, **listed_requests_more.REQUESTS}
EVERY: List[Tuple[str, str]] = [
    (operation, symbol) for operation, found in REQUESTS.items()
    for symbol in found]


@pytest.fixture(scope='module')
def speakers() -> Iterator[Dict[str, Speaker]]:
    """Those who talk to the array, by their users' names."""
    with serving() as array:
        build(array)
        yield {'': Speaker(array), 'guest': Speaker(array, 'guest', 'p')}


@pytest.mark.parametrize('operation, symbol', EVERY)
def test_listed_error_is_given(speakers: Dict[str, Speaker],
                               operation: str, symbol: str) -> None:
    one: Any = REQUESTS[operation][symbol]
    say = speakers[one['user']]
    state = say.array.state
    tweak = one['tweak'](state) if one['tweak'] else nullcontext()
    before = contents(state)
    with tweak:
        status, body = say.ask(one['method'], '/api/v1' + one['path'],
                               one['body'])
    assert (status, body and body.get('code')) == (
        one['status'] or BY_SYMBOL[symbol].status, number_of(symbol)), body
    assert contents(state) == before
