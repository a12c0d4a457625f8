"""Read a page of the documentation as the examples that it holds.

Knows the little of reStructuredText that examples are written in: doctest
blocks, ``code-block``, paragraphs that end in ``::``, and comments that say
what to do with the example after them. It runs nothing.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]

#: What may be said about an example, in a comment just before it.
MARKS = ('not run', 'pytest', 'conftest', 'file', 'program', 'shell', 'serve',
         'output')

#: What Sphinx takes an example for that says no language.
DEFAULT = 'python'

_MARK = re.compile(rf"\s*\.\. (setup|{'|'.join(MARKS)})(?:: *(.*))?$")
_BLOCK = re.compile(r'\s*\.\. (?:code-block|code|sourcecode)::\s*(\S*)\s*$')
_LITERAL = re.compile(r'(?!\s*\.\. ).*::\s*$')


class Example(NamedTuple):
    """One block of a page."""

    language: str               # 'pycon' for a doctest block
    text: str
    line: int                   # of its first line, from 1
    mark: str | None = None  # one of MARKS
    said: str = ''              # what the mark says


class Page(NamedTuple):
    """What a page holds."""

    setup: str | None
    examples: list[Example]


def pages() -> list[Path]:
    """Every page that people read, from the root of the clone."""
    result = sorted((ROOT / 'docs').rglob('*.rst'))
    return [ROOT / 'README.rst', ROOT / 'CONTRIBUTING.rst',
            *(path for path in result if '_build' not in path.parts)]


def read(text: str) -> Page:
    """The examples of a page, in their order.

    :raises ValueError: more than one setup
    """
    lines = text.splitlines()
    examples: list[Example] = []
    setups: list[str] = []
    mark: tuple[str | None, str] = (None, '')
    number = 0
    while number < len(lines):
        line = lines[number]
        comment, block = _MARK.match(line), _BLOCK.match(line)
        if comment:
            number, said = _comment(lines, number, comment.group(2) or '')
            if comment.group(1) == 'setup':
                setups.append(said)
            else:
                mark = (comment.group(1), said)
            continue
        if line.lstrip().startswith('>>> '):
            end = _end_of_paragraph(lines, number)
            example = _example('pycon', lines, number, end, mark)
        elif block or _LITERAL.match(line):
            language = (block and block.group(1)) or DEFAULT
            start, end = _body(lines, number)
            example = _example(language, lines, start, end, mark)
        else:
            mark = mark if not line.strip() else (None, '')
            number += 1
            continue
        if example.text:
            examples.append(example)
        mark, number = (None, ''), end
    if len(setups) > 1:
        raise ValueError(f'a page has one setup, not {", ".join(setups)}')
    return Page(setups[0] if setups else None, examples)


def _example(language: str, lines: list[str], start: int, end: int,
             mark: tuple[str | None, str]) -> Example:
    text = textwrap.dedent('\n'.join(lines[start:end])).rstrip()
    if text.startswith('>>> ') and language == 'python':
        language = 'pycon'
    return Example(language, text + '\n' if text else '', start + 1, *mark)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _comment(lines: list[str], number: int, said: str) -> tuple[int, str]:
    """The line after a comment, and all that it says."""
    around = _indent(lines[number])
    number += 1
    while number < len(lines) and lines[number].strip() and \
            _indent(lines[number]) > around:
        said += ' ' + lines[number].strip()
        number += 1
    return number, said.strip()


def _end_of_paragraph(lines: list[str], number: int) -> int:
    while number < len(lines) and lines[number].strip():
        number += 1
    return number


def _body(lines: list[str], number: int) -> tuple[int, int]:
    """First line of what is indented below a line, and the line after it."""
    around = _indent(lines[number])
    start = number + 1
    while start < len(lines) and lines[start].strip().startswith(':'):
        start += 1
    while start < len(lines) and not lines[start].strip():
        start += 1
    end = start
    while end < len(lines) and (not lines[end].strip() or
                                _indent(lines[end]) > around):
        end += 1
    return start, end


def commands(text: str) -> Iterator[tuple[str, str]]:
    """Each command of a console block, and what it is said to print."""
    joined = text.replace('\\\n', ' ')
    for part in re.split(r'^\$ ', joined, flags=re.MULTILINE)[1:]:
        command, _, shown = part.partition('\n')
        yield command.strip(), shown
