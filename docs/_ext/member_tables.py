"""The directives ``option-tables`` and ``answer-tables``: members of dicts.

``.. option-tables:: module`` has a class with a table for each TypedDict of a
module, and links to the methods that take it; ``.. answer-tables:: module``
the same for what methods return, with units and with what says when a member
is there. ``:section:`` picks the classes below one heading of the module,
``:classes:`` those that it names, in their order. ``.. options-table::`` has a
row for each page with option tables.
``.. enumerations::`` has a table for each enumeration, ``.. types-table::`` a
row for each section. Methods get a link to the type that they return.

This module knows tables and links; what a description holds
:mod:`tests.support.documented` reads.
"""

from __future__ import annotations

import importlib
import inspect
import re
import sys
import typing
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from types import ModuleType
from typing import Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from docutils.statemachine import StringList
from generated import constant_anchor
from sphinx.util.docutils import SphinxDirective

from hpe3parclient import health, types
from hpe3parclient.client import HPE3ParClient
from hpe3parclient.console.enumerations import ENUMERATIONS
from hpe3parclient.file_client import HPE3ParFilePersonaClient

sys.path.insert(0, str(Path(__file__).parents[2]))
from tests.support.documented import Member, Shape, shapes

CLIENT = 'hpe3parclient.client.HPE3ParClient'

#: The constants of an enumeration: how their names begin, or what they are.
CONSTANTS = {
    'HA': 'CPG_HA_', 'RAIDType': 'CPG_RAID_',
    'chunkletPosPref': 'CPG_CHUNKLET_POS_PREF_', 'copyType': 'VIRTUAL_COPY',
    'diskType': 'CPG_DISK_TYPE_', 'flashCachePolicy': 'FLASH_CACHE_',
    'hostPersona': 'HOST_PERSONA_', 'portConnType': 'PORT_TYPE_',
    'portLinkState': 'PORT_STATE_', 'portMode': 'PORT_MODE_',
    'portProtocol': 'PORT_PROTO_', 'qosPriority': 'PRIORITY_',
    'qosTargetType': 'TARGET_TYPE_',
    'taskStatus': r'TASK_(?!TYPE_)', 'taskType': 'TASK_TYPE_',
    'vlunMultipathing': 'VLUN_MULTIPATH_', 'vlunType': 'VLUN_TYPE_'}

#: The modules of what methods return.
ANSWERS = (types, health)

#: Members that a table begins with.
FIRST = ('total', 'members', 'id', 'name')

_CLASSES = re.compile(r'^\.\. option-tables::.*\n   :classes: ((?:.+\n?)+)',
                      re.MULTILINE)
_NAMED = re.compile(r'([Ee]numeration )``(\w+)``')


def methods(owner: Any) -> Iterator[tuple[str, inspect.Signature]]:
    """The public methods of a class with their signatures."""
    for name, value in inspect.getmembers(owner, inspect.isroutine):
        if not name.startswith('_'):
            yield name, inspect.signature(value)


def takers(name: str) -> list[str]:
    """The methods of the client that take a class, as rst."""
    return [f':meth:`~{CLIENT}.{method}`'
            for method, signature in methods(HPE3ParClient)
            if any(re.search(rf'\b{name}\b', str(parameter.annotation))
                   for parameter in signature.parameters.values())]


def returners(name: str) -> list[str]:
    """The methods that return a class, as rst."""
    result = [f':meth:`~{CLIENT}.{method}`'
              for method, signature in methods(HPE3ParClient)
              if re.search(rf'\b{name}\b', str(signature.return_annotation))]
    for method, signature in methods(HPE3ParFilePersonaClient):
        if hasattr(HPE3ParClient, method) or not re.search(
                rf'\b{name}\b', str(signature.return_annotation)):
            continue
        owner = next(base for base in HPE3ParFilePersonaClient.__mro__
                     if method in vars(base))
        result.append(
            f':meth:`~{owner.__module__}.{owner.__qualname__}.{method}`')
    return result


