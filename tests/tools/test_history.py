"""The examples of docs/how-to/history.rst make what the page shows."""

from __future__ import annotations

import os
import struct
import subprocess
import sys
from pathlib import Path

from hpe3parclient.console.plots import plot
from tests.docs.pages import ROOT

EXAMPLES = ROOT / 'docs' / 'examples'


def run(name: str, path: Path) -> None:
    subprocess.run([sys.executable, str(EXAMPLES / name), str(path)],
                   env={**os.environ, 'PYTHONPATH': str(ROOT)}, check=True,
                   timeout=300)


def size(path: Path) -> tuple[int, ...]:
    """Width and height of a PNG."""
    head = path.read_bytes()[:24]
    assert head[:8] == b'\x89PNG\r\n\x1a\n'
    return struct.unpack('>II', head[16:24])


def test_picture_is_drawn(tmp_path: Path) -> None:
    drawn = tmp_path / 'week.png'
    run('week_of_a_cpg.py', drawn)
    shown = ROOT / 'docs' / '_static' / 'week-of-a-cpg.png'
    assert size(drawn) == size(shown)
    assert drawn.stat().st_size > 10000


def test_plot_of_the_page_is_what_plotext_draws(tmp_path: Path) -> None:
    drawn = tmp_path / 'plot.txt'
    run('plot_in_terminal.py', drawn)
    assert drawn.read_text('utf-8') == (
        ROOT / 'docs' / 'how-to' / 'plot.txt').read_text('utf-8')


def test_several_figures_have_a_legend() -> None:
    members = [{'sampleTimeSec': 300 * number,
                'IO': {'read': number, 'write': 20 - number}}
               for number in range(20)]
    text = plot(members, 'IO.read', 'IO.write', width=60)
    assert 'IO.read' in text.splitlines()[1] + text.splitlines()[2]
    assert 'IO.write' in text
    assert max(map(len, text.splitlines())) <= 60
    assert '\x1b' not in text
