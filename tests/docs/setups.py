"""What a page may find ready when its examples begin.

A page names one of these in a comment, ``.. setup: client``. Each is a
context manager that gives a :class:`PageContext`. All arrays here are simulated,
their clocks stand still, and ``time.sleep`` in an example turns them instead
of the machine's: waiting costs nothing.

Pages may show names that everybody can read, such as
``https://array.example.com:8080/api/v1``; the stand-ins say what they are
replaced by before an example runs.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Callable
from unittest import mock

from hpe3parclient.client import HPE3ParClient
from hpe3parclient.simulator import Clock, SimulatedArray, connect
from hpe3parclient.simulator.sshd import LoginPolicy, make_key


class PageContext:
    """What the examples of a page find.

    :param names: the namespace that the page begins with; a whole program
        among the examples may use one of them for its own, so they are given
        back after each block
    :param stand_ins: texts of a page, and what they are replaced by
    :param environ: environment variables of the page's commands
    """

    def __init__(self, **names: Any) -> None:
        self.names = names
        self.stand_ins: dict[str, str] = {}
        self.environ: dict[str, str] = {}

    def shown(self, text: str) -> str:
        """A text of the page, as it is run."""
        for said, meant in self.stand_ins.items():
            text = text.replace(said, meant)
        return text


@contextlib.contextmanager
def nothing() -> Iterator[PageContext]:
    """No setup: the page brings all that it needs."""
    yield PageContext()


@contextlib.contextmanager
def turning(clock: Clock) -> Iterator[None]:
    """Let ``time.sleep`` of this thread turn a clock."""
    sleep, here = time.sleep, threading.current_thread()

    def turn(seconds: float) -> None:
        if threading.current_thread() is here:
            clock.advance(seconds)
        else:
            sleep(seconds)

    with mock.patch.object(time, 'sleep', turn):
        yield


@contextlib.contextmanager
def served(model: str = '3par-3.3.1',
           login_policy: LoginPolicy | None = None) -> Iterator[PageContext]:
    """``array``, ``url``, ``ca_file``, ``user``, ``password``.

    Nobody is logged in. The array has a CPG ``gold`` and a host ``db1``.
    """
    clock = Clock(running=False)
    with SimulatedArray(model, clock=clock, seed=1,
                        login_policy=login_policy) as array, turning(clock):
        assert array.ca_bundle is not None
        with logged_in(array) as client:
            client.createCPG('gold')
            client.createHost('db1', FCWwns=['10000000C9A1B2C3'])
        array.requests.clear()
        context = PageContext(array=array, url=array.api_url, user=array.user,
                      ca_file=array.ca_bundle, password=array.password)
        context.stand_ins.update(
            stand_ins_of(array, 'array.example.com', 'array-ca.pem'))
        yield context


def stand_ins_of(array: SimulatedArray, host: str,
                 ca_file: str) -> dict[str, str]:
    """What pages say instead of an array's real URL, file and ports."""
    return {f'https://{host}:8080/api/v1': array.api_url,
            f'https://{host}:443/api/v1': array.api_url,
            f'/etc/ssl/{ca_file}': str(array.ca_bundle),
            f"'{host}'": "'127.0.0.1'",
            'port=22': f'port={array.ssh_port}'}


def logged_in(array: SimulatedArray) -> HPE3ParClient:
    """A client of an array; its block ends its session."""
    assert array.ca_bundle is not None
    client = HPE3ParClient(array.api_url, secure=array.ca_bundle)
    client.login(array.user, array.password)
    return client


@contextlib.contextmanager
def with_client(model: str = '3par-3.3.1',
                login_policy: LoginPolicy | None = None) -> Iterator[PageContext]:
    """The names of ``array``, and ``client``, logged in."""
    with served(model, login_policy) as context, \
            logged_in(context.names['array']) as client:
        context.names['client'] = client
        yield context


@contextlib.contextmanager
def with_primera() -> Iterator[PageContext]:
    """The same as ``client``, with a Primera."""
    with with_client('primera-4.x') as context:
        yield context


@contextlib.contextmanager
def with_pair() -> Iterator[PageContext]:
    """Two arrays that are linked for remote copy, a client of each.

    ``array_a``, ``array_b``, ``a``, ``b`` (clients), ``link`` (to be cut and
    restored) and ``clock``. The arrays are called ``array-a`` and
    ``array-b``. Both have a CPG ``gold``; ``a`` has a volume ``orders``.
    """
    clock = Clock(running=False)
    with contextlib.ExitStack() as stack:
        arrays = [stack.enter_context(SimulatedArray(clock=clock, seed=1))
                  for _ in range(2)]
        stack.enter_context(turning(clock))
        for array, name in zip(arrays, ('array-a', 'array-b')):
            array.state.name = name
        link = connect(*arrays)
        a, b = (stack.enter_context(logged_in(item)) for item in arrays)
        for client in (a, b):
            client.createCPG('gold')
        a.createVolume('orders', 'gold', 10240,
                       {'tpvv': True, 'snapCPG': 'gold'})
        use_command_line(a, arrays[0])
        context = PageContext(array_a=arrays[0], array_b=arrays[1], a=a, b=b,
                      link=link, clock=clock, user=arrays[0].user,
                      password=arrays[0].password)
        for letter, array in zip('ab', arrays):
            context.stand_ins.update(stand_ins_of(
                array, f'array-{letter}.example.com', f'array-{letter}.pem'))
        yield context


