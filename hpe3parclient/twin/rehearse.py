"""Let a program work on a twin first, and see what it would change.

Knows the order: capture the array, serve the capture, record what the program
does there. Needs the extra ``simulator``.
"""

from __future__ import annotations

import contextlib
import functools
import os
import runpy
import tempfile
import threading
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Callable

import hpe3parclient.client
from hpe3parclient import exceptions
from hpe3parclient.client import HPE3ParClient
from hpe3parclient.http import HTTPJSONRESTClient, sealed
from hpe3parclient.resources.base import path as path_of
from hpe3parclient.twin.capture import LISTS, capture
from hpe3parclient.twin.document import Capture
from hpe3parclient.twin.plan import Plan, Step, look, subject_of
from hpe3parclient.web.redact import Secret

if TYPE_CHECKING:
    from hpe3parclient.simulator import SimulatedArray

#: how much faster than real time a twin's tasks run
SPEED = 60.0


class DryClient(HPE3ParClient):
    """A client of a twin; ``plan`` has what it has changed there."""

    plan: Plan


@contextlib.contextmanager
def rehearse(client: HPE3ParClient | Capture) -> Generator[DryClient]:
    """Give a client of a twin; what is done with it changes nothing real.

    For example::

        with twin.rehearse(client) as dry:
            dry.createVolume('data', 'gold', 10240, {'tpvv': True})
        print(dry.plan.text())
        dry.plan.apply(client)

    :param client: a client of the real array, which is captured now; or an
        array that was captured
    :returns: a client that is logged in on the twin; its ``plan`` is complete
        when the block ends
    :raises ImportError: the extra ``simulator`` is not installed
    """
    with _taken(client) as taken, _served(taken) as array, \
            contextlib.closing(_Dry(array, taken)) as dry:
        yield dry.client


@contextlib.contextmanager
def _taken(source: HPE3ParClient | Capture) -> Generator[Capture]:
    if isinstance(source, Capture):
        yield source
        return
    with tempfile.TemporaryDirectory() as directory:
        capture(source, Path(directory, 'array.json'))
        yield Capture(Path(directory, 'array.json'))


@contextlib.contextmanager
def _served(taken: Capture) -> Generator[SimulatedArray]:
    from hpe3parclient.simulator import Clock, SimulatedArray
    with SimulatedArray(state=taken, clock=Clock(speed=SPEED)) as array:
        yield array


class _Dry:
    """The client of a twin, and the recorder of what is done there."""

    def __init__(self, array: SimulatedArray, taken: Capture) -> None:
        self._recorder = Recorder(array.api_url, set(_subjects(taken)))
        self.client = DryClient(array.api_url, secure=array.ca_bundle)
        self.client.plan = self._recorder.plan
        self.client.login(array.user, array.password)
        self.client.setSSHOptions('127.0.0.1', array.user, array.password,
                                  port=array.ssh_port or 22)
        self._before = free_mib(self.client)
        self._recorder.start()

    def close(self) -> None:
        """Complete the plan, and log out."""
        self._recorder.stop()
        self.client.plan.free_mib = (self._before, free_mib(self.client))
        self.client.logout()


def _subjects(taken: Capture) -> Iterator[str]:
    """Paths of the objects of a capture."""
    for root in LISTS:
        for member in taken.members(root):
            yield path_of(root[1:], str(member.get('name', member.get('id'))))


def free_mib(client: HPE3ParClient) -> int:
    """Return how many MiB of all disks are free."""
    report = client.getOverallSystemCapacity()
    return int(report['allCapacity']['freeMiB'])


class Recorder:
    """Records the changes that clients of this process make on one array.

    :param url: the array's, as its clients were given it
    :param there: paths of what was there when it was captured
    """

    def __init__(self, url: str, there: set[str]) -> None:
        self.plan = Plan()
        self._url, self._there = url, there
        self._lock = threading.Lock()
        self._patches = contextlib.ExitStack()

    def start(self) -> None:
        """Begin to record."""
        for name in ('post', 'put', 'delete'):
            original = getattr(HTTPJSONRESTClient, name)
            self._replace(HTTPJSONRESTClient, name,
                          self._recorded(name, original))
        self._replace(
            hpe3parclient.client, 'run_command',
            self._recorded_command(hpe3parclient.client.run_command))

    def _replace(self, owner: object, name: str,
                 value: Callable[..., Any]) -> None:
        self._patches.callback(setattr, owner, name, getattr(owner, name))
        setattr(owner, name, value)

    def stop(self) -> None:
        """Record no more."""
        self._patches.close()

    def _recorded(self, name: str, original: Callable[..., Any]
                  ) -> Callable[..., Any]:
        @functools.wraps(original)
        def send(http: HTTPJSONRESTClient, url: str, **options: Any) -> Any:
            # no traceback shows what is in a body
            options = sealed(options)
            if http.api_url != self._url or options.get('reads') or \
                    url.startswith('/credentials'):
                return original(http, url, **options)
            return self._step(_Asking(http), name.upper(), url,
                              Secret(options.get('body')),
                              lambda: original(http, url, **options))
        return send

    def _recorded_command(self, original: Callable[..., Any]
                          ) -> Callable[..., Any]:
        from hpe3parclient.cli import commands

        @functools.wraps(original)
        def run(client: HPE3ParClient, cmd: list[str]) -> Any:
            if client.api_url != self._url or commands.only_reads(cmd):
                return original(client, cmd)
            return self._step(client, 'CLI', ' '.join(cmd), Secret(cmd),
                              lambda: original(client, cmd))
        return run

    def _step(self, client: Any, method: str, path: str, body: Secret,
              send: Callable[[], Any]) -> Any:
        subject = None if method == 'CLI' else subject_of(
            method, path, body.reveal())
        before = None if subject is None else look(client, subject)
        refusal = None
        try:
            return send()
        except (exceptions.ClientException, exceptions.SSHException) as ex:
            refusal = str(ex)
            raise
        finally:
            with self._lock:
                self.plan.steps.append(Step(
                    len(self.plan.steps) + 1, method, path, body,
                    subject, before, subject not in self._there, refusal))
                if refusal is None and method == 'DELETE':
                    self._there.discard(str(subject))


class _Asking:
    """As much of a client as looking at an object takes."""

    def __init__(self, http: HTTPJSONRESTClient) -> None:
        self.http = http


def script(taken: Capture, path: str) -> Plan:
    """Run a script against a twin.

    ``HPE3ParClient.fromEnv()`` in the script gives a client of the twin.

    :param taken: the captured array
    :param path: the script
    :returns: what it would change
    """
    with _served(taken) as array, \
            contextlib.closing(_Dry(array, taken)) as dry, \
            tempfile.TemporaryDirectory() as directory:
        secret = Path(directory, 'password')
        secret.touch(0o600)
        secret.write_text(array.password + '\n', 'utf-8')
        with _environment(
                HPE3PAR_URL=array.api_url, HPE3PAR_USER=array.user,
                HPE3PAR_PASSWORD_FILE=str(secret),
                HPE3PAR_CA_BUNDLE=str(array.ca_bundle)):
            runpy.run_path(path, run_name='__main__')
    return dry.client.plan


@contextlib.contextmanager
def _environment(**variables: str) -> Generator[None]:
    """Set environment variables for a while."""
    before = dict(os.environ)
    os.environ.update(variables)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)
