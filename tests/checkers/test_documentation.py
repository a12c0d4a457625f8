"""What the documentation shows, pyright accepts."""

from __future__ import annotations

import ast
import doctest
import json
import subprocess
import sys
from pathlib import Path

from tests.checkers.conftest import SOURCE
from tests.docs.pages import ROOT, Example, pages, read

#: names that pages have from their setups
NAMES = '''
from typing import Any
from hpe3parclient.file_client import HPE3ParFilePersonaClient as Client
from hpe3parclient.simulator import SimulatedArray
client: Client
a: Client
b: Client
array: SimulatedArray
link: Any
clock: Any
url: str
user: str
password: str
ca_file: str
directory: Any
folder: Any
dsn: str
'''

#: what is not asked of an example: it may show a value, import a tool that is
#: not installed here, define a name anew, and take it that SSH is set up
RULES = dict.fromkeys((
    'reportUnusedExpression', 'reportMissingImports', 'reportRedeclaration',
    'reportMissingModuleSource', 'reportOptionalMemberAccess',
    'reportOptionalIterable'), 'none')

#: whole files among the examples, and what is no code
APART = {'pytest', 'conftest', 'file', 'program', 'serve', 'output', 'not run'}


def source(example: Example) -> str:
    """The code of an example; nothing where pyright cannot read it."""
    if example.mark in APART or example.language not in ('python', 'pycon'):
        return ''
    text = example.text if example.language == 'python' else ''.join(
        item.source for item in doctest.DocTestParser().get_examples(
            example.text) if not item.exc_msg)
    try:
        ast.parse(text)
    except SyntaxError:         # ``>>>`` within a block, a command
        return ''
    return text


def test_examples_of_the_documentation_pass(
        pyright: list[str], tmp_path: Path) -> None:
    (tmp_path / 'names.pyi').write_text(NAMES, 'utf-8')
    (tmp_path / 'pyrightconfig.json').write_text(json.dumps({
        'typeCheckingMode': 'basic', 'extraPaths': [str(SOURCE)], **RULES}))
    lines: dict[str, list[str]] = {}
    for page in pages():
        name = '_'.join(page.relative_to(ROOT).with_suffix('.py').parts)
        text = ['from names import *']
        for example in read(page.read_text('utf-8')).examples:
            text += source(example).splitlines()
        if len(text) > 1:
            lines[name] = text
            (tmp_path / name).write_text('\n'.join(text) + '\n', 'utf-8')
    done = subprocess.run(
        [*pyright, '-p', str(tmp_path), '--outputjson',
         '--pythonpath', sys.executable],
        text=True, capture_output=True, check=False)
    output = json.loads(done.stdout)
    assert output['summary']['filesAnalyzed'] == len(lines) + 1 > 30
    wrong = []
    for item in output['generalDiagnostics']:
        name, line = Path(item['file']).name, item['range']['start']['line']
        wrong.append(f"{name}: {lines[name][line].strip()}: {item['message']}")
    assert wrong == []
