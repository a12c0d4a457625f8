"""Documents in files.

Knows JSON, and how a file is replaced as a whole or not at all. Reads and
replaces regular files alone: a device or a FIFO may give bytes for ever, or
never.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import stat
import tempfile
from collections import Counter
from typing import Any, Union

from hpe3parclient.narrowing import is_dict
from hpe3parclient.simulator.persistence.codec import BrokenState
from hpe3parclient.simulator.persistence.writer import Document

FileName = Union[str, 'os.PathLike[str]']
#: No number of a state has so many digits.
_DIGITS = 40
#: How a regular file is opened without waiting for whoever writes to a FIFO.
_READ = os.O_RDONLY | getattr(os, 'O_NONBLOCK', 0) | getattr(os, 'O_BINARY', 0)


def write_state(document: Document, path: FileName) -> None:
    """Write a document to a file: its lines, sorted as they always are.

    The file that was there is replaced when the new one is whole, and keeps
    its mode; of a symbolic link, the file that it leads to.

    :raises BrokenState: the path leads to something that is no regular file
    :raises OSError: it cannot be written, or not as a whole; the file that
        was there is as it was
    """
    target, mode = _target(path)
    text = json.dumps(document, indent=1) + '\n'
    try:
        _replace(target, text.encode('ascii'), mode)
    except OSError as error:
        raise OSError(error.errno, error.strerror, target) from error


def check_writable(path: FileName) -> None:
    """Refuse now what :func:`write_state` would refuse later; changes nothing.

    :raises BrokenState: the path leads to something that is no regular file
    :raises OSError: no file can be written there
    """
    target, mode = _target(path)
    folder = os.path.dirname(target)
    try:
        if mode is not None and not os.access(target, os.W_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        handle, name = tempfile.mkstemp(prefix='.state.', dir=folder)
        os.close(handle)
        os.unlink(name)
    except OSError as error:
        raise OSError(error.errno, error.strerror, target) from error


def read_state(path: FileName) -> Document:
    """The document of a file.

    :raises BrokenState: it is no regular file, or holds no JSON object
    :raises OSError: it cannot be read
    """
    try:
        document = json.loads(_content(path), object_pairs_hook=_object,
                              parse_constant=_refused, parse_int=_whole)
    except (ValueError, RecursionError) as error:
        if isinstance(error, BrokenState):
            raise
        raise BrokenState('', f'{os.fspath(path)} holds no JSON: {error}') from None
    if not is_dict(document):
        raise BrokenState('', f'{os.fspath(path)} holds no JSON object')
    return document


def _target(path: FileName) -> tuple[str, int | None]:
    """The file that a path leads to, and its mode if it is there."""
    target = os.path.realpath(path)
    try:
        mode = os.stat(target).st_mode
    except FileNotFoundError:
        return target, None
    if not stat.S_ISREG(mode):
        raise BrokenState('', f'{os.fspath(path)} is no regular file')
    return target, stat.S_IMODE(mode)


def _replace(target: str, data: bytes, mode: int | None) -> None:
    folder, base = os.path.split(target)
    handle, name = tempfile.mkstemp(prefix=f'.{base[:100]}.', dir=folder)
    try:
        with os.fdopen(handle, 'wb') as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if mode is not None:
            os.chmod(name, mode)
        os.replace(name, target)
    except BaseException:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(name)
        raise


def _content(path: FileName) -> bytes:
    handle = os.open(path, _READ)
    try:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise BrokenState('', f'{os.fspath(path)} is no regular file')
    except BaseException:
        os.close(handle)
        raise
    with open(handle, 'rb') as file:
        return file.read()


def _object(members: list[tuple[str, Any]]) -> dict[str, Any]:
    result = dict(members)
    if len(result) != len(members):
        counts = Counter(name for name, _ in members)
        twice = next(name for name, count in counts.items() if count > 1)
        raise BrokenState('', f'an object has {twice!r} twice')
    return result


def _whole(text: str) -> int:
    """A whole number; Python converts only so many digits."""
    if len(text) > _DIGITS:
        raise BrokenState('', f'{text[:_DIGITS]}... is a number of '
                              f'{len(text)} digits')
    return int(text)


def _refused(text: str) -> Any:
    raise BrokenState('', f'{text} is no number JSON has')
