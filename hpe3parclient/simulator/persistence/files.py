"""Documents in files.

Knows JSON, and how a file is replaced as a whole or not at all.
"""

from __future__ import annotations

import contextlib
import json
import os
import tempfile
from pathlib import Path
from typing import Any, Union

from hpe3parclient.simulator.persistence.codec import BrokenState
from hpe3parclient.simulator.persistence.writer import Document

FileName = Union[str, 'os.PathLike[str]']


def write_state(document: Document, path: FileName) -> None:
    """Write a document to a file: its lines, sorted as they always are.

    The file that was there is replaced when the new one is whole.
    """
    target = Path(path)
    text = json.dumps(document, indent=1) + '\n'
    handle, name = tempfile.mkstemp(prefix=f'.{target.name}.',
                                    dir=target.parent)
    try:
        with os.fdopen(handle, 'w', encoding='utf-8') as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.replace(name, target)
    except BaseException:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(name)
        raise


def read_state(path: FileName) -> Document:
    """The document of a file.

    :raises BrokenState: the file holds no JSON object
    :raises OSError: it cannot be read
    """
    raw = Path(path).read_bytes()
    try:
        document = json.loads(raw, object_pairs_hook=_object,
                              parse_constant=_refused)
    except (ValueError, RecursionError) as error:
        if isinstance(error, BrokenState):
            raise
        raise BrokenState('', f'{path} holds no JSON: {error}') from None
    if not isinstance(document, dict):
        raise BrokenState('', f'{path} holds no JSON object')
    return document


def _object(members: list[tuple[str, Any]]) -> dict[str, Any]:
    result = dict(members)
    if len(result) != len(members):
        names = [name for name, _ in members]
        twice = next(name for name in names if names.count(name) > 1)
        raise BrokenState('', f'an object has {twice!r} twice')
    return result


def _refused(text: str) -> Any:
    raise BrokenState('', f'{text} is no number JSON has')
