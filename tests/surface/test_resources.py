"""The shape of hpe3parclient/resources: short modules, far from sockets.

A resource builds a path and a body and makes one call. What it may use is
what resources/base.py offers.
"""

from __future__ import annotations

import ast
from pathlib import Path
from typing import List, Set

import pytest

import hpe3parclient
from hpe3parclient import resources

PATHS = [path for root in resources.__path__
         for path in sorted(Path(root).rglob('*.py'))
         if path.stem != '__init__']
NAMES = [path.stem for path in PATHS]
ROOT = Path(hpe3parclient.__file__).parent

#: "about 300": a module that grows past this is two resources
LONGEST = 500

#: layers that resources must not reach around the base for
OUT_OF_REACH = {
    'requests', 'urllib3', 'paramiko', 'socket', 'ssl', 'logging',
    'hpe3parclient.http', 'hpe3parclient.ssh', 'hpe3parclient.web.transport',
    'hpe3parclient.retry',
}


def imports(tree: ast.AST) -> Set[str]:
    """Modules that are imported when the module runs."""
    found: Set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {each.name for each in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
            found |= {'%s.%s' % (node.module, each.name)
                      for each in node.names}
    return found


def without_type_checking(tree: ast.Module) -> ast.Module:
    """The module without what only a type checker reads."""
    kept: List[ast.stmt] = [
        node for node in tree.body
        if not (isinstance(node, ast.If) and
                isinstance(node.test, ast.Name) and
                node.test.id == 'TYPE_CHECKING')]
    return ast.Module(body=kept, type_ignores=[])


def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text('utf-8'))


def test_there_are_resources() -> None:
    assert 'volumes' in NAMES


@pytest.mark.parametrize('path', PATHS, ids=NAMES)
def test_a_resource_module_is_short(path: Path) -> None:
    assert len(path.read_text('utf-8').splitlines()) <= LONGEST


@pytest.mark.parametrize('path', PATHS, ids=NAMES)
def test_a_resource_reaches_no_transport_and_no_log(path: Path) -> None:
    used = imports(without_type_checking(parsed(path)))
    assert not {name for name in used
                if name in OUT_OF_REACH or
                name.partition('.')[0] in OUT_OF_REACH}


@pytest.mark.parametrize(
    'path', sorted(ROOT.rglob('*.py')),
    ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_module_says_what_it_is(path: Path) -> None:
    assert ast.get_docstring(parsed(path))
