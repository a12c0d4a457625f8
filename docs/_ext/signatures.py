"""Show signatures as people read them.

A class that is the default of a parameter is shown by its name: its repr,
``<class 'module.Name'>``, is not Python, so Sphinx would show the whole signature
as one unbroken text without links. Exceptions that are made like their base class
do not repeat its signature, and protocols have none. Errors of a status, which
their text begins with, do not repeat the attribute. A signature that fits on a
line stands on one: Sphinx measures it with the modules of its types, which are
not shown.
"""

from __future__ import annotations

import importlib
import re
from typing import Any

from docutils import nodes
from sphinx import addnodes

from hpe3parclient import exceptions

_CLASS = re.compile(r"<class '(?:\w+\.)*(\w+)'>")


def shorten(app: Any, what: str, name: str, obj: Any, options: Any,
            signature: str | None, returns: str | None
            ) -> tuple[str | None, str | None] | None:
    """Return the signature to show, and the type that is returned."""
    if signature is None:
        return None
    return _CLASS.sub(r'\1', signature), returns


def skip_status(app: Any, what: str, name: str, obj: Any, skip: bool,
                options: Any) -> bool | None:
    """Leave out the status of a class whose text begins with it."""
    is_base = obj is exceptions.ClientException.http_status
    return True if name == 'http_status' and not is_base else None


def tidy(app: Any, doctree: nodes.document, docname: str) -> None:
    """Show a signature once, and on one line if it fits."""
    longest = app.config.python_maximum_signature_line_length
    for signature in doctree.findall(addnodes.desc_signature):
        for parameters in list(signature.findall(addnodes.desc_parameterlist)):
            if says_nothing(signature):
                signature.remove(parameters)
            elif len(signature.astext()) <= longest:
                parameters['multi_line_parameter_list'] = False


def says_nothing(signature: addnodes.desc_signature) -> bool:
    """Whether an exception is made as its base class, or a class is a protocol."""
    kind = signature.parent['objtype']
    if kind not in ('class', 'exception'):
        return False
    module = importlib.import_module(signature['module'])
    documented = getattr(module, signature['fullname'], None)
    if kind == 'class':
        return getattr(documented, '_is_protocol', False)
    return '__init__' not in vars(documented)


def setup(app: Any) -> dict[str, bool]:
    """Connect to Sphinx."""
    app.connect('autodoc-process-signature', shorten)
    app.connect('autodoc-skip-member', skip_status)
    app.connect('doctree-resolved', tidy)
    return {'parallel_read_safe': True, 'parallel_write_safe': True}
