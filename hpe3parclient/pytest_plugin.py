"""A pytest plugin with fixtures for simulated arrays.

pytest finds it by itself where the package is installed. So that a test run
that has nothing to do with arrays pays nothing, importing this module
imports nothing else of the package: what a fixture needs is imported when a
test asks for it, and the simulator's extra has to be there only then.

The fixtures are described in docs/how-to/testing.rst.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from hpe3parclient.client import HPE3ParClient
    from hpe3parclient.simulator import SimulatedArray, SimulatedPair


def pytest_configure(config: pytest.Config) -> None:
    """Register the marker."""
    config.addinivalue_line(
        'markers',
        'hpe3par(**options): what the simulated arrays of a test are like; '
        'options are those of SimulatedArray, and ssh=False')


@pytest.fixture
def hpe3par_options() -> dict[str, Any]:
    """Return the options of all simulated arrays; a program's tests may override it.

    The marker ``hpe3par`` adds to them, test by test.
    """
    return {}


@pytest.fixture
def hpe3par_array(request: pytest.FixtureRequest,
                  hpe3par_options: dict[str, Any]
                  ) -> Iterator[SimulatedArray]:
    """Start a simulated array for the test; it stops with the test."""
    from hpe3parclient.simulator import SimulatedArray
    with SimulatedArray(**_array_options(request, hpe3par_options)) as array:
        yield array


@pytest.fixture
def hpe3par_client(hpe3par_array: SimulatedArray) -> Iterator[HPE3ParClient]:
    """Return a client that is logged in to ``hpe3par_array``.

    It tries again quickly, trusts the array's own certificate and host keys
    and no others, and is logged out at the end.
    """
    from hpe3parclient.simulator import logged_in
    with logged_in(hpe3par_array) as client:
        yield client


@pytest.fixture
def hpe3par_pair(request: pytest.FixtureRequest,
                 hpe3par_options: dict[str, Any]
                 ) -> Iterator[SimulatedPair]:
    """Start two simulated arrays with one clock and a remote-copy link."""
    from hpe3parclient.simulator import SimulatedPair
    with SimulatedPair(**_array_options(request, hpe3par_options)) as pair:
        yield pair


def _array_options(request: pytest.FixtureRequest,
                   options: dict[str, Any]) -> dict[str, Any]:
    """Merge the options of a fixture and its markers; the nearest marker wins."""
    merged = dict(options)
    for marker in reversed(list(request.node.iter_markers('hpe3par'))):
        if marker.args:
            raise pytest.UsageError('the marker hpe3par takes names and '
                                    'values, such as volumes=3')
        merged.update(marker.kwargs)
    if not merged.pop('ssh', True):
        merged['ssh_port'] = None
    return merged
