"""Sentences of the pages that promise something, and the tests that hold them.

``promises.txt`` has each sentence of the pages on a line of its own, and below it,
indented, the tests that hold it, or ``advice`` for one that promises nothing. This
module reads pages and list; it runs no test.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PAGES = ('docs/how-to/security.rst', 'docs/how-to/ssh.rst')
LIST = Path(__file__).with_name('promises.txt')

#: where a sentence ends: before a capital letter, code, or a quotation
_END = re.compile(r'(?<=[.:])\s+(?=[A-Z`(])')
_ITEM = re.compile(r'\* - |- |\* ')
_UNDERLINE = re.compile(r'([-=~^])\1{3,}\Z')


def sentences(page: str) -> list[str]:
    """Return the sentences of a page: no titles, code, output or comments."""
    return [sentence.strip() for block in _blocks(page)
            for sentence in _END.split(block) if sentence.strip()]


def _blocks(page: str) -> list[str]:
    """Return the paragraphs, items of lists and cells of tables."""
    blocks: list[str] = []
    code: int | None = None
    for paragraph in re.split(r'\n\s*\n', page):
        lines = paragraph.strip('\n').split('\n')
        indent = len(lines[0]) - len(lines[0].lstrip())
        first = lines[0].strip()
        if code is not None and indent > code:
            continue
        code = None
        if first.startswith('.. '):
            # A table has cells to read; other directives have not.
            code = None if first.startswith('.. list-table') else indent
        elif not first.startswith('>>>'):
            if first.endswith('::') or lines[-1].endswith('::'):
                code = indent
            blocks += _items(lines)
    return blocks


def _items(lines: list[str]) -> list[str]:
    """Return a paragraph, or each item of its list; nothing of a title."""
    if len(lines) > 1 and _UNDERLINE.match(lines[1].strip()):
        return []
    items: list[str] = ['']
    for line in lines:
        text = re.sub(r'::\Z', ':', line.strip())
        if _ITEM.match(text):
            items.append(_ITEM.sub('', text))
        else:
            items[-1] = f'{items[-1]} {text}'.strip()
    return [item for item in items if item]


def listed() -> dict[str, list[str]]:
    """Return what holds each sentence of the list."""
    result: dict[str, list[str]] = {}
    holders: list[str] = []
    for line in LIST.read_text('utf-8').splitlines():
        if not line.strip() or line.startswith('#'):
            continue
        if line.startswith('    '):
            holders.append(line.strip())
        else:
            assert line not in result, f'listed twice: {line}'
            holders = result[line] = []
    return result


def tests_in(path: Path) -> set[str]:
    """Return the names of the tests in a file."""
    tree = ast.parse(path.read_text('utf-8'))
    return {node.name for node in ast.walk(tree)
            if isinstance(node, ast.FunctionDef)
            and node.name.startswith('test_')}
