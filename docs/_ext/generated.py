"""Directives for tables that are read from the code.

``error-codes`` is the table of WSAPI error numbers, ``constants`` that of the
constants of a class, ``served`` that of what the simulated array answers to,
``listed-errors`` that of the errors it gives, ``generations`` that of what
differs between arrays, ``fault-kinds`` that of the faults it can be given;
``methods-table`` is a table of all methods of a class. This module knows how
to make tables and sections; what is in them the package knows.
"""

from __future__ import annotations

import importlib
import inspect
import re
import sys
from collections.abc import Iterable, Sequence
from itertools import groupby
from pathlib import Path
from typing import (
    Any,
    Callable,
    ClassVar,
)

from docutils import nodes
from error_links import TABLE, anchor, breakable
from sphinx import addnodes
from sphinx.util.docutils import SphinxDirective

from hpe3parclient import error_codes
from hpe3parclient.simulator import (
    PERSONALITIES,
    Personality,
    SimulatedArray,
    faults,
)
from hpe3parclient.simulator.personality import Capability
from hpe3parclient.simulator.wsapi.application import BaseUrl, build_service

sys.path.insert(0, str(Path(__file__).parents[2]))
from tests.support import coverage


def table(header: Sequence[str], rows: Iterable[Sequence[str]],
          name: str, code: int | None = 0,
          widths: Sequence[int] | None = None) -> nodes.table:
    """A table.

    :param name: a class for the style sheet
    :param code: index of the column that is set as code
    :param widths: relative widths of the columns; by their contents if None
    """
    group = nodes.tgroup(cols=len(header))
    for width in widths or [1] * len(header):
        group += nodes.colspec(colwidth=width)
    head = nodes.thead()
    head += row([nodes.Text(text) for text in header])
    body = nodes.tbody()
    for texts in rows:
        body += row([nodes.literal(text, text) if index == code
                     else nodes.Text(text)
                     for index, text in enumerate(texts)])
    group += head
    group += body
    made = nodes.table(classes=[name])
    if widths is not None:
        made['classes'].append('colwidths-given')
    made += group
    return made


def row(cells: Iterable[nodes.Node]) -> nodes.row:
    """One row of a table."""
    made = nodes.row()
    for cell in cells:
        paragraph = nodes.paragraph()
        paragraph += cell
        entry = nodes.entry()
        entry += paragraph
        made += entry
    return made


class ErrorCodes(SphinxDirective):
    """``.. error-codes::``, the whole of hpe3parclient.error_codes."""

    def run(self) -> list[nodes.Node]:
        """The table, by number; what has no known number comes last."""
        known = sorted(
            error_codes.ERRORS,
            key=lambda row: (row.number is None, row.number or 0, row.symbol))
        made = table(
            ('Number', 'HTTP', 'Symbol', 'Meaning'),
            ((known_number(row.number), known_number(row.status), row.symbol,
              row.meaning) for row in known),
            'error-codes', code=2, widths=(8, 6, 50, 36))
        lines = list(made.findall(nodes.row))[1:]
        for error, line in zip(known, lines):
            line['ids'].append(anchor(error.symbol))
            for literal in line.findall(nodes.literal):
                literal.children = []
                literal.extend(breakable(error.symbol))
        return [made]


def known_number(number: int | None) -> str:
    """A number, or a dash if nobody published it."""
    return '–' if number is None else str(number)


def add_search_words(app: Any, doctree: nodes.document,
                     docname: str) -> None:
    """Let a search for ``44`` or ``error 44`` lead to the row of that error.

    Sphinx's search ignores numbers except in entries of the index. These are
    added when a page is written: the general index does not show them.
    """
    if docname == TABLE:
        doctree += addnodes.index(entries=[
            ('single', word, anchor(error.symbol), 'main', None)
            for error in error_codes.ERRORS for word in search_words(error)])


def search_words(error: error_codes.ErrorCode) -> list[str]:
    """What people type to find an error."""
    if error.number is None:
        return [error.symbol]
    return [error.symbol, *(f'{word}{error.number}' for word in (
        '', 'error ', 'code ', 'error code ', 'error number '))]


