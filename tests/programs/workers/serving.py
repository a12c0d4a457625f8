"""Commands for a program, one JSON line each, and their results.

A worker runs in the environment of the program it drives, which has neither
pytest nor this repository on its path. So this module and the workers beside
it import the standard library and the program alone.
"""

from __future__ import annotations

import json
import os
import sys
import traceback
from typing import Any


def serve(commands: Any) -> None:
    """Carry out one command after the other until the input ends.

    A line is ``{"call": name, "args": [...], "kwargs": {...}}``; the answer
    is ``{"result": value}`` or ``{"error": {...}}``. What the program prints
    goes to standard error, so that it cannot be taken for an answer.
    """
    answers = os.fdopen(os.dup(1), 'w', buffering=1, encoding='utf-8')
    os.dup2(2, 1)
    for line in sys.stdin:
        command = json.loads(line)
        try:
            method = getattr(commands, command['call'])
            result = method(*command['args'], **command['kwargs'])
            answer = json.dumps({'result': result}, default=str)
        except Exception as error:
            traceback.print_exc()
            answer = json.dumps({'error': description(error)})
        answers.write(f'{answer}\n')
        answers.flush()


def description(error: BaseException) -> dict[str, Any]:
    """An exception as JSON."""
    kind = type(error)
    return {'class': f'{kind.__module__}.{kind.__name__}',
            'message': str(error),
            'traceback': traceback.format_exc()}
