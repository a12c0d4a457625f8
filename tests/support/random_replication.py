"""Random requests about remote copy between two arrays; often wrong ones."""

from __future__ import annotations

import random
from typing import Any

from tests.support.random_requests import NAMES

GROUPS = ('g', 'p')


def random_replication(dice: random.Random, there: str, suffix: str,
                       snapshots: bool) -> tuple[str, str, Any]:
    """Any request; there and suffix as seen from the array it goes to.

    :param suffix: what the group's name has behind it on this array
    :param snapshots: whether groups have CPGs for snapshots
    """
    name, group = dice.choice(NAMES), dice.choice(GROUPS) + suffix
    path = f'/remotecopygroups/{group}'
    target = {'targetName': there}
    cpg, far = dice.choice(NAMES), dice.choice(NAMES)
    first: dict[str, Any] = {**target, 'mode': dice.choice([1, 1, 3, 4]),
                             'userCPG': far}
    create: dict[str, Any] = {'name': group, 'localUserCPG': cpg,
                              'targets': [first]}
    if snapshots:
        first['snapCPG'] = create['localSnapCPG'] = cpg
    admission = {
        'volumeName': name, 'volumeAutoCreation': dice.random() < .8,
        'skipInitialSync': dice.random() < .1, 'targets': [
            {**target, 'secVolumeName': dice.choice([name, f'{name}.copy'])}]}
    setting: dict[str, Any] = dice.choice([
        {'syncPeriod': 300}, {'mode': dice.choice([1, 3])},
        {'policies': {dice.choice([
            'autoRecover', 'autoFailover', 'autoSynchronize']):
            dice.random() < .5}},
        {'remoteUserCPG': far, 'remoteSnapCPG': far}])
    action: dict[str, Any] = {'action': dice.randrange(6, 12)}
    if dice.random() < .2:
        action[dice.choice(['skipStart', 'skipSync', 'skipPromote',
                            'noSnapshot', 'stopGroups'])] = True
    requests: list[tuple[str, str, Any]] = [
        ('POST', '/remotecopygroups', create),
        ('POST', f'{path}/volumes', admission),
        ('POST', f'{path}/volumes', admission),
        ('PUT', path, {'action': 1, **admission}),
        ('PUT', path, {'action': 3}), ('PUT', path, {'action': 3}),
        ('PUT', path, {'action': 3, 'skipInitialSync': True}),
        ('PUT', path, {'action': 4, 'noSnapshot': dice.random() < .3}),
        ('PUT', path, {'action': 5, 'fullSync': dice.random() < .3}),
        ('PUT', path, {'targets': [{**target, **setting}]}),
        ('POST', path, action), ('POST', path, action),
        ('DELETE', f'{path}/volumes/{name}', {
            'removeSecondaryVolume': dice.random() < .5}),
        ('DELETE', f'{path}?keepSnap={dice.choice(["true", "false"])}', None),
        ('GET', path, None), ('GET', f'{path}/volumes', None),
        ('POST', f'{path}/volumes', {'action': 1, 'parameters': {
            'name': f's{dice.randrange(4)}'}})]
    return dice.choice(requests)
