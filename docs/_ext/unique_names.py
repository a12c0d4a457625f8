"""Follow a short name to where it is documented, when only one place fits.

A type that a module imports for type checkers only reaches Sphinx by the name
it has there; a docstring of a mixin is shown as part of another class. Both
name what they mean clearly enough, as long as there is only one of it.
"""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.addnodes import pending_xref


def resolve(app: Any, env: Any, node: pending_xref,
            content: nodes.Element) -> nodes.Element | None:
    """What Sphinx calls for a reference that leads nowhere."""
    target = node.get('reftarget')
    if node.get('refdomain') != 'py' or not target:
        return None
    domain = env.domains['py']
    names = [name for name, entry in domain.objects.items()
             if name.endswith('.' + target) and not entry.aliased]
    if len(names) != 1:
        return None
    reference: nodes.Element | None = domain.resolve_xref(
        env, node['refdoc'], app.builder, 'obj', names[0], node, content)
    return reference


def setup(app: Any) -> dict[str, bool]:
    """What Sphinx calls."""
    app.connect('missing-reference', resolve)
    return {'parallel_read_safe': True, 'parallel_write_safe': True}
