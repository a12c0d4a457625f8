"""Make every error symbol a link to its row in the table of error numbers.

Docstrings write ``NON_EXISTENT_VOL (23)``; this module finds such symbols in
what was read from them, and warns where the number is not the table's. What
the symbols mean :mod:`hpe3parclient.error_codes` knows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from docutils import nodes
from sphinx.util import logging

from hpe3parclient.error_codes import BY_SYMBOL

LOG = logging.getLogger(__name__)

#: The page that has the table.
TABLE = 'reference/errors'

_SYMBOL = re.compile(r'\b([A-Z][A-Za-z0-9]*(?:_[A-Za-z0-9]+)+)'
                     r'( \((\d+)[,)])?')

#: What is no place for a link, or has one already.
_ELSEWHERE = (nodes.reference, nodes.literal_block, nodes.title,
              nodes.raw, nodes.comment)


def anchor(symbol: str) -> str:
    """The id of a symbol's row."""
    return nodes.make_id('error ' + symbol)


def link(app: Any, doctree: nodes.document, docname: str) -> None:
    """What Sphinx calls for each page that is ready to be written."""
    if docname == TABLE or TABLE not in app.env.found_docs:
        return
    where = app.builder.get_relative_uri(docname, TABLE)
    for text in list(doctree.findall(nodes.Text)):
        if not any(isinstance(parent, _ELSEWHERE) for parent in above(text)):
            made = list(linked(text, where, docname))
            if any(isinstance(one, nodes.reference) for one in made):
                replace(text, made)


def above(node: Any) -> Iterator[Any]:
    """What a node is in."""
    while node.parent is not None:
        node = node.parent
        yield node


def replace(text: nodes.Text, made: list[nodes.Node]) -> None:
    """Put links where a text was; a literal that is one is linked whole."""
    literal = text.parent
    if isinstance(literal, nodes.literal):
        if len(made) == 1:
            reference = made[0]
            literal.parent.replace(literal, reference)
            literal.children = []
            literal.extend(reference.children)
            reference.children = []
            reference += literal
        return
    literal.replace(text, made)


def linked(text: nodes.Text, where: str,
           docname: str) -> Iterator[nodes.Node]:
    """A text's parts: plain ones, and links."""
    said = text.astext()
    done = 0
    for found in _SYMBOL.finditer(said):
        symbol, _, number = found.groups()
        row: Any = BY_SYMBOL.get(symbol)
        if row is None:
            continue
        if number and row.number != int(number):
            LOG.warning('%s is %s, not %s', symbol, row.number, number,
                        location=docname, type='error_links')
        start, end = found.span(1)
        if start > done:
            yield nodes.Text(said[done:start])
        reference = nodes.reference('', '', internal=True, classes=['error'],
                                    refuri=f'{where}#{anchor(symbol)}')
        reference += breakable(symbol)
        yield reference
        done = end
    if done < len(said):
        yield nodes.Text(said[done:])


def breakable(symbol: str) -> Iterator[nodes.Node]:
    """A symbol that a browser can break behind its underscores."""
    first, *rest = re.split(r'(?<=_)', symbol)
    yield nodes.Text(first)
    for part in rest:
        yield nodes.raw('', '<wbr>', format='html')
        yield nodes.Text(part)


def setup(app: Any) -> dict[str, bool]:
    """What Sphinx calls."""
    app.connect('doctree-resolved', link)
    return {'parallel_read_safe': True, 'parallel_write_safe': True}
