"""The campaign of the command line in short, and proof that it can fail."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from hpe3parclient.cli.errors import SSHOutcomeUnknown
from hpe3parclient.ssh import HPE3PARSSHClient
from tests.faults import cli_campaign as campaign
from tests.faults.cli_scripts import Case, Outcome, State, Step, verdict

ROOT = Path(__file__).parents[2]


class Resending(HPE3PARSSHClient):
    """It repeats what may have run, as clients do that mean well."""

    def run(self, cmd: Sequence[str], multi_line_stripper: bool = False
            ) -> list[str]:
        try:
            return super().run(cmd)
        except SSHOutcomeUnknown:
            return super().run(cmd)


class Careless(HPE3PARSSHClient):
    """It takes silence for success."""

    def run(self, cmd: Sequence[str], multi_line_stripper: bool = False
            ) -> list[str]:
        try:
            return super().run(cmd)
        except SSHOutcomeUnknown:
            return []


class Loud(HPE3PARSSHClient):
    """It tells its password."""

    def run(self, cmd: Sequence[str], multi_line_stripper: bool = False
            ) -> list[str]:
        try:
            return super().run(cmd)
        except SSHOutcomeUnknown as err:
            raise SSHOutcomeUnknown('%s with %s' % (
                err, self._options.password.reveal())) from None


@pytest.mark.parametrize('threads', [
    pytest.param(1, marks=pytest.mark.long), 3])
def test_nothing_happens_that_must_not(
        monkeypatch: pytest.MonkeyPatch, threads: int) -> None:
    monkeypatch.setattr(campaign, 'RATE', 0.5)
    result = campaign.run(campaign.Plan(7, 20, threads))
    assert result.clean, '\n'.join(campaign.table(result))
    assert sum(result.injected.values()) > 0
    assert result.tally.counts['operations'] >= 20 * threads


@pytest.mark.parametrize('troubled', [True, False])
def test_who_does_not_know_must_have_had_a_fault(troubled: bool) -> None:
    state = State((), None, frozenset())
    step = Step('getPatches', (), state, lambda answer: True)
    case = Case(step, Outcome(error=SSHOutcomeUnknown('broke')), state,
                state, 1, False, troubled)
    assert verdict(case) == ('unknown not done' if troubled else 'unforced')


@pytest.mark.parametrize(('make', 'point', 'violation'), [
    (Resending, 'ran', 'duplicated'), (Careless, 'typed', 'lost'),
    pytest.param(Loud, 'ran', 'secret', marks=pytest.mark.long)])
def test_a_client_that_does_it_is_caught(
        monkeypatch: pytest.MonkeyPatch,
        make: Any, point: str, violation: str) -> None:
    monkeypatch.setattr(campaign, 'RATE', 1.0)
    monkeypatch.setattr(campaign, 'POINTS', (point,))
    monkeypatch.setattr(campaign, 'HAPPENINGS', {'drop': 1})
    monkeypatch.setattr(campaign, 'BEHAVIOURS', ({},))
    result = campaign.run(campaign.Plan(2, 8, make=make))
    assert result.tally.counts[violation]
    assert any(story.startswith(violation)
               for story in result.tally.stories)
    assert not result.clean


def test_the_program_prints_its_figures_and_ends_well(tmp_path: Path
                                                      ) -> None:
    figures = tmp_path / 'figures.txt'
    done = subprocess.run(
        [sys.executable, '-m', 'tests.faults.cli_campaign', '--seed', '3',
         '--operations', '20', '--threads', '1',
         '--figures', str(figures)],
        capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, '')
    assert done.stdout == figures.read_text()
    for words in ('operations', 'faults injected', 'lost:', 'duplicated:'):
        assert words in done.stdout


@pytest.mark.long
@pytest.mark.parametrize(('seed', 'threads'), [(11, 1), (12, 8)])
def test_a_longer_campaign_finds_nothing_either(seed: int, threads: int
                                                ) -> None:
    result = campaign.run(campaign.Plan(seed, 250, threads))
    assert result.clean, '\n'.join(campaign.table(result))
    assert len(result.injected) > 5
