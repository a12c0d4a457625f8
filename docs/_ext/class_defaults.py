"""Show a class that is the default of a parameter by its name.

Its repr, ``<class 'module.Name'>``, is not Python, so Sphinx would show the
whole signature as one unbroken text without links.
"""

from __future__ import annotations

import re
from typing import Any

_CLASS = re.compile(r"<class '(?:\w+\.)*(\w+)'>")


def name_classes(app: Any, what: str, name: str, obj: Any, options: Any,
                 signature: str | None, returns: str | None
                 ) -> tuple[str | None, str | None] | None:
    """Replace each repr of a class in a signature."""
    if signature is None:
        return None
    return _CLASS.sub(r'\1', signature), returns


def setup(app: Any) -> dict[str, bool]:
    """Connect to Sphinx."""
    app.connect('autodoc-process-signature', name_classes)
    return {'parallel_read_safe': True, 'parallel_write_safe': True}
