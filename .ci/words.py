"""Refuse names that the glossary in CONTRIBUTING.rst replaces.

A word is refused as a whole name (``found``, ``_found``), in the names of
modules, classes, functions, parameters and variables; ``not_found`` and
``HTTPNotFound`` are good names. Where a word is not gone yet, its entry lists
the directories that still use it. Remove a directory when it is clean.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
TREES = ('hpe3parclient', 'tests')


class Word(NamedTuple):
    """A word that is not used as a name."""

    instead: str
    #: where it still is
    allowed: tuple[str, ...] = ()


WORDS = {
    'asked': Word('requested, request', ('tests/',)),
    'door': Word('login policy, login state'),
    'found': Word('result, match', ('tests/',)),
    'manners': Word('terminal behaviour'),
    'one': Word('item, entry', ('tests/',)),
    'place': Word('position, index', ('tests/',)),
    'speaker': Word('client'),
    'told': Word('caught, shown', ('tests/',)),
    'wanted': Word('expected, requested', ('tests/',)),
    'way': Word('route, mode', ('tests/',)),
    'weather': Word('fault injector'),
    'who': Word('owner, user', ('tests/',)),
    'world': Word('array, context, setting'),
}


def names(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Line and text of every name that a module defines."""
    for node in ast.walk(tree):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef,
                             ast.ClassDef)):
            yield node.lineno, node.name
        elif isinstance(node, ast.arg):
            yield node.lineno, node.arg
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.lineno, node.id
        elif isinstance(node, ast.Attribute) and isinstance(
                node.ctx, ast.Store):
            yield node.lineno, node.attr


def refused(path: Path) -> Iterator[str]:
    """A line for each name in a file that the glossary replaces."""
    shown = path.relative_to(ROOT).as_posix()
    defined = [(1, path.stem), *names(ast.parse(path.read_text('utf-8')))]
    for line, name in defined:
        word = WORDS.get(name.strip('_').lower())
        if word is not None and not shown.startswith(word.allowed or '\0'):
            yield f'{shown}:{line}: {name}: write {word.instead}'


def main() -> int:
    """Print what is refused.

    :returns: 1 if there is anything
    """
    lines = [line for tree in TREES for path in sorted(
        (ROOT / tree).rglob('*.py')) for line in refused(path)]
    print('\n'.join(lines) if lines else 'No name is one that the glossary replaces.')
    return 1 if lines else 0


if __name__ == '__main__':
    sys.exit(main())