def linked(annotation: str, module: ModuleType) -> str:
    """A type as rst, with a link where it is a class of the module."""
    name = re.sub(r'^list\[|\]$|^Optional\[', '', annotation)
    value = getattr(module, name, None)
    if value is None or hasattr(typing, name):
        return f'``{annotation}``'
    role = 'class' if isinstance(value, type) else 'data'
    link = f':{role}:`~{module.__name__}.{name}`'
    return f'list of {link}' if annotation != name else link


def with_enumerations(text: str) -> str:
    """A description, with the enumerations it names as links."""
    return _NAMED.sub(
        lambda match: f'{match.group(1)}:ref:`{match.group(2)} '
        f'<enumeration-{match.group(2).lower()}>`', text)


def list_table(style: str, widths: str, header: tuple[str, ...],
               rows: Iterator[tuple[str, ...]]) -> Iterator[str]:
    """A ``list-table``; an empty cell has an empty line."""
    yield from ('.. list-table::', f'   :class: {style}',
                f'   :widths: {widths}', '   :header-rows: 1', '')
    for cells in (header, *rows):
        for mark, cell in zip(('* - ', *['  - '] * len(cells)), cells):
            yield f'   {mark}{cell}'.rstrip()
    yield ''


class MemberTables(SphinxDirective):
    """What both directives do."""

    required_arguments: ClassVar[int] = 1
    option_spec: ClassVar[dict[str, Any]] = {
        'section': directives.unchanged, 'classes': str.split}

    def run(self) -> list[nodes.Node]:
        """A class with a table for each TypedDict."""
        module = importlib.import_module(self.arguments[0])
        result: list[nodes.Node] = []
        for shape in map(ordered, self.picked(shapes(module))):
            container = nodes.container()
            self.state.nested_parse(
                StringList(list(self.lines(module, shape)),
                           self.get_source_info()[0]), 0, container)
            self.anchor(f'{module.__name__}.{shape.name}', shape, container)
            result += container.children
        return result

    def picked(self, described: dict[str, Shape]) -> list[Shape]:
        """The classes that the directive is about."""
        if 'classes' in self.options:
            return [described[name] for name in self.options['classes']]
        section = self.options.get('section')
        return sorted((shape for shape in described.values()
                       if not shape.name.startswith('_')
                       and section in (None, shape.section)), key=self.rank)

    def lines(self, module: ModuleType, shape: Shape) -> Iterator[str]:
        """The source of one class."""
        yield from (f'.. autoclass:: {module.__name__}.{shape.name}',
                    '   :no-members:', '')
        for text in self.users(module, shape):
            yield from (f'   {text}', '')
        for line in self.table(module, shape):
            yield f'   {line}'

    def rank(self, shape: Shape) -> int:
        """Which classes come first; those of one rank keep their order."""
        return 0

    def users(self, module: ModuleType, shape: Shape) -> Iterator[str]:
        """Paragraphs about what uses a class."""
        raise NotImplementedError

    def table(self, module: ModuleType, shape: Shape) -> Iterator[str]:
        """The source of its table."""
        raise NotImplementedError

    def anchor(self, path: str, shape: Shape, container: nodes.Node) -> None:
        """Make each row a place that links and searches lead to."""
        domain = self.env.domains['py']
        rows = [row for body in container.findall(nodes.tbody)
                for row in body.children]
        for row, member in zip(rows, shape.members):
            name = f'{path}.{member.name}'
            row['ids'].append(name)
            for cell in row.children[:2]:
                for literal in cell.findall(nodes.literal):
                    breakable(literal)
            domain.note_object(name, 'attribute', name, location=row)


