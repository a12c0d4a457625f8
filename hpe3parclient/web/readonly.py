"""Refuse changes inside ``with client.readOnly():``.

A :class:`Gate` belongs to a client. It knows how many blocks are open and
which changes are on their way. It does not know what a change is:
:mod:`hpe3parclient.http` and ``cli/commands.py`` do.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Generator
from types import TracebackType
from typing import (
    NoReturn,
    TypeVar,
)

from hpe3parclient import exceptions
from hpe3parclient.processes import PerProcess

Client = TypeVar('Client')


class _Change:
    """A change that is being sent."""

    def __init__(self) -> None:
        self.thread = threading.get_ident()


class _Traffic:
    """The changes and blocks of a gate in one process."""

    def __init__(self) -> None:
        self.turn = threading.Condition()
        self.under_way: set[_Change] = set()

    def is_quiet(self) -> bool:
        me = threading.get_ident()
        return all(change.thread == me for change in self.under_way)


class Gate:
    """Gate that lets changes pass while no read-only block is open.

    A block counts for the client, whichever thread opened it: one that
    counted for a thread would let another thread change the array that this
    one is looking at.
    """

    def __init__(self) -> None:
        self._blocks = 0
        # A forked child forgets the threads that stayed behind.
        self._traffic = PerProcess(_Traffic)

    @property
    def closed(self) -> bool:
        """Whether a read-only block is open."""
        return self._blocks > 0

    def check(self, method: str, what: str) -> None:
        """Refuse a change while a block is open.

        :param method: HTTP method, or ``CLI``
        :param what: URL, or name of the command
        :raises ReadOnly: a block is open
        """
        if self._blocks:
            _refuse(method, what)

    @contextlib.contextmanager
    def passing(self, method: str, what: str) -> Generator[None, None, None]:
        """Context manager around a change, from its request to its response.

        :raises ReadOnly: a block is open
        """
        traffic, change = self._traffic.get(), _Change()
        try:
            with traffic.turn:
                self.check(method, what)
                traffic.under_way.add(change)
            yield
        finally:
            with traffic.turn:
                traffic.under_way.discard(change)
                traffic.turn.notify_all()

    def close(self) -> None:
        """Open a block: refuse new changes and wait for those being sent.

        A change of the calling thread is not waited for: it can only be
        one that a signal handler has interrupted.
        """
        traffic = self._traffic.get()
        with traffic.turn:
            self._blocks += 1
            try:
                traffic.turn.wait_for(traffic.is_quiet)
            except BaseException:       # Ctrl-C
                self._blocks -= 1
                raise

    def open(self) -> None:
        """End a block; changes may pass again after the last one."""
        with self._traffic.get().turn:
            self._blocks -= 1


class ReadOnlyBlock(contextlib.AbstractContextManager[Client]):
    """Context manager returned by ``client.readOnly()``.

    :param client: what ``as`` gives
    :param gate: the client's
    """

    def __init__(self, client: Client, gate: Gate) -> None:
        self._client = client
        self._gate = gate

    def __repr__(self) -> str:
        # Somebody who forgets the with sees it at an interactive prompt.
        return '<nothing is read-only yet: with client.readOnly(): ...>'

    def __enter__(self) -> Client:
        self._gate.close()
        return self._client

    def __exit__(self, kind: type[BaseException] | None,
                 error: BaseException | None,
                 traceback: TracebackType | None) -> None:
        self._gate.open()


def _refuse(method: str, what: str) -> NoReturn:
    if method == 'CLI':
        raise exceptions.ReadOnly(
            f'the command {what} may change the array, which is not allowed '
            'inside readOnly()', method=method)
    raise exceptions.ReadOnly(
        f'{method} {what} would change the array, which is not allowed inside '
        'readOnly()', method=method, url=what)
