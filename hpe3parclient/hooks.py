"""Programs that want to see what a client sends, and how long it takes.

A hook is called for each attempt with its method, path, status and duration in
seconds. It never receives a body or a header, and a session key in a path
appears as a short hash, so a hook may log everything it receives.

This module knows how hooks are called. It does not know what is sent.
"""

from __future__ import annotations

import contextlib
import logging
import threading
import time
from collections.abc import Generator, Sequence
from typing import (
    Callable,
    NamedTuple,
    Union,
)

LOG = logging.getLogger(__name__)


class Exchange(NamedTuple):
    """One attempt at a request, or one command, as hooks see it."""

    #: GET, POST, PUT, DELETE, or CLI
    method: str
    #: path and query below the server, or the name of the command
    path: str
    #: 1, and more when the request had to be repeated
    attempt: int = 1
    #: HTTP status; None before the answer, without one, and of a command
    status: int | None = None
    #: until the whole answer was there; None before
    seconds: float | None = None
    #: name of the exception's class where no whole answer came
    error: str | None = None


Hook = Callable[[Exchange], object]
HookOption = Union[None, Hook, Sequence[Hook]]


class Ending:
    """How an attempt ended; its sender fills it in."""

    status: int | None = None
    error: str | None = None


class Hooks:
    """The hooks of one client.

    :param on_request: called before each attempt, one after the other
    :param on_response: called after it
    """

    def __init__(self, on_request: tuple[Hook, ...],
                 on_response: tuple[Hook, ...]) -> None:
        self._on_request = on_request
        self._on_response = on_response
        self._here = threading.local()

    @contextlib.contextmanager
    def watching(self, method: str, path: str,
                 attempt: int = 1) -> Generator[Ending, None, None]:
        """Around one attempt.

        :param path: with the session key in it masked
        """
        ending = Ending()
        begun = Exchange(method, path, attempt)
        self._tell(self._on_request, begun)
        started = time.perf_counter()
        try:
            yield ending
        except BaseException as ex:
            ending.error = type(ex).__name__
            raise
        finally:
            self._tell(self._on_response, begun._replace(
                status=ending.status, error=ending.error,
                seconds=time.perf_counter() - started))

    def _tell(self, hooks: tuple[Hook, ...], exchange: Exchange) -> None:
        if getattr(self._here, 'busy', False):
            return      # a hook uses the client: it need not hear of itself
        self._here.busy = True
        try:
            for hook in hooks:
                _call(hook, exchange)
        finally:
            self._here.busy = False


def prepare(on_request: HookOption,
            on_response: HookOption) -> Hooks | None:
    """The hooks of a client; None without any, which costs nothing.

    :raises ValueError: something is not a function
    """
    before = _functions('on_request', on_request)
    after = _functions('on_response', on_response)
    return Hooks(before, after) if before or after else None


def _functions(name: str, option: HookOption) -> tuple[Hook, ...]:
    if option is None:
        return ()
    if callable(option):
        return (option,)
    if not isinstance(option, (list, tuple)) or \
            not all(callable(hook) for hook in option):
        raise ValueError('%s is a function that takes an Exchange, or a list '
                         'of such functions, not %r' % (name, option))
    return tuple(option)


def _call(hook: Hook, exchange: Exchange) -> None:
    """Call one; its failure must not look like a failure of the array.

    A change may have been carried out by then: a program that got the hook's
    exception in its place would not know.
    """
    try:
        hook(exchange)
    except Exception:
        LOG.warning('a hook failed and was ignored, at %s %s',
                    exchange.method, exchange.path, exc_info=True)