def breakable(name: nodes.literal) -> None:
    """Let a browser break a long name before capitals, and behind dots.

    MiB stays whole.
    """
    parts = re.split(r'(?<=[a-z0-9])(?=[A-Z])(?!(?<=[KMGT]i)B)|(?<=\.)(?=\w)',
                     name.astext())
    name.children = []
    for number, part in enumerate(parts):
        if number:
            name += nodes.raw('', '<wbr>', format='html')
        name += nodes.Text(part)


class OptionTables(MemberTables):
    """``.. option-tables:: module``."""

    def users(self, module: ModuleType, shape: Shape) -> Iterator[str]:
        """The methods that take it."""
        if takers(shape.name):
            yield f'Taken by {", ".join(takers(shape.name))}.'

    def table(self, module: ModuleType, shape: Shape) -> Iterator[str]:
        """A row for each member."""
        return list_table(
            'members options', '3 2 7', ('Member', 'Type', 'Meaning'),
            ((f'``{member.name}``', linked(member.type, module), member.text)
             for member in shape.members))


class AnswerTables(MemberTables):
    """``.. answer-tables:: module``."""

    def rank(self, shape: Shape) -> int:
        """What methods return comes before its parts."""
        return 0 if returners(shape.name) else 1

    def users(self, module: ModuleType, shape: Shape) -> Iterator[str]:
        """The methods that return it, and the types that it is part of."""
        if returners(shape.name):
            yield f'Returned by {", ".join(returners(shape.name))}.'
        holders = [
            f':class:`~{module.__name__}.{other.name}`'
            for other in shapes(module).values()
            if not other.name.startswith('_') and any(
                re.search(rf'\b{shape.name}\b', member.type)
                for member in other.members)]
        if holders:
            yield f'Part of {", ".join(holders)}.'

    def table(self, module: ModuleType, shape: Shape) -> Iterator[str]:
        """A row for each member."""
        return list_table(
            'members answers', '22 17 10 31 20',
            ('Member', 'Type', 'Unit', 'Meaning', 'When it is there'),
            ((f'``{member.name}``', linked(member.type, module), member.unit,
              with_enumerations(member.meaning), presence(member))
             for member in shape.members))


def ordered(shape: Shape) -> Shape:
    """A class with the members first that people look for first."""
    return shape._replace(members=sorted(
        shape.members, key=lambda member: FIRST.index(member.name)
        if member.name in FIRST else len(FIRST)))


def presence(member: Member) -> str:
    """When a member is there, as a cell says it."""
    if member.when:
        return with_enumerations(member.when)
    return 'always' if member.required else 'if it applies'


class TypesTable(SphinxDirective):
    """``.. types-table:: module``, a row for each section of the module."""

    required_arguments: ClassVar[int] = 1

    def run(self) -> list[nodes.Node]:
        """The table; a section is a link to its page, every name one, too."""
        path = self.arguments[0]
        rows = []
        for section, group in groupby(
                shapes(importlib.import_module(path)).values(),
                key=lambda shape: shape.section):
            names = [f':class:`~{path}.{shape.name}`' for shape in group
                     if not shape.name.startswith('_')]
            page = 'types/' + re.sub(r'\W+', '-', section.lower())
            rows.append((f':doc:`{page}`', ', '.join(names)))
        lines = ['.. list-table::', '   :class: methods', '   :widths: 1 4', '']
        for page, names in rows:
            lines += [f'   * - {page}', f'     - {names}']
        return list(self.parse_text_to_nodes('\n'.join(lines)))


class OptionsTable(SphinxDirective):
    """``.. options-table:: module``, the types of options by their pages."""

    required_arguments: ClassVar[int] = 1

    def run(self) -> list[nodes.Node]:
        """The table; a page is a link to it, every name one, too."""
        module = importlib.import_module(self.arguments[0])
        lines = ['.. list-table::', '   :class: methods', '   :widths: 1 4', '']
        here = Path(self.env.doc2path(self.env.docname)).parent
        for page in sorted([here / 'client.rst', *here.glob('client/*.rst')]):
            match = _CLASSES.search(page.read_text('utf-8'))
            if match:
                self.env.note_dependency(str(page))
                target = page.relative_to(here).with_suffix('').as_posix()
                names = ', '.join(f':class:`~{module.__name__}.{name}`'
                                  for name in match.group(1).split())
                lines += [f'   * - :doc:`{target}`', f'     - {names}']
        return list(self.parse_text_to_nodes('\n'.join(lines)))


