"""The errors of each operation: given and proved, or explained."""

from __future__ import annotations

import sys
from collections import Counter
from typing import Callable

import pytest

from hpe3parclient.error_codes import number_of, row_of
from tests.simulator.guide import errors
from tests.simulator.guide.guide import OPERATIONS, Operation
from tests.simulator.guide.stage import Stage

#: How many of the pairs of operation and error have to be given.
LEAST = 0.95


def test_every_error_is_proved_or_explained() -> None:
    assert [(item.operation, item.symbol) for item in errors.pairs()
            if item.test is None and item.reason is None] == []


def test_nearly_all_errors_are_given() -> None:
    given = Counter(item.test is not None for item in errors.pairs())
    share = given[True] / sum(given.values())
    sys.stdout.write(f'{100 * share:.1f} % of {sum(given.values())} pairs\n')
    assert share >= LEAST


def test_every_name_of_an_operation_is_in_the_guide() -> None:
    assert set(errors.CALLED) <= set(OPERATIONS)


FAILING = [(operation, symbol) for operation in OPERATIONS.values()
           for symbol in errors.FAILURES if symbol in operation.errors]


@pytest.mark.covers('any request', 'INT_SERV_ERR', 'OTHER')
@pytest.mark.parametrize('operation, symbol', [
    pytest.param(operation, symbol, id=f'{operation.op} {symbol}')
    for operation, symbol in FAILING])
def test_an_operation_fails_when_it_is_made_to(
        refusing: Callable[[str], Stage], operation: Operation,
        symbol: str) -> None:
    stage = refusing('3par-3.3.1')
    path = operation.path.partition('<')[0]
    stage.array.faults.add('refuse', method=operation.method, path=path,
                           symbol=symbol)
    before = stage.api.dump()
    answer = stage.api.send(operation.method, path + 'x')
    assert (answer.status, answer.code) == (row_of(symbol).status,
                                            number_of(symbol))
    assert stage.api.dump() == before
