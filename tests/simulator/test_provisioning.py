"""Random provisioning scripts: the client and the model tell one story."""

from __future__ import annotations

import json
import random
from typing import Any, Callable

import pytest

from hpe3parclient import error_codes, exceptions
from hpe3parclient.simulator import SimulatedArray
from tests.support.simulated import connect

#: what the reference lists for each call; a script may meet no other error
LISTED = {
    'createVolume': {
        'EXISTENT_VOL', 'NO_SPACE', 'TOO_LARGE', 'NON_EXISTENT_CPG',
        'INV_INPUT', 'EXISTENT_ID', 'NO_SNAP_CPG'},
    'createSnapshot': {
        'EXISTENT_VOL', 'NON_EXISTENT_VOL', 'NO_SNAP_CPG', 'EXISTENT_ID',
        'INV_OPERATION_VV_READONLY_TO_READONLY_SNAP'},
    'growVolume': {
        'NON_EXISTENT_VOL', 'INV_OPERATION_UNSUPPORTED_VV_TYPE', 'NO_SPACE',
        'VV_NEW_SIZE_EXCEED_CPG_LIMIT', 'VV_NEW_SIZE_EXCEED_LIMIT'},
    'deleteVolume': {
        'NON_EXISTENT_VOL', 'HAS_RO_CHILD', 'HAS_CHILD', 'IN_USE',
        'RETAINED'},
    'createHost': {'EXISTENT_HOST', 'EXISTENT_PATH'},
    'deleteHost': {'NON_EXISTENT_HOST', 'EXPORTED_VLUN', 'HOST_IN_SET'},
    'createVLUN': {
        'NON_EXISTENT_VOL', 'NON_EXISTENT_HOST', 'EXISTENT_LUN',
        'AUTO_LUN_ID_UNAVAILABLE'},
    'deleteVLUN': {'NON_EXISTENT_VLUN', 'NON_EXISTENT_HOST'},
    'modifyVolume': {'NON_EXISTENT_VOL', 'EXISTENT_VOL'},
}


class Script:
    """One seeded run of calls, with what it believes to exist."""

    def __init__(self, client: Any, seed: int) -> None:
        self.client = client
        self.random = random.Random(seed)
        self.volumes: list[str] = ['none']
        self.hosts: list[str] = ['none']
        self.vluns: list[list[str]] = [['none', '1', 'none']]
        self.errors: dict[str, set] = {}
        self.done = 0

    def attempt(self, method: str, *args: Any, **named: Any) -> Any:
        try:
            result = getattr(self.client, method)(*args, **named)
        except exceptions.ClientException as ex:
            assert ex.symbol in LISTED[method], (method, args, str(ex))
            row = error_codes.BY_SYMBOL[ex.symbol]
            assert ex.http_status == row.status
            assert ex.code == error_codes.number_of(ex.symbol)
            return None
        self.done += 1
        return result

    def name(self, start: str) -> str:
        return f'{start}{self.random.randrange(12)}'

    def create(self) -> None:
        name = self.name('v')
        options = {'tpvv': self.random.random() < 0.7}
        if self.random.random() < 0.8:
            options['snapCPG'] = 'pool'
        self.attempt('createVolume', name, 'pool',
                     self.random.choice([256, 1000, 10240]), options)
        self.volumes.append(name)

    def snapshot(self) -> None:
        name = self.name('s')
        self.attempt('createSnapshot', name,
                     self.random.choice(self.volumes),
                     {'readOnly': self.random.random() < 0.5})
        self.volumes.append(name)

    def grow(self) -> None:
        self.attempt('growVolume', self.random.choice(self.volumes),
                     self.random.choice([1, 256, 5000]))

    def rename(self) -> None:
        old, new = self.random.choice(self.volumes), self.name('v')
        self.attempt('modifyVolume', old, {'newName': new})
        self.volumes.append(new)

    def delete(self) -> None:
        self.attempt('deleteVolume', self.random.choice(self.volumes))

    def add_host(self) -> None:
        name = self.name('h')
        self.attempt('createHost', name, [
            f'iqn.2000-01.example:{self.random.randrange(20)}'])
        self.hosts.append(name)

    def remove_host(self) -> None:
        self.attempt('deleteHost', self.random.choice(self.hosts))

    def export(self) -> None:
        made = self.attempt(
            'createVLUN', self.random.choice(self.volumes),
            self.random.choice([None, 0, 1, 2]),
            self.random.choice(self.hosts), auto=True)
        if made:
            self.vluns.append(made.split(','))

    def export_at(self) -> None:
        made = self.attempt(
            'createVLUN', self.random.choice(self.volumes),
            self.random.randrange(4), self.random.choice(self.hosts))
        if made:
            self.vluns.append(made.split(','))

    def unexport(self) -> None:
        volume, lun, host = self.random.choice(self.vluns)[:3]
        self.attempt('deleteVLUN', volume, lun, host)

    def run(self, steps: int) -> None:
        moves: list[Callable[[], None]] = [
            self.create, self.create, self.snapshot, self.grow, self.rename,
            self.delete, self.add_host, self.remove_host, self.export,
            self.export_at, self.unexport]
        for _ in range(steps):
            self.random.choice(moves)()


def listed(client: Any) -> dict[str, Any]:
    """What the client says there is."""
    return {
        'volumes': {item['name']: (item['sizeMiB'], item.get('copyOf'))
                    for item in client.getVolumes()['members']},
        'hosts': {item['name'] for item in client.getHosts()['members']},
        'vluns': {(item['volumeName'], item['lun'], item['hostname'])
                  for item in client.getVLUNs()['members']}}


def held(array: SimulatedArray) -> dict[str, Any]:
    """What the model holds, read without the web service."""
    state = array.state
    return {
        'volumes': {
            item.name: (item.size_mib, None if item.parent_id is None
                        else state.volumes.by_id(item.parent_id).name)
            for item in state.volumes},
        'hosts': {item.name for item in state.hosts},
        'vluns': {(state.volumes.by_id(item.volume).name, item.lun,
                   state.hosts.by_id(item.host).name)
                  for item in state.vluns}}


@pytest.mark.parametrize('first', range(0, 100, 20))
def test_a_hundred_random_scripts_leave_client_and_model_agreed(first):
    with SimulatedArray(tls=False) as array, connect(array) as client:
        client.createCPG('pool')
        empty = client.getOverallSystemCapacity()
        done = 0
        for seed in range(first, first + 20):
            script = Script(client, seed)
            script.run(40)
            done += script.done
            assert listed(client) == held(array), f'seed {seed}'
            clear(client)
            after = client.getOverallSystemCapacity()
            assert after == empty, f'seed {seed}: {json.dumps(after["allCapacity"])}'
        assert done > 20 * 10


def clear(client: Any) -> None:
    """Take everything away again, children before parents."""
    for vlun in client.getVLUNs()['members']:
        client.deleteVLUN(vlun['volumeName'], vlun['lun'], vlun['hostname'])
    for host in client.getHosts()['members']:
        client.deleteHost(host['name'])
    left = [item['name'] for item in client.getVolumes()['members']
            if not item['policies']['system']]
    while left:
        still = []
        for name in left:
            try:
                client.deleteVolume(name)
            except exceptions.HTTPConflict:
                still.append(name)
        assert len(still) < len(left)
        left = still
