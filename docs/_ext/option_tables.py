"""The directive ``option-tables``: what requests may hold.

``.. option-tables:: module`` has a section for each TypedDict of a module,
with a row for each member and links to the methods that take it. This module
reads the source: the sentence below a member is its description.
"""

from __future__ import annotations

import ast
import importlib
import inspect
import re
from collections.abc import Iterator
from typing import Any, ClassVar, NamedTuple

from docutils import nodes
from docutils.statemachine import StringList
from sphinx.util.docutils import SphinxDirective

from hpe3parclient.client import HPE3ParClient

CLIENT = 'hpe3parclient.client.HPE3ParClient'


class Member(NamedTuple):
    """A row of a table."""

    name: str
    type: str
    text: str


def classes(module: Any) -> Iterator[ast.ClassDef]:
    """The classes of a module that have members, in their order."""
    tree = ast.parse(inspect.getsource(module))
    for node in tree.body:
        if isinstance(node, ast.ClassDef) and any(
                isinstance(item, ast.AnnAssign) for item in node.body):
            yield node


def members(node: ast.ClassDef) -> Iterator[Member]:
    """The members of a class, each with the text below it."""
    for item, after in zip(node.body, [*node.body[1:], ast.Pass()]):
        if isinstance(item, ast.AnnAssign) and isinstance(
                item.target, ast.Name):
            text = after.value.value if isinstance(
                after, ast.Expr) and isinstance(
                after.value, ast.Constant) else ''
            yield Member(item.target.id, ast.unparse(item.annotation),
                         ' '.join(str(text).split()))


def takers(name: str) -> list[str]:
    """The methods of the client that take a class."""
    return [method for method in dir(HPE3ParClient)
            if not method.startswith('_') and any(
                re.search(rf'\b{name}\b', str(parameter.annotation))
                for parameter in parameters(method))]


def parameters(method: str) -> Iterator[inspect.Parameter]:
    """The parameters of a method of the client."""
    value = getattr(HPE3ParClient, method)
    if inspect.isroutine(value):
        yield from inspect.signature(value).parameters.values()


def linked(annotation: str, module: Any) -> str:
    """A type as rst, with a link where it is a class of the module."""
    name = annotation.replace('list[', '').rstrip(']')
    if not hasattr(module, name):
        return f'``{annotation}``'
    link = f':class:`~{module.__name__}.{name}`'
    return f'list of {link}' if annotation != name else link


class OptionTables(SphinxDirective):
    """``.. option-tables:: module``."""

    required_arguments: ClassVar[int] = 1

    def run(self) -> list[nodes.Node]:
        """A class with a table for each TypedDict."""
        module = importlib.import_module(self.arguments[0])
        result: list[nodes.Node] = []
        for node in classes(module):
            container = nodes.container()
            self.state.nested_parse(
                StringList(list(self.lines(module, node)),
                           self.get_source_info()[0]), 0, container)
            result += container.children
        return result

    def lines(self, module: Any, node: ast.ClassDef) -> Iterator[str]:
        """The source of one class."""
        path = f'{module.__name__}.{node.name}'
        methods = takers(node.name)
        yield from (f'.. autoclass:: {path}', '   :no-members:', '')
        if methods:
            yield from ('   Taken by ' + ', '.join(
                f':meth:`~{CLIENT}.{name}`' for name in methods) + '.', '')
        yield from ('   .. list-table::', '      :class: options',
                    '      :widths: 3 2 7', '      :header-rows: 1', '',
                    '      * - Member', '        - Type',
                    '        - Meaning')
        for member in members(node):
            yield from (f'      * - ``{member.name}``',
                        f'        - {linked(member.type, module)}',
                        f'        - {member.text}')
        yield ''


def setup(app: Any) -> dict[str, bool]:
    """What Sphinx calls."""
    app.add_directive('option-tables', OptionTables)
    return {'parallel_read_safe': True, 'parallel_write_safe': True}
