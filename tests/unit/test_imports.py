"""No module of the package imports itself in a circle, not even for types."""

from __future__ import annotations

import ast
from pathlib import Path

import hpe3parclient

ROOT = Path(hpe3parclient.__file__).parent


def modules() -> dict[str, Path]:
    """Every module of the package, by its name."""
    result = {}
    for path in ROOT.rglob('*.py'):
        parts = ('hpe3parclient', *path.relative_to(ROOT).with_suffix('').parts)
        result['.'.join(part for part in parts
                        if part != '__init__')] = path
    return result


def imports(path: Path, known: dict[str, Path]) -> set[str]:
    """The modules that a file imports, in functions and for types too."""
    result = set()
    for node in ast.walk(ast.parse(path.read_text(encoding='utf-8'))):
        if isinstance(node, ast.Import):
            result |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ''
            result |= {name if (name := f'{base}.{alias.name}') in known
                       else base for alias in node.names}
    return result & set(known)


def reached(start: str, graph: dict[str, set[str]]) -> set[str]:
    """Every module that a module imports, directly or not."""
    result: set[str] = set()
    waiting = set(graph[start])
    while waiting:
        name = waiting.pop()
        if name not in result:
            result.add(name)
            waiting |= graph[name]
    return result


def test_no_module_imports_itself_through_others() -> None:
    known = modules()
    graph = {name: imports(path, known) - {name}
             for name, path in known.items()}
    everything = {name: reached(name, graph) for name in graph}
    circles = {frozenset(other for other in everything[name]
                         if name in everything[other])
               for name in graph if name in everything[name]}
    assert not circles, sorted(map(sorted, circles))


def test_waiting_does_not_depend_on_how_progress_is_shown() -> None:
    known = modules()
    waiters = imports(known['hpe3parclient.waiters'], known)
    assert not [name for name in waiters if '.console' in name]


def test_the_state_of_an_array_imports_no_rule() -> None:
    known = modules()
    state = 'hpe3parclient.simulator.state'
    wrong = {name: sorted(module for module in imports(path, known)
                          if module.startswith('hpe3parclient.simulator.model'))
             for name, path in known.items() if name.startswith(state)}
    assert not any(wrong.values()), wrong