class Enumerations(SphinxDirective):
    """``.. enumerations::``, the names of the numbers in answers."""

    def run(self) -> list[nodes.Node]:
        """A section for each enumeration."""
        lines: list[str] = []
        for name in sorted(ENUMERATIONS, key=str.lower):
            lines += [f'.. _enumeration-{name.lower()}:', '',
                      name, '-' * len(name), '', *enumeration(name)]
        return list(self.parse_text_to_nodes(
            '\n'.join(lines), allow_section_headings=True))


def enumeration(name: str) -> Iterator[str]:
    """The members that are of an enumeration, and its table."""
    users = [f':attr:`{shape.name}.{member.name} '
             f'<{types.__name__}.{shape.name}.{member.name}>`'
             for shape in shapes(types).values()
             if not shape.name.startswith('_')
             for member in shape.members if name in member.enumerations]
    if users:
        yield from (f'Of {", ".join(users)}.', '')
    rows = [(str(number), f'``{symbol}``',
             ', '.join(f'`{item} <constants.html#{constant_anchor(item)}>`__'
                       for item in constants(name, number)))
            for number, symbol in sorted(ENUMERATIONS[name].items())]
    columns = 3 if any(links for *_, links in rows) else 2
    yield from list_table(
        'members enumeration', '2 5 6' if columns == 3 else '2 11',
        ('Number', 'Name', 'Constant')[:columns],
        (row[:columns] for row in rows))


def constants(name: str, number: int) -> list[str]:
    """The constants of the client for a number of an enumeration."""
    start = CONSTANTS.get(name)
    return [item for item in dir(HPE3ParClient)
            if start and re.match(start, item)
            and getattr(HPE3ParClient, item) == number]


def add_return_type(app: Any, what: str, name: str, item: Any, options: Any,
                    lines: list[str]) -> None:
    """Say what type a method returns, where that is one of the answers.

    What Sphinx calls for each docstring.
    """
    if what != 'method' or not callable(item):
        return
    annotation = str(getattr(item, '__annotations__', {}).get('return'))
    at = [number for number, line in enumerate(lines)
          if line.startswith(':return')]
    result = return_type(annotation)
    if result and at:
        end = next((number for number in range(at[0] + 1, len(lines))
                    if not lines[number].startswith(' ')), len(lines))
        lines.insert(end, f':rtype: {result}')


def return_type(annotation: str) -> str:
    """The answers that an annotation names, as rst, with members of lists."""
    owners = {name: module for module in ANSWERS for name in shapes(module)}
    names = [part for part in re.findall(r'\w+', annotation)
             if part in owners]
    nested = [re.sub(r'^list\[|\]$', '', member.type) for name in names
              for member in shapes(owners[name])[name].members
              if member.name == 'members']
    before = next((f'{kind.lower()} of ' for kind in ('Iterator', 'list')
                   if annotation.startswith(kind)), '')
    return before * bool(names) + ' of '.join(
        f':class:`~{owners[name].__name__}.{name}`'
        for name in dict.fromkeys([*names, *nested]))


def setup(app: Any) -> dict[str, bool]:
    """What Sphinx calls."""
    app.add_directive('option-tables', OptionTables)
    app.add_directive('answer-tables', AnswerTables)
    app.add_directive('types-table', TypesTable)
    app.add_directive('options-table', OptionsTable)
    app.add_directive('enumerations', Enumerations)
    app.connect('autodoc-process-docstring', add_return_type)
    return {'parallel_read_safe': True, 'parallel_write_safe': True}
