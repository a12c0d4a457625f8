"""What runs the documentation's examples can fail."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.docs.running import Run, Wrong


@pytest.fixture
def page(tmp_path: Path) -> Path:
    return tmp_path / 'page.rst'


def run(page: Path, text: str) -> None:
    page.write_text(text, 'utf-8')
    Run(page, page.parent).all()


PYTHON = 'Look:\n\n%s.. code-block:: python\n\n    %s\n\nMore.\n'


def test_a_doctest_that_is_wrong_is_noticed(page: Path) -> None:
    with pytest.raises(Wrong, match=r'page\.rst:3'):
        run(page, 'One:\n\n>>> 1 + 1\n3\n\nMore.\n')


def test_a_doctest_sees_what_came_before_it(page: Path) -> None:
    run(page, PYTHON % ('', 'x = 2') + '\n>>> y = x + 1\n\n\n>>> y\n3\n')


def test_a_block_that_fails_is_noticed(page: Path) -> None:
    with pytest.raises(ZeroDivisionError):
        run(page, PYTHON % ('', '1 / 0'))


def test_a_block_after_a_double_colon_is_run(page: Path) -> None:
    with pytest.raises(ZeroDivisionError):
        run(page, 'Look::\n\n    1 / 0\n')


def test_a_block_that_is_not_run_has_a_reason(page: Path) -> None:
    with pytest.raises(Wrong, match='no reason'):
        run(page, PYTHON % ('.. not run:\n\n', '1 / 0'))


def test_a_block_with_a_reason_is_not_run(page: Path) -> None:
    run(page, PYTHON % ('.. not run: it takes\n   a year\n\n', '1 / 0'))


def test_a_mark_is_for_the_next_block_only(page: Path) -> None:
    with pytest.raises(ZeroDivisionError):
        run(page, PYTHON % ('.. not run: why\n\n', '1')
            + PYTHON % ('', '1 / 0'))


def test_output_that_differs_is_noticed(page: Path) -> None:
    with pytest.raises(Wrong, match='shown'):
        run(page, PYTHON % ('', "print('a')")
            + '\n.. output\n\n.. code-block:: text\n\n    b\n')


def test_a_language_that_nobody_knows_is_noticed(page: Path) -> None:
    with pytest.raises(Wrong, match='cobol'):
        run(page, '.. code-block:: cobol\n\n    STOP RUN.\n')


def test_a_command_of_ours_that_fails_is_noticed(page: Path) -> None:
    with pytest.raises(Wrong, match='--nonsense'):
        run(page, '.. code-block:: console\n\n'
                  '    $ python -m hpe3parclient.simulator --nonsense\n')


def test_tests_that_fail_are_noticed(page: Path) -> None:
    with pytest.raises(Wrong, match='1 failed'):
        run(page, '.. pytest: 1 passed\n\n.. code-block:: python\n\n'
                  '    def test_it():\n        assert not 1\n')


def test_a_setup_that_nobody_knows_is_noticed(page: Path) -> None:
    with pytest.raises(KeyError):
        run(page, '.. setup: moon\n\n>>> 1\n1\n')
