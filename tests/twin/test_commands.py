"""``python -m hpe3parclient capture``, ``anonymise`` and ``turn-back``."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest

from hpe3parclient import __main__ as command
from hpe3parclient import twin
from hpe3parclient.simulator import SimulatedArray
from hpe3parclient.twin.commands import Bar
from tests.support.simulated import environment_of


@pytest.fixture
def array() -> Iterator[SimulatedArray]:
    with SimulatedArray(volumes=3, ssh_port=None) as running:
        yield running
        assert len(running.state.sessions) == 0


@pytest.fixture(autouse=True)
def environ(array: SimulatedArray, tmp_path: Path,
            monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in environment_of(array, tmp_path).items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(tmp_path)


Capture = pytest.CaptureFixture[str]


def test_an_array_is_captured_anonymised_and_turned_back(
        capsys: Capture) -> None:
    assert command.main(['capture', '--to', 'array.json']) == 0
    printed = capsys.readouterr().out
    assert printed.startswith('array.json: ')
    assert 'HP_3PAR 8440, 3.3.1.460' in printed
    assert '  not read: /disks: Not found (HTTP 404)' in printed
    assert command.main(['anonymise', 'array.json', '--to', 'safe.json',
                         '--key', 'key']) == 0
    assert 'SimCPG' not in Path('safe.json').read_text('utf-8')
    count, _, rest = capsys.readouterr().out.partition(' words were kept')
    words = rest.partition('names something:\n')[2].split()
    assert len(words) == int(count) > 0
    assert words == sorted(words)
    assert command.main(['turn-back', 'safe.json', '--to', 'back.json',
                         '--key', 'key']) == 0
    assert Path('back.json').read_bytes() == Path('array.json').read_bytes()


def test_a_file_that_cannot_be_written_is_told(capsys: Capture) -> None:
    assert command.main(['capture', '--to', 'nowhere/array.json']) == 1
    assert 'nowhere' in capsys.readouterr().err


def test_a_file_that_is_no_capture_is_told(capsys: Capture) -> None:
    Path('x.json').write_text('[]')
    assert command.main(['anonymise', 'x.json', '--to', 'y.json', '--key',
                         'key']) == 1
    assert 'x.json: this is not a capture' in capsys.readouterr().err
    assert not Path('key').exists()
    assert not Path('y.json').exists()


@pytest.mark.parametrize('words', [
    ['capture'], ['capture', '--to', 'a', '--pause', '-1'],
    ['capture', '--to', 'a', '--pause', 'nan'],
    ['anonymise', 'a', '--to', 'b'], ['turn-back', 'a', '--key', 'k']])
def test_wrong_usage_is_status_2(array: SimulatedArray, words: list[str],
                                 capsys: Capture) -> None:
    with pytest.raises(SystemExit) as caught:
        command.main(words)
    assert caught.value.code == 2
    assert not array.requests


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_terminal_shows_how_far_it_is() -> None:
    terminal = Terminal()
    bar = Bar(terminal)
    bar(twin.CaptureProgress(0, 20, '/volumes', 100))
    bar(twin.CaptureProgress(1, 20, '/cpgs'))
    bar.end()
    assert terminal.getvalue() == (
        '\r1/20 /volumes 100\r2/20 /cpgs       \r' + ' ' * 10 + '\r')


def test_a_file_gets_no_bar() -> None:
    file = io.StringIO()
    bar = Bar(file)
    bar(twin.CaptureProgress(0, 20, '/volumes'))
    bar.end()
    assert file.getvalue() == ''
