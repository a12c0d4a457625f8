"""How a step reaches a client: this one here, the published one elsewhere.

It knows how to make a client, call it and take its answer or its exception
apart. It judges nothing.
"""

from __future__ import annotations

import contextlib
import json
import select
import subprocess
import time
from pathlib import Path
from typing import Any, Callable

from hpe3parclient.client import HPE3ParClient
from hpe3parclient.pool import ClientPool
from hpe3parclient.retry import RetryPolicy
from tests.faults.fault_judge import Outcome, outcome_of
from tests.faults.fault_scripts import Step

WORKER = Path(__file__).with_name('published_worker.py')


class Settings:
    """Where the array is, who logs in, and how patient the client is."""

    def __init__(self, url: str, user: str, password: str,
                 timeout: float = 2.0,
                 retry: RetryPolicy | None = None) -> None:
        self.url, self.user, self.password = url, user, password
        self.timeout, self.retry = timeout, retry


class Driver:
    """One way to call a client; threads may share it."""

    #: whether what is unknown must be called unknown
    strict = True

    def call(self, step: Step) -> Outcome:
        """Do a step."""
        raise NotImplementedError

    def secrets(self) -> list[str]:
        """The session keys it has now."""
        return []

    def login(self) -> Outcome:
        """Open a session."""
        raise NotImplementedError

    def logout(self) -> Outcome:
        """Close every session."""
        raise NotImplementedError

    def close(self) -> dict[str, int]:
        """Drop the client; sockets and threads that are left behind."""
        return {}


def _attempt(what: Callable[[], Any]) -> Outcome:
    try:
        return Outcome(True, what())
    except Exception as ex:
        return outcome_of(ex)


class Here(Driver):
    """This client, in this process; threads share it.

    :param make: makes the client
    """

    def __init__(self, settings: Settings,
                 make: Callable[..., HPE3ParClient] = HPE3ParClient) -> None:
        self._settings = settings
        self.client = make(settings.url, timeout=settings.timeout,
                           retry=settings.retry)

    def call(self, step: Step) -> Outcome:
        """Do a step."""
        return _attempt(lambda: getattr(self.client, step.method)(
            *step.args, **step.named))

    def secrets(self) -> list[str]:
        """The session key, if there is one."""
        key = self.client.get_session_key()
        return [key] if key else []

    def login(self) -> Outcome:
        """Open a session."""
        return _attempt(lambda: self.client.login(
            self._settings.user, self._settings.password))

    def logout(self) -> Outcome:
        """Close the session."""
        return _attempt(self.client.logout)

    def close(self) -> dict[str, int]:
        """Close the kept connections."""
        self.client.http.close()
        return {}


class Pooled(Driver):
    """This client, one of a pool for each call."""

    def __init__(self, settings: Settings, size: int) -> None:
        self._pool = ClientPool(
            settings.url, settings.user, settings.password, size,
            timeout=settings.timeout, retry=settings.retry)

    def call(self, step: Step) -> Outcome:
        """Do a step."""
        def work() -> Any:
            with self._pool.client() as client:
                return getattr(client, step.method)(*step.args, **step.named)
        return _attempt(work)

    def login(self) -> Outcome:
        """Nothing: a pool logs in when it has to."""
        return Outcome(True)

    def logout(self) -> Outcome:
        """Close the pool."""
        return _attempt(self._pool.close)


class Elsewhere(Driver):
    """The published client, in a process of its own; for one thread.

    :param python: an interpreter that can import it
    :param waits: called when it waits before it tries again
    """

    strict = False

    def __init__(self, settings: Settings, python: str,
                 waits: Callable[[], None]) -> None:
        self._settings, self._python = settings, python
        self._waits = waits
        self._limit = 5 * settings.timeout + 5
        self._start()

    def _start(self) -> None:
        self._process = subprocess.Popen(
            [self._python, '-I', str(WORKER)], stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, bufsize=0)
        self._unread = b''
        self._ask('make', url=self._settings.url,
                  timeout=self._settings.timeout)

    def _ask(self, what: str, **values: Any) -> Outcome:
        line = json.dumps(dict(values, do=what)).encode() + b'\n'
        stdin = self._process.stdin
        assert stdin is not None
        with contextlib.suppress(OSError):
            stdin.write(line)
        end = time.monotonic() + self._limit
        while True:
            said = self._line(end)
            if said is None:
                self._end()
                return Outcome(False, classes=('Hang',), text='no answer')
            if not said.get('waits'):
                return _outcome(said)
            self._waits()

    def _line(self, end: float) -> dict[str, Any] | None:
        """What it says next; None when it says nothing in time."""
        stdout = self._process.stdout
        assert stdout is not None
        while b'\n' not in self._unread:
            left = max(0.0, end - time.monotonic())
            if not select.select([stdout], [], [], left)[0]:
                return None
            piece = stdout.read(1 << 16)
            if not piece:
                return None
            self._unread += piece
        line, self._unread = self._unread.split(b'\n', 1)
        result: dict[str, Any] = json.loads(line)
        return result

    def _end(self) -> None:
        for stream in (self._process.stdin, self._process.stdout):
            assert stream is not None
            with contextlib.suppress(OSError):
                stream.close()
        self._process.kill()
        self._process.wait()

    def call(self, step: Step) -> Outcome:
        """Do a step."""
        outcome = self._ask('call', method=step.method, args=step.args,
                            named=step.named)
        if 'Hang' in outcome.classes:
            self._start()
            self.login()
        return outcome

    def login(self) -> Outcome:
        """Open a session."""
        return self._ask('call', named={}, method='login', args=[
            self._settings.user, self._settings.password])

    def logout(self) -> Outcome:
        """Close the session."""
        return self._ask('call', method='logout', args=[], named={})

    def close(self) -> dict[str, int]:
        """End the process; threads and sockets it had to the end."""
        left = self._ask('left')
        self._end()
        return left.answer or {}


def _outcome(said: dict[str, Any]) -> Outcome:
    if said['done']:
        return Outcome(True, said['answer'])
    return Outcome(False, None, tuple(said['classes']), said['text'],
                   said['printable'], said['status'], said['sent'])
