"""An anonymised capture is loaded as the capture is, under other names."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from hpe3parclient import twin
from hpe3parclient.simulator import SimulatedArray
from hpe3parclient.simulator.captured.load import Loaded, load
from hpe3parclient.simulator.clock import Clock
from tests.support.simulated import connect
from tests.twin import populated

#: names that are ordinary words, numbers, or a single character
SHORT = {
    'gold': 'fc', 'shop': 'eu', 'shopcpg': 'nl', 'empty': 'no', 'silver': 'ssd',
    'v0': 'on', 'v1': '3', 'v2': 'a', 'full': 'vv', 'sv0': 'sys', 'kept': 'ok',
    's1': 'set', 's2': 'new', 's3': '0', 'shopset': 'id', 'db2': 'x',
    'db3': 'node1', 'shopdb': 'host', 'cluster': 'cpg', 'nightly': 'y',
    'weekly': 'b', 'anna': 'cli', 'otto': 'edit', 'sina': 'q', 'tiers': 'aos'}


def captured(array: SimulatedArray, path: Path) -> twin.Capture:
    with connect(array) as client:
        client.setSSHOptions('127.0.0.1', array.user, array.password,
                             port=array.ssh_port or 22)
        twin.capture(client, path, metadata=True)
    return twin.Capture(path)


@pytest.mark.parametrize('model', ['3par-3.2.2', '3par-3.3.1', 'alletra-9000'])
def test_an_anonymised_capture_is_loaded_as_the_capture_is(
        model: str, tmp_path: Path) -> None:
    # Not before midnight, when one of its schedules makes a snapshot.
    clock = Clock(1_780_000_000.25, running=False)
    with SimulatedArray(model, clock=clock, seed=1) as array:
        populated.populate(array)
        captured(array, tmp_path / 'a.json')
    twin.anonymise(tmp_path / 'a.json', tmp_path / 'safe.json', tmp_path / 'key',
                   seed=1)
    original, safe = (load(twin.Capture(tmp_path / name))
                      for name in ('a.json', 'safe.json'))
    assert shape(safe) == shape(original)


def test_an_array_of_short_names_answers_as_captured_under_other_names(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    names = re.compile(r'(?<!\w)(' + '|'.join(SHORT) + r')(?!\w)')
    monkeypatch.setattr(populated, 'LINES', names.sub(
        lambda match: SHORT[match[0]], populated.LINES))
    monkeypatch.setattr(populated, 'REPLICATED', '')
    clock = Clock(1_780_000_000.25, running=False)
    with SimulatedArray('3par-3.3.1', clock=clock, seed=1) as array:
        populated.populate(array)
        original = captured(array, tmp_path / 'a.json')
    twin.anonymise(original.path, tmp_path / 'safe.json', tmp_path / 'key', seed=1)
    safe = twin.Capture(tmp_path / 'safe.json')
    for root in ('/volumes', '/hosts', '/cpgs', '/volumesets', '/hostsets'):
        pairs = list(zip(original.members(root), safe.members(root)))
        assert pairs
        assert [before for before, after in pairs if 'name' in before
                and before['name'] == after['name']] == []
    with SimulatedArray(state=safe, clock=Clock(running=False)) as array:
        again = captured(array, tmp_path / 'again.json')
        assert array.loaded is not None
        # all other objects are known again
        assert set(array.loaded.kept.surplus) == {'/fcswitches'}
    paths = [path for path in safe.paths if path not in safe.missing]
    assert [path for path in paths
            if answer(again, path) != answer(safe, path)] == []
    assert [command for command in safe.commands if command not in safe.missing
            and again.lines(command) != safe.lines(command)] == []


def answer(capture: twin.Capture, path: str) -> Any:
    """What a path was answered, without addresses."""
    value = capture.object(path)
    return without_links(value if value is not None
                         else list(capture.members(path)))


def without_links(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: without_links(item) for name, item in value.items()
                if name != 'links'}
    return [without_links(item) for item in value] \
        if isinstance(value, list) else value


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
