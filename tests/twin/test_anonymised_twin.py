"""An anonymised capture is loaded as the capture is, under other names."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from hpe3parclient import twin
from hpe3parclient.simulator import SimulatedArray
from hpe3parclient.simulator.captured.load import Loaded, load
from tests.support.simulated import connect
from tests.twin import populated


@pytest.mark.parametrize('model', ['3par-3.2.2', '3par-3.3.1', 'alletra-9000'])
def test_an_anonymised_capture_is_loaded_as_the_capture_is(
        model: str, tmp_path: Path) -> None:
    with SimulatedArray(model, seed=1) as array, connect(array) as client:
        populated.populate(array)
        client.setSSHOptions('127.0.0.1', array.user, array.password,
                             port=array.ssh_port or 22)
        twin.capture(client, tmp_path / 'a.json', metadata=True)
    twin.anonymise(tmp_path / 'a.json', tmp_path / 'safe.json', tmp_path / 'key',
                   seed=1)
    original, safe = (load(twin.Capture(tmp_path / name))
                      for name in ('a.json', 'safe.json'))
    assert shape(safe) == shape(original)


def shape(loaded: Loaded) -> dict[str, Any]:
    """What is in an array, without names."""
    state = loaded.array.state if hasattr(loaded.array, 'state') else loaded.array
    result: dict[str, Any] = {'left out': loaded.left_out}
    for name, value in sorted(vars(state).items()):
        if hasattr(value, '__len__'):
            result[name] = len(value)
    result['volumes'] = sorted(
        (item.id, item.size_mib, item.provisioning, len(item.metadata))
        for item in state.volumes)
    for name in ('users', 'roles', 'sessions', 'random'):
        result.pop(name, None)
    return result
