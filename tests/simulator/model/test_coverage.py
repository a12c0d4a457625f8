"""The table of documented errors says what the tests prove."""

from __future__ import annotations

from collections import Counter

from hpe3parclient.error_codes import BY_SYMBOL
from tests.support import coverage

#: The guide names it in one table, with a status and without a number.
WITHOUT_NUMBER = {'RCOPY_NOT_STARTED'}


def test_marked_and_explained_errors_have_a_number() -> None:
    assert {row.symbol for row in coverage.ROWS} - WITHOUT_NUMBER \
        <= set(BY_SYMBOL)


def test_no_error_is_both_given_and_explained_away() -> None:
    given = {(row.operation, row.symbol)
             for row in [*coverage.listed(), *coverage.marked()]}
    explained = {(row.operation, row.symbol) for row in coverage.not_given()}
    assert given & explained == set()


def test_every_reason_says_something() -> None:
    assert [row for row in coverage.not_given() if not row.reason] == []


def test_no_test_is_marked_twice_with_one_error() -> None:
    counts = Counter(coverage.marked())
    assert [row for row, count in counts.items() if count > 1] == []
