"""Threads that serve connections: as many as are at work, up to a bound.

Knows when a thread begins and ends. What serving is, a connection says.
"""

from __future__ import annotations

import collections
import logging
import threading
import time
from typing import Any

_LOG = logging.getLogger(__name__)
#: Seconds without work after which a thread ends: soon, so that who counts
#: threads while an array is served need not wait.
_IDLE = 0.1


class Workers:
    """The pool of threads that cheroot asks for, growing on demand.

    :param server: gets connections back that stay open
    :param most: threads at a time
    """

    def __init__(self, server: Any, most: int) -> None:
        self._server = server
        self._most = most
        self._queue: collections.deque[Any] = collections.deque()
        self._changed = threading.Condition()
        self._threads: set[threading.Thread] = set()
        self._running = self._idle = 0
        self._stopping = False

    @property
    def waiting(self) -> int:
        """Connections that no thread has taken yet."""
        return len(self._queue)

    def start(self) -> None:
        """Accept work; threads begin when there is some."""
        self._stopping = False

    def put(self, connection: Any) -> None:
        """Let a thread serve a connection."""
        with self._changed:
            self._queue.append(connection)
            if len(self._queue) <= self._idle:
                self._changed.notify()
                return
            if self._running >= self._most:
                return
            thread = threading.Thread(target=self._run, daemon=True,
                                      name='simulated array, connection')
            # Inside the lock: stop() joins what it sees. A thread stays in
            # the set until it has ended: one that is about to end is there.
            thread.start()
            self._running += 1
            self._threads = {item for item in self._threads if item.is_alive()}
            self._threads.add(thread)

    def stop(self, timeout: float | None = None) -> None:
        """Wait for every thread; what no thread has taken is closed."""
        with self._changed:
            self._stopping = True
            left = list(self._queue)
            self._queue.clear()
            self._changed.notify_all()
            threads = set(self._threads)
        for connection in left:
            connection.close()
        for thread in threads - {threading.current_thread()}:
            thread.join()

    def _run(self) -> None:
        while True:
            connection = self._next()
            if connection is None:
                return
            self._serve(connection)

    def _next(self) -> Any | None:
        """The next connection; None ends the thread."""
        end = time.monotonic() + _IDLE
        with self._changed:
            self._idle += 1
            try:
                while not self._queue and not self._stopping:
                    left = end - time.monotonic()
                    if left <= 0 or not self._changed.wait(left):
                        break
                if not self._queue:
                    self._running -= 1
                    return None
                return self._queue.popleft()
            finally:
                self._idle -= 1

    def _serve(self, connection: Any) -> None:
        stays = False
        try:
            stays = connection.communicate()
        except Exception:  # noqa: BLE001 - the thread has others to serve
            _LOG.exception('a connection of the simulated array broke')
        try:
            if stays:
                self._server.put_conn(connection)
            else:
                connection.close()
        except OSError as error:
            _LOG.debug('a connection ended while it was put away: %s', error)
