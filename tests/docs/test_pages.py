"""Every example of the documentation does what its page says."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.docs.pages import ROOT, pages, read
from tests.docs.running import Run

#: Their examples need an environment of their own: tests/tools runs them.
IN_TESTS_TOOLS = ('docs/how-to/tools.rst', 'docs/how-to/frameworks.rst')


def named(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


@pytest.mark.long
@pytest.mark.parametrize(
    'page', [page for page in pages()
             if read(page.read_text('utf-8')).examples
             and named(page) not in IN_TESTS_TOOLS], ids=named)
def test_the_examples_of_a_page_run(page: Path, tmp_path: Path) -> None:
    Run(page, tmp_path).all()
