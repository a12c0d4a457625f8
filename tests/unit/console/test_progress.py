"""A bar is drawn with what is installed, and ends cleanly."""

from __future__ import annotations

import io
import sys
import threading

import pytest

from hpe3parclient.console.progress import progressBar
from hpe3parclient.waiters import Part, Progress

TQDM, RICH = ('tqdm',), ('rich.console', 'rich.progress')


class Terminal(io.StringIO):
    """A file that people look at."""

    def isatty(self):
        return True


def at(percent, name='v->w', steps=None):
    return Progress(7, name, 1, None, steps and Part(*steps), percent, 1.5)


@pytest.fixture
def without(monkeypatch):
    """Makes as if modules were not installed."""
    def leave_out(*names):
        for name in names:
            monkeypatch.setitem(sys.modules, name, None)
    return leave_out


@pytest.fixture(params=['tqdm', 'rich', 'plain'])
def drawn_by(request, without, monkeypatch):
    """What the bar is drawn with."""
    monkeypatch.setenv('COLUMNS', '200')
    without(*{'tqdm': (), 'rich': TQDM, 'plain': TQDM + RICH}[request.param])
    if request.param != 'plain':
        pytest.importorskip(request.param)
    return request.param


@pytest.fixture(params=[io.StringIO, Terminal])
def file(request):
    return request.param()


@pytest.mark.usefixtures('drawn_by')
def test_the_name_and_the_end_are_shown(file):
    with progressBar(file) as bar:
        bar(at(40.0))
        bar(at(100.0))
    assert 'v->w' in file.getvalue()
    assert '100' in file.getvalue()
    # rich shows the cursor again at the very end
    assert file.getvalue().rpartition('\n')[2] in ('', '\x1b[?25h')


@pytest.mark.usefixtures('drawn_by')
def test_a_bar_that_shows_nothing_can_be_closed(file):
    progressBar(file).close()
    assert file.getvalue() == ''


@pytest.mark.usefixtures('drawn_by')
def test_a_bar_serves_one_task_after_the_other(file):
    bar = progressBar(file)
    for name in ('first', 'second'):
        bar(at(100.0, name))
        bar.close()
        bar.close()
    assert file.getvalue().index('first') < file.getvalue().index('second')


@pytest.mark.usefixtures('drawn_by')
def test_a_percentage_nobody_knows_is_none(file):
    with progressBar(file) as bar:
        bar(at(None))
        bar(at(50.0))
        bar(at(None))
    assert 'v->w' in file.getvalue()


@pytest.mark.usefixtures('drawn_by')
def test_a_bar_needs_no_thread(file):
    before = threading.active_count()
    with progressBar(file) as bar:
        bar(at(1.0))
        assert threading.active_count() == before


@pytest.mark.usefixtures('drawn_by')
def test_a_name_is_neither_markup_nor_a_command_of_the_terminal(file):
    with progressBar(file) as bar:
        bar(at(1.0, '[bold]\x1b[2J\n{x}'))
    assert '[bold]?[2J?{x}' in file.getvalue()


@pytest.mark.usefixtures('drawn_by')
def test_a_task_without_a_name_has_its_number(file):
    with progressBar(file) as bar:
        bar(at(1.0, ''))
    assert 'task 7' in file.getvalue()


@pytest.mark.usefixtures('drawn_by')
def test_steps_are_shown(file):
    with progressBar(file) as bar:
        bar(at(30.0, steps=(30, 100)))
    assert '30/100' in file.getvalue()


def test_plain_text_is_a_line_for_each_change(without):
    without(*TQDM, *RICH)
    file = io.StringIO()
    with progressBar(file) as bar:
        for percent in (None, 10.0, 10.4, 100.0):
            bar(at(percent))
    assert file.getvalue().splitlines() == [
        'v->w: …', 'v->w: 10 %', 'v->w: 100 %']


def test_plain_text_on_a_terminal_is_one_line(without):
    without(*TQDM, *RICH)
    file = Terminal()
    with progressBar(file) as bar:
        bar(at(10.0, steps=(10, 100)))
        bar(at(100.0))
    assert file.getvalue() == (
        '\rv->w: 10 % (step 10/100)\rv->w: 100 %             \n')


def test_stderr_is_where_a_bar_goes(without, capsys):
    without(*TQDM, *RICH)
    with progressBar() as bar:
        bar(at(10.0))
    assert capsys.readouterr().err == 'v->w: 10 %\n'


def test_a_program_without_a_console_needs_no_bar(without, monkeypatch):
    without(*TQDM, *RICH)
    monkeypatch.setattr(sys, 'stderr', None)
    with progressBar() as bar:
        bar(at(10.0))
