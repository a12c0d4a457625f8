"""The SSH connection to the array and its command line.

``words`` makes command lines, ``dialogue`` has the conversation, ``tables``
reads what comes back, ``errors`` names what may go wrong. None of them knows
a volume, and none imports paramiko. Most programs never run a command, so
the parts that resources need are imported when a resource first uses one.
"""

from __future__ import annotations

import importlib
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hpe3parclient.cli import errors, tables, words

__all__ = ['errors', 'tables', 'words']


def __getattr__(name: str) -> ModuleType:
    if name not in __all__:
        raise AttributeError(f'module {__name__!r} has no attribute {name!r}')
    return importlib.import_module(f'{__name__}.{name}')
