"""Several clients of one array, for programs that work in parallel.

An array handles the requests of one session one after the other, so threads
that share a client wait for each other. A pool gives every worker a client
with a session of its own, and never opens more than it was allowed.

It knows clients only by what they promise; it sends nothing itself.
"""

from __future__ import annotations

import collections
import contextlib
import os
import threading
import time
from collections.abc import Generator, Iterable, Iterator

# Now, not at the first use: a child that is forked while a thread imports a
# module waits for it for ever.
from concurrent.futures import Future, ThreadPoolExecutor, wait
from types import TracebackType
from typing import (
    Any,
    Callable,
    NamedTuple,
    TypeVar,
)

from hpe3parclient import exceptions
from hpe3parclient.client import HPE3ParClient
from hpe3parclient.http import checked_url, read_url
from hpe3parclient.processes import NotCopied, PerProcess
from hpe3parclient.web import tls
from hpe3parclient.web.redact import Secret

Item = TypeVar('Item')
Result = TypeVar('Result')


class _Idle(NamedTuple):
    """An idle client, and since when it has been idle."""

    client: HPE3ParClient
    since: float


class ClientPool(NotCopied):
    """At most ``size`` logged-in clients of one array.

    ::

        with ClientPool(url, 'user', 'password', size=8,
                        secure='/etc/ssl/array-ca.pem') as pool:
            for volume in pool.map(lambda client, name:
                                   client.getVolume(name), names):
                print(volume['sizeMiB'])

    Clients are made and logged in when they are first needed. Threads are
    served in the order in which they came.

    :param api_url: as for :class:`~hpe3parclient.client.HPE3ParClient`
    :param user: user on the array
    :param password: its password
    :param size: how many sessions the pool may hold, 1 or more; arrays have
        a limit, see ``systemResourceUsage`` of getWSAPIConfigurationInfo
    :param renew_after: seconds a session may be idle; it is replaced before
        it is used again. Arrays close a session after 15 idle minutes.
    :param make: makes a client; called as the class would be
    :param options: further options of the clients: ``secure``, ``timeout``,
        ``suppress_ssl_warnings``, ``debug``, ``retry``
    :raises ValueError: ``size`` or an option is invalid
    """

    def __init__(self, api_url: str, user: str, password: str,
                 size: int = 4, *, renew_after: float = 600.0,
                 make: Callable[..., HPE3ParClient] = HPE3ParClient,
                 **options: Any) -> None:
        # Frames are shown in tracebacks; from here on this one holds no secret.
        hidden, password = Secret(password), ''
        api_url = read_url(api_url)
        _check_size(size)
        api_url = checked_url(api_url)
        tls.check_scheme(api_url, options.get('secure'))
        # One context, so that the CA store is read once for all of them.
        options['secure'] = tls.prepare(options.get('secure', False))
        self.api_url = api_url
        self.size = size
        self._user, self._password = user, hidden
        self._renew_after = renew_after
        self._make = make
        self._options = options
        self._conditions = PerProcess(threading.Condition)
        self._closed = False
        self._begin()

    def _begin(self) -> None:
        """Start with no clients and no waiters."""
        self._idle: list[_Idle] = []
        self._waiting: collections.deque[object] = collections.deque()
        #: a ticket for each client that is out, or about to be
        self._out: set[object] = set()
        self._running: list[Future[Any]] = []
        self._process = os.getpid()

    @contextlib.contextmanager
    def _held(self) -> Generator[threading.Condition, None, None]:
        """Hold the lock of the pool; a forked child starts with an empty pool.

        The sessions, and the threads that work, are its parent's.
        """
        changed = self._conditions.get()
        with changed:
            if self._process != os.getpid():
                self._begin()
            yield changed

    def __repr__(self) -> str:
        with self._held():
            return '<%s %s: %d of %d in use%s>' % (
                type(self).__name__, self.api_url, len(self._out), self.size,
                ', closed' if self._closed else '')

    def __enter__(self) -> ClientPool:
        return self

    def __exit__(self, kind: type[BaseException] | None,
                 error: BaseException | None,
                 traceback: TracebackType | None) -> None:
        if error is not None:
            with self._held():
                for future in self._running:
                    future.cancel()
        try:
            self.close()
        except exceptions.ClientException:
            # What went wrong first is what the program must see.
            if error is None:
                raise

    @contextlib.contextmanager
    def client(self, timeout: float | None = None
               ) -> Generator[HPE3ParClient, None, None]:
        """Lend a client for the duration of a ``with`` block.

        :param timeout: seconds to wait for one; None waits for ever
        :raises TimeoutError: all were in use for that long
        :raises RuntimeError: the pool is closed
        :raises ClientException: a session could not be opened
        """
        ticket, taken = object(), None
        try:
            taken = self._take(ticket, timeout)
            yield taken
        finally:
            self._give_back(ticket, taken)

    def map(self, function: Callable[[HPE3ParClient, Item], Result],
            items: Iterable[Item]) -> Iterator[Result]:
        """Call ``function(client, item)`` for each item, in parallel.

        The calls start immediately, not when a result is requested;
        :meth:`close` waits for them.

        :param function: what to do; it gets a client of its own
        :param items: what to do it with
        :returns: the results, in the order of the items; the first
            exception is raised when its turn comes, and calls that have not
            begun are dropped
        """
        def work(item: Item) -> Result:
            with self.client() as client:
                return function(client, item)

        threads = ThreadPoolExecutor(
            self.size, 'hpe3parclient-pool')
        running = [threads.submit(work, item) for item in items]
        threads.shutdown(wait=False)
        with self._held():
            self._running = [future for future in self._running
                             if not future.done()] + running
        return _results(running)

    def close(self) -> None:
        """Log every client out; those in use, when they are returned.

        What :meth:`map` was asked to do is done first.

        :raises RequestException: a session could not be closed; the others
            were closed all the same
        """
        with self._held():
            running = list(self._running)
        wait(running)
        with self._held() as changed:
            self._closed = True
            idle, self._idle = self._idle, []
            changed.notify_all()
        _log_out(idle)

    def _take(self, ticket: object,
              timeout: float | None) -> HPE3ParClient:
        with self._held() as changed:
            try:
                self._waiting.append(ticket)
                if not changed.wait_for(
                        lambda: self._closed or self._turn_of(ticket),
                        timeout):
                    raise TimeoutError(
                        'all %d clients of the pool were in use for %s '
                        'seconds' % (self.size, timeout))
                if self._closed:
                    raise RuntimeError('the pool is closed')
                self._out.add(ticket)
                idle = self._idle.pop() if self._idle else None
            finally:
                with contextlib.suppress(ValueError):   # Ctrl-C came first
                    self._waiting.remove(ticket)
                changed.notify_all()
        return self._ready(idle)

    def _turn_of(self, ticket: object) -> bool:
        return self._waiting[0] is ticket and len(self._out) < self.size

    def _ready(self, idle: _Idle | None) -> HPE3ParClient:
        """Return a client whose session is not about to expire."""
        if idle is None:
            client = self._make(self.api_url, **self._options)
        elif time.monotonic() - idle.since < self._renew_after:
            return idle.client
        else:
            client = idle.client
            # First out, then in: there are never more sessions than places.
            with contextlib.suppress(exceptions.ClientException):
                client.logout()
        client.login(self._user, self._password.reveal())
        return client

    def _give_back(self, ticket: object,
                   client: HPE3ParClient | None) -> None:
        """Return a client to the pool, or free its slot if it was never made."""
        with self._held() as changed:
            mine = ticket in self._out      # and not a forked child's parent's
            self._out.discard(ticket)
            closed = self._closed
            if mine and client is not None and not closed:
                self._idle.append(_Idle(client, time.monotonic()))
            changed.notify_all()
        if mine and client is not None and closed:
            _log_out([_Idle(client, 0)])


def _results(running: list[Future[Result]]
             ) -> Iterator[Result]:
    """Yield results in order; cancel what has not started at the first failure."""
    try:
        for future in running:
            yield future.result()
    finally:
        for future in running:
            future.cancel()


def _log_out(idle: Iterable[_Idle]) -> None:
    """Log all clients out; raise the first failure after trying all."""
    failure: exceptions.ClientException | None = None
    for item in idle:
        try:
            item.client.logout()
        except exceptions.ClientException as ex:
            failure = failure or ex
        finally:
            item.client.http.close()
    if failure is not None:
        try:
            raise failure
        finally:
            del failure     # its traceback holds this frame


def _check_size(size: object) -> None:
    if isinstance(size, bool) or not isinstance(size, int) or size < 1:
        raise ValueError(f'size is a number of sessions, 1 or more, not {size!r}')
