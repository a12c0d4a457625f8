"""The package itself passes pyright, as users with strict settings see it."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.checkers.conftest import SOURCE

ROOT = Path(__file__).parents[2]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the package with this project's settings.

    An installed package is in a folder that pyright leaves out.
    """
    shutil.copytree(SOURCE / 'hpe3parclient', tmp_path / 'hpe3parclient',
                    ignore=shutil.ignore_patterns('__pycache__'))
    shutil.copy(ROOT / 'pyproject.toml', tmp_path)
    return tmp_path


def set_up(project: Path, mode: str, version: str) -> None:
    """Let pyright check in another mode, for another Python."""
    path = project / 'pyproject.toml'
    text = path.read_text('utf-8')
    for name, value in (('typeCheckingMode', mode), ('pythonVersion', version)):
        text, count = re.subn(rf'^{name} = ".*"$', f'{name} = "{value}"', text,
                              flags=re.MULTILINE)
        assert count == 1
    path.write_text(text, 'utf-8')


@pytest.mark.long
@pytest.mark.parametrize('mode, version', [
    ('strict', '3.9'), ('strict', '3.13'), ('basic', '3.9')])
def test_pyright_has_nothing_to_say(
        mode: str, version: str, project: Path, pyright: list[str]) -> None:
    set_up(project, mode, version)
    done = subprocess.run(
        [*pyright, '-p', str(project), '--outputjson',
         '--pythonpath', sys.executable],
        text=True, capture_output=True, check=False)
    output = json.loads(done.stdout)
    assert [f"{Path(item['file']).relative_to(project)}:"
            f"{item['range']['start']['line'] + 1}: {item['message']}"
            for item in output['generalDiagnostics']] == []
    assert output['summary']['filesAnalyzed'] == len(
        list((project / 'hpe3parclient').rglob('*.py')))
