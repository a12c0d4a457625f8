"""Let a program work on a twin first, and see what it would change.

Knows the order: capture the array, serve the capture, record what the program
does there. Needs the extra ``simulator``.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Generator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from hpe3parclient import standin
from hpe3parclient.client import HPE3ParClient
from hpe3parclient.twin import launch
from hpe3parclient.twin.capture import capture
from hpe3parclient.twin.document import Capture
from hpe3parclient.twin.plan import Plan
from hpe3parclient.twin.recorder import Recorder
from hpe3parclient.web.redact import Secret

if TYPE_CHECKING:
    from hpe3parclient.simulator import SimulatedArray

#: how much faster than real time a twin's tasks run
SPEED = 60.0

#: where requests to the twin must not be sent through a proxy
_NO_PROXY = ('no_proxy', 'NO_PROXY')


class DryClient(HPE3ParClient):
    """A client of a twin; ``plan`` has what it has changed there."""

    plan: Plan


class Rehearsed(NamedTuple):
    """A script that was rehearsed."""

    #: what it would change
    plan: Plan
    #: its exit status, as a shell gives it
    status: int


@contextlib.contextmanager
def rehearse(client: HPE3ParClient | Capture, *,
             metadata: bool = False) -> Generator[DryClient]:
    """Give a client of a twin; what is done with it changes nothing real.

    For example::

        with twin.rehearse(client) as dry:
            dry.createVolume('data', 'gold', 10240, {'tpvv': True})
        print(dry.plan.text())
        dry.plan.apply(client)

    :param client: a client of the real array, which is captured now; or an
        array that was captured
    :param metadata: capture the metadata of volumes too, for a program that
        reads or changes it: a request for each volume
    :returns: a client that is logged in on the twin; its ``plan`` is complete
        when the block ends
    :raises ImportError: the extra ``simulator`` is not installed
    """
    with _taken(client, metadata) as taken, _served(taken) as array, \
            _client(array) as dry, _recorded(array, taken, dry) as plan:
        dry.plan = plan
        yield dry


def script(taken: Capture, path: str | os.PathLike[str],
           arguments: Sequence[str] = ()) -> Rehearsed:
    """Run a script on a twin, in a process of its own.

    However it makes clients with this package, they reach the twin, in its child
    processes too. A second array is refused with
    :exc:`~hpe3parclient.standin.NotRehearsed`.

    :param taken: the captured array
    :param path: the script
    :param arguments: what it is given on its command line
    :returns: what it would change, and its exit status
    :raises OSError: the script cannot be read
    :raises ImportError: the extra ``simulator`` is not installed
    """
    open(path, 'rb').close()        # clearer than what Python says of it
    with _served(taken) as array, _client(array) as client, \
            _recorded(array, taken, client) as plan, \
            tempfile.TemporaryDirectory() as directory:
        variables = standin.announce(standin.StandIn(
            array.api_url, str(array.ca_bundle), array.user,
            Secret(array.password), array.ssh_port or 22, directory))
        variables.update(_direct())
        status = _run([sys.executable, launch.__file__, os.fspath(path),
                       *arguments], {**os.environ, **variables})
    return Rehearsed(plan, status)


def _run(command: list[str], environ: dict[str, str]) -> int:
    """Run a command to its end, whoever interrupts it.

    :returns: its exit status; of one that a signal ended, 128 and its number
    """
    sys.stdout.flush()
    with subprocess.Popen(  # noqa: S603 - what the caller asks to be run
            command, env=environ) as process:
        while True:
            try:
                status = process.wait()
                return status if status >= 0 else 128 - status
            except KeyboardInterrupt:
                continue        # the script has got it as well


def _direct() -> dict[str, str]:
    """Variables with which nothing reaches the twin through a proxy."""
    return {name: ','.join(filter(None, (os.environ.get(name), '127.0.0.1')))
            for name in _NO_PROXY}


@contextlib.contextmanager
def _without_proxies() -> Generator[None]:
    """Make a client that uses no proxy; it looks for one when it is made."""
    before = {name: os.environ.get(name) for name in _NO_PROXY}
    os.environ.update(_direct())
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


@contextlib.contextmanager
def _taken(source: HPE3ParClient | Capture,
           metadata: bool) -> Generator[Capture]:
    if isinstance(source, Capture):
        yield source
        return
    with tempfile.TemporaryDirectory() as directory:
        capture(source, Path(directory, 'array.json'), metadata=metadata)
        yield Capture(Path(directory, 'array.json'))


@contextlib.contextmanager
def _served(taken: Capture) -> Generator[SimulatedArray]:
    from hpe3parclient.simulator import Clock, SimulatedArray
    with SimulatedArray(state=taken, clock=Clock(speed=SPEED)) as array:
        yield array


@contextlib.contextmanager
def _client(array: SimulatedArray) -> Generator[DryClient]:
    with _without_proxies():
        client = DryClient(array.api_url, secure=str(array.ca_bundle))
    with client:
        client.login(array.user, array.password)
        client.setSSHOptions('127.0.0.1', array.user, array.password,
                             port=array.ssh_port or 22)
        yield client


@contextlib.contextmanager
def _recorded(array: SimulatedArray, taken: Capture,
              client: HPE3ParClient) -> Generator[Plan]:
    """Record what is done on a twin; the plan is complete at the end."""
    recorder = Recorder(array, taken)
    before = free_mib(client)
    recorder.start()
    try:
        yield recorder.plan
    finally:
        recorder.stop()
        recorder.plan.free_mib = (before, free_mib(client))


def free_mib(client: HPE3ParClient) -> int:
    """Return how many MiB of all disks are free."""
    report = client.getOverallSystemCapacity()
    return int(report['allCapacity']['freeMiB'])
