"""Run code that is not typed at a prompt: after ``-c``, or from a pipe.

Each expression is displayed as at the prompt, and nothing else is: no
greeting, no ``>>>``. This module knows code; the names in it come from
``prompt``.
"""

from __future__ import annotations

import ast
import traceback
from typing import Any

from hpe3parclient import exceptions
from hpe3parclient.console import prompt

#: what Python calls the code in a traceback
_NAMES = {True: '<stdin>', False: '<-c>'}


def run(text: str, names: dict[str, Any], piped: bool = False) -> int:
    """Run statements one after the other until one raises.

    :param text: the code
    :param names: the namespace it runs in
    :param piped: the code came from standard input
    :returns: exit status: 0, or 1 if a statement raised, whose traceback is
        shown then; 3 if a change may have been made nevertheless
    :raises SystemExit: the code left with a status
    """
    source = _NAMES[piped]
    try:
        statements = ast.parse(text, source).body
        with prompt.tidy_display():
            for statement in statements:
                step = ast.Interactive([statement])
                exec(compile(step, source, 'single'), names)  # noqa: S102 - asked for
    except Exception as ex:  # noqa: BLE001 - whatever the code raises
        trace = ex.__traceback__
        traceback.print_exception(
            type(ex), ex, trace.tb_next if trace else None)
        return 3 if isinstance(ex, exceptions.OutcomeUnknown) else 1
    return 0
