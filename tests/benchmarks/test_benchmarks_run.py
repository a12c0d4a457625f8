"""The benchmark runs: its shortest form, as a process, once.

Nothing here looks at a time. The published client is left out, since it
comes from the package index.
"""

from __future__ import annotations

import importlib.util
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.sharing import made_once

pytestmark = pytest.mark.long

RUN = Path(__file__).with_name('run.py')


@pytest.fixture(scope='session')
def run(tmp_path_factory):
    """The directory with the results, and what the run printed."""
    path = made_once(tmp_path_factory, 'benchmarks', measure)
    return path, (path / 'printed.txt').read_text('utf-8')


def measure(path):
    done = subprocess.run(
        [sys.executable, str(RUN), '--short', '--without-published',
         '--figures', str(path / 'figures.txt'),
         '--json', str(path / 'values.json')],
        capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    (path / 'printed.txt').write_text(done.stdout, 'utf-8')


def names(*options):
    done = subprocess.run([sys.executable, str(RUN), '--list', *options],
                          capture_output=True, text=True, check=True)
    return done.stdout.split()


def test_every_contestant_at_hand_is_measured(run):
    missing = set(re.findall(r'(\S.*?)  +not measured: (.*)', run[1]))
    expected = {reason for _, reason in missing
                if reason == 'not asked for' or (
                    'orjson is not installed' in reason and
                    importlib.util.find_spec('orjson') is None)}
    assert {reason for _, reason in missing} == expected


def test_the_published_client_that_was_not_asked_for_is_told(run):
    assert 'published python-3parclient: not asked for' in run[1]


def test_sixteen_threads_on_a_dead_key_log_in_once(run):
    assert re.search(r'when the key expires: logins +one +1 +met', run[1])


def test_short_form_says_that_its_figures_are_noise(run):
    assert 'Its figures are noise.' in run[1]


def test_figures_have_a_table_for_every_case_of_the_run(run):
    text = (run[0] / 'figures.txt').read_text('utf-8')
    assert text.count('.. list-table::') == len(names('--short')) + 3


def test_every_row_of_a_table_has_as_many_cells_as_its_header(run):
    text = (run[0] / 'figures.txt').read_text('utf-8')
    for table in text.split('.. list-table::')[1:]:
        rows = table.split('\n   * -')[1:]
        assert {row.count('\n     -') for row in rows} == {
            rows[0].count('\n     -')}


def test_values_are_kept_as_pyperf_keeps_them(run):
    import pyperf
    values = run[0] / 'values.json'
    suite = pyperf.BenchmarkSuite.load(str(values))
    assert 'cli-one: client' in suite.get_benchmark_names()
    assert json.loads(values.read_text('utf-8'))['version']


def test_names_of_cases_are_unique():
    result = names()
    assert len(result) == len(set(result))


def test_pattern_chooses_cases():
    assert names('--case', 'cli-.*') == [
        'cli-one', 'cli-text', 'cli-5000', 'cli-connect']