class MethodsTable(SphinxDirective):
    """``.. methods-table:: module.Class``, all methods on one screen."""

    required_arguments: ClassVar[int] = 1

    def run(self) -> list[nodes.Node]:
        """The table, a row for each resource; every name is a link."""
        path = self.arguments[0]
        owner = imported(path)
        lines = ['.. list-table::', '   :class: methods',
                 '   :widths: 1 4', '']
        rows = [('The client itself', [owner]), *by_resource(owner)]
        for heading, bases in rows:
            names = sorted({name for base in bases
                            for name in public_methods(base)}, key=str.lower)
            lines += [f'   * - {heading}',
                      '     - ' + ', '.join(
                          f':py:meth:`~{path}.{name}`'
                          for name in names)]
        return list(self.parse_text_to_nodes('\n'.join(lines)))


def imported(path: str) -> Any:
    """What ``module.Class`` names."""
    module, _, name = path.rpartition('.')
    return getattr(importlib.import_module(module), name)


def public_methods(base: Any) -> list[str]:
    """The public methods that a mixin itself brings, in their order."""
    return [name for name, value in vars(base).items()
            if not name.startswith('_') and
            (inspect.isfunction(value) or
             isinstance(value, (staticmethod, classmethod)))]


#: Rows of the client's table, what people look for first, and the modules
#: of resources/ they hold. A module that is not named has its own at the end.
SECTIONS: Sequence[tuple[str, Sequence[str]]] = (
    ('Volumes', ('volumes', 'metadata')),
    ('Snapshots', ('snapshots',)),
    ('Copies', ('copies',)),
    ('Volume sets', ('volumesets',)),
    ('CPGs', ('cpgs',)),
    ('Hosts', ('hosts',)),
    ('Host sets', ('hostsets',)),
    ('Exports', ('vluns',)),
    ('Ports', ('ports',)),
    ('Remote copy', ('remotecopy', 'remotecopy_groups', 'remotecopy_volumes',
                     'remotecopy_targets')),
    ('Repeatable provisioning', ('ensure',)),
    ('Health', ('health',)),
    ('Tasks', ('tasks',)),
    ('Schedules', ('schedules',)),
    ('Quality of service', ('qos',)),
    ('Performance', ('systemreporter', 'statistics')),
    ('The array', ('system', 'patches', 'flashcache')),
    ('Output of the command line', ('compat',)))


def by_resource(owner: Any) -> list[tuple[str, list[Any]]]:
    """The mixins of a class that bring methods, by what they are about."""
    mixins: dict[str, list[Any]] = {}
    for base in reversed(owner.__mro__):
        if base.__module__.startswith('hpe3parclient.resources.') and \
                public_methods(base):
            module = base.__module__.rpartition('.')[2]
            mixins.setdefault(module, []).append(base)
    found = [(heading, [base for name in modules
                        for base in mixins.pop(name, ())])
             for heading, modules in SECTIONS]
    return [group for group in found if group[1]] + [
        (title(bases[0]), bases) for bases in mixins.values()]


def title(base: Any) -> str:
    """What a resource's module says it is about, up to the first stop."""
    text = inspect.getdoc(inspect.getmodule(base)) or base.__name__
    return re.split(r'[:,.](?:\s|$)', text, maxsplit=1)[0]


class Constants(SphinxDirective):
    """``.. constants:: module.Class``, its upper-case attributes."""

    required_arguments: ClassVar[int] = 1

    def run(self) -> list[nodes.Node]:
        """The table, in alphabetical order."""
        owner = imported(self.arguments[0])
        names = [each for each in dir(owner) if each.isupper()]
        made = table(('Constant', 'Value'),
                     ((each, repr(getattr(owner, each))) for each in names),
                     'constants')
        for name, line in zip(names, list(made.findall(nodes.row))[1:]):
            line['ids'].append(constant_anchor(name))
        return [made]


def constant_anchor(name: str) -> str:
    """The id of a constant's row."""
    return nodes.make_id('constant ' + name)


class Served(SphinxDirective):
    """``.. served::``, paths and methods of the simulated array."""

    def run(self) -> list[nodes.Node]:
        """The table, read from the application's routes."""
        return [table(('Path', 'Methods'), sorted(routes().items()),
                      'served')]


def routes() -> dict[str, str]:
    """Methods by path, as the simulated array routes them."""
    found: dict[str, list[str]] = {}
    service = build_service(SimulatedArray().state, BaseUrl())
    for rule in service.url_map.iter_rules():
        path = rule.rule.replace('<segment:', '<')
        methods = set(rule.methods or ()) - {'HEAD', 'OPTIONS'}
        found.setdefault(path, []).extend(methods)
    return {path: ', '.join(sorted(set(methods)))
            for path, methods in found.items()}


