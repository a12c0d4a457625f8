"""Log out clients that were dropped without logout.

At the exit of the process all of them are sent side by side, and all of them
together have two seconds.
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

#: seconds for the farewell of a client that is dropped
_SINGLE = 2.0

#: The farewells of the clients that are alive and logged in. Clients share this,
#: because the farewells can run side by side within one bound only where the
#: process knows all of them. A client has one entry, which logging out or
#: dropping the client removes.
_pending: dict[int, Farewell] = {}
_numbers = iter(range(1 << 62))


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

    def __call__(self, seconds: float = _SINGLE) -> None:
        """Try to delete the session key; ignore failures.

        :param seconds: to connect, and for the answer
        """
        if os.getpid() != self._process:
            return      # a forked child must not end its parent's session
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
    farewell = _pending.pop(number, None)
    if farewell is not None:
        farewell()


def _say_all() -> None:
    """Log out all remaining clients at exit, in parallel, within one time limit."""
    end = time.monotonic() + _BOUND
    left = [_pending.pop(number) for number in list(_pending)]
    threads = []
    while left:
        thread = threading.Thread(target=left[-1], args=(_BOUND,), daemon=True)
        try:
            thread.start()
        except RuntimeError:
            break       # Python 3.12 and later start none at exit
        left.pop()
        threads.append(thread)
    for thread in threads:
        thread.join(max(0.0, end - time.monotonic()))
    # Without threads one after the other, each with its share of the time.
    while left:
        remaining = end - time.monotonic()
        if remaining <= 0:
            return
        left.pop()(max(0.01, remaining / (len(left) + 1) / 2))


atexit.register(_say_all)
