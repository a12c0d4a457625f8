"""The programs of docs/how-to/frameworks.rst do what the page says."""

from __future__ import annotations

from pathlib import Path

from tests.docs.pages import ROOT
from tests.docs.running import Run


def test_the_programs_of_the_page_run(tmp_path: Path) -> None:
    Run(ROOT / 'docs' / 'how-to' / 'frameworks.rst', tmp_path).all()