@contextlib.contextmanager
def in_directory() -> Iterator[PageContext]:
    """As ``client``; ``directory`` is a path to write to."""
    with with_client() as context, tempfile.TemporaryDirectory() as name:
        context.names['directory'] = Path(name)
        yield context


@contextlib.contextmanager
def with_shell() -> Iterator[PageContext]:
    """As ``client``; ``~/.ssh`` knows the array, and has a key for it."""
    key = make_key('ecdsa')
    with tempfile.TemporaryDirectory() as name, \
            with_client(login_policy=LoginPolicy(authorized=[key])) as context:
        here, sshd = Path(name), context.names['array'].sshd
        key.write_private_key_file(str(here / 'array'))
        (here / 'known_hosts').write_text(''.join(
            f'[127.0.0.1]:{sshd.port} {item.get_name()} {item.get_base64()}\n'
            for item in sshd.host_keys), 'utf-8')
        context.stand_ins['~/.ssh/'] = name + '/'
        yield context


@contextlib.contextmanager
def for_reference() -> Iterator[PageContext]:
    """As ``client``, with the command line set up too.

    CPG ``gold`` holds two thin volumes, ``orders`` and ``logs``.
    """
    with with_client() as context:
        client, array = context.names['client'], context.names['array']
        for volume, size in (('orders', 10 * 1024), ('logs', 2 * 1024)):
            client.createVolume(volume, 'gold', size,
                                {'tpvv': True, 'snapCPG': 'gold'})
        use_command_line(client, array)
        yield context


def use_command_line(client: HPE3ParClient, array: SimulatedArray) -> None:
    """Let a client send commands to an array."""
    client.setSSHOptions('127.0.0.1', array.user, array.password,
                         port=array.ssh_port)


@contextlib.contextmanager
def with_environment() -> Iterator[PageContext]:
    """As ``client``; the environment names the array, for commands too.

    CPG ``gold`` holds some volumes; ``directory`` is where commands run.
    """
    with with_client() as context, tempfile.TemporaryDirectory() as name:
        secret = Path(name, 'password')
        secret.write_text(context.names['password'] + '\n', 'utf-8')
        secret.chmod(0o600)
        client = context.names['client']
        for volume, size in (('orders', 4 << 20), ('logs', 8 << 20)):
            client.createVolume(volume, 'gold', size)
        context.environ = {
            'HPE3PAR_URL': context.names['url'],
            'HPE3PAR_USER': context.names['user'],
            'HPE3PAR_PASSWORD_FILE': str(secret),
            'HPE3PAR_CA_BUNDLE': context.names['ca_file'],
            'PYTHONIOENCODING': 'utf-8', 'NO_COLOR': '1'}
        with mock.patch.dict(os.environ, context.environ):
            yield context


@contextlib.contextmanager
def with_named_array() -> Iterator[PageContext]:
    """As ``environment``; a file names the array ``lab``, and no variable does."""
    with with_environment() as context, tempfile.TemporaryDirectory() as name:
        file = Path(name, 'hpe3parclient.toml')
        file.write_text('default = "lab"\n[arrays.lab]\n' + ''.join(
            f'{member} = "{context.environ[variable]}"\n'
            for member, variable in (
                ('url', 'HPE3PAR_URL'), ('user', 'HPE3PAR_USER'),
                ('ca_bundle', 'HPE3PAR_CA_BUNDLE'),
                ('password_file', 'HPE3PAR_PASSWORD_FILE'))), 'utf-8')
        file.chmod(0o600)
        for variable in [*context.environ]:
            if variable.startswith('HPE3PAR_'):
                del context.environ[variable], os.environ[variable]
        context.environ['HPE3PAR_CONFIG'] = str(file)
        with mock.patch.dict(os.environ, context.environ):
            yield context


#: By the name that a page says.
SETUPS: dict[str, Callable[[], contextlib.AbstractContextManager[PageContext]]] = {
    'none': nothing,
    'array': served,
    'client': with_client,
    'primera': with_primera,
    'pair': with_pair,
    'directory': in_directory,
    'shell': with_shell,
    'reference': for_reference,
    'environment': with_environment,
    'named': with_named_array,
}