class ListedErrors(SphinxDirective):
    """``.. listed-errors::``, operation by operation."""

    def run(self) -> list[nodes.Node]:
        """A section for each operation, with a table of its errors."""
        found: list[nodes.Node] = []
        for operation, rows in groupby(coverage.ROWS,
                                       key=lambda row: row.operation):
            section = nodes.section(ids=[nodes.make_id(
                'errors of ' + operation)])
            section += nodes.title(text=operation.capitalize())
            section += table(
                ('Error', 'Given'),
                ((row.symbol, f'no: {row.reason}' if row.reason else 'yes')
                 for row in rows), 'listed-errors', widths=(5, 6))
            found.append(section)
        return found


RAID_NAMES = {1: 'R0', 2: 'R1', 3: 'R5', 4: 'R6'}

#: What a table of generations says of each, and how it is read.
FACTS: Sequence[tuple[str, Callable[[Personality], Any]]] = (
    ('Model that is simulated', lambda one: one.model),
    ('Release', lambda one: one.system_version),
    ('Build, GET /api', lambda one: one.build),
    ('WSAPI', lambda one: one.wsapi_version),
    ('HTTPS port', lambda one: one.https_port),
    ('Sessions at a time', lambda one: one.session_limit),
    ('Each answer ends its connection', lambda one: one.closes),
    ('GET /api needs a key', lambda one: one.api_needs_key),
    ('A volume is tpvv or reduce', lambda one: one.reduce),
    ('tdvv', lambda one: one.has(Capability.DEDUP) and not one.reduce),
    ('compression', lambda one: one.has(Capability.COMPRESSION) and not one.reduce),
    ('RAID types', lambda one: ', '.join(
        RAID_NAMES[kind] for kind in sorted(one.raid_types))),
    ('Largest volume, MiB', lambda one: one.max_volume_mib),
    ('Query of VLUNs; operators EQ, AND …', lambda one: one.has(Capability.VLUN_QUERY)),
    ('404 where a VLUN query finds nothing',
     lambda one: one.has(Capability.VLUN_QUERY) and one.empty_vlun_query_404),
    ('autoLun without lun', lambda one: one.lun_optional),
    ('LUN 256 refused for VMware hosts',
     lambda one: one.protocol_endpoint),
    ('A second export of a pair is error 29',
     lambda one: one.one_export_each),
    ('Flash cache', lambda one: one.has(Capability.FLASH_CACHE)),
    ('Remote copy, system reporter', lambda one: one.has(Capability.REMOTE_COPY)),
    ('Settings and VLANs of iSCSI ports',
     lambda one: one.has(Capability.ISCSI_SETTINGS)),
    ('NVMe hosts', lambda one: one.has(Capability.NVME)),
    ('System volumes', lambda one: ', '.join(one.system_volumes)),
    ('Collections have links', lambda one: one.collection_links))


class Generations(SphinxDirective):
    """``.. generations::``, a column for each simulated array."""

    def run(self) -> list[nodes.Node]:
        """The table; its first column names what differs."""
        made = table(('', *PERSONALITIES), (
            (fact, *(told(read(one)) for one in PERSONALITIES.values()))
            for fact, read in FACTS), 'generations', code=None)
        return [made]


def told(value: Any) -> str:
    """A fact, as a table says it."""
    if isinstance(value, bool):
        return 'yes' if value else '–'
    return str(value)


class FaultKinds(SphinxDirective):
    """``.. fault-kinds::``, the faults that an array can be given."""

    def run(self) -> list[nodes.Node]:
        """The table: when each kind acts, and its options."""
        rows = [(kind, when, ', '.join(sorted(faults.OPTIONS[kind])) or '–')
                for when, kinds in (
                    ('before the request is looked at', faults.BEFORE),
                    ('in place of the answer', faults.INSTEAD),
                    ('after the request was carried out', faults.AFTER))
                for kind in sorted(kinds)]
        return [table(('Kind', 'When it acts', 'Options'), rows, 'faults')]


def setup(app: Any) -> dict[str, bool]:
    """What Sphinx calls."""
    app.connect('doctree-resolved', add_search_words)
    app.add_directive('error-codes', ErrorCodes)
    app.add_directive('constants', Constants)
    app.add_directive('served', Served)
    app.add_directive('listed-errors', ListedErrors)
    app.add_directive('generations', Generations)
    app.add_directive('fault-kinds', FaultKinds)
    app.add_directive('methods-table', MethodsTable)
    return {'parallel_read_safe': True, 'parallel_write_safe': True}
