"""Every listed error that the table calls produced is produced.

One array serves all requests: a refused request changes nothing, and that
is looked at after each of them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest

from hpe3parclient.error_codes import BY_SYMBOL, number_of
from tests.support import listed_requests_guide
from tests.support.coverage import ROWS
from tests.support.errors_not_given import NOT_GIVEN
from tests.support.listed_array import (
    Request,
    build,
    serving,
)
from tests.support.rawclient import RawClient, dump

REQUESTS: dict[str, dict[str, Request]] = listed_requests_guide.every()
EVERY: list[tuple[str, str]] = [
    (operation, symbol) for operation, found in REQUESTS.items()
    for symbol in found]


@pytest.fixture(scope='module')
def clients() -> Iterator[dict[str, RawClient]]:
    """Clients of the array, by their users' names."""
    with serving() as array:
        build(array)
        yield {'': RawClient(array).log_in(),
               'guest': RawClient(array).log_in('guest', 'p')}


@pytest.mark.covers(
    'any request',
    'PERM_DENIED',
    'INV_INPUT_EXCEEDS_LENGTH',
    'INV_INPUT_ILLEGAL_CHAR')
@pytest.mark.parametrize('operation, symbol', EVERY)
def test_listed_error_is_given(clients: dict[str, RawClient],
                               operation: str, symbol: str) -> None:
    item: Any = REQUESTS[operation][symbol]
    api = clients[item['user']]
    state = api.state
    tweak = item['tweak'](state) if item['tweak'] else nullcontext()
    before = dump(state)
    with tweak:
        answer = api(item['method'], item['path'], item['body'])
    assert (answer.status, answer.code) == (
        item['status'] or BY_SYMBOL[symbol].status, number_of(symbol)), answer
    assert dump(state) == before


#: What the list of errors calls operations, where the table says it
#: otherwise.
CALLED: dict[str, list[str]] = {
    'any': ['any request'], 'POST /credentials': ['log in'],
    'modify/delete/query cpg': ['modify cpg', 'delete cpg', 'query cpg'],
    'rename host': ['modify host'],
    'host ops': ['modify host', 'delete host', 'query host'],
    'create/delete vlun': ['create vlun', 'delete vlun'],
    'hostset ops': ['create set', 'modify set'],
    'delete/query vlun': ['delete vlun', 'query vlun'],
    'volume ops': ['modify volume', 'grow volume', 'tune volume',
                   'delete volume', 'query volume'],
    'vlun': ['create vlun', 'delete vlun'],
    'sets': ['create set', 'modify set'], 'grow': ['grow volume'],
    'create/modify cpg': ['create cpg', 'modify cpg'],
    'delete hostset/volumeset': ['delete set'],
    'physical copy resync': ['physical copy'],
    'cpg': ['create cpg', 'modify cpg'], 'vlun delete': ['delete vlun'],
    'task': ['query task'], 'task query': ['query task'],
    'qos': ['create qos', 'modify qos'],
    'hosts': ['create host', 'modify host'], 'port query': ['query port'],
    'create/modify host': ['create host', 'modify host'],
    'Primera create volume': ['create volume'],
    'set ops': ['create set', 'modify set', 'delete set', 'query set'],
    'vv-set copies': ['vv-set snapshot', 'vv-set physical copy'],
    'promote': ['promote snapshot'], 'stop promote': ['promote snapshot'],
    'volume': ['create volume', 'modify volume'],
    'modify/tune volume': ['modify volume', 'tune volume'],
    # The guide lists the errors of snapshots of a set, and refers to them.
    'grow/copy/promote': ['vv-set snapshot'],
    'delete volumeset': ['delete set'],
    'create flash cache': ['flash cache'],
    'delete flash cache': ['flash cache'], 'flashcache': ['flash cache'],
    'admit volume': ['admit volume to remote copy group'],
    'start': ['start remote copy group'], 'sync': ['sync remote copy group'],
    'recover': ['recover remote copy group'],
    'create/modify remote copy group': ['create remote copy group',
                                        'modify remote copy group'],
}
KNOWN = {(row.operation, row.symbol) for row in ROWS}
REMOTE = {row.operation for row in ROWS if 'remote copy' in row.operation}


def listed() -> list[tuple[str, str]]:
    """Operation and symbol of every error with a name."""
    text = (Path(__file__).parents[1] / 'errors.json').read_text('utf-8')
    return [(operation, symbol) for operation, symbol in json.loads(text)]


@pytest.mark.parametrize('operation, symbol', listed())
def test_no_listed_error_is_missing_from_the_table(operation, symbol):
    names = CALLED.get(operation, [operation])
    if operation in ('remotecopygroups', 'all remote copy group ops'):
        names = sorted(REMOTE)
    assert any((name, symbol) in KNOWN for name in names)


def test_general_errors_are_given_somewhere():
    proof = test_listed_error_is_given.__name__
    for row in ROWS:
        if row.operation == 'any request' and (
                row.test or '').endswith('::' + proof):
            assert any(symbol == row.symbol for _, symbol in EVERY)


def test_reasons_are_for_operations_that_are_in_the_table():
    given = {row.operation for row in ROWS if row.test is not None}
    assert set(NOT_GIVEN) <= given
