"""Follow the short names of types in signatures to where they are documented.

A name that a module imports for type checkers only, or that stands for a
longer type, reaches Sphinx as it is written. ``short_names`` in conf.py says
what it means.
"""

from __future__ import annotations

from typing import Any, Dict, Optional

from docutils import nodes
from sphinx.addnodes import pending_xref


def resolve(app: Any, env: Any, node: pending_xref,
            content: nodes.Element) -> Optional[nodes.Element]:
    """What Sphinx calls for a reference that leads nowhere."""
    target = app.config.short_names.get(node.get('reftarget'))
    if node.get('refdomain') != 'py' or target is None:
        return None
    found: Optional[nodes.Element] = env.domains['py'].resolve_xref(
        env, node['refdoc'], app.builder, 'obj', target, node, content)
    return found


def setup(app: Any) -> Dict[str, bool]:
    """What Sphinx calls."""
    app.add_config_value('short_names', {}, 'env')
    app.connect('missing-reference', resolve)
    return {'parallel_read_safe': True, 'parallel_write_safe': True}
