"""The shape of hpe3parclient/resources: modules far from sockets.

A resource builds a path and a body and makes one call. What it may use is
what resources/base.py offers.
"""

from __future__ import annotations

import ast
from pathlib import Path

import hpe3parclient
from hpe3parclient import resources

PATHS = [path for root in resources.__path__
         for path in sorted(Path(root).rglob('*.py'))
         if path.stem != '__init__']
NAMES = [path.stem for path in PATHS]
ROOT = Path(hpe3parclient.__file__).parent

#: layers that resources must not reach around the base for
OUT_OF_REACH = {
    'requests', 'urllib3', 'paramiko', 'socket', 'ssl', 'logging',
    'hpe3parclient.http', 'hpe3parclient.ssh', 'hpe3parclient.web.transport',
    'hpe3parclient.retry',
}


def imports(tree: ast.AST) -> set[str]:
    """Modules that are imported when the module runs."""
    result: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            result |= {each.name for each in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            result.add(node.module)
            result |= {f'{node.module}.{each.name}'
                      for each in node.names}
    return result


def without_type_checking(tree: ast.Module) -> ast.Module:
    """The module without what only a type checker reads."""
    kept: list[ast.stmt] = [
        node for node in tree.body
        if not (isinstance(node, ast.If) and
                isinstance(node.test, ast.Name) and
                node.test.id == 'TYPE_CHECKING')]
    return ast.Module(body=kept, type_ignores=[])


def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text('utf-8'))


def test_there_are_resources() -> None:
    assert 'volumes' in NAMES


def test_resources_reach_no_transport_and_no_log() -> None:
    used = {path.name: {name for name in imports(
        without_type_checking(parsed(path)))
        if {name, name.partition('.')[0]} & OUT_OF_REACH} for path in PATHS}
    assert {name: reached for name, reached in used.items() if reached} == {}


def test_every_module_says_what_it_is() -> None:
    assert [path.relative_to(ROOT).as_posix()
            for path in sorted(ROOT.rglob('*.py'))
            if not ast.get_docstring(parsed(path))] == []
