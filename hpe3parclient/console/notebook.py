"""Tables for answers in Jupyter: ``%load_ext hpe3parclient.console.notebook``.

Answers stay the dicts and lists that they are; only their display changes.
This module knows HTML; rows and cells it takes from ``tables``.
"""

from __future__ import annotations

import html
from typing import Any

from hpe3parclient.console import tables


def load_ipython_extension(ipython: Any) -> None:
    """Show lists of dicts as tables: what ``%load_ext`` calls."""
    formatter = ipython.display_formatter.formatters['text/html']
    for kind in (dict, list):
        formatter.for_type(kind, table)


def unload_ipython_extension(ipython: Any) -> None:
    """Show them as before: what ``%unload_ext`` calls."""
    formatter = ipython.display_formatter.formatters['text/html']
    for kind in (dict, list):
        formatter.pop(kind, None)


def table(value: Any) -> str | None:
    """Return an answer as an HTML table; None where it is no list of dicts.

    :param value: an answer of the client, or anything else
    """
    grid = tables.grid(value)
    if grid is None:
        return None
    (header, *rows), count = grid
    lines = ['<table>', _row(header, 'th'), *(_row(row, 'td') for row in rows),
             '</table>']
    if count > len(rows):
        lines.append(f'<p>{count} in all, {len(rows)} shown</p>')
    return '\n'.join(lines)


def _row(cells: list[str], tag: str) -> str:
    return '<tr>' + ''.join(
        f'<{tag}>{html.escape(cell)}</{tag}>' for cell in cells) + '</tr>'
