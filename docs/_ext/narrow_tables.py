"""Mark the tables that a narrow screen shows row by row.

A table whose rows are read one at a time gets the class ``rows``: the style
sheet sets each of its rows as a paragraph on a telephone. Tables of figures,
and those with ``:class: grid``, are compared by column and stay as they are.
"""

from __future__ import annotations

from typing import Any

from docutils import nodes

#: Classes of tables, or of what contains them, that stay tables.
GRIDS = frozenset({'grid', 'generations', 'figures'})


def mark(app: Any, doctree: nodes.document) -> None:
    """Add the class to each table of a page that has been read."""
    for table in doctree.findall(nodes.table):
        if GRIDS.isdisjoint([*table['classes'], *table.parent['classes']]):
            table['classes'].append('rows')


def setup(app: Any) -> dict[str, bool]:
    """Connect to Sphinx."""
    app.connect('doctree-read', mark)
    return {'parallel_read_safe': True, 'parallel_write_safe': True}
