"""Read what a module of TypedDicts says about the members of each.

The string below a member is its description, which annotations cannot carry.
This module knows how such strings are written: where a unit stands, how an
enumeration is named, and which sentences say when a member is there. It reads
source text and imports nothing.
"""

from __future__ import annotations

import ast
import functools
import inspect
import re
from collections.abc import Iterator, Sequence
from types import ModuleType
from typing import NamedTuple

#: The units there are. ``in`` and a unit end what a quantity is.
UNITS = ('bytes', 'KB', 'MB', 'GB', 'KiB', 'MiB', 'GiB', 'KB/s',
         'I/O per second', '1/s', 'MiB per day', 'µs', 'ms', 'seconds',
         'minutes', 'days', 'seconds since 1970', 'ms since 1970', 'percent',
         '1000 rpm', '°C')

_UNIT = re.compile(r',? in (%s)(?=[.;:,])' % '|'.join(
    map(re.escape, sorted(UNITS, key=len, reverse=True))))
_ENUMERATION = re.compile(
    r'[Ee]numeration ``(\w+)``(?:: ((?:[0-9A-Z_]+ \(\d+\)(?:, )?)+))?')
_VALUE = re.compile(r'([0-9A-Z_]+) \((\d+)\)')
_SENTENCE = re.compile(r'(?<=\.) (?=[A-Z])')
#: how a sentence begins that says when a member is there
_WHEN = re.compile(r'(?:Only|From|Until|Missing) ')
_NOT_REQUIRED = re.compile(r'NotRequired\[(.+)\]')
_SECTION = re.compile(r'# -- (.+?) -+$')


class Member(NamedTuple):
    """A member of a TypedDict."""

    name: str
    type: str
    text: str
    required: bool

    @property
    def unit(self) -> str:
        """Its unit; empty where it is no quantity."""
        match = _UNIT.search(self.text)
        return match.group(1) if match else ''

    @property
    def enumerations(self) -> dict[str, dict[int, str]]:
        """The enumerations it can be of, each with the values named there."""
        return {name: {int(number): symbol
                       for symbol, number in _VALUE.findall(values)}
                for name, values in _ENUMERATION.findall(self.text)}

    @property
    def when(self) -> str:
        """The sentences that say when it is there."""
        return ' '.join(sentence for sentence in self._sentences()
                        if _WHEN.match(sentence))

    @property
    def meaning(self) -> str:
        """The other sentences, without a unit that says nothing else."""
        return _UNIT.sub('', ' '.join(
            sentence for sentence in self._sentences()
            if not _WHEN.match(sentence)), count=1)

    def _sentences(self) -> list[str]:
        return _SENTENCE.split(self.text)


class Shape(NamedTuple):
    """A TypedDict: its members, those of the classes it is made from first."""

    name: str
    section: str
    text: str
    members: Sequence[Member]


@functools.cache
def shapes(module: ModuleType) -> dict[str, Shape]:
    """The TypedDicts of a module that have members, in their order."""
    source = inspect.getsource(module)
    headings = [(number, match.group(1)) for number, line in enumerate(
        source.splitlines(), 1) if (match := _SECTION.match(line))]
    result: dict[str, Shape] = {}
    for node in ast.parse(source).body:
        if not isinstance(node, ast.ClassDef):
            continue
        section = [title for line, title in headings if line < node.lineno]
        inherited = [member for base in node.bases
                     if isinstance(base, ast.Name) and base.id in result
                     for member in result[base.id].members]
        members = [*inherited, *own_members(node)]
        if members:
            result[node.name] = Shape(
                node.name, section[-1] if section else '',
                ast.get_docstring(node) or '', members)
    return result


def own_members(node: ast.ClassDef) -> Iterator[Member]:
    """The members that a class itself has, each with the text below it."""
    required = not any(keyword.arg == 'total' for keyword in node.keywords)
    for item, after in zip(node.body, [*node.body[1:], ast.Pass()]):
        if isinstance(item, ast.AnnAssign) and isinstance(
                item.target, ast.Name):
            text = after.value.value if isinstance(
                after, ast.Expr) and isinstance(
                after.value, ast.Constant) else ''
            kind = ast.unparse(item.annotation)
            may_be_missing = _NOT_REQUIRED.fullmatch(kind)
            yield Member(
                item.target.id, may_be_missing.group(1) if may_be_missing
                else kind, ' '.join(str(text).split()),
                required and not may_be_missing)
