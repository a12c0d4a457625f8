"""Statistics as a plot: what is handed to plotext, and what is refused."""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any

import pytest

from hpe3parclient.console import plots, prompt

SERIES = {'total': 12, 'members': [
    {'sampleTimeSec': 1500000000 + 3600 * number, 'name': 'gold',
     'IO': {'read': 1.0, 'write': 2.0, 'total': float(number)},
     'busyPct': 5} for number in range(12)]}


class Recorder(ModuleType):
    """Stands for plotext; tests/tools draws with the real one."""

    def __init__(self) -> None:
        super().__init__('plotext')
        self.calls: dict[str, list[Any]] = {}

    def __getattr__(self, name: str) -> Any:
        def call(*arguments: Any, **options: Any) -> str:
            self.calls.setdefault(name, []).append((arguments, options))
            return 'line 1  \nline 2'
        return call


@pytest.fixture
def plotext(monkeypatch: pytest.MonkeyPatch) -> Recorder:
    recorder = Recorder()
    monkeypatch.setitem(sys.modules, 'plotext', recorder)
    return recorder


def test_series_is_drawn_over_its_times(plotext: Recorder) -> None:
    assert plots.plot(SERIES, width=70) == 'line 1\nline 2'
    ((times, values), options), = plotext.calls['plot']
    assert times == [item['sampleTimeSec'] for item in SERIES['members']]
    assert values == [float(number) for number in range(12)]
    assert options == {'label': None}
    assert plotext.calls['plotsize'] == [((70, 18), {})]
    assert plotext.calls['title'] == [(('IO.total',), {})]


def test_several_figures_are_told_apart(plotext: Recorder) -> None:
    plots.plot(iter(SERIES['members']), 'IO.read', 'busyPct', title='gold')
    assert [options['label'] for _, options in plotext.calls['plot']] \
        == ['IO.read', 'busyPct']
    assert plotext.calls['title'] == [(('gold',), {})]


@pytest.mark.parametrize(('step', 'label'), [
    (3600, '02:40'), (86400, '07-14')])
def test_axis_has_hours_of_a_day_and_days_of_a_longer_time(
        plotext: Recorder, step: int, label: str) -> None:
    plots.plot([{'sampleTimeSec': 1500000000 + step * number, 'busyPct': 1}
                for number in range(12)], 'busyPct')
    (((marks, labels), _),) = plotext.calls['xticks']
    assert labels[0] == label
    assert len(marks) == len(labels) == 6


def test_plot_is_printed_at_the_prompt(
        plotext: Recorder, capsys: pytest.CaptureFixture[str]) -> None:
    names = prompt.namespace(None)      # type: ignore[arg-type]
    names['plot'](SERIES)
    assert capsys.readouterr().out == 'line 1\nline 2\n'


@pytest.mark.parametrize(('statistics', 'figures', 'message'), [
    (None, (), 'statistics must be what getStatistics returns, not'),
    ('x', (), 'statistics must be'), ({'total': 0}, (), 'must be'),
    ({'members': []}, (), 'there are no samples'), ([], (), 'no samples'),
    (SERIES, ('IO.reads',),
     "no figure 'IO.reads'; there are: IO.read, IO.write, IO.total, busyPct"),
    (SERIES, ('name',), "no figure 'name'"),
    ([{'sampleTimeSec': 1, 'lifeLeftPct': 99}], (),
     'name a figure; there are: lifeLeftPct'),
    ([{'name': 'gold', 'busyPct': 1}], ('busyPct',), 'no sampleTimeSec')])
def test_what_cannot_be_plotted_is_named(
        plotext: Recorder, statistics: Any, figures: tuple[str, ...],
        message: str) -> None:
    with pytest.raises(ValueError, match='.') as refused:
        plots.plot(statistics, *figures)
    assert message in str(refused.value)
    assert plotext.calls == {}


def test_without_plotext_the_error_says_what_to_install(
        monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, 'plotext', None)
    with pytest.raises(ImportError) as missing:
        plots.plot(SERIES)
    assert "pip install 'python-3parclient[plots]'" in str(missing.value)
    assert missing.value.name == 'plotext'
