"""The quickstart program, which README.rst and the tutorial run."""

from __future__ import annotations

from pathlib import Path

import pytest

from hpe3parclient.simulator import quickstart

SHOWN = Path(__file__).parents[2] / 'docs' / 'tutorial' / 'output.txt'


@pytest.fixture
def lines(capsys: pytest.CaptureFixture[str]) -> list[str]:
    quickstart.main()
    return capsys.readouterr().out.splitlines()


def test_the_quickstart_ends_without_a_session(lines: list[str]) -> None:
    assert lines[-1] == 'Logged out. Sessions on the array: 0'


def test_the_quickstart_gives_back_all_space(lines: list[str]) -> None:
    assert '  as much as before: yes' in lines


def test_the_quickstart_uses_space_in_between(lines: list[str]) -> None:
    free = [float(line.split()[1].replace(',', '')) for line in lines
            if line.startswith('  free: ')]
    assert free[0] > free[1] > free[2]
    assert free[3] == free[0]


def test_the_tutorial_shows_what_the_quickstart_prints(
        lines: list[str]) -> None:
    assert SHOWN.read_text('utf-8').splitlines() == lines
