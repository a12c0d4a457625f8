"""A pytest plugin: a simulated array for every test that asks for one.

pytest finds it by itself where the package is installed. So that a test run
that has nothing to do with arrays pays nothing, importing this module
imports nothing else of the package: what a fixture needs is imported when a
test asks for it, and the simulator's extra has to be there only then.

The fixtures are told in docs/how-to/testing.rst.
"""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING, Any, Dict, Iterator, NamedTuple, Tuple

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from hpe3parclient.client import HPE3ParClient
    from hpe3parclient.simulator import RemoteLink, SimulatedArray


class Pair(NamedTuple):
    """Two arrays that are linked for remote copy, and their clients."""

    arrays: Tuple[SimulatedArray, SimulatedArray]
    clients: Tuple[HPE3ParClient, HPE3ParClient]
    link: RemoteLink


def pytest_configure(config: pytest.Config) -> None:
    """Make the marker known."""
    config.addinivalue_line(
        'markers',
        'hpe3par(**options): what the simulated arrays of a test are like; '
        'options are those of SimulatedArray, and ssh=False')


@pytest.fixture
def hpe3par_options() -> Dict[str, Any]:
    """Options of all simulated arrays; a program's tests may override it.

    The marker ``hpe3par`` adds to them, test by test.
    """
    return {}


@pytest.fixture
def hpe3par_array(request: pytest.FixtureRequest,
                  hpe3par_options: Dict[str, Any]
                  ) -> Iterator[SimulatedArray]:
    """A simulated array of the test's own, serving until its end."""
    from hpe3parclient.simulator import SimulatedArray
    with SimulatedArray(**_told(request, hpe3par_options)) as array:
        yield array


@pytest.fixture
def hpe3par_client(hpe3par_array: SimulatedArray,
                   tmp_path: Path) -> Iterator[HPE3ParClient]:
    """A client that is logged in to ``hpe3par_array``.

    It tries again quickly, trusts the array's own certificate and host keys
    and no others, and is logged out at the end.
    """
    with ExitStack() as stack:
        yield _client(stack, hpe3par_array, tmp_path)


@pytest.fixture
def hpe3par_pair(request: pytest.FixtureRequest,
                 hpe3par_options: Dict[str, Any],
                 tmp_path: Path) -> Iterator[Pair]:
    """Two simulated arrays with one clock and a remote-copy link."""
    from hpe3parclient.simulator import Clock, SimulatedArray, connect
    options = _told(request, hpe3par_options)
    options.setdefault('clock', Clock())
    one, other = SimulatedArray(**options), SimulatedArray(**options)
    link = connect(one, other)
    with ExitStack() as stack:
        for array in (one, other):
            stack.enter_context(array)
        yield Pair((one, other), (_client(stack, one, tmp_path),
                                  _client(stack, other, tmp_path)), link)


def _told(request: pytest.FixtureRequest,
          options: Dict[str, Any]) -> Dict[str, Any]:
    """Options of a fixture, and of markers; the nearest marker counts."""
    told = dict(options)
    for marker in reversed(list(request.node.iter_markers('hpe3par'))):
        if marker.args:
            raise pytest.UsageError('the marker hpe3par takes names and '
                                    'values, such as volumes=3')
        told.update(marker.kwargs)
    if not told.pop('ssh', True):
        told['ssh_port'] = None
    return told


def _client(stack: ExitStack, array: SimulatedArray,
            where: Path) -> HPE3ParClient:
    """A client, logged in until the stack ends."""
    from hpe3parclient.client import HPE3ParClient
    from hpe3parclient.retry import RetryPolicy
    client = HPE3ParClient(array.api_url, secure=array.ca_bundle or False,
                           suppress_ssl_warnings=True,
                           retry=RetryPolicy(first_wait=0.01))
    stack.callback(_leave, client, array)
    client.login(array.user, array.password)
    if array.sshd is not None:
        known = where / f'known_hosts_{array.ssh_port}'
        known.write_text(array.sshd.known_hosts())
        client.setSSHOptions('127.0.0.1', array.user, array.password,
                             port=array.sshd.port,
                             known_hosts_file=str(known),
                             missing_key_policy='RejectPolicy')
    return client


def _leave(client: HPE3ParClient, array: SimulatedArray) -> None:
    """Log out, whatever a test has done to its array."""
    from hpe3parclient.exceptions import ClientException
    array.faults.clear()
    try:
        client.logout()
    except ClientException:
        # The test may have stopped the array; then nobody is logged in.
        client.http.session_key = None
    finally:
        client.http.close()
