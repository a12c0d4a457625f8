"""Show signatures as people read them.

A class that is the default of a parameter is shown by its name: its repr,
``<class 'module.Name'>``, is not Python, so Sphinx would show the whole signature
as one unbroken text without links.
"""

from __future__ import annotations

import re
from typing import Any

_CLASS = re.compile(r"<class '(?:\w+\.)*(\w+)'>")


def shorten(app: Any, what: str, name: str, obj: Any, options: Any,
            signature: str | None, returns: str | None
            ) -> tuple[str | None, str | None] | None:
    """Return the signature to show, and the type that is returned."""
    if signature is None:
        return None
    return _CLASS.sub(r'\1', signature), returns


def setup(app: Any) -> dict[str, bool]:
    """Connect to Sphinx."""
    app.connect('autodoc-process-signature', shorten)
    return {'parallel_read_safe': True, 'parallel_write_safe': True}
