"""Every promise about security and the command line names the test that holds it."""

from __future__ import annotations

import pytest

from tests.docs import promises

LISTED = promises.listed()
ADVICE = ['advice']


def _stated() -> list[str]:
    return [sentence for page in promises.PAGES for sentence in
            promises.sentences((promises.ROOT / page).read_text('utf-8'))]


def test_every_sentence_of_the_pages_is_listed() -> None:
    """Who writes a sentence says which test holds it, or that it is advice."""
    assert [item for item in _stated() if item not in LISTED] == []


def test_every_listed_sentence_is_in_a_page() -> None:
    assert sorted(set(LISTED) - set(_stated())) == []


def test_no_promise_lacks_a_test() -> None:
    assert [sentence for sentence, tests in LISTED.items() if not tests] == []


@pytest.mark.parametrize('path', sorted({
    test.partition('::')[0] for tests in LISTED.values() if tests != ADVICE
    for test in tests}))
def test_every_named_test_is_there(path: str) -> None:
    named = {test.partition('::')[2] for tests in LISTED.values()
             for test in tests if test.startswith(path + '::')}
    assert sorted(named - promises.tests_in(promises.ROOT / path)) == []


def test_advice_is_no_test_and_a_test_is_no_advice() -> None:
    for tests in LISTED.values():
        assert tests == ADVICE or all(
            test.startswith('tests/') and test.count('::') == 1
            for test in tests)


def test_most_sentences_are_promises() -> None:
    """The list is not emptied by calling everything advice."""
    held = [tests for tests in LISTED.values() if tests != ADVICE]
    assert len(held) > 2 * (len(LISTED) - len(held))


# -- reading pages ------------------------------------------------------------

PAGE = '''.. setup: array

Title
=====

It does this. It does that:

.. code-block:: python

    not_a_sentence()

* an item
  of two lines;
* another one.

>>> print(1)
1

.. list-table::
   :header-rows: 1

   * - left
     - right: see

A last ``one.`` Really::

    code
'''


def test_a_page_has_its_sentences_and_nothing_else() -> None:
    assert promises.sentences(PAGE) == [
        'It does this.', 'It does that:', 'an item of two lines;',
        'another one.', 'left', 'right: see', 'A last ``one.`` Really:']
