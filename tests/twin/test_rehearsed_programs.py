"""Random programs: on the twin as on the array, and so is what they leave.

Each program is rehearsed, then run on the array itself, and its plan is applied to
a copy of the array. All three must give the same errors and the same state.
"""

from __future__ import annotations

import datetime
import random
import time
from collections.abc import Iterator
from typing import Any

import pytest

from hpe3parclient import exceptions, twin
from hpe3parclient.client import HPE3ParClient
from hpe3parclient.simulator import PERSONALITIES, Clock, SimulatedArray
from tests.support.simulated import connect
from tests.twin.test_load import populate

#: what a new array gives its objects, and what time changes
PASSING = ('uuid', 'links', 'startTime', 'finishTime', 'detailedStatus')

LISTS = ('/cpgs', '/volumes', '/hosts', '/volumesets', '/hostsets', '/vluns',
         '/qos', '/capacity')

#: no schedule is due while a test runs, at whatever hour it does
_LATER = (datetime.date.today() + datetime.timedelta(days=14)).strftime(
    '0 1 %d * *')

Action = tuple[str, tuple[Any, ...]]


def actions(seed: int, commands: bool) -> Iterator[Action]:
    """A program: changes that succeed and changes that do not."""
    chance = random.Random(seed)
    for number in range(40):
        volume = chance.choice(['v0', 'v1', 'v2', 'v3', 's1', 's2', 'w1', 'w2'])
        other = chance.choice(['v1', 'v3', 'w1', 'w3', 's1'])
        host = chance.choice(['db1', 'db2', 'db3'])
        lun = chance.randrange(12)
        choices: list[Action] = [
            ('createVolume', (volume, chance.choice(['gold', 'SimCPG', 'none']),
                              1024, {'tpvv': True, 'snapCPG': 'gold'})),
            ('deleteVolume', (volume,)),
            ('growVolume', (volume, 512)),
            ('modifyVolume', (volume, {'comment': f'c{number}'})),
            ('modifyVolume', (volume, {'newName': other})),
            ('modifyVolume', (volume, {'userCPG': 'silver'})),
            ('createSnapshot', (f't{number}', volume)),
            ('createSnapshot', (other, volume, {'readOnly': True})),
            ('promoteVirtualCopy', (volume,)),
            ('copyVolume', (volume, other, 'gold',
                            {'online': True, 'tpvv': True})),
            ('copyVolume', (volume, other, None, {'online': False})),
            ('stopOfflinePhysicalCopy', (other,)),
            ('setVolumeMetaData', (volume, 'owner', f'n{number}')),
            ('removeVolumeMetaData', (volume, 'owner')),
            ('createVLUN', (volume, lun, host)),
            ('createVLUN', (volume, None, host, None, None, None, True)),
            ('deleteVLUN', (volume, lun, host)),
            ('createVolumeSet', ('pair', None, None, [volume, other])),
            ('addVolumeToVolumeSet', ('shop', volume)),
            ('removeVolumeFromVolumeSet', ('shop', volume)),
            ('deleteVolumeSet', (chance.choice(['shop', 'pair']),)),
            ('createSnapshotOfVolumeSet', ('snap-@count@', 'shop')),
            ('addHostToHostSet', ('cluster', host)),
            ('removeHostFromHostSet', ('cluster', host)),
            ('deleteHost', (host,)),
            ('createHost', (host, None, [f'10000000C9A1B2{lun:02X}'])),
            ('modifyHost', (host, {'newName': 'db3'})),
            ('modifyHost', (host, {'pathOperation': 1, 'FCWWNs': [
                f'10000000C9A1B2{lun:02X}']})),
            ('createCPG', ('silver', {'growthLimitMiB': 1 << 22})),
            ('modifyCPG', ('silver', {'growthLimitMiB': 1 << 23})),
            ('deleteCPG', (chance.choice(['silver', 'gold']),)),
            ('modifyQoSRules', ('shop', {'ioMaxLimit': 600 + number})),
            ('deleteQoSRules', ('shop',))]
        if commands:
            choices += [
                ('_run', (['setvv', '-comment', f'"by {number}"', volume],)),
                ('_run', (['removevv', '-f', volume],)),
                ('_run', (['createsv', '-ro', f'u{number}', volume],)),
                ('_run', (['growvv', '-f', volume, '1g'],)),
                ('createSchedule', (f'daily{lun}', f'createsv -ro x {volume}',
                                    _LATER)),
                ('deleteSchedule', (f'daily{lun}',)),
                ('setQOSRule', ('shop', 700 + number, 9000))] * 3
        yield chance.choice(choices)


def outcome(client: HPE3ParClient, action: Action) -> Any:
    """What a program learns: the error, or that there is none."""
    name, arguments = action
    try:
        result = getattr(client, name)(*arguments)
        for task in [result] if name == 'copyVolume' else \
                [result['taskid']] if name == 'promoteVirtualCopy' else []:
            client.waitForTask(task)
    except exceptions.ClientException as ex:
        return type(ex).__name__, ex.get_code()
    except exceptions.SSHException as ex:
        return type(ex).__name__
    return result if name == '_run' else 'done'


def state(client: HPE3ParClient) -> dict[str, Any]:
    """The state of an array, less what every array has its own of."""
    return {path: plain(client.http.get(path)[1]) for path in LISTS}


def differences(first: Any, second: Any, where: str = '') -> list[str]:
    """Where two states differ."""
    if isinstance(first, dict) and isinstance(second, dict):
        return [line for name in sorted({**first, **second}, key=str)
                for line in differences(first.get(name), second.get(name),
                                        f'{where}/{name}')]
    if isinstance(first, list) and isinstance(second, list) and \
            len(first) == len(second):
        return [line for number, pair in enumerate(zip(first, second))
                for line in differences(*pair, f'{where}[{number}]')]
    return [] if first == second else [f'{where}: {first}, {second}']


def plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: plain(item) for name, item in value.items()
                if name not in PASSING and 'Time' not in name}
    return [plain(item) for item in value] if isinstance(value, list) else value


@pytest.mark.parametrize('commands', [False, True])
@pytest.mark.parametrize('model', sorted(PERSONALITIES))
@pytest.mark.parametrize('seed', range(1))
def test_a_program_gives_the_same_on_the_array(model: str, seed: int,
                                               commands: bool) -> None:
    compare_arrays(model, seed, commands)


def compare_arrays(model: str, seed: int, commands: bool) -> None:
    clock = Clock(time.time(), speed=60)
    with SimulatedArray(model, clock=clock, seed=1, volumes=1) as array, \
            connect(array) as client:
        populate(client)
        with SimulatedArray(state=array.snapshot(),
                            clock=Clock(speed=60)) as copy, \
                connect(copy) as other:
            for end, user in ((array, client), (copy, other)):
                user.setSSHOptions('127.0.0.1', end.user, end.password,
                                   port=end.ssh_port or 22)
            program = list(actions(seed, commands))
            with twin.rehearse(client, metadata=True) as dry:
                rehearsed = [outcome(dry, action) for action in program]
                expected = state(dry)
            assert [outcome(client, action) for action in program] == rehearsed
            assert differences(state(client), expected) == []
            assert 'done' in rehearsed
            assert dry.plan.refused
            dry.plan.apply(other)
            assert differences(state(other), expected) == []
