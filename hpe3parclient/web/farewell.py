"""Log out clients that were dropped without logout.

A farewell travels on a thread of its own: the garbage collector drops clients on
any thread, also on one that the array's answer depends on, and in the middle of
anything. The program waits for it, but not for long. At the exit of the process
all of them are sent side by side, and all of them together have two seconds.
"""

from __future__ import annotations

import atexit
import logging
import os
import threading
import time
import weakref
from typing import Any, Callable

from hpe3parclient import exceptions
from hpe3parclient.web.failures import Timeouts
from hpe3parclient.web.redact import Secret
from hpe3parclient.web.request import Request
from hpe3parclient.web.transport import Transport

LOG = logging.getLogger('hpe3parclient.http')

#: seconds for all farewells together when a process ends: with its shutdown they
#: stay below the two that are promised
_BOUND = 1.8

#: seconds that a program waits for the farewell of a client that it drops, and
#: those after which the farewell itself gives up
_WAIT = 2.0
_SINGLE = 10.0

#: The farewells of the clients that are alive and logged in. Clients share this,
#: because the farewells can run side by side within one bound only where the
#: process knows all of them. A client has one entry, which logging out or
#: dropping the client removes.
_pending: dict[int, Farewell] = {}
_numbers = iter(range(1 << 62))

#: the threads of farewells that are on their way
_running: set[threading.Thread] = set()


class Farewell:
    """Delete the session of a client that no longer exists.

    It holds what one last request needs and not the client itself, which
    would then never be dropped. It gives up quickly and in silence: nobody
    is left who could act on a failure.
    """

    def __init__(self, transport: Transport, request: Request,
                 base_url: str) -> None:
        self._transport = transport
        self._request = request
        self._base_url = base_url
        self._process = os.getpid()

    @property
    def is_due(self) -> bool:
        """Whether it is this process that says it.

        A forked child must not end its parent's session.
        """
        return os.getpid() == self._process

    def __call__(self, seconds: float) -> None:
        """Try to delete the session key; ignore failures.

        :param seconds: to connect, and for the answer
        """
        timeouts: Timeouts = (seconds, seconds, seconds)
        try:
            incoming = self._transport.exchange(
                self._request, Secret({}), timeouts)
            if incoming.failure is None:
                incoming.read_all()
            else:
                LOG.debug('a session was left behind: %s', incoming.failure)
        except exceptions.ClientException as ex:
            LOG.debug('a session was left behind: %s', ex)
        finally:
            self._transport.close()


def arrange(owner: Any, farewell: Farewell) -> Callable[[], Any]:
    """Log out when an object is garbage collected, or at exit.

    :returns: what forgets it
    """
    number = next(_numbers)
    _pending[number] = farewell
    finalizer = weakref.finalize(owner, _say, number)
    finalizer.atexit = False     # type: ignore[misc]

    def forget() -> None:
        finalizer.detach()
        _pending.pop(number, None)

    return forget


def _say(number: int) -> None:
    """Log out a client that was dropped; wait a moment until it is done."""
    farewell = _pending.pop(number, None)
    if farewell is None or not farewell.is_due:
        return
    thread = _start(farewell, _SINGLE)
    if thread is None:
        farewell(_WAIT)
    else:
        thread.join(_WAIT)


def _start(farewell: Farewell, seconds: float) -> threading.Thread | None:
    """Return the thread that says a farewell.

    :returns: None where no thread can be started: at the system's limit, and in
        Python 3.12 and later at the exit of the process
    """
    def say() -> None:
        try:
            farewell(seconds)
        finally:
            _running.discard(thread)

    thread = threading.Thread(target=say, name='hpe3parclient-farewell',
                              daemon=True)
    _running.add(thread)
    try:
        thread.start()
    except RuntimeError:
        _running.discard(thread)
        return None
    return thread


def _say_all() -> None:
    """Log out all remaining clients at exit, in parallel, within one time limit."""
    end = time.monotonic() + _BOUND
    left = [_pending.pop(number) for number in list(_pending)]
    left = [farewell for farewell in left if farewell.is_due]
    while left and _start(left[-1], _BOUND) is not None:
        left.pop()
    for thread in list(_running):
        thread.join(max(0.0, end - time.monotonic()))
    # Without threads one after the other, each with its share of the time.
    while left:
        remaining = end - time.monotonic()
        if remaining <= 0:
            return
        left.pop()(max(0.01, remaining / (len(left) + 1) / 2))


def _forked() -> None:
    """Forget the threads of the parent process."""
    _running.clear()


atexit.register(_say_all)
if hasattr(os, 'register_at_fork'):
    os.register_at_fork(after_in_child=_forked)
