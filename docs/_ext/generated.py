"""Directives for tables that are read from the code.

``error-codes`` is the table of WSAPI error numbers, ``constants`` that of the
constants of a class, ``served`` that of what the simulated array answers to;
``methods-by-resource`` is a section for each mixin of a class. This module
knows how to make tables and sections; what is in them the package knows.
"""

from __future__ import annotations

import importlib
import inspect
from typing import Any, ClassVar, Dict, Iterable, List, Sequence

from docutils import nodes
from docutils.statemachine import StringList
from sphinx.util.docutils import SphinxDirective
from sphinx.util.nodes import nested_parse_with_titles

from hpe3parclient import error_codes
from hpe3parclient.simulator import SimulatedArray


def table(header: Sequence[str], rows: Iterable[Sequence[str]],
          name: str) -> nodes.table:
    """A table; the first column is set as code.

    :param name: a class for the style sheet
    """
    group = nodes.tgroup(cols=len(header))
    for _ in header:
        group += nodes.colspec(colwidth=1)
    head = nodes.thead()
    head += row([nodes.Text(text) for text in header])
    body = nodes.tbody()
    for first, *others in rows:
        body += row([nodes.literal(first, first),
                     *[nodes.Text(text) for text in others]])
    group += head
    group += body
    made = nodes.table(classes=[name])
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

    def run(self) -> List[nodes.Node]:
        """The table, by number; what has no known number comes last."""
        known = sorted(
            error_codes.ERRORS,
            key=lambda row: (row.number is None, row.number or 0, row.symbol))
        return [table(
            ('Symbol', 'Number', 'HTTP', 'Meaning'),
            ((row.symbol, said(row.number), said(row.status), row.meaning)
             for row in known), 'error-codes')]


def said(number: Any) -> str:
    """A number, or that nobody published it."""
    return '–' if number is None else str(number)


class MethodsByResource(SphinxDirective):
    """``.. methods-by-resource:: module.Class``, sections of its mixins."""

    required_arguments: ClassVar[int] = 1

    def run(self) -> List[nodes.Node]:
        """The sections, in alphabetical order of their titles."""
        path = self.arguments[0]
        owner = imported(path)
        sections = sorted((title(base), base) for base in owner.__bases__)
        lines: List[str] = []
        for heading, base in sections:
            lines += [heading, '-' * len(heading), '']
            for name, value in vars(base).items():
                if not name.startswith('_') and (
                        inspect.isfunction(value) or
                        isinstance(value, (staticmethod, classmethod))):
                    lines += ['.. automethod:: %s.%s' % (path, name), '']
        container = nodes.section()
        container.document = self.state.document
        nested_parse_with_titles(
            self.state, StringList(lines, self.get_source_info()[0]),
            container)
        return list(container.children)


def imported(path: str) -> Any:
    """What ``module.Class`` names."""
    module, _, name = path.rpartition('.')
    return getattr(importlib.import_module(module), name)


def title(base: Any) -> str:
    """What a resource's module says it is about: its docstring up to ``:``."""
    text = inspect.getdoc(inspect.getmodule(base)) or base.__name__
    return text.splitlines()[0].partition(':')[0].rstrip('.')


class Constants(SphinxDirective):
    """``.. constants:: module.Class``, its upper-case attributes."""

    required_arguments: ClassVar[int] = 1

    def run(self) -> List[nodes.Node]:
        """The table, in alphabetical order."""
        owner = imported(self.arguments[0])
        names = [each for each in dir(owner) if each.isupper()]
        return [table(('Constant', 'Value'),
                      ((each, repr(getattr(owner, each))) for each in names),
                      'constants')]


class Served(SphinxDirective):
    """``.. served::``, paths and methods of the simulated array."""

    def run(self) -> List[nodes.Node]:
        """The table, read from the application's routes."""
        return [table(('Path', 'Methods'), sorted(routes().items()),
                      'served')]


def routes() -> Dict[str, str]:
    """Methods by path, as the simulated array routes them."""
    found: Dict[str, List[str]] = {}
    for rule in SimulatedArray().app.url_map.iter_rules():
        methods = set(rule.methods or ()) - {'HEAD', 'OPTIONS'}
        found.setdefault(rule.rule, []).extend(sorted(methods))
    return {path: ', '.join(sorted(set(methods)))
            for path, methods in found.items()}


def setup(app: Any) -> Dict[str, bool]:
    """What Sphinx calls."""
    app.add_directive('error-codes', ErrorCodes)
    app.add_directive('constants', Constants)
    app.add_directive('served', Served)
    app.add_directive('methods-by-resource', MethodsByResource)
    return {'parallel_read_safe': True, 'parallel_write_safe': True}
